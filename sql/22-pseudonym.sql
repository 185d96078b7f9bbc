-- pseudonym: a number that stands for a household or person

CREATE FUNCTION @extschema@.pseudonym(identity text, secret text) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.pseudonym(text, text) IS
'A number from 0 to 9223372036854775807 that stands for an identity, such as a personal identity number: the same for the same identity and secret, in every database and release, and not to be led back without the secret. The identity counts as it is written, so write all in one way. The secret has at least 16 bytes; it is stored nowhere, and in no message: give it as a parameter, or it stands in the server''s log. Among n identities two have the same number with a probability of about n * n / 2^64: for ten million, one in 180,000. NULL where an argument is NULL. Errors: 22023 for a blank identity or a shorter secret. Formula: bits 2 to 64 of HMAC-SHA-256 (RFC 2104).';
