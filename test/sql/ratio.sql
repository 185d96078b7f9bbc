-- ratio: part / whole as a fraction that fits numeric(12,6), or NULL

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- Six decimals, rounded away from 0 at the half; NULL for a missing figure,
-- for a whole of 0, and from a million on.
SELECT part, whole, ratio(part, whole)
FROM (VALUES
    ( 1, 1::numeric, 1::numeric),
    ( 2, 1, 2),
    ( 3, 1, 3),
    ( 4, 2, 3),
    ( 5, -2, 3),
    ( 6, 2, -3),
    ( 7, -2.00, -3),
    ( 8, 0, 5),
    ( 9, 0, -5),
    (10, 5, 0),
    (11, 0, 0),
    (12, 5, 0.00),
    (13, NULL, 1),
    (14, 1, NULL),
    (15, NULL, NULL),
    (16, 0.0000005, 1),
    (17, 0.0000004, 1),
    (18, -0.0000005, 1),
    (19, 1234.5, 1000),
    (20, 999999.9999994, 1),
    (21, 999999.9999995, 1),
    (22, -999999.9999994, 1),
    (23, -999999.9999995, 1),
    (24, 1000000, 1),
    (25, -1000000, 1),
    (26, 1, 0.000001),
    (27, 9999999999999.99, 0.01),
    (28, 0.01, 9999999999999.99)) AS t(place, part, whole)
ORDER BY place;

-- Every result but NULL fits the type that the views have.
SELECT ratio(999999.9999994, 1)::numeric(12,6), ratio(-999999.9999994, 1)::numeric(12,6);

-- The largest over the smallest is too large to show, and no error either.
SELECT ratio(1e131071, 1), ratio(-9e131071, 1), ratio(1, 1e-16383);
SELECT ratio(1e131000, 1e-1000);
SELECT ratio(1e-1000, 1e131000);

-- Not a number, and infinite: no fraction to show; of something infinite, none of it.
SELECT part, whole, ratio(part, whole)
FROM (VALUES ('NaN'::numeric, 1::numeric), (1, 'NaN'), (0, 'NaN'), ('NaN', 0), ('NaN', 'NaN'),
             ('Infinity', 1), ('-Infinity', 1), ('Infinity', 0), ('Infinity', 'Infinity'), ('Infinity', '-Infinity'),
             (1, 'Infinity'), (-1, 'Infinity'), (1, '-Infinity'), (NULL, 'NaN'), ('Infinity', NULL)) AS t(part, whole)
ORDER BY part, whole;

-- Integers are figures too.
SELECT ratio(1, 4), ratio(1::bigint, 8::smallint), pg_typeof(ratio(1, 4));

-- Usual amounts are divided as integers: what they come to is what numeric says, which rounds a quotient before that, also next to the
-- middle between two results (the first) and of numbers that are no usual amounts.
WITH amount AS (
    SELECT round(hashint4(i)::numeric / 100, 2) AS one, round(abs(hashint4(i + 50000)::numeric) / 100, 2) + 1 AS other, hashint4(i + 100000) % 1000000 AS fraction, i % 12 AS nearness
    FROM generate_series(1, 20000) AS i
), pair AS (
    SELECT ((fraction + 0.5) * other / 1000000 + (one / 1e8) * power(0.1, nearness))::numeric(20,4) AS part, other AS whole FROM amount
    UNION ALL SELECT one, other FROM amount
    UNION ALL SELECT one * 1e12, other / 1e5 FROM amount
    UNION ALL SELECT round(one, nearness - 6), - round(other * 1e6, nearness - 6) FROM amount
)
SELECT count(*) AS pairs, count(DISTINCT ratio(part, whole)) > 20000 AS many,
       count(*) FILTER (WHERE ratio(part, whole)::text IS DISTINCT FROM
                              CASE WHEN abs(part) * 0.000001 < abs(whole) AND abs(round(part / whole, 6)) < 1000000 THEN round(part / whole, 6) END::text) AS wrong
FROM pair;
