-- interim_report: the figures of a date as they were published, never changed afterwards

CREATE TABLE IF NOT EXISTS interim_report (
    organisation    text        NOT NULL REFERENCES organisation,
    as_of           date        NOT NULL,
    version         integer     NOT NULL,
    fiscal_year     integer     NOT NULL,
    published_at    timestamptz NOT NULL DEFAULT now(),
    published_by    text        NOT NULL DEFAULT session_user,
    figures         jsonb       NOT NULL,
    report_text     text        NOT NULL,
    report_markdown text        NOT NULL,
    published_despite text,
    report_html     text,
    PRIMARY KEY (organisation, as_of, version),
    CONSTRAINT interim_report_as_of_has_a_year_of_four_digits CHECK (as_of >= '1000-01-01' AND as_of <= '9999-12-31'),
    CONSTRAINT interim_report_version_is_at_least_1 CHECK (version >= 1),
    CONSTRAINT interim_report_figures_have_sections_and_forecasts
        CHECK (coalesce(jsonb_typeof(figures -> 'sections'::text) = 'array' AND jsonb_typeof(figures -> 'forecasts'::text) = 'array', false))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'interim_report'::text, '{}'::text[], '{published_despite}'::text[]);
COMMENT ON TABLE  interim_report                 IS 'Interim reports as published: rows are added by publish_interim_report and never changed or removed';
COMMENT ON COLUMN interim_report.organisation    IS 'Organisation that the report is of';
COMMENT ON COLUMN interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN interim_report.fiscal_year     IS 'Fiscal year of as_of, as years began when it was published';
COMMENT ON COLUMN interim_report.published_at    IS 'When it was published';
COMMENT ON COLUMN interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN interim_report.figures         IS 'The figures: sections with columns and rows, and the forecast of every unit and head';
COMMENT ON COLUMN interim_report.report_text     IS 'The report as text, as it was shown';
COMMENT ON COLUMN interim_report.report_markdown IS 'The report as Markdown, as it was shown';
COMMENT ON COLUMN interim_report.report_html     IS 'The report as a page of HTML, as it was shown; NULL where version 0.1.0 published it';
COMMENT ON COLUMN interim_report.published_despite IS 'Why it was published although readers could tell few households apart, or NULL where they could not';

CREATE TABLE IF NOT EXISTS interim_report_withdrawal (
    organisation text        NOT NULL,
    as_of        date        NOT NULL,
    version      integer     NOT NULL,
    withdrawn_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_by text        NOT NULL DEFAULT session_user,
    reason       text        NOT NULL,
    PRIMARY KEY (organisation, as_of, version),
    CONSTRAINT interim_report_withdrawal_report_fkey FOREIGN KEY (organisation, as_of, version) REFERENCES interim_report
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'interim_report_withdrawal'::text, '{}'::text[], '{reason}'::text[]);
COMMENT ON TABLE  interim_report_withdrawal              IS 'Published interim reports that are shown no longer: rows are added by withdraw_interim_report and never changed or removed';
COMMENT ON COLUMN interim_report_withdrawal.organisation IS 'Organisation that the report is of';
COMMENT ON COLUMN interim_report_withdrawal.as_of        IS 'Date that its figures are of';
COMMENT ON COLUMN interim_report_withdrawal.version      IS 'Number among the reports of this date';
COMMENT ON COLUMN interim_report_withdrawal.withdrawn_at IS 'When it was withdrawn';
COMMENT ON COLUMN interim_report_withdrawal.withdrawn_by IS 'Role that withdrew it';
COMMENT ON COLUMN interim_report_withdrawal.reason       IS 'Why, as it is shown in its place';

CREATE OR REPLACE TRIGGER interim_report_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON interim_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published('are published and', 'Publish the date again: CALL publish_interim_report(%L, as_of) makes a new version.');
-- Also where session_replication_role is replica.
ALTER TABLE interim_report ENABLE ALWAYS TRIGGER interim_report_is_never_changed;

-- Its arguments: the procedure that rows come from, and what to do instead, in which %L is the schema.
CREATE OR REPLACE FUNCTION refuse_unpublished() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF coalesce(current_setting('social_services.publishes', true), '') <> 'on'
       OR NOT EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = TG_RELID AND r.rolname = current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('rows of %s come from %s alone', TG_TABLE_NAME, TG_ARGV[0]),
            HINT = format(TG_ARGV[1] || ' To restore rows from a dump use pg_restore --disable-triggers.', TG_TABLE_SCHEMA),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_unpublished() IS 'Refuses rows of published reports that do not come from the procedure that writes them (55000)';

CREATE OR REPLACE TRIGGER interim_report_is_published BEFORE INSERT ON interim_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unpublished('publish_interim_report', 'Publish a date: CALL publish_interim_report(%L, as_of).');
ALTER TABLE interim_report ENABLE ALWAYS TRIGGER interim_report_is_published;

CREATE OR REPLACE TRIGGER interim_report_withdrawal_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON interim_report_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published('say what was withdrawn and are', 'Publish the date again: CALL publish_interim_report(%L, as_of) makes a new version.');
ALTER TABLE interim_report_withdrawal ENABLE ALWAYS TRIGGER interim_report_withdrawal_is_never_changed;
CREATE OR REPLACE TRIGGER interim_report_withdrawal_is_published BEFORE INSERT ON interim_report_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unpublished('withdraw_interim_report', 'Withdraw a report: CALL withdraw_interim_report(%L, as_of, version, reason).');
ALTER TABLE interim_report_withdrawal ENABLE ALWAYS TRIGGER interim_report_withdrawal_is_published;
