-- live_household_set: which households had support in which months of a year, unit by unit; microdata

-- Kept as bytes, for a table of a mart has no type of the extension. Whatever stands above units is united from these, and no payment is read again.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_household_set'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       paid.unit                                     AS unit_code,
       @extschema@.household_set_send(paid.households) AS households
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what the table is read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day)
CROSS JOIN LATERAL (
    -- Whoever only pays back gets no support, nor does who pays back all of it in the same month and unit.
    SELECT payment.unit, @extschema@.household_set(payment.household, payment.month) AS households
    FROM support_payment payment
    WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day AND payment.amount > 0::numeric
      AND (payment.unit, payment.household, payment.month) NOT IN
              (SELECT taken.unit, taken.household, taken.month FROM live_taken_back taken
               WHERE taken.organisation = year.organisation AND taken.fiscal_year = year.fiscal_year)
    GROUP BY payment.unit
) paid$view$::text, NULL::text);
COMMENT ON VIEW   live_household_set              IS 'A unit and year: which households had support in which of its months. It names them: for the owner of the mart alone';
COMMENT ON COLUMN live_household_set.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_household_set.fiscal_year  IS 'Fiscal year of the months';
COMMENT ON COLUMN live_household_set.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN live_household_set.households   IS 'The bytes of a household_set';
INSERT INTO microdata VALUES ('live_household_set_summary') ON CONFLICT DO NOTHING;
