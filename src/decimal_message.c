/*
 * decimal_message.c
 *
 * How an exact sum travels to another process or server:
 *
 *   int64   the values that fit, in units of 10^-4: the upper half of 128 bits
 *   int64   the lower half
 *   int64   how many those are
 *   int64   how many of those have fewer decimals than max_scale
 *   int32   max_scale
 *   int64   how many values do not fit
 *   int32   length of numeric's own sum state for those, or -1 without any
 *   bytes   that state
 *
 * A message may come from a broken or a foreign server. Whatever it says has to end in
 * a sum or in an error, and numeric_avg_deserialize believes everything that it reads.
 * So the digits of its state are looked at here first, as numeric_recv would look at
 * those of a value.
 */
#include "decimal.h"

#include "libpq/pqformat.h"

/* Of a numeric in PostgreSQL's own messages, from numeric.c. */
#define SIGN_POSITIVE		0x0000
#define SIGN_NEGATIVE		0x4000
#define SUM_MAX_SCALE		0x3FFF
#define DECIMALS_PER_DIGIT	4
#define DIGIT_END			10000

/* A value's weight is 16 bits, and 2^63 values have five digits more than one. */
#define SUM_MAX_WEIGHT		(PG_INT16_MAX + 5)

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
	pq_sendint64(buf, sum->fast_count);
	pq_sendint64(buf, sum->below_max_scale);
	pq_sendint32(buf, sum->max_scale);
	pq_sendint64(buf, sum->rest_count);
	if (sum->rest == NULL)
		pq_sendint32(buf, -1);
	else
	{
		bytea	   *rest = DatumGetByteaPP(decimal_call_numeric(numeric_avg_serialize, fcinfo,
																sum->rest, false, (Datum) 0));

		pq_sendint32(buf, VARSIZE_ANY_EXHDR(rest));
		pq_sendbytes(buf, VARDATA_ANY(rest), VARSIZE_ANY_EXHDR(rest));
	}
}

static void
CheckMessage(bool holds)
{
	if (!holds)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("a serialized sum contradicts itself"),
				 ERRHINT_SAME_VERSION));
}

/*
 * Refuses a state that is none of so many finite values. The layout is that of
 * numeric_avg_serialize, the same since PostgreSQL 14.
 */
static void
CheckNumericState(char *data, int size, int64 count)
{
	StringInfoData buf = {.data = data, .len = size};
	int64		values = pq_getmsgint64(&buf);
	int32		digits = (int32) pq_getmsgint(&buf, 4);
	int32		weight = (int32) pq_getmsgint(&buf, 4);
	int32		sign = (int32) pq_getmsgint(&buf, 4);
	int32		scale = (int32) pq_getmsgint(&buf, 4);
	int32		max_scale;
	int64		of_max_scale;

	CheckMessage(values == count && values > 0);
	CheckMessage(sign == SIGN_POSITIVE || sign == SIGN_NEGATIVE);
	CheckMessage(scale >= 0 && scale <= SUM_MAX_SCALE);

	/* No digit lies behind the decimals. The weight is that of the first, 0 without any. */
	CheckMessage(digits >= 0 && weight <= SUM_MAX_WEIGHT && (digits > 0 || weight == 0));
	CheckMessage(digits <= weight + 1 + (scale + DECIMALS_PER_DIGIT - 1) / DECIMALS_PER_DIGIT || digits == 0);
	for (int i = 0; i < digits; i++)
		CheckMessage(pq_getmsgint(&buf, 2) < DIGIT_END);

	max_scale = (int32) pq_getmsgint(&buf, 4);
	of_max_scale = pq_getmsgint64(&buf);
	CheckMessage(max_scale >= 0 && max_scale <= SUM_MAX_SCALE);
	CheckMessage(of_max_scale >= 0 && of_max_scale <= values);

	/* NaN and both infinities are never added. */
	for (int i = 0; i < 3; i++)
		CheckMessage(pq_getmsgint64(&buf) == 0);
	pq_getmsgend(&buf);
}

/*
 * Refuses a fast part that so many values cannot have.
 */
static void
CheckFast(const DecimalSum *sum)
{
	CheckMessage(sum->fast_count >= 0);
	CheckMessage(sum->below_max_scale >= 0 && sum->below_max_scale <= sum->fast_count);
	CheckMessage(sum->max_scale >= 0 && sum->max_scale <= DECIMAL_FAST_SCALE);
#ifdef HAVE_INT128
	CheckMessage(sum->fast <= (int128) sum->fast_count * DECIMAL_FAST_LIMIT &&
				 sum->fast >= (int128) sum->fast_count * -DECIMAL_FAST_LIMIT);
#endif
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

	decimal_sum_init(sum);
#ifdef HAVE_INT128
	sum->fast = (int128) (((uint128) (uint64) high << 64) | low);
#else
	if (high != 0 || low != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("this server cannot read a sum from a server with 128-bit integers"),
				 errhint("Set max_parallel_workers_per_gather = 0 there, or aggregate on one server.")));
#endif
	sum->fast_count = pq_getmsgint64(buf);
	sum->below_max_scale = pq_getmsgint64(buf);
	sum->max_scale = (int32) pq_getmsgint(buf, 4);
	CheckFast(sum);
	decimal_sum_set_max_scale(sum, sum->max_scale);

	sum->rest_count = pq_getmsgint64(buf);
	size = (int) pq_getmsgint(buf, 4);
	CheckMessage(size >= 0 || (size == -1 && sum->rest_count == 0));
	if (size >= 0)
	{
		bytea	   *rest = palloc(VARHDRSZ + (Size) Min(size, buf->len - buf->cursor));

		pq_copymsgbytes(buf, VARDATA(rest), size);
		SET_VARSIZE(rest, VARHDRSZ + size);
		CheckNumericState(VARDATA(rest), size, sum->rest_count);
		sum->rest = DatumGetPointer(decimal_call_numeric(numeric_avg_deserialize, fcinfo,
														 rest, true, (Datum) 0));
	}
}
