-- mart_table: an upgrade brings the tables of a mart to what their DDL says, and leaves what is the owner's own

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lunds kommun');
SET search_path = lund, public;
INSERT INTO unit (code, name) VALUES ('u', 'Unit');
INSERT INTO budget_head (code, name) VALUES ('h', 'Head');
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('outcome-2023', 'outcome', 2023);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('outcome-2023', 'u', 'h', '2023-01-01', 100);

-- Columns, rules and indexes of the tables, in words.
CREATE TEMPORARY VIEW described AS
SELECT c.relname::text AS table_name, concat_ws(' ', 'column', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END, a.attgenerated, a.attidentity,
                                                pg_get_expr(d.adbin, d.adrelid)) AS what
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT c.relname, concat_ws(' ', 'rule', k.conname, pg_get_constraintdef(k.oid))
FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype <> 'n' WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT c.relname, 'index ' || pg_get_indexdef(i.indexrelid)
FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid WHERE c.relnamespace = 'lund'::regnamespace;
CREATE TEMPORARY TABLE before AS SELECT * FROM described;
CREATE TEMPORARY VIEW difference AS
SELECT 'was' AS word, d.* FROM (TABLE before EXCEPT ALL TABLE described) d UNION ALL SELECT 'is', d.* FROM (TABLE described EXCEPT ALL TABLE before) d;

-- Nothing is altered where all is as it should be.
CALL upgrade_social_mart('lund');
SELECT * FROM difference;

-- Whatever is otherwise than in a new mart.
ALTER TABLE ledger DROP CONSTRAINT ledger_flow_is_cost_or_revenue;
ALTER TABLE ledger ADD CONSTRAINT ledger_flow_is_cost_or_revenue CHECK (flow = 'cost');
ALTER TABLE ledger DROP CONSTRAINT ledger_amount_is_finite_with_at_most_two_decimals;
ALTER TABLE ledger ALTER CONSTRAINT ledger_unit_fkey NOT DEFERRABLE;
ALTER TABLE ledger ALTER COLUMN flow SET DEFAULT 'revenue';
ALTER TABLE ledger ALTER COLUMN amount DROP NOT NULL;
ALTER TABLE scenario RENAME CONSTRAINT scenario_kind_is_known TO scenario_is_of_a_kind;
ALTER TABLE goal ALTER COLUMN parent SET NOT NULL;
DROP VIEW household_budget_gap, household_path CASCADE;
ALTER TABLE household_plan ALTER COLUMN opening_households TYPE bigint;
DROP INDEX ledger_month;
CREATE INDEX ledger_month ON ledger (organisation, month);
DROP INDEX scenario_one_adopted_budget_a_day_is_in_force;
ALTER TABLE transfer_rule DROP CONSTRAINT transfer_rule_pkey;
ALTER TABLE assignment DROP COLUMN due_on CASCADE;
SELECT word, count(*) FROM difference GROUP BY word ORDER BY word;
CALL upgrade_social_mart('lund');
SELECT * FROM difference;
SELECT count(*) AS views_are_back FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relname IN ('household_budget_gap', 'assignment_status');
SELECT amount FROM ledger;

-- What is the owner's own stays: a column, a rule, an index, a default, a table with the name that ours is compared by.
ALTER TABLE unit ADD COLUMN colour text DEFAULT 'blue', ADD CONSTRAINT unit_code_is_short CHECK (length(code) < 9);
CREATE INDEX unit_colour ON unit (colour);
ALTER TABLE ledger ALTER COLUMN unit SET DEFAULT 'u';
CALL upgrade_social_mart('lund');
SELECT * FROM difference ORDER BY what;
CREATE TABLE _unit ();
\set VERBOSITY terse
CALL upgrade_social_mart('lund');
\set VERBOSITY default
DROP TABLE _unit;

-- Rows that break a rule that is new: which, and nothing is changed.
ALTER TABLE ledger DROP CONSTRAINT ledger_flow_is_cost_or_revenue;
INSERT INTO ledger (scenario, unit, head, flow, month, amount) VALUES ('outcome-2023', 'u', 'h', 'grant', '2023-01-01', 100);
ALTER TABLE ledger ALTER COLUMN flow SET DEFAULT 'revenue';
CALL upgrade_social_mart('lund');
SELECT pg_get_expr(adbin, adrelid) AS nothing_changed FROM pg_attrdef WHERE adrelid = 'ledger'::regclass AND pg_get_expr(adbin, adrelid) ~ 'revenue';
DELETE FROM ledger WHERE flow = 'grant';
CALL upgrade_social_mart('lund');
SELECT count(*) FROM pg_constraint WHERE conrelid = 'ledger'::regclass AND conname = 'ledger_flow_is_cost_or_revenue';

-- A column that is no more generated keeps what it has; one that is otherwise is for the DDL to change, by hand.
INSERT INTO budget_change (fiscal_year, cause, amount) VALUES (2023, 'rent', 5);
ALTER TABLE budget_change DROP COLUMN amount CASCADE;
ALTER TABLE budget_change ADD COLUMN amount numeric NOT NULL GENERATED ALWAYS AS (fiscal_year * 2) STORED;
CALL upgrade_social_mart('lund');
SELECT fiscal_year, amount FROM budget_change;
UPDATE budget_change SET amount = 7;
ALTER TABLE ledger DROP COLUMN by_month CASCADE;
ALTER TABLE ledger ADD COLUMN by_month boolean;
CALL upgrade_social_mart('lund');

\i test/sql/include/cleanup.sql
