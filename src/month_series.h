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
	MemoryContext context;
	int			first_month;	/* in which fiscal years begin, from 1 to 12 */
	int32		first;			/* number of the first month kept */
	int32		months;			/* how many are kept, a multiple of 12 */
	int			scale;			/* most decimals of an amount */
	uint16		common_header;	/* that amounts with so many have, see decimal.h */
	DateADT		first_date;		/* earliest date with an amount other than 0,
								 * DATEVAL_NOEND before any */
	bool	   *booked;			/* which months have an amount other than 0 */
	MonthSums	amount;			/* of all amounts */
	MonthSums	one_off;		/* of the part that is not to be extrapolated */
} MonthSeries;

extern void month_series_init(MonthSeries *series, int first_month, MemoryContext context);
extern void month_series_keep(MonthSeries *series, int32 first, int32 months);
extern void month_series_make_room(MonthSeries *series, int32 number);
extern void month_series_add_any(MonthSeries *series, MonthSums *sums, int32 month, DateADT date, Datum amount, const char *argument);
extern void month_series_combine(MonthSeries *series, const MonthSeries *other);
extern Numeric month_series_sum(const MonthSeries *series, const MonthSums *sums, int32 month, int32 months);
extern bool month_series_is_zero(Datum amount);
extern void month_series_send(StringInfo buf, const MonthSeries *series);
extern void month_series_recv(StringInfo buf, MonthSeries *series, MemoryContext context);
extern void CheckSameFirstMonth(int first_month, int other);

/*
 * Adds an amount to a month that is kept, by its place among those.
 */
static inline void
month_series_add(MonthSeries *series, int32 month, DateADT date, Datum amount)
{
	int64		units;
	int64		sum;

	if (likely(decimal_read_common(amount, series->common_header, &units) && units != 0 &&
			   !pg_add_s64_overflow(series->amount.units[month], units, &sum)))
	{
		series->amount.units[month] = sum;
		series->booked[month] = true;
		series->first_date = Min(series->first_date, date);
		return;
	}
	month_series_add_any(series, &series->amount, month, date, amount, "amount");
}

#endif							/* SOCIAL_SERVICES_MONTH_SERIES_H */
