-- The steps from what is booked to each forecast of a unit and head, which add up to it; money as the mart prints it. Details are in whole units of the currency.
SELECT said.fiscal_year::text            AS year,
       to_char(said.as_of, 'MM')         AS month_key,
       split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM said.as_of)::integer)    AS month,
       split_part(said.unit, ' (', 1)    AS unit,
       split_part(said.head, ' (', 1)    AS head,
       said.step,
       said.what,
       CASE said.what
            WHEN 'booked' THEN '[[Booked so far]]'
            WHEN 'one_off' THEN '[[Booked once, not carried on]]'
            WHEN 'months_to_come' THEN '[[Months to come]]'
            WHEN 'growth' THEN '[[Growth so far, carried on]]'
            WHEN 'combination' THEN '[[What other methods say]]'
            WHEN 'rest_of_budget' THEN '[[Rest of the budget]]'
            WHEN 'late' THEN '[[Late]]'
            ELSE '[[Not known]]' END         AS label,
       said.amount / [[synthetic.divisor]]                AS amount,
       -- Digits in groups of three, and methods in words.
       replace(replace(regexp_replace(said.detail, '(\d)(?=(\d{3})+\.)', E'\\1\u00a0', 'g'), 'run_rate', 'run rate'), 'last_year', 'last year') AS detail,
       shown.forecast / [[synthetic.divisor]]             AS forecast,
       shown.low / [[synthetic.divisor]]                  AS low,
       shown.high / [[synthetic.divisor]]                 AS high
FROM forecast_explanation said
JOIN forecast_by_month shown ON shown.organisation = said.organisation AND shown.fiscal_year = said.fiscal_year AND shown.as_of = said.as_of
                            AND shown.unit_code = said.unit_code AND shown.head_code = said.head_code
WHERE shown.forecast IS NOT NULL AND shown.method <> 'outcome'
