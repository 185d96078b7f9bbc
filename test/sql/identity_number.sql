-- identity_number: what a file of personal identity numbers is known by, against plain digits. Needs no example.
\set VERBOSITY terse
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('pseudonyms', organisation => 'o');
SET search_path = pseudonyms, public;

-- The check digit as it is taught: digits times 2, 1, 2 ..., their digits added up, and what lacks to ten.
CREATE FUNCTION pg_temp.check_digit(nine text) RETURNS text LANGUAGE sql
    RETURN (SELECT ((10 - sum(d) % 10) % 10)::text
            FROM generate_series(1, 9) AS place, LATERAL (SELECT (substr(nine, place, 1)::integer * (1 + place % 2))::text) AS p(product), LATERAL regexp_split_to_table(product, '') AS digit(digit),
                 LATERAL (SELECT digit::integer) AS n(d));
-- 811218-9876 is the Tax Agency's example. A coordination number has 60 more in its day.
SELECT pg_temp.check_digit('811218987') AS of_811218_987, is_identity_number(8112189876) AS ten, is_identity_number(198112189876) AS twelve,
       is_identity_number(('811278987' || pg_temp.check_digit('811278987'))::bigint) AS coordination, is_identity_number(8112189875) AS wrong_digit, is_identity_number(8113189876 + 8) AS no_month,
       is_identity_number(('811242987' || pg_temp.check_digit('811242987'))::bigint) AS no_day, is_identity_number(178112189876) AS no_century, is_identity_number(NULL) AS unknown;
-- Of ten thousand days of a hundred years, with and without a century, every check digit but one is wrong.
WITH drawn AS (
    SELECT eleven, pg_temp.check_digit(substr(eleven, 3)) AS right_digit
    FROM generate_series(1, 10000) AS n, LATERAL (SELECT to_char(date '1920-01-01' + n * 3, 'YYYYMMDD') || lpad((n * 7919 % 1000)::text, 3, '0') OFFSET 0) AS e(eleven)
    OFFSET 0
), number AS (
    SELECT eleven, digit, digit::text = right_digit AS is_right FROM drawn, generate_series(0, 9) AS digit
)
SELECT count(*) FILTER (WHERE is_right) AS right_ones,
       count(*) FILTER (WHERE is_identity_number((eleven || digit)::bigint) <> is_right) AS says_else_of_12,
       count(*) FILTER (WHERE is_identity_number((substr(eleven, 3) || digit)::bigint) <> is_right) AS says_else_of_10
FROM number;
-- Numbers that stand for households elsewhere are none: small ones, and pseudonyms.
SELECT count(*) FILTER (WHERE is_identity_number(n)) AS small, count(*) FILTER (WHERE is_identity_number(pseudonym(n::text, 'a secret of this test'))) AS pseudonyms FROM generate_series(-10, 100000) AS n;

INSERT INTO unit (code, name) VALUES ('u', 'U');
INSERT INTO episode_kind (code, name) VALUES ('k', 'K');
CREATE TEMPORARY TABLE identity AS
SELECT n, (eleven || pg_temp.check_digit(substr(eleven, 3)))::bigint AS twelve, (substr(eleven, 3) || pg_temp.check_digit(substr(eleven, 3)))::bigint AS ten
FROM generate_series(1, 100) AS n, LATERAL (SELECT to_char(date '1960-01-01' + n * 100, 'YYYYMMDD') || lpad(n::text, 3, '0')) AS e(eleven);
-- Every table with a pseudonym, and one row of 12 digits.
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', twelve, '2024-01-01', 100 FROM identity;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', ten, '2024-01-01', 100 FROM identity;
INSERT INTO household_member (household, person, birth_year, from_month) SELECT n, twelve, 1950, '2024-01-01' FROM identity;
INSERT INTO household_member (household, person, birth_year, from_month) SELECT twelve, n, 1950, '2024-01-01' FROM identity;
INSERT INTO household_fact (household, from_month, household_type) SELECT twelve, '2024-01-01', 'couple' FROM identity;
INSERT INTO episode (kind, person, unit, started_on) SELECT 'k', twelve, 'u', '2024-01-01' FROM identity;
INSERT INTO case_event (kind, person, unit, happened_on, event) SELECT 'k', twelve, 'u', '2024-01-01', 'report' FROM identity;
\set VERBOSITY default
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', twelve, '2024-01-01', 100 FROM identity WHERE n = 1;
COPY household_fact (household, from_month) FROM stdin (DELIMITER ' ');
198112189876 2024-01-01
\.
\set VERBOSITY terse
-- More than nine tenths are too many, nine tenths are not; nor are four numbers of ten digits, which are some by chance.
INSERT INTO household_fact (household, from_month) SELECT CASE WHEN n <= 91 THEN twelve ELSE n END, '2024-01-01' FROM identity;
INSERT INTO household_fact (household, from_month) SELECT CASE WHEN n <= 90 THEN twelve ELSE n END, '2024-01-01' FROM identity;
INSERT INTO household_fact (household, from_month) SELECT ten, '2024-01-01' FROM identity WHERE n <= 5;
INSERT INTO household_fact (household, from_month) SELECT ten, '2024-01-01' FROM identity WHERE n <= 4;
UPDATE household_fact f SET household = i.twelve FROM identity i WHERE i.n > 90 AND f.household = i.n;
SELECT count(*) FROM household_fact;
SELECT (SELECT count(*) FROM support_payment) + (SELECT count(*) FROM household_member) + (SELECT count(*) FROM episode) + (SELECT count(*) FROM case_event) AS loaded_elsewhere;
-- Of each table with microdata but those that are filled from support_payment.
SELECT table_name FROM microdata WHERE table_name !~ '^release|_summary$' EXCEPT SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'refuse_identity_numbers'::regproc;
DROP SCHEMA pseudonyms CASCADE;
