-- live_household_set: which households had support in which months of a year, unit by unit; microdata

-- Kept as bytes, for a table of a mart has no type of the extension. Whatever is told of units, and of what stands above them, is
-- made of these, and no payment is read again.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_household_set'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       paid.unit                                     AS unit_code,
       @extschema@.household_set_send(paid.households) AS households,
       CASE WHEN of_year.first_month <> 1 THEN @extschema@.household_set_send(paid.as_calendar_year) END AS as_calendar_year,
       paid.payments::numeric(18,2)                  AS payments,
       paid.recoveries::numeric(18,2)                AS recoveries,
       paid.recovery_months,
       paid.recoveries_by_month
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what the table is read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start), own.fiscal_year_start
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day, first_month)
CROSS JOIN LATERAL (
    SELECT of_month.unit,
           @extschema@.household_set(of_month.households)       AS households,
           @extschema@.household_set(of_month.as_calendar_year) AS as_calendar_year,
           sum(of_month.payments)   AS payments,
           sum(of_month.recoveries) AS recoveries,
           pg_catalog.array_agg(of_month.month ORDER BY of_month.month) FILTER (WHERE of_month.recoveries > 0::numeric)      AS recovery_months,
           pg_catalog.array_agg(of_month.recoveries ORDER BY of_month.month) FILTER (WHERE of_month.recoveries > 0::numeric) AS recoveries_by_month
    FROM (
        SELECT paid.unit, paid.month, paid.payments, paid.recoveries,
               CASE WHEN paid.recoveries > 0::numeric THEN net.households ELSE paid.households END             AS households,
               CASE WHEN paid.recoveries > 0::numeric THEN net.as_calendar_year ELSE paid.as_calendar_year END AS as_calendar_year
        FROM (
            SELECT payment.unit, payment.month,
                   @extschema@.household_set(payment.household, payment.month) FILTER (WHERE payment.amount > 0::numeric) AS households,
                   @extschema@.household_set(payment.household, (payment.month + pg_catalog.make_interval(months => 13 - of_year.first_month))::date)
                       FILTER (WHERE of_year.first_month <> 1 AND payment.amount > 0::numeric) AS as_calendar_year,
                   sum(payment.amount) AS payments,
                   coalesce(-sum(payment.amount) FILTER (WHERE payment.amount < 0::numeric), 0::numeric) AS recoveries
            FROM support_payment payment
            WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day
            GROUP BY payment.month, payment.unit
        ) paid
        -- Whoever only pays back gets no support, nor does who pays back all of it in the same month and unit: that counts in the payments alone.
        -- Where nobody has paid back, nothing is added up by household, which takes longer than to count them.
        CROSS JOIN LATERAL (
            SELECT @extschema@.household_set(kept.household, paid.month) AS households,
                   @extschema@.household_set(kept.household, (paid.month + pg_catalog.make_interval(months => 13 - of_year.first_month))::date)
                       FILTER (WHERE of_year.first_month <> 1) AS as_calendar_year
            FROM (SELECT payment.household
                  FROM support_payment payment
                  WHERE paid.recoveries > 0::numeric AND payment.organisation = year.organisation AND payment.unit = paid.unit AND payment.month = paid.month
                  GROUP BY payment.household
                  HAVING sum(payment.amount) > 0::numeric) kept
        ) net
    ) of_month
    GROUP BY of_month.unit
) paid$view$::text, NULL::text);
COMMENT ON VIEW   live_household_set              IS 'A unit and year that has payments: which households had support in which of its months. It names them: for the owner of the mart alone';
COMMENT ON COLUMN live_household_set.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_household_set.fiscal_year  IS 'Fiscal year of the months';
COMMENT ON COLUMN live_household_set.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN live_household_set.households   IS 'The bytes of a household_set';
COMMENT ON COLUMN live_household_set.as_calendar_year IS 'The same with the months of a fiscal year that begins in another than January moved into the calendar year of its name, for what is told by calendar years; else NULL';
COMMENT ON COLUMN live_household_set.payments     IS 'What they were paid, less what was recovered';
COMMENT ON COLUMN live_household_set.recoveries   IS 'What was taken back, as a positive amount';
COMMENT ON COLUMN live_household_set.recovery_months     IS 'First days of the months for which anything was taken back, in order; NULL where there are none';
COMMENT ON COLUMN live_household_set.recoveries_by_month IS 'What was taken back for each of these, as a positive amount';
INSERT INTO microdata VALUES ('live_household_set_summary') ON CONFLICT DO NOTHING;
