/*
 * social_services.h
 *
 * What every concept file needs: PostgreSQL's headers, and the one place
 * where differences between server versions are evened out.
 *
 * Each concept is one word, and that word names its C file, its SQL file, its
 * test and its expected output. Shared by all of them are only this header
 * and the exact sums of numeric: decimal.h, and decimal_sums.h for aggregates
 * that need nothing else.
 */
#ifndef SOCIAL_SERVICES_H
#define SOCIAL_SERVICES_H

#include "postgres.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/date.h"

/* PostgreSQL 16 moved the macros that look into a varlena out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * Inlines a function whatever the compiler thinks of it. PostgreSQL has a word for
 * this too, but not the same in all versions.
 */
#ifdef __GNUC__
#define ALWAYS_INLINE	__attribute__((always_inline)) inline
#else
#define ALWAYS_INLINE	inline
#endif

/*
 * Whether a role may SET ROLE to another. PostgreSQL 16 made that a right of
 * its own; before, membership was enough.
 */
#if PG_VERSION_NUM < 160000
#define member_can_set_role(member, role) is_member_of_role(member, role)
#endif

/*
 * The memory context in which the state of the aggregate being computed lives.
 */
static inline MemoryContext
GetAggregateContext(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate support function called outside an aggregate");
	return context;
}

/*
 * Makes serialized state readable with the pq_getmsg functions, in place.
 */
static inline void
ReadSerialized(StringInfo buf, bytea *serialized)
{
	memset(buf, 0, sizeof(StringInfoData));
	buf->data = VARDATA_ANY(serialized);
	buf->len = VARSIZE_ANY_EXHDR(serialized);
}

/*
 * The first byte of a serialized state: what it is the state of, and in which form. A new
 * form of any gets a number that none had before; those of caseload in 0.1.0, which had no
 * such byte, began with 0 to 12.
 */
typedef enum SerializedFormat
{
	FORECAST_FORMAT = 1,
	DECIMAL_SUMS_FORMAT = 2,
	CASELOAD_FORMAT = 13
} SerializedFormat;

/* The hint for serialized state that cannot be read. */
#define ERRHINT_SAME_VERSION \
	errhint("Run the same version of social_services on every server that takes part in the query.")

extern void CheckFiniteDate(DateADT date, const char *argument, bool in_aggregate);
extern void CheckSerializedFormat(StringInfo buf, SerializedFormat expected);

#endif							/* SOCIAL_SERVICES_H */
