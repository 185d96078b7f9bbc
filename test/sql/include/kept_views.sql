-- Read by summary and summary_proof, into schema our_own: whether views with a summary say what they compute. To plan
-- these takes longer than all else, so each is computed once for as long as the tables stay the same, and what is kept
-- of fresh years is held against that. That views say what is kept of these years and compute the others is asked of
-- themselves where it is said that they are read.

CREATE TABLE our_own.computed (relation text, organisation text, fiscal_year integer, said text);
CREATE TABLE our_own.computed_from (tables text);
CREATE PROCEDURE our_own.compute(schema text) LANGUAGE plpgsql AS $procedure$
DECLARE
    rows_now text := schema || mart_test.fingerprint(schema, 'r');
    relation text;
BEGIN
    IF rows_now = (SELECT c.tables FROM our_own.computed_from c) THEN
        RETURN;
    END IF;
    DELETE FROM our_own.computed;
    DELETE FROM our_own.computed_from;
    INSERT INTO our_own.computed_from VALUES (rows_now);
    FOR relation IN EXECUTE format('SELECT ''live_'' || v.view_name FROM %1$I.summary_view v UNION SELECT v.kept FROM %1$I.summary_view v', schema) LOOP
        EXECUTE format('INSERT INTO our_own.computed SELECT %2$L, v.organisation, v.fiscal_year, v::text FROM %1$I.%2$I v', schema, relation);
    END LOOP;
END
$procedure$;

-- Views that do not say what the tables say, and in how many rows.
CREATE FUNCTION our_own.wrong_views(are_read boolean DEFAULT false, schema text DEFAULT 'lund') RETURNS TABLE (view_name text, rows bigint)
    LANGUAGE plpgsql AS $function$
DECLARE
    about text;
    kept text;
    columns text;
BEGIN
    CALL our_own.compute(schema);
    FOR view_name, about, kept, columns IN
        EXECUTE format('SELECT s.view_name, s.about, s.kept, string_agg(format(''%%s.%%I'', CASE WHEN a.attname IN (''organisation'', ''fiscal_year'') THEN ''f'' ELSE ''k'' END, a.attname), '', '' ORDER BY a.attnum)
                        FROM %1$I.summary_view s JOIN pg_attribute a ON a.attrelid = format(''%%I.%%I'', %1$L, s.view_name)::regclass AND a.attnum > 0
                        GROUP BY s.view_name ORDER BY s.view_name', schema)
    LOOP
        -- Rows that one has more often than the other.
        EXECUTE format(CASE WHEN are_read THEN
                           'SELECT coalesce(sum(abs(d.n)), 0) FROM (SELECT sum(s.n) AS n FROM (
                                SELECT v::text, 1 AS n FROM %1$I.%2$I v
                                UNION ALL
                                SELECT c.said, -1 FROM our_own.computed c WHERE c.relation = ''live_'' || %2$L) s(said, n) GROUP BY s.said) d'
                       ELSE
                           'WITH fresh AS (
                                SELECT f.refresh, f.organisation, f.fiscal_year FROM %1$I.live_summary f JOIN %1$I.%3$I w ON w.refresh = f.refresh AND w.place = 0 WHERE f.about = %4$L
                            )
                            SELECT coalesce(sum(abs(d.n)), 0) FROM (SELECT sum(s.n) AS n FROM (
                                SELECT ROW(%6$s)::text, 1 AS n FROM fresh f JOIN %1$I.%3$I k ON k.refresh = f.refresh AND k.place > 0
                                UNION ALL
                                SELECT c.said, -1 FROM our_own.computed c JOIN fresh f USING (organisation, fiscal_year) WHERE c.relation = %5$L) s(said, n) GROUP BY s.said) d'
                       END, schema, view_name, view_name || '_summary', about, kept, columns) INTO rows;
        CONTINUE WHEN rows = 0;
        RETURN NEXT;
    END LOOP;
END
$function$;
