-- product: what numbers give when they are multiplied

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- No row at all.
SELECT product(x) FROM (VALUES (1)) AS t(x) WHERE false;

-- One NULL, one row, two rows, NULLs mixed in, zero, signs, and decimals:
-- as many as the factors have together.
SELECT place, product(x)
FROM (VALUES
    ( 1, NULL::numeric),
    ( 2, NULL), (2, NULL),
    ( 3, 5),
    ( 4, 1000), (4, 8500),
    ( 5, NULL), (5, 1000), (5, NULL), (5, 8500), (5, 12),
    ( 6, 0), (6, 8500),
    ( 7, -2), (7, 3), (7, 5),
    ( 8, -2), (8, -3), (8, 5),
    ( 9, 1.50), (9, 2.0),
    (10, 0.5), (10, 0.5), (10, 0.5),
    (11, 99999999999999999999), (11, 99999999999999999999),
    (12, 0.00), (12, 7),
    (13, 'NaN'), (13, 0),
    (14, 'Infinity'), (14, -2),
    (15, 'Infinity'), (15, 0)) AS t(place, x)
GROUP BY place ORDER BY place;

-- Integers, FILTER and DISTINCT.
SELECT product(x), product(x) FILTER (WHERE x > 2), product(x) FILTER (WHERE x > 9), product(DISTINCT x),
       pg_typeof(product(x))
FROM (VALUES (1), (2), (2), (3), (4)) AS t(x);
SELECT x, product(x) OVER (ORDER BY x) AS factorial FROM generate_series(1, 25) AS x ORDER BY x DESC LIMIT 2;

-- What numeric cannot hold is an error.
SELECT product(x) FROM (VALUES (1e100000), (1e100000)) AS t(x);
\echo :LAST_ERROR_SQLSTATE

-- Parallel: the same product.
CREATE TABLE product_factor AS
SELECT CASE WHEN i % 2500 = 0 THEN 1.25 WHEN i % 2000 = 1 THEN NULL WHEN i % 777 = 0 THEN -1 ELSE 1 END AS x
FROM generate_series(1, 10000) AS i;
ALTER TABLE product_factor SET (parallel_workers = 2);
SET max_parallel_workers_per_gather = 0;
SELECT product(x) FROM product_factor;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
DO $$
DECLARE
    line text;
    partial boolean := false;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT product(x) FROM product_factor' LOOP
        partial := partial OR line ~ 'Partial Aggregate';
    END LOOP;
    ASSERT partial, 'the plan is not parallel';
END
$$;
SELECT product(x) FROM product_factor;
DROP TABLE product_factor;
RESET ALL;
