-- mart_figure: what the mart computes, as key figures

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('own_mart', organisation => '1281', organisation_name => 'Lund');
SET search_path = own_mart, public;
-- Nothing to compute from: no figures, and no error.
CALL refresh_social_mart('own_mart');
SELECT count(*) FROM key_figure_trend;

-- Made up: two years and a quarter of support in two units, books of two heads, placements and a wait. Fiscal years that begin in July.
UPDATE organisation SET fiscal_year_start = 7;
INSERT INTO unit (code, name, parent) VALUES ('board', 'Board', NULL), ('east', 'East', 'board'), ('west', 'West', 'board');
INSERT INTO budget_head (code, name, pays_support) VALUES ('support', 'Support', true), ('staff', 'Staff', false);
INSERT INTO support_payment (unit, household, month, amount)
SELECT CASE WHEN h % 3 = 0 THEN 'east' ELSE 'west' END, h, month::date, 8000 + h * 10
FROM generate_series(1, 30) AS h, generate_series(timestamp '2020-07-01', '2022-09-01', '1 month') WITH ORDINALITY AS t(month, n)
WHERE (n + h) % 27 < 8 + h % 13;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b21', 'budget', 2021, '2020-05-01'), ('o21', 'outcome', 2021, '2021-06-30'), ('b22', 'budget', 2022, '2021-05-01'), ('o22', 'outcome', 2022, '2022-03-31');
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT CASE WHEN month < '2021-07-01' THEN 'o21' ELSE 'o22' END, unit, head, month::date, 1000 + n * CASE unit WHEN 'east' THEN 10 ELSE 20 END
FROM generate_series(timestamp '2020-07-01', '2022-03-01', '1 month') WITH ORDINALITY AS t(month, n), unnest('{east,west}'::text[]) AS unit, unnest('{support,staff}'::text[]) AS head;
-- Nothing is budgeted for staff in the west.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b21', 'east', 'support', 12000), ('b21', 'west', 'support', 12000), ('b21', 'east', 'staff', 12000), ('b22', 'east', 'support', 12000), ('b22', 'west', 'support', 12000), ('b22', 'east', 'staff', 12000);
INSERT INTO episode_kind (code, name, unit_of_time) VALUES ('placement', 'Placements', 'day');
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, price_per_day) VALUES
    ('placement', 1, 'east', 'home', '2020-08-01', '2020-08-10', 1000), ('placement', 2, 'east', 'institution', '2021-01-01', '2021-01-30', 5000), ('placement', 3, 'west', 'home', '2021-02-01', '2021-02-10', NULL);
INSERT INTO waiting_rule (code, name, kind, from_event, to_event) VALUES ('report', 'From report to decision', 'placement', 'report', 'decision');
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES ('placement', 1, 'east', '2020-07-10', 'report'), ('placement', 1, 'east', '2020-07-20', 'decision'), ('placement', 2, 'east', '2020-12-01', 'report'), ('placement', 2, 'east', '2020-12-31', 'decision');
INSERT INTO goal (code, name) VALUES ('g', 'Goal');
INSERT INTO indicator (code, goal, name, measure) VALUES ('a', 'g', 'A', 'count'), ('b', 'g', 'B', 'count'), ('c', 'g', 'C', 'count');
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target) VALUES (2021, 'a', 10, 9), (2021, 'b', 5, 9), (2021, 'c', NULL, 9);
SELECT count(*) AS before_the_refresh FROM key_figure_trend;
CALL refresh_social_mart('own_mart');
RESET client_min_messages;
SELECT key_figure_code, period_kind, count(*) AS figures, count(unit_code) AS of_units, min(period_start) AS first, max(period_start) AS last, min(status) AS status FROM key_figure_trend GROUP BY 1, 2 ORDER BY 1, 2;

-- What stands there is what the views say, no row more and none less.
CREATE TEMPORARY VIEW said AS
SELECT 'mart.net_cost' AS code, 'month' AS kind, node AS unit, month AS start, sum(outcome_month) AS value FROM budget_to_date, unnest(ARRAY[unit_code, 'board', NULL]) AS node GROUP BY month, node HAVING bool_and(is_closed)
UNION ALL SELECT 'mart.net_cost', 'year', node, '2020-07-01', sum(outcome) FROM budget_variance, unnest(ARRAY[unit_code, 'board', NULL]) AS node WHERE scenario = 'o21' GROUP BY node
UNION ALL SELECT 'mart.net_cost.' || head_code, 'month', NULL, month, sum(outcome_month) FROM budget_to_date GROUP BY head_code, month HAVING bool_and(is_closed)
UNION ALL SELECT 'mart.net_cost.' || head_code, 'year', NULL, '2020-07-01', sum(outcome) FROM budget_variance WHERE scenario = 'o21' GROUP BY head_code
UNION ALL SELECT 'mart.entries.placement', 'month', unit_code, month, first_time + "returning" FROM case_flow WHERE kind_code = 'placement'
UNION ALL SELECT 'mart.exits.placement', 'month', unit_code, month, ended FROM case_flow WHERE kind_code = 'placement'
UNION ALL SELECT 'mart.variance_to_date', 'month', node, month, sum(coalesce(budget_to_date, 0) - outcome_to_date) FROM budget_to_date, unnest(ARRAY[unit_code, 'board', NULL]) AS node GROUP BY month, node HAVING bool_and(is_closed)
UNION ALL SELECT 'mart.households', 'month', unit_code, month, households FROM caseload_rollup_by_month
UNION ALL SELECT 'mart.households', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), households FROM caseload_rollup_by_year
UNION ALL SELECT 'mart.cost_per_household', 'month', unit_code, month, payments / households FROM caseload_rollup_by_month
UNION ALL SELECT 'mart.cost_per_household', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), cost_per_household FROM caseload_rollup_by_year
UNION ALL SELECT 'mart.long_term_share', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), long_term_ratio FROM caseload_rollup_by_year
UNION ALL SELECT 'mart.entries', 'month', unit_code, month, first_time + "returning" FROM case_flow WHERE kind_code = 'support'
UNION ALL SELECT 'mart.exits', 'month', unit_code, month, ended FROM case_flow WHERE kind_code = 'support'
UNION ALL SELECT 'mart.length_of_stay', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), median FROM length_of_stay WHERE kind_code = 'support'
UNION ALL SELECT 'mart.returned_within_12_months', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), returned_within_12_months FROM return_share WHERE kind_code = 'support'
UNION ALL SELECT 'mart.waiting_days.report', 'year', unit_code, make_date(fiscal_year - 1, 7, 1), median_days FROM waiting_time;
SELECT count(*) > 300 AS are_many, count(*) FILTER (WHERE told.value IS DISTINCT FROM round(said.value, 6) OR told.key_figure_code IS NULL OR said.code IS NULL) AS differ
FROM said FULL JOIN (SELECT * FROM key_figure_trend WHERE key_figure_code NOT IN ('mart.cost_per_placement_day', 'mart.targets_met')) told
     ON told.key_figure_code = said.code AND told.period_kind = said.kind AND coalesce(told.unit_code, '') = coalesce(said.unit, '') AND told.period_start = said.start;
-- By hand: 10 days of 1000 and 30 of 5000, and 10 days whose price is not known; two targets with an outcome, one of them met.
SELECT key_figure_code, unit_code, value, numerator, denominator FROM key_figure_trend WHERE key_figure_code IN ('mart.cost_per_placement_day', 'mart.targets_met') AND fiscal_year = 2021 ORDER BY 1, 2;
-- By head and by kind, each with its name in the organisation's language; heads add up to the whole. By hand: three placements began in the year, and ended in it.
SELECT DISTINCT key_figure_code, key_figure, unit_of_measure, min(why_no_forecast) OVER (PARTITION BY key_figure_code) AS why_no_forecast FROM key_figure_trend WHERE key_figure_code ~ '^mart[.][a-z_]+[.]' ORDER BY 1;
SELECT count(*) AS months, bool_and(whole = heads) AS adds_up FROM (SELECT sum(value) FILTER (WHERE key_figure_code = 'mart.net_cost') AS whole, sum(value) FILTER (WHERE key_figure_code LIKE 'mart.net_cost.%') AS heads
    FROM key_figure_trend WHERE key_figure_code LIKE 'mart.net_cost%' AND unit_code IS NULL AND period_kind = 'month' GROUP BY period_start) m;
SELECT key_figure_code, sum(value) FROM key_figure_trend WHERE key_figure_code IN ('mart.entries.placement', 'mart.exits.placement') AND unit_code IS NULL AND fiscal_year = 2021 GROUP BY 1 ORDER BY 1;
BEGIN;
UPDATE organisation SET language = 'sv';
SELECT DISTINCT key_figure_code, key_figure FROM key_figure_trend WHERE key_figure_code ~ '^mart[.][a-z_]+[.]' ORDER BY 1;
ROLLBACK;
-- The months of a year so far, beside the same months before; the books' own forecast is elsewhere.
SELECT period_start, value_text, change, trend, cumulative, forecast, why_no_forecast FROM key_figure_trend WHERE key_figure_code = 'mart.net_cost' AND unit_code IS NULL AND period_start >= '2022-01-01' ORDER BY 1;
SELECT period_start, value_text, cumulative, why_no_cumulative, why_no_forecast FROM key_figure_trend WHERE key_figure_code = 'mart.households' AND unit_code IS NULL AND period_start >= '2022-08-01' ORDER BY 1;
-- A mean of months is that of all household-months.
SELECT round(sum(payments) / sum(households), 6) = (SELECT cumulative FROM key_figure_trend WHERE key_figure_code = 'mart.cost_per_household' AND period_start = '2022-06-01' AND unit_code IS NULL) AS is_that_of_all
FROM caseload_rollup_by_month WHERE unit_code IS NULL AND fiscal_year = 2022;

-- What changes is preliminary until the next refresh, which brings it to date.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 99, '2022-09-01', 5000);
SELECT value, status FROM key_figure_trend WHERE key_figure_code = 'mart.households' AND unit_code IS NULL AND period_start = '2022-09-01';
SET client_min_messages = warning;
CALL refresh_social_mart('own_mart');
RESET client_min_messages;
SELECT value, status FROM key_figure_trend WHERE key_figure_code = 'mart.households' AND unit_code IS NULL AND period_start = '2022-09-01';

-- Nobody else states them.
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('mart.households', 'Households', 'households');
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('mart.', 'Households', 'households');
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('martial', 'Of another name', 'persons');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value) VALUES ('mart.households', 'month', '2022-09-01', 1);
INSERT INTO mart_figure_summary VALUES ('1281', 'mart.households', 'month', '', '2022-09-01', 1, NULL, NULL, 1, '2022-10-01');
INSERT INTO indicator (code, goal, name, measure, key_figure) VALUES ('d', 'g', 'D', 'count', 'mart.households');

-- Beside a peer with books of its own in the same mart.
SET client_min_messages = warning;
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('0180', 'Peer', 7);
INSERT INTO unit (organisation, code, name) VALUES ('0180', 'all', 'All');
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('0180', 'all', 1, '2022-09-01', 7000), ('0180', 'all', 2, '2022-09-01', 9000);
INSERT INTO peer_group (code, name) VALUES ('p', 'P');
INSERT INTO peer_group_member (peer_group, member, from_day) VALUES ('p', '0180', '2000-01-01');
CALL refresh_social_mart('own_mart');
RESET client_min_messages;
SELECT key_figure_code, value, peers_mean, why_no_verdict FROM key_figure_comparison WHERE period_start = '2022-09-01' AND period_kind = 'month' ORDER BY 1;

-- Readers of the released mart see what is released of the whole: nothing of households here.
SET client_min_messages = warning;
CALL release_month('own_mart', '2022-03-01');
CALL refresh_social_mart('own_mart');
SELECT key_figure_code, count(*), count(unit_code) AS of_units, max(period_start) AS last FROM own_mart_released.key_figure_trend GROUP BY 1 ORDER BY 1;
-- An organisation that is no more leaves nothing behind.
DELETE FROM peer_group_member; DELETE FROM support_payment WHERE organisation = '0180'; DELETE FROM unit WHERE organisation = '0180'; DELETE FROM organisation WHERE organisation = '0180';
CALL refresh_social_mart('own_mart');
SELECT count(*) FROM mart_figure_summary WHERE organisation = '0180';
DROP SCHEMA own_mart, own_mart_released CASCADE;

-- With what stands below it, of units and heads. A budget of 1200 for care in the north is for both districts there, and for both its kinds: of it nobody says
-- what a district has left, but what the north has. For rent each has its own. Booked are 30 and 50 of care and 10 and 20 of rent a month, until February;
-- the far east has rent without a budget, and nothing of February.
SET client_min_messages = warning;
CALL create_social_mart('tree_mart', organisation => '0002');
SET search_path = tree_mart, public;
INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('north', 'North', 'town'), ('d1', 'D1', 'north'), ('d2', 'D2', 'north'), ('far', 'Far east', 'town');
INSERT INTO budget_head (code, name, parent) VALUES ('care', 'Care', NULL), ('home', 'Home', 'care'), ('day', 'Day', 'care'), ('rent', 'Rent', NULL);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b23', 'budget', 2023, '2022-11-01'), ('o23', 'outcome', 2023, '2023-02-28');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b23', 'north', 'care', 1200), ('b23', 'd1', 'rent', 240), ('b23', 'd2', 'rent', 240);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o23', unit, head, make_date(2023, m, 1), amount
FROM (VALUES ('d1', 'home', 30, 2), ('d2', 'day', 50, 2), ('d1', 'rent', 10, 2), ('d2', 'rent', 20, 2), ('far', 'rent', 7, 1)) AS b(unit, head, amount, months), generate_series(1, months) AS m;
CALL refresh_social_mart('tree_mart');
SELECT key_figure_code, unit_code, string_agg(to_char(period_start, 'MM') || ': ' || trim_scale(value), ', ' ORDER BY period_start) AS months FROM key_figure_trend GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST;
DROP SCHEMA tree_mart CASCADE;
