/*
 * decimal.h
 *
 * Exact sums of numeric, for the aggregates of this extension. decimal.c says
 * how it works.
 */
#ifndef SOCIAL_SERVICES_DECIMAL_H
#define SOCIAL_SERVICES_DECIMAL_H

#include "social_services.h"

#include "lib/stringinfo.h"
#include "utils/numeric.h"

/*
 * A sum in two parts, which are added only when the result is asked for.
 * Start with all bytes zero.
 *
 * The struct lies in the aggregate's state and owns `rest`, which lies in the
 * aggregate's memory context.
 */
typedef struct DecimalSum
{
#ifdef HAVE_INT128
	int128		fast;			/* the values that fit, in units of 10^-8 */
#endif
	int64		max_scale_count;	/* how many of those have max_scale */
	int32		max_scale;		/* most decimals among the values that fit */
	void	   *rest;			/* numeric's own sum state for all other
								 * values, or NULL if there are none */
} DecimalSum;

/*
 * All of these are called from an aggregate's support function and take its
 * fcinfo, in which numeric's own support functions find the memory context.
 */
extern void decimal_sum_add(DecimalSum *sum, Datum value, const char *argument,
							FunctionCallInfo fcinfo);
extern bool decimal_sum_remove(DecimalSum *sum, Datum value,
							   FunctionCallInfo fcinfo);
extern void decimal_sum_combine(DecimalSum *sum, const DecimalSum *other,
								FunctionCallInfo fcinfo);
extern void decimal_sum_send(StringInfo buf, const DecimalSum *sum,
							 FunctionCallInfo fcinfo);
extern void decimal_sum_recv(StringInfo buf, DecimalSum *sum,
							 FunctionCallInfo fcinfo);
extern Numeric decimal_sum_result(const DecimalSum *sum,
								  FunctionCallInfo fcinfo);

#endif							/* SOCIAL_SERVICES_DECIMAL_H */
