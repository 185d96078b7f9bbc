-- case_flow: entries, exits, returns, episodes, case_flow, household_episodes
--
-- Small inputs are decided by hand; large ones by gaps and islands in plain SQL.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS case_flow_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA case_flow_test;
SET search_path = case_flow_test, public;
SET datestyle = 'ISO, YMD';

\i test/sql/include/refusal.sql
\i test/sql/include/plan_shows.sql


--
-- The ladder
--

SELECT entries(h, m), exits(h, m), returns(h, m), episodes(h, m)
FROM (VALUES (1, date '2023-01-01')) AS t(h, m)
WHERE false;
SELECT place, input, entries(h, m), exits(h, m), returns(h, m), episodes(h, m),
       episodes(household_set(h, m), '2023-02-01', '2023-04-30') AS of_spring, entries(household_set(h, m), '2023-02-28', '2023-04-01', 1) AS began,
       exits(household_set(h, m), '2023-02-01', '2023-04-01') AS left, exits(household_set(h, m), '2023-02-01', '2023-04-01', 1) AS left_for_good
FROM (VALUES
    ( 1, 'no household',                '{NULL}',       '{2023-01-01}'),
    ( 2, 'no month',                    '{7}',          '{NULL}'),
    ( 3, 'one row',                     '{7}',          '{2023-01-01}'),
    ( 4, 'the same month twice',        '{7, 7}',       '{2023-01-01, 2023-01-31}'),
    ( 5, 'two months in a row',         '{7, 7}',       '{2023-02-28, 2023-03-01}'),
    ( 6, 'two months with a gap',       '{7, 7}',       '{2023-01-15, 2023-03-01}'),
    ( 7, 'over a year end',             '{7, 7}',       '{2022-12-31, 2023-01-01}'),
    ( 8, 'a gap over a year end',       '{7, 7}',       '{2022-12-31, 2023-02-01}'),
    ( 9, 'a year apart',                '{7, 7}',       '{2022-03-01, 2023-03-01}'),
    (10, 'one stays, one leaves',       '{7, 8, 7}',    '{2023-01-01, 2023-01-01, 2023-02-01}'),
    (11, 'one comes, one leaves',       '{7, 8}',       '{2023-01-01, 2023-02-01}'),
    (12, 'one returns as another goes', '{7, 8, 7}',    '{2023-01-01, 2023-02-01, 2023-03-01}'),
    (13, 'below 0 and at the ends',     '{-1, 9223372036854775807, -9223372036854775808}', '{2023-01-01, 2023-02-01, 2023-03-01}'),
    (14, 'from BC to AD',               '{7, 7}',       '{0001-12-31 BC, 0001-01-01}'),
    (15, 'first and last day there is', '{7, 7}',       '{4714-11-24 BC, 5874897-12-31}')) AS t(place, input, households, months)
CROSS JOIN LATERAL unnest(households::bigint[], months::date[]) AS r(h, m)
GROUP BY place, input ORDER BY place;

-- Household 2 moves to B in March and is gone in April; 1 takes April off; 3 comes when 2 has returned.
CREATE TABLE town (unit text, household bigint, month date);
INSERT INTO town VALUES ('A', 1, '2022-01-01'), ('A', 1, '2022-02-01'), ('A', 1, '2022-03-01'), ('A', 1, '2022-05-01'), ('A', 2, '2022-02-01'),
                        ('B', 2, '2022-03-01'), ('B', 2, '2022-06-01'), ('B', 3, '2022-07-01');
SELECT unit, f.*
FROM (SELECT unit, household_set(household, month) AS households FROM town GROUP BY ROLLUP (unit)) AS s
CROSS JOIN (SELECT household_set(household, month) AS whole FROM town) AS w
CROSS JOIN LATERAL case_flow(households, '2022-02-01', '2022-07-31', 0, whole) AS f
ORDER BY unit, month;
-- With a gap of a month 1 has not left, and in July nobody knows yet whether 2 has.
SELECT f.* FROM (SELECT household_set(household, month) AS households FROM town) AS s CROSS JOIN LATERAL case_flow(households, '2022-02-01', '2022-08-01', 1) AS f;
SELECT f.* FROM (SELECT household_set(household, month) AS households FROM town) AS s CROSS JOIN LATERAL household_episodes(households, '2022-08-15', 1) AS f;
-- Nobody.
SELECT count(*), min(opening), max(closing) FROM case_flow(household_set(household_set_send((SELECT household_set(1, month) FROM town WHERE false))), '2022-01-01', '2022-03-01') AS f;
SELECT count(*) FROM household_episodes((SELECT household_set(1, month) FROM town WHERE false), '2022-01-01');
SELECT (SELECT count(*) FROM case_flow(NULL, '2022-01-01', '2022-03-01')) AS no_set, (SELECT count(*) FROM household_episodes(NULL, '2022-01-01')) AS no_episodes,
       entries(NULL, '2022-01-01', '2022-03-01') AS no_entries;


--
-- Plain SQL decides
--

-- Households that come and go, move between units and are in several at once, over five years; a tenth of the rows lacks
-- something, and some stand twice.
SELECT setseed(0.1834);
CREATE TABLE payment AS
SELECT i AS id, CASE WHEN random() < 0.7 THEN h % 7 ELSE trunc(random() * 7) END AS unit,
       CASE WHEN random() < 0.05 THEN NULL WHEN h % 3 = 0 THEN h WHEN h % 3 = 1 THEN (h - 120) * 70000000000000000 ELSE 9223372036854775807 - h END AS household,
       CASE WHEN random() < 0.05 THEN NULL ELSE (date '2019-03-01' + make_interval(months => (60 * (h / 240.0 + random() ^ 3) / 2)::integer, days => trunc(random() * 28)::integer))::date END AS month
FROM generate_series(1, 9000) AS i, LATERAL (SELECT trunc(random() * 240)::bigint + 0 * i) AS x(h);
INSERT INTO payment SELECT * FROM payment WHERE id % 7 = 0;
ANALYZE payment;

-- The episodes of each unit and, as unit -1, of the whole; the data are known until March 2024.
CREATE TABLE island AS
WITH month AS (
    SELECT DISTINCT unit, household, (extract(year FROM month) * 12 + extract(month FROM month))::integer AS n
    FROM (SELECT unit, household, month FROM payment UNION ALL SELECT -1, household, month FROM payment) AS p
    WHERE household IS NOT NULL AND month IS NOT NULL
), begun AS (
    SELECT gap, unit, household, n, (n - lag(n) OVER (PARTITION BY gap, unit, household ORDER BY n) <= gap + 1) IS NOT TRUE AS is_first
    FROM month CROSS JOIN unnest(ARRAY[0, 1, 3]) AS gap
), numbered AS (
    SELECT *, count(*) FILTER (WHERE is_first) OVER (PARTITION BY gap, unit, household ORDER BY n) AS ordinal FROM begun
)
SELECT gap, unit, household, ordinal, min(n) AS first, max(n) AS last, 2024 * 12 + 3 - max(n) <= gap AS is_open
FROM numbered GROUP BY gap, unit, household, ordinal;
CREATE INDEX ON island (gap, unit, household);
ANALYZE island;
SELECT gap, count(*) FILTER (WHERE unit = -1) AS episodes, count(*) FILTER (WHERE unit = -1 AND ordinal > 1) AS returns,
       count(*) FILTER (WHERE unit = -1 AND is_open) AS open, max(ordinal) AS most FROM island GROUP BY gap ORDER BY gap;

CREATE TABLE kept AS SELECT unit, household_set(household, month) AS households FROM payment GROUP BY unit;
INSERT INTO kept SELECT -1, household_set(households) FROM kept;

-- Every episode.
CREATE VIEW ours AS
SELECT gap, unit, e.household, e.ordinal::bigint, (extract(year FROM first_month) * 12 + extract(month FROM first_month))::integer AS first,
       (extract(year FROM last_month) * 12 + extract(month FROM last_month))::integer AS last, is_open
FROM kept CROSS JOIN unnest(ARRAY[0, 1, 3]) AS gap CROSS JOIN LATERAL household_episodes(households, '2024-03-01', gap) AS e;
SELECT (SELECT count(*) FROM (TABLE ours EXCEPT ALL TABLE island) AS t) AS too_many, (SELECT count(*) FROM (TABLE island EXCEPT ALL TABLE ours) AS t) AS missing;

-- Every month of the flow, without a whole: the numbers, the stock, and that they add up.
CREATE VIEW month_number AS SELECT generate_series(2019 * 12 + 4, 2024 * 12 + 3) AS n;
CREATE VIEW flow AS
SELECT gap, unit, (extract(year FROM f.month) * 12 + extract(month FROM f.month))::integer AS n, f.*
FROM kept CROSS JOIN unnest(ARRAY[0, 1, 3]) AS gap CROSS JOIN LATERAL case_flow(households, '2019-04-01', '2024-03-31', gap) AS f;
CREATE TABLE plain_flow AS
SELECT gap, unit, n, count(*) FILTER (WHERE first < n AND (last >= n - 1 OR is_open)) AS opening, count(*) FILTER (WHERE first = n AND ordinal = 1) AS first_time,
       count(*) FILTER (WHERE first = n AND ordinal > 1) AS returned, count(*) FILTER (WHERE last = n - 1 AND NOT is_open) AS ended,
       count(*) FILTER (WHERE first <= n AND (last >= n OR is_open)) AS closing
FROM island CROSS JOIN month_number GROUP BY gap, unit, n;
SELECT count(*) AS months, sum(first_time) > 300 AS many, count(*) FILTER (WHERE moved_in <> 0 OR moved_out <> 0) AS moves,
       count(*) FILTER (WHERE opening + first_time + returned + moved_in - moved_out - ended <> closing) AS unbalanced,
       count(*) FILTER (WHERE (f.opening, f.first_time, f.returned, f.ended, f.closing) IS DISTINCT FROM (p.opening, p.first_time, p.returned, p.ended, p.closing)) AS wrong
FROM flow f FULL JOIN plain_flow p USING (gap, unit, n, opening, first_time, returned, ended, closing);
-- closing is the number of households of the month where no gap is allowed.
SELECT count(*) AS months, count(*) FILTER (WHERE closing IS DISTINCT FROM households) AS wrong
FROM flow LEFT JOIN (SELECT unit, date_trunc('month', month)::date AS month, household_count(household, month) AS households
                     FROM payment GROUP BY unit, date_trunc('month', month)) AS c USING (unit, month)
WHERE gap = 0 AND unit >= 0 AND closing <> 0;

-- With the whole: who begins or ends in a unit while in an episode of the town has moved.
CREATE TABLE flow_of_town AS
SELECT gap, unit, (extract(year FROM f.month) * 12 + extract(month FROM f.month))::integer AS n, f.*
FROM kept CROSS JOIN unnest(ARRAY[0, 1, 3]) AS gap CROSS JOIN (SELECT households AS whole FROM kept WHERE unit = -1) AS w
CROSS JOIN LATERAL case_flow(households, '2019-04-01', '2024-03-31', gap, whole) AS f;
CREATE VIEW moved AS
SELECT i.*, EXISTS (SELECT FROM island w WHERE w.gap = i.gap AND w.unit = -1 AND w.household = i.household AND w.first < i.first AND (w.last >= i.first - 1 OR w.is_open)) AS moved_in,
       EXISTS (SELECT FROM island w WHERE w.gap = i.gap AND w.unit = -1 AND w.household = i.household AND w.first <= i.last + 1 AND (w.last >= i.last + 1 OR w.is_open)) AND NOT i.is_open AS moved_out,
       i.ordinal > 1 OR EXISTS (SELECT FROM island w WHERE w.gap = i.gap AND w.unit = -1 AND w.household = i.household AND w.first < i.first) AS seen_before
FROM island i;
CREATE TABLE plain_flow_of_town AS
SELECT gap, unit, n, count(*) FILTER (WHERE first = n AND moved_in) AS moved_in, count(*) FILTER (WHERE first = n AND NOT moved_in AND NOT seen_before) AS first_time,
       count(*) FILTER (WHERE first = n AND NOT moved_in AND seen_before) AS returned, count(*) FILTER (WHERE last = n - 1 AND moved_out) AS moved_out,
       count(*) FILTER (WHERE last = n - 1 AND NOT moved_out AND NOT is_open) AS ended
FROM moved CROSS JOIN month_number GROUP BY gap, unit, n;
SELECT unit = -1 AS whole, count(*) AS months, sum(f.moved_in) > 100 AS move_in, sum(f.moved_out) > 100 AS move_out,
       count(*) FILTER (WHERE opening + f.first_time + f.returned + f.moved_in - f.moved_out - f.ended <> closing) AS unbalanced,
       count(*) FILTER (WHERE (f.moved_in, f.first_time, f.returned, f.moved_out, f.ended) IS DISTINCT FROM (p.moved_in, p.first_time, p.returned, p.moved_out, p.ended)) AS wrong
FROM flow_of_town f FULL JOIN plain_flow_of_town p USING (gap, unit, n) GROUP BY unit = -1 ORDER BY 1;

-- The counts of a period are the sums of its months, and its episodes are counted once.
SELECT count(*) AS periods, count(*) FILTER (WHERE (c.entries, c.returns, c.exits) IS DISTINCT FROM (f.entries, f.returns, f.exits)) AS wrong,
       count(*) FILTER (WHERE c.episodes IS DISTINCT FROM i.episodes) AS wrong_episodes
FROM kept k CROSS JOIN unnest(ARRAY[0, 1, 3]) AS gap(gap) CROSS JOIN (VALUES (date '2019-04-01', date '2024-03-01'), ('2020-01-01', '2020-12-31'), ('2021-07-15', '2021-07-20'), ('2024-03-01', '2024-03-01')) AS period(a, b)
CROSS JOIN LATERAL (SELECT entries(households, a, b, gap), returns(households, a, b, gap), exits(households, a, b, gap), episodes(households, a, b, gap)) AS c
CROSS JOIN LATERAL (SELECT sum(first_time + returned)::bigint AS entries, sum(returned)::bigint AS returns, sum(ended)::bigint AS exits
                    FROM case_flow(households, a, b, gap)) AS f
CROSS JOIN LATERAL (SELECT count(*) AS episodes FROM island i WHERE i.gap = gap.gap AND i.unit = k.unit
                    AND first <= extract(year FROM b) * 12 + extract(month FROM b) AND last >= extract(year FROM a) * 12 + extract(month FROM a)) AS i;

-- The aggregates: of all their rows, whose first month begins nothing and whose last ends nothing.
CREATE VIEW by_unit AS
SELECT unit, entries(household, month), exits(household, month), returns(household, month), episodes(household, month), household_count(household, month)
FROM payment GROUP BY unit;
SELECT count(*) AS units, sum(o.returns) > 100 AS many, count(*) FILTER (WHERE (o.entries, o.exits, o.returns, o.episodes, o.household_count) IS DISTINCT FROM
                                            (p.entries, p.exits, p.returns, p.episodes, p.households)) AS wrong
FROM by_unit o FULL JOIN (
    SELECT unit, count(*) FILTER (WHERE first > first_of_all) AS entries, count(*) FILTER (WHERE last < last_of_all) AS exits,
           count(*) FILTER (WHERE ordinal > 1) AS returns, count(*) AS episodes, count(DISTINCT household) AS households
    FROM (SELECT *, min(first) OVER (PARTITION BY unit) AS first_of_all, max(last) OVER (PARTITION BY unit) AS last_of_all FROM island WHERE gap = 0 AND unit >= 0) AS i
    GROUP BY unit) AS p USING (unit);
-- They share one transition with the other counts.
SELECT count(DISTINCT (aggtransfn, aggcombinefn, aggserialfn, aggdeserialfn)) AS transitions, count(*) AS aggregates
FROM pg_aggregate WHERE aggfnoid::regprocedure::text ~ '^(public\.)?(entries|exits|returns|episodes|household_count|household_months|average_households|household_set|long_term_households)\(bigint,date\)$';

-- Other orders of rows, windows, and split between processes.
SELECT count(*) AS units, count(*) FILTER (WHERE (e, x, r, n) IS DISTINCT FROM (e0, x0, r0, n0)) AS wrong
FROM (SELECT entries(household, month ORDER BY random()), exits(household, month ORDER BY month DESC), returns(household, month ORDER BY household), episodes(household, month ORDER BY random()),
             entries(household, month), exits(household, month), returns(household, month), episodes(household, month)
      FROM payment GROUP BY unit) AS t(e, x, r, n, e0, x0, r0, n0);
SELECT count(*) AS rows, count(*) FILTER (WHERE (e, x, r, n) IS DISTINCT FROM (e0, x0, r0, n0)) AS wrong
FROM (SELECT entries(household, month) OVER running, exits(household, month) OVER running, returns(household, month) OVER running, episodes(household, month) OVER running, s.*
      FROM (SELECT * FROM payment WHERE unit = 2 AND id % 7 > 0 ORDER BY id LIMIT 300) AS t
      CROSS JOIN LATERAL (SELECT entries(household, month), exits(household, month), returns(household, month), episodes(household, month)
                          FROM payment r WHERE unit = 2 AND id % 7 > 0 AND r.id <= t.id) AS s
      WINDOW running AS (ORDER BY id)) AS w(e, x, r, n, e0, x0, r0, n0);
CREATE TABLE serial AS SELECT * FROM by_unit;
ALTER TABLE payment SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SELECT plan_shows('EXPLAIN (COSTS OFF) SELECT * FROM by_unit', 'Partial') AS partial, (SELECT count(*) FROM by_unit b JOIN serial s ON b.* IS NOT DISTINCT FROM s.*) AS same;
RESET parallel_leader_participation;
RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;


--
-- Refused
--

SELECT entries(1, 'infinity');
\echo :LAST_ERROR_SQLSTATE
SELECT exits(households, '2020-01-01', '2020-02-01', -1) FROM kept WHERE unit = -1;
\echo :LAST_ERROR_SQLSTATE
SELECT query, refusal('SELECT ' || query || ' FROM kept WHERE unit = -1')
FROM unnest(ARRAY[
    $$entries(households, '2020-02-01', '2020-01-31')$$,           $$returns(households, '-infinity', '2020-01-31')$$,
    $$episodes(households, '2020-02-01', 'infinity')$$,            $$case_flow(households, '2020-02-01', '2020-01-01')$$,
    $$case_flow(households, '2020-02-01', '3020-02-01')$$,         $$case_flow(households, '4714-11-24 BC', '5874897-12-31')$$,
    $$case_flow(households, '2020-02-01', '2020-02-01', -2147483648)$$, $$household_episodes(households, 'infinity')$$,
    $$household_episodes(households, '2020-02-01', -1)$$]) AS query;
-- As far as it goes.
SELECT count(*), sum(first_time), max(closing) FROM kept, case_flow(households, '2020-01-01', '3019-12-01', 2147483647) WHERE unit = -1;
SELECT episodes(households, '4714-11-24 BC', '5874897-12-31', 2147483647) = household_count(households) AS each_one FROM kept WHERE unit = -1;

-- One household that comes and leaves every other month for 120,000 years: the whole's episodes are not gone through for each of a part's.
SET statement_timeout = '8s';
WITH forever AS (SELECT household_set(1, make_date(year, month, 1)) AS households FROM generate_series(1, 120000) AS year, generate_series(1, 11, 2) AS month)
SELECT count(*), sum(opening), sum(f.returned) AS returned, sum(moved_in + moved_out) AS moved, sum(ended) AS ended, sum(closing)
FROM forever, case_flow(households, '119001-01-01', '120000-12-01', whole => households) AS f;
RESET statement_timeout;

SET client_min_messages = warning;
DROP SCHEMA case_flow_test CASCADE;
