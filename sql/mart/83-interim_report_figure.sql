-- interim_report_figure: their figures as rows

CREATE OR REPLACE VIEW interim_report_figure AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       s.section ->> 'section'::text                        AS section,
       s.section ->> 'title'::text                          AS title,
       w.place::integer                               AS row_number,
       w.value ->> (s.section #>> '{columns,0,0}'::text[])    AS item,
       c.value ->> 1                                  AS figure,
       c.value ->> 2                                  AS measure,
       CASE WHEN v.number < 1e15 AND v.number > -1e15 AND c.value ->> 2 <> 'share' THEN v.number END::numeric(18,2) AS amount,
       CASE WHEN v.number < 1e6 AND v.number > -1e6 AND c.value ->> 2 = 'share' THEN v.number END::numeric(12,6)    AS ratio,
       CASE WHEN v.number IS NULL THEN w.value ->> (c.value ->> 0) END AS value_text,
       c.value ->> 0                                  AS figure_code,
       c.value ->> 3                                  AS unit_of_measure
FROM interim_report r
-- A lax path asks for nothing that is not there. There are fewer sections and columns than
-- the limits, which tell the planner so, and of an array it expects ten rows.
CROSS JOIN LATERAL (SELECT q FROM jsonb_path_query(r.figures, 'lax $.sections[*]') AS q LIMIT 20) AS s(section)
CROSS JOIN LATERAL (SELECT q.value, q.place FROM jsonb_path_query(s.section, 'lax $.columns[*]') WITH ORDINALITY AS q(value, place) LIMIT 20) AS c
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT q FROM jsonb_path_query(s.section, 'lax $.rows[*]') AS q)) WITH ORDINALITY AS w(value, place)
CROSS JOIN LATERAL (
    SELECT CASE WHEN jsonb_typeof(w.value -> (c.value ->> 0)) = 'number' THEN (w.value ->> (c.value ->> 0))::numeric END
) AS v(number)
WHERE c.place > 1 AND jsonb_typeof(w.value -> (c.value ->> 0)) <> 'null'
  AND NOT EXISTS (SELECT FROM interim_report_withdrawal gone WHERE gone.organisation = r.organisation AND gone.as_of = r.as_of AND gone.version = r.version);
COMMENT ON VIEW   interim_report_figure              IS 'A figure of a published interim report that has not been withdrawn';
COMMENT ON COLUMN interim_report_figure.organisation IS 'Code of the organisation';
COMMENT ON COLUMN interim_report_figure.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN interim_report_figure.as_of        IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report_figure.version      IS 'Version of the report';
COMMENT ON COLUMN interim_report_figure.section      IS 'Code of the section: year_end, heads, drivers, household_plan, households, targets, comments or data_quality';
COMMENT ON COLUMN interim_report_figure.title        IS 'Title of the section';
COMMENT ON COLUMN interim_report_figure.row_number   IS 'Place of the row in its section, from 1';
COMMENT ON COLUMN interim_report_figure.item         IS 'What the row is about: its first column';
COMMENT ON COLUMN interim_report_figure.figure       IS 'Title of the column, which two columns of a section may share: figure_code tells them apart';
COMMENT ON COLUMN interim_report_figure.measure      IS 'money and amount (whole currency units), count, share (a fraction) or text';
COMMENT ON COLUMN interim_report_figure.amount       IS 'The figure, where it is money, an amount or a count';
COMMENT ON COLUMN interim_report_figure.ratio        IS 'The figure, where it is a share';
COMMENT ON COLUMN interim_report_figure.value_text   IS 'The figure, where it is text';
COMMENT ON COLUMN interim_report_figure.figure_code  IS 'Code of the column, such as variance or stated_variance; of a version, section and row_number each has one row';
COMMENT ON COLUMN interim_report_figure.unit_of_measure IS 'What the report prints the column in, in its language, such as tkr; NULL for text and where version 0.1.0 published it. amount is in whole units of the currency all the same';
