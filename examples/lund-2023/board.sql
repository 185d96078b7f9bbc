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

\echo 'What must not fail, and what is to be kept up to date:'
\echo
SELECT CASE kind_code WHEN 'dependency' THEN 'Depends on' ELSE 'Plan' END AS what, split_part(title, ' (', 1) AS item, regexp_replace(measure, '^(.{60}).{4,}$', '\1...') AS measure
FROM register_status
WHERE kind_code IN ('dependency', 'continuity')
ORDER BY kind_code DESC, item_code;

\echo 'Internal control of 2022, and the risk that it points to:'
\echo
SELECT regexp_replace(split_part(c.title, ' (', 1), '^(.{45}).{4,}$', '\1...') AS control, regexp_replace(c.measure, '^(.{36}).{4,}$', '\1...') AS found, regexp_replace(split_part(r.title, ' (', 1), '^(.{31}).{4,}$', '\1...') AS risk
FROM register_status c
LEFT JOIN register_status r ON r.item_code = c.about_code
WHERE c.kind_code = 'control'
ORDER BY c.item_code;

\echo 'Agreements: from when, until when, and what was decided of them'
\echo
SELECT regexp_replace(split_part(a.title, ' (', 1), '^(.{38}).{4,}$', '\1...') AS agreement, a.from_day, a.to_day, a.state, d.decided_on, regexp_replace(d.decision, '^(.{32}).{4,}$', '\1...') AS decision
FROM register_status a
LEFT JOIN decision_log d ON d.about_code = a.item_code AND d.is_latest
WHERE a.kind_code = 'agreement'
ORDER BY a.to_day, a.from_day NULLS LAST;

\echo 'Decisions, what they are about, and the report that was before the board:'
\echo
SELECT decided_on, regexp_replace(split_part(decision, ' (', 1), '^(.{43}).{4,}$', '\1...') AS decision, regexp_replace(split_part(about_title, ' (', 1), '^(.{33}).{4,}$', '\1...') AS about,
       report_as_of || ', no. ' || report_version AS report, nullif(open_assignments, 0) AS to_do
FROM decision_log
ORDER BY decided_on, decision_code;

\echo 'What is to be reported back:'
\echo
SELECT regexp_replace(split_part(title, ' (', 1), '^(.{62}).{4,}$', '\1...') AS assignment, source, next_report_on, report_overdue AS overdue
FROM assignment_status
WHERE reports > 0 OR decision_code IS NOT NULL
ORDER BY next_report_on, assignment_code;

\echo 'What the statistics say without a figure:'
\echo
SELECT to_char(from_day, 'YYYY-MM') AS "from", to_char(to_day, 'YYYY-MM') AS "to", split_part(title, ' (', 1) AS seen
FROM register_status
WHERE kind_code = 'observation'
ORDER BY from_day, to_day, item_code;

\echo 'Figures by year and month, beside the year before; a figure that is not printed says so:'
\echo
SELECT split_part(key_figure, ' (', 1) AS figure, CASE period_kind WHEN 'year' THEN to_char(period_start, 'YYYY') ELSE to_char(period_start, 'YYYY-MM') END AS period, value_text AS value,
       to_char(change, 'S999 990') AS change, to_char(100 * change_ratio, 'S990 %') AS in_percent
FROM key_figure_trend
WHERE key_figure_code !~ '^mart[.]'
ORDER BY key_figure_code, period_start;

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
