-- key_figure_trend: key figures through time

-- What is not known of one period is not known of a sum or mean that it is in. A mean is that of all cases where each of its
-- periods says of how many it is, else that of the periods.
CREATE OR REPLACE VIEW key_figure_trend AS
WITH placed AS (
    SELECT latest.*, year.fiscal_year, year.first_day,
           CASE latest.period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 END AS months,
           pg_catalog.first_value(latest.value) OVER year_before        AS value_before,
           pg_catalog.first_value(latest.period_start) OVER year_before AS period_before
    FROM live_key_figure_value latest
    JOIN organisation own ON own.organisation = latest.organisation
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(latest.period_start, own.fiscal_year_start)) AS number(fiscal_year)
    CROSS JOIN LATERAL (SELECT number.fiscal_year, @extschema@.fiscal_year_begin(number.fiscal_year, own.fiscal_year_start)) AS year(fiscal_year, first_day)
    WINDOW year_before AS (PARTITION BY latest.organisation, latest.key_figure, latest.period_kind, latest.unit, latest.breakdown ORDER BY latest.period_start
                           RANGE BETWEEN interval '1 year' PRECEDING AND interval '1 year' PRECEDING)
), summed AS (
    SELECT placed.*,
           pg_catalog.count(placed.value) OVER until_then AS periods,
           sum(placed.value) OVER until_then              AS total,
           sum(placed.numerator) OVER until_then          AS numerators,
           sum(placed.denominator) OVER until_then        AS denominators,
           pg_catalog.count(CASE WHEN placed.numerator IS NOT NULL THEN placed.denominator END) OVER until_then AS ratios,
           -- How many there are until then, each of which has to be known.
           ((EXTRACT(year FROM placed.period_start)::integer - EXTRACT(year FROM placed.first_day)::integer) * 12
            + EXTRACT(month FROM placed.period_start)::integer - EXTRACT(month FROM placed.first_day)::integer) / placed.months + 1 AS number
    FROM placed
    WINDOW until_then AS (PARTITION BY placed.organisation, placed.key_figure, placed.period_kind, placed.unit, placed.breakdown, placed.fiscal_year ORDER BY placed.period_start)
), judged AS (
    SELECT summed.*, named.name, key_figure.unit_of_measure, key_figure.decimals, key_figure.direction, key_figure.aggregation, key_figure.source,
           broken.reason AS break_reason,
           CASE WHEN summed.months IS NULL                                            THEN NULL
                WHEN key_figure.aggregation IS NULL                                   THEN 'key_figure.aggregation does not say how periods make a year'
                WHEN key_figure.aggregation = 'distinct'                              THEN 'the same may be in several periods: they do not add up'
                WHEN key_figure.aggregation = 'last' AND summed.value IS NULL         THEN 'no value'
                WHEN key_figure.aggregation <> 'last' AND summed.periods < summed.number::bigint THEN (summed.number::bigint - summed.periods)::text || ' of ' || summed.number::text || ' periods not known' END AS why_no_cumulative
    FROM summed
    JOIN key_figure ON key_figure.code = summed.key_figure
    JOIN live_key_figure_name named ON named.organisation = summed.organisation AND named.code = summed.key_figure
    LEFT JOIN LATERAL (SELECT turn.reason FROM key_figure_break turn
                       WHERE turn.organisation = summed.organisation AND turn.key_figure = summed.key_figure AND turn.from_day > summed.period_before AND turn.from_day <= summed.period_start
                       ORDER BY turn.from_day DESC LIMIT 1) broken ON true
), compared AS (
    SELECT judged.*, CASE WHEN judged.break_reason IS NULL THEN judged.value - judged.value_before END AS change,
           CASE WHEN judged.months IS NULL OR judged.why_no_cumulative IS NOT NULL THEN NULL
                WHEN judged.aggregation = 'last'       THEN judged.value
                WHEN judged.aggregation = 'sum'        THEN judged.total
                WHEN judged.ratios = judged.periods    THEN judged.numerators / judged.denominators
                ELSE judged.total / judged.periods::numeric END AS cumulative
    FROM judged
)
SELECT compared.organisation,
       compared.fiscal_year,
       compared.key_figure                                       AS key_figure_code,
       compared.name                                             AS key_figure,
       compared.period_kind,
       compared.period_start,
       compared.unit                                             AS unit_code,
       unit.name                                                 AS unit,
       compared.breakdown,
       compared.value::numeric(25,6)                             AS value,
       coalesce(@extschema@.measure_in_words(CASE WHEN compared.decimals IS NULL THEN compared.value
                                              ELSE round(compared.value, compared.decimals + CASE compared.unit_of_measure WHEN 'percent' THEN 2 ELSE 0 END) END,
                                         compared.unit_of_measure, compared.unit_of_measure, said.words), said.words ->> compared.status, pg_catalog.replace(compared.status, '_'::text, ' '::text)) AS value_text,
       compared.status,
       compared.value_before::numeric(25,6)                      AS value_before,
       compared.change::numeric(25,6)                            AS change,
       CASE WHEN compared.value_before > 0::numeric AND abs(compared.change) < compared.value_before * 1e6 THEN compared.change / compared.value_before END::numeric(12,6) AS change_ratio,
       CASE WHEN compared.change IS NOT NULL       THEN NULL
            WHEN compared.value IS NULL            THEN 'no value: ' || pg_catalog.replace(compared.status, '_'::text, ' '::text)
            WHEN compared.period_before IS NULL    THEN 'no figure of the year before'
            WHEN compared.break_reason IS NOT NULL THEN 'counted otherwise: ' || compared.break_reason
            ELSE 'no value the year before' END                  AS why_no_change,
       CASE WHEN compared.change IS NULL OR compared.direction IS NULL       THEN NULL
            WHEN compared.change = 0::numeric                                THEN 'level'
            WHEN (compared.change > 0::numeric) = (compared.direction = 'at_least') THEN 'improving'
            ELSE 'worsening' END                                 AS trend,
       CASE WHEN abs(compared.cumulative) < 1e18 THEN compared.cumulative END::numeric(25,6) AS cumulative,
       compared.why_no_cumulative,
       aim.target::numeric(25,6)                                 AS target,
       CASE WHEN compared.revisions > 0 THEN compared.revised_from END::numeric(25,6) AS revised_from,
       compared.published_on,
       compared.numerator::numeric(25,6)                         AS numerator,
       compared.denominator::numeric(25,6)                       AS denominator,
       compared.n,
       compared.unit_of_measure,
       compared.direction,
       compared.aggregation,
       compared.source
FROM compared
JOIN live_word said ON said.organisation = compared.organisation
LEFT JOIN unit ON unit.organisation = compared.organisation AND unit.code = compared.unit
-- Several indicators of one key figure would each have a target: none is told then.
LEFT JOIN LATERAL (SELECT min(value.target) AS target
                   FROM indicator
                   JOIN indicator_value value ON value.organisation = indicator.organisation AND value.indicator = indicator.code
                   WHERE indicator.organisation = compared.organisation AND indicator.key_figure = compared.key_figure
                     AND value.fiscal_year = compared.fiscal_year AND value.breakdown = compared.breakdown AND compared.unit IS NULL
                   HAVING min(value.target) = max(value.target)) aim ON true;
COMMENT ON VIEW   key_figure_trend                   IS 'A key figure of a period, unit and breakdown as it was published last: beside the same period a year before, the year so far, and the target';
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
COMMENT ON COLUMN key_figure_trend.target            IS 'Target of the fiscal year, of the indicator that takes its outcome from this key figure';
COMMENT ON COLUMN key_figure_trend.revised_from      IS 'The figure that was published before this one, where it is revised';
COMMENT ON COLUMN key_figure_trend.published_on      IS 'Day on which it was published';
COMMENT ON COLUMN key_figure_trend.numerator         IS 'What was divided, where that is known';
COMMENT ON COLUMN key_figure_trend.denominator       IS 'What it was divided by';
COMMENT ON COLUMN key_figure_trend.n                 IS 'How many cases it rests on, where that is known';
COMMENT ON COLUMN key_figure_trend.unit_of_measure   IS 'percent (as a fraction), yes_no, days, or what is counted';
COMMENT ON COLUMN key_figure_trend.direction         IS 'at_least where high is good, at_most where low is';
COMMENT ON COLUMN key_figure_trend.aggregation       IS 'How periods make a year: sum, mean, last, or distinct: they do not';
COMMENT ON COLUMN key_figure_trend.source            IS 'Who publishes it';
