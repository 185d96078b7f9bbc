/*
 * caseload.c
 *
 * How many households get support and what it costs, from payments, one row
 * each, in one pass and in any order:
 *
 *   SELECT unit, household_count(household, month), household_months(household, month),
 *          average_households(household, month), long_term_households(household, month),
 *          household_cost(amount, household, month)
 *   FROM ... GROUP BY unit;
 *
 *   household_count      = distinct households
 *   household_months     = distinct pairs of household and month
 *   average_households   = household_months / distinct months
 *   long_term_households = distinct households with at least min_months (10) months
 *                          of one calendar year, which is how the Swedish national
 *                          statistics define long-term support
 *   household_cost       = sum of amounts / household_months
 *
 * or from a table that is aggregated already, and from a plan:
 *
 *   cost_per_household(amount, households) = sum of amounts / sum of households
 *   households_funded(budget, cost_per_household, months)
 *       = budget / (cost_per_household * months), in whole households
 *   household_gap(budget, households, cost_per_household, months)
 *       = households * cost_per_household * months - budget
 *
 * A row without household or without month is not counted; its amount is. A
 * date stands for the month that it lies in. Infinite dates are refused.
 *
 * Counts with the same arguments share one state, so PostgreSQL runs one
 * transition for them when they stand side by side.
 */
#include "caseload.h"
#include "decimal_sums.h"

#include "libpq/pqformat.h"
#include "utils/timestamp.h"

/* The sums of cost_per_household(amount, households), in the order of the arguments. */
enum
{
	AMOUNT,
	HOUSEHOLDS,
	COST_PER_HOUSEHOLD_SUMS
};

PG_FUNCTION_INFO_V1(caseload_trans);
PG_FUNCTION_INFO_V1(long_term_households_trans);
PG_FUNCTION_INFO_V1(household_cost_trans);
PG_FUNCTION_INFO_V1(caseload_combine);
PG_FUNCTION_INFO_V1(caseload_serialize);
PG_FUNCTION_INFO_V1(caseload_deserialize);
PG_FUNCTION_INFO_V1(household_count_final);
PG_FUNCTION_INFO_V1(household_months_final);
PG_FUNCTION_INFO_V1(average_households_final);
PG_FUNCTION_INFO_V1(long_term_households_final);
PG_FUNCTION_INFO_V1(household_cost_final);
PG_FUNCTION_INFO_V1(cost_per_household_trans);
PG_FUNCTION_INFO_V1(cost_per_household_final);
PG_FUNCTION_INFO_V1(households_funded);
PG_FUNCTION_INFO_V1(household_gap);

CaseloadState *
caseload_state(FunctionCallInfo fcinfo)
{
	MemoryContext context;
	CaseloadState *state;

	if (likely(!PG_ARGISNULL(0)))
		return (CaseloadState *) PG_GETARG_POINTER(0);
	context = GetAggregateContext(fcinfo);
	state = MemoryContextAlloc(context, sizeof(CaseloadState));
	decimal_sum_init(&state->amount);
	household_set_init(&state->set, context);
	state->min_months = 0;
	return state;
}

/*
 * Adds the household and month that stand from this argument on.
 */
static inline void
add_household(CaseloadState *state, FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument + 1))
		return;
	if (PG_ARGISNULL(argument))
		CheckFiniteDate(PG_GETARG_DATEADT(argument + 1), "month", true);
	else
		household_set_add(&state->set, PG_GETARG_INT64(argument), PG_GETARG_DATEADT(argument + 1));
}

/*
 * caseload_trans(state internal, household bigint, month date) -> internal
 */
Datum
caseload_trans(PG_FUNCTION_ARGS)
{
	CaseloadState *state = caseload_state(fcinfo);

	add_household(state, fcinfo, 1);
	PG_RETURN_POINTER(state);
}

/*
 * Refuses two different limits of long-term support in one group. 0 is none.
 */
static void
set_min_months(CaseloadState *state, int min_months)
{
	if (state->min_months != 0 && min_months != 0 && state->min_months != min_months)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("min_months must be the same in all rows of a group, not %d and %d",
						state->min_months, min_months),
				 errhint("Give a constant, such as long_term_households(household, month, %d).",
						 LONG_TERM_MONTHS)));
	if (min_months != 0)
		state->min_months = min_months;
}

void
CheckMinMonths(bool is_null, int32 min_months)
{
	if (is_null || min_months < 1 || min_months > MONTHS_PER_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 is_null ?
				 errmsg("min_months must be a number of months from 1 to 12, not NULL") :
				 errmsg("min_months must be a number of months from 1 to 12, not %d", min_months),
				 errhint("Leave it out for the usual %d.", LONG_TERM_MONTHS)));
}

/*
 * long_term_households_trans(state internal, household bigint, month date, min_months integer) -> internal
 */
Datum
long_term_households_trans(PG_FUNCTION_ARGS)
{
	CaseloadState *state = caseload_state(fcinfo);

	CheckMinMonths(PG_ARGISNULL(3), PG_ARGISNULL(3) ? 0 : PG_GETARG_INT32(3));
	set_min_months(state, PG_GETARG_INT32(3));
	add_household(state, fcinfo, 1);
	PG_RETURN_POINTER(state);
}

/*
 * household_cost_trans(state internal, amount numeric, household bigint, month date) -> internal
 */
Datum
household_cost_trans(PG_FUNCTION_ARGS)
{
	CaseloadState *state = caseload_state(fcinfo);

	if (!PG_ARGISNULL(1))
		decimal_sum_add(&state->amount, PG_GETARG_DATUM(1), "amount", fcinfo);
	add_household(state, fcinfo, 2);
	PG_RETURN_POINTER(state);
}

/*
 * caseload_combine(state internal, other internal) -> internal
 */
Datum
caseload_combine(PG_FUNCTION_ARGS)
{
	CaseloadState *state;
	const CaseloadState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (const CaseloadState *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	state = caseload_state(fcinfo);
	decimal_sum_combine(&state->amount, &other->amount, fcinfo);
	household_set_combine(&state->set, &other->set);
	set_min_months(state, other->min_months);
	PG_RETURN_POINTER(state);
}

/*
 * caseload_serialize(state internal) -> bytea
 */
Datum
caseload_serialize(PG_FUNCTION_ARGS)
{
	const CaseloadState *state = (const CaseloadState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, CASELOAD_FORMAT);
	pq_sendbyte(&buf, state->min_months);
	decimal_sum_send(&buf, &state->amount, fcinfo);
	household_set_send(&buf, &state->set);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * caseload_deserialize(serialized bytea, internal) -> internal
 */
Datum
caseload_deserialize(PG_FUNCTION_ARGS)
{
	CaseloadState *state = palloc(sizeof(CaseloadState));
	StringInfoData buf;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, CASELOAD_FORMAT);
	state->min_months = pq_getmsgbyte(&buf);
	if (state->min_months > MONTHS_PER_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid number of months in a serialized set of households: %d", state->min_months),
				 ERRHINT_SAME_VERSION));
	decimal_sum_recv(&buf, &state->amount, fcinfo);
	household_set_recv(&buf, &state->set);
	PG_RETURN_POINTER(state);
}

/*
 * household_count_final(state internal) -> bigint
 */
Datum
household_count_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(household_set_households(&((const CaseloadState *) PG_GETARG_POINTER(0))->set, 1));
}

/*
 * household_months_final(state internal) -> bigint
 */
Datum
household_months_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(household_set_household_months(&((const CaseloadState *) PG_GETARG_POINTER(0))->set));
}

/*
 * average_households_final(state internal) -> numeric
 */
Datum
average_households_final(PG_FUNCTION_ARGS)
{
	const HouseholdSet *set = &((const CaseloadState *) PG_GETARG_POINTER(0))->set;
	int64		months = household_set_distinct_months(set);

	if (months == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_divide(int64_to_numeric(household_set_household_months(set)),
									 int64_to_numeric(months)));
}

/*
 * long_term_households_final(state internal) -> bigint
 */
Datum
long_term_households_final(PG_FUNCTION_ARGS)
{
	const CaseloadState *state;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	state = (const CaseloadState *) PG_GETARG_POINTER(0);
	PG_RETURN_INT64(household_set_households(&state->set, state->min_months != 0 ?
											 state->min_months : LONG_TERM_MONTHS));
}

/*
 * household_cost_final(state internal) -> numeric
 */
Datum
household_cost_final(PG_FUNCTION_ARGS)
{
	const CaseloadState *state = (const CaseloadState *) PG_GETARG_POINTER(0);
	int64		household_months = household_set_household_months(&state->set);

	if (decimal_sum_count(&state->amount) == 0 || household_months == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_divide(decimal_sum_result(&state->amount, fcinfo),
									 int64_to_numeric(household_months)));
}

/*
 * cost_per_household_trans(state internal, amount numeric, households numeric) -> internal
 */
Datum
cost_per_household_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_COST_PER_HOUSEHOLD, COST_PER_HOUSEHOLD_SUMS);

	if (!PG_ARGISNULL(1))
		decimal_sum_add(&state->sum[AMOUNT], PG_GETARG_DATUM(1), "amount", fcinfo);
	if (!PG_ARGISNULL(2))
		decimal_sum_add(&state->sum[HOUSEHOLDS], PG_GETARG_DATUM(2), "households", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * cost_per_household_final(state internal) -> numeric
 */
Datum
cost_per_household_final(PG_FUNCTION_ARGS)
{
	return decimal_sums_ratio(fcinfo, SUMS_OF_COST_PER_HOUSEHOLD, COST_PER_HOUSEHOLD_SUMS, AMOUNT, HOUSEHOLDS);
}

static void
CheckMonths(int32 months)
{
	if (months < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("months must be at least 1, not %d", months),
				 errhint("Leave it out for a whole year, or give the months that the budget is for.")));
}

/*
 * households_funded(budget numeric, cost_per_household numeric, months integer) -> numeric
 */
Datum
households_funded(PG_FUNCTION_ARGS)
{
	Numeric		budget = PG_GETARG_NUMERIC(0);
	Numeric		cost = PG_GETARG_NUMERIC(1);
	int32		months = PG_GETARG_INT32(2);

	CheckFinite(budget, "budget", false);
	CheckFinite(cost, "cost_per_household", false);
	CheckMonths(months);

	/* Without a cost there is no telling how many. */
	if (decimal_sign(cost) <= 0)
		PG_RETURN_NULL();
	if (decimal_sign(budget) <= 0)
		PG_RETURN_NUMERIC(int64_to_numeric(0));
	/*
	 * In this order nothing overflows unless the budget is some 10^131000 times
	 * the cost.
	 */
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div_trunc,
										DirectFunctionCall2(numeric_div_trunc, NumericGetDatum(budget),
															NumericGetDatum(cost)),
										NumericGetDatum(int64_to_numeric(months))));
}

/*
 * household_gap(budget numeric, households numeric, cost_per_household numeric, months integer) -> numeric
 */
Datum
household_gap(PG_FUNCTION_ARGS)
{
	Numeric		budget = PG_GETARG_NUMERIC(0);
	Numeric		households = PG_GETARG_NUMERIC(1);
	Numeric		cost = PG_GETARG_NUMERIC(2);
	int32		months = PG_GETARG_INT32(3);

	CheckFinite(budget, "budget", false);
	CheckFinite(households, "households", false);
	CheckFinite(cost, "cost_per_household", false);
	CheckMonths(months);
	PG_RETURN_NUMERIC(decimal_subtract(decimal_multiply(decimal_multiply(households, cost),
														int64_to_numeric(months)),
									   budget));
}
