/*
 * decimal.h
 *
 * Exact sums of numeric, for the aggregates of this extension. decimal.c says
 * how they work; here is what runs once for every value, so that it can be
 * inlined.
 */
#ifndef SOCIAL_SERVICES_DECIMAL_H
#define SOCIAL_SERVICES_DECIMAL_H

#include "social_services.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

/*
 * Numeric arithmetic, with PostgreSQL's own results and errors. Numbers may have
 * ten thousands of digits, and whoever computes with one usually has many, so this is
 * where a cancel is answered.
 */
static inline Numeric
decimal_add(Numeric a, Numeric b)
{
	CHECK_FOR_INTERRUPTS();
	return DatumGetNumeric(DirectFunctionCall2(numeric_add, NumericGetDatum(a), NumericGetDatum(b)));
}

static inline Numeric
decimal_subtract(Numeric a, Numeric b)
{
	CHECK_FOR_INTERRUPTS();
	return DatumGetNumeric(DirectFunctionCall2(numeric_sub, NumericGetDatum(a), NumericGetDatum(b)));
}

static inline Numeric
decimal_multiply(Numeric a, Numeric b)
{
	CHECK_FOR_INTERRUPTS();
	return DatumGetNumeric(DirectFunctionCall2(numeric_mul, NumericGetDatum(a), NumericGetDatum(b)));
}

static inline Numeric
decimal_divide(Numeric a, Numeric b)
{
	CHECK_FOR_INTERRUPTS();
	return DatumGetNumeric(DirectFunctionCall2(numeric_div, NumericGetDatum(a), NumericGetDatum(b)));
}

/* Below 0, 0 or above 0, as the first is below, equal to or above the second. */
static inline int
decimal_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

extern bool decimal_read(const struct varlena *value, int64 *amount, int *scale);

/* Below 0, 0 or above 0, as the value is. */
static inline int
decimal_sign(Numeric a)
{
	int64		amount;
	int			scale;

	if (likely(decimal_read((const struct varlena *) a, &amount, &scale)))
		return amount < 0 ? -1 : amount > 0;
	return decimal_compare(a, int64_to_numeric(0));
}

static inline Numeric
decimal_absolute(Numeric a)
{
	return DatumGetNumeric(DirectFunctionCall1(numeric_abs, NumericGetDatum(a)));
}

/* A value as text, for messages; NULL as NULL. */
static inline const char *
decimal_text(Numeric value)
{
	return value == NULL ? "NULL" : DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
}

extern void CheckFinite(Numeric value, const char *argument, bool in_aggregate);

/* An argument that must be finite, or NULL. */
static inline Numeric
decimal_get_argument(FunctionCallInfo fcinfo, int argument, const char *name, bool in_aggregate)
{
	Numeric		value;

	if (PG_ARGISNULL(argument))
		return NULL;
	value = PG_GETARG_NUMERIC(argument);
	CheckFinite(value, name, in_aggregate);
	return value;
}

/* What a function returns: a value, or NULL for NULL. */
static inline Datum
decimal_return(FunctionCallInfo fcinfo, Numeric value)
{
	if (value == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(value);
}

/*
 * A sum in two parts, which are added only when the result is asked for.
 * decimal_sum_init makes an empty one.
 *
 * The struct lies in the aggregate's state and owns `rest`, which lies in the
 * aggregate's memory context.
 */
typedef struct DecimalSum
{
#ifdef HAVE_INT128
	int128		fast;			/* the values that fit, in units of 10^-4 */
#endif
	int64		fast_count;		/* how many those are */
	int64		below_max_scale;	/* how many of those have fewer decimals
									 * than max_scale */
	int32		max_scale;		/* most decimals among the values that fit */
	uint16		common_header;	/* kind and scale that a value in short form
								 * with max_scale decimals has in its header,
								 * NO_COMMON_HEADER before the first */
	int64		rest_count;		/* how many values do not fit */
	void	   *rest;			/* numeric's own sum state for those, or NULL
								 * if there are none */
} DecimalSum;

/* No kind and scale equal this: it has bits of the weight. */
#define NO_COMMON_HEADER	0xFFFF

static inline void
decimal_sum_init(DecimalSum *sum)
{
	memset(sum, 0, sizeof(DecimalSum));
	sum->common_header = NO_COMMON_HEADER;
}

/*
 * How many values the sum is made of.
 */
static inline int64
decimal_sum_count(const DecimalSum *sum)
{
	return sum->fast_count + sum->rest_count;
}

/*
 * All of these are called from an aggregate's support function and take its
 * fcinfo, in which numeric's own support functions find the memory context.
 */
extern void decimal_sum_add_any(DecimalSum *sum, Datum value,
								const char *argument, FunctionCallInfo fcinfo);
extern void decimal_sum_add_product(DecimalSum *sum, Numeric a, Numeric b,
									FunctionCallInfo fcinfo);
extern bool decimal_sum_remove(DecimalSum *sum, Datum value,
							   FunctionCallInfo fcinfo);
extern void decimal_sum_combine(DecimalSum *sum, const DecimalSum *other,
								FunctionCallInfo fcinfo);
extern Datum decimal_call_numeric(PGFunction function, FunctionCallInfo caller,
								  void *state, bool has_second, Datum second);
extern void decimal_sum_send(StringInfo buf, const DecimalSum *sum,
							 FunctionCallInfo fcinfo);
extern void decimal_sum_recv(StringInfo buf, DecimalSum *sum,
							 FunctionCallInfo fcinfo);
extern Numeric decimal_sum_result(const DecimalSum *sum,
								  FunctionCallInfo fcinfo);

/*
 * How a numeric is stored, from numeric.c, unchanged since PostgreSQL 9.1 and
 * part of what pg_upgrade relies on: a 16-bit header, in the long form a
 * 16-bit weight, then base-10000 digits, the first worth 10000^weight, without
 * zeros at the end.
 *
 *   header                meaning
 *   11xx xxxx xxxx xxxx   not a number, or infinite
 *   10sd dddd dwww wwww   short form: sign, decimals, weight (7 bits, signed)
 *   0sdd dddd dddd dddd   long form: sign, decimals
 */
#define NUMERIC_HEADER_SPECIAL			0xC000
#define NUMERIC_HEADER_SHORT			0x8000
#define NUMERIC_HEADER_LONG_NEGATIVE	0x4000
#define NUMERIC_HEADER_LONG_SCALE		0x3FFF
#define NUMERIC_HEADER_SHORT_NEGATIVE	0x2000
#define NUMERIC_HEADER_SHORT_SCALE		0x1F80
#define NUMERIC_HEADER_SHORT_SCALE_SHIFT	7
#define NUMERIC_HEADER_SHORT_WEIGHT_SIGN	0x0040
#define NUMERIC_HEADER_SHORT_WEIGHT		0x003F

/* In short form: what tells its kind and decimals, and its weight with sign. */
#define NUMERIC_HEADER_KIND_AND_SCALE	(NUMERIC_HEADER_SPECIAL | NUMERIC_HEADER_SHORT_SCALE)
#define NUMERIC_HEADER_SIGNED_WEIGHT	(NUMERIC_HEADER_SHORT_WEIGHT_SIGN | NUMERIC_HEADER_SHORT_WEIGHT)

/*
 * The header that amounts in short form with so many decimals have, but for their sign and weight.
 */
static inline uint16
decimal_common_header(int scale)
{
	return NUMERIC_HEADER_SHORT | (uint16) (scale << NUMERIC_HEADER_SHORT_SCALE_SHIFT);
}

/*
 * Sets the most decimals so far, and the header that goes with it.
 */
static inline void
decimal_sum_set_max_scale(DecimalSum *sum, int scale)
{
	sum->max_scale = scale;
	sum->common_header = decimal_common_header(scale);
}

#define DECIMAL_FAST_SCALE			4	/* decimals of the fast part */
#define DECIMAL_FAST_MAX_WEIGHT		2	/* below 10000^3 = 10^12 */
#define DECIMAL_FAST_LIMIT			INT64CONST(10000000000000000)	/* that in units of 10^-4 */

/* After a one-byte varlena header nothing is aligned: hence memcpy. */
static ALWAYS_INLINE int64
decimal_digit(const char *digits, int place)
{
	int16		digit;

	memcpy(&digit, digits + place * sizeof(int16), sizeof(int16));
	return digit;
}

/*
 * The value of base-10000 digits, in units of 10^-4, if it has at most four
 * of them and none is worth less than a unit. Ordered by how common they are
 * among amounts: three digits, one of them after the point, reach 10^8.
 */
static ALWAYS_INLINE bool
decimal_read_digits(const char *data, Size digits, int weight, int64 *result)
{
	static const int64 power_of_10000[] = {
		INT64CONST(1), INT64CONST(10000), INT64CONST(100000000),
		INT64CONST(1000000000000)
	};
	int			lowest = weight + 2 - (int) digits; /* the last digit is worth
													 * 10000^lowest units */

	if (likely(digits == 3))
		*result = (decimal_digit(data, 0) * 10000 + decimal_digit(data, 1)) * 10000 +
			decimal_digit(data, 2);
	else if (digits == 2)
		*result = decimal_digit(data, 0) * 10000 + decimal_digit(data, 1);
	else if (digits == 1)
		*result = decimal_digit(data, 0);
	else if (digits == 4)
		*result = ((decimal_digit(data, 0) * 10000 + decimal_digit(data, 1)) * 10000 +
				   decimal_digit(data, 2)) * 10000 + decimal_digit(data, 3);
	else if (digits == 0)
	{
		*result = 0;
		return true;
	}
	else
		return false;

	if (unlikely(lowest < 0))
		return false;
	*result *= power_of_10000[lowest];
	return true;
}

/*
 * Reads what most amounts in a table are: plain, in short form, at least 1, and with the
 * kind and decimals of a header, which those before had. In units of 10^-4; false for
 * all others.
 */
static ALWAYS_INLINE bool
decimal_read_common(Datum datum, uint16 common_header, int64 *amount)
{
	const struct varlena *value = (const struct varlena *) DatumGetPointer(datum);
	const Size	headers = VARHDRSZ_SHORT + sizeof(uint16);
	const char *data;
	uint16		header;

	if (unlikely(!VARATT_IS_1B(value)))
		return false;
	data = VARDATA_1B(value);

	/* A toast pointer has a size of 0 here, and so no valid digit count. */
	memcpy(&header, data, sizeof(uint16));
	if (unlikely((header & NUMERIC_HEADER_KIND_AND_SCALE) != common_header ||
				 (header & NUMERIC_HEADER_SIGNED_WEIGHT) > DECIMAL_FAST_MAX_WEIGHT ||
				 !decimal_read_digits(data + sizeof(uint16),
									  (VARSIZE_1B(value) - headers) / sizeof(int16),
									  header & NUMERIC_HEADER_SIGNED_WEIGHT,
									  amount)))
		return false;
	if (header & NUMERIC_HEADER_SHORT_NEGATIVE)
		*amount = -*amount;
	return true;
}

/*
 * Adds a value. `argument` is its name in SQL, for the error that refuses NaN
 * and infinity.
 *
 * Here only what most amounts in a table are.
 */
static ALWAYS_INLINE void
decimal_sum_add(DecimalSum *sum, Datum datum, const char *argument,
				FunctionCallInfo fcinfo)
{
#ifdef HAVE_INT128
	int64		amount;

	if (likely(decimal_read_common(datum, sum->common_header, &amount)))
	{
		sum->fast += amount;
		sum->fast_count++;
		return;
	}
#endif
	decimal_sum_add_any(sum, datum, argument, fcinfo);
}

#endif							/* SOCIAL_SERVICES_DECIMAL_H */
