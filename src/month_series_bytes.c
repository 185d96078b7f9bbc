/*
 * month_series_bytes.c
 *
 * Writes and reads sums by month, for another process or server, and as the value that
 * forecast_series returns:
 *
 *   1   format              4   first date
 *   1   first month         2   years with an amount or a one-off, and for each of them, in order
 *   2   most decimals           4   year
 *                               2   booked months, a bit each
 *                               and the amounts, and then the one-offs:
 *                               2   months that are not 0, a bit each
 *                               2   which of those are numeric
 *                               and each of them: 8 bytes of units, or numeric_send's
 *                               after 4 bytes of their length
 *
 * The same sums are the same bytes, in whatever order and parts they were added.
 */
#include "month_series.h"

#include "decimal_units.h"
#include "libpq/pqformat.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"

#define MAX_SCALE	16383		/* NUMERIC_DSCALE_MAX */

/*
 * A month's sum as it is sent: as units where it fits, else as numeric. False for 0.
 */
static bool
sum_of_month(const MonthSums *sums, int32 month, int64 *units, Numeric *number)
{
	*units = sums->units == NULL ? 0 : sums->units[month];
	*number = sums->rest == NULL ? NULL : sums->rest[month];
	if (*number != NULL)
	{
		*number = decimal_add(*number, decimal_from_units(*units, SERIES_SCALE));
		if (decimal_to_units(*number, SERIES_SCALE, units))
			*number = NULL;
		else
			*number = DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(*number)));
	}
	return *number != NULL || *units != 0;
}

static void
send_sums(StringInfo buf, const MonthSums *sums, int32 month)
{
	int64		units[MONTHS_PER_YEAR];
	Numeric		number[MONTHS_PER_YEAR];
	uint16		present = 0;
	uint16		numeric = 0;

	for (int i = 0; i < MONTHS_PER_YEAR; i++)
		if (sum_of_month(sums, month + i, &units[i], &number[i]))
		{
			present |= 1 << i;
			if (number[i] != NULL)
				numeric |= 1 << i;
		}
	pq_sendint16(buf, present);
	pq_sendint16(buf, numeric);
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
	{
		if (numeric & (1 << i))
		{
			bytea	   *sent = DatumGetByteaPP(DirectFunctionCall1(numeric_send, NumericGetDatum(number[i])));

			pq_sendint32(buf, VARSIZE_ANY_EXHDR(sent));
			pq_sendbytes(buf, VARDATA_ANY(sent), VARSIZE_ANY_EXHDR(sent));
		}
		else if (present & (1 << i))
			pq_sendint64(buf, units[i]);
	}
}

/*
 * Writes a series after its format.
 */
void
month_series_send(StringInfo buf, MonthSeries *series)
{
	int			years = 0;

	month_series_settle(series);
	for (int32 i = 0; i < series->months / MONTHS_PER_YEAR; i++)
		years += series->booked[i] != 0;
	pq_sendbyte(buf, series->first_month);
	pq_sendint16(buf, series->scale);
	pq_sendint32(buf, series->first_date);
	pq_sendint16(buf, years);
	for (int32 i = 0; i < series->months; i += MONTHS_PER_YEAR)
	{
		if (series->booked[i / MONTHS_PER_YEAR] == 0)
			continue;
		pq_sendint32(buf, (series->first + i) / MONTHS_PER_YEAR);
		pq_sendint16(buf, series->booked[i / MONTHS_PER_YEAR]);
		send_sums(buf, &series->amount, i);
		send_sums(buf, &series->one_off, i);
	}
}

/*
 * Refuses what cannot have been sent.
 */
static void
CheckSerialized(bool is_possible, const char *what, int value)
{
	if (!is_possible)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid %s in a serialized series of months: %d", what, value),
				 ERRHINT_SAME_VERSION));
}

/*
 * Whether units have no more decimals than a scale. To divide by a constant is to multiply.
 */
static inline bool
is_of_scale(int64 units, int scale)
{
	switch (scale)
	{
		case 0:
			return units % 10000 == 0;
		case 1:
			return units % 1000 == 0;
		case 2:
			return units % 100 == 0;
		case 3:
			return units % 10 == 0;
		default:
			return true;
	}
}

/*
 * Adds the sums of a year that were sent to those of a series.
 */
static void
recv_sums(StringInfo buf, MonthSeries *series, MonthSums *sums, int32 month, uint16 booked, int scale)
{
	uint16		present = pq_getmsgint(buf, 2);
	uint16		numeric = pq_getmsgint(buf, 2);

	CheckSerialized((present & ~booked) == 0, "months with a sum", present);
	CheckSerialized((numeric & ~present) == 0, "months with a numeric", numeric);
	for (int i = 0; present >> i != 0; i++)
	{
		if (numeric & (1 << i))
		{
			int			length = pq_getmsgint(buf, 4);
			StringInfoData number;
			Numeric		value;

			memset(&number, 0, sizeof(number));
			number.data = (char *) pq_getmsgbytes(buf, length);
			number.len = length;
			value = DatumGetNumeric(DirectFunctionCall3(numeric_recv, PointerGetDatum(&number),
														ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
			CheckSerialized(number.cursor == length, "length of a sum", length);
			CheckSerialized(!numeric_is_nan(value) && !numeric_is_inf(value), "sum of month", i + 1);
			CheckSerialized(decimal_min_scale(value) <= scale, "most decimals", scale);
			month_series_add_rest(series, sums, month + i, value);
		}
		else if (present & (1 << i))
		{
			int64		units = pq_getmsgint64(buf);

			CheckSerialized(is_of_scale(units, scale), "most decimals", scale);
			month_series_add_to(series, sums, month + i, units);
		}
	}
}

static int
recv_first_month(StringInfo buf)
{
	int			first_month = pq_getmsgbyte(buf);

	CheckSerialized(first_month >= 1 && first_month <= MONTHS_PER_YEAR, "first month", first_month);
	return first_month;
}

/*
 * Adds what month_series_send wrote after its first month to a series.
 */
static void
recv_years(StringInfo buf, MonthSeries *series)
{
	int			first_possible = fiscal_year_of(DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE, series->first_month);
	int			last_possible = fiscal_year_of(DATE_END_JULIAN - 1 - POSTGRES_EPOCH_JDATE, series->first_month);
	int			scale = pq_getmsgint(buf, 2);
	DateADT		first_date;
	int			years;
	int			year = 0;

	CheckSerialized(scale <= MAX_SCALE, "most decimals", scale);
	month_series_see_scale(series, scale);
	first_date = (DateADT) pq_getmsgint(buf, 4);
	CheckSerialized(first_date == DATEVAL_NOEND || IS_VALID_DATE(first_date), "first date", first_date);
	series->first_date = Min(series->first_date, first_date);
	years = pq_getmsgint(buf, 2);
	for (int i = 0; i < years; i++)
	{
		int			before = year;
		uint16		booked;
		int32		month;

		year = (int32) pq_getmsgint(buf, 4);
		CheckSerialized(year >= first_possible && year <= last_possible && (i == 0 || year > before), "year", year);
		booked = pq_getmsgint(buf, 2);
		CheckSerialized(booked != 0 && booked < 1 << MONTHS_PER_YEAR, "booked months", booked);
		month_series_make_room(series, year * MONTHS_PER_YEAR);
		month = year * MONTHS_PER_YEAR - series->first;
		series->booked[month / MONTHS_PER_YEAR] |= booked;
		recv_sums(buf, series, &series->amount, month, booked, scale);
		recv_sums(buf, series, &series->one_off, month, booked, scale);
	}
}

/*
 * Reads what month_series_send wrote.
 */
void
month_series_recv(StringInfo buf, MonthSeries *series, MemoryContext context)
{
	month_series_init(series, recv_first_month(buf), context);
	recv_years(buf, series);
}

static void
open_value(StringInfo buf, bytea *value)
{
	ReadSerialized(buf, value);
	if (buf->len == 0 || (unsigned char) buf->data[0] != SERIES_FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("series must be a value that forecast_series returned, not other bytes"),
				 errhint("Make it anew: forecast_series(month, amount, first_month).")));
	buf->cursor = 1;
}

/*
 * Reads a value of forecast_series, into the current memory context.
 */
void
month_series_read(bytea *value, MonthSeries *series)
{
	StringInfoData buf;

	open_value(&buf, value);
	month_series_recv(&buf, series, CurrentMemoryContext);
	pq_getmsgend(&buf);
}

/*
 * Adds a value of forecast_series to a series, or to none yet, which is then made in a memory
 * context.
 */
MonthSeries *
month_series_add_value(MonthSeries *series, bytea *value, MemoryContext context)
{
	StringInfoData buf;
	int			first_month;

	open_value(&buf, value);
	first_month = recv_first_month(&buf);
	if (series == NULL)
	{
		series = MemoryContextAlloc(context, sizeof(MonthSeries));
		month_series_init(series, first_month, context);
	}
	CheckSameFirstMonth(series->first_month, first_month);
	month_series_settle(series);
	recv_years(&buf, series);
	pq_getmsgend(&buf);
	return series;
}
