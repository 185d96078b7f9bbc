/*
 * forecast_book.c
 *
 * Makes the book of a series: sums of months, exact until here, as doubles.
 */
#include "forecast_book.h"

#include "decimal_units.h"
#include "utils/builtins.h"

#define UNITS_PER_ONE	10000.0
#define MAX_SAFE_UNITS	4503599627370496.0	/* 2^52: below, every double has its halves */
#define MAX_AMOUNT		1e290	/* products with numbers of months stay finite */

static const double units_per_decimal[SERIES_SCALE + 1] = {10000, 1000, 100, 10, 1};

/*
 * A numeric in units. One that doubles do not reach is refused.
 */
static double
units_of_numeric(Numeric value)
{
	double		result = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(value)));

	if (!(fabs(result) < MAX_AMOUNT))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sums of amount must be below 1e290 to be forecast"),
				 errhint("Forecasts are computed in double precision. Give the amounts in a larger unit.")));
	return result * UNITS_PER_ONE;
}

/*
 * The regular amounts of some months, what is extrapolated: without one-offs.
 */
static double
regular_sum(const MonthSeries *series, int32 month, int32 months)
{
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
	return units_of_numeric(decimal_subtract(month_series_sum(series, amount, month, months),
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
	year->theta_known = 0;
	for (int i = 0; i < MONTHS_PER_YEAR; i++)
	{
		if (place * MONTHS_PER_YEAR + i < book->known_months &&
			month + i >= 0 && month + i < series->months && month_series_is_booked(series, month + i))
		{
			double		sum = regular_sum(series, month + i, 1);

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
			year->so_far[i] = regular_sum(series, kept, Max(0, Min(Min(month + i, series->months),
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
 * What the last decimal of the amounts is worth, 0 where that is less than a unit.
 */
double
forecast_book_unit(const ForecastBook *book)
{
	return book->series->scale > SERIES_SCALE ? 0 : units_per_decimal[book->series->scale];
}

/*
 * Rounds half away from zero to the decimals of the amounts: more would say nothing.
 * What doubles know no decimals of stays.
 */
double
forecast_book_round(const ForecastBook *book, double units)
{
	double		unit = units_per_decimal[Min(book->series->scale, SERIES_SCALE)];
	double		size = fabs(units) / unit;

	if (book->series->scale > SERIES_SCALE || size >= MAX_SAFE_UNITS)
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

	if (scale <= SERIES_SCALE && fabs(units) < MAX_SAFE_UNITS)
		return decimal_from_units((int64) (forecast_book_round(book, units) / units_per_decimal[scale]), scale);
	return DatumGetNumeric(DirectFunctionCall2(numeric_round,
											   NumericGetDatum(decimal_multiply(DatumGetNumeric(DirectFunctionCall1(float8_numeric, Float8GetDatum(units))),
																				decimal_power_of_10(-SERIES_SCALE))),
											   Int32GetDatum(scale)));
}
