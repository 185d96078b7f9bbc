-- summary: keeps what views of a mart have said, as long as nothing changes

-- The tables of summaries refuse whoever has not this setting on or is not their owner
-- (refuse_change_of_kept of a mart). The procedures here have it on while they run.

CREATE FUNCTION @extschema@.triggers_in_place(beside regclass, table_names text[], trigger_names text[], enabled text[]) RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
    RETURN (SELECT count(*)
            FROM unnest(table_names, trigger_names, enabled) AS e(table_name, trigger_name, enabled)
            JOIN pg_class c ON c.relname = e.table_name::name
                           AND c.relnamespace = (SELECT n.relnamespace FROM pg_class n WHERE n.oid = beside)
                           -- What is unlogged a crash empties, and a promotion, and no trigger runs.
                           AND c.relpersistence = 'p'
                           -- Rows of tables that inherit from it would be changed without its triggers, and its own through what
                           -- it is part of: unless these are listed, as partitions are.
                           AND NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class o ON o.oid = i.inhrelid
                                           WHERE c.relhassubclass AND i.inhparent = c.oid AND (i.inhdetachpending OR o.relnamespace <> c.relnamespace OR o.relname <> ALL (table_names::name[])))
                           AND NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class o ON o.oid = i.inhparent
                                           WHERE i.inhrelid = c.oid AND (i.inhdetachpending OR o.relnamespace <> c.relnamespace OR o.relname <> ALL (table_names::name[])))
            JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = e.trigger_name::name AND t.tgenabled = e.enabled::"char"
            -- Who has TRIGGER can have it run a function of his own under the same name.
            JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = c.relnamespace);
END
$function$;
COMMENT ON FUNCTION @extschema@.triggers_in_place(regclass, text[], text[], text[]) IS
'How many of these triggers are there, enabled as they should be (pg_trigger.tgenabled), and run a function of the schema that they are in, which is that of the table beside. Element i of the arrays is one trigger. None counts of a table that inherits from, or is inherited from by, one that is not among these, or that is unlogged: its rows can be changed without them. For the views of a mart.';

-- The mart's own DDL calls these four.

CREATE PROCEDURE @extschema@.begin_summaries(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET social_services.writes_summaries = 'on'
AS $procedure$
BEGIN
    -- What is not proven now is not proven by an upgrade. In a mart of 0.1.0 nothing is.
    IF to_regclass(format('%I.live_summary', schema)) IS NOT NULL THEN
        EXECUTE format('DELETE FROM %1$I.summary_note n WHERE n.kind = ''refresh'' AND NOT EXISTS (SELECT FROM %1$I.live_summary f WHERE f.refresh = n.id)', schema);
    END IF;
    -- Views that are not made anew are no more.
    EXECUTE format('UPDATE %I.summary_view SET kept = ''''', schema);
    EXECUTE format('DELETE FROM %I.summary_trigger WHERE partition_of IS NULL', schema);
    EXECUTE format('DELETE FROM %I.summary_relation', schema);
    EXECUTE format($insert$INSERT INTO %I.summary_relation (relation_name, purpose) VALUES
                           ('summary_relation', 'list'), ('summary_view', 'list'), ('summary_trigger', 'list'), ('summary_note', 'notes'), ('summary_turn', 'notes'),
                           ('live_summary', 'part'), ('live_day', 'part'), ('live_label', 'part'), ('live_word', 'part'), ('live_released_translation', 'part'), ('live_report_style', 'part'), ('live_key_figure_name', 'part'), ('live_closing', 'part'), ('live_account_year', 'part'), ('live_reallocation', 'part'),
                           ('live_succession_way', 'part'), ('live_lineage', 'part'), ('live_not_comparable', 'part'), ('live_succeeded_ledger', 'part'), ('live_restated_ledger', 'part'), ('live_restated_one_off', 'part'),
                           ('live_whole_outcome', 'part'), ('live_year_need', 'part'),
                           ('live_unit_path', 'part'), ('live_head_path', 'part'), ('live_parent', 'part'), ('live_figure_year', 'part'), ('live_restated_series', 'part'), ('live_forecast_series', 'part'), ('live_booked_series', 'part'), ('live_forecast_account', 'part'), ('live_accuracy', 'part'),
                           ('live_ledger_suspicion', 'part'), ('live_suspect_payment', 'part'),
                           ('live_kind', 'part'), ('live_known_kind', 'part'), ('live_household_unit', 'part'), ('live_month_digest', 'part'), ('live_unit_group', 'part'), ('live_shown_unit', 'part'), ('live_shown_head', 'part'), ('live_unit_shift', 'part'), ('live_released_past', 'part'), ('live_hidden_outcome', 'part'), ('live_released_step', 'part'), ('live_released_day', 'part'), ('live_released_organisation', 'part'), ('live_released_unit', 'part'), ('live_released_unit_succession', 'part'), ('live_released_scenario', 'part'), ('live_released_closing', 'part'), ('live_released_year', 'part'), ('live_released_counted_year', 'part'), ('live_released_one_off', 'part'), ('live_released_ledger', 'part'), ('live_released_household_month', 'part'), ('live_spell', 'part'), ('live_spell_count', 'part'), ('live_unreported', 'part'), ('live_caseload_node', 'part'), ('live_household_set', 'part'),
                           ('live_indicator_source', 'part'), ('live_given_month', 'part'), ('live_indicator_target', 'part'), ('live_indicator_month', 'part'), ('live_indicator_outcome', 'part'), ('live_target_year', 'part'), ('live_indicator_year', 'part'), ('live_released_key_figure_value', 'part'), ('mart_figure_summary', 'summary'), ('live_figure_part', 'part'), ('live_known_key_figure', 'part'), ('live_mart_ledger_month', 'part'), ('live_mart_figure', 'part'), ('live_known_figure', 'part'), ('live_inhabitants', 'part'), ('live_year_figure', 'part'),
                           ('live_budget_calculation', 'part'), ('live_released_register_item', 'part'), ('live_released_assignment', 'part'), ('live_released_assignment_report', 'part')$insert$, schema);
    EXECUTE format($insert$INSERT INTO %I.summary_trigger (table_name, trigger_name, enabled)
                           VALUES ('organisation', 'organisation_changes_ledger_summaries', 'A'), ('organisation', 'organisation_changes_caseload_summaries', 'A'),
                                  ('organisation', 'organisation_changes_people_summaries', 'A')$insert$, schema);
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.begin_summaries(text) IS
'Empties the lists of what a mart keeps for itself, before its DDL fills them anew, and forgets what is not proven to be whole. For the DDL of a mart.';

CREATE PROCEDURE @extschema@.note_summary_changes(schema text, tables text[], about text, later_years integer, year_column text DEFAULT '')
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET social_services.writes_summaries = 'on'
AS $procedure$
#variable_conflict use_variable
DECLARE
    relation text;
    event record;
    trigger_name text;
    is_divided boolean;
    is_of_partitions boolean;
    leaf record;
BEGIN
    FOREACH relation IN ARRAY tables LOOP
        is_divided := (SELECT c.relkind = 'p' FROM pg_class c WHERE c.oid = format('%I.%I', schema, relation)::regclass);
        -- Always: also where rows arrive by session_replication_role = replica. By row where no statement names the table: what a
        -- subscription applies, and what goes through a table that this one inherits from or is a partition of.
        FOR event IN
            SELECT * FROM (VALUES ('insert', 'AFTER INSERT', 'STATEMENT', 'REFERENCING NEW TABLE AS new_rows'),
                                  ('update', 'AFTER UPDATE', 'STATEMENT', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                                  ('delete', 'AFTER DELETE', 'STATEMENT', 'REFERENCING OLD TABLE AS old_rows'),
                                  ('truncate', 'BEFORE TRUNCATE', 'STATEMENT', ''),
                                  ('statement', 'BEFORE INSERT OR UPDATE OR DELETE', 'STATEMENT', ''),
                                  ('row', 'AFTER INSERT OR UPDATE OR DELETE', 'ROW', ''))
                          AS e(name, moment, level, transition_tables)
        LOOP
            trigger_name := format('%s_changes_%s_summaries_on_%s', relation, about, event.name);
            EXECUTE format('CREATE OR REPLACE TRIGGER %I %s ON %I.%I %s FOR EACH %s %s
                            EXECUTE FUNCTION %3$I.note_summary_change(%8$L, %9$L, %10$L, %4$L)',
                           trigger_name, event.moment, schema, relation, event.transition_tables, event.level,
                           CASE event.level WHEN 'ROW' THEN format('WHEN (current_setting(''social_services.statement_of_%s''::text, true) IS DISTINCT FROM pg_current_xact_id()::text)', relation) ELSE '' END,
                           about, later_years, year_column);
            -- Of a divided table it runs in partitions alone, and is ENABLE ALWAYS there (watch_partitions). One that is attached anew has it as
            -- here, so that it is not taken for what it was.
            is_of_partitions := event.level = 'ROW' AND is_divided;
            EXECUTE format('ALTER TABLE %I.%I ENABLE %s TRIGGER %I', schema, relation, CASE WHEN is_of_partitions THEN '' ELSE 'ALWAYS' END, trigger_name);
            EXECUTE format('INSERT INTO %I.summary_trigger (table_name, trigger_name, enabled) VALUES ($1, $2, $3)', schema)
                USING relation, trigger_name, CASE WHEN is_of_partitions THEN 'O' ELSE 'A' END;
            -- Whatever is not proven is forgotten by now.
            IF is_of_partitions THEN
                FOR leaf IN EXECUTE format('SELECT i.inhrelid::regclass AS relation FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                                            JOIN %1$I.summary_trigger e ON e.table_name = c.relname AND e.trigger_name = $1 AND e.partition_of = $2
                                            WHERE i.inhparent = $3 AND c.relnamespace = to_regnamespace(%2$L)', schema, quote_ident(schema))
                            USING trigger_name, relation, format('%I.%I', schema, relation)::regclass LOOP
                    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', leaf.relation, trigger_name);
                END LOOP;
            END IF;
        END LOOP;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.note_summary_changes(text, text[], text, integer, text) IS
'Lets changes of tables of a mart make its summaries stale: those about the ledger, the caseload or people, in the year that a column tells (fiscal_year, from_year, month or scenario; in all years without one) and in as many later years. For the DDL of a mart.';

CREATE PROCEDURE @extschema@.summarise_view(schema text, view_name text, about text, years text, body text, never_kept text DEFAULT NULL)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET social_services.writes_summaries = 'on'
AS $procedure$
#variable_conflict use_variable
DECLARE
    live text := 'live_' || view_name;
    -- What is kept of it: all, or a view of its own.
    kept text := CASE WHEN never_kept IS NULL THEN live ELSE 'live_kept_' || view_name END;
    summary text := view_name || '_summary';
    columns text;
    fresh text;
    -- As the mart's other views are made: only its own and PostgreSQL's names. While they are
    -- visible, nothing is called here that one of them could stand in for.
    path text := format('%I, pg_temp', schema);
    command text;
BEGIN
    FOREACH command IN ARRAY array_remove(ARRAY[
        format('CREATE OR REPLACE VIEW %I.%I AS %s', schema, kept, replace(body, '@years@', format('%I.%I', schema, years))),
        format('CREATE OR REPLACE VIEW %1$I.%2$I AS SELECT * FROM %1$I.%3$I UNION ALL (', schema, live, kept) || never_kept || ')'], NULL::text)
    LOOP
        PERFORM set_config('search_path', path, true);
        EXECUTE command;
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    END LOOP;

    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0;

    -- The table is made anew where an older version's view had other columns; that view reads it until now.
    IF (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = to_regclass(format('%I.%I', schema, summary)) AND a.attnum > 0) IS DISTINCT FROM
       (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) || ', refresh uuid, place bigint'
        FROM pg_attribute a WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0) THEN
        EXECUTE format('CREATE OR REPLACE VIEW %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I', schema, view_name, columns, live);
        EXECUTE format('DROP TABLE IF EXISTS %I.%I', schema, summary);
        EXECUTE format('CREATE TABLE %1$I.%2$I AS SELECT %3$s, NULL::uuid AS refresh, NULL::bigint AS place FROM %1$I.%4$I WITH NO DATA',
                       schema, summary, columns, live);
        EXECUTE format('ALTER TABLE %1$I.%2$I ADD CONSTRAINT %3$I PRIMARY KEY (refresh, place)', schema, summary, summary || '_pkey');
        EXECUTE format('CREATE INDEX %I ON %I.%I (organisation, fiscal_year)', summary || '_organisation_fiscal_year', schema, summary);
        -- Nobody asks by what is in arrays and bytes, and to analyse them would take longer than all else.
        SELECT string_agg(format('ALTER COLUMN %I SET STATISTICS 0', a.attname), ', ' ORDER BY a.attnum) INTO command
        FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = format('%I.%I', schema, summary)::regclass AND a.attnum > 0 AND (t.typcategory = 'A' OR t.typname = 'bytea');
        IF command IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %I.%I ', schema, summary) || command;
        END IF;
    END IF;

    fresh := format('%1$I.live_summary f JOIN %1$I.%2$I w ON w.refresh = f.refresh AND w.place = 0::bigint', schema, summary);
    -- What is kept of the years of which it is proven to be whole, and the others computed, one
    -- by one. To sort those has two ends: they are computed once, even where the planner has
    -- them read again for each row of another table (a sort keeps its result, and this one is
    -- by nothing that a filter can make superfluous); and no more than their filter asks for.
    -- DISTINCT lets it be known which years these are before anything is computed, and lets filters pass.
    -- Years have four digits: all do, but of a calculation the planner expects that few do, as few are stale.
    -- Or it would have code compiled (JIT) that is seldom run and takes longer to compile.
    --
    -- A barrier, or functions in a reader's filter would be run on what is kept and not shown.
    -- UNION ALL stands in a query of its own, for PostgreSQL 15 takes one at the top of a view apart before it looks.
    command := format($view$
        CREATE OR REPLACE VIEW %1$I.%2$I WITH (security_barrier = true) AS
        SELECT %3$s FROM (
            SELECT %8$s FROM %5$s JOIN %1$I.%4$I k ON k.refresh = f.refresh AND k.place > 0::bigint
            WHERE f.about = %9$L::text
            UNION ALL
            (SELECT %3$s FROM (%6$s) c ORDER BY c.fiscal_year + 0)%7$s
        ) s$view$,
        schema, view_name, columns, summary, fresh,
        replace(body, '@years@', format('(SELECT DISTINCT y.organisation, y.fiscal_year FROM %I.%I y
                                          WHERE y.fiscal_year + 0 >= 1000 AND y.fiscal_year + 0 <= 9999 AND NOT EXISTS (SELECT FROM %s WHERE f.about = %L::text
                                                            AND f.organisation = y.organisation AND f.fiscal_year = y.fiscal_year))',
                                        schema, years, fresh, about)),
        coalesce(' UNION ALL (SELECT ' || columns || ' FROM (' || never_kept || ') n ORDER BY n.fiscal_year + 0)', ''),
        (SELECT string_agg(format('%s.%I', CASE WHEN a.attname IN ('organisation', 'fiscal_year') THEN 'f' ELSE 'k' END, a.attname), ', ' ORDER BY a.attnum)
         FROM pg_attribute a
         WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0),
        about);
    PERFORM set_config('search_path', path, true);
    EXECUTE command;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    EXECUTE format('INSERT INTO %1$I.summary_view (view_name, about, years, kept, place)
                    VALUES ($1, $2, $3, $4, (SELECT count(*) FROM %1$I.summary_view WHERE kept <> ''''))
                    ON CONFLICT (view_name) DO UPDATE SET about = excluded.about, years = excluded.years, kept = excluded.kept, place = excluded.place', schema)
        USING view_name, about, years, kept;
    EXECUTE format('INSERT INTO %I.summary_relation (relation_name, purpose) VALUES ($1, ''live view''), ($2, ''summary'')', schema) USING live, summary;
    EXECUTE format('INSERT INTO %I.summary_relation (relation_name, purpose) VALUES ($1, ''part''), ($2, ''part'') ON CONFLICT DO NOTHING', schema) USING years, kept;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.summarise_view(text, text, text, text, text, text) IS
'Makes view X of a mart, view live_X that computes the same, and table X_summary that keeps it, from a query in which @years@ stands for a table with the organisations and fiscal years to compute. Rows of years that nothing changed in since the last refresh come from the table, the others are computed, so that X always says the same as live_X. What `never_kept` says is computed at every reading. A summary with other columns begins empty. For the DDL of a mart.';

CREATE PROCEDURE @extschema@.start_summaries(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET social_services.writes_summaries = 'on'
AS $procedure$
#variable_conflict use_variable
DECLARE
    part record;
    parts text[] := '{}';
    kept record;
    described record;
    tables record;
    guarded record;
    guard text;
    gone record;
BEGIN
    -- What is no longer kept goes, all at once, for one may read another; but what a view still reads.
    EXECUTE format('WITH gone AS (DELETE FROM %1$I.summary_view WHERE kept = '''' RETURNING view_name)
                    SELECT string_agg(format(''%%1$I.%%2$I, %%1$I.%%3$I'', %1$L, ''live_'' || view_name, ''live_kept_'' || view_name), '', '') AS views,
                           string_agg(format(''%%I.%%I'', %1$L, view_name || ''_summary''), '', '') AS tables
                    FROM gone WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = ''pg_rewrite''::regclass
                                                AND d.refobjid = to_regclass(format(''%%I.%%I'', %1$L, view_name || ''_summary'')))', schema) INTO gone;
    IF gone.views IS NOT NULL THEN
        EXECUTE 'DROP VIEW IF EXISTS ' || gone.views;
        EXECUTE 'DROP TABLE IF EXISTS ' || gone.tables;
    END IF;

    -- A year is fresh where every view that rests on the same has all of it.
    FOR part IN EXECUTE format('SELECT about, array_agg(DISTINCT years) AS years, array_agg(view_name ORDER BY view_name) AS views
                                FROM %I.summary_view GROUP BY about ORDER BY about', schema) LOOP
        parts := parts || format($part$
            SELECT %2$L::text AS about, y.organisation, y.fiscal_year
            FROM (SELECT n.organisation, n.fiscal_year
                  FROM %1$I.summary_note n JOIN %1$I.live_day d ON d.organisation = n.organisation
                  WHERE n.about = %2$L::text AND n.fiscal_year IS NOT NULL AND n.effective_on <= d.today%3$s) y
            WHERE NOT EXISTS (SELECT FROM %1$I.live_summary f
                              WHERE f.about = %2$L::text AND f.organisation = y.organisation AND f.fiscal_year = y.fiscal_year
                                AND (SELECT pg_catalog.count(*) FROM (%4$s) w) = %5$s::bigint)$part$,
            schema, part.about,
            (SELECT string_agg(format(' UNION SELECT x.organisation, x.fiscal_year FROM %I.%I x', schema, y.name), '') FROM unnest(part.years) AS y(name)),
            (SELECT string_agg(format('SELECT FROM %I.%I w WHERE w.refresh = f.refresh AND w.place = 0::bigint', schema, v.name || '_summary'), ' UNION ALL ') FROM unnest(part.views) AS v(name)),
            cardinality(part.views));
    END LOOP;
    EXECUTE format('CREATE OR REPLACE VIEW %I.stale_summary AS %s', schema, array_to_string(parts, ' UNION ALL '));
    EXECUTE format($comment$
        COMMENT ON VIEW   %1$I.stale_summary              IS 'A year that views compute afresh at every reading, since something changed after the last CALL refresh_social_mart, or nothing proves that what was kept then is whole. What they show is up to date in any case, only slower';
        COMMENT ON COLUMN %1$I.stale_summary.about        IS 'ledger, caseload or people: what changed';
        COMMENT ON COLUMN %1$I.stale_summary.organisation IS 'Code of the organisation';
        COMMENT ON COLUMN %1$I.stale_summary.fiscal_year  IS 'Fiscal year'$comment$, schema);
    -- What 0.1.0 kept its notes in.
    EXECUTE format('DROP TABLE IF EXISTS %1$I.summary_change, %1$I.summary_year', schema);

    FOR kept IN EXECUTE format('SELECT view_name, kept FROM %I.summary_view ORDER BY view_name', schema) LOOP
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', schema, kept.view_name || '_summary',
                       'What view ' || kept.view_name || ' said at the last refresh. Read the view: it leaves out what is no longer true');
        EXECUTE format('COMMENT ON VIEW %I.%I IS %L', schema, 'live_' || kept.view_name,
                       'View ' || kept.view_name || ' without its summary: everything computed at every reading');
        EXECUTE format('COMMENT ON VIEW %I.%I IS %L', schema, kept.kept,
                       'View ' || kept.view_name || ' without its summary: everything that is kept of it, computed at every reading');
        -- Mostly they are described so already, and what is kept is all.
        FOR described IN
            SELECT t.oid::regclass AS relation, a.attname AS name, col_description(a.attrelid, a.attnum) AS description
            FROM pg_attribute a
            JOIN pg_class t ON t.relnamespace = quote_ident(schema)::regnamespace AND t.relname IN (kept.view_name || '_summary', 'live_' || kept.view_name, kept.kept)
            JOIN pg_attribute b ON b.attrelid = t.oid AND b.attname = a.attname
            WHERE a.attrelid = format('%I.%I', schema, kept.view_name)::regclass AND a.attnum > 0
              AND col_description(a.attrelid, a.attnum) IS DISTINCT FROM col_description(b.attrelid, b.attnum)
        LOOP
            EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', described.relation, described.name, described.description);
        END LOOP;
        EXECUTE format('COMMENT ON COLUMN %I.%I.refresh IS %L', schema, kept.view_name || '_summary', 'The refresh that made the row: id of its note in summary_note');
        EXECUTE format('COMMENT ON COLUMN %I.%I.place IS %L', schema, kept.view_name || '_summary',
                       'Number of the row among those of the year, from 1. 0 is no row of the view: it says that all rows of the year are there, if only none');
    END LOOP;

    -- Read to its end first: a table that is being read gets no trigger.
    EXECUTE format('SELECT array_agg(relation_name) AS names, array_agg(purpose) AS purposes
                    FROM %I.summary_relation WHERE purpose IN (''list'', ''notes'', ''summary'')', schema) INTO tables;
    FOR guarded IN SELECT * FROM unnest(tables.names, tables.purposes) AS t(name, purpose) LOOP
        guard := guarded.name || '_is_written_by_refresh';
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION %2$I.refuse_change_of_kept(%4$L)', guard, schema, guarded.name, guarded.purpose);
        EXECUTE format('ALTER TABLE %I.%I ENABLE TRIGGER %I', schema, guarded.name, guard);
        -- The lists are the same everywhere.
        CONTINUE WHEN guarded.purpose = 'list';
        guard := guarded.name || '_is_not_replicated';
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %I.%I
                        FOR EACH ROW EXECUTE FUNCTION %2$I.refuse_change_of_kept(%4$L)', guard, schema, guarded.name, guarded.purpose);
        EXECUTE format('ALTER TABLE %I.%I ENABLE REPLICA TRIGGER %I', schema, guarded.name, guard);
        EXECUTE format('INSERT INTO %I.summary_trigger (table_name, trigger_name, enabled) VALUES ($1, $2, ''R''), ($1, $3, ''O'') ON CONFLICT DO NOTHING', schema)
            USING guarded.name, guard, guarded.name || '_is_written_by_refresh';
    END LOOP;

    -- What was kept stays where all that decides it is as it was: the views that are read, the functions that they call, and
    -- the triggers that note changes of their tables. That a function of the library gives other results than in
    -- the release before shows in none of these: then the number of `results` is raised (docs/release.md).
    -- To put a view's definition into words takes longest, so it is done once, however many views reach it.
    FOR kept IN EXECUTE format($query$
        WITH RECURSIVE reached(view_name, class, object) AS (
            SELECT v.view_name, 'pg_class'::regclass::oid, format('%%I.%%I', $1, v.kept)::regclass::oid FROM %1$I.summary_view v
            UNION
            SELECT r.view_name, d.refclassid, d.refobjid
            FROM reached r
            CROSS JOIN LATERAL (
                SELECT d.refclassid, d.refobjid FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                WHERE r.class = 'pg_class'::regclass AND w.ev_class = r.object
                UNION ALL
                SELECT d.refclassid, d.refobjid FROM pg_depend d WHERE r.class = 'pg_proc'::regclass AND d.classid = r.class AND d.objid = r.object
            ) d
            WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
        ), definition AS MATERIALIZED (
            SELECT r.class, r.object,
                   md5(CASE WHEN r.class = 'pg_class'::regclass
                            THEN (SELECT concat_ws(' ', c.relname, CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END) FROM pg_class c WHERE c.oid = r.object)
                                 || coalesce((SELECT string_agg(concat_ws(' ', pg_get_triggerdef(t.oid), p.prosrc), chr(10) ORDER BY t.tgname)
                                              FROM pg_trigger t
                                              JOIN pg_proc p ON p.oid = t.tgfoid
                                              JOIN %1$I.summary_trigger e ON e.trigger_name = t.tgname
                                              JOIN pg_class c ON c.oid = t.tgrelid AND c.relname = e.table_name
                                              WHERE t.tgrelid = r.object), '')
                            ELSE (SELECT concat_ws(' ', p.oid::regprocedure, p.prosrc, pg_get_function_sqlbody(p.oid)) FROM pg_proc p WHERE p.oid = r.object) END) AS text
            FROM (SELECT DISTINCT r.class, r.object FROM reached r) r
        ), fingerprint AS (
            SELECT r.view_name, md5('results 1 ' || string_agg(d.text, ' ' ORDER BY d.text COLLATE "C")) AS definition
            FROM reached r JOIN definition d ON d.class = r.class AND d.object = r.object
            GROUP BY r.view_name
        )
        SELECT v.view_name, f.definition FROM %1$I.summary_view v JOIN fingerprint f ON f.view_name = v.view_name
        WHERE v.definition IS DISTINCT FROM f.definition ORDER BY v.view_name$query$, schema) USING schema
    LOOP
        -- Not TRUNCATE: whoever reads on with an older snapshot still finds what belongs to it.
        EXECUTE format('DELETE FROM %I.%I', schema, kept.view_name || '_summary');
        EXECUTE format('UPDATE %I.summary_view SET definition = $1 WHERE view_name = $2', schema) USING kept.definition, kept.view_name;
    END LOOP;
    -- What is left of the proofs holds with the triggers of this version.
    EXECUTE format('UPDATE %1$I.summary_note SET triggers = (SELECT count(*) FROM %1$I.summary_trigger) WHERE kind = ''refresh''', schema);
    EXECUTE format('UPDATE %I.summary_note SET written_by = xmin WHERE kind = ''refresh''', schema);
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.start_summaries(text) IS
'Empties the summaries whose definition is another than before: the years of those are computed until the next refresh. Describes the tables of summaries as their views are described, and guards them. For create_social_mart and upgrade_social_mart.';
