/*
 * episode_walk.c
 *
 * Walks through the households of a set, in order, and puts the months of each
 * together to episodes: runs of months with support, in which gaps of up to `gap`
 * months without support make no end.
 *
 * A set has a list for each year, in order of households. Which list has the smallest is seen by
 * looking at all of them where they are few, as mostly; else a heap of the years says so, and of
 * several that have it which is the earliest year. So each household's years come one after the other.
 */
#include "episode_walk.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/timestamp.h"

static inline bool
comes_before(const YearCursor *a, const YearCursor *b)
{
	return a->household < b->household || (a->household == b->household && a->january < b->january);
}

/*
 * Puts the cursor at a place of the heap where it belongs, if those below it are.
 */
static void
sift_down(EpisodeWalk *walk, int place)
{
	YearCursor	moved = walk->cursor[place];

	for (;;)
	{
		int			child = 2 * place + 1;

		if (child >= walk->cursors)
			break;
		if (child + 1 < walk->cursors && comes_before(&walk->cursor[child + 1], &walk->cursor[child]))
			child++;
		if (!comes_before(&walk->cursor[child], &moved))
			break;
		walk->cursor[place] = walk->cursor[child];
		place = child;
	}
	walk->cursor[place] = moved;
}

/*
 * Copies of lists are left to the memory context, which lives no longer than the walk.
 */
void
episode_walk_start(EpisodeWalk *walk, const HouseholdSet *set, int32 gap)
{
	int			years;
	HouseholdYear **year = household_set_years(set, &years);

	memset(walk, 0, sizeof(EpisodeWalk));
	walk->gap = gap;
	walk->last_month = -1;
	walk->cursor = palloc(Max(years, 1) * sizeof(YearCursor));
	for (int i = 0; i < years; i++)
	{
		YearCursor *cursor = &walk->cursor[walk->cursors];
		Size		count;

		cursor->next = household_year_entries(year[i], &count);
		cursor->end = cursor->next + count;
		cursor->january = (int64) year[i]->year * MONTHS_PER_YEAR;
		if (count == 0 || year[i]->months == 0)
			continue;
		cursor->household = cursor->next->household;
		if (walk->cursors == 0)
			walk->first_month = cursor->january + pg_rightmost_one_pos32(year[i]->months);
		walk->last_month = cursor->january + pg_leftmost_one_pos32(year[i]->months);
		walk->cursors++;
	}
	pfree(year);
	walk->is_heap = walk->cursors > EPISODE_WALK_FEW;
	memset(walk->few, 0xFF, sizeof(walk->few));
	for (int i = 0; i < walk->cursors && !walk->is_heap; i++)
		walk->few[i] = walk->cursor[i].household;
	if (walk->is_heap)
		for (int place = walk->cursors / 2 - 1; place >= 0; place--)
			sift_down(walk, place);
	walk->room = 16;
	walk->episode = palloc(walk->room * sizeof(Episode));
}

/*
 * Adds the months of a year to the episodes of a household, run by run.
 */
static ALWAYS_INLINE void
add_months(EpisodeWalk *walk, int64 january, uint32 months)
{
	while (months != 0)
	{
		int			start = pg_rightmost_one_pos32(months);
		int			length = pg_rightmost_one_pos32(~(months >> start));
		int64		first = january + start;

		months &= ~(((1u << length) - 1) << start);
		if (walk->episodes > 0 && first - walk->episode[walk->episodes - 1].last <= walk->gap + 1)
		{
			walk->episode[walk->episodes - 1].last = first + length - 1;
			continue;
		}
		if (walk->episodes == walk->room)
		{
			walk->room *= 2;
			walk->episode = repalloc_huge(walk->episode, walk->room * sizeof(Episode));
		}
		walk->episode[walk->episodes].first = first;
		walk->episode[walk->episodes].last = first + length - 1;
		walk->episodes++;
	}
}

/*
 * Goes to the next household of a heap.
 */
static void
next_of_heap(EpisodeWalk *walk)
{
	walk->household = walk->cursor[0].household;
	do
	{
		YearCursor *top = &walk->cursor[0];

		CHECK_FOR_INTERRUPTS();
		add_months(walk, top->january, top->next->months);
		if (++top->next == top->end)
			*top = walk->cursor[--walk->cursors];
		else
			top->household = top->next->household;
		if (walk->cursors > 1)
			sift_down(walk, 0);
	} while (walk->cursors > 0 && walk->cursor[0].household == walk->household);
}

/*
 * Goes to the next household of a few years. Those that have no more leave the others in order.
 */
static void
next_of_few(EpisodeWalk *walk)
{
	uint64		household;
	uint64		least[4];
	uint32		having = 0;		/* the years that have it, a bit each */
	bool		any_ended = false;
	int			left = 0;

	CHECK_FOR_INTERRUPTS();
	/* Four at a time, so that none waits for the one before. */
	memcpy(least, walk->few, sizeof(least));
	for (int i = 4; i < walk->cursors; i += 4)
		for (int j = 0; j < 4; j++)
			least[j] = Min(least[j], walk->few[i + j]);
	least[0] = Min(least[0], least[2]);
	least[1] = Min(least[1], least[3]);
	household = Min(least[0], least[1]);
	for (int i = walk->cursors - 1; i >= 0; i--)
		having = having << 1 | (walk->few[i] == household);
	for (; having != 0; having &= having - 1)
	{
		int			i = pg_rightmost_one_pos32(having);
		YearCursor *cursor = &walk->cursor[i];

		add_months(walk, cursor->january, cursor->next->months);
		if (++cursor->next == cursor->end)
			any_ended = true;
		else
			walk->few[i] = cursor->next->household;
	}
	walk->household = household;
	if (!any_ended)
		return;
	for (int i = 0; i < walk->cursors; i++)
		if (walk->cursor[i].next < walk->cursor[i].end)
		{
			walk->few[left] = walk->few[i];
			walk->cursor[left++] = walk->cursor[i];
		}
	memset(walk->few + left, 0xFF, (EPISODE_WALK_FEW - left) * sizeof(uint64));
	walk->cursors = left;
}

/*
 * Goes to the next household. Returns false where there is none.
 */
bool
episode_walk_next(EpisodeWalk *walk)
{
	if (walk->cursors == 0)
		return false;
	walk->episodes = 0;
	if (walk->is_heap)
		next_of_heap(walk);
	else
		next_of_few(walk);
	return true;
}
