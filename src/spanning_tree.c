/*
 * spanning_tree.c
 *
 * Replaces one arc of a tree by another, in time that depends on how far the nodes
 * lie apart in the tree, not on how many are below them.
 */
#include "spanning_tree.h"

static void
link_nodes(SpanningTree *tree, int32_t node, int32_t next)
{
	tree->next[node] = next;
	if (next != NONE)
		tree->previous[next] = node;
}

/*
 * Makes a tree of a root alone.
 */
void
spanning_tree_begin(SpanningTree *tree, int32_t root)
{
	tree->node[root] = (TreeNode) {.parent = NONE, .size = 1, .arc = NONE};
	tree->next[root] = NONE;
	tree->previous[root] = NONE;
	tree->last[root] = root;
}

/*
 * Hangs one more node below the root, by an arc upwards, when nothing hangs below
 * those that are there already.
 */
void
spanning_tree_add_leaf(SpanningTree *tree, int32_t leaf, int32_t root, int32_t arc)
{
	tree->node[leaf] = (TreeNode) {.parent = root, .size = 1, .arc = arc, .upwards = true};
	link_nodes(tree, tree->last[root], leaf);
	tree->next[leaf] = NONE;
	tree->last[leaf] = leaf;
	tree->last[root] = leaf;
	tree->node[root].size++;
}

/*
 * Sets the last node of the subtrees of a node and of those above it that end
 * where its own ends.
 */
static void
set_last(SpanningTree *tree, int32_t at, int32_t last)
{
	int32_t		old_last = tree->last[at];

	for (; at != NONE && tree->last[at] == old_last; at = tree->node[at].parent)
		tree->last[at] = last;
}

/*
 * Takes the subtree below `cut` out of the tree. Sizes change up to `top`, below
 * which it will be again.
 */
static void
cut_subtree(SpanningTree *tree, int32_t cut, int32_t top)
{
	TreeNode   *node = tree->node;
	int32_t		before = tree->previous[cut];

	link_nodes(tree, before, tree->next[tree->last[cut]]);
	if (tree->last[node[cut].parent] == tree->last[cut])
		set_last(tree, node[cut].parent, before);
	for (int32_t at = node[cut].parent; at != top; at = node[at].parent)
		node[at].size -= node[cut].size;
}

/*
 * Turns a subtree that is out of the tree, so that `inner` is at its top instead
 * of `cut`: what was above a node on the way between them comes to be below it,
 * after all that was there already.
 */
static void
turn_subtree(SpanningTree *tree, int32_t cut, int32_t inner)
{
	TreeNode   *node = tree->node;
	int32_t		size = node[cut].size;
	int32_t		at = inner;
	/* As they were before: `at`, the end of its subtree, and the node after that. */
	TreeNode	old_at = node[at];
	int32_t		old_last = tree->last[at];
	int32_t		old_after = tree->next[old_last];
	int32_t		old_previous = tree->previous[at];
	int32_t		end = old_last; /* of the new list so far */

	node[inner].size = size;
	while (at != cut)
	{
		int32_t		above = old_at.parent;
		TreeNode	old_above = node[above];
		int32_t		above_last = tree->last[above];
		int32_t		above_previous = tree->previous[above];
		int32_t		new_end = old_previous;

		/* What is below `above` without what was below `at`. */
		if (above_last != old_last)
		{
			link_nodes(tree, old_previous, old_after);
			new_end = above_last;
			old_after = tree->next[new_end];
		}
		link_nodes(tree, end, above);
		end = new_end;

		node[above] = (TreeNode) {
			.parent = at,
			.size = size - old_at.size,
			.arc = old_at.arc,
			.upwards = !old_at.upwards
		};
		at = above;
		old_at = old_above;
		old_last = above_last;
		old_previous = above_previous;
	}
	for (; at != inner; at = node[at].parent)
		tree->last[at] = end;
	tree->last[inner] = end;
}

/*
 * Puts a subtree below `parent`, by an arc.
 */
static void
hang_subtree(SpanningTree *tree, int32_t subtree, int32_t parent, int32_t arc, bool upwards, int32_t top)
{
	TreeNode   *node = tree->node;
	int32_t		last = tree->last[subtree];

	link_nodes(tree, last, tree->next[parent]);
	link_nodes(tree, parent, subtree);
	if (tree->last[parent] == parent)
		set_last(tree, parent, last);
	node[subtree].parent = parent;
	node[subtree].arc = arc;
	node[subtree].upwards = upwards;
	for (int32_t at = parent; at != top; at = node[at].parent)
		node[at].size += node[subtree].size;
}

/*
 * Cuts the arc above `cut`, and hangs the part below it, in which `inner` lies,
 * below `outer` by another arc. `top` is where the ways of both meet.
 */
void
spanning_tree_replace(SpanningTree *tree, int32_t cut, int32_t inner, int32_t outer,
					  int32_t arc, bool upwards, int32_t top)
{
	cut_subtree(tree, cut, top);
	turn_subtree(tree, cut, inner);
	hang_subtree(tree, inner, outer, arc, upwards, top);
}
