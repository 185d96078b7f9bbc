-- reallocation_proposal: what heads of a pool could give or lack

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_proposal'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT p.organisation,
       p.fiscal_year,
       p.pool,
       p.head_code,
       p.head,
       p.budget::numeric(18,2)                                         AS budget,
       p.need::numeric(18,2)                                           AS need,
       p.floor::numeric(18,2)                                          AS floor,
       p.priority,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.budget - greatest(p.need, p.floor), 0::numeric) END::numeric(18,2) AS spare,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - p.budget, 0::numeric) END::numeric(18,2)     AS shortfall,
       p.proposed_budget::numeric(18,2)                                AS proposed_budget,
       (p.proposed_budget - p.budget)::numeric(18,2)                   AS change,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - p.proposed_budget, 0::numeric) END::numeric(18,2) AS remaining_shortfall,
       p.statutory,
       p.scenario,
       p.scenario_kind,
       p.as_of,
       p.is_latest
FROM (
    SELECT n.*,
           @extschema@.reallocate(n.budget, CASE WHEN n.pool IS NOT NULL THEN n.need END, n.floor, n.priority)
               OVER (PARTITION BY n.organisation, n.fiscal_year, n.scenario, n.pool ORDER BY n.head_code) AS proposed_budget
    FROM (
        SELECT y.organisation, y.fiscal_year, v.scenario, v.scenario_kind, v.as_of, v.is_latest,
               h.pool, h.priority, h.statutory, v.head_code, h.name AS head, v.budget, v.need,
               -- Rounded up, so that no less than the part is kept. Net revenue is not for others to spend.
               ceil(greatest(v.budget, 0::numeric) * h.floor_ratio * 100::numeric) / 100::numeric AS floor
        FROM @years@ y
        CROSS JOIN LATERAL (
            SELECT b.scenario, b.scenario_kind, b.as_of, b.is_latest, b.head_code,
                   sum(b.budget) AS budget,
                   -- A forecast that lacks a unit would let its budget look spare.
                   CASE WHEN bool_and(b.outcome IS NOT NULL OR b.budget = 0::numeric) THEN sum(b.outcome) END AS need
            FROM live_budget_variance b
            -- What a year needs is what is forecast for all of it, or its outcome once it is over.
            WHERE b.organisation = y.organisation AND b.fiscal_year = y.fiscal_year AND b.budget_scenario IS NOT NULL
              AND (b.scenario_kind = 'forecast'
                   OR b.scenario_kind = 'outcome' AND coalesce(b.as_of >= make_date(b.fiscal_year, 12, 31), true))
            GROUP BY b.scenario, b.scenario_kind, b.as_of, b.is_latest, b.head_code
        ) v
        JOIN budget_head h ON h.organisation = y.organisation AND h.code = v.head_code
    ) n
) p$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_proposal                     IS 'A head in its pool: what it could give or lacks in a fiscal year, and its budget if the pool shares what it has. Adopted budget beside a forecast or the outcome of the whole year; net cost over all units. WHERE is_latest has each year once';
COMMENT ON COLUMN reallocation_proposal.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_proposal.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_proposal.pool                IS 'Heads of one pool exchange money; NULL for a head that takes part in none, whose budget stays';
COMMENT ON COLUMN reallocation_proposal.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_proposal.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_proposal.budget              IS 'Adopted budget; 0 where it has nothing for the head';
COMMENT ON COLUMN reallocation_proposal.need                IS 'What the scenario says will be, or was, spent; NULL where it has nothing for the head or lacks a unit that has a budget, and then the head neither gives nor takes';
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
