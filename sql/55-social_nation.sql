-- social_nation: the marts of many towns' servers as one schema, read where they are

-- What a hub asks of a town is said by the hub's own version alone: a town's word is taken for its figures and for nothing else. Everything runs
-- with the rights of the nation's owner, who alone may call it. Views read with their owner's, so that only the owner needs a user mapping, and readers need no password of a town.
-- On a coordinator of Citus a nation stays there, as a mart does.

CREATE FUNCTION @extschema@.start_social_nation(nation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
AS $function$
#variable_conflict use_variable
DECLARE
    name text;
BEGIN
    -- A town's schema has its code behind the nation's name.
    IF coalesce(octet_length(nation), 0) NOT BETWEEN 1 AND 40 OR nation = '$user' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('nation must be a name of 1 to 40 bytes for a schema, not %s', quote_nullable(nation)),
            HINT = 'Write for example CALL create_social_nation(''nation'').';
    END IF;
    FOREACH name IN ARRAY ARRAY[nation, nation || '_template'] LOOP
        IF to_regnamespace(quote_ident(name)) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_schema',
                MESSAGE = format('schema %I exists already', name),
                DETAIL = 'Nothing was changed.',
                HINT = 'Choose another name. A nation of another version holds no data: drop its schemas, create it again and link the towns.';
        END IF;
    END LOOP;
    EXECUTE format('CREATE SCHEMA %I', nation);
END
$function$;
COMMENT ON FUNCTION @extschema@.start_social_nation(text) IS
'The part of create_social_nation that looks at its argument and makes the schema. Call that.';

CREATE FUNCTION @extschema@.make_nation_views(nation text, template text, views text[], version text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
    SET client_min_messages = warning
AS $function$
#variable_conflict use_variable
DECLARE
    own_use text[];
    shown record;
    described record;
    path text := format('%I, pg_temp', nation);
    command text;
BEGIN
    EXECUTE format('CREATE TABLE %1$I.social_nation (version text NOT NULL)', nation);
    EXECUTE format('INSERT INTO %I.social_nation VALUES ($1)', nation) USING version;
    EXECUTE format('CREATE TABLE %1$I.linked_mart (organisation text CONSTRAINT linked_mart_pkey PRIMARY KEY, server text NOT NULL, remote_schema text NOT NULL,
                                                   schema_name text NOT NULL, linked_on timestamptz NOT NULL DEFAULT pg_catalog.now(), unreachable_since timestamptz, reason text)', nation);
    EXECUTE format($comment$
        COMMENT ON TABLE  %1$I.social_nation                 IS 'The version of social_services whose views this nation has';
        COMMENT ON COLUMN %1$I.social_nation.version         IS 'Version of social_services';
        COMMENT ON TABLE  %1$I.linked_mart                   IS 'A town whose mart the views of this nation read. link_social_mart, unlink_social_mart and check_social_nation write it';
        COMMENT ON COLUMN %1$I.linked_mart.organisation      IS 'Code of the organisation';
        COMMENT ON COLUMN %1$I.linked_mart.server            IS 'The foreign server that it is on';
        COMMENT ON COLUMN %1$I.linked_mart.remote_schema     IS 'The schema there that has its views';
        COMMENT ON COLUMN %1$I.linked_mart.schema_name       IS 'The schema here that has its foreign tables';
        COMMENT ON COLUMN %1$I.linked_mart.linked_on         IS 'When it was linked';
        COMMENT ON COLUMN %1$I.linked_mart.unreachable_since IS 'When it was left out by check_social_nation, or NULL';
        COMMENT ON COLUMN %1$I.linked_mart.reason            IS 'What its server, or the way to it, said then';$comment$, nation);
    EXECUTE format('SELECT pg_catalog.array_agg(k.relation_name) FROM (SELECT relation_name FROM %1$I.summary_relation UNION SELECT view_name FROM %1$I.insider_view) k', template) INTO own_use;
    FOR shown IN
        SELECT c.oid, c.relname AS name,
               string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) AS columns,
               string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) AS definitions
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = quote_ident(template)::regnamespace AND c.relkind = 'v' AND c.relname = ANY (views) AND c.relname <> ALL (own_use)
        GROUP BY c.oid, c.relname
        HAVING bool_or(a.attname = 'organisation')
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE TABLE %I.%I (%s) PARTITION BY LIST (organisation)', nation, shown.name || '_by_town', shown.definitions);
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', nation, shown.name || '_by_town', format('What view %s is of: a partition is a town''s, on the town''s server', shown.name));
        -- Only its own and PostgreSQL's names, as in a mart.
        command := format('CREATE VIEW %1$I.%2$I AS
                           SELECT %3$s, (SELECT pg_catalog.string_agg(l.organisation, '', ''::text ORDER BY l.organisation) FROM %1$I.linked_mart l WHERE l.unreachable_since IS NOT NULL) AS towns_missing
                           FROM %1$I.%4$I', nation, shown.name, shown.columns, shown.name || '_by_town');
        PERFORM set_config('search_path', path, true);
        EXECUTE command;
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
        EXECUTE format('COMMENT ON VIEW %I.%I IS %L', nation, shown.name, obj_description(shown.oid, 'pg_class'));
        EXECUTE format('COMMENT ON COLUMN %I.%I.towns_missing IS %L', nation, shown.name, 'Codes of the linked organisations that could not be reached and are left out; NULL where none is');
        FOR described IN SELECT a.attname AS name, col_description(shown.oid, a.attnum) AS description
                         FROM pg_attribute a WHERE a.attrelid = shown.oid AND a.attnum > 0 LOOP
            EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', nation, shown.name, described.name, described.description);
        END LOOP;
    END LOOP;
    EXECUTE format('DROP SCHEMA %I CASCADE', template);
END
$function$;
COMMENT ON FUNCTION @extschema@.make_nation_views(text, text, text[], text) IS
'Makes, of the views that readers of a mart have, the tables by town and the views of a nation, with their comments, and drops the mart that they are read off. For create_social_nation.';

-- What only a nation can say. Each town is one row of it, however its own figures are divided.
CREATE FUNCTION @extschema@.make_nation_totals(nation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET citus.enable_ddl_propagation = off
AS $function$
#variable_conflict use_variable
DECLARE
    missing text := format('(SELECT string_agg(l.organisation, '', ''::text ORDER BY l.organisation) FROM %I.linked_mart l WHERE l.unreachable_since IS NOT NULL)', nation);
BEGIN
    EXECUTE format('
        CREATE VIEW %1$I.national_total AS
        WITH by_town AS (
            SELECT v.organisation, v.fiscal_year, sum(v.budget) AS budget, sum(v.outcome) AS outcome
            FROM %1$I.budget_variance_by_town v WHERE v.is_latest GROUP BY v.organisation, v.fiscal_year
        )
        SELECT t.fiscal_year, sum(t.budget) AS budget, count(t.budget) AS towns_with_budget, sum(t.outcome) AS outcome, count(t.outcome) AS towns_with_outcome, %2$s AS towns_missing
        FROM by_town t
        GROUP BY t.fiscal_year', nation, missing);
    -- Beside the others as a town stands beside its peers; but no verdict, for nobody has said that these are alike.
    EXECUTE format('
        CREATE VIEW %1$I.national_key_figure AS
        WITH figure AS (
            SELECT k.organisation, k.key_figure_code, k.key_figure, k.period_kind, k.period_start, k.breakdown, k.value, k.unit_of_measure, k.direction
            FROM %1$I.key_figure_trend_by_town k
            WHERE k.unit_code IS NULL AND k.value IS NOT NULL
        ), side_by_side AS (
            SELECT f.key_figure_code, f.period_kind, f.period_start, f.breakdown, f.unit_of_measure, count(*) AS towns, sum(f.value) AS total, array_agg(f.value ORDER BY f.value) AS sorted
            FROM figure f
            GROUP BY f.key_figure_code, f.period_kind, f.period_start, f.breakdown, f.unit_of_measure
        )
        SELECT f.organisation, f.key_figure_code, f.key_figure, f.period_kind, f.period_start, f.breakdown, f.value, s.towns,
               (s.total / s.towns::numeric)::numeric(25,6) AS towns_mean,
               ((s.sorted[((s.towns + 1) / 2)::integer] + s.sorted[((s.towns + 2) / 2)::integer]) / 2::numeric)::numeric(25,6) AS towns_median,
               CASE WHEN f.direction IS NOT NULL THEN (SELECT 1 + count(*) FROM unnest(s.sorted) AS o(value) WHERE CASE f.direction WHEN ''at_most''::text THEN o.value < f.value ELSE o.value > f.value END) END AS rank,
               f.unit_of_measure, f.direction, %2$s AS towns_missing
        FROM figure f
        JOIN side_by_side s ON s.key_figure_code = f.key_figure_code AND s.period_kind = f.period_kind AND s.period_start = f.period_start AND s.breakdown = f.breakdown
                           AND s.unit_of_measure IS NOT DISTINCT FROM f.unit_of_measure', nation, missing);
    EXECUTE format($comment$
        COMMENT ON VIEW   %1$I.national_total                    IS 'All towns of this nation by fiscal year: the sums of budget_variance, the latest scenario of each year';
        COMMENT ON COLUMN %1$I.national_total.fiscal_year        IS 'Fiscal year, as each town has it';
        COMMENT ON COLUMN %1$I.national_total.budget             IS 'Net budget of all towns that have one';
        COMMENT ON COLUMN %1$I.national_total.towns_with_budget  IS 'How many towns these are: the sum of fewer is not less';
        COMMENT ON COLUMN %1$I.national_total.outcome            IS 'Net outcome, or forecast of a year that is not over, of all towns that have one';
        COMMENT ON COLUMN %1$I.national_total.towns_with_outcome IS 'How many towns these are';
        COMMENT ON COLUMN %1$I.national_total.towns_missing  IS 'Codes of the linked organisations that could not be reached and are left out; NULL where none is';
        COMMENT ON VIEW   %1$I.national_key_figure                 IS 'A key figure of a town beside those of all towns of this nation that have one of the same code, period, breakdown and unit of measure';
        COMMENT ON COLUMN %1$I.national_key_figure.organisation    IS 'Code of the organisation';
        COMMENT ON COLUMN %1$I.national_key_figure.key_figure_code IS 'Code of the key figure';
        COMMENT ON COLUMN %1$I.national_key_figure.key_figure      IS 'Its name, as the town has it';
        COMMENT ON COLUMN %1$I.national_key_figure.period_kind     IS 'year, month or another kind of period';
        COMMENT ON COLUMN %1$I.national_key_figure.period_start    IS 'First day of the period';
        COMMENT ON COLUMN %1$I.national_key_figure.breakdown       IS 'Part of those whom it is about, such as women or men; total for all';
        COMMENT ON COLUMN %1$I.national_key_figure.value           IS 'The town''s value';
        COMMENT ON COLUMN %1$I.national_key_figure.towns           IS 'How many towns have a value, this one too';
        COMMENT ON COLUMN %1$I.national_key_figure.towns_mean      IS 'Mean of their values, each town as much as another';
        COMMENT ON COLUMN %1$I.national_key_figure.towns_median    IS 'Median of their values';
        COMMENT ON COLUMN %1$I.national_key_figure.rank            IS 'Its place among them, 1 the best; those of the same value share one. NULL where nobody says whether high is good';
        COMMENT ON COLUMN %1$I.national_key_figure.unit_of_measure IS 'What the value is counted in';
        COMMENT ON COLUMN %1$I.national_key_figure.direction       IS 'at_least or at_most: whether high or low is good, as the town has it';
        COMMENT ON COLUMN %1$I.national_key_figure.towns_missing   IS 'Codes of the linked organisations that could not be reached and are left out; NULL where none is'$comment$, nation);
END
$function$;
COMMENT ON FUNCTION @extschema@.make_nation_totals(text) IS
'Makes the views of a nation that no town has: national_total and national_key_figure. For create_social_nation.';

CREATE PROCEDURE @extschema@.create_social_nation(nation text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.start_social_nation(nation);
    SELECT @extschema@.create_mart(nation || '_template'::text, 'template'::text, NULL::text, NULL::text, NULL::text);
    SELECT @extschema@.make_nation_views(nation, nation || '_template'::text, @extschema@.social_mart_names('view'::text), @extschema@.social_services_version());
    SELECT @extschema@.make_nation_totals(nation);
END;
COMMENT ON PROCEDURE @extschema@.create_social_nation(text) IS
'Makes a schema with every view that readers of a mart have, over the marts of many towns that link_social_mart adds; each view has one column more, towns_missing; and national_total and national_key_figure, over all towns. Nothing is copied: a query is answered by the towns'' servers through postgres_fdw. With the caller''s rights, who needs CREATE on the database. Set enable_partitionwise_aggregate = on for those who read it, so that sums and counts by organisation are computed by the towns. Errors: 22023 for what is no name of at most 40 bytes, 42P06 for a schema that exists, 42501 without CREATE on the database.';

-- The nation's tables by town, and that it is one.
CREATE FUNCTION @extschema@.nation_views(nation text) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    owner text;
BEGIN
    IF to_regclass(format('%I.linked_mart', nation)) IS NULL OR to_regclass(format('%I.social_nation', nation)) IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_schema_name',
            MESSAGE = format('schema %s is no nation', coalesce(quote_ident(nation), 'NULL')),
            HINT = 'Create one with CALL create_social_nation(name).';
    END IF;
    -- What its tables name is dropped and run here.
    SELECT n.nspowner::regrole::text INTO owner
    FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname IN ('linked_mart', 'social_nation')
    WHERE n.nspname = nation
    GROUP BY n.nspowner HAVING n.nspowner::regrole::text <> quote_ident(current_user) OR bool_or(c.relowner <> n.nspowner OR c.relkind <> 'r');
    IF owner IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('nation %I, with its tables, does not belong to %I', nation, current_user),
            HINT = format('Call this as the role that made it (SET ROLE %s), also as a superuser: its owner''s tables would act with the rights of whoever calls.', owner);
    END IF;
    RETURN ARRAY(SELECT left(c.relname, -length('_by_town'))
                 FROM pg_class c
                 WHERE c.relnamespace = quote_ident(nation)::regnamespace AND c.relkind = 'p' AND c.relname ~ '_by_town$'
                 ORDER BY 1);
END
$function$;
COMMENT ON FUNCTION @extschema@.nation_views(text) IS
'The views of a nation. 3F000 for a schema that is none, 42501 for who is not its owner. For the procedures of nations.';

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
