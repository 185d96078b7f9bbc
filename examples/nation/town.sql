-- A town's mart, filled with SYNTHETIC budgets, bookings and payments of four years: nobody's figures. Run by make demo-nation.
--
--   psql -d DATABASE -v organisation=0001 -v name='Nordby (synthetic)' -v seed=1 -v households=400 -v password=... -f town.sql
--
-- What a national authority may read is what the town has released of itself, as role `authority`, in schema town_released_ORGANISATION.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA social_services;
CREATE EXTENSION social_services SCHEMA social_services;
SET search_path = pg_temp, social_services;
\set months 48
\set first_month 2020-01-01
\set units 3
\ir ../payments.sql
SET client_min_messages = warning;

CALL create_social_mart('town', organisation => :'organisation', organisation_name => :'name');
SET search_path = town, social_services;
INSERT INTO unit (code, name) SELECT DISTINCT unit, initcap(replace(unit, '-', ' ')) FROM pg_temp.synthetic_payment;
INSERT INTO support_payment (unit, household, month, amount) SELECT unit, household, month, amount FROM pg_temp.synthetic_payment;
INSERT INTO budget_head (code, name, pays_support) VALUES ('income-support', 'Income support', true), ('children', 'Children and young people', false), ('substance', 'Substance use', false);
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT k || '-' || y, k, y, CASE k WHEN 'outcome' THEN make_date(y, 12, 31) END FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2020, 2023) AS y;
-- What is paid to households is booked; the other heads follow the size of the town, each year by more than was meant.
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'outcome-' || EXTRACT(year FROM month), unit, 'income-support', month, sum(amount) FROM support_payment GROUP BY unit, month;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'outcome-' || y, u.code, h.code, make_date(y, m, 1), round((:households * h.price * (1 + 0.04 * (y - 2020) + 0.02 * ((m * 7 + y * 3 + :seed * 5) % 5 - 2)))::numeric, 2)
FROM unit u, (VALUES ('children', 900), ('substance', 350)) AS h(code, price), generate_series(2020, 2023) AS y, generate_series(1, 12) AS m;
INSERT INTO ledger (scenario, unit, head, amount)
SELECT 'budget-' || s.fiscal_year, l.unit, l.head, round(sum(l.amount) * (0.96 + 0.01 * ((s.fiscal_year + :seed + length(l.head)) % 6)), -4)
FROM ledger l JOIN scenario s ON s.organisation = l.organisation AND s.code = l.scenario
GROUP BY s.fiscal_year, l.unit, l.head;

CREATE ROLE authority LOGIN PASSWORD :'password';
CALL grant_reader('town', 'authority', :'organisation');
CALL release_month('town', '2023-12-01');
CALL refresh_social_mart('town');
