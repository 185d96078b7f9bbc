-- summary: what views that read much have said, kept by organisation and year until something changes

CREATE TABLE IF NOT EXISTS summary_change (
    id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    about        text    NOT NULL,
    organisation text    NOT NULL,
    fiscal_year  integer,
    effective_on date    NOT NULL DEFAULT '-infinity',
    CONSTRAINT summary_change_is_about_something_known CHECK (about IN ('ledger', 'caseload'))
);
CREATE INDEX IF NOT EXISTS summary_change_organisation ON summary_change (organisation, about);
COMMENT ON TABLE  summary_change              IS 'What has changed in the tables since summaries were refreshed: the years named here are computed afresh at every reading. Written by triggers, emptied by refresh_social_mart';
COMMENT ON COLUMN summary_change.id           IS 'Number of the change';
COMMENT ON COLUMN summary_change.about        IS 'ledger or caseload: which summaries rest on what changed';
COMMENT ON COLUMN summary_change.organisation IS 'Organisation whose figures changed';
COMMENT ON COLUMN summary_change.fiscal_year  IS 'Fiscal year that the change may show in; NULL for all';
COMMENT ON COLUMN summary_change.effective_on IS 'Day from which it shows: that of the change, or the end of a month that was not over at the last refresh';

CREATE TABLE IF NOT EXISTS summary_year (
    about        text        NOT NULL,
    organisation text        NOT NULL,
    fiscal_year  integer     NOT NULL,
    refreshed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation, about, fiscal_year)
);
COMMENT ON TABLE  summary_year              IS 'Years that have a summary';
COMMENT ON COLUMN summary_year.about        IS 'ledger or caseload';
COMMENT ON COLUMN summary_year.organisation IS 'Organisation';
COMMENT ON COLUMN summary_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN summary_year.refreshed_at IS 'When the summary was made';

CREATE TABLE IF NOT EXISTS summary_view (
    view_name text PRIMARY KEY,
    about     text NOT NULL
);
COMMENT ON TABLE  summary_view           IS 'Views whose results are kept: each has a table VIEW_summary, and a view live_VIEW that computes the same afresh';
COMMENT ON COLUMN summary_view.view_name IS 'Name of the view';
COMMENT ON COLUMN summary_view.about     IS 'ledger or caseload: what it rests on';

CREATE OR REPLACE VIEW stale_summary AS
SELECT c.about, c.organisation, c.fiscal_year
FROM summary_change c
WHERE c.fiscal_year IS NOT NULL AND c.effective_on <= current_date
UNION
SELECT y.about, y.organisation, y.fiscal_year
FROM summary_year y
JOIN summary_change c ON c.about = y.about AND c.organisation = y.organisation
WHERE c.fiscal_year IS NULL AND c.effective_on <= current_date;
COMMENT ON VIEW   stale_summary              IS 'A year that views compute afresh at every reading, since something changed after the last CALL refresh_social_mart. What they show is up to date in any case, only slower';
COMMENT ON COLUMN stale_summary.about        IS 'ledger or caseload: what changed';
COMMENT ON COLUMN stale_summary.organisation IS 'Code of the organisation';
COMMENT ON COLUMN stale_summary.fiscal_year  IS 'Fiscal year';

-- Its arguments: what the change is about, how many later years it may show in, and the
-- column that tells the year; without one it shows in all. Rows are only ever added here, so
-- that no writer waits for another, and none for a refresh.
--
-- It works as the owner, so that whoever may write a table need not be allowed to write
-- this one. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION note_summary_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    about text := TG_ARGV[0];
    later_years integer := TG_ARGV[1];
    year_column text := TG_ARGV[2];
BEGIN
    IF (SELECT c.relowner::regrole::text FROM pg_class c WHERE c.oid = TG_RELID) <> quote_ident(current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('table %I.%I does not belong to the owner of the mart', TG_TABLE_SCHEMA, TG_TABLE_NAME),
            HINT = format('Give it back: ALTER TABLE %I.%I OWNER TO %I.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user);
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('INSERT INTO %1$I.summary_change (about, organisation) SELECT $1, organisation FROM %1$I.organisation', TG_TABLE_SCHEMA)
            USING about;
        RETURN NULL;
    END IF;
    -- What this transaction has noted before need not be noted again.
    EXECUTE format(
        'INSERT INTO %1$I.summary_change (about, organisation, fiscal_year)
         SELECT DISTINCT $1, r.organisation, y.fiscal_year + later
         FROM (SELECT DISTINCT %2$s FROM (%3$s) c) r
         CROSS JOIN LATERAL (SELECT %4$s) AS y(fiscal_year)
         CROSS JOIN generate_series(0, $2) AS later
         WHERE NOT EXISTS (SELECT FROM %1$I.summary_change n
                           WHERE n.about = $1 AND n.organisation = r.organisation AND n.fiscal_year IS NOT DISTINCT FROM y.fiscal_year + later
                             AND n.xmin = pg_current_xact_id()::xid)',
        TG_TABLE_SCHEMA, 'organisation' || coalesce(', ' || quote_ident(nullif(year_column, '')), ''),
        CASE TG_OP WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
                   WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
                   ELSE 'SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows' END,
        CASE year_column WHEN 'fiscal_year' THEN 'r.fiscal_year'
                         WHEN 'month' THEN 'EXTRACT(year FROM r.month)::integer'
                         WHEN 'scenario' THEN format('(SELECT s.fiscal_year FROM %I.scenario s
                                                       WHERE s.organisation = r.organisation AND s.code = r.scenario)', TG_TABLE_SCHEMA)
                         ELSE 'NULL::integer' END)
        USING about, later_years;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION note_summary_change() FROM PUBLIC;
COMMENT ON FUNCTION note_summary_change() IS 'Notes for which organisations and years a change makes summaries stale. 42501 for a table of another owner';
