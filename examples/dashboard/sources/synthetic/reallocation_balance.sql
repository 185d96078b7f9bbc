-- What each head can give or lacks at each point of a year; thousands of kronor.
SELECT fiscal_year::text                  AS year,
       as_of::text                        AS as_of,
       CASE need_source WHEN 'outcome' THEN 'Outcome of the year' WHEN 'computed' THEN 'Computed in ' || to_char(as_of, 'FMMonth') ELSE 'Forecast of ' || to_char(as_of, 'FMMonth') END AS seen,
       split_part(head, ' (', 1)          AS head,
       spare / 1000                       AS spare,
       shortfall / 1000                   AS shortfall,
       given / 1000                       AS given,
       remaining_shortfall / 1000         AS remaining_shortfall
FROM reallocation_balance
