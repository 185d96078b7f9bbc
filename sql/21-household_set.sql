-- household_set: which households had support in which months, as a value

CREATE TYPE @extschema@.household_set;

CREATE FUNCTION @extschema@.household_set_in(text cstring) RETURNS @extschema@.household_set
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_set_in(cstring) IS
'Input of household_set: what household_set_out writes. Refuses what is no set, wholly checked (22P02, 22P03, 08P01).';

CREATE FUNCTION @extschema@.household_set_out(households @extschema@.household_set) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_set_out(@extschema@.household_set) IS
'Output of household_set: its bytes in hexadecimal digits, after a backslash and an x.';

CREATE FUNCTION @extschema@.household_set_recv(message internal) RETURNS @extschema@.household_set
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'household_set_recv_value';
COMMENT ON FUNCTION @extschema@.household_set_recv(internal) IS
'Binary input of household_set: its bytes. Refuses what is no set, wholly checked (22P03, 08P01).';

CREATE FUNCTION @extschema@.household_set_send(households @extschema@.household_set) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'household_set_send_value';
COMMENT ON FUNCTION @extschema@.household_set_send(@extschema@.household_set) IS
'The bytes of a household_set, which a table may keep after the extension is gone; household_set(bytea) reads them. Equal sets have equal bytes. NULL for NULL.';

CREATE TYPE @extschema@.household_set (
    INPUT = @extschema@.household_set_in, OUTPUT = @extschema@.household_set_out,
    RECEIVE = @extschema@.household_set_recv, SEND = @extschema@.household_set_send,
    INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = external
);
COMMENT ON TYPE @extschema@.household_set IS
'Which households had support in which months: made by household_set(household, month), united by household_set(households), counted by household_count, household_months, long_term_households, entries, exits, returns, episodes and case_flow, exactly. 2 to 8 bytes for each household and year. It names every household, as the payments do: what keeps it is for the owner only.';

CREATE FUNCTION @extschema@.household_set(bytes bytea) RETURNS @extschema@.household_set
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_from_bytes';
COMMENT ON FUNCTION @extschema@.household_set(bytea) IS
'A household_set from the bytes that household_set_send gives. NULL for NULL. Refuses what is no set, wholly checked (22P03, 08P01).';

CREATE FUNCTION @extschema@.household_set_final(state internal) RETURNS @extschema@.household_set
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_set_final(internal) IS
'Result of household_set from its state.';

CREATE FUNCTION @extschema@.household_set_unite_trans(state internal, households @extschema@.household_set) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_set_unite_trans(internal, @extschema@.household_set) IS
'Transition of household_set over its own values: adds the households and months of one.';

CREATE AGGREGATE @extschema@.household_set(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.household_set_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.household_set(bigint, date) IS
'The distinct pairs of household and month as a value, which can be kept, united with others and counted exactly. A date stands for its month. Rows without household or month are not in it; a set of nobody when none is. It names the households: keep it where only the owner reads. Shares its state with household_count and the other counts of the same arguments. Infinite dates are refused (22008); 54000 for more than a gigabyte.';

CREATE AGGREGATE @extschema@.household_set(households @extschema@.household_set) (
    SFUNC = @extschema@.household_set_unite_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.household_set_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.household_set(@extschema@.household_set) IS
'The union of sets: each pair of household and month that is in any of them, once. So different households of a whole come from kept sets of its parts. NULL adds nothing; a set of nobody when there is no other.';

CREATE FUNCTION @extschema@.household_count(households @extschema@.household_set) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_household_count';
COMMENT ON FUNCTION @extschema@.household_count(@extschema@.household_set) IS
'Number of distinct households of a set, as household_count(household, month) of its rows. 0 for a set of nobody, NULL for NULL.';

CREATE FUNCTION @extschema@.household_months(households @extschema@.household_set) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_month_count';
COMMENT ON FUNCTION @extschema@.household_months(@extschema@.household_set) IS
'Number of distinct pairs of household and month of a set, as household_months(household, month) of its rows. 0 for a set of nobody, NULL for NULL.';

CREATE FUNCTION @extschema@.long_term_households(households @extschema@.household_set, min_months integer DEFAULT 10) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_long_term';
COMMENT ON FUNCTION @extschema@.long_term_households(@extschema@.household_set, integer) IS
'Number of distinct households of a set with support in at least min_months (10) months of one calendar year, as long_term_households(household, month) of its rows. NULL for NULL. Errors: 22023 for min_months that is not from 1 to 12.';

CREATE FUNCTION @extschema@.household_set_between(households @extschema@.household_set, first_month date, last_month date) RETURNS @extschema@.household_set
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_set_between(@extschema@.household_set, date, date) IS
'The part of a set that lies in the months from first_month to last_month, both included: counts of a period are counts of this. A set of nobody where first_month comes after last_month; NULL for NULL. Infinite dates are refused (22008).';
