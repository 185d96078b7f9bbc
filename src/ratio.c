/*
 * ratio.c
 *
 * The fractions that the views show:
 *
 *   SELECT ratio(part, whole);     to six decimals
 *
 * Views ask for many, so those of usual amounts are integers divided by each other. A fraction is what
 * round(part / whole, 6) says, and a quotient of numeric is rounded before: so near the middle between
 * two results numeric is asked.
 */
#include "decimal_units.h"

#define SCALE	6
#define LIMIT	INT64CONST(1000000)	/* below which a fraction is shown, and as many units as 1 has */

/* How near the middle numeric is asked, as a part of 1: a quotient below LIMIT has twelve decimals or more. */
#define NEAR	65536

PG_FUNCTION_INFO_V1(ratio);

#ifdef HAVE_INT128
/*
 * The fraction in units of 10^-6. False where numeric has to be asked.
 */
static bool
divide(Numeric part, Numeric whole, int64 *units)
{
	int64		amount;
	int64		divisor;
	int64		middle;
	uint128		product;
	bool		is_negative;
	int			scale;

	if (!decimal_read((const struct varlena *) part, &amount, &scale) ||
		!decimal_read((const struct varlena *) whole, &divisor, &scale) || divisor == 0)
		return false;
	is_negative = (amount < 0) != (divisor < 0);
	amount = amount < 0 ? -amount : amount;
	divisor = divisor < 0 ? -divisor : divisor;
	if ((uint128) amount >= (uint128) divisor * (LIMIT - 1))
		return false;
	product = (uint128) amount * LIMIT;
	*units = (int64) (product / divisor);
	middle = 2 * (int64) (product % divisor) - divisor;
	if ((middle < 0 ? -middle : middle) <= divisor / NEAR)
		return false;
	if (middle > 0)
		(*units)++;
	if (is_negative)
		*units = -*units;
	return true;
}
#endif

/*
 * ratio(part numeric, whole numeric) -> numeric
 */
Datum
ratio(PG_FUNCTION_ARGS)
{
	Numeric		part = PG_GETARG_NUMERIC(0);
	Numeric		whole = PG_GETARG_NUMERIC(1);
	Numeric		limit;
	Numeric		result;
#ifdef HAVE_INT128
	int64		units;

	if (likely(divide(part, whole, &units)))
		PG_RETURN_NUMERIC(decimal_from_units(units, SCALE));
#endif
	/* This keeps the division from overflowing, and from dividing by 0. */
	if (decimal_compare(decimal_multiply(decimal_absolute(part), decimal_power_of_10(-SCALE)), decimal_absolute(whole)) >= 0)
		PG_RETURN_NULL();
	limit = int64_to_numeric(LIMIT);
	result = decimal_round(decimal_divide(part, whole), SCALE);
	if (decimal_compare(decimal_absolute(result), limit) >= 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(result);
}
