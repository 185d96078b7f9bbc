-- The forecast for the whole organisation as it stood after each month; thousands of kronor.
SELECT fiscal_year::text                  AS year,
       extract(month FROM as_of)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM as_of)::integer)              AS month,
       booked / 1000                      AS booked,
       forecast / 1000                    AS forecast,
       low / 1000                         AS low,
       high / 1000                        AS high,
       budget / 1000                      AS budget,
       deficit / 1000                     AS deficit
FROM forecast_total_by_month
WHERE budget > 0
