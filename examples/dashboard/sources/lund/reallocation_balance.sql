-- What each head can give or lacks, and what becomes of it; money as the mart prints it.
SELECT fiscal_year::text           AS year,
       split_part(head, ' (', 1)   AS head,
       CASE WHEN statutory THEN '[[yes]]' ELSE '' END AS statutory,
       budget / [[lund.divisor]]               AS budget,
       need / [[lund.divisor]]                 AS need,
       spare / [[lund.divisor]]                AS spare,
       shortfall / [[lund.divisor]]            AS shortfall,
       given / [[lund.divisor]]                AS given,
       received / [[lund.divisor]]             AS received,
       budget_after / [[lund.divisor]]         AS budget_after,
       remaining_spare / [[lund.divisor]]      AS remaining_spare,
       remaining_shortfall / [[lund.divisor]]  AS remaining_shortfall,
       CASE need_source WHEN 'computed' THEN '[[computed from the books until]] ' || as_of WHEN 'outcome' THEN '[[the outcome of the year]]' ELSE '[[as the board states it]]' END AS need_is
FROM reallocation_balance
WHERE is_latest
