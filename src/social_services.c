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
