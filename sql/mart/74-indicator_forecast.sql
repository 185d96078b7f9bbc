-- indicator_forecast: where the year of an indicator will end, after each month that is given

-- By the functions that forecast the ledger. These take a month without a row for 0, so earlier years that lack one are not
-- learned from, and of a year that lacks one so far nothing is said. A mean is forecast as a twelfth of the sum of twelve months.
CREATE OR REPLACE VIEW indicator_forecast AS
SELECT year.organisation,
       year.fiscal_year,
       year.indicator                                                         AS indicator_code,
       indicator.name                                                         AS indicator,
       judged.as_of,
       CASE WHEN abs(judged.value_to_date) < 1e6 THEN judged.value_to_date END::numeric(12,6) AS value_to_date,
       CASE WHEN abs(judged.forecast) < 1e6 THEN judged.forecast END::numeric(12,6)           AS forecast,
       CASE WHEN judged.has_interval THEN judged.low END::numeric(12,6)       AS low,
       CASE WHEN judged.has_interval THEN judged.high END::numeric(12,6)      AS high,
       judged.method,
       pg_catalog.concat_ws('; '::text, judged.basis,
                 CASE WHEN judged.forecast IS NULL OR judged.method IN ('outcome', 'last') THEN NULL
                      WHEN judged.why_no_interval IS NOT NULL THEN 'no interval: ' || judged.why_no_interval
                      WHEN NOT judged.has_interval THEN 'no interval: a million or more' END,
                 CASE WHEN greatest(abs(judged.value_to_date), abs(judged.forecast)) >= 1e6
                      THEN 'a million or more is not shown: count in thousands' END)  AS basis,
       target.target::numeric(12,6)                                           AS target,
       CASE WHEN judged.attainment IS NOT NULL
            THEN greatest(least(judged.attainment, 999999::numeric), -999999::numeric) END::numeric(12,6) AS forecast_attainment,
       -- Before the year is over what is forecast is not there yet; unless nothing can come that takes it back.
       CASE WHEN @extschema@.target_met(judged.value_to_date, target.target, way.direction)
                 AND (judged.is_over OR indicator.direction = 'at_least' AND (indicator.aggregation = 'sum' OR indicator.measure = 'yes_no')) THEN 'met'
            WHEN @extschema@.target_met(judged.forecast, target.target, way.direction) OR judged.attainment >= 1.0 THEN 'on_track'
            ELSE @extschema@.attainment_status(judged.attainment)::text END   AS status,
       judged.as_of = year.known_until                                        AS is_latest,
       judged.outcome::numeric(12,6)                                          AS month_outcome,
       indicator.aggregation,
       indicator.measure,
       indicator.direction,
       indicator.counted,
       indicator.position
FROM (SELECT month.organisation, month.fiscal_year, month.first_month, month.first_day, month.indicator, max(month.as_of) AS known_until
      FROM live_indicator_month month
      GROUP BY month.organisation, month.fiscal_year, month.first_month, month.first_day, month.indicator) year
JOIN indicator ON indicator.organisation = year.organisation AND indicator.code = year.indicator
CROSS JOIN LATERAL (SELECT indicator.direction::@extschema@.target_direction) AS way(direction)
LEFT JOIN live_indicator_year target ON target.organisation = year.organisation AND target.fiscal_year = year.fiscal_year AND target.indicator = year.indicator
CROSS JOIN LATERAL (
    WITH given AS MATERIALIZED (
        SELECT month.as_of, month.outcome, month.months, month.number, month.highest, month.value_to_date,
               month.as_of = month.last_day AND month.value_to_date IS NOT NULL AS is_over
        FROM live_indicator_month month
        WHERE month.organisation = year.organisation AND month.fiscal_year = year.fiscal_year AND month.indicator = year.indicator
    ), learned AS MATERIALIZED (
        SELECT @extschema@.forecast_series(known.month, CASE indicator.aggregation WHEN 'mean' THEN round(known.outcome, 6) ELSE known.outcome END, year.first_month) AS series,
               max(known.outcome) FILTER (WHERE known.month < year.first_day) AS highest
        FROM (SELECT month.month, month.outcome, count(*) OVER (PARTITION BY @extschema@.fiscal_year(month.month, year.first_month)) AS months
              FROM indicator_month month
              WHERE month.organisation = year.organisation AND month.indicator = year.indicator AND month.month <= year.known_until
                AND month.month >= year.first_day - pg_catalog.make_interval(years => @extschema@.forecast_earlier_years())) known
        WHERE indicator.aggregation IN ('sum', 'mean') AND (known.months = 12::bigint OR known.month >= year.first_day)
    ), computed AS MATERIALIZED (
        SELECT forecast.as_of, forecast.booked, forecast.forecast, forecast.low, forecast.high, forecast.used_method, forecast.basis_years, forecast.why_no_interval,
               learned.highest
        FROM learned
        CROSS JOIN LATERAL @extschema@.forecasts(learned.series, year.fiscal_year, year.fiscal_year, year.known_until, '{auto}'::text[]) AS forecast
    ), made AS (
        SELECT given.as_of, given.outcome, given.months, given.number, given.value_to_date, given.is_over,
               computed.used_method, computed.basis_years, computed.why_no_interval, part.year_end, part.low, part.high
        FROM given
        LEFT JOIN computed ON computed.as_of = given.as_of AND given.value_to_date IS NOT NULL AND NOT given.is_over
        -- What never was above 100 per cent does not end above it.
        CROSS JOIN LATERAL (SELECT CASE WHEN indicator.aggregation = 'mean' THEN 12::numeric ELSE 1::numeric END,
                                   CASE WHEN indicator.measure = 'percent' AND greatest(given.highest, computed.highest) <= 1::numeric
                                        THEN computed.booked + (12 - given.number)::numeric END) AS bound(parts, top)
        CROSS JOIN LATERAL (SELECT CASE WHEN given.is_over OR indicator.aggregation = 'last' THEN given.value_to_date
                                        ELSE round(least(computed.forecast, bound.top) / bound.parts, 6) END,
                                   CASE WHEN computed.low IS NOT NULL THEN round(least(computed.low, bound.top) / bound.parts, 6) END,
                                   CASE WHEN computed.high IS NOT NULL THEN round(least(computed.high, bound.top) / bound.parts, 6) END) AS part(year_end, low, high)
    )
    SELECT made.as_of, made.outcome, made.value_to_date, made.is_over, made.year_end AS forecast, made.low, made.high, made.why_no_interval,
           coalesce(abs(made.low) < 1e6 AND abs(made.high) < 1e6, false) AS has_interval,
           CASE WHEN made.is_over                    THEN 'outcome'
                WHEN indicator.aggregation = 'last'  THEN 'last'
                ELSE made.used_method END                                     AS method,
           CASE WHEN made.is_over                    THEN 'the whole year'
                WHEN indicator.aggregation IS NULL   THEN 'indicator.aggregation does not say how months make a year'
                WHEN indicator.aggregation = 'last'  THEN 'the latest value: how it goes on is not forecast'
                WHEN made.value_to_date IS NULL      THEN (made.number - made.months)::text || ' of ' || made.number::text || ' months not given'
                WHEN made.used_method IS NULL        THEN 'nothing but 0 so far: nothing to go by'
                WHEN made.basis_years = 0            THEN 'no earlier year'
                WHEN made.basis_years = 1            THEN '1 earlier year'
                ELSE made.basis_years::text || ' earlier years' END           AS basis,
           -- There is no half of a yes, and before it is due a no says nothing.
           CASE WHEN indicator.measure <> 'yes_no'
                THEN @extschema@.target_attainment(made.year_end, target.target, way.direction,
                         CASE WHEN NOT @extschema@.target_met(target.baseline, target.target, way.direction) THEN target.baseline END)
                WHEN made.is_over OR NOT indicator.due_at_year_end OR made.year_end >= target.target
                THEN @extschema@.target_attainment(made.year_end, target.target, way.direction) END AS attainment
    FROM made
) judged;
COMMENT ON VIEW   indicator_forecast                     IS 'An indicator after a month that is given (indicator_month) and over: what its year comes to so far, where it will end, and whether that meets the target. WHERE is_latest has each year once';
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
COMMENT ON COLUMN indicator_forecast.month_outcome       IS 'Outcome of the month alone';
COMMENT ON COLUMN indicator_forecast.aggregation         IS 'How months make a year: sum, mean or last';
COMMENT ON COLUMN indicator_forecast.measure             IS 'yes_no, count, percent or days';
COMMENT ON COLUMN indicator_forecast.direction           IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN indicator_forecast.counted             IS 'What a count counts, for people';
COMMENT ON COLUMN indicator_forecast.position            IS 'Order in which indicators are shown';
