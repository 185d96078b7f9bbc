-- mart_code: codes of key figures that are kept for what the mart computes

-- What the rule for codes calls where it is broken, so that the message says what to do.
CREATE OR REPLACE FUNCTION refuse_code_of_mart(code text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('key figure %L: codes that begin with mart. are of what the mart computes itself', code),
        HINT = 'Take another code. Figures of those codes cannot be entered: key_figure_trend computes them from payments, bookings and episodes.',
        TABLE = 'key_figure', CONSTRAINT = 'key_figure_code_is_not_of_the_mart';
END
$function$;
COMMENT ON FUNCTION refuse_code_of_mart(text) IS 'Refuses the code of a key figure that is kept for what the mart computes (23514)';
