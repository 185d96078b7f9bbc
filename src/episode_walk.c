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

/* So many years are looked at one by one. */
#define MAX_FEW		16

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
	walk->is_heap = walk->cursors > MAX_FEW;
	if (walk->is_heap)
		for (int place = walk->cursors / 2 - 1; place >= 0; place--)
			sift_down(walk, place);
	walk->room = 16;
	walk->episode = palloc(walk->room * sizeof(Episode));
}

/*
 * Adds the months of a year to the episodes of a household, run by run.
 */
static void
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
	uint64		household = PG_UINT64_MAX;
	int			left = 0;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < walk->cursors; i++)
		household = Min(household, walk->cursor[i].household);
	for (int i = 0; i < walk->cursors; i++)
	{
		YearCursor *cursor = &walk->cursor[i];

		if (cursor->household == household)
		{
			add_months(walk, cursor->january, cursor->next->months);
			if (++cursor->next == cursor->end)
				continue;
			cursor->household = cursor->next->household;
		}
		if (left < i)
			walk->cursor[left] = *cursor;
		left++;
	}
	walk->household = household;
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
