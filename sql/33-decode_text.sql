-- decode_text: text from the bytes of a file

CREATE FUNCTION @extschema@.decode_text(bytes bytea, encoding text DEFAULT 'auto') RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decode_text(bytea, text) IS
'The text that the bytes of a file are, without a byte order mark. encoding is auto, by which the bytes themselves decide (text_encoding says how), or one of US-ASCII, UTF-8, CP437 (PC8, of SIE files), ISO-8859-1, ISO-8859-15, WINDOWS-1252, UTF-16LE and UTF-16BE. NULL where an argument is NULL. Errors: 22021 with the number of the byte where bytes are no text of that encoding or, with auto, of none, or where they could be both CP437 and Windows-1252; 22023 for another encoding; 22P05 for a character that the encoding of the database lacks. Converts by iconv of the server''s C library.';

CREATE FUNCTION @extschema@.text_encoding(bytes bytea) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.text_encoding(bytea) IS
'The encoding in which decode_text reads bytes: US-ASCII, UTF-8 where they can be that, UTF-16LE or UTF-16BE by a byte order mark, else CP437 or one of ISO-8859-1, ISO-8859-15 and WINDOWS-1252, in whichever fewer lines, quotes and signs stand beside letters, and of two that are alike the one with more letters of Nordic languages. What the text says of itself is not asked. NULL for NULL. Errors: 22021 for bytes that are text in none, or could be both CP437 and Windows-1252.';
