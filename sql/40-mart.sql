-- mart: what a mart is made of, from the files of sql/mart/, and what must hold before it is worked on

-- How calls are bound. Whoever may create objects beside the extension could plant a function or an operator that
-- fits a call better than ours. So what is public is SQL with a body that is bound when it is installed, and nothing
-- in PL/pgSQL calls another function of the extension: it is given as an argument what it needs to know.

-- The build puts the files where the next line says so. They can all be run
-- again on a mart that has some or all of their objects, so that creating a
-- mart and upgrading one are the same act.
-- A string and no body that is bound: there are only literals in it, of which that would keep every byte as a number.
CREATE FUNCTION @extschema@.social_mart_ddl(OUT place integer, OUT concept text, OUT ddl text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
AS $values$ VALUES
@mart_files@
$values$;
COMMENT ON FUNCTION @extschema@.social_mart_ddl() IS
'The DDL of a mart, one row a concept in the order in which they are run. Unqualified names belong to the mart; @social_services@ stands for the schema of social_services.';

CREATE FUNCTION @extschema@.social_services_version() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'social_services'::name);
COMMENT ON FUNCTION @extschema@.social_services_version() IS
'The version of social_services that is installed in this database.';

-- Not @extschema@, which is only where it was when it was installed: a schema can be renamed.
CREATE FUNCTION @extschema@.social_services_schema() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT p.pronamespace::regnamespace::text FROM pg_proc p WHERE p.oid = '@extschema@.social_mart_ddl()'::regprocedure::oid);
COMMENT ON FUNCTION @extschema@.social_services_schema() IS
'The schema that social_services is in, quoted as SQL needs it. For the procedures of marts.';

CREATE FUNCTION @extschema@.social_mart_relations(OUT kind text, OUT name text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
AS $values$ VALUES
@mart_relations@
$values$;
COMMENT ON FUNCTION @extschema@.social_mart_relations() IS
'The tables and views of a mart, by the words of social_mart_ddl: what of a schema is the mart''s, and what its owner''s own. What it keeps for itself among them stands in summary_relation of the mart. For the procedures of marts.';

CREATE FUNCTION @extschema@.social_mart_names(kind text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT array_agg(r.name ORDER BY r.name) FROM @extschema@.social_mart_relations() r WHERE r.kind = social_mart_names.kind);
COMMENT ON FUNCTION @extschema@.social_mart_names(text) IS
'The names in social_mart_relations of a kind: table or view. For the procedures of marts.';

CREATE FUNCTION @extschema@.social_mart(schema text) RETURNS regclass
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
COMMENT ON FUNCTION @extschema@.social_mart(text) IS
'The table `mart` by which a schema is known to be a mart. 3F000 for a schema that is none. For the procedures of marts.';

-- What a mart's owner has put into it (triggers, policies) runs when a mart is
-- upgraded, and must not run with the rights of a superuser who upgrades it.
CREATE FUNCTION @extschema@.mart_organisation(schema text, organisation text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    is_known boolean;
BEGIN
    IF organisation IS NULL THEN
        EXECUTE format('SELECT m.organisation FROM %I.mart m', schema) INTO organisation;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.organisation o WHERE o.organisation = $1)', schema) INTO is_known USING organisation;
    IF NOT is_known THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %L', schema, organisation),
            HINT = format('Choose one of SELECT organisation FROM %I.organisation, or leave it out for the mart''s own.', schema);
    END IF;
    RETURN organisation;
END
$function$;
COMMENT ON FUNCTION @extschema@.mart_organisation(text, text) IS
'The organisation that is meant: the mart''s own where none is named. 22023 for one that the mart does not have. For the procedures of marts.';

CREATE FUNCTION @extschema@.run_as_owner(relation regclass, work regprocedure, arguments text[]) RETURNS text
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'run_function_as_owner';
COMMENT ON FUNCTION @extschema@.run_as_owner(regclass, regprocedure, text[]) IS
'Calls a function, all of whose arguments are text, with the rights of a relation''s owner, as a security-restricted operation: it can neither change the role nor leave anything to be run later. Its result as text. For the procedures of marts. The caller must be the owner or a member of that role, else 42501; 42P01 if there is no such relation, 22023 for a function with other arguments.';

CREATE FUNCTION @extschema@.run_on_file(relation regclass, work regprocedure, arguments text[], file bytea) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.run_on_file(regclass, regprocedure, text[], bytea) IS
'Calls a function, all of whose arguments are text, which reads a file by held_file(), so that the file is not copied from call to call: with the rights of a relation''s owner as run_as_owner does, or with the caller''s own where relation is NULL. For the procedures of marts. Errors: those of run_as_owner.';

CREATE FUNCTION @extschema@.held_file() RETURNS bytea
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.held_file() IS
'The file of the run_on_file that this is called in; NULL outside of one, and where that has none. For the procedures of marts.';

CREATE FUNCTION @extschema@.can_run_as_owner(relation regclass) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.can_run_as_owner(regclass) IS
'Whether the current role may use run_as_owner with a relation: it is the owner or a member of that role. 42P01 if there is no such relation. For the procedures of marts.';

-- == What must hold before anything is done ==

CREATE FUNCTION @extschema@.refuse_others_in_mart(schema text, extension_schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    me oid := (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user);
    place text;
    relation regclass;
    others text;
    namesakes text;
BEGIN
    -- What is released is written by the same procedures, with the same rights.
    FOR place IN
        SELECT schema
        UNION ALL
        SELECT schema || '_released' FROM pg_class c WHERE c.oid = to_regclass(format('%I.mart', schema || '_released')) AND c.relowner = me
    LOOP
        -- Superusers may do anything anywhere.
        SELECT string_agg(DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', ') INTO others
        FROM pg_namespace n
        CROSS JOIN LATERAL aclexplode(n.nspacl) a
        LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE n.nspname = place AND a.privilege_type = 'CREATE' AND a.grantee <> me AND NOT coalesce(r.rolsuper, false);
        IF others IS NULL THEN
            SELECT n.nspowner::regrole::text INTO others
            FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
            WHERE n.nspname = place AND n.nspowner <> me AND NOT r.rolsuper;
        END IF;
        IF others IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('others than %I may create objects in schema %I: %s', current_user, place, others),
                DETAIL = 'What they create there could be taken for something of the mart''s, and would run with its owner''s rights. Nothing was changed.',
                HINT = format('REVOKE CREATE ON SCHEMA %I FROM %s; and give them a schema of their own for their views.', place, others);
        END IF;

        -- What was committed after a transaction of a higher level began cannot be seen here, and runs nevertheless. Rights are always seen as they are.
        IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
            SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname) INTO others
            FROM pg_roles r
            WHERE NOT r.rolsuper AND r.oid >= 16384 AND NOT pg_has_role(r.oid, me, 'MEMBER')
              AND (has_schema_privilege(r.oid, quote_ident(place)::regnamespace, 'CREATE')
                   OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = quote_ident(place)::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege(r.oid, c.oid, 'TRIGGER')));
            IF others IS NOT NULL THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'insufficient_privilege',
                    MESSAGE = format('at isolation level %s objects of others in schema %I cannot be ruled out', current_setting('transaction_isolation'), place),
                    DETAIL = format('These may create some, or put triggers on its tables, which would run with the rights of %I: %s. Nothing was changed.', current_user, others),
                    HINT = format('REVOKE TRIGGER ON ALL TABLES IN SCHEMA %I FROM them, and CREATE ON SCHEMA; or use READ COMMITTED.', place);
            END IF;
        END IF;

        -- Who has been granted TRIGGER could put one there after this has looked: until the end he has to wait.
        FOR relation IN
            SELECT c.oid
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = place AND c.relkind IN ('r', 'p') AND c.relowner = me
              AND EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.privilege_type = 'TRIGGER' AND a.grantee <> me)
            ORDER BY c.relname
        LOOP
            EXECUTE format('LOCK TABLE %s IN ROW EXCLUSIVE MODE', relation);
        END LOOP;

        SELECT string_agg(o.what, ', ' ORDER BY o.what) INTO others
        FROM (
            SELECT format('%s %s of %s', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' ELSE 'table' END,
                          c.oid::regclass, c.relowner::regrole) AS what, c.relowner AS owner
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = place
            UNION ALL
            SELECT format('routine %s of %s', p.oid::regprocedure, p.proowner::regrole), p.proowner
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = place
            UNION ALL
            SELECT format('operator %s of %s', o.oid::regoperator, o.oprowner::regrole), o.oprowner
            FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = place
            UNION ALL
            -- Not the types of rows and of arrays, which come with a table or a type.
            SELECT format('type %s of %s', t.oid::regtype, t.typowner::regrole), t.typowner
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname = place AND t.typrelid = 0 AND t.typcategory <> 'A'
            UNION ALL
            -- Who has been granted TRIGGER can make one. Superusers' may be there to audit.
            SELECT format('trigger %I on %s with a routine of %s', t.tgname, c.oid::regclass, r.rolname), r.oid
            FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_proc p ON p.oid = t.tgfoid
            JOIN pg_roles r ON r.oid = p.proowner
            WHERE n.nspname = place AND NOT t.tgisinternal AND NOT r.rolsuper
        ) o
        WHERE o.owner <> me;
        IF others IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('schema %I holds objects of others than %I', place, current_user),
                DETAIL = left(others, 2000) || '. Nothing was changed.',
                HINT = format('Drop them, move them to another schema (ALTER ... SET SCHEMA), or take them over (ALTER ... OWNER TO %I). Grant others no TRIGGER on tables of the mart.', current_user);
        END IF;
    END LOOP;

    SELECT string_agg(p.oid::regprocedure::text, ', ' ORDER BY p.oid::regprocedure::text) INTO namesakes
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = schema
      AND (p.proname = 'interim_report'
           OR p.proname IN (SELECT ours.proname FROM pg_proc ours WHERE ours.pronamespace = extension_schema::regnamespace AND ours.prokind = 'p'));
    IF namesakes IS NOT NULL THEN
        RAISE WARNING USING
            MESSAGE = format('schema %I has routines with the names of ours: %s', schema, namesakes),
            HINT = format('Call ours with their schema, such as CALL %s.upgrade_social_mart(%L), or drop those.', extension_schema, schema);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_others_in_mart(text, text) IS
'Refuses to work for the current role in a schema, or that of its released mart, in which another role, superusers apart, may create objects or has some (42501), and warns of routines that have the names of the extension''s. For the procedures of marts.';

CREATE FUNCTION @extschema@.refuse_newer_mart(schema text, installed_version text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    mart_version text;
    newest text;
BEGIN
    EXECUTE format('SELECT version FROM %I.mart', schema) INTO mart_version;
    IF mart_version IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('table mart of schema %I has lost its row', schema),
            HINT = format('Restore it: INSERT INTO %I.mart (organisation, version) VALUES (code, %L).', schema, installed_version);
    END IF;
    -- 0.2.0-rc2 comes before 0.2.0-rc10, and that before 0.2.0.
    SELECT v.version INTO newest
    FROM (VALUES (mart_version), (installed_version)) AS v(version)
    ORDER BY string_to_array(split_part(v.version, '-', 1), '.')::integer[] DESC, strpos(v.version, '-') = 0 DESC,
             substring(v.version FROM '-(\D*)') COLLATE "C" DESC, substring(v.version FROM '-\D*(\d+)')::integer DESC NULLS LAST
    LIMIT 1;
    IF mart_version = newest AND mart_version <> installed_version THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('mart %I is of version %s, but social_services %s is installed', schema, mart_version, installed_version),
            HINT = 'Upgrade the extension first: ALTER EXTENSION social_services UPDATE.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_newer_mart(text, text) IS
'Refuses a mart that is newer than the installed version, or does not say what it is (55000). For upgrade_social_mart.';

CREATE FUNCTION @extschema@.refuse_released_mart(schema text) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    released_from text;
BEGIN
    EXECUTE format('SELECT m.released_from FROM %I.mart m', schema) INTO released_from;
    IF released_from IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('mart %I is itself what mart %I has released', schema, released_from),
            HINT = format('Name the mart that is written to: %L.', released_from);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_released_mart(text) IS
'Refuses a mart that release_month alone writes to (55000). For the procedures of marts.';

-- Not into a mart: dropping that would take the extension along, and with it the views of all others.
CREATE FUNCTION @extschema@.refuse_extension_in_mart(extension_schema text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF EXISTS (SELECT FROM pg_class c JOIN pg_class l ON l.relnamespace = c.relnamespace AND l.relname = 'ledger'
               WHERE c.relnamespace = extension_schema::regnamespace AND c.relname = 'mart' AND c.relkind = 'r') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('social_services is installed in schema %s, which is a mart', extension_schema),
            HINT = 'Install it elsewhere: DROP EXTENSION social_services CASCADE; CREATE SCHEMA social_services; CREATE EXTENSION social_services SCHEMA social_services; then upgrade every mart.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_extension_in_mart(text) IS
'Refuses to work where the extension lies in the schema of a mart (55000). For the procedures of marts.';
