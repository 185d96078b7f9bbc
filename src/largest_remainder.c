/*
 * largest_remainder.c
 *
 * Whole shares of a whole total, in proportion to whole weights, by the method of
 * the largest remainder (Hamilton 1792, Hare): every share is rounded down, and
 * the units that are left go one each to the shares that lost most by it, the
 * earlier row first where they lost the same. So shares add up to the total, and
 * none is a whole unit away from its exact value.
 *
 * Products have 128 bits; without those the callers compute with numeric.
 */
#include "largest_remainder.h"

#ifdef HAVE_INT128

#include "miscadmin.h"

typedef struct Remainder
{
	int64		remainder;
	int64		row;
} Remainder;

/* The largest remainder first; of equal ones the earlier row. */
#define compare_remainders(a, b) \
	((a)->remainder != (b)->remainder ? ((a)->remainder > (b)->remainder ? -1 : 1) : \
	 (a)->row < (b)->row ? -1 : 1)

#define ST_SORT sort_remainders
#define ST_ELEMENT_TYPE Remainder
#define ST_COMPARE(a, b) compare_remainders(a, b)
#define ST_SCOPE static
#define ST_DEFINE
#define ST_CHECK_FOR_INTERRUPTS
#include "lib/sort_template.h"

/*
 * Sets the shares. The total is from 0 to the sum of the weights or above it, the
 * weights are at least 0, and their sum fits and is above 0 if the total is.
 */
void
largest_remainder(int64 total, const int64 *weight, int64 *share, int64 count)
{
	int64		weights = 0;
	int64		left = total;
	int64		remainders = 0;
	Remainder  *remainder;

	for (int64 i = 0; i < count; i++)
		weights += weight[i];
	if (total == weights || total == 0)
	{
		for (int64 i = 0; i < count; i++)
			share[i] = total == 0 ? 0 : weight[i];
		return;
	}

	remainder = MemoryContextAllocHuge(CurrentMemoryContext, count * sizeof(Remainder));
	for (int64 i = 0; i < count; i++)
	{
		uint128		product = (uint128) total * weight[i];
		int64		rest;

		share[i] = (int64) (product / weights);
		rest = (int64) ((uint64) product - (uint64) share[i] * (uint64) weights);
		left -= share[i];
		if (rest > 0)
			remainder[remainders++] = (Remainder) {.remainder = rest, .row = i};
	}

	/* Fewer are left than shares were rounded. */
	if (left > 0)
		sort_remainders(remainder, remainders);
	for (int64 i = 0; i < left; i++)
		share[remainder[i].row]++;
	pfree(remainder);
}

#endif							/* HAVE_INT128 */
