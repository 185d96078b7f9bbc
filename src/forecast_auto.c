/*
 * forecast_auto.c
 *
 * auto: the weighted median of the methods. Several forecasts together are off by less than most of
 * them: Bates and Granger, The combination of forecasts, Operational Research Quarterly 20
 * (1969); Clemen, Combining forecasts: a review, International Journal of Forecasting 5
 * (1989). A median and not a mean, because where years are few, or a head is new, one of the
 * methods is often off by a multiple.
 *
 * What earlier years show gives each method its weight, 1 / error^3:
 *
 *   e_mj    how far method m was off for the year j years before, as a fraction of its outcome,
 *           after the same months, from the years before it. A method that had no
 *           forecast of it is taken to have been off by as much as is usual for those
 *           that had one.
 *   E_m     sum of (3/4)^(j - 1) e_mj, W the sum of these weights
 *   error_m (E_m + usual_m / 2) / (W + 1/2)
 *
 * where usual_m is the mean of all, times 3/2 for the run rate, which knows nothing of seasons:
 * few years show little, so that weights are drawn towards those that the methods have
 * without any, as by half a year's error.
 *
 * Ordered by their forecasts, methods stand at the middle of their weights; between the two around half
 * of all weights the forecast is on the straight line. The constants were chosen on the series
 * of test/accuracy that are there to choose by.
 */
#include "forecast_method.h"

#define SHRINKING_WEIGHT	0.5
#define LEAST_ERROR			1e-12	/* so that none has all weight there is */

static const double prior[FORECAST_AUTO] = {1.5, 1, 1, 1};

/*
 * The errors that the methods are weighted by.
 */
static void
find_errors(const ForecastTrials *trials, int age, unsigned taking_part, double *error)
{
	double		weights = 0;
	double		weight = 1;
	double		errors = 0;
	double		priors = 0;

	for (int method = 0; method < FORECAST_AUTO; method++)
		error[method] = 0;
	for (int year = age + 1; year < EARLIER_YEARS; year++, weight *= OLDER_YEAR_WEIGHT)
	{
		const double *off = trials->trial[year].off;
		unsigned	known = trials->trial[year].has_off & taking_part;
		double		usual = 0;
		double		usual_prior = 0;

		if (known == 0)
			continue;
		/* Most years: all known, of which none is asked whether it is. Those that do not take part are of no use. */
		if (known == taking_part)
		{
			for (int method = 0; method < FORECAST_AUTO; method++)
				error[method] += weight * off[method];
			weights += weight;
			continue;
		}
		for (int method = 0; method < FORECAST_AUTO; method++)
			if (known & (1u << method))
			{
				usual += off[method];
				usual_prior += prior[method];
			}
		for (int method = 0; method < FORECAST_AUTO; method++)
			if (taking_part & (1u << method))
				error[method] += weight * (HAS_VALUE(off[method]) ? off[method] : usual / usual_prior * prior[method]);
		weights += weight;
	}
	for (int method = 0; method < FORECAST_AUTO; method++)
		if (taking_part & (1u << method))
		{
			errors += error[method];
			priors += prior[method];
		}
	for (int method = 0; method < FORECAST_AUTO; method++)
		error[method] = weights == 0 ? prior[method] :
			(error[method] + SHRINKING_WEIGHT * (errors / weights / priors) * prior[method]) / (weights + SHRINKING_WEIGHT) + LEAST_ERROR;
}

/*
 * The weighted median of forecasts in order.
 */
static double
weighted_median(const double *forecast, const double *weight, int count)
{
	double		half = 0;
	double		below = 0;
	double		middle_before = 0;

	for (int i = 0; i < count; i++)
		half += weight[i];
	half /= 2;
	for (int i = 0; i < count; i++)
	{
		double		middle = below + weight[i] / 2;

		if (half <= middle)
			return i == 0 ? forecast[0] :
				forecast[i - 1] + (forecast[i] - forecast[i - 1]) * ((half - middle_before) / (middle - middle_before));
		middle_before = middle;
		below += weight[i];
	}
	return forecast[count - 1];
}

/*
 * The forecast by auto of the year of an age, from those of the methods and of years before.
 */
void
forecast_combine_methods(ForecastTrials *trials, int age)
{
	double		error[FORECAST_AUTO];
	double		forecast[FORECAST_AUTO] = {0};
	double		weight[FORECAST_AUTO] = {0};
	ForecastTrial *trial = &trials->trial[age];
	unsigned	taking_part = 0;	/* a bit each */
	int			count = 0;

	for (int method = 0; method < FORECAST_AUTO; method++)
		taking_part |= (unsigned) (HAS_VALUE(trial->forecast[method]) != 0) << method;
	find_errors(trials, age, taking_part, error);
	for (int method = 0; method < FORECAST_AUTO; method++)
	{
		int			place = count;

		trials->weight[method] = 0;
		if (!(taking_part & (1u << method)))
			continue;
		for (; place > 0 && forecast[place - 1] > trial->forecast[method]; place--)
		{
			forecast[place] = forecast[place - 1];
			weight[place] = weight[place - 1];
		}
		forecast[place] = trial->forecast[method];
		weight[place] = 1 / (error[method] * error[method] * error[method]);
		trials->weight[method] = weight[place];
		trial->used = method;
		count++;
	}
	for (int method = 0; method < FORECAST_AUTO; method++)
		trial->off[method] = (taking_part & (1u << method)) && trials->total[age] != 0 ?
			fabs(trial->forecast[method] - trials->total[age]) / fabs(trials->total[age]) : NO_VALUE;
	trial->has_off = 0;
	for (int method = 0; method < FORECAST_AUTO; method++)
		trial->has_off |= (unsigned) (HAS_VALUE(trial->off[method]) != 0) << method;
	if (count > 1)
		trial->used = FORECAST_AUTO;
	if (count > 0)
		trial->forecast[FORECAST_AUTO] = weighted_median(forecast, weight, count);
}
