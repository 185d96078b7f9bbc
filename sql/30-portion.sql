-- portion: what of an amount goes with a stretch of it, so that nothing is lost between stretches

-- Not STRICT, so that it is inlined.
CREATE FUNCTION @extschema@.portion(amount numeric, share_from numeric, share_to numeric, scale integer DEFAULT 2) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(amount * share_to, scale) - round(amount * share_from, scale);
COMMENT ON FUNCTION @extschema@.portion(numeric, numeric, numeric, integer) IS
'What of an amount lies between two fractions of it, in the unit of the amount, rounded to scale decimals: round(amount * share_to) - round(amount * share_from). Stretches that follow each other from 0 to 1 (0 to 0.3, 0.3 to 1) have portions that add up to the amount exactly, however many there are, if the amount itself has no more decimals than scale; each is less than one unit of the last decimal from what it is unrounded. NULL when an argument is NULL. No error of its own.';
