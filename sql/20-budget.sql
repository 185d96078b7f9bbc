-- budget: how an outcome or a forecast stands against its budget

CREATE FUNCTION @extschema@.budget_trans(state internal, budget numeric, outcome numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.budget_trans(internal, numeric, numeric) IS
'Transition of the budget aggregates: adds one row''s budget and outcome. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.budget_variance_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.budget_variance_final(internal) IS
'Result of budget_variance from its state.';

CREATE FUNCTION @extschema@.deficit_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.deficit_final(internal) IS
'Result of deficit from its state.';

CREATE FUNCTION @extschema@.surplus_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.surplus_final(internal) IS
'Result of surplus from its state.';

CREATE FUNCTION @extschema@.budget_utilisation_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.budget_utilisation_final(internal) IS
'Result of budget_utilisation from its state.';

CREATE AGGREGATE @extschema@.budget_variance(budget numeric, outcome numeric) (
    SFUNC = @extschema@.budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.budget_variance_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    MSFUNC = @extschema@.budget_trans, MINVFUNC = @extschema@.decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = @extschema@.budget_variance_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.budget_variance(numeric, numeric) IS
'Sum of budgets minus sum of outcomes, in the unit of the arguments, exact; positive is favourable (for costs: less was spent than budgeted). A NULL budget counts as 0. NULL when no outcome is given. NaN and infinity are refused (22003). Formula: budget variance of management accounting.';

CREATE AGGREGATE @extschema@.deficit(budget numeric, outcome numeric) (
    SFUNC = @extschema@.budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.deficit_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    MSFUNC = @extschema@.budget_trans, MINVFUNC = @extschema@.decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = @extschema@.deficit_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.deficit(numeric, numeric) IS
'By how much the sum of outcomes exceeds the sum of budgets, or 0, in the unit of the arguments, exact: greatest(-budget_variance, 0). A NULL budget counts as 0, so that spending without a budget is all deficit. NULL when no outcome is given. NaN and infinity are refused (22003). The deficit of a whole is not the sum of its parts'' deficits: aggregate the rows, not the results.';

CREATE AGGREGATE @extschema@.surplus(budget numeric, outcome numeric) (
    SFUNC = @extschema@.budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.surplus_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    MSFUNC = @extschema@.budget_trans, MINVFUNC = @extschema@.decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = @extschema@.surplus_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.surplus(numeric, numeric) IS
'By how much the sum of budgets exceeds the sum of outcomes, or 0, in the unit of the arguments, exact: greatest(budget_variance, 0). A NULL budget counts as 0. NULL when no outcome is given. NaN and infinity are refused (22003). The surplus of a whole is not the sum of its parts'' surpluses: aggregate the rows, not the results.';

CREATE AGGREGATE @extschema@.budget_utilisation(budget numeric, outcome numeric) (
    SFUNC = @extschema@.budget_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.budget_utilisation_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    MSFUNC = @extschema@.budget_trans, MINVFUNC = @extschema@.decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = @extschema@.budget_utilisation_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.budget_utilisation(numeric, numeric) IS
'Sum of outcomes divided by sum of budgets, as a fraction: 1 means that the budget is used up. Rounded as numeric division is. A NULL budget counts as 0. NULL when no outcome is given or the budgets sum to 0. NaN and infinity are refused (22003).';

-- Not STRICT, so that it is inlined.
CREATE FUNCTION @extschema@.net_cost(flow text, amount numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE flow WHEN 'cost'::text THEN amount WHEN 'revenue'::text THEN -amount END;
COMMENT ON FUNCTION @extschema@.net_cost(text, numeric) IS
'What an amount adds to the net cost, in the unit of the amount: the amount itself when flow is ''cost'', minus the amount when flow is ''revenue''. NULL for any other flow, and when flow or amount is NULL. No error of its own. Summed over the rows of a budget or a ledger it is the net cost: costs minus revenues, as Swedish municipalities'' accounts define it.';
