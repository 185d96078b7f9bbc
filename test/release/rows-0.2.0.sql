-- Rows for the tables that test/sql/include/figures.sql leaves empty, as version 0.2.0 takes them. closed_view is filled
-- by a refresh, for a view that the test closes to its reader.
\ir rows-0.1.0.sql
CALL grant_reader('lund', 'upgrade_writer');
INSERT INTO unit_move (unit, parent, from_year) VALUES ('fam', 'eb', 2023);
INSERT INTO head_move (head, parent, from_year) VALUES ('adm', 'fb', 2023);
