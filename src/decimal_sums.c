/*
 * decimal_sums.c
 *
 * What aggregates over sums of numeric have in common: to take a row out again,
 * to add two partial states, and to carry one to another process.
 */
#include "decimal_sums.h"

#include "libpq/pqformat.h"

PG_FUNCTION_INFO_V1(decimal_sums_inv);
PG_FUNCTION_INFO_V1(decimal_sums_combine);
PG_FUNCTION_INFO_V1(decimal_sums_serialize);
PG_FUNCTION_INFO_V1(decimal_sums_deserialize);

/*
 * An empty state in the aggregate's memory context.
 */
DecimalSums *
decimal_sums_new(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count)
{
	DecimalSums *state = MemoryContextAlloc(GetAggregateContext(fcinfo),
											offsetof(DecimalSums, sum) + count * sizeof(DecimalSum));

	state->kind = kind;
	state->count = count;
	for (int i = 0; i < count; i++)
		decimal_sum_init(&state->sum[i]);
	return state;
}

/*
 * Refuses the state of another aggregate.
 */
void
decimal_sums_refuse(const DecimalSums *state, int kind, int count)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("partial aggregate state is of another aggregate: kind %d with %d sums, expected kind %d with %d",
					state->kind, state->count, kind, count),
			 ERRHINT_SAME_VERSION));
}

/*
 * decimal_sums_inv(state internal, numeric, ...) -> internal
 *
 * Takes a row out that left the window frame, for transitions that add their
 * n-th argument to the n-th sum. NULL asks for a fresh start.
 */
Datum
decimal_sums_inv(PG_FUNCTION_ARGS)
{
	DecimalSums *state;

	if (PG_ARGISNULL(0))
		elog(ERROR, "decimal_sums_inv called without a state");
	state = (DecimalSums *) PG_GETARG_POINTER(0);
	if (state->count >= PG_NARGS())
		decimal_sums_refuse(state, state->kind, PG_NARGS() - 1);

	for (int i = 0; i < state->count; i++)
		if (!PG_ARGISNULL(i + 1) &&
			!decimal_sum_remove(&state->sum[i], PG_GETARG_DATUM(i + 1), fcinfo))
			PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * decimal_sums_combine(state internal, other internal) -> internal
 */
Datum
decimal_sums_combine(PG_FUNCTION_ARGS)
{
	DecimalSums *state;
	const DecimalSums *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (const DecimalSums *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	state = decimal_sums_state(fcinfo, other->kind, other->count);
	for (int i = 0; i < state->count; i++)
		decimal_sum_combine(&state->sum[i], &other->sum[i], fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * decimal_sums_serialize(state internal) -> bytea
 */
Datum
decimal_sums_serialize(PG_FUNCTION_ARGS)
{
	const DecimalSums *state = (const DecimalSums *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, DECIMAL_SUMS_FORMAT);
	pq_sendbyte(&buf, state->kind);
	pq_sendbyte(&buf, state->count);
	for (int i = 0; i < state->count; i++)
		decimal_sum_send(&buf, &state->sum[i], fcinfo);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * decimal_sums_deserialize(serialized bytea, internal) -> internal
 */
Datum
decimal_sums_deserialize(PG_FUNCTION_ARGS)
{
	DecimalSums *state;
	StringInfoData buf;
	int			kind;
	int			count;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, DECIMAL_SUMS_FORMAT);
	kind = pq_getmsgbyte(&buf);
	count = pq_getmsgbyte(&buf);
	state = palloc(offsetof(DecimalSums, sum) + count * sizeof(DecimalSum));
	state->kind = kind;
	state->count = count;
	for (int i = 0; i < count; i++)
		decimal_sum_recv(&buf, &state->sum[i], fcinfo);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/*
 * The result of an aggregate: one of its sums divided by another, or NULL where nothing was
 * added to the first or the second is 0.
 */
Datum
decimal_sums_ratio(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count, int part, int whole)
{
	const DecimalSums *state = decimal_sums_given(fcinfo, kind, count);
	Numeric		divisor;

	if (decimal_sum_count(&state->sum[part]) == 0)
		PG_RETURN_NULL();
	divisor = decimal_sum_result(&state->sum[whole], fcinfo);
	if (decimal_sign(divisor) == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_divide(decimal_sum_result(&state->sum[part], fcinfo), divisor));
}
