-- forecast_explanation: forecast_steps, and the view of a mart

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS forecast_explanation_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA forecast_explanation_test;
SET search_path = forecast_explanation_test, public;
SET datestyle = ISO, YMD;

\i test/sql/include/refusal.sql

-- Rows from a list of 'month amount one_off'.
CREATE FUNCTION bookings(list text) RETURNS TABLE (month date, amount numeric, one_off numeric)
BEGIN ATOMIC
    SELECT split_part(b, ' ', 1)::date, nullif(split_part(b, ' ', 2), 'NULL')::numeric, nullif(split_part(b, ' ', 3), '')::numeric
    FROM regexp_split_to_table(list, ', ') AS b WHERE b <> '';
END;


--
-- By hand
--

-- 2021: 1200, of which 300 until March; 2022: 1320 with 360, and 600 once in May. Then 420 until March, and 1000 once in February.
CREATE TABLE by_hand AS
SELECT forecast_series(month, amount, 1, one_off) AS series
FROM (SELECT make_date(y, m, 1) AS month, CASE WHEN y = 2021 THEN 100.00 WHEN y = 2022 THEN CASE WHEN m <= 3 THEN 120 ELSE 106.67 - (m = 12)::integer * 0.03 END ELSE 140 END AS amount, NULL::numeric AS one_off
      FROM generate_series(2021, 2023) AS y, generate_series(1, 12) AS m WHERE y < 2023 OR m <= 3
      UNION ALL VALUES (date '2022-05-01', 600, 600), ('2023-02-01', 1000, 1000)) AS r;
SELECT method, step, what, amount, detail, sum(amount) OVER (PARTITION BY method ORDER BY step) AS so_far
FROM unnest('{run_rate,last_year,seasonal,theta,auto}'::text[]) AS method, by_hand, forecast_steps(series, 2023, '2023-03-31', method::forecast_method) ORDER BY method, step;
-- last_year: 960 to come, and 420 / 360 of it. seasonal: 3/4 and 9/16 weigh, so 356.25 of 1252.50 the share is; of 1320, 944.55... to come.
SELECT round(1320 * (1 - share), 2) AS as_usual, round(1320 * (1 - share) * (420 / (1320 * share) - 1), 2) AS growth, round(1320 * (1 - share) * (420 / (1320 * share) - 1) * -2 / 5, 2) AS damping
FROM (SELECT (0.75 * 360 + 0.5625 * 300) / (0.75 * 1320 + 0.5625 * 1200)) AS s(share);

-- Little is known, or what is known means little.
SELECT place, input, as_of, method, step, what, amount, detail
FROM (VALUES ( 1, 'nothing before',          '2023-01-01 100, 2023-02-01 50.50', '2023-02-28'::date, '{seasonal,auto}'::text[]),
             ( 2, 'one year before',         '2022-01-01 100, 2022-12-01 300, 2023-01-01 120', '2023-01-31', '{auto}'),
             ( 3, 'a year is missing',       '2021-01-01 100, 2021-12-01 300, 2023-01-01 120', '2023-01-31', '{last_year,auto}'),
             ( 4, 'nothing then in these months', '2022-01-01 0.01, 2022-01-01 -0.01, 2022-12-01 300, 2023-01-01 120', '2023-01-31', '{last_year,seasonal}'),
             ( 5, 'another sign',            '2022-01-01 100, 2022-12-01 300, 2023-01-01 -120', '2023-01-31', '{last_year,seasonal}'),
             ( 6, 'opposite signs before',   '2022-01-01 100, 2022-12-01 -50, 2023-01-01 120', '2023-01-31', '{last_year,seasonal}'),
             ( 7, 'negative',                '2022-01-01 -100, 2022-12-01 -50, 2023-01-01 -120', '2023-01-31', '{auto}'),
             ( 8, 'the year is over',        '2022-01-01 100, 2022-12-01 300, 2023-01-01 120, 2023-12-01 1 1', '2024-12-31', '{auto}'),
             ( 9, 'all of it once',          '2022-01-01 100, 2022-12-01 300, 2023-01-01 120 120', '2023-01-31', '{auto}'),
             (10, 'more once than booked',   '2022-01-01 100, 2022-12-01 300, 2023-01-01 120 150', '2023-01-31', '{last_year}'),
             (11, 'a month half over',       '2022-01-01 100, 2022-12-01 300, 2023-01-01 120, 2023-02-01 7', '2023-02-27', '{last_year}'),
             (12, 'until its last booking',  '2022-01-01 100, 2022-12-01 300, 2023-01-01 120', NULL, '{last_year}'),
             (13, 'large and small',         '2022-01-01 1e-30, 2022-12-01 1e25, 2023-01-01 2e-30', '2023-01-31', '{last_year,auto}')) AS t(place, input, list, as_of, methods)
CROSS JOIN LATERAL (SELECT forecast_series(month, amount, 1, one_off) AS series FROM bookings(list)) AS s
CROSS JOIN unnest(methods) AS method
LEFT JOIN LATERAL forecast_steps(series, 2023, as_of, method::forecast_method) ON true ORDER BY place, method, step;
-- No forecast, no steps.
SELECT place, count(step) AS steps
FROM (VALUES (1, NULL::integer, '2023-03-31'::date, NULL::text), (2, 2020, '2023-03-31', NULL), (3, 2024, '2024-03-31', NULL), (4, 2023, '2023-01-30', NULL), (5, 2023, '1000-01-01', NULL),
             (6, 2147483647, NULL, NULL), (7, -2147483648, NULL, NULL), (8, 2021, '2021-06-30', 'last_year'), (9, 2023, '5874897-12-31', NULL), (10, 2023, NULL, NULL)) AS t(place, y, as_of, method)
CROSS JOIN by_hand LEFT JOIN LATERAL forecast_steps(series, y, as_of, method::forecast_method) ON true GROUP BY place ORDER BY place;
SELECT count(*) AS steps FROM forecast_steps(NULL, 2023);
-- A year that teaches nothing.
SELECT step, what, amount, detail FROM by_hand, forecast_steps(series, 2023, '2023-03-31', 'last_year', '{2022}');
SELECT step, what, amount, detail FROM by_hand, forecast_steps(series, 2023, '2023-03-31', 'auto', '{2022,NULL,9999}');


--
-- They add up: random series
--

CREATE FUNCTION draw(what integer, key bigint) RETURNS double precision IMMUTABLE RETURN (hashint8extended(key, what) & 9007199254740991) / 9007199254740992.0::double precision;
-- Of 1 to 14 years that begin in any month; with gaps, refunds, one-offs, huge and tiny amounts by the last digit.
CREATE TABLE value AS
SELECT series, first_month, forecast_series(month, amount, first_month, CASE WHEN series % 3 = 0 AND draw(5, key) < 0.1 THEN round(amount * (draw(6, key) * 2)::numeric, scale(amount)) END) AS months
FROM (
    SELECT series, key, 1 + series % 12 AS first_month, (date '2010-01-01' + make_interval(months => m))::date AS month,
           CASE series % 10 WHEN 0 THEN trunc(draw(3, key) * 5 - 2)::numeric WHEN 8 THEN round(draw(3, key)::numeric, 5) * ('1e' || series % 41 - 20)::numeric
                            WHEN 9 THEN round((draw(3, key) - 0.4)::numeric * 1000, 2) WHEN 7 THEN round(draw(3, key)::numeric * 1e12, 2) WHEN 6 THEN ('1e' || trunc(draw(3, key) * 600 - 300))::numeric
                            ELSE round((80 + 50 * sin(m * series) + 40 * draw(3, key))::numeric, 2) END AS amount
    FROM generate_series(1, 39) AS series, generate_series(0, series * 37 % 168) AS m, LATERAL (SELECT series * 1000 + m::bigint) AS k(key)
    WHERE series % 7 <> 0 OR draw(7, key) < 0.7) AS b
GROUP BY series, first_month;
CREATE TABLE explained AS
SELECT f.*, s.steps, s.total, s.names, s.missing, s.booked + s.once AS booked_in_steps, s.once
FROM value, forecasts(months) AS f, LATERAL (
    SELECT count(*) AS steps, sum(amount) AS total, array_agg(what ORDER BY step) AS names, string_agg(detail, '') FILTER (WHERE what = 'not_known') AS missing,
           sum(amount) FILTER (WHERE what = 'booked') AS booked, coalesce(sum(amount) FILTER (WHERE what = 'one_off'), 0) AS once,
           bool_and(step = place) AS numbered FROM (SELECT *, row_number() OVER () AS place FROM forecast_steps(months, f.fiscal_year, f.as_of, f.method::forecast_method)) AS s) AS s
WHERE s.numbered;
SELECT method, count(*) AS forecasts, count(*) FILTER (WHERE total = forecast) AS add_up,
       count(*) FILTER (WHERE booked_in_steps <> booked OR once <> one_off) AS wrongly_booked,
       count(*) FILTER (WHERE (missing ~ why_no_interval OR why_no_interval = 'the year is over') IS DISTINCT FROM (CASE WHEN low IS NULL THEN true END)
                          AND NOT (missing = 'no earlier year to learn seasons and growth from' AND low IS NOT NULL)) AS wrongly_missing,
       max(steps) AS most_steps
FROM explained GROUP BY method ORDER BY method;
SELECT (SELECT count(*) FROM explained) = (SELECT count(*) FROM value, forecasts(months)) AS all_of_them;
SELECT method, array_to_string(names, ' ') AS names, count(*) > 0 AS there FROM explained GROUP BY 1, 2 ORDER BY 1, 2;
-- Where all is booked evenly nothing but the months to come is to be said.
SELECT method, what, amount FROM unnest('{run_rate,last_year,seasonal,theta,auto}'::text[]) AS method,
    forecast_steps((SELECT forecast_series(m::date, 100, 1) FROM generate_series(date '2019-01-01', '2023-04-01', '1 month') AS m), 2023, '2023-04-30', method::forecast_method) WHERE amount <> 0 ORDER BY method, step;


--
-- What is refused
--

SELECT series AS by_hand FROM by_hand \gset
SELECT call, refusal(replace(call, '$series', quote_literal(:'by_hand'))) AS answer
FROM unnest(ARRAY[$$SELECT forecast_steps($series, 2023, '2023-03-31', 'drivers')$$, $$SELECT forecast_steps($series, 2023, 'infinity')$$, $$SELECT forecast_steps('', 2023)$$,
                  $$SELECT forecast_steps(substr($series::bytea, 1, 20), 2023)$$, $$SELECT forecast_steps($series::bytea || '\x00', 2023)$$]) AS call;


--
-- In a mart
--

SET client_min_messages = warning;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;
INSERT INTO unit (code, name) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO budget_head (code, name) SELECT code, initcap(code) FROM unnest('{known,late,new,idle,once,vast,huge}'::text[]) AS code;
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'o' || y, 'outcome', y, CASE WHEN y < 2023 THEN make_date(y, 12, 31) ELSE '2023-04-30' END FROM generate_series(2020, 2023) AS y;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('b2023', 'budget', 2023);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'o' || y, unit, head, make_date(y, m, 1), 100.01 + 7 * (y - 2020) + m % 5 + CASE unit WHEN 'south' THEN 30 ELSE 0 END
FROM generate_series(2020, 2023) AS y, generate_series(1, 12) AS m, unnest('{north,south}'::text[]) AS unit, unnest('{known,late,new,once}'::text[]) AS head
WHERE (y < 2023 OR m <= 4) AND NOT (head IN ('new', 'once') AND y < 2023) AND NOT (head = 'late' AND y = 2023 AND m > 2);
-- Growth that no column holds, though the forecast does; and a forecast that none does.
INSERT INTO ledger (scenario, unit, head, month, amount) VALUES ('o2022', 'north', 'vast', '2022-01-01', 0.01), ('o2022', 'north', 'vast', '2022-12-01', 900000000000), ('o2023', 'north', 'vast', '2023-01-01', 800000000000),
    ('o2022', 'north', 'huge', '2022-01-01', 1000), ('o2022', 'north', 'huge', '2022-12-01', 9000000000000), ('o2023', 'north', 'huge', '2023-04-01', 9000000000000);
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT 'b2023', unit, head, 'cost', make_date(2023, m, 1), 110 + m FROM generate_series(1, 12) AS m, unnest('{north,south}'::text[]) AS unit, unnest('{new,idle,once}'::text[]) AS head;
INSERT INTO one_off (scenario, unit, head, month, amount, reason) VALUES ('o2023', 'north', 'once', '2023-02-01', 40, 'Once'), ('o2023', 'north', 'late', '2023-02-01', 20, 'Once');
RESET client_min_messages;
SELECT head_code, step, what, amount, detail FROM forecast_explanation WHERE fiscal_year = 2023 AND as_of = '2023-04-30' AND unit_code = 'north' ORDER BY head_code, step;
SELECT head_code, method, booked, forecast, booked_until FROM forecast_by_month WHERE fiscal_year = 2023 AND as_of = '2023-04-30' AND unit_code = 'north' ORDER BY head_code;
SELECT count(*) AS forecasts, count(DISTINCT method) AS methods, count(*) FILTER (WHERE booked_until < as_of) AS late, count(*) FILTER (WHERE forecast IS NULL) AS too_large,
       count(*) FILTER (WHERE amount = forecast) AS add_up, count(*) FILTER (WHERE amount IS DISTINCT FROM forecast AND forecast IS NOT NULL) AS wrong, count(*) FILTER (WHERE scenario <> 'o' || fiscal_year) AS of_another
FROM forecast_by_month FULL JOIN (SELECT organisation, fiscal_year, as_of, unit_code, head_code, sum(amount) AS amount, max(scenario) AS scenario FROM forecast_explanation GROUP BY 1, 2, 3, 4, 5) AS explained
     USING (organisation, fiscal_year, as_of, unit_code, head_code);

SET client_min_messages = warning;
DROP SCHEMA lund, forecast_explanation_test CASCADE;
