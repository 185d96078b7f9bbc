-- mart: create_social_mart, upgrade_social_mart, and what becomes of a mart

\i test/sql/include/setup.sql

-- == Installed by someone who is not a superuser ==

SET SESSION AUTHORIZATION regress_mart_stranger;
\set VERBOSITY sqlstate
CREATE EXTENSION social_services;   -- without CREATE on the database
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
SELECT pg_get_userbyid(extowner) AS owner, extrelocatable FROM pg_extension WHERE extname = 'social_services';

-- == A mart ==

CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader', organisation_name => 'Lunds kommun');
SELECT m.organisation, m.insider, m.version = e.extversion AS of_the_installed_version
FROM lund.mart m, pg_extension e WHERE e.extname = 'social_services';
SELECT organisation, name FROM lund.organisation;

-- All of it is the caller's, and no part of the extension.
SELECT kind, count(*) > 0 AS some, count(*) FILTER (WHERE pg_get_userbyid(owner) <> 'regress_mart_owner') AS owned_by_others,
       count(*) FILTER (WHERE EXISTS (SELECT FROM pg_depend d WHERE d.classid = t.classid AND d.objid = t.oid AND d.deptype = 'e')) AS members
FROM (SELECT 'schema', 'pg_namespace'::regclass, oid, nspowner FROM pg_namespace WHERE nspname = 'lund'
      UNION ALL
      SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'other relation' END, 'pg_class'::regclass, oid, relowner
      FROM pg_class WHERE relnamespace = 'lund'::regnamespace
      UNION ALL
      SELECT 'function', 'pg_proc'::regclass, oid, proowner FROM pg_proc WHERE pronamespace = 'lund'::regnamespace
      UNION ALL
      SELECT 'type', 'pg_type'::regclass, oid, typowner FROM pg_type WHERE typnamespace = 'lund'::regnamespace) AS t(kind, classid, oid, owner)
GROUP BY kind ORDER BY kind;

-- The organisation is every table's default, and its name is by default the code.
SELECT count(*) > 5 AS tables, count(*) FILTER (WHERE pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM '''1281''::text') AS without_default
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relname NOT IN ('mart', 'organisation', 'closed_view', 'mart_reader') AND NOT EXISTS (SELECT FROM lund.summary_relation s WHERE s.relation_name = c.relname)
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'lund'::regnamespace AND a.attname = 'organisation';
BEGIN;
CALL create_social_mart('malmö', '1280');
SELECT organisation, name FROM "malmö".organisation;
ROLLBACK;
SELECT count(*) FROM pg_namespace WHERE nspname = 'malmö';

-- A schema that exists and is empty will do.
CREATE SCHEMA empty;
CALL create_social_mart('empty', '1280');
SELECT count(*) FROM empty.organisation;
DROP SCHEMA empty CASCADE;

-- == What create_social_mart refuses; nothing is left of it ==

CREATE SCHEMA busy_table;
CREATE TABLE busy_table.theirs (x integer);
CREATE SCHEMA busy_function;
CREATE FUNCTION busy_function.theirs() RETURNS integer RETURN 1;
CREATE SCHEMA busy_type;
CREATE TYPE busy_type.theirs AS ENUM ('a');
CREATE SCHEMA busy_sequence;
CREATE SEQUENCE busy_sequence.theirs;
RESET SESSION AUTHORIZATION;
CREATE SCHEMA not_mine;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT mart_test.catalogue() AS catalogue \gset

CALL create_social_mart(NULL, organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart(repeat('x', 64), organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart(repeat('å', 32), organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => NULL);
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => '');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => '   ');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => '1281', organisation_name => ' ');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => '1281', reader => 'regress_mart_nobody');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('new', organisation => '1281', reader => 'regress_mart "No"body');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('busy_table', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('busy_function', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('busy_type', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('busy_sequence', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
CALL create_social_mart('lund', organisation => '1281');
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY sqlstate
CALL create_social_mart('pg_lund', organisation => '1281');
CALL create_social_mart('pg_catalog', organisation => '1281');
CALL create_social_mart('information_schema', organisation => '1281');
CALL create_social_mart('not_mine', organisation => '1281');
SET SESSION AUTHORIZATION regress_mart_stranger;
CALL create_social_mart('new', organisation => '1281');
SET SESSION AUTHORIZATION regress_mart_owner;
\set VERBOSITY default

SELECT mart_test.catalogue() = :'catalogue' AS nothing_changed;
DROP SCHEMA busy_table, busy_function, busy_type, busy_sequence CASCADE;

-- == Names of every kind ==

CREATE TEMPORARY TABLE named (place integer, schema text, organisation text, reader text,
                              created boolean, upgraded boolean, same_relations boolean, default_works boolean,
                              tree_works boolean, readable boolean, renamed boolean);
INSERT INTO named VALUES
    (1, E'Stora Bokstäver – 北\nnew line, back\\slash',             'åäö back\slash',                   NULL),
    (2, 'x"; DROP SCHEMA public; --''; DROP TABLE lund.unit; --', '"a''; DROP TABLE organisation; --', 'regress_mart "läsare"; --'),
    (3, '"lund", "a.b" @extschema@ %I %s $1 $$',                  'a.b @extschema@ %L %% $$',          'regress_mart_reader'),
    (4, 'select',                                                 'NULL',                              NULL),
    (5, ' ',                                                      ' 1281 ',                            NULL),
    (6, '1' || repeat('å', 31),                                   repeat('9', 200),                    NULL);
SELECT mart_test.catalogue() AS catalogue \gset
DO $$
DECLARE
    n named;
    renamed text;
    relations text[];
    expected text[];
    got text;
BEGIN
    SELECT array_agg(relname::text ORDER BY relname) INTO expected FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind IN ('r', 'v');
    FOR n IN SELECT * FROM named ORDER BY place LOOP
        CALL create_social_mart(n.schema, n.organisation, insider => n.reader);
        n.created := EXISTS (SELECT FROM pg_namespace WHERE nspname = n.schema);
        SELECT array_agg(relname::text ORDER BY relname) INTO relations
        FROM pg_class WHERE relnamespace = quote_ident(n.schema)::regnamespace AND relkind IN ('r', 'v');
        n.same_relations := relations = expected;
        EXECUTE format('INSERT INTO %I.unit (code, name) VALUES (''u'', ''Unit'') RETURNING organisation', n.schema) INTO got;
        n.default_works := got = n.organisation;
        -- It goes on under the next name, so that each is upgraded too.
        renamed := (SELECT o.schema FROM named o WHERE o.place = n.place % (SELECT count(*) FROM named) + 1);
        EXECUTE format('ALTER SCHEMA %I RENAME TO %I', n.schema, renamed);
        CALL upgrade_social_mart(renamed);
        n.renamed := true;
        EXECUTE format('SELECT version FROM %I.mart', renamed) INTO got;
        n.upgraded := got = (SELECT extversion FROM pg_extension WHERE extname = 'social_services');
        BEGIN
            EXECUTE format('UPDATE %I.unit SET parent = code', renamed);
            n.tree_works := false;
        EXCEPTION WHEN check_violation THEN
            n.tree_works := true;
        END;
        IF n.reader IS NOT NULL THEN
            EXECUTE format('SELECT bool_and(has_table_privilege($1, oid, ''SELECT'') = (relkind = ''v'' AND relname !~ ''^live_''))
                            FROM pg_class WHERE relnamespace = quote_ident($2)::regnamespace AND relkind IN (''r'', ''v'')')
                INTO n.readable USING n.reader, renamed;
            n.readable := n.readable AND has_schema_privilege(n.reader, renamed, 'USAGE');
        END IF;
        UPDATE named SET (created, upgraded, same_relations, default_works, tree_works, readable, renamed)
            = (n.created, n.upgraded, n.same_relations, n.default_works, n.tree_works, n.readable, n.renamed)
        WHERE place = n.place;
        EXECUTE format('DROP SCHEMA %I CASCADE', renamed);
        -- A transaction has locks for some marts, not for all of these.
        COMMIT;
    END LOOP;
END
$$;
SELECT left(schema, 30) AS schema, left(organisation, 30) AS organisation, reader IS NOT NULL AS reader,
       created, upgraded, same_relations, default_works, tree_works, readable, renamed
FROM named ORDER BY place;
-- All gone again, and nothing else with them.
SELECT mart_test.catalogue() = :'catalogue' AS nothing_changed;

-- == Figures in it, which stay as they are through all that follows ==

SET search_path = lund, public;
\i test/sql/include/figures.sql
SELECT mart_test.fingerprint('lund', 'r') AS tables, mart_test.fingerprint('lund', 'v') AS views \gset

-- == upgrade_social_mart ==

CALL upgrade_social_mart(NULL);
\echo :LAST_ERROR_SQLSTATE
CALL upgrade_social_mart('');
\echo :LAST_ERROR_SQLSTATE
CALL upgrade_social_mart('no such "schema"');
\echo :LAST_ERROR_SQLSTATE
CALL upgrade_social_mart('public');
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY sqlstate
UPDATE mart SET version = '9999.0.0';
CALL upgrade_social_mart('lund');
UPDATE mart SET version = (SELECT extversion FROM pg_extension WHERE extname = 'social_services');
SET SESSION AUTHORIZATION regress_mart_stranger;
CALL upgrade_social_mart('lund');
SET SESSION AUTHORIZATION regress_mart_reader;
CALL upgrade_social_mart('lund');
SET SESSION AUTHORIZATION regress_mart_owner;
\set VERBOSITY default

-- Of an up-to-date mart, once or twice: nothing changes, and grants of one's own stay.
GRANT SELECT ON lund.ledger TO regress_mart_stranger;
REVOKE SELECT ON lund.budget_total FROM regress_mart_reader;
CREATE VIEW lund.our_own AS SELECT 1 AS x;
CREATE TEMPORARY TABLE definitions AS SELECT mart_test.definitions('lund') AS definition;
CALL upgrade_social_mart('lund');
CALL upgrade_social_mart('lund');
SELECT count(*) > 300 AS many, count(*) FILTER (WHERE in_both) = count(*) AS unchanged
FROM (SELECT definition, d.definition IS NOT NULL AND u.definition IS NOT NULL AS in_both
      FROM definitions d FULL JOIN mart_test.definitions('lund') u(definition) USING (definition)) AS t;
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;
SELECT has_table_privilege('regress_mart_stranger', 'ledger', 'SELECT') AS granted,
       has_table_privilege('regress_mart_reader', 'budget_total', 'SELECT') AS revoked,
       has_table_privilege('regress_mart_reader', 'our_own', 'SELECT') AS not_ours;
GRANT SELECT ON lund.budget_total TO regress_mart_reader;
REVOKE SELECT ON lund.ledger FROM regress_mart_stranger;
DROP VIEW our_own;

-- Of an older one: what is missing comes, with the reader's grant and the default.
UPDATE mart SET version = '0.0.9';
DROP VIEW deficit_driver CASCADE;
ALTER TABLE stated_driver ALTER COLUMN organisation DROP DEFAULT;
DROP TRIGGER unit_is_a_tree_on_update ON unit;
CALL upgrade_social_mart('lund');
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged,
       has_table_privilege('regress_mart_reader', 'deficit_driver', 'SELECT') AS readable,
       (SELECT m.version = e.extversion FROM mart m, pg_extension e WHERE e.extname = 'social_services') AS of_the_installed_version;
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('outcome-2022', 'Default', 1) RETURNING organisation;
DELETE FROM stated_driver WHERE cause = 'Default';
UPDATE unit SET parent = code WHERE organisation = '1281' AND code = 'eb';
\echo :LAST_ERROR_SQLSTATE

-- Of one that is older than the tables of households and of transfers: these come too, as in a new mart.
BEGIN;
UPDATE mart SET version = '0.0.9';
DROP TABLE household_month, support_payment, household_plan, transfer_rule CASCADE;
DROP VIEW reallocation_proposal;
CALL upgrade_social_mart('lund');
SELECT c.relname, c.relkind, has_table_privilege('regress_mart_reader', c.oid, 'SELECT') AS readable, pg_get_expr(d.adbin, d.adrelid) AS organisation
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation'
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname ~ 'household|caseload|support|transfer|reallocation'
ORDER BY c.relkind, c.relname;
ROLLBACK;

-- By a member of the owner: what is new is the owner's, and the member is itself again.
DROP VIEW deficit_driver CASCADE;
SET SESSION AUTHORIZATION regress_mart_member;
CALL upgrade_social_mart('lund');
SELECT current_user, session_user, current_setting('role') AS role;
SELECT viewowner FROM pg_views WHERE schemaname = 'lund' AND viewname = 'deficit_driver';

-- By a superuser, who is one again afterwards, and after an error too.
RESET SESSION AUTHORIZATION;
DROP VIEW lund.deficit_driver CASCADE;
BEGIN;
CALL upgrade_social_mart('lund');
SELECT current_user = session_user AS myself, current_setting('role') AS role, current_setting('search_path') AS path;
SAVEPOINT before_error;
UPDATE lund.mart SET version = '9999.0.0';
\set VERBOSITY sqlstate
CALL upgrade_social_mart('lund');
\set VERBOSITY default
ROLLBACK TO before_error;
SELECT current_user = session_user AS myself, current_setting('role') AS role;
SET ROLE regress_mart_member;
CALL upgrade_social_mart('lund');
SELECT current_user, current_setting('role') AS role;
COMMIT;
RESET ROLE;
SELECT count(*) > 0 AS some, count(*) FILTER (WHERE pg_get_userbyid(relowner) <> 'regress_mart_owner') AS owned_by_others
FROM pg_class WHERE relnamespace = 'lund'::regnamespace;

-- Whatever the owner put into the schema gets nothing of the superuser's rights, now or at commit.
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE FUNCTION lund.climb() RETURNS trigger
    LANGUAGE plpgsql
AS $function$
BEGIN
    BEGIN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM set_config('role', 'none', true);
        END IF;
        ALTER ROLE regress_mart_owner SUPERUSER;
    EXCEPTION WHEN OTHERS THEN
        NULL;
    END;
    RETURN NEW;
END
$function$;
CREATE TRIGGER climb BEFORE UPDATE ON lund.mart FOR EACH ROW EXECUTE FUNCTION lund.climb();
RESET SESSION AUTHORIZATION;
\set VERBOSITY sqlstate
DO $$ BEGIN CALL upgrade_social_mart('lund'); EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;   -- to refuse is as good
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
ALTER ROLE regress_mart_owner NOSUPERUSER;
SET SESSION AUTHORIZATION regress_mart_owner;
DROP TRIGGER climb ON lund.mart;
CREATE CONSTRAINT TRIGGER climb_later AFTER UPDATE ON lund.mart DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lund.climb();
RESET SESSION AUTHORIZATION;
DO $$ BEGIN CALL upgrade_social_mart('lund'); EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
ALTER ROLE regress_mart_owner NOSUPERUSER;
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_owner;
DROP TRIGGER climb_later ON lund.mart;
DROP FUNCTION lund.climb();
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
-- Commands that cannot be run for somebody else, and relations that are not there.
RESET SESSION AUTHORIZATION;
CREATE FUNCTION mart_test.who(asked text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE asked; RETURN current_user; END $$;
SELECT run_as_owner('lund.mart', 'mart_test.who(text)'::regprocedure, ARRAY['SELECT 1']), current_user = session_user AS myself_again;
SELECT run_as_owner('lund.mart', 'mart_test.who(text)'::regprocedure, '{}');
SELECT run_as_owner('lund.mart', 'pg_catalog.sqrt(numeric)'::regprocedure, ARRAY['4']);
SELECT run_as_owner('lund.mart', 'pg_catalog.upper(text)'::regprocedure, ARRAY[NULL]) IS NULL AS null_for_null;
SELECT run_as_owner(0, 'mart_test.who(text)'::regprocedure, ARRAY['SELECT 1']);
SELECT run_as_owner('lund.mart', 0, ARRAY['SELECT 1']);
SELECT 'lund.mart'::regclass::oid AS mart \gset
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT can_run_as_owner(:mart);
\set VERBOSITY sqlstate
SELECT run_as_owner(:mart, 'mart_test.who(text)'::regprocedure, ARRAY['SELECT 1']);
SET SESSION AUTHORIZATION regress_mart_member;
SELECT can_run_as_owner(:mart);
RESET SESSION AUTHORIZATION;
SELECT run_as_owner('lund.mart', 'mart_test.who(text)'::regprocedure, ARRAY['RESET ROLE']);
SELECT run_as_owner('lund.mart', 'mart_test.who(text)'::regprocedure, ARRAY['ALTER ROLE regress_mart_owner SUPERUSER']);
\set VERBOSITY default
DROP FUNCTION mart_test.who(text);

-- == A mart that is renamed ==

ALTER SCHEMA lund RENAME TO "Lund 2";
INSERT INTO "Lund 2".unit (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO "Lund 2".ledger (scenario, unit, head, amount) VALUES ('outcome-2022', 'eb', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
SELECT mart_test.fingerprint('Lund 2', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('Lund 2', 'v') = :'views' AS views_unchanged;
CALL upgrade_social_mart('lund');
\echo :LAST_ERROR_SQLSTATE
CALL upgrade_social_mart('Lund 2');
SELECT mart_test.fingerprint('Lund 2', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('Lund 2', 'v') = :'views' AS views_unchanged;
ALTER SCHEMA "Lund 2" RENAME TO lund;

-- == The extension goes, and comes back ==

\set VERBOSITY sqlstate
DROP EXTENSION social_services;   -- the views need it
\set VERBOSITY default
DROP EXTENSION social_services CASCADE;
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;
SELECT count(*) FROM pg_views WHERE schemaname = 'lund'
   AND viewname IN ('budget_variance', 'budget_change_by_year', 'appropriation_change', 'reconciliation',
                    'caseload_by_month', 'household_cost', 'household_check', 'caseload_by_year', 'household_cost_change',
                    'household_budget_gap', 'household_path',
                    'reallocation_proposal', 'reallocation_transfer', 'reallocation_balance');
-- The tables keep their rules and take rows.
INSERT INTO unit (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2023-01-01', 0.001);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name) VALUES ('meanwhile', 'Meanwhile');
DELETE FROM unit WHERE code = 'meanwhile';
-- Not into a mart, which would take it along when it is dropped.
CREATE EXTENSION social_services;
CALL upgrade_social_mart('lund');
DROP EXTENSION social_services CASCADE;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('lund');
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;
-- What is for insiders alone he is granted here, too.
SELECT format('GRANT SELECT ON lund.%I TO regress_mart_reader', view_name) FROM lund.insider_view ORDER BY view_name \gexec
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS reader_sees_them;
RESET SESSION AUTHORIZATION;

-- == The schema of the extension is renamed, and marts live side by side ==

CREATE SCHEMA elsewhere;
ALTER EXTENSION social_services SET SCHEMA elsewhere;
DROP SCHEMA elsewhere;
ALTER SCHEMA public RENAME TO "odd ""place";
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
CALL "odd ""place".create_social_mart('second', organisation => '1280', insider => 'regress_mart_reader');
CALL "odd ""place".upgrade_social_mart('lund');
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
INSERT INTO second.unit (code, name) VALUES ('eb', 'Ekonomiskt bistånd');
INSERT INTO second.budget_head (code, name) VALUES ('fb', 'Försörjningsstöd');
INSERT INTO second.scenario (code, kind, fiscal_year) VALUES ('b', 'budget', 2022), ('o', 'outcome', 2022);
INSERT INTO second.ledger (scenario, unit, head, amount) VALUES ('b', 'eb', 'fb', 70), ('o', 'eb', 'fb', 84);
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT 'lund' AS mart, organisation, budget, outcome, variance, variance_ratio, deficit, surplus, utilisation
FROM lund.budget_variance WHERE organisation = '1280'
UNION ALL
SELECT 'second', organisation, budget, outcome, variance, variance_ratio, deficit, surplus, utilisation
FROM second.budget_variance
ORDER BY mart;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT md5(string_agg(d, '' ORDER BY d)) AS definitions FROM mart_test.definitions('lund') d \gset
DROP SCHEMA second CASCADE;
SELECT md5(string_agg(d, '' ORDER BY d)) = :'definitions' AS unchanged FROM mart_test.definitions('lund') d;

RESET SESSION AUTHORIZATION;
ALTER SCHEMA "odd ""place" RENAME TO public;

\i test/sql/include/cleanup.sql
DROP SCHEMA not_mine;
