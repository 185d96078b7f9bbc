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

-- Its arguments: what the change is about, how many later years it may show in, the
-- columns that tell the year, and the year as an expression of them (of r; %1$I is the mart).
-- Rows are only ever added here, so that no writer waits for another, and none for
-- a refresh. Whoever may write a table need not be allowed to write this one.
CREATE OR REPLACE FUNCTION note_summary_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('INSERT INTO %1$I.summary_change (about, organisation) SELECT $1, organisation FROM %1$I.organisation', TG_TABLE_SCHEMA)
            USING TG_ARGV[0];
        RETURN NULL;
    END IF;
    -- What this transaction has noted before need not be noted again.
    EXECUTE format(
        'INSERT INTO %1$I.summary_change (about, organisation, fiscal_year)
         SELECT DISTINCT $1, r.organisation, y.fiscal_year
         FROM (SELECT DISTINCT %2$s FROM (%3$s) c) r
         CROSS JOIN generate_series(0, $2) AS later
         CROSS JOIN LATERAL (SELECT ' || TG_ARGV[3] || ' + later) AS y(fiscal_year)
         WHERE NOT EXISTS (SELECT FROM %1$I.summary_change n
                           WHERE n.about = $1 AND n.organisation = r.organisation AND n.fiscal_year IS NOT DISTINCT FROM y.fiscal_year
                             AND n.xmin = pg_current_xact_id()::xid)',
        TG_TABLE_SCHEMA, concat_ws(', ', 'organisation', nullif(TG_ARGV[2], '')),
        CASE TG_OP WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
                   WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
                   ELSE 'SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows' END)
        USING TG_ARGV[0], TG_ARGV[1]::integer;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION note_summary_change() IS 'Notes for which organisations and years a change makes summaries stale';
