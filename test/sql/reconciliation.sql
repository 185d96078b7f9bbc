-- reconciliation: what is stated and what is inferred, and what a difference looks like

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;

INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to)
SELECT 'plan', 't', f.row_label, 'c', f.amount::text, f.amount * 1000, 1000
FROM (VALUES ('A', 150), ('B', 202), ('C', 40), ('elsewhere', 11),
             -- A + B are 352: right; two digits the other way round, at the end and at the beginning; three digits moved.
             ('right', 352), ('swapped at the end', 325), ('swapped at the beginning', 532), ('moved', 523), ('negative', -325),
             -- C left out of A + B + C; B with the wrong sign in A + B + C; 11 too much, which stands elsewhere; 22 too much; by chance nothing.
             ('left out', 352), ('wrong sign', -12), ('another', 363), ('twice another', 374), ('nothing', 360),
             ('expected', 360), ('expected and right', 352)) AS f(row_label, amount);
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label, inferred)
SELECT 'plan', 't', f.row_label, 'c', 'total', 'rows', p.term, 'plan', 't', p.label, 'c', f.row_label LIKE 'expected%'
FROM published_figure f CROSS JOIN (VALUES (1, 'A'), (2, 'B'), (3, 'C')) AS p(term, label)
WHERE f.row_label NOT IN ('A', 'B', 'C', 'elsewhere') AND (p.label <> 'C' OR f.row_label IN ('left out', 'wrong sign'));
SELECT row_label, (printed / 1000)::integer AS printed, (computed / 1000)::integer AS computed, (difference / 1000)::integer AS difference, verdict, inferred, hint
FROM reconciliation ORDER BY inferred, row_label COLLATE "C";

-- A stock leaves room for those who left, a whole for others than its known parts: that is no difference. In the other direction it is one.
DELETE FROM published_relation;
DELETE FROM published_figure;
INSERT INTO published_figure (document, table_code, row_label, column_label, printed, amount, printed_to, measure)
SELECT 'plan', 't', f.row_label, 'c', f.amount::text, f.amount, 1, 'persons' FROM (VALUES ('before', 40), ('came', 9), ('all stayed', 49), ('some left', 45), ('one left', 48), ('too many', 52), ('of them', 20), ('and', 25), ('together', 45), ('more', 50), ('less', 40)) AS f(row_label, amount);
INSERT INTO published_relation (document, table_code, row_label, column_label, relation, basis, term, part_document, part_table_code, part_row_label, part_column_label, inferred)
SELECT 'plan', 't', f.row_label, 'c', f.relation, f.relation, p.term, 'plan', 't', p.label, 'c', f.inferred
FROM (VALUES ('all stayed', 'stock', false), ('some left', 'stock', true), ('one left', 'stock', false), ('too many', 'stock', false), ('together', 'whole', false), ('more', 'whole', true), ('less', 'whole', true)) AS f(row_label, relation, inferred)
JOIN (VALUES (1, 'before', 'stock'), (2, 'came', 'stock'), (1, 'of them', 'whole'), (2, 'and', 'whole')) AS p(term, label, relation) USING (relation);
SELECT relation, row_label, printed, computed, difference, verdict, inferred, hint FROM reconciliation ORDER BY relation, row_label COLLATE "C";

\i test/sql/include/cleanup.sql
