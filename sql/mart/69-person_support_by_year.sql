-- person_support_by_year: adults, children and young adults with support, for how long, and who is not back

-- Months are numbered from 0, the first of the fiscal year two years before, to 47, the last of the year after: those of the year
-- are 24 to 35. So a person's months with support are the bits of one number, and every count is one of bits.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{household_member}'::text[], 'people'::text, 0, ''::text);

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'person_support_by_year'::text, 'people'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       counted.unit                                AS unit_code,
       unit.name                                   AS unit,
       counted.months::integer                     AS months,
       counted.households::integer                 AS households,
       counted.households_without_members::integer AS households_without_members,
       counted.persons::integer                    AS persons,
       counted.age_unknown::integer                AS age_unknown,
       counted.adults::integer                     AS adults,
       counted.long_term_adults::integer           AS long_term_adults,
       @extschema@.ratio(counted.long_term_adults::numeric, counted.adults::numeric)::numeric(12,6) AS long_term_ratio,
       counted.very_long_term_adults::integer      AS very_long_term_adults,
       counted.young_adults::integer               AS young_adults,
       counted.long_term_young_adults::integer     AS long_term_young_adults,
       counted.children::integer                   AS children,
       counted.long_term_children::integer         AS long_term_children,
       counted.adults_ended::integer               AS adults_ended,
       counted.adults_observed::integer            AS adults_observed_12_months,
       @extschema@.ratio(counted.adults_not_back::numeric, counted.adults_observed::numeric)::numeric(12,6) AS not_back_within_12_months,
       nullif(pg_catalog.concat_ws('; '::text,
           CASE WHEN counted.persons IS NULL THEN 'no members of these households are known'::text
                WHEN counted.households_without_members > 0::bigint THEN 'members of ' || counted.households_without_members::text || ' of ' || counted.households::text || ' households are not known' END,
           CASE WHEN counted.age_unknown > 0::bigint THEN 'birth year of ' || counted.age_unknown::text || ' of ' || counted.persons::text || ' persons is not known' END,
           CASE WHEN NOT counted.of_three_years THEN 'payments of three years are not known'::text END,
           CASE WHEN counted.adults_observed = 0::numeric THEN 'no adult who left has been followed for 12 months'::text END), '') AS why_unknown
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (
    SELECT of_year.first, of_year.last, (of_year.first - interval '2 years')::date, (of_year.last + interval '1 year')::date
    FROM organisation own
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)) AS of_year(first, last)
    WHERE own.organisation = year.organisation OFFSET 0
) AS day(first, last, first_read, last_read)
CROSS JOIN LATERAL (
    WITH month AS MATERIALIZED (
        -- There are no more, nor more of what is known, which the limits tell the planner.
        SELECT series.month::date AS month, series.ordinality::integer - 1 AS number
        FROM pg_catalog.generate_series(day.first_read::timestamp, day.last_read::timestamp, '1 month'::interval) WITH ORDINALITY AS series(month, ordinality)
        LIMIT 48
    ), known AS MATERIALIZED (
        -- until: the number of the first month that is not known any more. With a gap, who has been away no longer may be back.
        SELECT kind.first_day, kind.until AS first_unknown, kind.gap, kind.first_day <= day.first_read AS of_three_years,
               (SELECT pg_catalog.count(*)::integer FROM month WHERE month.month < kind.until) AS until,
               (SELECT coalesce(bit_or(1::bigint << month.number), 0::bigint) FROM month WHERE month.month >= kind.first_day AND month.month < kind.until) AS is_known
        FROM live_kind kind
        WHERE kind.organisation = year.organisation AND kind.code = 'support'
        LIMIT 1
    ), place AS MATERIALIZED (
        -- A unit and one that it stands below, or itself, or the whole (NULL, 0), by number, for texts are slow to group by. Where it stood is a
        -- question of the fiscal year: that before is asked for its last month, from which one can leave in the year.
        SELECT path.code, node.unit, CASE WHEN node.unit IS NULL THEN 0 ELSE pg_catalog.dense_rank() OVER (ORDER BY node.unit)::integer END AS node, numbered.months
        FROM live_unit_path path
        CROSS JOIN (VALUES (1, 1::bigint << 23), (0, 4095::bigint << 24)) AS numbered(years_ago, months)
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(path.path, NULL::text)) AS node(unit)
        WHERE path.organisation = year.organisation AND year.fiscal_year - numbered.years_ago BETWEEN path.from_year AND path.until_year
    ), paid AS MATERIALIZED (
        -- A run begins in a month and has so many, so it is so many bits from the month's on.
        SELECT united.unit, run.household, bit_or(((1::bigint << run.months) - 1::bigint) << first.number) & known.is_known AS months
        FROM (SELECT part.unit_code AS unit, @extschema@.household_set(@extschema@.household_set(part.households)) AS households
              FROM live_household_set part
              WHERE part.organisation = year.organisation AND part.fiscal_year BETWEEN year.fiscal_year - 2 AND year.fiscal_year + 1
              GROUP BY part.unit_code) united
        CROSS JOIN known
        CROSS JOIN LATERAL @extschema@.household_episodes(united.households, known.first_unknown) AS run
        JOIN month first ON first.month = run.first_month
        GROUP BY run.household, united.unit, known.is_known
        HAVING bit_or(((1::bigint << run.months) - 1::bigint) << first.number) & known.is_known <> 0::bigint
    ), member AS MATERIALIZED (
        SELECT lived.household, lived.person, lived.birth_year, (1::bigint << (last.number + 1)) - (1::bigint << first.number) AS months
        FROM household_member lived
        JOIN month first ON first.month = greatest(lived.from_month, day.first_read)
        JOIN month last ON last.month = least(coalesce(lived.to_month, day.last_read), date_trunc('month'::text, day.last_read::timestamp)::date)
        WHERE lived.organisation = year.organisation AND lived.from_month <= day.last_read AND coalesce(lived.to_month, day.last_read) >= day.first_read
    ), whole AS (
        SELECT paid.household, bit_or(paid.months) AS months, bit_count((bit_or(paid.months) >> 24)::bit(12)) >= 10::bigint AS is_long_term
        FROM paid
        GROUP BY paid.household
    ), bits AS MATERIALIZED (
        -- In which months, of whatever household and unit: long-term is a question of the whole organisation.
        SELECT member.person, max(member.birth_year) AS birth_year, bit_or(whole.months & member.months) AS months,
               pg_catalog.bool_or(whole.is_long_term AND whole.months & member.months & (4095::bigint << 24) <> 0::bigint) AS is_of_long_term_household
        FROM whole
        JOIN member ON member.household = whole.household
        WHERE whole.months & member.months <> 0::bigint
        GROUP BY member.person
    ), person AS MATERIALIZED (
        -- Once, for they are asked for in several counts.
        SELECT bits.person, year.fiscal_year - bits.birth_year AS age,
               bit_count((bits.months >> 24)::bit(12)) >= 10::bigint                       AS is_long_term,
               bits.is_of_long_term_household,
               CASE WHEN bit_count(bits.months::bit(36)) < 27::bigint THEN false
                    -- Three months in a row without, between two with.
                    ELSE pg_catalog.strpos(btrim(bits.months::bit(36)::text, '0'::text), '000'::text) = 0 END AS is_very_long_term,
               -- Who left in the year had the last month with support in one of the twelve from that before the year on, 23 to 34: none in the next, nor
               -- in those of the gap, as far as these are known. Who has been followed for 12 months had it 13 before the first that is not known.
               bits.months & ~CASE known.gap WHEN 0 THEN bits.months >> 1
                                             ELSE (SELECT bit_or(bits.months >> gap.months) FROM (SELECT series.months FROM pg_catalog.generate_series(1, known.gap + 1) AS series(months) LIMIT 13) gap) END
                   & (4095::bigint << 23) & ((1::bigint << greatest(known.until - 1 - known.gap, 0)) - 1::bigint) AS ended,
               (1::bigint << greatest(known.until - 12, 0)) - 1::bigint                    AS observed,
               -- In any of the 12 months after: of the next four, of the four after them, and of the last four.
               soon.months | (soon.months >> 4) | (soon.months >> 8)                       AS back
        FROM bits
        CROSS JOIN known
        CROSS JOIN LATERAL (SELECT (bits.months >> 1) | (bits.months >> 2) | (bits.months >> 3) | (bits.months >> 4)) AS soon(months)
    ), household_node AS MATERIALIZED (
        SELECT place.node, paid.household, bit_or(paid.months & place.months) AS months
        FROM paid
        JOIN place ON place.code = paid.unit
        WHERE paid.months & place.months <> 0::bigint
        GROUP BY place.node, paid.household
    ), person_node AS (
        SELECT part.node, member.person, bit_or(part.months & member.months) AS months
        FROM household_node part
        JOIN member ON member.household = part.household
        WHERE part.node > 0 AND part.months & member.months <> 0::bigint
        GROUP BY part.node, member.person
        UNION ALL
        SELECT 0 AS node, bits.person, bits.months & (8191::bigint << 23) AS months
        FROM bits
        WHERE bits.months & (8191::bigint << 23) <> 0::bigint
    ), person_count AS (
        SELECT here.node,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year)                                                                 AS persons,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age IS NULL)                                            AS age_unknown,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age >= 18)                                              AS adults,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age >= 18 AND here.is_long_term)                        AS long_term_adults,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age >= 18 AND here.is_very_long_term)                   AS very_long_term_adults,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age BETWEEN 18 AND 24)                                  AS young_adults,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age BETWEEN 18 AND 24 AND here.is_long_term)            AS long_term_young_adults,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age < 18)                                               AS children,
               pg_catalog.count(*) FILTER (WHERE here.is_in_year AND here.age < 18 AND (here.is_long_term OR here.is_of_long_term_household)) AS long_term_children,
               sum(bit_count(here.ended::bit(48))) FILTER (WHERE here.age >= 18)                                                  AS adults_ended,
               sum(bit_count((here.ended & here.observed)::bit(48))) FILTER (WHERE here.age >= 18)                                AS adults_observed,
               sum(bit_count((here.ended & here.observed & ~here.back)::bit(48))) FILTER (WHERE here.age >= 18)                   AS adults_not_back
        FROM (
            SELECT part.node, part.months >> 24 <> 0::bigint AS is_in_year, part.months & person.ended AS ended,
                   person.age, person.is_long_term, person.is_of_long_term_household, person.is_very_long_term, person.observed, person.back
            FROM person_node part
            JOIN person ON person.person = part.person
        ) here
        GROUP BY here.node
    ), covered AS (
        SELECT member.household, bit_or(member.months) AS months
        FROM member
        GROUP BY member.household
    ), household_count AS (
        SELECT part.node, pg_catalog.count(*) AS households,
               pg_catalog.count(*) FILTER (WHERE part.months & (4095::bigint << 24) & ~coalesce(covered.months, 0::bigint) <> 0::bigint) AS households_without_members,
               pg_catalog.bool_and(part.months & (4095::bigint << 24) & coalesce(covered.months, 0::bigint) = 0::bigint)                 AS has_none
        FROM household_node part
        LEFT JOIN covered ON covered.household = part.household
        WHERE part.months >> 24 <> 0::bigint
        GROUP BY part.node
    )
    SELECT name.unit, bit_count((known.is_known >> 24)::bit(12)) AS months, coalesce(household.households, 0::bigint) AS households, coalesce(household.households_without_members, 0::bigint) AS households_without_members, known.of_three_years,
           person.persons, person.age_unknown, person.adults, person.long_term_adults,
           CASE WHEN known.of_three_years THEN person.very_long_term_adults END AS very_long_term_adults,
           person.young_adults, person.long_term_young_adults, person.children, person.long_term_children,
           CASE WHEN person.persons IS NOT NULL THEN coalesce(person.adults_ended, 0::numeric) END    AS adults_ended,
           CASE WHEN person.persons IS NOT NULL THEN coalesce(person.adults_observed, 0::numeric) END AS adults_observed,
           person.adults_not_back
    -- Of a unit that all had left by the first month of the year, that they did.
    FROM (SELECT household_count.node FROM household_count UNION SELECT person_count.node FROM person_count WHERE person_count.adults_ended > 0::numeric) here
    JOIN (SELECT DISTINCT place.node, place.unit FROM place) name ON name.node = here.node
    CROSS JOIN known
    LEFT JOIN household_count household ON household.node = here.node
    LEFT JOIN person_count person ON person.node = here.node AND household.has_none IS NOT TRUE
) counted
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = counted.unit$view$::text, NULL::text);
COMMENT ON VIEW   person_support_by_year                           IS 'A unit with all that stands below it, or the whole organisation, and year: different persons with support, by household_member, as the Swedish national statistics count them. What is told of a unit is of all who had support with it in the year, wherever they had the rest of their months. For insiders: figures by unit can be about few';
COMMENT ON COLUMN person_support_by_year.organisation              IS 'Code of the organisation';
COMMENT ON COLUMN person_support_by_year.fiscal_year               IS 'Fiscal year; the national definitions are of calendar years';
COMMENT ON COLUMN person_support_by_year.unit_code                 IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN person_support_by_year.unit                      IS 'Name of the unit';
COMMENT ON COLUMN person_support_by_year.months                    IS 'Months of the year that are known; with less than 12 who is to have long-term support may not have had it yet';
COMMENT ON COLUMN person_support_by_year.households                IS 'Different households with support in any month of the year';
COMMENT ON COLUMN person_support_by_year.households_without_members IS 'Households of which no member is known in some month with support: of these nobody counts below';
COMMENT ON COLUMN person_support_by_year.persons                   IS 'Different members of households with support, in a month in which they were members; NULL where no members are known';
COMMENT ON COLUMN person_support_by_year.age_unknown               IS 'How many of them have no birth year, and are neither adults nor children';
COMMENT ON COLUMN person_support_by_year.adults                    IS 'Persons who reach at least 18 years in the year';
COMMENT ON COLUMN person_support_by_year.long_term_adults          IS 'Adults with support in at least 10 months of the year, in a row or not, in whatever household';
COMMENT ON COLUMN person_support_by_year.long_term_ratio           IS 'Long-term adults as a fraction of the adults';
COMMENT ON COLUMN person_support_by_year.very_long_term_adults     IS 'Adults with support in at least 27 of the 36 months of this year and the two before it, never longer than two months without between two with; NULL where payments of these are not known';
COMMENT ON COLUMN person_support_by_year.young_adults              IS 'Adults who reach 18 to 24 years in the year';
COMMENT ON COLUMN person_support_by_year.long_term_young_adults    IS 'Young adults with support in at least 10 months of the year';
COMMENT ON COLUMN person_support_by_year.children                  IS 'Persons who reach at most 17 years in the year';
COMMENT ON COLUMN person_support_by_year.long_term_children        IS 'Children with support in at least 10 months of the year, or in any month in which they were with a household that has support in at least 10';
COMMENT ON COLUMN person_support_by_year.adults_ended              IS 'How many times an adult left: the first month without is in the year, and is followed by as many as the kind''s gap asks for. Who left twice counts twice. NULL where no members of the year''s households are known: those of the year before may still be there';
COMMENT ON COLUMN person_support_by_year.adults_observed_12_months IS 'How many of these left at least 12 months before the end of what is known';
COMMENT ON COLUMN person_support_by_year.not_back_within_12_months IS 'Share of these who had no support, with whatever unit or household, in the 12 months after the last one, as a fraction; NULL for none';
COMMENT ON COLUMN person_support_by_year.why_unknown               IS 'Why figures are NULL, or count not all; NULL where nothing lacks';
INSERT INTO insider_view VALUES ('person_support_by_year') ON CONFLICT DO NOTHING;
