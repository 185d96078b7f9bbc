-- key_figure: figures of many organisations by month and year, read by organisation, by key figure and beside others

-- A quarter of :rows figures (synthetic): organisations with 500 key figures each, of ten years and their months. 290 of them, as in Sweden, have
-- 18,850,000 figures: ROWS=75400000.
SELECT greatest(ceil(:rows / 260000.0), 8)::integer AS organisations \gset
CALL bench.create_mart('figure_mart', :organisations, 65000, '%s key figures');
SET search_path = figure_mart, public;
SET session_replication_role = replica;
INSERT INTO key_figure (code, name, unit_of_measure, decimals, direction, aggregation, reference_for, volume)
SELECT 'N' || lpad(k::text, 5, '0'), 'Key figure ' || k, CASE k % 4 WHEN 0 THEN 'percent' WHEN 1 THEN 'kr/inv' ELSE 'persons' END, 1, CASE k % 3 WHEN 0 THEN 'at_least' WHEN 1 THEN 'at_most' END,
       CASE k % 4 WHEN 0 THEN 'mean' WHEN 2 THEN 'sum' WHEN 3 THEN CASE k % 8 WHEN 3 THEN 'distinct' ELSE 'last' END END,
       CASE k WHEN 5 THEN 'N00001' END, CASE k WHEN 1 THEN 'N00002' END
FROM generate_series(1, 500) AS k;
SELECT format($$INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
                SELECT organisation, code, 'month', month::date, round((100 + 50 * random())::numeric, 1), month::date + 45
                FROM organisation, key_figure, generate_series(timestamp '2014-01-01', '2023-12-01', '1 month') AS month WHERE organisation BETWEEN %1$L AND %2$L
                UNION ALL
                SELECT organisation, code, 'year', make_date(y, 1, 1), round((100 + 50 * random())::numeric, 1), make_date(y + 1, 3, 1)
                FROM organisation, key_figure, generate_series(2014, 2023) AS y WHERE organisation BETWEEN %1$L AND %2$L$$, lpad(o::text, 4, '0'), lpad((o + 9)::text, 4, '0')),
       format($$DO 'BEGIN RAISE INFO ''Synthetic key figures of organisations from %s on''; END'$$, o)
FROM generate_series(1, :organisations, 10) AS o
\gexec
INSERT INTO population (organisation, year, sex, age, persons)
SELECT organisation, y, sex, age, 500 FROM organisation, generate_series(2014, 2023) AS y, unnest('{women,men}'::text[]) AS sex, generate_series(0, 90) AS age;
INSERT INTO peer_group (organisation, code, name) VALUES ('0001', 'seven', 'Seven others');
INSERT INTO peer_group_member (organisation, peer_group, member, from_day) SELECT '0001', 'seven', lpad(o::text, 4, '0'), '2014-01-01' FROM generate_series(2, 8) AS o;
RESET session_replication_role;
VACUUM (ANALYZE);
RESET search_path;

-- Bars are microseconds for a row: of one organisation 100 ms, of all 1 s for 290 of them.
INSERT INTO bench.each (what, query, bar)
SELECT what, bench.with_all_columns('SELECT * FROM figure_mart.' || query), round(milliseconds * 1000.0 / rows, 2)
FROM (VALUES
    (1, 'key_figure_trend: an organisation and year', 'key_figure_trend WHERE organisation = ''0001'' AND fiscal_year = 2023', 100, 6500),
    (2, 'key_figure_trend: a key figure of an organisation, ten years', 'key_figure_trend WHERE organisation = ''0001'' AND key_figure_code = ''N00002''', 100, 130),
    (3, 'key_figure_trend: a key figure and year of all', 'key_figure_trend WHERE key_figure_code = ''N00002'' AND fiscal_year = 2023', 1000, 290 * 13),
    (4, 'key_figure_trend: a key figure of all, ten years', 'key_figure_trend WHERE key_figure_code = ''N00002''', 1000, 290 * 130),
    (5, 'key_figure_comparison: a key figure beside seven, ten years', 'key_figure_comparison WHERE organisation = ''0001'' AND key_figure_code = ''N00003''', 100, 130),
    (6, 'key_figure_comparison: a month beside seven', 'key_figure_comparison WHERE organisation = ''0001'' AND period_start = ''2023-06-01''', 100, 500),
    (7, 'key_figure_per_inhabitant: an organisation and year', 'key_figure_per_inhabitant WHERE organisation = ''0001'' AND period_start = ''2023-01-01''', 100, 250),
    (8, 'net_cost_deviation of an organisation', 'net_cost_deviation WHERE organisation = ''0001''', 100, 10),
    (9, 'net_cost_deviation of all', 'net_cost_deviation', 1000, 290 * 10),
    (10, 'cost_comparison of an organisation with seven', 'cost_comparison WHERE organisation = ''0001''', 100, 70)
) AS asked(place, what, query, milliseconds, rows)
ORDER BY place;
