-- reader: who may see a mart: its owner everything, insiders and readers its views, those of one organisation views of that alone

-- In the cluster that wrote it down a role is its number, in another one its name. Who has just been named, and who lost
-- every grant in a restore (a dump's grants of a view come or go together), may then read what is not closed to him.
CREATE FUNCTION @extschema@.settle_readers(schema text, views text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    this_cluster bigint := (SELECT c.system_identifier FROM pg_control_system() c);
    knows_numbers boolean;
    is_restored boolean;
    noted record;
    found record;
    newcomers oid[] := '{}';
    newcomer record;
BEGIN
    EXECUTE format('SELECT m.cluster IS NOT DISTINCT FROM $1, m.made_here IS NOT NULL AND m.made_here <> $2 FROM %I.mart m', schema)
        INTO knows_numbers, is_restored USING this_cluster, format('%I.mart', schema)::regclass::oid;

    FOR noted IN
        EXECUTE format('SELECT ''mart'' AS relation, ''reader'' AS name, m.reader AS role, m.reader_id AS id, NULL::text AS organisation FROM %1$I.mart m WHERE m.reader IS NOT NULL
                        UNION ALL SELECT ''mart'', ''insider'', m.insider, m.insider_id, NULL FROM %1$I.mart m WHERE m.insider IS NOT NULL
                        UNION ALL SELECT ''mart_reader'', ''role'', r.role, r.role_id, r.organisation FROM %1$I.mart_reader r', schema)
    LOOP
        SELECT r.oid AS id, r.rolname::text AS role INTO found
        FROM pg_roles r
        WHERE CASE WHEN knows_numbers AND noted.id IS NOT NULL THEN r.oid = noted.id ELSE r.rolname = noted.role END;
        IF found.id IS NULL THEN
            RAISE WARNING USING
                MESSAGE = format('reader %I of mart %I is %s', noted.role, schema,
                                 CASE WHEN knows_numbers AND noted.id IS NOT NULL THEN 'a role that no longer exists' ELSE 'no role of this server' END),
                HINT = CASE WHEN knows_numbers AND noted.id IS NOT NULL THEN 'It is forgotten. Name another with grant_reader.'
                            ELSE format('Create it and upgrade the mart again, or name another with grant_reader.') END;
        END IF;
        IF noted.relation = 'mart' THEN
            EXECUTE format('UPDATE %1$I.mart SET %2$I = CASE WHEN $1 IS NULL AND $3 THEN NULL ELSE coalesce($2, %2$I) END, %3$I = $1', schema, noted.name, noted.name || '_id')
                USING found.id, found.role, knows_numbers AND noted.id IS NOT NULL;
        ELSIF found.id IS NULL AND knows_numbers AND noted.id IS NOT NULL THEN
            EXECUTE format('DELETE FROM %I.mart_reader r WHERE r.role_id = $1', schema) USING noted.id;
        ELSE
            EXECUTE format('UPDATE %I.mart_reader r SET role = coalesce($1, r.role), role_id = $2 WHERE r.role = $3 AND r.organisation IS NOT DISTINCT FROM $4', schema)
                USING found.role, found.id, noted.role, noted.organisation;
        END IF;
        EXECUTE format('UPDATE %I.closed_view v SET role = $1 WHERE v.role = $2 AND $1 <> $2', schema) USING found.role, noted.role;
        IF found.id IS NOT NULL AND (noted.id IS NULL OR is_restored) THEN
            newcomers := newcomers || found.id;
        END IF;
    END LOOP;
    EXECUTE format('UPDATE %I.mart SET cluster = $1', schema) USING this_cluster;

    FOR newcomer IN
        EXECUTE format('WITH shown AS (
                            SELECT r.*, bool_or(r.is_open) OVER (PARTITION BY r.role_id, r.schema_name) AS reads_some
                            FROM %1$I.readable_view($1) r
                            WHERE r.role_id = ANY ($2)
                        )
                        SELECT s.role, s.schema_name, string_agg(s.relation::text, '', '') AS views
                        FROM shown s
                        WHERE NOT s.reads_some
                          AND NOT EXISTS (SELECT FROM %1$I.closed_view v WHERE v.role = s.role AND v.organisation IS NOT DISTINCT FROM s.organisation AND v.view_name = s.view_name)
                        GROUP BY s.role, s.schema_name', schema)
        USING views, newcomers
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', newcomer.schema_name, newcomer.role);
        EXECUTE format('GRANT SELECT ON %s TO %I', newcomer.views, newcomer.role);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.settle_readers(text, text[]) IS
'Finds the roles that a mart''s readers are, forgets those that are none any more, and lets those that were named since the last time, or lost all grants in a restore, read what is not closed to them. For the procedures of marts.';

-- What a view's owner revokes is known from the view alone, and gone with it. So it is noted whenever there is an occasion.
CREATE FUNCTION @extschema@.note_closed_views(schema text, views text[], new_relations oid[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('WITH seen AS (
                        SELECT r.role, r.organisation, r.view_name, r.is_open FROM %1$I.readable_view($1) r WHERE r.relation <> ALL ($2)
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
        EXECUTE format('SELECT DISTINCT r.relation, r.role
                        FROM %1$I.readable_view($1) r
                        WHERE r.relation = ANY ($2)
                          AND NOT EXISTS (SELECT FROM %1$I.closed_view v
                                          WHERE v.role = r.role AND v.organisation IS NOT DISTINCT FROM r.organisation AND v.view_name = r.view_name)', schema)
        USING views, new_relations
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', granted.relation, granted.role);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.grant_mart_views(text, text[], oid[]) IS
'Grants newly made views to the readers of a mart, but for those that were closed to them. For the procedures of marts.';

CREATE FUNCTION @extschema@.grant_insider_views(schema text, role text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    granted regclass;
BEGIN
    FOR granted IN
        EXECUTE format('SELECT DISTINCT r.relation
                        FROM %1$I.readable_view(ARRAY(SELECT v.view_name FROM %1$I.insider_view v)) r
                        WHERE r.role = $1 AND NOT r.is_open
                          AND NOT EXISTS (SELECT FROM %1$I.closed_view v
                                          WHERE v.role = r.role AND v.organisation IS NOT DISTINCT FROM r.organisation AND v.view_name = r.view_name)', schema)
        USING role
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', granted, role);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.grant_insider_views(text, text) IS
'Grants the views that are for insiders alone to one of a mart''s insiders, but for those that were closed to them. For the procedures of marts.';

CREATE FUNCTION @extschema@.warn_of_readers(schema text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    reading record;
    others text;
BEGIN
    -- Whoever has the owner's rights has them all, and so has a superuser. Predefined roles matter by their members.
    FOR reading IN
        EXECUTE format('SELECT c.oid::regclass AS relation, CASE WHEN has_any_column_privilege(''public'', c.oid, ''SELECT'') THEN ''everybody (PUBLIC)''
                             ELSE string_agg(r.oid::regrole::text, '', '' ORDER BY r.rolname) END AS roles
                        FROM %I.microdata m
                        JOIN pg_class c ON c.relnamespace = $1::regnamespace
                                       AND (c.relname = m.table_name OR c.relispartition AND pg_partition_root(c.oid) = to_regclass($1 || ''.'' || quote_ident(m.table_name)))
                        JOIN pg_roles r ON NOT r.rolsuper AND r.oid >= 16384 AND NOT pg_has_role(r.oid, c.relowner, ''MEMBER'')
                        -- Also by SET ROLE.
                        WHERE EXISTS (SELECT FROM pg_roles g WHERE pg_has_role(r.oid, g.oid, ''MEMBER'') AND has_any_column_privilege(g.oid, c.oid, ''SELECT''))
                        GROUP BY c.oid', schema)
        USING quote_ident(schema)
    LOOP
        RAISE WARNING USING
            MESSAGE = format('rows about households or persons in %s can be read by: %s', reading.relation, reading.roles),
            HINT = format('If you did not mean it: REVOKE ALL ON %s FROM them, or the role by which they can, such as pg_read_all_data.', reading.relation);
    END LOOP;

    SELECT string_agg(DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', ') INTO others
    FROM pg_class c
    CROSS JOIN LATERAL aclexplode(c.relacl) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = quote_ident(schema)::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.privilege_type IN ('TRIGGER', 'REFERENCES')
      AND a.grantee <> c.relowner AND NOT coalesce(r.rolsuper, false);
    IF others IS NOT NULL THEN
        RAISE WARNING USING
            MESSAGE = format('TRIGGER or REFERENCES on tables of mart %I has been granted to: %s', schema, others),
            DETAIL = 'With these, which GRANT ALL includes, they can stop loads and refreshes, and put their own in place of what guards published reports.',
            HINT = format('REVOKE TRIGGER, REFERENCES ON ALL TABLES IN SCHEMA %I FROM %s; loading needs INSERT, UPDATE, DELETE and SELECT.', schema, others);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.warn_of_readers(text) IS
'Names in a WARNING the roles, but for superusers and those with the owner''s rights, that can read tables of a mart with rows about households or persons, or may put triggers on its tables. For create_social_mart and upgrade_social_mart.';

-- == Readers of one organisation ==

CREATE FUNCTION @extschema@.make_organisation_views(schema text, views text[]) RETURNS oid[]
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET lock_timeout = '10s'
AS $function$
#variable_conflict use_variable
DECLARE
    town record;
    granted record;
    shown record;
    described record;
    own_use text[];
    made oid[] := '{}';
BEGIN
    EXECUTE format('SELECT array_agg(k.relation_name) FROM %I.summary_relation k', schema) INTO own_use;
    FOR town IN EXECUTE format('SELECT DISTINCT r.organisation, r.schema_name FROM %I.mart_reader r WHERE r.organisation IS NOT NULL ORDER BY 1', schema) LOOP
        IF to_regnamespace(quote_ident(town.schema_name)) IS NULL THEN
            EXECUTE format('CREATE SCHEMA %I', town.schema_name);
            EXECUTE format('COMMENT ON SCHEMA %I IS %L', town.schema_name,
                           format('The views of mart %s, of organisation %s alone', schema, town.organisation));
        END IF;
        IF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = town.schema_name AND pg_get_userbyid(n.nspowner) <> current_user) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('schema %I, for the views of organisation %L, does not belong to %I', town.schema_name, town.organisation, current_user),
                HINT = format('Drop or rename it, or give it back: ALTER SCHEMA %I OWNER TO %I.', town.schema_name, current_user);
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
                -- What default privileges have given.
                FOR granted IN
                    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
                    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
                    WHERE c.oid = made[cardinality(made)] AND a.grantee <> c.relowner
                LOOP
                    EXECUTE format('REVOKE ALL ON %I.%I FROM %s', town.schema_name, shown.name, granted.role);
                END LOOP;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$function$;
COMMENT ON FUNCTION @extschema@.make_organisation_views(text, text[]) IS
'Makes, for each organisation that has readers of its own, a schema with the named views of a mart limited to it. The views that were not there before. For grant_reader and upgrade_social_mart.';

CREATE FUNCTION @extschema@.add_mart_reader(schema text, role text, organisation text, is_insider boolean) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    view_schema text;
    is_known boolean;
    was_insider boolean;
BEGIN
    IF role IS NULL OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('%s is not a role', coalesce(quote_literal(role), 'NULL')),
            HINT = 'Create the role first, with CREATE ROLE.';
    END IF;
    IF role = current_user THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('%I owns mart %I and reads all of it', role, schema),
            HINT = 'Name another role.';
    END IF;
    IF organisation IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.organisation o WHERE o.organisation = $1)', schema) INTO is_known USING organisation;
        IF NOT is_known THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('mart %I has no organisation %L', schema, organisation),
                HINT = format('Choose one of SELECT organisation FROM %I.organisation, or leave it out for all of them.', schema);
        END IF;
        EXECUTE format('SELECT max(r.schema_name) FROM %I.mart_reader r WHERE r.organisation = $1', schema) INTO view_schema USING organisation;
        IF view_schema IS NULL THEN
            view_schema := schema || '_' || organisation;
            IF octet_length(view_schema) > 63 THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'name_too_long',
                    MESSAGE = format('the views of organisation %L would have schema %I, whose name is longer than 63 bytes', organisation, view_schema),
                    HINT = 'Give the mart a shorter name (ALTER SCHEMA ... RENAME), or the organisation a mart of its own.';
            END IF;
            -- An empty one may be left of a mart that was dropped.
            IF EXISTS (SELECT FROM pg_namespace n
                       WHERE n.nspname = view_schema
                         AND (pg_get_userbyid(n.nspowner) <> current_user
                              OR EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid))) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'duplicate_schema',
                    MESSAGE = format('schema %I, in which the views of organisation %L would be, exists already', view_schema, organisation),
                    HINT = 'Rename or drop it.';
            END IF;
        END IF;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.view_reader() r WHERE r.role = $1 AND r.organisation IS NOT DISTINCT FROM $2 AND r.is_insider)', schema)
        INTO was_insider USING role, organisation;
    EXECUTE format('INSERT INTO %I.mart_reader (organisation, role, schema_name, is_insider) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (organisation, role) DO UPDATE SET role_id = NULL, is_insider = excluded.is_insider', schema)
        USING organisation, role, view_schema, is_insider;
    RAISE NOTICE '% reads % of mart % in schema %', quote_ident(role), coalesce('organisation ' || organisation, 'all organisations'), quote_ident(schema),
                 quote_ident(coalesce(view_schema, schema));
    RETURN is_insider AND NOT was_insider;
END
$function$;
COMMENT ON FUNCTION @extschema@.add_mart_reader(text, text, text, boolean) IS
'The part of grant_reader and grant_insider that looks at their arguments and notes the reader. Whether the role becomes an insider by it. Call those.';

CREATE FUNCTION @extschema@.let_mart_reader_in(schema text, role text, organisation text, is_insider boolean) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    WITH added AS MATERIALIZED (
        SELECT @extschema@.add_mart_reader(schema, role, organisation, is_insider) AS becomes_insider
    ), made AS MATERIALIZED (
        SELECT added.becomes_insider, @extschema@.make_organisation_views(schema, @extschema@.social_mart_names('view'::text)) AS relations FROM added
    ), settled AS MATERIALIZED (
        SELECT made.becomes_insider, @extschema@.settle_readers(schema, @extschema@.social_mart_names('view'::text)) AS done, made.relations FROM made
    )
    -- A reader who becomes an insider reads some already; what was closed to an insider is not opened again.
    SELECT @extschema@.grant_insider_views(schema, role), settled.done FROM settled WHERE settled.becomes_insider;
END;
COMMENT ON FUNCTION @extschema@.let_mart_reader_in(text, text, text, boolean) IS
'Lets a role read the views of a mart, or of one organisation in it. For grant_reader and grant_insider.';

CREATE FUNCTION @extschema@.remove_mart_reader(schema text, role text, organisation text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    view_schema text;
    others boolean;
    relation regclass;
BEGIN
    EXECUTE format('SELECT r.schema_name FROM %I.view_reader() r WHERE r.role = $1 AND r.organisation IS NOT DISTINCT FROM $2', schema)
        INTO view_schema USING role, organisation;
    IF view_schema IS NULL THEN
        RETURN false;
    END IF;
    IF organisation IS NULL THEN
        EXECUTE format('UPDATE %I.mart SET reader = nullif(reader, $1), reader_id = CASE WHEN reader <> $1 THEN reader_id END,
                                           insider = nullif(insider, $1), insider_id = CASE WHEN insider <> $1 THEN insider_id END', schema) USING role;
    END IF;
    EXECUTE format('DELETE FROM %I.mart_reader r WHERE r.role = $1 AND r.organisation IS NOT DISTINCT FROM $2', schema) USING role, organisation;
    EXECUTE format('DELETE FROM %I.closed_view v WHERE v.role = $1 AND v.organisation IS NOT DISTINCT FROM $2', schema) USING role, organisation;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.mart_reader r WHERE r.organisation = $1)', schema) INTO others USING organisation;
    IF to_regnamespace(quote_ident(view_schema)) IS NULL THEN
        RAISE WARNING USING
            MESSAGE = format('schema %I is not there', view_schema),
            HINT = format('If it was renamed, its views can still be read by %I: drop it.', role);
        RETURN true;
    END IF;
    FOR relation IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = quote_ident(view_schema)::regnamespace AND c.relkind = 'v' LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', relation, role);
    END LOOP;
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', view_schema, role);
    IF organisation IS NOT NULL AND NOT others THEN
        FOR relation IN
            SELECT c.oid FROM pg_class c
            JOIN pg_class v ON v.relname = c.relname AND v.relkind = 'v' AND v.relnamespace = quote_ident(schema)::regnamespace
            WHERE c.relnamespace = quote_ident(view_schema)::regnamespace AND c.relkind = 'v'
        LOOP
            EXECUTE format('DROP VIEW %s', relation);
        END LOOP;
        EXECUTE format('DROP SCHEMA %I', view_schema);
    END IF;
    RETURN true;
END
$function$;
COMMENT ON FUNCTION @extschema@.remove_mart_reader(text, text, text) IS
'Takes back from a role what it reads of a mart, or of one organisation in it. Whether it was a reader or insider of that. For revoke_reader.';
