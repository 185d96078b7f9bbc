-- upgrade_social_mart: brings a mart and its released mart to the installed version, and says who reads exact figures

-- A mart of 0.1.0 had readers of its exact views.
CREATE FUNCTION @extschema@.reader_of_exact_views(schema text, OUT role text, OUT organisation text) RETURNS SETOF record
    LANGUAGE plpgsql VOLATILE ROWS 10
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    RETURN QUERY EXECUTE format('SELECT r.role, r.organisation FROM %1$I.view_reader() r
                                 WHERE NOT r.is_insider AND (SELECT m.released_from FROM %1$I.mart m) IS NULL
                                 ORDER BY r.role, r.organisation', schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.reader_of_exact_views(text) IS
'Who reads the exact views of a mart without being an insider. For upgrade_social_mart.';

CREATE FUNCTION @extschema@.refuse_other_choice(readers text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF readers NOT IN ('released', 'exact') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('readers must be released or exact, not %L', readers),
            HINT = 'Leave it out to change nothing about who reads what.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_other_choice(text) IS
'The part of upgrade_social_mart that looks at its arguments. Call that.';

CREATE FUNCTION @extschema@.make_readers_insiders(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('INSERT INTO %1$I.mart_reader (role, role_id, is_insider) SELECT m.reader, m.reader_id, true FROM %1$I.mart m WHERE m.reader IS NOT NULL
                    ON CONFLICT (organisation, role) DO NOTHING', schema);
    EXECUTE format('UPDATE %I.mart SET reader = NULL, reader_id = NULL WHERE reader IS NOT NULL', schema);
    EXECUTE format('UPDATE %I.mart_reader SET is_insider = true WHERE NOT is_insider', schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.make_readers_insiders(text) IS
'Makes all readers of a mart''s exact views its insiders. For upgrade_social_mart.';

CREATE FUNCTION @extschema@.warn_of_exact_readers(schema text, roles text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF roles IS NOT NULL THEN
        RAISE WARNING USING
            MESSAGE = format('readers of mart %I read exact figures, also those of few households: %s', schema, roles),
            HINT = format('Choose: CALL upgrade_social_mart(%1$L, readers => ''released'') gives them schema %2$I instead, which shows what release_month releases; readers => ''exact'' makes them insiders.',
                          schema, schema || '_released');
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.warn_of_exact_readers(text, text) IS
'Names in a WARNING those who read the exact views of a mart without being insiders. For upgrade_social_mart.';

CREATE FUNCTION @extschema@.upgrade_social_mart_as_owner(schema text, readers text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_other_choice(readers);
    SELECT @extschema@.upgrade_mart(schema);
    SELECT @extschema@.upgrade_mart(released.name) FROM (SELECT @extschema@.released_mart(schema, NULL::text) AS name OFFSET 0) released WHERE released.name IS NOT NULL;

    WITH exact AS MATERIALIZED (
        SELECT r.role, r.organisation FROM @extschema@.reader_of_exact_views(schema) r WHERE readers = 'released'::text
    ), removed AS MATERIALIZED (
        SELECT exact.role, exact.organisation, @extschema@.remove_mart_reader(schema, exact.role, exact.organisation) AS was_reader FROM exact
    )
    SELECT @extschema@.grant_reader_as_owner(schema, removed.role, removed.organisation) FROM removed WHERE removed.was_reader;

    WITH exact AS MATERIALIZED (
        SELECT DISTINCT r.role FROM @extschema@.reader_of_exact_views(schema) r WHERE readers = 'exact'::text
    ), made AS MATERIALIZED (
        SELECT @extschema@.make_readers_insiders(schema) AS done WHERE EXISTS (SELECT FROM exact)
    )
    SELECT @extschema@.grant_insider_views(schema, exact.role), made.done FROM exact CROSS JOIN made;

    SELECT @extschema@.warn_of_exact_readers(schema, string_agg(DISTINCT quote_ident(r.role), ', '::text)) FROM @extschema@.reader_of_exact_views(schema) r;
END;
COMMENT ON FUNCTION @extschema@.upgrade_social_mart_as_owner(text, text) IS
'The part of upgrade_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.upgrade_social_mart(schema text, readers text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.upgrade_social_mart_as_owner(text, text)'::regprocedure, ARRAY[schema, readers]);
    SELECT @extschema@.tell_of_compilation();
END;
COMMENT ON PROCEDURE @extschema@.upgrade_social_mart(text, text) IS
'Brings a mart, and its released mart, to the installed version of the extension, and brings views back that went with DROP EXTENSION ... CASCADE. Data and grants stay as they are; views that are new, or come back, may be read by the mart''s readers, but for those that were closed to them at the last upgrade or refresh. May be repeated. In a mart of 0.1.0 readers read exact figures: as long as some do, a WARNING names them. readers says what is to be: released, and they read what release_month releases, in the released mart, and nothing of the mart itself; or exact, and they are insiders from then on. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Call it with the schema of social_services, so that no routine of the same name is taken for it. Errors: 22023 for another choice, 3F000 for a schema that is not a mart, 55000 for a mart that is newer than the extension, 42501 without the owner''s rights and where others may create objects in the mart''s schema or have done so, 55P03 where the mart is in use.';
