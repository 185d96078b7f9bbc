-- The stated causes of the latest stated deficit of a year; thousands of kronor, negative is adverse.
SELECT fiscal_year::text                  AS year,
       split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM as_of)::integer) || to_char(as_of, ' YYYY') AS as_of,
       split_part(cause, ' (', 1)         AS cause,
       amount / 1000                      AS amount,
       stated_total / 1000                AS stated_total,
       explained / 1000                   AS explained,
       unexplained / 1000                 AS unexplained
FROM deficit_driver
WHERE is_latest
