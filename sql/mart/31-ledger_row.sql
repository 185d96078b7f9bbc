-- ledger_row: the rows of the ledger, for those who may see which amounts a figure is made of

CREATE OR REPLACE VIEW ledger_row AS
SELECT ledger.organisation,
       scenario.fiscal_year,
       ledger.scenario,
       scenario.kind                                                          AS scenario_kind,
       scenario.as_of,
       ledger.month,
       ledger.unit                                                            AS unit_code,
       unit.name                                                              AS unit,
       ledger.head                                                            AS head_code,
       head.name                                                              AS head,
       ledger.account,
       ledger.activity,
       ledger.flow,
       ledger.amount::numeric(18,2)                                           AS amount,
       @extschema@.net_cost(ledger.flow, ledger.amount)::numeric(18,2)        AS net_cost,
       @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start) AS last_day
FROM ledger
JOIN scenario ON scenario.organisation = ledger.organisation AND scenario.code = ledger.scenario
JOIN organisation ON organisation.organisation = ledger.organisation
JOIN unit ON unit.organisation = ledger.organisation AND unit.code = ledger.unit
JOIN budget_head head ON head.organisation = ledger.organisation AND head.code = ledger.head;
INSERT INTO insider_view VALUES ('ledger_row') ON CONFLICT DO NOTHING;
COMMENT ON VIEW   ledger_row               IS 'A row of the ledger, for insiders. figure_rows tells which of them a figure of another view is made of';
COMMENT ON COLUMN ledger_row.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN ledger_row.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN ledger_row.scenario      IS 'Code of the scenario';
COMMENT ON COLUMN ledger_row.scenario_kind IS 'budget, supplement, outcome or forecast';
COMMENT ON COLUMN ledger_row.as_of         IS 'Last day that an outcome or forecast knows of, or day of the decision on a budget or supplement';
COMMENT ON COLUMN ledger_row.month         IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN ledger_row.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN ledger_row.unit          IS 'Name of the unit';
COMMENT ON COLUMN ledger_row.head_code     IS 'Code of the budget head';
COMMENT ON COLUMN ledger_row.head          IS 'Name of the budget head';
COMMENT ON COLUMN ledger_row.account       IS 'Account of the books; empty where that is not told';
COMMENT ON COLUMN ledger_row.activity      IS 'Activity, project or what else the organisation keeps there; empty where that is not told';
COMMENT ON COLUMN ledger_row.flow          IS 'cost or revenue';
COMMENT ON COLUMN ledger_row.amount        IS 'Amount, as it was loaded';
COMMENT ON COLUMN ledger_row.net_cost      IS 'What it adds to the net cost: the amount of a cost, minus that of a revenue';
COMMENT ON COLUMN ledger_row.last_day      IS 'Last day of the fiscal year';
