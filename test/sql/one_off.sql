-- one_off: what is booked and does not come again

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;
RESET client_min_messages;
\i test/sql/include/refusal.sql

INSERT INTO unit (code, name) VALUES ('north', 'North'), ('south', 'South'), ('whole', 'North and South');
INSERT INTO budget_head (code, name) VALUES ('support', 'Support'), ('staff', 'Staff');
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'o' || y, 'outcome', y, CASE WHEN y < 2023 THEN make_date(y, 12, 31) ELSE '2023-04-30' END FROM generate_series(2019, 2023) AS y;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('draft', 'outcome', 2023, '2023-03-31'), ('b2023', 'budget', 2023, NULL);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || y, unit, head, make_date(y, m, 1), 100.01 + 7 * (y - 2019) + m + CASE unit WHEN 'south' THEN 31.25 ELSE 0 END + CASE head WHEN 'staff' THEN (y * 5 + m * 3) % 11 ELSE 0 END
FROM generate_series(2019, 2023) AS y, generate_series(1, 12) AS m, unnest('{north,south}'::text[]) AS unit, unnest('{support,staff}'::text[]) AS head
WHERE y < 2023 OR m <= 4;
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'draft', 'north', 'support', make_date(2023, m, 1), 1 FROM generate_series(1, 4) AS m;

CREATE TEMPORARY TABLE without AS SELECT * FROM forecast_by_month;
CREATE TEMPORARY TABLE total_without AS SELECT * FROM forecast_total_by_month;

-- A back payment of 500 in March of this year and one of 250.50 last year, both booked: what counts, counts, and nothing else is another.
UPDATE ledger SET amount = amount + 500 WHERE scenario = 'o2023' AND unit = 'north' AND head = 'support' AND month = '2023-03-01';
UPDATE ledger SET amount = amount + 250.50 WHERE scenario = 'o2022' AND unit = 'north' AND head = 'support' AND month = '2022-03-01';
SELECT f.as_of, f.booked - w.booked AS booked_more, f.forecast > w.forecast + 900 AS carried_on FROM forecast_by_month f JOIN without w USING (fiscal_year, as_of, unit_code, head_code)
WHERE fiscal_year = 2023 AND unit_code = 'north' AND head_code = 'support' AND as_of >= '2023-03-31' ORDER BY as_of;
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'north', 'support', '2023-03-01', 500, 'Back payment'), ('o2022', 'north', 'support', '2022-03-01', 250.50, 'Back payment');
SELECT fiscal_year, f.as_of >= make_date(fiscal_year, 3, 31) AS since_march, f.unit_code, f.head_code, f.booked - w.booked AS booked_more, f.forecast - w.forecast AS forecast_more,
       f.low - w.low AS low_more, f.high - w.high AS high_more, count(*) AS months
FROM forecast_by_month f FULL JOIN without w USING (fiscal_year, as_of, unit_code, head_code)
WHERE f.booked <> w.booked OR f.forecast IS DISTINCT FROM w.forecast OR f.low IS DISTINCT FROM w.low OR f.high IS DISTINCT FROM w.high
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4;
-- The whole as its parts.
SELECT fiscal_year, as_of >= make_date(fiscal_year, 3, 31) AS since_march, f.booked - w.booked AS booked_more, f.forecast - w.forecast AS forecast_more, f.low - w.low AS low_more, count(*) AS months
FROM forecast_total_by_month f FULL JOIN total_without w USING (fiscal_year, as_of) WHERE f.booked <> w.booked OR f.forecast IS DISTINCT FROM w.forecast OR f.low IS DISTINCT FROM w.low
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2;
SELECT unit_code, head_code, step, what, amount, detail FROM forecast_explanation WHERE fiscal_year = 2023 AND as_of = '2023-04-30' AND unit_code = 'north' AND head_code = 'support' ORDER BY step;

-- What is not booked says nothing: another month, or a unit that has none. Nor does another outcome's, nor the last months before they are complete.
BEGIN;
CREATE TEMPORARY TABLE with_two AS SELECT * FROM forecast_by_month;
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'north', 'support', '2023-05-01', 40, 'Not booked yet'), ('o2023', 'whole', 'support', '2023-03-01', 40, 'Another unit'),
    ('draft', 'north', 'support', '2023-03-01', 40, 'Another outcome');
SELECT count(*) AS differences FROM (SELECT * FROM forecast_by_month EXCEPT SELECT * FROM with_two) AS d;
SELECT rule, severity, item, month, amount, detail FROM data_quality WHERE table_name = 'one_off' ORDER BY item, month;
-- Nor one of 0.
UPDATE one_off SET amount = 0 WHERE scenario = 'o2023' AND month = '2023-03-01' AND unit = 'whole';
DELETE FROM one_off WHERE month = '2023-05-01';
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'south', 'support', '2023-02-01', 0, 'Nothing');
SELECT count(*) AS differences FROM (SELECT * FROM forecast_by_month EXCEPT SELECT * FROM with_two) AS d;
SELECT count(*) FROM data_quality WHERE table_name = 'one_off';
ROLLBACK;
-- More than is booked, and another sign. Cost once, beside revenue that comes every month, is none of it.
BEGIN;
UPDATE one_off SET amount = 700 WHERE scenario = 'o2023';
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'north', 'staff', '2023-03-01', -0.01, 'Another sign'), ('o2023', 'south', 'staff', '2023-03-01', 100, 'Half of it');
INSERT INTO ledger (scenario, unit, head, flow, month, amount) SELECT 'o2023', 'south', 'staff', 'revenue', make_date(2023, m, 1), 170 FROM generate_series(1, 4) AS m;
SELECT rule, item, month, amount, detail FROM data_quality WHERE table_name = 'one_off' ORDER BY item, month;
ROLLBACK;
-- A month that stands out is told of until somebody says that it comes once.
BEGIN;
DELETE FROM one_off;
UPDATE ledger SET amount = 5000 WHERE scenario = 'o2022' AND unit = 'south' AND month = '2022-09-01';
SELECT item, fiscal_year, month FROM data_quality WHERE rule = 'sudden_level' ORDER BY item, fiscal_year;
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2022', 'south', 'staff', '2022-09-01', 4800, 'A bill of three years');
SELECT item, fiscal_year, month FROM data_quality WHERE rule = 'sudden_level' ORDER BY item, fiscal_year;
ROLLBACK;

-- Units that live on in others take their one-offs along, divided as the bookings are, so that nothing of them is carried on.
BEGIN;
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('north', 'whole', 2023, 0.3), ('north', 'south', 2023, 0.7);
SELECT unit, head, month, amount FROM live_restated_one_off WHERE fiscal_year = 2023 AND of_year < 2023 ORDER BY unit;
SELECT unit, month.* FROM live_forecast_series, forecast_series_months(series) AS month
WHERE fiscal_year = 2023 AND head = 'support' AND month.one_off <> 0 ORDER BY unit, month.month;
DELETE FROM one_off WHERE scenario = 'o2023';
UPDATE ledger SET amount = amount - 500 WHERE scenario = 'o2023' AND unit = 'north' AND head = 'support' AND month = '2023-03-01';
CREATE TEMPORARY TABLE restated AS SELECT * FROM forecast_by_month WHERE fiscal_year = 2023;
DELETE FROM one_off;
UPDATE ledger SET amount = amount - 250.50 WHERE scenario = 'o2022' AND unit = 'north' AND head = 'support' AND month = '2022-03-01';
SELECT count(*) AS forecasts, count(*) FILTER (WHERE abs(r.forecast - f.forecast) > 0.02) AS others FROM restated r JOIN forecast_by_month f USING (fiscal_year, as_of, unit_code, head_code);
ROLLBACK;

-- A change makes the kept forecasts of its year and of those that learn from it stale.
RESET SESSION AUTHORIZATION;
SET client_min_messages = warning;
CALL refresh_social_mart('lund');
SELECT count(*) AS stale FROM stale_summary;
DELETE FROM one_off WHERE scenario = 'o2022';
SELECT fiscal_year FROM stale_summary WHERE fiscal_year <= 2032 ORDER BY fiscal_year;
SELECT forecast > 0 AS is_there FROM forecast_by_month WHERE fiscal_year = 2023 AND as_of = '2023-04-30' AND unit_code = 'north' AND head_code = 'support';

-- Refused.
SELECT row, refusal(format('INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES (%s)', row)) AS answer
FROM unnest(ARRAY[$$'b2023', 'north', 'support', '2023-03-01', 1, 'r'$$, $$'o2023', 'north', 'support', '2022-12-01', 1, 'r'$$, $$'o2023', 'north', 'support', '2024-01-01', 1, 'r'$$,
                  $$'o2023', 'north', 'support', '2023-03-15', 1, 'r'$$, $$'o2023', 'north', 'support', 'infinity', 1, 'r'$$, $$'o2023', 'north', 'support', NULL, 1, 'r'$$,
                  $$'o2023', 'north', 'support', '2023-03-01', 1, 'Twice'$$, $$'o2023', 'nobody', 'support', '2023-02-01', 1, 'r'$$, $$'o2023', 'north', 'nothing', '2023-02-01', 1, 'r'$$,
                  $$'none', 'north', 'support', '2023-02-01', 1, 'r'$$, $$'o2023', 'north', 'support', '2023-02-01', 'NaN', 'r'$$, $$'o2023', 'north', 'support', '2023-02-01', 'Infinity', 'r'$$,
                  $$'o2023', 'north', 'support', '2023-02-01', 1.001, 'r'$$, $$'o2023', 'north', 'support', '2023-02-01', NULL, 'r'$$, $$'o2023', 'north', 'support', '2023-02-01', 1e13, 'r'$$,
                  $$'o2023', 'north', 'support', '2023-02-01', 1, ' '$$, $$'o2023', 'north', 'support', '2023-02-01', 1, NULL$$, $$'o2023', 'north', 'support', '2023-02-01', 1, E'a\u202eb'$$,
                  $$'o2023', 'north', 'support', '2023-02-01', 1, repeat('r', 501)$$]) AS row;
-- The year of an outcome stays while it has some.
SELECT refusal($$UPDATE scenario SET fiscal_year = 2033 WHERE code = 'o2023'$$) AS answer;

\i test/sql/include/cleanup.sql
