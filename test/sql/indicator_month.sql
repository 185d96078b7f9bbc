-- indicator_month: indicators that are counted through the year, and where their year will end

\set SHOW_CONTEXT never
SET datestyle = ISO;
CREATE EXTENSION social_services;
SET client_min_messages = warning;
CALL create_social_mart('town', organisation => '1281');
SET jit = off;
SET search_path = town, public;
INSERT INTO goal (code, name) VALUES ('g', 'Goal');
INSERT INTO indicator (code, goal, name, measure, direction, aggregation) VALUES
    ('jobs', 'g', 'Jobs', 'count', 'at_least', 'sum'), ('share', 'g', 'Share', 'percent', 'at_least', 'mean'), ('queue', 'g', 'Queue', 'count', 'at_most', 'last'),
    ('plan', 'g', 'Plan', 'yes_no', 'at_least', 'last'), ('households', 'g', 'Households', 'count', 'at_most', NULL);
SELECT * FROM indicator_forecast;

-- What is refused.
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-15', 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', 'infinity', 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '0999-12-01', 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '10000-01-01', 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', NULL, 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', NULL);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', 'NaN');
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', 'Infinity');
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', -1e6);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', 0.0000001);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('nothing', '2023-01-01', 1);
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('jobs', '2023-01-01', 1), ('jobs', '2023-01-01', 2);
UPDATE indicator SET aggregation = 'distinct' WHERE code = 'jobs';
UPDATE indicator SET aggregation = 'sum' WHERE code = 'share';
UPDATE indicator SET aggregation = 'sum' WHERE code = 'plan';
UPDATE indicator SET aggregation = 'mean' WHERE code = 'plan';
UPDATE indicator SET measure = 'percent' WHERE code = 'jobs';
SELECT count(*) FROM indicator_month;

-- Four years and eight months. And another town with the same, whose years begin in September.
INSERT INTO indicator (code, goal, name, measure, direction, aggregation, baseline) VALUES
    ('flow', 'g', 'Flow', 'count', 'at_most', 'sum', 0), ('wait', 'g', 'Wait', 'days', 'at_most', 'mean', NULL);
INSERT INTO indicator_month (indicator, month, outcome)
SELECT code, month::date,
       CASE code WHEN 'jobs' THEN 20 + 3 * m + (7 * y + 5 * m) % 11 WHEN 'flow' THEN (20 + 3 * m + (7 * y + 5 * m) % 11) / 100.0 WHEN 'share' THEN 0.9 + 0.01 * ((y + 3 * m) % 10)
                 WHEN 'wait' THEN 90 + (y * m) % 13 - 5 * (y % 2021) WHEN 'plan' THEN (m > 6)::integer ELSE 400 + m + y % 5 END
FROM indicator, generate_series(timestamp '2021-01-01', '2025-08-01', '1 month') AS month
CROSS JOIN LATERAL (SELECT EXTRACT(year FROM month)::integer, EXTRACT(month FROM month)::integer) AS d(y, m);
INSERT INTO indicator_value (fiscal_year, indicator, target)
SELECT y, code, CASE code WHEN 'jobs' THEN 540 WHEN 'flow' THEN 5.2 WHEN 'share' THEN 0.95 WHEN 'wait' THEN 80 WHEN 'plan' THEN 1 ELSE 400 END
FROM indicator, generate_series(2021, 2025) AS y;
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('0180', 'Years from September', 9);
INSERT INTO goal SELECT '0180', code, name FROM goal WHERE organisation = '1281';
INSERT INTO indicator (organisation, code, goal, name, measure, direction, aggregation, baseline)
SELECT '0180', code, goal, name, measure, direction, aggregation, baseline FROM indicator WHERE organisation = '1281' ORDER BY position;
INSERT INTO indicator_month SELECT '0180', indicator, month - interval '4 months', outcome FROM indicator_month WHERE organisation = '1281';
INSERT INTO indicator_value (organisation, fiscal_year, indicator, target) SELECT '0180', fiscal_year, indicator, target FROM indicator_value WHERE organisation = '1281';

SELECT indicator_code AS code, as_of, month_outcome, value_to_date, forecast, low, high, method, basis
FROM indicator_forecast WHERE organisation = '1281' AND fiscal_year = 2025 AND EXTRACT(month FROM as_of) IN (1, 6, 8) ORDER BY position, as_of;
SELECT indicator_code AS code, as_of, aggregation, direction, forecast, target, forecast_attainment, status, is_latest
FROM indicator_forecast WHERE organisation = '1281' AND fiscal_year = 2025 AND EXTRACT(month FROM as_of) IN (1, 8) ORDER BY position, as_of;
SELECT fiscal_year AS year, forecast, low, high, method, basis FROM indicator_forecast
WHERE organisation = '1281' AND indicator_code = 'jobs' AND EXTRACT(month FROM as_of) = 4 ORDER BY 1;
SELECT count(*) AS rows, count(*) FILTER (WHERE is_latest) AS latest, count(DISTINCT (fiscal_year, indicator_code)) AS years FROM indicator_forecast WHERE organisation = '1281';

-- Counted once more, without the view: each sum so far, and in the first year twelve months at its rate.
CREATE TEMPORARY TABLE plain AS
SELECT indicator AS code, (month + interval '1 month')::date - 1 AS as_of, EXTRACT(year FROM month)::integer AS year, EXTRACT(month FROM month)::integer AS m,
       sum(outcome) OVER w AS total, max(scale(outcome)) OVER (PARTITION BY indicator) AS decimals
FROM indicator_month WHERE organisation = '1281'
WINDOW w AS (PARTITION BY indicator, EXTRACT(year FROM month) ORDER BY month);
SELECT count(*) AS rows, count(*) FILTER (WHERE f.value_to_date IS DISTINCT FROM CASE aggregation WHEN 'sum' THEN p.total WHEN 'mean' THEN round(p.total / p.m, 6)
                                                                                                WHEN 'last' THEN f.month_outcome END) AS wrong
FROM indicator_forecast f JOIN plain p ON p.code = f.indicator_code AND p.as_of = f.as_of WHERE organisation = '1281';
SELECT aggregation, count(*) AS rows, count(*) FILTER (WHERE abs(f.forecast - CASE aggregation WHEN 'sum' THEN p.total * 12 / p.m ELSE p.total / p.m END) > 0.5 * 10.0 ^ -least(p.decimals, 5)) AS wrong,
       count(low) AS intervals, string_agg(DISTINCT method, ', ') AS methods
FROM indicator_forecast f JOIN plain p ON p.code = f.indicator_code AND p.as_of = f.as_of
WHERE organisation = '1281' AND year = 2021 AND m < 12 AND aggregation IN ('sum', 'mean') GROUP BY aggregation ORDER BY 1;
-- And by the aggregates, from the same months.
SELECT aggregation, count(*) AS rows, count(f.low) AS intervals,
       count(*) FILTER (WHERE f.forecast <> round(least(g.forecast, g.top) / g.parts, 6) OR f.low <> round(g.low / g.parts, 6) OR f.high <> round(least(g.high, g.top) / g.parts, 6)
                              OR num_nulls(f.low, g.low) = 1 OR num_nulls(f.high, g.high) = 1 OR f.method <> g.method) AS wrong
FROM indicator_forecast f
CROSS JOIN LATERAL (
    SELECT year_end_forecast(month, known.outcome, f.as_of) AS forecast, year_end_forecast_low(month, known.outcome, f.as_of) AS low,
           year_end_forecast_high(month, known.outcome, f.as_of) AS high, year_end_forecast_method(month, known.outcome, f.as_of) AS method,
           CASE aggregation WHEN 'mean' THEN 12 ELSE 1 END AS parts,
           CASE measure WHEN 'percent' THEN sum(known.outcome) FILTER (WHERE month >= date_trunc('year', f.as_of)) + 12 - EXTRACT(month FROM f.as_of) END AS top
    FROM (SELECT month, CASE aggregation WHEN 'mean' THEN outcome::numeric(12,6) ELSE outcome END AS outcome
          FROM indicator_month WHERE organisation = f.organisation AND indicator = f.indicator_code AND month <= f.as_of) known
) g
WHERE organisation = '1281' AND aggregation IN ('sum', 'mean') AND EXTRACT(month FROM as_of) < 12 GROUP BY aggregation ORDER BY 1;
-- After twelve months the forecast is the outcome, and judged as such.
SELECT count(*) AS years, count(*) FILTER (WHERE f.forecast = t.outcome AND f.value_to_date = t.outcome AND f.method = 'outcome' AND f.low IS NULL AND t.as_of IS NULL) AS same,
       count(*) FILTER (WHERE f.forecast_attainment IS NOT DISTINCT FROM t.attainment AND f.status = t.status AND f.target = t.target) AS judged_the_same
FROM indicator_forecast f JOIN target_attainment t USING (organisation, fiscal_year, indicator_code)
WHERE f.as_of = fiscal_year_end(fiscal_year, CASE organisation WHEN '1281' THEN 1 ELSE 9 END) AND f.aggregation IS NOT NULL;
-- The same town by another calendar.
SELECT count(*) AS rows, count(*) FILTER (WHERE b.organisation IS NULL OR (a.value_to_date, a.forecast, a.low, a.high, a.method, a.basis, a.status, a.forecast_attainment)
                                                                         IS DISTINCT FROM (b.value_to_date, b.forecast, b.low, b.high, b.method, b.basis, b.status, b.forecast_attainment)) AS different
FROM indicator_forecast a
LEFT JOIN indicator_forecast b ON b.organisation = '0180' AND b.fiscal_year = a.fiscal_year AND b.indicator_code = a.indicator_code
                              AND fiscal_month(b.as_of, 9) = fiscal_month(a.as_of, 1)
WHERE a.organisation = '1281';
-- Of a filter remains what it finds in the whole.
SELECT count(*) FROM ((SELECT * FROM indicator_forecast WHERE organisation = '0180' AND fiscal_year = 2024 AND indicator_code = 'jobs'
                       EXCEPT SELECT * FROM (SELECT * FROM indicator_forecast OFFSET 0) f WHERE organisation = '0180' AND fiscal_year = 2024 AND indicator_code = 'jobs')) AS difference;
-- What is later is not looked at.
CREATE TEMPORARY TABLE before AS SELECT * FROM indicator_forecast WHERE organisation = '1281' AND as_of <= '2024-05-31';
BEGIN;
DELETE FROM indicator_month WHERE month > '2024-05-01';
SELECT count(*) AS rows, count(*) FILTER (WHERE (a.forecast, a.low, a.high, a.basis) IS DISTINCT FROM (b.forecast, b.low, b.high, b.basis)) AS different
FROM before a LEFT JOIN indicator_forecast b USING (organisation, indicator_code, as_of);
ROLLBACK;

-- What never was negative has no negative end; what never was above 100 per cent none above it.
INSERT INTO indicator (code, goal, name, measure, aggregation) VALUES ('wild', 'g', 'Wild', 'count', 'sum'), ('signed', 'g', 'Signed', 'count', 'sum'), ('full', 'g', 'Full', 'percent', 'mean'), ('over', 'g', 'Over', 'percent', 'mean');
INSERT INTO indicator_month (indicator, month, outcome)
SELECT code, month::date, CASE code WHEN 'wild' THEN CASE WHEN m > 1 THEN (y * 37 + m * 11) % 97 * (1 + 9 * (y % 2)) ELSE 1 END WHEN 'signed' THEN (y * 37 + m * 11) % 97 - 48
                                    WHEN 'full' THEN 1 - 0.1 * ((y + m) % 3) * (y % 2) ELSE 1.2 - 0.1 * ((y + m) % 3) * (y % 2) END
FROM unnest('{wild,signed,full,over}'::text[]) AS code, generate_series(timestamp '2017-01-01', '2024-10-01', '1 month') AS month
CROSS JOIN LATERAL (SELECT EXTRACT(year FROM month)::integer, EXTRACT(month FROM month)::integer) AS d(y, m);
SELECT indicator_code AS code, count(low) AS intervals, min(low) >= 0 AS none_below_0, bool_and(low >= value_to_date) AS not_below_what_is_there,
       max(high) <= 1 AS none_above_1, bool_and(low <= forecast AND forecast <= high) AS in_order
FROM indicator_forecast WHERE indicator_code IN ('wild', 'signed', 'full', 'over') GROUP BY 1 ORDER BY 1;

-- A month that is not given is not 0: of its year nothing is said from then on, and no later year learns from it.
DELETE FROM indicator_month WHERE organisation = '1281' AND month = '2023-03-01' AND indicator IN ('jobs', 'wait', 'queue');
DELETE FROM indicator_month WHERE organisation = '1281' AND month BETWEEN '2021-01-01' AND '2021-04-01' AND indicator = 'flow';
SELECT indicator_code AS code, as_of, value_to_date, forecast, method, basis, forecast_attainment, status FROM indicator_forecast
WHERE organisation = '1281' AND (indicator_code IN ('jobs', 'wait', 'queue') AND as_of IN ('2023-02-28', '2023-03-31', '2023-04-30', '2023-12-31', '2025-04-30')
                                 OR indicator_code = 'flow' AND as_of IN ('2021-05-31', '2022-05-31')) ORDER BY position, as_of;
SELECT indicator_code AS code, fiscal_year, outcome, status, previous_year FROM target_attainment
WHERE organisation = '1281' AND indicator_code IN ('jobs', 'wait', 'queue') AND fiscal_year IN (2023, 2024) ORDER BY position, fiscal_year;
-- A month of 0 is known. Nothing but 0 gives no rate to go by, and after a year it is the outcome.
INSERT INTO indicator (code, goal, name, measure, direction, aggregation) VALUES ('evictions', 'g', 'Evictions of children', 'count', 'at_most', 'sum');
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'evictions', make_date(y, m, 1), CASE WHEN y = 2024 AND m = 3 THEN 2 ELSE 0 END FROM generate_series(2023, 2024) AS y, generate_series(1, 12) AS m;
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2023, 'evictions', 0), (2024, 'evictions', 0);
SELECT as_of, value_to_date, forecast, method, basis, forecast_attainment, status FROM indicator_forecast
WHERE indicator_code = 'evictions' AND EXTRACT(month FROM as_of) IN (1, 2, 3, 12) ORDER BY as_of;

-- Which outcome of a year counts: what is stated, else all its months.
INSERT INTO indicator (code, goal, name, measure, aggregation) VALUES ('stated', 'g', 'Stated', 'count', 'sum');
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'stated', make_date(y, m, 1), 10 FROM generate_series(2019, 2023) AS y, generate_series(1, 12) AS m WHERE y < 2023 OR m <= 6;
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES (2020, 'stated', 121, 120, NULL), (2021, 'stated', NULL, 120, NULL), (2022, 'stated', 61, 120, '2022-06-30'), (2023, 'stated', NULL, 120, '2023-04-30');
SELECT fiscal_year, outcome, target, as_of, status, previous_year, previous_outcome FROM target_attainment WHERE organisation = '1281' AND indicator_code = 'stated' ORDER BY 1;
SELECT fiscal_year, as_of, value_to_date, forecast, target, status FROM indicator_forecast WHERE indicator_code = 'stated' AND is_latest ORDER BY 1;
SELECT fiscal_year, indicators, no_data FROM goal_attainment WHERE organisation = '1281' AND fiscal_year IN (2019, 2021) ORDER BY 1;
SELECT rule, item, fiscal_year, month, detail FROM data_quality WHERE item = 'stated' ORDER BY fiscal_year;
-- By the last decimal that is stated.
UPDATE indicator_value SET outcome = 120 WHERE indicator = 'stated' AND fiscal_year = 2020;
UPDATE indicator_value SET outcome = 60, target = 100 WHERE indicator = 'stated' AND fiscal_year = 2022;
UPDATE indicator_value v SET outcome = round((SELECT sum(m.outcome) / 12 FROM indicator_month m WHERE m.organisation = v.organisation AND m.indicator = v.indicator
                                                                                              AND m.month BETWEEN '2022-01-01' AND '2022-12-01'), 2)
WHERE organisation = '1281' AND fiscal_year = 2022 AND indicator IN ('share', 'wait');
SELECT count(*) FROM data_quality WHERE rule = 'months_differ_from_year';

-- Only months that are over count; those to come are told of.
INSERT INTO indicator (code, goal, name, measure, aggregation) VALUES ('now', 'g', 'Now', 'count', 'sum');
INSERT INTO indicator_month (indicator, month, outcome)
SELECT 'now', month::date, 1 FROM generate_series(date_trunc('month', now() AT TIME ZONE 'Europe/Stockholm') - interval '40 months', date_trunc('month', now() AT TIME ZONE 'Europe/Stockholm') + interval '1 month', '1 month') AS month;
SELECT max(as_of) <= (now() AT TIME ZONE 'Europe/Stockholm')::date AS are_over, max(as_of) > (now() AT TIME ZONE 'Europe/Stockholm')::date - 31 AS up_to_date,
       count(*) IN (40, 41) AS all_of_them, count(*) FILTER (WHERE is_latest) BETWEEN 4 AND 5 AS latest FROM indicator_forecast WHERE indicator_code = 'now';
SELECT rule, severity, table_name, count(*), max(month) = date_trunc('month', now() AT TIME ZONE 'Europe/Stockholm') + interval '1 month' AS the_next
FROM data_quality WHERE item = 'now' GROUP BY 1, 2, 3;
-- Filters by year, which the view's parts take one by one.
SELECT count(*) FROM ((SELECT * FROM (SELECT * FROM indicator_forecast OFFSET 0) f WHERE fiscal_year = 2024) EXCEPT (SELECT * FROM indicator_forecast WHERE fiscal_year = 2024)) AS difference;
-- One far away costs nothing, and a year of five digits is shown nowhere.
INSERT INTO indicator_month (organisation, indicator, month, outcome) VALUES ('0180', 'jobs', '9999-12-01', 1), ('0180', 'jobs', '1000-09-01', 1);
SELECT min(fiscal_year), max(fiscal_year) FROM indicator_forecast WHERE organisation = '0180';
DELETE FROM indicator_month WHERE month IN ('9999-12-01', '1000-09-01');

-- The other rules, and what a load is told at once.
SELECT rule, table_name, item, fiscal_year, month, detail FROM data_quality WHERE rule = 'missing_month_of_indicator' ORDER BY item;
SET client_min_messages = notice;
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('share', '2025-09-01', 91), ('share', '2025-10-01', 0.91);
UPDATE indicator_month SET outcome = 92 WHERE indicator = 'share' AND month = '2025-09-01';
SET client_min_messages = warning;
SELECT rule, table_name, item, fiscal_year, month, detail FROM data_quality WHERE rule = 'percent_as_number';
DELETE FROM indicator_month WHERE indicator = 'share' AND month >= '2025-09-01';

-- Months of less than a million come to more in a year.
INSERT INTO indicator (code, goal, name, measure, aggregation) VALUES ('kronor', 'g', 'Kronor', 'count', 'sum');
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'kronor', make_date(y, m, 1), 60000 + y * 13 % 7 * 5000 + m FROM generate_series(2020, 2023) AS y, generate_series(1, 12) AS m;
SELECT as_of, value_to_date, forecast, low, high, basis FROM indicator_forecast WHERE indicator_code = 'kronor' AND as_of IN ('2020-12-31', '2021-12-31', '2022-12-31', '2023-03-31', '2023-12-31') ORDER BY as_of;
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'kronor', make_date(2024, m, 1), 999999.999999 FROM generate_series(1, 12) AS m;
SELECT count(*), count(value_to_date) AS shown, count(forecast) AS forecasts FROM indicator_forecast WHERE indicator_code = 'kronor' AND fiscal_year = 2024;
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2024, 'kronor', 700000);
SELECT fiscal_year, outcome, status, previous_year FROM target_attainment WHERE indicator_code = 'kronor' AND organisation = '1281' AND fiscal_year >= 2023 ORDER BY 1;

-- Another beginning of years: months are of other years from then on.
UPDATE organisation SET fiscal_year_start = 7 WHERE organisation = '1281';
SELECT fiscal_year, value_to_date, forecast, basis FROM indicator_forecast WHERE organisation = '1281' AND indicator_code = 'evictions' AND is_latest ORDER BY 1;

DROP SCHEMA town CASCADE;
DROP EXTENSION social_services;
