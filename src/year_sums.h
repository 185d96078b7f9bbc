/*
 * year_sums.h
 *
 * Exact sums of amounts by fiscal year, each in two parts: of as many first
 * months as are complete in the year of as_of, and of the months after those. That
 * is all that a forecast as of a day needs to know of the months.
 *
 * A fiscal year begins in any month, see fiscal_year.c.
 */
#ifndef SOCIAL_SERVICES_YEAR_SUMS_H
#define SOCIAL_SERVICES_YEAR_SUMS_H

#include "decimal.h"

/* Earlier years that are kept: what is older teaches little. */
#define EARLIER_YEARS	10

typedef struct YearSums
{
	DecimalSum	so_far;			/* of the first months */
	DecimalSum	remaining;		/* of the others */
} YearSums;

/*
 * Lies in the aggregate's memory context, as the years do. A year's age is how
 * many years it lies before the one of as_of, which has age 0.
 */
typedef struct YearHistory
{
	DateADT		as_of;			/* last day that is booked, finite */
	int			first_month;	/* in which fiscal years begin, from 1 to 12 */
	int			year;			/* fiscal year of as_of */
	int			months;			/* how many of its months are complete by then */
	DateADT		end;			/* first day of the month after those */
	DateADT		first_date;		/* earliest date with an amount, DATEVAL_NOEND
								 * before any */
	DateADT		part_begin;		/* the part of a year last added to, from this day on */
	DateADT		part_end;		/* up to before this one */
	DecimalSum *part;			/* its sum, or NULL where it is not kept */
	YearSums   *sums[EARLIER_YEARS + 1];	/* by age, NULL for a year without amounts */
} YearHistory;

extern void year_history_init(YearHistory *history, DateADT as_of, int first_month);
extern void year_history_enter_part(YearHistory *history, DateADT date, MemoryContext context);
extern void year_history_combine(YearHistory *history, const YearHistory *other, FunctionCallInfo fcinfo);
extern void year_history_send(StringInfo buf, const YearHistory *history, FunctionCallInfo fcinfo);
extern void year_history_recv(StringInfo buf, YearHistory *history, FunctionCallInfo fcinfo);
extern bool year_history_is_full(const YearHistory *history, int age);

/*
 * Adds an amount to the part of a year that a date lies in. What lies after the
 * complete months of as_of's year, or before the earlier years, is not kept.
 */
static inline void
year_history_add(YearHistory *history, DateADT date, Datum amount, FunctionCallInfo fcinfo)
{
	if (date < history->part_begin || date >= history->part_end)
		year_history_enter_part(history, date, GetAggregateContext(fcinfo));
	history->first_date = Min(history->first_date, date);
	if (history->part != NULL)
		decimal_sum_add(history->part, amount, "amount", fcinfo);
}

#endif							/* SOCIAL_SERVICES_YEAR_SUMS_H */
