/*
 * spanning_tree.h
 *
 * The tree of the network simplex method: every node but the root hangs below its
 * parent by an arc, and one arc can be replaced by another. Nothing here knows of
 * PostgreSQL.
 *
 * The nodes form a list in which every node is followed by all that is below it, so
 * that a subtree is a stretch of the list: next[last[subtree]] is the first
 * node after it. All memory is the caller's.
 */
#ifndef SOCIAL_SERVICES_SPANNING_TREE_H
#define SOCIAL_SERVICES_SPANNING_TREE_H

#include <stdbool.h>
#include <stdint.h>

/* No such node, or arc. */
#define NONE	(-1)

typedef struct TreeNode
{
	int32_t		parent;
	int32_t		size;			/* nodes of the subtree */
	int32_t		arc;			/* between the node and its parent */
	bool		upwards;		/* whether the arc leads from the node to its parent */
} TreeNode;

/* What is needed at different times lies apart, so that more of it stays in the cache. */
typedef struct SpanningTree
{
	TreeNode   *node;
	int32_t    *next;			/* of a node, in the list */
	int32_t    *previous;
	int32_t    *last;			/* in the list, of the node's subtree */
} SpanningTree;

/*
 * The node where the ways from two nodes to the root meet.
 */
static inline int32_t
spanning_tree_top(const SpanningTree *tree, int32_t a, int32_t b)
{
	/* What is above a node has the larger subtree. */
	while (a != b)
	{
		if (tree->node[a].size < tree->node[b].size)
			a = tree->node[a].parent;
		else
			b = tree->node[b].parent;
	}
	return a;
}

extern void spanning_tree_begin(SpanningTree *tree, int32_t root);
extern void spanning_tree_add_leaf(SpanningTree *tree, int32_t leaf, int32_t root, int32_t arc);
extern void spanning_tree_replace(SpanningTree *tree, int32_t cut, int32_t inner, int32_t outer,
								  int32_t arc, bool upwards, int32_t top);

#endif							/* SOCIAL_SERVICES_SPANNING_TREE_H */
