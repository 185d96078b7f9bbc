/*
 * social_services.c
 *
 * What makes the shared library loadable, and the errors that several concepts
 * raise. The work is in the concept files.
 */
#include "social_services.h"

#include "libpq/pqformat.h"

PG_MODULE_MAGIC;

static const char *
format_name(int format)
{
	switch (format)
	{
		case FORECAST_FORMAT:
			return "forecasts";
		case SERIES_FORMAT:
			return "series of months";
		case DECIMAL_SUMS_FORMAT:
			return "sums";
		case CASELOAD_FORMAT:
			return "households and months";
		case HOUSEHOLD_SET_FORMAT:
			return "value of household_set";
		case SURVIVAL_FORMAT:
			return "durations";
		case SAFE_SUM_FORMAT:
			return "amounts by household";
		default:
			return "unknown";
	}
}

/*
 * Reads the first byte of a serialized state and refuses the state of other aggregates, and
 * one that another version of the extension wrote.
 */
void
CheckSerializedFormat(StringInfo buf, SerializedFormat expected)
{
	int			format = pq_getmsgbyte(buf);

	if (format != (int) expected)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("partial aggregate state has serialized format %d (%s), expected %d (%s)",
						format, format_name(format), (int) expected, format_name(expected)),
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
