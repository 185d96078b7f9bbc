-- forecast_error: the errors of many forecasts, beside plain SQL

CREATE UNLOGGED TABLE bench.forecast (
    unit integer NOT NULL,
    forecast numeric(12,2) NOT NULL,
    outcome numeric(12,2) NOT NULL,
    benchmark numeric(12,2) NOT NULL
);
CALL bench.fill('bench.forecast', :rows / 5, $$
    SELECT floor(random() * 2000)::integer, 1000000 * (0.9 + random() / 5), 1000000 * (0.9 + random() / 5), 1000000 * (0.7 + random())
    FROM generate_series($1, $2)
$$);
VACUUM (ANALYZE) bench.forecast;

INSERT INTO bench.comparison (what, ours, other) VALUES
('mean_absolute_percentage_error and forecast_bias vs means of quotients',
 'SELECT unit, round(mean_absolute_percentage_error(forecast, outcome), 12) AS mape, round(forecast_bias(forecast, outcome), 12) AS bias FROM bench.forecast GROUP BY unit',
 'SELECT unit, round(avg(abs(forecast - outcome) / nullif(abs(outcome), 0)), 12) AS mape, round(avg((forecast - outcome) / nullif(abs(outcome), 0)), 12) AS bias
  FROM bench.forecast GROUP BY unit'),
('relative_mean_absolute_error vs sums',
 'SELECT unit, relative_mean_absolute_error(forecast, outcome, benchmark) AS error FROM bench.forecast GROUP BY unit',
 'SELECT unit, sum(abs(forecast - outcome)) / nullif(sum(abs(benchmark - outcome)), 0) AS error FROM bench.forecast GROUP BY unit');

CALL bench.compare_processes('mean_absolute_percentage_error',
    'SELECT unit, mean_absolute_percentage_error(forecast, outcome) FROM bench.forecast GROUP BY unit', 1.70);
CALL bench.compare_processes('relative_mean_absolute_error',
    'SELECT unit, relative_mean_absolute_error(forecast, outcome, benchmark) FROM bench.forecast GROUP BY unit', 1.70);
