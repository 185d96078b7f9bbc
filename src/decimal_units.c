/*
 * decimal_units.c
 *
 * Amounts as whole numbers of units of 10^-scale, exactly or not at all.
 */
#include "decimal_units.h"

#include "utils/builtins.h"

#define MAX_ROUNDED_SCALE	1000	/* below NUMERIC_MAX_RESULT_SCALE of all versions */

/*
 * 10 to the power of an exponent.
 */
Numeric
decimal_power_of_10(int exponent)
{
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(psprintf("1e%d", exponent)),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/*
 * How many decimals a finite value needs: 1 for 1.500.
 */
int
decimal_min_scale(Numeric value)
{
	return DatumGetInt32(DirectFunctionCall1(numeric_min_scale, NumericGetDatum(value)));
}

/*
 * A value with so many decimals; as it is where those are more than numeric rounds to.
 */
Numeric
decimal_round(Numeric value, int scale)
{
	return scale > MAX_ROUNDED_SCALE ? value :
		DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(value), Int32GetDatum(scale)));
}

/*
 * A finite value as units. False if it is not a whole number of them, or does not
 * fit.
 */
bool
decimal_to_units(Numeric value, int scale, int64 *units)
{
	Numeric		exact;
	Numeric		limit;

#ifdef HAVE_INT128
	int64		amount;
	int			decimals;

	if (scale >= 0 && scale <= DECIMAL_FAST_SCALE &&
		decimal_read((struct varlena *) value, &amount, &decimals) && decimals <= scale)
	{
		while (scale++ < DECIMAL_FAST_SCALE)
			amount /= 10;
		*units = amount;
		return true;
	}
#endif

	if (decimal_min_scale(value) > Max(scale, 0))
		return false;
	exact = decimal_multiply(value, decimal_power_of_10(scale));
	limit = int64_to_numeric(PG_INT64_MAX);
	if (decimal_min_scale(exact) > 0 || decimal_compare(exact, limit) > 0 ||
		decimal_compare(exact, decimal_subtract(int64_to_numeric(0), limit)) < 0)
		return false;
	*units = DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(exact)));
	return true;
}

/*
 * Units as a value, which shows as many decimals as the scale has.
 */
Numeric
decimal_from_units(int64 units, int scale)
{
	if (scale >= 0)
		return int64_div_fast_to_numeric(units, scale);
	return decimal_multiply(int64_to_numeric(units), decimal_power_of_10(-scale));
}
