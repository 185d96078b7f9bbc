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
