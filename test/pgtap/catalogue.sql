-- Rules that every object of the extension and every view of a mart keeps.
BEGIN;
SELECT no_plan();

CREATE TEMPORARY VIEW member AS
SELECT p.oid, p.oid::regprocedure::text AS name, p.prokind, p.provolatile, p.proparallel, p.prosecdef, p.proconfig,
       p.pronargs, l.lanname, obj_description(p.oid, 'pg_proc') AS comment
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
JOIN pg_proc p ON p.oid = d.objid
JOIN pg_language l ON l.oid = p.prolang
WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e';

SELECT cmp_ok((SELECT count(*) FROM member), '>=', 19::bigint, 'the extension has its functions');
SELECT is_empty($$ SELECT name FROM member WHERE comment IS NULL OR length(comment) < 20 $$, 'every function has a comment');
-- Functions that act or read are named, so that a forgotten label shows.
SELECT set_eq($$ SELECT name FROM member WHERE prokind IN ('f', 'a', 'w') AND proparallel <> 's' $$,
              $$ VALUES ('run_as_owner(regclass,text)'), ('call_as_mart_owner(text,text,text[])'), ('transfer_plan(text,text)') $$, 'every function and aggregate that computes is parallel safe');
SELECT set_eq($$ SELECT name FROM member WHERE prokind IN ('f', 'w') AND provolatile <> 'i' $$,
              $$ VALUES ('run_as_owner(regclass,text)'), ('call_as_mart_owner(text,text,text[])'), ('transfer_plan(text,text)'), ('social_mart(text)'),
                        ('interim_report(text,date,text,integer,text)') $$, 'every function that computes is immutable');
SELECT is_empty($$ SELECT name FROM member WHERE prosecdef $$, 'nothing is security definer');
SELECT is_empty($$ SELECT name FROM member WHERE lanname = 'plpgsql'
                   AND NOT EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=%') $$,
                'whatever is plpgsql sets search_path');
SELECT is_empty($$ SELECT m.name FROM member m JOIN pg_aggregate a ON a.aggfnoid = m.oid
                   WHERE a.aggcombinefn = 0 OR (a.aggtranstype = 'internal'::regtype AND (a.aggserialfn = 0 OR a.aggdeserialfn = 0)) $$,
                'every aggregate can be split and sent');
SELECT is_empty($$ SELECT m.name FROM member m JOIN pg_aggregate a ON a.aggfnoid = m.oid
                   WHERE a.aggfinalfn <> 0 AND a.aggfinalmodify <> 'r' $$, 'no final function changes its state');
SELECT is_empty($$ SELECT count(*) FROM member m JOIN pg_aggregate a ON a.aggfnoid = m.oid
                   WHERE m.name ~ '^(budget_variance|deficit|surplus|budget_utilisation)\('
                   GROUP BY a.aggtransfn, a.aggtranstype, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.agginitval,
                            a.aggmtransfn, a.aggminvtransfn HAVING count(*) <> 4 $$,
                'the four budget aggregates share one transition');
SELECT is((SELECT extrelocatable FROM pg_extension WHERE extname = 'social_services'), true, 'the extension can be moved');
SELECT is((SELECT bool_and(trusted AND superuser) FROM pg_available_extension_versions WHERE name = 'social_services'), true,
          'the extension is trusted');
CREATE TEMPORARY VIEW member_type AS
SELECT t.oid, t.typname::text AS name, t.typtype, obj_description(t.oid, 'pg_type') AS comment
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
JOIN pg_type t ON t.oid = d.objid
WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_type'::regclass AND d.deptype = 'e' AND t.typelem = 0;
SELECT is_empty($$ SELECT d.classid::regclass, d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                   WHERE e.extname = 'social_services' AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                     AND d.classid NOT IN ('pg_proc'::regclass, 'pg_type'::regclass) $$,
                'the extension holds functions and types only, no table');
SELECT set_eq($$ SELECT name FROM member_type $$, $$ VALUES ('target_direction'), ('target_status') $$, 'the extension has its types');
SELECT is_empty($$ SELECT name FROM member_type WHERE typtype <> 'e' $$, 'every type is an enum');
SELECT is_empty($$ SELECT name FROM member_type WHERE comment IS NULL OR length(comment) < 20 $$, 'every type has a comment');

-- The mart's own rules.
CREATE TEMPORARY VIEW mart_relation AS
SELECT c.oid, c.relname::text AS name, c.relkind FROM pg_class c
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'v');
CREATE TEMPORARY VIEW mart_column AS
SELECT r.name, r.relkind, a.attname::text AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
       col_description(r.oid, a.attnum) AS comment
FROM mart_relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped;

SELECT is_empty($$ SELECT name FROM mart_relation WHERE obj_description(oid, 'pg_class') IS NULL $$, 'every table and view has a comment');
SELECT is_empty($$ SELECT name, column_name FROM mart_column WHERE comment IS NULL $$, 'every column has a comment');
SELECT is_empty($$ SELECT name, column_name, type FROM mart_column WHERE relkind = 'v'
                   AND type NOT IN ('text', 'integer', 'date', 'boolean', 'numeric(18,2)', 'numeric(12,6)') $$,
                'every column of a view has a type that BI drivers render well');
SELECT is_empty($$ SELECT name FROM mart_relation WHERE name NOT IN ('mart', 'summary_view')
                   EXCEPT SELECT name FROM mart_column WHERE column_name = 'organisation' $$, 'all carry organisation');
SELECT is_empty($$ SELECT name FROM mart_relation r WHERE relkind = 'r' AND name NOT IN ('mart', 'organisation', 'ledger_period') AND name !~ '_summary$|^summary_'
                   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype = 'f') $$,
                'every table of facts and dimensions has a foreign key');
-- What a view with a summary rests on must say when it changes.
CREATE TEMPORARY VIEW rests_on AS
WITH RECURSIVE used AS (
    SELECT s.view_name, s.about, c.oid AS relation
    FROM lund.summary_view s JOIN pg_class c ON c.relnamespace = 'lund'::regnamespace AND c.relname = 'live_' || s.view_name
    UNION
    SELECT u.view_name, u.about, d.refobjid
    FROM used u
    JOIN pg_rewrite r ON r.ev_class = u.relation
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> u.relation
)
SELECT DISTINCT u.view_name, u.about, c.oid AS relation, c.relname::text AS table_name
FROM used u JOIN pg_class c ON c.oid = u.relation AND c.relkind = 'r';
SELECT is_empty($$ SELECT s.view_name FROM lund.summary_view s WHERE NOT EXISTS (SELECT FROM rests_on r WHERE r.view_name = s.view_name) $$,
                'every view with a summary rests on some table');
SELECT set_eq($$ SELECT p.proname::text, has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p
                 WHERE p.pronamespace = 'lund'::regnamespace AND p.prosecdef $$,
              $$ VALUES ('note_summary_change', false), ('hold_ledger_to_its_keys', false), ('refuse_tree_cycle', false), ('tell_late_months', false) $$,
              'these functions of a mart work as the owner, and nobody else may call them');
SELECT is_empty($$ SELECT r.view_name, r.table_name, e.event FROM rests_on r CROSS JOIN unnest('{insert,update,delete,truncate}'::text[]) AS e(event)
                   WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = r.relation AND t.tgenabled = 'A'
                                       AND t.tgname = format('%s_changes_%s_summaries_on_%s', r.table_name, r.about, e.event)) $$,
                'every table that it rests on notes changes');
SELECT is_empty($$ SELECT view_name, table_name FROM rests_on WHERE table_name ~ '_summary$|^summary_' $$, 'a view without its summary reads no summary');
SELECT is_empty($$ SELECT s.view_name, d.column_name, d.description FROM lund.summary_view s JOIN lund.data_dictionary d ON d.view_name = s.view_name
                   JOIN mart_column c ON c.name IN ('live_' || s.view_name, s.view_name || '_summary') AND c.column_name = d.column_name
                   WHERE c.comment <> d.description OR c.type <> d.data_type $$, 'a summary is described as its view is');

SELECT is_empty($$ SELECT view_name, column_name FROM lund.data_dictionary WHERE description IS NULL OR view_description IS NULL $$,
                'data_dictionary describes every column');
SELECT set_eq($$ SELECT view_name, column_name, data_type FROM lund.data_dictionary $$,
              $$ SELECT name, column_name, type FROM mart_column WHERE relkind = 'v' AND name !~ '^live_' $$, 'data_dictionary lists every view');
SELECT is_empty($$ SELECT d.classid::regclass, d.objid FROM pg_depend d
                   JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                   JOIN mart_relation r ON r.oid = d.objid AND d.classid = 'pg_class'::regclass $$,
                'nothing of a mart is a member of an extension');

SELECT finish();
ROLLBACK;
