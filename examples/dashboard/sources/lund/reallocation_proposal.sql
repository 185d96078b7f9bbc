-- What heads that share a pool would get; money as the mart prints it.
SELECT fiscal_year::text               AS year,
       upper(left(pool, 1)) || replace(substr(pool, 2), '_', ' ') AS pool,
       split_part(head, ' (', 1)       AS head,
       budget / [[lund.divisor]]                   AS budget,
       need / [[lund.divisor]]                     AS need,
       proposed_budget / [[lund.divisor]]          AS proposed,
       change / [[lund.divisor]]                   AS change,
       remaining_shortfall / [[lund.divisor]]      AS remaining_shortfall
FROM reallocation_proposal
WHERE is_latest AND pool IS NOT NULL
