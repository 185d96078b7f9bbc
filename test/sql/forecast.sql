-- forecast: year_end_forecast, year_end_forecast_low, year_end_forecast_high, year_end_forecast_method
--
-- Small inputs are decided by hand; random ones by plain SQL, written from the formulas.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS forecast_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA forecast_test;
SET search_path = forecast_test, public;
SET datestyle = ISO, YMD;

\i test/sql/include/refusal.sql

-- Forecasts are rounded to the decimals of the amounts, so these have four.
-- Rows from a list of 'month amount', and of 'year first rest': the first is booked in January, the rest in December.
CREATE FUNCTION bookings(list text) RETURNS TABLE (month date, amount numeric)
BEGIN ATOMIC
    SELECT nullif(split_part(b, ' ', 1), 'NULL')::date, nullif(split_part(b, ' ', 2), 'NULL')::numeric + 0.0000
    FROM regexp_split_to_table(list, ', ') AS b WHERE b <> '';
END;
CREATE FUNCTION years(list text) RETURNS TABLE (month date, amount numeric)
BEGIN ATOMIC
    SELECT (split_part(y, ' ', 1) || day)::date, split_part(y, ' ', place)::numeric + 0.0000
    FROM regexp_split_to_table(list, ', ') AS y, (VALUES (2, '-01-01'), (3, '-12-31')) AS m(place, day)
    WHERE split_part(y, ' ', place) <> '';
END;
\set seasonal 'trim_scale(year_end_forecast(month, amount, as_of, \'seasonal\')) AS forecast, year_end_forecast_method(month, amount, as_of, \'seasonal\') AS used'
\set last_year 'trim_scale(year_end_forecast(month, amount, as_of, \'last_year\')) AS last_year'
\set run_rate 'trim_scale(year_end_forecast(month, amount, as_of, \'run_rate\')) AS run_rate'
\set f 'year_end_forecast(month, amount, as_of, method::forecast_method) AS f, year_end_forecast_method(month, amount, as_of, method::forecast_method) AS used'
\set fiscal 'year_end_forecast(month, amount, as_of, method::forecast_method, 9) AS fiscal'
\set low 'year_end_forecast_low(month, amount, as_of, method::forecast_method) AS low'
\set high 'year_end_forecast_high(month, amount, as_of, method::forecast_method) AS high'
CREATE VIEW methods AS SELECT unnest(ARRAY['seasonal', 'last_year', 'run_rate', 'theta', 'auto']) AS method;


--
-- By hand
--

-- After four months. Weights of 2022 and 2021 are as 4 to 3, so their first months are (4 * 300 + 3 * 800) /
-- (4 * 1200 + 3 * 1600) = 3/8 of a year. Of 1200 as in 2022 that is 450; 675 are booked: growth 1.5, of which
-- four sixths are believed. The remaining 750 become 1000.
SELECT :seasonal, :last_year, :run_rate FROM years('2021 800 800, 2022 300 900, 2023 675'), date('2023-04-30') AS as_of;
-- Their shares are 1/2 and 1/4, of 800 each, and then B + 800 (1 - s) / 3 + 2/3 B (1 - s) / s.
-- With a gap they weigh as 16 to 9, over nine years as 4^9 to 3^9, both long ago as 4 to 3.
SELECT list, year_end_forecast(month, amount, '2023-04-30', 'seasonal') AS forecast,
       round(90 + 800 * (1 - s) / 3 + 2 * 90 * (1 - s) / s / 3, 4) AS by_hand
FROM (VALUES ('2020 400 400, 2022 200 600, 2023 90', (9 * 0.5 + 16 * 0.25) / 25),
             ('2013 400 400, 2022 200 600, 2023 90', (19683 * 0.5 + 262144 * 0.25) / 281827),
             ('2013 400 400, 2014 200 600, 2023 90', (3 * 0.5 + 4 * 0.25) / 7)) AS t(list, s), years(list)
GROUP BY list, s ORDER BY list DESC;

-- No row at all.
SELECT :seasonal, :f, :low, :high
FROM (SELECT month, amount, date '2023-04-30' AS as_of, 'auto' AS method FROM bookings('')) AS t;

-- An amount of 0 is no booking: zero rows and no rows are the same fact.
-- With 300 and 900 in 2022 and 100 now growth is 1/3: 100 + 900 * (1 - 4/6 * 2/3) = 600.
SELECT place, input, :seasonal, :last_year, :run_rate
FROM (VALUES
    ( 1, 'one row, all NULL',             'NULL NULL'),
    ( 2, 'two rows, all NULL',            'NULL NULL, NULL NULL'),
    ( 3, 'no amount',                     '2023-01-01 NULL'),
    ( 4, 'one row',                       '2023-01-01 100'),
    ( 5, 'two rows',                      '2023-01-01 100, 2023-04-30 50.50'),
    ( 6, '5 with NULLs mixed in',         'NULL 7, 2023-01-01 100, 2022-01-01 NULL, NULL NULL, 2023-04-30 50.50'),
    ( 7, 'any day stands for its month',  '2023-01-31 25, 2023-02-28 25, 2023-03-15 25, 2023-03-15 25'),
    ( 8, 'amounts that cancel out',       '2023-01-01 100, 2023-02-01 -100'),
    ( 9, 'amount of 0',                   '2023-01-01 0'),
    (10, 'one earlier year',              '2022-01-31 300, 2022-12-01 900, 2023-01-01 100'),
    (11, '10, booked in many months',     '2022-12-31 300, 2022-01-01 75, 2022-05-01 300, 2022-03-01 225, 2022-08-15 300, 2023-04-01 100'),
    (12, '10, later months are left out', '2022-01-31 300, 2022-12-01 900, 2023-01-01 100, 2023-05-01 NaN, 2024-01-01 1e6'),
    (13, 'nothing this year',             '2022-01-31 300, 2022-12-01 900'),
    (14, 'only later this year',          '2022-01-31 300, 2022-12-01 900, 2023-05-01 100'),
    (15, '10, but no January',            '2022-02-01 300, 2022-12-01 900, 2023-01-01 100'),
    (16, '10, January without amount',    '2022-01-01 NULL, 2022-02-01 300, 2022-12-01 900, 2023-01-01 100'),
    (17, '10, January with 0',            '2022-01-01 0, 2022-02-01 300, 2022-12-01 900, 2023-01-01 100'),
    (18, '15, begun the year before',     '2021-12-31 7, 2022-02-01 300, 2022-12-01 900, 2023-01-01 100'),
    (19, '15, begun long ago',            '1980-06-01 NaN, 2022-02-01 300, 2022-12-01 900, 2023-01-01 100'),
    (20, '10, but two years ago',         '2021-01-31 300, 2021-12-01 900, 2023-01-01 100'),
    (21, '10, but ten years ago',         '2013-01-31 300, 2013-12-01 900, 2023-01-01 100'),
    (22, '10, but eleven years ago',      '2012-01-31 300, 2012-12-01 900, 2023-01-01 100'),
    (23, '10, and eleven years ago',      '2012-01-31 9e9, 2012-12-01 NaN, 2022-01-31 300, 2022-12-01 900, 2023-01-01 100')
) AS t(place, input, list)
LEFT JOIN LATERAL bookings(list) ON true CROSS JOIN date('2023-04-30') AS as_of GROUP BY place, input ORDER BY place;

-- Signs, and sums of 0. Of the nearest year's remaining months a third is left where growth is 0.
SELECT place, input, :seasonal, :last_year, :run_rate
FROM (VALUES
    ( 1, 'nothing in its first months',        '1999 1, 2022 0 900, 2023 100'),
    ( 2, 'nothing in its remaining months',    '2022 900 0, 2023 300'),
    ( 3, 'opposite sign now',                  '2022 300 900, 2023 -30'),
    ( 4, 'nothing now in sum',                 '2022 300 900, 2023 7, 2023 -7'),
    ( 5, 'all negative',                       '2022 -300 -900, 2023 -600'),
    ( 6, 'first and remaining opposite',       '2022 -300 900, 2023 100'),
    ( 7, '6, same sign now',                   '2022 -300 900, 2023 -150'),
    ( 8, '6, in sum 0',                        '2022 300 -300, 2023 600'),
    ( 9, '6, on average (3 * 200 + 4 * 900) / 7', '2021 -300 200, 2022 -100 900, 2023 50'),
    (10, '6 in one of two, not in sum',        '2021 800 800, 2022 -100 900, 2023 100'),
    (11, 'years of 0 in sum',                  '2021 5 2, 2021 -5 -2, 2022 1 1, 2022 -1 -1, 2023 100'),
    (12, 'nearest is 0: formula multiplied out', '2021 300 900, 2022 1 1, 2022 -1 -1, 2023 100'),
    (13, 'nearest has the opposite sign',      '2021 800 2400, 2022 -100 -300, 2023 100'),
    (14, '13, same sign now',                  '2021 800 2400, 2022 -100 -300, 2023 -50'),
    (15, 'first months cancel out in sum',     '2021 400 600, 2022 -300 900, 2023 100')
) AS t(place, input, list), years(list), date('2023-04-30') AS as_of GROUP BY place, input ORDER BY place;

-- 100 a month in 2022, and 300 more in its December; 100, 200, 300 and so on in 2023, and
-- far too much in 2024. Before February 2023 no month of it is known.
SELECT as_of, :seasonal, :last_year, :run_rate
FROM (SELECT m::date, 0.0000 + CASE m WHEN '2024-01-01' THEN 1e9 WHEN '2022-12-01' THEN 400 ELSE 100 END
                      * CASE WHEN m >= '2023-01-01' THEN extract(month FROM m) ELSE 1 END
      FROM generate_series(timestamp '2022-01-01', '2024-01-01', '1 month') AS m) AS t(month, amount),
     unnest(ARRAY['2021-12-31', '2022-01-31', '2022-12-30', '2022-12-31', '2023-01-01', '2023-01-30', '2023-01-31', '2023-02-27',
                  '2023-02-28', '2023-03-01', '2023-04-29', '2023-04-30', '2023-11-30', '2023-12-30', '2023-12-31']::date[]) AS as_of
GROUP BY as_of ORDER BY as_of;

-- After December it is the outcome, with its own decimals. In January there is none without history, nor a run rate.
SELECT place, input, method, :f, :low, :high
FROM (VALUES
    (1, 'December, no history',  date '2023-12-31', '2023 10.25 0.125'),
    (2, 'December, three years', '2023-12-31', '2020 1 2, 2021 3 4, 2022 5 6, 2023 10.25 0.125'),
    (3, 'January, no history',   '2023-01-15', '2023 10.25'),
    (4, 'January, a year',       '2023-01-15', '2022 10.25 20, 2023 99'),
    (5, 'January, three years',  '2023-01-30', '2020 1 7, 2021 3 9, 2022 5 5, 2023 99')) AS t(place, input, as_of, list),
    years(list), methods GROUP BY place, input, method ORDER BY place, method;

-- Every day around leap years and elsewhere. The run rate of 1 is 12 / k, which shows how many months are complete.
SELECT years, count(*) AS days, count(r) AS with_forecast, count(*) FILTER (WHERE r IS DISTINCT FROM round(12.0 / nullif(k, 0), 4)) AS wrong
FROM (SELECT years, CASE WHEN md = '12-31' THEN 12 ELSE extract(month FROM as_of + 1) - 1 END,
             year_end_forecast(make_date(extract(year FROM as_of)::integer, 1, 1), 1.0000, as_of, 'run_rate')
      FROM (VALUES (1, date '1899-12-31', date '1901-01-01'), (2, '1999-12-31', '2001-01-01'), (3, '2022-12-31', '2025-01-01'),
                   (4, '0006-12-31 BC', '0002-01-02'), (5, '4713-01-01 BC', '4713-12-31 BC'), (6, '9999-01-01', '10000-12-31'),
                   (7, '5874896-12-31', '5874897-12-30')) AS t(place, first, last),
           LATERAL (SELECT place || ': ' || first || ' to ' || last) AS l(years), generate_series(0, last - first) AS i,
           LATERAL (SELECT first + i, substring(text(first + i), '-(..-..)')) AS d(as_of, md)
      GROUP BY years, as_of, md) AS t(years, k, r)
GROUP BY years ORDER BY years;
-- 300 and 900, then 100: around a leap day, in another age, and at the ends of the type.
SELECT place, input, :seasonal, :last_year, :run_rate
FROM (VALUES
    (1, 'leap February complete',      date '2024-02-29', '2023-01-01 300, 2023-12-01 900, 2024-02-29 100, 2024-03-01 NaN'),
    (2, 'leap February incomplete',    '2024-02-28', '2023-01-01 300, 2023-12-01 900, 2024-01-31 100, 2024-02-01 NaN'),
    (3, 'year 1',                      '0001-04-30', '0001-01-31BC 300, 0001-12-31BC 900, 0001-01-01 100'),
    (4, 'after the leap day of 5 BC',  '0004-04-30BC', '0005-02-29BC 0, 0005-01-31BC 300, 0005-12-31BC 900, 0004-01-01BC 100'),
    (5, 'ten years before, 1 BC',      '0010-04-30', '0001-01-31BC 300, 0001-12-31BC 900, 0010-01-01 100'),
    (6, 'the first month there is',    '4714-11-30BC', '4714-11-24BC 110'),
    (7, 'year 9999',                   '9999-04-30', '9998-01-31 300, 9998-12-31 900, 9999-04-01 100, 10000-01-01 NaN'),
    (8, 'the last year there is',      '5874897-04-30', '5874896-01-31 300, 5874896-12-31 900, 5874897-04-01 100, 5874897-12-31 NaN'),
    (9, 'the last day there is',       '5874897-12-31', '5874896-01-31 300, 5874896-12-31 900, 5874897-12-31 100')
) AS t(place, input, as_of, list), bookings(list) GROUP BY place, input, as_of ORDER BY place;

-- auto by hand, after four months. Without a year to try, the run rate weighs (1/1.5)^3 = 8/27 of another.
-- 1: half of the weights 1, 1 and 8/27 is 31/27, which lies at 35/54 of the way from seasonal's middle 1/2 to last_year's 3/2.
-- A method that never was wrong has nearly all weight.
SELECT place, input, trim_scale(year_end_forecast(month, amount, '2023-04-30', 'run_rate')) AS run_rate,
       trim_scale(year_end_forecast(month, amount, '2023-04-30', 'last_year')) AS last_year,
       trim_scale(year_end_forecast(month, amount, '2023-04-30', 'seasonal')) AS seasonal,
       trim_scale(year_end_forecast(month, amount, '2023-04-30')) AS auto, year_end_forecast_method(month, amount, '2023-04-30') AS used
FROM (VALUES
    (1, 'no year to try',                  '2022 600 600, 2023 700'),
    (2, 'last_year was never wrong',       '2020 100 500, 2021 200 1000, 2022 400 2000, 2023 300'),
    (3, 'run_rate was never wrong',        '2020 100 1100, 2021 400 800, 2022 500 1000, 2023 600'),
    (4, '3, a trial on each side of a gap', '2018 400 800, 2019 500 1000, 2021 100 1100, 2022 400 800, 2023 600'),
    (5, '3, ten years ago',                '2013 100 1100, 2014 400 800, 2015 500 1000, 2023 600'),
    (6, '3, eleven years ago',             '2012 100 1100, 2013 400 800, 2023 600'),
    (7, 'no year before',                  '2019 100 500, 2020 200 1000, 2021 400 2000, 2023 700'),
    (8, 'no earlier year',                 '2023 700')
) AS t(place, input, list), years(list) GROUP BY place, input ORDER BY place;

-- The run rate after June is twice the first half: 1000 in each earlier year, which came to 100 more or less by turns, and 2000
-- now. Errors are a tenth each, and the margin 1.7 of them; those of years without one before are not known.
SELECT n AS years, trim_scale(f) AS forecast, trim_scale(low) AS low, trim_scale(high) AS high
FROM (SELECT n, :f, :low, :high
      FROM generate_series(0, 12) AS n, date('2023-06-30') AS as_of, text('run_rate') AS method, LATERAL (
          SELECT date '2023-03-01', 1000.0000
          UNION ALL
          SELECT make_date(2023 - age, m, 1), 500 + CASE WHEN m = 1 THEN 0 WHEN age = n THEN 777 ELSE 100 * (-1) ^ age::numeric END
          FROM generate_series(1, n) AS age, unnest(ARRAY[1, 12]) AS m) AS r(month, amount)
      GROUP BY n) AS t ORDER BY n;

SELECT place, input, method, trim_scale(f) AS forecast, trim_scale(low) AS low, trim_scale(high) AS high
FROM (SELECT place, input, method, :f, :low, :high
      FROM date('2023-06-30') AS as_of, (VALUES
    -- Errors of 10 and 20 of 1000, weighing 4 and 3, as fractions of 2000 and of -2000; in the other half is the sign.
    ( 1, 'fractions',                   'run_rate', '2020 500 530, 2021 500 480, 2022 500 510, 2023 1000'),
    ( 2, 'fractions, negative',         'run_rate', '2020 500 530, 2021 500 480, 2022 500 510, 2023 -1000'),
    -- Amounts where there are no fractions: of what is forecast, or of one of the earlier years.
    ( 3, 'forecast of 0',               'run_rate', '2020 500 530, 2021 500 480, 2022 500 510, 2023 7, 2023 -7'),
    ( 4, 'a year with a forecast of 0', 'run_rate', '2019 500 530, 2020 500 530, 2021 500 -480, 2021 -500, 2022 500 510, 2023 1000'),
    -- Nothing is known of an error that never was.
    ( 5, 'always alike',                'seasonal', '2020 400 600, 2021 400 600, 2022 400 600, 2023 400'),
    -- Expected are 1000, 1250 and 1000 again, and the next year came to 250 more, 250 less and 100 more.
    ( 6, 'from the year before',        'last_year', '2019 500 500, 2020 500 750, 2021 500 500, 2022 500 600, 2023 1000'),
    ( 7, '6, one error and a gap',      'last_year', '2018 500 500, 2021 500 500, 2022 500 600, 2023 1000'),
    -- Six times as much and a sixth: costs that never were negative are not now, and what is booked stays booked.
    ( 8, 'never negative',              'run_rate', '2019 100 100, 2020 100 1100, 2021 600 0, 2022 100 1100, 2023 300'),
    ( 9, '8, but once',                 'run_rate', '2019 100 100, 2020 100 1100, 2021 600 -1, 2022 100 1100, 2023 300'),
    (10, '8, revenue',                  'run_rate', '2019 -100 -100, 2020 -100 -1100, 2021 -600 0, 2022 -100 -1100, 2023 -300')
) AS t(place, input, method, list), years(list) GROUP BY place, input, method) AS t ORDER BY place;


--
-- How aggregates are called
--

-- Integers of every size are amounts too, and the result is numeric.
SELECT year_end_forecast('2023-01-01', 100::smallint, '2023-04-30'), year_end_forecast('2023-01-01', 100, '2023-04-30'),
       year_end_forecast('2023-01-01', 9223372036854775807, '2023-04-30'), pg_typeof(year_end_forecast_low(NULL, 1, '2023-04-30')),
       pg_typeof(year_end_forecast_high(NULL, 1, '2023-04-30')), pg_typeof(year_end_forecast_method(NULL, 1, '2023-04-30'));

SELECT year_end_forecast(month, amount, as_of) AS plain, year_end_forecast(DISTINCT month, amount, as_of) AS once,
       year_end_forecast(month, amount, as_of) FILTER (WHERE amount < 50) AS filtered,
       year_end_forecast(month, amount, as_of) FILTER (WHERE false) AS nothing
FROM bookings('2023-01-01 100, 2023-01-01 100, 2023-01-02 100, 2023-04-01 10, NULL 10, NULL 10'), date('2023-04-30') AS as_of;
-- Without a method it is auto. Side by side they share one transition, so that an argument is
-- computed once for each of 11 rows; another method, or day, has its own.
CREATE TABLE some_years AS SELECT * FROM years('2018 90 115.5, 2019 102 99, 2020 110 100.25, 2021 100 120, 2022 95 130, 2023 101');
CREATE SEQUENCE calls;
CREATE FUNCTION counted(amount numeric) RETURNS numeric STABLE RETURN CASE WHEN nextval('calls') > 0 THEN amount END;
SELECT count(*) AS rows, year_end_forecast(month, counted(amount), '2023-05-31') = max(f) AS forecast,
       year_end_forecast_low(month, counted(amount), '2023-05-31') = max(low) AS low,
       year_end_forecast_high(month, counted(amount), '2023-05-31') = max(high) AS high,
       year_end_forecast_method(month, counted(amount), '2023-05-31') = max(t.used) AS used
FROM some_years, (SELECT :f, :low, :high FROM some_years, date('2023-05-31') AS as_of, text('auto') AS method) AS t;
SELECT last_value AS calls FROM calls;
SELECT year_end_forecast(month, counted(amount), '2023-05-31', 'run_rate') AS run_rate,
       year_end_forecast_method(month, counted(amount), '2023-05-31', 'run_rate') AS used,
       year_end_forecast_method(month, counted(amount), '2023-05-31', 'seasonal') AS seasonal,
       year_end_forecast(month, counted(amount), '2023-06-30', 'run_rate') AS later
FROM some_years;
SELECT last_value / 11 AS transitions FROM calls;

-- Where each month of each year is alike all methods come to the same, to the decimals of the amounts and to fifteen digits at
-- least; and nothing is known of an error.
SELECT place, input, count(*) AS days, bool_and(scale(r) = scale(total)) AS decimals, bool_and(abs(r - expected) <= allowed) AS run_rate,
       bool_and(abs(f - expected) <= allowed) AS auto, bool_and(abs(last_year - expected) <= allowed) AS last_year,
       bool_and(abs(theta - expected) <= allowed) AS theta, count(low) AS intervals
FROM (SELECT place, input, k, sum(part) FILTER (WHERE y = 2023 AND m <= k), year_end_forecast(month, part, as_of, 'run_rate'),
             year_end_forecast(month, part, as_of), year_end_forecast(month, part, as_of, 'last_year'),
             year_end_forecast(month, part, as_of, 'theta'), year_end_forecast_low(month, part, as_of)
      FROM (VALUES (1, 'no decimals', 100), (2, 'two decimals', 100.10), (3, 'four decimals', 99999.9999), (4, 'six', -0.000001),
                   (5, 'forty decimals', 1.0000000000000000000000000000000000000001), (6, 'largest money', 999999999999.99),
                   (7, 'huge', -1e100), (8, 'many digits', 1234567890123456789e30 + 0.5), (9, 'tiny', 7e-100)) AS t(place, input, a),
           generate_series(1, 11) AS k, LATERAL (SELECT make_date(2023, k + 1, 1) - 1) AS d(as_of),
           generate_series(2019, 2023) AS y, generate_series(1, 12) AS m, LATERAL (SELECT make_date(y, m, 1)) AS x(month),
           LATERAL unnest(ARRAY[a, a * 2, -a]) AS part
      GROUP BY place, input, k, as_of) AS t(place, input, k, total, r, f, last_year, theta, low),
     LATERAL (SELECT total * 12 / k) AS e(expected), LATERAL (SELECT 1e-14 * abs(expected) + 0.5 * ('1e-' || scale(total))::numeric) AS a(allowed)
GROUP BY place, input ORDER BY place;
-- Huge and tiny; and a sum that numeric cannot hold, which is an error, as it is for sum().
SELECT year_end_forecast(month, amount, '2023-06-30') FROM bookings('2023-01-01 1e30, 2023-02-01 0.005, 2023-06-30 -1e30');
SELECT year_end_forecast('2023-01-01', 9e131071, '2023-06-30') FROM generate_series(1, 2);
-- What a double cannot hold is no forecast, and no end of an interval: last year's first months were 310 powers of ten below its last ones. Others have theirs.
SELECT method, round(year_end_forecast(month, amount, '2023-04-30', method)) AS forecast, round(year_end_forecast_low(month, amount, '2023-04-30', method)) AS low,
       round(year_end_forecast_high(month, amount, '2023-04-30', method)) AS high, year_end_forecast_method(month, amount, '2023-04-30', method) AS method_used
FROM (SELECT make_date(y, m, 1) AS month, CASE WHEN y = 2022 AND m <= 4 THEN 1e-300 WHEN y = 2023 THEN 1e10 ELSE 1e10 * m END AS amount
      FROM generate_series(2018, 2023) AS y, generate_series(1, 12) AS m WHERE y < 2023 OR m <= 4) AS b, unnest(enum_range(NULL::forecast_method)) AS method
GROUP BY method ORDER BY method;

SELECT year_end_forecast(month, amount, NULL) FROM some_years;
SELECT year_end_forecast(month, amount, 'infinity') FROM some_years;
SELECT year_end_forecast(month, amount, month) FROM some_years;
SELECT year_end_forecast(month, amount, '2023-04-30', 'Seasonal') FROM some_years;
SELECT year_end_forecast(month, amount, '2023-04-30', NULL) FROM some_years;
SELECT year_end_forecast(month, amount, '2023-04-30', CASE WHEN amount > 100 THEN 'auto' ELSE 'run_rate' END::forecast_method) FROM some_years;
SELECT year_end_forecast('infinity', 100, '2023-04-30');
SELECT year_end_forecast('2023-04-01', 'NaN', '2023-04-30');
-- A label that the type's owner has made up.
BEGIN;
ALTER TYPE forecast_method RENAME VALUE 'run_rate' TO 'pace';
SELECT year_end_forecast(month, amount, '2023-04-30', 'pace') FROM some_years;
ROLLBACK;
-- What the hints recommend.
SELECT year_end_forecast(month, amount, as_of) FILTER (WHERE (isfinite(month) OR month IS NULL) AND (abs(amount) < 'Infinity' OR amount IS NULL))
FROM bookings('2023-01-01 50, 2023-02-01 NaN, infinity 7, 2023-02-01 NULL, NULL 7'), (VALUES (date '2023-04-30'), ('2023-06-30')) AS t(as_of)
GROUP BY as_of ORDER BY as_of;

-- By each of the four; in the first row, in the second, and where the row counts for nothing.
SELECT arguments, min(answer) AS answer, count(*), count(DISTINCT answer) AS kinds
FROM unnest(ARRAY[
    $$NULL, NULL, NULL$$, $$'2023-01-01', 1, a, 'auto'$$, $$NULL, NULL, NULL, NULL$$, $$NULL, NULL, coalesce(a, '2023-05-01'), 'auto'$$,
    $$'2023-01-01', 1, '-infinity'$$, $$'2023-01-01', 1, least(a, 'infinity')$$, $$NULL, NULL, '2023-04-30', NULL$$,
    $$'2023-01-01', 1, '2023-04-30', ''$$, $$'2023-01-01', 1, '2023-04-30', 'seasonal '$$, $$NULL, NULL, '2023-04-30', 'aut'$$,
    $$NULL, NULL, '2023-04-30', coalesce('run_rate' || left(a::text, 0), 'last_year')::forecast_method$$,
    $$'2023-01-01', 1, '2023-04-30', ('seasonal' || left(a::text, 0))::forecast_method$$,
    $$coalesce(a, 'infinity'), 1, '2023-04-30'$$, $$'-infinity', 1, '2023-04-30', 'last_year'$$, $$'infinity', 'NaN', '2023-04-30'$$,
    $$a, 'Infinity', '2023-04-30'$$, $$'2013-01-01', '-Infinity', '2023-04-30', 'auto'$$,
    -- Not looked at: later months, what is too old, and rows without month or amount.
    $$'2023-05-01', 'NaN', '2023-05-30'$$, $$'2012-12-31', 'Infinity', '2023-04-30'$$, $$NULL, 'NaN', '2023-04-30'$$,
    $$'infinity', NULL, '2023-04-30'$$]) AS arguments,
     unnest(ARRAY['', '_low', '_high', '_method']) AS f, LATERAL refusal(format(
         'SELECT year_end_forecast%s(%s) FROM (VALUES (date ''2023-04-30''), (NULL)) AS t(a)', f, arguments)) AS answer
GROUP BY arguments ORDER BY min(answer) COLLATE "C", arguments COLLATE "C";


--
-- Plain SQL decides: random years
--

-- Of every number of complete months and of earlier years. By the last digit: 0 to 4 money, with seasons; 5 and 6 small
-- whole numbers of either sign; 7 with gaps of months and years; 8 huge or tiny; 9 costs and refunds.
-- From 0 up to 1, and not dependent on the order in which a plan takes the rows.
CREATE FUNCTION draw(what integer, key bigint) RETURNS double precision IMMUTABLE RETURN (hashint8extended(key, what) & 9007199254740991) / 9007199254740992.0::double precision;
CREATE TABLE booking AS
SELECT series, as_of, make_date(2024 - age, m, 1) + (29 * (draw(1, key) - 0.1))::integer AS month,
       CASE WHEN draw(2, key) < 0.03 THEN NULL
            WHEN kind IN (5, 6) THEN trunc(draw(3, key) * 5 - 2)::numeric
            WHEN kind = 8 THEN round(draw(3, key)::numeric, 5) * ('1e' || series % 41 - 20)::numeric
            WHEN kind = 9 THEN round((draw(3, key) - 0.4)::numeric * 1000, 2)
            ELSE round((80 + 50 * sin(m * kind) + 40 * draw(3, key) + 40 * draw(4, series * 5 + age % 5))::numeric, kind) END AS amount
FROM (SELECT i, i % 10, (date '2023-01-01' + interval '1 month' * (i % 13))::date - 1 + (draw(5, i) * 27)::integer * (i % 2)
      FROM generate_series(1, 390) AS i) AS s(series, kind, as_of),
     generate_series(0, series / 13 % 14) AS age, generate_series(1, 12) AS m, generate_series(0, series % 2) AS part,
     LATERAL (SELECT ((series * 20 + age) * 12 + m) * 2::bigint + part) AS k(key)
WHERE kind <> 7 OR (draw(6, series * 100 + age) < 0.67 AND draw(7, key) < 0.7);
CREATE INDEX ON booking (series);
ANALYZE booking;
CREATE TABLE series AS
SELECT series, as_of, y, 12 * (extract(year FROM as_of + 1)::integer - y) + extract(month FROM as_of + 1)::integer - 1 AS k
FROM (SELECT DISTINCT series, as_of, extract(year FROM as_of)::integer AS y FROM booking) AS t;
-- The first months h and all months t of each year, and whether it can be learned from.
CREATE TABLE year AS
SELECT series, k, age, coalesce(sum(amount) FILTER (WHERE extract(month FROM month) <= k), 0) AS h, sum(amount) AS t,
       age BETWEEN 1 AND 10 AND min(min(month)) OVER (PARTITION BY series) < make_date(y - age, 2, 1) AS is_full
FROM booking JOIN series USING (series, as_of), LATERAL (SELECT y - extract(year FROM month)::integer) AS a(age)
WHERE date_trunc('month', month) + interval '1 month' <= as_of + 1 AND amount <> 0
GROUP BY series, k, y, age;
-- What is forecast of b from the years before: the year itself, and on trial each earlier one that comes right after another.
-- theta is taken as it is: theta.sql has what decides it.
CREATE TABLE guess AS
SELECT g.*, w IS NULL AS nothing_learned, CASE WHEN k = 12 THEN b WHEN k > 0 THEN b * 12 / k END AS run_rate,
       CASE WHEN k = 12 THEN b
            WHEN p.h = 0 THEN b + p.t
            WHEN b * p.h < 0 THEN b
            ELSE b + (p.t - p.h) * (round(b, 60) / p.h) END AS last_year,
       CASE WHEN k = 12 THEN b
            WHEN w IS NULL THEN NULL
            WHEN wt = 0 OR wh * (wt - wh) < 0 THEN b + round(wt - wh, 60) / w
            WHEN wh = 0 THEN b + level
            WHEN level = 0 THEN b + b * (wt - wh) * k / (round(wh, 60) * (k + 2))   -- multiplied out
            ELSE b + level * (1 - share) * (1 + k * (greatest(b / (level * share), 0) - 1) / (k + 2)) END AS seasonal,
       -- All that is too old begins in the last month that is; and 1 is booked and taken back, for a year on trial is one, booked or not.
       CASE WHEN k = 12 THEN b ELSE (
           SELECT year_end_forecast(r.month, r.amount, make_date(s.y - g.target, k + 1, 1) - (k > 0)::integer, 'theta')
           FROM (SELECT greatest(booking.month, make_date(s.y - 11, 12, 1)), booking.amount + 0e-30 FROM booking WHERE booking.series = g.series AND k < 12
                 UNION ALL
                 SELECT make_date(s.y - g.target, 1, 1), taken FROM unnest(ARRAY[1, -1]) AS taken) AS r(month, amount)) END AS theta
FROM (SELECT series, k, 0 AS target, coalesce(h, 0) AS b, NULL AS t
      FROM series LEFT JOIN (SELECT series, h FROM year WHERE age = 0) AS y USING (series) WHERE k = 0 OR h IS NOT NULL
      UNION ALL
      SELECT series, k, y.age, y.h, y.t
      FROM year y JOIN year o USING (series, k) WHERE o.age = y.age + 1 AND y.is_full AND o.is_full) AS g
JOIN series s USING (series, k)
LEFT JOIN (SELECT series, age - 1, h, t FROM year WHERE is_full) AS p(series, target, h, t) USING (series, target)
CROSS JOIN LATERAL (
    SELECT sum(w), sum(w * h), sum(w * y.t), (array_agg(y.t ORDER BY age))[1], round(sum(w * h), 60) / nullif(sum(w * y.t), 0)
    FROM year y, LATERAL (SELECT round(0.75, 40) ^ (age - g.target)) AS d(w)
    WHERE y.series = g.series AND is_full AND age > g.target) AS x(w, wh, wt, level, share);
CREATE TABLE guesses AS
SELECT series, k, target, t, m.* FROM guess,
       LATERAL (VALUES (1, 'run_rate', run_rate, 1.5), (2, 'last_year', last_year, 1.0), (3, 'seasonal', seasonal, 1.0), (4, 'theta', theta, 1.0)) AS m(turn, method, f, prior)
WHERE f IS NOT NULL;
-- auto: the errors e of each method in the years before, weighted; the weights that they give; and the median.
CREATE TABLE combined AS
WITH part AS (SELECT series, target, turn, method, prior, f FROM guesses),
tried AS (
    SELECT p.series, p.target, p.turn, p.prior, o.target AS before, round(0.75, 40) ^ (o.target - p.target - 1) AS w,
           abs(g.f - o.t) / abs(o.t) AS e
    FROM part p
    JOIN (SELECT DISTINCT series, target, t FROM guesses WHERE target > 0 AND t <> 0) AS o ON o.series = p.series AND o.target > p.target
    LEFT JOIN guesses g ON g.series = p.series AND g.target = o.target AND g.turn = p.turn
), filled AS (
    SELECT series, target, turn, prior, before, w,
           coalesce(e, prior * sum(e) OVER year / nullif(sum(prior) FILTER (WHERE e IS NOT NULL) OVER year, 0)) AS e
    FROM tried WINDOW year AS (PARTITION BY series, target, before)
), summed AS (
    SELECT series, target, turn, prior, sum(w * e) AS e, sum(w) AS w FROM filled WHERE e IS NOT NULL GROUP BY series, target, turn, prior
), weight AS (
    SELECT p.*, CASE WHEN s.w IS NULL THEN 1 / p.prior ^ 3
                     ELSE 1 / ((s.e + 0.5 * p.prior * (sum(s.e) OVER year / s.w / sum(p.prior) OVER year)) / (s.w + 0.5) + 1e-12) ^ 3 END AS weight
    FROM part p LEFT JOIN summed s USING (series, target, turn) WINDOW year AS (PARTITION BY p.series, p.target)
), middle AS (
    SELECT series, target, f, sum(weight) OVER (year ORDER BY f, turn) - weight / 2 AS middle, sum(weight) OVER (PARTITION BY series, target) / 2 AS half,
           row_number() OVER (year ORDER BY f, turn) AS place, method
    FROM weight WINDOW year AS (PARTITION BY series, target)
), around AS (
    SELECT *, lag(f) OVER w AS f_before, lag(middle) OVER w AS middle_before, count(*) OVER (PARTITION BY series, target) AS methods
    FROM middle WINDOW w AS (PARTITION BY series, target ORDER BY place)
)
SELECT DISTINCT ON (series, target) series, target,
       CASE WHEN place = 1 THEN f ELSE f_before + (f - f_before) * (half - middle_before) / (middle - middle_before) END AS f,
       CASE WHEN methods = 1 THEN method ELSE 'auto' END AS used
FROM around WHERE half <= middle * (1 + 1e-30) ORDER BY series, target, place;
CREATE TABLE expected AS
WITH every AS (
    SELECT series, target, method AS asked, method AS used, f FROM guesses
    UNION ALL
    SELECT series, target, 'auto', used, f FROM combined
    UNION ALL
    -- Without an earlier year it is the run rate.
    SELECT series, target, 'seasonal', 'run_rate', run_rate FROM guess WHERE target = 0 AND nothing_learned AND run_rate IS NOT NULL AND k < 12
)
SELECT e.series, e.asked, e.used, e.f, x.n,
       CASE WHEN x.n >= 2 THEN 1.7 * CASE WHEN e.f <> 0 AND x.fractions IS NOT NULL THEN abs(e.f) * x.fractions ELSE x.amounts END END AS margin
FROM every e JOIN series s USING (series),
     LATERAL (SELECT count(*), sum(w * abs(g.f - y.t)) / sum(w),
                     CASE WHEN bool_and(g.f <> 0) THEN sum(w * abs(g.f - y.t) / abs(nullif(g.f, 0))) / sum(w) END
              FROM every g JOIN year y ON y.series = g.series AND y.age = g.target, LATERAL (SELECT round(0.75, 40) ^ (g.target - 1)) AS d(w)
              WHERE g.series = e.series AND g.asked = e.used AND g.target > 0) AS x(n, amounts, fractions)
WHERE e.target = 0;
CREATE TABLE actual AS SELECT series, method AS asked, :f, :low, :high FROM booking, methods GROUP BY series, as_of, method;
SELECT asked, count(*) AS series, count(a.f) AS forecasts, count(low) AS intervals, count(DISTINCT a.used) AS methods,
       count(*) FILTER (WHERE (a.used IS DISTINCT FROM e.used AND k < 12) OR num_nulls(a.f, e.f) = 1 OR abs(a.f - e.f) > near) AS wrong,
       -- No interval where none was ever off, or the year is over; never below what is booked where nothing is negative.
       count(*) FILTER (WHERE (low IS NOT NULL) IS DISTINCT FROM (coalesce(margin, 0) > near / 1000 AND k < 12) AND coalesce(margin, 0) NOT BETWEEN near / 1e6 AND near
                           OR low > high OR a.f NOT BETWEEN low AND high
                           OR (abs(high - a.f - margin) > 3 * near + 1e-9 * margin AND abs(a.f - low - margin) > 3 * near + 1e-9 * margin)) AS wrong_interval
FROM actual a JOIN series s USING (series) LEFT JOIN expected e USING (series, asked),
     LATERAL (SELECT 1e-9 * abs(e.f) + ('1e-' || scale(a.f))::numeric) AS t(near)
GROUP BY asked ORDER BY asked;
-- In other units it is the same forecast, also where the product of two amounts has more decimals than a numeric can have.
SELECT exponent, count(f) AS forecasts, count(low) AS intervals, count(*) FILTER (WHERE used IS DISTINCT FROM used_there) AS used_wrong,
       count(*) FILTER (WHERE (abs(f - f_there * back) <= 1e-12 * abs(f) + ('1e-' || scale(f))::numeric) IS NOT TRUE AND num_nonnulls(f, f_there) > 0) AS forecasts_wrong,
       count(*) FILTER (WHERE (abs(low - low_there * back) <= 2 * ('1e-' || scale(f))::numeric + 1e-12 * abs(low)) IS NOT TRUE AND num_nonnulls(low, low_there) > 0) AS intervals_wrong
FROM (SELECT series, exponent, ('1e' || -exponent)::numeric AS back, :f, :low, year_end_forecast(month, there, as_of, method::forecast_method) AS f_there,
             year_end_forecast_method(month, there, as_of, method::forecast_method) AS used_there, year_end_forecast_low(month, there, as_of, method::forecast_method) AS low_there
      FROM (SELECT *, amount * ('1e' || exponent)::numeric AS there FROM booking, unnest('{500,-1500,-9000,-16000}'::integer[]) AS exponent WHERE series % 20 = 8) AS b, methods
      GROUP BY series, exponent, method) AS t
GROUP BY exponent ORDER BY exponent;
SELECT method, round(year_end_forecast(month, amount, '2023-04-30', method::forecast_method) * 1e9000, 10) AS forecast,
       round(year_end_forecast_high(month, amount, '2023-04-30', method::forecast_method) * 1e9000, 10) AS high
FROM (SELECT month, amount * 1e-9000 AS amount FROM years('2020 1 3, 2021 2 7, 2022 3 8, 2023 4')) AS b, methods GROUP BY method ORDER BY method;


--
-- Years that begin in another month than January
--

-- The same as of calendar years, with all dates moved by so many months that the first one becomes January.
CREATE FUNCTION moved(day date, first_month integer) RETURNS date IMMUTABLE
    RETURN (day + 1 + make_interval(months => (13 - first_month) % 12))::date - 1;
CREATE FUNCTION moved_month(month date, first_month integer) RETURNS date IMMUTABLE
    RETURN (date_trunc('month', month) + make_interval(months => (13 - first_month) % 12))::date;
SELECT first_month, count(*) AS series, count(f) AS forecasts, count(low) AS intervals, count(DISTINCT used) AS methods,
       count(*) FILTER (WHERE (f, low, high, used) IS DISTINCT FROM (moved_f, moved_low, moved_high, moved_used)) AS wrong
FROM (SELECT first_month, series, method,
             year_end_forecast(month, amount, as_of, method::forecast_method, first_month) AS f, year_end_forecast_low(month, amount, as_of, method::forecast_method, first_month) AS low,
             year_end_forecast_high(month, amount, as_of, method::forecast_method, first_month) AS high, year_end_forecast_method(month, amount, as_of, method::forecast_method, first_month) AS used,
             year_end_forecast(moved_month, amount, moved_day, method::forecast_method) AS moved_f, year_end_forecast_low(moved_month, amount, moved_day, method::forecast_method) AS moved_low,
             year_end_forecast_high(moved_month, amount, moved_day, method::forecast_method) AS moved_high, year_end_forecast_method(moved_month, amount, moved_day, method::forecast_method) AS moved_used
      FROM (SELECT booking.*, first_month, moved_month(month, first_month) AS moved_month, moved(as_of, first_month) AS moved_day
            FROM booking, generate_series(1, 12) AS first_month WHERE (series + first_month) % 6 = 0) AS b, methods
      GROUP BY first_month, series, method) AS t
GROUP BY first_month ORDER BY first_month;
-- As of every day of years with and without a leap day: 1 is booked in each month, and so the run rate is 12, once the first month of
-- the year is complete.
SELECT first_month, count(*) AS days, count(*) FILTER (WHERE f IS DISTINCT FROM 12) AS without_forecast,
       count(*) FILTER (WHERE (f IS NULL) IS DISTINCT FROM (as_of < (first_day + interval '1 month')::date - 1)) AS wrong
FROM (SELECT first_month, as_of, max(first_day) AS first_day, trim_scale(year_end_forecast(month, 1, as_of, 'run_rate', first_month)) AS f
      FROM generate_series(1, 12) AS first_month, generate_series(date '2023-01-01', '2024-12-31', '1 day') AS d(day),
           LATERAL (SELECT day::date) AS a(as_of), generate_series(date '2021-01-01', '2024-12-01', '1 month') AS m(on_day),
           LATERAL (SELECT on_day::date) AS b(month),
           LATERAL (SELECT make_date(extract(year FROM as_of)::integer - (extract(month FROM as_of) < first_month)::integer, first_month, 1)) AS y(first_day)
      GROUP BY first_month, as_of) AS t
GROUP BY first_month ORDER BY first_month;
-- 100 a month from September 2024 on, 300 in August 2025, then 200: in the year from September the rest of the year before is 1000 after
-- four months, and in calendar years nothing of 2024 teaches, as it does not begin in its January.
SELECT first_month, trim_scale(year_end_forecast(month, amount, '2025-12-31', 'last_year', first_month)) AS last_year,
       trim_scale(year_end_forecast(month, amount, '2025-12-31', 'seasonal', first_month)) AS seasonal,
       year_end_forecast_method(month, amount, '2025-12-31', 'seasonal', first_month) AS used
FROM generate_series(date '2024-09-01', '2025-12-01', '1 month') AS m(on_day), unnest('{9,1,10}'::integer[]) AS first_month,
     LATERAL (SELECT on_day::date, CASE WHEN on_day < '2025-08-01' THEN 100 WHEN on_day < '2025-09-01' THEN 300 ELSE 200 END) AS r(month, amount)
GROUP BY first_month ORDER BY first_month;
-- The ends of the type.
SELECT first_month, year_end_forecast('4714-11-24 BC', 7, '4714-12-31 BC', 'run_rate', first_month) AS first_day,
       year_end_forecast('5874897-12-31', 7, '5874897-12-31', 'run_rate', first_month) AS last_day
FROM unnest('{1,2,12}'::integer[]) AS first_month GROUP BY first_month ORDER BY first_month;

SELECT year_end_forecast(month, amount, '2023-04-30', 'auto', 0) FROM some_years;
SELECT year_end_forecast(month, amount, '2023-04-30', 'auto', first_month) FROM some_years, (VALUES (7), (9)) AS t(first_month);
SELECT arguments, min(answer) AS answer, count(*), count(DISTINCT answer) AS kinds
FROM unnest(ARRAY['NULL', '0', '13', '-1', '2147483647', 'a', 'coalesce(a, 1)', 'coalesce(a, 12)']) AS arguments,
     unnest(ARRAY['', '_low', '_high', '_method']) AS f,
     LATERAL refusal(format('SELECT year_end_forecast%s(''2023-01-01'', 1, ''2023-04-30'', ''auto'', %s) FROM (VALUES (12), (NULL)) AS t(a)', f, arguments)) AS answer
GROUP BY arguments ORDER BY min(answer) COLLATE "C", arguments COLLATE "C";


--
-- Split and combined: parallel query, partitions, windows, and states from elsewhere
--

-- In group -1 there are only NULLs, in -2 only earlier years.
INSERT INTO booking SELECT -g, NULL, '2022-01-01', CASE g WHEN 2 THEN i END FROM generate_series(1, 2) AS g, generate_series(1, 300) AS i;
ALTER TABLE booking SET (parallel_workers = 2);
CREATE TABLE parted (LIKE booking) PARTITION BY LIST (as_of);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN ('2023-08-31');
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES IN ('2023-09-30');
INSERT INTO parted SELECT series, date '2023-08-31' + 30 * (hashint4(extract(month FROM month)::integer) & 1), month, amount FROM booking;
ANALYZE booking, parted;
\set rows '(SELECT series % 12 AS grp, month, amount, date \'2023-08-31\' AS as_of, text \'auto\' AS method FROM'
CREATE VIEW grouped AS SELECT grp, :f, :low, :high, :run_rate, :fiscal FROM :rows booking) AS t GROUP BY grp;
CREATE VIEW spread AS SELECT grp, :f, :low, :high, :run_rate, :fiscal FROM :rows parted) AS t GROUP BY grp;
CREATE VIEW sets AS SELECT grp, :f, :low, :high, :run_rate, :fiscal FROM :rows booking) AS t GROUP BY ROLLUP (grp);
CREATE VIEW sorted AS SELECT grp, :f, :low, :high, :run_rate, :fiscal FROM :rows booking ORDER BY hashtext(booking::text)) AS t GROUP BY grp;
\i test/sql/include/plan_shows.sql
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT * FROM grouped;
SELECT count(*) AS groups, count(f) AS forecasts, count(low) AS intervals, count(DISTINCT used) AS methods,
       (SELECT count(*) FROM sets t JOIN serial s USING (grp) WHERE t.*::text = s.*::text) AS in_sets,
       (SELECT count(*) FROM sorted t JOIN serial s USING (grp) WHERE t.*::text = s.*::text) AS in_another_order
FROM serial;
SET enable_partitionwise_aggregate = on;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM spread', 'Partial') AS partial,
       (SELECT count(*) FROM spread t JOIN serial s USING (grp) WHERE t.*::text = s.*::text) AS groups;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;   -- every state crosses from one process to another
SET max_parallel_workers_per_gather = 2;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM grouped', 'Partial') AS partial,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM grouped', 'Gather') AS parallel,
       (SELECT count(*) FROM grouped t JOIN serial s USING (grp) WHERE t.*::text = s.*::text) AS groups;
SELECT year_end_forecast(month, amount + CASE month WHEN '2022-03-03' THEN numeric 'NaN' ELSE 0 END, '2023-04-30') FROM booking;
SET max_parallel_workers_per_gather = 0;

-- In a frame that moves, and so starts afresh for every row.
CREATE TABLE moving AS SELECT row_number() OVER (ORDER BY month, amount) AS id, * FROM booking WHERE series = 181;
SELECT count(*) AS rows, count(DISTINCT w) > 20 AS many, count(*) FILTER (WHERE w::text IS DISTINCT FROM s::text) AS wrong
FROM (SELECT ROW(year_end_forecast(month, amount, '2020-04-30') OVER w, year_end_forecast_low(month, amount, '2023-04-30') OVER w),
             (SELECT ROW(year_end_forecast(month, amount, '2020-04-30'), year_end_forecast_low(month, amount, '2023-04-30'))
              FROM moving m WHERE m.id BETWEEN t.id - 90 AND t.id + 20)
      FROM moving t WINDOW w AS (ORDER BY id ROWS BETWEEN 90 PRECEDING AND 20 FOLLOWING)) AS t(w, s);

-- In one that grows: each row makes all four of them anew, from a state that they share.
SELECT count(*) AS rows, count(DISTINCT w) > 20 AS many, count(*) FILTER (WHERE w::text IS DISTINCT FROM s::text) AS wrong
FROM (SELECT ROW(year_end_forecast(month, amount, '2020-04-30', 'auto') OVER w, year_end_forecast_method(month, amount, '2020-04-30', 'auto') OVER w,
                 year_end_forecast_low(month, amount, '2020-04-30', 'auto') OVER w, year_end_forecast_high(month, amount, '2020-04-30', 'auto') OVER w),
             (SELECT ROW(year_end_forecast(month, amount, '2020-04-30', 'auto'), year_end_forecast_method(month, amount, '2020-04-30', 'auto'),
                         year_end_forecast_low(month, amount, '2020-04-30', 'auto'), year_end_forecast_high(month, amount, '2020-04-30', 'auto'))
              FROM moving m WHERE m.id >= t.id)
      FROM moving t WINDOW w AS (ORDER BY id DESC ROWS UNBOUNDED PRECEDING)) AS t(w, s);

-- A result stays as it is while those beside it are made from the same state, some of them with a margin, others without.
CREATE TABLE wide AS
SELECT width, date '2015-01-01' + 31 * i AS month, (repeat('9', width) || '.' || i % 10)::numeric AS amount, date '2023-04-30' AS as_of, 'run_rate' AS method
FROM unnest('{3,300,20000}'::integer[]) AS width, generate_series(0, 98) AS i;
CREATE TABLE beside AS
SELECT width, md5(f::text) AS f, md5(low::text) AS low, md5(high::text) AS high, used FROM (SELECT width, :f, :low, :high FROM wide GROUP BY width) AS t;
SELECT width, f = (SELECT md5(year_end_forecast(month, amount, as_of, method::forecast_method)::text) FROM wide WHERE wide.width = beside.width) AS f,
       low = (SELECT md5(year_end_forecast_low(month, amount, as_of, method::forecast_method)::text) FROM wide WHERE wide.width = beside.width) AS low,
       high = (SELECT md5(year_end_forecast_high(month, amount, as_of, method::forecast_method)::text) FROM wide WHERE wide.width = beside.width) AS high,
       used = (SELECT year_end_forecast_method(month, amount, as_of, method::forecast_method) FROM wide WHERE wide.width = beside.width) AS used
FROM beside ORDER BY width;

-- What a state is sent as, and an aggregate that takes such bytes as partial states, one in each partition.
CREATE AGGREGATE sent(date, numeric, date, forecast_method) (SFUNC = forecast_by_method_trans, STYPE = internal, FINALFUNC = forecast_serialize);
CREATE AGGREGATE sent(date, numeric, date, forecast_method, integer) (SFUNC = forecast_fiscal_year_trans, STYPE = internal, FINALFUNC = forecast_serialize);
CREATE AGGREGATE received(bytea, bytea) (
    SFUNC = bytea_string_agg_transfn, STYPE = internal, SERIALFUNC = bytea_string_agg_finalfn,
    DESERIALFUNC = forecast_deserialize, COMBINEFUNC = forecast_combine, FINALFUNC = year_end_forecast_final, PARALLEL = SAFE);
CREATE TABLE states (id integer, state bytea) PARTITION BY LIST (id);
CREATE TABLE states_1 PARTITION OF states FOR VALUES IN (1);
CREATE TABLE states_2 PARTITION OF states FOR VALUES IN (2);
CREATE FUNCTION receive(VARIADIC sent bytea[]) RETURNS numeric
BEGIN ATOMIC
    DELETE FROM states;
    INSERT INTO states SELECT id, state FROM unnest(sent) WITH ORDINALITY AS s(state, id);
    SELECT received(state, NULL) FROM states;
END;
SELECT method, receive(whole) = f AS whole, receive(one, other) = f AS parts, receive(NULL, whole) = f AS beside_nothing,
       receive(whole, nothing) = f AS beside_no_booking, receive(nothing) AS no_booking, receive(NULL, NULL) AS nothing
FROM (SELECT method, year_end_forecast(month, amount, as_of, method::forecast_method), sent(month, amount, as_of, method::forecast_method),
             sent(month, amount, as_of, method::forecast_method) FILTER (WHERE amount > 100),
             sent(month, amount, as_of, method::forecast_method) FILTER (WHERE amount <= 100), sent(NULL, amount, as_of, method::forecast_method)
      FROM years('2020 90 115.5, 2021 102 1e30, 2022 110.125 1e-9, 2023 100'), date('2023-04-30') AS as_of, methods
      GROUP BY method) AS t(method, f, whole, one, other, nothing) ORDER BY method;
-- Format and method, a byte each, then the day in four and the first month in one: what is wrong, too long or cut off anywhere, is refused.
SELECT sent('2023-01-01', 100, '2023-04-30', 'auto') AS state, sent('2023-01-01', 100, '2023-04-30', 'run_rate') AS method,
       sent('2023-01-01', 100, '2023-05-31', 'auto') AS day, sent('2023-01-01', 100, '2023-04-30', 'auto', 4) AS year \gset
SELECT receive(set_byte(:'state', 1, 5));
SELECT refusal(format('SELECT receive(%L, %L)', one, other)) AS answer, count(*)
FROM (SELECT substr(:'state'::bytea, 1, bytes), NULL FROM generate_series(0, length(:'state'::bytea)) AS bytes
      UNION ALL
      VALUES (:'state'::bytea || '\x00', NULL), (set_byte(:'state', 0, 0), NULL), (set_byte(:'state', 1, 255), NULL),
             (overlay(:'state'::bytea PLACING int4send(date '4714-11-24 BC' - date '2000-01-01' - 1) FROM 3), NULL),
             (set_byte(:'state', 6, 0), NULL), (set_byte(:'state', 6, 13), NULL),
             (:'state', :'day'), (:'state', :'method'), (:'state', :'year'), (:'year', :'year'), (:'state', :'state')) AS t(one, other)
GROUP BY 1 ORDER BY 1;

-- So many earlier years are looked at, and no more.
SELECT forecast_earlier_years() AS earlier_years, age - forecast_earlier_years() AS beyond, year_end_forecast_method(month, 1, date '2023-01-31') AS method
FROM generate_series(forecast_earlier_years() - 1, forecast_earlier_years() + 1) AS age
CROSS JOIN LATERAL (VALUES (make_date(2023 - age, 1, 1)), (make_date(2023 - age, 12, 1)), (date '2023-01-01')) AS r(month)
GROUP BY age ORDER BY age;

SET client_min_messages = warning;
DROP SCHEMA forecast_test CASCADE;
