-- load_ledger: the rows of any query become units, heads, scenarios and ledger rows of a mart

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('flat_mart', organisation => '1281');
RESET client_min_messages;
CREATE VIEW pg_temp.loaded AS SELECT scenario, unit, head, flow, month, amount FROM flat_mart.ledger ORDER BY scenario, unit, head, flow, month;

-- As people export it: names in any case, Swedish amounts as text, months as they come, vouchers finer than the ledger, a column that means nothing here.
CREATE TEMP TABLE export ("Unit" text, unit_name text, "HEAD" text, head_name text, month text, flow text, amount text, voucher integer);
INSERT INTO export VALUES
    (' 10 ', 'Home care', '5010', 'Rent', '2026-01', 'cost', '1 000,50', 1),
    ('10', 'Home care', '5010', 'Rent', 'jan 2026', 'Cost', '(0,50)', 2),
    ('10', NULL, '5010', 'Rent', '202602', 'cost', U&'1\00A0000', 3),
    ('20', 'School', '3010', 'Fees', '2026-02-28', 'revenue', '300', 4),
    ('20', '', '3010', NULL, '2027-01', 'revenue', '-', 5);
CALL load_ledger('flat_mart', 'SELECT * FROM export;');
TABLE pg_temp.loaded;
SELECT code, name FROM flat_mart.unit ORDER BY code;
SELECT code, name FROM flat_mart.budget_head ORDER BY code;
-- Once more it would count twice; a month later it adds; with replace it stands instead.
CALL load_ledger('flat_mart', 'SELECT * FROM export');
CALL load_ledger('flat_mart', $$ SELECT '10' AS unit, '5010' AS head, date '2026-03-01' AS month, 7 AS amount -- a remark $$);
CALL load_ledger('flat_mart', $$ SELECT 10 AS unit, 5010 AS head, 2026 AS year, 12345.67 AS amount $$, replace => true);
SELECT * FROM pg_temp.loaded WHERE scenario = 'outcome-2026';
-- A year with the number of a month, kinds and scenarios of their own, a supplement that nobody has adopted.
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2025 AS year, m AS month, k AS kind, m AS amount FROM generate_series(9, 10) m, unnest('{budget,supplement}'::text[]) k $$);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, '2025-11' AS month, 'forecast' AS kind, 'guess' AS scenario, '1,234.50' AS amount $$, decimal_mark => '.');
SELECT code, kind, fiscal_year, adopted FROM flat_mart.scenario WHERE fiscal_year = 2025 ORDER BY code;
SELECT * FROM pg_temp.loaded WHERE unit = 'a';
-- Fiscal years that begin in July.
INSERT INTO flat_mart.organisation (organisation, name, fiscal_year_start) VALUES ('2', 'Two', 7);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, date '2025-07-15' AS month, 5 AS amount $$, organisation => '2', scenario => 'books');
SELECT code, fiscal_year FROM flat_mart.scenario WHERE organisation = '2';

-- Accounts and activities; without flows an account is what it comes to, in whatever head, and what has none as its head does.
CALL load_ledger('flat_mart', $$ SELECT * FROM (VALUES ('b', 'care', ' 5010 ', 'P1', 2025, 70), ('b', 'care', '5010', 'P1', 2025, 5), ('b', 'care', '5010', NULL, 2025, 7), ('b', 'care', '3010', '', 2025, -200), ('b', 'home', '3010', '', 2025, 20), ('b', 'care', NULL, '', 2025, 2), ('b', 'gift', '', '', 2025, -3)) AS v(unit, head, account, activity, year, amount) $$, sign => 'books', scenario => 'by-account');
SELECT head, account, activity, flow, amount FROM flat_mart.ledger WHERE scenario = 'by-account' ORDER BY 1, 2, 3;
CALL load_ledger('flat_mart', $$ SELECT 'b' AS unit, 'care' AS head, E'50\t10' AS account, 2024 AS year, 1 AS amount $$);
CALL load_ledger('flat_mart', $$ SELECT 'b' AS unit, 'care' AS head, '5010' AS account, 'P1' AS activity, 2024 AS year, 1.001 AS amount $$);

-- == Signs ==

CREATE TEMP TABLE signed (unit text, head text, month date, flow text, amount numeric);
INSERT INTO signed VALUES ('a', 'fees', '2030-01-01', 'revenue', -300), ('a', 'fees', '2030-02-01', 'revenue', 20), ('a', 'rent', '2030-01-01', 'cost', 100);
CALL load_ledger('flat_mart', 'SELECT * FROM signed');
CALL load_ledger('flat_mart', 'SELECT * FROM signed', scenario => 'books', sign => 'books');
CALL load_ledger('flat_mart', 'SELECT unit, head, month, amount FROM signed', scenario => 'books without flow', sign => 'books');
CALL load_ledger('flat_mart', 'SELECT unit, head, month, - amount AS amount FROM signed', scenario => 'result', sign => 'result');
CALL load_ledger('flat_mart', 'SELECT unit, head, month, amount FROM signed', scenario => 'net');
SELECT scenario, head, flow, array_agg(amount ORDER BY month) FROM pg_temp.loaded WHERE month >= '2030-01-01' GROUP BY scenario, head, flow ORDER BY 1, 2;

-- A credit that is loaded alone stays on the side of what it corrects, and so does a credit of revenue, even where a month has no other.
CREATE TEMP TABLE entered (unit text, head text, account text, month date, amount numeric);
INSERT INTO entered VALUES ('a', 'care', '5010', '2040-01-01', 1000), ('a', 'care', '3010', '2040-01-01', -400), ('a', 'gift', '', '2040-01-01', -30), ('a', 'food', '', '2040-01-01', 60),
    ('a', 'home', '5010', '2040-02-01', -250), ('a', 'care', '3010', '2040-02-01', 90), ('a', 'gift', '', '2040-03-01', 5), ('a', 'food', '', '2040-03-01', -7), ('a', 'food', '', '2040-03-01', 8);
CALL load_ledger('flat_mart', 'SELECT * FROM entered WHERE month = ''2040-01-01''', sign => 'books');
CALL load_ledger('flat_mart', 'SELECT * FROM entered WHERE account = ''5010'' AND amount < 0', sign => 'books');
SELECT flow, sum(amount) FROM flat_mart.ledger WHERE scenario = 'outcome-2040' AND account <> '' GROUP BY flow ORDER BY flow;
CALL load_ledger('flat_mart', 'SELECT unit, head, account, month + interval ''1 month'' AS month, - amount AS amount FROM entered WHERE account = ''3010'' AND amount > 0', sign => 'result');
CALL load_ledger('flat_mart', 'SELECT unit, head, account, date ''2040-04-01'' AS month, amount FROM entered WHERE account = '''' AND month > ''2040-01-01''', sign => 'books');
SELECT head, account, flow, to_char(month, 'YYYY-MM') AS month, amount FROM flat_mart.ledger WHERE scenario = 'outcome-2040' ORDER BY 1, 2, 4;
-- Of another scenario, too. An account that the mart has on both sides is what it comes to there: 600 of cost and 900 of revenue.
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, '8010' AS account, 2039 AS year, * FROM (VALUES ('cost', 600), ('revenue', 900)) AS v(flow, amount) $$);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, '8010' AS account, 2041 AS year, 20 AS amount $$, sign => 'books', kind => 'budget');
-- One that comes to 0 there, and one that the mart does not have, is what it comes to in the rows.
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, '8020' AS account, 2039 AS year, flow, 5 AS amount FROM unnest('{cost,revenue}'::text[]) AS flow $$, scenario => 'none');
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, unnest('{8020,8030}'::text[]) AS account, 2042 AS year, -4 AS amount $$, sign => 'books');
SELECT scenario, account, flow, amount FROM flat_mart.ledger WHERE scenario IN ('budget-2041', 'outcome-2042') ORDER BY 1, 2;
-- With another sign both are below 0, and not only a few. What is replaced knows nothing, nor does another organisation; a column flow needs no knowledge.
CALL load_ledger('flat_mart', 'SELECT unit, head, account, month + interval ''6 months'' AS month, amount FROM entered WHERE month = ''2040-01-01''', sign => 'result');
CALL load_ledger('flat_mart', 'SELECT * FROM entered WHERE month = ''2040-01-01''', sign => 'result', scenario => 'turned');
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'y' AS head, '7010' AS account, 2043 AS year, 4 AS amount $$, sign => 'result');
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'y' AS head, '7010' AS account, 2043 AS year, 4 AS amount $$, sign => 'books', replace => true);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'y' AS head, '7010' AS account, 2043 AS year, -4 AS amount $$, sign => 'books', organisation => '2');
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'y' AS head, '7010' AS account, 2044 AS year, 'revenue' AS flow, -4 AS amount $$, sign => 'books');
SELECT organisation, scenario, flow, amount FROM flat_mart.ledger WHERE account = '7010' ORDER BY 1, 2;

-- == What is refused ==

-- All that is wrong, at once.
CREATE TEMP TABLE wrong (unit text, head text, year text, month text, kind text, flow text, amount text);
INSERT INTO wrong VALUES ('10', '5010', '2028', '', NULL, 'cost', '1.234'), ('', NULL, '28', '2028-13', 'plan', 'in', '12 kr'), ('10', '5010', NULL, NULL, NULL, NULL, NULL), ('10', '5010', '2028', '2', 'budget', 'cost', '5'),
    ('10', '5010', '2028', '02-01-2028', NULL, 'cost', '1'), ('10', '5010', '2028', '2027-01', NULL, 'cost', '1');
CALL load_ledger('flat_mart', 'SELECT * FROM wrong');
SELECT count(*) AS nothing FROM flat_mart.scenario WHERE fiscal_year = 2028;
-- Into a table, and the rest is loaded; the next time into the same.
CREATE SCHEMA reject_here;
CALL load_ledger('flat_mart', 'SELECT * FROM wrong', reject => 'reject_here.rows');
CALL load_ledger('flat_mart', 'SELECT * FROM wrong WHERE amount = ''12 kr''', reject => 'reject_here.rows');
SELECT line, column_name, value, why, content ->> 'amount' AS amount FROM reject_here.rows ORDER BY rejected_at, line, column_name;
SELECT * FROM pg_temp.loaded WHERE scenario ~ '2028';
-- Numbers that no ledger holds.
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2031 AS year, a AS amount FROM unnest('{NaN,Infinity,1e13,1e300}'::numeric[]) a $$);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2031 AS year, a AS amount FROM unnest('{0.005,0.002}'::numeric[]) a $$);
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2031 AS year, a AS amount FROM unnest('{0.005,0.005}'::numeric[]) a $$);
-- Arguments.
CALL load_ledger('flat_mart', '');
CALL load_ledger('flat_mart', NULL);
CALL load_ledger('nowhere', 'SELECT 1');
CALL load_ledger('flat_mart', 'SELECT 1', organisation => '3');
CALL load_ledger('flat_mart', 'SELECT 1', kind => 'plan');
CALL load_ledger('flat_mart', 'SELECT 1', sign => 'minus');
CALL load_ledger('flat_mart', 'SELECT 1', decimal_mark => ';');
CALL load_ledger('flat_mart', 'SELECT 1', scenario => ' ');
CALL load_ledger('flat_mart', 'SELECT 1', reject => 'rows');
CALL load_ledger('flat_mart', 'SELECT 1 AS unit, 2 AS head, 3 AS amount');
CALL load_ledger('flat_mart', 'SELECT 1 AS unit, 2 AS "UNIT", 2 AS head, 3 AS amount, 2026 AS year');
CALL load_ledger('flat_mart', 'SELECT * FROM export WHERE false');
CALL load_ledger('flat_mart', 'SELECT FROM export');
CALL load_ledger('flat_mart', 'SELECT nothing FROM export');
CALL load_ledger('flat_mart', 'SELECT * FROM export', scenario => 'all');
CALL load_ledger('flat_mart', 'SELECT * FROM signed', scenario => 'guess', sign => 'books');
-- A code that the mart does not take: nothing is left behind.
CALL load_ledger('flat_mart', $$ SELECT E'a\u200bb' AS unit, 'x' AS head, 2032 AS year, 1 AS amount $$);
SELECT count(*) AS nothing FROM flat_mart.scenario WHERE fiscal_year = 2032;

-- == Who may, and what is planted ==

-- The query has the caller's search_path, and what is planted on it is taken by the query alone.
CREATE SCHEMA planted;
CREATE TABLE planted.source AS SELECT 'p' AS unit, 'x' AS head, 2033 AS year, 1 AS amount;
CREATE FUNCTION planted.btrim(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
CREATE FUNCTION planted.to_jsonb(anyelement) RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
CREATE FUNCTION planted.parse_month(text) RETURNS date LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
CREATE TEMP TABLE ledger (planted text);
SET search_path = planted, pg_temp, public, pg_catalog;
CALL load_ledger('flat_mart', 'TABLE source');
RESET search_path;
CREATE ROLE regress_flat;
GRANT USAGE ON SCHEMA flat_mart TO regress_flat;
GRANT SELECT ON flat_mart.mart, flat_mart.organisation TO regress_flat;
GRANT SELECT, INSERT ON flat_mart.scenario, flat_mart.unit, flat_mart.budget_head TO regress_flat;
SET ROLE regress_flat;
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2034 AS year, 1 AS amount $$);
CALL load_ledger('flat_mart', 'SELECT * FROM flat_mart.ledger');
RESET ROLE;
GRANT SELECT, INSERT ON flat_mart.ledger TO regress_flat;
SET ROLE regress_flat;
CALL load_ledger('flat_mart', $$ SELECT 'a' AS unit, 'x' AS head, 2034 AS year, 1 AS amount $$);
RESET ROLE;
-- In tables of another that have grown much since they were analysed it is not looked for suspicions, which could take hours; the owner's loads analyse them.
GRANT SELECT ON flat_mart.data_quality TO regress_flat;
SET ROLE regress_flat;
CALL load_ledger('flat_mart', $$ SELECT 'u' || i AS unit, 'h' || i % 10 AS head, date '2034-01-01' AS month, 'many' AS scenario, 1 AS amount FROM generate_series(1, 2000) i $$);
RESET ROLE;
SELECT reltuples > 2000 AS is_analysed FROM pg_class WHERE oid = 'flat_mart.ledger'::regclass;
CALL load_ledger('flat_mart', $$ SELECT 'u' || i AS unit, 'h' || i % 10 AS head, date '2034-02-01' AS month, 'many' AS scenario, 1 AS amount FROM generate_series(1, 2000) i $$);
SELECT reltuples > 2000 AS is_analysed FROM pg_class WHERE oid = 'flat_mart.ledger'::regclass;
-- Blanks of any width around what is written are no part of it, and alone they are nothing.
CALL load_ledger('flat_mart', $$ SELECT U&'\00A0 u\2007' AS unit, E'\tx\n' AS head, U&'\FEFF2060-01' AS month, U&'\00A0' AS amount UNION ALL SELECT 'u', 'x', '2060-01', '1' $$);
CALL load_ledger('flat_mart', $$ SELECT U&'\00A0 u\2007' AS unit, E'\tx\n' AS head, U&'\FEFF2060-01' AS month, U&'\00A0 2' AS amount UNION ALL SELECT 'u', 'x', '2060-01', '1' $$);
SELECT unit, head, month, amount FROM flat_mart.ledger WHERE scenario = 'outcome-2060';
-- What the ledger cannot hold, of a row and of rows together; two columns of one name; a table that has no room for what is rejected.
CALL load_ledger('flat_mart', $$ SELECT 'u' AS unit, 'x' AS head, '2061-01' AS month, '10 000 000 000 000' AS amount $$);
CALL load_ledger('flat_mart', $$ SELECT 'u' AS unit, 'x' AS head, '2061-01' AS month, a AS amount FROM unnest('{9000000000000,9000000000000}'::numeric[]) AS a $$);
CALL load_ledger('flat_mart', $$ SELECT 'u' AS unit, 'v' AS unit, 'x' AS head, '2061-01' AS month, 1 AS amount $$);
CALL load_ledger('flat_mart', $$ SELECT 'u' AS unit, 'x' AS head, '2061-01' AS month, '12 kr' AS amount $$, reject => 'flat_mart.unit');
-- Codes and names that the mart does not take are rejected as other rows are.
CALL load_ledger('flat_mart', $$ SELECT * FROM (VALUES ('u', 'x', 'ok', 1), (E'u\tv', 'x', 'ok', 2), ('å', repeat('x', 201), 'ok', 3), ('ä', 'x', U&'a\202Eb', 4), (U&'u\2028v', U&'x\FEFFy', 'ö', 5)) AS r(unit, head, unit_name, amount),
    (SELECT '2062-01' AS month) AS m $$, reject => 'reject_here.odd');
SELECT line, column_name, value, why, content ->> 'amount' AS amount FROM reject_here.odd ORDER BY line, column_name;
SELECT unit, head, amount FROM flat_mart.ledger WHERE scenario = 'outcome-2062';
-- What is rejected goes into nobody else's table, who would read it, and what he put on it would run. What is made for it is for who loads.
GRANT USAGE, CREATE ON SCHEMA reject_here TO regress_flat;
SET ROLE regress_flat;
CREATE TABLE reject_here.theirs (rejected_at timestamptz NOT NULL DEFAULT now(), line bigint, column_name text, value text, why text, content jsonb);
RESET ROLE;
CALL load_ledger('flat_mart', 'SELECT * FROM wrong WHERE amount = ''12 kr''', reject => 'reject_here.theirs');
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_flat, PUBLIC;
CALL load_ledger('flat_mart', 'SELECT * FROM wrong WHERE amount = ''12 kr''', reject => 'reject_here.made');
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_flat, PUBLIC;
SELECT count(*) > 0 AS some, has_table_privilege('regress_flat', 'reject_here.made', 'SELECT, INSERT') AS for_others FROM reject_here.made;

SET client_min_messages = warning;
DROP SCHEMA planted, reject_here CASCADE;
DROP OWNED BY regress_flat;
DROP ROLE regress_flat;
DROP SCHEMA flat_mart CASCADE;
