-- ledger_by_account: the budget beside outcomes and forecasts, by account and activity within a unit and head

-- Which outcomes and forecasts there are, against which budget each is held, and where a unit and head has no verdict of its own, budget_variance says:
-- an account of a node whose budget was decided above has saved nothing and exceeded nothing either.
CREATE OR REPLACE VIEW ledger_by_account AS
WITH figure AS (
    -- Its units and heads as arrays: joined as rows, the planner may compare each of a year with each.
    SELECT variance.organisation, variance.fiscal_year, variance.budget_scenario, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
           pg_catalog.array_agg(variance.unit_code) AS units, pg_catalog.array_agg(variance.head_code) AS heads,
           pg_catalog.array_agg(variance.budget IS NOT NULL) AS are_budgeted, pg_catalog.array_agg(variance.why_no_verdict) AS reasons
    FROM budget_variance variance
    GROUP BY variance.organisation, variance.fiscal_year, variance.budget_scenario, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest
)
SELECT figure.organisation,
       figure.fiscal_year,
       figure.budget_scenario,
       figure.scenario,
       figure.scenario_kind,
       figure.as_of,
       figure.is_latest,
       amount.unit                                                                  AS unit_code,
       unit.name                                                                    AS unit,
       amount.head                                                                  AS head_code,
       head.name                                                                    AS head,
       amount.account,
       amount.activity,
       held.budget::numeric(18,2)                                                   AS budget,
       held.outcome::numeric(18,2)                                                  AS outcome,
       CASE WHEN amount.comparable AND verdict.why_no_verdict IS NULL THEN held.budget - held.outcome END::numeric(18,2) AS variance,
       amount.comparable,
       CASE WHEN held.budget IS NOT NULL THEN coalesce(amount.budget_cost, 0::numeric) END::numeric(18,2)                 AS budget_cost,
       CASE WHEN held.budget IS NOT NULL THEN coalesce(amount.budget_cost, 0::numeric) - held.budget END::numeric(18,2)   AS budget_revenue,
       CASE WHEN held.outcome IS NOT NULL THEN coalesce(amount.outcome_cost, 0::numeric) END::numeric(18,2)               AS outcome_cost,
       CASE WHEN held.outcome IS NOT NULL THEN coalesce(amount.outcome_cost, 0::numeric) - held.outcome END::numeric(18,2) AS outcome_revenue,
       coalesce(verdict.why_no_verdict, CASE WHEN NOT amount.comparable THEN 'budget and outcome are not told by the same accounts or activities' END) AS why_no_verdict
FROM figure
CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.array_agg(decision.scenario), '{}'::text[]) AS budgets
    FROM organisation
    CROSS JOIN LATERAL (SELECT @extschema@.held_on(figure.as_of, @extschema@.fiscal_year_end(figure.fiscal_year, organisation.fiscal_year_start))) AS day(held_on)
    JOIN budget_in_force decision ON decision.organisation = figure.organisation AND decision.fiscal_year = figure.fiscal_year
                                 AND @extschema@.in_force_on(day.held_on, decision.in_force_from, decision.in_force_until)
    WHERE organisation.organisation = figure.organisation
) in_force
CROSS JOIN LATERAL (
    SELECT part.unit, part.head, part.account, part.activity, part.budget, part.outcome, part.budget_cost, part.outcome_cost,
           bool_or(part.outcome IS NOT NULL) OVER account_of_head AS has_outcome,
           -- Where one side tells accounts or activities and the other does not, it is not known what belongs to what.
           coalesce(NOT (bool_or(part.account = '') FILTER (WHERE part.budget <> 0::numeric) OVER account_of_head AND bool_or(part.account <> '') FILTER (WHERE part.outcome <> 0::numeric) OVER account_of_head
                         OR bool_or(part.account <> '') FILTER (WHERE part.budget <> 0::numeric) OVER account_of_head AND bool_or(part.account = '') FILTER (WHERE part.outcome <> 0::numeric) OVER account_of_head
                         OR bool_or(part.activity = '') FILTER (WHERE part.budget <> 0::numeric) OVER account_of_head AND bool_or(part.activity <> '') FILTER (WHERE part.outcome <> 0::numeric) OVER account_of_head
                         OR bool_or(part.activity <> '') FILTER (WHERE part.budget <> 0::numeric) OVER account_of_head AND bool_or(part.activity = '') FILTER (WHERE part.outcome <> 0::numeric) OVER account_of_head),
                    true) AS comparable
    FROM (
        SELECT side.unit, side.head, side.account, side.activity, sum(side.budget) AS budget, sum(side.outcome) AS outcome,
               sum(side.budget_cost) AS budget_cost, sum(side.outcome_cost) AS outcome_cost
        FROM (
            SELECT ledger.unit, ledger.head, ledger.account, ledger.activity, @extschema@.net_cost(ledger.flow, ledger.amount) AS budget, NULL::numeric AS outcome,
                   CASE WHEN ledger.flow = 'cost' THEN ledger.amount END AS budget_cost, NULL::numeric AS outcome_cost
            FROM ledger
            WHERE ledger.organisation = figure.organisation AND ledger.scenario = ANY (in_force.budgets)
            UNION ALL
            SELECT ledger.unit, ledger.head, ledger.account, ledger.activity, NULL::numeric AS budget, @extschema@.net_cost(ledger.flow, ledger.amount) AS outcome,
                   NULL::numeric AS budget_cost, CASE WHEN ledger.flow = 'cost' THEN ledger.amount END AS outcome_cost
            FROM ledger
            -- An outcome's months after its as_of count nowhere (late_month).
            WHERE ledger.organisation = figure.organisation AND ledger.scenario = figure.scenario
              AND (figure.scenario_kind <> 'outcome' OR coalesce(ledger.month <= figure.as_of, true))
        ) side
        GROUP BY side.unit, side.head, side.account, side.activity
    ) part
    WINDOW account_of_head AS (PARTITION BY part.unit, part.head)
) amount
LEFT JOIN LATERAL ROWS FROM (pg_catalog.unnest(figure.units), pg_catalog.unnest(figure.heads), pg_catalog.unnest(figure.are_budgeted), pg_catalog.unnest(figure.reasons))
                  AS verdict(unit, head, is_budgeted, why_no_verdict) ON verdict.unit = amount.unit AND verdict.head = amount.head
-- What is known of a unit and head is known of each of its accounts: there is nothing else.
CROSS JOIN LATERAL (SELECT CASE WHEN verdict.is_budgeted THEN coalesce(amount.budget, 0::numeric) END,
                           CASE WHEN amount.has_outcome THEN coalesce(amount.outcome, 0::numeric) END) AS held(budget, outcome)
-- Always there; but the planner would take an inner join first, and compute all once for each name.
LEFT JOIN unit ON unit.organisation = figure.organisation AND unit.code = amount.unit
LEFT JOIN budget_head head ON head.organisation = figure.organisation AND head.code = amount.head;
COMMENT ON VIEW   ledger_by_account                 IS 'An account and activity within a unit and head in a fiscal year: the budget in force beside one outcome or forecast. Net cost. They add up to budget_variance. WHERE is_latest has each year once';
COMMENT ON COLUMN ledger_by_account.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN ledger_by_account.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN ledger_by_account.budget_scenario IS 'Code of the budget in force on as_of, to which supplements may add, as in budget_variance; NULL where none was in force';
COMMENT ON COLUMN ledger_by_account.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN ledger_by_account.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN ledger_by_account.as_of           IS 'Last day that the outcome or forecast knows of';
COMMENT ON COLUMN ledger_by_account.is_latest       IS 'Whether this outcome or forecast is the one of its year that counts (latest_scenario), or there is none yet';
COMMENT ON COLUMN ledger_by_account.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN ledger_by_account.unit            IS 'Name of the unit';
COMMENT ON COLUMN ledger_by_account.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN ledger_by_account.head            IS 'Name of the budget head';
COMMENT ON COLUMN ledger_by_account.account         IS 'Account of the books; empty where that is not told';
COMMENT ON COLUMN ledger_by_account.activity        IS 'Activity, project or what else the organisation keeps there; empty where that is not told';
COMMENT ON COLUMN ledger_by_account.budget          IS 'Budgeted net cost, with the supplements in force; 0 where that has nothing for this account and activity, NULL where it was decided for a unit and head above, as in budget_variance';
COMMENT ON COLUMN ledger_by_account.outcome         IS 'Net cost of the outcome or forecast; 0 where only other accounts or activities of the unit and head have some, NULL where none has';
COMMENT ON COLUMN ledger_by_account.variance        IS 'Budget minus outcome; positive is favourable. NULL where why_no_verdict says why';
COMMENT ON COLUMN ledger_by_account.comparable      IS 'Whether the budget of this unit and head is told by accounts and activities as the outcome is. Where one of them is not, add both up before you compare';
COMMENT ON COLUMN ledger_by_account.budget_cost     IS 'Cost in the budget; budget is budget_cost minus budget_revenue';
COMMENT ON COLUMN ledger_by_account.budget_revenue  IS 'Revenue in the budget';
COMMENT ON COLUMN ledger_by_account.outcome_cost    IS 'Cost in the outcome or forecast; outcome is outcome_cost minus outcome_revenue';
COMMENT ON COLUMN ledger_by_account.outcome_revenue IS 'Revenue in the outcome or forecast';
COMMENT ON COLUMN ledger_by_account.why_no_verdict  IS 'Why there is no variance: that of the unit and head (budget_variance.why_no_verdict), such as a budget that was decided above it; or accounts and activities that are told on one side alone';
