-- scenario: budgets, supplements to them, outcomes and forecasts of a fiscal year

CREATE TABLE IF NOT EXISTS scenario (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    kind         text    NOT NULL,
    fiscal_year  integer NOT NULL,
    as_of        date,
    adopted      boolean NOT NULL DEFAULT true,
    stated_total numeric,
    PRIMARY KEY (organisation, code),
    -- So that who writes amounts of it keeps its year from being changed meanwhile.
    CONSTRAINT scenario_code_fiscal_year_key UNIQUE (organisation, code, fiscal_year),
    CONSTRAINT scenario_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT scenario_kind_is_known CHECK (kind IN ('budget', 'supplement', 'outcome', 'forecast')),
    CONSTRAINT scenario_supplement_says_in_as_of_when_it_was_decided CHECK (kind <> 'supplement' OR NOT adopted OR as_of IS NOT NULL),
    CONSTRAINT scenario_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT scenario_as_of_has_a_year_of_four_digits CHECK (as_of >= '1000-01-01' AND as_of <= '9999-12-31'),
    CONSTRAINT scenario_stated_total_is_an_amount CHECK (abs(stated_total) < 1e13 AND stated_total = round(stated_total, 2))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'scenario'::text, '{code}'::text[], '{}'::text[]);
-- Of two decided on one day nobody could say which is in force.
CREATE UNIQUE INDEX IF NOT EXISTS scenario_one_adopted_budget_a_day_is_in_force
    ON scenario (organisation, fiscal_year, as_of) NULLS NOT DISTINCT WHERE kind = 'budget' AND adopted;
DROP INDEX IF EXISTS scenario_one_adopted_budget_a_year;
ALTER TABLE scenario DROP CONSTRAINT IF EXISTS scenario_as_of_is_finite;
COMMENT ON TABLE  scenario              IS 'A set of ledger rows: a budget, a supplement to it, an outcome or a forecast of a fiscal year';
COMMENT ON COLUMN scenario.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario.code         IS 'Code of the scenario, unique within the organisation, such as budget-2023';
COMMENT ON COLUMN scenario.kind         IS 'budget (a whole budget), supplement (adds to it: an additional appropriation, a cut, or a move between heads, which adds up to 0), outcome or forecast';
COMMENT ON COLUMN scenario.fiscal_year  IS 'Year it covers, named after the calendar year in which it ends';
COMMENT ON COLUMN scenario.as_of        IS 'Of an outcome or forecast the last day that the figures know of, or NULL where nobody says; of a budget or supplement the day it was decided on, NULL for a budget before all others, and for a supplement that is not adopted yet';
COMMENT ON COLUMN scenario.adopted      IS 'Whether it was adopted. Of a year''s adopted budgets the latest decided counts, with the adopted supplements decided after it (budget_in_force)';
COMMENT ON COLUMN scenario.stated_total IS 'Variance that the source itself states for the whole year, negative for a deficit, or NULL';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{scenario}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'fiscal_year'::text);
