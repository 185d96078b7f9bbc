-- hidden_outcome: of so few households that nothing of them is shown, readers' outcomes are not known, and say why

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('town', organisation => '1');
SET search_path = town, public;
SET client_min_messages = warning;
SET check_function_bodies = off;

-- Two towns of three households, one of them with payments and one that reports; a town of thirty; a town of thirty whose books are on another unit (synthetic).
INSERT INTO organisation SELECT o::text, 'Town ' || o FROM generate_series(2, 4) AS o;
INSERT INTO unit (organisation, code, name, parent) SELECT o::text, u, u, CASE WHEN u <> 'town' THEN 'town' END FROM generate_series(1, 4) AS o, unnest('{town,office}'::text[]) AS u;
INSERT INTO budget_head (organisation, code, name, parent, pays_support)
SELECT o::text, h.code, h.code, h.parent, h.code = 'support' FROM generate_series(1, 4) AS o, (VALUES ('all', NULL), ('support', 'all'), ('wages', 'all')) AS h(code, parent);
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT o::text, k, k, 2023 FROM generate_series(1, 4) AS o, unnest('{budget,outcome}'::text[]) AS k;
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT o::text, 'budget', 'office', h, 300000 FROM generate_series(1, 4) AS o, unnest('{support,wages}'::text[]) AS h;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT o::text, 'outcome', 'office', 'wages', m, 20000 FROM generate_series(1, 4) AS o, generate_series(date '2023-01-01', '2023-12-01', interval '1 month') AS m;
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT o.organisation, 'office', h, m, 7000 + 100 * h
FROM (VALUES ('1', 3), ('3', 30), ('4', 30)) AS o(organisation, households), generate_series(1, o.households) AS h, generate_series(date '2023-01-01', '2023-12-01', interval '1 month') AS m;
INSERT INTO household_month (organisation, unit, month, households, payments) SELECT '2', 'office', m, 3, 21600 FROM generate_series(date '2023-01-01', '2023-12-01', interval '1 month') AS m;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT organisation, 'outcome', 'office', 'support', month, sum(amount) FROM support_payment GROUP BY 1, 5
UNION ALL SELECT organisation, 'outcome', 'office', 'support', month, payments FROM household_month;
CALL release_month('town', '2023-06-01', organisation => '1');
CALL release_month('town', '2023-06-01', organisation => '2');
CALL release_month('town', '2023-06-01', organisation => '3');

-- Nothing of few is in the books of readers.
SELECT organisation, count(*) FILTER (WHERE head = 'support') AS support, count(*) FILTER (WHERE head = 'wages') AS wages
FROM town_released.ledger WHERE scenario = 'outcome' GROUP BY 1 ORDER BY 1;
SELECT rule, organisation, count(*) FROM disclosure_check('town') GROUP BY 1, 2;
-- What is not known is NULL wherever it is computed, and so is what it is part of.
SET search_path = town_released, public;
SELECT organisation, head_code, budget, outcome, variance, deficit, utilisation, why_no_verdict FROM budget_variance ORDER BY 1, 2;
SELECT organisation, unit_code, head_code, budget, outcome, variance, deficit, surplus, outcome_cost, why_no_verdict FROM budget_rollup WHERE organisation IN ('1', '3') ORDER BY 1, 2, 3;
SELECT organisation, head_code, month, outcome_month, outcome_to_date, variance_to_date, is_closed, why_no_verdict FROM budget_to_date
WHERE month IN ('2023-01-01', '2023-06-01') AND organisation <> '2' ORDER BY 1, 2, 3;
SELECT organisation, head_code, booked, forecast, variance, deficit, why_no_forecast FROM year_end_forecast WHERE is_latest ORDER BY 1, 2;
SELECT organisation, head_code, count(*) FROM forecast_by_month GROUP BY 1, 2 ORDER BY 1, 2;
SELECT organisation, as_of, booked, budget, variance, deficit, why_no_verdict FROM forecast_total_by_month WHERE as_of = '2023-06-30' ORDER BY 1;
-- A whole year: it is not known how far it was carried out.
SET search_path = town, public;
CALL release_month('town', '2023-12-01', organisation => '1');
CALL release_month('town', '2023-12-01', organisation => '3');
SELECT organisation, aggregate_outturn, composition_variance, contingency_share FROM town_released.budget_execution WHERE organisation IN ('1', '3') ORDER BY 1;
-- What the released mart says is the same with what it keeps as without.
CALL refresh_social_mart('town_released');
SELECT count(*) FROM town_released.stale_summary;
SELECT organisation, head_code, outcome, why_no_verdict FROM town_released.budget_variance WHERE organisation = '1' ORDER BY 1, 2;
-- In the mart itself nothing is hidden.
SELECT count(*) AS hidden FROM live_hidden_outcome;
SELECT count(*) FILTER (WHERE outcome IS NULL) AS unknown FROM budget_variance;

-- With three more who came in July, July is shown; what was before waits still.
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT '2', 'office', h, '2023-07-01', 7000 FROM generate_series(1, 6) AS h;
DELETE FROM household_month WHERE organisation = '2' AND month = '2023-07-01';
UPDATE ledger SET amount = 42000 WHERE organisation = '2' AND head = 'support' AND month = '2023-07-01';
CALL release_month('town', '2023-07-01', organisation => '2');
SELECT month, amount FROM town_released.ledger WHERE organisation = '2' AND head = 'support' AND scenario = 'outcome' ORDER BY 1;

-- One household pays back, and the books have it on a unit without payments: there it is that household's, whether it waits or not.
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('4', 'office', 1, '2023-03-01', -4321.09);
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount) VALUES ('4', 'outcome', 'town', 'support', 'revenue', '2023-03-01', 4321.09);
CREATE TEMPORARY VIEW of_town AS SELECT unit, month, amount FROM town_released.ledger WHERE organisation = '4' AND scenario = 'outcome' AND head = 'support' AND unit = 'town';
CALL release_month('town', '2023-02-01', organisation => '4');
CALL release_month('town', '2023-04-01', organisation => '4');
SELECT * FROM of_town;
UPDATE support_payment SET amount = amount - 3000 WHERE organisation = '4' AND month = '2023-02-01' AND household = 1;
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount) VALUES ('4', 'outcome', 'town', 'support', 'revenue', '2023-05-01', 3000);
CALL release_month('town', '2023-05-01', organisation => '4');
SELECT waiting, waiting_payments FROM released_month WHERE organisation = '4' AND month = '2023-05-01';
SELECT * FROM of_town;
-- Not while one month of it can be of few, though the others are not; then it is told, as it is more than few can have been paid.
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('4', 'outcome', 'town', 'support', '2023-06-01', 1000000);
CALL release_month('town', '2023-06-01', organisation => '4');
SELECT * FROM of_town;
DELETE FROM ledger WHERE organisation = '4' AND scenario = 'outcome' AND unit = 'town' AND month < '2023-06-01';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('4', 'outcome', 'town', 'support', '2023-07-01', 1000000);
CALL release_month('town', '2023-07-01', organisation => '4');
SELECT * FROM of_town;
-- Who releases is told of which units the books are not shown.
SET client_min_messages = notice;
CALL release_month('town', '2024-01-01', organisation => '1');
SET client_min_messages = warning;

RESET SESSION AUTHORIZATION;
DROP SCHEMA mart_test, town, town_released CASCADE;
DROP EXTENSION social_services;
DROP OWNED BY regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
DROP ROLE regress_mart_owner, regress_mart_member, regress_mart_stranger, regress_mart_reader, "regress_mart ""läsare""; --";
