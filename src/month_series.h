/*
 * month_series.h
 *
 * Exact sums of amounts by month: all that a forecast needs to know of bookings.
 * month_series.c tells how they are kept and sent.
 */
#ifndef SOCIAL_SERVICES_MONTH_SERIES_H
#define SOCIAL_SERVICES_MONTH_SERIES_H

#include "decimal.h"
#include "fiscal_year.h"

#include "common/int.h"
#include "utils/timestamp.h"

/* A month's sum is kept in units of 10^-4 where it fits, as those of decimal.c are. */
#define SERIES_SCALE	DECIMAL_FAST_SCALE

/* So many fiscal years can lie between the first month and the last: all that have four digits. */
#define SERIES_MAX_YEARS	10000

/* One sum a month, of what fits and of what does not. */
typedef struct MonthSums
{
	int64	   *units;			/* NULL before the first amount */
	Numeric    *rest;			/* NULL where all fit; of a month NULL for 0 */
} MonthSums;

/*
 * Lies in the aggregate's memory context, as all that it points to does. Months are known
 * by their number (see fiscal_month_number); those kept are whole fiscal years.
 */
typedef struct MonthSeries
{
	int32		first;			/* number of the first month kept */
	int32		months;			/* how many are kept, a multiple of 12 */
	int64		pending;		/* units still to be added to a month, 0 for none */
	int32		pending_month;	/* its place among those kept */
	DateADT		first_date;		/* earliest date with an amount other than 0,
								 * DATEVAL_NOEND before any */
	MonthSums	amount;			/* of all amounts */
	MonthSums	one_off;		/* of the part that is not to be extrapolated */
	uint16	   *booked;			/* by year the months with an amount other than 0, a bit each */
	uint16		common_header;	/* that amounts with the most decimals have, see decimal.h */
	int			scale;			/* most decimals of an amount */
	int			first_month;	/* in which fiscal years begin, from 1 to 12 */
	MemoryContext context;
} MonthSeries;

extern void month_series_init(MonthSeries *series, int first_month, MemoryContext context);
extern void month_series_keep(MonthSeries *series, int32 first, int32 months);
extern void month_series_make_room(MonthSeries *series, int32 number);
extern void month_series_add_any(MonthSeries *series, MonthSums *sums, int32 month, DateADT date, Datum amount, const char *argument);
extern void month_series_add_rest(MonthSeries *series, MonthSums *sums, int32 month, Numeric amount);
extern void month_series_add_to(MonthSeries *series, MonthSums *sums, int32 month, int64 units);
extern void month_series_see_scale(MonthSeries *series, int scale);
extern void month_series_add_beyond(MonthSeries *series, MonthSums *sums, int32 month, int64 units);
extern void month_series_combine(MonthSeries *series, MonthSeries *other);
extern Numeric month_series_sum_every(const MonthSeries *series, const MonthSums *sums, int32 month, int32 until, int32 step);
extern bool month_series_is_zero(Datum amount);
extern void month_series_send(StringInfo buf, MonthSeries *series);
extern void month_series_recv(StringInfo buf, MonthSeries *series, MemoryContext context);
extern void month_series_read(bytea *value, MonthSeries *series);
extern MonthSeries *month_series_add_value(MonthSeries *series, bytea *value, MemoryContext context);
extern void month_series_refuse_first_month(int first_month, int other);

/* Refuses two different beginnings of a year in one group. */
static inline void
CheckSameFirstMonth(int first_month, int other)
{
	if (unlikely(first_month != other))
		month_series_refuse_first_month(first_month, other);
}

/* Whether a month that is kept, by its place among those, has an amount other than 0. */
static inline bool
month_series_is_booked(const MonthSeries *series, int32 month)
{
	return (series->booked[month / MONTHS_PER_YEAR] & (1 << (month % MONTHS_PER_YEAR))) != 0;
}

/* The exact sum of so many months that are kept, one after another. */
static inline Numeric
month_series_sum(const MonthSeries *series, const MonthSums *sums, int32 month, int32 months)
{
	return month_series_sum_every(series, sums, month, month + months, 1);
}

static inline void
month_series_see_booking(MonthSeries *series, int32 month, DateADT date)
{
	series->booked[month / MONTHS_PER_YEAR] |= 1 << (month % MONTHS_PER_YEAR);
	series->first_date = Min(series->first_date, date);
}

/*
 * Adds units to a month of sums that have room for them.
 */
static inline void
month_series_add_units(MonthSeries *series, MonthSums *sums, int32 month, int64 units)
{
	int64		sum;

	if (likely(!pg_add_s64_overflow(sums->units[month], units, &sum)))
		sums->units[month] = sum;
	else
		month_series_add_beyond(series, sums, month, units);
}

/*
 * Adds what is still to be added to its month. Whoever reads the sums does this first.
 */
static inline void
month_series_settle(MonthSeries *series)
{
	int64		units = series->pending;

	series->pending = 0;
	if (likely(units != 0))
		month_series_add_units(series, &series->amount, series->pending_month, units);
}

/*
 * Adds an amount to a month that is kept, by its place among those.
 *
 * Where groups and months come in any order the month's sum lies far away in memory. So it is
 * asked for now, and added to when the next amount of this group comes, by when it is near.
 */
static inline void
month_series_add(MonthSeries *series, int32 month, DateADT date, Datum amount)
{
	int64		units;

	month_series_settle(series);
	if (likely(decimal_read_common(amount, series->common_header, &units) && units != 0))
	{
		PREFETCH_TO_WRITE(&series->amount.units[month]);
		series->pending = units;
		series->pending_month = month;
		month_series_see_booking(series, month, date);
		return;
	}
	month_series_add_any(series, &series->amount, month, date, amount, "amount");
}

#endif							/* SOCIAL_SERVICES_MONTH_SERIES_H */
