-- forecast_series: forecast_series, forecast_series_months, seasonal_sums, forecasts, forecast_paths
--
-- What year_end_forecast and its kin say decides: forecast.sql has what decides those.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS forecast_series_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA forecast_series_test;
SET search_path = forecast_series_test, public;
SET datestyle = ISO, YMD;

\i test/sql/include/refusal.sql

-- Rows from a list of 'month amount one_off'.
CREATE FUNCTION bookings(list text) RETURNS TABLE (month date, amount numeric, one_off numeric)
BEGIN ATOMIC
    SELECT nullif(split_part(b, ' ', 1), 'NULL')::date, nullif(split_part(b, ' ', 2), 'NULL')::numeric, nullif(split_part(b, ' ', 3), '')::numeric
    FROM regexp_split_to_table(list, ', ') AS b WHERE b <> '';
END;


--
-- By hand
--

SELECT place, input, series IS NULL AS nothing, length(series) AS bytes, (SELECT array_agg(m::text) FROM forecast_series_months(series) AS m) AS months
FROM (SELECT place, input, forecast_series(month, amount, 1, one_off) FROM (VALUES
    ( 1, 'one row, all NULL',            'NULL NULL'),
    ( 2, 'two rows, all NULL',           'NULL NULL, NULL NULL'),
    ( 3, 'no amount',                    '2023-01-01 NULL'),
    ( 4, 'one row',                      '2023-01-31 100'),
    ( 5, 'two rows',                     '2023-01-01 100, 2023-04-30 50.50'),
    ( 6, '5 with NULLs mixed in',        'NULL 7, 2023-01-01 100, 2022-01-01 NULL, NULL NULL, 2023-04-30 50.50'),
    ( 7, 'amounts of 0',                 '2023-01-01 0, 2021-01-01 0.000'),
    ( 8, 'amounts that cancel out',      '2023-01-01 100, 2023-01-31 -100'),
    ( 9, 'years apart, the later first', '2023-12-31 1, 2003-01-01 2, 2010-02-28 3, 2044-01-01 4'),
    (10, 'leap day, and before Christ',  '2024-02-29 1, 2023-02-28 2, 0001-02-01BC 3'),
    (11, 'a part of an amount',          '2023-01-01 100 30, 2023-01-01 50'),
    (12, '11, in a row of its own',      '2023-01-01 100, 2023-01-01 NULL 30, 2023-01-01 50'),
    (13, 'large, small and many digits', '2023-01-01 9e20, 2023-02-01 1e-20, 2023-03-01 12345678901234567890.123456789, 2023-03-01 1'),
    (14, 'large that cancel out',        '2023-01-01 9e20 1e30, 2023-01-01 -9e20 -1e30, 2023-01-01 1')
) AS t(place, input, list) LEFT JOIN LATERAL bookings(list) ON true GROUP BY place, input) AS t(place, input, series) ORDER BY place;
SELECT forecast_series(month, amount, 1) AS series, forecast_series(month, amount, 1, one_off) AS with_one_offs, forecast_series(NULL::bytea) AS of_none FROM bookings('');
SELECT count(*) AS months FROM forecast_series_months(NULL);
SELECT seasonal_sums(NULL) AS sums;
SELECT count(*) AS forecasts FROM forecasts(NULL);
SELECT count(*) AS paths FROM forecast_paths(NULL);

-- All columns: after three years of 100 a month 110 a month until April, which is 440 * 1200 / 400. Then with 300 once in the March before,
-- and 50 once in February: what came once comes once.
SELECT * FROM forecasts((SELECT forecast_series(on_day::date, CASE WHEN on_day >= '2023-01-01' THEN 110.00 ELSE 100.00 END, 1)
                         FROM generate_series(date '2020-01-01', '2023-04-01', '1 month') AS m(on_day)), 2023, 2023, methods => '{last_year,theta}')
WHERE as_of >= '2023-03-31' \gx
SELECT as_of, used_method, booked, one_off, forecast FROM forecasts((
    SELECT forecast_series(month, amount, 1, one_off)
    FROM (SELECT on_day::date, CASE WHEN on_day >= '2023-01-01' THEN 110 ELSE 100 END, NULL::numeric FROM generate_series(date '2022-01-01', '2023-04-01', '1 month') AS m(on_day)
          UNION ALL VALUES (date '2022-03-01', 300, 300), ('2023-02-01', 50, 50)) AS r(month, amount, one_off)), 2023, methods => '{last_year}')
ORDER BY as_of;

-- Why there is no interval.
SELECT place, as_of, method, used_method, forecast, low, high, basis_years, errors, why_no_interval
FROM (VALUES (1, '2023-01-01 100'), (2, '2021-01-01 100, 2022-01-01 110, 2023-01-01 120'), (3, '2020-01-01 100, 2021-01-01 100, 2022-01-01 100, 2023-01-01 100'),
             (4, '2020-01-01 100, 2021-01-01 101, 2022-01-01 103, 2023-01-01 100')) AS t(place, list),
     LATERAL (SELECT forecast_series(month, amount, 1) FROM bookings(list)) AS s(series),
     LATERAL forecasts(series, 2023, 2023, '2023-12-31', '{seasonal}')
WHERE as_of IN ('2023-11-30', '2023-12-31') ORDER BY place, as_of;

-- Which years and months: none before the first booking of a year and none after the last month that is known, which a day in its middle is not.
SELECT place, count(*) AS forecasts, min(as_of), max(as_of), string_agg(DISTINCT method, ' ') AS methods
FROM (VALUES (1, NULL, NULL, NULL::date, '{run_rate}'::forecast_method[]), (2, 2021, NULL, NULL, '{run_rate}'), (3, NULL, 2021, NULL, '{run_rate}'), (4, 2000, 2030, NULL, '{run_rate}'),
             (5, 2022, 2021, NULL, '{run_rate}'), (6, NULL, NULL, '2021-06-29', '{run_rate}'), (7, NULL, NULL, '2021-06-30', '{run_rate}'),
             (8, NULL, NULL, '2030-12-31', '{run_rate}'), (9, NULL, NULL, '1999-12-31', '{run_rate}'), (10, 2022, 2022, NULL, NULL),
             (11, 2022, 2022, NULL, '{}'), (12, 2022, 2022, NULL, '{auto,theta,auto}'), (13, -2147483648, 2147483647, '5874897-12-31', '{run_rate}')) AS t(place, y, z, until, m)
LEFT JOIN LATERAL forecasts((SELECT forecast_series(month, amount, 1) FROM bookings('2020-03-01 1, 2021-01-01 2, 2022-01-01 3, 2022-10-31 4')), y, z, until, m) ON true
GROUP BY place ORDER BY place;
-- A year that is not booked to its end is forecast, but not learned from.
SELECT unfinished, fiscal_year, forecast, used_method, basis_years
FROM (VALUES (NULL::integer[]), ('{2021}'), ('{2021,NULL,1,9999,2020}')) AS t(unfinished),
     forecasts((SELECT forecast_series(month, amount, 1) FROM bookings('2020-01-01 100, 2020-12-01 100, 2021-01-01 100, 2022-01-01 100')), 2021, 2022, '2022-06-30', '{seasonal}', unfinished)
WHERE as_of IN ('2021-06-30', '2022-06-30') ORDER BY unfinished NULLS FIRST, fiscal_year;

-- As arrays: an element for each month that is asked for, NULL before the first booking of a year and after the last month that is known.
SELECT * FROM forecast_paths((SELECT forecast_series(on_day::date, CASE WHEN on_day >= '2023-01-01' THEN 110.00 ELSE 100.00 END, 1)
                              FROM generate_series(date '2020-01-01', '2023-04-01', '1 month') AS m(on_day)), 2023, 2023, methods => '{last_year}', months => '{3,4,5}') \gx
SELECT place, count(p.method) AS rows, min(fiscal_year) AS first, max(fiscal_year) AS last, min(p.booked::text) AS booked, min(p.one_off::text) AS one_off, min(cardinality(p.low)) AS elements
FROM (VALUES (1, NULL, NULL::date, NULL::integer[]), (2, NULL, NULL, '{}'), (3, NULL, NULL, '{2}'), (4, 2020, NULL, '{2,3,4,12}'), (5, 2022, NULL, '{9,10,11}'), (6, 2022, '2022-12-31', '{9,10,11,12}'),
             (7, 2022, '2022-01-30', '{1,2}'), (8, 2021, '2021-03-30', NULL), (9, 2030, NULL, NULL)) AS t(place, y, until, asked_months)
LEFT JOIN LATERAL forecast_paths((SELECT forecast_series(month, amount, 1) FROM bookings('2020-03-01 1, 2021-01-01 2, 2022-01-01 3, 2022-10-31 4')), y, y, until, '{run_rate}', months => asked_months) AS p ON true
GROUP BY place ORDER BY place;


--
-- year_end_forecast decides: random series
--

CREATE FUNCTION draw(what integer, key bigint) RETURNS double precision IMMUTABLE RETURN (hashint8extended(key, what) & 9007199254740991) / 9007199254740992.0::double precision;
-- Of 1 to 14 years that begin in any month; with gaps, refunds, huge and tiny amounts by the last digit.
CREATE TABLE booking AS
SELECT series, 1 + series % 12 AS first_month, (date '2010-01-01' + make_interval(months => m))::date + (draw(1, key) * 27)::integer AS month,
       CASE series % 10 WHEN 0 THEN trunc(draw(3, key) * 5 - 2)::numeric WHEN 8 THEN round(draw(3, key)::numeric, 5) * ('1e' || series % 41 - 20)::numeric
                        WHEN 9 THEN round((draw(3, key) - 0.4)::numeric * 1000, 2)
                        ELSE round((80 + 50 * sin(m * series) + 40 * draw(3, key))::numeric, 2) END AS amount
FROM generate_series(1, 60) AS series, generate_series(0, series * 37 % 168) AS m, generate_series(0, series % 2) AS part, LATERAL (SELECT (series * 1000 + m) * 2::bigint + part) AS k(key)
WHERE series % 7 <> 0 OR draw(7, key) < 0.7;
CREATE INDEX ON booking (series);
ANALYZE booking;
CREATE TABLE value AS SELECT series, first_month, forecast_series(month, amount, first_month) AS months FROM booking GROUP BY series, first_month;
CREATE TABLE forecast AS SELECT series, first_month, f.* FROM value, forecasts(months) AS f;
SELECT method, count(*) AS forecasts, count(low) AS intervals, count(DISTINCT used_method) AS used,
       count(*) FILTER (WHERE forecast IS DISTINCT FROM f) AS wrong, count(*) FILTER (WHERE low IS DISTINCT FROM l OR high IS DISTINCT FROM h) AS wrong_intervals,
       count(*) FILTER (WHERE used_method IS DISTINCT FROM u) AS wrong_methods, count(*) FILTER (WHERE booked IS DISTINCT FROM b) AS wrong_sums
FROM forecast x, LATERAL (
    SELECT year_end_forecast(month, amount, as_of, method::forecast_method, x.first_month), year_end_forecast_low(month, amount, as_of, method::forecast_method, x.first_month),
           year_end_forecast_high(month, amount, as_of, method::forecast_method, x.first_month), year_end_forecast_method(month, amount, as_of, method::forecast_method, x.first_month),
           sum(amount) FILTER (WHERE month > fiscal_year_begin(x.fiscal_year, x.first_month) - 1 AND month <= as_of)
    FROM (SELECT month, amount + round(0::numeric, scale) AS amount, x.as_of, x.method FROM booking, LATERAL (SELECT max(scale(b.amount)) FROM booking b WHERE b.series = x.series) AS s(scale)
          WHERE booking.series = x.series) AS r) AS a(f, l, h, u, b)
WHERE hashtext(series || as_of::text) % 40 = 0
GROUP BY method ORDER BY method;
-- As many as there are days and methods with a forecast.
SELECT method, count(*) AS days, count(f) AS with_forecast, count(x.method) AS rows, count(*) FILTER (WHERE (f IS NULL) IS DISTINCT FROM (x.method IS NULL)) AS wrong
FROM (SELECT series, b.first_month, as_of, method, year_end_forecast(month, amount, as_of, method::forecast_method, b.first_month) AS f
      FROM booking b, LATERAL (SELECT max(month) FROM booking m WHERE m.series = b.series) AS l(last), generate_series(date '2011-01-01', last + 1, '5 months') AS d(day),
           LATERAL (SELECT day::date - 1) AS a(as_of), unnest('{run_rate,last_year,seasonal,theta,auto}'::text[]) AS method
      WHERE series % 6 = 1 GROUP BY series, b.first_month, as_of, method) AS a
LEFT JOIN forecast x USING (series, as_of, method) GROUP BY method ORDER BY method;
-- Rows and arrays say the same, of all months and of some, whatever else is asked for.
CREATE TABLE request AS
SELECT * FROM (VALUES (1, NULL::integer, NULL::integer, NULL::date, NULL::forecast_method[], NULL::integer[], NULL::integer[]),
                      (2, 2015, 2019, '2018-05-31', NULL, '{2013,2016}', NULL), (3, NULL, NULL, NULL, '{auto}', NULL, '{7}'),
                      (4, 2012, NULL, '2020-02-29', '{theta,run_rate}', '{2014}', '{1,3,4,12}')) AS t(request, y, z, until, m, unfinished, asked_months);
CREATE TABLE asked AS SELECT request, asked_months, series, r.y, r.z, r.until, f.* FROM request r, value, forecasts(months, y, z, until, m, unfinished, asked_months) AS f;
CREATE TABLE path AS SELECT request, asked_months, series, f.* FROM request r, value, forecast_paths(months, y, z, until, m, unfinished, asked_months) AS f;
WITH element AS (
    SELECT request, p.series, p.fiscal_year, e.as_of, p.method, e.used_method, e.booked, e.one_off, e.forecast, e.low, e.high, e.lowest, e.highest,
           e.basis_years, e.errors, e.mean_error, e.error_weight, e.why_no_interval, v.first_month, coalesce(asked_months[e.place], e.place) AS months
    FROM path p JOIN value v USING (series),
         unnest(p.as_of, p.used_method, p.booked, p.one_off, p.forecast, p.low, p.high, p.lowest, p.highest, p.basis_years, p.errors, p.mean_error, p.error_weight, p.why_no_interval)
             WITH ORDINALITY AS e(as_of, used_method, booked, one_off, forecast, low, high, lowest, highest, basis_years, errors, mean_error, error_weight, why_no_interval, place)
)
SELECT e.request, count(*) AS elements, count(e.forecast) AS with_forecast, count(a.series) AS rows,
       count(*) FILTER (WHERE e.forecast IS NOT NULL AND (a.*) IS DISTINCT FROM
                        (e.request, a.asked_months, e.series, a.y, a.z, a.until, e.fiscal_year, e.as_of, e.method, e.used_method, e.booked, e.one_off, e.forecast, e.low, e.high, e.lowest, e.highest,
                         e.basis_years, e.errors, e.mean_error, e.error_weight, e.why_no_interval)) AS wrong,
       count(*) FILTER (WHERE e.as_of IS DISTINCT FROM CASE WHEN e.forecast IS NOT NULL THEN (fiscal_year_begin(e.fiscal_year, e.first_month) + make_interval(months => e.months::integer))::date - 1 END) AS wrong_days,
       count(*) FILTER (WHERE e.forecast IS NULL AND num_nonnulls(e.used_method, e.booked, e.one_off, e.low, e.high, e.lowest, e.highest, e.basis_years, e.errors, e.mean_error, e.error_weight, e.why_no_interval) > 0) AS halves
FROM element e FULL JOIN asked a ON a.request = e.request AND a.series = e.series AND a.as_of = e.as_of AND a.method = e.method
GROUP BY e.request ORDER BY e.request;
-- To ask for some months is to leave the others out.
SELECT r.request, count(f.series) AS all_of_them, count(a.series) AS asked, count(*) FILTER (WHERE a.forecast IS DISTINCT FROM f.forecast OR a.low IS DISTINCT FROM f.low) AS wrong
FROM request r CROSS JOIN LATERAL (SELECT v.series, v.first_month, f.* FROM value v, forecasts(v.months, r.y, r.z, r.until, r.m, r.unfinished) AS f
                                   WHERE fiscal_month(f.as_of, v.first_month) = ANY (r.asked_months)) f
FULL JOIN (SELECT * FROM asked WHERE asked_months IS NOT NULL) a ON a.request = r.request AND a.series = f.series AND a.as_of = f.as_of AND a.method = f.method
WHERE coalesce(r.asked_months, a.asked_months) IS NOT NULL GROUP BY r.request ORDER BY r.request;

-- What is found out of earlier years is found once for all years and months that are asked for: it is what each finds by itself.
CREATE TABLE alone AS SELECT series, f.* FROM value, generate_series(2009, 2025) AS y, generate_series(1, 12) AS m, forecasts(months, y, y, NULL, NULL, '{2013,2016}', ARRAY[m]) AS f;
CREATE TABLE together AS SELECT series, f.* FROM value, forecasts(months, NULL, NULL, NULL, NULL, '{2013,2016}') AS f;
SELECT (SELECT count(*) FROM alone) AS alone, (SELECT count(*) FROM together) AS together, (SELECT count(*) FROM (TABLE alone EXCEPT ALL TABLE together) AS d) AS wrong;


--
-- Split and combined
--

-- In any order, in parts, by parts of parts, from processes and partitions: the same bytes.
CREATE TABLE serial AS SELECT series % 5 AS grp, forecast_series(month, amount, 4) AS months, forecast_series(month, amount, 4, round(amount / 3, 2)) AS with_one_offs FROM booking GROUP BY 1;
CREATE FUNCTION same(query text) RETURNS bigint LANGUAGE plpgsql AS $function$
DECLARE result bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (%s) t JOIN serial s USING (grp) WHERE t.months = s.months AND t.with_one_offs = s.with_one_offs', query) INTO result;
    RETURN result;
END $function$;
\set value 'forecast_series(month, amount, 4) AS months, forecast_series(month, amount, 4, round(amount / 3, 2)) AS with_one_offs'
ALTER TABLE booking SET (parallel_workers = 2);
ANALYZE booking;
\i test/sql/include/plan_shows.sql
SELECT same(format('SELECT series %% 5 AS grp, %s FROM (SELECT * FROM booking ORDER BY hashtext(booking::text)) AS b GROUP BY 1', :'value')) AS in_another_order,
       same(format('SELECT grp, forecast_series(months) AS months, forecast_series(with_one_offs) AS with_one_offs FROM (SELECT series %% 5 AS grp, series, %s FROM booking GROUP BY 1, 2) AS b GROUP BY 1', :'value')) AS of_parts,
       same(format('SELECT series %% 5 AS grp, %s FROM booking GROUP BY ROLLUP (series %% 5)', :'value')) AS in_sets;
SELECT count(*) AS wrong FROM (SELECT forecast_series(months) FROM serial) AS a(whole), (SELECT forecast_series(month, amount, 4) FROM booking) AS b(whole) WHERE a.whole <> b.whole;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SET max_parallel_workers_per_gather = 2;
SELECT format('SELECT series %% 5 AS grp, %s FROM booking GROUP BY 1', :'value') AS query \gset
SELECT plan_shows('EXPLAIN (COSTS OFF) ' || :'query', 'Partial') AS partial, same(:'query') AS in_parallel;
SET max_parallel_workers_per_gather = 0;
-- Months hold what was booked in them, exactly.
SELECT count(*) AS months, count(*) FILTER (WHERE m.amount IS DISTINCT FROM b.amount OR m.one_off <> 0) AS wrong
FROM (SELECT series, m.* FROM value, forecast_series_months(months) AS m) AS m
FULL JOIN (SELECT series, date_trunc('month', month)::date, sum(amount) FROM booking WHERE amount <> 0 GROUP BY 1, 2) AS b(series, month, amount) USING (series, month);
-- So do the months of all years together, from the fiscal year's first on; those without a booking are not known.
SELECT count(*) AS months, count(s.amount) AS booked, count(*) FILTER (WHERE s.amount IS DISTINCT FROM b.amount) AS wrong
FROM (SELECT v.series, (v.first_month + s.month - 2) % 12 + 1 AS month, s.amount FROM value AS v, unnest(seasonal_sums(v.months)) WITH ORDINALITY AS s(amount, month)) AS s
LEFT JOIN (SELECT series, extract(month FROM month) AS month, sum(amount) AS amount FROM booking WHERE amount <> 0 GROUP BY 1, 2) AS b USING (series, month);
SELECT place, seasonal_sums(forecast_series(month, amount, first_month, one_off)) AS sums
FROM (VALUES (1, 4, '2023-01-31 100, 2023-04-01 2, 2024-03-31 3.50, 2025-01-01 -100.00'), (2, 1, '2023-02-01 9e20, 2024-02-01 1e-20, 2023-03-01 5 4'), (3, 1, '2023-02-01 0')) AS t(place, first_month, list),
     bookings(list) GROUP BY place ORDER BY place;
-- 64 bits are not enough: sums are exact all the same, also of what overflows on the way.
SELECT m.* FROM forecast_series_months((SELECT forecast_series('2023-01-01', amount, 1) FROM (
    SELECT CASE WHEN i <= 3000 THEN 999999999999.9999 ELSE -999999999999.9999 END FROM generate_series(1, 5000) AS i) AS r(amount))) AS m;

-- In a frame that moves.
SELECT count(*) AS rows, count(*) FILTER (WHERE w IS DISTINCT FROM s) AS wrong
FROM (SELECT forecast_series(month, amount, 1) OVER (ORDER BY month, amount ROWS BETWEEN 20 PRECEDING AND CURRENT ROW), s
      FROM (SELECT *, row_number() OVER (ORDER BY month, amount) AS id FROM booking WHERE series = 19) AS b,
           LATERAL (SELECT forecast_series(month, amount, 1) FROM (SELECT *, row_number() OVER (ORDER BY month, amount) AS id FROM booking WHERE series = 19) AS o
                    WHERE o.id BETWEEN b.id - 20 AND b.id) AS x(s)) AS t(w, s);


--
-- A query of many series and years keeps what theta found of months: each forecast is what it is when it is asked alone, whatever came before it, of series that
-- begin alike and go on in different ways, end early, or do not begin alike
--

CREATE TABLE kept_series AS
SELECT id, (SELECT forecast_series(m::date, (100 + 10 * extract(month FROM m) + 7 * ((extract(year FROM m)::integer * 31 + extract(month FROM m)::integer * 17) % 11)
                                             + CASE WHEN m >= make_date(2010 + id, 1, 1) THEN 40 * id ELSE 0 END)::numeric(12,2), 1)
            FROM generate_series(CASE WHEN id = 9 THEN date '2009-01-01' ELSE '2010-01-01' END, make_date(2019 - id % 2, 12, 1), '1 month') AS m) AS series
FROM generate_series(1, 9) AS id;
CREATE TABLE asked_alone (id integer, year integer, path text);
DO $$
DECLARE
    asked record;
BEGIN
    FOR asked IN SELECT id, year FROM kept_series, generate_series(2012, 2019) AS year LOOP
        EXECUTE format('INSERT INTO asked_alone SELECT id, %2$s, path::text FROM kept_series, forecast_paths(series, %2$s, %2$s) AS path WHERE id = %1$s', asked.id, asked.year);
    END LOOP;
END $$;
SELECT how, count(*) AS paths, count(*) FILTER (WHERE asked_alone.path IS NULL) AS differ
FROM (SELECT 'years in order' AS how, id, year, path::text FROM (SELECT * FROM generate_series(2012, 2019) AS year, kept_series ORDER BY year, id OFFSET 0) AS a, forecast_paths(series, year, year) AS path
      UNION ALL
      SELECT 'the last first', id, year, path::text FROM (SELECT * FROM generate_series(2012, 2019) AS year, kept_series ORDER BY year DESC, id OFFSET 0) AS a, forecast_paths(series, year, year) AS path
      UNION ALL
      SELECT 'series by series', id, year, path::text FROM (SELECT * FROM generate_series(2012, 2019) AS year, kept_series ORDER BY id, year * 3 % 7 OFFSET 0) AS a, forecast_paths(series, year, year) AS path) AS together
LEFT JOIN asked_alone USING (id, year, path) GROUP BY how ORDER BY how;

--
-- What is refused
--

SELECT arguments, refusal(format('SELECT forecast_series(%s) FROM (VALUES (12), (NULL)) AS t(a)', arguments)) AS answer
FROM unnest(ARRAY[$$'2023-01-01', 1, NULL$$, $$'2023-01-01', 1, 0$$, $$'2023-01-01', 1, 13$$, $$'2023-01-01', 1, coalesce(a, 1)$$, $$NULL, NULL, coalesce(a, 1)$$,
                  $$'infinity', 1, 1$$, $$'-infinity', 1, 1, 1$$, $$'infinity', NULL, 1$$, $$NULL, 'NaN', 1$$, $$'2023-01-01', 'NaN', 1$$,
                  $$'2023-01-01', 'Infinity', 1$$, $$'2023-01-01', 1, 1, 'NaN'$$, $$'2023-01-01', NULL, 1, '-Infinity'$$,
                  $$CASE WHEN a IS NULL THEN date '2023-01-01' ELSE '12023-01-01' END, 1, 1$$, $$CASE WHEN a IS NULL THEN date '2023-01-01' ELSE '12022-01-01' END, 1, 1$$,
                  $$CASE WHEN a IS NULL THEN date '5874897-12-31' ELSE '4714-11-24 BC' END, 1, 1$$]) AS arguments;
-- Nothing depends on the order of rows: 7500 years between them are kept, whatever was kept in spare; what books nothing is in none; 10001 are refused. The first month there is begins on the first day there is.
SELECT list, refusal(format('SELECT forecast_series(month, amount, 1, one_off) FROM forecast_series_test.bookings(%L)', list)) AS answer,
       CASE WHEN list !~ '8700' THEN (SELECT string_agg(concat_ws(' ', m.month, m.amount, m.one_off), ', ') FROM forecast_series_months((SELECT forecast_series(month, amount, 1, one_off) FROM bookings(list))) m) END AS months
FROM unnest(ARRAY['0001-01-01 1.5 1, 6001-02-01 2 1e20, 1500-01-01BC 1e20', '1500-01-01BC 1e20, 6001-02-01 2 1e20, 0001-01-01 1.5 1', '6001-02-01 2 1e20, 0001-01-01 1.5 1, 1500-01-01BC 1e20',
                  '0001-01-01 1, 6001-01-01 2, 4500-01-01BC 0, 1500-01-01BC 3', '4500-01-01BC 0, 0001-01-01 1, 6001-01-01 2, 1500-01-01BC 3',
                  '0001-01-01 1, 8700-01-01 2, 1302-01-01BC 3', '1302-01-01BC 3, 8700-01-01 2, 0001-01-01 1', '4714-11-30BC 7']) AS list;
SELECT forecast_series(month, amount, 1) AS series, forecast_series(month, amount, 4) AS of_april FROM bookings('2023-01-01 1') \gset
SELECT call, refusal(replace(replace(call, '$series', quote_literal(:'series')), '$april', quote_literal(:'of_april'))) AS answer
FROM unnest(ARRAY[$$SELECT forecasts($series, methods => '{drivers}')$$, $$SELECT forecasts($series, methods => '{auto,NULL}')$$, $$SELECT forecasts($series, methods => '{{auto},{theta}}')$$,
                  $$SELECT forecasts($series, months => '{0}')$$, $$SELECT forecasts($series, months => '{12,13}')$$, $$SELECT forecasts($series, months => '{1,NULL}')$$,
                  $$SELECT forecast_paths($series, months => '{3,9,6}')$$, $$SELECT forecast_paths($series, months => '{3,3}')$$, $$SELECT forecast_paths(NULL, months => '{-2147483648}')$$,
                  $$SELECT forecast_paths($series, methods => '{drivers}')$$, $$SELECT forecasts($series, months => '{{3},{6}}')$$, $$SELECT forecast_paths('\x10')$$,
                  $$SELECT forecasts($series, booked_until => 'infinity')$$, $$SELECT forecasts('')$$, $$SELECT forecasts('\x10')$$, $$SELECT forecasts('\x0f01')$$,
                  $$SELECT seasonal_sums('\x10')$$, $$SELECT forecast_series_months('\x')$$, $$SELECT forecast_series_months($series::bytea || '\x00')$$,
                  $$SELECT forecast_series(s) FROM (VALUES ($series::bytea), ($april)) AS t(s)$$, $$SELECT forecast_series(s) FROM (VALUES ($series::bytea), (NULL)) AS t(s)$$]) AS call;
SELECT refusal(format('SELECT forecasts(%L)', substr(:'series'::bytea, 1, bytes))) AS answer, count(*) FROM generate_series(0, length(:'series'::bytea)) AS bytes GROUP BY 1 ORDER BY 1;

SET client_min_messages = warning;
DROP SCHEMA forecast_series_test CASCADE;
