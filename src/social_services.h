/*
 * social_services.h
 *
 * What every concept file needs: PostgreSQL's headers, and the one place
 * where differences between server versions are evened out.
 *
 * Each concept is one word, and that word names its C file, its SQL file, its
 * test and its expected output. Shared by all of them is only this header;
 * docs/development.md lists what several are made of.
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
 * Only what SQL calls is seen outside of the library, or a function of another library with the name of a helper would
 * be taken for it, or the helper for that. The Makefile hides everything; these say what is not hidden, as
 * PostgreSQL 16 does by itself.
 */
#if PG_VERSION_NUM < 160000 && defined(__GNUC__)
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname) \
extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS); \
extern PGDLLEXPORT const Pg_finfo_record *CppConcat(pg_finfo_, funcname) (void); \
const Pg_finfo_record * \
CppConcat(pg_finfo_, funcname) (void) \
{ \
	static const Pg_finfo_record my_finfo = {1}; \
	return &my_finfo; \
} \
extern int	no_such_variable
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
 * Asks for memory that will be written soon, without waiting for it.
 */
#ifdef __GNUC__
#define PREFETCH_TO_WRITE(address)	__builtin_prefetch((address), 1)
#else
#define PREFETCH_TO_WRITE(address)	((void) (address))
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
 * such byte, began with 0 to 12, and those of forecasts with 1; 14 was a forecast's of sums by year.
 */
typedef enum SerializedFormat
{
	DECIMAL_SUMS_FORMAT = 2,
	CASELOAD_FORMAT = 13,
	FORECAST_FORMAT = 15,
	SERIES_FORMAT = 16,
	SURVIVAL_FORMAT = 17,
	HOUSEHOLD_SET_FORMAT = 18,
	SAFE_SUM_FORMAT = 19
} SerializedFormat;

/* The hint for serialized state that cannot be read. */
#define ERRHINT_SAME_VERSION \
	errhint("Run the same version of social_services on every server that takes part in the query.")

extern void CheckFiniteDate(DateADT date, const char *argument, bool in_aggregate);
extern void CheckSerializedFormat(StringInfo buf, SerializedFormat expected);

#endif							/* SOCIAL_SERVICES_H */
