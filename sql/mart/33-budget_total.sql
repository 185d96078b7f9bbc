-- budget_total: a year's budget as a whole, from each place that states it

-- Years without a scenario too. They are looked up one after another: there are many more rows.
-- Of an array the planner expects ten.
CREATE OR REPLACE VIEW live_budget_year AS
SELECT l.organisation, l.fiscal_year
FROM live_ledger_year l
UNION
SELECT o.organisation, y.fiscal_year
FROM organisation o
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    WITH RECURSIVE year_after_year(fiscal_year) AS (
        SELECT min(a.fiscal_year) FROM appropriation a WHERE a.organisation = o.organisation
        UNION ALL
        SELECT (SELECT min(a.fiscal_year) FROM appropriation a WHERE a.organisation = o.organisation AND a.fiscal_year > r.fiscal_year)
        FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
    )
    SELECT r.fiscal_year FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
)) AS y(fiscal_year);
COMMENT ON VIEW   live_budget_year              IS 'A fiscal year that the organisation has a scenario or an appropriation of';
COMMENT ON COLUMN live_budget_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_budget_year.fiscal_year  IS 'Fiscal year';

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_total'::text, 'ledger'::text, 'live_budget_year'::text, $view$
SELECT year.organisation, year.fiscal_year, total.basis, total.amount::numeric(18,2) AS amount,
       total.cost::numeric(18,2) AS cost, (total.cost - total.amount)::numeric(18,2) AS revenue
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT 'appropriation'::text AS basis, sum(granted.amount) AS amount, NULL::numeric AS cost
    FROM appropriation granted
    WHERE granted.organisation = year.organisation AND granted.fiscal_year = year.fiscal_year
    UNION ALL
    SELECT 'adopted budget'::text AS basis, sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount,
           sum(CASE ledger.flow WHEN 'cost' THEN ledger.amount ELSE 0::numeric END) AS cost
    FROM budget_in_force decision
    JOIN ledger ON ledger.organisation = decision.organisation AND ledger.scenario = decision.scenario
    WHERE decision.organisation = year.organisation AND decision.fiscal_year = year.fiscal_year AND decision.in_force_until IS NULL
) total
WHERE total.amount IS NOT NULL$view$::text, NULL::text);
COMMENT ON VIEW   budget_total              IS 'A fiscal year''s budget as a whole, from each place that states it; the two should agree';
COMMENT ON COLUMN budget_total.organisation IS 'Code of the organisation';
COMMENT ON COLUMN budget_total.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN budget_total.basis        IS 'appropriation (sum of the units'' appropriations) or adopted budget (net cost in the ledger of the year''s last budget with its supplements)';
COMMENT ON COLUMN budget_total.amount       IS 'Amount in whole currency units, net';
COMMENT ON COLUMN budget_total.cost         IS 'Cost in the adopted budget; amount is cost minus revenue. NULL for an appropriation, which is granted net';
COMMENT ON COLUMN budget_total.revenue      IS 'Revenue in the adopted budget; NULL for an appropriation';
