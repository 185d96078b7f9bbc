/*
 * apportionment.h
 *
 * Shares of a total, in proportion to weights and within bounds.
 */
#ifndef SOCIAL_SERVICES_APPORTIONMENT_H
#define SOCIAL_SERVICES_APPORTIONMENT_H

#include "decimal.h"

/* All but the weight in whole units. */
typedef struct Apportioned
{
	Numeric		weight;			/* at least 0 */
	Numeric		minimum;		/* NULL: no limit */
	Numeric		maximum;		/* NULL: no limit; not below the minimum */
	Numeric		share;			/* the result */
} Apportioned;

extern Numeric nearest_to_0(const Apportioned *row, Numeric zero);
extern bool apportion_units(Numeric total, Apportioned *row, int64 count);

#endif							/* SOCIAL_SERVICES_APPORTIONMENT_H */
