-- loads: what loads of a mart cost, whatever the planner believes, what they tell, and who may

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lunds kommun');
SET search_path = lund, public;

-- Statistics that are as wrong as those of a first load can be: of a row in each table.
INSERT INTO unit (code, name) VALUES ('u0', 'Unit');
INSERT INTO budget_head (code, name) VALUES ('h0', 'Head');
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('outcome-2021', 'outcome', 2021);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2021', 'u0', 'h0', '2021-01-01', 1);
INSERT INTO support_payment (unit, household, month, amount) VALUES ('u0', 1, '2021-01-01', 1);
ANALYZE organisation, unit, budget_head, scenario, ledger, ledger_period, support_payment, goal;
INSERT INTO unit (code, name) SELECT 'u' || u, 'Unit' FROM generate_series(1, 70) AS u;
INSERT INTO budget_head (code, name) SELECT 'h' || h, 'Head' FROM generate_series(1, 10) AS h;
INSERT INTO scenario (code, kind, fiscal_year) SELECT kind || '-' || y, kind, y FROM generate_series(2022, 2023) AS y, unnest('{outcome,budget,forecast}'::text[]) AS kind;

-- What a transaction has read of the mart's tables: few rows if it is some for each row
-- that it wrote, as for its keys; else where they were read. Reading all for each makes millions.
CREATE FUNCTION pg_temp.has_read(written bigint, VARIADIC leaving_out text[] DEFAULT '{}') RETURNS text
    LANGUAGE sql
    RETURN (SELECT CASE WHEN sum(t.rows) < 20 * written + 2000 THEN 'few rows' ELSE string_agg(t.relname || ' ' || t.rows, ', ' ORDER BY t.relname) END
            FROM (SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_all_tables WHERE schemaname = 'lund') t
            WHERE t.rows > 0 AND t.relname <> ALL (leaving_out));

-- Two flows and several scenarios, by month and for whole years.
SELECT FROM pg_stat_force_next_flush();
BEGIN;
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT s.code, 'u' || u, 'h' || h, flow, CASE WHEN s.kind <> 'forecast' THEN make_date(s.fiscal_year, m, 1) END, 1
FROM scenario s, generate_series(1, 70) AS u, generate_series(1, 10) AS h, unnest('{cost,revenue}'::text[]) AS flow, generate_series(1, 3) AS m
WHERE m = 1 OR s.kind <> 'forecast';
SELECT count(*) AS rows, pg_temp.has_read(count(*)) AS read FROM ledger;
COMMIT;
-- From whole years to months, and back.
SELECT FROM pg_stat_force_next_flush();
BEGIN;
DELETE FROM ledger WHERE scenario LIKE 'forecast%';
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT s.code, 'u' || u, 'h' || h, flow, make_date(s.fiscal_year, m, 1), 1
FROM scenario s, generate_series(1, 70) AS u, generate_series(1, 10) AS h, unnest('{cost,revenue}'::text[]) AS flow, generate_series(1, 2) AS m
WHERE s.kind = 'forecast';
SELECT count(*) AS rows, pg_temp.has_read(count(*)) AS read FROM ledger WHERE scenario LIKE 'forecast%';
COMMIT;
SELECT FROM pg_stat_force_next_flush();
BEGIN;
UPDATE ledger SET month = NULL WHERE scenario LIKE 'forecast%' AND month = date_trunc('year', month);
ROLLBACK;
SELECT FROM pg_stat_force_next_flush();
BEGIN;
DELETE FROM ledger WHERE scenario LIKE 'forecast%' AND EXTRACT(month FROM month) = 2;
UPDATE ledger SET month = NULL WHERE scenario LIKE 'forecast%';
SELECT count(*) AS rows, pg_temp.has_read(2 * count(*)) AS read FROM ledger WHERE scenario LIKE 'forecast%' AND month IS NULL;
COMMIT;
-- One after another; what notes changes reads the scenarios and what it has noted before.
SELECT FROM pg_stat_force_next_flush();
BEGIN;
DO $do$
BEGIN
    FOR u IN 1 .. 70 LOOP
        FOR h IN 1 .. 10 LOOP
            INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2023', 'u' || u, 'h' || h, '2023-04-01', 1);
        END LOOP;
    END LOOP;
END
$do$;
SELECT pg_temp.has_read(700, 'scenario', 'summary_note') AS read;
COMMIT;
SELECT FROM pg_stat_force_next_flush();
BEGIN;
UPDATE ledger SET amount = 2 WHERE scenario = 'outcome-2023';
UPDATE ledger SET unit = 'u0' WHERE scenario = 'outcome-2023' AND unit = 'u1';
SELECT count(*) AS rows, pg_temp.has_read(2 * count(*)) AS read FROM ledger WHERE scenario = 'outcome-2023';
COMMIT;
SELECT FROM pg_stat_force_next_flush();
BEGIN;
INSERT INTO support_payment (unit, household, month, amount)
SELECT 'u' || u, p, make_date(2022, 1 + p % 12, 1), 1 FROM generate_series(1, 70) AS u, generate_series(1, 200) AS p;
-- Units fill a page, which PostgreSQL's own foreign key reads through.
SELECT count(*) AS rows, pg_temp.has_read(count(*), 'unit') AS read FROM support_payment;
COMMIT;
-- A refused row takes no longer to be found.
SELECT FROM pg_stat_force_next_flush();
BEGIN;
SAVEPOINT before;
INSERT INTO ledger (scenario, unit, head, flow, amount)
SELECT 'outcome-2023', 'u' || u, 'h' || h, flow, 1 FROM generate_series(0, 70) AS u, generate_series(1, 10) AS h, unnest('{cost,revenue}'::text[]) AS flow;
ROLLBACK TO before;
SELECT pg_temp.has_read(1420) AS read;
ROLLBACK;
-- Trees as deep as they are large: added, renamed, moved, closed to a circle. That takes some hundredths of a second,
-- and minutes where each row's way up is kept beside it.
SET statement_timeout = '30s';
SELECT FROM pg_stat_force_next_flush();
BEGIN;
INSERT INTO goal (code, name, parent) SELECT 'g' || g, 'Goal', CASE WHEN g % 50 <> 1 THEN 'g' || g - 1 END FROM generate_series(1, 1000) AS g;
SELECT pg_temp.has_read(1000) AS read;
COMMIT;
SELECT FROM pg_stat_force_next_flush();
BEGIN;
UPDATE goal SET name = 'Renamed';
UPDATE goal SET parent = 'g' || nullif(substr(code, 2)::integer / 2, 0);
SELECT pg_temp.has_read(2000) AS read;
COMMIT;
UPDATE goal SET parent = 'g1000' WHERE code = 'g1';
SELECT count(*) FROM goal WHERE parent IS NULL;
RESET statement_timeout;
-- From here on the planner knows how much there is, as after a refresh.
ANALYZE unit, budget_head, scenario, scenario_month, ledger, ledger_period, support_payment, goal;

-- Months after the day until which their outcome knows are told: when they are loaded or changed, and when the day is.
-- Not those of budgets and forecasts, nor a month that has begun on that day.
SET client_min_messages = notice;
INSERT INTO scenario (code, kind, fiscal_year, as_of)
VALUES ('outcome-2024', 'outcome', 2024, '2024-03-15'), ('budget-2024', 'budget', 2024, '2023-11-30'), ('forecast-2024', 'forecast', 2024, '2024-03-31'), ('open-2024', 'outcome', 2024, NULL);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT s.code, 'u1', 'h1', m.month, 1 FROM scenario s, (VALUES ('2024-03-01'::date), ('2024-05-01')) AS m(month)
WHERE s.fiscal_year = 2024 AND (s.code <> 'outcome-2024' OR m.month = '2024-03-01');
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2024', 'u1', 'h1', '2024-04-01', 1);
UPDATE ledger SET month = '2024-05-01' WHERE scenario = 'outcome-2024' AND month = '2024-04-01';
UPDATE scenario SET as_of = '2024-05-31' WHERE code = 'outcome-2024';
-- They count nowhere: what is not known on that day is no outcome, whichever view is asked.
UPDATE scenario SET as_of = '2024-03-31' WHERE code = 'outcome-2024';
SELECT (SELECT sum(amount) FROM ledger WHERE scenario = 'outcome-2024') > (SELECT sum(outcome) FROM budget_variance WHERE scenario = 'outcome-2024') AS some_count_nowhere,
       (SELECT sum(outcome) FROM budget_variance WHERE scenario = 'outcome-2024') = (SELECT sum(amount) FROM ledger WHERE scenario = 'outcome-2024' AND month <= '2024-03-31') AS others_do;
UPDATE scenario SET as_of = '2024-02-29' WHERE fiscal_year = 2024;
UPDATE scenario SET as_of = NULL WHERE code = 'outcome-2024';
SET client_min_messages = warning;

-- Who loads needs what it does, and nothing of what is kept beside.
GRANT USAGE ON SCHEMA lund TO regress_mart_stranger;
GRANT INSERT ON unit, goal, ledger, support_payment TO regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
INSERT INTO unit (code, name) VALUES ('new', 'New');
INSERT INTO unit (code, name, parent) VALUES ('below', 'Below', 'new');
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2024', 'new', 'h1', '2024-01-01', 1);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('outcome-2024', 'new', 'h1', 1);
INSERT INTO support_payment (unit, household, month, amount) VALUES ('new', 1, '2024-01-01', 1);
SELECT FROM ledger_period;
DELETE FROM ledger_period;
CREATE TEMPORARY TABLE mine (month date);
CREATE TRIGGER told AFTER INSERT ON pg_temp.mine REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lund.hold_ledger_to_its_keys();
CREATE TRIGGER told AFTER INSERT ON pg_temp.mine REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lund.tell_late_months();
CREATE TRIGGER told AFTER INSERT ON pg_temp.mine REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION lund.refuse_tree_cycle();
SET SESSION AUTHORIZATION regress_mart_owner;
GRANT SELECT, UPDATE ON unit, ledger TO regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
UPDATE unit SET parent = 'u1' WHERE code = 'new';
UPDATE unit SET parent = 'below' WHERE code = 'u1';
UPDATE ledger SET head = 'h2' WHERE unit = 'new';
SELECT unit, head, month, amount FROM ledger WHERE unit = 'new';
RESET SESSION AUTHORIZATION;
DELETE FROM ledger WHERE unit NOT IN ('new', 'u1');
DELETE FROM support_payment WHERE unit NOT IN ('new', 'u1');

-- A publication of all tables stops nothing: each has what tells its rows apart.
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'r' AND c.relreplident = 'd' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary);
ANALYZE unit, budget_head, scenario, ledger, support_payment;
SET client_min_messages = error;
CREATE PUBLICATION regress_everything FOR ALL TABLES;
SET client_min_messages = warning;
SET SESSION AUTHORIZATION regress_mart_owner;
UPDATE ledger SET amount = 3 WHERE unit = 'new';
DELETE FROM ledger WHERE unit = 'new';
UPDATE support_payment SET amount = 3 WHERE unit = 'new';
DELETE FROM support_payment WHERE unit = 'new';
DELETE FROM ledger WHERE scenario = 'forecast-2024' AND month = '2024-03-01';
UPDATE ledger SET month = NULL WHERE scenario = 'forecast-2024';
INSERT INTO budget_change (fiscal_year, cause, amount) VALUES (2024, 'Price index', 1);
UPDATE budget_change SET amount = 3;
DELETE FROM budget_change;
CALL refresh_social_mart('lund');
UPDATE unit SET name = 'Other';
CALL refresh_social_mart('lund');
CALL upgrade_social_mart('lund');
RESET SESSION AUTHORIZATION;
DROP PUBLICATION regress_everything;

\i test/sql/include/cleanup.sql
