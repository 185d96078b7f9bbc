-- What the budget for income support pays for; money as the mart prints it, the cost of a household in whole units of the currency.
SELECT fiscal_year::text        AS year,
       households_funded,
       households_expected,
       gap_households,
       cost_per_household,
       budget / [[lund.divisor]]            AS budget,
       gap / [[lund.divisor]]               AS gap,
       coalesce(norm_gap, 0) / [[lund.divisor]] AS norm_gap,
       (gap - coalesce(norm_gap, 0)) / [[lund.divisor]] AS volume_gap
FROM household_budget_gap
WHERE households_expected IS NOT NULL
