-- This month: what is over budget, since when, by whose decision, and what is not known yet, in the running year of the
-- mart `synthetic`.
--
--   psql -d DATABASE -f this_month.sql

\ir ../format.sql
SET search_path = synthetic, public, social_services;

SELECT to_char(booked_until, 'FMMonth YYYY') AS this_month, fiscal_year, scenario, date_trunc('month', booked_until)::date AS month
FROM booked_year ORDER BY fiscal_year DESC LIMIT 1 \gset

-- Where budget and bookings meet: budgets decided above stand beside what is booked below.
CREATE OR REPLACE TEMPORARY VIEW node_month AS
SELECT node.unit, node.head, month.month, bool_and(month.is_closed) AS is_closed, min(last.booked_until) AS booked_until,
       sum(month.budget_year) AS budget_year,
       sum(month.budget_month) AS budget, sum(month.outcome_month) AS booked,
       sum(month.budget_to_date) AS budget_to_date, sum(month.outcome_to_date) AS outcome_to_date,
       sum(month.budget_to_date) - sum(month.outcome_to_date) AS variance
FROM budget_to_date month
JOIN unit_tree u ON u.fiscal_year = month.fiscal_year AND u.code = month.unit_code
JOIN head_tree h ON h.fiscal_year = month.fiscal_year AND h.code = month.head_code
JOIN budget_rollup node ON node.fiscal_year = month.fiscal_year AND node.scenario = month.scenario AND node.is_leaf
                       AND node.unit_code = u.ancestor_code AND node.head_code = h.ancestor_code
LEFT JOIN booked_until last ON last.scenario = month.scenario AND last.unit_code = month.unit_code AND last.head_code = month.head_code
WHERE month.fiscal_year = :fiscal_year
GROUP BY node.unit, node.head, month.month;

\echo
\echo '12. This month: what is over budget, since when, by whose decision, and what is not known yet? SYNTHETIC, nobody''s'
\echo
\echo 'As it stood in the middle of September 2024. Net cost, thousands of kronor, each figure rounded by itself.'
\echo 'Districts and heads that are more than 500 over their budget so far, and all together, each until its own last closed month:'
\echo
WITH closed AS (
    SELECT *, bool_and(variance < 0) OVER (PARTITION BY unit, head ORDER BY month DESC) AS over_from_here,
           row_number() OVER (PARTITION BY unit, head ORDER BY month DESC) AS place
    FROM node_month WHERE is_closed
), over_since AS (
    SELECT unit, head, min(month) FILTER (WHERE over_from_here) AS month FROM closed GROUP BY unit, head
), decided AS (
    -- The last decision that gave or took something here.
    SELECT DISTINCT ON (unit, head) unit, head, scenario
    FROM budget_revision WHERE fiscal_year = :fiscal_year AND amount <> 0 ORDER BY unit, head, decided_on DESC
)
SELECT CASE GROUPING(c.unit) WHEN 1 THEN 'All' ELSE split_part(c.unit, ' (', 1) END AS district,
       split_part(c.head, ' (', 1)                         AS head,
       to_char(c.month, 'Mon')                             AS until,
       to_char(sum(c.budget) / 1000, '99 990')             AS budget,
       to_char(sum(c.booked) / 1000, '99 990')             AS booked,
       to_char(sum(c.budget_to_date) / 1000, '999 990')    AS "budget so far",
       to_char(sum(c.outcome_to_date) / 1000, '999 990')   AS "booked so far",
       to_char(sum(c.variance) / 1000, 'S99 990')          AS variance,
       to_char(s.month, 'Mon')                             AS since,
       d.scenario                                          AS last_decision
FROM closed c
JOIN over_since s USING (unit, head)
LEFT JOIN decided d USING (unit, head)
WHERE c.place = 1
GROUP BY GROUPING SETS ((c.unit, c.head, c.month, s.month, d.scenario), ())
HAVING GROUPING(c.unit) = 1 OR sum(c.variance) < -500000
ORDER BY GROUPING(c.unit), sum(c.variance);

\echo 'Districts 1 and 2 have months in their budget, but for income support. The rest is shared out as earlier years were, or evenly.'
\echo
\echo 'What was decided of the year, and when:'
\echo
SELECT decided_on, scenario, kind, to_char(sum(amount) / 1000, 'S999 990') AS amount,
       CASE kind WHEN 'supplement' THEN string_agg(format('%s %s %s', split_part(unit, ' (', 1), lower(split_part(head, ' (', 1)),
                                                          trim(to_char(amount / 1000, 'S99 990'))), '; ' ORDER BY amount) END AS changes
FROM budget_revision
WHERE fiscal_year = :fiscal_year AND amount <> 0
GROUP BY decided_on, scenario, kind
ORDER BY decided_on;

\echo 'What is not known yet of' :this_month':'
\echo
SELECT split_part(unit, ' (', 1)                           AS district,
       count(*)                                            AS heads,
       to_char(min(booked_until), 'YYYY-MM-DD')            AS booked_until,
       to_char(sum(budget) / 1000, '99 990')               AS budget_of_the_month,
       to_char(sum(budget_year) / 1000, '999 990')         AS budget_of_the_year
FROM node_month
WHERE month = :'month' AND NOT is_closed
GROUP BY unit
ORDER BY unit;

\echo 'What is late is no saving: it counts in no sum above. What to check in the figures first:'
\echo
SELECT severity, rule, fiscal_year AS year, to_char(month, 'Mon') AS month, count(*) AS rows, split_part(min(item), ' / ', 1) AS first_of_them
FROM data_quality
GROUP BY severity, rule, fiscal_year, month
ORDER BY array_position('{error,warning,note}', severity), year DESC, rule;
