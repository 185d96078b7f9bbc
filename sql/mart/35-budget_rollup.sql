-- budget_rollup: budgets beside outcomes and forecasts at every height of the trees of units and heads

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_rollup'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH placed AS (
    SELECT year.organisation, year.fiscal_year, variance.budget_scenario, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
           variance.budget, variance.original_budget, variance.outcome, variance.budget_cost, variance.outcome_cost,
           variance.unit_path, variance.head_path, variance.is_empty_above, hidden.head IS NOT NULL AS is_hidden,
           -- Of one scenario, which is_latest says nothing more of; but a filter by it passes.
           @extschema@.meeting_node(variance.unit_path, variance.head_path)
               OVER (PARTITION BY year.organisation, year.fiscal_year, variance.is_latest, variance.budget_scenario, variance.scenario, variance.is_empty_above) AS meeting
    FROM @years@ year
    CROSS JOIN LATERAL (
        WITH figure AS MATERIALIZED (
            -- A row that nothing is budgeted or booked for, only a budget that is no more in force, or 0, makes nothing below it meet there.
            SELECT variance.budget_scenario, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
                   variance.budget, variance.original_budget, variance.outcome, variance.budget_cost, variance.outcome_cost,
                   unit_place.path AS unit_path, head_place.path AS head_path, variance.unit_code, variance.head_code,
                   coalesce(variance.budget = 0::numeric AND variance.budget_cost = 0::numeric
                            AND (variance.outcome IS NULL OR variance.scenario_kind = 'outcome' AND variance.outcome = 0::numeric AND variance.outcome_cost = 0::numeric),
                            false) AS is_empty
            FROM budget_variance variance
            JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = variance.unit_code
                                          AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
            JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = variance.head_code
                                          AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
            WHERE variance.organisation = year.organisation AND variance.fiscal_year = year.fiscal_year
        ), above AS MATERIALIZED (
            -- Read only where some are empty.
            SELECT DISTINCT coalesce(figure.scenario, ''::text) AS scenario, unit_above.code AS unit, head_above.code AS head
            FROM figure
            CROSS JOIN LATERAL pg_catalog.unnest(figure.unit_path) AS unit_above(code)
            CROSS JOIN LATERAL pg_catalog.unnest(figure.head_path) AS head_above(code)
            WHERE NOT figure.is_empty AND EXISTS (SELECT FROM figure WHERE figure.is_empty)
        )
        SELECT figure.*,
               figure.is_empty AND (coalesce(figure.scenario, ''::text), figure.unit_code, figure.head_code) IN (SELECT above.scenario, above.unit, above.head FROM above) AS is_empty_above
        FROM figure
    ) variance
    LEFT JOIN LATERAL (SELECT live_hidden_outcome.head FROM live_hidden_outcome
                       WHERE live_hidden_outcome.organisation = year.organisation AND live_hidden_outcome.fiscal_year = year.fiscal_year AND live_hidden_outcome.scenario = variance.scenario OFFSET 0) hidden ON hidden.head = variance.head_code
), gathered AS (
    -- Beside each row what a forecast says at its meeting node and below.
    SELECT placed.*, path.unit_text, path.head_text,
           pg_catalog.array_agg(path.unit_text) FILTER (WHERE placed.scenario_kind = 'forecast' AND placed.outcome IS NOT NULL) OVER meeting_node AS stated_units,
           pg_catalog.array_agg(path.head_text) FILTER (WHERE placed.scenario_kind = 'forecast' AND placed.outcome IS NOT NULL) OVER meeting_node AS stated_heads
    FROM placed
    CROSS JOIN LATERAL (SELECT pg_catalog.array_to_string(placed.unit_path, chr(1)) || chr(1), pg_catalog.array_to_string(placed.head_path, chr(1)) || chr(1)) AS path(unit_text, head_text)
    WINDOW meeting_node AS (PARTITION BY placed.organisation, placed.fiscal_year, placed.is_latest, placed.budget_scenario, placed.scenario, placed.is_empty_above,
                                         placed.unit_path[placed.meeting[1]], placed.head_path[placed.meeting[2]])
), met AS (
    -- A forecast that says nothing where a budget was decided, nor above or below it, is not there yet: that is not zero.
    SELECT gathered.*,
           CASE WHEN gathered.scenario_kind = 'forecast' AND gathered.budget <> 0::numeric AND gathered.outcome IS NULL
                THEN NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(gathered.stated_units), pg_catalog.unnest(gathered.stated_heads)) AS stated(unit_text, head_text)
                                 WHERE starts_with(stated.unit_text, gathered.unit_text) AND starts_with(stated.head_text, gathered.head_text)
                                    OR starts_with(gathered.unit_text, stated.unit_text) AND starts_with(gathered.head_text, stated.head_text))
                ELSE false END AS is_missing
    FROM gathered
), node AS (
    SELECT met.organisation, met.fiscal_year, met.budget_scenario, met.scenario, met.scenario_kind, met.as_of, met.is_latest,
           unit_node.code AS unit_code, unit_node.level AS unit_level, head_node.code AS head_code, head_node.level AS head_level,
           -- All that lies below it meets there, ...
           bool_and(met.meeting[1] = unit_node.level AND met.meeting[2] = head_node.level) FILTER (WHERE NOT met.is_empty_above) AS is_leaf,
           -- ... or below it: else its budget was decided above, or partly so.
           bool_and(met.meeting[1] >= unit_node.level AND met.meeting[2] >= head_node.level) FILTER (WHERE NOT met.is_empty_above) AS is_decided,
           bool_or(met.is_missing)                  AS is_missing,
           bool_or(met.is_hidden)                     AS is_hidden,
           bool_or(met.budget <> 0::numeric)          AS has_budget,
           bool_or(met.original_budget <> 0::numeric) AS has_original_budget,
           sum(met.budget)                          AS budget,
           sum(met.original_budget)                 AS original_budget,
           sum(met.outcome)                         AS outcome,
           sum(met.budget_cost)                     AS budget_cost,
           sum(met.outcome_cost)                    AS outcome_cost
    FROM met
    CROSS JOIN LATERAL pg_catalog.unnest(met.unit_path) WITH ORDINALITY AS unit_node(code, level)
    CROSS JOIN LATERAL pg_catalog.unnest(met.head_path) WITH ORDINALITY AS head_node(code, level)
    -- What differs most comes first, for sorting.
    GROUP BY met.organisation, met.fiscal_year, unit_node.code, head_node.code, met.scenario,
             met.budget_scenario, met.scenario_kind, met.as_of, met.is_latest, unit_node.level, head_node.level
), judged AS (
    SELECT node.*,
           CASE WHEN node.is_decided OR node.has_budget THEN node.budget END AS budget_here,
           CASE WHEN node.is_decided OR node.has_budget OR node.has_original_budget THEN node.original_budget END AS original_budget_here,
           -- What is known of part of it is not what is known of it.
           CASE WHEN node.is_hidden THEN NULL::numeric
                WHEN node.scenario_kind = 'outcome' OR node.is_decided AND NOT node.is_missing AND node.scenario IS NOT NULL
                THEN coalesce(node.outcome, 0::numeric) ELSE node.outcome END AS outcome_here
    FROM node
), verdict AS (
    SELECT judged.*,
           CASE WHEN judged.is_decided AND judged.is_missing IS NOT TRUE THEN judged.budget_here - judged.outcome_here END AS variance,
           CASE WHEN judged.budget_scenario IS NULL THEN 'no budget was in force'
                WHEN judged.scenario IS NULL        THEN 'no outcome or forecast yet'
                WHEN judged.is_hidden               THEN 'too few households for it to be shown, or none'
                WHEN judged.is_decided IS NOT TRUE  THEN 'its budget was decided above'
                WHEN judged.is_missing              THEN 'the forecast lacks part of it' END AS why_no_verdict
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
       CASE WHEN verdict.variance IS NOT NULL THEN @extschema@.ratio(verdict.outcome_here, verdict.budget_here) END::numeric(12,6) AS utilisation,
       CASE WHEN verdict.budget_here IS NOT NULL THEN coalesce(verdict.budget_cost, 0::numeric) END::numeric(18,2)                          AS budget_cost,
       CASE WHEN verdict.budget_here IS NOT NULL THEN coalesce(verdict.budget_cost, 0::numeric) - verdict.budget_here END::numeric(18,2)    AS budget_revenue,
       CASE WHEN verdict.outcome_here IS NOT NULL THEN coalesce(verdict.outcome_cost, 0::numeric) END::numeric(18,2)                        AS outcome_cost,
       CASE WHEN verdict.outcome_here IS NOT NULL THEN coalesce(verdict.outcome_cost, 0::numeric) - verdict.outcome_here END::numeric(18,2) AS outcome_revenue,
       verdict.why_no_verdict
FROM verdict
JOIN unit ON unit.organisation = verdict.organisation AND unit.code = verdict.unit_code
JOIN budget_head head ON head.organisation = verdict.organisation AND head.code = verdict.head_code$view$::text, NULL::text);
COMMENT ON VIEW   budget_rollup                 IS 'A unit with all below it and a budget head with all below it, in a fiscal year: the budget beside one outcome or forecast. Each amount counts once in every node above it. A verdict stands where the budget was decided, and above. Net cost. WHERE is_latest AND is_leaf has each year once';
COMMENT ON COLUMN budget_rollup.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN budget_rollup.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN budget_rollup.budget_scenario IS 'Code of the adopted budget; NULL where the year has none, and then there is no verdict';
COMMENT ON COLUMN budget_rollup.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN budget_rollup.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN budget_rollup.as_of           IS 'Last day that the outcome or forecast knows of';
COMMENT ON COLUMN budget_rollup.is_latest       IS 'Whether this outcome or forecast is the one of its year that counts (latest_scenario), or there is none yet';
COMMENT ON COLUMN budget_rollup.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN budget_rollup.unit            IS 'Name of the unit';
COMMENT ON COLUMN budget_rollup.unit_level      IS 'How far down the unit stands in the year: 1 at the top';
COMMENT ON COLUMN budget_rollup.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN budget_rollup.head            IS 'Name of the budget head';
COMMENT ON COLUMN budget_rollup.head_level      IS 'How far down the head stands in the year: 1 at the top';
COMMENT ON COLUMN budget_rollup.is_leaf         IS 'Whether budget and bookings meet here: of the nodes with a verdict the lowest. All of them together are the whole, each amount once, but for an original budget that was decided above where the one in force is';
COMMENT ON COLUMN budget_rollup.budget          IS 'Budgeted net cost of the node and all below it. Below the node where it was decided, NULL where nothing of it was decided for this node; elsewhere 0 where there is none though the year has a budget';
COMMENT ON COLUMN budget_rollup.original_budget IS 'The same of the first adopted budget of the year, as far as it was decided for the node or below; NULL where it was decided above, or none was in force on as_of';
COMMENT ON COLUMN budget_rollup.outcome         IS 'Net cost of the outcome or forecast, of the node and all below it. No bookings are 0, but NULL in a released mart where too few households are supported for theirs to be shown, here or below; a forecast without an amount is NULL, where there is a budget or it was decided above';
COMMENT ON COLUMN budget_rollup.variance        IS 'Budget minus outcome; positive is favourable. NULL where the budget was decided above, or a forecast lacks a node of which a budget was decided, here or below, or the outcome is not shown; see why_no_verdict';
COMMENT ON COLUMN budget_rollup.deficit         IS 'By how much the outcome exceeds the budget, or 0: of the node as a whole, not the sum of what stands below it';
COMMENT ON COLUMN budget_rollup.surplus         IS 'By how much the budget exceeds the outcome, or 0: of the node as a whole';
COMMENT ON COLUMN budget_rollup.utilisation     IS 'Outcome as a fraction of the budget: 1 means that it is used up';
COMMENT ON COLUMN budget_rollup.budget_cost     IS 'Cost in the budget; budget is budget_cost minus budget_revenue';
COMMENT ON COLUMN budget_rollup.budget_revenue  IS 'Revenue in the budget';
COMMENT ON COLUMN budget_rollup.outcome_cost    IS 'Cost in the outcome or forecast; outcome is outcome_cost minus outcome_revenue';
COMMENT ON COLUMN budget_rollup.outcome_revenue IS 'Revenue in the outcome or forecast';
COMMENT ON COLUMN budget_rollup.why_no_verdict  IS 'Why variance, deficit and surplus are NULL: no budget, no outcome, a budget that was decided above, a forecast that lacks part of it, or an outcome of so few households that a released mart does not show it; NULL where they are not';
