-- publish_interim_report: what is published is published for readers too, unless it tells of few; and what should not have been is withdrawn

\i test/sql/include/setup.sql
SET client_min_messages = notice;
GRANT CREATE ON SCHEMA public TO regress_mart_owner;
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services SCHEMA public;

-- Three offices, two of them small (synthetic).
CALL create_social_mart('town', organisation => 'T', organisation_name => 'Town', reader => 'regress_mart_reader');
SET search_path = town, public;
INSERT INTO unit (code, name, parent) VALUES ('all', 'All of it', NULL), ('n', 'North', 'all'), ('s', 'South', 'all'), ('w', 'West', 'all');
INSERT INTO budget_head (code, name, pays_support) VALUES ('support', 'Income support', true), ('wages', 'Wages', false);
INSERT INTO support_payment (unit, household, month, amount)
SELECT o.unit, o.first + h, m, 8000 + 10 * h
FROM (VALUES ('n', 100, 20), ('s', 200, 3), ('w', 300, 2)) AS o(unit, first, households), generate_series(1, o.households) AS h, generate_series(date '2026-01-01', '2026-04-01', interval '1 month') AS m;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget', 'budget', 2026), ('outcome', 'outcome', 2026);
INSERT INTO ledger (scenario, unit, head, amount) SELECT 'budget', u, h, 1000000 FROM unnest('{n,s,w}'::text[]) AS u, unnest('{support,wages}'::text[]) AS h;
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'outcome', unit, 'support', month, sum(amount) FROM support_payment GROUP BY unit, month;
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'outcome', unit, 'wages', month, 70000 FROM support_payment GROUP BY unit, month;

-- In the middle of April, March is released; the report that readers read knows no small office.
CALL publish_interim_report('town', '2026-04-15');
SELECT month FROM released_month;
SELECT unit_code, sum(payments) AS payments FROM household_cost GROUP BY unit_code ORDER BY 1;
SELECT unit_code, sum(payments) AS payments FROM town_released.household_cost GROUP BY unit_code ORDER BY 1;
SELECT value ->> 'unit_code' AS unit, value ->> 'head_code' AS head FROM interim_report, jsonb_array_elements(figures -> 'forecasts') WHERE value ->> 'head_code' = 'support' ORDER BY 1, 2;
SELECT value ->> 'unit_code' AS unit, value ->> 'head_code' AS head FROM town_released.interim_report, jsonb_array_elements(figures -> 'forecasts') WHERE value ->> 'head_code' = 'support' ORDER BY 1, 2;
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT interim_report('town_released', '2026-04-15') ~ '^Interim report of Town as of 2026-04-15' AS readers_read_theirs;
SELECT interim_report('town', '2026-04-15');
SET SESSION AUTHORIZATION regress_mart_owner;
-- The same months again release nothing more.
CALL publish_interim_report('town', '2026-04-15');

-- == It is refused where few could be told apart, unless somebody says why ==

-- As in a mart of 0.1.0, whose reader reads exact figures.
SET client_min_messages = warning;
UPDATE mart SET reader = 'regress_mart_reader';
CALL upgrade_social_mart('town');
CALL publish_interim_report('town', '2026-04-30');
SELECT count(*) AS reports, (SELECT max(month) FROM released_month) AS released FROM interim_report;
CALL publish_interim_report('town', '2026-04-30', despite => ' ');
CALL publish_interim_report('town', '2026-04-30', despite => E'two\nlines');
CALL publish_interim_report('town', '2026-04-30', despite => 'All who read work under secrecy | so the <b>board</b> decided');
SELECT published_despite, report_text ~ E'\n\nPublished although readers could tell few households apart: All who read work under secrecy' AS in_text,
       report_markdown ~ 'secrecy \\\| so the &lt;b&gt;' AS in_markdown, report_json::jsonb ->> 'published_despite' AS in_json
FROM published_interim_report WHERE as_of = '2026-04-30';
SELECT published_despite FROM town_released.published_interim_report WHERE as_of = '2026-04-30';
-- Nothing is said where nothing could be told.
CALL upgrade_social_mart('town', readers => 'released');
CALL publish_interim_report('town', '2026-04-30', despite => 'Not needed');
SELECT version, published_despite FROM published_interim_report WHERE as_of = '2026-04-30' ORDER BY 1;

-- == Withdrawn, it says when, by whom and why, and nothing else ==

SELECT count(*) > 10 AS figures FROM interim_report_figure WHERE as_of = '2026-04-30' AND version = 1;
CALL withdraw_interim_report('town', '2026-04-30', 1, reason => 'It tells of the two households in the west');
SELECT version, replace(report_text, withdrawn_on::text, 'DAY') AS report_text, report_markdown = report_text AS alike, withdrawn_on = (now() AT TIME ZONE 'Europe/Stockholm')::date AS today, withdrawn_by, withdrawal_reason
FROM published_interim_report WHERE as_of = '2026-04-30' ORDER BY 1 LIMIT 1;
SELECT array_agg(key ORDER BY key) AS json FROM published_interim_report, jsonb_object_keys(report_json::jsonb) AS key WHERE as_of = '2026-04-30' AND version = 1;
SELECT replace(interim_report('town', '2026-04-30', version => 1), (now() AT TIME ZONE 'Europe/Stockholm')::date::text, 'DAY');
SELECT interim_report('town', '2026-04-30') ~ 'Version 2, published' AS the_next_stands;
SELECT count(*) AS figures FROM interim_report_figure WHERE as_of = '2026-04-30' AND version = 1;
SELECT count(*) AS kept_for_the_owner FROM interim_report WHERE as_of = '2026-04-30' AND version = 1;
-- In the released mart it is another report.
SELECT count(*) FILTER (WHERE withdrawn_on IS NOT NULL) AS withdrawn FROM town_released.published_interim_report;
CALL withdraw_interim_report('town', '2026-04-30', 1, reason => 'Again');
CALL withdraw_interim_report('town', '2026-04-30', 9, reason => 'No such version');
CALL withdraw_interim_report('town', '2026-04-30', NULL, reason => 'No version');
CALL withdraw_interim_report('town', '2026-04-30', 2, reason => NULL);
CALL withdraw_interim_report('town', '2026-04-30', 2, reason => 'Why', organisation => 'U');
CALL withdraw_interim_report('town', NULL, 2, reason => 'Why');
UPDATE interim_report_withdrawal SET reason = 'Another';
DELETE FROM interim_report_withdrawal;
INSERT INTO interim_report_withdrawal (as_of, version, reason) VALUES ('2026-04-30', 2, 'By hand');
SET SESSION AUTHORIZATION regress_mart_stranger;
CALL public.withdraw_interim_report('town', '2026-04-30', 2, reason => 'By a stranger');
RESET SESSION AUTHORIZATION;

-- == Of a unit that lags the budget until its own last month stands beside what it has booked ==

BEGIN;
SET LOCAL client_min_messages = warning;
CALL create_social_mart('late', organisation => '0000');
SET LOCAL search_path = late, public;
INSERT INTO unit (code, name) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO budget_head (code, name) VALUES ('support', 'Support'), ('jobs', 'Jobs');
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('b', 'budget', 2026), ('o', 'outcome', 2026);
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'o', u, 'support', make_date(2026, m, 1), 1000 FROM unnest('{north,south}'::text[]) AS u, generate_series(1, 4) AS m WHERE (u, m) <> ('south', 4);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b', 'north', 'support', 12000), ('b', 'south', 'support', 12000), ('b', 'north', 'jobs', 6000);
CALL publish_interim_report('late', '2026-04-30');
SELECT item, figure_code, amount FROM interim_report_figure WHERE section = 'heads' AND figure_code IN ('budget_to_date', 'booked') ORDER BY row_number, figure_code;
ROLLBACK;

DROP SCHEMA town, town_released CASCADE;
CREATE SCHEMA lund;
\i test/sql/include/cleanup.sql
