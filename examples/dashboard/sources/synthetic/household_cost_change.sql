-- Why the payments of a year differ from the year before; thousands of kronor.
SELECT fiscal_year::text                  AS year,
       (fiscal_year - 1)::text            AS year_before,
       cost_before / 1000                 AS cost_before,
       volume_effect / 1000               AS volume_effect,
       mix_effect / 1000                  AS mix_effect,
       price_effect / 1000                AS price_effect,
       cost / 1000                        AS cost,
       cost_per_household_before,
       cost_per_household
FROM household_cost_change
