/*
 * meeting_node.c
 *
 * Where budgets and bookings meet that stand at different heights of two trees:
 *
 *   SELECT meeting_node(unit_path, head_path) OVER (PARTITION BY scenario)
 *   FROM ...;
 *
 * Rows at nodes above each other (tree_path.h) can only be judged together: they
 * are of one group. A group is judged at the node of its topmost unit and topmost head.
 * That lies above all its rows, since of units that are next to each other in a
 * group one stands above the other, and in a tree what stands above the same unit does so
 * too. Where it lies above a row of another group, the two are one. So every
 * row lies below one meeting node, its own group's, or at it.
 *
 * Taken nodes, those of rows and the meeting nodes of groups, are looked up. Each row asks for all nodes above it whether
 * they are taken, until no group has a new meeting node: rows * depth * depth steps, once
 * or twice as a rule.
 */
#include "tree_path.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

/* Rows by group: trees of rows, whose roots know the topmost nodes. */
typedef struct Groups
{
	int32	   *above;			/* another row of the group, or itself at the root */
	int32	   *top[TREES];		/* of a root: topmost node in each tree */
} Groups;

/* What is kept while a window's partition lasts, in its context. */
typedef struct Partition
{
	bool		computed;
	int32	   *level[TREES];	/* of each row's meeting node */
} Partition;

PG_FUNCTION_INFO_V1(meeting_node);

static inline int32
find_root(Groups *groups, int32 row)
{
	while (groups->above[row] != row)
	{
		groups->above[row] = groups->above[groups->above[row]];
		row = groups->above[row];
	}
	return row;
}

/*
 * Makes two groups one. Whether they were two.
 */
static bool
unite(Groups *groups, const Tree *trees, int32 one, int32 other)
{
	one = find_root(groups, one);
	other = find_root(groups, other);
	if (one == other)
		return false;
	groups->above[other] = one;
	for (int i = 0; i < TREES; i++)
		if (trees[i].level[groups->top[i][other]] < trees[i].level[groups->top[i][one]])
			groups->top[i][one] = groups->top[i][other];
	return true;
}

/*
 * Unites each row with whoever has taken a node above it.
 */
static void
unite_with_taken(Groups *groups, const Tree *trees, struct nodes_hash *taken, int64 rows)
{
	for (int32 row = 0; row < rows; row++)
	{
		for (int32 unit = trees[UNIT].node_of[row]; unit != NONE; unit = trees[UNIT].parent[unit])
		{
			CHECK_FOR_INTERRUPTS();
			for (int32 head = trees[HEAD].node_of[row]; head != NONE; head = trees[HEAD].parent[head])
			{
				NodeSlot   *slot = nodes_lookup(taken, node_number(unit, head));

				if (slot != NULL && slot->row != row)
					unite(groups, trees, slot->row, row);
			}
		}
	}
}

/*
 * Has groups take their meeting nodes. Whether that changes anything.
 */
static bool
take_meeting_nodes(Groups *groups, const Tree *trees, struct nodes_hash *taken, int64 rows)
{
	bool		changes = false;

	for (int32 row = 0; row < rows; row++)
	{
		NodeSlot   *slot;
		bool		found;

		if (groups->above[row] != row)
			continue;
		slot = nodes_insert(taken, node_number(groups->top[UNIT][row], groups->top[HEAD][row]), &found);
		if (!found)
			slot->row = row;
		changes |= !found || unite(groups, trees, slot->row, row);
	}
	return changes;
}

static void
compute(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context)
{
	int64		rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext work = AllocSetContextCreate(context, "meeting_node", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	Tree		trees[TREES];
	Groups		groups;
	struct nodes_hash *taken;

	read_trees(fcinfo, rows, trees);
	taken = nodes_create(work, (uint32) Min(rows, PG_INT32_MAX / 2), NULL);
	groups.above = MemoryContextAllocHuge(work, rows * sizeof(int32));
	for (int i = 0; i < TREES; i++)
	{
		groups.top[i] = MemoryContextAllocHuge(work, rows * sizeof(int32));
		memcpy(groups.top[i], trees[i].node_of, rows * sizeof(int32));
	}
	for (int32 row = 0; row < rows; row++)
	{
		NodeSlot   *slot;
		bool		found;

		groups.above[row] = row;
		slot = nodes_insert(taken, node_number(trees[UNIT].node_of[row], trees[HEAD].node_of[row]), &found);
		if (found)
			unite(&groups, trees, slot->row, row);
		else
			slot->row = row;
	}
	do
		unite_with_taken(&groups, trees, taken, rows);
	while (take_meeting_nodes(&groups, trees, taken, rows));

	for (int i = 0; i < TREES; i++)
	{
		partition->level[i] = MemoryContextAllocHuge(context, rows * sizeof(int32));
		for (int32 row = 0; row < rows; row++)
			partition->level[i][row] = trees[i].level[groups.top[i][find_root(&groups, row)]];
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(work);
	partition->computed = true;
}

/*
 * meeting_node(unit_path text[], head_path text[]) -> integer[]
 */
Datum
meeting_node(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Partition  *partition;
	MemoryContext context = get_partition_context(window, sizeof(Partition), (void **) &partition);
	int64		row = WinGetCurrentPosition(window);
	Datum		level[TREES];

	if (!partition->computed)
		compute(fcinfo, partition, context);
	for (int i = 0; i < TREES; i++)
		level[i] = Int32GetDatum(partition->level[i][row]);
	PG_RETURN_ARRAYTYPE_P(construct_array(level, TREES, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}
