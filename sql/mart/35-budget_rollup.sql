-- budget_rollup: budgets beside outcomes and forecasts at every height of the trees of units and heads

CREATE OR REPLACE VIEW budget_rollup AS
WITH placed AS (
    SELECT variance.organisation, variance.fiscal_year, variance.budget_scenario, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
           variance.budget, NULL::numeric(18,2) AS original_budget, variance.outcome,
           unit_place.path AS unit_path, head_place.path AS head_path,
           @extschema@.meeting_node(unit_place.path, head_place.path)
               OVER (PARTITION BY variance.organisation, variance.fiscal_year, variance.budget_scenario, variance.scenario) AS meeting
    FROM budget_variance variance
    JOIN live_unit_path unit_place ON unit_place.organisation = variance.organisation AND unit_place.code = variance.unit_code
                                  AND variance.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
    JOIN live_head_path head_place ON head_place.organisation = variance.organisation AND head_place.code = variance.head_code
                                  AND variance.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
), met AS (
    -- A forecast without an amount where a budget was decided is not there yet: that is not zero.
    SELECT placed.*,
           placed.scenario_kind = 'forecast' AND sum(placed.budget) OVER meeting_node <> 0::numeric AND count(placed.outcome) OVER meeting_node = 0 AS is_missing
    FROM placed
    WINDOW meeting_node AS (PARTITION BY placed.organisation, placed.fiscal_year, placed.budget_scenario, placed.scenario,
                                         placed.unit_path[placed.meeting[1]], placed.head_path[placed.meeting[2]])
), node AS (
    SELECT met.organisation, met.fiscal_year, met.budget_scenario, met.scenario, met.scenario_kind, met.as_of, met.is_latest,
           unit_node.code AS unit_code, unit_node.level AS unit_level, head_node.code AS head_code, head_node.level AS head_level,
           -- All that lies below it meets there, ...
           bool_and(met.meeting[1] = unit_node.level AND met.meeting[2] = head_node.level) AS is_leaf,
           -- ... or below it: else its budget was decided above, or partly so.
           bool_and(met.meeting[1] >= unit_node.level AND met.meeting[2] >= head_node.level) AS is_decided,
           bool_or(met.is_missing)                  AS is_missing,
           bool_or(met.budget <> 0::numeric)        AS has_budget,
           sum(met.budget)                          AS budget,
           sum(met.original_budget)                 AS original_budget,
           sum(met.outcome)                         AS outcome
    FROM met
    CROSS JOIN LATERAL unnest(met.unit_path) WITH ORDINALITY AS unit_node(code, level)
    CROSS JOIN LATERAL unnest(met.head_path) WITH ORDINALITY AS head_node(code, level)
    GROUP BY met.organisation, met.fiscal_year, met.budget_scenario, met.scenario, met.scenario_kind, met.as_of, met.is_latest,
             unit_node.code, unit_node.level, head_node.code, head_node.level
), judged AS (
    SELECT node.*,
           CASE WHEN node.is_decided OR node.has_budget THEN node.budget END AS budget_here,
           CASE WHEN node.is_decided OR node.has_budget THEN node.original_budget END AS original_budget_here,
           CASE WHEN node.scenario_kind = 'outcome' OR node.is_decided AND NOT node.is_missing AND node.scenario IS NOT NULL
                THEN coalesce(node.outcome, 0::numeric) ELSE node.outcome END AS outcome_here
    FROM node
), verdict AS (
    SELECT judged.*,
           CASE WHEN judged.is_decided AND judged.is_missing IS NOT TRUE THEN judged.budget_here - judged.outcome_here END AS variance
    FROM judged
)
SELECT verdict.organisation,
       verdict.fiscal_year,
       verdict.budget_scenario,
       verdict.scenario,
       verdict.scenario_kind,
       verdict.as_of,
       verdict.is_latest,
       verdict.unit_code,
       unit.name                                                AS unit,
       verdict.unit_level::integer                              AS unit_level,
       verdict.head_code,
       head.name                                                AS head,
       verdict.head_level::integer                              AS head_level,
       verdict.is_leaf,
       verdict.budget_here::numeric(18,2)                       AS budget,
       verdict.original_budget_here::numeric(18,2)              AS original_budget,
       verdict.outcome_here::numeric(18,2)                      AS outcome,
       verdict.variance::numeric(18,2)                          AS variance,
       CASE WHEN verdict.variance IS NOT NULL THEN greatest(- verdict.variance, 0::numeric) END::numeric(18,2) AS deficit,
       CASE WHEN verdict.variance IS NOT NULL THEN greatest(verdict.variance, 0::numeric) END::numeric(18,2) AS surplus,
       CASE WHEN verdict.variance IS NOT NULL THEN @extschema@.ratio(verdict.outcome_here, verdict.budget_here) END::numeric(12,6) AS utilisation
FROM verdict
JOIN unit ON unit.organisation = verdict.organisation AND unit.code = verdict.unit_code
JOIN budget_head head ON head.organisation = verdict.organisation AND head.code = verdict.head_code;
