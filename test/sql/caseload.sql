-- caseload: household_count, household_months, average_households,
-- long_term_households, household_cost, households_funded, household_gap
--
-- Small inputs are decided by hand; large ones by plain SQL on the same rows,
-- as text wherever the number of decimals has to agree too.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS caseload_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA caseload_test;
SET search_path = caseload_test, public;

\i test/sql/include/refusal.sql


--
-- The ladder
--

-- No row at all: nobody is counted, and nobody costs anything.
SELECT household_count(h, m), household_months(h, m), average_households(h, m), long_term_households(h, m),
       long_term_households(h, m, 1) AS min_1, household_cost(a, h, m), cost_per_household(a, h) AS from_counts
FROM (VALUES (1, date '2023-01-01', 100)) AS t(h, m, a)
WHERE false;

CREATE TABLE ladder AS
SELECT place, input, household, month, amount
FROM (VALUES
    ( 1, 'no household',               '{NULL}',    '{2023-01-01}', '{100}'),
    ( 2, 'no month',                   '{7}',       '{NULL}', '{100}'),
    ( 3, 'one row, all NULL',          '{NULL}',    '{NULL}', '{NULL}'),
    ( 4, 'two rows, all NULL',         '{NULL, NULL}', '{NULL, NULL}', '{NULL, NULL}'),
    ( 5, 'one row',                    '{7}',       '{2023-01-01}', '{1000.50}'),
    ( 6, 'two households',             '{7, 8}',    '{2023-01-01, 2023-01-01}', '{1000, 500}'),
    ( 7, 'two months',                 '{7, 7}',    '{2023-01-01, 2023-02-01}', '{1000, 500}'),
    ( 8, 'the same row twice',         '{7, 7}',    '{2023-01-01, 2023-01-01}', '{100, 100}'),
    ( 9, 'several days of a month',    '{7, 7, 7}', '{2023-01-01, 2023-01-31, 2023-01-15}', '{1000, 200, 300}'),
    (10, 'NULLs mixed in',             '{7, NULL, 8, NULL, 9}', '{2023-01-01, 2023-01-01, NULL, NULL, 2023-02-01}',
                                       '{100, 10, 20, NULL, NULL}'),
    (11, 'NULL amount beside another', '{7, 8}',    '{2023-01-01, 2023-01-01}', '{100, NULL}'),
    (12, 'NULL amount only',           '{7}',       '{2023-01-01}', '{NULL}'),
    (13, 'amount without household',   '{7, NULL}', '{2023-01-01, 2023-03-01}', '{100, 50}'),
    (14, 'amount without month',       '{7, 8}',    '{2023-01-01, NULL}', '{100, 50}'),
    (15, 'recovery',                   '{7, 7}',    '{2023-01-01, 2023-02-01}', '{1000, -400}'),
    (16, 'nothing but recovery',       '{7}',       '{2023-01-01}', '{-400}'),
    (17, 'amounts that cancel out',    '{7, 7}',    '{2023-01-01, 2023-01-02}', '{400, -400}'),
    (18, 'amount of 0',                '{7}',       '{2023-01-01}', '{0}'),
    (19, 'four over three months',     '{7, 8, 8, 9}', '{2023-01-01, 2023-02-01, 2023-03-01, 2023-01-31}',
                                       '{100.00, 100, 100, 100}'),
    (20, 'below 0, 0 and above',       '{-1, 0, 1}', '{2023-01-01, 2023-01-01, 2023-01-01}', '{3, 3, 3}')
) AS t(place, input, households, months, amounts)
CROSS JOIN LATERAL unnest(households::bigint[], months::date[], amounts::numeric[]) AS r(household, month, amount);
SELECT place, input, household_count(household, month) AS households, household_months(household, month) AS months,
       average_households(household, month) AS average, long_term_households(household, month) AS long,
       household_cost(amount, household, month) AS cost
FROM ladder GROUP BY place, input ORDER BY place;

-- Side by side they share one transition; each alone, and with other arguments, they do not.
SELECT household_count(household, month) AS c, household_months(household, month) AS m, average_households(household, month) AS a,
       long_term_households(household, month) AS l, household_cost(amount, household, month) AS cost,
       household_count(place, month) AS places, household_months(household, month + 20) AS later,
       long_term_households(household, month, 2) AS l2, long_term_households(household, month, 3) AS l3
FROM ladder
UNION ALL
SELECT (SELECT household_count(household, month) FROM ladder), (SELECT household_months(household, month) FROM ladder),
       (SELECT average_households(household, month) FROM ladder), (SELECT long_term_households(household, month) FROM ladder),
       (SELECT household_cost(amount, household, month) FROM ladder), (SELECT household_count(place, month) FROM ladder),
       (SELECT household_months(household, month + 20) FROM ladder),
       (SELECT long_term_households(household, month, 2) FROM ladder),
       (SELECT long_term_households(household, month, 3) FROM ladder);


--
-- Months and households
--

-- A date stands for its month, at the ends of months, of years, and of the type.
SELECT input, household_months(1, d) AS months, household_months(1, d ORDER BY d) AS forwards,
       household_months(1, d ORDER BY d DESC) AS backwards, average_households(2, d)::integer AS average
FROM (VALUES
    ( 1, 'leap day',               '{2024-02-28, 2024-02-29}'),
    ( 2, 'day after the leap day', '{2024-02-29, 2024-03-01}'),
    ( 3, 'no leap day in 1900',    '{1900-03-01, 1900-02-28}'),
    ( 4, 'leap day in 2000',       '{2000-02-29, 2000-02-01}'),
    ( 5, 'over a year end',        '{2022-12-31, 2023-01-01}'),
    ( 6, 'a year apart',           '{2022-05-01, 2023-05-01}'),
    ( 7, 'over the epoch',         '{1999-12-31, 2000-01-01}'),
    ( 8, 'from BC to AD',          '{0001-12-31 BC, 0001-01-01}'),
    ( 9, 'January BC and AD',      '{0001-01-01 BC, 0001-01-01}'),
    (10, 'leap day BC',            '{0005-02-29 BC, 0005-02-01 BC}'),
    (11, 'first month there is',   '{4714-11-24 BC, 4714-11-30 BC}'),
    (12, 'first two months',       '{4714-11-30 BC, 4714-12-01 BC}'),
    (13, 'last month there is',    '{5874897-12-01, 5874897-12-31}'),
    (14, 'last two months',        '{5874897-12-31, 5874897-11-30}'),
    (15, 'first and last day',     '{5874897-12-31, 4714-11-24 BC}')) AS t(place, input, dates)
CROSS JOIN LATERAL unnest(dates::date[]) AS d
GROUP BY place, input ORDER BY place;

-- The calendar repeats after 146097 days, or 4800 months: day by day, and shuffled.
SELECT household_months(1, day) AS months, household_months(1, other) AS shuffled, household_count(1, other) AS households,
       average_households(i, day) AS days_a_month, household_months(i, other) AS days, household_count(i, other) AS days_too
FROM (SELECT i, date '1850-01-01' + i, date '1850-01-01' + (i * 100003::bigint % 146097)::integer
      FROM generate_series(0, 146096) AS i) AS t(i, day, other);
-- The first and the last four years of the type.
SELECT count(DISTINCT (extract(year FROM first), extract(month FROM first))) AS first, household_months(-1, first),
       count(DISTINCT (extract(year FROM last), extract(month FROM last))) AS last, household_months(-1, last)
FROM (SELECT date '4714-11-24 BC' + i * 1009 % 1461, date '5874897-12-31' - i * 1009 % 1461
      FROM generate_series(0, 1460) AS i) AS t(first, last);

-- Every bigint is a household, and smaller integers are too.
SELECT household_count(h, '2023-01-01'), household_months(h, '2023-01-01'), average_households(h, '2023-01-01'),
       long_term_households(h, '2023-01-01', 1), household_cost(1, h, '2023-01-01')
FROM (VALUES (-9223372036854775808), (-9223372036854775807), (-1), (0), (1), (4294967296), (2147483648), (-4294967296),
             (9223372036854775806), (9223372036854775807), (-9223372036854775808), (9223372036854775807), (0)) AS t(h);
SELECT household_count(1::smallint, '2023-01-01'), household_months(1::integer, '2023-01-01'),
       household_cost(10::smallint, 1::smallint, '2023-01-01'), cost_per_household(10::smallint, 4::bigint) AS from_counts;

-- Infinite dates are refused, whatever came before, and so are NaN and infinite amounts.
SELECT household_count(1, m) FROM (VALUES (date '2023-01-01'), ('infinity')) AS t(m);
\echo :LAST_ERROR_SQLSTATE
SELECT household_cost(a, 1, '2023-01-01') FROM (VALUES (1.5), ('NaN')) AS t(a);
\echo :LAST_ERROR_SQLSTATE
SELECT cost_per_household(1, h) FROM (VALUES (1.5), ('Infinity')) AS t(h);
\echo :LAST_ERROR_SQLSTATE
SELECT query, refusal('SELECT ' || query)
FROM unnest(ARRAY[
    $$average_households(1, m) FROM (VALUES (date '5874897-12-31'), ('infinity')) AS t(m)$$,
    $$long_term_households(1, m) FROM (VALUES (date '4714-11-24 BC'), ('-infinity')) AS t(m)$$,
    $$household_months(1, '-infinity')$$,            $$household_cost(NULL, 1, '-infinity')$$,
    $$household_count(NULL, 'infinity')$$,           $$household_cost(1, NULL, '-infinity')$$,
    $$long_term_households(1, 'infinity', 1)$$,      $$household_cost('Infinity', NULL, NULL)$$,
    $$household_cost('-Infinity', 1, '2023-01-01')$$, $$cost_per_household('NaN', 1)$$,
    $$cost_per_household('Infinity', NULL)$$,            $$cost_per_household('-Infinity', 1)$$,
    $$cost_per_household(NULL, 'NaN')$$,                 $$cost_per_household(1, '-Infinity')$$]) AS query;
-- What the hints recommend; a row without amount keeps its household.
SELECT household_months(1, m) FILTER (WHERE isfinite(m) OR m IS NULL),
       household_cost(a, 1, '2023-01-01') FILTER (WHERE abs(a) < 'Infinity' OR a IS NULL) AS cost,
       cost_per_household(a, 1) FILTER (WHERE abs(a) < 'Infinity' OR a IS NULL) AS from_counts
FROM (VALUES (1.5, date '2023-01-01'), ('NaN', '2023-02-01'), ('Infinity', 'infinity'), ('-Infinity', '-infinity'), (NULL, NULL)
     ) AS t(a, m);


--
-- Long-term support
--

SELECT input, household_count(h, m) AS households, household_months(h, m) AS months,
       long_term_households(h, m) AS long,      long_term_households(h, m, 10) AS min_10,
       long_term_households(h, m, 9) AS min_9,  long_term_households(h, m, 11) AS min_11,
       long_term_households(h, m, 12) AS min_12, long_term_households(h, m, 6) AS min_6
FROM (VALUES
    ( 1, '9 months',                          '{1}',    '{2023-01-01}', '{2023-09-01}'),
    ( 2, '10 months',                         '{1}',    '{2023-03-31}', '{2023-12-31}'),
    ( 3, '12 months',                         '{1}',    '{2023-01-01}', '{2023-12-01}'),
    ( 4, '6 + 6 over a year end',             '{1}',    '{2022-07-01}', '{2023-06-01}'),
    ( 5, '9 + 9 over a year end',             '{1}',    '{2022-04-01}', '{2023-09-01}'),
    ( 6, '5 + 5 with a gap',                  '{1, 1}', '{2023-01-01, 2023-08-01}', '{2023-05-01, 2023-12-01}'),
    ( 7, '5 + 5 of the same months',          '{1, 1}', '{2023-01-01, 2023-01-20}', '{2023-05-01, 2023-05-20}'),
    ( 8, '5 + 5 in different years',          '{1, 1}', '{2022-01-01, 2023-06-01}', '{2022-05-01, 2023-10-01}'),
    ( 9, '10 in each of two years',           '{1, 1}', '{2022-01-01, 2023-03-01}', '{2022-10-01, 2023-12-01}'),
    (10, '24 over three years',               '{1}',    '{2021-07-01}', '{2023-06-01}'),
    (11, 'two households in different years', '{1, 2}', '{2022-01-01, 2023-01-01}', '{2022-10-01, 2023-11-01}'),
    (12, 'one of two households',             '{1, 2}', '{2023-01-01, 2023-02-01}', '{2023-10-01, 2023-10-01}'),
    (13, 'two with 5 of the same months',     '{1, 2}', '{2023-01-01, 2023-01-01}', '{2023-05-01, 2023-05-01}'),
    (14, '10 in BC',                          '{1}',    '{0002-01-01 BC}', '{0002-10-01 BC}'),
    (15, '6 + 6 from BC to AD',               '{1}',    '{0001-07-01 BC}', '{0001-06-01}')) AS t(place, input, hs, firsts, lasts)
CROSS JOIN LATERAL unnest(hs::bigint[], firsts::timestamp[], lasts::timestamp[]) AS spell(h, first, last)
CROSS JOIN LATERAL generate_series(first, last, '1 month') AS day
CROSS JOIN LATERAL (SELECT day::date) AS d(m)
GROUP BY place, input ORDER BY place;

-- Household n has n months: every limit leaves one household fewer. Each group has its own.
SELECT k AS min_months, long_term_households(h, make_date(2023, m, 28), k)
FROM generate_series(1, 12) AS k, generate_series(1, 12) AS h, generate_series(1, h) AS m
GROUP BY k ORDER BY k;

-- Two limits in one group are refused, even where a row is not counted.
SELECT long_term_households(h, '2023-01-01', n) FROM (VALUES (1, 10), (1, 10), (2, 11)) AS t(h, n);
\echo :LAST_ERROR_SQLSTATE
SELECT long_term_households(1, '2023-01-01', 13);
\echo :LAST_ERROR_SQLSTATE
SELECT query, refusal('SELECT ' || query)
FROM unnest(ARRAY[
    $$long_term_households(h, '2023-01-01', n) FROM (VALUES (NULL, 12), (1, 1)) AS t(h, n)$$,
    $$long_term_households(1, '2023-01-01', n) FROM (VALUES (10), (NULL)) AS t(n)$$,
    $$long_term_households(1, '2023-01-01', NULL)$$, $$long_term_households(1, '2023-01-01', 0)$$]) AS query;


--
-- Plain SQL decides: any rows, any grouping
--

-- Compares all aggregates over rows with count(DISTINCT ...) and the like. The key
-- tells the groups apart, and the text of a row never is NULL. How many groups
-- have long-term support shows that there was something to find.
CREATE FUNCTION check_groups(key text, sets text, source text, OUT groups bigint, OUT long_term bigint, OUT wrong bigint)
    LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE format($query$
        WITH input AS (
            SELECT *, date_trunc('month', month::timestamp) AS first, household IS NOT NULL AND month IS NOT NULL AS counted
            FROM %3$s),
        ours AS (
            SELECT ROW(%1$s)::text AS key, household_count(household, month) AS c, household_months(household, month) AS m,
                   average_households(household, month) AS a, long_term_households(household, month) AS l10,
                   long_term_households(household, month, 3) AS l3, household_cost(amount, household, month) AS cost,
                   cost_per_household(amount, clients) AS from_counts
            FROM %3$s GROUP BY %2$s),
        plain AS (
            SELECT ROW(%1$s)::text AS key, count(DISTINCT household) FILTER (WHERE counted) AS c,
                   count(DISTINCT (household, first)) FILTER (WHERE counted) AS m,
                   count(DISTINCT first) FILTER (WHERE counted) AS months, sum(amount) AS amount, sum(clients) AS clients
            FROM input GROUP BY %2$s),
        years AS (
            SELECT ROW(%1$s)::text AS key, household, count(DISTINCT first) AS months
            FROM input WHERE counted GROUP BY %2$s, household, extract(year FROM first)),
        long AS (
            SELECT key, count(DISTINCT household) FILTER (WHERE months >= 10) AS l10,
                   count(DISTINCT household) FILTER (WHERE months >= 3) AS l3
            FROM years GROUP BY key)
        SELECT count(*), count(*) FILTER (WHERE l.l10 > 0),
               count(*) FILTER (WHERE (o.c, o.m, o.a, o.l10, o.l3, o.cost, o.from_counts)::text IS DISTINCT FROM
                                      (p.c, p.m, p.m::numeric / nullif(p.months, 0), coalesce(l.l10, 0), coalesce(l.l3, 0),
                                       p.amount / nullif(p.m, 0), p.amount / nullif(p.clients, 0))::text)
        FROM plain p FULL JOIN ours o USING (key) LEFT JOIN long l USING (key)
        $query$, key, sets, source)
    INTO groups, long_term, wrong;
END
$function$;

-- Households from everywhere in bigint, some of them in several units, whose
-- payments lie from October 2021 to December 2023; a tenth lacks this or that,
-- and a fifth is there twice. Unit 39 has no household at all.
SELECT setseed(0.1231);
CREATE TABLE payments AS
SELECT i AS id, i % 40 AS unit, i % 3 AS kind,
       CASE WHEN random() < 0.1 OR i % 40 = 39 THEN NULL
            WHEN i % 4 = 0 THEN n
            WHEN i % 4 = 1 THEN n - 6
            WHEN i % 4 = 2 THEN 9223372036854775807 - n - i % 7
            ELSE n * 700000000000000000 - 4000000000000000000 END AS household,
       CASE WHEN random() < 0.1 THEN NULL ELSE date '2021-10-01' + trunc(random() * 822)::integer END AS month,
       CASE WHEN random() < 0.1 THEN NULL
            ELSE round((random() - 0.3)::numeric * ('1e' || trunc(random() * 8 + i % 5 * 4))::numeric, i % 7) END AS amount,
       CASE WHEN random() < 0.1 THEN NULL ELSE round(random()::numeric * 9 - 1, i % 3) END AS clients
FROM (SELECT i, trunc(random() * 12)::bigint AS n FROM generate_series(1, 12000) AS i) AS t;
INSERT INTO payments SELECT * FROM payments WHERE id % 5 = 0;
ANALYZE payments;

SELECT sets, c.groups > 1 AS several, c.long_term > 0 AS any_long_term, c.wrong
FROM (VALUES
    (1, 'unit',                                 'unit'),
    (2, 'extract(year FROM month)',             'extract(year FROM month)'),
    (3, 'to_char(month, ''YYYYMM'')',           'to_char(month, ''YYYYMM'')'),
    (4, '''whole''::text',                      '()'),
    (5, 'kind, unit, GROUPING(kind, unit)',     'CUBE (kind, unit)'),
    (6, 'unit, kind, GROUPING(unit, kind)',     'GROUPING SETS ((unit), (kind), ())'),
    (7, 'household',                            'household')) AS t(place, key, sets)
CROSS JOIN LATERAL check_groups(key, sets, 'payments') AS c
ORDER BY place;
-- Sorted instead of hashed, and groups of one.
SET enable_hashagg = off;
SELECT groups, wrong FROM check_groups('kind, unit, GROUPING(kind, unit)', 'CUBE (kind, unit)', 'payments');
RESET enable_hashagg;
SELECT * FROM check_groups('id', 'id', '(SELECT * FROM payments WHERE id % 5 = 1 AND id <= 5000) AS t');

-- Few households and many, in no order, which differ in some of their bytes or in all.
CREATE TABLE shuffled AS
SELECT bytes, households, hashint8extended(i, 1) & bytes AS household, date '2023-01-01' + i % 200 AS month,
       i::numeric AS amount, 1::numeric AS clients
FROM (VALUES (255), (-1), (16776960), (1095216660480), (-72057594037927936), (-281474976710656)) AS b(bytes),
     (VALUES (2), (3), (63), (64), (65), (66), (150), (1000)) AS n(households), generate_series(1, households) AS i;
SELECT * FROM check_groups('bytes, households', 'bytes, households', 'shuffled');

-- The order of rows makes no difference, nor does the same row again.
SELECT count(*) AS groups, count(*) FILTER (WHERE (c, a, l, k, k2)::text IS DISTINCT FROM (c0, a0, l0, k0, k20)::text) AS wrong
FROM (SELECT household_count(household, month), household_count(DISTINCT household, month ORDER BY household DESC, month),
             average_households(household, month), average_households(household, month ORDER BY month DESC, household),
             long_term_households(household, month, 3), long_term_households(household, month, 3 ORDER BY random()),
             household_cost(amount, household, month), household_cost(amount, household, month ORDER BY random()),
             cost_per_household(amount, clients), cost_per_household(amount, clients ORDER BY random())
      FROM payments GROUP BY unit) AS t(c, c0, a, a0, l, l0, k, k0, k2, k20);

-- FILTER and DISTINCT choose rows, as WHERE and SELECT DISTINCT do.
SELECT household_count(household, month) FILTER (WHERE false) AS nobody,
       household_cost(amount, household, month) FILTER (WHERE false) AS nothing,
       household_cost(amount, household, month) FILTER (WHERE unit < 4) = (
           SELECT household_cost(amount, household, month) FROM payments WHERE unit < 4) AS filtered,
       household_cost(DISTINCT amount, household, month) = (
           SELECT household_cost(amount, household, month)
           FROM (SELECT DISTINCT amount, household, month FROM payments) AS t) AS once,
       cost_per_household(DISTINCT amount, clients) = (
           SELECT cost_per_household(amount, clients) FROM (SELECT DISTINCT amount, clients FROM payments) AS t) AS once_too
FROM payments;


--
-- cost_per_household
--

SELECT input, cost_per_household(amount, households)
FROM (VALUES
    ( 1, 'all NULL',                    '{NULL}',       '{NULL}'),
    ( 2, 'amount only',                 '{100}',        '{NULL}'),
    ( 3, 'households only',             '{NULL}',       '{4}'),
    ( 4, 'one row',                     '{100}',        '{4}'),
    ( 5, 'amount and households apart', '{100, NULL}',  '{NULL, 8}'),
    ( 6, 'NULLs mixed in',              '{100, 50, NULL}', '{3, NULL, 2}'),
    ( 7, 'no household',                '{100}',        '{0}'),
    ( 8, 'households that cancel out',  '{100, 100}',   '{4, -4}'),
    ( 9, 'negative households',         '{100}',        '{-8}'),
    (10, 'recovery',                    '{-100}',       '{8}'),
    (11, 'amounts that cancel out',     '{100, -100}',  '{3, 3}'),
    (12, 'a third',                     '{1.00}',       '{3}'),
    (13, 'fractions of households',     '{10}',         '{2.5}'),
    (14, 'exact with many decimals',    '{1e30, 1e-20, -1e30}', '{1e-20, 1, -1e-20}')) AS t(place, input, amounts, counts)
CROSS JOIN LATERAL unnest(amounts::numeric[], counts::numeric[]) AS r(amount, households)
GROUP BY place, input ORDER BY place;


--
-- Windows
--

-- A running count, whose result is asked for again and again, and a frame that
-- starts afresh for every row, because households do not leave again.
CREATE TABLE moving AS
SELECT row_number() OVER (ORDER BY id)::integer AS id, unit, household, month, amount, clients
FROM payments WHERE unit IN (0, 1, 2, 3) AND month IS NOT NULL AND id % 4 < 3;
SELECT count(*) > 500 AS many, max(c) > 5 AS counted, max(l) > 1 AS any_long_term,
       count(*) FILTER (WHERE c <> c0 OR (m, l, k)::text IS DISTINCT FROM (m0, l0, k0)::text) AS wrong
FROM (SELECT household_count(household, month) OVER running, household_months(household, month) OVER sliding,
             long_term_households(household, month, 2) OVER sliding, household_cost(amount, household, month) OVER sliding,
             (SELECT count(DISTINCT household) FROM moving r WHERE r.unit = t.unit AND r.month <= t.month), s.*
      FROM moving t CROSS JOIN LATERAL (
          SELECT household_months(household, month), long_term_households(household, month, 2),
                 household_cost(amount, household, month)
          FROM moving r WHERE r.id BETWEEN t.id - 30 AND t.id - 3) AS s
      WINDOW running AS (PARTITION BY unit ORDER BY month),
             sliding AS (ORDER BY id ROWS BETWEEN 30 PRECEDING AND 3 PRECEDING)) AS w(c, m, l, k, c0, m0, l0, k0);

-- cost_per_household does take rows out again.
SELECT count(*) > 500 AS many,
       count(*) FILTER (WHERE (c1, c2, c3, c4, c5)::text IS DISTINCT FROM (p1, p2, p3, p4, p5)::text) AS wrong
FROM (SELECT cost_per_household(amount, clients) OVER w1, sum(amount) OVER w1 / nullif(sum(clients) OVER w1, 0),
             cost_per_household(amount, clients) OVER w2, sum(amount) OVER w2 / nullif(sum(clients) OVER w2, 0),
             cost_per_household(amount, clients) OVER w3, sum(amount) OVER w3 / nullif(sum(clients) OVER w3, 0),
             cost_per_household(amount, clients) OVER w4, sum(amount) OVER w4 / nullif(sum(clients) OVER w4, 0),
             cost_per_household(amount, clients) OVER w5, sum(amount) OVER w5 / nullif(sum(clients) OVER w5, 0)
      FROM moving
      WINDOW w1 AS (ORDER BY id ROWS 1 PRECEDING),
             w2 AS (ORDER BY id DESC ROWS BETWEEN 9 PRECEDING AND 4 PRECEDING),
             w3 AS (PARTITION BY unit ORDER BY id ROWS BETWEEN 5 PRECEDING AND 2 FOLLOWING),
             w4 AS (ORDER BY month RANGE BETWEEN '2 months' PRECEDING AND CURRENT ROW),
             w5 AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW)
     ) AS t(c1, p1, c2, p2, c3, p3, c4, p4, c5, p5);
SELECT id, cost_per_household(a, h) OVER (ORDER BY id ROWS 1 PRECEDING) AS cost
FROM (VALUES (1, 10, 2), (2, 20, -2), (3, NULL, 5), (4, NULL, 1), (5, 1e20, NULL), (6, 3.50, 4), (7, 1, 0), (8, 1, NULL)
     ) AS t(id, a, h)
ORDER BY id;


--
-- Split and combined: parallel query, partitions, and disk
--

\i test/sql/include/plan_shows.sql

-- Groups by what their households and months have in common: 0 dense, in one year;
-- 1 from end to end of bigint; 2 one household, in many years; 3 one month; 4 every
-- month of one year; 5 hundreds of years, BC too; 6 no household; 7 few households
-- and no amount; 8 one household in one month.
CREATE TABLE big AS
SELECT i AS id, g AS grp, g + 1 AS min_months,
       CASE g WHEN 0 THEN n % 600
              WHEN 1 THEN (n % 997 * 18520827383242521::numeric - 9223372036854775808)::bigint
              WHEN 2 THEN -5
              WHEN 3 THEN n - 2500
              WHEN 4 THEN n / 12 * 100
              WHEN 5 THEN n % 400 + 4294967296
              WHEN 7 THEN CASE WHEN n % 1000 = 17 THEN n END
              WHEN 8 THEN 9223372036854775807 END AS household,
       CASE g WHEN 2 THEN date '1600-01-01' + n * 37
              WHEN 3 THEN date '2020-02-01' + n % 29
              WHEN 4 THEN make_date(2021, n % 12 + 1, 28)
              WHEN 5 THEN date '0300-06-01 BC' + n * 37
              WHEN 7 THEN CASE WHEN n % 2 = 1 THEN date '2023-05-05' END
              WHEN 8 THEN '2019-12-31'
              ELSE date '2023-01-01' + n * 37 % 365 END AS month,
       CASE WHEN g = 7 OR i % 11 = 0 THEN NULL WHEN i % 97 = 0 THEN 1e15 + n * 0.00001 ELSE n * 1.1 - 300 END AS amount,
       CASE WHEN i % 13 = 0 THEN NULL ELSE n * 0.01 - g END AS clients
FROM generate_series(1, 45000) AS i, LATERAL (SELECT i % 9, i / 9) AS x(g, n);
ALTER TABLE big SET (parallel_workers = 2);
ANALYZE big;
CREATE VIEW big_groups AS
SELECT grp, household_count(household, month) AS c, household_months(household, month) AS m,
       average_households(household, month) AS a, long_term_households(household, month) AS l10,
       long_term_households(household, month, min_months) AS l, household_cost(amount, household, month) AS cost,
       cost_per_household(amount, clients) AS from_counts
FROM big GROUP BY grp;
CREATE VIEW big_whole AS
SELECT household_count(household, month), household_months(household, month), average_households(household, month),
       long_term_households(household, month, 3), household_cost(amount, household, month), cost_per_household(amount, clients) AS x
FROM big;

SET max_parallel_workers_per_gather = 0;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial') AS partial;
SELECT * FROM check_groups('grp', 'grp', 'big');
SELECT * FROM check_groups('0', '()', 'big');
CREATE TABLE big_serial AS SELECT * FROM big_groups;
CREATE TABLE big_serial_whole AS SELECT * FROM big_whole;
SELECT grp, c, m, l10, grp + 1 AS min_months, l FROM big_serial ORDER BY grp;

SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial') AS partial,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Finalize') AS final,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Gather') AS parallel,
       plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_whole', 'Partial') AS partial_whole;
CREATE VIEW same AS
SELECT (SELECT count(*) FROM big_groups p JOIN big_serial s USING (grp) WHERE p.*::text = s.*::text) AS groups,
       (SELECT count(*) FROM big_whole p JOIN big_serial_whole s ON p.*::text = s.*::text) AS whole;
SELECT * FROM same;
-- The workers alone, so that every state crosses from one process to another.
SET parallel_leader_participation = off;
SELECT * FROM same;
-- Sorted instead of hashed.
SET enable_hashagg = off;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM big_groups', 'Partial GroupAggregate') AS partial;
SELECT * FROM same;
RESET enable_hashagg;
RESET parallel_leader_participation;
-- What is refused is refused by a worker too.
SELECT household_count(household, CASE WHEN id = 40000 THEN 'infinity' ELSE month END) FROM big;
\echo :LAST_ERROR_SQLSTATE
SELECT household_cost(CASE WHEN id = 40000 THEN 'NaN' ELSE amount END, household, month) FROM big;
\echo :LAST_ERROR_SQLSTATE
SELECT cost_per_household(amount, CASE WHEN id = 40000 THEN 'Infinity' ELSE clients END) FROM big;
\echo :LAST_ERROR_SQLSTATE
SELECT long_term_households(household, month, CASE WHEN id = 40000 THEN 13 ELSE 12 END) FROM big;
\echo :LAST_ERROR_SQLSTATE
-- Which of two limits comes first is not known.
\set VERBOSITY sqlstate
SELECT long_term_households(household, month, CASE WHEN id = 40000 THEN 11 ELSE 12 END) FROM big;
SELECT long_term_households(household, month, min_months) FROM big;
\set VERBOSITY default
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;
SET max_parallel_workers_per_gather = 0;

-- Partition-wise, with groups spread over partitions and with whole groups in one.
-- Households at every distance from one another that takes a byte more or less,
-- in the same months or not. The third partition knows no household.
CREATE TABLE spread (part integer, distance numeric, start numeric, variant integer, household bigint, month date,
                     amount numeric, clients numeric) PARTITION BY LIST (part);
CREATE TABLE spread_0 PARTITION OF spread FOR VALUES IN (0);
CREATE TABLE spread_1 PARTITION OF spread FOR VALUES IN (1);
CREATE TABLE spread_2 PARTITION OF spread FOR VALUES IN (2);
INSERT INTO spread
SELECT part, distance, start, variant, CASE WHEN part < 2 THEN (start + step)::bigint END,
       CASE variant WHEN 0 THEN date '2023-03-15'                      -- one month
                    WHEN 1 THEN make_date(2023, 5 + part, 1)           -- one for each partition
                    WHEN 2 THEN make_date(2023, 6 + part + later, 1)   -- one in common, and others
                    ELSE make_date(2022 + part, 12 - later, 30) END,   -- in several years
       step, part
FROM generate_series(0, 2) AS part, generate_series(0, 3) AS variant, generate_series(0, 8) AS bytes,
     (VALUES (-9223372036854775808::numeric), (-1), (4294967295)) AS s(start), generate_series(0, 1) AS less,
     LATERAL (SELECT round(256::numeric ^ bytes) - less) AS d(distance),
     LATERAL unnest(ARRAY[0, trunc(distance / 3), distance - part % 2]) AS step,
     LATERAL (SELECT sign(step)::integer) AS l(later), generate_series(1, 6) AS payment
WHERE start + distance <= 9223372036854775807 AND step >= 0;
ANALYZE spread;
SET enable_partitionwise_aggregate = on;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT household_count(household, month) FROM spread
                   GROUP BY distance, start, variant', 'Partial') AS partial,
       plan_shows('EXPLAIN (COSTS OFF) SELECT household_count(household, month) FROM spread GROUP BY part', 'Partial') AS whole;
SELECT groups, wrong FROM check_groups('distance, start, variant', 'distance, start, variant', 'spread')
UNION ALL
SELECT groups, wrong FROM check_groups('variant', 'variant', 'spread')
UNION ALL
SELECT groups, wrong FROM check_groups('part', 'part', 'spread');
-- Each partition has a limit of its own, which shows only where they meet.
SELECT part, long_term_households(household, month, 1 + part) FROM spread GROUP BY part ORDER BY part;
\set VERBOSITY sqlstate
SELECT long_term_households(household, month, 1 + part) FROM spread;
\set VERBOSITY default
RESET enable_partitionwise_aggregate;

-- More groups than work_mem holds.
CREATE VIEW many_groups AS
SELECT id % 9999 AS grp, household_months(household, month), average_households(household, month),
       long_term_households(household, month, 2), household_cost(amount, household, month), cost_per_household(amount, clients) AS x
FROM big GROUP BY id % 9999;
CREATE TABLE many_in_memory AS SELECT * FROM many_groups;
SET work_mem = '64kB';
SET enable_sort = off;
SELECT plan_shows('EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM many_groups', 'Batches: ([2-9]|\d\d)') AS spilled;
SELECT count(*) AS groups, count(*) FILTER (WHERE g.*::text = m.*::text) AS same
FROM many_groups g JOIN many_in_memory m USING (grp);
RESET enable_sort;
RESET work_mem;
RESET max_parallel_workers_per_gather;


--
-- What a budget pays for
--

-- A plan's own figures, amounts in kronor.
SELECT households_funded(120449000, 11800), household_gap(120449000, 1010, 11800),
       households_funded(120449000, 11800, 6) AS half_year, household_gap(120449000, 1010, 11800, 6) AS gap_half_year,
       households_funded(months => 1, cost_per_household => 11800, budget => 120449000) AS month,
       household_gap(months => 1, households => 1010, cost_per_household => 11800, budget => 120449000) AS gap_month;

SELECT place, input, households_funded(b, c) AS funded, household_gap(b, 2, c) AS gap, household_gap(b, 2, c, 1) AS gap_month
FROM (VALUES
    ( 1, 'budget of 0',          0,      10),
    ( 2, 'negative budget',      -500,   10),
    ( 3, 'cost of 0',            500,    0),
    ( 4, 'negative cost',        500,    -10),
    ( 5, 'both 0',               0,      0),
    ( 6, 'both negative',        -500,   -10),
    ( 7, 'exactly one',          120,    10),
    ( 8, 'an öre too little',    119.99, 10),
    ( 9, 'an öre to spare',      120.01, 10),
    (10, 'cost with decimals',   100,    0.01),
    (11, 'more than bigint',     1e30,   1),
    (12, 'tiny budget',          1e-30,  1),
    (13, 'tiny cost',            1,      1e-20),
    (14, 'no budget known',      NULL,   10),
    (15, 'no cost known',        500,    NULL)) AS t(place, input, b, c)
ORDER BY place;
SELECT households_funded(1, 1, NULL), household_gap(1, NULL, 1), household_gap(1, 1, 1, NULL),
       household_gap(100, 0, 10) AS nobody, household_gap(100, 1.5, 10) AS fractions,
       household_gap(1e-20, 1e20, 1e-20) AS many_decimals;

-- Exactly so many households, and an öre less, and far less than an öre.
SELECT count(*) AS cases,
       count(*) FILTER (WHERE households_funded(exact, cost, months)::text <> n::text
                           OR households_funded(exact - 0.01, cost, months) <> n - 1
                           OR households_funded(exact - 1e-300, cost, months) <> n - 1
                           OR households_funded(exact + cost * months - 1e-300, cost, months) <> n
                           OR household_gap(exact, n, cost, months) <> 0
                           OR household_gap(exact - 0.01, n, cost, months)::text <> (exact - (exact - 0.01))::text) AS wrong
FROM (VALUES (11800), (11803.37), (0.07), (33333.333333333333), (9.99e20)) AS c(cost),
     (VALUES (1), (7), (850), (99999999999), (123456789012345678901234567890)) AS h(n),
     (VALUES (1), (6), (12), (13), (2147483647)) AS m(months), LATERAL (SELECT n * cost * months) AS e(exact);
-- As far as numeric goes.
SELECT households_funded(1e1000, 1e-1000) = div(1e2000, 12) AS huge, households_funded(12e1000, 1e1000) AS one,
       households_funded(12e1000 - 1e-1000, 1e1000) AS none, household_gap(1e1000, 1e500, 1e500, 1) AS nothing_missing,
       household_gap(1e1000, 1e500, 1e500) = 11e1000 AS huge_gap;
SELECT households_funded(1, 9e131071) AS cost_of_a_year_overflows;
SELECT household_gap(0, 9e131071, 1);
\echo :LAST_ERROR_SQLSTATE

-- NaN and infinity are refused in every place, and months below 1.
SELECT households_funded('NaN', 1);
\echo :LAST_ERROR_SQLSTATE
SELECT household_gap(1, 1, 1, 0);
\echo :LAST_ERROR_SQLSTATE
SELECT call, refusal('SELECT ' || call)
FROM (VALUES (1, 'households_funded(%L, 1)'), (2, 'households_funded(1, %L)'), (3, 'household_gap(%L, 1, 1)'),
             (4, 'household_gap(1, %L, 1)'), (5, 'household_gap(1, 1, %L)')) AS c(place, pattern),
     (VALUES (1, 'NaN'), (2, 'Infinity'), (3, '-Infinity')) AS v(turn, value), LATERAL format(pattern, value) AS call
ORDER BY place, turn;
SELECT call, refusal('SELECT ' || call)
FROM unnest(ARRAY['households_funded(1, 1, 0)', 'households_funded(0, 0, -1)', 'household_gap(1, 1, 1, -2147483648)']) AS call;

SET client_min_messages = warning;
DROP SCHEMA caseload_test CASCADE;
