-- released_past: what is shown is held against every release that there ever was, not only the last

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
SET client_min_messages = warning;
INSERT INTO organisation (organisation, name) SELECT o, o FROM unnest('{wrong,missing,forgotten,report,payments,corrected,heads,flag,new}'::text[]) AS o;
INSERT INTO unit (organisation, code, name) SELECT organisation, 'u', 'U' FROM organisation;

-- A wrong load is taken back, with the amount of one household corrected: amounts that were too large, and households that were missing.
CREATE TABLE kept (release integer, organisation text, month date, households integer, payments numeric);
CREATE PROCEDURE keep(release integer) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO kept SELECT release, c.organisation, c.month, c.households, c.payments FROM town_released.caseload_by_month AS c; END $$;
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT o, 'u', h, '2024-01-01', 9000 + h FROM unnest('{wrong,missing,forgotten}'::text[]) AS o, generate_series(1, 20) AS h;
CALL public.release_month('town', '2024-01-01', organisation => 'wrong');
CALL public.release_month('town', '2024-01-01', organisation => 'missing');
CALL public.release_month('town', '2024-01-01', organisation => 'forgotten');
CALL keep(1);
UPDATE support_payment SET amount = amount * 3 WHERE organisation IN ('wrong', 'forgotten') AND household <= 10;
DELETE FROM support_payment WHERE organisation = 'missing' AND household <= 10;
CALL public.release_month('town', '2024-02-01', organisation => 'wrong');
CALL public.release_month('town', '2024-02-01', organisation => 'missing');
CALL public.release_month('town', '2024-02-01', organisation => 'forgotten');
CALL keep(2);
CALL public.erase_household('town', 7, organisation => 'forgotten');
UPDATE support_payment SET amount = amount / 3 + CASE WHEN household = 7 THEN 1234 ELSE 0 END WHERE organisation IN ('wrong', 'forgotten') AND household <= 10;
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT 'missing', 'u', h, '2024-01-01', 9000 + h + CASE WHEN h = 7 THEN 1234 ELSE 0 END FROM generate_series(1, 10) AS h;
CALL public.release_month('town', '2024-03-01', organisation => 'wrong');
CALL public.release_month('town', '2024-03-01', organisation => 'missing');
CALL public.release_month('town', '2024-03-01', organisation => 'forgotten');
CALL keep(3);
-- With four others corrected it is shown; all that was shown before is taken back but for these. Not so whom nobody corrects any more.
UPDATE support_payment SET amount = amount - 100 WHERE organisation IN ('wrong', 'missing', 'forgotten') AND household BETWEEN 1 AND 4;
CALL public.release_month('town', '2024-04-01', organisation => 'wrong');
CALL public.release_month('town', '2024-04-01', organisation => 'missing');
CALL public.release_month('town', '2024-04-01', organisation => 'forgotten');
CALL keep(4);
SELECT *, payments - first_value(payments) OVER (PARTITION BY organisation ORDER BY release) AS more_than_at_first FROM kept ORDER BY organisation, release;
SELECT organisation, month, waiting, round(waiting_payments, 2) AS waiting_payments FROM released_month ORDER BY 1, 2;
-- Whatever is written by hand so that few differ from any release is told of.
BEGIN;
UPDATE town_released.support_payment SET amount = 9000 + household WHERE organisation = 'missing' AND household <= 4;
SELECT * FROM public.disclosure_check('town');
ROLLBACK;

-- What was reported is told from payments where these are the same, or of other numbers; else the difference would be of one. What was told from payments
-- is not told as reported.
INSERT INTO household_month (organisation, unit, month, households, payments)
SELECT o, 'u', make_date(2024, m, 1), 6, 54000 FROM unnest('{report,corrected}'::text[]) AS o, generate_series(1, 3) AS m;
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT 'payments', 'u', h, '2024-01-01', CASE h WHEN 7 THEN 7777 ELSE 9000 END FROM generate_series(1, 7) AS h;
CALL public.release_month('town', '2024-03-01', organisation => 'report');
CALL public.release_month('town', '2024-03-01', organisation => 'corrected');
CALL public.release_month('town', '2024-03-01', organisation => 'payments');
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT 'report', 'u', h, make_date(2024, m, 1), CASE h WHEN 7 THEN 7777 ELSE 9000 END FROM (VALUES (1, 7), (2, 6), (3, 12)) AS n(m, households), generate_series(1, n.households) AS h;
DELETE FROM support_payment WHERE organisation = 'payments';
INSERT INTO household_month (organisation, unit, month, households, payments) VALUES ('payments', 'u', '2024-01-01', 6, 54000);
UPDATE household_month SET households = 20, payments = 180000 WHERE organisation = 'corrected';
CALL public.release_month('town', '2024-04-01', organisation => 'report');
CALL public.release_month('town', '2024-04-01', organisation => 'corrected');
CALL public.release_month('town', '2024-04-01', organisation => 'payments');
SELECT organisation, unit_code, month, households, payments, source FROM town_released.caseload_by_month WHERE organisation IN ('report', 'payments', 'corrected') ORDER BY 1, 2, 3;
UPDATE household_month SET households = 6, payments = 54000 + 999 WHERE organisation = 'corrected' AND month = '2024-01-01';
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT 'corrected', 'u', h, '2024-02-01', 9000 FROM generate_series(1, 7) AS h;
DELETE FROM household_month WHERE organisation = 'corrected' AND month = '2024-03-01';
UPDATE support_payment SET amount = amount + 1 WHERE organisation = 'report' AND month >= '2024-02-01';
CALL public.release_month('town', '2024-05-01', organisation => 'report');
CALL public.release_month('town', '2024-05-01', organisation => 'corrected');
INSERT INTO household_month (organisation, unit, month, households, payments) VALUES ('corrected', 'u', '2024-03-01', 7, 61777);
CALL public.release_month('town', '2024-06-01', organisation => 'corrected');
SELECT organisation, unit_code, month, households, payments, source FROM town_released.caseload_by_month WHERE organisation IN ('report', 'payments', 'corrected') ORDER BY 1, 2, 3;

-- Books: a head that stands below support in some year, or lives on in it, is told by groups; and what was told so is not told otherwise afterwards.
INSERT INTO unit (organisation, code, name) SELECT o, 'small', 'Small' FROM unnest('{heads,flag,new}'::text[]) AS o;
INSERT INTO budget_head (organisation, code, name, pays_support) SELECT o, 'support', 'Support', true FROM unnest('{heads,flag,new}'::text[]) AS o;
INSERT INTO budget_head (organisation, code, name, about_households) SELECT o, h, h, h = 'placements' FROM unnest('{heads,flag,new}'::text[]) AS o, unnest('{rent,part,before,placements,wages}'::text[]) AS h;
INSERT INTO head_move (organisation, head, parent, from_year) VALUES ('heads', 'rent', 'support', 2024);
INSERT INTO head_succession (organisation, head, successor, from_year, share) VALUES ('heads', 'before', 'support', 2024, 1), ('heads', 'part', 'support', 2024, 0.5);
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT o, 'o' || y, 'outcome', y FROM unnest('{heads,flag,new}'::text[]) AS o, generate_series(2023, 2024) AS y;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o, CASE WHEN h <= 2 THEN 'small' ELSE 'u' END, h, m, 9000 + h FROM unnest('{heads,flag,new}'::text[]) AS o, generate_series(1, 20) AS h, unnest('{2023-06-01,2024-01-01,2024-02-01,2024-03-01}'::date[]) AS m;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT organisation, 'o' || EXTRACT(year FROM month), unit, CASE WHEN organisation = 'heads' AND month < '2024-01-01' THEN 'before' ELSE 'support' END, month, sum(amount)
FROM support_payment WHERE organisation IN ('heads', 'flag', 'new') GROUP BY 1, 2, 3, 4, 5;
UPDATE ledger SET amount = amount - 777 WHERE organisation = 'heads' AND unit = 'small' AND month = '2024-01-01';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT o, 'o2024', 'small', h, '2024-01-01', 777 FROM unnest('{heads,flag,new}'::text[]) AS o, unnest('{rent,part,placements,wages}'::text[]) AS h WHERE o = 'heads' OR h <> 'rent';
CALL public.release_month('town', '2024-01-01', organisation => 'heads');
CALL public.release_month('town', '2024-01-01', organisation => 'flag');
CALL public.release_month('town', '2024-01-01', organisation => 'new');
SELECT unit_code, head_code, month, outcome_month FROM town_released.budget_to_date WHERE organisation = 'heads' AND outcome_month <> 0 ORDER BY 1, 2, 3;
\set VERBOSITY default
UPDATE budget_head SET pays_support = false WHERE organisation = 'flag' AND code = 'support';
UPDATE budget_head SET pays_support = true WHERE organisation = 'flag' AND code = 'wages';
CALL public.release_month('town', '2024-02-01', organisation => 'flag');
UPDATE budget_head SET about_households = false WHERE organisation = 'new' AND code = 'placements';
CALL public.release_month('town', '2024-02-01', organisation => 'new');
DELETE FROM head_move WHERE organisation = 'heads';
CALL public.release_month('town', '2024-02-01', organisation => 'heads');
-- An account that is renumbered: what it lives on in has the payments now.
UPDATE budget_head SET about_households = true WHERE organisation = 'new' AND code = 'placements';
INSERT INTO budget_head (organisation, code, name) VALUES ('new', 'support 2', 'Support, new account');
INSERT INTO head_succession (organisation, head, successor, from_year) VALUES ('new', 'support', 'support 2', 2025);
UPDATE budget_head SET pays_support = false WHERE organisation = 'new' AND code = 'support';
UPDATE budget_head SET pays_support = true WHERE organisation = 'new' AND code = 'support 2';
CALL public.release_month('town', '2024-02-01', organisation => 'new');
SELECT unit_code, head_code, month, outcome_month FROM town_released.budget_to_date WHERE organisation = 'new' AND outcome_month <> 0 ORDER BY 1, 2, 3;
-- The head that is support now by mistake would be told of, but for the refusal.
SELECT * FROM public.disclosure_check('town');

-- What was told of homes in a year stays told in another outcome of the year, beside the first or in its place, and where the year is told in place of its months.
INSERT INTO organisation (organisation, name) VALUES ('outcomes', 'Outcomes');
INSERT INTO unit (organisation, code, name) SELECT 'outcomes', u, u FROM unnest('{u,small}'::text[]) AS u;
INSERT INTO budget_head (organisation, code, name, pays_support, about_households) SELECT 'outcomes', h, h, h = 'support', h = 'homes' FROM unnest('{support,homes,wages}'::text[]) AS h;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT 'outcomes', CASE WHEN h <= 2 THEN 'small' ELSE 'u' END, h, m, 9000 + h FROM generate_series(1, 20) AS h, generate_series(date '2024-01-01', '2024-12-01', interval '1 month') AS m;
CREATE PROCEDURE book(code text, until_month date, late numeric, by_year boolean DEFAULT false) LANGUAGE sql SET search_path = town, public AS $$
    DELETE FROM ledger WHERE organisation = 'outcomes' AND scenario = code;
    INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('outcomes', code, 'outcome', 2024, (until_month + interval '1 month')::date - 1)
    ON CONFLICT (organisation, code) DO UPDATE SET as_of = excluded.as_of;
    INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
    SELECT 'outcomes', code, unit, h, CASE WHEN NOT by_year THEN month END, sum(amount + CASE WHEN household = 3 AND h = 'homes' AND month = '2024-01-01' THEN late ELSE 0 END)
    FROM support_payment, unnest('{support,homes,wages}'::text[]) AS h WHERE organisation = 'outcomes' AND month <= until_month GROUP BY 3, 4, 5
$$;
CALL book('first', '2024-01-01', 0);
CALL public.release_month('town', '2024-01-01', organisation => 'outcomes');
-- What came late to January is in February.
CALL book('second', '2024-02-01', -1234);
CALL public.release_month('town', '2024-02-01', organisation => 'outcomes');
SELECT scenario, head, month, sum(amount) AS amount FROM town_released.ledger WHERE organisation = 'outcomes' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
DELETE FROM ledger WHERE organisation = 'outcomes';
DELETE FROM scenario WHERE organisation = 'outcomes';
CALL book('third', '2024-12-01', -1234);
CALL public.release_month('town', '2024-12-01', organisation => 'outcomes');
SELECT scenario, head, month, sum(amount) AS amount FROM town_released.ledger WHERE organisation = 'outcomes' AND month < '2024-04-01' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
-- And what came after the year was over is not told, nor in the outcome that is the year's in the end.
CALL book('third', '2024-12-01', -7777, by_year => true);
CALL book('final', '2024-12-01', -8888, by_year => true);
CALL public.release_month('town', '2025-01-01', organisation => 'outcomes');
SELECT scenario, head, month, sum(amount) - (SELECT sum(p.amount) FROM support_payment AS p WHERE p.organisation = 'outcomes') AS less_than_paid
FROM town_released.ledger WHERE organisation = 'outcomes' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
CALL book('third', '2024-12-01', -9999);
CALL public.release_month('town', '2025-02-01', organisation => 'outcomes');
SELECT scenario, head, month, sum(amount) - (SELECT sum(p.amount) FROM support_payment AS p WHERE p.organisation = 'outcomes') AS less_than_paid
FROM town_released.ledger WHERE organisation = 'outcomes' AND head <> 'wages' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- Different households of two months, of whom three are in both: not told, or these would be.
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT '1', 'u', h, date '2023-05-01', 9000 FROM generate_series(1, 10) AS h UNION ALL SELECT '1', 'u', h, date '2023-06-01', 9000 FROM generate_series(8, 20) AS h;
CALL public.release_month('town', '2023-12-01', organisation => '1');
SELECT fiscal_year, households, why_hidden FROM town_released.caseload_by_year WHERE organisation = '1';

-- Those of a year are no longer told where a month is corrected so that they would be, and are again when it is corrected back.
INSERT INTO organisation (organisation, name) VALUES ('year', 'Year');
INSERT INTO unit (organisation, code, name) VALUES ('year', 'u', 'Unit');
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT 'year', 'u', h, date '2023-01-01', 9000 FROM generate_series(1, 20) AS h UNION ALL SELECT 'year', 'u', h, date '2023-02-01', 9000 FROM generate_series(1, 15) AS h;
CALL public.release_month('town', '2023-12-01', organisation => 'year');
SELECT fiscal_year, households, payments, why_hidden FROM town_released.caseload_by_year WHERE organisation = 'year';
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT 'year', 'u', h, date '2023-02-01', 9000 FROM generate_series(16, 25) AS h WHERE h NOT IN (19, 20);
CALL public.release_month('town', '2024-01-01', organisation => 'year');
SELECT month, households FROM town_released.caseload_by_month WHERE organisation = 'year' ORDER BY month;
SELECT fiscal_year, households, payments, why_hidden FROM town_released.caseload_by_year WHERE organisation = 'year';
DELETE FROM support_payment WHERE organisation = 'year' AND household > 15 AND month = '2023-02-01';
CALL public.release_month('town', '2024-02-01', organisation => 'year');
SELECT fiscal_year, households, payments, why_hidden FROM town_released.caseload_by_year WHERE organisation = 'year';

-- Nor do years begin in another month once one was seen: the different households of two that overlap would tell of those who were in one alone.
UPDATE organisation SET fiscal_year_start = 7 WHERE organisation = '1';
INSERT INTO organisation (organisation, name) VALUES ('unseen', 'Nothing released');
UPDATE organisation SET fiscal_year_start = 7 WHERE organisation = 'unseen' RETURNING fiscal_year_start;
