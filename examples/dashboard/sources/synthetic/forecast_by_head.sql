-- What was stated, and what was computed from the same months; thousands of kronor.
SELECT f.fiscal_year::text                  AS year,
       extract(month FROM f.as_of)::integer AS month_number,
       to_char(f.as_of, 'FMMonth')          AS as_of,
       split_part(f.unit, ' (', 1)          AS unit,
       split_part(f.head, ' (', 1)          AS head,
       f.budget / 1000                      AS budget,
       f.stated_forecast / 1000             AS stated,
       f.forecast / 1000                    AS computed,
       o.outcome / 1000                     AS outcome
FROM year_end_forecast f
LEFT JOIN budget_variance o ON o.organisation = f.organisation AND o.fiscal_year = f.fiscal_year
                           AND o.unit_code = f.unit_code AND o.head_code = f.head_code AND o.scenario_kind = 'outcome'
WHERE f.stated_scenario IS NOT NULL
