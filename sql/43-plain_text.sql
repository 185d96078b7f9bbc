-- plain_text: lets the text columns of a mart's table hold plain text only

-- The mart's own DDL calls this.

CREATE PROCEDURE @extschema@.require_plain_text(schema text, table_name text, codes text[], names text[])
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    checks text;
BEGIN
    -- Not again where it is there: that would look at every row at each upgrade.
    SELECT string_agg(format('ADD CONSTRAINT %I CHECK (%I.plain_text(%I, %L::text, %s))', c.name, schema, c.column_name, table_name || '.' || c.column_name, c.at_most),
                      ', ' ORDER BY c.at_most, c.place)
        INTO checks
    FROM (SELECT u.column_name, u.place, 200 AS at_most, format('%s_%s_is_plain_text', table_name, u.column_name) AS name
          FROM unnest(codes) WITH ORDINALITY AS u(column_name, place)
          UNION ALL
          SELECT u.column_name, u.place, 500, format('%s_%s_is_plain_text', table_name, u.column_name)
          FROM unnest(names) WITH ORDINALITY AS u(column_name, place)) AS c
    WHERE NOT EXISTS (SELECT FROM pg_constraint k
                      WHERE k.conrelid = format('%I.%I', schema, table_name)::regclass AND k.conname = c.name);
    IF checks IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %I.%I %s', schema, table_name, checks);
    END IF;
END
$procedure$;
COMMENT ON PROCEDURE @extschema@.require_plain_text(text, text, text[], text[]) IS
'Lets columns of a table of a mart hold plain text only, by the mart''s function plain_text: codes of at most 200 characters, names and notes of at most 500. Errors: 23514, with the column and the text, where a row has other text already. For the DDL of a mart.';
