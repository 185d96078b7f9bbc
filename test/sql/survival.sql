-- survival: survival_probability, survival_error, survival_quantile
--
-- Published data sets against what R's package survival 3.5-3 says of them, random ones against plain SQL.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS survival_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA survival_test;
SET search_path = survival_test, public;

\i test/sql/include/refusal.sql
\i test/sql/include/plan_shows.sql


--
-- The ladder
--

SELECT survival_probability(d, e, 1) AS p, survival_error(d, e, 1) AS error, survival_quantile(d, e, 0.5) AS median,
       survival_probability(d, e, ARRAY[0, 1]) AS ps, survival_quantile(d, e, ARRAY[0.25, 0.5]) AS quantiles
FROM (VALUES (1, true)) AS t(d, e)
WHERE false;
SELECT place, input, survival_probability(d, e, 2) AS p, survival_error(d, e, 2) AS error, survival_quantile(d, e, 0.5) AS median,
       survival_probability(d, e, ARRAY[3, 0, 2]) AS ps, survival_quantile(d, e, ARRAY[1, 0.25, 0.5]) AS quantiles
FROM (VALUES
    ( 1, 'one row, all NULL',           '{NULL}',       '{NULL}'),
    ( 2, 'no duration',                 '{NULL}',       '{t}'),
    ( 3, 'not known whether it ended',  '{3}',          '{NULL}'),
    ( 4, 'NULLs mixed in',              '{NULL, 3, 3}', '{t, NULL, t}'),
    ( 5, 'ended after 0',               '{0}',          '{t}'),
    ( 6, 'open after 0',                '{0}',          '{f}'),
    ( 7, 'ended after 2',               '{2}',          '{t}'),
    ( 8, 'open after 2',                '{2}',          '{f}'),
    ( 9, 'open after 1',                '{1}',          '{f}'),
    (10, 'two of the same',             '{2, 2}',       '{t, t}'),
    (11, 'ended and open at once',      '{2, 2}',       '{t, f}'),
    (12, 'open before one ends',        '{1, 2}',       '{f, t}'),
    (13, 'open after one ended',        '{1, 2}',       '{t, f}'),
    (14, 'all open',                    '{1, 2, 5}',    '{f, f, f}'),
    (15, 'the longest there is',        '{36525, 1}',   '{t, f}')) AS t(place, input, durations, ends)
CROSS JOIN LATERAL unnest(durations::integer[], ends::boolean[]) AS r(d, e)
GROUP BY place, input ORDER BY place;


--
-- R decides
--

-- Days until an event of the data sets that survival publishes: lung (Loprinzi et al. 1994), ovarian (Edmunson et al.
-- 1979), veteran (Kalbfleisch and Prentice 1980) and aml (Miller 1981); and small ones with a flat where a median lies.
CREATE TABLE published AS
SELECT name, duration, ended
FROM (VALUES
    ('lung', '{306,455,1010,210,883,1022,310,361,218,166,170,654,728,71,567,144,613,707,61,88,301,81,624,371,394,520,574,118,390,12,473,26,533,107,53,122,814,965,93,731,460,153,433,145,583,95,303,519,643,765,735,189,53,246,689,65,5,132,687,345,444,223,175,60,163,65,208,821,428,230,840,305,11,132,226,426,705,363,11,176,791,95,196,167,806,284,641,147,740,163,655,239,88,245,588,30,179,310,477,166,559,450,364,107,177,156,529,11,429,351,15,181,283,201,524,13,212,524,288,363,442,199,550,54,558,207,92,60,551,543,293,202,353,511,267,511,371,387,457,337,201,404,222,62,458,356,353,163,31,340,229,444,315,182,156,329,364,291,179,376,384,268,292,142,413,266,194,320,181,285,301,348,197,382,303,296,180,186,145,269,300,284,350,272,292,332,285,259,110,286,270,81,131,225,269,225,243,279,276,135,79,59,240,202,235,105,224,239,237,173,252,221,185,92,13,222,192,183,211,175,197,203,116,188,191,105,174,177}', '{t,t,f,t,t,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,t,t,f,t,t,t,t,t,t,t,t,t,t,t,f,t,f,t,t,t,f,t,t,t,t,t,f,t,t,t,t,t,f,t,t,t,t,t,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,f,t,t,t,f,t,f,t,t,t,t,t,f,t,t,f,f,t,t,t,t,t,f,f,t,t,t,f,t,t,f,f,t,f,t,f,f,t,t,t,t,f,t,t,f,f,f,t,t,t,f,f,f,t,f,f,f,t,f,t,t,t,t,t,f,t,f,f,f,f,t,t,t,f,f,f,t,f,t,f,f,f,f,f,f,t,f,f,t,f,f,f,f,t,f,f,f,f,f}'),
    ('ovarian', '{59,115,156,421,431,448,464,475,477,563,638,744,769,770,803,855,1040,1106,1129,1206,1227,268,329,353,365,377}', '{t,t,t,f,t,f,t,t,f,t,t,f,f,f,f,f,f,f,f,f,f,t,t,t,t,f}'),
    ('veteran', '{72,411,228,126,118,10,82,110,314,100,42,8,144,25,11,30,384,4,54,13,123,97,153,59,117,16,151,22,56,21,18,139,20,31,52,287,18,51,122,27,54,7,63,392,10,8,92,35,117,132,12,162,3,95,177,162,216,553,278,12,260,200,156,182,143,105,103,250,100,999,112,87,231,242,991,111,1,587,389,33,25,357,467,201,1,30,44,283,15,25,103,21,13,87,2,20,7,24,99,8,99,61,25,95,80,51,29,24,18,83,31,51,90,52,73,8,36,48,7,140,186,84,19,45,80,52,164,19,53,15,43,340,133,111,231,378,49}', '{t,t,t,t,t,t,t,t,t,f,t,t,t,f,t,t,t,t,t,t,f,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,t,t,t,t,t,t,t,f,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,f,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t}'),
    ('aml', '{9,13,13,18,23,28,31,34,45,48,161,5,5,8,8,12,16,23,27,30,33,43,45}', '{t,t,f,t,t,f,t,t,f,t,f,t,t,t,t,t,f,t,t,t,t,t,t}'),
    ('even', '{1,2,3,4}', '{t,t,t,t}'),
    ('flat to the end', '{1,2,5,9}', '{t,t,f,f}'),
    ('flat over open ones', '{1,2,3,5,9,9}', '{t,t,t,f,t,f}')) AS t(name, durations, ends)
CROSS JOIN LATERAL unnest(durations::integer[], ends::boolean[]) AS r(duration, ended);

-- summary(survfit(Surv(duration, ended) ~ 1), times = at)$surv and $std.err
CREATE TABLE published_probability (name, at, probability, error) AS VALUES
    ('lung', 0, 1.000000000000, 0.000000000000),
    ('lung', 5, 0.995614035088, 0.004376335999),
    ('lung', 100, 0.863968967645, 0.022710230434),
    ('lung', 365, 0.409241624460, 0.035823638172),
    ('lung', 500, 0.293269193712, 0.035077818499),
    ('lung', 883, 0.050345568071, 0.022848048916),
    ('lung', 1022, 0.050345568071, 0.022848048916),
    ('ovarian', 0, 1.000000000000, 0.000000000000),
    ('ovarian', 59, 0.961538461538, 0.037714641373),
    ('ovarian', 365, 0.730769230769, 0.086989292473),
    ('ovarian', 638, 0.496732026144, 0.105102660670),
    ('ovarian', 1227, 0.496732026144, 0.105102660670),
    ('veteran', 0, 1.000000000000, 0.000000000000),
    ('veteran', 1, 0.985401459854, 0.010247101343),
    ('veteran', 100, 0.417994507197, 0.042476636759),
    ('veteran', 587, 0.018009021352, 0.012560499616),
    ('veteran', 999, 0.000000000000, NULL),
    ('aml', 5, 0.913043478261, 0.058753384756),
    ('aml', 23, 0.546583850932, 0.107250641740),
    ('aml', 48, 0.082815734990, 0.072661800504),
    ('aml', 161, 0.082815734990, 0.072661800504),
    ('even', 2, 0.500000000000, 0.250000000000),
    ('even', 4, 0.000000000000, NULL),
    ('flat to the end', 2, 0.500000000000, 0.250000000000),
    ('flat to the end', 4, 0.500000000000, 0.250000000000),
    ('flat over open ones', 2, 0.666666666667, 0.192450089730),
    ('flat over open ones', 4, 0.500000000000, 0.204124145232);
-- quantile(survfit(...), c(0.1, 0.25, 0.5, 0.75, 0.9))
CREATE TABLE published_quantile (name, quantiles) AS VALUES
    ('lung', '{79,170,310,550,735}'),
    ('ovarian', '{156,365,638,NULL,NULL}'),
    ('veteran', '{10,25,80,162,340}'),
    ('aml', '{8,12,27,43,48}'),
    ('even', '{1,1.5,2.5,3.5,4}'),
    ('flat to the end', '{1,1.5,5.5,NULL,NULL}'),
    ('flat over open ones', '{1,2,6,9,NULL}');

SELECT name, count(*) AS points, count(error) AS errors, max(abs(p - probability)) AS off, max(abs(e - error)) AS error_off,
       count(*) FILTER (WHERE (e IS NULL) <> (error IS NULL)) AS wrong
FROM published_probability
CROSS JOIN LATERAL (SELECT survival_probability(duration, ended, at), survival_error(duration, ended, at)
                    FROM published WHERE published.name = published_probability.name) AS ours(p, e)
GROUP BY name ORDER BY name;
SELECT name, count(*) AS episodes, survival_quantile(duration, ended, ARRAY[0.1, 0.25, 0.5, 0.75, 0.9]) AS ours,
       survival_quantile(duration, ended, ARRAY[0.1, 0.25, 0.5, 0.75, 0.9])
           IS NOT DISTINCT FROM (SELECT q.quantiles::numeric[] FROM published_quantile q WHERE q.name = published.name) AS as_published
FROM published GROUP BY name ORDER BY name;


--
-- Plain SQL decides
--

-- Groups without open episodes, with few, with many and with nothing else; short and long; with NULLs.
SELECT setseed(0.1918);
CREATE TABLE episode AS
SELECT i AS id, g AS grp,
       CASE WHEN random() < 0.03 THEN NULL ELSE trunc((ARRAY[6, 40, 3000])[1 + g % 3] * random() ^ (1 + g % 2))::integer END AS duration,
       CASE WHEN random() < 0.03 THEN NULL ELSE random() >= (ARRAY[0, 0.1, 0.6, 1])[1 + g % 4] END AS ended
FROM generate_series(1, 12000) AS i, LATERAL (SELECT CASE WHEN i % 5 = 0 THEN i % 48 + 60 ELSE i % 60 END) AS x(g);
INSERT INTO episode SELECT -id, grp, duration, ended FROM episode WHERE id % 3 = 0;
ANALYZE episode;

-- The curve of each group, by exact products: a factor of 0 ends it. Greenwood's sum is NULL there.
CREATE VIEW curve AS
WITH durations AS (
    SELECT grp, duration, count(*) FILTER (WHERE ended) AS ended,
           sum(count(*)) OVER (PARTITION BY grp ORDER BY duration DESC) AS at_risk
    FROM episode WHERE duration IS NOT NULL AND ended IS NOT NULL GROUP BY grp, duration
)
SELECT grp, duration, ended, at_risk,
       CASE WHEN bool_or(ended = at_risk) OVER before THEN 0
            ELSE exp(sum(ln(greatest(at_risk - ended, 1)::numeric(60, 30) / at_risk)) OVER before) END AS probability,
       sum(ended::numeric(60, 30) / nullif(at_risk * (at_risk - ended), 0)) OVER before AS greenwood
FROM durations WINDOW before AS (PARTITION BY grp ORDER BY duration);
CREATE TABLE kept_curve AS SELECT * FROM curve;
CREATE TABLE ours AS
SELECT grp, survival_probability(duration, ended, ARRAY[0, 1, 3, 10, 100, 2999, 5000]) AS p,
       survival_error(duration, ended, ARRAY[0, 1, 3, 10, 100, 2999, 5000]) AS e,
       survival_quantile(duration, ended, ARRAY[0.1, 0.25, 0.5, 0.9, 1]) AS q
FROM episode GROUP BY grp;

CREATE VIEW plain_probability AS
SELECT o.grp, a.place, CASE WHEN a.at <= last.duration OR last.probability = 0 THEN coalesce(c.probability, 1) END AS p,
       CASE WHEN (a.at <= last.duration OR last.probability = 0) AND coalesce(c.probability, 1) > 0
            THEN coalesce(c.probability * sqrt(c.greenwood), 0) END AS e
FROM ours o
CROSS JOIN unnest(ARRAY[0, 1, 3, 10, 100, 2999, 5000]) WITH ORDINALITY AS a(at, place)
CROSS JOIN LATERAL (SELECT duration, probability FROM kept_curve k WHERE k.grp = o.grp ORDER BY duration DESC LIMIT 1) AS last
LEFT JOIN LATERAL (SELECT probability, greenwood FROM kept_curve k WHERE k.grp = o.grp AND k.duration <= a.at ORDER BY duration DESC LIMIT 1) AS c ON true;
SELECT count(*) AS points, count(*) FILTER (WHERE p.p IS NULL) AS not_reached, count(*) FILTER (WHERE p.p = 0) AS all_left,
       count(*) FILTER (WHERE NOT (abs(o.p[p.place] - p.p) < 2e-12 OR (o.p[p.place] IS NULL AND p.p IS NULL))) AS wrong,
       count(*) FILTER (WHERE NOT (abs(o.e[p.place] - p.e) < 2e-12 OR (o.e[p.place] IS NULL AND p.e IS NULL))) AS wrong_errors
FROM ours o JOIN plain_probability p USING (grp);

-- The first duration with no more than the rest; where that is the rest, the middle between it and the next that ends.
CREATE VIEW plain_quantile AS
SELECT o.grp, a.place, (SELECT CASE WHEN abs(k.probability - (1 - a.probability)) < 1e-12 AND k.probability > 0
                       THEN (k.duration + coalesce((SELECT min(n.duration) FROM kept_curve n WHERE n.grp = k.grp AND n.duration > k.duration AND n.ended > 0),
                                                   (SELECT max(n.duration) FROM kept_curve n WHERE n.grp = k.grp))) / 2.0
                       ELSE k.duration END
        FROM kept_curve k WHERE k.grp = o.grp AND k.probability <= 1 - a.probability + 1e-12 ORDER BY k.duration LIMIT 1) AS q
FROM ours o CROSS JOIN unnest(ARRAY[0.1, 0.25, 0.5, 0.9, 1]) WITH ORDINALITY AS a(probability, place);
SELECT count(*) AS quantiles, count(*) FILTER (WHERE p.q IS NULL) AS not_reached, count(*) FILTER (WHERE p.q <> trunc(p.q)) AS halves,
       count(*) FILTER (WHERE o.q[p.place] IS DISTINCT FROM p.q) AS wrong
FROM ours o JOIN plain_quantile p USING (grp);

-- Without open episodes the curve is what share lasts longer, and its median is PostgreSQL's.
SELECT count(*) AS groups, count(*) FILTER (WHERE survived <> share OR median <> continuous) AS wrong
FROM (SELECT round(avg((duration > 3)::integer), 12), survival_probability(duration, true, 3),
             percentile_cont(0.5) WITHIN GROUP (ORDER BY duration), survival_quantile(duration, true, 0.5)
      FROM episode WHERE duration IS NOT NULL GROUP BY grp) AS t(share, survived, continuous, median);

-- One at a time or several, in any order of rows: the same.
SELECT count(*) AS groups, count(*) FILTER (WHERE (p, e, q)::text IS DISTINCT FROM (p1, e1, q1)::text) AS wrong
FROM (SELECT o.p[4], o.e[4], o.q[3], survival_probability(duration, ended, 10 ORDER BY random()),
             survival_error(duration, ended, 10 ORDER BY random()), survival_quantile(duration, ended, 0.50 ORDER BY duration DESC)
      FROM episode JOIN ours o USING (grp) GROUP BY grp, o.p, o.e, o.q) AS t(p, e, q, p1, e1, q1);
-- 0.5 and 0.50 are the same probability.
SELECT survival_quantile(1, true, p) FROM (VALUES (0.5), (0.50)) AS t(p);


--
-- Windows
--

SELECT count(*) > 200 AS many, count(DISTINCT (p, q)) > 100 AS different,
       count(*) FILTER (WHERE (p, e, q, running)::text IS DISTINCT FROM (p0, e0, q0, running0)::text) AS wrong
FROM (SELECT survival_probability(duration, ended, 10) OVER sliding, survival_error(duration, ended, 10) OVER sliding,
             survival_quantile(duration, ended, ARRAY[0.25, 0.5]) OVER sliding, survival_quantile(duration, ended, 0.5) OVER running, s.*,
             (SELECT survival_quantile(duration, ended, 0.5) FROM episode r WHERE grp = 1 AND r.id <= t.id)
      FROM episode t CROSS JOIN LATERAL (
          SELECT survival_probability(duration, ended, 10), survival_error(duration, ended, 10), survival_quantile(duration, ended, ARRAY[0.25, 0.5])
          FROM (SELECT * FROM episode r WHERE grp = 1 AND r.id < t.id ORDER BY id DESC LIMIT 20) AS r) AS s
      WHERE grp = 1
      WINDOW running AS (ORDER BY id), sliding AS (ORDER BY id ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING)
     ) AS w(p, e, q, running, p0, e0, q0, running0);


--
-- Split and combined
--

ALTER TABLE episode SET (parallel_workers = 2);
CREATE VIEW by_group AS
SELECT grp, survival_probability(duration, ended, ARRAY[0, 1, 3, 10, 100, 2999, 5000]) AS p,
       survival_error(duration, ended, ARRAY[0, 1, 3, 10, 100, 2999, 5000]) AS e,
       survival_quantile(duration, ended, ARRAY[0.1, 0.25, 0.5, 0.9, 1]) AS q
FROM episode GROUP BY grp;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM by_group', 'Partial') AS partial,
       (SELECT count(*) FROM by_group b JOIN ours o ON b.*::text = o.*::text) AS same;
SELECT survival_quantile(duration, ended, CASE WHEN id % 2 = 0 THEN 0.5 ELSE 0.4 END) FROM episode;
\echo :LAST_ERROR_SQLSTATE
RESET parallel_leader_participation;
RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;


--
-- Refused
--

SELECT survival_probability(-1, true, 1);
\echo :LAST_ERROR_SQLSTATE
SELECT survival_quantile(1, true, 0.0);
\echo :LAST_ERROR_SQLSTATE
SELECT query, refusal('SELECT ' || query)
FROM unnest(ARRAY[
    $$survival_probability(36526, true, 1)$$,             $$survival_error(2147483647, true, 1)$$,
    $$survival_error(-2147483648, false, 1)$$,            $$survival_probability(1, true, NULL::integer)$$,
    $$survival_probability(1, true, -1)$$,                $$survival_quantile(1, true, NULL::numeric)$$,
    $$survival_quantile(1, true, 1.0000001)$$,            $$survival_quantile(1, true, 'NaN'::numeric)$$,
    $$survival_quantile(1, true, 'Infinity'::numeric)$$,  $$survival_quantile(1, true, -0.5)$$,
    $$survival_quantile(1, true, 1e5)$$,                $$survival_quantile(1, true, '{}'::numeric[])$$,
    $$survival_quantile(1, true, '{0.5,NULL}'::numeric[])$$, $$survival_quantile(1, true, '{{0.5},{0.6}}'::numeric[])$$,
    $$survival_quantile(1, true, array_fill(0.5, ARRAY[1001]))$$, $$survival_probability(1, true, NULL::integer[])$$,
    $$survival_probability(NULL, true, n) FROM (VALUES (1), (2)) AS t(n)$$,
    $$survival_quantile(1, true, p) FROM (VALUES (ARRAY[0.5]), (ARRAY[0.5, 0.6])) AS t(p)$$]) AS query;

SET client_min_messages = warning;
DROP SCHEMA survival_test CASCADE;
