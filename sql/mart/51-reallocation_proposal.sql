-- reallocation_proposal: what heads of a pool could give or lack

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_proposal'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH head_of_scenario AS (
    -- What a year needs is what is forecast for all of it, or its outcome once it is over.
    SELECT year.organisation, year.fiscal_year, stated.scenario, stated.scenario_kind, stated.as_of, stated.is_latest, need.head_code, need.budget, need.need
    FROM @years@ year
    CROSS JOIN LATERAL (
        SELECT variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
               pg_catalog.array_agg(variance.unit_code) AS units, pg_catalog.array_agg(variance.head_code) AS heads,
               pg_catalog.array_agg(variance.budget) AS budgets, pg_catalog.array_agg(variance.outcome) AS outcomes
        FROM live_budget_variance variance
        WHERE variance.organisation = year.organisation AND variance.fiscal_year = year.fiscal_year AND variance.budget_scenario IS NOT NULL
          AND (variance.scenario_kind = 'forecast'
               OR EXISTS (SELECT FROM live_whole_outcome whole WHERE whole.organisation = year.organisation AND whole.fiscal_year = year.fiscal_year
                                                               AND whole.scenario = variance.scenario OFFSET 0))
        GROUP BY variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest
    ) stated
    CROSS JOIN LATERAL (
        WITH amount AS MATERIALIZED (
            SELECT figure.unit, figure.head, figure.budget, figure.outcome
            FROM ROWS FROM (pg_catalog.unnest(stated.units), pg_catalog.unnest(stated.heads),
                            pg_catalog.unnest(stated.budgets), pg_catalog.unnest(stated.outcomes)) AS figure(unit, head, budget, outcome)
        ), unit_place AS MATERIALIZED (
            SELECT place.code, place.path FROM live_unit_path place
            WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
        ), budgeted AS MATERIALIZED (
            SELECT pg_catalog.array_agg(DISTINCT amount.head) AS heads FROM amount WHERE amount.budget <> 0::numeric
        ), deciding_head AS MATERIALIZED (
            SELECT place.code, @extschema@.deciding_code(place.path, budgeted.heads) AS head
            FROM live_head_path place
            CROSS JOIN budgeted
            WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
        ), decided AS MATERIALIZED (
            SELECT amount.unit, deciding_head.head, sum(amount.budget) AS budget, sum(amount.outcome) AS need
            FROM amount
            JOIN deciding_head ON deciding_head.code = amount.head
            GROUP BY amount.unit, deciding_head.head
        ), stating_unit AS MATERIALIZED (
            SELECT decided.head, unit_place.path
            FROM decided
            JOIN unit_place ON unit_place.code = decided.unit
            WHERE decided.need IS NOT NULL
        )
        -- A forecast that lacks a unit would let its budget look spare. What it states for a unit above or below is not lacking.
        SELECT decided.head AS head_code, sum(decided.budget) AS budget,
               CASE WHEN bool_and(decided.need IS NOT NULL OR decided.budget = 0::numeric
                                  OR EXISTS (SELECT FROM stating_unit, unit_place
                                             WHERE stating_unit.head = decided.head AND unit_place.code = decided.unit
                                               AND @extschema@.same_branch(stating_unit.path, unit_place.path)))
                    THEN sum(decided.need) END AS need
        FROM decided
        GROUP BY decided.head
    ) need
), head_in_pool AS (
    SELECT need.*, head.pool, head.priority, head.statutory, head.name AS head,
           -- Rounded up, so that no less than the part is kept. Net revenue is not for others to spend.
           ceil(greatest(need.budget, 0::numeric) * head.floor_ratio * 100::numeric) / 100::numeric AS floor
    FROM head_of_scenario need
    JOIN budget_head head ON head.organisation = need.organisation AND head.code = need.head_code
), proposal AS (
    SELECT head_in_pool.*,
           @extschema@.reallocate(budget, CASE WHEN pool IS NOT NULL THEN need END, floor, priority)
               OVER (PARTITION BY organisation, fiscal_year, scenario, pool ORDER BY head_code) AS proposed_budget
    FROM head_in_pool
)
SELECT proposal.organisation,
       proposal.fiscal_year,
       proposal.pool,
       proposal.head_code,
       proposal.head,
       proposal.budget::numeric(18,2)                                         AS budget,
       proposal.need::numeric(18,2)                                           AS need,
       proposal.floor::numeric(18,2)                                          AS floor,
       proposal.priority,
       CASE WHEN proposal.need IS NOT NULL
            THEN greatest(proposal.budget - greatest(proposal.need, proposal.floor), 0::numeric) END::numeric(18,2) AS spare,
       CASE WHEN proposal.need IS NOT NULL
            THEN greatest(proposal.need - proposal.budget, 0::numeric) END::numeric(18,2)     AS shortfall,
       proposal.proposed_budget::numeric(18,2)                                AS proposed_budget,
       (proposal.proposed_budget - proposal.budget)::numeric(18,2)                   AS change,
       CASE WHEN proposal.need IS NOT NULL
            THEN greatest(proposal.need - proposal.proposed_budget, 0::numeric) END::numeric(18,2) AS remaining_shortfall,
       proposal.statutory,
       proposal.scenario,
       proposal.scenario_kind,
       proposal.as_of,
       proposal.is_latest
FROM proposal$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_proposal                     IS 'A head in its pool: what it could give or lacks in a fiscal year, and its budget if the pool shares what it has. Adopted budget beside a forecast or the outcome of the whole year; net cost over all units. A head without a budget of its own counts in the nearest head above it that has one. WHERE is_latest has each year once';
COMMENT ON COLUMN reallocation_proposal.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_proposal.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_proposal.pool                IS 'Heads of one pool exchange money; NULL for a head that takes part in none, whose budget stays';
COMMENT ON COLUMN reallocation_proposal.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_proposal.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_proposal.budget              IS 'Adopted budget; 0 where it has nothing for the head, nor for one above it';
COMMENT ON COLUMN reallocation_proposal.need                IS 'What the scenario says will be, or was, spent, also on heads below that have no budget of their own; NULL where it has nothing for the head or lacks a unit that has a budget (and says nothing of a unit above or below that), and then the head neither gives nor takes';
COMMENT ON COLUMN reallocation_proposal.floor               IS 'What the head keeps in any case: its floor_ratio of the budget; 0 for a budget of net revenue';
COMMENT ON COLUMN reallocation_proposal.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_proposal.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_proposal.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_proposal.proposed_budget     IS 'Budget after the pool has shared: donors give in proportion to what they can spare, takers are served by priority, within one in proportion to what they lack';
COMMENT ON COLUMN reallocation_proposal.change              IS 'Proposed budget minus budget; the changes of a pool add up to 0';
COMMENT ON COLUMN reallocation_proposal.remaining_shortfall IS 'What the need has above the proposed budget, or 0';
COMMENT ON COLUMN reallocation_proposal.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_proposal.scenario            IS 'Code of the forecast or outcome';
COMMENT ON COLUMN reallocation_proposal.scenario_kind       IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_proposal.as_of               IS 'Last day that the forecast or outcome knows of';
COMMENT ON COLUMN reallocation_proposal.is_latest           IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario)';
