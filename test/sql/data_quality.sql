-- data_quality: every rule fires on its mistake, and none on figures in order

\set SHOW_CONTEXT never
SET datestyle = ISO;
CREATE EXTENSION social_services;
CREATE ROLE regress_quality_reader;
SET client_min_messages = warning;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_quality_reader');
SET jit = off;
SET search_path = lund, public;
INSERT INTO organisation VALUES ('0180', 'In order');

-- Two towns of the same figures, in order: two years booked by month, one of them in its course, budgets with a supplement, winters that
-- cost more, bills each quarter, a premium once a year, and one that ended.
INSERT INTO unit (organisation, code, name) SELECT organisation, unit, initcap(unit) FROM organisation, unnest('{north,south}'::text[]) AS unit;
INSERT INTO budget_head (organisation, code, name) SELECT organisation, head, initcap(head) FROM organisation, unnest('{support,heating,rent,insurance}'::text[]) AS head;
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of)
SELECT organisation, code, kind, fiscal_year, as_of
FROM organisation, (VALUES ('o22', 'outcome', 2022, date '2022-12-31'), ('o23', 'outcome', 2023, '2023-10-31'), ('b22', 'budget', 2022, '2021-11-20'),
                           ('b23', 'budget', 2023, '2022-11-22'), ('s23', 'supplement', 2023, '2023-06-20'), ('f23', 'forecast', 2023, '2023-08-31')) AS s(code, kind, fiscal_year, as_of);
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT organisation, scenario, unit, head, flow, month::date,
       CASE WHEN flow = 'revenue' THEN 20 + m % 2 WHEN head = 'heating' AND m IN (1, 2, 12) THEN 900 WHEN head = 'rent' THEN 500 WHEN head = 'insurance' THEN 1200 ELSE 100 + m % 3 END
FROM organisation
CROSS JOIN unnest('{north,south}'::text[]) AS unit
CROSS JOIN (VALUES ('support', 'cost', 1), ('support', 'revenue', 1), ('heating', 'cost', 1), ('rent', 'cost', 3), ('insurance', 'cost', 12)) AS h(head, flow, every)
CROSS JOIN generate_series(timestamp '2022-01-01', '2023-10-01', '1 month') AS month
CROSS JOIN LATERAL (SELECT EXTRACT(month FROM month)::integer) AS n(m)
CROSS JOIN LATERAL (SELECT 'o' || to_char(month, 'YY')) AS s(scenario)
WHERE (m - 1) % every = 0;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT organisation, scenario, unit, head, amount
FROM organisation, (VALUES ('b22', 1), ('b23', 1), ('s23', -0.1), ('f23', 1)) AS s(scenario, factor), unnest('{north,south}'::text[]) AS unit,
     (VALUES ('support', 1000), ('heating', 3000), ('rent', 2000), ('insurance', 1200)) AS h(head, budget)
CROSS JOIN LATERAL (SELECT budget * factor) AS a(amount);
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT organisation, unit, household, make_date(2023, m, 1), 4000 + household FROM organisation, unnest('{north,south}'::text[]) AS unit, generate_series(1, 9) AS household, generate_series(1, 10) AS m;
-- Twice in a month, of different amounts; and of a stopped payment some was paid again.
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT organisation, 'north', 1, '2023-02-01', amount FROM organisation, unnest('{500,-4001,4001}'::numeric[]) AS amount;
-- A budget decided above its bookings, and one below: theirs all the same, where they stand in that year.
INSERT INTO unit (organisation, code, name) SELECT organisation, unit, unit FROM organisation, unnest('{board,area,school}'::text[]) AS unit;
INSERT INTO unit_move (organisation, unit, parent, from_year) SELECT organisation, 'area', 'board', 2023 FROM organisation UNION ALL SELECT organisation, 'school', 'area', 2023 FROM organisation;
INSERT INTO budget_head (organisation, code, name, parent) SELECT organisation, head, head, parent FROM organisation, (VALUES ('care', NULL), ('home', 'care')) AS h(head, parent);
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT organisation, 'o23', unit, head, make_date(2023, m, 1), 10 FROM organisation, (VALUES ('school', 'home'), ('area', 'care')) AS a(unit, head), generate_series(1, 10) AS m;
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT organisation, 'b23', unit, head, 120 FROM organisation, (VALUES ('board', 'care'), ('area', 'home')) AS a(unit, head);
-- Part of what is booked.
INSERT INTO one_off (organisation, scenario, unit, head, month, amount, reason) SELECT organisation, 'o23', 'north', 'heating', '2023-01-01', 900, 'A new boiler' FROM organisation;
INSERT INTO goal (organisation, code, name) SELECT organisation, 'g', 'Goal' FROM organisation;
INSERT INTO indicator (organisation, code, goal, name, measure, direction, baseline)
SELECT organisation, code, 'g', initcap(code), measure, direction, baseline
FROM organisation, (VALUES ('satisfied', 'percent', 'at_least', NULL), ('days', 'days', 'at_most', NULL), ('jobs', 'count', 'at_least', 0), ('plan', 'yes_no', 'at_least', NULL)) AS i(code, measure, direction, baseline);
INSERT INTO indicator_value (organisation, fiscal_year, indicator, outcome, target, as_of)
SELECT organisation, fiscal_year, indicator, outcome, target, as_of
FROM organisation, (VALUES (2022, 'satisfied', 0.85, 0.8, NULL), (2023, 'satisfied', 1.2, 0.9, NULL), (2022, 'days', 140, 150, NULL), (2023, 'days', 130, 120, NULL),
                           (2023, 'jobs', 4, 500, date '2023-01-31'), (2023, 'plan', 0, 1, NULL)) AS v(fiscal_year, indicator, outcome, target, as_of);
UPDATE indicator SET aggregation = CASE measure WHEN 'percent' THEN 'mean' WHEN 'yes_no' THEN 'last' ELSE 'sum' END;
INSERT INTO indicator_month (organisation, indicator, month, outcome)
SELECT organisation, code, month::date, CASE code WHEN 'satisfied' THEN 0.851 ELSE 0 END
FROM organisation, unnest('{satisfied,plan}'::text[]) AS code, generate_series(timestamp '2022-01-01', '2022-12-01', '1 month') AS month
UNION ALL SELECT organisation, 'jobs', '2023-01-01', 4 FROM organisation
-- Only months whose sum is asked for need all be there.
UNION ALL SELECT organisation, 'plan', '2023-06-01', 0 FROM organisation;
SELECT * FROM data_quality;

-- Mistakes, in one of the towns. Loads tell of some at once.
SET client_min_messages = notice;
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('share', 'Share', 'percent'), ('people', 'People', 'persons');
INSERT INTO indicator (code, goal, name, measure, counted, key_figure) VALUES ('odd', 'g', 'Odd', 'count', NULL, 'share'), ('other', 'g', 'Other', 'count', 'households', 'people');
INSERT INTO indicator (code, goal, name, measure, counted, key_figure, key_figure_period) VALUES ('askew', 'g', 'Askew', 'count', 'persons', 'people', 'quarter');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('people', 'quarter', '2023-02-01', 1, '2023-06-01'), ('people', 'quarter', '2023-04-01', 1, '2023-07-01');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('b23-empty', 'budget', 2023, '2023-02-01'), ('s23-day', 'supplement', 2023, '2022-11-22'), ('s22-late', 'supplement', 2022, '2023-03-01'),
    ('s24', 'supplement', 2024, '2024-02-01'), ('o24', 'outcome', 2024, '2024-03-31');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('s23-day', 'north', 'rent', 10), ('s22-late', 'north', 'rent', 20), ('s24', 'north', 'rent', 30);
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT 'o24', 'north', 'support', flow, make_date(2024, m, 1), CASE flow WHEN 'cost' THEN 100 ELSE -30 END FROM unnest('{cost,revenue}'::text[]) AS flow, generate_series(1, 4) AS m;
DELETE FROM ledger WHERE organisation = '1281' AND scenario = 'o23' AND month = '2023-02-01';
DELETE FROM ledger WHERE organisation = '1281' AND scenario = 'o23' AND unit = 'south' AND head = 'heating' AND month = '2023-07-01';
DELETE FROM ledger WHERE organisation = '1281' AND scenario = 'o23' AND unit = 'south' AND head = 'support' AND month > '2023-08-01';
UPDATE ledger SET amount = amount * 10 WHERE organisation = '1281' AND scenario = 'o23' AND unit = 'north' AND head = 'support' AND flow = 'cost' AND month = '2023-04-01';
INSERT INTO budget_head (code, name) VALUES ('summer', 'Summer jobs'), ('travel', 'Travel'), ('autumn', 'Autumn');
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES
    ('b23', 'north', 'summer', '2023-06-01', 70), ('b23', 'north', 'autumn', '2023-11-01', 80), ('o23', 'south', 'travel', '2023-03-01', 60);
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('f23', 'north', 'rent', 'revenue', -5), ('f23', 'north', 'support', 'revenue', 40), ('s23', 'north', 'support', 'revenue', -9);
INSERT INTO support_payment (unit, household, month, amount) VALUES
    ('north', 2, '2023-03-01', 4002), ('south', 11, '2023-04-01', 900), ('south', 11, '2023-04-01', 900), ('south', 12, '2023-05-01', 700), ('south', 12, '2023-05-01', -700);
INSERT INTO unit (code, name) VALUES ('east', 'East');
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 21, '2023-05-01', 100), ('east', 22, '2023-06-01', 100);
INSERT INTO indicator (code, goal, name, measure, direction, baseline) VALUES ('number', 'g', 'Number', 'percent', 'at_least', NULL), ('kronor', 'g', 'Kronor', 'count', 'at_most', NULL),
    ('waiting', 'g', 'Waiting', 'days', 'at_least', 140);
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target) VALUES (2023, 'number', 0.91, 90), (2023, 'kronor', 120000, 120), (2023, 'waiting', NULL, 120);
-- Months of an indicator: one lacks, one has not begun, one is in per cent, and they make another year than is stated.
UPDATE indicator SET aggregation = CASE code WHEN 'number' THEN 'mean' ELSE 'sum' END WHERE organisation = '1281' AND code IN ('number', 'kronor', 'waiting');
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'kronor', make_date(2023, m, 1), 10 FROM generate_series(1, 12) AS m;
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('number', '2023-05-01', 91), ('waiting', '2023-01-01', 60), ('waiting', '2023-04-01', 60), ('waiting', '9000-01-01', 60);
-- A kind of which nothing is recorded since May 2023; of the other no pause is longer than one that it had.
INSERT INTO episode_kind (code, name) VALUES ('placement', 'Placements'), ('rare', 'Rare');
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('placement', 1, 'north', '2023-03-01', '2023-05-31'), ('rare', 2, 'north', '1900-01-01', '2023-05-31');
INSERT INTO unit (code, name) VALUES ('old', 'Old'), ('never', 'Never');
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o22', 'old', 'rent', '2022-03-01', 10), ('o23', 'old', 'rent', '2023-05-01', 15), ('o24', 'old', 'rent', '2024-01-01', 0);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('old', 'north', 2023, 0.4), ('old', 'south', 2023, 0.6), ('never', 'north', 2023, 1);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('never', 'board', 2023);
INSERT INTO head_succession (head, successor, from_year, share) VALUES ('rent', 'insurance', 2023, 0.5);
-- Booked by another unit.
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o23', 'north', 'travel', '2023-03-01', 60, 'A conference');
-- A revision loaded as a whole budget (one of exactly half may well be whole), and a budget under the code of a unit that is merged; not what a later one has mended.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('b20', 'budget', 2020, '2019-11-20'), ('b20-half', 'budget', 2020, '2020-05-15'), ('b21', 'budget', 2021, '2020-11-20'), ('s21', 'supplement', 2021, '2021-03-01'), ('b21-part', 'budget', 2021, '2021-05-15'),
    ('b25', 'budget', 2025, '2024-11-20'), ('b26', 'budget', 2026, '2025-11-20'), ('b26-mended', 'budget', 2026, '2026-02-01');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    ('b20', 'north', 'support', 1000), ('b20-half', 'north', 'support', 500), ('b21', 'north', 'support', 1000), ('b21', 'north', 'heating', 4000), ('s21', 'north', 'heating', -300), ('b21-part', 'north', 'support', 1150),
    ('b25', 'old', 'rent', 18), ('b25', 'old', 'support', 0), ('b26', 'old', 'rent', 19), ('b26-mended', 'north', 'rent', 19);
-- A draft of the same bookings: they are not told of as twice as much.
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES ('o23-draft', 'outcome', 2023, '2023-12-31', false);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o23-draft', 'old', 'rent', '2023-05-01', 15);
SET client_min_messages = warning;
SELECT severity, rule, table_name, item, fiscal_year, month, amount FROM data_quality ORDER BY 1, 2, 3, 4, 5, 6;
SELECT DISTINCT ON (rule) rule, detail FROM data_quality ORDER BY rule, item, fiscal_year, month;
SELECT rule FROM data_quality_rule EXCEPT SELECT rule FROM data_quality;
SELECT organisation, rule, table_name, item, fiscal_year, month FROM data_quality GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1;
-- A filter leaves the same rows, with and without what is kept.
CREATE TEMPORARY TABLE before AS SELECT * FROM data_quality;
CALL refresh_social_mart('lund');
SELECT count(*) FROM ((TABLE before EXCEPT TABLE data_quality) UNION ALL (TABLE data_quality EXCEPT TABLE before)) AS difference;
SELECT count(*) = (SELECT count(*) FROM before WHERE fiscal_year = 2023) AS same FROM data_quality WHERE organisation = '1281' AND fiscal_year = 2023;

-- Of payments and small units only the owner learns: readers see nothing of them, not in how many rows were read either.
SELECT rule, severity, unit_code, month, households, amount FROM live_suspect_payment ORDER BY 1, 3, 4;
SELECT DISTINCT ON (rule) rule, detail FROM live_suspect_payment ORDER BY rule, unit_code, month;
SELECT * FROM data_quality WHERE table_name = 'support_payment' OR rule IN (SELECT rule FROM live_suspect_payment);
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$BEGIN RETURN QUERY EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ' || query; END$$;
SELECT plan FROM pg_temp.plan('SELECT * FROM data_quality') AS plan WHERE plan LIKE '%support_payment%';
-- One household that is paid twice in each of five months is one.
SET client_min_messages = notice;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'south', 100, make_date(2023, m, 1), 800 FROM generate_series(1, 5) AS m, generate_series(1, 2);
SET client_min_messages = warning;
SET ROLE regress_quality_reader;
SELECT count(*) > 0 AS reads FROM data_quality;
SELECT count(*) FROM live_suspect_payment;
SELECT count(*) FROM live_ledger_suspicion;
RESET ROLE;
-- A month that is not loaded, the last of a year, one with 5 of 12, and one dated ahead; 6 of 12 may have left, and a recovery for a month later is no payment.
BEGIN;
DELETE FROM support_payment;
INSERT INTO support_payment (unit, household, month, amount)
SELECT 'south', household, month, 800 FROM generate_series(1, 12) AS household, generate_series(timestamp '2030-01-01', '2031-06-01', interval '1 month') AS month
WHERE month NOT IN ('2030-02-01', '2030-12-01') AND (month <> '2031-03-01' OR household <= 5) AND (month <> '2030-06-01' OR household <= 6);
INSERT INTO support_payment (unit, household, month, amount) VALUES ('south', 1, '2031-07-01', 800), ('south', 2, '2031-09-01', -800);
SELECT fiscal_year, unit_code, month, severity, detail FROM live_suspect_payment WHERE rule = 'month_lacks_payments' ORDER BY month;
SELECT month FROM live_suspect_payment WHERE rule = 'month_lacks_payments' AND fiscal_year = 2031 ORDER BY month;
ROLLBACK;
-- Members of some: 1 in May only, 2 from June on and 3 always; 90 and 91 were never paid, and 92 only pays back. Of April nobody is known. 4 has paid all of June back.
BEGIN;
DELETE FROM support_payment;
INSERT INTO support_payment (unit, household, month, amount)
SELECT unit, household, make_date(2023, m, 1), 800 FROM (VALUES ('north', 1), ('north', 2), ('south', 3), ('south', 4)) AS h(unit, household), generate_series(4, 6) AS m WHERE household <> 3 OR m > 4;
INSERT INTO support_payment (unit, household, month, amount) VALUES ('south', 4, '2023-06-01', -800), ('south', 92, '2023-06-01', -10);
SELECT rule FROM live_suspect_payment WHERE rule LIKE '%members%';
INSERT INTO household_member (household, person, from_month, to_month) VALUES (1, 1, '2023-05-01', '2023-05-01'), (2, 2, '2023-06-01', NULL), (3, 3, '2020-01-01', NULL),
    (90, 4, '2023-02-01', NULL), (90, 5, '2022-01-01', NULL), (91, 6, '2022-01-01', '2022-02-01'), (92, 7, '2023-02-01', NULL);
SELECT fiscal_year, unit_code, month, households, severity, detail FROM live_suspect_payment WHERE rule LIKE '%members%' ORDER BY rule, month, unit_code;
ROLLBACK;

-- A report counts them and prints the errors; where there are none, nothing.
CALL publish_interim_report('lund', '2023-10-31');
SELECT substring(interim_report('lund', '2023-10-31') FROM '[0-9]. What is to be checked.*') AS report;
SELECT substring(interim_report('lund', '2023-10-31', 'markdown') FROM '## [0-9]. What is to be checked.*') AS report;
SELECT section -> 'rows' -> -1 AS last_row FROM jsonb_array_elements(interim_report('lund', '2023-10-31', 'json')::jsonb -> 'sections') AS section WHERE section ->> 'section' = 'data_quality';
SELECT interim_report('lund', '2023-10-31', organisation => '0180') LIKE '%to be checked%' AS checks;
-- Where there are no figures there is nothing to check, and no report.
INSERT INTO organisation VALUES ('9999', 'Without figures');
INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES ('9999', 'b23', 'budget', 2023);
SELECT rule FROM data_quality WHERE organisation = '9999';
CALL publish_interim_report('lund', '2023-10-31', '9999');

-- Mended, they are gone.
UPDATE indicator_value SET target = 0.9 WHERE indicator = 'number';
DELETE FROM indicator_month WHERE indicator = 'number';
UPDATE ledger SET amount = -amount WHERE scenario = 'o24' AND flow = 'revenue';
SELECT rule, item FROM data_quality WHERE rule IN ('negative_revenue', 'percent_as_number');

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA lund CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_quality_reader;
DROP ROLE regress_quality_reader;
