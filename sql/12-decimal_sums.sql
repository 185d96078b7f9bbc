-- decimal_sums: what aggregates over sums of numeric have in common

CREATE FUNCTION @extschema@.decimal_sums_inv(state internal, numeric, numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decimal_sums_inv(internal, numeric, numeric) IS
'Inverse transition of aggregates over two sums: takes out a row that left the window frame.';

CREATE FUNCTION @extschema@.decimal_sums_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decimal_sums_combine(internal, internal) IS
'Adds one partial state of an aggregate over sums to another. Refuses states of different aggregates (22P03).';

CREATE FUNCTION @extschema@.decimal_sums_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decimal_sums_serialize(internal) IS
'Writes a partial state of an aggregate over sums for another process or server.';

CREATE FUNCTION @extschema@.decimal_sums_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.decimal_sums_deserialize(bytea, internal) IS
'Reads what decimal_sums_serialize wrote. Refuses another format or length, and what cannot be (22P03, 08P01).';
