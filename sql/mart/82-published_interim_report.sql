-- published_interim_report: reports as they were published

CREATE OR REPLACE VIEW published_interim_report AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       (r.published_at AT TIME ZONE (SELECT o.time_zone FROM organisation o WHERE o.organisation = r.organisation))::date AS published_on,
       r.published_by,
       r.report_text,
       r.report_markdown,
       jsonb_pretty(r.figures || pg_catalog.jsonb_build_object('version', r.version, 'published_at', to_char(r.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text),
                                                    'published_by', r.published_by)) AS report_json
FROM interim_report r;
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
