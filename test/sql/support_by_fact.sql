-- support_by_fact: by hand, and against plain SQL and the other views on random data. Needs no example.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('facts', organisation => 'o');
SET search_path = facts, public;
INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town');

-- 1 changes its obstacle in February; 2 has two units; nothing is said of 3; of 4 the obstacle alone, and a row that takes it back; 5 pays January back in full, 6 pays back alone.
INSERT INTO household_fact (household, from_month, household_type, obstacle) VALUES
    (1, '2023-01-01', 'single', 'unemployed'), (1, '2023-02-01', 'single', 'ill'), (2, '2020-05-01', 'couple', 'unemployed'), (4, '2023-01-01', NULL, 'ill'), (4, '2023-02-01', NULL, NULL),
    (5, '2023-01-01', 'couple', 'unemployed'), (6, '2023-01-01', 'couple', NULL);
INSERT INTO support_payment (unit, household, month, amount) VALUES
    ('east', 1, '2023-01-01', 100), ('east', 1, '2023-02-01', 150.50), ('east', 2, '2023-01-01', 200), ('west', 2, '2023-01-01', 300), ('east', 3, '2023-01-01', 50), ('east', 3, '2023-02-01', 60),
    ('west', 4, '2023-01-01', 70), ('west', 4, '2023-02-01', 80), ('west', 5, '2023-01-01', 90), ('west', 5, '2023-01-01', -90), ('west', 6, '2023-02-01', -40);
SELECT unit_code, month, household_type, obstacle, households, payments, cost_per_household, why_unknown FROM support_by_fact
WHERE coalesce(unit_code, '') <> 'town' ORDER BY unit_code NULLS FIRST, month, household_type, obstacle;
-- They add up to what is told without them.
SELECT unit_code, month, sum(f.households) = max(c.households) AS households, sum(f.payments) = max(c.payments) AS payments
FROM support_by_fact f JOIN caseload_by_month c USING (unit_code, month) GROUP BY unit_code, month ORDER BY unit_code, month;

--
-- On random data
--

TRUNCATE support_payment, household_fact;
INSERT INTO unit (code, name, parent) VALUES ('north', 'North', 'west');
INSERT INTO unit_move (unit, parent, from_year) VALUES ('north', 'east', 2022);
SELECT setseed(0.18);
INSERT INTO support_payment (unit, household, month, amount)
SELECT (ARRAY['east', 'west', 'north'])[1 + floor(random() * 3)], household, month, round((random() * 9000)::numeric, 2) - 1500
FROM generate_series(1, 200) AS household, generate_series(timestamp '2021-01-01', '2023-06-01', interval '1 month') AS month, generate_series(1, 2) AS payment WHERE random() < 0.4;
INSERT INTO household_fact (household, from_month, household_type, obstacle)
SELECT household, month, (ARRAY['single', 'couple', 'single with children'])[1 + floor(random() * 4)], (ARRAY['unemployed', 'ill', 'other'])[1 + floor(random() * 4)]
FROM generate_series(1, 200) AS household, generate_series(timestamp '2020-06-01', '2023-12-01', interval '1 month') AS month WHERE household % 7 > 0 AND random() < 0.1;
ANALYZE support_payment, household_fact;
WITH node AS (
    SELECT p.*, n.node FROM support_payment p
    CROSS JOIN LATERAL (VALUES (NULL), ('town'), (unit), (CASE WHEN unit = 'north' THEN CASE WHEN month < '2022-01-01' THEN 'west' ELSE 'east' END END)) AS n(node)
), once AS (
    -- The whole comes twice from a unit that does not move.
    SELECT DISTINCT node, unit, household, month, (SELECT sum(amount) FROM support_payment s WHERE s.unit = n.unit AND s.household = n.household AND s.month = n.month) AS amount FROM node n
), household AS (
    SELECT node, household, month, bool_or(amount > 0) AS has_support, sum(amount) AS amount FROM once GROUP BY node, household, month
), plain AS (
    SELECT node AS unit_code, month, f.household_type, f.obstacle, count(*) FILTER (WHERE has_support)::integer AS households, sum(amount)::numeric(18,2) AS payments
    FROM household h
    LEFT JOIN LATERAL (SELECT household_type, obstacle FROM household_fact f WHERE f.household = h.household AND f.from_month <= h.month ORDER BY from_month DESC LIMIT 1) f ON true
    GROUP BY node, month, f.household_type, f.obstacle
), said AS (
    SELECT unit_code, month, household_type, obstacle, households, payments FROM support_by_fact
)
SELECT (SELECT count(*) > 2000 FROM plain) AS many, (SELECT count(*) FROM plain WHERE household_type IS NULL AND obstacle IS NULL) AS unknown,
       (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say;
-- Exactly the payments of the whole, and in every unit those of the other views.
SELECT (SELECT sum(payments) FROM support_by_fact WHERE unit_code IS NULL) = (SELECT sum(amount) FROM support_payment) AS whole,
       (SELECT count(*) FROM (SELECT unit_code, month, sum(households) AS households, sum(payments) AS payments FROM support_by_fact WHERE unit_code IN ('north', 'west') AND month >= '2022-01-01' GROUP BY 1, 2
                              EXCEPT SELECT unit_code, month, households, payments FROM caseload_by_month) d) AS differences;
SELECT count(*) FROM support_by_fact WHERE fiscal_year = 2022 AND unit_code = 'west' AND month = '2022-05-01' AND (household_type, obstacle) IN (('single', 'ill'));
DROP SCHEMA facts CASCADE;
