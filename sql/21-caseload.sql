-- caseload: how many households get support, and what it costs for each

CREATE FUNCTION @extschema@.caseload_trans(state internal, household bigint, month date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.caseload_trans(internal, bigint, date) IS
'Transition of the counts of households: adds one row''s household and month. Refuses infinite dates (22008).';

CREATE FUNCTION @extschema@.long_term_households_trans(state internal, household bigint, month date, min_months integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.long_term_households_trans(internal, bigint, date, integer) IS
'Transition of long_term_households with min_months. Refuses infinite dates (22008) and numbers of months that are not from 1 to 12 or not the same in all rows (22023).';

CREATE FUNCTION @extschema@.household_cost_trans(state internal, amount numeric, household bigint, month date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_cost_trans(internal, numeric, bigint, date) IS
'Transition of household_cost over payments: adds one row. Refuses NaN and infinity (22003) and infinite dates (22008).';

CREATE FUNCTION @extschema@.caseload_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.caseload_combine(internal, internal) IS
'Adds one partial state of the aggregates over households and months to another.';

CREATE FUNCTION @extschema@.caseload_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.caseload_serialize(internal) IS
'Writes a partial state of the aggregates over households and months for another process or server. Errors: 54000 if one group''s households come to more than a gigabyte.';

CREATE FUNCTION @extschema@.caseload_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.caseload_deserialize(bytea, internal) IS
'Reads what caseload_serialize wrote. Refuses another format or length, and what cannot be (22P03, 08P01).';

CREATE FUNCTION @extschema@.household_count_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_count_final(internal) IS
'Result of household_count from its state.';

CREATE FUNCTION @extschema@.household_months_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_months_final(internal) IS
'Result of household_months from its state.';

CREATE FUNCTION @extschema@.average_households_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.average_households_final(internal) IS
'Result of average_households from its state.';

CREATE FUNCTION @extschema@.long_term_households_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.long_term_households_final(internal) IS
'Result of long_term_households from its state.';

CREATE FUNCTION @extschema@.household_cost_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_cost_final(internal) IS
'Result of household_cost over payments from its state.';

CREATE FUNCTION @extschema@.cost_per_household_trans(state internal, amount numeric, households numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.cost_per_household_trans(internal, numeric, numeric) IS
'Transition of cost_per_household: adds one row''s amount and households. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.cost_per_household_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.cost_per_household_final(internal) IS
'Result of cost_per_household from its state.';

CREATE AGGREGATE @extschema@.household_count(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.household_count_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.household_count(bigint, date) IS
'Number of distinct households, exact, however many rows and months each has. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008). The households of a whole are not the sum of its parts'': one household may be in several.';

CREATE AGGREGATE @extschema@.household_months(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.household_months_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.household_months(bigint, date) IS
'Number of distinct pairs of household and month, exact: a household with support in three months counts three times, with several payments in a month once. A date stands for its month. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.average_households(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.average_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.average_households(bigint, date) IS
'Households per month on average: household_months divided by the number of distinct months, rounded as numeric division is. Months without any household are not known of and do not count. Rows without household or month are not counted; NULL when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.long_term_households(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.long_term_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.long_term_households(bigint, date) IS
'Number of distinct households with support in at least 10 months of one calendar year, in a row or not: the limit by which the Swedish national statistics, which count adults, tell long-term support. Months of two years are not added. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.long_term_households(household bigint, month date, min_months integer) (
    SFUNC = @extschema@.long_term_households_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.long_term_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.long_term_households(bigint, date, integer) IS
'The same with a limit of your own: distinct households with support in at least min_months months of one calendar year. min_months is from 1 to 12 and the same in all rows, else 22023.';

CREATE AGGREGATE @extschema@.household_cost(amount numeric, household bigint, month date) (
    SFUNC = @extschema@.household_cost_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.household_cost_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.household_cost(numeric, bigint, date) IS
'Cost per household and month: sum of amounts divided by the number of distinct pairs of household and month, in the unit of amount, rounded as numeric division is. Recoveries (negative amounts) lower it. A row without household or month adds its amount and no household; one without amount adds its household. NULL when no amount or no household is given. NaN and infinity are refused (22003), infinite dates too (22008).';

CREATE AGGREGATE @extschema@.cost_per_household(amount numeric, households numeric) (
    SFUNC = @extschema@.cost_per_household_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.cost_per_household_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    MSFUNC = @extschema@.cost_per_household_trans, MINVFUNC = @extschema@.decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = @extschema@.cost_per_household_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.cost_per_household(numeric, numeric) IS
'Cost per household from rows that are counts already: sum of amounts divided by sum of households, in the unit of amount, rounded as numeric division is; per household and month where a row is a month. NULL in one argument adds nothing to its sum. NULL when no amount is given or the households sum to 0. NaN and infinity are refused (22003).';

CREATE FUNCTION @extschema@.households_funded(budget numeric, cost_per_household numeric, months integer DEFAULT 12) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.households_funded(numeric, numeric, integer) IS
'How many households a budget pays for in every one of so many months (12, a year): budget / (cost_per_household * months), in whole households. budget and cost_per_household (a month) are in the same unit. 0 for a budget of 0 or below; NULL for a cost of 0 or below and for NULL. Errors: 22003 for NaN and infinity, 22023 for fewer months than 1.';

CREATE FUNCTION @extschema@.household_gap(budget numeric, households numeric, cost_per_household numeric, months integer DEFAULT 12) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.household_gap(numeric, numeric, numeric, integer) IS
'What a budget lacks for so many households a month: households * cost_per_household * months - budget, exact, in the unit of budget and of cost_per_household (a month). Positive means that money is missing, negative that some is left. months is 12, a year, if left out. NULL for NULL. Errors: 22003 for NaN and infinity, 22023 for fewer months than 1.';
