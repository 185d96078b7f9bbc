/*
 * forecast_method.h
 *
 * Ways to forecast what a year will come to from what the first months of it
 * came to. forecast_method.c has the formulas, forecast_auto.c those of their combination.
 */
#ifndef SOCIAL_SERVICES_FORECAST_METHOD_H
#define SOCIAL_SERVICES_FORECAST_METHOD_H

#include "forecast_book.h"

/* Serialized states hold the numbers, and are refused after a change: see SerializedFormat. */
typedef enum ForecastMethod
{
	FORECAST_RUN_RATE,
	FORECAST_LAST_YEAR,
	FORECAST_SEASONAL,
	FORECAST_THETA,
	FORECAST_AUTO,				/* after all that it combines */
	FORECAST_METHODS
} ForecastMethod;

#define ALL_METHODS			((1 << FORECAST_METHODS) - 1)
#define FORECAST_MIN_ERRORS	2	/* that tell how far off a forecast may be: of three years in a row */
#define METHOD_NAMES		"run_rate, last_year, seasonal, theta or auto"

extern const char *const forecast_method_name[FORECAST_METHODS];

/*
 * What methods say of a year after some months.
 */
typedef struct ForecastTrial
{
	bool		is_made;
	double		forecast[FORECAST_METHODS]; /* NO_VALUE where there is none */
	double		off[FORECAST_AUTO]; /* by how much of what the year came to, for auto */
	unsigned	has_off;		/* which of these have a value, a bit each */
	ForecastMethod used;		/* by auto */
} ForecastTrial;

/*
 * What methods say of a year after some months, and what they would have said of the earlier
 * ones then: each from the years before it that are looked at. By age: how many years a year
 * lies before the one that is forecast.
 */
typedef struct ForecastTrials
{
	int			months;			/* how many the first months are, from 0 to 12 */
	int			basis_years;	/* how many earlier years can be learned from */
	bool		is_full[EARLIER_YEARS + 2]; /* the last is not looked at */
	double		so_far[EARLIER_YEARS + 1];
	double		total[EARLIER_YEARS + 1];	/* where the year is full, or known so far */
	bool		never_negative; /* no month looked at was */
	bool		never_positive;
	ForecastTrial trial[EARLIER_YEARS + 1];

	/* Of the year itself, for who explains its forecast. */
	double		share;			/* of a year that seasonal takes its first months to have, NO_VALUE where none means anything */
	double		grown;			/* what seasonal would say of the months to come if growth were not damped */
	double		weight[FORECAST_AUTO];	/* of methods that auto combines, 0 of others */
} ForecastTrials;

/* Amounts in units. */
typedef struct ForecastResult
{
	double		year_end;		/* NO_VALUE where there is none */
	double		low;			/* NO_VALUE where nothing is known of the error */
	double		high;
	ForecastMethod used;
	int			basis_years;
	int			errors;			/* how many earlier years' errors are known */
	double		mean_error;		/* their weighted mean in relation to the forecasts, NO_VALUE
								 * where there is none */
	double		error_weight;	/* sum of the weights */
} ForecastResult;

/* A year weighs so much of what the next one does. */
#define OLDER_YEAR_WEIGHT	0.75

/* Growth counts as if so many further months had shown none. */
#define DAMPING_MONTHS		2

extern ForecastMethod forecast_method_named(const char *name);
extern ForecastMethod forecast_method_labelled(Oid value);
extern void forecast_try(ForecastBook *book, int year, int months, unsigned methods, ForecastTrials *trials);
extern void forecast_make(const ForecastBook *book, const ForecastTrials *trials, ForecastMethod method, ForecastResult *result);
extern double forecast_by_theta(ForecastBook *book, int place, int first, int months);
extern void forecast_find_by_theta(ForecastBook *book, int year, int months, const ForecastTrials *trials);
extern double forecast_carried_on(double booked, double so_far, double total);
extern void forecast_combine_methods(ForecastTrials *trials, int age);

/*
 * Whether what methods say of an earlier year can be judged: by its outcome, and with a year
 * right before to go by.
 */
static inline bool
forecast_is_tried(const ForecastTrials *trials, int age)
{
	return trials->is_full[age] && trials->is_full[age + 1];
}

/* Whether a year has anything booked in its first months: else there is no forecast but before them. */
static inline bool
forecast_is_booked(const BookYear *year, int months)
{
	return months == 0 || (year->booked & ((1 << months) - 1)) != 0;
}

#endif							/* SOCIAL_SERVICES_FORECAST_METHOD_H */
