-- Gives what both example marts hold names that would do something if a page took them for more than text:
-- for HTML, for the end of a string, or for a pattern. Their owner runs it; figures and codes stay.

SELECT '<img src=x onerror=alert(1)><script>alert(2)</script><b class=evil>&lt;' AS evil,
       'O''Hara 100 %_' AS plain, 'O''Hara 100 xx' AS like_it \gset

-- As of now in Swedish: what the pages say follows. Names that stand in the tables afterwards are those below.
-- Money, too, is printed as each organisation wants it.
UPDATE lund.organisation SET language = 'sv', money_scale = 'millions', currency = 'EUR';
UPDATE synthetic.organisation SET language = 'sv', money_scale = 'whole', currency = 'NOK' WHERE organisation = '0000';

-- The first two of what a filter chooses from: a pattern of the first name would take the second too.
CREATE TEMPORARY TABLE chosen AS
SELECT 'lund' AS mart, unit_code AS code, row_number() OVER (ORDER BY sum(budget) DESC NULLS LAST) AS place
FROM lund.budget_variance WHERE scenario = 'forecast-2022' GROUP BY unit_code
UNION ALL
SELECT 'synthetic', unit_code, row_number() OVER (ORDER BY sum(payments) DESC) FROM synthetic.household_cost GROUP BY unit_code;
UPDATE lund.unit u SET name = coalesce((SELECT CASE c.place WHEN 1 THEN :'plain' WHEN 2 THEN :'like_it' END FROM chosen c WHERE c.mart = 'lund' AND c.code = u.code),
                                       'Unit ' || u.code || :'evil');
UPDATE synthetic.unit u SET name = coalesce((SELECT CASE c.place WHEN 1 THEN :'plain' WHEN 2 THEN :'like_it' END FROM chosen c WHERE c.mart = 'synthetic' AND c.code = u.code),
                                            'Unit ' || u.code || :'evil');
UPDATE lund.budget_head SET name = 'Head ' || code || :'evil';
UPDATE synthetic.budget_head SET name = 'Head ' || code || :'evil';
UPDATE lund.budget_head h SET pool = p.name
FROM (SELECT pool, CASE row_number() OVER (ORDER BY count(*) DESC, pool) WHEN 1 THEN :'plain' WHEN 2 THEN :'like_it' ELSE pool || :'evil' END AS name
      FROM lund.budget_head WHERE pool IS NOT NULL GROUP BY pool) p
WHERE p.pool = h.pool;
UPDATE lund.goal g SET name = p.name
FROM (SELECT goal_code, CASE row_number() OVER (ORDER BY count(*) DESC, goal_code) WHEN 1 THEN :'plain' WHEN 2 THEN :'like_it' ELSE 'Zeal ' || goal_code || :'evil' END AS name
      FROM lund.target_attainment GROUP BY goal_code) p
WHERE p.goal_code = g.code;
UPDATE lund.indicator SET name = 'Indicator ' || upper(code) || :'evil', counted = CASE WHEN measure = 'count' THEN 'things' || :'evil' END;
UPDATE lund.stated_driver SET cause = left(cause, 60) || :'evil';
UPDATE lund.budget_change SET cause = left(cause, 60) || :'evil';
UPDATE lund.budget_driver SET cause = left(cause, 60) || :'evil', part_of = left(part_of, 60) || :'evil';
UPDATE lund.transfer_rule SET source = left(source, 60) || :'evil';
UPDATE lund.assignment SET title = left(title, 60) || :'evil', source = left(source, 40) || :'evil';
UPDATE lund.register_item SET title = left(title, 60) || :'evil';
UPDATE synthetic.key_figure SET name = 'Figure ' || upper(code) || :'evil' WHERE code NOT LIKE 'mart.%';
-- Their names are all organisations', and Swedish ones stand beside them.
DELETE FROM synthetic.translation WHERE table_name = 'key_figure';
-- A total that does not follow from its part, in a table of nobody's.
INSERT INTO lund.published_figure (document, table_code, row_label, column_label, printed, amount)
VALUES ('nobody', 'made-up', 'Total' || :'evil', '2022', '50', 50), ('nobody', 'made-up', 'Part', '2022', '4', 4);
INSERT INTO lund.published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label)
VALUES ('nobody', 'made-up', 'Total' || :'evil', '2022', 'total', 'rows', 1, 'nobody', 'made-up', 'Part', '2022');
UPDATE lund.organisation SET name = name || :'evil';
-- Readers see what is released.
SET client_min_messages = warning;
CALL release_month('synthetic', '2024-09-01');
