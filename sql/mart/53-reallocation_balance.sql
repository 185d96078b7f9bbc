-- reallocation_balance: a head after all those moves

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
       p.as_of,
       p.is_latest
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
COMMENT ON VIEW   reallocation_balance                     IS 'A head after all moves of reallocation_transfer: who gives, who takes, and what deficit remains when all that may move has moved. WHERE is_latest has each year once';
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
COMMENT ON COLUMN reallocation_balance.is_latest           IS 'Whether this forecast or outcome is the one of its year that counts (latest_scenario)';
