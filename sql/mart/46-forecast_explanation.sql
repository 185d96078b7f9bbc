-- forecast_explanation: how a forecast came about, step by step

-- Asked for an organisation and year: what forecasts learn from is read once for it, and nothing of it is kept.
CREATE OR REPLACE VIEW forecast_explanation AS
SELECT shown.organisation,
       shown.fiscal_year,
       booked.scenario,
       shown.as_of,
       shown.unit_code,
       shown.unit,
       shown.head_code,
       shown.head,
       step.step,
       step.what,
       step.amount::numeric(18,2) AS amount,
       step.detail
FROM forecast_by_month shown
JOIN booked_year booked ON booked.organisation = shown.organisation AND booked.fiscal_year = shown.fiscal_year
LEFT JOIN live_forecast_series series ON series.organisation = shown.organisation AND series.fiscal_year = shown.fiscal_year
                                     AND series.unit = shown.unit_code AND series.head = shown.head_code
CROSS JOIN LATERAL (
    WITH computed AS MATERIALIZED (
        SELECT part.step, part.what, part.amount, part.detail,
               -- Too large for the column.
               bool_or(abs(part.amount) >= 1e15::numeric) OVER () OR shown.forecast IS NULL AS is_too_large
        FROM @extschema@.forecast_steps(series.series, shown.fiscal_year, shown.booked_until, CASE WHEN shown.method = 'budget' THEN 'run_rate'::@extschema@.forecast_method ELSE 'auto'::@extschema@.forecast_method END) AS part
    ), said AS (
        SELECT computed.step, computed.what, computed.amount,
               -- It has an interval by what others were off as well.
               CASE WHEN shown.low IS NULL THEN computed.detail
                    ELSE replace(computed.detail, 'how far off it may be: fewer'::text, 'how far off it may be, but for what others were off: fewer'::text) END AS detail
        FROM computed
        WHERE computed.what IN ('booked', 'one_off') OR shown.method <> 'budget' AND (computed.what = 'not_known' OR NOT computed.is_too_large)
        UNION ALL
        SELECT 1 AS step, 'booked'::text AS what, 0::numeric AS amount, 'nothing'::text AS detail
        WHERE NOT EXISTS (SELECT FROM computed)
        UNION ALL
        SELECT 3 AS step, 'rest_of_budget'::text AS what, shown.forecast - shown.booked AS amount, 'the budget in force of the months that are not booked'::text AS detail
        WHERE shown.method = 'budget'
        UNION ALL
        SELECT 3 AS step, 'combination'::text AS what, shown.forecast - shown.booked AS amount, 'the steps to it are too large to be shown'::text AS detail
        FROM computed
        WHERE shown.method <> 'budget' AND computed.is_too_large AND computed.step = 1
        UNION ALL
        SELECT 8 AS step, 'not_known'::text AS what, NULL::numeric AS amount, 'how far off it may be: the budget is all there is'::text AS detail
        WHERE shown.method = 'budget'
        UNION ALL
        SELECT 9 AS step, 'late'::text AS what, NULL::numeric AS amount,
               'booked until ' || to_char(shown.booked_until::timestamp, 'YYYY-MM-DD'::text) || ', as of when this is; what came since then is not known' AS detail
        WHERE shown.booked_until < shown.as_of
    )
    SELECT (row_number() OVER (ORDER BY said.step))::integer AS step, said.what, said.amount, said.detail
    FROM said
) step;
COMMENT ON VIEW   forecast_explanation              IS 'A step to a forecast of forecast_by_month: the steps of a unit and head at a date add up to its forecast. Ask for an organisation and fiscal year';
COMMENT ON COLUMN forecast_explanation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_explanation.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_explanation.scenario     IS 'Code of the outcome that is booked';
COMMENT ON COLUMN forecast_explanation.as_of        IS 'Last day of the last month that the forecast knows of, as in forecast_by_month';
COMMENT ON COLUMN forecast_explanation.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_explanation.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_explanation.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_explanation.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_explanation.step         IS 'Place of the step, from 1 on';
COMMENT ON COLUMN forecast_explanation.what         IS 'booked (without one-offs), one_off (booked, and not carried on), months_to_come (as in the latest full year or, without one, at the mean of the months so far), growth (of the months so far, carried on), combination (what several methods together make of it), rest_of_budget; then, without an amount, not_known and late. What adds nothing is left out, but for booked, months_to_come and growth';
COMMENT ON COLUMN forecast_explanation.amount       IS 'What the step adds to the forecast, net cost; NULL where nobody knows';
COMMENT ON COLUMN forecast_explanation.detail       IS 'The numbers behind it, or what is missing';
