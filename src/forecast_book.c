/*
 * forecast_book.c
 *
 * Makes the book of a series: sums of months, exact until here, as doubles.
 */
#include "forecast_book.h"

#include "decimal_units.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#define MAX_SAFE_UNITS	4503599627370496.0	/* 2^52: below, every double has its halves */
#define MAX_INT_UNITS	9.0e18	/* what 64 bits hold, less some */
#define MAX_EXPONENT	100		/* beyond 10 to this, above or below 1, amounts get another unit */

static const double units_per_decimal[SERIES_SCALE + 1] = {10000, 1000, 100, 10, 1};

static double
units_of_numeric(const ForecastBook *book, Numeric value)
{
	/* Numeric has powers of 10 that are large enough, but not all that are small enough. */
	Numeric		units = book->decimals >= 0 ? decimal_multiply(value, decimal_power_of_10(book->decimals)) :
		decimal_divide(value, decimal_power_of_10(-book->decimals));

	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(units)));
}

/*
 * The decimals of the unit, from the largest month: most amounts in double precision are in the
 * usual one.
 */
static int
find_decimals(const MonthSeries *series)
{
	int			largest = PG_INT32_MIN;

	if (series->amount.rest == NULL && series->one_off.rest == NULL)
		return SERIES_SCALE;
	for (int32 i = 0; i < series->months; i++)
	{
		Numeric		sum = decimal_subtract(month_series_sum(series, &series->amount, i, 1),
										   month_series_sum(series, &series->one_off, i, 1));

		/* Written as d.de+ddd. */
		if (decimal_sign(sum) != 0)
			largest = Max(largest, atoi(strchr(numeric_out_sci(sum, 1), 'e') + 1));
	}
	return largest == PG_INT32_MIN || abs(largest) <= MAX_EXPONENT ? SERIES_SCALE : -largest;
}

/*
 * The regular amounts of some months, what is extrapolated: without one-offs.
 */
static double
regular_sum(const ForecastBook *book, int32 month, int32 months)
{
	const MonthSeries *series = book->series;
	const MonthSums *amount = &series->amount;
	const MonthSums *one_off = &series->one_off;
	int64		sum = 0;

	if (amount->rest == NULL && one_off->rest == NULL)
	{
		int32		i;

		for (i = month; i < month + months; i++)
			if (pg_add_s64_overflow(sum, amount->units[i], &sum) ||
				(one_off->units != NULL && pg_sub_s64_overflow(sum, one_off->units[i], &sum)))
				break;
		if (i == month + months)
			return (double) sum;
	}
	return units_of_numeric(book, decimal_subtract(month_series_sum(series, amount, month, months),
											 month_series_sum(series, one_off, month, months)));
}

static void
fill_year(ForecastBook *book, BookYear *year, int place)
{
	const MonthSeries *series = book->series;
	int32		month = (book->first_year + place) * MONTHS_PER_YEAR - series->first;
	bool		is_whole = true;	/* whether sums of doubles are exact */

	year->month = book->month + place * MONTHS_PER_YEAR;
	memset(year->month, 0, MONTHS_PER_YEAR * sizeof(double));
	memset(year->so_far, 0, sizeof(year->so_far));
	year->booked = 0;
	year->any_negative = year->any_positive = false;
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
	{
		if (place * MONTHS_PER_YEAR + i < book->known_months &&
			month + i >= 0 && month + i < series->months && month_series_is_booked(series, month + i))
		{
			double		sum = regular_sum(book, month + i, 1);

			year->month[i] = sum;
			year->booked |= 1 << i;
			year->any_negative |= sum < 0;
			year->any_positive |= sum > 0;
			is_whole &= fabs(sum) < MAX_SAFE_UNITS / MONTHS_PER_YEAR && sum == floor(sum);
		}
		year->so_far[i + 1] = year->so_far[i] + year->month[i];
	}
	if (!is_whole)
	{
		/* Months outside of those kept have none. */
		int32		kept = Max(month, 0);

		for (int i = 1; i <= MONTHS_PER_YEAR; i++)
			year->so_far[i] = regular_sum(book, kept, Max(0, Min(Min(month + i, series->months),
																   month + book->known_months - place * MONTHS_PER_YEAR) - kept));
	}
	year->is_full = year->booked != 0 && book->first_booked <= place * MONTHS_PER_YEAR &&
		(place + 1) * MONTHS_PER_YEAR <= book->known_months;
}

/*
 * The book of some fiscal years of a series, of which so many months are known.
 */
ForecastBook *
forecast_book_make(MonthSeries *series, int first_year, int years, int known_months)
{
	ForecastBook *book = palloc(offsetof(ForecastBook, year) + years * sizeof(BookYear));
	int64		first_booked;

	month_series_settle(series);
	book->series = series;
	book->context = CurrentMemoryContext;
	book->trial = NULL;
	book->first_full = 0;
	book->asked_months = 0;
	book->theta_year = -1;
	book->memo = NULL;
	memset(book->theta_window, 0, sizeof(book->theta_window));
	book->decimals = find_decimals(series);
	book->first_year = first_year;
	book->years = years;
	book->known_months = known_months;
	first_booked = series->first_date == DATEVAL_NOEND ? PG_INT32_MAX :
		fiscal_month_number(series->first_date, series->first_month) - (int64) first_year * MONTHS_PER_YEAR;
	book->first_booked = Min(Max(first_booked, 0), PG_INT32_MAX);
	book->month = palloc(years * MONTHS_PER_YEAR * sizeof(double));
	for (int place = 0; place < years; place++)
		fill_year(book, &book->year[place], place);
	return book;
}

/*
 * What theta finds out of the months from a year on. No more years than there are windows are asked
 * for in turn.
 */
ThetaWindow *
forecast_book_theta(ForecastBook *book, int place)
{
	ThetaWindow **window = &book->theta_window[place % lengthof(book->theta_window)];
	const double *month = book->year[place].month;

	if (*window == NULL)
	{
		*window = MemoryContextAlloc(book->context, sizeof(ThetaWindow));
		(*window)->month = NULL;
	}
	if ((*window)->month != month)
	{
		theta_look(*window, month, Min((book->years - place) * MONTHS_PER_YEAR, THETA_MAX_MONTHS));
		if (book->memo != NULL)
			forecast_memo_recall(book->memo, *window);
	}
	return *window;
}

/*
 * The exact sum of the first months of a year of the book.
 */
Numeric
forecast_book_sum(const ForecastBook *book, const MonthSums *sums, int year, int months)
{
	int32		month = (book->first_year + year) * MONTHS_PER_YEAR - book->series->first;
	int32		kept = Max(month, 0);

	return month_series_sum(book->series, sums, kept, Max(0, Min(month + months, book->series->months) - kept));
}

/*
 * Whether estimates can be rounded to the decimals of the amounts as they are.
 */
static bool
has_whole_units(const ForecastBook *book)
{
	return book->series->scale <= SERIES_SCALE && book->decimals == SERIES_SCALE;
}

/*
 * What the last decimal of the amounts is worth, 0 where that is less than a unit.
 */
double
forecast_book_unit(const ForecastBook *book)
{
	return has_whole_units(book) ? units_per_decimal[book->series->scale] : 0;
}

/*
 * Rounds half away from zero to the decimals of the amounts: more would say nothing.
 * What doubles know no decimals of stays.
 */
double
forecast_book_round(const ForecastBook *book, double units)
{
	double		unit = forecast_book_unit(book);
	double		size = unit == 0 ? MAX_SAFE_UNITS : fabs(units) / unit;

	if (size >= MAX_SAFE_UNITS)
		return units;
	size = floor(size + 0.5) * unit;
	return units < 0 ? -size : size;
}

/*
 * Units as an amount, with the decimals of the amounts.
 */
Numeric
forecast_book_numeric(const ForecastBook *book, double units)
{
	int			scale = book->series->scale;

	if (has_whole_units(book) && fabs(units) < MAX_INT_UNITS)
	{
		int64		unit = (int64) units_per_decimal[scale];
		int64		whole = (int64) (units < 0 ? units - 0.5 : units + 0.5);

		/* What is too large to have been rounded yet has no decimals. */
		return decimal_from_units((whole < 0 ? whole - unit / 2 : whole + unit / 2) / unit, scale);
	}
	return decimal_round(decimal_multiply(DatumGetNumeric(DirectFunctionCall1(float8_numeric, Float8GetDatum(units))),
										  decimal_power_of_10(-book->decimals)), scale);
}
