/*
 * window_partition.c
 *
 * Reads an argument of a window function in all rows of the partition. One argument
 * is read after another, since rows that were stored are read fastest in their order.
 */
#include "window_partition.h"

#include "miscadmin.h"
#include "utils/memutils.h"

/* Rows after which memory that a visit left behind is freed. */
#define ROWS_BETWEEN_RESETS	256

/*
 * Memory that the function has for the partition, zero at its first row, and the
 * context that it lies in, which lasts as long.
 */
MemoryContext
get_partition_context(WindowObject window, Size size, void **memory)
{
	*memory = WinGetPartitionLocalMemory(window, size);
	return GetMemoryChunkContext(*memory);
}

/*
 * Visits all rows of the partition, from the first to the last.
 */
void
visit_partition(FunctionCallInfo fcinfo, int argument, PartitionVisitor visit, void *state)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64		rows = WinGetPartitionRowCount(window);
	Datum		value;
	bool		is_null;
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "social_services partition",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(scratch);

	if (rows > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition has more than %d rows", PG_INT32_MAX),
				 errhint("Use PARTITION BY to divide it.")));
	if (get_fn_expr_arg_stable(fcinfo->flinfo, argument))
	{
		value = WinGetFuncArgCurrent(window, argument, &is_null);
		for (int64 row = 0; row < rows; row++)
		{
			if (row % ROWS_BETWEEN_RESETS == 0)
				CHECK_FOR_INTERRUPTS();
			visit(state, row, value, is_null);
		}
	}
	else
	{
		for (int64 row = 0; row < rows; row++)
		{
			bool		is_out;

			if (row % ROWS_BETWEEN_RESETS == 0)
			{
				CHECK_FOR_INTERRUPTS();
				MemoryContextReset(scratch);
			}
			value = WinGetFuncArgInPartition(window, argument, (int) row, WINDOW_SEEK_HEAD, false,
											 &is_null, &is_out);
			visit(state, row, value, is_null);
		}
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(scratch);
}

/*
 * A visited number, which has to be finite, in a context that outlives the visit; or NULL.
 */
Numeric
keep_number(MemoryContext context, Datum value, bool is_null, const char *name)
{
	MemoryContext caller;
	Numeric		result;

	if (is_null)
		return NULL;
	CheckFinite(DatumGetNumeric(value), name, false);
	caller = MemoryContextSwitchTo(context);
	result = DatumGetNumericCopy(value);
	MemoryContextSwitchTo(caller);
	return result;
}

/* A scale, which has to be the same in all rows. */
typedef struct Scale
{
	bool		seen;
	int			scale;
} Scale;

static void
visit_scale(void *state, int64 row pg_attribute_unused(), Datum value, bool is_null)
{
	Scale	   *scale = state;
	int			here = is_null ? 0 : DatumGetInt32(value);

	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("scale must not be NULL"),
				 errhint("Leave it out for the usual 2, or give the number of decimals.")));
	if (here < -MAX_SCALE || here > MAX_SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale must be from %d to %d, not %d", -MAX_SCALE, MAX_SCALE, here),
				 errhint("Give the number of decimals: 2 for hundredths, 0 for whole numbers, -3 for thousands.")));
	if (scale->seen && here != scale->scale)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale must be the same in all rows of a partition, not %d and %d", scale->scale, here),
				 errhint("Add it to PARTITION BY, or give a constant.")));
	scale->seen = true;
	scale->scale = here;
}

/*
 * The number of decimals in which a partition is computed.
 */
int
get_partition_scale(FunctionCallInfo fcinfo, int argument)
{
	Scale		scale = {.seen = false};

	visit_partition(fcinfo, argument, visit_scale, &scale);
	return scale.scale;
}
