-- Payments in thousands of kronor, the cost of a household in kronor.
SELECT fiscal_year::text                  AS year,
       split_part(unit, ' (', 1)          AS unit,
       extract(month FROM month)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM month)::integer)              AS month,
       households,
       payments / 1000                    AS payments
FROM household_cost
