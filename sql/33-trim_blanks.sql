-- trim_blanks: a text without the blanks around it

CREATE FUNCTION @extschema@.trim_blanks(written text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.trim_blanks(text) IS
'A text without the blanks around it, of whatever width: also tabs, ends of lines, blanks that do not break, and byte order marks. NULL for NULL, and where nothing but blanks is written. For load_ledger and load_payments.';
