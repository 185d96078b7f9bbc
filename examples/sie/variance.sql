-- A file of an economy system goes in by one command, and the variance by account comes out. The file is made by `generate`, and synthetic.
--
--   psql -d DATABASE -f variance.sql      in this folder; it makes the schema `books` anew

\ir ../format.sql
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS books CASCADE;
CALL create_social_mart('books', organisation => '0000', organisation_name => 'Exempelkommunen');
RESET client_min_messages;

\echo
\echo '17. What does a file of the economy system say? SYNTHETIC, nobody''s'
\echo
\echo 'Loaded by CALL load_sie(''books'', file), which says what was loaded and checked:'
\echo
\set file `./generate 2026 6 | base64 -w0`
CALL load_sie('books', decode(:'file', 'base64'));

\echo
\echo 'By account, in thousands of kronor: the first half of the year beside the budget of the same months.'
\echo
SELECT booked.account, booked.head AS name, round(budget.amount / 1000) AS budget, round(booked.amount / 1000) AS booked, round((budget.amount - booked.amount) / 1000) AS variance
FROM (SELECT account, head, sum(outcome) AS amount FROM books.monthly_outcome_by_account GROUP BY account, head) booked
LEFT JOIN (SELECT head_code, sum(budget_to_date) AS amount FROM books.budget_to_date WHERE month = '2026-06-01' GROUP BY head_code) budget ON budget.head_code = booked.account
ORDER BY booked.account;

\echo
\echo 'And what one of these figures is made of: purchases of placements in June, by the rows of the ledger, in kronor.'
\echo
SELECT said.row_data ->> 'unit' AS unit, said.row_data ->> 'account' AS account, said.row_data ->> 'month' AS month, said.amount
FROM books.monthly_outcome AS figure, figure_rows('books', 'monthly_outcome', 'outcome', jsonb_build_object('month', figure.month, 'unit_code', figure.unit_code, 'head_code', figure.head_code)) AS said
WHERE figure.head_code = '4510' AND figure.month = '2026-06-01'
ORDER BY 1;
