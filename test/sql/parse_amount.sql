-- parse_amount: the amount that a text says

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

SELECT written, parse_amount(written)
FROM unnest(ARRAY['0', '1234', '1234,5', '-1234,50', '+7', '1 234 567,50', U&'1\00A0234', U&'1\202F234,00', U&'1\2009234', U&'1\2007234', U&'1\2002234,5', '1.234.567', '1.234,5', '1''234', U&'1\2019234',
                  '−5', '–5', '- 5', '5-', '5 -', '1 234,50-', '(5)', '( 1 234,50 )', '-', '–', U&'\2212', ' 7 ', E'\t7\r\n', '0,125', '000,5', '00012', '1,234',
                  '12 345', '123 456 789 012 345,99']) AS written
;
SELECT written, parse_amount(written, '.')
FROM unnest(ARRAY['1234.5', '1,234.50', '1,234,567', '1 234.5', '(1,234.00)', '1.234']) AS written;
SELECT parse_amount('') AS empty, parse_amount(E' \u00a0\u202f\t\n') AS blank, parse_amount(NULL) AS none, parse_amount('1', NULL) AS no_mark;
-- Trailing zeros are kept, as they are by numeric.
SELECT parse_amount('1,500')::text AS kept, parse_amount(repeat('9', 200)) = repeat('9', 200)::numeric AS long;

-- What is refused, and how.
CREATE FUNCTION pg_temp.refused(written text, mark text DEFAULT ',') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN parse_amount(written, mark)::text;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || left(SQLERRM, 40);
END
$$;
-- How wide a space of no width is, versions of psql do not agree.
SELECT replace(written, E'\u200b', '\u200b') AS written, pg_temp.refused(written)
FROM unnest(ARRAY['1.234', '-12.345', '76.4', '1.2345', '1,2,3', '1.23.456', '1 23', '1 2345', '1  234', '1 234.567', '12,', ',5', '1.234 567', '0 123', '0.123', '--5', '-5-', '(-5)', '(5', '5)', '()', '(-)',
                  '5 kr', '12 %', '1e5', 'NaN', 'Infinity', '0x10', '१२', 'abc', '1,234.50', '+', '1''23', '- -', '1_000', E'1\u200b2', '+-5', '− −5', '1 234 ,5', '5,-']) AS written;
SELECT written, pg_temp.refused(written, '.') FROM unnest(ARRAY['1,234', '76,4', '1.234.567', '1,234']) AS written;
SELECT length(w) AS length, pg_temp.refused(w) FROM unnest(ARRAY[repeat('9', 201), repeat('9', 1000000), repeat('å', 300000), repeat(' ', 100000) || 'x']) AS w;
SELECT parse_amount(repeat(' ', 1000000) || '5' || repeat(' ', 1000000)) AS blanks_around;
SELECT pg_temp.refused('1', ';'), pg_temp.refused('1', ''), pg_temp.refused('1', 'å'), pg_temp.refused('1', repeat('x', 100000));
SELECT parse_amount('1.234');
SELECT parse_amount('1,234', '.');
SELECT parse_amount('12 kr');

-- Any amount comes back, however it is written.
SELECT setseed(0.3);
CREATE TEMP TABLE amount AS
SELECT round(((random() - 0.5) * 10 ^ (random() * 14))::numeric, (random() * 2)::integer) AS amount FROM generate_series(1, 20000);
SELECT count(*) FILTER (WHERE parse_amount(replace(amount::text, '.', ',')) <> amount OR parse_amount(amount::text, '.') <> amount) AS wrong
FROM amount;
SELECT count(*) AS wrong
FROM amount
CROSS JOIN LATERAL (SELECT to_char(abs(amount), 'FM999,999,999,999,990.00') AS english) w
CROSS JOIN LATERAL (SELECT translate(english, ',.', ' ,') AS swedish, translate(english, ',.', '.,') AS german, translate(english, ',.', U&'\202F,') AS narrow) v
WHERE parse_amount(swedish) <> abs(amount) OR parse_amount(german) <> abs(amount) OR parse_amount(narrow) <> abs(amount) OR parse_amount(english, '.') <> abs(amount)
   OR parse_amount('(' || swedish || ')') <> -abs(amount) OR parse_amount(swedish || '-') <> -abs(amount);

-- Blanks of any width, around it and between thousands.
SELECT parse_amount(U&'\FEFF\3000\00091\205F234\205F567,5\000B') AS amount, trim_blanks(U&'\FEFF\3000 1\00A02\2003\000A') = U&'1\00A02' AS is_trimmed, trim_blanks(U&' \00A0\202F') AS nothing, trim_blanks('') AS empty,
       trim_blanks('å ä ') AS letters, trim_blanks(U&'a\200B') = U&'a\200B' AS other_signs_stay;

-- In another encoding, whatever stands before it.
SELECT current_database() AS here \gset
CREATE DATABASE regress_parse_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
\c regress_parse_latin1
SET client_min_messages = warning;
CREATE EXTENSION social_services;
SELECT parse_amount(repeat(chr(160), 900) || '1' || chr(160) || '234,5') AS blanks_before, length(parse_amount('1' || chr(160) || '234,5' || repeat(chr(160), 100000))::text) AS blanks_behind;
\c :here
DROP DATABASE regress_parse_latin1;
