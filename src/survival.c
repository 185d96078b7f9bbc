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
#include "decimal.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include <math.h>

/* A hundred years of days. A state of that length takes 600 kB. */
#define MAX_DURATION	36525
#define FIRST_LENGTH	16

/* So many values of `at` or `probability`. */
#define MAX_POINTS		1000

/* Of doubles that are the same but for rounding: as R's survival has it, in rounder numbers. */
#define SAME			1e-9

/* Decimals of a probability: what doubles are sure of. */
#define PROBABILITY_DECIMALS	12

typedef enum SurvivalKind
{
	SURVIVAL_AT = 1,			/* points are durations */
	SURVIVAL_QUANTILE			/* points are probabilities */
} SurvivalKind;

typedef struct DurationCount
{
	int64		open;
	int64		ended;
} DurationCount;

/* Lies in the aggregate's memory context, as does all that it points to. */
typedef struct SurvivalState
{
	MemoryContext context;
	SurvivalKind kind;
	int			points;
	float8	   *point;
	bool		is_constant;	/* the query has the points as a constant */
	struct varlena *argument;	/* what the points were read from, NULL where they
								 * were not, or from an integer */
	int			length;			/* durations that there is room for */
	DurationCount *count;		/* by duration */
} SurvivalState;

PG_FUNCTION_INFO_V1(survival_at_trans);
PG_FUNCTION_INFO_V1(survival_at_inv);
PG_FUNCTION_INFO_V1(survival_at_array_trans);
PG_FUNCTION_INFO_V1(survival_at_array_inv);
PG_FUNCTION_INFO_V1(survival_quantile_trans);
PG_FUNCTION_INFO_V1(survival_quantile_inv);
PG_FUNCTION_INFO_V1(survival_quantile_array_trans);
PG_FUNCTION_INFO_V1(survival_quantile_array_inv);
PG_FUNCTION_INFO_V1(survival_combine);
PG_FUNCTION_INFO_V1(survival_serialize);
PG_FUNCTION_INFO_V1(survival_deserialize);
PG_FUNCTION_INFO_V1(survival_probability_final);
PG_FUNCTION_INFO_V1(survival_probability_array_final);
PG_FUNCTION_INFO_V1(survival_error_final);
PG_FUNCTION_INFO_V1(survival_error_array_final);
PG_FUNCTION_INFO_V1(survival_quantile_final);
PG_FUNCTION_INFO_V1(survival_quantile_array_final);

static const char *
point_name(SurvivalKind kind)
{
	return kind == SURVIVAL_AT ? "at" : "probability";
}

static void
CheckPointGiven(SurvivalKind kind, bool is_null)
{
	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be NULL", point_name(kind)),
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
				 errmsg("%s must be an array of 1 to %d values in one dimension", point_name(kind), MAX_POINTS),
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
 * Refuses two groups of points in one group of rows.
 */
static void
CheckSamePoints(const SurvivalState *state, SurvivalKind kind, const float8 *point, int points)
{
	if (state->kind != kind || state->points != points ||
		memcmp(state->point, point, points * sizeof(float8)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be the same in all rows of a group", point_name(state->kind)),
				 errhint("Give a constant, or an array of all that are wanted.")));
}

static SurvivalState *
new_state(MemoryContext context, SurvivalKind kind, const float8 *point, int points)
{
	SurvivalState *state = MemoryContextAllocZero(context, sizeof(SurvivalState));

	state->context = context;
	state->kind = kind;
	state->points = points;
	state->point = MemoryContextAlloc(context, points * sizeof(float8));
	memcpy(state->point, point, points * sizeof(float8));
	return state;
}

/*
 * Makes room for a duration: doubled, so that no order of rows takes long.
 */
static void
make_room(SurvivalState *state, int duration)
{
	int			length = Max(Max(duration + 1, state->length * 2), FIRST_LENGTH);

	length = Min(length, MAX_DURATION + 1);
	if (state->count == NULL)
		state->count = MemoryContextAllocZero(state->context, length * sizeof(DurationCount));
	else
	{
		state->count = repalloc(state->count, length * sizeof(DurationCount));
		memset(state->count + state->length, 0, (length - state->length) * sizeof(DurationCount));
	}
	state->length = length;
}

static void
CheckDuration(int32 duration)
{
	if (duration < 0 || duration > MAX_DURATION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("duration must be from 0 to %d, not %d", MAX_DURATION, duration),
				 duration < 0 ?
				 errhint("An episode that ends before it begins is wrong: leave it out with FILTER (WHERE duration >= 0), or correct it.") :
				 errhint("Count in months or years what is longer than a hundred years of days.")));
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
static ALWAYS_INLINE SurvivalState *
survival_state(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = PG_ARGISNULL(0) ? NULL : (SurvivalState *) PG_GETARG_POINTER(0);
	bool		by_value = kind == SURVIVAL_AT && !is_array;
	struct varlena *argument = NULL;
	float8	   *point;
	int			points;

	if (likely(state != NULL && state->is_constant))
		return state;
	if (unlikely(PG_ARGISNULL(3)))
		CheckPointGiven(kind, true);
	if (by_value)
	{
		if (likely(state != NULL && state->point[0] == PG_GETARG_INT32(3)))
			return state;
	}
	else
	{
		argument = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(3));
		if (likely(state != NULL && state->argument != NULL &&
				   VARSIZE_ANY(argument) == VARSIZE_ANY(state->argument) &&
				   memcmp(argument, state->argument, VARSIZE_ANY(argument)) == 0))
			return state;
	}

	/* The first row of a group, or one that says it in another way. */
	point = read_points(kind, is_array, by_value ? PG_GETARG_DATUM(3) : PointerGetDatum(argument), &points);
	if (state == NULL)
	{
		state = new_state(GetAggregateContext(fcinfo), kind, point, points);
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

static ALWAYS_INLINE Datum
survival_trans(FunctionCallInfo fcinfo, SurvivalKind kind, bool is_array)
{
	SurvivalState *state = survival_state(fcinfo, kind, is_array);
	int32		duration;

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		duration = PG_GETARG_INT32(1);
		if (unlikely((uint32) duration >= (uint32) state->length))
		{
			CheckDuration(duration);
			make_room(state, duration);
		}
		if (PG_GETARG_BOOL(2))
			state->count[duration].ended++;
		else
			state->count[duration].open++;
	}
	PG_RETURN_POINTER(state);
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
		if (PG_GETARG_INT32(1) >= state->length)
			elog(ERROR, "survival: a row leaves that never came");
		if (PG_GETARG_BOOL(2))
			state->count[PG_GETARG_INT32(1)].ended--;
		else
			state->count[PG_GETARG_INT32(1)].open--;
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

static void
add_count(int64 *sum, int64 count)
{
	if (pg_add_s64_overflow(*sum, count, sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of episodes is out of range")));
}

/*
 * survival_combine(state internal, other internal) -> internal
 */
Datum
survival_combine(PG_FUNCTION_ARGS)
{
	SurvivalState *state;
	const SurvivalState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (const SurvivalState *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	if (PG_ARGISNULL(0))
		state = new_state(GetAggregateContext(fcinfo), other->kind, other->point, other->points);
	else
	{
		state = (SurvivalState *) PG_GETARG_POINTER(0);
		CheckSamePoints(state, other->kind, other->point, other->points);
	}
	if (other->length > state->length)
		make_room(state, other->length - 1);
	for (int i = 0; i < other->length; i++)
	{
		add_count(&state->count[i].open, other->count[i].open);
		add_count(&state->count[i].ended, other->count[i].ended);
	}
	PG_RETURN_POINTER(state);
}

/*
 * survival_serialize(state internal) -> bytea
 */
Datum
survival_serialize(PG_FUNCTION_ARGS)
{
	const SurvivalState *state = (const SurvivalState *) PG_GETARG_POINTER(0);
	StringInfoData buf;
	int			durations = 0;

	for (int i = 0; i < state->length; i++)
		durations += state->count[i].open != 0 || state->count[i].ended != 0;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SURVIVAL_FORMAT);
	pq_sendbyte(&buf, state->kind);
	pq_sendint32(&buf, state->points);
	for (int i = 0; i < state->points; i++)
		pq_sendfloat8(&buf, state->point[i]);
	pq_sendint32(&buf, durations);
	for (int i = 0; i < state->length; i++)
		if (state->count[i].open != 0 || state->count[i].ended != 0)
		{
			pq_sendint32(&buf, i);
			pq_sendint64(&buf, state->count[i].open);
			pq_sendint64(&buf, state->count[i].ended);
		}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* Refuses what survival_serialize cannot have written. */
#define CheckSent(condition, what) \
	do { \
		if (!(condition)) \
			ereport(ERROR, \
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), \
					 errmsg("invalid %s in serialized durations", what), \
					 ERRHINT_SAME_VERSION)); \
	} while (0)

/*
 * survival_deserialize(serialized bytea, internal) -> internal
 */
Datum
survival_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	SurvivalState *state;
	int			kind;
	uint32		points;
	uint32		durations;
	float8		point[MAX_POINTS];
	int			last = -1;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, SURVIVAL_FORMAT);
	kind = pq_getmsgbyte(&buf);
	CheckSent(kind == SURVIVAL_AT || kind == SURVIVAL_QUANTILE, "kind");
	points = pq_getmsgint(&buf, 4);
	CheckSent(points >= 1 && points <= MAX_POINTS, "number of points");
	for (uint32 i = 0; i < points; i++)
	{
		point[i] = pq_getmsgfloat8(&buf);
		CheckSent(kind == SURVIVAL_AT ? point[i] >= 0 && point[i] <= PG_INT32_MAX && point[i] == floor(point[i]) && !signbit(point[i]) :
				  point[i] > 0 && point[i] <= 1, "point");
	}
	state = new_state(CurrentMemoryContext, (SurvivalKind) kind, point, (int) points);

	durations = pq_getmsgint(&buf, 4);
	for (uint32 i = 0; i < durations; i++)
	{
		int			duration = (int) pq_getmsgint(&buf, 4);

		CheckSent(duration > last && duration <= MAX_DURATION, "duration");
		last = duration;
		if (duration >= state->length)
			make_room(state, duration);
		state->count[duration].open = pq_getmsgint64(&buf);
		state->count[duration].ended = pq_getmsgint64(&buf);
		CheckSent(state->count[duration].open >= 0 && state->count[duration].ended >= 0 &&
				  (state->count[duration].open > 0 || state->count[duration].ended > 0), "number of episodes");
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/*
 * The walk through the durations of a state that have episodes, in order.
 */
typedef struct SurvivalCurve
{
	const SurvivalState *state;
	int			next;			/* the duration to look at next */
	double		at_risk;		/* that last as long or longer */
	int			duration;		/* where the walk is, -1 before the first */
	double		ended;			/* after that duration */
	double		survival;		/* share that stays longer */
	double		variance;		/* Greenwood's sum, infinite where nobody is left */
} SurvivalCurve;

static void
start_curve(SurvivalCurve *curve, const SurvivalState *state)
{
	memset(curve, 0, sizeof(SurvivalCurve));
	curve->state = state;
	for (int i = 0; i < state->length; i++)
		curve->at_risk += (double) state->count[i].open + (double) state->count[i].ended;
	curve->duration = -1;
	curve->survival = 1;
}

/*
 * Goes to the next duration that has episodes. Returns false where there is none.
 */
static bool
next_duration(SurvivalCurve *curve)
{
	const SurvivalState *state = curve->state;

	for (; curve->next < state->length; curve->next++)
	{
		const DurationCount *count = &state->count[curve->next];
		double		left;

		if (count->open == 0 && count->ended == 0)
			continue;
		curve->duration = curve->next++;
		curve->ended = count->ended;
		left = curve->at_risk - curve->ended;
		/* Sums of numbers beyond 2^53 are not exact, and nobody has so many. */
		if (left < 0.5)
			left = 0;
		if (count->ended > 0)
		{
			curve->survival *= left / curve->at_risk;
			curve->variance += left == 0 ? INFINITY : curve->ended / (curve->at_risk * left);
		}
		curve->at_risk = Max(left - count->open, 0);
		return true;
	}
	return false;
}

static Datum
probability_datum(double probability)
{
	Datum		result = DirectFunctionCall1(float8_numeric, Float8GetDatum(probability));

	return DirectFunctionCall2(numeric_round, result, Int32GetDatum(PROBABILITY_DECIMALS));
}

/*
 * The share that stays longer than a duration, or its standard error. False where
 * nobody was seen so long, and for the error where nobody is left.
 */
static bool
survival_at(const SurvivalState *state, double at, bool is_error, Datum *result)
{
	SurvivalCurve curve;
	double		survival = 1;
	double		variance = 0;
	bool		is_beyond = true;

	start_curve(&curve, state);
	while (next_duration(&curve))
	{
		if (curve.duration >= at)
			is_beyond = false;
		if (curve.duration > at)
			break;
		survival = curve.survival;
		variance = curve.variance;
	}
	/* Where the last one ended nobody stays longer, however much longer that is. */
	if (curve.duration < 0 || (is_beyond && survival > 0) || (is_error && survival == 0))
		return false;
	*result = probability_datum(is_error ? survival * sqrt(variance) : survival);
	return true;
}

/*
 * The duration after which a share has left: the first at which no more than the
 * rest stays. Where exactly the rest stays for a while, the middle of that while,
 * as a median is the middle of two; to the longest duration where it lasts.
 * False where the share has not left.
 */
static bool
survival_quantile(const SurvivalState *state, double probability, Datum *result)
{
	SurvivalCurve curve;
	double		rest = 1 - probability;
	int			first = -1;
	int			last = -1;

	start_curve(&curve, state);
	while (next_duration(&curve))
	{
		if (first >= 0)
		{
			last = curve.duration;
			if (curve.ended > 0)
				break;
		}
		else if (curve.survival <= rest + SAME)
		{
			first = last = curve.duration;
			if (curve.survival < rest - SAME || curve.survival == 0)
				break;
		}
	}
	if (first < 0)
		return false;
	*result = NumericGetDatum((first + last) % 2 == 0 ? int64_to_numeric((first + last) / 2) :
							  int64_div_fast_to_numeric((int64) (first + last) * 5, 1));
	return true;
}

typedef enum SurvivalResult
{
	PROBABILITY,
	STANDARD_ERROR,
	QUANTILE
} SurvivalResult;

/*
 * A result of a state for one of its points. Refuses the state of other points,
 * which only what was sent can have.
 */
static bool
survival_result(const SurvivalState *state, SurvivalResult wanted, int point, Datum *result)
{
	CheckSent(state->kind == (wanted == QUANTILE ? SURVIVAL_QUANTILE : SURVIVAL_AT), "kind");
	if (wanted == QUANTILE)
		return survival_quantile(state, state->point[point], result);
	return survival_at(state, state->point[point], wanted == STANDARD_ERROR, result);
}

static Datum
scalar_final(FunctionCallInfo fcinfo, SurvivalResult wanted)
{
	Datum		result;

	if (!survival_result((const SurvivalState *) PG_GETARG_POINTER(0), wanted, 0, &result))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result);
}

static Datum
array_final(FunctionCallInfo fcinfo, SurvivalResult wanted)
{
	const SurvivalState *state = (const SurvivalState *) PG_GETARG_POINTER(0);
	Datum	   *result = palloc(state->points * sizeof(Datum));
	bool	   *is_null = palloc(state->points * sizeof(bool));
	int			lower = 1;

	for (int i = 0; i < state->points; i++)
	{
		CHECK_FOR_INTERRUPTS();
		is_null[i] = !survival_result(state, wanted, i, &result[i]);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(result, is_null, 1, unconstify(int *, &state->points), &lower,
											 NUMERICOID, -1, false, TYPALIGN_INT));
}

/*
 * survival_probability_final(state internal) -> numeric
 */
Datum
survival_probability_final(PG_FUNCTION_ARGS)
{
	return scalar_final(fcinfo, PROBABILITY);
}

/*
 * survival_probability_array_final(state internal) -> numeric[]
 */
Datum
survival_probability_array_final(PG_FUNCTION_ARGS)
{
	return array_final(fcinfo, PROBABILITY);
}

/*
 * survival_error_final(state internal) -> numeric
 */
Datum
survival_error_final(PG_FUNCTION_ARGS)
{
	return scalar_final(fcinfo, STANDARD_ERROR);
}

/*
 * survival_error_array_final(state internal) -> numeric[]
 */
Datum
survival_error_array_final(PG_FUNCTION_ARGS)
{
	return array_final(fcinfo, STANDARD_ERROR);
}

/*
 * survival_quantile_final(state internal) -> numeric
 */
Datum
survival_quantile_final(PG_FUNCTION_ARGS)
{
	return scalar_final(fcinfo, QUANTILE);
}

/*
 * survival_quantile_array_final(state internal) -> numeric[]
 */
Datum
survival_quantile_array_final(PG_FUNCTION_ARGS)
{
	return array_final(fcinfo, QUANTILE);
}
