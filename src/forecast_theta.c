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
 * R searches alpha step by step from a start; here sixteen are tried, and twice eight around the
 * best of them and the least of the parabola through it and its neighbours, side by side in
 * the processor's lanes: that finds the least of all, takes a microsecond or two, and does not
 * depend on where a search begins.
 *
 * Months are aligned: the first is the first of a fiscal year.
 */
#include "forecast_theta.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#define PERIOD			12
#define MIN_SEASONAL	(2 * PERIOD + 1)	/* months that show a season */
#define TEST_QUANTILE	1.6448536269514722	/* of the standard normal distribution, 95 % */
#define MIN_INDEX		0.0001	/* as in thetaf: below, a season is 0 */
#define MIN_ALPHA		0.0001	/* bounds of R's ets */
#define MAX_ALPHA		0.9999
#define LANES			8

/*
 * Processors with wider lanes use them: the same operations on the same numbers, in less time.
 */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE_LANES	__attribute__((target_clones("avx2", "default")))
#else
#define WIDE_LANES
#endif

typedef struct Smoothing
{
	double		error;			/* sum of squares */
	double		level;			/* after the last month */
	double		rest;			/* (1 - alpha)^n */
} Smoothing;

/*
 * Whether months have seasons, by the test that thetaf makes. Lags are summed side by side.
 */
static bool
is_seasonal(const double *month, int months)
{
	double		centred[PERIOD + THETA_MAX_MONTHS];
	double		covariance[PERIOD] = {0};	/* of lag 12 first, of lag 1 last */
	double		variance = 0;
	double		mean = 0;
	double		sum = 0;

	if (months < MIN_SEASONAL)
		return false;
	for (int i = 0; i < months; i++)
		mean += month[i];
	mean /= months;
	memset(centred, 0, PERIOD * sizeof(double));
	for (int i = 0; i < months; i++)
		centred[PERIOD + i] = month[i] - mean;
	for (int i = 0; i < months; i++)
	{
		double		value = centred[PERIOD + i];

		variance += value * value;
		for (int lag = 0; lag < PERIOD; lag++)
			covariance[lag] += value * centred[i + lag];
	}
	if (variance <= 0)
		return false;
	for (int lag = 1; lag < PERIOD; lag++)
		sum += covariance[lag] / variance * (covariance[lag] / variance);
	return fabs(covariance[0] / variance) > TEST_QUANTILE * sqrt((1 + 2 * sum) / months);
}

/*
 * Seasons by place in the year, as factors or, where those mean nothing, as differences.
 * Tells which.
 */
static bool
find_seasons(const double *month, int months, bool one_sign, double *season)
{
	double		average[THETA_MAX_MONTHS] = {0};
	double		factors = 0;
	bool		as_factors = one_sign;
	int			first = PERIOD / 2;
	int			end = months - PERIOD / 2;

	/* Sums afresh, not rolled on: what has been subtracted would stay as an error. */
	for (int i = first; i < end; i++)
		average[i] = 0.5 * month[i - PERIOD / 2];
	for (int lag = 1; lag < PERIOD; lag++)
		for (int i = first; i < end; i++)
			average[i] += month[i - PERIOD / 2 + lag];
	for (int i = first; i < end; i++)
	{
		average[i] = (average[i] + 0.5 * month[i + PERIOD / 2]) / PERIOD;
		as_factors = as_factors && average[i] > 0;
	}
	for (;;)
	{
		factors = 0;
		for (int place = 0; place < PERIOD; place++)
		{
			double		sum = 0;
			int			count = 0;

			for (int i = place < first ? place + PERIOD : place; i < end; i += PERIOD, count++)
				sum += as_factors ? month[i] / average[i] : month[i] - average[i];
			season[place] = sum / count;
			factors += season[place];
		}
		for (int place = 0; place < PERIOD; place++)
			season[place] = as_factors ? season[place] / (factors / PERIOD) : season[place] - factors / PERIOD;
		if (!as_factors)
			return false;
		for (int place = 0; place < PERIOD; place++)
			as_factors = as_factors && season[place] >= MIN_INDEX;
		if (as_factors)
			return true;
	}
}

/*
 * Simple exponential smoothing with several weights, each with the first level that is best
 * for it. Errors are linear in that level: if it is d higher than the first month, the
 * t-th error is e - d w with w = (1 - alpha)^(t - 1), and the sum of squares is least
 * for d = sum e w / sum w w, where sum w w = (1 - w^2) / (1 - (1 - alpha)^2).
 */
WIDE_LANES
static void
smooth(const double *month, int months, const double *alpha, Smoothing *result)
{
	double		a[LANES];
	double		level[LANES];
	double		weight[LANES];
	double		squares[LANES] = {0};
	double		products[LANES] = {0};

	for (int lane = 0; lane < LANES; lane++)
	{
		a[lane] = alpha[lane];
		level[lane] = month[0];
		weight[lane] = 1;
	}
	for (int i = 0; i < months; i++)
		for (int lane = 0; lane < LANES; lane++)
		{
			double		error = month[i] - level[lane];

			squares[lane] += error * error;
			products[lane] += error * weight[lane];
			level[lane] += a[lane] * error;
			weight[lane] -= a[lane] * weight[lane];
		}
	for (int lane = 0; lane < LANES; lane++)
	{
		double		rest = 1 - a[lane];
		double		higher = products[lane] * (1 - rest * rest) / (1 - weight[lane] * weight[lane]);

		result[lane].error = squares[lane] - higher * products[lane];
		result[lane].level = level[lane] + higher * weight[lane];
		result[lane].rest = weight[lane];
	}
}

static int
least(const Smoothing *result, int count)
{
	int			best = 0;

	for (int i = 1; i < count; i++)
		if (result[i].error < result[best].error)
			best = i;
	return best;
}

/*
 * Where a parabola through a point and its neighbours has its least, as a number of steps from it.
 */
static double
vertex(const Smoothing *result, int best, int count)
{
	double		left;
	double		right;

	if (best == 0 || best == count - 1)
		return 0;
	left = result[best - 1].error - result[best].error;
	right = result[best + 1].error - result[best].error;
	return left + right > 0 ? 0.5 * (left - right) / (left + right) : 0;
}

/*
 * The weight that makes the squares of the errors least, and what smoothing with it gives.
 */
static double
best_smoothing(const double *month, int months, Smoothing *smoothing)
{
	double		alpha[2 * LANES];
	Smoothing	result[2 * LANES];
	double		step = (MAX_ALPHA - MIN_ALPHA) / (2 * LANES - 1);
	double		middle;
	int			best;

	/* All there are; then around the best and its parabola's least, and again, finer. */
	for (int i = 0; i < 2 * LANES; i++)
		alpha[i] = MIN_ALPHA + i * step;
	smooth(month, months, alpha, result);
	smooth(month, months, alpha + LANES, result + LANES);
	best = least(result, 2 * LANES);
	middle = alpha[best] + step * vertex(result, best, 2 * LANES);
	for (int round = 0; round < 2; round++)
	{
		step *= 2.0 / LANES;
		for (int i = 0; i < LANES; i++)
			alpha[i] = fmin(fmax(middle + (i - LANES / 2 + 1) * step, MIN_ALPHA), MAX_ALPHA);
		smooth(month, months, alpha, result);
		best = least(result, LANES);
		middle = alpha[best] + step * vertex(result, best, LANES);
	}
	*smoothing = result[best];
	return alpha[best];
}

/*
 * What the next months will come to in sum.
 */
double
theta_sum_to_come(const double *month, int months, int to_come)
{
	double		adjusted[THETA_MAX_MONTHS];
	double		season[PERIOD];
	double		largest = 0;
	double		scale;
	double		slope = 0;
	double		sum = 0;
	double		alpha;
	bool		any_negative = false;
	bool		any_positive = false;
	bool		has_seasons;
	bool		as_factors = false;
	int			exponent;
	Smoothing	smoothing = {0};

	for (int i = 0; i < months; i++)
	{
		largest = fmax(largest, fabs(month[i]));
		any_negative |= month[i] < 0;
		any_positive |= month[i] > 0;
	}
	if (largest == 0)
		return 0;

	/* By a power of two, which changes no digit; so that squares are in range. Never negative, then. */
	frexp(largest, &exponent);
	scale = ldexp(any_positive ? 1 : -1, -exponent);
	for (int i = 0; i < months; i++)
		adjusted[i] = month[i] * scale;

	has_seasons = is_seasonal(adjusted, months);
	if (has_seasons)
	{
		as_factors = find_seasons(adjusted, months, !(any_negative && any_positive), season);
		for (int i = 0; i < months; i++)
			adjusted[i] = as_factors ? adjusted[i] / season[i % PERIOD] : adjusted[i] - season[i % PERIOD];
	}

	/* sum of (i - mean i) y over sum of (i - mean i)^2, which is n (n^2 - 1) / 12; times 2 each. */
	for (int i = 0; i < months; i++)
		slope += (2 * i - (months - 1)) * adjusted[i];
	slope = 6 * slope / ((double) months * ((double) months * months - 1));

	alpha = best_smoothing(adjusted, months, &smoothing);
	for (int i = 0; i < to_come; i++)
	{
		double		value = smoothing.level + slope / 2 * (i + (1 - smoothing.rest) / alpha);
		int			place = (months + i) % PERIOD;

		if (has_seasons)
			value = as_factors ? value * season[place] : value + season[place];
		sum += value;
	}
	if (!(any_negative && any_positive) && sum < 0)
		return 0;
	return ldexp(any_positive ? sum : -sum, exponent);
}
