-- budget: how an outcome or a forecast stands against its budget

CREATE FUNCTION budget_trans(state internal, budget numeric, outcome numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION budget_trans(internal, numeric, numeric) IS
'Transition of the budget aggregates: adds one row''s budget and outcome. Refuses NaN and infinity (22003).';

CREATE FUNCTION budget_variance_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION budget_variance_final(internal) IS
'Result of budget_variance from its state.';

CREATE FUNCTION deficit_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION deficit_final(internal) IS
'Result of deficit from its state.';

CREATE FUNCTION surplus_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION surplus_final(internal) IS
'Result of surplus from its state.';

CREATE FUNCTION budget_utilisation_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION budget_utilisation_final(internal) IS
'Result of budget_utilisation from its state.';

CREATE AGGREGATE budget_variance(budget numeric, outcome numeric) (
    SFUNC = budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = budget_variance_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    MSFUNC = budget_trans, MINVFUNC = decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = budget_variance_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE budget_variance(numeric, numeric) IS
'Sum of budgets minus sum of outcomes, in the unit of the arguments, exact; positive is favourable (for costs: less was spent than budgeted). A NULL budget counts as 0. NULL when no outcome is given. NaN and infinity are refused (22003). Formula: budget variance of management accounting.';

CREATE AGGREGATE deficit(budget numeric, outcome numeric) (
    SFUNC = budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = deficit_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    MSFUNC = budget_trans, MINVFUNC = decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = deficit_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE deficit(numeric, numeric) IS
'By how much the sum of outcomes exceeds the sum of budgets, or 0, in the unit of the arguments, exact: greatest(-budget_variance, 0). A NULL budget counts as 0, so that spending without a budget is all deficit. NULL when no outcome is given. NaN and infinity are refused (22003). The deficit of a whole is not the sum of its parts'' deficits: aggregate the rows, not the results.';

CREATE AGGREGATE surplus(budget numeric, outcome numeric) (
    SFUNC = budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = surplus_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    MSFUNC = budget_trans, MINVFUNC = decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = surplus_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE surplus(numeric, numeric) IS
'By how much the sum of budgets exceeds the sum of outcomes, or 0, in the unit of the arguments, exact: greatest(budget_variance, 0). A NULL budget counts as 0. NULL when no outcome is given. NaN and infinity are refused (22003). The surplus of a whole is not the sum of its parts'' surpluses: aggregate the rows, not the results.';

CREATE AGGREGATE budget_utilisation(budget numeric, outcome numeric) (
    SFUNC = budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = budget_utilisation_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    MSFUNC = budget_trans, MINVFUNC = decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = budget_utilisation_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE budget_utilisation(numeric, numeric) IS
'Sum of outcomes divided by sum of budgets, as a fraction: 1 means that the budget is used up. Rounded as numeric division is. A NULL budget counts as 0. NULL when no outcome is given or the budgets sum to 0. NaN and infinity are refused (22003).';
