-- Makes uncovered_years: years of which a table has rows, and of which no view with a summary that reads it ever says
-- anything, since none has them among its years. Tables, and what tells their years, are asked of the triggers that note
-- changes.
CREATE FUNCTION pg_temp.uncovered_years(schema text, OUT table_name text, OUT organisation text, OUT fiscal_year integer) RETURNS SETOF record
    LANGUAGE plpgsql AS $function$
DECLARE
    read record;
BEGIN
    FOR read IN EXECUTE format($query$
        WITH RECURSIVE used AS (
            SELECT s.view_name, s.about, s.years, c.oid AS relation
            FROM %1$I.summary_view s JOIN pg_class c ON c.relnamespace = %1$L::regnamespace AND c.relname = s.kept
            UNION
            SELECT u.view_name, u.about, u.years, d.refobjid
            FROM used u JOIN pg_rewrite r ON r.ev_class = u.relation
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> u.relation
        )
        SELECT c.relname AS table_name, a.arguments[3] AS year_column,
               string_agg(DISTINCT format('SELECT organisation, fiscal_year FROM %1$I.%%I', u.years), ' UNION ') AS years
        FROM used u
        JOIN pg_class c ON c.oid = u.relation AND c.relkind IN ('r', 'p')
        JOIN pg_trigger t ON t.tgrelid = c.oid
        JOIN %1$I.summary_trigger l ON l.table_name = c.relname AND l.trigger_name = t.tgname
        CROSS JOIN LATERAL (SELECT string_to_array(encode(t.tgargs, 'escape'), '\000')) AS a(arguments)
        WHERE a.arguments[1] = u.about AND a.arguments[3] <> ''
        GROUP BY c.relname, a.arguments[3]$query$, schema)
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %1$L::text, r.organisation, r.fiscal_year
             FROM (SELECT DISTINCT t.organisation, %2$s AS fiscal_year FROM %3$I.%1$I t) r
             WHERE NOT EXISTS (SELECT FROM (%4$s) y WHERE y.organisation = r.organisation AND y.fiscal_year = r.fiscal_year)',
            read.table_name,
            CASE read.year_column WHEN 'month' THEN 'EXTRACT(year FROM t.month)::integer'
                                  WHEN 'scenario' THEN format('(SELECT s.fiscal_year FROM %I.scenario s WHERE s.organisation = t.organisation AND s.code = t.scenario)', schema)
                                  ELSE format('t.%I', read.year_column) END,
            schema, read.years);
    END LOOP;
END
$function$;
