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

typedef struct ForecastHistory
{
	int			months;			/* how many the first months are, from 0 to 12 */
	ForecastYear year[EARLIER_YEARS + 1];	/* by age; 0 is the one to forecast */
} ForecastHistory;

extern ForecastMethod forecast_method_used(const ForecastHistory *history, ForecastMethod method);
extern Numeric forecast_year_end(const ForecastHistory *history, ForecastMethod method);
extern Numeric forecast_margin(const ForecastHistory *history, ForecastMethod method);

#endif							/* SOCIAL_SERVICES_FORECAST_METHOD_H */
