-- Payments in money as the mart prints it.
SELECT fiscal_year::text                  AS year,
       split_part(unit, ' (', 1)          AS unit,
       extract(month FROM month)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM month)::integer)              AS month,
       households,
       payments / [[synthetic.divisor]]                    AS payments
FROM household_cost
