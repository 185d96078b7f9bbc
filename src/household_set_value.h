/*
 * household_set_value.h
 *
 * A set of households and months as a value of type household_set.
 */
#ifndef SOCIAL_SERVICES_HOUSEHOLD_SET_VALUE_H
#define SOCIAL_SERVICES_HOUSEHOLD_SET_VALUE_H

#include "household_set.h"

extern bytea *household_set_pack(const HouseholdSet *set);
extern void household_set_unpack(const bytea *value, HouseholdSet *set);

/* A set that a function is given, unpacked into the current memory context. */
static inline void
household_set_argument(FunctionCallInfo fcinfo, int argument, HouseholdSet *set)
{
	household_set_init(set, CurrentMemoryContext);
	household_set_unpack(PG_GETARG_BYTEA_PP(argument), set);
}

#endif							/* SOCIAL_SERVICES_HOUSEHOLD_SET_VALUE_H */
