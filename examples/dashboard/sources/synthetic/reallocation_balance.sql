-- What each head can give or lacks at each point of a year; money as the mart prints it.
SELECT fiscal_year::text                  AS year,
       as_of::text                        AS as_of,
       CASE need_source WHEN 'outcome' THEN '[[Outcome of the year]]' WHEN 'computed' THEN '[[Computed in]] ' || split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM as_of)::integer) ELSE '[[Forecast of]] ' || split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM as_of)::integer) END AS seen,
       CASE need_source WHEN 'outcome' THEN 3 WHEN 'computed' THEN 1 ELSE 2 END AS place,
       split_part(head, ' (', 1)          AS head,
       spare / [[synthetic.divisor]]                       AS spare,
       shortfall / [[synthetic.divisor]]                   AS shortfall,
       given / [[synthetic.divisor]]                       AS given,
       remaining_shortfall / [[synthetic.divisor]]         AS remaining_shortfall
FROM reallocation_balance
