-- month: how the month of a row is written

-- What the rules for months call where they are broken, so that the message says what to
-- write; a load whose months are right pays nothing for it.
CREATE OR REPLACE FUNCTION refuse_month(relation text, month date) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('month of %s must be the first day of a month, not %s', relation, month),
        HINT = CASE WHEN month >= '1000-01-01'::date AND month <= '9999-12-31'::date AND EXTRACT(day FROM month) <> 1::numeric
                    THEN format('Write %s; for a column of days: date_trunc(''month'', day)::date.', date_trunc('month', month::timestamp)::date)
                    ELSE 'Write for example 2026-01-01: a year of four digits, the month, and day 01.' END,
        TABLE = relation, CONSTRAINT = relation || '_month_is_a_first_day';
END
$function$;
COMMENT ON FUNCTION refuse_month(text, date) IS 'Refuses a month of a table, and says how it is written (23514)';
