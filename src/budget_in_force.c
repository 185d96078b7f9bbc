/*
 * budget_in_force.c
 *
 * Which budget a figure is held against:
 *
 *   SELECT held_on(as_of, last_day);          the day whose budget counts for a figure of that date
 *   SELECT in_force_on(day, from, until);     whether a decision is in force on a day
 *
 * In C, for the arguments are expressions of several lines where views call them: SQL
 * functions that use one twice would not be expanded there but called, a hundred times slower.
 */
#include "social_services.h"

PG_FUNCTION_INFO_V1(held_on);
PG_FUNCTION_INFO_V1(in_force_on);

/*
 * held_on(as_of date, last_day date) -> date
 */
Datum
held_on(PG_FUNCTION_ARGS)
{
	DateADT		day;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(0) && PG_GETARG_DATEADT(0) < PG_GETARG_DATEADT(1))
		PG_RETURN_DATEADT(PG_GETARG_DATEADT(0));
	DATE_NOEND(day);
	PG_RETURN_DATEADT(day);
}

/*
 * in_force_on(day date, in_force_from date, in_force_until date) -> boolean
 */
Datum
in_force_on(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_BOOL((PG_ARGISNULL(1) || PG_GETARG_DATEADT(0) >= PG_GETARG_DATEADT(1)) &&
				   (PG_ARGISNULL(2) || PG_GETARG_DATEADT(0) < PG_GETARG_DATEADT(2)));
}
