-- appropriation: what the council grants

CREATE TABLE IF NOT EXISTS appropriation (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    unit         text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, fiscal_year, unit),
    CONSTRAINT appropriation_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT appropriation_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT appropriation_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  appropriation              IS 'What a service area is granted for a fiscal year';
COMMENT ON COLUMN appropriation.organisation IS 'Organisation that the appropriation belongs to';
COMMENT ON COLUMN appropriation.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN appropriation.unit         IS 'Code of the unit, normally a service area';
COMMENT ON COLUMN appropriation.amount       IS 'Amount in whole currency units, at most two decimals';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{appropriation}'::text[], 'ledger'::text, 0, 'fiscal_year'::text);

CREATE OR REPLACE VIEW appropriation_change AS
SELECT c.organisation,
       c.fiscal_year,
       c.unit                                                                    AS unit_code,
       u.name                                                                    AS unit,
       c.amount_before::numeric(18,2)                                            AS amount_before,
       c.amount::numeric(18,2)                                                   AS amount,
       (c.amount - c.amount_before)::numeric(18,2)                               AS change,
       @extschema@.ratio(c.amount - c.amount_before, abs(c.amount_before))::numeric(12,6) AS change_ratio
FROM (
    SELECT y.organisation, y.fiscal_year, a.unit,
           CASE WHEN y.has_year_before
                THEN coalesce(sum(a.amount) FILTER (WHERE a.fiscal_year < y.fiscal_year), 0) END AS amount_before,
           coalesce(sum(a.amount) FILTER (WHERE a.fiscal_year = y.fiscal_year), 0)               AS amount
    FROM (
        SELECT g.organisation, g.fiscal_year,
               EXISTS (SELECT FROM appropriation p
                       WHERE p.organisation = g.organisation AND p.fiscal_year = g.fiscal_year - 1) AS has_year_before
        FROM (SELECT DISTINCT organisation, fiscal_year FROM appropriation) g
    ) y
    JOIN appropriation a ON a.organisation = y.organisation
                        AND a.fiscal_year BETWEEN y.fiscal_year - 1 AND y.fiscal_year
    GROUP BY y.organisation, y.fiscal_year, y.has_year_before, a.unit
) c
JOIN unit u ON u.organisation = c.organisation AND u.code = c.unit;
COMMENT ON VIEW   appropriation_change               IS 'A service area''s appropriation beside that of the year before';
COMMENT ON COLUMN appropriation_change.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN appropriation_change.fiscal_year   IS 'Fiscal year of the later appropriation';
COMMENT ON COLUMN appropriation_change.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN appropriation_change.unit          IS 'Name of the unit';
COMMENT ON COLUMN appropriation_change.amount_before IS 'Appropriation of the year before: 0 where the unit had none, NULL where nothing is recorded of that year';
COMMENT ON COLUMN appropriation_change.amount        IS 'Appropriation of the fiscal year; 0 where the unit has none';
COMMENT ON COLUMN appropriation_change.change        IS 'Appropriation minus that of the year before';
COMMENT ON COLUMN appropriation_change.change_ratio  IS 'Change as a fraction of the appropriation of the year before';
