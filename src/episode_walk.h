/*
 * episode_walk.h
 *
 * The episodes of each household of a set, household by household.
 */
#ifndef SOCIAL_SERVICES_EPISODE_WALK_H
#define SOCIAL_SERVICES_EPISODE_WALK_H

#include "household_set.h"

/* A run of months with support. Months are numbers, see fiscal_month_number. */
typedef struct Episode
{
	int64		first;
	int64		last;
} Episode;

/* So many years are looked at one by one. */
#define EPISODE_WALK_FEW	16

/* What is left of the list of a year. */
typedef struct YearCursor
{
	uint64		household;		/* the next */
	const HouseholdMonths *next;
	const HouseholdMonths *end;
	int64		january;
} YearCursor;

/* Lies in the memory context that it was started in. */
typedef struct EpisodeWalk
{
	int64		gap;
	YearCursor *cursor;			/* in order of years, or a heap */
	int			cursors;
	bool		is_heap;		/* the smallest household and year first */
	uint64		few[EPISODE_WALK_FEW];	/* the next household of each, if no heap: side by side they are compared
										 * without a branch */

	/* Of the set: 0 and -1 without any. */
	int64		first_month;
	int64		last_month;

	/* Where the walk is. */
	uint64		household;
	int			episodes;
	Episode    *episode;		/* in order */
	int			room;
} EpisodeWalk;

extern void episode_walk_start(EpisodeWalk *walk, const HouseholdSet *set, int32 gap);
extern bool episode_walk_next(EpisodeWalk *walk);

#endif							/* SOCIAL_SERVICES_EPISODE_WALK_H */
