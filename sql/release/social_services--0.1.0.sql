-- Generated from sql/*.sql and sql/mart/*.sql by scripts/install-sql: edit those.
\echo Use "CREATE EXTENSION social_services" to load this file. \quit

-- ratio: the fractions that the views show

CREATE FUNCTION ratio(part numeric, whole numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    -- The outer condition keeps the division from overflowing, and from dividing by 0.
    RETURN CASE WHEN abs(part) * 0.000001 < abs(whole) THEN
        CASE WHEN abs(round(part / whole, 6)) < 1000000 THEN round(part / whole, 6) END
    END;
COMMENT ON FUNCTION ratio(numeric, numeric) IS
'Part divided by whole as a fraction (1 = 100 %), rounded to six decimals. NULL when an argument is NULL or NaN, when the part is infinite, when the whole is 0, and when the fraction is a million or more, which numeric(12,6) cannot show: one absurd row must not break a whole report. 0 when only the whole is infinite.';

-- product: what numbers give when they are multiplied, such as households x cost x months

CREATE AGGREGATE product(factor numeric) (
    SFUNC = numeric_mul, STYPE = numeric,
    COMBINEFUNC = numeric_mul,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE product(numeric) IS
'Product of all values that are not NULL, exact as numeric multiplication is. NULL when there is none.';

-- decimal_sums: what aggregates over sums of numeric have in common

CREATE FUNCTION decimal_sums_inv(state internal, numeric, numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION decimal_sums_inv(internal, numeric, numeric) IS
'Inverse transition of aggregates over two sums: takes out a row that left the window frame.';

CREATE FUNCTION decimal_sums_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION decimal_sums_combine(internal, internal) IS
'Adds one partial state of an aggregate over sums to another. Refuses states of different aggregates (22P03).';

CREATE FUNCTION decimal_sums_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION decimal_sums_serialize(internal) IS
'Writes a partial state of an aggregate over sums for another process or server.';

CREATE FUNCTION decimal_sums_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION decimal_sums_deserialize(bytea, internal) IS
'Reads what decimal_sums_serialize wrote. Refuses another format or length (22P03, 08P01).';

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

-- caseload: how many households get support, and what it costs for each

CREATE FUNCTION caseload_trans(state internal, household bigint, month date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION caseload_trans(internal, bigint, date) IS
'Transition of the counts of households: adds one row''s household and month. Refuses infinite dates (22008).';

CREATE FUNCTION long_term_households_trans(state internal, household bigint, month date, min_months integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION long_term_households_trans(internal, bigint, date, integer) IS
'Transition of long_term_households with min_months. Refuses infinite dates (22008) and numbers of months that are not from 1 to 12 or not the same in all rows (22023).';

CREATE FUNCTION household_cost_trans(state internal, amount numeric, household bigint, month date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_cost_trans(internal, numeric, bigint, date) IS
'Transition of household_cost over payments: adds one row. Refuses NaN and infinity (22003) and infinite dates (22008).';

CREATE FUNCTION caseload_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION caseload_combine(internal, internal) IS
'Adds one partial state of the aggregates over households and months to another.';

CREATE FUNCTION caseload_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION caseload_serialize(internal) IS
'Writes a partial state of the aggregates over households and months for another process or server. Errors: 54000 if one group''s households come to more than a gigabyte.';

CREATE FUNCTION caseload_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION caseload_deserialize(bytea, internal) IS
'Reads what caseload_serialize wrote. Refuses another format or length (22P03, 08P01).';

CREATE FUNCTION household_count_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_count_final(internal) IS
'Result of household_count from its state.';

CREATE FUNCTION household_months_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_months_final(internal) IS
'Result of household_months from its state.';

CREATE FUNCTION average_households_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION average_households_final(internal) IS
'Result of average_households from its state.';

CREATE FUNCTION long_term_households_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION long_term_households_final(internal) IS
'Result of long_term_households from its state.';

CREATE FUNCTION household_cost_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_cost_final(internal) IS
'Result of household_cost over payments from its state.';

CREATE FUNCTION household_cost_sums_trans(state internal, amount numeric, households numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_cost_sums_trans(internal, numeric, numeric) IS
'Transition of household_cost over counts: adds one row''s amount and households. Refuses NaN and infinity (22003).';

CREATE FUNCTION household_cost_sums_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_cost_sums_final(internal) IS
'Result of household_cost over counts from its state.';

CREATE AGGREGATE household_count(household bigint, month date) (
    SFUNC = caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = household_count_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE household_count(bigint, date) IS
'Number of distinct households, exact, however many rows and months each has. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008). The households of a whole are not the sum of its parts'': one household may be in several.';

CREATE AGGREGATE household_months(household bigint, month date) (
    SFUNC = caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = household_months_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE household_months(bigint, date) IS
'Number of distinct pairs of household and month, exact: a household with support in three months counts three times, with several payments in a month once. A date stands for its month. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE average_households(household bigint, month date) (
    SFUNC = caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = average_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE average_households(bigint, date) IS
'Households per month on average: household_months divided by the number of distinct months, rounded as numeric division is. Months without any household are not known of and do not count. Rows without household or month are not counted; NULL when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE long_term_households(household bigint, month date) (
    SFUNC = caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = long_term_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE long_term_households(bigint, date) IS
'Number of distinct households with support in at least 10 months of one calendar year, in a row or not: the Swedish national statistics'' definition of long-term support. Months of two years are not added. Rows without household or month are not counted; 0 when none is. Infinite dates are refused (22008).';

CREATE AGGREGATE long_term_households(household bigint, month date, min_months integer) (
    SFUNC = long_term_households_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = long_term_households_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE long_term_households(bigint, date, integer) IS
'The same with a limit of your own: distinct households with support in at least min_months months of one calendar year. min_months is from 1 to 12 and the same in all rows, else 22023.';

CREATE AGGREGATE household_cost(amount numeric, household bigint, month date) (
    SFUNC = household_cost_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = household_cost_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = caseload_combine,
    SERIALFUNC = caseload_serialize, DESERIALFUNC = caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE household_cost(numeric, bigint, date) IS
'Cost per household and month: sum of amounts divided by the number of distinct pairs of household and month, in the unit of amount, rounded as numeric division is. Recoveries (negative amounts) lower it. A row without household or month adds its amount and no household; one without amount adds its household. NULL when no amount or no household is given. NaN and infinity are refused (22003), infinite dates too (22008).';

CREATE AGGREGATE household_cost(amount numeric, households numeric) (
    SFUNC = household_cost_sums_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = household_cost_sums_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    MSFUNC = household_cost_sums_trans, MINVFUNC = decimal_sums_inv, MSTYPE = internal, MSSPACE = 120,
    MFINALFUNC = household_cost_sums_final, MFINALFUNC_MODIFY = READ_ONLY,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE household_cost(numeric, numeric) IS
'Cost per household from rows that are counts already: sum of amounts divided by sum of households, in the unit of amount, rounded as numeric division is; per household and month where a row is a month. NULL in one argument adds nothing to its sum. NULL when no amount is given or the households sum to 0. NaN and infinity are refused (22003).';

CREATE FUNCTION households_funded(budget numeric, cost_per_household numeric, months integer DEFAULT 12) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION households_funded(numeric, numeric, integer) IS
'How many households a budget pays for in every one of so many months (12, a year): budget / (cost_per_household * months), in whole households. budget and cost_per_household (a month) are in the same unit. 0 for a budget of 0 or below; NULL for a cost of 0 or below and for NULL. Errors: 22003 for NaN and infinity, 22023 for fewer months than 1.';

CREATE FUNCTION household_gap(budget numeric, households numeric, cost_per_household numeric, months integer DEFAULT 12) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION household_gap(numeric, numeric, numeric, integer) IS
'What a budget lacks for so many households a month: households * cost_per_household * months - budget, exact, in the unit of budget and of cost_per_household (a month). Positive means that money is missing, negative that some is left. months is 12, a year, if left out. NULL for NULL. Errors: 22003 for NaN and infinity, 22023 for fewer months than 1.';

-- decomposition: why a cost changed, by volume, mix and price

CREATE FUNCTION decomposition_trans(state internal, base_quantity numeric, base_price numeric, quantity numeric, price numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION decomposition_trans(internal, numeric, numeric, numeric, numeric) IS
'Transition of volume_effect, mix_effect and price_effect: adds one group. Refuses NaN and infinity (22003).';

CREATE FUNCTION volume_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION volume_effect_final(internal) IS
'Result of volume_effect from its state.';

CREATE FUNCTION mix_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION mix_effect_final(internal) IS
'Result of mix_effect from its state.';

CREATE FUNCTION price_effect_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION price_effect_final(internal) IS
'Result of price_effect from its state.';

CREATE AGGREGATE volume_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = volume_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE volume_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because the total quantity changed: (sum of quantities - sum of base quantities) * average base price, in the unit of price, rounded as numeric division is. One row is a group with its figures before (base) and now. NULL quantities are 0; a group without one price is valued at the other, without both it is left out. Where the base quantities sum to 0, all that is not price is volume. NULL where no quantity has a price, as for no rows. NaN and infinity are refused (22003). Formula: volume variance of management accounting; volume, mix and price add up to the change exactly.';

CREATE AGGREGATE mix_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = mix_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE mix_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because quantity moved between groups of different price: sum of quantity * base price - sum of quantities * average base price, in the unit of price. A new group counts with its own price, so its whole departure from the average is mix. Rows, NULL and errors as for volume_effect; 0 where the base quantities sum to 0. Formula: mix variance of management accounting.';

CREATE AGGREGATE price_effect(base_quantity numeric, base_price numeric, quantity numeric, price numeric) (
    SFUNC = decomposition_trans, STYPE = internal, SSPACE = 288,
    FINALFUNC = price_effect_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE price_effect(numeric, numeric, numeric, numeric) IS
'What a cost changed by because prices changed: sum of quantity * (price - base price), exact, in the unit of price. A group that has only one of the two prices has no price effect. Rows, NULL and errors as for volume_effect. Formula: price variance of management accounting.';

-- glide_path: the straight way from a baseline to a target

CREATE FUNCTION glide_path(baseline numeric, baseline_on date, target numeric, target_on date, at date) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION glide_path(numeric, date, numeric, date, date) IS
'Where the straight line from a baseline on one day to a target on another stands at a third: baseline + (target - baseline) * days since baseline_on / days from baseline_on to target_on, in the unit of baseline and target, rounded as numeric division is. Level before baseline_on and after target_on, so at may be infinite. Where both are one day it is a step, and the target holds on that day. NULL for NULL. Errors: 22003 for NaN and infinity, 22008 for another infinite date, 22023 where baseline_on is after target_on.';

CREATE FUNCTION glide_path_mean(baseline numeric, baseline_on date, target numeric, target_on date, from_date date, to_date date) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION glide_path_mean(numeric, date, numeric, date, date, date) IS
'Mean of glide_path over every day of a period, from_date and to_date included: what an average over a month or a year is expected to be on the way to a target. NULL for NULL. Errors: 22003 for NaN and infinity, 22008 for infinite dates, 22023 where a first date is after its last.';

-- target: how far a target is met

CREATE TYPE target_direction AS ENUM ('at_least', 'at_most');
COMMENT ON TYPE target_direction IS
'What is good about an outcome: at_least, that it reaches the target; at_most, that it does not exceed it.';

CREATE TYPE target_status AS ENUM ('met', 'on_track', 'at_risk', 'off_track', 'no_data');
COMMENT ON TYPE target_status IS
'How a target stands, best first; no_data where there is no saying.';

CREATE FUNCTION target_met(outcome numeric, target numeric, direction target_direction) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION target_met(numeric, numeric, target_direction) IS
'Whether an outcome meets its target: at_least, outcome >= target; at_most, outcome <= target. Yes and no are 1 and 0, with at_least. NULL for NULL. Errors: 22003 for NaN and infinity.';

CREATE FUNCTION target_attainment(outcome numeric, target numeric, direction target_direction, baseline numeric DEFAULT NULL) RETURNS numeric
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION target_attainment(numeric, numeric, target_direction, numeric) IS
'How far a target is met, as a fraction: 1 is just met, more is better. With a baseline the part of the way that is done, (outcome - baseline) / (target - baseline), below 0 for the wrong way; without one, or with one on which the target is met already, outcome / target (at_least) or target / outcome (at_most). Where baseline and target are equal, 1 if the target is met, else NULL. NULL also for a missing outcome, target or direction, for division by zero, and where a ratio would not grow with what is good: without a baseline, a target of 0 or below with at_least, a target below 0 or an outcome of 0 or below with at_most. Rounded as numeric division is. Errors: 22003 for NaN and infinity.';

CREATE FUNCTION target_status(attainment numeric, on_track numeric DEFAULT 0.9, at_risk numeric DEFAULT 0.75) RETURNS target_status
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION target_status(numeric, numeric, numeric) IS
'A word for an attainment: met from 1, on_track from 0.9, at_risk from 0.75, else off_track; no_data for NULL. The two limits can be others, with at_risk <= on_track <= 1, else 22023; 22004 where one is NULL. Errors: 22003 for NaN and infinity.';

CREATE FUNCTION attainment_index_trans(state internal, attainment numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION attainment_index_trans(internal, numeric) IS
'Transition of attainment_index without weights. Refuses NaN and infinity (22003).';

CREATE FUNCTION attainment_index_trans(state internal, attainment numeric, weight numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION attainment_index_trans(internal, numeric, numeric) IS
'Transition of attainment_index with weights. Refuses NaN and infinity (22003) and negative weights (22023).';

CREATE FUNCTION attainment_index_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION attainment_index_final(internal) IS
'Result of attainment_index from its state.';

CREATE AGGREGATE attainment_index(attainment numeric) (
    SFUNC = attainment_index_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = attainment_index_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE attainment_index(numeric) IS
'Mean of attainments, each limited to 0 ... 1, so that overshooting one target does not make up for another. NULL attainments are left out; NULL when none is given. Rounded as numeric division is. NaN and infinity are refused (22003).';

CREATE AGGREGATE attainment_index(attainment numeric, weight numeric) (
    SFUNC = attainment_index_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = attainment_index_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE attainment_index(numeric, numeric) IS
'Weighted mean of attainments, each limited to 0 ... 1. Rows where the attainment or its weight is NULL are left out; NULL when none is given or the weights sum to 0. Rounded as numeric division is. Errors: 22003 for NaN and infinity, 22023 for a negative weight.';

CREATE FUNCTION measure_text(value numeric, measure text, counted text DEFAULT NULL) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN measure = 'yes_no' AND value = 1 THEN 'yes'
                WHEN measure = 'yes_no' AND value = 0 THEN 'no'
                WHEN measure = 'percent'              THEN trim_scale(value * 100) || ' %'
                WHEN measure = 'days'                 THEN trim_scale(value) || ' days'
                ELSE trim_scale(value) || coalesce(' ' || counted, '') END;
COMMENT ON FUNCTION measure_text(numeric, text, text) IS
'A figure as people read it, by its measure: yes_no gives yes for 1 and no for 0, percent 91 % for 0.91, days 138 days, anything else the number, with what is counted behind it if given. NULL for a NULL figure.';

-- apportionment: shares of a total that add up to it

CREATE FUNCTION apportion(total numeric, weight numeric, minimum numeric DEFAULT 0, maximum numeric DEFAULT NULL, scale integer DEFAULT 2) RETURNS numeric
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION apportion(numeric, numeric, numeric, numeric, integer) IS
'Window function: the row''s share of a total that the partition divides in proportion to the weights. Each share lies within its minimum and maximum (NULL: no limit): all shares are x * weight, limited to their bounds, with one x. They are multiples of 10^-scale and add up to the total exactly; what rounding down leaves goes to the largest remainders, the earlier row of the window first. A NULL weight takes no part and has no share; a NULL total gives none. A row with weight 0 gets 0, or the bound nearest to it. Errors: 22023 where the bounds cannot be met (it prints what they allow), for a negative weight, a total with more decimals than the scale, a total or scale that differs between the rows of a partition; 22004 for a NULL scale; 22003 for NaN and infinity.';

-- reallocation: how a pool of budgets can be shifted so that less is lacking

CREATE FUNCTION reallocate(budget numeric, need numeric, floor numeric DEFAULT 0, priority integer DEFAULT 1, scale integer DEFAULT 2) RETURNS numeric
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reallocate(numeric, numeric, numeric, integer, integer) IS
'Window function: the row''s proposed budget in its pool, which is the partition. A row can spare what it holds above the larger of need and floor, and lacks what its need has above its budget; the smaller of the two sums is moved. Donors give in proportion to what they can spare; takers are served by priority, the smallest first, and within one in proportion to what they lack; both in multiples of 10^-scale, by the largest remainder, the earlier row of the window first. The pool''s sum stays the same to the last digit, nobody falls below the larger of need and floor (unless below already), nobody gets more than its need. A NULL need neither gives nor takes; a NULL budget counts as 0, a NULL floor is none, a NULL priority is served last. Errors: 22023 for a scale that differs between the rows of a partition, 22004 for a NULL scale, 22003 for NaN and infinity.';

-- transfer: which money should move where, by rules

-- Not parallel safe: the queries may read temporary tables. Stable: they see what the calling query sees.
CREATE FUNCTION transfer_plan(heads_sql text, rules_sql text, OUT from_head text, OUT to_head text, OUT amount numeric) RETURNS SETOF record
    LANGUAGE c STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION transfer_plan(text, text) IS
'The best plan of transfers between budget heads, by rules. heads_sql is a query that returns head, budget, need, floor and priority (by name, in any order); rules_sql one that returns from_head, to_head, max_amount (NULL: no limit) and cost (for each unit moved). A head can spare what it holds above the larger of need and floor, and lacks what its need has above its budget. Money moves only where a rule permits it, within max_amount, and on through another head only where rules chain. The plan covers as much as possible of what heads of the smallest priority lack, then of the next; among those plans it is the cheapest, and among those the one that moves least: an exact minimum-cost flow in units of the last decimal that occurs. One row for each rule that is used, in byte order of the heads; the same plan whatever the order of the rows. A NULL need neither gives nor takes; a NULL budget counts as 0, a NULL floor is none, a NULL priority is served last. No rows where an argument is NULL. Both queries run with the rights of the caller and may not change anything. Errors: 42703 for a missing column, 42804 for one of another type, 22004 for a NULL head or cost, 22023 for a head or rule that is there twice, a rule that names an unknown head or leads from a head to itself, a negative max_amount or cost; 22003 for NaN, infinity and more digits than fit 64 bits.';

CREATE FUNCTION transfer_plan(heads text[], budgets numeric[], needs numeric[], floors numeric[], priorities integer[],
    givers text[], takers text[], max_amounts numeric[], costs numeric[], OUT from_head text, OUT to_head text, OUT amount numeric)
    RETURNS SETOF record
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10000 ROWS 100 AS 'MODULE_PATHNAME', 'transfer_plan_arrays';
COMMENT ON FUNCTION transfer_plan(text[], numeric[], numeric[], numeric[], integer[], text[], text[], numeric[], numeric[]) IS
'The same plan for heads and rules that are given as arrays, one for each column (givers and takers are the rules'' from_head and to_head), made by array_agg: where the rows cannot be had by a query given as text. An array that is NULL has no elements. Errors: as for queries, and 2202E for arrays of different lengths.';

-- forecast: where the year will end, from the months booked

CREATE FUNCTION forecast_trans(state internal, month date, amount numeric, as_of date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_trans(internal, date, numeric, date) IS
'Transition of the forecast aggregates: adds one row''s amount to its part of the year. Refuses an as_of that is NULL or not the same in all rows (22023), infinite dates (22008), NaN and infinity (22003).';

CREATE FUNCTION forecast_method_trans(state internal, month date, amount numeric, as_of date, method text) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_method_trans(internal, date, numeric, date, text) IS
'The same with a method. Refuses also a method that is unknown, NULL or not the same in all rows (22023).';

CREATE FUNCTION forecast_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_combine(internal, internal) IS
'Adds one partial state of the forecast aggregates to another. Refuses states of different days or methods (22023).';

CREATE FUNCTION forecast_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_serialize(internal) IS
'Writes a partial state of the forecast aggregates for another process or server.';

CREATE FUNCTION forecast_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_deserialize(bytea, internal) IS
'Reads what forecast_serialize wrote. Refuses another format or length (22P03, 08P01).';

CREATE FUNCTION year_end_forecast_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION year_end_forecast_final(internal) IS
'Result of year_end_forecast from its state.';

CREATE FUNCTION year_end_forecast_low_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION year_end_forecast_low_final(internal) IS
'Result of year_end_forecast_low from its state.';

CREATE FUNCTION year_end_forecast_high_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION year_end_forecast_high_final(internal) IS
'Result of year_end_forecast_high from its state.';

CREATE FUNCTION year_end_forecast_method_final(state internal) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION year_end_forecast_method_final(internal) IS
'Result of year_end_forecast_method from its state.';

CREATE AGGREGATE year_end_forecast(month date, amount numeric, as_of date) (
    SFUNC = forecast_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast(date, numeric, date) IS
'What the calendar year of as_of will come to, from the amounts booked until then, in their unit: seasonal forecast. as_of is the last day that is booked, the same in all rows. A date stands for its month; months not complete on as_of, and later ones, are left out, and so is a row without month or amount; a complete month without rows counts as 0. Learned from are the ten years before, those that the bookings cover from January on: B + t (1 - s) (1 + k / (k + 2) (B / (t s) - 1)) for B booked in k months, s the share that the first k months have of a year (recent years weigh more, by 3/4 a year), t the latest of those years; run rate without any. After December it is the outcome. Rounded as numeric division is. NULL where months of the year are complete and nothing is booked in them. Errors: 22023 for as_of NULL or not the same, 22008 for infinite dates, 22003 for NaN and infinity. Source: ratio estimator of a partly known sum (Guerrero and Elizondo 1997), growth damped.';

CREATE AGGREGATE year_end_forecast(month date, amount numeric, as_of date, method text) (
    SFUNC = forecast_method_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast(date, numeric, date, text) IS
'The same by a method: seasonal; run_rate, B * 12 / k for B booked in k months; last_year, B * total / first k months of the year before (NULL without that year; its remaining months unchanged where its first ones come to 0); auto, of those that have a forecast the one whose forecasts of the earlier years, made after k months from the years before each, were least wrong in sum (seasonal where fewer than two years can be tried). The method is the same in all rows and one of these, else 22023.';

CREATE AGGREGATE year_end_forecast_low(month date, amount numeric, as_of date) (
    SFUNC = forecast_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_low_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_low(date, numeric, date) IS
'Lower end of the interval around year_end_forecast, which is meant to hold the outcome four times out of five: the forecast less the margin that four of five errors do not exceed when each of the ten earlier years is left out and forecast from the others after as many months (as fractions of the forecast). NULL with fewer than three such errors. Otherwise like year_end_forecast.';

CREATE AGGREGATE year_end_forecast_low(month date, amount numeric, as_of date, method text) (
    SFUNC = forecast_method_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_low_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_low(date, numeric, date, text) IS
'The same by a method: seasonal, run_rate, last_year or auto.';

CREATE AGGREGATE year_end_forecast_high(month date, amount numeric, as_of date) (
    SFUNC = forecast_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_high_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_high(date, numeric, date) IS
'Upper end of the interval around year_end_forecast, as far above it as year_end_forecast_low lies below.';

CREATE AGGREGATE year_end_forecast_high(month date, amount numeric, as_of date, method text) (
    SFUNC = forecast_method_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_high_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_high(date, numeric, date, text) IS
'The same by a method: seasonal, run_rate, last_year or auto.';

CREATE AGGREGATE year_end_forecast_method(month date, amount numeric, as_of date) (
    SFUNC = forecast_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_method_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_method(date, numeric, date) IS
'The method that year_end_forecast uses for these rows: seasonal, or run_rate where there is no earlier year to learn from. NULL where there is no forecast.';

CREATE AGGREGATE year_end_forecast_method(month date, amount numeric, as_of date, method text) (
    SFUNC = forecast_method_trans, STYPE = internal, SSPACE = 1500,
    FINALFUNC = year_end_forecast_method_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = forecast_combine,
    SERIALFUNC = forecast_serialize, DESERIALFUNC = forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE year_end_forecast_method(date, numeric, date, text) IS
'The method that year_end_forecast uses for these rows: with auto the one that was chosen, with seasonal run_rate where there is no earlier year, else the one given.';

-- forecast_error: how far forecasts were off, once the outcomes are known

CREATE FUNCTION percentage_error_trans(state internal, forecast numeric, outcome numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION percentage_error_trans(internal, numeric, numeric) IS
'Transition of mean_absolute_percentage_error and forecast_bias: adds one row''s error. Refuses NaN and infinity (22003).';

CREATE FUNCTION mean_absolute_percentage_error_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION mean_absolute_percentage_error_final(internal) IS
'Result of mean_absolute_percentage_error from its state.';

CREATE FUNCTION forecast_bias_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION forecast_bias_final(internal) IS
'Result of forecast_bias from its state.';

CREATE FUNCTION relative_mean_absolute_error_trans(state internal, forecast numeric, outcome numeric, benchmark numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION relative_mean_absolute_error_trans(internal, numeric, numeric, numeric) IS
'Transition of relative_mean_absolute_error: adds one row''s two errors. Refuses NaN and infinity (22003).';

CREATE FUNCTION relative_mean_absolute_error_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION relative_mean_absolute_error_final(internal) IS
'Result of relative_mean_absolute_error from its state.';

CREATE AGGREGATE mean_absolute_percentage_error(forecast numeric, outcome numeric) (
    SFUNC = percentage_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = mean_absolute_percentage_error_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_absolute_percentage_error(numeric, numeric) IS
'Mean of |forecast - outcome| / |outcome|, as a fraction: 0.02 means that forecasts were 2 % off on average (MAPE). Each quotient is rounded as numeric division is. Rows without forecast or outcome, and with an outcome of 0, are left out; NULL when none is left. NaN and infinity are refused (22003). Formula: Hyndman and Koehler 2006.';

CREATE AGGREGATE forecast_bias(forecast numeric, outcome numeric) (
    SFUNC = percentage_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = forecast_bias_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE forecast_bias(numeric, numeric) IS
'Mean of (forecast - outcome) / |outcome|, as a fraction: above 0 the forecasts were too high on average, for costs too gloomy (mean percentage error; the literature also writes it with the other sign). Rows without forecast or outcome, and with an outcome of 0, are left out; NULL when none is left. NaN and infinity are refused (22003).';

CREATE AGGREGATE relative_mean_absolute_error(forecast numeric, outcome numeric, benchmark numeric) (
    SFUNC = relative_mean_absolute_error_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = relative_mean_absolute_error_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = decimal_sums_combine,
    SERIALFUNC = decimal_sums_serialize, DESERIALFUNC = decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE relative_mean_absolute_error(numeric, numeric, numeric) IS
'Sum of |forecast - outcome| divided by sum of |benchmark - outcome|, where benchmark is another forecast of the same, such as the run rate: below 1 the forecasts were better than it. The sums are exact. Rows in which one of the three is missing are left out; NULL when none is left or the benchmark was never wrong. NaN and infinity are refused (22003). Formula: Hyndman and Koehler 2006, who call it relative MAE; a scaled error.';

-- mart: creates and upgrades a star schema with its views, from the files of sql/mart/

-- The build puts the files where the next line says so. They can all be run
-- again on a mart that has some or all of their objects, so that creating a
-- mart and upgrading one are the same act.
CREATE FUNCTION social_mart_ddl(OUT place integer, OUT concept text, OUT ddl text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    VALUES
(1, 'organisation', $mart$-- organisation: whose figures these are, and the units they are kept for

CREATE TABLE IF NOT EXISTS mart (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    organisation text    NOT NULL,
    reader       text,
    version      text    NOT NULL
);
COMMENT ON TABLE  mart              IS 'What this mart is: one row, written by create_social_mart and upgrade_social_mart';
COMMENT ON COLUMN mart.only_row     IS 'Always true: there is one row';
COMMENT ON COLUMN mart.organisation IS 'Organisation that a row belongs to when it does not say otherwise';
COMMENT ON COLUMN mart.reader       IS 'Role that may read every view, or NULL';
COMMENT ON COLUMN mart.version      IS 'Version of social_services whose tables and views these are';

CREATE TABLE IF NOT EXISTS organisation (
    organisation text PRIMARY KEY,
    name         text NOT NULL,
    CONSTRAINT organisation_is_not_blank CHECK (btrim(organisation) <> ''),
    CONSTRAINT organisation_name_is_not_blank CHECK (btrim(name) <> '')
);
COMMENT ON TABLE  organisation              IS 'Municipalities or other bodies whose figures the mart holds';
COMMENT ON COLUMN organisation.organisation IS 'Code of the organisation; in Sweden the municipality code, such as 1281 for Lund';
COMMENT ON COLUMN organisation.name         IS 'Name for people';

CREATE TABLE IF NOT EXISTS unit (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    parent       text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT unit_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES unit,
    CONSTRAINT unit_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT unit_name_is_not_blank CHECK (btrim(name) <> '')
);
COMMENT ON TABLE  unit              IS 'Boards, service areas and units, as a tree';
COMMENT ON COLUMN unit.organisation IS 'Organisation that the unit belongs to';
COMMENT ON COLUMN unit.code         IS 'Code of the unit, unique within the organisation';
COMMENT ON COLUMN unit.name         IS 'Name for people';
COMMENT ON COLUMN unit.parent       IS 'Code of the unit above, or NULL at the top';

-- Rules that look at other rows than the one at hand hold only if nobody else
-- is adding rows meanwhile, and if all that others have added can be seen.
CREATE OR REPLACE FUNCTION load_one_at_a_time() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('rows of %s cannot be checked at isolation level %s', TG_TABLE_NAME, current_setting('transaction_isolation')),
            HINT = 'Load them at the default level: BEGIN ISOLATION LEVEL READ COMMITTED.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('social_services'), TG_RELID::integer);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION load_one_at_a_time() IS 'Lets loads of one table wait for each other until they commit, so that the rules between its rows hold (0A000 at other isolation levels than read committed)';

CREATE OR REPLACE TRIGGER unit_is_loaded_one_at_a_time BEFORE INSERT OR UPDATE ON unit
    FOR EACH STATEMENT EXECUTE FUNCTION load_one_at_a_time();

-- The tables are found through the trigger, so that a mart can be renamed.
CREATE OR REPLACE FUNCTION refuse_tree_cycle() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    in_cycle record;
BEGIN
    EXECUTE format(
        'WITH RECURSIVE up AS (
             SELECT organisation, code, parent FROM new_rows WHERE parent IS NOT NULL
             UNION ALL
             SELECT t.organisation, t.code, t.parent
             FROM up JOIN %I.%I t ON t.organisation = up.organisation AND t.code = up.parent
         ) CYCLE organisation, code SET is_cycle USING path
         SELECT organisation, code FROM up WHERE is_cycle ORDER BY 1, 2 LIMIT 1',
        TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO in_cycle;
    IF in_cycle.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%s "%s" of organisation "%s" would stand above itself', TG_TABLE_NAME, in_cycle.code, in_cycle.organisation),
            HINT = 'Follow the column parent upwards: it must end at a row without a parent.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_tree_cycle() IS 'Refuses rows of a tree that would make one of them its own ancestor (23514)';

-- A trigger with a transition table serves one event, hence two.
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_insert AFTER INSERT ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_update AFTER UPDATE ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
$mart$),
(2, 'summary', $mart$-- summary: what views that read much have said, kept by organisation and year until something changes

CREATE TABLE IF NOT EXISTS summary_change (
    id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    about        text    NOT NULL,
    organisation text    NOT NULL,
    fiscal_year  integer,
    effective_on date    NOT NULL DEFAULT '-infinity',
    CONSTRAINT summary_change_is_about_something_known CHECK (about IN ('ledger', 'caseload'))
);
CREATE INDEX IF NOT EXISTS summary_change_organisation ON summary_change (organisation, about);
COMMENT ON TABLE  summary_change              IS 'What has changed in the tables since summaries were refreshed: the years named here are computed afresh at every reading. Written by triggers, emptied by refresh_social_mart';
COMMENT ON COLUMN summary_change.id           IS 'Number of the change';
COMMENT ON COLUMN summary_change.about        IS 'ledger or caseload: which summaries rest on what changed';
COMMENT ON COLUMN summary_change.organisation IS 'Organisation whose figures changed';
COMMENT ON COLUMN summary_change.fiscal_year  IS 'Fiscal year that the change may show in; NULL for all';
COMMENT ON COLUMN summary_change.effective_on IS 'Day from which it shows: that of the change, or the end of a month that was not over at the last refresh';

CREATE TABLE IF NOT EXISTS summary_year (
    about        text        NOT NULL,
    organisation text        NOT NULL,
    fiscal_year  integer     NOT NULL,
    refreshed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation, about, fiscal_year)
);
COMMENT ON TABLE  summary_year              IS 'Years that have a summary';
COMMENT ON COLUMN summary_year.about        IS 'ledger or caseload';
COMMENT ON COLUMN summary_year.organisation IS 'Organisation';
COMMENT ON COLUMN summary_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN summary_year.refreshed_at IS 'When the summary was made';

CREATE TABLE IF NOT EXISTS summary_view (
    view_name text PRIMARY KEY,
    about     text NOT NULL
);
COMMENT ON TABLE  summary_view           IS 'Views whose results are kept: each has a table VIEW_summary, and a view live_VIEW that computes the same afresh';
COMMENT ON COLUMN summary_view.view_name IS 'Name of the view';
COMMENT ON COLUMN summary_view.about     IS 'ledger or caseload: what it rests on';

CREATE OR REPLACE VIEW stale_summary AS
SELECT c.about, c.organisation, c.fiscal_year
FROM summary_change c
WHERE c.fiscal_year IS NOT NULL AND c.effective_on <= current_date
UNION
SELECT y.about, y.organisation, y.fiscal_year
FROM summary_year y
JOIN summary_change c ON c.about = y.about AND c.organisation = y.organisation
WHERE c.fiscal_year IS NULL AND c.effective_on <= current_date;
COMMENT ON VIEW   stale_summary              IS 'A year that views compute afresh at every reading, since something changed after the last CALL refresh_social_mart. What they show is up to date in any case, only slower';
COMMENT ON COLUMN stale_summary.about        IS 'ledger or caseload: what changed';
COMMENT ON COLUMN stale_summary.organisation IS 'Code of the organisation';
COMMENT ON COLUMN stale_summary.fiscal_year  IS 'Fiscal year';

-- Its arguments: what the change is about, how many later years it may show in, and the
-- column that tells the year; without one it shows in all. Rows are only ever added here, so
-- that no writer waits for another, and none for a refresh.
--
-- It works as the owner, so that whoever may write a table need not be allowed to write
-- this one. Hence nobody else may make a trigger of it, and it serves no table of others.
CREATE OR REPLACE FUNCTION note_summary_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    about text := TG_ARGV[0];
    later_years integer := TG_ARGV[1];
    year_column text := TG_ARGV[2];
BEGIN
    IF (SELECT c.relowner::regrole::text FROM pg_class c WHERE c.oid = TG_RELID) <> quote_ident(current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('table %I.%I does not belong to the owner of the mart', TG_TABLE_SCHEMA, TG_TABLE_NAME),
            HINT = format('Give it back: ALTER TABLE %I.%I OWNER TO %I.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user);
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('INSERT INTO %1$I.summary_change (about, organisation) SELECT $1, organisation FROM %1$I.organisation', TG_TABLE_SCHEMA)
            USING about;
        RETURN NULL;
    END IF;
    -- What this transaction has noted before need not be noted again.
    EXECUTE format(
        'INSERT INTO %1$I.summary_change (about, organisation, fiscal_year)
         SELECT DISTINCT $1, r.organisation, y.fiscal_year + later
         FROM (SELECT DISTINCT %2$s FROM (%3$s) c) r
         CROSS JOIN LATERAL (SELECT %4$s) AS y(fiscal_year)
         CROSS JOIN generate_series(0, $2) AS later
         WHERE NOT EXISTS (SELECT FROM %1$I.summary_change n
                           WHERE n.about = $1 AND n.organisation = r.organisation AND n.fiscal_year IS NOT DISTINCT FROM y.fiscal_year + later
                             AND n.xmin = pg_current_xact_id()::xid)',
        TG_TABLE_SCHEMA, 'organisation' || coalesce(', ' || quote_ident(nullif(year_column, '')), ''),
        CASE TG_OP WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
                   WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
                   ELSE 'SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows' END,
        CASE year_column WHEN 'fiscal_year' THEN 'r.fiscal_year'
                         WHEN 'month' THEN 'EXTRACT(year FROM r.month)::integer'
                         WHEN 'scenario' THEN format('(SELECT s.fiscal_year FROM %I.scenario s
                                                       WHERE s.organisation = r.organisation AND s.code = r.scenario)', TG_TABLE_SCHEMA)
                         ELSE 'NULL::integer' END)
        USING about, later_years;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION note_summary_change() FROM PUBLIC;
COMMENT ON FUNCTION note_summary_change() IS 'Notes for which organisations and years a change makes summaries stale. 42501 for a table of another owner';
$mart$),
(3, 'ledger', $mart$-- ledger: budgets, outcomes and forecasts by unit and head, and how they stand against each other

CREATE TABLE IF NOT EXISTS budget_head (
    organisation text          NOT NULL REFERENCES organisation,
    code         text          NOT NULL,
    name         text          NOT NULL,
    parent       text,
    statutory    boolean       NOT NULL DEFAULT false,
    pool         text,
    floor_ratio  numeric(12,6) NOT NULL DEFAULT 0,
    priority     integer       NOT NULL DEFAULT 1,
    PRIMARY KEY (organisation, code),
    CONSTRAINT budget_head_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES budget_head,
    CONSTRAINT budget_head_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT budget_head_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT budget_head_floor_ratio_is_from_0_to_1 CHECK (floor_ratio BETWEEN 0 AND 1),
    CONSTRAINT budget_head_priority_is_at_least_1 CHECK (priority >= 1)
);
COMMENT ON TABLE  budget_head              IS 'Heads of the budget: what the money is for, as a tree';
COMMENT ON COLUMN budget_head.organisation IS 'Organisation that the head belongs to';
COMMENT ON COLUMN budget_head.code         IS 'Code of the head, unique within the organisation';
COMMENT ON COLUMN budget_head.name         IS 'Name for people';
COMMENT ON COLUMN budget_head.parent       IS 'Code of the head above, or NULL at the top';
COMMENT ON COLUMN budget_head.statutory    IS 'Whether the law obliges the board to grant what is needed; a label, see priority for who is served first';
COMMENT ON COLUMN budget_head.pool         IS 'Heads of one pool share what they have in reallocation_proposal; NULL takes part in none. Transfer rules go by heads, not pools';
COMMENT ON COLUMN budget_head.floor_ratio  IS 'Fraction of its budget that the head always keeps';
COMMENT ON COLUMN budget_head.priority     IS 'Order in which shortfalls are covered, 1 first: in a pool and in the plan by rules. All are equal where all have the usual 1';

CREATE OR REPLACE TRIGGER budget_head_is_loaded_one_at_a_time BEFORE INSERT OR UPDATE ON budget_head
    FOR EACH STATEMENT EXECUTE FUNCTION load_one_at_a_time();
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_insert AFTER INSERT ON budget_head
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_update AFTER UPDATE ON budget_head
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();

CREATE TABLE IF NOT EXISTS scenario (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    kind         text    NOT NULL,
    fiscal_year  integer NOT NULL,
    as_of        date,
    adopted      boolean NOT NULL DEFAULT true,
    stated_total numeric,
    PRIMARY KEY (organisation, code),
    CONSTRAINT scenario_code_fiscal_year_key UNIQUE (organisation, code, fiscal_year),
    CONSTRAINT scenario_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT scenario_kind_is_known CHECK (kind IN ('budget', 'outcome', 'forecast')),
    CONSTRAINT scenario_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT scenario_as_of_is_finite CHECK (isfinite(as_of)),
    CONSTRAINT scenario_stated_total_is_an_amount CHECK (abs(stated_total) < 1e13 AND stated_total = round(stated_total, 2))
);
CREATE UNIQUE INDEX IF NOT EXISTS scenario_one_adopted_budget_a_year
    ON scenario (organisation, fiscal_year) WHERE kind = 'budget' AND adopted;
COMMENT ON TABLE  scenario              IS 'A set of ledger rows: a budget, an outcome or a forecast of a fiscal year';
COMMENT ON COLUMN scenario.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN scenario.code         IS 'Code of the scenario, unique within the organisation, such as budget-2023';
COMMENT ON COLUMN scenario.kind         IS 'budget, outcome or forecast';
COMMENT ON COLUMN scenario.fiscal_year  IS 'Year it covers; a fiscal year is a calendar year';
COMMENT ON COLUMN scenario.as_of        IS 'Last day that the figures know of, or NULL where nobody says';
COMMENT ON COLUMN scenario.adopted      IS 'Whether it is in force; of a year''s budgets at most one is, and the views compare with that one';
COMMENT ON COLUMN scenario.stated_total IS 'Variance that the source itself states for the whole year, negative for a deficit, or NULL';

CREATE TABLE IF NOT EXISTS ledger (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    unit         text    NOT NULL,
    head         text    NOT NULL,
    flow         text    NOT NULL DEFAULT 'cost',
    month        date,
    amount       numeric NOT NULL,
    month_year   integer GENERATED ALWAYS AS (CASE WHEN isfinite(month) THEN EXTRACT(year FROM month)::integer END) STORED,
    CONSTRAINT ledger_key UNIQUE NULLS NOT DISTINCT (organisation, scenario, unit, head, flow, month),
    CONSTRAINT ledger_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT ledger_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT ledger_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT ledger_month_is_in_the_scenarios_fiscal_year
        FOREIGN KEY (organisation, scenario, month_year) REFERENCES scenario (organisation, code, fiscal_year),
    CONSTRAINT ledger_month_is_a_first_day CHECK (isfinite(month) AND EXTRACT(day FROM month) = 1),
    CONSTRAINT ledger_flow_is_cost_or_revenue CHECK (flow IN ('cost', 'revenue')),
    CONSTRAINT ledger_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  ledger              IS 'Amounts by scenario, unit, head, flow and month; every other table of money stands beside this one';
COMMENT ON COLUMN ledger.organisation IS 'Organisation that the amount belongs to';
COMMENT ON COLUMN ledger.scenario     IS 'Code of the budget, outcome or forecast';
COMMENT ON COLUMN ledger.unit         IS 'Code of the unit';
COMMENT ON COLUMN ledger.head         IS 'Code of the budget head';
COMMENT ON COLUMN ledger.flow         IS 'cost or revenue; net cost is cost minus revenue';
COMMENT ON COLUMN ledger.month        IS 'First day of the month, or NULL for the whole fiscal year';
COMMENT ON COLUMN ledger.amount       IS 'Amount in whole currency units, at most two decimals; negative for a correction';
COMMENT ON COLUMN ledger.month_year   IS 'Year of the month, kept so that it can be held against the scenario''s';

CREATE OR REPLACE FUNCTION refuse_mixed_periods() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    mixed record;
BEGIN
    EXECUTE format(
        'SELECT n.organisation, n.scenario, n.unit, n.head, n.flow
         FROM (SELECT DISTINCT organisation, scenario, unit, head, flow, month IS NULL AS whole_year
               FROM new_rows) n
         WHERE EXISTS (SELECT FROM %I.%I l
                       WHERE l.organisation = n.organisation AND l.scenario = n.scenario
                         AND l.unit = n.unit AND l.head = n.head AND l.flow = n.flow
                         AND (l.month IS NULL) <> n.whole_year)
         ORDER BY 1, 2, 3, 4, 5 LIMIT 1',
        TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO mixed;
    IF mixed.scenario IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%s of unit "%s" and head "%s" in scenario "%s" is given both by month and for the whole year',
                             mixed.flow, mixed.unit, mixed.head, mixed.scenario),
            DETAIL = format('Organisation "%s".', mixed.organisation),
            HINT = 'Keep either the rows with a month or the one row without.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_mixed_periods() IS 'Refuses an amount that is given both by month and for the whole year, which would count twice (23514)';

CREATE OR REPLACE TRIGGER ledger_is_loaded_one_at_a_time BEFORE INSERT OR UPDATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION load_one_at_a_time();
CREATE OR REPLACE TRIGGER ledger_has_one_period_on_insert AFTER INSERT ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_mixed_periods();
CREATE OR REPLACE TRIGGER ledger_has_one_period_on_update AFTER UPDATE ON ledger
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_mixed_periods();

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{ledger}', 'ledger', 10, 'scenario');

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{scenario}', 'ledger', 10, 'fiscal_year');

-- Names and rules show in every year.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit,budget_head}', 'ledger', 0);

CREATE OR REPLACE VIEW live_budget_variance AS
SELECT v.organisation,
       v.fiscal_year,
       v.budget_scenario,
       v.scenario,
       v.scenario_kind,
       v.as_of,
       v.unit                                                          AS unit_code,
       u.name                                                          AS unit,
       v.head                                                          AS head_code,
       h.name                                                          AS head,
       v.budget::numeric(18,2)                                         AS budget,
       v.outcome::numeric(18,2)                                        AS outcome,
       v.variance::numeric(18,2)                                       AS variance,
       @extschema@.ratio(v.variance, abs(v.budget))::numeric(12,6)     AS variance_ratio,
       v.deficit::numeric(18,2)                                        AS deficit,
       v.surplus::numeric(18,2)                                        AS surplus,
       @extschema@.ratio(v.outcome, v.budget)::numeric(12,6)           AS utilisation
FROM (
    -- Without an adopted budget there is an outcome, but no verdict.
    SELECT c.*, l.unit, l.head,
           CASE WHEN c.budget_scenario IS NOT NULL THEN coalesce(l.budget, 0) END AS budget,
           l.outcome,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.variance END AS variance,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.deficit END  AS deficit,
           CASE WHEN c.budget_scenario IS NOT NULL THEN l.surplus END  AS surplus
    FROM (
        -- Every outcome and forecast beside the year's adopted budget, ...
        SELECT s.organisation, s.fiscal_year, b.code AS budget_scenario,
               s.code AS scenario, s.kind AS scenario_kind, s.as_of
        FROM scenario s
        LEFT JOIN scenario b ON b.organisation = s.organisation AND b.fiscal_year = s.fiscal_year
                            AND b.kind = 'budget' AND b.adopted
        WHERE s.kind IN ('outcome', 'forecast')
          AND EXISTS (SELECT FROM ledger l WHERE l.organisation = s.organisation AND l.scenario = s.code)
        UNION ALL
        -- ... and the adopted budget alone where there is none of them yet.
        SELECT b.organisation, b.fiscal_year, b.code AS budget_scenario,
               NULL::text AS scenario, NULL::text AS scenario_kind, NULL::date AS as_of
        FROM scenario b
        WHERE b.kind = 'budget' AND b.adopted
          AND NOT EXISTS (SELECT FROM scenario s
                          JOIN ledger l ON l.organisation = s.organisation AND l.scenario = s.code
                          WHERE s.organisation = b.organisation AND s.fiscal_year = b.fiscal_year
                            AND s.kind IN ('outcome', 'forecast'))
    ) c
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.budget)                                  AS budget,
               sum(n.outcome)                                 AS outcome,
               @extschema@.budget_variance(n.budget, n.outcome) AS variance,
               @extschema@.deficit(n.budget, n.outcome)         AS deficit,
               @extschema@.surplus(n.budget, n.outcome)         AS surplus
        FROM ledger l
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS net(cost)
        CROSS JOIN LATERAL (SELECT CASE WHEN l.scenario = c.budget_scenario THEN net.cost END,
                                   CASE WHEN l.scenario = c.scenario THEN net.cost END) AS n(budget, outcome)
        WHERE l.organisation = c.organisation AND l.scenario IN (c.budget_scenario, c.scenario)
        GROUP BY l.unit, l.head
    ) l
) v
JOIN unit u ON u.organisation = v.organisation AND u.code = v.unit
JOIN budget_head h ON h.organisation = v.organisation AND h.code = v.head;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_variance', 'ledger');
COMMENT ON VIEW   budget_variance                 IS 'A unit and head in a fiscal year: the adopted budget beside one outcome or forecast. Net cost. With several outcomes or forecasts of a year choose one scenario before adding up';
COMMENT ON COLUMN budget_variance.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN budget_variance.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN budget_variance.budget_scenario IS 'Code of the adopted budget; NULL where the year has none, and then there is no verdict';
COMMENT ON COLUMN budget_variance.scenario        IS 'Code of the outcome or forecast; NULL where none has amounts yet';
COMMENT ON COLUMN budget_variance.scenario_kind   IS 'outcome or forecast';
COMMENT ON COLUMN budget_variance.as_of           IS 'Last day that the outcome or forecast knows of: an outcome in mid-year is held against the whole year''s budget';
COMMENT ON COLUMN budget_variance.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN budget_variance.unit            IS 'Name of the unit';
COMMENT ON COLUMN budget_variance.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN budget_variance.head            IS 'Name of the budget head';
COMMENT ON COLUMN budget_variance.budget          IS 'Budgeted net cost; 0 where the adopted budget has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.outcome         IS 'Net cost of the outcome or forecast; NULL where it has nothing for this unit and head';
COMMENT ON COLUMN budget_variance.variance        IS 'Budget minus outcome; positive is favourable. For a total use budget_variance(budget, outcome) where budget_scenario is not NULL, not the sum of this column, which lacks what has no outcome';
COMMENT ON COLUMN budget_variance.variance_ratio  IS 'Variance as a fraction of the budget';
COMMENT ON COLUMN budget_variance.deficit         IS 'By how much the outcome exceeds the budget, or 0. For a total use deficit(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.surplus         IS 'By how much the budget exceeds the outcome, or 0. For a total use surplus(budget, outcome) where budget_scenario is not NULL, not the sum of this column';
COMMENT ON COLUMN budget_variance.utilisation     IS 'Outcome as a fraction of the budget: 1 means that it is used up';

CREATE OR REPLACE VIEW live_budget_change_by_year AS
SELECT c.organisation,
       c.fiscal_year,
       c.unit                                                                      AS unit_code,
       u.name                                                                      AS unit,
       c.head                                                                      AS head_code,
       h.name                                                                      AS head,
       c.budget_before::numeric(18,2)                                              AS budget_before,
       c.budget::numeric(18,2)                                                     AS budget,
       (c.budget - c.budget_before)::numeric(18,2)                                 AS change,
       @extschema@.ratio(c.budget - c.budget_before, abs(c.budget_before))::numeric(12,6) AS change_ratio
FROM (
    SELECT s.organisation, s.fiscal_year, l.unit, l.head,
           CASE WHEN p.code IS NOT NULL THEN coalesce(l.budget_before, 0) END AS budget_before,
           coalesce(l.budget, 0)                                              AS budget
    FROM scenario s
    LEFT JOIN scenario p ON p.organisation = s.organisation AND p.fiscal_year = s.fiscal_year - 1
                        AND p.kind = 'budget' AND p.adopted
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(net.cost) FILTER (WHERE l.scenario = p.code) AS budget_before,
               sum(net.cost) FILTER (WHERE l.scenario = s.code) AS budget
        FROM ledger l
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS net(cost)
        WHERE l.organisation = s.organisation AND l.scenario IN (p.code, s.code)
        GROUP BY l.unit, l.head
    ) l
    WHERE s.kind = 'budget' AND s.adopted
) c
JOIN unit u ON u.organisation = c.organisation AND u.code = c.unit
JOIN budget_head h ON h.organisation = c.organisation AND h.code = c.head;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_change_by_year', 'ledger');
COMMENT ON VIEW   budget_change_by_year               IS 'A unit and head: this year''s adopted budget beside last year''s. Net cost';
COMMENT ON COLUMN budget_change_by_year.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_change_by_year.fiscal_year   IS 'Fiscal year of the later budget';
COMMENT ON COLUMN budget_change_by_year.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN budget_change_by_year.unit          IS 'Name of the unit';
COMMENT ON COLUMN budget_change_by_year.head_code     IS 'Code of the budget head';
COMMENT ON COLUMN budget_change_by_year.head          IS 'Name of the budget head';
COMMENT ON COLUMN budget_change_by_year.budget_before IS 'Budget of the year before: 0 where that budget has nothing for this unit and head, NULL where there is no adopted budget of that year';
COMMENT ON COLUMN budget_change_by_year.budget        IS 'Budget of the fiscal year; 0 where it has nothing for this unit and head';
COMMENT ON COLUMN budget_change_by_year.change        IS 'Budget minus the budget of the year before';
COMMENT ON COLUMN budget_change_by_year.change_ratio  IS 'Change as a fraction of the budget of the year before';
$mart$),
(4, 'reallocation', $mart$-- reallocation: which money could move between heads, shared within a pool and by rules

CREATE TABLE IF NOT EXISTS transfer_rule (
    organisation text    NOT NULL,
    from_head    text    NOT NULL,
    to_head      text    NOT NULL,
    max_amount   numeric,
    cost         numeric NOT NULL DEFAULT 0,
    source       text,
    PRIMARY KEY (organisation, from_head, to_head),
    CONSTRAINT transfer_rule_from_head_fkey FOREIGN KEY (organisation, from_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_to_head_fkey FOREIGN KEY (organisation, to_head) REFERENCES budget_head,
    CONSTRAINT transfer_rule_leads_to_another_head CHECK (from_head <> to_head),
    CONSTRAINT transfer_rule_max_amount_is_an_amount_of_at_least_0
        CHECK (max_amount >= 0 AND max_amount < 1e13 AND max_amount = round(max_amount, 2)),
    CONSTRAINT transfer_rule_cost_is_from_0_to_1000 CHECK (cost >= 0 AND cost <= 1000 AND cost = round(cost, 3))
);
CREATE INDEX IF NOT EXISTS transfer_rule_to_head ON transfer_rule (organisation, to_head);
COMMENT ON TABLE  transfer_rule              IS 'Moves of money between heads that are permitted; what no rule permits does not move';
COMMENT ON COLUMN transfer_rule.organisation IS 'Organisation that the rule belongs to';
COMMENT ON COLUMN transfer_rule.from_head    IS 'Code of the head that may give';
COMMENT ON COLUMN transfer_rule.to_head      IS 'Code of the head that may take';
COMMENT ON COLUMN transfer_rule.max_amount   IS 'The most that may move in a year, or NULL for no limit';
COMMENT ON COLUMN transfer_rule.cost         IS 'How unwelcome the move is, for each unit moved: of two ways to cover a shortfall the one with the lower sum is taken; 0 is free';
COMMENT ON COLUMN transfer_rule.source       IS 'Decision or statement that the rule rests on';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{transfer_rule}', 'ledger', 0);

CREATE OR REPLACE VIEW live_reallocation_proposal AS
SELECT p.organisation,
       p.fiscal_year,
       p.pool,
       p.head_code,
       p.head,
       p.budget::numeric(18,2)                                         AS budget,
       p.need::numeric(18,2)                                           AS need,
       p.floor::numeric(18,2)                                          AS floor,
       p.priority,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.budget - greatest(p.need, p.floor), 0) END::numeric(18,2) AS spare,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - p.budget, 0) END::numeric(18,2)     AS shortfall,
       p.proposed_budget::numeric(18,2)                                AS proposed_budget,
       (p.proposed_budget - p.budget)::numeric(18,2)                   AS change,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - p.proposed_budget, 0) END::numeric(18,2) AS remaining_shortfall,
       p.statutory,
       p.scenario,
       p.scenario_kind,
       p.as_of
FROM (
    SELECT n.*,
           @extschema@.reallocate(n.budget, CASE WHEN n.pool IS NOT NULL THEN n.need END, n.floor, n.priority)
               OVER (PARTITION BY n.organisation, n.fiscal_year, n.scenario, n.pool ORDER BY n.head_code) AS proposed_budget
    FROM (
        SELECT v.organisation, v.fiscal_year, v.scenario, v.scenario_kind, v.as_of,
               h.pool, h.priority, h.statutory, v.head_code, h.name AS head, v.budget, v.need,
               -- Rounded up, so that no less than the part is kept. Net revenue is not for others to spend.
               ceil(greatest(v.budget, 0) * h.floor_ratio * 100) / 100 AS floor
        FROM (
            SELECT b.organisation, b.fiscal_year, b.scenario, b.scenario_kind, b.as_of, b.head_code,
                   sum(b.budget) AS budget,
                   -- A forecast that lacks a unit would let its budget look spare.
                   CASE WHEN bool_and(b.outcome IS NOT NULL OR b.budget = 0) THEN sum(b.outcome) END AS need
            FROM live_budget_variance b
            -- What a year needs is what is forecast for all of it, or its outcome once it is over.
            WHERE b.budget_scenario IS NOT NULL
              AND (b.scenario_kind = 'forecast'
                   OR b.scenario_kind = 'outcome' AND coalesce(b.as_of >= make_date(b.fiscal_year, 12, 31), true))
            GROUP BY b.organisation, b.fiscal_year, b.scenario, b.scenario_kind, b.as_of, b.head_code
        ) v
        JOIN budget_head h ON h.organisation = v.organisation AND h.code = v.head_code
    ) n
) p;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_proposal', 'ledger');
COMMENT ON VIEW   reallocation_proposal                     IS 'A head in its pool: what it could give or lacks in a fiscal year, and its budget if the pool shares what it has. Adopted budget beside a forecast or the outcome of the whole year; net cost over all units. Of several scenarios choose one before adding up';
COMMENT ON COLUMN reallocation_proposal.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_proposal.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_proposal.pool                IS 'Heads of one pool exchange money; NULL for a head that takes part in none, whose budget stays';
COMMENT ON COLUMN reallocation_proposal.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_proposal.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_proposal.budget              IS 'Adopted budget; 0 where it has nothing for the head';
COMMENT ON COLUMN reallocation_proposal.need                IS 'What the scenario says will be, or was, spent; NULL where it has nothing for the head or lacks a unit that has a budget, and then the head neither gives nor takes';
COMMENT ON COLUMN reallocation_proposal.floor               IS 'What the head keeps in any case: its floor_ratio of the budget; 0 for a budget of net revenue';
COMMENT ON COLUMN reallocation_proposal.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_proposal.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_proposal.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_proposal.proposed_budget     IS 'Budget after the pool has shared: donors give in proportion to what they can spare, takers are served by priority, within one in proportion to what they lack';
COMMENT ON COLUMN reallocation_proposal.change              IS 'Proposed budget minus budget; the changes of a pool add up to 0';
COMMENT ON COLUMN reallocation_proposal.remaining_shortfall IS 'What the need has above the proposed budget, or 0';
COMMENT ON COLUMN reallocation_proposal.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_proposal.scenario            IS 'Code of the forecast or outcome';
COMMENT ON COLUMN reallocation_proposal.scenario_kind       IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_proposal.as_of               IS 'Last day that the forecast or outcome knows of';

CREATE OR REPLACE VIEW live_reallocation_transfer AS
SELECT h.organisation,
       h.fiscal_year,
       t.from_head,
       t.to_head,
       t.amount::numeric(18,2)   AS amount,
       f.name                    AS from_name,
       o.name                    AS to_name,
       r.max_amount::numeric(18,2) AS max_amount,
       r.cost::numeric(12,6)     AS cost,
       r.source,
       h.scenario,
       h.scenario_kind,
       h.as_of
FROM (
    SELECT p.organisation, p.fiscal_year, p.scenario, p.scenario_kind, p.as_of,
           array_agg(p.head_code) AS heads, array_agg(p.budget) AS budgets, array_agg(p.need) AS needs,
           array_agg(p.floor) AS floors, array_agg(p.priority) AS priorities
    FROM live_reallocation_proposal p
    GROUP BY p.organisation, p.fiscal_year, p.scenario, p.scenario_kind, p.as_of
) h
CROSS JOIN LATERAL (
    SELECT array_agg(g.from_head) AS givers, array_agg(g.to_head) AS takers,
           array_agg(g.max_amount) AS max_amounts, array_agg(g.cost) AS costs
    FROM transfer_rule g
    -- A rule may name a head that the year has no figures for.
    WHERE g.organisation = h.organisation AND g.from_head = ANY (h.heads) AND g.to_head = ANY (h.heads)
) g
CROSS JOIN LATERAL @extschema@.transfer_plan(h.heads, h.budgets, h.needs, h.floors, h.priorities,
                                             g.givers, g.takers, g.max_amounts, g.costs) t
JOIN transfer_rule r ON r.organisation = h.organisation AND r.from_head = t.from_head AND r.to_head = t.to_head
JOIN budget_head f ON f.organisation = h.organisation AND f.code = t.from_head
JOIN budget_head o ON o.organisation = h.organisation AND o.code = t.to_head;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'reallocation_transfer', 'ledger');
COMMENT ON VIEW   reallocation_transfer               IS 'A permitted move that the best plan makes: it covers as much as the rules let it of what heads of priority 1 lack, then of 2, ..., at the least cost. Across pools; of several scenarios choose one before adding up';
COMMENT ON COLUMN reallocation_transfer.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_transfer.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN reallocation_transfer.from_head     IS 'Code of the head that gives';
COMMENT ON COLUMN reallocation_transfer.to_head       IS 'Code of the head that takes, to keep or to pass on';
COMMENT ON COLUMN reallocation_transfer.amount        IS 'What moves';
COMMENT ON COLUMN reallocation_transfer.from_name     IS 'Name of the head that gives';
COMMENT ON COLUMN reallocation_transfer.to_name       IS 'Name of the head that takes';
COMMENT ON COLUMN reallocation_transfer.max_amount    IS 'The most that the rule lets move, or NULL for no limit';
COMMENT ON COLUMN reallocation_transfer.cost          IS 'How unwelcome the rule makes the move, for each unit moved';
COMMENT ON COLUMN reallocation_transfer.source        IS 'Decision or statement that the rule rests on';
COMMENT ON COLUMN reallocation_transfer.scenario      IS 'Code of the forecast or outcome that the plan is made for';
COMMENT ON COLUMN reallocation_transfer.scenario_kind IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_transfer.as_of         IS 'Last day that the forecast or outcome knows of';

CREATE OR REPLACE VIEW reallocation_balance AS
SELECT p.organisation,
       p.fiscal_year,
       p.head_code,
       p.head,
       p.budget,
       p.need,
       p.floor,
       p.priority,
       p.spare,
       p.shortfall,
       coalesce(m.given, 0)::numeric(18,2)    AS given,
       coalesce(m.received, 0)::numeric(18,2) AS received,
       a.budget_after::numeric(18,2)          AS budget_after,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(a.budget_after - greatest(p.need, p.floor), 0) END::numeric(18,2) AS remaining_spare,
       CASE WHEN p.need IS NOT NULL
            THEN greatest(p.need - a.budget_after, 0) END::numeric(18,2)                    AS remaining_shortfall,
       p.statutory,
       p.scenario,
       p.scenario_kind,
       p.as_of
FROM reallocation_proposal p
LEFT JOIN (
    SELECT t.organisation, t.fiscal_year, t.scenario, s.head,
           sum(t.amount) FILTER (WHERE s.head = t.from_head) AS given,
           sum(t.amount) FILTER (WHERE s.head = t.to_head)   AS received
    FROM reallocation_transfer t
    CROSS JOIN LATERAL (VALUES (t.from_head), (t.to_head)) AS s(head)
    GROUP BY t.organisation, t.fiscal_year, t.scenario, s.head
) m ON m.organisation = p.organisation AND m.fiscal_year = p.fiscal_year AND m.scenario = p.scenario AND m.head = p.head_code
CROSS JOIN LATERAL (SELECT p.budget - coalesce(m.given, 0) + coalesce(m.received, 0)) AS a(budget_after);
COMMENT ON VIEW   reallocation_balance                     IS 'A head after all moves of reallocation_transfer: who gives, who takes, and what deficit remains when all that may move has moved. Of several scenarios choose one before adding up';
COMMENT ON COLUMN reallocation_balance.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN reallocation_balance.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN reallocation_balance.head_code           IS 'Code of the budget head';
COMMENT ON COLUMN reallocation_balance.head                IS 'Name of the budget head';
COMMENT ON COLUMN reallocation_balance.budget              IS 'Adopted budget; 0 where it has nothing for the head';
COMMENT ON COLUMN reallocation_balance.need                IS 'What the scenario says will be, or was, spent; NULL where it does not say';
COMMENT ON COLUMN reallocation_balance.floor               IS 'What the head keeps in any case';
COMMENT ON COLUMN reallocation_balance.priority            IS 'Order in which shortfalls are covered, 1 first';
COMMENT ON COLUMN reallocation_balance.spare               IS 'What the budget holds above the larger of need and floor, or 0';
COMMENT ON COLUMN reallocation_balance.shortfall           IS 'What the need has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.given               IS 'What leaves the head, its own and what it passes on';
COMMENT ON COLUMN reallocation_balance.received            IS 'What comes to the head';
COMMENT ON COLUMN reallocation_balance.budget_after        IS 'Budget - given + received';
COMMENT ON COLUMN reallocation_balance.remaining_spare     IS 'What the head still has to spare after the moves: nobody lacks it, or no rule, or its limit, lets it through';
COMMENT ON COLUMN reallocation_balance.remaining_shortfall IS 'What the need still has above the budget, or 0';
COMMENT ON COLUMN reallocation_balance.statutory           IS 'Whether the law obliges the board to grant what is needed';
COMMENT ON COLUMN reallocation_balance.scenario            IS 'Code of the forecast or outcome';
COMMENT ON COLUMN reallocation_balance.scenario_kind       IS 'outcome or forecast';
COMMENT ON COLUMN reallocation_balance.as_of               IS 'Last day that the forecast or outcome knows of';
$mart$),
(5, 'appropriation', $mart$-- appropriation: what the council grants, and why it differs from last year

CREATE TABLE IF NOT EXISTS appropriation (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    unit         text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, fiscal_year, unit),
    CONSTRAINT appropriation_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT appropriation_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT appropriation_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  appropriation              IS 'What a service area is granted for a fiscal year';
COMMENT ON COLUMN appropriation.organisation IS 'Organisation that the appropriation belongs to';
COMMENT ON COLUMN appropriation.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN appropriation.unit         IS 'Code of the unit, normally a service area';
COMMENT ON COLUMN appropriation.amount       IS 'Amount in whole currency units, at most two decimals';

CREATE TABLE IF NOT EXISTS budget_change (
    organisation text    NOT NULL REFERENCES organisation,
    fiscal_year  integer NOT NULL,
    unit         text,
    head         text,
    cause        text    NOT NULL,
    amount       numeric NOT NULL,
    temporary    boolean NOT NULL DEFAULT false,
    position     integer GENERATED BY DEFAULT AS IDENTITY,
    CONSTRAINT budget_change_key UNIQUE NULLS NOT DISTINCT (organisation, fiscal_year, unit, head, cause),
    CONSTRAINT budget_change_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT budget_change_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT budget_change_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT budget_change_cause_is_not_blank CHECK (btrim(cause) <> ''),
    CONSTRAINT budget_change_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  budget_change              IS 'Stated reasons why a year''s budget differs from the year before';
COMMENT ON COLUMN budget_change.organisation IS 'Organisation that the change belongs to';
COMMENT ON COLUMN budget_change.fiscal_year  IS 'Fiscal year whose budget is changed';
COMMENT ON COLUMN budget_change.unit         IS 'Code of the unit that it concerns, or NULL';
COMMENT ON COLUMN budget_change.head         IS 'Code of the budget head that it concerns, or NULL';
COMMENT ON COLUMN budget_change.cause        IS 'Reason, for people';
COMMENT ON COLUMN budget_change.amount       IS 'Amount in whole currency units, negative for a cut';
COMMENT ON COLUMN budget_change.temporary    IS 'Whether it ends again';
COMMENT ON COLUMN budget_change.position     IS 'Order in which the changes are told; by default the order of loading';

CREATE OR REPLACE VIEW appropriation_change AS
SELECT c.organisation,
       c.fiscal_year,
       c.unit                                                                    AS unit_code,
       u.name                                                                    AS unit,
       c.amount_before::numeric(18,2)                                            AS amount_before,
       c.amount::numeric(18,2)                                                   AS amount,
       (c.amount - c.amount_before)::numeric(18,2)                               AS change,
       @extschema@.ratio(c.amount - c.amount_before, abs(c.amount_before))::numeric(12,6) AS change_ratio
FROM (
    SELECT y.organisation, y.fiscal_year, a.unit,
           CASE WHEN y.has_year_before
                THEN coalesce(sum(a.amount) FILTER (WHERE a.fiscal_year < y.fiscal_year), 0) END AS amount_before,
           coalesce(sum(a.amount) FILTER (WHERE a.fiscal_year = y.fiscal_year), 0)               AS amount
    FROM (
        SELECT g.organisation, g.fiscal_year,
               EXISTS (SELECT FROM appropriation p
                       WHERE p.organisation = g.organisation AND p.fiscal_year = g.fiscal_year - 1) AS has_year_before
        FROM (SELECT DISTINCT organisation, fiscal_year FROM appropriation) g
    ) y
    JOIN appropriation a ON a.organisation = y.organisation
                        AND a.fiscal_year BETWEEN y.fiscal_year - 1 AND y.fiscal_year
    GROUP BY y.organisation, y.fiscal_year, y.has_year_before, a.unit
) c
JOIN unit u ON u.organisation = c.organisation AND u.code = c.unit;
COMMENT ON VIEW   appropriation_change               IS 'A service area''s appropriation beside that of the year before';
COMMENT ON COLUMN appropriation_change.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN appropriation_change.fiscal_year   IS 'Fiscal year of the later appropriation';
COMMENT ON COLUMN appropriation_change.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN appropriation_change.unit          IS 'Name of the unit';
COMMENT ON COLUMN appropriation_change.amount_before IS 'Appropriation of the year before: 0 where the unit had none, NULL where nothing is recorded of that year';
COMMENT ON COLUMN appropriation_change.amount        IS 'Appropriation of the fiscal year; 0 where the unit has none';
COMMENT ON COLUMN appropriation_change.change        IS 'Appropriation minus that of the year before';
COMMENT ON COLUMN appropriation_change.change_ratio  IS 'Change as a fraction of the appropriation of the year before';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{appropriation}', 'ledger', 0, 'fiscal_year');

CREATE OR REPLACE VIEW live_budget_total AS
SELECT a.organisation, a.fiscal_year, 'appropriation' AS basis, sum(a.amount)::numeric(18,2) AS amount
FROM appropriation a
GROUP BY a.organisation, a.fiscal_year
UNION ALL
SELECT s.organisation, s.fiscal_year, 'adopted budget',
       sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END)::numeric(18,2)
FROM scenario s
JOIN ledger l ON l.organisation = s.organisation AND l.scenario = s.code
WHERE s.kind = 'budget' AND s.adopted
GROUP BY s.organisation, s.fiscal_year;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_total', 'ledger');
COMMENT ON VIEW   budget_total              IS 'A fiscal year''s budget as a whole, from each place that states it; the two should agree';
COMMENT ON COLUMN budget_total.organisation IS 'Code of the organisation';
COMMENT ON COLUMN budget_total.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN budget_total.basis        IS 'appropriation (sum of the units'' appropriations) or adopted budget (net cost of the ledger)';
COMMENT ON COLUMN budget_total.amount       IS 'Amount in whole currency units';

CREATE OR REPLACE VIEW budget_bridge AS
SELECT s.organisation,
       s.fiscal_year,
       (row_number() OVER steps - 1)::integer        AS step,
       s.cause,
       s.amount::numeric(18,2)                       AS amount,
       (sum(s.amount) OVER steps)::numeric(18,2)     AS running_total,
       s.temporary,
       s.kind,
       s.basis
FROM (
    SELECT y.organisation, y.fiscal_year, y.basis, k.kind, k.chapter,
           c.position, c.unit, c.head,
           CASE k.kind WHEN 'opening' THEN 'Budget ' || (y.fiscal_year - 1)
                       WHEN 'change'  THEN c.cause
                       ELSE 'Not explained' END AS cause,
           CASE k.kind WHEN 'opening' THEN y.amount_before
                       WHEN 'change'  THEN c.amount
                       ELSE y.amount - y.amount_before
                            - coalesce((SELECT sum(t.amount) FROM budget_change t
                                        WHERE t.organisation = y.organisation
                                          AND t.fiscal_year = y.fiscal_year), 0) END AS amount,
           c.temporary
    FROM (
        -- The appropriation where both years have one, else the adopted budget.
        SELECT DISTINCT ON (t.organisation, t.fiscal_year)
               t.organisation, t.fiscal_year, t.basis, b.amount AS amount_before, t.amount
        FROM budget_total t
        JOIN budget_total b ON b.organisation = t.organisation AND b.basis = t.basis
                           AND b.fiscal_year = t.fiscal_year - 1
        ORDER BY t.organisation, t.fiscal_year, t.basis = 'appropriation' DESC
    ) y
    CROSS JOIN (VALUES (1, 'opening'), (2, 'change'), (3, 'unexplained')) AS k(chapter, kind)
    LEFT JOIN budget_change c ON k.kind = 'change'
                             AND c.organisation = y.organisation AND c.fiscal_year = y.fiscal_year
    WHERE k.kind <> 'change' OR c.cause IS NOT NULL
) s
WINDOW steps AS (PARTITION BY s.organisation, s.fiscal_year
                 ORDER BY s.chapter, s.position, s.cause, s.unit, s.head
                 ROWS UNBOUNDED PRECEDING);
COMMENT ON VIEW   budget_bridge               IS 'One step from last year''s budget to this year''s, in order: last year''s budget, the stated changes, and what they leave unexplained. Years whose budget and the one before are both known';
COMMENT ON COLUMN budget_bridge.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_bridge.fiscal_year   IS 'Fiscal year that the steps lead to';
COMMENT ON COLUMN budget_bridge.step          IS 'Number of the step; 0 is last year''s budget';
COMMENT ON COLUMN budget_bridge.cause         IS 'What the step is';
COMMENT ON COLUMN budget_bridge.amount        IS 'Amount of the step, negative for a cut; all steps add up to this year''s budget';
COMMENT ON COLUMN budget_bridge.running_total IS 'Sum of the steps so far; after the last it is this year''s budget';
COMMENT ON COLUMN budget_bridge.temporary     IS 'Whether the change ends again; NULL where the step is not a stated change';
COMMENT ON COLUMN budget_bridge.kind          IS 'opening, change or unexplained';
COMMENT ON COLUMN budget_bridge.basis         IS 'Which budget is bridged: appropriation where both years have one, else adopted budget';
$mart$),
(6, 'forecast', $mart$-- forecast: where the year will end, from the months booked, beside what the board states

-- The last month of a scenario, without reading the others.
CREATE INDEX IF NOT EXISTS ledger_scenario_month ON ledger (organisation, scenario, month);

CREATE OR REPLACE VIEW booked_year AS
SELECT s.organisation,
       s.fiscal_year,
       s.scenario,
       -- Within the year, whatever as_of says.
       (date_trunc('month', (greatest(least((s.last_month + interval '1 month' - interval '1 day')::date, s.as_of, current_date),
                                      make_date(s.fiscal_year - 1, 12, 31)) + 1)::timestamp) - interval '1 day')::date AS booked_until
FROM (
    -- Of several outcomes of a year the one in force that knows most.
    SELECT DISTINCT ON (o.organisation, o.fiscal_year)
           o.organisation, o.fiscal_year, o.code AS scenario, o.as_of, m.last_month
    FROM scenario o
    CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                        WHERE l.organisation = o.organisation AND l.scenario = o.code) m
    WHERE o.kind = 'outcome' AND m.last_month IS NOT NULL
    ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, make_date(o.fiscal_year, 12, 31)) DESC, o.code DESC
) s;
COMMENT ON VIEW   booked_year              IS 'A fiscal year whose outcome is booked by month';
COMMENT ON COLUMN booked_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_year.scenario     IS 'Code of the outcome; of several the one in force that knows most';
COMMENT ON COLUMN booked_year.booked_until IS 'Last day of the last complete month: all up to then is booked. Limited by the scenario''s as_of and by today';

CREATE OR REPLACE VIEW monthly_outcome AS
SELECT y.organisation,
       y.fiscal_year,
       y.scenario,
       g.month,
       g.unit                    AS unit_code,
       u.name                    AS unit,
       g.head                    AS head_code,
       h.name                    AS head,
       g.outcome::numeric(18,2)  AS outcome
FROM booked_year y
CROSS JOIN LATERAL (
    SELECT l.month, l.unit, l.head,
           sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
    FROM ledger l
    WHERE l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= y.booked_until
    GROUP BY l.month, l.unit, l.head
) g
JOIN unit u ON u.organisation = y.organisation AND u.code = g.unit
JOIN budget_head h ON h.organisation = y.organisation AND h.code = g.head;
COMMENT ON VIEW   monthly_outcome              IS 'A unit and head in a month: net cost booked. Whole months only';
COMMENT ON COLUMN monthly_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN monthly_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN monthly_outcome.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN monthly_outcome.month        IS 'First day of the month';
COMMENT ON COLUMN monthly_outcome.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN monthly_outcome.unit         IS 'Name of the unit';
COMMENT ON COLUMN monthly_outcome.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN monthly_outcome.head         IS 'Name of the budget head';
COMMENT ON COLUMN monthly_outcome.outcome      IS 'Net cost booked in the month';

CREATE OR REPLACE VIEW live_forecast_by_month AS
SELECT d.organisation,
       d.fiscal_year,
       f.as_of,
       f.unit                             AS unit_code,
       -- Not joins: the planner would take them first, and compute all once for each name.
       (SELECT u.name FROM unit u WHERE u.organisation = d.organisation AND u.code = f.unit)        AS unit,
       f.head                             AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = d.organisation AND h.code = f.head) AS head,
       f.booked::numeric(18,2)            AS booked,
       g.forecast::numeric(18,2)          AS forecast,
       g.low::numeric(18,2)               AS low,
       g.high::numeric(18,2)              AS high,
       f.method
FROM booked_year d
CROSS JOIN LATERAL (
    -- An earlier year teaches only if it is booked to its end. The bookings are read once for all months.
    SELECT l.unit, l.head, m.as_of,
           sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month <= m.as_of) AS booked,
           @extschema@.year_end_forecast(l.month, n.net, m.as_of)        AS forecast,
           @extschema@.year_end_forecast_low(l.month, n.net, m.as_of)    AS low,
           @extschema@.year_end_forecast_high(l.month, n.net, m.as_of)   AS high,
           @extschema@.year_end_forecast_method(l.month, n.net, m.as_of) AS method
    FROM booked_year y
    JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= d.booked_until
    CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
    CROSS JOIN (SELECT make_date(d.fiscal_year + k / 12, k % 12 + 1, 1) - 1 FROM generate_series(1, 12) AS k) AS m(as_of)
    WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - 10
      AND (y.fiscal_year = d.fiscal_year OR y.booked_until = make_date(y.fiscal_year, 12, 31))
      AND m.as_of <= d.booked_until
    GROUP BY l.unit, l.head, m.as_of
) f
CROSS JOIN LATERAL (
    -- Not shown where too large for the column.
    SELECT CASE WHEN abs(f.forecast) < 1e15 THEN f.forecast END,
           CASE WHEN abs(f.forecast) < 1e15 AND abs(f.low) < 1e15 AND abs(f.high) < 1e15 THEN f.low END,
           CASE WHEN abs(f.forecast) < 1e15 AND abs(f.low) < 1e15 AND abs(f.high) < 1e15 THEN f.high END
) AS g(forecast, low, high)
WHERE f.method IS NOT NULL;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_by_month', 'ledger');
COMMENT ON VIEW   forecast_by_month              IS 'A unit and head after each month of a year: what was booked, and where the year was then to end, computed from the books alone. The forecast''s way through the year; net cost';
COMMENT ON COLUMN forecast_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_by_month.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_by_month.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_by_month.forecast     IS 'Net cost that the year will come to';
COMMENT ON COLUMN forecast_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL with fewer than three earlier years';
COMMENT ON COLUMN forecast_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_by_month.method       IS 'How it was computed: seasonal, from the earlier years'' shares of these months; run_rate where there is no earlier year';

CREATE OR REPLACE VIEW live_year_end_forecast AS
SELECT d.organisation,
       d.fiscal_year,
       d.as_of,
       d.booked_until,
       r.unit                                                                       AS unit_code,
       (SELECT u.name FROM unit u WHERE u.organisation = d.organisation AND u.code = r.unit)        AS unit,
       r.head                                                                       AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = d.organisation AND h.code = r.head) AS head,
       r.booked::numeric(18,2)                                               AS booked,
       r.forecast::numeric(18,2)                                             AS forecast,
       r.low::numeric(18,2)                                                  AS low,
       r.high::numeric(18,2)                                                 AS high,
       v.budget::numeric(18,2)                                                      AS budget,
       (v.budget - r.forecast)::numeric(18,2)                                       AS variance,
       CASE WHEN r.forecast > v.budget THEN r.forecast - v.budget WHEN r.forecast <= v.budget THEN 0 END::numeric(18,2) AS deficit,
       r.method,
       d.stated_scenario,
       r.stated::numeric(18,2)                                                      AS stated_forecast,
       (v.budget - r.stated)::numeric(18,2)                                         AS stated_variance
FROM (
    SELECT e.organisation, e.fiscal_year, e.as_of, e.stated_scenario, b.code AS budget_scenario,
           CASE WHEN e.as_of IS NOT NULL AND y.booked_until IS NOT NULL
                THEN (date_trunc('month', (greatest(least(e.as_of, y.booked_until), make_date(e.fiscal_year - 1, 12, 31)) + 1)::timestamp)
                      - interval '1 day')::date END AS booked_until
    FROM (
        -- Each stated forecast, and each other day that an outcome names or up to which it is booked.
        SELECT s.organisation, s.fiscal_year, s.as_of, s.code AS stated_scenario FROM scenario s WHERE s.kind = 'forecast'
        UNION ALL
        SELECT o.organisation, o.fiscal_year, o.as_of, NULL::text AS stated_scenario
        FROM (SELECT s.organisation, s.fiscal_year, s.as_of FROM scenario s WHERE s.kind = 'outcome' AND s.as_of IS NOT NULL
              UNION
              SELECT y.organisation, y.fiscal_year, y.booked_until FROM booked_year y) o
        WHERE NOT EXISTS (SELECT FROM scenario s WHERE s.organisation = o.organisation AND s.fiscal_year = o.fiscal_year
                                                   AND s.kind = 'forecast' AND s.as_of = o.as_of)
    ) e
    LEFT JOIN booked_year y ON y.organisation = e.organisation AND y.fiscal_year = e.fiscal_year
    LEFT JOIN scenario b ON b.organisation = e.organisation AND b.fiscal_year = e.fiscal_year
                        AND b.kind = 'budget' AND b.adopted
) d
CROSS JOIN LATERAL (
    SELECT a.unit, a.head, max(a.booked) AS booked, max(a.forecast) AS forecast, max(a.low) AS low, max(a.high) AS high,
           max(a.method) AS method, sum(a.budget) AS budget, sum(a.stated) AS stated
    FROM (
        SELECT f.unit_code AS unit, f.head_code AS head, f.booked, f.forecast, f.low, f.high, f.method,
               NULL::numeric AS budget, NULL::numeric AS stated
        FROM live_forecast_by_month f
        WHERE f.organisation = d.organisation AND f.fiscal_year = d.fiscal_year AND f.as_of = d.booked_until
        UNION ALL
        SELECT l.unit, l.head, NULL::numeric AS booked, NULL::numeric AS forecast, NULL::numeric AS low, NULL::numeric AS high,
               NULL::text AS method,
               CASE WHEN l.scenario = d.budget_scenario THEN CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END END AS budget,
               CASE WHEN l.scenario = d.stated_scenario THEN CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END END AS stated
        FROM ledger l
        WHERE l.organisation = d.organisation AND l.scenario IN (d.budget_scenario, d.stated_scenario)
    ) a
    GROUP BY a.unit, a.head
) r
CROSS JOIN LATERAL (SELECT CASE WHEN d.budget_scenario IS NOT NULL THEN coalesce(r.budget, 0) END) AS v(budget);
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'year_end_forecast', 'ledger');
COMMENT ON VIEW   year_end_forecast                 IS 'A unit and head at a date: where the year will end, computed from the months booked until then, beside the budget and what the board itself stated. Dates are those of the outcomes and forecasts of the year, and the last that is booked. Net cost';
COMMENT ON COLUMN year_end_forecast.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN year_end_forecast.fiscal_year     IS 'Fiscal year that is forecast';
COMMENT ON COLUMN year_end_forecast.as_of           IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN year_end_forecast.booked_until    IS 'Last day of the last month that the computed forecast knows of: complete by as_of, and booked; NULL where the year is not booked by month, or the stated forecast has no date';
COMMENT ON COLUMN year_end_forecast.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN year_end_forecast.unit            IS 'Name of the unit';
COMMENT ON COLUMN year_end_forecast.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN year_end_forecast.head            IS 'Name of the budget head';
COMMENT ON COLUMN year_end_forecast.booked          IS 'Net cost booked in the year until booked_until; NULL where nothing is';
COMMENT ON COLUMN year_end_forecast.forecast        IS 'Net cost that the year will come to, computed; NULL where nothing is booked in the year';
COMMENT ON COLUMN year_end_forecast.low             IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL with fewer than three earlier years';
COMMENT ON COLUMN year_end_forecast.high            IS 'Upper end of the interval';
COMMENT ON COLUMN year_end_forecast.budget          IS 'Adopted budget; 0 where that has nothing for this unit and head, NULL where the year has none';
COMMENT ON COLUMN year_end_forecast.variance        IS 'Budget minus computed forecast; positive is favourable';
COMMENT ON COLUMN year_end_forecast.deficit         IS 'By how much the computed forecast exceeds the budget, or 0';
COMMENT ON COLUMN year_end_forecast.method          IS 'How forecast was computed: seasonal, from the earlier years'' shares of these months; run_rate where there is no earlier year';
COMMENT ON COLUMN year_end_forecast.stated_scenario IS 'Code of the stated forecast of that date, or NULL; two of one date have rows of their own';
COMMENT ON COLUMN year_end_forecast.stated_forecast IS 'Net cost that the stated forecast says';
COMMENT ON COLUMN year_end_forecast.stated_variance IS 'Budget minus stated forecast; positive is favourable';

CREATE OR REPLACE VIEW live_forecast_total_by_month AS
SELECT f.organisation,
       f.fiscal_year,
       f.as_of,
       f.booked::numeric(18,2)                                                AS booked,
       f.forecast::numeric(18,2)                                              AS forecast,
       (f.forecast - w.margin)::numeric(18,2)                                 AS low,
       (f.forecast + w.margin)::numeric(18,2)                                 AS high,
       b.amount                                                               AS budget,
       (b.amount - f.forecast)::numeric(18,2)                                 AS variance,
       CASE WHEN f.forecast > b.amount THEN f.forecast - b.amount WHEN f.forecast <= b.amount THEN 0 END::numeric(18,2) AS deficit
FROM (
    -- Not shown where too large for the column.
    SELECT m.organisation, m.fiscal_year, m.as_of, sum(m.booked) AS booked,
           CASE WHEN abs(sum(m.forecast)) < 1e15 THEN sum(m.forecast) END AS forecast
    FROM live_forecast_by_month m
    GROUP BY m.organisation, m.fiscal_year, m.as_of
) f
JOIN (
    -- The whole's own errors: those of the parts partly cancel out.
    SELECT y.organisation, y.fiscal_year, w.as_of, CASE WHEN abs(w.margin) < 1e15 THEN round(w.margin, 2) END AS margin
    FROM booked_year y
    CROSS JOIN LATERAL (
        SELECT k.as_of,
               @extschema@.year_end_forecast_high(m.month, m.outcome, k.as_of)
               - @extschema@.year_end_forecast(m.month, m.outcome, k.as_of) AS margin
        FROM (
            SELECT l.month, sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
            FROM booked_year e
            JOIN ledger l ON l.organisation = e.organisation AND l.scenario = e.scenario AND l.month <= y.booked_until
            WHERE e.organisation = y.organisation AND e.fiscal_year <= y.fiscal_year AND e.fiscal_year >= y.fiscal_year - 10
              AND (e.fiscal_year = y.fiscal_year OR e.booked_until = make_date(e.fiscal_year, 12, 31))
            GROUP BY l.month
        ) m
        CROSS JOIN (SELECT make_date(y.fiscal_year + k / 12, k % 12 + 1, 1) - 1 FROM generate_series(1, 12) AS k) AS k(as_of)
        GROUP BY k.as_of
    ) w
) w ON w.organisation = f.organisation AND w.fiscal_year = f.fiscal_year AND w.as_of = f.as_of
LEFT JOIN live_budget_total b ON b.organisation = f.organisation AND b.fiscal_year = f.fiscal_year AND b.basis = 'adopted budget';
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_total_by_month', 'ledger');
COMMENT ON VIEW   forecast_total_by_month              IS 'An organisation after each month of a year: what was booked, and where the year was then to end; the sum of forecast_by_month, with an interval of its own';
COMMENT ON COLUMN forecast_total_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_total_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_total_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_total_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_total_by_month.forecast     IS 'Net cost that the year will come to: the sum of the forecasts of units and heads';
COMMENT ON COLUMN forecast_total_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five, as wide as that of one forecast of the whole: intervals of parts do not add up. NULL with fewer than three earlier years';
COMMENT ON COLUMN forecast_total_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_total_by_month.budget       IS 'Adopted budget of all units and heads, of those too that nothing is booked for; NULL where the year has none';
COMMENT ON COLUMN forecast_total_by_month.variance     IS 'Budget minus forecast; positive is favourable';
COMMENT ON COLUMN forecast_total_by_month.deficit      IS 'By how much the forecast exceeds the budget, or 0';
$mart$),
(7, 'deficit_driver', $mart$-- deficit_driver: the causes that a report states for its deficit, and what they leave open

CREATE TABLE IF NOT EXISTS stated_driver (
    organisation text    NOT NULL,
    scenario     text    NOT NULL,
    cause        text    NOT NULL,
    amount       numeric NOT NULL,
    PRIMARY KEY (organisation, scenario, cause),
    CONSTRAINT stated_driver_scenario_fkey FOREIGN KEY (organisation, scenario) REFERENCES scenario,
    CONSTRAINT stated_driver_cause_is_not_blank CHECK (btrim(cause) <> ''),
    CONSTRAINT stated_driver_amount_is_finite_with_at_most_two_decimals
        CHECK (abs(amount) < 1e13 AND amount = round(amount, 2))
);
COMMENT ON TABLE  stated_driver              IS 'Causes that a report states for its deficit or surplus; the total it states is scenario.stated_total';
COMMENT ON COLUMN stated_driver.organisation IS 'Organisation that the scenario belongs to';
COMMENT ON COLUMN stated_driver.scenario     IS 'Code of the outcome or forecast that the report speaks of';
COMMENT ON COLUMN stated_driver.cause        IS 'Cause, for people';
COMMENT ON COLUMN stated_driver.amount       IS 'Part of the variance in whole currency units: negative makes the deficit larger';

CREATE OR REPLACE VIEW deficit_driver AS
SELECT d.organisation,
       s.fiscal_year,
       d.scenario,
       s.as_of,
       d.cause,
       d.amount::numeric(18,2)                                     AS amount,
       s.stated_total::numeric(18,2)                               AS stated_total,
       (sum(d.amount) OVER report)::numeric(18,2)                  AS explained,
       (s.stated_total - sum(d.amount) OVER report)::numeric(18,2) AS unexplained
FROM stated_driver d
JOIN scenario s ON s.organisation = d.organisation AND s.code = d.scenario
WINDOW report AS (PARTITION BY d.organisation, s.fiscal_year, d.scenario);
COMMENT ON VIEW   deficit_driver              IS 'A stated cause of a stated deficit, and what all causes together leave unexplained. Amounts are variances: negative is adverse';
COMMENT ON COLUMN deficit_driver.organisation IS 'Code of the organisation';
COMMENT ON COLUMN deficit_driver.fiscal_year  IS 'Fiscal year of the outcome or forecast';
COMMENT ON COLUMN deficit_driver.scenario     IS 'Code of the outcome or forecast';
COMMENT ON COLUMN deficit_driver.as_of        IS 'Last day that the outcome or forecast knows of';
COMMENT ON COLUMN deficit_driver.cause        IS 'Stated cause';
COMMENT ON COLUMN deficit_driver.amount       IS 'Stated part of the variance; negative makes the deficit larger';
COMMENT ON COLUMN deficit_driver.stated_total IS 'Variance that the same report states as a whole, repeated on each of its rows; NULL where it states none';
COMMENT ON COLUMN deficit_driver.explained    IS 'Sum of all stated causes of the report, repeated on each of its rows';
COMMENT ON COLUMN deficit_driver.unexplained  IS 'Stated total minus explained, repeated on each of its rows: positive means that something unnamed improves the result';
$mart$),
(8, 'reconciliation', $mart$-- reconciliation: whether printed totals, differences, nets and products follow from their parts

CREATE TABLE IF NOT EXISTS published_figure (
    organisation text    NOT NULL REFERENCES organisation,
    document     text    NOT NULL,
    table_code   text    NOT NULL,
    row_label    text    NOT NULL,
    column_label text    NOT NULL,
    printed      text    NOT NULL,
    amount       numeric NOT NULL,
    printed_to   numeric NOT NULL DEFAULT 1,
    measure      text    NOT NULL DEFAULT 'SEK',
    PRIMARY KEY (organisation, document, table_code, row_label, column_label),
    CONSTRAINT published_figure_amount_is_finite CHECK (abs(amount) < 1e13),
    CONSTRAINT published_figure_printed_to_is_positive CHECK (printed_to > 0 AND printed_to < 1e13),
    CONSTRAINT published_figure_amount_has_the_printed_precision CHECK (amount % nullif(printed_to, 0) = 0)
);
COMMENT ON TABLE  published_figure              IS 'Figures as a document prints them, mistakes included';
COMMENT ON COLUMN published_figure.organisation IS 'Organisation that published the figure';
COMMENT ON COLUMN published_figure.document     IS 'Document that prints it';
COMMENT ON COLUMN published_figure.table_code   IS 'Table of the document, or the section of its text';
COMMENT ON COLUMN published_figure.row_label    IS 'Row of the table, or what the figure is';
COMMENT ON COLUMN published_figure.column_label IS 'Column of the table, or what it refers to';
COMMENT ON COLUMN published_figure.printed      IS 'The figure letter by letter';
COMMENT ON COLUMN published_figure.amount       IS 'The same as a number, in whole units of the measure: 712 524 printed in thousands is 712524000';
COMMENT ON COLUMN published_figure.printed_to   IS 'What a step in the last printed digit is worth: 1000 for a figure in thousands';
COMMENT ON COLUMN published_figure.measure      IS 'What is counted: SEK, households, persons, posts, ...';

CREATE TABLE IF NOT EXISTS published_relation (
    organisation      text     NOT NULL,
    document          text     NOT NULL,
    table_code        text     NOT NULL,
    row_label         text     NOT NULL,
    column_label      text     NOT NULL,
    relation          text     NOT NULL,
    basis             text     NOT NULL,
    term              integer  NOT NULL,
    factor            numeric  NOT NULL DEFAULT 1,
    part_document     text     NOT NULL,
    part_table_code   text     NOT NULL,
    part_row_label    text     NOT NULL,
    part_column_label text     NOT NULL,
    PRIMARY KEY (organisation, document, table_code, row_label, column_label, relation, basis, term,
                 part_document, part_table_code, part_row_label, part_column_label),
    CONSTRAINT published_relation_figure_fkey
        FOREIGN KEY (organisation, document, table_code, row_label, column_label) REFERENCES published_figure,
    CONSTRAINT published_relation_part_fkey
        FOREIGN KEY (organisation, part_document, part_table_code, part_row_label, part_column_label) REFERENCES published_figure,
    CONSTRAINT published_relation_is_known
        CHECK (relation IN ('total', 'difference', 'net', 'product', 'mean', 'restatement')),
    CONSTRAINT published_relation_factor_is_finite CHECK (abs(factor) < 1e6),
    CONSTRAINT published_relation_part_is_another_figure
        CHECK ((document, table_code, row_label, column_label)
            <> (part_document, part_table_code, part_row_label, part_column_label))
);
CREATE INDEX IF NOT EXISTS published_relation_part
    ON published_relation (organisation, part_document, part_table_code, part_row_label, part_column_label);
COMMENT ON TABLE  published_relation                   IS 'What a published figure is printed as the total, difference, net, product, mean or restatement of. It is the sum of its terms; a term is the product of its parts, each with its factor';
COMMENT ON COLUMN published_relation.organisation      IS 'Organisation that published the figures';
COMMENT ON COLUMN published_relation.document          IS 'Document of the derived figure';
COMMENT ON COLUMN published_relation.table_code        IS 'Table of the derived figure';
COMMENT ON COLUMN published_relation.row_label         IS 'Row of the derived figure';
COMMENT ON COLUMN published_relation.column_label      IS 'Column of the derived figure';
COMMENT ON COLUMN published_relation.relation          IS 'total, difference, net, product, mean or restatement (the same figure printed elsewhere)';
COMMENT ON COLUMN published_relation.basis             IS 'What the parts are: rows, columns, text, ...; tells apart two relations of one figure';
COMMENT ON COLUMN published_relation.term              IS 'Parts with the same number are multiplied; the products are added';
COMMENT ON COLUMN published_relation.factor            IS 'What the part is multiplied by: 1 to add, -1 to subtract, 12 for the months of a year, 0.5 for the mean of two';
COMMENT ON COLUMN published_relation.part_document     IS 'Document of the part';
COMMENT ON COLUMN published_relation.part_table_code   IS 'Table of the part';
COMMENT ON COLUMN published_relation.part_row_label    IS 'Row of the part';
COMMENT ON COLUMN published_relation.part_column_label IS 'Column of the part';

CREATE OR REPLACE VIEW reconciliation AS
SELECT c.organisation,
       c.document,
       c.table_code,
       c.row_label,
       c.column_label,
       c.relation,
       c.amount::numeric(18,2)                     AS printed,
       v.computed::numeric(18,2)                   AS computed,
       (c.amount - v.computed)::numeric(18,2)      AS difference,
       CASE WHEN v.computed IS NULL                 THEN 'out of range'
            WHEN c.amount = v.computed              THEN 'follows'
            WHEN abs(c.amount - c.exact) <= c.slack THEN 'within rounding'
            ELSE 'does not follow' END             AS verdict,
       c.basis,
       c.measure
FROM (
    SELECT f.organisation, f.document, f.table_code, f.row_label, f.column_label,
           f.amount, f.printed_to, f.measure, t.relation, t.basis,
           sum(t.amount)                    AS exact,
           sum(t.slack) + f.printed_to / 2  AS slack
    FROM (
        -- A printed part may be off by half its last digit: what that does to the term is its slack.
        SELECT r.organisation, r.document, r.table_code, r.row_label, r.column_label,
               r.relation, r.basis, r.term,
               @extschema@.product(r.factor * p.amount) AS amount,
               @extschema@.product(abs(r.factor) * (abs(p.amount) + p.printed_to / 2))
               - abs(@extschema@.product(r.factor * p.amount)) AS slack
        FROM published_relation r
        JOIN published_figure p ON p.organisation = r.organisation
                               AND p.document = r.part_document AND p.table_code = r.part_table_code
                               AND p.row_label = r.part_row_label AND p.column_label = r.part_column_label
        GROUP BY r.organisation, r.document, r.table_code, r.row_label, r.column_label,
                 r.relation, r.basis, r.term
    ) t
    JOIN published_figure f ON f.organisation = t.organisation AND f.document = t.document
                           AND f.table_code = t.table_code AND f.row_label = t.row_label
                           AND f.column_label = t.column_label
    GROUP BY f.organisation, f.document, f.table_code, f.row_label, f.column_label,
             f.amount, f.printed_to, f.measure, t.relation, t.basis
) c
CROSS JOIN LATERAL (
    SELECT CASE WHEN abs(c.exact) < 1e15
                THEN round(c.exact / c.printed_to) * c.printed_to END
) AS v(computed);
COMMENT ON VIEW   reconciliation              IS 'A printed total, difference, net, product, mean or restatement beside what its printed parts give';
COMMENT ON COLUMN reconciliation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN reconciliation.document     IS 'Document that prints the figure';
COMMENT ON COLUMN reconciliation.table_code   IS 'Table of the document, or the section of its text';
COMMENT ON COLUMN reconciliation.row_label    IS 'Row of the table';
COMMENT ON COLUMN reconciliation.column_label IS 'Column of the table';
COMMENT ON COLUMN reconciliation.relation     IS 'What it is printed as: total, difference, net, product, mean or restatement (the same figure printed elsewhere)';
COMMENT ON COLUMN reconciliation.printed      IS 'The figure as printed, in whole units of its measure';
COMMENT ON COLUMN reconciliation.computed     IS 'What the printed parts give, rounded to the last digit that the figure is printed to; NULL where too large to show';
COMMENT ON COLUMN reconciliation.difference   IS 'Printed minus computed; 0 where the figure follows from its parts. Figures printed finer than 0.01 are compared exactly, though shown with two decimals';
COMMENT ON COLUMN reconciliation.verdict      IS 'follows; within rounding (the parts are rounded enough to explain the difference); does not follow; out of range';
COMMENT ON COLUMN reconciliation.basis        IS 'What the parts are: rows, columns, text, ...';
COMMENT ON COLUMN reconciliation.measure      IS 'What is counted: SEK, households, persons, posts, ...';
$mart$),
(9, 'caseload', $mart$-- caseload: households with support and what they are paid, by month, from payments or as reported

CREATE TABLE IF NOT EXISTS household_month (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    month        date    NOT NULL,
    households   integer NOT NULL,
    payments     numeric,
    PRIMARY KEY (organisation, unit, month),
    CONSTRAINT household_month_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT household_month_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1),
    CONSTRAINT household_month_households_are_up_to_ten_million CHECK (households BETWEEN 0 AND 10000000),
    CONSTRAINT household_month_payments_is_finite_with_at_most_two_decimals
        CHECK (abs(payments) < 1e13 AND payments = round(payments, 2))
);
COMMENT ON TABLE  household_month              IS 'Households with support in a month and what they were paid, as reported: for units without rows in support_payment';
COMMENT ON COLUMN household_month.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN household_month.unit         IS 'Code of the unit';
COMMENT ON COLUMN household_month.month        IS 'First day of the month';
COMMENT ON COLUMN household_month.households   IS 'Households that got support in the month';
COMMENT ON COLUMN household_month.payments     IS 'What they were paid in whole currency units, less what was recovered; NULL where only the households are known';

CREATE TABLE IF NOT EXISTS support_payment (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    household    bigint  NOT NULL,
    month        date    NOT NULL,
    amount       numeric NOT NULL,
    CONSTRAINT support_payment_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT support_payment_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1),
    CONSTRAINT support_payment_amount_is_below_1e9_with_at_most_two_decimals
        CHECK (abs(amount) < 1e9 AND amount = round(amount, 2))
);
CREATE INDEX IF NOT EXISTS support_payment_unit_month ON support_payment (organisation, unit, month);
-- As the views have the year, so that one is computed without the others.
CREATE INDEX IF NOT EXISTS support_payment_year ON support_payment (organisation, (EXTRACT(year FROM month)::integer));
COMMENT ON TABLE  support_payment              IS 'Payments to households, pseudonymous: no view shows a row of it, and no reader may read it';
COMMENT ON COLUMN support_payment.organisation IS 'Organisation that paid';
COMMENT ON COLUMN support_payment.unit         IS 'Code of the unit';
COMMENT ON COLUMN support_payment.household    IS 'Pseudonym of the household: a number that leads to nobody outside this mart, never a personal identity number';
COMMENT ON COLUMN support_payment.month        IS 'First day of the month that the payment is for';
COMMENT ON COLUMN support_payment.amount       IS 'Amount in whole currency units, at most two decimals; negative for a recovery. A household may have several rows in a month';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{household_month,support_payment}', 'caseload', 0, 'month');

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit}', 'caseload', 0);

CREATE OR REPLACE VIEW live_caseload_by_month AS
SELECT f.organisation,
       EXTRACT(year FROM f.month)::integer AS fiscal_year,
       f.unit                              AS unit_code,
       u.name                              AS unit,
       f.month,
       f.households::integer               AS households,
       f.payments::numeric(18,2)           AS payments,
       f.source
FROM (
    -- Whoever only pays back gets no support: recoveries count in the payments alone.
    SELECT p.organisation, p.unit, p.month,
           @extschema@.household_count(p.household, p.month) FILTER (WHERE p.amount > 0) AS households,
           sum(p.amount) AS payments,
           'payments' AS source
    FROM support_payment p
    GROUP BY p.organisation, p.unit, p.month
    UNION ALL
    SELECT h.organisation, h.unit, h.month, h.households, h.payments, 'reported' AS source
    FROM household_month h
    WHERE NOT EXISTS (SELECT FROM support_payment p
                      WHERE p.organisation = h.organisation AND p.unit = h.unit AND p.month = h.month)
) f
JOIN unit u ON u.organisation = f.organisation AND u.code = f.unit;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_month', 'caseload');
COMMENT ON VIEW   caseload_by_month              IS 'A unit and month: households with support and what they were paid. From support_payment where that has the unit and month, else from household_month; all other views of households rest on this one';
COMMENT ON COLUMN caseload_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_month.fiscal_year  IS 'Year of the month';
COMMENT ON COLUMN caseload_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_month.month        IS 'First day of the month';
COMMENT ON COLUMN caseload_by_month.households   IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN caseload_by_month.payments     IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN caseload_by_month.source       IS 'payments (counted in support_payment) or reported (from household_month)';

CREATE OR REPLACE VIEW household_cost AS
SELECT t.organisation,
       t.fiscal_year,
       t.unit_code,
       t.unit,
       t.month,
       t.households,
       t.payments::numeric(18,2)                                                  AS payments,
       (t.payments / nullif(t.households, 0))::numeric(18,2)                      AS cost_per_household,
       t.households_year_ago,
       @extschema@.ratio(t.households - t.households_year_ago, t.households_year_ago)::numeric(12,6) AS households_change_ratio,
       t.source
FROM (
    -- Each month twice, the second time as the year-ago of a month to come. So a
    -- filter on year or month reaches both, as it could not reach a join.
    SELECT m.organisation, m.fiscal_year, m.unit_code, m.unit, m.month,
           max(m.households) FILTER (WHERE NOT m.is_before) AS households,
           max(m.payments) FILTER (WHERE NOT m.is_before)   AS payments,
           max(m.households) FILTER (WHERE m.is_before)     AS households_year_ago,
           max(m.source) FILTER (WHERE NOT m.is_before)     AS source
    FROM (
        SELECT c.organisation, c.fiscal_year, c.unit_code, c.unit, c.month, c.households, c.payments, c.source, false AS is_before
        FROM caseload_by_month c
        UNION ALL
        SELECT c.organisation, c.fiscal_year + 1 AS fiscal_year, c.unit_code, c.unit, (c.month + interval '1 year')::date AS month,
               c.households, NULL::numeric AS payments, NULL::text AS source, true AS is_before
        FROM caseload_by_month c
    ) m
    GROUP BY m.organisation, m.fiscal_year, m.unit_code, m.unit, m.month
    HAVING NOT bool_and(m.is_before)
) t;
COMMENT ON VIEW   household_cost                         IS 'A unit and month: households with support, what they were paid, and how many they were a year before';
COMMENT ON COLUMN household_cost.organisation            IS 'Code of the organisation';
COMMENT ON COLUMN household_cost.fiscal_year             IS 'Year of the month';
COMMENT ON COLUMN household_cost.unit_code               IS 'Code of the unit';
COMMENT ON COLUMN household_cost.unit                    IS 'Name of the unit';
COMMENT ON COLUMN household_cost.month                   IS 'First day of the month';
COMMENT ON COLUMN household_cost.households              IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN household_cost.payments                IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN household_cost.cost_per_household      IS 'Payments divided by households; for several months use household_cost(payments, households)';
COMMENT ON COLUMN household_cost.households_year_ago     IS 'Households in the same month of the year before; NULL where not known';
COMMENT ON COLUMN household_cost.households_change_ratio IS 'Change of the households in a year, as a fraction of those a year ago';
COMMENT ON COLUMN household_cost.source                  IS 'payments (counted in support_payment) or reported (from household_month)';

CREATE OR REPLACE VIEW household_check AS
SELECT r.organisation,
       EXTRACT(year FROM r.month)::integer         AS fiscal_year,
       r.unit                                      AS unit_code,
       u.name                                      AS unit,
       r.month,
       p.households::integer                       AS households,
       r.households                                AS households_reported,
       (r.households - p.households)::integer      AS households_difference,
       p.payments::numeric(18,2)                   AS payments,
       r.payments::numeric(18,2)                   AS payments_reported,
       (r.payments - p.payments)::numeric(18,2)    AS payments_difference,
       CASE WHEN r.households = p.households AND coalesce(r.payments = p.payments, true)
            THEN 'agrees' ELSE 'disagrees' END     AS verdict
FROM household_month r
JOIN unit u ON u.organisation = r.organisation AND u.code = r.unit
CROSS JOIN LATERAL (
    SELECT @extschema@.household_count(s.household, s.month) FILTER (WHERE s.amount > 0) AS households,
           sum(s.amount) AS payments
    FROM support_payment s
    WHERE s.organisation = r.organisation AND s.unit = r.unit AND s.month = r.month
    HAVING count(*) > 0
) p;
COMMENT ON VIEW   household_check                       IS 'A unit and month that has both payments and reported figures, and whether they agree. The views use the payments';
COMMENT ON COLUMN household_check.organisation          IS 'Code of the organisation';
COMMENT ON COLUMN household_check.fiscal_year           IS 'Year of the month';
COMMENT ON COLUMN household_check.unit_code             IS 'Code of the unit';
COMMENT ON COLUMN household_check.unit                  IS 'Name of the unit';
COMMENT ON COLUMN household_check.month                 IS 'First day of the month';
COMMENT ON COLUMN household_check.households            IS 'Households counted in support_payment';
COMMENT ON COLUMN household_check.households_reported   IS 'Households of household_month';
COMMENT ON COLUMN household_check.households_difference IS 'Reported minus counted';
COMMENT ON COLUMN household_check.payments              IS 'Sum of support_payment';
COMMENT ON COLUMN household_check.payments_reported     IS 'Payments of household_month, or NULL';
COMMENT ON COLUMN household_check.payments_difference   IS 'Reported minus summed';
COMMENT ON COLUMN household_check.verdict               IS 'agrees or disagrees; payments that are not reported agree';

CREATE OR REPLACE VIEW live_caseload_by_year AS
SELECT y.organisation,
       y.fiscal_year,
       y.unit                                                                  AS unit_code,
       u.name                                                                  AS unit,
       bit_count(coalesce(y.months, 0)::bit(12))::integer                      AS months,
       y.households::integer                                                   AS households,
       y.average_households::numeric(18,2)                                     AS average_households,
       y.long_term_households::integer                                         AS long_term_households,
       @extschema@.ratio(y.long_term_households, y.households)::numeric(12,6)  AS long_term_ratio,
       y.payments::numeric(18,2)                                               AS payments,
       (y.payments / nullif(y.household_months, 0))::numeric(18,2)             AS cost_per_household
FROM (
    SELECT p.organisation, EXTRACT(year FROM p.month)::integer AS fiscal_year, p.unit,
           -- As bits, for count(DISTINCT) would have all payments sorted.
           bit_or(1 << EXTRACT(month FROM p.month)::integer - 1) FILTER (WHERE p.amount > 0)    AS months,
           @extschema@.household_count(p.household, p.month) FILTER (WHERE p.amount > 0)        AS households,
           @extschema@.household_months(p.household, p.month) FILTER (WHERE p.amount > 0)       AS household_months,
           @extschema@.average_households(p.household, p.month) FILTER (WHERE p.amount > 0)     AS average_households,
           @extschema@.long_term_households(p.household, p.month) FILTER (WHERE p.amount > 0)   AS long_term_households,
           sum(p.amount) AS payments
    FROM support_payment p
    GROUP BY p.organisation, EXTRACT(year FROM p.month), p.unit
) y
JOIN unit u ON u.organisation = y.organisation AND u.code = y.unit;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_year', 'caseload');
COMMENT ON VIEW   caseload_by_year                      IS 'A unit and year, counted in support_payment alone, as different households cannot be counted from figures of months: units and months that are only reported are missing here';
COMMENT ON COLUMN caseload_by_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_year.fiscal_year          IS 'Calendar year';
COMMENT ON COLUMN caseload_by_year.unit_code            IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_year.unit                 IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_year.months               IS 'Months in which any household got support; less than 12 while the year lasts';
COMMENT ON COLUMN caseload_by_year.households           IS 'Different households with support in any month of the year';
COMMENT ON COLUMN caseload_by_year.average_households   IS 'Households per month on average';
COMMENT ON COLUMN caseload_by_year.long_term_households IS 'Households with support in at least 10 months of the year';
COMMENT ON COLUMN caseload_by_year.long_term_ratio      IS 'Long-term households as a fraction of all';
COMMENT ON COLUMN caseload_by_year.payments             IS 'What they were paid, less what was recovered; without what is only reported';
COMMENT ON COLUMN caseload_by_year.cost_per_household   IS 'Payments per household and month';

CREATE OR REPLACE VIEW household_cost_change AS
SELECT t.organisation,
       t.fiscal_year,
       bit_count(t.months::bit(12))::integer                           AS months,
       t.cost_before::numeric(18,2)                                    AS cost_before,
       e.volume::numeric(18,2)                                         AS volume_effect,
       (t.cost - t.cost_before - e.volume - e.price)::numeric(18,2)    AS mix_effect,
       e.price::numeric(18,2)                                          AS price_effect,
       t.cost::numeric(18,2)                                           AS cost,
       t.households_before::integer                                    AS household_months_before,
       t.households::integer                                           AS household_months,
       (t.cost_before / nullif(t.households_before, 0))::numeric(18,2) AS cost_per_household_before,
       (t.cost / nullif(t.households, 0))::numeric(18,2)               AS cost_per_household
FROM (
    SELECT g.organisation, g.fiscal_year, bit_or(g.months) AS months,
           coalesce(sum(g.cost_before), 0)       AS cost_before,
           coalesce(sum(g.cost), 0)              AS cost,
           coalesce(sum(g.households_before), 0) AS households_before,
           coalesce(sum(g.households), 0)        AS households,
           coalesce(@extschema@.volume_effect(g.households_before, g.price_before, g.households, g.price), 0) AS volume,
           coalesce(@extschema@.price_effect(g.households_before, g.price_before, g.households, g.price), 0)  AS price
    FROM (
        -- Units are the groups; more decimals than numeric division gives by itself.
        SELECT c.organisation, c.fiscal_year, c.unit_code,
               bit_or(1 << c.month_of_year - 1)                  AS months,
               sum(c.households) FILTER (WHERE c.is_before)      AS households_before,
               sum(c.households) FILTER (WHERE NOT c.is_before)  AS households,
               sum(c.payments) FILTER (WHERE c.is_before)        AS cost_before,
               sum(c.payments) FILTER (WHERE NOT c.is_before)    AS cost,
               (sum(c.payments) FILTER (WHERE c.is_before) + 0e-30)
               / nullif(sum(c.households) FILTER (WHERE c.is_before), 0)     AS price_before,
               (sum(c.payments) FILTER (WHERE NOT c.is_before) + 0e-30)
               / nullif(sum(c.households) FILTER (WHERE NOT c.is_before), 0) AS price
        FROM (
            SELECT m.*,
                   bool_or(m.is_before) OVER same_month AND bool_or(NOT m.is_before) OVER same_month AS is_comparable
            FROM (
                SELECT h.organisation, h.fiscal_year, h.unit_code, EXTRACT(month FROM h.month)::integer AS month_of_year,
                       h.households, h.payments, false AS is_before
                FROM caseload_by_month h WHERE h.payments IS NOT NULL
                UNION ALL
                SELECT h.organisation, h.fiscal_year + 1 AS fiscal_year, h.unit_code, EXTRACT(month FROM h.month)::integer AS month_of_year,
                       h.households, h.payments, true AS is_before
                FROM caseload_by_month h WHERE h.payments IS NOT NULL
            ) m
            WINDOW same_month AS (PARTITION BY m.organisation, m.fiscal_year, m.month_of_year)
        ) c
        WHERE c.is_comparable
        GROUP BY c.organisation, c.fiscal_year, c.unit_code
    ) g
    GROUP BY g.organisation, g.fiscal_year
) t
CROSS JOIN LATERAL (
    -- Rounded here, and mix is the rest, so that the figures shown add up. NULL where too large to show.
    SELECT CASE WHEN abs(t.volume) < 1e15 AND abs(t.price) < 1e15 THEN round(t.volume, 2) END,
           CASE WHEN abs(t.volume) < 1e15 AND abs(t.price) < 1e15 THEN round(t.price, 2) END
) AS e(volume, price);
COMMENT ON VIEW   household_cost_change                           IS 'A fiscal year against the one before, over the months that both have: what more or fewer households, their distribution over units, and the cost of each changed. A unit that has not reported a month counts as having none';
COMMENT ON COLUMN household_cost_change.organisation              IS 'Code of the organisation';
COMMENT ON COLUMN household_cost_change.fiscal_year               IS 'The later year';
COMMENT ON COLUMN household_cost_change.months                    IS 'How many months are compared: those for which the organisation has payments in both years';
COMMENT ON COLUMN household_cost_change.cost_before               IS 'Payments in those months of the year before';
COMMENT ON COLUMN household_cost_change.volume_effect             IS 'Change because there are more or fewer households, at last year''s average cost';
COMMENT ON COLUMN household_cost_change.mix_effect                IS 'Change because households are in units where one costs more or less than the average, and what units without households were paid';
COMMENT ON COLUMN household_cost_change.price_effect              IS 'Change because a household of the same unit costs more or less';
COMMENT ON COLUMN household_cost_change.cost                      IS 'Payments in those months of the year: cost_before plus the three effects, to the last decimal';
COMMENT ON COLUMN household_cost_change.household_months_before   IS 'Sum of the months'' households in the year before';
COMMENT ON COLUMN household_cost_change.household_months          IS 'Sum of the months'' households in the year';
COMMENT ON COLUMN household_cost_change.cost_per_household_before IS 'Cost per household and month in the year before';
COMMENT ON COLUMN household_cost_change.cost_per_household        IS 'Cost per household and month in the year';
$mart$),
(10, 'household_plan', $mart$-- household_plan: what a budget for support pays for, and the way to its household target

CREATE TABLE IF NOT EXISTS household_plan (
    organisation        text    NOT NULL REFERENCES organisation,
    fiscal_year         integer NOT NULL,
    opening_households  integer,
    closing_households  integer,
    expected_households integer,
    cost_per_household  numeric,
    budget              numeric,
    norm_gap            numeric,
    PRIMARY KEY (organisation, fiscal_year),
    CONSTRAINT household_plan_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT household_plan_households_are_up_to_ten_million
        CHECK (opening_households >= 0 AND opening_households <= 10000000
               AND closing_households >= 0 AND closing_households <= 10000000
               AND expected_households >= 0 AND expected_households <= 10000000),
    CONSTRAINT household_plan_cost_per_household_is_from_0_01_to_1e7
        CHECK (cost_per_household > 0 AND cost_per_household < 1e7 AND cost_per_household = round(cost_per_household, 2)),
    CONSTRAINT household_plan_amounts_are_finite_with_at_most_two_decimals
        CHECK (abs(budget) < 1e13 AND budget = round(budget, 2) AND abs(norm_gap) < 1e13 AND norm_gap = round(norm_gap, 2))
);
COMMENT ON TABLE  household_plan                     IS 'What a fiscal year''s plan says of the households with support; NULL where it says nothing';
COMMENT ON COLUMN household_plan.organisation        IS 'Organisation whose plan it is';
COMMENT ON COLUMN household_plan.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN household_plan.opening_households  IS 'Households at the end of the year before';
COMMENT ON COLUMN household_plan.closing_households  IS 'Target: households at the end of the year';
COMMENT ON COLUMN household_plan.expected_households IS 'Households per month on average, where the plan states them; else they follow from the way from opening to closing';
COMMENT ON COLUMN household_plan.cost_per_household  IS 'What a household costs in a month, in whole currency units';
COMMENT ON COLUMN household_plan.budget              IS 'Budget for payments to households in the year, before revenue';
COMMENT ON COLUMN household_plan.norm_gap            IS 'Part of what is missing that comes from support norms rising by more than the budget was raised for, where the plan states it';

CREATE OR REPLACE VIEW household_budget_gap AS
SELECT p.organisation,
       p.fiscal_year,
       p.budget::numeric(18,2)                                                         AS budget,
       p.cost_per_household::numeric(18,2)                                             AS cost_per_household,
       f.funded                                                                        AS households_funded,
       e.expected                                                                      AS households_expected,
       e.expected - f.funded                                                           AS gap_households,
       @extschema@.household_gap(p.budget, e.expected, p.cost_per_household)::numeric(18,2) AS gap,
       p.norm_gap::numeric(18,2)                                                       AS norm_gap,
       w.path                                                                          AS households_on_path,
       CASE WHEN p.expected_households IS NOT NULL THEN 'stated'
            WHEN w.path IS NOT NULL                THEN 'path' END                     AS expected_basis
FROM household_plan p
CROSS JOIN LATERAL (
    SELECT round(@extschema@.glide_path_mean(p.opening_households, make_date(p.fiscal_year - 1, 12, 31),
                                             p.closing_households, make_date(p.fiscal_year, 12, 31),
                                             make_date(p.fiscal_year, 1, 1), make_date(p.fiscal_year, 12, 31)))::integer
) AS w(path)
CROSS JOIN LATERAL (SELECT coalesce(p.expected_households, w.path)) AS e(expected)
CROSS JOIN LATERAL (
    -- Not shown where it is too many for an integer.
    SELECT CASE WHEN n < 2147483648 THEN n::integer END
    FROM @extschema@.households_funded(p.budget, p.cost_per_household) AS n
) AS f(funded);
COMMENT ON VIEW   household_budget_gap                     IS 'A fiscal year''s plan: how many households the budget pays for, how many are expected, and what is missing';
COMMENT ON COLUMN household_budget_gap.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN household_budget_gap.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN household_budget_gap.budget              IS 'Budget for payments to households';
COMMENT ON COLUMN household_budget_gap.cost_per_household  IS 'What a household costs in a month';
COMMENT ON COLUMN household_budget_gap.households_funded   IS 'Households that the budget pays for in every month of the year';
COMMENT ON COLUMN household_budget_gap.households_expected IS 'Households expected per month on average: what the plan states, else the mean of the way from opening to closing';
COMMENT ON COLUMN household_budget_gap.gap_households      IS 'Expected minus funded; negative where the budget pays for more';
COMMENT ON COLUMN household_budget_gap.gap                 IS 'What the budget lacks for the households expected: expected x cost x 12 - budget; negative where some is left';
COMMENT ON COLUMN household_budget_gap.norm_gap            IS 'Part of the gap that the plan puts down to support norms rising by more than the budget was raised for; NULL where it does not say';
COMMENT ON COLUMN household_budget_gap.households_on_path  IS 'Mean over the year of the straight way from opening to closing households';
COMMENT ON COLUMN household_budget_gap.expected_basis      IS 'Where the expected households are from: stated (by the plan) or path';

CREATE OR REPLACE VIEW household_path AS
SELECT p.organisation,
       p.fiscal_year,
       v.month,
       v.expected,
       a.households,
       a.households - v.expected AS deviation
FROM household_plan p
CROSS JOIN generate_series(1, 12) AS m(number)
CROSS JOIN LATERAL (
    SELECT s.month,
           round(@extschema@.glide_path_mean(p.opening_households, make_date(p.fiscal_year - 1, 12, 31),
                                             p.closing_households, make_date(p.fiscal_year, 12, 31),
                                             s.month, (s.month + interval '1 month' - interval '1 day')::date))::integer AS expected
    FROM (SELECT make_date(p.fiscal_year, m.number, 1) AS month) s
) v
LEFT JOIN (
    SELECT c.organisation, c.fiscal_year, c.month, sum(c.households)::integer AS households
    FROM caseload_by_month c
    GROUP BY c.organisation, c.fiscal_year, c.month
) a ON a.organisation = p.organisation AND a.fiscal_year = p.fiscal_year AND a.month = v.month
WHERE v.expected IS NOT NULL;
COMMENT ON VIEW   household_path              IS 'A month of the year on the way to the household target, beside the households there were';
COMMENT ON COLUMN household_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN household_path.fiscal_year  IS 'Fiscal year of the plan';
COMMENT ON COLUMN household_path.month        IS 'First day of the month';
COMMENT ON COLUMN household_path.expected     IS 'Mean over the month of the straight way from the opening to the closing households';
COMMENT ON COLUMN household_path.households   IS 'Households with support in the month, summed over the units that have reported it; NULL where none has';
COMMENT ON COLUMN household_path.deviation    IS 'Households minus expected: positive means more than on the way to the target';
$mart$),
(11, 'target', $mart$-- target: goals, indicators and how far their targets are met

CREATE TABLE IF NOT EXISTS goal (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    parent       text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT goal_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES goal,
    CONSTRAINT goal_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT goal_name_is_not_blank CHECK (btrim(name) <> '')
);
COMMENT ON TABLE  goal              IS 'Goals as a tree: the council''s, and below each the board''s that contribute to it';
COMMENT ON COLUMN goal.organisation IS 'Organisation whose goal it is';
COMMENT ON COLUMN goal.code         IS 'Code of the goal, unique within the organisation';
COMMENT ON COLUMN goal.name         IS 'Name for people';
COMMENT ON COLUMN goal.parent       IS 'Code of the goal above, or NULL at the top';

CREATE OR REPLACE TRIGGER goal_is_loaded_one_at_a_time BEFORE INSERT OR UPDATE ON goal
    FOR EACH STATEMENT EXECUTE FUNCTION load_one_at_a_time();
CREATE OR REPLACE TRIGGER goal_is_a_tree_on_insert AFTER INSERT ON goal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER goal_is_a_tree_on_update AFTER UPDATE ON goal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();

CREATE TABLE IF NOT EXISTS indicator (
    organisation    text    NOT NULL,
    code            text    NOT NULL,
    goal            text    NOT NULL,
    name            text    NOT NULL,
    measure         text    NOT NULL,
    direction       text    NOT NULL DEFAULT 'at_least',
    counted         text,
    baseline        numeric,
    due_at_year_end boolean NOT NULL DEFAULT true,
    weight          numeric NOT NULL DEFAULT 1,
    position        integer GENERATED BY DEFAULT AS IDENTITY,
    PRIMARY KEY (organisation, code),
    CONSTRAINT indicator_goal_fkey FOREIGN KEY (organisation, goal) REFERENCES goal,
    CONSTRAINT indicator_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT indicator_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT indicator_measure_is_known CHECK (measure IN ('yes_no', 'count', 'percent', 'days')),
    CONSTRAINT indicator_direction_is_known CHECK (direction IN ('at_least', 'at_most')),
    CONSTRAINT indicator_yes_is_what_is_wanted CHECK (measure <> 'yes_no' OR direction = 'at_least'),
    CONSTRAINT indicator_baseline_is_below_a_million CHECK (abs(baseline) < 1e6 AND baseline = round(baseline, 6)),
    CONSTRAINT indicator_weight_is_from_0_to_1000 CHECK (weight >= 0 AND weight <= 1000)
);
COMMENT ON TABLE  indicator                 IS 'What is looked at to see whether a goal is reached';
COMMENT ON COLUMN indicator.organisation    IS 'Organisation that uses the indicator';
COMMENT ON COLUMN indicator.code            IS 'Code of the indicator, unique within the organisation';
COMMENT ON COLUMN indicator.goal            IS 'Code of the goal that it belongs to';
COMMENT ON COLUMN indicator.name            IS 'Name for people';
COMMENT ON COLUMN indicator.measure         IS 'yes_no (1 and 0), count, percent (as a fraction: 0.91 is 91 %) or days';
COMMENT ON COLUMN indicator.direction       IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN indicator.counted         IS 'What a count counts, for people: households, persons, kronor, ...';
COMMENT ON COLUMN indicator.baseline        IS 'Where the way to the target begins, where that is not the latest earlier outcome: 0 for what is counted anew each year';
COMMENT ON COLUMN indicator.due_at_year_end IS 'Whether the target is to be reached by the end of the year; else it holds all year';
COMMENT ON COLUMN indicator.weight          IS 'Weight in the attainment of its goal';
COMMENT ON COLUMN indicator.position        IS 'Order in which indicators are shown; by default the order of loading';

CREATE TABLE IF NOT EXISTS indicator_value (
    organisation text    NOT NULL,
    fiscal_year  integer NOT NULL,
    indicator    text    NOT NULL,
    outcome      numeric,
    target       numeric,
    as_of        date,
    PRIMARY KEY (organisation, indicator, fiscal_year),
    CONSTRAINT indicator_value_indicator_fkey FOREIGN KEY (organisation, indicator) REFERENCES indicator,
    CONSTRAINT indicator_value_fiscal_year_has_four_digits CHECK (fiscal_year BETWEEN 1000 AND 9999),
    CONSTRAINT indicator_value_is_below_a_million
        CHECK (abs(outcome) < 1e6 AND outcome = round(outcome, 6) AND abs(target) < 1e6 AND target = round(target, 6)),
    CONSTRAINT indicator_value_as_of_is_in_the_fiscal_year
        CHECK (isfinite(as_of) AND EXTRACT(year FROM as_of) = fiscal_year)
);
CREATE INDEX IF NOT EXISTS indicator_value_year ON indicator_value (organisation, fiscal_year);
COMMENT ON TABLE  indicator_value              IS 'An indicator''s outcome and target of a fiscal year; NULL where there is none';
COMMENT ON COLUMN indicator_value.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN indicator_value.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN indicator_value.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN indicator_value.outcome      IS 'Outcome, in the indicator''s measure; yes is 1, no is 0, 91 % is 0.91';
COMMENT ON COLUMN indicator_value.target       IS 'Target, likewise';
COMMENT ON COLUMN indicator_value.as_of        IS 'Day that the outcome is of, where the year was not over; NULL for the whole year';

CREATE OR REPLACE VIEW target_attainment AS
SELECT j.organisation,
       j.fiscal_year,
       j.goal,
       j.code                                                       AS indicator_code,
       j.name                                                       AS indicator,
       j.measure,
       j.direction::text                                            AS direction,
       j.baseline::numeric(12,6)                                    AS baseline,
       j.outcome::numeric(12,6)                                     AS outcome,
       j.target::numeric(12,6)                                      AS target,
       j.attainment::numeric(12,6)                                  AS attainment,
       -- To be on the way is not to be there yet; and what meets its target is met even where no ratio says how far.
       CASE WHEN j.is_met             THEN 'met'
            WHEN j.attainment >= 1    THEN 'on_track'
            ELSE @extschema@.target_status(j.attainment)::text END  AS status,
       coalesce(@extschema@.measure_text(j.outcome, j.measure, j.counted), 'no outcome') AS outcome_text,
       coalesce(@extschema@.measure_text(j.target, j.measure, j.counted), 'no target')   AS target_text,
       CASE WHEN j.is_under_way AND j.stated_baseline IS NOT NULL                          THEN NULL
            WHEN j.outcome = j.previous_outcome                                            THEN 'level'
            WHEN (j.outcome > j.previous_outcome) = (j.direction::text = 'at_least')       THEN 'improving'
            WHEN (j.outcome < j.previous_outcome) = (j.direction::text = 'at_least')       THEN 'worsening' END AS trend,
       j.as_of,
       j.expected::numeric(12,6)                                    AS expected,
       j.previous_year,
       j.previous_outcome::numeric(12,6)                            AS previous_outcome,
       coalesce(@extschema@.measure_text(j.previous_outcome, j.measure, j.counted), 'no outcome') AS previous_text,
       CASE WHEN j.previous_attainment IS NOT NULL
            THEN greatest(least(j.previous_attainment, 999999), -999999) END::numeric(12,6) AS previous_attainment,
       CASE WHEN @extschema@.target_met(j.previous_outcome, j.target, j.direction) THEN 'met'
            ELSE @extschema@.target_status(j.previous_attainment)::text END AS previous_status,
       j.goal_code,
       j.weight::numeric(12,6)                                      AS weight,
       j.position
FROM (
    SELECT x.*, e.expected,
           @extschema@.target_met(x.outcome, x.target, x.direction) AS is_met,
           CASE WHEN a.attainment IS NOT NULL THEN greatest(least(a.attainment, 999999), -999999) END AS attainment,
           @extschema@.target_attainment(x.previous_outcome, x.target, x.direction) AS previous_attainment
    FROM (
        -- Every indicator in every year of which anything is known.
        SELECT y.organisation, y.fiscal_year, g.code AS goal_code, g.name AS goal,
               i.code, i.name, i.measure, i.direction::@extschema@.target_direction AS direction, i.counted, i.weight, i.position,
               v.outcome, v.target, v.as_of,
               p.fiscal_year                  AS previous_year,
               p.outcome                      AS previous_outcome,
               i.baseline                     AS stated_baseline,
               coalesce(i.baseline, p.outcome) AS baseline,
               i.due_at_year_end AND coalesce(v.as_of < make_date(y.fiscal_year, 12, 31), false) AS is_under_way
        FROM (SELECT DISTINCT n.organisation, n.fiscal_year FROM indicator_value n) y
        JOIN indicator i ON i.organisation = y.organisation
        JOIN goal g ON g.organisation = i.organisation AND g.code = i.goal
        LEFT JOIN indicator_value v ON v.organisation = y.organisation AND v.indicator = i.code
                                   AND v.fiscal_year = y.fiscal_year
        LEFT JOIN LATERAL (
            SELECT o.fiscal_year, o.outcome FROM indicator_value o
            WHERE o.organisation = y.organisation AND o.indicator = i.code
              AND o.fiscal_year < y.fiscal_year AND o.outcome IS NOT NULL
            ORDER BY o.fiscal_year DESC LIMIT 1
        ) p ON true
    ) x
    CROSS JOIN LATERAL (
        -- While the year lasts, a target due at its end is judged by the way there, if there is one to go.
        SELECT CASE WHEN x.is_under_way AND x.measure <> 'yes_no'
                         AND NOT @extschema@.target_met(x.baseline, x.target, x.direction)
                    THEN round(@extschema@.glide_path(x.baseline, make_date(x.fiscal_year - 1, 12, 31),
                                                      x.target, make_date(x.fiscal_year, 12, 31), x.as_of), 6)
                    ELSE x.target END
    ) AS e(expected)
    CROSS JOIN LATERAL (
        -- A baseline counts where there is a way to go from it. There is no half of a yes, and before it is due a no says nothing.
        SELECT CASE WHEN x.measure <> 'yes_no'
                    THEN @extschema@.target_attainment(x.outcome, e.expected, x.direction,
                             CASE WHEN NOT @extschema@.target_met(x.baseline, e.expected, x.direction) THEN x.baseline END)
                    WHEN NOT x.is_under_way OR x.outcome >= x.target
                    THEN @extschema@.target_attainment(x.outcome, x.target, x.direction) END
    ) AS a(attainment)
) j;
COMMENT ON VIEW   target_attainment                  IS 'An indicator in a year: outcome, target, how far it is met and where it is heading. Every indicator in every year of which anything is known; what has no outcome or no target says so';
COMMENT ON COLUMN target_attainment.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN target_attainment.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN target_attainment.goal             IS 'Name of the goal that the indicator belongs to';
COMMENT ON COLUMN target_attainment.indicator_code   IS 'Code of the indicator';
COMMENT ON COLUMN target_attainment.indicator        IS 'Name of the indicator';
COMMENT ON COLUMN target_attainment.measure          IS 'yes_no, count, percent or days';
COMMENT ON COLUMN target_attainment.direction        IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN target_attainment.baseline         IS 'Where the way to the target begins: what the indicator states, else the latest earlier outcome';
COMMENT ON COLUMN target_attainment.outcome          IS 'Outcome; yes is 1, no is 0, 91 % is 0.91. NULL where there is none';
COMMENT ON COLUMN target_attainment.target           IS 'Target, likewise';
COMMENT ON COLUMN target_attainment.attainment       IS 'How far the outcome has come: the part of the way from the baseline to expected, or without a way to go outcome / target (at_least) or target / outcome (at_most); 1 is just there. Shown up to 999999 either way; NULL where there is no saying';
COMMENT ON COLUMN target_attainment.status           IS 'met (the outcome meets the target); on_track (attainment from 0.9), at_risk (from 0.75), off_track; no_data where there is no saying';
COMMENT ON COLUMN target_attainment.outcome_text     IS 'Outcome as people read it: yes, 91 %, 138 days, 1068 households; no outcome where there is none';
COMMENT ON COLUMN target_attainment.target_text      IS 'Target as people read it; no target where there is none';
COMMENT ON COLUMN target_attainment.trend            IS 'improving, level or worsening against the latest earlier outcome, by the direction; NULL without one, and within a year for what is counted anew each year';
COMMENT ON COLUMN target_attainment.as_of            IS 'Day that the outcome is of, where the year was not over';
COMMENT ON COLUMN target_attainment.expected         IS 'What the outcome is judged by: the target, or within a year, for a target due at its end, where the straight way from the baseline to it stands on that day';
COMMENT ON COLUMN target_attainment.previous_year    IS 'Year of the latest earlier outcome';
COMMENT ON COLUMN target_attainment.previous_outcome IS 'Latest earlier outcome';
COMMENT ON COLUMN target_attainment.previous_text    IS 'The same as people read it; no outcome where there is none';
COMMENT ON COLUMN target_attainment.previous_attainment IS 'How far the latest earlier outcome would meet this year''s target, without a baseline: where the year begins';
COMMENT ON COLUMN target_attainment.previous_status  IS 'The same as a status';
COMMENT ON COLUMN target_attainment.goal_code        IS 'Code of the goal';
COMMENT ON COLUMN target_attainment.weight           IS 'Weight of the indicator in its goal';
COMMENT ON COLUMN target_attainment.position         IS 'Order in which indicators are shown';

CREATE OR REPLACE VIEW goal_attainment AS
WITH RECURSIVE part AS (
    SELECT g.organisation, g.code AS goal, g.code AS part FROM goal g
    UNION ALL
    SELECT p.organisation, p.goal, g.code
    FROM part p JOIN goal g ON g.organisation = p.organisation AND g.parent = p.part
)
SELECT t.organisation,
       t.fiscal_year,
       g.name                                                                     AS goal,
       t.indicators::integer                                                      AS indicators,
       t.met::integer                                                             AS met,
       t.no_data::integer                                                         AS no_data,
       t.attainment_index::numeric(12,6)                                          AS attainment_index,
       t.on_track::integer                                                        AS on_track,
       t.at_risk::integer                                                         AS at_risk,
       t.off_track::integer                                                       AS off_track,
       t.previously_met::integer                                                  AS previously_met,
       t.previously_no_data::integer                                              AS previously_no_data,
       g.code                                                                     AS goal_code,
       g.parent                                                                   AS parent_code
FROM (
    SELECT i.organisation, i.fiscal_year, i.goal,
           count(i.indicator_code)                                 AS indicators,
           count(*) FILTER (WHERE i.status = 'met')                AS met,
           count(*) FILTER (WHERE i.status = 'no_data')            AS no_data,
           @extschema@.attainment_index(CASE i.status WHEN 'met' THEN 1 ELSE i.attainment END, i.weight) AS attainment_index,
           count(*) FILTER (WHERE i.status = 'on_track')           AS on_track,
           count(*) FILTER (WHERE i.status = 'at_risk')            AS at_risk,
           count(*) FILTER (WHERE i.status = 'off_track')          AS off_track,
           count(*) FILTER (WHERE i.previous_status = 'met')       AS previously_met,
           count(*) FILTER (WHERE i.previous_status = 'no_data')   AS previously_no_data
    FROM (
        -- The indicators of a goal and of those below it, and every goal, also without one.
        SELECT t.organisation, t.fiscal_year, p.goal, t.indicator_code, t.status, t.previous_status, t.attainment, t.weight
        FROM target_attainment t
        JOIN part p ON p.organisation = t.organisation AND p.part = t.goal_code
        UNION ALL
        SELECT y.organisation, y.fiscal_year, o.code AS goal, NULL::text, NULL::text, NULL::text, NULL::numeric, NULL::numeric
        FROM (SELECT DISTINCT n.organisation, n.fiscal_year FROM indicator_value n) y
        JOIN goal o ON o.organisation = y.organisation
    ) i
    GROUP BY i.organisation, i.fiscal_year, i.goal
) t
JOIN goal g ON g.organisation = t.organisation AND g.code = t.goal;
COMMENT ON VIEW   goal_attainment                  IS 'A goal in a year, with all indicators of the goals below it';
COMMENT ON COLUMN goal_attainment.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN goal_attainment.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN goal_attainment.goal             IS 'Name of the goal';
COMMENT ON COLUMN goal_attainment.indicators       IS 'Indicators of the goal and of those below it';
COMMENT ON COLUMN goal_attainment.met              IS 'How many of them meet their target';
COMMENT ON COLUMN goal_attainment.no_data          IS 'Of how many there is no saying: no outcome, no target, or neither due nor met';
COMMENT ON COLUMN goal_attainment.attainment_index IS 'Weighted mean of the attainments, each limited to 0 ... 1; what there is no saying of is left out, so look at no_data too';
COMMENT ON COLUMN goal_attainment.on_track         IS 'How many are on track';
COMMENT ON COLUMN goal_attainment.at_risk          IS 'How many are at risk';
COMMENT ON COLUMN goal_attainment.off_track        IS 'How many are off track';
COMMENT ON COLUMN goal_attainment.previously_met   IS 'How many targets of the year the latest earlier outcome meets already';
COMMENT ON COLUMN goal_attainment.previously_no_data IS 'For how many of them there is no saying so: no earlier outcome, or no target';
COMMENT ON COLUMN goal_attainment.goal_code        IS 'Code of the goal';
COMMENT ON COLUMN goal_attainment.parent_code      IS 'Code of the goal above, or NULL at the top';
$mart$),
(12, 'interim_report', $mart$-- interim_report: the figures of a date as they were published, never changed afterwards

CREATE TABLE IF NOT EXISTS interim_report (
    organisation    text        NOT NULL REFERENCES organisation,
    as_of           date        NOT NULL,
    version         integer     NOT NULL,
    fiscal_year     integer     NOT NULL GENERATED ALWAYS AS (EXTRACT(year FROM as_of)::integer) STORED,
    published_at    timestamptz NOT NULL DEFAULT now(),
    published_by    text        NOT NULL DEFAULT session_user,
    figures         jsonb       NOT NULL,
    report_text     text        NOT NULL,
    report_markdown text        NOT NULL,
    PRIMARY KEY (organisation, as_of, version),
    CONSTRAINT interim_report_as_of_has_a_year_of_four_digits CHECK (as_of >= '1000-01-01' AND as_of <= '9999-12-31'),
    CONSTRAINT interim_report_version_is_at_least_1 CHECK (version >= 1),
    CONSTRAINT interim_report_figures_have_sections_and_forecasts
        CHECK (coalesce(jsonb_typeof(figures -> 'sections') = 'array' AND jsonb_typeof(figures -> 'forecasts') = 'array', false))
);
COMMENT ON TABLE  interim_report                 IS 'Interim reports as published: rows are added by publish_interim_report and never changed or removed';
COMMENT ON COLUMN interim_report.organisation    IS 'Organisation that the report is of';
COMMENT ON COLUMN interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN interim_report.fiscal_year     IS 'Year of as_of';
COMMENT ON COLUMN interim_report.published_at    IS 'When it was published';
COMMENT ON COLUMN interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN interim_report.figures         IS 'The figures: sections with columns and rows, and the forecast of every unit and head';
COMMENT ON COLUMN interim_report.report_text     IS 'The report as text, as it was shown';
COMMENT ON COLUMN interim_report.report_markdown IS 'The report as Markdown, as it was shown';

CREATE OR REPLACE FUNCTION refuse_change_of_published() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('rows of %s are published and never changed or removed', TG_TABLE_NAME),
        HINT = format('Publish the date again: CALL publish_interim_report(%L, as_of) makes a new version.', TG_TABLE_SCHEMA),
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_change_of_published() IS 'Refuses to change or remove what is published (55000)';

CREATE OR REPLACE TRIGGER interim_report_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON interim_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published();

-- The sections of a report. Each is a table: columns in order, and rows with a value for
-- each. What is known only since the date is left out. All that a view is to be
-- read for is a parameter, so that it reaches the tables.
CREATE OR REPLACE FUNCTION interim_report_sections(of_organisation text, of_year integer, of_date date, booked_until date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH budget AS (
        -- A head that it has nothing for has a budget of 0; without an adopted budget none has one.
        SELECT s.code AS scenario, t.amount AS budget, 0::numeric AS nothing
        FROM scenario s
        LEFT JOIN budget_total t ON t.organisation = of_organisation AND t.fiscal_year = of_year AND t.basis = 'adopted budget'
        WHERE s.organisation = of_organisation AND s.fiscal_year = of_year AND s.kind = 'budget' AND s.adopted
    ), stated AS (
        -- The board's own latest forecast. Its amounts give a variance if no unit and head with a budget lacks one.
        SELECT s.code AS scenario, s.as_of, s.stated_total, v.variance_of_amounts
        FROM scenario s
        LEFT JOIN budget b ON true
        CROSS JOIN LATERAL (
            SELECT b.budget - sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END)
            FROM ledger l
            WHERE l.organisation = of_organisation AND l.scenario = s.code
              AND NOT EXISTS (SELECT FROM ledger p WHERE p.organisation = of_organisation AND p.scenario = b.scenario
                              AND NOT EXISTS (SELECT FROM ledger o WHERE o.organisation = of_organisation AND o.scenario = s.code
                                                                     AND o.unit = p.unit AND o.head = p.head))
        ) AS v(variance_of_amounts)
        WHERE s.organisation = of_organisation AND s.fiscal_year = of_year AND s.kind = 'forecast' AND s.adopted AND s.as_of <= of_date
        ORDER BY s.as_of DESC, s.code DESC
        LIMIT 1
    ), year_end (place, what, budget, booked, forecast, low, high, variance, variance_ratio) AS (
        SELECT 1, 'Stated by the board as of ' || s.as_of, b.budget, NULL::numeric, b.budget - v.variance, NULL::numeric, NULL::numeric,
               v.variance, @extschema@.ratio(v.variance, abs(b.budget))
        FROM stated s
        LEFT JOIN budget b ON true
        CROSS JOIN LATERAL (SELECT coalesce(s.stated_total, s.variance_of_amounts)) AS v(variance)
        WHERE v.variance IS NOT NULL
        UNION ALL
        SELECT 2, 'Computed from the months until ' || booked_until, f.budget, f.booked, f.forecast, f.low, f.high,
               f.variance, @extschema@.ratio(f.variance, abs(f.budget))
        FROM forecast_total_by_month f
        WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = booked_until
    ), head (place, head, budget, booked, used, forecast, variance, stated_forecast, stated_variance) AS (
        SELECT row_number() OVER (ORDER BY GROUPING(h.code), @extschema@.budget_variance(a.budget, coalesce(a.stated, a.forecast)), sum(a.budget) DESC, h.code),
               coalesce(h.name, 'All heads'), sum(a.budget), sum(a.booked), @extschema@.ratio(sum(a.booked), sum(a.budget)),
               sum(a.forecast), CASE WHEN sum(a.budget) IS NOT NULL THEN @extschema@.budget_variance(a.budget, a.forecast) END,
               sum(a.stated),
               CASE WHEN sum(a.budget) IS NULL OR sum(a.stated) IS NULL THEN NULL
                    WHEN GROUPING(h.code) = 0 THEN @extschema@.budget_variance(a.budget, a.stated)
                    ELSE (SELECT s.variance_of_amounts FROM stated s) END
        FROM (
            SELECT f.head_code, b.nothing AS budget, f.booked, f.forecast, NULL::numeric AS stated
            FROM forecast_by_month f
            LEFT JOIN budget b ON true
            WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = booked_until
            UNION ALL
            SELECT l.head AS head_code,
                   CASE WHEN l.scenario = b.scenario THEN n.net ELSE b.nothing END AS budget, NULL::numeric AS booked, NULL::numeric AS forecast,
                   CASE WHEN l.scenario = s.scenario THEN n.net END AS stated
            FROM ledger l
            LEFT JOIN budget b ON true
            LEFT JOIN stated s ON true
            CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
            WHERE l.organisation = of_organisation AND l.scenario IN (b.scenario, s.scenario)
        ) a
        JOIN budget_head h ON h.organisation = of_organisation AND h.code = a.head_code
        GROUP BY GROUPING SETS ((h.code, h.name), ())
        HAVING count(*) > 0
    ), driver (place, cause, amount) AS (
        SELECT row_number() OVER (ORDER BY d.amount, d.cause), d.cause, d.amount
        FROM stated s JOIN deficit_driver d ON d.scenario = s.scenario
        WHERE d.organisation = of_organisation AND d.fiscal_year = of_year
        UNION ALL
        SELECT 1000000 + k.place, k.what, k.amount
        FROM (SELECT DISTINCT d.explained, d.unexplained, d.stated_total
              FROM stated s JOIN deficit_driver d ON d.scenario = s.scenario
              WHERE d.organisation = of_organisation AND d.fiscal_year = of_year) d
        CROSS JOIN LATERAL (VALUES (1, 'The stated causes together', d.explained), (2, 'Not explained by them', d.unexplained),
                                   (3, 'Variance as stated', d.stated_total)) AS k(place, what, amount)
        WHERE k.amount IS NOT NULL
    ), plan (place, what, households, amount) AS (
        SELECT k.place, k.what, k.households, k.amount
        FROM household_budget_gap g
        CROSS JOIN LATERAL (VALUES (1, 'Expected on average in a month', g.households_expected, g.budget + g.gap),
                                   (2, 'The budget pays for', g.households_funded, g.budget),
                                   (3, 'Missing', g.gap_households, g.gap)) AS k(place, what, households, amount)
        WHERE g.organisation = of_organisation AND g.fiscal_year = of_year
    ), household (place, month, expected, households, deviation, payments, cost_per_household, change_ratio) AS (
        SELECT m.month, to_char(m.month, 'YYYY-MM'), max(m.expected), sum(m.households), sum(m.households) - max(m.expected),
               sum(m.payments), @extschema@.household_cost(m.payments, m.households),
               @extschema@.ratio(sum(m.households) - sum(m.year_ago), sum(m.year_ago))
        FROM (
            SELECT p.month, p.expected, NULL::integer AS households, NULL::numeric AS payments, NULL::integer AS year_ago
            FROM household_path p
            WHERE p.organisation = of_organisation AND p.fiscal_year = of_year
            UNION ALL
            SELECT c.month, NULL::integer AS expected, c.households, c.payments, c.households_year_ago AS year_ago
            FROM household_cost c
            WHERE c.organisation = of_organisation AND c.fiscal_year = of_year
        ) m
        WHERE m.month + interval '1 month' - interval '1 day' <= of_date
        GROUP BY m.month
    ), target (place, indicator, target, outcome, status, outcome_before, year_before, status_before) AS (
        SELECT row_number() OVER (ORDER BY t.position, t.indicator_code), t.indicator, t.target_text,
               CASE WHEN o.is_known THEN t.outcome_text END, CASE WHEN o.is_known THEN replace(t.status, '_', ' ') END,
               CASE WHEN t.previous_outcome IS NOT NULL THEN t.previous_text END, CASE WHEN t.previous_outcome IS NOT NULL THEN t.previous_year::text END,
               CASE WHEN t.previous_outcome IS NOT NULL THEN replace(t.previous_status, '_', ' ') END
        FROM target_attainment t
        -- An outcome without a date is that of the whole year.
        CROSS JOIN LATERAL (SELECT t.outcome IS NOT NULL AND coalesce(t.as_of, make_date(t.fiscal_year, 12, 31)) <= of_date) AS o(is_known)
        WHERE t.organisation = of_organisation AND t.fiscal_year = of_year AND t.target IS NOT NULL
    ), section (place, section, title, note, columns, rows) AS (
        VALUES
        (1, 'year_end', 'Where will the year end?',
         CASE WHEN EXISTS (SELECT FROM year_end y WHERE y.low IS NOT NULL)
              THEN 'Low and high are meant to hold the outcome four times out of five.' END,
         '[["what", "", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["forecast", "Forecast", "money"],
           ["low", "Low", "money"], ["high", "High", "money"], ["variance", "Variance", "money"], ["variance_ratio", "of the budget", "share"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM year_end x)),
        (2, 'heads', 'How does each head stand?',
         CASE WHEN NOT EXISTS (SELECT FROM head h WHERE h.forecast IS NOT NULL OR h.stated_forecast IS NOT NULL)
              THEN 'No outcome by month and no forecast by head is known.' END,
         '[["head", "Head", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["used", "Used", "share"],
           ["forecast", "Computed", "money"], ["variance", "Variance", "money"],
           ["stated_forecast", "Stated", "money"], ["stated_variance", "Variance", "money"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM head x)),
        (3, 'drivers', 'How does the board explain it?', NULL,
         '[["cause", "Cause", "text"], ["amount", "Amount", "money"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM driver x)),
        (4, 'household_plan', 'How many households does the budget for support pay for?', NULL,
         '[["what", "", "text"], ["households", "Households", "count"], ["amount", "Amount a year", "money"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM plan x)),
        (5, 'households', 'How many households get support?', NULL,
         '[["month", "Month", "text"], ["expected", "On the way to the target", "count"], ["households", "Households", "count"],
           ["deviation", "Deviation", "count"], ["change_ratio", "in a year", "share"],
           ["payments", "Payments", "money"], ["cost_per_household", "Cost of each", "amount"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM household x)),
        (6, 'targets', 'Which targets are met?', NULL,
         '[["indicator", "Indicator", "text"], ["target", "Target", "text"], ["outcome", "Outcome", "text"], ["status", "Status", "text"],
           ["outcome_before", "Latest before", "text"], ["year_before", "of", "text"], ["status_before", "Status then", "text"]]'::jsonb,
         (SELECT jsonb_agg(to_jsonb(x) - 'place' ORDER BY x.place) FROM target x))
    )
    SELECT coalesce(jsonb_agg(to_jsonb(s) - 'place' ORDER BY s.place), '[]') FROM section s WHERE s.rows IS NOT NULL;
END;
COMMENT ON FUNCTION interim_report_sections(text, integer, date, date) IS 'The sections of an interim report of an organisation, for a year, as of a date, with the books complete until a day: for interim_report_figures';

CREATE OR REPLACE FUNCTION interim_report_figures(organisation text, as_of date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'organisation', o.organisation, 'name', o.name, 'as_of', d.as_of, 'fiscal_year', d.fiscal_year, 'booked_until', d.booked_until,
        'sections', interim_report_sections(o.organisation, d.fiscal_year, d.as_of, d.booked_until),
        'forecasts', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                 'unit_code', f.unit_code, 'head_code', f.head_code, 'booked', f.booked, 'forecast', f.forecast,
                                 'low', f.low, 'high', f.high, 'method', f.method) ORDER BY f.unit_code, f.head_code), '[]')
                      FROM forecast_by_month f
                      WHERE f.organisation = d.organisation AND f.fiscal_year = d.fiscal_year AND f.as_of = d.booked_until))
    FROM organisation o
    CROSS JOIN LATERAL (
        SELECT o.organisation, interim_report_figures.as_of, y.fiscal_year,
               (SELECT (date_trunc('month', least(interim_report_figures.as_of, b.booked_until) + interval '1 day') - interval '1 day')::date
                FROM booked_year b
                WHERE b.organisation = o.organisation AND b.fiscal_year = y.fiscal_year) AS booked_until
        FROM (SELECT EXTRACT(year FROM interim_report_figures.as_of)::integer AS fiscal_year) y
    ) d
    WHERE o.organisation = interim_report_figures.organisation;
END;
COMMENT ON FUNCTION interim_report_figures(text, date) IS 'The figures of an interim report as of a date, from what the mart holds now: for publish_interim_report, which keeps them. NULL for an unknown organisation';

CREATE OR REPLACE VIEW published_interim_report AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       r.published_at::date   AS published_on,
       r.published_by,
       r.report_text,
       r.report_markdown,
       jsonb_pretty(r.figures || jsonb_build_object('version', r.version, 'published_at', r.published_at, 'published_by', r.published_by)) AS report_json
FROM interim_report r;
COMMENT ON VIEW   published_interim_report                 IS 'An interim report as it was published; the same date published again is another version';
COMMENT ON COLUMN published_interim_report.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN published_interim_report.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN published_interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN published_interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN published_interim_report.published_on    IS 'Day on which it was published';
COMMENT ON COLUMN published_interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN published_interim_report.report_text     IS 'The report as text for people';
COMMENT ON COLUMN published_interim_report.report_markdown IS 'The report as Markdown';
COMMENT ON COLUMN published_interim_report.report_json     IS 'The report as JSON, with the forecast of every unit and head';

CREATE OR REPLACE VIEW interim_report_figure AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       s.section ->> 'section'                        AS section,
       s.section ->> 'title'                          AS title,
       w.place::integer                               AS row_number,
       w.value ->> (s.section #>> '{columns,0,0}')    AS item,
       c.value ->> 1                                  AS figure,
       c.value ->> 2                                  AS measure,
       CASE WHEN v.number < 1e15 AND v.number > -1e15 AND c.value ->> 2 <> 'share' THEN v.number END::numeric(18,2) AS amount,
       CASE WHEN v.number < 1e6 AND v.number > -1e6 AND c.value ->> 2 = 'share' THEN v.number END::numeric(12,6)    AS ratio,
       CASE WHEN v.number IS NULL THEN w.value ->> (c.value ->> 0) END AS value_text
FROM interim_report r
-- A lax path asks for nothing that is not there. There are fewer sections and columns than
-- the limits, which tell the planner so.
CROSS JOIN LATERAL (SELECT q FROM jsonb_path_query(r.figures, 'lax $.sections[*]') AS q LIMIT 20) AS s(section)
CROSS JOIN LATERAL (SELECT q.value, q.place FROM jsonb_path_query(s.section, 'lax $.columns[*]') WITH ORDINALITY AS q(value, place) LIMIT 20) AS c
CROSS JOIN LATERAL jsonb_path_query(s.section, 'lax $.rows[*]') WITH ORDINALITY AS w(value, place)
CROSS JOIN LATERAL (
    SELECT CASE WHEN jsonb_typeof(w.value -> (c.value ->> 0)) = 'number' THEN (w.value ->> (c.value ->> 0))::numeric END
) AS v(number)
WHERE c.place > 1 AND jsonb_typeof(w.value -> (c.value ->> 0)) <> 'null';
COMMENT ON VIEW   interim_report_figure              IS 'A figure of a published interim report';
COMMENT ON COLUMN interim_report_figure.organisation IS 'Code of the organisation';
COMMENT ON COLUMN interim_report_figure.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN interim_report_figure.as_of        IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report_figure.version      IS 'Version of the report';
COMMENT ON COLUMN interim_report_figure.section      IS 'Code of the section: year_end, heads, drivers, household_plan, households or targets';
COMMENT ON COLUMN interim_report_figure.title        IS 'Title of the section';
COMMENT ON COLUMN interim_report_figure.row_number   IS 'Place of the row in its section, from 1';
COMMENT ON COLUMN interim_report_figure.item         IS 'What the row is about: its first column';
COMMENT ON COLUMN interim_report_figure.figure       IS 'Title of the column';
COMMENT ON COLUMN interim_report_figure.measure      IS 'money and amount (whole currency units), count, share (a fraction) or text';
COMMENT ON COLUMN interim_report_figure.amount       IS 'The figure, where it is money, an amount or a count';
COMMENT ON COLUMN interim_report_figure.ratio        IS 'The figure, where it is a share';
COMMENT ON COLUMN interim_report_figure.value_text   IS 'The figure, where it is text';
$mart$),
(13, 'forecast_accuracy', $mart$-- forecast_accuracy: what earlier forecasts said, stated, published or computed, and what came of it

CREATE OR REPLACE VIEW final_outcome AS
SELECT DISTINCT ON (o.organisation, o.fiscal_year)
       o.organisation, o.fiscal_year, o.code AS scenario
FROM scenario o
CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                    WHERE l.organisation = o.organisation AND l.scenario = o.code) m
WHERE o.kind = 'outcome'
  AND make_date(o.fiscal_year, 12, 31) <= least(o.as_of, current_date)
  AND coalesce(m.last_month, make_date(o.fiscal_year, 12, 1)) = make_date(o.fiscal_year, 12, 1)
  AND EXISTS (SELECT FROM ledger l WHERE l.organisation = o.organisation AND l.scenario = o.code)
ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, make_date(o.fiscal_year, 12, 31)) DESC, o.code DESC;
COMMENT ON VIEW   final_outcome              IS 'A fiscal year that is over: the outcome that forecasts are held against';
COMMENT ON COLUMN final_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN final_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN final_outcome.scenario     IS 'Code of the outcome, whole or booked until December; of several the one in force that is latest';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{interim_report}', 'ledger', 0, 'fiscal_year');

CREATE OR REPLACE VIEW live_forecast_accuracy AS
SELECT a.organisation,
       a.fiscal_year,
       a.as_of,
       a.unit                                                                         AS unit_code,
       -- Not joins, as in forecast_by_month.
       (SELECT u.name FROM unit u WHERE u.organisation = a.organisation AND u.code = a.unit)        AS unit,
       a.head                                                                         AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = a.organisation AND h.code = a.head) AS head,
       a.source,
       a.scenario,
       a.method,
       a.forecast::numeric(18,2)                                                      AS forecast,
       a.outcome::numeric(18,2)                                                       AS outcome,
       (a.forecast - a.outcome)::numeric(18,2)                                        AS error,
       @extschema@.ratio(a.forecast - a.outcome, abs(a.outcome))::numeric(12,6) AS error_ratio,
       a.low::numeric(18,2)                                                           AS low,
       a.high::numeric(18,2)                                                          AS high,
       a.outcome BETWEEN a.low AND a.high                                             AS is_within
FROM (
    SELECT s.organisation, s.fiscal_year, s.as_of, l.unit, l.head, 'stated' AS source, s.code AS scenario, NULL::text AS method,
           l.forecast, coalesce(l.outcome, 0) AS outcome, NULL::numeric AS low, NULL::numeric AS high
    FROM final_outcome o
    JOIN scenario s ON s.organisation = o.organisation AND s.fiscal_year = o.fiscal_year AND s.kind = 'forecast'
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.net) FILTER (WHERE l.scenario = s.code)     AS forecast,
               sum(n.net) FILTER (WHERE l.scenario = o.scenario) AS outcome
        FROM ledger l
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
        WHERE l.organisation = o.organisation AND l.scenario IN (s.code, o.scenario)
        GROUP BY l.unit, l.head
    ) l
    WHERE l.forecast IS NOT NULL
    UNION ALL
    -- As it was published, whatever was booked later.
    SELECT r.organisation, r.fiscal_year, r.as_of, f.value ->> 'unit_code' AS unit, f.value ->> 'head_code' AS head, 'published' AS source,
           'version ' || r.version AS scenario, f.value ->> 'method' AS method,
           n.forecast, coalesce(l.outcome, 0) AS outcome, n.low, n.high
    FROM final_outcome o
    JOIN interim_report r ON r.organisation = o.organisation AND r.fiscal_year = o.fiscal_year
    CROSS JOIN LATERAL jsonb_path_query(r.figures, 'lax $.forecasts[*]') AS f(value)
    CROSS JOIN LATERAL (
        SELECT max(x.number) FILTER (WHERE x.key = 'forecast'), max(x.number) FILTER (WHERE x.key = 'low'), max(x.number) FILTER (WHERE x.key = 'high')
        FROM (SELECT k.key, CASE WHEN jsonb_typeof(f.value -> k.key) = 'number' THEN (f.value ->> k.key)::numeric END AS number
              FROM (VALUES ('forecast'), ('low'), ('high')) AS k(key)) x
        WHERE abs(x.number) < 1e15
    ) AS n(forecast, low, high)
    CROSS JOIN LATERAL (
        SELECT sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
        FROM ledger l
        WHERE l.organisation = o.organisation AND l.scenario = o.scenario AND l.unit = f.value ->> 'unit_code' AND l.head = f.value ->> 'head_code'
    ) l
    UNION ALL
    SELECT d.organisation, d.fiscal_year, f.as_of, f.unit, f.head, 'computed' AS source, d.scenario, m.method,
           CASE WHEN abs(m.forecast) < 1e15 THEN round(m.forecast, 2) END AS forecast, f.outcome,
           CASE WHEN abs(m.forecast) < 1e15 AND abs(m.low) < 1e15 AND abs(m.high) < 1e15 THEN m.low END AS low,
           CASE WHEN abs(m.forecast) < 1e15 AND abs(m.low) < 1e15 AND abs(m.high) < 1e15 THEN m.high END AS high
    FROM final_outcome d
    JOIN booked_year b ON b.organisation = d.organisation AND b.fiscal_year = d.fiscal_year AND b.scenario = d.scenario
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head, k.as_of,
               coalesce(sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month IS NOT NULL), 0) AS outcome,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'run_rate')      AS run_rate,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'run_rate')  AS run_rate_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'run_rate') AS run_rate_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'last_year')      AS last_year,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'last_year')  AS last_year_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'last_year') AS last_year_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'seasonal')      AS seasonal,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'seasonal')  AS seasonal_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'seasonal') AS seasonal_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'auto')      AS auto,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'auto')  AS auto_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'auto') AS auto_high
        FROM booked_year y
        JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
        CROSS JOIN (SELECT make_date(d.fiscal_year, k.months + 1, 1) - 1 FROM (VALUES (3), (4), (6), (8), (9)) AS k(months)) AS k(as_of)
        WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - 10
          AND y.booked_until = make_date(y.fiscal_year, 12, 31)
        GROUP BY l.unit, l.head, k.as_of
    ) f
    CROSS JOIN LATERAL (VALUES ('run_rate', f.run_rate, f.run_rate_low, f.run_rate_high),
                               ('last_year', f.last_year, f.last_year_low, f.last_year_high),
                               ('seasonal', f.seasonal, f.seasonal_low, f.seasonal_high),
                               ('auto', f.auto, f.auto_low, f.auto_high)) AS m(method, forecast, low, high)
) a
WHERE a.forecast IS NOT NULL;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_accuracy', 'ledger');
COMMENT ON VIEW   forecast_accuracy              IS 'An earlier forecast of a unit and head in a year that is over, and what came of it: as stated, as published, and as each method would have computed it after 3, 4, 6, 8 and 9 months from the books as they are now. Choose source and method before adding up';
COMMENT ON COLUMN forecast_accuracy.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_accuracy.fiscal_year  IS 'Fiscal year that was forecast';
COMMENT ON COLUMN forecast_accuracy.as_of        IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN forecast_accuracy.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_accuracy.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_accuracy.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_accuracy.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_accuracy.source       IS 'stated (a forecast in the ledger), published (frozen in an interim report) or computed (afresh, as of that date)';
COMMENT ON COLUMN forecast_accuracy.scenario     IS 'Code of the stated forecast; version of the interim report; code of the outcome that it is computed from';
COMMENT ON COLUMN forecast_accuracy.method       IS 'run_rate, last_year, seasonal or auto; NULL for a stated forecast';
COMMENT ON COLUMN forecast_accuracy.forecast     IS 'Net cost that was forecast for the year';
COMMENT ON COLUMN forecast_accuracy.outcome      IS 'Net cost that the year came to, beside a computed forecast that of its months; 0 where the final outcome has nothing for this unit and head';
COMMENT ON COLUMN forecast_accuracy.error        IS 'Forecast minus outcome: positive means that it was too high';
COMMENT ON COLUMN forecast_accuracy.error_ratio  IS 'Error as a fraction of the outcome. For several rows use mean_absolute_percentage_error(forecast, outcome) and forecast_bias(forecast, outcome)';
COMMENT ON COLUMN forecast_accuracy.low          IS 'Lower end of the interval, where the forecast had one';
COMMENT ON COLUMN forecast_accuracy.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_accuracy.is_within    IS 'Whether the outcome lies in the interval; four times out of five it should. NULL without one';
$mart$),
(14, 'assignment', $mart$-- assignment: what a board was told to do, by whom and until when

CREATE TABLE IF NOT EXISTS assignment (
    organisation text    NOT NULL REFERENCES organisation,
    code         text    NOT NULL,
    title        text    NOT NULL,
    source       text    NOT NULL,
    decided_by   text    NOT NULL,
    responsible  text,
    due_on       date,
    status       text    NOT NULL DEFAULT 'open',
    duplicate_of text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT assignment_duplicate_of_fkey FOREIGN KEY (organisation, duplicate_of) REFERENCES assignment,
    CONSTRAINT assignment_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT assignment_title_is_not_blank CHECK (btrim(title) <> ''),
    CONSTRAINT assignment_due_on_is_finite CHECK (isfinite(due_on)),
    CONSTRAINT assignment_status_is_known CHECK (status IN ('open', 'done', 'cancelled')),
    CONSTRAINT assignment_is_no_duplicate_of_itself CHECK (duplicate_of <> code)
);
COMMENT ON TABLE  assignment              IS 'What a board was told to do';
COMMENT ON COLUMN assignment.organisation IS 'Organisation that the board belongs to';
COMMENT ON COLUMN assignment.code         IS 'Code of the assignment, unique within the organisation';
COMMENT ON COLUMN assignment.title        IS 'What is to be done, for people';
COMMENT ON COLUMN assignment.source       IS 'Document that it comes from';
COMMENT ON COLUMN assignment.decided_by   IS 'Body that decided it';
COMMENT ON COLUMN assignment.responsible  IS 'Body or bodies that are to do it';
COMMENT ON COLUMN assignment.due_on       IS 'Day by which it is to be done, or NULL where none is set';
COMMENT ON COLUMN assignment.status       IS 'open, done or cancelled';
COMMENT ON COLUMN assignment.duplicate_of IS 'Code of the assignment that this one repeats, where the source lists it twice; else NULL';

CREATE OR REPLACE VIEW assignment_status AS
SELECT a.organisation,
       a.title,
       a.source,
       a.decided_by,
       a.responsible,
       a.due_on,
       a.status,
       CASE WHEN a.status = 'open' THEN a.due_on - current_date END         AS days_left,
       coalesce(a.status = 'open' AND a.due_on < current_date, false)       AS overdue,
       a.code                                                               AS assignment_code,
       a.duplicate_of
FROM assignment a;
COMMENT ON VIEW   assignment_status                 IS 'An assignment, and how many days are left today';
COMMENT ON COLUMN assignment_status.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN assignment_status.title           IS 'What is to be done';
COMMENT ON COLUMN assignment_status.source          IS 'Document that it comes from';
COMMENT ON COLUMN assignment_status.decided_by      IS 'Body that decided it';
COMMENT ON COLUMN assignment_status.responsible     IS 'Body or bodies that are to do it';
COMMENT ON COLUMN assignment_status.due_on          IS 'Day by which it is to be done';
COMMENT ON COLUMN assignment_status.status          IS 'open, done or cancelled';
COMMENT ON COLUMN assignment_status.days_left       IS 'Days from today to due_on, negative when it has passed; NULL where it is not open or has no such day';
COMMENT ON COLUMN assignment_status.overdue         IS 'Whether it is open and due_on has passed';
COMMENT ON COLUMN assignment_status.assignment_code IS 'Code of the assignment';
COMMENT ON COLUMN assignment_status.duplicate_of    IS 'Code of the assignment that this one repeats, where the source lists it twice; count only rows where this is NULL';
$mart$),
(15, 'data_dictionary', $mart$-- data_dictionary: what every column of every view means, for tools that cannot read comments

CREATE OR REPLACE VIEW data_dictionary AS
SELECT m.organisation,
       c.relname::text                         AS view_name,
       a.attname::text                         AS column_name,
       format_type(a.atttypid, a.atttypmod)    AS data_type,
       col_description(a.attrelid, a.attnum)   AS description,
       a.attnum::integer                       AS position,
       obj_description(c.oid, 'pg_class')      AS view_description
FROM mart m
CROSS JOIN pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'v' AND c.relname !~ '^live_'
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'mart'::regclass);
COMMENT ON VIEW   data_dictionary                  IS 'A column of a view of this mart';
COMMENT ON COLUMN data_dictionary.organisation     IS 'Code of the mart''s own organisation';
COMMENT ON COLUMN data_dictionary.view_name        IS 'Name of the view';
COMMENT ON COLUMN data_dictionary.column_name      IS 'Name of the column';
COMMENT ON COLUMN data_dictionary.data_type        IS 'Type of the column';
COMMENT ON COLUMN data_dictionary.description      IS 'What the column means';
COMMENT ON COLUMN data_dictionary.position         IS 'Place of the column in the view, from 1';
COMMENT ON COLUMN data_dictionary.view_description IS 'What one row of the view is';
$mart$)
    ;
END;
COMMENT ON FUNCTION social_mart_ddl() IS
'The DDL of a mart, one row a concept in the order in which they are run. Unqualified names belong to the mart; @extschema@ stands for the schema of social_services.';

CREATE PROCEDURE run_social_mart_ddl(schema text, organisation text, reader text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $procedure$
DECLARE
    extension_schema name;
    views_before oid[];
    steps text[];
    step text;
    relation regclass;
BEGIN
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    -- Dropping that mart would take the extension along, and with it the views of all others.
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               JOIN pg_class l ON l.relnamespace = n.oid AND l.relname = 'ledger'
               WHERE n.nspname = extension_schema AND c.relname = 'mart' AND c.relkind = 'r') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('social_services is installed in schema %I, which is a mart', extension_schema),
            HINT = 'Install it elsewhere: DROP EXTENSION social_services CASCADE; CREATE EXTENSION social_services SCHEMA public; then upgrade every mart.';
    END IF;

    SELECT coalesce(array_agg(c.oid), '{}') INTO views_before
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = schema AND c.relkind = 'v';

    IF schema = '$user' OR NOT has_schema_privilege(schema, 'USAGE') OR NOT has_schema_privilege(schema, 'CREATE') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('schema %I cannot be used by role %I', schema, current_user),
            HINT = 'A mart''s owner needs USAGE and CREATE on its schema. The name $user has a meaning of its own to PostgreSQL and cannot be used.';
    END IF;
    -- Only the mart's and PostgreSQL's own names; and while the mart's are
    -- visible, no function is called that one of them could stand in for.
    EXECUTE format('SELECT array_agg(replace(ddl, ''@extschema@'', %L) ORDER BY place) FROM %I.social_mart_ddl()',
                   quote_ident(extension_schema), extension_schema) INTO steps;
    PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
    FOREACH step IN ARRAY steps LOOP
        EXECUTE step;
    END LOOP;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    EXECUTE format('CALL %I.start_summaries($1)', extension_schema) USING schema;

    FOR relation IN
        SELECT a.attrelid
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema AND c.relkind IN ('r', 'p')
          AND c.relname NOT IN ('mart', 'organisation') AND c.relname !~ '_summary$|^summary_' AND pg_get_userbyid(c.relowner) = current_user
          AND a.attname = 'organisation' AND NOT a.atthasdef
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN organisation SET DEFAULT %L', relation, organisation);
    END LOOP;

    -- Views that were there already keep the grants that they have. Those that others
    -- keep the results of are for these alone.
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = reader) THEN
        FOR relation IN
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = schema AND c.relkind = 'v' AND c.relname !~ '^live_' AND c.oid <> ALL (views_before)
        LOOP
            EXECUTE format('GRANT SELECT ON %s TO %I', relation, reader);
        END LOOP;
    END IF;
END
$procedure$;
COMMENT ON PROCEDURE run_social_mart_ddl(text, text, text) IS
'Runs social_mart_ddl in a schema, sets the default organisation of new tables and grants new views to the reader: what create_social_mart and upgrade_social_mart have in common. Call those.';

CREATE PROCEDURE create_social_mart(schema text, organisation text, reader text DEFAULT NULL, organisation_name text DEFAULT NULL)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension record;
BEGIN
    IF coalesce(octet_length(schema), 0) NOT BETWEEN 1 AND 63 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('schema must be a name of 1 to 63 bytes, not %s', quote_nullable(schema)),
            HINT = 'Write for example CALL create_social_mart(''lund'', organisation => ''1281'').';
    END IF;
    IF coalesce(btrim(organisation), '') = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation must be a code that is not blank, not %s', quote_nullable(organisation)),
            HINT = 'In Sweden use the municipality code: CALL create_social_mart(''lund'', organisation => ''1281'').';
    END IF;
    IF reader IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = reader) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('reader %L is not a role', reader),
            HINT = 'Create the role first, with CREATE ROLE, or leave reader out.';
    END IF;

    -- Whatever lies in a schema depends on it, so this finds contents of any kind.
    IF EXISTS (SELECT FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
               WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = schema) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = format('schema %I is not empty', schema),
            DETAIL = 'Nothing was changed.',
            HINT = format('Choose another name. If it is a mart already, CALL upgrade_social_mart(%L) brings it to the installed version.', schema);
    END IF;
    IF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema AND pg_get_userbyid(n.nspowner) <> current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('schema %I belongs to another role', schema),
            HINT = 'Call this as that role (SET ROLE), or choose a name that is not in use.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
        BEGIN
            EXECUTE format('CREATE SCHEMA %I', schema);
        EXCEPTION WHEN unique_violation THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_schema',
                MESSAGE = format('schema %I was created by somebody else just now', schema),
                HINT = 'Choose another name, or wait and see what it is.';
        END;
    END IF;

    SELECT e.extversion AS version, n.nspname AS schema INTO STRICT extension
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    EXECUTE format('CALL %I.run_social_mart_ddl($1, $2, $3)', extension.schema)
        USING schema, organisation, reader;
    -- Somebody with the right to create objects here may have done so meanwhile,
    -- under a name that then counted as there: run none of their triggers.
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = schema AND pg_get_userbyid(c.relowner) <> current_user
               UNION ALL
               SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = schema AND pg_get_userbyid(p.proowner) <> current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('another role created objects in schema %I just now', schema),
            HINT = 'Choose a schema in which only you may create objects.';
    END IF;
    EXECUTE format('INSERT INTO %I.organisation (organisation, name) VALUES ($1, $2)', schema)
        USING organisation, coalesce(organisation_name, organisation);
    EXECUTE format('INSERT INTO %I.mart (organisation, reader, version) VALUES ($1, $2, $3)', schema)
        USING organisation, reader, extension.version;
    IF reader IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, reader);
    END IF;
END
$procedure$;
COMMENT ON PROCEDURE create_social_mart(text, text, text, text) IS
'Creates a mart: a schema (which must not exist or be empty) with tables, views, constraints and comments, owned by the caller and independent of the extension''s own objects. organisation is the code that rows get by default; organisation_name is its name for people, by default the code. reader, if given, is an existing role that may read the views and nothing else. Errors: 22023 for a missing name or code, 42704 for an unknown reader, 42P06 for a schema with contents, 42501 for another role''s schema and without the right to create one.';

-- What a mart's owner has put into it (triggers, policies) runs when a mart is
-- upgraded, and must not run with the rights of a superuser who upgrades it.
CREATE FUNCTION run_as_owner(relation regclass, command text) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION run_as_owner(regclass, text) IS
'Runs a command with the rights of a relation''s owner, as a security-restricted operation: it can neither change the role nor leave anything to be run later. For upgrade_social_mart. The caller must be the owner or a member of that role, else 42501; 42P01 if there is no such relation.';

CREATE PROCEDURE upgrade_social_mart_as_owner(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension record;
    mart record;
BEGIN
    SELECT e.extversion AS version, n.nspname AS schema INTO STRICT extension
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    EXECUTE format('SELECT organisation, reader, version FROM %I.mart', schema) INTO mart;
    IF mart.version IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('table mart of schema %I has lost its row', schema),
            HINT = format('Restore it: INSERT INTO %I.mart (organisation, version) VALUES (code, %L).', schema, extension.version);
    END IF;
    IF string_to_array(mart.version, '.')::integer[] > string_to_array(extension.version, '.')::integer[] THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('mart %I is of version %s, but social_services %s is installed', schema, mart.version, extension.version),
            HINT = 'Upgrade the extension first: ALTER EXTENSION social_services UPDATE.';
    END IF;
    EXECUTE format('CALL %I.run_social_mart_ddl($1, $2, $3)', extension.schema)
        USING schema, mart.organisation, mart.reader;
    EXECUTE format('UPDATE %I.mart SET version = $1', schema) USING extension.version;
END
$procedure$;
COMMENT ON PROCEDURE upgrade_social_mart_as_owner(text) IS
'The part of upgrade_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION social_mart(schema text) RETURNS regclass
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    mart oid;
BEGIN
    SELECT c.oid INTO mart
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('organisation', 'reader', 'version')
    WHERE n.nspname = schema AND c.relname = 'mart' AND c.relkind = 'r'
    GROUP BY c.oid HAVING count(*) = 3;
    IF mart IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_schema_name',
            MESSAGE = format('schema %s is not a mart', coalesce(quote_ident(schema), 'NULL')),
            HINT = 'Create one with CALL create_social_mart(schema, organisation => code).';
    END IF;
    RETURN mart;
END
$function$;
COMMENT ON FUNCTION social_mart(text) IS
'The table `mart` by which a schema is known to be a mart. 3F000 for a schema that is none.';

CREATE FUNCTION call_as_mart_owner(schema text, procedure text, VARIADIC arguments text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    extension_schema name;
    mart regclass;
BEGIN
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';
    EXECUTE format('SELECT %I.social_mart($1)', extension_schema) INTO mart USING schema;
    EXECUTE format('SELECT %I.run_as_owner($1, $2)', extension_schema)
        USING mart, format('CALL %I.%I(%s)', extension_schema, procedure,
                           (SELECT string_agg(quote_nullable(a.value), ', ' ORDER BY a.place)
                            FROM unnest(arguments) WITH ORDINALITY AS a(value, place)));
END
$function$;
COMMENT ON FUNCTION call_as_mart_owner(text, text, text[]) IS
'Calls a procedure of this extension with the rights of a mart''s owner, by run_as_owner. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';

CREATE PROCEDURE upgrade_social_mart(schema text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT call_as_mart_owner(schema, 'upgrade_social_mart_as_owner', schema);
END;
COMMENT ON PROCEDURE upgrade_social_mart(text) IS
'Brings a mart to the installed version of the extension, and brings views back that went with DROP EXTENSION ... CASCADE. Data and grants stay as they are; views that are new may be read by the mart''s reader. May be repeated. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 55000 for a mart that is newer than the extension, 42501 without the owner''s rights.';

-- summary: keeps what views of a mart have said, as long as nothing changes

-- The mart's own DDL calls these three.

CREATE PROCEDURE note_summary_changes(schema text, tables text[], about text, later_years integer, year_column text DEFAULT '')
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    relation text;
    event record;
    trigger_name text;
BEGIN
    FOREACH relation IN ARRAY tables LOOP
        FOR event IN
            SELECT * FROM (VALUES ('insert', 'AFTER', 'REFERENCING NEW TABLE AS new_rows'),
                                  ('update', 'AFTER', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                                  ('delete', 'AFTER', 'REFERENCING OLD TABLE AS old_rows'),
                                  ('truncate', 'BEFORE', '')) AS e(name, moment, transition_tables)
        LOOP
            trigger_name := format('%s_changes_%s_summaries_on_%s', relation, about, event.name);
            EXECUTE format('CREATE OR REPLACE TRIGGER %I %s %s ON %I.%I %s FOR EACH STATEMENT
                            EXECUTE FUNCTION %4$I.note_summary_change(%7$L, %8$L, %9$L)',
                           trigger_name, event.moment, event.name, schema, relation, event.transition_tables,
                           about, later_years, year_column);
            -- Also where rows arrive by session_replication_role = replica.
            EXECUTE format('ALTER TABLE %I.%I ENABLE ALWAYS TRIGGER %I', schema, relation, trigger_name);
        END LOOP;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE note_summary_changes(text, text[], text, integer, text) IS
'Lets changes of tables of a mart make its summaries stale: those about the ledger or the caseload, in the year that a column tells (fiscal_year, month or scenario; in all years without one) and in as many later years. For the DDL of a mart.';

CREATE PROCEDURE summarise_view(schema text, view_name text, about text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    live text := 'live_' || view_name;
    summary text := view_name || '_summary';
    columns text;
BEGIN
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0;

    -- The table is made anew where an older version's view had other columns.
    EXECUTE format('CREATE OR REPLACE VIEW %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I', schema, view_name, columns, live);
    IF (SELECT count(DISTINCT c.columns) <> 1 OR count(*) <> 2
        FROM (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) AS columns
              FROM pg_attribute a
              WHERE a.attrelid IN (to_regclass(format('%I.%I', schema, live)), to_regclass(format('%I.%I', schema, summary))) AND a.attnum > 0
              GROUP BY a.attrelid) c) THEN
        EXECUTE format('DROP TABLE IF EXISTS %I.%I', schema, summary);
        EXECUTE format('CREATE TABLE %1$I.%2$I AS SELECT %3$s FROM %1$I.%4$I WITH NO DATA', schema, summary, columns, live);
        EXECUTE format('CREATE INDEX %I ON %I.%I (organisation, fiscal_year)', summary || '_organisation_fiscal_year', schema, summary);
    ELSE
        -- Not TRUNCATE: whoever reads on with an older snapshot still finds what belongs to it.
        EXECUTE format('DELETE FROM %I.%I', schema, summary);
    END IF;

    -- What is kept of years without a change, and the others computed. LIMIT lets the
    -- planner take the stale years one by one: joined, all years would be computed first.
    -- It is always NULL, no limit; not knowing that, the planner counts on a tenth of the
    -- work, and does not have code compiled (JIT) that is seldom run and takes longer to compile.
    EXECUTE format($view$
        CREATE OR REPLACE VIEW %1$I.%2$I AS
        SELECT %3$s FROM %1$I.%4$I k
        WHERE NOT EXISTS (SELECT FROM %1$I.stale_summary s
                          WHERE s.about = %6$L AND s.organisation = k.organisation AND s.fiscal_year = k.fiscal_year)
        UNION ALL
        SELECT %7$s FROM %1$I.stale_summary s
        CROSS JOIN LATERAL (SELECT * FROM %1$I.%5$I l
                            WHERE l.organisation = s.organisation AND l.fiscal_year = s.fiscal_year LIMIT nullif(s.fiscal_year, s.fiscal_year)) l
        WHERE s.about = %6$L$view$,
        schema, view_name, columns, summary, live, about,
        (SELECT string_agg(format('%s.%I', CASE WHEN a.attname IN ('organisation', 'fiscal_year') THEN 's' ELSE 'l' END, a.attname), ', ' ORDER BY a.attnum)
         FROM pg_attribute a
         WHERE a.attrelid = format('%I.%I', schema, live)::regclass AND a.attnum > 0));
    EXECUTE format('INSERT INTO %I.summary_view VALUES ($1, $2) ON CONFLICT (view_name) DO UPDATE SET about = EXCLUDED.about', schema)
        USING view_name, about;
END
$procedure$;
COMMENT ON PROCEDURE summarise_view(text, text, text) IS
'Makes view X of a mart from its view live_X: rows of years that nothing changed in since the last refresh come from table X_summary, the others from live_X, so that X always says the same as live_X. Both have columns organisation and fiscal_year. Begins with an empty summary. For the DDL of a mart.';

CREATE PROCEDURE start_summaries(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    kept record;
    described record;
BEGIN
    EXECUTE format('DELETE FROM %I.summary_year', schema);
    EXECUTE format('DELETE FROM %I.summary_change', schema);
    EXECUTE format('INSERT INTO %1$I.summary_change (about, organisation, fiscal_year)
                    SELECT ''ledger'', organisation, fiscal_year FROM %1$I.scenario
                    UNION SELECT ''ledger'', organisation, fiscal_year FROM %1$I.appropriation
                    UNION SELECT ''caseload'', organisation, y.fiscal_year
                          FROM (SELECT organisation, month FROM %1$I.household_month
                                UNION SELECT organisation, month FROM %1$I.support_payment) c
                          CROSS JOIN LATERAL (SELECT EXTRACT(year FROM c.month)::integer) AS y(fiscal_year)', schema);

    FOR kept IN EXECUTE format('SELECT view_name FROM %I.summary_view ORDER BY view_name', schema) LOOP
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', schema, kept.view_name || '_summary',
                       'What view ' || kept.view_name || ' said at the last refresh. Read the view: it leaves out what is no longer true');
        EXECUTE format('COMMENT ON VIEW %I.%I IS %L', schema, 'live_' || kept.view_name,
                       'View ' || kept.view_name || ' without its summary: everything computed at every reading');
        FOR described IN
            SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS description
            FROM pg_attribute a
            WHERE a.attrelid = format('%I.%I', schema, kept.view_name)::regclass AND a.attnum > 0
        LOOP
            EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, kept.view_name || '_summary', described.name, described.description);
            EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, 'live_' || kept.view_name, described.name, described.description);
        END LOOP;
    END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE start_summaries(text) IS
'Marks all years of a mart as having no summary yet, and describes the tables of summaries as their views are described. For create_social_mart and upgrade_social_mart.';

-- It runs many queries once each: to compile them would take longer.
CREATE PROCEDURE refresh_social_mart_as_owner(schema text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $procedure$
#variable_conflict use_variable
DECLARE
    changes bigint[];
    stale record;
    kept record;
    columns text;
    refreshed integer := 0;
BEGIN
    -- One refresh at a time; whoever writes or reads goes on.
    EXECUTE format('LOCK TABLE %I.summary_change IN SHARE UPDATE EXCLUSIVE MODE', schema);

    -- Only changes that were there before anything is computed are done with afterwards.
    -- What is changed meanwhile has rows of its own, which stay.
    EXECUTE format('SELECT array_agg(id) FROM %I.summary_change WHERE effective_on <= current_date', schema) INTO changes;
    FOR stale IN EXECUTE format('SELECT organisation, about, array_agg(fiscal_year) AS years FROM %I.stale_summary
                                 GROUP BY organisation, about ORDER BY organisation, about', schema) LOOP
        RAISE NOTICE 'refreshing %, organisation %: % ...', schema, stale.organisation, stale.about;
        EXECUTE format('DELETE FROM %I.summary_year WHERE organisation = $1 AND about = $2 AND fiscal_year = ANY ($3)', schema)
            USING stale.organisation, stale.about, stale.years;
        FOR kept IN EXECUTE format('SELECT view_name, view_name || ''_summary'' AS summary, ''live_'' || view_name AS live
                                    FROM %I.summary_view WHERE about = $1 ORDER BY view_name', schema) USING stale.about LOOP
            SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
            FROM pg_attribute a
            WHERE a.attrelid = format('%I.%I', schema, kept.summary)::regclass AND a.attnum > 0;
            EXECUTE format('DELETE FROM %I.%I WHERE organisation = $1 AND fiscal_year = ANY ($2)', schema, kept.summary)
                USING stale.organisation, stale.years;
            EXECUTE format('INSERT INTO %1$I.%2$I (%3$s)
                            SELECT l.* FROM unnest($2) AS y(fiscal_year)
                            CROSS JOIN LATERAL (SELECT %3$s FROM %1$I.%4$I
                                                WHERE organisation = $1 AND fiscal_year = y.fiscal_year OFFSET 0) l',
                           schema, kept.summary, columns, kept.live)
                USING stale.organisation, stale.years;
            EXECUTE format('INSERT INTO %1$I.summary_year (organisation, about, fiscal_year)
                            SELECT DISTINCT $1, $2, fiscal_year FROM %1$I.%2$I WHERE organisation = $1 AND fiscal_year = ANY ($3)
                            ON CONFLICT DO NOTHING', schema, kept.summary)
                USING stale.organisation, stale.about, stale.years;
        END LOOP;
        -- The months of a year that is not over are complete one after another, each on its last day.
        EXECUTE format('DELETE FROM %I.summary_change
                        WHERE organisation = $1 AND about = $2 AND fiscal_year = ANY ($3) AND effective_on > current_date', schema)
            USING stale.organisation, stale.about, stale.years;
        EXECUTE format('INSERT INTO %1$I.summary_change (organisation, about, fiscal_year, effective_on)
                        SELECT y.organisation, y.about, y.fiscal_year,
                               date_trunc(''month'', (current_date + 1)::timestamp)::date + interval ''1 month'' - interval ''1 day''
                        FROM %1$I.summary_year y
                        WHERE y.organisation = $1 AND y.about = $2 AND $2 = ''ledger'' AND y.fiscal_year = ANY ($3)
                          AND y.fiscal_year >= EXTRACT(year FROM current_date)', schema)
            USING stale.organisation, stale.about, stale.years;
        refreshed := refreshed + 1;
    END LOOP;
    EXECUTE format('DELETE FROM %I.summary_change WHERE id = ANY ($1)', schema) USING changes;
    IF refreshed > 0 THEN
        FOR kept IN EXECUTE format('SELECT view_name || ''_summary'' AS summary FROM %I.summary_view ORDER BY view_name', schema) LOOP
            EXECUTE format('ANALYZE %I.%I', schema, kept.summary);
        END LOOP;
    END IF;
    -- Or the planner would expect many stale years where there are none.
    EXECUTE format('ANALYZE %I.summary_year, %1$I.summary_change', schema);
    RAISE NOTICE 'the summaries of % are up to date', schema;
END
$procedure$;
COMMENT ON PROCEDURE refresh_social_mart_as_owner(text) IS
'The part of refresh_social_mart that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE refresh_social_mart(schema text)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT call_as_mart_owner(schema, 'refresh_social_mart_as_owner', schema);
END;
COMMENT ON PROCEDURE refresh_social_mart(text) IS
'Refreshes the summaries of a mart: computes what its slower views say of the years that something changed in since the last refresh, and keeps it. Views say the same before and after, only faster. Call it after loading, or on a schedule. Readers and writers go on meanwhile; two refreshes take turns. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';

-- interim_report: the figures of a date, published once and shown as they were ever after

CREATE FUNCTION interim_report_value(value jsonb, measure text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN value IS NULL OR jsonb_typeof(value) = 'null' THEN ''
        WHEN jsonb_typeof(value) <> 'number' OR coalesce(measure, '') NOT IN ('money', 'amount', 'count', 'share') THEN value #>> '{}'
        WHEN measure = 'share' THEN round((value #>> '{}')::numeric * 100, 1)::text || ' %'
        ELSE regexp_replace(round((value #>> '{}')::numeric / CASE measure WHEN 'money' THEN 1000 ELSE 1 END)::text,
                            '(\d)(?=(\d{3})+$)', '\1 ', 'g')
    END;
COMMENT ON FUNCTION interim_report_value(jsonb, text) IS
'A value of an interim report as people read it: money in thousands, an amount or a count in whole units, with a space between groups of three digits, a share in per cent with one decimal, anything else as it is. Empty for NULL.';

CREATE FUNCTION render_interim_report(figures jsonb, version integer, published_on date, format text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH section AS (
        SELECT s.place, s.value FROM jsonb_array_elements(figures -> 'sections') WITH ORDINALITY AS s(value, place)
    ), cell AS (
        -- In text a line stays within a page: long texts are cut off, the first column's where others leave no room.
        SELECT s.place AS section, c.place AS col, w.place AS row, c.place = 1 AS is_first, c.value ->> 1 AS label, c.value ->> 2 = 'text' AS is_text,
               CASE WHEN format <> 'text' THEN replace(t.text, '|', '\|')
                    WHEN c.place > 1 THEN regexp_replace(t.text, '^(.{22}).{3,}$', '\1..')
                    ELSE t.text END AS text
        FROM section s
        CROSS JOIN LATERAL jsonb_array_elements(s.value -> 'columns') WITH ORDINALITY AS c(value, place)
        CROSS JOIN LATERAL jsonb_array_elements(s.value -> 'rows') WITH ORDINALITY AS w(value, place)
        CROSS JOIN LATERAL (SELECT regexp_replace(interim_report_value(w.value -> (c.value ->> 0), c.value ->> 2), '\s+', ' ', 'g')) AS t(text)
    ), filled AS (
        SELECT section, col, is_first, label, is_text, greatest(length(label), max(length(text))) AS width
        FROM cell
        GROUP BY section, col, is_first, label, is_text
        HAVING bool_or(text <> '')
    ), col AS (
        SELECT section, col, label, is_text,
               CASE WHEN is_first AND format = 'text'
                    THEN least(width, greatest(20, 131 - sum(width + 3) OVER (PARTITION BY section) + width)::integer)
                    ELSE width END AS width
        FROM filled
    ), line AS (
        SELECT c.section, c.row,
               CASE format
                   WHEN 'text' THEN rtrim(' ' || string_agg(CASE WHEN NOT c.is_text THEN lpad(c.text, k.width)
                                                            WHEN length(c.text) <= k.width THEN rpad(c.text, k.width)
                                                            ELSE left(c.text, k.width - 3) || '...' END, ' | ' ORDER BY c.col))
                   ELSE '| ' || string_agg(c.text, ' | ' ORDER BY c.col) || ' |'
               END AS text
        FROM cell c JOIN col k USING (section, col)
        GROUP BY c.section, c.row
    ), heading AS (
        SELECT section,
               CASE format
                   WHEN 'text' THEN rtrim(' ' || string_agg(CASE WHEN is_text THEN rpad(label, width) ELSE lpad(label, width) END, ' | ' ORDER BY col))
                                    || E'\n-' || string_agg(repeat('-', width), '-+-' ORDER BY col) || '-'
                   ELSE '| ' || string_agg(label, ' | ' ORDER BY col) || E' |\n|' || string_agg(CASE WHEN is_text THEN ' --- |' ELSE ' ---: |' END, '' ORDER BY col)
               END AS text
        FROM col
        GROUP BY section
    )
    SELECT CASE format WHEN 'text' THEN '' ELSE '# ' END || 'Interim report of ' || (figures ->> 'name') || ' as of ' || (figures ->> 'as_of')
           || E'\n\nVersion ' || version || ', published on ' || published_on
           || '. Money in thousands; a variance below 0 is a deficit.' || coalesce(string_agg(
               E'\n\n' || CASE format WHEN 'text' THEN '' ELSE '## ' END || s.place || '. ' || (s.value ->> 'title')
               || E'\n\n' || h.text || E'\n' || l.text || coalesce(E'\n\n' || (s.value ->> 'note'), ''), '' ORDER BY s.place), '')
           || E'\n'
    FROM section s
    JOIN heading h ON h.section = s.place
    CROSS JOIN LATERAL (SELECT string_agg(n.text, E'\n' ORDER BY n.row) FROM line n WHERE n.section = s.place) AS l(text);
END;
COMMENT ON FUNCTION render_interim_report(jsonb, integer, date, text) IS
'The figures of an interim report, as interim_report_figures of a mart gives them, as text for people (format text: aligned, long texts cut off) or as Markdown (any other format). Columns without a value are left out. For publish_interim_report.';

-- It runs many queries once each: to compile them would take longer.
CREATE PROCEDURE publish_interim_report_as_owner(schema text, as_of date, organisation text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension_schema name;
    code text := organisation;
    figures jsonb;
    version integer;
BEGIN
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';

    -- Two that publish the same date get two versions.
    EXECUTE format('LOCK TABLE %I.interim_report IN SHARE ROW EXCLUSIVE MODE', schema);
    IF code IS NULL THEN
        EXECUTE format('SELECT organisation FROM %I.mart', schema) INTO code;
    END IF;
    EXECUTE format('SELECT %I.interim_report_figures($1, $2)', schema) INTO figures USING code, as_of;
    IF figures IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('mart %I has no organisation %L', schema, code),
            HINT = format('Choose one of SELECT organisation FROM %I.organisation, or leave it out for the mart''s own.', schema);
    END IF;
    IF figures -> 'sections' = '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('mart %I has no figures of %s as of %s', schema, code, as_of),
            HINT = 'Load a budget, an outcome by month, a forecast, a household plan or targets of that year first.';
    END IF;
    EXECUTE format('SELECT coalesce(max(version), 0) + 1 FROM %I.interim_report WHERE organisation = $1 AND as_of = $2', schema)
        INTO version USING code, as_of;
    EXECUTE format('INSERT INTO %1$I.interim_report (organisation, as_of, version, figures, report_text, report_markdown)
                    VALUES ($1, $2, $3, $4, %2$I.render_interim_report($4, $3, current_date, ''text''),
                            %2$I.render_interim_report($4, $3, current_date, ''markdown''))', schema, extension_schema)
        USING code, as_of, version, figures;
    RAISE NOTICE 'interim report of % as of % is published as version %', code, as_of, version;
END
$procedure$;
COMMENT ON PROCEDURE publish_interim_report_as_owner(text, date, text) IS
'The part of publish_interim_report that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE publish_interim_report(schema text, as_of date, organisation text DEFAULT NULL)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $procedure$
#variable_conflict use_variable
DECLARE
    extension_schema name;
BEGIN
    IF as_of IS NULL OR NOT isfinite(as_of) OR as_of > current_date OR as_of < '1000-01-01' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('as_of must be a day from the year 1000 on that is not in the future, not %s', coalesce(as_of::text, 'NULL')),
            HINT = 'Give the last day that the figures know of: CALL publish_interim_report(''lund'', ''2023-04-30'').';
    END IF;
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';
    EXECUTE format('SELECT %I.call_as_mart_owner($1, ''publish_interim_report_as_owner'', $1, $2, $3)', extension_schema)
        USING schema, as_of::text, organisation;
END
$procedure$;
COMMENT ON PROCEDURE publish_interim_report(text, date, text) IS
'Freezes the figures of a mart as of a date: the year-end forecast stated and computed, budget and forecast by head, stated causes, households and targets, in table interim_report, whose rows are never changed. The same date again makes a new version. organisation is the mart''s own if left out. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: 22023 for a day that is missing or in the future and for an unknown organisation, P0002 for a year without figures, 3F000 for a schema that is not a mart, 42501 without the owner''s rights.';

CREATE FUNCTION interim_report(schema text, as_of date, format text DEFAULT 'text', version integer DEFAULT NULL, organisation text DEFAULT NULL) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    extension_schema name;
    report text;
    published text;
BEGIN
    IF format IS NULL OR format NOT IN ('text', 'markdown', 'json') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('format must be text, markdown or json, not %s', coalesce(quote_literal(format), 'NULL')),
            HINT = 'Leave it out for text.';
    END IF;
    SELECT n.nspname INTO STRICT extension_schema
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'social_services';
    EXECUTE format('SELECT %I.social_mart($1)', extension_schema) USING schema;
    IF as_of IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'as_of must be the day of a published report, not NULL',
            HINT = format('SELECT as_of, version FROM %I.published_interim_report lists them.', schema);
    END IF;
    -- The mart's own organisation where a reader sees it.
    IF organisation IS NULL THEN
        EXECUTE format('SELECT d.organisation FROM %I.data_dictionary d LIMIT 1', schema) INTO organisation;
    END IF;
    EXECUTE format('SELECT %I FROM %I.published_interim_report r
                    WHERE r.organisation = $1 AND r.as_of = $2 AND r.version = coalesce($3, r.version)
                    ORDER BY r.version DESC LIMIT 1', 'report_' || format, schema)
        INTO report USING organisation, as_of, version;
    IF report IS NULL THEN
        EXECUTE format('SELECT string_agg(p.as_of || CASE WHEN p.versions > 1 THEN '' in '' || p.versions || '' versions'' ELSE '''' END, '', '' ORDER BY p.as_of)
                        FROM (SELECT r.as_of, count(*) AS versions FROM %I.published_interim_report r
                              WHERE r.organisation = $1 GROUP BY r.as_of) p', schema) INTO published USING organisation;
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('no interim report of %I, organisation %s, as of %s%s is published',
                             schema, coalesce(quote_literal(organisation), 'unknown'), as_of, ', version ' || version),
            HINT = coalesce('Published of this organisation are reports as of ' || published || '.',
                            format('Nothing of this organisation is published yet. The owner publishes with CALL publish_interim_report(%L, %L).', schema, as_of));
    END IF;
    RETURN report;
END
$function$;
COMMENT ON FUNCTION interim_report(text, date, text, integer, text) IS
'An interim report of a mart as it was published, as text for people, as Markdown or as JSON (format text, markdown or json); the latest version of the date unless version names another, of the mart''s own organisation unless organisation names another. Whoever may read the mart''s views may read it. Errors: 22023 for another format and for a day that is missing, P0002 where none is published, 3F000 for a schema that is not a mart.';
