-- apportionment: apportion
--
-- Known apportionments and small inputs are decided by hand; random partitions by
-- a slow version that limits shares round by round, and by what has to hold
-- whatever the numbers are.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS apportionment_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA apportionment_test;
SET search_path = apportionment_test, public;

\i test/sql/include/refusal.sql

-- The shares of a partition whose rows are the elements of arrays.
CREATE FUNCTION shares(total numeric, weights numeric[], minimums numeric[], maximums numeric[], scale integer DEFAULT 2)
    RETURNS numeric[]
    LANGUAGE sql
AS $function$
    SELECT array_agg(share ORDER BY place)
    FROM (SELECT place, apportion(total, weight, minimum, maximum, scale) OVER (ORDER BY place) AS share
          FROM unnest(weights, minimums, maximums) WITH ORDINALITY AS r(weight, minimum, maximum, place)) AS t
$function$;


--
-- Known apportionments
--

-- Seats for votes.
SELECT party, votes, apportion(10, votes, scale => 0) OVER (ORDER BY party) AS seats
FROM (VALUES ('Yellow', 47000), ('White', 16000), ('Red', 15800), ('Green', 12000), ('Blue', 6100), ('Pink', 3100)
     ) AS t(party, votes)
ORDER BY votes DESC;

-- The House of Representatives by the bill of 1792 that Washington vetoed: 120 seats by the census of 1790.
SELECT state, population, apportion(120, population, scale => 0) OVER (ORDER BY state) AS seats
FROM (VALUES ('Virginia', 630560), ('Massachusetts', 475327), ('Pennsylvania', 432879), ('North Carolina', 353523),
             ('New York', 331589), ('Maryland', 278514), ('Connecticut', 236841), ('South Carolina', 206236),
             ('New Jersey', 179570), ('New Hampshire', 141822), ('Vermont', 85533), ('Georgia', 70835), ('Kentucky', 68705),
             ('Rhode Island', 68446), ('Delaware', 55540)) AS t(state, population)
ORDER BY population DESC;

-- The Alabama paradox: with a seat more, the smallest has a seat less.
SELECT seats, array_agg(share ORDER BY place) AS shares
FROM (SELECT seats, place, apportion(seats, weight, scale => 0) OVER (PARTITION BY seats ORDER BY place)
      FROM (VALUES (10), (11)) AS s(seats), (VALUES (1, 6), (2, 6), (3, 2)) AS w(place, weight)) AS t(seats, place, share)
GROUP BY seats ORDER BY seats;

-- A budget by need in three ways of writing it, and with limits: at most 400 000 to anybody, at least 150 000.
SELECT unit, apportion(1000000, need) OVER w AS in_ore, apportion(1000000, need, scale => -3) OVER w AS in_thousands,
       apportion(weight => need, total => 1000000, scale => 0) OVER w AS in_kronor,
       apportion(1000000, need, minimum => 150000, maximum => 400000) OVER w AS limited
FROM (VALUES ('Norr', 700), ('Syd', 200), ('Väst', 100), ('Öst', 100)) AS t(unit, need)
WINDOW w AS (ORDER BY need DESC, unit)
ORDER BY need DESC, unit;


--
-- By hand: a line for each case, with the weights, minimums and maximums of its rows
--

CREATE TABLE ladder (place integer, input text, total numeric, weights numeric[], minimums numeric[], maximums numeric[],
                     scale integer);
INSERT INTO ladder VALUES
    ( 1, 'one row',                         10,     '{5}',           '{0}',           '{NULL}',         2),
    ( 2, 'thirds',                          100,    '{1,1,1}',       '{0,0,0}',       NULL,             2),
    ( 3, 'a weight of 0',                   10,     '{0,5,0.00}',    '{0,0,0}',       NULL,             2),
    ( 4, 'total 0',                         0,      '{1,2}',         '{0,0}',         NULL,             2),
    ( 5, 'total 0.00, weights all 0',       0.00,   '{0,0}',         '{0,0}',         NULL,             2),
    ( 6, 'weight NULL',                     10,     '{1,NULL,1}',    '{0,0,0}',       NULL,             2),
    ( 7, 'weights all NULL',                10,     '{NULL,NULL}',   '{0,0}',         NULL,             2),
    ( 8, 'total NULL',                      NULL,   '{1,NULL,2}',    '{0,0,0}',       NULL,             2),
    ( 9, 'fewer units than rows',           0.02,   '{1,1,1}',       '{0,0,0}',       NULL,             2),
    (10, 'scale 0',                         10,     '{1,1,2}',       NULL,            NULL,             0),
    (11, 'scale 1, total with a zero more', 1.10,   '{1,1}',         '{0,0}',         NULL,             1),
    (12, 'scale -3',                        7000,   '{5,3,1}',       '{0,0,0}',       NULL,            -3),
    (13, 'scale 10',                        1,      '{1,2}',         '{0,0}',         NULL,            10),
    (14, 'weights of many decimals',        100,    '{0.33333333333333333333,0.33333333333333333334,0.33333333333333333333}',
                                                                     NULL,            NULL,             0),
    (15, 'huge weights',                    10,     '{1e30,2e30,1e-30}', '{0,0,0}',   NULL,             2),
    (16, 'tiny weights',                    10,     '{1e-30,2e-30,0}',   '{0,0,0}',   NULL,             2),
    (17, 'huge total',                      1e30,   '{1,2}',         '{0,0}',         NULL,             0),
    (18, 'huge total, scale -29',           1e30,   '{1,2}',         '{0,0}',         NULL,           -29),
    (19, 'tiny total',                      1e-30,  '{1,2}',         '{0,0}',         NULL,            31),
    (20, 'total below 0',                   -10,    '{1,1,1}',       NULL,            NULL,             2),
    (21, 'all at their minimum',            6,      '{5,1}',         '{2,4}',         NULL,             2),
    (22, 'one at its minimum',              10,     '{9,1,0}',       '{0,2,0}',       NULL,             2),
    (23, 'one at its maximum',              10,     '{8,1,1}',       '{0,0,0}',       '{6,NULL,NULL}',  2),
    (24, 'one at each, none between',       10,     '{8,1}',         '{0,4}',         '{6,9}',          2),
    (25, 'one at each, two between',        20,     '{8,3,1,8}',     '{0,0,4,0}',     '{5,NULL,9,NULL}', 0),
    (26, 'maximum 0',                       10,     '{5,1}',         '{0,0}',         '{0,NULL}',       2),
    (27, 'minimum = maximum',               10,     '{1,1,1}',       '{0,7,0}',       '{NULL,7,NULL}',  2),
    (28, 'minimum = maximum in all',        3,      '{1,100}',       '{1,2}',         '{1,2}',          2),
    (29, 'weight 0 at its minimum',         10,     '{0,1}',         '{3,0}',         NULL,             2),
    (30, 'weights 0 at their minimum',      5,      '{0,0}',         '{3,2}',         NULL,             2),
    (31, 'weight 0, maximum below 0',       10,     '{0,1}',         NULL,            '{-3,NULL}',      2),
    (32, 'maximum below 0',                 10,     '{1,1}',         NULL,            '{-3,NULL}',      2),
    (33, 'minimum below 0, total below 0',  -10,    '{1,1,2}',       '{-1,NULL,NULL}', NULL,            2),
    (34, 'total below 0, a minimum above',  -10,    '{1,1,2}',       '{2,NULL,NULL}', NULL,             2),
    (35, 'bounds with more decimals',       1,      '{1,1}',         '{0,0}',         '{0.309,NULL}',   2),
    (36, 'minimum with more decimals',      1,      '{1,9}',         '{0.201,0}',     NULL,             2),
    (37, 'bounds below 0, more decimals',   -1,     '{9,1}',         '{-0.509,-0.509}', '{NULL,-0.491}', 2),
    (38, 'bounds in thousands',             10000,  '{1,1}',         '{0,0}',         '{3999,NULL}',   -3),
    (39, 'bounds of a weight NULL',         10,     '{NULL,1}',      '{9,0}',         '{1,NULL}',       2),
    (40, 'a bound that is just met',        9,      '{1,2}',         '{3,0}',         '{NULL,6}',       2),
    (41, 'ties between shares, not bounds', 8,      '{1,1,1,1}',     '{0,3,0,0}',     NULL,             0),
    (42, 'tenths of a unit each',           1,      '{1,1,1,1,1,1,1,1,1,1}', NULL,    NULL,             0);
SELECT place, input, total, shares(total, weights, minimums, maximums, scale) FROM ladder ORDER BY place;

-- The other way round, ties go to the other end; nothing else does.
SELECT place, input, shares(total, weights, minimums, maximums, scale),
       (SELECT array_agg(share ORDER BY at)
        FROM (SELECT at, apportion(total, weight, minimum, maximum, scale) OVER (ORDER BY at DESC) AS share
              FROM unnest(weights, minimums, maximums) WITH ORDINALITY AS r(weight, minimum, maximum, at)) AS t) AS backwards
FROM ladder WHERE place IN (2, 9, 10, 14, 17, 20, 23, 41, 42) ORDER BY place;

-- A scale of 100, and the largest and the smallest there is.
SELECT 'thirds at scale 100' AS input, shares[1] = ('0.' || repeat('3', 99) || '4')::numeric AS first,
       shares[2] = ('0.' || repeat('3', 100))::numeric AS second, shares[2] = shares[3] AS third
FROM shares(1, '{1,1,1}', NULL, NULL, 100)
UNION ALL
SELECT 'scale 1000', shares[1] = 2e-1000, shares[2] = 1e-1000, shares[3] IS NULL
FROM shares(3e-1000, '{1,1}', NULL, NULL, 1000)
UNION ALL
SELECT 'scale -1000', shares[1] = 2e1000, shares[2] = 1e1000, shares[3] IS NULL
FROM shares(3e1000, '{1,1}', NULL, NULL, -1000);
-- A third more in 20 decimals decides.
SELECT shares(1, ARRAY[round(1 / 3::numeric, 20), round(1 / 3::numeric, 20) + 1e-20], NULL, NULL, 0);

-- Partitions of one row and of more, each with its own total and scale; NULL is one too.
SELECT pool, row, apportion(total, weight, scale => scale) OVER (PARTITION BY pool ORDER BY row) AS share
FROM (VALUES ('a', 1, 10, 3, 0), ('b', 1, 1, 1, 2), ('b', 2, 1, 2, 2), ('c', 1, NULL, 1, 0), (NULL, 1, 5, 1, 0),
             (NULL, 2, 5, 1, 0)) AS t(pool, row, total, weight, scale)
ORDER BY pool, row;
-- No row, no weight, and integers.
SELECT apportion(10, 1) OVER () WHERE false;
SELECT apportion(10, NULL) OVER (), apportion(NULL, NULL) OVER (),
       apportion(10::smallint, 3::bigint, scale => 0::smallint) OVER (),
       pg_typeof(apportion(10, 1) OVER ());

-- In a query that groups, each group in its place; the total comes from a subquery or a level below.
CREATE TABLE spent (unit text, cost numeric, days integer);
INSERT INTO spent VALUES ('Norr', 60, 3), ('Norr', 15, 4), ('Syd', 20, 5), ('Öst', 5.01, NULL), ('Öst', NULL, 8);
SELECT unit, apportion((SELECT sum(cost) FROM spent), sum(days)) OVER (ORDER BY unit) AS share, sum(days) AS days
FROM spent GROUP BY unit ORDER BY unit;
SELECT unit, apportion(total, days) OVER (ORDER BY unit) AS share
FROM (SELECT unit, sum(sum(cost)) OVER () AS total, sum(days) AS days FROM spent GROUP BY unit) AS t ORDER BY unit;
SELECT unit, apportion(sum(cost), sum(days)) OVER (PARTITION BY unit) AS share FROM spent GROUP BY unit ORDER BY unit;


--
-- Errors
--

-- One of each in full; the rest come in numbers.
SELECT apportion(10, w, 6) OVER () FROM (VALUES (1), (2)) AS t(w);
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10, w) OVER () FROM (VALUES (1), (-0.01)) AS t(w);
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10.001, 1) OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10, 1, 0.301, 0.309) OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10, 1, scale => s) OVER (ORDER BY s) FROM (VALUES (1), (1), (2)) AS t(s);
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10, 1, scale => NULL) OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT apportion(10, 'NaN') OVER ();
\echo :LAST_ERROR_SQLSTATE

-- Bounds that cannot be met, with the sums of what they allow.
SELECT total, weights, minimums, maximums, scale, refusal(format('SELECT shares(%L, %L, %L, %L, %L)',
                                                                 total, weights, minimums, maximums, scale))
FROM (VALUES
    ( 1, 10,    '{1,2}',    '{6,4.01}',       NULL,           2), ( 2, 10,    '{1,2}',    NULL,        '{6,3.99}',        2),
    ( 3, 10,    '{1,2}',    '{6,4.0001}',     NULL,           2), ( 4, 10,    '{1,2}',    NULL,        '{6,3.999}',       2),
    ( 5, -0.01, '{1,2}',    '{0,0}',          NULL,           2), ( 6, 10,    '{0,0}',    '{0,0}',     NULL,              2),
    ( 7, -1,    '{0,0}',    NULL,             NULL,           2), ( 8, 10,    '{0,1}',    '{3,0}',     '{NULL,6}',        2),
    ( 9, 10,    '{0,NULL}', '{-3,0}',         '{20,NULL}',    2), (10, 2,     '{1,1}',    '{3,NULL}',  '{NULL,-2}',       0),
    (11, 7000,  '{1,1}',    '{3001,3001}',    '{9000,NULL}', -3), (12, 1e30,  '{1,1e30}', '{0,0}',     '{1e29,1e29}',     0),
    (13, 2,     '{0,0}',    '{NULL,-9}',      '{-3,-1}',      0), (14, 10,    '{1,1}',    '{6,6}',     '{9,9}',          20),
    (15, -9,    '{0,1}',    '{-5,-5}',        '{0,0}',        0), (16, 0,     '{0,1}',    '{1,-0.5}',  NULL,              0)
     ) AS t(place, total, weights, minimums, maximums, scale) ORDER BY place;
-- They are not asked for where nothing is divided, unless they contradict themselves.
SELECT refusal('SELECT ' || query), query
FROM unnest(ARRAY[
    $$shares(NULL, '{1,2}', '{6,5}', NULL)$$,         $$shares(10, '{NULL,NULL}', '{6,5}', NULL)$$,
    $$shares(10, '{NULL,1}', '{3,0}', '{2,NULL}')$$,  $$shares(10, '{0,1}', '{3,0}', '{2,NULL}')$$,
    $$shares(10, '{1,1}', '{0,0.001}', '{0,0}')$$,    $$shares(10, '{1,1}', '{-7,0}', '{-8,0}')$$,
    $$shares(10, '{1,-0.0001}', NULL, NULL)$$,        $$shares(10, '{1,-1e-30}', NULL, NULL)$$]) AS query;
-- A total that differs, a scale that does, and more decimals in the total than a share has.
SELECT refusal(format('SELECT apportion(t, 1, scale => s) OVER () FROM (VALUES %s) AS v(t, s)', rows)), rows
FROM unnest(ARRAY[
    '(10, 2), (10.00, 2)',  '(10, 2), (10.01, 2)',      '(10, 2), (NULL, 2)',      '(NULL, 2), (10, 2)',
    '(10, 0), (10, 1)',     '(NULL::int, -1), (NULL, -2)', '(10, 2), (10, NULL)', '(NULL::int, NULL::int)',
    '(10, 1000)',           '(0, 1001)',                '(0, -1001)',              '(0, -2147483648)', '(0, 2147483647)',
    '(0.1, 0)',  '(0.10, 1)',  '(1e-30, 29)',  '(1500, -3)',  '(1e30, -31)']) AS rows;
-- NaN and infinity in each argument, also where the row takes no part.
SELECT refusal(format('SELECT apportion(' || call || ') OVER ()', quote_literal(kind))) AS error, count(*)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity']) AS kind,
     (VALUES (1, '%s, 1'), (1, '%s, NULL'), (2, '1, %s'), (2, '0, %s'), (3, '1, 1, %s'), (3, '1, NULL, %s'),
             (4, '1, 1, 0, %s'), (4, '1, NULL, NULL, %s')) AS t(place, call)
GROUP BY 1 ORDER BY min(place), min(kind COLLATE "C");
SELECT refusal(format('SELECT apportion(1, w, n, m) OVER () FROM (VALUES (1.5, 0.5, 1.5), (%s)) AS t(w, n, m)', rest))
FROM unnest(ARRAY[$$'NaN', 0, 1$$, $$1, 'Infinity', 1$$, $$1, 0, '-Infinity'$$]) AS rest;
-- It is a window function, and no argument may be one.
SELECT refusal('SELECT ' || query) FROM unnest(ARRAY['apportion(10, 1)', 'apportion(sum(1) OVER (), 1) OVER ()']) AS query;


--
-- Random partitions
--

-- 1500 of 1 to 30 rows. By the last digit of their number they have no bounds (0 to 2), minimums (3), maximums (4), both
-- (5 to 8) or both and shares of any sign (9); by its hundreds the weights are one digit (0, 1), money (2, 3), or anything.
SELECT setseed(0.1792);
CREATE FUNCTION random_bound(kind text) RETURNS numeric
    VOLATILE
    RETURN CASE WHEN random() < 0.3 THEN NULL
                WHEN kind = 'any' THEN round((random() * 60 - 30)::numeric, trunc(random() * 5)::integer)
                WHEN kind = 'minimum' AND random() < 0.3 THEN 0
                ELSE round((random() * 40)::numeric, trunc(random() * 5)::integer) END;
CREATE TABLE pools AS
SELECT p AS pool, p % 10 AS bounds, p / 100 % 5 AS weights, (ARRAY[2, 0, -1, 1, 3, 6])[1 + p / 10 % 6] AS scale,
       1 + trunc(random() * 30)::integer AS size
FROM generate_series(1, 1500) AS p;
CREATE TABLE members AS
SELECT pool, p.bounds, p.scale, row_number() OVER () AS id, round(random()::numeric, 10) AS shuffled,
       CASE WHEN random() < 0.05 THEN NULL WHEN random() < 0.1 THEN 0 WHEN weights <= 1 THEN trunc(random()::numeric * 10)
            WHEN weights <= 3 THEN round(random()::numeric * 1000, 2)
            ELSE round(random()::numeric * ('1e' || trunc(random() * 31 - 10))::numeric, 20) END AS weight,
       CASE WHEN p.bounds IN (0, 1, 2, 4) THEN 0
            ELSE unit * random_bound(CASE p.bounds WHEN 9 THEN 'any' ELSE 'minimum' END) END AS minimum,
       CASE WHEN p.bounds >= 4 THEN unit * random_bound(CASE p.bounds WHEN 9 THEN 'any' ELSE 'maximum' END) END AS maximum
FROM pools p CROSS JOIN LATERAL (SELECT CASE WHEN p.scale < 0 THEN 10 ELSE 1 END) AS u(unit), generate_series(1, p.size);
-- Bounds that contradict each other change places. Where they are not rounded, it may be that no share lies between.
UPDATE members SET minimum = maximum, maximum = minimum WHERE minimum > maximum;
UPDATE members SET minimum = round(minimum, scale), maximum = round(maximum, scale) WHERE pool % 7 <> 0;

-- A total between what the bounds allow, or at one end, or beyond it.
CREATE TABLE totals AS
SELECT pool, round(CASE WHEN at < 0.05 THEN least WHEN at < 0.1 THEN most
                        ELSE least + (most - least) * (at * 1.3 - 0.2) END, scale) AS total
FROM (SELECT pool, min(scale) AS scale, random()::numeric AS at,
             coalesce(sum(coalesce(minimum, least(maximum, 0) - 30)), 0) AS least,
             coalesce(sum(coalesce(maximum, greatest(minimum, 0) + 30)), 0) AS most
      FROM members WHERE weight IS NOT NULL GROUP BY pool) AS t;

-- The slow version: everybody without a limit divides the rest in proportion; those whom that leads over a limit get their
-- limit, if it is on the side where most is at stake; until nobody is led over one. NULL where it cannot be.
CREATE FUNCTION slow_shares(total numeric, weights numeric[], minimums numeric[], maximums numeric[], scale integer,
                            OUT shares numeric[], OUT remainders numeric[])
    LANGUAGE plpgsql
AS $function$
DECLARE
    unit numeric := ('1e' || -scale)::numeric;
    units numeric := ('1e' || scale)::numeric;
    rest numeric;
    free_weights numeric;
    excess numeric;         -- of what limited shares take above the rest, times the sum of the free weights
    fixed integer;
    one numeric;
BEGIN
    shares := array_fill(NULL::numeric, ARRAY[cardinality(weights)]);
    remainders := shares;
    FOR i IN 1 .. cardinality(weights) LOOP
        minimums[i] := ceil(minimums[i] * units);
        maximums[i] := floor(maximums[i] * units);
        IF minimums[i] > maximums[i] AND weights[i] IS NOT NULL THEN
            shares := NULL;
            RETURN;
        END IF;
        shares[i] := CASE WHEN weights[i] = 0 THEN least(greatest(0, minimums[i]), maximums[i]) END;
    END LOOP;
    LOOP
        rest := total * units;
        free_weights := 0;
        excess := 0;
        fixed := 0;
        FOR i IN 1 .. cardinality(weights) LOOP
            rest := rest - coalesce(shares[i], 0);
            free_weights := free_weights + CASE WHEN shares[i] IS NULL THEN coalesce(weights[i], 0) ELSE 0 END;
        END LOOP;
        IF free_weights = 0 THEN
            IF rest <> 0 THEN
                shares := NULL;
                RETURN;
            END IF;
            EXIT;
        END IF;
        FOR i IN 1 .. cardinality(weights) LOOP
            IF shares[i] IS NULL AND weights[i] > 0 THEN
                one := rest * weights[i];
                excess := excess + least(greatest(one, minimums[i] * free_weights), maximums[i] * free_weights) - one;
            END IF;
        END LOOP;
        FOR i IN 1 .. cardinality(weights) LOOP
            IF shares[i] IS NULL AND weights[i] > 0 THEN
                IF excess >= 0 AND rest * weights[i] < minimums[i] * free_weights THEN
                    shares[i] := minimums[i];
                    fixed := fixed + 1;
                ELSIF excess <= 0 AND rest * weights[i] > maximums[i] * free_weights THEN
                    shares[i] := maximums[i];
                    fixed := fixed + 1;
                END IF;
            END IF;
        END LOOP;
        IF fixed = 0 THEN
            FOR i IN 1 .. cardinality(weights) LOOP
                IF shares[i] IS NULL AND weights[i] > 0 THEN
                    shares[i] := div(rest * weights[i], free_weights);
                    remainders[i] := abs(rest * weights[i] - shares[i] * free_weights);
                END IF;
            END LOOP;
            one := sign(rest);
            rest := rest - (SELECT sum(s) FROM unnest(shares, remainders) AS r(s, m) WHERE m IS NOT NULL);
            shares := (SELECT array_agg(s + CASE WHEN rank <= abs(rest) AND m IS NOT NULL THEN one ELSE 0 END ORDER BY place)
                       FROM (SELECT *, row_number() OVER (ORDER BY m DESC NULLS LAST, place) AS rank
                             FROM unnest(shares, remainders) WITH ORDINALITY AS r(s, m, place)) AS t);
            EXIT;
        END IF;
    END LOOP;
    FOR i IN 1 .. cardinality(shares) LOOP
        shares[i] := shares[i] * unit;
    END LOOP;
END
$function$;

CREATE TABLE slow AS
SELECT pool, total, places, weights, minimums, maximums, s.*
FROM (SELECT pool, total, scale, array_agg(id ORDER BY id) AS places, array_agg(weight ORDER BY id) AS weights,
             array_agg(minimum ORDER BY id) AS minimums, array_agg(maximum ORDER BY id) AS maximums
      FROM members JOIN totals USING (pool) GROUP BY pool, total, scale) AS p
CROSS JOIN LATERAL slow_shares(total, weights, minimums, maximums, scale) AS s;
-- There is enough of everything: shares at bounds and between, impossible pools, ties.
SELECT count(*) AS pools, count(*) FILTER (WHERE shares IS NULL) > 50 AS impossible,
       count(*) FILTER (WHERE total < 0 AND shares IS NOT NULL) > 50 AS negative,
       count(*) FILTER (WHERE between_bounds > 1) > 1000 AS divided,
       count(*) FILTER (WHERE between_bounds > 1 AND at_bounds > 1) > 500 AS both
FROM slow CROSS JOIN LATERAL (SELECT count(m) AS between_bounds, count(w) FILTER (WHERE m IS NULL AND w > 0) AS at_bounds
                              FROM unnest(weights, remainders) AS u(w, m)) AS n;

CREATE TABLE result AS
SELECT m.*, total, 10::numeric ^ -m.scale AS unit, coalesce(weight > 0, false) AS moves,
       apportion(total, weight, minimum, maximum, m.scale) OVER (PARTITION BY pool ORDER BY id) AS share,
       apportion(total, weight, minimum, maximum, m.scale) OVER (PARTITION BY pool ORDER BY shuffled) AS other
FROM members m JOIN slow USING (pool) WHERE shares IS NOT NULL;
ANALYZE slow, result;
-- Impossible pools are refused, every single one.
SELECT substring(refusal(format('SELECT shares(%L, %L, %L, %L, %s)', total, s.weights, minimums, maximums, scale))
                 FROM '22023 no share lies between|is not within the bounds|accepted') AS error, count(*) > 1 AS several
FROM slow s JOIN pools USING (pool) WHERE shares IS NULL GROUP BY 1 ORDER BY 1;
-- The slow version's shares, with as many decimals; and rows in another order change nothing where no remainders are equal.
SELECT count(*) > 15000 AS rows, count(*) FILTER (WHERE r.share::text IS DISTINCT FROM s.share::text) AS wrong
FROM result r JOIN (SELECT u.* FROM slow, unnest(places, shares) AS u(id, share)) AS s USING (id);
SELECT count(*) > 10000 AS rows, count(*) FILTER (WHERE share IS DISTINCT FROM other) AS changed
FROM result
WHERE pool IN (SELECT pool FROM slow, unnest(remainders) AS m GROUP BY pool HAVING count(m) = count(DISTINCT m));
-- Sums, bounds, decimals; no share without a weight.
SELECT count(DISTINCT pool) FILTER (WHERE of_pool <> total) AS sums,
       count(*) FILTER (WHERE share < minimum OR share > maximum) AS bounds,
       count(*) FILTER (WHERE scale(share) <> greatest(scale, 0) OR share <> round(share, scale)) AS decimals,
       count(*) FILTER (WHERE (share IS NULL) <> (weight IS NULL)) AS nulls
FROM (SELECT *, sum(share) OVER (PARTITION BY pool) AS of_pool FROM result) AS t;
-- One x: who is above its minimum is less than a unit above x * weight, who is below its maximum less than a unit below.
SELECT count(*) > 1000 AS pools, count(*) FILTER (WHERE from_x >= to_x) AS wrong
FROM (SELECT max((share - unit) / weight) FILTER (WHERE share - unit >= minimum OR minimum IS NULL) AS from_x,
             min((share + unit) / weight) FILTER (WHERE share + unit <= maximum OR maximum IS NULL) AS to_x
      FROM result WHERE moves GROUP BY pool) AS t;
-- The same where the function cannot take a short cut, because of a maximum that nobody reaches, or of larger weights.
SELECT count(*) > 5000 AS rows, count(*) FILTER (WHERE num_nulls(a, b, c, share) IN (1, 2, 3)) AS nulls,
       count(*) FILTER (WHERE a::text <> share::text OR b::text <> share::text OR c::text <> share::text) AS wrong
FROM (SELECT share, apportion(total, weight, NULL, 1e30, scale) OVER w AS a,
             apportion(total, weight * 1e30, scale => scale) OVER w AS b,
             apportion(total, weight, CASE WHEN id % 2 = 0 THEN -shuffled END, scale => scale) OVER w AS c
      FROM result WHERE bounds <= 2 WINDOW w AS (PARTITION BY pool ORDER BY id)) AS t;
-- Without bounds that is: less than a unit from total * weight / sum of weights, and never less for a larger weight.
SELECT count(*) > 5000 AS rows, count(*) FILTER (WHERE abs(share * weights - total * weight) >= unit * weights) AS far,
       count(*) FILTER (WHERE share < before) AS less
FROM (SELECT *, sum(weight) OVER (PARTITION BY pool) AS weights,
             lag(share) OVER (PARTITION BY pool ORDER BY weight, id DESC) AS before
      FROM result WHERE bounds <= 2 AND weight IS NOT NULL) AS t
WHERE weights > 0;
-- Weights in other units, totals and bounds with the scale, and everything with the other sign: the same shares.
SELECT count(*) FILTER (WHERE thousandfold IS DISTINCT FROM share) AS weights,
       count(*) FILTER (WHERE tenfold <> share * 10) AS scales, count(*) FILTER (WHERE negated <> -share) AS signs
FROM (SELECT share, apportion(total, weight * 1000, minimum, maximum, scale) OVER w AS thousandfold,
             apportion(total * 10, weight, minimum * 10, maximum * 10, scale - 1) OVER w AS tenfold,
             apportion(-total, weight, -maximum, -minimum, scale) OVER w AS negated
      FROM result WINDOW w AS (PARTITION BY pool ORDER BY id)) AS t;


--
-- Where 64 bits end
--

-- Totals around 2^63, and weights of which 932 fit, in units of 10^-4, and 933 do not.
SELECT total, count(*) AS members, sum(share) - total AS off, max(abs(share * weights - total * weight) / weights) < 1 AS near,
       count(*) FILTER (WHERE share IS DISTINCT FROM bounded) AS other
FROM (SELECT *, sum(weight) OVER w AS weights, apportion(total, weight, scale => 0) OVER (w ORDER BY i) AS share,
             apportion(total, weight, maximum => total, scale => 0) OVER (w ORDER BY i) AS bounded
      FROM (VALUES (9223372036854775806), (9223372036854775807), (9223372036854775808), (18446744073709551616), (12345678901)
           ) AS t(total),
           (VALUES (1), (3), (932), (933), (2000)) AS m(members),
           LATERAL (SELECT i, CASE i WHEN 1 THEN 330000000000 WHEN 2 THEN 989999999999.9999 ELSE 990000000000 END AS weight
                    FROM generate_series(1, members) AS i) AS r
      WINDOW w AS (PARTITION BY total, members)) AS t
GROUP BY total, members ORDER BY total, members;
-- The total is the sum of the weights, in units: everybody gets its weight.
SELECT count(*) FILTER (WHERE share <> weight * 100) AS wrong
FROM (SELECT weight, apportion(sum * 100, weight) OVER (ORDER BY weight) AS share
      FROM (SELECT weight, sum(weight) OVER () AS sum FROM (SELECT i / 7.0 FROM generate_series(1, 50) AS i) AS t(w),
                   LATERAL (SELECT round(w, 4) AS weight) AS r) AS t) AS t;


--
-- Many members
--

-- In one partition, with and without bounds. Without them plain SQL has the same shares.
CREATE TABLE many AS
SELECT i AS id, i % 10 AS grp, CASE WHEN i % 17 = 0 THEN 0 ELSE round(random()::numeric * 10000, 2) END AS weight,
       i % 700 AS minimum, CASE WHEN i % 3 > 0 THEN 1000 + i % 500 + i % 100 * 0.01 END AS maximum
FROM generate_series(1, 50000) AS i;
ANALYZE many;
CREATE TABLE many_shares AS
SELECT *, apportion(123456789.01, weight) OVER (ORDER BY id) AS free,
       apportion(123456789.01, weight, minimum, maximum) OVER (ORDER BY id) AS bounded
FROM many;
SELECT sum(free) AS free, sum(bounded) AS bounded,
       count(*) FILTER (WHERE bounded < minimum OR bounded > maximum) AS out_of_bounds,
       max((bounded - 0.01) / weight) FILTER (WHERE weight > 0 AND bounded > minimum) <
       min((bounded + 0.01) / weight) FILTER (WHERE weight > 0 AND (bounded < maximum) IS NOT false) AS one_x
FROM many_shares;
SELECT count(*) FILTER (WHERE free <> (down + CASE WHEN rank <= 12345678901 - downs THEN 1 ELSE 0 END) / 100) AS wrong
FROM (SELECT *, sum(down) OVER () AS downs, row_number() OVER (ORDER BY remainder DESC, id) AS rank
      FROM (SELECT id, free, div(12345678901 * weight, weights) AS down, 12345678901 * weight % weights AS remainder
            FROM many_shares, (SELECT sum(weight) AS weights FROM many) AS s) AS t) AS t;


--
-- Wherever a window function can be
--

-- A frame changes nothing; peers are taken as they come, so their shares are the same numbers.
SELECT count(*) AS rows, count(*) FILTER (WHERE a <> free OR b <> free OR c <> free) AS wrong, sum(peers) AS peers
FROM (SELECT free, apportion(123456789.01, weight) OVER (ORDER BY id ROWS 3 PRECEDING) AS a,
             apportion(123456789.01, weight) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS b,
             apportion(123456789.01, weight) OVER (ORDER BY id GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING EXCLUDE TIES) AS c,
             apportion(123456789.01, weight) OVER (ORDER BY grp) AS peers
      FROM many_shares) AS t;
-- Beside other functions of the same window, of which some move a mark.
SELECT row, lag(w) OVER v AS before, apportion(7, w, scale => 0) OVER v AS share, row_number() OVER v AS number,
       sum(w) OVER v AS running, apportion(70, w, scale => -1) OVER v AS tens, last_value(w) OVER v AS last
FROM (VALUES (1, 1), (2, 1), (3, 2)) AS t(row, w) WINDOW v AS (ORDER BY row) ORDER BY row;

-- Constants, columns and parameters are the same.
PREPARE seats(numeric, integer, numeric) AS
    SELECT array_agg(share ORDER BY row) AS shares
    FROM (SELECT row, apportion($1, w, $3, scale => $2) OVER (ORDER BY row) AS share
          FROM (VALUES (1, 2), (2, 4), (3, 1)) AS t(row, w)) AS t;
EXECUTE seats(10, 2, NULL);
SET plan_cache_mode = force_generic_plan;
EXECUTE seats(10, 2, 3);
EXECUTE seats(10, 0, 0);
EXECUTE seats(10, NULL, 0);
EXECUTE seats(10, 0, 4);
EXECUTE seats(NULL, 0, 4);
RESET plan_cache_mode;
DEALLOCATE seats;

-- In a view, with LIMIT, in the other order, and with a condition above it.
CREATE VIEW seats AS
SELECT grp, id, apportion(101, weight, scale => 0) OVER (PARTITION BY grp ORDER BY id) AS share
FROM many WHERE id % 1000 < 50;
SELECT grp, sum(share) FROM seats GROUP BY grp ORDER BY grp LIMIT 2;
SELECT (SELECT sum(share) FROM (SELECT share FROM seats WHERE grp = 3) AS t) AS one_group,
       (SELECT count(*) FROM (SELECT share FROM seats LIMIT 7) AS t) AS first_rows,
       (SELECT count(*) FROM seats s JOIN (SELECT * FROM seats LIMIT 7) AS l USING (grp, id) WHERE s.share = l.share) AS same;
SELECT share FROM seats ORDER BY share DESC, id LIMIT 0;
-- Read again for each row of another table, with other totals: the partition is new each time.
SELECT total, shares,
       (SELECT sum(s) FROM (SELECT apportion(total, w, scale => 0) OVER () FROM (VALUES (1), (2)) AS v(w)) AS v(s)) AS sum
FROM generate_series(0, 12, 4) AS total
CROSS JOIN LATERAL (SELECT array_agg(share ORDER BY row)
                    FROM (SELECT row, apportion(total, w, maximum => row, scale => 0) OVER (PARTITION BY row > 9 ORDER BY row)
                          FROM (SELECT i, i FROM generate_series(1, total) AS i) AS v(row, w)) AS v(row, share)) AS s(shares)
ORDER BY total;
-- As a default, a bound or a total of another.
SELECT row, apportion(share, 1) OVER (PARTITION BY row) AS again,
       apportion(10, 1, share - 0.5, share + 0.5, 1) OVER (ORDER BY row) AS even
FROM (SELECT row, apportion(10, w) OVER (ORDER BY row) AS share FROM (VALUES (1, 1), (2, 1), (3, 2)) AS t(row, w)) AS t
ORDER BY row;

-- A partition that does not fit in memory, and in a parallel query.
SET work_mem = '64kB';
SELECT count(*) AS rows, count(*) FILTER (WHERE again <> bounded) AS wrong
FROM (SELECT bounded, apportion(123456789.01, weight, minimum, maximum) OVER (ORDER BY id) AS again FROM many_shares) AS t;
RESET work_mem;
ALTER TABLE many_shares SET (parallel_workers = 2);
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT count(*) AS groups, sum(g.sum)
FROM (SELECT grp, sum(share)
      FROM (SELECT grp, apportion(12345.67, weight) OVER (PARTITION BY grp ORDER BY id) AS share FROM many_shares) AS t
      GROUP BY grp) AS g;
-- In workers: a partition of its own for each row.
SET parallel_leader_participation = off;
SELECT count(*) AS rows, count(*) FILTER (WHERE shares <> ARRAY[id - id / 2, id / 2]::numeric[]) AS wrong
FROM (SELECT id, (SELECT array_agg(s)
                  FROM (SELECT apportion(m.id, w, scale => 0) OVER () FROM (VALUES (1), (1)) AS v(w)) AS t(s)) AS shares
      FROM many_shares m WHERE id < 5000) AS t;
RESET parallel_leader_participation;
RESET min_parallel_table_scan_size; RESET parallel_tuple_cost; RESET parallel_setup_cost;

-- Cancelled, and then as if nothing had been.
SET statement_timeout = '50ms';
SELECT count(apportion) FROM (SELECT apportion(123456789.01, weight, minimum, maximum) OVER (ORDER BY id) FROM many) AS t;
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;
SELECT apportion(10, 1) OVER ();

SET client_min_messages = warning;
DROP SCHEMA apportionment_test CASCADE;
