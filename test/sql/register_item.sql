-- register_item: what a board follows beside its figures, what was changed in it, and what readers see

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CREATE ROLE regress_register_reader;
CREATE ROLE regress_register_keeper;
CALL create_social_mart('register_mart', organisation => '00', organisation_name => 'Own', reader => 'regress_register_reader');
SET search_path = register_mart, public;
-- Without rows there is nothing.
SELECT (SELECT count(*) FROM register_status) AS items, (SELECT count(*) FROM risk_matrix) AS cells, (SELECT count(*) FROM decision_log) AS decisions, (SELECT count(*) FROM register_history) AS changes;

INSERT INTO organisation (organisation, name) VALUES ('01', 'Another');
INSERT INTO unit (code, name) VALUES ('n', 'North');
INSERT INTO register_kind (code, name, amount_is, told_to_readers) VALUES
    ('risk', 'Risks', 'damage if it happens', false), ('control', 'Internal control', NULL, false), ('agreement', 'Agreements', 'cost of a year', true), ('decision', 'Decisions', NULL, true);
INSERT INTO register_level (kind, level, likelihood, consequence) VALUES ('risk', 1, 'Unlikely', 'Small'), ('risk', 2, 'Possible', 'Felt'), ('risk', 3, 'Probable', 'Severe');
CREATE FUNCTION pg_temp.day(days integer) RETURNS date LANGUAGE sql AS $$ SELECT today + days FROM register_mart.live_day WHERE organisation = '00' $$;
INSERT INTO register_item (code, kind, title, owner, unit, from_day, to_day, review_by, status, likelihood, consequence, amount, measure) VALUES
    ('r1', 'risk', 'Power fails', 'Head of housing', 'n', NULL, NULL, pg_temp.day(-1), 'open', 2, 3, 500000, 'Generators'),
    ('r2', 'risk', 'Phones fail', NULL, NULL, NULL, NULL, pg_temp.day(0), 'open', 2, 3, NULL, NULL),
    ('r3', 'risk', 'Not assessed', NULL, NULL, NULL, NULL, NULL, 'open', NULL, NULL, NULL, NULL),
    ('r4', 'risk', 'Half assessed', NULL, NULL, NULL, NULL, NULL, 'open', 1, NULL, 7.25, NULL),
    ('r5', 'risk', 'Dealt with', NULL, NULL, NULL, NULL, pg_temp.day(-9), 'done', 3, 3, 9, NULL),
    ('a1', 'agreement', 'Ended, and nobody said so', NULL, NULL, pg_temp.day(-400), pg_temp.day(-1), pg_temp.day(-30), 'open', NULL, NULL, 100, NULL),
    ('a2', 'agreement', 'Its last day', NULL, NULL, pg_temp.day(-400), pg_temp.day(0), pg_temp.day(-30), 'open', NULL, NULL, 200, NULL),
    ('a3', 'agreement', 'To come', NULL, NULL, pg_temp.day(1), pg_temp.day(800), pg_temp.day(5), 'open', NULL, NULL, 300, NULL),
    ('a4', 'agreement', 'One day', NULL, NULL, pg_temp.day(0), pg_temp.day(0), NULL, 'cancelled', NULL, NULL, 400, NULL);
INSERT INTO register_item (code, kind, title, sample, deviations, about) VALUES
    ('c1', 'control', 'Generators start', 30, 3, 'r1'), ('c2', 'control', 'Nobody looked', 0, 0, NULL), ('c3', 'control', 'Not said', 12, NULL, NULL), ('c4', 'control', 'Only text', NULL, NULL, NULL);
SELECT item_code, state, days_to_review, review_overdue, days_left, likelihood, consequence, risk, amount, amount_is, deviation_share, about_code, decisions FROM register_status ORDER BY item_code;
-- What ends within the fiscal year of today: its last day, and not the day after, whenever years begin.
INSERT INTO register_item (code, kind, title, to_day, amount)
SELECT 'y' || place, 'agreement', 'At the turn of the year', fiscal_year_end(fiscal_year(today, fiscal_year_start), fiscal_year_start) + place, 10 FROM live_day, generate_series(0, 1) AS place WHERE organisation = '00';
SELECT item_code, ends_this_year FROM register_status WHERE kind_code = 'agreement' ORDER BY item_code;
SELECT sum(amount) AS cost_of_what_ends_this_year FROM register_status WHERE kind_code = 'agreement' AND ends_this_year;
UPDATE organisation SET fiscal_year_start = EXTRACT(month FROM (pg_temp.day(0) + interval '2 months')) WHERE organisation = '00';
SELECT bool_and(ends_this_year = (days_left >= 0 AND to_day < date_trunc('month', pg_temp.day(0) + interval '2 months'))) AS as_years_begin FROM register_status WHERE days_left IS NOT NULL;
UPDATE organisation SET fiscal_year_start = 1 WHERE organisation = '00';
-- The matrix has every cell, and what is not assessed; what is over is in none.
SELECT likelihood, likelihood_name, consequence, consequence_name, risk, items, titles, amount, without_amount FROM risk_matrix ORDER BY likelihood NULLS LAST, consequence;
SELECT sum(items) = (SELECT count(*) FROM register_status WHERE kind_code = 'risk' AND state IN ('open', 'to come')) AS all_of_them FROM risk_matrix;

-- What is refused.
INSERT INTO register_item (code, kind, title) VALUES ('x', 'rumour', 'An unknown kind');
INSERT INTO register_item (code, kind, title, likelihood, consequence) VALUES ('x', 'risk', 'Beyond its scale', 4, 1);
INSERT INTO register_item (code, kind, title, likelihood, consequence) VALUES ('x', 'risk', 'Below its scale', 1, 0);
INSERT INTO register_item (code, kind, title, likelihood) VALUES ('x', 'agreement', 'Of a kind that is not assessed', 1);
DELETE FROM register_level WHERE level = 3;
INSERT INTO register_item (code, kind, title, from_day, to_day) VALUES ('x', 'agreement', 'Ends before it begins', '2023-01-02', '2023-01-01');
INSERT INTO register_item (code, kind, title, to_day) VALUES ('x', 'agreement', 'Never', 'infinity');
INSERT INTO register_item (code, kind, title, status) VALUES ('x', 'risk', 'No such status', 'maybe');
INSERT INTO register_item (code, kind, title) VALUES ('x', 'risk', E'Two\nlines');
INSERT INTO register_item (code, kind, title, sample, deviations) VALUES ('x', 'control', 'More than were looked at', 3, 4);
INSERT INTO register_item (code, kind, title, deviations) VALUES ('x', 'control', 'Of nobody knows how many', 4);
INSERT INTO register_item (code, kind, title, decided_on) VALUES ('x', 'decision', 'By nobody', '2023-05-17');
INSERT INTO register_item (code, kind, title, meeting_item) VALUES ('x', 'decision', 'Of no meeting', '§ 3');
INSERT INTO register_item (code, kind, title, report_as_of) VALUES ('x', 'decision', 'A report without a version', '2023-04-30');
INSERT INTO register_item (code, kind, title, about) VALUES ('x', 'decision', 'About itself', 'x');
INSERT INTO register_item (code, kind, title, amount) VALUES ('x', 'risk', 'No amount', 'NaN');
-- The scale is that of the organisation.
INSERT INTO register_kind (organisation, code, name) VALUES ('01', 'risk', 'Risks');
INSERT INTO register_item (organisation, code, kind, title, likelihood) VALUES ('01', 'x', 'risk', 'No scale there', 1);

-- Decisions: two about one item, one about none; an assignment rests on one, and is reported back.
INSERT INTO register_item (code, kind, title, decided_on, decided_by, meeting_item, about, report_as_of, report_version, amount) VALUES
    ('d1', 'decision', 'Taken on', '2023-05-17', 'Board', '§ 12', 'a2', '2023-04-30', 1, NULL),
    ('d2', 'decision', 'Prolonged', '2023-05-17', 'Board', '§ 13', 'a2', NULL, NULL, 50),
    ('d3', 'decision', 'Of its own', '2023-01-18', 'Board', NULL, NULL, NULL, NULL, NULL),
    ('d4', 'decision', 'On a risk', '2022-12-14', 'Board', NULL, 'r1', NULL, NULL, NULL);
INSERT INTO assignment (code, title, source, decided_by, due_on, decision, status, duplicate_of) VALUES
    ('t1', 'Look into it', 'Minutes', 'Board', pg_temp.day(30), 'd2', 'open', NULL), ('t2', 'Done with', 'Minutes', 'Board', NULL, 'd2', 'done', NULL),
    ('t3', 'Look into it, again', 'Minutes', 'Board', NULL, 'd2', 'open', 't1'), ('t4', 'Of no decision', 'Minutes', 'Board', NULL, NULL, 'open', NULL),
    ('t5', 'On the risk', 'Minutes', 'Board', NULL, 'd4', 'open', NULL);
INSERT INTO assignment_report (assignment, due_on, reported_on, decision) VALUES ('t1', '2023-09-01', '2023-09-10', 'd4'), ('t1', pg_temp.day(-1), NULL, NULL), ('t1', pg_temp.day(20), NULL, NULL), ('t2', pg_temp.day(-1), NULL, NULL),
    ('t4', pg_temp.day(0), NULL, NULL);
SELECT decided_on, meeting_item, decision_code, about_code, about_kind_code, decision_number, is_latest, report_as_of, report_version, assignments, open_assignments, amount FROM decision_log ORDER BY decided_on, meeting_item, decision_code;
-- Of one meeting the item with the higher number is the later, and not the one whose text sorts last.
BEGIN;
INSERT INTO register_item (code, kind, title, decided_on, decided_by, meeting_item, about) VALUES ('d9', 'decision', 'Ninth', '2023-06-01', 'Board', '§ 9', 'a2'), ('d10', 'decision', 'Tenth', '2023-06-01', 'Board', '§ 10', 'a2'),
    ('d10b', 'decision', 'After it', '2023-06-01', 'Board', '§ 10 b', 'a2');
SELECT meeting_item, decision_number, is_latest FROM decision_log WHERE decided_on = '2023-06-01' ORDER BY decision_number;
ROLLBACK;
SELECT item_code, decisions, last_decided_on FROM register_status WHERE decisions > 0 ORDER BY item_code;
-- One that is cancelled is not the latest: that before it holds again, and of the only one there is none. A decision about no item likewise.
BEGIN;
UPDATE register_item SET decided_on = '2023-05-16' WHERE code = 'd1';
UPDATE register_item SET status = 'cancelled' WHERE code IN ('d2', 'd3', 'd4');
SELECT decision_code, about_code, decision_number, status, is_latest FROM decision_log ORDER BY decision_code;
SELECT item_code, decisions, last_decided_on FROM register_status WHERE decisions > 0 ORDER BY item_code;
ROLLBACK;
SELECT assignment_code, decision_code, decided_on, reports, reported, next_report_on - pg_temp.day(0) AS next_in, report_overdue FROM assignment_status ORDER BY assignment_code;
INSERT INTO assignment (code, title, source, decided_by, decision) VALUES ('x', 'Of an unknown decision', 'Minutes', 'Board', 'd9');
INSERT INTO assignment_report (assignment, due_on) VALUES ('x', '2023-01-01');
INSERT INTO assignment_report (assignment, due_on) VALUES ('t1', '2023-09-01');
DELETE FROM register_item WHERE code = 'd2';

-- What was changed stays: what it was and what it became, nothing where nothing did, and all where it was removed.
UPDATE register_item SET review_by = review_by WHERE code = 'r1';
UPDATE register_item SET title = 'Power fails for days', consequence = 2, review_by = NULL WHERE code = 'r1';
UPDATE register_item SET likelihood = 1 WHERE code = 'r1';
UPDATE register_item SET code = 'r33', likelihood = 3, consequence = 1 WHERE code = 'r3';
DELETE FROM register_item WHERE code IN ('c1', 'y1');
SELECT item_code, change_number, change, column_name, CASE WHEN column_name IN ('review_by', 'to_day') THEN 'a day' ELSE was END AS was, became, changed_on = pg_temp.day(0) AS today, changed_by = session_user AS by_us
FROM register_history ORDER BY item_code, change_number, column_name;
-- Who keeps the registers need not be allowed to write the history, and cannot.
GRANT USAGE ON SCHEMA register_mart TO regress_register_keeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON register_item TO regress_register_keeper;
SET ROLE regress_register_keeper;
UPDATE register_item SET owner = 'Head of security' WHERE code = 'r2';
INSERT INTO register_item (code, kind, title) VALUES ('k1', 'risk', 'Of the keeper');
INSERT INTO register_change (organisation, code, change, was, became) VALUES ('00', 'r2', 'changed', '{}', '{}');
DELETE FROM register_change;
RESET ROLE;
SELECT item_code, column_name, was, became FROM register_history WHERE item_code = 'r2';
-- Nor lend those rights to a trigger of his.
CREATE TABLE public.regress_others AS SELECT 1 AS i;
CREATE TRIGGER theirs AFTER UPDATE ON public.regress_others FOR EACH ROW EXECUTE FUNCTION register_mart.note_register_change();
ALTER TABLE public.regress_others OWNER TO regress_register_keeper;
UPDATE public.regress_others SET i = 2;
DROP TABLE public.regress_others;
BEGIN;
TRUNCATE register_item CASCADE;
SELECT count(*) FILTER (WHERE change = 'removed') > 15 AS removed, count(DISTINCT code) > 15 AS items FROM register_change;
SELECT was FROM register_history WHERE item_code = 'a2' AND column_name = 'title';
ROLLBACK;

-- Readers see the kinds that are told, of controls no numbers, and no link to what is not told.
UPDATE register_kind SET told_to_readers = true WHERE code = 'control';
INSERT INTO register_item (code, kind, title, sample, deviations, about) VALUES ('c5', 'control', 'On a risk', 20, 1, 'r1');
UPDATE register_item SET about = 'c5' WHERE code = 'd3';
SET client_min_messages = warning;
CALL release_month('register_mart', date_trunc('month', pg_temp.day(0) - interval '2 months')::date);
RESET client_min_messages;
SET ROLE regress_register_reader;
SELECT item_code, kind_code, title, sample, deviations, about_code FROM register_mart_released.register_status ORDER BY item_code;
SELECT decision_code, about_code, about_title, assignments FROM register_mart_released.decision_log ORDER BY decision_code;
SELECT assignment_code, decision_code, reports, reported FROM register_mart_released.assignment_status ORDER BY assignment_code;
SELECT count(*) AS assessed FROM register_mart_released.risk_matrix WHERE items > 0;
SELECT count(*) FROM register_mart_released.register_item;
SELECT count(*) FROM register_mart.register_status;
RESET ROLE;
-- A text that is taken back is nowhere there, and what is no longer told goes.
UPDATE register_item SET title = 'Corrected' WHERE code = 'c5';
UPDATE register_kind SET told_to_readers = false WHERE code = 'decision';
SET client_min_messages = warning;
CALL release_month('register_mart', date_trunc('month', pg_temp.day(0) - interval '1 month')::date);
RESET client_min_messages;
SET ROLE regress_register_reader;
SELECT item_code, title FROM register_mart_released.register_status WHERE kind_code <> 'agreement' ORDER BY item_code;
SELECT (SELECT count(*) FROM register_mart_released.register_history) AS history, (SELECT count(*) FROM register_mart_released.assignment_status WHERE decision_code IS NOT NULL) AS decisions_told;
RESET ROLE;
SELECT count(*) AS told FROM disclosure_check('register_mart');

\c -
SET client_min_messages = warning;
DROP SCHEMA register_mart, register_mart_released CASCADE;
DROP OWNED BY regress_register_reader, regress_register_keeper;
DROP ROLE regress_register_reader, regress_register_keeper;
