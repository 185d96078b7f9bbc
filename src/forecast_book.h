/*
 * forecast_book.h
 *
 * What forecasts are made of: the months of a series that are known, as IEEE doubles, by
 * year, and what has been found out of them so far. forecast_book.c makes one.
 *
 * A forecast is an estimate, so it is computed with doubles; but from exact sums,
 * whose nearest doubles are the same in whatever order and parts rows were added, and with
 * nothing but +, -, *, / and sqrt, which IEEE 754 defines to the last bit: so it is the
 * same on every machine. The Makefile and the pragma below forbid the compiler to fuse two
 * of them into one.
 *
 * Amounts are in units of 10^-4, so that money is whole numbers. Those that doubles cannot
 * hold so are in a unit of their own: a forecast in other units is the same forecast.
 */
#ifndef SOCIAL_SERVICES_FORECAST_BOOK_H
#define SOCIAL_SERVICES_FORECAST_BOOK_H

#include "forecast_memo.h"
#include "forecast_theta.h"
#include "month_series.h"

#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Earlier years that are looked at: what is older teaches little. */
#define EARLIER_YEARS	10

/* No such value: no forecast, or no margin. What a double cannot hold is none either. */
#define NO_VALUE		((double) NAN)
#define HAS_VALUE(x)	isfinite(x)

/* One fiscal year. */
typedef struct BookYear
{
	bool		is_full;		/* known to its end, begun in its first month or
								 * before, and with a booking: it can be learned from */
	uint16		booked;			/* months with a booking, a bit each, the first lowest */
	bool		any_negative;	/* whether the sum of a month is below 0 */
	bool		any_positive;
	double	   *month;			/* its 12 months */
	double		so_far[MONTHS_PER_YEAR + 1];	/* sum of the first so many months */
} BookYear;

typedef struct ForecastBook
{
	const MonthSeries *series;
	int			first_year;
	int			years;
	int			decimals;		/* units are 10^-decimals: SERIES_SCALE but for exotic amounts */
	int			known_months;	/* months of the book that are known */
	int			first_booked;	/* first month of the book since which there are
								 * bookings, 0 where they begin before */
	double	   *month;			/* by place in the book */
	MemoryContext context;		/* in which it lies */
	struct ForecastTrial *trial;	/* by months and year, what forecast_try keeps; NULL before */
	int			first_full;		/* with these: the first year that is full */
	unsigned	asked_months;	/* after which months forecasts will be asked for, a bit each, so that theta
								 * finds them at once */
	int			theta_year;		/* for which it has, -1 for none */
	ForecastMemo *memo;			/* of what theta found for other books, or NULL */
	ThetaWindow *theta_window[EARLIER_YEARS + 1];	/* those last asked for, NULL before; each for every so many
													 * years to begin with */
	BookYear	year[FLEXIBLE_ARRAY_MEMBER];
} ForecastBook;

extern ForecastBook *forecast_book_make(MonthSeries *series, int first_year, int years, int known_months);
extern Numeric forecast_book_sum(const ForecastBook *book, const MonthSums *sums, int year, int months);
extern ThetaWindow *forecast_book_theta(ForecastBook *book, int place);
extern Numeric forecast_book_numeric(const ForecastBook *book, double units);
extern double forecast_book_unit(const ForecastBook *book);
extern double forecast_book_round(const ForecastBook *book, double units);

#endif							/* SOCIAL_SERVICES_FORECAST_BOOK_H */
