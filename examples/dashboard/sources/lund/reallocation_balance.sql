-- What each head can give or lacks, and what becomes of it; thousands of kronor.
SELECT fiscal_year::text           AS year,
       split_part(head, ' (', 1)   AS head,
       statutory,
       budget / 1000               AS budget,
       need / 1000                 AS need,
       spare / 1000                AS spare,
       shortfall / 1000            AS shortfall,
       given / 1000                AS given,
       received / 1000             AS received,
       budget_after / 1000         AS budget_after,
       remaining_spare / 1000      AS remaining_spare,
       remaining_shortfall / 1000  AS remaining_shortfall
FROM (
    SELECT *, dense_rank() OVER (PARTITION BY organisation, fiscal_year
                                 ORDER BY (scenario_kind = 'outcome') DESC, as_of DESC NULLS LAST, scenario) AS place
    FROM reallocation_balance
) AS ranked
WHERE place = 1
