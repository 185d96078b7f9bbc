-- load_as_owner: who loads into the mart of another whose role he could take, a superuser for one, does it with the owner's rights

-- What the owner has put into the mart (triggers, defaults, CHECKs, policies) would else run with the rights of who loads. The query
-- is the caller's own, and runs with his rights before that: what it returns is handed on as a query that reads nothing.

CREATE FUNCTION @extschema@.acts_for_owner(relation regclass) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT r.rolname <> CURRENT_USER AND @extschema@.can_run_as_owner(relation)
            FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = relation::oid);
COMMENT ON FUNCTION @extschema@.acts_for_owner(regclass) IS
'Whether what the current role does in a mart is to be done with its owner''s rights: it is not the owner, and could act as him. Of who may only load it is not, and his rights are his own. For the procedures of marts.';

CREATE FUNCTION @extschema@.query_of_rows(query text, callers_path text) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
#variable_conflict use_variable
DECLARE
    -- What stands behind a line of dashes is no part of it.
    command text := format(E'SELECT pg_catalog.string_agg(pg_catalog.to_jsonb(loaded)::pg_catalog.text, E''\\n'') FROM (%s\n) AS loaded', rtrim(query, E'; \t\r\n'));
    lines text;
BEGIN
    PERFORM set_config('search_path', callers_path, true);
    EXECUTE command INTO lines;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    IF lines IS NULL THEN
        RETURN 'SELECT WHERE false';
    END IF;
    -- A value of each column as JSON, so that numbers stay numbers.
    RETURN (SELECT format('SELECT %s FROM string_to_table(%L, E''\n'') AS line', string_agg(format('line::jsonb -> %1$L AS %1$I', k.name), ', '), lines)
            FROM jsonb_object_keys(split_part(lines, E'\n', 1)::jsonb) AS k(name));
END
$function$;
COMMENT ON FUNCTION @extschema@.query_of_rows(text, text) IS
'A query that returns the rows that another one returns now, run with the search_path of who loads them, and reads no table: columns as JSON. For load_ledger and load_payments.';
