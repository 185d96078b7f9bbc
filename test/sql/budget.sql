-- budget: budget_variance, deficit, surplus, budget_utilisation
--
-- Small inputs are decided by hand; large ones by plain numeric arithmetic on
-- the same rows, as text wherever the number of decimals has to agree too.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS budget_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA budget_test;
SET search_path = budget_test, public;
\i test/sql/include/random_rows.sql


--
-- The ladder
--

-- No row at all: nothing reported, no verdict.
SELECT budget_variance(b, o), deficit(b, o), surplus(b, o), budget_utilisation(b, o)
FROM (VALUES (1.00, 2.00)) AS t(b, o)
WHERE false;

CREATE TABLE ladder (place integer, input text, b numeric, o numeric);
INSERT INTO ladder VALUES
    ( 1, 'one row, all NULL',            NULL,    NULL),
    ( 2, 'two rows, all NULL',           NULL,    NULL),
    ( 2, 'two rows, all NULL',           NULL,    NULL),
    ( 3, 'outcome without budget',       NULL,    2.50),
    ( 4, 'budget without outcome',       2.50,    NULL),
    ( 5, 'one row',                      100,     80),
    ( 6, 'two rows',                     100,     80),
    ( 6, 'two rows',                     100,     130),
    ( 7, 'NULLs mixed in',               100,     NULL),
    ( 7, 'NULLs mixed in',               NULL,    NULL),
    ( 7, 'NULLs mixed in',               NULL,    130.5),
    ( 7, 'NULLs mixed in',               50,      10),
    ( 8, 'exactly balanced',             100.10,  50.05),
    ( 8, 'exactly balanced',             NULL,    50.05),
    ( 9, 'budget of 0',                  0,       5),
    (10, 'budgets that cancel out',      5,       5),
    (10, 'budgets that cancel out',      -5,      NULL),
    (11, 'all 0',                        0,       0),
    (12, 'negative outcome',             10,      -4),
    (13, 'negative budget',              -10,     4),
    (14, 'both negative, favourable',    -450,    -500),
    (15, 'both negative, adverse',       -500,    -450),
    (16, 'two decimals, both ends in 0', 4.00,    2.50),
    (17, 'most decimals are shown',      1.5,     0.2500),
    (17, 'most decimals are shown',      1,       0),
    (18, 'five decimals',                1.00000, 0.5),
    (19, 'a third',                      3,       1);

SELECT place, input, budget_variance(b, o) AS variance, deficit(b, o), surplus(b, o),
       budget_utilisation(b, o) AS utilisation
FROM ladder GROUP BY place, input ORDER BY place;

-- Never both a deficit and a surplus; together they are the variance.
SELECT count(*) AS verdicts,
       count(*) FILTER (WHERE d > 0) AS deficits,
       count(*) FILTER (WHERE s > 0) AS surpluses,
       count(*) FILTER (WHERE d = 0 AND s = 0) AS balanced,
       count(*) FILTER (WHERE d > 0 AND s > 0 OR d < 0 OR s < 0 OR s - d <> v) AS wrong
FROM (SELECT budget_variance(b, o), deficit(b, o), surplus(b, o) FROM ladder GROUP BY place) AS t(v, d, s)
WHERE v IS NOT NULL;


--
-- How aggregates are called
--

-- Integers of every size are amounts too, and the result is numeric.
SELECT deficit(100::smallint, 150::smallint), deficit(100, 150), deficit(100::bigint, 150::bigint),
       deficit(9223372036854775807, -9223372036854775808),
       surplus(9223372036854775807, -9223372036854775808), deficit(100, 150.50),
       pg_typeof(deficit(1, 2)), pg_typeof(budget_utilisation(1::bigint, 2::bigint));

-- A column's own precision makes no difference.
SELECT deficit(b, o), surplus(o, b)
FROM (VALUES (10::numeric(10,2), 12.5::numeric(12,4)), (1, 2)) AS t(b, o);

-- FILTER, DISTINCT and ORDER BY in the aggregate, HAVING outside.
SELECT deficit(b, o) FILTER (WHERE o > 100) AS filtered,
       deficit(b, o) FILTER (WHERE false) AS nothing,
       deficit(DISTINCT b, o) AS distinct_pairs,
       deficit(b, o ORDER BY o DESC, b) AS ordered,
       deficit(DISTINCT b, o ORDER BY b, o) AS ordered_distinct_pairs,
       deficit(b, o) AS plain
FROM (VALUES (100, 150), (100, 150), (100, 120), (90, 100), (NULL, 1), (NULL, 1)) AS t(b, o);
SELECT place % 3 AS third, surplus(b, o)
FROM ladder GROUP BY place % 3 HAVING surplus(b, o) > 0 ORDER BY third;

-- Side by side they share one transition; with the arguments swapped they do not.
SELECT budget_variance(b, o), deficit(b, o), surplus(b, o), budget_utilisation(b, o),
       budget_variance(o, b), deficit(o, b), surplus(o, b), budget_utilisation(o, b)
FROM (VALUES (1000.00, 900.50), (500, 700.25), (250.00, NULL), (50, 99)) AS t(b, o);
SELECT (SELECT budget_variance(b, o) FROM ladder) AS budget_variance,
       (SELECT deficit(b, o) FROM ladder) AS deficit,
       (SELECT surplus(b, o) FROM ladder) AS surplus,
       (SELECT budget_utilisation(b, o) FROM ladder) AS utilisation
UNION ALL
SELECT budget_variance(b, o), deficit(b, o), surplus(b, o), budget_utilisation(b, o) FROM ladder;


--
-- NaN and the infinities are refused
--

CREATE TABLE broken (id integer, b numeric, o numeric);
INSERT INTO broken VALUES
    (1, 10, 5), (2, 'NaN', 5), (3, 'Infinity', 5), (4, '-Infinity', 5),
    (5, 10, 'NaN'), (6, 10, 'Infinity'), (7, 10, '-Infinity'), (8, NULL, 'NaN'), (9, 'NaN', 'Infinity');

SELECT budget_variance(b, o) FROM broken WHERE id IN (1, 2);
\echo :LAST_ERROR_SQLSTATE
SELECT deficit(b, o) FROM broken WHERE id IN (1, 3);
\echo :LAST_ERROR_SQLSTATE
SELECT surplus(b, o) FROM broken WHERE id IN (1, 4);
\echo :LAST_ERROR_SQLSTATE
SELECT budget_utilisation(b, o) FROM broken WHERE id IN (1, 5);
\echo :LAST_ERROR_SQLSTATE
SELECT deficit(b, o) FROM broken WHERE id IN (1, 6);
\echo :LAST_ERROR_SQLSTATE
SELECT deficit(b, o) FROM broken WHERE id IN (1, 7);
\echo :LAST_ERROR_SQLSTATE
SELECT deficit(b, o) FROM broken WHERE id = 8;
\echo :LAST_ERROR_SQLSTATE
-- The budget is looked at first.
SELECT deficit(b, o) FROM broken WHERE id = 9;
\echo :LAST_ERROR_SQLSTATE
-- As a constant, and in a moving frame.
SELECT deficit('NaN', 1);
\echo :LAST_ERROR_SQLSTATE
SELECT id, deficit(b, o) OVER (ORDER BY id ROWS 1 PRECEDING) FROM broken WHERE id IN (1, 7);
\echo :LAST_ERROR_SQLSTATE
-- What the hint recommends.
SELECT deficit(b, o) FILTER (WHERE (abs(b) < 'Infinity' OR b IS NULL) AND (abs(o) < 'Infinity' OR o IS NULL)),
       count(*)
FROM broken;

-- A sum that numeric cannot hold is an error too, as it is for sum().
SELECT scale(deficit(b, 1)) FROM (VALUES (9e131071), (9e131071)) AS t(b);
\echo :LAST_ERROR_SQLSTATE
SELECT scale(deficit(1, o)) FROM (VALUES (9e131071), (9e131071)) AS t(o);
\echo :LAST_ERROR_SQLSTATE


--
-- Grouping sets
--

-- ROLLUP, CUBE and GROUPING SETS, hashed and sorted.
CREATE VIEW random_sets AS
SELECT grp % 7 AS x, grp % 10 AS y, GROUPING(grp % 7, grp % 10) AS set,
       budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM random_rows GROUP BY CUBE (grp % 7, grp % 10);
SELECT set, count(*) AS groups, count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM random_sets GROUP BY set ORDER BY set;
SET enable_hashagg = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM random_sets;
RESET enable_hashagg;
SELECT place, input, budget_variance(b, o), deficit(b, o), surplus(b, o)
FROM ladder WHERE place IN (5, 6, 7) GROUP BY ROLLUP ((place, input)) ORDER BY place;


--
-- Moving frames
--

-- A value with the most decimals leaves: the sum has only the others' decimals.
SELECT id, b, o, budget_variance(b, o) OVER w AS variance, deficit(b, o) OVER w, surplus(b, o) OVER w,
       budget_utilisation(b, o) OVER w AS utilisation
FROM (VALUES (1, 1.5, 1), (2, 2, 2.25), (3, 3.25, 3), (4, 4, 4), (5, 5, 5), (6, NULL, 7), (7, 8, NULL), (8, 9, NULL),
             (9, 1e15, 0.00001), (10, 1, 1), (11, 2, 2)) AS t(id, b, o)
WINDOW w AS (ORDER BY id ROWS 1 PRECEDING)
ORDER BY id;

-- Frames of every shape, over rows whose neighbours are of different kinds.
CREATE TABLE moving AS
SELECT i AS id, i % 3 AS part, i / 4 AS step,
       CASE WHEN i BETWEEN 100 AND 120 THEN i WHEN i % 6 = 0 THEN round(b, 2) WHEN i % 6 = 1 THEN round(b) ELSE b END AS b,
       CASE WHEN i BETWEEN 140 AND 170 THEN NULL WHEN i IN (1, 600) THEN 1 ELSE o END AS o
FROM (SELECT row_number() OVER (ORDER BY id)::integer AS i, b, o
      FROM random_rows WHERE grp % 10 IN (0, 5, 7) AND id <= 2000) AS t;
SELECT count(*) AS rows, count(DISTINCT scale(b)) > 15 AS many_scales, count(*) - count(b) > 20 AS nulls FROM moving;

CREATE FUNCTION check_frame(frame text) RETURNS TABLE (rows bigint, verdicts bigint, no_verdict boolean, wrong bigint)
    LANGUAGE plpgsql
AS $function$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT count(*), count(v), count(*) > count(v),
                count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome))
         FROM (SELECT budget_variance(b, o) OVER w, deficit(b, o) OVER w, surplus(b, o) OVER w,
                      budget_utilisation(b, o) OVER w, count(o) OVER w, sum(b) OVER w, sum(o) OVER w
               FROM moving WINDOW w AS (%s)) AS t(v, d, s, u, outcomes, budget, outcome)', frame);
END
$function$;
SELECT f.frame, c.rows, c.verdicts > 100 AS many_verdicts, c.no_verdict, c.wrong
FROM (VALUES
    ( 1, 'ORDER BY id'),
    ( 2, 'ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'),
    ( 3, 'ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW'),
    ( 4, 'ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW'),
    ( 5, 'ORDER BY id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING'),
    ( 6, 'ORDER BY id ROWS BETWEEN 40 PRECEDING AND 10 PRECEDING'),
    ( 7, 'ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING'),
    ( 8, 'ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 5 FOLLOWING'),
    ( 9, 'ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
    (10, 'ORDER BY id DESC ROWS BETWEEN 12 PRECEDING AND CURRENT ROW'),
    (11, 'PARTITION BY part ORDER BY id ROWS BETWEEN 6 PRECEDING AND 1 FOLLOWING'),
    (12, 'PARTITION BY part'),
    (13, 'ORDER BY step RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING'),
    (14, 'ORDER BY step RANGE BETWEEN 5 PRECEDING AND 3 PRECEDING'),
    (15, 'ORDER BY step DESC RANGE CURRENT ROW'),
    (16, 'ORDER BY step GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING'),
    (17, 'ORDER BY id ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW'),
    (18, 'ORDER BY step ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE GROUP'),
    (19, 'ORDER BY step RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES')) AS f(place, frame)
CROSS JOIN LATERAL check_frame(f.frame) AS c
ORDER BY f.place;

-- Beside a subquery over the rows of the frame, in which nothing moves.
SELECT count(*) AS rows, count(v) > 400 AS many_verdicts,
       count(*) FILTER (WHERE (v, d, s, u)::text IS DISTINCT FROM (r.v0, r.d0, r.s0, r.u0)::text) AS wrong,
       count(*) FILTER (WHERE NOT agrees(v, d, s, u, r.outcomes, r.budget, r.outcome)) AS wrong_too
FROM (SELECT id, budget_variance(b, o) OVER w, deficit(b, o) OVER w, surplus(b, o) OVER w, budget_utilisation(b, o) OVER w
      FROM moving WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)) AS t(id, v, d, s, u)
CROSS JOIN LATERAL (
    SELECT budget_variance(b, o), deficit(b, o), surplus(b, o), budget_utilisation(b, o), count(o), sum(b), sum(o)
    FROM moving m WHERE m.id BETWEEN t.id - 3 AND t.id + 1) AS r(v0, d0, s0, u0, outcomes, budget, outcome);

-- Frames without any row, at either end.
SELECT id, budget_variance(b, o) OVER before AS before, budget_variance(b, o) OVER after AS after
FROM (VALUES (1, 10, 1), (2, 20, 2), (3, 30, 3)) AS t(id, b, o)
WINDOW before AS (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING),
       after AS (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING)
ORDER BY id;


--
-- Split and combined: parallel query, partitions, and disk
--

\i test/sql/include/plan_shows.sql

-- Groups 0 and 1 come to more than 64 bits hold, of either sign. Group 7 has
-- an outcome in one row only, group 8 in none, group 9 nothing but NULL.
CREATE TABLE big AS
SELECT i AS id, i % 10 AS grp,
       CASE WHEN i % 10 = 9 THEN NULL
            WHEN i % 97 = 0 THEN 1e15 + i * 0.00001
            WHEN i % 11 = 0 THEN NULL
            WHEN i % 10 = 0 THEN 999999999999.9999
            WHEN i % 10 = 1 THEN -999999999999.99
            WHEN i % 10 = 2 THEN i
            ELSE i * 0.01 END AS b,
       CASE WHEN i % 10 IN (8, 9) OR i % 10 = 7 AND i <> 25007 THEN NULL
            WHEN i % 89 = 0 THEN -1e-10 * i
            ELSE i * 1.1 - 100 END AS o
FROM generate_series(1, 50000) AS i;
ALTER TABLE big SET (parallel_workers = 2);
ANALYZE big;
CREATE VIEW big_groups AS
SELECT grp, budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM big GROUP BY grp;
CREATE VIEW big_whole AS
SELECT budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM big;

SET max_parallel_workers_per_gather = 0;
CREATE TABLE big_serial AS SELECT * FROM big_groups;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial') AS partial,
       count(*) AS groups, count(v) AS verdicts,
       count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM big_serial;

SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial') AS partial,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Gather') AS parallel,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_whole', 'Partial') AS partial_whole;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
SELECT outcomes, agrees(v, d, s, u, outcomes, budget, outcome) FROM big_whole;
-- The workers alone, so that every state crosses from one process to another.
SET parallel_leader_participation = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
SELECT outcomes, agrees(v, d, s, u, outcomes, budget, outcome) FROM big_whole;
RESET parallel_leader_participation;
-- Sorted instead of hashed.
SET enable_hashagg = off;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial GroupAggregate') AS partial;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
RESET enable_hashagg;
-- NaN is refused by a worker too.
SELECT deficit(b, CASE WHEN id = 40000 THEN 'NaN' ELSE o END) FROM big;
\echo :LAST_ERROR_SQLSTATE
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;
SET max_parallel_workers_per_gather = 0;

-- Partition-wise: whole groups in a partition, and groups spread over them.
CREATE TABLE parted (id integer, grp integer, b numeric, o numeric) PARTITION BY HASH (id);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO parted SELECT id, grp, b, o FROM big;
ANALYZE parted;
CREATE VIEW parted_groups AS
SELECT grp, budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM parted GROUP BY grp;
CREATE VIEW parted_ids AS
SELECT id, budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM parted WHERE id <= 3000 GROUP BY id;
SET enable_partitionwise_aggregate = on;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM parted_groups', 'Partial') AS partial;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM parted_groups p JOIN big_serial s USING (grp);
SELECT count(*) AS groups, count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM parted_ids;
RESET enable_partitionwise_aggregate;

-- More groups than work_mem holds.
CREATE VIEW many_groups AS
SELECT id % 20000 AS grp, budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM big GROUP BY id % 20000;
SET work_mem = '64kB';
SET enable_sort = off;
SELECT plan_shows('EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM many_groups', 'Batches: ([2-9]|\d\d)') AS spilled;
SELECT count(*) AS groups, count(v) AS verdicts,
       count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM many_groups;
RESET enable_sort;
RESET work_mem;
RESET max_parallel_workers_per_gather;


--
-- Costs minus revenues
--

SELECT flow, amount, net_cost(flow, amount)
FROM (VALUES (1, 'cost', 100.50), (2, 'cost', -100.50), (3, 'revenue', 100.50), (4, 'revenue', -100.50), (5, 'revenue', 0.00),
             (6, 'cost', NULL), (7, 'revenue', NULL), (8, NULL, 1), (9, 'Cost', 1), (10, 'budget', 1), (11, '', 1)) AS t(place, flow, amount)
ORDER BY place;
SELECT sum(net_cost(CASE WHEN o < 0 THEN 'revenue' ELSE 'cost' END, abs(o))) = sum(o) AS same FROM random_rows WHERE o IS NOT NULL;
-- It is inlined: no call is left in the plan.
EXPLAIN (VERBOSE, COSTS OFF) SELECT net_cost(input, b) FROM ladder;

SET client_min_messages = warning;
DROP SCHEMA budget_test CASCADE;
