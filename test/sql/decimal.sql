-- decimal: the exact sums beneath the aggregates
--
-- Decided by plain numeric arithmetic on the same rows, as text wherever the
-- number of decimals has to agree too.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS decimal_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA decimal_test;
SET search_path = decimal_test, public;
\i test/sql/include/random_rows.sql


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

-- The reference says no when a result is off by a digit, a decimal or a NULL.
SELECT agrees(-1.50, 1.50, 0.00, 4.50 / 3, 1, 3, 4.50) AS right,
       agrees(-1.51, 1.51, 0.00, 4.50 / 3, 1, 3, 4.50) AS digit,
       agrees(-1.5, 1.5, 0.0, 4.50 / 3, 1, 3, 4.50) AS decimals,
       agrees(-1.50, 1.50, 0, 4.50 / 3, 1, 3, 4.50) AS decimals_of_surplus,
       agrees(-1.50, 1.50, 0.00, NULL, 1, 3, 4.50) AS utilisation,
       agrees(NULL, NULL, NULL, NULL, 1, 3, 4.50) AS missing,
       agrees(-1.50, 1.50, 0.00, 4.50 / 3, 0, 3, NULL) AS too_much,
       agrees(NULL, NULL, NULL, NULL, 0, 3, NULL) AS right_without_outcome;

-- Single values, and all pairs of them, whichever comes first and however they are stored.
CREATE FUNCTION edge_values() RETURNS TABLE (id bigint, v numeric)
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
CREATE TABLE edge_packed AS SELECT * FROM edge_values();   -- one-byte varlena header
CREATE TABLE edge_plain (id bigint, v numeric);            -- four-byte varlena header
ALTER TABLE edge_plain ALTER COLUMN v SET STORAGE PLAIN;
INSERT INTO edge_plain SELECT * FROM edge_values();
UPDATE edge_plain SET v = v + 0;                           -- INSERT had packed it
SELECT count(*) * 3 AS bytes_expected,
       (SELECT sum(pg_column_size(v)) FROM edge_plain) - sum(pg_column_size(v)) AS bytes_longer
FROM edge_packed;

SET enable_sort = off;   -- sorting would pack them all
SELECT stored, count(*) AS values,
       count(*) FILTER (WHERE as_budget = v::text) AS right_as_budget,
       count(*) FILTER (WHERE as_outcome = (0 - v)::text) AS right_as_outcome
FROM (
    SELECT 'nowhere', v, budget_variance(v + 0, 0)::text, budget_variance(NULL, v + 0)::text
    FROM edge_values() GROUP BY id, v
    UNION ALL
    SELECT 'with a one-byte header', v, budget_variance(v, 0)::text, budget_variance(NULL, v)::text
    FROM edge_packed GROUP BY id, v
    UNION ALL
    SELECT 'with a four-byte header', v, budget_variance(v, 0)::text, budget_variance(NULL, v)::text
    FROM edge_plain GROUP BY id, v
) AS t(stored, v, as_budget, as_outcome)
GROUP BY stored ORDER BY stored;
RESET enable_sort;

CREATE VIEW edge_pairs AS
SELECT one.id AS one, two.id AS two, x.*
FROM edge_packed one
CROSS JOIN edge_packed two
CROSS JOIN LATERAL (VALUES (1, 'budget',  one.v, two.v), (2, 'budget',  two.v, NULL),
                           (1, 'outcome', two.v, one.v), (2, 'outcome', NULL,  two.v)) AS x(place, pair_of, b, o);
SELECT pair_of, count(*) AS pairs,
       count(*) FILTER (WHERE agrees(v, d, s, u, outcomes, budget, outcome)) AS right
FROM (
    SELECT pair_of, budget_variance(b, o ORDER BY place), deficit(b, o ORDER BY place),
           surplus(b, o ORDER BY place), budget_utilisation(b, o ORDER BY place),
           count(o), sum(b), sum(o)
    FROM edge_pairs GROUP BY pair_of, one, two
) AS t(pair_of, v, d, s, u, outcomes, budget, outcome)
GROUP BY pair_of ORDER BY pair_of;

-- The ends of what numeric can hold.
CREATE TABLE huge (v numeric);
INSERT INTO huge VALUES (1e131071), (-9.9e131071), (1e-16383), (-1e-16383), (1e131071 + 0.01), (12.34);
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE v = total AND d = greatest(-total, 0) AND s = greatest(total, 0)
                          AND scale(v) = scale(total)) AS right
FROM (
    SELECT budget_variance(x.v, x.o), deficit(x.v, x.o), surplus(x.v, x.o), one.v + two.v
    FROM huge one
    CROSS JOIN huge two
    CROSS JOIN LATERAL (VALUES (one.v, NULL), (NULL, -two.v)) AS x(v, o)
    WHERE one.v > -1e131071 OR two.v > -1e131071   -- that sum would not fit
    GROUP BY one.v, two.v
) AS t(v, d, s, total);


--
-- Compressed, and stored out of line
--

CREATE TABLE long (id integer, grp integer, compressed numeric, outside numeric);
ALTER TABLE long ALTER COLUMN compressed SET STORAGE EXTENDED, ALTER COLUMN outside SET STORAGE EXTERNAL;
INSERT INTO long
SELECT i, i % 4,
       CASE i % 3 WHEN 0 THEN repeat('1234567890', 5000)::numeric + i WHEN 1 THEN i * 1.25 END,
       CASE i % 5 WHEN 0 THEN 0.5 * i WHEN 1 THEN NULL ELSE repeat('9876', 2500)::numeric * i END
FROM generate_series(1, 60) AS i;
SELECT count(*) FILTER (WHERE pg_column_compression(compressed) IS NOT NULL) AS compressed,
       count(*) FILTER (WHERE pg_column_compression(outside) IS NULL AND pg_column_size(outside) > 4000) AS uncompressed,
       (SELECT pg_relation_size(reltoastrelid) > 60000 FROM pg_class WHERE oid = 'long'::regclass) AS out_of_line
FROM long;

SELECT way, count(*) AS groups, count(*) FILTER (WHERE agrees(v, d, s, u, outcomes, budget, outcome)) AS right
FROM (
    SELECT 'grouped', budget_variance(compressed, outside), deficit(compressed, outside),
           surplus(compressed, outside), budget_utilisation(compressed, outside),
           count(outside), sum(compressed), sum(outside)
    FROM long GROUP BY grp
    UNION ALL
    SELECT 'in a moving frame', budget_variance(compressed, outside) OVER w, deficit(compressed, outside) OVER w,
           surplus(compressed, outside) OVER w, budget_utilisation(compressed, outside) OVER w,
           count(outside) OVER w, sum(compressed) OVER w, sum(outside) OVER w
    FROM long WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)
) AS t(way, v, d, s, u, outcomes, budget, outcome)
GROUP BY way ORDER BY way;


--
-- Random amounts, many groups
--

SELECT count(*) AS rows, count(*) FILTER (WHERE b IS NULL) > 500 AS many_null,
       count(*) FILTER (WHERE abs(b) >= 1e12) > 500 AS many_large,
       count(*) FILTER (WHERE scale(b) > 4) > 500 AS many_fine,
       count(*) FILTER (WHERE abs(b) < 1e12 AND scale(b) <= 4) > 5000 AS most_money,
       max(b) > 1e38 AS very_large, min(abs(b)) FILTER (WHERE b <> 0) < 1e-15 AS very_small
FROM random_rows;

CREATE VIEW random_groups AS
SELECT grp, budget_variance(b, o) AS v, deficit(b, o) AS d, surplus(b, o) AS s, budget_utilisation(b, o) AS u,
       count(o) AS outcomes, sum(b) AS budget, sum(o) AS outcome
FROM random_rows GROUP BY grp;
SET enable_sort = off;
SELECT count(*) AS groups, count(v) AS verdicts, count(*) FILTER (WHERE d > 0) > 100 AS many_deficits,
       count(*) FILTER (WHERE s > 0) > 100 AS many_surpluses, count(DISTINCT scale(v)) > 5 AS many_scales,
       count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM random_groups;
RESET enable_sort;
SET enable_hashagg = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE NOT agrees(v, d, s, u, outcomes, budget, outcome)) AS wrong
FROM random_groups;
RESET enable_hashagg;
SELECT agrees(budget_variance(b, o), deficit(b, o), surplus(b, o), budget_utilisation(b, o), count(o), sum(b), sum(o)) AS all_rows
FROM random_rows;

SET client_min_messages = warning;
DROP SCHEMA decimal_test CASCADE;
