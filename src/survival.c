/*
 * survival.c
 *
 * How long people stay, when some have not left yet (Kaplan and Meier 1958), from
 * episodes, one row each, in one pass and in any order:
 *
 *   survival_probability(duration, ended, at)
 *       share that stays longer than `at`: the product over durations t <= at of
 *       1 - ended(t) / at_risk(t)
 *   survival_error(duration, ended, at)
 *       its standard error (Greenwood 1926): the probability times the square root of
 *       the sum of ended(t) / (at_risk(t) * (at_risk(t) - ended(t)))
 *   survival_quantile(duration, ended, probability)
 *       the duration after which that share has left
 *
 * ended(t) are the episodes that ended after t, at_risk(t) those that lasted t or
 * longer, open ones included. An open episode is known to last its duration and no
 * more is known of it (right censoring); one that is open at t is at risk at t.
 *
 * The state counts ended and open episodes of each duration, so its size depends on
 * the longest duration alone. `at` and `probability` may be arrays: all of
 * their results come from one state.
 */
#include "survival.h"

#include "decimal.h"

#include "catalog/pg_type.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(survival_at_trans);
PG_FUNCTION_INFO_V1(survival_at_inv);
PG_FUNCTION_INFO_V1(survival_at_array_trans);
PG_FUNCTION_INFO_V1(survival_at_array_inv);
PG_FUNCTION_INFO_V1(survival_quantile_trans);
PG_FUNCTION_INFO_V1(survival_quantile_inv);
PG_FUNCTION_INFO_V1(survival_quantile_array_trans);
PG_FUNCTION_INFO_V1(survival_quantile_array_inv);

static void
CheckPointGiven(SurvivalKind kind, bool is_null)
{
	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be NULL", survival_point_name(kind)),
				 kind == SURVIVAL_AT ?
				 errhint("Give a duration, such as survival_probability(duration, ended, 12).") :
				 errhint("Give a share, such as survival_quantile(duration, ended, 0.5) for the median.")));
}

/*
 * A duration of `at`, or a probability, checked.
 */
static float8
read_point(SurvivalKind kind, Datum datum)
{
	float8		point;

	if (kind == SURVIVAL_AT)
	{
		point = DatumGetInt32(datum);
		if (point < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("at must be a duration of 0 or more, not %.0f", point),
					 errhint("Give a duration, such as survival_probability(duration, ended, 12).")));
		return point;
	}
	point = DatumGetFloat8(DirectFunctionCall1(numeric_float8, datum));
	if (!(point > 0 && point <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("probability must be above 0 and at most 1, not %s",
						decimal_text(DatumGetNumeric(datum))),
				 errhint("Give a share, such as survival_quantile(duration, ended, 0.5) for the median.")));
	return point;
}

/*
 * Reads an array of points, or a single numeric.
 */
static float8 *
read_points(SurvivalKind kind, bool is_array, Datum argument, int *count)
{
	float8	   *point;
	ArrayType  *array;
	Datum	   *element;
	bool	   *is_null;

	if (!is_array)
	{
		point = palloc(sizeof(float8));
		*point = read_point(kind, argument);
		*count = 1;
		return point;
	}
	array = DatumGetArrayTypeP(argument);
	if (kind == SURVIVAL_AT)
		deconstruct_array(array, INT4OID, sizeof(int32), true, TYPALIGN_INT, &element, &is_null, count);
	else
		deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &element, &is_null, count);
	if (ARR_NDIM(array) != 1 || *count > MAX_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be an array of 1 to %d values in one dimension", survival_point_name(kind), MAX_POINTS),
				 errhint("Give them as in survival_quantile(duration, ended, ARRAY[0.25, 0.5, 0.75]).")));
	point = palloc(*count * sizeof(float8));
	for (int i = 0; i < *count; i++)
	{
		CheckPointGiven(kind, is_null[i]);
		point[i] = read_point(kind, element[i]);
	}
	return point;
}

/*
 * Whether the points are a constant of the query, so that no row can have others.
 */
static bool
points_are_constant(FunctionCallInfo fcinfo)
{
	Aggref	   *aggref = AggGetAggref(fcinfo);

	return aggref != NULL && list_length(aggref->args) == 3 &&
		IsA(lthird_node(TargetEntry, aggref->args)->expr, Const);
}

/*
 * The state that a row belongs to, its points checked.
 */
static SurvivalState *
survival_state(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = PG_ARGISNULL(0) ? NULL : (SurvivalState *) PG_GETARG_POINTER(0);
	bool		by_value = kind == SURVIVAL_AT && !is_array;
	struct varlena *argument = NULL;
	float8	   *point;
	int			points;

	if (state != NULL && state->is_constant)
		return state;
	if (PG_ARGISNULL(3))
		CheckPointGiven(kind, true);
	if (by_value)
	{
		if (state != NULL && state->point[0] == PG_GETARG_INT32(3))
			return state;
	}
	else
	{
		argument = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(3));
		if (state != NULL && state->argument != NULL &&
			VARSIZE_ANY(argument) == VARSIZE_ANY(state->argument) &&
			memcmp(argument, state->argument, VARSIZE_ANY(argument)) == 0)
			return state;
	}

	/* The first row of a group, or one that says it in another way. */
	point = read_points(kind, is_array, by_value ? PG_GETARG_DATUM(3) : PointerGetDatum(argument), &points);
	if (state == NULL)
	{
		state = new_survival_state(GetAggregateContext(fcinfo), kind, point, points);
		state->is_constant = points_are_constant(fcinfo);
	}
	else
		CheckSamePoints(state, kind, point, points);
	if (!by_value && state->argument == NULL)
	{
		state->argument = MemoryContextAlloc(state->context, VARSIZE_ANY(argument));
		memcpy(state->argument, argument, VARSIZE_ANY(argument));
	}
	return state;
}

/*
 * Adds a row of any kind.
 */
static pg_noinline Datum
survival_add(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = survival_state(fcinfo, kind, is_array);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		CheckDuration(PG_GETARG_INT32(1));
		if (state->waiting == MAX_WAITING)
			count_waiting(state);
		if (PG_GETARG_INT32(1) > MAX_SHORT)
			*episode_count(state, PG_GETARG_INT32(1), PG_GETARG_BOOL(2)) += 1;
		else
			state->wait[state->waiting++] = waiting_episode(PG_GETARG_INT32(1), PG_GETARG_BOOL(2));
	}
	PG_RETURN_POINTER(state);
}

/*
 * Adds a row. Nearly all take the short way, which calls no function and so has none to prepare for.
 */
static ALWAYS_INLINE Datum
survival_trans(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = (SurvivalState *) PG_GETARG_POINTER(0);

	if (likely(!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && !PG_ARGISNULL(2) && (uint32) PG_GETARG_INT32(1) <= MAX_SHORT &&
			   state->is_constant && state->waiting < MAX_WAITING))
	{
		state->wait[state->waiting++] = waiting_episode(PG_GETARG_INT32(1), PG_GETARG_BOOL(2));
		PG_RETURN_POINTER(state);
	}
	return survival_add(fcinfo, kind, is_array);
}

/*
 * Takes a row out again that was added before.
 */
static ALWAYS_INLINE Datum
survival_inv(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = survival_state(fcinfo, kind, is_array);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		CheckDuration(PG_GETARG_INT32(1));
		count_waiting(state);
		if (PG_GETARG_INT32(1) >= state->length)
			elog(ERROR, "survival: a row leaves that never came");
		*episode_count(state, PG_GETARG_INT32(1), PG_GETARG_BOOL(2)) -= 1;
	}
	PG_RETURN_POINTER(state);
}

/*
 * survival_at_trans(state internal, duration integer, ended boolean, at integer) -> internal
 */
Datum
survival_at_trans(PG_FUNCTION_ARGS)
{
	return survival_trans(fcinfo, SURVIVAL_AT, false);
}

/*
 * survival_at_inv(state internal, duration integer, ended boolean, at integer) -> internal
 */
Datum
survival_at_inv(PG_FUNCTION_ARGS)
{
	return survival_inv(fcinfo, SURVIVAL_AT, false);
}

/*
 * survival_at_array_trans(state internal, duration integer, ended boolean, at integer[]) -> internal
 */
Datum
survival_at_array_trans(PG_FUNCTION_ARGS)
{
	return survival_trans(fcinfo, SURVIVAL_AT, true);
}

/*
 * survival_at_array_inv(state internal, duration integer, ended boolean, at integer[]) -> internal
 */
Datum
survival_at_array_inv(PG_FUNCTION_ARGS)
{
	return survival_inv(fcinfo, SURVIVAL_AT, true);
}

/*
 * survival_quantile_trans(state internal, duration integer, ended boolean, probability numeric) -> internal
 */
Datum
survival_quantile_trans(PG_FUNCTION_ARGS)
{
	return survival_trans(fcinfo, SURVIVAL_QUANTILE, false);
}

/*
 * survival_quantile_inv(state internal, duration integer, ended boolean, probability numeric) -> internal
 */
Datum
survival_quantile_inv(PG_FUNCTION_ARGS)
{
	return survival_inv(fcinfo, SURVIVAL_QUANTILE, false);
}

/*
 * survival_quantile_array_trans(state internal, duration integer, ended boolean, probability numeric[]) -> internal
 */
Datum
survival_quantile_array_trans(PG_FUNCTION_ARGS)
{
	return survival_trans(fcinfo, SURVIVAL_QUANTILE, true);
}

/*
 * survival_quantile_array_inv(state internal, duration integer, ended boolean, probability numeric[]) -> internal
 */
Datum
survival_quantile_array_inv(PG_FUNCTION_ARGS)
{
	return survival_inv(fcinfo, SURVIVAL_QUANTILE, true);
}
