-- What each head can give or lacks, and what becomes of it; thousands of kronor.
SELECT fiscal_year::text           AS year,
       split_part(head, ' (', 1)   AS head,
       CASE WHEN statutory THEN '[[yes]]' ELSE '' END AS statutory,
       budget / 1000               AS budget,
       need / 1000                 AS need,
       spare / 1000                AS spare,
       shortfall / 1000            AS shortfall,
       given / 1000                AS given,
       received / 1000             AS received,
       budget_after / 1000         AS budget_after,
       remaining_spare / 1000      AS remaining_spare,
       remaining_shortfall / 1000  AS remaining_shortfall,
       CASE need_source WHEN 'computed' THEN '[[computed from the books until]] ' || as_of WHEN 'outcome' THEN '[[the outcome of the year]]' ELSE '[[as the board states it]]' END AS need_is
FROM reallocation_balance
WHERE is_latest
