-- budget_variance: budgets beside outcomes and forecasts, by unit and head

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_variance'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT v.organisation,
       v.fiscal_year,
       v.budget_scenario,
       v.scenario,
       v.scenario_kind,
       v.as_of,
       v.unit                                                          AS unit_code,
       u.name                                                          AS unit,
       v.head                                                          AS head_code,
       h.name                                                          AS head,
       v.budget::numeric(18,2)                                         AS budget,
       v.outcome::numeric(18,2)                                        AS outcome,
       v.variance::numeric(18,2)                                       AS variance,
       @extschema@.ratio(v.variance, abs(v.budget))::numeric(12,6)     AS variance_ratio,
       v.deficit::numeric(18,2)                                        AS deficit,
       v.surplus::numeric(18,2)                                        AS surplus,
       @extschema@.ratio(v.outcome, v.budget)::numeric(12,6)           AS utilisation,
       v.is_latest
FROM (
    -- Without an adopted budget there is an outcome, but no verdict.
    SELECT y.organisation, y.fiscal_year, c.budget_scenario, c.scenario, c.scenario_kind, c.as_of, c.is_latest, l.unit, l.head,
           CASE WHEN c.budget_scenario IS NOT NULL THEN coalesce(l.budget, 0::numeric) END AS budget,
           l.outcome,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.variance END AS variance,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.deficit END  AS deficit,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.surplus END  AS surplus
    FROM @years@ y
    CROSS JOIN LATERAL (
        -- Every outcome and forecast beside the year's adopted budget, ...
        SELECT b.code AS budget_scenario, s.code AS scenario, s.kind AS scenario_kind, s.as_of,
               EXISTS (SELECT FROM latest_scenario n WHERE n.organisation = s.organisation AND n.fiscal_year = s.fiscal_year
                                                      AND n.scenario = s.code OFFSET 0) AS is_latest
        FROM scenario s
        LEFT JOIN scenario b ON b.organisation = s.organisation AND b.fiscal_year = s.fiscal_year
                            AND b.kind = 'budget' AND b.adopted
        WHERE s.organisation = y.organisation AND s.fiscal_year = y.fiscal_year AND s.kind IN ('outcome', 'forecast')
          -- OFFSET 0 lets it be looked up: joined, it would be read of years that are not asked for.
          AND EXISTS (SELECT FROM ledger l WHERE l.organisation = s.organisation AND l.scenario = s.code
                                             AND (s.kind <> 'outcome' OR coalesce(l.month <= s.as_of, true)) OFFSET 0)
        UNION ALL
        -- ... and the adopted budget alone where there is none of them yet.
        SELECT b.code AS budget_scenario, NULL::text AS scenario, NULL::text AS scenario_kind, NULL::date AS as_of, true AS is_latest
        FROM scenario b
        WHERE b.organisation = y.organisation AND b.fiscal_year = y.fiscal_year AND b.kind = 'budget' AND b.adopted
          AND NOT EXISTS (SELECT FROM latest_scenario n WHERE n.organisation = b.organisation AND n.fiscal_year = b.fiscal_year OFFSET 0)
    ) c
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.budget)                                  AS budget,
               sum(n.outcome)                                 AS outcome,
               @extschema@.budget_variance(n.budget, n.outcome) AS variance,
               @extschema@.deficit(n.budget, n.outcome)         AS deficit,
               @extschema@.surplus(n.budget, n.outcome)         AS surplus
        FROM ledger l
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS net(cost)
        CROSS JOIN LATERAL (SELECT CASE WHEN l.scenario = c.budget_scenario THEN net.cost END,
                                   CASE WHEN l.scenario = c.scenario THEN net.cost END) AS n(budget, outcome)
        -- An outcome's months after its as_of count nowhere (late_month).
        WHERE l.organisation = y.organisation
          AND (l.scenario = c.budget_scenario
               OR l.scenario = c.scenario AND (c.scenario_kind <> 'outcome' OR coalesce(l.month <= c.as_of, true)))
        GROUP BY l.unit, l.head
    ) l
) v
JOIN unit u ON u.organisation = v.organisation AND u.code = v.unit
JOIN budget_head h ON h.organisation = v.organisation AND h.code = v.head$view$::text, NULL::text);
COMMENT ON VIEW   budget_variance                 IS 'A unit and head in a fiscal year: the adopted budget beside one outcome or forecast. Net cost. WHERE is_latest has each year once';
COMMENT ON COLUMN budget_variance.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN budget_variance.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN budget_variance.budget_scenario IS 'Code of the adopted budget; NULL where the year has none, and then there is no verdict';
COMMENT ON COLUMN budget_variance.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN budget_variance.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN budget_variance.as_of           IS 'Last day that the outcome or forecast knows of: an outcome in mid-year is held against the whole year''s budget';
COMMENT ON COLUMN budget_variance.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN budget_variance.unit            IS 'Name of the unit';
COMMENT ON COLUMN budget_variance.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN budget_variance.head            IS 'Name of the budget head';
COMMENT ON COLUMN budget_variance.budget          IS 'Budgeted net cost; 0 where the adopted budget has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.outcome         IS 'Net cost of the outcome or forecast; NULL where it has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.variance        IS 'Budget minus outcome; positive is favourable. For a total use budget_variance(budget, outcome) where budget_scenario is not NULL, not the sum of this column, which lacks what has no outcome';
COMMENT ON COLUMN budget_variance.variance_ratio  IS 'Variance as a fraction of the budget';
COMMENT ON COLUMN budget_variance.deficit         IS 'By how much the outcome exceeds the budget, or 0. For a total use deficit(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.surplus         IS 'By how much the budget exceeds the outcome, or 0. For a total use surplus(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.utilisation     IS 'Outcome as a fraction of the budget: 1 means that it is used up';
COMMENT ON COLUMN budget_variance.is_latest       IS 'Whether this outcome or forecast is the one of its year that counts (latest_scenario), or there is none yet';
