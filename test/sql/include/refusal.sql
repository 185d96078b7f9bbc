-- For errors that come in numbers.
CREATE FUNCTION refusal(query text) RETURNS text
    LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE query;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$function$;
