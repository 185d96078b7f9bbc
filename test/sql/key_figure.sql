-- key_figure: key figures by period, what was published before, and how they move

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('figure_mart', organisation => '1281', organisation_name => 'Lund');
RESET client_min_messages;
SET search_path = figure_mart, public;
INSERT INTO unit (code, name) VALUES ('eb', 'Economic assistance');
-- Made up: one key figure of each aggregation.
INSERT INTO key_figure (code, name, unit_of_measure, decimals, direction, aggregation) VALUES
    ('decisions', 'Decisions', 'decisions', 0, 'at_least', 'sum'), ('share', 'Decided in time', 'percent', 1, 'at_least', 'mean'),
    ('queue', 'Persons in the queue', 'persons', NULL, 'at_most', 'last'), ('households', 'Households', 'households', NULL, NULL, 'distinct'), ('other', 'Unknown', 'kr/inv', 2, 'at_most', NULL);
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator, n, published_on)
SELECT k.code, 'month', make_date(y, m, 1), CASE k.code WHEN 'share' THEN m * 0.01 + 0.5 ELSE m * 10 + y - 2020 END,
       CASE k.code WHEN 'share' THEN m * (m * 0.01 + 0.5) END, CASE k.code WHEN 'share' THEN m END, CASE k.code WHEN 'share' THEN m END, '2023-01-01'
FROM key_figure k, generate_series(2021, 2022) AS y, generate_series(1, 4) AS m;
SELECT key_figure_code AS code, to_char(period_start, 'YYYY-MM') AS month, value_text, value_before AS before, change, round(change_ratio, 3) AS ratio, trend, cumulative, why_no_cumulative
FROM key_figure_trend WHERE fiscal_year = 2022 ORDER BY code, month;
-- The mean of all cases: 1 of 0.51, 2 of 0.52, 3 of 0.53 and 4 of 0.54.
SELECT round((1 * 0.51 + 2 * 0.52 + 3 * 0.53 + 4 * 0.54) / 10, 6) AS by_hand, (SELECT cumulative FROM key_figure_trend WHERE key_figure_code = 'share' AND period_start = '2022-04-01');
-- Without numerator and denominator of one of them it is that of the months.
UPDATE key_figure_value SET numerator = NULL WHERE key_figure = 'share' AND period_start = '2022-02-01';
SELECT cumulative FROM key_figure_trend WHERE key_figure_code = 'share' AND period_start = '2022-04-01';

-- A figure for each thousand is so in its mean: 5 of 10 000 and 8 of 20 000 are 7 for each thousand of all. Months to come that are said to be missing are not known, and the
-- latest that is known is forecast: 60 so far and 80 as every year. Quarters that a fiscal year cuts make no year.
BEGIN;
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('sep', 'From September on', 9);
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('rate', 'For each thousand', 'persons/1000 inv', 'mean'), ('ahead', 'Ten a month, and thirty in January', 'persons', 'sum');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator, published_on) VALUES
    ('rate', 'month', '2022-01-01', 5, 50, 10000, '2023-01-01'), ('rate', 'month', '2022-02-01', 8, 160, 20000, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on)
SELECT 'ahead', 'month', month::date, CASE WHEN month <= '2022-04-01' THEN CASE EXTRACT(month FROM month) WHEN 1 THEN 30 ELSE 10 END END, CASE WHEN month <= '2022-04-01' THEN 'ok' ELSE 'missing' END, '2022-05-01'
FROM generate_series(timestamp '2019-01-01', '2022-12-01', '1 month') AS month;
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT organisation, 'ahead', 'quarter', quarter::date, 100, '2023-01-01' FROM organisation, generate_series(timestamp '2022-01-01', '2022-12-01', '3 months') AS quarter;
SELECT to_char(period_start, 'YYYY-MM') AS month, value, cumulative FROM key_figure_trend WHERE key_figure_code = 'rate' ORDER BY 1;
SELECT to_char(period_start, 'YYYY-MM') AS month, value, forecast, why_no_forecast FROM key_figure_trend
WHERE key_figure_code = 'ahead' AND period_kind = 'month' AND fiscal_year = 2022 AND period_start BETWEEN '2022-03-01' AND '2022-05-01' ORDER BY 1;
SELECT organisation, fiscal_year, to_char(period_start, 'YYYY-MM') AS quarter, cumulative, why_no_cumulative, forecast FROM key_figure_trend WHERE key_figure_code = 'ahead' AND period_kind = 'quarter' ORDER BY 1, 3;
ROLLBACK;

-- A revision: what was published before stays; it may be that there is no figure any more.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on) VALUES
    ('decisions', 'month', '2022-01-01', 15, 'ok', '2023-02-01'), ('decisions', 'month', '2022-01-01', 16, 'preliminary', '2023-03-01'), ('decisions', 'month', '2022-03-01', NULL, 'secret', '2023-03-01');
SELECT period_start, value, status, value_text, revised_from, published_on, change, why_no_change, cumulative, why_no_cumulative FROM key_figure_trend WHERE key_figure_code = 'decisions' AND fiscal_year = 2022 ORDER BY 1;
SELECT count(*) FROM key_figure_value WHERE key_figure = 'decisions' AND period_start = '2022-01-01';

-- A break: nothing before is compared with anything after.
INSERT INTO key_figure_break (key_figure, from_day, reason) VALUES ('queue', '2022-02-01', 'Counted by person');
SELECT period_start, value, value_before, change, why_no_change FROM key_figure_trend WHERE key_figure_code = 'queue' AND fiscal_year = 2022 ORDER BY 1;
-- A year in which the break is has both ways of counting: it is beside neither the one before nor the one after.
BEGIN;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'queue', 'year', make_date(year, 1, 1), year - 2000, '2025-01-01' FROM generate_series(2020, 2024) AS year;
SELECT period_start, change, why_no_change FROM key_figure_trend WHERE key_figure_code = 'queue' AND period_kind = 'year' ORDER BY 1;
ROLLBACK;
-- Within a year nothing adds up over it, in a sum or a mean: months until then do, and those of a year that begins with it. The state at the end is what it is.
BEGIN;
DELETE FROM key_figure_break;
INSERT INTO key_figure_break (key_figure, from_day, reason) VALUES
    ('decisions', '2021-01-01', 'From a year''s first day'), ('decisions', '2022-02-10', 'Within February'), ('decisions', '2023-07-01', 'Later'), ('share', '2021-03-01', 'From March'), ('queue', '2021-03-01', 'From March');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on)
SELECT 'decisions', 'quarter', quarter::date, 100, '2023-01-01' FROM generate_series(timestamp '2021-01-01', '2022-06-01', '3 months') AS quarter;
SELECT key_figure_code AS code, period_kind, to_char(period_start, 'YYYY-MM') AS period, value, cumulative, why_no_cumulative FROM key_figure_trend
WHERE key_figure_code IN ('decisions', 'share', 'queue') AND unit_code IS NULL AND fiscal_year IN (2021, 2022) ORDER BY 1, 2, 3;
ROLLBACK;
-- Units and breakdowns are series of their own; a quarter, a year and a day, too. A quarter that is missing is not known of the sum.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, unit, breakdown, value, published_on) VALUES
    ('decisions', 'month', '2021-01-01', 'eb', 'total', 1, '2023-01-01'), ('decisions', 'month', '2022-01-01', 'eb', 'total', 3, '2023-01-01'), ('decisions', 'month', '2022-01-01', 'eb', 'women 18-24', 2, '2023-01-01'),
    ('decisions', 'quarter', '2022-01-01', NULL, 'total', 30, '2023-01-01'), ('decisions', 'quarter', '2022-04-01', NULL, 'total', 40, '2023-01-01'), ('decisions', 'quarter', '2022-10-01', NULL, 'total', 50, '2023-01-01'),
    ('decisions', 'year', '2021-01-01', NULL, 'total', 100, '2023-01-01'), ('decisions', 'year', '2022-01-01', NULL, 'total', 130, '2023-01-01'), ('decisions', 'day', '2022-01-31', NULL, 'total', 7, '2023-01-01');
SELECT period_kind, period_start, unit_code, breakdown, value, change, cumulative, why_no_cumulative FROM key_figure_trend
WHERE key_figure_code = 'decisions' AND fiscal_year = 2022 AND (period_kind <> 'month' OR unit_code = 'eb') ORDER BY 1, 2, 3, 4;
-- Fiscal years that begin elsewhere: the year so far begins there.
BEGIN;
UPDATE organisation SET fiscal_year_start = 3;
SELECT fiscal_year, period_start, value, cumulative, why_no_cumulative FROM key_figure_trend WHERE key_figure_code = 'queue' ORDER BY period_start;
SELECT fiscal_year, period_start, cumulative, why_no_cumulative FROM key_figure_trend WHERE key_figure_code = 'share' ORDER BY period_start;
ROLLBACK;

-- An indicator takes its outcome of a year from a key figure, where none is stated, and gives it a target.
INSERT INTO goal (code, name) VALUES ('g', 'Goal');
INSERT INTO indicator (code, goal, name, measure, counted, key_figure) VALUES ('i', 'g', 'Decisions', 'count', 'decisions', 'decisions');
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target) VALUES (2021, 'i', 99, 90), (2022, 'i', NULL, 120);
SELECT fiscal_year, outcome_text, target_text, status, trend FROM target_attainment ORDER BY fiscal_year;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('decisions', 'year', '2022-01-01', 119.5, '2023-06-01');
SELECT fiscal_year, outcome_text, target_text, status, trend FROM target_attainment ORDER BY fiscal_year;
SELECT period_kind, period_start, value, target, revised_from FROM key_figure_trend WHERE key_figure_code = 'decisions' AND period_kind = 'year' ORDER BY period_start;

-- Figures so large or small that nothing can be said of them break no view.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator) VALUES
    ('share', 'year', '2021-01-01', 1e-30, NULL, NULL), ('share', 'year', '2022-01-01', 999999999999999999.9999994, NULL, NULL), ('share', 'month', '2023-01-01', 1, 999999999999999999, 1e-100), ('share', 'month', '2023-02-01', 1, 1, 1);
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value) SELECT 'queue', 'month', make_date(2024, m, 1), 9e17 FROM generate_series(1, 2) AS m;
SELECT key_figure_code, period_start, value, change, change_ratio, cumulative FROM key_figure_trend WHERE value >= 1e6 OR period_start >= '2023-01-01' ORDER BY key_figure_code, period_start;

-- A year-end forecast of what adds up, by what forecasts the ledger: as the aggregates of that say. Three years of months; one of the first year is revised late.
INSERT INTO key_figure (code, name, unit_of_measure, direction, aggregation) VALUES ('visits', 'Visits', 'visits', 'at_least', 'sum'), ('large', 'Large', 'kr', NULL, 'sum');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on)
SELECT 'visits', 'month', month::date, 100 + 40 * (EXTRACT(month FROM month)::integer % 4) + 5 * EXTRACT(year FROM month)::integer % 7 + n % 3, month::date + 40
FROM generate_series(timestamp '2020-01-01', '2023-05-01', '1 month') WITH ORDINALITY AS t(month, n);
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('visits', 'month', '2020-02-01', 500, '2023-06-15');
SELECT period_start, value, revised_from, cumulative, forecast, low, high, why_no_forecast FROM key_figure_trend WHERE key_figure_code = 'visits' AND (fiscal_year = 2023 OR period_start IN ('2020-02-01', '2022-12-01')) ORDER BY 1;
CREATE TEMPORARY VIEW visits AS SELECT DISTINCT ON (period_start) period_start, value FROM key_figure_value WHERE key_figure = 'visits' AND period_kind = 'month' AND unit IS NULL ORDER BY period_start, published_on DESC;
SELECT trend.forecast = round(year_end_forecast(visits.period_start, visits.value, '2023-05-31', 'auto'), 6) AS is_the_forecast, trend.low = round(year_end_forecast_low(visits.period_start, visits.value, '2023-05-31', 'auto'), 6) AS low, trend.high = round(year_end_forecast_high(visits.period_start, visits.value, '2023-05-31', 'auto'), 6) AS high
FROM visits, key_figure_trend trend WHERE trend.key_figure_code = 'visits' AND trend.period_start = '2023-05-01' GROUP BY trend.forecast, trend.low, trend.high;
-- A month that is missing in an earlier year: that is not learned from. One of this year: there is no saying. A break: what was before is another series.
BEGIN;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on) VALUES ('visits', 'month', '2021-07-01', NULL, 'missing', '2023-07-01');
SELECT forecast = (SELECT round(year_end_forecast(period_start, value, '2023-05-31', 'auto'), 6) FROM visits WHERE period_start NOT BETWEEN '2021-01-01' AND '2021-12-31') AS is_of_two_years,
       forecast <> (SELECT round(year_end_forecast(period_start, value, '2023-05-31', 'auto'), 6) FROM visits) AS is_another FROM key_figure_trend WHERE key_figure_code = 'visits' AND period_start = '2023-05-01';
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on) VALUES ('visits', 'month', '2023-02-01', NULL, 'secret', '2023-07-01');
SELECT forecast, why_no_forecast FROM key_figure_trend WHERE key_figure_code = 'visits' AND period_start = '2023-05-01';
ROLLBACK;
BEGIN;
INSERT INTO key_figure_break (key_figure, from_day, reason) VALUES ('visits', '2022-01-01', 'Counted by day');
SELECT forecast = (SELECT round(year_end_forecast(period_start, value, '2023-05-31', 'auto'), 6) FROM visits WHERE period_start >= '2022-01-01') AS is_since_the_break FROM key_figure_trend WHERE key_figure_code = 'visits' AND period_start = '2023-05-01';
INSERT INTO key_figure_break (key_figure, from_day, reason) VALUES ('visits', '2023-02-01', 'Counted by hour');
SELECT forecast, why_no_forecast FROM key_figure_trend WHERE key_figure_code = 'visits' AND period_start = '2023-05-01';
ROLLBACK;
-- Nothing but 0; negative figures; a fiscal year that begins in March, of which April is the second month; and leap days.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, unit, value, published_on) VALUES ('visits', 'month', '2023-01-01', 'eb', 0, '2023-03-01'), ('visits', 'day', '2023-02-28', NULL, 3, '2024-03-01'), ('visits', 'day', '2024-02-28', NULL, 5, '2024-03-01'), ('visits', 'day', '2024-02-29', NULL, 7, '2024-03-01'), ('visits', 'day', '2025-02-28', NULL, 9, '2025-03-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'large', 'month', month::date, -9e17, '2023-03-01' FROM generate_series(timestamp '2021-01-01', '2023-02-01', '1 month') AS month;
SELECT key_figure_code, period_kind, period_start, value, change, cumulative, forecast, why_no_forecast FROM key_figure_trend WHERE key_figure_code IN ('visits', 'large') AND (unit_code = 'eb' OR period_kind = 'day' OR key_figure_code = 'large' AND fiscal_year = 2023) ORDER BY 1, 2, 3;
BEGIN;
UPDATE organisation SET fiscal_year_start = 3;
DELETE FROM key_figure_value WHERE key_figure = 'visits' AND period_start < '2020-03-01';
SELECT trend.fiscal_year, trend.cumulative, trend.forecast = round(year_end_forecast(visits.period_start, visits.value, '2023-05-31', 'auto', 3), 6) AS is_the_forecast
FROM visits, key_figure_trend trend WHERE trend.key_figure_code = 'visits' AND trend.period_start = '2023-05-01' GROUP BY trend.fiscal_year, trend.cumulative, trend.forecast;
ROLLBACK;
-- A year is held against its target, months against what is to be reached until then, or else by the forecast.
INSERT INTO indicator (code, goal, name, measure, counted, key_figure, key_figure_period) VALUES ('v', 'g', 'Visits', 'count', 'visits', 'visits', 'month');
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2022, 'v', 3000), (2023, 'v', 2000);
INSERT INTO indicator_target (indicator, month, target) VALUES ('v', '2023-03-01', 400), ('v', '2023-04-01', 900);
SELECT period_start, cumulative, target_to_date, forecast, target, target_status FROM key_figure_trend WHERE key_figure_code = 'visits' AND unit_code IS NULL AND period_kind = 'month' AND fiscal_year = 2023 ORDER BY 1;
DELETE FROM indicator_target; DELETE FROM indicator_value WHERE indicator = 'v'; DELETE FROM indicator WHERE code = 'v';

-- What is refused.
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('x', 'X', 'percent', 'sum');
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('x', 'X', 'yes_no', 'mean');
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('x', 'X', 'days', 'product');
INSERT INTO key_figure (code, name, unit_of_measure, direction) VALUES ('x', 'X', 'days', 'up');
INSERT INTO key_figure (code, name, unit_of_measure, decimals) VALUES ('x', 'X', 'days', 7);
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('x', 'X', ' ');
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('x', E'X\n', 'days');
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('share', 'Again', 'days');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('nothing', 'year', '2022-01-01', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, unit, value, published_on) VALUES ('share', 'year', '2022-01-01', 'nowhere', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('share', 'week', '2022-01-01', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('share', 'month', '2022-01-31', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('share', 'day', 'infinity', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, breakdown, value, published_on) VALUES ('share', 'year', '2022-01-01', 'kvinnor', 1, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('share', 'year', '2020-01-01', 'NaN', '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('share', 'year', '2020-01-01', NULL, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on) VALUES ('share', 'year', '2020-01-01', 3, 'secret', '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, n, status, published_on) VALUES ('share', 'year', '2020-01-01', 3, 'secret', '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator, published_on) VALUES ('share', 'year', '2020-01-01', 3, 3, 0, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('decisions', 'year', '2022-01-01', 1, '2023-06-01');

-- Readers of a released mart see the figures of the whole; of a period in which a part is of few, the total alone.
SET client_min_messages = warning;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, unit, breakdown, value, n, published_on) VALUES
    ('queue', 'year', '2018-01-01', 'eb', 'total', 40, 40, '2023-01-01'), ('queue', 'year', '2018-01-01', NULL, 'total', 50, 50, '2023-01-01'),
    ('queue', 'year', '2018-01-01', NULL, 'women', 47, 47, '2023-01-01'), ('queue', 'year', '2018-01-01', NULL, 'men', 3, 3, '2023-01-01'),
    ('queue', 'year', '2017-01-01', NULL, 'total', 4, 4, '2023-01-01'), ('queue', 'year', '2016-01-01', NULL, 'total', 60, 60, '2023-01-01'),
    ('queue', 'year', '2016-01-01', NULL, 'women', 40, 40, '2023-01-01'), ('queue', 'year', '2016-01-01', NULL, 'men', 20, 20, '2023-01-01'),
    -- Few are what is not told: the men, and those of 65 years and more.
    ('queue', 'year', '2015-01-01', NULL, 'total', 60, 60, '2023-01-01'), ('queue', 'year', '2015-01-01', NULL, 'women', 57, 57, '2023-01-01'),
    ('queue', 'year', '2014-01-01', NULL, 'total', 60, 60, '2023-01-01'), ('queue', 'year', '2014-01-01', NULL, '18-24', 28, 28, '2023-01-01'), ('queue', 'year', '2014-01-01', NULL, '25-64', 29, 29, '2023-01-01'),
    ('queue', 'year', '2013-01-01', NULL, 'total', 60, NULL, '2023-01-01'), ('queue', 'year', '2013-01-01', NULL, 'women', 57, NULL, '2023-01-01'),
    ('queue', 'year', '2012-01-01', NULL, 'total', 60, 60, '2023-01-01'), ('queue', 'year', '2012-01-01', NULL, 'women', 30, 30, '2023-01-01'), ('queue', 'year', '2012-01-01', NULL, '18-64', 30, 30, '2023-01-01');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, breakdown, status, published_on) VALUES ('queue', 'year', '2013-01-01', 'men', 'secret', '2023-01-01');
CALL release_month('figure_mart', '2022-12-01');
SELECT period_start, unit, breakdown, value, n FROM figure_mart_released.key_figure_value WHERE key_figure = 'queue' AND period_kind = 'year' ORDER BY period_start, breakdown;
SELECT count(*) > 0 AS others_are_there FROM figure_mart_released.key_figure_trend WHERE key_figure_code <> 'queue';
DROP SCHEMA figure_mart, figure_mart_released CASCADE;
