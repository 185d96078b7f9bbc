/*
 * meeting_node.c
 *
 * Where budgets and bookings meet that stand at different heights of two trees:
 *
 *   SELECT meeting_node(unit_path, head_path) OVER (PARTITION BY scenario)
 *   FROM ...;
 *
 * A row stands at a node: a unit and a head, each given by the way down to it, such as
 * {board,north,school}. A node lies above another if its unit is the same or stands above,
 * and its head likewise. Rows at nodes above each other can only be judged together: they
 * are of one group. A group is judged at the node of its topmost unit and topmost head.
 * That lies above all its rows, since of units that are next to each other in a
 * group one stands above the other, and in a tree what stands above the same unit does so
 * too. Where it lies above a row of another group, the two are one. So every
 * row lies below one meeting node, its own group's, or at it.
 *
 * The nodes of a tree are numbered, and taken nodes, those of rows and the meeting nodes of
 * groups, are looked up by two numbers. Each row asks for all nodes above it whether
 * they are taken, until no group has a new meeting node: rows * depth * depth steps, once
 * or twice as a rule.
 */
#include "window_partition.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"

enum
{
	UNIT,
	HEAD,
	TREES
};

static const char *const argument_name[TREES] = {"unit_path", "head_path"};

#define NONE	(-1)

/* A code below a node of a tree. */
typedef struct Step
{
	int32		parent;			/* NONE at the top */
	int32		length;
	const char *code;
} Step;

typedef struct StepSlot
{
	Step		step;
	int32		node;
	char		status;			/* for simplehash */
} StepSlot;

/* A unit and a head, by their numbers. */
typedef struct NodeSlot
{
	uint64		node;
	int32		row;			/* one of the group that has taken it */
	char		status;			/* for simplehash */
} NodeSlot;

static inline uint32
hash_step(Step step)
{
	return hash_combine(murmurhash32((uint32) step.parent), hash_bytes((const unsigned char *) step.code, step.length));
}

static inline bool
is_same_step(Step a, Step b)
{
	return a.parent == b.parent && a.length == b.length && memcmp(a.code, b.code, a.length) == 0;
}

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

#define SH_PREFIX			steps
#define SH_ELEMENT_TYPE		StepSlot
#define SH_KEY_TYPE			Step
#define SH_KEY				step
#define SH_HASH_KEY(tb, key)	hash_step(key)
#define SH_EQUAL(tb, a, b)	is_same_step(a, b)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#define SH_PREFIX			nodes
#define SH_ELEMENT_TYPE		NodeSlot
#define SH_KEY_TYPE			uint64
#define SH_KEY				node
#define SH_HASH_KEY(tb, key)	hash_combine(murmurhash32((uint32) ((key) >> 32)), murmurhash32((uint32) (key)))
#define SH_EQUAL(tb, a, b)	((a) == (b))
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#pragma GCC diagnostic pop

/* One of the two trees, and where in it the rows stand. */
typedef struct Tree
{
	const char *name;
	MemoryContext context;
	struct steps_hash *steps;
	int32	   *parent;			/* of each node */
	int32	   *level;			/* of each node, 1 at the top */
	int32		nodes;
	int32		capacity;
	int32	   *node_of;		/* each row's */
	struct varlena *last_path;	/* the row's before */
} Tree;

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

static void
CheckPath(const char *name, ArrayType *path)
{
	if (ARR_NDIM(path) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have one dimension, not %d", name, ARR_NDIM(path)),
				 errhint("Give the codes from the top down to the row's own, such as '{board,north}'.")));
	if (ARR_NDIM(path) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must not be empty", name),
				 errhint("Give the codes from the top down to the row's own, such as '{board,north}'.")));
	if (array_contains_nulls(path))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain NULL", name),
				 errhint("Give the codes from the top down to the row's own, such as '{board,north}'.")));
}

/*
 * The number of a code below a node, a new one if it was not there yet.
 */
static int32
get_node(Tree *tree, int32 parent, const char *code, int32 length)
{
	Step		step = {.parent = parent, .length = length, .code = code};
	StepSlot   *slot;
	bool		found;
	char	   *kept;

	slot = steps_insert(tree->steps, step, &found);
	if (found)
		return slot->node;
	kept = MemoryContextAlloc(tree->context, Max(length, 1));
	memcpy(kept, code, length);
	slot->step.code = kept;
	slot->node = tree->nodes;
	if (tree->nodes == tree->capacity)
	{
		if (tree->capacity > PG_INT32_MAX / 2)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("%s has more than %d nodes in a partition", tree->name, tree->capacity),
					 errhint("Use PARTITION BY to divide it.")));
		tree->capacity *= 2;
		tree->parent = repalloc_huge(tree->parent, tree->capacity * sizeof(int32));
		tree->level = repalloc_huge(tree->level, tree->capacity * sizeof(int32));
	}
	tree->parent[tree->nodes] = parent;
	tree->level[tree->nodes] = parent == NONE ? 1 : tree->level[parent] + 1;
	return tree->nodes++;
}

static void
visit_path(void *state, int64 row, Datum value, bool is_null)
{
	Tree	   *tree = state;
	ArrayType  *path;
	Datum	   *codes;
	int			count;
	int32		node = NONE;

	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be NULL", tree->name),
				 errhint("Give the codes from the top down to the row's own, such as '{board,north}'.")));
	path = DatumGetArrayTypeP(value);
	/* Rows of one place often follow each other. */
	if (tree->last_path != NULL && VARSIZE(path) == VARSIZE(tree->last_path) &&
		memcmp(path, tree->last_path, VARSIZE(path)) == 0)
	{
		tree->node_of[row] = tree->node_of[row - 1];
		return;
	}
	CheckPath(tree->name, path);
	deconstruct_array(path, TEXTOID, -1, false, TYPALIGN_INT, &codes, NULL, &count);
	for (int i = 0; i < count; i++)
	{
		struct varlena *code = PG_DETOAST_DATUM_PACKED(codes[i]);

		node = get_node(tree, node, VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
	}
	tree->node_of[row] = node;
	if (tree->last_path != NULL)
		pfree(tree->last_path);
	tree->last_path = MemoryContextAllocHuge(tree->context, VARSIZE(path));
	memcpy(tree->last_path, path, VARSIZE(path));
}

#define FIRST_NODES	64

static void
read_tree(FunctionCallInfo fcinfo, int argument, Tree *tree, int64 rows)
{
	tree->name = argument_name[argument];
	tree->context = CurrentMemoryContext;
	tree->steps = steps_create(CurrentMemoryContext, FIRST_NODES, NULL);
	tree->nodes = 0;
	tree->capacity = FIRST_NODES;
	tree->parent = palloc(FIRST_NODES * sizeof(int32));
	tree->level = palloc(FIRST_NODES * sizeof(int32));
	tree->node_of = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(int32));
	tree->last_path = NULL;
	visit_partition(fcinfo, argument, visit_path, tree);
}

static inline uint64
node_number(int32 unit, int32 head)
{
	return (uint64) (uint32) unit << 32 | (uint32) head;
}

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

	for (int i = 0; i < TREES; i++)
		read_tree(fcinfo, i, &trees[i], rows);

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
