-- forecast: the year end from bookings, beside the same formula in plain SQL

-- 200 units, 10 heads, a little more than ten years, in any order. Of fewer rows fewer units: plain
-- SQL knows nothing of years whose January is missing.
SELECT greatest(1, least(200, :rows / 25000)) AS units \gset
CREATE UNLOGGED TABLE bench.booking (
    unit text NOT NULL,
    head text NOT NULL,
    month date NOT NULL,
    amount numeric(12,2) NOT NULL
);
SELECT format($$SELECT 'U' || lpad(floor(random() * %s)::text, 4, '0'), 'H' || floor(random() * 10),
           make_date(2013 + m / 12, 1 + m %% 12, 1), (50000 + 5000 * (m %% 12)) * (0.5 + random())
    FROM (SELECT floor(random() * 124)::integer AS m FROM generate_series($1, $2) OFFSET 0) AS months$$, :units) AS bookings \gset
CALL bench.fill('bench.booking', :rows, :'bookings');
VACUUM (ANALYZE) bench.booking;

-- The seasonal forecast from the sums that it needs.
\set seasonal 'booked + (1 - so_far / total) * level * (1 + 4 / 6.0 * (booked / (level * so_far / total) - 1))'

-- Those sums in one pass, a FILTER for each year and part of it: the fastest plain
-- SQL that we found.
SELECT format($$SELECT unit, head, sum(amount) FILTER (WHERE month BETWEEN '2023-01-01' AND '2023-04-30') AS booked,
       sum(amount) FILTER (WHERE month BETWEEN '2022-01-01' AND '2022-12-31') AS level, %s AS so_far, %s AS total
FROM bench.booking GROUP BY unit, head$$,
              string_agg(format(weighted, year, '04-30', weight), ' + '), string_agg(format(weighted, year, '12-31', weight), ' + ')) AS one_pass
FROM (SELECT year, 0.75 ^ (2023 - year) AS weight,
             $$coalesce(sum(amount) FILTER (WHERE month BETWEEN '%1$s-01-01' AND '%1$s-%2$s'), 0) * %3$s$$ AS weighted
      FROM generate_series(2013, 2022) AS year) AS years
\gset

-- The same by year, then together: easier to write.
\set two_steps 'SELECT unit, head, sum(so_far) FILTER (WHERE year = 2023) AS booked, sum(total) FILTER (WHERE year = 2022) AS level, sum(so_far * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS so_far, sum(total * 0.75 ^ (2023 - year)) FILTER (WHERE year < 2023) AS total FROM (SELECT unit, head, extract(year FROM month) AS year, sum(amount) FILTER (WHERE extract(month FROM month) <= 4) AS so_far, sum(amount) AS total FROM bench.booking WHERE month BETWEEN ''2013-01-01'' AND ''2023-04-30'' GROUP BY unit, head, extract(year FROM month)) AS years GROUP BY unit, head'

-- Rounded as ours are.
\set ours 'SELECT unit, head, year_end_forecast(month, amount, ''2023-04-30'', ''seasonal'') AS forecast FROM bench.booking GROUP BY unit, head'
SELECT format('SELECT unit, head, round(%s, 2) AS forecast FROM (%s) AS sums', :'seasonal', :'one_pass') AS one_pass,
       format('SELECT unit, head, round(%s, 2) AS forecast FROM (%s) AS sums', :'seasonal', :'two_steps') AS two_steps
\gset

INSERT INTO bench.comparison (what, ours, other, same_result, bar) VALUES
('year_end_forecast by unit and head vs the same in one pass', :'ours', :'one_pass', true, 0.5),
('year_end_forecast by unit and head vs the same by year first', :'ours', :'two_steps', true, NULL),
('forecast, low, high and method by auto vs the seasonal forecast alone in one pass',
 $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30'), year_end_forecast_low(month, amount, '2023-04-30'),
           year_end_forecast_high(month, amount, '2023-04-30'), year_end_forecast_method(month, amount, '2023-04-30')
    FROM bench.booking GROUP BY unit, head $$, :'one_pass', false, 0.5),
-- The run rate needs one year in eleven; the aggregate keeps them all, for its interval.
('year_end_forecast by run_rate vs sum(amount) FILTER (...) * 12 / 4',
 $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30', 'run_rate') AS forecast FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, sum(amount) FILTER (WHERE month BETWEEN '2023-01-01' AND '2023-04-30') * 12 / 4 AS forecast
    FROM bench.booking GROUP BY unit, head $$, true, 1),
('forecast_series by unit and head vs sum(amount)',
 $$ SELECT unit, head, forecast_series(month, amount, 1) FROM bench.booking GROUP BY unit, head $$,
 $$ SELECT unit, head, sum(amount) FROM bench.booking GROUP BY unit, head $$, false, NULL);

CALL bench.compare_processes('year_end_forecast by unit and head',
    $$ SELECT unit, head, year_end_forecast(month, amount, '2023-04-30') FROM bench.booking GROUP BY unit, head $$, 1.70);

-- All forecasts of what those rows come to, and of series that are longer than what is looked at, so that less is found once for many.
CREATE UNLOGGED TABLE bench.series AS SELECT unit, head, forecast_series(month, amount, 1) AS months FROM bench.booking GROUP BY unit, head;
CREATE UNLOGGED TABLE bench.long_series AS
SELECT g AS id, forecast_series(on_day::date, round((5000 + 500 * extract(month FROM on_day) + 3000 * random())::numeric, 2), 1) AS months
FROM generate_series(1, 500) AS g, generate_series(date '1994-01-01', '2023-12-01', '1 month') AS m(on_day) GROUP BY g;
ANALYZE bench.series, bench.long_series;
INSERT INTO bench.each (what, query, bar) VALUES
('forecasts with interval of ten years, each month and method', 'SELECT count(*) FROM bench.series, forecasts(months)', 3),
('the same by auto alone', $$SELECT count(*) FROM bench.series, forecasts(months, methods => '{auto}')$$, NULL),
('the same by seasonal alone', $$SELECT count(*) FROM bench.series, forecasts(months, methods => '{seasonal}')$$, 3),
('by auto alone of one year, each month', $$SELECT count(*) FROM bench.series, forecasts(months, 2022, 2022, methods => '{auto}')$$, NULL),
('by auto alone of one year, after six months', $$SELECT count(*) FROM bench.series, forecasts(months, 2022, 2022, methods => '{auto}', months => '{6}')$$, NULL),
('by auto alone of one year, each month, as arrays',
 $$SELECT sum(cardinality(forecast)) FROM bench.series, forecast_paths(months, 2022, 2022, methods => '{auto}')$$, NULL),
('forecast_series of series of ten years: values added',
 $$SELECT sum(added) FILTER (WHERE whole IS NOT NULL)
   FROM (SELECT forecast_series(months) AS whole, count(*) AS added FROM bench.series CROSS JOIN generate_series(1, 20) AS again GROUP BY head) AS w$$, NULL),
('forecasts with interval of the last ten of thirty years', 'SELECT count(*) FROM bench.long_series, forecasts(months, 2014)', NULL);
