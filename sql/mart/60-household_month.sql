-- household_month: households and payments as reported by month

CREATE TABLE IF NOT EXISTS household_month (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    month        date    NOT NULL,
    households   integer NOT NULL,
    payments     numeric,
    PRIMARY KEY (organisation, unit, month),
    CONSTRAINT household_month_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT household_month_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric
                                                            OR refuse_month('household_month'::text, month)),
    CONSTRAINT household_month_households_are_up_to_ten_million CHECK (households BETWEEN 0 AND 10000000),
    CONSTRAINT household_month_payments_is_finite_with_at_most_two_decimals
        CHECK (abs(payments) < 1e13 AND payments = round(payments, 2))
);
-- So that a year is found without the others, whatever the month in which years begin.
CREATE INDEX IF NOT EXISTS household_month_month ON household_month (organisation, month);
DROP INDEX IF EXISTS household_month_year;
COMMENT ON TABLE  household_month              IS 'Households with support in a month and what they were paid, as reported: for units without rows in support_payment';
COMMENT ON COLUMN household_month.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN household_month.unit         IS 'Code of the unit';
COMMENT ON COLUMN household_month.month        IS 'First day of the month';
COMMENT ON COLUMN household_month.households   IS 'Households that got support in the month';
COMMENT ON COLUMN household_month.payments     IS 'What they were paid in whole currency units, less what was recovered; NULL where only the households are known';
