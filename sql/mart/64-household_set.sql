-- live_household_set: which households had support in which months of a year, unit by unit; microdata

-- Kept as bytes, for a table of a mart has no type of the extension. Whatever stands above units is united from these, and no payment is read again.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_household_set'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       paid.unit                                     AS unit_code,
       @extschema@.household_set_send(paid.households) AS households,
       CASE WHEN of_year.first_month <> 1 THEN @extschema@.household_set_send(paid.as_calendar_year) END AS as_calendar_year,
       paid.payments::numeric(18,2)                  AS payments,
       paid.recoveries::numeric(18,2)                AS recoveries
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what the table is read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start), own.fiscal_year_start
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day, first_month)
CROSS JOIN LATERAL (
    SELECT payment.unit,
           @extschema@.household_set(payment.household, payment.month) FILTER (WHERE payment.is_support) AS households,
           @extschema@.household_set(payment.household, (payment.month + pg_catalog.make_interval(months => 13 - of_year.first_month))::date)
               FILTER (WHERE payment.is_support AND of_year.first_month <> 1) AS as_calendar_year,
           sum(payment.amount) AS payments,
           coalesce(-sum(payment.amount) FILTER (WHERE payment.amount < 0::numeric), 0::numeric) AS recoveries
    FROM (
        -- Whoever only pays back gets no support, nor does who pays back all of it in the same month and unit.
        SELECT paid.unit, paid.household, paid.month, paid.amount,
               paid.amount > 0::numeric AND (paid.unit, paid.household, paid.month) NOT IN
                   (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
                    WHERE taken.organisation = year.organisation AND taken.fiscal_year = year.fiscal_year) AS is_support
        FROM support_payment paid
        WHERE paid.organisation = year.organisation AND paid.month BETWEEN of_year.first_day AND of_year.last_day
    ) payment
    GROUP BY payment.unit
) paid$view$::text, NULL::text);
COMMENT ON VIEW   live_household_set              IS 'A unit and year that has payments: which households had support in which of its months. It names them: for the owner of the mart alone';
COMMENT ON COLUMN live_household_set.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_household_set.fiscal_year  IS 'Fiscal year of the months';
COMMENT ON COLUMN live_household_set.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN live_household_set.households   IS 'The bytes of a household_set';
COMMENT ON COLUMN live_household_set.as_calendar_year IS 'The same with the months of a fiscal year that begins in another than January moved into the calendar year of its name, for what is told by calendar years; else NULL';
COMMENT ON COLUMN live_household_set.payments     IS 'What they were paid, less what was recovered';
COMMENT ON COLUMN live_household_set.recoveries   IS 'What was taken back, as a positive amount';
INSERT INTO microdata VALUES ('live_household_set_summary') ON CONFLICT DO NOTHING;
