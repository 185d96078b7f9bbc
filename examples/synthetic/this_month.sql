-- This month: what is over budget, since when, by whose decision, and what is not known yet. The year 2023 of the mart
-- `synthetic` is over, so it is played back to the middle of May, and taken back afterwards: nothing stays changed.
--
--   psql -d DATABASE -f this_month.sql      as the owner of the mart

\ir ../format.sql
SET search_path = synthetic, public, social_services;

BEGIN;
SET LOCAL client_min_messages = warning;
-- Bookings until April, but for one district, which is late; money moved between heads in March, and added in April.
UPDATE scenario SET as_of = '2023-04-30' WHERE code = 'outcome-2023';
DELETE FROM ledger WHERE scenario = 'outcome-2023' AND (month > '2023-04-01' OR month = '2023-04-01' AND unit = 'district-2');
INSERT INTO scenario (code, kind, fiscal_year, as_of)
VALUES ('move-2023-03', 'supplement', 2023, '2023-03-22'), ('addition-2023-04', 'supplement', 2023, '2023-04-26');
INSERT INTO ledger (scenario, unit, head, amount)
VALUES ('move-2023-03', 'district-1', 'wages', -2400000), ('move-2023-03', 'district-1', 'placements', 2400000),
       ('addition-2023-04', 'district-3', 'income-support', 3000000), ('addition-2023-04', 'district-4', 'income-support', 1500000);

SELECT to_char(max(month), 'FMMonth YYYY') AS this_month, to_char(max(month), 'YYYY-MM-DD') AS month FROM budget_to_date WHERE fiscal_year = 2023 AND is_closed \gset
\echo
\echo '12. This month: what is over budget, since when, by whose decision, and what is not known yet? SYNTHETIC, nobody''s'
\echo
\echo 'The year 2023 as it stood in the middle of May, played back. Net cost, thousands of kronor, each rounded by itself.'
\echo 'Budgets here have no months: each was shared out as the months of earlier years were (seasonal).'
\echo
\echo 'Districts and heads that are more than 200 over their budget until the end of' :this_month', and all together:'
\echo
WITH month AS (
    SELECT *, bool_and(variance_to_date < 0) OVER (PARTITION BY unit_code, head_code ORDER BY month DESC) AS over_from_here
    FROM budget_to_date WHERE fiscal_year = 2023 AND is_closed
), over_since AS (
    SELECT unit_code, head_code, min(month) FILTER (WHERE over_from_here) AS since FROM month GROUP BY unit_code, head_code
), decided AS (
    -- The last decision that gave or took something here.
    SELECT DISTINCT ON (l.unit, l.head) l.unit AS unit_code, l.head AS head_code, f.scenario
    FROM budget_in_force f JOIN ledger l ON l.scenario = f.scenario
    WHERE f.fiscal_year = 2023 AND f.in_force_until IS NULL ORDER BY l.unit, l.head, f.in_force_from DESC
)
SELECT CASE GROUPING(m.unit) WHEN 1 THEN 'All closed' ELSE split_part(m.unit, ' (', 1) END AS district,
       split_part(m.head, ' (', 1)                         AS head,
       to_char(sum(m.budget_month) / 1000, '99 990')       AS budget,
       to_char(sum(m.outcome_month) / 1000, '99 990')      AS booked,
       to_char(sum(m.budget_to_date) / 1000, '999 990')    AS "budget so far",
       to_char(sum(m.outcome_to_date) / 1000, '999 990')   AS "booked so far",
       to_char(sum(m.variance_to_date) / 1000, 'S99 990')  AS variance,
       to_char(s.since, 'Mon')                             AS over_since,
       d.scenario                                          AS last_decision
FROM month m
JOIN over_since s USING (unit_code, head_code)
JOIN decided d USING (unit_code, head_code)
WHERE m.month = :'month'
GROUP BY GROUPING SETS ((m.unit, m.head, s.since, d.scenario), ())
HAVING GROUPING(m.unit) = 1 OR sum(m.variance_to_date) < -200000
ORDER BY GROUPING(m.unit), sum(m.variance_to_date);

\echo 'What was decided of the year, and when:'
\echo
SELECT f.decided_on, f.scenario, f.kind, to_char(sum(net_cost(l.flow, l.amount)) / 1000, 'S999 990') AS amount,
       CASE f.kind WHEN 'supplement' THEN string_agg(format('%s %s %s', split_part(u.name, ' (', 1), lower(split_part(h.name, ' (', 1)),
                                                            trim(to_char(l.amount / 1000, 'S99 990'))), '; ' ORDER BY l.amount) END AS changes
FROM budget_in_force f
JOIN ledger l ON l.scenario = f.scenario
JOIN unit u ON u.code = l.unit
JOIN budget_head h ON h.code = l.head
WHERE f.fiscal_year = 2023
GROUP BY f.decided_on, f.scenario, f.kind
ORDER BY f.decided_on;

\echo 'What is not known yet of' :this_month':'
\echo
SELECT split_part(unit, ' (', 1) AS district, count(*) AS heads, to_char(booked_until, 'YYYY-MM-DD') AS booked_until,
       to_char(sum(budget_month) / 1000, '99 990')                        AS budget_of_the_month,
       to_char(sum(budget_year) / 1000, '999 990')                        AS budget_of_the_year
FROM budget_to_date
JOIN budget_variance v USING (organisation, fiscal_year, scenario, unit_code, unit, head_code, head)
WHERE fiscal_year = 2023 AND month = :'month' AND NOT is_closed
GROUP BY unit_code, unit, booked_until
ORDER BY unit_code;
ROLLBACK;

\echo 'What is late is no saving: it counts in no sum above. Lund''s documents have no figures by month to ask this of.'
\echo
