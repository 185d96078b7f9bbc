-- budget_to_date: budget beside outcome, by month and for the year so far

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = ISO;
-- Of small tables whose size the planner does not know: to compile would take most of the time.
SET jit = off;
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS social_services CASCADE;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund, public;
INSERT INTO unit (code, name) VALUES ('board', 'Board'), ('north', 'North'), ('south', 'South');
INSERT INTO budget_head (code, name) VALUES ('support', 'Support'), ('housing', 'Housing'), ('fees', 'Fees');

-- Amounts of a fiscal year from its first month on; in one array for short.
CREATE PROCEDURE load(scenario text, unit text, head text, amounts numeric[], flow text DEFAULT 'cost') LANGUAGE sql AS $$
    INSERT INTO lund.ledger (scenario, unit, head, flow, month, amount)
    SELECT m.scenario, load.unit, load.head, load.flow, m.month, amounts[row_number() OVER (ORDER BY m.month)]
    FROM lund.scenario_month m WHERE m.scenario = load.scenario ORDER BY m.month LIMIT cardinality(amounts) $$;
CREATE FUNCTION whole(numeric) RETURNS text LANGUAGE sql AS $$ SELECT coalesce(trim_scale($1)::text, '-') $$;
-- A year of each unit and head on one line for each column.
CREATE VIEW by_year AS
SELECT fiscal_year, unit_code, head_code, count(*) AS months,
       string_agg(whole(budget_month), ' ' ORDER BY month)     AS budget_month,
       string_agg(whole(budget_to_date), ' ' ORDER BY month)   AS budget_to_date,
       string_agg(whole(budget_year), ' ' ORDER BY month)      AS budget_year,
       string_agg(coalesce(phasing, '-'), ' ' ORDER BY month)  AS phasing,
       string_agg(whole(outcome_month), ' ' ORDER BY month)    AS outcome_month,
       string_agg(whole(outcome_to_date), ' ' ORDER BY month)  AS outcome_to_date,
       string_agg(whole(variance_to_date), ' ' ORDER BY month) AS variance_to_date,
       string_agg(is_closed::text, ' ' ORDER BY month)         AS is_closed
FROM budget_to_date GROUP BY fiscal_year, unit_code, head_code;

-- To the krona on a winter-heavy budget by month: nothing is over, and nothing known after April.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b26', 'budget', 2026, NULL), ('o26', 'outcome', 2026, '2026-04-30');
CALL load('b26', 'board', 'housing', '{200000,200000,200000,50000,50000,50000,50000,50000,50000,50000,200000,200000}');
CALL load('o26', 'board', 'housing', '{200000,200000,200000,50000}');
SELECT month, scenario, unit, head, budget_month, outcome_month, budget_to_date, outcome_to_date, variance_to_date, budget_year, phasing, is_closed
FROM budget_to_date WHERE month IN ('2026-01-01', '2026-04-01', '2026-05-01', '2026-12-01') ORDER BY month;
ROLLBACK;

-- A year without any budget has none to be held against: that is not 0.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES ('o25', 'outcome', 2025, '2025-02-28', true), ('draft25', 'budget', 2025, '2024-11-01', false);
CALL load('o25', 'board', 'support', '{10,20}');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('draft25', 'board', 'support', 240);
SELECT month, budget_month, budget_to_date, budget_year, outcome_to_date, variance_to_date, phasing, is_closed, why_no_verdict FROM budget_to_date WHERE month <= '2025-03-01' ORDER BY month;
ROLLBACK;

-- A budget that is revised in June, by one with another head and without months, and a supplement in September for the
-- whole year: May stays what it was, and each month's figures are of one budget. Nothing was in force before 15 February.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of, adopted) VALUES
    ('b', 'budget', 2023, '2023-02-15', true), ('rev', 'budget', 2023, '2023-06-15', true), ('supp', 'supplement', 2023, '2023-09-30', true),
    ('draft', 'budget', 2023, '2023-10-01', false), ('o', 'outcome', 2023, '2023-12-31', true);
CALL load('b', 'board', 'support', '{10,10,10,10,10,10,10,10,10,10,10,10}');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('rev', 'board', 'support', 240), ('rev', 'board', 'housing', 12), ('supp', 'board', 'support', -120), ('draft', 'board', 'fees', 1);
CALL load('o', 'board', 'support', '{10,10,10,10,10,20,20,20,20,20,20,20}');
SELECT head_code, budget_month, budget_to_date FROM by_year ORDER BY 1;
SELECT head_code, phasing, budget_year FROM by_year ORDER BY 1;
SELECT head_code, outcome_to_date, variance_to_date FROM by_year ORDER BY 1;
-- Decided after the year's end: its last month alone is held against it.
UPDATE scenario SET as_of = '2024-02-01' WHERE code = 'supp';
SELECT head_code, budget_to_date FROM by_year ORDER BY 1;
-- A budget that another took the place of before its month was over is of no month.
UPDATE scenario SET as_of = '2023-06-01' WHERE code = 'b';
SELECT head_code, budget_to_date, phasing FROM by_year ORDER BY 1;
ROLLBACK;

-- Shared out as the budget's own months are, as earlier full years were, or in twelfths; revenue as revenue was. Of earlier
-- years, one that goes both ways in sum says nothing, one that is not booked to its end neither, and one of long ago.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('o11', 'outcome', 2011, '2011-12-31'), ('o20', 'outcome', 2020, '2020-12-31'), ('o21', 'outcome', 2021, '2021-12-31'), ('o22', 'outcome', 2022, '2022-11-30'),
    ('b', 'budget', 2023, NULL), ('supp', 'supplement', 2023, '2022-12-01'), ('o', 'outcome', 2023, '2023-12-31');
CALL load('o20', 'board', 'support', '{1,1,1,1,1,1,1,1,1,1,1,1}');
CALL load('o21', 'board', 'support', '{1,1,1,1,1,1,1,1,1,1,1,13}');
CALL load('o22', 'board', 'support', '{900,1,1,1,1,1,1,1,1,1,1}');
CALL load('o11', 'board', 'housing', '{1}');
CALL load('o21', 'board', 'fees', '{1,0,2}', 'revenue');
CALL load('o21', 'north', 'support', '{5,-6,5}');
CALL load('o20', 'north', 'fees', '{5,-6,5}');
CALL load('o21', 'north', 'fees', '{1,6}');
CALL load('o21', 'south', 'support', '{1,1,1,1,1,1,1,1,1,1,1,1}');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES
    ('b', 'board', 'support', 'cost', 1000), ('b', 'board', 'support', 'revenue', 640), ('b', 'board', 'housing', 'cost', 1), ('b', 'board', 'fees', 'revenue', 100),
    ('b', 'north', 'support', 'cost', 1200), ('b', 'north', 'fees', 'cost', 110), ('supp', 'south', 'housing', 'cost', 100), ('b', 'south', 'fees', 'cost', 0);
CALL load('b', 'south', 'housing', '{0,0,0,0,0,0,300,100}');
CALL load('o', 'board', 'support', '{7,0,0,0,0,0,0,0,0,0,0,-7}');
CALL load('o', 'south', 'support', '{1}');
SELECT unit_code, head_code, split_part(phasing, ' ', 1) AS phasing, budget_month FROM by_year WHERE fiscal_year = 2023 ORDER BY 1, 2;
-- What had bookings in earlier years alone is not there.
SELECT unit_code, head_code, months, outcome_month, outcome_to_date FROM by_year WHERE fiscal_year = 2023 AND unit_code <> 'north' ORDER BY 1, 2;
ROLLBACK;

-- Cost budgeted for the year and revenue by month, each booked as it falls: on budget in every month.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2023, '2022-11-20'), ('o', 'outcome', 2023, '2023-06-30');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('b', 'board', 'support', 'cost', 1200);
CALL load('b', 'board', 'support', '{0,0,100,0,0,0,0,0,100}', 'revenue');
CALL load('o', 'board', 'support', '{100,100,100,100,100,100}');
CALL load('o', 'board', 'support', '{0,0,100}', 'revenue');
SELECT budget_month, variance_to_date, split_part(phasing, ' ', 1) AS phasing FROM by_year;
-- So cost and revenue are.
SELECT string_agg(whole(budget_cost_month), ' ' ORDER BY month) AS budget_cost_month, string_agg(whole(budget_revenue_month), ' ' ORDER BY month) AS budget_revenue_month,
       string_agg(whole(outcome_cost_month), ' ' ORDER BY month) AS outcome_cost_month, string_agg(whole(outcome_revenue_month), ' ' ORDER BY month) AS outcome_revenue_month FROM budget_to_date;
-- As earlier years were, where cost and revenue go both ways together and each alone does not.
DELETE FROM ledger WHERE scenario = 'b' AND flow = 'revenue';
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('b', 'board', 'support', 'revenue', 200);
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o22', 'outcome', 2022, '2022-12-31');
CALL load('o22', 'board', 'support', '{50,50,50,50,50,50,50,50,50,50,50,50}');
CALL load('o22', 'board', 'support', '{0,0,70,0,0,0,0,0,70}', 'revenue');
SELECT budget_month, variance_to_date, split_part(phasing, ' ', 1) AS phasing FROM by_year WHERE fiscal_year = 2023;
-- Seasonal where one of them is.
UPDATE ledger SET amount = -amount WHERE scenario = 'o22' AND flow = 'cost' AND month = '2022-02-01';
UPDATE ledger SET amount = 1201 WHERE scenario = 'b' AND flow = 'cost';
SELECT budget_month, split_part(phasing, ' ', 1) AS phasing FROM by_year WHERE fiscal_year = 2023;
ROLLBACK;

-- A supplement of a month moves nothing but that month, and one for the year goes as the budget itself goes: evenly, as earlier
-- years were, or as its months; those of another supplement say nothing of it.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('b', 'budget', 2023, '2022-11-20'), ('summer', 'supplement', 2023, '2023-05-20'), ('more', 'supplement', 2023, '2023-10-10'), ('o', 'outcome', 2023, '2023-06-30');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b', 'board', 'support', 1200), ('b', 'board', 'housing', 1200), ('more', 'board', 'support', 120), ('more', 'board', 'housing', 120), ('more', 'board', 'fees', 120);
CALL load('b', 'board', 'fees', '{200,0,0,0,0,0,0,0,0,0,0,400}');
CALL load('summer', 'board', 'support', '{0,0,0,0,0,0,60}');
CALL load('summer', 'board', 'housing', '{0,0,0,0,0,0,60}');
CALL load('summer', 'board', 'fees', '{0,0,0,0,0,0,60}');
CALL load('o', 'board', 'support', '{100,100,100,100,100,100}');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o22', 'outcome', 2022, '2022-12-31');
CALL load('o22', 'board', 'housing', '{2,0,0,0,0,0,0,0,0,0,0,1}');
SELECT head_code, budget_to_date, variance_to_date FROM by_year WHERE fiscal_year = 2023 ORDER BY 1;
SELECT head_code, phasing, budget_year FROM by_year WHERE fiscal_year = 2023 ORDER BY 1;
-- A budget in its place is a budget like the first: by its months.
UPDATE scenario SET kind = 'budget' WHERE code = 'summer';
SELECT head_code, budget_to_date FROM by_year WHERE fiscal_year = 2023 ORDER BY 1;
ROLLBACK;

-- A supplement may be all that a unit and head has, or take away what the budget says; cost and revenue of the same amount are a budget of 0.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2023, NULL), ('s', 'supplement', 2023, '2023-01-01'), ('t', 'supplement', 2023, '2023-01-02');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('b', 'board', 'support', 'cost', 1200), ('b', 'north', 'support', 'cost', 1200), ('b', 'north', 'support', 'revenue', 1200),
    ('s', 'board', 'support', 'cost', -1200), ('s', 'board', 'housing', 'cost', 24);
CALL load('t', 'board', 'housing', '{0,5}');
CALL load('t', 'board', 'fees', '{0,5,-5}', 'revenue');
SELECT unit_code, head_code, budget_month, split_part(phasing, ' ', 1) AS phasing FROM by_year ORDER BY 1, 2;
ROLLBACK;

-- Earlier years are those of the units and heads that live on: of a merged unit those of its parts.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o22', 'outcome', 2022, '2022-12-31'), ('b', 'budget', 2023, NULL);
CALL load('o22', 'north', 'support', '{1,1,1,1,1,1,1,1,1,1,1,1}');
CALL load('o22', 'south', 'support', '{0,0,0,0,0,0,12}');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b', 'board', 'support', 240);
SELECT unit_code, phasing, budget_month FROM by_year WHERE fiscal_year = 2023;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('north', 'board', 2023), ('south', 'board', 2023);
SELECT unit_code, phasing, budget_month FROM by_year WHERE fiscal_year = 2023;
ROLLBACK;

-- Cost ran over by half, and a grant hid it. What an open month has so far is both: as much of one as of the other is not nothing.
-- A supplement may be of cost and revenue in one month and for nothing in sum.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2023, NULL), ('s', 'supplement', 2023, '2023-02-10'), ('o', 'outcome', 2023, '2023-05-31');
INSERT INTO closing (scenario, closed_until) VALUES ('o', '2023-03-31');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('b', 'board', 'support', 'cost', 1200), ('b', 'board', 'support', 'revenue', 120), ('b', 'board', 'housing', 'cost', 12), ('b', 'board', 'fees', 'revenue', 24);
CALL load('s', 'north', 'support', '{0,0,0,7}');
CALL load('s', 'north', 'support', '{0,0,0,7}', 'revenue');
CALL load('o', 'board', 'support', '{150,150,150,60}');
CALL load('o', 'board', 'support', '{60,60,60,60,0}', 'revenue');
CALL load('o', 'board', 'housing', '{1,1,1,0,2}');
CALL load('o', 'board', 'fees', '{2,2,2,0,3}', 'revenue');
SELECT head_code AS head, to_char(month, 'MM') AS m, is_closed AS closed, outcome_month AS net, outcome_cost_month AS cost, outcome_revenue_month AS revenue, outcome_to_date AS to_date, outcome_cost_to_date AS cost, outcome_revenue_to_date AS revenue,
       budget_to_date AS budget, budget_cost_to_date AS cost, budget_revenue_to_date AS revenue, budget_cost_year AS cost_year, budget_revenue_year AS revenue_year
FROM budget_to_date WHERE unit_code = 'board' AND month BETWEEN '2023-02-01' AND '2023-06-01' ORDER BY 1, month;
SELECT to_char(month, 'MM') AS m, budget_month, budget_cost_month, budget_revenue_month, phasing, outcome_month, outcome_cost_month, outcome_revenue_month FROM budget_to_date WHERE unit_code = 'north' AND month BETWEEN '2023-01-01' AND '2023-04-01' ORDER BY month;
-- Of the whole year and as much of each: known at its end, and not by month.
UPDATE closing SET closed_until = '2023-12-31';
UPDATE scenario SET as_of = '2023-12-31' WHERE code = 'o';
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('o', 'south', 'support', 'cost', 5), ('o', 'south', 'support', 'revenue', 5), ('o', 'south', 'housing', 'revenue', 3);
CALL load('o', 'south', 'housing', '{10}');
SELECT head_code AS head, to_char(month, 'MM') AS m, is_closed, outcome_month, outcome_cost_month, outcome_revenue_month, outcome_to_date, outcome_cost_to_date, outcome_revenue_to_date
FROM budget_to_date WHERE unit_code = 'south' AND month IN ('2023-11-01', '2023-12-01') ORDER BY 1, month;
ROLLBACK;

-- Who is late has saved nothing; an open month has what is booked of it, and nothing of what is not.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2023, NULL), ('o', 'outcome', 2023, '2023-05-31');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('b', 'north', 'support', 120), ('b', 'south', 'support', 120), ('b', 'south', 'housing', 12);
CALL load('o', 'north', 'support', '{10,10,10,10,10,99}');
CALL load('o', 'south', 'support', '{10,10,10,10}');
SELECT unit_code, head_code, outcome_month, outcome_to_date, variance_to_date, is_closed FROM by_year ORDER BY 1, 2;
-- Months after as_of count nowhere. Closed is what closing says, for what has no bookings too, of a whole month.
INSERT INTO closing (scenario, closed_until) VALUES ('o', '2023-03-31');
INSERT INTO closing (scenario, unit, closed_until) VALUES ('o', 'south', '2023-02-27');
SELECT unit_code, head_code, outcome_month, outcome_to_date, variance_to_date FROM by_year ORDER BY 1, 2;
INSERT INTO closing (scenario, head, closed_until) VALUES ('o', 'housing', '2023-12-31');
INSERT INTO closing (scenario, unit, head, closed_until) VALUES ('o', 'south', 'support', '2023-12-31');
SELECT unit_code, head_code, outcome_month, outcome_to_date, variance_to_date FROM by_year ORDER BY 1, 2;
-- Nothing is closed yet.
DELETE FROM closing;
DELETE FROM ledger WHERE scenario = 'o' AND unit = 'south';
UPDATE scenario SET as_of = '2023-01-20' WHERE code = 'o';
SELECT unit_code, head_code, outcome_month, outcome_to_date, variance_to_date, is_closed FROM by_year ORDER BY 1, 2;
ROLLBACK;

-- What is booked for the whole year beside what is booked by month is known at the year's end.
BEGIN;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('b', 'budget', 2023, NULL), ('o', 'outcome', 2023, '2023-12-31');
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES ('b', 'north', 'support', 'cost', 120), ('o', 'north', 'support', 'revenue', 20), ('o', 'north', 'fees', 'cost', 3);
CALL load('o', 'north', 'support', '{10,10,10,10,10,10,10,10,10,10,10,10}');
SELECT head_code, outcome_month, outcome_to_date, variance_to_date FROM by_year ORDER BY 1;
UPDATE scenario SET as_of = '2023-11-30' WHERE code = 'o';
SELECT head_code, outcome_month, outcome_to_date, variance_to_date FROM by_year ORDER BY 1;
ROLLBACK;

-- Years from September on, through a leap day, by the budget of the year's last day: 31 August; and without any outcome by month,
-- none at all, one for the whole year, or a forecast alone, which is no budget.
BEGIN;
UPDATE organisation SET fiscal_year_start = 9;
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES
    ('b24', 'budget', 2024, '2023-09-30'), ('s24', 'supplement', 2024, '2024-02-29'), ('t24', 'supplement', 2024, '2024-08-31'), ('o24', 'outcome', 2024, '2024-08-31'),
    ('b25', 'budget', 2025, NULL), ('b26', 'budget', 2026, NULL), ('o26', 'outcome', 2026, '2026-08-31'), ('f27', 'forecast', 2027, NULL);
CALL load('o24', 'board', 'support', '{9,10,11,12,1,2,3,4,5,6,7,8}');
CALL load('b24', 'board', 'support', '{9,10,11,12,1,2,3,4,5,6,7,8}');
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('s24', 'board', 'support', 78), ('t24', 'board', 'support', 7.8), ('b25', 'board', 'support', 780),
    ('b26', 'board', 'support', 780), ('o26', 'board', 'support', 700), ('f27', 'board', 'support', 1);
SELECT month, budget_month, outcome_month, budget_to_date, outcome_to_date, budget_year FROM budget_to_date WHERE fiscal_year = 2024 ORDER BY month;
SELECT fiscal_year, phasing, budget_month, outcome_month, is_closed FROM by_year WHERE fiscal_year > 2024 ORDER BY 1;
SELECT fiscal_year, count(*), min(month), max(month), min(scenario) FROM budget_to_date GROUP BY fiscal_year ORDER BY 1;
ROLLBACK;

-- Whatever the budgets and bookings: all twelve months; a budget's months add up to it; the last month has what budget_variance has.
SELECT setseed(0.7);
INSERT INTO unit (code, name) SELECT 'u' || u, 'Unit ' || u FROM generate_series(1, 2) AS u;
UPDATE organisation SET fiscal_year_start = 4;
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'o' || y, 'outcome', y, fiscal_year_end(y, 4) FROM generate_series(2013, 2021) AS y
UNION ALL SELECT 'o2022', 'outcome', 2022, '2021-10-31'
UNION ALL SELECT 'b' || y || '-' || n, 'budget', y, CASE WHEN n > 1 THEN fiscal_year_begin(y, 4) + floor(random() * 500)::integer END FROM generate_series(2013, 2022) AS y, generate_series(1, 2) AS n WHERE y % 5 <> 0 OR n = 2
UNION ALL SELECT 's' || y || '-' || n, 'supplement', y, fiscal_year_begin(y, 4) + floor(random() * 500)::integer FROM generate_series(2013, 2022) AS y, generate_series(1, 3) AS n;
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT s.code, u.code, h.code, f.flow, m.month, round((random() * 10.0 ^ length(h.code) / CASE f.flow WHEN 'cost' THEN 1 ELSE 30 END - CASE WHEN s.code ~ '[37]$' THEN 50000 ELSE 0 END)::numeric, 2)
FROM scenario s, unit u, budget_head h, unnest('{cost,revenue}'::text[]) AS f(flow),
     LATERAL (SELECT random() < CASE s.kind WHEN 'outcome' THEN 0.97 ELSE 0.4 END AND u.code || h.code || f.flow <> '' AS by_month) AS k,
     LATERAL (SELECT month FROM scenario_month WHERE scenario = s.code AND k.by_month AND (s.code <> 'o2022' OR month < '2021-10-01') UNION ALL SELECT NULL WHERE NOT k.by_month) AS m
WHERE random() < 0.8;
SELECT phasing, outcome_to_date IS NOT NULL AS has_outcome, is_closed, count(*) > 0 AS some FROM budget_to_date GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT count(*) AS accounts, count(*) FILTER (WHERE months = 12) AS whole FROM by_year;
SELECT count(*) AS rows, count(*) FILTER (WHERE d.budget_to_date IS DISTINCT FROM d.budget_year) AS months_do_not_add_up,
       count(*) FILTER (WHERE d.budget_year IS DISTINCT FROM v.budget) AS budget_differs,
       count(*) FILTER (WHERE d.outcome_to_date IS DISTINCT FROM coalesce(v.outcome, 0)) AS outcome_differs,
       count(*) FILTER (WHERE d.variance_to_date IS DISTINCT FROM v.budget - coalesce(v.outcome, 0)) AS variance_differs,
       count(*) FILTER (WHERE (d.budget_cost_year, d.budget_revenue_year, d.budget_cost_to_date, d.budget_revenue_to_date)
                              IS DISTINCT FROM (v.budget_cost, v.budget_revenue, v.budget_cost, v.budget_revenue)) AS budget_gross_differs,
       count(*) FILTER (WHERE (d.outcome_cost_to_date, d.outcome_revenue_to_date) IS DISTINCT FROM (coalesce(v.outcome_cost, 0), coalesce(v.outcome_revenue, 0))) AS outcome_gross_differs
FROM budget_to_date d FULL JOIN budget_variance v USING (fiscal_year, scenario, unit_code, head_code)
WHERE fiscal_year < 2022 AND d.month = fiscal_year_end(fiscal_year, 4) - 30 AND v.scenario IS NOT NULL;
-- Months add up to all that the decisions in force say, whichever budget it is.
CREATE TEMP TABLE decision AS SELECT fiscal_year, scenario, coalesce(in_force_from, '-infinity') AS in_force_from, coalesce(in_force_until, 'infinity') AS in_force_until FROM budget_in_force;
CREATE TEMP TABLE account AS
SELECT *, CASE WHEN from_month < 12 THEN (first_day + make_interval(months => from_month))::date - 1 ELSE '9999-12-31' END AS held_on FROM live_account_year;
SELECT count(*) AS budgets, count(*) FILTER (WHERE (budget_to_date[12] = in_force) IS NOT TRUE) AS months_do_not_add_up
FROM (SELECT a.unit_code, a.head_code, a.budget_to_date, coalesce(sum(net_cost(l.flow, l.amount)), 0) AS in_force
      FROM account a JOIN decision d ON d.fiscal_year = a.fiscal_year AND d.in_force_from <= a.held_on AND d.in_force_until > a.held_on
      LEFT JOIN ledger l ON l.scenario = d.scenario AND l.unit = a.unit_code AND l.head = a.head_code
      GROUP BY a.fiscal_year, a.unit_code, a.head_code, a.from_month, a.budget_to_date) AS b;
-- Within the months of one budget what is to date grows by the month; so do bookings.
SELECT count(*) AS rows, count(*) FILTER (WHERE budget_year = budget_before AND budget_to_date <> to_date_before + budget_month) AS budget_jumps,
       count(*) FILTER (WHERE outcome_to_date <> outcome_before + outcome_month) AS outcome_jumps,
       count(*) FILTER (WHERE variance_to_date IS DISTINCT FROM CASE WHEN is_closed AND why_no_verdict IS NULL THEN budget_to_date - outcome_to_date END) AS variances_differ,
       count(*) FILTER (WHERE (variance_to_date IS NULL) <> (why_no_verdict IS NOT NULL)) AS without_a_reason
FROM (SELECT *, lag(budget_year) OVER w AS budget_before, lag(budget_to_date) OVER w AS to_date_before, lag(outcome_to_date) OVER w AS outcome_before
      FROM budget_to_date WINDOW w AS (PARTITION BY fiscal_year, unit_code, head_code ORDER BY month)) AS d;

-- Cost less revenue is the net, of months, to date and of years; all are there or none; and to date grows by the month.
SELECT count(*) AS rows, count(*) FILTER (WHERE budget_revenue_month > 0) > 0 AND count(*) FILTER (WHERE outcome_revenue_month > 0) > 0 AS have_revenue,
       count(*) FILTER (WHERE budget_month IS DISTINCT FROM budget_cost_month - budget_revenue_month OR budget_to_date IS DISTINCT FROM budget_cost_to_date - budget_revenue_to_date
                           OR budget_year IS DISTINCT FROM budget_cost_year - budget_revenue_year) AS budgets_differ,
       count(*) FILTER (WHERE outcome_month IS DISTINCT FROM outcome_cost_month - outcome_revenue_month
                           OR outcome_to_date IS DISTINCT FROM outcome_cost_to_date - outcome_revenue_to_date) AS outcomes_differ,
       count(*) FILTER (WHERE budget_cost_year = budget_before AND budget_year = year_before AND budget_cost_to_date <> cost_before + budget_cost_month) AS budget_jumps,
       count(*) FILTER (WHERE outcome_cost_to_date <> outcome_cost_before + outcome_cost_month) AS outcome_jumps
FROM (SELECT *, lag(budget_cost_year) OVER w AS budget_before, lag(budget_year) OVER w AS year_before, lag(budget_cost_to_date) OVER w AS cost_before, lag(outcome_cost_to_date) OVER w AS outcome_cost_before
      FROM budget_to_date WINDOW w AS (PARTITION BY fiscal_year, unit_code, head_code ORDER BY month)) AS d;
-- A month's cost and revenue are those of the ledger.
SELECT count(*) AS booked, count(*) FILTER (WHERE (d.outcome_cost_month, d.outcome_revenue_month) IS DISTINCT FROM (l.cost, l.revenue)) AS differ
FROM (SELECT scenario, unit, head, month, coalesce(sum(amount) FILTER (WHERE flow = 'cost'), 0) AS cost, coalesce(sum(amount) FILTER (WHERE flow = 'revenue'), 0) AS revenue
      FROM ledger GROUP BY 1, 2, 3, 4) AS l
JOIN budget_to_date d ON d.scenario = l.scenario AND d.unit_code = l.unit AND d.head_code = l.head AND d.month = l.month
WHERE NOT EXISTS (SELECT FROM ledger w WHERE w.scenario = l.scenario AND w.unit = l.unit AND w.head = l.head AND w.month IS NULL AND w.amount <> 0);

-- What is kept of it says the same, and knows of every change.
CALL refresh_social_mart('lund');
SELECT count(*) FROM stale_summary WHERE about = 'ledger';
CREATE FUNCTION differences() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM ((SELECT * FROM lund.live_account_year EXCEPT ALL SELECT * FROM lund.live_live_account_year)
                          UNION ALL (SELECT * FROM lund.live_live_account_year EXCEPT ALL SELECT * FROM lund.live_account_year)) AS d $$;
SELECT differences();
UPDATE ledger SET amount = amount + 1 WHERE scenario = 'o2014' AND month = '2013-07-01';
INSERT INTO closing (scenario, unit, closed_until) VALUES ('o2022', 'u1', '2021-06-30');
UPDATE scenario SET as_of = '2019-06-30' WHERE code = 's2020-1';
UPDATE unit SET name = 'Another' WHERE code = 'u2';
SELECT differences();

DROP SCHEMA lund CASCADE;
DROP EXTENSION social_services;
