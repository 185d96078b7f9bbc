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

-- What is not known of one month is not known of a sum or mean that it is in. One indicator after another, so that the key
-- finds the months of those that are asked for; all its years, for what is said of one rests on those before.
CREATE OR REPLACE VIEW live_indicator_month AS
SELECT indicator.organisation, given.fiscal_year, indicator.code AS indicator, indicator.aggregation, given.as_of, given.outcome, given.months, given.number, given.is_latest,
       CASE WHEN indicator.aggregation = 'last'         THEN given.outcome
            WHEN given.months < given.number::bigint    THEN NULL
            WHEN indicator.aggregation = 'sum'          THEN given.total
            WHEN indicator.aggregation = 'mean'         THEN round(given.total / given.months::numeric, 6) END AS value_to_date
FROM indicator
JOIN live_day day ON day.organisation = indicator.organisation
CROSS JOIN LATERAL (
    SELECT ended.fiscal_year, ended.as_of, ended.outcome,
           @extschema@.fiscal_month(ended.as_of, day.fiscal_year_start)             AS number,
           count(*) OVER until_then                                               AS months,
           sum(ended.outcome) OVER until_then                                      AS total,
           pg_catalog.lead(ended.as_of) OVER until_then IS NULL                    AS is_latest
    FROM (SELECT month.outcome, month_end.as_of, @extschema@.fiscal_year(month.month, day.fiscal_year_start) AS fiscal_year
          FROM indicator_month month
          CROSS JOIN LATERAL (SELECT (month.month + interval '1 month')::date - 1) AS month_end(as_of)
          WHERE month.organisation = indicator.organisation AND month.indicator = indicator.code AND month_end.as_of <= day.today) ended
    WINDOW until_then AS (PARTITION BY ended.fiscal_year ORDER BY ended.as_of)
) given;
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
COMMENT ON COLUMN live_indicator_month.value_to_date IS 'Sum or mean of the months until then, NULL where one is missing; or the last';
