-- Whether a line of an EXPLAIN matches a pattern.
CREATE FUNCTION plan_shows(query text, pattern text) RETURNS boolean
    LANGUAGE plpgsql
AS $function$
DECLARE
    line text;
    found boolean := false;
BEGIN
    FOR line IN EXECUTE query LOOP
        found := found OR line ~ pattern;
    END LOOP;
    RETURN found;
END
$function$;
