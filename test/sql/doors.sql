-- doors: who may see a mart, who may work on it, and that nobody gains rights by it

\i test/sql/include/setup.sql
SET client_min_messages = warning;
CREATE ROLE regress_mart_insider;
CREATE ROLE regress_mart_town;
GRANT CREATE ON SCHEMA public TO regress_mart_owner;
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services SCHEMA public;

-- What a role may do with what is in a schema.
CREATE FUNCTION pg_temp.rights(role text, in_schema text) RETURNS TABLE (kind text, readable bigint, unreadable bigint, writable bigint) LANGUAGE sql
BEGIN ATOMIC
    SELECT CASE c.relkind WHEN 'r' THEN 'table' ELSE CASE WHEN c.relname ~ '^live_' THEN 'live view' ELSE 'view' END END,
           count(*) FILTER (WHERE has_any_column_privilege(role, c.oid, 'SELECT')), count(*) FILTER (WHERE NOT has_any_column_privilege(role, c.oid, 'SELECT')),
           count(*) FILTER (WHERE has_table_privilege(role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
    FROM pg_class c WHERE c.relnamespace = quote_ident(in_schema)::regnamespace AND c.relkind IN ('r', 'v') GROUP BY 1 ORDER BY 1;
END;

-- == Default privileges open nothing ==

ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_mart_stranger, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO regress_mart_stranger;
CALL create_social_mart('m', organisation => 'A', reader => 'regress_mart_reader', insider => 'regress_mart_insider');
SELECT count(*) AS relations, count(*) FILTER (WHERE has_table_privilege('regress_mart_stranger', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')) AS for_others
FROM pg_class c WHERE c.relnamespace = 'm'::regnamespace AND c.relkind IN ('r', 'v', 'S') AND c.relname !~ '^live_|summary' \gset
SELECT :for_others AS for_others, :relations > 50 AS many;
-- A reader reads what is released, and of the mart itself nothing.
SELECT kind, readable > 0 AS some, unreadable, writable FROM pg_temp.rights('regress_mart_reader', 'm_released') WHERE kind = 'view';
SELECT has_schema_privilege('regress_mart_reader', 'm', 'USAGE') AS enters, sum(readable) AS readable, sum(writable) AS writable FROM pg_temp.rights('regress_mart_reader', 'm');
SELECT has_schema_privilege('regress_mart_insider', 'm_released', 'USAGE') AS insider_enters, sum(readable) AS readable FROM pg_temp.rights('regress_mart_insider', 'm_released');
-- An insider reads beside the views that readers read those that are for insiders alone.
SELECT bool_and(i.readable = r.readable + CASE kind WHEN 'view' THEN (SELECT count(*) FROM m.insider_view) ELSE 0 END) AS insiders_read_their_views_too
FROM pg_temp.rights('regress_mart_reader', 'm_released') r JOIN pg_temp.rights('regress_mart_insider', 'm') i USING (kind);
SELECT kind, readable, writable FROM pg_temp.rights('regress_mart_reader', 'm_released') WHERE kind <> 'view';
SELECT kind, readable, writable FROM pg_temp.rights('regress_mart_insider', 'm') WHERE kind <> 'view';
-- What comes with an upgrade likewise; what the owner has named stays, and is told.
GRANT SELECT ON m.support_payment TO regress_mart_town;
DROP TABLE m.stated_driver CASCADE;
CALL upgrade_social_mart('m');
SELECT has_table_privilege('regress_mart_stranger', 'm.stated_driver', 'SELECT') AS new_table, has_table_privilege('regress_mart_stranger', 'm.deficit_driver', 'SELECT') AS new_view,
       has_table_privilege('regress_mart_insider', 'm.deficit_driver', 'SELECT') AS for_its_insider, has_table_privilege('regress_mart_town', 'm.support_payment', 'SELECT') AS named;
REVOKE SELECT ON m.support_payment FROM regress_mart_town;
GRANT SELECT (household) ON m.support_payment TO PUBLIC;
CALL upgrade_social_mart('m');
REVOKE SELECT (household) ON m.support_payment FROM PUBLIC;
RESET SESSION AUTHORIZATION;
-- What an upgrade ends with tells nothing of who no longer can.
GRANT pg_read_all_data TO regress_mart_town;
SELECT warn_of_readers('m');
REVOKE pg_read_all_data FROM regress_mart_town;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT warn_of_readers('m');
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_mart_stranger, PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM regress_mart_stranger;

-- == What the owner has closed stays closed; a reader is a role and not its name ==

REVOKE SELECT ON m_released.household_cost FROM regress_mart_reader;
REVOKE SELECT ON m.goal_attainment FROM regress_mart_insider;
CALL refresh_social_mart('m');
RESET SESSION AUTHORIZATION;
DROP EXTENSION social_services CASCADE;
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('m');
SELECT r.role, has_table_privilege(r.role, r.schema || '.household_cost', 'SELECT') AS household_cost, has_table_privilege(r.role, r.schema || '.goal_attainment', 'SELECT') AS goal_attainment,
       has_table_privilege(r.role, r.schema || '.budget_variance', 'SELECT') AS budget_variance
FROM (VALUES ('regress_mart_reader', 'm_released'), ('regress_mart_insider', 'm')) AS r(role, schema);
GRANT SELECT ON m_released.household_cost TO regress_mart_reader;
GRANT SELECT ON m.goal_attainment TO regress_mart_insider;
CALL upgrade_social_mart('m');
SELECT (SELECT count(*) FROM m.closed_view) AS closed, (SELECT count(*) FROM m_released.closed_view) AS closed_to_readers;
RESET SESSION AUTHORIZATION;
ALTER ROLE regress_mart_insider RENAME TO regress_mart_renamed;
DROP VIEW m.deficit_driver CASCADE;
CALL upgrade_social_mart('m');
SELECT has_table_privilege('regress_mart_renamed', 'm.deficit_driver', 'SELECT') AS renamed;
DROP OWNED BY regress_mart_renamed;
DROP ROLE regress_mart_renamed;
CREATE ROLE regress_mart_renamed;
DROP EXTENSION social_services CASCADE;
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('m');
SELECT has_table_privilege('regress_mart_renamed', 'm.deficit_driver', 'SELECT') AS another_of_that_name, insider IS NULL AS forgotten FROM m.mart;

-- == Tables and functions of the owner's own are left alone ==

CREATE TABLE m.own_table (organisation integer, note text);
CREATE TABLE m.own_ledger_summary (organisation text NOT NULL);
CREATE VIEW m.live_own AS SELECT 1 AS x;
CREATE FUNCTION m.publish_interim_report(text, date) RETURNS text RETURN 'the owner''s own';
CALL public.upgrade_social_mart('m');
SELECT count(*) FILTER (WHERE column_default IS NOT NULL) AS defaults FROM information_schema.columns WHERE table_schema = 'm' AND table_name ~ '^own_';
SELECT count(*) FILTER (WHERE has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS readable FROM pg_class c WHERE c.relnamespace = 'm'::regnamespace AND c.relname ~ '^own_|^live_own$';
DROP TABLE m.own_table, m.own_ledger_summary;
DROP VIEW m.live_own;
DROP FUNCTION m.publish_interim_report;

-- == Where others may create, or have created, nothing is done ==

INSERT INTO m.unit (code, name) VALUES ('u', 'Unit');
INSERT INTO m.budget_head (code, name) VALUES ('h', 'Head');
INSERT INTO m.scenario (code, kind, fiscal_year) VALUES ('b', 'budget', 2025);
INSERT INTO m.ledger (scenario, unit, head, amount) VALUES ('b', 'u', 'h', 1000000);
GRANT USAGE, CREATE ON SCHEMA m TO regress_mart_stranger;
\set VERBOSITY default
CALL upgrade_social_mart('m');
\set VERBOSITY sqlstate
CALL refresh_social_mart('m');
CALL publish_interim_report('m', '2025-12-31');
CALL adopt_transfers('m', 'f', '2025-06-01');
CALL grant_reader('m', 'regress_mart_town', 'A');
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE FUNCTION m.quotient(numeric, integer) RETURNS numeric LANGUAGE sql AS 'SELECT $1';
CREATE OPERATOR m./ (LEFTARG = numeric, RIGHTARG = integer, FUNCTION = m.quotient);
CREATE TYPE m.mood AS ENUM ('good');
CREATE VIEW m.theirs AS SELECT 1 AS x;
CREATE SEQUENCE m.numbers;
SET SESSION AUTHORIZATION regress_mart_owner;
REVOKE CREATE ON SCHEMA m FROM regress_mart_stranger;
CALL upgrade_social_mart('m');
\set VERBOSITY sqlstate
CALL refresh_social_mart('m');
CALL publish_interim_report('m', '2025-12-31');
CALL adopt_transfers('m', 'f', '2025-06-01');
\set VERBOSITY default
RESET SESSION AUTHORIZATION;
DROP OWNED BY regress_mart_stranger;
GRANT CREATE ON SCHEMA m TO PUBLIC;
CALL upgrade_social_mart('m');
REVOKE CREATE ON SCHEMA m FROM PUBLIC;
-- A schema that is there and empty, but open.
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE SCHEMA open;
GRANT CREATE ON SCHEMA open TO regress_mart_stranger;
CALL create_social_mart('open', organisation => 'A');
DROP SCHEMA open;

-- == GRANT ALL has TRIGGER in it: whoever got it runs nothing with the owner's rights ==

RESET SESSION AUTHORIZATION;
GRANT USAGE ON SCHEMA m TO regress_mart_stranger;
GRANT ALL ON ALL TABLES IN SCHEMA m TO regress_mart_stranger;
CREATE SCHEMA theirs AUTHORIZATION regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
GRANT USAGE ON SCHEMA theirs TO PUBLIC;
CREATE FUNCTION theirs.climb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'runs as %', current_user; RETURN NULL; END $$;
CREATE FUNCTION pg_temp.attempt(relation text, trigger_name text, what text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text;
BEGIN
    EXECUTE format('CREATE %s %I AFTER INSERT OR UPDATE ON m.%I %s EXECUTE FUNCTION theirs.climb()', what, trigger_name, relation,
                   CASE what WHEN 'TRIGGER' THEN 'FOR EACH STATEMENT' ELSE 'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW' END);
    EXECUTE act;
    RETURN 'went through';
EXCEPTION WHEN insufficient_privilege THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT;
    RETURN message;
END $$;
SELECT pg_temp.attempt('summary_note', 'zz', 'TRIGGER', 'INSERT INTO m.unit (code, name) VALUES (''z'', ''Z'')');
SELECT pg_temp.attempt('ledger_period', 'zz', 'TRIGGER', 'INSERT INTO m.ledger (scenario, unit, head, amount) SELECT scenario, unit, head, 1 FROM m.ledger WHERE false');
SELECT pg_temp.attempt('organisation', 'zz', 'TRIGGER', 'UPDATE m.unit SET parent = NULL');
SELECT pg_temp.attempt('scenario_month', 'zz', 'TRIGGER', 'INSERT INTO m.scenario (code, kind, fiscal_year) VALUES (''z'', ''budget'', 2030)');
SELECT pg_temp.attempt('unit', 'ledger_scenario_fkey', 'CONSTRAINT TRIGGER', 'INSERT INTO m.unit (code, name) VALUES (''z'', ''Z''); INSERT INTO m.ledger (scenario, unit, head, amount) SELECT scenario, unit, head, 1 FROM m.ledger WHERE false');
CREATE TRIGGER zz AFTER UPDATE ON m.mart FOR EACH STATEMENT EXECUTE FUNCTION theirs.climb();
-- Nor does it say who reads what.
INSERT INTO m.mart_reader (role) VALUES ('regress_mart_stranger');
UPDATE m.mart SET reader = 'regress_mart_stranger';
DELETE FROM m.microdata;
TRUNCATE m.closed_view;
RESET SESSION AUTHORIZATION;
CALL upgrade_social_mart('m');
\set VERBOSITY sqlstate
CALL refresh_social_mart('m');
\set VERBOSITY default
-- In place of a trigger that guards a summary: nothing kept is read any more.
DROP TRIGGER zz ON m.mart;
CALL refresh_social_mart('m');
SELECT count(*) FROM m.stale_summary;
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE OR REPLACE TRIGGER budget_total_summary_is_written_by_refresh BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON m.budget_total_summary FOR EACH STATEMENT EXECUTE FUNCTION theirs.climb();
UPDATE m.budget_total_summary SET amount = 666 WHERE place > 0;
RESET SESSION AUTHORIZATION;
SELECT count(*) > 0 AS stale, (SELECT count(*) FROM m.budget_total WHERE amount = 666) AS forged FROM m.stale_summary;
DROP SCHEMA theirs CASCADE;
CALL upgrade_social_mart('m');
-- Nor on the tables that a release writes.
GRANT USAGE ON SCHEMA m_released TO regress_mart_stranger;
GRANT TRIGGER ON m_released.label TO regress_mart_stranger;
-- Whoever could put one there waits until all is done.
SET SESSION AUTHORIZATION regress_mart_owner;
BEGIN;
SELECT refuse_others_in_mart('m', 'public');
SELECT relation::regclass FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'RowExclusiveLock' AND relation::regclass::text ~ '^m_released\.';
COMMIT;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA theirs AUTHORIZATION regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE FUNCTION theirs.climb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'runs as %', current_user; RETURN NULL; END $$;
CREATE TRIGGER zz AFTER INSERT ON m_released.label FOR EACH STATEMENT EXECUTE FUNCTION theirs.climb();
RESET SESSION AUTHORIZATION;
CALL release_month('m', '2025-01-01');
\set VERBOSITY sqlstate
CALL publish_interim_report('m', '2025-12-31');
CALL withdraw_interim_report('m', '2025-12-31', 1, 'why');
CALL erase_household('m', 1);
CALL grant_reader('m', 'regress_mart_town', 'A');
\set VERBOSITY default
DROP SCHEMA theirs CASCADE;
REVOKE ALL ON ALL TABLES IN SCHEMA m_released FROM regress_mart_stranger;
REVOKE ALL ON SCHEMA m_released FROM regress_mart_stranger;
REVOKE ALL ON ALL TABLES IN SCHEMA m FROM regress_mart_stranger;
REVOKE ALL ON SCHEMA m FROM regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT warn_of_readers('m');

-- == A superuser who calls the procedures runs nothing of anybody else's as a superuser ==

-- Beside the extension, in the mart and on the search_path: functions that fit calls of the extension's own better than its own do.
CREATE FUNCTION public.climb(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'ALTER ROLE regress_mart_owner SUPERUSER';
EXCEPTION WHEN OTHERS THEN
    NULL;
END $$;
CREATE FUNCTION public.call_as_mart_owner(text, text, text, text, text) RETURNS void LANGUAGE sql AS 'SELECT public.climb($1)';
CREATE FUNCTION public.run_as_owner(regclass, regprocedure, text) RETURNS text LANGUAGE sql AS 'SELECT public.climb($3)::text';
CREATE FUNCTION public.refresh_step(varchar, boolean, varchar, boolean, varchar) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1)::text';
CREATE FUNCTION public.refresh_step(text, boolean, text, boolean, VARIADIC text[]) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1)::text';
CREATE FUNCTION public.render_interim_report(jsonb, integer, timestamp, text) RETURNS text LANGUAGE sql AS 'SELECT public.climb($4)::text';
CREATE FUNCTION public.render_interim_report(jsonb, bigint, date, varchar) RETURNS text LANGUAGE sql AS 'SELECT public.climb($4)::text';
CREATE FUNCTION public.social_mart(varchar) RETURNS regclass LANGUAGE sql AS 'SELECT public.climb($1); SELECT NULL::regclass';
CREATE PROCEDURE public.note_summary_changes(schema text, tables text, about text, later_years integer, year_column text DEFAULT '') LANGUAGE sql AS 'SELECT public.climb($1)';
CREATE SCHEMA beside;
CREATE FUNCTION beside.format(text, name) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1); SELECT ''x''';
CREATE FUNCTION beside.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1); SELECT ''x''';
CREATE FUNCTION beside.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1); SELECT ''x''';
CREATE FUNCTION beside.quote_ident(name) RETURNS text LANGUAGE sql AS 'SELECT public.climb($1::text); SELECT ''x''';
CREATE FUNCTION beside.equals(name, text) RETURNS boolean LANGUAGE sql AS 'SELECT public.climb($2); SELECT false';
CREATE OPERATOR beside.= (LEFTARG = name, RIGHTARG = text, FUNCTION = beside.equals);
-- Something to move.
INSERT INTO m.budget_head (code, name) VALUES ('i', 'Lacks');
INSERT INTO m.transfer_rule (from_head, to_head) VALUES ('h', 'i');
INSERT INTO m.scenario (code, kind, fiscal_year, as_of) VALUES ('f', 'forecast', 2025, '2025-05-31');
INSERT INTO m.ledger (scenario, unit, head, amount) VALUES ('f', 'u', 'h', 900000), ('f', 'u', 'i', 200000);
CREATE FUNCTION m.climb_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM public.climb(''); RETURN NEW; END $$;
CREATE TRIGGER climb BEFORE INSERT OR UPDATE ON m.mart FOR EACH ROW EXECUTE FUNCTION m.climb_trigger();
CREATE TRIGGER climb BEFORE INSERT OR UPDATE ON m.summary_turn FOR EACH ROW EXECUTE FUNCTION m.climb_trigger();
CREATE TRIGGER climb BEFORE INSERT ON m.interim_report FOR EACH ROW EXECUTE FUNCTION m.climb_trigger();
CREATE TRIGGER climb BEFORE INSERT ON m.scenario FOR EACH ROW EXECUTE FUNCTION m.climb_trigger();
RESET SESSION AUTHORIZATION;
SET search_path = beside, pg_catalog, m, public;
CALL public.create_social_mart('made_by_superuser'::text, 'A'::text, NULL::text, NULL::text, NULL::text);
CALL public.upgrade_social_mart('m'::text);
CALL public.refresh_social_mart('m'::text);
CALL public.publish_interim_report('m'::text, '2025-12-31'::date, NULL::text);
CALL public.adopt_transfers('m'::text, 'f'::text, '2025-06-01'::date, NULL::text, NULL::text, NULL::text);
CALL public.grant_insider('m'::text, 'regress_mart_town'::text, 'A'::text);
CALL public.grant_reader('m'::text, 'regress_mart_town'::text, 'A'::text);
SELECT left(public.interim_report('m'::text, '2025-12-31'::date, 'text'::text, NULL::integer, NULL::text), 15);
CALL public.revoke_reader('m'::text, 'regress_mart_town'::text, 'A'::text);
SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) 'regress_mart_owner'::name;
-- Nor is anything left to run when a step is committed, as the superuser who calls.
SET search_path = pg_catalog;
CREATE CONSTRAINT TRIGGER climb_later AFTER UPDATE ON m.summary_turn DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION m.climb_trigger();
UPDATE m.ledger SET amount = amount + 1 WHERE scenario = 'f';
CALL public.refresh_social_mart('m');
SELECT current_user = session_user AS still_myself, current_setting('search_path') AS search_path, rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
DROP TRIGGER climb_later ON m.summary_turn;
DROP TRIGGER climb ON m.summary_turn;
CALL public.refresh_social_mart('m');
SELECT count(*) AS stale FROM m.stale_summary;
-- A view that the owner put in place of the mart's, read by a superuser.
SET SESSION AUTHORIZATION regress_mart_owner;
SET search_path = pg_catalog;
CREATE OR REPLACE VIEW m.published_interim_report AS
SELECT organisation, fiscal_year, as_of, version, published_at::date AS published_on, published_by, public.climb('')::text AS report_text, report_markdown, ''::text AS report_json,
       NULL::text AS published_despite, NULL::date AS withdrawn_on, NULL::text AS withdrawn_by, NULL::text AS withdrawal_reason, NULL::text AS report_html FROM m.interim_report;
RESET SESSION AUTHORIZATION;
SELECT public.interim_report('m', '2025-12-31') = '' AS read_as_the_owner;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
SET search_path = public;
DROP SCHEMA beside, made_by_superuser CASCADE;
SET SESSION AUTHORIZATION regress_mart_owner;
DROP TRIGGER climb ON m.mart;
DROP TRIGGER climb ON m.interim_report;
CALL upgrade_social_mart('m');
SELECT left(interim_report('m', '2025-12-31'), 15);

-- == Insiders and readers of one organisation ==

INSERT INTO m.organisation (organisation, name) VALUES ('B', 'Bergby');
INSERT INTO m.unit (organisation, code, name) VALUES ('B', 'v', 'Other');
INSERT INTO m.support_payment (unit, household, month, amount) SELECT 'u', h, '2026-01-01', 9000 + h FROM generate_series(1, 20) h;
INSERT INTO m.support_payment (organisation, unit, household, month, amount) VALUES ('B', 'v', 77, '2026-01-01', 12345.67);
CALL grant_insider('m', 'regress_mart_nobody', 'A');
CALL grant_insider('m', NULL, 'A');
CALL grant_insider('m', 'regress_mart_town', 'C');
CALL grant_insider('no mart', 'regress_mart_town', 'A');
SET client_min_messages = notice;
CALL grant_insider('m', 'regress_mart_town', 'A');
CALL grant_insider('m', 'regress_mart_town', 'A');
SET client_min_messages = warning;
SELECT kind, readable = (SELECT readable FROM pg_temp.rights('regress_mart_reader', 'm_released') WHERE kind = 'view') + (SELECT count(*) FROM m.insider_view) AS every_view, unreadable, writable FROM pg_temp.rights('regress_mart_town', 'm_A');
SELECT count(*) FILTER (WHERE obj_description(c.oid, 'pg_class') IS NULL) AS undescribed, count(*) FILTER (WHERE c.reloptions IS DISTINCT FROM '{security_barrier=true}') AS without_barrier
FROM pg_class c WHERE c.relnamespace = '"m_A"'::regnamespace AND c.relkind = 'v';
SET SESSION AUTHORIZATION regress_mart_town;
CREATE FUNCTION pg_temp.see(organisation text, payments numeric) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN IF organisation <> 'A' THEN RAISE WARNING 'saw % %', organisation, payments; END IF; RETURN true; END $$;
SELECT organisation, households, payments FROM "m_A".caseload_by_month WHERE pg_temp.see(organisation, payments);
SELECT DISTINCT organisation FROM "m_A".data_dictionary;
\set VERBOSITY sqlstate
SELECT count(*) FROM m.caseload_by_month;
SELECT interim_report('m', '2025-12-31');
\set VERBOSITY default
SELECT left(report_text, 15) FROM "m_A".published_interim_report;
-- They come back with the extension, but for what was closed.
SET SESSION AUTHORIZATION regress_mart_owner;
REVOKE SELECT ON "m_A".household_cost FROM regress_mart_town;
CALL refresh_social_mart('m');
RESET SESSION AUTHORIZATION;
DROP EXTENSION social_services CASCADE;
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('m');
SELECT kind, unreadable FROM pg_temp.rights('regress_mart_town', 'm_A');
SELECT kind, unreadable FROM pg_temp.rights('regress_mart_reader', 'm_released') WHERE kind = 'view';
CALL revoke_reader('m', 'regress_mart_town', 'B');
CALL revoke_reader('m', 'regress_mart_town', 'A');
SELECT to_regnamespace('"m_A"') IS NULL AS gone, (SELECT count(*) FROM m.mart_reader) AS readers, (SELECT count(*) FROM m.closed_view) AS closed;
CREATE SCHEMA "m_B";
CREATE TABLE "m_B".somebodys ();
CALL grant_insider('m', 'regress_mart_town', 'B');
DROP TABLE "m_B".somebodys;
CALL grant_insider('m', 'regress_mart_town', 'B');
CALL revoke_reader('m', 'regress_mart_town', 'B');
-- A second insider of all. A reader who is none any more reads nothing of either.
CALL grant_insider('m', 'regress_mart_town');
CALL revoke_reader('m', 'regress_mart_reader');
SELECT r.role, r.views = (SELECT count(*) FROM information_schema.views WHERE table_schema = 'm' AND table_name !~ '^own_|^live_') AS every_view, r.views = 0 AS none
FROM (SELECT 'regress_mart_town' AS role, readable AS views FROM pg_temp.rights('regress_mart_town', 'm') WHERE kind = 'view'
      UNION ALL SELECT 'regress_mart_reader', readable FROM pg_temp.rights('regress_mart_reader', 'm') WHERE kind = 'view') r;
SELECT sum(readable) AS of_what_is_released FROM pg_temp.rights('regress_mart_reader', 'm_released');
-- To be let in again opens nothing that was closed since.
REVOKE SELECT ON m.length_of_stay FROM regress_mart_town;
CALL grant_insider('m', 'regress_mart_town');
SELECT has_table_privilege('regress_mart_town', 'm.length_of_stay', 'SELECT') AS opened, has_table_privilege('regress_mart_town', 'm.case_flow', 'SELECT') AS others;
GRANT SELECT ON m.length_of_stay TO regress_mart_town;
SELECT role, organisation, is_insider FROM m.view_reader();
CALL revoke_reader('m', 'regress_mart_reader');
CALL grant_insider('m', 'regress_mart_owner');
-- Views of one organisation: closed to whom default privileges name, told of where they were moved, and in nobody else's schema.
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_mart_stranger;
CALL grant_insider('m', 'regress_mart_town', 'B');
SELECT count(*) > 20 AS some, count(*) FILTER (WHERE has_table_privilege('regress_mart_stranger', c.oid, 'SELECT')) AS for_others FROM pg_class c WHERE c.relnamespace = '"m_B"'::regnamespace;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_mart_stranger;
ALTER SCHEMA "m_B" RENAME TO moved;
CALL revoke_reader('m', 'regress_mart_town', 'B');
DROP SCHEMA moved CASCADE;
CALL grant_insider('m', 'regress_mart_town', 'B');
DROP SCHEMA "m_B" CASCADE;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA "m_B" AUTHORIZATION regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_owner;
CALL upgrade_social_mart('m');
RESET SESSION AUTHORIZATION;
DROP SCHEMA "m_B";
-- Who may become a role that reads payments reads them.
GRANT regress_mart_town TO regress_mart_stranger;
ALTER ROLE regress_mart_stranger NOINHERIT;
GRANT SELECT ON m.support_payment TO regress_mart_town;
SET SESSION AUTHORIZATION regress_mart_owner;
CALL upgrade_social_mart('m');
REVOKE SELECT ON m.support_payment FROM regress_mart_town;
CALL revoke_reader('m', 'regress_mart_town', 'B');

-- == Readers of one organisation, and what is not theirs ==

SET client_min_messages = notice;
CALL grant_reader('m', 'regress_mart_reader', 'B');
SET client_min_messages = warning;
CALL grant_reader('m', 'regress_mart_reader', 'C');
CALL grant_reader('m', 'regress_mart_nobody');
CALL grant_insider('m_released', 'regress_mart_reader');
CALL grant_reader('m', 'regress_mart_town', 'A');
CALL release_month('m', '2026-01-01', 'A');
CALL release_month('m', '2026-01-01', 'B');
SET SESSION AUTHORIZATION regress_mart_town;
SELECT organisation, unit_code, households, payments FROM "m_released_A".caseload_by_month;
SET SESSION AUTHORIZATION regress_mart_owner;
CALL revoke_reader('m', 'regress_mart_town', 'A');
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT (SELECT count(*) FROM "m_released_B".caseload_by_month) AS released, array_agg(DISTINCT organisation) AS told_of FROM "m_released_B".data_dictionary;
\set VERBOSITY sqlstate
SELECT count(*) FROM m.caseload_by_month;
SELECT count(*) FROM m_released.caseload_by_month;
SELECT count(*) FROM "m_released_B".support_payment;
SELECT * FROM disclosure_check('m');
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_owner;
CALL revoke_reader('m', 'regress_mart_reader', 'B');
SELECT to_regnamespace('"m_released_B"') IS NULL AS gone, (SELECT count(*) FROM m_released.mart_reader) AS readers;
-- What somebody else calls the released mart is not asked anything.
RESET SESSION AUTHORIZATION;
CREATE SCHEMA other_released AUTHORIZATION regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE FUNCTION other_released.climb() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'run by %', current_user; RETURN 'other'; END $$;
CREATE VIEW other_released.mart AS SELECT 'B'::text AS organisation, 'r'::text AS reader, '0.2.0'::text AS version, other_released.climb() AS released_from, 5 AS minimum_group;
GRANT ALL ON SCHEMA other_released TO PUBLIC;
GRANT ALL ON other_released.mart TO PUBLIC;
SET SESSION AUTHORIZATION regress_mart_owner;
CALL create_social_mart('other', organisation => 'B');
CALL upgrade_social_mart('other');
CALL refresh_social_mart('other');
SELECT * FROM disclosure_check('other');
CALL grant_reader('other', 'regress_mart_reader');
CALL revoke_reader('other', 'regress_mart_reader');
RESET SESSION AUTHORIZATION;
DROP SCHEMA other, other_released CASCADE;

-- == A mart of 0.1.0, whose reader read exact figures: its owner is told, and chooses ==

SET SESSION AUTHORIZATION regress_mart_owner;
UPDATE m.mart SET reader = 'regress_mart_reader';
CALL upgrade_social_mart('m');
SELECT rule, detail FROM disclosure_check('m') WHERE rule = 'reader_of_exact_views';
CALL upgrade_social_mart('m', readers => 'all');
SELECT kind, readable > 0 AS some, unreadable = (SELECT count(*) FROM m.insider_view) AS but_for_insiders FROM pg_temp.rights('regress_mart_reader', 'm') WHERE kind = 'view';
CALL upgrade_social_mart('m', readers => 'exact');
SELECT kind, readable > 0 AS some, unreadable FROM pg_temp.rights('regress_mart_reader', 'm') WHERE kind = 'view';
SELECT count(*) AS told FROM disclosure_check('m') WHERE rule = 'reader_of_exact_views';
CALL upgrade_social_mart('m');
CALL revoke_reader('m', 'regress_mart_reader');
UPDATE m.mart SET reader = 'regress_mart_reader';
SET client_min_messages = notice;
CALL upgrade_social_mart('m', readers => 'released');
SET client_min_messages = warning;
SELECT sum(readable) AS of_the_mart, has_schema_privilege('regress_mart_reader', 'm', 'USAGE') AS enters FROM pg_temp.rights('regress_mart_reader', 'm');
SELECT kind, readable > 0 AS some FROM pg_temp.rights('regress_mart_reader', 'm_released') WHERE kind = 'view';
CALL upgrade_social_mart('m');
-- Where what was released is gone, nothing is made in its place.
ALTER SCHEMA m_released RENAME TO elsewhere;
CALL grant_reader('m', 'regress_mart_reader');
ALTER SCHEMA elsewhere RENAME TO m_released;

-- == Answers do not depend on the session ==

UPDATE m.organisation SET time_zone = 'No/Where';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO m.assignment (code, title, source, decided_by, due_on) VALUES ('a', 'Due', 'Plan', 'Council', (now() AT TIME ZONE 'Europe/Stockholm')::date + 7);
CREATE TEMPORARY TABLE answer (setting text, days_left integer, report text, published integer, spelled boolean);
GRANT ALL ON answer TO PUBLIC;
DO $$
DECLARE
    session text[];
    setting text;
BEGIN
    FOREACH session SLICE 1 IN ARRAY ARRAY[['TimeZone=Pacific/Kiritimati', 'DateStyle=SQL, DMY', 'IntervalStyle=iso_8601', 'search_path=""'],
                                           ['TimeZone=Pacific/Pago_Pago', 'DateStyle=German', 'extra_float_digits=-15', 'jit=on'],
                                           ['TimeZone=UTC', 'bytea_output=escape', 'row_security=off', 'search_path=m']] LOOP
        FOREACH setting IN ARRAY session LOOP
            PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true);
        END LOOP;
        CALL public.publish_interim_report('m', '2025-12-31', 'A');
        INSERT INTO pg_temp.answer
        SELECT array_to_string(session, ' '), (SELECT days_left FROM m.assignment_status), regexp_replace(report_text, 'Version \d+', ''), published_on - (now() AT TIME ZONE 'Europe/Stockholm')::date,
               report_json::jsonb ->> 'published_at' ~ '^\d{4}-\d\d-\d\dT[0-9:.]+Z$'
        FROM m.published_interim_report WHERE organisation = 'A' ORDER BY version DESC LIMIT 1;
        FOREACH setting IN ARRAY session LOOP
            EXECUTE format('RESET %I', split_part(setting, '=', 1));
        END LOOP;
    END LOOP;
END $$;
SET datestyle = 'ISO, YMD';
SELECT count(*) AS sessions, count(DISTINCT days_left) AS days_left, count(DISTINCT report) AS reports, count(DISTINCT published) AS days, bool_and(spelled) AS spelled FROM answer;

DROP FUNCTION call_as_mart_owner, refresh_step(varchar, boolean, varchar, boolean, varchar), refresh_step(text, boolean, text, boolean, text[]), run_as_owner(regclass, regprocedure, text), render_interim_report(jsonb, integer, timestamp, text), render_interim_report(jsonb, bigint, date, varchar), social_mart(varchar), climb CASCADE;
DROP PROCEDURE note_summary_changes(text, text, text, integer, text);
RESET SESSION AUTHORIZATION;
DROP SCHEMA m, m_released CASCADE;
DROP OWNED BY regress_mart_town;
CREATE SCHEMA lund;
\i test/sql/include/cleanup.sql
DROP ROLE regress_mart_town, regress_mart_renamed;
