-- household_plan: what a budget for support pays for, and the way to its household target

CREATE TABLE IF NOT EXISTS household_plan (
    organisation        text    NOT NULL REFERENCES organisation,
    fiscal_year         integer NOT NULL,
    opening_households  integer,
    closing_households  integer,
    expected_households integer,
    cost_per_household  numeric,
    budget              numeric,
    norm_gap            numeric,
    PRIMARY KEY (organisation, fiscal_year),
    CONSTRAINT household_plan_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT household_plan_households_are_up_to_ten_million
        CHECK (opening_households >= 0 AND opening_households <= 10000000
               AND closing_households >= 0 AND closing_households <= 10000000
               AND expected_households >= 0 AND expected_households <= 10000000),
    CONSTRAINT household_plan_cost_per_household_is_from_0_01_to_1e7
        CHECK (cost_per_household > 0 AND cost_per_household < 1e7 AND cost_per_household = round(cost_per_household, 2)),
    CONSTRAINT household_plan_amounts_are_finite_with_at_most_two_decimals
        CHECK (abs(budget) < 1e13 AND budget = round(budget, 2) AND abs(norm_gap) < 1e13 AND norm_gap = round(norm_gap, 2))
);
COMMENT ON TABLE  household_plan                     IS 'What a fiscal year''s plan says of the households with support; NULL where it says nothing';
COMMENT ON COLUMN household_plan.organisation        IS 'Organisation whose plan it is';
COMMENT ON COLUMN household_plan.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN household_plan.opening_households  IS 'Households at the end of the year before';
COMMENT ON COLUMN household_plan.closing_households  IS 'Target: households at the end of the year';
COMMENT ON COLUMN household_plan.expected_households IS 'Households per month on average, where the plan states them; else they follow from the way from opening to closing';
COMMENT ON COLUMN household_plan.cost_per_household  IS 'What a household costs in a month, in whole currency units';
COMMENT ON COLUMN household_plan.budget              IS 'Budget for payments to households in the year, before revenue';
COMMENT ON COLUMN household_plan.norm_gap            IS 'Part of what is missing that comes from support norms rising by more than the budget was raised for, where the plan states it';

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
CROSS JOIN LATERAL (
    SELECT round(@extschema@.glide_path_mean(p.opening_households::numeric, make_date(p.fiscal_year - 1, 12, 31),
                                             p.closing_households::numeric, make_date(p.fiscal_year, 12, 31),
                                             make_date(p.fiscal_year, 1, 1), make_date(p.fiscal_year, 12, 31)))::integer
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

CREATE OR REPLACE VIEW household_path AS
SELECT p.organisation,
       p.fiscal_year,
       v.month,
       v.expected,
       a.households,
       a.households - v.expected AS deviation
FROM household_plan p
CROSS JOIN generate_series(1, 12) AS m(number)
CROSS JOIN LATERAL (
    SELECT s.month,
           round(@extschema@.glide_path_mean(p.opening_households::numeric, make_date(p.fiscal_year - 1, 12, 31),
                                             p.closing_households::numeric, make_date(p.fiscal_year, 12, 31),
                                             s.month, (s.month + interval '1 month' - interval '1 day')::date))::integer AS expected
    FROM (SELECT make_date(p.fiscal_year, m.number, 1) AS month) s
) v
LEFT JOIN (
    SELECT c.organisation, c.fiscal_year, c.month, sum(c.households)::integer AS households
    FROM caseload_by_month c
    GROUP BY c.organisation, c.fiscal_year, c.month
) a ON a.organisation = p.organisation AND a.fiscal_year = p.fiscal_year AND a.month = v.month
WHERE v.expected IS NOT NULL;
COMMENT ON VIEW   household_path              IS 'A month of the year on the way to the household target, beside the households there were';
COMMENT ON COLUMN household_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN household_path.fiscal_year  IS 'Fiscal year of the plan';
COMMENT ON COLUMN household_path.month        IS 'First day of the month';
COMMENT ON COLUMN household_path.expected     IS 'Mean over the month of the straight way from the opening to the closing households';
COMMENT ON COLUMN household_path.households   IS 'Households with support in the month, summed over the units that have reported it; NULL where none has';
COMMENT ON COLUMN household_path.deviation    IS 'Households minus expected: positive means more than on the way to the target';
