-- released_unit: units that move, merge, close and open after readers have seen them: no fewer are told apart, and all adds up

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
SET client_min_messages = warning;
CREATE SCHEMA attack;

-- Each thing happens to a town of its own, after its first release: two areas, four offices of which one is small, one closed.
CREATE TABLE attack.event (organisation text PRIMARY KEY, what text);
INSERT INTO attack.event VALUES
    ('moved', 'the small office stands in the other area, now and before'),
    ('moves', 'from the next year on'),
    ('recoded', 'the small office is a part of the large one: all that it ever paid is loaded anew as the large one''s'),
    ('merged', 'from the third month on the small office pays nothing, and its households are paid by the large one'),
    ('succeeded', 'as it says in unit_succession, too'),
    ('joined', 'the owner shows the two large offices together'),
    ('closed', 'the large office has two households left, and none a month later'),
    ('opened', 'a new office has two households, and takes over five of another a month later'),
    ('gone', 'the small office''s payments are removed, and it with them'),
    ('back', 'the small office is removed, and another gets its code');
INSERT INTO organisation (organisation, name) SELECT organisation, organisation FROM attack.event;
INSERT INTO unit (organisation, code, name, parent)
SELECT organisation, u.code, u.code, u.parent
FROM attack.event, (VALUES (1, 'town', NULL), (2, 'east', 'town'), (2, 'west', 'town'), (3, 'large', 'east'), (3, 'small', 'east'), (3, 'other', 'west'), (3, 'third', 'west')) AS u(place, code, parent)
ORDER BY u.place;
INSERT INTO budget_head (organisation, code, name, pays_support, about_households)
SELECT organisation, h, h, h = 'support', h = 'homes' FROM attack.event, unnest('{support,homes,wages}'::text[]) AS h;
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT organisation, 'o' || y, 'outcome', y FROM attack.event, generate_series(2023, 2024) AS y;

CREATE PROCEDURE attack.pay(town text, of_month date) LANGUAGE sql SET search_path = town, public AS $$
    INSERT INTO support_payment (organisation, unit, household, month, amount)
    SELECT town, u.code, u.number * 100 + h, of_month, 7000 + (h * 7919 + u.number * 104729 + EXTRACT(month FROM of_month)::integer * 1299709) % 4000
    FROM (VALUES ('large', 1, 30), ('small', 2, 3), ('other', 3, 12), ('third', 4, 9)) AS u(code, number, households), generate_series(1, u.households) AS h
    WHERE u.code IN (SELECT unit.code FROM unit WHERE unit.organisation = town)
$$;
-- The books are as the payments, and homes as many more.
CREATE PROCEDURE attack.keep_the_books(town text) LANGUAGE sql SET search_path = town, public AS $$
    DELETE FROM ledger WHERE organisation = town;
    INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
    SELECT town, 'o' || EXTRACT(year FROM month), unit, h, month, CASE h WHEN 'wages' THEN 100000 ELSE sum(amount) END
    FROM support_payment, unnest('{support,homes,wages}'::text[]) AS h WHERE organisation = town GROUP BY 3, 4, 5
$$;
-- What an attacker keeps, by whom each figure is of: an office that is gone is in the group that it was in.
CREATE TABLE attack.seen (organisation text, release integer, month date, household bigint, unit text, amount numeric);
CREATE TABLE attack.books (organisation text, release integer, unit text, head text, month date, amount numeric);
CREATE PROCEDURE attack.release(town text, release integer, until_month date) LANGUAGE plpgsql SET search_path = town, public AS $$
BEGIN
    CALL attack.keep_the_books(town);
    CALL public.release_month('town', until_month, organisation => town);
    INSERT INTO attack.seen SELECT p.organisation, release, p.month, p.household, p.unit, p.amount FROM town_released.support_payment AS p WHERE p.organisation = town;
    INSERT INTO attack.books SELECT l.organisation, release, l.unit, l.head, l.month, l.amount FROM town_released.ledger AS l WHERE l.organisation = town;
END
$$;
CREATE PROCEDURE attack.everywhere(statement text) LANGUAGE plpgsql AS $$
DECLARE
    town text;
BEGIN
    FOR town IN SELECT organisation FROM attack.event ORDER BY 1 LOOP EXECUTE statement USING town; END LOOP;
END
$$;

CALL attack.everywhere($$ CALL attack.pay($1, '2023-11-01') $$);
CALL attack.everywhere($$ CALL attack.pay($1, '2023-12-01') $$);
CALL attack.everywhere($$ CALL attack.release($1, 1, '2023-12-01') $$);
SELECT unit_code, unit, month, households FROM town_released.caseload_by_month WHERE organisation = 'moved' ORDER BY month, unit_code;

-- What happens.
CALL attack.everywhere($$ CALL attack.pay($1, '2024-01-01') $$);
UPDATE unit SET parent = 'west' WHERE organisation = 'moved' AND code = 'small';
INSERT INTO unit_move (organisation, unit, parent, from_year) VALUES ('moves', 'small', 'west', 2024), ('moves', 'large', 'west', 2024);
UPDATE support_payment SET unit = 'large' WHERE organisation = 'recoded' AND unit = 'small';
UPDATE support_payment SET unit = 'large' WHERE organisation IN ('merged', 'succeeded') AND unit = 'small' AND month >= '2024-01-01';
INSERT INTO unit_succession (organisation, unit, successor, from_year) VALUES ('succeeded', 'small', 'large', 2024), ('succeeded', 'third', 'other', 2024);
UPDATE support_payment SET unit = 'other' WHERE organisation = 'succeeded' AND unit = 'third' AND month >= '2024-01-01';
UPDATE unit SET shown_as = 'large' WHERE organisation = 'joined' AND (code IN ('other', 'small') OR shown_as IS NOT NULL) AND code <> 'large';
DELETE FROM support_payment WHERE organisation = 'closed' AND unit = 'other' AND household > 302 AND month = '2024-01-01';
INSERT INTO unit (organisation, code, name, parent) VALUES ('opened', 'new', 'new', 'east');
UPDATE support_payment SET unit = 'new' WHERE organisation = 'opened' AND household IN (101, 401) AND month = '2024-01-01';
DELETE FROM support_payment WHERE organisation IN ('gone', 'back') AND unit = 'small';
DELETE FROM ledger WHERE organisation IN ('gone', 'back') AND unit = 'small';
DELETE FROM unit WHERE organisation IN ('gone', 'back') AND code = 'small';
INSERT INTO unit (organisation, code, name, parent) VALUES ('back', 'small', 'Other', 'west');
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT 'back', 'small', 900 + h, m, 5000 + 13 * h FROM generate_series(1, 6) AS h, unnest('{2023-12-01,2024-01-01}'::date[]) AS m;
-- One household in each is corrected beside it.
UPDATE support_payment SET amount = amount - 1234 WHERE household = 107 AND month = '2023-12-01';
CALL attack.everywhere($$ CALL attack.release($1, 2, '2024-01-01') $$);

CALL attack.everywhere($$ CALL attack.pay($1, '2024-02-01') $$);
UPDATE support_payment SET unit = 'large' WHERE organisation IN ('recoded', 'merged', 'succeeded', 'gone') AND unit = 'small' AND month = '2024-02-01';
DELETE FROM support_payment WHERE organisation = 'closed' AND unit = 'other' AND month = '2024-02-01';
UPDATE support_payment SET unit = 'new' WHERE organisation = 'opened' AND household IN (101, 102, 103, 104, 105, 401) AND month = '2024-02-01';
-- With four more it is told.
UPDATE support_payment SET amount = amount - 100 WHERE household BETWEEN 108 AND 111 AND month = '2023-12-01';
CALL attack.everywhere($$ CALL attack.release($1, 3, '2024-02-01') $$);

-- Who was in the same figures in all releases; of whom the difference of any two releases of a figure is; what is told of each month and what waits; and what the
-- books of support say.
SELECT event.organisation, atom.smallest >= 5 AS atoms, coalesce(difference.smallest, 5) >= 5 AS differences, added.holds AS adds_up, books.as_paid, said.waiting, said.corrected
FROM attack.event
CROSS JOIN LATERAL (
    SELECT min(households) AS smallest
    FROM (SELECT count(*) AS households
          FROM (SELECT month, household, string_agg(release || ' ' || unit, ', ' ORDER BY release) AS figures FROM attack.seen WHERE seen.organisation = event.organisation GROUP BY month, household) AS member
          GROUP BY month, figures) AS atom
) AS atom
CROSS JOIN LATERAL (
    -- Of a unit or group and month that both of them showed.
    SELECT min(households) AS smallest
    FROM (SELECT count(*) AS households
          FROM (SELECT s.release AS before, now.release AS after, month, unit FROM attack.seen s JOIN attack.seen now USING (organisation, month, unit)
                WHERE organisation = event.organisation AND s.release < now.release GROUP BY 1, 2, 3, 4) AS pair
          CROSS JOIN LATERAL (SELECT now.amount AS amount, was.amount AS amount_before
                              FROM (SELECT s.household, s.amount FROM attack.seen s WHERE (s.organisation, s.release, s.month, s.unit) = (event.organisation, pair.after, pair.month, pair.unit)) AS now
                              FULL JOIN (SELECT s.household, s.amount FROM attack.seen s WHERE (s.organisation, s.release, s.month, s.unit) = (event.organisation, pair.before, pair.month, pair.unit)) AS was
                                   USING (household)) AS of_one
          WHERE of_one.amount IS DISTINCT FROM of_one.amount_before
          GROUP BY pair.before, pair.after, pair.month, pair.unit) AS difference
) AS difference
CROSS JOIN LATERAL (SELECT r.waiting, r.corrected, r.waiting_payments FROM released_month r WHERE r.organisation = event.organisation AND r.month = '2024-02-01') AS said
CROSS JOIN LATERAL (SELECT (SELECT sum(p.amount) FROM support_payment p WHERE p.organisation = event.organisation)
                           = (SELECT sum(p.amount) FROM town_released.support_payment p WHERE p.organisation = event.organisation) + said.waiting_payments AS holds) AS added
CROSS JOIN LATERAL (
    SELECT bool_and(p.amount IS NOT DISTINCT FROM l.amount) AS as_paid
    FROM (SELECT unit, month, sum(amount) AS amount FROM town_released.support_payment s WHERE s.organisation = event.organisation GROUP BY 1, 2) AS p
    FULL JOIN (SELECT unit, month, sum(amount) AS amount FROM town_released.ledger s WHERE s.organisation = event.organisation AND head = 'support' GROUP BY 1, 2) AS l USING (unit, month)
) AS books
ORDER BY 1;
-- What was told of homes in a month is told again, by whatever units.
SELECT now.organisation, now.release, bool_and(now.amount = was.amount) AS same
FROM (SELECT organisation, release, month, sum(amount) AS amount FROM attack.books WHERE head = 'homes' GROUP BY 1, 2, 3) AS now
JOIN (SELECT organisation, release + 1 AS release, month, sum(amount) AS amount FROM attack.books WHERE head = 'homes' GROUP BY 1, 2, 3) AS was USING (organisation, release, month)
GROUP BY 1, 2 HAVING NOT bool_and(now.amount = was.amount) ORDER BY 1, 2;
-- As what the offices are shown in the end.
SELECT organisation, string_agg(unit_code || ' ' || households, ', ' ORDER BY unit_code COLLATE "C") AS february FROM town_released.caseload_by_month WHERE month = '2024-02-01' GROUP BY 1 ORDER BY 1;
SELECT * FROM public.disclosure_check('town');
-- A unit cannot take the code that readers know a group by, nor leave it, nor be gone while it is shown.
\set VERBOSITY default
INSERT INTO unit (organisation, code, name) SELECT organisation, code, 'Plus' FROM town_released.unit WHERE organisation = 'moved' AND shown_as IS NOT NULL;
CALL public.release_month('town', '2024-03-01', organisation => 'moved');
UPDATE unit SET shown_as = NULL WHERE organisation = 'moved';
DELETE FROM unit WHERE organisation = 'closed' AND code = 'large';

RESET SESSION AUTHORIZATION;
SET client_min_messages = warning;
DROP SCHEMA attack, mart_test, town, town_released CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
