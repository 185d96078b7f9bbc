-- How far the forecasts of year_end_forecast are off on public monthly series, in tables.
--
--   psql -d DATABASE -f test/accuracy/accuracy.sql        from the top directory
--
-- The extension must be there. Every full year that has an earlier one is forecast
-- after 3, 4, 6, 8 and 9 months, from the months that were known then. Only temporary
-- tables are made.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null ''

CREATE TEMPORARY TABLE series (series text, month date, amount numeric);
\copy series FROM 'test/accuracy/series.csv' WITH (FORMAT csv, HEADER match)
CREATE TEMPORARY TABLE method (place integer, method text, label text);
INSERT INTO method VALUES (1, 'run_rate', 'run rate'), (2, 'last_year', 'last year''s growth'), (3, 'seasonal', 'seasonal'), (4, 'auto', 'auto');

-- One row is a forecast: of a year of a series, after so many months, by a method.
CREATE TEMPORARY TABLE forecast AS
SELECT s.series, y.year, k.months, m.method,
       year_end_forecast(s.month, s.amount, d.as_of, m.method)      AS forecast,
       year_end_forecast_low(s.month, s.amount, d.as_of, m.method)  AS low,
       year_end_forecast_high(s.month, s.amount, d.as_of, m.method) AS high,
       y.outcome
FROM (SELECT series, extract(year FROM month)::integer AS year, sum(amount) AS outcome,
             row_number() OVER (PARTITION BY series ORDER BY extract(year FROM month)) AS place
      FROM series GROUP BY series, extract(year FROM month)) AS y
CROSS JOIN (VALUES (3), (4), (6), (8), (9)) AS k(months)
CROSS JOIN LATERAL (SELECT make_date(y.year, k.months + 1, 1) - 1) AS d(as_of)
CROSS JOIN method AS m
JOIN series AS s ON s.series = y.series AND s.month <= d.as_of
WHERE y.place > 1
GROUP BY s.series, y.year, k.months, m.method, y.outcome;

\echo 'Two constants of seasonal, which auto may take, were chosen on these very series and on a few more: it is flattered a little.'
\echo
\echo 'Mean absolute percentage error, all series together, by months booked (per cent)'
SELECT m.label AS method, coalesce(f.months::text, 'all') AS months, to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00') AS error
FROM forecast f JOIN method m USING (method)
GROUP BY m.place, m.label, GROUPING SETS ((f.months), ())
ORDER BY m.place, f.months
\crosstabview method months error

\echo 'The same by series, all dates together'
SELECT f.series, min(f.year) || '-' || max(f.year) AS years, count(*) FILTER (WHERE f.method = 'seasonal') AS forecasts,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome) FILTER (WHERE f.method = 'run_rate'), '90.00')  AS "run rate",
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome) FILTER (WHERE f.method = 'last_year'), '90.00') AS "last year's growth",
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome) FILTER (WHERE f.method = 'seasonal'), '90.00')  AS seasonal,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome) FILTER (WHERE f.method = 'auto'), '90.00')      AS auto
FROM forecast f
GROUP BY f.series
ORDER BY f.series;

\echo 'All together: error, bias (above 0: too high), the error in relation to the run rate''s, and how often the outcome'
\echo 'lay between low and high, which are meant to hold it in 80 per cent, where there are three earlier years'
SELECT m.label AS method, count(*) AS forecasts,
       to_char(100 * mean_absolute_percentage_error(f.forecast, f.outcome), '90.00')                AS error,
       to_char(100 * forecast_bias(f.forecast, f.outcome), 'S90.00')                               AS bias,
       to_char(relative_mean_absolute_error(f.forecast, f.outcome, r.forecast), '90.00')           AS to_run_rate,
       count(f.low)                                                                                AS intervals,
       to_char(100.0 * count(*) FILTER (WHERE f.outcome BETWEEN f.low AND f.high) / nullif(count(f.low), 0), '990.0') AS held,
       to_char(100 * avg((f.high - f.low) / 2 / f.outcome), '90.0')                                AS margin
FROM forecast f
JOIN method m USING (method)
JOIN forecast r ON r.series = f.series AND r.year = f.year AND r.months = f.months AND r.method = 'run_rate'
GROUP BY m.place, m.label
ORDER BY m.place;

\echo 'How often the interval of seasonal held the outcome, by months booked (per cent), and how wide it is on either side'
SELECT months, count(low) AS intervals,
       to_char(100.0 * count(*) FILTER (WHERE outcome BETWEEN low AND high) / count(low), '990.0') AS held,
       to_char(100 * avg((high - low) / 2 / outcome), '90.0') AS margin
FROM forecast WHERE method = 'seasonal'
GROUP BY months ORDER BY months;
