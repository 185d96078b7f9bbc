-- forecast: the year end from bookings, beside the same formula in plain SQL

-- 200 units, 10 heads, a little more than ten years, in any order.
CREATE UNLOGGED TABLE bench.booking (
    unit text NOT NULL,
    head text NOT NULL,
    month date NOT NULL,
    amount numeric(12,2) NOT NULL
);
CALL bench.fill('bench.booking', :rows, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), 'H' || floor(random() * 10),
           make_date(2013 + m / 12, 1 + m % 12, 1), (50000 + 5000 * (m % 12)) * (0.5 + random())
    FROM (SELECT floor(random() * 124)::integer AS m FROM generate_series($1, $2) OFFSET 0) AS months
$$);
VACUUM (ANALYZE) bench.booking;

-- Both rounded: plain SQL divides in another order.
INSERT INTO bench.comparison (what, ours, other, same_result) VALUES
('year_end_forecast by unit and head vs the same in plain SQL',
 $$ SELECT unit, head, round(year_end_forecast(month, amount, '2023-04-30'), 2) AS forecast FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, round(booked + (1 - so_far / total) * level * (1 + 4 / 6.0 * (booked / (level * so_far / total) - 1)), 2) AS forecast
    FROM (SELECT unit, head, sum(so_far) FILTER (WHERE year = 2023) AS booked,
                 sum(total) FILTER (WHERE year = 2022) AS level,
                 sum(so_far * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS so_far,
                 sum(total * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS total
          FROM (SELECT unit, head, extract(year FROM month) AS year,
                       sum(amount) FILTER (WHERE extract(month FROM month) <= 4) AS so_far, sum(amount) AS total
                FROM bench.booking WHERE month BETWEEN '2013-01-01' AND '2023-04-30'
                GROUP BY unit, head, extract(year FROM month)) AS years
          GROUP BY unit, head) AS sums $$, true),
('forecast, low, high and method vs that forecast alone',
 $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30'), year_end_forecast_low(month, amount, '2023-04-30'),
           year_end_forecast_high(month, amount, '2023-04-30'), year_end_forecast_method(month, amount, '2023-04-30')
    FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, booked + (1 - so_far / total) * level * (1 + 4 / 6.0 * (booked / (level * so_far / total) - 1)) AS forecast
    FROM (SELECT unit, head, sum(so_far) FILTER (WHERE year = 2023) AS booked,
                 sum(total) FILTER (WHERE year = 2022) AS level,
                 sum(so_far * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS so_far,
                 sum(total * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS total
          FROM (SELECT unit, head, extract(year FROM month) AS year,
                       sum(amount) FILTER (WHERE extract(month FROM month) <= 4) AS so_far, sum(amount) AS total
                FROM bench.booking WHERE month BETWEEN '2013-01-01' AND '2023-04-30'
                GROUP BY unit, head, extract(year FROM month)) AS years
          GROUP BY unit, head) AS sums $$, false),
('year_end_forecast by auto vs the run rate of plain SQL',
 $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30', 'auto') FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, sum(amount) FILTER (WHERE month BETWEEN '2023-01-01' AND '2023-04-30') * 12 / 4 FROM bench.booking GROUP BY unit, head $$, false),
('run rate by year_end_forecast vs by plain SQL',
 $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30', 'run_rate') AS forecast FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, sum(amount) FILTER (WHERE month BETWEEN '2023-01-01' AND '2023-04-30') * 12 / 4 AS forecast FROM bench.booking GROUP BY unit, head $$, true);

CALL bench.compare_processes('year_end_forecast by unit and head',
    $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30') FROM bench.booking GROUP BY unit, head $$, 1.70);
