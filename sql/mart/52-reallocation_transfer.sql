-- reallocation_transfer: the best plan of moves by rules

-- A head with the moves that start from it: reallocation_balance and reallocation_transfer say the one and the other, and the planner
-- takes as long for each time that a view reads reallocation_proposal.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_reallocation'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       moved.head_code,
       moved.head,
       moved.budget,
       moved.need,
       moved.floor,
       moved.priority,
       moved.spare,
       moved.shortfall,
       moved.statutory,
       head.scenario,
       head.scenario_kind,
       head.as_of,
       head.is_latest,
       head.need_source,
       moved.need_low,
       moved.need_high,
       moved.why_no_interval,
       moved.given::numeric(18,2)                  AS given,
       moved.received::numeric(18,2)               AS received,
       moved.to_heads,
       moved.amounts::numeric(18,2)[]              AS amounts,
       moved.amounts_at_low::numeric(18,2)[]       AS amounts_at_low,
       moved.amounts_at_high::numeric(18,2)[]      AS amounts_at_high,
       moved.why_no_amounts
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest, proposal.need_source,
           pg_catalog.array_agg(proposal) AS proposals,
           pg_catalog.array_agg(proposal.head_code) AS heads, pg_catalog.array_agg(proposal.budget) AS budgets,
           pg_catalog.array_agg(proposal.need) AS needs, pg_catalog.array_agg(proposal.floor) AS floors,
           pg_catalog.array_agg(proposal.priority) AS priorities,
           pg_catalog.array_agg(coalesce(proposal.need_low, proposal.need)) AS needs_at_low,
           pg_catalog.array_agg(coalesce(proposal.need_high, proposal.need)) AS needs_at_high
    FROM reallocation_proposal proposal
    WHERE proposal.organisation = year.organisation AND proposal.fiscal_year = year.fiscal_year
    GROUP BY proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest, proposal.need_source
) head
CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(rule.from_head) AS givers, pg_catalog.array_agg(rule.to_head) AS takers,
           pg_catalog.array_agg(rule.max_amount) AS max_amounts, pg_catalog.array_agg(rule.cost) AS costs
    FROM transfer_rule rule
    -- A rule may name a head that the year has no figures for.
    WHERE rule.organisation = year.organisation AND rule.from_head = ANY (head.heads) AND rule.to_head = ANY (head.heads)
) permitted
CROSS JOIN LATERAL (
    WITH proposal AS MATERIALIZED (
        SELECT proposal.*,
               -- A head that is not forecast gives and keeps nothing itself, however the year ends.
               CASE WHEN proposal.need IS NOT NULL OR head.need_source <> 'computed' THEN proposal.why_no_interval END AS reason
        FROM pg_catalog.unnest(head.proposals) AS proposal
    ), plan AS MATERIALIZED (
        SELECT move.from_head, move.to_head, move.amount
        FROM @extschema@.transfer_plan(head.heads, head.budgets, head.needs, head.floors, head.priorities,
                                       permitted.givers, permitted.takers, permitted.max_amounts, permitted.costs) move
    ), again AS MATERIALIZED (
        -- Its moves alone, none of them larger.
        SELECT pg_catalog.array_agg(plan.from_head) AS givers, pg_catalog.array_agg(plan.to_head) AS takers,
               pg_catalog.array_agg(plan.amount) AS amounts, pg_catalog.array_agg(rule.cost) AS costs
        FROM plan
        JOIN transfer_rule rule ON rule.organisation = year.organisation AND rule.from_head = plan.from_head AND rule.to_head = plan.to_head
        WHERE head.need_source = 'computed'
    ), at_low AS MATERIALIZED (
        SELECT move.from_head, move.to_head, move.amount
        FROM again
        CROSS JOIN LATERAL @extschema@.transfer_plan(head.heads, head.budgets, head.needs_at_low, head.floors, head.priorities,
                                                     again.givers, again.takers, again.amounts, again.costs) move
    ), at_high AS MATERIALIZED (
        SELECT move.from_head, move.to_head, move.amount
        FROM again
        CROSS JOIN LATERAL @extschema@.transfer_plan(head.heads, head.budgets, head.needs_at_high, head.floors, head.priorities,
                                                     again.givers, again.takers, again.amounts, again.costs) move
    ), move AS MATERIALIZED (
        SELECT plan.from_head, plan.to_head, plan.amount,
               CASE WHEN head.need_source = 'computed' AND taker.reason IS NULL THEN coalesce(at_low.amount, 0::numeric) END AS amount_at_low,
               CASE WHEN head.need_source = 'computed' AND giver.reason IS NULL THEN coalesce(at_high.amount, 0::numeric) END AS amount_at_high,
               CASE WHEN head.need_source <> 'computed' THEN giver.reason
                    ELSE nullif(pg_catalog.concat_ws('; '::text, giver.head || ': '::text || giver.reason, taker.head || ': '::text || taker.reason), ''::text)
               END AS why_no_interval
        FROM plan
        JOIN proposal giver ON giver.head_code = plan.from_head
        JOIN proposal taker ON taker.head_code = plan.to_head
        LEFT JOIN at_low ON at_low.from_head = plan.from_head AND at_low.to_head = plan.to_head
        LEFT JOIN at_high ON at_high.from_head = plan.from_head AND at_high.to_head = plan.to_head
    )
    SELECT proposal.*, given.amount AS given, received.amount AS received,
           given.to_heads, given.amounts, given.amounts_at_low, given.amounts_at_high, given.why_no_amounts
    FROM proposal
    LEFT JOIN (SELECT move.from_head, sum(move.amount) AS amount, pg_catalog.array_agg(move.to_head) AS to_heads, pg_catalog.array_agg(move.amount) AS amounts,
                      pg_catalog.array_agg(move.amount_at_low) AS amounts_at_low, pg_catalog.array_agg(move.amount_at_high) AS amounts_at_high,
                      pg_catalog.array_agg(move.why_no_interval) AS why_no_amounts
               FROM move GROUP BY move.from_head) given ON given.from_head = proposal.head_code
    LEFT JOIN (SELECT move.to_head, sum(move.amount) AS amount FROM move GROUP BY move.to_head) received ON received.to_head = proposal.head_code
) moved$view$::text, NULL::text);
COMMENT ON VIEW   live_reallocation                 IS 'A head in a fiscal year beside a forecast or outcome, with what leaves it and comes to it by the best plan of moves: what reallocation_transfer and reallocation_balance are made of';
COMMENT ON COLUMN live_reallocation.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_reallocation.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN live_reallocation.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN live_reallocation.head            IS 'Name of the budget head';
COMMENT ON COLUMN live_reallocation.budget          IS 'Budget, as in reallocation_proposal, as are those that follow until why_no_interval';
COMMENT ON COLUMN live_reallocation.need            IS 'What will be, or was, spent';
COMMENT ON COLUMN live_reallocation.floor           IS 'What the head keeps in any case';
COMMENT ON COLUMN live_reallocation.priority        IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN live_reallocation.spare           IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN live_reallocation.shortfall       IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN live_reallocation.statutory       IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN live_reallocation.scenario        IS 'Code of the forecast or outcome';
COMMENT ON COLUMN live_reallocation.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN live_reallocation.as_of           IS 'Last day that it knows of';
COMMENT ON COLUMN live_reallocation.is_latest       IS 'Whether it is the one of its year that counts';
COMMENT ON COLUMN live_reallocation.need_source     IS 'stated, computed or outcome';
COMMENT ON COLUMN live_reallocation.need_low        IS 'Lower end of the interval of a computed need';
COMMENT ON COLUMN live_reallocation.need_high       IS 'Upper end of it';
COMMENT ON COLUMN live_reallocation.why_no_interval IS 'Why need_low and need_high are NULL';
COMMENT ON COLUMN live_reallocation.given           IS 'What leaves the head, its own and what it passes on; NULL where nothing does';
COMMENT ON COLUMN live_reallocation.received        IS 'What comes to the head; NULL where nothing does';
COMMENT ON COLUMN live_reallocation.to_heads        IS 'Codes of the heads that it gives to; NULL where it gives nothing, as the columns that follow, which have an element for each of these';
COMMENT ON COLUMN live_reallocation.amounts         IS 'What moves';
COMMENT ON COLUMN live_reallocation.amounts_at_low  IS 'amount_at_low of reallocation_transfer';
COMMENT ON COLUMN live_reallocation.amounts_at_high IS 'amount_at_high of it';
COMMENT ON COLUMN live_reallocation.why_no_amounts  IS 'why_no_interval of it';

CREATE OR REPLACE VIEW reallocation_transfer AS
SELECT giver.organisation,
       giver.fiscal_year,
       giver.head_code                             AS from_head,
       move.to_head,
       move.amount::numeric(18,2)                  AS amount,
       giver.head                                  AS from_name,
       taker.name                                  AS to_name,
       rule.max_amount::numeric(18,2)              AS max_amount,
       rule.cost::numeric(12,6)                    AS cost,
       rule.source,
       giver.scenario,
       giver.scenario_kind,
       giver.as_of,
       giver.is_latest,
       giver.need_source,
       move.amount_at_low::numeric(18,2)           AS amount_at_low,
       move.amount_at_high::numeric(18,2)          AS amount_at_high,
       move.amount_at_low = move.amount            AS survives_low,
       move.amount_at_high = move.amount           AS survives_high,
       move.why_no_interval
FROM live_reallocation giver
CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(giver.to_heads), pg_catalog.unnest(giver.amounts), pg_catalog.unnest(giver.amounts_at_low),
                              pg_catalog.unnest(giver.amounts_at_high), pg_catalog.unnest(giver.why_no_amounts))
           AS move(to_head, amount, amount_at_low, amount_at_high, why_no_interval)
JOIN transfer_rule rule ON rule.organisation = giver.organisation AND rule.from_head = giver.head_code AND rule.to_head = move.to_head
JOIN budget_head taker ON taker.organisation = giver.organisation AND taker.code = move.to_head;
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
