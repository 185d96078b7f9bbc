-- ledger_by_account: accounts and activities within a unit and head

\i test/sql/include/setup.sql
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;
RESET client_min_messages;

-- == Every other view says the same of amounts that are divided ==

SET client_min_messages = warning;
\i test/sql/include/figures.sql
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('syd', 'ost', 2022, 0.333333), ('syd', 'vast', 2022, 0.666667);
INSERT INTO head_succession (head, successor, from_year, share) VALUES ('boende', 'fb', 2022, 0.123456);
-- Four years by month with cost and revenue, one of them in part; a month is missing, and one is an outlier.
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT 'books-' || y, 'outcome', y, CASE y WHEN 2020 THEN '2020-09-30' ELSE make_date(y, 12, 31) END::date FROM generate_series(2017, 2020) AS y;
INSERT INTO scenario (code, kind, fiscal_year) SELECT 'plan-' || y, 'budget', y FROM generate_series(2017, 2020) AS y;
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES ('more-2020', 'supplement', 2020, '2020-05-05', true);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('guess-2020', 'forecast', 2020, '2020-06-30');
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT 'books-' || y, u, h, f, make_date(y, m, 1), 1000 + 37 * m + 11 * length(u || h) + 13 * (y - 2017) + CASE WHEN m = 5 AND y = 2019 AND f = 'cost' AND h = 'fb' THEN 90000 ELSE 0 END - CASE f WHEN 'cost' THEN 0 ELSE 900 END
FROM generate_series(2017, 2020) AS y, unnest('{norr,syd,ost}'::text[]) AS u, unnest('{fb,boende,adm}'::text[]) AS h, (VALUES ('cost'), ('revenue')) AS s(f), generate_series(1, 12) AS m
WHERE (y < 2020 OR m <= 9) AND NOT (u = 'ost' AND m = 7 AND y = 2019) AND (f = 'cost' OR h <> 'fb');
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'plan-' || y, u, h, CASE h WHEN 'fb' THEN NULL ELSE make_date(y, m, 1) END, 1300 * CASE h WHEN 'fb' THEN 12 ELSE 1 END
FROM generate_series(2017, 2020) AS y, unnest('{norr,syd,ost}'::text[]) AS u, unnest('{fb,boende,adm}'::text[]) AS h, generate_series(1, 12) AS m WHERE h <> 'fb' OR m = 1;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('more-2020', 'norr', 'fb', 777.77), ('guess-2020', 'norr', 'fb', 17000), ('guess-2020', 'syd', 'adm', 9999.99);
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('books-2020', 'norr', 'adm', '2020-03-01', 400, 'Moved'), ('books-2019', 'ost', 'fb', '2019-05-01', 99999, 'Too much');
CREATE TABLE public.whole AS SELECT organisation, scenario, unit, head, flow, month, amount FROM ledger;
CREATE TABLE public.said AS SELECT * FROM mart_test.contents('lund', 'v');
-- Each in three parts of which one is taken back, without more decimals, in no order of months.
DELETE FROM ledger;
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, account, activity, amount)
SELECT w.organisation, w.scenario, w.unit, w.head, w.flow, w.month, p.account, p.activity, p.amount
FROM public.whole w CROSS JOIN LATERAL (VALUES ('4510', '', 5000), ('4510', 'P1', -1234), ('', 'P1', w.amount - 3766)) AS p(account, activity, amount) WHERE w.amount <> 0
UNION ALL
SELECT w.organisation, w.scenario, w.unit, w.head, w.flow, w.month, 'none', '', w.amount FROM public.whole w WHERE w.amount = 0
ORDER BY 9, 7, 6;
SELECT count(*) > 400 AS rows_are_there, (SELECT count(*) FROM ledger) > 2 * count(*) AS are_divided FROM public.whole;
SELECT s.relation AS says_something_else FROM public.said s LEFT JOIN mart_test.contents('lund', 'v') n USING (relation)
WHERE (s.rows, s.hash) IS DISTINCT FROM (n.rows, n.hash) ORDER BY 1;
-- Rows that are there to be compared.
SELECT relation, rows > 10 AS has_rows FROM public.said
WHERE relation IN ('budget_variance', 'budget_to_date', 'budget_rollup', 'forecast_by_month', 'monthly_outcome', 'budget_change_by_year', 'year_end_forecast', 'data_quality') ORDER BY 1;
SELECT DISTINCT rule FROM data_quality WHERE rule IN ('sudden_level', 'missing_month_of_unit', 'one_off_beyond_bookings') ORDER BY 1;

-- == The views by account add up to those without ==

SELECT count(*) AS different FROM (
    SELECT organisation, fiscal_year, budget_scenario, scenario, as_of, is_latest, unit_code, head_code, budget, outcome, budget_cost, budget_revenue, outcome_cost, outcome_revenue FROM budget_variance
    EXCEPT
    SELECT organisation, fiscal_year, budget_scenario, scenario, as_of, is_latest, unit_code, head_code, sum(budget), sum(outcome), sum(budget_cost), sum(budget_revenue), sum(outcome_cost), sum(outcome_revenue)
    FROM ledger_by_account GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) d;
SELECT count(*) AS different FROM (
    SELECT organisation, fiscal_year, scenario, month, unit_code, head_code, outcome, outcome_cost, outcome_revenue FROM monthly_outcome
    EXCEPT
    SELECT organisation, fiscal_year, scenario, month, unit_code, head_code, sum(outcome), sum(outcome_cost), sum(outcome_revenue) FROM monthly_outcome_by_account GROUP BY 1, 2, 3, 4, 5, 6) d;
SELECT account, activity, month, outcome, outcome_cost, outcome_revenue FROM monthly_outcome_by_account WHERE fiscal_year = 2020 AND unit_code = 'norr' AND head_code = 'adm' AND month = '2020-02-01' ORDER BY 1, 2;
RESET client_min_messages;

-- == What is comparable ==

DELETE FROM ledger;
INSERT INTO ledger (scenario, unit, head, account, activity, amount) VALUES
    -- By accounts in both; an account that is budgeted alone, and one that is booked alone.
    ('budget-2022', 'norr', 'fb', '4510', '', 100), ('outcome-2022', 'norr', 'fb', '4510', '', 90), ('budget-2022', 'norr', 'fb', '4520', '', 10), ('outcome-2022', 'norr', 'fb', '4530', '', 5),
    -- A budget of the head, or of a project, beside bookings by account.
    ('budget-2022', 'syd', 'fb', '', '', 100), ('outcome-2022', 'syd', 'fb', '4510', '', 90), ('outcome-2022', 'syd', 'fb', '4520', '', 5),
    ('budget-2022', 'ost', 'fb', '4510', '', 100), ('outcome-2022', 'ost', 'fb', '4510', 'P1', 60), ('outcome-2022', 'ost', 'fb', '4510', 'P2', 50),
    -- A budget alone, and bookings alone; rows of 0 say nothing.
    ('budget-2022', 'vast', 'fb', '4510', '', 100), ('outcome-2022', 'vast', 'adm', '4510', 'P1', 60), ('budget-2022', 'vast', 'adm', '', '', 0);
SELECT unit_code, head_code, account, activity, budget, outcome, variance, comparable, why_no_verdict FROM ledger_by_account WHERE fiscal_year = 2022 AND is_latest ORDER BY unit_code, head_code, account, activity;
-- Without a budget there is no verdict.
DELETE FROM ledger WHERE scenario = 'budget-2022';
SELECT unit_code, account, activity, budget, outcome, variance, budget_cost, outcome_cost FROM ledger_by_account WHERE fiscal_year = 2022 AND head_code = 'adm';

-- == What the ledger takes ==

INSERT INTO ledger (scenario, unit, head, account, activity, amount) VALUES ('budget-2022', 'norr', 'fb', '4510', '', 1), ('budget-2022', 'norr', 'fb', '', '', 2), ('budget-2022', 'norr', 'fb', '', '4510', 3), ('budget-2022', 'norr', 'fb', 'Åtgärd 1', 'Öst', 4);
INSERT INTO ledger (scenario, unit, head, account, amount) VALUES ('budget-2022', 'norr', 'fb', '4510', 1);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2022', 'norr', 'fb', 1);
INSERT INTO ledger (scenario, unit, head, account, amount) VALUES ('budget-2022', 'norr', 'fb', E'45\n10', 1);
INSERT INTO ledger (scenario, unit, head, activity, amount) VALUES ('budget-2022', 'norr', 'fb', U&'P\202E1', 1);
INSERT INTO ledger (scenario, unit, head, activity, amount) VALUES ('budget-2022', 'norr', 'fb', repeat('P', 201), 1);
\pset format unaligned
INSERT INTO ledger (scenario, unit, head, account, amount) VALUES ('budget-2022', 'norr', 'fb', NULL, 1);
\pset format aligned
-- All accounts of a unit, head and flow are by month, or none is.
INSERT INTO ledger (scenario, unit, head, account, month, amount) VALUES ('budget-2022', 'norr', 'fb', '4520', '2022-01-01', 1);

-- == Readers of a released mart ==

SET client_min_messages = warning;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
INSERT INTO unit (code, name) VALUES ('n', 'North'), ('s', 'South');
INSERT INTO budget_head (code, name, about_households, pays_support) VALUES ('adm', 'Wages', false, false), ('place', 'Placements', true, false), ('rent', 'Rents', false, false), ('fb', 'Support', true, true);
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('books', 'outcome', 2026), ('plan', 'budget', 2026);
INSERT INTO ledger (scenario, unit, head, account, activity, month, amount)
SELECT s, u, h, a, p, make_date(2026, m, 1), 100 * m + length(a || p) FROM unnest('{books,plan}'::text[]) s, unnest('{n,s}'::text[]) u, unnest('{adm,place,rent}'::text[]) h, unnest('{5010,7010,""}'::text[]) a, unnest('{"",P1}'::text[]) p, generate_series(1, 3) m;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'n', h, '2026-01-01', 1000 FROM generate_series(1, 20) h;
CALL release_month('town', '2026-01-01');
CREATE VIEW public.told AS SELECT head, count(*) AS rows, count(DISTINCT (account, activity)) AS parts, sum(amount) AS amount FROM town_released.ledger WHERE scenario = 'books' GROUP BY head ORDER BY head;
TABLE public.told;
SELECT scenario, head, account, activity FROM town_released.ledger WHERE head = 'place' GROUP BY 1, 2, 3, 4 ORDER BY 1;
-- A head that is about households from now on is told without them, in what was told before too.
UPDATE budget_head SET about_households = true WHERE code = 'rent';
CALL release_month('town', '2026-02-01');
TABLE public.told;
-- And what is released is what is there: nothing is gone or doubled.
SELECT head, sum(amount) = (SELECT sum(r.amount) FROM town_released.ledger r WHERE r.head = l.head) AS is_same FROM ledger l WHERE scenario = 'plan' OR month <= '2026-02-01' GROUP BY head ORDER BY head;
SELECT * FROM disclosure_check('town');
DROP VIEW public.told;
DROP TABLE public.whole, public.said;
DROP SCHEMA town, town_released CASCADE;
\i test/sql/include/cleanup.sql
