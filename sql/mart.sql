-- mart: creates and upgrades a star schema with its views, from the files of sql/mart/

-- The build puts the files where the next line says so. They can all be run
-- again on a mart that has some or all of their objects, so that creating a
-- mart and upgrading one are the same act.
CREATE FUNCTION social_mart_ddl(OUT place integer, OUT concept text, OUT ddl text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    VALUES
@mart_files@
    ;
END;
COMMENT ON FUNCTION social_mart_ddl() IS
'The DDL of a mart, one row a concept in the order in which they are run. Unqualified names belong to the mart; @extschema@ stands for the schema of social_services.';

CREATE PROCEDURE run_social_mart_ddl(schema text, organisation text, reader text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $procedure$
DECLARE
    extension_schema name;
    views_before oid[];
    steps text[];
    internal name[];
    step text;
    relation regclass;
BEGIN
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    -- Dropping that mart would take the extension along, and with it the views of all others.
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               JOIN pg_class l ON l.relnamespace = n.oid AND l.relname = 'ledger'
               WHERE n.nspname = extension_schema AND c.relname = 'mart' AND c.relkind = 'r') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('social_services is installed in schema %I, which is a mart', extension_schema),
            HINT = 'Install it elsewhere: DROP EXTENSION social_services CASCADE; CREATE EXTENSION social_services SCHEMA public; then upgrade every mart.';
    END IF;

    SELECT coalesce(array_agg(c.oid), '{}') INTO views_before
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = schema AND c.relkind = 'v';

    IF schema = '$user' OR NOT has_schema_privilege(schema, 'USAGE') OR NOT has_schema_privilege(schema, 'CREATE') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('schema %I cannot be used by role %I', schema, current_user),
            HINT = 'A mart''s owner needs USAGE and CREATE on its schema. The name $user has a meaning of its own to PostgreSQL and cannot be used.';
    END IF;
    -- Only the mart's and PostgreSQL's own names; and while the mart's are
    -- visible, no function is called that one of them could stand in for.
    EXECUTE format('SELECT array_agg(replace(ddl, ''@extschema@'', %L) ORDER BY place) FROM %I.social_mart_ddl()',
                   quote_ident(extension_schema), extension_schema) INTO steps;
    PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
    FOREACH step IN ARRAY steps LOOP
        EXECUTE step;
    END LOOP;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    EXECUTE format('CALL %I.start_summaries($1)', extension_schema) USING schema;
    EXECUTE format('SELECT array_agg(relation_name::name) FROM %I.summary_relation', schema) INTO internal;

    FOR relation IN
        SELECT a.attrelid
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema AND c.relkind IN ('r', 'p')
          AND c.relname NOT IN ('mart', 'organisation') AND c.relname <> ALL (internal) AND pg_get_userbyid(c.relowner) = current_user
          AND a.attname = 'organisation' AND NOT a.atthasdef
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN organisation SET DEFAULT %L', relation, organisation);
    END LOOP;

    -- Views that were there already keep the grants that they have. Those that others
    -- keep the results of are for these alone.
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = reader) THEN
        FOR relation IN
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = schema AND c.relkind = 'v' AND c.relname <> ALL (internal) AND c.oid <> ALL (views_before)
        LOOP
            EXECUTE format('GRANT SELECT ON %s TO %I', relation, reader);
        END LOOP;
    END IF;
END
$procedure$;
COMMENT ON PROCEDURE run_social_mart_ddl(text, text, text) IS
'Runs social_mart_ddl in a schema, sets the default organisation of new tables and grants new views to the reader: what create_social_mart and upgrade_social_mart have in common. Call those.';

CREATE PROCEDURE create_social_mart(schema text, organisation text, reader text DEFAULT NULL, organisation_name text DEFAULT NULL)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension record;
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
    IF reader IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = reader) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('reader %L is not a role', reader),
            HINT = 'Create the role first, with CREATE ROLE, or leave reader out.';
    END IF;

    -- Whatever lies in a schema depends on it, so this finds contents of any kind.
    IF EXISTS (SELECT FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
               WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = schema) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I is not empty', schema),
            DETAIL = 'Nothing was changed.',
            HINT = format('Choose another name. If it is a mart already, CALL upgrade_social_mart(%L) brings it to the installed version.', schema);
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

    SELECT e.extversion AS version, n.nspname AS schema INTO STRICT extension
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    EXECUTE format('CALL %I.run_social_mart_ddl($1, $2, $3)', extension.schema)
        USING schema, organisation, reader;
    -- Somebody with the right to create objects here may have done so meanwhile,
    -- under a name that then counted as there: run none of their triggers.
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = schema AND pg_get_userbyid(c.relowner) <> current_user
               UNION ALL
               SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = schema AND pg_get_userbyid(p.proowner) <> current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('another role created objects in schema %I just now', schema),
            HINT = 'Choose a schema in which only you may create objects.';
    END IF;
    EXECUTE format('INSERT INTO %I.organisation (organisation, name) VALUES ($1, $2)', schema)
        USING organisation, coalesce(organisation_name, organisation);
    EXECUTE format('INSERT INTO %I.mart (organisation, reader, version) VALUES ($1, $2, $3)', schema)
        USING organisation, reader, extension.version;
    IF reader IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, reader);
    END IF;
END
$procedure$;
COMMENT ON PROCEDURE create_social_mart(text, text, text, text) IS
'Creates a mart: a schema (which must not exist or be empty) with tables, views, constraints and comments, owned by the caller and independent of the extension''s own objects. organisation is the code that rows get by default; organisation_name is its name for people, by default the code. reader, if given, is an existing role that may read the views and nothing else. Errors: 22023 for a missing name or code, 42704 for an unknown reader, 42P06 for a schema with contents, 42501 for another role''s schema and without the right to create one.';

-- What a mart's owner has put into it (triggers, policies) runs when a mart is
-- upgraded, and must not run with the rights of a superuser who upgrades it.
CREATE FUNCTION run_as_owner(relation regclass, command text) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION run_as_owner(regclass, text) IS
'Runs a command with the rights of a relation''s owner, as a security-restricted operation: it can neither change the role nor leave anything to be run later. For upgrade_social_mart. The caller must be the owner or a member of that role, else 42501; 42P01 if there is no such relation.';

CREATE PROCEDURE upgrade_social_mart_as_owner(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension record;
    mart record;
BEGIN
    SELECT e.extversion AS version, n.nspname AS schema INTO STRICT extension
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    EXECUTE format('SELECT organisation, reader, version FROM %I.mart', schema) INTO mart;
    IF mart.version IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('table mart of schema %I has lost its row', schema),
            HINT = format('Restore it: INSERT INTO %I.mart (organisation, version) VALUES (code, %L).', schema, extension.version);
    END IF;
    IF string_to_array(mart.version, '.')::integer[] > string_to_array(extension.version, '.')::integer[] THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('mart %I is of version %s, but social_services %s is installed', schema, mart.version, extension.version),
            HINT = 'Upgrade the extension first: ALTER EXTENSION social_services UPDATE.';
    END IF;
    EXECUTE format('CALL %I.run_social_mart_ddl($1, $2, $3)', extension.schema)
        USING schema, mart.organisation, mart.reader;
    EXECUTE format('UPDATE %I.mart SET version = $1', schema) USING extension.version;
END
$procedure$;
COMMENT ON PROCEDURE upgrade_social_mart_as_owner(text) IS
'The part of upgrade_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION social_mart(schema text) RETURNS regclass
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    mart oid;
BEGIN
    SELECT c.oid INTO mart
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('organisation', 'reader', 'version')
    WHERE n.nspname = schema AND c.relname = 'mart' AND c.relkind = 'r'
    GROUP BY c.oid HAVING count(*) = 3;
    IF mart IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_schema_name',
            MESSAGE = format('schema %s is not a mart', coalesce(quote_ident(schema), 'NULL')),
            HINT = 'Create one with CALL create_social_mart(schema, organisation => code).';
    END IF;
    RETURN mart;
END
$function$;
COMMENT ON FUNCTION social_mart(text) IS
'The table `mart` by which a schema is known to be a mart. 3F000 for a schema that is none.';

CREATE FUNCTION call_as_mart_owner(schema text, procedure text, VARIADIC arguments text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    extension_schema name;
    mart regclass;
BEGIN
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';
    EXECUTE format('SELECT %I.social_mart($1)', extension_schema) INTO mart USING schema;
    EXECUTE format('SELECT %I.run_as_owner($1, $2)', extension_schema)
        USING mart, format('CALL %I.%I(%s)', extension_schema, procedure,
                           (SELECT string_agg(quote_nullable(a.value), ', ' ORDER BY a.place)
                            FROM unnest(arguments) WITH ORDINALITY AS a(value, place)));
END
$function$;
COMMENT ON FUNCTION call_as_mart_owner(text, text, text[]) IS
'Calls a procedure of this extension with the rights of a mart''s owner, by run_as_owner. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';

CREATE PROCEDURE upgrade_social_mart(schema text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT call_as_mart_owner(schema, 'upgrade_social_mart_as_owner', schema);
END;
COMMENT ON PROCEDURE upgrade_social_mart(text) IS
'Brings a mart to the installed version of the extension, and brings views back that went with DROP EXTENSION ... CASCADE. Data and grants stay as they are; views that are new may be read by the mart''s reader. May be repeated. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 55000 for a mart that is newer than the extension, 42501 without the owner''s rights.';
