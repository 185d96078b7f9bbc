-- load_sie: a SIE file becomes units, heads, scenarios and ledger rows of a mart

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('sie_mart', organisation => '1281');
RESET client_min_messages;

-- A head and lines, which end in \n.
CREATE FUNCTION pg_temp.sie(lines text) RETURNS bytea
    LANGUAGE sql RETURN convert_to(E'#FLAGGA 0\n#PROGRAM "Test" 1.0\n#FORMAT PC8\n#GEN 20250110\n#SIETYP 4\n#FNAMN "Kommun"\n' || lines, 'UTF8');
CREATE VIEW pg_temp.loaded AS SELECT scenario, unit, head, flow, month, amount FROM sie_mart.ledger ORDER BY scenario, unit, head, flow, month;

-- Two vouchers with a cost centre that is declared and one that is not, a budget with and without lists, the year before by its results.
CREATE TEMP TABLE example AS SELECT pg_temp.sie(E'#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n#DIM 1 "Unit"\n#OBJEKT 1 10 "Elderly care"\n#KONTO 1930 "Bank"\n#KTYP 1930 T\n#KONTO 3010 "Fees"\n#KTYP 3010 I\n#KONTO 4010 "Rent"\n#KTYP 4010 K\n'
    '#RES 0 3010 -300\n#RES 0 4010 100.50\n#RES 0 5010 9\n#RES -1 3010 -200\n#RES -1 4010 80\n#PBUDGET 0 202401 4010 60\n#PBUDGET 0 202402 4010 {} 60\n#PBUDGET 0 202401 3010 {} -250\n'
    '#VER A 1 20240131 "Jan"\n{\n#TRANS 3010 {1 10} -300 20240201\n#BTRANS 4010 {} 7\n#TRANS 4010 {1 20} 100.50\n#TRANS 1930 {} 199.50\n}\n#VER A 2 20240229 "Feb"\n{\n#TRANS 5010 {} 9\n#TRANS 1930 {} -9\n}\n') AS file;
SELECT file FROM example \gset
CALL load_sie('sie_mart', :'file');
TABLE pg_temp.loaded;
SELECT code, kind, fiscal_year, as_of, adopted FROM sie_mart.scenario ORDER BY code;
SELECT code, name FROM sie_mart.unit ORDER BY code;
SELECT code, name FROM sie_mart.budget_head ORDER BY code;
-- The same file once more, and one of which an amount has changed.
CALL load_sie('sie_mart', :'file');
CALL load_sie('sie_mart', replace(encode(:'file', 'escape'), '100.50', '100.40')::bytea);
CALL load_sie('sie_mart', replace(replace(encode(:'file', 'escape'), '100.50', '100.40'), '199.50', '199.60')::bytea);
CALL load_sie('sie_mart', replace(replace(encode(:'file', 'escape'), '100.50', '100.40'), '199.50', '199.60')::bytea, replace => true);
SELECT unit, head, amount FROM pg_temp.loaded WHERE scenario = 'outcome-2024' AND head = '4010';

-- By other heads it would count twice, and a whole year beside its months too.
CALL load_sie('sie_mart', :'file', head => '6');
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20240101 20241231\n#RES 0 5020 5\n'));

-- The account stays beside the head, and an activity is an object of another dimension, or of one below it; both add up to the same.
DELETE FROM sie_mart.ledger;
CREATE TEMP TABLE projects AS SELECT pg_temp.sie(E'#RAR 0 20240101 20241231\n#DIM 6 "Project"\n#UNDERDIM 21 "Part" 6\n#KONTO 4010 "Rent"\n#KTYP 4010 K\n#PBUDGET 0 202401 4010 {1 10} 60\n#PBUDGET 0 202402 4010 {1 10 6 P1} 7\n#PBUDGET 0 202401 4010 {} 60\n#PBUDGET 0 202402 4010 {} 7\n'
    '#VER A 1 20240131 "Jan"\n{\n#TRANS 4010 {1 10 6 P1} 100\n#TRANS 4010 {1 10 6 P1} 1\n#TRANS 4010 {1 10 21 a} 20\n#TRANS 4010 {1 10} 3\n#TRANS 4010 {6 P1} 4\n#TRANS 1930 {} -128\n}\n') AS file;
SELECT file AS projects FROM projects \gset
CALL load_sie('sie_mart', :'projects', activity_dimension => 6);
SELECT scenario, unit, head, month, account, activity, amount FROM sie_mart.ledger ORDER BY 1, 2, 3, 4, 5, 6;
CALL load_sie('sie_mart', :'projects', activity_dimension => 6);
CALL load_sie('sie_mart', :'projects', keep_account => false, replace => true);
SELECT scenario, unit, head, month, account, activity, amount FROM sie_mart.ledger ORDER BY 1, 2, 3, 4, 5, 6;
CALL load_sie('sie_mart', :'projects', head => '6', activity_dimension => 21, replace => true);
SELECT scenario, unit, head, month, account, activity, amount FROM sie_mart.ledger ORDER BY 1, 2, 3, 4, 5, 6;
CALL load_sie('sie_mart', :'projects', activity_dimension => 1);
CALL load_sie('sie_mart', :'projects', head => '6', activity_dimension => 6);
CALL load_sie('sie_mart', :'projects', activity_dimension => -6);

-- A file is known again elsewhere, and beside one that was written later.
SELECT kind, checksum = encode(sha256(:'projects'), 'hex') AS is_its_own, name, program, generated_on, scenario, rows, amount, loaded_by = session_user AS by_me FROM sie_mart.loaded_file ORDER BY number DESC LIMIT 2;
CALL load_sie('sie_mart', :'projects', outcome => 'again-{year}', budget => NULL);
CALL load_sie('sie_mart', replace(encode(:'projects', 'escape'), '#GEN 20250110', '#GEN 20240901')::bytea, replace => true);

-- == Where it goes ==

-- One unit; heads by a dimension; some accounts; one kind; other codes.
DELETE FROM sie_mart.ledger;
DELETE FROM sie_mart.scenario;
CALL load_sie('sie_mart', :'file', unit_dimension => NULL, head => '1', accounts => '3, 4000-4999', outcome => 'books', budget => NULL);
TABLE pg_temp.loaded;
-- An account of the balance, if it is asked for.
CALL load_sie('sie_mart', :'file', accounts => '19', outcome => 'bank-{year}', budget => NULL);
SELECT * FROM pg_temp.loaded WHERE scenario ~ '^bank';
-- Another organisation, whose years begin in July.
INSERT INTO sie_mart.organisation (organisation, name, fiscal_year_start) VALUES ('2', 'Two', 7);
CALL load_sie('sie_mart', :'file', organisation => '2');
CALL load_sie('sie_mart', :'file', organisation => '2', partial => true);
SELECT scenario, month, head, amount FROM sie_mart.ledger WHERE organisation = '2' ORDER BY scenario, month, head;
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20230901 20240630\n#OMFATTN 20240430\n#RES 0 4010 5\n'), organisation => '2', replace => true);
SELECT code, as_of FROM sie_mart.scenario WHERE organisation = '2' ORDER BY code;
-- A part of a year that adds to it: without #RAR, as type 4I. A second file of the same months has no place, one of others has.
CALL load_sie('sie_mart', pg_temp.sie(E'#VER L 1 20250125 "Pay"\n{\n#TRANS 7010 {} 10\n#TRANS 1930 {} -10\n}\n'), organisation => '2');
CALL load_sie('sie_mart', pg_temp.sie(E'#VER L 2 20250225 "Pay"\n{\n#TRANS 7010 {} 11\n#TRANS 1930 {} -11\n}\n'), organisation => '2');
CALL load_sie('sie_mart', pg_temp.sie(E'#VER L 2 20250226 "Pay"\n{\n#TRANS 7010 {} 12\n#TRANS 1930 {} -12\n}\n'), organisation => '2');
SELECT month, amount FROM sie_mart.ledger WHERE organisation = '2' AND scenario = 'outcome-2025' ORDER BY month;
-- Class 8 without a type is what it comes to.
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20260125 "x"\n{\n#TRANS 8310 {} -10\n#TRANS 8310 {} 1\n#TRANS 8410 {} 9\n}\n'), organisation => '2');
SELECT head, flow, amount FROM sie_mart.ledger WHERE organisation = '2' AND scenario = 'outcome-2026' ORDER BY head;
-- It stays what it comes to in the mart, so a credit alone does not change sides; what is replaced is not asked. Positive amounts tell nothing of it.
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20260225 "x"\n{\n#TRANS 8310 {} 2\n#TRANS 8410 {} -3\n#TRANS 8510 {} -5\n}\n'), organisation => '2', partial => true);
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20260325 "x"\n{\n#TRANS 8310 {} -4\n}\n'), organisation => '2', partial => true, keep_account => false, outcome => 'other');
SELECT scenario, head, flow, to_char(month, 'YYYY-MM') AS month, amount FROM sie_mart.ledger WHERE organisation = '2' AND scenario IN ('outcome-2026', 'other') ORDER BY 1, 2, 4;
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20250701 20260630\n#RES 0 8310 4\n#RES 0 8520 2\n'), organisation => '2', sign => 'positive', outcome => 'positive');
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20260325 "x"\n{\n#TRANS 8310 {} 4\n#TRANS 8410 {} 3\n#TRANS 8520 {} 2\n}\n'), organisation => '2', sign => 'positive', outcome => 'positive', partial => true);
DELETE FROM sie_mart.ledger WHERE organisation = '2' AND scenario IN ('positive', 'other');
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20260325 "x"\n{\n#TRANS 8310 {} 4\n#TRANS 8410 {} -4\n}\n'), organisation => '2', replace => true);
SELECT scenario, head, flow, amount FROM sie_mart.ledger WHERE organisation = '2' AND scenario IN ('outcome-2026', 'positive', 'other') ORDER BY 1, 2, 4;
-- The account of the year's own result is told.
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20270701 20280630\n#RES 0 3010 -10\n#RES 0 8999 10\n'), organisation => '2');

-- == What is refused ==

CALL load_sie('sie_mart', NULL);
CALL load_sie('sie_mart', '');
CALL load_sie('nowhere', :'file');
CALL load_sie(NULL, :'file');
CALL load_sie('sie_mart', :'file', organisation => '3');
CALL load_sie('sie_mart', :'file', head => 'project');
CALL load_sie('sie_mart', :'file', head => '1');
CALL load_sie('sie_mart', :'file', sign => 'minus');
CALL load_sie('sie_mart', :'file', accounts => '3-');
CALL load_sie('sie_mart', :'file', accounts => '');
CALL load_sie('sie_mart', :'file', outcome => NULL, budget => NULL);
CALL load_sie('sie_mart', :'file', accounts => '99');
CALL load_sie('sie_mart', :'file', outcome => 'x-{year}', budget => 'x-{year}');
CALL load_sie('sie_mart', :'file', outcome => 'books', budget => NULL, organisation => '2', partial => true);
CALL load_sie('sie_mart', :'file', outcome => 'y', budget => 'books');
-- Revenue with another sign.
CALL load_sie('sie_mart', :'file', sign => 'positive', outcome => 'positive-{year}', budget => NULL);
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20300101 20301231\n#RES 0 3010 300\n#RES 0 4010 100\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20300101 20301231\n#RES 0 3010 300\n#RES 0 4010 100\n'), sign => 'positive');
-- Accounts that nothing tells of; three decimals; a balance of a month of an account that nothing tells of.
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20310131 x\n{\n#TRANS FEL {} 4\n#TRANS 4010 {} -4\n}\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20310131 x\n{\n#TRANS FEL {} 4\n#TRANS 4010 {} -4\n}\n'), partial => true);
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20320101 20321231\n#PSALDO 0 203201 9010 {} 500\n#PSALDO 0 203201 4010 {} 1\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20330131 x\n{\n#TRANS 4010 {} 4.005\n#TRANS 4020 {} -4.005\n}\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#VER A 1 20330131 x\n{\n#TRANS 4010 {} 4.005\n#TRANS 4020 {} -4.005\n}\n'), partial => true);
-- What does not agree, and all the same.
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20340101 20341231\n#RES 0 4010 5\n#VER A 1 20340131 x\n{\n#TRANS 4010 {} 4\n}\n#TRANS 1 {} 1\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20340101 20341231\n#RES 0 4010 5\n#VER A 1 20340131 x\n{\n#TRANS 4010 {} 4\n}\n#TRANS 1 {} 1\n'), partial => true);
-- Names that are no names, and codes that the mart does not take: nothing is left behind.
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20350101 20351231\n#KONTO 4010 "  "\n#RES 0 4010 5\n'));
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20360101 20361231\n#RES 0 4' || repeat('0', 300) || E' 5\n'));
SELECT count(*) AS left_behind FROM sie_mart.scenario WHERE fiscal_year = 2036;

-- == Who may ==

CREATE ROLE regress_loader;
SET ROLE regress_loader;
CALL load_sie('sie_mart', :'file', outcome => 'mine-{year}', budget => NULL);
RESET ROLE;
GRANT USAGE ON SCHEMA sie_mart TO regress_loader;
GRANT SELECT ON sie_mart.mart, sie_mart.organisation TO regress_loader;
GRANT SELECT, INSERT ON sie_mart.scenario, sie_mart.unit, sie_mart.budget_head, sie_mart.ledger TO regress_loader;
SET ROLE regress_loader;
CALL load_sie('sie_mart', :'file', outcome => 'mine-{year}', budget => NULL);
-- To replace, it must be allowed to delete.
CALL load_sie('sie_mart', replace(encode(:'file', 'escape'), '1930 {} 199.50', '1930 {} 199.50 "" "x"')::bytea, outcome => 'mine-{year}', budget => NULL, replace => true);
CALL load_sie('sie_mart', pg_temp.sie(E'#RAR 0 20240101 20241231\n#RES 0 4010 5\n'), outcome => 'mine-{year}', budget => NULL, replace => true);
RESET ROLE;

-- What others plant in temporary tables or on the search_path is not taken for anything.
CREATE SCHEMA planted;
CREATE FUNCTION planted.sie_check(bytea) RETURNS SETOF record LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
CREATE FUNCTION planted.replace(text, text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
CREATE TEMP TABLE ledger (planted text);
CREATE TEMP TABLE pg_class (planted text);
SET search_path = planted, pg_temp, public, pg_catalog;
CALL load_sie('sie_mart', :'file', outcome => 'unmoved-{year}', budget => NULL);
RESET search_path;

SET client_min_messages = warning;
DROP SCHEMA planted CASCADE;
DROP OWNED BY regress_loader;
DROP ROLE regress_loader;
DROP SCHEMA sie_mart CASCADE;
