-- How far the forecasts of year_end_forecast are off on public monthly series, in tables,
-- beside Theta, ETS and ARIMA of R's forecast package.
--
--   psql -d DATABASE -f test/accuracy/accuracy.sql        from the top directory
--
-- The extension must be there. Every full year that has three earlier ones is forecast
-- after 3, 4, 6, 8 and 9 months, from the months that were known then. Only temporary
-- tables are made. README.md says what the series and the halves are.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null ''

CREATE TEMPORARY TABLE series (series text, month date, amount numeric);
CREATE TEMPORARY TABLE part (series text, place integer, part text);

\copy series FROM 'test/accuracy/money.csv' WITH (FORMAT csv, HEADER match)
INSERT INTO part
SELECT series, 1 + row_number() OVER (ORDER BY series COLLATE "C") % 2, NULL FROM (SELECT DISTINCT series FROM series) AS money;

-- Not part of the project, and so in none of the halves: a benefit whose figures lie beside it.
\set is_beside `test -r ../shared/data/series/food_support_one_us_state.csv && echo true || echo false`
\if :is_beside
CREATE TEMPORARY TABLE food_support (month date, households bigint, persons bigint, cost numeric);
\copy food_support FROM '../shared/data/series/food_support_one_us_state.csv' WITH (FORMAT csv, HEADER match)
-- Whole calendar years.
INSERT INTO series SELECT 'food_support', month, cost FROM food_support WHERE month >= '1989-01-01' AND month < '2025-01-01';
INSERT INTO part VALUES ('food_support', 4, NULL);
\else
\echo 'Skipped: food_support, whose figures are not beside the project.'
\endif

\copy series FROM 'test/accuracy/series.csv' WITH (FORMAT csv, HEADER match)
INSERT INTO part SELECT DISTINCT series, 3, NULL FROM series WHERE series NOT IN (SELECT series FROM part);
UPDATE part SET part = (ARRAY['reporting half', 'tuning half', 'not money', 'food support'])[place];

CREATE TEMPORARY TABLE rival (series text, year integer, months integer, theta numeric, ets numeric, arima numeric);
\copy rival FROM 'test/accuracy/rivals.csv' WITH (FORMAT csv, HEADER match)

CREATE TEMPORARY TABLE method (place integer, method text, label text);
INSERT INTO method VALUES
    (1, 'run_rate', 'run rate'), (2, 'last_year', 'last year''s growth'), (3, 'seasonal', 'seasonal'), (4, 'theta', 'theta'), (5, 'auto', 'auto'),
    (6, 'r_theta', 'R: thetaf'), (7, 'r_ets', 'R: ets'), (8, 'r_arima', 'R: auto.arima');

-- One row is a forecast: of a year of a series, after so many months, by a method.
CREATE TEMPORARY TABLE forecast AS
SELECT s.series, y.year, k.months, m.method,
       year_end_forecast(s.month, s.amount, d.as_of, m.method::forecast_method)      AS forecast,
       year_end_forecast_low(s.month, s.amount, d.as_of, m.method::forecast_method)  AS low,
       year_end_forecast_high(s.month, s.amount, d.as_of, m.method::forecast_method) AS high,
       y.outcome
FROM (SELECT series, extract(year FROM month)::integer AS year, sum(amount) AS outcome,
             row_number() OVER (PARTITION BY series ORDER BY extract(year FROM month)) AS place
      FROM series GROUP BY series, extract(year FROM month)) AS y
CROSS JOIN (VALUES (3), (4), (6), (8), (9)) AS k(months)
CROSS JOIN LATERAL (SELECT make_date(y.year, k.months + 1, 1) - 1) AS d(as_of)
CROSS JOIN method AS m
JOIN series AS s ON s.series = y.series AND s.month <= d.as_of
WHERE y.place > 3 AND m.method NOT LIKE 'r\_%'
GROUP BY s.series, y.year, k.months, m.method, y.outcome;

INSERT INTO forecast
SELECT r.series, r.year, r.months, m.method, m.forecast, NULL, NULL, f.outcome
FROM rival AS r
CROSS JOIN LATERAL (VALUES ('r_theta', r.theta), ('r_ets', r.ets), ('r_arima', r.arima)) AS m(method, forecast)
JOIN forecast AS f ON f.series = r.series AND f.year = r.year AND f.months = r.months AND f.method = 'run_rate';
ANALYZE forecast;

\echo 'Constants are chosen on the tuning half and on what is not money. The reporting half is for reporting alone.'
\echo
\echo 'Mean absolute percentage error by months booked (per cent)'
SELECT m.label AS "reporting half", coalesce(f.months::text, 'all') AS months,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00') AS error
FROM forecast AS f JOIN part AS p USING (series) JOIN method AS m USING (method)
WHERE p.place = 1
GROUP BY m.place, m.label, GROUPING SETS ((f.months), ())
ORDER BY m.place, f.months
\crosstabview 1 months error
SELECT m.label AS "tuning half", coalesce(f.months::text, 'all') AS months,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00') AS error
FROM forecast AS f JOIN part AS p USING (series) JOIN method AS m USING (method)
WHERE p.place = 2
GROUP BY m.place, m.label, GROUPING SETS ((f.months), ())
ORDER BY m.place, f.months
\crosstabview 1 months error
SELECT m.label AS "not money", coalesce(f.months::text, 'all') AS months,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00') AS error
FROM forecast AS f JOIN part AS p USING (series) JOIN method AS m USING (method)
WHERE p.place = 3
GROUP BY m.place, m.label, GROUPING SETS ((f.months), ())
ORDER BY m.place, f.months
\crosstabview 1 months error
\if :is_beside
SELECT m.label AS "food support", coalesce(f.months::text, 'all') AS months,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00') AS error
FROM forecast AS f JOIN part AS p USING (series) JOIN method AS m USING (method)
WHERE p.place = 4
GROUP BY m.place, m.label, GROUPING SETS ((f.months), ())
ORDER BY m.place, f.months
\crosstabview 1 months error
\endif

\echo 'All dates together, the mean of the series: error as a percentage of each outcome (MAPE) and of all outcomes (WAPE), bias'
\echo '(above 0: too high), the error in relation to the run rate''s (geometric mean), how many of all have an interval, how'
\echo 'often it held the outcome, which it is meant to do in 80 per cent, and how wide it is on either side'
SELECT part, method, forecasts, mape, wape, bias, to_run_rate, intervals, held, margin
FROM (SELECT p.place, p.part, m.place AS method_place, m.label AS method, sum(s.forecasts) AS forecasts, to_char(100 * avg(s.mape), '90.00') AS mape,
             to_char(100 * avg(s.wape), '90.00') AS wape, to_char(100 * avg(s.bias), 'S90.00') AS bias,
             to_char(exp(avg(ln(s.relative))), '90.00') AS to_run_rate, nullif(sum(s.intervals), 0) AS intervals,
             to_char(100.0 * sum(s.held) / nullif(sum(s.intervals), 0), '990.0') AS held, to_char(100 * avg(s.margin), '90.0') AS margin
      FROM (SELECT f.series, f.method, count(f.forecast) AS forecasts, mean_absolute_percentage_error(f.forecast, f.outcome) AS mape,
                   sum(abs(f.forecast - f.outcome)) / sum(f.outcome) AS wape, forecast_bias(f.forecast, f.outcome) AS bias,
                   relative_mean_absolute_error(f.forecast, f.outcome, r.forecast) AS relative, count(f.low) AS intervals,
                   count(*) FILTER (WHERE f.outcome BETWEEN f.low AND f.high) AS held, avg((f.high - f.low) / 2 / f.outcome) AS margin
            FROM forecast AS f
            JOIN forecast AS r ON r.series = f.series AND r.year = f.year AND r.months = f.months AND r.method = 'run_rate'
            GROUP BY f.series, f.method) AS s
      JOIN part AS p USING (series)
      JOIN method AS m USING (method)
      GROUP BY p.place, p.part, m.place, m.label) AS t
ORDER BY place, method_place;

\echo 'How often the interval of auto held the outcome, by months booked (per cent)'
SELECT p.part, f.months, to_char(100.0 * count(*) FILTER (WHERE f.outcome BETWEEN f.low AND f.high) / nullif(count(f.low), 0), '990.0') AS held
FROM forecast AS f JOIN part AS p USING (series)
WHERE f.method = 'auto'
GROUP BY p.place, p.part, f.months
ORDER BY p.place, f.months
\crosstabview part months held

\echo 'Two earlier years alone, and the interval also from the errors of the other series of the half: of those that are known since long, or as short.'
\echo 'How often it held the outcome, and how wide it is on either side (per cent)'
CREATE TEMPORARY TABLE trial AS
SELECT p.place, p.part, y.series, y.year, n.years, f.as_of, f.forecast, f.mean_error::numeric AS mean_error, f.error_weight::numeric AS error_weight, y.outcome
FROM (SELECT DISTINCT series, year, outcome FROM forecast WHERE method = 'auto') AS y
JOIN part AS p USING (series)
CROSS JOIN (VALUES (2), (10)) AS n(years)
CROSS JOIN LATERAL (SELECT forecast_series(s.month, s.amount, 1) AS series FROM series AS s
                    WHERE s.series = y.series AND s.month >= make_date(y.year - n.years, 1, 1) AND s.month < make_date(y.year + 1, 1, 1)) AS s
CROSS JOIN LATERAL forecasts(s.series, y.year, y.year, make_date(y.year, 12, 31), '{auto}', NULL, '{3,4,6,8,9}') AS f
WHERE p.place < 3;
CREATE TEMPORARY TABLE pooled AS
SELECT t.place, t.part, o.years, o.others, t.forecast, m.margin, t.outcome
FROM trial AS t
CROSS JOIN (VALUES (10, 'known since long'), (2, 'as short')) AS o(years, others)
CROSS JOIN LATERAL (SELECT sum(e.error_weight * least(e.mean_error, 1)) / sum(e.error_weight) AS error
                    FROM trial AS e
                    WHERE e.place = t.place AND e.as_of = t.as_of AND e.mean_error IS NOT NULL
                      AND e.years = CASE WHEN e.series = t.series THEN 2 ELSE o.years END HAVING count(*) >= 5) AS pooled
CROSS JOIN LATERAL (SELECT pooled_margin(t.mean_error, t.error_weight, pooled.error) * abs(t.forecast) AS margin) AS m
WHERE t.years = 2;
SELECT part, others, count(*) AS forecasts,
       to_char(100.0 * count(*) FILTER (WHERE abs(outcome - forecast) <= margin) / count(*), '990.0') AS held, to_char(100 * avg(margin / outcome), '90.0') AS margin
FROM pooled
GROUP BY place, part, years, others
ORDER BY place, years DESC;

\echo 'MAPE by series, all dates together, and auto''s in relation to the better of run rate and last year''s growth'
WITH by_series AS (
    SELECT p.place, p.part, f.series, min(f.year) || '-' || max(f.year) AS years, f.method, 100 * mean_absolute_percentage_error(f.forecast, f.outcome) AS error
    FROM forecast AS f JOIN part AS p USING (series)
    GROUP BY p.place, p.part, f.series, f.method
)
SELECT part, series, max(years) FILTER (WHERE method = 'run_rate') AS years,
       to_char(max(error) FILTER (WHERE method = 'run_rate'), '90.00')  AS "run rate",
       to_char(max(error) FILTER (WHERE method = 'last_year'), '90.00') AS "last year",
       to_char(max(error) FILTER (WHERE method = 'seasonal'), '90.00')  AS seasonal,
       to_char(max(error) FILTER (WHERE method = 'theta'), '90.00')     AS theta,
       to_char(max(error) FILTER (WHERE method = 'auto'), '90.00')      AS auto,
       to_char(max(error) FILTER (WHERE method = 'r_ets'), '90.00')     AS ets,
       to_char(max(error) FILTER (WHERE method = 'r_arima'), '90.00')   AS arima,
       to_char(max(error) FILTER (WHERE method = 'auto') / min(error) FILTER (WHERE method IN ('run_rate', 'last_year')), '90.00') AS "auto to better"
FROM by_series
GROUP BY place, part, series
ORDER BY place, series COLLATE "C";

\echo 'How far theta is from R''s thetaf, in relation to the forecast. Where they differ by more than a ten-thousandth, R''s search ended in a valley that is not the deepest.'
SELECT count(*) AS forecasts, to_char(percentile_cont(0.5) WITHIN GROUP (ORDER BY d.difference), '9.9EEEE') AS median,
       to_char(percentile_cont(0.95) WITHIN GROUP (ORDER BY d.difference), '9.9EEEE') AS "19 of 20 below", to_char(max(d.difference), '9.9EEEE') AS largest, count(*) FILTER (WHERE d.difference > 0.0001) AS "above 0.0001"
FROM (SELECT abs(r.theta / f.forecast - 1) AS difference
      FROM rival AS r JOIN forecast AS f USING (series, year, months) WHERE f.method = 'theta' AND r.series <> 'food_support') AS d;
