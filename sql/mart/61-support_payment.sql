-- support_payment: what households are paid; microdata

CREATE TABLE IF NOT EXISTS support_payment (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    household    bigint  NOT NULL,
    month        date    NOT NULL,
    amount       numeric NOT NULL,
    CONSTRAINT support_payment_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT support_payment_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric
                                                            OR refuse_month('support_payment'::text, month)),
    CONSTRAINT support_payment_amount_is_below_1e9_with_at_most_two_decimals
        CHECK (abs(amount) < 1e9 AND amount = round(amount, 2))
);
CREATE INDEX IF NOT EXISTS support_payment_unit_month ON support_payment (organisation, unit, month);
-- So that a year is computed without the others, whatever the month in which years begin.
CREATE INDEX IF NOT EXISTS support_payment_month ON support_payment (organisation, month);
DROP INDEX IF EXISTS support_payment_year;
COMMENT ON TABLE  support_payment              IS 'Payments to households, pseudonymous: no view shows a row of it, and no reader may read it';
COMMENT ON COLUMN support_payment.organisation IS 'Organisation that paid';
COMMENT ON COLUMN support_payment.unit         IS 'Code of the unit';
COMMENT ON COLUMN support_payment.household    IS 'Pseudonym of the household: a number that leads to nobody outside this mart, never a personal identity number';
COMMENT ON COLUMN support_payment.month        IS 'First day of the month that the payment is for; of a recovery the month that it takes back from, or the one in which it was booked where nobody says which';
COMMENT ON COLUMN support_payment.amount       IS 'Amount in whole currency units, at most two decimals; negative for a recovery. A household may have several rows in a month';
INSERT INTO microdata VALUES ('support_payment') ON CONFLICT DO NOTHING;

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{household_month,support_payment}'::text[], 'caseload'::text, 0, 'month'::text);

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit}'::text[], 'caseload'::text, 0, ''::text);

-- Looked up one after another: there are many more rows than years. Of an array the planner expects ten.
-- No year has five digits: those that begin in 9999 and end later are shown nowhere.
CREATE OR REPLACE VIEW live_caseload_year AS
SELECT o.organisation, y.fiscal_year
FROM organisation o
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    WITH RECURSIVE year_after_year(fiscal_year) AS (
        SELECT @extschema@.fiscal_year(min(p.month), o.fiscal_year_start) FROM support_payment p WHERE p.organisation = o.organisation
        UNION ALL
        SELECT (SELECT @extschema@.fiscal_year(min(p.month), o.fiscal_year_start) FROM support_payment p
                WHERE p.organisation = o.organisation AND p.month > @extschema@.fiscal_year_end(r.fiscal_year, o.fiscal_year_start))
        FROM year_after_year r WHERE r.fiscal_year <= 9999
    )
    SELECT r.fiscal_year FROM year_after_year r WHERE r.fiscal_year <= 9999
)) AS y(fiscal_year)
UNION
SELECT o.organisation, y.fiscal_year
FROM organisation o
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    WITH RECURSIVE year_after_year(fiscal_year) AS (
        SELECT @extschema@.fiscal_year(min(p.month), o.fiscal_year_start) FROM household_month p WHERE p.organisation = o.organisation
        UNION ALL
        SELECT (SELECT @extschema@.fiscal_year(min(p.month), o.fiscal_year_start) FROM household_month p
                WHERE p.organisation = o.organisation AND p.month > @extschema@.fiscal_year_end(r.fiscal_year, o.fiscal_year_start))
        FROM year_after_year r WHERE r.fiscal_year <= 9999
    )
    SELECT r.fiscal_year FROM year_after_year r WHERE r.fiscal_year <= 9999
)) AS y(fiscal_year);
COMMENT ON VIEW   live_caseload_year              IS 'A year of which the organisation has payments or reported households';
COMMENT ON COLUMN live_caseload_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_caseload_year.fiscal_year  IS 'Fiscal year of the months';
