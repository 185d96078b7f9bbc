/*
 * network_search.h
 *
 * The search of network_simplex.c, which includes this once for keys of 64 bits and
 * once for wide ones: the work is the same, but half of it is arithmetic with keys.
 *
 * Needs KEY, the type of a key, the arrays POTENTIAL and ARC_KEY of a Search, and
 * NAME(), which makes a name of its own for a function.
 */

/*
 * By how much the key of an arc, with potentials, is of the wrong sign: below 0
 * if money should move along it, or back where it is full.
 */
static inline KEY
NAME(profit) (const Search *search, int32_t arc)
{
	return search->state[arc] *
		(search->ARC_KEY[arc] + search->POTENTIAL[search->from[arc]] - search->POTENTIAL[search->to[arc]]);
}

/*
 * The best arc of a stretch to enter the tree, or NONE.
 */
static inline int32_t
NAME(best_of) (const Search *search, int32_t first, int32_t end)
{
	int32_t		best = NONE;
	KEY			best_profit = 0;

	for (int32_t arc = first; arc < end; arc++)
	{
		KEY			this_profit = NAME(profit) (search, arc);

		if (unlikely(this_profit < best_profit))
		{
			best_profit = this_profit;
			best = arc;
		}
	}
	return best;
}

/*
 * An arc to enter the tree, or NONE if the flow is the best.
 */
static int32_t
NAME(find_entering) (Search *search)
{
	for (int32_t seen = 0; seen < search->mixed_arcs;)
	{
		int32_t		first = search->next_arc;
		int32_t		end = first + least(search->block_size, search->mixed_arcs - first);
		int32_t		best = NAME(best_of) (search, first, end);

		search->next_arc = end == search->mixed_arcs ? 0 : end;
		if (best != NONE)
			return best;
		seen += end - first;
	}
	return NAME(best_of) (search, search->mixed_arcs, search->arcs);
}

/*
 * Adds to all potentials of a subtree.
 */
static void
NAME(raise_potentials) (Search *search, int32_t subtree, KEY by)
{
	const int32_t *next = search->tree.next;
	int32_t		end = next[search->tree.last[subtree]];

	for (int32_t at = subtree; at != end; at = next[at])
		search->POTENTIAL[at] += by;
}

/*
 * Moves as much as can be moved around the cycle that an arc closes with the
 * tree, and lets the arc into it in the place of one that is empty or full by now.
 */
static void
NAME(pivot) (Search *search, int32_t entering)
{
	const TreeNode *node = search->tree.node;
	bool		was_empty = search->state[entering] == EMPTY;
	KEY			change = NAME(profit) (search, entering);
	/* Money moves from `first` to `second` by the arc, then by the top back to `first`. */
	int32_t		first = was_empty ? search->from[entering] : search->to[entering];
	int32_t		second = was_empty ? search->to[entering] : search->from[entering];
	int32_t		top = spanning_tree_top(&search->tree, first, second);
	int64_t		amount = search->amount[entering].capacity;	/* it is empty or full */
	int32_t		cut = NONE;
	bool		cut_on_first_side = false;
	int32_t		inner;
	int32_t		outer;

	/* The last arc without room, going round from the top. */
	for (int32_t at = first; at != top; at = node[at].parent)
	{
		int64_t		available = room(search, at, false);

		if (available < amount)
		{
			amount = available;
			cut = at;
			cut_on_first_side = true;
		}
	}
	for (int32_t at = second; at != top; at = node[at].parent)
	{
		int64_t		available = room(search, at, true);

		if (available <= amount)
		{
			amount = available;
			cut = at;
			cut_on_first_side = false;
		}
	}

	if (amount > 0)
	{
		search->amount[entering].flow += was_empty ? amount : -amount;
		for (int32_t at = first; at != top; at = node[at].parent)
			push(search, at, false, amount);
		for (int32_t at = second; at != top; at = node[at].parent)
			push(search, at, true, amount);
	}

	if (cut == NONE)
	{
		search->state[entering] = was_empty ? FULL : EMPTY;
		return;
	}

	search->state[node[cut].arc] = search->amount[node[cut].arc].flow == 0 ? EMPTY : FULL;
	search->state[entering] = IN_TREE;
	inner = cut_on_first_side ? first : second;
	outer = cut_on_first_side ? second : first;
	spanning_tree_replace(&search->tree, cut, inner, outer, entering, search->from[entering] == inner, top);

	/* The entering arc's key becomes 0. `change` is below 0, whichever way money moves. */
	NAME(raise_potentials) (search, inner, cut_on_first_side ? -change : change);
}

/*
 * Goes on until the flow is the best.
 */
static void
NAME(search_best) (Search *search, void (*check_interrupts) (void))
{
	int32_t		entering;

	while ((entering = NAME(find_entering) (search)) != NONE)
	{
		if (check_interrupts != NULL)
			check_interrupts();
		NAME(pivot) (search, entering);
	}
}
