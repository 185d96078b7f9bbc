-- decomposition: the three effects beside the same formulas in plain SQL

-- 200 groups for each organisation; one in twelve appears, one in twelve disappears.
CREATE UNLOGGED TABLE bench.cost_group (
    organisation text NOT NULL,
    base_quantity numeric(12,2),
    base_price numeric(12,2),
    quantity numeric(12,2),
    price numeric(12,2)
);
CALL bench.fill('bench.cost_group', :rows, format($$
    SELECT 'O' || lpad(floor(random() * %s)::text, 5, '0'),
           CASE WHEN is_old THEN round((1 + random() * 500)::numeric) END, CASE WHEN is_old THEN 5000 + random() * 5000 END,
           CASE WHEN is_new THEN round((1 + random() * 500)::numeric) END, CASE WHEN is_new THEN 5000 + random() * 6000 END
    FROM (SELECT kind >= 1 AS is_old, kind < 1 OR kind >= 2 AS is_new
          FROM (SELECT random() * 12 AS kind FROM generate_series($1, $2) OFFSET 0) AS kinds) AS groups
$$, :rows / 200));

-- A tenth with prices as household_cost gives them: not rounded to cents.
CREATE UNLOGGED TABLE bench.unrounded_cost_group AS
    SELECT organisation, base_quantity, base_price::numeric / 7 AS base_price, quantity, price::numeric / 7 AS price
    FROM bench.cost_group
    WHERE organisation LIKE '%0';

VACUUM (ANALYZE) bench.cost_group, bench.unrounded_cost_group;

-- Rounded, as a division that comes earlier or later gives other last decimals;
-- and off the halves, which those decimals would decide.
\set volume 'round((sum(quantity) - sum(base_quantity)) * sum(base_quantity * base_price) / sum(base_quantity) + 0.00001234, 4) AS volume'
\set mix 'round(sum(quantity * coalesce(base_price, price)) - sum(quantity) * sum(base_quantity * base_price) / sum(base_quantity) + 0.00001234, 4) AS mix'
\set price 'round(sum(quantity * (price - base_price)) + 0.00001234, 4) AS price'
SELECT format('INSERT INTO bench.comparison (what, ours, other) VALUES (%L, %L, %L)', what,
              format('SELECT organisation, %s FROM bench.%s GROUP BY organisation',
                     (SELECT string_agg(format('round(%s_effect(base_quantity, base_price, quantity, price) + 0.00001234, 4) AS %1$s', effect), ', ')
                      FROM unnest(effects) AS effect), source),
              format('SELECT organisation, %s FROM bench.%s GROUP BY organisation', other, source))
FROM (VALUES
    ('volume_effect by organisation vs sums of products', 'cost_group', '{volume}'::text[], :'volume'),
    ('mix_effect by organisation vs sums of products', 'cost_group', '{mix}', :'mix'),
    ('price_effect by organisation vs sums of products', 'cost_group', '{price}', :'price'),
    ('the three effects by organisation vs sums of products', 'cost_group', '{volume,mix,price}', concat_ws(', ', :'volume', :'mix', :'price')),
    ('the three effects, prices of many decimals vs sums of products', 'unrounded_cost_group', '{volume,mix,price}',
     concat_ws(', ', :'volume', :'mix', :'price'))) AS c(what, source, effects, other)
\gexec

SELECT format('CALL bench.compare_processes(%L, %L, 1.70)', effect || ' by organisation',
              format('SELECT organisation, %s(base_quantity, base_price, quantity, price) FROM bench.cost_group GROUP BY organisation', effect))
FROM unnest(ARRAY['volume_effect', 'mix_effect', 'price_effect']) AS effect
\gexec
