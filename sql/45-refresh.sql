-- refresh: computes what summaries keep of the years that something changed in, by some organisations at a time

-- A refresh is a chain of steps, each of which is whole by itself and hands the next one what it must know (a state):
--
--   begin_refresh   lists the organisations that are stale
--   refresh_some    computes some that no other session is at, as often as some are left; at last, says what was done
--
-- After each step the procedure commits, where the transaction is its own (src/mart.c). So a step trusts nothing that the
-- one before has seen, but the list: that the triggers are there, what is stale, and what the mart's views are it asks anew.
-- It works as the mart's owner. Between steps nothing of the owner's runs.

CREATE FUNCTION @extschema@.refuse_unnoticed_changes(schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    triggers integer;
    unnoticed record;
BEGIN
    -- It is the first table that an upgrade locks: that comes before this step or after it.
    EXECUTE format('LOCK TABLE %I.mart IN SHARE MODE', schema);
    EXECUTE format('SELECT count(*) FROM %I.summary_trigger', schema) INTO triggers;
    EXECUTE format('SELECT e.table_name, s.inherits, s.is_inherited_from, c.relpersistence <> ''p'' AS is_unlogged
                    FROM %1$I.summary_trigger e
                    LEFT JOIN pg_class c ON c.relname = e.table_name AND c.relnamespace = to_regnamespace(%2$L)
                    LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = e.trigger_name AND t.tgenabled::text = e.enabled
                    LEFT JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = c.relnamespace
                    CROSS JOIN LATERAL (
                        SELECT bool_or(i.inhparent = c.oid) AS is_inherited_from, bool_or(i.inhrelid = c.oid) AS inherits
                        FROM pg_inherits i JOIN pg_class o ON o.oid = CASE c.oid WHEN i.inhparent THEN i.inhrelid ELSE i.inhparent END
                        WHERE (i.inhparent = c.oid OR i.inhrelid = c.oid)
                          AND (i.inhdetachpending OR o.relnamespace <> c.relnamespace OR NOT EXISTS (SELECT FROM %1$I.summary_trigger l WHERE l.table_name = o.relname))) s
                    WHERE p.oid IS NULL OR s.inherits OR s.is_inherited_from OR c.relpersistence <> ''p'' ORDER BY e.table_name LIMIT 1', schema, quote_ident(schema)) INTO unnoticed;
    IF triggers = 0 OR unnoticed.table_name IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = CASE WHEN unnoticed.is_inherited_from THEN format('a table inherits from %I.%I, and changes of that go unnoticed', schema, unnoticed.table_name)
                           WHEN unnoticed.inherits THEN format('%I.%I is part of another table, and changes through that go unnoticed', schema, unnoticed.table_name)
                           WHEN unnoticed.is_unlogged THEN format('%I.%I is unlogged, and that a crash empties it goes unnoticed', schema, unnoticed.table_name)
                           ELSE format('changes of %I.%I go unnoticed: its triggers are not enabled as they were made', schema, coalesce(unnoticed.table_name, 'ledger')) END,
            DETAIL = 'No summary can be made now. Views compute all they say, so they are right.',
            HINT = CASE WHEN unnoticed.is_inherited_from THEN format('Say ALTER TABLE ... NO INHERIT %1$I.%2$I, ANALYZE %1$I.%2$I, and CALL refresh_social_mart(%1$L, anew => true).', schema, unnoticed.table_name)
                        WHEN unnoticed.inherits THEN format('Say ALTER TABLE %1$I.%2$I NO INHERIT ..., or ALTER TABLE ... DETACH PARTITION, and CALL refresh_social_mart(%1$L, anew => true).', schema, unnoticed.table_name)
                        WHEN unnoticed.is_unlogged THEN format('Say ALTER TABLE %1$I.%2$I SET LOGGED, and CALL refresh_social_mart(%1$L, anew => true).', schema, unnoticed.table_name)
                        ELSE format('CALL upgrade_social_mart(%L) makes them anew; then refresh again.', schema) END;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_unnoticed_changes(text) IS
'Refuses to refresh a mart in which rows may change without a note, which would show in no summary that is made now (55000), and keeps upgrades away until the transaction ends. For refresh_social_mart.';

CREATE FUNCTION @extschema@.begin_refresh(schema text, anew boolean, organisation text, waits boolean) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET social_services.writes_summaries = 'on'
AS $function$
#variable_conflict use_variable
DECLARE
    grown record;
    kept record;
    erased text[];
    known boolean;
    state jsonb;
BEGIN
    -- What has grown much since it was analysed, as in a first load, would be read by plans for a few rows.
    FOR grown IN
        EXECUTE format('SELECT DISTINCT coalesce(d.oid, c.oid)::regclass AS relation FROM %1$I.summary_trigger e
                        LEFT JOIN pg_class d ON d.relname = e.partition_of AND d.relnamespace = to_regnamespace(%2$L)
                        JOIN pg_class c ON c.relname = e.table_name AND c.relnamespace = to_regnamespace(%2$L) AND c.relkind = ''r''
                        WHERE c.reltuples < 0 OR pg_relation_size(c.oid) / current_setting(''block_size'')::bigint > 2 * c.relpages + 8', schema, quote_ident(schema))
    LOOP
        EXECUTE format('ANALYZE %s', grown.relation);
    END LOOP;

    EXECUTE format('SELECT EXISTS (SELECT FROM %I.organisation o WHERE o.organisation = $1)', schema) INTO known USING organisation;
    IF organisation IS NOT NULL AND NOT known THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %L', schema, organisation),
            HINT = format('SELECT organisation, name FROM %I.organisation lists those that it has. Leave organisation out to refresh all.', schema);
    END IF;
    -- In the order of their codes, as all turns: so that no two sessions wait for each other. Only those that have none, for
    -- ON CONFLICT waits for whoever has a turn.
    EXECUTE format('INSERT INTO %1$I.summary_turn (organisation)
                    SELECT o.organisation FROM (SELECT organisation FROM %1$I.organisation UNION SELECT organisation FROM %1$I.summary_note) o
                    WHERE NOT EXISTS (SELECT FROM %1$I.summary_turn t WHERE t.organisation = o.organisation) ORDER BY o.organisation
                    ON CONFLICT DO NOTHING', schema);

    -- What is kept of an organisation that was deleted would be there again if it came back.
    EXECUTE format('SELECT array_agg(e.organisation)
                    FROM (SELECT t.organisation FROM %1$I.summary_turn t
                          WHERE NOT EXISTS (SELECT FROM %1$I.organisation o WHERE o.organisation = t.organisation) FOR UPDATE OF t SKIP LOCKED) e', schema)
        INTO erased;
    IF erased IS NOT NULL THEN
        FOR kept IN EXECUTE format('SELECT view_name || ''_summary'' AS table_name FROM %1$I.summary_view UNION ALL VALUES (''summary_note''), (''summary_turn''), (''mart_figure_summary'')', schema) LOOP
            EXECUTE format('DELETE FROM %I.%I WHERE organisation = ANY ($1)', schema, kept.table_name) USING erased;
        END LOOP;
    END IF;

    -- In a transaction of others' nothing is committed until that ends, so it has all turns from the start. And what is to
    -- be forgotten may be on its way into a summary.
    IF anew OR waits THEN
        EXECUTE format('SELECT count(*) FROM (SELECT FROM %I.summary_turn WHERE organisation = $1 OR $1 IS NULL ORDER BY organisation FOR UPDATE) t', schema)
            USING organisation;
    END IF;
    IF anew THEN
        EXECUTE format('DELETE FROM %I.summary_note WHERE kind = ''refresh'' AND (organisation = $1 OR $1 IS NULL)', schema) USING organisation;
    END IF;

    EXECUTE format('SELECT jsonb_build_object(''organisations'', coalesce(jsonb_agg(s.organisation ORDER BY s.organisation), ''[]''), ''years'', coalesce(sum(s.years), 0),
                                              ''all_organisations'', count(*), ''computed'', 0, ''at_once'', 1, ''since'', clock_timestamp())
                    FROM (SELECT s.organisation, count(*) AS years FROM %1$I.stale_summary s WHERE s.organisation = $1 OR $1 IS NULL GROUP BY s.organisation) s', schema)
        INTO state USING organisation;
    RETURN state;
END
$function$;
COMMENT ON FUNCTION @extschema@.begin_refresh(text, boolean, text, boolean) IS
'The part of refresh_social_mart that finds out what is stale. Call that.';

-- It runs many queries once each: to compile them would take longer.
CREATE FUNCTION @extschema@.refresh_some(schema text, state jsonb) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET jit = off
    SET social_services.writes_summaries = 'on'
AS $function$
#variable_conflict use_variable
DECLARE
    work record;
    remaining record;
    taken text[];
    changes uuid[];
    triggers integer;
    known_years text;
    stale record;
    kept record;
    columns text;
    begun timestamptz := clock_timestamp();
    computed integer := 0;
BEGIN
    SELECT * INTO work FROM jsonb_to_record(state) AS w(organisations text[], years bigint, all_organisations integer, computed integer, at_once integer, since timestamptz);
    -- Also others may have refreshed some.
    EXECUTE format('SELECT array_agg(s.organisation ORDER BY s.organisation) AS organisations, count(*) AS count, coalesce(sum(s.years), 0)::bigint AS years
                    FROM (SELECT s.organisation, count(*) AS years FROM %I.stale_summary s WHERE s.organisation = ANY ($1) GROUP BY s.organisation) s', schema)
        INTO remaining USING work.organisations;
    IF remaining.count = 0 THEN
        FOR kept IN EXECUTE format('SELECT view_name || ''_summary'' AS summary FROM %I.summary_view WHERE $1 > 0 UNION ALL SELECT ''mart_figure_summary'' WHERE $1 > 0 ORDER BY summary', schema) USING work.computed LOOP
            EXECUTE format('ANALYZE %I.%I', schema, kept.summary);
        END LOOP;
        -- Or the planner would expect many stale years where there are none, and many organisations.
        EXECUTE format('ANALYZE %1$I.summary_note, %1$I.organisation', schema);
        RAISE NOTICE 'the summaries of % are up to date%', schema,
            CASE WHEN work.all_organisations > 0
                 THEN format(': %s of %s organisations were computed here', work.computed, work.all_organisations)
                      || CASE WHEN clock_timestamp() - work.since >= interval '1 minute' THEN to_char(clock_timestamp() - work.since, '", in" FMHH24:MI:SS') ELSE '' END
                 ELSE '' END;
        RETURN NULL;
    END IF;
    -- What was loaded since may have made more years stale than there were.
    IF remaining.years >= work.years THEN
        RAISE NOTICE 'refreshing %: % ...', schema, CASE remaining.count WHEN 1 THEN 'organisation ' || remaining.organisations[1] ELSE remaining.count || ' organisations' END;
    ELSE
        RAISE NOTICE 'refreshing %: % of % organisations done (% %%), about % left ...', schema, work.all_organisations - remaining.count, work.all_organisations,
            100 * (work.years - remaining.years) / work.years,
            to_char((clock_timestamp() - work.since) * (remaining.years / (work.years - remaining.years)::double precision), 'FMHH24:MI:SS');
    END IF;

    -- The next ones that nobody is at; where there are none, the first, when that is done.
    EXECUTE format('SELECT array_agg(t.organisation)
                    FROM (SELECT organisation FROM %I.summary_turn WHERE organisation = ANY ($1) ORDER BY organisation LIMIT $2 FOR UPDATE SKIP LOCKED) t', schema)
        INTO taken USING remaining.organisations, work.at_once;
    IF taken IS NULL THEN
        taken := remaining.organisations[1:1];
        RAISE NOTICE 'waiting for another session, which refreshes organisation % ...', taken[1];
    END IF;
    EXECUTE format('UPDATE %I.summary_turn SET taken_at = now() WHERE organisation = ANY ($1)', schema) USING taken;

    -- Only changes that were there before anything is computed are done with afterwards.
    -- What is changed meanwhile has rows of its own, which stay.
    EXECUTE format('SELECT array_agg(n.id) FROM %1$I.summary_note n JOIN %1$I.live_day d ON d.organisation = n.organisation
                    WHERE n.organisation = ANY ($1) AND n.kind = ''change'' AND n.effective_on <= d.today', schema) INTO changes USING taken;
    EXECUTE format('SELECT count(*) FROM %I.summary_trigger', schema) INTO triggers;
    -- A year that a change was noted for may have nothing to say, or no more: it gets no refresh.
    EXECUTE format('SELECT string_agg(DISTINCT format(''SELECT %%L::text AS about, organisation, fiscal_year FROM %%I.%%I WHERE organisation = ANY ($1)'', v.about, %1$L, v.years), '' UNION '')
                    FROM %1$I.summary_view v', schema) INTO known_years;
    FOR stale IN EXECUTE format('SELECT s.about, array_agg(s.organisation) AS organisations, array_agg(s.fiscal_year) AS years,
                                        array_agg(CASE WHEN k.organisation IS NOT NULL THEN gen_random_uuid() END) AS refreshes
                                 FROM %I.stale_summary s LEFT JOIN (%s) k USING (about, organisation, fiscal_year)
                                 WHERE s.organisation = ANY ($1) GROUP BY s.about ORDER BY s.about', schema, known_years) USING taken LOOP
        -- What proves a year comes first, and is seen with what it proves: so a view is made of what is kept of those before it.
        -- The months of a year that is not over are complete one after another, each on its last day; the last ones, where
        -- nobody says so, two months later.
        EXECUTE format('DELETE FROM %1$I.summary_note n USING unnest($2, $3) AS y(organisation, year) JOIN %1$I.live_day d USING (organisation)
                        WHERE n.organisation = y.organisation AND n.about = $1 AND n.fiscal_year = y.year AND (n.kind = ''refresh'' OR n.effective_on > d.today)', schema)
            USING stale.about, stale.organisations, stale.years;
        EXECUTE format('DELETE FROM %I.summary_note WHERE about = $1 AND id = ANY ($2)', schema) USING stale.about, changes;
        EXECUTE format('INSERT INTO %1$I.summary_note (organisation, about, fiscal_year, effective_on)
                        SELECT y.organisation, $1, y.year, date_trunc(''month'', (d.today + 1)::timestamp)::date + interval ''1 month'' - interval ''1 day''
                        FROM unnest($2, $3, $4) AS y(organisation, year, refresh) JOIN %1$I.live_day d USING (organisation)
                        WHERE $1 = ''ledger'' AND y.refresh IS NOT NULL
                          AND y.year >= EXTRACT(year FROM d.today - interval ''3 months'' + make_interval(months => (13 - d.fiscal_year_start) %% 12))', schema)
            USING stale.about, stale.organisations, stale.years, stale.refreshes;
        -- What lies ahead has not happened (live_kind).
        EXECUTE format('INSERT INTO %1$I.summary_note (organisation, about, fiscal_year, effective_on)
                        SELECT y.organisation, $1, y.year, least(o.paid, o.started)
                        FROM (SELECT d.organisation, (SELECT min(p.month) FROM %1$I.support_payment p WHERE p.organisation = d.organisation AND p.month > d.today) AS paid,
                                     (SELECT min(e.started_on) FROM %1$I.episode e WHERE e.organisation = d.organisation AND e.started_on > d.today) AS started
                              FROM %1$I.live_day d WHERE $1 = ''people'' AND d.organisation = ANY ($2)) o
                        JOIN unnest($2, $3, $4) AS y(organisation, year, refresh) USING (organisation)
                        WHERE y.refresh IS NOT NULL AND coalesce(o.paid, o.started) IS NOT NULL', schema)
            USING stale.about, stale.organisations, stale.years, stale.refreshes;
        EXECUTE format('INSERT INTO %I.summary_note (id, kind, organisation, about, fiscal_year, triggers)
                        SELECT y.refresh, ''refresh'', y.organisation, $1, y.year, $5 FROM unnest($2, $3, $4) AS y(organisation, year, refresh) WHERE y.refresh IS NOT NULL', schema)
            USING stale.about, stale.organisations, stale.years, stale.refreshes, triggers;
        EXECUTE format('UPDATE %I.summary_note SET written_by = xmin WHERE id = ANY ($1)', schema) USING stale.refreshes;
        FOR kept IN EXECUTE format('SELECT view_name || ''_summary'' AS summary, kept AS live
                                    FROM %I.summary_view WHERE about = $1 ORDER BY place', schema) USING stale.about LOOP
            SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
            FROM pg_attribute a
            WHERE a.attrelid = format('%I.%I', schema, kept.live)::regclass AND a.attnum > 0;
            EXECUTE format('DELETE FROM %I.%I k USING unnest($1, $2) AS y(organisation, year) WHERE k.organisation = y.organisation AND k.fiscal_year = y.year', schema, kept.summary)
                USING stale.organisations, stale.years;
            -- Planned once for all of them: that takes as long as to compute an organisation of a hundred thousand bookings.
            -- What is about people rests on all years, which are stale together: computed once for all of these.
            EXECUTE format(CASE stale.about WHEN 'people' THEN
                               'INSERT INTO %1$I.%2$I (%3$s, refresh, place)
                                SELECT %3$s, y.refresh, l.place FROM (SELECT DISTINCT o.code FROM unnest($1) AS o(code)) of_organisation
                                CROSS JOIN LATERAL (SELECT %3$s, row_number() OVER (PARTITION BY fiscal_year) AS place FROM %1$I.%4$I
                                                    WHERE organisation = of_organisation.code) l
                                JOIN unnest($1, $2, $3) AS y(of_organisation, year, refresh) ON y.of_organisation = l.organisation AND y.year = l.fiscal_year
                                WHERE y.refresh IS NOT NULL'
                           ELSE
                               'INSERT INTO %1$I.%2$I (%3$s, refresh, place)
                                SELECT %3$s, y.refresh, l.place FROM unnest($1, $2, $3) AS y(of_organisation, year, refresh)
                                CROSS JOIN LATERAL (SELECT %3$s, row_number() OVER () AS place FROM %1$I.%4$I
                                                    WHERE organisation = y.of_organisation AND fiscal_year = y.year) l
                                WHERE y.refresh IS NOT NULL' END,
                           schema, kept.summary, columns, kept.live)
                USING stale.organisations, stale.years, stale.refreshes;
            EXECUTE format('INSERT INTO %I.%I (organisation, fiscal_year, refresh, place)
                            SELECT y.organisation, y.year, y.refresh, 0 FROM unnest($1, $2, $3) AS y(organisation, year, refresh) WHERE y.refresh IS NOT NULL', schema, kept.summary)
                USING stale.organisations, stale.years, stale.refreshes;
        END LOOP;
        computed := greatest(computed, (SELECT count(DISTINCT o.code) FROM unnest(stale.organisations) AS o(code)));
    END LOOP;
    -- Key figures of all years, which rest on what is kept now. An organisation after another: of many at once the planner expects little.
    EXECUTE format('DELETE FROM %I.mart_figure_summary WHERE organisation = ANY ($1)', schema) USING taken;
    EXECUTE format('INSERT INTO %1$I.mart_figure_summary (organisation, key_figure, period_kind, unit, period_start, value, numerator, denominator, n, computed_on)
                    SELECT l.organisation, l.key_figure, l.period_kind, coalesce(l.unit, ''''), l.period_start, l.value, l.numerator, l.denominator, l.n, d.today
                    FROM unnest($1) AS t(organisation)
                    JOIN %1$I.live_day d ON d.organisation = t.organisation
                    CROSS JOIN LATERAL (SELECT f.* FROM %1$I.live_mart_figure f WHERE f.organisation = t.organisation OFFSET 0) l', schema) USING taken;
    EXECUTE format('DELETE FROM %I.summary_note WHERE id = ANY ($1)', schema) USING changes;

    -- As many the next time as take about ten seconds: more would be lost by a cancel, and with fewer, to plan takes longer than to compute.
    RETURN state || jsonb_build_object('organisations', (SELECT coalesce(jsonb_agg(o.code), '[]') FROM unnest(remaining.organisations) AS o(code) WHERE o.code <> ALL (taken)),
                                       'computed', work.computed + computed,
                                       'at_once', CASE computed WHEN 0 THEN work.at_once
                                                                ELSE greatest(least(10 * computed / nullif(EXTRACT(epoch FROM clock_timestamp() - begun), 0), 4 * computed)::integer, 1) END);
END
$function$;
COMMENT ON FUNCTION @extschema@.refresh_some(text, jsonb) IS
'The part of refresh_social_mart that computes: some organisations of those left, and what is left then. NULL, once all is up to date. Call that.';

CREATE FUNCTION @extschema@.refresh_step_as_owner(schema text, anew text, organisation text, waits text, state text) RETURNS text
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.watch_partitions(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_unnoticed_changes(schema);
    SELECT @extschema@.note_closed_views(schema, @extschema@.social_mart_names('view'::text), '{}'::oid[]) WHERE state IS NULL;
    SELECT CASE WHEN state IS NULL THEN @extschema@.begin_refresh(schema, anew::boolean, organisation, waits::boolean)
                ELSE @extschema@.refresh_some(schema, state::jsonb) END::text;
END;
COMMENT ON FUNCTION @extschema@.refresh_step_as_owner(text, text, text, text, text) IS
'The part of refresh_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION @extschema@.refresh_step(schema text, anew boolean, organisation text, waits boolean, state text) RETURNS text
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.refresh_step_as_owner(text,text,text,text,text)'::regprocedure,
                                    ARRAY[schema, coalesce(anew, false)::text, organisation, waits::text, state]);
END;
COMMENT ON FUNCTION @extschema@.refresh_step(text, boolean, text, boolean, text) IS
'A step of refresh_social_mart: what the next one is told, at first NULL, and NULL after the last. Call that.';

CREATE PROCEDURE @extschema@.refresh_social_mart(schema text, anew boolean DEFAULT false, organisation text DEFAULT NULL)
    LANGUAGE c AS 'MODULE_PATHNAME';
COMMENT ON PROCEDURE @extschema@.refresh_social_mart(text, boolean, text) IS
'Refreshes the summaries of a mart and of its released mart, or of one organisation in them: computes what its slower views say of the years that something changed in since the last refresh, and keeps it. Views say the same before and after, only faster; but for the key figures that the mart computes, which are as of the last refresh, and preliminary where something has changed since. With anew it forgets what is kept and computes all years. Call it after loading, or on a schedule. Readers and writers go on meanwhile. It says how far it is, and commits every ten seconds, between organisations: one that is cancelled keeps what it has done. Several sessions may call it at once: each takes organisations that no other is at, and returns when all are done that were stale when it began. In a transaction block, a function, procedure or DO it is part of that transaction, and has all organisations to itself until that ends. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 22023 for an organisation that it has not, 42501 without the owner''s rights, and where others may create objects in the mart''s schema or have done so, 55000 where triggers that note changes have been disabled or removed, 40001 at REPEATABLE READ and above for an organisation that another refresh has been at since.';
