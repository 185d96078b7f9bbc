-- forecast_error: mean_absolute_percentage_error, forecast_bias, relative_mean_absolute_error
--
-- Small inputs are decided by hand; large ones by plain numeric arithmetic on
-- the same rows, as text, so that the number of decimals has to agree too.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS forecast_error_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA forecast_error_test;
SET search_path = forecast_error_test, public;

\i test/sql/include/refusal.sql
\set errors 'mean_absolute_percentage_error(f, o) AS mape, forecast_bias(f, o) AS bias, relative_mean_absolute_error(f, o, b) AS relative'


--
-- By hand
--

-- No row at all.
SELECT :errors FROM (VALUES (1, 1, 1)) AS t(f, o, b) WHERE false;

-- In each of place 6 on, off by 10 of 100 and 20 of 50, and the benchmark by 40 and 20.
SELECT place, input, trim_scale(mean_absolute_percentage_error(f, o)) AS mape, trim_scale(forecast_bias(f, o)) AS bias,
       trim_scale(relative_mean_absolute_error(f, o, b)) AS relative
FROM (VALUES
    ( 1, 'one row, all NULL',           '{NULL}',             '{NULL}',           '{NULL}'),
    ( 2, 'two rows, all NULL',          '{NULL, NULL}',       '{NULL, NULL}',     '{NULL, NULL}'),
    ( 3, 'no forecast',                 '{NULL}',             '{100}',            '{140}'),
    ( 4, 'no outcome',                  '{110}',              '{NULL}',           '{140}'),
    ( 5, 'no benchmark',                '{110}',              '{100}',            '{NULL}'),
    ( 6, 'one row',                     '{110}',              '{100}',            '{140}'),
    ( 7, 'two rows, one too low',       '{110, 30}',          '{100, 50}',        '{140, 70}'),
    ( 8, '7 with NULLs mixed in',       '{NULL, 110, 9, 30, NULL}', '{7, 100, NULL, 50, NULL}', '{8, 140, 8, 70, 5}'),
    ( 9, '7 and one without benchmark', '{110, 30, 6}',       '{100, 50, 5}',     '{140, 70, NULL}'),
    (10, 'outcome of 0',                '{10}',               '{0}',              '{-40}'),
    (11, '7 and an outcome of 0',       '{110, 30, 6}',       '{100, 50, 0}',     '{140, 70, 6}'),
    (12, '7, negative',                 '{-110, -30}',        '{-100, -50}',      '{-140, -70}'),
    (13, 'another sign than forecast',  '{10}',               '{-10}',            '{-20}'),
    (14, 'all right',                   '{100, 50}',          '{100, 50}',        '{140, 70}'),
    (15, 'benchmark never wrong',       '{110, 30}',          '{100, 50}',        '{100, 50}'),
    (16, 'neither ever wrong',          '{100, 50}',          '{100, 50}',        '{100, 50}'),
    (17, 'benchmark wrong both ways',   '{110, 30}',          '{100, 50}',        '{130, 20}'),
    (18, 'as the benchmark',            '{110, 30}',          '{100, 50}',        '{110, 30}'),
    (19, 'too high and too low alike',  '{110, 90}',          '{100, 100}',       '{99, 101}'),
    (20, 'forecast of 0',               '{0}',                '{100}',            '{100.5}')
) AS t(place, input, fs, os, bs) CROSS JOIN LATERAL unnest(fs::numeric[], os::numeric[], bs::numeric[]) AS r(f, o, b)
GROUP BY place, input ORDER BY place;

-- Integers of every size are figures too, and the result is numeric.
SELECT mean_absolute_percentage_error(3::smallint, 2::smallint) AS mape, forecast_bias(1, 9223372036854775807) AS bias,
       relative_mean_absolute_error(3::bigint, 2, 4.0) AS relative, pg_typeof(mean_absolute_percentage_error(1, 2)),
       pg_typeof(forecast_bias(1, 2)), pg_typeof(relative_mean_absolute_error(1, 2, 3));

-- FILTER, DISTINCT and ORDER BY in the aggregate.
SELECT trim_scale(mean_absolute_percentage_error(f, o)) AS plain, trim_scale(mean_absolute_percentage_error(DISTINCT f, o)) AS once,
       trim_scale(forecast_bias(f, o ORDER BY f DESC, o)) AS ordered, trim_scale(forecast_bias(f, o) FILTER (WHERE f < 2)) AS filtered,
       relative_mean_absolute_error(f, o, 1) FILTER (WHERE false) AS nothing
FROM (VALUES (3, 2), (3, 2), (1, 4), (NULL, 1), (NULL, 1)) AS t(f, o);

-- Side by side the first two share one transition: their argument is computed once for each of two rows.
CREATE SEQUENCE calls;
CREATE FUNCTION counted(value numeric) RETURNS numeric STABLE RETURN CASE WHEN nextval('calls') > 0 THEN value END;
SELECT trim_scale(mean_absolute_percentage_error(counted(f), o)) AS mape, trim_scale(forecast_bias(counted(f), o)) AS bias
FROM (VALUES (110, 100), (30, 50)) AS t(f, o);
SELECT last_value AS calls FROM calls;

-- Huge, tiny and with many decimals. Each quotient has the digits that numeric division gives.
SELECT place, input, mean_absolute_percentage_error(f, o)::text = (sum(abs(f - o) / abs(o)) / count(*))::text AS mape,
       forecast_bias(f, o)::text = (sum((f - o) / abs(o)) / count(*))::text AS bias,
       relative_mean_absolute_error(f, o, b)::text = (sum(abs(f - o)) / sum(abs(b - o)))::text AS relative,
       trim_scale(round(relative_mean_absolute_error(f, o, b), 20)) AS by_hand
FROM (VALUES
    (1, 'huge',                3e100, 1e100, 5e100), (2, 'tiny',           3e-100, 1e-100, 5e-100),
    (3, 'huge and tiny',       3e100, 1e100, 5e100), (3, 'huge and tiny',  3e-100, 1e-100, 5e-100),
    (4, 'huge beside tiny',    1e100, 1e-100, 2e100), (5, 'many decimals',  1.0000000000000000000000000000000003, 1,
                                                                           1.0000000000000000000000000000000006),
    (6, 'thirds',              1, 3, 2), (6, 'thirds', 2, 7, 6)) AS t(place, input, f, o, b)
GROUP BY place, input ORDER BY place;
-- So long that they are stored compressed.
CREATE TABLE long AS SELECT (repeat('9', 8000) || '.99')::numeric AS n FROM generate_series(1, 3);
SELECT max(pg_column_size(n)) < 500 AS compressed, mean_absolute_percentage_error(2 * n, n) = 1 AS mape,
       forecast_bias(0, n) = -1 AS bias, relative_mean_absolute_error(n + 1, n, n - 2) = 0.5 AS relative
FROM long;


--
-- Refused
--

SELECT mean_absolute_percentage_error(f, o) FROM (VALUES (1::numeric, 1::numeric), ('NaN', 1)) AS t(f, o);
\echo :LAST_ERROR_SQLSTATE
SELECT forecast_bias(1, 'Infinity');
\echo :LAST_ERROR_SQLSTATE
SELECT relative_mean_absolute_error(1, 2, '-Infinity');
\echo :LAST_ERROR_SQLSTATE
-- Each kind, in each argument, of each aggregate, also where the row would not count.
SELECT refusal(format('SELECT ' || call, quote_literal(kind))) AS error, count(*)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity']) AS kind, unnest(ARRAY[
    'mean_absolute_percentage_error(%s, 1)', 'mean_absolute_percentage_error(1, %s)', 'mean_absolute_percentage_error(%s, NULL)',
    'mean_absolute_percentage_error(NULL, %s)', 'mean_absolute_percentage_error(%s, 0)', 'forecast_bias(%s, 1)', 'forecast_bias(1, %s)',
    'forecast_bias(%s, NULL)', 'forecast_bias(NULL, %s)', 'relative_mean_absolute_error(%s, 1, 1)',
    'relative_mean_absolute_error(1, %s, 1)', 'relative_mean_absolute_error(1, 1, %s)', 'relative_mean_absolute_error(%s, NULL, NULL)',
    'relative_mean_absolute_error(NULL, %s, NULL)', 'relative_mean_absolute_error(NULL, NULL, %s)']) AS call
GROUP BY 1 ORDER BY 1;
-- What the hint recommends.
SELECT trim_scale(mean_absolute_percentage_error(f, o) FILTER (WHERE abs(f) < 'Infinity' OR f IS NULL)) AS mape
FROM (VALUES (110::numeric, 100), ('NaN', 1), ('-Infinity', 2), (NULL, 3)) AS t(f, o);
-- What numeric cannot hold is an error, as it is for - and / and sum().
SELECT refusal('SELECT ' || call) AS error, call
FROM unnest(ARRAY['mean_absolute_percentage_error(9e131071, 1e-10)', 'forecast_bias(9e131071, -9e131071)',
                  'relative_mean_absolute_error(9e131071, 0, 1) FROM generate_series(1, 2)']) AS call;


--
-- Random rows
--

-- b is the budget of random_rows, o its outcome; the forecast lies around both. One outcome in 20 is 0.
\i test/sql/include/random_rows.sql
CREATE TABLE figures AS
SELECT id, grp, CASE WHEN random() < 0.05 THEN 0 ELSE o END AS o, b,
       CASE WHEN random() < 0.9 THEN coalesce(o, b, 1) * round((random() * 2 - 0.2)::numeric, id % 5) END AS f
FROM random_rows;
-- The reference: what plain arithmetic gives.
\set plain 'sum(abs(f - o) / abs(nullif(o, 0))) / nullif(count(f / nullif(o, 0)), 0) AS mape'
\set plain :plain ', sum((f - o) / abs(nullif(o, 0))) / nullif(count(f / nullif(o, 0)), 0) AS bias'
\set plain :plain ', sum(abs(f - o)) FILTER (WHERE b IS NOT NULL) / nullif(sum(abs(b - o)) FILTER (WHERE f IS NOT NULL), 0) AS relative'
CREATE VIEW ours AS
SELECT GROUPING(id, grp, grp % 7) AS set, id, grp, grp % 7 AS part, :errors
FROM figures GROUP BY GROUPING SETS (id, grp, grp % 7, (grp, grp % 7), ());
CREATE VIEW plain AS
SELECT GROUPING(id, grp, grp % 7) AS set, id, grp, grp % 7 AS part, :plain
FROM figures GROUP BY GROUPING SETS (id, grp, grp % 7, (grp, grp % 7), ());
SELECT set, count(*) AS groups, count(o.mape) > 0.5 * count(*) AS many, count(o.relative) > 0.5 * count(*) AS many_relative,
       count(*) FILTER (WHERE o.bias < 0) AS too_low,
       count(*) FILTER (WHERE (o.mape, o.bias, o.relative)::text IS DISTINCT FROM (p.mape, p.bias, p.relative)::text) AS wrong
FROM (SELECT *, (set, id, grp, part)::text AS key FROM ours) AS o
FULL JOIN (SELECT *, (set, id, grp, part)::text AS key FROM plain) AS p USING (key, set)
GROUP BY set ORDER BY set;

-- In windows: so far, and in a frame that moves and so starts afresh for every row.
SELECT count(*) AS rows, count(DISTINCT relative) > 100 AS many, count(*) FILTER (WHERE (mape, bias, relative)::text = p::text) AS same
FROM (SELECT mean_absolute_percentage_error(f, o) OVER (ORDER BY id), forecast_bias(f, o) OVER w, relative_mean_absolute_error(f, o, b) OVER w,
             (SELECT ROW((SELECT mean_absolute_percentage_error(f, o) FROM figures r WHERE r.id <= t.id AND r.id <= 400),
                         forecast_bias(f, o), relative_mean_absolute_error(f, o, b))
              FROM figures r WHERE r.id BETWEEN t.id - 5 AND t.id + 1 AND r.id <= 400)
      FROM figures t WHERE id <= 400 WINDOW w AS (ORDER BY id ROWS BETWEEN 5 PRECEDING AND 1 FOLLOWING)) AS t(mape, bias, relative, p);


--
-- Split and combined: parallel query and partitions
--

\i test/sql/include/plan_shows.sql

-- By the last digit of the group, so that every worker has rows of each. In group 10 is nothing but NULL.
CREATE TABLE big AS SELECT id, grp % 10 AS grp, f, o, b FROM figures UNION ALL SELECT i, 10, NULL, i, i FROM generate_series(1, 300) AS i;
ALTER TABLE big SET (parallel_workers = 2);
CREATE TABLE parted (LIKE big) PARTITION BY HASH (id);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT * FROM big;
ANALYZE big, parted;
CREATE VIEW big_groups AS SELECT grp, :errors FROM big GROUP BY grp;
CREATE VIEW parted_groups AS SELECT grp, :errors FROM parted GROUP BY grp;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT * FROM big_groups;
SELECT count(*) AS groups, count(mape) AS mape, count(bias) AS bias, count(relative) AS relative FROM serial;
SET enable_partitionwise_aggregate = on;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM parted_groups', 'Partial') AS partial,
       (SELECT count(*) FROM parted_groups p JOIN serial s USING (grp) WHERE p.*::text = s.*::text) AS same_as_serial;
RESET enable_partitionwise_aggregate;

SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial') AS partial,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Gather') AS parallel,
       (SELECT count(*) FROM big_groups p JOIN serial s USING (grp) WHERE p.*::text = s.*::text) AS same_as_serial;
-- The workers alone, so that every state crosses from one process to another.
SET parallel_leader_participation = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial FROM big_groups p JOIN serial s USING (grp);
-- NaN is refused by a worker too.
SELECT relative_mean_absolute_error(f, o, CASE WHEN id = 9000 THEN 'NaN' ELSE b END) FROM big;
\echo :LAST_ERROR_SQLSTATE

SET client_min_messages = warning;
DROP SCHEMA forecast_error_test CASCADE;
