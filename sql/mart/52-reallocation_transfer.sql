-- reallocation_transfer: the best plan of moves by rules

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_transfer'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       move.from_head,
       move.to_head,
       move.amount::numeric(18,2)                  AS amount,
       giver.name                                  AS from_name,
       taker.name                                  AS to_name,
       rule.max_amount::numeric(18,2)              AS max_amount,
       rule.cost::numeric(12,6)                    AS cost,
       rule.source,
       head.scenario,
       head.scenario_kind,
       head.as_of,
       head.is_latest,
       head.need_source,
       left_over.at_low::numeric(18,2)             AS amount_at_low,
       left_over.at_high::numeric(18,2)            AS amount_at_high,
       left_over.at_low = move.amount              AS survives_low,
       left_over.at_high = move.amount             AS survives_high,
       CASE WHEN head.need_source <> 'computed' THEN move.giver_reason
            ELSE nullif(pg_catalog.concat_ws('; '::text, giver.name || ': '::text || move.giver_reason, taker.name || ': '::text || move.taker_reason), ''::text)
       END AS why_no_interval
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
    WITH plan AS MATERIALIZED (
        SELECT move.from_head, move.to_head, move.amount
        FROM @extschema@.transfer_plan(head.heads, head.budgets, head.needs, head.floors, head.priorities,
                                       permitted.givers, permitted.takers, permitted.max_amounts, permitted.costs) move
    ), reason AS MATERIALIZED (
        SELECT figure.code, figure.reason FROM ROWS FROM (pg_catalog.unnest(head.heads), pg_catalog.unnest(head.reasons)) AS figure(code, reason)
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
    )
    SELECT plan.from_head, plan.to_head, plan.amount, giver.reason AS giver_reason, taker.reason AS taker_reason, at_low.amount AS amount_at_low, at_high.amount AS amount_at_high
    FROM plan
    JOIN reason giver ON giver.code = plan.from_head
    JOIN reason taker ON taker.code = plan.to_head
    LEFT JOIN at_low ON at_low.from_head = plan.from_head AND at_low.to_head = plan.to_head
    LEFT JOIN at_high ON at_high.from_head = plan.from_head AND at_high.to_head = plan.to_head
) move
CROSS JOIN LATERAL (
    SELECT CASE WHEN head.need_source = 'computed' AND move.taker_reason IS NULL THEN coalesce(move.amount_at_low, 0::numeric) END,
           CASE WHEN head.need_source = 'computed' AND move.giver_reason IS NULL THEN coalesce(move.amount_at_high, 0::numeric) END
) AS left_over(at_low, at_high)
JOIN transfer_rule rule ON rule.organisation = year.organisation AND rule.from_head = move.from_head AND rule.to_head = move.to_head
JOIN budget_head giver ON giver.organisation = year.organisation AND giver.code = move.from_head
JOIN budget_head taker ON taker.organisation = year.organisation AND taker.code = move.to_head$view$::text, NULL::text);
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
