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
 * method: a row for each, or by forecast_paths one for each year and method, with arrays over the
 * months. Functions over a series and not aggregates, so that the bookings are read once and
 * asked often. What the methods find out of earlier years is found once for all of them: see
 * forecast_book.h.
 */
#include "forecasts.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"
#include "utils/builtins.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(forecasts);
PG_FUNCTION_INFO_V1(forecast_paths);

/* Columns of both. */
enum
{
	FISCAL_YEAR, AS_OF, METHOD, USED_METHOD, BOOKED, ONE_OFF, FORECAST, LOW, HIGH, LOWEST, HIGHEST,
	BASIS_YEARS, ERRORS, MEAN_ERROR, ERROR_WEIGHT, WHY_NO_INTERVAL,
	FORECASTS_COLUMNS
};

/* What a column is of, and forecast_paths an array of: all but FISCAL_YEAR and METHOD. */
static const struct
{
	Oid			type;
	int16		length;
	bool		by_value;
	bool		of_all;			/* whether it is the same for all methods */
}			column_type[FORECASTS_COLUMNS] =
{
	[FISCAL_YEAR] = {INT4OID, sizeof(int32), true, true},
	[AS_OF] = {DATEOID, sizeof(DateADT), true, true},
	[METHOD] = {TEXTOID, -1, false, false},
	[USED_METHOD] = {TEXTOID, -1, false, false},
	[BOOKED] = {NUMERICOID, -1, false, true},
	[ONE_OFF] = {NUMERICOID, -1, false, true},
	[FORECAST] = {NUMERICOID, -1, false, false},
	[LOW] = {NUMERICOID, -1, false, false},
	[HIGH] = {NUMERICOID, -1, false, false},
	[LOWEST] = {NUMERICOID, -1, false, true},
	[HIGHEST] = {NUMERICOID, -1, false, true},
	[BASIS_YEARS] = {INT4OID, sizeof(int32), true, true},
	[ERRORS] = {INT4OID, sizeof(int32), true, false},
	[MEAN_ERROR] = {FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, false},
	[ERROR_WEIGHT] = {FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, false},
	[WHY_NO_INTERVAL] = {TEXTOID, -1, false, false},
};

/* After each month of a year. */
#define ALL_MONTHS	(((1 << MONTHS_PER_YEAR) - 1) << 1)
#define MONTHS_HINT	"Count them in the fiscal year, such as {3,6,9}; without this argument it is each of them."

const char *const forecasts_why_text[WHYS] = {
	"the year is over", "fewer than three earlier years to judge by", "never wrong in the earlier years"
};

/* What is asked for. */
typedef struct Request
{
	unsigned	methods;		/* a bit each */
	unsigned	months;			/* after how many months, a bit each, the lowest after none */
	Datum		method_name[FORECAST_METHODS];
	Datum		why[WHYS];
} Request;

/* What is said of a year, by method and months that are known. */
typedef struct YearForecasts
{
	bool		is_made[FORECAST_METHODS][MONTHS_PER_YEAR + 1];
	Datum		value[FORECAST_METHODS][MONTHS_PER_YEAR + 1][FORECASTS_COLUMNS];
	bool		is_null[FORECAST_METHODS][MONTHS_PER_YEAR + 1][FORECASTS_COLUMNS];
} YearForecasts;

/*
 * Which methods are asked for, a bit each; all of them where nothing is said.
 */
static unsigned
get_methods(FunctionCallInfo fcinfo, int argument)
{
	unsigned	methods = 0;
	ArrayType  *given;
	Datum	   *value;
	bool	   *is_null;
	int			count;

	if (PG_ARGISNULL(argument))
		return ALL_METHODS;
	given = PG_GETARG_ARRAYTYPE_P(argument);
	deconstruct_array(given, ARR_ELEMTYPE(given), sizeof(Oid), true, TYPALIGN_INT, &value, &is_null, &count);
	for (int i = 0; i < count; i++)
	{
		if (is_null[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("method must be " METHOD_NAMES ", not NULL"),
					 errhint("Without this argument it is each of them.")));
		methods |= 1 << forecast_method_labelled(DatumGetObjectId(value[i]));
	}
	return methods;
}

/*
 * After which months forecasts are asked for, a bit each; all of them where nothing is said.
 * In order, so that an array over them cannot be misread.
 */
static unsigned
get_months(FunctionCallInfo fcinfo, int argument)
{
	unsigned	months = 0;
	Datum	   *month;
	bool	   *is_null;
	int			count;

	if (PG_ARGISNULL(argument))
		return ALL_MONTHS;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), INT4OID, sizeof(int32), true, TYPALIGN_INT, &month, &is_null, &count);
	for (int i = 0; i < count; i++)
	{
		int32		number = is_null[i] ? 0 : DatumGetInt32(month[i]);

		if (number < 1 || number > MONTHS_PER_YEAR)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 is_null[i] ? errmsg("months must be from 1 to 12, not NULL") : errmsg("months must be from 1 to 12, not %d", number),
					 errhint("%s", MONTHS_HINT)));
		if (months >> number != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("months must be in order and each once, not %d after %d", number, DatumGetInt32(month[i - 1])),
					 errhint("%s", MONTHS_HINT)));
		months |= 1 << number;
	}
	return months;
}

/*
 * Leaves years out of what is learned from.
 */
void
forecasts_leave_out_years(FunctionCallInfo fcinfo, int argument, ForecastBook *book)
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
int32
forecasts_end_of_known(FunctionCallInfo fcinfo, int argument, const char *name, const MonthSeries *series)
{
	int32		end = series->months;

	if (!PG_ARGISNULL(argument))
	{
		DateADT		booked_until = PG_GETARG_DATEADT(argument);

		CheckFiniteDate(booked_until, name, false);
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
 * Why a forecast after so many months has no interval; WHYS where it has one.
 */
WhyNoInterval
forecasts_why_no_interval(const ForecastResult *forecast, int months)
{
	if (months == MONTHS_PER_YEAR)
		return WHY_OVER;
	if (forecast->errors < FORECAST_MIN_ERRORS)
		return WHY_FEW;
	return HAS_VALUE(forecast->low) ? WHYS : WHY_NEVER_WRONG;
}

/*
 * Makes the forecasts of a year after so many months.
 */
static void
make_forecasts(ForecastBook *book, int place, int months, const Request *request, YearForecasts *year)
{
	const MonthSeries *series = book->series;
	bool		has_one_offs = series->one_off.units != NULL || series->one_off.rest != NULL;
	Numeric		booked = forecast_book_sum(book, &series->amount, place, months);
	Numeric		one_off = has_one_offs ? forecast_book_sum(book, &series->one_off, place, months) : NULL;
	Datum		as_of = DateADTGetDatum(first_day_of_month_number((book->first_year + place) * MONTHS_PER_YEAR + months, series->first_month) - 1);
	Datum		booked_once = NumericGetDatum(has_one_offs ? one_off : int64_to_numeric(0));
	ForecastTrials trials;

	forecast_try(book, place, months, request->methods, &trials);
	for (int method = 0; method < FORECAST_METHODS; method++)
	{
		Datum	   *value = year->value[method][months];
		bool	   *is_null = year->is_null[method][months];
		ForecastResult forecast;
		WhyNoInterval why;

		if (!(request->methods & (1 << method)))
			continue;
		forecast_make(book, &trials, method, &forecast);
		if (!HAS_VALUE(forecast.year_end))
			continue;
		why = forecasts_why_no_interval(&forecast, months);
		year->is_made[method][months] = true;
		memset(is_null, 0, FORECASTS_COLUMNS * sizeof(bool));
		value[FISCAL_YEAR] = Int32GetDatum(book->first_year + place);
		value[AS_OF] = as_of;
		value[METHOD] = request->method_name[method];
		value[USED_METHOD] = request->method_name[forecast.used];
		value[BOOKED] = NumericGetDatum(booked);
		value[ONE_OFF] = booked_once;
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
		set_value(value, is_null, WHY_NO_INTERVAL, why < WHYS, why < WHYS ? request->why[why] : (Datum) 0);
	}
}

/*
 * Adds a row for each forecast of a year.
 */
static void
put_forecasts(ReturnSetInfo *result, const Request *request pg_attribute_unused(), YearForecasts *year)
{
	for (int months = 1; months <= MONTHS_PER_YEAR; months++)
		for (int method = 0; method < FORECAST_METHODS; method++)
			if (year->is_made[method][months])
				tuplestore_putvalues(result->setResult, result->setDesc, year->value[method][months], year->is_null[method][months]);
}

/*
 * An array of what a column has after each of the months that are asked for.
 */
static Datum
column_of_months(int column, unsigned asked, const YearForecasts *year, int method)
{
	Datum		value[MONTHS_PER_YEAR];
	bool		is_null[MONTHS_PER_YEAR];
	int			count = 0;
	int			lower_bound = 1;

	for (int months = 1; months <= MONTHS_PER_YEAR; months++)
		if (asked & (1 << months))
		{
			is_null[count] = !year->is_made[method][months] || year->is_null[method][months][column];
			value[count] = is_null[count] ? (Datum) 0 : year->value[method][months][column];
			count++;
		}
	return PointerGetDatum(construct_md_array(value, is_null, 1, &count, &lower_bound, column_type[column].type,
											  column_type[column].length, column_type[column].by_value,
											  column_type[column].length == sizeof(float8) ? TYPALIGN_DOUBLE : TYPALIGN_INT));
}

/*
 * Adds a row for each method that has a forecast of a year, with an element for each month that is asked for.
 */
static void
put_paths(ReturnSetInfo *result, const Request *request, YearForecasts *year)
{
	Datum		value[FORECASTS_COLUMNS];
	bool		is_null[FORECASTS_COLUMNS] = {false};
	unsigned	made_before = 0;

	for (int method = 0; method < FORECAST_METHODS; method++)
	{
		unsigned	made = 0;

		for (int months = 1; months <= MONTHS_PER_YEAR; months++)
			if (year->is_made[method][months])
				made |= 1 << months;
		if (made == 0)
			continue;
		for (int column = 0; column < FORECASTS_COLUMNS; column++)
			if (column == FISCAL_YEAR || column == METHOD)
				value[column] = year->value[method][pg_rightmost_one_pos32(made)][column];
			else if (!column_type[column].of_all || made != made_before)
				value[column] = column_of_months(column, request->months, year, method);
		made_before = made;
		tuplestore_putvalues(result->setResult, result->setDesc, value, is_null);
	}
}

/*
 * Adds the rows of each year that is asked for, as `put` makes them of its forecasts.
 */
static void
put_years(FunctionCallInfo fcinfo, void (*put) (ReturnSetInfo *result, const Request *request, YearForecasts *year))
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext row_context;
	MemoryContext made_in;
	MonthSeries series;
	ForecastBook *book;
	Request		request;
	int64		first_year;
	int64		last_year;
	int64		end;

	/* That of the query: to look it up takes longer than a forecast. */
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	request.methods = get_methods(fcinfo, 4);
	request.months = get_months(fcinfo, 6);
	if (PG_ARGISNULL(0))
		return;
	month_series_read(PG_GETARG_BYTEA_PP(0), &series);
	end = forecasts_end_of_known(fcinfo, 3, "booked_until", &series);

	/* Before the first booking there is none, nor after the last year that has one. */
	first_year = series.first / MONTHS_PER_YEAR;
	last_year = first_year + series.months / MONTHS_PER_YEAR - 1;
	if (!PG_ARGISNULL(1))
		first_year = Max(first_year, PG_GETARG_INT32(1));
	if (!PG_ARGISNULL(2))
		last_year = Min(last_year, PG_GETARG_INT32(2));
	if (series.months == 0 || first_year > last_year)
		return;

	first_year -= EARLIER_YEARS;
	end -= first_year * MONTHS_PER_YEAR;
	end = Max(0, Min(end, (last_year - first_year + 1) * MONTHS_PER_YEAR));
	book = forecast_book_make(&series, first_year, last_year - first_year + 1, end);
	book->asked_months = request.months;
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = forecast_memo_make(fcinfo->flinfo->fn_mcxt);
	book->memo = fcinfo->flinfo->fn_extra;
	forecasts_leave_out_years(fcinfo, 5, book);
	for (int method = 0; method < FORECAST_METHODS; method++)
		request.method_name[method] = CStringGetTextDatum(forecast_method_name[method]);
	for (int why = 0; why < WHYS; why++)
		request.why[why] = CStringGetTextDatum(forecasts_why_text[why]);
	row_context = AllocSetContextCreate(CurrentMemoryContext, "forecasts", ALLOCSET_DEFAULT_SIZES);
	made_in = MemoryContextSwitchTo(row_context);
	for (int place = EARLIER_YEARS; place < book->years; place++)
	{
		YearForecasts year;

		memset(year.is_made, 0, sizeof(year.is_made));
		for (int months = 1; months <= MONTHS_PER_YEAR && place * MONTHS_PER_YEAR + months <= book->known_months; months++)
			if ((request.months & (1 << months)) && forecast_is_booked(&book->year[place], months))
				make_forecasts(book, place, months, &request, &year);
		put(result, &request, &year);
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(made_in);
}

/*
 * forecasts(series bytea, from_year integer, to_year integer, booked_until date, methods forecast_method[], unfinished_years integer[], months integer[])
 * -> setof (fiscal_year integer, as_of date, ...)
 */
Datum
forecasts(PG_FUNCTION_ARGS)
{
	put_years(fcinfo, put_forecasts);
	return (Datum) 0;
}

/*
 * forecast_paths(the same arguments) -> setof (fiscal_year integer, as_of date[], ...)
 */
Datum
forecast_paths(PG_FUNCTION_ARGS)
{
	put_years(fcinfo, put_paths);
	return (Datum) 0;
}
