-- caseload_rollup_by_year: different households of a year, at every node of the unit tree

CREATE OR REPLACE VIEW caseload_rollup_by_year AS
SELECT organisation.organisation,
       node.fiscal_year,
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
FROM organisation
CROSS JOIN LATERAL (
    -- No payment is read: what is kept of the units is united.
    SELECT part.fiscal_year, node.unit, @extschema@.household_set(part.households) AS households, sum(part.payments) AS payments, sum(part.recoveries) AS recoveries,
           pg_catalog.string_agg(part.not_counted, ', '::text ORDER BY part.not_counted) AS not_counted
    FROM (
        SELECT paid.fiscal_year, paid.unit_code, @extschema@.household_set(coalesce(paid.as_calendar_year, paid.households)) AS households, paid.payments, paid.recoveries, NULL::text AS not_counted
        FROM live_household_set paid
        WHERE paid.organisation = organisation.organisation
        UNION ALL
        SELECT reported.fiscal_year, reported.unit_code, NULL::@extschema@.household_set AS households, NULL::numeric(18,2) AS payments, NULL::numeric(18,2) AS recoveries, reported.name AS not_counted
        FROM (SELECT DISTINCT caseload.fiscal_year, caseload.unit_code, caseload.unit AS name FROM caseload_by_month caseload
              WHERE caseload.organisation = organisation.organisation AND caseload.source = 'reported') reported
    ) part
    JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = part.unit_code AND part.fiscal_year BETWEEN place.from_year AND place.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
    GROUP BY part.fiscal_year, node.unit
    HAVING pg_catalog.count(part.payments) > 0::bigint
) node
CROSS JOIN LATERAL (
    SELECT @extschema@.household_count(node.households), @extschema@.household_months(node.households), @extschema@.long_term_households(node.households, 10),
           (SELECT pg_catalog.count(*) FROM @extschema@.case_flow(node.households, pg_catalog.make_date(node.fiscal_year, 1, 1), pg_catalog.make_date(node.fiscal_year, 12, 1)) AS flow
            WHERE flow.closing > 0::bigint)
    OFFSET 0
) AS counted(households, household_months, long_term, months)
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = node.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY node.fiscal_year + 0;
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
