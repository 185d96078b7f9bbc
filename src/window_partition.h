/*
 * window_partition.h
 *
 * What window functions need that compute a whole partition at its first row.
 */
#ifndef SOCIAL_SERVICES_WINDOW_PARTITION_H
#define SOCIAL_SERVICES_WINDOW_PARTITION_H

#include "decimal.h"

#include "windowapi.h"

/* As numeric's own limit of a scale. */
#define MAX_SCALE	1000

/*
 * Gets an argument's value in a row. Value and memory of the current context last
 * until it returns.
 */
typedef void (*PartitionVisitor) (void *state, int64 row, Datum value, bool is_null);

extern MemoryContext get_partition_context(WindowObject window, Size size, void **memory);
extern int	get_partition_scale(FunctionCallInfo fcinfo, int argument);
extern Numeric keep_number(MemoryContext context, Datum value, bool is_null, const char *name);
extern void visit_partition(FunctionCallInfo fcinfo, int argument, PartitionVisitor visit, void *state);

#endif							/* SOCIAL_SERVICES_WINDOW_PARTITION_H */
