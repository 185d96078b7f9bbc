-- views: how long every view of a mart takes, for one organisation and year, for everything, and while a year is stale

-- A ledger of :rows rows (synthetic): organisations of 70 units and 10 heads, ten years by
-- month, with an adopted budget and a stated forecast of each year; payments of 817
-- households a month in four districts, as many again: of 2,000, each for nine months at a time. Plans, targets, published figures and reports beside them.
SELECT ceil(:rows / 98000.0)::integer AS organisations \gset
CALL bench.create_mart('bench_mart', :organisations, 98000, '%s ledger rows and as many payments');
SET search_path = bench_mart, public;
SET session_replication_role = replica;
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
                WHERE organisation BETWEEN %L AND %L
                -- As books arrive: of an organisation, year after year, month after month.
                ORDER BY organisation, y, m, u, h$$, lpad(o::text, 4, '0'), lpad((o + 9)::text, 4, '0')),
       format($$DO 'BEGIN RAISE INFO ''Synthetic ledger of organisations from %s on''; END'$$, o)
FROM generate_series(1, :organisations, 10) AS o
\gexec
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT s.organisation, s.code, 'u' || u, 'h' || h, 1250000
FROM scenario AS s, generate_series(1, 70) AS u, generate_series(0, 9) AS h WHERE s.kind <> 'outcome' ORDER BY s.organisation, s.fiscal_year, s.kind, u, h;
SELECT format($$INSERT INTO support_payment (organisation, unit, household, month, amount)
                SELECT organisation, 'u' || 1 + (household + year / 5) %% 4, household, make_date(year, month, 1), round((9000 * (0.5 + random()))::numeric, 2)
                FROM organisation, generate_series(2014, 2023) AS year, generate_series(1, 12) AS month, generate_series(1, 817) AS place,
                     LATERAL (SELECT (37 * place + 613 * ((12 * year + month + place) / 9)) %% 2000) AS of_place(household)
                WHERE organisation BETWEEN %L AND %L
                ORDER BY organisation, year, month, household$$, lpad(o::text, 4, '0'), lpad((o + 9)::text, 4, '0')),
       format($$DO 'BEGIN RAISE INFO ''Synthetic payments of organisations from %s on''; END'$$, o)
FROM generate_series(1, :organisations, 10) AS o
\gexec
INSERT INTO household_member (organisation, household, person, birth_year, from_month)
SELECT organisation, h, h * 10 + p, 1940 + (h * 7 + p * 31) % 75, date '2014-01-01' FROM organisation, generate_series(0, 1999) AS h, generate_series(1, 3) AS p WHERE h % 25 > 0;
INSERT INTO household_fact (organisation, household, from_month, household_type, obstacle)
SELECT organisation, h, make_date(y, 1, 1), 'type ' || h % 4, 'obstacle ' || (h + y) % 5 FROM organisation, generate_series(0, 1999) AS h, generate_series(2014, 2023, 3) AS y WHERE h % 25 > 0;
INSERT INTO episode_kind (organisation, code, name) SELECT organisation, k.code, k.name FROM organisation, (VALUES ('placement', 'Placements'), ('report', 'Reports')) AS k(code, name);
INSERT INTO episode (organisation, kind, person, unit, form, started_on, ended_on, price_per_day)
SELECT organisation, 'placement', p, 'u' || 1 + p % 70, 'form ' || p % 3, day, day + 1 + floor(600 * random())::integer, 1000 + 100 * (p % 40)
FROM organisation, generate_series(1, 500) AS p, LATERAL (SELECT date '2014-01-01' + (p * 7919 + length(organisation)) % 3000) AS d(day);
INSERT INTO case_event (organisation, kind, person, unit, happened_on, event, outcome)
SELECT organisation, 'report', p, 'u' || 1 + p % 70, date '2014-01-01' + (p * 7919) % 3500 + e * (p % 150), CASE e WHEN 0 THEN 'report' ELSE 'decision' END, ''
FROM organisation, generate_series(1, 2000) AS p, generate_series(0, 1) AS e;
INSERT INTO waiting_rule (organisation, code, name, kind, from_event, to_event, limit_days) SELECT organisation, 'w', 'Investigation', 'report', 'report', 'decision', 120 FROM organisation;
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
INSERT INTO assignment (organisation, code, title, source, decided_by, responsible, due_on)
SELECT organisation, 'a' || a, 'Assignment ' || a, 'Plan', 'Council', 'Unit 1', date '2023-01-01' + a FROM organisation, generate_series(1, 100) AS a;
-- Reported of a unit without payments, and of some months of one with payments.
INSERT INTO household_month (organisation, unit, month, households, payments)
SELECT organisation, u, make_date(y, m, 1), 60, 600000
FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 12) AS m, unnest('{u1,u5}'::text[]) AS u WHERE u = 'u5' OR m = 1;
-- Tables of ten rows and their total.
INSERT INTO published_figure (organisation, document, table_code, row_label, column_label, printed, amount, printed_to)
SELECT organisation, 'plan-' || y, 't' || t, CASE f WHEN 0 THEN 'Total' ELSE 'Row ' || f END, '2023', CASE f WHEN 0 THEN '55' ELSE f::text END,
       CASE f WHEN 0 THEN 55000 ELSE f * 1000 END, 1000
FROM organisation, generate_series(2014, 2023) AS y, generate_series(1, 5) AS t, generate_series(0, 10) AS f;
INSERT INTO published_relation (organisation, document, table_code, row_label, column_label, relation, basis, term,
                                part_document, part_table_code, part_row_label, part_column_label)
SELECT organisation, document, table_code, 'Total', column_label, 'total', 'rows', substr(row_label, 5)::integer, document, table_code, row_label, column_label
FROM published_figure WHERE row_label <> 'Total';
RESET session_replication_role;
ANALYZE;
-- A report of one organisation and year, which then stands for those of all.
SET client_min_messages = warning;
CALL publish_interim_report('bench_mart', '2023-04-30', organisation => '0001');
RESET client_min_messages;
-- Rows come from publishing alone, else.
ALTER TABLE interim_report DISABLE TRIGGER interim_report_is_published;
INSERT INTO interim_report (organisation, as_of, version, fiscal_year, figures, report_text, report_markdown)
SELECT o.organisation, make_date(y, 4, 30), 1, y, r.figures, r.report_text, r.report_markdown
FROM interim_report AS r, organisation AS o, generate_series(2014, 2023) AS y WHERE (o.organisation, y) <> ('0001', 2023);
ALTER TABLE interim_report ENABLE ALWAYS TRIGGER interim_report_is_published;
VACUUM (ANALYZE);
RESET search_path;

-- Scope one: an organisation and year; all: everything; stale: one, of which bookings and payments changed after the last refresh.
CREATE TABLE bench.view_timing (
    view_name text NOT NULL,
    scope text NOT NULL CHECK (scope IN ('one', 'all', 'stale')),
    milliseconds numeric NOT NULL
);
CREATE TABLE bench.refresh_timing (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    milliseconds numeric NOT NULL
);
-- Rows of a view as a whole.
CREATE TABLE bench.view_rows (
    view_name text PRIMARY KEY,
    rows bigint NOT NULL
);

-- Every view that a reader or insider has, or those that are asked for, all columns and rows of it, with the server's own settings but for JIT, which
-- is off as README and docs advise: once untimed, then as many times as are asked for.
CREATE PROCEDURE bench.measure_scope(of_scope text, runs integer, views text[])
LANGUAGE plpgsql AS $$
DECLARE
    viewed text;
    query text;
BEGIN
    FOR viewed IN SELECT relname FROM pg_class WHERE relnamespace = 'bench_mart'::regnamespace AND relkind = 'v'
                    AND (views = '{}' OR relname = ANY (views))
                    AND NOT EXISTS (SELECT FROM bench_mart.summary_relation WHERE relation_name = relname) ORDER BY 1 LOOP
        query := format('SELECT * FROM bench_mart.%I', viewed);
        IF of_scope = 'all' THEN
            RAISE INFO 'Timing view % as a whole ...', viewed;
            EXECUTE format('INSERT INTO bench.view_rows SELECT $1, count(*) FROM bench_mart.%I', viewed) USING viewed;
        ELSE
            query := query || ' WHERE organisation = ''0001'''
                     || CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('bench_mart.%I', viewed)::regclass AND attname = 'fiscal_year')
                             THEN ' AND fiscal_year = 2023' ELSE '' END;
        END IF;
        query := bench.with_all_columns(query);
        PERFORM bench.time(query, '{jit=off}');
        FOR run IN 1 .. runs LOOP
            INSERT INTO bench.view_timing VALUES (viewed, of_scope, bench.time(query, '{jit=off}'));
        END LOOP;
        COMMIT;
    END LOOP;
END
$$;

CREATE PROCEDURE bench.measure_views(runs integer, views text[])
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bench.refresh_timing (what, milliseconds)
    SELECT 'everything', bench.time('CALL refresh_social_mart(''bench_mart'')', '{}');
    COMMIT;
    CALL bench.measure_scope('one', runs, views);
    CALL bench.measure_scope('all', runs, views);
    UPDATE bench_mart.ledger SET amount = amount + 1
    WHERE organisation = '0001' AND scenario = 'outcome-2023' AND unit = 'u1' AND head = 'h1' AND month = '2023-12-01';
    UPDATE bench_mart.support_payment SET amount = amount + 1
    WHERE organisation = '0001' AND unit = 'u1' AND month = '2023-12-01' AND household < 100;
    COMMIT;
    CALL bench.measure_scope('stale', runs, views);
    INSERT INTO bench.refresh_timing (what, milliseconds)
    SELECT 'one organisation and year', bench.time('CALL refresh_social_mart(''bench_mart'')', '{}');
END
$$;

CREATE VIEW bench.view_report AS
SELECT r.view_name, r.rows, t.one, CASE WHEN t.one <= 100 THEN 'reached' ELSE 'MISSED' END AS one_verdict,
       t."all", CASE WHEN t."all" <= 1000 THEN 'reached' ELSE 'MISSED' END AS all_verdict, t.stale
FROM bench.view_rows r
JOIN (
    SELECT view_name,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE scope = 'one')::numeric, 1)   AS one,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE scope = 'all')::numeric, 1)   AS "all",
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) FILTER (WHERE scope = 'stale')::numeric, 1) AS stale
    FROM bench.view_timing GROUP BY view_name
) t USING (view_name);
