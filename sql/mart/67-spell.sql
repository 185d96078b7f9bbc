-- live_spell: who came, who stayed and who left, from payments and episodes; microdata

-- What is known of a kind, and until when: of what has explicit ends until its known_until, of support as far as there are payments. What
-- is dated later has not happened: one payment of the year 9999 would have everybody leave, and add months without end.
CREATE OR REPLACE VIEW live_kind AS
SELECT kind.organisation, kind.code, kind.name, kind.unit_of_time, kind.gap,
       CASE kind.unit_of_time WHEN 'month' THEN pg_catalog.make_interval(months => kind.gap) ELSE pg_catalog.make_interval(days => kind.gap) END AS gap_time,
       known.first_day, known.month_before, known.is_told, known.until
FROM (
    SELECT stated.organisation, stated.code, stated.name, stated.unit_of_time, stated.gap, known.known_from, known.known_until
    FROM episode_kind stated
    JOIN live_known_kind known ON known.organisation = stated.organisation AND known.kind = stated.code
    UNION ALL
    SELECT day.organisation, 'support'::text AS code, 'Financial support'::text AS name, 'month'::text AS unit_of_time, 0 AS gap, NULL::date AS known_from, day.today AS known_until
    FROM live_day day
    WHERE NOT EXISTS (SELECT FROM episode_kind stated WHERE stated.organisation = day.organisation AND stated.code = 'support')
) kind
-- is_told: of whoever was there on the first day it is known when they came. Recoveries alone, as those for years before the first
-- that was loaded, tell nothing of who had support.
CROSS JOIN LATERAL (
    SELECT greatest(min(payment.month), date_trunc('month'::text, (kind.known_from - 1)::timestamp)::date + interval '1 month')::date,
           greatest(min(payment.month), date_trunc('month'::text, (kind.known_from - 1)::timestamp)::date + interval '1 month')::date,
           false,
           (max(payment.month) + interval '1 month')::date
    FROM support_payment payment
    WHERE kind.code = 'support' AND payment.organisation = kind.organisation AND payment.amount > 0::numeric AND payment.month <= kind.known_until
    HAVING min(payment.month) IS NOT NULL
    UNION ALL
    SELECT coalesce(kind.known_from, min(episode.started_on)),
           coalesce(date_trunc('month'::text, (kind.known_from - 1)::timestamp), date_trunc('month'::text, min(episode.started_on)::timestamp) - interval '1 month')::date,
           true,
           kind.known_until + 1
    FROM episode
    WHERE kind.code <> 'support' AND episode.organisation = kind.organisation AND episode.kind = kind.code AND episode.started_on <= kind.known_until
    HAVING min(episode.started_on) IS NOT NULL
) AS known(first_day, month_before, is_told, until);
COMMENT ON VIEW   live_kind              IS 'A kind of episode that there are any of, support among them, and what is known of it';
COMMENT ON COLUMN live_kind.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_kind.code         IS 'Code of the kind';
COMMENT ON COLUMN live_kind.name         IS 'Name of the kind';
COMMENT ON COLUMN live_kind.unit_of_time IS 'day or month';
COMMENT ON COLUMN live_kind.gap          IS 'How many days or months somebody can be away without having left';
COMMENT ON COLUMN live_kind.gap_time     IS 'The same as a time';
COMMENT ON COLUMN live_kind.first_day    IS 'First day that it is known of';
COMMENT ON COLUMN live_kind.month_before IS 'Last month before those of which all is known: whoever came, and whoever left';
COMMENT ON COLUMN live_kind.is_told      IS 'Whether it is known of those who were there on that day when they came';
COMMENT ON COLUMN live_kind.until        IS 'First day that it is not known of any more';

-- A run of such days without a longer break than the kind's gap is a spell: of the whole organisation, whatever the units, and
-- of each unit with all that stands below it. One that begins while the whole's goes on has moved in, and one that ends so has
-- moved out: neither came to the town nor left it. Each spell of a unit lies in one of the whole, for both have the same gap.
--
-- With a gap, each day or month counts for as much longer while spells are put together, and the spell for so much less: by the days
-- themselves where it goes by months, for a month after January 30 and a month before that is no way back.
-- What has payments until as late as the gap before the last month may go on, so it has not ended.
CREATE OR REPLACE VIEW live_spell AS
SELECT organisation.organisation, spell.kind, spell.unit, spell.person, spell.first_day, spell.until, spell.entry, spell.exit,
       spell.whole_first_day, spell.whole_until, spell.next_first_day
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        SELECT live_kind.code, live_kind.gap, live_kind.gap_time, live_kind.unit_of_time = 'month' AND live_kind.gap > 0 AS is_longer_by_months, live_kind.first_day, live_kind.is_told, live_kind.until
        FROM live_kind
        WHERE live_kind.organisation = organisation.organisation
    ), place AS MATERIALIZED (
        -- Where a unit stood is a question of the fiscal year.
        SELECT path.code, pg_catalog.array_append(path.path, NULL::text) AS nodes, path.from_year, path.until_year,
               pg_catalog.daterange(CASE WHEN path.from_year > 1000 THEN @extschema@.fiscal_year_begin(path.from_year, organisation.fiscal_year_start) END,
                                    CASE WHEN path.until_year < 9999 THEN @extschema@.fiscal_year_end(path.until_year, organisation.fiscal_year_start) + 1 END) AS days
        FROM live_unit_path path
        WHERE path.organisation = organisation.organisation
    ), node_set AS NOT MATERIALIZED (
        -- Who has support only in months to come has none yet.
        SELECT node.unit, kind.first_day, kind.is_told, kind.gap, kind.until,
               @extschema@.household_set_between(@extschema@.household_set(@extschema@.household_set(part.households)), kind.first_day, kind.until - 1) AS households
        FROM kind
        JOIN live_household_set part ON part.organisation = organisation.organisation
        JOIN place ON place.code = part.unit_code AND part.fiscal_year BETWEEN place.from_year AND place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(place.nodes) AS node(unit)
        WHERE kind.code = 'support'
        GROUP BY node.unit, kind.first_day, kind.is_told, kind.gap, kind.until
    ), stay AS NOT MATERIALIZED (
        SELECT episode.kind, episode.unit, episode.person, pg_catalog.daterange(episode.started_on, episode.ended_on + 1) AS days
        FROM episode
        WHERE episode.organisation = organisation.organisation
    ), node_run AS NOT MATERIALIZED (
        SELECT stay.kind, node.unit, stay.person,
               pg_catalog.range_agg(pg_catalog.daterange(pg_catalog.lower(part.days), (pg_catalog.upper(part.days) + kind.gap_time)::date)) AS days,
               pg_catalog.range_agg(part.days) FILTER (WHERE kind.is_longer_by_months) AS own_days
        FROM stay
        JOIN kind ON kind.code = stay.kind
        JOIN place ON place.code = stay.unit AND place.days && stay.days
        CROSS JOIN LATERAL (SELECT place.days * stay.days) AS part(days)
        CROSS JOIN LATERAL pg_catalog.unnest(place.nodes) AS node(unit)
        GROUP BY stay.kind, node.unit, stay.person
    ), run AS NOT MATERIALIZED (
        -- What has payments until as late as the gap before the last month may go on.
        SELECT 'support'::text AS kind, node_set.unit, months.household AS person, node_set.first_day AS known_from, node_set.is_told,
               months.first_month AS first_day, (months.last_month + interval '1 month')::date AS until, months.is_open
        FROM node_set
        CROSS JOIN LATERAL @extschema@.household_episodes(node_set.households, node_set.until - 1, node_set.gap) AS months
        UNION ALL
        SELECT node_run.kind, node_run.unit, node_run.person, kind.first_day AS known_from, kind.is_told,
               pg_catalog.lower(run.days) AS first_day,
               CASE WHEN kind.is_longer_by_months THEN pg_catalog.upper(node_run.own_days * pg_catalog.datemultirange(run.days))
                    ELSE (pg_catalog.upper(run.days) - kind.gap_time)::date END AS until,
               pg_catalog.upper_inf(run.days) AS is_open
        FROM node_run
        JOIN kind ON kind.code = node_run.kind
        CROSS JOIN LATERAL pg_catalog.unnest(node_run.days) AS run(days)
    ), followed AS (
        -- The next of the whole is looked for among its own, which are few: to sort all backwards would take as long as all else. Nothing before is
        -- MATERIALIZED, or what asks for another kind than support would have that computed too.
        SELECT run.kind, run.unit, run.person, run.known_from, run.is_told, run.first_day, run.until, run.is_open, NULL::date AS next_first_day
        FROM run
        WHERE run.unit IS NOT NULL
        UNION ALL
        SELECT run.kind, run.unit, run.person, run.known_from, run.is_told, run.first_day, run.until, run.is_open,
               pg_catalog.lead(run.first_day, 1, 'infinity'::date) OVER (PARTITION BY run.kind, run.person ORDER BY run.first_day) AS next_first_day
        FROM run
        WHERE run.unit IS NULL
    ), in_whole AS (
        -- The whole's spell that one lies in is the last that has begun by then. No join: the planner would compare each with each.
        SELECT run.kind, run.unit, run.person, run.known_from, run.is_told, run.first_day, run.until, run.is_open,
               max(run.first_day) FILTER (WHERE run.unit IS NULL) OVER so_far                                                AS whole_first_day,
               max(CASE WHEN run.is_open THEN 'infinity'::date ELSE run.until END) FILTER (WHERE run.unit IS NULL) OVER so_far AS whole_until,
               pg_catalog.count(*) FILTER (WHERE run.unit IS NULL) OVER so_far                                               AS whole_number,
               max(run.next_first_day) OVER so_far                                                                           AS next_first_day
        FROM followed run
        WINDOW so_far AS (PARTITION BY run.kind, run.person ORDER BY run.first_day, run.unit NULLS FIRST ROWS UNBOUNDED PRECEDING)
    )
    SELECT run.kind, run.unit, run.person, run.first_day, CASE WHEN NOT run.is_open THEN run.until END AS until,
           CASE WHEN run.first_day > run.whole_first_day THEN 'moved in'::text
                WHEN NOT run.is_told AND run.first_day <= run.known_from OR run.first_day < run.known_from THEN 'before'::text
                WHEN run.whole_number = 1::bigint THEN 'first time'::text
                ELSE 'returning'::text END AS entry,
           CASE WHEN NOT run.is_open THEN CASE WHEN run.whole_until = run.until THEN 'ended'::text ELSE 'moved out'::text END END AS exit,
           run.whole_first_day, CASE WHEN run.whole_until < 'infinity'::date THEN run.whole_until END AS whole_until,
           CASE WHEN run.next_first_day < 'infinity'::date THEN run.next_first_day END AS next_first_day
    FROM in_whole run
) spell;
COMMENT ON VIEW   live_spell                 IS 'A run of days or months in which a person or household was in something, with the whole organisation or a unit and what stands below it: for the owner of the mart alone';
COMMENT ON COLUMN live_spell.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_spell.kind            IS 'Code of the kind of episode, or support';
COMMENT ON COLUMN live_spell.unit            IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_spell.person          IS 'Pseudonym';
COMMENT ON COLUMN live_spell.first_day       IS 'First day';
COMMENT ON COLUMN live_spell.until           IS 'First day that does not belong to it any more; NULL while it lasts, or where it may';
COMMENT ON COLUMN live_spell.entry           IS 'How it began: first time (of all that is known), returning, moved in from another unit, or before (it may have begun before the first day that is known)';
COMMENT ON COLUMN live_spell.exit            IS 'How it ended: ended, or moved out to another unit; NULL while it lasts';
COMMENT ON COLUMN live_spell.whole_first_day IS 'First day of the whole organisation''s spell that it lies in';
COMMENT ON COLUMN live_spell.whole_until     IS 'First day that does not belong to that any more; NULL while it lasts';
COMMENT ON COLUMN live_spell.next_first_day  IS 'First day of the person''s next spell of the whole organisation; NULL where there is none';
