-- What heads that share a pool would get; thousands of kronor.
SELECT fiscal_year::text               AS year,
       upper(left(pool, 1)) || replace(substr(pool, 2), '_', ' ') AS pool,
       split_part(head, ' (', 1)       AS head,
       budget / 1000                   AS budget,
       need / 1000                     AS need,
       proposed_budget / 1000          AS proposed,
       change / 1000                   AS change,
       remaining_shortfall / 1000      AS remaining_shortfall
FROM reallocation_proposal
WHERE is_latest AND pool IS NOT NULL
