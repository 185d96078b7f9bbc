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
 *   theta       B + what the theta method says of the months to come, from those of the
 *               full years right before, two at least, and of this one: forecast_theta.c
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
 * Each earlier year with a year right before it, forecast after k months from the years
 * before it that are looked at, gives an error as a fraction of its forecast. The margin
 * is 1.7 times their mean, in which recent years weigh more, (3/4)^distance: for
 * errors of the normal distribution 1.6 times the mean absolute error holds four of five,
 * and the years to come differ a little more than those before did. (1.7 was chosen on the
 * series of test/accuracy that are there to choose by.) Fractions mean nothing where a
 * forecast is 0: then in amounts. With fewer than two errors, that is three years in a
 * row, and where none was ever off, nothing is known of the error, and there is no
 * interval. Where no month ever was negative, the year cannot end below what is booked,
 * and the other way round.
 */
#include "forecast_method.h"

#include "forecast_theta.h"

#define MARGIN_PER_ERROR	1.7
StaticAssertDecl(EARLIER_YEARS <= THETA_MAX_YEARS, "theta has room for all years that are looked at");

#define NOISE				1e-12	/* of doubles, in relation to what is added up */

const char *const forecast_method_name[FORECAST_METHODS] = {
	"run_rate", "last_year", "seasonal", "theta", "auto"
};

/*
 * The method that a name is of, such as the label of a forecast_method. Refuses one that the type's owner has made up.
 */
ForecastMethod
forecast_method_named(const char *name)
{
	for (int method = 0; method < FORECAST_METHODS; method++)
		if (strcmp(name, forecast_method_name[method]) == 0)
			return method;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("method must be " METHOD_NAMES ", not \"%s\"", name),
			 errhint("Where type forecast_method has other labels, give it these back with ALTER TYPE forecast_method RENAME VALUE.")));
}

/*
 * The method that a value of type forecast_method is. Its label takes a lookup; why that is IMMUTABLE says target.c.
 */
ForecastMethod
forecast_method_labelled(Oid value)
{
	return forecast_method_named(DatumGetCString(DirectFunctionCall1(enum_out, ObjectIdGetDatum(value))));
}

/*
 * Sums of the full years before a year, each with its weight, which falls with the
 * distance.
 */
typedef struct WeightedYears
{
	double		weight;			/* sum of the weights, 0 where there is no such year */
	double		so_far;
	double		total;
	double		size;			/* of both parts of the years without their signs */
	double		level;			/* total of the nearest */
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
		next->level = trials->total[age];
	}
	next->weight *= OLDER_YEAR_WEIGHT;
	next->so_far *= OLDER_YEAR_WEIGHT;
	next->total *= OLDER_YEAR_WEIGHT;
	next->size *= OLDER_YEAR_WEIGHT;
}

static double
run_rate(const ForecastTrials *trials, int age)
{
	return trials->months == 0 ? NO_VALUE : trials->so_far[age] * MONTHS_PER_YEAR / trials->months;
}

/*
 * What a year comes to whose last months are to those of an earlier one as its first months are.
 */
double
forecast_carried_on(double booked, double so_far, double total)
{
	if (so_far == 0)
		return booked + total;
	if ((so_far < 0) != (booked < 0) && booked != 0)
		return booked;
	return booked * (total / so_far);
}

static double
last_year(const ForecastTrials *trials, int age)
{
	if (age == EARLIER_YEARS || !trials->is_full[age + 1])
		return NO_VALUE;
	return forecast_carried_on(trials->so_far[age], trials->so_far[age + 1], trials->total[age + 1]);
}

/*
 * Keeps what explains the forecast of the year itself.
 */
static inline void
explain_seasonal(ForecastTrials *trials, int age, double share, double grown)
{
	if (age == 0)
	{
		trials->share = share;
		trials->grown = grown;
	}
}

static double
seasonal(ForecastTrials *trials, int age, const WeightedYears *years)
{
	double		booked = trials->so_far[age];
	double		so_far = years->so_far;
	double		total = years->total;
	double		noise = NOISE * years->size;
	double		remaining = total - so_far;
	double		level = years->level;
	double		expected;

	if (years->weight == 0)
		return NO_VALUE;
	if (fabs(so_far) <= noise)
		so_far = 0;
	if (fabs(remaining) <= noise)
		remaining = 0;
	if (fabs(total) <= noise || (so_far != 0 && remaining != 0 && (so_far < 0) != (remaining < 0)))
	{
		explain_seasonal(trials, age, NO_VALUE, remaining / years->weight);
		return booked + remaining / years->weight;
	}
	if (so_far == 0)
	{
		explain_seasonal(trials, age, 0, level);
		return booked + level;
	}

	/*
	 * level * (1 + k / (k + 2) * (growth - 1)) with growth = booked / (level * so_far / total), multiplied out,
	 * so that it holds for a level of 0 as well.
	 */
	expected = DAMPING_MONTHS * level;
	explain_seasonal(trials, age, so_far / total, 0);
	if (level == 0 || booked == 0 || (booked < 0) == ((level < 0) != ((so_far < 0) != (total < 0))))
	{
		expected += trials->months * (booked * (total / so_far));
		explain_seasonal(trials, age, so_far / total, remaining * (booked / so_far));
	}
	return booked + remaining / total * expected / (trials->months + DAMPING_MONTHS);
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
	trials->is_full[EARLIER_YEARS + 1] = false;
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
 * Lets methods forecast the year of an age, after all older ones: auto goes by those.
 */
static void
try_year(ForecastBook *book, int year, int age, unsigned methods, const WeightedYears *before, ForecastTrials *trials)
{
	ForecastTrial *trial = &trials->trial[age];
	int			months = trials->months;
	bool		is_asked = age == 0 || forecast_is_tried(trials, age);

	/* A year that is over came to what it came to. */
	for (int method = 0; method < FORECAST_METHODS; method++)
		trial->forecast[method] = is_asked && months == MONTHS_PER_YEAR ? trials->total[age] : NO_VALUE;
	for (int method = 0; method < FORECAST_AUTO; method++)
		trial->off[method] = NO_VALUE;
	trial->has_off = 0;
	trial->used = FORECAST_AUTO;
	trial->is_made = is_asked;
	if (!is_asked || months == MONTHS_PER_YEAR)
		return;
	if (methods & (1 << FORECAST_RUN_RATE))
		trial->forecast[FORECAST_RUN_RATE] = run_rate(trials, age);
	if (methods & (1 << FORECAST_LAST_YEAR))
		trial->forecast[FORECAST_LAST_YEAR] = last_year(trials, age);
	if (methods & (1 << FORECAST_SEASONAL))
		trial->forecast[FORECAST_SEASONAL] = seasonal(trials, age, before);
	if (methods & (1 << FORECAST_THETA))
		trial->forecast[FORECAST_THETA] = forecast_by_theta(book, year - age, Max(0, year - EARLIER_YEARS), months);
	if (methods & (1 << FORECAST_AUTO))
		forecast_combine_methods(trials, age);
}

/*
 * Where what is tried of years after so many months is kept, by year; NULL where not. Where several years
 * are asked for, and the one that is forecast looks at all full ones, what it finds out of earlier years is
 * the same as what these found of themselves.
 */
static ForecastTrial *
kept_trials(ForecastBook *book, int year, int months)
{
	if (book->years <= EARLIER_YEARS + 1)
		return NULL;
	if (book->trial == NULL)
	{
		book->trial = MemoryContextAllocZero(book->context, book->years * (MONTHS_PER_YEAR + 1) * sizeof(ForecastTrial));
		while (book->first_full < book->years && !book->year[book->first_full].is_full)
			book->first_full++;
	}
	return book->first_full < year - EARLIER_YEARS ? NULL : &book->trial[months * book->years];
}

/*
 * Lets methods, the same ones for all of a book, forecast a year, and the earlier ones.
 */
void
forecast_try(ForecastBook *book, int year, int months, unsigned methods, ForecastTrials *trials)
{
	ForecastTrial *kept = kept_trials(book, year, months);
	WeightedYears before[EARLIER_YEARS + 1];

	if (methods & (1 << FORECAST_AUTO))
		methods = ALL_METHODS;
	/* Without an earlier year it is that. */
	if (methods & (1 << FORECAST_SEASONAL))
		methods |= 1 << FORECAST_RUN_RATE;
	look_at_years(book, year, months, trials);
	memset(&before[EARLIER_YEARS], 0, sizeof(WeightedYears));
	for (int age = EARLIER_YEARS; age > 0; age--)
		weigh_next(&before[age - 1], &before[age], trials, age);
	if ((methods & (1 << FORECAST_THETA)) && months < MONTHS_PER_YEAR && book->theta_year != year)
		forecast_find_by_theta(book, year, months, trials);
	for (int age = EARLIER_YEARS; age >= 0; age--)
	{
		bool		is_kept = kept != NULL && (age == 0 || forecast_is_tried(trials, age));

		/* The year itself is tried, for what explains it. */
		if (is_kept && age > 0 && kept[year - age].is_made)
		{
			trials->trial[age] = kept[year - age];
			continue;
		}
		try_year(book, year, age, methods, &before[age], trials);
		if (is_kept)
			kept[year - age] = trials->trial[age];
	}
}

/*
 * By how much a year may end below or above its forecast by a method, from its errors.
 */
static double
margin(const ForecastTrials *trials, ForecastMethod method, ForecastResult *result)
{
	double		amounts = 0;
	double		fractions = 0;
	double		weights = 0;
	double		weight = 1;
	bool		has_fractions = true;

	result->errors = 0;
	for (int age = 1; age < EARLIER_YEARS; age++)
	{
		double		forecast = trials->trial[age].forecast[method];

		if (HAS_VALUE(forecast))
		{
			double		error = fabs(trials->total[age] - forecast);

			if (error <= NOISE * (fabs(forecast) + fabs(trials->total[age])))
				error = 0;
			if (forecast == 0)
				has_fractions = false;
			else
				fractions += weight * (error / fabs(forecast));
			amounts += weight * error;
			weights += weight;
			result->errors++;
		}
		weight *= OLDER_YEAR_WEIGHT;
	}
	result->error_weight = weights;
	result->mean_error = has_fractions && result->errors > 0 ? fractions / weights : NO_VALUE;
	if (result->errors < FORECAST_MIN_ERRORS)
		return NO_VALUE;
	return MARGIN_PER_ERROR * (has_fractions && result->year_end != 0 ? fractions / weights * fabs(result->year_end) : amounts / weights);
}

/*
 * The forecast by a method that was tried, with its interval.
 */
void
forecast_make(const ForecastBook *book, const ForecastTrials *trials, ForecastMethod method, ForecastResult *result)
{
	double		booked = trials->so_far[0];
	double		either_side;

	if (method == FORECAST_SEASONAL && trials->basis_years == 0)
		method = FORECAST_RUN_RATE;
	result->used = method == FORECAST_AUTO ? trials->trial[0].used : method;
	result->basis_years = trials->basis_years;
	result->low = result->high = NO_VALUE;
	result->year_end = trials->trial[0].forecast[method];
	if (!HAS_VALUE(result->year_end))
		return;
	either_side = margin(trials, method, result);
	result->year_end = forecast_book_round(book, result->year_end);

	/* Where none was ever off, the next may be all the same, and nobody knows by how much. */
	if (!(either_side > 0) || !HAS_VALUE(either_side) || !HAS_VALUE(fabs(result->year_end) + either_side))
		return;
	either_side = Max(forecast_book_round(book, either_side), forecast_book_unit(book));
	result->low = result->year_end - either_side;
	result->high = result->year_end + either_side;
	if (trials->never_negative)
		result->low = Max(result->low, Min(booked, result->year_end));
	if (trials->never_positive)
		result->high = Min(result->high, Max(booked, result->year_end));
}
