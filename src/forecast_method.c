/*
 * forecast_method.c
 *
 * Ways to forecast what a year will come to from the sum B of its first k months.
 * For an earlier year, h is the sum of its first k months and t of all twelve.
 *
 *   run_rate    B * 12 / k
 *
 *   last_year   B + (t - h) * growth with growth = B / h of the year before: its
 *               remaining months, grown as much as the months so far
 *
 *   seasonal    B + remaining * (1 + k / (k + 2) * (growth - 1))
 *               where the earlier years teach which share of a year falls into the
 *               first k months, share = sum w h / sum w t with w = (3/4)^distance
 *               in years, so that recent years weigh more;
 *               remaining = t * (1 - share) and growth = B / (t * share) of the
 *               nearest year. Growth is damped, as if two further months had
 *               been like those of that year: what three months show may be chance,
 *               what nine months show is less so.
 *
 *   theta       B + what the theta method says of the months to come, from those of at
 *               most five full years right before and of this one: forecast_theta.c
 *
 *   auto        all that have a forecast, weighted: forecast_auto.c
 *
 * Estimating a year by the share that its first part usually has is the ratio
 * estimator of, for one, Guerrero and Elizondo, Forecasting a cumulative variable
 * using its partially accumulated data, Management Science 43 (1997); damping is
 * Gardner and McKenzie's idea, Management Science 31 (1985). Weights and damping
 * were chosen on the public series of test/accuracy.
 *
 * Growth is 1 where h is 0, for then nothing is known of it, and 0 where B has not
 * the sign of h. Where first and remaining months of the earlier years have
 * opposite signs, a share means nothing: the remaining months are expected to be as
 * they were on weighted average. No earlier year: seasonal is run_rate.
 *
 * Each earlier year forecast from all others after k months, before and after it, gives
 * an error, as a fraction of its forecast. (last_year and theta look at years before alone;
 * theta is tried on the five latest.) The margin is the one that four
 * out of five such errors do not exceed, in the manner of conformal prediction: of n
 * errors in order the one at place 4/5 (n + 1), rounded up, or the last. With
 * fewer than three errors, and where none was ever off, nothing is known of the
 * error, and there is no interval. Where no month ever was negative, the year
 * cannot end below what is booked, and the other way round.
 */
#include "forecast_method.h"

#include "forecast_theta.h"

#define DAMPING_MONTHS		2
#define OLDER_YEAR_WEIGHT	0.75
#define NOISE				1e-12	/* of doubles, in relation to what is added up */

const char *const forecast_method_name[FORECAST_METHODS] = {
	"seasonal", "last_year", "run_rate", "theta", "auto"
};

/*
 * Sums of the full years on one side of a year, each with its weight, which falls
 * with the distance.
 */
typedef struct WeightedYears
{
	double		weight;			/* sum of the weights, 0 where there is no such year */
	double		so_far;
	double		total;
	double		size;			/* of both parts of the years without their signs */
} WeightedYears;

/*
 * Makes the sums of the years one year farther from those of a year and that year's own.
 */
static void
weigh_next(WeightedYears *next, const WeightedYears *years, const ForecastTrials *trials, int age)
{
	*next = *years;
	if (trials->is_full[age])
	{
		next->weight += 1;
		next->so_far += trials->so_far[age];
		next->total += trials->total[age];
		next->size += fabs(trials->so_far[age]) + fabs(trials->total[age] - trials->so_far[age]);
	}
	next->weight *= OLDER_YEAR_WEIGHT;
	next->so_far *= OLDER_YEAR_WEIGHT;
	next->total *= OLDER_YEAR_WEIGHT;
	next->size *= OLDER_YEAR_WEIGHT;
}

/*
 * The full year nearest to another, of two as near the earlier; -1 where none is.
 */
static int
nearest_year(const ForecastTrials *trials, int age)
{
	for (int distance = 1; distance <= EARLIER_YEARS; distance++)
	{
		if (age + distance <= EARLIER_YEARS && trials->is_full[age + distance])
			return age + distance;
		/* The year to forecast teaches nothing. */
		if (age - distance > 0 && trials->is_full[age - distance])
			return age - distance;
	}
	return -1;
}

static double
run_rate(const ForecastTrials *trials, int age)
{
	return trials->months == 0 ? NO_VALUE : trials->so_far[age] * MONTHS_PER_YEAR / trials->months;
}

static double
last_year(const ForecastTrials *trials, int age)
{
	double		booked = trials->so_far[age];
	double		so_far;

	if (age == EARLIER_YEARS || !trials->is_full[age + 1])
		return NO_VALUE;
	so_far = trials->so_far[age + 1];
	if (so_far == 0)
		return booked + trials->total[age + 1];
	if ((so_far < 0) != (booked < 0) && booked != 0)
		return booked;
	return booked * (trials->total[age + 1] / so_far);
}

static double
seasonal(const ForecastTrials *trials, int age, const WeightedYears *older, const WeightedYears *newer)
{
	double		booked = trials->so_far[age];
	double		weight = older->weight + newer->weight;
	double		so_far = older->so_far + newer->so_far;
	double		total = older->total + newer->total;
	double		noise = NOISE * (older->size + newer->size);
	double		remaining = total - so_far;
	double		level;
	double		expected;

	if (weight == 0)
		return NO_VALUE;
	if (fabs(so_far) <= noise)
		so_far = 0;
	if (fabs(remaining) <= noise)
		remaining = 0;
	if (fabs(total) <= noise || (so_far != 0 && remaining != 0 && (so_far < 0) != (remaining < 0)))
		return booked + remaining / weight;
	level = trials->total[nearest_year(trials, age)];
	if (so_far == 0)
		return booked + level;

	/*
	 * level * (1 + k / (k + 2) * (growth - 1)) with growth = booked / (level * so_far / total), multiplied out,
	 * so that it holds for a level of 0 as well.
	 */
	expected = DAMPING_MONTHS * level;
	if (level == 0 || booked == 0 || (booked < 0) == ((level < 0) != ((so_far < 0) != (total < 0))))
		expected += trials->months * (booked * (total / so_far));
	return booked + remaining / total * expected / (trials->months + DAMPING_MONTHS);
}

static double
theta(ForecastBook *book, int place, int months)
{
	BookYear   *year = &book->year[place];
	int			before = 0;

	if (place < 0)
		return NO_VALUE;
	if (year->theta_known & (1 << months))
		return year->theta[months];
	while (before < THETA_YEARS && place - before > 0 && book->year[place - before - 1].is_full)
		before++;
	year->theta_known |= 1 << months;
	year->theta[months] = before < THETA_MIN_YEARS ? NO_VALUE :
		year->so_far[months] + theta_sum_to_come(book->year[place - before].month, before * MONTHS_PER_YEAR + months,
												 MONTHS_PER_YEAR - months);
	return year->theta[months];
}

/*
 * What is known of the year at a place in the book and of those before it.
 */
static void
look_at_years(const ForecastBook *book, int place, int months, ForecastTrials *trials)
{
	trials->months = months;
	trials->basis_years = 0;
	trials->never_negative = trials->never_positive = true;
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		const BookYear *year = &book->year[place - age];

		trials->is_full[age] = age > 0 && place - age >= 0 && year->is_full;
		if (place - age < 0 || (age > 0 && !trials->is_full[age]))
			continue;
		trials->so_far[age] = year->so_far[months];
		trials->total[age] = year->so_far[MONTHS_PER_YEAR];
		if (age == 0)
			for (int i = 0; i < months; i++)
			{
				trials->never_negative &= year->month[i] >= 0;
				trials->never_positive &= year->month[i] <= 0;
			}
		else
		{
			trials->basis_years++;
			trials->never_negative &= !year->any_negative;
			trials->never_positive &= !year->any_positive;
		}
	}
}

/*
 * Lets methods forecast a year, and the earlier ones left out each. Those that auto combines
 * are all of them.
 */
void
forecast_try(ForecastBook *book, int year, int months, unsigned methods, ForecastTrials *trials)
{
	WeightedYears older[EARLIER_YEARS + 1];
	WeightedYears newer[EARLIER_YEARS + 1];

	if (methods & (1 << FORECAST_AUTO))
		methods = ALL_METHODS;
	/* Without an earlier year it is that. */
	if (methods & (1 << FORECAST_SEASONAL))
		methods |= 1 << FORECAST_RUN_RATE;
	look_at_years(book, year, months, trials);

	if (methods & (1 << FORECAST_SEASONAL))
	{
		memset(&older[EARLIER_YEARS], 0, sizeof(WeightedYears));
		memset(newer, 0, 2 * sizeof(WeightedYears));
		for (int age = EARLIER_YEARS; age > 0; age--)
			weigh_next(&older[age - 1], &older[age], trials, age);
		for (int age = 1; age < EARLIER_YEARS; age++)
			weigh_next(&newer[age + 1], &newer[age], trials, age);
	}
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		bool		is_tried = age == 0 || trials->is_full[age];

		/* A year that is over came to what it came to. */
		for (int method = 0; method < FORECAST_AUTO; method++)
			trials->forecast[method][age] = is_tried && months == MONTHS_PER_YEAR ? trials->total[age] : NO_VALUE;
		if (!is_tried || months == MONTHS_PER_YEAR)
			continue;
		if (methods & (1 << FORECAST_SEASONAL))
			trials->forecast[FORECAST_SEASONAL][age] = seasonal(trials, age, &older[age], &newer[age]);
		if (methods & (1 << FORECAST_LAST_YEAR))
			trials->forecast[FORECAST_LAST_YEAR][age] = last_year(trials, age);
		if (methods & (1 << FORECAST_RUN_RATE))
			trials->forecast[FORECAST_RUN_RATE][age] = run_rate(trials, age);
		/* Of older years it would look at some that are too old to be looked at. */
		if ((methods & (1 << FORECAST_THETA)) && age <= EARLIER_YEARS - THETA_YEARS)
			trials->forecast[FORECAST_THETA][age] = theta(book, year - age, months);
	}
}

/*
 * By how much a year may end below or above its forecast, from what a combination of methods
 * would have said of the earlier years.
 */
static double
margin(const ForecastTrials *trials, const double *weight, double year_end, int *errors)
{
	double		error[EARLIER_YEARS];
	double		base[EARLIER_YEARS];
	bool		is_relative = year_end != 0;
	int			count = 0;

	for (int age = 1; age <= EARLIER_YEARS; age++)
	{
		double		forecast = 0;
		double		weights = 0;

		if (!trials->is_full[age])
			continue;
		for (int method = 0; method < FORECAST_AUTO; method++)
			if (weight[method] > 0 && HAS_VALUE(trials->forecast[method][age]))
			{
				forecast += weight[method] * trials->forecast[method][age];
				weights += weight[method];
			}
		if (weights == 0)
			continue;
		forecast /= weights;
		base[count] = fabs(forecast);
		error[count] = fabs(forecast - trials->total[age]);
		if (error[count] <= NOISE * (base[count] + fabs(trials->total[age])))
			error[count] = 0;
		is_relative = is_relative && forecast != 0;
		count++;
	}
	*errors = count;
	if (count < FORECAST_MIN_ERRORS)
		return NO_VALUE;

	/* In amounts where a forecast of 0 has no fractions; then in order. */
	for (int i = 0; i < count; i++)
	{
		double		next = is_relative ? error[i] / base[i] * fabs(year_end) : error[i];
		int			j = i;

		for (; j > 0 && error[j - 1] > next; j--)
			error[j] = error[j - 1];
		error[j] = next;
	}
	return error[Min((4 * (count + 1) + 4) / 5, count) - 1];
}

/*
 * The forecast by a method that was tried, with its interval.
 */
void
forecast_make(const ForecastBook *book, const ForecastTrials *trials, ForecastMethod method, ForecastResult *result)
{
	double		weight[FORECAST_AUTO] = {0};
	double		booked = trials->so_far[0];
	double		either_side;

	result->basis_years = trials->basis_years;
	result->errors = 0;
	result->low = result->high = NO_VALUE;
	if (method == FORECAST_AUTO)
		result->year_end = forecast_combine_methods(trials, weight, &method);
	else
	{
		if (method == FORECAST_SEASONAL && trials->basis_years == 0)
			method = FORECAST_RUN_RATE;
		weight[method] = 1;
		result->year_end = trials->forecast[method][0];
	}
	result->used = method;
	if (!HAS_VALUE(result->year_end))
		return;
	either_side = margin(trials, weight, result->year_end, &result->errors);
	result->year_end = forecast_book_round(book, result->year_end);

	/* Where none was ever off, the next may be all the same, and nobody knows by how much. */
	if (!(either_side > 0))
		return;
	either_side = Max(forecast_book_round(book, either_side), forecast_book_unit(book));
	result->low = result->year_end - either_side;
	result->high = result->year_end + either_side;
	if (trials->never_negative)
		result->low = Max(result->low, Min(booked, result->year_end));
	if (trials->never_positive)
		result->high = Min(result->high, Max(booked, result->year_end));
}
