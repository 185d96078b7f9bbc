-- target: target_met, target_attainment, attainment_status, attainment_index, measure_text
--
-- Single figures are decided by hand, random ones by plain numeric arithmetic
-- and by what has to hold whatever the figures are.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS target_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA target_test;
SET search_path = target_test, public;


--
-- By hand
--

-- The worked examples of docs/target.md.
SELECT indicator, target_met(outcome, target, direction),
       round(target_attainment(outcome, target, direction), 3)           AS attainment,
       round(target_attainment(outcome, target, direction, baseline), 3) AS of_the_way,
       attainment_status(target_attainment(outcome, target, direction, baseline)) AS status
FROM (VALUES
    ('Households with support',   1000, 950, 'at_most'::target_direction, 1068),
    ('Job tracks created',           3,   4, 'at_least',                     1),
    ('Days until housing',         138, 180, 'at_most',                   NULL),
    ('Children in acute housing',   45,  20, 'at_most',                     42),
    ('People in activities',      NULL, 540, 'at_least',                  NULL)
) AS i(indicator, outcome, target, direction, baseline);

CREATE TABLE ladder (place integer, input text, outcome numeric, target numeric, direction target_direction, baseline numeric);
INSERT INTO ladder VALUES
    ( 1, 'just met',                       4,     4,     'at_least', NULL),
    ( 2, 'not reached',                    3,     4,     'at_least', NULL),
    ( 3, 'overshot',                       6,     4,     'at_least', NULL),
    ( 4, 'outcome 0',                      0,     4,     'at_least', NULL),
    ( 5, 'outcome below 0',                -1,    4,     'at_least', NULL),
    ( 6, 'target 0, just met',             0,     0,     'at_least', NULL),
    ( 7, 'target 0, not reached',          -1,    0,     'at_least', NULL),
    ( 8, 'target below 0, met',            -4,    -5,    'at_least', NULL),
    ( 9, 'yes',                            1,     1,     'at_least', NULL),
    (10, 'no',                             0,     1,     'at_least', NULL),
    (11, 'just met',                       180.0, 180,   'at_most',  NULL),
    (12, 'below',                          120,   180,   'at_most',  NULL),
    (13, 'exceeded',                       200,   180,   'at_most',  NULL),
    (14, 'target 0, exceeded',             5,     0,     'at_most',  NULL),
    (15, 'target 0, just met',             0,     0,     'at_most',  NULL),
    (16, 'outcome 0',                      0,     5,     'at_most',  NULL),
    (17, 'outcome below 0',                -1,    5,     'at_most',  NULL),
    (18, 'target below 0, exceeded',       5,     -5,    'at_most',  NULL),
    (19, 'both below 0, exceeded',         -4,    -5,    'at_most',  NULL),
    (20, 'both below 0, met',              -6,    -5,    'at_most',  NULL),
    (21, 'no progress',                    1,     5,     'at_least', 1),
    (22, 'half of the way',                3,     5,     'at_least', 1),
    (23, 'all of it',                      5,     5,     'at_least', 1),
    (24, 'overshot',                       7,     5,     'at_least', 1),
    (25, 'wrong way',                      0,     5,     'at_least', 1),
    (26, 'from below 0 up',                5,     10,    'at_least', -10),
    (27, 'all below 0',                    -25,   -20,   'at_least', -40),
    (28, 'half of the way down',           1009,  950,   'at_most',  1068),
    (29, 'to 0',                           3,     0,     'at_most',  12),
    (30, 'below 0',                        -3,    0,     'at_most',  12),
    (31, 'wrong way',                      15,    0,     'at_most',  12),
    (32, 'to below 0',                     -5,    -10,   'at_most',  10),
    (33, 'baseline = target, met',         5,     4,     'at_least', 4),
    (34, 'baseline = target, not reached', 3,     4,     'at_least', 4.0),
    (35, 'baseline = target, met',         3,     4,     'at_most',  4),
    (36, 'baseline = target, exceeded',    5,     4,     'at_most',  4),
    (37, 'baseline = target = 0, met',     0,     0,     'at_most',  0),
    (38, 'met before, like 2',             3,     4,     'at_least', 5),
    (39, 'met before, like 8',             -4,    -5,    'at_least', -3),
    (40, 'met before, like 13',            200,   180,   'at_most',  170),
    (41, 'met before, like 20',            -6,    -5,    'at_most',  -7),
    (42, 'many decimals',                  1.0000000000000000000003, 1.0000000000000000000004, 'at_least', 1),
    (43, 'huge',                           3e40,  4e40,  'at_least', NULL),
    (44, 'huge, down',                     1e40,  0,     'at_most',  4e40),
    (45, 'tiny',                           3e-40, 4e-40, 'at_least', NULL),
    (46, 'tiny, down',                     1e-40, 0,     'at_most',  4e-40),
    (47, 'tiny beside huge',               4e20,  4e-20, 'at_most',  NULL);
SELECT place, input, outcome, target, direction, baseline, target_met(outcome, target, direction) AS met,
       trim_scale(target_attainment(outcome, target, direction, baseline)) AS attainment
FROM ladder WHERE place < 42 ORDER BY place;
SELECT place, input, target_met(outcome, target, direction) AS met,
       trim_scale(target_attainment(outcome, target, direction, baseline)) AS attainment
FROM ladder WHERE place >= 42 ORDER BY place;
-- The last digit decides.
SELECT target_met(1e40, 1e40 + 1e-40, 'at_least'), target_met(1e40, 1e40 + 1e-40, 'at_most'),
       target_met(1e40, 1e40, 'at_least'), target_met(1e40, 1e40, 'at_most');

-- A baseline by place and by name, and none in two ways. Integers are figures too.
SELECT target_attainment(3::smallint, 5, 'at_least', 1::bigint) = 0.5 AS by_place,
       target_attainment(baseline => 1, direction => 'at_least', target => 5, outcome => 3) = 0.5 AS by_name,
       target_attainment(3, 5, 'at_least') = 0.6 AS without, target_attainment(3, 5, 'at_least', NULL) = 0.6 AS of_null,
       pg_typeof(target_attainment(3, 5, 'at_least'));

-- NULL in each argument.
SELECT input AS missing, target_met(outcome, target, direction) AS met,
       trim_scale(target_attainment(outcome, target, direction, baseline)) AS attainment,
       attainment_status(target_attainment(outcome, target, direction, baseline)) AS status
FROM (VALUES (1, 'nothing',   3,    5,    'at_least'::target_direction, 1),
             (2, 'outcome',   NULL, 5,    'at_least', 1),
             (3, 'target',    3,    NULL, 'at_least', 1),
             (4, 'direction', 3,    5,    NULL,       1),
             (5, 'baseline',  3,    5,    'at_least', NULL),
             (6, 'all',       NULL, NULL, NULL,       NULL)) AS t(place, input, outcome, target, direction, baseline)
ORDER BY place;


--
-- Status
--

-- Every border; the limits are 0.9 and 0.75, then 0.5 and 0.25 by name.
SELECT attainment, attainment_status(attainment), attainment_status(attainment, at_risk => 0.25, on_track => 0.5) AS own,
       attainment_status(attainment, 0.8, 0.8) AS equal, attainment_status(attainment, at_risk => -0.5) AS negative,
       attainment_status(attainment, 1, 1) AS all_or_nothing
FROM unnest(ARRAY[1e40, 1.5, 1, 0.99999999999999999999, 0.9, 0.89999999999999999999, 0.8, 0.79999999999999999999, 0.75,
                  0.74999999999999999999, 0.5, 0.49999999999999999999, 0.25, 0.24999999999999999999, 0, -0.5,
                  -0.50000000000000000001, -1e40, NULL]) AS attainment
ORDER BY attainment DESC NULLS LAST;

-- Best first, so the worst of several is their max.
SELECT enum_range(NULL::target_status) AS status, enum_range(NULL::target_direction) AS direction;
SELECT status FROM (SELECT attainment_status(a) FROM unnest(ARRAY[0.8, NULL, 0.1, 1, 0.9]) AS a) AS t(status) ORDER BY status;
SELECT min(attainment_status(a)) AS best, max(attainment_status(a)) AS worst, max(attainment_status(a)) FILTER (WHERE a > 0.5) AS above
FROM unnest(ARRAY[0.8, NULL, 0.1, 1, 0.9]) AS a;

-- One in full; the others as they come, also where the row would not count.
SELECT attainment_status(0.8, 0.7);
\echo :LAST_ERROR_SQLSTATE
SELECT attainment_index(0.5, -0.1);
\echo :LAST_ERROR_SQLSTATE
\i test/sql/include/refusal.sql
SELECT call, refusal('SELECT ' || call) AS error
FROM (VALUES (1, 'attainment_status(NULL, 1.1, 0.5)'), (2, 'attainment_status(0.8, 0.9, 0.90000000000000000001)'),
             (3, 'attainment_status(0.8, NULL)'), (4, 'attainment_status(0.8, at_risk => NULL)'),
             (5, 'attainment_index(NULL, -1)'), (6, $$attainment_index(NULL, 'NaN')$$),
             (7, $$target_met(3, 5, 'at_best')$$), (8, $$target_attainment(NULL, 'NaN', NULL)$$)) AS t(place, call)
ORDER BY place;
-- Each kind, in each argument.
SELECT refusal(format('SELECT ' || call, quote_literal(kind))) AS error, count(*)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity']) AS kind,
     (VALUES ( 1, $$target_met(%s, 5, 'at_least')$$),       ( 2, $$target_met(3, %s, 'at_most')$$),
             ( 3, $$target_attainment(%s, 5, 'at_most')$$), ( 4, $$target_attainment(3, %s, 'at_least')$$),
             ( 5, $$target_attainment(3, 5, 'at_least', %s)$$),
             ( 6, 'attainment_status(%s::numeric)'), ( 7, 'attainment_status(0.8, %s)'), ( 8, 'attainment_status(0.8, 0.9, %s)'),
             ( 9, 'attainment_index(%s::numeric)'), (10, 'attainment_index(%s, 1)'),
             (11, 'attainment_index(1, %s)')) AS t(place, call)
GROUP BY 1 ORDER BY min(place), min(kind COLLATE "C");


--
-- The type: its labels are looked up once and remembered
--

-- In a column, from text, and both directions by turns, the first one twice.
CREATE TABLE goals (id integer, direction target_direction NOT NULL DEFAULT 'at_least');
INSERT INTO goals VALUES (1, 'at_most'), (2, 'at_most'), (3, DEFAULT), (4, 'at_most'), (5, 'at_least'::text::target_direction);
SELECT id, direction, target_met(3, 4, direction) AS met, target_met(5, 4, direction) AS other,
       target_attainment(3, 4, direction) AS attainment, attainment_status(target_attainment(3, 4, direction)) AS status
FROM goals ORDER BY id;
SELECT direction, count(*) FROM goals GROUP BY direction ORDER BY direction;

-- Prepared once, and in a loop.
SET plan_cache_mode = force_generic_plan;
PREPARE three_of_four(text) AS
    SELECT target_met(3, 4, $1::target_direction), attainment_status(target_attainment(3, 4, $1::target_direction))::text AS status;
EXECUTE three_of_four('at_least');
EXECUTE three_of_four('at_most');
EXECUTE three_of_four('at_least');
CREATE FUNCTION by_turns() RETURNS text
    LANGUAGE plpgsql
AS $function$
DECLARE
    result text := '';
BEGIN
    FOR i IN 1 .. 6 LOOP
        result := result || ' ' || attainment_status(
            target_attainment(3, 4, (ARRAY['at_least', 'at_most'])[1 + i % 2]::target_direction));
    END LOOP;
    RETURN result;
END
$function$;
SELECT by_turns();

-- With the extension's new life the types have other OIDs; the session goes on.
SELECT 'target_direction'::regtype::oid AS direction_oid, 'target_status'::regtype::oid AS status_oid \gset
SET client_min_messages = warning;
DROP EXTENSION social_services CASCADE;
CREATE EXTENSION social_services SCHEMA public;
RESET client_min_messages;
SELECT 'target_direction'::regtype::oid <> :direction_oid AS direction, 'target_status'::regtype::oid <> :status_oid AS status;
EXECUTE three_of_four('at_most');
EXECUTE three_of_four('at_least');
SELECT by_turns();
SELECT target_met(3, 4, 'at_most'), attainment_status(target_attainment(3, 4, 'at_least'));
DEALLOCATE three_of_four;
RESET plan_cache_mode;

-- A label that the type's owner has made up could mean either way; the others go on as they are.
BEGIN;
ALTER TYPE target_direction RENAME VALUE 'at_least' TO 'minimum';
ALTER TYPE target_status RENAME VALUE 'met' TO 'reached';
SELECT target_met(3, 4, 'at_most'), target_attainment(3, 4, 'at_most'), attainment_status(0.8);
SAVEPOINT renamed;
SELECT target_met(3, 4, 'minimum');
ROLLBACK TO renamed;
SELECT target_attainment(3, 4, 'minimum', 2);
ROLLBACK TO renamed;
SELECT attainment_status(1);
ROLLBACK;
BEGIN;
ALTER TYPE target_direction ADD VALUE 'about';
COMMIT;
SELECT target_met(3, 4, 'about');
-- Labels that have changed places mean what they say.
ALTER TYPE target_direction RENAME VALUE 'at_least' TO 'other';
ALTER TYPE target_direction RENAME VALUE 'at_most' TO 'at_least';
ALTER TYPE target_direction RENAME VALUE 'other' TO 'at_most';
SELECT target_met(3, 4, 'at_most') AS met, target_met(3, 4, 'at_least') AS not_met;
SET client_min_messages = warning;
DROP EXTENSION social_services CASCADE;
CREATE EXTENSION social_services SCHEMA public;
RESET client_min_messages;


--
-- Random figures
--

-- One figure in ten is 0, one in ten the same as another of its row; a third are without a baseline.
SELECT setseed(0.915);
CREATE FUNCTION random_figure() RETURNS numeric
    VOLATILE
    RETURN CASE WHEN random() < 0.1 THEN 0 ELSE round((random() - 0.5)::numeric * 2000, trunc(random() * 4)::integer) END;
CREATE TABLE figures AS
SELECT i AS id, o, CASE WHEN random() < 0.1 THEN o ELSE t END AS t,
       CASE WHEN i % 3 = 0 THEN NULL WHEN random() < 0.1 THEN t ELSE b END AS b,
       CASE WHEN random() < 0.5 THEN 'at_least'::target_direction ELSE 'at_most' END AS d
FROM (SELECT i, random_figure() AS o, random_figure() AS t, random_figure() AS b FROM generate_series(1, 6000) AS i) AS t;
CREATE TABLE attained AS
SELECT *, CASE d WHEN 'at_least' THEN o >= t ELSE o <= t END AS met,
       CASE d WHEN 'at_least' THEN b < t ELSE b > t END AS way,   -- something to do, from the baseline on
       CASE d WHEN 'at_least' THEN 'at_most'::target_direction ELSE 'at_least' END AS other,
       target_attainment(o, t, d, b) AS a
FROM figures;
SELECT count(*) AS rows, count(*) FILTER (WHERE way) > 1000 AS way, count(*) FILTER (WHERE NOT way) > 1000 AS no_way,
       count(*) FILTER (WHERE b = t) > 100 AS no_distance, count(*) FILTER (WHERE b IS NULL AND a IS NULL) > 500 AS undefined,
       count(*) FILTER (WHERE a < 0) > 500 AS wrong_way, count(*) FILTER (WHERE a > 1) > 500 AS overshot
FROM attained;

-- Beside plain arithmetic, as text. 1 or more where the target is met, and nowhere else.
SELECT count(*) FILTER (WHERE target_met(o, t, d) <> met) AS met_wrong,
       count(*) FILTER (WHERE a::text IS DISTINCT FROM CASE
           WHEN b = t                              THEN CASE WHEN met THEN 1 END
           WHEN way                                THEN (o - b) / (t - b)
           WHEN d = 'at_least' AND t > 0           THEN o / t
           WHEN d = 'at_most' AND t >= 0 AND o > 0 THEN t / o END::text) AS attainment_wrong,
       count(*) FILTER (WHERE (a >= 1) <> met) AS contradictions,
       count(*) FILTER (WHERE attainment_status(a) = 'met') = count(*) FILTER (WHERE met AND a IS NOT NULL) AS status
FROM attained;
-- Never worse for a better outcome, with a way and without one.
SELECT way, count(*) > 1000 AS rows, count(*) FILTER (WHERE better < a) AS worse,
       count(*) FILTER (WHERE better = a AND t <> 0) AS no_better
FROM (SELECT *, target_attainment(o + CASE d WHEN 'at_least' THEN step ELSE -step END, t, d, b) AS better
      FROM attained, unnest(ARRAY[0.01, 1, 300]) AS step WHERE b IS DISTINCT FROM t) AS u
WHERE num_nonnulls(a, better) = 2 GROUP BY way ORDER BY way;
-- In other units. Division rounds, so not to the last digit.
SELECT factor, count(*) FILTER (WHERE num_nulls(a, scaled) = 1 OR abs(a - scaled) > 1e-11) AS changed
FROM (SELECT factor, a, target_attainment(o * factor, t * factor, d, b * factor) AS scaled
      FROM attained, unnest(ARRAY[0.001, 0.37, 12, 1000000]) AS factor) AS u GROUP BY factor ORDER BY factor;
-- With a way to go: from another zero, and turned round. Without a baseline: outcome and target swapped.
SELECT count(*) FILTER (WHERE way AND
           target_attainment(o - 1234, t - 1234, d, b - 1234)::text IS DISTINCT FROM a::text) AS shifted,
       count(*) FILTER (WHERE way AND target_attainment(-o, -t, other, -b)::text IS DISTINCT FROM a::text) AS turned,
       count(*) FILTER (WHERE target_attainment(t, o, other)::text <> a::text AND b IS NULL) AS swapped,
       count(target_attainment(t, o, other)) FILTER (WHERE a IS NOT NULL AND b IS NULL) > 400 AS rows
FROM attained;


--
-- Index
--

-- No row at all.
SELECT attainment_index(1), attainment_index(1, 1) WHERE false;

-- A line for each case, in it {attainment, weight} of each row.
CREATE TABLE rows_of AS
SELECT place, input, rows, rows[i][1] AS a, rows[i][2] AS w
FROM (VALUES
    ( 1, 'one row, NULL',         '{{NULL,1}}'::numeric[]),
    ( 2, 'two rows, NULL',        '{{NULL,NULL},{NULL,2}}'),
    ( 3, 'one row',               '{{0.6,3}}'),
    ( 4, 'two rows',              '{{0.6,3},{0.2,1}}'),
    ( 5, '4 with NULLs',          '{{NULL,NULL},{0.6,3},{NULL,7},{0.2,1}}'),
    ( 6, '4 with a weight NULL',  '{{0.6,3},{0.2,1},{1,NULL}}'),
    ( 7, '4 with a weight 0',     '{{0.6,3},{0.2,1},{1,0}}'),
    ( 8, 'weights all 0',         '{{0.6,0},{0.2,0.00}}'),
    ( 9, 'overshot counts 1',     '{{1.8,1},{0.4,1}}'),
    (10, 'wrong way counts 0',    '{{-3,1},{0.4,1}}'),
    (11, 'limits themselves',     '{{0,1},{1,3}}'),
    (12, 'beyond both',           '{{-1e40,1},{1e40,3}}'),
    (13, 'weights add up to 0.1', '{{0.5,0.07},{0.8,0.03}}'),
    (14, 'huge and tiny weights', '{{0.25,1e40},{0.75,1e40},{0.1,1e-40}}'),
    (15, 'many decimals',         '{{0.50000000000000000000000002,1},{0.5,1}}')) AS t(place, input, rows),
    generate_subscripts(rows, 1) AS i;
SELECT place, input, rows, trim_scale(attainment_index(a)) AS plain, trim_scale(attainment_index(a, w)) AS weighted
FROM rows_of GROUP BY place, input, rows ORDER BY place;
-- Side by side, and with FILTER; twice the same share one state.
SELECT trim_scale(attainment_index(a)) AS plain, trim_scale(attainment_index(a, w)) AS weighted,
       attainment_index(a, w) = attainment_index(a, 10 * w) AS tenfold, attainment_index(a) = attainment_index(a, 1) AS ones,
       attainment_index(a, w) FILTER (WHERE false) AS nothing
FROM rows_of WHERE place IN (4, 9, 11);

-- Beside plain arithmetic; 1.00 and 1 may round differently in the last digit. A group in four has weights from 1e-20 to 1e20.
\set index 'attainment_index(a) AS plain, attainment_index(a, w) AS weighted'
CREATE TABLE big AS
SELECT id, CASE WHEN id > 5900 THEN 40 ELSE id % 40 END AS grp, CASE WHEN id <= 5900 THEN round(a, id % 13) END AS a,
       CASE WHEN random() < 0.1 THEN NULL WHEN random() < 0.05 THEN 0
            WHEN id % 4 = 3 THEN round(random()::numeric * ('1e' || trunc(random() * 41 - 20))::numeric, 22)
            ELSE round(random()::numeric * 100, trunc(random() * 5)::integer) END AS w
FROM attained;
ALTER TABLE big SET (parallel_workers = 2);
ANALYZE big;
CREATE VIEW big_groups AS SELECT grp, :index FROM big GROUP BY grp;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE big_serial AS SELECT * FROM big_groups;
SELECT count(*) AS groups, count(v.plain) AS plain, count(v.weighted) AS weighted,
       count(*) FILTER (WHERE v.plain::text IS DISTINCT FROM r.plain::text) AS plain_wrong,
       count(*) FILTER (WHERE num_nulls(v.weighted, r.weighted) = 1 OR abs(v.weighted - r.weighted) > 1e-15) AS weighted_wrong
FROM big_serial v
JOIN (SELECT grp, sum(least(greatest(a, 0), 1)) / count(a) AS plain,
             sum(w * least(greatest(a, 0), 1)) / sum(w) FILTER (WHERE a IS NOT NULL) AS weighted
      FROM big GROUP BY grp HAVING count(a) > 0
      UNION ALL SELECT 40, NULL, NULL) AS r USING (grp);

-- By parallel workers alone, so that every state crosses from one process to another.
CREATE FUNCTION plan_of(query text) RETURNS SETOF text
    LANGUAGE plpgsql
AS $function$
BEGIN
    RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END
$function$;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT bool_or(line ~ 'Partial') AS partial, bool_or(line ~ 'Gather') AS parallel
FROM plan_of('SELECT * FROM big_groups') AS line;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial
FROM big_groups p JOIN big_serial s USING (grp);
-- The scalar functions in workers too.
SELECT count(*) AS rows, count(*) FILTER (WHERE target_attainment(o, t, d, b)::text IS DISTINCT FROM a::text) AS wrong
FROM attained;
RESET parallel_leader_participation; RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size; RESET parallel_tuple_cost; RESET parallel_setup_cost;


--
-- Text
--

SELECT value, measure, measure_text(value, measure), measure_text(value, measure, counted => 'households') AS counted
FROM (VALUES
    ( 1, 1,       'yes_no'), ( 2, 0.00, 'yes_no'),  ( 3, 2,     'yes_no'),  ( 4, NULL, 'yes_no'),
    ( 5, 0.91,    'percent'), ( 6, 0.915, 'percent'), ( 7, 1,   'percent'), ( 8, -0.05, 'percent'), ( 9, NULL, 'percent'),
    (10, 138,     'days'), (11, 12.50, 'days'), (12, NULL, 'days'),
    (13, 1068.00, 'count'), (14, -3.10, 'count'), (15, 0, 'count'), (16, NULL, 'count'),
    (17, 100,     'no such measure'), (18, 100, NULL)) AS t(place, value, measure)
ORDER BY place;

SET client_min_messages = warning;
DROP SCHEMA target_test CASCADE;
