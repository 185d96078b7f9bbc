-- budget_in_force: which decisions make up the budget of a year on a day

-- The budget in force on a day is the sum of all decisions that are in force then:
--
--   in_force_on(day, in_force_from, in_force_until)
--
-- A budget takes the place of all that was decided before it. The day infinity gives the last budget of the year.
CREATE OR REPLACE VIEW budget_in_force AS
WITH decision AS (
    SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.kind, scenario.as_of AS decided_on,
           coalesce(scenario.as_of, '-infinity'::date) AS from_day
    FROM scenario
    WHERE scenario.kind IN ('budget', 'supplement') AND scenario.adopted
      -- A budget without rows is no budget.
      AND EXISTS (SELECT FROM ledger WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code OFFSET 0)
), placed AS (
    SELECT decision.*,
           count(*) FILTER (WHERE decision.kind = 'budget') OVER before AS budgets_before,
           min(decision.from_day) FILTER (WHERE decision.kind = 'budget') OVER after AS next_budget
    FROM decision
    -- What was to be added before a budget of the same day was decided went into that.
    WINDOW before AS (PARTITION BY decision.organisation, decision.fiscal_year ORDER BY decision.from_day, decision.kind DESC, decision.scenario
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
           after  AS (PARTITION BY decision.organisation, decision.fiscal_year ORDER BY decision.from_day, decision.kind DESC, decision.scenario
                      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
)
SELECT placed.organisation,
       placed.fiscal_year,
       placed.scenario,
       placed.kind,
       placed.decided_on,
       placed.decided_on AS in_force_from,
       -- What nothing can be added to is never in force.
       CASE WHEN placed.kind = 'supplement' AND placed.budgets_before = 0::bigint THEN placed.decided_on ELSE placed.next_budget END AS in_force_until,
       placed.kind = 'budget' AND placed.budgets_before = 0::bigint AS is_original
FROM placed;
COMMENT ON VIEW   budget_in_force                IS 'An adopted budget or supplement with amounts, and from when until when it is in force. The budget in force on a day is the latest budget decided on or before it, with the supplements decided after that budget and on or before the day: the sum of all decisions WHERE (in_force_from <= day OR in_force_from IS NULL) AND (in_force_until > day OR in_force_until IS NULL)';
COMMENT ON COLUMN budget_in_force.organisation   IS 'Code of the organisation';
COMMENT ON COLUMN budget_in_force.fiscal_year    IS 'Fiscal year that the money is for';
COMMENT ON COLUMN budget_in_force.scenario       IS 'Code of the budget or supplement';
COMMENT ON COLUMN budget_in_force.kind           IS 'budget or supplement';
COMMENT ON COLUMN budget_in_force.decided_on     IS 'Day it was decided on; NULL for a budget that comes before all others';
COMMENT ON COLUMN budget_in_force.in_force_from  IS 'First day on which it is in force: decided_on; NULL for a budget that comes before all others';
COMMENT ON COLUMN budget_in_force.in_force_until IS 'First day on which it is no more, since another budget took its place; NULL where none has. The same as in_force_from where it never was: a supplement without a budget before it, or of a day on which a budget was decided';
COMMENT ON COLUMN budget_in_force.is_original    IS 'Whether it is the first adopted budget of its year';
