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
FROM reallocation_balance
WHERE is_latest
