-- decomposition: volume_effect, mix_effect, price_effect
--
-- q0 and p0 are a group's quantity and price before, q and p now. Small inputs
-- are decided by hand; large ones by plain numeric arithmetic on the same rows.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS decomposition_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA decomposition_test;
SET search_path = decomposition_test, public;


--
-- By hand
--

-- Before 100 days for 1800, on average 18 a day; now 110 days for 2650.
--   volume  10 days more, at 18                                             180
--   mix     110 days at the old prices, 500 + 800 + 1200, less 110 at 18    520
--   price   50 days at 1 more, 20 days at 5 more                            150
SELECT volume_effect(q0, p0, q, p), mix_effect(q0, p0, q, p), price_effect(q0, p0, q, p),
       sum(q * p) - sum(q0 * p0) AS change
FROM (VALUES ('support at home', 60, 10, 50, 11),
             ('foster home',     30, 20, 40, 20),
             ('institution',     10, 60, 20, 65)) AS t(care, q0, p0, q, p);

-- No row at all.
SELECT volume_effect(1, 1, 1, 1), mix_effect(1, 1, 1, 1), price_effect(1, 1, 1, 1) WHERE false;

-- A line for each case, in it {base quantity, base price, quantity, price} of each group.
CREATE TABLE ladder (place integer, input text, groups numeric[]);
INSERT INTO ladder VALUES
    ( 1, 'one row, all NULL',          '{{NULL,NULL,NULL,NULL}}'),
    ( 2, 'two rows, all NULL',         '{{NULL,NULL,NULL,NULL},{NULL,NULL,NULL,NULL}}'),
    ( 3, 'no price at all',            '{{5,NULL,7,NULL}}'),
    ( 4, 'one row',                    '{{100,10,110,12}}'),
    ( 5, 'two rows',                   '{{60,10,50,11},{40,20,60,20}}'),
    ( 6, '5 with NULLs mixed in',      '{{NULL,NULL,NULL,NULL},{60,10,50,11},{NULL,99,NULL,99},{40,20,60,20}}'),
    ( 7, '4 with one without prices',  '{{100,10,110,12},{999,NULL,888,NULL}}'),
    ( 8, 'appears',                    '{{100,10,100,10},{NULL,NULL,10,30}}'),
    ( 9, '8, from 0',                  '{{100,10,100,10},{0,NULL,10,30}}'),
    (10, '8, base price known',        '{{100,10,100,10},{NULL,25,10,30}}'),
    (11, 'disappears',                 '{{100,10,100,10},{25,30,NULL,NULL}}'),
    (12, '11, to 0, price known',      '{{100,10,100,10},{25,30,0,40}}'),
    (13, 'one instead of another',     '{{80,10,80,10},{20,35,NULL,NULL},{NULL,NULL,20,50}}'),
    (14, 'no base price',              '{{100,10,100,12},{20,NULL,30,40}}'),
    (15, '14, no price now',           '{{100,10,100,12},{20,40,30,NULL}}'),
    (16, 'nothing before',             '{{NULL,NULL,10,5},{0,8,20,9}}'),
    (17, 'nothing now',                '{{10,5,NULL,NULL},{30,9,0,NULL}}'),
    (18, 'base quantities cancel out', '{{10,5,15,6},{-10,8,20,8}}'),
    (19, 'negative quantities',        '{{100,10,100,10},{-20,5,-40,6}}'),
    (20, 'all 0',                      '{{0,0,0,0}}'),
    (21, 'free before',                '{{10,0,20,3}}'),
    (22, 'one base price: no mix',     '{{60,10,10,11},{40,10,100,12}}'),
    (23, 'same shares: no mix',        '{{60,10,90,10},{40,25,60,25}}'),
    (24, 'only prices',                '{{60,10,60,11},{40,20,40,19}}'),
    (25, 'thirds',                     '{{1,1,1,1},{2,3,3,3}}');
CREATE VIEW ladder_rows AS
SELECT place, input, groups, groups[i][1] AS q0, groups[i][2] AS p0, groups[i][3] AS q, groups[i][4] AS p
FROM ladder, generate_subscripts(groups, 1) AS i;
SELECT place, input, groups, trim_scale(volume) AS volume, trim_scale(mix) AS mix, price,
       trim_scale(volume + mix + price) AS change
FROM (SELECT place, input, groups, volume_effect(q0, p0, q, p), mix_effect(q0, p0, q, p), price_effect(q0, p0, q, p)
      FROM ladder_rows GROUP BY place, input, groups) AS t(place, input, groups, volume, mix, price)
ORDER BY place;

-- Integers of every size are figures too, and the result is numeric.
SELECT price_effect(2::smallint, 3::smallint, 4::smallint, 5::smallint), price_effect(2, 3, 4, 5),
       price_effect(2::bigint, 3, 4::smallint, 5.5), price_effect(1, 0, 9223372036854775807, 9223372036854775807),
       pg_typeof(volume_effect(2, 3, 4, 5)), pg_typeof(mix_effect(2, 3, 4, 5));

-- Many decimals, huge and tiny, and all together.
CREATE TABLE extremes (place integer, q0 numeric, p0 numeric, q numeric, p numeric, volume numeric, price numeric);
INSERT INTO extremes VALUES
    (1, 2,     0.5,   2.00000000000000000001, 0.5000000000000000000003, 5e-21, 6.00000000000000000003e-22),
    (2, 1e-30, 1e-30, 3e-30,                  2e-30,                    2e-60, 3e-60),
    (3, 1e40,  1e40,  2e40,                   3e40,                     1e80,  4e80),
    (4, 1e40,  1e-40, 2e40,                   3e-40,                    1,     4);
SELECT place, volume_effect(q0, p0, q, p) = sum(volume) AS volume, mix_effect(q0, p0, q, p) = 0 AS mix,
       price_effect(q0, p0, q, p) = sum(price) AS price
FROM extremes GROUP BY place ORDER BY place;
SELECT price_effect(q0, p0, q, p) = sum(price) AS price,
       volume_effect(q0, p0, q, p) + mix_effect(q0, p0, q, p) + price_effect(q0, p0, q, p) = sum(volume + price) AS change
FROM extremes;
-- So long that they are stored compressed.
CREATE TABLE long AS SELECT (repeat('9', 8000) || '.99')::numeric AS n FROM generate_series(1, 3);
SELECT max(pg_column_size(n)) < 500 AS compressed, volume_effect(n, n, n + 1, n) = sum(n) AS volume,
       mix_effect(n, n, n, n) = 0 AS mix, price_effect(n, n, n, n + 1) = sum(n) AS price
FROM long;

-- Side by side they share one transition, alone and with FILTER they have their own.
SELECT volume_effect(q0, p0, q, p), mix_effect(q0, p0, q, p), price_effect(q0, p0, q, p) FROM ladder_rows
UNION ALL
SELECT (SELECT volume_effect(q0, p0, q, p) FROM ladder_rows),
       (SELECT mix_effect(q0, p0, q, p) FROM ladder_rows),
       (SELECT price_effect(q0, p0, q, p) FROM ladder_rows);
SELECT volume_effect(q0, p0, q, p) FILTER (WHERE place = 5), mix_effect(q0, p0, q, p) FILTER (WHERE place = 19),
       price_effect(q0, p0, q, p) FILTER (WHERE place = 24), price_effect(q0, p0, q, p) FILTER (WHERE false) AS nothing
FROM ladder_rows;


--
-- Refused
--

SELECT volume_effect('NaN', 1, 1, 1);
\echo :LAST_ERROR_SQLSTATE
SELECT mix_effect(q0, p0, q, p) FROM (VALUES (1::numeric, 1::numeric, 1, 1), (1, 'Infinity', 1, 1)) AS t(q0, p0, q, p);
\echo :LAST_ERROR_SQLSTATE
-- Also where the row would not count.
SELECT volume_effect(NULL, NULL, NULL, 'NaN');
\echo :LAST_ERROR_SQLSTATE
SELECT volume_effect(1, NULL, 'Infinity', NULL);
\echo :LAST_ERROR_SQLSTATE

-- A product or a sum that numeric cannot hold is an error, as it is for * and sum().
SELECT scale(price_effect(1, 1, 1e131071, 10));
\echo :LAST_ERROR_SQLSTATE
SELECT scale(mix_effect(1e131071, 10, 1, 1));
\echo :LAST_ERROR_SQLSTATE
SELECT scale(price_effect(1, 1, q, 1)) FROM (VALUES (9e131071), (9e131071)) AS t(q);
\echo :LAST_ERROR_SQLSTATE

-- Each kind, in each argument, of each aggregate.
\i test/sql/include/refusal.sql
SELECT refusal(format('SELECT %s_effect(%s)', effect, format(call, quote_literal(kind)))) AS error, count(*)
FROM unnest(ARRAY['volume', 'mix', 'price']) AS effect, unnest(ARRAY['NaN', 'Infinity', '-Infinity']) AS kind,
     unnest(ARRAY['%s, 1, 1, 1', '1, %s, 1, 1', '1, 1, %s, 1', '1, 1, 1, %s']) AS call
GROUP BY 1 ORDER BY min(call COLLATE "C"), min(kind COLLATE "C");


--
-- Random rows
--

-- A group in four has figures from 1e-20 to 1e20 with up to 20 decimals; one
-- figure in ten is NULL, one in twenty 0, one quantity in ten negative.
SELECT setseed(0.1568);
CREATE FUNCTION random_number(anything boolean) RETURNS numeric
    VOLATILE
    RETURN CASE
        WHEN random() < 0.1 THEN NULL
        WHEN random() < 0.05 THEN 0
        WHEN anything
        THEN round((random() - 0.5)::numeric * ('1e' || trunc(random() * 41 - 20))::numeric, trunc(random() * 21)::integer)
        ELSE round(random()::numeric * 1000, trunc(random() * 5)::integer)
    END;
CREATE TABLE random_rows (
    id integer, grp integer, q0 numeric, p0 numeric, q numeric, p numeric,
    -- For the reference: quantities that count; cost before, at base prices, and now; change by price.
    r0 numeric GENERATED ALWAYS AS (CASE WHEN num_nonnulls(p0, p) > 0 THEN q0 END) STORED,
    r  numeric GENERATED ALWAYS AS (CASE WHEN num_nonnulls(p0, p) > 0 THEN q END) STORED,
    c0 numeric GENERATED ALWAYS AS (q0 * coalesce(p0, p)) STORED,
    c1 numeric GENERATED ALWAYS AS (q * coalesce(p0, p)) STORED,
    c  numeric GENERATED ALWAYS AS (q * coalesce(p, p0)) STORED,
    d  numeric GENERATED ALWAYS AS (q * (coalesce(p, p0) - coalesce(p0, p))) STORED);
INSERT INTO random_rows (id, grp, q0, p0, q, p)
SELECT i, i % 400,
       random_number(i % 4 = 3) * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END, random_number(i % 4 = 3),
       random_number(i % 4 = 3) * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END, random_number(i % 4 = 3)
FROM generate_series(1, 6000) AS i;

-- The reference: whether the effects are what numeric arithmetic makes of the sums.
\set effects 'volume_effect(q0, p0, q, p) AS ev, mix_effect(q0, p0, q, p) AS em, price_effect(q0, p0, q, p) AS ep'
\set sums 'sum(r0) AS r0, sum(r) AS r, sum(c0) AS c0, sum(c1) AS c1, sum(c) AS c, sum(d) AS d'
CREATE FUNCTION agrees(ev numeric, em numeric, ep numeric,
                       r0 numeric, r numeric, c0 numeric, c1 numeric, c numeric, d numeric) RETURNS boolean
    IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN c0 IS NULL AND c IS NULL THEN num_nonnulls(ev, em, ep) = 0
        ELSE coalesce(ev + em + ep = coalesce(c, 0) - coalesce(c0, 0)
                      AND ep::text = coalesce(d, 0)::text
                      AND CASE WHEN coalesce(r0, 0) = 0
                          THEN ev::text = (coalesce(c1, 0) - coalesce(c0, 0))::text AND em = 0
                          ELSE ev::text = ((coalesce(r, 0) - r0) * c0 / r0)::text
                               -- Numeric division gives 16 digits or more.
                               AND abs(coalesce(c1, 0) - round(coalesce(r, 0) * c0, 40) / r0 - em)
                                   <= greatest(1e-10, 1e-15 * abs(ev))
                          END, false)
    END;

-- Alone, by group, in groups of groups, and as a whole. A row by itself has no mix.
SELECT count(*) AS groups, count(ev) BETWEEN 5001 AND 5999 AS effects, count(*) FILTER (WHERE em <> 0) AS mix,
       count(*) FILTER (WHERE NOT agrees(ev, em, ep, r0, r, c0, c1, c, d)) AS wrong
FROM (SELECT id, :effects, :sums FROM random_rows GROUP BY id) AS t;
CREATE VIEW random_sets AS
SELECT GROUPING(grp, grp % 40, grp % 7) AS set, grp, :effects, :sums
FROM random_rows GROUP BY GROUPING SETS (grp, grp % 40, (grp % 40, grp % 7), ());
SELECT set, count(*) AS groups, count(ev) AS effects, count(*) FILTER (WHERE em <> 0) > count(*) / 2 AS mix,
       count(*) FILTER (WHERE NOT agrees(ev, em, ep, r0, r, c0, c1, c, d)) AS wrong
FROM random_sets GROUP BY set ORDER BY set;

-- What makes no difference, even to the number of decimals.
CREATE TABLE doubled AS SELECT grp, id, 2 * q0 AS q0, p0, 2 * q AS q, p FROM random_rows;
CREATE TABLE random_groups AS SELECT grp, :effects FROM doubled GROUP BY grp;
SELECT difference, count(*) AS rows,
       count(*) FILTER (WHERE (r.ev, r.em, r.ep)::text = (t.ev, t.em, t.ep)::text) AS same
FROM random_groups r
JOIN (SELECT 1 AS place, 'another order' AS difference, grp, volume_effect(q0, p0, q, p ORDER BY id DESC) AS ev,
             mix_effect(q0, p0, q, p ORDER BY q, p, id) AS em, price_effect(q0, p0, q, p ORDER BY p, q0, id) AS ep
      FROM doubled GROUP BY grp
      UNION ALL
      SELECT 2, 'two halves of the quantities', grp, :effects FROM random_rows, generate_series(1, 2) GROUP BY grp
      UNION ALL
      SELECT 3, 'before and now in a row each', grp, :effects
      FROM (SELECT grp, q0, p0, NULL AS q, p FROM doubled UNION ALL SELECT grp, NULL, p0, q, p FROM doubled) AS rows
      GROUP BY grp
      UNION ALL
      SELECT 4, 'window of a whole partition', grp, volume_effect(q0, p0, q, p) OVER w, mix_effect(q0, p0, q, p) OVER w,
             price_effect(q0, p0, q, p) OVER w
      FROM doubled WINDOW w AS (PARTITION BY grp)) AS t USING (grp)
GROUP BY place, difference ORDER BY place;
-- Before and now swapped: the change the other way. Price effects of groups add up.
SELECT count(*) AS groups, count(*) FILTER (WHERE ev + em + ep = -back) AS negated
FROM random_groups
JOIN (SELECT grp, volume_effect(q, p, q0, p0) + mix_effect(q, p, q0, p0) + price_effect(q, p, q0, p0) AS back
      FROM doubled GROUP BY grp) AS t USING (grp);
SELECT sum(ep) = (SELECT price_effect(q0, p0, q, p) FROM doubled) AS price,
       sum(ev + em) = (SELECT volume_effect(q0, p0, q, p) + mix_effect(q0, p0, q, p) FROM doubled) AS volume_and_mix
FROM random_groups;

-- As running window aggregates, in which a state gives a result after every row.
SELECT count(*) AS rows, count(*) FILTER (WHERE (ev, em, ep)::text = (r.*)::text) AS same
FROM (SELECT grp, id, volume_effect(q0, p0, q, p) OVER w, mix_effect(q0, p0, q, p) OVER w,
             price_effect(q0, p0, q, p) OVER w
      FROM doubled WHERE grp IN (3, 4) WINDOW w AS (PARTITION BY grp ORDER BY id)) AS t(grp, id, ev, em, ep)
CROSS JOIN LATERAL (
    SELECT volume_effect(q0, p0, q, p), mix_effect(q0, p0, q, p), price_effect(q0, p0, q, p)
    FROM doubled d WHERE d.grp = t.grp AND d.id <= t.id) AS r;


--
-- Split and combined: parallel query and partitions
--

CREATE FUNCTION plan_of(query text) RETURNS SETOF text
    LANGUAGE plpgsql
AS $function$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END
$function$;

-- By the last digit of the group, so that every worker has rows of each. Group 10
-- has nothing but NULL.
CREATE TABLE big AS SELECT * FROM random_rows;
UPDATE big SET grp = grp % 10;
INSERT INTO big SELECT 6000 + i, 10 FROM generate_series(1, 600) AS i;
ALTER TABLE big SET (parallel_workers = 2);
ANALYZE big;
CREATE VIEW big_groups AS SELECT grp, :effects, :sums FROM big GROUP BY grp;

SET max_parallel_workers_per_gather = 0;
CREATE TABLE big_serial AS SELECT * FROM big_groups;
SELECT count(*) AS groups, count(ev) AS effects,
       count(*) FILTER (WHERE NOT agrees(ev, em, ep, r0, r, c0, c1, c, d)) AS wrong
FROM big_serial;

SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT bool_or(line ~ 'Partial') AS partial, bool_or(line ~ 'Gather') AS parallel
FROM plan_of('SELECT * FROM big_groups') AS line;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
-- The workers alone, so that every state crosses from one process to another.
SET parallel_leader_participation = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
-- NaN is refused by a worker too.
SELECT mix_effect(q0, p0, q, CASE WHEN id = 4000 THEN 'NaN' ELSE p END) FROM big;
\echo :LAST_ERROR_SQLSTATE
RESET parallel_leader_participation;
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;
SET max_parallel_workers_per_gather = 0;

-- Partition-wise, groups spread over the partitions.
CREATE TABLE parted (LIKE big) PARTITION BY HASH (id);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT * FROM big;
ANALYZE parted;
CREATE VIEW parted_groups AS SELECT grp, :effects, :sums FROM parted GROUP BY grp;
SET enable_partitionwise_aggregate = on;
SELECT bool_or(line ~ 'Partial') AS partial, bool_or(line ~ 'Gather') AS parallel
FROM plan_of('SELECT * FROM parted_groups') AS line;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM parted_groups p JOIN big_serial s USING (grp);
RESET enable_partitionwise_aggregate;
RESET max_parallel_workers_per_gather;

SET client_min_messages = warning;
DROP SCHEMA decomposition_test CASCADE;
