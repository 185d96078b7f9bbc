-- reallocation: reallocate
--
-- Small pools are decided by hand; random ones by a slow version in plain SQL, by
-- what has to hold whatever the amounts are, and by the same pools in other units,
-- which the function computes in another way.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS reallocation_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA reallocation_test;
SET search_path = reallocation_test, public;

\i test/sql/include/refusal.sql

-- The proposed budgets of a pool whose rows are the elements of arrays. Floors and priorities left out are NULL.
CREATE FUNCTION proposed(budgets numeric[], needs numeric[], floors numeric[], priorities integer[], scale integer DEFAULT 2)
    RETURNS numeric[]
    LANGUAGE sql
AS $function$
    SELECT array_agg(proposal ORDER BY place)
    FROM (SELECT place, reallocate(budget, need, floor, priority, scale) OVER (ORDER BY place) AS proposal
          FROM unnest(budgets, needs, floors, priorities) WITH ORDINALITY AS r(budget, need, floor, priority, place)) AS t
$function$;


--
-- By hand
--

-- 300 are spare, 100 with Norr and 200 with Syd, whose floor is 800; 400 are lacking, of which Väst's 250 come first.
-- Öst and the office share the remaining 50 as 120 to 30.
SELECT unit, budget, need, floor, priority, reallocate(budget, need, floor, priority) OVER w AS proposed,
       reallocate(budget, need, floor) OVER w AS without_priorities, reallocate(budget, need) OVER w AS without_floors,
       reallocate(need => need, budget => budget, floor => floor, scale => -2) OVER w AS in_hundreds
FROM (VALUES ('Norr', 1100, 1000, 0, 1), ('Syd', 1000, 700, 800, 1), ('Väst', 500, 750, 0, 1), ('Öst', 600, 720, 0, 2),
             ('Office', 90, 120, 0, 2), ('Reserve', 400, NULL, 0, 1)) AS t(unit, budget, need, floor, priority)
WINDOW w AS (ORDER BY priority, budget DESC)
ORDER BY priority, budget DESC;

CREATE TABLE ladder (place integer, input text, budgets numeric[], needs numeric[], floors numeric[], priorities integer[],
                     scale integer);
INSERT INTO ladder VALUES
    ( 1, 'one giver only',              '{10.5}',         '{7}',            NULL,           NULL,           2),
    ( 2, 'one taker only',              '{7}',            '{10.5}',         NULL,           NULL,           2),
    ( 3, 'one of each, enough',         '{10,2}',         '{5,5}',          NULL,           NULL,           2),
    ( 4, 'one of each, not enough',     '{6,2}',          '{5,5}',          NULL,           NULL,           2),
    ( 5, 'all givers, own decimals',    '{10.50,7,0.125}', '{7,7,0}',       NULL,           NULL,           2),
    ( 6, 'all takers, own decimals',    '{1.000,0,-3.5}', '{7,7,0}',        NULL,           NULL,           2),
    ( 7, 'nothing at all',              '{0,0.00,NULL}',  '{0,0,0}',        NULL,           NULL,           2),
    ( 8, 'givers in proportion',        '{40,30,0}',      '{10,20,10}',     NULL,           NULL,           2),
    ( 9, 'takers in proportion',        '{10,0,0}',       '{0,30,10}',      NULL,           NULL,           2),
    (10, 'thirds given',                '{1,1,1,0}',      '{0,0,0,1}',      NULL,           NULL,           2),
    (11, 'thirds taken',                '{1,0,0,0}',      '{0,1,1,1}',      NULL,           NULL,           2),
    (12, 'floor above need',            '{10,0}',         '{2,9}',          '{6,0}',        NULL,           2),
    (13, 'floor above budget',          '{10,0}',         '{2,9}',          '{11,0}',       NULL,           2),
    (14, 'floor of a taker',            '{10,0}',         '{2,9}',          '{0,100}',      NULL,           2),
    (15, 'floor NULL, budget below 0',  '{-1,-9}',        '{-4,0}',         '{NULL,0}',     NULL,           2),
    (16, 'floor 0, budget below 0',     '{-1,-9}',        '{-4,0}',         '{0,0}',        NULL,           2),
    (17, 'floor below 0',               '{1,-9}',         '{-4,0}',         '{-2,0}',       NULL,           2),
    (18, 'need NULL',                   '{10,5,0}',       '{NULL,3,9}',     '{0,0,0}',      NULL,           2),
    (19, 'needs all NULL',              '{10,5.0}',       '{NULL,NULL}',    NULL,           NULL,           2),
    (20, 'budget NULL',                 '{NULL,5}',       '{2,0}',          NULL,           NULL,           2),
    (21, 'budget NULL, need below 0',   '{NULL,5}',       '{-3,7}',         NULL,           NULL,           2),
    (22, 'both NULL',                   '{NULL,5,0}',     '{NULL,3,1}',     NULL,           NULL,           2),
    (23, 'priorities one by one',       '{7,0,0,0}',      '{0,4,4,4}',      NULL,           '{1,3,1,2}',    2),
    (24, 'two of a priority',           '{7,0,0,0}',      '{0,4,3,6}',      NULL,           '{9,2,1,2}',    2),
    (25, 'priority NULL is last',       '{7,0,0,0}',      '{0,4,4,4}',      NULL,           '{9,NULL,2147483647,-2147483648}', 2),
    (26, 'priorities all NULL',         '{7,0,0}',        '{0,8,6}',        NULL,           NULL,           2),
    (27, 'priorities below 0 and 0',    '{7,0,0,0}',      '{0,4,4,4}',      NULL,           '{1,0,-1,-2}',  2),
    (28, 'more decimals than the scale', '{1.239,0}',     '{0,9}',          NULL,           NULL,           2),
    (29, 'a shortfall below a unit',    '{1,1.995,0}',    '{0,2,0.5}',      NULL,           '{1,1,2}',      2),
    (30, 'spare below a unit each',     '{0.509,0.509,0}', '{0.5,0.5,9}',   NULL,           NULL,           2),
    (31, 'scale 0',                     '{10.75,2.5}',    '{6.5,9}',        NULL,           NULL,           0),
    (32, 'scale -3',                    '{25900,500.25}', '{20000,4499}',   NULL,           NULL,          -3),
    (33, 'scale 4',                     '{1,0,0,0}',      '{0,1,1,1}',      NULL,           NULL,           4),
    (34, 'scale 6',                     '{1,0,0,0}',      '{0,1,1,1}',      NULL,           NULL,           6),
    (35, 'scale -11',                   '{299999999999,0}', '{0,999999999999.9999}', NULL, NULL,          -11),
    (36, 'scale 20',                    '{1e-20,0}',      '{0,1}',          NULL,           NULL,          20),
    (37, 'huge amounts',                '{1e30,1}',       '{0,1e31}',       NULL,           NULL,           2),
    (38, 'huge and tiny amounts',       '{1e30,1e-30,0}', '{0,0,1e30}',     NULL,           NULL,          30),
    (39, 'the last decimal',            '{1e30,0}',       '{0,0.00000000000000000001}', NULL, NULL,         20),
    (40, 'the smaller of two sums',     '{9,9,1,1}',      '{2,2,5,5}',      NULL,           NULL,           0),
    (41, 'an earlier row gives first',  '{1,1,0}',        '{0,0,1}',        NULL,           NULL,           0),
    (42, 'an earlier row takes first',  '{1,0,0}',        '{0,1,1}',        NULL,           NULL,           0),
    (43, 'scale -14, less than a unit', '{999999999999,0}', '{0,9e11}',     NULL,           NULL,         -14),
    (44, 'scale -14, two units',        '{299999999999999,0}', '{0,9e14}',  NULL,           NULL,         -14),
    (45, 'scale -15',                   '{2e15,0.5}',     '{0,1e15}',       NULL,           NULL,         -15);
SELECT place, input, scale, budgets, needs, proposed(budgets, needs, floors, priorities, scale) FROM ladder ORDER BY place;

-- The other way round, ties go to the other end; nothing else does.
SELECT place, input, proposed(budgets, needs, floors, priorities, scale),
       (SELECT array_agg(proposal ORDER BY at)
        FROM (SELECT at, reallocate(budget, need, floor, priority, scale) OVER (ORDER BY at DESC) AS proposal
              FROM unnest(budgets, needs, floors, priorities) WITH ORDINALITY AS r(budget, need, floor, priority, at)
             ) AS t) AS backwards
FROM ladder WHERE place IN (10, 11, 23, 24, 33, 34, 41, 42) ORDER BY place;

-- No row, one of NULLs only, and integers.
SELECT reallocate(1, 1) OVER () WHERE false;
SELECT reallocate(NULL, NULL) OVER () AS nothing, reallocate(NULL, NULL, NULL, NULL) OVER () AS nothing_else,
       reallocate(5::smallint, 3::bigint, 4, 1::smallint) OVER () AS integers, pg_typeof(reallocate(5, 3) OVER ());
-- Constants and columns; floors and priorities of all rows at once.
SELECT row, reallocate(b, n) OVER w AS defaults, reallocate(b, n, f0, p1, s2) OVER w AS columns,
       reallocate(b, n, 3) OVER w AS floor_3, reallocate(b, n, f0 + 3) OVER w AS floor_column,
       reallocate(b, n, NULL, NULL) OVER w AS nulls,
       reallocate(b, n, 3, -7, 0) OVER w AS scale_0, reallocate(b, n, f0 + 3, p1 - 8, s2 - 2) OVER w AS scale_column
FROM (VALUES (1, 5, 1, 0, 1, 2), (2, 4, 0, 0, 1, 2), (3, 0, 2, 0, 1, 2), (4, 1, 3, 0, 1, 2)) AS t(row, b, n, f0, p1, s2)
WINDOW w AS (ORDER BY row) ORDER BY row;
-- Pools side by side; NULL is one too.
SELECT pool, row, reallocate(b, n, priority => row) OVER (PARTITION BY pool ORDER BY row)
FROM (VALUES ('a', 1, 5, 1), ('a', 2, 0, 3), ('a', 3, 0, 3), ('b', 1, 0, 9), (NULL, 1, 2, 4), (NULL, 2, 4, 2), ('c', 1, 9, 0)
     ) AS t(pool, row, b, n)
ORDER BY pool, row;
-- In a query that groups.
SELECT unit, sum(budget) AS budget, sum(need) AS need, reallocate(sum(budget), sum(need)) OVER (ORDER BY unit)
FROM (VALUES ('Norr', 5, 1), ('Norr', 2, 3), ('Syd', 1.50, 3), ('Syd', 2, 3), ('Öst', NULL, NULL)) AS t(unit, budget, need)
GROUP BY unit ORDER BY unit;


--
-- Errors
--

-- One of each in full; the rest come in numbers.
SELECT reallocate(1, 2, scale => s) OVER (ORDER BY s) FROM (VALUES (2), (2), (3)) AS t(s);
\echo :LAST_ERROR_SQLSTATE
SELECT reallocate(1, 2, scale => NULL) OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT reallocate('Infinity', 2) OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT refusal(format('SELECT reallocate(1, 2, scale => s) OVER () FROM (VALUES %s) AS v(s)', rows)), rows
FROM unnest(ARRAY['(0), (NULL)', '(NULL), (0)', '(0), (-1)', '(1000)', '(-1000)', '(1001)', '(-1001)', '(2147483647)',
                  '(-2147483648)']) AS rows;
SELECT refusal(format('SELECT reallocate(' || call || ') OVER ()', quote_literal(kind))) AS error, count(*)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity']) AS kind,
     (VALUES (1, '%s, 1'), (1, '%s, NULL'), (2, '1, %s'), (2, 'NULL, %s'), (3, '1, 1, %s'), (3, '1, NULL, %s')) AS t(place, call)
GROUP BY 1 ORDER BY min(place), min(kind COLLATE "C");
-- In the last row of several, after money and after more than that.
SELECT refusal(format('SELECT reallocate(b, n, f) OVER () FROM (VALUES (%s), (1, 1, 1), (%s)) AS t(b, n, f)', first, last))
       AS error, count(*)
FROM unnest(ARRAY['1.5, 1.5, 1.5', '1e20, 1.5, 1.5', '1.5, 1e20, 1e-20']) AS first,
     unnest(ARRAY[$$'NaN', 0, 1$$, $$1, 'Infinity', 1$$, $$1, 0, '-Infinity'$$]) AS last
GROUP BY 1 ORDER BY 1;
SELECT refusal('SELECT ' || query) FROM unnest(ARRAY['reallocate(10, 1)', 'reallocate(sum(1) OVER (), 1) OVER ()']) AS query;


--
-- Random pools
--

-- 2000 of 1 to 25 rows. By the last digit of their number: 0 to 3 money, 4 and 5 one digit, 6 anything, 7 money and
-- anything, 8 all givers, 9 all takers. By the tens: no floors and priorities, priorities equal, few, distinct, any.
SELECT setseed(0.2023);
CREATE FUNCTION random_amount(kind integer) RETURNS numeric
    VOLATILE
    RETURN CASE WHEN random() < 0.1 THEN 0
                WHEN kind IN (4, 5) THEN trunc(random() * 12 - 2)::integer
                WHEN kind = 6 OR kind = 7 AND random() < 0.3
                THEN round((random() - 0.2)::numeric * ('1e' || trunc(random() * 41 - 10))::numeric,
                           trunc(random() * 25)::integer)
                ELSE round((random() - 0.1)::numeric * ('1e' || trunc(random() * 13))::numeric,
                           trunc(random() * 5)::integer) END;
CREATE TABLE pools AS
SELECT p AS pool, p % 10 AS kind, p / 10 % 5 AS priorities, (ARRAY[2, 0, -3, 4, 6, 1, 2])[1 + p / 50 % 7] AS scale,
       1 + trunc(random() * 25)::integer AS size
FROM generate_series(1, 2000) AS p;
-- Some needs and floors are as large as the budget, and one row in five is like the one before.
CREATE TABLE members AS
SELECT pool, kind, scale, priority, id,
       CASE WHEN like_before THEN lag(budget) OVER w ELSE budget END AS budget,
       CASE WHEN like_before THEN lag(need) OVER w ELSE need END AS need,
       CASE WHEN like_before THEN lag(floor) OVER w ELSE floor END AS floor
FROM (SELECT pool, kind, scale, row_number() OVER () AS id, i > 1 AND random() < 0.2 AS like_before,
             CASE WHEN random() > 0.05 THEN b END AS budget,
             CASE WHEN random() > 0.05
                  THEN CASE WHEN kind = 8 THEN b - abs(n) WHEN kind = 9 THEN b + abs(n) WHEN random() < 0.05 THEN b ELSE n END
             END AS need,
             CASE WHEN random() < 0.05 THEN b WHEN priorities = 0 OR random() < 0.3 THEN 0
                  WHEN random() > 0.1 THEN f END AS floor,
             CASE WHEN priorities <= 1 THEN 1 WHEN priorities = 2 THEN nullif(trunc(random() * 4 - 1)::integer, 2)
                  WHEN priorities = 3 THEN i * 17 % 31 - 9
                  WHEN random() > 0.1 THEN (random() * 4294967295 - 2147483648)::bigint END::integer AS priority
      FROM pools CROSS JOIN LATERAL (SELECT random_amount(kind) AS b, random_amount(kind) AS n, random_amount(kind) AS f, i
                                     FROM generate_series(1, size) AS i) AS a) AS t
WINDOW w AS (PARTITION BY pool ORDER BY id);

-- The slow version, in units of the scale.
CREATE VIEW in_units AS
SELECT *, CASE WHEN need IS NULL THEN 0 ELSE trunc(greatest(budget_0 - greatest(need, floor), 0) * units) END AS spare,
       CASE WHEN need IS NULL THEN 0 ELSE trunc(greatest(need - budget_0, 0) * units) END AS shortfall
FROM (SELECT *, coalesce(budget, 0) AS budget_0, coalesce(priority::bigint, 2147483648) AS turn,
             ('1e' || scale)::numeric AS units, ('1e' || -scale)::numeric AS unit FROM members) AS t;
CREATE VIEW sums AS
SELECT *, least(spares, shortfalls) AS moved, least(greatest(least(spares, shortfalls) - before, 0), lacking) AS given
FROM (SELECT *, sum(spare) OVER p AS spares, sum(shortfall) OVER p AS shortfalls, sum(shortfall) OVER t AS lacking,
             coalesce(sum(shortfall) OVER e, 0) AS before
      FROM in_units
      WINDOW p AS (PARTITION BY pool), t AS (PARTITION BY pool, turn),
             e AS (PARTITION BY pool ORDER BY turn GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS t;
CREATE VIEW rounded_down AS
SELECT *, moved * spare - gives * spares AS give_remainder, given * shortfall - takes * lacking AS take_remainder
FROM (SELECT *, coalesce(div(moved * spare, nullif(spares, 0)), 0) AS gives,
             coalesce(div(given * shortfall, nullif(lacking, 0)), 0) AS takes
      FROM sums) AS t;
CREATE TABLE slow AS
SELECT pool, id, budget_0, need, floor, turn, scale, unit, spare, shortfall, spares, lacking, moved, change,
       CASE WHEN change = 0 THEN budget_0 ELSE budget_0 + change * unit END AS proposal
FROM (SELECT *, takes + CASE WHEN take_rank <= given - takes_sum THEN 1 ELSE 0 END
             - (gives + CASE WHEN give_rank <= moved - gives_sum THEN 1 ELSE 0 END) AS change
      FROM (SELECT *, row_number() OVER (PARTITION BY pool ORDER BY give_remainder DESC, id) AS give_rank,
                   row_number() OVER (PARTITION BY pool, turn ORDER BY take_remainder DESC, id) AS take_rank,
                   sum(gives) OVER (PARTITION BY pool) AS gives_sum, sum(takes) OVER (PARTITION BY pool, turn) AS takes_sum
            FROM rounded_down) AS t) AS t;
-- There is enough of everything.
SELECT count(DISTINCT pool) AS pools, count(DISTINCT pool) FILTER (WHERE moved > 0) > 1250 AS moved,
       count(DISTINCT pool) FILTER (WHERE moved > 0 AND moved = spares) > 500 AS all_given,
       count(DISTINCT pool) FILTER (WHERE moved > 0 AND moved < spares) > 250 AS all_covered,
       count(DISTINCT pool) FILTER (WHERE moved = 0) > 250 AS nothing_moved,
       count(*) FILTER (WHERE change < 0 AND -change < spare) > 500 AS givers,
       count(*) FILTER (WHERE change > 0 AND change < shortfall) > 500 AS takers
FROM slow;

CREATE TABLE result AS
SELECT m.*, reallocate(budget, need, floor, priority, scale) OVER (PARTITION BY pool ORDER BY id) AS proposal,
       reallocate(budget, need, floor, priority, scale) OVER (PARTITION BY pool ORDER BY id DESC) AS backwards
FROM members m;
ANALYZE slow, result;
-- The slow version's proposals, with as many decimals.
SELECT count(*) > 20000 AS rows, count(*) FILTER (WHERE r.proposal::text IS DISTINCT FROM s.proposal::text) AS wrong
FROM result r JOIN slow s USING (id);
-- The same amounts times 10^20, which are computed with numeric.
SELECT count(*) FILTER (WHERE other <> proposal * 1e20) AS wrong
FROM (SELECT proposal, reallocate(budget * 1e20, need * 1e20, floor * 1e20, priority, scale - 20) OVER w AS other
      FROM result WINDOW w AS (PARTITION BY pool ORDER BY id)) AS t;
-- With decimals that are not in use, which the function cannot read directly either.
SELECT count(*) FILTER (WHERE other <> proposal) AS wrong
FROM (SELECT proposal, reallocate(round(budget, 30), round(need, 30), round(floor, 30), priority, scale) OVER w AS other
      FROM result WINDOW w AS (PARTITION BY pool ORDER BY id)) AS t;
-- From the other end a row has at most a unit more or less.
SELECT count(*) FILTER (WHERE abs(proposal - backwards) > unit) AS far,
       count(*) FILTER (WHERE proposal <> backwards) > 250 AS some
FROM result JOIN (SELECT id, unit FROM slow) AS s USING (id);

-- What the comment states. Whole units; the pool's sum; nobody below the larger of need and floor, unless below already;
-- nobody above its need, unless above already; no row without a need; the smaller of the two sums is moved.
CREATE VIEW changes AS
SELECT r.proposal, s.pool, s.id, s.budget_0, s.need, s.floor, s.turn, s.scale, s.unit, s.spare, s.shortfall, s.spares, s.moved,
       (r.proposal - s.budget_0) / s.unit AS change
FROM result r JOIN slow s USING (id);
SELECT count(*) FILTER (WHERE change <> trunc(change)) AS units,
       count(*) FILTER (WHERE proposal < least(budget_0, greatest(need, floor))) AS too_little,
       count(*) FILTER (WHERE proposal > greatest(budget_0, need)) AS too_much,
       count(*) FILTER (WHERE need IS NULL AND change <> 0) AS needs
FROM changes;
SELECT count(*) AS pools, count(*) FILTER (WHERE proposals <> budgets) AS sums,
       count(*) FILTER (WHERE given <> least(spares, shortfalls) OR taken <> given) AS moved
FROM (SELECT sum(proposal) AS proposals, sum(budget_0) AS budgets, sum(spare) AS spares, sum(shortfall) AS shortfalls,
             sum(greatest(-change, 0)) AS given, sum(greatest(change, 0)) AS taken
      FROM changes GROUP BY pool) AS t;
-- Nobody gets anything before all of an earlier priority have what they lack, down to whole units.
SELECT count(*) > 250 AS pools, count(*) FILTER (WHERE last_with_something > first_without_all) AS wrong
FROM (SELECT max(turn) FILTER (WHERE change > 0) AS last_with_something,
             min(turn) FILTER (WHERE change < shortfall) AS first_without_all
      FROM changes WHERE shortfall > 0 GROUP BY pool HAVING max(turn) > min(turn)) AS t;
-- Less than a unit from the exact proportion.
SELECT count(*) FILTER (WHERE abs(-least(change, 0) * spares - moved * spare) >= spares AND spares > 0) AS givers,
       count(*) FILTER (WHERE abs(greatest(change, 0) * lacking - taken * shortfall) >= lacking AND lacking > 0) AS takers
FROM (SELECT *, sum(greatest(change, 0)) OVER w AS taken, sum(shortfall) OVER w AS lacking
      FROM changes WINDOW w AS (PARTITION BY pool, turn)) AS t;
-- With nothing to spare or nothing lacking the budgets stay as they are, to the last zero after the point.
SELECT count(*) > 1500 AS rows, count(*) FILTER (WHERE r.proposal::text <> coalesce(budget::text, '0')) AS wrong
FROM result r JOIN slow s USING (id) WHERE moved = 0;
-- A second time there is nothing left to move.
SELECT count(*) FILTER (WHERE again::text <> proposal::text) AS wrong
FROM (SELECT proposal, reallocate(proposal, need, floor, priority, scale) OVER (PARTITION BY pool ORDER BY id) AS again
      FROM result) AS t;


--
-- Sums that do not fit 64 bits
--

-- 932 of these, in units of 10^-4, do fit, and 933 do not. One giver and one taker have a third of what the others have.
SELECT givers, takers, count(*) AS rows, sum(proposal) - sum(budget) AS change, sum(greatest(proposal - budget, 0)) AS moved,
       max(abs(exact - proposal)) < 0.0001 AS near, min(scale(proposal)) AS decimals
FROM (SELECT *, CASE WHEN spare > 0 THEN budget - spare * least(spares, lackings) / spares
                     ELSE budget + lacking * least(spares, lackings) / lackings END AS exact
      FROM (SELECT *, reallocate(budget, need, scale => 4) OVER (PARTITION BY givers, takers ORDER BY i) AS proposal,
                   sum(spare) OVER (PARTITION BY givers, takers) AS spares,
                   sum(lacking) OVER (PARTITION BY givers, takers) AS lackings
            FROM (VALUES (932, 932), (933, 1), (1, 933), (933, 932), (932, 933), (933, 934), (2000, 1500)) AS g(givers, takers),
                 LATERAL (SELECT i, CASE WHEN i = 1 OR i = givers + 1 THEN 330000000000 ELSE 990000000000 END AS amount
                          FROM generate_series(1, givers + takers) AS i) AS a,
                 LATERAL (SELECT CASE WHEN i <= givers THEN amount ELSE 0 END AS spare,
                                 CASE WHEN i > givers THEN amount ELSE 0 END AS lacking) AS s,
                 LATERAL (SELECT spare AS budget, lacking AS need) AS n) AS t) AS t
GROUP BY givers, takers ORDER BY givers, takers;


--
-- Many members
--

CREATE TABLE many AS
SELECT i AS id, i % 10 AS pool, round(random()::numeric * 1000000, 2) AS budget, round(random()::numeric * 1200000, 2) AS need,
       round(random()::numeric * 900000, 2) AS floor, (random() * 20 - 10)::integer AS priority, i * 7919 % 100003 AS turn
FROM generate_series(1, 50000) AS i;
ANALYZE many;
CREATE TABLE many_proposals AS
SELECT *, reallocate(budget, need, floor, priority) OVER (ORDER BY id) AS proposal,
       reallocate(budget, need) OVER (ORDER BY id) AS plain,
       reallocate(budget, need, floor, turn, 0) OVER (ORDER BY id) AS by_turn
FROM many;
SELECT count(*) AS rows, sum(proposal) = sum(budget) AS proposal, sum(plain) = sum(budget) AS plain,
       sum(by_turn) = sum(budget) AS by_turn,
       sum(greatest(plain - budget, 0)) = least(sum(greatest(need - budget, 0)), sum(greatest(budget - need, 0))) AS moved,
       count(*) FILTER (WHERE NOT proposal BETWEEN least(budget, greatest(need, floor)) AND greatest(budget, need)) AS outside
FROM many_proposals;
-- Rows are served in turn: all that they lack, then one a part of it, then nothing.
SELECT bool_and(gets = lacks) FILTER (WHERE turn < last) AS before, bool_and(gets = 0) FILTER (WHERE turn > last) AS after,
       count(*) FILTER (WHERE turn < last) > 1000 AS some, count(*) FILTER (WHERE turn > last) > 1000 AS others
FROM (SELECT turn, trunc(need - budget) AS lacks, by_turn - budget AS gets,
             max(turn) FILTER (WHERE by_turn > budget) OVER () AS last
      FROM many_proposals WHERE need - budget >= 1) AS t;
-- With numeric the same.
SELECT count(*) FILTER (WHERE a <> proposal * 1e20) AS proposal, count(*) FILTER (WHERE b <> plain * 1e20) AS plain,
       count(*) FILTER (WHERE c <> by_turn * 1e20) AS by_turn
FROM (SELECT *, reallocate(budget * 1e20, need * 1e20, floor * 1e20, priority, -18) OVER w AS a,
             reallocate(budget * 1e20, need * 1e20, scale => -18) OVER w AS b,
             reallocate(budget * 1e20, need * 1e20, floor * 1e20, turn, -20) OVER w AS c
      FROM many_proposals WINDOW w AS (ORDER BY id)) AS t;


--
-- Wherever a window function can be
--

-- A frame changes nothing; peers are taken as they come.
SELECT count(*) AS rows, count(*) FILTER (WHERE a <> proposal OR b <> proposal OR c <> proposal) AS wrong,
       sum(peers) = sum(budget) AS peers
FROM (SELECT *, reallocate(budget, need, floor, priority) OVER (ORDER BY id ROWS 3 PRECEDING) AS a,
             reallocate(budget, need, floor, priority) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS b,
             reallocate(budget, need, floor, priority) OVER (ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS c,
             reallocate(budget, need, floor, priority) OVER (ORDER BY pool) AS peers
      FROM many_proposals) AS t;
-- Beside other functions of the same window, of which some move a mark.
SELECT row, lag(b) OVER v AS before, reallocate(b, n, scale => 0) OVER v AS proposal, row_number() OVER v AS number,
       sum(b) OVER v AS running, reallocate(b * 10, n * 10, scale => -1) OVER v AS tens, last_value(b) OVER v AS last,
       apportion(30, b, scale => 0) OVER v AS share
FROM (VALUES (1, 1, 0), (2, 9, 2), (3, 2, 9)) AS t(row, b, n) WINDOW v AS (ORDER BY row) ORDER BY row;

PREPARE proposals(integer, numeric, integer) AS
    SELECT array_agg(proposal ORDER BY row) AS proposals
    FROM (SELECT row, reallocate(b, n, $2, row * $3, $1) OVER (ORDER BY row) AS proposal
          FROM (VALUES (1, 0, 4), (2, 5, 1), (3, 5, 0), (4, 0, 7)) AS t(row, b, n)) AS t;
EXECUTE proposals(2, 0, 0);
SET plan_cache_mode = force_generic_plan;
EXECUTE proposals(2, 0, 0);
EXECUTE proposals(0, NULL, -1);
EXECUTE proposals(0, 3, NULL);
EXECUTE proposals(NULL, 3, NULL);
EXECUTE proposals(0, 'NaN', 1);
RESET plan_cache_mode;
DEALLOCATE proposals;

-- In a view, with LIMIT, and with a condition above it.
CREATE VIEW proposals AS
SELECT pool, id, budget, reallocate(budget, need, floor, priority) OVER (PARTITION BY pool ORDER BY id) AS proposal
FROM many WHERE id % 1000 < 50;
SELECT pool, sum(proposal - budget) FROM proposals GROUP BY pool ORDER BY pool LIMIT 2;
SELECT (SELECT sum(proposal - budget) FROM proposals WHERE pool = 3) AS one_pool,
       (SELECT count(*) FROM proposals p JOIN (SELECT * FROM proposals LIMIT 7) AS l USING (pool, id)
        WHERE p.proposal = l.proposal) AS first_rows;
SELECT proposal FROM proposals ORDER BY proposal DESC, id LIMIT 0;
-- Read again for each row of another table: the partition is new each time.
SELECT spare, proposals,
       (SELECT max(p) FROM (SELECT reallocate(b * spare, 3 * spare) OVER () FROM (VALUES (1), (6)) AS v(b)) AS v(p)) AS most
FROM generate_series(0, 9, 3) AS spare
CROSS JOIN LATERAL (SELECT array_agg(proposal ORDER BY row)
                    FROM (SELECT row, reallocate(b, n, priority => row / 3, scale => 0) OVER (PARTITION BY row > 5 ORDER BY row)
                          FROM (SELECT i, CASE WHEN i IN (0, 6) THEN spare ELSE 0 END, i FROM generate_series(0, spare) AS i
                               ) AS v(row, b, n)) AS v(row, proposal)) AS s(proposals)
ORDER BY spare;
-- A pool of pools: first within each, then what is left between them.
SELECT pool, row, b, n, proposal, reallocate(proposal, n) OVER (ORDER BY pool, row) AS in_all
FROM (SELECT *, reallocate(b, n) OVER (PARTITION BY pool ORDER BY row) AS proposal
      FROM (VALUES ('a', 1, 9, 2), ('a', 2, 1, 4), ('b', 1, 3, 9), ('b', 2, 5, 4)) AS t(pool, row, b, n)) AS t
ORDER BY pool, row;

-- A partition that does not fit in memory, and parallel queries.
SET work_mem = '64kB';
SELECT count(*) AS rows, count(*) FILTER (WHERE again <> proposal) AS wrong
FROM (SELECT proposal, reallocate(budget, need, floor, priority) OVER (ORDER BY id) AS again FROM many_proposals) AS t;
RESET work_mem;
ALTER TABLE many_proposals SET (parallel_workers = 2);
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT count(*) AS pools, sum(change) AS change
FROM (SELECT pool, sum(proposal) - sum(budget) AS change
      FROM (SELECT pool, budget, reallocate(budget, need, floor) OVER (PARTITION BY pool ORDER BY id) AS proposal
            FROM many_proposals) AS t
      GROUP BY pool) AS g;
-- In workers: a partition of its own for each row.
SET parallel_leader_participation = off;
SELECT count(*) AS rows, count(*) FILTER (WHERE proposals <> ARRAY[budget - least(budget, 500), least(budget, 500)]) AS wrong
FROM (SELECT id, budget, (SELECT array_agg(p)
                          FROM (SELECT reallocate(m.budget * b, 500 * (1 - b)) OVER ()
                                FROM (VALUES (1), (0)) AS v(b)) AS t(p)) AS proposals
      FROM many_proposals m WHERE id < 5000) AS t;
RESET parallel_leader_participation;
RESET min_parallel_table_scan_size; RESET parallel_tuple_cost; RESET parallel_setup_cost;

-- Cancelled, and then as if nothing had been.
SET statement_timeout = '50ms';
SELECT count(reallocate) FROM (SELECT reallocate(budget * 1e20, need, floor, turn) OVER (ORDER BY id) FROM many) AS t;
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;
SELECT reallocate(10, 1) OVER ();

SET client_min_messages = warning;
DROP SCHEMA reallocation_test CASCADE;
