-- support_forecast: what support will cost by the households there will be

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;
RESET client_min_messages;
\i test/sql/include/refusal.sql

INSERT INTO unit (code, name) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO budget_head (code, name, parent, pays_support) VALUES ('support', 'Support', NULL, true), ('medicine', 'Medicine', 'support', false), ('staff', 'Staff', NULL, false);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o2022', 'outcome', 2022, '2022-12-31'), ('o2023', 'outcome', 2023, '2023-04-30');
SELECT count(*) AS of_nothing FROM support_forecast;
-- 60 households at north and 40 at south in 2022, one less each month at north; then 50 and 40. A household costs 10 in 2022 and 11 then, of which medicine 1.
INSERT INTO household_month (unit, month, households, payments)
SELECT unit, make_date(y, m, 1), CASE WHEN unit = 'south' THEN 40 WHEN y = 2022 THEN 60 - m ELSE 50 END, 0
FROM generate_series(2022, 2023) AS y, generate_series(1, 12) AS m, unnest('{north,south}'::text[]) AS unit WHERE y = 2022 OR m <= 4;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || EXTRACT(year FROM month), unit, head, month, households * CASE WHEN head = 'medicine' THEN 1 WHEN month < '2023-01-01' THEN 9 ELSE 10 END
FROM household_month, unnest('{support,medicine}'::text[]) AS head
UNION ALL SELECT 'o2023', 'north', 'staff', make_date(2023, m, 1), 5000 FROM generate_series(1, 4) AS m;
INSERT INTO household_plan (fiscal_year, opening_households, closing_households) VALUES (2022, 100, 88), (2023, 88, 88);
-- 2022: each way beside what came of it: 100 less half a month's share in January.
SELECT as_of, method, booked, household_months, cost_per_household, household_months_to_come, forecast, outcome, error, error_ratio, why
FROM support_forecast WHERE fiscal_year = 2022 AND as_of IN ('2022-01-31', '2022-06-30', '2022-12-31') ORDER BY as_of, method;
SELECT sum(expected) FILTER (WHERE month > '2022-06-30') AS to_come, (SELECT sum(outcome) FROM monthly_outcome WHERE fiscal_year = 2022 AND head_code <> 'staff') AS outcome
FROM household_path WHERE fiscal_year = 2022;
-- 2023: 90 * 4 * 11 are booked, and 88 are to come for eight months.
SELECT as_of, head_code, method, booked_until, booked, household_months, cost_per_household, household_months_to_come, forecast, outcome, why
FROM support_forecast WHERE fiscal_year = 2023 AND as_of = '2023-04-30' ORDER BY method;
SELECT 90 * 4 * 11 + 88 * 8 * 11 AS by_hand;

-- What comes once is not what a household costs.
BEGIN;
UPDATE ledger SET amount = amount + 720 WHERE scenario = 'o2023' AND head = 'medicine' AND unit = 'north' AND month = '2023-02-01';
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'north', 'medicine', '2023-02-01', 720, 'Once');
SELECT method, booked, cost_per_household, forecast FROM support_forecast WHERE fiscal_year = 2023 AND as_of = '2023-04-30' AND method = 'drivers';
ROLLBACK;
-- What is late of it lets all of it be as of its last month; households of a month that nobody has reported, no plan, and none.
BEGIN;
DELETE FROM ledger WHERE scenario = 'o2023' AND unit = 'south' AND month > '2023-02-01';
SELECT as_of, booked_until, booked, household_months, household_months_to_come, forecast FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' ORDER BY as_of;
ROLLBACK;
BEGIN;
DELETE FROM household_month WHERE month = '2023-03-01';
SELECT as_of, household_months, cost_per_household, forecast, why FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' ORDER BY as_of;
UPDATE household_plan SET closing_households = NULL WHERE fiscal_year = 2023;
SELECT as_of, household_months, forecast, why FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' ORDER BY as_of;
ROLLBACK;
BEGIN;
UPDATE household_month SET households = 0 WHERE month >= '2023-01-01';
SELECT as_of, household_months, cost_per_household, forecast, why FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' AND as_of = '2023-04-30';
UPDATE household_month SET households = 1 WHERE month = '2023-01-01' AND unit = 'north';
UPDATE household_plan SET opening_households = 10000000, closing_households = 10000000;
UPDATE ledger SET amount = 9999999999999 WHERE scenario = 'o2023' AND month = '2023-01-01' AND head = 'support';
SELECT as_of, household_months, cost_per_household, forecast, why FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' AND as_of = '2023-04-30';
ROLLBACK;
-- Its record, of none to ten earlier years, at the end of June: after that each year costs more or less than before, and more so from year to year.
BEGIN;
DELETE FROM ledger;
DELETE FROM household_month;
DELETE FROM household_plan;
INSERT INTO scenario (code, kind, fiscal_year, as_of) SELECT 'o' || y, 'outcome', y, make_date(y, 12, 31) FROM generate_series(2012, 2021) AS y;
INSERT INTO household_month (unit, month, households, payments)
SELECT 'north', make_date(y, m, 1), 10, 0 FROM generate_series(2012, 2023) AS y, generate_series(1, 12) AS m WHERE y < 2023 OR m <= 6;
INSERT INTO household_plan (fiscal_year, opening_households, closing_households) SELECT y, 10, 10 FROM generate_series(2012, 2023) AS y;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || EXTRACT(year FROM month), 'north', 'support', month, CASE WHEN EXTRACT(month FROM month) > 6 THEN 1000 + 10 * (EXTRACT(year FROM month) - 2011) * (-1) ^ EXTRACT(year FROM month) ELSE 1000 END
FROM household_month;
UPDATE scenario SET as_of = '2023-06-30' WHERE code = 'o2023';
CREATE VIEW record AS
SELECT fiscal_year, booked_until, forecast, outcome, error_ratio, earlier_years AS years, mean_absolute_percentage_error AS mape, forecast_bias AS bias, low, high, why_no_interval
FROM support_forecast WHERE method = 'drivers';
SELECT * FROM record WHERE to_char(booked_until, 'MM') = '06' ORDER BY fiscal_year;
-- The error of a year is 60 * |year - 2011| of 12000: of 2013 to 2022 the ninth in order is 2021's, 600. Mean and bias by another way.
SELECT of_year.fiscal_year, abs(of_year.mape - past.mape) < 0.000002 AS same_mape, abs(of_year.bias - past.bias) < 0.000002 AS same_bias, of_year.years = past.years AS same_years
FROM record of_year
CROSS JOIN LATERAL (SELECT count(*) AS years, avg(abs(error_ratio)) AS mape, avg(error_ratio) AS bias
                    FROM record WHERE fiscal_year < of_year.fiscal_year AND fiscal_year >= of_year.fiscal_year - 10 AND booked_until = make_date(fiscal_year, 6, 30)) past
WHERE of_year.booked_until = make_date(of_year.fiscal_year, 6, 30) AND of_year.fiscal_year IN (2013, 2022, 2023);
-- A year that is late is judged by its own last month; a year without a plan is none of them; what is over, and what never was wrong, has no interval.
SAVEPOINT whole;
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o2023', 'south', 'support', '2023-01-01', 1), ('o2023', 'south', 'support', '2023-02-01', 1), ('o2023', 'south', 'support', '2023-03-01', 1);
DELETE FROM household_plan WHERE fiscal_year = 2022;
SELECT as_of, booked_until, earlier_years, low, high FROM support_forecast WHERE fiscal_year = 2023 AND method = 'drivers' AND as_of >= '2023-03-31' ORDER BY as_of;
ROLLBACK TO whole;
UPDATE ledger SET amount = 1000;
SELECT * FROM record WHERE fiscal_year = 2023 AND booked_until = '2023-06-30' OR fiscal_year = 2022 AND booked_until = '2022-12-31' ORDER BY fiscal_year;
-- Where all years came to less than was booked by then, and to no more.
UPDATE ledger SET amount = -1000 - EXTRACT(year FROM month) WHERE EXTRACT(month FROM month) > 6;
SELECT * FROM record WHERE fiscal_year = 2023 AND booked_until = '2023-06-30';
ROLLBACK;
-- Without such a head nothing is said, and there cannot be two.
SELECT refusal($$UPDATE budget_head SET pays_support = true WHERE code = 'staff'$$) AS answer;
BEGIN;
UPDATE budget_head SET pays_support = false;
SELECT count(*) FROM support_forecast;
ROLLBACK;

SET client_min_messages = warning;
\i test/sql/include/cleanup.sql
