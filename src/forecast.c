/*
 * forecast.c
 *
 * Where the year will end, from the months booked:
 *
 *   SELECT unit, head,
 *          year_end_forecast_low(month, amount, '2023-04-30'),
 *          year_end_forecast(month, amount, '2023-04-30'),
 *          year_end_forecast_high(month, amount, '2023-04-30'),
 *          year_end_forecast_method(month, amount, '2023-04-30')
 *   FROM ... GROUP BY unit, head;
 *
 * as_of is the last day that is booked; the forecast is for its calendar year. A
 * fourth argument chooses the method: seasonal (the default), run_rate, last_year or
 * auto; forecast_method.c has their formulas and the margin of low and high. A fifth
 * is the month in which years begin, where they are not calendar years.
 *
 * The rows are bookings of that year and of earlier ones, in any order. A date
 * stands for its month; a month is complete when as_of is its last day or later,
 * and rows of later months are left out. A complete month without rows is one in
 * which nothing was booked. An earlier year is learned from when the bookings
 * begin in its first month or before and it has any; the ten years before as_of's are
 * looked at. A row without month or without amount is left out.
 *
 * NULL where months of the year are complete and none of them has a booking: nothing
 * reported, no verdict. What is left out is not looked at, NaN included.
 *
 * All of them keep the same state, so PostgreSQL runs one transition for them when
 * they stand side by side with the same arguments.
 */
#include "forecast_method.h"

#include "fiscal_year.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/timestamp.h"

/*
 * What the final functions return copies of, in the aggregate's memory context. They
 * never return what lies here: since PostgreSQL 16 a result is not copied, so that it
 * may be read when the next row has freed this.
 */
typedef struct Forecast
{
	bool		is_made;
	bool		has_margin;		/* whether margin was asked for */
	ForecastMethod method;		/* that is really used */
	Numeric		year_end;		/* NULL where there is none */
	Numeric		margin;			/* NULL where there is none */
} Forecast;

/* Lies in the aggregate's memory context. */
typedef struct ForecastState
{
	ForecastMethod method;
	YearHistory history;
	Forecast	forecast;
} ForecastState;

PG_FUNCTION_INFO_V1(forecast_trans);
PG_FUNCTION_INFO_V1(forecast_method_trans);
PG_FUNCTION_INFO_V1(forecast_fiscal_year_trans);
PG_FUNCTION_INFO_V1(forecast_combine);
PG_FUNCTION_INFO_V1(forecast_serialize);
PG_FUNCTION_INFO_V1(forecast_deserialize);
PG_FUNCTION_INFO_V1(year_end_forecast_final);
PG_FUNCTION_INFO_V1(year_end_forecast_low_final);
PG_FUNCTION_INFO_V1(year_end_forecast_high_final);
PG_FUNCTION_INFO_V1(year_end_forecast_method_final);
PG_FUNCTION_INFO_V1(forecast_earlier_years);

/*
 * A state without rows.
 */
static ForecastState *
make_state(MemoryContext context, ForecastMethod method, DateADT as_of, int first_month)
{
	ForecastState *state = MemoryContextAlloc(context, sizeof(ForecastState));

	state->method = method;
	year_history_init(&state->history, as_of, first_month);
	memset(&state->forecast, 0, sizeof(Forecast));
	return state;
}

static const char *
date_text(DateADT date)
{
	return DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(date)));
}

/*
 * Refuses an argument that is no day.
 */
static inline void
CheckAsOf(FunctionCallInfo fcinfo, int argument)
{
	if (unlikely(PG_ARGISNULL(argument) || DATE_NOT_FINITE(PG_GETARG_DATEADT(argument))))
		ereport(ERROR,
				(errcode(PG_ARGISNULL(argument) ? ERRCODE_INVALID_PARAMETER_VALUE : ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of must be the last day that is booked, not %s",
						PG_ARGISNULL(argument) ? "NULL" : date_text(PG_GETARG_DATEADT(argument))),
				 errhint("Give a date, such as the last of a month: year_end_forecast(month, amount, '2023-04-30').")));
}

/*
 * Refuses two different days in one group.
 */
static void
CheckSameAsOf(const ForecastState *state, DateADT as_of)
{
	if (state->history.as_of != as_of)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("as_of must be the same in all rows of a group, not %s and %s",
						date_text(state->history.as_of), date_text(as_of)),
				 errhint("Give a constant, or group by it.")));
}

/*
 * Refuses two different methods in one group.
 */
static void
CheckSameMethod(const ForecastState *state, ForecastMethod method)
{
	if (state->method != method)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("method must be the same in all rows of a group, not %s and %s",
						forecast_method_name[state->method], forecast_method_name[method]),
				 errhint("Give a constant, or group by it.")));
}

/*
 * Refuses two different beginnings of a year in one group.
 */
static void
CheckSameFirstMonth(const ForecastState *state, int first_month)
{
	if (state->history.first_month != first_month)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month must be the same in all rows of a group, not %d and %d",
						state->history.first_month, first_month),
				 errhint("Give a constant, or group by it.")));
}

/*
 * The method that an argument names.
 */
static ForecastMethod
get_method(FunctionCallInfo fcinfo, int argument)
{
	const text *name;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("method must be seasonal, last_year, run_rate or auto, not NULL"),
				 errhint("Without this argument it is seasonal.")));
	name = PG_GETARG_TEXT_PP(argument);
	for (int method = 0; method < FORECAST_METHODS; method++)
		if (VARSIZE_ANY_EXHDR(name) == strlen(forecast_method_name[method]) &&
			memcmp(VARDATA_ANY(name), forecast_method_name[method], VARSIZE_ANY_EXHDR(name)) == 0)
			return method;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("method must be seasonal, last_year, run_rate or auto, not \"%s\"", text_to_cstring(name)),
			 errhint("Without this argument it is seasonal.")));
}

/*
 * Adds a row: month, amount and as_of stand from the first argument on.
 */
static inline ForecastState *
add_row(FunctionCallInfo fcinfo, ForecastMethod method, int first_month)
{
	ForecastState *state;
	DateADT		as_of;

	CheckAsOf(fcinfo, 3);
	as_of = PG_GETARG_DATEADT(3);
	if (unlikely(PG_ARGISNULL(0)))
		state = make_state(GetAggregateContext(fcinfo), method, as_of, first_month);
	else
	{
		state = (ForecastState *) PG_GETARG_POINTER(0);
		CheckSameAsOf(state, as_of);
		CheckSameMethod(state, method);
		CheckSameFirstMonth(state, first_month);
		state->forecast.is_made = false;
	}
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		year_history_add(&state->history, PG_GETARG_DATEADT(1), PG_GETARG_DATUM(2), fcinfo);
	return state;
}

/*
 * forecast_trans(state internal, month date, amount numeric, as_of date) -> internal
 */
Datum
forecast_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, FORECAST_SEASONAL, 1));
}

/*
 * forecast_method_trans(state internal, month date, amount numeric, as_of date, method text) -> internal
 */
Datum
forecast_method_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, get_method(fcinfo, 4), 1));
}

/*
 * forecast_fiscal_year_trans(state internal, month date, amount numeric, as_of date, method text, first_month integer) -> internal
 */
Datum
forecast_fiscal_year_trans(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(5))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("first_month must be from 1 to 12, not NULL"),
				 errhint("Give the month in which the fiscal year begins: 1 for January, 9 for September.")));
	CheckFirstMonth(PG_GETARG_INT32(5));
	PG_RETURN_POINTER(add_row(fcinfo, get_method(fcinfo, 4), PG_GETARG_INT32(5)));
}

/*
 * forecast_combine(state internal, other internal) -> internal
 */
Datum
forecast_combine(PG_FUNCTION_ARGS)
{
	ForecastState *state;
	const ForecastState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (const ForecastState *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	if (PG_ARGISNULL(0))
		state = make_state(GetAggregateContext(fcinfo), other->method, other->history.as_of, other->history.first_month);
	else
	{
		state = (ForecastState *) PG_GETARG_POINTER(0);
		CheckSameAsOf(state, other->history.as_of);
		CheckSameMethod(state, other->method);
		CheckSameFirstMonth(state, other->history.first_month);
		state->forecast.is_made = false;
	}
	year_history_combine(&state->history, &other->history, fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * forecast_serialize(state internal) -> bytea
 */
Datum
forecast_serialize(PG_FUNCTION_ARGS)
{
	const ForecastState *state = (const ForecastState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, FORECAST_FORMAT);
	pq_sendbyte(&buf, state->method);
	year_history_send(&buf, &state->history, fcinfo);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * forecast_deserialize(serialized bytea, internal) -> internal
 */
Datum
forecast_deserialize(PG_FUNCTION_ARGS)
{
	ForecastState *state = palloc0(sizeof(ForecastState));
	StringInfoData buf;
	int			method;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, FORECAST_FORMAT);
	method = pq_getmsgbyte(&buf);
	if (method >= FORECAST_METHODS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid method in a serialized forecast: %d", method),
				 ERRHINT_SAME_VERSION));
	state->method = method;
	year_history_recv(&buf, &state->history, fcinfo);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/*
 * The sum of a part of a year, 0 for a year without amounts.
 */
static Numeric
part_sum(const DecimalSum *part, FunctionCallInfo fcinfo)
{
	return decimal_sum_count(part) > 0 ? decimal_sum_result(part, fcinfo) : int64_to_numeric(0);
}

/*
 * What the methods need to know of the years.
 */
static void
get_history(FunctionCallInfo fcinfo, const YearHistory *sums, ForecastHistory *history)
{
	memset(history, 0, offsetof(ForecastHistory, older));
	history->months = sums->months;
	history->year[0].so_far = int64_to_numeric(0);
	for (int age = 0; age <= EARLIER_YEARS; age++)
	{
		const YearSums *year = sums->sums[age];

		if (year == NULL)
			continue;
		history->year[age].is_full = age > 0 && year_history_is_full(sums, age);
		history->year[age].so_far = part_sum(&year->so_far, fcinfo);
		history->year[age].total = decimal_add(history->year[age].so_far, part_sum(&year->remaining, fcinfo));
	}
	forecast_shift_decimals(history);
	forecast_weigh_years(history);
}

/*
 * Puts a result in the place of another, in the aggregate's memory context. Either may
 * be NULL.
 */
static void
keep(Numeric *kept, Numeric result, FunctionCallInfo fcinfo)
{
	MemoryContext made_in = MemoryContextSwitchTo(GetAggregateContext(fcinfo));

	/* In a window every row makes one. */
	if (*kept != NULL)
		pfree(*kept);
	*kept = result == NULL ? NULL : DatumGetNumeric(datumCopy(NumericGetDatum(result), false, -1));
	MemoryContextSwitchTo(made_in);
}

/*
 * The forecast from a state, with its margin where that is asked for. It is made once,
 * for all the final functions that stand side by side, and forgotten when a row comes.
 */
static const Forecast *
get_forecast(FunctionCallInfo fcinfo, bool with_margin)
{
	ForecastState *state = (ForecastState *) PG_GETARG_POINTER(0);
	const YearHistory *sums = &state->history;
	Forecast   *result = &state->forecast;
	ForecastHistory history;
	Numeric		year_end = NULL;
	Numeric		margin = NULL;

	if (result->is_made && (result->has_margin || !with_margin))
		return result;

	/* Amounts of this year are those of its complete months: no others are kept. */
	if (sums->months == 0 || sums->sums[0] != NULL)
	{
		get_history(fcinfo, sums, &history);
		result->method = forecast_method_used(&history, state->method);
		year_end = forecast_year_end(&history, result->method);
		if (with_margin && year_end != NULL)
			margin = forecast_shift_back(&history, forecast_margin(&history, result->method, year_end));
		year_end = forecast_shift_back(&history, year_end);
	}
	keep(&result->year_end, year_end, fcinfo);
	keep(&result->margin, margin, fcinfo);
	result->is_made = true;
	result->has_margin = with_margin;
	return result;
}

/*
 * year_end_forecast_final(state internal) -> numeric
 */
Datum
year_end_forecast_final(PG_FUNCTION_ARGS)
{
	const Forecast *forecast = get_forecast(fcinfo, false);

	if (forecast->year_end == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(datumCopy(NumericGetDatum(forecast->year_end), false, -1));
}

/*
 * year_end_forecast_low_final(state internal) -> numeric
 */
Datum
year_end_forecast_low_final(PG_FUNCTION_ARGS)
{
	const Forecast *forecast = get_forecast(fcinfo, true);

	if (forecast->margin == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_subtract(forecast->year_end, forecast->margin));
}

/*
 * year_end_forecast_high_final(state internal) -> numeric
 */
Datum
year_end_forecast_high_final(PG_FUNCTION_ARGS)
{
	const Forecast *forecast = get_forecast(fcinfo, true);

	if (forecast->margin == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_add(forecast->year_end, forecast->margin));
}

/*
 * year_end_forecast_method_final(state internal) -> text
 */
Datum
year_end_forecast_method_final(PG_FUNCTION_ARGS)
{
	const Forecast *forecast = get_forecast(fcinfo, false);

	if (forecast->year_end == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(forecast_method_name[forecast->method]));
}

/*
 * forecast_earlier_years() -> integer
 */
Datum
forecast_earlier_years(PG_FUNCTION_ARGS pg_attribute_unused())
{
	PG_RETURN_INT32(EARLIER_YEARS);
}
