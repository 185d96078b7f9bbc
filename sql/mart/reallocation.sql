-- reallocation: which money could move between heads, shared within a pool and by rules

CREATE TABLE IF NOT EXISTS transfer_rule (
    organisation text    NOT NULL,
    from_head    text    NOT NULL,
    to_head      text    NOT NULL,
    max_amount   numeric,
    cost         numeric NOT NULL DEFAULT 0,
    source       text,
    PRIMARY KEY (organisation, from_head, to_head),
    CONSTRAINT transfer_rule_from_head_fkey FOREIGN KEY (organisation, from_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_to_head_fkey FOREIGN KEY (organisation, to_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_leads_to_another_head CHECK (from_head <> to_head),
    CONSTRAINT transfer_rule_max_amount_is_an_amount_of_at_least_0
        CHECK (max_amount >= 0 AND max_amount < 1e13 AND max_amount = round(max_amount, 2)),
    CONSTRAINT transfer_rule_cost_is_from_0_to_1000 CHECK (cost >= 0 AND cost <= 1000 AND cost = round(cost, 3))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'transfer_rule'::text, '{}'::text[], '{source}'::text[]);
CREATE INDEX IF NOT EXISTS transfer_rule_to_head ON transfer_rule (organisation, to_head);
COMMENT ON TABLE  transfer_rule              IS 'Moves of money between heads that are permitted; what no rule permits does not move';
COMMENT ON COLUMN transfer_rule.organisation IS 'Organisation that the rule belongs to';
COMMENT ON COLUMN transfer_rule.from_head    IS 'Code of the head that may give';
COMMENT ON COLUMN transfer_rule.to_head      IS 'Code of the head that may take';
COMMENT ON COLUMN transfer_rule.max_amount   IS 'The most that may move in a year, or NULL for no limit';
COMMENT ON COLUMN transfer_rule.cost         IS 'How unwelcome the move is, for each unit moved: of two ways to cover a shortfall the one with the lower sum is taken; 0 is free';
COMMENT ON COLUMN transfer_rule.source       IS 'Decision or statement that the rule rests on';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{transfer_rule}'::text[], 'ledger'::text, 0, ''::text);

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
       p.as_of
FROM (
    SELECT n.*,
           @extschema@.reallocate(n.budget, CASE WHEN n.pool IS NOT NULL THEN n.need END, n.floor, n.priority)
               OVER (PARTITION BY n.organisation, n.fiscal_year, n.scenario, n.pool ORDER BY n.head_code) AS proposed_budget
    FROM (
        SELECT y.organisation, y.fiscal_year, v.scenario, v.scenario_kind, v.as_of,
               h.pool, h.priority, h.statutory, v.head_code, h.name AS head, v.budget, v.need,
               -- Rounded up, so that no less than the part is kept. Net revenue is not for others to spend.
               ceil(greatest(v.budget, 0::numeric) * h.floor_ratio * 100::numeric) / 100::numeric AS floor
        FROM @years@ y
        CROSS JOIN LATERAL (
            SELECT b.scenario, b.scenario_kind, b.as_of, b.head_code,
                   sum(b.budget) AS budget,
                   -- A forecast that lacks a unit would let its budget look spare.
                   CASE WHEN bool_and(b.outcome IS NOT NULL OR b.budget = 0::numeric) THEN sum(b.outcome) END AS need
            FROM live_budget_variance b
            -- What a year needs is what is forecast for all of it, or its outcome once it is over.
            WHERE b.organisation = y.organisation AND b.fiscal_year = y.fiscal_year AND b.budget_scenario IS NOT NULL
              AND (b.scenario_kind = 'forecast'
                   OR b.scenario_kind = 'outcome' AND coalesce(b.as_of >= make_date(b.fiscal_year, 12, 31), true))
            GROUP BY b.scenario, b.scenario_kind, b.as_of, b.head_code
        ) v
        JOIN budget_head h ON h.organisation = y.organisation AND h.code = v.head_code
    ) n
) p$view$::text, NULL::text);
COMMENT ON VIEW   reallocation_proposal                     IS 'A head in its pool: what it could give or lacks in a fiscal year, and its budget if the pool shares what it has. Adopted budget beside a forecast or the outcome of the whole year; net cost over all units. Of several scenarios choose one before adding up';
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
       h.as_of
FROM @years@ y
CROSS JOIN LATERAL (
    SELECT p.scenario, p.scenario_kind, p.as_of,
           pg_catalog.array_agg(p.head_code) AS heads, pg_catalog.array_agg(p.budget) AS budgets, pg_catalog.array_agg(p.need) AS needs,
           pg_catalog.array_agg(p.floor) AS floors, pg_catalog.array_agg(p.priority) AS priorities
    FROM live_reallocation_proposal p
    WHERE p.organisation = y.organisation AND p.fiscal_year = y.fiscal_year
    GROUP BY p.scenario, p.scenario_kind, p.as_of
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
COMMENT ON VIEW   reallocation_transfer               IS 'A permitted move that the best plan makes: it covers as much as the rules let it of what heads of priority 1 lack, then of 2, ..., at the least cost. Across pools; of several scenarios choose one before adding up';
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

CREATE OR REPLACE VIEW reallocation_balance AS
SELECT p.organisation,
       p.fiscal_year,
       p.head_code,
       p.head,
       p.budget,
       p.need,
       p.floor,
       p.priority,
       p.spare,
       p.shortfall,
       coalesce(m.given, 0)::numeric(18,2)    AS given,
       coalesce(m.received, 0)::numeric(18,2) AS received,
       a.budget_after::numeric(18,2)          AS budget_after,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(a.budget_after - greatest(p.need, p.floor), 0::numeric) END::numeric(18,2) AS remaining_spare,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - a.budget_after, 0::numeric) END::numeric(18,2)                    AS remaining_shortfall,
       p.statutory,
       p.scenario,
       p.scenario_kind,
       p.as_of
FROM reallocation_proposal p
LEFT JOIN (
    SELECT t.organisation, t.fiscal_year, t.scenario, s.head,
           sum(t.amount) FILTER (WHERE s.head = t.from_head) AS given,
           sum(t.amount) FILTER (WHERE s.head = t.to_head)   AS received
    FROM reallocation_transfer t
    CROSS JOIN LATERAL (VALUES (t.from_head), (t.to_head)) AS s(head)
    GROUP BY t.organisation, t.fiscal_year, t.scenario, s.head
) m ON m.organisation = p.organisation AND m.fiscal_year = p.fiscal_year AND m.scenario = p.scenario AND m.head = p.head_code
CROSS JOIN LATERAL (SELECT p.budget - coalesce(m.given, 0) + coalesce(m.received, 0)) AS a(budget_after);
COMMENT ON VIEW   reallocation_balance                     IS 'A head after all moves of reallocation_transfer: who gives, who takes, and what deficit remains when all that may move has moved. Of several scenarios choose one before adding up';
COMMENT ON COLUMN reallocation_balance.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_balance.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_balance.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_balance.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_balance.budget              IS 'Adopted budget; 0 where it has nothing for the head';
COMMENT ON COLUMN reallocation_balance.need                IS 'What the scenario says will be, or was, spent; NULL where it does not say';
COMMENT ON COLUMN reallocation_balance.floor               IS 'What the head keeps in any case';
COMMENT ON COLUMN reallocation_balance.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_balance.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_balance.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.given               IS 'What leaves the head, its own and what it passes on';
COMMENT ON COLUMN reallocation_balance.received            IS 'What comes to the head';
COMMENT ON COLUMN reallocation_balance.budget_after        IS 'Budget - given + received';
COMMENT ON COLUMN reallocation_balance.remaining_spare     IS 'What the head still has to spare after the moves: nobody lacks it, or no rule, or its limit, lets it through';
COMMENT ON COLUMN reallocation_balance.remaining_shortfall IS 'What the need still has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_balance.scenario            IS 'Code of the forecast or outcome';
COMMENT ON COLUMN reallocation_balance.scenario_kind       IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_balance.as_of               IS 'Last day that the forecast or outcome knows of';
