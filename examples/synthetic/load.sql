-- Creates the mart `synthetic` and fills it with SYNTHETIC payments: three years,
-- four districts, about 1000 households a month. Nobody's figures.
--
--   cd examples/synthetic
--   psql -d DATABASE -f load.sql
--   psql -d DATABASE -v reader=ROLE -f load.sql     the role may then read the views
--
-- The extension must be there: CREATE EXTENSION social_services. The generator
-- is ../payments.sql, which takes other sizes.

\set ON_ERROR_STOP on
\if :{?reader} \else \set reader '' \endif

BEGIN;

-- The generator's own table is temporary: it only passes through.
SET LOCAL search_path = pg_temp, public;
\ir ../payments.sql

CALL create_social_mart('synthetic', organisation => '0000', organisation_name => 'Synthetic example', reader => nullif(:'reader', ''));
SET LOCAL search_path = synthetic;
INSERT INTO unit (code, name)
SELECT DISTINCT unit, initcap(replace(unit, '-', ' ')) || ' (synthetic)' FROM pg_temp.synthetic_payment;
INSERT INTO support_payment (unit, household, month, amount)
SELECT unit, household, month, amount FROM pg_temp.synthetic_payment;
INSERT INTO household_plan (fiscal_year, opening_households, closing_households, cost_per_household, budget)
VALUES (2023, 1000, 940, 9600, 104000000);

COMMIT;

DROP TABLE pg_temp.synthetic_payment;
ANALYZE synthetic.unit, synthetic.support_payment, synthetic.household_plan;
