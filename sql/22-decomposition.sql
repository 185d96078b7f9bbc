-- decomposition: why a cost changed, by volume, mix and price

CREATE FUNCTION @extschema@.decomposition_trans(state internal, base_quantity numeric, base_price numeric, quantity numeric, price numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decomposition_trans(internal, numeric, numeric, numeric, numeric) IS
'Transition of volume_effect, mix_effect and price_effect: adds one group. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.volume_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.volume_effect_final(internal) IS
'Result of volume_effect from its state.';

CREATE FUNCTION @extschema@.mix_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.mix_effect_final(internal) IS
'Result of mix_effect from its state.';

CREATE FUNCTION @extschema@.price_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.price_effect_final(internal) IS
'Result of price_effect from its state.';

CREATE AGGREGATE @extschema@.volume_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = @extschema@.decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = @extschema@.volume_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.volume_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because the total quantity changed: (sum of quantities - sum of base quantities) * average base price, in the unit of price, rounded as numeric division is. One row is a group with its figures before (base) and now. NULL quantities are 0; a group without one price is valued at the other, without both it is left out. Where the base quantities sum to 0, all that is not price is volume. NULL where no quantity has a price, as for no rows. NaN and infinity are refused (22003). Formula: volume variance of management accounting; volume, mix and price add up to the change exactly.';

CREATE AGGREGATE @extschema@.mix_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = @extschema@.decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = @extschema@.mix_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.mix_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because quantity moved between groups of different price: sum of quantity * base price - sum of quantities * average base price, in the unit of price. A new group counts with its own price, so its whole departure from the average is mix. Rows, NULL and errors as for volume_effect; 0 where the base quantities sum to 0. Formula: mix variance of management accounting.';

CREATE AGGREGATE @extschema@.price_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = @extschema@.decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = @extschema@.price_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.price_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because prices changed: sum of quantity * (price - base price), exact, in the unit of price. A group that has only one of the two prices has no price effect. Rows, NULL and errors as for volume_effect. Formula: price variance of management accounting.';
