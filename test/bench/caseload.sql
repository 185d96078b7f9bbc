-- caseload: the counts of households and what they cost, beside what plain SQL offers

-- Ten years of payments in order of months, 149 rows for each household that gets
-- support in a month.
SELECT :rows / 149 AS households, 120 AS months, '2014-01-01' AS first_month, 200 AS units
\gset
SET search_path = bench;
\i examples/payments.sql
RESET search_path;

-- A tenth of the households is enough for what has no bar: in random order, ...
DO $$ BEGIN RAISE INFO 'Copies of a tenth of the payments ...'; END $$;
SELECT setseed(0.5);
CREATE UNLOGGED TABLE bench.shuffled_payment AS
    SELECT * FROM bench.synthetic_payment WHERE household % 10 = 0 ORDER BY random();

-- ... with households that are numbers of all 64 bits, ...
CREATE UNLOGGED TABLE bench.wide_payment AS
    SELECT unit, hashint8extended(household, 1) AS household, month, amount
    FROM bench.synthetic_payment WHERE household % 10 = 0;

-- ... and as they are.
CREATE UNLOGGED TABLE bench.fewer_payment AS
    SELECT * FROM bench.synthetic_payment WHERE household % 10 = 0;

-- Rows that are counts already, as the mart has them where only those are known.
CREATE UNLOGGED TABLE bench.household_month (
    unit text NOT NULL,
    fiscal_year integer NOT NULL,
    amount numeric(12,2) NOT NULL,
    households integer NOT NULL,
    households_numeric numeric NOT NULL
);
CALL bench.fill('bench.household_month', :rows, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), 2014 + floor(random() * 10),
           households * (5000 + random() * 5000), households, households
    FROM (SELECT 1 + floor(random() * 500)::integer AS households
          FROM generate_series($1, $2) OFFSET 0) AS counts
$$);

VACUUM (ANALYZE) bench.synthetic_payment, bench.shuffled_payment, bench.wide_payment, bench.fewer_payment,
    bench.household_month;

SELECT count(*) AS household_years
FROM (SELECT DISTINCT unit, extract(year FROM month), household FROM bench.synthetic_payment) AS t
\gset
INSERT INTO bench.data (description)
SELECT format('synthetic payments of examples/payments.sql: %s rows, %s household-years, %s household-months',
              (SELECT count(*) FROM bench.synthetic_payment), :household_years,
              (SELECT count(*) FROM (SELECT DISTINCT household, month FROM bench.synthetic_payment) AS t));

-- In PostgreSQL 15 count(DISTINCT) sorts all rows, which at full size do not fit
-- into work_mem. So the same is shown with memory for it, without a bar.
INSERT INTO bench.comparison (what, bar, ours, other, settings_ours, settings_other)
SELECT what, bar,
       'SELECT month, household_cost(amount, household, month) FROM bench.synthetic_payment GROUP BY month',
       'SELECT month, sum(amount) / count(DISTINCT household) AS household_cost FROM bench.synthetic_payment GROUP BY month',
       settings_ours, bench.one_process() || settings_other
FROM (VALUES
    ('household_cost by month vs sum(amount) / count(DISTINCT household)', 0.40, bench.one_process(), '{}'::text[]),
    ('household_cost by month in TWO processes vs that plain SQL in one', 0.25, bench.two_processes(), '{}'),
    ('household_cost by month vs that plain SQL with 2 GB to sort in', NULL, bench.one_process(), '{work_mem=2GB}'),
    ('household_cost by month in TWO processes vs that with 2 GB in one', NULL, bench.two_processes(), '{work_mem=2GB}'))
    AS c(what, bar, settings_ours, settings_other);

-- The four counts together, and the best that plain SQL has for them: a bit for
-- each month of a household.
SELECT 'SELECT unit, extract(year FROM month) AS year, household_count(household, month), household_months(household, month),
               average_households(household, month), long_term_households(household, month)
        FROM bench.%s GROUP BY unit, extract(year FROM month)' AS counts,
       'SELECT unit, year, count(*) AS households, sum(months) AS household_months,
               sum(months) / bit_count(bit_or(seen)::bit(32)) AS average, count(*) FILTER (WHERE months >= 10) AS long_term
        FROM (SELECT unit, extract(year FROM month) AS year, household, bit_or(1 << extract(month FROM month)::integer) AS seen,
                     bit_count(bit_or(1 << extract(month FROM month)::integer)::bit(32)) AS months
              FROM bench.%s GROUP BY unit, extract(year FROM month), household) AS h
        GROUP BY unit, year' AS bits
\gset

-- From here on without a bar: where else one may wonder.
INSERT INTO bench.comparison (what, ours, other) VALUES
('household_cost by month vs sums by household, then by month',
 'SELECT month, household_cost(amount, household, month) FROM bench.synthetic_payment GROUP BY month',
 'SELECT month, sum(amount) / count(*) AS household_cost
  FROM (SELECT month, household, sum(amount) AS amount FROM bench.synthetic_payment GROUP BY month, household) AS h GROUP BY month'),
('the four counts by unit and year vs bits by household, then counts', format(:'counts', 'synthetic_payment'),
 format(:'bits', 'synthetic_payment')),
('the four counts by unit and year vs months, then households, then counts', format(:'counts', 'synthetic_payment'),
 'SELECT c.unit, c.year, c.households, c.household_months, c.household_months::numeric / m.months AS average, c.long_term
  FROM (SELECT unit, year, count(*) AS households, sum(months) AS household_months, count(*) FILTER (WHERE months >= 10) AS long_term
        FROM (SELECT unit, extract(year FROM month) AS year, household, count(*) AS months
              FROM (SELECT DISTINCT unit, household, month FROM bench.synthetic_payment) AS d
              GROUP BY unit, extract(year FROM month), household) AS h
        GROUP BY unit, year) AS c
  JOIN (SELECT unit, extract(year FROM month) AS year, count(*) AS months
        FROM (SELECT DISTINCT unit, month FROM bench.synthetic_payment) AS d GROUP BY unit, extract(year FROM month)) AS m
  USING (unit, year)'),
('household_count by year vs count(DISTINCT household)',
 'SELECT extract(year FROM month) AS year, household_count(household, month) FROM bench.synthetic_payment GROUP BY extract(year FROM month)',
 'SELECT extract(year FROM month) AS year, count(DISTINCT household) FROM bench.synthetic_payment GROUP BY extract(year FROM month)'),
('household_months of the whole table vs count(*) of SELECT DISTINCT',
 'SELECT household_months(household, month) FROM bench.synthetic_payment',
 'SELECT count(*) FROM (SELECT DISTINCT household, month FROM bench.synthetic_payment) AS d'),
('the four counts, rows in random order vs bits by household', format(:'counts', 'shuffled_payment'),
 format(:'bits', 'shuffled_payment')),
('household_cost by month, rows in random order vs count(DISTINCT)',
 'SELECT month, household_cost(amount, household, month) FROM bench.shuffled_payment GROUP BY month',
 'SELECT month, sum(amount) / count(DISTINCT household) AS household_cost FROM bench.shuffled_payment GROUP BY month'),
('the four counts, households of 64 bits vs bits by household', format(:'counts', 'wide_payment'),
 format(:'bits', 'wide_payment')),
('household_cost by unit and month, some forty rows each vs count(DISTINCT)',
 'SELECT unit, month, household_cost(amount, household, month) FROM bench.fewer_payment GROUP BY unit, month',
 'SELECT unit, month, sum(amount) / count(DISTINCT household) AS household_cost FROM bench.fewer_payment GROUP BY unit, month'),
('household_months by household, some sixteen rows each vs count(DISTINCT month)',
 'SELECT household, household_months(household, month) FROM bench.fewer_payment GROUP BY household',
 'SELECT household, count(DISTINCT month) FROM bench.fewer_payment GROUP BY household'),
('cost_per_household(amount, households) by unit and year vs sums',
 'SELECT unit, fiscal_year, cost_per_household(amount, households) FROM bench.household_month GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, sum(amount) / nullif(sum(households), 0) AS household_cost FROM bench.household_month GROUP BY unit, fiscal_year'),
('cost_per_household(amount, households), households numeric vs sums',
 'SELECT unit, fiscal_year, cost_per_household(amount, households_numeric) FROM bench.household_month GROUP BY unit, fiscal_year',
 'SELECT unit, fiscal_year, sum(amount) / nullif(sum(households_numeric), 0) AS household_cost FROM bench.household_month GROUP BY unit, fiscal_year');

SELECT format('CALL bench.compare_processes(%L, %L, 1.70)', aggregate || ' by unit and year',
              format('SELECT unit, extract(year FROM month) AS year, %s FROM bench.synthetic_payment GROUP BY unit, extract(year FROM month)', aggregate))
FROM unnest(ARRAY['household_count(household, month)', 'household_months(household, month)', 'average_households(household, month)',
                  'long_term_households(household, month)', 'household_cost(amount, household, month)']) AS aggregate
\gexec
CALL bench.compare_processes('cost_per_household(amount, households) by unit and year',
    'SELECT unit, fiscal_year, cost_per_household(amount, households) FROM bench.household_month GROUP BY unit, fiscal_year', 1.70);
CALL bench.compare_processes('household_cost(amount, household, month) by month',
    'SELECT month, household_cost(amount, household, month) FROM bench.synthetic_payment GROUP BY month');

-- What this machine gives plain SQL, to judge the figures above by.
CALL bench.compare_processes('plain SQL: sum(amount) by month',
    'SELECT month, sum(amount) FROM bench.synthetic_payment GROUP BY month');

-- Our state has an entry for each household-year.
INSERT INTO bench.memory (what, entries, query, base)
SELECT what, :household_years, query, 'SELECT count(*) FROM bench.synthetic_payment'
FROM (VALUES
    ('household_count(household, month)', 'SELECT unit, extract(year FROM month), household_count(household, month) FROM bench.synthetic_payment GROUP BY unit, extract(year FROM month)'),
    ('household_cost(amount, household, month)', 'SELECT unit, extract(year FROM month), household_cost(amount, household, month) FROM bench.synthetic_payment GROUP BY unit, extract(year FROM month)'),
    ('plain SQL: count(DISTINCT household)', 'SELECT unit, extract(year FROM month), count(DISTINCT household) FROM bench.synthetic_payment GROUP BY unit, extract(year FROM month)'),
    ('plain SQL: count(DISTINCT (household, month))', 'SELECT unit, extract(year FROM month), count(DISTINCT (household, month)) FROM bench.synthetic_payment GROUP BY unit, extract(year FROM month)'),
    ('plain SQL: bits by household, then counts', format(:'bits', 'synthetic_payment'))) AS m(what, query);

-- The same months with ever more households in each. The fivefold ones are those
-- that examples/payments.sql would name next, so that their numbers are as wide.
CREATE TEMPORARY TABLE payment_size (fill text);
INSERT INTO payment_size VALUES
('SELECT household, month, amount FROM bench.synthetic_payment WHERE household % 10 = 0'),
('SELECT household, month, amount FROM bench.synthetic_payment');
\if :grow
INSERT INTO payment_size VALUES
('SELECT (household + generate_series(0::bigint, 4) * 982451653 * 16777216) % 1099511627776 AS household, month, amount
  FROM bench.synthetic_payment');
\endif
INSERT INTO bench.growth (what, fill, query)
SELECT 'household_cost(amount, household, month) by month', fill,
       'SELECT month, household_cost(amount, household, month) FROM bench.grown GROUP BY month'
FROM payment_size
UNION ALL
SELECT 'plain SQL: sum(amount) / count(DISTINCT household) by month', fill,
       'SELECT month, sum(amount) / count(DISTINCT household) FROM bench.grown GROUP BY month'
FROM payment_size;
