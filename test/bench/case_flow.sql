-- case_flow: who comes, leaves and returns by month, and sets of households that are kept, beside what plain SQL offers

-- Ten years of payments in order of months, 149 rows for each household that gets support in a month.
SELECT :rows / 149 AS households, 120 AS months, '2014-01-01' AS first_month, 200 AS units
\gset
SET search_path = bench;
\i examples/payments.sql
RESET search_path;

-- A thousand sets of ten thousand household-years: those of as many units in a year, with numbers of 40 bits, and of 63 as pseudonyms have.
CREATE UNLOGGED TABLE bench.kept (unit integer, width text, households household_set);
INSERT INTO bench.kept
SELECT unit, width, household_set(CASE width WHEN '40 bits' THEN 1099511627775 ELSE 9223372036854775807 END & hashint8extended(unit * 10000 + i, 1),
                                  make_date(2023, 1 + m, 1))
FROM generate_series(1, 1000) AS unit, (VALUES ('40 bits'), ('63 bits')) AS w(width), generate_series(1, 10000) AS i, generate_series(0, 11) AS m
WHERE (hashint8(i + 13 * unit) >> m & 1) = 1 OR m = 5
GROUP BY unit, width;
VACUUM (ANALYZE) bench.synthetic_payment, bench.kept;
INSERT INTO bench.data (description)
SELECT format('synthetic payments of examples/payments.sql: %s rows', count(*)) FROM bench.synthetic_payment
UNION ALL
SELECT format('%s sets of %s household-years on average, with numbers of %s: %s bytes for each', count(*), round(avg(household_count(households))), width,
              round(sum(pg_column_size(households)) / sum(household_count(households)), 2))
FROM bench.kept GROUP BY width;

-- Episodes are runs of months; what ends is not there in the month after.
SELECT 'SELECT f.month, f.first_time, f.returned, f.ended
        FROM (SELECT household_set(household, month) AS households FROM bench.synthetic_payment) AS s
        CROSS JOIN LATERAL case_flow(households, ''2014-02-01'', ''2023-12-01'') AS f' AS ours,
       'WITH seen AS (SELECT DISTINCT household, month FROM bench.synthetic_payment),
             run AS (SELECT household, month, month - make_interval(months => row_number() OVER (PARTITION BY household ORDER BY month)::integer) AS island FROM seen),
             episode AS (SELECT household, min(month) AS first, (max(month) + interval ''1 month'')::date AS after FROM run GROUP BY household, island),
             numbered AS (SELECT *, row_number() OVER (PARTITION BY household ORDER BY first) AS ordinal FROM episode),
             change AS (SELECT first AS month, (ordinal = 1)::integer AS first_time, (ordinal > 1)::integer AS returned, 0 AS ended FROM numbered
                        UNION ALL SELECT after, 0, 0, 1 FROM numbered)
        SELECT month, sum(first_time) AS first_time, sum(returned) AS returned, sum(ended) AS ended
        FROM change WHERE month BETWEEN ''2014-02-01'' AND ''2023-12-01'' GROUP BY month' AS other
\gset
INSERT INTO bench.comparison (what, bar, ours, other, settings_ours, settings_other)
SELECT what, bar, :'ours', :'other', settings_ours, bench.one_process() || settings_other
FROM (VALUES
    ('case_flow by month vs gaps and islands', 0.40, bench.one_process(), '{}'::text[]),
    ('case_flow by month in TWO processes vs gaps and islands in one', NULL, bench.two_processes(), '{}'),
    ('case_flow by month vs gaps and islands with 2 GB to sort in', NULL, bench.one_process(), '{work_mem=2GB}')) AS c(what, bar, settings_ours, settings_other);
INSERT INTO bench.comparison (what, same_result, ours, other) VALUES
('entries, exits, returns and episodes by unit vs household_count alone', false,
 'SELECT unit, household_count(household, month), entries(household, month), exits(household, month), returns(household, month), episodes(household, month)
  FROM bench.synthetic_payment GROUP BY unit',
 'SELECT unit, household_count(household, month) FROM bench.synthetic_payment GROUP BY unit'),
('household_count of the town and a year: from sets of units vs from payments', true,
 'SELECT household_count(household_set(households)) AS households FROM (SELECT household_set_between(households, ''2023-01-01'', ''2023-12-01'') AS households FROM bench.of_unit) AS s',
 'SELECT count(DISTINCT household) AS households FROM bench.synthetic_payment WHERE month BETWEEN ''2023-01-01'' AND ''2023-12-31''');
CREATE UNLOGGED TABLE bench.of_unit AS SELECT unit, household_set(household, month) AS households FROM bench.synthetic_payment GROUP BY unit;

SELECT format('CALL bench.compare_processes(%L, %L, 1.70)', what, query)
FROM (VALUES ('case_flow by month', :'ours'),
             ('entries(household, month) by unit', 'SELECT unit, entries(household, month) FROM bench.synthetic_payment GROUP BY unit')) AS q(what, query)
\gexec

-- A millisecond for each set is a second for the thousand.
INSERT INTO bench.each (what, query, bar)
SELECT 'the union of a thousand sets of ten thousand household-years, numbers of ' || width,
       format('WITH united AS MATERIALIZED (SELECT household_set(households) AS households FROM bench.kept WHERE width = %L)
               SELECT 1000 FROM united WHERE household_set_send(households) IS NOT NULL', width), 1000
FROM (VALUES ('40 bits'), ('63 bits')) AS w(width);
