-- Creates the mart `synthetic` and fills it with SYNTHETIC payments and bookings:
-- three years of income support, about 1000 households a month, ten years of
-- monthly ledgers, four districts. Nobody's figures.
--
--   cd examples/synthetic
--   psql -d DATABASE -f load.sql
--   psql -d DATABASE -v reader=ROLE -f load.sql     the role may then read the views
--
-- The extension must be there: CREATE EXTENSION social_services. The generators
-- are ../payments.sql and ../bookings.sql, which take other sizes. Budgets and
-- stated forecasts follow from what they make, by the rules below.

\set ON_ERROR_STOP on
\if :{?reader} \else \set reader '' \endif

BEGIN;

-- The generators' own tables are temporary: they only pass through. Units and seed
-- of the bookings are those of the payments. Their years are set here, because
-- payments.sql uses a variable of that name for something else. The extension is in public, or where the README puts it.
SET LOCAL search_path = pg_temp, public, social_services;
\ir ../payments.sql
\set first_year 2014
\set years 10
\ir ../bookings.sql

CALL create_social_mart('synthetic', organisation => '0000', organisation_name => 'Synthetic example', reader => nullif(:'reader', ''));
SET LOCAL search_path = synthetic, public, social_services;
INSERT INTO unit (code, name)
SELECT DISTINCT unit, initcap(replace(unit, '-', ' ')) || ' (synthetic)' FROM pg_temp.synthetic_payment;
INSERT INTO support_payment (unit, household, month, amount)
SELECT unit, household, month, amount FROM pg_temp.synthetic_payment;
INSERT INTO household_plan (fiscal_year, opening_households, closing_households, cost_per_household, budget)
VALUES (2023, 1000, 940, 9600, 104000000);

INSERT INTO budget_head (code, name, statutory) VALUES
    ('placements',     'Placements (synthetic)',           true),
    ('income-support', 'Income support (synthetic)',       true),
    ('housing',        'Housing (synthetic)',              false),
    ('staff',          'Staff (synthetic)',                false),
    ('wages',          'Labour-market wages (synthetic)',  false),
    ('other',          'Other activities (synthetic)',     false);

-- Outcomes by month. Those of income support are its payments, which begin later.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT DISTINCT 'outcome-' || y, 'outcome', y, make_date(y, 12, 31)
FROM pg_temp.synthetic_booking, EXTRACT(year FROM month) AS extracted, CAST(extracted AS integer) AS y;
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT s.code, b.unit, b.head, b.month, b.amount
FROM (SELECT unit, head, month, amount FROM pg_temp.synthetic_booking
      UNION ALL
      SELECT unit, 'income-support', month, sum(amount) FROM support_payment GROUP BY unit, month) AS b
JOIN scenario s ON s.kind = 'outcome' AND s.fiscal_year = EXTRACT(year FROM b.month);

-- Budgets: 2 % above the twelve months known in September of the year before. That of
-- income support is set for all districts, and shared by what they paid in those
-- months; in equal parts for 2021, before which no payment is known.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'budget-' || y, 'budget', y, make_date(y - 1, 8, 31) FROM generate_series(2021, 2023) AS y;
WITH known AS (
    SELECT s.code AS scenario, s.fiscal_year, l.unit, l.head, sum(l.amount) AS amount
    FROM scenario s
    JOIN ledger l ON l.month > s.as_of - interval '1 year' AND l.month <= s.as_of
    WHERE s.kind = 'budget'
    GROUP BY s.code, s.fiscal_year, l.unit, l.head
)
INSERT INTO ledger (scenario, unit, head, amount)
SELECT scenario, unit, head, round(amount * 1.02, -4) FROM known WHERE head <> 'income-support'
UNION ALL
SELECT t.scenario, u.code, 'income-support',
       apportion(t.amount, coalesce(k.amount, 1), scale => -4) OVER (PARTITION BY t.scenario ORDER BY u.code)
FROM (VALUES ('budget-2021', 100000000), ('budget-2022', 102000000), ('budget-2023', 104000000)) AS t(scenario, amount)
CROSS JOIN unit u
LEFT JOIN known k ON k.scenario = t.scenario AND k.unit = u.code AND k.head = 'income-support';

-- Stated forecasts: two thirds what the months so far come to in a year at their
-- rate, one third the budget.
INSERT INTO scenario (code, kind, fiscal_year, as_of)
SELECT 'forecast-' || to_char(day, 'YYYY-MM'), 'forecast', y, day
FROM generate_series(2021, 2023) AS y
CROSS JOIN LATERAL (VALUES (make_date(y, 4, 30)), (make_date(y, 8, 31))) AS d(day);
INSERT INTO ledger (scenario, unit, head, amount)
SELECT s.code, b.unit, b.head,
       round(2 / 3.0 * coalesce(sum(o.amount), 0) * 12 / EXTRACT(month FROM s.as_of) + 1 / 3.0 * b.amount, -5)
FROM scenario s
JOIN ledger b ON b.scenario = 'budget-' || s.fiscal_year
LEFT JOIN ledger o ON o.scenario = 'outcome-' || s.fiscal_year AND o.unit = b.unit AND o.head = b.head AND o.month <= s.as_of
WHERE s.kind = 'forecast'
GROUP BY s.code, s.as_of, b.unit, b.head, b.amount;
UPDATE scenario s
SET stated_total = (SELECT sum(CASE l.scenario WHEN s.code THEN -l.amount ELSE l.amount END)
                    FROM ledger l WHERE l.scenario IN (s.code, 'budget-' || s.fiscal_year))
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

COMMIT;

DROP TABLE pg_temp.synthetic_payment, pg_temp.synthetic_booking;
ANALYZE synthetic.unit, synthetic.support_payment, synthetic.household_plan, synthetic.budget_head, synthetic.scenario,
        synthetic.ledger, synthetic.stated_driver;

-- What the mart says of April 2023, kept as it is: SELECT interim_report('synthetic', '2023-04-30').
CALL publish_interim_report('synthetic', '2023-04-30');

-- What views that read much say, kept for the next reader: after every load.
CALL refresh_social_mart('synthetic');
