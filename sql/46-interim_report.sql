-- interim_report: the figures of a date as they were published, shown ever after

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
    IF format IS NULL OR format NOT IN ('text', 'markdown', 'html', 'json') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('format must be text, markdown, html or json, not %s', coalesce(quote_literal(format), 'NULL')),
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
    IF report IS NULL AND format = 'html' THEN
        EXECUTE format('SELECT max(r.version)::text FROM %I.published_interim_report r WHERE r.organisation = $1 AND r.as_of = $2 AND r.version = coalesce($3, r.version)', schema)
            INTO published USING organisation, as_of::date, version::integer;
        IF published IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'no_data_found',
                MESSAGE = format('version %s of the interim report as of %s was published without HTML', published, as_of),
                HINT = 'Social services 0.1.0 published text and Markdown: ask for markdown, or publish the date again.';
        END IF;
    END IF;
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
'An interim report of a mart as it was published, as text for people, as Markdown, as a page to print or as JSON (format text, markdown, html or json); the latest version of the date unless version names another, of the mart''s own organisation unless organisation names another. Whoever may read the mart''s views may read it; whoever has its owner''s rights reads it with those alone. Errors: 22023 for another format and for a day that is missing, P0002 where none is published, 42501 for a role that may not read the reports, 3F000 for a schema that is not a mart.';
