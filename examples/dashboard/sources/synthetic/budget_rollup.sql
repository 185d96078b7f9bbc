-- Each unit with all below it, by the topmost heads: budget beside the outcome or forecast of the year that counts; money as the mart prints it.
SELECT r.fiscal_year::text                AS year,
       CASE r.scenario_kind WHEN 'outcome' THEN '[[outcome]]' ELSE '[[forecast of]] ' || split_part('[[January February March April May June July August September October November December]]', ' ', extract(month FROM r.as_of)::integer) END AS seen,
       t.place,
       repeat('– ', r.unit_level - 1) || split_part(r.unit, ' (', 1) AS unit,
       split_part(r.head, ' (', 1)        AS head,
       r.original_budget / [[synthetic.divisor]]           AS original_budget,
       r.budget / [[synthetic.divisor]]                    AS budget,
       r.outcome / [[synthetic.divisor]]                   AS outcome,
       r.variance / [[synthetic.divisor]]                  AS variance
FROM budget_rollup r
-- A unit comes before those below it.
JOIN (SELECT organisation, fiscal_year, code, string_agg(ancestor_code, ' ' ORDER BY distance DESC) AS place
      FROM unit_tree GROUP BY organisation, fiscal_year, code) AS t
     ON t.organisation = r.organisation AND t.fiscal_year = r.fiscal_year AND t.code = r.unit_code
WHERE r.is_latest AND r.head_level = 1 AND r.budget IS NOT NULL
