-- reallocation_transfer: the best plan of moves by rules

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_transfer'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH head AS (
    SELECT year.organisation, year.fiscal_year, scenario.*
    FROM @years@ year
    CROSS JOIN LATERAL (
        SELECT proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest, proposal.need_source,
               pg_catalog.array_agg(proposal.head_code) AS heads, pg_catalog.array_agg(proposal.budget) AS budgets,
               pg_catalog.array_agg(proposal.need) AS needs, pg_catalog.array_agg(proposal.floor) AS floors,
               pg_catalog.array_agg(proposal.priority) AS priorities,
               pg_catalog.array_agg(coalesce(proposal.need_low, proposal.need)) AS needs_at_low,
               pg_catalog.array_agg(coalesce(proposal.need_high, proposal.need)) AS needs_at_high,
               -- A head that is not forecast gives and keeps nothing itself, however the year ends.
               pg_catalog.array_agg(CASE WHEN proposal.need IS NOT NULL OR proposal.need_source <> 'computed' THEN proposal.why_no_interval END) AS reasons
        FROM live_reallocation_proposal proposal
        WHERE proposal.organisation = year.organisation AND proposal.fiscal_year = year.fiscal_year
        GROUP BY proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest, proposal.need_source
    ) scenario
), head_and_rule AS (
    SELECT head.*, rule.*
    FROM head
    CROSS JOIN LATERAL (
        SELECT pg_catalog.array_agg(rule.from_head) AS givers, pg_catalog.array_agg(rule.to_head) AS takers,
               pg_catalog.array_agg(rule.max_amount) AS max_amounts, pg_catalog.array_agg(rule.cost) AS costs
        FROM transfer_rule rule
        -- A rule may name a head that the year has no figures for.
        WHERE rule.organisation = head.organisation AND rule.from_head = ANY (head.heads) AND rule.to_head = ANY (head.heads)
    ) rule
), plan AS (
    SELECT head_and_rule.*, move.*
    FROM head_and_rule
    CROSS JOIN LATERAL (
        SELECT pg_catalog.array_agg(move.from_head) AS from_heads, pg_catalog.array_agg(move.to_head) AS to_heads,
               pg_catalog.array_agg(move.amount) AS amounts, pg_catalog.array_agg(rule.cost) AS move_costs
        FROM @extschema@.transfer_plan(heads, budgets, needs, floors, priorities, givers, takers, max_amounts, costs) move
        JOIN transfer_rule rule ON rule.organisation = head_and_rule.organisation AND rule.from_head = move.from_head AND rule.to_head = move.to_head
    ) move
), transfer AS (
    SELECT plan.organisation, plan.fiscal_year, plan.scenario, plan.scenario_kind, plan.as_of, plan.is_latest, plan.need_source,
           move.from_head, move.to_head, move.amount, giver.reason AS giver_reason, taker.reason AS taker_reason,
           CASE WHEN plan.need_source = 'computed' AND taker.reason IS NULL THEN coalesce(low.amount, 0::numeric) END  AS amount_at_low,
           CASE WHEN plan.need_source = 'computed' AND giver.reason IS NULL THEN coalesce(high.amount, 0::numeric) END AS amount_at_high
    FROM plan
    CROSS JOIN LATERAL (SELECT CASE WHEN plan.need_source = 'computed' THEN plan.from_heads END, CASE WHEN plan.need_source = 'computed' THEN plan.to_heads END,
                               CASE WHEN plan.need_source = 'computed' THEN plan.amounts END, CASE WHEN plan.need_source = 'computed' THEN plan.move_costs END
                       ) AS unsure(from_heads, to_heads, amounts, move_costs)
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(plan.from_heads), pg_catalog.unnest(plan.to_heads), pg_catalog.unnest(plan.amounts))
                       AS move(from_head, to_head, amount)
    JOIN LATERAL ROWS FROM (pg_catalog.unnest(plan.heads), pg_catalog.unnest(plan.reasons)) AS giver(head, reason) ON giver.head = move.from_head
    JOIN LATERAL ROWS FROM (pg_catalog.unnest(plan.heads), pg_catalog.unnest(plan.reasons)) AS taker(head, reason) ON taker.head = move.to_head
    -- The same plan again, of its own moves alone and none of them larger, for heads that end at one end of their intervals.
    LEFT JOIN LATERAL @extschema@.transfer_plan(plan.heads, plan.budgets, plan.needs_at_low, plan.floors, plan.priorities,
                                                unsure.from_heads, unsure.to_heads, unsure.amounts, unsure.move_costs) low
              ON low.from_head = move.from_head AND low.to_head = move.to_head
    LEFT JOIN LATERAL @extschema@.transfer_plan(plan.heads, plan.budgets, plan.needs_at_high, plan.floors, plan.priorities,
                                                unsure.from_heads, unsure.to_heads, unsure.amounts, unsure.move_costs) high
              ON high.from_head = move.from_head AND high.to_head = move.to_head
)
SELECT transfer.organisation,
       transfer.fiscal_year,
       transfer.from_head,
       transfer.to_head,
       transfer.amount::numeric(18,2) AS amount,
       giver.name                     AS from_name,
       taker.name                     AS to_name,
       rule.max_amount::numeric(18,2) AS max_amount,
       rule.cost::numeric(12,6)       AS cost,
       rule.source,
       transfer.scenario,
       transfer.scenario_kind,
       transfer.as_of,
       transfer.is_latest,
       transfer.need_source,
       transfer.amount_at_low::numeric(18,2)       AS amount_at_low,
       transfer.amount_at_high::numeric(18,2)      AS amount_at_high,
       transfer.amount_at_low = transfer.amount    AS survives_low,
       transfer.amount_at_high = transfer.amount   AS survives_high,
       CASE WHEN transfer.need_source <> 'computed' THEN transfer.giver_reason
            ELSE nullif(pg_catalog.concat_ws('; '::text, giver.name || ': '::text || transfer.giver_reason, taker.name || ': '::text || transfer.taker_reason), ''::text)
       END AS why_no_interval
FROM transfer
JOIN transfer_rule rule ON rule.organisation = transfer.organisation AND rule.from_head = transfer.from_head AND rule.to_head = transfer.to_head
JOIN budget_head giver ON giver.organisation = transfer.organisation AND giver.code = transfer.from_head
JOIN budget_head taker ON taker.organisation = transfer.organisation AND taker.code = transfer.to_head$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_transfer               IS 'A permitted move that the best plan makes: it covers as much as the rules let it of what heads of priority 1 lack, then of 2, ..., at the least cost; and what is left of it where a computed forecast ends at its low or its high end. Across pools. WHERE is_latest has each year once';
COMMENT ON COLUMN reallocation_transfer.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_transfer.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN reallocation_transfer.from_head     IS 'Code of the head that gives';
COMMENT ON COLUMN reallocation_transfer.to_head       IS 'Code of the head that takes, to keep or to pass on';
COMMENT ON COLUMN reallocation_transfer.amount        IS 'What moves';
COMMENT ON COLUMN reallocation_transfer.from_name     IS 'Name of the head that gives';
COMMENT ON COLUMN reallocation_transfer.to_name       IS 'Name of the head that takes';
COMMENT ON COLUMN reallocation_transfer.max_amount    IS 'The most that the rule lets move, or NULL for no limit';
COMMENT ON COLUMN reallocation_transfer.cost          IS 'How unwelcome the rule makes the move, for each unit moved';
COMMENT ON COLUMN reallocation_transfer.source        IS 'Decision or statement that the rule rests on';
COMMENT ON COLUMN reallocation_transfer.scenario      IS 'Code of the forecast or outcome that the plan is made for; of the outcome whose books it is computed from';
COMMENT ON COLUMN reallocation_transfer.scenario_kind IS 'What the plan is made for: outcome or forecast, stated or computed';
COMMENT ON COLUMN reallocation_transfer.as_of         IS 'Last day that the forecast or outcome knows of; of a computed forecast its date in year_end_forecast';
COMMENT ON COLUMN reallocation_transfer.is_latest     IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario); a computed one is there only where no other does';
COMMENT ON COLUMN reallocation_transfer.need_source   IS 'What the plan is made for: stated (a forecast in the ledger), computed (year_end_forecast at its latest date, where no stated forecast or whole outcome counts) or outcome (of the whole year)';
COMMENT ON COLUMN reallocation_transfer.amount_at_low  IS 'How much of the amount is still needed if heads end at their low end: of the plan''s own moves, none larger, the best plan for that. NULL where the head that takes has no interval; one further along a chain counts as forecast then';
COMMENT ON COLUMN reallocation_transfer.amount_at_high IS 'How much of the amount can still be given if heads end at their high end: as for the low one. NULL where the head that gives has no interval';
COMMENT ON COLUMN reallocation_transfer.survives_low   IS 'Whether all of it is still needed if heads end at their low end';
COMMENT ON COLUMN reallocation_transfer.survives_high  IS 'Whether all of it can still be given if heads end at their high end';
COMMENT ON COLUMN reallocation_transfer.why_no_interval IS 'Why amount_at_low or amount_at_high is NULL; NULL where neither is';
