-- caseload_rollup_by_month, caseload_rollup_by_year and household_path: by hand, and against plain SQL on random data. Needs no example.
\set VERBOSITY terse
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('rollup', organisation => 'o');
SET search_path = rollup, public;

--
-- By hand
--

INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town'), ('out', 'Outside', NULL);
-- 1 is with east for six months and with west for the other six: for long with neither, and with the town. 2 has both in March: one household.
-- 3 pays all of March back to west, and keeps what east paid. 4 only pays back.
INSERT INTO support_payment (unit, household, month, amount)
SELECT CASE WHEN month < '2025-07-01' THEN 'east' ELSE 'west' END, 1, month, 100 FROM generate_series(timestamp '2025-01-01', '2025-12-01', interval '1 month') AS month
UNION ALL VALUES ('east', 2, date '2025-03-01', 100), ('west', 2, '2025-03-01', 50), ('west', 3, '2025-03-01', 70), ('west', 3, '2025-03-01', -70), ('east', 3, '2025-03-01', 30),
    ('out', 4, '2025-03-01', -5), ('out', 5, '2025-04-01', 20);
SELECT unit_code, unit, months, households, average_households AS average, long_term_households AS long_term, long_term_ratio AS ratio, payments, cost_per_household AS cost, not_counted
FROM caseload_rollup_by_year ORDER BY unit_code NULLS FIRST;
SELECT unit_code, month, households, payments, cost_per_household AS cost, known_households AS known, reported_households AS reported, why_unknown
FROM caseload_rollup_by_month WHERE month IN ('2025-03-01', '2025-04-01', '2025-07-01') ORDER BY month, unit_code NULLS FIRST;
-- A unit without any below it counts as in caseload_by_month and caseload_by_year.
SELECT (SELECT count(*) FROM caseload_by_month) AS months,
       (SELECT count(*) FROM (SELECT fiscal_year, unit_code, unit, month, households, payments FROM caseload_by_month
                              EXCEPT SELECT fiscal_year, unit_code, unit, month, households, payments FROM caseload_rollup_by_month) d) AS other_months,
       (SELECT count(*) FROM (SELECT fiscal_year, unit_code, unit, months, households, average_households, long_term_households, long_term_ratio, payments, cost_per_household FROM caseload_by_year
                              EXCEPT SELECT fiscal_year, unit_code, unit, months, households, average_households, long_term_households, long_term_ratio, payments, cost_per_household
                              FROM caseload_rollup_by_year) d) AS other_years;
-- From 2026 on west stands by itself: what it has counts there, and no more in the town. The year before keeps its tree.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('west', 1, '2026-01-01', 100), ('east', 2, '2026-01-01', 100);
CALL refresh_social_mart('rollup');
INSERT INTO unit_move (unit, parent, from_year) VALUES ('west', 'out', 2026);
SELECT unit_code, fiscal_year, households, long_term_households FROM caseload_rollup_by_year WHERE unit_code IN ('town', 'out') ORDER BY unit_code, fiscal_year;
DELETE FROM unit_move;
DELETE FROM support_payment;

-- A recovery lowers the cost of the month that its row names, whenever it was booked, and makes its household none there if nothing is left: 1 keeps 60 of
-- March, and 2 nothing. What nobody says the month of is in the month in which it was booked: 3 owes 20 there. Of what is only reported nothing is known.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '2025-03-01', 100), ('west', 2, '2025-03-01', 100), ('east', 1, '2025-05-01', 100), ('east', 3, '2025-05-01', 100),
    ('east', 1, '2025-03-01', -40), ('west', 2, '2025-03-01', -100), ('east', 3, '2025-05-01', -20);
INSERT INTO household_month (unit, month, households, payments) VALUES ('out', '2025-05-01', 2, 50);
SELECT unit_code, month, households, payments, cost_per_household AS cost FROM household_cost ORDER BY month, unit_code;
SELECT unit_code, month, households, payments, recoveries, payments + recoveries AS paid_out, cost_per_household AS cost FROM caseload_rollup_by_month ORDER BY month, unit_code NULLS FIRST;
SELECT unit_code, households, payments, recoveries, not_counted FROM caseload_rollup_by_year ORDER BY unit_code NULLS FIRST;
DELETE FROM household_month;
DELETE FROM support_payment;

-- What is only reported has no names: who has east and west counts twice, which reported_households tells. Of different households of a year nothing is known.
INSERT INTO household_month (unit, month, households, payments) VALUES ('west', '2025-01-01', 7, 700), ('west', '2025-02-01', 6, NULL);
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '2025-01-01', 100), ('east', 1, '2025-02-01', 100);
SELECT unit_code, month, households, payments, known_households AS known, reported_households AS reported FROM caseload_rollup_by_month ORDER BY month, unit_code NULLS FIRST;
SELECT unit_code, households, payments, not_counted FROM caseload_rollup_by_year ORDER BY unit_code NULLS FIRST;

-- A unit that has not told a month is not without households; and what others have told is known.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '2025-03-01', 100), ('east', 2, '2025-03-01', 100);
INSERT INTO household_plan (fiscal_year, opening_households, closing_households) VALUES (2025, 12, 12);
SELECT unit_code, households, payments, cost_per_household, known_households AS known, reported_households AS reported, why_unknown
FROM caseload_rollup_by_month WHERE month = '2025-03-01' ORDER BY unit_code NULLS FIRST;
SELECT month, expected, households, deviation, known_households AS known, why_unknown FROM household_path WHERE month <= '2025-04-01' ORDER BY month;
-- Of more than one, all are named. The report says so, too.
INSERT INTO household_month (unit, month, households) VALUES ('out', '2025-02-01', 1);
SELECT households, known_households AS known, why_unknown FROM caseload_rollup_by_month WHERE month = '2025-03-01' AND unit_code IS NULL;
BEGIN;
CALL publish_interim_report('rollup', '2025-03-31');
SELECT s->>'note' AS note, s->'rows' AS rows FROM jsonb_array_elements((interim_report('rollup', '2025-03-31', format => 'json'))::jsonb->'sections') AS s WHERE s->>'section' = 'households';
ROLLBACK;
-- 0 is a figure. Units of a few households, from payments, may have none; of ten they do not all leave at once.
INSERT INTO household_month (unit, month, households) VALUES ('west', '2025-03-01', 0), ('out', '2025-03-01', 0);
INSERT INTO household_month (unit, month, households) VALUES ('west', '2025-04-01', 0), ('out', '2025-04-01', 0);
SELECT month, households, known_households AS known, why_unknown FROM household_path WHERE month BETWEEN '2025-03-01' AND '2025-04-01' ORDER BY month;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'east', household, '2025-03-01', 100 FROM generate_series(3, 10) AS household;
SELECT month, households, known_households AS known, why_unknown FROM household_path WHERE month BETWEEN '2025-03-01' AND '2025-04-01' ORDER BY month;
-- Recoveries are no figures of a month.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '2025-04-01', -1);
SELECT month, households, known_households AS known, why_unknown FROM household_path WHERE month = '2025-04-01';
-- Nobody waits for what lives on in another, nor for a unit whose figures a unit above or below it has now, nor longer than twelve months.
INSERT INTO household_month (unit, month, households) VALUES ('out', '2026-01-01', 3), ('out', '2026-04-01', 3);
SELECT month, why_unknown FROM caseload_rollup_by_month WHERE unit_code IS NULL AND month >= '2026-01-01' ORDER BY month;
BEGIN;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('west', 'out', 2026);
SELECT month, why_unknown FROM caseload_rollup_by_month WHERE unit_code IS NULL AND month >= '2026-01-01' ORDER BY month;
UPDATE unit_succession SET share = 0.5;
SELECT month, why_unknown FROM caseload_rollup_by_month WHERE unit_code IS NULL AND month >= '2026-01-01' ORDER BY month;
ROLLBACK;
INSERT INTO household_month (unit, month, households) VALUES ('town', '2026-01-01', 9), ('town', '2026-04-01', 9), ('out', '2026-05-01', 3);
SELECT month, households, why_unknown FROM caseload_rollup_by_month WHERE unit_code IS NULL AND month >= '2026-01-01' ORDER BY month;
DELETE FROM household_month;
DELETE FROM support_payment;

--
-- Against plain SQL, on random data: some with two units in a month, some who move; with years that begin in September, too
--

SELECT setseed(0.81);
INSERT INTO unit (code, name, parent) VALUES ('north', 'North', 'west');
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('s', 'September', 9);
INSERT INTO unit (organisation, code, name, parent) SELECT 's', code, name, parent FROM unit WHERE organisation = 'o';
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o, (ARRAY['east', 'west', 'north', 'out'])[1 + CASE WHEN random() < 0.3 THEN floor(random() * 4)::integer ELSE (household + EXTRACT(month FROM month)::integer / 5) % 4 END], household, month, 100 + floor(random() * 3) * 50
FROM unnest('{o,s}'::text[]) AS o, generate_series(1, 300) AS household, generate_series(timestamp '2020-03-01', '2023-08-01', interval '1 month') AS month, generate_series(1, 2) AS payment
WHERE random() < 0.2 + 0.5 * (household % 2);
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT organisation, unit, household, month, -amount FROM support_payment WHERE random() < 0.1;
ANALYZE support_payment;
CREATE TEMPORARY TABLE net AS
SELECT organisation, CASE WHEN organisation = 's' AND EXTRACT(month FROM month) >= 9 THEN 1 ELSE 0 END + EXTRACT(year FROM month)::integer AS fiscal_year, n.node AS unit_code,
       unit, household, month, sum(amount) AS amount
FROM support_payment p
CROSS JOIN LATERAL (SELECT NULL UNION ALL SELECT t.node FROM (VALUES ('east', 'east'), ('east', 'town'), ('west', 'west'), ('west', 'town'), ('north', 'north'), ('north', 'west'), ('north', 'town'),
                                                                     ('out', 'out')) AS t(code, node) WHERE t.code = p.unit) AS n(node)
GROUP BY organisation, n.node, unit, household, month;
CREATE TEMPORARY VIEW plain_month AS
SELECT organisation, fiscal_year, unit_code, month, count(DISTINCT household) FILTER (WHERE amount > 0)::integer AS households, sum(amount)::numeric(18,2) AS payments
FROM net GROUP BY organisation, fiscal_year, unit_code, month;
CREATE TEMPORARY VIEW plain_year AS
WITH household_year AS (
    SELECT organisation, fiscal_year, unit_code, household, count(DISTINCT month) FILTER (WHERE amount > 0) AS months FROM net GROUP BY organisation, fiscal_year, unit_code, household
), paid AS (
    SELECT organisation, fiscal_year, unit_code, count(DISTINCT month) FILTER (WHERE amount > 0) AS months, sum(amount) AS payments FROM net GROUP BY organisation, fiscal_year, unit_code
)
SELECT organisation, fiscal_year, h.unit_code, paid.months::integer AS months, count(*) FILTER (WHERE h.months > 0)::integer AS households, round(sum(h.months) / paid.months, 2) AS average_households,
       count(*) FILTER (WHERE h.months >= 10)::integer AS long_term_households, payments::numeric(18,2) AS payments, round(payments / sum(h.months), 2) AS cost_per_household
FROM household_year h JOIN paid USING (organisation, fiscal_year) WHERE h.unit_code IS NOT DISTINCT FROM paid.unit_code
GROUP BY organisation, fiscal_year, h.unit_code, paid.months, payments;
-- Once computed, once kept.
SELECT count(*) AS years, sum(long_term_households) > 100 AS many, (SELECT count(*) FROM (SELECT organisation, fiscal_year, unit_code, months, households, average_households, long_term_households, payments, cost_per_household
    FROM caseload_rollup_by_year EXCEPT TABLE plain_year) d) AS other,
    (SELECT count(*) FROM (SELECT organisation, fiscal_year, unit_code, month, households, payments FROM caseload_rollup_by_month EXCEPT TABLE plain_month) d) AS other_months,
    (SELECT count(*) FROM plain_month) = (SELECT count(*) FROM caseload_rollup_by_month) AS as_many_months
FROM plain_year;
CALL refresh_social_mart('rollup');
SELECT (SELECT count(*) FROM (TABLE plain_year EXCEPT SELECT organisation, fiscal_year, unit_code, months, households, average_households, long_term_households, payments, cost_per_household
    FROM caseload_rollup_by_year) d) AS other,
    (SELECT count(*) FROM (TABLE plain_month EXCEPT SELECT organisation, fiscal_year, unit_code, month, households, payments FROM caseload_rollup_by_month) d) AS other_months;
SELECT count(*) AS years, count(*) FILTER (WHERE r.payments + r.recoveries <> p.paid OR -r.recoveries <> p.taken) AS other, min(r.recoveries) > 0 AS some
FROM (SELECT organisation, fiscal_year, unit_code, sum(recoveries) AS recoveries, sum(payments) AS payments FROM caseload_rollup_by_month GROUP BY 1, 2, 3
      UNION ALL SELECT organisation, fiscal_year, unit_code, recoveries, payments FROM caseload_rollup_by_year) r
JOIN (SELECT p.organisation, fiscal_year(p.month, o.fiscal_year_start) AS fiscal_year, sum(amount) FILTER (WHERE amount > 0) AS paid, sum(amount) FILTER (WHERE amount < 0) AS taken
      FROM support_payment p JOIN organisation o USING (organisation) GROUP BY 1, 2) p USING (organisation, fiscal_year)
WHERE r.unit_code IS NULL;
-- The whole is less than the sum of its units, in months and years, and has more for long.
SELECT bool_and(w.households < p.households) AS fewer, bool_and(w.long_term_households > p.long_term_households) AS more_for_long
FROM caseload_rollup_by_year w
JOIN (SELECT organisation, fiscal_year, sum(households) AS households, sum(long_term_households) AS long_term_households FROM caseload_by_year GROUP BY 1, 2) p USING (organisation, fiscal_year)
WHERE w.unit_code IS NULL AND w.months = 12;
-- Without a gap, who is there at the end of a month is who had support in it.
SELECT count(*) AS months, count(*) FILTER (WHERE f.closing <> r.households) AS other
FROM case_flow f JOIN caseload_rollup_by_month r USING (organisation, month) WHERE f.unit_code IS NOT DISTINCT FROM r.unit_code AND f.kind_code = 'support';
INSERT INTO household_plan (organisation, fiscal_year, opening_households, closing_households) SELECT o, y, 200, 200 FROM unnest('{o,s}'::text[]) AS o, generate_series(2020, 2023) AS y;
SELECT count(*) AS months, count(*) FILTER (WHERE p.households IS DISTINCT FROM m.households) AS other
FROM household_path p JOIN plain_month m USING (organisation, month) WHERE m.unit_code IS NULL;
SET client_min_messages = error;
DROP SCHEMA rollup CASCADE;
