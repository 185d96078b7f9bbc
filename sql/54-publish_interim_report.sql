-- publish_interim_report: freezes the figures of a date, for readers too, unless they would tell of few households

-- It runs many queries once each: to compile them would take longer. What is text for ever has its dates as ISO writes them.
CREATE FUNCTION @extschema@.draft_interim_report(schema text, as_of date, only_organisation text, is_required boolean, OUT organisation text, OUT version integer, OUT figures jsonb, OUT published_on date) RETURNS SETOF record
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
                               f.figures
                        FROM %1$I.live_day o
                        LEFT JOIN LATERAL %1$I.interim_report_figures(o.organisation, $2) AS f(figures) ON $2 <= o.today
                        WHERE $1 IS NULL OR o.organisation = $1 ORDER BY o.organisation', schema)
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
    IF known = 0 AND is_required THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %L', schema, only_organisation),
            HINT = format('Choose one of SELECT organisation FROM %I.organisation, or leave it out for all that have figures.', schema);
    END IF;
    IF drafted = 0 AND is_required THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('mart %I has no figures%s as of %s', schema, coalesce(' of ' || only_organisation, ''), as_of),
            HINT = 'Load a budget, an outcome by month, a forecast, a household plan or targets of that year first.';
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.draft_interim_report(text, date, text, boolean) IS
'What is to be published of a mart as of a date, one row for each organisation that has figures, or for one alone; whether there must be one. The part of publish_interim_report that computes. Call that.';

-- By this setting the table knows that it is publish_interim_report that writes.
CREATE FUNCTION @extschema@.store_interim_report(schema text, as_of date, organisation text, version integer, figures jsonb, published_despite text, report_text text, report_markdown text, report_html text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET social_services.publishes = 'on'
AS $function$
#variable_conflict use_variable
BEGIN
    EXECUTE format('INSERT INTO %I.interim_report (organisation, as_of, version, fiscal_year, figures, published_despite, report_text, report_markdown, report_html)
                    VALUES ($1, $2, $3, ($4 ->> ''fiscal_year'')::integer, $4, $5, $6, $7, $8)', schema)
        USING organisation, as_of, version, figures, published_despite, report_text, report_markdown, report_html;
    RAISE NOTICE 'interim report of % as of % is published in % as version %', organisation, to_char(as_of, 'YYYY-MM-DD'), quote_ident(schema), version;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_interim_report(text, date, text, integer, jsonb, text, text, text, text) IS
'The part of publish_interim_report that keeps a report. Call that.';

CREATE FUNCTION @extschema@.refuse_unclear_reason(argument text, reason text, hint text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF reason IS NULL OR btrim(reason) = '' OR length(reason) > 500 OR reason ~ '[[:cntrl:]]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('%s must say why in 1 to 500 characters on one line, not %s', argument, quote_nullable(reason)),
            HINT = hint;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.refuse_unclear_reason(text, text, text) IS
'Refuses a reason that is missing, blank, too long or no line (22023). For publish_interim_report and withdraw_interim_report.';

-- == What publishing shows to readers ==

CREATE FUNCTION @extschema@.month_to_release(schema text, as_of date, only_organisation text, OUT organisation text, OUT month date) RETURNS SETOF record
    LANGUAGE plpgsql VOLATILE ROWS 10
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    RETURN QUERY EXECUTE format('
        WITH closed AS (
            SELECT d.organisation, (date_trunc(''month'', (least($1, d.today - 1) + 1)::timestamp) - interval ''1 month'')::date AS month
            FROM %1$I.live_day d WHERE $2 IS NULL OR d.organisation = $2
        )
        SELECT c.organisation, c.month FROM closed c
        WHERE c.month > coalesce((SELECT max(r.month) FROM %1$I.released_month r WHERE r.organisation = c.organisation), ''1000-01-01'')
        ORDER BY c.organisation', schema) USING as_of, only_organisation;
END
$function$;
COMMENT ON FUNCTION @extschema@.month_to_release(text, date, text) IS
'The last month of a mart''s organisations, or of one, that was over on a day and is over now, where it has not been released. For publish_interim_report.';

CREATE FUNCTION @extschema@.admit_disclosure(schema text, despite text, findings jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
BEGIN
    IF findings = '[]' THEN
        RETURN NULL;
    ELSIF despite IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('readers of mart %I could tell few households apart: disclosure_check finds %s', schema, jsonb_array_length(findings)),
            DETAIL = (SELECT string_agg(format('%s: %s%s%s', f.rule, f.unit_code || ', ', to_char(f.month::timestamp, 'YYYY-MM') || ', ', f.detail), E'\n')
                      FROM (SELECT * FROM jsonb_to_recordset(findings) AS r(rule text, unit_code text, month date, detail text) LIMIT 5) f),
            HINT = format('SELECT * FROM disclosure_check(%L) lists them. despite => ''why'' publishes all the same, and the report says so.', schema);
    END IF;
    RETURN despite;
END
$function$;
COMMENT ON FUNCTION @extschema@.admit_disclosure(text, text, jsonb) IS
'Why a report is published although readers could tell few households apart; NULL where they could not. 55000 where they could and nobody says why. For publish_interim_report.';

CREATE FUNCTION @extschema@.publish_in(schema text, as_of date, organisation text, despite text, is_required boolean) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.store_interim_report(schema, as_of, said.organisation, said.version, said.figures, despite,
                                            @extschema@.render_interim_report(said.figures, said.version, said.published_on, 'text'::text),
                                            @extschema@.render_interim_report(said.figures, said.version, said.published_on, 'markdown'::text),
                                            @extschema@.render_interim_report_html(said.figures, said.version, said.published_on))
    FROM (SELECT d.organisation, d.version, d.published_on, d.figures || CASE WHEN despite IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('published_despite', despite) END AS figures
          FROM @extschema@.draft_interim_report(schema, as_of, organisation, is_required) d OFFSET 0) said;
END;
COMMENT ON FUNCTION @extschema@.publish_in(text, date, text, text, boolean) IS
'Publishes a report in one mart. For publish_interim_report.';

CREATE FUNCTION @extschema@.publish_interim_report_as_owner(schema text, as_of text, organisation text, despite text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    -- CASE and not WHERE: PostgreSQL 18 knows the arguments when it plans, and asks an immutable function then, whatever WHERE says.
    SELECT CASE WHEN despite IS NOT NULL THEN @extschema@.refuse_unclear_reason('despite'::text, despite, 'Leave it out, unless it is published although it tells of few households.'::text) END;
    SELECT @extschema@.release_month_as_owner(schema, to_char(closed.month::timestamp, 'YYYY-MM-DD'::text), closed.organisation)
    FROM (SELECT @extschema@.released_mart(schema, NULL::text) AS name OFFSET 0) released
    CROSS JOIN LATERAL @extschema@.month_to_release(schema, as_of::date, organisation) closed
    WHERE released.name IS NOT NULL;
    WITH released AS MATERIALIZED (
        SELECT @extschema@.released_mart(schema, NULL::text) AS name
    ), admitted AS MATERIALIZED (
        SELECT released.name, @extschema@.admit_disclosure(schema, despite, @extschema@.disclosure_check_as_owner(schema)::jsonb) AS despite FROM released
    ), exact AS MATERIALIZED (
        SELECT admitted.name, admitted.despite, @extschema@.publish_in(schema, as_of::date, organisation, admitted.despite, true) AS done FROM admitted
    )
    SELECT exact.done, CASE WHEN exact.name IS NOT NULL THEN @extschema@.publish_in(exact.name, as_of::date, organisation, exact.despite, false) END FROM exact;
END;
COMMENT ON FUNCTION @extschema@.publish_interim_report_as_owner(text, text, text, text) IS
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

CREATE PROCEDURE @extschema@.publish_interim_report(schema text, as_of date, organisation text DEFAULT NULL, despite text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.publish_interim_report_as_owner(text, text, text, text)'::regprocedure,
                                    ARRAY[schema, @extschema@.interim_report_day(as_of), organisation, despite]);
END;
COMMENT ON PROCEDURE @extschema@.publish_interim_report(text, date, text, text) IS
'Freezes the figures of a mart as of a date: the year-end forecast stated and computed, budget and forecast by head, stated causes, households and targets, in table interim_report, whose rows are never changed. The same date again makes a new version. Of every organisation of the mart that has figures of that year, or of one alone. Where the mart has a released mart, its months that were over by then are released first (release_month), and the report is published there too, of what is released: that is what readers read. It is refused where readers could tell few households apart (disclosure_check), unless despite says why it is published all the same; the report says so. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for a day that is missing or in the future and for an unknown organisation, P0002 for a year without figures, 55000 where few could be told apart, and where the months cannot be released, 3F000 for a schema that is not a mart, 42501 without the owner''s rights, and where others may create objects in the mart''s schema or have done so.';

-- == Withdrawing ==

CREATE FUNCTION @extschema@.note_withdrawal(schema text, as_of text, version text, reason text, organisation text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET social_services.publishes = 'on'
AS $function$
#variable_conflict use_variable
DECLARE
    withdrawn boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %1$I.interim_report_withdrawal w WHERE (w.organisation, w.as_of, w.version) = (r.organisation, r.as_of, r.version))
                    FROM %1$I.interim_report r WHERE (r.organisation, r.as_of, r.version) = ($1, $2, $3)', schema)
        INTO withdrawn USING organisation, as_of::date, version::integer;
    IF withdrawn IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('no interim report of %I, organisation %L, as of %s, version %s is published', schema, organisation, as_of, coalesce(version, 'NULL')),
            HINT = format('SELECT organisation, as_of, version FROM %I.published_interim_report lists them.', schema);
    ELSIF withdrawn THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('version %s of the interim report of %L as of %s is withdrawn already', version, organisation, as_of),
            HINT = format('SELECT withdrawal_reason FROM %I.published_interim_report says why.', schema);
    END IF;
    EXECUTE format('INSERT INTO %I.interim_report_withdrawal (organisation, as_of, version, reason) VALUES ($1, $2, $3, $4)', schema)
        USING organisation, as_of::date, version::integer, reason;
    RAISE NOTICE 'version % of the interim report of % as of % is withdrawn from %', version, organisation, as_of, quote_ident(schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.note_withdrawal(text, text, text, text, text) IS
'The part of withdraw_interim_report that looks at its arguments and notes the withdrawal. Call that.';

CREATE FUNCTION @extschema@.withdraw_interim_report_as_owner(schema text, as_of text, version text, reason text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_unclear_reason('reason'::text, reason, 'It stands where the report stood.'::text);
    SELECT @extschema@.note_withdrawal(schema, as_of, version, reason, @extschema@.mart_organisation(schema, organisation));
END;
COMMENT ON FUNCTION @extschema@.withdraw_interim_report_as_owner(text, text, text, text, text) IS
'The part of withdraw_interim_report that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.withdraw_interim_report(schema text, as_of date, version integer, reason text, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.withdraw_interim_report_as_owner(text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, @extschema@.interim_report_day(as_of), version::text, reason, organisation]);
END;
COMMENT ON PROCEDURE @extschema@.withdraw_interim_report(text, date, integer, text, text) IS
'Withdraws a version of a published interim report, of the mart''s own organisation unless organisation names another: from then on there stands in its place when it was withdrawn, by whom and why, and its figures are in no view. What was published is kept in table interim_report, for the owner alone. schema is the mart in which it was published: what readers read is in the released mart. It cannot be undone; publish the date again. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for a missing day or reason and for an unknown organisation, P0002 for a report that is not published, 55000 for one that is withdrawn already, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';
