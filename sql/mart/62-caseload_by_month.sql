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
    WITH reported AS (
        SELECT report.unit, report.month, report.households::bigint AS households, report.payments
        FROM household_month report
        WHERE report.organisation = year.organisation AND report.month BETWEEN of_year.first_day AND of_year.last_day
          AND NOT EXISTS (SELECT FROM support_payment payment
                          WHERE payment.organisation = report.organisation AND payment.unit = report.unit AND payment.month = report.month)
    )
    -- As in live_household_set: who has paid all back is looked for where anybody has paid back. Not from that, for a filter by month reaches the payments here.
    SELECT paid.unit, paid.month,
           CASE WHEN paid.has_recoveries THEN
                (SELECT pg_catalog.count(*)
                 FROM (SELECT FROM support_payment payment
                       WHERE payment.organisation = year.organisation AND payment.unit = paid.unit AND payment.month = paid.month
                       GROUP BY payment.household
                       HAVING sum(payment.amount) > 0::numeric) kept)
                ELSE paid.households END AS households,
           paid.payments, 'payments'::text AS source
    FROM (
        SELECT payment.month, payment.unit, min(payment.amount) < 0::numeric AS has_recoveries,
               @extschema@.household_count(payment.household, payment.month) FILTER (WHERE payment.amount > 0::numeric) AS households,
               sum(payment.amount) AS payments
        FROM support_payment payment
        WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day
        GROUP BY payment.month, payment.unit
    ) paid
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
