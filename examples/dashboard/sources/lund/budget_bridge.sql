-- From the budget of one year to that of the next; thousands of kronor.
SELECT fiscal_year::text        AS year,
       (fiscal_year - 1)::text  AS year_before,
       step,
       cause,
       kind,
       amount / 1000            AS amount,
       running_total / 1000     AS running_total,
       CASE WHEN temporary THEN '[[temporary]]' ELSE '' END AS note
FROM budget_bridge
