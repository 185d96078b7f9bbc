/*
 * disclosure.c
 *
 * Whether a figure tells of few households, for tables that leave the house:
 *
 *   SELECT unit, disclosure_safe_sum(amount, household) FROM payments GROUP BY unit;
 *   ... WHERE disclosure_safe(long_term_households, 5, households)
 *
 * The aggregate adds up what each household has, in hundredths, so that a payment that was taken back in the same
 * group counts for nothing: who has nothing left hides nobody. Its state is a hash table of households. Figures are judged
 * one by one: what is left out may still come back as a total less the rest, which is for disclosure_check and docs/secrecy.md.
 */
#include "disclosure.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "decimal_units.h"

PG_FUNCTION_INFO_V1(disclosure_safe);
PG_FUNCTION_INFO_V1(one_has_most);
PG_FUNCTION_INFO_V1(disclosure_safe_sum_trans);
PG_FUNCTION_INFO_V1(disclosure_safe_sum_combine);
PG_FUNCTION_INFO_V1(disclosure_safe_sum_serialize);
PG_FUNCTION_INFO_V1(disclosure_safe_sum_deserialize);
PG_FUNCTION_INFO_V1(disclosure_safe_sum_final);

#define DEFAULT_MINIMUM		5
#define AMOUNT_SCALE		2

typedef struct Paid
{
	int64		household;
	int64		amount;			/* in hundredths, net */
	char		status;			/* for simplehash */
} Paid;

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			paid
#define SH_ELEMENT_TYPE		Paid
#define SH_KEY_TYPE			int64
#define SH_KEY				household
/* Not of both halves put together by an exclusive or: numbers made of two that are alike would all be one. */
#define SH_HASH_KEY(tb, key)	hash_combine(murmurhash32((uint32) ((uint64) (key) >> 32)), murmurhash32((uint32) (key)))
#define SH_EQUAL(tb, a, b)	((a) == (b))
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

/* Lies in the aggregate's memory context, as does the table. */
typedef struct SafeSum
{
	int64		minimum;
	struct paid_hash *paid;
} SafeSum;

void
CheckMinimum(int64 minimum)
{
	if (minimum < LEAST_MINIMUM)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("minimum must be at least %d, not " INT64_FORMAT, LEAST_MINIMUM, minimum),
				 errhint("Of two households each can tell the other's amount; 5 is usual.")));
}

/*
 * disclosure_safe(households bigint, minimum bigint, all_households bigint) -> boolean
 */
Datum
disclosure_safe(PG_FUNCTION_ARGS)
{
	int64		households;
	int64		minimum;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	households = PG_GETARG_INT64(0);
	minimum = PG_GETARG_INT64(1);
	CheckMinimum(minimum);
	if (households < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("households must be at least 0, not " INT64_FORMAT, households),
				 errhint("Count the households that the figure is about.")));
	if (!PG_ARGISNULL(2) && PG_GETARG_INT64(2) < households)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("all_households must be at least households, " INT64_FORMAT ", not " INT64_FORMAT, households, PG_GETARG_INT64(2)),
				 errhint("Give how many there are of which these are a part.")));
	PG_RETURN_BOOL(!is_few(households, minimum) &&
				   (PG_ARGISNULL(2) || !is_few(PG_GETARG_INT64(2) - households, minimum)));
}

/*
 * A finite amount in hundredths.
 */
static int64
to_hundredths(Numeric value, const char *argument, bool in_aggregate)
{
	int64		units;

	CheckFinite(value, argument, in_aggregate);
	if (!decimal_to_units(value, AMOUNT_SCALE, &units))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must have at most two decimals and be below 92 233 720 368 547 758.07, not %s", argument, decimal_text(value)),
				 errhint("Round it to hundredths first: round(%s, 2).", argument)));
	return units;
}

/*
 * one_has_most(total numeric, largest numeric, second_largest numeric) -> boolean
 */
Datum
one_has_most(PG_FUNCTION_ARGS)
{
	int64		total = to_hundredths(PG_GETARG_NUMERIC(0), "total", false);
	int64		largest = to_hundredths(PG_GETARG_NUMERIC(1), "largest", false);
	int64		second_largest = to_hundredths(PG_GETARG_NUMERIC(2), "second_largest", false);

	/* A difference with a total below 0 may not fit. */
	if (second_largest < 0 || largest < second_largest || total < largest || total - largest < second_largest)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("largest must be from second_largest to what total leaves of it, %s, %s and %s given",
						decimal_text(PG_GETARG_NUMERIC(1)), decimal_text(PG_GETARG_NUMERIC(2)), decimal_text(PG_GETARG_NUMERIC(0))),
				 errhint("Give amounts without their signs: total is the sum of all.")));
	PG_RETURN_BOOL(has_most(total, largest, second_largest));
}

static SafeSum *
safe_sum_new(MemoryContext context, int64 minimum, uint32 households)
{
	SafeSum    *state = MemoryContextAlloc(context, sizeof(SafeSum));

	state->minimum = minimum;
	state->paid = paid_create(context, households, NULL);
	return state;
}

static void
add_paid(SafeSum *state, int64 household, int64 amount)
{
	bool		found;
	Paid	   *paid = paid_insert(state->paid, household, &found);

	if (!found)
		paid->amount = 0;
	if (pg_add_s64_overflow(paid->amount, amount, &paid->amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the amounts of a household are out of range"),
				 errhint("Add up at most 92 233 720 368 547 758.07.")));
}

/*
 * disclosure_safe_sum_trans(state internal, amount numeric, household bigint) -> internal
 * disclosure_safe_sum_trans(state internal, amount numeric, household bigint, minimum integer) -> internal
 */
Datum
disclosure_safe_sum_trans(PG_FUNCTION_ARGS)
{
	SafeSum    *state = PG_ARGISNULL(0) ? NULL : (SafeSum *) PG_GETARG_POINTER(0);
	int64		minimum = DEFAULT_MINIMUM;

	if (PG_NARGS() > 3)
	{
		if (PG_ARGISNULL(3))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("minimum must not be NULL"),
					 errhint("5 is usual.")));
		/* Of every row: whether a wrong one is refused must not depend on their order. */
		minimum = PG_GETARG_INT32(3);
		CheckMinimum(minimum);
	}
	if (state == NULL)
		state = safe_sum_new(GetAggregateContext(fcinfo), minimum, 64);
	state->minimum = Max(state->minimum, minimum);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		add_paid(state, PG_GETARG_INT64(2), to_hundredths(PG_GETARG_NUMERIC(1), "amount", true));
	PG_RETURN_POINTER(state);
}

/*
 * disclosure_safe_sum_combine(state internal, other internal) -> internal
 */
Datum
disclosure_safe_sum_combine(PG_FUNCTION_ARGS)
{
	SafeSum    *state = PG_ARGISNULL(0) ? NULL : (SafeSum *) PG_GETARG_POINTER(0);
	SafeSum    *other;
	paid_iterator iterator;
	Paid	   *paid;

	if (PG_ARGISNULL(1))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(state);
	}
	other = (SafeSum *) PG_GETARG_POINTER(1);
	if (state == NULL)
		state = safe_sum_new(GetAggregateContext(fcinfo), other->minimum, Max(other->paid->members, 64));
	state->minimum = Max(state->minimum, other->minimum);
	paid_start_iterate(other->paid, &iterator);
	while ((paid = paid_iterate(other->paid, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		add_paid(state, paid->household, paid->amount);
	}
	PG_RETURN_POINTER(state);
}

/*
 * disclosure_safe_sum_serialize(state internal) -> bytea
 */
Datum
disclosure_safe_sum_serialize(PG_FUNCTION_ARGS)
{
	SafeSum    *state = (SafeSum *) PG_GETARG_POINTER(0);
	StringInfoData buf;
	paid_iterator iterator;
	Paid	   *paid;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SAFE_SUM_FORMAT);
	pq_sendint64(&buf, state->minimum);
	pq_sendint32(&buf, state->paid->members);
	paid_start_iterate(state->paid, &iterator);
	while ((paid = paid_iterate(state->paid, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint64(&buf, paid->household);
		pq_sendint64(&buf, paid->amount);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * disclosure_safe_sum_deserialize(serialized bytea, internal) -> internal
 */
Datum
disclosure_safe_sum_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	SafeSum    *state;
	int64		minimum;
	uint32		households;

	GetAggregateContext(fcinfo);
	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, SAFE_SUM_FORMAT);
	minimum = pq_getmsgint64(&buf);
	households = pq_getmsgint(&buf, 4);
	if (minimum < LEAST_MINIMUM || minimum > PG_INT32_MAX || households != (uint32) (buf.len - buf.cursor) / 16)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("serialized state of disclosure_safe_sum is broken"),
				 ERRHINT_SAME_VERSION));
	state = safe_sum_new(CurrentMemoryContext, minimum, Max(households, 64));
	for (uint32 i = 0; i < households; i++)
	{
		int64		household = pq_getmsgint64(&buf);

		CHECK_FOR_INTERRUPTS();
		add_paid(state, household, pq_getmsgint64(&buf));
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/*
 * disclosure_safe_sum_final(state internal) -> numeric
 */
Datum
disclosure_safe_sum_final(PG_FUNCTION_ARGS)
{
	SafeSum    *state;
	paid_iterator iterator;
	Paid	   *paid;
	int64		sum = 0;
	int64		total = 0;
	int64		largest = 0;
	int64		second_largest = 0;
	int64		with_amount = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (SafeSum *) PG_GETARG_POINTER(0);
	if (state->paid->members == 0 || is_few(state->paid->members, state->minimum))
		PG_RETURN_NULL();
	paid_start_iterate(state->paid, &iterator);
	while ((paid = paid_iterate(state->paid, &iterator)) != NULL)
	{
		int64		size = paid->amount < 0 ? -paid->amount : paid->amount;

		CHECK_FOR_INTERRUPTS();
		if (paid->amount == PG_INT64_MIN ||
			pg_add_s64_overflow(total, size, &total) || pg_add_s64_overflow(sum, paid->amount, &sum))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("the sum of amounts is out of range"),
					 errhint("Add up at most 92 233 720 368 547 758.07.")));
		second_largest = Max(second_largest, Min(size, largest));
		largest = Max(largest, size);
		with_amount += size > 0;
	}
	if (is_few(with_amount, state->minimum) || has_most(total, largest, second_largest))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_from_units(sum, AMOUNT_SCALE));
}
