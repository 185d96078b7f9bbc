/*
 * forecast_explanation.c
 *
 * How a forecast came about, as steps that add up to it:
 *
 *   SELECT * FROM forecast_steps(series, 2023, '2023-04-30');
 *
 *   booked          what is booked, without one-offs
 *   one_off         one-offs booked: they count, and are not carried on
 *   months_to_come  the months to come as they were in the latest full year; by run_rate, or where there is no such
 *                   year, at the mean of the months so far
 *   growth          as the year's first months are to those of that year, so its last: what that adds
 *   season          seasonal: what it adds that first months usually have another share of the year than in that one
 *   damping         seasonal: what is taken off growth because few months may show it by chance
 *   smoothing       theta: what it adds that level, seasons and half the trend are smoothed
 *   combination     auto: what it adds that several methods are combined
 *   not_known       no amount, but what is missing
 *
 * A step is the difference of two rounded amounts, the way there with it and without, so that
 * the last one is the forecast to the last decimal, and no step is rounding. Steps that add nothing are
 * left out, but for booked, months_to_come and growth: of those 0 is news.
 */
#include "forecasts.h"

#include "utils/builtins.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(forecast_steps);

/* Columns of forecast_steps. */
enum
{
	STEP, WHAT, AMOUNT, DETAIL,
	STEPS_COLUMNS
};

typedef struct Explanation
{
	ReturnSetInfo *result;
	const ForecastBook *book;
	const ForecastTrials *trials;
	int			place;			/* of the year in the book */
	bool		has_one_offs;	/* whether any are known */
	int			steps;			/* how many there are so far */
	Numeric		so_far;			/* what these add up to, without one-offs */
	double		estimate;		/* the same before it was rounded */
	double		forecast;		/* where they lead to */
} Explanation;

/*
 * Adds a row. An amount of NULL is one that is not known.
 */
static void
put_step(Explanation *explanation, const char *what, Numeric amount, const char *detail)
{
	Datum		value[STEPS_COLUMNS];
	bool		is_null[STEPS_COLUMNS] = {false};

	value[STEP] = Int32GetDatum(++explanation->steps);
	value[WHAT] = CStringGetTextDatum(what);
	is_null[AMOUNT] = amount == NULL;
	value[AMOUNT] = amount == NULL ? (Datum) 0 : NumericGetDatum(amount);
	value[DETAIL] = CStringGetTextDatum(detail);
	tuplestore_putvalues(explanation->result->setResult, explanation->result->setDesc, value, is_null);
}

/*
 * Adds the step that leads to an estimate. One that is out of the range of doubles is passed over, so that the next one
 * has all of it; where the forecast itself is, nothing can follow.
 */
static void
step_to(Explanation *explanation, const char *what, double estimate, bool also_zero, const char *detail)
{
	Numeric		amount;
	Numeric		difference;

	if (!isfinite(explanation->estimate) || !(isfinite(estimate) || estimate == explanation->forecast))
		return;
	amount = forecast_book_numeric(explanation->book, forecast_book_round(explanation->book, estimate));
	difference = decimal_subtract(amount, explanation->so_far);
	if (also_zero || decimal_sign(difference) != 0)
		put_step(explanation, what, difference, detail);
	explanation->so_far = amount;
	explanation->estimate = estimate;
}

/* An amount in words: as the amounts of the book are written. */
static const char *
say(const Explanation *explanation, double units)
{
	return isfinite(units) ? decimal_text(forecast_book_numeric(explanation->book, forecast_book_round(explanation->book, units))) : "too much to say";
}

static const char *
say_months(int months)
{
	return psprintf(months == 1 ? "%d month" : "%d months", months);
}

static const char *
say_years(int years)
{
	return psprintf(years == 1 ? "%d earlier year" : "%d earlier years", years);
}

static int
year_of_age(const Explanation *explanation, int age)
{
	return explanation->book->first_year + explanation->place - age;
}

/*
 * The latest earlier year that can be learned from, by its age; 0 where there is none.
 */
static int
latest_full_year(const ForecastTrials *trials)
{
	for (int age = 1; age <= EARLIER_YEARS; age++)
		if (trials->is_full[age])
			return age;
	return 0;
}

/*
 * The months to come at the mean of those so far.
 */
static void
explain_run_rate(Explanation *explanation, double forecast)
{
	int			months = explanation->trials->months;

	step_to(explanation, "months_to_come", forecast, true,
			psprintf("%s at %s, the mean of the %d so far", say_months(MONTHS_PER_YEAR - months),
					 say(explanation, explanation->trials->so_far[0] / months), months));
}

/*
 * The months to come as they were in an earlier year, and growth since.
 */
static void
explain_by_year(Explanation *explanation, int age)
{
	const ForecastTrials *trials = explanation->trials;
	int			year = year_of_age(explanation, age);
	double		booked = trials->so_far[0];
	double		then = trials->so_far[age];
	double		remaining = trials->total[age] - then;
	double		grown = forecast_carried_on(booked, then, trials->total[age]);
	const char *detail;

	step_to(explanation, "months_to_come", booked + remaining, true,
			psprintf("as they were in %d, which came to %s%s", year, say(explanation, trials->total[age]), explanation->has_one_offs ? " without one-offs" : ""));
	if (then == 0)
		detail = psprintf("not known: these months of %d came to 0", year);
	else if ((then < 0) != (booked < 0) && booked != 0)
		detail = psprintf("months so far came to %s, and to %s in %d: of another sign, so that no more is expected", say(explanation, booked), say(explanation, then), year);
	else
		detail = psprintf("months so far came to %s, and to %s in %d: %+.1f per cent, carried on", say(explanation, booked), say(explanation, then), year,
						  (booked / then - 1) * 100);
	step_to(explanation, "growth", grown, true, detail);
}

/*
 * What seasonal makes of it.
 */
static void
explain_seasonal(Explanation *explanation, double forecast)
{
	const ForecastTrials *trials = explanation->trials;
	const char *learned = say_years(trials->basis_years);

	step_to(explanation, "season", trials->so_far[0] + trials->grown, false,
			HAS_VALUE(trials->share) ?
			psprintf("these months usually have %.1f per cent of the year, learned from %s", trials->share * 100, learned) :
			psprintf("first and last months of %s have opposite signs or add up to nothing: the months to come as their weighted mean", learned));
	step_to(explanation, "damping", forecast, false,
			psprintf("%s may show growth by chance: it counts by %d / %d", say_months(trials->months), trials->months, trials->months + DAMPING_MONTHS));
}

/*
 * The methods that auto combines, in order of their forecasts.
 */
static const char *
say_methods(const Explanation *explanation)
{
	const ForecastTrials *trials = explanation->trials;
	StringInfoData said;
	double		weights = 0;
	bool		is_said[FORECAST_AUTO] = {false};

	initStringInfo(&said);
	for (int method = 0; method < FORECAST_AUTO; method++)
		weights += trials->weight[method];
	for (;;)
	{
		int			next = -1;

		for (int method = 0; method < FORECAST_AUTO; method++)
			if (!is_said[method] && trials->weight[method] > 0 && HAS_VALUE(trials->trial[0].forecast[method]) &&
				(next < 0 || trials->trial[0].forecast[method] < trials->trial[0].forecast[next]))
				next = method;
		if (next < 0)
			return said.data;
		is_said[next] = true;
		appendStringInfo(&said, "%s%s %s (weight %.2f)", said.len == 0 ? "" : ", ", forecast_method_name[next],
						 say(explanation, trials->trial[0].forecast[next]), trials->weight[next] / weights);
	}
}

/*
 * What is not known of a forecast; NULL where nothing is missing.
 */
static const char *
say_what_is_missing(const ForecastTrials *trials, const ForecastResult *forecast)
{
	WhyNoInterval no_interval = forecasts_why_no_interval(forecast, trials->months);
	const char *why = no_interval == WHYS ? NULL : psprintf("how far off it may be: %s", forecasts_why_text[no_interval]);
	const char *no_year = trials->basis_years > 0 ? NULL : "no earlier year to learn seasons and growth from";

	if (trials->months == MONTHS_PER_YEAR)
		return NULL;
	return no_year == NULL ? why : why == NULL ? no_year : psprintf("%s; %s", no_year, why);
}

/*
 * Adds the steps to a forecast.
 */
static void
explain(Explanation *explanation, const ForecastResult *forecast, ForecastMethod method)
{
	const ForecastTrials *trials = explanation->trials;
	const MonthSeries *series = explanation->book->series;
	int			months = trials->months;
	Numeric		booked = forecast_book_sum(explanation->book, &series->amount, explanation->place, months);
	Numeric		one_off = forecast_book_sum(explanation->book, &series->one_off, explanation->place, months);
	int			latest = latest_full_year(trials);
	const char *missing = say_what_is_missing(trials, forecast);

	explanation->has_one_offs = series->one_off.units != NULL || series->one_off.rest != NULL;
	explanation->so_far = decimal_subtract(booked, one_off);
	explanation->estimate = trials->so_far[0];
	explanation->forecast = forecast->year_end;
	put_step(explanation, "booked", explanation->so_far,
			 psprintf("%s%s", say_months(months), months == MONTHS_PER_YEAR ? ": the year is over" : ""));
	if (decimal_sign(one_off) != 0)
		put_step(explanation, "one_off", one_off, "counts, and is not carried on");
	if (months == MONTHS_PER_YEAR)
		return;

	if (forecast->used == FORECAST_RUN_RATE)
		explain_run_rate(explanation, forecast->year_end);
	else
	{
		explain_by_year(explanation, latest);
		switch (method)
		{
			case FORECAST_SEASONAL:
				explain_seasonal(explanation, forecast->year_end);
				break;
			case FORECAST_THETA:
				step_to(explanation, "smoothing", forecast->year_end, false,
						"level, seasons and half the trend of the full years right before, smoothed");
				break;
			case FORECAST_AUTO:
				step_to(explanation, "combination", forecast->year_end, false,
						psprintf("weighted median of %s; from %s", say_methods(explanation), say_years(trials->basis_years)));
				break;
			default:
				break;
		}
	}
	if (missing != NULL)
		put_step(explanation, "not_known", NULL, missing);
}

/*
 * The method asked for; auto where nothing is said.
 */
static ForecastMethod
get_method(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? FORECAST_AUTO : forecast_method_labelled(PG_GETARG_OID(argument));
}

/*
 * forecast_steps(series bytea, fiscal_year integer, as_of date, method forecast_method, unfinished_years integer[])
 * -> setof (step integer, what text, amount numeric, detail text)
 */
Datum
forecast_steps(PG_FUNCTION_ARGS)
{
	ForecastMethod method = get_method(fcinfo, 3);
	MonthSeries series;
	ForecastBook *book;
	ForecastTrials trials;
	ForecastResult forecast;
	Explanation explanation = {0};
	int			kept_year;
	int64		year;
	int64		end;
	int			months;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	month_series_read(PG_GETARG_BYTEA_PP(0), &series);
	end = forecasts_end_of_known(fcinfo, 2, "as_of", &series);
	year = PG_GETARG_INT32(1);
	kept_year = series.first / MONTHS_PER_YEAR;
	if (series.months == 0 || year < kept_year || year >= kept_year + series.months / MONTHS_PER_YEAR)
		return (Datum) 0;

	end -= (year - EARLIER_YEARS) * MONTHS_PER_YEAR;
	end = Max(0, Min(end, (EARLIER_YEARS + 1) * MONTHS_PER_YEAR));
	months = end - EARLIER_YEARS * MONTHS_PER_YEAR;
	if (months <= 0)
		return (Datum) 0;
	book = forecast_book_make(&series, year - EARLIER_YEARS, EARLIER_YEARS + 1, end);
	forecasts_leave_out_years(fcinfo, 4, book);
	if (!forecast_is_booked(&book->year[EARLIER_YEARS], months))
		return (Datum) 0;
	forecast_try(book, EARLIER_YEARS, months, 1 << method, &trials);
	forecast_make(book, &trials, method, &forecast);
	if (!HAS_VALUE(forecast.year_end))
		return (Datum) 0;
	explanation.result = (ReturnSetInfo *) fcinfo->resultinfo;
	explanation.book = book;
	explanation.trials = &trials;
	explanation.place = EARLIER_YEARS;
	explain(&explanation, &forecast, method);
	return (Datum) 0;
}
