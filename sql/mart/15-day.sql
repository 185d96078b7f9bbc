-- day: how the days of a row are written

-- What the rules for days call where they are broken, as refuse_month. They are in a file before the tables, which an upgrade
-- compares with before it runs theirs. A pseudonym is in none of these messages, as it is in those of a CHECK alone.
CREATE OR REPLACE FUNCTION refuse_day(relation text, name text, day date) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('%s of %s must be a day from 1000-01-01 to 9999-12-31, not %s', name, relation, day),
        HINT = 'Write for example 2026-01-31: a year of four digits. A last day of what lasts is NULL.',
        TABLE = relation, COLUMN = name, CONSTRAINT = format('%s_%s_has_a_year_of_four_digits', relation, name);
END
$function$;
COMMENT ON FUNCTION refuse_day(text, text, date) IS 'Refuses a day of a table, and says how it is written (23514)';

CREATE OR REPLACE FUNCTION refuse_end(relation text, first date, last date) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('a row of %s cannot end on %s, before it starts on %s', relation, last, first),
        HINT = 'Correct one of them. The last day or month belongs to it: what lasts for one has the same twice, and what goes on has NULL.',
        TABLE = relation, CONSTRAINT = relation || '_does_not_end_before_it_starts';
END
$function$;
COMMENT ON FUNCTION refuse_end(text, date, date) IS 'Refuses a row that ends before it starts (23514)';

-- Of what may be in a column: where the rule of a CHECK is broken, it says what may be there.
CREATE OR REPLACE FUNCTION refuse_value(relation text, name text, rule text, must_be text, value text, hint text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('%s of %s must be %s, not %s', name, relation, must_be, value),
        HINT = hint,
        TABLE = relation, COLUMN = name, CONSTRAINT = rule;
END
$function$;
COMMENT ON FUNCTION refuse_value(text, text, text, text, text, text) IS 'Refuses a value of a table, and says what may be there (23514)';
