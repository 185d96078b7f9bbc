-- reader: who may see a mart: its owner everything, insiders and readers its views, readers of one organisation views of that alone

-- 0.1.0 kept the reader's name, and would have let in another role of that name.
CREATE FUNCTION @extschema@.convert_mart_reader(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF EXISTS (SELECT FROM pg_attribute a
               WHERE a.attrelid = format('%I.mart', schema)::regclass AND a.attname = 'reader' AND a.atttypid = 'text'::regtype) THEN
        EXECUTE format('ALTER TABLE %I.mart ALTER COLUMN reader TYPE regrole USING to_regrole(quote_ident(reader))', schema);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.convert_mart_reader(text) IS
'Makes the role of what table mart of version 0.1.0 has as the reader''s name. For upgrade_social_mart.';

CREATE FUNCTION @extschema@.forget_dropped_readers(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    dropped record;
BEGIN
    FOR dropped IN
        EXECUTE format('SELECT r.rank, r.role FROM %I.mart m CROSS JOIN LATERAL (VALUES (''reader'', m.reader), (''insider'', m.insider)) AS r(rank, role)
                        WHERE r.role IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles p WHERE p.oid = r.role::oid)', schema)
    LOOP
        EXECUTE format('UPDATE %I.mart SET %I = NULL', schema, dropped.rank);
        RAISE WARNING USING
            MESSAGE = format('the %s of mart %I is a role that no longer exists', dropped.rank, schema),
            HINT = format('Name another: UPDATE %I.mart SET %I = ''role''; and grant it what it shall read.', schema, dropped.rank);
    END LOOP;
    EXECUTE format('DELETE FROM %I.organisation_reader r WHERE NOT EXISTS (SELECT FROM pg_roles p WHERE p.oid = r.role::oid)', schema);
    EXECUTE format('DELETE FROM %I.closed_view v WHERE NOT EXISTS (SELECT FROM pg_roles p WHERE p.oid = v.role::oid)', schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.forget_dropped_readers(text) IS
'Takes out of a mart''s tables the readers that are no roles any more, whose numbers could become others''. For upgrade_social_mart.';

-- What a view's owner revokes is known from the view alone, and gone with it. So it is noted whenever there is an occasion.
CREATE FUNCTION @extschema@.note_closed_views(schema text, views text[], new_relations oid[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('WITH seen AS (
                        SELECT r.role, r.organisation, c.relname::text AS view_name,
                               EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = r.role::oid AND a.privilege_type = ''SELECT'') AS is_open
                        FROM %1$I.view_reader() r
                        JOIN pg_class c ON c.relnamespace = to_regnamespace(quote_ident(r.schema_name))
                                       AND c.relkind = ''v'' AND c.relname = ANY ($1) AND c.oid <> ALL ($2)
                                       AND NOT EXISTS (SELECT FROM %1$I.summary_relation k WHERE k.relation_name = c.relname)
                    ), opened AS (
                        DELETE FROM %1$I.closed_view v USING seen s
                        WHERE s.role = v.role AND s.organisation IS NOT DISTINCT FROM v.organisation AND s.view_name = v.view_name AND s.is_open
                    )
                    INSERT INTO %1$I.closed_view (role, organisation, view_name)
                    SELECT s.role, s.organisation, s.view_name FROM seen s WHERE NOT s.is_open
                    ON CONFLICT DO NOTHING', schema)
        USING views, new_relations;
END
$function$;
COMMENT ON FUNCTION @extschema@.note_closed_views(text, text[], oid[]) IS
'Notes which of the named views of a mart its readers may not read since the owner has closed them, the newly made ones apart. So they stay closed when they come back after DROP EXTENSION ... CASCADE. For the procedures of marts.';

CREATE FUNCTION @extschema@.grant_mart_views(schema text, views text[], new_relations oid[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    granted record;
BEGIN
    -- Views that were there keep the grants that they have.
    FOR granted IN
        EXECUTE format('SELECT DISTINCT c.oid::regclass AS relation, r.role
                        FROM %1$I.view_reader() r
                        JOIN pg_class c ON c.relnamespace = to_regnamespace(quote_ident(r.schema_name))
                                       AND c.relkind = ''v'' AND c.relname = ANY ($1) AND c.oid = ANY ($2)
                                       AND NOT EXISTS (SELECT FROM %1$I.summary_relation k WHERE k.relation_name = c.relname)
                        WHERE NOT EXISTS (SELECT FROM %1$I.closed_view v
                                          WHERE v.role = r.role AND v.organisation IS NOT DISTINCT FROM r.organisation AND v.view_name = c.relname)', schema)
        USING views, new_relations
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO %s', granted.relation, granted.role);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.grant_mart_views(text, text[], oid[]) IS
'Grants newly made views to the readers of a mart, but for those that were closed to them. For the procedures of marts.';

CREATE FUNCTION @extschema@.grant_mart_schema(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    role regrole;
BEGIN
    FOR role IN EXECUTE format('SELECT r.role FROM %I.view_reader() r WHERE r.organisation IS NULL', schema) LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', schema, role);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.grant_mart_schema(text) IS
'The part of create_social_mart that lets readers into the schema. Call that.';

CREATE FUNCTION @extschema@.warn_of_readers(schema text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    reading record;
BEGIN
    -- Whoever has the owner's rights has them all, and so has a superuser. Predefined roles matter by their members.
    FOR reading IN
        EXECUTE format('SELECT c.oid::regclass AS relation, CASE WHEN has_any_column_privilege(''public'', c.oid, ''SELECT'') THEN ''everybody (PUBLIC)''
                             ELSE string_agg(r.oid::regrole::text, '', '' ORDER BY r.rolname) END AS roles
                        FROM %I.microdata m
                        JOIN pg_class c ON c.relnamespace = $1::regnamespace AND c.relname = m.table_name
                        JOIN pg_roles r ON NOT r.rolsuper AND r.oid >= 16384 AND NOT pg_has_role(r.oid, c.relowner, ''MEMBER'')
                        WHERE has_any_column_privilege(r.oid, c.oid, ''SELECT'')
                        GROUP BY c.oid', schema)
        USING quote_ident(schema)
    LOOP
        RAISE WARNING USING
            MESSAGE = format('rows about households or persons in %s can be read by: %s', reading.relation, reading.roles),
            HINT = format('If you did not mean it: REVOKE ALL ON %s FROM them, or the role by which they can, such as pg_read_all_data.', reading.relation);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.warn_of_readers(text) IS
'Names in a WARNING the roles, but for superusers and those with the owner''s rights, that can read tables of a mart with rows about households or persons. For create_social_mart and upgrade_social_mart.';

-- == Readers of one organisation ==

CREATE FUNCTION @extschema@.make_organisation_views(schema text, views text[]) RETURNS oid[]
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $function$
#variable_conflict use_variable
DECLARE
    town record;
    shown record;
    described record;
    own_use text[];
    made oid[] := '{}';
BEGIN
    EXECUTE format('SELECT array_agg(k.relation_name) FROM %I.summary_relation k', schema) INTO own_use;
    FOR town IN EXECUTE format('SELECT DISTINCT r.organisation, r.schema_name FROM %I.organisation_reader r ORDER BY 1', schema) LOOP
        IF to_regnamespace(quote_ident(town.schema_name)) IS NULL THEN
            EXECUTE format('CREATE SCHEMA %I', town.schema_name);
            EXECUTE format('COMMENT ON SCHEMA %I IS %L', town.schema_name,
                           format('The views of mart %s, of organisation %s alone', schema, town.organisation));
        END IF;
        FOR shown IN
            SELECT c.oid, c.relname AS name, to_regclass(format('%I.%I', town.schema_name, c.relname)) AS there,
                   string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) AS columns
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE n.nspname = schema AND c.relkind = 'v' AND c.relname = ANY (views) AND c.relname <> ALL (own_use)
            GROUP BY c.oid, c.relname
            HAVING bool_or(a.attname = 'organisation')
        LOOP
            -- A barrier, or a function of a reader's own would see the rows of the others.
            EXECUTE format('CREATE OR REPLACE VIEW %1$I.%2$I WITH (security_barrier) AS SELECT %3$s FROM %4$I.%2$I WHERE organisation = %5$L',
                           town.schema_name, shown.name, shown.columns, schema, town.organisation);
            EXECUTE format('COMMENT ON VIEW %I.%I IS %L', town.schema_name, shown.name, obj_description(shown.oid, 'pg_class'));
            FOR described IN SELECT a.attname AS name, col_description(shown.oid, a.attnum) AS description
                             FROM pg_attribute a WHERE a.attrelid = shown.oid AND a.attnum > 0 LOOP
                EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', town.schema_name, shown.name, described.name, described.description);
            END LOOP;
            IF shown.there IS NULL THEN
                made := made || to_regclass(format('%I.%I', town.schema_name, shown.name))::oid;
                EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC', town.schema_name, shown.name);
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$function$;
COMMENT ON FUNCTION @extschema@.make_organisation_views(text, text[]) IS
'Makes, for each organisation that has readers of its own, a schema with the named views of a mart limited to it. The views that were not there before. For grant_reader and upgrade_social_mart.';

CREATE FUNCTION @extschema@.add_organisation_reader(schema text, role text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    view_schema text;
    is_known boolean;
    is_used boolean;
BEGIN
    IF role IS NULL OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('%s is not a role', coalesce(quote_literal(role), 'NULL')),
            HINT = 'Create the role first, with CREATE ROLE.';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.organisation o WHERE o.organisation = $1)', schema) INTO is_known USING organisation;
    IF NOT is_known THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %s', schema, coalesce(quote_literal(organisation), 'NULL')),
            HINT = format('Choose one of SELECT organisation FROM %I.organisation.', schema);
    END IF;
    EXECUTE format('SELECT max(r.schema_name), count(*) > 0 FROM %I.organisation_reader r WHERE r.organisation = $1', schema)
        INTO view_schema, is_used USING organisation;
    view_schema := coalesce(view_schema, schema || '_' || organisation);
    IF octet_length(view_schema) > 63 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'name_too_long',
            MESSAGE = format('the views of organisation %L would have schema %I, whose name is longer than 63 bytes', organisation, view_schema),
            HINT = 'Give the mart a shorter name (ALTER SCHEMA ... RENAME), or the organisation a mart of its own.';
    END IF;
    IF NOT is_used AND to_regnamespace(quote_ident(view_schema)) IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I, in which the views of organisation %L would be, exists already', view_schema, organisation),
            HINT = 'Rename or drop it.';
    END IF;
    EXECUTE format('INSERT INTO %I.organisation_reader (organisation, role, schema_name) VALUES ($1, $2::regrole, $3) ON CONFLICT DO NOTHING', schema)
        USING organisation, quote_ident(role), view_schema;
END
$function$;
COMMENT ON FUNCTION @extschema@.add_organisation_reader(text, text, text) IS
'The part of grant_reader that looks at its arguments and notes the reader. Call that.';

CREATE FUNCTION @extschema@.open_organisation_views(schema text, role text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    view_schema text;
BEGIN
    EXECUTE format('SELECT r.schema_name FROM %I.organisation_reader r WHERE r.organisation = $1 AND r.role = $2::regrole', schema)
        INTO view_schema USING organisation, quote_ident(role);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', view_schema, role);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', view_schema, role);
    RAISE NOTICE '% reads organisation % of mart % in schema %', quote_ident(role), organisation, quote_ident(schema), quote_ident(view_schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.open_organisation_views(text, text, text) IS
'The part of grant_reader that grants the views. Call that.';

CREATE FUNCTION @extschema@.grant_reader_as_owner(schema text, role text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.add_organisation_reader(schema, role, organisation);
    SELECT @extschema@.make_organisation_views(schema, (SELECT array_agg(v.name) FROM @extschema@.social_mart_relations() v WHERE v.kind = 'view'::text));
    SELECT @extschema@.open_organisation_views(schema, role, organisation);
END;
COMMENT ON FUNCTION @extschema@.grant_reader_as_owner(text, text, text) IS
'The part of grant_reader that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.grant_reader(schema text, role text, organisation text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.grant_reader_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, role, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.grant_reader(text, text, text) IS
'Lets a role read one organisation of a mart that holds several, and nothing of the others: makes schema MART_ORGANISATION with every view of the mart limited to that organisation, and grants them. upgrade_social_mart keeps them up to date; revoke_reader takes them back. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 42704 for an unknown role, 22023 for an unknown organisation, 42622 for a name longer than 63 bytes, 42P06 for a schema of that name that is something else, 3F000 for a schema that is not a mart, 42501 without the owner''s rights or without the right to create a schema.';

CREATE FUNCTION @extschema@.remove_organisation_reader(schema text, role text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    view_schema text;
    is_used boolean;
    relation regclass;
BEGIN
    EXECUTE format('DELETE FROM %I.organisation_reader r WHERE r.organisation = $1 AND r.role = to_regrole(quote_ident($2)) RETURNING r.schema_name', schema)
        INTO view_schema USING organisation, role;
    IF view_schema IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('%s is no reader of organisation %s of mart %I', coalesce(quote_ident(role), 'NULL'), coalesce(quote_literal(organisation), 'NULL'), schema),
            HINT = format('SELECT role, organisation FROM %I.organisation_reader lists them.', schema);
    END IF;
    EXECUTE format('DELETE FROM %I.closed_view v WHERE v.organisation = $1 AND v.role = $2::regrole', schema) USING organisation, quote_ident(role);
    EXECUTE format('SELECT count(*) > 0 FROM %I.organisation_reader r WHERE r.organisation = $1', schema) INTO is_used USING organisation;
    IF to_regnamespace(quote_ident(view_schema)) IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', view_schema, role);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', view_schema, role);
    IF NOT is_used THEN
        FOR relation IN
            SELECT c.oid FROM pg_class c
            JOIN pg_class v ON v.relname = c.relname AND v.relkind = 'v' AND v.relnamespace = quote_ident(schema)::regnamespace
            WHERE c.relnamespace = quote_ident(view_schema)::regnamespace AND c.relkind = 'v'
        LOOP
            EXECUTE format('DROP VIEW %s', relation);
        END LOOP;
        EXECUTE format('DROP SCHEMA %I', view_schema);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.remove_organisation_reader(text, text, text) IS
'The part of revoke_reader that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.revoke_reader(schema text, role text, organisation text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.remove_organisation_reader(text, text, text)'::regprocedure,
                                    ARRAY[schema, role, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.revoke_reader(text, text, text) IS
'Takes back what grant_reader gave to a role; with the last reader of an organisation its views and their schema go too, which must then hold nothing else (2BP01). Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 42704 for a role that is no such reader, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
