-- The forecast for the whole organisation as it stood after each month; money as the mart prints it.
SELECT fiscal_year::text                  AS year,
       extract(month FROM as_of)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM as_of)::integer)              AS month,
       booked / [[synthetic.divisor]]                      AS booked,
       forecast / [[synthetic.divisor]]                    AS forecast,
       low / [[synthetic.divisor]]                         AS low,
       high / [[synthetic.divisor]]                        AS high,
       budget / [[synthetic.divisor]]                      AS budget,
       deficit / [[synthetic.divisor]]                     AS deficit
FROM forecast_total_by_month
WHERE budget > 0
