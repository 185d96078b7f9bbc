/*
 * caseload.h
 *
 * The state of all aggregates over households and months. caseload.c says what they are.
 */
#ifndef SOCIAL_SERVICES_CASELOAD_H
#define SOCIAL_SERVICES_CASELOAD_H

#include "decimal.h"
#include "household_set.h"

#define LONG_TERM_MONTHS	10

/* Lies in the aggregate's memory context. */
typedef struct CaseloadState
{
	DecimalSum	amount;			/* of household_cost, else empty */
	HouseholdSet set;
	int			min_months;		/* of long_term_households where given, else 0 */
} CaseloadState;

extern CaseloadState *caseload_state(FunctionCallInfo fcinfo);
extern void CheckMinMonths(bool is_null, int32 min_months);

#endif							/* SOCIAL_SERVICES_CASELOAD_H */
