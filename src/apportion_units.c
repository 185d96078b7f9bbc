/*
 * apportion_units.c
 *
 * Whole shares of a whole total, in proportion to weights and within bounds, for
 * numbers of any size.
 *
 * Let f(x) be the sum of all shares x * weight, each limited to its bounds. It never
 * falls as x grows, and it is a straight line between the points where a share
 * leaves its minimum or reaches its maximum. So the points are put in order, and
 * followed from x = 0 upwards until f reaches the total; where f(0) is above the
 * total already, the signs of everything are changed first and in the end. The shares
 * that are on their way there, at neither bound, divide what the others leave by the
 * method of the largest remainder (largest_remainder.c has it for small numbers). Bounds are
 * whole, so rounding a share that is within them cannot lead out of them.
 */
#include "apportionment.h"

#include "miscadmin.h"

/* A point where a share leaves its minimum or reaches its maximum: x = bound / weight. */
typedef struct Point
{
	Numeric		bound;
	Numeric		weight;
	int64		row;
	bool		leaves_minimum;
} Point;

typedef struct Remainder
{
	Numeric		remainder;
	int64		row;
} Remainder;

static Numeric
negate(Numeric value)
{
	return value == NULL ? NULL :
		DatumGetNumeric(DirectFunctionCall1(numeric_uminus, NumericGetDatum(value)));
}

static void
change_signs(Apportioned *row, int64 count)
{
	for (int64 i = 0; i < count; i++)
	{
		Numeric		minimum = row[i].minimum;

		CHECK_FOR_INTERRUPTS();
		row[i].minimum = negate(row[i].maximum);
		row[i].maximum = negate(minimum);
		row[i].share = negate(row[i].share);
	}
}

/*
 * Compares a / b with c / d, where b and d are above 0, and leaves no memory behind.
 */
static int
compare_ratios(Numeric a, Numeric b, Numeric c, Numeric d)
{
	Numeric		left = decimal_multiply(a, d);
	Numeric		right = decimal_multiply(c, b);
	int			result = decimal_compare(left, right);

	pfree(left);
	pfree(right);
	return result;
}

static int
compare_points(const void *a, const void *b)
{
	const Point *x = a;
	const Point *y = b;

	CHECK_FOR_INTERRUPTS();
	return compare_ratios(x->bound, x->weight, y->bound, y->weight);
}

static int
compare_remainders(const void *a, const void *b)
{
	const Remainder *x = a;
	const Remainder *y = b;
	int			result = decimal_compare(y->remainder, x->remainder);

	CHECK_FOR_INTERRUPTS();
	return result != 0 ? result : x->row < y->row ? -1 : 1;
}

/*
 * The share at x = 0, which is also that of a row without weight: 0, or the bound
 * that is nearest to it.
 */
Numeric
nearest_to_0(const Apportioned *row, Numeric zero)
{
	if (row->minimum != NULL && decimal_compare(row->minimum, zero) > 0)
		return row->minimum;
	if (row->maximum != NULL && decimal_compare(row->maximum, zero) < 0)
		return row->maximum;
	return zero;
}

/*
 * Divides a total of at least 0 among the rows that grow, by the largest remainder.
 */
static void
divide(Numeric total, Numeric weights, Apportioned *row, const bool *grows, int64 count)
{
	Remainder  *remainder = MemoryContextAllocHuge(CurrentMemoryContext, Max(count, 1) * sizeof(Remainder));
	Numeric		one = int64_to_numeric(1);
	Numeric		left = total;
	int64		remainders = 0;
	int64		units_left;

	for (int64 i = 0; i < count; i++)
	{
		Numeric		product;

		CHECK_FOR_INTERRUPTS();
		if (!grows[i])
			continue;
		product = decimal_multiply(total, row[i].weight);
		row[i].share = DatumGetNumeric(DirectFunctionCall2(numeric_div_trunc, NumericGetDatum(product),
														   NumericGetDatum(weights)));
		remainder[remainders].remainder = decimal_subtract(product, decimal_multiply(row[i].share, weights));
		remainder[remainders++].row = i;
		left = decimal_subtract(left, row[i].share);
	}

	/* Fewer are left than there are rows. */
	units_left = DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(left)));
	if (units_left > 0)
		qsort(remainder, remainders, sizeof(Remainder), compare_remainders);
	for (int64 i = 0; i < units_left; i++)
		row[remainder[i].row].share = decimal_add(row[remainder[i].row].share, one);
}

/*
 * Sets the shares where the total is at least the sum of those nearest to 0. False if
 * the bounds do not let them reach it.
 */
static bool
apportion_upwards(Numeric total, Apportioned *row, int64 count)
{
	Numeric		zero = int64_to_numeric(0);
	Point	   *point = MemoryContextAllocHuge(CurrentMemoryContext, Max(2 * count, 1) * sizeof(Point));
	bool	   *grows = MemoryContextAllocHuge(CurrentMemoryContext, Max(count, 1) * sizeof(bool));
	int64		points = 0;
	Numeric		rest = total;	/* without the shares that do not grow */
	Numeric		weights = zero; /* of those that do */

	for (int64 i = 0; i < count; i++)
	{
		const Apportioned *this = &row[i];
		bool		may_grow = decimal_compare(this->weight, zero) > 0;

		CHECK_FOR_INTERRUPTS();
		row[i].share = nearest_to_0(this, zero);
		if (this->maximum != NULL && decimal_compare(row[i].share, this->maximum) >= 0)
			may_grow = false;
		grows[i] = may_grow && decimal_compare(row[i].share, zero) == 0;
		if (grows[i])
			weights = decimal_add(weights, this->weight);
		else
			rest = decimal_subtract(rest, row[i].share);
		if (may_grow && !grows[i])
			point[points++] = (Point) {this->minimum, this->weight, i, true};
		if (may_grow && this->maximum != NULL)
			point[points++] = (Point) {this->maximum, this->weight, i, false};
	}
	qsort(point, points, sizeof(Point), compare_points);

	/* The total is reached at x = rest / weights, if no point comes before. */
	for (const Point *next = point; next < point + points; next++)
	{
		if (decimal_compare(weights, zero) > 0 ?
			compare_ratios(next->bound, next->weight, rest, weights) >= 0 :
			decimal_compare(rest, zero) == 0)
			break;
		grows[next->row] = next->leaves_minimum;
		if (next->leaves_minimum)
		{
			rest = decimal_add(rest, next->bound);
			weights = decimal_add(weights, next->weight);
		}
		else
		{
			row[next->row].share = next->bound;
			rest = decimal_subtract(rest, next->bound);
			weights = decimal_subtract(weights, next->weight);
		}
	}
	if (decimal_compare(weights, zero) == 0)
		return decimal_compare(rest, zero) == 0;
	divide(rest, weights, row, grows, count);
	return true;
}

/*
 * Sets the shares. False if no shares within the bounds add up to the total.
 */
bool
apportion_units(Numeric total, Apportioned *row, int64 count)
{
	Numeric		zero = int64_to_numeric(0);
	Numeric		nearest = zero;
	bool		found;

	for (int64 i = 0; i < count; i++)
		nearest = decimal_add(nearest, nearest_to_0(&row[i], zero));
	if (decimal_compare(total, nearest) >= 0)
		return apportion_upwards(total, row, count);

	change_signs(row, count);
	found = apportion_upwards(negate(total), row, count);
	change_signs(row, count);
	return found;
}
