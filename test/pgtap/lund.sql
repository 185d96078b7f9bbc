-- The figures of Lund 2023, held against what the documents print and what can be worked out by hand.
BEGIN;
SELECT no_plan();
SET LOCAL search_path = lund, public;

-- What is loaded.
SELECT is((SELECT count(*) FROM published_figure), 293::bigint, 'all printed figures are there');
SELECT cmp_ok((SELECT count(*) FROM reconciliation), '>=', 110::bigint, 'well over a hundred derived figures are recomputed');
SELECT is_empty($$ SELECT r.organisation, r.document, r.table_code, r.row_label, r.column_label, r.relation, r.basis
                   FROM published_relation r
                   EXCEPT SELECT organisation, document, table_code, row_label, column_label, relation, basis FROM reconciliation $$,
                'every relation is recomputed');

-- What does not add up, and by how much.
SELECT results_eq(
    $$ SELECT document, table_code, column_label, relation, basis, printed, computed, difference
       FROM reconciliation WHERE verdict = 'does not follow' ORDER BY document, table_code $$,
    $$ VALUES ('decisions-2023-05', 'text: interim report', '2023', 'total', 'stated causes', -20000000.00, -23000000.00, 3000000.00),
              ('plan-2023', 'appropriation', 'Budget 2022', 'total', 'sections', 675373000.00, 670866000.00, 4507000.00),
              ('plan-2023', 'external-placements', 'Forecast 2022', 'total', 'rows', 156000000.00, 160000000.00, -4000000.00),
              ('plan-2023', 'investment', 'Change 2022/2023', 'difference', 'columns', 2470000.00, 0.00, 2470000.00) $$,
    'four published figures do not follow from their parts');
SELECT results_eq(
    $$ SELECT table_code, printed, computed, difference FROM reconciliation WHERE verdict = 'within rounding' $$,
    $$ VALUES ('income-support', 120449000.00, 120360000.00, 89000.00) $$,
    '850 households x 11 800 x 12 miss the budget by less than the rounding of 11.8');
SELECT results_eq(
    $$ SELECT printed, computed FROM reconciliation WHERE row_label = 'Missing (saknas)' $$,
    $$ VALUES (23000000.00, 23000000.00) $$, 'the missing 23 million follow: 1010 x 11 800 x 12 minus the budget');
SELECT is((SELECT count(*) FROM reconciliation WHERE verdict = 'follows'), 108::bigint, 'all others follow');
SELECT is_empty($$ SELECT * FROM reconciliation WHERE difference <> printed - computed OR (verdict = 'follows') <> (difference = 0) $$,
                'difference is printed minus computed');

-- Mistakes are found, not listed: correct one and it goes, make one and it comes.
SAVEPOINT before_change;
UPDATE published_figure SET amount = 160000000, printed = '160 000'
WHERE table_code = 'external-placements' AND row_label LIKE 'Total%' AND column_label = 'Forecast 2022';
SELECT is((SELECT count(*) FROM reconciliation WHERE verdict = 'does not follow'), 3::bigint, 'a corrected total follows');
UPDATE published_figure SET amount = amount + 100000000
WHERE table_code = 'housing' AND row_label LIKE 'Total%' AND column_label = 'Budget 2023';
SELECT is((SELECT count(*) FROM reconciliation WHERE table_code = 'housing' AND verdict = 'does not follow'), 2::bigint,
          'a wrong total shows in its column and in its row');
ROLLBACK TO before_change;

-- Deficits.
SELECT results_eq(
    $$ SELECT sum(budget), sum(outcome), budget_variance(budget, outcome), deficit(budget, outcome), surplus(budget, outcome)
       FROM budget_variance WHERE fiscal_year = 2022 $$,
    $$ VALUES (670866000.00, 690576000.00, -19710000.00, 19710000.00, 0.00) $$, 'the forecast of 2022 is a deficit of 19.7 million');
SELECT results_eq(
    $$ SELECT budget, outcome, variance, deficit, surplus, variance_ratio, utilisation FROM budget_variance
       WHERE fiscal_year = 2022 AND head_code = 'income-support' $$,
    $$ VALUES (117491000.00, 133491000.00, -16000000.00, 16000000.00, 0.00, -0.136181, 1.136181) $$,
    'income support, net of its revenue, is 16 million over');
SELECT results_eq(
    $$ SELECT head_code, unit_code, budget, outcome, variance, deficit FROM budget_variance WHERE fiscal_year = 2021 AND head_code = 'income-support' $$,
    $$ VALUES ('income-support', 'board', NULL::numeric, 146057000.00, NULL::numeric, NULL::numeric) $$,
    'a year whose budget is not known has an outcome and no verdict');
SELECT results_eq(
    $$ SELECT DISTINCT scenario, outcome, variance FROM budget_variance WHERE fiscal_year = 2023 $$,
    $$ VALUES (NULL::text, NULL::numeric, NULL::numeric) $$, 'a budget without outcome or forecast has no verdict yet');
SELECT is((SELECT sum(budget) FROM budget_variance WHERE fiscal_year = 2023), 712524000.00, 'the heads of 2023 make up the appropriation');

-- Changes.
SELECT results_eq(
    $$ SELECT amount_before, amount, change, change_ratio FROM appropriation_change WHERE fiscal_year = 2023 AND unit_code = 'children-area' $$,
    $$ VALUES (218960000.00, 173500000.00, -45460000.00, -0.207618) $$, 'an appropriation beside the one before');
SELECT results_eq(
    $$ SELECT amount_before, amount, change FROM appropriation_change WHERE fiscal_year = 2023 AND unit_code = 'permits' $$,
    $$ VALUES (1780000.00, 0.00, -1780000.00) $$, 'an appropriation that ends');
SELECT is((SELECT sum(change) FROM appropriation_change WHERE fiscal_year = 2023), 37151000.00, 'the appropriation grows by 37 151');
SELECT is_empty($$ SELECT * FROM appropriation_change WHERE fiscal_year = 2022 AND (amount_before IS NOT NULL OR change IS NOT NULL) $$,
                'the first year has nothing before it');
SELECT results_eq(
    $$ SELECT budget_before, budget, change, change_ratio FROM budget_change_by_year WHERE fiscal_year = 2023 AND head_code = 'labour-wages' $$,
    $$ VALUES (11500000.00, 18000000.00, 6500000.00, 0.565217) $$, 'a budget beside the one before');
SELECT results_eq(
    $$ SELECT step, cause, amount, running_total FROM budget_bridge WHERE fiscal_year = 2023 AND kind <> 'change' ORDER BY step $$,
    $$ VALUES (0, 'Budget 2022', 675373000.00, 675373000.00), (7, 'Not explained', -15858000.00, 712524000.00) $$,
    'the bridge starts at the old budget and ends at the new one');
SELECT is((SELECT sum(amount) FROM budget_bridge WHERE fiscal_year = 2023), 712524000.00, 'the steps add up to the new budget');

-- Drivers.
SELECT results_eq(
    $$ SELECT amount, stated_total, explained, unexplained FROM deficit_driver ORDER BY amount $$,
    $$ VALUES (-14000000.00, -20000000.00, -23000000.00, 3000000.00), (-9000000.00, -20000000.00, -23000000.00, 3000000.00) $$,
    'the stated causes exceed the stated deficit by three million');

SELECT finish();
ROLLBACK;
