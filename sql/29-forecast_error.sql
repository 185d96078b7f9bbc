-- forecast_error: how far forecasts were off, once the outcomes are known

CREATE FUNCTION @extschema@.percentage_error_trans(state internal, forecast numeric, outcome numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.percentage_error_trans(internal, numeric, numeric) IS
'Transition of mean_absolute_percentage_error and forecast_bias: adds one row''s error. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.mean_absolute_percentage_error_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.mean_absolute_percentage_error_final(internal) IS
'Result of mean_absolute_percentage_error from its state.';

CREATE FUNCTION @extschema@.forecast_bias_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_bias_final(internal) IS
'Result of forecast_bias from its state.';

CREATE FUNCTION @extschema@.relative_mean_absolute_error_trans(state internal, forecast numeric, outcome numeric, benchmark numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.relative_mean_absolute_error_trans(internal, numeric, numeric, numeric) IS
'Transition of relative_mean_absolute_error: adds one row''s two errors. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.relative_mean_absolute_error_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.relative_mean_absolute_error_final(internal) IS
'Result of relative_mean_absolute_error from its state.';

CREATE AGGREGATE @extschema@.mean_absolute_percentage_error(forecast numeric, outcome numeric) (
    SFUNC = @extschema@.percentage_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.mean_absolute_percentage_error_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.mean_absolute_percentage_error(numeric, numeric) IS
'Mean of |forecast - outcome| / |outcome|, as a fraction: 0.02 means that forecasts were 2 % off on average (MAPE). Each quotient is rounded as numeric division is. Rows without forecast or outcome, and with an outcome of 0, are left out; NULL when none is left. NaN and infinity are refused (22003). Formula: Hyndman and Koehler 2006.';

CREATE AGGREGATE @extschema@.forecast_bias(forecast numeric, outcome numeric) (
    SFUNC = @extschema@.percentage_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.forecast_bias_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.forecast_bias(numeric, numeric) IS
'Mean of (forecast - outcome) / |outcome|, as a fraction: above 0 the forecasts were too high on average, for costs too gloomy (mean percentage error; the literature also writes it with the other sign). Rows without forecast or outcome, and with an outcome of 0, are left out; NULL when none is left. NaN and infinity are refused (22003).';

CREATE AGGREGATE @extschema@.relative_mean_absolute_error(forecast numeric, outcome numeric, benchmark numeric) (
    SFUNC = @extschema@.relative_mean_absolute_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.relative_mean_absolute_error_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.relative_mean_absolute_error(numeric, numeric, numeric) IS
'Sum of |forecast - outcome| divided by sum of |benchmark - outcome|, where benchmark is another forecast of the same, such as the run rate: below 1 the forecasts were better than it. The sums are exact. Rows in which one of the three is missing are left out; NULL when none is left or the benchmark was never wrong. NaN and infinity are refused (22003). Formula: Hyndman and Koehler 2006, who call it relative MAE; a scaled error.';
