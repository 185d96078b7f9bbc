-- disclosure: whether a figure tells of few households

CREATE FUNCTION @extschema@.disclosure_safe(households bigint, minimum bigint DEFAULT 5, all_households bigint DEFAULT NULL) RETURNS boolean
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe(bigint, bigint, bigint) IS
'Whether a figure about so many households may be shown: about none, or at least minimum. Where they are a part of all_households, such as the long-term ones, the others must be none or as many too, or all but them would be told of. NULL households or minimum: NULL. It judges one figure: a total less the others must be safe as well. Errors: 22023 for a minimum below 3, negative households, and a part that is larger than all.';

CREATE FUNCTION @extschema@.one_has_most(total numeric, largest numeric, second_largest numeric) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.one_has_most(numeric, numeric, numeric) IS
'Whether a sum tells what one household has although it is of many: where total without the two largest amounts is less than a fifth of the largest, whoever has the second largest can tell the largest that closely (the p % rule with p = 20; Hundepool and others, Statistical Disclosure Control, 2012). Amounts without their signs, with at most two decimals. NULL arguments: NULL. Errors: 22023 where largest is less than second_largest or they are more than total; 22003 for more decimals, amounts above 92 233 720 368 547 758.07, NaN and infinity.';

CREATE FUNCTION @extschema@.disclosure_safe_sum_trans(state internal, amount numeric, household bigint) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_trans(internal, numeric, bigint) IS
'Transition of disclosure_safe_sum(numeric, bigint).';

CREATE FUNCTION @extschema@.disclosure_safe_sum_trans(state internal, amount numeric, household bigint, minimum integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_trans(internal, numeric, bigint, integer) IS
'Transition of disclosure_safe_sum(numeric, bigint, integer).';

CREATE FUNCTION @extschema@.disclosure_safe_sum_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_combine(internal, internal) IS
'Combines partial states of disclosure_safe_sum.';

CREATE FUNCTION @extschema@.disclosure_safe_sum_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_serialize(internal) IS
'Partial state of disclosure_safe_sum as bytes.';

CREATE FUNCTION @extschema@.disclosure_safe_sum_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_deserialize(bytea, internal) IS
'Partial state of disclosure_safe_sum from bytes.';

CREATE FUNCTION @extschema@.disclosure_safe_sum_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.disclosure_safe_sum_final(internal) IS
'Result of disclosure_safe_sum.';

CREATE AGGREGATE @extschema@.disclosure_safe_sum(amount numeric, household bigint) (
    SFUNC = @extschema@.disclosure_safe_sum_trans,
    STYPE = internal, SSPACE = 4096,
    FINALFUNC = @extschema@.disclosure_safe_sum_final,
    COMBINEFUNC = @extschema@.disclosure_safe_sum_combine,
    SERIALFUNC = @extschema@.disclosure_safe_sum_serialize,
    DESERIALFUNC = @extschema@.disclosure_safe_sum_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.disclosure_safe_sum(numeric, bigint) IS
'Sum of amounts in whole currency units, where it tells of no household: NULL where it is of fewer than 5 households, or where one of them has most of the money (one_has_most). What a household is paid and pays back counts together, and one that is left with 0 is none of the households, unless all are. Rows where amount or household is NULL are ignored; none left, NULL. Errors: 22003 for more than two decimals, sums above 92 233 720 368 547 758.07, NaN and infinity.';

CREATE AGGREGATE @extschema@.disclosure_safe_sum(amount numeric, household bigint, minimum integer) (
    SFUNC = @extschema@.disclosure_safe_sum_trans,
    STYPE = internal, SSPACE = 4096,
    FINALFUNC = @extschema@.disclosure_safe_sum_final,
    COMBINEFUNC = @extschema@.disclosure_safe_sum_combine,
    SERIALFUNC = @extschema@.disclosure_safe_sum_serialize,
    DESERIALFUNC = @extschema@.disclosure_safe_sum_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.disclosure_safe_sum(numeric, bigint, integer) IS
'disclosure_safe_sum(amount, household) with another minimum of households than 5; of several, the largest. Errors: as there, 22023 for a minimum below 3 in any row, 22004 for NULL.';
