/*
 * survival_curve.c
 *
 * Kaplan and Meier's curve from the state of the aggregates over durations, and what
 * they tell of it: its height (survival_probability), the standard error of that
 * (survival_error) and where it has come down to a height (survival_quantile).
 */
#include "survival.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include <math.h>

/* Of doubles that are the same but for rounding: as R's survival has it, in rounder numbers. */
#define SAME			1e-9

/* Decimals of a probability: what doubles are sure of. */
#define PROBABILITY_DECIMALS	12

PG_FUNCTION_INFO_V1(survival_probability_final);
PG_FUNCTION_INFO_V1(survival_probability_array_final);
PG_FUNCTION_INFO_V1(survival_error_final);
PG_FUNCTION_INFO_V1(survival_error_array_final);
PG_FUNCTION_INFO_V1(survival_quantile_final);
PG_FUNCTION_INFO_V1(survival_quantile_array_final);

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
		curve->at_risk += (double) state->count[i][EPISODE_OPEN] + (double) state->count[i][EPISODE_ENDED];
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
		const int64 *count = state->count[curve->next];
		double		left;

		if (count[EPISODE_OPEN] == 0 && count[EPISODE_ENDED] == 0)
			continue;
		curve->duration = curve->next++;
		curve->ended = count[EPISODE_ENDED];
		left = curve->at_risk - curve->ended;
		/* Sums of numbers beyond 2^53 are not exact, and nobody has so many. */
		if (left < 0.5)
			left = 0;
		if (count[EPISODE_ENDED] > 0)
		{
			curve->survival *= left / curve->at_risk;
			curve->variance += left == 0 ? INFINITY : curve->ended / (curve->at_risk * left);
		}
		curve->at_risk = Max(left - count[EPISODE_OPEN], 0);
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

/*
 * The state of a final function. To count what waits changes nothing that others see.
 */
static const SurvivalState *
counted_state(FunctionCallInfo fcinfo)
{
	SurvivalState *state = (SurvivalState *) PG_GETARG_POINTER(0);

	count_waiting(state);
	return state;
}

static Datum
scalar_final(FunctionCallInfo fcinfo, SurvivalResult wanted)
{
	Datum		result;

	if (!survival_result(counted_state(fcinfo), wanted, 0, &result))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result);
}

static Datum
array_final(FunctionCallInfo fcinfo, SurvivalResult wanted)
{
	const SurvivalState *state = counted_state(fcinfo);
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
