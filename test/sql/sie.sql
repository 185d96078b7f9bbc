-- sie: SIE files as rows, and whether they agree with themselves

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- A head and lines, which end in \n.
CREATE FUNCTION pg_temp.sie(lines text) RETURNS bytea
    LANGUAGE sql RETURN convert_to(E'#FLAGGA 0\n#PROGRAM "Test" 1.0\n#FORMAT PC8\n#GEN 20250110\n#SIETYP 4\n#FNAMN "Kommun"\n' || lines, 'UTF8');

-- == How lines are written ==

-- Tabs and blanks, quotes with quotes in them, empty fields, braces anywhere, small letters, a list or none, an end of file of DOS, items that nobody knows.
SELECT * FROM sie_items(pg_temp.sie(E'#VER "" 1 20240115 "a \\"b\\" {c}" {\n\t#trans\t3010\t{"1"   "10" 6 P1}\t-100.50   ""  "text"\n  #TRANS 1930 {} 100.50\r\n}\r\n\r#OBJEKT 1 "" "x\\y"\n#NEW a{b}c\n\x1a'))
WHERE line > 6;
-- The same lines end in \r, in \n and in \r\n.
SELECT name, count(*) AS items, max(line) AS last_line, max(fields[3]) AS field
FROM (VALUES (1, 'lf', E'\n'), (2, 'crlf', E'\r\n'), (3, 'cr', E'\r')) AS ends(place, name, characters)
CROSS JOIN LATERAL sie_items(convert_to(concat_ws(characters, '#FLAGGA 0', '', '#VER A 1 20240115', '{', '#TRANS 3010 {} 5', '}', ''), 'UTF8')) i
GROUP BY place, name ORDER BY place;
-- CP437 without a word of it, UTF-8 that says PC8, with and without a mark, and Latin-1.
SELECT name, encoding, stated_encoding, company
FROM (VALUES (1, 'CP437', convert_to(E'#FLAGGA 0\n#FORMAT PC8\n#FNAMN "V', 'UTF8') || '\x84' || convert_to('xj', 'UTF8') || '\x9422'),
             (2, 'UTF-8', convert_to(E'#FLAGGA 0\n#FORMAT PC8\n#FNAMN "Växjö"', 'UTF8')),
             (3, 'UTF-8 with a mark', '\xefbbbf'::bytea || convert_to(E'#FLAGGA 0\n#FORMAT PC8\n#FNAMN "Växjö"', 'UTF8')),
             (4, 'Latin-1', convert_to(E'#FLAGGA 0\n#FORMAT PC8\n#FNAMN "Växjö"', 'LATIN1')),
             (5, 'could be both: CP437', convert_to(E'#FLAGGA 0\n#FNAMN "', 'UTF8') || '\x84' || convert_to('r Malm', 'UTF8') || '\x94' || convert_to('"', 'UTF8'))) AS f(place, name, file)
CROSS JOIN LATERAL sie_file_head(file)
ORDER BY place;
SELECT * FROM sie_file_head(pg_temp.sie(E'#DIM 1 "Unit"\n#DIM "6" Project\n#UNDERDIM 61 "Part" 6\n#ORGNR 212000-1132\n#OMFATTN 20240630\n#RAR 0 20240101 20241231\n')) \gx
-- What is no SIE file.
SELECT count(*) FROM sie_items('');
SELECT count(*) FROM sie_items(convert_to(E'<!DOCTYPE html>\n<html>', 'UTF8'));
SELECT count(*) FROM sie_check(convert_to(E'#!/bin/sh\nls', 'UTF8'));
SELECT count(*) FROM sie_check(convert_to(repeat('a', 39) || repeat('ö', 200), 'UTF8'));
SELECT count(*) FROM sie_items('\x504b0304');
SELECT count(*) FROM sie_amounts('\xfffe2300');
SELECT count(*) FROM sie_check('\x23464c41474741c3a5c3a4c3'::bytea);
SELECT count(*) AS items FROM sie_items(NULL);
SELECT count(*) AS amounts FROM sie_amounts(NULL);
-- What cannot be read is refused with its line, or told by sie_check.
SELECT count(*) FROM sie_items(pg_temp.sie(E'#TRANS 3010 {1 10 -5\n'));
SELECT count(*) FROM sie_items(pg_temp.sie(E'#TRANS 3010 {1} -5\n'));
SELECT count(*) FROM sie_items(pg_temp.sie('#X' || repeat(' a', 40)));
SELECT count(*) FROM sie_items(pg_temp.sie('text'));
SELECT count(*) FROM sie_transactions(pg_temp.sie(E'#VER A 1 20240132 x\n{\n#TRANS 3010 {} 1\n}\n'));
SELECT count(*) FROM sie_transactions(pg_temp.sie(E'#TRANS 3010 {} 1\n'));
SELECT count(*) FROM sie_transactions(pg_temp.sie(E'#VER A 1 20240131 x\n{\n#TRANS 3010 {} 1,234\n}\n'));
-- More decimals than four are shown as they are; what follows them is no amount in another way of writing it.
SELECT amount FROM sie_transactions(pg_temp.sie(E'#VER A 1 20240131 x\n{\n#TRANS 3010 {} 1.00001\n#TRANS 3010 {} -1.000010\n}\n'));
SELECT amount FROM sie_transactions(pg_temp.sie(E'#VER A 1 20240131 x\n{\n#TRANS 3010 {} 1.00001e5\n}\n'));
SELECT amount FROM sie_balances(pg_temp.sie(E'#RES 0 3010 1.00001.5\n'));
SELECT rule, status, line, detail FROM sie_check(pg_temp.sie(E'#RES 0 3010 1.00001e5\n#RES 0 3011 1.00001\n')) WHERE status = 'fails';
SELECT count(*) FROM sie_balances(pg_temp.sie(E'#PSALDO 0 202413 3010 {} 1\n'));
SELECT count(*) FROM sie_balances(pg_temp.sie(E'#RES x 3010 1\n'));

-- == Transactions and balances ==

-- #BTRANS and #RTRANS are no bookings. A text that is cut off goes to the end of its line.
SELECT line, series, number, voucher_date, voucher_text, registered_on, account, account_name, objects, amount, transaction_date, transaction_text, quantity
FROM sie_transactions(pg_temp.sie(E'#KONTO 4010 "Rent"\n#VER A 7 20240229 "Text" 20240301 "Somebody"\n{\n#TRANS 4010 {1 "10" "6" "P 1"} 100,5 20240228 "t" 2.5\n#BTRANS 4010 {} 50\n#RTRANS 4010 {} 60\n#TRANS 4010 {} 60\n#TRANS 1930 {} -160.50 "" "cut\n}\n'));
SELECT line, item, year, first_day, last_day, month, account, account_name, objects, amount, quantity
FROM sie_balances(pg_temp.sie(E'#RAR 0 20230901 20240831\n#KONTO 3010 "Fees"\n#IB 0 1930 5\n#UB -1 1930 5\n#RES 0 3010 -70\n#PSALDO 0 202309 3010 {} -70 3\n#PSALDO 0 202310 3010 {1 10} -7.125\n#PBUDGET 0 202309 3010 -60\n#OUB 0 1510 {1 10} 4\n'));

-- == Does it agree with itself? ==

CREATE FUNCTION pg_temp.wrong(lines text) RETURNS TABLE (told text) LANGUAGE sql
BEGIN ATOMIC
    SELECT concat_ws(' | ', rule, status, 'line ' || line, 'account ' || account, 'year ' || year, stated || ' stated, ' || counted || ' counted', detail)
    FROM sie_check(pg_temp.sie(lines)) WHERE status <> 'holds' OR rule = 'objects';
END;
-- A whole year that agrees, with all that can be checked.
SELECT * FROM sie_check(pg_temp.sie(E'#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n#KONTO 1930 Bank\n#KONTO 3010 Fees\n#KONTO 4010 Rent\n#IB 0 1930 50\n#UB -1 1930 50\n#RES 0 3010 -30\n#RES 0 4010 20\n#RES -1 4010 7\n#PSALDO -1 202305 4010 {} 7\n#PSALDO 0 202401 3010 {} -30\n#PSALDO 0 202402 4010 {} 20\n#VER A 1 20240115 x\n{\n#TRANS 3010 {} -30\n#TRANS 1930 {} 30\n}\n#VER A 2 20240215 x\n{\n#TRANS 4010 {} 20\n#TRANS 1930 {} -20\n}\n'));
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#RES 0 3010 -31\n#VER A 1 20240115 x\n{\n#TRANS 3010 {} -30\n#TRANS 1930 {} 29.99\n}\n');
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#RES 0 4010 5\n#PSALDO 0 202401 4010 {} 3\n#PSALDO 0 202402 4010 {} 3\n');
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#KTYP 1930 T\n#PSALDO 0 202401 4010 {} 3\n#VER A 1 20240115 x\n{\n#TRANS 4010 {} 4\n#TRANS 1930 {} -4\n}\n');
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#IB 0 1930 5\n#UB -1 1930 4\n#UB -1 1510 0\n#UB -1 3010 9\n');
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#VER A 1 20230115 x\n{\n#TRANS 4010 {} 4\n#TRANS 1930 {} -4\n}\n');
SELECT * FROM pg_temp.wrong(E'#FLAGGA 1\n');
-- Cut off: within a voucher, and between the two checksums.
SELECT * FROM pg_temp.wrong(E'#VER A 1 20240115 x\n{\n#TRANS 4010 {} 4\n#TRANS 1930 {} -4\n');
SELECT * FROM pg_temp.wrong(E'#KSUMMA\n#VER A 1 20240115 x\n{\n#TRANS 4010 {} 4\n#VER A 2 20240115 x\n');
-- Lines that nobody can read do not count, and the others do.
SELECT * FROM pg_temp.wrong(E'#VER A 1 20240115 x\n{\n#TRANS 4010 {} 4\n#TRANS 4010 {} x\n#TRANS 4010 {}\n#TRANS {} 4\n#TRANS 4010 {} 0.00001\n#TRANS 4010 {} 12345678901234\n#TRANS 4010 {x y} 0\n#TRANS 1930 {1} -4\n#TRANS 1930 {} -4 "" "cut\nnonsense\n}\n#TRANS 5 {} 1\n#RES 0 4010\n#PSALDO 0 0 4010 {} 1\n#KTYP 4010 X\n#RAR 0 x y\n#RAR 1\n#OBJEKT x y\n#DIM\n#VER A 2 2024 x\n{\n#TRANS 4010 {} 1\n#TRANS 1930 {} -1\n}\n');
-- A text that is cut off is forgiven, two object lists before it are not; of a list that is too long its length is told. More years and dimensions than are kept are told, too.
SELECT * FROM pg_temp.wrong(E'#VER A 1 20240115 x\n{\n#TRANS 3000 {1 "a"} {2 "b"} 100 20240101 "cut\n}\n' || '#TRANS 3000 {' || repeat('1 a ', 33) || E'} 5\n') WHERE told !~ '^declared';
SELECT * FROM pg_temp.wrong((SELECT string_agg(format(E'#RAR %s %s0101 %s1231\n', -i, 2024 - i, 2024 - i), '') FROM generate_series(0, 100) AS i) || (SELECT string_agg(format(E'#DIM %s x\n', i), '') FROM generate_series(1, 201) AS i));
-- CRC-32 of labels and fields without quotes, blanks and braces: Python's zlib has the same.
SELECT rule, status, detail FROM sie_check(convert_to(E'#FLAGGA 0\n#KSUMMA\n#PROGRAM "Test" 1.0\n#VER A 1 20240115 "a \\"b\\""\n{\n#TRANS 4010 {1 "10"} 4.00\n#TRANS 1930 {} -4.00\n}\n#KSUMMA 486888289\n', 'UTF8')) WHERE rule = 'checksum';
SELECT * FROM pg_temp.wrong(E'#KSUMMA\n#ORGNR 1\n#KSUMMA 5\n');
-- Accounts that nothing tells of; with #RES or #IB something does.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#RES 0 0351 0\n#IB 0 OBS 4\n#VER A 1 20240115 x\n{\n#TRANS FEL {} 4\n#TRANS 9010 {1 10} -4\n#TRANS 0351 {} 4\n#TRANS 0351 {} -4\n}\n');
-- A sub-dimension and dimensions in a circle are nothing wrong.
SELECT * FROM pg_temp.wrong(E'#UNDERDIM 61 "a" 62\n#UNDERDIM 62 "b" 61\n#OBJEKT 61 x y\n#KONTO 4010 a\n#KONTO 1930 b\n#VER A 1 20240115 x\n{\n#TRANS 4010 {61 x} 4\n#TRANS 1930 {} -4\n}\n');
-- More than a thousand of a kind are counted.
SELECT count(*) AS rows, max(detail) FILTER (WHERE detail ~ 'more') AS rest FROM sie_check(pg_temp.sie(repeat(E'nonsense\n', 2500)));

-- == Each amount once ==

CREATE FUNCTION pg_temp.amounts(lines text, unit_dimension integer DEFAULT 1, head_dimension integer DEFAULT NULL)
    RETURNS TABLE (kind text, source text, year integer, month date, account text, unit text, head text, amount numeric) LANGUAGE sql
BEGIN ATOMIC
    SELECT kind, source, year, month, account, unit, head, amount FROM sie_amounts(pg_temp.sie(lines), unit_dimension, head_dimension) ORDER BY kind DESC, account, month, unit, head, amount;
END;
-- An empty list is the whole account where the results say so, ...
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RES 0 4010 10\n#RES 0 5010 7\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {1 a} 6\n#PSALDO 0 202402 5010 {1 b} 7\n#PBUDGET 0 202401 4010 {} 12\n#PBUDGET 0 202401 4010 {1 a} 5\n');
-- ... what is left beside its objects where they say that, ...
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RES 0 4010 16\n#RES 0 5010 7\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {1 a} 6\n#PSALDO 0 202402 5010 {1 b} 7\n#PBUDGET 0 202401 4010 {} 12\n#PBUDGET 0 202401 4010 {1 a} 5\n');
-- ... and where nothing does, that is said.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {1 a} 6\n#PBUDGET 0 202401 4010 {} 12\n#PBUDGET 0 202401 4010 {1 a} 5\n') WHERE told !~ '^declared';
-- Budgets whose objects come to their wholes can be read in one way.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#PBUDGET 0 202401 4010 {} 12\n#PBUDGET 0 202401 4010 {1 a} 5\n#PBUDGET 0 202401 4010 {1 b} 7\n') WHERE told !~ '^declared';
-- A line of a budget that is there twice may be meant so, or not.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#PBUDGET 0 202401 4010 {} 12\n#PBUDGET 0 202401 4010 {1 a} 12\n#PBUDGET 0 202401 4010 {1 a} 12\n#PBUDGET 0 202402 4010 {1 a} 3\n#PBUDGET 0 202401 4010 {} 12\n') WHERE told !~ '^declared';
-- So may a result, a balance, a month of an account of the result, but not of one of the balance; and whole vouchers that have a number.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#RES 0 4010 5\n#RES 0 4010 5\n#UB 0 1930 4\n#UB 0 1930 4\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 1930 {} 10\n#PSALDO 0 202401 1930 {} 10\n') WHERE told ~ '^once';
SELECT * FROM pg_temp.wrong(repeat(E'#VER A 1 20240115 x\n{\n#TRANS 4010 {1 a} 4\n#TRANS 1930 {} -4\n}\n#VER B "" 20240115 x\n{\n#TRANS 4010 {} 5\n#TRANS 1930 {} -5\n}\n', 2) || E'#VER A 1 20240115 x\n{\n#TRANS 4010 {1 b} 4\n#TRANS 1930 {} -4\n}\n') WHERE told !~ '^declared';
-- Years with days of each other, with other days than before, that end before they begin, and the same once more; another type of an account.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#RAR 0 20240101 20241231\n#RAR -1 20230701 20240630\n#RAR 0 20250101 20251231\n#RAR -2 20221231 20220101\n#KTYP 4010 K\n#KTYP 4010 K\n#KTYP 4010 T\n');
-- A result that no voucher or month tells again comes to 0 with the balances, or lines are missing; what stands behind an amount may be the rest of it.
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#UB 0 1930 -30\n#RES 0 4010 30\n') WHERE told !~ '^declared';
SELECT * FROM pg_temp.wrong(E'#RAR 0 20240101 20241231\n#UB 0 1930 -30\n#RES 0 4010 20\n#RES 0 4020 1 234.50\n#RES 0 4030 -999 234.50\n#RES 0 4040 1.00 234.50\n#RES 0 4050 1000 234\n#RES 0 4060 1 23\n#RES 0 4070 0 234\n') WHERE told !~ '^declared';
-- Days that are none, of transactions and vouchers.
SELECT * FROM pg_temp.wrong(E'#VER A 1 20240230 x\n{\n#TRANS 4010 {} 4 20240131\n#TRANS 1930 {} -4 20240131\n}\n#VER A 2 20240115 x\n{\n#TRANS 4010 {} 1 234,50\n#TRANS 1930 {} -1 234,50\n}\n') WHERE told !~ '^declared';
-- Blanks around a code are no part of it, and what is blank is no code.
SELECT * FROM pg_temp.amounts(E'#VER A 1 20240131 x\n{\n#TRANS " 4010" {1 " a "} 4\n#TRANS 4010 {1 a} 6\n#TRANS 4010 {1 " "} 1\n#TRANS 1930 {} -11\n}\n') WHERE account <> '1930';
-- A long file whose lines end in \r alone.
SELECT count(*), sum(amount) FROM sie_amounts(convert_to(replace(E'#FLAGGA 0\n#VER A 1 20240131 x\n{\n' || repeat(E'#TRANS 4010 {1 a} 1\n#TRANS 1930 {} -1\n', 20000) || E'}\n\x1a', E'\n', E'\r'), 'UTF8')) WHERE account = '4010';
-- Lists that divide an account in two ways, without one that has the unit alone: the one with the unit counts, of each account as it has them.
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RES 0 4010 9\n#RES 0 5010 7\n#PSALDO 0 202401 4010 {1 a 6 p} 4\n#PSALDO 0 202401 4010 {1 b 6 p} 5\n#PSALDO 0 202401 4010 {6 p} 9\n#PSALDO 0 202401 5010 {1 a} 7\n');
-- The same whole by cost centres and by projects: each divides it.
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RES 0 4010 10\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {1 a} 6\n#PSALDO 0 202401 4010 {6 p} 9\n#PSALDO 0 202401 4010 {1 a 6 p} 5\n');
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RES 0 4010 10\n#PSALDO 0 202401 4010 {} 10\n#PSALDO 0 202401 4010 {1 a} 6\n#PSALDO 0 202401 4010 {6 p} 9\n#PSALDO 0 202401 4010 {1 a 6 p} 5\n', 1, 6);
-- By vouchers, by their months; a sub-dimension stands for the one above it; no dimension asks for none.
SELECT * FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#UNDERDIM 61 "Part" 6\n#VER A 1 20240131 x\n{\n#TRANS 4010 {"1" "10" "61" "K"} 4 20240201\n#TRANS 4010 {6 P} 6\n#TRANS 1930 {} -10\n}\n', 1, 6);
SELECT * FROM pg_temp.amounts(E'#VER A 1 20240131 x\n{\n#TRANS 4010 {"1" "10"} 4 20240201\n#TRANS 4010 {} 6\n}\n#VER A 2 "" x\n{\n#TRANS 4010 {} 1 20240301\n}\n', NULL);
-- The month decides, not the year beside it.
SELECT kind, year, month, amount FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n#PSALDO 0 202312 4010 {} 1\n#PBUDGET 1 202401 4010 2\n#PBUDGET 0 202501 4010 {} 3\n');
-- A year without months has its result, one whose months do not add up to it too, and one with vouchers those.
SELECT kind, source, year, month, amount FROM pg_temp.amounts(E'#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n#RAR -2 20220101 20221231\n#RES -2 4010 3\n#RES -1 4010 2\n#RES 0 4010 1\n#PSALDO -1 202301 4010 {} 1\n#PSALDO 0 202401 4010 {} 1\n#VER A 1 20240131 x\n{\n#TRANS 4010 {} 1\n}\n');
SELECT count(*) FROM sie_amounts(pg_temp.sie(''), -1);
-- Objects with quotes and letters of any kind.
SELECT account, account_name, account_type, is_result, unit, unit_name, amount FROM sie_amounts(pg_temp.sie(E'#KONTO 4010 "Hyra \\"ny\\""\n#KTYP 4010 K\n#OBJEKT 1 "Å \\"1\\"" "Äldre"\n#VER A 1 20240131 x\n{\n#TRANS 4010 {1 "Å \\"1\\""} 4\n}\n'));

-- == Any bytes ==

-- Parts of files put together at random: a known error or an answer, never more from the sums than from the rows.
CREATE FUNCTION pg_temp.read(file bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    by_rows numeric;
    by_sums numeric;
BEGIN
    PERFORM count(*) FROM sie_check(file);
    SELECT sum(amount) INTO by_sums FROM sie_amounts(file) WHERE source = 'vouchers';
    BEGIN
        -- What has no day is in no month.
        SELECT sum(amount) INTO by_rows FROM sie_transactions(file) WHERE coalesce(voucher_date, transaction_date) IS NOT NULL;
    EXCEPTION WHEN invalid_text_representation THEN
        RETURN 'has lines that cannot be read';
    END;
    RETURN CASE WHEN coalesce(by_rows, 0) = coalesce(by_sums, 0) THEN 'read' ELSE format('%s and %s: %s', by_rows, by_sums, file) END;
EXCEPTION WHEN invalid_text_representation OR character_not_in_repertoire THEN
    RETURN 'refused';
END
$$;
SELECT setseed(0.4);
CREATE TEMP TABLE noise AS
SELECT f, convert_to(E'#FLAGGA 0\n', 'UTF8') || string_agg(decode((ARRAY['0a', '0d0a', '20', '22', '7b', '7d', '5c22', '09', '86', 'c3a5'])[1 + floor(random() * 10)::integer], 'hex')
           || convert_to((ARRAY[E'#VER A 1 20240115 x\n{\n', E'\n#TRANS 4010 {} 4\n', E'\n}\n', '#TRANS 4010 {1 10} -4.5', '#TRANS', '#RES 0 4010 5', '#PSALDO 0 202401 4010 {} 5', '#RAR 0 20240101 20241231',
                        '4010', '-0.0', '{1 a', '"', '#KSUMMA', '#UNDERDIM 1 x 1', E'\n#VER "" "" 20240229\n{\n'])[1 + floor(random() * 15)::integer], 'UTF8'), '') AS file
FROM generate_series(1, 5000) AS f, generate_series(1, 12) AS part
GROUP BY f;
SELECT DISTINCT pg_temp.read(file) AS outcome FROM noise ORDER BY 1;
