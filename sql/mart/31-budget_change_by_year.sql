-- budget_change_by_year: this year's budget beside last year's

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_change_by_year'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       amount.unit                                                                 AS unit_code,
       unit.name                                                                   AS unit,
       amount.head                                                                 AS head_code,
       head.name                                                                   AS head,
       change.budget_before::numeric(18,2)                                         AS budget_before,
       change.budget::numeric(18,2)                                                AS budget,
       (change.budget - change.budget_before)::numeric(18,2)                       AS change,
       @extschema@.ratio(change.budget - change.budget_before, abs(change.budget_before))::numeric(12,6) AS change_ratio
FROM @years@ year
CROSS JOIN LATERAL (
    -- The last budget of both years, with its supplements.
    SELECT pg_catalog.array_agg(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year)     AS scenarios,
           pg_catalog.array_agg(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year - 1) AS scenarios_before
    FROM budget_in_force decision
    WHERE decision.organisation = year.organisation AND decision.fiscal_year IN (year.fiscal_year - 1, year.fiscal_year)
      AND decision.in_force_until IS NULL
) budget
CROSS JOIN LATERAL (
    SELECT ledger.unit, ledger.head,
           sum(net.cost) FILTER (WHERE ledger.scenario = ANY (budget.scenarios_before)) AS budget_before,
           sum(net.cost) FILTER (WHERE ledger.scenario = ANY (budget.scenarios))        AS budget
    FROM ledger
    CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
    WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_cat(budget.scenarios, budget.scenarios_before))
    GROUP BY ledger.unit, ledger.head
) amount
CROSS JOIN LATERAL (SELECT CASE WHEN budget.scenarios_before IS NOT NULL THEN coalesce(amount.budget_before, 0::numeric) END,
                           coalesce(amount.budget, 0::numeric)) AS change(budget_before, budget)
JOIN unit ON unit.organisation = year.organisation AND unit.code = amount.unit
JOIN budget_head head ON head.organisation = year.organisation AND head.code = amount.head
WHERE budget.scenarios IS NOT NULL$view$::text, NULL::text);
COMMENT ON VIEW   budget_change_by_year               IS 'A unit and head: this year''s budget beside last year''s, each the last that was adopted, with its supplements. Net cost';
COMMENT ON COLUMN budget_change_by_year.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_change_by_year.fiscal_year   IS 'Fiscal year of the later budget';
COMMENT ON COLUMN budget_change_by_year.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN budget_change_by_year.unit          IS 'Name of the unit';
COMMENT ON COLUMN budget_change_by_year.head_code     IS 'Code of the budget head';
COMMENT ON COLUMN budget_change_by_year.head          IS 'Name of the budget head';
COMMENT ON COLUMN budget_change_by_year.budget_before IS 'Budget of the year before: 0 where that budget has nothing for this unit and head, NULL where there is no adopted budget of that year';
COMMENT ON COLUMN budget_change_by_year.budget        IS 'Budget of the fiscal year; 0 where it has nothing for this unit and head';
COMMENT ON COLUMN budget_change_by_year.change        IS 'Budget minus the budget of the year before';
COMMENT ON COLUMN budget_change_by_year.change_ratio  IS 'Change as a fraction of the budget of the year before';
