/*
 * apportionment.c
 *
 * Shares of a total that add up to it exactly:
 *
 *   SELECT apportion(total, weight, minimum, maximum, scale) OVER (PARTITION BY ... ORDER BY ...)
 *   FROM ...;
 *
 * A share is total * weight / sum of weights where bounds allow; where they do not, it
 * is at its bound, and the others divide the rest in proportion (all shares are
 * x * weight, limited to their bounds, with one x). Shares are whole units of 10^-scale,
 * by the method of the largest remainder: öre with a scale of 2, seats and posts with 0,
 * thousands with -3.
 *
 * The shares of a partition are computed at its first row. Where no bound can matter
 * and numbers are of the kind that decimal.c reads directly, that is done in 64-bit
 * integers (largest_remainder.c), else with numeric (apportion_units.c); the result is
 * the same.
 */
#include "apportionment.h"
#include "decimal_units.h"
#include "largest_remainder.h"
#include "window_partition.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/memutils.h"

enum
{
	TOTAL,
	WEIGHT,
	MINIMUM,
	MAXIMUM,
	SCALE
};

/* What is kept while a window's partition lasts, in its context. */
typedef struct Partition
{
	bool		computed;
	int			scale;
	int64	   *units;			/* share of each row, NO_SHARE for none; or NULL: */
	Numeric    *share;			/* the same, NULL for none */
} Partition;

#define NO_SHARE	(-1)

/* A partition while its shares are computed. Bounds are in units. */
typedef struct Apportionment
{
	MemoryContext context;		/* of everything here */
	Numeric		units;			/* 10^scale */
	bool		total_seen;
	Numeric		total;			/* NULL: there is none */
	Apportioned *row;			/* weight NULL: takes no part */
} Apportionment;

PG_FUNCTION_INFO_V1(apportion);

static void
visit_total(void *state, int64 row pg_attribute_unused(), Datum value, bool is_null)
{
	Apportionment *a = state;

	if (!a->total_seen)
		a->total = keep_number(a->context, value, is_null, "total");
	else if (is_null != (a->total == NULL) ||
			 (!is_null && decimal_compare(a->total, DatumGetNumeric(value)) != 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("total must be the same in all rows of a partition, not %s and %s",
						decimal_text(a->total), decimal_text(is_null ? NULL : DatumGetNumeric(value))),
				 errhint("Add it to PARTITION BY, or compute it in a subquery over the same partition.")));
	a->total_seen = true;
}

static void
visit_weight(void *state, int64 row, Datum value, bool is_null)
{
	Apportionment *a = state;
	Numeric		weight = keep_number(a->context, value, is_null, "weight");

	if (weight != NULL && decimal_sign(weight) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weight must be at least 0, not %s", decimal_text(weight)),
				 errhint("Write greatest(weight, 0), or NULL for a row that takes no part.")));
	a->row[row].weight = weight;
}

static void
visit_minimum(void *state, int64 row, Datum value, bool is_null)
{
	Apportionment *a = state;

	a->row[row].minimum = keep_number(a->context, value, is_null, "minimum");
}

static void
visit_maximum(void *state, int64 row, Datum value, bool is_null)
{
	Apportionment *a = state;

	a->row[row].maximum = keep_number(a->context, value, is_null, "maximum");
}

/*
 * A bound in whole units, rounded so that shares within it are within the bound.
 */
static Numeric
whole_bound(Numeric bound, Numeric units, PGFunction rounding)
{
	return bound == NULL ? NULL :
		DatumGetNumeric(DirectFunctionCall1(rounding, NumericGetDatum(decimal_multiply(bound, units))));
}

static void
round_bounds(const Apportionment *a, int64 rows, int scale)
{
	for (int64 i = 0; i < rows; i++)
	{
		Apportioned *row = &a->row[i];
		Numeric		minimum = whole_bound(row->minimum, a->units, numeric_ceil);
		Numeric		maximum = whole_bound(row->maximum, a->units, numeric_floor);

		CHECK_FOR_INTERRUPTS();
		if (row->weight != NULL && minimum != NULL && maximum != NULL && decimal_compare(minimum, maximum) > 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("no share lies between minimum %s and maximum %s at scale %d",
							decimal_text(row->minimum), decimal_text(row->maximum), scale),
					 errhint("The maximum must not be below the minimum; give both with at most as many decimals as the scale has.")));
		row->minimum = minimum;
		row->maximum = maximum;
	}
}

/*
 * The sum of the least or of the most that rows can get, as text.
 */
static const char *
sum_of_bounds(const Apportionment *a, int64 rows, Numeric unit, bool least)
{
	Numeric		zero = int64_to_numeric(0);
	Numeric		sum = zero;

	for (int64 i = 0; i < rows; i++)
	{
		const Apportioned *row = &a->row[i];
		Numeric		bound = least ? row->minimum : row->maximum;

		if (decimal_sign(row->weight) == 0)
			bound = nearest_to_0(row, zero);
		if (bound == NULL)
			return least ? "-infinity" : "infinity";
		sum = decimal_add(sum, bound);
	}
	return decimal_text(decimal_multiply(sum, unit));
}

/*
 * Moves the rows that take part to the front. Returns how many those are, and in
 * `place` where they were.
 */
static int64
gather(const Apportionment *a, int64 rows, int64 *place)
{
	int64		count = 0;

	for (int64 i = 0; i < rows; i++)
		if (a->row[i].weight != NULL)
		{
			a->row[count] = a->row[i];
			place[count++] = i;
		}
	return count;
}

#ifdef HAVE_INT128

/* Rows while no bound can matter and every weight is of the kind, in units of 10^-4. */
typedef struct FastRows
{
	bool		all_fit;
	int64	   *weight;			/* NO_SHARE for a row that takes no part */
} FastRows;

static void
visit_fast_weight(void *state, int64 row, Datum value, bool is_null)
{
	FastRows   *rows = state;
	int			decimals;

	rows->weight[row] = NO_SHARE;
	if (!is_null && rows->all_fit)
		rows->all_fit = decimal_read((struct varlena *) DatumGetPointer(value), &rows->weight[row], &decimals) &&
			rows->weight[row] >= 0;
}

static void
visit_fast_minimum(void *state, int64 row pg_attribute_unused(), Datum value, bool is_null)
{
	FastRows   *rows = state;
	int64		minimum;
	int			decimals;

	if (!is_null && rows->all_fit)
		rows->all_fit = decimal_read((struct varlena *) DatumGetPointer(value), &minimum, &decimals) && minimum <= 0;
}

static void
visit_fast_maximum(void *state, int64 row pg_attribute_unused(), Datum value pg_attribute_unused(), bool is_null)
{
	FastRows   *rows = state;

	if (!is_null)
		rows->all_fit = false;
}

/*
 * Computes the shares of a partition in integers. False if they have to be computed
 * otherwise, or refused.
 */
static bool
compute_fast(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context, Numeric total, int64 count)
{
	FastRows	rows = {.all_fit = true};
	int64		weights = 0;
	int64		units;
	int64	   *share;

	if (decimal_sign(total) < 0 || !decimal_to_units(total, partition->scale, &units))
		return false;
	rows.weight = MemoryContextAllocHuge(CurrentMemoryContext, count * sizeof(int64));
	visit_partition(fcinfo, WEIGHT, visit_fast_weight, &rows);
	visit_partition(fcinfo, MINIMUM, visit_fast_minimum, &rows);
	visit_partition(fcinfo, MAXIMUM, visit_fast_maximum, &rows);
	if (!rows.all_fit)
		return false;

	for (int64 i = 0; i < count; i++)
		if (pg_add_s64_overflow(weights, Max(rows.weight[i], 0), &weights))
			return false;
	if (weights == 0)
		return false;

	/* Lies with the partition: not before it is sure that the shares are computed here. */
	share = MemoryContextAllocHuge(context, count * sizeof(int64));
	for (int64 i = 0; i < count; i++)
	{
		/* In the place of the result, to be known when the weights are at hand. */
		share[i] = rows.weight[i];
		rows.weight[i] = Max(rows.weight[i], 0);
	}
	largest_remainder(units, rows.weight, rows.weight, count);
	for (int64 i = 0; i < count; i++)
		if (share[i] != NO_SHARE)
			share[i] = rows.weight[i];
	partition->units = share;
	return true;
}

#endif							/* HAVE_INT128 */

/*
 * Computes the shares with numeric, or with no total only checks the arguments.
 */
static void
compute_any(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context, Apportionment *a, int64 rows)
{
	Numeric		unit = decimal_power_of_10(-partition->scale);
	int64	   *place = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(int64));
	int64		count;
	Numeric		total;

	a->units = decimal_power_of_10(partition->scale);
	a->row = MemoryContextAllocExtended(CurrentMemoryContext, rows * sizeof(Apportioned), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	visit_partition(fcinfo, WEIGHT, visit_weight, a);
	visit_partition(fcinfo, MINIMUM, visit_minimum, a);
	visit_partition(fcinfo, MAXIMUM, visit_maximum, a);
	round_bounds(a, rows, partition->scale);
	if (a->total == NULL)
		return;

	count = gather(a, rows, place);
	total = decimal_multiply(a->total, a->units);
	if (decimal_min_scale(total) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("total %s cannot be divided into shares at scale %d", decimal_text(a->total), partition->scale),
				 errhint("Write round(total, %d), or give a larger scale.", partition->scale)));
	if (count > 0 && !apportion_units(total, a->row, count))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("total %s is not within the bounds: minimums add up to %s, maximums to %s",
						decimal_text(a->total), sum_of_bounds(a, count, unit, true), sum_of_bounds(a, count, unit, false)),
				 errhint("Change the total or the bounds; a total below 0 needs minimum => NULL. A row with weight 0 gets 0, or the bound nearest to it.")));

	MemoryContextSwitchTo(context);
	for (int64 i = 0; i < count; i++)
		partition->share[place[i]] = decimal_multiply(a->row[i].share, unit);
	MemoryContextSwitchTo(a->context);
}

static void
compute(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context)
{
	Apportionment a = {.total_seen = false};
	int64		rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext caller;
	bool		done = false;

	a.context = AllocSetContextCreate(context, "apportion", ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(a.context);
	partition->scale = get_partition_scale(fcinfo, SCALE);
	visit_partition(fcinfo, TOTAL, visit_total, &a);
#ifdef HAVE_INT128
	if (a.total != NULL)
		done = compute_fast(fcinfo, partition, context, a.total, rows);
#endif
	if (!done)
	{
		partition->share = MemoryContextAllocExtended(context, rows * sizeof(Numeric), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
		compute_any(fcinfo, partition, context, &a, rows);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(a.context);
	partition->computed = true;
}

/*
 * apportion(total numeric, weight numeric, minimum numeric, maximum numeric, scale integer) -> numeric
 */
Datum
apportion(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Partition  *partition;
	MemoryContext context = get_partition_context(window, sizeof(Partition), (void **) &partition);
	int64		row = WinGetCurrentPosition(window);

	if (!partition->computed)
		compute(fcinfo, partition, context);
	if (partition->units != NULL)
	{
		if (partition->units[row] == NO_SHARE)
			PG_RETURN_NULL();
		PG_RETURN_NUMERIC(decimal_from_units(partition->units[row], partition->scale));
	}
	return decimal_return(fcinfo, partition->share[row]);
}
