-- published: what others have seen is never changed

-- Its arguments: what the rows are or say, and what to do instead, in which %L is the schema.
CREATE OR REPLACE FUNCTION refuse_change_of_published() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('rows of %s %s never changed or removed', TG_TABLE_NAME, TG_ARGV[0]),
        HINT = format(TG_ARGV[1], TG_TABLE_SCHEMA),
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_change_of_published() IS 'Refuses to change or remove what is published or says what was (55000)';
