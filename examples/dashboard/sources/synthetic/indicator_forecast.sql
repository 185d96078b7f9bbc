-- Each indicator after each month: its year so far, where it will end and its target; percentages as such.
SELECT fiscal_year::text                  AS year,
       split_part(indicator, ' (', 1)     AS indicator,
       position,
       extract(month FROM as_of)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM as_of)::integer)              AS month,
       CASE measure WHEN 'percent' THEN '[[Per cent]]' ELSE upper(left(coalesce(counted, measure), 1)) || substr(coalesce(counted, measure), 2) END AS unit,
       CASE measure WHEN 'percent' THEN '#,##0.0' ELSE '#,##0' END AS format,
       value_to_date * factor             AS so_far,
       forecast * factor                  AS forecast,
       low * factor                       AS low,
       high * factor                      AS high,
       target * factor                    AS target,
       status,
       basis,
       is_latest
FROM indicator_forecast
CROSS JOIN LATERAL (SELECT CASE measure WHEN 'percent' THEN 100 ELSE 1 END) AS f(factor)
WHERE target IS NOT NULL
