/*
 * forecast_method.h
 *
 * Ways to forecast what a year will come to from what the first months of it
 * came to. forecast_method.c has the formulas.
 */
#ifndef SOCIAL_SERVICES_FORECAST_METHOD_H
#define SOCIAL_SERVICES_FORECAST_METHOD_H

#include "year_sums.h"

/* Of equally good ones auto takes the first. */
typedef enum ForecastMethod
{
	FORECAST_SEASONAL,
	FORECAST_LAST_YEAR,
	FORECAST_RUN_RATE,
	FORECAST_AUTO,
	FORECAST_METHODS
} ForecastMethod;

extern const char *const forecast_method_name[FORECAST_METHODS];

typedef struct ForecastYear
{
	bool		is_full;		/* whether all twelve months are known */
	Numeric		so_far;			/* sum of the first months */
	Numeric		total;			/* sum of all, where it is full */
} ForecastYear;

/*
 * Sums of the full years on one side of a year, each with its weight, which falls
 * with the distance.
 */
typedef struct WeightedYears
{
	int64		weight;			/* sum of the weights, 0 where there is no such year */
	Numeric		so_far;
	Numeric		total;
} WeightedYears;

typedef struct ForecastHistory
{
	int			months;			/* how many the first months are, from 0 to 12 */
	int			shift;			/* amounts are in units of 10^-shift; made by
								 * forecast_shift_decimals */
	ForecastYear year[EARLIER_YEARS + 1];	/* by age; 0 is the one to forecast */
	WeightedYears older[EARLIER_YEARS + 1]; /* of each year, by its age; made by
											 * forecast_weigh_years */
	WeightedYears newer[EARLIER_YEARS + 1];
} ForecastHistory;

extern void forecast_shift_decimals(ForecastHistory *history);
extern Numeric forecast_shift_back(const ForecastHistory *history, Numeric result);
extern void forecast_weigh_years(ForecastHistory *history);
extern ForecastMethod forecast_method_used(const ForecastHistory *history, ForecastMethod method);
extern Numeric forecast_year_end(const ForecastHistory *history, ForecastMethod method);
extern Numeric forecast_margin(const ForecastHistory *history, ForecastMethod method, Numeric year_end);

#endif							/* SOCIAL_SERVICES_FORECAST_METHOD_H */
