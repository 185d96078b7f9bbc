/*
 * reallocation.c
 *
 * How a pool of budgets can be shifted so that less is lacking:
 *
 *   SELECT reallocate(budget, need, floor, priority, scale) OVER (PARTITION BY pool ORDER BY ...)
 *   FROM ...;
 *
 *   spare     = greatest(budget - greatest(need, floor), 0)
 *   shortfall = greatest(need - budget, 0)
 *   moved     = least(sum of spare, sum of shortfall)
 *
 * Donors give `moved` in proportion to what they can spare. Takers are served by
 * priority, the smallest first; those of one priority in proportion to what they
 * lack. Everything is in whole units of 10^-scale, of which spare and shortfall are
 * rounded down to a number, and divided by the method of the largest remainder, the
 * earlier row of the window first. So the sum of the pool stays the same to the last
 * digit, nobody falls below the larger of need and floor, nobody gets more than its
 * need, and with nothing to spare or nothing lacking the budgets stay as they are.
 *
 * The changes of a partition are computed at its first row: in 64-bit integers, if
 * amounts are of the kind that decimal.c reads directly and few enough, else with
 * numeric. Both take the same steps and have the same result.
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
	BUDGET,
	NEED,
	FLOOR,
	PRIORITY,
	SCALE,
	AMOUNTS = PRIORITY			/* the first three arguments */
};

static const char *const argument_name[AMOUNTS] = {"budget", "need", "floor"};

/* What is kept while a window's partition lasts, in its context. */
typedef struct Partition
{
	bool		computed;
	int			scale;
	int64	   *units;			/* change of each row, or NULL: */
	Numeric    *change;			/* the same, NULL where there is none */
} Partition;

/* A row that lacks something. */
typedef struct Taker
{
	int64		priority;
	int64		row;
} Taker;

/* Takers in the order in which they are served; without a priority last. */
typedef struct Takers
{
	Taker	   *taker;
	int64		count;
} Takers;

#define NO_PRIORITY	PG_INT64_MAX

#define compare_takers(a, b) \
	((a)->priority != (b)->priority ? ((a)->priority < (b)->priority ? -1 : 1) : \
	 (a)->row < (b)->row ? -1 : 1)

#define ST_SORT sort_takers
#define ST_ELEMENT_TYPE Taker
#define ST_COMPARE(a, b) compare_takers(a, b)
#define ST_SCOPE static
#define ST_DEFINE
#define ST_CHECK_FOR_INTERRUPTS
#include "lib/sort_template.h"

PG_FUNCTION_INFO_V1(reallocate);

static void
visit_priority(void *state, int64 row, Datum value, bool is_null)
{
	((int64 *) state)[row] = is_null ? NO_PRIORITY : DatumGetInt32(value);
}

/*
 * Puts the rows for which `lacks` holds in order, each with its priority.
 */
static Takers
find_takers(FunctionCallInfo fcinfo, const bool *lacks, int64 rows)
{
	Takers		takers = {.count = 0};
	int64	   *priority = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(int64));
	bool		in_order = true;

	visit_partition(fcinfo, PRIORITY, visit_priority, priority);
	takers.taker = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(Taker));
	for (int64 i = 0; i < rows; i++)
		if (lacks[i])
		{
			if (takers.count > 0 && priority[i] < takers.taker[takers.count - 1].priority)
				in_order = false;
			takers.taker[takers.count++] = (Taker) {.priority = priority[i], .row = i};
		}
	if (!in_order)
		sort_takers(takers.taker, takers.count);
	return takers;
}

/*
 * How many takers from `first` on are of one priority.
 */
static int64
count_of_priority(const Takers *takers, int64 first)
{
	int64		next = first;

	while (next < takers->count && takers->taker[next].priority == takers->taker[first].priority)
		next++;
	return next - first;
}

/*
 * In integers.
 */

#ifdef HAVE_INT128

/* An argument of all rows in units of 10^-4, while every row has one of the kind. */
typedef struct FastAmounts
{
	bool		all_fit;
	int64	   *amount;			/* 0 where it is NULL */
	bool	   *is_null;
} FastAmounts;

static void
visit_fast_amount(void *state, int64 row, Datum value, bool is_null)
{
	FastAmounts *amounts = state;
	int			decimals;

	amounts->is_null[row] = is_null;
	amounts->amount[row] = 0;
	if (!is_null && amounts->all_fit)
		amounts->all_fit = decimal_read((struct varlena *) DatumGetPointer(value), &amounts->amount[row], &decimals);
}

static int64 *
allocate_amounts(int64 rows)
{
	return MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(int64));
}

/*
 * Computes the changes of a partition. False if its amounts are not all of the kind.
 */
static bool
reallocate_fast(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context, int64 rows)
{
	FastAmounts argument[AMOUNTS];
	int64	   *spare = allocate_amounts(rows);
	int64	   *shortfall = allocate_amounts(rows);
	int64	   *share = allocate_amounts(rows);
	bool	   *lacks = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(bool));
	int64		unit = 1;
	int64		spare_sum = 0;
	int64		shortfall_sum = 0;
	int64		left;
	Takers		takers;

	if (partition->scale > DECIMAL_FAST_SCALE || partition->scale < DECIMAL_FAST_SCALE - 18)
		return false;
	for (int decimals = partition->scale; decimals < DECIMAL_FAST_SCALE; decimals++)
		unit *= 10;

	for (int i = 0; i < AMOUNTS; i++)
	{
		argument[i].all_fit = true;
		argument[i].amount = allocate_amounts(rows);
		argument[i].is_null = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(bool));
		visit_partition(fcinfo, i, visit_fast_amount, &argument[i]);
		if (!argument[i].all_fit)
			return false;
	}
	for (int64 i = 0; i < rows; i++)
	{
		int64		budget = argument[BUDGET].amount[i];
		int64		above_need = argument[NEED].is_null[i] ? 0 : budget - argument[NEED].amount[i];
		int64		above_floor = argument[FLOOR].is_null[i] ? above_need : budget - argument[FLOOR].amount[i];

		spare[i] = Max(Min(above_need, above_floor), 0) / unit;
		shortfall[i] = Max(-above_need, 0) / unit;
		lacks[i] = shortfall[i] > 0;
		if (pg_add_s64_overflow(spare_sum, spare[i], &spare_sum) ||
			pg_add_s64_overflow(shortfall_sum, shortfall[i], &shortfall_sum))
			return false;
	}

	partition->units = MemoryContextAllocExtended(context, rows * sizeof(int64), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	left = Min(spare_sum, shortfall_sum);
	if (left == 0)
		return true;

	largest_remainder(left, spare, share, rows);
	for (int64 i = 0; i < rows; i++)
		partition->units[i] = -share[i];

	takers = find_takers(fcinfo, lacks, rows);
	for (int64 first = 0, count; first < takers.count && left > 0; first += count)
	{
		int64	   *lacking = spare;	/* which is not needed any more */
		int64		lacking_sum = 0;
		int64		given;

		count = count_of_priority(&takers, first);
		for (int64 i = 0; i < count; i++)
		{
			lacking[i] = shortfall[takers.taker[first + i].row];
			lacking_sum += lacking[i];
		}
		given = Min(left, lacking_sum);
		largest_remainder(given, lacking, share, count);
		for (int64 i = 0; i < count; i++)
			partition->units[takers.taker[first + i].row] += share[i];
		left -= given;
	}
	return true;
}

#endif							/* HAVE_INT128 */

/*
 * With numeric.
 */

/* A row's arguments. */
typedef struct AnyRow
{
	Numeric		amount[AMOUNTS];	/* NULL where it is NULL */
	Numeric		spare;			/* in units */
	Numeric		shortfall;		/* likewise */
} AnyRow;

/* One argument of all rows, in the context of the computation. */
typedef struct AnyAmounts
{
	int			argument;
	AnyRow	   *row;
	MemoryContext context;
} AnyAmounts;

static void
visit_any_amount(void *state, int64 row, Datum value, bool is_null)
{
	AnyAmounts *amounts = state;

	amounts->row[row].amount[amounts->argument] =
		keep_number(amounts->context, value, is_null, argument_name[amounts->argument]);
}

/*
 * Whole units in an amount, rounded down; none in one below 0.
 */
static Numeric
whole_units(Numeric amount, Numeric units)
{
	if (decimal_sign(amount) < 0)
		return int64_to_numeric(0);
	return DatumGetNumeric(DirectFunctionCall1(numeric_floor, NumericGetDatum(decimal_multiply(amount, units))));
}

static void
reallocate_any(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context, int64 rows)
{
	AnyAmounts	amounts = {.context = CurrentMemoryContext};
	Numeric		zero = int64_to_numeric(0);
	Numeric		units = decimal_power_of_10(partition->scale);
	Numeric		unit = decimal_power_of_10(-partition->scale);
	Numeric		spare_sum = zero;
	Numeric		left = zero;	/* at first all that is lacking */
	Apportioned *apportioned = MemoryContextAllocExtended(CurrentMemoryContext, rows * sizeof(Apportioned),
														  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	Numeric    *change = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(Numeric));
	bool	   *lacks = MemoryContextAllocHuge(CurrentMemoryContext, rows * sizeof(bool));
	Takers		takers;

	amounts.row = MemoryContextAllocExtended(CurrentMemoryContext, rows * sizeof(AnyRow), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (amounts.argument = 0; amounts.argument < AMOUNTS; amounts.argument++)
		visit_partition(fcinfo, amounts.argument, visit_any_amount, &amounts);

	for (int64 i = 0; i < rows; i++)
	{
		AnyRow	   *row = &amounts.row[i];
		Numeric		budget = row->amount[BUDGET] == NULL ? zero : row->amount[BUDGET];
		Numeric		above_need = row->amount[NEED] == NULL ? zero : decimal_subtract(budget, row->amount[NEED]);
		Numeric		above_floor = row->amount[FLOOR] == NULL ? above_need : decimal_subtract(budget, row->amount[FLOOR]);

		CHECK_FOR_INTERRUPTS();
		row->spare = whole_units(decimal_compare(above_need, above_floor) < 0 ? above_need : above_floor, units);
		row->shortfall = whole_units(decimal_subtract(zero, above_need), units);
		lacks[i] = decimal_sign(row->shortfall) > 0;
		spare_sum = decimal_add(spare_sum, row->spare);
		left = decimal_add(left, row->shortfall);
	}
	if (decimal_compare(spare_sum, left) < 0)
		left = spare_sum;

	partition->change = MemoryContextAllocExtended(context, rows * sizeof(Numeric), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	if (decimal_sign(left) == 0)
		return;

	for (int64 i = 0; i < rows; i++)
		apportioned[i].weight = amounts.row[i].spare;
	apportion_units(left, apportioned, rows);
	for (int64 i = 0; i < rows; i++)
		change[i] = decimal_subtract(zero, apportioned[i].share);

	takers = find_takers(fcinfo, lacks, rows);
	for (int64 first = 0, count; first < takers.count && decimal_sign(left) > 0; first += count)
	{
		Numeric		given = zero;

		count = count_of_priority(&takers, first);
		for (int64 i = 0; i < count; i++)
		{
			apportioned[i].weight = amounts.row[takers.taker[first + i].row].shortfall;
			given = decimal_add(given, apportioned[i].weight);
		}
		if (decimal_compare(left, given) < 0)
			given = left;
		apportion_units(given, apportioned, count);
		for (int64 i = 0; i < count; i++)
			change[takers.taker[first + i].row] = apportioned[i].share;
		left = decimal_subtract(left, given);
	}

	MemoryContextSwitchTo(context);
	for (int64 i = 0; i < rows; i++)
		if (decimal_sign(change[i]) != 0)
			partition->change[i] = decimal_multiply(change[i], unit);
}

static void
compute(FunctionCallInfo fcinfo, Partition *partition, MemoryContext context)
{
	int64		rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext work = AllocSetContextCreate(context, "reallocate", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	bool		done = false;

	partition->scale = get_partition_scale(fcinfo, SCALE);
#ifdef HAVE_INT128
	done = reallocate_fast(fcinfo, partition, context, rows);
#endif
	if (!done)
	{
		MemoryContextReset(work);
		reallocate_any(fcinfo, partition, context, rows);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(work);
	partition->computed = true;
}

/*
 * reallocate(budget numeric, need numeric, floor numeric, priority integer, scale integer) -> numeric
 */
Datum
reallocate(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	Partition  *partition;
	MemoryContext context = get_partition_context(window, sizeof(Partition), (void **) &partition);
	int64		row = WinGetCurrentPosition(window);
	bool		is_null;
	Datum		argument;
	Numeric		budget;
	Numeric		change = NULL;

	if (!partition->computed)
		compute(fcinfo, partition, context);
	argument = WinGetFuncArgCurrent(window, BUDGET, &is_null);
	budget = is_null ? int64_to_numeric(0) : DatumGetNumeric(argument);

	if (partition->units != NULL && partition->units[row] != 0)
		change = decimal_from_units(partition->units[row], partition->scale);
	else if (partition->change != NULL)
		change = partition->change[row];
	PG_RETURN_NUMERIC(change == NULL ? budget : decimal_add(budget, change));
}
