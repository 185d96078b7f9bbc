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
 *   auto        of those that have a forecast the one whose forecasts of earlier
 *               years, each made after k months from the years before it alone, were
 *               least wrong in sum; seasonal where fewer than two years can be tried
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
 * Each earlier year forecast from all others after k months, before and after it,
 * gives an error, as a fraction of its forecast. The margin is the one that four
 * out of five such errors do not exceed, in the manner of conformal prediction: of n
 * errors in order the one at place 4/5 (n + 1), rounded up, or the last.
 *
 * All arithmetic is numeric's, so that results do not depend on the order of rows,
 * the number of processes or the machine.
 */
#include "forecast_method.h"

#include "decimal_units.h"
#include "utils/timestamp.h"

#define DAMPING_MONTHS		2
#define WEIGHT_NUMERATOR	3
#define WEIGHT_DENOMINATOR	4
#define MIN_TRIALS			2
#define MIN_ERRORS			3
#define MIN_MARGIN_SCALE	6		/* decimals, for amounts in millions */
#define MAX_SCALE			1000	/* most decimals of a quotient, NUMERIC_MAX_DISPLAY_SCALE */

const char *const forecast_method_name[FORECAST_METHODS] = {
	"seasonal", "last_year", "run_rate", "auto"
};

static Numeric
multiply_int(Numeric a, int64 b)
{
	return decimal_multiply(a, int64_to_numeric(b));
}

static int
scale_of(Numeric amount)
{
	return amount == NULL ? 0 : DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(amount)));
}

/*
 * An amount in units of 10^-shift, without decimals that are 0.
 */
static Numeric
shift_decimals(Numeric amount, Numeric units)
{
	return amount == NULL ? NULL :
		DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale,
											NumericGetDatum(decimal_multiply(amount, units))));
}

/*
 * Amounts with more decimals than a quotient can have are taken as whole units of the
 * last of them. A forecast in other units is the same forecast, and so none of what they
 * are multiplied with each other for is rounded to 0.
 */
void
forecast_shift_decimals(ForecastHistory *history)
{
	int			scale = 0;
	Numeric		units;

	for (int age = 0; age <= EARLIER_YEARS; age++)
		scale = Max(scale, Max(scale_of(history->year[age].so_far), scale_of(history->year[age].total)));
	history->shift = scale > MAX_SCALE ? scale : 0;
	if (history->shift == 0)
		return;
	units = decimal_power_of_10(history->shift);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		history->year[age].so_far = shift_decimals(history->year[age].so_far, units);
		history->year[age].total = shift_decimals(history->year[age].total, units);
	}
}

/*
 * A result in the unit of the amounts again; NULL for NULL.
 */
Numeric
forecast_shift_back(const ForecastHistory *history, Numeric result)
{
	if (result == NULL || history->shift == 0)
		return result;
	return decimal_multiply(result, decimal_power_of_10(-history->shift));
}

static int64
power(int64 base, int exponent)
{
	int64		result = 1;

	while (exponent-- > 0)
		result *= base;
	return result;
}

/*
 * Weights of distance d are 3^d 4^(10 - d), so that they are whole. One step away from
 * a year all of them are 3/4 of what they were; to stay whole, sums are kept with
 * 4^(10 - age), newer ones with 4^age, where 4^(10 - d) should stand. This makes the
 * sums one year farther from those of a year and that year's own.
 */
static void
weigh_next(WeightedYears *next, const WeightedYears *years, const ForecastYear *year, int64 factor)
{
	*next = *years;
	if (year->is_full)
	{
		next->weight += factor;
		next->so_far = multiply_int(year->so_far, factor);
		next->total = multiply_int(year->total, factor);
		if (years->weight > 0)
		{
			next->so_far = decimal_add(years->so_far, next->so_far);
			next->total = decimal_add(years->total, next->total);
		}
	}
	if (next->weight > 0)
	{
		next->weight *= WEIGHT_NUMERATOR;
		next->so_far = multiply_int(next->so_far, WEIGHT_NUMERATOR);
		next->total = multiply_int(next->total, WEIGHT_NUMERATOR);
	}
}

/*
 * Sums up the years before and after each year.
 */
void
forecast_weigh_years(ForecastHistory *history)
{
	memset(history->older, 0, sizeof(history->older));
	memset(history->newer, 0, sizeof(history->newer));
	for (int age = EARLIER_YEARS; age > 0; age--)
		weigh_next(&history->older[age - 1], &history->older[age], &history->year[age],
				   power(WEIGHT_DENOMINATOR, EARLIER_YEARS - age));
	/* The year to forecast teaches nothing. */
	for (int age = 1; age < EARLIER_YEARS; age++)
		weigh_next(&history->newer[age + 1], &history->newer[age], &history->year[age],
				   power(WEIGHT_DENOMINATOR, age));
}

/*
 * Adds sums of years to others, as they are weighed from the year in question.
 */
static void
add_weighted(WeightedYears *sums, const WeightedYears *years, int64 factor)
{
	Numeric		so_far;
	Numeric		total;

	if (years->weight == 0)
		return;
	so_far = multiply_int(years->so_far, factor);
	total = multiply_int(years->total, factor);
	sums->so_far = sums->weight == 0 ? so_far : decimal_add(sums->so_far, so_far);
	sums->total = sums->weight == 0 ? total : decimal_add(sums->total, total);
	sums->weight += years->weight * factor;
}

/*
 * The full year nearest to another, of two as near the earlier; -1 where none is.
 */
static int
nearest_year(const ForecastHistory *history, int target, bool newer_too)
{
	for (int distance = 1; distance <= EARLIER_YEARS; distance++)
	{
		if (target + distance <= EARLIER_YEARS && history->year[target + distance].is_full)
			return target + distance;
		if (newer_too && target - distance > 0 && history->year[target - distance].is_full)
			return target - distance;
	}
	return -1;
}

static Numeric
run_rate(const ForecastHistory *history, int target)
{
	if (history->months == 0)
		return NULL;
	return decimal_divide(multiply_int(history->year[target].so_far, MONTHS_PER_YEAR),
						  int64_to_numeric(history->months));
}

static Numeric
last_year(const ForecastHistory *history, int target)
{
	Numeric		booked = history->year[target].so_far;
	const ForecastYear *before;
	int			sign;

	if (target == EARLIER_YEARS || !history->year[target + 1].is_full)
		return NULL;
	before = &history->year[target + 1];
	sign = decimal_sign(before->so_far);
	if (sign == 0)
		return decimal_add(booked, before->total);
	if (sign * decimal_sign(booked) < 0)
		return booked;
	return decimal_divide(decimal_multiply(booked, before->total), before->so_far);
}

static Numeric
seasonal(const ForecastHistory *history, int target, bool newer_too)
{
	Numeric		booked = history->year[target].so_far;
	WeightedYears years = {0};
	Numeric		so_far;
	Numeric		total;
	Numeric		remaining;
	Numeric		level;
	int			nearest = nearest_year(history, target, newer_too);
	int			sign;
	int			damped_months = history->months + DAMPING_MONTHS;

	if (nearest < 0)
		return run_rate(history, target);
	add_weighted(&years, &history->older[target], power(WEIGHT_DENOMINATOR, target));
	if (newer_too)
		add_weighted(&years, &history->newer[target], power(WEIGHT_DENOMINATOR, EARLIER_YEARS - target));
	so_far = years.so_far;
	total = years.total;

	remaining = decimal_subtract(total, so_far);
	level = history->year[nearest].total;
	if (decimal_sign(total) == 0 || decimal_sign(so_far) * decimal_sign(remaining) < 0)
		return decimal_add(booked, decimal_divide(remaining, int64_to_numeric(years.weight)));
	if (decimal_sign(so_far) == 0)
		return decimal_add(booked, level);

	/*
	 * remaining / total * level * (1 + k / (k + 2) * (growth - 1)) with growth =
	 * booked / (level * so_far / total), multiplied out to one quotient: so that it
	 * is rounded once, and holds for a level of 0 as well.
	 */
	sign = decimal_sign(booked) * decimal_sign(level) * decimal_sign(so_far) * decimal_sign(total);
	if (sign < 0)
		return decimal_add(booked,
						   decimal_divide(multiply_int(decimal_multiply(remaining, level), DAMPING_MONTHS),
										  multiply_int(total, damped_months)));
	return decimal_add(booked,
					   decimal_divide(decimal_multiply(remaining,
													   decimal_add(multiply_int(decimal_multiply(level, so_far), DAMPING_MONTHS),
																   multiply_int(decimal_multiply(booked, total), history->months))),
									  multiply_int(decimal_multiply(so_far, total), damped_months)));
}

/*
 * The forecast of a year, from those before it alone or from those after it too; NULL
 * where the method has none.
 */
static Numeric
forecast(const ForecastHistory *history, ForecastMethod method, int target, bool newer_too)
{
	if (history->months == MONTHS_PER_YEAR)
		return history->year[target].so_far;
	switch (method)
	{
		case FORECAST_RUN_RATE:
			return run_rate(history, target);
		case FORECAST_LAST_YEAR:
			return last_year(history, target);
		default:
			return seasonal(history, target, newer_too);
	}
}

/*
 * The method whose forecasts of earlier years were least wrong, among those that
 * have a forecast of this year. Tried are the years that each of them could forecast.
 */
static ForecastMethod
best_method(const ForecastHistory *history)
{
	ForecastMethod best = FORECAST_SEASONAL;
	Numeric		least_error = NULL;

	if (history->months == 0)
		return best;
	for (int method = 0; method < FORECAST_AUTO; method++)
	{
		Numeric		error = int64_to_numeric(0);
		int			trials = 0;

		for (int age = 1; age < EARLIER_YEARS; age++)
			if (history->year[age].is_full && history->year[age + 1].is_full)
			{
				Numeric		forecasted = forecast(history, method, age, false);

				error = decimal_add(error, decimal_absolute(decimal_subtract(forecasted, history->year[age].total)));
				trials++;
			}
		if (trials < MIN_TRIALS)
			return FORECAST_SEASONAL;
		if (forecast(history, method, 0, false) == NULL)
			continue;
		if (least_error == NULL || decimal_compare(error, least_error) < 0)
		{
			least_error = error;
			best = method;
		}
	}
	return best;
}

/*
 * The method that a forecast is really made with: what auto takes, and run_rate
 * where seasonal has no earlier year.
 */
ForecastMethod
forecast_method_used(const ForecastHistory *history, ForecastMethod method)
{
	if (method == FORECAST_AUTO)
		method = best_method(history);
	if (method == FORECAST_SEASONAL && nearest_year(history, 0, false) < 0)
		return FORECAST_RUN_RATE;
	return method;
}

/*
 * The forecast by a method that forecast_method_used gave, or NULL where it has none.
 */
Numeric
forecast_year_end(const ForecastHistory *history, ForecastMethod method)
{
	return forecast(history, method, 0, false);
}

/*
 * By how much the year may end below or above that forecast, year_end, or NULL with fewer than
 * three errors to judge by.
 */
Numeric
forecast_margin(const ForecastHistory *history, ForecastMethod method, Numeric year_end)
{
	Numeric		forecasted = decimal_absolute(year_end);
	Numeric		error[EARLIER_YEARS];
	Numeric		base[EARLIER_YEARS];
	bool		is_relative = decimal_sign(forecasted) > 0;
	int			errors = 0;
	int			place;
	int			scale;

	for (int age = 1; age <= EARLIER_YEARS; age++)
	{
		Numeric		left_out;

		if (!history->year[age].is_full ||
			(left_out = forecast(history, method, age, true)) == NULL)
			continue;
		error[errors] = decimal_absolute(decimal_subtract(left_out, history->year[age].total));
		base[errors] = decimal_absolute(left_out);
		is_relative = is_relative && decimal_sign(base[errors]) > 0;
		errors++;
	}
	if (errors < MIN_ERRORS)
		return NULL;

	/* In amounts where a forecast of 0 has no fractions; then in order. */
	for (int i = 0; i < errors; i++)
	{
		Numeric		margin = is_relative ?
			decimal_divide(decimal_multiply(error[i], forecasted), base[i]) : error[i];
		int			j = i;

		for (; j > 0 && decimal_compare(error[j - 1], margin) > 0; j--)
			error[j] = error[j - 1];
		error[j] = margin;
	}
	place = (4 * (errors + 1) + 4) / 5;

	/* With as many decimals as the forecast: more would say nothing. */
	scale = DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(year_end)));
	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale,
											   DirectFunctionCall2(numeric_round,
																   NumericGetDatum(error[Min(place, errors) - 1]),
																   Int32GetDatum(Max(scale, MIN_MARGIN_SCALE)))));
}
