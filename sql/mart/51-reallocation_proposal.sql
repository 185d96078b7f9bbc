-- reallocation_proposal: what heads of a pool could give or lack

-- Little stands above live_year_need: the planner copies all that a view is made of once for each level.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_proposal'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       head.pool,
       head.head_code,
       head.head,
       head.budget::numeric(18,2)                                         AS budget,
       head.need::numeric(18,2)                                           AS need,
       head.floor::numeric(18,2)                                          AS floor,
       head.priority,
       CASE WHEN head.need IS NOT NULL
            THEN greatest(head.budget - greatest(head.need, head.floor), 0::numeric) END::numeric(18,2) AS spare,
       CASE WHEN head.need IS NOT NULL
            THEN greatest(head.need - head.budget, 0::numeric) END::numeric(18,2) AS shortfall,
       head.proposed_budget::numeric(18,2)                                AS proposed_budget,
       (head.proposed_budget - head.budget)::numeric(18,2)                AS change,
       CASE WHEN head.need IS NOT NULL
            THEN greatest(head.need - head.proposed_budget, 0::numeric) END::numeric(18,2) AS remaining_shortfall,
       head.statutory,
       said.scenario,
       said.scenario_kind,
       said.as_of,
       said.is_latest,
       said.need_source,
       head.low::numeric(18,2)                                            AS need_low,
       head.high::numeric(18,2)                                           AS need_high,
       CASE WHEN head.low IS NOT NULL
            THEN greatest(head.low - head.budget, 0::numeric) END::numeric(18,2) AS shortfall_at_low,
       CASE WHEN head.high IS NOT NULL
            THEN greatest(head.budget - greatest(head.high, head.floor), 0::numeric) END::numeric(18,2) AS spare_at_high,
       CASE WHEN said.need_source = 'computed' THEN head.budget_at_low - head.budget END::numeric(18,2)  AS change_at_low,
       CASE WHEN said.need_source = 'computed' THEN head.budget_at_high - head.budget END::numeric(18,2) AS change_at_high,
       CASE WHEN head.low IS NOT NULL THEN NULL
            WHEN said.need_source = 'outcome' THEN 'the year is over'
            WHEN said.need_source = 'stated' THEN 'a stated forecast has none'
            WHEN head.need IS NULL THEN 'nothing is forecast for all of it'
            ELSE head.parts_without::text || ' of '::text || head.parts::text || ' units and heads have none, the first is '::text || head.first_without
       END AS why_no_interval
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT scenario.code AS scenario, max(need.scenario_kind) AS scenario_kind, max(need.as_of) AS as_of, bool_or(need.is_latest) AS is_latest, max(need.need_source) AS need_source,
           pg_catalog.array_agg(need.unit_code) AS units, pg_catalog.array_agg(need.head_code) AS heads,
           pg_catalog.array_agg(coalesce(need.budget, 0::numeric)) AS budgets, max(need.budget_scenario) AS budget_scenario,
           pg_catalog.array_agg(need.need) AS needs, pg_catalog.array_agg(need.low) AS lows, pg_catalog.array_agg(need.high) AS highs
    FROM live_year_need need
    -- Of how many the planner may expect is known of the table alone.
    JOIN scenario ON scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year AND scenario.code = need.scenario
    WHERE need.organisation = year.organisation AND need.fiscal_year = year.fiscal_year
    -- Of a scenario the rest is the same in all rows.
    GROUP BY scenario.code
    -- Without a budget, or before a month is complete, there is nothing to move.
    HAVING bool_or(need.budget IS NOT NULL) AND bool_or(need.need IS NOT NULL)
) said
CROSS JOIN LATERAL (
    WITH amount AS MATERIALIZED (
        SELECT figure.unit, figure.head, figure.budget, figure.need, figure.low, figure.high,
               figure.need IS NOT NULL AND (figure.low IS NULL OR figure.high IS NULL) AS lacks_interval
        FROM ROWS FROM (pg_catalog.unnest(said.units), pg_catalog.unnest(said.heads), pg_catalog.unnest(said.budgets),
                        pg_catalog.unnest(said.needs), pg_catalog.unnest(said.lows), pg_catalog.unnest(said.highs))
             AS figure(unit, head, budget, need, low, high)
    ), unit_place AS MATERIALIZED (
        SELECT place.code, place.path FROM live_unit_path place
        WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
    ), budgeted AS MATERIALIZED (
        SELECT (SELECT pg_catalog.array_agg(DISTINCT stood.head)
                FROM (SELECT ledger.head
                      FROM ledger
                      WHERE ledger.organisation = year.organisation AND ledger.scenario = said.budget_scenario
                      GROUP BY ledger.unit, ledger.head
                      HAVING sum(@extschema@.net_cost(ledger.flow, ledger.amount)) <> 0::numeric) stood) AS heads,
               pg_catalog.array_agg(DISTINCT amount.head) AS heads_with_supplements
        FROM amount WHERE amount.budget <> 0::numeric
    ), deciding_head AS MATERIALIZED (
        -- A supplement adds to what the budget was decided for, also where that is a head above.
        SELECT place.code,
               @extschema@.deciding_code(place.path, CASE WHEN EXISTS (SELECT FROM pg_catalog.unnest(place.path) AS above(code) WHERE above.code = ANY (budgeted.heads))
                                                          THEN budgeted.heads ELSE budgeted.heads_with_supplements END) AS head
        FROM live_head_path place
        CROSS JOIN budgeted
        WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
    ), decided AS MATERIALIZED (
        SELECT amount.unit, deciding_head.head, sum(amount.budget) AS budget, sum(amount.need) AS need, sum(amount.low) AS low, sum(amount.high) AS high,
               count(*) FILTER (WHERE amount.need IS NOT NULL) AS parts, count(*) FILTER (WHERE amount.lacks_interval) AS parts_without,
               min(amount.head) FILTER (WHERE amount.lacks_interval) AS head_without
        FROM amount
        JOIN deciding_head ON deciding_head.code = amount.head
        GROUP BY amount.unit, deciding_head.head
    ), stating_unit AS MATERIALIZED (
        SELECT decided.head, unit_place.path
        FROM decided
        JOIN unit_place ON unit_place.code = decided.unit
        WHERE decided.need IS NOT NULL
    ), whole AS (
        -- A forecast that lacks a unit would let its budget look spare. What it states for a unit above or below is not lacking.
        SELECT decided.head, sum(decided.budget) AS budget, sum(decided.need) AS need, sum(decided.low) AS low, sum(decided.high) AS high,
               sum(decided.parts) AS parts, sum(decided.parts_without) AS parts_without,
               min(decided.unit || ' '::text || decided.head_without) AS first_without,
               bool_and(decided.need IS NOT NULL OR decided.budget = 0::numeric
                        OR EXISTS (SELECT FROM stating_unit, unit_place
                                   WHERE stating_unit.head = decided.head AND unit_place.code = decided.unit
                                     AND @extschema@.same_branch(stating_unit.path, unit_place.path))) AS is_said
        FROM decided
        GROUP BY decided.head
    ), head_in_pool AS (
        SELECT whole.head AS head_code, budget_head.name AS head, budget_head.pool, budget_head.priority, budget_head.statutory,
               whole.budget, whole.parts, whole.parts_without, whole.first_without,
               -- Rounded up, so that no less than the part is kept. Net revenue is not for others to spend.
               ceil(greatest(whole.budget, 0::numeric) * budget_head.floor_ratio * 100::numeric) / 100::numeric AS floor,
               CASE WHEN whole.is_said THEN whole.need END AS need,
               -- The ends of units add up: as if all of them erred the same way.
               CASE WHEN whole.is_said AND whole.parts_without = 0::numeric THEN whole.low END AS low,
               CASE WHEN whole.is_said AND whole.parts_without = 0::numeric THEN whole.high END AS high
        FROM whole
        JOIN budget_head ON budget_head.organisation = year.organisation AND budget_head.code = whole.head
    ), proposal AS (
        SELECT head_in_pool.*,
               @extschema@.reallocate(budget, CASE WHEN pool IS NOT NULL THEN need END, floor, priority) OVER (PARTITION BY pool ORDER BY head_code) AS proposed_budget
        FROM head_in_pool
    )
    -- What is left of these moves, and no other: of what is to be taken if heads lack less, and of what is to be given if they need more.
    SELECT proposal.*,
           CASE WHEN bool_and(proposed_budget <= budget OR low IS NOT NULL) OVER one_pool
                THEN @extschema@.reallocate(budget, CASE WHEN proposed_budget > budget THEN greatest(least(low, proposed_budget), budget)
                                                         WHEN proposed_budget < budget THEN proposed_budget END, floor, priority)
                         OVER (PARTITION BY pool ORDER BY head_code) END AS budget_at_low,
           CASE WHEN bool_and(proposed_budget >= budget OR high IS NOT NULL) OVER one_pool
                THEN @extschema@.reallocate(budget, CASE WHEN proposed_budget < budget THEN least(greatest(high, proposed_budget), budget)
                                                         WHEN proposed_budget > budget THEN proposed_budget END, floor, priority)
                         OVER (PARTITION BY pool ORDER BY head_code) END AS budget_at_high
    FROM proposal
    WINDOW one_pool AS (PARTITION BY pool)
) head$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_proposal                     IS 'A head in its pool: what it could give or lacks in a fiscal year, and its budget if the pool shares what it has. The budget in force beside a forecast or the outcome of the whole year; where no forecast was stated and the year is not over, beside the computed one (need_source). Net cost over all units. A head without a budget of its own counts in the nearest head above it that has one; a supplement alone is none where a budget was decided above. WHERE is_latest has each year once';
COMMENT ON COLUMN reallocation_proposal.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_proposal.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_proposal.pool                IS 'Heads of one pool exchange money; NULL for a head that takes part in none, whose budget stays';
COMMENT ON COLUMN reallocation_proposal.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_proposal.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_proposal.budget              IS 'Adopted budget; 0 where it has nothing for the head, nor for one above it';
COMMENT ON COLUMN reallocation_proposal.need                IS 'What the scenario, or the computed forecast, says will be, or was, spent, also on heads below that have no budget of their own; of the outcome of a year no bookings are 0. NULL where a forecast has nothing for the head or lacks a unit that has a budget (and says nothing of a unit above or below that), and then the head neither gives nor takes';
COMMENT ON COLUMN reallocation_proposal.floor               IS 'What the head keeps in any case: its floor_ratio of the budget; 0 for a budget of net revenue';
COMMENT ON COLUMN reallocation_proposal.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_proposal.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_proposal.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_proposal.proposed_budget     IS 'Budget after the pool has shared: donors give in proportion to what they can spare, takers are served by priority, within one in proportion to what they lack';
COMMENT ON COLUMN reallocation_proposal.change              IS 'Proposed budget minus budget; the changes of a pool add up to 0';
COMMENT ON COLUMN reallocation_proposal.remaining_shortfall IS 'What the need has above the proposed budget, or 0';
COMMENT ON COLUMN reallocation_proposal.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_proposal.scenario            IS 'Code of the forecast or outcome; of the outcome whose books a computed forecast is made from';
COMMENT ON COLUMN reallocation_proposal.scenario_kind       IS 'What need is: outcome or forecast, stated or computed';
COMMENT ON COLUMN reallocation_proposal.as_of               IS 'Last day that the forecast or outcome knows of; of a computed forecast its date in year_end_forecast';
COMMENT ON COLUMN reallocation_proposal.is_latest           IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario); a computed one is there only where no other does';
COMMENT ON COLUMN reallocation_proposal.need_source         IS 'Whose word need is: stated (a forecast in the ledger), computed (year_end_forecast at its latest date, where no stated forecast or whole outcome counts) or outcome (of the whole year)';
COMMENT ON COLUMN reallocation_proposal.need_low            IS 'Lower end of the interval of a computed need: the sum of those of its units and heads, as if all erred the same way, so rather too wide than too narrow. NULL where one of them has none';
COMMENT ON COLUMN reallocation_proposal.need_high           IS 'Upper end of it';
COMMENT ON COLUMN reallocation_proposal.shortfall_at_low    IS 'What the head lacks even if it ends at need_low, or 0';
COMMENT ON COLUMN reallocation_proposal.spare_at_high       IS 'What the head can spare even if it ends at need_high, or 0';
COMMENT ON COLUMN reallocation_proposal.change_at_low       IS 'What is left of change if the heads of the pool end at their low ends, and those that take lack less; the changes of a pool add up to 0. NULL where one that takes has no interval, and for what is not computed';
COMMENT ON COLUMN reallocation_proposal.change_at_high      IS 'What is left of change if the heads of the pool end at their high ends, and those that give can spare less. NULL where one that gives has no interval, and for what is not computed';
COMMENT ON COLUMN reallocation_proposal.why_no_interval     IS 'Why need_low and need_high are NULL; NULL where they are not';
