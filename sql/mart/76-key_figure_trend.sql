-- key_figure_trend: key figures through time

-- What is not known of one period is not known of a sum or mean that it is in. A mean is that of all cases where each of its
-- periods says of how many it is (its figure so many times: it may be for each thousand), else that of the periods.
--
-- One fiscal year of an organisation after another, with the one before it, so that a filter on the year reads two. A quarter
-- that the fiscal year cuts is in no sum with others. Ask for organisation and fiscal_year, or for key_figure_code.
CREATE OR REPLACE VIEW key_figure_trend AS
WITH placed AS (
    SELECT own.organisation, own.fiscal_year_start, year.fiscal_year, day.first_day, figure.*,
           named.name, named.unit_of_measure, named.decimals, named.direction, named.aggregation, named.source
    FROM organisation own
    CROSS JOIN LATERAL (SELECT min(known.first_start), max(known.last_start)
                        FROM (SELECT min(stored.period_start), max(stored.period_start) FROM key_figure_value stored WHERE stored.organisation = own.organisation
                              UNION ALL
                              SELECT min(computed.period_start), max(computed.period_start) FROM mart_figure_summary computed WHERE computed.organisation = own.organisation) known(first_start, last_start)
    ) AS span(first_start, last_start)
    CROSS JOIN LATERAL pg_catalog.generate_series(@extschema@.fiscal_year(span.first_start, own.fiscal_year_start), @extschema@.fiscal_year(span.last_start, own.fiscal_year_start)) AS year(fiscal_year)
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start),
                               @extschema@.fiscal_year_begin(year.fiscal_year - 1, own.fiscal_year_start)) AS day(first_day, last_day, first_read)
    CROSS JOIN LATERAL (
        SELECT known.key_figure, known.period_kind, known.unit, known.breakdown, known.period_start, known.value, known.numerator, known.denominator, known.n, known.status, known.published_on, known.revised_from, known.revisions,
               known.value_before, known.period_before,
               -- How many periods there are until then, each of which has to be known.
               made_of.months, (made_of.month - 1) / made_of.months + 1 AS number, (made_of.month - 1) % made_of.months <> 0 AS is_askew,
               (known.period_start + CASE known.period_kind WHEN 'day' THEN interval '1 day' WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year' END)::date - 1 AS last_day,
               pg_catalog.count(known.value) FILTER (WHERE part.adds_up) OVER until_then                         AS periods,
               sum(known.value) FILTER (WHERE part.adds_up) OVER until_then                                      AS total,
               sum(known.value * known.denominator) FILTER (WHERE part.adds_up) OVER until_then                  AS weighted,
               sum(known.denominator) FILTER (WHERE part.adds_up) OVER until_then                                AS denominators,
               pg_catalog.count(CASE WHEN known.numerator IS NOT NULL THEN known.denominator END) FILTER (WHERE part.adds_up) OVER until_then AS ratios,
               -- That those to come are said to be missing makes none of them known.
               pg_catalog.count(known.value) FILTER (WHERE part.adds_up) OVER until_then = pg_catalog.count(known.value) FILTER (WHERE part.adds_up) OVER series AS is_latest
        FROM (
            SELECT latest.*, pg_catalog.first_value(latest.value) OVER year_before AS value_before, pg_catalog.first_value(latest.period_start) OVER year_before AS period_before
            FROM live_known_figure latest
            WHERE latest.organisation = own.organisation AND latest.period_start >= day.first_read AND latest.period_start <= day.last_day
            WINDOW year_before AS (PARTITION BY latest.key_figure, latest.period_kind, latest.unit, latest.breakdown ORDER BY latest.period_start RANGE BETWEEN interval '1 year' PRECEDING AND interval '1 year' PRECEDING)
        ) known
        -- Not a quarter that the fiscal year cuts.
        CROSS JOIN LATERAL (SELECT known.period_kind <> 'quarter' OR (EXTRACT(month FROM known.period_start)::integer + 12 - own.fiscal_year_start) % 3 = 0 AS adds_up) part
        CROSS JOIN LATERAL (SELECT CASE known.period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 END, @extschema@.fiscal_month(known.period_start, own.fiscal_year_start)) AS made_of(months, month)
        -- The year before has told what it is read for.
        WHERE known.period_start >= day.first_day
        -- One order for all, which the figures come in: they are sorted once.
        WINDOW series AS (PARTITION BY known.key_figure, known.period_kind, known.unit, known.breakdown),
               until_then AS (series ORDER BY known.period_start ROWS UNBOUNDED PRECEDING)
    ) figure
    JOIN live_key_figure_name named ON named.organisation = own.organisation AND named.code = figure.key_figure
    -- All do: but of a calculation the planner expects that few do, or it would have code compiled (JIT) that is seldom run.
    WHERE year.fiscal_year + 0 >= 1000 AND year.fiscal_year + 0 <= 9999
), learned AS (
    SELECT placed.*, broken.last_day AS last_break
    FROM placed
    LEFT JOIN (SELECT turn.organisation, turn.key_figure, max(turn.from_day) AS last_day FROM key_figure_break turn GROUP BY turn.organisation, turn.key_figure) broken
           ON broken.organisation = placed.organisation AND broken.key_figure = placed.key_figure
), judged AS (
    SELECT learned.*, made.break_reason, made.year_broken_from, made.why_no_cumulative, learned.number * learned.months = 12 AS is_whole_year
    FROM learned
    -- OFFSET 0, here and below: what is used in many places is computed once.
    CROSS JOIN LATERAL (
        -- Few have a break, and few rows a forecast below: CASE asks for those alone.
        SELECT CASE WHEN learned.last_break > learned.period_before
                    THEN (SELECT turn.reason FROM key_figure_break turn
                          WHERE turn.organisation = learned.organisation AND turn.key_figure = learned.key_figure AND turn.from_day > learned.period_before AND turn.from_day <= learned.last_day
                          ORDER BY turn.from_day DESC LIMIT 1) END AS break_reason,
               CASE WHEN learned.last_break > learned.first_day
                    THEN (SELECT max(turn.from_day) FROM key_figure_break turn
                          WHERE turn.organisation = learned.organisation AND turn.key_figure = learned.key_figure AND turn.from_day > learned.first_day AND turn.from_day < learned.first_day + interval '1 year') END AS year_broken_from,
               CASE WHEN learned.months IS NULL                                            THEN NULL
                    WHEN learned.aggregation IS NULL                                       THEN 'key_figure.aggregation does not say how periods make a year'
                    WHEN learned.aggregation = 'distinct'                                  THEN 'the same may be in several periods: they do not add up'
                    WHEN learned.is_askew                                                  THEN 'its quarters are not those of the fiscal year'
                    WHEN learned.aggregation = 'last'                                      THEN CASE WHEN learned.value IS NULL THEN 'no value' END
                    -- Nothing adds up over a break. What was counted until then does.
                    ELSE coalesce(CASE WHEN learned.last_break > learned.first_day
                                       THEN (SELECT 'counted otherwise since ' || to_char(max(turn.from_day)::timestamp, 'YYYY-MM-DD'::text) FROM key_figure_break turn
                                             WHERE turn.organisation = learned.organisation AND turn.key_figure = learned.key_figure AND turn.from_day > learned.first_day AND turn.from_day <= learned.last_day) END,
                                  CASE WHEN learned.periods < learned.number::bigint
                                       THEN (learned.number::bigint - learned.periods)::text || ' of ' || learned.number::text || ' periods not known' END) END AS why_no_cumulative
        OFFSET 0
    ) made
), compared AS (
    SELECT judged.*, told.change, told.cumulative, told.why_no_forecast
    FROM judged
    CROSS JOIN LATERAL (
        SELECT CASE WHEN judged.break_reason IS NULL THEN judged.value - judged.value_before END AS change,
               CASE WHEN judged.months IS NULL OR judged.why_no_cumulative IS NOT NULL THEN NULL
                    WHEN judged.aggregation = 'last'                     THEN judged.value
                    WHEN judged.aggregation = 'sum'                      THEN judged.total
                    WHEN judged.ratios = judged.periods                  THEN judged.weighted / judged.denominators
                    ELSE judged.total / judged.periods::numeric END AS cumulative,
               CASE WHEN judged.months IS NULL                           THEN NULL
                    WHEN judged.aggregation IS DISTINCT FROM 'sum'       THEN 'only what adds up is forecast'
                    WHEN pg_catalog.starts_with(judged.key_figure, 'mart.net_cost') AND judged.number < 12 THEN 'year_end_forecast has it'
                    WHEN judged.why_no_cumulative IS NOT NULL            THEN judged.why_no_cumulative
                    WHEN judged.is_whole_year                            THEN NULL
                    WHEN judged.months > 1                               THEN 'only months are forecast'
                    WHEN NOT judged.is_latest                            THEN 'a later month is known'
                    WHEN judged.year_broken_from IS NOT NULL             THEN 'counted otherwise since ' || to_char(judged.year_broken_from::timestamp, 'YYYY-MM-DD'::text) END AS why_no_forecast
        OFFSET 0
    ) told
), expected AS (
    SELECT compared.*,
           CASE WHEN compared.why_no_forecast IS NOT NULL OR compared.months IS NULL THEN NULL
                WHEN compared.is_whole_year           THEN compared.cumulative
                WHEN abs(ahead.made[1]) < 1e18        THEN ahead.made[1] END                                AS forecast,
           CASE WHEN abs(ahead.made[2]) < 1e18 AND abs(ahead.made[3]) < 1e18 THEN ahead.made[2] END         AS low,
           CASE WHEN abs(ahead.made[2]) < 1e18 AND abs(ahead.made[3]) < 1e18 THEN ahead.made[3] END         AS high
    FROM compared
    -- As the ledger is forecast, from all years: those teach that have all their months, and were counted as this one is. What it makes of a
    -- year with months that lack it is not told of, and nothing is read of others than the series that it is of.
    CROSS JOIN LATERAL (SELECT CASE WHEN compared.why_no_forecast IS NULL AND NOT compared.is_whole_year AND compared.months = 1 THEN (
        SELECT ARRAY[round(made.forecast, 6), round(made.low, 6), round(made.high, 6)]
        FROM (SELECT @extschema@.forecast_series(given.period_start, round(given.value, least(scale(given.value), 6)), compared.fiscal_year_start) AS series,
                     pg_catalog.array_agg(given.fiscal_year) FILTER (WHERE given.months < 12::bigint OR given.first_day < given.last_break) AS not_learned_from
              FROM (SELECT known.period_start, known.value, of_year.fiscal_year, of_day.first_day, count(*) OVER (PARTITION BY of_year.fiscal_year) AS months, counted.last_break
                    FROM (SELECT max(turn.from_day) AS last_break FROM key_figure_break turn
                          WHERE turn.organisation = compared.organisation AND turn.key_figure = compared.key_figure AND turn.from_day <= compared.first_day) counted
                    CROSS JOIN live_known_figure known
                    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(known.period_start, compared.fiscal_year_start)) AS of_year(fiscal_year)
                    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(of_year.fiscal_year, compared.fiscal_year_start)) AS of_day(first_day)
                    WHERE known.organisation = compared.organisation AND known.key_figure = compared.key_figure AND known.period_kind = 'month' AND known.breakdown = compared.breakdown
                      AND (known.unit = compared.unit OR known.unit IS NULL AND compared.unit IS NULL) AND known.period_start <= compared.period_start AND known.value IS NOT NULL) given
              HAVING count(*) > 0::bigint) learned
        CROSS JOIN LATERAL @extschema@.forecasts(learned.series, compared.fiscal_year, compared.fiscal_year, compared.last_day, '{auto}'::@extschema@.forecast_method[], learned.not_learned_from, ARRAY[compared.number]) AS made
        LIMIT 1) END AS made OFFSET 0) ahead
), aimed AS (
    -- Several indicators of one key figure would each have a target: none is told then.
    SELECT indicator.organisation, indicator.key_figure, value.fiscal_year, value.breakdown, min(value.target) AS target, min(indicator.direction) AS direction, min(value.target_kind) AS target_kind
    FROM indicator
    JOIN live_indicator_target value ON value.organisation = indicator.organisation AND value.indicator = indicator.code
    WHERE indicator.key_figure IS NOT NULL
    GROUP BY indicator.organisation, indicator.key_figure, value.fiscal_year, value.breakdown
    HAVING min(value.target) = max(value.target) AND min(indicator.direction) = max(indicator.direction)
), step AS (
    SELECT indicator.organisation, indicator.key_figure, value.fiscal_year, value.breakdown, within.month, min(within.target) AS target
    FROM indicator
    JOIN indicator_value value ON value.organisation = indicator.organisation AND value.indicator = indicator.code
    JOIN indicator_target within ON within.organisation = indicator.organisation AND within.indicator = indicator.code
    GROUP BY indicator.organisation, indicator.key_figure, value.fiscal_year, value.breakdown, within.month
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
       coalesce(@extschema@.measure_in_words(CASE WHEN expected.decimals IS NULL THEN expected.value
                                              ELSE round(expected.value, expected.decimals + CASE expected.unit_of_measure WHEN 'percent' THEN 2 ELSE 0 END) END,
                                         expected.unit_of_measure, expected.unit_of_measure, said.words), said.words ->> expected.status, pg_catalog.replace(expected.status, '_'::text, ' '::text)) AS value_text,
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
       aimed.target::numeric(25,6)                                 AS target,
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
       coalesce(expected.why_no_forecast, CASE WHEN expected.months IS NULL OR expected.forecast IS NOT NULL THEN NULL
                                                WHEN expected.cumulative = 0::numeric THEN 'nothing but 0 so far: nothing to go by' ELSE 'it would have more than 18 digits' END) AS why_no_forecast,
       step.target::numeric(25,6)                                AS target_to_date,
       CASE WHEN aimed.target IS NULL THEN NULL
            WHEN reached.is_met AND (aimed.target_kind <> 'improvement' OR held.value <> held.against) THEN CASE WHEN held.is_forecast THEN 'on_track' ELSE 'met' END
            WHEN aimed.target_kind = 'improvement'  THEN CASE WHEN reached.is_met IS NOT NULL THEN 'off_track' END
            WHEN reached.attainment IS NOT NULL     THEN @extschema@.attainment_status(reached.attainment)::text END AS target_status,
       expected.decimals
FROM expected
JOIN live_word said ON said.organisation = expected.organisation
LEFT JOIN unit ON unit.organisation = expected.organisation AND unit.code = expected.unit
LEFT JOIN aimed ON expected.unit IS NULL AND aimed.organisation = expected.organisation AND aimed.key_figure = expected.key_figure AND aimed.fiscal_year = expected.fiscal_year AND aimed.breakdown = expected.breakdown
LEFT JOIN step ON aimed.target IS NOT NULL AND step.organisation = aimed.organisation AND step.key_figure = aimed.key_figure AND step.fiscal_year = aimed.fiscal_year AND step.breakdown = aimed.breakdown
              AND step.month = date_trunc('month'::text, expected.last_day::timestamp)::date
-- A year is held against its target, a month or quarter against what is to be reached until then, or where that is not said by its forecast, which is not
-- there yet.
CROSS JOIN LATERAL (SELECT CASE WHEN expected.period_kind = 'year' THEN expected.value WHEN step.target IS NOT NULL THEN expected.cumulative ELSE expected.forecast END,
                           CASE WHEN expected.period_kind = 'year' OR step.target IS NULL THEN aimed.target ELSE step.target END,
                           aimed.direction::@extschema@.target_direction, expected.period_kind <> 'year' AND step.target IS NULL AND NOT expected.is_whole_year) AS held(value, against, direction, is_forecast)
CROSS JOIN LATERAL (SELECT CASE WHEN aimed.target IS NOT NULL THEN @extschema@.target_met(held.value, held.against, held.direction) END,
                           CASE WHEN aimed.target IS NOT NULL THEN @extschema@.target_attainment(held.value, held.against, held.direction) END) AS reached(is_met, attainment);
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
COMMENT ON COLUMN key_figure_trend.why_no_cumulative IS 'Why there is none: periods that are not known, a break within the year, quarters that the fiscal year cuts, or figures such as different households, which do not add up';
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
COMMENT ON COLUMN key_figure_trend.decimals          IS 'Decimals that people are shown, in the unit of measure: 1 shows 0.764 as 76.4 %. NULL for those that a figure has';
