-- meeting_node
--
-- Small forests are decided by hand; random ones by a slow version that follows the definition, and by what has to hold.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS meeting_node_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA meeting_node_test;
SET search_path = meeting_node_test, public;

\i test/sql/include/refusal.sql

-- Rows as 'board.north support', with the node that each meets at.
CREATE FUNCTION met(rows text[]) RETURNS text[]
    LANGUAGE sql
AS $function$
    SELECT array_agg(array_to_string(unit[:level[1]], '.') || ' ' || array_to_string(head[:level[2]], '.') ORDER BY place)
    FROM (SELECT place, unit, head, meeting_node(unit, head) OVER () AS level
          FROM (SELECT place, string_to_array(split_part(r, ' ', 1), '.') AS unit, string_to_array(split_part(r, ' ', 2), '.') AS head
                FROM unnest(rows) WITH ORDINALITY AS t(r, place)) AS p) AS m
$function$;


--
-- By hand
--

CREATE TABLE ladder (place integer, input text, rows text[]);
INSERT INTO ladder VALUES
    ( 1, 'one row',                           '{a.b x.y}'),
    ( 2, 'the same place twice',              '{a.b x.y,a.b x.y}'),
    ( 3, 'flat, nothing in common',           '{a x,b x,a y,b y}'),
    ( 4, 'below one unit, nothing there',     '{a.b x,a.c x}'),
    ( 5, 'the unit above',                    '{a x,a.b x}'),
    ( 6, 'the head above',                    '{a x,a x.y}'),
    ( 7, 'above in both',                     '{a x,a.b x.y}'),
    ( 8, 'far above, in the other order',     '{a.b.c.d x.y.z,a x}'),
    ( 9, 'above in one, below in the other',  '{a x.y,a.b x}'),
    (10, 'and a row below both',              '{a x.y,a.b x,a.b x.y}'),
    (11, 'two groups side by side',           '{a.b x,a.b.c x,a.d x,a.d.e x}'),
    (12, 'one above all',                     '{a.b x,a.b.c x,a.d x,a.d.e x,a x}'),
    (13, 'another head stays apart',          '{a x,a.b x,a y,a.b.c z}'),
    -- b x.y and b.c x meet at b x, through what is below both. That is above b.d x.z, which neither is.
    (14, 'a meeting node above another row',  '{b x.y,b.c x,b.c x.y,b.d x.z}'),
    -- And so on; what is below b in another place is not.
    (15, 'and from there on',                 '{b x.y,b.c x,b.c x.y,b.d x.z,a.b.e x,b.d.f w,b.d x.z.v}'),
    (16, 'one chain after another',           '{a.b x.y,a.b.c x,a.b.c x.y,a x.z,a.d x.z.w,a.b.e x.z.w}'),
    (17, 'same code, another place',          '{a.b x,c.b x,b x}'),
    (18, 'same code, both trees',             '{a a,a.b a.b}'),
    (19, 'a code within itself',              '{a.a x,a x,a.a.a x}'),
    (20, 'long codes',                        NULL);
UPDATE ladder SET rows = ARRAY['a ' || repeat('x', 10000), 'a.b ' || repeat('x', 10000)] WHERE place = 20;
SELECT place, input, rows, met(rows) FROM ladder WHERE place < 20 ORDER BY place;
SELECT left((met(rows))[2], 5) AS met, length((met(rows))[2]) FROM ladder WHERE place = 20;
-- In any order of the rows.
SELECT count(*) FROM ladder WHERE met(rows) <> (SELECT array_agg(m ORDER BY place DESC) FROM unnest(met((SELECT array_agg(r ORDER BY place DESC) FROM unnest(rows) WITH ORDINALITY AS t(r, place)))) WITH ORDINALITY AS b(m, place));

-- No row; partitions side by side, constants; other bounds; an empty code.
SELECT meeting_node('{a}', '{x}') OVER () WHERE false;
SELECT p, meeting_node(u, '{x}') OVER (PARTITION BY p) FROM (VALUES (1, '{a}'::text[]), (1, '{a,b}'), (2, '{a,b}'), (2, '[0:1]={a,b}'), (NULL, '{a,b}')) AS t(p, u) ORDER BY p, u;
SELECT meeting_node('{a,b}', '{x}') OVER (), pg_typeof(meeting_node('{a}', '{x}') OVER ()) FROM generate_series(1, 2);
SELECT meeting_node(u, '{x}') OVER () FROM (VALUES ('{""}'::text[]), ('{"",""}')) AS t(u);


--
-- Errors
--

SELECT meeting_node(NULL, '{x}') OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT meeting_node('{}', '{x}') OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT meeting_node('{a}', '{{x},{y}}') OVER ();
\echo :LAST_ERROR_SQLSTATE
SELECT meeting_node('{a}', '{x,NULL}') OVER ();
\echo :LAST_ERROR_SQLSTATE
-- In the last row of several.
SELECT refusal(format('SELECT meeting_node(u, h) OVER () FROM (VALUES (''{a}''::text[], ''{x}''::text[]), (''{a}'', ''{x}''), (%s)) AS t(u, h)', last))
FROM unnest(ARRAY['NULL, ''{x}''', '''{a}'', NULL', '''{}'', ''{x}''', '''{a}'', ''{}''', '''{NULL}'', ''{x}''', '''{{a}}'', ''{x}''']) AS last;
SELECT refusal('SELECT meeting_node(''{a}'', ''{x}'')');


--
-- Random forests
--

-- 300 of 1 to 12 rows at places up to four steps deep, of few codes, so that many stand above each other.
SELECT setseed(0.2026);
CREATE FUNCTION random_path(depth integer) RETURNS text[]
    VOLATILE
    RETURN (SELECT array_agg((ARRAY['a', 'b', 'c'])[1 + floor(random() * 2.2)::integer]) FROM generate_series(1, 1 + floor(random() * depth)::integer));
CREATE TABLE placed AS
SELECT f AS forest, r AS id, random_path(f % 4 + 1) AS unit, random_path(f / 4 % 4 + 1) AS head
FROM generate_series(1, 300) AS f CROSS JOIN LATERAL (SELECT f * 100 + i AS r FROM generate_series(1, 1 + floor(random() * 12 + 0 * f)::integer) AS i) AS t;
CREATE FUNCTION is_above(one text[], other text[]) RETURNS boolean IMMUTABLE RETURN other[:cardinality(one)] = one;
-- The definition: who is above whom is of one group, until no group's meeting node is above a row of another.
CREATE TABLE grouped AS SELECT *, id AS grp FROM placed;
CREATE PROCEDURE group_slowly() LANGUAGE plpgsql AS $procedure$
DECLARE
    joined bigint := 1;
BEGIN
    WHILE joined > 0 LOOP
        UPDATE grouped g SET grp = least_of.grp
        FROM (SELECT g.id, min(a.grp) AS grp
              FROM grouped g
              JOIN (SELECT forest, grp, unit, head FROM grouped
                    UNION
                    (SELECT DISTINCT ON (u.forest, u.grp) u.forest, u.grp, u.unit, h.head
                    FROM grouped u JOIN grouped h ON h.forest = u.forest AND h.grp = u.grp
                    ORDER BY u.forest, u.grp, cardinality(u.unit), cardinality(h.head))) a
                ON a.forest = g.forest AND (is_above(a.unit, g.unit) AND is_above(a.head, g.head) OR is_above(g.unit, a.unit) AND is_above(g.head, a.head))
              GROUP BY g.id) least_of
        WHERE least_of.id = g.id AND least_of.grp < g.grp;
        GET DIAGNOSTICS joined = ROW_COUNT;
    END LOOP;
END
$procedure$;
CALL group_slowly();
CREATE TABLE met AS SELECT *, meeting_node(unit, head) OVER (PARTITION BY forest) AS level FROM grouped;
SELECT count(*) AS rows, count(DISTINCT grp) AS groups, count(*) FILTER (WHERE level <> ARRAY[cardinality(unit), cardinality(head)]) > 300 AS many_meet_above,
       count(*) FILTER (WHERE level <> (SELECT ARRAY[min(cardinality(o.unit)), min(cardinality(o.head))] FROM met o WHERE o.grp = met.grp)) AS differ
FROM met;
-- Every row is below one meeting node, and that is its own.
SELECT count(*) FROM met
WHERE (SELECT array_agg(DISTINCT (node.unit[:node.level[1]], node.head[:node.level[2]])) FROM met node
       WHERE node.forest = met.forest AND is_above(node.unit[:node.level[1]], met.unit) AND is_above(node.head[:node.level[2]], met.head))
      <> ARRAY[(met.unit[:met.level[1]], met.head[:met.level[2]])];
-- As deep as they are many; and many of one place.
SELECT DISTINCT meeting_node(unit, head) OVER ()
FROM (SELECT (SELECT array_agg(u::text ORDER BY u) FROM generate_series(2, n) AS u) AS unit, ARRAY['x'] AS head FROM generate_series(2, 300) AS n) AS t;
SELECT count(*) FILTER (WHERE level = '{1,1}') AS met, count(*)
FROM (SELECT meeting_node(CASE n WHEN 1 THEN '{a}'::text[] ELSE ARRAY['a', 'u' || n % 1000] END, '{x}') OVER () AS level FROM generate_series(1, 100000) AS n) AS t;

SET client_min_messages = warning;
DROP SCHEMA meeting_node_test CASCADE;
DROP EXTENSION social_services;
