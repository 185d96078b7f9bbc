-- household_budget_gap: what the budget of the plan pays for

CREATE OR REPLACE VIEW household_budget_gap AS
SELECT p.organisation,
       p.fiscal_year,
       p.budget::numeric(18,2)                                                         AS budget,
       p.cost_per_household::numeric(18,2)                                             AS cost_per_household,
       f.funded                                                                        AS households_funded,
       e.expected                                                                      AS households_expected,
       e.expected - f.funded                                                           AS gap_households,
       @extschema@.household_gap(p.budget, e.expected, p.cost_per_household)::numeric(18,2) AS gap,
       p.norm_gap::numeric(18,2)                                                       AS norm_gap,
       w.path                                                                          AS households_on_path,
       CASE WHEN p.expected_households IS NOT NULL THEN 'stated'
            WHEN w.path IS NOT NULL                THEN 'path' END                     AS expected_basis
FROM household_plan p
JOIN organisation o ON o.organisation = p.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(p.fiscal_year, o.fiscal_year_start), @extschema@.fiscal_year_end(p.fiscal_year, o.fiscal_year_start)) AS d(first_day, last_day)
CROSS JOIN LATERAL (
    SELECT round(@extschema@.glide_path_mean(p.opening_households::numeric, d.first_day - 1, p.closing_households::numeric, d.last_day,
                                             d.first_day, d.last_day))::integer
) AS w(path)
CROSS JOIN LATERAL (SELECT coalesce(p.expected_households, w.path)) AS e(expected)
CROSS JOIN LATERAL (
    -- Not shown where it is too many for an integer.
    SELECT CASE WHEN n < 2147483648.0 THEN n::integer END
    FROM @extschema@.households_funded(p.budget, p.cost_per_household) AS n
) AS f(funded);
COMMENT ON VIEW   household_budget_gap                     IS 'A fiscal year''s plan: how many households the budget pays for, how many are expected, and what is missing';
COMMENT ON COLUMN household_budget_gap.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN household_budget_gap.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN household_budget_gap.budget              IS 'Budget for payments to households';
COMMENT ON COLUMN household_budget_gap.cost_per_household  IS 'What a household costs in a month';
COMMENT ON COLUMN household_budget_gap.households_funded   IS 'Households that the budget pays for in every month of the year';
COMMENT ON COLUMN household_budget_gap.households_expected IS 'Households expected per month on average: what the plan states, else the mean of the way from opening to closing';
COMMENT ON COLUMN household_budget_gap.gap_households      IS 'Expected minus funded; negative where the budget pays for more';
COMMENT ON COLUMN household_budget_gap.gap                 IS 'What the budget lacks for the households expected: expected x cost x 12 - budget; negative where some is left';
COMMENT ON COLUMN household_budget_gap.norm_gap            IS 'Part of the gap that the plan puts down to support norms rising by more than the budget was raised for; NULL where it does not say';
COMMENT ON COLUMN household_budget_gap.households_on_path  IS 'Mean over the year of the straight way from opening to closing households';
COMMENT ON COLUMN household_budget_gap.expected_basis      IS 'Where the expected households are from: stated (by the plan) or path';
