-- apportionment: shares of a total that add up to it

CREATE FUNCTION @extschema@.apportion(total numeric, weight numeric, minimum numeric DEFAULT 0, maximum numeric DEFAULT NULL, scale integer DEFAULT 2) RETURNS numeric
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.apportion(numeric, numeric, numeric, numeric, integer) IS
'Window function: the row''s share of a total that the partition divides in proportion to the weights. Each share lies within its minimum and maximum (NULL: no limit): all shares are x * weight, limited to their bounds, with one x. They are multiples of 10^-scale and add up to the total exactly; what rounding down leaves goes to the largest remainders, the earlier row of the window first. A NULL weight takes no part and has no share; a NULL total gives none. A row with weight 0 gets 0, or the bound nearest to it. Errors: 22023 where the bounds cannot be met (it prints what they allow), for a negative weight, a total with more decimals than the scale, a total or scale that differs between the rows of a partition; 22004 for a NULL scale; 22003 for NaN and infinity.';
