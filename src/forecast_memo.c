/*
 * forecast_memo.c
 *
 * A year is forecast from earlier years, and is told how far off forecasts of these were. The next year asks the same of
 * them, and of one more. So who forecasts several years of a series, year by year, as a refresh of a mart does, would have theta
 * find most of it again and again. What it found is kept here while a query runs, by the months themselves that it is of:
 * it depends on nothing else, so that it is the same whether it is remembered or found.
 *
 * Where two series share a place, the later one takes it. All places together take no more than work_mem.
 */
#include "forecast_memo.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include <math.h>

#define MAX_PLACES		4096	/* for as many series of a mart's organisation, and a few years each */
#define FIRST_MONTHS	(THETA_MIN_YEARS * 12)	/* the least that a window has, by which it is found */

/* What was found after each number of months, NAN where nothing was. */
typedef struct Found
{
	int			months;
	double		month[THETA_MAX_MONTHS];
	double		to_come[THETA_MAX_MONTHS + 1];
} Found;

struct ForecastMemo
{
	MemoryContext context;
	uint32		places;			/* a power of 2 */
	Found	   *found[FLEXIBLE_ARRAY_MEMBER];
};

ForecastMemo *
forecast_memo_make(MemoryContext context)
{
	ForecastMemo *memo;
	uint32		places = MAX_PLACES;

	while (places > 1 && places * sizeof(Found) > work_mem * (Size) 1024)
		places /= 2;
	memo = MemoryContextAllocZero(context, offsetof(ForecastMemo, found) + places * sizeof(Found *));
	memo->context = context;
	memo->places = places;
	return memo;
}

/*
 * Where what is found of a window has its place.
 */
static inline uint32
place_of(const ForecastMemo *memo, const ThetaWindow *window)
{
	return hash_bytes((const unsigned char *) window->month, FIRST_MONTHS * sizeof(double)) & (memo->places - 1);
}

/*
 * How many months, from the first on, are the same.
 */
static int
common_months(const Found *found, const ThetaWindow *window)
{
	int			months = Min(found->months, window->months);
	int			common = 0;

	while (common < months && memcmp(&found->month[common], &window->month[common], sizeof(double)) == 0)
		common++;
	return common;
}

/*
 * Gives a window what was found of its months before.
 */
void
forecast_memo_recall(const ForecastMemo *memo, ThetaWindow *window)
{
	const Found *found = memo->found[place_of(memo, window)];

	if (found != NULL)
		memcpy(window->to_come, found->to_come, (common_months(found, window) + 1) * sizeof(double));
}

/*
 * Keeps what was found of a window.
 */
void
forecast_memo_keep(ForecastMemo *memo, const ThetaWindow *window)
{
	Found	  **place = &memo->found[place_of(memo, window)];
	Found	   *found = *place;
	int			common;

	if (found == NULL)
	{
		*place = found = MemoryContextAlloc(memo->context, sizeof(Found));
		found->months = 0;
	}
	/* What it has of more months stays, if those are the same as far as these go. */
	common = common_months(found, window);
	if (common < window->months)
	{
		memcpy(found->month + common, window->month + common, (window->months - common) * sizeof(double));
		found->months = window->months;
	}
	memcpy(found->to_come, window->to_come, (window->months + 1) * sizeof(double));
}
