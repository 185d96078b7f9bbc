/*
 * monthly_sums.h
 *
 * Exact sums of amounts by month: of the calendar year that a date lies in, up
 * to that date, and of the ten years before it.
 */
#ifndef SOCIAL_SERVICES_MONTHLY_SUMS_H
#define SOCIAL_SERVICES_MONTHLY_SUMS_H

#include "decimal.h"

/* Earlier years whose months are kept: what is older teaches little. */
#define EARLIER_YEARS	10

/*
 * Lies in the aggregate's memory context, as the years do. A year's age is how
 * many years it lies before the one of as_of, which has age 0.
 */
typedef struct MonthlySums
{
	DateADT		as_of;			/* last day that is booked, finite */
	int			year;			/* calendar year of as_of */
	int			months;			/* how many of its months are complete by then */
	DateADT		end;			/* first day of the month after those */
	int			first_month;	/* earliest month with an amount before end, as
								 * year * 12 + month from 0, PG_INT32_MAX before any */
	DateADT		month_begin;	/* the month last added to, from this day on */
	DateADT		month_end;		/* up to before this one */
	DecimalSum *month;			/* its sum, or NULL where it is not kept */
	DecimalSum *year_sums[EARLIER_YEARS + 1];	/* by age: twelve sums, or NULL
												 * for a year without amounts */
} MonthlySums;

extern void monthly_sums_init(MonthlySums *sums, DateADT as_of);
extern void monthly_sums_enter_month(MonthlySums *sums, DateADT date, MemoryContext context);
extern void monthly_sums_combine(MonthlySums *sums, const MonthlySums *other, FunctionCallInfo fcinfo);
extern void monthly_sums_send(StringInfo buf, const MonthlySums *sums, FunctionCallInfo fcinfo);
extern void monthly_sums_recv(StringInfo buf, MonthlySums *sums, FunctionCallInfo fcinfo);
extern Numeric monthly_sums_total(const MonthlySums *sums, int age, int count, FunctionCallInfo fcinfo);
extern bool monthly_sums_is_full(const MonthlySums *sums, int age);

/*
 * Adds an amount to the month that a date lies in. After the complete months of
 * as_of's year nothing is kept, nor before the earlier years.
 */
static inline void
monthly_sums_add(MonthlySums *sums, DateADT date, Datum amount, FunctionCallInfo fcinfo)
{
	if (date < sums->month_begin || date >= sums->month_end)
		monthly_sums_enter_month(sums, date, GetAggregateContext(fcinfo));
	if (sums->month != NULL)
		decimal_sum_add(sums->month, amount, "amount", fcinfo);
}

#endif							/* SOCIAL_SERVICES_MONTHLY_SUMS_H */
