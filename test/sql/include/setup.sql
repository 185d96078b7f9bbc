-- Read first by the tests of marts: roles, and ways of looking at a schema.

\encoding UTF8
\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
-- Where the organisations of the tests are; that it does not matter is a test of its own.
SET timezone = 'Europe/Stockholm';
-- Of small tables whose size the planner does not know: to compile would take most of the time.
SET jit = off;
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS social_services CASCADE;
CREATE ROLE regress_mart_owner;
CREATE ROLE regress_mart_member;
CREATE ROLE regress_mart_stranger;
CREATE ROLE regress_mart_reader;
CREATE ROLE "regress_mart ""läsare""; --";
GRANT regress_mart_owner TO regress_mart_member;
GRANT CREATE ON DATABASE :"DBNAME" TO regress_mart_owner;

CREATE SCHEMA mart_test;
GRANT USAGE ON SCHEMA mart_test TO PUBLIC;

-- How much there is in the database.
CREATE FUNCTION mart_test.catalogue() RETURNS text
    RETURN concat_ws(' ', (SELECT count(*) FROM pg_namespace), (SELECT count(*) FROM pg_class),
                     (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint),
                     (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_description));

-- All rows of the tables, or all results of the views. What summaries keep, and the
-- views behind them, are looked at by test/sql/summary.sql.
CREATE FUNCTION mart_test.contents(schema text, kind "char") RETURNS TABLE (relation name, rows bigint, hash text)
    LANGUAGE plpgsql
AS $function$
BEGIN
    FOR relation IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = quote_ident(schema)::regnamespace AND c.relkind = kind
                      AND c.relname !~ '^live_|_summary$|^summary_' AND c.relname <> 'closed_view' LOOP
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
