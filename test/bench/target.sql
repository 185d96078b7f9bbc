-- target: the index of attainments beside the mean that plain SQL has for it

CREATE UNLOGGED TABLE bench.attainment (
    goal integer NOT NULL,
    attainment numeric(12,4) NOT NULL,
    weight numeric(4,1) NOT NULL
);
CALL bench.fill('bench.attainment', :rows, $$
    SELECT floor(random() * 2000)::integer, random() * 2 - 0.3, 1 + random() * 9
    FROM generate_series($1, $2)
$$);
VACUUM (ANALYZE) bench.attainment;

INSERT INTO bench.comparison (what, ours, other) VALUES
('attainment_index by goal vs mean of least(greatest(attainment, 0), 1)',
 'SELECT goal, attainment_index(attainment) FROM bench.attainment GROUP BY goal',
 'SELECT goal, avg(least(greatest(attainment, 0), 1)) AS attainment_index FROM bench.attainment GROUP BY goal'),
('attainment_index with weights by goal vs weighted mean',
 'SELECT goal, attainment_index(attainment, weight) FROM bench.attainment GROUP BY goal',
 'SELECT goal, sum(weight * least(greatest(attainment, 0), 1)) / sum(weight) AS attainment_index FROM bench.attainment GROUP BY goal');

CALL bench.compare_processes('attainment_index(attainment) by goal',
    'SELECT goal, attainment_index(attainment) FROM bench.attainment GROUP BY goal', 1.70);
CALL bench.compare_processes('attainment_index(attainment, weight) by goal',
    'SELECT goal, attainment_index(attainment, weight) FROM bench.attainment GROUP BY goal', 1.70);
