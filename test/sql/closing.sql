-- closing: up to when the books are closed, said or inferred, and what lags

\set SHOW_CONTEXT never
SET datestyle = ISO;
CREATE EXTENSION social_services;
SET client_min_messages = warning;
CALL create_social_mart('lund', organisation => '1281');
RESET client_min_messages;
SET search_path = lund, public;
INSERT INTO unit (code, name) VALUES ('north', 'North'), ('south', 'South'), ('east', 'East');
INSERT INTO budget_head (code, name) VALUES ('support', 'Support'), ('insurance', 'Insurance');
-- Years that the calendar has long left behind, and the one that it is now.
SELECT EXTRACT(year FROM today)::integer AS this_year, date_trunc('month', today)::date AS this_month FROM live_day \gset

-- A unit and head that booked in most months and not in the last lags; a premium paid once a year does not.
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o23', 'outcome', 2023, '2023-04-30'), ('o22', 'outcome', 2022, '2022-12-31'), ('b23', 'budget', 2023, NULL);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT s.code, unit, 'support', make_date(s.fiscal_year, m, 1), 100
FROM scenario s, unnest('{north,south}'::text[]) AS unit, generate_series(1, 12) AS m
WHERE s.kind = 'outcome' AND (s.fiscal_year = 2022 AND (unit, m) <> ('south', 12) OR m <= 4 AND (unit, m) <> ('south', 4));
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o23', 'east', 'insurance', '2023-01-01', 1200), ('o23', 'south', 'insurance', '2023-04-01', 0);
INSERT INTO ledger (scenario, unit, head, amount) SELECT 'b23', unit, 'support', 1200 FROM unnest('{north,south}'::text[]) AS unit;
SELECT fiscal_year, unit_code, head_code, booked_until, lags FROM booked_until ORDER BY 1, 2, 3;
SELECT unit_code, head_code, booked_until, booked, forecast, variance FROM year_end_forecast WHERE fiscal_year = 2023 ORDER BY 1, 2;
SELECT unit_code, head_code, outcome, booked_until FROM budget_variance WHERE fiscal_year = 2023 ORDER BY 1, 2;
SELECT as_of, booked, forecast, budget, variance FROM forecast_total_by_month WHERE fiscal_year = 2023 ORDER BY as_of DESC LIMIT 1;

-- What closing says counts: for all, then for a head, a unit, and both.
BEGIN;
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2023-03-31');
SELECT booked_until FROM booked_year WHERE fiscal_year = 2023;
SELECT unit_code, head_code, booked_until, lags FROM booked_until WHERE fiscal_year = 2023 ORDER BY 1, 2;
INSERT INTO closing (scenario, head, closed_until) VALUES ('o23', 'support', '2023-02-28');
SELECT unit_code, head_code, booked_until FROM booked_until WHERE fiscal_year = 2023 ORDER BY 1, 2;
-- Of a month that is not over nothing is closed.
INSERT INTO closing (scenario, unit, closed_until) VALUES ('o23', 'south', '2023-04-29');
INSERT INTO closing (scenario, unit, head, closed_until) VALUES ('o23', 'north', 'support', '2023-01-15');
SELECT unit_code, head_code, booked_until FROM booked_until WHERE fiscal_year = 2023 ORDER BY 1, 2;
ROLLBACK;

-- Of a unit and head that has a budget and no bookings too, in every view, until today at most.
BEGIN;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b23', 'east', 'support', 1200), ('b23', 'south', 'insurance', 120);
INSERT INTO closing (scenario, unit, closed_until) VALUES ('o23', 'east', '2023-02-28');
INSERT INTO closing (scenario, unit, head, closed_until) VALUES ('o23', 'south', 'insurance', '2023-01-30');
CREATE VIEW closed AS
SELECT v.unit_code, v.head_code, v.booked_until, f.booked_until AS of_forecast, m.booked_until AS of_month, f.method, d.booked_until AS of_budget_to_date, u.booked_until AS of_booked_until, u.lags
FROM budget_variance v
LEFT JOIN year_end_forecast f USING (organisation, fiscal_year, unit_code, head_code)
LEFT JOIN forecast_by_month m ON m.fiscal_year = v.fiscal_year AND m.unit_code = v.unit_code AND m.head_code = v.head_code AND m.as_of = f.as_of
LEFT JOIN booked_until u ON u.scenario = v.scenario AND u.unit_code = v.unit_code AND u.head_code = v.head_code
LEFT JOIN (SELECT unit_code, head_code, (max(month) FILTER (WHERE is_closed) + interval '1 month' - interval '1 day')::date AS booked_until FROM budget_to_date WHERE fiscal_year = 2023 GROUP BY 1, 2) d
       ON d.unit_code = v.unit_code AND d.head_code = v.head_code
WHERE v.fiscal_year = 2023;
SELECT * FROM closed ORDER BY 1, 2;
SELECT basis FROM forecast_by_month WHERE fiscal_year = 2023 AND unit_code = 'east' AND head_code = 'support' ORDER BY as_of;
-- Nothing of the year is closed for the one; once it books, what closing says stays.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o23', 'east', 'support', '2023-01-01', 100);
SELECT * FROM closed WHERE unit_code = 'east' ORDER BY 1, 2;
ROLLBACK;

-- Without as_of the last month that has bookings is open until two months have passed after it. Rows of 0 are no bookings.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('now', 'outcome', :this_year), ('next', 'outcome', :this_year + 1);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT CASE WHEN m < make_date(:this_year + 1, 1, 1) THEN 'now' ELSE 'next' END, 'north', 'support', m::date, CASE WHEN m <= :'this_month' THEN 5 ELSE 0 END
FROM generate_series(make_date(:this_year, 1, 1), make_date(:this_year + 1, 12, 1), '1 month') AS m;
SELECT booked_until = :'this_month'::date - 1 AS until_last_month FROM booked_year WHERE fiscal_year = :this_year;
SELECT count(*) FROM booked_year WHERE fiscal_year = :this_year + 1;
-- It has passed for a year that is long over.
UPDATE scenario SET as_of = NULL WHERE code = 'o22';
SELECT booked_until FROM booked_year WHERE fiscal_year = 2022;
ROLLBACK;

-- Where there is a year before, its months tell what is late: a quarterly rent is not in February, a unit three months behind is in May.
-- Late cost is not hidden by revenue, nor by the year's last day until two months have passed.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('last', 'outcome', :this_year - 1, make_date(:this_year - 1, 12, 31));
INSERT INTO budget_head (code, name) VALUES ('rent', 'Rent');
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT CASE WHEN y = 0 THEN 'o23' ELSE 'o22' END, 'east', head, flow, make_date(2023 - y, m, 1), 10
FROM generate_series(0, 1) AS y, generate_series(1, 12) AS m,
     (VALUES ('rent', 'cost', 'quarters'), ('support', 'cost', 'two'), ('support', 'revenue', 'all')) AS v(head, flow, how)
WHERE (y = 1 OR m <= 5) AND (how = 'all' OR how = 'quarters' AND m % 3 = 1 OR how = 'two' AND (y = 1 OR m <= 2));
UPDATE scenario SET as_of = '2023-05-31' WHERE code = 'o23';
SELECT unit_code, head_code, booked_until, lags FROM booked_until WHERE fiscal_year = 2023 ORDER BY 1, 2;
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'last', unit, 'support', make_date(:this_year - 1, m, 1), 10
FROM unnest('{north,south}'::text[]) AS unit, generate_series(1, 12) AS m WHERE unit = 'north' OR m <= 10;
SELECT unit_code, lags = (live_day.today < make_date(:this_year, 2, 28)) AS lags_until_the_end_of_february FROM booked_until CROSS JOIN live_day
WHERE fiscal_year = :this_year - 1 AND unit_code = 'south';
-- What has not been yet cannot be closed.
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('now', 'outcome', :this_year);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('now', 'north', 'support', make_date(:this_year, 1, 1), 10);
INSERT INTO closing (scenario, unit, closed_until) VALUES ('now', 'north', make_date(:this_year, 12, 31));
SELECT booked_until <= today AS is_past FROM booked_until CROSS JOIN live_day WHERE fiscal_year = :this_year;
ROLLBACK;
-- Nothing of a year is whole before its last day, nor where the last months are rows of 0; a forecast counts then.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('zeros', 'outcome', :this_year, NULL), ('ahead', 'outcome', :this_year + 1, make_date(:this_year + 1, 12, 31)),
    ('f', 'forecast', :this_year, make_date(:this_year, 1, 31)), ('fa', 'forecast', :this_year + 1, NULL);
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'zeros', 'north', 'support', make_date(:this_year, m, 1), CASE m WHEN 1 THEN 10 ELSE 0 END FROM generate_series(1, 12) AS m;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('ahead', 'north', 'support', 10), ('f', 'north', 'support', 120), ('fa', 'north', 'support', 120);
SELECT fiscal_year - :this_year AS year, scenario, is_whole_year FROM latest_scenario WHERE fiscal_year >= :this_year ORDER BY 1;
ROLLBACK;
-- Of two outcomes the one that is booked further counts, dated or not.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('undated', 'outcome', 2023);
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('undated', 'north', 'support', '2023-01-01', 10);
SELECT scenario FROM booked_year WHERE fiscal_year = 2023;
SELECT scenario FROM latest_scenario WHERE fiscal_year = 2023;
ROLLBACK;

-- Refused: what is no outcome, another year's day, a second word, what is not there, no day.
INSERT INTO closing (scenario, closed_until) VALUES ('b23', '2023-03-31');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2024-01-01');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2022-12-31');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2023-03-31'), ('o23', '2023-04-30');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, unit, closed_until) VALUES ('o23', 'nobody', '2023-03-31');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, closed_until) VALUES ('unknown', '2023-03-31');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO closing (scenario, closed_until) VALUES ('o23', 'infinity');
\echo :LAST_ERROR_SQLSTATE
-- The year of an outcome with a closing stays.
BEGIN;
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2023-03-31');
UPDATE scenario SET fiscal_year = 2024 WHERE code = 'o23';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- A summary knows of it.
SET client_min_messages = warning;
CALL refresh_social_mart('lund');
INSERT INTO closing (scenario, closed_until) VALUES ('o23', '2023-02-28');
SELECT count(*) FROM (SELECT * FROM budget_variance EXCEPT ALL SELECT * FROM live_budget_variance) AS d;
SELECT DISTINCT fiscal_year, booked_until FROM budget_variance WHERE fiscal_year = 2023 AND scenario IS NOT NULL;

DROP SCHEMA lund CASCADE;
DROP EXTENSION social_services;
