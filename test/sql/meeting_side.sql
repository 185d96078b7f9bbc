-- meeting_side
--
-- Small forests are decided by hand; random ones by the definition, in plain SQL.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS meeting_side_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA meeting_side_test;
SET search_path = meeting_side_test, public;

\i test/sql/include/refusal.sql

-- Rows as 'board.north support budget,decided,booked', with the side on which each meets.
CREATE FUNCTION sides(rows text[]) RETURNS text[]
    LANGUAGE sql
AS $function$
    SELECT array_agg(coalesce(side, 'here') ORDER BY place)
    FROM (SELECT place, meeting_side(string_to_array(split_part(r, ' ', 1), '.'), string_to_array(split_part(r, ' ', 2), '.'),
                                     split_part(r, ' ', 3) ~ 'b', split_part(r, ' ', 3) ~ 'd', split_part(r, ' ', 3) ~ 'o') OVER () AS side
          FROM unnest(rows) WITH ORDINALITY AS t(r, place)) AS m
$function$;

-- b has a budget, d has one that is no supplement, o has bookings.
CREATE TABLE ladder (place integer, input text, rows text[]);
INSERT INTO ladder VALUES
    ( 1, 'one row',                                        '{a x bdo}'),
    ( 2, 'bookings below a budget',                        '{a x bd,a.b x.y o}'),
    ( 3, 'nothing booked there',                           '{a x bd,a.b x.y -}'),
    ( 4, 'two levels apart, a level between',              '{a x bd,a.b x -,a.b.c x o}'),
    ( 5, 'with a budget of its own',                       '{a x bd,a.b x bdo}'),
    ( 6, 'a supplement below a budget',                    '{a x bd,a.b x bo}'),
    ( 7, 'a supplement below a supplement',                '{a x b,a.b x bo}'),
    ( 8, 'bookings below a supplement',                    '{a x b,a.b x o}'),
    ( 9, 'bookings, a supplement, a budget',               '{a x bd,a.b x b,a.b.c x o}'),
    (10, 'bookings below two budgets',                     '{a x bd,a.b x bd,a.b.c x o}'),
    (11, 'above in one tree, below in the other',          '{a x.y bd,a.b x o}'),
    (12, 'beside it',                                      '{a.b x bd,a.c x o}'),
    (13, 'bookings above a budget',                        '{a x o,a.b x bd}'),
    (14, 'bookings between a supplement and a budget',     '{a x b,a.b x o,a.b.c x bdo}'),
    (15, 'rows of one place count as one',                 '{a x b,a x d,a.b x b,a.b x o,a.b x -}'),
    (16, 'same code, another place',                       '{b x bd,a.b x o}');
SELECT place, input, rows, sides(rows) FROM ladder ORDER BY place;
-- In any order of the rows.
SELECT count(*) FROM ladder WHERE sides(rows) <> (SELECT array_agg(m ORDER BY place DESC) FROM unnest(sides((SELECT array_agg(r ORDER BY place DESC) FROM unnest(rows) WITH ORDINALITY AS t(r, place)))) WITH ORDINALITY AS b(m, place));

-- No row; partitions side by side; NULL is false; constants.
SELECT meeting_side('{a}', '{x}', true, true, true) OVER () WHERE false;
SELECT p, u, meeting_side(u, '{x}', b, b, NOT b) OVER (PARTITION BY p)
FROM (VALUES (1, '{a}'::text[], true), (1, '{a,b}', false), (2, '{a}', false), (2, '{a,b}', true), (3, '{a}', NULL), (3, '{a,b}', false), (4, '{a}', true), (4, '{a,b}', NULL)) AS t(p, u, b) ORDER BY p, u;
SELECT meeting_side('{a,b}', '{x}', true, true, true) OVER () FROM generate_series(1, 2);

-- Errors, as those of meeting_node.
SELECT refusal(format('SELECT meeting_side(u, h, true, true, true) OVER () FROM (VALUES (''{a}''::text[], ''{x}''::text[]), (%s)) AS t(u, h)', last))
FROM unnest(ARRAY['NULL, ''{x}''', '''{a}'', NULL', '''{}'', ''{x}''', '''{a}'', ''{}''', '''{NULL}'', ''{x}''', '''{{a}}'', ''{x}''']) AS last;
SELECT refusal('SELECT meeting_side(''{a}'', ''{x}'', true, true, true)');

-- 300 of 1 to 40 places up to four steps deep, of few codes.
SELECT setseed(0.2026);
CREATE FUNCTION random_path(depth integer) RETURNS text[]
    VOLATILE
    RETURN (SELECT array_agg((ARRAY['a', 'b', 'c'])[1 + floor(random() * 2.2)::integer]) FROM generate_series(1, 1 + floor(random() * depth)::integer));
CREATE TABLE placed AS
SELECT DISTINCT ON (forest, unit, head) *, row_number() OVER () AS id
FROM (SELECT f AS forest, random_path(f % 4 + 1) AS unit, random_path(f / 4 % 4 + 1) AS head, random() < 0.5 AS has_budget, random() < 0.5 AS is_decided, random() < 0.5 AS is_booked
      FROM generate_series(1, 300) AS f CROSS JOIN LATERAL (SELECT FROM generate_series(1, 1 + floor(random() * 40 + 0 * f)::integer)) AS t) AS p
ORDER BY forest, unit, head;
CREATE TABLE defined AS
SELECT below.id AS below, above.id AS above, below.is_booked
FROM placed below
JOIN placed above ON above.forest = below.forest AND above.id <> below.id
                 AND below.unit[:cardinality(above.unit)] = above.unit AND below.head[:cardinality(above.head)] = above.head
WHERE above.has_budget AND (NOT below.has_budget OR NOT below.is_decided AND above.is_decided);
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE side = 'above') > 300 AS above, count(*) FILTER (WHERE side = 'below') > 100 AS below,
       count(*) FILTER (WHERE side IS DISTINCT FROM CASE WHEN EXISTS (SELECT FROM defined d WHERE d.below = s.id) THEN 'above'
                                                         WHEN EXISTS (SELECT FROM defined d WHERE d.above = s.id AND d.is_booked) THEN 'below' END) AS differ
FROM (SELECT placed.*, meeting_side(unit, head, has_budget, is_decided, is_booked) OVER (PARTITION BY forest) AS side FROM placed) s;

SET client_min_messages = warning;
DROP SCHEMA meeting_side_test CASCADE;
DROP EXTENSION social_services;
