/*
 * earlier_releases.c
 *
 * What the SQL of earlier releases calls by a name that this version has given up. Their
 * functions are called from when the library is installed until ALTER EXTENSION
 * social_services UPDATE.
 */
#include "social_services.h"

#define RENAMED(earlier, now) \
	extern Datum now(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(earlier); \
	Datum \
	earlier(PG_FUNCTION_ARGS) \
	{ \
		return now(fcinfo); \
	}

/* Of 0.1.0. */
RENAMED(household_cost_sums_trans, cost_per_household_trans)
RENAMED(household_cost_sums_final, cost_per_household_final)
RENAMED(target_status, attainment_status)
