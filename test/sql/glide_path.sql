-- glide_path: glide_path, glide_path_mean
--
-- Short paths are decided by hand; the mean of long ones by the average of
-- glide_path over every day, and glide_path itself by plain numeric arithmetic.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS glide_path_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA glide_path_test;
SET search_path = glide_path_test, public;
SET datestyle = ISO, YMD;


--
-- By hand
--

-- From 1068 down to 950 in 365 days: 23.6 in 73 days. Level outside, for ever.
SELECT at, glide_path(1068, '2022-12-31', 950, '2023-12-31', at)
FROM unnest(ARRAY['-infinity', '2000-01-01', '2022-12-30', '2022-12-31', '2023-01-01', '2023-03-14', '2023-07-01',
                  '2023-07-02', '2023-12-30', '2023-12-31', '2024-01-01', '2050-01-01', 'infinity']::date[]) AS at
ORDER BY at;

-- Both ends included the mean is the middle. The year itself leaves out the
-- first day, the highest: 1068 - 118 * 183 / 365.
SELECT glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2022-12-31', '2023-12-31') = 1009 AS middle,
       glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2023-01-01', '2023-12-31') AS year,
       round(glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2023-01-01', '2023-12-31')) AS rounded;
-- A month's mean is the path's value in the middle of it. By their days the months make up the year.
CREATE TABLE months AS
SELECT from_date, to_date, glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', from_date, to_date) AS mean
FROM (SELECT f::date, (f + interval '1 month - 1 day')::date
      FROM generate_series(timestamp '2023-01-01', '2023-12-01', '1 month') AS f) AS t(from_date, to_date);
SELECT from_date, to_date, round(mean, 4) AS mean,
       round(1068 - 118 * ((from_date - date '2022-12-31') + (to_date - date '2022-12-31')) / 2.0 / 365, 4) AS middle
FROM months ORDER BY from_date;
SELECT round(sum(mean * (to_date - from_date + 1)) / 365, 10) AS year FROM months;

-- On the first path the value is the day of January less 1. The other is a
-- step: the target holds on its day.
SELECT from_date, to_date,
       trim_scale(glide_path_mean(0, '2023-01-01', 10, '2023-01-11', from_date, to_date)) AS path,
       trim_scale(glide_path_mean(3, '2023-01-05', 8, '2023-01-05', from_date, to_date)) AS step, input
FROM (VALUES
    ( 1, date '2022-12-01', date '2022-12-31', 'wholly before'),
    ( 2, '2022-12-31', '2023-01-01', 'to the first day'),
    ( 3, '2022-12-31', '2023-01-03', 'over the beginning: 0 0 1 2'),
    ( 4, '2023-01-01', '2023-01-01', 'the first day'),
    ( 5, '2023-01-04', '2023-01-04', 'a day on the way, before the step'),
    ( 6, '2023-01-05', '2023-01-05', 'a day on the way, of the step'),
    ( 7, '2023-01-03', '2023-01-06', 'on the way: 2 3 4 5, 3 3 8 8'),
    ( 8, '2023-01-01', '2023-01-10', 'without the last day: 0 to 9, 4 times 3 and 6 times 8'),
    ( 9, '2023-01-01', '2023-01-11', 'the whole way'),
    (10, '2023-01-10', '2023-01-13', 'over the end: 9 10 10 10'),
    (11, '2023-01-11', '2023-01-11', 'the last day'),
    (12, '2023-01-12', '2023-01-31', 'wholly after'),
    (13, '2022-12-22', '2023-01-21', 'over both ends: 10 times 0, 0 to 10, 10 times 10'))
    AS t(place, from_date, to_date, input)
ORDER BY place;
SELECT at, glide_path(3, '2023-01-05', 8, '2023-01-05', at)
FROM unnest(ARRAY['-infinity', '2023-01-04', '2023-01-05', '2023-01-06', 'infinity']::date[]) AS at ORDER BY at;

-- Values of every kind: a quarter of the way, and the mean of all of it, the middle.
SELECT input, baseline, target,
       trim_scale(glide_path(baseline, '2023-01-01', target, '2023-01-05', '2023-01-02')) AS quarter,
       trim_scale(glide_path_mean(baseline, '2023-01-01', target, '2023-01-05', '2023-01-01', '2023-01-05')) AS middle
FROM (VALUES
    ( 1, 'rising',        950,                      1068),
    ( 2, 'negative',      -10,                      -20),
    ( 3, 'through 0',     -10,                      10),
    ( 4, 'to 0',          8,                        0),
    ( 5, 'level',         7.50,                     7.50),
    ( 6, 'level at 0',    0,                        0),
    ( 7, 'decimals',      0.125,                    1.1),
    ( 8, 'many decimals', 1.0000000000000000000001, 1.0000000000000000000005),
    ( 9, 'tiny',          4e-30,                    0),
    (10, 'huge',          4e30,                     0),
    (11, 'huge and tiny', 4e20,                     4e-20)) AS t(place, input, baseline, target)
ORDER BY place;
-- The ends are what one gave, to the number of decimals. Integers of every size are values too.
SELECT glide_path(7.50, '2023-01-01', 8.125, '2023-12-31', '2023-01-01'),
       glide_path(7.50, '2023-01-01', 8.125, '2023-12-31', '2024-01-01'),
       glide_path(7::smallint, '2023-01-01', 9223372036854775807, '2023-01-01', '2023-01-01'),
       pg_typeof(glide_path(1, '2023-01-01', 2, '2023-01-01', '2023-01-01'));


--
-- Every day
--

-- One path in ten is a step, half of the others are short; one period in ten is a day.
SELECT setseed(0.1068);
CREATE TABLE paths AS
SELECT i AS id, baseline_on, from_date,
       baseline_on + CASE WHEN i % 10 = 0 THEN 0 ELSE trunc(1 + random() * (40 + i % 2 * 360))::integer END AS target_on,
       round((random() - 0.5)::numeric * 2000, trunc(random() * 5)::integer) AS baseline,
       round((random() - 0.5)::numeric * 2000, trunc(random() * 5)::integer) AS target,
       from_date + CASE WHEN i % 10 = 1 THEN 0 ELSE trunc(random() * 300)::integer END AS to_date
FROM (SELECT i, baseline_on, baseline_on + trunc(random() * 700 - 300)::integer
      FROM (SELECT i, date '1999-01-01' + trunc(random() * 2000)::integer
            FROM generate_series(1, 400) AS i) AS t(i, baseline_on)) AS t(i, baseline_on, from_date);
SELECT count(*) FILTER (WHERE to_date < baseline_on) > 10 AS before,
       count(*) FILTER (WHERE from_date < baseline_on AND to_date BETWEEN baseline_on AND target_on - 1) > 10 AS beginning,
       count(*) FILTER (WHERE from_date > baseline_on AND to_date < target_on) > 10 AS within,
       count(*) FILTER (WHERE from_date BETWEEN baseline_on AND target_on - 1 AND to_date > target_on) > 10 AS ending,
       count(*) FILTER (WHERE from_date < baseline_on AND to_date > target_on) > 10 AS around,
       count(*) FILTER (WHERE from_date > target_on) > 10 AS after
FROM paths;
CREATE TABLE days AS
SELECT p.*, from_date + i AS at, glide_path(baseline, baseline_on, target, target_on, from_date + i) AS value
FROM paths AS p, generate_series(0, to_date - from_date) AS i;

-- Beside plain arithmetic, as text.
SELECT count(*) > 40000 AS days, count(*) FILTER (WHERE value::text IS DISTINCT FROM CASE
           WHEN at >= target_on THEN target
           WHEN at <= baseline_on THEN baseline
           ELSE (baseline * (target_on - baseline_on) + (target - baseline) * (at - baseline_on))
                / (target_on - baseline_on) END::text) AS wrong,
       count(*) FILTER (WHERE value NOT BETWEEN least(baseline, target) AND greatest(baseline, target)) AS outside
FROM days;
-- Always forward on the way, and still before and after.
SELECT count(step) > 40000 AS days,
       count(*) FILTER (WHERE step <> sign(target - baseline) AND on_the_way) AS not_forward,
       count(*) FILTER (WHERE step <> 0 AND NOT on_the_way) AS not_still
FROM (SELECT *, at = target_on OR at > baseline_on AND at < target_on AS on_the_way,
             sign(value - lag(value) OVER (PARTITION BY id ORDER BY at)) AS step FROM days) AS t;
-- The mean is the average of the days; of one day it is the day's value.
SELECT count(*) AS paths, count(*) FILTER (WHERE abs(mean - average) < 1e-10) AS equal,
       count(*) FILTER (WHERE from_date = to_date) >= 40 AS single_days
FROM (SELECT from_date, to_date, avg(value) AS average,
             glide_path_mean(baseline, baseline_on, target, target_on, from_date, to_date) AS mean
      FROM days GROUP BY id, baseline, baseline_on, target, target_on, from_date, to_date) AS t;
-- The same path in another time, before Christ or long after.
SELECT shift, count(*) AS paths, count(*) FILTER (WHERE
           glide_path_mean(baseline, baseline_on, target, target_on, from_date, to_date)::text =
           glide_path_mean(baseline, baseline_on + shift, target, target_on + shift,
                           from_date + shift, to_date + shift)::text) AS same
FROM paths, unnest(ARRAY[-1000000, 1000000, 2000000000]) AS shift GROUP BY shift ORDER BY shift;


--
-- The calendar
--

-- With a 29 February between, the path takes two days instead of one.
SELECT february_28, glide_path(0, february_28, 1, march_1, february_28 + 1) AS day_after
FROM (VALUES (date '1900-02-28', date '1900-03-01'), ('2000-02-28', '2000-03-01'),
             ('2023-02-28', '2023-03-01'), ('2024-02-28', '2024-03-01')) AS t(february_28, march_1)
ORDER BY february_28;
-- In a year from 0 to its number of days the value is the day of the year.
SELECT glide_path_mean(0, '2023-12-31', 366, '2024-12-31', '2024-02-01', '2024-02-29') AS february,
       glide_path_mean(0, '2023-12-31', 366, '2024-12-31', '2024-01-01', '2024-12-31') AS leap_year;
-- No year 0; 1 BC is a leap year.
SELECT glide_path(1, '0001-12-31 BC', 2, '0001-01-01', '0001-01-01') AS new_year,
       glide_path(0, '0001-02-28 BC', 1, '0001-03-01 BC', '0001-02-29 BC') AS leap_day;

-- From the first date there is to the last, so that the value is the Julian day: 2451545 for 2000-01-01.
\set whole '0, ''4714-11-24 BC'', 2147483493, ''5874897-12-31'''
SELECT at, trim_scale(glide_path(:whole, at)) AS glide_path, at - date '4714-11-24 BC' AS julian_day
FROM unnest(ARRAY['4714-11-24 BC', '4714-11-25 BC', '2000-01-01', '5874897-12-30', '5874897-12-31']::date[]) AS at
ORDER BY at;
SELECT trim_scale(glide_path_mean(:whole, '4714-11-24 BC', '4714-11-25 BC')) AS first_two,
       trim_scale(glide_path_mean(:whole, '2000-01-01', '2000-01-03')) AS three,
       trim_scale(glide_path_mean(:whole, '5874897-12-30', '5874897-12-31')) AS last_two,
       trim_scale(glide_path_mean(:whole, '4714-11-24 BC', '5874897-12-31')) AS middle;
-- All 2147483494 dates as the period: of a step on the first, of a step on the last, of a path of two days.
\set dates '''4714-11-24 BC'', ''5874897-12-31'''
SELECT trim_scale(glide_path_mean(1, '4714-11-24 BC', 2, '4714-11-24 BC', :dates)) AS first,
       trim_scale(glide_path_mean(0, '5874897-12-31', 2147483494, '5874897-12-31', :dates)) AS last,
       trim_scale(glide_path_mean(0, '4714-11-24 BC', 2147483494, '4714-11-26 BC', :dates)) AS short;


--
-- NULL and errors
--

-- NULL for NULL, even beside what is refused.
SELECT input AS missing, glide_path(baseline, baseline_on, target, target_on, at),
       trim_scale(glide_path_mean(baseline, baseline_on, target, target_on, from_date, to_date)) AS glide_path_mean
FROM (VALUES
    (1, 'nothing',     0.0, date '2023-01-01', 4, date '2023-01-05', date '2023-01-05', date '2023-01-02', date '2023-01-04'),
    (2, 'baseline',    NULL,  '2023-01-01', 4,    '2023-01-05', '2023-01-05', '2023-01-02', '2023-01-04'),
    (3, 'baseline_on', 0,     NULL,         4,    '2023-01-05', '2023-01-05', '2023-01-02', '2023-01-04'),
    (4, 'target',      0,     '2023-01-01', NULL, '2023-01-05', '2023-01-05', '2023-01-02', '2023-01-04'),
    (5, 'target_on',   0,     '2023-01-01', 4,    NULL,         '2023-01-05', '2023-01-02', '2023-01-04'),
    (6, 'at, from',    0,     '2023-01-01', 4,    '2023-01-05', NULL,         NULL,         '2023-01-04'),
    (7, 'at, to',      'NaN', '2023-01-05', 4,    '2023-01-01', NULL,         'infinity',   NULL))
    AS t(place, input, baseline, baseline_on, target, target_on, at, from_date, to_date)
ORDER BY place;

SELECT glide_path('NaN', '2022-12-31', 950, '2023-12-31', '2023-06-30');
\echo :LAST_ERROR_SQLSTATE
SELECT glide_path_mean(1068, '2022-12-31', 950, 'infinity', '2023-01-01', '2023-12-31');
\echo :LAST_ERROR_SQLSTATE
SELECT glide_path(1068, '2023-12-31', 950, '2022-12-31', '2023-06-30');
\echo :LAST_ERROR_SQLSTATE
SELECT glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2023-12-31', '2023-01-01');
\echo :LAST_ERROR_SQLSTATE
-- Also where the answer does not depend on it.
SELECT glide_path('Infinity', '2022-12-31', 950, '2023-12-31', '2024-01-01');
\echo :LAST_ERROR_SQLSTATE
SELECT glide_path(1, '-infinity', 1, '2023-12-31', 'infinity');
\echo :LAST_ERROR_SQLSTATE

-- Each argument of each function. Only "at" may be infinite.
\i test/sql/include/refusal.sql
SELECT refusal(format('SELECT ' || call, quote_literal(bad))) AS error, count(*)
FROM (VALUES
    ( 1, 'numeric', $$glide_path(%s, '2022-12-31', 950, '2023-12-31', '2023-06-30')$$),
    ( 2, 'numeric', $$glide_path_mean(%s, '2022-12-31', 950, '2023-12-31', '2023-01-01', '2023-12-31')$$),
    ( 3, 'date',    $$glide_path(1068, %s, 950, '2023-12-31', '2023-06-30')$$),
    ( 4, 'date',    $$glide_path_mean(1068, %s, 950, '2023-12-31', '2023-01-01', '2023-12-31')$$),
    ( 5, 'numeric', $$glide_path(1068, '2022-12-31', %s, '2023-12-31', '2023-06-30')$$),
    ( 6, 'numeric', $$glide_path_mean(1068, '2022-12-31', %s, '2023-12-31', '2023-01-01', '2023-12-31')$$),
    ( 7, 'date',    $$glide_path(1068, '2022-12-31', 950, %s, '2023-06-30')$$),
    ( 8, 'date',    $$glide_path_mean(1068, '2022-12-31', 950, %s, '2023-01-01', '2023-12-31')$$),
    ( 9, 'date',    $$glide_path(1068, '2022-12-31', 950, '2023-12-31', %s)$$),
    (10, 'date',    $$glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', %s, '2023-12-31')$$),
    (11, 'date',    $$glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2023-01-01', %s)$$)) AS t(place, type, call)
JOIN (VALUES ('numeric', 'NaN'), ('numeric', 'Infinity'), ('numeric', '-Infinity'),
             ('date', '-infinity'), ('date', 'infinity')) AS u(type, bad) USING (type)
GROUP BY 1 ORDER BY min(place), min(bad COLLATE "C");


--
-- Immutable
--

-- DateStyle is for the error's text alone.
SET datestyle = German, DMY;
SELECT count(*) > 40000 AS days,
       count(*) FILTER (WHERE glide_path(baseline, baseline_on, target, target_on, at)::text <> value::text) AS changed
FROM days;
SELECT glide_path_mean(1068, '2022-12-31', 950, '2023-12-31', '2022-12-31', '2023-12-31') = 1009 AS middle;
SELECT glide_path(1068, '2023-12-31', 950, '2022-12-31', '2023-06-30');
\echo :LAST_ERROR_SQLSTATE
SET datestyle = ISO, YMD;

-- In a generated column, and in an index.
CREATE TABLE plans (
    id integer, baseline numeric, baseline_on date, target numeric, target_on date,
    half numeric GENERATED ALWAYS AS
        (round(glide_path(baseline, baseline_on, target, target_on, '2023-07-02'), 2)) STORED);
CREATE INDEX plans_mean ON plans
    (round(glide_path_mean(baseline, baseline_on, target, target_on, '2023-01-01', '2023-12-31')));
INSERT INTO plans VALUES (1, 1068, '2022-12-31', 950, '2023-12-31'), (2, 950, '2023-07-02', 1000, '2023-07-02'),
                         (3, NULL, '2022-12-31', 950, '2023-12-31');
INSERT INTO plans VALUES (4, 1068, '2023-12-31', 950, '2022-12-31');
\echo :LAST_ERROR_SQLSTATE
UPDATE plans SET target = 960 WHERE id = 2;
SET enable_seqscan = off;
SELECT id, half FROM plans
WHERE round(glide_path_mean(baseline, baseline_on, target, target_on, '2023-01-01', '2023-12-31')) = 1009;
RESET enable_seqscan;
SELECT id, half FROM plans ORDER BY id;

SET client_min_messages = warning;
DROP SCHEMA glide_path_test CASCADE;
