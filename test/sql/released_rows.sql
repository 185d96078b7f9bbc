-- released_rows: what readers are shown beside payments, the books and what is reported, tells no more of few households than these

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
CREATE SCHEMA books;
SET search_path = town, public;
SET client_min_messages = warning;
SET check_function_bodies = off;

-- Of every organisation (synthetic): offices n with 40 households, e with 12, s with 3 and w with 2; the books say what payments say.
CREATE PROCEDURE books.found(town text) LANGUAGE sql SET search_path = town, public AS $$
    INSERT INTO organisation VALUES (town, 'Town ' || town) ON CONFLICT DO NOTHING;
    INSERT INTO unit (organisation, code, name, parent) SELECT town, u, u, CASE WHEN u <> 'town' THEN 'town' END FROM unnest('{town,n,e,s,w}'::text[]) AS u;
    INSERT INTO budget_head (organisation, code, name, pays_support, about_households)
    SELECT town, h, h, h = 'support', h = 'foster homes' FROM unnest('{support,foster homes,wages}'::text[]) AS h;
    INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES (town, 'o2023', 'outcome', 2023), (town, 'o2024', 'outcome', 2024);
$$;
CREATE PROCEDURE books.pay(town text, from_month date, to_month date) LANGUAGE sql SET search_path = town, public AS $$
    INSERT INTO support_payment (organisation, unit, household, month, amount)
    SELECT town, o.unit, o.first + h, m::date, 8000 + 100 * (h % 7)
    FROM (VALUES ('n', 100, 40), ('e', 200, 12), ('s', 300, 3), ('w', 400, 2)) AS o(unit, first, households),
         generate_series(1, o.households) AS h, generate_series(from_month, to_month, interval '1 month') AS m;
$$;
CREATE PROCEDURE books.book(town text, from_month date, to_month date) LANGUAGE sql SET search_path = town, public AS $$
    INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
    SELECT town, 'o' || EXTRACT(year FROM month), unit, 'support', month, sum(amount) FROM support_payment
    WHERE organisation = town AND month BETWEEN from_month AND to_month GROUP BY 2, 3, 5;
$$;
-- What the books of support have more than the payments that are shown, to readers.
CREATE FUNCTION books.rest(town text) RETURNS TABLE (unit text, month date, rest numeric) LANGUAGE sql SET search_path = town_released, public AS $$
    SELECT unit, month, coalesce(l.amount, 0) - coalesce(p.amount, 0)
    FROM (SELECT unit, month, sum(amount) AS amount FROM support_payment WHERE organisation = town GROUP BY 1, 2) AS p
    FULL JOIN (SELECT unit, month, sum(CASE flow WHEN 'cost' THEN amount ELSE - amount END) AS amount FROM ledger
               WHERE organisation = town AND head = 'support' GROUP BY 1, 2) AS l USING (unit, month)
    WHERE coalesce(l.amount, 0) <> coalesce(p.amount, 0) ORDER BY 2, 1
$$;
-- Nobody sees the months' totals of the mart.
CALL books.found('1');
CALL books.pay('1', '2023-01-01', '2023-03-01');
CALL books.book('1', '2023-01-01', '2023-03-01');
CALL release_month('town', '2023-02-01');
SELECT * FROM books.rest('1');
SELECT count(*) FROM town_released.released_digest;

-- A household pays back what it got in January; payments say so of January, the books of March, when it was booked. Nobody sees it: one of few.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('n', 101, '2023-01-01', -7000);
UPDATE ledger SET amount = amount - 7000 WHERE unit = 'n' AND month = '2023-03-01';
CALL release_month('town', '2023-03-01');
SELECT * FROM books.rest('1');
SELECT waiting, waiting_payments FROM released_month WHERE month = '2023-03-01';
-- Nor in the months of a first release.
CALL books.found('2');
CALL books.pay('2', '2023-01-01', '2023-03-01');
CALL books.book('2', '2023-01-01', '2023-03-01');
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('2', 'n', 101, '2023-01-01', -7000);
UPDATE ledger SET amount = amount - 7000 WHERE organisation = '2' AND unit = 'n' AND month = '2023-03-01';
CALL release_month('town', '2023-03-01', organisation => '2');
SELECT * FROM books.rest('2');
-- With what many pay back it is shown, in the payments and in the books.
CALL books.pay('1', '2023-04-01', '2023-04-01');
CALL books.book('1', '2023-04-01', '2023-04-01');
INSERT INTO support_payment (unit, household, month, amount) SELECT 'n', 101 + h, '2023-01-01', -6000 FROM generate_series(1, 6) AS h;
UPDATE ledger SET amount = amount - 36000 WHERE unit = 'n' AND month = '2023-04-01';
CALL release_month('town', '2023-04-01');
SELECT corrected, waiting FROM released_month WHERE month = '2023-04-01';
SELECT * FROM books.rest('1');

-- The books are corrected and the payments not yet, or the other way: the months that were shown stay.
UPDATE ledger SET amount = amount - 5000 WHERE unit = 'e' AND month = '2023-02-01';
CALL books.pay('1', '2023-05-01', '2023-05-01');
CALL books.book('1', '2023-05-01', '2023-05-01');
CALL release_month('town', '2023-05-01');
SELECT * FROM books.rest('1');
-- With the payments of June the books are right again: May, too, stays as it was.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('e', 201, '2023-02-01', -5000);
CALL books.pay('1', '2023-06-01', '2023-06-01');
CALL books.book('1', '2023-06-01', '2023-06-01');
CALL release_month('town', '2023-06-01');
SELECT * FROM books.rest('1');
-- All that is told adds up to the books, but for what waits.
SELECT (SELECT sum(amount) FROM ledger WHERE organisation = '1') - (SELECT sum(amount) FROM town_released.ledger WHERE organisation = '1') AS not_told,
       (SELECT waiting_payments FROM released_month WHERE organisation = '1' AND month = '2023-06-01') AS waits;

-- Recoveries that are booked as revenue are of few: readers see what is left of the cost.
CALL books.found('3');
CALL books.pay('3', '2023-01-01', '2023-02-01');
CALL books.book('3', '2023-01-01', '2023-02-01');
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount) VALUES ('3', 'o2023', 'n', 'support', 'revenue', '2023-01-01', 7000), ('3', 'o2023', 'n', 'wages', 'revenue', '2023-01-01', 7);
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('3', 'n', 101, '2023-01-01', -7000);
CALL release_month('town', '2023-02-01', organisation => '3');
SELECT head, flow, count(*) FROM town_released.ledger WHERE organisation = '3' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM books.rest('3');

-- Units whose books come later than those of others, and books of one unit for all.
CALL books.found('4');
CALL books.pay('4', '2023-01-01', '2023-02-01');
CALL books.book('4', '2023-01-01', '2023-02-01');
DELETE FROM ledger WHERE organisation = '4' AND unit = 'e' AND month = '2023-02-01';
CALL release_month('town', '2023-02-01', organisation => '4');
UPDATE support_payment SET amount = amount - 999 WHERE organisation = '4' AND household IN (201, 301, 101) AND month = '2023-01-01';
CALL books.pay('4', '2023-03-01', '2023-03-01');
CALL books.book('4', '2023-03-01', '2023-03-01');
DELETE FROM ledger WHERE organisation = '4' AND unit = 'e' AND month = '2023-03-01';
CALL release_month('town', '2023-03-01', organisation => '4');
SELECT * FROM books.rest('4');
CALL books.found('5');
CALL books.pay('5', '2023-01-01', '2023-02-01');
CALL books.book('5', '2023-01-01', '2023-02-01');
UPDATE ledger SET unit = 'town', amount = (SELECT sum(p.amount) FROM support_payment AS p WHERE p.organisation = '5' AND p.month = ledger.month) WHERE organisation = '5' AND unit = 'n';
DELETE FROM ledger WHERE organisation = '5' AND unit <> 'town';
CALL release_month('town', '2023-01-01', organisation => '5');
UPDATE support_payment SET amount = amount - 999 WHERE organisation = '5' AND household = 101 AND month = '2023-01-01';
UPDATE ledger SET amount = amount - 999 WHERE organisation = '5' AND month = '2023-02-01';
CALL release_month('town', '2023-02-01', organisation => '5');
-- Who is paid by two units is shown in one: nothing moves in books that have neither.
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('5', 'n', 201, '2023-03-01', 777), ('5', 'e', 201, '2023-03-01', 8000);
CALL books.pay('5', '2023-03-01', '2023-03-01');
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT '5', 'o2023', 'town', 'support', '2023-03-01', sum(amount) FROM support_payment WHERE organisation = '5' AND month = '2023-03-01';
CALL release_month('town', '2023-03-01', organisation => '5');
SELECT unit, month, amount FROM town_released.ledger WHERE organisation = '5' ORDER BY month, unit;
SELECT month, sum(amount) FROM town_released.support_payment WHERE organisation = '5' GROUP BY 1 ORDER BY 1;
SELECT waiting, waiting_payments FROM released_month WHERE organisation = '5' AND month = '2023-02-01';

-- Books of the year alone, shown when it is over; a correction later is one household's.
CALL books.found('6');
CALL books.pay('6', '2023-01-01', '2023-12-01');
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT '6', 'o2023', unit, h, sum(amount) FROM support_payment, unnest('{support,foster homes}'::text[]) AS h WHERE organisation = '6' GROUP BY 3, 4;
CALL release_month('town', '2023-11-01', organisation => '6');
SELECT count(*) FROM town_released.ledger WHERE organisation = '6';
UPDATE support_payment SET amount = amount - 999 WHERE organisation = '6' AND household = 101 AND month = '2023-05-01';
UPDATE ledger SET amount = amount - 999 WHERE organisation = '6' AND unit = 'n' AND head = 'support';
CALL release_month('town', '2023-12-01', organisation => '6');
CREATE VIEW books.year_6 AS
SELECT head, unit, amount - (SELECT sum(p.amount) FROM town_released.support_payment AS p WHERE p.organisation = '6' AND p.unit = l.unit) AS more FROM town_released.ledger AS l WHERE organisation = '6';
SELECT * FROM books.year_6 ORDER BY 1, 2;
UPDATE ledger SET amount = amount - 7000 WHERE organisation = '6' AND unit = 'e';
UPDATE support_payment SET amount = amount - 7000 WHERE organisation = '6' AND household = 201 AND month = '2023-07-01';
CALL release_month('town', '2024-01-01', organisation => '6');
SELECT * FROM books.year_6 ORDER BY 1, 2;
SELECT waiting, waiting_payments FROM released_month WHERE organisation = '6' AND month = '2024-01-01';

-- Where one unit of a group gives the year alone and another its months, all of the group are for the year once that is over.
CALL books.found('10');
CALL books.pay('10', '2023-01-01', '2023-12-01');
CALL books.book('10', '2023-01-01', '2023-12-01');
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT '10', 'o2023', unit, 'foster homes', month, amount FROM ledger WHERE organisation = '10' AND unit <> 's';
DELETE FROM ledger WHERE organisation = '10' AND unit = 's';
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT '10', 'o2023', 's', h, sum(amount) FROM support_payment, unnest('{support,foster homes}'::text[]) AS h WHERE organisation = '10' AND unit = 's' GROUP BY h;
CALL release_month('town', '2023-10-01', organisation => '10');
SELECT head, count(*) AS months, count(*) - count(month) AS years FROM town_released.ledger WHERE organisation = '10' AND unit = 's+' GROUP BY head ORDER BY head;
CALL release_month('town', '2023-12-01', organisation => '10');
SELECT head, count(*) AS rows, count(*) - count(month) AS years, sum(amount) - (SELECT sum(p.amount) FROM support_payment AS p WHERE p.organisation = '10' AND p.unit IN ('s', 'w')) AS differ
FROM town_released.ledger WHERE organisation = '10' AND unit = 's+' GROUP BY head ORDER BY head;

-- What the books of support have beside, that is more than few can have been paid, is told; what few can have been is not.
CALL books.found('8');
CALL books.pay('8', '2023-01-01', '2023-02-01');
CALL books.book('8', '2023-01-01', '2023-02-01');
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount) SELECT '8', 'o2023', 'n', 'support', 'revenue', m, 100000 FROM unnest('{2023-01-01,2023-02-01}'::date[]) AS m;
UPDATE ledger SET amount = amount - 5000 WHERE organisation = '8' AND unit = 'e' AND month = '2023-02-01';
CALL release_month('town', '2023-02-01', organisation => '8');
SELECT * FROM books.rest('8');

-- A unit that reports beside one that pays: what is shown of each is of many, or of none.
CALL books.found('7');
INSERT INTO unit (organisation, code, name, parent) VALUES ('7', 'r', 'Reports', 'town');
CALL books.pay('7', '2023-01-01', '2023-02-01');
DELETE FROM support_payment WHERE organisation = '7' AND unit IN ('e', 'w');
INSERT INTO household_month (organisation, unit, month, households, payments) VALUES ('7', 'r', '2023-01-01', 9, 70000), ('7', 'r', '2023-02-01', 2, 18000), ('7', 'w', '2023-02-01', 6, 50000);
CALL release_month('town', '2023-02-01', organisation => '7');
SELECT unit_code, month, households, payments, source FROM town_released.caseload_by_month WHERE organisation = '7' ORDER BY month, unit_code;
SELECT unit_code, month, households, households_reported FROM town_released.household_check WHERE organisation = '7';
-- What was reported of two more or less stays; of eight more is shown, and so is what is not there any more; of few that are left nothing is.
UPDATE household_month SET households = 11, payments = 88000 WHERE organisation = '7' AND unit = 'r' AND month = '2023-01-01';
UPDATE household_month SET households = 14, payments = 120000 WHERE organisation = '7' AND unit = 'w';
CALL release_month('town', '2023-03-01', organisation => '7');
SELECT month, households, payments FROM town_released.household_month WHERE organisation = '7' ORDER BY month;
UPDATE household_month SET households = 2, payments = 19000 WHERE organisation = '7' AND unit = 'r' AND month = '2023-01-01';
DELETE FROM household_month WHERE organisation = '7' AND month = '2023-02-01';
CALL release_month('town', '2023-04-01', organisation => '7');
SELECT month, households, payments FROM town_released.household_month WHERE organisation = '7' ORDER BY month;
-- A unit that readers see in a group is closed: while it has payments it stays; once they are another's it may go, and the group is a unit again.
CALL books.found('9');
CALL books.pay('9', '2023-01-01', '2023-02-01');
CALL books.book('9', '2023-01-01', '2023-02-01');
CALL release_month('town', '2023-02-01', organisation => '9');
\set VERBOSITY terse
DELETE FROM unit WHERE organisation = '9' AND code = 'w';
\set VERBOSITY default
UPDATE support_payment SET unit = 's' WHERE organisation = '9' AND unit = 'w';
UPDATE ledger SET amount = amount + (SELECT w.amount FROM ledger w WHERE w.organisation = '9' AND w.unit = 'w' AND w.month = ledger.month) WHERE organisation = '9' AND unit = 's';
DELETE FROM ledger WHERE organisation = '9' AND unit = 'w';
DELETE FROM unit WHERE organisation = '9' AND code = 'w';
CALL release_month('town', '2023-03-01', organisation => '9');
SELECT unit_code, month, households, payments FROM town_released.caseload_by_month WHERE organisation = '9' ORDER BY month, unit_code;
SELECT * FROM books.rest('9');
-- One that comes again by itself is shown with those whom it was shown with, as it has few.
INSERT INTO unit (organisation, code, name, parent) VALUES ('9', 'w', 'w', 'town');
UPDATE support_payment SET unit = 'w' WHERE organisation = '9' AND household > 400;
UPDATE unit SET parent = 'n' WHERE organisation = '9' AND code = 's';
CALL release_month('town', '2023-04-01', organisation => '9');
SELECT unit_code, month, households, payments FROM town_released.caseload_by_month WHERE organisation = '9' ORDER BY month, unit_code;

-- The minimum is never lowered, in whatever way; raised, both marts go by it from the next release on.
UPDATE mart SET minimum_group = 4;
UPDATE town_released.mart SET minimum_group = 3;
CALL group_small_units('town', 6, organisation => '9');
CALL release_month('town', '2023-05-01', organisation => '9');
SELECT minimum_group, (SELECT o.minimum_shown FROM town_released.organisation o WHERE o.organisation = '9') FROM town_released.mart;
SELECT organisation, rule, count(*) FROM disclosure_check('town') WHERE organisation = '9' GROUP BY 1, 2;

-- What is loaded into it by mistake would be shown at once.
\set VERBOSITY terse
CALL load_payments('town_released', $$ SELECT 1 AS household, 'n' AS unit, '2023-01-01' AS month, 5 AS amount $$);
CALL load_ledger('town_released', $$ SELECT 'n' AS unit, 'support' AS head, '2023-01-01' AS month, 5 AS amount $$);
CALL load_sie('town_released', '\x');
CALL load_kolada('town_released', '{}');
CALL find_peers('town_released', 'g', '{k}', 2023);
CALL adopt_transfers('town_released', 'o2023', '2023-06-01');
\set VERBOSITY default

-- A mart that is made anew under the name shows its readers nothing, and lets nobody in: what they can tell from what was shown before it does not know.
SET search_path = public;
DROP SCHEMA town CASCADE;
CALL create_social_mart('town', organisation => '1');
CALL release_month('town', '2023-01-01');
CALL grant_reader('town', 'regress_mart_reader');
DROP SCHEMA town_released CASCADE;
CALL release_month('town', '2023-01-01');

RESET SESSION AUTHORIZATION;
DROP SCHEMA books, mart_test, town, town_released CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
