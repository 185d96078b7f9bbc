-- The questions of a board member, answered from the views of the mart `lund`.
--
--   psql -d DATABASE -f report.sql

\ir ../format.sql
SET search_path = lund, public, social_services;

\echo
\echo '1. How big is the deficit forecast for 2022, and where?'
\echo
\echo 'Adopted budget 2022 beside the forecast for 2022, as the plan for 2023 prints them: net cost (cost minus revenue), thousands of'
\echo 'kronor. The plan does not say whether that budget holds what was decided during the year.'
\echo
SELECT CASE GROUPING(head) WHEN 1 THEN 'The whole board' ELSE split_part(head, ' (', 1) END AS head,
       to_char(sum(budget) / 1000, '999 990')                        AS budget,
       to_char(sum(outcome) / 1000, '999 990')                       AS forecast,
       to_char(budget_variance(budget, outcome) / 1000, '999 990')   AS variance,
       to_char(deficit(budget, outcome) / 1000, '999 990')           AS deficit,
       to_char(budget_utilisation(budget, outcome) * 100, '990.0 %') AS used
FROM budget_variance
WHERE fiscal_year = 2022 AND scenario = 'forecast-2022'
GROUP BY GROUPING SETS ((head), ())
ORDER BY GROUPING(head), budget_variance(budget, outcome);

\echo 'Surpluses offset a part, so the whole is less than the sum of the deficits.'
\echo

\echo '2. What explains the deficit of 2023, and what stays unexplained?'
\echo
\echo 'Interim report of April 2023, millions of kronor; negative is adverse.'
\echo
SELECT what, to_char(amount / 1000000, '990.0') AS amount
FROM (
    SELECT 1 AS place, split_part(cause, ' (', 1) AS what, amount FROM deficit_driver
    WHERE scenario = 'forecast-2023-04'
    UNION ALL
    SELECT DISTINCT 2, 'Sum of the stated causes', explained FROM deficit_driver
    WHERE scenario = 'forecast-2023-04'
    UNION ALL
    SELECT DISTINCT 3, CASE WHEN unexplained > 0 THEN 'The stated causes exceed the deficit by'
                       ELSE 'The stated causes leave unexplained' END, unexplained FROM deficit_driver
    WHERE scenario = 'forecast-2023-04'
    UNION ALL
    SELECT DISTINCT 4, 'Stated deficit', stated_total FROM deficit_driver
    WHERE scenario = 'forecast-2023-04'
) lines
ORDER BY place, lines.amount;

\echo 'That the stated causes do not sum to the stated deficit need not be an error: others, in either direction, may be unnamed.'
\echo

\echo '3. How did the budget change, and why?'
\echo
\echo 'From the appropriation of 2022 to that of 2023, thousands of kronor.'
\echo
SELECT cause                                                AS step,
       to_char(amount / 1000, CASE kind WHEN 'opening' THEN '999 990' ELSE 'S999 990' END) AS amount,
       to_char(running_total / 1000, '999 990')             AS so_far,
       CASE WHEN temporary THEN 'temporary' ELSE '' END     AS note
FROM budget_bridge
WHERE fiscal_year = 2023
ORDER BY budget_bridge.step;

SELECT trim(to_char(abs(a.amount - b.amount) / 1000, '999 990')) AS apart,
       CASE WHEN b.amount < a.amount THEN 'less' ELSE 'more' END AS side
FROM budget_total a JOIN budget_total b USING (organisation, fiscal_year)
WHERE a.basis = 'appropriation' AND b.basis = 'adopted budget' AND fiscal_year = 2022 \gset
SELECT trim(to_char(sum(amount) FILTER (WHERE kind = 'change') / 1000, '999 990')) AS stated,
       trim(to_char(sum(amount) FILTER (WHERE kind <> 'opening') / 1000, '999 990')) AS grown
FROM budget_bridge WHERE fiscal_year = 2023 \gset
\echo 'The reasons that the plan states with an amount come to' :stated', while the appropriation grew by' :grown'.'
\echo 'Others may have no amount or no name.'
\echo
\echo 'Budgets by head, thousands of kronor, largest change first. For 2022 the heads come to' :apart :side
\echo 'than the appropriation: see 4.'
\echo
SELECT CASE GROUPING(head) WHEN 1 THEN 'All heads' ELSE split_part(head, ' (', 1) END AS head,
       to_char(sum(budget_before) / 1000, '999 990') AS "2022",
       to_char(sum(budget) / 1000, '999 990')        AS "2023",
       to_char(sum(change) / 1000, CASE WHEN sum(change) = 0 THEN '999 990' ELSE 'S999 990' END) AS change,
       to_char(ratio(sum(change), abs(sum(budget_before))) * 100, '9990.0 %') AS "in %"
FROM budget_change_by_year
WHERE fiscal_year = 2023
GROUP BY GROUPING SETS ((head), ())
ORDER BY GROUPING(head), abs(sum(change)) DESC;

\echo '4. Which published figures differ from what their parts give?'
\echo
SELECT count(*) AS recomputed,
       count(*) FILTER (WHERE verdict = 'follows') AS follow,
       count(*) FILTER (WHERE verdict = 'within rounding') AS rounded,
       count(*) FILTER (WHERE verdict NOT IN ('follows', 'within rounding')) AS wrong
FROM reconciliation WHERE relation NOT IN ('stock', 'whole') \gset
\echo :recomputed 'totals, differences, nets, products, means and restatements of printed figures were recomputed.'
\echo :follow 'follow from their parts,' :rounded 'within rounding. These' :wrong 'do not; thousands of kronor:'
\echo
SELECT table_code AS "table", split_part(row_label, ' (', 1) AS "row", column_label AS "column",
       CASE basis WHEN 'rows' THEN relation WHEN 'columns' THEN relation ELSE relation || ' of ' || basis END
       || CASE WHEN inferred THEN ' *' ELSE '' END AS relation,
       to_char(printed / 1000, '999 990')       AS printed,
       to_char(computed / 1000, '999 990')      AS computed,
       to_char(difference / 1000, 'S999 990')  AS difference
FROM reconciliation
WHERE verdict IN ('does not follow', 'differs')
ORDER BY document DESC, abs(difference) DESC;

\echo 'Difference is what is printed minus what the printed parts give. Report 1 counts external placements by their parts.'
\echo '* The document does not state that the figure is made of these parts, we infer it: what no section shows, or no cause'
\echo 'names, is no mistake.'
\echo
\echo 'What is printed of people leaves room, for those who left and for those that are not told apart *:'
\echo
SELECT split_part(people.what, ' (', 1) AS "what", people.year, printed::integer AS printed, computed::integer AS "from its parts", hint AS room
FROM reconciliation
CROSS JOIN LATERAL (SELECT CASE relation WHEN 'stock' THEN column_label ELSE row_label END, CASE relation WHEN 'stock' THEN row_label ELSE column_label END) AS people(what, year)
WHERE verdict = 'leaves room'
ORDER BY document DESC, "what", year;
\echo

\echo '5. Income support 2023: how many households does the budget pay for, and what is missing?'
\echo
SELECT trim(to_char(cost_per_household, '999 990'))  AS cost,
       trim(to_char(closing_households, '999 990'))  AS target,
       trim(to_char(opening_households, '999 990'))  AS opening,
       trim(to_char(households_on_path, '999 990'))  AS on_path,
       trim(to_char(households_expected, '999 990')) AS expected
FROM household_budget_gap JOIN household_plan USING (organisation, fiscal_year, cost_per_household)
WHERE fiscal_year = 2023 \gset
\echo 'Plan 2023: households a month, and millions of kronor of payments a year (gross, before revenue)'
\echo 'at' :cost 'for each household and month.'
\echo
SELECT what, to_char(households, '9 990') AS households, to_char(amount / 1000000, '990.0') AS amount
FROM household_budget_gap
CROSS JOIN LATERAL (VALUES
    (1, 'Expected',                              households_expected, budget + gap),
    (2, 'The budget pays for',                   households_funded,   budget),
    (3, 'Missing',                               gap_households,      gap),
    (4, '  of it the national norm, as stated',  NULL,                norm_gap),
    (5, '  the rest, for more households',       NULL,                gap - norm_gap)) AS lines(place, what, households, amount)
WHERE fiscal_year = 2023
ORDER BY place;

SELECT trim(to_char(budget / (cost_per_household * 12), '9 990.0')) AS funded, trim(to_char(budget / 1000000, '990.000')) AS budget,
       trim(to_char(gap / 1000000, '990.000')) AS gap
FROM household_budget_gap WHERE fiscal_year = 2023 \gset
\echo 'The budget of' :budget 'million would pay for' :funded 'households; the missing' :gap 'million are counted from it.'
\echo
\echo 'The way from' :opening 'households at the end of 2022 to' :target 'at the end of 2023, by month. Its mean is' :on_path'; the'
\echo 'plan expects' :expected'. These documents have no figures by month to hold it against.'
\echo
SELECT lines.what, to_char(p.month, 'Mon') AS month, lines.households
FROM household_path p
JOIN household_budget_gap g USING (organisation, fiscal_year)
CROSS JOIN LATERAL (VALUES (1, 'On the way to the target', p.expected),
                           (2, 'More than the budget pays for', p.expected - g.households_funded)) AS lines(place, what, households)
WHERE fiscal_year = 2023
ORDER BY lines.place, p.month
\crosstabview what month households

\echo 'What these documents say of who needs support: households, persons who became self-supporting, refugees.'
\echo
SELECT split_part(row_label, ' (', 1) AS what, column_label AS "when",
       CASE measure WHEN 'fraction' THEN to_char(amount * 100, 'S990 %') ELSE to_char(amount, '990') END AS figure
FROM published_figure
WHERE document = 'decisions-2022-01' AND measure = 'persons'
   OR document = 'decisions-2023-05' AND row_label LIKE 'Change of households%'
ORDER BY document DESC, amount;
SELECT 'Refugees in December: ' || lower(split_part(column_label, ' (', 1)) AS what, row_label AS year, amount::integer AS persons
FROM published_figure
WHERE table_code = 'refugees-in-december'
ORDER BY what, year
\crosstabview what year persons

\echo '6. Which targets of 2023 does the latest outcome meet, and where is it heading?'
\echo
\echo 'These documents have no outcomes of 2023 by indicator, so each target is held against the latest outcome before it.'
\echo 'Attained is the ratio of the two: where the year begins, not how much of the way is done.'
\echo
SELECT regexp_replace(split_part(t.indicator, ' (', 1), '^(.{47}).{4,}$', '\1...') AS indicator,
       t.previous_text                                          AS outcome,
       t.previous_year                                          AS of,
       t.target_text                                            AS target,
       to_char(100 * t.previous_attainment, '990 %')            AS attained,
       replace(t.previous_status, '_', ' ')                     AS status,
       b.trend
FROM target_attainment t
LEFT JOIN target_attainment b ON b.organisation = t.organisation AND b.indicator_code = t.indicator_code
                             AND b.fiscal_year = t.previous_year
WHERE t.fiscal_year = 2023
ORDER BY t.position;

\echo 'By goal, with the goals below it. No data means no outcome, or no target.'
\echo
SELECT CASE WHEN parent_code IS NULL THEN '' ELSE '  ' END || split_part(goal, ' (', 1) AS goal,
       indicators,
       previously_met                                           AS met,
       indicators - previously_met - previously_no_data         AS not_met,
       previously_no_data                                       AS no_data
FROM goal_attainment
WHERE fiscal_year = 2023
ORDER BY coalesce(parent_code, goal_code) = 'followed', coalesce(parent_code, goal_code) DESC, parent_code NULLS FIRST, goal_code;

\echo '7. Which assignments fall due first?'
\echo
SELECT count(*) AS listed, count(*) FILTER (WHERE duplicate_of IS NULL) AS different, count(duplicate_of) AS twice,
       count(DISTINCT source) AS sources
FROM assignment_status WHERE due_on IS NOT NULL \gset
\echo 'The plan lists' :listed 'assignments, of which' :different 'are different, from' :sources 'documents. The first to fall due, by document:'
\echo
SELECT due_on, count(*) AS assignments, regexp_replace(split_part(source, ' (', 1), '^(.{37}).{4,}$', '\1...') AS source,
       split_part(decided_by, ' (', 1) AS decided_by,
       regexp_replace(min(split_part(title, ' (', 1)), '^(.{37}).{4,}$', '\1...') AS such_as
FROM assignment_status
WHERE duplicate_of IS NULL AND due_on IS NOT NULL
GROUP BY due_on, source, decided_by
ORDER BY due_on, count(*) DESC, source
LIMIT 8;

\echo 'Listed twice, with another day:'
\echo
SELECT split_part(d.title, ' (', 1) AS assignment, a.due_on AS due_on, d.due_on AS or_on
FROM assignment_status d
JOIN assignment_status a ON a.organisation = d.organisation AND a.assignment_code = d.duplicate_of
ORDER BY d.assignment_code;

\echo '8. Who could give, who lacks, and what deficit remains when all that may move has moved?'
\echo
\echo 'Adopted budget 2022 beside the forecast for 2022, net, thousands of kronor. Money moves by the rules of transfer_rule: the first'
\echo 'priority (here what we take to be statutory) before the second, then the cheapest way. What is permitted is the plan''s word;'
\echo 'priorities, pools and costs are our choice.'
\echo
SELECT CASE GROUPING(head) WHEN 1 THEN 'The whole board' ELSE split_part(head, ' (', 1) END AS head,
       CASE WHEN bool_or(statutory) AND GROUPING(head) = 0 THEN 'yes' ELSE '' END AS statutory,
       to_char(sum(budget) / 1000, '999 990')                        AS budget,
       to_char(sum(need) / 1000, '999 990')                          AS forecast,
       to_char(nullif(sum(spare), 0) / 1000, '99 990')               AS can_give,
       to_char(nullif(sum(shortfall), 0) / 1000, '99 990')           AS lacks,
       CASE GROUPING(head) WHEN 0 THEN to_char(nullif(sum(given), 0) / 1000, '99 990') END    AS gives,
       CASE GROUPING(head) WHEN 0 THEN to_char(nullif(sum(received), 0) / 1000, '99 990') END AS takes,
       to_char(sum(budget_after) / 1000, '999 990')                  AS new_budget,
       to_char(nullif(sum(remaining_shortfall), 0) / 1000, '99 990') AS still_lacks
FROM reallocation_balance
WHERE fiscal_year = 2022 AND scenario = 'forecast-2022'
GROUP BY GROUPING SETS ((head), ())
ORDER BY GROUPING(head), sum(spare) DESC, sum(shortfall) DESC;

\echo 'The moves, and what each rests on:'
\echo
SELECT split_part(from_name, ' (', 1) AS "from", split_part(to_name, ' (', 1) AS "to",
       to_char(amount / 1000, '99 990') AS amount, source AS rule
FROM reallocation_transfer
WHERE fiscal_year = 2022 AND scenario = 'forecast-2022'
ORDER BY reallocation_transfer.amount DESC, from_head, to_head;

SELECT trim(to_char(sum(shortfall) / 1000, '99 990'))           AS lacking,
       trim(to_char(sum(shortfall - remaining_shortfall) / 1000, '99 990')) AS covered,
       trim(to_char(sum(remaining_shortfall) / 1000, '99 990')) AS remaining,
       trim(to_char(sum(remaining_shortfall) FILTER (WHERE statutory) / 1000, '99 990')) AS statutory,
       trim(to_char(deficit(budget, need) / 1000, '99 990'))    AS board,
       CASE WHEN sum(remaining_spare) = 0 THEN 'all that heads can give'
            ELSE trim(to_char(sum(remaining_spare) / 1000, '99 990')) || ' more stays unused: no rule, or its limit, lets it through' END AS unused
FROM reallocation_balance WHERE fiscal_year = 2022 AND scenario = 'forecast-2022' \gset
\echo 'Heads lack' :lacking 'in all. The moves cover' :covered' (':unused'). Heads still lack' :remaining','
\echo 'of it' :statutory 'for what is statutory; the deficit of the whole board stays' :board'. Within a priority the cheaper way wins,'
\echo 'so the head that it leads to gets more.'
\echo
\echo 'Heads that share a pool, without any rules: by priority, and within one in proportion.'
\echo
SELECT pool, split_part(head, ' (', 1) AS head,
       to_char(budget / 1000, '999 990')          AS budget,
       to_char(need / 1000, '999 990')            AS forecast,
       to_char(proposed_budget / 1000, '999 990') AS proposed,
       CASE WHEN change <> 0 THEN to_char(change / 1000, 'S99 990') ELSE '' END AS change
FROM reallocation_proposal
WHERE fiscal_year = 2022 AND scenario = 'forecast-2022' AND pool IS NOT NULL
ORDER BY pool, reallocation_proposal.change, head_code;

\echo '9. What would the board have been shown in May 2023?'
\echo
\echo 'The figures as of April, as CALL publish_interim_report froze them; these documents have'
\echo 'no bookings by month.'
\echo
\pset tuples_only on
\pset format unaligned
SELECT interim_report('lund', '2023-04-30');
