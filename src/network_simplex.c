/*
 * network_simplex.c
 *
 * The best plan of transfers between budget heads, exactly, by the network
 * simplex method (Dantzig 1951; Ahuja, Magnanti, Orlin: Network Flows, 1993,
 * chapter 11).
 *
 * The plan is a circulation. Beside the heads there is a root: it hands each head
 * that can spare money as much (an arc root -> head), takes back from each head
 * that lacks money as much (head -> root, with a reward), and takes anything back
 * from any head for nothing (head -> root, without limit), so that the flow of 0
 * with these last arcs as its tree is where the search begins. Rules are the
 * arcs between heads.
 *
 * What counts is, in this order: shortfall covered of rank 0, of rank 1, ...;
 * the cost; the amount moved (so that nothing goes in circles or by a detour).
 * All rewards are on arcs to the root, and a simple cycle passes the root at most
 * once, so no cycle has more than one reward won and one lost. Therefore rewards
 * need only be in the order of the ranks, as 1, 2, 3, ... are, for the search to
 * prefer rank 0 strictly: the amounts that can be covered form a polymatroid, on
 * which the greedy choice is the best for any weights in that order (Edmonds 1970).
 * Reward, cost and amount moved are packed into one key, as
 *
 *   key = (reward * cost_base + cost) * move_base + moved
 *
 * with bases that no cycle's cost and no cycle's length reach, so that keys compare
 * as the three do one after another. Whether all keys fit is checked first: 64
 * bits mostly do and are faster, else they are wide. Where the compiler has no
 * 128-bit integers, wide keys have 64 bits too, and less fits.
 *
 * The search holds a spanning tree of arcs, every other arc being empty or full.
 * Potentials make the keys of the tree's arcs 0; an arc outside whose key is then
 * of the wrong sign closes a cycle around which money moves at a profit, until
 * an arc of the cycle is empty or full and leaves the tree. The tree is kept
 * strongly feasible, by always letting the last such arc go, seen from the cycle's
 * top (Cunningham 1976); so the search ends. Candidates are looked for in blocks
 * of arcs, the best of a block enters.
 *
 * Given the same arrays the plan is the same.
 */
#include "network_simplex.h"

#include <stdbool.h>

#include "spanning_tree.h"

#ifdef __SIZEOF_INT128__
typedef __int128 WideKey;
#define WIDE_KEY_LIMIT	((WideKey) 1 << 125)
#else
typedef int64_t WideKey;
#define WIDE_KEY_LIMIT	((WideKey) 1 << 61)
#endif
#define NARROW_KEY_LIMIT	((WideKey) 1 << 61)

#ifdef __GNUC__
#define unlikely(condition)	__builtin_expect((condition), 0)
#else
#define unlikely(condition)	(condition)
#endif

/* What the largest of the types in memory needs. */
#define ALIGNMENT	16

/* How an arc stands: the sign that its key may not have, or 0 in the tree. */
enum
{
	FULL = -1,
	IN_TREE = 0,
	EMPTY = 1
};

/* What can flow along an arc, and what does. */
typedef struct ArcFlow
{
	int64_t		capacity;
	int64_t		flow;
} ArcFlow;

/*
 * The root is the node after the last head. Everything lies in the caller's memory.
 *
 * First stand the rules' arcs and those of what heads can spare or lack, mixed, so that
 * arcs of one head are in different blocks: that halves the number of pivots. Behind
 * them stand the arcs from each head to the root without reward, which are looked at
 * only when nothing else can enter.
 */
typedef struct Search
{
	bool		wide;			/* whether keys are wide */
	int32_t		arcs;
	int32_t		mixed_arcs;
	int32_t		stride;			/* between arcs that were added one after another */
	int32_t		next_place;		/* of the next arc to be added */
	int32_t		last_start;		/* where the arrays were begun to be gone through last */
	WideKey    *wide_potential; /* of a node, if keys are wide */
	WideKey    *wide_key;		/* of an arc, likewise */
	int64_t    *potential;		/* else */
	int64_t    *key;
	ArcFlow    *amount;			/* of an arc */
	SpanningTree tree;
	int32_t    *from;			/* of an arc */
	int32_t    *to;				/* of an arc */
	int8_t	   *state;			/* of an arc */
	int32_t		next_arc;		/* where the search for a candidate goes on */
	int32_t		block_size;
} Search;

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The next `size` bytes of the memory, aligned for anything, wide keys above all. */
static void *
take(char **memory, size_t size)
{
	uintptr_t	begin = ((uintptr_t) *memory + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

	*memory = (char *) (begin + size);
	return (void *) begin;
}

/*
 * Lays the arrays out from `memory` on and returns where they end.
 */
static char *
lay_out(Search *search, char *memory, int32_t heads, int32_t rules)
{
	size_t		nodes = (size_t) heads + 1;
	size_t		arcs = (size_t) rules + 2 * (size_t) heads;

	search->wide_potential = take(&memory, nodes * sizeof(WideKey));
	search->wide_key = take(&memory, arcs * sizeof(WideKey));
	search->potential = (int64_t *) search->wide_potential;
	search->key = (int64_t *) search->wide_key;
	search->amount = take(&memory, arcs * sizeof(ArcFlow));
	search->tree.node = take(&memory, nodes * sizeof(TreeNode));
	search->tree.next = take(&memory, nodes * sizeof(int32_t));
	search->tree.previous = take(&memory, nodes * sizeof(int32_t));
	search->tree.last = take(&memory, nodes * sizeof(int32_t));
	search->from = take(&memory, arcs * sizeof(int32_t));
	search->to = take(&memory, arcs * sizeof(int32_t));
	search->state = take(&memory, arcs * sizeof(int8_t));
	return memory;
}

size_t
network_simplex_memory(int32_t heads, int32_t rules)
{
	Search		search;

	/* Offsets from a base that is only counted with; its place is what aligning may take. */
	return (size_t) (uintptr_t) lay_out(&search, (char *) (uintptr_t) ALIGNMENT, heads, rules);
}

/*
 * The places of the mixed arcs, in the order in which they are added.
 */
static void
begin_places(Search *search)
{
	search->next_place = 0;
	search->last_start = 0;
}

static int32_t
get_place(Search *search)
{
	int32_t		place = search->next_place;

	if (search->next_place < search->mixed_arcs - search->stride)
		search->next_place += search->stride;
	else
		search->next_place = ++search->last_start;
	return place;
}

static void
add_arc(Search *search, int32_t arc, int32_t from, int32_t to, int64_t capacity, WideKey key)
{
	search->from[arc] = from;
	search->to[arc] = to;
	search->amount[arc] = (ArcFlow) {.capacity = capacity, .flow = 0};
	if (search->wide)
		search->wide_key[arc] = key;
	else
		search->key[arc] = (int64_t) key;
	search->state[arc] = EMPTY;
}

/*
 * The most that can move at all: no more than can be spared, nor than is lacking.
 * Below 0 if that does not fit.
 */
static int64_t
most_that_can_move(const TransferNetwork *network)
{
	int64_t		spare_left = INT64_MAX;
	int64_t		lacking_left = INT64_MAX;

	for (int32_t head = 0; head < network->heads; head++)
	{
		int64_t		supply = network->supply[head];

		if (supply > 0)
			spare_left = spare_left < 0 || supply >= spare_left ? -1 : spare_left - supply;
		else if (supply < 0)
			lacking_left = lacking_left < 0 || -supply >= lacking_left ? -1 : lacking_left - -supply;
	}
	if (spare_left < 0 && lacking_left < 0)
		return -1;
	return INT64_MAX - (spare_left > lacking_left ? spare_left : lacking_left);
}

/*
 * What keys are made with, and how wide they are.
 */
typedef struct KeyBases
{
	WideKey		cost;
	WideKey		move;
	bool		wide;
} KeyBases;

/*
 * False if the largest of all keys would not fit.
 */
static bool
choose_bases(const TransferNetwork *network, KeyBases *base)
{
	WideKey		longest = (WideKey) network->heads + 2; /* arcs of a cycle and one more */
	WideKey		highest_cost = 0;

	for (int32_t rule = 0; rule < network->rules; rule++)
		if (network->cost[rule] > highest_cost)
			highest_cost = network->cost[rule];

	if (highest_cost >= WIDE_KEY_LIMIT / longest)
		return false;
	base->move = longest;
	base->cost = longest * highest_cost + 1;
	/* A potential is the key of a way; limits leave room for two of them and an arc. */
	if (base->cost >= WIDE_KEY_LIMIT / base->move / ((WideKey) network->ranks + 1))
		return false;
	base->wide = base->cost >= NARROW_KEY_LIMIT / base->move / ((WideKey) network->ranks + 1);
	return true;
}

/*
 * Sets up the flow of 0.
 */
static void
begin(Search *search, const TransferNetwork *network, int64_t most, const KeyBases *base)
{
	int32_t		root = network->heads;

	search->wide = base->wide;
	search->mixed_arcs = network->rules;
	for (int32_t head = 0; head < network->heads; head++)
		search->mixed_arcs += network->supply[head] != 0;
	search->arcs = search->mixed_arcs + network->heads;
	search->next_arc = 0;
	/* Both found by trial. */
	search->stride = 16;
	while ((int64_t) search->stride * search->stride < search->mixed_arcs)
		search->stride++;
	search->block_size = 2 * search->stride;
	begin_places(search);

	/* A plan without circles has no arc with more than `most`. */
	for (int32_t rule = 0; rule < network->rules; rule++)
		add_arc(search, get_place(search), network->from[rule], network->to[rule],
				least(network->capacity[rule], most),
				network->cost[rule] * base->move + 1);

	spanning_tree_begin(&search->tree, root);
	for (int32_t head = 0; head < network->heads; head++)
	{
		int32_t		arc = search->mixed_arcs + head;

		add_arc(search, arc, head, root, most, 0);
		search->state[arc] = IN_TREE;
		spanning_tree_add_leaf(&search->tree, head, root, arc);
	}
	for (int32_t at = 0; at <= root; at++)
	{
		if (search->wide)
			search->wide_potential[at] = 0;
		else
			search->potential[at] = 0;
	}

	for (int32_t head = 0; head < network->heads; head++)
	{
		int64_t		supply = network->supply[head];

		if (supply > 0)
			add_arc(search, get_place(search), root, head, least(supply, most), 0);
		else if (supply < 0)
			add_arc(search, get_place(search), head, root, least(-supply, most),
					-(WideKey) (network->ranks - network->rank[head]) * base->cost * base->move);
	}
}

/*
 * How much more can flow between a node and its parent, upwards or downwards.
 */
static inline int64_t
room(const Search *search, int32_t node, bool upwards)
{
	const TreeNode *at = &search->tree.node[node];
	const ArcFlow *amount = &search->amount[at->arc];

	return at->upwards == upwards ? amount->capacity - amount->flow : amount->flow;
}

static inline void
push(Search *search, int32_t node, bool upwards, int64_t by)
{
	const TreeNode *at = &search->tree.node[node];

	search->amount[at->arc].flow += at->upwards == upwards ? by : -by;
}

#define KEY int64_t
#define POTENTIAL potential
#define ARC_KEY key
#define NAME(function) function
#include "network_search.h"
#undef KEY
#undef POTENTIAL
#undef ARC_KEY
#undef NAME

#define KEY WideKey
#define POTENTIAL wide_potential
#define ARC_KEY wide_key
#define NAME(function) wide_##function
#include "network_search.h"

TransferResult
network_simplex(const TransferNetwork *network, void *memory, void (*check_interrupts) (void))
{
	Search		search;
	KeyBases	base;
	int64_t		most = most_that_can_move(network);

	if (most < 0)
		return TRANSFER_AMOUNTS_TOO_LARGE;
	if (!choose_bases(network, &base))
		return TRANSFER_COSTS_TOO_LARGE;

	lay_out(&search, memory, network->heads, network->rules);
	begin(&search, network, most, &base);
	if (most > 0 && base.wide)
		wide_search_best(&search, check_interrupts);
	else if (most > 0)
		search_best(&search, check_interrupts);

	begin_places(&search);
	for (int32_t rule = 0; rule < network->rules; rule++)
		network->flow[rule] = search.amount[get_place(&search)].flow;
	return TRANSFER_OPTIMAL;
}
