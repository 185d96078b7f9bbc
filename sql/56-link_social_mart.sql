-- link_social_mart: a town's mart in a nation (sql/55-social_nation.sql), which is looked at before it is linked and asked now and then

CREATE FUNCTION @extschema@.unlink_town(nation text, organisation text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
    SET client_min_messages = warning
AS $function$
#variable_conflict use_variable
DECLARE
    town_schema text;
BEGIN
    EXECUTE format('DELETE FROM %I.linked_mart l WHERE l.organisation = $1 RETURNING l.schema_name', nation) INTO town_schema USING organisation;
    IF town_schema IS NULL THEN
        RETURN false;
    END IF;
    -- Partitions go with it.
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', town_schema);
    RETURN true;
END
$function$;
COMMENT ON FUNCTION @extschema@.unlink_town(text, text) IS
'Takes a town out of a nation. Whether it was in it. For link_social_mart and unlink_social_mart.';

CREATE FUNCTION @extschema@.link_town(nation text, server text, remote_schema text, organisation text, views text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
AS $function$
#variable_conflict use_variable
DECLARE
    town_schema text := nation || '_' || organisation;
    options text[];
    wrapper text;
    view_name text;
    version text;
    locale_column text;
    there text;
    here text;
    others text;
    differences text;
    different bigint;
BEGIN
    IF coalesce(btrim(organisation), '') = '' OR octet_length(town_schema) > 63 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation must be the code of a town, short enough for schema %s, not %s', coalesce(quote_ident(town_schema), 'NATION_CODE'), quote_nullable(organisation)),
            HINT = 'In Sweden use the municipality code: 1281.';
    ELSIF remote_schema IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'remote_schema is NULL',
            HINT = 'Give the schema that the town lets you read: CALL grant_reader(mart, role, organisation) there says its name.';
    END IF;
    SELECT s.srvoptions, w.fdwname INTO options, wrapper
    FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE s.srvname = server;
    IF wrapper IS DISTINCT FROM 'postgres_fdw' THEN
        RAISE EXCEPTION USING
            ERRCODE = CASE WHEN wrapper IS NULL THEN 'undefined_object' ELSE 'wrong_object_type' END,
            MESSAGE = CASE WHEN wrapper IS NULL THEN format('there is no foreign server %s', coalesce(quote_literal(server), 'NULL')) ELSE format('server %I is one of %I and not of postgres_fdw', server, wrapper) END,
            HINT = 'CREATE SERVER town FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''...'', dbname ''...'', extensions ''social_services''); then CREATE USER MAPPING for the owner of the nation.';
    END IF;
    IF NOT EXISTS (SELECT FROM unnest(options) AS o(option) WHERE o.option ~ '^extensions=' AND string_to_array(replace(substr(o.option, length('extensions=') + 1), ' ', ''), ',') @> '{social_services}') THEN
        RAISE WARNING USING
            MESSAGE = format('server %I is not told that it has social_services: its rows will be fetched where it could add them up', server),
            HINT = format('ALTER SERVER %I OPTIONS (ADD extensions ''social_services''), where both have it in schemas of the same name.', server);
    END IF;
    EXECUTE format('SELECT n.version FROM %I.social_nation n', nation) INTO version;

    IF to_regnamespace(quote_ident(town_schema)) IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I, for the foreign tables of organisation %L, exists already', town_schema, organisation),
            HINT = 'Rename or drop it.';
    END IF;
    EXECUTE format('CREATE SCHEMA %I', town_schema);
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', town_schema, format('The views of organisation %s, on server %s, that nation %s reads', organisation, server, nation));

    -- == Has the town the views of this version? ==

    EXECUTE format('CREATE FOREIGN TABLE %I.remote_column (table_schema text, table_name text, column_name text, ordinal_position integer, data_type text, numeric_precision integer, numeric_scale integer)
                    SERVER %I OPTIONS (schema_name ''information_schema'', table_name ''columns'')', town_schema, server);
    EXECUTE format($sql$
        WITH wanted AS (
            SELECT v.view_name, a.attname::text AS name, a.attnum::integer AS place,
                   CASE WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 0 THEN format('numeric(%%s,%%s)', ((a.atttypmod - 4) >> 16) & 65535, (a.atttypmod - 4) & 2047)
                        ELSE format_type(a.atttypid, NULL) END AS type
            FROM unnest($1) AS v(view_name)
            JOIN pg_attribute a ON a.attrelid = format('%%I.%%I', $2, v.view_name || '_by_town')::regclass AND a.attnum > 0
        ), there AS (
            SELECT r.table_name AS view_name, r.column_name AS name, r.ordinal_position AS place,
                   CASE WHEN r.data_type = 'numeric' AND r.numeric_precision IS NOT NULL THEN format('numeric(%%s,%%s)', r.numeric_precision, r.numeric_scale) ELSE r.data_type END AS type
            FROM %1$I.remote_column r WHERE r.table_schema = $3
        ), compared AS (
            SELECT w.view_name, count(*) FILTER (WHERE t.name IS NULL) = count(*) AS is_missing,
                   string_agg(format('%%s is %%s', w.name, coalesce(t.type, 'missing')), ', ' ORDER BY w.place) FILTER (WHERE t.type IS DISTINCT FROM w.type) AS differs
            FROM wanted w LEFT JOIN there t ON t.view_name = w.view_name AND t.name = w.name
            GROUP BY w.view_name
        )
        SELECT count(*), string_agg(CASE WHEN c.is_missing THEN format('%%s cannot be read', c.view_name) ELSE format('%%s: %%s', c.view_name, c.differs) END, E'\n' ORDER BY c.view_name)
        FROM compared c WHERE c.differs IS NOT NULL$sql$, town_schema) INTO different, differences USING views, nation, remote_schema;
    IF different > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('schema %I of server %I has not the views of social_services %s', remote_schema, server, version),
            DETAIL = left(differences, 2000),
            HINT = 'Nothing was linked. If nothing can be read: is it the schema, and may the role of the user mapping read it? Else the town or this nation is of another version: upgrade it, and drop and create the nation again where it is that.';
    END IF;

    -- == And its aggregates? What is sent is computed by its version of them ==

    EXECUTE format('CREATE FOREIGN TABLE %I.remote_extension (extname text, extversion text) SERVER %I OPTIONS (schema_name ''pg_catalog'', table_name ''pg_extension'')', town_schema, server);
    EXECUTE format('SELECT e.extversion FROM %I.remote_extension e WHERE e.extname = ''social_services''', town_schema) INTO there;
    IF there IS DISTINCT FROM version THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('server %I has %s, and nation %I is of %s', server, coalesce('social_services ' || there, 'no social_services'), nation, version),
            HINT = 'Nothing was linked. Upgrade the older of the two, and drop and create the nation again where it is that.';
    END IF;

    -- == Does it sort as this database? What is sorted there is merged here: by two orders a group would stand in an answer twice ==

    -- The column has another name before PostgreSQL 17.
    EXECUTE format('SELECT r.column_name FROM %I.remote_column r WHERE r.table_schema = ''pg_catalog'' AND r.table_name = ''pg_database'' AND r.column_name IN (''datlocale'', ''daticulocale'')', town_schema) INTO locale_column;
    EXECUTE format('CREATE FOREIGN TABLE %I.remote_catalog (catalog_name text) SERVER %I OPTIONS (schema_name ''information_schema'', table_name ''information_schema_catalog_name'')', town_schema, server);
    EXECUTE format('CREATE FOREIGN TABLE %I.remote_database (datname text, datlocprovider text, datcollate text, locale text OPTIONS (column_name %L)) SERVER %I OPTIONS (schema_name ''pg_catalog'', table_name ''pg_database'')',
                   town_schema, locale_column, server);
    EXECUTE format($sql$
        WITH described AS (
            SELECT 'there' AS side, d.datlocprovider AS provider, d.datcollate AS collation_name, d.locale FROM %1$I.remote_database d JOIN %1$I.remote_catalog c ON c.catalog_name = d.datname
            UNION ALL
            SELECT 'here', d.datlocprovider::text, d.datcollate::text, coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') FROM pg_database d WHERE d.datname = current_database()
        ), sorted AS (
            SELECT d.side, CASE WHEN d.provider = 'b' OR d.provider = 'c' AND lower(replace(d.collation_name, '-', '')) IN ('c', 'posix', 'c.utf8') THEN 'code points'
                                WHEN d.provider = 'c' THEN lower(replace(d.collation_name, '-', '')) || ' of the C library'
                                ELSE d.locale || ' of ICU' END AS by
            FROM described d
        )
        SELECT max(s.by) FILTER (WHERE s.side = 'there'), max(s.by) FILTER (WHERE s.side = 'here') FROM sorted s$sql$, town_schema) INTO there, here;
    IF there IS DISTINCT FROM here THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('server %I sorts texts by %s, and this database by %s', server, coalesce(there, 'what it does not say'), here),
            HINT = 'Nothing was linked. Make the nation in a database with the locale of the towns, as CREATE DATABASE ... TEMPLATE template0 LOCALE ''sv_SE.UTF-8'' makes one.';
    END IF;

    -- == Foreign tables, as this nation has them ==

    FOREACH view_name IN ARRAY views LOOP
        EXECUTE format('CREATE FOREIGN TABLE %1$I.%2$I PARTITION OF %3$I.%4$I FOR VALUES IN (%5$L) SERVER %6$I OPTIONS (schema_name %7$L, table_name %2$L)',
                       town_schema, view_name, nation, view_name || '_by_town', organisation, server, remote_schema);
    END LOOP;
    EXECUTE format('DROP FOREIGN TABLE %1$I.remote_column, %1$I.remote_catalog, %1$I.remote_database', town_schema);
    -- PostgreSQL takes a partition's word for what is in it.
    EXECUTE format('SELECT string_agg(DISTINCT d.organisation, '', '') FROM %I.data_dictionary d WHERE d.organisation IS DISTINCT FROM $1', town_schema) INTO others USING organisation;
    IF others IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('schema %I of server %I is not of organisation %L alone: it has %s', remote_schema, server, organisation, others),
            HINT = 'Nothing was linked. In the town: CALL grant_reader(mart, role, organisation) makes a schema of one organisation.';
    END IF;
    EXECUTE format('INSERT INTO %I.linked_mart (organisation, server, remote_schema, schema_name) VALUES ($1, $2, $3, $4)', nation) USING organisation, server, remote_schema, town_schema;
    RAISE NOTICE 'nation % reads organisation % in schema % of server %', quote_ident(nation), organisation, quote_ident(remote_schema), quote_ident(server);
END
$function$;
COMMENT ON FUNCTION @extschema@.link_town(text, text, text, text, text[]) IS
'The part of link_social_mart that looks at the town and makes its foreign tables. Call that.';

CREATE PROCEDURE @extschema@.link_social_mart(nation text, server text, remote_schema text, organisation text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.nation_views(nation);
    SELECT @extschema@.unlink_town(nation, organisation);
    SELECT @extschema@.link_town(nation, server, remote_schema, organisation, @extschema@.nation_views(nation));
END;
COMMENT ON PROCEDURE @extschema@.link_social_mart(text, text, text, text) IS
'Adds a town to a nation, or links it anew: foreign tables, in a schema NATION_ORGANISATION, of the views that a schema of the town''s has of one organisation, as grant_reader(mart, role, organisation) makes it there. server is one of postgres_fdw; who may read there, and with what password, is said by the user mapping of the nation''s owner. Columns and types are held against this nation''s, so that a town of another version is told and not guessed. A town''s rows are taken as they come: only when it is linked is looked at whether they are of its organisation alone, so that a town that lies could later add rows of another''s code to sums over all. For the owner of the nation alone, with whose rights it works. A WARNING where the server is not told that it has social_services. Errors: 3F000 for a schema that is no nation; 42501 for who is not its owner; 22023 for a code that is missing or too long, or a schema of several organisations; 22004 without remote_schema; 42704 and 42809 for what is no server of postgres_fdw; 42P06 for a schema that is there; 55000 where the town''s views or its social_services are not of this version, or its database sorts texts in another order; those of the connection.';

CREATE FUNCTION @extschema@.refuse_unlinked(nation text, organisation text, was_linked boolean) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF NOT was_linked THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('nation %I has no organisation %s', nation, quote_nullable(organisation)),
            HINT = format('SELECT organisation FROM %I.linked_mart has them.', nation);
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_unlinked(text, text, boolean) IS
'22023 where a town was not in a nation. For unlink_social_mart.';

CREATE PROCEDURE @extschema@.unlink_social_mart(nation text, organisation text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.nation_views(nation);
    SELECT @extschema@.refuse_unlinked(nation, organisation, @extschema@.unlink_town(nation, organisation));
END;
COMMENT ON PROCEDURE @extschema@.unlink_social_mart(text, text) IS
'Takes a town out of a nation, with its foreign tables. The town notices nothing. For the owner of the nation alone. Errors: 3F000 for a schema that is no nation, 42501 for who is not its owner, 22023 for an organisation that is not linked.';

CREATE FUNCTION @extschema@.check_towns(nation text, skip_unreachable boolean, views text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
AS $function$
#variable_conflict use_variable
DECLARE
    town record;
    version text;
    there text;
    view_name text;
    said text;
    state text;
    missing text;
BEGIN
    EXECUTE format('SELECT n.version FROM %I.social_nation n', nation) INTO version;
    FOR town IN EXECUTE format('SELECT l.organisation, l.server, l.schema_name, l.unreachable_since FROM %I.linked_mart l ORDER BY l.organisation', nation) LOOP
        said := NULL;
        BEGIN
            EXECUTE format('SELECT (SELECT e.extversion FROM %1$I.remote_extension e WHERE e.extname = ''social_services'') FROM %1$I.data_dictionary LIMIT 1', town.schema_name) INTO there;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, state = RETURNED_SQLSTATE;
            -- Only that nobody answers is a reason to go on.
            IF NOT coalesce(skip_unreachable, false) OR state !~ '^(08|57P0)' THEN
                RAISE;
            END IF;
        END;
        IF said IS NULL AND there IS DISTINCT FROM version THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('server %I has %s, and nation %I is of %s', town.server, coalesce('social_services ' || there, 'no social_services'), nation, version),
                DETAIL = 'What is sent is computed by the town''s version.',
                HINT = format('Upgrade the older of the two; until then CALL unlink_social_mart(%L, %L).', nation, town.organisation);
        END IF;
        IF (said IS NULL) = (town.unreachable_since IS NULL) THEN
            CONTINUE;
        END IF;
        FOREACH view_name IN ARRAY views LOOP
            EXECUTE CASE WHEN said IS NULL THEN format('ALTER TABLE %1$I.%2$I ATTACH PARTITION %3$I.%4$I FOR VALUES IN (%5$L)', nation, view_name || '_by_town', town.schema_name, view_name, town.organisation)
                         ELSE format('ALTER TABLE %I.%I DETACH PARTITION %I.%I', nation, view_name || '_by_town', town.schema_name, view_name) END;
        END LOOP;
        EXECUTE format('UPDATE %I.linked_mart l SET unreachable_since = CASE WHEN $2 IS NOT NULL THEN now() END, reason = $2 WHERE l.organisation = $1', nation) USING town.organisation, said;
    END LOOP;
    EXECUTE format('SELECT string_agg(format(''%%s (%%s)'', l.organisation, l.reason), ''; '' ORDER BY l.organisation) FROM %I.linked_mart l WHERE l.unreachable_since IS NOT NULL', nation) INTO missing;
    RAISE NOTICE 'nation %: %', quote_ident(nation), coalesce('without ' || missing || ': every view says so in towns_missing', 'all towns answer');
END
$function$;
COMMENT ON FUNCTION @extschema@.check_towns(text, boolean, text[]) IS
'The part of check_social_nation that asks the towns. Call that.';

CREATE PROCEDURE @extschema@.check_social_nation(nation text, skip_unreachable boolean DEFAULT false)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.check_towns(nation, skip_unreachable, @extschema@.nation_views(nation));
END;
COMMENT ON PROCEDURE @extschema@.check_social_nation(text, boolean) IS
'Asks every town of a nation whether it answers. One that does not is an error, as it is in every query that needs it; with skip_unreachable it is left out of the views from then on, which say so in towns_missing, and comes back by the next check that it answers. One whose social_services is of another version than the nation is an error in any case. For the owner of the nation alone. Errors: 3F000 for a schema that is no nation, 42501 for who is not its owner, 55000 for a town of another version, those of the connection, and whatever else than silence a town answers with.';
