-- grant_reader: lets roles in: readers into what is released of a mart, insiders into its exact views

CREATE FUNCTION @extschema@.grant_reader_as_owner(schema text, role text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.open_released_mart(schema);
    -- Of an organisation readers know at least that it is there.
    SELECT @extschema@.copy_released(schema, known.released_schema, @extschema@.mart_organisation(schema, organisation), '{organisation}'::text[], false)
    FROM (SELECT @extschema@.released_schema(schema) AS released_schema OFFSET 0) known
    WHERE organisation IS NOT NULL AND known.released_schema <> schema;
    SELECT @extschema@.let_mart_reader_in(@extschema@.released_schema(schema), role, organisation, false);
END;
COMMENT ON FUNCTION @extschema@.grant_reader_as_owner(text, text, text) IS
'The part of grant_reader that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.grant_reader(schema text, role text, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.grant_reader_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, role, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.grant_reader(text, text, text) IS
'Lets a role read what release_month releases of a mart: the views of mart MART_released, which is made if it is not there; or, with an organisation, views of that one alone and nothing of the others: for these it makes schema MART_released_ORGANISATION with every view limited to the organisation. In the mart itself the role is let read nothing (see grant_insider). What the owner has closed to a reader stays closed. upgrade_social_mart keeps all up to date; revoke_reader takes it back. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 42704 for an unknown role, 22023 for an unknown organisation, 42622 for a name longer than 63 bytes, 42P06 for a schema of that name that is something else, 55000 where the released mart is gone, 3F000 for a schema that is not a mart, 42501 without the owner''s rights or without the right to create a schema.';

CREATE FUNCTION @extschema@.refuse_insider_of_released(schema text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    released_from text;
BEGIN
    EXECUTE format('SELECT m.released_from FROM %I.mart m', schema) INTO released_from;
    IF released_from IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I is for readers: it holds what is released of mart %I', schema, released_from),
            HINT = format('Exact figures are in that: CALL grant_insider(%L, role).', released_from);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_insider_of_released(text) IS
'Refuses a released mart, which has no exact figures (22023). For grant_insider.';

CREATE FUNCTION @extschema@.grant_insider_as_owner(schema text, role text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_insider_of_released(schema);
    SELECT @extschema@.let_mart_reader_in(schema, role, organisation, true);
END;
COMMENT ON FUNCTION @extschema@.grant_insider_as_owner(text, text, text) IS
'The part of grant_insider that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.grant_insider(schema text, role text, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.grant_insider_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, role, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.grant_insider(text, text, text) IS
'Lets a role read every view of a mart, with exact figures of every unit and month, also where those are of a single household, and no table; or, with an organisation, views of that one alone, in schema MART_ORGANISATION. For those who work under the same secrecy as the mart''s owner; all others are readers. What the owner has closed to the role stays closed. revoke_reader takes it back. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: as of grant_reader, and 22023 for a released mart.';

CREATE FUNCTION @extschema@.refuse_no_reader(schema text, role text, organisation text, is_known boolean) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF NOT is_known THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('%s is no reader of %s of mart %I', coalesce(quote_ident(role), 'NULL'), coalesce('organisation ' || quote_literal(organisation), 'the whole'), schema),
            HINT = format('SELECT role, organisation FROM %I.view_reader() lists them; those of what is released are in schema %I.', schema, schema || '_released');
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_no_reader(text, text, text, boolean) IS
'Refuses to take back what was not given (42704). For revoke_reader.';

CREATE FUNCTION @extschema@.revoke_reader_as_owner(schema text, role text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    WITH removed AS MATERIALIZED (
        SELECT @extschema@.remove_mart_reader(its.name, role, organisation) AS was_reader
        FROM unnest(ARRAY[schema, @extschema@.released_mart(schema, NULL::text)]) AS its(name)
        WHERE its.name IS NOT NULL
    )
    SELECT @extschema@.refuse_no_reader(schema, role, organisation, bool_or(removed.was_reader)) FROM removed;
END;
COMMENT ON FUNCTION @extschema@.revoke_reader_as_owner(text, text, text) IS
'The part of revoke_reader that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.revoke_reader(schema text, role text, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.revoke_reader_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, role, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.revoke_reader(text, text, text) IS
'Takes back what grant_reader and grant_insider gave to a role, or create_social_mart to its reader or insider, in the mart and in its released mart; with the last reader of one organisation its views and their schema go too, which must then hold nothing else (2BP01). Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 42704 for a role that is no such reader, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
