-- survival: quantiles and probabilities of open and ended episodes, beside what plain SQL offers

-- A third of them is open. 200 units, durations of up to ten years of months, most of them short.
CREATE UNLOGGED TABLE bench.stay (
    unit text NOT NULL,
    months integer NOT NULL,
    ended boolean NOT NULL
);
CALL bench.fill('bench.stay', :rows, $$
    SELECT 'U' || lpad(floor(random() * 200)::text, 4, '0'), floor(120 * random() ^ 3), random() < 0.67
    FROM generate_series($1, $2)
$$);
VACUUM (ANALYZE) bench.stay;

INSERT INTO bench.comparison (what, bar, same_result, ours, other) VALUES
('survival_quantile, the median by unit vs count(*) by unit', 1.1, false,
 'SELECT unit, survival_quantile(months, ended, 0.5) FROM bench.stay GROUP BY unit',
 'SELECT unit, count(*) FROM bench.stay GROUP BY unit'),
('survival_quantile, quartiles and median by unit vs count(*) by unit', 1.1, false,
 'SELECT unit, survival_quantile(months, ended, ARRAY[0.25, 0.5, 0.75]) FROM bench.stay GROUP BY unit',
 'SELECT unit, count(*) FROM bench.stay GROUP BY unit'),
('survival_quantile, the median by unit vs count(months) of those that ended', NULL, false,
 'SELECT unit, survival_quantile(months, ended, 0.5) FROM bench.stay GROUP BY unit',
 'SELECT unit, count(months) FILTER (WHERE ended) FROM bench.stay GROUP BY unit'),
('survival_quantile, the median by unit vs percentile_cont (which cannot have open ones)', NULL, false,
 'SELECT unit, survival_quantile(months, true, 0.5) FROM bench.stay GROUP BY unit',
 'SELECT unit, percentile_cont(0.5) WITHIN GROUP (ORDER BY months) FROM bench.stay GROUP BY unit'),
('survival_probability after 12 months by unit vs counts, then products of windows', NULL, true,
 'SELECT unit, round(survival_probability(months, ended, 12), 6) AS p FROM bench.stay GROUP BY unit',
 'SELECT unit, round(exp(sum(ln(1 - ended / at_risk)) FILTER (WHERE months <= 12)), 6) AS p
  FROM (SELECT unit, months, count(*) FILTER (WHERE ended) AS ended,
               sum(count(*)) OVER (PARTITION BY unit ORDER BY months DESC) AS at_risk
        FROM bench.stay GROUP BY unit, months) AS d
  GROUP BY unit');

SELECT format('CALL bench.compare_processes(%L, %L, 1.70)', 'survival_quantile(months, ended, 0.5) by unit',
              'SELECT unit, survival_quantile(months, ended, 0.5) FROM bench.stay GROUP BY unit')
\gexec
