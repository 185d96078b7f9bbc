/*
 * decimal.c
 *
 * Exact sums of numeric, quickly.
 *
 * PostgreSQL's sum(numeric) unpacks every value into a variable-length number
 * before it adds it. An amount of money needs none of that: below 10^12 and
 * with at most four decimals it is a whole number of ten-thousandths below
 * 10^16, and 2^63 of those still fit a 128-bit integer. So a value of that
 * kind is read straight from its stored form and added as an integer, without
 * any possibility of overflow.
 *
 * Every other value (larger, more decimals, compressed or stored out of line)
 * goes to a second part of the sum, and that part is PostgreSQL's own: the
 * state and the support functions behind sum(numeric) itself. The value alone
 * decides where it goes, so that it can be taken out again where it went in.
 *
 * The result equals sum(numeric) for every input, down to the number of
 * decimals shown: like numeric's, it is the largest among the values. To know
 * it when values leave a moving frame, the values with fewer decimals are
 * counted; when only those remain, the frame is summed afresh (numeric.c,
 * do_numeric_discard, has the same rule).
 */
#include "decimal.h"

#include "utils/builtins.h"

/*
 * Calls one of numeric's aggregate support functions with the caller's own
 * aggregate context. NULL stands for a SQL NULL.
 */
Datum
decimal_call_numeric(PGFunction function, FunctionCallInfo caller,
					 void *state, bool has_second, Datum second)
{
	LOCAL_FCINFO(fcinfo, 2);
	Datum		result;

	InitFunctionCallInfoData(*fcinfo, NULL, 2, InvalidOid, caller->context, NULL);
	fcinfo->args[0].value = PointerGetDatum(state);
	fcinfo->args[0].isnull = (state == NULL);
	fcinfo->args[1].value = second;
	fcinfo->args[1].isnull = !has_second;

	result = function(fcinfo);
	return fcinfo->isnull ? (Datum) 0 : result;
}

/*
 * Refuses NaN and the infinities: as an amount they mean that something went
 * wrong before, and would turn every sum above them into nonsense.
 */
void
CheckFinite(Numeric value, const char *argument, bool in_aggregate)
{
	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be a finite number, not %s", argument,
						decimal_text(value)),
				 in_aggregate ?
				 errhint("Leave the row out with FILTER (WHERE abs(%s) < 'Infinity' OR %s IS NULL), or correct it.",
						 argument, argument) :
				 errhint("Correct it, or give NULL where it is not known.")));
}

/*
 * Reads a value in any stored form, if it fits the fast part: its amount in
 * units of 10^-4 and its number of decimals. Returns false for all others.
 */
bool
decimal_read(const struct varlena *value, int64 *amount, int *scale)
{
	const char *data = VARDATA_ANY(value);
	Size		size;
	uint16		header;
	bool		negative;
	int			weight;

	/* Only these two kinds of varlena hold their data in place and plain. */
	if (VARATT_IS_1B(value) && !VARATT_IS_1B_E(value))
		size = VARSIZE_1B(value) - VARHDRSZ_SHORT;
	else if (VARATT_IS_4B_U(value))
		size = VARSIZE_4B(value) - VARHDRSZ;
	else
		return false;

	if (size < sizeof(uint16))
		return false;
	memcpy(&header, data, sizeof(uint16));
	data += sizeof(uint16);
	size -= sizeof(uint16);

	if ((header & NUMERIC_HEADER_SPECIAL) == NUMERIC_HEADER_SHORT)
	{
		negative = (header & NUMERIC_HEADER_SHORT_NEGATIVE) != 0;
		*scale = (header & NUMERIC_HEADER_SHORT_SCALE) >> NUMERIC_HEADER_SHORT_SCALE_SHIFT;
		weight = header & NUMERIC_HEADER_SHORT_WEIGHT;
		if (header & NUMERIC_HEADER_SHORT_WEIGHT_SIGN)
			weight -= NUMERIC_HEADER_SHORT_WEIGHT_SIGN;
	}
	else if ((header & NUMERIC_HEADER_SPECIAL) != NUMERIC_HEADER_SPECIAL && size >= sizeof(int16))
	{
		int16		long_weight;

		negative = (header & NUMERIC_HEADER_LONG_NEGATIVE) != 0;
		*scale = header & NUMERIC_HEADER_LONG_SCALE;
		memcpy(&long_weight, data, sizeof(int16));
		data += sizeof(int16);
		size -= sizeof(int16);
		weight = long_weight;
	}
	else
		return false;

	if (*scale > DECIMAL_FAST_SCALE || weight > DECIMAL_FAST_MAX_WEIGHT ||
		!decimal_read_digits(data, size / sizeof(int16), weight, amount))
		return false;
	if (negative)
		*amount = -*amount;
	return true;
}

#ifdef HAVE_INT128
static const int64 power_of_10[DECIMAL_FAST_SCALE + 1] = {
	1, 10, 100, 1000, 10000
};

/*
 * The fast part as numeric, with exactly `scale` decimals. All values had at
 * most that many, so nothing is cut off.
 */
static Numeric
fast_to_numeric(int128 amount, int scale)
{
	char		buffer[64];
	char	   *p = buffer + sizeof(buffer);
	uint128		rest;
	bool		negative = amount < 0;

	amount /= power_of_10[DECIMAL_FAST_SCALE - scale];
	if (likely(amount >= PG_INT64_MIN && amount <= PG_INT64_MAX))
		return int64_div_fast_to_numeric((int64) amount, scale);

	/* Rare, so that a detour through text does no harm. */
	rest = negative ? -(uint128) amount : (uint128) amount;
	*--p = '\0';
	for (int digits = 0; rest != 0 || digits <= scale; digits++)
	{
		if (digits == scale && scale > 0)
			*--p = '.';
		*--p = (char) ('0' + (int) (rest % 10));
		rest /= 10;
	}
	if (negative)
		*--p = '-';
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(p),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}
#endif							/* HAVE_INT128 */

#ifdef HAVE_INT128
/*
 * Adds a value that fits the fast part.
 */
static void
add_fast(DecimalSum *sum, int64 amount, int scale)
{
	if (sum->common_header == NO_COMMON_HEADER)
		decimal_sum_set_max_scale(sum, scale);
	else if (scale < sum->max_scale)
		sum->below_max_scale++;
	else if (scale > sum->max_scale)
	{
		sum->below_max_scale = sum->fast_count;
		decimal_sum_set_max_scale(sum, scale);
	}
	sum->fast += amount;
	sum->fast_count++;
}
#endif

/*
 * Adds a value of any kind: decimal_sum_add without its short cut.
 */
void
decimal_sum_add_any(DecimalSum *sum, Datum value, const char *argument,
					FunctionCallInfo fcinfo)
{
	Numeric		number;

#ifdef HAVE_INT128
	int64		amount;
	int			scale;

	if (decimal_read((struct varlena *) DatumGetPointer(value), &amount, &scale))
	{
		add_fast(sum, amount, scale);
		return;
	}
#endif

	number = DatumGetNumeric(value);
	CheckFinite(number, argument, true);
	sum->rest = DatumGetPointer(decimal_call_numeric(numeric_avg_accum, fcinfo, sum->rest,
													 true, NumericGetDatum(number)));
	sum->rest_count++;
}

/*
 * Adds the product of two finite values. Where both fit the fast part, and their
 * product does, no numeric is made of it.
 */
void
decimal_sum_add_product(DecimalSum *sum, Numeric a, Numeric b, FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	int64		amount_a;
	int64		amount_b;
	int			scale_a;
	int			scale_b;

	if (decimal_read((struct varlena *) a, &amount_a, &scale_a) &&
		decimal_read((struct varlena *) b, &amount_b, &scale_b) &&
		scale_a + scale_b <= DECIMAL_FAST_SCALE)
	{
		int128		product = (int128) (amount_a / power_of_10[DECIMAL_FAST_SCALE - scale_a]) *
			(amount_b / power_of_10[scale_a]);

		if (product < DECIMAL_FAST_LIMIT && product > -DECIMAL_FAST_LIMIT)
		{
			add_fast(sum, (int64) product, scale_a + scale_b);
			return;
		}
	}
#endif
	decimal_sum_add_any(sum, NumericGetDatum(decimal_multiply(a, b)), "product", fcinfo);
}

/*
 * Takes a value out that was added before. Returns false if the sum must be
 * built afresh instead, because the number of decimals would be unknown.
 */
bool
decimal_sum_remove(DecimalSum *sum, Datum value, FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	int64		amount;
	int			scale;

	if (likely(decimal_read((struct varlena *) DatumGetPointer(value), &amount, &scale)))
	{
		sum->fast -= amount;
		sum->fast_count--;
		if (scale < sum->max_scale)
			sum->below_max_scale--;
		else if (sum->fast_count == sum->below_max_scale && scale > 0)
			return false;
		return true;
	}
#endif

	sum->rest = DatumGetPointer(decimal_call_numeric(numeric_accum_inv, fcinfo, sum->rest, true, value));
	sum->rest_count--;
	return sum->rest != NULL;
}

/*
 * Adds another sum, which stays as it is and shares no memory with this one
 * afterwards.
 */
void
decimal_sum_combine(DecimalSum *sum, const DecimalSum *other,
					FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	sum->fast += other->fast;
#endif
	if (other->max_scale > sum->max_scale)
		sum->below_max_scale = sum->fast_count + other->below_max_scale;
	else if (other->max_scale < sum->max_scale)
		sum->below_max_scale += other->fast_count;
	else
		sum->below_max_scale += other->below_max_scale;
	decimal_sum_set_max_scale(sum, Max(sum->max_scale, other->max_scale));
	sum->fast_count += other->fast_count;
	sum->rest_count += other->rest_count;
	if (other->rest != NULL)
		sum->rest = DatumGetPointer(decimal_call_numeric(numeric_avg_combine, fcinfo, sum->rest,
														 true, PointerGetDatum(other->rest)));
}

/*
 * The sum as numeric, in the current memory context. No values at all give 0.
 */
Numeric
decimal_sum_result(const DecimalSum *sum, FunctionCallInfo fcinfo)
{
	Numeric		fast;
	Datum		rest;

#ifdef HAVE_INT128
	fast = fast_to_numeric(sum->fast, sum->max_scale);
#else
	fast = int64_to_numeric(0);
#endif
	if (sum->rest == NULL)
		return fast;

	rest = decimal_call_numeric(numeric_sum, fcinfo, sum->rest, false, (Datum) 0);

	/* Moving frames can leave an empty state behind, whose sum is NULL. */
	if (DatumGetPointer(rest) == NULL)
		return fast;
	return decimal_add(fast, DatumGetNumeric(rest));
}
