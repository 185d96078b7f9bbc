-- What a board follows beside its figures, and what moves its budget, from the views of the mart `lund`.
--
--   psql -d DATABASE -f board.sql

\ir ../format.sql
SET search_path = lund, public, social_services;

\echo
\echo '18. What does the board follow?'
\echo
\echo 'The registers that the documents name. They print no likelihood, no sample and no price of an agreement; what they do not say is'
\echo 'empty. Amounts are what the budget does not have, millions of kronor a year, of the items that have one:'
\echo
SELECT split_part(kind, ' (', 1)                                             AS register,
       count(*)                                                              AS items,
       count(*) FILTER (WHERE state IN ('open', 'to come'))                  AS open,
       count(*) FILTER (WHERE state = 'ended')                               AS ended,
       count(*) FILTER (WHERE review_overdue)                                AS to_review,
       count(*) FILTER (WHERE ends_this_year)                                AS ends_this_year,
       to_char(sum(amount) / 1000000, '990.0')                               AS amount
FROM register_status
GROUP BY kind_code, kind
ORDER BY array_position('{risk,dependency,continuity,control,agreement,law,decision,observation}', kind_code);

\echo 'What could cost more than the budget has, and what is done about it:'
\echo
SELECT split_part(title, ' (', 1) AS risk, to_char(amount / 1000000, '990.0') AS amount, regexp_replace(measure, '^(.{43}).{4,}$', '\1...') AS measure
FROM register_status
WHERE kind_code IN ('risk', 'law')
ORDER BY register_status.amount DESC NULLS LAST, item_code;

\echo 'Agreements: from when, until when, and what was decided of them'
\echo
SELECT regexp_replace(split_part(a.title, ' (', 1), '^(.{38}).{4,}$', '\1...') AS agreement, a.from_day, a.to_day, a.state, d.decided_on, regexp_replace(d.decision, '^(.{32}).{4,}$', '\1...') AS decision
FROM register_status a
LEFT JOIN decision_log d ON d.about_code = a.item_code AND d.is_latest
WHERE a.kind_code = 'agreement'
ORDER BY a.to_day, a.from_day NULLS LAST;

\echo 'What is to be reported back:'
\echo
SELECT regexp_replace(split_part(title, ' (', 1), '^(.{62}).{4,}$', '\1...') AS assignment, source, next_report_on, CASE WHEN report_overdue THEN 'yes' END AS overdue
FROM assignment_status
WHERE reports > 0 OR decision_code IS NOT NULL
ORDER BY next_report_on, assignment_code;

\echo 'Controls, plans, decisions and what statistics say without a figure stand in register_status, decision_log and key_figure_trend.'
\echo
\echo '19. What moves the budget of 2023, what ends, and where do prices rise by more than is granted?'
\echo
\echo 'The frame grows by 44 049 for prices, payroll overhead and demography; thousands of kronor, by driver:'
\echo
SELECT CASE GROUPING(cause) WHEN 1 THEN 'Sum' ELSE split_part(cause, ' (', 1) END AS cause,
       to_char(sum(amount) FILTER (WHERE driver = 'index') / 1000, '999 990')      AS prices,
       to_char(sum(amount) FILTER (WHERE driver = 'volume') / 1000, '999 990')     AS demography,
       to_char(sum(amount) FILTER (WHERE driver = 'need') / 1000, '999 990')       AS new_needs,
       to_char(sum(amount) FILTER (WHERE driver = 'efficiency') / 1000, '999 990') AS efficiency,
       to_char(sum(amount) / 1000, '999 990')                                      AS sum
FROM (SELECT split_part(cause, ',', 1) AS cause, driver, amount, position FROM budget_by_driver WHERE fiscal_year = 2023 AND part_of LIKE 'Prices%') part
GROUP BY ROLLUP (cause)
ORDER BY GROUPING(cause), min(position);

\echo 'What prices come to beside what the budget is given for them, millions of kronor:'
\echo
SELECT split_part(cause, ' (', 1) AS what, to_char(granted / 1000000, '990.0') AS granted, to_char(met / 1000000, '990.0') AS met, to_char(gap / 1000000, '990.0') AS lacking
FROM under_compensation
WHERE fiscal_year = 2023
ORDER BY gap DESC;

\echo 'What next year''s budget loses when temporary money ends, thousands of kronor:'
\echo
SELECT lost_in AS year, split_part(cause, ' (', 1) AS what, to_char(amount / 1000, '999 990') AS amount
FROM temporary_budget
ORDER BY lost_in, cause;
