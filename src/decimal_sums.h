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

/* Lies in the aggregate's memory context. */
typedef struct DecimalSums
{
	int32		count;
	DecimalSum	sum[FLEXIBLE_ARRAY_MEMBER];
} DecimalSums;

extern DecimalSums *decimal_sums_new(FunctionCallInfo fcinfo, int count);

/* The state of a transition with `count` sums, a new one for the first row. */
static inline DecimalSums *
decimal_sums_state(FunctionCallInfo fcinfo, int count)
{
	if (unlikely(PG_ARGISNULL(0)))
		return decimal_sums_new(fcinfo, count);
	return (DecimalSums *) PG_GETARG_POINTER(0);
}

extern Numeric decimal_sums_ratio(const DecimalSums *state, int part, int whole,
								  FunctionCallInfo fcinfo);

#endif							/* SOCIAL_SERVICES_DECIMAL_SUMS_H */
