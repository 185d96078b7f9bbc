-- What the reports of the demo say, a line each, computed from the views of the marts `lund` and `synthetic`.
--
--   psql -d DATABASE -f summary.sql

\ir format.sql
SET search_path = lund, public, social_services;

\echo
\echo 'In short (money in millions of kronor; the report with the details stands beside)'
\echo
WITH board AS (
    SELECT sum(outcome) AS forecast, deficit(budget, outcome) AS deficit, deficit(budget, outcome) / sum(budget) AS share,
           string_agg(format('%s %s', lower(split_part(head, ' (', 1)), trim(to_char((outcome - budget) / 1000000, '990.0'))), ' and ' ORDER BY budget - outcome)
               FILTER (WHERE place <= 2) AS heads
    FROM (SELECT v.*, row_number() OVER (ORDER BY v.variance) AS place FROM budget_variance v WHERE fiscal_year = 2022 AND scenario = 'forecast-2022') v
), stated AS (
    SELECT max(-stated_total) AS deficit, max(-explained) AS explained FROM deficit_driver WHERE scenario = 'forecast-2023-04'
), change AS (
    SELECT sum(amount) FILTER (WHERE kind <> 'opening') AS grown, sum(amount) FILTER (WHERE kind = 'change') AS told FROM budget_bridge WHERE fiscal_year = 2023
), printed AS (
    SELECT count(*) AS recomputed, count(*) FILTER (WHERE verdict = 'does not follow') AS wrong, count(*) FILTER (WHERE verdict = 'differs') AS inferred FROM reconciliation WHERE relation NOT IN ('stock', 'whole')
), target AS (
    SELECT count(*) AS targets, count(*) FILTER (WHERE previous_status = 'met') AS met, count(*) FILTER (WHERE previous_attainment IS NULL) AS unknown FROM target_attainment WHERE fiscal_year = 2023
), assigned AS (
    SELECT count(*) FILTER (WHERE duplicate_of IS NULL) AS different, count(duplicate_of) AS twice, min(due_on) AS first FROM assignment_status WHERE due_on IS NOT NULL
), moved AS (
    SELECT sum(shortfall) AS lacking, sum(shortfall - remaining_shortfall) AS covered FROM reallocation_balance WHERE fiscal_year = 2022 AND scenario = 'forecast-2022'
), month AS (
    SELECT DISTINCT ON (fiscal_year) fiscal_year, as_of, budget, forecast, low, high FROM synthetic.forecast_total_by_month ORDER BY fiscal_year DESC, as_of DESC LIMIT 1
), flow AS (
    SELECT f.opening, f.closing, f.first_time + f.returning AS came, f.ended AS left FROM synthetic.case_flow_by_year f WHERE kind_code = 'support' AND unit_code IS NULL AND fiscal_year = 2023
), followed AS (
    SELECT count(*) AS items, count(DISTINCT kind_code) AS registers FROM register_status
), ends AS (
    SELECT sum(amount) AS amount, min(lost_in) AS year FROM temporary_budget WHERE lost_in IS NOT NULL
), lacking AS (
    SELECT sum(gap) AS amount FROM under_compensation WHERE fiscal_year = 2023
), beside AS (
    SELECT peers_reporting, difference_to_mean / peers_mean AS share, rank, ranked FROM synthetic.key_figure_comparison
    WHERE organisation = '0000' AND key_figure_code = 'net-cost' ORDER BY period_start DESC LIMIT 1
), line(place, report, said) AS (
    SELECT 1, '1', format('2022 heads for a deficit of %s, %s %% of the budget, mostly in %s', trim(to_char(b.deficit / 1000000, '9 990.0')), trim(to_char(100 * b.share, '990.0')), b.heads) FROM board b
    UNION ALL
    SELECT 2, '2, 9', format('In May 2023 a deficit of %s is stated, while the causes that are named come to %s', trim(to_char(s.deficit / 1000000, '9 990.0')), trim(to_char(s.explained / 1000000, '9 990.0'))) FROM stated s
    UNION ALL
    SELECT 3, '3', format('The budget of 2023 is %s larger than that of 2022; the reasons that are given an amount come to %s', trim(to_char(c.grown / 1000000, '9 990.0')), trim(to_char(c.told / 1000000, '9 990.0'))) FROM change c
    UNION ALL
    SELECT 4, '4', format('Of %s printed figures that were recomputed from their parts %s do not follow, and %s differ from parts that we infer', p.recomputed, p.wrong, p.inferred) FROM printed p
    UNION ALL
    SELECT 5, '5', format('The budget pays for %s households with income support and %s are expected: %s is missing', round(g.households_funded), round(g.households_expected), trim(to_char(g.gap / 1000000, '9 990.0')))
    FROM household_budget_gap g WHERE g.fiscal_year = 2023
    UNION ALL
    SELECT 6, '6', format('Of %s targets of 2023 the latest outcome meets %s; %s have no outcome', t.targets, t.met, t.unknown) FROM target t
    UNION ALL
    SELECT 7, '7', format('%s different assignments, %s of them listed twice; the first was due on %s', a.different, a.twice, a.first) FROM assigned a
    UNION ALL
    SELECT 8, '8', format('Moving all that may move between heads covers %s of the %s that heads lack', trim(to_char(v.covered / 1000000, '9 990.0')), trim(to_char(v.lacking / 1000000, '9 990.0'))) FROM moved v
    UNION ALL
    SELECT 9, '10-12', format('SYNTHETIC: %s heads for %s, between %s and %s, against a budget of %s', h.fiscal_year, trim(to_char(h.forecast / 1000000, '9 990.0')), trim(to_char(h.low / 1000000, '9 990.0')), trim(to_char(h.high / 1000000, '9 990.0')), trim(to_char(h.budget / 1000000, '9 990.0'))) FROM month h
    UNION ALL
    SELECT 10, '13-17', format('SYNTHETIC: from %s households to %s in 2023: %s came and %s left', f.opening, f.closing, f.came, f.left) FROM flow f
    UNION ALL
    SELECT 11, '18-19', format('The board follows %s items in %s registers; prices rise by %s more than granted, and %s loses %s given for a time', f.items, f.registers,
                               trim(to_char(l.amount / 1000000, '9 990.0')), e.year, trim(to_char(e.amount / 1000000, '9 990.0')))
    FROM followed f, ends e, lacking l
    UNION ALL
    SELECT 12, '20', format('SYNTHETIC: net cost for each inhabitant is %s %% %s than in %s towns beside it: place %s of %s', trim(to_char(100 * abs(b.share), '990.0')), CASE WHEN b.share < 0 THEN 'lower' ELSE 'higher' END,
                            b.peers_reporting, b.rank, b.ranked)
    FROM beside b
)
SELECT report, said FROM line ORDER BY place;
