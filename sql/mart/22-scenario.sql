-- scenario: budgets, outcomes and forecasts of a fiscal year

CREATE TABLE IF NOT EXISTS scenario (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    kind         text    NOT NULL,
    fiscal_year  integer NOT NULL,
    as_of        date,
    adopted      boolean NOT NULL DEFAULT true,
    stated_total numeric,
    PRIMARY KEY (organisation, code),
    CONSTRAINT scenario_code_fiscal_year_key UNIQUE (organisation, code, fiscal_year),
    CONSTRAINT scenario_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT scenario_kind_is_known CHECK (kind IN ('budget', 'outcome', 'forecast')),
    CONSTRAINT scenario_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT scenario_as_of_is_finite CHECK (isfinite(as_of)),
    CONSTRAINT scenario_stated_total_is_an_amount CHECK (abs(stated_total) < 1e13 AND stated_total = round(stated_total, 2))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'scenario'::text, '{code}'::text[], '{}'::text[]);
CREATE UNIQUE INDEX IF NOT EXISTS scenario_one_adopted_budget_a_year
    ON scenario (organisation, fiscal_year) WHERE kind = 'budget' AND adopted;
COMMENT ON TABLE  scenario              IS 'A set of ledger rows: a budget, an outcome or a forecast of a fiscal year';
COMMENT ON COLUMN scenario.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario.code         IS 'Code of the scenario, unique within the organisation, such as budget-2023';
COMMENT ON COLUMN scenario.kind         IS 'budget, outcome or forecast';
COMMENT ON COLUMN scenario.fiscal_year  IS 'Year it covers; a fiscal year is a calendar year';
COMMENT ON COLUMN scenario.as_of        IS 'Last day that the figures know of, or NULL where nobody says';
COMMENT ON COLUMN scenario.adopted      IS 'Whether it is in force; of a year''s budgets at most one is, and the views compare with that one';
COMMENT ON COLUMN scenario.stated_total IS 'Variance that the source itself states for the whole year, negative for a deficit, or NULL';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{scenario}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'fiscal_year'::text);
