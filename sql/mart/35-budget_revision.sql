-- budget_revision: what each decision of a year did to its budget

-- Of every decision that was ever in force: the budget of a unit and head after it is the sum since the last whole budget,
-- and what the decision adds is that less the budget just before. So the amounts of any first decisions add up to the budget.
CREATE OR REPLACE VIEW budget_revision AS
WITH decision AS (
    SELECT budget_in_force.*,
           row_number() OVER place                                              AS place,
           count(*) FILTER (WHERE budget_in_force.kind = 'budget') OVER place   AS budgets
    FROM budget_in_force
    WHERE coalesce(budget_in_force.in_force_until > budget_in_force.in_force_from, true)
    -- The order of budget_in_force.
    WINDOW place AS (PARTITION BY budget_in_force.organisation, budget_in_force.fiscal_year
                     ORDER BY budget_in_force.in_force_from NULLS FIRST, budget_in_force.kind DESC, budget_in_force.scenario)
), stated AS (
    SELECT decision.organisation, decision.fiscal_year, decision.place, ledger.unit, ledger.head,
           sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount,
           sum(ledger.amount) FILTER (WHERE ledger.flow = 'cost') AS cost
    FROM decision
    JOIN ledger ON ledger.organisation = decision.organisation AND ledger.scenario = decision.scenario
    GROUP BY decision.organisation, decision.fiscal_year, decision.place, ledger.unit, ledger.head
), part AS (
    SELECT DISTINCT stated.organisation, stated.fiscal_year, stated.unit, stated.head FROM stated
), standing AS (
    SELECT decision.*, part.unit, part.head,
           sum(coalesce(stated.amount, 0::numeric)) OVER since_the_last_budget AS budget_after,
           sum(coalesce(stated.cost, 0::numeric)) OVER since_the_last_budget   AS cost_after
    FROM decision
    JOIN part ON part.organisation = decision.organisation AND part.fiscal_year = decision.fiscal_year
    LEFT JOIN stated ON stated.organisation = decision.organisation AND stated.fiscal_year = decision.fiscal_year AND stated.place = decision.place
                    AND stated.unit = part.unit AND stated.head = part.head
    WINDOW since_the_last_budget AS (PARTITION BY decision.organisation, decision.fiscal_year, part.unit, part.head, decision.budgets ORDER BY decision.place)
), change AS (
    SELECT standing.*,
           standing.budget_after - pg_catalog.lag(standing.budget_after, 1, 0::numeric) OVER decision_before AS amount,
           standing.cost_after - pg_catalog.lag(standing.cost_after, 1, 0::numeric) OVER decision_before     AS cost
    FROM standing
    WINDOW decision_before AS (PARTITION BY standing.organisation, standing.fiscal_year, standing.unit, standing.head ORDER BY standing.place)
)
SELECT change.organisation,
       change.fiscal_year,
       change.decided_on,
       change.scenario,
       change.kind,
       change.unit                        AS unit_code,
       unit.name                          AS unit,
       change.head                        AS head_code,
       head.name                          AS head,
       change.amount::numeric(18,2)       AS amount,
       change.budget_after::numeric(18,2) AS budget_after,
       change.cost::numeric(18,2)         AS amount_cost,
       (change.cost - change.amount)::numeric(18,2) AS amount_revenue
FROM change
JOIN unit ON unit.organisation = change.organisation AND unit.code = change.unit
JOIN budget_head head ON head.organisation = change.organisation AND head.code = change.head
WHERE change.amount <> 0::numeric OR change.budget_after <> 0::numeric OR change.cost <> 0::numeric OR change.cost_after <> 0::numeric;
COMMENT ON VIEW   budget_revision              IS 'A unit and head in one decision, an adopted budget or supplement that was ever in force: what it adds to the budget, and the budget after it. The amounts of decisions up to a day add up to the budget in force on that day. Of each decision the units and heads that it leaves as they were are there too, so that budget_after adds up to the whole budget. Net cost';
COMMENT ON COLUMN budget_revision.organisation IS 'Code of the organisation';
COMMENT ON COLUMN budget_revision.fiscal_year  IS 'Fiscal year that the money is for';
COMMENT ON COLUMN budget_revision.decided_on   IS 'Day of the decision; NULL for a budget that comes before all others';
COMMENT ON COLUMN budget_revision.scenario     IS 'Code of the budget or supplement';
COMMENT ON COLUMN budget_revision.kind         IS 'budget (takes the place of all before) or supplement (adds to it)';
COMMENT ON COLUMN budget_revision.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN budget_revision.unit         IS 'Name of the unit';
COMMENT ON COLUMN budget_revision.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN budget_revision.head         IS 'Name of the budget head';
COMMENT ON COLUMN budget_revision.amount       IS 'What the decision adds, negative for a cut: of the year''s first budget its amounts, of a later one what it changes against the budget just before';
COMMENT ON COLUMN budget_revision.budget_after IS 'Budget in force after the decision, and before the next, which may be of the same day';
COMMENT ON COLUMN budget_revision.amount_cost  IS 'Cost that the decision adds; amount is amount_cost minus amount_revenue';
COMMENT ON COLUMN budget_revision.amount_revenue IS 'Revenue that the decision adds';
