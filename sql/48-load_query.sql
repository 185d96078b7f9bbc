-- load_query: what loads of a mart have in common: the rows of any query and what is wrong with them, scenarios that are there

CREATE FUNCTION @extschema@.load_query_rows(query text, callers_path text) RETURNS SETOF jsonb
    LANGUAGE plpgsql VOLATILE ROWS 10000
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    -- What stands behind a line of dashes is no part of it.
    command text := format(E'SELECT pg_catalog.to_jsonb(loaded) FROM (%s\n) AS loaded', rtrim(query, E'; \t\r\n'));
BEGIN
    PERFORM set_config('search_path', callers_path, true);
    RETURN QUERY EXECUTE command;
END
$function$;
COMMENT ON FUNCTION @extschema@.load_query_rows(text, text) IS
'The rows of a query, run with the search_path of who loads them. For load_ledger and load_payments.';

CREATE FUNCTION @extschema@.load_query_arguments(schema text, query text, callers_path text, example text, decimal_mark text, reject text, OUT reject_table text) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    -- The names of its columns, as often as they are there, of a row that it is not run for.
    command text := format(E'SELECT pg_catalog.row_to_json((SELECT r FROM (SELECT loaded.*) AS r)) FROM (%s\n) AS loaded RIGHT JOIN (SELECT) AS one ON false', rtrim(query, E'; \t\r\n'));
    names json;
    parts text[];
BEGIN
    IF query IS NULL OR btrim(query, E'; \t\r\n') = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'query is empty',
            HINT = 'Give a query that returns columns ' || example;
    ELSIF decimal_mark IS NULL OR decimal_mark NOT IN (',', '.') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('decimal_mark must be a comma or a point, not %s', coalesce(quote_literal(left(decimal_mark, 20)), 'NULL')),
            HINT = 'It is that of amounts which are text.';
    END IF;
    PERFORM set_config('search_path', callers_path, true);
    EXECUTE command INTO names;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    -- Names in any case: of two that differ in that alone nobody could say which is meant.
    IF (SELECT count(*) > count(DISTINCT lower(k.name)) FROM json_object_keys(names) AS k(name)) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ambiguous_column',
            MESSAGE = 'the query returns two columns of one name',
            DETAIL = format('Its columns are %s.', (SELECT string_agg(k.name, ', ') FROM json_object_keys(names) AS k(name))),
            HINT = 'Name those to load with AS, each once, whatever its case.';
    END IF;
    IF reject IS NOT NULL THEN
        parts := parse_ident(reject);
        IF cardinality(parts) <> 2 THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('reject must name a table with its schema, not %L', left(reject, 60)),
                HINT = format('What cannot be loaded goes there; it is made if it is not there: reject => ''%I.rejected''.', schema);
        END IF;
        reject_table := format('%I.%I', parts[1], parts[2]);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.load_query_arguments(text, text, text, text, text, text) IS
'Refuses arguments of load_ledger and load_payments that mean nothing (22023) and a query with two columns of one name (42702), which it does not run, and makes the name of the table for what is rejected. example says what a query returns. For these two.';

CREATE FUNCTION @extschema@.load_query_columns(extension_schema text, first_row jsonb, known text[],
    OUT names text[], OUT unknown text, OUT all_names text, OUT columns text, OUT amount_is_number text) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    used text[];
BEGIN
    IF first_row IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = 'the query returns no rows',
            HINT = 'Nothing was loaded or removed.';
    ELSIF first_row = '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the query returns rows without columns',
            HINT = format('Name those to load: %s.', array_to_string(known, ', '));
    END IF;
    SELECT array_agg(k.name) FILTER (WHERE lower(k.name) = ANY (known)), array_agg(lower(k.name)),
           string_agg(k.name, ', ') FILTER (WHERE lower(k.name) <> ALL (known)), string_agg(k.name, ', ')
    INTO used, names, unknown, all_names FROM jsonb_object_keys(first_row) AS k(name);
    -- Where a column of the mart's words stands among those of the query is known now.
    SELECT string_agg(format('%s AS %I', coalesce(format('%s.trim_blanks(r.row ->> %L)', extension_schema, written.name), 'NULL::text'), word.name), ', ' ORDER BY word.place),
           max(format('coalesce(jsonb_typeof(r.row -> %L) = ''number'', false)', written.name)) FILTER (WHERE word.name = 'amount' AND written.name IS NOT NULL)
    INTO columns, amount_is_number
    FROM unnest(known) WITH ORDINALITY AS word(name, place)
    LEFT JOIN unnest(used) AS written(name) ON lower(written.name) = word.name;
END
$function$;
COMMENT ON FUNCTION @extschema@.load_query_columns(text, jsonb, text[]) IS
'What the columns of a query are, by its first row: their names in small letters; those that are not known; all of them as written; and SQL that takes the known ones out of a row without blanks around them, and says whether its amount is a number. 02000 without a row, 22023 without a column. For load_ledger and load_payments.';

CREATE FUNCTION @extschema@.text_fault(schema text, value text, at_most integer) RETURNS text
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    said text;
BEGIN
    EXECUTE format('SELECT %I.plain_text($1, ''''::text, $2)', schema) USING value, at_most;
    RETURN NULL;
EXCEPTION WHEN check_violation THEN
    GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
    RETURN ltrim(SQLERRM) || replace(said, 'It is', ': it is');
END
$function$;
COMMENT ON FUNCTION @extschema@.text_fault(text, text, integer) IS
'Why a mart would refuse a code or name, by its own function plain_text, so that many can be told at once; NULL for what it takes, and for NULL. For load_ledger and load_payments.';

CREATE FUNCTION @extschema@.admit_rejected_rows(schema text, bad_rows bigint, all_rows integer, faults bigint, told text, reject_table text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    role text;
    lacking text;
BEGIN
    IF bad_rows > 0 AND reject_table IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('rows that cannot be loaded: %s of %s', bad_rows, all_rows),
            DETAIL = told || CASE WHEN faults > 1000 THEN format(E'\nand %s more', faults - 1000) ELSE '' END,
            HINT = format('Nothing was loaded. Correct them, or let them go into a table and the others be loaded: reject => ''%I.rejected''.', schema);
    ELSIF bad_rows > 0 AND to_regclass(reject_table) IS NULL THEN
        EXECUTE format('CREATE TABLE %s (rejected_at timestamptz NOT NULL DEFAULT now(), line bigint, column_name text, value text, why text, content jsonb)', reject_table);
        -- For who loads alone, whatever default privileges say.
        FOR role IN
            SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
            FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE c.oid = reject_table::regclass AND a.grantee <> c.relowner
        LOOP
            EXECUTE format('REVOKE ALL ON %s FROM %s', reject_table, role);
        END LOOP;
    ELSIF bad_rows > 0 THEN
        -- Whose table it is reads what goes there, and what he has put on it runs with the rights of who loads.
        SELECT r.rolname INTO role
        FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner JOIN pg_roles me ON me.rolname = current_user
        WHERE c.oid = reject_table::regclass AND r.oid <> me.oid AND NOT r.rolsuper AND (me.rolsuper OR NOT pg_has_role(me.oid, r.oid, 'USAGE'));
        IF role IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('table %s, for what cannot be loaded, belongs to %I', reject_table, role),
                HINT = 'Nothing was loaded. Name a table of your own in reject, or one that is not there: it is made.';
        END IF;
        SELECT string_agg(n.name, ', ' ORDER BY n.place) INTO lacking
        FROM unnest('{line,column_name,value,why,content}'::text[]) WITH ORDINALITY AS n(name, place)
        WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = reject_table::regclass AND a.attname = n.name AND NOT a.attisdropped);
        IF lacking IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'undefined_column',
                MESSAGE = format('table %s has no columns %s for what cannot be loaded', reject_table, lacking),
                HINT = 'Nothing was loaded. Name a table in reject that is not there: it is made.';
        END IF;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.admit_rejected_rows(text, bigint, integer, bigint, text, text) IS
'Refuses rows that cannot be loaded (22000), or makes the table that they go into where there is none, for its owner alone; refuses one of another (42501), and one that lacks columns for them (42703). For load_ledger and load_payments.';

CREATE FUNCTION @extschema@.refuse_scenario_of_other_kind(schema text, organisation text, scenarios jsonb, hint text) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    wrong record;
BEGIN
    EXECUTE format('SELECT s.code, s.kind, s.fiscal_year, p.kind AS kind_here, p.fiscal_year AS fiscal_year_here
                    FROM jsonb_to_recordset($1) AS p(scenario text, kind text, fiscal_year integer)
                    JOIN %I.scenario s ON s.organisation = $2 AND s.code = p.scenario
                    WHERE s.kind <> p.kind OR s.fiscal_year <> p.fiscal_year LIMIT 1', schema)
        INTO wrong USING scenarios, organisation;
    IF wrong.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('scenario %L is there, but is %s of %s and not %s of %s', wrong.code, wrong.kind, wrong.fiscal_year, wrong.kind_here, wrong.fiscal_year_here),
            HINT = hint;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_scenario_of_other_kind(text, text, jsonb, text) IS
'Refuses amounts of a kind or year for a scenario that is there and is another (22023). scenarios has objects with scenario, kind and fiscal_year. For load_ledger and load_sie.';

CREATE FUNCTION @extschema@.analyse_grown(schema text, tables text[]) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    -- What another analyses is left to that one, without a word.
    SET client_min_messages = 'error'
AS $function$
DECLARE
    grown record;
    is_known boolean := true;
BEGIN
    FOR grown IN
        EXECUTE format('SELECT c.oid::regclass AS relation, pg_has_role(c.relowner, ''USAGE'') AS is_own
                        FROM pg_class c
                        JOIN pg_class t ON t.relnamespace = to_regnamespace(%L) AND t.relname = ANY ($1) AND (t.oid = c.oid OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent = t.oid))
                        WHERE c.relkind = ''r'' AND pg_relation_size(c.oid) / current_setting(''block_size'')::bigint > 2 * c.relpages + 8', quote_ident(schema)) USING tables
    LOOP
        IF grown.is_own THEN
            EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown.relation);
        ELSE
            is_known := false;
        END IF;
    END LOOP;
    RETURN is_known;
END
$function$;
COMMENT ON FUNCTION @extschema@.analyse_grown(text, text[]) IS
'Analyses those tables of a mart that have grown much since they were analysed, as in a first load: plans for a few rows would read each of many for each. False where one belongs to another, who may do so. For loads.';

-- VOLATILE, or it would not see what the statement before it has loaded.
CREATE FUNCTION @extschema@.load_suspicions(extension_schema text, schema text, organisation text, source text, periods jsonb) RETURNS text[]
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    found text[];
    is_empty boolean;
    is_known boolean;
BEGIN
    IF NOT has_table_privilege(format('%I.%I', schema, source), 'SELECT') THEN
        RETURN NULL;
    END IF;
    -- To plan the view takes longer than a small load: of years that have nothing there is nothing to say.
    EXECUTE format(CASE source
                       WHEN 'data_quality' THEN
                           'SELECT NOT EXISTS (SELECT FROM %I.scenario s JOIN jsonb_to_recordset($2) AS n(fiscal_year integer) ON n.fiscal_year = s.fiscal_year WHERE s.organisation = $1)'
                       ELSE 'SELECT NOT EXISTS (SELECT FROM %I.support_payment p JOIN jsonb_to_recordset($2) AS n(first date, last date) ON p.month BETWEEN n.first AND n.last WHERE p.organisation = $1)'
                   END, schema) INTO is_empty USING organisation, periods;
    IF is_empty THEN
        RETURN '{}';
    END IF;
    EXECUTE format('SELECT %s.analyse_grown($1::text, ''{ledger,unit,budget_head,scenario,ledger_period,support_payment}''::text[])', extension_schema) INTO is_known USING schema;
    IF NOT is_known THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT coalesce(array_agg(concat_ws(E''\n'', q.rule, %s, q.fiscal_year, q.month)), ''{}'') FROM %I.%I q
                    WHERE q.organisation = $1 AND %s AND q.fiscal_year = ANY (ARRAY(SELECT DISTINCT s.fiscal_year FROM jsonb_to_recordset($2) AS s(fiscal_year integer)))',
                   CASE source WHEN 'data_quality' THEN 'q.table_name, q.item' ELSE 'q.unit_code' END, schema, source,
                   CASE source WHEN 'data_quality' THEN 'q.table_name IN (''ledger'', ''scenario'')' ELSE 'true' END)
        INTO found USING organisation, periods;
    RETURN found;
END
$function$;
COMMENT ON FUNCTION @extschema@.load_suspicions(text, text, text, text, jsonb) IS
'What data_quality says of the ledger and the scenarios of some fiscal years, or live_suspect_payment of payments, a text for each row that begins with its rule; NULL for who may not read that source, and where much was loaded into tables of another, who has not analysed them since: to look through them then could take hours. periods has objects with fiscal_year, and of payments first and last, their days. For loads.';

CREATE FUNCTION @extschema@.told_suspicions(schema text, source text, before text[], after text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH caused AS (
        SELECT split_part(a.found, E'\n'::text, 1) AS rule FROM pg_catalog.unnest(after) AS a(found)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(before) AS b(found) WHERE b.found = a.found)
    ), counted AS (
        SELECT caused.rule, count(*) AS rows FROM caused GROUP BY caused.rule
    )
    SELECT CASE WHEN (before IS NULL OR after IS NULL) AND has_table_privilege(format('%I.%I'::text, schema, source), 'SELECT'::text)
                THEN E'\nnot looked for, in tables that have grown and are not analysed: what is new in '::text || source
                WHEN before IS NULL OR after IS NULL THEN ''::text
                ELSE coalesce(E'\nnew in '::text || source || ': '::text || string_agg(counted.rule || ' ('::text || counted.rows::text || ')'::text, ', '::text ORDER BY counted.rule)
                              || format('; see SELECT * FROM %I.%I'::text, schema, source), E'\nnew in '::text || source || ': nothing'::text) END
    FROM counted;
END;
COMMENT ON FUNCTION @extschema@.told_suspicions(text, text, text[], text[]) IS
'The line that tells which rules of data_quality or live_suspect_payment have rows after a load that they had not before it, and how many; empty for who may not read that, and where it was not looked for since the tables have grown, that. For loads.';
