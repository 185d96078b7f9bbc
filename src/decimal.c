/*
 * decimal.c
 *
 * Exact sums of numeric, quickly.
 *
 * PostgreSQL's sum(numeric) unpacks every value into a variable-length number
 * before it adds it. An amount of money needs none of that: below a trillion
 * and with at most eight decimals it is a whole number of hundred-millionths,
 * which fits a 128-bit integer with room to add 10^18 of them. So a value of
 * that kind is read straight from its stored form and added as an integer.
 *
 * Every other value (larger, more decimals, compressed or stored out of line)
 * goes to a second part of the sum, and that part is PostgreSQL's own: the
 * state and the support functions behind sum(numeric) itself. A value's size
 * alone decides where it goes, so that it can be taken out again where it
 * went in.
 *
 * The result equals sum(numeric) for every input, down to the number of
 * decimals shown: like numeric's, it is the largest among the values. To know
 * it when values leave a moving frame, the values with that largest number
 * are counted; when the last of them leaves, the frame is summed afresh
 * (numeric.c, do_numeric_discard, does the same).
 *
 * The stored form, from numeric.c, unchanged since PostgreSQL 9.1 and part of
 * what pg_upgrade relies on: a 16-bit header, in the long form a 16-bit
 * weight, then base-10000 digits, the first worth 10000^weight each, without
 * trailing zeros.
 *
 *   header       meaning
 *   11xx...      not a number, or infinite
 *   10sddddddwwwwwww   short form: sign, decimals, weight (7 bits, signed)
 *   0sdddddddddddddd   long form: sign, decimals
 */
#include "decimal.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#define HEADER_SPECIAL			0xC000
#define HEADER_SHORT			0x8000
#define HEADER_LONG_NEGATIVE	0x4000
#define HEADER_LONG_SCALE		0x3FFF
#define HEADER_SHORT_NEGATIVE	0x2000
#define HEADER_SHORT_SCALE		0x1F80
#define HEADER_SHORT_SCALE_SHIFT	7
#define HEADER_SHORT_WEIGHT_SIGN	0x0040
#define HEADER_SHORT_WEIGHT		0x003F

#define FAST_SCALE				8	/* decimals of the fast part */
#define FAST_SCALE_DIGITS		2	/* the same in base-10000 digits */
#define FAST_MAX_WEIGHT			2	/* below 10000^3 */
#define FAST_MAX_DIGITS			(FAST_MAX_WEIGHT + 1 + FAST_SCALE_DIGITS)

/*
 * Calls one of numeric's aggregate support functions with the caller's own
 * aggregate context. NULL stands for a SQL NULL.
 */
static Datum
call_numeric(PGFunction function, FunctionCallInfo caller,
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
static void
CheckFinite(Numeric value, const char *argument)
{
	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be a finite number, not %s", argument,
						DatumGetCString(DirectFunctionCall1(numeric_out,
															NumericGetDatum(value)))),
				 errhint("Leave the row out with FILTER (WHERE %s < 'Infinity' AND %s > '-Infinity'), or correct the amount.",
						 argument, argument)));
}

#ifdef HAVE_INT128
/*
 * Reads a value that fits the fast part: its amount in units of 10^-8 and
 * its number of decimals. Returns false for any other, NaN and infinity
 * included.
 */
static inline bool
read_fast(Datum datum, int128 *amount, int *scale)
{
	static const int64 power_of_10000[] = {
		INT64CONST(1), INT64CONST(10000), INT64CONST(100000000),
		INT64CONST(1000000000000), INT64CONST(10000000000000000)
	};
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);
	const char *data;
	Size		size;
	uint16		header;
	bool		negative;
	int			weight;
	int			digits;
	int			lowest;
	int64		head = 0;
	int128		result;

	/* Only these two kinds of varlena hold their data in place and plain. */
	if (VARATT_IS_1B(value))
	{
		if (VARATT_IS_1B_E(value))
			return false;
		size = VARSIZE_1B(value) - VARHDRSZ_SHORT;
	}
	else if (VARATT_IS_4B_U(value))
		size = VARSIZE_4B(value) - VARHDRSZ;
	else
		return false;
	data = VARDATA_ANY(value);

	/* With a one-byte varlena header nothing is aligned: hence memcpy. */
	if (unlikely(size < sizeof(uint16)))
		return false;
	memcpy(&header, data, sizeof(uint16));
	data += sizeof(uint16);
	size -= sizeof(uint16);

	if (likely((header & HEADER_SPECIAL) == HEADER_SHORT))
	{
		negative = (header & HEADER_SHORT_NEGATIVE) != 0;
		*scale = (header & HEADER_SHORT_SCALE) >> HEADER_SHORT_SCALE_SHIFT;
		weight = header & HEADER_SHORT_WEIGHT;
		if (header & HEADER_SHORT_WEIGHT_SIGN)
			weight -= HEADER_SHORT_WEIGHT_SIGN;
	}
	else if ((header & HEADER_SPECIAL) == HEADER_SPECIAL || size < sizeof(int16))
		return false;
	else
	{
		int16		long_weight;

		negative = (header & HEADER_LONG_NEGATIVE) != 0;
		*scale = header & HEADER_LONG_SCALE;
		memcpy(&long_weight, data, sizeof(int16));
		data += sizeof(int16);
		size -= sizeof(int16);
		weight = long_weight;
	}

	digits = (int) (size / sizeof(int16));
	if (unlikely(*scale > FAST_SCALE || weight > FAST_MAX_WEIGHT ||
				 digits > FAST_MAX_DIGITS))
		return false;

	/* What the last digit is worth, in powers of 10000 above 10^-8. */
	lowest = FAST_SCALE_DIGITS + weight - (digits - 1);
	if (digits == 0)
	{
		*amount = 0;
		return true;
	}
	if (unlikely(lowest < 0))
		return false;

	for (int i = 0; i < Min(digits, 4); i++)
	{
		int16		digit;

		memcpy(&digit, data + i * sizeof(int16), sizeof(int16));
		head = head * 10000 + digit;
	}
	if (unlikely(digits == FAST_MAX_DIGITS))
	{
		int16		digit;

		/* All digits there are: the last is worth 10^-8 exactly. */
		memcpy(&digit, data + 4 * sizeof(int16), sizeof(int16));
		result = (int128) head * 10000 + digit;
	}
	else
		result = (int128) head * power_of_10000[lowest];

	*amount = negative ? -result : result;
	return true;
}

/*
 * The fast part as numeric, with exactly `scale` decimals. All values had at
 * most that many, so nothing is cut off.
 */
static Numeric
fast_to_numeric(int128 amount, int scale)
{
	static const int64 power_of_10[FAST_SCALE + 1] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
	};
	char		text[64];
	char	   *p = text + sizeof(text);
	uint128		rest;
	bool		negative = amount < 0;

	amount /= power_of_10[FAST_SCALE - scale];
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

/*
 * Adds a value. `argument` is its name in SQL, for the error that refuses NaN
 * and infinity.
 */
void
decimal_sum_add(DecimalSum *sum, Datum value, const char *argument,
				FunctionCallInfo fcinfo)
{
	Numeric		number;

#ifdef HAVE_INT128
	int128		amount;
	int128		fast;
	int			scale;

	if (likely(read_fast(value, &amount, &scale)) &&
		likely(!__builtin_add_overflow(sum->fast, amount, &fast)))
	{
		sum->fast = fast;
		if (scale == sum->max_scale)
			sum->max_scale_count++;
		else if (scale > sum->max_scale)
		{
			sum->max_scale = scale;
			sum->max_scale_count = 1;
		}
		return;
	}
#endif

	number = DatumGetNumeric(value);
	CheckFinite(number, argument);
	sum->rest = DatumGetPointer(call_numeric(numeric_avg_accum, fcinfo,
											 sum->rest, true,
											 NumericGetDatum(number)));
}

/*
 * Takes a value out that was added before. Returns false if the sum must be
 * built afresh instead, because the number of decimals would be unknown.
 */
bool
decimal_sum_remove(DecimalSum *sum, Datum value, FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	int128		amount;
	int128		fast;
	int			scale;

	if (likely(read_fast(value, &amount, &scale)))
	{
		if (scale == sum->max_scale && scale > 0 && --sum->max_scale_count == 0)
			return false;
		if (__builtin_sub_overflow(sum->fast, amount, &fast))
			return false;
		sum->fast = fast;
		return true;
	}
#endif

	sum->rest = DatumGetPointer(call_numeric(numeric_accum_inv, fcinfo,
											 sum->rest, true, value));
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
	int128		fast;

	if (likely(!__builtin_add_overflow(sum->fast, other->fast, &fast)))
		sum->fast = fast;
	else
		sum->rest = DatumGetPointer(call_numeric(numeric_avg_accum, fcinfo,
												 sum->rest, true,
												 NumericGetDatum(fast_to_numeric(other->fast,
																				 other->max_scale))));
#endif
	if (other->max_scale == sum->max_scale)
		sum->max_scale_count += other->max_scale_count;
	else if (other->max_scale > sum->max_scale)
	{
		sum->max_scale = other->max_scale;
		sum->max_scale_count = other->max_scale_count;
	}
	if (other->rest != NULL)
		sum->rest = DatumGetPointer(call_numeric(numeric_avg_combine, fcinfo,
												 sum->rest, true,
												 PointerGetDatum(other->rest)));
}

/*
 * Writes a sum for another process or server, field by field.
 */
void
decimal_sum_send(StringInfo buf, const DecimalSum *sum, FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	pq_sendint64(buf, (int64) (sum->fast >> 64));
	pq_sendint64(buf, (int64) sum->fast);
#else
	pq_sendint64(buf, 0);
	pq_sendint64(buf, 0);
#endif
	pq_sendint64(buf, sum->max_scale_count);
	pq_sendint32(buf, sum->max_scale);
	if (sum->rest == NULL)
		pq_sendint32(buf, -1);
	else
	{
		bytea	   *rest = DatumGetByteaPP(call_numeric(numeric_avg_serialize,
														fcinfo, sum->rest,
														false, (Datum) 0));

		pq_sendint32(buf, VARSIZE_ANY_EXHDR(rest));
		pq_sendbytes(buf, VARDATA_ANY(rest), VARSIZE_ANY_EXHDR(rest));
	}
}

/*
 * Reads what decimal_sum_send wrote, into the current memory context. The
 * pq_getmsg functions refuse to read past the end.
 */
void
decimal_sum_recv(StringInfo buf, DecimalSum *sum, FunctionCallInfo fcinfo)
{
	int64		high = pq_getmsgint64(buf);
	uint64		low = (uint64) pq_getmsgint64(buf);
	int			size;

#ifdef HAVE_INT128
	sum->fast = (int128) (((uint128) (uint64) high << 64) | low);
#else
	if (high != 0 || low != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("this server cannot read a sum from a server with 128-bit integers")));
#endif
	sum->max_scale_count = pq_getmsgint64(buf);
	sum->max_scale = pq_getmsgint(buf, 4);
	if (sum->max_scale < 0 || sum->max_scale > FAST_SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid number of decimals in a serialized sum: %d",
						sum->max_scale)));

	size = (int) pq_getmsgint(buf, 4);
	sum->rest = NULL;
	if (size >= 0)
	{
		const char *data = pq_getmsgbytes(buf, size);
		bytea	   *rest = palloc(VARHDRSZ + (Size) size);

		SET_VARSIZE(rest, VARHDRSZ + size);
		memcpy(VARDATA(rest), data, size);
		sum->rest = DatumGetPointer(call_numeric(numeric_avg_deserialize, fcinfo,
												 rest, true, (Datum) 0));
	}
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

	rest = call_numeric(numeric_sum, fcinfo, sum->rest, false, (Datum) 0);

	/* Moving frames can leave an empty state behind, whose sum is NULL. */
	if (DatumGetPointer(rest) == NULL)
		return fast;
	return DatumGetNumeric(DirectFunctionCall2(numeric_add,
											   NumericGetDatum(fast), rest));
}
