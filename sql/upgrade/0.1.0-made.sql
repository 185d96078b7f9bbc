-- What the upgrade from 0.1.0 does when all is made.

-- A method of forecasts was a text. A view that writes one in its query, as marts of 0.1.0 do, takes the forecast_method of that name
-- from now on; what else calls the aggregates of 0.1.0 is told, for they go.
DO $redirect$
DECLARE
    earlier CONSTANT oid[] := ARRAY['@extschema@.year_end_forecast(date, numeric, date, text)'::regprocedure, '@extschema@.year_end_forecast_low(date, numeric, date, text)'::regprocedure,
                                    '@extschema@.year_end_forecast_high(date, numeric, date, text)'::regprocedure, '@extschema@.year_end_forecast_method(date, numeric, date, text)'::regprocedure];
    -- What stands between parentheses, with parentheses in it, and in these, ten deep.
    nested text := $$(?:[^()']|'[^']*')*$$;
    caller record;
BEGIN
    FOR depth IN 1 .. 10 LOOP
        nested := format($$(?:[^()']|'[^']*'|\(%s\))*$$, nested);
    END LOOP;
    FOR caller IN
        SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS name, coalesce('WITH (' || array_to_string(c.reloptions, ', ') || ') ', '') AS options, pg_get_viewdef(c.oid) AS query
        FROM pg_depend d
        JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.rulename = '_RETURN'
        JOIN pg_class c ON c.oid = r.ev_class AND c.relkind = 'v'
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = ANY (earlier)
    LOOP
        -- A script of an extension replaces nothing that is not the extension's.
        EXECUTE format('ALTER EXTENSION social_services ADD VIEW %s', caller.name);
        EXECUTE format('CREATE OR REPLACE VIEW %s %sAS %s', caller.name, caller.options,
            regexp_replace(caller.query, format($$(\myear_end_forecast(?:_low|_high|_method)?\(%s, )'(seasonal|last_year|run_rate|auto)'::text\)$$, nested), $$\1'\2'::@extschema@.forecast_method)$$, 'g'));
        EXECUTE format('ALTER EXTENSION social_services DROP VIEW %s', caller.name);
    END LOOP;
    FOR caller IN
        SELECT coalesce('view ' || r.ev_class::regclass, pg_describe_object(d.classid, d.objid, d.objsubid)) AS name
        FROM pg_depend d
        LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
        WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = ANY (earlier) AND d.deptype = 'n'
    LOOP
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist', MESSAGE = format('%s calls year_end_forecast with a method that is a text', caller.name),
            HINT = 'A method is a forecast_method now. Drop what calls it, update, and make it anew with method::forecast_method.';
    END LOOP;
END
$redirect$;
