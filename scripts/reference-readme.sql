-- The README's table of views, see scripts/reference: the first sentence of each comment.
\pset format unaligned
\pset tuples_only on
SELECT E'\n| view | one row is |\n|---|---|';
SELECT format('| [%1$s](docs/views.md#%1$s) | %2$s |', c.relname, lower(left(s.first, 1)) || substr(s.first, 2))
FROM pg_class c
CROSS JOIN LATERAL (SELECT replace(regexp_replace(obj_description(c.oid, 'pg_class'), '\. .*', ''), '|', '\|') AS first) s
WHERE c.relnamespace = 'mart'::regnamespace AND c.relkind = 'v'
  AND NOT EXISTS (SELECT FROM mart.summary_relation r WHERE r.relation_name = c.relname)
ORDER BY c.relname = 'stale_summary', c.oid;
SELECT '';
