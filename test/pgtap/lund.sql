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

-- In Swedish no name is in English.
SELECT is_empty($$ SELECT table_name, column_name, code FROM missing_translation WHERE language = 'sv' AND organisation = '1281' $$, 'every name is there in Swedish');

-- What does not add up, and by how much.
SELECT results_eq(
    $$ SELECT document, table_code, column_label, relation, basis, printed, computed, difference, verdict, inferred, split_part(hint, ', ', 1)
       FROM reconciliation WHERE verdict IN ('does not follow', 'differs') ORDER BY document, table_code $$,
    $$ VALUES ('decisions-2023-05', 'text: interim report', '2023', 'total', 'stated causes', -20000000.00, -23000000.00, 3000000.00, 'differs', true, NULL),
              ('plan-2023', 'appropriation', 'Budget 2022', 'total', 'sections', 675373000.00, 670866000.00, 4507000.00, 'differs', true, 'equals another printed figure: labour-market'),
              ('plan-2023', 'external-placements', 'Forecast 2022', 'total', 'rows', 156000000.00, 160000000.00, -4000000.00, 'does not follow', false, 'equals another printed figure: result-units'),
              ('plan-2023', 'investment', 'Change 2022/2023', 'difference', 'columns', 2470000.00, 0.00, 2470000.00, 'does not follow', false, NULL) $$,
    'two published figures do not follow from their parts, and two differ from what one would expect');
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

-- What is there and what came, in years of which both are printed, leaves room for those who left; and those who support themselves by an ordinary
-- job or supported employment may be among those who did so after meeting an adviser, 43 of whom then did it by other ways.
SELECT results_eq(
    $$ SELECT row_label, column_label, relation, printed, computed, difference, verdict, inferred, hint FROM reconciliation WHERE relation IN ('stock', 'whole') ORDER BY relation, row_label, column_label $$,
    $$ VALUES ('2022', 'Adults and families (vuxna och familjer)', 'stock', 360.00, 415.00 + 127 + 32, 360.00 - 574, 'leaves room', true, '214 must have left'),
              ('2022', 'Unaccompanied minors (ensamkommande barn)', 'stock', 19.00, 21.00 + 6, -8.00, 'leaves room', true, '8 must have left'),
              ('2023, budget', 'Adults and families (vuxna och familjer)', 'stock', 280.00, 360.00 + 58 + 43, 280.00 - 461, 'leaves room', true, '181 must have left'),
              ('2023, budget', 'Unaccompanied minors (ensamkommande barn)', 'stock', 17.00, 19.00 + 6, -8.00, 'leaves room', true, '8 must have left'),
              ('Self-supporting after meeting a labour-market adviser (självförsörjande efter möte med arbetsmarknadskonsulent)', '2021', 'whole', 256.00, 109.00 + 104, 43.00, 'leaves room', true, '43 besides the parts') $$,
    'the statistics of people that the documents print leave room for those who left, and for other ways');
-- A table may be wrong in the other direction: more there than were before and came, or more known than there are.
SAVEPOINT before_change;
UPDATE published_figure SET amount = 30, printed = '30' WHERE table_code = 'refugees-in-december' AND row_label = '2022' AND column_label LIKE 'Unaccompanied%';
UPDATE published_figure SET amount = 156, printed = '156' WHERE row_label = 'Self-supporting through an ordinary job';
UPDATE published_relation SET inferred = false WHERE relation = 'whole';
SELECT results_eq($$ SELECT relation, difference, verdict FROM reconciliation WHERE relation IN ('stock', 'whole') AND verdict <> 'leaves room' ORDER BY relation $$,
                  $$ VALUES ('stock', 3.00, 'differs'), ('whole', -4.00, 'does not follow') $$, 'which is told');
ROLLBACK TO before_change;
-- The same figures are the outcomes of the indicators that follow them up.
SELECT set_eq($$ SELECT f.row_label, f.amount FROM published_figure f WHERE f.document LIKE 'decisions-%' AND f.measure = 'persons' $$,
              $$ SELECT f.row_label, v.outcome FROM (VALUES ('self-supporting-job', 'Self-supporting through an ordinary job'), ('self-supporting-supported', 'Self-supporting through supported employment'),
                        ('self-supporting-adviser', 'Self-supporting after meeting a labour-market adviser (självförsörjande efter möte med arbetsmarknadskonsulent)'), ('homeless-increase', 'More homeless people than the year before')) AS f(indicator, row_label)
                 JOIN indicator_value v ON v.indicator = f.indicator $$, 'and are held as outcomes, too');
SELECT results_eq($$ SELECT amount, measure FROM published_figure WHERE row_label IN ('Change of households with income support', 'Yearly growth of reports') ORDER BY amount $$,
                  $$ VALUES (-0.05, 'fraction'), (0.064, 'fraction') $$, 'five per cent fewer households, 6.4 per cent more reports a year');

-- Mistakes are found, not listed: correct one and it goes, make one and it comes.
SAVEPOINT before_change;
UPDATE published_figure SET amount = 160000000, printed = '160 000'
WHERE table_code = 'external-placements' AND row_label LIKE 'Total%' AND column_label = 'Forecast 2022';
SELECT is((SELECT count(*) FROM reconciliation WHERE verdict = 'does not follow'), 1::bigint, 'a corrected total follows');
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

-- The forecast of 2022 in place of its outcome, beside the original budget: 690 576 of 670 866, and head by head without the reserve, whose 2 700 are
-- in the budget alone: 668 166 and 690 576, of which the heads deviate by 60 348 from what they would be if all had grown alike.
SELECT results_eq(
    $$ SELECT fiscal_year, scenario, round(aggregate_outturn * 100, 1), round(composition_variance * 100, 1), contingency_share, score_1, score_2, years FROM budget_execution $$,
    $$ VALUES (2022, 'forecast-2022', 102.9, 8.7, 0.000000, NULL::text, NULL::text, 1) $$,
    'PEFA: 102.9 % of the original budget, a composition that is off by 8.7 %, and no scores of one year');
SELECT results_eq(
    $$ SELECT sum(abs(o.outcome - o.budget * 690576000 / 668166000)) / 690576000 BETWEEN 0.08738 AND 0.08739
       FROM (SELECT head_code, sum(original_budget) AS budget, sum(outcome) AS outcome FROM budget_variance
             WHERE fiscal_year = 2022 AND head_code <> 'contingency-reserve' GROUP BY head_code) o $$,
    $$ VALUES (true) $$, 'by its definition');

-- Decisions: one a year, and one that was still to come.
SELECT results_eq(
    $$ SELECT fiscal_year, scenario, sum(amount), sum(budget_after) FROM budget_revision GROUP BY fiscal_year, scenario ORDER BY fiscal_year $$,
    $$ VALUES (2022, 'budget-2022', 670866000.00, 670866000.00), (2023, 'budget-2023', 712524000.00, 712524000.00) $$,
    'the money for transitional housing is not called off yet');
SELECT is((SELECT sum(amount) FROM ledger JOIN scenario s ON s.code = ledger.scenario WHERE NOT s.adopted),
          (SELECT amount FROM published_figure WHERE row_label LIKE 'Transitional housing, reserved%'), 'and is what is printed of it');
SAVEPOINT before_decision;
UPDATE scenario SET adopted = true, as_of = '2023-07-01' WHERE code = 'transitional-housing-2023';
SELECT is((SELECT sum(budget) FROM budget_variance WHERE fiscal_year = 2023), 722724000.00, 'once it is, the budget has it');
ROLLBACK TO before_decision;
CALL adopt_transfers('lund', 'forecast-2022', '2022-10-19');
SELECT results_eq(
    $$ SELECT sum(amount), count(*), max(budget_after) FILTER (WHERE head_code = 'income-support') FROM budget_revision WHERE scenario = 'transfer-2022-10-19' AND amount <> 0 $$,
    $$ VALUES (0.00, 10::bigint, 130284000.00) $$, 'the plan of 2022 as a decision: moves of ten units and heads that add up to 0');
SELECT results_eq($$ SELECT sum(shortfall), (SELECT max(aggregate_outturn) FROM budget_execution) FROM reallocation_balance WHERE fiscal_year = 2022 $$,
                  $$ VALUES (19710000.00, 1.029380) $$, 'less is lacking then, and the original budget is what it was');
ROLLBACK TO before_decision;

-- Changes.
SELECT results_eq(
    $$ SELECT amount_before, amount, change, change_ratio FROM appropriation_change WHERE fiscal_year = 2023 AND unit_code = 'children-area' $$,
    $$ VALUES (218960000.00, 173500000.00, -45460000.00, -0.207618) $$, 'an appropriation beside the one before');
SELECT results_eq(
    $$ SELECT amount_before, amount, change FROM appropriation_change WHERE fiscal_year = 2023 AND unit_code = 'permits' $$,
    $$ VALUES (1780000.00, 0.00, -1780000.00) $$, 'an appropriation that ends');
SELECT is((SELECT sum(change) FROM appropriation_change WHERE fiscal_year = 2023), 37151000.00, 'the appropriation grows by 37 151');
SELECT results_eq(
    $$ SELECT unit_code, comparable, amount_before_stated = amount_before FROM appropriation_change WHERE fiscal_year = 2023 ORDER BY unit_code $$,
    $$ VALUES ('adults-area', false, true), ('children-area', false, true), ('management', false, true), ('permits', true, true), ('psychiatry', true, true), ('refugees', true, true) $$,
    'what moved between service areas, nobody says how much of it, is not comparable and stays as it is printed');
SELECT results_eq(
    $$ SELECT unit_code, head_code FROM budget_change_by_year WHERE fiscal_year = 2023 AND NOT comparable ORDER BY unit_code $$,
    $$ VALUES ('adults-area', 'housing'), ('children-area', 'housing') $$, 'of the budget only what stands with the areas themselves is not comparable');
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

-- The contingency reserve is a head of its own; with it, other activities are what is printed.
SELECT results_eq(
    $$ SELECT fiscal_year, head_code, budget_before, budget FROM budget_change_by_year
       WHERE head_code IN ('other', 'contingency-reserve') AND fiscal_year = 2023 ORDER BY head_code $$,
    $$ VALUES (2023, 'contingency-reserve', 2700000.00, 9321000.00), (2023, 'other', 228300000.00, 238746000.00) $$,
    'the reserve stands apart from other activities');
SELECT results_eq(
    $$ SELECT sum(budget_before), sum(budget) FROM budget_change_by_year WHERE head_code IN ('other', 'contingency-reserve') AND fiscal_year = 2023 $$,
    $$ SELECT sum(amount) FILTER (WHERE column_label = 'Budget 2022'), sum(amount) FILTER (WHERE column_label = 'Budget 2023')
       FROM published_figure WHERE table_code = 'other-activities' AND row_label LIKE 'Other activities%' $$,
    'the two make up what is printed of other activities');

-- Reallocation: what could move in 2022, and what deficit remains.
SELECT results_eq(
    $$ SELECT DISTINCT fiscal_year, scenario FROM reallocation_proposal $$, $$ VALUES (2022, 'forecast-2022') $$,
    'only 2022 has both a budget and a forecast by head');
-- Other activities could as well cover the placements: of the plans that are equally good this one is always chosen.
SELECT results_eq(
    $$ SELECT from_head, to_head, amount, cost FROM reallocation_transfer WHERE fiscal_year = 2022 ORDER BY amount DESC $$,
    $$ VALUES ('other', 'income-support', 9300000.00, 3.000000), ('housing', 'protected', 3390000.00, 2.000000),
              ('contingency-reserve', 'income-support', 2700000.00, 0.000000), ('labour-other', 'income-support', 793000.00, 1.000000),
              ('protected', 'placements', 390000.00, 1.000000) $$,
    'five moves, one of which passes on what housing gives');
SELECT is_empty(
    $$ SELECT from_head, to_head, amount, cost, source, from_name, to_name FROM reallocation_transfer
       EXCEPT SELECT t.from_head, t.to_head, t.amount, r.cost, r.source, f.name, o.name FROM reallocation_transfer t
              JOIN transfer_rule r ON r.from_head = t.from_head AND r.to_head = t.to_head
              JOIN budget_head f ON f.code = r.from_head JOIN budget_head o ON o.code = r.to_head $$,
    'each follows a rule and says what it rests on');
SELECT results_eq(
    $$ SELECT head_code, spare, given, received, budget_after, remaining_spare FROM reallocation_balance WHERE given > 0 ORDER BY given DESC $$,
    $$ VALUES ('other', 9300000.00, 9300000.00, 0.00, 219000000.00, 0.00), ('housing', 3390000.00, 3390000.00, 0.00, 120668000.00, 0.00),
              ('contingency-reserve', 2700000.00, 2700000.00, 0.00, 0.00, 0.00), ('labour-other', 793000.00, 793000.00, 0.00, 15317000.00, 0.00),
              ('protected', 0.00, 390000.00, 3390000.00, 10200000.00, 0.00) $$,
    'who gives, keeps what it needs');
SELECT results_eq(
    $$ SELECT head_code, shortfall, received - given, remaining_shortfall, statutory FROM reallocation_balance WHERE shortfall > 0 ORDER BY shortfall DESC $$,
    $$ VALUES ('income-support', 16000000.00, 12793000.00, 3207000.00, true), ('labour-wages', 15500000.00, 0.00, 15500000.00, false),
              ('protected', 3000000.00, 3000000.00, 0.00, true), ('placements', 1000000.00, 390000.00, 610000.00, true),
              ('holiday-jobs', 393000.00, 0.00, 393000.00, false) $$,
    'who lacks; what is statutory comes first');
SELECT results_eq(
    $$ SELECT sum(spare), sum(shortfall), sum(remaining_spare), sum(remaining_shortfall), sum(remaining_shortfall) FILTER (WHERE statutory),
              sum(budget_after) FROM reallocation_balance WHERE fiscal_year = 2022 $$,
    $$ VALUES (16183000.00, 35893000.00, 0.00, 19710000.00, 3817000.00, 670866000.00) $$,
    'all that is spare is used, and 19.7 million still lack, 3.8 of them for what is statutory');
SELECT is((SELECT sum(remaining_shortfall) FROM reallocation_balance WHERE fiscal_year = 2022),
          (SELECT deficit(budget, outcome) FROM budget_variance WHERE fiscal_year = 2022), 'which is the deficit of the whole board');
SELECT results_eq(
    $$ SELECT pool, head_code, budget, need, proposed_budget, change, remaining_shortfall FROM reallocation_proposal
       WHERE fiscal_year = 2022 AND pool IS NOT NULL ORDER BY pool, head_code $$,
    $$ VALUES ('placements', 'placements', 159000000.00, 160000000.00, 159000000.00, 0.00, 1000000.00),
              ('placements', 'protected', 7200000.00, 10200000.00, 7200000.00, 0.00, 3000000.00),
              ('self-support', 'holiday-jobs', 4507000.00, 4900000.00, 4507000.00, 0.00, 393000.00),
              ('self-support', 'income-support', 117491000.00, 133491000.00, 118284000.00, 793000.00, 15207000.00),
              ('self-support', 'labour-other', 16110000.00, 15317000.00, 15317000.00, -793000.00, 0.00),
              ('self-support', 'labour-wages', 11500000.00, 27000000.00, 11500000.00, 0.00, 15500000.00) $$,
    'within a pool 793 000 go to income support, which is statutory');
SELECT is_empty($$ SELECT pool FROM reallocation_proposal GROUP BY organisation, fiscal_year, scenario, pool
                   HAVING sum(change) <> 0 OR sum(proposed_budget) <> sum(budget) OR pool IS NULL AND sum(abs(change)) > 0 $$,
                'the changes of a pool add up to 0; without a pool there are none');
SELECT is_empty($$ SELECT head_code FROM reallocation_proposal p JOIN reallocation_balance b USING (organisation, fiscal_year, scenario, head_code)
                   WHERE least(b.budget_after, p.proposed_budget) < least(p.budget, greatest(p.need, p.floor))
                      OR greatest(b.budget_after, p.proposed_budget) > greatest(p.budget, p.need) $$,
                'nobody gives what it needs, or gets more than it needs');

-- What another rule would do, and back.
CREATE TEMPORARY TABLE plan AS SELECT * FROM reallocation_transfer;
SAVEPOINT with_plan;
INSERT INTO transfer_rule (from_head, to_head, max_amount, cost, source) VALUES ('housing', 'income-support', 2000000, 0, 'what if');
SELECT results_eq(
    $$ SELECT to_head, amount, max_amount, source FROM reallocation_transfer WHERE from_head = 'housing' ORDER BY to_head $$,
    $$ VALUES ('income-support', 2000000.00, 2000000.00, 'what if'),
              ('protected', 1390000.00, NULL, 'Plan 2023, housing: bought protected housing is part of it') $$,
    'a cheaper rule takes what its limit lets through');
SELECT results_eq(
    $$ SELECT sum(remaining_spare), sum(remaining_shortfall), sum(remaining_shortfall) FILTER (WHERE statutory) FROM reallocation_balance $$,
    $$ VALUES (0.00, 19710000.00, 3817000.00) $$, 'and no more is covered by it');
UPDATE transfer_rule SET max_amount = 0 WHERE source = 'what if';
SELECT is_empty($$ SELECT * FROM reallocation_transfer WHERE source = 'what if' $$, 'a limit of 0 lets nothing through');
SELECT set_eq($$ SELECT from_head, to_head, amount FROM reallocation_transfer WHERE from_head = 'housing' $$,
              $$ VALUES ('housing', 'protected', 3390000.00) $$, 'so that housing gives as before');
INSERT INTO transfer_rule (from_head, to_head, cost) VALUES ('other', 'labour-wages', 0);
UPDATE budget_head SET priority = 1 WHERE code = 'labour-wages';
SELECT set_eq($$ SELECT from_head, to_head, amount FROM reallocation_transfer WHERE from_head = 'other' $$,
              $$ VALUES ('other', 'labour-wages', 9300000.00) $$, 'a rule and a priority that send it elsewhere');
ROLLBACK TO with_plan;
SELECT set_eq($$ SELECT * FROM reallocation_transfer $$, $$ SELECT * FROM plan $$, 'ROLLBACK TO restores the plan');

-- A limit on what other activities give to income support. Placements take from them what housing gave by way of
-- protected housing: it costs the same, 3, in one move less.
UPDATE transfer_rule SET max_amount = 5000000 WHERE from_head = 'other' AND to_head = 'income-support';
SELECT results_eq(
    $$ SELECT from_head, to_head, amount, max_amount FROM reallocation_transfer ORDER BY amount DESC $$,
    $$ VALUES ('other', 'income-support', 5000000.00, 5000000.00), ('housing', 'protected', 3000000.00, NULL),
              ('contingency-reserve', 'income-support', 2700000.00, NULL), ('other', 'placements', 1000000.00, NULL),
              ('labour-other', 'income-support', 793000.00, NULL) $$,
    'a limit on a rule is kept');
SELECT results_eq(
    $$ SELECT head_code, remaining_spare, remaining_shortfall FROM reallocation_balance
       WHERE remaining_spare > 0 OR remaining_shortfall > 0 AND statutory ORDER BY head_code $$,
    $$ VALUES ('housing', 390000.00, 0.00), ('income-support', 0.00, 7507000.00), ('other', 3300000.00, 0.00) $$,
    'what no rule lets through is left with the givers, and lacking elsewhere');
ROLLBACK TO with_plan;

-- Money that a head keeps in any case.
UPDATE budget_head SET floor_ratio = 1 WHERE code = 'other';
SELECT results_eq(
    $$ SELECT floor, spare, given, budget_after, remaining_spare FROM reallocation_balance WHERE head_code = 'other' $$,
    $$ VALUES (228300000.00, 0.00, 0.00, 228300000.00, 0.00) $$, 'with a floor of all of its budget a head gives nothing');
SELECT results_eq(
    $$ SELECT sum(spare), sum(remaining_spare), sum(remaining_shortfall), sum(remaining_shortfall) FILTER (WHERE statutory) FROM reallocation_balance $$,
    $$ VALUES (6883000.00, 0.00, 29010000.00, 13117000.00) $$, 'and 9.3 million more are lacking');
ROLLBACK TO with_plan;

-- Result units keep theirs, whatever they have left, but for what refugee services may even out between their two
-- parts. The figures of this test are made up.
SELECT results_eq(
    $$ SELECT code, pool FROM budget_head WHERE floor_ratio = 1 ORDER BY code $$,
    $$ VALUES ('interpreting', NULL::text), ('permits', NULL), ('refugee-children', NULL) $$, 'result units are in no pool');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    ('budget-2022', 'refugees', 'refugee-families', 10000000), ('forecast-2022', 'refugees', 'refugee-families', 8000000),
    ('budget-2022', 'refugees', 'refugee-children', 5000000),  ('forecast-2022', 'refugees', 'refugee-children', 5500000),
    ('budget-2022', 'refugees', 'interpreting', 9000000),      ('forecast-2022', 'refugees', 'interpreting', 4000000),
    ('budget-2022', 'permits', 'permits', 3000000),            ('forecast-2022', 'permits', 'permits', 2000000);
SELECT results_eq(
    $$ SELECT p.head_code, p.need, p.floor, p.spare, p.change, b.given, b.budget_after - b.budget
       FROM reallocation_proposal p JOIN reallocation_balance b USING (organisation, fiscal_year, scenario, head_code)
       WHERE p.head_code IN ('interpreting', 'permits', 'refugee-children', 'refugee-families') ORDER BY p.head_code $$,
    $$ VALUES ('interpreting', 4000000.00, 9000000.00, 0.00, 0.00, 0.00, 0.00), ('permits', 2000000.00, 3000000.00, 0.00, 0.00, 0.00, 0.00),
              ('refugee-children', 5500000.00, 5000000.00, 0.00, 0.00, 0.00, 500000.00), ('refugee-families', 8000000.00, 0.00, 2000000.00, 0.00, 500000.00, -500000.00) $$,
    'they give nothing but what families have over to children');
SELECT set_eq(
    $$ SELECT from_head, to_head, amount FROM reallocation_transfer
       WHERE from_head ~ '^(interpreting|permits|refugee)' OR to_head ~ '^(interpreting|permits|refugee)' $$,
    $$ VALUES ('refugee-families', 'refugee-children', 500000.00) $$, 'and neither give to others nor take from them');
SELECT results_eq(
    $$ SELECT sum(remaining_shortfall) FROM reallocation_balance WHERE head_code !~ '^refugee' $$, $$ VALUES (19710000.00) $$,
    'so that the others lack what they lacked');
ROLLBACK TO with_plan;

-- Drivers.
SELECT results_eq(
    $$ SELECT amount, stated_total, explained, unexplained FROM deficit_driver ORDER BY amount $$,
    $$ VALUES (-14000000.00, -20000000.00, -23000000.00, 3000000.00), (-9000000.00, -20000000.00, -23000000.00, 3000000.00) $$,
    'the stated causes exceed the stated deficit by three million');

-- The stated forecast of 2022 by head, beside the budget; nothing was published by month, so nothing is computed.
SELECT set_eq(
    $$ SELECT as_of, unit_code, unit, head_code, head, stated_forecast, budget, stated_variance FROM year_end_forecast
       WHERE fiscal_year = 2022 AND stated_scenario = 'forecast-2022' $$,
    $$ SELECT as_of, unit_code, unit, head_code, head, outcome, budget, variance FROM budget_variance WHERE fiscal_year = 2022 AND scenario = 'forecast-2022' $$,
    'the forecast of 2022 by head is that of budget_variance');
SELECT results_eq(
    $$ SELECT budget, stated_forecast, stated_variance FROM year_end_forecast WHERE fiscal_year = 2022 AND head_code = 'income-support' $$,
    $$ VALUES (117491000.00, 133491000.00, -16000000.00) $$, 'income support will end 16 million over');
SELECT results_eq(
    $$ SELECT sum(budget), sum(stated_forecast), sum(stated_variance) FROM year_end_forecast WHERE fiscal_year = 2022 $$,
    $$ VALUES (670866000.00, 690576000.00, -19710000.00) $$, 'and the whole 19.7 million');
SELECT is_empty($$ SELECT * FROM year_end_forecast WHERE num_nonnulls(booked_until, booked, forecast, low, high, variance, deficit, method) > 0 $$,
                'no month is booked, so there is no forecast to compute');
SELECT is((SELECT (SELECT count(*) FROM booked_year) + (SELECT count(*) FROM monthly_outcome) + (SELECT count(*) FROM forecast_by_month)
                + (SELECT count(*) FROM forecast_total_by_month)), 0::bigint, 'nor by month');
SELECT is_empty($$ SELECT * FROM forecast_accuracy $$, 'no outcome of a year that was forecast is published, so nobody knows what came of it');
SELECT results_eq($$ SELECT fiscal_year, scenario FROM final_outcome $$, $$ VALUES (2021, 'outcome-2021') $$, 'the year that is over was not forecast');

-- The interim report of April 2023.
SELECT results_eq(
    $$ SELECT as_of, version, fiscal_year, report_json::jsonb ->> 'name' FROM published_interim_report $$,
    $$ VALUES ('2023-04-30'::date, 1, 2023, 'Lund') $$, 'one report is published');
SELECT results_eq(
    $$ SELECT section, count(DISTINCT row_number) FROM interim_report_figure GROUP BY section ORDER BY section COLLATE "C" $$,
    $$ VALUES ('data_quality', 1::bigint), ('drivers', 5), ('heads', 10), ('household_plan', 3), ('households', 4), ('targets', 13), ('year_end', 1) $$,
    'its sections have so many rows');
SELECT results_eq(
    $$ SELECT item, figure, coalesce(amount, ratio) FROM interim_report_figure WHERE section = 'year_end' ORDER BY figure COLLATE "C" $$,
    $$ VALUES ('Stated by the board as of 2023-04-30', 'Budget', 712524000), ('Stated by the board as of 2023-04-30', 'Forecast', 732524000),
              ('Stated by the board as of 2023-04-30', 'Variance', -20000000), ('Stated by the board as of 2023-04-30', 'of the budget', -0.028069) $$,
    'the board states a deficit of 20 million on a budget of 712 524 000');
SELECT results_eq(
    $$ SELECT item, amount FROM interim_report_figure WHERE section = 'drivers' ORDER BY row_number $$,
    $$ SELECT cause, amount FROM (SELECT row_number() OVER (ORDER BY amount) AS place, cause, amount FROM deficit_driver
                                  UNION ALL VALUES (11, 'The stated causes together', -23000000), (12, 'Not explained by them', 3000000), (13, 'Variance as stated', -20000000)) d
       ORDER BY place $$, 'its causes exceed it by three million');
SELECT set_eq(
    $$ SELECT item, amount FROM interim_report_figure WHERE section = 'heads' AND figure = 'Budget' $$,
    $$ SELECT head, sum(budget) FROM budget_variance WHERE fiscal_year = 2023 GROUP BY head UNION ALL VALUES ('All heads', 712524000) $$, 'its heads are those of the budget');
SELECT is_empty($$ SELECT * FROM interim_report_figure WHERE section = 'heads' AND figure <> 'Budget' $$, 'of which nothing more is known');
SELECT results_eq(
    $$ SELECT item, figure, amount FROM interim_report_figure WHERE section = 'household_plan' ORDER BY row_number, figure $$,
    $$ VALUES ('Expected on average in a month', 'Amount a year', 143016000.00), ('Expected on average in a month', 'Households', 1010.00),
              ('The budget pays for', 'Amount a year', 120449000), ('The budget pays for', 'Households', 850),
              ('Missing', 'Amount a year', 22567000), ('Missing', 'Households', 160) $$, 'it expects 1010 households, and the budget pays for 850');
SELECT results_eq(
    $$ SELECT item, amount FROM interim_report_figure WHERE section = 'households' ORDER BY row_number $$,
    $$ SELECT to_char(month, 'YYYY-MM'), expected::numeric FROM household_path WHERE month <= '2023-04-01' ORDER BY month $$, 'its months are those until April');
SELECT is_empty($$ SELECT * FROM interim_report_figure WHERE section = 'targets' AND figure IN ('Outcome', 'Status') $$, 'no outcome of 2023 is in it');
SELECT is_empty($$ SELECT line FROM published_interim_report, regexp_split_to_table(report_text, '\n') AS line WHERE length(line) > 130 $$, 'its lines fit a page');
SELECT is(interim_report('lund', '2023-04-30'), interim_report('lund', '2023-04-30', version => 1), 'its latest version is its first');

-- Households: what the plan for 2023 expects, and what its budget pays for.
SELECT results_eq(
    $$ SELECT fiscal_year, budget, cost_per_household, households_funded, households_expected, gap_households, gap, norm_gap,
              households_on_path, expected_basis
       FROM household_budget_gap ORDER BY fiscal_year $$,
    $$ VALUES (2022, 120940000.00, NULL::numeric, NULL::integer, NULL::integer, NULL::integer, NULL::numeric, NULL::numeric, NULL::integer, NULL),
              (2023, 120449000.00, 11800.00, 850, 1010, 160, 22567000.00, 3500000.00, 1009, 'stated') $$,
    'the budget of 2023 pays for 850 of 1010 households; of 2022 neither cost nor opening is known');
SELECT is((SELECT round(g.gap, -6) FROM household_budget_gap g WHERE fiscal_year = 2023),
          (SELECT amount FROM published_figure WHERE row_label = 'Missing (saknas)'), '22.6 million are missing, printed as 23');
SELECT results_eq(
    $$ SELECT month, expected FROM household_path ORDER BY month $$,
    $$ VALUES ('2023-01-01'::date, 1063), ('2023-02-01', 1053), ('2023-03-01', 1044), ('2023-04-01', 1034),
              ('2023-05-01', 1024), ('2023-06-01', 1014), ('2023-07-01', 1004), ('2023-08-01', 994),
              ('2023-09-01', 984), ('2023-10-01', 975), ('2023-11-01', 965), ('2023-12-01', 955) $$,
    'the way from 1068 to 950 by month, only of the year whose opening is known');
SELECT is((SELECT count(*) FROM household_path WHERE households IS NOT NULL OR deviation IS NOT NULL), 0::bigint,
          'no households by month are published to hold against it');
SELECT is((SELECT (SELECT count(*) FROM household_cost) + (SELECT count(*) FROM household_cost_change)
                + (SELECT count(*) FROM caseload_by_year) + (SELECT count(*) FROM household_check)), 0::bigint,
          'nor what they cost');
SELECT results_eq(
    $$ SELECT fiscal_year, opening_households::numeric, closing_households::numeric, expected_households::numeric, cost_per_household, budget, norm_gap
       FROM household_plan ORDER BY fiscal_year $$,
    $$ SELECT y.fiscal_year,
              (SELECT amount FROM published_figure WHERE table_code = 'indicators' AND row_label LIKE 'Households with income support at the end%'
                  AND column_label = 'Outcome ' || y.fiscal_year - 1),
              (SELECT amount FROM published_figure WHERE table_code = 'text: indicators' AND row_label LIKE 'Household target%' AND column_label = y.year),
              (SELECT amount FROM published_figure WHERE table_code = 'text: income support' AND row_label LIKE 'Households expected%' AND column_label = y.year),
              (SELECT amount FROM published_figure WHERE table_code = 'text: income support' AND row_label LIKE 'Cost per household%' AND column_label = y.year),
              (SELECT amount FROM published_figure WHERE table_code = 'income-support' AND row_label LIKE 'Payments%' AND column_label = 'Budget ' || y.year),
              (SELECT amount FROM published_figure WHERE table_code = 'text: income support' AND row_label LIKE 'of which gap to the national norm%' AND column_label = y.year)
       FROM (VALUES (2022, '2022'), (2023, '2023')) y(fiscal_year, year) ORDER BY fiscal_year $$,
    'the household plan is what the plan prints');
SELECT set_eq(
    $$ SELECT amount FROM published_figure WHERE row_label LIKE 'Household target%' AND column_label LIKE '%2023'
       UNION ALL SELECT amount FROM published_figure WHERE table_code = 'indicators' AND row_label LIKE 'Households with income support%' AND column_label = 'Target 2023' $$,
    $$ SELECT closing_households FROM household_plan WHERE fiscal_year = 2023 $$, 'wherever the target of 2023 is printed it is the same');
SELECT is((SELECT households_funded::numeric FROM household_budget_gap WHERE fiscal_year = 2023),
          (SELECT amount FROM published_figure WHERE row_label = 'Households per month that the budget covers'),
          'the budget pays for as many households as the plan says');

-- Goals and indicators: what the plan for 2023 wants, and where the year begins.
SELECT is((SELECT count(*) FROM goal), 9::bigint, 'nine goals');
SELECT is((SELECT count(*) FROM indicator), 18::bigint, 'eighteen indicators');
SELECT is((SELECT count(*) FROM indicator WHERE goal = 'followed'), 4::bigint, 'of which four are followed without a target');
SELECT is_empty($$ SELECT indicator FROM indicator_value JOIN indicator ON code = indicator WHERE goal = 'followed' AND target IS NOT NULL $$,
                'and have none');
SELECT results_eq(
    $$ SELECT fiscal_year, count(*), count(outcome), count(target) FROM target_attainment GROUP BY fiscal_year ORDER BY fiscal_year $$,
    $$ VALUES (2020, 18::bigint, 2::bigint, 0::bigint), (2021, 18, 7, 0), (2022, 18, 12, 1), (2023, 18, 0, 13) $$,
    'every indicator is shown in every year');
SELECT results_eq(
    $$ SELECT DISTINCT status, outcome_text, attainment FROM target_attainment WHERE fiscal_year = 2023 $$,
    $$ VALUES ('no_data', 'no outcome', NULL::numeric) $$, 'no outcome of 2023 is known, so there is no verdict');
SELECT is_empty($$ SELECT * FROM goal_attainment WHERE fiscal_year = 2023 AND (met > 0 OR no_data <> indicators OR attainment_index IS NOT NULL) $$,
                'and none counts as met');
SELECT results_eq(
    $$ SELECT indicator_code, previous_text, target_text FROM target_attainment
       WHERE fiscal_year = 2023 AND previous_status = 'met' ORDER BY position $$,
    $$ VALUES ('family-perspective', 'yes', 'yes'), ('support-with-housing', 'yes', 'yes'), ('honour-consultation', '100 %', '100 %'),
              ('days-to-housing', '138 days', '180 days'), ('orientation-passed', '91 %', '90 %') $$,
    'five targets of 2023 are met by the latest outcome already');
SELECT results_eq(
    $$ SELECT previous_text, target_text, previous_attainment, previous_status, baseline FROM target_attainment
       WHERE fiscal_year = 2023 AND indicator_code = 'households' $$,
    $$ VALUES ('1 068 households', '950 households', 0.889513, 'at_risk', 1068.000000) $$, 'households begin at 950 / 1068');
SELECT results_eq(
    $$ SELECT fiscal_year, outcome_text, trend, target_text FROM target_attainment
       WHERE indicator_code = 'acute-housing-children' ORDER BY fiscal_year $$,
    $$ VALUES (2020, '54 children', NULL, 'no target'), (2021, '40 children', 'improving', 'no target'),
              (2022, '42 children', 'worsening', 'no target'), (2023, 'no outcome', NULL, '20 children') $$,
    'children in acute housing became more in 2022');
SELECT results_eq(
    $$ SELECT outcome, target, attainment, status FROM target_attainment WHERE fiscal_year = 2022 AND target IS NOT NULL $$,
    $$ VALUES (1068.000000, 1000.000000, 0.936330, 'on_track') $$, 'the one target of 2022: 1000 / 1068');
SELECT results_eq(
    $$ SELECT goal_code, parent_code, indicators, previously_met, previously_no_data FROM goal_attainment WHERE fiscal_year = 2023 ORDER BY goal_code COLLATE "C" $$,
    $$ VALUES ('children', 'safety', 3, 0, 1), ('climate', NULL, 0, 0, 0), ('followed', NULL, 4, 0, 4), ('safety', NULL, 9, 4, 2),
              ('self-determination', 'safety', 3, 2, 0), ('self-support', 'work', 5, 1, 1), ('trust', NULL, 0, 0, 0),
              ('violence', 'safety', 3, 2, 1), ('work', NULL, 5, 1, 1) $$,
    'each goal with those below it; two have no indicator');

-- They are what the plan prints. Names differ, so the indicator of each row is told.
CREATE TEMPORARY TABLE printed_as (indicator text, row_pattern text);
INSERT INTO printed_as VALUES
    ('family-perspective', 'Family, network and child perspective%'), ('support-with-housing', 'Support combined with housing%'),
    ('user-involvement', 'Users take part%'), ('parenting-support', 'Preventive parental support%'),
    ('acute-housing-children', 'Children in emergency housing%'), ('family-centre-plan', 'Plan for a new family centre%'),
    ('honour-consultation', 'Honour-related cases%'), ('days-to-housing', 'Days until housing%'),
    ('orientation-passed', 'Civic orientation passed%'), ('activity-participants', 'People in labour-market activities%'),
    ('households', 'Households with income support%'), ('job-tracks', 'Job tracks created%'),
    ('education-coordination-plan', 'Plan for coordination with education%');
CREATE TEMPORARY VIEW printed_value AS
SELECT p.indicator, right(f.column_label, 4)::integer AS fiscal_year, left(f.column_label, -5) AS what, f.amount
FROM published_figure f
LEFT JOIN printed_as p ON f.row_label LIKE p.row_pattern
WHERE f.table_code = 'indicators';
SELECT set_eq(
    $$ SELECT indicator, fiscal_year, what, amount FROM printed_value $$,
    $$ SELECT indicator, fiscal_year, what, amount FROM indicator_value
       CROSS JOIN LATERAL (VALUES ('Outcome', outcome), ('Target', target)) v(what, amount)
       WHERE amount IS NOT NULL AND indicator IN (SELECT indicator FROM printed_as) AND NOT (indicator = 'households' AND fiscal_year = 2022 AND what = 'Target') $$,
    'every outcome and target of the table of indicators is the printed one, and there is no other');
SELECT set_eq(
    $$ SELECT fiscal_year, target FROM indicator_value WHERE indicator = 'households' AND target IS NOT NULL $$,
    $$ SELECT right(column_label, 4)::integer, amount FROM published_figure WHERE row_label LIKE 'Household target%' $$,
    'the household targets of both years are those of the text');
SELECT set_eq(
    $$ SELECT fiscal_year, target FROM indicator_value WHERE indicator = 'households' AND target IS NOT NULL $$,
    $$ SELECT fiscal_year, closing_households FROM household_plan WHERE closing_households IS NOT NULL $$,
    'and those of the household plan');
SELECT results_eq(
    $$ SELECT v.fiscal_year, v.outcome FROM indicator_value v JOIN indicator i ON i.code = v.indicator WHERE i.goal = 'followed' ORDER BY i.position $$,
    $$ SELECT left(column_label, 4)::integer, amount FROM published_figure
       WHERE table_code = 'text: labour market' AND row_label LIKE 'Self-supporting%' OR row_label LIKE 'More homeless people%'
       ORDER BY document, array_position('{ordinary,supported,adviser}', substring(row_label FROM 'ordinary|supported|adviser')) $$,
    'what is followed is what the summaries of the meetings print');

-- Assignments.
SELECT is((SELECT count(*) FROM assignment_status WHERE due_on IS NOT NULL), 84::bigint, '84 assignments as the plan lists them');
SELECT results_eq(
    $$ SELECT d.assignment_code, d.due_on, d.duplicate_of, a.due_on, a.duplicate_of
       FROM assignment_status d JOIN assignment_status a ON a.assignment_code = d.duplicate_of ORDER BY d.assignment_code $$,
    $$ VALUES ('honour-10', '2023-01-20'::date, 'honour-1.2', '2023-12-31'::date, NULL),
              ('honour-14', '2023-01-20', 'honour-1.1', '2023-12-31', NULL) $$,
    'two of them stand there twice, with two dates');
SELECT is_empty($$ SELECT * FROM assignment_status WHERE due_on IS NULL AND decision_code IS NULL AND reports = 0 OR responsible IS NULL OR status <> 'open' $$,
                'each is open, has a day, a decision or a report, and somebody to do it');
SELECT is_empty($$ SELECT * FROM assignment_status JOIN live_day USING (organisation) WHERE days_left <> due_on - today OR overdue <> (due_on < today) $$,
                'days are counted from today');

-- What moves the budget, as the plan prints it: 44 049 = 36 673 + 4 397 + 2 979, of which 36 673 = 30 470 + 6 203.
SELECT results_eq(
    $$ SELECT driver, sum(amount) FROM budget_by_driver WHERE fiscal_year = 2023 AND part_of = 'Prices, wages, payroll overhead and demography' GROUP BY driver ORDER BY driver $$,
    $$ SELECT v.driver, f.amount FROM (VALUES ('efficiency', 'text: frame', 'of which effici%'), ('index', 'uprating', 'Prices%'), ('need', 'new-needs', 'Sum%'), ('volume', 'uprating', 'Demography')) AS v(driver, table_code, name)
       JOIN published_figure f ON f.table_code = v.table_code
                              AND CASE v.table_code WHEN 'uprating' THEN f.row_label LIKE 'Sum of%' AND f.column_label LIKE v.name WHEN 'new-needs' THEN f.row_label LIKE v.name AND f.column_label = 'Budget 2023' ELSE f.row_label LIKE v.name END
       ORDER BY v.driver $$,
    'each driver comes to what the plan prints of it');
SELECT is_empty($$ SELECT * FROM budget_by_driver WHERE basis IN ('rest', 'change') $$, 'and the drivers of every stated change come to all of it');
SELECT is((SELECT sum(amount) FROM budget_by_driver WHERE fiscal_year = 2023), (SELECT sum(amount) FROM budget_bridge WHERE fiscal_year = 2023 AND kind = 'change'), 'together they are the changes of the bridge');
SELECT results_eq($$ SELECT gap, met - granted FROM under_compensation ORDER BY gap DESC $$, $$ VALUES (3500000.00, 3500000.00), (2400000.00, NULL), (2100000.00, NULL) $$, 'prices rise by 3.5, 2.4 and 2.1 million more than is granted');
SELECT is((SELECT gap FROM under_compensation WHERE head_code = 'income-support'), (SELECT norm_gap FROM household_plan WHERE fiscal_year = 2023), 'that of the national norm is the one of the plan of households');
SELECT results_eq($$ SELECT lost_in, amount FROM temporary_budget $$, $$ VALUES (2024, 5460000.00) $$, 'the budget of 2024 loses 5.46 million that were for a year');
-- The registers.
SELECT results_eq($$ SELECT kind_code, count(*) FROM register_status GROUP BY 1 ORDER BY 1 $$,
                  $$ VALUES ('agreement', 4::bigint), ('continuity', 3), ('control', 3), ('decision', 12), ('dependency', 4), ('law', 3), ('observation', 11), ('risk', 6) $$, 'every register that the documents name has its items');
SELECT is_empty($$ SELECT * FROM register_status WHERE kind_code = 'decision' AND item_code NOT IN (SELECT decision_code FROM decision_log) $$, 'decisions are in the log');
SELECT is_empty($$ SELECT * FROM decision_log d WHERE report_as_of IS NOT NULL AND NOT EXISTS (SELECT FROM published_interim_report r WHERE r.as_of = d.report_as_of AND r.version = d.report_version) $$,
                'the report that the board had is the one that is kept');
SELECT is_empty($$ SELECT * FROM register_history $$, 'nothing was changed in them');
SELECT set_eq($$ SELECT EXTRACT(year FROM period_start)::text, value FROM key_figure_trend WHERE key_figure_code LIKE 'refugees-%' $$,
              $$ SELECT row_label, amount FROM published_figure WHERE table_code = 'refugees-in-december' AND row_label ~ '^[0-9]{4}$' $$, 'key figures are what is printed');

-- A target that the baseline is on already: a miss is a miss, and figures of any size can be shown.
UPDATE indicator_value SET outcome = 0.5 WHERE indicator = 'honour-consultation' AND fiscal_year = 2023;
UPDATE indicator_value SET outcome = -999999.999999, target = 0.5 WHERE indicator = 'orientation-passed' AND fiscal_year = 2023;
UPDATE indicator_value SET outcome = 0.499999 WHERE indicator = 'orientation-passed' AND fiscal_year = 2022;
SELECT results_eq(
    $$ SELECT indicator_code, attainment, status, trend FROM target_attainment
       WHERE fiscal_year = 2023 AND indicator_code IN ('honour-consultation', 'orientation-passed') ORDER BY 1 $$,
    $$ VALUES ('honour-consultation', 0.500000, 'off_track', 'worsening'), ('orientation-passed', -999999.000000, 'off_track', 'worsening') $$,
    'targets that are clearly missed');

SELECT finish();
ROLLBACK;
