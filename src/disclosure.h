/*
 * disclosure.h
 *
 * When a figure tells of few households: the rules, for all that shows or checks figures.
 */
#ifndef SOCIAL_SERVICES_DISCLOSURE_H
#define SOCIAL_SERVICES_DISCLOSURE_H

#include "social_services.h"

/* Of two households each could tell the other's amount. */
#define LEAST_MINIMUM	3

/* What a figure is told of: none, or enough. */
static inline bool
is_few(int64 households, int64 minimum)
{
	return households > 0 && households < minimum;
}

/*
 * The p % rule of statistical disclosure control, with p = 20: whoever has the second largest amount knows it, and could tell the
 * largest to a fifth of it or better, where all others have less than that together. Amounts without their signs, in whole units.
 */
static inline bool
has_most(int64 total, int64 largest, int64 second_largest)
{
	/* Two that are more than the total are none of it; the difference may not fit. */
	return total - largest < second_largest || total - largest - second_largest < largest / 5 + (largest % 5 > 0);
}

extern void CheckMinimum(int64 minimum);

#endif							/* SOCIAL_SERVICES_DISCLOSURE_H */
