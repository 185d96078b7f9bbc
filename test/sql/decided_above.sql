-- decided_above: a budget decided above its bookings is judged where it was decided, in every view

SET datestyle = ISO;
CREATE EXTENSION social_services;
SET client_min_messages = warning;

-- Decided above: of those on the way down the nearest, else itself.
SELECT deciding_code(path, decided), path, decided
FROM (VALUES ('{a,b,c}'::text[], '{a}'::text[]), ('{a,b,c}', '{b,a}'), ('{a,b,c}', '{c,a}'), ('{a,b,c}', '{d}'), ('{a,b,c}', '{}'), ('{a,b,c}', NULL), ('{a}', '{a}'), ('{}', '{a}'), (NULL, '{a}')) AS v(path, decided);
SELECT same_branch(path, other), same_branch(other, path), path, other
FROM (VALUES ('{a,b,c}'::text[], '{a}'::text[]), ('{a,b,c}', '{a,b,c}'), ('{a,b,c}', '{a,d}'), ('{a,b}', '{a,b,c}'), ('{a}', '{b}'), ('{a}', '{}'), ('{a}', NULL)) AS v(path, other);

CALL create_social_mart('town', organisation => '0000');
SET jit = off;
SET search_path = town, public;
INSERT INTO unit (code, name, parent) VALUES ('board', 'Board', NULL), ('north', 'North', 'board'), ('south', 'South', 'board');
INSERT INTO budget_head (code, name, parent) VALUES ('support', 'Support', NULL), ('grant', 'Grants', 'support'), ('loan', 'Loans', 'support'), ('housing', 'Housing', NULL);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('b26', 'budget', 2026, NULL), ('f26', 'forecast', 2026, '2026-04-30'), ('o26', 'outcome', 2026, '2026-04-30'), ('b25', 'budget', 2025, NULL), ('o25', 'outcome', 2025, '2025-12-31');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    ('b26', 'board', 'support', 5400000), ('f26', 'north', 'grant', 5220000), ('b25', 'board', 'support', 5200000), ('b25', 'board', 'housing', 1000000);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || y - 2000, 'north', 'grant', make_date(y, m, 1), 430000 FROM (VALUES (2025, 12), (2026, 4)) AS v(y, n), generate_series(1, n) AS m
UNION ALL
SELECT 'o25', 'north', 'housing', make_date(2025, m, 1), 80000 FROM generate_series(1, 12) AS m;

-- The report has the head that the budget was decided for, with what is booked and stated below it.
CREATE VIEW said AS
SELECT title, note, jsonb_path_query_array(rows, '$[*].keyvalue() ? (@.key != "low" && @.key != "high" && @.key != "booked" && @.key != "used").value') AS figures
FROM interim_report_figures('0000', '2026-04-30') AS figures, jsonb_to_recordset(figures -> 'sections') AS s(section text, title text, note text, rows jsonb) WHERE section IN ('year_end', 'heads');
SELECT * FROM said;
-- Support 5.20 budgeted and 5.16 spent, Housing 1.00 and 0.96: 0.9 %.
SELECT fiscal_year, aggregate_outturn, composition_variance FROM budget_execution;
SELECT round((abs(5.16 - 5.2 * 6.12 / 6.2) + abs(0.96 - 1.0 * 6.12 / 6.2)) / 6.12, 6) AS composition_variance;

-- Grants of north have no budget and no deficit of their own, and the board has saved nothing: their verdict is budget_rollup's.
SELECT as_of, unit_code, head_code, budget, forecast, variance, deficit, stated_forecast, stated_variance FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest ORDER BY unit_code, head_code;
SELECT scenario, unit_code, head_code, budget, outcome, variance, deficit, utilisation, why_no_verdict FROM budget_variance WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT scenario, unit_code, head_code, budget, outcome, variance, comparable, why_no_verdict FROM ledger_by_account WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT to_char(month, 'YYYY-MM') AS month, unit_code, head_code, budget_to_date, outcome_to_date, variance_to_date, why_no_verdict FROM budget_to_date
WHERE fiscal_year = 2026 AND month IN ('2026-04-01', '2026-09-01') ORDER BY month, unit_code, head_code;
SELECT unit_code, head_code, budget, outcome, variance FROM budget_rollup WHERE is_latest AND is_leaf AND fiscal_year = 2026;
-- The board's own bookings do not make it saved either; a unit with a budget of its own keeps its verdict, below a reserve of the board too; so does what is booked
-- above all budgets.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b26', 'south', 'loan', 1200000), ('f26', 'south', 'loan', 1100000), ('b26', 'south', 'housing', 60000);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o26', unit, head, make_date(2026, m, 1), amount FROM generate_series(1, 4) AS m, (VALUES ('board', 'support', 10000), ('south', 'loan', 110000), ('south', 'housing', 5000), ('board', 'housing', 1)) AS v(unit, head, amount);
SELECT unit_code, head_code, budget, forecast, variance, deficit, stated_forecast, stated_variance FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest ORDER BY unit_code, head_code;
SELECT scenario, unit_code, head_code, budget, outcome, variance, deficit, utilisation, why_no_verdict FROM budget_variance WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT to_char(month, 'YYYY-MM') AS month, unit_code, head_code, budget_to_date, outcome_to_date, variance_to_date, why_no_verdict FROM budget_to_date
WHERE fiscal_year = 2026 AND month IN ('2026-04-01', '2026-09-01') ORDER BY month, unit_code, head_code;
-- An account has a verdict where its unit and head has one, and there they add up to it.
SELECT count(*) AS nodes, count(variance) AS judged, count(*) FILTER (WHERE accounts IS DISTINCT FROM variance OR reasons IS DISTINCT FROM why_no_verdict) AS different
FROM budget_variance
JOIN (SELECT organisation, fiscal_year, scenario, unit_code, head_code, sum(variance) AS accounts, min(why_no_verdict) AS reasons FROM ledger_by_account GROUP BY 1, 2, 3, 4, 5) a USING (organisation, fiscal_year, scenario, unit_code, head_code);
-- Of what is stated it has the verdicts of year_end_forecast.
SELECT count(*) AS compared, count(*) FILTER (WHERE v.variance IS DISTINCT FROM f.stated_variance) AS different
FROM budget_variance v JOIN year_end_forecast f USING (organisation, fiscal_year, unit_code, head_code) WHERE v.scenario = 'f26' AND f.fiscal_year = 2026 AND f.is_latest;
CALL refresh_social_mart('town');
SELECT unit_code, head_code, budget, forecast, variance, deficit, stated_forecast, stated_variance FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest ORDER BY unit_code, head_code;
SELECT sum(budget) = (SELECT sum(amount) FROM ledger WHERE scenario = 'b26') AS whole_budget FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest;
DELETE FROM ledger WHERE unit = 'south' OR scenario = 'o26' AND unit = 'board';

-- A supplement for a part of it adds to the budget above, whose verdict is of both, also where that has bookings of its own; and what is
-- booked below the budget is forecast once.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('s26', 'supplement', 2026, '2026-03-10');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('s26', 'north', 'grant', 100000);
SELECT scenario, unit_code, head_code, budget, outcome, variance, deficit, utilisation, why_no_verdict FROM budget_variance WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT to_char(month, 'YYYY-MM') AS month, unit_code, head_code, budget_to_date, outcome_to_date, variance_to_date, why_no_verdict FROM budget_to_date
WHERE fiscal_year = 2026 AND month IN ('2026-04-01', '2026-09-01') ORDER BY month, unit_code, head_code;
SELECT unit_code, head_code, budget, forecast, variance, deficit, stated_forecast, stated_variance FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest ORDER BY unit_code, head_code;
SELECT unit_code, head_code, budget, outcome, variance FROM budget_rollup WHERE is_latest AND is_leaf AND fiscal_year = 2026;
SELECT figures FROM said;
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o26', 'board', 'support', '2026-02-01', 1);
SELECT unit_code, head_code, budget, variance, stated_variance FROM year_end_forecast WHERE fiscal_year = 2026 AND is_latest ORDER BY unit_code, head_code;
ROLLBACK;

-- So it does where money is moved: the head that gives or takes is the one that was budgeted, by the forecast that was stated and by the computed one.
BEGIN;
CREATE VIEW pool AS SELECT fiscal_year, need_source, head_code, budget, need, spare, shortfall, proposed_budget FROM reallocation_proposal WHERE is_latest;
UPDATE budget_head SET pool = 'all';
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('s26', 'supplement', 2026, '2026-03-10');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('s26', 'north', 'grant', 100000), ('b26', 'board', 'housing', 1000000), ('f26', 'board', 'housing', 1200000);
SELECT * FROM pool WHERE fiscal_year = 2026 ORDER BY head_code;
SELECT head_code, budget, outcome, variance FROM budget_rollup WHERE is_latest AND fiscal_year = 2026 AND unit_level = 1 AND head_level = 1 ORDER BY head_code;
INSERT INTO transfer_rule (from_head, to_head) VALUES ('support', 'housing');
SELECT from_head, to_head, amount FROM reallocation_transfer WHERE fiscal_year = 2026 AND is_latest;
SELECT head_code, budget, given, received, budget_after FROM reallocation_balance WHERE fiscal_year = 2026 AND is_latest ORDER BY head_code;
-- A head below that the budget itself has something for stays one.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b26', 'south', 'loan', 200000), ('s26', 'south', 'loan', 50000), ('f26', 'south', 'loan', 250000);
SELECT * FROM pool WHERE fiscal_year = 2026 ORDER BY head_code;
DELETE FROM ledger WHERE scenario = 'f26';
DELETE FROM scenario WHERE code = 'f26';
SELECT * FROM pool WHERE fiscal_year = 2026 ORDER BY head_code;
-- Where nothing was budgeted above, the supplement is the budget, also of what is booked below.
DELETE FROM ledger WHERE scenario = 'b26' AND head IN ('support', 'loan');
UPDATE ledger SET head = 'support', unit = 'board' WHERE scenario = 's26' AND head = 'grant';
SELECT * FROM pool WHERE fiscal_year = 2026 ORDER BY head_code;
ROLLBACK;

-- A budget of its own for what was budgeted above, in May: April's report stays as it was, and the original budget what it was.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b26b', 'budget', 2026, '2026-05-20'), ('s25', 'supplement', 2025, '2025-10-01');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b26b', 'north', 'grant', 5500000), ('s25', 'north', 'grant', 10000);
SELECT * FROM said;
SELECT fiscal_year, aggregate_outturn, composition_variance FROM budget_execution;

-- What is not known of a unit and head below is no 0, be it of the original budget, of the one in force or of that of a month; and the sums stay.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f6', 'forecast', 2026, '2026-06-30');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('f6', 'north', 'grant', 'cost', 5400000), ('f6', 'north', 'loan', 'cost', 100000), ('b26', 'north', 'housing', 'cost', 20), ('b26b', 'board', 'housing', 'cost', 30), ('f6', 'north', 'housing', 'cost', 30);
SELECT scenario, unit_code, head_code, budget, original_budget, budget_cost, budget_revenue, outcome, variance, why_no_verdict FROM budget_variance WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT scenario, unit_code, head_code, account, budget, budget_cost, budget_revenue, outcome, variance FROM ledger_by_account WHERE fiscal_year = 2026 ORDER BY scenario, unit_code, head_code;
SELECT to_char(month, 'YYYY-MM') AS month, unit_code, head_code, budget_month, budget_to_date, budget_year, budget_cost_year, budget_revenue_year, outcome_month, why_no_verdict FROM budget_to_date
WHERE fiscal_year = 2026 AND month IN ('2026-04-01', '2026-05-01') ORDER BY month, unit_code, head_code;
SELECT scenario, (sum(budget), sum(original_budget), sum(budget_cost)) = ((SELECT sum(amount) FROM ledger WHERE scenario = CASE v.scenario WHEN 'f6' THEN 'b26b' ELSE 'b26' END), (SELECT sum(amount) FROM ledger WHERE scenario = 'b26'), sum(budget)) AS sums_are_whole
FROM budget_variance v WHERE fiscal_year = 2026 GROUP BY scenario ORDER BY scenario;
-- Their verdict is where the budget in force was decided: the board, whose budget took units and heads to itself, has none beside it any more.
SELECT scenario, unit_code, head_code, is_leaf, budget, original_budget, outcome, variance FROM budget_rollup WHERE fiscal_year = 2026 AND scenario IN ('f26', 'f6') ORDER BY scenario, unit_level, head_level, unit_code, head_code;
SELECT scenario, sum(budget) AS budget, sum(outcome) AS outcome FROM budget_rollup WHERE fiscal_year = 2026 AND is_leaf GROUP BY scenario ORDER BY scenario;
SELECT month, sum(budget_year) FROM budget_to_date WHERE month IN ('2026-04-01', '2026-05-01') GROUP BY month ORDER BY month;
-- Rows of 0 say no more than no rows: above and below they make nothing meet elsewhere.
BEGIN;
CREATE TEMPORARY TABLE said_before ON COMMIT DROP AS SELECT organisation, fiscal_year, scenario, unit_code, head_code, is_leaf, variance FROM budget_rollup WHERE scenario <> 'o25';
CREATE TEMPORARY TABLE forecast_before ON COMMIT DROP AS SELECT organisation, fiscal_year, as_of, stated_scenario, unit_code, head_code, budget, forecast, variance, stated_variance FROM year_end_forecast;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o26', unit, head, '2026-02-01'::date, 0 FROM (VALUES ('board', 'loan'), ('board', 'housing'), ('south', 'grant')) AS v(unit, head)
UNION ALL VALUES ('b26b', 'board', 'support', NULL::date, 0);
SELECT count(*) AS different FROM (TABLE said_before EXCEPT SELECT organisation, fiscal_year, scenario, unit_code, head_code, is_leaf, variance FROM budget_rollup) AS d;
SELECT count(*) AS different FROM (TABLE forecast_before EXCEPT SELECT organisation, fiscal_year, as_of, stated_scenario, unit_code, head_code, budget, forecast, variance, stated_variance FROM year_end_forecast) AS d;
-- Of the board's own bookings too.
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'o26', 'board', 'housing', make_date(2026, m, 1), 3 FROM generate_series(1, 4) AS m WHERE m <> 2;
SELECT unit_code, head_code, budget, forecast, variance FROM year_end_forecast WHERE stated_scenario = 'f6' AND unit_code = 'board' ORDER BY head_code;
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o26', 'north', 'housing', '2026-02-01', 0);
SELECT unit_code, head_code, budget, forecast, variance FROM year_end_forecast WHERE stated_scenario = 'f6' AND unit_code = 'board' ORDER BY head_code;
ROLLBACK;
DELETE FROM ledger WHERE scenario = 'f6' OR head = 'housing' AND scenario <> 'b25' AND scenario <> 'o25';
DELETE FROM scenario WHERE code = 'f6';

-- From a budget decided above to one that was divided: what of the first was for a unit below is not known, nor is there a change where the one has it and the
-- other has not; the sums are whole. A supplement alone is here, and no change.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('b27', 'budget', 2027);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b26b', 'south', 'loan', 5), ('b27', 'north', 'grant', 5500000), ('b27', 'south', 'loan', 300000), ('b27', 'south', 'housing', 7);
SELECT fiscal_year AS year, unit_code, head_code, budget_before AS before, budget_before_stated AS stated, budget, change, budget_before_cost AS cost_before, budget_cost AS cost, why_no_change FROM budget_change_by_year ORDER BY fiscal_year, unit_code, head_code;
SELECT c.fiscal_year, sum(c.budget_before) = max(b.amount) AS whole_before, sum(c.budget) = max(n.amount) AS whole
FROM budget_change_by_year c JOIN budget_total b ON b.fiscal_year = c.fiscal_year - 1 JOIN budget_total n ON n.fiscal_year = c.fiscal_year GROUP BY c.fiscal_year ORDER BY c.fiscal_year;
ROLLBACK;

-- What was stated above is held against what came of it below, but for what has a forecast of its own.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f25', 'forecast', 2025, '2025-04-30');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f25', 'board', 'support', 5200000), ('f25', 'north', 'housing', 900000);
SELECT unit_code, head_code, forecast, outcome, error FROM forecast_accuracy WHERE source = 'stated' ORDER BY unit_code, head_code;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f25', 'board', 'grant', 100), ('f25', 'north', 'support', 200), ('f25', 'board', 'housing', 0);
SELECT unit_code, head_code, forecast, outcome, error FROM forecast_accuracy WHERE source = 'stated' ORDER BY unit_code, head_code;
-- Of what was stated below its bookings nobody says what came of it, unless these have a forecast of their own; nor is it in the sums.
DELETE FROM ledger WHERE scenario = 'f25';
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f25', 'north', 'grant', 5000000), ('f25', 'south', 'loan', 300000), ('f25', 'south', 'housing', 40), ('f25', 'board', 'housing', 7);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o25', 'board', 'support', '2025-03-01', 290000), ('o25', 'board', 'housing', '2025-03-01', 9);
SELECT unit_code, head_code, forecast, outcome, error, error_ratio FROM forecast_accuracy WHERE source = 'stated' ORDER BY unit_code, head_code;
SELECT forecasts, forecast, outcome, weighted_absolute_percentage_error FROM forecast_accuracy_by_year WHERE source = 'stated';
ROLLBACK;

-- A forecast that lacks a unit is no whole, and says of which heads; what it states for the unit above is not lacking.
DELETE FROM ledger WHERE scenario IN ('b26', 'f26');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    ('b26', 'north', 'support', 3000000), ('b26', 'south', 'support', 2400000), ('b26', 'south', 'housing', 100000), ('f26', 'north', 'grant', 2900000), ('f26', 'south', 'housing', 110000);
SELECT * FROM said;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f26', 'board', 'loan', 2300000);
SELECT * FROM said;
-- Without a budget in force there is no variance, and the report says why.
UPDATE scenario SET adopted = false WHERE kind = 'budget';
SELECT * FROM said;
UPDATE scenario SET adopted = true WHERE kind = 'budget';

-- What was decided or forecast after a report's date is no matter of that report; what the outcome says of earlier months is.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f8', 'forecast', 2026, '2026-08-31'), ('s8', 'supplement', 2026, '2026-08-20');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('f8', 'north', 'grant', 'cost', 1), ('f8', 'north', 'grant', 'revenue', -5), ('f8', 'north', 'loan', 'revenue', 9);
INSERT INTO ledger (scenario, unit, head, flow, month, amount) VALUES ('o26', 'north', 'loan', 'revenue', '2026-02-01', -3);
SELECT day, report.line ->> 'what' AS what, report.line ->> 'item' AS item
FROM (VALUES ('2026-04-30'::date), ('2026-08-31')) AS v(day)
CROSS JOIN interim_report_figures('0000', day) AS figures
CROSS JOIN jsonb_array_elements(figures -> 'sections') AS section
CROSS JOIN jsonb_array_elements(section -> 'rows') AS report(line)
WHERE section ->> 'section' = 'data_quality' AND report.line ->> 'item' IS NOT NULL
ORDER BY day, item;

SET client_min_messages = warning;
DROP SCHEMA town CASCADE;
DROP EXTENSION social_services;
