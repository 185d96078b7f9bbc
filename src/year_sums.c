/*
 * year_sums.c
 *
 * Exact sums of amounts by fiscal year in two parts, with a bounded memory: of at
 * most eleven years, made when a year's first amount comes.
 */
#include "year_sums.h"

#include "fiscal_year.h"
#include "libpq/pqformat.h"
#include "utils/datetime.h"

static DateADT
first_day(const YearHistory *history, int year, int month)
{
	return first_day_of_fiscal_month(year, month, history->first_month);
}

void
year_history_init(YearHistory *history, DateADT as_of, int first_month)
{
	int			month;

	memset(history, 0, sizeof(YearHistory));
	history->as_of = as_of;
	history->first_month = first_month;
	month = fiscal_month_of(as_of, first_month, &history->year);

	/* A month is complete on its last day. */
	history->months = as_of + 1 == first_day(history, history->year, month + 1) ? month : month - 1;
	history->end = first_day(history, history->year, history->months + 1);
	history->first_date = DATEVAL_NOEND;
	/* No date lies in this part. */
	history->part_begin = 1;
	history->part_end = 0;
}

static void
year_sums_init(YearSums *year)
{
	decimal_sum_init(&year->so_far);
	decimal_sum_init(&year->remaining);
}

/*
 * The sums of a year, new ones where it has none yet.
 */
static YearSums *
get_year(YearHistory *history, int age, MemoryContext context)
{
	if (history->sums[age] == NULL)
	{
		history->sums[age] = MemoryContextAlloc(context, sizeof(YearSums));
		year_sums_init(history->sums[age]);
	}
	return history->sums[age];
}

/*
 * Makes the part of a year that a date lies in the one that amounts are added to.
 */
void
year_history_enter_part(YearHistory *history, DateADT date, MemoryContext context)
{
	int			year;
	int			month;
	YearSums   *sums;

	CheckFiniteDate(date, "month", true);
	history->part = NULL;
	if (date >= history->end)
	{
		history->part_begin = history->end;
		history->part_end = DATEVAL_NOEND;
		return;
	}
	month = fiscal_month_of(date, history->first_month, &year);
	if (history->year - year > EARLIER_YEARS)
	{
		history->part_begin = DATEVAL_NOBEGIN + 1;
		history->part_end = first_day(history, history->year - EARLIER_YEARS, 1);
		return;
	}
	sums = get_year(history, history->year - year, context);
	if (month <= history->months)
	{
		history->part_begin = first_day(history, year, 1);
		history->part_end = first_day(history, year, history->months + 1);
		history->part = &sums->so_far;
	}
	else
	{
		history->part_begin = first_day(history, year, history->months + 1);
		history->part_end = first_day(history, year + 1, 1);
		history->part = &sums->remaining;
	}
}

/*
 * Adds sums as of the same day and of the same years, which stay as they are and share no memory with
 * these afterwards.
 */
void
year_history_combine(YearHistory *history, const YearHistory *other, FunctionCallInfo fcinfo)
{
	MemoryContext context = GetAggregateContext(fcinfo);

	history->first_date = Min(history->first_date, other->first_date);
	for (int age = 0; age <= EARLIER_YEARS; age++)
		if (other->sums[age] != NULL)
		{
			YearSums   *year = get_year(history, age, context);

			decimal_sum_combine(&year->so_far, &other->sums[age]->so_far, fcinfo);
			decimal_sum_combine(&year->remaining, &other->sums[age]->remaining, fcinfo);
		}
}

/*
 * Writes sums for another process or server, field by field.
 */
void
year_history_send(StringInfo buf, const YearHistory *history, FunctionCallInfo fcinfo)
{
	pq_sendint32(buf, history->as_of);
	pq_sendbyte(buf, history->first_month);
	pq_sendint32(buf, history->first_date);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		pq_sendbyte(buf, history->sums[age] != NULL);
		if (history->sums[age] != NULL)
		{
			decimal_sum_send(buf, &history->sums[age]->so_far, fcinfo);
			decimal_sum_send(buf, &history->sums[age]->remaining, fcinfo);
		}
	}
}

/*
 * Reads what year_history_send wrote, into the current memory context.
 */
void
year_history_recv(StringInfo buf, YearHistory *history, FunctionCallInfo fcinfo)
{
	DateADT		as_of = (DateADT) pq_getmsgint(buf, 4);
	int			first_month = pq_getmsgbyte(buf);

	if (!IS_VALID_DATE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid date in serialized sums by year: %d", as_of),
				 ERRHINT_SAME_VERSION));
	if (first_month < 1 || first_month > MONTHS_PER_YEAR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid first month in serialized sums by year: %d", first_month),
				 ERRHINT_SAME_VERSION));
	year_history_init(history, as_of, first_month);
	history->first_date = (DateADT) pq_getmsgint(buf, 4);
	if (history->first_date != DATEVAL_NOEND && !IS_VALID_DATE(history->first_date))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid first date in serialized sums by year: %d", history->first_date),
				 ERRHINT_SAME_VERSION));
	for (int age = 0; age <= EARLIER_YEARS; age++)
		if (pq_getmsgbyte(buf) != 0)
		{
			YearSums   *year = get_year(history, age, CurrentMemoryContext);

			decimal_sum_recv(buf, &year->so_far, fcinfo);
			decimal_sum_recv(buf, &year->remaining, fcinfo);
		}
}

/*
 * Whether an earlier year is known from its first month on and has any amount. A month
 * without one is a month in which nothing was booked.
 */
bool
year_history_is_full(const YearHistory *history, int age)
{
	const YearSums *year = history->sums[age];

	return year != NULL && history->first_date < first_day(history, history->year - age, 2) &&
		decimal_sum_count(&year->so_far) + decimal_sum_count(&year->remaining) > 0;
}
