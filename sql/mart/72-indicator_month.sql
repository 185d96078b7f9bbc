-- indicator_month: outcomes by month, and the year's value so far

CREATE TABLE IF NOT EXISTS indicator_month (
    organisation text    NOT NULL,
    indicator    text    NOT NULL,
    month        date    NOT NULL,
    outcome      numeric NOT NULL,
    PRIMARY KEY (organisation, indicator, month),
    CONSTRAINT indicator_month_indicator_fkey FOREIGN KEY (organisation, indicator) REFERENCES indicator,
    CONSTRAINT indicator_month_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric
                                                           OR refuse_month('indicator_month'::text, month)),
    CONSTRAINT indicator_month_outcome_is_below_1e6_with_at_most_six_decimals CHECK (abs(outcome) < 1e6 AND outcome = round(outcome, 6))
);
COMMENT ON TABLE  indicator_month              IS 'An indicator''s outcome of a month, where it is counted through the year; 0 is an outcome, and a month without a row is not known. It counts when the month is ended. indicator.aggregation says how months make a year';
COMMENT ON COLUMN indicator_month.organisation IS 'Organisation that the figure belongs to';
COMMENT ON COLUMN indicator_month.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_month.month        IS 'First day of the month';
COMMENT ON COLUMN indicator_month.outcome      IS 'Outcome of this month alone, in the indicator''s measure; yes is 1, no is 0, 91 % is 0.91';

-- What is stated of a month counts, else what the key figure of the indicator says of it, or of quarters. A quarter that a stated month is part of is
-- not taken, for nobody knows what its other months were; of a state, only that at its end is the same. Nor is one that the fiscal year cuts.
CREATE OR REPLACE VIEW live_given_month AS
SELECT stated.organisation, stated.indicator, stated.month, 1 AS months, stated.outcome, NULL::numeric AS numerator, NULL::numeric AS denominator
FROM indicator_month stated
UNION ALL
SELECT indicator.organisation, indicator.code AS indicator, published.period_start AS month, CASE indicator.key_figure_period WHEN 'month' THEN 1 ELSE 3 END AS months,
       published.value AS outcome, published.numerator, published.denominator
FROM live_indicator_source indicator
-- By the key of each, and not of all that was published of anybody.
JOIN organisation own ON own.organisation = indicator.organisation
CROSS JOIN LATERAL (SELECT DISTINCT ON (figure.period_start) figure.period_start, figure.value, figure.numerator, figure.denominator
                    FROM key_figure_value figure
                    WHERE figure.organisation = indicator.organisation AND figure.key_figure = indicator.key_figure
                      AND figure.period_kind = indicator.key_figure_period AND figure.unit IS NULL AND figure.breakdown = 'total'
                    ORDER BY figure.period_start, figure.published_on DESC) published
CROSS JOIN LATERAL (SELECT CASE indicator.key_figure_period WHEN 'month' THEN published.period_start ELSE (published.period_start + interval '2 months')::date END) AS until(last_month)
WHERE indicator.key_figure_period IN ('month', 'quarter') AND published.value IS NOT NULL
  AND (indicator.key_figure_period = 'month' OR @extschema@.fiscal_month(published.period_start, own.fiscal_year_start) % 3 = 1)
  AND NOT EXISTS (SELECT FROM indicator_month stated
                  WHERE stated.organisation = indicator.organisation AND stated.indicator = indicator.code
                    AND stated.month >= CASE indicator.aggregation WHEN 'last' THEN until.last_month ELSE published.period_start END AND stated.month <= until.last_month);
COMMENT ON VIEW   live_given_month              IS 'An outcome of an indicator in a month or quarter: stated, or of its key figure';
COMMENT ON COLUMN live_given_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_given_month.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN live_given_month.month        IS 'First day of the month or quarter';
COMMENT ON COLUMN live_given_month.months       IS 'How many months it has';
COMMENT ON COLUMN live_given_month.outcome      IS 'Its outcome alone';
COMMENT ON COLUMN live_given_month.numerator    IS 'What was divided, where that is known';
COMMENT ON COLUMN live_given_month.denominator  IS 'What it was divided by';

-- What is not known of one month is not known of a sum or mean that it is in. A mean is that of all cases where each month says of how many it is:
-- its figure so many times, and not what was divided, for the figure may be in per cent or for each thousand. Else a quarter counts as three months.
-- One indicator after another, so that the key finds the months of those that are asked for; all its years, for what is said of one rests on those before.
CREATE OR REPLACE VIEW live_indicator_month AS
SELECT indicator.organisation, given.fiscal_year, indicator.code AS indicator, indicator.aggregation, given.as_of, given.outcome, given.months, given.number, given.is_latest, given.quarters,
       CASE WHEN indicator.aggregation = 'last'         THEN given.outcome
            WHEN given.months < given.number::bigint    THEN NULL
            -- Nothing adds up over a break within the year.
            WHEN broken.from_day <= given.as_of         THEN NULL
            WHEN indicator.aggregation = 'sum'          THEN CASE WHEN abs(given.total) < 1e18 THEN given.total END
            WHEN indicator.aggregation = 'mean' AND given.ratios = given.periods
                                                        THEN round(given.weighted / given.denominators, 6)
            WHEN indicator.aggregation = 'mean'         THEN round(given.by_month / given.months::numeric, 6) END AS value_to_date,
       broken.since                                                             AS broken_from
FROM live_indicator_source indicator
JOIN live_day day ON day.organisation = indicator.organisation
CROSS JOIN LATERAL (
    SELECT ended.fiscal_year, ended.as_of, ended.outcome,
           @extschema@.fiscal_month(ended.as_of, day.fiscal_year_start)             AS number,
           sum(ended.months) OVER until_then                                      AS months,
           count(*) OVER until_then                                               AS periods,
           sum(ended.outcome) OVER until_then                                      AS total,
           sum(ended.outcome * ended.months::numeric) OVER until_then              AS by_month,
           count(*) FILTER (WHERE ended.months > 1) OVER until_then                AS quarters,
           sum(ended.outcome * ended.denominator) OVER until_then                  AS weighted,
           sum(ended.denominator) OVER until_then                                  AS denominators,
           count(*) FILTER (WHERE ended.numerator IS NOT NULL AND ended.denominator IS NOT NULL) OVER until_then AS ratios,
           pg_catalog.lead(ended.as_of) OVER until_then IS NULL                    AS is_latest
    FROM (SELECT month.outcome, month.months, month.numerator, month.denominator, month_end.as_of, @extschema@.fiscal_year(month.month, day.fiscal_year_start) AS fiscal_year
          FROM live_given_month month
          CROSS JOIN LATERAL (SELECT (month.month + pg_catalog.make_interval(months => month.months))::date - 1) AS month_end(as_of)
          WHERE month.organisation = indicator.organisation AND month.indicator = indicator.code AND month_end.as_of <= day.today) ended
    WINDOW until_then AS (PARTITION BY ended.fiscal_year ORDER BY ended.as_of)
) given
-- Until then, or else later in the year: it is told as key_figure_trend does.
CROSS JOIN LATERAL (SELECT min(turn.from_day) AS from_day, coalesce(max(turn.from_day) FILTER (WHERE turn.from_day <= given.as_of), max(turn.from_day)) AS since FROM key_figure_break turn
                    WHERE turn.organisation = indicator.organisation AND turn.key_figure = indicator.key_figure
                      AND turn.from_day > @extschema@.fiscal_year_begin(given.fiscal_year, day.fiscal_year_start)
                      AND turn.from_day <= @extschema@.fiscal_year_end(given.fiscal_year, day.fiscal_year_start)) broken;
COMMENT ON VIEW   live_indicator_month               IS 'An indicator after a month that is over and given: what its year comes to until then';
COMMENT ON COLUMN live_indicator_month.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_month.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_month.indicator     IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_month.aggregation   IS 'How its months make a year';
COMMENT ON COLUMN live_indicator_month.as_of         IS 'Last day of the month';
COMMENT ON COLUMN live_indicator_month.outcome       IS 'Outcome of the month';
COMMENT ON COLUMN live_indicator_month.months        IS 'How many months of the year are given until then';
COMMENT ON COLUMN live_indicator_month.number        IS 'How many there are until then';
COMMENT ON COLUMN live_indicator_month.is_latest     IS 'Whether no later one is of the year';
COMMENT ON COLUMN live_indicator_month.quarters      IS 'How many quarters are among what is given until then';
COMMENT ON COLUMN live_indicator_month.value_to_date IS 'Sum or mean of the months until then, NULL where one is missing; or the last';
COMMENT ON COLUMN live_indicator_month.broken_from   IS 'Last day until then, or else of the year, after its first, from which its key figure is counted otherwise';
