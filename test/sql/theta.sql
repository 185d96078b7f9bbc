-- theta: year_end_forecast by the theta method, beside what thetaf of R's package forecast says of public series
--
-- test/accuracy/theta.R wrote its figures, six digits of each.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS theta_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA theta_test;
SET search_path = theta_test, public;

CREATE TABLE series (series text, month date, amount numeric);
\copy series FROM 'test/accuracy/series.csv' WITH (FORMAT csv, HEADER match)
CREATE TABLE by_r (series text, year integer, months integer, forecast numeric);
\copy by_r FROM 'test/accuracy/theta.csv' WITH (FORMAT csv, HEADER match)

-- As near as R's search of the best weight comes: a ten-thousandth, nearly always. In one it ends where the squares of errors are less than beside it,
-- but not least of all: fdeaths, 1978, after nine months.
CREATE TABLE compared AS
SELECT r.series, r.year, r.months, r.forecast AS by_r, year_end_forecast(s.month, s.amount + 0.0000, make_date(r.year, r.months + 1, 1) - 1, 'theta') AS forecast
FROM by_r r JOIN series s USING (series) GROUP BY r.series, r.year, r.months, r.forecast;
SELECT count(*) AS forecasts, count(forecast) AS ours, count(*) FILTER (WHERE abs(forecast - by_r) > 0.001 * by_r) AS a_thousandth_off,
       count(*) FILTER (WHERE abs(forecast - by_r) > 0.0001 * by_r) < 0.05 * count(*) AS nearly_all_are_nearer
FROM compared;

-- In other units, and with the other sign, it is the same.
SELECT factor, count(f) AS forecasts, count(*) FILTER (WHERE abs(f - c.forecast * factor) > 0.0001 * abs(factor) + 0.0001) AS wrong
FROM compared c, (VALUES (-1), (1000), (-0.001), (1e12), (-1e200)) AS t(factor),
     LATERAL (SELECT year_end_forecast(month, amount * factor + 0.0000, make_date(c.year, c.months + 1, 1) - 1, 'theta') FROM series s WHERE s.series = c.series) AS x(f)
WHERE c.series IN ('fdeaths', 'AirPassengers') GROUP BY factor ORDER BY factor;

-- By hand. Years of the same months carry on; a straight line does, by half its slope and the level that follows it; nothing remains nothing. Seasons are
-- differences where months have both signs or averages of 0, and then they come again: of a refund of 400 in July, and of 600 in June alone.
SELECT place, input, years, year_end_forecast(month, amount, '2023-04-30', 'theta') AS theta, year_end_forecast_method(month, amount, '2023-04-30', 'theta') AS used
FROM (VALUES (1, 'the same', 1), (1, 'the same', 2), (1, 'the same', 5), (2, 'a straight line', 2), (3, 'both signs', 4), (4, 'June alone', 4), (5, 'no bookings in two years', 3),
             (6, 'falls below 0, but is none that can', 3), (7, 'the same, with a hole', 3)) AS t(place, input, years),
     generate_series(-12 * years, 3) AS i, LATERAL (SELECT (date '2023-01-01' + make_interval(months => i))::date, 1 + (i + 1200) % 12) AS m(month, m),
     LATERAL (SELECT CASE place WHEN 1 THEN 100.00 WHEN 2 THEN 100.00 + i WHEN 3 THEN CASE m WHEN 7 THEN -400.00 ELSE 100.00 END
                                WHEN 4 THEN CASE WHEN m = 6 THEN 600.00 WHEN i = 0 THEN 0.01 ELSE 0 END WHEN 5 THEN CASE WHEN m = 1 AND i IN (-36, 0) THEN 1.00 ELSE 0 END
                                WHEN 6 THEN greatest(0, -i - 3) * 1.00 + CASE WHEN i = 0 THEN 0.01 ELSE 0 END WHEN 7 THEN CASE WHEN month BETWEEN '2021-01-01' AND '2021-12-31' THEN NULL ELSE 100.00 END END) AS a(amount)
GROUP BY place, input, years ORDER BY place, years;

SET client_min_messages = warning;
DROP SCHEMA theta_test CASCADE;
