-- views: what each view of a mart shows, and to whom

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader', organisation_name => 'Lunds kommun');
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

-- Norr has payments only: in December 2022, 2 is paid twice and 3 pays a part back;
-- in January 2 only pays back and is no household of Norr; February nets to 0;
-- March has no household. Syd has reported figures only, some without payments.
-- Öst has either, or both: then payments win. Where eb of the one organisation
-- has payments, eb of the other has reported figures.
SELECT organisation, fiscal_year AS year, unit_code, unit, month, households, payments, cost_per_household AS cost,
       households_year_ago AS year_ago, households_change_ratio AS ratio, source
FROM household_cost WHERE fiscal_year > 2019
ORDER BY organisation, unit_code, month;
-- 1 is in two units in December 2022, and counts in both.
SELECT unit_code, unit, month, households, payments, source
FROM caseload_by_month WHERE month = '2022-12-01' ORDER BY organisation DESC, unit_code;
-- household_cost has the same months; a year ago is the month of that year.
SELECT count(*) AS months,
       count(*) FILTER (WHERE (h.households, h.payments, h.source, h.unit, h.fiscal_year)
                              IS DISTINCT FROM (c.households, c.payments, c.source, c.unit, c.fiscal_year)
                           OR h.households_year_ago IS DISTINCT FROM b.households) AS others
FROM household_cost h
FULL JOIN caseload_by_month c USING (organisation, unit_code, month)
LEFT JOIN caseload_by_month b ON b.organisation = c.organisation AND b.unit_code = c.unit_code AND b.month + interval '1 year' = c.month;

-- The months of Öst that have both. What is not reported agrees.
SELECT organisation, unit_code, month, households AS hh, households_reported AS hh_reported, households_difference AS hh_diff,
       payments, payments_reported, payments_difference, verdict
FROM household_check ORDER BY month;

-- Väst in 2016: 10 got support in ten months, 11 in nine, 12 in nine and paid back in a
-- tenth, 13 in six and in four of the next year. Reported figures are not in it.
SELECT organisation, fiscal_year AS year, unit_code, unit, months, households, average_households AS average, long_term_households AS long_term,
       long_term_ratio AS ratio, payments, cost_per_household AS cost
FROM caseload_by_year ORDER BY organisation DESC, fiscal_year, unit_code;

-- 2009: January of one unit and February of another are two months. 2012: January and
-- February; Väst is gone, Öst is new, and nobody knows what March paid. 2013: February and
-- April; what Väst still gets back, without a household, is neither volume nor price.
-- 2023: rounded by themselves, the effects would be 0.01 off.
SELECT organisation, fiscal_year AS year, months, cost_before, volume_effect AS volume, mix_effect AS mix, price_effect AS price, cost,
       household_months_before AS before, household_months AS now, cost_per_household_before AS cost_1_before, cost_per_household AS cost_1
FROM household_cost_change ORDER BY organisation DESC, fiscal_year;
SELECT count(*) AS years, count(*) FILTER (WHERE cost_before + volume_effect + mix_effect + price_effect = cost) AS add_up
FROM household_cost_change;

-- 2021: nothing expected. 2022: stated. 2023: from 365 to 0, so 365 - 183 on average, and
-- the budget pays for more. 2024: stated though there is a path; no cost. 2025: no budget.
-- 2026: pays for too many to show. 2027: for none.
SELECT organisation, fiscal_year AS year, budget, cost_per_household AS cost, households_funded AS funded, households_expected AS expected,
       gap_households AS gap_hh, gap, norm_gap, households_on_path AS on_path, expected_basis AS basis
FROM household_budget_gap ORDER BY organisation DESC, fiscal_year;
SELECT count(*) AS plans, count(*) FILTER (WHERE gap_households IS DISTINCT FROM households_expected - households_funded
                                              OR gap IS DISTINCT FROM households_expected * cost_per_household * 12 - budget) AS others
FROM household_budget_gap;

-- No path without opening and closing. 2023: 365 less the days until the middle of
-- the month. 2024, a leap year: so many days. Of what is not known nothing is said.
SELECT organisation, fiscal_year AS year, count(*) AS months, count(households) AS known, min(expected), max(expected)
FROM household_path GROUP BY organisation, fiscal_year ORDER BY organisation DESC, fiscal_year;
SELECT month, expected, households, deviation FROM household_path WHERE organisation = '1281' AND fiscal_year = 2023 ORDER BY month;
SELECT month, expected, households, deviation FROM household_path WHERE organisation = '1281' AND fiscal_year = 2024
   AND EXTRACT(month FROM month) IN (1, 2, 3, 12) ORDER BY month;
SELECT month, expected, households, deviation FROM household_path WHERE organisation = '1280' AND households IS NOT NULL ORDER BY month;

-- Every indicator in every year of which anything is known, in each organisation. Survey
-- has no figure at all, and is there.
SELECT organisation, fiscal_year AS year, count(*) AS indicators, count(outcome) AS outcomes, count(target) AS targets,
       count(*) FILTER (WHERE status = 'no_data') AS no_data,
       count(*) FILTER (WHERE outcome_text = 'no outcome') AS no_outcome, count(*) FILTER (WHERE target_text = 'no target') AS no_target
FROM target_attainment GROUP BY organisation, fiscal_year ORDER BY organisation DESC, fiscal_year;
SELECT fiscal_year AS year, goal, indicator, baseline, outcome, target, attainment, status, outcome_text, target_text, trend, expected,
       previous_year, previous_text, previous_status
FROM target_attainment WHERE indicator_code = 'survey' ORDER BY fiscal_year;
-- 2021: no targets. 2022: 0 evictions meet 0, though no ratio says so; sick leave and practice
-- have no year before. 2023: share begins at 2021, nothing is known of 2022; households went
-- the wrong way; wait began where its target was met, so 180 / 200; evictions have no target.
SELECT fiscal_year AS year, indicator_code AS code, direction, baseline, outcome, target, attainment, status, trend
FROM target_attainment WHERE organisation = '1281' AND fiscal_year < 2024 AND (outcome IS NOT NULL OR target IS NOT NULL)
ORDER BY fiscal_year, position;
-- 2024 on 1 July, its 183rd day of 366, so half of the way is due: households are behind; tracks
-- and evictions are there, which is not to be met; share has met its target already. Wait is due
-- all year; sick leave began where its target is met. A no says nothing yet, a yes is a yes.
-- Tracks begin at 0 again, so half a year has no trend. Practice is of 31 December: the year is over.
SELECT indicator_code AS code, as_of, baseline, outcome, target, expected, attainment, status, trend
FROM target_attainment WHERE organisation = '1281' AND fiscal_year = 2024 ORDER BY position;
-- Any other baseline is where the way begins, and the year before says how it goes; but not where months add up.
BEGIN;
UPDATE indicator SET baseline = 1 WHERE organisation = '1281' AND code IN ('households', 'wait');
UPDATE indicator SET aggregation = 'sum' WHERE organisation = '1281' AND code = 'wait';
SELECT indicator_code AS code, as_of, outcome, previous_year, trend FROM target_attainment WHERE organisation = '1281' AND fiscal_year = 2024 AND indicator_code IN ('households', 'wait');
ROLLBACK;
-- Once the year is over: met or not by the target itself, with a trend, and a no is a no.
BEGIN;
UPDATE indicator_value SET as_of = CASE indicator WHEN 'tracks' THEN '2024-12-31'::date END WHERE fiscal_year = 2024;
SELECT indicator_code AS code, as_of, outcome, expected, attainment, status, trend
FROM target_attainment WHERE organisation = '1281' AND fiscal_year = 2024 AND indicator_code IN ('plan', 'tracks', 'households', 'evictions')
ORDER BY position;
ROLLBACK;
-- What people read: yes and no, percent, days, what is counted, or just a number.
SELECT fiscal_year AS year, indicator, measure, outcome_text, target_text, previous_text
FROM target_attainment WHERE organisation = '1281' AND fiscal_year IN (2022, 2024) ORDER BY fiscal_year, position;
-- Where the year begins: the latest earlier outcome against this year's target, without a baseline.
SELECT fiscal_year AS year, indicator_code AS code, previous_year AS of_year, previous_outcome, target, previous_attainment, previous_status
FROM target_attainment WHERE organisation = '1281' AND fiscal_year > 2021 AND (previous_year IS NOT NULL OR target IS NOT NULL)
ORDER BY fiscal_year, position;
-- The other organisation's indicator of the same code has nothing before it.
SELECT organisation, fiscal_year AS year, goal, indicator, baseline, outcome_text, target_text, attainment, status, trend, previous_year, weight
FROM target_attainment WHERE organisation = '1280';

-- Support in 2022: (2 x 0.5 + 1 + 1) / 4, as 1.2 counts as 1 and 0 evictions as met. Jobs: (0.75 +
-- 0.75 + 0.5 x 0.95) / 2.5. Work: both and its own plan, 4.975 / 7.5. In 2023 households count
-- as 0. Nothing is below trust. What weighs nothing has no mean.
SELECT organisation, fiscal_year AS year, goal_code, parent_code, indicators AS n, met, on_track AS on, at_risk AS risk, off_track AS off, no_data,
       attainment_index AS index, previously_met AS prev_met, previously_no_data AS prev_no_data
FROM goal_attainment ORDER BY organisation DESC, fiscal_year, goal_code;
SELECT count(*) FILTER (WHERE indicators <> met + on_track + at_risk + off_track + no_data) AS others,
       count(DISTINCT goal) AS goals
FROM goal_attainment;

-- What is done or cancelled, or has no day, has no days left and is not overdue.
SELECT organisation, assignment_code AS code, title, source, decided_by, responsible, due_on, status, days_left, overdue, duplicate_of
FROM assignment_status ORDER BY organisation DESC, assignment_code;
-- Open with a day before, of and after today; done in time or not is the same.
BEGIN;
SELECT today FROM live_day WHERE organisation = '1281' \gset
INSERT INTO assignment (code, title, source, decided_by, due_on, status)
SELECT 'due ' || status || days, 'Due', 'Plan', 'Council', :'today'::date + days, status
FROM (VALUES (-400), (-1), (0), (3), (366)) AS d(days), (VALUES ('open'), ('done')) AS s(status);
SELECT status, days_left, overdue, due_on - :'today'::date AS days_from_today
FROM assignment_status WHERE title = 'Due' ORDER BY status DESC, due_on;
INSERT INTO assignment (code, title, source, decided_by, due_on) VALUES
    ('first', 'Extreme', 'Plan', 'Council', '4713-01-01 BC'), ('last', 'Extreme', 'Plan', 'Council', '5874897-12-31');
SELECT assignment_code AS code, status, days_left = due_on - :'today'::date AS days_left, overdue
FROM assignment_status WHERE title = 'Extreme' ORDER BY due_on;
ROLLBACK;

-- The first and the last month and year that there can be.
BEGIN;
INSERT INTO household_month (unit, month, households, payments) VALUES
    ('fam', '1000-01-01', 1, 9999999999999.99), ('fam', '9999-12-01', 1, -9999999999999.99);
INSERT INTO support_payment (unit, household, month, amount) VALUES
    ('norr', -9223372036854775808, '1000-01-01', 999999999.99), ('norr', 9223372036854775807, '9999-12-01', 0.01);
INSERT INTO household_plan (fiscal_year, opening_households, closing_households) VALUES (1000, 1, 1), (9999, 1, 1);
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES
    (1000, 'share', -999999.999999, 999999.999999, '1000-01-01'), (9999, 'share', -999999.999999, 999999.999999, '9999-12-30');
SELECT unit_code, fiscal_year, month, households, payments, cost_per_household, households_year_ago
FROM household_cost WHERE fiscal_year IN (1000, 9999) ORDER BY month, unit_code;
SELECT fiscal_year, count(*), min(month), max(month), sum(households) FROM household_path WHERE fiscal_year IN (1000, 9999) GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT fiscal_year, baseline, outcome, target, expected, attainment, status, outcome_text, previous_year
FROM target_attainment WHERE indicator_code = 'share' AND fiscal_year IN (1000, 9999) ORDER BY fiscal_year;
SELECT fiscal_year, goal, indicators, no_data, off_track, attainment_index FROM goal_attainment WHERE fiscal_year IN (1000, 9999) AND goal_code = 'jobs' ORDER BY fiscal_year;
ROLLBACK;

-- In 2023 administration has 50 left by one forecast, and a rule that lets 40.50 of it move.
SELECT organisation, fiscal_year AS year, scenario, pool, head_code AS head, budget, need, proposed_budget AS proposed, change, remaining_shortfall AS lacks
FROM reallocation_proposal ORDER BY organisation DESC, fiscal_year, scenario, head_code;
SELECT organisation, fiscal_year AS year, scenario, from_head, from_name, to_head, to_name, amount, max_amount, cost, source FROM reallocation_transfer;

-- Money that could move, in a mart of its own: of nothing, nothing.
BEGIN;
CALL create_social_mart('pools', organisation => 'a');
SET LOCAL search_path = pools, public;
SELECT (SELECT count(*) FROM reallocation_proposal) AS proposals, (SELECT count(*) FROM reallocation_transfer) AS transfers,
       (SELECT count(*) FROM reallocation_balance) AS balances;
INSERT INTO organisation VALUES ('b', 'B');
INSERT INTO unit (organisation, code, name) VALUES ('a', 'u1', 'One'), ('a', 'u2', 'Two'), ('b', 'u1', 'One');
COPY budget_head (organisation, code, name, statutory, pool, floor_ratio, priority) FROM stdin (FORMAT csv);
a,staff,Staff,f,self-support,0.333333,2
a,support,Income support,t,self-support,0,1
a,jobs,Jobs,f,self-support,0,2
a,courses,Courses,f,self-support,0.5,1
a,homes,Homes,t,care,0,1
a,care,Care,f,care,0,2
a,fees,Fees,f,care,1,2
a,fines,Fines,f,care,0,1
a,hall,Hall,f,,0,2
a,park,Park,f,,0,3
a,result,Result unit,f,,1,1
a,idle,Without figures,f,self-support,0,1
a,half,Half reported,f,self-support,0,2
b,staff,Staff of B,f,self-support,0,1
b,support,Income support of B,f,self-support,0,1
\.
COPY scenario (organisation, code, kind, fiscal_year, as_of, adopted) FROM stdin (FORMAT csv);
a,budget-2021-draft,budget,2021,,f
a,forecast-2021,forecast,2021,,t
a,budget-2022,budget,2022,,t
a,outcome-2022-06,outcome,2022,2022-06-30,t
a,outcome-2022-11,outcome,2022,2022-12-30,t
a,outcome-2022-12,outcome,2022,2022-12-31,t
a,outcome-2022-later,outcome,2022,2023-02-10,f
a,outcome-2022-undated,outcome,2022,,t
a,budget-2023,budget,2023,,t
a,budget-2023-draft,budget,2023,,f
a,forecast-2023-04,forecast,2023,2023-04-30,t
a,forecast-2023-08,forecast,2023,,f
a,budget-2024,budget,2024,,t
a,forecast-2024-empty,forecast,2024,,t
b,budget-2023,budget,2023,,t
b,forecast-2023-04,forecast,2023,,t
\.
COPY ledger (organisation, scenario, unit, head, flow, month, amount) FROM stdin (FORMAT csv);
a,budget-2021-draft,u1,staff,cost,,10
a,forecast-2021,u1,staff,cost,,1
a,forecast-2021,u1,support,cost,,1
a,budget-2022,u1,staff,cost,,10
a,budget-2022,u1,support,cost,,5
a,outcome-2022-06,u1,staff,cost,,4
a,outcome-2022-06,u1,support,cost,,9
a,outcome-2022-11,u1,staff,cost,,4
a,outcome-2022-11,u1,support,cost,,9
a,outcome-2022-12,u1,staff,cost,,8
a,outcome-2022-12,u1,support,cost,,6
a,outcome-2022-later,u1,staff,cost,,9.50
a,outcome-2022-later,u1,support,cost,,6
a,outcome-2022-undated,u1,staff,cost,,3
a,outcome-2022-undated,u1,support,cost,,20
a,budget-2023,u1,staff,cost,2023-01-01,60
a,budget-2023,u1,staff,cost,2023-02-01,30.01
a,budget-2023,u2,staff,cost,,15
a,budget-2023,u2,staff,revenue,,5
a,budget-2023,u1,support,cost,,10
a,budget-2023,u1,courses,cost,,50
a,budget-2023,u1,homes,cost,,200
a,budget-2023,u1,care,cost,,30
a,budget-2023,u1,fees,revenue,,500
a,budget-2023,u1,fines,revenue,,50
a,budget-2023,u2,hall,cost,,80
a,budget-2023,u2,park,cost,,10
a,budget-2023,u2,result,cost,,70
a,budget-2023-draft,u1,staff,cost,,9999
a,budget-2023,u1,half,cost,,40
a,budget-2023,u2,half,cost,,60
a,forecast-2023-04,u1,half,cost,,30
a,forecast-2023-04,u1,staff,cost,,22
a,forecast-2023-04,u2,staff,cost,,3
a,forecast-2023-04,u1,staff,revenue,2023-05-01,5
a,forecast-2023-04,u1,support,cost,,70
a,forecast-2023-04,u1,jobs,cost,,20
a,forecast-2023-04,u1,homes,cost,,190
a,forecast-2023-04,u1,care,cost,,75
a,forecast-2023-04,u1,fees,revenue,,600
a,forecast-2023-04,u1,fines,revenue,,45.50
a,forecast-2023-04,u2,hall,cost,,60
a,forecast-2023-04,u2,park,cost,,40
a,forecast-2023-04,u2,result,cost,,10
a,forecast-2023-08,u1,staff,cost,,110
a,forecast-2023-08,u2,staff,cost,,10
a,forecast-2023-08,u1,support,cost,,5
a,budget-2024,u1,staff,cost,,10
b,budget-2023,u1,staff,cost,,40
b,budget-2023,u1,support,cost,,1
b,forecast-2023-04,u1,staff,cost,,10
b,forecast-2023-04,u1,support,cost,,100
\.
COPY transfer_rule (organisation, from_head, to_head, max_amount, cost, source) FROM stdin (FORMAT csv);
a,staff,courses,,1,Board
a,courses,support,,1,Board
a,staff,jobs,5,0,
a,support,staff,,0.5,
a,hall,park,12.50,0,Council
a,hall,support,,5,
a,homes,care,,1,
a,homes,jobs,,2,
a,result,park,,0,
a,fees,park,,0,
a,staff,idle,,0,
a,idle,support,,0,
b,staff,support,,2.5,Council of B
\.

-- Not 2021, whose budget is a draft, nor 2024, of which nothing is forecast; of 2022 no outcome
-- that knows less than the year. The later forecast of 2023 knows two heads of eleven.
SELECT organisation, fiscal_year AS year, scenario, scenario_kind AS kind, as_of, count(*) AS heads, count(need) AS needs
FROM reallocation_proposal GROUP BY organisation, fiscal_year, scenario, scenario_kind, as_of ORDER BY organisation, fiscal_year, scenario;

-- 2022: staff keeps 3.34, as 3.33333 would be too little. It gives what support lacks, all that it has left, all above its floor.
SELECT scenario, head_code AS head, budget, need, floor, spare, shortfall, proposed_budget AS proposed, change, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE fiscal_year = 2022 ORDER BY scenario, head_code;
-- 2023: staff can spare 66.67, all but its floor: 60 for support, which is first, the rest for jobs, which have no
-- budget. Nobody knows what courses need, nor half, of which a unit is in no forecast. Homes are statutory, and give
-- the 10 that they do not need; fines brought 4.50 too little, and are first, before care. Fees bring 100 more, which
-- are not to be spent. The others have no pool; a result unit can spare nothing.
SELECT pool, head_code AS head, statutory AS law, priority AS prio, budget, need, floor, spare, shortfall, proposed_budget AS proposed, change, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE organisation = 'a' AND scenario = 'forecast-2023-04' ORDER BY pool, head_code;
-- The other way round by the later forecast. What it says nothing of stays.
SELECT head_code AS head, budget, need, spare, shortfall, proposed_budget AS proposed, change, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE organisation = 'a' AND scenario = 'forecast-2023-08' AND need IS NOT NULL ORDER BY head_code;
SELECT count(*) AS heads, count(*) FILTER (WHERE change = 0 AND proposed_budget = budget) AS unchanged, count(spare) AS spare, count(shortfall) AS shortfall,
       count(remaining_shortfall) AS lacks
FROM reallocation_proposal WHERE organisation = 'a' AND scenario = 'forecast-2023-08' AND need IS NULL;
-- The same codes elsewhere are another pool.
SELECT head, pool, budget, need, floor, spare, shortfall, proposed_budget AS proposed, change, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE organisation = 'b' ORDER BY head_code;

-- By rules: from staff to support only by way of courses, which keep nothing of it; that of staff which no limit lets
-- through to jobs stays. From hall 12.50, and no more; support is covered from nearer. Homes to care for 1, not to jobs
-- for 2. In 2022 the ways lead over heads without figures, as does the one for nothing by way of idle.
SELECT organisation AS org, fiscal_year AS year, scenario, from_head, to_head, amount, max_amount, cost, source, scenario_kind AS kind, as_of
FROM reallocation_transfer ORDER BY organisation, scenario, from_head, to_head;
SELECT head_code AS head, statutory AS law, priority AS prio, budget, need, floor, spare, shortfall, given, received, budget_after AS after,
       remaining_spare, remaining_shortfall AS lacks
FROM reallocation_balance WHERE organisation = 'a' AND scenario = 'forecast-2023-04' ORDER BY head_code;
SELECT organisation AS org, scenario, head_code AS head, budget, need, given, received, budget_after AS after, remaining_spare, remaining_shortfall AS lacks
FROM reallocation_balance WHERE given > 0 OR received > 0 ORDER BY organisation, scenario, head_code;

-- Nothing comes out of nothing, and nobody gives what it needs or must keep, or gets more than it needs.
SELECT count(*) AS pools, count(*) FILTER (WHERE change <> 0 OR proposed <> budget) AS others
FROM (SELECT sum(change) AS change, sum(proposed_budget) AS proposed, sum(budget) AS budget
      FROM reallocation_proposal GROUP BY organisation, fiscal_year, scenario, pool) AS t;
SELECT count(*) AS plans, count(*) FILTER (WHERE given <> received OR after <> budget OR lacking - covered <> lacks OR spare - covered <> remaining_spare) AS others
FROM (SELECT sum(given) AS given, sum(received) AS received, sum(budget_after) AS after, sum(budget) AS budget, sum(shortfall) AS lacking,
             sum(remaining_shortfall) AS lacks, sum(spare) AS spare, sum(remaining_spare) AS remaining_spare,
             sum(greatest(budget_after - budget, 0)) AS covered
      FROM reallocation_balance GROUP BY organisation, fiscal_year, scenario) AS t;
SELECT view, count(*) AS heads, count(*) FILTER (WHERE after < least(budget, greatest(need, floor))) AS below, count(*) FILTER (WHERE after > greatest(budget, need)) AS above,
       count(*) FILTER (WHERE need IS NULL AND after <> budget) AS without_need
FROM (SELECT 'proposal', budget, need, floor, proposed_budget FROM reallocation_proposal
      UNION ALL
      SELECT 'balance', budget, need, floor, budget_after FROM reallocation_balance) AS t(view, budget, need, floor, after)
GROUP BY view ORDER BY view;
-- Every head of the one view is in the other.
SELECT count(*) AS heads, count(*) FILTER (WHERE (p.budget, p.need, p.floor, p.priority, p.spare, p.shortfall, p.statutory, p.scenario_kind, p.as_of, p.head)
              IS DISTINCT FROM (b.budget, b.need, b.floor, b.priority, b.spare, b.shortfall, b.statutory, b.scenario_kind, b.as_of, b.head)) AS others
FROM reallocation_proposal p FULL JOIN reallocation_balance b USING (organisation, fiscal_year, scenario, head_code);

-- Support needs 15 more. Jobs come before park, so they keep their 5 of staff, and hall gives what is missing at 5 each;
-- a limit of 0 lets nothing through, so homes give to jobs.
SAVEPOINT as_it_was;
UPDATE ledger SET amount = 85 WHERE organisation = 'a' AND scenario = 'forecast-2023-04' AND head = 'support';
UPDATE transfer_rule SET max_amount = 0 WHERE organisation = 'a' AND from_head = 'homes' AND to_head = 'care';
SELECT from_head, to_head, amount FROM reallocation_transfer WHERE organisation = 'a' AND scenario = 'forecast-2023-04' ORDER BY from_head, to_head;
-- Priorities decide, not costs: with park first and support last, hall gives to park only, at 1000 each.
UPDATE budget_head SET priority = 1 WHERE organisation = 'a' AND code = 'park';
UPDATE budget_head SET priority = 2147483647 WHERE organisation = 'a' AND code = 'support';
UPDATE transfer_rule SET max_amount = NULL, cost = 1000 WHERE organisation = 'a' AND from_head = 'hall' AND to_head = 'park';
SELECT from_head, to_head, amount FROM reallocation_transfer WHERE organisation = 'a' AND scenario = 'forecast-2023-04' ORDER BY from_head, to_head;
-- In the pool jobs come before support now.
SELECT head_code AS head, priority, change, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE organisation = 'a' AND scenario = 'forecast-2023-04' AND pool = 'self-support' ORDER BY head_code;
ROLLBACK TO as_it_was;
-- Without any rule nothing moves; pools share all the same.
DELETE FROM transfer_rule;
SELECT (SELECT count(*) FROM reallocation_transfer) AS transfers, count(*) AS balances,
       count(*) FILTER (WHERE given = 0 AND received = 0 AND budget_after = budget
                          AND remaining_spare IS NOT DISTINCT FROM spare AND remaining_shortfall IS NOT DISTINCT FROM shortfall) AS unchanged,
       (SELECT count(*) FROM reallocation_proposal WHERE change <> 0) AS changes
FROM reallocation_balance;
ROLLBACK TO as_it_was;

-- The first and the last year, and the largest amounts.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT kind || '-' || year, kind, year, CASE kind WHEN 'outcome' THEN make_date(year, 12, 31) END
FROM (VALUES ('budget'), ('outcome')) AS k(kind), (VALUES (1000), (9999)) AS y(year);
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES
    ('budget-1000', 'u1', 'staff', 'cost', 0.02), ('outcome-1000', 'u1', 'staff', 'cost', 0), ('outcome-1000', 'u1', 'support', 'cost', 0.02),
    ('budget-9999', 'u1', 'staff', 'cost', 9999999999999.99), ('budget-9999', 'u1', 'support', 'revenue', 9999999999999.99),
    ('outcome-9999', 'u1', 'staff', 'revenue', 9999999999999.99), ('outcome-9999', 'u1', 'support', 'cost', 9999999999999.99);
INSERT INTO transfer_rule (from_head, to_head, max_amount, cost) VALUES ('staff', 'support', 9999999999999.99, 1000);
SELECT fiscal_year AS year, head_code AS head, budget, need, floor, spare, shortfall, proposed_budget AS proposed, remaining_shortfall AS lacks
FROM reallocation_proposal WHERE fiscal_year IN (1000, 9999) ORDER BY fiscal_year, head_code;
SELECT fiscal_year AS year, from_head, to_head, amount, max_amount, cost FROM reallocation_transfer WHERE fiscal_year IN (1000, 9999) ORDER BY fiscal_year;
SELECT fiscal_year AS year, head_code AS head, given, received, budget_after AS after, remaining_spare, remaining_shortfall AS lacks
FROM reallocation_balance WHERE fiscal_year IN (1000, 9999) ORDER BY fiscal_year, head_code;
ROLLBACK TO as_it_was;

-- Renamed, it shows the same, and a rule still counts.
SELECT mart_test.fingerprint('pools', 'v') AS views \gset
ALTER SCHEMA pools RENAME TO "Pools 2";
SET LOCAL search_path = "Pools 2", public;
SELECT mart_test.fingerprint('Pools 2', 'v') = :'views' AS views_unchanged;
DELETE FROM transfer_rule WHERE organisation = 'a';
SELECT organisation, from_head, to_head, amount FROM reallocation_transfer;
ROLLBACK;

-- Every column of every view is described.
SELECT count(DISTINCT view_name) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind = 'v' AND relname !~ '^live_') AS all_views,
       count(*) FILTER (WHERE description IS NULL OR view_description IS NULL) AS undescribed,
       count(*) FILTER (WHERE data_type NOT IN ('numeric(18,2)', 'numeric(12,6)', 'numeric(25,6)', 'integer', 'text', 'date', 'boolean')) AS other_types,
       count(DISTINCT organisation) = (SELECT count(*) FROM organisation) AS of_every_organisation, string_agg(DISTINCT organisation, ' ') FILTER (WHERE is_own_organisation) AS own
FROM data_dictionary;
SELECT view_name, column_name, data_type, description, position
FROM data_dictionary WHERE organisation = '1281' AND view_name = 'budget_variance' AND column_name IN ('variance', 'utilisation') ORDER BY position;


--
-- The reader reads every view and no table, nor the views behind summaries
--

-- What is for insiders alone he is granted here, too.
SELECT format('GRANT SELECT ON lund.%I TO regress_mart_reader', view_name) FROM lund.insider_view ORDER BY view_name \gexec

SELECT c.relkind, c.relname ~ '^live_' AS live, count(*) > 5 AS some,
       bool_and(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS all_readable,
       bool_or(has_table_privilege('regress_mart_reader', c.oid, 'SELECT')) AS any_readable,
       count(*) FILTER (WHERE has_table_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                           OR has_any_column_privilege('regress_mart_reader', c.oid, 'INSERT, UPDATE, REFERENCES')) AS writable,
       count(*) FILTER (WHERE c.relkind <> 'v' AND has_any_column_privilege('regress_mart_reader', c.oid, 'SELECT')) AS readable_columns
FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind IN ('r', 'v')
GROUP BY c.relkind, live ORDER BY c.relkind, live;
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
SELECT household FROM lund.support_payment;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM lund.household_month;
\echo :LAST_ERROR_SQLSTATE
SELECT budget FROM lund.household_plan;
\echo :LAST_ERROR_SQLSTATE
SELECT name FROM lund.goal;
\echo :LAST_ERROR_SQLSTATE
SELECT baseline FROM lund.indicator;
\echo :LAST_ERROR_SQLSTATE
SELECT outcome FROM lund.indicator_value;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM lund.assignment;
\echo :LAST_ERROR_SQLSTATE
SELECT max_amount FROM lund.transfer_rule;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO lund.unit (organisation, code, name) VALUES ('1281', 'mine', 'Mine');
\echo :LAST_ERROR_SQLSTATE
CREATE TABLE lund.mine ();
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT * FROM lund.budget_variance;
\echo :LAST_ERROR_SQLSTATE

\i test/sql/include/cleanup.sql
