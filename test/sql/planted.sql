-- planted: whatever operators and functions lie in the extension's schema, in a mart's or on the search_path, none of them is ever taken for another

-- In a database of its own, which can be dropped at once: to drop all this one by one takes more locks than there are.
\set regression :DBNAME
CREATE DATABASE regress_planted;
\c regress_planted
\i test/sql/include/setup.sql
GRANT CREATE ON SCHEMA mart_test TO regress_mart_owner, regress_mart_stranger;

-- What could stand in for an argument of a type: what it is converted from without a word.
CREATE FUNCTION mart_test.stand_ins(type regtype) RETURNS regtype[] IMMUTABLE
    RETURN CASE type
        WHEN 'numeric'::regtype THEN '{numeric,int2,int4,int8,float8}'
        WHEN 'text'::regtype THEN '{text,varchar,name,bpchar}'
        WHEN 'int4'::regtype THEN '{int4,int2,int8,numeric}'
        WHEN 'int8'::regtype THEN '{int8,int4,numeric}'
        WHEN 'date'::regtype THEN '{date,timestamp,timestamptz,text}'
        WHEN 'timestamp'::regtype THEN '{timestamp,date,timestamptz,text}'
        WHEN 'timestamptz'::regtype THEN '{timestamptz,timestamp,date}'
        WHEN 'interval'::regtype THEN '{interval,text}'
        WHEN 'bool'::regtype THEN '{bool,text}'
        WHEN 'jsonb'::regtype THEN '{jsonb,json,text}'
        WHEN 'jsonpath'::regtype THEN '{jsonpath,text}'
        WHEN 'oid'::regtype THEN '{oid,regclass,regrole,int4,int8,text}'
        WHEN 'regclass'::regtype THEN '{regclass,oid,text}'
        WHEN 'name'::regtype THEN '{name,text}'
        WHEN 'text[]'::regtype THEN '{text[],text,name[]}'
        WHEN 'numeric[]'::regtype THEN '{numeric[],text,int4[]}'
        WHEN '"any"'::regtype THEN '{text,int4,int8,numeric,date,jsonb,bool,regrole,name}'
        WHEN 'anyelement'::regtype THEN '{text,int4,numeric,date,jsonb,bool,record}'
        WHEN 'anynonarray'::regtype THEN '{text,int4,int8,numeric,date,bool,regclass,regrole}'
        WHEN 'anyarray'::regtype THEN '{text[],int4[],numeric[],date[],oid[],regclass[]}'
        WHEN 'anycompatible'::regtype THEN '{text,int4,numeric}'
        WHEN 'anycompatiblearray'::regtype THEN '{text[],int4[]}'
        ELSE ARRAY[type] END::regtype[];

-- Whether arguments of some types are other than those of any function of PostgreSQL's own and of the extension's with that name.
CREATE FUNCTION mart_test.is_free(name name, types oidvector) RETURNS boolean STABLE
    RETURN NOT EXISTS (SELECT FROM pg_proc p WHERE p.proname = name AND p.proargtypes = types
                       AND (p.pronamespace = 'pg_catalog'::regnamespace OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')));

-- Operators for pairs of types that PostgreSQL has none for, as the current role. Nobody calls them, so nobody looks at bodies.
CREATE PROCEDURE mart_test.plant_operators(schema text) LANGUAGE plpgsql SET check_function_bodies = off AS $procedure$
DECLARE
    o record;
    planted integer := 0;
BEGIN
    FOR o IN
        SELECT v.op, v.result, l.type AS l, r.type AS r
        FROM (VALUES ('+', NULL), ('-', NULL), ('*', 'numeric'), ('/', 'numeric'), ('%', 'numeric'), ('=', 'bool'), ('<>', 'bool'), ('<', 'bool'), ('>', 'bool'),
                     ('<=', 'bool'), ('>=', 'bool'), ('||', 'text'), ('->>', 'text'), ('->', 'jsonb'), ('#>>', 'text'), ('~', 'bool'), ('!~', 'bool'), ('~~', 'bool'), ('<<', 'int4')) AS v(op, result)
        CROSS JOIN unnest('{int2,int4,int8,numeric,float8,text,varchar,bpchar,name,date,timestamp,timestamptz,interval,bool,jsonb,json,oid,regclass,regrole,regtype,regprocedure,oidvector,"\"char\"",text[],oid[],int4[]}'::regtype[]) AS l(type)
        CROSS JOIN unnest('{int2,int4,int8,numeric,float8,text,varchar,bpchar,name,date,timestamp,timestamptz,interval,bool,jsonb,json,oid,regclass,regrole,regtype,regprocedure,oidvector,"\"char\"",text[],oid[],int4[]}'::regtype[]) AS r(type)
        WHERE NOT EXISTS (SELECT FROM pg_operator p WHERE p.oprname = v.op AND p.oprleft = l.type AND p.oprright = r.type AND p.oprnamespace = 'pg_catalog'::regnamespace)
          AND (v.op NOT IN ('->>', '->', '#>>', '<<') OR l.type IN ('int4'::regtype, 'int8'::regtype, 'jsonb'::regtype, 'json'::regtype, 'text'::regtype))
    LOOP
        planted := planted + 1;
        EXECUTE format('CREATE FUNCTION %I.op_%s(%s, %s) RETURNS %s LANGUAGE sql IMMUTABLE AS ''SELECT NULL::%5$s''', schema, planted, o.l, o.r,
                       coalesce(o.result, CASE WHEN 'date'::regtype IN (o.l, o.r) THEN 'date' ELSE 'numeric' END));
        EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %1$I.op_%5$s)', schema, o.op, o.l, o.r, planted);
    END LOOP;
    RAISE WARNING '% of operators', CASE WHEN planted > 5000 THEN 'thousands' ELSE 'too few' END;
END
$procedure$;

-- Functions and aggregates with the names of those that match a condition, for arguments that come close to theirs.
CREATE PROCEDURE mart_test.plant_functions(schema text, of_schema text, is_extension boolean) LANGUAGE plpgsql SET check_function_bodies = off AS $procedure$
DECLARE
    f record;
    planted integer := 0;
BEGIN
    FOR f IN
        WITH RECURSIVE model AS (
            SELECT p.oid, p.proname, p.prokind,
                   p.prorettype::regtype::text AS result, CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END AS set_of,
                   -- VARIADIC takes any number.
                   CASE WHEN p.provariadic = 0 THEN p.proargtypes::oid[] ELSE p.proargtypes::oid[] || array_fill(CASE p.provariadic WHEN '"any"'::regtype THEN '"any"'::regtype::oid ELSE p.provariadic END, ARRAY[n]) END AS types
            FROM pg_proc p
            CROSS JOIN generate_series(1, 2) AS n
            WHERE p.prokind IN ('f', 'a', 'p') AND p.pronargs BETWEEN 1 AND 6 AND p.pronamespace = of_schema::regnamespace AND (n = 1 OR p.provariadic <> 0)
              AND NOT '{internal,cstring,trigger}'::regtype[] && p.proargtypes::oid[]::regtype[]
              AND CASE WHEN is_extension THEN EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                       ELSE p.proname = ANY ('{abs,round,ceil,greatest,coalesce,count,sum,max,min,avg,array_agg,string_agg,jsonb_agg,bool_or,bool_and,bit_or,bit_count,length,left,btrim,rtrim,lpad,rpad,repeat,replace,regexp_replace,regexp_matches,
                                               concat,concat_ws,format,quote_ident,quote_literal,to_char,date_trunc,make_date,extract,date_part,isfinite,generate_series,unnest,jsonb_build_object,jsonb_build_array,jsonb_array_elements,
                                               jsonb_array_elements_text,jsonb_typeof,jsonb_path_query,jsonb_pretty,to_jsonb,trim_scale,numeric_mul,row_number,lag,lead,col_description,obj_description,format_type,has_table_privilege,
                                               pg_get_userbyid,nullif,upper,lower,char_length,octet_length,timezone,now,array_length,cardinality,array_position,array_remove,to_regclass,hashtextextended,md5}') END
        ), spelled (proname, prokind, result, set_of, types, i, so_far) AS (
            SELECT m.proname, m.prokind, m.result, m.set_of, m.types, 0, '{}'::oid[] FROM model m
            UNION
            SELECT s.proname, s.prokind, s.result, s.set_of, s.types, s.i + 1, s.so_far || t.type::oid
            FROM spelled s CROSS JOIN LATERAL unnest(mart_test.stand_ins(s.types[s.i + CASE WHEN array_lower(s.types, 1) = 0 THEN 0 ELSE 1 END]::regtype)) AS t(type)
            WHERE s.i < cardinality(s.types)
        )
        SELECT * FROM (
            SELECT s.*, row_number() OVER (PARTITION BY s.proname, s.types ORDER BY md5(s.so_far::text)) AS place
            FROM spelled s WHERE s.i = cardinality(s.types) AND mart_test.is_free(s.proname, array_to_string(s.so_far, ' ')::oidvector)) s
        WHERE s.place <= 120
    LOOP
        -- What PostgreSQL's own would give for such arguments, so that nothing but the catalogue tells them apart.
        f.result := CASE WHEN f.result IN ('void', 'record', 'internal') THEN 'text'
                         WHEN f.result !~ '^any' THEN f.result
                         WHEN f.result ~ '^any(compatible)?array$' AND f.types[array_lower(f.types, 1)]::regtype::text !~ '^any(compatible)?array$' THEN f.so_far[1]::regtype || '[]'
                         WHEN f.result !~ '^any(compatible)?array$' AND f.types[array_lower(f.types, 1)]::regtype::text ~ '^any(compatible)?array$' THEN regexp_replace(f.so_far[1]::regtype::text, '\[\]$', '')
                         ELSE f.so_far[1]::regtype::text END;
        BEGIN
            IF f.prokind = 'a' THEN
                EXECUTE format('CREATE FUNCTION %I.state_%s(%4$s, %3$s) RETURNS %4$s LANGUAGE sql IMMUTABLE AS ''SELECT $1''', schema, planted,
                               (SELECT string_agg(t::regtype::text, ', ' ORDER BY n) FROM unnest(f.so_far) WITH ORDINALITY AS u(t, n)), f.result);
                EXECUTE format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %1$I.state_%4$s, STYPE = %5$s)', schema, f.proname,
                               (SELECT string_agg(t::regtype::text, ', ' ORDER BY n) FROM unnest(f.so_far) WITH ORDINALITY AS u(t, n)), planted, f.result);
            ELSIF f.prokind = 'p' THEN
                EXECUTE format('CREATE PROCEDURE %I.%I(%s) LANGUAGE plpgsql AS ''BEGIN RAISE EXCEPTION ''''planted''''; END''', schema, f.proname,
                               (SELECT string_agg(t::regtype::text, ', ' ORDER BY n) FROM unnest(f.so_far) WITH ORDINALITY AS u(t, n)));
            ELSE
                EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS ''BEGIN RAISE EXCEPTION ''''planted''''; END''', schema, f.proname,
                               (SELECT string_agg(t::regtype::text, ', ' ORDER BY n) FROM unnest(f.so_far) WITH ORDINALITY AS u(t, n)), f.set_of || f.result);
            END IF;
            planted := planted + 1;
        EXCEPTION WHEN duplicate_function OR invalid_function_definition OR feature_not_supported OR undefined_object OR undefined_function THEN
            NULL;
        END;
    END LOOP;
    RAISE WARNING '% of functions', CASE WHEN planted > 2000 THEN 'thousands' ELSE 'too few' END;
END
$procedure$;

-- What was planted, and what took it for something else.
CREATE TABLE mart_test.planted (classid oid, objid oid);
GRANT ALL ON mart_test.planted TO PUBLIC;
CREATE PROCEDURE mart_test.note_planted(schema text, since oid) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO mart_test.planted
    SELECT 'pg_operator'::regclass, o.oid FROM pg_operator o WHERE o.oprnamespace = schema::regnamespace AND o.oid > since
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid FROM pg_proc p WHERE p.pronamespace = schema::regnamespace AND p.oid > since;
END;
CREATE FUNCTION mart_test.taken() RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
    SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) || ' took ' || pg_describe_object(d.refclassid, d.refobjid, 0)
    FROM pg_depend d
    JOIN mart_test.planted p ON p.classid = d.refclassid AND p.objid = d.refobjid
    WHERE NOT EXISTS (SELECT FROM mart_test.planted q WHERE q.classid = d.classid AND q.objid = d.objid)
    ORDER BY 1;
END;

-- == In the schema that the extension is installed into, by whoever owns it ==

GRANT CREATE ON DATABASE :"DBNAME" TO regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
CREATE SCHEMA planted;
SELECT max(oid) AS since FROM pg_proc \gset
CALL mart_test.plant_operators('planted');
CALL mart_test.plant_functions('planted', 'pg_catalog', false);
CALL mart_test.note_planted('planted', :since);
CREATE EXTENSION social_services SCHEMA planted;
SELECT * FROM mart_test.taken();
-- What planted namesakes of the extension's own functions change: nothing for those who come later.
SELECT max(oid) AS since FROM pg_proc \gset
CALL mart_test.plant_functions('planted', 'planted', true);
CALL mart_test.note_planted('planted', :since);
GRANT USAGE ON SCHEMA planted TO PUBLIC;
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT mart_test.catalogue() IS NOT NULL AS planted_is_there;
SET search_path = planted, pg_catalog;
CALL planted.create_social_mart('lund'::text, '1281'::text, 'regress_mart_reader'::text, NULL::text, 'Lund'::text);
RESET search_path;
SELECT * FROM mart_test.taken();

-- == In the mart's own schema, by its owner ==

SELECT max(oid) AS since FROM pg_proc \gset
CALL mart_test.plant_operators('lund');
CALL mart_test.plant_functions('lund', 'pg_catalog', false);
CALL mart_test.note_planted('lund', :since);
CALL planted.upgrade_social_mart('lund'::text);
SELECT * FROM mart_test.taken();

RESET SESSION AUTHORIZATION;
\c :regression
DROP DATABASE regress_planted;
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
