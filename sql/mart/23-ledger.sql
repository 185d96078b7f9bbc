-- ledger: their amounts by unit, head and month

CREATE TABLE IF NOT EXISTS ledger (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    unit         text    NOT NULL,
    head         text    NOT NULL,
    flow         text    NOT NULL DEFAULT 'cost',
    month        date,
    amount       numeric NOT NULL,
    by_month     boolean GENERATED ALWAYS AS (month IS NOT NULL) STORED,
    id           bigint  GENERATED ALWAYS AS IDENTITY,
    -- Last, since most views read neither.
    account      text    NOT NULL DEFAULT '',
    activity     text    NOT NULL DEFAULT '',
    -- Numbers of two servers meet where one subscribes to the other, hence the organisation in the key; and that last, or
    -- the planner could look for rows of an organisation by it.
    CONSTRAINT ledger_pkey PRIMARY KEY (id, organisation),
    CONSTRAINT ledger_has_one_row_a_month_add_up_vouchers_first UNIQUE NULLS NOT DISTINCT (organisation, scenario, unit, head, flow, month, account, activity),
    -- Foreign keys wait for the end of the statement, see hold_ledger_to_its_keys.
    CONSTRAINT ledger_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario DEFERRABLE,
    CONSTRAINT ledger_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit DEFERRABLE,
    CONSTRAINT ledger_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head DEFERRABLE,
    CONSTRAINT ledger_month_is_in_the_scenarios_fiscal_year
        FOREIGN KEY (organisation, scenario, month) REFERENCES scenario_month DEFERRABLE,
    CONSTRAINT ledger_month_is_a_first_day CHECK (isfinite(month) AND EXTRACT(day FROM month) = 1::numeric OR refuse_month('ledger'::text, month)),
    CONSTRAINT ledger_flow_is_cost_or_revenue CHECK (flow IN ('cost', 'revenue')),
    CONSTRAINT ledger_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2)),
    -- Most are of ASCII alone, and then the function is not asked.
    CONSTRAINT ledger_account_is_plain_text CHECK (length(account) <= 200 AND account COLLATE "C" ~ '^[ -~]*$' OR plain_text(account, 'ledger.account'::text, 200)),
    CONSTRAINT ledger_activity_is_plain_text CHECK (length(activity) <= 200 AND activity COLLATE "C" ~ '^[ -~]*$' OR plain_text(activity, 'ledger.activity'::text, 200))
);
COMMENT ON TABLE  ledger              IS 'Amounts by scenario, unit, head, flow and month, and as far as they are known by account and activity, over which all views but those by account add up; every other table of money stands beside this one';
COMMENT ON COLUMN ledger.organisation IS 'Organisation that the amount belongs to';
COMMENT ON COLUMN ledger.scenario     IS 'Code of the scenario: a budget, supplement, outcome or forecast';
COMMENT ON COLUMN ledger.unit         IS 'Code of the unit';
COMMENT ON COLUMN ledger.head         IS 'Code of the budget head';
COMMENT ON COLUMN ledger.flow         IS 'cost or revenue; net cost is cost minus revenue';
COMMENT ON COLUMN ledger.month        IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN ledger.amount       IS 'Amount in whole currency units, at most two decimals; negative for a correction';
COMMENT ON COLUMN ledger.by_month     IS 'Whether the amount is of a month, kept so that it can be held against ledger_period';
COMMENT ON COLUMN ledger.id           IS 'Number of the row, by which logical replication knows it: the key has NULLs';
COMMENT ON COLUMN ledger.account      IS 'Account of the books that the amount is a part of, or an empty text where that is not told';
COMMENT ON COLUMN ledger.activity     IS 'A second way to divide it, such as projects or activities, as the organisation likes; an empty text where that is not told';

-- The last month of a scenario, without reading the others. Without rows of a whole year, so that
-- what looks for a key of the ledger, as foreign keys do, cannot be planned to read a scenario for it.
CREATE INDEX IF NOT EXISTS ledger_month ON ledger (organisation, scenario, month) WHERE month IS NOT NULL;
DROP INDEX IF EXISTS ledger_scenario_month;
-- Of marts of 0.1.0, in which a fiscal year was a calendar year.
ALTER TABLE ledger DROP COLUMN IF EXISTS month_year;
-- Of the same marts, in which amounts had no accounts.
ALTER TABLE ledger DROP CONSTRAINT IF EXISTS ledger_key;

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{ledger}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'scenario'::text);

-- Names and rules show in every year.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit,budget_head}'::text[], 'ledger'::text, 0, ''::text);

-- Of which the ledger may say something.
-- Not DISTINCT: of that the planner expects several rows where one year is asked for, and has code compiled (JIT) for what it would take to
-- compute them all.
CREATE OR REPLACE VIEW live_ledger_year AS
SELECT first.organisation, first.fiscal_year
FROM scenario first
WHERE first.code = (SELECT min(scenario.code) FROM scenario WHERE scenario.organisation = first.organisation AND scenario.fiscal_year = first.fiscal_year);
COMMENT ON VIEW   live_ledger_year              IS 'A fiscal year that the organisation has a scenario of';
COMMENT ON COLUMN live_ledger_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_ledger_year.fiscal_year  IS 'Fiscal year';
