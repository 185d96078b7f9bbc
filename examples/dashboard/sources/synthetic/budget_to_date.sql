-- Budget beside bookings, of each month and of the year so far, where both meet (budget_rollup): a budget decided above stands
-- beside all that is booked below. Money as the mart prints it.
SELECT node.fiscal_year::text               AS year,
       to_char(month.month, 'YYYY-MM')      AS month,
       split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM month.month)::integer) || to_char(month.month, ' YYYY') AS month_name,
       split_part(node.unit, ' (', 1)       AS unit,
       split_part(node.head, ' (', 1)       AS head,
       sum(month.budget_month) / [[synthetic.divisor]]       AS budget_month,
       sum(month.outcome_month) / [[synthetic.divisor]]      AS outcome_month,
       sum(month.budget_to_date) / [[synthetic.divisor]]     AS budget_to_date,
       sum(month.outcome_to_date) / [[synthetic.divisor]]    AS outcome_to_date,
       sum(month.budget_year) / [[synthetic.divisor]]        AS budget_year,
       bool_and(month.is_closed)            AS is_closed,
       CASE max(CASE month.phasing WHEN 'stated' THEN 1 WHEN 'seasonal' THEN 2 WHEN 'even' THEN 3 END)
           WHEN 1 THEN '[[stated]]' WHEN 2 THEN '[[seasonal]]' WHEN 3 THEN '[[twelfths]]' END AS budget_months
FROM budget_to_date month
JOIN unit_tree u ON u.organisation = month.organisation AND u.fiscal_year = month.fiscal_year AND u.code = month.unit_code
JOIN head_tree h ON h.organisation = month.organisation AND h.fiscal_year = month.fiscal_year AND h.code = month.head_code
JOIN budget_rollup node ON node.organisation = month.organisation AND node.fiscal_year = month.fiscal_year AND node.scenario = month.scenario
                       AND node.is_leaf AND node.unit_code = u.ancestor_code AND node.head_code = h.ancestor_code
GROUP BY node.organisation, node.fiscal_year, month.month, node.unit_code, node.unit, node.head_code, node.head
-- That of what stands below where it was decided is NULL, not its bookings.
HAVING count(month.budget_year) > 0
