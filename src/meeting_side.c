/*
 * meeting_side.c
 *
 * Which rows have no verdict of their own, since a budget was decided above its bookings:
 *
 *   SELECT meeting_side(unit_path, head_path, has_budget, is_decided, is_booked) OVER (PARTITION BY scenario)
 *   FROM ...;
 *
 * A row below another (tree_path.h) that has a budget meets it there if it has none itself,
 * or nothing but supplements to a budget that was decided above. Each row asks all nodes
 * above it: rows * depth * depth steps.
 */
#include "tree_path.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* The arguments after the paths, and what comes of them: bits for each row. */
enum
{
	HAS_BUDGET = 1 << 0,
	IS_DECIDED = 1 << 1,
	IS_BOOKED = 1 << 2,
	IS_BELOW = 1 << 3,			/* its budget was decided above */
	IS_ABOVE = 1 << 4			/* its budget is for what is booked below, too */
};

/* What is kept while a window's partition lasts, in its context. */
typedef struct Partition
{
	int32	   *first;			/* for each row the first at its node */
	uint8	   *bits;			/* of that */
} Partition;

/* The rows while one argument is read. */
typedef struct Reading
{
	Partition  *partition;
	uint8		bit;
} Reading;

PG_FUNCTION_INFO_V1(meeting_side);

static void
visit_bit(void *state, int64 row, Datum value, bool is_null)
{
	Reading    *reading = state;

	if (!is_null && DatumGetBool(value))
		reading->partition->bits[reading->partition->first[row]] |= reading->bit;
}

/*
 * Holds the rows of a node against each node above it.
 */
static void
look_above(Partition *partition, const Tree *trees, struct nodes_hash *taken, int32 row)
{
	uint8		bits = partition->bits[row];

	for (int32 unit = trees[UNIT].node_of[row]; unit != NONE; unit = trees[UNIT].parent[unit])
	{
		CHECK_FOR_INTERRUPTS();
		for (int32 head = trees[HEAD].node_of[row]; head != NONE; head = trees[HEAD].parent[head])
		{
			NodeSlot   *slot = nodes_lookup(taken, node_number(unit, head));
			uint8		above = slot == NULL || slot->row == row ? 0 : partition->bits[slot->row];

			if (!(above & HAS_BUDGET) || ((bits & HAS_BUDGET) && ((bits & IS_DECIDED) || !(above & IS_DECIDED))))
				continue;
			partition->bits[row] |= IS_BELOW;
			if (bits & IS_BOOKED)
				partition->bits[slot->row] |= IS_ABOVE;
		}
	}
}

static void
compute(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context)
{
	int64		rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext work = AllocSetContextCreate(context, "meeting_side", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	Tree		trees[TREES];
	struct nodes_hash *taken = nodes_create(work, (uint32) Min(rows, PG_INT32_MAX / 2), NULL);

	read_trees(fcinfo, rows, trees);
	partition->first = MemoryContextAllocHuge(context, rows * sizeof(int32));
	for (int32 row = 0; row < rows; row++)
	{
		bool		found;
		NodeSlot   *slot = nodes_insert(taken, node_number(trees[UNIT].node_of[row], trees[HEAD].node_of[row]), &found);

		if (!found)
			slot->row = row;
		partition->first[row] = slot->row;
	}
	partition->bits = MemoryContextAllocExtended(context, rows, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < 3; i++)
	{
		Reading		reading = {.partition = partition, .bit = 1 << i};

		visit_partition(fcinfo, TREES + i, visit_bit, &reading);
	}
	for (int32 row = 0; row < rows; row++)
		if (partition->first[row] == row)
			look_above(partition, trees, taken, row);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(work);
}

/*
 * meeting_side(unit_path text[], head_path text[], has_budget boolean, is_decided boolean, is_booked boolean) -> text
 */
Datum
meeting_side(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Partition  *partition;
	MemoryContext context = get_partition_context(window, sizeof(Partition), (void **) &partition);
	uint8		bits;

	if (partition->bits == NULL)
		compute(fcinfo, partition, context);
	bits = partition->bits[partition->first[WinGetCurrentPosition(window)]];
	if (bits & IS_BELOW)
		PG_RETURN_TEXT_P(cstring_to_text("above"));
	if (bits & IS_ABOVE)
		PG_RETURN_TEXT_P(cstring_to_text("below"));
	PG_RETURN_NULL();
}
