/*
 * forecast_smoothing.h
 *
 * Simple exponential smoothing with the weight that fits best. forecast_smoothing.c has the formulas.
 */
#ifndef SOCIAL_SERVICES_FORECAST_SMOOTHING_H
#define SOCIAL_SERVICES_FORECAST_SMOOTHING_H

#include <string.h>				/* also tells which C library it is */

#ifdef __GNUC__
#define ALWAYS_INLINE_MATHS	__attribute__((always_inline)) inline
#else
#define ALWAYS_INLINE_MATHS	inline
#endif

/*
 * Processors with wider lanes use them: the same operations on the same numbers, in less time.
 */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define HAS_WIDEST_LANES
#define WIDEST_LANES	__attribute__((target("avx512f")))
#define WIDE_LANES		__attribute__((target_clones("avx2", "default")))
#else
#define WIDE_LANES
#endif

#define SMOOTHING_BESIDE		4	/* so many are smoothed side by side at most */
#define SMOOTHING_MAX_MONTHS	132

/*
 * Months to be smoothed, as the differences between them, and what comes of it.
 */
typedef struct Smoothed
{
	int			differences;	/* one less than months */
	double		last;			/* the last month */
	double		room[3 * SMOOTHING_MAX_MONTHS]; /* they lie in the middle of it, see smoothing_differences */
	double		alpha;			/* the weight of the last month */
	double		level;			/* after it */
	double		rest;			/* (1 - alpha)^n */
} Smoothed;

/* Where its differences lie: with room on either side, for those that are smoothed beside longer ones. */
static inline double *
smoothing_differences(Smoothed *series)
{
	return series->room + SMOOTHING_MAX_MONTHS;
}

extern int	smoothing_beside(void);
extern void smoothing_find_best(Smoothed *all, int count);

#endif							/* SOCIAL_SERVICES_FORECAST_SMOOTHING_H */
