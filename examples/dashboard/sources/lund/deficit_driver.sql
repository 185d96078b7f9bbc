-- The stated causes of the latest stated deficit of a year; money as the mart prints it, negative is adverse.
SELECT fiscal_year::text                  AS year,
       split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM as_of)::integer) || to_char(as_of, ' YYYY') AS as_of,
       split_part(cause, ' (', 1)         AS cause,
       amount / [[lund.divisor]]                      AS amount,
       stated_total / [[lund.divisor]]                AS stated_total,
       explained / [[lund.divisor]]                   AS explained,
       unexplained / [[lund.divisor]]                 AS unexplained
FROM deficit_driver
WHERE is_latest
