/*
 * tree_path.h
 *
 * Rows that stand in two trees, of units and of heads, each given by the way from the top
 * down to it, such as {board,north,school}. A node lies above another if its unit is the
 * same or stands above, and its head likewise.
 *
 * The nodes of a tree are numbered, and those that rows stand at are looked up by the two
 * numbers.
 */
#ifndef SOCIAL_SERVICES_TREE_PATH_H
#define SOCIAL_SERVICES_TREE_PATH_H

#include "window_partition.h"

#include "common/hashfn.h"

enum
{
	UNIT,
	HEAD,
	TREES
};

#define NONE	(-1)

/* One of the two trees, and where in it the rows stand. */
typedef struct Tree
{
	const char *name;			/* of the argument */
	MemoryContext context;
	struct steps_hash *steps;	/* of codes below a node */
	int32	   *parent;			/* of each node */
	int32	   *level;			/* of each node, 1 at the top */
	int32		nodes;
	int32		capacity;
	int32	   *node_of;		/* each row's */
	struct varlena *last_path;	/* the row's before */
} Tree;

/* A unit and a head, by their numbers. */
typedef struct NodeSlot
{
	uint64		node;
	int32		row;			/* one of the group that has taken it */
	char		status;			/* for simplehash */
} NodeSlot;

/* Simplehash has unused parameters, a variable in two scopes and, in some versions, mixed signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

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

static inline uint64
node_number(int32 unit, int32 head)
{
	return (uint64) (uint32) unit << 32 | (uint32) head;
}

extern void read_trees(FunctionCallInfo fcinfo, int64 rows, Tree *trees);

#endif							/* SOCIAL_SERVICES_TREE_PATH_H */
