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
 * when they stand side by side with the same arguments.
 */
#include "decimal.h"

#include "libpq/pqformat.h"
#include "utils/fmgrprotos.h"

/* Changes whenever the serialized form does. */
#define BUDGET_FORMAT	1

/* Lies in the aggregate's memory context. */
typedef struct BudgetState
{
	DecimalSum	budget;
	DecimalSum	outcome;
} BudgetState;

PG_FUNCTION_INFO_V1(budget_trans);
PG_FUNCTION_INFO_V1(budget_inv);
PG_FUNCTION_INFO_V1(budget_combine);
PG_FUNCTION_INFO_V1(budget_serialize);
PG_FUNCTION_INFO_V1(budget_deserialize);
PG_FUNCTION_INFO_V1(budget_variance_final);
PG_FUNCTION_INFO_V1(deficit_final);
PG_FUNCTION_INFO_V1(surplus_final);
PG_FUNCTION_INFO_V1(budget_utilisation_final);

static pg_noinline BudgetState *
budget_state_new(FunctionCallInfo fcinfo)
{
	MemoryContext context;
	BudgetState *state;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "budget aggregate called outside an aggregate");
	state = MemoryContextAlloc(context, sizeof(BudgetState));
	decimal_sum_init(&state->budget);
	decimal_sum_init(&state->outcome);
	return state;
}

/*
 * budget_trans(state internal, budget numeric, outcome numeric) -> internal
 */
Datum
budget_trans(PG_FUNCTION_ARGS)
{
	BudgetState *state;

	if (unlikely(PG_ARGISNULL(0)))
		state = budget_state_new(fcinfo);
	else
		state = (BudgetState *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
		decimal_sum_add(&state->budget, PG_GETARG_DATUM(1), "budget", fcinfo);
	if (!PG_ARGISNULL(2))
		decimal_sum_add(&state->outcome, PG_GETARG_DATUM(2), "outcome", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * budget_inv(state internal, budget numeric, outcome numeric) -> internal
 *
 * Takes a row out that left the window frame. NULL asks for a fresh start.
 */
Datum
budget_inv(PG_FUNCTION_ARGS)
{
	BudgetState *state;

	if (PG_ARGISNULL(0))
		elog(ERROR, "budget_inv called without a state");
	state = (BudgetState *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1) &&
		!decimal_sum_remove(&state->budget, PG_GETARG_DATUM(1), fcinfo))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(2) &&
		!decimal_sum_remove(&state->outcome, PG_GETARG_DATUM(2), fcinfo))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * budget_combine(state internal, other internal) -> internal
 */
Datum
budget_combine(PG_FUNCTION_ARGS)
{
	BudgetState *state;
	const BudgetState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (const BudgetState *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	if (PG_ARGISNULL(0))
		state = budget_state_new(fcinfo);
	else
		state = (BudgetState *) PG_GETARG_POINTER(0);

	decimal_sum_combine(&state->budget, &other->budget, fcinfo);
	decimal_sum_combine(&state->outcome, &other->outcome, fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * budget_serialize(state internal) -> bytea
 */
Datum
budget_serialize(PG_FUNCTION_ARGS)
{
	const BudgetState *state = (const BudgetState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, BUDGET_FORMAT);
	decimal_sum_send(&buf, &state->budget, fcinfo);
	decimal_sum_send(&buf, &state->outcome, fcinfo);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * budget_deserialize(serialized bytea, internal) -> internal
 */
Datum
budget_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *serialized = PG_GETARG_BYTEA_PP(0);
	BudgetState *state = palloc(sizeof(BudgetState));
	StringInfoData buf;
	int			format;

	initStringInfo(&buf);
	appendBinaryStringInfo(&buf, VARDATA_ANY(serialized),
						   VARSIZE_ANY_EXHDR(serialized));

	format = pq_getmsgbyte(&buf);
	if (format != BUDGET_FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("budget aggregate has serialized format %d, expected %d",
						format, BUDGET_FORMAT),
				 errhint("Run the same version of social_services on every server that takes part in the query.")));
	decimal_sum_recv(&buf, &state->budget, fcinfo);
	decimal_sum_recv(&buf, &state->outcome, fcinfo);
	pq_getmsgend(&buf);
	pfree(buf.data);
	PG_RETURN_POINTER(state);
}

/*
 * Sum of budgets minus sum of outcomes, or NULL without any outcome.
 */
static Numeric
variance(FunctionCallInfo fcinfo)
{
	const BudgetState *state = (const BudgetState *) PG_GETARG_POINTER(0);

	if (decimal_sum_count(&state->outcome) == 0)
		return NULL;
	return DatumGetNumeric(DirectFunctionCall2(numeric_sub,
											   NumericGetDatum(decimal_sum_result(&state->budget, fcinfo)),
											   NumericGetDatum(decimal_sum_result(&state->outcome, fcinfo))));
}

/*
 * The larger of an amount and 0, with the amount's decimals either way, so
 * that a column of results lines up.
 */
static Numeric
at_least_zero(Numeric amount)
{
	Datum		value = NumericGetDatum(amount);

	if (DatumGetBool(DirectFunctionCall2(numeric_lt, value,
										 NumericGetDatum(int64_to_numeric(0)))))
		value = DirectFunctionCall2(numeric_sub, value, value);
	return DatumGetNumeric(value);
}

/*
 * budget_variance_final(state internal) -> numeric
 */
Datum
budget_variance_final(PG_FUNCTION_ARGS)
{
	Numeric		result = variance(fcinfo);

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(result);
}

/*
 * deficit_final(state internal) -> numeric
 */
Datum
deficit_final(PG_FUNCTION_ARGS)
{
	Numeric		result = variance(fcinfo);

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(at_least_zero(DatumGetNumeric(DirectFunctionCall1(numeric_uminus,
																		NumericGetDatum(result)))));
}

/*
 * surplus_final(state internal) -> numeric
 */
Datum
surplus_final(PG_FUNCTION_ARGS)
{
	Numeric		result = variance(fcinfo);

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(at_least_zero(result));
}

/*
 * budget_utilisation_final(state internal) -> numeric
 */
Datum
budget_utilisation_final(PG_FUNCTION_ARGS)
{
	const BudgetState *state = (const BudgetState *) PG_GETARG_POINTER(0);
	Datum		budget;

	if (decimal_sum_count(&state->outcome) == 0)
		PG_RETURN_NULL();
	budget = NumericGetDatum(decimal_sum_result(&state->budget, fcinfo));
	if (DatumGetBool(DirectFunctionCall2(numeric_eq, budget,
										 NumericGetDatum(int64_to_numeric(0)))))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div,
										NumericGetDatum(decimal_sum_result(&state->outcome, fcinfo)),
										budget));
}
