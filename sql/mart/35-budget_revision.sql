-- budget_revision: what each decision of a year did to its budget

-- Of every decision that was ever in force: the budget of a unit and head after it is the sum since the last whole budget,
-- and what the decision adds is that less the budget just before. So the amounts of any first decisions add up to the budget.
CREATE OR REPLACE VIEW budget_revision AS
SELECT year.organisation,
       year.fiscal_year,
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
FROM (SELECT DISTINCT scenario.organisation, scenario.fiscal_year FROM scenario) year
-- A year after another: only those are computed that are asked for.
CROSS JOIN LATERAL (
    WITH decision AS MATERIALIZED (
        SELECT in_force.scenario, in_force.kind, in_force.decided_on,
               row_number() OVER place                                                  AS place,
               pg_catalog.count(*) FILTER (WHERE in_force.kind = 'budget') OVER place   AS budgets
        FROM budget_in_force in_force
        WHERE in_force.organisation = year.organisation AND in_force.fiscal_year = year.fiscal_year
          AND coalesce(in_force.in_force_until > in_force.in_force_from, true)
        -- The order of budget_in_force.
        WINDOW place AS (ORDER BY in_force.in_force_from NULLS FIRST, in_force.kind DESC, in_force.scenario)
    ), stated AS MATERIALIZED (
        SELECT decision.place, ledger.unit, ledger.head,
               sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount,
               sum(ledger.amount) FILTER (WHERE ledger.flow = 'cost') AS cost
        FROM decision
        JOIN ledger ON ledger.organisation = year.organisation AND ledger.scenario = decision.scenario
        GROUP BY decision.place, ledger.unit, ledger.head
    ), figure AS (
        -- Each unit and head at each decision. Added up, for a join would compare each with each.
        SELECT part.place, part.unit, part.head, sum(part.amount) AS amount, coalesce(sum(part.cost), 0::numeric) AS cost
        FROM (
            SELECT stated.place, stated.unit, stated.head, stated.amount, stated.cost FROM stated
            UNION ALL
            SELECT decision.place, account.unit, account.head, 0::numeric AS amount, 0::numeric AS cost
            FROM decision CROSS JOIN (SELECT DISTINCT stated.unit, stated.head FROM stated) account
        ) part
        GROUP BY part.place, part.unit, part.head
    ), standing AS (
        SELECT decision.*, figure.unit, figure.head,
               sum(figure.amount) OVER since_the_last_budget AS budget_after,
               sum(figure.cost) OVER since_the_last_budget   AS cost_after
        FROM decision
        JOIN figure ON figure.place = decision.place
        WINDOW since_the_last_budget AS (PARTITION BY figure.unit, figure.head, decision.budgets ORDER BY decision.place)
    )
    SELECT standing.*,
           standing.budget_after - pg_catalog.lag(standing.budget_after, 1, 0::numeric) OVER decision_before AS amount,
           standing.cost_after - pg_catalog.lag(standing.cost_after, 1, 0::numeric) OVER decision_before     AS cost
    FROM standing
    WINDOW decision_before AS (PARTITION BY standing.unit, standing.head ORDER BY standing.place)
) change
-- Always there; but the planner would take inner joins first, and compute all once for each name.
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = change.unit
LEFT JOIN budget_head head ON head.organisation = year.organisation AND head.code = change.head
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
