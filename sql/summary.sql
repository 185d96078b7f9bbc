-- summary: keeps what views of a mart have said, as long as nothing changes

-- The mart's own DDL calls these three.

CREATE PROCEDURE @extschema@.note_summary_changes(schema text, tables text[], about text, later_years integer, year_column text DEFAULT '')
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    relation text;
    event record;
    trigger_name text;
BEGIN
    FOREACH relation IN ARRAY tables LOOP
        FOR event IN
            SELECT * FROM (VALUES ('insert', 'AFTER', 'REFERENCING NEW TABLE AS new_rows'),
                                  ('update', 'AFTER', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                                  ('delete', 'AFTER', 'REFERENCING OLD TABLE AS old_rows'),
                                  ('truncate', 'BEFORE', '')) AS e(name, moment, transition_tables)
        LOOP
            trigger_name := format('%s_changes_%s_summaries_on_%s', relation, about, event.name);
            EXECUTE format('CREATE OR REPLACE TRIGGER %I %s %s ON %I.%I %s FOR EACH STATEMENT
                            EXECUTE FUNCTION %4$I.note_summary_change(%7$L, %8$L, %9$L)',
                           trigger_name, event.moment, event.name, schema, relation, event.transition_tables,
                           about, later_years, year_column);
            -- Also where rows arrive by session_replication_role = replica.
            EXECUTE format('ALTER TABLE %I.%I ENABLE ALWAYS TRIGGER %I', schema, relation, trigger_name);
        END LOOP;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.note_summary_changes(text, text[], text, integer, text) IS
'Lets changes of tables of a mart make its summaries stale: those about the ledger or the caseload, in the year that a column tells (fiscal_year, month or scenario; in all years without one) and in as many later years. For the DDL of a mart.';

CREATE PROCEDURE @extschema@.summarise_view(schema text, view_name text, about text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    live text := 'live_' || view_name;
    summary text := view_name || '_summary';
    columns text;
BEGIN
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0;

    -- The table is made anew where an older version's view had other columns.
    EXECUTE format('CREATE OR REPLACE VIEW %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I', schema, view_name, columns, live);
    IF (SELECT count(DISTINCT c.columns) <> 1 OR count(*) <> 2
        FROM (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) AS columns
              FROM pg_attribute a
              WHERE a.attrelid IN (to_regclass(format('%I.%I', schema, live)), to_regclass(format('%I.%I', schema, summary))) AND a.attnum > 0
              GROUP BY a.attrelid) c) THEN
        EXECUTE format('DROP TABLE IF EXISTS %I.%I', schema, summary);
        EXECUTE format('CREATE TABLE %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I WITH NO DATA', schema, summary, columns, live);
        EXECUTE format('CREATE INDEX %I ON %I.%I (organisation, fiscal_year)', summary || '_organisation_fiscal_year', schema, summary);
    ELSE
        -- Not TRUNCATE: whoever reads on with an older snapshot still finds what belongs to it.
        EXECUTE format('DELETE FROM %I.%I', schema, summary);
    END IF;

    -- What is kept of years without a change, and the others computed. LIMIT lets the
    -- planner take the stale years one by one: joined, all years would be computed first.
    -- It is always NULL, no limit; not knowing that, the planner counts on a tenth of the
    -- work, and does not have code compiled (JIT) that is seldom run and takes longer to compile.
    EXECUTE format($view$
        CREATE OR REPLACE VIEW %1$I.%2$I AS
        SELECT %3$s FROM %1$I.%4$I k
        WHERE NOT EXISTS (SELECT FROM %1$I.stale_summary s
                          WHERE s.about = %6$L AND s.organisation = k.organisation AND s.fiscal_year = k.fiscal_year)
        UNION ALL
        SELECT %7$s FROM %1$I.stale_summary s
        CROSS JOIN LATERAL (SELECT * FROM %1$I.%5$I l
                            WHERE l.organisation = s.organisation AND l.fiscal_year = s.fiscal_year LIMIT nullif(s.fiscal_year, s.fiscal_year)) l
        WHERE s.about = %6$L$view$,
        schema, view_name, columns, summary, live, about,
        (SELECT string_agg(format('%s.%I', CASE WHEN a.attname IN ('organisation', 'fiscal_year') THEN 's' ELSE 'l' END, a.attname), ', ' ORDER BY a.attnum)
         FROM pg_attribute a
         WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0));
    EXECUTE format('INSERT INTO %I.summary_view VALUES ($1, $2) ON CONFLICT (view_name) DO UPDATE SET about = EXCLUDED.about', schema)
        USING view_name, about;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.summarise_view(text, text, text) IS
'Makes view X of a mart from its view live_X: rows of years that nothing changed in since the last refresh come from table X_summary, the others from live_X, so that X always says the same as live_X. Both have columns organisation and fiscal_year. Begins with an empty summary. For the DDL of a mart.';

CREATE PROCEDURE @extschema@.start_summaries(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    kept record;
    described record;
BEGIN
    EXECUTE format('DELETE FROM %I.summary_year', schema);
    EXECUTE format('DELETE FROM %I.summary_change', schema);
    EXECUTE format('INSERT INTO %1$I.summary_change (about, organisation, fiscal_year)
                    SELECT ''ledger'', organisation, fiscal_year FROM %1$I.scenario
                    UNION SELECT ''ledger'', organisation, fiscal_year FROM %1$I.appropriation
                    UNION SELECT ''caseload'', organisation, y.fiscal_year
                          FROM (SELECT organisation, month FROM %1$I.household_month
                                UNION SELECT organisation, month FROM %1$I.support_payment) c
                          CROSS JOIN LATERAL (SELECT EXTRACT(year FROM c.month)::integer) AS y(fiscal_year)', schema);

    FOR kept IN EXECUTE format('SELECT view_name FROM %I.summary_view ORDER BY view_name', schema) LOOP
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', schema, kept.view_name || '_summary',
                       'What view ' || kept.view_name || ' said at the last refresh. Read the view: it leaves out what is no longer true');
        EXECUTE format('COMMENT ON VIEW %I.%I IS %L', schema, 'live_' || kept.view_name,
                       'View ' || kept.view_name || ' without its summary: everything computed at every reading');
        FOR described IN
            SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS description
            FROM pg_attribute a
            WHERE a.attrelid = format('%I.%I', schema, kept.view_name)::regclass AND a.attnum > 0
        LOOP
            EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, kept.view_name || '_summary', described.name, described.description);
            EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, 'live_' || kept.view_name, described.name, described.description);
        END LOOP;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.start_summaries(text) IS
'Marks all years of a mart as having no summary yet, and describes the tables of summaries as their views are described. For create_social_mart and upgrade_social_mart.';

-- It runs many queries once each: to compile them would take longer.
CREATE FUNCTION @extschema@.refresh_summaries(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $procedure$
#variable_conflict use_variable
DECLARE
    changes bigint[];
    stale record;
    kept record;
    columns text;
    refreshed integer := 0;
BEGIN
    -- One refresh at a time; whoever writes or reads goes on.
    EXECUTE format('LOCK TABLE %I.summary_change IN SHARE UPDATE EXCLUSIVE MODE', schema);

    -- Only changes that were there before anything is computed are done with afterwards.
    -- What is changed meanwhile has rows of its own, which stay.
    EXECUTE format('SELECT array_agg(id) FROM %I.summary_change WHERE effective_on <= current_date', schema) INTO changes;
    FOR stale IN EXECUTE format('SELECT organisation, about, array_agg(fiscal_year) AS years FROM %I.stale_summary
                                 GROUP BY organisation, about ORDER BY organisation, about', schema) LOOP
        RAISE NOTICE 'refreshing %, organisation %: % ...', schema, stale.organisation, stale.about;
        EXECUTE format('DELETE FROM %I.summary_year WHERE organisation = $1 AND about = $2 AND fiscal_year = ANY ($3)', schema)
            USING stale.organisation, stale.about, stale.years;
        FOR kept IN EXECUTE format('SELECT view_name, view_name || ''_summary'' AS summary, ''live_'' || view_name AS live
                                    FROM %I.summary_view WHERE about = $1 ORDER BY view_name', schema) USING stale.about LOOP
            SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
            FROM pg_attribute a
            WHERE a.attrelid = format('%I.%I', schema, kept.summary)::regclass AND a.attnum > 0;
            EXECUTE format('DELETE FROM %I.%I WHERE organisation = $1 AND fiscal_year = ANY ($2)', schema, kept.summary)
                USING stale.organisation, stale.years;
            EXECUTE format('INSERT INTO %1$I.%2$I (%3$s)
                            SELECT l.* FROM unnest($2) AS y(fiscal_year)
                            CROSS JOIN LATERAL (SELECT %3$s FROM %1$I.%4$I
                                                WHERE organisation = $1 AND fiscal_year = y.fiscal_year OFFSET 0) l',
                           schema, kept.summary, columns, kept.live)
                USING stale.organisation, stale.years;
            EXECUTE format('INSERT INTO %1$I.summary_year (organisation, about, fiscal_year)
                            SELECT DISTINCT $1, $2, fiscal_year FROM %1$I.%2$I WHERE organisation = $1 AND fiscal_year = ANY ($3)
                            ON CONFLICT DO NOTHING', schema, kept.summary)
                USING stale.organisation, stale.about, stale.years;
        END LOOP;
        -- The months of a year that is not over are complete one after another, each on its last day.
        EXECUTE format('DELETE FROM %I.summary_change
                        WHERE organisation = $1 AND about = $2 AND fiscal_year = ANY ($3) AND effective_on > current_date', schema)
            USING stale.organisation, stale.about, stale.years;
        EXECUTE format('INSERT INTO %1$I.summary_change (organisation, about, fiscal_year, effective_on)
                        SELECT y.organisation, y.about, y.fiscal_year,
                               date_trunc(''month'', (current_date + 1)::timestamp)::date + interval ''1 month'' - interval ''1 day''
                        FROM %1$I.summary_year y
                        WHERE y.organisation = $1 AND y.about = $2 AND $2 = ''ledger'' AND y.fiscal_year = ANY ($3)
                          AND y.fiscal_year >= EXTRACT(year FROM current_date)', schema)
            USING stale.organisation, stale.about, stale.years;
        refreshed := refreshed + 1;
    END LOOP;
    EXECUTE format('DELETE FROM %I.summary_change WHERE id = ANY ($1)', schema) USING changes;
    IF refreshed > 0 THEN
        FOR kept IN EXECUTE format('SELECT view_name || ''_summary'' AS summary FROM %I.summary_view ORDER BY view_name', schema) LOOP
            EXECUTE format('ANALYZE %I.%I', schema, kept.summary);
        END LOOP;
    END IF;
    -- Or the planner would expect many stale years where there are none.
    EXECUTE format('ANALYZE %I.summary_year, %1$I.summary_change', schema);
    RAISE NOTICE 'the summaries of % are up to date', schema;
END
$procedure$;
COMMENT ON FUNCTION @extschema@.refresh_summaries(text) IS
'The part of refresh_social_mart that computes. Call that.';

CREATE FUNCTION @extschema@.refresh_social_mart_as_owner(schema text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.note_closed_views(schema, @extschema@.social_mart_names('view'::text), '{}'::oid[]);
    SELECT @extschema@.refresh_summaries(schema);
END;
COMMENT ON FUNCTION @extschema@.refresh_social_mart_as_owner(text) IS
'The part of refresh_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.refresh_social_mart(schema text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.refresh_social_mart_as_owner(text)'::regprocedure, ARRAY[schema]);
END;
COMMENT ON PROCEDURE @extschema@.refresh_social_mart(text) IS
'Refreshes the summaries of a mart: computes what its slower views say of the years that something changed in since the last refresh, and keeps it. Views say the same before and after, only faster. Call it after loading, or on a schedule. Readers and writers go on meanwhile; two refreshes take turns. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights, and where others may create objects in the mart''s schema or have done so.';
