/*
 * forecasts.h
 *
 * What functions that forecast a series share: how they read their arguments, and what they
 * say of an interval that is missing.
 */
#ifndef SOCIAL_SERVICES_FORECASTS_H
#define SOCIAL_SERVICES_FORECASTS_H

#include "forecast_method.h"

/* Why a forecast has no interval. */
typedef enum WhyNoInterval
{
	WHY_OVER, WHY_FEW, WHY_NEVER_WRONG,
	WHYS						/* it has one */
} WhyNoInterval;

extern const char *const forecasts_why_text[WHYS];

extern int32 forecasts_end_of_known(FunctionCallInfo fcinfo, int argument, const char *name, const MonthSeries *series);
extern void forecasts_leave_out_years(FunctionCallInfo fcinfo, int argument, ForecastBook *book);
extern WhyNoInterval forecasts_why_no_interval(const ForecastResult *forecast, int months);

#endif							/* SOCIAL_SERVICES_FORECASTS_H */
