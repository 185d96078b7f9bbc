/*
 * forecast_auto.c
 *
 * auto: the methods together. The mean of several forecasts is off by less than most of them,
 * and never by more than the worst: Bates and Granger, The combination of forecasts,
 * Operational Research Quarterly 20 (1969); Clemen, Combining forecasts: a review,
 * International Journal of Forecasting 5 (1989).
 *
 * What earlier years show gives each method its weight: over the years that all of
 * them could forecast, the mean of its absolute errors e, and then 1 / e^2 in relation to the others'.
 * Few years show little, so weights are drawn towards equal ones, as much as if
 * SHRINKING_YEARS years had shown no difference.
 *
 * With fewer than two such years the weights are equal, and the run rate, which knows
 * nothing of seasons, has none unless there is nothing else.
 */
#include "forecast_method.h"

#define MIN_TRIALS			2
#define SHRINKING_YEARS		2.0
#define LEAST_ERROR			0.001	/* in relation to the years: smaller ones are luck */

/*
 * The forecast of a year by methods together, and their weights, which add up to 1. Tells
 * the method where it is one alone.
 */
double
forecast_combine_methods(const ForecastTrials *trials, double *weight, ForecastMethod *used)
{
	double		error[FORECAST_AUTO] = {0};
	double		size = 0;
	double		weights = 0;
	double		forecast = 0;
	int			candidates = 0;
	int			years = 0;

	*used = FORECAST_AUTO;
	for (int method = 0; method < FORECAST_AUTO; method++)
		candidates += HAS_VALUE(trials->forecast[method][0]);
	for (int age = 1; age <= EARLIER_YEARS; age++)
	{
		bool		is_tried = trials->is_full[age];

		for (int method = 0; method < FORECAST_AUTO; method++)
			is_tried = is_tried && (!HAS_VALUE(trials->forecast[method][0]) || HAS_VALUE(trials->forecast[method][age]));
		if (!is_tried)
			continue;
		years++;
		size += fabs(trials->total[age]);
		for (int method = 0; method < FORECAST_AUTO; method++)
			error[method] += fabs(trials->forecast[method][age] - trials->total[age]);
	}
	for (int method = 0; method < FORECAST_AUTO; method++)
	{
		weight[method] = 0;
		if (!HAS_VALUE(trials->forecast[method][0]))
			continue;
		if (years >= MIN_TRIALS && size > 0)
		{
			double		relative = error[method] / size;

			weight[method] = 1 / (relative * relative + LEAST_ERROR * LEAST_ERROR);
		}
		else if (method != FORECAST_RUN_RATE || candidates == 1)
			weight[method] = 1;
		weights += weight[method];
	}
	for (int method = 0; method < FORECAST_AUTO; method++)
		if (weight[method] > 0)
		{
			double		equal = candidates == 1 ? 1 : method == FORECAST_RUN_RATE ? 0 : 1.0 / (candidates - 1);

			weight[method] = (years * weight[method] / weights + SHRINKING_YEARS * equal) / (years + SHRINKING_YEARS);
			forecast += weight[method] * trials->forecast[method][0];
			if (candidates == 1)
				*used = method;
		}
	return candidates == 0 ? NO_VALUE : forecast;
}
