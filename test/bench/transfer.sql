-- transfer: transfer_plan beside other programs that find the best plan (solvers.cc)

-- One organisation of each number of heads, about half of them with money to spare
-- and half in want of it.
CREATE TABLE bench.transfer_head (
    heads integer NOT NULL,
    head text NOT NULL,
    budget numeric(12,2) NOT NULL,
    need numeric(12,2) NOT NULL,
    floor numeric(12,2),
    priority integer NOT NULL,
    PRIMARY KEY (heads, head)
);

-- Ten rules from each head, half of them with a limit, half of the costs whole.
CREATE TABLE bench.transfer_rule (
    heads integer NOT NULL,
    from_head text NOT NULL,
    to_head text NOT NULL,
    max_amount numeric(12,2),
    cost numeric(3,1) NOT NULL,
    PRIMARY KEY (heads, from_head, to_head)
);

SELECT setseed(0.5) \g /dev/null
INSERT INTO bench.transfer_head
    SELECT heads, 'H' || i, budget, budget * (0.7 + random() * 0.6),
           CASE WHEN random() < 0.3 THEN budget * 0.9 END, 1 + floor(random() * 3)
    FROM (SELECT heads, i, (10000 + random() * 1000000)::numeric(12,2) AS budget
          FROM unnest('{500, 5000, 50000}'::integer[]) AS heads
          CROSS JOIN generate_series(1, heads) AS i OFFSET 0) AS made;

-- With all heads in a circle, each rule leads into another tenth of it.
INSERT INTO bench.transfer_rule
    SELECT heads, 'H' || i, 'H' || 1 + (i + steps - 1) % heads,
           CASE WHEN random() < 0.5 THEN random() * 100000 END,
           CASE WHEN random() < 0.5 THEN 1 + floor(random() * 9) ELSE 1 + random() * 9 END
    FROM (SELECT heads, i, tenth * (heads / 10) + 1 + floor(random() * (heads / 10 - 1))::integer AS steps
          FROM unnest('{500, 5000, 50000}'::integer[]) AS heads
          CROSS JOIN generate_series(1, heads) AS i
          CROSS JOIN generate_series(0, 9) AS tenth OFFSET 0) AS made;
VACUUM (ANALYZE) bench.transfer_head, bench.transfer_rule;

-- How long each solver took, and what its plan reaches.
CREATE TABLE bench.transfer_timing (
    heads integer NOT NULL,
    solver text NOT NULL, -- transfer_plan, or one of solvers.cc: core, LEMON, GLPK
    milliseconds numeric NOT NULL,
    covered numeric[] NOT NULL, -- by priority
    cost numeric NOT NULL,
    moved numeric, -- NULL: not the least
    PRIMARY KEY (heads, solver)
);

-- Times transfer_plan in the server: the median of the runs, after one to warm up.
CREATE PROCEDURE bench.measure_transfer(runs integer)
LANGUAGE plpgsql AS $$
DECLARE
    size integer;
    plan text;
    times numeric[];
BEGIN
    FOR size IN SELECT DISTINCT heads FROM bench.transfer_head ORDER BY heads LOOP
        RAISE INFO 'Planning transfers between % heads ...', size;
        plan := format('SELECT * FROM transfer_plan(%L, %L)',
            format('SELECT head, budget, need, floor, priority FROM bench.transfer_head WHERE heads = %s', size),
            format('SELECT from_head, to_head, max_amount, cost FROM bench.transfer_rule WHERE heads = %s', size));
        EXECUTE 'CREATE TEMPORARY TABLE plan AS ' || plan;
        SELECT array_agg(bench.time(bench.with_all_columns(plan), bench.one_process())) INTO times
        FROM generate_series(1, runs);
        INSERT INTO bench.transfer_timing
        SELECT size, 'transfer_plan',
               (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t) FROM unnest(times) AS t),
               ARRAY(SELECT sum(coalesce(kept, 0))
                     FROM bench.transfer_head
                     LEFT JOIN (SELECT head, sum(amount) AS kept
                                FROM (SELECT to_head, amount FROM pg_temp.plan
                                      UNION ALL
                                      SELECT from_head, -amount FROM pg_temp.plan) AS move(head, amount)
                                GROUP BY head) AS k USING (head)
                     WHERE heads = size AND need > budget GROUP BY priority ORDER BY priority),
               sum(amount * cost), sum(amount)
        FROM pg_temp.plan JOIN bench.transfer_rule AS r USING (from_head, to_head)
        WHERE r.heads = size;
        DROP TABLE pg_temp.plan;
    END LOOP;
END
$$;

-- Stops unless all plans cover the same, at the same cost, with the same moved.
CREATE PROCEDURE bench.check_transfer()
LANGUAGE plpgsql AS $$
DECLARE
    differing record;
BEGIN
    SELECT heads, array_agg(solver || ' ' || concat_ws(' ', covered, cost, moved)) AS plans INTO differing
    FROM bench.transfer_timing
    GROUP BY heads
    HAVING count(DISTINCT covered) > 1 OR count(DISTINCT cost) > 1 OR count(DISTINCT moved) > 1
    ORDER BY heads LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the plans for % heads differ: %', differing.heads, differing.plans;
    END IF;
END
$$;

-- A line for each number of heads.
CREATE VIEW bench.transfer_report AS
SELECT *, CASE WHEN core_ratio <= core_bar THEN 'ok' WHEN core_bar IS NOT NULL THEN 'MISSED'
               WHEN core_ratio <= 1 THEN 'faster' ELSE 'slower' END AS core_verdict,
       CASE WHEN plan_ratio <= plan_bar THEN 'ok' WHEN plan_bar IS NOT NULL THEN 'MISSED' END AS plan_verdict
FROM (SELECT heads, (SELECT count(*) FROM bench.transfer_rule AS r WHERE r.heads = t.heads) AS rules,
             round(plan, 1) AS plan, round(core, 1) AS core, round(lemon, 1) AS lemon, round(glpk) AS glpk,
             round(core / lemon, 3) AS core_ratio, CASE WHEN heads = 5000 THEN 1.00 END AS core_bar,
             round(plan / glpk, 3) AS plan_ratio, CASE WHEN heads = 5000 THEN 0.10 END AS plan_bar
      FROM (SELECT heads, min(milliseconds) FILTER (WHERE solver = 'transfer_plan') AS plan,
                   min(milliseconds) FILTER (WHERE solver = 'core') AS core,
                   min(milliseconds) FILTER (WHERE solver = 'LEMON') AS lemon,
                   min(milliseconds) FILTER (WHERE solver = 'GLPK') AS glpk
            FROM bench.transfer_timing GROUP BY heads) AS t) AS ratios;
