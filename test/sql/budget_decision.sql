-- budget_decision: budgets and supplements decided on days, what each of them changed, moves that become a decision, and how a year was carried out

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => 'A');
SET search_path = lund, public;

INSERT INTO unit (code, name) VALUES ('n', 'North'), ('s', 'South');
INSERT INTO budget_head (code, name) VALUES ('h', 'Housing'), ('i', 'Income support'), ('r', 'Reserve');

-- == Decisions of a year ==

INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES
    ('first',   'budget',     2026, NULL,         true),
    ('more',    'supplement', 2026, '2026-02-10', true),
    ('draft',   'supplement', 2026, '2026-03-01', false),
    ('idea',    'supplement', 2026, NULL,         false),
    -- On the day of a budget what adds to the one before is not in force any more.
    ('lost',    'supplement', 2026, '2026-06-15', true),
    ('revised', 'budget',     2026, '2026-06-15', true),
    ('empty',   'budget',     2026, '2026-07-01', true),
    -- Two of one day, one of them a move between heads; and one of a year that is over.
    ('add',     'supplement', 2026, '2026-09-01', true),
    ('move',    'supplement', 2026, '2026-09-01', true),
    ('late',    'supplement', 2026, '2027-01-20', true),
    -- Nothing to add to.
    ('alone',   'supplement', 2027, '2027-02-01', true);
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES
    ('first',   'n', 'h', 'cost', 100.10), ('first', 's', 'h', 'cost', 200), ('first', 'n', 'i', 'cost', 50), ('first', 'n', 'i', 'revenue', 20),
    ('more',    'n', 'h', 'cost', 10),     ('more',  's', 'r', 'cost', 5),
    ('draft',   'n', 'h', 'cost', 1000),   ('idea',  'n', 'h', 'cost', 1000), ('lost', 'n', 'h', 'cost', 77),
    -- Without the reserve, and with less for South.
    ('revised', 'n', 'h', 'cost', 115),    ('revised', 's', 'h', 'cost', 190), ('revised', 'n', 'i', 'cost', 30),
    ('add',     'n', 'i', 'revenue', 3),
    ('move',    'n', 'h', 'cost', -15),    ('move',  's', 'h', 'cost', 15),
    ('late',    'n', 'i', 'cost', 1),
    ('alone',   'n', 'h', 'cost', 9);
SELECT scenario, in_force_from, in_force_until, is_original FROM budget_in_force ORDER BY fiscal_year, in_force_from NULLS FIRST, scenario;
SELECT decided_on, scenario, kind, unit_code, head_code, amount, budget_after FROM budget_revision
ORDER BY decided_on NULLS FIRST, scenario, unit_code, head_code;

-- On every day the amounts decided until then are the budget in force.
SELECT count(*) AS days, count(DISTINCT (unit, head)) AS parts, count(*) FILTER (WHERE in_force IS DISTINCT FROM decided) AS different
FROM generate_series(date '2025-12-01', date '2027-02-28', interval '1 day') AS day
CROSS JOIN (SELECT DISTINCT unit, head FROM ledger) part
CROSS JOIN LATERAL (SELECT coalesce(sum(net_cost(l.flow, l.amount)), 0) AS in_force FROM budget_in_force b JOIN ledger l ON l.organisation = b.organisation AND l.scenario = b.scenario
                    WHERE b.fiscal_year = 2026 AND l.unit = part.unit AND l.head = part.head
                      AND coalesce(b.in_force_from <= day, true) AND coalesce(b.in_force_until > day, true)) f
CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount), 0) AS decided FROM budget_revision r
                    WHERE r.fiscal_year = 2026 AND r.unit_code = part.unit AND r.head_code = part.head AND coalesce(r.decided_on <= day, true)) d;
-- And after each decision the parts make up the whole.
SELECT r.scenario, sum(r.amount) AS amount, sum(r.budget_after) AS budget_after FROM budget_revision r GROUP BY r.scenario, r.decided_on, r.kind
ORDER BY r.decided_on NULLS FIRST, r.scenario;

-- A forecast is held against what was in force on its day, whatever was decided later.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f-jan', 'forecast', 2026, '2026-01-31'), ('f-mar', 'forecast', 2026, '2026-03-31'), ('f-sep', 'forecast', 2026, '2026-09-01'),
    ('f-end', 'forecast', 2026, '2026-12-31'), ('f', 'forecast', 2026, NULL);
INSERT INTO ledger (scenario, unit, head, amount) SELECT code, 'n', 'h', 120 FROM scenario WHERE kind = 'forecast';
SELECT scenario, budget_scenario, sum(budget) AS budget, sum(original_budget) AS original_budget FROM budget_variance GROUP BY 1, 2 ORDER BY 1;

-- Two budgets of a day: of which would be the year?
\set VERBOSITY default
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('second', 'budget', 2026, '2026-06-15');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('second', 'budget', 2026, NULL);
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('no-day', 'supplement', 2026);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('no-day', 'supplement', 2026, 'infinity');
-- Two of one statement; one that moves to another's day, is adopted beside it, becomes a budget, or takes another code with its day.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('one', 'budget', 2028, '2027-11-20'), ('two', 'budget', 2028, '2027-11-20');
UPDATE scenario SET as_of = NULL WHERE code = 'revised';
UPDATE scenario SET adopted = true WHERE code = 'idea';
UPDATE scenario SET kind = 'budget' WHERE code = 'lost';
UPDATE scenario SET code = 'renamed', as_of = NULL WHERE code = 'revised';
-- Whoever loads scenarios need not be allowed to read them.
BEGIN;
GRANT USAGE ON SCHEMA lund TO regress_mart_reader;
GRANT INSERT ON scenario TO regress_mart_reader;
SET LOCAL SESSION AUTHORIZATION regress_mart_reader;
INSERT INTO lund.scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('A', 'second', 'budget', 2026, '2026-06-15');
ROLLBACK;
-- None of these is two: what is there already, another code for it, another organisation's, another year's, a draft, and what takes another's place.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('revised', 'budget', 2026, '2026-06-15') ON CONFLICT (organisation, code) DO UPDATE SET as_of = excluded.as_of;
UPDATE scenario SET adopted = adopted, as_of = as_of;
INSERT INTO organisation (organisation, name) VALUES ('B', 'Town B');
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of, adopted) VALUES
    ('B', 'first', 'budget', 2026, NULL, true), ('A', 'next', 'budget', 2027, '2026-06-15', true), ('A', 'second', 'budget', 2026, '2026-06-15', false);
UPDATE scenario SET code = 'last' WHERE code = 'next';
UPDATE scenario SET adopted = false WHERE code = 'revised';
UPDATE scenario SET adopted = true WHERE code = 'second';
SELECT organisation, fiscal_year, code, as_of FROM scenario WHERE kind = 'budget' AND adopted ORDER BY 1, 2, as_of NULLS FIRST;
ROLLBACK;

-- A report of March, published in August, has March's figures.
SET client_min_messages = warning;
INSERT INTO organisation (organisation, name) VALUES ('B', 'Town B');
INSERT INTO unit (organisation, code, name) VALUES ('B', 'board', 'Board');
INSERT INTO budget_head (organisation, code, name) VALUES ('B', 'support', 'Support');
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('B', 'b26', 'budget', 2026, '2025-11-25'), ('B', 'f26', 'forecast', 2026, '2026-03-31');
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('B', 'b26', 'board', 'support', 1000000), ('B', 'f26', 'board', 'support', 1100000);
CALL publish_interim_report('lund', '2026-03-31', 'B');
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('B', 'b26-rev', 'budget', 2026, '2026-06-15');
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('B', 'b26-rev', 'board', 'support', 1150000);
CALL publish_interim_report('lund', '2026-03-31', 'B');
SELECT version, substring(report_text FROM 'Stated by[^\n]*') AS line FROM published_interim_report ORDER BY version;

-- == Moves that are adopted ==

TRUNCATE ledger, scenario CASCADE;
DELETE FROM budget_head;
INSERT INTO budget_head (code, name, priority, floor_ratio) VALUES ('h', 'Housing', 2, 0), ('i', 'Income support', 1, 0), ('p', 'Placements', 1, 0), ('r', 'Reserve', 2, 0.5), ('v', 'Via', 2, 0);
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('h', 'i', 1), ('r', 'v', 0), ('v', 'p', 0);
INSERT INTO unit (code, name) VALUES ('w', 'West');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2026, '2025-11-25'), ('f', 'forecast', 2026, '2026-04-30'), ('f-later', 'forecast', 2026, '2026-05-31');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    -- North and South can spare 10 and 20; West itself lacks 12.
    ('b', 'n', 'h', 100), ('f', 'n', 'h', 90), ('b', 's', 'h', 100), ('f', 's', 'h', 80), ('b', 'w', 'h', 100), ('f', 'w', 'h', 112),
    -- All three lack.
    ('b', 'n', 'i', 100), ('f', 'n', 'i', 110), ('b', 's', 'i', 100), ('f', 's', 'i', 110), ('b', 'w', 'i', 100), ('f', 'w', 'i', 110),
    -- A floor of the half, passed on by way of a head that keeps nothing of it.
    ('b', 'n', 'r', 10), ('f', 'n', 'r', 0), ('b', 'n', 'v', 50), ('f', 'n', 'v', 50), ('b', 's', 'p', 70), ('f', 's', 'p', 82.01);
INSERT INTO ledger (scenario, unit, head, amount) SELECT 'f-later', unit, head, amount FROM ledger WHERE scenario = 'f';
CREATE TEMPORARY VIEW balance AS
SELECT scenario, head_code, budget, need, floor, spare, shortfall, received - given AS change, budget_after, remaining_shortfall FROM reallocation_balance;
SELECT from_head, to_head, amount FROM reallocation_transfer WHERE scenario = 'f' ORDER BY 1;
CREATE TEMPORARY TABLE planned AS SELECT * FROM balance;
SET client_min_messages = notice;
CALL adopt_transfers('lund', 'f', '2026-05-20');
SET client_min_messages = warning;
SELECT kind, fiscal_year, as_of, adopted FROM scenario WHERE code = 'transfer-2026-05-20';
SELECT head, unit, flow, month, amount FROM ledger WHERE scenario = 'transfer-2026-05-20' ORDER BY head, unit;
SELECT sum(amount) AS sum FROM ledger WHERE scenario = 'transfer-2026-05-20';
-- The plan stays as it was, and the next forecast sees what it left.
SELECT count(*) AS changed FROM (SELECT * FROM planned WHERE scenario = 'f' EXCEPT SELECT * FROM balance) AS x;
SELECT p.head_code, b.budget = p.budget_after AS budget_as_planned, b.shortfall, p.remaining_shortfall FROM planned p JOIN balance b USING (head_code)
WHERE p.scenario = 'f' AND b.scenario = 'f-later' ORDER BY 1;
SELECT count(*) FILTER (WHERE variance < 0 AND unit_code <> 'w') AS units_below FROM budget_variance WHERE scenario = 'f-later' AND head_code IN ('h', 'r');

-- Taken back it can be adopted again, under the same code.
DELETE FROM ledger WHERE scenario = 'transfer-2026-05-20';
DELETE FROM scenario WHERE code = 'transfer-2026-05-20';
CALL adopt_transfers('lund', 'f', '2026-05-20');
SELECT count(*), sum(amount) AS sum FROM ledger WHERE scenario = 'transfer-2026-05-20';

-- At one unit, under another code.
DELETE FROM ledger WHERE scenario = 'transfer-2026-05-20';
DELETE FROM scenario WHERE code = 'transfer-2026-05-20';
CALL adopt_transfers('lund', 'f', '2026-05-20', unit => 's', code => 'at-south');
SELECT head, unit, amount FROM ledger WHERE scenario = 'at-south' ORDER BY head;

-- What it refuses.
\set VERBOSITY default
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f-even', 'forecast', 2026, '2026-02-28');
INSERT INTO ledger (scenario, unit, head, amount) SELECT 'f-even', unit, head, amount FROM ledger WHERE scenario = 'b';
CALL adopt_transfers('lund', 'f-even', '2026-06-01');
CALL adopt_transfers('lund', 'f', '2026-06-01', code => 'at-south');
CALL adopt_transfers('lund', 'f', '2026-06-01');
CALL adopt_transfers('lund', 'f', '2025-11-25');
CALL adopt_transfers('lund', 'f', '2026-05-01', unit => 'x');
CALL adopt_transfers('lund', 'f', '2026-05-01', organisation => 'x');
CALL adopt_transfers('lund', 'x', '2026-05-01');
CALL adopt_transfers('lund', 'b', '2026-05-01');
CALL adopt_transfers('lund', NULL, '2026-05-01');
CALL adopt_transfers('lund', 'f', NULL);
CALL adopt_transfers('lund', 'f', 'infinity');
CALL adopt_transfers('lund', 'f', '2044-03-15 BC');
CALL adopt_transfers('lund', 'f', '5874897-12-31');
CALL adopt_transfers('nowhere', 'f', '2026-05-01');
CALL adopt_transfers('lund', 'f', '2026-05-01', code => ' ');
SELECT count(*) AS supplements FROM scenario WHERE kind = 'supplement';
SET SESSION AUTHORIZATION regress_mart_stranger;
CALL public.adopt_transfers('lund', 'f', '2026-05-01');
SET SESSION AUTHORIZATION regress_mart_member;
CALL public.adopt_transfers('lund', 'f', '2026-05-01', code => 'by-a-member');
SET SESSION AUTHORIZATION regress_mart_owner;
SELECT count(*) AS supplements FROM scenario WHERE kind = 'supplement';

-- Whatever there is to move, over whatever units: the amounts add up to 0, nobody gives more than it can spare, and what is lacking then is as planned.
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT k || y, CASE WHEN k = 'b' THEN 'budget' ELSE 'forecast' END, y,
    CASE k WHEN 'b' THEN make_date(y - 1, 11, 1) WHEN 'f' THEN make_date(y, 3, 31) ELSE make_date(y, 6, 30) END
FROM generate_series(2001, 2020) AS y, unnest('{b,f,g}'::text[]) AS k;
SELECT setseed(0.5);
CREATE TEMPORARY TABLE amount AS
SELECT y, u.code AS unit, h.code AS head, round((random() * 1000)::numeric, 2) AS budget, round((random() * 1000)::numeric, 2) AS need
FROM generate_series(2001, 2020) AS y CROSS JOIN unit u CROSS JOIN budget_head h WHERE u.organisation = 'A' AND h.organisation = 'A';
INSERT INTO ledger (scenario, unit, head, amount)
SELECT k || a.y, a.unit, a.head, CASE WHEN k = 'b' THEN a.budget ELSE a.need END FROM amount a, unnest('{b,f,g}'::text[]) AS k WHERE k <> 'b' OR random() < 0.8;
CREATE TEMPORARY TABLE before AS SELECT * FROM budget_variance;
DO $$
DECLARE
    y integer;
BEGIN
    FOR y IN SELECT DISTINCT fiscal_year FROM reallocation_transfer WHERE fiscal_year < 2021 LOOP
        CALL public.adopt_transfers('lund', 'f' || y, make_date(y, 5, 1), code => 't' || y);
    END LOOP;
END $$;
SELECT count(DISTINCT scenario) > 5 AS many, count(DISTINCT scenario) FILTER (WHERE total <> 0) AS not_balanced
FROM (SELECT scenario, sum(amount) AS total FROM ledger WHERE scenario ~ '^t20' GROUP BY scenario) AS t;
SELECT count(*) > 20 AS many, count(*) FILTER (WHERE l.amount < least(b.outcome - b.budget, 0)) AS gave_too_much
FROM ledger l JOIN before b ON b.scenario = 'f' || substr(l.scenario, 2) AND b.unit_code = l.unit AND b.head_code = l.head WHERE l.scenario ~ '^t20' AND l.amount < 0;
SELECT count(*) FILTER (WHERE f.remaining_shortfall <> g.shortfall OR f.budget_after <> g.budget) AS not_as_planned
FROM reallocation_balance f JOIN reallocation_balance g ON g.fiscal_year = f.fiscal_year AND g.head_code = f.head_code AND g.scenario = 'g' || g.fiscal_year
WHERE f.scenario = 'f' || f.fiscal_year AND EXISTS (SELECT FROM scenario s WHERE s.code = 't' || f.fiscal_year);

-- == How a year was carried out (PEFA 2016) ==

TRUNCATE ledger, scenario CASCADE;
UPDATE budget_head SET contingency = true WHERE code = 'r' AND organisation = 'A';
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'outcome' END, y, CASE k WHEN 'b' THEN NULL ELSE make_date(y, 12, 31) END
FROM generate_series(2020, 2026) AS y, unnest('{b,o}'::text[]) AS k;
INSERT INTO ledger (scenario, unit, head, amount)
SELECT x.code, 'n', v.head, v.amount
FROM (VALUES
    -- Worked by hand. 2020: 1 000 budgeted, 50 of it the reserve, and 1 064 spent, 24 of that on the reserve. Heads apart from it: 950 and 1 040, so
    -- adjusted budgets are 400, 300 and 250 times 1 040 / 950: 437.89, 328.42, 273.68; deviations 12.11, 18.42, 6.32... of 1 040: 0.035425.
    (2020, 400, 450, 300, 310, 250, 280, 50, 24),
    -- 2021: twice the budget in one place, nothing in another: 400, 300, 250 -> 800, 150, 0 by 950 / 950.
    (2021, 400, 800, 300, 150, 250, 0, 50, 50),
    -- 2022: all 4 % above.
    (2022, 400, 416, 300, 312, 250, 260, 50, 52),
    -- 2023: 12 % below, 0.07 of the composition.
    (2023, 400, 400, 300, 280, 250, 200, 50, 0),
    -- 2024 is not known. 2025 and 2026 are as they should be.
    (2025, 400, 400, 300, 300, 250, 250, 50, 0),
    (2026, 400, 400, 300, 300, 250, 250, 50, 0)) AS a(y, bh, oh, bi, oi, bp, op, br, os)
CROSS JOIN LATERAL (VALUES ('b' || a.y), ('o' || a.y)) AS x(code)
CROSS JOIN LATERAL (VALUES ('h', CASE left(x.code, 1) WHEN 'b' THEN a.bh ELSE a.oh END), ('i', CASE left(x.code, 1) WHEN 'b' THEN a.bi ELSE a.oi END),
                           ('p', CASE left(x.code, 1) WHEN 'b' THEN a.bp ELSE a.op END), ('r', CASE left(x.code, 1) WHEN 'b' THEN a.br ELSE a.os END)) AS v(head, amount);
SELECT * FROM budget_execution ORDER BY fiscal_year;
-- By the definition, head by head.
SELECT e.fiscal_year, round(sum(abs(o.amount - b.amount * t.outturn / t.budget)) / sum(b.amount * t.outturn / t.budget), 6) = e.composition_variance AS as_defined
FROM budget_execution e
JOIN ledger b ON b.scenario = 'b' || e.fiscal_year AND b.head <> 'r' JOIN ledger o ON o.scenario = e.scenario AND o.head = b.head
CROSS JOIN LATERAL (SELECT sum(amount) FILTER (WHERE scenario = e.scenario) AS outturn, sum(amount) FILTER (WHERE scenario = 'b' || e.fiscal_year) AS budget FROM ledger WHERE head <> 'r') t
GROUP BY e.fiscal_year, e.composition_variance ORDER BY 1;
-- What is revised later does not change it, nor does a year that is not over; a forecast that lacks a head has no measures.
CREATE TEMPORARY TABLE executed AS SELECT * FROM budget_execution;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('s', 'supplement', 2026, '2026-03-01'), ('b2027', 'budget', 2027, NULL), ('o2027', 'outcome', 2027, '2027-06-30');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('s', 'n', 'h', 500), ('b2027', 'n', 'h', 10), ('b2027', 'n', 'i', 10);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o2027', 'n', 'h', '2027-05-01', 4);
SELECT count(*) AS rows, count(*) FILTER (WHERE e IS DISTINCT FROM x) AS changed FROM executed e FULL JOIN budget_execution x USING (organisation, fiscal_year);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('f2027', 'forecast', 2027, '2027-06-30');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f2027', 'n', 'h', 12);
SELECT * FROM budget_execution WHERE fiscal_year = 2027;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('f2027', 'n', 'i', 9);
SELECT * FROM budget_execution WHERE fiscal_year = 2027;

DROP VIEW balance;
\i test/sql/include/cleanup.sql
