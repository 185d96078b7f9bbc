-- budget_change_by_year: this year's budget beside last year's

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_change_by_year'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT c.organisation,
       c.fiscal_year,
       c.unit                                                                      AS unit_code,
       u.name                                                                      AS unit,
       c.head                                                                      AS head_code,
       h.name                                                                      AS head,
       c.budget_before::numeric(18,2)                                              AS budget_before,
       c.budget::numeric(18,2)                                                     AS budget,
       (c.budget - c.budget_before)::numeric(18,2)                                 AS change,
       @extschema@.ratio(c.budget - c.budget_before, abs(c.budget_before))::numeric(12,6) AS change_ratio
FROM (
    SELECT s.organisation, s.fiscal_year, l.unit, l.head,
           CASE WHEN p.code IS NOT NULL THEN coalesce(l.budget_before, 0::numeric) END AS budget_before,
           coalesce(l.budget, 0::numeric)                                              AS budget
    FROM @years@ y
    JOIN scenario s ON s.organisation = y.organisation AND s.fiscal_year = y.fiscal_year
    LEFT JOIN scenario p ON p.organisation = s.organisation AND p.fiscal_year = s.fiscal_year - 1
                        AND p.kind = 'budget' AND p.adopted
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(net.cost) FILTER (WHERE l.scenario = p.code) AS budget_before,
               sum(net.cost) FILTER (WHERE l.scenario = s.code) AS budget
        FROM ledger l
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS net(cost)
        WHERE l.organisation = s.organisation AND l.scenario IN (p.code, s.code)
        GROUP BY l.unit, l.head
    ) l
    WHERE s.kind = 'budget' AND s.adopted
) c
JOIN unit u ON u.organisation = c.organisation AND u.code = c.unit
JOIN budget_head h ON h.organisation = c.organisation AND h.code = c.head$view$::text, NULL::text);
COMMENT ON VIEW   budget_change_by_year               IS 'A unit and head: this year''s adopted budget beside last year''s. Net cost';
COMMENT ON COLUMN budget_change_by_year.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_change_by_year.fiscal_year   IS 'Fiscal year of the later budget';
COMMENT ON COLUMN budget_change_by_year.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN budget_change_by_year.unit          IS 'Name of the unit';
COMMENT ON COLUMN budget_change_by_year.head_code     IS 'Code of the budget head';
COMMENT ON COLUMN budget_change_by_year.head          IS 'Name of the budget head';
COMMENT ON COLUMN budget_change_by_year.budget_before IS 'Budget of the year before: 0 where that budget has nothing for this unit and head, NULL where there is no adopted budget of that year';
COMMENT ON COLUMN budget_change_by_year.budget        IS 'Budget of the fiscal year; 0 where it has nothing for this unit and head';
COMMENT ON COLUMN budget_change_by_year.change        IS 'Budget minus the budget of the year before';
COMMENT ON COLUMN budget_change_by_year.change_ratio  IS 'Change as a fraction of the budget of the year before';
