-- names: plain_text, require_plain_text, and what codes, names, titles and notes of a mart may hold

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CREATE SCHEMA our_own;
SET search_path = our_own, public;
\i test/sql/include/refusal.sql
CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lunds kommun');
SET search_path = lund, our_own, public;
\i test/sql/include/figures.sql


--
-- What is plain
--

SELECT plain_text('Räksmörgås & Co, 50 % – "O''Hara"', 'unit.name', 500) AS yes, plain_text('', 'unit.name', 500) AS empty, plain_text(NULL, 'unit.name', 500) AS "null",
       plain_text(repeat(U&'\7D4C', 500), 'unit.name', 500) AS longest, plain_text(U&'\00A0\202F\3000\+01F600\FE0F\0301', 'unit.name', 500) AS also;
DO $$
DECLARE
    state text; message text; detail text; hint text; of_table text; of_column text;
BEGIN
    PERFORM lund.plain_text(U&'Staff \202E001 000 9\202C', 'unit.name', 500);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, of_table = TABLE_NAME, of_column = COLUMN_NAME;
    RAISE WARNING '% % % % % % %', state, message, detail, hint, of_table, of_column, lund.plain_text(message || detail || hint, 'an error', 500);
END
$$;
SELECT refusal(format('SELECT plain_text(%L, ''unit.name'', 500)', value)) AS refused
FROM (VALUES (1, E'Lund\n\n# The board approves'), (2, E'a\tb'), (3, E'\x1b]0;owned\x07'), (4, U&'Staff\200B'), (5, U&'x\0085'), (6, U&'soft\00ADhyphen'), (7, U&'\FEFFname'),
             (8, U&'a\2028b'), (9, U&'\+01F468\200D\+01F469'), (10, U&'a\+0E0041'), (11, repeat('x', 501)), (12, repeat('x', 200000) || E'\n'), (13, E'\x7f'), (14, U&'\2069')) AS n(place, value)
ORDER BY place;
-- A report replaces what no table takes, and nothing else but line breaks is refused.
SELECT count(*) AS refused, count(*) FILTER (WHERE interim_report_printable(c) = c) AS printable, string_agg(to_hex(ascii(c)), ' ') FILTER (WHERE interim_report_printable(c) = c) AS which
FROM (SELECT chr(code) AS c FROM generate_series(1, 1114111) AS code WHERE code NOT BETWEEN 55296 AND 57343 AND chr(code) ~ ('[\n' || interim_report_unprintable() || ']')) AS r
WHERE left(refusal(format('SELECT plain_text(%L, ''unit.name'', 500)', c)), 5) = '23514';
SELECT count(*) AS taken, bool_and(plain_text(part, 'unit.name', 5000)) AS all_of_them
FROM (SELECT string_agg(chr(code), '') AS part FROM generate_series(1, 1114111) AS code
      WHERE code NOT BETWEEN 55296 AND 57343 AND chr(code) !~ ('[\n' || interim_report_unprintable() || ']') GROUP BY code / 4096) AS p;


--
-- Every column that people write text into
--

-- Columns of text without it that are no key of another table and no word of a list: what the mart itself writes.
SELECT c.relname AS "table", a.attname AS "column"
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'r' AND c.relname !~ '_summary$|^summary_'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] AND pg_get_constraintdef(k.oid) LIKE '%= ANY (ARRAY[%')
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] AND k.convalidated
                  AND pg_get_constraintdef(k.oid) LIKE format('CHECK (plain_text(%s, ''%s.%s''::text, %%00))', a.attname, c.relname, a.attname))
ORDER BY 1, 2;
SELECT conrelid::regclass AS "table", string_agg(substring(pg_get_constraintdef(oid), '\((\w+), ') || ' ' || substring(pg_get_constraintdef(oid), '(\d+)\)\)$'), ', ' ORDER BY conname) AS checked
FROM pg_constraint WHERE connamespace = 'lund'::regnamespace AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%plain_text(%' GROUP BY conrelid ORDER BY conrelid::regclass::text;
-- An update too; and what there is stays as it is.
SELECT refusal(statement) AS refused
FROM (VALUES (1, 'UPDATE organisation SET name = E''Lund\n\n# Approved'''), (2, 'INSERT INTO unit (code, name) VALUES (U&''a\200B'', ''Norr'')'), (3, 'UPDATE budget_head SET pool = repeat(''x'', 201)'),
             (4, 'INSERT INTO scenario (code, kind, fiscal_year) VALUES (repeat(''x'', 201), ''budget'', 2020)'), (5, 'UPDATE transfer_rule SET source = U&''\202Eevil'''),
             (6, 'INSERT INTO stated_driver (scenario, cause, amount) VALUES (''forecast-2023-04'', repeat(''x'', 501), 1)'),
             (7, 'CALL create_social_mart(''other'', organisation => E''1\x1b[2J'')'), (8, 'CALL create_social_mart(''other'', organisation => ''1'', organisation_name => U&''A\2066b'')')
     ) AS s(place, statement) ORDER BY place;


--
-- A mart that is older than the rule
--

SELECT mart_test.fingerprint('lund', 'r') AS tables \gset
BEGIN;
CREATE TEMPORARY TABLE of_a_new_mart AS SELECT conrelid::regclass::text AS relation, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace = 'lund'::regnamespace;
CREATE FUNCTION our_own.as_in_0_1() RETURNS void LANGUAGE plpgsql AS $$
DECLARE k record;
BEGIN
    FOR k IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint WHERE connamespace = 'lund'::regnamespace AND conname ~ '_is_plain_text$' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.relation, k.conname);
    END LOOP;
    DROP FUNCTION lund.plain_text;
END $$;
SELECT as_in_0_1();
UPDATE lund.mart SET version = '0.0.9';
SAVEPOINT clean;
UPDATE budget_head SET name = U&'State \202Egrants' WHERE code = 'bidrag' AND organisation = '1281';
-- It says where it cannot hold, and nothing is changed.
\set VERBOSITY terse
CALL upgrade_social_mart('lund');
\set VERBOSITY default
ROLLBACK TO clean;
CALL upgrade_social_mart('lund');
SELECT count(*) AS others FROM (SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'lund'::regnamespace
                                EXCEPT SELECT * FROM of_a_new_mart
                                UNION ALL (SELECT * FROM of_a_new_mart
                                           EXCEPT SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'lund'::regnamespace)) AS x;
SELECT refusal('UPDATE unit SET name = E''a\tb''') AS refused, mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;
ROLLBACK;
-- Once it is there, an upgrade looks at no row and changes nothing.
SELECT md5(string_agg(oid::text, ',' ORDER BY oid)) AS constraints FROM pg_constraint WHERE connamespace = 'lund'::regnamespace \gset
CALL upgrade_social_mart('lund');
SELECT md5(string_agg(oid::text, ',' ORDER BY oid)) = :'constraints' AS unchanged FROM pg_constraint WHERE connamespace = 'lund'::regnamespace;
-- It is the mart's own: without the extension, under another name of the schema, and whatever the search path.
RESET SESSION AUTHORIZATION;
DROP EXTENSION social_services CASCADE;
ALTER SCHEMA lund RENAME TO "Lund's ""2""";
SET search_path = pg_catalog;
INSERT INTO "Lund's ""2""".unit VALUES ('1281', 'o', 'O''Hara 100 %_');
INSERT INTO "Lund's ""2""".unit VALUES ('1281', 'p', E'O\nHara');
ALTER SCHEMA "Lund's ""2""" RENAME TO lund;
SET search_path = lund, our_own, public;


--
-- Other encodings: what is a letter there is none of these
--

SELECT pg_get_functiondef('lund.plain_text'::regproc) AS plain_text \gset
SELECT current_database() AS here \gset
CREATE DATABASE regress_names_win1252 TEMPLATE template0 ENCODING 'WIN1252' LOCALE 'C';
\c regress_names_win1252
\encoding UTF8
\set SHOW_CONTEXT never
CREATE SCHEMA lund;
:plain_text;
SELECT every(lund.plain_text(convert_from(set_byte('\x00', 0, n), 'WIN1252'), 'unit.name', 500)) AS letters FROM generate_series(128, 255) AS n WHERE n NOT IN (129, 141, 143, 144, 157);
SELECT lund.plain_text(E'a\x1b', 'unit.name', 500);
\c :here
CREATE DATABASE regress_names_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
\c regress_names_latin1
\encoding UTF8
\set SHOW_CONTEXT never
CREATE SCHEMA lund;
:plain_text;
SELECT every(lund.plain_text(convert_from(set_byte('\x00', 0, n), 'LATIN1'), 'unit.name', 500)) AS letters FROM generate_series(160, 255) AS n WHERE n <> 173;
SELECT lund.plain_text(convert_from('\x619b', 'LATIN1'), 'unit.name', 500);
\c :here
DROP DATABASE regress_names_win1252;
DROP DATABASE regress_names_latin1;
SET client_min_messages = warning;
CREATE EXTENSION social_services;

DROP SCHEMA our_own CASCADE;
\i test/sql/include/cleanup.sql
