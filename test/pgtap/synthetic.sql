-- The views of households over SYNTHETIC payments, nobody's, held against plain SQL. Needs the synthetic example too.
BEGIN;
SELECT no_plan();
SET LOCAL search_path = synthetic, public;

-- The generator draws nothing at random: the same payments everywhere.
SELECT results_eq(
    $$ SELECT count(*), sum(amount), count(DISTINCT household), count(DISTINCT unit), min(month), max(month), count(*) FILTER (WHERE amount < 0)
       FROM support_payment $$,
    $$ VALUES (44623::bigint, 334280937.55, 3565::bigint, 4::bigint, '2021-01-01'::date, '2023-12-01'::date, 1324::bigint) $$,
    'the synthetic payments, and late corrections of them, are those that the generators make');

-- In Swedish no name is in English.
SELECT is_empty($$ SELECT table_name, column_name, code FROM missing_translation WHERE language = 'sv' AND organisation = '0000' $$, 'every name is there in Swedish');

-- Counted once more, without the extension. What is taken back in its month was not paid.
CREATE TEMPORARY TABLE net_payment AS
SELECT organisation, unit, household, month, sum(amount) AS amount FROM support_payment GROUP BY organisation, unit, household, month;
CREATE TEMPORARY TABLE plain_month AS
SELECT organisation, unit AS unit_code, month,
       count(DISTINCT household) FILTER (WHERE amount > 0)::integer AS households, sum(amount) AS payments
FROM net_payment GROUP BY organisation, unit, month;
CREATE TEMPORARY TABLE plain_year AS
WITH household_year AS (
    SELECT organisation, unit, EXTRACT(year FROM month)::integer AS fiscal_year, household, count(DISTINCT month) AS months
    FROM net_payment WHERE amount > 0
    GROUP BY organisation, unit, fiscal_year, household
), counted AS (
    SELECT organisation, unit, fiscal_year, count(*) AS households, sum(months) AS household_months,
           count(*) FILTER (WHERE months >= 10) AS long_term
    FROM household_year GROUP BY organisation, unit, fiscal_year
), paid AS (
    SELECT organisation, unit, EXTRACT(year FROM month)::integer AS fiscal_year, count(DISTINCT month) AS months, sum(amount) AS payments,
           count(DISTINCT month) FILTER (WHERE amount > 0) AS months_with_households
    FROM net_payment GROUP BY organisation, unit, fiscal_year
)
SELECT organisation, fiscal_year, unit AS unit_code, months::integer AS months, households::integer AS households,
       round(household_months / months_with_households, 2) AS average_households, long_term::integer AS long_term_households,
       round(long_term::numeric / households, 6) AS long_term_ratio, payments, round(payments / household_months, 2) AS cost_per_household,
       household_months
FROM counted JOIN paid USING (organisation, unit, fiscal_year);

SELECT set_eq($$ SELECT organisation, unit_code, month, households, payments, fiscal_year, unit, source FROM caseload_by_month $$,
              $$ SELECT organisation, unit_code, month, households, payments, EXTRACT(year FROM month)::integer AS fiscal_year,
                        'District ' || right(unit_code, 1) || ' (synthetic)' AS unit, 'payments' AS source FROM plain_month $$,
              'caseload_by_month counts the synthetic households as plain SQL does');
SELECT is((SELECT count(*) FROM caseload_by_month), 4 * 36::bigint, 'four synthetic districts, 36 months');
SELECT set_eq($$ SELECT organisation, unit_code, month, households, payments, cost_per_household, households_year_ago, households_change_ratio
                 FROM household_cost $$,
              $$ SELECT m.organisation, m.unit_code, m.month, m.households, m.payments, round(m.payments / m.households, 2) AS cost_per_household,
                        b.households AS households_year_ago,
                        round((m.households - b.households)::numeric / b.households, 6) AS households_change_ratio
                 FROM plain_month m
                 LEFT JOIN plain_month b ON b.organisation = m.organisation AND b.unit_code = m.unit_code AND b.month = m.month - interval '1 year' $$,
              'household_cost has the synthetic households of a year ago as a self join has them');
SELECT is((SELECT count(households_year_ago) FROM household_cost), 4 * 24::bigint, 'which is from the second synthetic year on');
SELECT set_eq($$ SELECT organisation, fiscal_year, unit_code, months, households, average_households, long_term_households, long_term_ratio, payments,
                        cost_per_household FROM caseload_by_year $$,
              $$ SELECT organisation, fiscal_year, unit_code, months, households, average_households, long_term_households, long_term_ratio, payments,
                        cost_per_household FROM plain_year $$,
              'caseload_by_year counts the synthetic households, those for long too, as plain SQL does');
SELECT cmp_ok((SELECT min(long_term_households) FROM caseload_by_year), '>', 0, 'there are synthetic households for long in every district and year');

-- What a filter leaves is what it finds in the whole.
SELECT set_eq(format('SELECT * FROM %I WHERE %s', view_name, condition),
              format('SELECT * FROM (SELECT * FROM %I OFFSET 0) AS whole WHERE %s', view_name, condition),
              format('%s: as much of the synthetic figures where %s', view_name, condition))
FROM (VALUES ('household_cost',        'fiscal_year = 2022'),
             ('household_cost',        'month = ''2022-01-01'''),
             ('household_cost',        'unit_code = ''district-2'' AND month > ''2021-06-01'''),
             ('household_cost',        'households_year_ago > households'),
             ('household_cost_change', 'fiscal_year = 2023'),
             ('household_cost_change', 'organisation = ''0000'''),
             ('household_path',        'month = ''2023-02-01''')) f(view_name, condition);

-- What changed a year's cost.
SELECT is((SELECT array_agg(fiscal_year ORDER BY fiscal_year) FROM household_cost_change WHERE months = 12), '{2022,2023}'::integer[],
          'two synthetic years have one before them');
SELECT is_empty($$ SELECT * FROM household_cost_change WHERE cost_before + volume_effect + mix_effect + price_effect IS DISTINCT FROM cost $$,
                'the effects add up to the change of the synthetic cost, to the last decimal');
SELECT results_eq(
    $$ SELECT fiscal_year, cost_before, cost, household_months_before::numeric, household_months::numeric FROM household_cost_change ORDER BY fiscal_year $$,
    $$ WITH paid AS (SELECT EXTRACT(year FROM month)::integer AS fiscal_year, sum(amount) AS cost FROM support_payment GROUP BY 1),
            supported AS (SELECT fiscal_year, sum(household_months) AS households FROM plain_year GROUP BY 1),
            year AS (SELECT * FROM paid JOIN supported USING (fiscal_year))
       SELECT y.fiscal_year, b.cost, y.cost, b.households, y.households
       FROM year y JOIN year b ON b.fiscal_year = y.fiscal_year - 1 ORDER BY 1 $$,
    'cost is what was paid in the synthetic year, for so many months of support');
SELECT is_empty(
    $$ WITH plain AS (
           SELECT y.fiscal_year, y.household_months AS q, y.payments AS c, b.household_months AS q0, b.payments AS c0, b.payments / b.household_months AS p0
           FROM plain_year y JOIN plain_year b USING (organisation, unit_code)
           WHERE b.fiscal_year = y.fiscal_year - 1
       ), effect AS (
           SELECT fiscal_year, (sum(q) - sum(q0)) * sum(c0) / sum(q0) AS volume, sum(q * p0) - sum(q) * sum(c0) / sum(q0) AS mix,
                  sum(c - q * p0) AS price
           FROM plain GROUP BY fiscal_year
       )
       SELECT * FROM household_cost_change FULL JOIN effect USING (fiscal_year)
       WHERE (abs(volume_effect - volume) <= 0.01 AND abs(mix_effect - mix) <= 0.01 AND abs(price_effect - price) <= 0.01) IS NOT TRUE $$,
    'volume, mix and price of the synthetic cost are what their formulas give');

-- The ledger, against the payments and the rules of load.sql.
SELECT results_eq(
    $$ SELECT count(*), sum(amount), min(month), max(month), count(*) FILTER (WHERE amount < 0)
       FROM ledger JOIN scenario ON code = scenario WHERE kind = 'outcome' AND fiscal_year < 2024 AND head <> 'income-support' $$,
    $$ VALUES (2284::bigint, 2694556062.38, '2014-01-01'::date, '2023-12-01'::date, 16::bigint) $$,
    'the synthetic bookings are those that the generator makes');
SELECT set_eq($$ SELECT unit, month, amount FROM ledger WHERE head = 'income-support' AND month < '2024-01-01' $$,
              $$ SELECT unit_code, month, payments FROM plain_month $$,
              'the synthetic ledger of income support is what was paid, by district and month');
SELECT set_eq($$ SELECT s.code, s.as_of, l.unit, l.head FROM ledger l JOIN scenario s ON s.code = l.scenario WHERE s.kind = 'outcome' AND s.fiscal_year < 2024
                 GROUP BY s.code, s.as_of, l.unit, l.head HAVING count(l.month) = 12 OR l.head = 'other' $$,
              $$ SELECT 'outcome-' || y AS code, make_date(y, 12, 31) AS as_of, u.code AS unit, h.code AS head
                 FROM generate_series(2014, 2023) y, unit u, budget_head h
                    WHERE u.code LIKE 'district-%' AND h.code <> 'activities' AND (h.code <> 'income-support' OR y >= 2021) $$,
              'ten synthetic outcomes have every district, head and month but for some of the smallest head');
SELECT results_eq($$ SELECT s.code, count(*), count(l.month), sum(l.amount) FROM ledger l JOIN scenario s ON s.code = l.scenario
                     WHERE s.kind <> 'outcome' AND s.fiscal_year < 2024 GROUP BY s.code ORDER BY s.code $$,
                  $$ VALUES ('budget-2021', 24::bigint, 0::bigint, 392490000::numeric), ('budget-2022', 24, 0, 413710000), ('budget-2023', 24, 0, 425570000),
                            ('forecast-2021-04', 24, 0, 405300000), ('forecast-2021-08', 24, 0, 400700000), ('forecast-2022-04', 24, 0, 422300000),
                            ('forecast-2022-08', 24, 0, 417600000), ('forecast-2023-04', 24, 0, 432500000), ('forecast-2023-08', 24, 0, 432100000) $$,
                  'three synthetic budgets and two forecasts of each are stated, for whole years');
SELECT results_eq($$ SELECT sum(amount) FROM ledger WHERE scenario = 'budget-2023' AND head = 'income-support' $$,
                  $$ SELECT budget FROM household_plan WHERE fiscal_year = 2023 $$,
                  'the synthetic budget of income support is that of the plan');
SELECT set_eq($$ SELECT code, stated_total FROM scenario WHERE kind = 'forecast' $$,
              $$ SELECT scenario, sum(budget) - sum(outcome) FROM budget_variance WHERE scenario_kind = 'forecast' GROUP BY scenario $$,
              'the synthetic forecasts state their own total');
SELECT set_eq($$ SELECT scenario, cause, amount FROM stated_driver $$,
              $$ SELECT scenario, replace(head, ' (synthetic)', ' cost more than budgeted (synthetic)'), sum(variance)
                 FROM budget_variance WHERE scenario = 'forecast-2023-04' GROUP BY scenario, head ORDER BY sum(variance) LIMIT 3 $$,
              'the stated causes are the heads that lack most, and are called synthetic');

-- The running year: districts 3 and 4 are one, housing has revenue beside its cost, district 2 is late.
SELECT results_eq($$ SELECT s.code, s.kind, s.as_of, count(*), count(l.month), sum(net_cost(l.flow, l.amount)) FROM ledger l JOIN scenario s ON s.code = l.scenario
                     WHERE s.fiscal_year = 2024 GROUP BY s.code, s.kind, s.as_of ORDER BY s.code $$,
                  $$ VALUES ('addition-2024-06', 'supplement', '2024-06-19'::date, 2::bigint, 0::bigint, 3500000::numeric),
                            ('budget-2024', 'budget', '2023-08-31', 128, 120, 434080000), ('forecast-2024-04', 'forecast', '2024-04-30', 15, 0, 452200000),
                            ('move-2024-03', 'supplement', '2024-03-20', 2, 0, 0), ('outcome-2024', 'outcome', '2024-08-31', 152, 152, 297081533.88) $$,
                  'the running synthetic year has a budget, two decisions, bookings and a forecast');
SELECT results_eq($$ SELECT DISTINCT ancestor_code, distance FROM unit_tree WHERE code = 'district-4' AND fiscal_year = 2023
                     UNION ALL SELECT ancestor_code, distance FROM head_tree WHERE code = 'wages' AND fiscal_year = 2024 ORDER BY 1 $$,
                  $$ VALUES ('activities', 1), ('board', 2), ('district-4', 0), ('south', 1), ('wages', 0) $$, 'three levels of synthetic units, two of heads');
SELECT is_empty($$ SELECT unit FROM ledger JOIN scenario ON code = scenario WHERE fiscal_year = 2024 AND unit NOT IN ('district-1', 'district-2', 'district-3') $$,
                'district 4 is no more');
SELECT results_eq($$ SELECT sum(budget_before), sum(budget_before_stated) FROM budget_change_by_year WHERE fiscal_year = 2024 AND unit_code = 'district-3' $$,
                  $$ SELECT sum(budget), sum(budget) FILTER (WHERE unit_code = 'district-3') FROM budget_variance
                     WHERE scenario = 'outcome-2023' AND unit_code IN ('district-3', 'district-4') $$, 'but lives on in district 3, which is compared with both');
SELECT results_eq($$ SELECT unit_code, is_leaf, budget, variance IS NULL FROM budget_rollup
                     WHERE scenario = 'outcome-2024' AND head_code IN ('activities', 'wages') AND unit_code = 'district-1' ORDER BY head_code $$,
                  $$ VALUES ('district-1', true, 6230000.00, false), ('district-1', false, NULL, true) $$,
                  'the activities are held against their budget where it was decided, not below');
SELECT is_empty($$ SELECT * FROM budget_variance WHERE scenario = 'outcome-2024' AND head_code = 'housing' AND abs(outcome_revenue - outcome / 4) > 0.05 $$,
                'rents are a quarter of what housing costs net');
SELECT set_eq($$ SELECT unit_code, phasing FROM budget_to_date WHERE fiscal_year = 2024 AND head_code = 'staff' $$,
              $$ VALUES ('district-1', 'stated'), ('district-2', 'stated'), ('district-3', 'seasonal') $$, 'Area North has its budget by month, Area South for the year');
SELECT set_eq($$ SELECT unit_code, booked_until FROM booked_until WHERE fiscal_year = 2024 $$,
              $$ VALUES ('district-1', '2024-08-31'::date), ('district-2', '2024-07-31'), ('district-3', '2024-08-31') $$, 'district 2 is booked until July');
SELECT is_empty($$ SELECT * FROM budget_to_date WHERE month = '2024-08-01' AND unit_code = 'district-2' AND head_code <> 'activities' AND variance_to_date IS NOT NULL $$,
                'and what it has not booked is no saving');
-- Indicators by month.
SELECT set_eq($$ SELECT indicator_code, fiscal_year, outcome FROM target_attainment WHERE fiscal_year < 2024 $$,
              $$ SELECT indicator, EXTRACT(year FROM month)::integer AS fiscal_year,
                        CASE indicator WHEN 'own-income' THEN sum(outcome) WHEN 'decisions' THEN round(sum(outcome) / 12, 6) ELSE sum(outcome) FILTER (WHERE EXTRACT(month FROM month) = 12) END AS outcome
                 FROM indicator_month WHERE month < '2024-01-01' GROUP BY 1, 2 $$, 'the year of an indicator is what its months come to');
SELECT set_eq($$ SELECT indicator_code, fiscal_year, forecast, status FROM indicator_forecast WHERE is_latest AND fiscal_year < 2024 $$,
              $$ SELECT indicator_code, fiscal_year, outcome, status FROM target_attainment WHERE fiscal_year < 2024 $$, 'after its last month the forecast is that, and judged so');
SELECT set_eq($$ SELECT indicator_code, as_of, method, low IS NOT NULL FROM indicator_forecast WHERE fiscal_year = 2024 AND is_latest $$,
              $$ VALUES ('own-income', '2024-08-31'::date, 'auto', true), ('decisions', '2024-08-31', 'auto', true), ('queue', '2024-08-31', 'last', false) $$,
              'the running year is forecast as of August, a state by its last value');
SELECT set_eq($$ SELECT rule, split_part(item, ' / ', 1) FROM data_quality $$,
              $$ VALUES ('lags', 'district-2'), ('missing_month_of_unit', 'district-4') $$, 'nothing else looks wrong in the synthetic figures');

-- Against the plan.
SELECT results_eq($$ SELECT month, households, deviation FROM household_path ORDER BY month $$,
                  $$ SELECT month, sum(m.households)::integer, (sum(m.households) - p.expected)::integer
                     FROM plain_month m JOIN household_path p USING (month) GROUP BY month, p.expected ORDER BY month $$,
                  'household_path sums the synthetic households of the districts');
SELECT is((SELECT count(households) FROM household_path), 12::bigint, 'in every month of the synthetic plan');
SELECT results_eq($$ SELECT households_funded, households_expected, gap_households, gap, expected_basis FROM household_budget_gap $$,
                  $$ VALUES (902, 970, 68, 970 * 9600 * 12 - 104000000.00, 'path') $$,
                  'the synthetic plan states no households: they follow from its path');

-- Reported figures beside payments are checked, and change nothing.
CREATE FUNCTION pg_temp.results() RETURNS TABLE (view_name text, results text)
    LANGUAGE plpgsql AS $function$
BEGIN
    FOR view_name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'synthetic'::regnamespace AND c.relkind = 'v' LOOP
        EXECUTE format('SELECT md5(string_agg(r::text, '','' ORDER BY r::text)) FROM synthetic.%I r', view_name) INTO results;
        RETURN NEXT;
    END LOOP;
END
$function$;
SELECT is_empty('SELECT * FROM household_check', 'no synthetic figures are reported');
CREATE TEMPORARY TABLE results_before AS SELECT * FROM pg_temp.results();
CREATE TEMPORARY TABLE figures_before AS SELECT to_jsonb(t) - 'status' AS figure FROM key_figure_trend t;
SAVEPOINT before_reported;
INSERT INTO household_month (unit, month, households, payments)
SELECT unit_code, month, households + CASE WHEN unit_code = 'district-1' THEN 1 ELSE 0 END, payments FROM plain_month WHERE month = '2023-05-01';
SELECT set_eq($$ SELECT unit_code, month, households_difference, payments_difference, verdict FROM household_check $$,
              $$ VALUES ('district-1', '2023-05-01'::date, 1, 0.00, 'disagrees'), ('district-2', '2023-05-01', 0, 0.00, 'agrees'),
                        ('district-3', '2023-05-01', 0, 0.00, 'agrees'), ('district-4', '2023-05-01', 0, 0.00, 'agrees') $$,
              'household_check finds the reported figure that the synthetic payments do not bear out');
SELECT set_eq($$ SELECT view_name FROM (SELECT * FROM pg_temp.results() EXCEPT SELECT * FROM results_before) AS changed $$,
              $$ VALUES ('household_check'), ('stale_summary'), ('live_summary'), ('live_month_digest'),
                        ('key_figure_trend'), ('key_figure_comparison'), ('live_known_figure'), ('live_year_figure') $$,
              'no other view of the synthetic mart changes but what is stale, by what a release sees it, and that key figures are preliminary');
SELECT set_eq($$ SELECT to_jsonb(t) - 'status' FROM key_figure_trend t $$, 'SELECT figure FROM figures_before', 'which changes nothing else of them');
ROLLBACK TO before_reported;

-- Rows that the tables accept, however absurd, break no view.
INSERT INTO household_month (unit, month, households, payments) VALUES
    ('district-1', '1990-01-01', 1, 9e12), ('district-1', '1991-01-01', 10000000, 9e12);
INSERT INTO household_plan (fiscal_year, expected_households, cost_per_household, budget) VALUES
    (1990, 10000000, 9999999.99, -9e12), (1991, 0, 0.01, 9e12);
SELECT results_eq($$ SELECT cost_before, volume_effect, mix_effect, price_effect, cost FROM household_cost_change WHERE fiscal_year = 1991 $$,
                  $$ VALUES (9e12::numeric(18,2), NULL::numeric(18,2), NULL::numeric(18,2), NULL::numeric(18,2), 9e12::numeric(18,2)) $$,
                  'effects too large to show are NULL');
SELECT results_eq($$ SELECT fiscal_year, households_funded, gap FROM household_budget_gap WHERE fiscal_year < 2000 ORDER BY 1 $$,
                  $$ VALUES (1990, 0, 1208999998800000.00), (1991, NULL, -9000000000000.00) $$, 'and so are too many funded households');
SELECT lives_ok(format('SELECT * FROM synthetic.%I', relname), 'synthetic.' || relname || ' can be read')
FROM pg_class WHERE relnamespace = 'synthetic'::regnamespace AND relkind = 'v';
ROLLBACK TO before_reported;

-- Each of them has steps that add up to it, whatever way it was made.
SELECT is_empty($$ SELECT * FROM forecast_by_month
                   FULL JOIN (SELECT organisation, fiscal_year, as_of, unit_code, head_code, sum(amount) AS amount FROM forecast_explanation GROUP BY 1, 2, 3, 4, 5) AS explained
                        USING (organisation, fiscal_year, as_of, unit_code, head_code)
                   WHERE amount IS DISTINCT FROM forecast $$, 'the steps to each synthetic forecast add up to it');
SELECT isnt_empty($$ SELECT FROM forecast_explanation WHERE what = 'late' $$, 'and some of them are late');

-- The reader sees what is released, and no payment.
SELECT is_empty($$ SELECT * FROM synthetic_released.caseload_by_month EXCEPT ALL SELECT * FROM synthetic.caseload_by_month $$, 'no synthetic district is too small: what is released says what the mart says,');
SELECT is_empty($$ SELECT * FROM synthetic.caseload_by_month EXCEPT ALL SELECT * FROM synthetic_released.caseload_by_month $$, 'and no less');
SELECT is_empty($$ SELECT * FROM synthetic.budget_to_date WHERE month <= '2024-08-01' EXCEPT ALL SELECT * FROM synthetic_released.budget_to_date $$, 'also of the months of the running year that are closed');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'synthetic_released'::regnamespace AND c.relkind = 'v'
                   AND c.relname NOT IN (SELECT relation_name FROM synthetic_released.summary_relation) AND NOT has_table_privilege('lund_reader', c.oid, 'SELECT')
                   EXCEPT SELECT view_name FROM synthetic_released.insider_view $$, 'the reader may read every released view but those for insiders');
SELECT is_empty($$ SELECT view_name FROM synthetic_released.insider_view WHERE has_table_privilege('lund_reader', format('synthetic_released.%I', view_name), 'SELECT') $$, 'and none of those');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'synthetic'::regnamespace AND c.relkind IN ('r', 'v') AND has_any_column_privilege('lund_reader', c.oid, 'SELECT') $$, 'nor anything of the mart itself');
SET LOCAL ROLE lund_reader;
SELECT lives_ok('SELECT * FROM synthetic_released.caseload_by_year', 'the reader reads the released figures of the synthetic mart');
SELECT throws_ok('SELECT * FROM synthetic.caseload_by_year', '42501', NULL, 'and not the exact ones');
SELECT throws_ok('SELECT * FROM synthetic_released.support_payment', '42501', NULL, 'the reader reads no synthetic payment');
SELECT throws_ok('SELECT household FROM synthetic.support_payment LIMIT 1', '42501', NULL, 'nor a synthetic household');
SELECT is_empty($$ SELECT attname FROM pg_stats WHERE schemaname IN ('synthetic', 'synthetic_released') $$, 'nor what the statistics hold of them');
RESET ROLE;
SELECT isnt_empty($$ SELECT attname FROM pg_stats WHERE schemaname = 'synthetic' AND tablename = 'support_payment' $$, 'which are there');
SELECT is_empty($$ SELECT table_name, column_name FROM information_schema.columns
                   WHERE table_schema = 'synthetic' AND column_name = 'household' AND table_name NOT IN ('support_payment', 'household_member', 'household_fact', 'released_household', 'release_change', 'live_taken_back', 'live_household_unit', 'released_past', 'live_released_past') $$,
                'no view has a column of synthetic households but the owner''s');
SELECT is_empty($$ SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                   WHERE c.relnamespace IN ('synthetic'::regnamespace, 'synthetic_released'::regnamespace) AND a.attname IN ('household', 'person') AND has_table_privilege('lund_reader', c.oid, 'SELECT') $$,
                'which the reader does not read');

SELECT finish();
ROLLBACK;
