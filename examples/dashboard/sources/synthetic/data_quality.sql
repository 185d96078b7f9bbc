-- What looks wrong in the figures; a rule that finds nothing has one row without an item, for a source without rows cannot be read.
SELECT rule,
       CASE severity WHEN 'error' THEN '[[Error]]' WHEN 'warning' THEN '[[Warning]]' ELSE '[[Note]]' END AS severity,
       CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END AS place,
       known.what,
       suspicion.item,
       suspicion.fiscal_year::text                 AS year,
       to_char(suspicion.month, 'YYYY-MM')         AS month,
       -- What is wrong in numbers is said in English alone; what the rule finds, and what to do, in every language.
       CASE '[[language]]' WHEN 'en' THEN suspicion.detail ELSE known.what || coalesce(' (' || coalesce(account.name, indicator.name, suspicion.item) || ')', '') || '. ' || known.what_to_do END AS detail
FROM data_quality_rule known
LEFT JOIN (SELECT organisation, rule, item, fiscal_year, month, detail FROM data_quality) suspicion USING (organisation, rule)
-- An item is a code, or those of a unit and head.
LEFT JOIN LATERAL (SELECT split_part(node.unit, ' (', 1) || ', ' || split_part(node.head, ' (', 1) AS name FROM budget_rollup node
                   WHERE node.organisation = suspicion.organisation AND node.unit_code || ' / ' || node.head_code = suspicion.item LIMIT 1) account ON true
LEFT JOIN LATERAL (SELECT split_part(target.indicator, ' (', 1) AS name FROM target_attainment target
                   WHERE target.organisation = suspicion.organisation AND target.indicator_code = suspicion.item LIMIT 1) indicator ON true
