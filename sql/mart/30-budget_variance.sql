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
       CASE WHEN reason.why_no_verdict IS NULL THEN @extschema@.ratio(amount.outcome, verdict.budget) END::numeric(12,6) AS utilisation,
       pair.is_latest,
       CASE WHEN known.original_budget THEN coalesce(amount.original_budget, 0::numeric) END::numeric(18,2)              AS original_budget,
       CASE WHEN known.budget THEN coalesce(amount.budget_cost, 0::numeric) END::numeric(18,2)                           AS budget_cost,
       CASE WHEN known.budget THEN coalesce(amount.budget_cost, 0::numeric) - coalesce(amount.budget, 0::numeric) END::numeric(18,2) AS budget_revenue,
       CASE WHEN amount.outcome IS NOT NULL THEN coalesce(amount.outcome_cost, 0::numeric) END::numeric(18,2)            AS outcome_cost,
       CASE WHEN amount.outcome IS NOT NULL THEN coalesce(amount.outcome_cost, 0::numeric) - amount.outcome END::numeric(18,2) AS outcome_revenue,
       coalesce(booked.booked_until, pair.booked_until)                    AS booked_until,
       reason.why_no_verdict
FROM @years@ year
-- Asked once: it is much to plan.
CROSS JOIN LATERAL (SELECT (SELECT latest_scenario.scenario FROM latest_scenario
                            WHERE latest_scenario.organisation = year.organisation AND latest_scenario.fiscal_year = year.fiscal_year) OFFSET 0) AS latest(scenario)
CROSS JOIN LATERAL (SELECT ARRAY(SELECT above.code FROM live_parent above WHERE above.organisation = year.organisation AND above.kind = 'unit'),
                           ARRAY(SELECT above.code FROM live_parent above WHERE above.organisation = year.organisation AND above.kind = 'head') OFFSET 0) AS parent(units, heads)
CROSS JOIN LATERAL (
    -- Every outcome and forecast beside the budget that was in force on its date, ...
    SELECT in_force.budget_scenario, in_force.budgets, in_force.original_scenario, above.has_budgets AS has_budgets_above,
           figure.scenario, figure.scenario_kind, figure.as_of, figure.is_latest, booked.booked_until, booked.is_closed
    FROM (
        SELECT scenario.code AS scenario, scenario.kind AS scenario_kind, scenario.as_of,
               coalesce(scenario.code = latest.scenario, false) AS is_latest
        FROM scenario
        WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year
          AND scenario.kind IN ('outcome', 'forecast')
          -- OFFSET 0 lets it be looked up: joined, it would be read of years that are not asked for.
          AND EXISTS (SELECT FROM ledger
                      WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                        AND (scenario.kind <> 'outcome' OR coalesce(ledger.month <= scenario.as_of, true)) OFFSET 0)
        UNION ALL
        -- ... and the last budget alone where there is none of them yet.
        SELECT NULL::text AS scenario, NULL::text AS scenario_kind, NULL::date AS as_of, true AS is_latest
        WHERE latest.scenario IS NULL
    ) figure
    -- A year that is over is held against its last budget, whenever that was decided.
    CROSS JOIN LATERAL (
        SELECT @extschema@.held_on(figure.as_of, @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start))
        FROM organisation WHERE organisation.organisation = year.organisation
    ) AS day(held_on)
    CROSS JOIN LATERAL (
        SELECT max(decision.scenario) FILTER (WHERE decision.kind = 'budget' AND decision.is_in_force) AS budget_scenario,
               coalesce(pg_catalog.array_agg(decision.scenario) FILTER (WHERE decision.is_in_force), '{}'::text[]) AS budgets,
               max(decision.scenario) FILTER (WHERE decision.is_original AND @extschema@.in_force_on(day.held_on, decision.in_force_from, NULL::date)) AS original_scenario
        FROM (SELECT budget_in_force.*, @extschema@.in_force_on(day.held_on, budget_in_force.in_force_from, budget_in_force.in_force_until) AS is_in_force
              FROM budget_in_force
              WHERE budget_in_force.organisation = year.organisation AND budget_in_force.fiscal_year = year.fiscal_year OFFSET 0) decision
    ) in_force
    -- Budgets are mostly of units and heads that have none below them, and then all of them meet their bookings here.
    CROSS JOIN LATERAL (
        SELECT bool_or(ledger.unit = ANY (parent.units) OR ledger.head = ANY (parent.heads)) FROM ledger
        WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_append(in_force.budgets, in_force.original_scenario))
          AND ledger.amount <> 0::numeric
    ) AS above(has_budgets)
    LEFT JOIN LATERAL (SELECT booked_scenario.booked_until, booked_scenario.is_closed FROM booked_scenario
                       WHERE booked_scenario.organisation = year.organisation AND booked_scenario.fiscal_year = year.fiscal_year
                         AND booked_scenario.scenario = figure.scenario OFFSET 0) booked ON true
    WHERE figure.scenario IS NOT NULL OR in_force.budget_scenario IS NOT NULL
) pair
CROSS JOIN LATERAL (
    -- Budgets and what is held against them apart: none is of both kinds, and most rows are of the latter.
    SELECT side.unit, side.head, sum(side.budget) AS budget, sum(side.outcome) AS outcome, sum(side.original_budget) AS original_budget,
           sum(side.budget_cost) AS budget_cost, sum(side.outcome_cost) AS outcome_cost
    FROM (
        SELECT ledger.unit, ledger.head,
               CASE WHEN ledger.scenario = ANY (pair.budgets) THEN net.cost END                             AS budget,
               NULL::numeric                                                                                AS outcome,
               CASE WHEN ledger.scenario = pair.original_scenario THEN net.cost END                         AS original_budget,
               CASE WHEN ledger.scenario = ANY (pair.budgets) AND ledger.flow = 'cost' THEN ledger.amount END AS budget_cost,
               NULL::numeric                                                                                AS outcome_cost
        FROM ledger
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_append(pair.budgets, pair.original_scenario))
        UNION ALL
        SELECT ledger.unit, ledger.head, NULL::numeric AS budget, @extschema@.net_cost(ledger.flow, ledger.amount) AS outcome, NULL::numeric AS original_budget,
               NULL::numeric AS budget_cost, CASE WHEN ledger.flow = 'cost' THEN ledger.amount END AS outcome_cost
        FROM ledger
        -- An outcome's months after its as_of count nowhere (late_month).
        WHERE ledger.organisation = year.organisation AND ledger.scenario = pair.scenario
          AND (pair.scenario_kind <> 'outcome' OR coalesce(ledger.month <= pair.as_of, true))
    ) side
    GROUP BY side.unit, side.head
) amount
LEFT JOIN LATERAL (
    -- Where its budget was decided above, or is for what is booked below, it does not say by itself how it stands. Apart from the amounts,
    -- so that a filter by unit or head reaches those.
    SELECT stood.unit, stood.head,
           @extschema@.meeting_side(unit_place.path, head_place.path, stood.budget <> 0::numeric, stood.without_supplements <> 0::numeric, stood.is_booked) OVER () AS side,
           @extschema@.meeting_side(unit_place.path, head_place.path, stood.original_budget <> 0::numeric, stood.original_budget <> 0::numeric, false) OVER ()      AS original_side
    FROM (
        SELECT ledger.unit, ledger.head,
               sum(@extschema@.net_cost(ledger.flow, ledger.amount)) FILTER (WHERE ledger.scenario = ANY (pair.budgets))     AS budget,
               sum(@extschema@.net_cost(ledger.flow, ledger.amount)) FILTER (WHERE ledger.scenario = pair.budget_scenario)   AS without_supplements,
               sum(@extschema@.net_cost(ledger.flow, ledger.amount)) FILTER (WHERE ledger.scenario = pair.original_scenario) AS original_budget,
               bool_or(ledger.scenario = pair.scenario AND ledger.amount <> 0::numeric)                                      AS is_booked
        FROM ledger
        WHERE pair.has_budgets_above AND ledger.organisation = year.organisation
          AND ledger.scenario = ANY (pg_catalog.array_append(pg_catalog.array_append(pair.budgets, pair.original_scenario), pair.scenario))
          AND (ledger.scenario IS DISTINCT FROM pair.scenario OR pair.scenario_kind <> 'outcome' OR coalesce(ledger.month <= pair.as_of, true))
        GROUP BY ledger.unit, ledger.head
    ) stood
    JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = stood.unit
                                  AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
    JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = stood.head
                                  AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
) near ON near.unit = amount.unit AND near.head = amount.head
LEFT JOIN LATERAL (SELECT live_hidden_outcome.head FROM live_hidden_outcome
                   WHERE live_hidden_outcome.organisation = year.organisation AND live_hidden_outcome.fiscal_year = year.fiscal_year AND live_hidden_outcome.scenario = pair.scenario OFFSET 0) hidden ON hidden.head = amount.head
CROSS JOIN LATERAL (
    SELECT CASE WHEN pair.budget_scenario IS NULL   THEN 'no budget was in force'
                WHEN pair.scenario IS NULL          THEN 'no outcome or forecast yet'
                WHEN hidden.head IS NOT NULL        THEN 'too few households for it to be shown, or none'
                WHEN near.side = 'above'             THEN 'its budget was decided above: budget_rollup has the verdict'
                WHEN near.side = 'below'             THEN 'its budget is for what lies below, too: budget_rollup has the verdict'
                WHEN amount.outcome IS NULL         THEN 'nothing is booked or stated here' END
) AS reason(why_no_verdict)
CROSS JOIN LATERAL (
    -- How much of what was decided above is for this unit and head, nobody says.
    SELECT pair.budget_scenario IS NOT NULL AND (near.side IS DISTINCT FROM 'above' OR amount.budget <> 0::numeric OR amount.budget_cost <> 0::numeric),
           pair.original_scenario IS NOT NULL AND (near.original_side IS DISTINCT FROM 'above' OR amount.original_budget <> 0::numeric)
) AS known(budget, original_budget)
CROSS JOIN LATERAL (
    -- Without a budget in force there is an outcome, but no verdict; without an outcome neither.
    SELECT CASE WHEN known.budget THEN coalesce(amount.budget, 0::numeric) END,
           CASE WHEN reason.why_no_verdict IS NULL THEN coalesce(amount.budget, 0::numeric) - amount.outcome END
    -- Computed once, and not again in each of the columns that tell of it.
    OFFSET 0
) AS held(budget, variance)
CROSS JOIN LATERAL (
    SELECT held.budget, held.variance,
           CASE WHEN held.variance IS NOT NULL THEN greatest(- held.variance, 0::numeric) END,
           CASE WHEN held.variance IS NOT NULL THEN greatest(held.variance, 0::numeric) END
) AS verdict(budget, variance, deficit, surplus)
JOIN unit ON unit.organisation = year.organisation AND unit.code = amount.unit
JOIN budget_head head ON head.organisation = year.organisation AND head.code = amount.head
LEFT JOIN LATERAL (SELECT booked_until.unit_code, booked_until.head_code, booked_until.booked_until FROM booked_until
                   WHERE booked_until.organisation = year.organisation AND booked_until.fiscal_year = year.fiscal_year
                     AND booked_until.scenario = pair.scenario AND NOT pair.is_closed OFFSET 0) booked ON booked.unit_code = amount.unit AND booked.head_code = amount.head$view$::text, NULL::text);
COMMENT ON VIEW   budget_variance                 IS 'A unit and head in a fiscal year: the budget in force on its date beside one outcome or forecast. Net cost. WHERE is_latest has each year once';
COMMENT ON COLUMN budget_variance.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN budget_variance.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN budget_variance.budget_scenario IS 'Code of the budget in force on as_of, to which supplements may add (budget_in_force); that of a year that is over, and of a figure without a date, is the year''s last. NULL where none was in force, and then there is no verdict';
COMMENT ON COLUMN budget_variance.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN budget_variance.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN budget_variance.as_of           IS 'Last day that the outcome or forecast knows of: an outcome in mid-year is held against the whole year''s budget';
COMMENT ON COLUMN budget_variance.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN budget_variance.unit            IS 'Name of the unit';
COMMENT ON COLUMN budget_variance.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN budget_variance.head            IS 'Name of the budget head';
COMMENT ON COLUMN budget_variance.budget          IS 'Budgeted net cost; with the supplements in force. 0 where that has nothing for this unit and head, NULL where it was decided for a unit and head above: how much of that is for this one nobody says. What a supplement adds to it here is here';
COMMENT ON COLUMN budget_variance.outcome         IS 'Net cost of the outcome or forecast; NULL where it has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.variance        IS 'Budget minus outcome; positive is favourable. NULL where why_no_verdict says so. For a total use budget_variance(budget, outcome) where budget_scenario is not NULL, not the sum of this column, which lacks what has no outcome';
COMMENT ON COLUMN budget_variance.variance_ratio  IS 'Variance as a fraction of the budget';
COMMENT ON COLUMN budget_variance.deficit         IS 'By how much the outcome exceeds the budget, or 0. For a total use deficit(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.surplus         IS 'By how much the budget exceeds the outcome, or 0. For a total use surplus(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.utilisation     IS 'Outcome as a fraction of the budget: 1 means that it is used up';
COMMENT ON COLUMN budget_variance.is_latest       IS 'Whether this outcome or forecast is the one of its year that counts (latest_scenario), or there is none yet';
COMMENT ON COLUMN budget_variance.original_budget IS 'Net cost that the first adopted budget of the year had; 0 where it had nothing for this unit and head. NULL where none was in force on as_of, or it was decided for a unit and head above';
COMMENT ON COLUMN budget_variance.budget_cost     IS 'Cost in the budget; budget is budget_cost minus budget_revenue. NULL as budget';
COMMENT ON COLUMN budget_variance.budget_revenue  IS 'Revenue in the budget; NULL as budget';
COMMENT ON COLUMN budget_variance.outcome_cost    IS 'Cost in the outcome or forecast; outcome is outcome_cost minus outcome_revenue';
COMMENT ON COLUMN budget_variance.outcome_revenue IS 'Revenue in the outcome or forecast';
COMMENT ON COLUMN budget_variance.booked_until    IS 'Last day of the last month that the outcome is booked for by this unit and head: earlier than elsewhere where it lags. NULL for a forecast, and where the outcome is not by month';
COMMENT ON COLUMN budget_variance.why_no_verdict  IS 'Why variance, deficit and surplus are NULL: no budget, no outcome, one of so few households that a released mart does not show it, or a budget that was decided for a unit or head above the bookings, which meet in budget_rollup; NULL where they are not';
