-- household_member and household_fact: what they refuse, and who may read them. Needs no example.
\set VERBOSITY terse
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CREATE ROLE member_reader;
CREATE ROLE member_insider;
CREATE ROLE member_loader;
CALL create_social_mart('lived', organisation => 'o', reader => 'member_reader', insider => 'member_insider');
SET search_path = lived, public;

-- Who moves is with the one household until a month and with the other from the next on.
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES
    (1, 11, 1980, '2024-01-01', '2024-06-01'), (2, 11, 1980, '2024-07-01', NULL), (1, 12, 2024, '2024-01-01', NULL), (1, 13, NULL, '2023-12-01', '2023-12-01');

--
-- Refused
--

-- Two households in a month, in one statement or two, and the same household twice.
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 21, 1990, '2024-01-01', '2024-03-01'), (4, 21, 1990, '2024-03-01', NULL);
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 11, 1980, '2025-01-01');
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 11, 1980, '2023-01-01', '2024-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (1, 12, 2024, '2024-05-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (2, 12, 2024, '2024-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (1, 12, 2024, '2024-01-01');
UPDATE household_member SET to_month = '2024-07-01' WHERE person = 11 AND household = 1;
-- Nobody is named, neither in the message nor beside it.
\set VERBOSITY default
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (987654, 11, 1980, '2024-02-01', '2024-03-01');
\set VERBOSITY terse
-- An end before its start, days that are no month, years of five digits and none.
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 22, 1990, '2024-02-01', '2024-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 1990, '2024-02-15');
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 22, 1990, '2024-02-01', '2024-05-31');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 1990, '10000-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, NULL, '0999-12-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 1990, '-infinity');
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 22, 1990, '2024-01-01', 'infinity');
-- Born before 1850, after the month, in the future, and twice.
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 1849, '2024-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 87, '2024-01-01');
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 2025, '2024-01-01');
DO $$
DECLARE
    hint text;
BEGIN
    INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 22, 9000, '9000-01-01');
EXCEPTION WHEN check_violation THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RAISE WARNING '% %', replace(SQLERRM, (SELECT today::text FROM live_day), 'today'), hint;
END
$$;
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (3, 11, 1981, '2023-01-01');
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 11, 1981, '2023-01-01', '2023-02-01');
UPDATE household_member SET birth_year = 1981 WHERE person = 11 AND household = 1;
INSERT INTO household_member (household, person, birth_year, from_month) VALUES (NULL, 22, 1990, '2024-01-01');
INSERT INTO household_member (organisation, household, person, from_month) VALUES ('nowhere', 3, 22, '2024-01-01');
-- All rows of a person at once, and a year that is not known in one of them, are right.
UPDATE household_member SET birth_year = 1981 WHERE person = 11;
INSERT INTO household_member (household, person, birth_year, from_month, to_month) VALUES (3, 11, NULL, '2023-01-01', '2023-02-01');
SELECT household, person, birth_year, from_month, to_month FROM household_member ORDER BY person, from_month;

-- Facts.
INSERT INTO household_fact (household, from_month, household_type, obstacle) VALUES (1, '2024-01-01', 'single with children', 'unemployed'), (1, '2024-05-01', 'single with children', NULL);
INSERT INTO household_fact (household, from_month, household_type) VALUES (1, '2024-05-01', 'couple');
INSERT INTO household_fact (household, from_month, household_type) VALUES (1, '2024-05-02', 'couple');
INSERT INTO household_fact (household, from_month, household_type) VALUES (2, '10000-01-01', 'couple');
INSERT INTO household_fact (household, from_month, household_type) VALUES (2, '2024-01-01', ' ');
INSERT INTO household_fact (household, from_month, obstacle) VALUES (2, '2024-01-01', '');
INSERT INTO household_fact (household, from_month, obstacle) VALUES (2, '2024-01-01', E'two\nlines');
SELECT household, from_month, household_type, obstacle FROM household_fact ORDER BY household, from_month;

--
-- Roles
--

-- Whoever loads need not be allowed to read: the trigger works as the owner, for the mart's own table alone.
GRANT USAGE ON SCHEMA lived TO member_loader;
GRANT INSERT ON household_member TO member_loader;
SET ROLE member_loader;
INSERT INTO lived.household_member (organisation, household, person, birth_year, from_month) VALUES ('o', 5, 31, 1999, '2024-01-01');
INSERT INTO lived.household_member (organisation, household, person, birth_year, from_month) VALUES ('o', 6, 31, 1999, '2024-01-01');
SELECT count(*) FROM lived.household_member;
CREATE TEMPORARY TABLE mine (organisation text, household bigint, person bigint, birth_year integer, from_month date, to_month date);
CREATE TRIGGER t AFTER INSERT ON mine REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION lived.refuse_member();
RESET ROLE;
SELECT t.table_name, has_table_privilege('member_reader', 'lived_released.' || t.table_name, 'SELECT') AS reader, has_table_privilege('member_insider', 'lived.' || t.table_name, 'SELECT') AS insider
FROM (VALUES ('household_member'), ('household_fact'), ('person_support_by_year'), ('support_by_fact')) AS t(table_name);
SELECT table_name FROM microdata WHERE table_name !~ '^release|_summary$' ORDER BY table_name;

DROP SCHEMA lived, lived_released CASCADE;
DROP OWNED BY member_loader;
DROP ROLE member_reader, member_insider, member_loader;
