/*
 * forecast_theta.c
 *
 * The theta method of Assimakopoulos and Nikolopoulos, The theta model: a decomposition
 * approach to forecasting, International Journal of Forecasting 16 (2000), as Hyndman and
 * Billah, Unmasking the Theta method, in the same journal 19 (2003), simplify it and
 * thetaf of R's package forecast computes it:
 *
 *   1. Months are adjusted for seasons if their autocorrelation at lag 12 differs from 0 by
 *      the 90 % test, in the classical way: each month divided by the mean of such
 *      months' ratios to the centred average of twelve.
 *   2. Simple exponential smoothing, with the weight alpha and the first level that make the
 *      squares of its errors least, gives the level.
 *   3. Half the slope b of a straight line through all months is added: of n months, the
 *      h-th to come is level + b / 2 * (h - 1 + (1 - (1 - alpha)^n) / alpha).
 *   4. Times its season.
 *
 * Where months have both signs or an average or a season is 0, a ratio means nothing,
 * and seasons are differences instead. (thetaf then does without seasons or divides all
 * the same.) Months that never were negative do not become so in sum.
 *
 * Months are aligned: the first is the first of a fiscal year. A forecast is asked for after many of
 * them, for trials of earlier years after as many months each. What does not depend on where the
 * known ones end is found once for all in a ThetaWindow, in one pass: each month's ratio to its average, and the
 * sums of the test; only the smoothing is made for each.
 *
 * The largest amount of a book is between 10^-100 and 10^104, see forecast_book.c, so that squares are in range.
 */
#include "forecast_theta.h"

#include "forecast_smoothing.h"

#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#define PERIOD			12
#define MIN_SEASONAL	(2 * PERIOD + 1)	/* months that show a season */
#define TEST_QUANTILE	1.6448536269514722	/* of the standard normal distribution, 95 % */
#define MIN_INDEX		0.0001	/* as in thetaf: below, a season is 0 */
#define LANES			4

/*
 * Carries sums of products on from month to month: of what months are above the mean of the first of
 * them, so that little is lost where the mean of all is taken from them.
 */
WIDE_LANES
static void
add_products(ThetaWindow *window)
{
	double		value[PERIOD + THETA_MAX_MONTHS];
	double		product[PERIOD] = {0};
	double		square = 0;
	double		sum = 0;
	double		origin = 0;

	for (int i = 0; i < MIN_SEASONAL; i++)
		origin += window->month[i];
	origin /= MIN_SEASONAL;
	memset(value, 0, PERIOD * sizeof(double));
	window->sum[0] = 0;
	for (int i = 0; i < window->months; i++)
	{
		double		here = window->month[i] - origin;

		value[PERIOD + i] = here;
		sum += here;
		square += here * here;
		for (int lag = 0; lag < PERIOD; lag++)
			product[lag] += here * value[i + lag];
		memcpy(window->product[i + 1], product, sizeof(product));
		window->sum[i + 1] = sum;
		window->square[i + 1] = square;
	}
}

/*
 * Whether so many months have seasons, by the test that thetaf makes: the autocorrelation at lag 12
 * is above its bound, in squares.
 */
WIDE_LANES
static bool
is_seasonal(const ThetaWindow *window, int months)
{
	double		correlation[PERIOD];	/* at lag 12 first, at lag 1 last */
	double		squares[LANES] = {0};
	double		sum;
	double		mean;
	double		variance;
	double		bound = 0;

	if (months < MIN_SEASONAL)
		return false;
	/* Of the callers none has more than THETA_MAX_MONTHS. */
	/* cppcheck-suppress arrayIndexOutOfBoundsCond */
	sum = window->sum[months];
	mean = sum / months;
	/* cppcheck-suppress arrayIndexOutOfBoundsCond */
	variance = window->square[months] - sum * mean;
	if (variance <= 0)
		return false;
	for (int lag = 0; lag < PERIOD; lag++)
		correlation[lag] = (window->product[months][lag] -
							mean * (sum - window->sum[PERIOD - lag] + window->sum[months - PERIOD + lag] -
									mean * (months - PERIOD + lag))) / variance;
	for (int lag = 0; lag < PERIOD; lag += LANES)
		for (int lane = 0; lane < LANES; lane++)
			squares[lane] += correlation[lag + lane] * correlation[lag + lane];
	for (int lane = 0; lane < LANES; lane++)
		bound += squares[lane];
	bound = TEST_QUANTILE * TEST_QUANTILE * (1 + 2 * (bound - correlation[0] * correlation[0]));
	return correlation[0] * correlation[0] * months > bound;
}

/*
 * Sums of what months have to their centred averages, carried on from year to year.
 */
WIDE_LANES
static void
compare_with_average(ThetaWindow *window)
{
	const double *month = window->month;
	int			end = window->months - PERIOD / 2;

	for (int i = PERIOD / 2; i < end; i++)
	{
		double		average = 0.5 * month[i - PERIOD / 2];

		/* A sum afresh, not rolled on: what has been subtracted would stay as an error. */
		for (int lag = 1; lag < PERIOD; lag++)
			average += month[i - PERIOD / 2 + lag];
		average = (average + 0.5 * month[i + PERIOD / 2]) / PERIOD;
		if (average == 0)
			window->first_without_ratio = i < window->first_without_ratio ? i : window->first_without_ratio;
		window->ratios[i] = average == 0 ? 0 : month[i] / average;
		window->differences[i] = month[i] - average;
		if (i >= PERIOD + PERIOD / 2)
		{
			window->ratios[i] += window->ratios[i - PERIOD];
			window->differences[i] += window->differences[i - PERIOD];
		}
	}
}

/*
 * Looks at months from the first of a year on, all that may be asked for.
 */
void
theta_look(ThetaWindow *window, const double *month, int months)
{
	window->month = month;
	window->months = months;
	for (int i = 0; i <= THETA_MAX_MONTHS; i++)
		window->to_come[i] = NAN;
	window->first_negative = window->first_positive = window->first_without_ratio = months;
	for (int i = months - 1; i >= 0; i--)
	{
		if (month[i] < 0)
			window->first_negative = i;
		if (month[i] > 0)
			window->first_positive = i;
	}
	if (months >= MIN_SEASONAL)
	{
		add_products(window);
		compare_with_average(window);
	}
}

/*
 * Seasons by place in the year after so many months, as factors or, where those mean nothing,
 * as differences. Tells which.
 */
static bool
find_seasons(const ThetaWindow *window, int months, double *season)
{
	int			end = months - PERIOD / 2;
	bool		as_factors = end <= window->first_without_ratio && (months <= window->first_negative || months <= window->first_positive);

	for (;;)
	{
		const double *sum = as_factors ? window->ratios : window->differences;
		double		mean = 0;

		/* The last twelve that have an average have each place once. */
		for (int i = end - PERIOD; i < end; i++)
			season[i % PERIOD] = sum[i] / ((i - PERIOD / 2) / PERIOD + 1);
		for (int place = 0; place < PERIOD; place++)
			mean += season[place];
		mean /= PERIOD;
		for (int place = 0; place < PERIOD; place++)
			season[place] = as_factors ? season[place] / mean : season[place] - mean;
		if (!as_factors)
			return false;
		for (int place = 0; place < PERIOD; place++)
			as_factors = as_factors && season[place] >= MIN_INDEX;
		if (as_factors)
			return true;
	}
}

/* Months that are to be smoothed, and what makes a forecast of that. */
typedef struct Adjusted
{
	int			months;			/* so many */
	bool		any_negative;
	bool		any_positive;
	bool		has_seasons;
	bool		as_factors;
	double		season[PERIOD];
	double		slope;			/* of a straight line through them */
} Adjusted;

/*
 * Adjusts so many months for seasons. Months of the last year that are not known are computed
 * with, and left out.
 */
WIDE_LANES
static void
adjust(const ThetaWindow *window, int months, Adjusted *result, Smoothed *smoothed)
{
	static const double twice[PERIOD] = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22};
	const double *month = window->month;
	double		adjusted[THETA_MAX_MONTHS + 1];
	double		factor[PERIOD];
	double		less[PERIOD];
	double		slopes[PERIOD] = {0};
	double		slope = 0;
	double	   *difference = smoothing_differences(smoothed);
	bool		has_seasons = is_seasonal(window, months);
	bool		as_factors = has_seasons && find_seasons(window, months, result->season);

	for (int place = 0; place < PERIOD; place++)
	{
		factor[place] = as_factors ? 1 / result->season[place] : 1;
		less[place] = has_seasons && !as_factors ? result->season[place] : 0;
	}
	for (int i = 0; i < months; i += PERIOD)
		for (int place = 0; place < PERIOD; place++)
			adjusted[i + place] = (month[i + place] - less[place]) * factor[place];
	for (int i = months; i % PERIOD != 0; i++)
		adjusted[i] = 0;
	for (int i = 1; i < months; i++)
		difference[i - 1] = adjusted[i] - adjusted[i - 1];

	/* sum of (i - mean i) y over sum of (i - mean i)^2, which is n (n^2 - 1) / 12; times 2 each. */
	for (int i = 0; i < months; i += PERIOD)
		for (int place = 0; place < PERIOD; place++)
			slopes[place] += (2 * i - (months - 1) + twice[place]) * adjusted[i + place];
	for (int place = 0; place < PERIOD; place++)
		slope += slopes[place];
	result->slope = 6 * slope / ((double) months * ((double) months * months - 1));
	result->months = months;
	result->has_seasons = has_seasons;
	result->as_factors = as_factors;
	result->any_negative = window->first_negative < months;
	result->any_positive = window->first_positive < months;
	smoothed->differences = months - 1;
	/* There are some. */
	/* cppcheck-suppress uninitvar */
	smoothed->last = adjusted[months - 1];
}

/*
 * What the other months of the year will come to in sum, from what smoothing gave.
 */
static double
sum_to_come(const Adjusted *adjusted, const Smoothed *smoothed)
{
	double		sum = 0;

	for (int i = 0; i < PERIOD - adjusted->months % PERIOD; i++)
	{
		double		value = smoothed->level + adjusted->slope / 2 * (i + (1 - smoothed->rest) / smoothed->alpha);
		int			place = (adjusted->months + i) % PERIOD;

		if (adjusted->has_seasons)
			value = adjusted->as_factors ? value * adjusted->season[place] : value + adjusted->season[place];
		sum += value;
	}
	/* Months that all are on one side of 0 do not cross it. */
	if (!(adjusted->any_negative && adjusted->any_positive) && (adjusted->any_positive ? sum < 0 : sum > 0))
		return 0;
	return sum;
}

/*
 * Finds what the rest of a year will come to, after each of some numbers of months.
 */
void
theta_find(ThetaWindow *window, const int *months, int count)
{
	Adjusted	adjusted[SMOOTHING_BESIDE];
	Smoothed	smoothed[SMOOTHING_BESIDE];
	int			beside = smoothing_beside();
	int			waiting = 0;

	for (int i = 0; i < count; i++)
	{
		/* Of months that all are 0 nothing is to come. */
		window->to_come[months[i]] = 0;
		if (window->first_negative < months[i] || window->first_positive < months[i])
		{
			adjust(window, months[i], &adjusted[waiting], &smoothed[waiting]);
			waiting++;
		}
		if (waiting < beside && i < count - 1)
			continue;
		smoothing_find_best(smoothed, waiting);
		for (int j = 0; j < waiting; j++)
			window->to_come[adjusted[j].months] = sum_to_come(&adjusted[j], &smoothed[j]);
		waiting = 0;
	}
}
