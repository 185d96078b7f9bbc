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
SELECT deficit(b, o) FILTER (WHERE b < 'Infinity' AND b > '-Infinity' AND o < 'Infinity' AND o > '-Infinity'),
       count(*)
FROM broken;

-- A sum that numeric cannot hold is an error too, as it is for sum().
SELECT deficit(b, 1) FROM (VALUES (9e131071), (9e131071)) AS t(b);
\echo :LAST_ERROR_SQLSTATE
SELECT deficit(1, o) FROM (VALUES (9e131071), (9e131071)) AS t(o);
\echo :LAST_ERROR_SQLSTATE


--
-- Large, small and exact
--

-- Around 10^12 and 10^-4, where the way of adding changes.
SELECT budget_variance(b, o), deficit(o, b) AS deficit_swapped, surplus(b, o)
FROM (VALUES (1, 999999999999.9999, NULL), (1, 0.0001, 0),
             (2, 999999999999.9999, 0.00001), (2, 0.0001, NULL),
             (3, 1000000000000, 0.0001),
             (4, 1000000000000, 999999999999.9999), (4, NULL, 0.0001),
             (5, 1, 0.00001), (5, 1, 0.0001),
             (6, 1e20, 1), (6, 1, 1e-20)) AS t(place, b, o)
GROUP BY place ORDER BY place;

-- More units than 64 bits hold, of either sign.
SELECT budget_variance(999999999999.9999, -999999999999.9999), surplus(999999999999.99, 0), deficit(0, 999999999999)
FROM generate_series(1, 2000);
SELECT budget_variance(-999999999999.9, 0), budget_variance(0.0001, 0), budget_utilisation(999999999999.9999, -999999999999.9999)
FROM generate_series(1, 2000);

-- Single values, and all pairs of them: the sum of two is their sum, to the
-- last digit shown, whichever comes first, and however it is stored.
CREATE FUNCTION edge_values() RETURNS TABLE (id bigint, v numeric)
RETURN NULL;
CREATE OR REPLACE FUNCTION edge_values() RETURNS TABLE (id bigint, v numeric)
BEGIN ATOMIC
    SELECT row_number() OVER (), s.sign * t.v::numeric
    FROM unnest('{0, 0.0, 0.0000, 0.00000, 1, 1.0, 1.00, 1.0000, 1.00000, 0.5, 0.05, 0.005, 0.0005, 0.00005,
                  0.0001, 0.00001, 9, 9999, 9999.9, 9999.9999, 9999.99999, 10000, 10000.0001, 10000.00001,
                  10001.5, 99999999, 99999999.99, 99999999.9999, 100000000, 100000000.00, 100010001.0001,
                  123456789012.3456, 999999999999, 999999999999.9, 999999999999.9999, 999999999999.99999,
                  1000000000000, 1000000000000.0000, 1000000000000.0001, 1000000000000.00001,
                  9999999999999999, 10000000000000000.00, 1e20, 1e63, 1e251, 1e252, 1e255, 1e256, 1e260, 2.5e260,
                  1e300, 1e-20, 1e-63, 1e-64, 1e-252, 1e-300}'::text[]) AS t(v)
    CROSS JOIN (VALUES (1), (-1)) AS s(sign);
END;
CREATE TABLE edge_packed AS SELECT * FROM edge_values();   -- one-byte header
CREATE TABLE edge_plain (id bigint, v numeric);            -- four-byte header
ALTER TABLE edge_plain ALTER COLUMN v SET STORAGE PLAIN;
INSERT INTO edge_plain SELECT * FROM edge_values();

SELECT stored, count(*) AS values,
       count(*) FILTER (WHERE as_budget = v::text AND as_outcome = (0 - v)::text) AS right
FROM (
    SELECT 'not at all' AS stored, id, v, budget_variance(v, 0)::text, budget_variance(0, v)::text
    FROM edge_values() GROUP BY id, v
    UNION ALL
    SELECT 'one-byte header', id, v, budget_variance(v, 0)::text, budget_variance(NULL, v)::text
    FROM edge_packed GROUP BY id, v
    UNION ALL
    SELECT 'four-byte header', id, v, budget_variance(v, 0)::text, budget_variance(0, v)::text
    FROM edge_plain GROUP BY id, v
) AS t(stored, id, v, as_budget, as_outcome)
GROUP BY stored ORDER BY stored;

SELECT count(*) AS pairs,
       count(*) FILTER (WHERE budget = total AND outcome = total) AS right
FROM (
    SELECT budget_variance(x.v, 0 ORDER BY x.second)::text,
           surplus(0, -x.v ORDER BY x.second)::text || deficit(0, x.v ORDER BY x.second)::text,
           (one.v + two.v)::text,
           greatest(one.v + two.v, (one.v + two.v) * 0)::text || greatest(one.v + two.v, (one.v + two.v) * 0)::text
    FROM edge_packed one
    CROSS JOIN edge_packed two
    CROSS JOIN LATERAL (VALUES (false, one.v), (true, two.v)) AS x(second, v)
    GROUP BY one.id, one.v, two.id, two.v
) AS t(budget, outcome, total, totals);
