-- person_support_by_year: each national definition by hand, and all of them against plain SQL, a month a row, on random data. Needs no example.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('persons', organisation => 'o');
SET search_path = persons, public;
INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town');
-- Support of a household with a unit from January 2021 on: 1 for a month with, - for one without; years stand apart.
CREATE PROCEDURE pg_temp.pay(unit text, household bigint, months text) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO persons.support_payment (unit, household, month, amount)
    SELECT pay.unit, pay.household, (timestamp '2021-01-01' + make_interval(months => place - 1))::date, 100
    FROM replace(pay.months, ' ', '') AS written(row_of), generate_series(1, length(row_of)) AS place WHERE substr(row_of, place, 1) = '1';
END;
-- A household that is paid in every month of four years says how long payments are known. Nobody lives in it, as far as is known.
\set always 'CALL pg_temp.pay(''west'', 1000, repeat(''1'', 48))'
:always;

--
-- Without members nobody is counted, and the row says so.
--

SELECT fiscal_year, unit_code, months, households, households_without_members, persons, adults, long_term_ratio, very_long_term_adults, children, adults_ended, not_back_within_12_months, why_unknown
FROM person_support_by_year ORDER BY fiscal_year, unit_code NULLS FIRST;

--
-- Long-term adults: 18 or older in the year, with support in at least 10 months of it
--

-- 1 has ten months, 2 has nine, 3 is with two households and two units for five months each, 4 is of age in the year and 5 is not; 6 is paid in ten months
-- and pays one of them back; 7 has ten months, but in two years; 8 is a member in nine of the household's twelve months.
CALL pg_temp.pay('east', 1, '------------ ------------ 1-11111-1111');
CALL pg_temp.pay('east', 2, '------------ ------------ 1-11-11-1111');
CALL pg_temp.pay('east', 3, '------------ ------------ 11111-------');
CALL pg_temp.pay('west', 4, '------------ ------------ -----11111--');
CALL pg_temp.pay('west', 5, '------------ ------------ 111111111111');
CALL pg_temp.pay('west', 6, '------------ ------------ 1111111111--');
CALL pg_temp.pay('west', 7, '------------ -------11111 11111-------');
INSERT INTO support_payment (unit, household, month, amount) VALUES ('west', 6, '2023-05-01', -100);
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES
    (1, 1, 1980, '2023-01-01', NULL), (2, 2, 1980, '2023-01-01', NULL), (3, 3, 1980, '2023-01-01', '2023-05-01'), (4, 3, 1980, '2023-06-01', NULL),
    (5, 4, 2005, '2020-01-01', NULL), (5, 5, 2006, '2020-01-01', NULL), (6, 6, 1980, '2020-01-01', NULL), (7, 7, 1980, '2020-01-01', NULL), (5, 8, 1980, '2023-04-01', NULL);
-- 1, 3 and 4 of seven. East has 1 and 3, who had support there and ten months of the whole; West has 3 and 4.
SELECT unit_code, households, households_without_members, persons, adults, long_term_adults, long_term_ratio, why_unknown FROM person_support_by_year WHERE fiscal_year = 2023 ORDER BY unit_code NULLS FIRST;
-- Households by the same limit are others: 1, 5 and the one of nobody.
SELECT sum(long_term_households) AS long_term_households FROM caseload_by_year WHERE fiscal_year = 2023;

--
-- Young adults: 18 to 24 in the year
--

UPDATE household_member SET birth_year = CASE person WHEN 1 THEN 1998 WHEN 2 THEN 1999 ELSE birth_year END;
-- 1 reaches 25 and 2 reaches 24, with nine months; 4 reaches 18, with twelve.
SELECT unit_code, young_adults, long_term_young_adults FROM person_support_by_year WHERE fiscal_year = 2023 ORDER BY unit_code NULLS FIRST;

--
-- Children: up to 17 in the year, in households with support, and with long-term support
--

DELETE FROM household_member;
-- 11 is with a household of twelve months from May on, and 12 is born there in the year; 13 of nine months; 14 moves from one of five to another of five; 15 is 18;
-- 16 came to the household of twelve months when that had no support any more: none of its months were with support.
DELETE FROM support_payment WHERE household = 5 AND month >= '2023-12-01';
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES
    (5, 11, 2010, '2023-05-01', NULL), (5, 12, 2023, '2023-11-01', NULL), (2, 13, 2006, '2020-01-01', NULL), (3, 14, 2015, '2020-01-01', '2023-05-01'), (4, 14, 2015, '2023-06-01', NULL),
    (5, 15, 2005, '2020-01-01', NULL), (5, 16, 2012, '2023-12-01', NULL), (1, 17, NULL, '2020-01-01', NULL);
SELECT unit_code, persons, age_unknown, adults, children, long_term_children, why_unknown FROM person_support_by_year WHERE fiscal_year = 2023 ORDER BY unit_code NULLS FIRST;

--
-- Very long-term adults: at least 27 of 36 months, and never longer than two without between two with
--

TRUNCATE support_payment, household_member;
:always;
CALL pg_temp.pay('east', 1, '11111--11111 1--111111--1 111--1111111');  -- 28 months, breaks of two
CALL pg_temp.pay('east', 2, '-1111--11111 1--111111--1 111--1111111');  -- 27
CALL pg_temp.pay('east', 3, '--111--11111 1--111111--1 111--1111111');  -- 26
CALL pg_temp.pay('east', 4, '111111111111 111---111111 111111111111');  -- 33, with a break of three
CALL pg_temp.pay('east', 5, '111111111111 111111111111 111---------');  -- 27 in a row, and none after them
CALL pg_temp.pay('east', 6, '---------111 111111111111 111111111111');  -- 27 in a row, and none before them
CALL pg_temp.pay('east', 7, '111111111111 111111111111 11----------');  -- 26 in a row
CALL pg_temp.pay('west', 8, '111111111111 111111111111 111111111111');  -- a child
CALL pg_temp.pay('west', 9, '111111111111 ------------ ------------');  -- with 5 before: 27 and more of one person in two units
INSERT INTO household_member (household, person, birth_year, from_month)
SELECT household, household, CASE household WHEN 8 THEN 2010 ELSE 1980 END, '2020-01-01' FROM generate_series(1, 9) AS household;
-- 1, 2, 5 and 6.
SELECT fiscal_year, unit_code, adults, long_term_adults, very_long_term_adults, why_unknown FROM person_support_by_year
WHERE fiscal_year IN (2022, 2023) AND coalesce(unit_code, '') <> 'town' ORDER BY fiscal_year, unit_code NULLS FIRST;
-- In another household and unit it is the same person: 12 months here, and then 24 there.
DELETE FROM household_member WHERE household IN (4, 9);
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (9, 4, 1980, '2020-01-01', '2021-12-01'), (6, 9, 1980, '2022-01-01', NULL);
SELECT unit_code, adults, very_long_term_adults FROM person_support_by_year WHERE fiscal_year = 2023 ORDER BY unit_code NULLS FIRST;
UPDATE household_member SET household = 9, person = 9 WHERE person = 4;
SELECT unit_code, adults, very_long_term_adults FROM person_support_by_year WHERE fiscal_year = 2023 ORDER BY unit_code NULLS FIRST;

--
-- Not back within a year
--

TRUNCATE support_payment, household_member;
:always;
CALL pg_temp.pay('east', 1, '------------ -----------1 1----------- 1');             -- leaves in February 2023, back in the twelfth month after the last
CALL pg_temp.pay('east', 2, '------------ -----------1 1----------- -1');            -- back in the thirteenth
CALL pg_temp.pay('west', 3, '------------ -----------1 ------------ ------------');  -- leaves in January 2023, for good
CALL pg_temp.pay('east', 4, '------------ ------------ -11-1------- ------------');  -- leaves in April, and again in June for good
CALL pg_temp.pay('east', 5, '------------ ------------ -----------1 ------------');  -- leaves in January 2024, for good
CALL pg_temp.pay('east', 6, '------------ ------------ ------------ 1-----------');  -- leaves in February 2024: seen for eleven months
CALL pg_temp.pay('east', 7, '------------ ------------ 111--------- ------------');  -- goes on in another household, with another unit, until June
CALL pg_temp.pay('west', 8, '------------ ------------ ---111------ ------------');
CALL pg_temp.pay('east', 9, '------------ ------------ 111--------- ------------');  -- a child
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES
    (1, 1, 1980, '2020-01-01', NULL), (2, 2, 1980, '2020-01-01', NULL), (3, 3, 1980, '2020-01-01', NULL), (4, 4, 1980, '2020-01-01', NULL), (5, 5, 1980, '2020-01-01', NULL),
    (6, 6, 1980, '2020-01-01', NULL), (7, 7, 1980, '2020-01-01', '2023-03-01'), (8, 7, 1980, '2023-04-01', NULL), (9, 9, 2010, '2020-01-01', NULL);
-- 2023: 1, 2, 3, 4 twice and 7 left; 2, 3, 4 the second time and 7 were not back. West, where 3 and 7 were last: neither. 2024: 5, and 6 and 1 and 2, who have not been followed.
SELECT fiscal_year, unit_code, adults_ended, adults_observed_12_months, not_back_within_12_months, why_unknown FROM person_support_by_year
WHERE fiscal_year > 2022 ORDER BY fiscal_year, unit_code NULLS FIRST;
-- Of a unit that all had left by the turn of the year, that they did: those of units with nobody else add up to the whole.
BEGIN;
INSERT INTO unit (code, name, parent) VALUES ('north', 'North', 'town'), ('south', 'South', 'town');
CALL pg_temp.pay('north', 10, '------------ -----------1 ------------ ------------');
CALL pg_temp.pay('south', 11, '------------ -----------1 ------------ ------------');  -- nobody is known to live there
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (10, 10, 1980, '2020-01-01', NULL), (10, 12, 2015, '2020-01-01', NULL);
SELECT unit_code, households, households_without_members, persons, adults, long_term_ratio, children, adults_ended, adults_observed_12_months, not_back_within_12_months
FROM person_support_by_year WHERE fiscal_year = 2023 AND unit_code IN ('north', 'south');
SELECT sum(adults_ended) FILTER (WHERE unit_code IS NULL) AS whole, sum(adults_ended) FILTER (WHERE unit_code IN ('east', 'west', 'north', 'south')) AS units FROM person_support_by_year WHERE fiscal_year = 2023;
ROLLBACK;
-- A month away is no leaving where the kind says so: 4 leaves once.
INSERT INTO episode_kind (code, name, unit_of_time, gap) VALUES ('support', 'Support', 'month', 1);
SELECT adults_ended, adults_observed_12_months, not_back_within_12_months FROM person_support_by_year WHERE fiscal_year = 2023 AND unit_code IS NULL;
-- Payments before the day do not count, so nobody is known to have left in its month.
UPDATE episode_kind SET gap = 0, known_from = '2023-01-01';
SELECT fiscal_year, months, adults_ended, very_long_term_adults, why_unknown FROM person_support_by_year WHERE fiscal_year < 2024 AND unit_code IS NULL ORDER BY fiscal_year;
DELETE FROM episode_kind;
-- What is dated later than today has not happened.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '9999-12-01', 100);
SELECT max(fiscal_year) FROM person_support_by_year;

--
-- Against plain SQL, a month a row: 300 households of three units, of which one moves in the tree; people who change household
--

TRUNCATE support_payment, household_member;
INSERT INTO unit (code, name, parent) VALUES ('north', 'North', 'west');
INSERT INTO unit_move (unit, parent, from_year) VALUES ('north', 'east', 2022);
SELECT setseed(0.18);
INSERT INTO support_payment (unit, household, month, amount)
SELECT (ARRAY['east', 'west', 'north'])[1 + floor(random() * 2 + household % 2)], household, month, 100 + floor(random() * 3) * 50
FROM generate_series(1, 300) AS household, generate_series(timestamp '2019-01-01', '2023-08-01', interval '1 month') AS month
WHERE random() < (ARRAY[0.2, 0.6, 0.9, 0.97])[1 + household % 4];
INSERT INTO support_payment (unit, household, month, amount) SELECT unit, household, month, -amount FROM support_payment WHERE random() < 0.05;
-- Up to four persons of a household, who go to another for some time, or nowhere; some households have none, some persons no year of birth.
INSERT INTO household_member (household, person, birth_year, from_month, to_month)
SELECT CASE stay WHEN 2 THEN (household + 137) % 300 + 1 ELSE household END, household * 10 + p,
       CASE WHEN household % 17 > 0 THEN 1955 + (household * 37 + p * 23) % 58 END,
       CASE stay WHEN 1 THEN date '2018-01-01' WHEN 2 THEN turn.day + interval '1 month' ELSE turn.day + interval '9 months' END,
       CASE stay WHEN 1 THEN turn.day WHEN 2 THEN turn.day + interval '7 months' END
FROM generate_series(1, 300) AS household, generate_series(1, 4) AS p, generate_series(1, 3) AS stay,
     LATERAL (SELECT (timestamp '2019-06-01' + make_interval(months => (household * 7 + p * 11) % 40))::date) AS turn(day)
WHERE household % 13 > 0 AND p <= 1 + household % 4;
ANALYZE support_payment, household_member;
CREATE TEMPORARY TABLE person_month AS
SELECT DISTINCT n.node, m.person, m.birth_year, paid.household, paid.month, EXTRACT(year FROM paid.month)::integer AS year
FROM (SELECT unit, household, month FROM support_payment GROUP BY unit, household, month HAVING sum(amount) > 0) paid
CROSS JOIN LATERAL (VALUES (NULL), ('town'), (unit), (CASE WHEN unit = 'north' THEN CASE WHEN month < '2022-01-01' THEN 'west' ELSE 'east' END END)) AS n(node)
LEFT JOIN household_member m ON m.household = paid.household AND paid.month >= m.from_month AND (paid.month <= m.to_month OR m.to_month IS NULL);
CREATE INDEX ON person_month (person, month);
CREATE INDEX ON person_month (household, year);
ANALYZE person_month;
CREATE TEMPORARY TABLE whole AS SELECT DISTINCT person, month, year FROM person_month WHERE person IS NOT NULL;
CREATE INDEX ON whole (person, year);
-- A person and year of the whole: months, those of three years and the longest break in them.
CREATE TEMPORARY TABLE person_year AS
SELECT p.person, p.year, count(*) AS months,
       EXISTS (SELECT FROM person_month mine WHERE mine.person = p.person AND mine.year = p.year
               AND (SELECT count(DISTINCT theirs.month) FROM person_month theirs WHERE theirs.household = mine.household AND theirs.year = p.year) >= 10) AS of_long_term_household,
       (SELECT count(*) >= 27 AND max(gap) <= 3
        FROM (SELECT (EXTRACT(year FROM month) * 12 + EXTRACT(month FROM month))::integer - lag((EXTRACT(year FROM month) * 12 + EXTRACT(month FROM month))::integer) OVER (ORDER BY month) AS gap
              FROM whole w WHERE w.person = p.person AND w.year BETWEEN p.year - 2 AND p.year) g) AS is_very_long_term
FROM whole p GROUP BY p.person, p.year;
CREATE TEMPORARY TABLE plain AS
WITH node AS (
    SELECT DISTINCT node, year FROM person_month
), household AS (
    SELECT node, year, count(DISTINCT household) AS households, count(DISTINCT household) FILTER (WHERE person IS NULL) AS without FROM person_month GROUP BY node, year
), recipient AS (
    SELECT DISTINCT node, year, person, year - birth_year AS age FROM person_month WHERE person IS NOT NULL
), counted AS (
    SELECT r.node, r.year, count(*) AS persons, count(*) FILTER (WHERE age IS NULL) AS age_unknown, count(*) FILTER (WHERE age >= 18) AS adults,
           count(*) FILTER (WHERE age >= 18 AND y.months >= 10) AS long_term, count(*) FILTER (WHERE age >= 18 AND y.is_very_long_term) AS very_long_term,
           count(*) FILTER (WHERE age IN (18, 19, 20, 21, 22, 23, 24)) AS young, count(*) FILTER (WHERE age IN (18, 19, 20, 21, 22, 23, 24) AND y.months >= 10) AS long_term_young,
           count(*) FILTER (WHERE age <= 17) AS children, count(*) FILTER (WHERE age <= 17 AND (y.months >= 10 OR y.of_long_term_household)) AS long_term_children
    FROM recipient r JOIN person_year y ON y.person = r.person AND y.year = r.year GROUP BY r.node, r.year
), gone AS (
    -- The last month with support before one without, wherever that was, and the next with.
    SELECT w.person, w.month AS last_month, (w.month + interval '1 month')::date AS gone, (SELECT min(n.month) FROM whole n WHERE n.person = w.person AND n.month > w.month) AS next_month
    FROM whole w WHERE NOT EXISTS (SELECT FROM whole n WHERE n.person = w.person AND n.month = w.month + interval '1 month') AND w.month < '2023-08-01'
), left_from AS (
    SELECT DISTINCT p.node, EXTRACT(year FROM g.gone)::integer AS year, g.person, g.gone, g.gone + interval '12 months' <= '2023-09-01' AS is_observed,
           coalesce(g.next_month < g.gone + interval '12 months', false) AS is_back
    FROM gone g JOIN person_month p ON p.person = g.person AND p.month = g.last_month WHERE EXTRACT(year FROM g.gone)::integer - p.birth_year >= 18
), ended AS (
    SELECT node, year, count(*) AS ended, count(*) FILTER (WHERE is_observed) AS observed, count(*) FILTER (WHERE is_observed AND NOT is_back) AS not_back FROM left_from GROUP BY node, year
)
SELECT n.year AS fiscal_year, n.node AS unit_code, h.households::integer, h.without::integer, c.persons::integer, c.age_unknown::integer, c.adults::integer, c.long_term::integer,
       CASE WHEN n.year >= 2021 THEN c.very_long_term::integer END AS very_long_term, c.young::integer, c.long_term_young::integer, c.children::integer, c.long_term_children::integer,
       coalesce(e.ended, 0)::integer AS ended, coalesce(e.observed, 0)::integer AS observed, round(e.not_back::numeric / nullif(e.observed, 0), 6)::numeric(12,6) AS not_back
FROM node n
JOIN household h ON h.year = n.year AND h.node IS NOT DISTINCT FROM n.node
JOIN counted c ON c.year = n.year AND c.node IS NOT DISTINCT FROM n.node
LEFT JOIN ended e ON e.year = n.year AND e.node IS NOT DISTINCT FROM n.node;
CREATE TEMPORARY TABLE said AS
SELECT fiscal_year, unit_code, households, households_without_members, persons, age_unknown, adults, long_term_adults, very_long_term_adults, young_adults, long_term_young_adults, children, long_term_children,
       adults_ended, adults_observed_12_months, not_back_within_12_months
FROM person_support_by_year;
SELECT (SELECT count(*) FROM plain) AS rows, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say;
SELECT bool_and(long_term BETWEEN 1 AND adults - 1) AS some_long_term, bool_and(very_long_term > 0) AS some_very_long_term, bool_and(long_term_children BETWEEN 1 AND children - 1) AS some_children,
       bool_and(long_term_young BETWEEN 1 AND young - 1) AS some_young, bool_and(age_unknown > 0 AND without > 0) AS some_unknown, bool_and(not_back BETWEEN 0.000001 AND 0.999999) AS some_not_back
FROM plain WHERE unit_code IS NULL AND fiscal_year < 2023;
-- A filter leaves the same rows.
SELECT count(*) AS other_rows FROM ((SELECT fiscal_year, unit_code, persons FROM person_support_by_year WHERE organisation = 'o' AND fiscal_year = 2022 AND unit_code = 'west')
                                    EXCEPT (SELECT fiscal_year, unit_code, persons FROM plain)) AS d;
DROP SCHEMA persons CASCADE;
