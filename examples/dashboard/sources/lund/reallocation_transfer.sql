SELECT fiscal_year::text               AS year,
       split_part(from_name, ' (', 1)  AS from_head,
       split_part(to_name, ' (', 1)    AS to_head,
       amount / 1000                   AS amount,
       source                          AS rule
FROM (
    SELECT *, dense_rank() OVER (PARTITION BY organisation, fiscal_year
                                 ORDER BY (scenario_kind = 'outcome') DESC, as_of DESC NULLS LAST, scenario) AS place
    FROM reallocation_transfer
) AS ranked
WHERE place = 1
