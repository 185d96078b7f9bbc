-- docs/views.md, see scripts/reference: the views of a mart for readers, then its tables.
\pset format unaligned
\pset tuples_only on
SET search_path = mart, public;
\qecho '# Views and tables of a mart'
\qecho
\qecho '<!-- Made by `make reference` from the comments of the SQL. Change those. -->'
\qecho
\qecho 'What each column means, as `data_dictionary` and `\\d+` say it too. The text below a name says what one row is; its key are the'
\qecho 'columns that tell rows apart. Money is `numeric(18,2)` in whole currency units, ratios are `numeric(12,6)` fractions (1 is 100 %), figures of'
\qecho 'indicators `numeric(25,6)`,'
\qecho 'counts `integer`. Within a major version columns are only appended. [mart.md](mart.md) has the rules behind the figures,'
\qecho '[words.md](words.md) the words.'
\qecho
\qecho '## Views by question'
\ir reference-questions.sql
CREATE TEMPORARY VIEW relation AS
SELECT c.oid, c.relkind, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c
WHERE c.relnamespace = 'mart'::regnamespace AND c.relkind IN ('r', 'v')
  AND NOT EXISTS (SELECT FROM mart.summary_relation s WHERE s.relation_name = c.relname);
CREATE TEMPORARY VIEW entry AS
SELECT r.relkind, r.oid, r.name,
       format(E'\n### %s\n\n%s.%s\n\n| column | type | what it is |\n|---|---|---|\n%s', r.name, r.comment,
              coalesce(' **Key**: ' || coalesce(
                  (SELECT string_agg(format('`%s`', k.key), ', ' ORDER BY k.place) FROM contract c CROSS JOIN LATERAL unnest(c.grain) WITH ORDINALITY AS k(key, place)
                   WHERE c.view_name = r.name),
                  (SELECT string_agg(format('`%s`', a.attname), ', ' ORDER BY k.place)
                   FROM pg_constraint o CROSS JOIN LATERAL unnest(o.conkey) WITH ORDINALITY AS k(attnum, place)
                   JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.attnum
                   WHERE o.conrelid = r.oid AND o.contype = 'p')) || '.', ''),
              (SELECT string_agg(format('| `%s` | %s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                                        replace(col_description(a.attrelid, a.attnum), '|', '\|')
                                        || CASE WHEN a.attgenerated <> '' THEN '. Derived' WHEN a.attidentity <> '' THEN '. Given' ELSE '' END), E'\n' ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS text
FROM relation r;
\qecho
\qecho '## Views'
SELECT text FROM entry WHERE relkind = 'v' ORDER BY name = 'stale_summary', oid;
\qecho
\qecho '## Tables'
\qecho
\qecho '`organisation` may be left out in every table: rows then belong to the organisation that the mart was made for.'
SELECT text FROM entry WHERE relkind = 'r' ORDER BY oid;
