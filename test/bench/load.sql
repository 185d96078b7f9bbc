-- load: how long a first load takes, beside the same rows into tables with the same keys and without triggers

-- 254,250 rows of a ledger (synthetic): 150 units, ten heads, of which five have revenue, five years
-- by month, three budgets by month and two of the whole year, three forecasts a year. 300,000 payments.
INSERT INTO bench.data (description) VALUES ('a first load: 254250 ledger rows and 300000 payments, each in one statement, into an empty mart without statistics');

CREATE TABLE bench.load_ledger AS
SELECT s.kind || '-' || s.y || coalesce('-' || s.number, '') AS scenario, 'u' || u AS unit, 'h' || h AS head, f.flow,
       CASE WHEN s.by_month THEN make_date(s.y, m, 1) END AS month, round((100000 * random())::numeric, 2) AS amount
FROM (SELECT 'outcome' AS kind, y, NULL::integer AS number, true AS by_month FROM generate_series(2019, 2023) AS y
      UNION ALL SELECT 'budget', y, NULL, y > 2020 FROM generate_series(2019, 2023) AS y
      UNION ALL SELECT 'forecast', y, n, false FROM generate_series(2019, 2023) AS y, generate_series(1, 3) AS n) AS s,
     generate_series(1, 150) AS u, generate_series(1, 10) AS h, (VALUES ('cost'), ('revenue')) AS f(flow), generate_series(1, 12) AS m
WHERE (f.flow = 'cost' OR h > 5) AND (s.by_month OR m = 1);
CREATE TABLE bench.load_support_payment AS
SELECT 'u' || 1 + p % 4 AS unit, 7919 * p::bigint % 20011 AS household, make_date(2014 + p % 10, 1 + p / 10 % 12, 1) AS month,
       round((9000 * (0.5 + random()))::numeric, 2) AS amount
FROM generate_series(1, 300000) AS p;

CREATE TABLE bench.load_timing (
    what text NOT NULL,
    round integer NOT NULL,
    ours numeric NOT NULL, -- milliseconds
    other numeric NOT NULL,
    PRIMARY KEY (what, round)
);

-- A table of the mart once more, with its constraints (but the one that its triggers keep) and indexes.
CREATE PROCEDURE bench.copy_without_triggers(relation text)
LANGUAGE plpgsql AS $$
DECLARE
    definition text;
BEGIN
    EXECUTE format('CREATE TABLE bench_plain.%1$I (LIKE bench_load.%1$I INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY)', relation);
    FOR definition IN
        SELECT format('ALTER TABLE bench_plain.%I ADD CONSTRAINT %I %s', relation, k.conname, replace(pg_get_constraintdef(k.oid), ' DEFERRABLE', ''))
        FROM pg_constraint AS k
        WHERE k.conrelid = format('bench_load.%I', relation)::regclass AND k.contype IN ('c', 'f', 'p', 'u')
          AND k.confrelid <> 'bench_load.ledger_period'::regclass
        UNION ALL
        SELECT replace(pg_get_indexdef(i.indexrelid), ' ON bench_load.', ' ON bench_plain.')
        FROM pg_index AS i
        WHERE i.indrelid = format('bench_load.%I', relation)::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u'))
    LOOP
        EXECUTE definition;
    END LOOP;
END
$$;

-- Every round has an empty mart.
CREATE PROCEDURE bench.measure_loads(runs integer)
LANGUAGE plpgsql AS $$
DECLARE
    relation text;
    columns text;
    into_ours text;
    into_other text;
    time_ours numeric;
    time_other numeric;
    difference bigint;
BEGIN
    FOR round IN 1 .. runs LOOP
        RAISE INFO 'Loading an empty mart, round % of % ...', round, runs;
        SET LOCAL client_min_messages = warning;
        DROP SCHEMA IF EXISTS bench_load, bench_plain CASCADE;
        CALL create_social_mart('bench_load', organisation => '0001');
        CREATE SCHEMA bench_plain;
        INSERT INTO bench_load.unit (code, name) SELECT 'u' || u, 'Unit ' || u FROM generate_series(1, 150) AS u;
        INSERT INTO bench_load.budget_head (code, name) SELECT 'h' || h, 'Head ' || h FROM generate_series(1, 10) AS h;
        INSERT INTO bench_load.scenario (code, kind, fiscal_year)
        SELECT DISTINCT scenario, split_part(scenario, '-', 1), split_part(scenario, '-', 2)::integer FROM bench.load_ledger;
        CALL bench.copy_without_triggers('ledger');
        CALL bench.copy_without_triggers('support_payment');
        COMMIT;
        FOREACH relation IN ARRAY '{ledger,support_payment}'::text[] LOOP
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
            FROM pg_attribute WHERE attrelid = format('bench.%I', 'load_' || relation)::regclass AND attnum > 0;
            into_ours := format('INSERT INTO bench_load.%I (%s) SELECT %2$s FROM bench.%I', relation, columns, 'load_' || relation);
            into_other := format('INSERT INTO bench_plain.%I (%s) SELECT %2$s FROM bench.%I', relation, columns, 'load_' || relation);
            -- In turn first, since the first finds less in the cache.
            IF round % 2 = 1 THEN
                time_ours := bench.time(into_ours, '{}');
                COMMIT;
            END IF;
            time_other := bench.time(into_other, '{}');
            COMMIT;
            IF round % 2 = 0 THEN
                time_ours := bench.time(into_ours, '{}');
                COMMIT;
            END IF;
            EXECUTE format('SELECT count(*) FROM (SELECT %2$s FROM bench_load.%1$I EXCEPT ALL SELECT %2$s FROM bench_plain.%1$I) AS d', relation, columns) INTO difference;
            IF difference > 0 THEN
                RAISE EXCEPTION 'first load of %: % rows differ', relation, difference;
            END IF;
            INSERT INTO bench.load_timing VALUES (relation, round, time_ours, time_other);
            COMMIT;
        END LOOP;
    END LOOP;
END
$$;

CREATE VIEW bench.load_report AS
SELECT what, round(ours::numeric) AS ours, round(other::numeric) AS other, round(ratio::numeric, 3) AS ratio, round(lowest, 3) AS lowest, round(highest, 3) AS highest,
       2.0 AS bar, CASE WHEN ratio <= 2 THEN 'ok' ELSE 'MISSED' END AS verdict
FROM (SELECT what,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ours) AS ours,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY other) AS other,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ours / other) AS ratio,
             min(ours / other) AS lowest, max(ours / other) AS highest
      FROM bench.load_timing GROUP BY what) AS medians;
