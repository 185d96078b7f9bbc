/*
 * month_series.c
 *
 * Exact sums of amounts by month.
 *
 * A month's sum is a whole number of ten-thousandths in 64 bits, and beside it a numeric
 * of what did not fit: amounts of 10^12 or more, with more than four decimals, or
 * beyond what 64 bits can hold. Years without an amount between two that have one are
 * kept as well, so that a month is found by its number: 98 bytes a year.
 *
 * An amount of 0 is no booking: zero rows and no rows are the same fact. What is
 * not 0 makes its month a booked one, also where it is taken back.
 *
 * month_series_bytes.c writes and reads them.
 */
#include "month_series.h"

#include "decimal_units.h"
#include "utils/builtins.h"
#include "utils/datum.h"

void
month_series_init(MonthSeries *series, int first_month, MemoryContext context)
{
	memset(series, 0, sizeof(MonthSeries));
	series->context = context;
	series->first_month = first_month;
	series->common_header = NO_COMMON_HEADER;
	series->first_date = DATEVAL_NOEND;
}

void
month_series_refuse_first_month(int first_month, int other)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("first_month must be the same in all rows of a group, not %d and %d", first_month, other),
			 errhint("Give a constant, or group by it.")));
}

/*
 * Moves what is kept, one for so many months each, to where it lies among more of them.
 */
static void *
widen(const MonthSeries *series, void *old, int32 each, Size size, int32 before, int32 months)
{
	char	   *wide = MemoryContextAllocZero(series->context, months / each * size);

	if (old != NULL)
	{
		memcpy(wide + before / each * size, old, series->months / each * size);
		pfree(old);
	}
	return wide;
}

/*
 * Keeps these months, whole fiscal years with those kept so far among them.
 */
void
month_series_keep(MonthSeries *series, int32 first, int32 months)
{
	int32		before = series->months == 0 ? 0 : series->first - first;
	MonthSums  *all[] = {&series->amount, &series->one_off};

	Assert(months % MONTHS_PER_YEAR == 0 && before >= 0 && before + series->months <= months);
	month_series_settle(series);
	series->booked = widen(series, series->booked, MONTHS_PER_YEAR, sizeof(uint16), before, months);
	series->amount.units = widen(series, series->amount.units, 1, sizeof(int64), before, months);
	if (series->one_off.units != NULL)
		series->one_off.units = widen(series, series->one_off.units, 1, sizeof(int64), before, months);
	for (int i = 0; i < (int) lengthof(all); i++)
		if (all[i]->rest != NULL)
			all[i]->rest = widen(series, all[i]->rest, 1, sizeof(Numeric), before, months);
	series->first = first;
	series->months = months;
}

/*
 * How many years are kept with this one among them.
 */
static int32
years_with(const MonthSeries *series, int32 year)
{
	int32		first = series->first / MONTHS_PER_YEAR;

	return series->months == 0 ? 1 : Max(year + 1, first + series->months / MONTHS_PER_YEAR) - Min(year, first);
}

/*
 * Keeps no year before the first that is booked, and none after the last.
 */
static void
leave_out_spare(MonthSeries *series)
{
	MonthSums  *all[] = {&series->amount, &series->one_off};
	int32		first = 0;
	int32		end = series->months / MONTHS_PER_YEAR;

	month_series_settle(series);
	while (end > 0 && series->booked[end - 1] == 0)
		end--;
	while (first < end && series->booked[first] == 0)
		first++;
	series->first += first * MONTHS_PER_YEAR;
	series->months = (end - first) * MONTHS_PER_YEAR;
	memmove(series->booked, series->booked + first, (end - first) * sizeof(uint16));
	for (int i = 0; i < (int) lengthof(all); i++)
	{
		if (all[i]->units != NULL)
			memmove(all[i]->units, all[i]->units + first * MONTHS_PER_YEAR, series->months * sizeof(int64));
		if (all[i]->rest != NULL)
			memmove(all[i]->rest, all[i]->rest + first * MONTHS_PER_YEAR, series->months * sizeof(Numeric));
	}
}

/*
 * Keeps a month too, in some more years than it needs, so that to add a year after another
 * does not move all of them each time.
 */
void
month_series_make_room(MonthSeries *series, int32 number)
{
	int32		year = number >= 0 ? number / MONTHS_PER_YEAR : -((MONTHS_PER_YEAR - 1 - number) / MONTHS_PER_YEAR);
	int32		first = year;
	int32		end = year + 1;

	/* Which months are refused must not depend on the order of rows, as what is kept in spare does. */
	if (years_with(series, year) > SERIES_MAX_YEARS)
		leave_out_spare(series);
	if (years_with(series, year) > SERIES_MAX_YEARS)
	{
		int32		other = series->first / MONTHS_PER_YEAR;

		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("months of a series must lie within %d fiscal years, not in %d and %d", SERIES_MAX_YEARS,
						year, year < other ? other + series->months / MONTHS_PER_YEAR - 1 : other),
				 errhint("Leave out, or correct, rows of years that nobody keeps books of.")));
	}
	if (series->months > 0)
	{
		int32		kept_first = series->first / MONTHS_PER_YEAR;
		int32		kept_end = kept_first + series->months / MONTHS_PER_YEAR;
		int32		spare = (kept_end - kept_first + 1) / 2;

		if (first >= kept_first && end <= kept_end)
			return;
		if (first < kept_first)
		{
			first -= Min(spare, SERIES_MAX_YEARS - (kept_end - first));
			end = kept_end;
		}
		else
		{
			end += Min(spare, SERIES_MAX_YEARS - (end - kept_first));
			first = kept_first;
		}
	}
	month_series_keep(series, first * MONTHS_PER_YEAR, (end - first) * MONTHS_PER_YEAR);
}

/*
 * Whether a finite or infinite amount is 0; NaN is not.
 */
bool
month_series_is_zero(Datum amount)
{
	return decimal_sign(DatumGetNumeric(amount)) == 0;
}

/*
 * Adds what does not fit.
 */
void
month_series_add_rest(MonthSeries *series, MonthSums *sums, int32 month, Numeric amount)
{
	MemoryContext made_in;
	Numeric		before;

	if (sums->rest == NULL)
		sums->rest = MemoryContextAllocZero(series->context, series->months * sizeof(Numeric));
	before = sums->rest[month];
	if (before != NULL)
		amount = decimal_add(before, amount);
	made_in = MemoryContextSwitchTo(series->context);
	sums->rest[month] = DatumGetNumeric(datumCopy(NumericGetDatum(amount), false, -1));
	MemoryContextSwitchTo(made_in);
	if (before != NULL)
		pfree(before);
}

/*
 * Adds units that 64 bits cannot hold together with those of the month.
 */
void
month_series_add_beyond(MonthSeries *series, MonthSums *sums, int32 month, int64 units)
{
	month_series_add_rest(series, sums, month, decimal_from_units(units, SERIES_SCALE));
}

/*
 * Adds units to sums that may have none yet.
 */
void
month_series_add_to(MonthSeries *series, MonthSums *sums, int32 month, int64 units)
{
	if (sums->units == NULL)
		sums->units = MemoryContextAllocZero(series->context, series->months * sizeof(int64));
	month_series_add_units(series, sums, month, units);
}

/*
 * Sees an amount with so many decimals.
 */
void
month_series_see_scale(MonthSeries *series, int scale)
{
	series->scale = Max(series->scale, scale);
	series->common_header = decimal_common_header(Min(series->scale, SERIES_SCALE));
}

/*
 * Adds a value of any kind to a month that is kept: month_series_add without its short
 * cut. `argument` is its name in SQL, for the error that refuses NaN and infinity.
 */
void
month_series_add_any(MonthSeries *series, MonthSums *sums, int32 month, DateADT date, Datum amount, const char *argument)
{
	int64		units;
	int			scale;

	if (decimal_read((struct varlena *) DatumGetPointer(amount), &units, &scale))
	{
		month_series_see_scale(series, scale);
		if (units == 0)
			return;
		month_series_add_to(series, sums, month, units);
	}
	else
	{
		Numeric		number = DatumGetNumeric(amount);

		CheckFinite(number, argument, true);
		month_series_see_scale(series, DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(number))));
		if (decimal_sign(number) == 0)
			return;
		month_series_add_rest(series, sums, month, number);
	}
	month_series_see_booking(series, month, date);
}

/*
 * Adds another's sums to those of months that are kept.
 */
static void
add_sums(MonthSeries *series, MonthSums *sums, const MonthSums *others, int32 month, int32 i)
{
	if (others->units != NULL && others->units[i] != 0)
		month_series_add_to(series, sums, month, others->units[i]);
	if (others->rest != NULL && others->rest[i] != NULL)
		month_series_add_rest(series, sums, month, others->rest[i]);
}

/*
 * Adds another series of the same kind of years, which stays as it is and shares no memory
 * with this one afterwards.
 */
void
month_series_combine(MonthSeries *series, MonthSeries *other)
{
	CheckSameFirstMonth(series->first_month, other->first_month);
	month_series_settle(series);
	month_series_settle(other);
	series->first_date = Min(series->first_date, other->first_date);
	if (other->common_header != NO_COMMON_HEADER)
		month_series_see_scale(series, other->scale);
	for (int32 i = 0; i < other->months; i++)
		if (month_series_is_booked(other, i))
		{
			int32		month;

			/* Years without any take no room. */
			month_series_make_room(series, other->first + i);
			month = other->first + i - series->first;
			month_series_see_booking(series, month, other->first_date);
			add_sums(series, &series->amount, &other->amount, month, i);
			add_sums(series, &series->one_off, &other->one_off, month, i);
		}
}

/*
 * The exact sum of months that are kept, from one up to another that is left out, each so
 * many after the one before; in the current memory context.
 */
Numeric
month_series_sum_every(const MonthSeries *series, const MonthSums *sums, int32 month, int32 until, int32 step)
{
	int64		units = 0;
	Numeric		sum = NULL;

	for (int32 i = month; i < until; i += step)
	{
		int64		next;

		if (sums->units != NULL && !pg_add_s64_overflow(units, sums->units[i], &next))
			units = next;
		else if (sums->units != NULL)
		{
			Numeric		part = decimal_from_units(units, SERIES_SCALE);

			sum = sum == NULL ? part : decimal_add(sum, part);
			units = sums->units[i];
		}
		if (sums->rest != NULL && sums->rest[i] != NULL)
			sum = sum == NULL ? sums->rest[i] : decimal_add(sum, sums->rest[i]);
	}
	if (sum == NULL && series->scale <= SERIES_SCALE)
	{
		/* No amount has more decimals, so that nothing is cut off. */
		for (int i = series->scale; i < SERIES_SCALE; i++)
			units /= 10;
		return decimal_from_units(units, series->scale);
	}
	if (units != 0 || sum == NULL)
		sum = sum == NULL ? decimal_from_units(units, SERIES_SCALE) : decimal_add(sum, decimal_from_units(units, SERIES_SCALE));
	/* With as many decimals as numeric shows of a result. */
	return decimal_round(sum, series->scale);
}
