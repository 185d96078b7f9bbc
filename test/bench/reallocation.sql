-- reallocation: reallocate beside the pro-rata windows that plain SQL has for it, which do not round;
-- and apportion beside the largest remainder in plain SQL

CREATE UNLOGGED TABLE bench.pooled_head (
    pool integer NOT NULL,
    head integer NOT NULL,
    budget numeric(12,2) NOT NULL,
    need numeric(12,2) NOT NULL,
    priority integer NOT NULL
);
-- A thousand heads in each pool, a tenth of the rows of other tables.
CALL bench.fill('bench.pooled_head', :rows / 10, $$
    SELECT (i - 1) / 1000, i % 1000, 1000 + random() * 1000000, 1000 + random() * 1000000, 1 + floor(random() * 3)::integer
    FROM generate_series($1, $2) AS i
$$);
VACUUM (ANALYZE) bench.pooled_head;

-- Plain SQL for shares that add up: in hundredths, rounded down, and one more for the largest remainders.
\set by_row_number 'SELECT pool, head, (share + (row_number() OVER (PARTITION BY pool ORDER BY remainder DESC, head) <= 100000000 - sum(share) OVER (PARTITION BY pool))::integer) / 100 AS share FROM (SELECT pool, head, div(100000000 * need, total) AS share, mod(100000000 * need, total) AS remainder FROM (SELECT pool, head, need, sum(need) OVER (PARTITION BY pool) AS total FROM bench.pooled_head) AS t) AS s'

-- Plain SQL: what is to spare and what is lacking, the smaller of their sums, and everybody's part of it.
INSERT INTO bench.comparison (what, ours, other, bar, same_result) VALUES
('reallocate by pool vs unrounded pro-rata windows',
 'SELECT pool, head, reallocate(budget, need) OVER (PARTITION BY pool ORDER BY head) AS proposed FROM bench.pooled_head',
 'SELECT pool, head,
         budget - spare * least(1, sum(shortfall) OVER pool / nullif(sum(spare) OVER pool, 0))
                + shortfall * least(1, sum(spare) OVER pool / nullif(sum(shortfall) OVER pool, 0)) AS proposed
  FROM (SELECT pool, head, budget, greatest(budget - greatest(need, 0), 0) AS spare, greatest(need - budget, 0) AS shortfall
        FROM bench.pooled_head) AS s
  WINDOW pool AS (PARTITION BY pool)', 0.80, false),
('reallocate by pool and priority vs the same, which have no priority',
 'SELECT pool, head, reallocate(budget, need, 0, priority) OVER (PARTITION BY pool ORDER BY head) AS proposed FROM bench.pooled_head',
 'SELECT pool, head,
         budget - spare * least(1, sum(shortfall) OVER pool / nullif(sum(spare) OVER pool, 0))
                + shortfall * least(1, sum(spare) OVER pool / nullif(sum(shortfall) OVER pool, 0)) AS proposed
  FROM (SELECT pool, head, budget, greatest(budget - greatest(need, 0), 0) AS spare, greatest(need - budget, 0) AS shortfall
        FROM bench.pooled_head) AS s
  WINDOW pool AS (PARTITION BY pool)', NULL, false),
('apportion by pool vs largest remainder by row_number',
 'SELECT pool, head, apportion(1000000, need) OVER (PARTITION BY pool ORDER BY head) AS share FROM bench.pooled_head',
 :'by_row_number', NULL, true),
('apportion within bounds vs the same, which has none',
 'SELECT pool, head, apportion(1000000, need, 500, 1500) OVER (PARTITION BY pool ORDER BY head) AS share FROM bench.pooled_head',
 :'by_row_number', NULL, false);
