-- released_mart: the mart that readers are let into
--
-- A released mart is a mart like any other, made beside one, whose tables are written by release_month alone: the payments of
-- released months by groups of units, and what is not about households as it stands. So every view, summary and right of a mart
-- is there for readers too, and nothing that has not been released can be read from it by whatever means.

CREATE FUNCTION @extschema@.released_schema(schema text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    is_released boolean;
BEGIN
    EXECUTE format('SELECT m.released_from IS NOT NULL FROM %I.mart m', schema) INTO is_released;
    RETURN CASE WHEN is_released THEN schema ELSE schema || '_released' END;
END
$function$;
COMMENT ON FUNCTION @extschema@.released_schema(text) IS
'The schema that readers of a mart read, whether it is there yet or not: that of its released mart, or its own where it is one. For the procedures of marts.';

CREATE FUNCTION @extschema@.released_mart(schema text, organisation text) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    released_schema text := schema || '_released';
    is_its boolean := false;
BEGIN
    -- Nobody else's, whatever he calls it.
    IF EXISTS (SELECT FROM pg_class c
               JOIN pg_class its ON its.oid = to_regclass(format('%I.mart', schema)) AND its.relowner = c.relowner
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'released_from' AND NOT a.attisdropped
               WHERE c.oid = to_regclass(format('%I.mart', released_schema)) AND c.relkind = 'r') THEN
        EXECUTE format('SELECT m.released_from = $1 AND ($2 IS NULL OR EXISTS (SELECT FROM %1$I.organisation o WHERE o.organisation = $2)) FROM %1$I.mart m', released_schema)
            INTO is_its USING schema, organisation;
    END IF;
    RETURN CASE WHEN is_its THEN released_schema END;
END
$function$;
COMMENT ON FUNCTION @extschema@.released_mart(text, text) IS
'The schema of a mart''s released mart, if it is there, and has the organisation where one is named; else NULL. For the procedures of marts.';

CREATE FUNCTION @extschema@.mart_to_refresh_next(schema text, organisation text) RETURNS text
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.released_mart(text, text)'::regprocedure, ARRAY[schema, organisation]);
END;
COMMENT ON FUNCTION @extschema@.mart_to_refresh_next(text, text) IS
'The schema of a mart''s released mart, asked for with the rights of the mart''s owner; NULL where there is none. For refresh_social_mart.';

CREATE FUNCTION @extschema@.missing_released_mart(schema text, released_mart text, OUT released_schema text, OUT organisation text, OUT organisation_name text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    is_its boolean;
    is_anothers boolean;
BEGIN
    EXECUTE format('SELECT m.released_from IS NOT NULL FROM %I.mart m', schema) INTO is_its;
    IF NOT is_its AND released_mart IS NOT NULL THEN
        -- Of what another showed nothing is known here: neither who reads it, nor what readers could tell from the difference.
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %1$I.released_month)
                               AND (EXISTS (SELECT FROM %2$I.support_payment) OR EXISTS (SELECT FROM %2$I.household_month) OR EXISTS (SELECT FROM %2$I.ledger))', schema, released_mart)
            INTO is_anothers;
        IF is_anothers THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('schema %I shows what mart %I has not released', released_mart, schema),
                HINT = format('It was beside an earlier mart of that name: DROP SCHEMA %I CASCADE, and let readers in anew.', released_mart);
        END IF;
    END IF;
    IF is_its OR released_mart IS NOT NULL THEN
        RETURN;
    END IF;
    released_schema := schema || '_released';
    IF octet_length(released_schema) > 63 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'name_too_long',
            MESSAGE = format('the released mart of %I would be schema %I, whose name is longer than 63 bytes', schema, released_schema),
            HINT = 'Give the mart a shorter name: ALTER SCHEMA ... RENAME.';
    -- Nothing in it is read before it is known whose it is.
    ELSIF to_regclass(format('%I.mart', released_schema)) IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I is not the released mart of %I', released_schema, schema),
            HINT = format('Rename it. If it was that of a mart that was renamed to %2$I: UPDATE %1$I.mart SET released_from = %2$L.', released_schema, schema);
    END IF;
    -- Made anew it would lack what readers have seen.
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.released_month)', schema) INTO is_its;
    IF is_its THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('months of mart %I were released in schema %I, which is not there', schema, released_schema),
            HINT = format('Restore it, or rename it if the mart was renamed: ALTER SCHEMA ... RENAME TO %1$I; UPDATE %1$I.mart SET released_from = %2$L.', released_schema, schema);
    END IF;
    FOR organisation, organisation_name IN
        EXECUTE format('SELECT m.organisation, o.name FROM %1$I.mart m JOIN %1$I.organisation o ON o.organisation = m.organisation', schema)
    LOOP
        RETURN NEXT;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.missing_released_mart(text, text) IS
'What the released mart of a mart is to be, a row if it is not there yet. 42622 for a name longer than 63 bytes, 42P06 where the schema is another mart, 55000 where it is gone, or is of an earlier mart of that name. For open_released_mart.';

CREATE FUNCTION @extschema@.mark_released_mart(released_schema text, schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('UPDATE %2$I.mart SET released_from = $1, minimum_group = (SELECT m.minimum_group FROM %1$I.mart m)', schema, released_schema) USING schema;
    RAISE NOTICE 'schema % is for readers of mart %, and shows what CALL release_month(%, month) releases', quote_ident(released_schema), quote_ident(schema), quote_literal(schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.mark_released_mart(text, text) IS
'Says of a mart that it is the released one of another. For open_released_mart.';

CREATE FUNCTION @extschema@.open_released_mart(schema text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    WITH missing AS MATERIALIZED (
        SELECT released.* FROM @extschema@.missing_released_mart(schema, @extschema@.released_mart(schema, NULL::text)) released
    ), made AS MATERIALIZED (
        SELECT missing.released_schema, @extschema@.create_mart(missing.released_schema, missing.organisation, NULL::text, NULL::text, missing.organisation_name) AS done
        FROM missing
    )
    SELECT @extschema@.mark_released_mart(made.released_schema, schema), made.done FROM made;
END;
COMMENT ON FUNCTION @extschema@.open_released_mart(text) IS
'Makes the released mart of a mart where it is not there yet; of a released mart nothing. For release_month and grant_reader.';
