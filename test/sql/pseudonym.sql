-- pseudonym: a number that stands for a household or person

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- RFC 4231, test case 1: b0344c61d8db3853..., without its first bit. The others by Python's hmac: of letters that are two bytes in UTF-8, and a key longer than a block.
SELECT to_hex(pseudonym('Hi There', repeat(chr(11), 20))) AS rfc_4231,
       pseudonym('19121212-1212', 'en hemlighet på sexton tecken') = 5685785348723370192 AS letters,
       pseudonym('a', repeat('x', 200)) = 1514456152832192684 AS long_key;
-- As it is written.
SELECT pseudonym('191212121212', repeat('x', 16)) = pseudonym('19121212-1212', repeat('x', 16)) AS same;
SELECT pseudonym(NULL, repeat('x', 16)) AS no_identity, pseudonym('1', NULL) AS no_secret;
SELECT pseudonym('1', repeat('x', 15));
SELECT pseudonym('', repeat('x', 16));
SELECT pseudonym(E' \t\n', repeat('x', 16));
SELECT pseudonym(U&'\00A0 \202F', repeat('x', 16));
-- All are different and none is negative; half are even.
SELECT count(DISTINCT p) AS different, count(*) FILTER (WHERE p < 0) AS negative, count(*) FILTER (WHERE p % 2 = 0) BETWEEN 4800 AND 5200 AS half
FROM (SELECT pseudonym(i::text, 'a secret of many letters') AS p FROM generate_series(1, 10000) AS i) p;
