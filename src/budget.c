/*
 * budget.c
 *
 * How an outcome (or a forecast) stands against its budget:
 *
 *   SELECT unit, budget_variance(budget, outcome), deficit(budget, outcome),
 *          surplus(budget, outcome), budget_utilisation(budget, outcome)
 *   FROM ... GROUP BY unit;
 *
 *   variance    = sum of budgets - sum of outcomes, positive is favourable
 *   deficit     = -variance where that is above 0, else 0
 *   surplus     =  variance where that is above 0, else 0
 *   utilisation = sum of outcomes / sum of budgets, NULL for a budget of 0
 *
 * A missing budget counts as 0: spending without a budget is all deficit.
 * Without any outcome the answer is NULL: nothing reported, no verdict.
 *
 * All four keep the same state, so PostgreSQL runs one transition for them
 * when they stand side by side with the same arguments. What happens to that
 * state otherwise is in decimal_sums.c.
 */
#include "decimal_sums.h"

/* The sums, in the order of the arguments. */
enum
{
	BUDGET,
	OUTCOME,
	BUDGET_SUMS
};

PG_FUNCTION_INFO_V1(budget_trans);
PG_FUNCTION_INFO_V1(budget_variance_final);
PG_FUNCTION_INFO_V1(deficit_final);
PG_FUNCTION_INFO_V1(surplus_final);
PG_FUNCTION_INFO_V1(budget_utilisation_final);

/*
 * budget_trans(state internal, budget numeric, outcome numeric) -> internal
 */
Datum
budget_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_BUDGET, BUDGET_SUMS);

	if (!PG_ARGISNULL(1))
		decimal_sum_add(&state->sum[BUDGET], PG_GETARG_DATUM(1), "budget", fcinfo);
	if (!PG_ARGISNULL(2))
		decimal_sum_add(&state->sum[OUTCOME], PG_GETARG_DATUM(2), "outcome", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * One of the sums minus the other, or NULL without any outcome.
 */
static Numeric
difference(FunctionCallInfo fcinfo, int sum, int less)
{
	const DecimalSums *state = decimal_sums_given(fcinfo, SUMS_OF_BUDGET, BUDGET_SUMS);

	if (decimal_sum_count(&state->sum[OUTCOME]) == 0)
		return NULL;
	return decimal_subtract(decimal_sum_result(&state->sum[sum], fcinfo),
							decimal_sum_result(&state->sum[less], fcinfo));
}

/*
 * The larger of an amount and 0, with the amount's decimals either way, so
 * that a column of results lines up. NULL for NULL.
 */
static Numeric
at_least_zero(Numeric amount)
{
	return amount != NULL && decimal_sign(amount) < 0 ? decimal_subtract(amount, amount) : amount;
}

/*
 * budget_variance_final(state internal) -> numeric
 */
Datum
budget_variance_final(PG_FUNCTION_ARGS)
{
	return decimal_return(fcinfo, difference(fcinfo, BUDGET, OUTCOME));
}

/*
 * deficit_final(state internal) -> numeric
 */
Datum
deficit_final(PG_FUNCTION_ARGS)
{
	return decimal_return(fcinfo, at_least_zero(difference(fcinfo, OUTCOME, BUDGET)));
}

/*
 * surplus_final(state internal) -> numeric
 */
Datum
surplus_final(PG_FUNCTION_ARGS)
{
	return decimal_return(fcinfo, at_least_zero(difference(fcinfo, BUDGET, OUTCOME)));
}

/*
 * budget_utilisation_final(state internal) -> numeric
 */
Datum
budget_utilisation_final(PG_FUNCTION_ARGS)
{
	return decimal_sums_ratio(fcinfo, SUMS_OF_BUDGET, BUDGET_SUMS, OUTCOME, BUDGET);
}
