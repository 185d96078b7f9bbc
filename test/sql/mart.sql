-- mart: create_social_mart, upgrade_social_mart, what a mart refuses, and what its views show

\encoding UTF8
\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS social_services CASCADE;
CREATE ROLE regress_mart_owner;
CREATE ROLE regress_mart_member;
CREATE ROLE regress_mart_stranger;
CREATE ROLE regress_mart_reader;
CREATE ROLE "regress_mart ""läsare""; --";
GRANT regress_mart_owner TO regress_mart_member;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_mart_owner;

-- What the test itself needs: three ways of looking at a schema.
CREATE SCHEMA mart_test;
GRANT USAGE ON SCHEMA mart_test TO PUBLIC;

-- How much there is in the database.
CREATE FUNCTION mart_test.catalogue() RETURNS text
    RETURN concat_ws(' ', (SELECT count(*) FROM pg_namespace), (SELECT count(*) FROM pg_class),
                     (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint),
                     (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_description));

-- All rows of the tables, or all results of the views.
CREATE FUNCTION mart_test.contents(schema text, kind "char") RETURNS TABLE (relation name, rows bigint, hash text)
    LANGUAGE plpgsql
AS $function$
BEGIN
    FOR relation IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = quote_ident(schema)::regnamespace AND c.relkind = kind LOOP
        EXECUTE format('SELECT count(*), md5(string_agg(r::text, '','' ORDER BY r::text)) FROM %I.%I r', schema, relation)
            INTO rows, hash;
        RETURN NEXT;
    END LOOP;
END
$function$;

CREATE FUNCTION mart_test.fingerprint(schema text, kind "char") RETURNS text
    RETURN (SELECT sum(rows) || ' ' || md5(string_agg(c::text, ',' ORDER BY relation)) FROM mart_test.contents(schema, kind) c);

-- Everything that is defined, with owners, grants and comments.
CREATE FUNCTION mart_test.definitions(schema text) RETURNS SETOF text
BEGIN ATOMIC
    SELECT concat_ws('|', 'schema', n.nspowner, n.nspacl) FROM pg_namespace n WHERE n.nspname = schema
    UNION ALL
    SELECT concat_ws('|', 'relation', c.oid, c.relname, c.relkind, c.relowner, c.relacl, obj_description(c.oid, 'pg_class'),
                     CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END)
    FROM pg_class c WHERE c.relnamespace = quote_ident(schema)::regnamespace
    UNION ALL
    SELECT concat_ws('|', 'column', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attacl,
                     pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = quote_ident(schema)::regnamespace
    UNION ALL
    SELECT concat_ws('|', 'constraint', k.oid, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.connamespace = quote_ident(schema)::regnamespace
    UNION ALL
    SELECT concat_ws('|', 'trigger', pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = quote_ident(schema)::regnamespace
    UNION ALL
    SELECT concat_ws('|', 'function', p.oid, p.proname, p.proowner, p.proacl, p.prosrc, obj_description(p.oid, 'pg_proc'))
    FROM pg_proc p WHERE p.pronamespace = quote_ident(schema)::regnamespace;
END;


--
-- Installed by someone who is not a superuser
--

SET SESSION AUTHORIZATION regress_mart_stranger;
\set VERBOSITY sqlstate
CREATE EXTENSION social_services;   -- without CREATE on the database
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
SELECT pg_get_userbyid(extowner) AS owner, extrelocatable FROM pg_extension WHERE extname = 'social_services';


--
-- A mart
--

CALL create_social_mart('lund', organisation => '1281', reader => 'regress_mart_reader', organisation_name => 'Lunds kommun');
SELECT m.organisation, m.reader, m.version = e.extversion AS of_the_installed_version
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
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relname NOT IN ('mart', 'organisation')
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


--
-- What create_social_mart refuses; nothing is left of it
--

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


--
-- Names of every kind
--

CREATE TEMPORARY TABLE named (place integer, schema text, organisation text, reader text,
                              created boolean, upgraded boolean, same_relations boolean, default_works boolean,
                              tree_works boolean, readable boolean, renamed boolean);
INSERT INTO named VALUES
    ( 1, 'Stora Bokstäver',                        '1281', NULL),
    ( 2, 'Åäö–é 北',                                '1280', 'regress_mart_reader'),
    ( 3, 'x"; DROP SCHEMA public; --',             '1280', 'regress_mart_reader'),
    ( 4, 'x''; DROP TABLE lund.unit; --',          'a''; DROP TABLE organisation; --', 'regress_mart "läsare"; --'),
    ( 5, '"quoted"',                               '"', 'regress_mart "läsare"; --'),
    ( 6, 'a.b',                                    'a.b', NULL),
    ( 7, 'lund, public',                           'å', NULL),
    ( 8, '@extschema@',                            '@extschema@', NULL),
    ( 9, '%I %s $1',                               '%L %% $1', NULL),
    (10, 'back\slash',                             'back\slash', NULL),
    (11, 'select',                                 'NULL', NULL),
    (12, '1281',                                   ' 1281 ', NULL),
    (13, ' ',                                      '$$', NULL),
    (14, repeat('x', 63),                          repeat('9', 1000), NULL),
    (15, repeat('å', 31) || 'x',                   'åäö', NULL),
    (16, E'new\nline',                             E'new\nline', NULL);
SELECT mart_test.catalogue() AS catalogue \gset
DO $$
DECLARE
    n named;
    relations text[];
    expected text[];
    got text;
BEGIN
    SELECT array_agg(relname::text ORDER BY relname) INTO expected FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind IN ('r', 'v');
    FOR n IN SELECT * FROM named ORDER BY place LOOP
        CALL create_social_mart(n.schema, n.organisation, n.reader);
        n.created := EXISTS (SELECT FROM pg_namespace WHERE nspname = n.schema);
        SELECT array_agg(relname::text ORDER BY relname) INTO relations
        FROM pg_class WHERE relnamespace = quote_ident(n.schema)::regnamespace AND relkind IN ('r', 'v');
        n.same_relations := relations = expected;
        EXECUTE format('INSERT INTO %I.unit (code, name) VALUES (''u'', ''Unit'') RETURNING organisation', n.schema) INTO got;
        n.default_works := got = n.organisation;
        CALL upgrade_social_mart(n.schema);
        EXECUTE format('SELECT version FROM %I.mart', n.schema) INTO got;
        n.upgraded := got = (SELECT extversion FROM pg_extension WHERE extname = 'social_services');
        EXECUTE format('ALTER SCHEMA %I RENAME TO %I', n.schema, 'renamed" ' || n.place);
        CALL upgrade_social_mart('renamed" ' || n.place);
        n.renamed := true;
        BEGIN
            EXECUTE format('UPDATE %I.unit SET parent = code', 'renamed" ' || n.place);
            n.tree_works := false;
        EXCEPTION WHEN check_violation THEN
            n.tree_works := true;
        END;
        IF n.reader IS NOT NULL THEN
            SELECT bool_and(has_table_privilege(n.reader, oid, 'SELECT') = (relkind = 'v')) INTO n.readable
            FROM pg_class WHERE relnamespace = quote_ident('renamed" ' || n.place)::regnamespace AND relkind IN ('r', 'v');
            n.readable := n.readable AND has_schema_privilege(n.reader, 'renamed" ' || n.place, 'USAGE');
        END IF;
        UPDATE named SET (created, upgraded, same_relations, default_works, tree_works, readable, renamed)
            = (n.created, n.upgraded, n.same_relations, n.default_works, n.tree_works, n.readable, n.renamed)
        WHERE place = n.place;
        EXECUTE format('DROP SCHEMA %I CASCADE', 'renamed" ' || n.place);
    END LOOP;
END
$$;
SELECT left(schema, 30) AS schema, left(organisation, 30) AS organisation, reader IS NOT NULL AS reader,
       created, upgraded, same_relations, default_works, tree_works, readable, renamed
FROM named ORDER BY place;
-- All gone again, and nothing else with them.
SELECT mart_test.catalogue() = :'catalogue' AS nothing_changed;


--
-- Figures that are worked out by hand
--

SET search_path = lund, public;
INSERT INTO organisation VALUES ('1280', 'Malmö stad');
COPY unit (organisation, code, name, parent) FROM stdin (FORMAT csv);
1281,sn,Socialnämnden (social welfare board),
1281,eb,Ekonomiskt bistånd (income support),sn
1281,fam,Family support,sn
1280,eb,Ekonomiskt bistånd,
\.
COPY budget_head (organisation, code, name) FROM stdin (FORMAT csv);
1281,fb,Försörjningsstöd (financial assistance)
1281,adm,Administration
1281,boende,Housing
1281,bidrag,State grants
1280,fb,Försörjningsstöd
\.
COPY scenario (organisation, code, kind, fiscal_year, as_of, adopted, stated_total) FROM stdin (FORMAT csv);
1281,outcome-2021,outcome,2021,2021-12-31,t,
1281,budget-2022,budget,2022,,t,
1281,outcome-2022,outcome,2022,2022-12-31,t,
1281,budget-2023,budget,2023,,t,
1281,budget-2023-draft,budget,2023,,f,
1281,forecast-2023-04,forecast,2023,2023-04-30,t,-1500
1281,forecast-2023-08,forecast,2023,2023-08-31,f,
1281,forecast-2023-empty,forecast,2023,2023-10-31,t,
1281,budget-2024,budget,2024,,t,
1281,outcome-2024-empty,outcome,2024,,t,
1280,budget-2022,budget,2022,,t,
1280,outcome-2022,outcome,2022,,t,
\.
COPY ledger (organisation, scenario, unit, head, flow, month, amount) FROM stdin (FORMAT csv);
1281,outcome-2021,eb,fb,cost,,900
1281,budget-2022,eb,fb,cost,,1000.00
1281,budget-2022,eb,adm,cost,,200
1281,budget-2022,eb,bidrag,revenue,,500
1281,outcome-2022,eb,fb,cost,2022-01-01,600
1281,outcome-2022,eb,fb,cost,2022-02-01,650.50
1281,outcome-2022,eb,boende,cost,2022-12-01,30
1281,outcome-2022,eb,bidrag,revenue,,450
1281,budget-2023,eb,fb,cost,,1200
1281,budget-2023,eb,fb,revenue,,200
1281,budget-2023,eb,adm,cost,,300
1281,budget-2023-draft,eb,fb,cost,,9999
1281,forecast-2023-04,eb,fb,cost,,1500
1281,forecast-2023-04,eb,fb,revenue,,100
1281,forecast-2023-04,eb,adm,cost,,250
1281,forecast-2023-08,eb,fb,cost,,1150
1281,forecast-2023-08,eb,fb,revenue,,150
1281,budget-2024,eb,fb,cost,,1100
1280,budget-2022,eb,fb,cost,,7
1280,outcome-2022,eb,fb,cost,,8
\.

-- 2021: no adopted budget, no verdict. 2022: by month and whole year, a head
-- without outcome, a head without budget, revenue that fell short. 2023: two
-- forecasts beside one budget, one of them balanced; the draft never shows. 2024: nothing yet.
SELECT fiscal_year AS year, scenario, scenario_kind AS kind, as_of, head_code AS head, budget, outcome, variance,
       variance_ratio AS ratio, deficit, surplus, utilisation
FROM budget_variance WHERE organisation = '1281'
ORDER BY fiscal_year, scenario, head_code;
SELECT organisation, budget_scenario, unit_code, unit, head, budget, outcome, variance
FROM budget_variance WHERE organisation = '1280' OR fiscal_year = 2024
ORDER BY organisation;
-- As a whole 350 over, though the heads' deficits add up to 400: one has 50 left.
SELECT sum(budget) AS budget, sum(outcome) AS outcome, budget_variance(budget, outcome), deficit(budget, outcome),
       surplus(budget, outcome), sum(deficit) AS sum_of_deficits
FROM budget_variance WHERE organisation = '1281' AND scenario = 'forecast-2023-04';

SELECT fiscal_year AS year, unit_code, head_code AS head, budget_before, budget, change, change_ratio
FROM budget_change_by_year WHERE organisation = '1281'
ORDER BY fiscal_year, head_code;

-- An appropriation that grows, one that ends, one that is new; a year with none before it.
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES
    (2022, 'sn', 5000), (2022, 'eb', 1000), (2023, 'sn', 5200.50), (2023, 'fam', 300), (2025, 'eb', 700);
SELECT fiscal_year AS year, unit_code, unit, amount_before, amount, change, change_ratio
FROM appropriation_change ORDER BY fiscal_year, unit_code;
SELECT organisation, fiscal_year AS year, basis, amount FROM budget_total ORDER BY organisation, fiscal_year, basis;

-- 2023 between appropriations, in the order that is told; 2024 between adopted budgets.
INSERT INTO budget_change (fiscal_year, unit, head, cause, amount, temporary, position) VALUES
    (2023, 'eb', NULL, 'Savings',          -700, true,  2),
    (2023, NULL, NULL, 'Price index',       150, false, 1),
    (2024, 'eb', 'fb', 'Fewer households', -250, false, 3),
    (2026, NULL, NULL, 'Too early to tell',   1, false, 4);
SELECT fiscal_year AS year, step, kind, cause, amount, running_total, temporary, basis
FROM budget_bridge WHERE organisation = '1281' ORDER BY fiscal_year, step;

-- One report with a total, one without.
INSERT INTO stated_driver (scenario, cause, amount) VALUES
    ('forecast-2023-04', 'More households', -1000),
    ('forecast-2023-04', 'Higher prices', -800.25),
    ('forecast-2023-04', 'Vacancies', 200),
    ('outcome-2022', 'Not said', -10);
SELECT fiscal_year AS year, scenario, as_of, cause, amount, stated_total, explained, unexplained
FROM deficit_driver ORDER BY fiscal_year, cause;

-- Printed in thousands: A, B and what is printed as following from them.
COPY published_figure (document, table_code, row_label, column_label, printed, amount, printed_to, measure) FROM stdin (FORMAT csv);
plan,t1,A,2023,100 000,100000000,1000,SEK
plan,t1,B,2023,50 000,50000000,1000,SEK
plan,t1,Total as printed,2023,150 000,150000000,1000,SEK
plan,t1,Total off by a million,2023,151,151000000,1000000,SEK
plan,t1,Total off by 1000,2023,150 001,150001000,1000,SEK
plan,t1,Total off by 2000,2023,150 002,150002000,1000,SEK
plan,t1,A - B,2023,50 000,50000000,1000,SEK
plan,t1,B - A,2023,-50 000,-50000000,1000,SEK
plan,t2,Cost,2023,90.6,90.6,0.1,SEK
plan,t2,Revenue,2023,30.2,30.2,0.1,SEK
plan,t2,Net,2023,60,60,1,SEK
plan,t3,Households,2023,1 003,1003,1,households
plan,t3,Cost per household and month,2023,8 500,8500,1,SEK
plan,t3,"Cost of a year, exact",2023,102 306 000,102306000,1,SEK
plan,t3,"Cost of a year, in millions",2023,102,102000000,1000000,SEK
plan,t3,"Cost of a year, wrong",2023,112,112000000,1000000,SEK
plan,t3,More households,2023,10,10,1,households
plan,t3,At another cost,2023,200,200,1,SEK
plan,t3,Two groups,2023,102 330 000,102330000,1,SEK
plan,t3,No household,2023,0,0,1,households
plan,t3,Cost of none,2023,8 400,8400,1,SEK
plan,t3,Cost of none too high,2023,9 000,9000,1,SEK
plan,t4,Mean,2023,75 000,75000000,1000,SEK
plan,t4,Too large,2023,9999999999999,9999999999999,1,SEK
plan,t4,Too large too,2023,9999999999999,9999999999999,1,SEK
plan,t4,Their product,2023,1,1,1,SEK
summary,text,A again,2023,100.0,100000000,100000,SEK
summary,text,B again,2023,50 001,50001000,1000,SEK
summary,text,Nothing follows,2023,5,5,1,SEK
\.
COPY published_relation (document, table_code, row_label, column_label, relation, basis, term, factor,
                         part_document, part_table_code, part_row_label, part_column_label) FROM stdin (FORMAT csv);
plan,t1,Total as printed,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total as printed,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by a million,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by a million,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by 1000,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by 1000,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,Total off by 2000,2023,total,rows,1,1,plan,t1,A,2023
plan,t1,Total off by 2000,2023,total,rows,2,1,plan,t1,B,2023
plan,t1,A - B,2023,difference,rows,1,1,plan,t1,A,2023
plan,t1,A - B,2023,difference,rows,2,-1,plan,t1,B,2023
plan,t1,A - B,2023,difference,text,1,-1,plan,t1,B - A,2023
plan,t1,B - A,2023,difference,rows,1,1,plan,t1,B,2023
plan,t1,B - A,2023,difference,rows,2,-1,plan,t1,A,2023
plan,t2,Net,2023,net,rows,1,1,plan,t2,Cost,2023
plan,t2,Net,2023,net,rows,2,-1,plan,t2,Revenue,2023
plan,t3,"Cost of a year, exact",2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,"Cost of a year, exact",2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,"Cost of a year, in millions",2023,product,rows,1,1,plan,t3,Households,2023
plan,t3,"Cost of a year, in millions",2023,product,rows,1,12,plan,t3,Cost per household and month,2023
plan,t3,"Cost of a year, wrong",2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,"Cost of a year, wrong",2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Two groups,2023,product,rows,1,12,plan,t3,Households,2023
plan,t3,Two groups,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Two groups,2023,product,rows,2,12,plan,t3,More households,2023
plan,t3,Two groups,2023,product,rows,2,1,plan,t3,At another cost,2023
plan,t3,Cost of none,2023,product,rows,1,2,plan,t3,No household,2023
plan,t3,Cost of none,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t3,Cost of none too high,2023,product,rows,1,2,plan,t3,No household,2023
plan,t3,Cost of none too high,2023,product,rows,1,1,plan,t3,Cost per household and month,2023
plan,t4,Mean,2023,mean,rows,1,0.5,plan,t1,A,2023
plan,t4,Mean,2023,mean,rows,2,0.5,plan,t1,B,2023
plan,t4,Their product,2023,product,rows,1,1,plan,t4,Too large,2023
plan,t4,Their product,2023,product,rows,1,1,plan,t4,Too large too,2023
summary,text,A again,2023,restatement,text,1,1,plan,t1,A,2023
summary,text,B again,2023,restatement,text,1,1,plan,t1,B,2023
\.
SELECT row_label, relation, basis, printed, computed, difference, verdict, measure
FROM reconciliation ORDER BY document, table_code, row_label, basis;
-- What is not printed as following from anything is not there.
SELECT count(*) FROM reconciliation WHERE row_label IN ('A', 'Nothing follows');

-- Every column of every view is described.
SELECT count(DISTINCT view_name) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind = 'v') AS all_views,
       count(*) FILTER (WHERE description IS NULL OR view_description IS NULL) AS undescribed,
       count(*) FILTER (WHERE data_type NOT IN ('numeric(18,2)', 'numeric(12,6)', 'integer', 'text', 'date', 'boolean')) AS other_types,
       count(*) FILTER (WHERE organisation <> '1281') AS other_organisations
FROM data_dictionary;
SELECT view_name, column_name, data_type, description, position
FROM data_dictionary WHERE view_name = 'budget_variance' AND column_name IN ('variance', 'utilisation') ORDER BY position;


--
-- Rows that are refused, each with what is wrong
--
-- psql does not keep the SQLSTATE of a COPY that failed, so that is not shown.

SELECT mart_test.fingerprint('lund', 'r') AS tables, mart_test.fingerprint('lund', 'v') AS views \gset

-- Ledger: unknown unit, head, scenario; nothing to pay; not a flow.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'nobody', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'nothing', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-1999', 'eb', 'adm', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('budget-2024', 'eb', 'adm', 'Cost', 1);
\echo :LAST_ERROR_SQLSTATE
-- A month that is none, or another year's.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2024-01-02', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2023-12-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2025-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', 'infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '-infinity', 1);
\echo :LAST_ERROR_SQLSTATE
UPDATE scenario SET fiscal_year = 2020 WHERE organisation = '1281' AND code = 'outcome-2022';
\echo :LAST_ERROR_SQLSTATE
-- An amount that is none.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 1e13);
\echo :LAST_ERROR_SQLSTATE
-- The same amount twice, of a month and of a year.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2022', 'eb', 'fb', '2022-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2022', 'eb', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
-- By month and for the whole year: in either order, in one load, and by a correction.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('outcome-2022', 'eb', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2022', 'eb', 'fb', '2022-05-01', 1);
\echo :LAST_ERROR_SQLSTATE
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,boende,,1
budget-2024,eb,adm,,1
\.
UPDATE ledger SET month = NULL WHERE scenario = 'outcome-2022' AND month = '2022-02-01';
\echo :LAST_ERROR_SQLSTATE
-- A load whose last row is bad leaves none of its rows.
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,adm,2024-02-01,1
budget-2024,eb,adm,2024-03-01,0.001
\.
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,adm,2024-02-01,1
budget-2024,nobody,adm,2024-03-01,1
\.
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Scenario: no year, no such kind, a second adopted budget of a year.
INSERT INTO scenario (code, kind) VALUES ('budget-2030', 'budget');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('plan-2030', 'plan', 2030);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-2023-again', 'budget', 2023);
\echo :LAST_ERROR_SQLSTATE
UPDATE scenario SET adopted = true WHERE code = 'budget-2023-draft';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('  ', 'budget', 2030);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-30', 'budget', 30);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('forecast-2030', 'forecast', 2030, 'infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year, stated_total) VALUES ('forecast-2030', 'forecast', 2030, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-2023', 'forecast', 2023);
\echo :LAST_ERROR_SQLSTATE

-- Units and heads: blank, unknown organisation or parent, still in use, and trees that bite their tail.
INSERT INTO unit (code, name) VALUES (' ', 'Blank');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name) VALUES ('blank', ' ');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name) VALUES ('', 'Blank');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (organisation, code, name) VALUES ('9999', 'eb', 'Elsewhere');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name, parent) VALUES ('orphan', 'Orphan', 'nobody');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM unit WHERE organisation = '1281' AND code = 'sn';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, floor_ratio) VALUES ('new', 'New', 1.5);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, priority) VALUES ('new', 'New', 0);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
COPY unit (code, name, parent) FROM stdin (FORMAT csv);
c1,One,c2
c2,Two,c3
c3,Three,c1
below,Below the circle,c1
\.
UPDATE unit SET parent = 'eb' WHERE organisation = '1281' AND code = 'sn';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, parent) VALUES ('h1', 'One', 'h2'), ('h2', 'Two', 'h1');
\echo :LAST_ERROR_SQLSTATE
UPDATE budget_head SET parent = code WHERE organisation = '1281' AND code = 'adm';
\echo :LAST_ERROR_SQLSTATE
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Appropriations, changes and drivers.
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2022, 'sn', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (22, 'sn', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2030, 'nobody', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2030, 'sn', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, cause, amount, position) VALUES (2023, 'Price index', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, cause, amount, position) VALUES (2023, ' ', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, head, cause, amount, position) VALUES (2023, 'nothing', 'Unknown head', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('forecast-1999', 'Unknown', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('forecast-2023-04', 'Infinite', '-Infinity');
\echo :LAST_ERROR_SQLSTATE

-- Published figures: printed twice, in part of a thousand, following from themselves or from nothing.
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount)
VALUES ('plan', 't1', 'A', '2023', '1', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to)
VALUES ('plan', 't9', 'A', '2023', '1', 1500, 1000);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to)
VALUES ('plan', 't9', 'A', '2023', '1', 1000, 0);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount)
VALUES ('plan', 't9', 'A', '2023', '1', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'plan', 't1', 'Missing', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'Missing', '2023', 'total', 'rows', 1, 'plan', 't1', 'A', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'plan', 't1', 'A', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'quotient', 'rows', 1, 'plan', 't1', 'B', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, factor, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'Infinity', 'plan', 't1', 'B', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO mart (only_row, organisation, version) VALUES (false, '1280', '0');
\echo :LAST_ERROR_SQLSTATE

-- After all of these: every table and every result as before.
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;


--
-- The reader reads every view and no table
--

SELECT c.relkind, count(*) > 5 AS some,
       bool_and(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS all_readable,
       bool_or(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS any_readable,
       count(*) FILTER (WHERE has_table_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                           OR has_any_column_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, REFERENCES')) AS writable,
       count(*) FILTER (WHERE c.relkind <> 'v' AND has_any_column_privilege('regress_mart_reader', c.oid, 'SELECT')) AS readable_columns
FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'v')
GROUP BY c.relkind ORDER BY c.relkind;
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS sees_what_the_owner_sees;
SELECT fiscal_year, head_code, deficit, utilisation FROM lund.budget_variance WHERE deficit > 0 AND organisation = '1281' ORDER BY fiscal_year, head_code;
SELECT * FROM lund.ledger;
\echo :LAST_ERROR_SQLSTATE
SELECT amount FROM lund.published_figure;
\echo :LAST_ERROR_SQLSTATE
SELECT reader FROM lund.mart;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO lund.unit (organisation, code, name) VALUES ('1281', 'mine', 'Mine');
\echo :LAST_ERROR_SQLSTATE
CREATE TABLE lund.mine ();
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT * FROM lund.budget_variance;
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_mart_owner;


--
-- upgrade_social_mart
--

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
DROP VIEW deficit_driver;
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

-- By a member of the owner: what is new is the owner's, and the member is itself again.
DROP VIEW deficit_driver;
SET SESSION AUTHORIZATION regress_mart_member;
CALL upgrade_social_mart('lund');
SELECT current_user, session_user, current_setting('role') AS role;
SELECT viewowner FROM pg_views WHERE schemaname = 'lund' AND viewname = 'deficit_driver';

-- By a superuser, who is one again afterwards, and after an error too.
RESET SESSION AUTHORIZATION;
DROP VIEW lund.deficit_driver;
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
DO $$
BEGIN
    CALL upgrade_social_mart('lund');
EXCEPTION WHEN insufficient_privilege THEN
    NULL;   -- to refuse is as good
END
$$;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
ALTER ROLE regress_mart_owner NOSUPERUSER;
SET SESSION AUTHORIZATION regress_mart_owner;
DROP TRIGGER climb ON lund.mart;
CREATE CONSTRAINT TRIGGER climb_later AFTER UPDATE ON lund.mart DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lund.climb();
RESET SESSION AUTHORIZATION;
DO $$
BEGIN
    CALL upgrade_social_mart('lund');
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
ALTER ROLE regress_mart_owner NOSUPERUSER;
\set VERBOSITY default
SET SESSION AUTHORIZATION regress_mart_owner;
DROP TRIGGER climb_later ON lund.mart;
DROP FUNCTION lund.climb();
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;


--
-- A mart that is renamed
--

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


--
-- The extension goes, and comes back
--

\set VERBOSITY sqlstate
DROP EXTENSION social_services;   -- the views need it
\set VERBOSITY default
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
DROP EXTENSION social_services CASCADE;
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;
SELECT count(*) FROM pg_views WHERE schemaname = 'lund'
   AND viewname IN ('budget_variance', 'budget_change_by_year', 'appropriation_change', 'reconciliation');
-- The tables keep their rules and take rows.
INSERT INTO unit (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name) VALUES ('meanwhile', 'Meanwhile');
DELETE FROM unit WHERE code = 'meanwhile';
CREATE EXTENSION social_services;
CALL upgrade_social_mart('lund');
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS reader_sees_them;
RESET SESSION AUTHORIZATION;


--
-- The extension moves, and marts live side by side
--

CREATE SCHEMA "odd ""place";
ALTER EXTENSION social_services SET SCHEMA "odd ""place";
GRANT USAGE ON SCHEMA "odd ""place" TO regress_mart_owner;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
CALL "odd ""place".create_social_mart('second', organisation => '1280', reader => 'regress_mart_reader');
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
DROP SCHEMA second CASCADE;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;


--
-- Clean up
--

RESET SESSION AUTHORIZATION;
DROP SCHEMA lund, mart_test, not_mine CASCADE;
DROP EXTENSION social_services;
DROP SCHEMA "odd ""place";
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
