-- erase_household: what is forgotten of a household, and what stays

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
INSERT INTO unit (code, name) VALUES ('n', 'North');
INSERT INTO support_payment (unit, household, month, amount) SELECT 'n', h, m, 8000 + h FROM generate_series(1, 12) AS h, unnest('{2023-01-01,2023-02-01,2023-03-01}'::date[]) AS m;
INSERT INTO household_fact (household, from_month, household_type) VALUES (3, '2023-01-01', 'couple');
CALL release_month('town', '2023-02-01');
-- What was shown of it stays, in this release and the next, and is nobody's; what was not is gone.
SET client_min_messages = notice;
CALL erase_household('town', 3);
SET client_min_messages = warning;
SELECT (SELECT count(*) FROM support_payment WHERE household = 3) + (SELECT count(*) FROM household_fact) + (SELECT count(*) FROM released_household WHERE household = 3)
       + (SELECT count(*) FROM town_released.support_payment WHERE household = 3) AS points_to_it;
CALL release_month('town', '2023-03-01');
SELECT month, households, payments FROM town_released.caseload_by_month ORDER BY month;
SELECT waiting, corrected FROM released_month WHERE month = '2023-03-01';
-- Nor does it come back, and others are corrected around it.
UPDATE support_payment SET amount = amount - 100 WHERE month = '2023-01-01';
CALL erase_household('town', 4);
CALL release_month('town', '2023-04-01');
SELECT month, households, payments FROM town_released.caseload_by_month ORDER BY month;
SELECT * FROM disclosure_check('town');
SELECT count(DISTINCT household) AS erased, max(household) FROM released_household WHERE is_erased;
-- One that was never shown.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('n', 99, '2023-05-01', 8000);
CALL erase_household('town', 99);
SELECT count(*) FROM support_payment WHERE household = 99;

-- Nor do the books of support tell what one was paid that was never shown, however much, beside the payments of others or of a unit without any.
INSERT INTO unit (code, name) VALUES ('s', 'South');
INSERT INTO budget_head (code, name, pays_support) VALUES ('support', 'Support', true);
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('o', 'outcome', 2024);
INSERT INTO support_payment (unit, household, month, amount) SELECT 'n', h, '2024-01-01', 8000 + h FROM generate_series(1, 12) AS h UNION ALL VALUES ('n', 98, date '2024-01-01', 54321), ('s', 97, '2024-01-01', 65432);
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'o', unit, 'support', month, sum(amount) FROM support_payment WHERE month = '2024-01-01' GROUP BY unit, month;
CALL erase_household('town', 98);
CALL erase_household('town', 97);
CALL release_month('town', '2024-01-01');
SELECT unit, month, amount FROM town_released.ledger;
SELECT sum(amount) AS payments FROM town_released.support_payment WHERE month = '2024-01-01';
SELECT * FROM disclosure_check('town');

CALL erase_household('town', 99);
CALL erase_household('town', NULL);
CALL erase_household('town', 1, organisation => 'nowhere');
CALL erase_household('town_released', 1);
CALL erase_household('nowhere', 1);
SET SESSION AUTHORIZATION regress_mart_stranger;
CALL erase_household('town', 1);

RESET SESSION AUTHORIZATION;
DROP SCHEMA mart_test, town, town_released CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
