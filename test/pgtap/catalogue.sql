-- Rules that every object of the extension and every view of a mart keeps. Needs the synthetic example too.
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
CREATE TEMPORARY VIEW acting (name) AS
SELECT a.name FROM (VALUES ('run_as_owner(regclass,regprocedure,text[])'), ('run_on_file(regclass,regprocedure,text[],bytea)'), ('held_file()'),
                        ('start_social_nation(text)'), ('make_nation_views(text,text,text[],text)'), ('make_nation_totals(text)'), ('unlink_town(text,text)'), ('link_town(text,text,text,text,text[])'), ('check_towns(text,boolean,text[])'),
                        ('store_sie(text,text,text,integer,integer,text[],text[],text,text,text,boolean,boolean,integer,boolean)'), ('analyse_grown(text,text[])'), ('load_suspicions(text,text,text,text,jsonb)'), ('tell_spellings(text,text,text,text[],text)'), ('load_query_rows(text,text)'), ('admit_rejected_rows(text,bigint,integer,bigint,text,text)'), ('load_query_arguments(text,text,text,text,text,text)'), ('text_fault(text,text,integer)'),
                        ('query_of_rows(text,text)'), ('load_ledger_as_owner(text,text,text,text,text,text,text,text,text)'), ('load_payments_as_owner(text,text,text,text,text,text,text)'),
                        ('load_sie_as_owner(text,text,text,text,text,text,text,text,text,text,text,text,text)'), ('load_sie_as_caller(text,text,text,text,text,text,text,text,text,text,text,text,text)'), ('load_kolada_as_owner(text,text,text,text,text,text,text)'), ('find_peers_as_owner(text,text,text,text,text,text)'),
                        ('store_peers(text,text,text,text[],integer,integer)'), ('store_kolada(text,text,jsonb,text,jsonb,boolean,date,boolean)'), ('store_ledger(text,text,text,text,text,text,text,text,text,boolean,text)'), ('store_payments(text,text,text,text,text,text,text,boolean,text)'),
                        ('start_social_mart(text,text,text[],text)'), ('run_social_mart_ddl(text,text[])'),
                        ('set_mart_organisation(text,text,text,text,text)'), ('finish_social_mart(text,text,text[])'), ('upgrade_mart(text)'), ('upgrade_social_mart_as_owner(text,text)'),
                        ('reader_of_exact_views(text)'), ('make_readers_insiders(text)'), ('released_mart(text,text)'), ('mart_to_refresh_next(text,text)'), ('disclosure_check(text)'),
                        ('settle_readers(text,text[])'), ('note_closed_views(text,text[],oid[])'), ('grant_mart_views(text,text[],oid[])'),
                        ('make_organisation_views(text,text[])'), ('add_mart_reader(text,text,text,boolean)'), ('let_mart_reader_in(text,text,text,boolean)'),
                        ('grant_insider_views(text,text)'), ('grant_reader_as_owner(text,text,text)'), ('grant_insider_as_owner(text,text,text)'), ('remove_mart_reader(text,text,text)'), ('revoke_reader_as_owner(text,text,text)'),
                        ('watch_partitions(text,text)'), ('refuse_others_in_mart(text,text)'), ('partition_mart_table(text,text,text)'), ('drop_unpartitioned(text,text[])'), ('partition_social_mart_as_owner(text)'),
                        ('refuse_unnoticed_changes(text)'), ('begin_refresh(text,boolean,text,boolean)'), ('refresh_some(text,jsonb)'),
                        ('refresh_step_as_owner(text,text,text,text,text)'), ('refresh_step(text,boolean,text,boolean,text)'), ('upgrade_mart_table(text,text,text,text[])'), ('draft_interim_report(text,date,text,boolean)'), ('month_to_release(text,date,text)'), ('publish_in(text,date,text,text,boolean)'),
                        ('note_withdrawal(text,text,text,text,text)'), ('withdraw_interim_report_as_owner(text,text,text,text,text)'),
                        ('store_interim_report(text,date,text,integer,jsonb,text,text,text,text)'), ('publish_interim_report_as_owner(text,text,text,text)'),
                        ('draft_transfers(text,text,date,text,text,text)'), ('store_transfers(text,text,date,text,text,text[],text[],numeric[])'),
                        ('adopt_transfers_as_owner(text,text,text,text,text,text)'),
                        ('create_mart(text,text,text,text,text)'), ('set_minimum_group(text,integer)'), ('draft_unit_groups(text,text,date[])'), ('group_units_of_months(text,text,date[])'),
                        ('store_unit_groups(text,text,text[],text[],bigint[],bigint[],bigint)'), ('group_small_units_as_owner(text,text,text)'), ('next_release(text,text,text)'),
                        ('mark_released_mart(text,text)'), ('open_released_mart(text)'), ('is_regrouped(text,text,text)'), ('refuse_seen_otherwise(text,text,text)'), ('release_payments(text,text,text,text,date[],boolean)'), ('release_years(text,text,text,text,date[],boolean)'), ('forget_household(text,text,text,text)'), ('erase_household_as_owner(text,text,text)'), ('note_release(text,text,text,date,date[])'), ('tell_hidden_books(text,text,text)'),
                        ('copy_released(text,text,text,text[],boolean)'), ('release_ledger(text,text,text,date,date)'), ('release_month_as_owner(text,text,text)')) AS a(name);
CREATE TEMPORARY VIEW reading (name) AS
SELECT r.name FROM (VALUES ('transfer_plan(text,text)'), ('nation_views(text)'), ('social_mart(text)'), ('social_services_version()'), ('social_services_schema()'), ('social_mart_steps()'),
                        ('can_run_as_owner(regclass)'), ('acts_for_owner(regclass)'), ('triggers_in_place(regclass,text[],text[],text[])'),
                        ('refuse_newer_mart(text,text)'), ('refuse_scenario_of_other_kind(text,text,jsonb,text)'), ('told_suspicions(text,text,text[],text[])'), ('figure_rows(text,text,text,jsonb)'), ('rows_of_figure(text,text,text,text,jsonb,text,text,text,text)'), ('missing_released_mart(text,text)'), ('released_schema(text)'), ('changed_months(text,text,date)'), ('disclosures(text,text,text)'), ('disclosure_check_as_owner(text)'), ('refuse_insider_of_released(text)'), ('refuse_released_mart(text)'), ('refuse_no_reader(text,text,text,boolean)'), ('warn_of_exact_readers(text,text)'), ('admit_disclosure(text,text,jsonb)'), ('refuse_extension_in_mart(text)'), ('warn_of_readers(text)'), ('tell_of_compilation()'), ('interim_report_day(date)'), ('decision_day(date)'), ('mart_organisation(text,text)'),
                        ('read_interim_report(text,text,text,text,text)'), ('interim_report(text,date,text,integer,text)')) AS r(name);
SELECT set_eq($$ SELECT name FROM member WHERE prokind IN ('f', 'a', 'w') AND provolatile = 'v' $$, $$ SELECT name FROM acting $$, 'every function that does not act is stable or immutable');
SELECT set_eq($$ SELECT name FROM member WHERE prokind IN ('f', 'a', 'w') AND provolatile = 's' $$, $$ SELECT name FROM reading $$, 'every function that computes is immutable');
SELECT set_eq($$ SELECT name FROM member WHERE prokind IN ('f', 'a', 'w') AND proparallel <> 's'
                 AND name NOT IN ('transfer_plan(text,text)', 'interim_report(text,date,text,integer,text)') $$,
              $$ SELECT name FROM acting
                 UNION VALUES ('admit_disclosure(text,text,jsonb)'), ('refuse_no_reader(text,text,text,boolean)'), ('refuse_insider_of_released(text)'), ('warn_of_exact_readers(text,text)'), ('disclosure_check_as_owner(text)'), ('warn_of_readers(text)'), ('tell_of_compilation()'), ('refuse_newer_mart(text,text)'), ('refuse_extension_in_mart(text)') $$,
              'every function and aggregate that computes is parallel safe');
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
SELECT is((SELECT extrelocatable FROM pg_extension WHERE extname = 'social_services'), false, 'the extension stays where it is');
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
SELECT set_eq($$ SELECT name FROM member_type $$, $$ VALUES ('target_direction'), ('target_status'), ('forecast_method'), ('household_set') $$, 'the extension has its types');
SELECT is_empty($$ SELECT name FROM member_type WHERE typtype <> 'e' AND name <> 'household_set' $$, 'every other type is an enum');
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
-- But for what the mart keeps for itself, which nobody reads but other views.
SELECT is_empty($$ SELECT name, column_name, type FROM mart_column WHERE relkind = 'v' AND name NOT IN (SELECT relation_name FROM lund.summary_relation)
                   AND type NOT IN ('text', 'integer', 'date', 'boolean', 'numeric(18,2)', 'numeric(12,6)', 'numeric(25,6)') $$,
                'every column of a view has a type that BI drivers render well');
SELECT is_empty($$ SELECT name FROM mart_relation WHERE name NOT IN ('mart', 'microdata', 'insider_view', 'key_figure', 'live_known_key_figure', 'language', 'label', 'translatable') AND name NOT IN (SELECT relation_name FROM lund.summary_relation WHERE purpose = 'list')
                   EXCEPT SELECT name FROM mart_column WHERE column_name = 'organisation' $$, 'all carry organisation');
SELECT is_empty($$ SELECT name FROM mart_relation r WHERE relkind = 'r' AND name NOT IN ('mart', 'organisation', 'microdata', 'insider_view', 'closed_view', 'ledger_period', 'scenario_month', 'key_figure', 'language', 'translatable') AND name NOT IN (SELECT relation_name FROM lund.summary_relation)
                   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype = 'f') $$,
                'every table of facts and dimensions has a foreign key');
-- What upgrade_mart_table reads in the DDL.
SELECT set_eq($$ SELECT name FROM social_mart_tables() $$, $$ SELECT name FROM social_mart_relations() WHERE kind = 'table' $$, 'every table can be brought to date');
SELECT set_eq($$ SELECT (regexp_match(i, 'INDEX _(\w+)'))[1] FROM social_mart_tables() t CROSS JOIN LATERAL unnest(t.indexes) AS i $$,
              $$ SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN mart_relation r ON r.oid = i.indrelid
                 WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
                   AND r.name NOT IN (SELECT relation_name FROM lund.summary_relation WHERE purpose = 'summary') $$, 'and every index');
SELECT is_empty($$ SELECT k.conname FROM pg_constraint k JOIN mart_relation r ON r.oid = k.conrelid WHERE octet_length(k.conname) > 62 $$,
                'every rule has a name that leaves room for one more letter');
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
              $$ VALUES ('note_summary_change', false), ('hold_ledger_to_its_keys', false), ('hold_successions', false), ('refuse_tree_cycle', false), ('tell_late_months', false), ('set_scenario_months', false), ('refuse_closing', false), ('refuse_overlap', false), ('refuse_member', false), ('refuse_one_off', false), ('refuse_decision', false), ('tell_suspicions', false), ('refuse_day_outside_of_year', false), ('note_register_change', false) $$,
              'these functions of a mart work as the owner, and nobody else may call them');
SELECT is_empty($$ SELECT p.proname, written.found[1] FROM pg_proc p
                   CROSS JOIN LATERAL regexp_matches(p.prosrc, '(?:INSERT INTO|UPDATE|DELETE FROM) %(?:\d\$)?I\.(\w+)', 'g') AS written(found)
                   WHERE p.pronamespace = 'lund'::regnamespace AND p.prosecdef
                     AND NOT EXISTS (SELECT FROM pg_proc guard WHERE guard.pronamespace = p.pronamespace AND guard.proname = 'refuse_others_work'
                                     AND guard.prosrc ~ ('[{,]' || written.found[1] || '[,}]')) $$,
                'no trigger of others may stand on what these write');
SELECT is_empty($$ SELECT r.view_name, r.table_name, e.event FROM rests_on r
                   CROSS JOIN (VALUES ('insert', 'A'), ('update', 'A'), ('delete', 'A'), ('truncate', 'A'), ('row', 'A'), ('statement', 'A')) AS e(event, enabled)
                   CROSS JOIN LATERAL (SELECT format('%s_changes_%s_summaries_on_%s', r.table_name, r.about, e.event)) AS n(trigger_name)
                   WHERE (r.view_name, r.table_name) NOT IN (VALUES ('forecast_accuracy_by_year', 'interim_report'), ('forecast_accuracy_by_year', 'interim_report_withdrawal')) AND r.table_name <> 'organisation'
                     AND r.table_name NOT IN (SELECT relation_name FROM lund.summary_relation)
                     AND NOT (EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = r.relation AND t.tgenabled::text = e.enabled AND t.tgname = n.trigger_name)
                              AND EXISTS (SELECT FROM lund.summary_trigger l WHERE l.table_name = r.table_name AND l.trigger_name = n.trigger_name AND l.enabled = e.enabled)) $$,
                'every table that it rests on notes changes, and is listed');
\ir ../sql/include/uncovered_years.sql
SELECT is_empty($$ SELECT * FROM pg_temp.uncovered_years('lund') UNION ALL SELECT * FROM pg_temp.uncovered_years('synthetic') $$,
                'of each year of such a table some view says something');
SELECT is_empty($$ SELECT tgname::text, tgenabled::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                   WHERE p.pronamespace = 'lund'::regnamespace AND p.proname = 'note_summary_change'
                   EXCEPT SELECT trigger_name, enabled FROM lund.summary_trigger $$, 'nothing notes changes that is not listed');
SELECT set_eq($$ SELECT relation_name FROM lund.summary_relation $$,
              $$ SELECT name FROM mart_relation WHERE name ~ '^live_|^summary_|_summary$' AND name <> 'stale_summary' $$, 'what a mart keeps for itself is listed');
SELECT is_empty($$ SELECT r.name, p.purpose FROM mart_relation r JOIN lund.summary_relation p ON p.relation_name = r.name
                   WHERE p.purpose IN ('list', 'notes', 'summary')
                     AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = r.oid AND t.tgname = r.name || '_is_written_by_refresh' AND t.tgenabled = 'O') $$,
                'all of that is written by refresh alone');
SELECT is_empty($$ SELECT r.name FROM mart_relation r JOIN lund.summary_view v ON v.view_name = r.name
                   JOIN pg_class c ON c.oid = r.oid WHERE NOT coalesce(c.reloptions, '{}') @> '{security_barrier=true}' $$,
                'a view with a summary is a barrier');
SELECT is_empty($$ SELECT c.name FROM mart_relation c WHERE c.relkind = 'r' AND c.name IN (SELECT relation_name FROM lund.summary_relation)
                   AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) $$,
                'whatever it keeps can be told apart where it is replicated');
SELECT is_empty($$ SELECT name FROM mart_relation WHERE relkind = 'v' AND name NOT IN ('live_day', 'published_interim_report')
                   AND pg_get_viewdef(oid) ~* 'current_date|current_timestamp|localtimestamp|now\(\)|timeofday' $$,
                'no view asks what day it is in the session');
SELECT is_empty($$ SELECT r.view_name, r.table_name FROM rests_on r JOIN lund.summary_view own USING (view_name) JOIN lund.summary_view other ON r.table_name = other.view_name || '_summary'
                   WHERE (other.about, other.place) >= (own.about, own.place) $$, 'a view without its summary reads none but of views that are refreshed before it');
SELECT is_empty($$ SELECT s.view_name, d.column_name, d.description FROM lund.summary_view s JOIN lund.data_dictionary d ON d.view_name = s.view_name
                   JOIN mart_column c ON c.name IN ('live_' || s.view_name, s.view_name || '_summary') AND c.column_name = d.column_name
                   WHERE c.comment <> d.description OR c.type <> d.data_type $$, 'a summary is described as its view is');

SELECT is_empty($$ SELECT view_name, column_name FROM lund.data_dictionary WHERE description IS NULL OR view_description IS NULL $$,
                'data_dictionary describes every column');
SELECT set_eq($$ SELECT view_name, column_name, data_type FROM lund.data_dictionary WHERE is_own_organisation $$,
              $$ SELECT name, column_name, type FROM mart_column WHERE relkind = 'v' AND name NOT IN (SELECT relation_name FROM lund.summary_relation) $$, 'data_dictionary lists every view');
SELECT is_empty($$ SELECT d.classid::regclass, d.objid FROM pg_depend d
                   JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                   JOIN mart_relation r ON r.oid = d.objid AND d.classid = 'pg_class'::regclass $$,
                'nothing of a mart is a member of an extension');

SELECT finish();
ROLLBACK;
