-- ledger: budgets, outcomes and forecasts by unit and head, and how they stand against each other

CREATE TABLE IF NOT EXISTS budget_head (
    organisation text          NOT NULL REFERENCES organisation,
    code         text          NOT NULL,
    name         text          NOT NULL,
    parent       text,
    statutory    boolean       NOT NULL DEFAULT false,
    pool         text,
    floor_ratio  numeric(12,6) NOT NULL DEFAULT 0,
    priority     integer       NOT NULL DEFAULT 1,
    PRIMARY KEY (organisation, code),
    CONSTRAINT budget_head_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES budget_head,
    CONSTRAINT budget_head_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT budget_head_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT budget_head_floor_ratio_is_from_0_to_1 CHECK (floor_ratio BETWEEN 0 AND 1),
    CONSTRAINT budget_head_priority_is_at_least_1 CHECK (priority >= 1)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'budget_head'::text, '{code,pool}'::text[], '{name}'::text[]);
COMMENT ON TABLE  budget_head              IS 'Heads of the budget: what the money is for, as a tree';
COMMENT ON COLUMN budget_head.organisation IS 'Organisation that the head belongs to';
COMMENT ON COLUMN budget_head.code         IS 'Code of the head, unique within the organisation';
COMMENT ON COLUMN budget_head.name         IS 'Name for people';
COMMENT ON COLUMN budget_head.parent       IS 'Code of the head above, or NULL at the top';
COMMENT ON COLUMN budget_head.statutory    IS 'Whether the law obliges the board to grant what is needed; a label, see priority for who is served first';
COMMENT ON COLUMN budget_head.pool         IS 'Heads of one pool share what they have in reallocation_proposal; NULL takes part in none. Transfer rules go by heads, not pools';
COMMENT ON COLUMN budget_head.floor_ratio  IS 'Fraction of its budget that the head always keeps';
COMMENT ON COLUMN budget_head.priority     IS 'Order in which shortfalls are covered, 1 first: in a pool and in the plan by rules. All are equal where all have the usual 1';

DROP TRIGGER IF EXISTS budget_head_is_loaded_one_at_a_time ON budget_head;
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_insert AFTER INSERT ON budget_head
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_update AFTER UPDATE ON budget_head
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();

CREATE TABLE IF NOT EXISTS scenario (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    kind         text    NOT NULL,
    fiscal_year  integer NOT NULL,
    as_of        date,
    adopted      boolean NOT NULL DEFAULT true,
    stated_total numeric,
    PRIMARY KEY (organisation, code),
    CONSTRAINT scenario_code_fiscal_year_key UNIQUE (organisation, code, fiscal_year),
    CONSTRAINT scenario_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT scenario_kind_is_known CHECK (kind IN ('budget', 'outcome', 'forecast')),
    CONSTRAINT scenario_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT scenario_as_of_is_finite CHECK (isfinite(as_of)),
    CONSTRAINT scenario_stated_total_is_an_amount CHECK (abs(stated_total) < 1e13 AND stated_total = round(stated_total, 2))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'scenario'::text, '{code}'::text[], '{}'::text[]);
CREATE UNIQUE INDEX IF NOT EXISTS scenario_one_adopted_budget_a_year
    ON scenario (organisation, fiscal_year) WHERE kind = 'budget' AND adopted;
COMMENT ON TABLE  scenario              IS 'A set of ledger rows: a budget, an outcome or a forecast of a fiscal year';
COMMENT ON COLUMN scenario.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario.code         IS 'Code of the scenario, unique within the organisation, such as budget-2023';
COMMENT ON COLUMN scenario.kind         IS 'budget, outcome or forecast';
COMMENT ON COLUMN scenario.fiscal_year  IS 'Year it covers; a fiscal year is a calendar year';
COMMENT ON COLUMN scenario.as_of        IS 'Last day that the figures know of, or NULL where nobody says';
COMMENT ON COLUMN scenario.adopted      IS 'Whether it is in force; of a year''s budgets at most one is, and the views compare with that one';
COMMENT ON COLUMN scenario.stated_total IS 'Variance that the source itself states for the whole year, negative for a deficit, or NULL';

CREATE TABLE IF NOT EXISTS ledger (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    unit         text    NOT NULL,
    head         text    NOT NULL,
    flow         text    NOT NULL DEFAULT 'cost',
    month        date,
    amount       numeric NOT NULL,
    month_year   integer GENERATED ALWAYS AS (CASE WHEN isfinite(month) THEN EXTRACT(year FROM month)::integer END) STORED,
    CONSTRAINT ledger_has_one_row_a_month_add_up_vouchers_first UNIQUE NULLS NOT DISTINCT (organisation, scenario, unit, head, flow, month),
    CONSTRAINT ledger_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT ledger_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT ledger_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT ledger_month_is_in_the_scenarios_fiscal_year
        FOREIGN KEY (organisation, scenario, month_year) REFERENCES scenario (organisation, code, fiscal_year),
    CONSTRAINT ledger_month_is_a_first_day CHECK (isfinite(month) AND EXTRACT(day FROM month) = 1::numeric),
    CONSTRAINT ledger_flow_is_cost_or_revenue CHECK (flow IN ('cost', 'revenue')),
    CONSTRAINT ledger_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  ledger              IS 'Amounts by scenario, unit, head, flow and month; every other table of money stands beside this one';
COMMENT ON COLUMN ledger.organisation IS 'Organisation that the amount belongs to';
COMMENT ON COLUMN ledger.scenario     IS 'Code of the budget, outcome or forecast';
COMMENT ON COLUMN ledger.unit         IS 'Code of the unit';
COMMENT ON COLUMN ledger.head         IS 'Code of the budget head';
COMMENT ON COLUMN ledger.flow         IS 'cost or revenue; net cost is cost minus revenue';
COMMENT ON COLUMN ledger.month        IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN ledger.amount       IS 'Amount in whole currency units, at most two decimals; negative for a correction';
COMMENT ON COLUMN ledger.month_year   IS 'Year of the month, kept so that it can be held against the scenario''s';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{ledger}'::text[], 'ledger'::text, 10, 'scenario'::text);

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{scenario}'::text[], 'ledger'::text, 10, 'fiscal_year'::text);

-- Names and rules show in every year.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit,budget_head}'::text[], 'ledger'::text, 0, ''::text);

-- Of which the ledger may say something.
CREATE OR REPLACE VIEW live_ledger_year AS
SELECT DISTINCT s.organisation, s.fiscal_year
FROM scenario s;
COMMENT ON VIEW   live_ledger_year              IS 'A fiscal year that the organisation has a scenario of';
COMMENT ON COLUMN live_ledger_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_ledger_year.fiscal_year  IS 'Fiscal year';

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
       @extschema@.ratio(v.outcome, v.budget)::numeric(12,6)           AS utilisation
FROM (
    -- Without an adopted budget there is an outcome, but no verdict.
    SELECT y.organisation, y.fiscal_year, c.budget_scenario, c.scenario, c.scenario_kind, c.as_of, l.unit, l.head,
           CASE WHEN c.budget_scenario IS NOT NULL THEN coalesce(l.budget, 0::numeric) END AS budget,
           l.outcome,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.variance END AS variance,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.deficit END  AS deficit,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.surplus END  AS surplus
    FROM @years@ y
    CROSS JOIN LATERAL (
        -- Every outcome and forecast beside the year's adopted budget, ...
        SELECT b.code AS budget_scenario, s.code AS scenario, s.kind AS scenario_kind, s.as_of
        FROM scenario s
        LEFT JOIN scenario b ON b.organisation = s.organisation AND b.fiscal_year = s.fiscal_year
                            AND b.kind = 'budget' AND b.adopted
        WHERE s.organisation = y.organisation AND s.fiscal_year = y.fiscal_year AND s.kind IN ('outcome', 'forecast')
          -- OFFSET 0 lets it be looked up: joined, it would be read of years that are not asked for.
          AND EXISTS (SELECT FROM ledger l WHERE l.organisation = s.organisation AND l.scenario = s.code
                                             AND (s.kind <> 'outcome' OR coalesce(l.month <= s.as_of, true)) OFFSET 0)
        UNION ALL
        -- ... and the adopted budget alone where there is none of them yet.
        SELECT b.code AS budget_scenario, NULL::text AS scenario, NULL::text AS scenario_kind, NULL::date AS as_of
        FROM scenario b
        WHERE b.organisation = y.organisation AND b.fiscal_year = y.fiscal_year AND b.kind = 'budget' AND b.adopted
          AND NOT EXISTS (SELECT FROM scenario s
                          JOIN ledger l ON l.organisation = s.organisation AND l.scenario = s.code
                          WHERE s.organisation = b.organisation AND s.fiscal_year = b.fiscal_year
                            AND s.kind IN ('outcome', 'forecast')
                            AND (s.kind <> 'outcome' OR coalesce(l.month <= s.as_of, true)) OFFSET 0)
    ) c
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.budget)                                  AS budget,
               sum(n.outcome)                                 AS outcome,
               @extschema@.budget_variance(n.budget, n.outcome) AS variance,
               @extschema@.deficit(n.budget, n.outcome)         AS deficit,
               @extschema@.surplus(n.budget, n.outcome)         AS surplus
        FROM ledger l
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS net(cost)
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
COMMENT ON VIEW   budget_variance                 IS 'A unit and head in a fiscal year: the adopted budget beside one outcome or forecast. Net cost. With several outcomes or forecasts of a year choose one scenario before adding up';
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
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS net(cost)
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
