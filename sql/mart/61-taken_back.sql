-- live_taken_back: months in which a household has paid back all that it got; microdata

-- Few pay back, so only those are looked at again: to add up all payments by household and month would take longer than to count them.
CREATE OR REPLACE VIEW live_taken_back AS
SELECT year.organisation, year.fiscal_year, taken.unit, taken.household, taken.month
FROM live_caseload_year year
-- OFFSET 0 has the days calculated once: they are what the table is read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day)
CROSS JOIN LATERAL (
    SELECT payment.unit, payment.household, payment.month
    FROM support_payment payment
    WHERE payment.organisation = year.organisation AND payment.month BETWEEN of_year.first_day AND of_year.last_day
      -- IS TRUE, or it is made a join, which compares each with each where the planner expects few.
      AND ((payment.unit, payment.household, payment.month) IN
               (SELECT recovery.unit, recovery.household, recovery.month
                FROM support_payment recovery
                WHERE recovery.organisation = year.organisation AND recovery.month BETWEEN of_year.first_day AND of_year.last_day AND recovery.amount < 0::numeric)) IS TRUE
    GROUP BY payment.unit, payment.household, payment.month
    HAVING sum(payment.amount) <= 0::numeric
) taken;
COMMENT ON VIEW   live_taken_back              IS 'A household and month whose payments with a unit add up to 0 or less: no household with support. For the owner of the mart alone. Ask for organisation and fiscal_year';
COMMENT ON COLUMN live_taken_back.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_taken_back.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN live_taken_back.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_taken_back.household    IS 'Pseudonym of the household';
COMMENT ON COLUMN live_taken_back.month        IS 'First day of the month';
