-- Payments in thousands of kronor, the cost of a household in kronor.
SELECT fiscal_year::text                  AS year,
       split_part(unit, ' (', 1)          AS unit,
       extract(month FROM month)::integer AS month_number,
       to_char(month, 'Mon')              AS month,
       households,
       payments / 1000                    AS payments
FROM household_cost
