-- interim_report: the figures of a date, published once and shown as they were ever after

-- == Publishing ==

-- It runs many queries once each: to compile them would take longer. What is text for ever has its dates as ISO writes them.
CREATE FUNCTION @extschema@.draft_interim_report(schema text, as_of date, only_organisation text, OUT organisation text, OUT version integer, OUT figures jsonb, OUT published_on date) RETURNS SETOF record
    LANGUAGE plpgsql VOLATILE ROWS 1
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    known integer := 0;
    drafted integer := 0;
BEGIN
    -- Two that publish the same date get two versions.
    EXECUTE format('LOCK TABLE %I.interim_report IN SHARE ROW EXCLUSIVE MODE', schema);
    FOR organisation, published_on, version, figures IN
        EXECUTE format('SELECT o.organisation, o.today,
                               (SELECT coalesce(max(r.version), 0) + 1 FROM %1$I.interim_report r WHERE r.organisation = o.organisation AND r.as_of = $2),
                               CASE WHEN $2 <= o.today THEN %1$I.interim_report_figures(o.organisation, $2) END
                        FROM %1$I.live_day o WHERE $1 IS NULL OR o.organisation = $1 ORDER BY o.organisation', schema)
        USING only_organisation, as_of
    LOOP
        known := known + 1;
        IF as_of > published_on THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('as_of must be a day from the year 1000 on that is not in the future, not %s', as_of),
                HINT = format('Today is %s to organisation %s.', published_on, organisation);
        END IF;
        IF figures -> 'sections' <> '[]' THEN
            drafted := drafted + 1;
            RETURN NEXT;
        END IF;
    END LOOP;
    IF known = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %L', schema, only_organisation),
            HINT = format('Choose one of SELECT organisation FROM %I.organisation, or leave it out for all that have figures.', schema);
    END IF;
    IF drafted = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('mart %I has no figures%s as of %s', schema, coalesce(' of ' || only_organisation, ''), as_of),
            HINT = 'Load a budget, an outcome by month, a forecast, a household plan or targets of that year first.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.draft_interim_report(text, date, text) IS
'What is to be published of a mart as of a date, one row for each organisation that has figures, or for one alone. The part of publish_interim_report that computes. Call that.';

-- By this setting the table knows that it is publish_interim_report that writes.
CREATE FUNCTION @extschema@.store_interim_report(schema text, as_of date, organisation text, version integer, figures jsonb, report_text text, report_markdown text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET social_services.publishes = 'on'
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('INSERT INTO %I.interim_report (organisation, as_of, version, fiscal_year, figures, report_text, report_markdown)
                    VALUES ($1, $2, $3, ($4 ->> ''fiscal_year'')::integer, $4, $5, $6)', schema)
        USING organisation, as_of, version, figures, report_text, report_markdown;
    RAISE NOTICE 'interim report of % as of % is published as version %', organisation, to_char(as_of, 'YYYY-MM-DD'), version;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_interim_report(text, date, text, integer, jsonb, text, text) IS
'The part of publish_interim_report that keeps a report. Call that.';

CREATE FUNCTION @extschema@.publish_interim_report_as_owner(schema text, as_of text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.store_interim_report(schema, as_of::date, d.organisation, d.version, d.figures,
                                            @extschema@.render_interim_report(d.figures, d.version, d.published_on, 'text'::text),
                                            @extschema@.render_interim_report(d.figures, d.version, d.published_on, 'markdown'::text))
    FROM @extschema@.draft_interim_report(schema, as_of::date, organisation) d;
END;
COMMENT ON FUNCTION @extschema@.publish_interim_report_as_owner(text, text, text) IS
'The part of publish_interim_report that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION @extschema@.interim_report_day(as_of date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF as_of IS NULL OR NOT isfinite(as_of) OR as_of < '1000-01-01' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('as_of must be a day from the year 1000 on that is not in the future, not %s', coalesce(as_of::text, 'NULL')),
            HINT = 'Give the last day that the figures know of: CALL publish_interim_report(''lund'', ''2023-04-30'').';
    END IF;
    RETURN to_char(as_of, 'YYYY-MM-DD');
END
$function$;
COMMENT ON FUNCTION @extschema@.interim_report_day(date) IS
'A day that a report can be of, as ISO writes it, whatever the session''s DateStyle is. 22023 for NULL, infinity and years before 1000. For publish_interim_report and interim_report.';

CREATE PROCEDURE @extschema@.publish_interim_report(schema text, as_of date, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.publish_interim_report_as_owner(text, text, text)'::regprocedure,
                                    ARRAY[schema, @extschema@.interim_report_day(as_of), organisation]);
END;
COMMENT ON PROCEDURE @extschema@.publish_interim_report(text, date, text) IS
'Freezes the figures of a mart as of a date: the year-end forecast stated and computed, budget and forecast by head, stated causes, households and targets, in table interim_report, whose rows are never changed. The same date again makes a new version. Of every organisation of the mart that has figures of that year, or of one alone. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for a day that is missing or in the future and for an unknown organisation, P0002 for a year without figures, 3F000 for a schema that is not a mart, 42501 without the owner''s rights, and where others may create objects in the mart''s schema or have done so.';

-- == Reading ==

CREATE FUNCTION @extschema@.read_interim_report(schema text, as_of text, format text, version text, organisation text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
#variable_conflict use_variable
DECLARE
    report text;
    published text;
BEGIN
    IF format IS NULL OR format NOT IN ('text', 'markdown', 'json') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('format must be text, markdown or json, not %s', coalesce(quote_literal(format), 'NULL')),
            HINT = 'Leave it out for text.';
    END IF;
    IF as_of IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'as_of must be the day of a published report, not NULL',
            HINT = format('SELECT as_of, version FROM %I.published_interim_report lists them.', schema);
    END IF;
    IF NOT has_schema_privilege(quote_ident(schema)::regnamespace::oid, 'USAGE')
       OR NOT coalesce(has_table_privilege(to_regclass(format('%I.published_interim_report', schema)), 'SELECT'), true) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('role %I may not read the published reports of mart %I', current_user, schema),
            HINT = format('Its owner can grant it: GRANT USAGE ON SCHEMA %I TO %I; GRANT SELECT ON %1$I.published_interim_report TO %2$I. A reader of one organisation finds its reports in published_interim_report of its own schema.', schema, current_user);
    END IF;
    -- The mart's own organisation where a reader sees it.
    IF organisation IS NULL THEN
        EXECUTE format('SELECT d.organisation FROM %I.data_dictionary d WHERE d.is_own_organisation LIMIT 1', schema) INTO organisation;
    END IF;
    EXECUTE format('SELECT %I FROM %I.published_interim_report r
                    WHERE r.organisation = $1 AND r.as_of = $2 AND r.version = coalesce($3, r.version)
                    ORDER BY r.version DESC LIMIT 1', 'report_' || format, schema)
        INTO report USING organisation, as_of::date, version::integer;
    IF report IS NULL THEN
        EXECUTE format('SELECT string_agg(p.as_of || CASE WHEN p.versions > 1 THEN '' in '' || p.versions || '' versions'' ELSE '''' END, '', '' ORDER BY p.as_of)
                        FROM (SELECT r.as_of, count(*) AS versions FROM %I.published_interim_report r
                              WHERE r.organisation = $1 GROUP BY r.as_of) p', schema) INTO published USING organisation;
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('no interim report of %I, organisation %s, as of %s%s is published',
                             schema, coalesce(quote_literal(organisation), 'unknown'), as_of, ', version ' || version),
            HINT = coalesce('Published of this organisation are reports as of ' || published || '.',
                            format('Nothing of this organisation is published yet. The owner publishes with CALL publish_interim_report(%L, %L).', schema, as_of));
    END IF;
    RETURN report;
END
$function$;
COMMENT ON FUNCTION @extschema@.read_interim_report(text, text, text, text, text) IS
'The part of interim_report that reads a mart. Call that.';

-- Whoever has the owner's rights reads as the owner: what the owner put into the views gets nothing of a superuser's rights.
CREATE FUNCTION @extschema@.interim_report(schema text, as_of date, format text DEFAULT 'text', version integer DEFAULT NULL, organisation text DEFAULT NULL) RETURNS text
    LANGUAGE sql STABLE PARALLEL UNSAFE
BEGIN ATOMIC
    -- What an older version published may hold characters that a terminal obeys.
    SELECT CASE format WHEN 'json' THEN @extschema@.interim_report_json(r.report::jsonb) ELSE @extschema@.interim_report_printable(r.report) END
    FROM (
        SELECT CASE WHEN @extschema@.can_run_as_owner(m.mart)
                    THEN @extschema@.run_as_owner(m.mart, '@extschema@.read_interim_report(text, text, text, text, text)'::regprocedure,
                                                  ARRAY[schema, to_char(as_of::timestamp, 'YYYY-MM-DD'::text), format, version::text, organisation])
                    ELSE @extschema@.read_interim_report(schema, to_char(as_of::timestamp, 'YYYY-MM-DD'::text), format, version::text, organisation) END AS report
        FROM (SELECT @extschema@.social_mart(schema) AS mart OFFSET 0) m
    ) r;
END;
COMMENT ON FUNCTION @extschema@.interim_report(text, date, text, integer, text) IS
'An interim report of a mart as it was published, as text for people, as Markdown or as JSON (format text, markdown or json); the latest version of the date unless version names another, of the mart''s own organisation unless organisation names another. Whoever may read the mart''s views may read it; whoever has its owner''s rights reads it with those alone. Errors: 22023 for another format and for a day that is missing, P0002 where none is published, 42501 for a role that may not read the reports, 3F000 for a schema that is not a mart.';
