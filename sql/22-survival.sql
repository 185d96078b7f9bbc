-- survival: how long people stay, when some have not left yet

CREATE FUNCTION @extschema@.survival_at_trans(state internal, duration integer, ended boolean, at integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_at_trans(internal, integer, boolean, integer) IS
'Transition of survival_probability and survival_error: adds one episode. Refuses what the aggregate refuses (22023).';

CREATE FUNCTION @extschema@.survival_at_inv(state internal, duration integer, ended boolean, at integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_at_inv(internal, integer, boolean, integer) IS
'Inverse transition of survival_probability and survival_error: takes one episode out again.';

CREATE FUNCTION @extschema@.survival_at_array_trans(state internal, duration integer, ended boolean, at integer[]) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_at_array_trans(internal, integer, boolean, integer[]) IS
'Transition of survival_probability and survival_error of several durations: adds one episode. Refuses what the aggregate refuses (22023).';

CREATE FUNCTION @extschema@.survival_at_array_inv(state internal, duration integer, ended boolean, at integer[]) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_at_array_inv(internal, integer, boolean, integer[]) IS
'Inverse transition of survival_probability and survival_error of several durations: takes one episode out again.';

CREATE FUNCTION @extschema@.survival_quantile_trans(state internal, duration integer, ended boolean, probability numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_trans(internal, integer, boolean, numeric) IS
'Transition of survival_quantile: adds one episode. Refuses what the aggregate refuses (22023).';

CREATE FUNCTION @extschema@.survival_quantile_inv(state internal, duration integer, ended boolean, probability numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_inv(internal, integer, boolean, numeric) IS
'Inverse transition of survival_quantile: takes one episode out again.';

CREATE FUNCTION @extschema@.survival_quantile_array_trans(state internal, duration integer, ended boolean, probability numeric[]) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_array_trans(internal, integer, boolean, numeric[]) IS
'Transition of survival_quantile of several probabilities: adds one episode. Refuses what the aggregate refuses (22023).';

CREATE FUNCTION @extschema@.survival_quantile_array_inv(state internal, duration integer, ended boolean, probability numeric[]) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_array_inv(internal, integer, boolean, numeric[]) IS
'Inverse transition of survival_quantile of several probabilities: takes one episode out again.';

CREATE FUNCTION @extschema@.survival_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_combine(internal, internal) IS
'Adds one partial state of the aggregates over durations to another. Refuses states of different durations or probabilities asked for (22023).';

CREATE FUNCTION @extschema@.survival_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_serialize(internal) IS
'Writes a partial state of the aggregates over durations for another process or server.';

CREATE FUNCTION @extschema@.survival_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_deserialize(bytea, internal) IS
'Reads what survival_serialize wrote. Refuses another format or length, and what cannot be (22P03, 08P01).';

CREATE FUNCTION @extschema@.survival_probability_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_probability_final(internal) IS
'Result of survival_probability from its state.';

CREATE FUNCTION @extschema@.survival_probability_array_final(state internal) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_probability_array_final(internal) IS
'Results of survival_probability from its state, in the order that they were asked for.';

CREATE FUNCTION @extschema@.survival_error_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_error_final(internal) IS
'Result of survival_error from its state.';

CREATE FUNCTION @extschema@.survival_error_array_final(state internal) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_error_array_final(internal) IS
'Results of survival_error from its state, in the order that they were asked for.';

CREATE FUNCTION @extschema@.survival_quantile_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_final(internal) IS
'Result of survival_quantile from its state.';

CREATE FUNCTION @extschema@.survival_quantile_array_final(state internal) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.survival_quantile_array_final(internal) IS
'Results of survival_quantile from its state, in the order that they were asked for.';

CREATE AGGREGATE @extschema@.survival_probability(duration integer, ended boolean, at integer) (
    SFUNC = @extschema@.survival_at_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_probability_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_at_trans, MINVFUNC = @extschema@.survival_at_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_probability_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_probability(integer, boolean, integer) IS
'Share of the episodes that last longer than at, by Kaplan and Meier: the product over the durations until at of 1 - ended / at risk, where those at risk have lasted as long or longer, open ones included. Durations are whole, from 0 to 36525, in any unit; ended false is an episode that is open: it is known to have lasted its duration, and not how much longer. Rows without duration or ended are not counted. NULL when none is, and where nobody was seen as long as at and not all had left before. A fraction, 1 to 0, rounded to 12 decimals. Errors: 22023 for a duration below 0 or above 36525, and for at NULL, below 0 or not the same in all rows. Source: Kaplan and Meier 1958.';

CREATE AGGREGATE @extschema@.survival_probability(duration integer, ended boolean, at integer[]) (
    SFUNC = @extschema@.survival_at_array_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_probability_array_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_at_array_trans, MINVFUNC = @extschema@.survival_at_array_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_probability_array_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_probability(integer, boolean, integer[]) IS
'The same for several durations at once, in their order: the entry cohort''s share after 1, 3 and 6 months from one pass. at has 1 to 1000 elements and is the same in all rows, else 22023.';

CREATE AGGREGATE @extschema@.survival_error(duration integer, ended boolean, at integer) (
    SFUNC = @extschema@.survival_at_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_error_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_at_trans, MINVFUNC = @extschema@.survival_at_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_error_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_error(integer, boolean, integer) IS
'Standard error of survival_probability, by Greenwood: the probability times the square root of the sum over the durations until at of ended / (at risk * (at risk - ended)). Durations are whole, from 0 to 36525, in any unit; ended false is an episode that is open: it is known to have lasted its duration, and not how much longer. Rows without duration or ended are not counted. NULL where survival_probability is NULL or 0. Rounded to 12 decimals. Errors: 22023 for a duration below 0 or above 36525, and for at NULL, below 0 or not the same in all rows. Source: Greenwood 1926.';

CREATE AGGREGATE @extschema@.survival_error(duration integer, ended boolean, at integer[]) (
    SFUNC = @extschema@.survival_at_array_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_error_array_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_at_array_trans, MINVFUNC = @extschema@.survival_at_array_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_error_array_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_error(integer, boolean, integer[]) IS
'The same for several durations at once, in their order. at has 1 to 1000 elements and is the same in all rows, else 22023.';

CREATE AGGREGATE @extschema@.survival_quantile(duration integer, ended boolean, probability numeric) (
    SFUNC = @extschema@.survival_quantile_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_quantile_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_quantile_trans, MINVFUNC = @extschema@.survival_quantile_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_quantile_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_quantile(integer, boolean, numeric) IS
'Duration within which that share of the episodes has ended, by Kaplan and Meier: the shortest after which survival_probability is at most 1 - probability; 0.5 is the median. Where it is exactly that until the next duration after which some end (or until the longest, where none does), the middle of the two, as a median is the middle of two. Durations are whole, from 0 to 36525, in any unit; ended false is an episode that is open: it is known to have lasted its duration, and not how much longer. Rows without duration or ended are not counted. NULL when none is, and where the share is not reached: too many are open still. In the unit of duration, with a half where it is a middle. Errors: 22023 for a duration below 0 or above 36525, and for probability NULL, not above 0, above 1 or not the same in all rows.';

CREATE AGGREGATE @extschema@.survival_quantile(duration integer, ended boolean, probability numeric[]) (
    SFUNC = @extschema@.survival_quantile_array_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.survival_quantile_array_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.survival_combine,
    SERIALFUNC = @extschema@.survival_serialize, DESERIALFUNC = @extschema@.survival_deserialize,
    MSFUNC = @extschema@.survival_quantile_array_trans, MINVFUNC = @extschema@.survival_quantile_array_inv, MSTYPE = internal, MSSPACE = 1024,
    MFINALFUNC = @extschema@.survival_quantile_array_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.survival_quantile(integer, boolean, numeric[]) IS
'The same for several probabilities at once, in their order: quartiles and median from one pass with ARRAY[0.25, 0.5, 0.75]. probability has 1 to 1000 elements and is the same in all rows, else 22023.';
