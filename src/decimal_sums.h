/*
 * decimal_sums.h
 *
 * The state of an aggregate that needs nothing but exact sums of numeric.
 * decimal_sums.c has all of its support functions save the transition and the
 * final function, which say what is summed and what the sums mean.
 */
#ifndef SOCIAL_SERVICES_DECIMAL_SUMS_H
#define SOCIAL_SERVICES_DECIMAL_SUMS_H

#include "decimal.h"

/* Whose sums they are. Serialized states hold the numbers: none may change. */
typedef enum DecimalSumsKind
{
	SUMS_OF_BUDGET = 1,
	SUMS_OF_COST_PER_HOUSEHOLD = 2,
	SUMS_OF_DECOMPOSITION = 3,
	SUMS_OF_ATTAINMENT_INDEX = 4,
	SUMS_OF_PERCENTAGE_ERROR = 5,
	SUMS_OF_RELATIVE_ERROR = 6
} DecimalSumsKind;

/*
 * Lies in the aggregate's memory context. All aggregates with such a state have the
 * same functions to combine and to read states, so the state says whose it is.
 */
typedef struct DecimalSums
{
	int32		kind;
	int32		count;
	DecimalSum	sum[FLEXIBLE_ARRAY_MEMBER];
} DecimalSums;

extern DecimalSums *decimal_sums_new(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count);
extern void decimal_sums_refuse(const DecimalSums *state, int kind, int count);

/* The state that a final function is given, which has to be of its own aggregate. */
static inline DecimalSums *
decimal_sums_given(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count)
{
	DecimalSums *state = (DecimalSums *) PG_GETARG_POINTER(0);

	if (unlikely(state->kind != (int32) kind || state->count != count))
		decimal_sums_refuse(state, kind, count);
	return state;
}

/* The state of a transition with `count` sums, a new one for the first row. */
static inline DecimalSums *
decimal_sums_state(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count)
{
	if (unlikely(PG_ARGISNULL(0)))
		return decimal_sums_new(fcinfo, kind, count);
	return decimal_sums_given(fcinfo, kind, count);
}

extern Datum decimal_sums_ratio(FunctionCallInfo fcinfo, DecimalSumsKind kind, int count, int part, int whole);

#endif							/* SOCIAL_SERVICES_DECIMAL_SUMS_H */
