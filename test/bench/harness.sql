-- How `make bench` measures.
--
-- A comparison is a row of bench.comparison: a query with our aggregates, its
-- counterpart, and the settings for either. A concept's file makes its rows with
-- bench.fill and inserts comparisons; then bench.measure, for each comparison,
--
--   1. compares the two results, all rows of them, and stops if they differ;
--   2. runs both under EXPLAIN ANALYZE and stops unless exactly the workers that
--      the settings allow took part; by now everything is cached;
--   3. times them in turn, ours, other, ours, other, ..., so that whatever
--      slows the machine for a while slows both.
--
-- The ratio reported is the median of the ratios within each such pair.
-- Everything happens inside the server: nothing of the client is timed.
--
-- Beside that, bench.measure_growth times queries over tables of several sizes,
-- and bench.measure_memory says how much memory one takes.

CREATE SCHEMA bench;

-- What the header says about the rows.
CREATE TABLE bench.data (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    description text NOT NULL
);

-- Settings are NAME=VALUE.
CREATE FUNCTION bench.one_process() RETURNS text[] IMMUTABLE
RETURN '{max_parallel_workers_per_gather=0}'::text[];

-- The leader and one worker. Costs of 0 let the planner choose the worker for a
-- table of any size.
CREATE FUNCTION bench.two_processes() RETURNS text[] IMMUTABLE
RETURN '{max_parallel_workers_per_gather=1, parallel_leader_participation=on, parallel_setup_cost=0, parallel_tuple_cost=0, min_parallel_table_scan_size=0}'::text[];

-- One process that has memory for everything, and no compiler, which a larger
-- table would call in and a smaller one not.
CREATE FUNCTION bench.ample_memory() RETURNS text[] IMMUTABLE
RETURN bench.one_process() || '{work_mem=4GB, jit=off}'::text[];

-- The settings hold for one query only.
CREATE TABLE bench.comparison (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL UNIQUE,
    ours text NOT NULL,
    other text NOT NULL,
    bar numeric, -- NULL: only informative
    measure text NOT NULL DEFAULT 'ratio' CHECK (measure IN ('ratio', 'speed-up')),
    same_result boolean NOT NULL DEFAULT true,
    settings_ours text[] NOT NULL DEFAULT bench.one_process(),
    settings_other text[] NOT NULL DEFAULT bench.one_process()
);

CREATE TABLE bench.timing (
    comparison integer NOT NULL REFERENCES bench.comparison,
    round integer NOT NULL,
    ours numeric NOT NULL, -- milliseconds
    other numeric NOT NULL,
    PRIMARY KEY (comparison, round)
);

-- A query over the table bench.grown, which another query fills. The smallest
-- table stands first.
CREATE TABLE bench.growth (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    fill text NOT NULL,
    query text NOT NULL,
    rows bigint, -- once measured
    milliseconds numeric
);

-- A query whose memory is measured, and what it has an entry for in its state.
CREATE TABLE bench.memory (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL UNIQUE,
    query text NOT NULL,
    base text NOT NULL, -- a query that reads the same rows and keeps nothing of them
    entries bigint NOT NULL,
    bytes bigint -- once measured
);

-- A query that makes so many of something, each of which takes its time.
CREATE TABLE bench.each (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL UNIQUE,
    query text NOT NULL, -- returns how many it made
    bar numeric, -- microseconds
    made bigint, -- once measured
    milliseconds numeric
);

-- Adds a comparison of a query in two processes with the same query in one.
CREATE PROCEDURE bench.compare_processes(what text, query text, bar numeric DEFAULT NULL)
BEGIN ATOMIC
    INSERT INTO bench.comparison (what, ours, other, bar, measure, settings_ours)
    VALUES (what, query, query, bar, 'speed-up', bench.two_processes());
END;

-- Makes a mart of organisations 0001 and on, the description of whose rows has a %s for how many of each there are.
-- The caller fills it with session_replication_role = replica: keys are right by construction, to look up each would take most of the time. Changes are noted all the same.
CREATE PROCEDURE bench.create_mart(mart text, organisations integer, rows_of_each integer, description text)
LANGUAGE plpgsql SET client_min_messages = warning AS $$
BEGIN
    CALL create_social_mart(mart, organisation => '0001');
    EXECUTE format('INSERT INTO %I.organisation SELECT lpad(o::text, 4, ''0''), ''Organisation '' || o FROM generate_series(2, $1) AS o', mart) USING organisations;
    INSERT INTO bench.data (description)
    VALUES (format('a mart of %s organisations with %s, read without JIT', organisations, format(description, organisations::bigint * rows_of_each)));
END $$;

-- Fills a table from a query in which $1 and $2 are the first and the last row
-- number. random() gives the same rows every time.
CREATE PROCEDURE bench.fill(target regclass, rows bigint, query text)
LANGUAGE plpgsql AS $$
DECLARE
    step CONSTANT bigint := 1000000;
BEGIN
    PERFORM setseed(0.5);
    FOR done IN 0 .. rows - 1 BY step LOOP
        EXECUTE format('INSERT INTO %s %s', target, query) USING done + 1, least(done + step, rows);
        RAISE INFO '% synthetic rows of % in %', least(done + step, rows), rows, target;
    END LOOP;
END
$$;

-- Sets the settings of a comparison; RESET ALL ends them.
CREATE PROCEDURE bench.apply(settings text[])
LANGUAGE plpgsql AS $$
DECLARE
    setting text;
BEGIN
    FOREACH setting IN ARRAY settings LOOP
        PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), false);
    END LOOP;
END
$$;

-- The query inside another, which needs all of its columns and returns one row.
-- With count(*) the planner would leave the aggregates out.
CREATE FUNCTION bench.with_all_columns(query text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    counts text;
BEGIN
    EXECUTE 'CREATE TEMPORARY VIEW columns_of AS ' || query;
    SELECT string_agg(format('count(%I)', attname), ', ' ORDER BY attnum) INTO counts
    FROM pg_attribute WHERE attrelid = 'pg_temp.columns_of'::regclass AND attnum > 0;
    DROP VIEW pg_temp.columns_of;
    RETURN format('SELECT %s FROM (%s) AS result', counts, query);
END
$$;

-- Runs a query and returns its milliseconds.
CREATE FUNCTION bench.time(query text, settings text[]) RETURNS numeric
LANGUAGE plpgsql AS $$
DECLARE
    started timestamptz;
    ended timestamptz;
BEGIN
    CALL bench.apply(settings);
    started := clock_timestamp();
    EXECUTE query;
    ended := clock_timestamp();
    RESET ALL;
    RETURN 1000 * extract(epoch FROM ended - started);
END
$$;

-- Stops if both queries do not return the same rows. Numbers are compared, not
-- how many decimals they show: greatest(x, 0) has none where ours has 0.00.
CREATE PROCEDURE bench.check_result(c bench.comparison)
LANGUAGE plpgsql AS $$
DECLARE
    rows bigint;
    difference record;
BEGIN
    CALL bench.apply(c.settings_ours);
    EXECUTE 'CREATE TEMPORARY TABLE result_ours AS ' || c.ours;
    RESET ALL;
    CALL bench.apply(c.settings_other);
    EXECUTE 'CREATE TEMPORARY TABLE result_other AS ' || c.other;
    RESET ALL;
    SELECT count(*) INTO rows FROM pg_temp.result_ours;
    IF rows = 0 THEN
        RAISE EXCEPTION '%: no rows to compare', c.what;
    END IF;
    SELECT * INTO difference
    FROM ((SELECT 'ours' AS side, o.* FROM (TABLE pg_temp.result_ours EXCEPT ALL TABLE pg_temp.result_other) AS o)
          UNION ALL
          (SELECT 'other', p.* FROM (TABLE pg_temp.result_other EXCEPT ALL TABLE pg_temp.result_ours) AS p)) AS d
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%: the results differ, for example in %', c.what, difference;
    END IF;
    DROP TABLE pg_temp.result_ours, pg_temp.result_other;
END
$$;

-- Stops unless exactly the workers that the settings allow took part.
CREATE PROCEDURE bench.check_workers(what text, query text, settings text[])
LANGUAGE plpgsql AS $$
DECLARE
    plan json;
    launched integer;
    wanted integer;
BEGIN
    CALL bench.apply(settings);
    wanted := current_setting('max_parallel_workers_per_gather');
    EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO plan;
    RESET ALL;
    SELECT coalesce(sum(workers::integer), 0) INTO launched
    FROM jsonb_path_query(plan::jsonb, 'strict $.**."Workers Launched"') AS workers;
    IF launched <> wanted THEN
        RAISE EXCEPTION '%: % parallel workers took part, not %', what, launched, wanted
            USING DETAIL = plan;
    END IF;
END
$$;

-- Measures every comparison that is not measured yet.
CREATE PROCEDURE bench.measure(runs integer)
LANGUAGE plpgsql AS $$
DECLARE
    c bench.comparison;
    ours text;
    other text;
    time_ours numeric;
    time_other numeric;
BEGIN
    FOR c IN SELECT * FROM bench.comparison
             WHERE id NOT IN (SELECT comparison FROM bench.timing) ORDER BY id
    LOOP
        RAISE INFO 'Comparing: % ...', c.what;
        IF c.same_result THEN
            CALL bench.check_result(c);
        END IF;
        ours := bench.with_all_columns(c.ours);
        other := bench.with_all_columns(c.other);
        CALL bench.check_workers(c.what, ours, c.settings_ours);
        CALL bench.check_workers(c.what, other, c.settings_other);
        FOR round IN 1 .. runs LOOP
            time_ours := bench.time(ours, c.settings_ours);
            time_other := bench.time(other, c.settings_other);
            INSERT INTO bench.timing VALUES (c.id, round, time_ours, time_other);
        END LOOP;
    END LOOP;
END
$$;

-- Times every query of bench.growth, the fastest of three runs, table after table.
-- None of the tables stays.
CREATE PROCEDURE bench.measure_growth()
LANGUAGE plpgsql AS $$
DECLARE
    size record;
    g bench.growth;
    filled bigint;
BEGIN
    FOR size IN SELECT fill FROM bench.growth GROUP BY fill ORDER BY min(id) LOOP
        RAISE INFO 'Filling a table to grow ...';
        EXECUTE format('CREATE UNLOGGED TABLE bench.grown AS %s WITH NO DATA', size.fill);
        -- Not by CREATE TABLE AS, which would not leave the rows in the cache.
        EXECUTE 'INSERT INTO bench.grown ' || size.fill;
        GET DIAGNOSTICS filled = ROW_COUNT;
        ANALYZE bench.grown;
        COMMIT;
        FOR g IN SELECT * FROM bench.growth WHERE fill = size.fill ORDER BY id LOOP
            RAISE INFO 'With % rows: % ...', filled, g.what;
            UPDATE bench.growth
            SET rows = filled,
                milliseconds = (SELECT min(bench.time(bench.with_all_columns(g.query), bench.ample_memory()))
                                FROM generate_series(1, 3))
            WHERE id = g.id;
        END LOOP;
        DROP TABLE bench.grown;
        COMMIT;
    END LOOP;
END
$$;

CREATE VIEW bench.growth_report AS
SELECT id, what, rows, round(milliseconds) AS milliseconds,
       round(nanoseconds, 1) AS nanoseconds,
       round(nanoseconds / first_value(nanoseconds) OVER (PARTITION BY what ORDER BY id), 2) AS relative
FROM (SELECT *, 1000000 * milliseconds / rows AS nanoseconds FROM bench.growth) AS g;

-- The most memory of its own that this process ever had, in bytes: neither shared,
-- as the cache is, nor read from files, as programs are.
CREATE FUNCTION bench.peak_memory() RETURNS bigint
BEGIN ATOMIC
    SELECT 1024 * sum(CASE field[1] WHEN 'VmHWM' THEN field[2]::bigint ELSE -field[2]::bigint END)
    FROM regexp_matches(pg_read_file('/proc/self/status'), '^(VmHWM|RssShmem|RssFile):\s+(\d+) kB$', 'gn') AS field;
END;

-- Times each query of bench.each, the fastest of so many runs: what else the machine does makes none faster.
CREATE PROCEDURE bench.measure_each(runs integer)
LANGUAGE plpgsql AS $$
DECLARE
    e bench.each;
BEGIN
    FOR e IN SELECT * FROM bench.each ORDER BY id LOOP
        RAISE INFO 'Each of many: % ...', e.what;
        EXECUTE e.query INTO STRICT e.made;
        UPDATE bench.each
        SET made = e.made, milliseconds = (SELECT min(bench.time(e.query, bench.ample_memory())) FROM generate_series(1, runs))
        WHERE id = e.id;
        COMMIT;
    END LOOP;
END
$$;
CREATE VIEW bench.each_report AS
SELECT id, what, made, round(milliseconds) AS milliseconds, round(1000 * milliseconds / made, 2) AS microseconds, bar,
       CASE WHEN 1000 * milliseconds / made <= bar THEN 'ok' WHEN bar IS NOT NULL THEN 'MISSED' END AS verdict
FROM bench.each;

-- Measures a query of bench.memory, in a session that has done nothing else: a
-- peak never goes down. By the base's end the session has all of the cache mapped
-- that it will need, so that only memory of its own can still grow.
CREATE PROCEDURE bench.measure_memory(memory_id integer)
LANGUAGE plpgsql AS $$
DECLARE
    m bench.memory;
    base_peak bigint;
    plan jsonb;
BEGIN
    SELECT * INTO STRICT m FROM bench.memory WHERE id = memory_id;
    RAISE INFO 'Measuring the memory of % ...', m.what;
    PERFORM bench.time(m.base, bench.ample_memory());
    base_peak := bench.peak_memory();
    CALL bench.apply(bench.ample_memory());
    EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ' || m.query INTO plan;
    RESET ALL;
    IF (plan -> 0 -> 'Plan' ->> 'Temp Written Blocks')::bigint > 0 THEN
        RAISE EXCEPTION '%: wrote to disk what did not fit into memory', m.what
            USING DETAIL = plan;
    END IF;
    UPDATE bench.memory SET bytes = bench.peak_memory() - base_peak WHERE id = m.id;
END
$$;

-- A line per comparison. Times are medians in milliseconds; the ratio is as the
-- measure has it, with the lowest and the highest of all pairs.
CREATE VIEW bench.report AS
SELECT id, measure, what,
       round(ours::numeric) AS ours, round(other::numeric) AS other,
       round(ratio::numeric, 3) AS ratio, round(lowest, 3) AS lowest, round(highest, 3) AS highest, bar,
       CASE WHEN bar IS NOT NULL THEN CASE WHEN worse_by <= 1 THEN 'ok' ELSE 'MISSED' END
            WHEN measure = 'ratio' THEN CASE WHEN ratio <= 1 THEN 'faster' ELSE 'slower' END
       END AS verdict
FROM (SELECT *, CASE measure WHEN 'ratio' THEN ratio / bar ELSE bar / ratio END AS worse_by
      FROM (SELECT id, measure, what, bar,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY t.ours) AS ours,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY t.other) AS other,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY pair.ratio) AS ratio,
                   min(pair.ratio) AS lowest, max(pair.ratio) AS highest
            FROM bench.comparison AS c
            JOIN bench.timing AS t ON t.comparison = c.id
            CROSS JOIN LATERAL (SELECT CASE measure WHEN 'ratio' THEN t.ours / t.other
                                                    ELSE t.other / t.ours END AS ratio) AS pair
            GROUP BY c.id) AS medians) AS judged;

-- What was held against a bar, of these and of what else was measured.
CREATE TABLE bench.verdict (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    verdict text,
    bar numeric
);

-- The last lines: what is slower than plain SQL, bar or no bar, and which bars are missed. That
-- nothing is slower is said only where something was held against plain SQL and no bar is missed.
CREATE FUNCTION bench.conclusion() RETURNS SETOF text
BEGIN ATOMIC
    SELECT 'Slower than plain SQL: ' || string_agg(what || ' (' || ratio || ')', '; ' ORDER BY id) || '.'
    FROM bench.report WHERE measure = 'ratio' AND ratio > 1 HAVING count(*) > 0
    UNION ALL
    SELECT 'Nothing here is slower than plain SQL.'
    WHERE (SELECT max(ratio) <= 1 FROM bench.report WHERE measure = 'ratio') AND NOT EXISTS (SELECT FROM bench.verdict WHERE verdict = 'MISSED')
    UNION ALL
    SELECT 'Bars missed: ' || count(*) FILTER (WHERE verdict = 'MISSED') || ' of ' || count(bar)
           || coalesce(': ' || string_agg(what, '; ' ORDER BY id) FILTER (WHERE verdict = 'MISSED'), '') || '.'
    FROM bench.verdict;
END;
