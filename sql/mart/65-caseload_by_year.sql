-- caseload_by_year: different households of a year

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_year'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       paid.unit_code                                                          AS unit_code,
       u.name                                                                  AS unit,
       y.months::integer                                                       AS months,
       CASE WHEN o.minimum_shown IS NULL THEN y.households::integer ELSE told.households END AS households,
       (y.household_months::numeric / nullif(y.months, 0::bigint)::numeric)::numeric(18,2) AS average_households,
       CASE WHEN o.minimum_shown IS NULL THEN y.long_term_households::integer ELSE told.long_term_households END AS long_term_households,
       CASE WHEN o.minimum_shown IS NULL THEN @extschema@.ratio(y.long_term_households::numeric, y.households::numeric)
            ELSE @extschema@.ratio(told.long_term_households::numeric, told.households::numeric) END::numeric(12,6) AS long_term_ratio,
       paid.payments::numeric(18,2)                                               AS payments,
       (paid.payments / nullif(y.household_months, 0::bigint)::numeric)::numeric(18,2)             AS cost_per_household,
       CASE WHEN o.minimum_shown IS NULL THEN NULL
            WHEN told.households IS NULL THEN 'the year is not over, or fewer than '::text || o.minimum_shown::text || ' would be told apart'
            WHEN told.long_term_households IS NULL THEN 'long-term households, or the others, are fewer than ' || o.minimum_shown::text END AS why_hidden
FROM @years@ a
JOIN organisation o ON o.organisation = a.organisation
-- No payment is read: what is kept of the units is counted.
JOIN live_household_set paid ON paid.organisation = a.organisation AND paid.fiscal_year = a.fiscal_year
CROSS JOIN LATERAL (
    SELECT (SELECT pg_catalog.count(*) FROM @extschema@.case_flow(known.households, pg_catalog.make_date(a.fiscal_year, 1, 1), pg_catalog.make_date(a.fiscal_year, 12, 1)) AS flow
            WHERE flow.closing > 0::bigint),
           @extschema@.household_count(known.households), @extschema@.household_months(known.households), @extschema@.long_term_households(known.households, 10)
    -- The counts know calendar years: the months of a fiscal year are counted as if it were one.
    FROM (SELECT @extschema@.household_set(coalesce(paid.as_calendar_year, paid.households)) OFFSET 0) AS known(households)
    OFFSET 0
) AS y(months, households, household_months, long_term_households)
JOIN unit u ON u.organisation = a.organisation AND u.code = paid.unit_code
-- Readers of a released mart would know of few whether they came, stayed or are long-term.
LEFT JOIN counted_year told ON told.organisation = a.organisation AND told.fiscal_year = a.fiscal_year AND told.unit = paid.unit_code$view$::text, NULL::text);
COMMENT ON VIEW   caseload_by_year                      IS 'A unit and year, counted in support_payment alone, as different households cannot be counted from figures of months: units and months that are only reported are missing here';
COMMENT ON COLUMN caseload_by_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_year.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN caseload_by_year.unit_code            IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_year.unit                 IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_year.months               IS 'Months in which any household got support; less than 12 while the year lasts';
COMMENT ON COLUMN caseload_by_year.households           IS 'Different households with support in any month of the year; who pays all of a month back in it had none in that month';
COMMENT ON COLUMN caseload_by_year.average_households   IS 'Households per month on average';
COMMENT ON COLUMN caseload_by_year.long_term_households IS 'Households with support in at least 10 months of the fiscal year; the limit of the national statistics, which is about calendar years';
COMMENT ON COLUMN caseload_by_year.long_term_ratio      IS 'Long-term households as a fraction of all';
COMMENT ON COLUMN caseload_by_year.payments             IS 'What they were paid, less what was recovered; without what is only reported';
COMMENT ON COLUMN caseload_by_year.cost_per_household   IS 'Payments per household and month';
COMMENT ON COLUMN caseload_by_year.why_hidden           IS 'In a released mart, why households or long-term households are not shown: the year is not over, or too few would be told apart by them; else NULL';
