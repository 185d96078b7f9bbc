-- caseload_by_month: households with support and what they are paid, from payments or as reported

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_month'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       unit_month.unit                    AS unit_code,
       unit.name                          AS unit,
       unit_month.month,
       unit_month.households::integer     AS households,
       unit_month.payments::numeric(18,2) AS payments,
       unit_month.source
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day)
CROSS JOIN LATERAL (
    WITH paid AS (
        -- Whoever only pays back gets no support, nor does who pays back all of it in the month: that counts in the payments alone.
        -- No join, which would compare each with each where the planner expects few.
        SELECT payment.unit, payment.month,
               @extschema@.household_count(payment.household, payment.month)
                   FILTER (WHERE payment.amount > 0::numeric
                             AND (payment.unit, payment.household, payment.month) NOT IN
                                     (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
                                      WHERE taken.organisation = year.organisation AND taken.fiscal_year = year.fiscal_year)) AS households,
               sum(payment.amount) AS payments
        FROM support_payment payment
        WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day
        GROUP BY payment.unit, payment.month
    ), reported AS (
        SELECT report.unit, report.month, report.households::bigint AS households, report.payments
        FROM household_month report
        WHERE report.organisation = year.organisation AND report.month BETWEEN of_year.first_day AND of_year.last_day
          AND NOT EXISTS (SELECT FROM support_payment payment
                          WHERE payment.organisation = report.organisation AND payment.unit = report.unit AND payment.month = report.month)
    )
    SELECT paid.*, 'payments'::text AS source FROM paid
    UNION ALL
    SELECT reported.*, 'reported'::text AS source FROM reported
) unit_month
JOIN unit ON unit.organisation = year.organisation AND unit.code = unit_month.unit$view$::text, NULL::text);
COMMENT ON VIEW   caseload_by_month              IS 'A unit and month: households with support and what they were paid. From support_payment where that has the unit and month, else from household_month; all other views of households rest on this one';
COMMENT ON COLUMN caseload_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_month.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN caseload_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_month.month        IS 'First day of the month';
COMMENT ON COLUMN caseload_by_month.households   IS 'Households whose payments with the unit in the month add up to more than 0; a household of two units counts in both';
COMMENT ON COLUMN caseload_by_month.payments     IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN caseload_by_month.source       IS 'payments (counted in support_payment) or reported (from household_month)';
