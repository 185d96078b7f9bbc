-- reallocation_transfer: the best plan of moves by rules

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_transfer'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH head AS (
    SELECT year.organisation, year.fiscal_year, scenario.*
    FROM @years@ year
    CROSS JOIN LATERAL (
        SELECT proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest,
               pg_catalog.array_agg(proposal.head_code) AS heads, pg_catalog.array_agg(proposal.budget) AS budgets,
               pg_catalog.array_agg(proposal.need) AS needs, pg_catalog.array_agg(proposal.floor) AS floors,
               pg_catalog.array_agg(proposal.priority) AS priorities
        FROM live_reallocation_proposal proposal
        WHERE proposal.organisation = year.organisation AND proposal.fiscal_year = year.fiscal_year
        GROUP BY proposal.scenario, proposal.scenario_kind, proposal.as_of, proposal.is_latest
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
), transfer AS (
    SELECT head_and_rule.organisation, head_and_rule.fiscal_year, head_and_rule.scenario, head_and_rule.scenario_kind,
           head_and_rule.as_of, head_and_rule.is_latest, move.from_head, move.to_head, move.amount
    FROM head_and_rule
    CROSS JOIN LATERAL @extschema@.transfer_plan(heads, budgets, needs, floors, priorities, givers, takers, max_amounts, costs) move
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
       transfer.is_latest
FROM transfer
JOIN transfer_rule rule ON rule.organisation = transfer.organisation AND rule.from_head = transfer.from_head AND rule.to_head = transfer.to_head
JOIN budget_head giver ON giver.organisation = transfer.organisation AND giver.code = transfer.from_head
JOIN budget_head taker ON taker.organisation = transfer.organisation AND taker.code = transfer.to_head$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_transfer               IS 'A permitted move that the best plan makes: it covers as much as the rules let it of what heads of priority 1 lack, then of 2, ..., at the least cost. Across pools. WHERE is_latest has each year once';
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
COMMENT ON COLUMN reallocation_transfer.scenario      IS 'Code of the forecast or outcome that the plan is made for';
COMMENT ON COLUMN reallocation_transfer.scenario_kind IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_transfer.as_of         IS 'Last day that the forecast or outcome knows of';
COMMENT ON COLUMN reallocation_transfer.is_latest     IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario)';
