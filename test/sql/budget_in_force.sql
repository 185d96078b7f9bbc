-- budget_in_force: held_on, in_force_on

\pset null NULL
SET datestyle = ISO;
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- A figure of a date within the year by the budget of that date; of its last day, of later and without a date by the year's last.
SELECT as_of, held_on(as_of, '2024-06-30') FROM unnest('{-infinity,2022-01-01,2023-07-01,2024-02-29,2024-06-29,2024-06-30,2024-07-01,infinity,NULL}'::date[]) AS as_of;
SELECT held_on('2024-01-01', NULL), held_on(NULL, NULL), held_on('2024-01-01', 'infinity'), held_on('2024-01-01', '-infinity');

-- From its first day on, until the day before another takes its place; a decision that is replaced on its own day never is.
SELECT day, in_force_on(day, '2024-01-10', '2024-03-01') AS both, in_force_on(day, NULL, '2024-03-01') AS until, in_force_on(day, '2024-01-10', NULL) AS since,
       in_force_on(day, NULL, NULL) AS always, in_force_on(day, '2024-01-10', '2024-01-10') AS never
FROM unnest('{-infinity,2024-01-09,2024-01-10,2024-02-29,2024-03-01,infinity,NULL}'::date[]) AS day;

-- As SQL says it.
SELECT count(*) AS days, count(*) FILTER (WHERE in_force_on(day, first, until) IS DISTINCT FROM (coalesce(day >= first, true) AND coalesce(day < until, true))) AS differ
FROM (SELECT CASE WHEN d = 0 THEN 'infinity'::date ELSE date '2024-01-01' + d END AS day FROM generate_series(0, 9) AS d) AS days,
     (SELECT CASE WHEN d > 0 THEN date '2024-01-01' + d END AS first FROM generate_series(0, 9) AS d) AS firsts,
     (SELECT CASE WHEN d > 0 THEN date '2024-01-01' + d END AS until FROM generate_series(0, 9) AS d) AS untils;
