-- plain_text: what codes, names and notes may hold

-- A mart's tables may use no function of the extension, so this is one of the mart, which pg_dump carries. It
-- raises the error itself: a check that says no names neither the character nor, when it is new, the row.
CREATE OR REPLACE FUNCTION plain_text(value text, of_column text, at_most integer) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    -- Only in these encodings are the second 32 of a half control characters too, and 173 the soft hyphen.
    refused text := '[\u0001-\u001f\u007f\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f'
                    || CASE WHEN getdatabaseencoding()::text ~ '^(UTF8|LATIN|ISO_8859)' THEN '\u0080-\u009f\u00ad]' ELSE ']' END;
    found text;
    code text;
    said text;
BEGIN
    IF length(value) <= at_most AND value COLLATE "C" !~ refused THEN
        RETURN true;
    END IF;
    found := substring(value COLLATE "C", refused);
    code := upper(to_hex(ascii(found)));
    said := regexp_replace(value COLLATE "C", refused, '?', 'g');
    said := left(said, 60) || CASE WHEN length(said) > 60 THEN '...' ELSE '' END;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = CASE WHEN found IS NULL THEN format('%s has %s characters, more than %s', of_column, length(value), at_most)
                       ELSE format('%s holds the character U+%s at place %s', of_column, lpad(code, greatest(length(code), 4), '0'), position(found IN value)) END,
        DETAIL = format('It is "%s".', said),
        HINT = CASE WHEN found IS NULL THEN format('Shorten it to at most %s characters.', at_most)
                    ELSE 'Leave out line breaks, tabs and other control characters, and those that turn the direction of writing or take no room.' END,
        TABLE = split_part(of_column, '.', 1), COLUMN = split_part(of_column, '.', 2);
END
$function$;
COMMENT ON FUNCTION plain_text(text, text, integer) IS 'True for a text of at most so many characters, without control characters and without those that turn the direction of writing or take no room; else an error (23514) that names the column. For the checks of tables: NULL is for NOT NULL to refuse';
