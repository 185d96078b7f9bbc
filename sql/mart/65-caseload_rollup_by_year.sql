-- caseload_rollup_by_year: different households of a year, at every node of the unit tree

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_rollup_by_year'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       node.unit                                                               AS unit_code,
       unit.name                                                               AS unit,
       counted.months::integer                                                 AS months,
       counted.households::integer                                             AS households,
       (counted.household_months::numeric / nullif(counted.months, 0::bigint)::numeric)::numeric(18,2) AS average_households,
       counted.long_term::integer                                              AS long_term_households,
       @extschema@.ratio(counted.long_term::numeric, counted.households::numeric)::numeric(12,6) AS long_term_ratio,
       node.payments::numeric(18,2)                                            AS payments,
       (node.payments / nullif(counted.household_months, 0::bigint)::numeric)::numeric(18,2) AS cost_per_household,
       node.not_counted,
       node.recoveries::numeric(18,2)                                          AS recoveries
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start), own.fiscal_year_start
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day, first_month)
CROSS JOIN LATERAL (
    WITH place AS MATERIALIZED (
        SELECT path.code, pg_catalog.array_append(path.path, NULL::text) AS nodes
        FROM live_unit_path path
        WHERE path.organisation = year.organisation AND year.fiscal_year BETWEEN path.from_year AND path.until_year
    ), paid AS (
        -- As in caseload_by_year, what is no support counts in the payments alone.
        SELECT payment.unit,
               @extschema@.household_set(payment.household, shifted.month)
                   FILTER (WHERE payment.amount > 0::numeric
                             AND (payment.unit, payment.household, payment.month) NOT IN
                                     (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
                                      WHERE taken.organisation = year.organisation AND taken.fiscal_year = year.fiscal_year)) AS households,
               sum(payment.amount) AS payments,
               coalesce(-sum(payment.amount) FILTER (WHERE payment.amount < 0::numeric), 0::numeric) AS recoveries
        FROM support_payment payment
        -- Long-term is told by calendar years: the months of a fiscal year are counted as if it were one.
        CROSS JOIN LATERAL (SELECT CASE WHEN of_year.first_month = 1 THEN payment.month
                                        ELSE (payment.month + pg_catalog.make_interval(months => 13 - of_year.first_month))::date END) AS shifted(month)
        WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day
        GROUP BY payment.unit
    ), part AS (
        SELECT paid.unit, paid.households, paid.payments, paid.recoveries, NULL::text AS not_counted FROM paid
        UNION ALL
        SELECT reported.unit_code, NULL::@extschema@.household_set AS households, NULL::numeric AS payments, NULL::numeric AS recoveries, reported.name AS not_counted
        FROM (SELECT DISTINCT caseload.unit_code, caseload.unit AS name FROM live_caseload_by_month caseload
              WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = year.fiscal_year AND caseload.source = 'reported') reported
    )
    SELECT node.unit, @extschema@.household_set(part.households) AS households, sum(part.payments) AS payments, sum(part.recoveries) AS recoveries,
           pg_catalog.string_agg(part.not_counted, ', '::text ORDER BY part.not_counted) AS not_counted
    FROM part
    JOIN place ON place.code = part.unit
    CROSS JOIN LATERAL pg_catalog.unnest(place.nodes) AS node(unit)
    GROUP BY node.unit
    HAVING pg_catalog.count(part.payments) > 0::bigint
) node
CROSS JOIN LATERAL (
    SELECT @extschema@.household_count(node.households), @extschema@.household_months(node.households), @extschema@.long_term_households(node.households, 10),
           (SELECT pg_catalog.count(*) FROM @extschema@.case_flow(node.households, pg_catalog.make_date(year.fiscal_year, 1, 1), pg_catalog.make_date(year.fiscal_year, 12, 1)) AS flow
            WHERE flow.closing > 0::bigint)
    OFFSET 0
) AS counted(households, household_months, long_term, months)
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = node.unit$view$::text, NULL::text);
COMMENT ON VIEW   caseload_rollup_by_year                      IS 'A unit with all that stands below it, or the whole organisation, and year: different households with support, whatever their units, counted in support_payment alone. So who moves between units within the year is one, and for long where the months of both come to it. For insiders: beside those below they tell how few have two units';
COMMENT ON COLUMN caseload_rollup_by_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN caseload_rollup_by_year.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN caseload_rollup_by_year.unit_code            IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN caseload_rollup_by_year.unit                 IS 'Name of the unit';
COMMENT ON COLUMN caseload_rollup_by_year.months               IS 'Months in which any household got support; less than 12 while the year lasts';
COMMENT ON COLUMN caseload_rollup_by_year.households           IS 'Different households with support in any month of the year; who pays all of a month back to a unit had none from it in that month';
COMMENT ON COLUMN caseload_rollup_by_year.average_households   IS 'Different households per month on average';
COMMENT ON COLUMN caseload_rollup_by_year.long_term_households IS 'Households with support in at least 10 months of the fiscal year, with whatever units of these; the limit of the national statistics, which is about calendar years';
COMMENT ON COLUMN caseload_rollup_by_year.long_term_ratio      IS 'Long-term households as a fraction of all';
COMMENT ON COLUMN caseload_rollup_by_year.payments             IS 'What they were paid, less what was recovered; without what is only reported';
COMMENT ON COLUMN caseload_rollup_by_year.cost_per_household   IS 'Payments per household and month';
COMMENT ON COLUMN caseload_rollup_by_year.not_counted          IS 'The units with months that are only reported, whose different households are not known and not counted; NULL where there are none';
COMMENT ON COLUMN caseload_rollup_by_year.recoveries           IS 'What was taken back, as a positive amount: payments are less it';
INSERT INTO insider_view VALUES ('caseload_rollup_by_year') ON CONFLICT DO NOTHING;
