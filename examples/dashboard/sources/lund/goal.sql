-- How many indicators of each goal are met, in the order in which the plan lists them, a goal before its parts.
WITH placed AS (
    SELECT g.*, (SELECT min(t.position)
                 FROM goal_attainment c
                 JOIN target_attainment t USING (organisation, fiscal_year, goal_code)
                 WHERE c.organisation = g.organisation AND c.fiscal_year = g.fiscal_year
                   AND g.goal_code IN (c.goal_code, c.parent_code)) AS first_position
    FROM goal_attainment g
    WHERE indicators > 0
)
SELECT g.fiscal_year::text           AS year,
       split_part(g.goal, ' (', 1)   AS goal,
       g.parent_code IS NOT NULL     AS is_part,
       row_number() OVER (PARTITION BY g.organisation, g.fiscal_year
                          ORDER BY coalesce(p.first_position, g.first_position), coalesce(g.parent_code, g.goal_code),
                                   g.parent_code IS NOT NULL, g.first_position) AS place,
       g.indicators,
       g.previously_met,
       g.previously_no_data,
       g.met,
       g.no_data
FROM placed g
LEFT JOIN placed p ON p.organisation = g.organisation AND p.fiscal_year = g.fiscal_year AND p.goal_code = g.parent_code
