/*
 * tree_path.c
 *
 * Numbers the nodes of two trees that the rows of a window's partition stand at.
 */
#include "tree_path.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/memutils.h"

static const char *const argument_name[TREES] = {"unit_path", "head_path"};

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

#pragma GCC diagnostic pop

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

/*
 * The two trees, which are the first two arguments of the function.
 */
void
read_trees(FunctionCallInfo fcinfo, int64 rows, Tree *trees)
{
	for (int i = 0; i < TREES; i++)
		read_tree(fcinfo, i, &trees[i], rows);
}
