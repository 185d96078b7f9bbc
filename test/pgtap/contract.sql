-- The names that reports are written against, filters that reach the tables, and who may see what. Needs the synthetic example too.
BEGIN;
SELECT no_plan();

\ir include/contract.sql
CREATE TEMPORARY VIEW mart_view AS
SELECT c.oid, c.relname::text AS view_name, ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS columns
FROM pg_class c
WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'v' AND c.relname NOT IN (SELECT relation_name FROM lund.summary_relation);
SELECT set_eq('SELECT view_name FROM contract', 'SELECT view_name FROM mart_view', 'the contract lists every view that readers see');
SELECT is(v.columns, c.columns, c.view_name || ' has the columns of its contract, in that order')
FROM contract c JOIN mart_view v USING (view_name) ORDER BY c.view_name;
SELECT is_empty($$ SELECT c.view_name, g.column_name FROM contract c CROSS JOIN LATERAL unnest(c.grain) AS g(column_name) WHERE g.column_name <> ALL (c.columns) $$,
                'its grain is made of its columns');
-- In every mart of the database: Lund's, and the synthetic one.
SELECT is_empty(format('SELECT %1$s, count(*) FROM %2$I.%3$I GROUP BY %1$s HAVING count(*) > 1', (SELECT string_agg(format('%I', g), ', ') FROM unnest(c.grain) AS g), n.nspname, c.view_name),
                format('a row of %s.%s is told apart by its grain', n.nspname, c.view_name))
FROM contract c
CROSS JOIN (SELECT m.relnamespace::regnamespace::text AS nspname FROM pg_class m WHERE m.relname = 'mart' AND m.relkind = 'r') n
ORDER BY n.nspname, c.view_name;

-- True if the plan of a query reads a table with a condition that matches a pattern.
CREATE FUNCTION pg_temp.reaches(query text, relation text, condition text) RETURNS boolean
    LANGUAGE plpgsql AS $function$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
    RETURN EXISTS (
        SELECT FROM jsonb_path_query(plan, '$.**') node
        WHERE jsonb_typeof(node) = 'object' AND coalesce(node ->> 'Relation Name', node ->> 'CTE Name') = relation
          AND concat_ws(' ', node ->> 'Filter', node ->> 'Index Cond', node ->> 'Recheck Cond') ~ condition);
END
$function$;
SELECT ok(NOT pg_temp.reaches('SELECT * FROM lund.ledger', 'ledger', 'children'), 'reaches() can say no');

SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_variance WHERE fiscal_year = 2022 $$, 'scenario', '2022'), 'budget_variance: year reaches scenario');
-- The ledger is read for the scenarios that are left, by their organisation and code.
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_variance WHERE organisation = '1281' $$, 'scenario', '1281'), 'budget_variance: organisation reaches scenario');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_variance WHERE organisation = '1281' $$, 'ledger', 'organisation = [(]*\w+\.organisation'), 'budget_variance: and from there ledger');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_variance WHERE unit_code = 'children' $$, 'ledger', 'children'), 'budget_variance: unit reaches ledger');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_variance WHERE head_code = 'housing' $$, 'ledger', 'housing'), 'budget_variance: head reaches ledger');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_change_by_year WHERE fiscal_year = 2023 $$, 'scenario', '2023'), 'budget_change_by_year: year reaches scenario');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_change_by_year WHERE organisation = '1281' $$, 'scenario', '1281'), 'budget_change_by_year: organisation reaches scenario');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_change_by_year WHERE organisation = '1281' $$, 'ledger', 'organisation = [(]*\w+\.organisation'), 'budget_change_by_year: and from there ledger');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_budget_change_by_year WHERE unit_code = 'children' $$, 'ledger', 'children'), 'budget_change_by_year: unit reaches ledger');
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), table_name, value),
          format('%s: %s reaches %s', view_name, column_name, table_name))
FROM (VALUES ('budget_to_date', 'organisation', '1281', 'summary_note'), ('budget_to_date', 'fiscal_year', '2023', 'summary_note'),
             ('budget_to_date', 'unit_code', 'children', 'live_account_year_summary'),
             ('live_live_account_year', 'organisation', '1281', 'scenario'), ('live_live_account_year', 'fiscal_year', '2022', 'scenario')) f(view_name, column_name, value, table_name);
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.appropriation_change WHERE fiscal_year = 2023 $$, 'appropriation', '2023'), 'appropriation_change: year reaches appropriation');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.appropriation_change WHERE unit_code = 'permits' $$, 'appropriation', 'permits'), 'appropriation_change: unit reaches appropriation');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.budget_bridge WHERE fiscal_year = 2023 $$, 'summary_note', '2023'), 'budget_bridge: year reaches what is kept of budget_total');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.budget_bridge WHERE organisation = '1281' $$, 'budget_change', '1281'), 'budget_bridge: organisation reaches budget_change');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.deficit_driver WHERE fiscal_year = 2023 $$, 'scenario', '2023'), 'deficit_driver: year reaches scenario');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.deficit_driver WHERE organisation = '1281' $$, 'stated_driver', '1281'), 'deficit_driver: organisation reaches stated_driver');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.reconciliation WHERE organisation = '1281' $$, 'published_relation', '1281'), 'reconciliation: organisation reaches published_relation');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.reconciliation WHERE document = 'plan-2023' $$, 'published_relation', 'plan-2023'), 'reconciliation: document reaches published_relation');
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), 'scenario', value),
          format('%s: %s reaches scenario', view_name, column_name))
FROM (VALUES ('live_reallocation_proposal'), ('live_live_reallocation')) v(view_name)
CROSS JOIN (VALUES ('fiscal_year', '2022'), ('organisation', '1281'), ('scenario', 'forecast-2022')) f(column_name, value);
-- The balance reads what is kept of them, as the refreshes of what is asked for have made it.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.reallocation_balance WHERE %I = %L', column_name, value), table_name, condition),
          format('reallocation_balance: %s reaches %s', column_name, table_name))
FROM (VALUES ('fiscal_year', '2022'), ('organisation', '1281')) f(column_name, value)
CROSS JOIN LATERAL (VALUES ('summary_note', value)) t(table_name, condition);
-- From there to the amounts of the scenarios that are left, and to the rules of the organisation.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE organisation = %L AND scenario = %L', view_name, '1281', 'forecast-2022'), table_name, condition),
          format('%s: organisation and scenario reach %s', view_name, table_name))
FROM (VALUES ('live_reallocation_proposal', 'ledger',        'organisation = [(]*["$\w]'),
             ('live_reallocation_proposal', 'scenario',      'forecast-2022'),
             ('live_reallocation_proposal', 'budget_head',   'organisation = [(]*["$\w]'),
             ('live_live_reallocation',     'ledger',        'organisation = [(]*["$\w]'),
             ('live_live_reallocation',     'scenario',      'forecast-2022'),
             ('live_live_reallocation',     'transfer_rule', 'organisation = [(]*["$\w]'),
             ('reallocation_transfer',      'transfer_rule', '1281'),
             ('reallocation_transfer',      'budget_head',   '1281')) v(view_name, table_name, condition);
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.live_reallocation_proposal WHERE pool = 'placements' $$, 'budget_head', 'placements'), 'reallocation_proposal: pool reaches budget_head');
-- The months are those between the year's first and last day. For the year ago it is one before it.
\set this_year 'month >= .*month <= '
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE fiscal_year = 2023', view_name), table_name, condition),
          format('%s: year reaches %s by %s', view_name, table_name, condition))
FROM (VALUES ('live_caseload_by_month',     'support_payment', :'this_year'),
             ('live_caseload_by_month',     'household_month', :'this_year'),
             ('household_cost',        'summary_note',    'fiscal_year = [(]+.*fiscal_year - 1'),
             ('household_cost',        'summary_note',    'fiscal_year = [^ ]*fiscal_year\)'),
             ('live_caseload_by_year',      'support_payment', :'this_year'),
             ('household_cost_change', 'summary_note',    'fiscal_year = [(]+.*fiscal_year - 1'),
             ('household_cost_change', 'summary_note',    'fiscal_year = [^ ]*fiscal_year\)'),
             ('household_path',        'household_plan',  'fiscal_year = 2023'),
             ('household_path',        'summary_note',    'fiscal_year = 2023'),
             ('household_budget_gap',  'household_plan',  'fiscal_year = 2023'),
             ('target_attainment',     'indicator_value', 'fiscal_year = 2023'),
             ('goal_attainment',       'indicator_value', 'fiscal_year = 2023'),
             ('indicator_forecast',    'indicator_value', 'fiscal_year = 2023')) v(view_name, table_name, condition);
-- Payments are read for the years of the organisations that are left.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE organisation = %L', view_name, '1281'), table_name, 'organisation = [(]*[$\w]'),
          format('%s: organisation reaches %s', view_name, table_name))
FROM (VALUES ('live_caseload_by_month', 'support_payment'), ('live_caseload_by_month', 'household_month'), ('live_caseload_by_year', 'support_payment'),
             ('household_cost', 'summary_note'), ('household_cost_change', 'summary_note')) v(view_name, table_name);
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE organisation = %L', view_name, '1281'), table_name, '1281'),
          format('%s: organisation reaches %s', view_name, table_name))
FROM (VALUES ('live_caseload_by_month',     'organisation'),
             ('household_cost',        'organisation'),
             ('household_check',       'household_month'),
             ('live_caseload_by_year',      'organisation'),
             ('household_cost_change', 'organisation'),
             ('household_path',        'household_plan'),
             ('household_path',        'summary_note'),
             ('household_budget_gap',  'household_plan'),
             ('target_attainment',     'indicator_value'),
             ('target_attainment',     'indicator'),
             ('goal_attainment',       'indicator_value'),
             ('goal_attainment',       'indicator'),
             ('indicator_forecast',    'indicator'),
             ('indicator_forecast',    'organisation'),
             ('indicator_forecast',    'indicator_value'),
             ('assignment_status',     'assignment')) v(view_name, table_name);
-- Months are read for the indicators that are left.
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.indicator_forecast WHERE indicator_code = 'households' $$, 'indicator', 'households'), 'indicator_forecast: indicator reaches indicator');
SELECT ok(pg_temp.reaches($$ SELECT * FROM lund.indicator_forecast WHERE indicator_code = 'households' $$, 'indicator_month', 'indicator = indicator\w*\.code'), 'and from there indicator_month');
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE unit_code = %L', view_name, 'children'), table_name, 'children'),
          format('%s: unit reaches %s', view_name, table_name))
FROM (VALUES ('live_caseload_by_month', 'support_payment'),
             ('live_caseload_by_month', 'household_month'),
             ('household_cost',    'caseload_by_month_summary'),
             ('household_check',   'household_month'),
             ('live_caseload_by_year',  'support_payment')) v(view_name, table_name);

-- Forecasts learn from earlier years, so they read those too; but no scenario that the filter leaves out of account.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), 'scenario', value),
          format('%s: %s reaches scenario', view_name, column_name))
FROM (VALUES ('booked_year'), ('latest_scenario'), ('monthly_outcome'), ('live_live_forecast_account'), ('year_end_forecast'), ('live_forecast_total_by_month'), ('final_outcome'), ('forecast_accuracy')) v(view_name)
CROSS JOIN (VALUES ('fiscal_year', '2022'), ('organisation', '1281')) f(column_name, value);
SELECT ok(NOT pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), 'scenario', format('^(?!.*%s)', column_name)),
          format('%s: %s reaches scenario wherever that is read', view_name, column_name))
FROM (VALUES ('booked_year'), ('latest_scenario'), ('monthly_outcome'), ('live_live_forecast_account'), ('year_end_forecast'), ('live_forecast_total_by_month'), ('final_outcome'), ('forecast_accuracy')) v(view_name)
CROSS JOIN (VALUES ('fiscal_year', '2022'), ('organisation', '1281')) f(column_name, value);
-- Of a year's series all are read, once; forecast is what is asked for.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), relation, value),
          format('%s: %s reaches %s', view_name, column_name, relation))
FROM (VALUES ('monthly_outcome', 'ledger'), ('live_live_forecast_account', 'series'), ('year_end_forecast', 'ledger'), ('forecast_accuracy', 'placed')) v(view_name, relation)
CROSS JOIN (VALUES ('unit_code', 'children'), ('head_code', 'housing')) f(column_name, value);
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), 'interim_report', value),
          format('%s: %s reaches interim_report', view_name, column_name))
FROM (VALUES ('published_interim_report'), ('interim_report_figure'), ('forecast_accuracy')) v(view_name)
CROSS JOIN (VALUES ('fiscal_year', '2022'), ('organisation', '1281')) f(column_name, value);
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE as_of = %L', view_name, '2023-04-30'), 'interim_report', '2023-04-30'),
          view_name || ': as_of reaches interim_report')
FROM (VALUES ('published_interim_report'), ('interim_report_figure')) v(view_name);

-- A view with a summary reads of that what is asked for, and of the stale years those.
SELECT ok(pg_temp.reaches(format('SELECT * FROM lund.%I WHERE %I = %L', view_name, column_name, value), table_name, value),
          format('%s: %s reaches %s', view_name, column_name, table_name))
FROM lund.summary_view
CROSS JOIN (VALUES ('organisation', '1281', 'summary_note'), ('fiscal_year', '2022', 'summary_note')) f(column_name, value, table_name);

-- The insider sees every view and no table.
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'v'
                   AND c.relname NOT IN (SELECT relation_name FROM lund.summary_relation) AND NOT has_table_privilege('lund_reader', c.oid, 'SELECT') $$, 'the insider may read every view');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'S')
                   AND has_any_column_privilege('lund_reader', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') AND c.relkind = 'r' $$, 'the insider may touch no table');
SET LOCAL ROLE lund_reader;
SELECT lives_ok(format('SELECT * FROM lund.%I', view_name), 'the insider reads ' || view_name) FROM (VALUES
    ('budget_variance'), ('budget_change_by_year'), ('budget_to_date'), ('budget_bridge'), ('budget_total'), ('appropriation_change'),
    ('reallocation_proposal'), ('reallocation_transfer'), ('reallocation_balance'),
    ('deficit_driver'), ('reconciliation'), ('caseload_by_month'), ('household_cost'), ('household_check'), ('caseload_by_year'),
    ('household_cost_change'), ('household_budget_gap'), ('household_path'), ('target_attainment'), ('goal_attainment'), ('indicator_forecast'),
    ('booked_year'), ('latest_scenario'), ('monthly_outcome'), ('forecast_by_month'), ('year_end_forecast'), ('forecast_total_by_month'), ('final_outcome'),
    ('forecast_accuracy'), ('forecast_accuracy_by_year'), ('published_interim_report'), ('interim_report_figure'),
    ('assignment_status'), ('shown_label'), ('shown_organisation'), ('missing_translation'), ('data_dictionary'), ('data_quality'), ('data_quality_rule')) v(view_name);
SELECT throws_ok(format('SELECT * FROM lund.%I', table_name), '42501', NULL, 'the insider cannot read the table ' || table_name) FROM (VALUES
    ('ledger'), ('unit'), ('scenario'), ('budget_head'), ('transfer_rule'), ('published_figure'), ('mart'),
    ('household_month'), ('support_payment'), ('household_plan'), ('live_suspect_payment'), ('live_ledger_suspicion'),
    ('goal'), ('indicator'), ('indicator_value'), ('indicator_month'), ('live_indicator_month'), ('live_indicator_year'), ('assignment'), ('interim_report'), ('report_comment'), ('label'), ('translation'), ('live_label')) t(table_name);
-- A report is read as it was published, and neither made nor changed.
SELECT lives_ok($$ SELECT interim_report('lund', '2023-04-30') $$, 'the insider reads an interim report');
SELECT throws_ok($$ CALL publish_interim_report('lund', '2023-04-30') $$, '42501', NULL, 'and publishes none');
SELECT throws_ok($$ SELECT lund.interim_report_figures('1281', '2023-04-30') $$, '42501', NULL, 'nor sees what another would say');
SELECT throws_ok(statement, '42501', NULL, 'nor changes one: ' || statement) FROM (VALUES
    ('UPDATE lund.interim_report SET report_text = NULL'), ('DELETE FROM lund.interim_report'), ('TRUNCATE lund.interim_report'),
    ('DELETE FROM lund.interim_report_withdrawal')) s(statement);
SELECT throws_ok('DELETE FROM lund.published_interim_report', '55000', NULL, 'nor through the view');
-- Nor by any way of its own: only the owner's views read them.
SELECT throws_ok(format('SELECT count(*) FROM lund.%I', table_name), '42501', NULL, 'the insider cannot count the rows of ' || table_name) FROM (VALUES
    ('household_month'), ('support_payment'), ('household_plan')) t(table_name);
CREATE VIEW pg_temp.their_month AS SELECT * FROM lund.household_month;
CREATE VIEW pg_temp.their_payment AS SELECT * FROM lund.support_payment;
CREATE VIEW pg_temp.their_plan AS SELECT * FROM lund.household_plan;
SELECT throws_ok(format('SELECT * FROM pg_temp.%I', view_name), '42501', NULL, 'nor through a view of its own: ' || view_name) FROM (VALUES
    ('their_month'), ('their_payment'), ('their_plan')) v(view_name);
CREATE FUNCTION pg_temp.rows_of(table_name text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER AS $function$
DECLARE
    n bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM lund.%I', table_name) INTO n;
    RETURN n;
END
$function$;
SELECT throws_ok(format('SELECT pg_temp.rows_of(%L)', table_name), '42501', NULL, 'nor through a function of its own: ' || table_name) FROM (VALUES
    ('household_month'), ('support_payment'), ('household_plan')) t(table_name);
SELECT throws_ok($$ SELECT run_as_owner('lund.support_payment', 'pg_catalog.upper(text)'::regprocedure, ARRAY['SELECT household FROM lund.support_payment']) $$, '42501', NULL,
                 'nor as their owner');
SELECT throws_ok($$ SELECT * FROM transfer_plan('SELECT head_code AS head, budget, need, floor, priority FROM lund.reallocation_proposal',
                                                'SELECT * FROM lund.transfer_rule') $$, '42501', NULL, 'nor through a plan: transfer_rule');
SELECT throws_ok('INSERT INTO lund.budget_variance (fiscal_year) VALUES (2023)', NULL, NULL, 'the insider cannot write into a view');
RESET ROLE;

-- Who was granted one view alone reads that one, with the rights of its owner on all that is below it.
CREATE ROLE lund_reader_of_transfers;
GRANT USAGE ON SCHEMA lund TO lund_reader_of_transfers;
GRANT SELECT ON lund.reallocation_transfer TO lund_reader_of_transfers;
CREATE TEMPORARY TABLE transfers AS SELECT * FROM lund.reallocation_transfer;
GRANT SELECT ON transfers TO lund_reader_of_transfers;
SELECT isnt_empty('SELECT * FROM transfers', 'there are transfers');
SET LOCAL ROLE lund_reader_of_transfers;
SELECT set_eq('SELECT * FROM lund.reallocation_transfer', 'SELECT * FROM transfers', 'a role that was granted reallocation_transfer alone reads all of it');
SELECT throws_ok(format('SELECT * FROM lund.%I', name), '42501', NULL, 'but not ' || name) FROM (VALUES
    ('reallocation_proposal'), ('reallocation_balance'), ('budget_variance'), ('transfer_rule'), ('budget_head'), ('ledger')) n(name);
RESET ROLE;

SELECT finish();
ROLLBACK;
