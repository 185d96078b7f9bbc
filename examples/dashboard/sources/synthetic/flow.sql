-- Who was there, came, left and is there, of the whole organisation. For insiders alone: a reader gets a row without figures, for a
-- source without rows cannot be read, and a view that may not be read cannot be named but in a query that is put together when it runs.
SELECT flow.year, flow.month_key, flow.kind, flow.opening, flow.first_time, flow.came_back, flow.ended, flow.closing,
       split_part('[[Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec]]', ' ', right(flow.month_key, 2)::integer) AS month
FROM (VALUES (1)) AS one(row)
LEFT JOIN XMLTABLE('//row' PASSING CASE WHEN has_table_privilege('case_flow', 'SELECT') THEN query_to_xml(
    $$SELECT fiscal_year::text AS year, to_char(month, 'YYYY-MM') AS month_key, split_part(kind, ' (', 1) AS kind, opening, first_time, "returning" AS came_back, ended, closing
      FROM case_flow WHERE unit_code IS NULL$$, false, false, '') END
    COLUMNS year text, month_key text, kind text, opening integer, first_time integer, came_back integer, ended integer, closing integer) AS flow ON true
