-- Why the payments of a year differ from the year before; money as the mart prints it.
SELECT fiscal_year::text                  AS year,
       (fiscal_year - 1)::text            AS year_before,
       cost_before / [[synthetic.divisor]]                 AS cost_before,
       volume_effect / [[synthetic.divisor]]               AS volume_effect,
       mix_effect / [[synthetic.divisor]]                  AS mix_effect,
       price_effect / [[synthetic.divisor]]                AS price_effect,
       cost / [[synthetic.divisor]]                        AS cost,
       cost_per_household_before,
       cost_per_household
FROM household_cost_change
