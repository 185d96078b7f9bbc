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
-- So that a year is found without the others, whatever the month in which years begin.
CREATE INDEX IF NOT EXISTS indicator_month_month ON indicator_month (organisation, month);
COMMENT ON TABLE  indicator_month              IS 'An indicator''s outcome of a month, where it is counted through the year; 0 is an outcome, and a month without a row is not known. It counts when the month is over. indicator.aggregation says how months make a year';
COMMENT ON COLUMN indicator_month.organisation IS 'Organisation that the figure belongs to';
COMMENT ON COLUMN indicator_month.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_month.month        IS 'First day of the month';
COMMENT ON COLUMN indicator_month.outcome      IS 'Outcome of this month alone, in the indicator''s measure; yes is 1, no is 0, 91 % is 0.91';

-- What is not known of one month is not known of a sum or mean that it is in.
-- No year has five digits: those that begin in 9999 and end later are shown nowhere.
CREATE OR REPLACE VIEW live_indicator_month AS
SELECT day.organisation, year.fiscal_year, day.fiscal_year_start AS first_month, year.first_day, year.last_day,
       given.indicator, indicator.aggregation, given.as_of, given.outcome, given.months, given.number, given.highest,
       CASE WHEN indicator.aggregation = 'last'         THEN given.outcome
            WHEN given.months < given.number::bigint    THEN NULL
            WHEN indicator.aggregation = 'sum'          THEN given.total
            WHEN indicator.aggregation = 'mean'         THEN round(given.total / given.months::numeric, 6) END AS value_to_date
FROM live_day day
CROSS JOIN LATERAL (SELECT min(month.month), max(month.month) FROM indicator_month month WHERE month.organisation = day.organisation) AS known(first, last)
-- Of an array the planner expects ten.
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    SELECT series.fiscal_year
    FROM pg_catalog.generate_series(@extschema@.fiscal_year(known.first, day.fiscal_year_start),
                                    least(@extschema@.fiscal_year(least(known.last, day.today), day.fiscal_year_start), 9999)) AS series(fiscal_year)
)) AS known_year(fiscal_year)
CROSS JOIN LATERAL (SELECT known_year.fiscal_year, @extschema@.fiscal_year_begin(known_year.fiscal_year, day.fiscal_year_start),
                           @extschema@.fiscal_year_end(known_year.fiscal_year, day.fiscal_year_start) OFFSET 0) AS year(fiscal_year, first_day, last_day)
CROSS JOIN LATERAL (
    SELECT month.indicator, month.outcome, month_end.as_of,
           @extschema@.fiscal_month(month.month, day.fiscal_year_start)            AS number,
           count(*) OVER until_then                                               AS months,
           sum(month.outcome) OVER until_then                                     AS total,
           max(month.outcome) OVER until_then                                     AS highest
    FROM indicator_month month
    CROSS JOIN LATERAL (SELECT (month.month + interval '1 month')::date - 1) AS month_end(as_of)
    WHERE month.organisation = day.organisation AND month.month BETWEEN year.first_day AND year.last_day AND month_end.as_of <= day.today
    WINDOW until_then AS (PARTITION BY month.indicator ORDER BY month.month)
) given
JOIN indicator ON indicator.organisation = day.organisation AND indicator.code = given.indicator;
COMMENT ON VIEW   live_indicator_month               IS 'An indicator after a month that is over and given: what its year comes to until then';
COMMENT ON COLUMN live_indicator_month.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_month.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_month.first_month   IS 'Month in which fiscal years begin';
COMMENT ON COLUMN live_indicator_month.first_day     IS 'First day of the fiscal year';
COMMENT ON COLUMN live_indicator_month.last_day      IS 'Last day of the fiscal year';
COMMENT ON COLUMN live_indicator_month.indicator     IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_month.aggregation   IS 'How its months make a year';
COMMENT ON COLUMN live_indicator_month.as_of         IS 'Last day of the month';
COMMENT ON COLUMN live_indicator_month.outcome       IS 'Outcome of the month';
COMMENT ON COLUMN live_indicator_month.months        IS 'How many months of the year are given until then';
COMMENT ON COLUMN live_indicator_month.number        IS 'How many there are until then';
COMMENT ON COLUMN live_indicator_month.highest       IS 'Highest outcome of a month of the year until then';
COMMENT ON COLUMN live_indicator_month.value_to_date IS 'Sum or mean of the months until then, NULL where one is missing; or the last';
