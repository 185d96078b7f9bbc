-- Households with support, by unit and month.
SELECT fiscal_year::text                  AS year,
       to_char(month, 'YYYY-MM')          AS month_key,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM month)::integer) AS month,
       extract(month FROM month)::integer AS month_number,
       split_part(unit, ' (', 1)          AS unit,
       households
FROM caseload_by_month
