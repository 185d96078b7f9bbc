-- budget: the aggregates of budget.c beside what plain SQL offers

-- 200 units, 10 years, amounts up to 10^6 in any order: the usual ledger line.
CREATE UNLOGGED TABLE bench.payment (
    unit text NOT NULL,
    fiscal_year integer NOT NULL,
    budget numeric(12,2) NOT NULL,
    outcome numeric(12,2) NOT NULL
);
CALL bench.fill('bench.payment', :rows, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), 2014 + floor(random() * 10),
           random() * 1000000, random() * 1000000
    FROM generate_series($1, $2)
$$);

-- The bars are for that table. What follows is a tenth of it each, and harder:
-- amounts of all sizes, half of them whole, some negative or below 1 ...
CREATE UNLOGGED TABLE bench.mixed_payment (LIKE bench.payment);
CALL bench.fill('bench.mixed_payment', :rows / 10, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), 2014 + floor(random() * 10),
           CASE WHEN random() < 0.5 THEN round(size_1::numeric) ELSE size_1 END * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END,
           CASE WHEN random() < 0.5 THEN round(size_2::numeric) ELSE size_2 END * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END
    FROM (SELECT 10 ^ (8 * random() - 1) AS size_1, 10 ^ (8 * random() - 1) AS size_2
          FROM generate_series($1, $2) OFFSET 0) AS sizes
$$);

-- ... amounts with six decimals, which the fast part of a sum does not take ...
CREATE UNLOGGED TABLE bench.fine_payment (
    unit text NOT NULL,
    fiscal_year integer NOT NULL,
    budget numeric(18,6) NOT NULL,
    outcome numeric(18,6) NOT NULL
);
CALL bench.fill('bench.fine_payment', :rows / 10, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), 2014 + floor(random() * 10),
           random() * 1000000, random() * 1000000
    FROM generate_series($1, $2)
$$);

-- ... and a series of 5000 months for each unit, with an index that gives its
-- order, so that a moving frame needs no sort.
CREATE UNLOGGED TABLE bench.month (
    unit text NOT NULL,
    month integer NOT NULL,
    budget numeric(12,2) NOT NULL,
    outcome numeric(12,2) NOT NULL
);
CALL bench.fill('bench.month', :rows / 10, $$
    SELECT 'U' || lpad((i / 5000)::text, 4, '0'), i % 5000,
           random() * 1000000, random() * 1000000
    FROM generate_series($1, $2) AS i
$$);
ALTER TABLE bench.month ADD PRIMARY KEY (unit, month);

VACUUM (ANALYZE) bench.payment, bench.mixed_payment, bench.fine_payment, bench.month;

INSERT INTO bench.comparison (what, bar, ours, other, same_result) VALUES
('deficit by unit and year vs greatest(sum(outcome) - sum(budget), 0)', 0.80,
 'SELECT unit, fiscal_year, deficit(budget, outcome) FROM bench.payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, greatest(sum(outcome) - sum(budget), 0) FROM bench.payment GROUP BY unit, fiscal_year',
 true),
-- Nothing that looks at both columns of every row can do less than count them.
('deficit by unit and year vs the floor, count(budget), count(outcome)', 1.05,
 'SELECT unit, fiscal_year, deficit(budget, outcome) FROM bench.payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, count(budget) AS budgets, count(outcome) AS outcomes FROM bench.payment GROUP BY unit, fiscal_year',
 false),
('the four budget aggregates together vs the same sums', 0.85,
 'SELECT unit, fiscal_year, budget_variance(budget, outcome), deficit(budget, outcome),
         surplus(budget, outcome), budget_utilisation(budget, outcome)
  FROM bench.payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, sum(budget) - sum(outcome) AS budget_variance, greatest(sum(outcome) - sum(budget), 0) AS deficit,
         greatest(sum(budget) - sum(outcome), 0) AS surplus, sum(outcome) / nullif(sum(budget), 0) AS budget_utilisation
  FROM bench.payment GROUP BY unit, fiscal_year',
 true),
-- From here on without a bar: where else one may wonder.
('deficit by unit and year vs greatest(sum(outcome - budget), 0)', NULL,
 'SELECT unit, fiscal_year, deficit(budget, outcome) FROM bench.payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, greatest(sum(outcome - budget), 0) FROM bench.payment GROUP BY unit, fiscal_year',
 true),
('deficit of the whole table vs sums', NULL,
 'SELECT deficit(budget, outcome) FROM bench.payment',
 'SELECT greatest(sum(outcome) - sum(budget), 0) FROM bench.payment',
 true),
('deficit, amounts of all sizes and signs', NULL,
 'SELECT unit, fiscal_year, deficit(budget, outcome) FROM bench.mixed_payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, greatest(sum(outcome) - sum(budget), 0) FROM bench.mixed_payment GROUP BY unit, fiscal_year',
 true),
('deficit, amounts with six decimals', NULL,
 'SELECT unit, fiscal_year, deficit(budget, outcome) FROM bench.fine_payment GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, greatest(sum(outcome) - sum(budget), 0) FROM bench.fine_payment GROUP BY unit, fiscal_year',
 true),
('deficit, groups of five rows', NULL,
 'SELECT unit, month / 5 AS month, deficit(budget, outcome) FROM bench.month GROUP BY unit, month / 5',
 'SELECT unit, month / 5 AS month, greatest(sum(outcome) - sum(budget), 0) FROM bench.month GROUP BY unit, month / 5',
 true),
('budget_variance over twelve moving months', NULL,
 'SELECT unit, month, budget_variance(budget, outcome) OVER twelve FROM bench.month
  WINDOW twelve AS (PARTITION BY unit ORDER BY month ROWS BETWEEN 11 PRECEDING AND CURRENT ROW)',
 'SELECT unit, month, sum(budget) OVER twelve - sum(outcome) OVER twelve AS budget_variance FROM bench.month
  WINDOW twelve AS (PARTITION BY unit ORDER BY month ROWS BETWEEN 11 PRECEDING AND CURRENT ROW)',
 true);

SELECT format('CALL bench.compare_processes(%L, %L, 1.70)', aggregate,
              format('SELECT unit, fiscal_year, %s(budget, outcome) FROM bench.payment GROUP BY unit, fiscal_year', aggregate))
FROM unnest(ARRAY['budget_variance', 'deficit', 'surplus', 'budget_utilisation']) AS aggregate
\gexec

-- What this machine gives plain SQL, to judge the figures above by.
CALL bench.compare_processes('plain SQL: greatest(sum(outcome) - sum(budget), 0)',
    'SELECT unit, fiscal_year, greatest(sum(outcome) - sum(budget), 0) FROM bench.payment GROUP BY unit, fiscal_year');
CALL bench.compare_processes('plain SQL: count(budget), count(outcome)',
    'SELECT unit, fiscal_year, count(budget) AS budgets, count(outcome) AS outcomes FROM bench.payment GROUP BY unit, fiscal_year');
