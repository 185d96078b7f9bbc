-- caseload_by_year: different households of a year

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_year'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       y.unit                                                                  AS unit_code,
       u.name                                                                  AS unit,
       bit_count(coalesce(y.months, 0)::bit(12))::integer                      AS months,
       CASE WHEN d.minimum_shown IS NULL THEN y.households::integer ELSE told.households END AS households,
       y.average_households::numeric(18,2)                                     AS average_households,
       CASE WHEN d.minimum_shown IS NULL THEN y.long_term_households::integer ELSE told.long_term_households END AS long_term_households,
       CASE WHEN d.minimum_shown IS NULL THEN @extschema@.ratio(y.long_term_households::numeric, y.households::numeric)
            ELSE @extschema@.ratio(told.long_term_households::numeric, told.households::numeric) END::numeric(12,6) AS long_term_ratio,
       y.payments::numeric(18,2)                                               AS payments,
       (y.payments / nullif(y.household_months, 0::bigint)::numeric)::numeric(18,2)             AS cost_per_household,
       CASE WHEN d.minimum_shown IS NULL THEN NULL
            WHEN told.households IS NULL THEN 'the year is not over, or fewer than '::text || d.minimum_shown::text || ' would be told apart'
            WHEN told.long_term_households IS NULL THEN 'long-term households, or the others, are fewer than ' || d.minimum_shown::text END AS why_hidden
FROM @years@ a
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(a.fiscal_year, o.fiscal_year_start), @extschema@.fiscal_year_end(a.fiscal_year, o.fiscal_year_start), o.fiscal_year_start, o.minimum_shown
                    FROM organisation o WHERE o.organisation = a.organisation OFFSET 0) AS d(first_day, last_day, first_month, minimum_shown)
CROSS JOIN LATERAL (
    SELECT p.unit,
           -- As bits, for count(DISTINCT) would have all payments sorted.
           bit_or(1 << EXTRACT(month FROM p.month)::integer - 1) FILTER (WHERE p.household IS NOT NULL) AS months,
           @extschema@.household_count(p.household, m.month)      AS households,
           @extschema@.household_months(p.household, m.month)     AS household_months,
           @extschema@.average_households(p.household, m.month)   AS average_households,
           @extschema@.long_term_households(p.household, m.month) AS long_term_households,
           sum(p.amount) AS payments
    FROM (
        -- As in caseload_by_month. What is no support counts in the payments, without its household: said of each row
        -- once, not for each figure, and so that a filter by unit reaches the payments.
        SELECT paid.unit, paid.household, paid.month, paid.amount
        FROM support_payment paid
        WHERE paid.organisation = a.organisation AND paid.month BETWEEN d.first_day AND d.last_day AND paid.amount > 0::numeric
          AND (paid.unit, paid.household, paid.month) NOT IN (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
                                                              WHERE taken.organisation = a.organisation AND taken.fiscal_year = a.fiscal_year)
        UNION ALL
        SELECT paid.unit, NULL::bigint AS household, paid.month, paid.amount
        FROM support_payment paid
        WHERE paid.organisation = a.organisation AND paid.month BETWEEN d.first_day AND d.last_day
          AND (paid.amount <= 0::numeric
               OR (paid.unit, paid.household, paid.month) IN (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
                                                              WHERE taken.organisation = a.organisation AND taken.fiscal_year = a.fiscal_year))
    ) p
    -- The aggregates know calendar years: the months of a fiscal year are counted as if it were one.
    CROSS JOIN LATERAL (SELECT CASE WHEN d.first_month = 1 THEN p.month ELSE (p.month + pg_catalog.make_interval(months => 13 - d.first_month))::date END) AS m(month)
    GROUP BY p.unit
) y
JOIN unit u ON u.organisation = a.organisation AND u.code = y.unit
-- Readers of a released mart would know of few whether they came, stayed or are long-term.
LEFT JOIN counted_year told ON told.organisation = a.organisation AND told.fiscal_year = a.fiscal_year AND told.unit = y.unit$view$::text, NULL::text);
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
