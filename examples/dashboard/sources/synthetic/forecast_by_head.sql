-- What was stated, and what was computed from the same months, where a budget was decided (budget_rollup); money as the mart prints it.
-- The outcome is of years that are over.
SELECT f.fiscal_year::text                  AS year,
       extract(month FROM f.as_of)::integer AS month_number,
       split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM f.as_of)::integer)          AS as_of,
       split_part(node.unit, ' (', 1)       AS unit,
       split_part(node.head, ' (', 1)       AS head,
       sum(f.budget) / [[synthetic.divisor]]                 AS budget,
       sum(f.stated_forecast) / [[synthetic.divisor]]        AS stated,
       sum(f.forecast) / [[synthetic.divisor]]               AS computed,
       ended.outcome / [[synthetic.divisor]]                 AS outcome
FROM budget_rollup node
JOIN unit_tree u ON u.organisation = node.organisation AND u.fiscal_year = node.fiscal_year AND u.ancestor_code = node.unit_code
JOIN head_tree h ON h.organisation = node.organisation AND h.fiscal_year = node.fiscal_year AND h.ancestor_code = node.head_code
JOIN year_end_forecast f ON f.organisation = node.organisation AND f.fiscal_year = node.fiscal_year AND f.as_of = node.as_of
                        AND f.unit_code = u.code AND f.head_code = h.code
LEFT JOIN budget_rollup ended ON ended.organisation = node.organisation AND ended.fiscal_year = node.fiscal_year AND ended.unit_code = node.unit_code
                             AND ended.head_code = node.head_code AND ended.scenario_kind = 'outcome' AND ended.is_latest
WHERE node.scenario_kind = 'forecast' AND node.is_leaf
GROUP BY f.fiscal_year, f.as_of, node.unit_code, node.unit, node.head_code, node.head, ended.outcome
