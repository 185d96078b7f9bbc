-- indicator_target: outcomes from the months and quarters of key figures, targets within the year, and those that are a change

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('target_mart', organisation => '1281');
RESET client_min_messages;
SET search_path = target_mart, public;
INSERT INTO goal (code, name) VALUES ('g', 'Goal');
-- Made up.
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('visits', 'Visits', 'visits', 'sum'), ('share', 'Decided in time', 'percent', 'mean'), ('queue', 'Queue', 'persons', 'last'), ('households', 'Households', 'households', 'distinct'), ('days', 'Days', 'days', 'mean');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, numerator, denominator, published_on)
SELECT code, 'month', month::date, CASE code WHEN 'visits' THEN 1500000 + n WHEN 'share' THEN 0.5 + n * 0.01 ELSE 100 - n END, CASE code WHEN 'share' THEN n * (0.5 + n * 0.01) END, CASE code WHEN 'share' THEN n END, '2023-07-01'
FROM unnest('{visits,share,queue,households}'::text[]) AS code, generate_series(timestamp '2022-01-01', '2023-05-01', '1 month') WITH ORDINALITY AS t(month, n);
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'days', 'quarter', quarter::date, 40 - n, '2023-07-01' FROM generate_series(timestamp '2022-01-01', '2023-04-01', '3 months') WITH ORDINALITY AS t(quarter, n);
INSERT INTO indicator (code, goal, name, measure, direction, counted, key_figure, key_figure_period) VALUES
    ('visits', 'g', 'Visits', 'count', 'at_least', 'visits', 'visits', 'month'), ('share', 'g', 'Share', 'percent', 'at_least', NULL, 'share', 'month'), ('queue', 'g', 'Queue', 'count', 'at_most', 'persons', 'queue', 'month'),
    ('households', 'g', 'Households', 'count', 'at_most', 'households', 'households', 'month'), ('days', 'g', 'Days', 'days', 'at_most', NULL, 'days', 'quarter'),
    ('wrong', 'g', 'In another measure', 'count', 'at_least', 'per cent', 'share', 'month'), ('words', 'g', 'In other words', 'count', 'at_most', 'people', 'queue', 'year');
-- The year of each that is over, by hand where it is not seen at once: 18000078 visits, 0.5 + 0.01 * 650 / 78 of all cases, the last of the queue, (39 + 38 + 37 + 36) / 4 days.
SELECT indicator_code, fiscal_year, outcome, outcome_text FROM target_attainment WHERE fiscal_year = 2022 AND outcome IS NOT NULL ORDER BY 1;
SELECT round(0.5 + 0.01 * sum(n * n)::numeric / sum(n), 6) AS by_hand FROM generate_series(1, 12) AS n;
-- And the year that is under way.
SELECT indicator_code, as_of, value_to_date, forecast, basis, month_outcome FROM indicator_forecast WHERE fiscal_year = 2023 AND is_latest ORDER BY 1;
-- Its forecast is that of the key figure, which rests on the same.
SELECT f.forecast = t.forecast AS is_the_same FROM indicator_forecast f JOIN key_figure_trend t ON t.key_figure_code = 'visits' AND t.period_start = '2023-05-01' WHERE f.indicator_code = 'visits' AND f.as_of = '2023-05-31';
-- A break: what was counted otherwise teaches nothing, here as there, and within a year nothing adds up over it.
BEGIN;
INSERT INTO key_figure_break (key_figure, from_day, reason) SELECT code, '2023-01-01', 'Counted by person' FROM unnest('{visits,share,queue}'::text[]) AS code;
SELECT f.forecast = t.forecast AS is_the_same, f.basis, f.value_to_date FROM indicator_forecast f JOIN key_figure_trend t ON t.key_figure_code = 'visits' AND t.period_start = '2023-05-01' WHERE f.indicator_code = 'visits' AND f.as_of = '2023-05-31';
UPDATE key_figure_break SET from_day = '2023-03-15';
SELECT indicator_code, as_of, value_to_date, forecast, basis FROM indicator_forecast WHERE fiscal_year = 2023 AND as_of BETWEEN '2023-02-01' AND '2023-04-30' AND indicator_code IN ('visits', 'share', 'queue') ORDER BY 1, 2;
-- Why is told as the key figure tells it, of two breaks the last until then.
INSERT INTO key_figure_break (key_figure, from_day, reason) VALUES ('visits', '2023-05-02', 'Counted again');
SELECT f.as_of, f.basis, t.why_no_cumulative FROM indicator_forecast f JOIN key_figure_trend t ON t.key_figure_code = 'visits' AND t.period_kind = 'month' AND t.period_start = date_trunc('month', f.as_of)
WHERE f.indicator_code = 'visits' AND f.as_of BETWEEN '2023-02-01' AND '2023-05-31' ORDER BY 1;
DELETE FROM key_figure_break WHERE from_day = '2023-05-02';
UPDATE key_figure_break SET from_day = '2022-07-01';
SELECT indicator_code, outcome FROM target_attainment WHERE fiscal_year = 2022 AND indicator_code IN ('visits', 'share', 'queue') ORDER BY 1;
-- A year before a break goes on to be forecast from those before it, here as there: 16500066 in eleven months of 2022, after a year whose months are alike, come to 12/11 of that.
DELETE FROM key_figure_value WHERE key_figure = 'visits' AND period_start = '2022-12-01';
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'visits', 'month', month::date, 1000000, '2023-07-01' FROM generate_series(timestamp '2021-01-01', '2021-12-01', '1 month') AS month;
UPDATE key_figure_break SET from_day = '2023-03-15';
SELECT f.as_of, f.forecast, f.basis, f.forecast = t.forecast AS is_the_same, t.why_no_forecast FROM indicator_forecast f JOIN key_figure_trend t ON t.key_figure_code = 'visits' AND t.period_start = date_trunc('month', f.as_of) WHERE f.indicator_code = 'visits' AND f.as_of IN ('2022-11-30', '2023-02-28') ORDER BY 1;
ROLLBACK;
-- What is stated counts before the key figure: of a month, and of a year.
BEGIN;
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('visits', '2023-05-01', 5);
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2022, 'visits', 17);
SELECT month_outcome FROM indicator_forecast WHERE indicator_code = 'visits' AND as_of = '2023-05-31';
SELECT outcome FROM target_attainment WHERE indicator_code = 'visits' AND fiscal_year = 2022;
ROLLBACK;
-- In another measure nothing is taken, and data_quality says so; other words for what is counted may mean the same.
SELECT rule, severity, item, detail FROM data_quality ORDER BY 1;
UPDATE indicator SET counted = 'persons' WHERE code = 'words';
UPDATE indicator SET measure = 'percent', counted = NULL WHERE code = 'wrong';
SELECT count(*) FROM data_quality;
DELETE FROM indicator WHERE code IN ('wrong', 'words');

-- Targets within the year: what it is to have come to by the end of a month.
INSERT INTO indicator_value (fiscal_year, indicator, target) VALUES (2023, 'visits', 19000000), (2023, 'queue', 80), (2023, 'share', 0.7);
INSERT INTO indicator_target (indicator, month, target) VALUES ('visits', '2023-03-01', 4500000), ('visits', '2023-05-01', 8000000), ('queue', '2023-05-01', 85), ('share', '2023-05-01', 0.9);
SELECT indicator_code, as_of, value_to_date, target_to_date, status_to_date, status FROM indicator_forecast WHERE fiscal_year = 2023 AND (target_to_date IS NOT NULL OR is_latest) ORDER BY 1, 2;
-- An outcome of a day is judged by the way between them. From 6 on the last of March to 10 on the last of May: 8 is halfway, on the 30th of April within a day.
INSERT INTO indicator (code, goal, name, measure, baseline) VALUES ('jobs', 'g', 'Jobs', 'count', 0), ('stepless', 'g', 'Without steps', 'count', 0), ('standing', 'g', 'Not due at the end', 'count', NULL);
UPDATE indicator SET due_at_year_end = false WHERE code = 'standing';
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES (2021, 'jobs', 8, 40, '2021-04-30'), (2022, 'jobs', 10, 40, '2022-05-31'), (2023, 'jobs', 2, 40, '2023-02-14'), (2024, 'jobs', 30, 40, '2024-09-15'), (2021, 'stepless', 8, 40, '2021-04-30'), (2021, 'standing', 8, 40, '2021-04-30');
INSERT INTO indicator_target (indicator, month, target) SELECT code, make_date(year, month, 1), CASE month WHEN 3 THEN 6 ELSE 10 END FROM unnest('{jobs,standing}'::text[]) AS code, generate_series(2021, 2024) AS year, unnest('{3,5}'::integer[]) AS month;
SELECT indicator_code, fiscal_year, as_of, outcome, expected, status FROM target_attainment WHERE indicator_code IN ('jobs', 'stepless', 'standing') AND as_of IS NOT NULL ORDER BY 1, 2;
DELETE FROM indicator_target; DELETE FROM indicator_value; DELETE FROM indicator WHERE code IN ('jobs', 'stepless', 'standing');

-- More than last year is a target of its own; so is a change by so much. The same is not more.
INSERT INTO indicator (code, goal, name, measure, direction, counted) VALUES ('more', 'g', 'More', 'count', 'at_least', 'persons'), ('same', 'g', 'Same', 'count', 'at_least', 'persons'), ('less', 'g', 'Less', 'count', 'at_most', 'persons'),
    ('first', 'g', 'First', 'count', 'at_least', 'persons'), ('up', 'g', 'Up', 'percent', 'at_least', NULL), ('gap', 'g', 'Gap', 'count', 'at_least', 'persons'), ('day', 'g', 'Under way', 'count', 'at_least', 'persons');
INSERT INTO indicator_value (fiscal_year, indicator, outcome) VALUES (2021, 'more', 10), (2021, 'same', 10), (2021, 'less', 10), (2021, 'up', 0.60), (2020, 'gap', 10), (2021, 'day', 10);
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, target_kind, as_of) VALUES (2022, 'more', 11, NULL, 'improvement', NULL), (2022, 'same', 10, NULL, 'improvement', NULL), (2022, 'less', 11, NULL, 'improvement', NULL),
    (2022, 'first', 11, NULL, 'improvement', NULL), (2022, 'up', 0.63, 0.05, 'change', NULL), (2022, 'gap', 11, 2, 'change', NULL), (2022, 'day', 4, NULL, 'improvement', '2022-06-30');
SELECT indicator_code, baseline, outcome, target, target_text, target_kind, attainment, status, previous_status FROM target_attainment WHERE fiscal_year = 2022 AND target_kind <> 'level' ORDER BY 1;
-- Of women and men, too, the target is the level that it comes to, by what they had the year before.
INSERT INTO indicator_value (fiscal_year, indicator, breakdown, outcome, target, target_kind) VALUES (2021, 'up', 'women', 0.58, NULL, 'level'), (2021, 'up', 'men', 0.62, 0.5, 'level'),
    (2022, 'up', 'women', 0.64, 0.05, 'change'), (2022, 'up', 'men', 0.62, NULL, 'improvement'), (2022, 'up', '18-24', 0.5, 0.05, 'change');
SELECT fiscal_year, breakdown, outcome, target, difference_to_total FROM indicator_by_breakdown WHERE indicator_code = 'up' ORDER BY 1, 2;
-- By a key figure too, and its own trend; the year before is that of the key figure.
INSERT INTO indicator_value (fiscal_year, indicator, target_kind, target) VALUES (2023, 'visits', 'improvement', NULL), (2023, 'queue', 'change', -5);
SELECT indicator_code, as_of, forecast, target, forecast_attainment, status FROM indicator_forecast WHERE fiscal_year = 2023 AND indicator_code IN ('visits', 'queue') AND is_latest ORDER BY 1;
SELECT key_figure_code, value, cumulative, forecast, target, target_status FROM key_figure_trend WHERE period_start = '2023-05-01' AND key_figure_code IN ('visits', 'queue') ORDER BY 1;
SELECT goal, indicators, met, no_data FROM goal_attainment WHERE fiscal_year = 2022;

-- Months and quarters together. A quarter that a stated month is part of is not taken, or that month would count twice: one of its months alone leaves the others unknown, all three make the year with
-- the quarters after them. By hand: 10 + 11 + 15 + 40 + 50 + 60 visits, and (10 + 11 + 15 + 3 * (40 + 50 + 60)) / 12 days, since a quarter is three months of a mean. Of a state only that at the end of the quarter is another.
BEGIN;
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) SELECT code, code, 'persons', code FROM unnest('{sum,mean,last}'::text[]) AS code;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT code, 'quarter', start, value, '2023-01-15' FROM unnest('{sum,mean,last}'::text[]) AS code, unnest('{2022-01-01,2022-04-01,2022-07-01,2022-10-01}'::date[], '{30,40,50,60}'::integer[]) AS t(start, value);
INSERT INTO indicator (code, goal, name, measure, counted, key_figure, key_figure_period) SELECT code, 'g', code, 'count', 'persons', code, 'quarter' FROM unnest('{sum,mean,last}'::text[]) AS code;
SELECT indicator_code, outcome FROM target_attainment WHERE fiscal_year = 2022 AND indicator_code IN ('sum', 'mean', 'last') ORDER BY 1;
INSERT INTO indicator_month (indicator, month, outcome) SELECT code, '2022-02-01', 11 FROM unnest('{sum,mean,last}'::text[]) AS code;
SELECT indicator_code, as_of, value_to_date, month_outcome, basis FROM indicator_forecast WHERE fiscal_year = 2022 AND indicator_code IN ('sum', 'mean', 'last') AND as_of <= '2022-06-30' ORDER BY 1, 2;
SELECT indicator_code, outcome FROM target_attainment WHERE fiscal_year = 2022 AND indicator_code IN ('sum', 'mean', 'last') ORDER BY 1;
INSERT INTO indicator_month (indicator, month, outcome) SELECT code, month, outcome FROM unnest('{sum,mean,last}'::text[]) AS code, unnest('{2022-01-01,2022-03-01}'::date[], '{10,15}'::integer[]) AS t(month, outcome);
SELECT indicator_code, as_of, value_to_date, basis FROM indicator_forecast WHERE fiscal_year = 2022 AND indicator_code IN ('sum', 'mean', 'last') AND as_of IN ('2022-03-31', '2022-12-31') ORDER BY 1, 2;
-- The quarters are not forecast, nor is the month after them: a month without a row of its own would be taken for 0.
INSERT INTO indicator_month (indicator, month, outcome) SELECT 'sum', month::date, 10 FROM generate_series(timestamp '2020-01-01', '2021-12-01', '1 month') AS month;
INSERT INTO indicator_month (indicator, month, outcome) VALUES ('sum', '2022-07-01', 12);
SELECT as_of, value_to_date, forecast, basis FROM indicator_forecast WHERE indicator_code = 'sum' AND as_of IN ('2022-03-31', '2022-06-30', '2022-07-31') ORDER BY 1;
ROLLBACK;
-- Fiscal years from February cut the quarters of the calendar: none is taken, and data_quality says so. Quarters from February on are theirs. Of two yearly figures that begin in one fiscal year that counts
-- which begins with it, whichever is higher.
BEGIN;
UPDATE indicator_value SET as_of = NULL;
UPDATE organisation SET fiscal_year_start = 2;
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('cut', 'Cut', 'persons', 'sum'), ('own', 'Own', 'persons', 'sum'), ('yearly', 'Yearly', 'persons', 'sum'), ('calendar', 'Of the calendar', 'persons', 'sum');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'cut', 'quarter', start, 100, '2023-05-15' FROM unnest('{2022-01-01,2022-04-01,2022-07-01,2022-10-01,2023-01-01}'::date[]) AS start;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT 'own', 'quarter', start, 100, '2023-05-15' FROM unnest('{2022-01-01,2022-02-01,2022-05-01,2022-08-01,2022-11-01}'::date[]) AS start;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('yearly', 'year', '2022-02-01', 400, '2023-05-15'), ('yearly', 'year', '2022-03-01', 800, '2023-05-15'), ('calendar', 'year', '2022-01-01', 500, '2023-05-15');
INSERT INTO indicator (code, goal, name, measure, counted, key_figure, key_figure_period) VALUES ('cut', 'g', 'Cut', 'count', 'persons', 'cut', 'quarter'), ('own', 'g', 'Own', 'count', 'persons', 'own', 'quarter'), ('yearly', 'g', 'Yearly', 'count', 'persons', 'yearly', 'year'),
    ('calendar', 'g', 'Calendar', 'count', 'persons', 'calendar', NULL);
SELECT indicator_code, fiscal_year, outcome FROM target_attainment WHERE indicator_code IN ('cut', 'own', 'yearly', 'calendar') AND outcome IS NOT NULL ORDER BY 1, 2;
SELECT indicator_code, fiscal_year, as_of, value_to_date, basis FROM indicator_forecast WHERE indicator_code IN ('cut', 'own') ORDER BY 1, 3;
SELECT rule, severity, item, fiscal_year, detail FROM data_quality WHERE item IN ('cut', 'own', 'yearly', 'calendar') ORDER BY 3, 4;
-- Quarters that are not its own make no year of the key figure either.
SELECT key_figure_code, fiscal_year, period_start, cumulative, why_no_cumulative FROM key_figure_trend WHERE key_figure_code IN ('cut', 'own') ORDER BY 1, 3;
ROLLBACK;

-- What is refused.
INSERT INTO indicator_value (fiscal_year, indicator, target, target_kind) VALUES (2025, 'more', 5, 'improvement');
INSERT INTO indicator_value (fiscal_year, indicator, target, target_kind) VALUES (2025, 'more', 5, 'more');
INSERT INTO indicator_target (indicator, month, target) VALUES ('more', '2025-01-31', 5);
INSERT INTO indicator_target (indicator, month, target) VALUES ('more', '2025-01-01', 'NaN');
INSERT INTO indicator_target (indicator, month, target) VALUES ('nothing', '2025-01-01', 5);
INSERT INTO indicator (code, goal, name, measure, key_figure_period) VALUES ('x', 'g', 'X', 'count', 'month');
INSERT INTO indicator (code, goal, name, measure, key_figure, key_figure_period) VALUES ('x', 'g', 'X', 'count', 'visits', 'day');
-- Figures so large that nothing can be said of them break no view.
UPDATE key_figure_value SET value = 9e17 WHERE key_figure = 'visits';
UPDATE key_figure_value SET numerator = 9e17, denominator = 1e-100 WHERE key_figure = 'share';
SELECT indicator_code, as_of, value_to_date, forecast, month_outcome FROM indicator_forecast WHERE indicator_code IN ('visits', 'share') AND as_of IN ('2022-01-31', '2022-12-31') ORDER BY 1, 2;
SELECT count(*) > 0 AS is_there FROM target_attainment;
SET client_min_messages = warning;
DROP SCHEMA target_mart CASCADE;
