-- caseload_by_month: households with support and what they are paid, from payments or as reported

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_month'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT y.organisation,
       y.fiscal_year,
       f.unit                              AS unit_code,
       u.name                              AS unit,
       f.month,
       f.households::integer               AS households,
       f.payments::numeric(18,2)           AS payments,
       f.source
FROM @years@ y
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(y.fiscal_year, o.fiscal_year_start), @extschema@.fiscal_year_end(y.fiscal_year, o.fiscal_year_start)
                    FROM organisation o WHERE o.organisation = y.organisation OFFSET 0) AS d(first_day, last_day)
CROSS JOIN LATERAL (
    -- Whoever only pays back gets no support: recoveries count in the payments alone.
    SELECT p.unit, p.month,
           @extschema@.household_count(p.household, p.month) FILTER (WHERE p.amount > 0::numeric) AS households,
           sum(p.amount) AS payments,
           'payments'::text AS source
    FROM support_payment p
    WHERE p.organisation = y.organisation AND p.month BETWEEN d.first_day AND d.last_day
    GROUP BY p.unit, p.month
    UNION ALL
    SELECT h.unit, h.month, h.households::bigint AS households, h.payments, 'reported'::text AS source
    FROM household_month h
    WHERE h.organisation = y.organisation AND h.month BETWEEN d.first_day AND d.last_day
      AND NOT EXISTS (SELECT FROM support_payment p
                      WHERE p.organisation = h.organisation AND p.unit = h.unit AND p.month = h.month)
) f
JOIN unit u ON u.organisation = y.organisation AND u.code = f.unit$view$::text, NULL::text);
COMMENT ON VIEW   caseload_by_month              IS 'A unit and month: households with support and what they were paid. From support_payment where that has the unit and month, else from household_month; all other views of households rest on this one';
COMMENT ON COLUMN caseload_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_month.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN caseload_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_month.month        IS 'First day of the month';
COMMENT ON COLUMN caseload_by_month.households   IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN caseload_by_month.payments     IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN caseload_by_month.source       IS 'payments (counted in support_payment) or reported (from household_month)';
