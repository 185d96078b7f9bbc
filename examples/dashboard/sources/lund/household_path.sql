SELECT fiscal_year::text           AS year,
       extract(month FROM month)::integer AS month_number,
       to_char(month, 'Mon')       AS month,
       expected,
       households
FROM household_path
