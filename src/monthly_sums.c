/*
 * monthly_sums.c
 *
 * Exact sums of amounts by month, with a bounded memory: twelve sums for each of
 * at most eleven years, made when a year's first amount comes.
 */
#include "monthly_sums.h"

#include "libpq/pqformat.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#define ALL_MONTHS	((1 << MONTHS_PER_YEAR) - 1)

void
monthly_sums_init(MonthlySums *sums, DateADT as_of)
{
	int			month;
	int			day;

	memset(sums, 0, sizeof(MonthlySums));
	sums->as_of = as_of;
	j2date(as_of + POSTGRES_EPOCH_JDATE, &sums->year, &month, &day);

	/* A month is complete on its last day. */
	if (day == day_tab[isleap(sums->year)][month - 1])
	{
		sums->months = month;
		sums->end = as_of + 1;
	}
	else
	{
		sums->months = month - 1;
		sums->end = as_of - (day - 1);
	}
	sums->first_month = PG_INT32_MAX;
	/* No date lies in this month. */
	sums->month_begin = 1;
	sums->month_end = 0;
}

/*
 * The sums of a year, new ones where it has none yet.
 */
static DecimalSum *
get_year(MonthlySums *sums, int age, MemoryContext context)
{
	if (sums->year_sums[age] == NULL)
	{
		DecimalSum *year = MemoryContextAlloc(context, MONTHS_PER_YEAR * sizeof(DecimalSum));

		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			decimal_sum_init(&year[i]);
		sums->year_sums[age] = year;
	}
	return sums->year_sums[age];
}

/*
 * Makes the month of a date the one that amounts are added to.
 */
void
monthly_sums_enter_month(MonthlySums *sums, DateADT date, MemoryContext context)
{
	int			year;
	int			month;
	int			day;

	CheckFiniteDate(date, "month", true);
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	sums->month_begin = date - (day - 1);
	sums->month_end = sums->month_begin + day_tab[isleap(year)][month - 1];
	sums->month = NULL;
	if (date >= sums->end)
		return;
	sums->first_month = Min(sums->first_month, year * MONTHS_PER_YEAR + month - 1);
	if (sums->year - year <= EARLIER_YEARS)
		sums->month = &get_year(sums, sums->year - year, context)[month - 1];
}

/*
 * Adds sums up to the same day, which stay as they are and share no memory with
 * these afterwards.
 */
void
monthly_sums_combine(MonthlySums *sums, const MonthlySums *other, FunctionCallInfo fcinfo)
{
	MemoryContext context = GetAggregateContext(fcinfo);

	sums->first_month = Min(sums->first_month, other->first_month);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		DecimalSum *year;

		if (other->year_sums[age] == NULL)
			continue;
		year = get_year(sums, age, context);
		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			if (decimal_sum_count(&other->year_sums[age][i]) > 0)
				decimal_sum_combine(&year[i], &other->year_sums[age][i], fcinfo);
	}
}

/*
 * Which months of a year have an amount, January in the lowest bit.
 */
static int
months_with_amounts(const DecimalSum *year)
{
	int			present = 0;

	for (int i = 0; year != NULL && i < MONTHS_PER_YEAR; i++)
		if (decimal_sum_count(&year[i]) > 0)
			present |= 1 << i;
	return present;
}

/*
 * Writes sums for another process or server, field by field.
 */
void
monthly_sums_send(StringInfo buf, const MonthlySums *sums, FunctionCallInfo fcinfo)
{
	pq_sendint32(buf, sums->as_of);
	pq_sendint32(buf, sums->first_month);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		int			present = months_with_amounts(sums->year_sums[age]);

		pq_sendint16(buf, present);
		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			if (present & (1 << i))
				decimal_sum_send(buf, &sums->year_sums[age][i], fcinfo);
	}
}

/*
 * Reads what monthly_sums_send wrote, into the current memory context.
 */
void
monthly_sums_recv(StringInfo buf, MonthlySums *sums, FunctionCallInfo fcinfo)
{
	DateADT		as_of = (DateADT) pq_getmsgint(buf, 4);

	if (!IS_VALID_DATE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid date in serialized sums by month: %d", as_of),
				 ERRHINT_SAME_VERSION));
	monthly_sums_init(sums, as_of);
	sums->first_month = (int) pq_getmsgint(buf, 4);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		int			present = pq_getmsgint(buf, 2) & ALL_MONTHS;

		for (int i = 0; i < MONTHS_PER_YEAR; i++)
			if (present & (1 << i))
				decimal_sum_recv(buf, &get_year(sums, age, CurrentMemoryContext)[i], fcinfo);
	}
}

/*
 * The sum of a year's first months, 0 where these have no amount.
 */
Numeric
monthly_sums_total(const MonthlySums *sums, int age, int count, FunctionCallInfo fcinfo)
{
	const DecimalSum *year = sums->year_sums[age];
	Numeric		total = NULL;

	for (int i = 0; year != NULL && i < count; i++)
		if (decimal_sum_count(&year[i]) > 0)
		{
			Numeric		sum = decimal_sum_result(&year[i], fcinfo);

			total = total == NULL ? sum : decimal_add(total, sum);
		}
	return total == NULL ? int64_to_numeric(0) : total;
}

/*
 * Whether an earlier year is known from January on and has any amount. A month
 * without one is a month in which nothing was booked.
 */
bool
monthly_sums_is_full(const MonthlySums *sums, int age)
{
	return sums->first_month <= (sums->year - age) * MONTHS_PER_YEAR &&
		months_with_amounts(sums->year_sums[age]) != 0;
}
