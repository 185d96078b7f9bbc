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
 * the processor's lanes: that finds the least of all, takes less than a microsecond, and does not
 * depend on where a search begins.
 *
 * Months are aligned: the first is the first of a fiscal year. A forecast is asked for after many of
 * them, for trials of earlier years after as many months each. What does not depend on where the
 * known ones end is found once for all in a ThetaWindow, in one pass: each month's ratio to its average, and the
 * sums of the test; only the smoothing is made for each.
 *
 * The largest amount of a book is between 10^-100 and 10^104, see forecast_book.c, so that squares are in range.
 */
#include "forecast_theta.h"

#include <math.h>
#include <string.h>

#ifdef __GNUC__
#define ALWAYS_INLINE	__attribute__((always_inline)) inline
#else
#define ALWAYS_INLINE	inline
#endif

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
#define POWER_OF_2_ABOVE_MONTHS	256

/*
 * Processors with wider lanes use them: the same operations on the same numbers, in less time.
 */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE_LANES	__attribute__((target_clones("avx2", "default")))
#else
#define WIDE_LANES
#endif

/* Simple exponential smoothing with several weights, side by side. */
typedef struct Smoothing
{
	double		error[2 * LANES];	/* sum of squares */
	double		level[2 * LANES];	/* after the last month */
	double		rest[2 * LANES];	/* (1 - alpha)^n */
} Smoothing;

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
	double		squares[LANES / 2] = {0};
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
	for (int lag = 0; lag < PERIOD; lag += LANES / 2)
		for (int lane = 0; lane < LANES / 2; lane++)
			squares[lane] += correlation[lag + lane] * correlation[lag + lane];
	for (int lane = 0; lane < LANES / 2; lane++)
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

/*
 * Simple exponential smoothing with several weights, each with the first level that is best for
 * it, from the differences between n months, of which there are n - 1.
 *
 * With r = 1 - alpha, and the first month as the first level, the error of a month is
 * its difference from the one before, plus r times the error before: e_t = d_t + r e_(t - 1), and e_1 = 0.
 * If that level is h higher, it is e_t - h r^(t - 1), and the sum of squares is least for
 *
 *   h = sum e_t r^(t - 1) / sum r^(2 (t - 1)) = (sum d_t r^(t - 1) - r^(n + 1) e_n) / (1 - r^(2 n))
 *
 * by which it falls by h^2 (1 - r^(2 n)) / (1 - r^2). The sum of d_t r^(t - 1) is made from its end, by
 * Horner's rule.
 */
static ALWAYS_INLINE void
smooth(const double *difference, int differences, double last, const double *alpha, Smoothing *result, const int lanes)
{
	double		r[2 * LANES];
	double		error[2 * LANES];
	double		squares[2 * LANES];
	double		sum[2 * LANES];
	double		power[2 * LANES];	/* r^n */
	const double *from_end = difference + differences;

	for (int lane = 0; lane < lanes; lane++)
	{
		r[lane] = 1 - alpha[lane];
		error[lane] = squares[lane] = sum[lane] = 0;
		power[lane] = 1;
	}
	for (int bit = POWER_OF_2_ABOVE_MONTHS / 2; bit > 0; bit /= 2)
	{
		for (int lane = 0; lane < lanes; lane++)
			power[lane] *= power[lane];
		if ((differences + 1) & bit)
			for (int lane = 0; lane < lanes; lane++)
				power[lane] *= r[lane];
	}
	for (int i = differences; i > 0; i--)
	{
		double		next = *difference++;
		double		before = *--from_end;

		for (int lane = 0; lane < lanes; lane++)
		{
			error[lane] = next + r[lane] * error[lane];
			squares[lane] += error[lane] * error[lane];
			sum[lane] = (before + sum[lane]) * r[lane];
		}
	}
	for (int lane = 0; lane < lanes; lane++)
	{
		double		product = sum[lane] - power[lane] * r[lane] * error[lane];
		double		higher = product / (1 - power[lane] * power[lane]);

		result->error[lane] = squares[lane] - higher * product / (1 - r[lane] * r[lane]);
		result->level[lane] = last - r[lane] * error[lane] + higher * power[lane];
		result->rest[lane] = power[lane];
	}
}

WIDE_LANES
static void
smooth_all(const double *difference, int differences, double last, const double *alpha, Smoothing *result)
{
	smooth(difference, differences, last, alpha, result, 2 * LANES);
}

WIDE_LANES
static void
smooth_around(const double *difference, int differences, double last, const double *alpha, Smoothing *result)
{
	smooth(difference, differences, last, alpha, result, LANES);
}

/*
 * Which of them is the least, the first of those that are: halves are compared until one is left.
 */
static int
least(const double *error, int count)
{
	double		less[2 * LANES];
	int			best = 0;

	memcpy(less, error, count * sizeof(double));
	for (int half = count / 2; half > 0; half /= 2)
		for (int i = 0; i < half; i++)
			less[i] = less[i] < less[half + i] ? less[i] : less[half + i];
	while (best < count - 1 && error[best] != less[0])
		best++;
	return best;
}

/*
 * Where a parabola through a point and its neighbours has its least, as a number of steps from it.
 */
static double
vertex(const double *error, int best, int count)
{
	double		left;
	double		right;

	if (best == 0 || best == count - 1)
		return 0;
	left = error[best - 1] - error[best];
	right = error[best + 1] - error[best];
	return left + right > 0 ? 0.5 * (left - right) / (left + right) : 0;
}

static inline double
alpha_near(double alpha)
{
	return alpha < MIN_ALPHA ? MIN_ALPHA : alpha > MAX_ALPHA ? MAX_ALPHA : alpha;
}

/*
 * The weight that makes the squares of the errors least, and what smoothing with it gives.
 */
static double
best_smoothing(const double *difference, int differences, double last, double *level, double *rest)
{
	double		alpha[2 * LANES];
	Smoothing	result;
	double		step = (MAX_ALPHA - MIN_ALPHA) / (2 * LANES - 1);
	double		middle;
	int			best;

	/* All there are; then around the best and its parabola's least, and again, finer. */
	for (int i = 0; i < 2 * LANES; i++)
		alpha[i] = MIN_ALPHA + i * step;
	smooth_all(difference, differences, last, alpha, &result);
	best = least(result.error, 2 * LANES);
	middle = alpha[best] + step * vertex(result.error, best, 2 * LANES);
	for (int round = 0; round < 2; round++)
	{
		step *= 2.0 / LANES;
		for (int i = 0; i < LANES; i++)
			alpha[i] = alpha_near(middle + (i - LANES / 2 + 1) * step);
		smooth_around(difference, differences, last, alpha, &result);
		best = least(result.error, LANES);
		middle = alpha[best] + step * vertex(result.error, best, LANES);
	}
	*level = result.level[best];
	*rest = result.rest[best];
	return alpha[best];
}

/*
 * What the next months will come to in sum. Months of the last year that are not known are computed
 * with, and left out.
 */
WIDE_LANES
static double
sum_to_come(const ThetaWindow *window, int months, int to_come)
{
	static const double twice[PERIOD] = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22};
	const double *month = window->month;
	double		adjusted[THETA_MAX_MONTHS + 1];
	double		difference[THETA_MAX_MONTHS];
	double		season[PERIOD] = {0};
	double		factor[PERIOD];
	double		less[PERIOD];
	double		slopes[PERIOD] = {0};
	double		slope = 0;
	double		sum = 0;
	double		alpha;
	double		level;
	double		rest;
	bool		any_negative = window->first_negative < months;
	bool		any_positive = window->first_positive < months;
	bool		has_seasons = is_seasonal(window, months);
	bool		as_factors = has_seasons && find_seasons(window, months, season);

	if (!any_negative && !any_positive)
		return 0;
	for (int place = 0; place < PERIOD; place++)
	{
		factor[place] = as_factors ? 1 / season[place] : 1;
		less[place] = has_seasons && !as_factors ? season[place] : 0;
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
	slope = 6 * slope / ((double) months * ((double) months * months - 1));

	alpha = best_smoothing(difference, months - 1, adjusted[months - 1], &level, &rest);
	for (int i = 0; i < to_come; i++)
	{
		double		value = level + slope / 2 * (i + (1 - rest) / alpha);
		int			place = (months + i) % PERIOD;

		if (has_seasons)
			value = as_factors ? value * season[place] : value + season[place];
		sum += value;
	}
	/* Months that all are on one side of 0 do not cross it. */
	if (!(any_negative && any_positive) && (any_positive ? sum < 0 : sum > 0))
		return 0;
	return sum;
}

/*
 * What the next months will come to in sum, after so many.
 */
double
theta_sum_to_come(const ThetaWindow *window, int months, int to_come)
{
	return sum_to_come(window, months, to_come);
}
