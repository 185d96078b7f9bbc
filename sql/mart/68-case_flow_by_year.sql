-- case_flow_by_year: how many came, came back and left in a year, beside the year before

CREATE OR REPLACE VIEW case_flow_by_year AS
WITH year AS (
    SELECT flow.organisation, flow.fiscal_year, flow.kind_code, flow.kind, flow.unit_code, flow.unit,
           min(flow.month) AS first_month, pg_catalog.count(*) AS months,
           (pg_catalog.array_agg(flow.opening ORDER BY flow.month))[1] AS opening,
           sum(flow.first_time) AS first_time, sum(flow.returning) AS returning, sum(flow.moved_in) AS moved_in,
           sum(flow.ended) AS ended, sum(flow.moved_out) AS moved_out,
           (pg_catalog.array_agg(flow.closing ORDER BY flow.month DESC))[1] AS closing,
           pg_catalog.array_agg(flow.first_time + flow.returning ORDER BY flow.month) AS entered_by_month,
           pg_catalog.array_agg(flow.ended ORDER BY flow.month) AS ended_by_month
    FROM case_flow flow
    GROUP BY flow.organisation, flow.fiscal_year, flow.kind_code, flow.kind, flow.unit_code, flow.unit
), beside AS (
    SELECT year.*,
           pg_catalog.lag(year.first_month) OVER years      AS first_month_before,
           pg_catalog.lag(year.months) OVER years           AS months_before,
           pg_catalog.lag(year.entered_by_month) OVER years AS entered_before,
           pg_catalog.lag(year.ended_by_month) OVER years   AS ended_before
    FROM year
    WINDOW years AS (PARTITION BY year.organisation, year.kind_code, year.unit_code ORDER BY year.fiscal_year)
)
SELECT beside.organisation,
       beside.fiscal_year,
       beside.kind_code,
       beside.kind,
       beside.unit_code,
       beside.unit,
       beside.months::integer      AS months,
       beside.opening,
       beside.first_time::integer  AS first_time,
       beside.returning::integer   AS returning,
       beside.moved_in::integer    AS moved_in,
       beside.ended::integer       AS ended,
       beside.moved_out::integer   AS moved_out,
       beside.closing,
       (beside.first_time + beside.returning - before.entered)::integer AS entered_change,
       (beside.ended - before.ended)::integer                           AS ended_change
FROM beside
-- As many months of the year before, of which all are known; while this year lasts they are its first.
LEFT JOIN LATERAL (
    SELECT sum(month.entered) AS entered, sum(month.ended) AS ended
    FROM ROWS FROM (pg_catalog.unnest(beside.entered_before), pg_catalog.unnest(beside.ended_before)) WITH ORDINALITY AS month(entered, ended, number)
    WHERE month.number <= beside.months
) before ON beside.months_before = 12::bigint AND beside.first_month = (beside.first_month_before + interval '1 year')::date
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY beside.months + 0;
COMMENT ON VIEW   case_flow_by_year                IS 'A kind of episode (support is one), unit with all that stands below it, and year: case_flow added up, beside the year before. opening + first_time + returning + moved_in - ended - moved_out = closing in every row. Who comes or leaves twice in the year counts twice. For insiders: figures by unit can be about few';
COMMENT ON COLUMN case_flow_by_year.organisation   IS 'Code of the organisation';
COMMENT ON COLUMN case_flow_by_year.fiscal_year    IS 'Fiscal year';
COMMENT ON COLUMN case_flow_by_year.kind_code      IS 'Code of the kind; support is what support_payment has';
COMMENT ON COLUMN case_flow_by_year.kind           IS 'Name of the kind';
COMMENT ON COLUMN case_flow_by_year.unit_code      IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN case_flow_by_year.unit           IS 'Name of the unit';
COMMENT ON COLUMN case_flow_by_year.months         IS 'Months of the year that are known and over; less than 12 while it lasts';
COMMENT ON COLUMN case_flow_by_year.opening        IS 'How many were there before the first of these months';
COMMENT ON COLUMN case_flow_by_year.first_time     IS 'How many came who had never been before, as far as the mart knows';
COMMENT ON COLUMN case_flow_by_year.returning      IS 'How many came back who had left the whole organisation before';
COMMENT ON COLUMN case_flow_by_year.moved_in       IS 'How many came from another unit while they had not left, or with a unit that was moved here in the tree; 0 for the whole organisation';
COMMENT ON COLUMN case_flow_by_year.ended          IS 'How many left the whole organisation';
COMMENT ON COLUMN case_flow_by_year.moved_out      IS 'How many left for another unit; 0 for the whole organisation';
COMMENT ON COLUMN case_flow_by_year.closing        IS 'How many are there at the end of the last of these months';
COMMENT ON COLUMN case_flow_by_year.entered_change IS 'How many more came, first or returning, than in the same months of the year before, with the unit as it was then; NULL where not all of these are known';
COMMENT ON COLUMN case_flow_by_year.ended_change   IS 'How many more left than in the same months of the year before, with the unit as it was then; NULL where not all of these are known';
INSERT INTO insider_view VALUES ('case_flow_by_year') ON CONFLICT DO NOTHING;
