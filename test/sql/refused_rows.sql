-- refused_rows: what the tables of a mart refuse, each row with what is wrong

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader', organisation_name => 'Lunds kommun');
SET search_path = lund, public;
\i test/sql/include/figures.sql

-- psql does not keep the SQLSTATE of a COPY that failed, so that is not shown.

SELECT mart_test.fingerprint('lund', 'r') AS tables, mart_test.fingerprint('lund', 'v') AS views \gset

-- Ledger: unknown unit, head, scenario; nothing to pay; not a flow.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'nobody', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'nothing', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-1999', 'eb', 'adm', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('budget-2024', 'eb', 'adm', 'Cost', 1);
\echo :LAST_ERROR_SQLSTATE
-- A month that is none, or another year's.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2024-01-02', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2023-12-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2025-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', 'infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '-infinity', 1);
\echo :LAST_ERROR_SQLSTATE
UPDATE scenario SET fiscal_year = 2020 WHERE organisation = '1281' AND code = 'outcome-2022';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2024-02-29', 1);
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY terse
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '202401', 1);
\set VERBOSITY default
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', 202401, 1);
\echo :LAST_ERROR_SQLSTATE
-- An amount that is none.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 1e13);
\echo :LAST_ERROR_SQLSTATE
-- The same amount twice, of a month and of a year.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2022', 'eb', 'fb', '2022-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2022', 'eb', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
-- By month and for the whole year: in either order, in one load, and by a correction.
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('outcome-2022', 'eb', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2022', 'eb', 'fb', '2022-05-01', 1);
\echo :LAST_ERROR_SQLSTATE
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,boende,,1
budget-2024,eb,adm,,1
\.
UPDATE ledger SET month = NULL WHERE scenario = 'outcome-2022' AND month = '2022-02-01';
\echo :LAST_ERROR_SQLSTATE
-- Where one statement both adds and changes, neither hides the other's mistake: a month beside a year, an unknown unit.
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'outcome-2022', 'eb', 'fb', '2022-01-01', 1), ('1281', 'outcome-2022', 'fam', 'fb', '2022-01-01', 1)
ON CONFLICT (organisation, scenario, unit, head, flow, month, account, activity) DO UPDATE SET month = NULL;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'outcome-2022', 'eb', 'fb', '2022-01-01', 1), ('1281', 'outcome-2022', 'nobody', 'fb', '2022-01-01', 1)
ON CONFLICT (organisation, scenario, unit, head, flow, month, account, activity) DO UPDATE SET amount = 2;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'outcome-2022', 'eb', 'fb', '2022-01-01', 1), ('1281', 'outcome-2022', 'fam', 'fb', '2022-01-01', 1)
ON CONFLICT (organisation, scenario, unit, head, flow, month, account, activity) DO UPDATE SET head = 'nothing';
\echo :LAST_ERROR_SQLSTATE
MERGE INTO ledger l USING (VALUES ('eb', NULL::date), ('eb', '2022-03-01'), ('fam', '2022-03-01')) AS v(unit, month)
ON l.organisation = '1281' AND l.scenario = 'outcome-2022' AND l.unit = v.unit AND l.head = 'fb' AND l.month = v.month
WHEN MATCHED THEN UPDATE SET amount = 1 WHEN NOT MATCHED THEN INSERT (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'outcome-2022', v.unit, 'fb', v.month, 1);
\echo :LAST_ERROR_SQLSTATE
-- The keys are checked statement by statement, not at the end of a transaction, whatever it says of others.
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'nobody', 'fb', 1);
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
-- Nor can what the ledger rests on be taken away, or said to be otherwise.
DELETE FROM ledger_period WHERE scenario = 'outcome-2022';
\echo :LAST_ERROR_SQLSTATE
UPDATE ledger_period SET by_month = NOT by_month;
\echo :LAST_ERROR_SQLSTATE
-- Other isolation levels refuse the same, and nothing else.
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('budget-2024', 'eb', 'adm', '2024-01-01', 1);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2024', 'eb', 'adm', 1);
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
UPDATE unit SET parent = NULL WHERE code = 'eb';
UPDATE unit SET parent = 'norr' WHERE organisation = '1281' AND code = 'eb';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
-- A load whose last row is bad leaves none of its rows.
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,adm,2024-02-01,1
budget-2024,eb,adm,2024-03-01,0.001
\.
COPY ledger (scenario, unit, head, month, amount) FROM stdin (FORMAT csv);
budget-2024,eb,adm,2024-01-01,1
budget-2024,eb,adm,2024-02-01,1
budget-2024,nobody,adm,2024-03-01,1
\.
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Scenario: no year, no such kind, a second adopted budget of a year.
INSERT INTO scenario (code, kind) VALUES ('budget-2030', 'budget');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('plan-2030', 'plan', 2030);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-2023-again', 'budget', 2023);
\echo :LAST_ERROR_SQLSTATE
UPDATE scenario SET adopted = true WHERE code = 'budget-2023-draft';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('  ', 'budget', 2030);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-30', 'budget', 30);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('forecast-2030', 'forecast', 2030, 'infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year, stated_total) VALUES ('forecast-2030', 'forecast', 2030, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget-2023', 'forecast', 2023);
\echo :LAST_ERROR_SQLSTATE

-- Units and heads: blank, unknown organisation or parent, still in use, and trees that bite their tail.
INSERT INTO unit (code, name) VALUES (' ', 'Blank');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name) VALUES ('blank', ' ');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name) VALUES ('', 'Blank');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (organisation, code, name) VALUES ('9999', 'eb', 'Elsewhere');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name, parent) VALUES ('orphan', 'Orphan', 'nobody');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM unit WHERE organisation = '1281' AND code = 'sn';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, floor_ratio) VALUES ('new', 'New', 1.5);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, priority) VALUES ('new', 'New', 0);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO unit (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
COPY unit (code, name, parent) FROM stdin (FORMAT csv);
c1,One,c2
c2,Two,c3
c3,Three,c1
below,Below the circle,c1
\.
UPDATE unit SET parent = 'eb' WHERE organisation = '1281' AND code = 'sn';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_head (code, name, parent) VALUES ('h1', 'One', 'h2'), ('h2', 'Two', 'h1');
\echo :LAST_ERROR_SQLSTATE
UPDATE budget_head SET parent = code WHERE organisation = '1281' AND code = 'adm';
\echo :LAST_ERROR_SQLSTATE

-- Rules of transfer: unknown organisation or heads, heads of another organisation, none at all; from a head to itself; twice.
INSERT INTO transfer_rule (organisation, from_head, to_head) VALUES ('9999', 'adm', 'fb');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head) VALUES ('nothing', 'fb');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head) VALUES ('fb', 'nothing');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (organisation, from_head, to_head) VALUES ('1280', 'adm', 'fb');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (organisation, from_head, to_head) VALUES ('1280', 'fb', 'adm');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (organisation, from_head, to_head) VALUES (NULL, 'adm', 'boende');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head) VALUES (NULL, 'fb');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head) VALUES ('fb', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head) VALUES ('fb', 'fb');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount, cost) VALUES ('adm', 'fb', 1, 2);
\echo :LAST_ERROR_SQLSTATE
UPDATE transfer_rule SET to_head = 'adm' WHERE from_head = 'adm';
\echo :LAST_ERROR_SQLSTATE
UPDATE transfer_rule SET from_head = 'nothing' WHERE from_head = 'adm';
\echo :LAST_ERROR_SQLSTATE
-- Limits and costs that are none.
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', -0.01);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', 1e13);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', 0.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, max_amount) VALUES ('adm', 'boende', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', -0.001);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', 1000.001);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', 1000.5);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', 0.0005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('adm', 'boende', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
UPDATE transfer_rule SET max_amount = max_amount - 40.51 WHERE from_head = 'adm';
\echo :LAST_ERROR_SQLSTATE
COPY transfer_rule (from_head, to_head, max_amount, cost) FROM stdin (FORMAT csv);
adm,boende,,0
boende,adm,0,1000
adm,boende,1,0
\.
-- A head that a rule names cannot go.
BEGIN;
INSERT INTO budget_head (code, name) VALUES ('giver', 'Giver'), ('taker', 'Taker');
INSERT INTO transfer_rule (from_head, to_head, max_amount, cost) VALUES ('giver', 'taker', 9999999999999.99, 1000), ('giver', 'adm', 0, 0.001);
SAVEPOINT with_rules;
DELETE FROM budget_head WHERE code = 'giver';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO with_rules;
DELETE FROM budget_head WHERE code = 'taker';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Appropriations, changes and drivers.
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2022, 'sn', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (22, 'sn', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2030, 'nobody', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2030, 'sn', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, cause, amount, position) VALUES (2023, 'Price index', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, cause, amount, position) VALUES (2023, ' ', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO budget_change (fiscal_year, head, cause, amount, position) VALUES (2023, 'nothing', 'Unknown head', 1, 9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('forecast-1999', 'Unknown', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('forecast-2023-04', 'Infinite', '-Infinity');
\echo :LAST_ERROR_SQLSTATE

-- Households by month: unknown unit, reported twice, fewer than none.
INSERT INTO household_month (unit, month, households) VALUES ('nobody', '2024-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (organisation, unit, month, households) VALUES ('1280', 'norr', '2024-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '2022-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '2024-01-01', -1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '2024-01-01', NULL);
\echo :LAST_ERROR_SQLSTATE
UPDATE household_month SET households = households - 11 WHERE unit = 'syd' AND month = '2022-01-01';
\echo :LAST_ERROR_SQLSTATE
-- A month that is none, or out of reach.
INSERT INTO household_month (unit, month, households) VALUES ('syd', '2024-01-02', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', 'infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '-infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '0999-12-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households) VALUES ('syd', '10000-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
-- Payments that are none.
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, 1e13);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_month (unit, month, households, payments) VALUES ('syd', '2024-01-01', 1, -1e13);
\echo :LAST_ERROR_SQLSTATE
-- Payments to households: the same, and nobody to pay to, or nothing.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('nobody', 1, '2024-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('1280', 'norr', 1, '2024-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', NULL, '2024-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-31', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, 'infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '-infinity', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '0999-12-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '10000-01-01', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', 1e9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO support_payment (unit, household, month, amount) VALUES ('norr', 1, '2024-01-01', -1e9);
\echo :LAST_ERROR_SQLSTATE
COPY support_payment (unit, household, month, amount) FROM stdin (FORMAT csv);
norr,1,2024-01-01,1
norr,1,2024-01-01,1
norr,1,2024-02-03,1
\.
-- Plans: unknown organisation, no such year, planned twice; households, costs and amounts that are none.
INSERT INTO household_plan (organisation, fiscal_year) VALUES ('9999', 2030);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year) VALUES (203);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year) VALUES (20300);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year) VALUES (NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year) VALUES (2023);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, opening_households) VALUES (2030, -1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, closing_households) VALUES (2030, -1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, expected_households) VALUES (2030, -1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, 0);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, -1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, cost_per_household) VALUES (2030, 1e9);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, 1e13);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, budget) VALUES (2030, -1e13);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, 1.005);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, 1e13);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2030, -1e13);
\echo :LAST_ERROR_SQLSTATE
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Goals: blank, there already, below one that is unknown or another organisation's, still in use, and trees that bite their tail.
INSERT INTO goal (code, name) VALUES (' ', 'Blank');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (code, name) VALUES ('blank', ' ');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (code, name) VALUES ('work', 'Again');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (organisation, code, name) VALUES ('9999', 'work', 'Elsewhere');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (code, name, parent) VALUES ('orphan', 'Orphan', 'nothing');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (organisation, code, name, parent) VALUES ('1280', 'orphan', 'Orphan', 'jobs');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM goal WHERE organisation = '1281' AND code = 'jobs';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (code, name, parent) VALUES ('self', 'Above itself', 'self');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO goal (code, name, parent) VALUES ('g1', 'One', 'g2'), ('g2', 'Two', 'g1');
\echo :LAST_ERROR_SQLSTATE
UPDATE goal SET parent = 'jobs' WHERE organisation = '1281' AND code = 'work';
\echo :LAST_ERROR_SQLSTATE
UPDATE goal SET code = parent, parent = code WHERE organisation = '1281' AND code = 'jobs';
\echo :LAST_ERROR_SQLSTATE
-- Indicators: the same, of an unknown goal, measure or direction, or a yes that is to be avoided.
INSERT INTO indicator (code, goal, name, measure) VALUES (' ', 'work', 'Blank', 'count');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure) VALUES ('new', 'work', ' ', 'count');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure) VALUES ('plan', 'work', 'Again', 'yes_no');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure) VALUES ('new', 'nothing', 'New', 'count');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (organisation, code, goal, name, measure) VALUES ('1280', 'new', 'jobs', 'New', 'count');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure) VALUES ('new', 'work', 'New', 'number');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure) VALUES ('new', 'work', 'New', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, direction) VALUES ('new', 'work', 'New', 'count', 'exactly');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, direction) VALUES ('new', 'work', 'New', 'yes_no', 'at_most');
\echo :LAST_ERROR_SQLSTATE
UPDATE indicator SET measure = 'yes_no' WHERE code = 'sick';
\echo :LAST_ERROR_SQLSTATE
DELETE FROM indicator WHERE organisation = '1281' AND code = 'plan';
\echo :LAST_ERROR_SQLSTATE
-- Baselines and weights that are none.
INSERT INTO indicator (code, goal, name, measure, baseline) VALUES ('new', 'work', 'New', 'count', 1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, baseline) VALUES ('new', 'work', 'New', 'count', -1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, baseline) VALUES ('new', 'work', 'New', 'count', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, baseline) VALUES ('new', 'work', 'New', 'count', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, weight) VALUES ('new', 'work', 'New', 'count', -0.1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, weight) VALUES ('new', 'work', 'New', 'count', 1000.1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, weight) VALUES ('new', 'work', 'New', 'count', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, weight) VALUES ('new', 'work', 'New', 'count', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator (code, goal, name, measure, weight) VALUES ('new', 'work', 'New', 'count', NULL);
\echo :LAST_ERROR_SQLSTATE
-- Figures of an unknown indicator or one of another organisation, of a year that is none, twice.
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'nothing', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (organisation, fiscal_year, indicator, outcome) VALUES ('1280', 2025, 'plan', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (999, 'plan', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (10000, 'plan', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (NULL, 'plan', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2023, 'plan', 1);
\echo :LAST_ERROR_SQLSTATE
-- Figures that are none.
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'tracks', 1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'tracks', -1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'tracks', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'tracks', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2025, 'tracks', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2025, 'tracks', 1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2025, 'tracks', -1e18);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2025, 'tracks', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2025, 'tracks', 'Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2025, 'tracks', '-Infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target) VALUES (2025, 'tracks', 1, 1e18);
\echo :LAST_ERROR_SQLSTATE
-- Of a day of another year, or of none.
INSERT INTO indicator_value (fiscal_year, indicator, outcome, as_of) VALUES (2025, 'tracks', 1, '2024-12-31');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome, as_of) VALUES (2025, 'tracks', 1, '2026-01-01');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome, as_of) VALUES (2025, 'tracks', 1, 'infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO indicator_value (fiscal_year, indicator, outcome, as_of) VALUES (2025, 'tracks', 1, '-infinity');
\echo :LAST_ERROR_SQLSTATE
UPDATE indicator_value SET fiscal_year = 2025 WHERE indicator = 'course';
\echo :LAST_ERROR_SQLSTATE
COPY indicator_value (fiscal_year, indicator, outcome) FROM stdin (FORMAT csv);
2025,tracks,1
2025,tracks,1
\.
-- Assignments: blank, there already, from nobody, with a status that is none or a day that never comes, repeating themselves or nothing.
INSERT INTO assignment (code, title, source, decided_by) VALUES (' ', 'Blank', 'Plan', 'Council');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by) VALUES ('new', ' ', 'Plan', 'Council');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by) VALUES ('1', 'Again', 'Plan', 'Council');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by) VALUES ('new', 'New', NULL, 'Council');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by) VALUES ('new', 'New', 'Plan', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (organisation, code, title, source, decided_by) VALUES ('9999', 'new', 'New', 'Plan', 'Council');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, status) VALUES ('new', 'New', 'Plan', 'Council', 'Done');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, status) VALUES ('new', 'New', 'Plan', 'Council', NULL);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, due_on) VALUES ('new', 'New', 'Plan', 'Council', 'infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, due_on) VALUES ('new', 'New', 'Plan', 'Council', '-infinity');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, duplicate_of) VALUES ('new', 'New', 'Plan', 'Council', 'new');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (code, title, source, decided_by, duplicate_of) VALUES ('new', 'New', 'Plan', 'Council', 'nothing');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO assignment (organisation, code, title, source, decided_by, duplicate_of) VALUES ('1280', 'new', 'New', 'Plan', 'Council', '2');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM assignment WHERE organisation = '1281' AND code = '2';
\echo :LAST_ERROR_SQLSTATE
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged;

-- Published figures: printed twice, in part of a thousand, following from themselves or from nothing.
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount)
VALUES ('plan', 't1', 'A', '2023', '1', 1);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to)
VALUES ('plan', 't9', 'A', '2023', '1', 1500, 1000);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to)
VALUES ('plan', 't9', 'A', '2023', '1', 1000, 0);
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount)
VALUES ('plan', 't9', 'A', '2023', '1', 'NaN');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'plan', 't1', 'Missing', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'Missing', '2023', 'total', 'rows', 1, 'plan', 't1', 'A', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'plan', 't1', 'A', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'quotient', 'rows', 1, 'plan', 't1', 'B', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, factor, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('plan', 't1', 'A', '2023', 'total', 'rows', 1, 'Infinity', 'plan', 't1', 'B', '2023');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO mart (only_row, organisation, version) VALUES (false, '1280', '0');
\echo :LAST_ERROR_SQLSTATE

-- After all of these: every table and every result as before.
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged,
       mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;

\i test/sql/include/cleanup.sql
