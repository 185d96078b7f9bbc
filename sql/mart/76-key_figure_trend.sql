-- key_figure_trend: key figures through time

-- What is not known of one period is not known of a sum or mean that it is in. A mean is that of all cases where each of its
-- periods says of how many it is, else that of the periods. A forecast is made as those of the ledger are, after the latest month of a
-- year; earlier years teach that have all their months, and were counted as this one is. What is the same for all rows of a key figure
-- and unit comes from windows, for which they are sorted once.
CREATE OR REPLACE VIEW key_figure_trend AS
WITH placed AS (
    SELECT known.*, year.fiscal_year, year.first_day, own.fiscal_year_start,
           CASE known.period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 END AS months,
           pg_catalog.first_value(known.value) OVER year_before        AS value_before,
           pg_catalog.first_value(known.period_start) OVER year_before AS period_before,
           figure.name, figure.unit_of_measure, figure.decimals, figure.direction, figure.aggregation, figure.source
    FROM live_known_figure known
    JOIN organisation own ON own.organisation = known.organisation
    JOIN live_known_key_figure figure ON figure.code = known.key_figure
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(known.period_start, own.fiscal_year_start)) AS number(fiscal_year)
    CROSS JOIN LATERAL (SELECT number.fiscal_year, @extschema@.fiscal_year_begin(number.fiscal_year, own.fiscal_year_start)) AS year(fiscal_year, first_day)
    WINDOW year_before AS (PARTITION BY known.organisation, known.key_figure, known.period_kind, known.unit, known.breakdown ORDER BY known.period_start
                           RANGE BETWEEN interval '1 year' PRECEDING AND interval '1 year' PRECEDING)
), summed AS (
    SELECT placed.*,
           pg_catalog.count(placed.value) OVER until_then AS periods,
           sum(placed.value) OVER until_then              AS total,
           sum(placed.numerator) OVER until_then          AS numerators,
           sum(placed.denominator) OVER until_then        AS denominators,
           pg_catalog.count(CASE WHEN placed.numerator IS NOT NULL THEN placed.denominator END) OVER until_then AS ratios,
           pg_catalog.lead(placed.period_start) OVER until_then IS NULL AS is_latest,
           -- How many there are until then, each of which has to be known.
           ((EXTRACT(year FROM placed.period_start)::integer - EXTRACT(year FROM placed.first_day)::integer) * 12
            + EXTRACT(month FROM placed.period_start)::integer - EXTRACT(month FROM placed.first_day)::integer) / placed.months + 1 AS number,
           broken.last_day AS last_break
    FROM placed
    LEFT JOIN (SELECT turn.organisation, turn.key_figure, max(turn.from_day) AS last_day FROM key_figure_break turn GROUP BY turn.organisation, turn.key_figure) broken
           ON broken.organisation = placed.organisation AND broken.key_figure = placed.key_figure
    WINDOW until_then AS (PARTITION BY placed.organisation, placed.key_figure, placed.period_kind, placed.unit, placed.breakdown, placed.fiscal_year ORDER BY placed.period_start)
), learned AS (
    SELECT summed.*,
           -- By six decimals, as all views show.
           CASE WHEN summed.is_latest AND summed.months = 1 AND summed.aggregation = 'sum'
                THEN @extschema@.forecast_series(summed.period_start, round(summed.value, 6), summed.fiscal_year_start) FILTER (WHERE summed.months = 1 AND summed.aggregation = 'sum' AND summed.value IS NOT NULL) OVER of_all END AS series,
           pg_catalog.array_agg(summed.fiscal_year) FILTER (WHERE summed.months = 1 AND summed.aggregation = 'sum' AND summed.is_latest AND (summed.periods < 12::bigint OR summed.first_day < summed.last_break)) OVER of_all AS not_learned_from
    FROM summed
    WINDOW of_all AS (PARTITION BY summed.organisation, summed.key_figure, summed.period_kind, summed.unit, summed.breakdown)
), judged AS (
    SELECT learned.*,
           broken.reason AS break_reason,
           (learned.period_start + CASE learned.period_kind WHEN 'day' THEN interval '1 day' WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year' END)::date - 1 AS last_day,
           CASE WHEN learned.months IS NULL                                            THEN NULL
                WHEN learned.aggregation IS NULL                                       THEN 'key_figure.aggregation does not say how periods make a year'
                WHEN learned.aggregation = 'distinct'                                  THEN 'the same may be in several periods: they do not add up'
                WHEN learned.aggregation = 'last' AND learned.value IS NULL            THEN 'no value'
                WHEN learned.aggregation <> 'last' AND learned.periods < learned.number::bigint THEN (learned.number::bigint - learned.periods)::text || ' of ' || learned.number::text || ' periods not known' END AS why_no_cumulative
    FROM learned
    LEFT JOIN LATERAL (SELECT turn.reason FROM key_figure_break turn
                       WHERE turn.organisation = learned.organisation AND turn.key_figure = learned.key_figure AND turn.from_day > learned.period_before AND turn.from_day <= learned.period_start
                       ORDER BY turn.from_day DESC LIMIT 1) broken ON learned.last_break IS NOT NULL
), compared AS (
    SELECT judged.*, CASE WHEN judged.break_reason IS NULL THEN judged.value - judged.value_before END AS change,
           CASE WHEN judged.months IS NULL OR judged.why_no_cumulative IS NOT NULL THEN NULL
                WHEN judged.aggregation = 'last'       THEN judged.value
                WHEN judged.aggregation = 'sum'        THEN judged.total
                WHEN judged.ratios = judged.periods    THEN judged.numerators / judged.denominators
                ELSE judged.total / judged.periods::numeric END AS cumulative,
           judged.number * judged.months = 12 AS is_whole_year,
           CASE WHEN judged.months IS NULL                           THEN NULL
                WHEN judged.aggregation IS DISTINCT FROM 'sum'       THEN 'only what adds up is forecast'
                WHEN judged.key_figure = 'mart.net_cost' AND judged.number < 12 THEN 'year_end_forecast has it'
                WHEN judged.why_no_cumulative IS NOT NULL            THEN judged.why_no_cumulative
                WHEN judged.number * judged.months = 12              THEN NULL
                WHEN judged.months > 1                               THEN 'only months are forecast'
                WHEN NOT judged.is_latest                            THEN 'a later month is known'
                WHEN judged.first_day < judged.last_break            THEN 'counted otherwise since ' || to_char(judged.last_break::timestamp, 'YYYY-MM-DD'::text) END AS why_no_forecast
    FROM judged
), expected AS (
    SELECT compared.*,
           CASE WHEN compared.why_no_forecast IS NOT NULL OR compared.months IS NULL THEN NULL
                WHEN compared.is_whole_year           THEN compared.cumulative
                WHEN abs(ahead.forecast) < 1e18       THEN ahead.forecast END                                                            AS forecast,
           CASE WHEN compared.why_no_forecast IS NULL AND NOT compared.is_whole_year AND abs(ahead.low) < 1e18 AND abs(ahead.high) < 1e18 THEN ahead.low END  AS low,
           CASE WHEN compared.why_no_forecast IS NULL AND NOT compared.is_whole_year AND abs(ahead.low) < 1e18 AND abs(ahead.high) < 1e18 THEN ahead.high END AS high
    FROM compared
    LEFT JOIN LATERAL (
        SELECT round(made.forecast, 6) AS forecast, round(made.low, 6) AS low, round(made.high, 6) AS high
        FROM @extschema@.forecasts(CASE WHEN compared.why_no_forecast IS NULL AND NOT compared.is_whole_year THEN compared.series END, compared.fiscal_year, compared.fiscal_year, compared.last_day,
                                   '{auto}'::text[], compared.not_learned_from, ARRAY[coalesce(compared.number, 12)]) AS made
        LIMIT 1
    ) ahead ON true
)
SELECT expected.organisation,
       expected.fiscal_year,
       expected.key_figure                                       AS key_figure_code,
       expected.name                                             AS key_figure,
       expected.period_kind,
       expected.period_start,
       expected.unit                                             AS unit_code,
       unit.name                                                 AS unit,
       expected.breakdown,
       expected.value::numeric(25,6)                             AS value,
       coalesce(@extschema@.measure_text(CASE WHEN expected.decimals IS NULL THEN expected.value
                                              ELSE round(expected.value, expected.decimals + CASE expected.unit_of_measure WHEN 'percent' THEN 2 ELSE 0 END) END,
                                         expected.unit_of_measure, expected.unit_of_measure), pg_catalog.replace(expected.status, '_'::text, ' '::text)) AS value_text,
       expected.status,
       expected.value_before::numeric(25,6)                      AS value_before,
       expected.change::numeric(25,6)                            AS change,
       CASE WHEN expected.value_before > 0::numeric AND abs(expected.change) < expected.value_before * 1e6 THEN expected.change / expected.value_before END::numeric(12,6) AS change_ratio,
       CASE WHEN expected.change IS NOT NULL       THEN NULL
            WHEN expected.value IS NULL            THEN 'no value: ' || pg_catalog.replace(expected.status, '_'::text, ' '::text)
            WHEN expected.period_before IS NULL    THEN 'no figure of the year before'
            WHEN expected.break_reason IS NOT NULL THEN 'counted otherwise: ' || expected.break_reason
            ELSE 'no value the year before' END                  AS why_no_change,
       CASE WHEN expected.change IS NULL OR expected.direction IS NULL       THEN NULL
            WHEN expected.change = 0::numeric                                THEN 'level'
            WHEN (expected.change > 0::numeric) = (expected.direction = 'at_least') THEN 'improving'
            ELSE 'worsening' END                                 AS trend,
       CASE WHEN abs(expected.cumulative) < 1e18 THEN expected.cumulative END::numeric(25,6) AS cumulative,
       expected.why_no_cumulative,
       aim.target::numeric(25,6)                                 AS target,
       CASE WHEN expected.revisions > 0 THEN expected.revised_from END::numeric(25,6) AS revised_from,
       expected.published_on,
       expected.numerator::numeric(25,6)                         AS numerator,
       expected.denominator::numeric(25,6)                       AS denominator,
       expected.n,
       expected.unit_of_measure,
       expected.direction,
       expected.aggregation,
       expected.source,
       expected.forecast::numeric(25,6)                          AS forecast,
       expected.low::numeric(25,6)                               AS low,
       expected.high::numeric(25,6)                              AS high,
       coalesce(expected.why_no_forecast, CASE WHEN expected.months IS NOT NULL AND expected.forecast IS NULL THEN 'nothing but 0 so far: nothing to go by' END) AS why_no_forecast,
       aim.target_to_date::numeric(25,6)                         AS target_to_date,
       aim.status                                                AS target_status
FROM expected
LEFT JOIN unit ON unit.organisation = expected.organisation AND unit.code = expected.unit
-- Several indicators of one key figure would each have a target: none is told then. A year is held against its target, a month or quarter against
-- what is to be reached until then, or where that is not said by its forecast.
LEFT JOIN LATERAL (
    SELECT told.target, told.target_to_date,
           CASE WHEN judged.is_met AND (told.target_kind <> 'improvement' OR held.value <> held.against) THEN 'met'
                WHEN told.target_kind = 'improvement' THEN CASE WHEN judged.is_met IS NOT NULL THEN 'off_track' END
                WHEN judged.attainment IS NOT NULL THEN @extschema@.attainment_status(judged.attainment)::text END AS status
    FROM (SELECT min(value.target) AS target, min(indicator.direction) AS direction, min(within.target) AS target_to_date, min(value.target_kind) AS target_kind
          FROM indicator
          JOIN live_indicator_target value ON value.organisation = indicator.organisation AND value.indicator = indicator.code
          LEFT JOIN indicator_target within ON within.organisation = indicator.organisation AND within.indicator = indicator.code AND within.month = date_trunc('month'::text, expected.last_day::timestamp)::date
          WHERE indicator.organisation = expected.organisation AND indicator.key_figure = expected.key_figure
            AND value.fiscal_year = expected.fiscal_year AND value.breakdown = expected.breakdown AND expected.unit IS NULL
          HAVING min(value.target) = max(value.target) AND min(indicator.direction) = max(indicator.direction)) told
    CROSS JOIN LATERAL (SELECT CASE WHEN expected.period_kind = 'year' THEN expected.value WHEN told.target_to_date IS NOT NULL THEN expected.cumulative ELSE expected.forecast END,
                               CASE WHEN expected.period_kind = 'year' THEN told.target WHEN told.target_to_date IS NOT NULL THEN told.target_to_date ELSE told.target END,
                               told.direction::@extschema@.target_direction) AS held(value, against, direction)
    CROSS JOIN LATERAL (SELECT @extschema@.target_met(held.value, held.against, held.direction), @extschema@.target_attainment(held.value, held.against, held.direction)) AS judged(is_met, attainment)
) aim ON true;
COMMENT ON VIEW   key_figure_trend                   IS 'A key figure of a period, unit and breakdown as it was published last, or as the mart computes it (codes that begin with mart.): beside the same period a year before, the year so far, and the target';
COMMENT ON COLUMN key_figure_trend.organisation      IS 'Code of the organisation';
COMMENT ON COLUMN key_figure_trend.fiscal_year       IS 'Fiscal year that the period begins in';
COMMENT ON COLUMN key_figure_trend.key_figure_code   IS 'Code of the key figure';
COMMENT ON COLUMN key_figure_trend.key_figure        IS 'Name of the key figure';
COMMENT ON COLUMN key_figure_trend.period_kind       IS 'day, month, quarter or year';
COMMENT ON COLUMN key_figure_trend.period_start      IS 'First day of the period';
COMMENT ON COLUMN key_figure_trend.unit_code         IS 'Code of the unit, or NULL for the whole organisation';
COMMENT ON COLUMN key_figure_trend.unit              IS 'Name of the unit';
COMMENT ON COLUMN key_figure_trend.breakdown         IS 'Whom it is of: total, women, men, an age such as 18-24, or both';
COMMENT ON COLUMN key_figure_trend.value             IS 'The figure, in the unit of measure; 91 % is 0.91. NULL where status says that there is none';
COMMENT ON COLUMN key_figure_trend.value_text        IS 'The figure as people read it, with the decimals of the key figure; where there is none, why';
COMMENT ON COLUMN key_figure_trend.status            IS 'ok, preliminary, missing, secret or not_applicable';
COMMENT ON COLUMN key_figure_trend.value_before      IS 'The figure of the same period a year before';
COMMENT ON COLUMN key_figure_trend.change            IS 'Change since then, in the unit of measure: 0.02 of per cent is two percentage points';
COMMENT ON COLUMN key_figure_trend.change_ratio      IS 'Change as a fraction of the figure a year before; NULL where that is not above 0';
COMMENT ON COLUMN key_figure_trend.why_no_change     IS 'Why there is no change: no value, no figure a year before, or counted otherwise since (key_figure_break)';
COMMENT ON COLUMN key_figure_trend.trend             IS 'improving, level or worsening, by the direction of the key figure; NULL without one';
COMMENT ON COLUMN key_figure_trend.cumulative        IS 'Of months and quarters, what the fiscal year comes to until the end of the period: sum, mean or last, as aggregation says. A mean is that of all cases where each period has numerator and denominator';
COMMENT ON COLUMN key_figure_trend.why_no_cumulative IS 'Why there is none: periods that are not known, or figures such as different households, which do not add up';
COMMENT ON COLUMN key_figure_trend.target            IS 'Target of the fiscal year, of the indicator that takes its outcome from this key figure; of a target that is a change, what it comes to';
COMMENT ON COLUMN key_figure_trend.revised_from      IS 'The figure that was published before this one, where it is revised';
COMMENT ON COLUMN key_figure_trend.published_on      IS 'Day on which it was published; of what the mart computes, that of the refresh';
COMMENT ON COLUMN key_figure_trend.numerator         IS 'What was divided, where that is known';
COMMENT ON COLUMN key_figure_trend.denominator       IS 'What it was divided by';
COMMENT ON COLUMN key_figure_trend.n                 IS 'How many cases it rests on, where that is known';
COMMENT ON COLUMN key_figure_trend.unit_of_measure   IS 'percent (as a fraction), yes_no, days, or what is counted';
COMMENT ON COLUMN key_figure_trend.direction         IS 'at_least where high is good, at_most where low is';
COMMENT ON COLUMN key_figure_trend.aggregation       IS 'How periods make a year: sum, mean, last, or distinct: they do not';
COMMENT ON COLUMN key_figure_trend.source            IS 'Who publishes it';
COMMENT ON COLUMN key_figure_trend.forecast          IS 'What the fiscal year will come to, of months that add up, after the latest month that is known of it; what it came to, where all are known. NULL where there is no saying, see why_no_forecast';
COMMENT ON COLUMN key_figure_trend.low               IS 'Lower end of the interval that is meant to hold what the year comes to four times out of five; NULL where too little is known of earlier errors';
COMMENT ON COLUMN key_figure_trend.high              IS 'Upper end of the interval';
COMMENT ON COLUMN key_figure_trend.why_no_forecast   IS 'Why there is no forecast: what does not add up, months that are not known, quarters, a break in the year, or a later month, which has it';
COMMENT ON COLUMN key_figure_trend.target_to_date    IS 'What the year is to have come to by the end of the period (indicator_target); NULL where that is not said';
COMMENT ON COLUMN key_figure_trend.target_status     IS 'met, on_track (from 0.9 of the target), at_risk (from 0.75) or off_track: of a year by its target, of a month or quarter by target_to_date, or without one by the forecast of the year. NULL where there is no saying';
