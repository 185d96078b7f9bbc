-- household_set: which households had support in which months, as a value
--
-- What is counted in a value is held against the aggregates over the rows that it was made of, which plain SQL decides
-- in caseload. Bytes that are no value are refused, whatever they are.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS household_set_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA household_set_test;
SET search_path = household_set_test, public;
SET datestyle = 'ISO, YMD';

\i test/sql/include/refusal.sql
\i test/sql/include/plan_shows.sql


--
-- The ladder
--

CREATE TABLE ladder AS
SELECT place, input, household_set(h, m) AS households
FROM (VALUES
    ( 1, 'no household',              '{NULL}',    '{2023-01-01}'),
    ( 2, 'no month',                  '{7}',       '{NULL}'),
    ( 3, 'one row',                   '{7}',       '{2023-01-01}'),
    ( 4, 'the same month twice',      '{7, 7}',    '{2023-01-01, 2023-01-31}'),
    ( 5, 'two months',                '{7, 7}',    '{2023-01-01, 2023-02-01}'),
    ( 6, 'two households',            '{7, 8}',    '{2023-01-01, 2023-01-01}'),
    ( 7, 'of different months',       '{7, 8}',    '{2023-01-01, 2023-12-01}'),
    ( 8, 'two years',                 '{7, 7}',    '{1999-12-01, 2000-01-01}'),
    ( 9, 'at the ends of bigint',     '{9223372036854775807, -9223372036854775808, 0, -1}', '{2023-01-01, 2023-01-01, 2023-02-01, 2023-02-01}'),
    (10, 'first and last day',        '{7, 7}',    '{4714-11-24 BC, 5874897-12-31}')) AS t(place, input, hs, ms)
CROSS JOIN LATERAL unnest(hs::bigint[], ms::date[]) AS r(h, m)
GROUP BY place, input;
SELECT place, input, households, household_count(households) AS households, household_months(households) AS months,
       long_term_households(households, 2) AS two_months, households::text::household_set::text = households::text AS as_text,
       household_set(household_set_send(households))::text = households::text AS as_bytes
FROM ladder ORDER BY place;
SELECT household_set(household, month), household_count(household_set(household, month)) AS counted
FROM (VALUES (7, date '2023-01-01')) AS t(household, month) WHERE false;
SELECT household_set(households) AS nobody FROM ladder WHERE false;
SELECT household_count(household_set(households)) AS nobody FROM (VALUES (NULL::household_set)) AS t(households);
SELECT household_count(NULL::household_set), household_months(NULL::household_set), long_term_households(NULL::household_set),
       household_set_between(NULL, '2023-01-01', '2023-01-01'), household_set(NULL::bytea), household_set_send(NULL);


--
-- The rows decide
--

SELECT setseed(0.63);
CREATE TABLE payment AS
SELECT i AS id, i % 30 AS unit,
       CASE WHEN random() < 0.05 THEN NULL WHEN i % 5 = 0 THEN h WHEN i % 5 = 1 THEN hashint8extended(h, 1) WHEN i % 5 = 2 THEN h * 4294967296
            ELSE h - 9223372036854775807 END AS household,
       CASE WHEN random() < 0.05 THEN NULL WHEN i % 30 = 7 THEN date '1990-01-01' + trunc(random() * 9000)::integer
            WHEN i % 30 = 8 THEN date '2023-05-01' ELSE date '2021-10-01' + trunc(random() * 822)::integer END AS month
FROM generate_series(1, 20000) AS i, LATERAL (SELECT trunc(400 * random() ^ 2)::bigint + 0 * i) AS x(h);
ANALYZE payment;
CREATE TABLE kept AS SELECT unit, household_set(household, month) AS households FROM payment GROUP BY unit;

SELECT count(*) AS units, count(*) FILTER (WHERE (c, m, l, l3) IS DISTINCT FROM (household_count(households), household_months(households),
           long_term_households(households), long_term_households(households, min_months => 3))) AS wrong
FROM kept JOIN (SELECT unit, household_count(household, month), household_months(household, month), long_term_households(household, month),
                       long_term_households(household, month, 3) FROM payment GROUP BY unit) AS r(unit, c, m, l, l3) USING (unit);
-- United, in any order and any way: the set of all rows, byte by byte.
SELECT count(*) AS ways, count(DISTINCT households::text) AS sets, min(household_count(households)) = (SELECT household_count(household, month) FROM payment) AS counted
FROM (SELECT household_set(household, month) AS households FROM payment
      UNION ALL SELECT household_set(household, month ORDER BY month DESC, household) FROM payment
      UNION ALL SELECT household_set(households) FROM kept
      UNION ALL SELECT household_set(households ORDER BY unit DESC) FROM kept
      UNION ALL SELECT household_set(households) FROM (TABLE kept UNION ALL TABLE kept) AS twice
      UNION ALL SELECT household_set(households) FROM (SELECT household_set(households) AS households FROM kept GROUP BY unit % 4) AS quarters
      UNION ALL SELECT household_set(households) FROM (SELECT household_set(household, month) AS households FROM payment GROUP BY id) AS each_row) AS w;
-- Nodes of a tree, and units that have households in common, from what is kept.
SELECT count(*) AS nodes, count(*) FILTER (WHERE households::text IS DISTINCT FROM rows::text) AS wrong
FROM (SELECT ROW(unit % 3, unit % 2)::text AS node, household_set(households) AS households FROM kept GROUP BY CUBE (unit % 3, unit % 2)) AS k
FULL JOIN (SELECT ROW(unit % 3, unit % 2)::text AS node, household_set(household, month) AS rows FROM payment GROUP BY CUBE (unit % 3, unit % 2)) AS p
USING (node);
-- A period is what its rows are.
SELECT count(*) AS periods, count(*) FILTER (WHERE household_set_between(households, a, b)::text IS DISTINCT FROM
           (SELECT household_set(household, month)::text FROM payment p WHERE p.unit = kept.unit
            AND to_char(month, 'YYYYMM')::integer BETWEEN to_char(a, 'YYYYMM')::integer AND to_char(b, 'YYYYMM')::integer)) AS wrong
FROM kept CROSS JOIN (VALUES (date '2022-01-01', date '2022-12-31'), ('2022-03-15', '2022-03-20'), ('2021-11-01', '2023-02-28'), ('1900-01-01', '2100-01-01'),
                             ('0001-01-01', '9999-12-31'), ('2023-02-01', '2023-01-01'), ('2024-06-01', '2024-07-01')) AS period(a, b);

-- As a window aggregate, and split between processes.
SELECT count(*) AS rows, count(*) FILTER (WHERE household_count(running) <> counted) AS wrong
FROM (SELECT household_set(household, month) OVER w AS running, household_count(household, month) OVER w AS counted
      FROM payment WHERE unit = 3 WINDOW w AS (ORDER BY id)) AS t;
ALTER TABLE payment SET (parallel_workers = 2);
ALTER TABLE kept SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT household_set(households) FROM kept', 'Partial') AS partial,
       (SELECT household_set(households)::text FROM kept) = (SELECT household_set(household, month)::text FROM payment) AS same;
SELECT count(*) AS units, count(*) FILTER (WHERE k.households::text <> p.households::text) AS wrong
FROM kept k JOIN (SELECT unit, household_set(household, month) AS households FROM payment GROUP BY unit) AS p USING (unit);
RESET parallel_leader_participation;
RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;

-- Room: ten thousand households of a year, with numbers of 40 and of 63 bits and any months, and as numbers in a row of one month.
SELECT name, pg_column_size(households) / household_count(households)::numeric <= bytes AS small
FROM (SELECT '40 bits' AS name, 5.2 AS bytes, household_set(hashint8extended(i, 1) & 1099511627775, make_date(2023, 1 + m, 1)) AS households
      FROM generate_series(1, 10000) AS i, generate_series(0, 11) AS m WHERE hashint8extended(i * 12 + m, 2) % 2 = 0 OR m = 3
      UNION ALL
      SELECT '63 bits', 8, household_set(hashint8extended(i, 1) & 9223372036854775807, make_date(2023, 1 + m, 1))
      FROM generate_series(1, 10000) AS i, generate_series(0, 11) AS m WHERE hashint8extended(i * 12 + m, 2) % 2 = 0 OR m = 3
      UNION ALL
      SELECT 'in a row', 0.2, household_set(i, '2023-05-01') FROM generate_series(1, 10000) AS i) AS t;


--
-- Garbage
--

SELECT '\x12'::household_set;
\echo :LAST_ERROR_SQLSTATE
SELECT 'households'::household_set;
\echo :LAST_ERROR_SQLSTATE
-- What is cut off is whole characters.
SELECT ('x' || repeat('å', 40))::household_set;
SELECT value, refusal(format('SELECT household_count(%L::household_set)', value))
FROM unnest(ARRAY['', '\', '\x', 'x', '\x1', '\x12zz', '\x1200 ', '\x1200', '\x120000', '\x1300', '\x12012e01010000000000000000070', '\x12012e010100000000000000000700',
                  '\x12012e010100000000000000000701ff', '\x12012e810001000000000000000007000', '\x12012e8100010000000000000000070000', '\x12012e010000000000000000000700',
                  '\x12012e01000000000000000000070000', '\x12012e02000000000000000000070401200000', '\x12012e018020000000000000000007', '\x12022e010100000000000000000700000101000000000000000007',
                  '\x12ffffffffffffffffff7f', '\x1201ffffffffffffffffff01', '\x12012effffffffffffffff7f0100000000000000000700', '\x12012e01014000000000000000070000']) AS value;
SELECT refusal('SELECT household_set(''''::bytea)'), refusal('SELECT household_set(''\x1201''::bytea)');
SELECT query, refusal('SELECT ' || query)
FROM unnest(ARRAY['long_term_households(households, 0) FROM kept', 'long_term_households(households, 13) FROM kept', $$household_set_between(households, 'infinity', '2023-01-01') FROM kept$$,
                  $$household_set_between(households, '2023-01-01', '-infinity') FROM kept$$, $$household_set(1, 'infinity')$$]) AS query;

-- Bytes of sets with one to four lies in them. What is accepted is a set: it counts, and has no other form.
CREATE FUNCTION lie(bytes bytea) RETURNS bytea
    LANGUAGE plpgsql
AS $$
DECLARE place integer;
BEGIN
    FOR n IN 1 .. 1 + trunc(random() ^ 2 * 4)::integer LOOP
        EXIT WHEN length(bytes) = 0;
        place := trunc(random() ^ 2 * length(bytes))::integer;
        bytes := CASE trunc(random() * 5)
                     WHEN 0 THEN substr(bytes, 1, place)
                     WHEN 1 THEN overlay(bytes PLACING '' FROM place + 1 FOR 1 + trunc(random() * 4)::integer)
                     WHEN 2 THEN overlay(bytes PLACING substr(int8send((random() * 9e18)::bigint), 1, 1 + trunc(random() * 8)::integer) FROM place + 1 FOR 0)
                     WHEN 3 THEN set_byte(bytes, place, (ARRAY[0, 1, 127, 128, 255, trunc(random() * 256)])[1 + trunc(random() * 6)::integer]::integer)
                     ELSE set_bit(bytes, trunc(random() * 8 * length(bytes))::integer, trunc(random() * 2)::integer)
                 END;
    END LOOP;
    RETURN bytes;
END $$;
CREATE FUNCTION answer(bytes bytea) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE households household_set;
BEGIN
    households := household_set(bytes);
    IF household_count(households) <= household_months(households) AND episodes(households, '4714-11-24 BC', '5874897-12-31') <= household_months(households)
       AND household_set_send((SELECT household_set(h) FROM (VALUES (households)) AS t(h))) = bytes AND ('\x' || encode(bytes, 'hex'))::household_set::text = households::text THEN
        RETURN 'a set';
    END IF;
    RETURN 'another form';
EXCEPTION WHEN invalid_binary_representation OR protocol_violation THEN
    RETURN 'refused';
END $$;
SELECT setseed(0.22);
SELECT answer, count(*) > 100 AS often
FROM (SELECT answer(lie(household_set_send(households)))
      FROM (SELECT households FROM ladder UNION ALL SELECT household_set_between(households, '2023-01-01', '2023-02-01') FROM kept
            UNION ALL SELECT household_set_between(households, '2023-01-01', '2023-01-01') FROM kept WHERE unit < 5) AS s, generate_series(1, 400)) AS t(answer)
GROUP BY answer ORDER BY answer;
SELECT count(*) AS tried, count(*) FILTER (WHERE answer(random_bytes) NOT IN ('a set', 'refused')) AS wrong
FROM (SELECT substr('\x12'::bytea || decode(string_agg(md5(random()::text || r), ''), 'hex'), 1, 1 + i % 60) AS random_bytes
      FROM generate_series(1, 3000) AS i, generate_series(1, 4) AS r GROUP BY i) AS t;

SET client_min_messages = warning;
DROP SCHEMA household_set_test CASCADE;
