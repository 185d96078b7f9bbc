-- docs/functions.md, see scripts/reference. A helper is known by its comment, which says what it is for: "The part of",
-- "Call that", "For the procedures of marts", "For render_interim_report".
\pset format unaligned
\pset tuples_only on
\qecho '# Functions'
\qecho
\qecho '<!-- Made by `make reference` from the comments of the SQL. Change those. -->'
\qecho
\qecho 'Every aggregate, function, procedure and type of the extension that is meant to be used. The pages linked below have examples and'
\qecho 'reasons. `\\df+` and `\\da+` of psql say the same as this page. Aggregates of numbers run in parallel, and aggregates with the same'
\qecho 'arguments in one query cost one pass. Codes such as 22023 are SQLSTATEs.'
WITH routine AS (
    SELECT c.position, c.concept, p.proname AS name, p.oid,
           concat(CASE p.prokind WHEN 'p' THEN 'CALL ' END,
                  format('%s(%s)', p.proname, regexp_replace(replace(pg_get_function_arguments(p.oid), 'IN ', ''), '(NULL|''[^'']*'')::[a-z]+', '\1', 'g')),
                  ' → ' || pg_get_function_result(p.oid),
                  CASE p.prokind WHEN 'a' THEN '    (aggregate)' WHEN 'w' THEN '    (window function)' END) AS signature,
           obj_description(p.oid, 'pg_proc') AS comment
    FROM pg_proc p
    JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
    LEFT JOIN LATERAL (SELECT min(position) AS position, min(concept) AS concept FROM concept WHERE name = p.proname) c ON true
    WHERE NOT EXISTS (SELECT FROM pg_aggregate a
                      WHERE p.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn))
      AND NOT EXISTS (SELECT FROM pg_type t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive))
), described AS (
    SELECT position, concept, name, oid::bigint AS oid, signature, comment
    FROM routine
    WHERE comment !~ '(^The part of )|\m(Call (that|those)|For (the (DDL|procedures) of (a mart|marts)|[a-z]+_[a-z_]+(, [a-z_]+)*( and [a-z_]+)?))\.'
    UNION ALL
    SELECT c.position, c.concept, t.typname, t.oid::bigint,
           CASE t.typtype WHEN 'e' THEN format('TYPE %s AS ENUM (%s)', t.typname, (SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid))
                ELSE format('TYPE %s', t.typname) END,
           obj_description(t.oid, 'pg_type')
    FROM pg_type t
    JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
    CROSS JOIN LATERAL (SELECT min(position) AS position, min(concept) AS concept FROM concept WHERE name = t.typname) c
    WHERE t.typtype = 'e' OR t.typtype = 'b' AND t.typelem = 0
), concept_place AS (
    SELECT concept, min(position) AS first FROM described GROUP BY concept
), name_place AS (
    SELECT concept, name, min(position) AS first FROM described GROUP BY concept, name
), line AS (
    SELECT c.first AS concept_first, 0 AS name_first, 0::bigint AS oid, format(E'\n## %s\n', c.concept)
           || coalesce((SELECT format(E'\nExamples and reasons: [%s](%s).\n', page, page) FROM page WHERE page = c.concept || '.md'), '') AS text
    FROM concept_place c
    UNION ALL
    SELECT c.first, n.first, 0, format(E'\n### %s\n', n.name)
    FROM concept_place c JOIN name_place n USING (concept)
    UNION ALL
    SELECT c.first, n.first, d.oid, format(E'\n```\n%s\n```\n\n%s\n', d.signature, d.comment)
    FROM described d JOIN concept_place c USING (concept) JOIN name_place n USING (concept, name)
)
SELECT text FROM line ORDER BY concept_first, name_first, oid;
