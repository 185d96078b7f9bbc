-- What the budget for income support pays for; thousands of kronor, the cost of a household in kronor.
SELECT fiscal_year::text        AS year,
       households_funded,
       households_expected,
       gap_households,
       cost_per_household,
       budget / 1000            AS budget,
       gap / 1000               AS gap,
       coalesce(norm_gap, 0) / 1000 AS norm_gap,
       (gap - coalesce(norm_gap, 0)) / 1000 AS volume_gap
FROM household_budget_gap
WHERE households_expected IS NOT NULL
