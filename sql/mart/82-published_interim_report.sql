-- published_interim_report: reports as they were published

-- Of one that was withdrawn there stands in its place when, by whom and why.
CREATE OR REPLACE VIEW published_interim_report AS
WITH told AS (
    SELECT r.organisation, r.fiscal_year, r.as_of, r.version, r.published_at, r.published_by, r.published_despite, r.report_text, r.report_markdown, r.report_html, r.figures,
           (r.published_at AT TIME ZONE o.time_zone)::date AS published_on, (w.withdrawn_at AT TIME ZONE o.time_zone)::date AS withdrawn_on, w.withdrawn_by, w.reason,
           pg_catalog.format(title.text, o.name, to_char(r.as_of::timestamp, 'YYYY-MM-DD'::text)) AS title,
           CASE WHEN w.reason IS NOT NULL
                THEN pg_catalog.format(withdrawn.text, r.version, to_char((w.withdrawn_at AT TIME ZONE o.time_zone)::date::timestamp, 'YYYY-MM-DD'::text), w.withdrawn_by, w.reason) END AS withdrawal
    FROM interim_report r
    JOIN organisation o ON o.organisation = r.organisation
    JOIN live_label title ON title.organisation = r.organisation AND title.area = 'report' AND title.code = 'title'
    JOIN live_label withdrawn ON withdrawn.organisation = r.organisation AND withdrawn.area = 'report' AND withdrawn.code = 'withdrawn'
    LEFT JOIN interim_report_withdrawal w ON w.organisation = r.organisation AND w.as_of = r.as_of AND w.version = r.version
), marked AS (
    SELECT told.*, told.title || E'\n\n'::text || told.withdrawal || E'\n'::text AS tombstone,
           '<!DOCTYPE html><html><head><meta charset="utf-8"><title>'::text || @extschema@.interim_report_escape(told.title) || '</title></head><body><h1>'::text
           || @extschema@.interim_report_escape(told.title) || '</h1><p>'::text || @extschema@.interim_report_escape(told.withdrawal) || '</p></body></html>'::text AS tombstone_page
    FROM told
)
SELECT t.organisation, t.fiscal_year, t.as_of, t.version, t.published_on, t.published_by,
       coalesce(t.tombstone, t.report_text) AS report_text,
       coalesce(t.tombstone, t.report_markdown) AS report_markdown,
       jsonb_pretty(CASE WHEN t.tombstone IS NULL THEN t.figures ELSE pg_catalog.jsonb_build_object('withdrawn_on', t.withdrawn_on, 'withdrawn_by', t.withdrawn_by, 'withdrawal_reason', t.reason) END
                    || pg_catalog.jsonb_build_object('version', t.version, 'published_at', to_char(t.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text),
                                                     'published_by', t.published_by)) AS report_json,
       t.published_despite, t.withdrawn_on, t.withdrawn_by, t.reason AS withdrawal_reason,
       coalesce(t.tombstone_page, t.report_html) AS report_html
FROM marked t;
COMMENT ON VIEW   published_interim_report                 IS 'An interim report as it was published; the same date published again is another version';
COMMENT ON COLUMN published_interim_report.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN published_interim_report.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN published_interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN published_interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN published_interim_report.published_on    IS 'Day on which it was published';
COMMENT ON COLUMN published_interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN published_interim_report.report_text     IS 'The report as text for people';
COMMENT ON COLUMN published_interim_report.report_markdown IS 'The report as Markdown';
COMMENT ON COLUMN published_interim_report.report_json     IS 'The report as JSON, with the forecast of every unit and head';
COMMENT ON COLUMN published_interim_report.published_despite IS 'Why it was published although readers could tell few households apart; NULL where they could not';
COMMENT ON COLUMN published_interim_report.withdrawn_on      IS 'Day on which it was withdrawn, NULL where it was not';
COMMENT ON COLUMN published_interim_report.withdrawn_by      IS 'Role that withdrew it';
COMMENT ON COLUMN published_interim_report.withdrawal_reason IS 'Why it was withdrawn';
COMMENT ON COLUMN published_interim_report.report_html       IS 'The report as a page of HTML to read and print; NULL where version 0.1.0 published it';
