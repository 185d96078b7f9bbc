SELECT fiscal_year::text           AS year,
       extract(month FROM month)::integer AS month_number,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', extract(month FROM month)::integer)       AS month,
       expected,
       households
FROM household_path
