-- The same question asked as owner and as reader, of a town with small offices that is made for it and taken back.
--
--   psql -d DATABASE -f secrecy.sql

\ir ../format.sql
\set ON_ERROR_STOP on

\echo
\echo '16. What may be shown, when an office has two households? SYNTHETIC offices, nobody''s'
\echo
\echo 'The owner sees each office. Readers have a mart of their own, offices_released: offices that are too small are shown together,'
\echo 'months when they are closed. Nothing is rounded and nothing left out, so both add up to the same (kronor):'
\echo
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public, social_services;
CALL create_social_mart('offices', organisation => '0000', organisation_name => 'Small offices (synthetic)');
SET LOCAL search_path = offices, public, social_services;
INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('coast', 'Coast', 'town'), ('forest', 'Forest', 'town');
INSERT INTO unit (code, name, parent) VALUES ('harbour', 'Harbour', 'coast'), ('market', 'Market', 'coast'), ('pier', 'Pier', 'coast'),
                                             ('mill', 'Mill', 'forest'), ('lake', 'Lake', 'forest'), ('mine', 'Mine', 'forest');
INSERT INTO support_payment (unit, household, month, amount)
SELECT office.unit, office.first + number, month, 7200 + 150 * (number % 11)
FROM (VALUES ('harbour', 100, 61), ('market', 200, 24), ('pier', 300, 3), ('mill', 400, 14), ('lake', 500, 7), ('mine', 600, 2)) AS office(unit, first, households),
     LATERAL generate_series(1, office.households) AS number, generate_series(date '2024-01-01', '2024-03-01', interval '1 month') AS month;
CALL release_month('offices', '2024-02-01');

WITH exact AS (
    SELECT c.unit_code, c.unit, c.households, c.payments, g.code AS shown_by
    FROM caseload_by_month c JOIN live_shown_unit g ON g.organisation = c.organisation AND g.unit = c.unit_code
    WHERE c.month = '2024-02-01'
), shown AS (
    SELECT unit_code, unit, households, payments FROM offices_released.caseload_by_month WHERE month = '2024-02-01'
), line AS (
    SELECT e.*, s.unit AS shown_unit, s.households AS shown_households, s.payments AS shown_payments, row_number() OVER (PARTITION BY e.shown_by ORDER BY e.unit_code = e.shown_by DESC, e.households DESC) AS place
    FROM exact e JOIN shown s ON s.unit_code = e.shown_by
)
SELECT coalesce(unit, 'All of February 2024') AS the_owner_sees, sum(households) AS households, sum(payments) AS payments,
       CASE WHEN unit IS NULL THEN 'All of February 2024' WHEN min(place) = 1 THEN min(shown_unit) ELSE '  (with those above)' END AS readers_see,
       sum(shown_households) FILTER (WHERE place = 1) AS households, sum(shown_payments) FILTER (WHERE place = 1) AS payments
FROM line
GROUP BY GROUPING SETS ((unit, shown_by, place), ())
ORDER BY unit IS NULL, max(shown_by), min(place);

\echo 'Until when months are shown, and whether anything could be told of few, whatever is subtracted from whatever:'
\echo
SELECT (SELECT max(month) FROM offices_released.caseload_by_month) AS shown_until, (SELECT max(month) FROM caseload_by_month) AS paid_until,
       (SELECT min(households) FROM caseload_by_month) AS smallest_of_all, (SELECT min(households) FROM offices_released.caseload_by_month) AS smallest_shown,
       (SELECT count(*) FROM disclosure_check('offices')) AS disclosures;
ROLLBACK;
