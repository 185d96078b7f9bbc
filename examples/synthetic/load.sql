-- Creates the mart `synthetic` and fills it with SYNTHETIC payments and bookings:
-- three years of income support, about 1000 households a month, ten years of
-- monthly ledgers and a running one, four districts in two areas. Nobody's figures.
--
--   cd examples/synthetic
--   psql -d DATABASE -f load.sql
--   psql -d DATABASE -v reader=ROLE -f load.sql     the role may then read what is released, in schema synthetic_released
--
-- The extension must be there: CREATE EXTENSION social_services. The generators
-- are ../payments.sql, ../bookings.sql and ../episodes.sql, which take other sizes. Budgets and
-- stated forecasts follow from what they make, by the rules below.
--
-- 2014 to 2023 are over. 2024 is running, as it stood in the middle of September, and
-- has what a running year has: indicators by month, two districts that became one at New Year, a budget by
-- month for some and for the whole year for others, some of it decided above what is
-- booked, decisions that changed it, costs and revenues apart, and a district that is late.

\set ON_ERROR_STOP on
\if :{?reader} \else \set reader '' \endif

BEGIN;

-- The generators' own tables are temporary: they only pass through. Units and seed
-- of the bookings are those of the payments. Their years are set here, because
-- payments.sql uses a variable of that name for something else. The extension is in public, or where the README puts it.
SET LOCAL search_path = pg_temp, public, social_services;
\ir ../payments.sql
\set first_year 2014
\set years 11
\ir ../bookings.sql
\ir ../episodes.sql

CALL create_social_mart('synthetic', organisation => '0000', organisation_name => 'Synthetic example', reader => nullif(:'reader', ''));
SET LOCAL search_path = synthetic, public, social_services;
INSERT INTO unit (code, name, parent) VALUES
    ('board', 'The whole board (synthetic)', NULL),
    ('north', 'Area North (synthetic)', 'board'),
    ('south', 'Area South (synthetic)', 'board');
INSERT INTO unit (code, name, parent)
SELECT DISTINCT unit, initcap(replace(unit, '-', ' ')) || ' (synthetic)', CASE WHEN unit < 'district-3' THEN 'north' ELSE 'south' END
FROM pg_temp.synthetic_payment;
INSERT INTO support_payment (unit, household, month, amount)
SELECT unit, household, month, amount FROM pg_temp.synthetic_payment
UNION ALL
-- What was found out later to have been too much, in the month that it was paid for. The books below have it there, too.
SELECT unit, household, month, amount FROM pg_temp.synthetic_correction;
-- Who lives in the households.
INSERT INTO household_member (household, person, birth_year, from_month, to_month) SELECT * FROM pg_temp.synthetic_member;
INSERT INTO household_fact (household, from_month, household_type, obstacle) SELECT * FROM pg_temp.synthetic_fact;
-- Support as it is counted without this row, which gives it a name that can be translated.
INSERT INTO episode_kind (code, name, unit_of_time) VALUES ('support', 'Financial support', 'month');
-- Placements and reports of concern, of the years that there are payments of.
INSERT INTO episode_kind (code, name, known_from, known_until) VALUES
    ('placement', 'Placements (synthetic)', '2021-01-01', '2023-12-31'),
    ('report',    'Reports of concern (synthetic)', NULL, '2023-12-31');
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, end_reason, price_per_day)
SELECT 'placement', person, unit, form, started_on, ended_on, end_reason, price_per_day FROM pg_temp.synthetic_episode;
INSERT INTO case_event (kind, person, unit, happened_on, event, outcome)
SELECT 'report', person, unit, happened_on, event, outcome FROM pg_temp.synthetic_event;
INSERT INTO waiting_rule (code, name, kind, from_event, to_event, limit_days, source)
VALUES ('investigation', 'From report to decision (synthetic)', 'report', 'report', 'decision', 120, 'Four months, as the Social Services Act says of investigations about children');
INSERT INTO household_plan (fiscal_year, opening_households, closing_households, cost_per_household, budget)
VALUES (2023, 1000, 940, 9600, 104000000);

INSERT INTO budget_head (code, name, parent, statutory) VALUES
    ('placements',     'Placements (synthetic)',           NULL,         true),
    ('income-support', 'Income support (synthetic)',       NULL,         true),
    ('housing',        'Housing (synthetic)',              NULL,         false),
    ('staff',          'Staff (synthetic)',                NULL,         false),
    ('activities',     'Activities (synthetic)',           NULL,         false),
    ('wages',          'Labour-market wages (synthetic)',  'activities', false),
    ('other',          'Other activities (synthetic)',     'activities', false);
UPDATE budget_head SET pays_support = true WHERE code = 'income-support';

-- Outcomes by month. Those of income support are its payments, which begin later, and end before the running year: there
-- it is what was paid a year before, and 3 % more.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'outcome-' || y, 'outcome', y, least(make_date(y, 12, 31), '2024-08-31') FROM generate_series(2014, 2024) AS y;
CREATE TEMPORARY TABLE synthetic_outcome ON COMMIT DROP AS
SELECT unit, head, month, amount FROM pg_temp.synthetic_booking
UNION ALL
SELECT unit, 'income-support', month, sum(amount) FROM support_payment GROUP BY unit, month
UNION ALL
SELECT unit, 'income-support', (month + interval '1 year')::date, round(1.03 * sum(amount), 2)
FROM support_payment WHERE month >= '2023-01-01' GROUP BY unit, month;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT s.code, o.unit, o.head, o.month, o.amount
FROM pg_temp.synthetic_outcome o
JOIN scenario s ON s.kind = 'outcome' AND s.fiscal_year = EXTRACT(year FROM o.month)
WHERE s.fiscal_year < 2024;

-- The running year: districts 3 and 4 are one, and housing has rents, a quarter of what it costs net, which are booked
-- apart from here on. District 2 has not sent its August.
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('district-4', 'district-3', 2024);
INSERT INTO ledger (scenario, unit, head, month, flow, amount)
WITH merged AS (
    SELECT CASE unit WHEN 'district-4' THEN 'district-3' ELSE unit END AS unit, head, month, sum(amount) AS net
    FROM pg_temp.synthetic_outcome
    WHERE month BETWEEN '2024-01-01' AND '2024-08-01' AND NOT (unit = 'district-2' AND month = '2024-08-01')
    GROUP BY 1, head, month
)
SELECT 'outcome-2024', unit, head, month, 'cost', net + CASE head WHEN 'housing' THEN round(net / 4, 2) ELSE 0 END FROM merged
UNION ALL
SELECT 'outcome-2024', unit, head, month, 'revenue', round(net / 4, 2) FROM merged WHERE head = 'housing';
-- Other activities have invoices by quarter: a month without one is complete all the same.
INSERT INTO closing (scenario, unit, head, closed_until)
SELECT 'outcome-2024', unit, 'other', CASE unit WHEN 'district-2' THEN date '2024-07-31' ELSE '2024-08-31' END
FROM (VALUES ('district-1'), ('district-2'), ('district-3')) AS d(unit);

-- Budgets: 2 % above the twelve months known in September of the year before. That of
-- income support is set for all districts, and shared by what they paid in those
-- months; in equal parts for 2021, before which no payment is known.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'budget-' || y, 'budget', y, make_date(y - 1, 8, 31) FROM generate_series(2021, 2024) AS y;
CREATE TEMPORARY TABLE synthetic_known ON COMMIT DROP AS
SELECT s.code AS scenario, s.fiscal_year, l.unit, l.head, l.month, l.amount
FROM scenario s
JOIN ledger l ON l.month > s.as_of - interval '1 year' AND l.month <= s.as_of
WHERE s.kind = 'budget';
WITH known AS (
    SELECT scenario, unit, head, sum(amount) AS amount FROM pg_temp.synthetic_known WHERE fiscal_year < 2024 GROUP BY scenario, unit, head
)
INSERT INTO ledger (scenario, unit, head, amount)
SELECT scenario, unit, head, round(amount * 1.02, -4) FROM known WHERE head <> 'income-support'
UNION ALL
SELECT t.scenario, u.code, 'income-support',
       apportion(t.amount, coalesce(k.amount, 1), scale => -4) OVER (PARTITION BY t.scenario ORDER BY u.code)
FROM (VALUES ('budget-2021', 100000000), ('budget-2022', 102000000), ('budget-2023', 104000000)) AS t(scenario, amount)
CROSS JOIN (SELECT code FROM unit WHERE code LIKE 'district-%') u
LEFT JOIN known k ON k.scenario = t.scenario AND k.unit = u.code AND k.head = 'income-support';

-- That of the running year: by month in Area North, for the whole year in Area South, and for the activities together,
-- which are booked on two heads below.
INSERT INTO ledger (scenario, unit, head, month, flow, amount)
WITH merged AS (
    SELECT CASE unit WHEN 'district-4' THEN 'district-3' ELSE unit END          AS unit,
           CASE WHEN head IN ('wages', 'other') THEN 'activities' ELSE head END AS head,
           CASE WHEN unit < 'district-3' AND head <> 'income-support'
                THEN make_date(2024, EXTRACT(month FROM month)::integer, 1) END AS month,
           amount
    FROM pg_temp.synthetic_known WHERE fiscal_year = 2024
), whole AS (
    SELECT unit, head, month, sum(amount) AS known FROM merged GROUP BY unit, head, month
), net AS (
    SELECT unit, head, month, round(known * 1.02, -4) AS net FROM whole WHERE head <> 'income-support'
    UNION ALL
    SELECT unit, head, month, apportion(107000000, known, scale => -4) OVER (ORDER BY unit) FROM whole WHERE head = 'income-support'
)
SELECT 'budget-2024', unit, head, month, 'cost', net + CASE head WHEN 'housing' THEN round(net / 4, -2) ELSE 0 END FROM net
UNION ALL
SELECT 'budget-2024', unit, head, month, 'revenue', round(net / 4, -2) FROM net WHERE head = 'housing';

-- What was decided since: in March the board moved money, in June the council added some.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
VALUES ('move-2024-03', 'supplement', 2024, '2024-03-20'), ('addition-2024-06', 'supplement', 2024, '2024-06-19');
INSERT INTO ledger (scenario, unit, head, amount) VALUES
    ('move-2024-03',     'district-1', 'activities',     -1200000),
    ('move-2024-03',     'district-1', 'placements',      1200000),
    ('addition-2024-06', 'district-1', 'income-support',  1500000),
    ('addition-2024-06', 'district-3', 'income-support',  2000000);

-- Stated forecasts: two thirds what the months so far come to in a year at their
-- rate, one third the budget in force, where that was decided. None yet after August 2024.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'forecast-' || to_char(day, 'YYYY-MM'), 'forecast', EXTRACT(year FROM day)::integer, day
FROM (SELECT make_date(y, m, d) FROM generate_series(2021, 2024) AS y, (VALUES (4, 30), (8, 31)) AS v(m, d)) AS f(day)
WHERE day < '2024-08-31';
CREATE TEMPORARY TABLE synthetic_in_force ON COMMIT DROP AS
SELECT f.code AS scenario, f.fiscal_year, f.as_of, l.unit, l.head, sum(net_cost(l.flow, l.amount)) AS amount
FROM scenario f
JOIN scenario b ON b.kind IN ('budget', 'supplement') AND b.fiscal_year = f.fiscal_year AND b.as_of <= f.as_of
JOIN ledger l ON l.scenario = b.code
WHERE f.kind = 'forecast'
GROUP BY f.code, f.fiscal_year, f.as_of, l.unit, l.head;
INSERT INTO ledger (scenario, unit, head, amount)
SELECT b.scenario, b.unit, b.head,
       round(2 / 3.0 * coalesce(sum(net_cost(o.flow, o.amount)), 0) * 12 / EXTRACT(month FROM b.as_of) + 1 / 3.0 * b.amount, -5)
FROM pg_temp.synthetic_in_force b
LEFT JOIN (ledger o JOIN budget_head h ON h.code = o.head)
       ON o.scenario = 'outcome-' || b.fiscal_year AND o.unit = b.unit AND b.head IN (h.code, h.parent) AND o.month <= b.as_of
GROUP BY b.scenario, b.as_of, b.unit, b.head, b.amount;
UPDATE scenario s
SET stated_total = (SELECT sum(amount) FROM pg_temp.synthetic_in_force b WHERE b.scenario = s.code)
                 - (SELECT sum(amount) FROM ledger l WHERE l.scenario = s.code)
WHERE s.kind = 'forecast';

-- The report of April 2023 names the heads that lack most.
INSERT INTO stated_driver (scenario, cause, amount)
SELECT f.scenario, replace(h.name, ' (synthetic)', '') || ' cost more than budgeted (synthetic)', f.variance
FROM (SELECT 'forecast-2023-04' AS scenario, head, sum(CASE scenario WHEN 'budget-2023' THEN amount ELSE -amount END) AS variance
      FROM ledger WHERE scenario IN ('budget-2023', 'forecast-2023-04')
      GROUP BY head) AS f
JOIN budget_head h ON h.code = f.head
WHERE f.variance < 0
ORDER BY f.variance
LIMIT 3;

-- Indicators that are counted by month, until August of the running year: a number that adds up, a percentage and a queue,
-- with the ups and downs of a year. Their years are what the months come to.
INSERT INTO goal (code, name) VALUES ('own-income', 'More have an income of their own (synthetic)'), ('in-time', 'Help comes in time (synthetic)');
INSERT INTO indicator (code, goal, name, measure, direction, counted, baseline, aggregation) VALUES
    ('own-income', 'own-income', 'Households that left for an income of their own (synthetic)', 'count',   'at_least', 'households', 0,    'sum'),
    ('decisions',  'in-time',    'Applications decided within 14 days (synthetic)',             'percent', 'at_least', NULL,         NULL, 'mean'),
    ('queue',      'in-time',    'Households waiting for a home (synthetic)',                   'count',   'at_most',  'households', NULL, 'last');
INSERT INTO indicator_month (indicator, month, outcome)
SELECT v.indicator, d.month, v.outcome
FROM (SELECT make_date(y, m, 1), y - 2020, m, y * 7 + m * 5 FROM generate_series(2020, 2024) AS y, generate_series(1, 12) AS m) AS d(month, years, m, n)
CROSS JOIN LATERAL (VALUES
    ('own-income', 24 + 2 * years + CASE WHEN m IN (6, 7, 8) THEN 9 WHEN m IN (1, 12) THEN -7 ELSE 0 END + n % 11 - 5),
    ('decisions',  0.86 + 0.01 * years - CASE WHEN m IN (7, 8) THEN 0.09 ELSE 0 END + 0.01 * (n % 5)),
    ('queue',      150 - 6 * years + 3 * abs(m - 7) + n % 7)) AS v(indicator, outcome)
WHERE d.month <= '2024-08-01';
INSERT INTO indicator_value (fiscal_year, indicator, target)
SELECT y, v.indicator, v.target FROM generate_series(2021, 2024) AS y,
     LATERAL (VALUES ('own-income', CASE y WHEN 2024 THEN 420 ELSE 380 END), ('decisions', 0.92), ('queue', 150)) AS v(indicator, target);

\ir board.sql
\ir names.sql

COMMIT;

DROP TABLE pg_temp.synthetic_payment, pg_temp.synthetic_household, pg_temp.synthetic_member, pg_temp.synthetic_fact, pg_temp.synthetic_correction, pg_temp.synthetic_booking;
ANALYZE synthetic.unit, synthetic.support_payment, synthetic.household_member, synthetic.household_fact, synthetic.household_plan, synthetic.budget_head, synthetic.scenario,
        synthetic.ledger, synthetic.unit_succession, synthetic.closing, synthetic.stated_driver, synthetic.indicator, synthetic.indicator_month,
        synthetic.indicator_value, synthetic.register_item, synthetic.key_figure_value, synthetic.translation;

-- What readers see, in schema synthetic_released: the months that are closed, and no office that has few.
CALL release_month('synthetic', '2024-08-01');

-- What views that read much say, kept for the next reader: after every load.
CALL refresh_social_mart('synthetic');

-- What the mart says of April 2023, kept as it is: SELECT interim_report('synthetic', '2023-04-30'). It reads what is kept now.
CALL publish_interim_report('synthetic', '2023-04-30');
