/*
 * phasing.c
 *
 * A year's budget by month:
 *
 *   SELECT budget_months(whole, stated, earlier);     twelve amounts
 *   SELECT budget_phasing(whole, stated, earlier);    stated, seasonal or even
 *   SELECT running_sums(months);                      what they come to until each
 *   SELECT paired_sums(months, others);               what two years come to, month by month
 *
 * What the budget says by month stays there. What it says for the whole year is shared
 * out in proportion to those months; else as the months of earlier years were; else in
 * twelfths. Months are of no use for that where they add up to nothing, or go both ways,
 * as with a correction larger than its month: shares would too. Shares are whole
 * hundredths by the method of the largest remainder (largest_remainder.c, and
 * apportion_units.c for numbers of any size), so that the months add up to the budget exactly.
 */
#include "apportionment.h"
#include "decimal_units.h"
#include "largest_remainder.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#define SCALE	2

/* Of a fiscal year, from its first month; 0 where nothing is said. */
typedef struct Months
{
	Numeric		amount[MONTHS_PER_YEAR];
} Months;

/* Of an array of any length; 0 where nothing is said. */
typedef struct Amounts
{
	int			count;
	Datum	   *amount;
} Amounts;

enum
{
	WHOLE,
	STATED,
	EARLIER
};

PG_FUNCTION_INFO_V1(budget_months);
PG_FUNCTION_INFO_V1(budget_phasing);
PG_FUNCTION_INFO_V1(running_sums);
PG_FUNCTION_INFO_V1(paired_sums);

static void
CheckOneDimension(const ArrayType *array, const char *name)
{
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have one dimension, not %d", name, ARR_NDIM(array)),
				 errhint("Make it with array_agg.")));
}

static void
CheckMonths(const ArrayType *array, const char *name)
{
	CheckOneDimension(array, name);
	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) != MONTHS_PER_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must have %d elements, not %d", name, MONTHS_PER_YEAR,
						ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array))),
				 errhint("Give one for each month of the fiscal year, from its first on; NULL or 0 where there is nothing.")));
}

static void
CheckAsMany(const Amounts *amounts, const Amounts *others)
{
	if (amounts->count != others->count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("others must have %d elements as amounts has, not %d", amounts->count, others->count),
				 errhint("Give both an element for each place, such as each month of a fiscal year; NULL or 0 where there is nothing.")));
}

static void
CheckHundredths(Numeric whole)
{
	if (decimal_min_scale(whole) > SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("whole must have at most %d decimals, not %s", SCALE, decimal_text(whole)),
				 errhint("Write round(whole, %d).", SCALE)));
}

/*
 * An array of months; NULL is as good as one of zeros.
 */
static Months
get_months(FunctionCallInfo fcinfo, int argument, const char *name)
{
	Months		months;
	ArrayType  *array;
	Datum	   *value;
	bool	   *is_null;
	int			count;

	months.amount[0] = int64_to_numeric(0);
	for (int i = 1; i < MONTHS_PER_YEAR; i++)
		months.amount[i] = months.amount[0];
	if (PG_ARGISNULL(argument))
		return months;

	array = PG_GETARG_ARRAYTYPE_P(argument);
	CheckMonths(array, name);
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &value, &is_null, &count);
	for (int i = 0; i < count; i++)
		if (!is_null[i])
		{
			months.amount[i] = DatumGetNumeric(value[i]);
			CheckFinite(months.amount[i], name, false);
		}
	return months;
}

/*
 * An array of amounts; of NULL, none.
 */
static Amounts
get_amounts(FunctionCallInfo fcinfo, int argument, const char *name)
{
	Amounts		amounts = {0};
	ArrayType  *array;
	bool	   *is_null;

	if (PG_ARGISNULL(argument))
		return amounts;

	array = PG_GETARG_ARRAYTYPE_P(argument);
	CheckOneDimension(array, name);
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &amounts.amount, &is_null, &amounts.count);
	for (int i = 0; i < amounts.count; i++)
		if (is_null[i])
			amounts.amount[i] = NumericGetDatum(int64_to_numeric(0));
		else
			CheckFinite(DatumGetNumeric(amounts.amount[i]), name, false);
	return amounts;
}

/*
 * The sum of two, with as many decimals as numeric's own, which takes several times as long.
 */
static Datum
add_datums(Datum one, Datum other)
{
	int64		units;
	int64		more;
	int			scale;
	int			other_scale;

	if (decimal_read((struct varlena *) DatumGetPointer(one), &units, &scale) &&
		decimal_read((struct varlena *) DatumGetPointer(other), &more, &other_scale))
	{
		units += more;
		scale = Max(scale, other_scale);
		for (int i = scale; i < DECIMAL_FAST_SCALE; i++)
			units /= 10;
		return NumericGetDatum(decimal_from_units(units, scale));
	}
	return NumericGetDatum(decimal_add(DatumGetNumeric(one), DatumGetNumeric(other)));
}

static Numeric
get_whole(FunctionCallInfo fcinfo)
{
	Numeric		whole;

	if (PG_ARGISNULL(WHOLE))
		return int64_to_numeric(0);
	whole = PG_GETARG_NUMERIC(WHOLE);
	CheckFinite(whole, "whole", false);
	CheckHundredths(whole);
	return whole;
}

static bool
is_any(const Months *months)
{
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
		if (decimal_sign(months->amount[i]) != 0)
			return true;
	return false;
}

/*
 * Makes weights of months, which are at least 0. False if they cannot be: all are 0, or they go both ways.
 */
static bool
get_weights(const Months *months, Apportioned *row)
{
	int			sign = 0;

	for (int i = 0; i < MONTHS_PER_YEAR; i++)
	{
		int			this = decimal_sign(months->amount[i]);

		if (this * sign < 0)
			return false;
		if (this != 0)
			sign = this;
		row[i].weight = decimal_absolute(months->amount[i]);
	}
	return sign != 0;
}

/*
 * Shares out what is said for the whole year, other than 0, in hundredths.
 */
static void
share_out(Numeric whole, Apportioned *row)
{
#ifdef HAVE_INT128
	int64		units;
	int64		weight[MONTHS_PER_YEAR];
	int64		share[MONTHS_PER_YEAR];
	int			scale;
	bool		all_fit = decimal_to_units(whole, SCALE, &units);

	for (int i = 0; i < MONTHS_PER_YEAR && all_fit; i++)
		all_fit = decimal_read((struct varlena *) row[i].weight, &weight[i], &scale);
	if (all_fit)
	{
		largest_remainder(units < 0 ? -units : units, weight, share, MONTHS_PER_YEAR);
		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			row[i].share = decimal_from_units(units < 0 ? -share[i] : share[i], SCALE);
		return;
	}
#endif
	apportion_units(decimal_multiply(whole, decimal_power_of_10(SCALE)), row, MONTHS_PER_YEAR);
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
		row[i].share = decimal_multiply(row[i].share, decimal_power_of_10(-SCALE));
}

/*
 * budget_months(whole numeric, stated numeric[], earlier numeric[]) -> numeric[]
 */
Datum
budget_months(PG_FUNCTION_ARGS)
{
	Numeric		whole = get_whole(fcinfo);
	Months		stated = get_months(fcinfo, STATED, "stated");
	Months		earlier = get_months(fcinfo, EARLIER, "earlier");
	Apportioned row[MONTHS_PER_YEAR] = {{.weight = NULL}};
	Datum		month[MONTHS_PER_YEAR];

	if (decimal_sign(whole) != 0)
	{
		if (!get_weights(&stated, row) && !get_weights(&earlier, row))
			for (int i = 0; i < MONTHS_PER_YEAR; i++)
				row[i].weight = int64_to_numeric(1);
		share_out(whole, row);
		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			stated.amount[i] = DatumGetNumeric(add_datums(NumericGetDatum(stated.amount[i]), NumericGetDatum(row[i].share)));
	}
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
		month[i] = NumericGetDatum(stated.amount[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(month, MONTHS_PER_YEAR, NUMERICOID, -1, false, TYPALIGN_INT));
}

/*
 * budget_phasing(whole numeric, stated numeric[], earlier numeric[]) -> text
 */
Datum
budget_phasing(PG_FUNCTION_ARGS)
{
	Numeric		whole = get_whole(fcinfo);
	Months		stated = get_months(fcinfo, STATED, "stated");
	Months		earlier = get_months(fcinfo, EARLIER, "earlier");
	Apportioned row[MONTHS_PER_YEAR];

	if (is_any(&stated))
		PG_RETURN_TEXT_P(cstring_to_text("stated"));
	if (decimal_sign(whole) == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(get_weights(&earlier, row) ? "seasonal" : "even"));
}

/*
 * running_sums(amounts numeric[]) -> numeric[]
 */
Datum
running_sums(PG_FUNCTION_ARGS)
{
	Amounts		sums = get_amounts(fcinfo, 0, "amounts");

	for (int i = 1; i < sums.count; i++)
		sums.amount[i] = add_datums(sums.amount[i - 1], sums.amount[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(sums.amount, sums.count, NUMERICOID, -1, false, TYPALIGN_INT));
}

/*
 * paired_sums(amounts numeric[], others numeric[]) -> numeric[]
 */
Datum
paired_sums(PG_FUNCTION_ARGS)
{
	Amounts		sums = get_amounts(fcinfo, 0, "amounts");
	Amounts		others = get_amounts(fcinfo, 1, "others");

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		sums = others;
	else if (!PG_ARGISNULL(1))
	{
		CheckAsMany(&sums, &others);
		for (int i = 0; i < sums.count; i++)
			sums.amount[i] = add_datums(sums.amount[i], others.amount[i]);
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(sums.amount, sums.count, NUMERICOID, -1, false, TYPALIGN_INT));
}
