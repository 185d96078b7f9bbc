-- phasing: budget_months, budget_phasing, running_sums, paired_sums

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS phasing_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA phasing_test;
SET search_path = phasing_test, public;

\i test/sql/include/refusal.sql

-- Twelve times the same, or the same with some months of their own.
CREATE FUNCTION year(amount numeric, month integer DEFAULT NULL, other numeric DEFAULT NULL) RETURNS numeric[]
    LANGUAGE sql AS 'SELECT array_agg(CASE WHEN m = month THEN other ELSE amount END ORDER BY m) FROM generate_series(1, 12) AS m';

-- What is stated stays; the whole year's is shared out as that is, else as earlier years were, else in twelfths, and what
-- rounding down leaves goes to the largest remainders, the earlier month first.
SELECT what, budget_phasing(whole, stated, earlier), budget_months(whole, stated, earlier)
FROM (VALUES
    (1, 'stated alone',                     NULL,     year(100, 7, 300),    year(1)),
    (2, 'and a supplement',                 1400,     year(100, 7, 300),    year(1)),
    (3, 'seasonal, months that are NULL',   1000,     NULL,                 year(NULL, 2, 3)),
    (4, 'even',                             100,      NULL,                 NULL),
    (5, 'even, for earlier years go both ways', 1200, NULL,                 year(100, 5, -1)),
    (6, 'even, for they add up to nothing', 1200,     year(0),              year(0)),
    (7, 'revenue as costs were',            -1300,    NULL,                 year(1, 12, 2)),
    (8, 'revenue as revenue was',           -1300,    NULL,                 year(-1, 12, -2)),
    (9, 'less of what is stated',           -120.05,  year(10),             NULL),
    (10, 'stated goes both ways',           1200,     year(10, 1, -10),     year(0, 3, 5)),
    (11, 'adds up to 0 in all',             -120,     year(10),             NULL),
    (12, 'nothing',                         NULL,     NULL,                 NULL),
    (13, 'nothing but zeros',               0,        year(0),              year(1))
) AS t(place, what, whole, stated, earlier)
ORDER BY place;

-- Whatever the numbers: months add up to the budget, none is a whole hundredth away from its share, and the sign changes nothing.
SELECT setseed(0.3);
CREATE TABLE random_year AS
SELECT y, round((random() * 10.0 ^ (y % 16) - random() * 10.0 ^ (y % 16))::numeric, 2) AS whole,
       array_agg(CASE WHEN random() < 0.3 THEN round((random() * 1000)::numeric, y % 5) END ORDER BY m) AS weights
FROM generate_series(1, 2000) AS y, generate_series(1, 12) AS m GROUP BY y;
SELECT count(*) AS years,
       count(*) FILTER (WHERE whole = (SELECT sum(a) FROM unnest(months) AS a)) AS add_up,
       count(*) FILTER (WHERE weight = 0 OR (SELECT bool_and(abs(a - whole * coalesce(w, 0) / weight) < 0.01) FROM unnest(months, weights) AS u(a, w))) AS in_proportion,
       count(*) FILTER (WHERE budget_months(-whole, NULL, weights) = (SELECT array_agg(-a ORDER BY n) FROM unnest(months) WITH ORDINALITY AS u(a, n))) AS mirrored,
       count(*) FILTER (WHERE budget_months(whole, weights, NULL) = (SELECT array_agg(a + coalesce(w, 0) ORDER BY n) FROM unnest(months, weights) WITH ORDINALITY AS u(a, w, n))) AS as_stated
FROM (SELECT *, budget_months(whole, NULL, weights) AS months, (SELECT coalesce(sum(w), 0) FROM unnest(weights) AS w) AS weight FROM random_year) AS r;
-- Numbers of any size.
SELECT budget_months(1e30 + 0.01, NULL, year(1e40, 1, 0));

SELECT running_sums('{1,NULL,2.50,-4}'), running_sums('{}'), running_sums(NULL), running_sums('{NULL}');
SELECT paired_sums('{1,NULL,2.50,NULL}', '{0.01,3,-4,NULL}'), paired_sums('{1,NULL}', NULL), paired_sums(NULL, '{1,NULL}'), paired_sums('{}', '{}'), paired_sums(NULL, NULL);

SELECT refusal(statement) AS refused
FROM (VALUES (1, 'SELECT budget_months(1, ''{1,2}'', NULL)'), (2, 'SELECT budget_months(1, NULL, ''{{1,2},{3,4}}'')'), (3, 'SELECT budget_months(1.001, NULL, NULL)'),
             (4, 'SELECT budget_months(''NaN'', NULL, NULL)'), (5, 'SELECT budget_months(1, year(''infinity''), NULL)'), (6, 'SELECT budget_phasing(1, NULL, year(''NaN''))'),
             (7, 'SELECT budget_phasing(1, ''{}'', NULL)'), (8, 'SELECT running_sums(''{1,NaN}'')'), (9, 'SELECT running_sums(''{{1,2}}'')'),
             (10, 'SELECT paired_sums(''{1,2}'', ''{1}'')'), (11, 'SELECT paired_sums(''{}'', ''{1}'')'), (12, 'SELECT paired_sums(''{1}'', ''{{1}}'')'), (13, 'SELECT paired_sums(NULL, ''{NaN}'')')) AS s(place, statement) ORDER BY place;

SET client_min_messages = warning;
DROP SCHEMA phasing_test CASCADE;
