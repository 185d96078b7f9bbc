-- Rows for the tables that test/sql/include/figures.sql leaves empty, as version 0.1.0 takes them.
INSERT INTO goal (code, name) VALUES ('g', 'Fewer depend on support');
INSERT INTO indicator (code, goal, name, measure) VALUES ('i', 'g', 'Households', 'count');
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target) VALUES (2022, 'i', 1068, 950);
INSERT INTO assignment (code, title, source, decided_by) VALUES ('a', 'Report', 'Plan', 'Council');
