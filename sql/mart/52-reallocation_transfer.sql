-- reallocation_transfer: the best plan of moves by rules

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_transfer'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT y.organisation,
       y.fiscal_year,
       t.from_head,
       t.to_head,
       t.amount::numeric(18,2)   AS amount,
       f.name                    AS from_name,
       o.name                    AS to_name,
       r.max_amount::numeric(18,2) AS max_amount,
       r.cost::numeric(12,6)     AS cost,
       r.source,
       h.scenario,
       h.scenario_kind,
       h.as_of,
       h.is_latest
FROM @years@ y
CROSS JOIN LATERAL (
    SELECT p.scenario, p.scenario_kind, p.as_of, p.is_latest,
           pg_catalog.array_agg(p.head_code) AS heads, pg_catalog.array_agg(p.budget) AS budgets, pg_catalog.array_agg(p.need) AS needs,
           pg_catalog.array_agg(p.floor) AS floors, pg_catalog.array_agg(p.priority) AS priorities
    FROM live_reallocation_proposal p
    WHERE p.organisation = y.organisation AND p.fiscal_year = y.fiscal_year
    GROUP BY p.scenario, p.scenario_kind, p.as_of, p.is_latest
) h
CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(g.from_head) AS givers, pg_catalog.array_agg(g.to_head) AS takers,
           pg_catalog.array_agg(g.max_amount) AS max_amounts, pg_catalog.array_agg(g.cost) AS costs
    FROM transfer_rule g
    -- A rule may name a head that the year has no figures for.
    WHERE g.organisation = y.organisation AND g.from_head = ANY (h.heads) AND g.to_head = ANY (h.heads)
) g
CROSS JOIN LATERAL @extschema@.transfer_plan(h.heads, h.budgets, h.needs, h.floors, h.priorities,
                                             g.givers, g.takers, g.max_amounts, g.costs) t
JOIN transfer_rule r ON r.organisation = y.organisation AND r.from_head = t.from_head AND r.to_head = t.to_head
JOIN budget_head f ON f.organisation = y.organisation AND f.code = t.from_head
JOIN budget_head o ON o.organisation = y.organisation AND o.code = t.to_head$view$::text, NULL::text);
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
