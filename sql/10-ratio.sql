-- ratio: the fractions that the views show

CREATE FUNCTION @extschema@.ratio(part numeric, whole numeric) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.ratio(numeric, numeric) IS
'Part divided by whole as a fraction (1 = 100 %), rounded to six decimals. NULL when an argument is NULL or NaN, when the part is infinite, when the whole is 0, and when the fraction is a million or more, which numeric(12,6) cannot show: one absurd row must not break a whole report. 0 when only the whole is infinite.';
