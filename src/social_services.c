/*
 * social_services.c
 *
 * What makes the shared library loadable, and the errors that several concepts
 * raise. The work is in the concept files.
 */
#include "social_services.h"

PG_MODULE_MAGIC;

/*
 * Refuses a partial state that another version of the extension wrote.
 */
void
CheckSerializedFormat(int format, int expected)
{
	if (format != expected)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("partial aggregate state has serialized format %d, expected %d",
						format, expected),
				 ERRHINT_SAME_VERSION));
}

/*
 * Refuses the infinite dates, which lie in no month and on no way.
 */
void
CheckFiniteDate(DateADT date, const char *argument, bool in_aggregate)
{
	if (DATE_NOT_FINITE(date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be a finite date, not %s", argument,
						DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity"),
				 in_aggregate ?
				 errhint("Leave the row out with FILTER (WHERE isfinite(%s) OR %s IS NULL), or correct it.",
						 argument, argument) :
				 errhint("Correct it, or give NULL where it is not known.")));
}
