-- support_by_fact: households and what they are paid by their type and by what keeps them from supporting themselves

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{household_fact}'::text[], 'caseload'::text, 0, ''::text);

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'support_by_fact'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       part.unit                          AS unit_code,
       unit.name                          AS unit,
       part.month,
       part.household_type,
       part.obstacle,
       part.households::integer           AS households,
       part.payments::numeric(18,2)       AS payments,
       (part.payments / nullif(part.households, 0::bigint)::numeric)::numeric(18,2) AS cost_per_household,
       CASE WHEN part.household_type IS NULL OR part.obstacle IS NULL THEN
            CASE WHEN NOT part.any_told THEN 'no row in household_fact'::text
                 WHEN part.all_told THEN 'not said in household_fact'::text
                 ELSE 'no row in household_fact, or not said there'::text END END AS why_unknown
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS day(first, last)
CROSS JOIN LATERAL (
    WITH word AS MATERIALIZED (
        -- What is said at all, by number (0 for nothing), for texts are slow to group by. No word is empty.
        SELECT coalesce(stated.household_type, '') AS household_type, coalesce(stated.obstacle, '') AS obstacle,
               CASE WHEN stated.household_type IS NULL AND stated.obstacle IS NULL THEN 0
                    ELSE pg_catalog.row_number() OVER (ORDER BY stated.household_type, stated.obstacle)::integer END AS number
        FROM household_fact stated
        WHERE stated.organisation = year.organisation AND stated.from_month <= day.last
        GROUP BY stated.household_type, stated.obstacle
    ), paid AS (
        -- Who only pays back, or pays back all of the month, has no support; that counts in the payments alone.
        SELECT payment.unit, payment.household, payment.month, sum(payment.amount) AS amount
        FROM support_payment payment
        WHERE payment.organisation = year.organisation AND payment.month BETWEEN day.first AND day.last
        GROUP BY payment.unit, payment.household, payment.month
    ), stated AS (
        -- From a month on until the household's next row.
        SELECT fact.household, fact.from_month, pg_catalog.lead(fact.from_month) OVER (PARTITION BY fact.household ORDER BY fact.from_month) AS next_month, word.number
        FROM household_fact fact
        -- All have one; but of an inner join the planner would expect one row, and compare each payment with each fact.
        LEFT JOIN word ON word.household_type = coalesce(fact.household_type, '') AND word.obstacle = coalesce(fact.obstacle, '')
        WHERE fact.organisation = year.organisation AND fact.from_month <= day.last
    ), counted AS (
        -- Of units alone: fewer rows, before they are counted at each node above.
        SELECT paid.unit, paid.month, coalesce(stated.number, 0) AS number,
               @extschema@.household_set(paid.household, paid.month) FILTER (WHERE paid.amount > 0::numeric) AS households,
               pg_catalog.bool_or(stated.household IS NOT NULL)  AS any_told,
               pg_catalog.bool_and(stated.household IS NOT NULL) AS all_told,
               sum(paid.amount) AS payments
        FROM paid
        LEFT JOIN stated ON stated.household = paid.household AND stated.from_month <= paid.month AND coalesce(stated.next_month > paid.month, true)
        GROUP BY paid.unit, paid.month, coalesce(stated.number, 0)
    ), united AS (
        -- A unit and all that it stands below, or the whole (NULL).
        SELECT node.unit, counted.month, counted.number, @extschema@.household_count(@extschema@.household_set(counted.households)) AS households,
               pg_catalog.bool_or(counted.any_told) AS any_told, pg_catalog.bool_and(counted.all_told) AS all_told, sum(counted.payments) AS payments
        FROM counted
        JOIN live_unit_path path ON path.organisation = year.organisation AND path.code = counted.unit AND year.fiscal_year BETWEEN path.from_year AND path.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(path.path, NULL::text)) AS node(unit)
        GROUP BY node.unit, counted.month, counted.number
    )
    SELECT united.unit, united.month, nullif(word.household_type, '') AS household_type, nullif(word.obstacle, '') AS obstacle,
           united.any_told, united.all_told, united.households, united.payments
    FROM united
    LEFT JOIN word ON word.number = united.number
) part
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = part.unit$view$::text, NULL::text);
COMMENT ON VIEW   support_by_fact                    IS 'A unit with all that stands below it, or the whole organisation, and month, by type of household and obstacle: households and what they were paid, from support_payment. What is not known of a household is a row of its own, so that the rows of a unit and month add up to it. For insiders: figures can be about few';
COMMENT ON COLUMN support_by_fact.organisation       IS 'Code of the organisation';
COMMENT ON COLUMN support_by_fact.fiscal_year        IS 'Fiscal year of the month';
COMMENT ON COLUMN support_by_fact.unit_code          IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN support_by_fact.unit               IS 'Name of the unit';
COMMENT ON COLUMN support_by_fact.month              IS 'First day of the month';
COMMENT ON COLUMN support_by_fact.household_type     IS 'Type of the household in the month, by its last row of household_fact until then; NULL where not known';
COMMENT ON COLUMN support_by_fact.obstacle           IS 'What keeps the household from supporting itself, by the same row; NULL where not known';
COMMENT ON COLUMN support_by_fact.households         IS 'Different households with support in the month';
COMMENT ON COLUMN support_by_fact.payments           IS 'What was paid to households of this kind, less what was recovered';
COMMENT ON COLUMN support_by_fact.cost_per_household IS 'Payments divided by households; NULL without any';
COMMENT ON COLUMN support_by_fact.why_unknown        IS 'Why type or obstacle is not known; NULL where both are';
INSERT INTO insider_view VALUES ('support_by_fact') ON CONFLICT DO NOTHING;
