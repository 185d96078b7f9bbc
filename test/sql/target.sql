-- target: target_met, target_attainment, target_status, attainment_index, measure_text

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS target_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA target_test;
SET search_path = target_test, public;


--
-- What is decided, case by case
--

CREATE TABLE decided (place integer, what text, outcome numeric, target numeric, direction target_direction, baseline numeric);
INSERT INTO decided VALUES
    ( 1, 'just met',                              10,    10, 'at_least', NULL),
    ( 2, 'more than met',                         15,    10, 'at_least', NULL),
    ( 3, 'three quarters',                       7.5,    10, 'at_least', NULL),
    ( 4, 'not above',                            138,   180, 'at_most',  NULL),
    ( 5, 'above',                                200,   180, 'at_most',  NULL),
    ( 6, 'no',                                     0,     1, 'at_least', NULL),
    ( 7, 'yes',                                    1,     1, 'at_least', NULL),
    ( 8, 'half of the way',                     1009,   950, 'at_most',  1068),
    ( 9, 'no progress',                         1068,   950, 'at_most',  1068),
    (10, 'the wrong way',                         45,    20, 'at_most',  42),
    (11, 'beyond the target',                    900,   950, 'at_most',  1068),
    (12, 'baseline meets it, outcome too',        92,    90, 'at_least', 91),
    (13, 'baseline meets it, outcome not',        81,    90, 'at_least', 91),
    (14, 'baseline is the target, met',           95,    90, 'at_least', 90),
    (15, 'baseline is the target, not met',       85,    90, 'at_least', 90),
    (16, 'target 0 to be reached',                 5,     0, 'at_least', NULL),
    (17, 'negative target to be reached',        -10,    -5, 'at_least', NULL),
    (18, 'the same with a baseline',              -7,    -5, 'at_least', -10),
    (19, 'target 0 not to be exceeded',            5,     0, 'at_most',  NULL),
    (20, 'target 0 kept',                          0,     0, 'at_most',  NULL),
    (21, 'outcome 0, to be low',                   0,     5, 'at_most',  NULL),
    (22, 'negative outcome, to be low',           -1,     5, 'at_most',  NULL),
    (23, 'negative target not to be exceeded',    -1,    -5, 'at_most',  NULL),
    (24, 'negative outcome to be reached',        -5,    10, 'at_least', NULL),
    (25, 'no outcome',                          NULL,    10, 'at_least', NULL),
    (26, 'no target',                             10,  NULL, 'at_least', 5),
    (27, 'no direction',                          10,    10, NULL,       NULL),
    (28, 'huge',                              1e1000, 2e1000, 'at_least', NULL),
    (29, 'tiny',                            2e-1000, 1e-1000, 'at_most', 3e-1000);
SELECT place, what, outcome::float8, target::float8, direction, baseline::float8, target_met(outcome, target, direction) AS met,
       round(target_attainment(outcome, target, direction, baseline), 6) AS attainment,
       target_status(target_attainment(outcome, target, direction, baseline)) AS status
FROM decided WHERE place < 28 ORDER BY place;
SELECT what, target_met(outcome, target, direction) AS met, target_attainment(outcome, target, direction, baseline) = 0.5 AS half,
       target_attainment(outcome, target, direction, baseline) = 1 AS whole
FROM decided WHERE place >= 28 ORDER BY place;
-- A baseline left out, given as NULL and by name.
SELECT target_attainment(3, 4, 'at_least'), target_attainment(3, 4, 'at_least', NULL),
       target_attainment(outcome => 3, target => 4, direction => 'at_least', baseline => 2);

-- NaN and infinity are refused in every place.
CREATE FUNCTION refusal(query text) RETURNS text
    LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE query;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$function$;
SELECT call, refusal('SELECT ' || call)
FROM (VALUES (1, 'target_met(%L, 1, ''at_least'')'), (2, 'target_met(1, %L, ''at_most'')'), (3, 'target_attainment(%L, 1, ''at_least'')'),
             (4, 'target_attainment(1, %L, ''at_least'')'), (5, 'target_attainment(1, 1, ''at_most'', %L)'), (6, 'target_status(%L::numeric)'),
             (7, 'target_status(1, %L)'), (8, 'target_status(1, 0.9, %L)'), (9, 'attainment_index(%L)'), (10, 'attainment_index(1, %L)')
     ) AS c(place, pattern),
     (VALUES (1, 'NaN'), (2, 'Infinity'), (3, '-Infinity')) AS v(turn, value), LATERAL format(pattern, value) AS call
WHERE turn = 1 OR place IN (1, 5, 9) ORDER BY place, turn;
SELECT target_met(1, 2, 'equal');
\echo :LAST_ERROR_SQLSTATE
SELECT target_met(NULL, 2, 'at_least'), target_met(1, NULL, 'at_least'), target_met(1, 2, NULL);

-- The label is remembered from call to call: both directions in turn.
SELECT count(*) AS calls, count(*) FILTER (WHERE target_met(n, 5, d) = (n >= 5)) AS at_least_right,
       count(*) FILTER (WHERE target_met(n, 5, d) = (n <= 5)) AS at_most_right
FROM generate_series(1, 10) AS n, unnest(ARRAY['at_least', 'at_most']::target_direction[]) AS d;
PREPARE met(numeric, text) AS SELECT target_met($1, 5, $2::target_direction), target_status($1 / 5);
EXECUTE met(4, 'at_least');
EXECUTE met(4, 'at_most');
DEALLOCATE met;


--
-- Properties
--

SELECT setseed(0.1281);
CREATE TABLE random_target AS
SELECT i AS id, round((random() * 200 - 50)::numeric, 2) AS outcome, round((random() * 200 - 50)::numeric, 2) AS better,
       round((random() * 200 - 50)::numeric, 2) AS target,
       CASE WHEN i % 3 > 0 THEN round((random() * 200 - 50)::numeric, 2) END AS baseline,
       (CASE WHEN i % 2 = 0 THEN 'at_least' ELSE 'at_most' END)::target_direction AS direction,
       round((0.01 + random() * 100)::numeric, 3) AS factor, round((random() * 2000 - 1000)::numeric, 2) AS shift
FROM generate_series(1, 20000) AS i;
CREATE VIEW judged AS
SELECT r.*, target_attainment(outcome, target, direction, baseline) AS a,
       (CASE direction WHEN 'at_least' THEN 'at_most' ELSE 'at_least' END)::target_direction AS reversed,
       CASE direction WHEN 'at_least' THEN greatest(outcome, better) ELSE least(outcome, better) END AS best,
       target_met(outcome, target, direction) AS met
FROM random_target r;
SELECT count(a) > 10000 AS many, count(*) FILTER (WHERE a IS NULL) > 1000 AS many_undefined,
       count(*) FILTER (WHERE (a >= 1) <> met) AS not_as_met,
       count(*) FILTER (WHERE target_attainment(best, target, direction, baseline) < a) AS not_monotone,
       count(*) FILTER (WHERE round(target_attainment(outcome * factor, target * factor, direction, baseline * factor), 10)
                              IS DISTINCT FROM round(a, 10)) AS not_free_of_units
FROM judged;
-- With a baseline that leaves a way to go, zero may be anywhere, and the whole may be mirrored.
SELECT count(*) > 3000 AS many,
       count(*) FILTER (WHERE target_attainment(outcome + shift, target + shift, direction, baseline + shift) <> a) AS not_free_of_zero,
       count(*) FILTER (WHERE target_attainment(-outcome, -target, reversed, -baseline) <> a) AS not_symmetric,
       count(*) FILTER (WHERE a <> (outcome - baseline) / (target - baseline)) AS not_the_formula
FROM judged WHERE NOT target_met(baseline, target, direction);
-- Without one, outcome and target change places with the direction.
SELECT count(*) > 2000 AS many, count(*) FILTER (WHERE target_attainment(target, outcome, reversed) <> a) AS not_symmetric,
       count(*) FILTER (WHERE a <> CASE direction WHEN 'at_least' THEN outcome / target ELSE target / outcome END) AS not_the_formula
FROM judged WHERE baseline IS NULL AND outcome > 0 AND target > 0;


--
-- Status
--

SELECT a, target_status(a), target_status(a, 0.8, 0.5) AS own, target_status(a, at_risk => 0.9) AS no_risk
FROM (VALUES (1.0), (0.9999999999), (0.9), (0.8999999999), (0.8), (0.75), (0.7499999999), (0.5), (0), (-3), (1e10), (NULL)) AS t(a);
SELECT call, refusal('SELECT ' || call)
FROM unnest(ARRAY['target_status(1, 1.1)', 'target_status(1, 0.7)', 'target_status(NULL, 0.5, 0.6)', 'target_status(1, NULL)',
                  'target_status(1, 0.9, NULL)', 'target_status(0, 0, -5)']) AS call;
-- Best first.
SELECT array_agg(s ORDER BY s), min(s), max(s) FROM unnest(ARRAY['no_data', 'at_risk', 'met', 'off_track', 'on_track']::target_status[]) AS s;


--
-- Index
--

SELECT attainment_index(a), attainment_index(a, 1) FROM (VALUES (1.0)) AS t(a) WHERE false;
SELECT place, attainment_index(a) AS plain, attainment_index(a, w) AS weighted
FROM (VALUES (1, NULL::numeric, 1::numeric), (2, 0.5, NULL), (3, 0.5, 2), (4, 0.5, 1), (4, 1.5, 3), (5, -2, 1), (5, 0.25, 1), (6, 0.5, 0),
             (7, 0.5, 0), (7, 1, 2), (8, 0.4, 1), (8, NULL, 100), (8, 0.8, 3)) AS t(place, a, w)
GROUP BY place ORDER BY place;
SELECT attainment_index(1, -1);
\echo :LAST_ERROR_SQLSTATE
CREATE TABLE weighted AS
SELECT i AS id, i % 7 AS grp, CASE WHEN i % 11 > 0 THEN round((random() * 3 - 1)::numeric, 4) END AS a,
       CASE WHEN i % 13 > 0 THEN round((random() * 5)::numeric, i % 3) END AS w
FROM generate_series(1, 20000) AS i;
ALTER TABLE weighted SET (parallel_workers = 2);
ANALYZE weighted;
CREATE VIEW by_group AS SELECT grp, attainment_index(a) AS plain, attainment_index(a, w) AS weighted FROM weighted GROUP BY grp;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE serial AS SELECT * FROM by_group;
SELECT count(*) AS groups,
       count(*) FILTER (WHERE s.plain <> p.plain OR s.weighted <> p.weighted) AS wrong
FROM serial s JOIN (SELECT grp, avg(least(greatest(a, 0), 1)) AS plain,
                           sum(w * least(greatest(a, 0), 1)) / sum(w) AS weighted
                    FROM weighted WHERE a IS NOT NULL GROUP BY grp) p USING (grp);
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT count(*) AS groups, count(*) FILTER (WHERE p.*::text = s.*::text) AS same_as_serial FROM by_group p JOIN serial s USING (grp);
RESET ALL;
SET search_path = target_test, public;
\pset null NULL


--
-- Texts
--

SELECT measure, value, counted, measure_text(value, measure, counted)
FROM (VALUES (1, 'yes_no', 1, NULL), (2, 'yes_no', 0.0, NULL), (3, 'yes_no', 2, NULL), (4, 'yes_no', NULL, NULL), (5, 'percent', 0.91, NULL),
             (6, 'percent', 0.915, NULL), (7, 'percent', 1.00, NULL), (8, 'percent', -0.05, 'persons'), (9, 'days', 138.0, NULL),
             (10, 'count', 1068.00, 'households'), (11, 'count', 4, NULL), (12, 'count', NULL, 'households'), (13, 'ratio', 2.50, NULL)
     ) AS t(place, measure, value, counted)
ORDER BY place;
SELECT measure_text(0.5, 'percent');

SET client_min_messages = warning;
DROP SCHEMA target_test CASCADE;
