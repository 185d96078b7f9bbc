-- load_payments: the rows of any query become payments to households of a mart, known by numbers

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('paying_mart', organisation => '1281');
RESET client_min_messages;

CREATE TEMP TABLE export ("Household" text, unit text, unit_name text, month text, amount text, name text);
INSERT INTO export VALUES ('19121212-1212', '10', 'North', '2026-01', '9 000,50', 'Somebody'), (' 19121212-1212 ', '10', 'North', 'feb 2026', '9 000', 'Somebody'), ('19000101-1111', '20', NULL, '202601', '(500)', 'Another');
CALL load_payments('paying_mart', 'SELECT * FROM export', 'a secret of many letters');
-- The numbers are those of pseudonym, and the same in each load.
SELECT unit, month, amount, household = pseudonym(CASE unit WHEN '10' THEN '19121212-1212' ELSE '19000101-1111' END, 'a secret of many letters') AS is_pseudonym
FROM paying_mart.support_payment ORDER BY unit, month;
SELECT code, name FROM paying_mart.unit ORDER BY code;
CALL load_payments('paying_mart', 'SELECT * FROM export', 'a secret of many letters');
CALL load_payments('paying_mart', 'SELECT * FROM export WHERE unit = ''20''', 'a secret of many letters', replace => true);
SELECT count(*) FROM paying_mart.support_payment;
-- Another month adds; numbers need no secret; a setting is one.
CALL load_payments('paying_mart', $$ SELECT 7 AS household, '10' AS unit, date '2026-03-31' AS month, 1.5 AS amount $$);
SET social_services.secret = 'a secret of many letters';
CALL load_payments('paying_mart', $$ SELECT '19121212-1212' AS household, '10' AS unit, date '2026-04-30' AS month, 1.5 AS amount $$);
SELECT household = pseudonym('19121212-1212', 'a secret of many letters') AS is_pseudonym FROM paying_mart.support_payment WHERE month = '2026-04-01';
RESET social_services.secret;

-- Two ways to write one identity are two households, which is told by lines alone: within the rows, and with what is there. Born a hundred years apart are two.
CALL create_social_mart('spelled_mart', organisation => '1281');
CREATE TEMP TABLE spelled AS
SELECT i AS line, household, '10' AS unit, '2026-01' AS month, i AS amount
FROM unnest(ARRAY['19121212-1212', '191212121212', E'\t19121212-1212', 'A-12', 'a12', 'a13', '1912122424', '191212-2424', '19121224-2424', '191212363636', '201212363636', '20121236-3636', '19121248+4848', '19121248-4848', ' a13 ', '191212515151', '201212515151', '--', '-', '', NULL])
     WITH ORDINALITY AS h(household, i);
CALL load_payments('spelled_mart', 'SELECT household, unit, month, amount FROM spelled ORDER BY line', 'a secret of many letters', reject => 'spelled_mart.rejected');
CALL load_payments('spelled_mart', $$ SELECT household, unit, '2026-02' AS month, amount FROM (VALUES ('19121212-1212', 1), ('A13', 2), ('121236-3636', 3), ('b 14', 4), ('12121212', 5)) AS v(household, amount), (SELECT '10' AS unit) u $$, 'a secret of many letters');
-- With another secret nothing is known of each other, numbers have no spellings, and what is replaced is not asked.
CALL load_payments('spelled_mart', $$ SELECT '191212-1212' AS household, '10' AS unit, '2026-03' AS month, 1 AS amount $$, 'another secret of many letters');
CALL load_payments('spelled_mart', $$ SELECT * FROM unnest('{7,-7,07}'::text[]) AS household, (SELECT '10' AS unit, '2026-04' AS month, 1 AS amount) u $$);
CALL load_payments('spelled_mart', $$ SELECT 'c15' AS household, '10' AS unit, '2026-05' AS month, 1 AS amount $$, 'a secret of many letters');
CALL load_payments('spelled_mart', $$ SELECT 'C-15' AS household, '10' AS unit, '2026-05' AS month, 1 AS amount $$, 'a secret of many letters', replace => true);
CALL load_payments('spelled_mart', $$ SELECT h AS household, 'u' AS unit, '2026-06' AS month, 1 AS amount FROM generate_series(1, 20001) h $$);
SET client_min_messages = warning;
DROP SCHEMA spelled_mart CASCADE;
RESET client_min_messages;

-- All that is wrong, at once, and who it is in none of it.
CREATE SCHEMA reject_here;
CREATE TEMP TABLE wrong AS
SELECT * FROM (VALUES ('', '10', '2026-05', '1.234'), ('19121212-1212', '', '2026-13', '12 kr'), ('19121212-1212', '10', '', '0,005'), ('19121212-1212', '10', '2026-05', '1000000000'), ('19121212-1212', '10', '2026-05', '5')) AS v(household, unit, month, amount);
CALL load_payments('paying_mart', 'SELECT * FROM wrong', 'a secret of many letters');
CALL load_payments('paying_mart', 'SELECT * FROM wrong WHERE amount = ''5''');
CALL load_payments('paying_mart', 'SELECT *, household AS name FROM wrong', 'a secret of many letters', reject => 'reject_here.rows');
SELECT line, column_name, value, why, content FROM reject_here.rows ORDER BY line, column_name;
SELECT count(*) AS identities FROM reject_here.rows r WHERE r::text ~ '1212-1212';
CALL load_payments('paying_mart', 'SELECT * FROM wrong WHERE household = ''''', 'a secret of many letters', reject => 'reject_here.rows');
-- Arguments.
CALL load_payments('paying_mart', ' ; ');
CALL load_payments('nowhere', 'SELECT 1');
CALL load_payments('paying_mart', 'SELECT 1', 'short');
CALL load_payments('paying_mart', 'SELECT 1', organisation => '2');
CALL load_payments('paying_mart', 'SELECT 1', decimal_mark => 'x');
CALL load_payments('paying_mart', 'SELECT 1', reject => 'a.b.c');
CALL load_payments('paying_mart', 'SELECT 1 AS unit, 2 AS household, 3 AS amount');
CALL load_payments('paying_mart', 'SELECT * FROM export WHERE false');
CALL load_payments('paying_mart', 'SELECT FROM export');
-- With no more rights than the caller's.
CREATE ROLE regress_payer;
GRANT USAGE ON SCHEMA paying_mart TO regress_payer;
GRANT SELECT ON paying_mart.mart, paying_mart.organisation TO regress_payer;
SET ROLE regress_payer;
CALL load_payments('paying_mart', $$ SELECT 7 AS household, '10' AS unit, '2026-06' AS month, 1 AS amount $$);
RESET ROLE;
GRANT SELECT, INSERT ON paying_mart.support_payment, paying_mart.unit TO regress_payer;
SET ROLE regress_payer;
CALL load_payments('paying_mart', $$ SELECT 7 AS household, '10' AS unit, '2026-06' AS month, 1 AS amount $$);
RESET ROLE;
-- An amount that is nothing but a blank is missing, not left out without a word; codes that the mart does not take; two columns of one name.
CALL load_payments('paying_mart', $$ SELECT 7 AS household, '11' AS unit, '2026-06' AS month, U&'\00A0' AS amount UNION ALL SELECT 8, U&'1\200B1', '2026-06', '1' UNION ALL SELECT 9, U&'\00A011', '2026-06', '2' $$);
CALL load_payments('paying_mart', $$ SELECT 7 AS household, '11' AS unit, '2026-06' AS month, 1 AS amount, 2 AS amount $$);

SET client_min_messages = warning;
DROP SCHEMA reject_here CASCADE;
DROP OWNED BY regress_payer;
DROP ROLE regress_payer;
DROP SCHEMA paying_mart CASCADE;
