/*
 * forecast_smoothing.c
 *
 * Simple exponential smoothing with the weight, and the first level, that make the squares of the errors least.
 *
 * R's ets searches the weight alpha step by step from a start; here sixteen are tried, and twice eight around the
 * best of them and the least of the parabola through it and its neighbours, side by side in
 * the processor's lanes: that finds the least of all, takes less than a microsecond, and does not
 * depend on where a search begins.
 *
 * A month's error waits for that of the month before. Where lanes are so wide that a processor would wait most of the
 * time, it smooths four series side by side.
 */
#include "forecast_smoothing.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#define MIN_ALPHA		0.0001	/* bounds of R's ets */
#define MAX_ALPHA		0.9999
#define WEIGHTS			16		/* of the first search */
#define AROUND			8		/* weights around the best */
#define MAX_LANES		(SMOOTHING_BESIDE * AROUND)
#define POWER_OF_2_ABOVE_MONTHS	256

/* Smoothing with several weights, side by side. */
typedef struct Smoothing
{
	double		error[MAX_LANES];	/* sum of squares */
	double		level[MAX_LANES];	/* after the last month */
	double		rest[MAX_LANES];	/* (1 - alpha)^n */
} Smoothing;

/*
 * Smooths each of some series with so many weights, each with the first level that is best for
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
 *
 * Shorter ones begin, from either end, with differences of 0, which leave both sums 0.
 */
static ALWAYS_INLINE_MATHS void
smooth(Smoothed *series, int length, const double *alpha, Smoothing *result, const int beside, const int weights)
{
	double		r[MAX_LANES];
	double		error[MAX_LANES];
	double		squares[MAX_LANES];
	double		sum[MAX_LANES];
	double		power[MAX_LANES];	/* r^n */
	const double *next[SMOOTHING_BESIDE];
	const double *before[SMOOTHING_BESIDE];

	for (int s = 0; s < beside; s++)
	{
		next[s] = smoothing_differences(&series[s]) + series[s].differences - length;
		before[s] = smoothing_differences(&series[s]) + length - 1;
	}
	for (int lane = 0; lane < beside * weights; lane++)
	{
		r[lane] = 1 - alpha[lane];
		error[lane] = squares[lane] = sum[lane] = 0;
		power[lane] = 1;
	}
	for (int bit = POWER_OF_2_ABOVE_MONTHS / 2; bit > 0; bit /= 2)
	{
		for (int lane = 0; lane < beside * weights; lane++)
			power[lane] *= power[lane];
		for (int s = 0; s < beside; s++)
			if ((series[s].differences + 1) & bit)
				for (int lane = s * weights; lane < (s + 1) * weights; lane++)
					power[lane] *= r[lane];
	}
	for (int i = 0; i < length; i++)
		for (int s = 0; s < beside; s++)
		{
			double		from_start = next[s][i];
			double		from_end = before[s][-i];

			for (int lane = s * weights; lane < (s + 1) * weights; lane++)
			{
				/* cppcheck-suppress uninitvar */
				error[lane] = from_start + r[lane] * error[lane];
				squares[lane] += error[lane] * error[lane];
				sum[lane] = (from_end + sum[lane]) * r[lane];
			}
		}
	for (int lane = 0; lane < beside * weights; lane++)
	{
		double		product = sum[lane] - power[lane] * r[lane] * error[lane];
		double		higher = product / (1 - power[lane] * power[lane]);

		result->error[lane] = squares[lane] - higher * product / (1 - r[lane] * r[lane]);
		result->level[lane] = series[lane / weights].last - r[lane] * error[lane] + higher * power[lane];
		result->rest[lane] = power[lane];
	}
}

/*
 * Which of them is the least, the first of those that are: halves are compared until one is left.
 */
static ALWAYS_INLINE_MATHS int
least(const double *error, const int count)
{
	double		less[WEIGHTS];
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
static inline double
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
 * Finds the best weights of some series, so many lanes at a time, and what smoothing with them gives.
 */
static ALWAYS_INLINE_MATHS void
find_best(Smoothed *series, const int beside, const int lanes)
{
	double		alpha[MAX_LANES];
	double		middle[SMOOTHING_BESIDE];
	Smoothing	result;
	double		step = (MAX_ALPHA - MIN_ALPHA) / (WEIGHTS - 1);
	int			length = 0;

	for (int s = 0; s < beside; s++)
		length = length > series[s].differences ? length : series[s].differences;
	for (int s = 0; s < beside; s++)
	{
		double	   *difference = smoothing_differences(&series[s]);
		int			room = length - series[s].differences;

		memset(difference - room, 0, room * sizeof(double));
		memset(difference + series[s].differences, 0, room * sizeof(double));
	}

	/* All there are; then around the best and its parabola's least, and again, finer. */
	for (int lane = 0; lane < lanes; lane++)
		alpha[lane] = MIN_ALPHA + lane % WEIGHTS * step;
	for (int s = 0; s < beside; s++)
	{
		const double *error = result.error + s * WEIGHTS % lanes;
		int			best;

		if (s * WEIGHTS % lanes == 0)
			smooth(series + s, length, alpha, &result, lanes / WEIGHTS, WEIGHTS);
		best = least(error, WEIGHTS);
		middle[s] = alpha[best] + step * vertex(error, best, WEIGHTS);
	}
	for (int round = 0; round < 2; round++)
	{
		step *= 2.0 / AROUND;
		for (int lane = 0; lane < beside * AROUND; lane++)
			alpha[lane] = alpha_near(middle[lane / AROUND] + (lane % AROUND - AROUND / 2 + 1) * step);
		smooth(series, length, alpha, &result, beside, AROUND);
		for (int s = 0; s < beside; s++)
		{
			const double *error = result.error + s * AROUND;
			int			best = least(error, AROUND);
			int			lane = s * AROUND + best;

			middle[s] = alpha[lane] + step * vertex(error, best, AROUND);
			series[s].alpha = alpha[lane];
			series[s].level = result.level[lane];
			series[s].rest = result.rest[lane];
		}
	}
}

#ifdef HAS_WIDEST_LANES
WIDEST_LANES
static void
find_best_of_four(Smoothed *series)
{
	find_best(series, SMOOTHING_BESIDE, SMOOTHING_BESIDE * AROUND);
}
#endif

WIDE_LANES
static void
find_best_of_one(Smoothed *series)
{
	find_best(series, 1, WEIGHTS);
}

/*
 * How many series this processor is to be given at a time.
 */
int
smoothing_beside(void)
{
#ifdef HAS_WIDEST_LANES
	if (__builtin_cpu_supports("avx512f"))
		return SMOOTHING_BESIDE;
#endif
	return 1;
}

/*
 * Finds the best weights of one series, or of as many as smoothing_beside said, which are computed side by side.
 */
void
smoothing_find_best(Smoothed *all, int count)
{
#ifdef HAS_WIDEST_LANES
	if (count == SMOOTHING_BESIDE)
	{
		find_best_of_four(all);
		return;
	}
#endif
	for (int i = 0; i < count; i++)
		find_best_of_one(&all[i]);
}
