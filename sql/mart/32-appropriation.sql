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
WITH granted_year AS (
    SELECT DISTINCT granted.organisation, granted.fiscal_year FROM appropriation granted
), year AS (
    SELECT granted_year.organisation, granted_year.fiscal_year,
           EXISTS (SELECT FROM appropriation before
                   WHERE before.organisation = granted_year.organisation AND before.fiscal_year = granted_year.fiscal_year - 1) AS has_year_before
    FROM granted_year
), unit_in_year AS (
    SELECT year.organisation, year.fiscal_year, granted.unit,
           CASE WHEN year.has_year_before
                THEN coalesce(sum(granted.amount) FILTER (WHERE granted.fiscal_year < year.fiscal_year), 0) END AS amount_before,
           coalesce(sum(granted.amount) FILTER (WHERE granted.fiscal_year = year.fiscal_year), 0)               AS amount
    FROM year
    JOIN appropriation granted ON granted.organisation = year.organisation
                              AND granted.fiscal_year BETWEEN year.fiscal_year - 1 AND year.fiscal_year
    GROUP BY year.organisation, year.fiscal_year, year.has_year_before, granted.unit
)
SELECT change.organisation,
       change.fiscal_year,
       change.unit                                                               AS unit_code,
       unit.name                                                                 AS unit,
       change.amount_before::numeric(18,2)                                       AS amount_before,
       change.amount::numeric(18,2)                                              AS amount,
       (change.amount - change.amount_before)::numeric(18,2)                     AS change,
       @extschema@.ratio(change.amount - change.amount_before, abs(change.amount_before))::numeric(12,6) AS change_ratio
FROM unit_in_year change
JOIN unit ON unit.organisation = change.organisation AND unit.code = change.unit;
COMMENT ON VIEW   appropriation_change               IS 'A service area''s appropriation beside that of the year before';
COMMENT ON COLUMN appropriation_change.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN appropriation_change.fiscal_year   IS 'Fiscal year of the later appropriation';
COMMENT ON COLUMN appropriation_change.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN appropriation_change.unit          IS 'Name of the unit';
COMMENT ON COLUMN appropriation_change.amount_before IS 'Appropriation of the year before: 0 where the unit had none, NULL where nothing is recorded of that year';
COMMENT ON COLUMN appropriation_change.amount        IS 'Appropriation of the fiscal year; 0 where the unit has none';
COMMENT ON COLUMN appropriation_change.change        IS 'Appropriation minus that of the year before';
COMMENT ON COLUMN appropriation_change.change_ratio  IS 'Change as a fraction of the appropriation of the year before';
