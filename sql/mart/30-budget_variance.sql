-- budget_variance: budgets beside outcomes and forecasts, by unit and head

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_variance'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       pair.budget_scenario,
       pair.scenario,
       pair.scenario_kind,
       pair.as_of,
       amount.unit                                                         AS unit_code,
       unit.name                                                           AS unit,
       amount.head                                                         AS head_code,
       head.name                                                           AS head,
       verdict.budget::numeric(18,2)                                       AS budget,
       amount.outcome::numeric(18,2)                                       AS outcome,
       verdict.variance::numeric(18,2)                                     AS variance,
       @extschema@.ratio(verdict.variance, abs(verdict.budget))::numeric(12,6) AS variance_ratio,
       verdict.deficit::numeric(18,2)                                      AS deficit,
       verdict.surplus::numeric(18,2)                                      AS surplus,
       @extschema@.ratio(amount.outcome, verdict.budget)::numeric(12,6)    AS utilisation,
       pair.is_latest
FROM @years@ year
CROSS JOIN LATERAL (
    -- Every outcome and forecast beside the year's adopted budget, ...
    SELECT budget.code AS budget_scenario, scenario.code AS scenario, scenario.kind AS scenario_kind, scenario.as_of,
           EXISTS (SELECT FROM latest_scenario latest
                   WHERE latest.organisation = scenario.organisation AND latest.fiscal_year = scenario.fiscal_year
                     AND latest.scenario = scenario.code OFFSET 0) AS is_latest
    FROM scenario
    LEFT JOIN scenario budget ON budget.organisation = scenario.organisation AND budget.fiscal_year = scenario.fiscal_year
                             AND budget.kind = 'budget' AND budget.adopted
    WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year
      AND scenario.kind IN ('outcome', 'forecast')
      -- OFFSET 0 lets it be looked up: joined, it would be read of years that are not asked for.
      AND EXISTS (SELECT FROM ledger
                  WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                    AND (scenario.kind <> 'outcome' OR coalesce(ledger.month <= scenario.as_of, true)) OFFSET 0)
    UNION ALL
    -- ... and the adopted budget alone where there is none of them yet.
    SELECT budget.code AS budget_scenario, NULL::text AS scenario, NULL::text AS scenario_kind, NULL::date AS as_of, true AS is_latest
    FROM scenario budget
    WHERE budget.organisation = year.organisation AND budget.fiscal_year = year.fiscal_year
      AND budget.kind = 'budget' AND budget.adopted
      AND NOT EXISTS (SELECT FROM latest_scenario latest
                      WHERE latest.organisation = budget.organisation AND latest.fiscal_year = budget.fiscal_year OFFSET 0)
) pair
CROSS JOIN LATERAL (
    SELECT ledger.unit, ledger.head,
           sum(side.budget)                                         AS budget,
           sum(side.outcome)                                        AS outcome,
           @extschema@.budget_variance(side.budget, side.outcome)   AS variance,
           @extschema@.deficit(side.budget, side.outcome)           AS deficit,
           @extschema@.surplus(side.budget, side.outcome)           AS surplus
    FROM ledger
    CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
    CROSS JOIN LATERAL (SELECT CASE WHEN ledger.scenario = pair.budget_scenario THEN net.cost END,
                               CASE WHEN ledger.scenario = pair.scenario THEN net.cost END) AS side(budget, outcome)
    -- An outcome's months after its as_of count nowhere (late_month).
    WHERE ledger.organisation = year.organisation
      AND (ledger.scenario = pair.budget_scenario
           OR ledger.scenario = pair.scenario
              AND (pair.scenario_kind <> 'outcome' OR coalesce(ledger.month <= pair.as_of, true)))
    GROUP BY ledger.unit, ledger.head
) amount
CROSS JOIN LATERAL (
    -- Without an adopted budget there is an outcome, but no verdict.
    SELECT CASE WHEN pair.budget_scenario IS NOT NULL THEN coalesce(amount.budget, 0::numeric) END,
           CASE WHEN pair.budget_scenario IS NOT NULL THEN amount.variance END,
           CASE WHEN pair.budget_scenario IS NOT NULL THEN amount.deficit END,
           CASE WHEN pair.budget_scenario IS NOT NULL THEN amount.surplus END
) AS verdict(budget, variance, deficit, surplus)
JOIN unit ON unit.organisation = year.organisation AND unit.code = amount.unit
JOIN budget_head head ON head.organisation = year.organisation AND head.code = amount.head$view$::text, NULL::text);
COMMENT ON VIEW   budget_variance                 IS 'A unit and head in a fiscal year: the adopted budget beside one outcome or forecast. Net cost. WHERE is_latest has each year once';
COMMENT ON COLUMN budget_variance.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN budget_variance.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN budget_variance.budget_scenario IS 'Code of the adopted budget; NULL where the year has none, and then there is no verdict';
COMMENT ON COLUMN budget_variance.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN budget_variance.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN budget_variance.as_of           IS 'Last day that the outcome or forecast knows of: an outcome in mid-year is held against the whole year''s budget';
COMMENT ON COLUMN budget_variance.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN budget_variance.unit            IS 'Name of the unit';
COMMENT ON COLUMN budget_variance.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN budget_variance.head            IS 'Name of the budget head';
COMMENT ON COLUMN budget_variance.budget          IS 'Budgeted net cost; 0 where the adopted budget has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.outcome         IS 'Net cost of the outcome or forecast; NULL where it has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.variance        IS 'Budget minus outcome; positive is favourable. For a total use budget_variance(budget, outcome) where budget_scenario is not NULL, not the sum of this column, which lacks what has no outcome';
COMMENT ON COLUMN budget_variance.variance_ratio  IS 'Variance as a fraction of the budget';
COMMENT ON COLUMN budget_variance.deficit         IS 'By how much the outcome exceeds the budget, or 0. For a total use deficit(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.surplus         IS 'By how much the budget exceeds the outcome, or 0. For a total use surplus(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.utilisation     IS 'Outcome as a fraction of the budget: 1 means that it is used up';
COMMENT ON COLUMN budget_variance.is_latest       IS 'Whether this outcome or forecast is the one of its year that counts (latest_scenario), or there is none yet';
