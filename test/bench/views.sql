-- views: how long every view of a mart takes, for one organisation and year and for everything

-- A ledger of :rows rows (synthetic): organisations of 70 units and 10 heads, ten years by
-- month, with an adopted budget and a stated forecast of each year; payments of 700
-- households a month in four districts, as many again.
SELECT ceil(:rows / 98000.0)::integer AS organisations \gset
INSERT INTO bench.data (description) VALUES
    (format('a mart of %s organisations with %s ledger rows and as many payments', :organisations, :organisations * 98000));

SET client_min_messages = warning;
CALL create_social_mart('bench_mart', organisation => '0001');
RESET client_min_messages;
SET search_path = bench_mart, public;
-- Keys are right by construction: to look up each would take most of the time.
SET session_replication_role = replica;
INSERT INTO organisation SELECT lpad(o::text, 4, '0'), 'Organisation ' || o FROM generate_series(2, :organisations) AS o;
INSERT INTO unit (organisation, code, name)
SELECT organisation, 'u' || u, 'Unit ' || u FROM organisation, generate_series(1, 70) AS u;
INSERT INTO budget_head (organisation, code, name, pool, priority)
SELECT organisation, 'h' || h, 'Head ' || h, 'pool-' || h % 3, 1 + h % 2 FROM organisation, generate_series(0, 9) AS h;
INSERT INTO transfer_rule (organisation, from_head, to_head, cost)
SELECT organisation, 'h' || a, 'h' || b, abs(a - b) FROM organisation, generate_series(0, 9) AS a, generate_series(0, 9) AS b WHERE a <> b;
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of, stated_total)
SELECT organisation, k.kind || '-' || y, k.kind, y, CASE k.kind WHEN 'outcome' THEN make_date(y, 12, 31) WHEN 'forecast' THEN make_date(y, 4, 30) END,
       CASE k.kind WHEN 'forecast' THEN -1000000 END
FROM organisation, generate_series(2014, 2023) AS y, (VALUES ('budget'), ('outcome'), ('forecast')) AS k(kind);
INSERT INTO stated_driver (organisation, scenario, cause, amount)
SELECT organisation, code, 'Cause ' || c, -400000 FROM scenario, generate_series(1, 2) AS c WHERE kind = 'forecast';
SELECT format($$INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
                SELECT organisation, 'outcome-' || y, 'u' || u, 'h' || h, make_date(y, m, 1), round((100000 * (0.8 + random() / 2))::numeric, 2)
                FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 12) AS m, generate_series(1, 70) AS u, generate_series(0, 9) AS h
                WHERE organisation BETWEEN %L AND %L$$, lpad(o::text, 4, '0'), lpad((o + 9)::text, 4, '0')),
       format($$DO 'BEGIN RAISE INFO ''Synthetic ledger of organisations from %s on''; END'$$, o)
FROM generate_series(1, :organisations, 10) AS o
\gexec
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT s.organisation, s.code, 'u' || u, 'h' || h, 1250000
FROM scenario AS s, generate_series(1, 70) AS u, generate_series(0, 9) AS h WHERE s.kind <> 'outcome';
SELECT format($$INSERT INTO support_payment (organisation, unit, household, month, amount)
                SELECT organisation, 'u' || 1 + p %% 4, floor(2000 * random())::bigint, make_date(y, m, 1), round((9000 * (0.5 + random()))::numeric, 2)
                FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 12) AS m, generate_series(1, 817) AS p
                WHERE organisation BETWEEN %L AND %L$$, lpad(o::text, 4, '0'), lpad((o + 9)::text, 4, '0')),
       format($$DO 'BEGIN RAISE INFO ''Synthetic payments of organisations from %s on''; END'$$, o)
FROM generate_series(1, :organisations, 10) AS o
\gexec
INSERT INTO household_plan (organisation, fiscal_year, opening_households, closing_households, cost_per_household, budget)
SELECT organisation, y, 750, 650, 9500, 78000000 FROM organisation, generate_series(2014, 2023) AS y;
INSERT INTO appropriation (organisation, fiscal_year, unit, amount)
SELECT organisation, y, 'u' || u, 12500000 FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 70) AS u;
INSERT INTO budget_change (organisation, fiscal_year, cause, amount)
SELECT organisation, y, 'Cause ' || c, 100000 FROM organisation, generate_series(2015, 2023) AS y, generate_series(1, 5) AS c;
INSERT INTO goal (organisation, code, name) SELECT organisation, 'g' || g, 'Goal ' || g FROM organisation, generate_series(1, 5) AS g;
INSERT INTO indicator (organisation, code, goal, name, measure, direction)
SELECT organisation, 'i' || i, 'g' || 1 + i % 5, 'Indicator ' || i, 'percent', 'at_least' FROM organisation, generate_series(1, 25) AS i;
INSERT INTO indicator_value (organisation, fiscal_year, indicator, outcome, target)
SELECT organisation, y, 'i' || i, round(random()::numeric, 2), 0.8 FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 25) AS i;
RESET session_replication_role;
VACUUM (ANALYZE);
RESET search_path;

CREATE TABLE bench.view_timing (
    view_name text NOT NULL,
    scope text NOT NULL,
    round integer NOT NULL,
    milliseconds numeric NOT NULL
);

-- Every view of the mart, all columns and rows of it, three times after one that is not timed.
CREATE PROCEDURE bench.measure_views(runs integer)
LANGUAGE plpgsql AS $$
DECLARE
    v record;
    s record;
    query text;
BEGIN
    FOR v IN SELECT relname AS name FROM pg_class WHERE relnamespace = 'bench_mart'::regnamespace AND relkind = 'v' ORDER BY 1 LOOP
        FOR s IN VALUES ('one', ' WHERE organisation = ''0001''' || CASE WHEN EXISTS (
                                    SELECT FROM pg_attribute WHERE attrelid = ('bench_mart.' || v.name)::regclass AND attname = 'fiscal_year')
                                THEN ' AND fiscal_year = 2023' ELSE '' END), ('all', '') LOOP
            query := bench.with_all_columns(format('SELECT * FROM bench_mart.%I%s', v.name, s.column2));
            FOR round IN 0 .. runs LOOP
                RAISE INFO 'Timing view %, %, run % ...', v.name, s.column1, round;
                IF round > 0 THEN
                    INSERT INTO bench.view_timing VALUES (v.name, s.column1, round, bench.time(query, '{}'));
                ELSE
                    PERFORM bench.time(query, '{}');
                END IF;
                COMMIT;
            END LOOP;
        END LOOP;
    END LOOP;
END
$$;
