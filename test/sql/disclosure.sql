-- disclosure: whether a figure tells of few households

CREATE EXTENSION social_services;
\pset null NULL
\set VERBOSITY terse

-- About none, or about enough; and so the others, of whom they are a part.
SELECT households, disclosure_safe(households), disclosure_safe(households, 3) AS of_3, disclosure_safe(households, 5, 9) AS of_9
FROM unnest('{0,1,2,3,4,5,6,9,NULL}'::bigint[]) AS households;
SELECT disclosure_safe(7, NULL), disclosure_safe(5, 5, 5), disclosure_safe(0, 5, 0), disclosure_safe(9223372036854775807, 9223372036854775807, NULL);
SELECT disclosure_safe(7, 2);
SELECT disclosure_safe(-1);
SELECT disclosure_safe(7, 5, 6);

-- Without the two largest at least a fifth of the largest, to the last hundredth.
SELECT total, largest, second_largest, one_has_most(total, largest, second_largest)
FROM (VALUES (1299.99, 1000, 100), (1300, 1000, 100), (1300.00, 1000.01, 100), (0, 0, 0), (100, 100, 0), (250, 100, 100), (0.03, 0.01, 0.01), (0.02, 0.01, 0.01), (NULL, 1, 1)) AS v(total, largest, second_largest);
SELECT one_has_most(10, 1, 2);
SELECT one_has_most(10, 8, 3);
SELECT one_has_most(10, 8, -1);
SELECT one_has_most(-92233720368547758.07, 92233720368547758.07, 0.01);
SELECT one_has_most(10.001, 8, 1);
SELECT one_has_most('NaN', 8, 1);

-- The aggregate: none, NULL alone, few, enough, one who has most.
CREATE TABLE paid (about text, household bigint, amount numeric);
INSERT INTO paid
SELECT 'enough', h, 1000 FROM generate_series(1, 5) AS h
UNION ALL SELECT 'enough in several rows', h, 400.10 FROM generate_series(1, 5) AS h, generate_series(1, 3)
UNION ALL SELECT 'few', h, 1000 FROM generate_series(1, 4) AS h
UNION ALL SELECT 'few in many rows', h % 4, 1000 FROM generate_series(1, 400) AS h
UNION ALL SELECT 'one has most', h, CASE h WHEN 1 THEN 100000 ELSE 1000 END FROM generate_series(1, 12) AS h
UNION ALL SELECT 'one had most and paid back', h, 1000 FROM generate_series(1, 12) AS h
UNION ALL SELECT 'one had most and paid back', 1, a FROM unnest('{100000,-100000}'::numeric[]) AS a
UNION ALL SELECT 'one pays most back', h, CASE h WHEN 1 THEN -100000 ELSE 1000 END FROM generate_series(1, 12) AS h
UNION ALL SELECT 'few and one who paid all back', h, a FROM generate_series(1, 5) AS h, unnest('{1000,-1000}'::numeric[]) AS a WHERE h = 5 OR a > 0
UNION ALL SELECT 'few and zeros', h, CASE WHEN h <= 4 THEN 1000 ELSE 0 END FROM generate_series(1, 12) AS h
UNION ALL SELECT 'nobody', NULL, 1000 FROM generate_series(1, 12)
UNION ALL SELECT 'nothing', h, NULL FROM generate_series(1, 12) AS h
UNION ALL SELECT 'who is not known does not count', nullif(h, 5), 1000 FROM generate_series(1, 5) AS h
UNION ALL SELECT 'zeros', h, 0 FROM generate_series(1, 5) AS h;
SELECT about, disclosure_safe_sum(amount, household), disclosure_safe_sum(amount, household, 3) AS of_3, disclosure_safe_sum(amount, household, 6) AS of_6
FROM paid GROUP BY about ORDER BY about;
SELECT disclosure_safe_sum(amount, household) FROM paid WHERE false;
-- Against the same in SQL, on random amounts (synthetic).
SELECT setseed(0.2);
CREATE TABLE random_paid AS
SELECT g, (random() * (3 + g % 9))::bigint AS household, round((exp(9 * random()) - 20 * random())::numeric, 2) AS amount FROM generate_series(1, 1000) AS g, generate_series(1, 12);
SELECT count(*) AS groups, count(safe) > 100 AS some_shown, count(*) - count(safe) > 100 AS some_not, count(*) FILTER (WHERE safe IS DISTINCT FROM CASE WHEN households >= 5 AND NOT most THEN sum END) AS differ
FROM (SELECT g, disclosure_safe_sum(amount, household) AS safe FROM random_paid GROUP BY g) AS a
JOIN (SELECT g, count(*) FILTER (WHERE net <> 0) AS households, sum(net) AS sum, sum(abs(net)) FILTER (WHERE place > 2) * 5 < max(abs(net)) AS most
      FROM (SELECT g, household, sum(amount) AS net, row_number() OVER (PARTITION BY g ORDER BY abs(sum(amount)) DESC) AS place FROM random_paid GROUP BY g, household) AS n GROUP BY g) AS b USING (g);
-- In two processes as in one.
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
ALTER TABLE random_paid SET (parallel_workers = 2);
CREATE FUNCTION is_parallel() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; found boolean := false;
BEGIN
    FOR line IN EXPLAIN SELECT disclosure_safe_sum(amount, household, 6) FROM random_paid LOOP found := found OR line LIKE '%Partial%'; END LOOP;
    RETURN found;
END $$;
SELECT is_parallel();
CREATE TABLE in_several AS SELECT disclosure_safe_sum(amount, household, 6) AS s, disclosure_safe_sum(amount, household) AS t FROM random_paid;
SET max_parallel_workers_per_gather = 0;
SELECT i.s = o.s AND i.t = o.t AND i.s IS NOT NULL AS same FROM in_several AS i, (SELECT disclosure_safe_sum(amount, household, 6) AS s, disclosure_safe_sum(amount, household) AS t FROM random_paid) AS o;

SELECT disclosure_safe_sum(amount, household, 2) FROM paid;
-- In whichever row it stands.
SELECT disclosure_safe_sum(1000, household, CASE household WHEN 5 THEN 2 ELSE 5 END) FROM generate_series(1, 9) AS household;
SELECT disclosure_safe_sum(amount, household, NULL) FROM paid;
SELECT disclosure_safe_sum('NaN', household) FROM paid;
SELECT disclosure_safe_sum(1.001, household) FROM paid;
SELECT disclosure_safe_sum(92233720368547758.08, household) FROM paid;
SELECT disclosure_safe_sum(92233720368547758.07, household) FROM paid;
SELECT disclosure_safe_sum(92233720368547758.07, row_number) FROM (SELECT row_number() OVER () FROM paid) AS p;

-- Largest amounts that are more than the total tell of whoever has them.
SELECT small_unit_groups('{a,b}', '{NULL,NULL}', '{NULL,NULL}', '{1,2}', '{1,1}', '{9,9}', '{9,9}', '{4611686018427387904,900}', '{9223372036854775807,100}', '{9223372036854775807,100}');

-- Numbers made of two that are alike, or nearly so, take no longer than others: they took minutes.
SET statement_timeout = '60s';
SELECT disclosure_safe_sum(1000, household * 4294967297) AS alike, disclosure_safe_sum(1000, household << 32 | household % 16) AS nearly, disclosure_safe_sum(1000, -household) AS negative
FROM generate_series(1::bigint, 300000) AS household;
RESET statement_timeout;

DROP TABLE paid, random_paid, in_several;
DROP FUNCTION is_parallel;
DROP EXTENSION social_services;
