-- social_mart: makes a mart and brings it to the installed version; both run the same DDL

CREATE FUNCTION @extschema@.start_social_mart(schema text, organisation text, readers text[], extension_schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    reader text;
BEGIN
    IF coalesce(octet_length(schema), 0) NOT BETWEEN 1 AND 63 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('schema must be a name of 1 to 63 bytes, not %s', quote_nullable(schema)),
            HINT = 'Write for example CALL create_social_mart(''lund'', organisation => ''1281'').';
    END IF;
    IF coalesce(btrim(organisation), '') = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation must be a code that is not blank, not %s', quote_nullable(organisation)),
            HINT = 'In Sweden use the municipality code: CALL create_social_mart(''lund'', organisation => ''1281'').';
    END IF;
    FOREACH reader IN ARRAY readers LOOP
        IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = reader) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'undefined_object',
                MESSAGE = format('reader %L is not a role', reader),
                HINT = 'Create the role first, with CREATE ROLE, or leave reader out.';
        END IF;
    END LOOP;
    IF schema = '$user' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('schema %I cannot be used by role %I', schema, current_user),
            HINT = 'The name $user has a meaning of its own to PostgreSQL and cannot be used.';
    END IF;

    -- Whatever lies in a schema depends on it, so this finds contents of any kind.
    IF EXISTS (SELECT FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
               WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = schema) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I is not empty', schema),
            DETAIL = 'Nothing was changed.',
            HINT = format('Choose another name. If it is a mart already, CALL %s.upgrade_social_mart(%L) brings it to the installed version.',
                          extension_schema, schema);
    END IF;
    IF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema AND pg_get_userbyid(n.nspowner) <> current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('schema %I belongs to another role', schema),
            HINT = 'Call this as that role (SET ROLE), or choose a name that is not in use.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
        BEGIN
            EXECUTE format('CREATE SCHEMA %I', schema);
        EXCEPTION WHEN unique_violation THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_schema',
                MESSAGE = format('schema %I was created by somebody else just now', schema),
                HINT = 'Choose another name, or wait and see what it is.';
        END;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.start_social_mart(text, text, text[], text) IS
'The part of create_social_mart that looks at its arguments and makes the schema. Call that.';

-- Views lock what they read, and readers lock views: rather than keep everybody waiting behind
-- a reader who never ends, it gives up and says who is in its way.
CREATE FUNCTION @extschema@.run_social_mart_ddl(schema text, steps text[]) RETURNS oid[]
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET lock_timeout = '10s'
AS $function$
#variable_conflict use_variable
DECLARE
    me oid := (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user);
    path text := format('%I, pg_temp', schema);
    relations_before oid[];
    step text;
    state text;
    message text;
    detail text;
    hint text;
    named record;
BEGIN
    SELECT coalesce(array_agg(c.oid), '{}') INTO relations_before
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = schema;

    -- Only the mart's and PostgreSQL's own names; and while the mart's are
    -- visible, no function is called that one of them could stand in for.
    BEGIN
        PERFORM set_config('search_path', path, true);
        FOREACH step IN ARRAY steps LOOP
            EXECUTE step;
        END LOOP;
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    EXCEPTION WHEN OTHERS THEN
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
        IF state = '55P03' THEN
            SELECT string_agg(DISTINCT format('%s (process %s%s)', coalesce(quote_ident(a.usename::text), 'a background process'), l.pid,
                                              ', ' || a.state || ' since ' || to_char(a.state_change, 'YYYY-MM-DD HH24:MI')), ', ') INTO detail
            FROM pg_locks l
            JOIN pg_class c ON c.oid = l.relation
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE n.nspname = schema AND l.granted AND l.pid <> pg_backend_pid()
              AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
            RAISE EXCEPTION USING
                ERRCODE = 'lock_not_available',
                MESSAGE = format('mart %I is in use, and stayed so for %s', schema, current_setting('lock_timeout')),
                DETAIL = coalesce('In the way: ' || detail || '. ', '') || 'Nothing was changed.',
                HINT = 'Try again when they are done, or end them: SELECT pg_terminate_backend(process). Give readers an idle_in_transaction_session_timeout.';
        END IF;
        -- Said again, or hundreds of lines of DDL would come with it.
        RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, DETAIL = coalesce(nullif(detail, ''), 'Nothing was changed.'), HINT = coalesce(nullif(hint, ''), 'Mend that, and call again.');
    END;

    -- What is new is for its owner alone, whatever default privileges say.
    FOR named IN
        SELECT DISTINCT c.oid::regclass AS relation, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL aclexplode(c.relacl) a
        WHERE n.nspname = schema AND c.relowner = me AND a.grantee <> me AND c.oid <> ALL (relations_before)
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', named.relation, named.role);
    END LOOP;
    RETURN ARRAY(SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = schema AND c.oid <> ALL (relations_before));
END
$function$;
COMMENT ON FUNCTION @extschema@.run_social_mart_ddl(text, text[]) IS
'Runs the steps of social_mart_steps in a schema: what create_social_mart and upgrade_social_mart have in common. What is new may be used by its owner alone. What it made. 55P03, with who is in the way, where something is locked for more than ten seconds. Call those.';

CREATE FUNCTION @extschema@.set_mart_organisation(schema text, organisation text, organisation_name text, insider text, version text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('INSERT INTO %I.organisation (organisation, name) VALUES ($1, $2)', schema)
        USING organisation, coalesce(organisation_name, organisation);
    EXECUTE format('INSERT INTO %I.mart (organisation, insider, version) VALUES ($1, $2, $3)', schema)
        USING organisation, insider, version;
END
$function$;
COMMENT ON FUNCTION @extschema@.set_mart_organisation(text, text, text, text, text) IS
'The part of create_social_mart that says what the new mart is. Call that.';

CREATE FUNCTION @extschema@.finish_social_mart(schema text, version text, tables text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    code text;
    relation regclass;
BEGIN
    EXECUTE format('UPDATE %I.mart SET version = $1, made_here = $2 RETURNING organisation', schema)
        INTO code USING version, format('%I.mart', schema)::regclass::oid;
    FOR relation IN
        SELECT a.attrelid
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema AND c.relkind IN ('r', 'p') AND c.relname = ANY (tables) AND c.relname NOT IN ('mart', 'organisation')
          AND a.attname = 'organisation' AND a.attnotnull AND NOT a.atthasdef
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN organisation SET DEFAULT %L', relation, code);
    END LOOP;
    -- Without it a publication of all tables refuses every UPDATE and DELETE. What the owner chose himself stays.
    FOR relation IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema AND c.relkind = 'r' AND c.relname = ANY (tables) AND c.relreplident = 'd'
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
    LOOP
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', relation);
    END LOOP;
    -- Of a table that it knows nothing of, the planner expects hundreds of rows, and has code
    -- compiled (JIT) for views over a handful of organisations.
    FOR relation IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema AND c.relkind = 'r' AND c.relname = ANY (tables) AND c.reltuples < 0
    LOOP
        EXECUTE format('ANALYZE %s', relation);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.finish_social_mart(text, text, text[]) IS
'The part of create_social_mart and upgrade_social_mart that comes after the DDL: the version, the default organisation of tables that have none, what tells a subscriber of logical replication which row was changed in those without a key, and statistics of those that have none. Call those.';

-- reset_val is what a session begins with, whatever a function on the way here has set.
CREATE FUNCTION @extschema@.tell_of_compilation() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF (SELECT s.reset_val FROM pg_settings s WHERE s.name = 'jit') = 'on' AND pg_jit_available() THEN
        RAISE NOTICE USING
            MESSAGE = 'views of a mart can take seconds here, as the server compiles long queries before it runs them (jit)',
            HINT = format('ALTER DATABASE %I SET jit = off; for sessions that begin after it.', current_database());
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.tell_of_compilation() IS
'Tells by a NOTICE where sessions begin with jit on, and a compiler is installed: to compile views of a mart takes longer than to run them. For create_social_mart and upgrade_social_mart.';

-- On a coordinator of Citus a mart stays there. Elsewhere the setting is nobody's.
CREATE FUNCTION @extschema@.create_mart(schema text, organisation text, reader text, insider text, organisation_name text) RETURNS void
    LANGUAGE sql VOLATILE
    SET citus.enable_ddl_propagation = off
BEGIN ATOMIC
    SELECT @extschema@.start_social_mart(schema, organisation, array_remove(ARRAY[reader, insider], NULL::text), @extschema@.social_services_schema());
    SELECT @extschema@.refuse_extension_in_mart(@extschema@.social_services_schema());
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    WITH made AS MATERIALIZED (
        SELECT @extschema@.run_social_mart_ddl(schema, @extschema@.social_mart_steps()) AS relations
    )
    SELECT @extschema@.set_mart_organisation(schema, organisation, organisation_name, insider, @extschema@.social_services_version()),
           @extschema@.settle_readers(schema, @extschema@.social_mart_names('view'::text)),
           @extschema@.finish_social_mart(schema, @extschema@.social_services_version(), @extschema@.social_mart_names('table'::text))
    FROM made m;
    SELECT @extschema@.warn_of_readers(schema);
END;
COMMENT ON FUNCTION @extschema@.create_mart(text, text, text, text, text) IS
'Makes a mart, whose insider it lets in; it only looks whether its reader is a role. For create_social_mart and open_released_mart.';

CREATE FUNCTION @extschema@.upgrade_mart(schema text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_extension_in_mart(@extschema@.social_services_schema());
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_newer_mart(schema, @extschema@.social_services_version());
    WITH named AS MATERIALIZED (
        SELECT @extschema@.social_mart_names('view'::text) AS views, @extschema@.social_mart_names('table'::text) AS tables
    ), made AS MATERIALIZED (
        SELECT @extschema@.run_social_mart_ddl(schema, @extschema@.social_mart_steps()) AS relations
    )
    SELECT @extschema@.settle_readers(schema, a.views),
           @extschema@.grant_mart_views(schema, a.views, n.new_relations),
           @extschema@.note_closed_views(schema, a.views, n.new_relations),
           @extschema@.finish_social_mart(schema, @extschema@.social_services_version(), a.tables)
    FROM made m
    CROSS JOIN named a
    CROSS JOIN LATERAL (SELECT m.relations || @extschema@.make_organisation_views(schema, a.views) OFFSET 0) AS n(new_relations);
    SELECT @extschema@.warn_of_readers(schema);
END;
COMMENT ON FUNCTION @extschema@.upgrade_mart(text) IS
'Brings one mart to the installed version. For upgrade_social_mart.';
