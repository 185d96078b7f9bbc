-- decode_text: text from the bytes of a file

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- By the bytes. The tables of these encodings: Unicode's mappings (MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT, ISO8859/8859-15.TXT).
SELECT name, text_encoding(bytes) AS encoding, decode_text(bytes) AS text
FROM (VALUES (1, 'ascii', '\x4142'::bytea),
             (2, 'utf-8', '\x666f6ec3a5c3a4c3b6'),
             (3, 'utf-8 with a mark', '\xefbbbfc385'),
             (4, 'only a mark', '\xefbbbf'),
             (5, 'nothing', ''),
             (6, 'CP437', convert_to('M', 'UTF8') || '\x94' || convert_to('bler p', 'UTF8') || '\x86' || convert_to(' v', 'UTF8') || '\x84' || convert_to('g', 'UTF8')),
             (7, 'CP437, capitals', convert_to('K', 'UTF8') || '\x99' || convert_to('P ', 'UTF8') || '\x8f8e99'),
             (8, 'CP437, one at the end of a word', convert_to('Malm', 'UTF8') || '\x94'),
             (9, 'CP437, at the edges of words', convert_to('Malm', 'UTF8') || '\x94' || convert_to(' ', 'UTF8') || '\x84' || convert_to('r', 'UTF8')),
             (10, 'CP437, lines', '\xdac4c4c4c4bf0ab32094b30ac0c4c4c4c4d9'),
             (11, 'Latin-1', convert_to('M', 'UTF8') || '\xf6' || convert_to('bler ', 'UTF8') || '\xe5e4f6'),
             (12, 'Latin-1, alone', convert_to('b', 'UTF8') || '\x20e520' || convert_to('c', 'UTF8')),
             (13, 'Latin-9', convert_to('1 ', 'UTF8') || '\xa4' || convert_to(' f', 'UTF8') || '\xf6' || convert_to('r', 'UTF8')),
             (14, 'Windows-1252', convert_to('f', 'UTF8') || '\xf6' || convert_to('r ', 'UTF8') || '\x80' || convert_to(' 5 ', 'UTF8') || '\x96' || convert_to(' it', 'UTF8') || '\x92' || convert_to('s', 'UTF8')),
             (15, 'Windows-1252, quotes', '\x94' || convert_to('citat', 'UTF8') || '\x94' || convert_to(' f', 'UTF8') || '\xf6' || convert_to('r', 'UTF8')),
             (16, 'UTF-16', '\xfffe4100e500'),
             (17, 'UTF-16, the other way', '\xfeff004100e5')) AS f(place, name, bytes)
ORDER BY place;
-- All 128 of CP437 are what PostgreSQL has no table for; of the Latin ones it has.
SELECT md5(string_agg(decode_text(set_byte('\x00'::bytea, 0, i), 'cp437'), '' ORDER BY i)) =
       md5('ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■' || U&'\00A0') AS cp437
FROM generate_series(128, 255) AS i;
SELECT e.name, count(*) AS characters, bool_and(decode_text(set_byte('\x00'::bytea, 0, i), e.name) = convert_from(set_byte('\x00'::bytea, 0, i), e.of_postgres)) AS same
FROM (VALUES ('ISO-8859-1', 'LATIN1'), ('ISO-8859-15', 'LATIN9'), ('windows-1252', 'WIN1252')) AS e(name, of_postgres), generate_series(1, 255) AS i
WHERE e.name <> 'windows-1252' OR i NOT IN (129, 141, 143, 144, 157)
GROUP BY e.name ORDER BY e.name;
-- A name for each that users have.
SELECT n.name, decode_text('\x8f'::bytea, n.name) AS text FROM unnest('{PC8,ibm437,CP437}'::text[]) AS n(name);
SELECT decode_text(NULL), decode_text('', NULL), text_encoding(NULL);
-- Long ones are converted in pieces, and no character is lost between them.
SELECT length(decode_text(decode(repeat('86', 200001), 'hex'), 'CP437')) AS letters,
       length(decode_text('\xfffe'::bytea || decode(repeat('3dd800de', 50000), 'hex'))) AS pairs,
       text_encoding(decode(repeat('6186620a', 500000), 'hex')) AS encoding;
SELECT decode_text('\x00'::bytea || convert_to('abc', 'UTF8'));
SELECT decode_text('\x504b0304'::bytea);
SELECT decode_text('\x89504e470d0a1a0a0000000d'::bytea);
SELECT decode_text('\xc3a5c3a4c3'::bytea);
SELECT decode_text('\xefbbbfff'::bytea);
SELECT decode_text('\xfffe41'::bytea);
SELECT decode_text('\xfffe00d84100'::bytea);
-- „är Malm” or är Malmö?
SELECT decode_text('\x84'::bytea || convert_to('r Malm', 'UTF8') || '\x94');
SELECT text_encoding(convert_to('M', 'UTF8') || '\x94' || convert_to('bler f', 'UTF8') || '\xf6' || convert_to('r', 'UTF8'));
SELECT decode_text('\x81', 'WINDOWS-1252');
SELECT decode_text('\xe5', 'UTF-8');
SELECT decode_text('\xe5', 'ASCII');
SELECT decode_text('\x00', 'CP437');
SELECT decode_text('\xefbbbf61e562', 'UTF-8');
SELECT decode_text('\x6100', 'UTF8');
SELECT decode_text('\x61000000', 'UTF-16LE');
SELECT decode_text('a', 'UTF-7//TRANSLIT');
SELECT decode_text('a', repeat('å', 1000));

-- Whatever bytes come, it is text of some encoding or an error that is known; and what is text can be read.
CREATE FUNCTION pg_temp.decoded(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    encoding text;
BEGIN
    encoding := text_encoding(bytes);
    IF decode_text(bytes) IS DISTINCT FROM decode_text(bytes, encoding) THEN
        RETURN 'differs from itself';
    END IF;
    RETURN 'text';
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
    RETURN 'refused';
END
$$;
SELECT setseed(0.7);
CREATE TEMP TABLE noise AS
SELECT decode(string_agg(CASE WHEN random() < 0.5 THEN to_hex(97 + (random() * 20)::integer) ELSE lpad(to_hex((random() * 255)::integer), 2, '0') END, ''), 'hex') AS bytes
FROM generate_series(1, 20000) AS f, generate_series(1, 6) AS i
GROUP BY f;
SELECT DISTINCT pg_temp.decoded(bytes) AS outcome FROM noise ORDER BY 1;
