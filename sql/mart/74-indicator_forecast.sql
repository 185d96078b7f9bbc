-- indicator_forecast: where the year of an indicator will end, after each month that is given

-- By the functions that forecast the ledger. These take a month without a row for 0, so earlier years that lack one are not
-- learned from, and of a year that lacks one so far, or has it in a quarter, nothing is said. A mean is forecast as a twelfth of the sum of twelve months.
CREATE OR REPLACE VIEW indicator_forecast AS
WITH part AS (
    SELECT month.organisation, month.fiscal_year, month.indicator, month.as_of, month.outcome, month.months, month.number, month.value_to_date,
           month.number = 12 AND month.value_to_date IS NOT NULL AS is_over, month.is_latest, month.quarters, month.broken_from,
           NULL::numeric AS forecast, NULL::numeric AS low, NULL::numeric AS high, NULL::text AS method, NULL::integer AS basis_years, NULL::text AS why_no_interval,
           NULL::numeric AS target, NULL::numeric AS baseline, NULL::text AS target_kind
    FROM live_indicator_month month
    UNION ALL
    -- All years and months of an indicator at once.
    SELECT indicator.organisation, forecast.fiscal_year, indicator.code AS indicator, forecast.as_of, NULL::numeric AS outcome, NULL::bigint AS months, NULL::integer AS number,
           NULL::numeric AS value_to_date, NULL::boolean AS is_over, NULL::boolean AS is_latest, NULL::bigint AS quarters, NULL::date AS broken_from,
           round(least(forecast.forecast, bound.top) / bound.parts, 6)                                       AS forecast,
           CASE WHEN forecast.low IS NOT NULL THEN round(least(forecast.low, bound.top) / bound.parts, 6) END   AS low,
           CASE WHEN forecast.high IS NOT NULL THEN round(least(forecast.high, bound.top) / bound.parts, 6) END AS high,
           forecast.used_method AS method, forecast.basis_years, forecast.why_no_interval, NULL::numeric AS target, NULL::numeric AS baseline, NULL::text AS target_kind
    FROM live_indicator_source indicator
    JOIN live_day day ON day.organisation = indicator.organisation
    -- What was counted otherwise teaches nothing: the years until a break are forecast from those since the one before.
    CROSS JOIN LATERAL (SELECT began.since, @extschema@.fiscal_year(began.since - 1, day.fiscal_year_start) + 1 AS first_year,
                               @extschema@.fiscal_year(pg_catalog.lead(began.since) OVER (ORDER BY began.since) - 1, day.fiscal_year_start) AS last_year
                        FROM (SELECT '1000-01-01'::date
                              UNION ALL
                              SELECT greatest(turn.from_day, '1000-01-01'::date) FROM key_figure_break turn WHERE turn.organisation = indicator.organisation AND turn.key_figure = indicator.key_figure) began(since)
    ) counted
    CROSS JOIN LATERAL (
        SELECT @extschema@.forecast_series(given.month, CASE indicator.aggregation WHEN 'mean' THEN round(given.outcome, 6) ELSE round(given.outcome, least(scale(given.outcome), 6)) END, day.fiscal_year_start) AS series,
               max(given.as_of) AS known_until,
               min(given.as_of) FILTER (WHERE given.outcome > 1::numeric) AS first_above,
               pg_catalog.array_agg(given.fiscal_year) FILTER (WHERE given.months < 12::bigint
                                  OR @extschema@.fiscal_year_begin(given.fiscal_year, day.fiscal_year_start) < counted.since) AS not_learned_from
        FROM (SELECT month.month, month.outcome, year.fiscal_year, month_end.as_of, count(*) OVER (PARTITION BY year.fiscal_year) AS months
              FROM live_given_month month
              CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(month.month, day.fiscal_year_start)) AS year(fiscal_year)
              CROSS JOIN LATERAL (SELECT (month.month + interval '1 month')::date - 1) AS month_end(as_of)
              WHERE month.organisation = indicator.organisation AND month.indicator = indicator.code AND month.months = 1 AND month_end.as_of <= day.today) given
    ) learned
    CROSS JOIN LATERAL @extschema@.forecasts(learned.series, counted.first_year, counted.last_year, learned.known_until, '{auto}'::@extschema@.forecast_method[], learned.not_learned_from) AS forecast
    -- What never was above 100 per cent in a month does not get above it.
    CROSS JOIN LATERAL (SELECT CASE WHEN indicator.aggregation = 'mean' THEN 12::numeric ELSE 1::numeric END,
                               CASE WHEN indicator.measure = 'percent' AND coalesce(forecast.as_of < learned.first_above, true)
                                    THEN forecast.booked + (12 - @extschema@.fiscal_month(forecast.as_of, day.fiscal_year_start))::numeric END) AS bound(parts, top)
    WHERE indicator.aggregation IN ('sum', 'mean')
    UNION ALL
    -- Of the year, which is all months' below.
    SELECT known.organisation, known.fiscal_year, known.indicator, NULL::date AS as_of, NULL::numeric AS outcome, NULL::bigint AS months, NULL::integer AS number,
           NULL::numeric AS value_to_date, NULL::boolean AS is_over, NULL::boolean AS is_latest, NULL::bigint AS quarters, NULL::date AS broken_from,
           NULL::numeric AS forecast, NULL::numeric AS low, NULL::numeric AS high, NULL::text AS method, NULL::integer AS basis_years, NULL::text AS why_no_interval,
           known.target, known.baseline, known.target_kind
    FROM live_indicator_year known
    WHERE known.target IS NOT NULL
), month AS (
    -- There is one of each at most: max takes it. A forecast of a month that is not given is none.
    SELECT part.organisation, part.fiscal_year, part.indicator, part.as_of, max(part.outcome) AS outcome, max(part.months) AS months, max(part.number) AS number,
           max(part.value_to_date) AS value_to_date, bool_or(part.is_over) AS is_over, bool_or(part.is_latest) AS is_latest, max(part.quarters) > 0::bigint AS has_quarters, max(part.broken_from) AS broken_from,
           max(part.forecast) AS forecast, max(part.low) AS low, max(part.high) AS high, max(part.method) AS method,
           max(part.basis_years) AS basis_years, max(part.why_no_interval) AS why_no_interval,
           max(max(part.target)) OVER of_year AS target, max(max(part.baseline)) OVER of_year AS baseline, max(max(part.target_kind)) OVER of_year AS target_kind
    FROM part
    GROUP BY part.organisation, part.fiscal_year, part.indicator, part.as_of
    HAVING max(part.number) IS NOT NULL OR part.as_of IS NULL
    WINDOW of_year AS (PARTITION BY part.organisation, part.fiscal_year, part.indicator)
), named AS (
    SELECT month.organisation, month.fiscal_year, month.indicator, month.as_of, month.outcome, month.months, month.number, month.value_to_date, month.is_over, month.is_latest,
           CASE WHEN month.is_over OR indicator.aggregation = 'last' THEN month.value_to_date
                WHEN known.is_forecast THEN month.forecast END             AS forecast,
           CASE WHEN known.is_forecast THEN month.low END                  AS low,
           CASE WHEN known.is_forecast THEN month.high END                 AS high,
           CASE WHEN known.is_forecast THEN month.method END               AS method,
           month.basis_years,
           CASE WHEN known.is_forecast THEN month.why_no_interval END      AS why_no_interval,
           indicator.name, indicator.aggregation, indicator.measure, indicator.direction, indicator.direction::@extschema@.target_direction AS way, indicator.counted,
           indicator.due_at_year_end, indicator.position, month.target, month.baseline, coalesce(month.target_kind = 'improvement', false) AS is_improvement,
           month.has_quarters, month.broken_from, within.target AS target_to_date
    FROM month
    JOIN live_indicator_source indicator ON indicator.organisation = month.organisation AND indicator.code = month.indicator
    CROSS JOIN LATERAL (SELECT month.forecast IS NOT NULL AND month.value_to_date IS NOT NULL AND NOT month.is_over AND NOT month.has_quarters AND month.broken_from IS NULL) AS known(is_forecast)
    LEFT JOIN indicator_target within ON within.organisation = month.organisation AND within.indicator = month.indicator AND within.month = date_trunc('month'::text, month.as_of::timestamp)::date
    WHERE month.as_of IS NOT NULL
), judged AS (
    SELECT named.*,
           coalesce(abs(named.low) < 1e18 AND abs(named.high) < 1e18, false) AS has_interval,
           -- There is no half of a yes, nor of more than last year, and before it is due a no says nothing.
           CASE WHEN named.is_improvement
                THEN CASE WHEN @extschema@.target_met(named.forecast, named.target, named.way) AND named.forecast <> named.target THEN 1::numeric WHEN named.is_over THEN 0::numeric END
                WHEN named.measure <> 'yes_no'
                THEN @extschema@.target_attainment(named.forecast, named.target, named.way,
                         CASE WHEN NOT @extschema@.target_met(named.baseline, named.target, named.way) THEN named.baseline END)
                WHEN named.is_over OR NOT named.due_at_year_end OR named.forecast >= named.target
                THEN @extschema@.target_attainment(named.forecast, named.target, named.way) END AS attainment
    FROM named
)
SELECT judged.organisation,
       judged.fiscal_year,
       judged.indicator                                                       AS indicator_code,
       judged.name                                                            AS indicator,
       judged.as_of,
       judged.value_to_date::numeric(25,6) AS value_to_date,
       CASE WHEN abs(judged.forecast) < 1e18 THEN judged.forecast END::numeric(25,6)           AS forecast,
       CASE WHEN judged.has_interval THEN judged.low END::numeric(25,6)       AS low,
       CASE WHEN judged.has_interval THEN judged.high END::numeric(25,6)      AS high,
       CASE WHEN judged.is_over               THEN 'outcome'
            WHEN judged.aggregation = 'last'  THEN 'last'
            ELSE judged.method END                                            AS method,
       pg_catalog.concat_ws('; '::text,
                 CASE WHEN judged.is_over               THEN 'the whole year'
                      WHEN judged.aggregation IS NULL   THEN 'indicator.aggregation does not say how months make a year'
                      WHEN judged.aggregation = 'last'  THEN 'the latest value: how it goes on is not forecast'
                      WHEN judged.value_to_date IS NULL AND judged.months < judged.number::bigint THEN (judged.number - judged.months)::text || ' of ' || judged.number::text || ' months not given'
                      -- Nothing adds up over it, so there is no year to forecast before it either.
                      WHEN judged.broken_from IS NOT NULL THEN 'counted otherwise since ' || to_char(judged.broken_from::timestamp, 'YYYY-MM-DD'::text)
                      WHEN judged.has_quarters          THEN 'quarters are not forecast'
                      WHEN judged.method IS NULL        THEN 'nothing but 0 so far: nothing to go by'
                      WHEN judged.basis_years = 0       THEN 'no earlier year'
                      WHEN judged.basis_years = 1       THEN '1 earlier year'
                      ELSE judged.basis_years::text || ' earlier years' END,
                 CASE WHEN judged.why_no_interval IS NOT NULL THEN 'no interval: ' || judged.why_no_interval
                      WHEN judged.low IS NOT NULL AND NOT judged.has_interval THEN 'no interval: it would have more than 18 digits' END)  AS basis,
       judged.target::numeric(25,6)                                           AS target,
       CASE WHEN judged.attainment IS NOT NULL
            THEN greatest(least(judged.attainment, 999999::numeric), -999999::numeric) END::numeric(12,6) AS forecast_attainment,
       -- Before the year is over what is forecast is not there yet; unless nothing can come that takes it back.
       CASE WHEN @extschema@.target_met(judged.value_to_date, judged.target, judged.way) AND (NOT judged.is_improvement OR judged.value_to_date <> judged.target)
                 AND (judged.is_over OR judged.direction = 'at_least' AND (judged.aggregation = 'sum' OR judged.measure = 'yes_no')) THEN 'met'
            WHEN @extschema@.target_met(judged.forecast, judged.target, judged.way) AND NOT judged.is_improvement OR judged.attainment >= 1.0 THEN 'on_track'
            ELSE @extschema@.attainment_status(judged.attainment)::text END   AS status,
       judged.is_latest,
       judged.outcome::numeric(25,6)                                          AS month_outcome,
       judged.aggregation,
       judged.measure,
       judged.direction,
       judged.counted,
       judged.position,
       judged.target_to_date::numeric(25,6)                                   AS target_to_date,
       CASE WHEN @extschema@.target_met(judged.value_to_date, judged.target_to_date, judged.way) THEN 'met'
            ELSE @extschema@.attainment_status(@extschema@.target_attainment(judged.value_to_date, judged.target_to_date, judged.way))::text END AS status_to_date
FROM judged;
COMMENT ON VIEW   indicator_forecast                     IS 'An indicator after a month that is given (indicator_month, or its key figure''s) or a quarter of its key figure, and over: what its year comes to so far, where it will end, and whether that meets the target. WHERE is_latest has each year once';
COMMENT ON COLUMN indicator_forecast.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN indicator_forecast.fiscal_year         IS 'Fiscal year that is forecast';
COMMENT ON COLUMN indicator_forecast.indicator_code      IS 'Code of the indicator';
COMMENT ON COLUMN indicator_forecast.indicator           IS 'Name of the indicator';
COMMENT ON COLUMN indicator_forecast.as_of               IS 'Last day of the month; months after it are not looked at';
COMMENT ON COLUMN indicator_forecast.value_to_date       IS 'The year so far: sum or mean of its months, or the last, as aggregation says. NULL without one, and, for sum and mean, where a month until then is not given';
COMMENT ON COLUMN indicator_forecast.forecast            IS 'What the year will come to: the same of all twelve months. The last value for last, and the outcome after the year''s last month. NULL where value_to_date is, and where nothing but 0 was counted yet';
COMMENT ON COLUMN indicator_forecast.low                 IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL where too little is known of earlier errors, see basis. What never was negative has no negative end';
COMMENT ON COLUMN indicator_forecast.high                IS 'Upper end of the interval; not above 100 per cent for a percentage whose months never were';
COMMENT ON COLUMN indicator_forecast.method              IS 'How forecast was computed: auto or run_rate, as forecasts of the ledger are; last, or outcome when the year is over. NULL without a forecast';
COMMENT ON COLUMN indicator_forecast.basis               IS 'What the forecast rests on: how many earlier years with all months; what is missing where there is no forecast or no interval';
COMMENT ON COLUMN indicator_forecast.target              IS 'Target of the year; NULL where there is none';
COMMENT ON COLUMN indicator_forecast.forecast_attainment IS 'How far the year will meet its target, by the forecast, as target_attainment judges an outcome of the whole year: with the same baseline, or outcome / target (at_least) or target / outcome (at_most). Shown up to 999999 either way; NULL where there is no saying';
COMMENT ON COLUMN indicator_forecast.status              IS 'on_track (the forecast meets the target, or its attainment is from 0.9), at_risk (from 0.75), off_track, by the forecast; met when the year is over, or before where a sum or a yes that shall be at least the target is so already; no_data where there is no saying';
COMMENT ON COLUMN indicator_forecast.is_latest           IS 'Whether this is the latest month that is given of the year';
COMMENT ON COLUMN indicator_forecast.month_outcome       IS 'Outcome of the month alone, or of the quarter';
COMMENT ON COLUMN indicator_forecast.aggregation         IS 'How months make a year: sum, mean or last';
COMMENT ON COLUMN indicator_forecast.measure             IS 'yes_no, count, percent or days';
COMMENT ON COLUMN indicator_forecast.direction           IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN indicator_forecast.counted             IS 'What a count counts, for people';
COMMENT ON COLUMN indicator_forecast.position            IS 'Order in which indicators are shown';
COMMENT ON COLUMN indicator_forecast.target_to_date      IS 'What the year is to have come to by the end of this month (indicator_target); NULL where that is not said';
COMMENT ON COLUMN indicator_forecast.status_to_date      IS 'How value_to_date stands against it: met, on_track, at_risk, off_track, or no_data where there is no saying';
