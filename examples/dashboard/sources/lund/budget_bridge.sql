-- From the budget of one year to that of the next; money as the mart prints it. The view names its own steps in English.
SELECT fiscal_year::text        AS year,
       (fiscal_year - 1)::text  AS year_before,
       step,
       CASE kind WHEN 'opening' THEN '[[Budget]] ' || (fiscal_year - 1)::text WHEN 'unexplained' THEN '[[Not explained]]' ELSE cause END AS cause,
       kind,
       amount / [[lund.divisor]]            AS amount,
       running_total / [[lund.divisor]]     AS running_total,
       CASE WHEN temporary THEN '[[temporary]]' ELSE '' END AS note,
       basis
FROM budget_bridge
