/*
 * forecasts.c
 *
 * Many forecasts from one pass over the bookings:
 *
 *   SELECT s.unit, s.head, f.*
 *   FROM (SELECT unit, head, forecast_series(month, amount, 1) AS series
 *         FROM ... GROUP BY unit, head) AS s,
 *        forecasts(s.series, 2014, 2023, '2023-04-30') AS f;
 *
 * They are what year_end_forecast and its kin say, for each month of some years and each
 * method. A function over a series and not an aggregate, so that the bookings are read once and
 * asked often, and rows instead of an array, so that a view joins them. What the methods find
 * out of earlier years is found once for all of them: see forecast_book.h.
 */
#include "forecast_method.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(forecasts);

/* Columns of forecasts. */
enum
{
	FISCAL_YEAR, AS_OF, METHOD, USED_METHOD, BOOKED, ONE_OFF, FORECAST, LOW, HIGH, LOWEST, HIGHEST,
	BASIS_YEARS, ERRORS, MEAN_ERROR, ERROR_WEIGHT, WHY_NO_INTERVAL,
	FORECASTS_COLUMNS
};

/*
 * Which methods are asked for, a bit each; all of them where nothing is said.
 */
static unsigned
get_methods(FunctionCallInfo fcinfo, int argument)
{
	static const char *const hint = "Without this argument it is each of them.";
	unsigned	methods = 0;
	Datum	   *name;
	bool	   *is_null;
	int			names;

	if (PG_ARGISNULL(argument))
		return ALL_METHODS;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), TEXTOID, -1, false, TYPALIGN_INT, &name, &is_null, &names);
	for (int i = 0; i < names; i++)
	{
		if (is_null[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("method must be " METHOD_NAMES ", not NULL"),
					 errhint("%s", hint)));
		methods |= 1 << forecast_method_named(DatumGetTextPP(name[i]), hint);
	}
	return methods;
}

/*
 * Leaves years out of what is learned from.
 */
static void
leave_out_years(FunctionCallInfo fcinfo, int argument, ForecastBook *book)
{
	Datum	   *year;
	bool	   *is_null;
	int			years;

	if (PG_ARGISNULL(argument))
		return;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), INT4OID, sizeof(int32), true, TYPALIGN_INT, &year, &is_null, &years);
	for (int i = 0; i < years; i++)
	{
		int64		place = (int64) DatumGetInt32(year[i]) - book->first_year;

		if (!is_null[i] && place >= 0 && place < book->years)
			book->year[place].is_full = false;
	}
}

/*
 * The first month of a series that is not known: after the last day that is booked or, where
 * that is not said, after its last booking.
 */
static int32
end_of_known(FunctionCallInfo fcinfo, int argument, const MonthSeries *series)
{
	int32		end = series->months;

	if (!PG_ARGISNULL(argument))
	{
		DateADT		booked_until = PG_GETARG_DATEADT(argument);

		CheckFiniteDate(booked_until, "booked_until", false);
		return fiscal_month_number(booked_until + 1, series->first_month);
	}
	while (end > 0 && !month_series_is_booked(series, end - 1))
		end--;
	return series->first + end;
}

/*
 * Puts a value into a row, or NULL.
 */
static inline void
set_value(Datum *value, bool *is_null, int column, bool has_value, Datum datum)
{
	is_null[column] = !has_value;
	value[column] = has_value ? datum : (Datum) 0;
}

/*
 * An estimate as an amount, with what is booked once.
 */
static Datum
amount_with(const ForecastBook *book, double units, Numeric one_off)
{
	Numeric		amount;

	if (!HAS_VALUE(units))
		return (Datum) 0;
	amount = forecast_book_numeric(book, units);
	return NumericGetDatum(one_off == NULL ? amount : decimal_add(amount, one_off));
}

/*
 * Adds the rows of a year after so many months.
 */
static void
put_forecasts(ReturnSetInfo *result, ForecastBook *book, int place, int months, unsigned methods, const Datum *method_name)
{
	const MonthSeries *series = book->series;
	bool		has_one_offs = series->one_off.units != NULL || series->one_off.rest != NULL;
	Numeric		booked = forecast_book_sum(book, &series->amount, place, months);
	Numeric		one_off = has_one_offs ? forecast_book_sum(book, &series->one_off, place, months) : NULL;
	Datum		value[FORECASTS_COLUMNS];
	bool		is_null[FORECASTS_COLUMNS];
	ForecastTrials trials;

	value[FISCAL_YEAR] = Int32GetDatum(book->first_year + place);
	value[AS_OF] = DateADTGetDatum(first_day_of_month_number((book->first_year + place) * MONTHS_PER_YEAR + months, series->first_month) - 1);
	value[BOOKED] = NumericGetDatum(booked);
	value[ONE_OFF] = NumericGetDatum(has_one_offs ? one_off : int64_to_numeric(0));
	memset(is_null, 0, sizeof(is_null));
	forecast_try(book, place, months, methods, &trials);
	for (int method = 0; method < FORECAST_METHODS; method++)
	{
		ForecastResult forecast;
		const char *why = NULL;

		if (!(methods & (1 << method)))
			continue;
		forecast_make(book, &trials, method, &forecast);
		if (!HAS_VALUE(forecast.year_end))
			continue;
		if (months == MONTHS_PER_YEAR)
			why = "the year is over";
		else if (forecast.errors < FORECAST_MIN_ERRORS)
			why = "fewer than three earlier years to judge by";
		else if (!HAS_VALUE(forecast.low))
			why = "never wrong in the earlier years";
		value[METHOD] = method_name[method];
		value[USED_METHOD] = method_name[forecast.used];
		/* The outcome has no estimate in it. */
		value[FORECAST] = months == MONTHS_PER_YEAR ? NumericGetDatum(booked) : amount_with(book, forecast.year_end, one_off);
		set_value(value, is_null, LOW, HAS_VALUE(forecast.low), amount_with(book, forecast.low, one_off));
		set_value(value, is_null, HIGH, HAS_VALUE(forecast.high), amount_with(book, forecast.high, one_off));
		set_value(value, is_null, LOWEST, trials.never_negative, NumericGetDatum(booked));
		set_value(value, is_null, HIGHEST, trials.never_positive, NumericGetDatum(booked));
		value[BASIS_YEARS] = Int32GetDatum(forecast.basis_years);
		value[ERRORS] = Int32GetDatum(forecast.errors);
		set_value(value, is_null, MEAN_ERROR, HAS_VALUE(forecast.mean_error), Float8GetDatum(forecast.mean_error));
		value[ERROR_WEIGHT] = Float8GetDatum(forecast.error_weight);
		set_value(value, is_null, WHY_NO_INTERVAL, why != NULL, why == NULL ? (Datum) 0 : CStringGetTextDatum(why));
		tuplestore_putvalues(result->setResult, result->setDesc, value, is_null);
	}
}

/*
 * forecasts(series bytea, from_year integer, to_year integer, booked_until date, methods text[], unfinished integer[])
 * -> setof (fiscal_year integer, ...)
 */
Datum
forecasts(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext row_context;
	MemoryContext made_in;
	MonthSeries series;
	ForecastBook *book;
	unsigned	methods;
	Datum		method_name[FORECAST_METHODS];
	int64		first_year;
	int64		last_year;
	int64		end;

	InitMaterializedSRF(fcinfo, 0);
	methods = get_methods(fcinfo, 4);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	month_series_read(PG_GETARG_BYTEA_PP(0), &series);
	end = end_of_known(fcinfo, 3, &series);

	/* Before the first booking there is none, nor after the last year that has one. */
	first_year = series.first / MONTHS_PER_YEAR;
	last_year = first_year + series.months / MONTHS_PER_YEAR - 1;
	if (!PG_ARGISNULL(1))
		first_year = Max(first_year, PG_GETARG_INT32(1));
	if (!PG_ARGISNULL(2))
		last_year = Min(last_year, PG_GETARG_INT32(2));
	if (series.months == 0 || first_year > last_year)
		return (Datum) 0;

	first_year -= EARLIER_YEARS;
	end -= first_year * MONTHS_PER_YEAR;
	end = Max(0, Min(end, (last_year - first_year + 1) * MONTHS_PER_YEAR));
	book = forecast_book_make(&series, first_year, last_year - first_year + 1, end);
	leave_out_years(fcinfo, 5, book);
	for (int method = 0; method < FORECAST_METHODS; method++)
		method_name[method] = CStringGetTextDatum(forecast_method_name[method]);
	row_context = AllocSetContextCreate(CurrentMemoryContext, "forecasts", ALLOCSET_DEFAULT_SIZES);
	made_in = MemoryContextSwitchTo(row_context);
	for (int place = EARLIER_YEARS; place < book->years; place++)
	{
		for (int months = 1; months <= MONTHS_PER_YEAR && place * MONTHS_PER_YEAR + months <= book->known_months; months++)
			if (forecast_is_booked(&book->year[place], months))
				put_forecasts(result, book, place, months, methods, method_name);
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(made_in);
	return (Datum) 0;
}
