-- views: what each view of a mart shows, and to whom

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', reader => 'regress_mart_reader', organisation_name => 'Lunds kommun');
SET search_path = lund, public;
\i test/sql/include/figures.sql


--
-- Figures that are worked out by hand
--

-- 2021: no adopted budget, no verdict. 2022: by month and whole year, a head
-- without outcome, a head without budget, revenue that fell short. 2023: two
-- forecasts beside one budget, one of them balanced; the draft never shows. 2024: nothing yet.
SELECT fiscal_year AS year, scenario, scenario_kind AS kind, as_of, head_code AS head, budget, outcome, variance,
       variance_ratio AS ratio, deficit, surplus, utilisation
FROM budget_variance WHERE organisation = '1281'
ORDER BY fiscal_year, scenario, head_code;
SELECT organisation, budget_scenario, unit_code, unit, head, budget, outcome, variance
FROM budget_variance WHERE organisation = '1280' OR fiscal_year = 2024
ORDER BY organisation;
-- As a whole 350 over, though the heads' deficits add up to 400: one has 50 left.
SELECT sum(budget) AS budget, sum(outcome) AS outcome, budget_variance(budget, outcome), deficit(budget, outcome),
       surplus(budget, outcome), sum(deficit) AS sum_of_deficits
FROM budget_variance WHERE organisation = '1281' AND scenario = 'forecast-2023-04';

SELECT fiscal_year AS year, unit_code, head_code AS head, budget_before, budget, change, change_ratio
FROM budget_change_by_year WHERE organisation = '1281'
ORDER BY fiscal_year, head_code;

-- An appropriation that grows, one that ends, one that is new; a year with none before it.
SELECT fiscal_year AS year, unit_code, unit, amount_before, amount, change, change_ratio
FROM appropriation_change ORDER BY fiscal_year, unit_code;
SELECT organisation, fiscal_year AS year, basis, amount FROM budget_total ORDER BY organisation, fiscal_year, basis;

-- 2023 between appropriations, in the order that is told; 2024 between adopted budgets.
SELECT fiscal_year AS year, step, kind, cause, amount, running_total, temporary, basis
FROM budget_bridge WHERE organisation = '1281' ORDER BY fiscal_year, step;

-- One report with a total, one without.
SELECT fiscal_year AS year, scenario, as_of, cause, amount, stated_total, explained, unexplained
FROM deficit_driver ORDER BY fiscal_year, cause;

-- Printed in thousands: A, B and what is printed as following from them.
SELECT row_label, relation, basis, printed, computed, difference, verdict, measure
FROM reconciliation ORDER BY document, table_code, row_label, basis;
-- What is not printed as following from anything is not there.
SELECT count(*) FROM reconciliation WHERE row_label IN ('A', 'Nothing follows');

-- Every column of every view is described.
SELECT count(DISTINCT view_name) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind = 'v') AS all_views,
       count(*) FILTER (WHERE description IS NULL OR view_description IS NULL) AS undescribed,
       count(*) FILTER (WHERE data_type NOT IN ('numeric(18,2)', 'numeric(12,6)', 'integer', 'text', 'date', 'boolean')) AS other_types,
       count(*) FILTER (WHERE organisation <> '1281') AS other_organisations
FROM data_dictionary;
SELECT view_name, column_name, data_type, description, position
FROM data_dictionary WHERE view_name = 'budget_variance' AND column_name IN ('variance', 'utilisation') ORDER BY position;


--
-- The reader reads every view and no table
--

SELECT c.relkind, count(*) > 5 AS some,
       bool_and(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS all_readable,
       bool_or(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS any_readable,
       count(*) FILTER (WHERE has_table_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                           OR has_any_column_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, REFERENCES')) AS writable,
       count(*) FILTER (WHERE c.relkind <> 'v' AND has_any_column_privilege('regress_mart_reader', c.oid, 'SELECT')) AS readable_columns
FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'v')
GROUP BY c.relkind ORDER BY c.relkind;
SELECT mart_test.fingerprint('lund', 'v') AS views \gset
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS sees_what_the_owner_sees;
SELECT fiscal_year, head_code, deficit, utilisation FROM lund.budget_variance WHERE deficit > 0 AND organisation = '1281' ORDER BY fiscal_year, head_code;
SELECT * FROM lund.ledger;
\echo :LAST_ERROR_SQLSTATE
SELECT amount FROM lund.published_figure;
\echo :LAST_ERROR_SQLSTATE
SELECT reader FROM lund.mart;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO lund.unit (organisation, code, name) VALUES ('1281', 'mine', 'Mine');
\echo :LAST_ERROR_SQLSTATE
CREATE TABLE lund.mine ();
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT * FROM lund.budget_variance;
\echo :LAST_ERROR_SQLSTATE

\i test/sql/include/cleanup.sql
