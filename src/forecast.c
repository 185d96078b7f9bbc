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
 * fourth argument chooses the method: auto (the default), seasonal, last_year, run_rate or
 * theta; forecast_method.c has their formulas and the margin of low and high. A fifth
 * is the month in which years begin, where they are not calendar years. Many forecasts of
 * the same rows come cheaper from forecast_series.c; they are the same.
 *
 * The rows are bookings of that year and of earlier ones, in any order. A date
 * stands for its month; a month is complete when as_of is its last day or later,
 * and rows of later months are left out. A complete month without rows is one in
 * which nothing was booked, and an amount of 0 is no booking. An earlier year is learned from when the bookings
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

#include "libpq/pqformat.h"
#include "utils/builtins.h"

/* Lies in the aggregate's memory context. */
typedef struct ForecastState
{
	ForecastMethod method;
	DateADT		as_of;			/* last day that is booked */
	int			year;			/* its fiscal year */
	int			months;			/* how many of its months are complete by then */
	int32		complete;		/* how many of the months kept that are; others are not looked at */
	MonthSeries series;			/* of that year and EARLIER_YEARS before */
	bool		is_made;		/* whether result is that of these rows */
	ForecastResult result;
} ForecastState;

PG_FUNCTION_INFO_V1(forecast_trans);
PG_FUNCTION_INFO_V1(forecast_by_method_trans);
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
 * Says what a state is of, and keeps those years.
 */
static void
begin_state(ForecastState *state, ForecastMethod method, DateADT as_of)
{
	int			first_month = state->series.first_month;
	int			month = fiscal_month_of(as_of, first_month, &state->year);

	state->method = method;
	state->as_of = as_of;
	/* A month is complete on its last day. */
	state->months = fiscal_month_number(as_of + 1, first_month) > fiscal_month_number(as_of, first_month) ? month : month - 1;
	state->complete = EARLIER_YEARS * MONTHS_PER_YEAR + state->months;
	state->is_made = false;
	month_series_keep(&state->series, (state->year - EARLIER_YEARS) * MONTHS_PER_YEAR, (EARLIER_YEARS + 1) * MONTHS_PER_YEAR);
}

/*
 * A state without rows.
 */
static ForecastState *
make_state(MemoryContext context, ForecastMethod method, DateADT as_of, int first_month)
{
	ForecastState *state = MemoryContextAlloc(context, sizeof(ForecastState));

	month_series_init(&state->series, first_month, context);
	begin_state(state, method, as_of);
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
	if (state->as_of != as_of)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("as_of must be the same in all rows of a group, not %s and %s",
						date_text(state->as_of), date_text(as_of)),
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
 * Adds an amount to its month. What lies after the complete months of as_of's year, or before
 * the earlier years, is not kept; but bookings may begin there.
 */
static inline void
add_amount(ForecastState *state, DateADT date, Datum amount)
{
	int32		month = fiscal_month_number(date, state->series.first_month) - state->series.first;

	/* Infinite dates lie beyond all of them. */
	if (likely((uint32) month < (uint32) state->complete))
		month_series_add(&state->series, month, date, amount);
	else
	{
		CheckFiniteDate(date, "month", true);
		if (month < 0 && date < state->series.first_date && !month_series_is_zero(amount))
			state->series.first_date = date;
	}
}

/*
 * Refuses a method that is missing.
 */
static inline void
CheckMethod(FunctionCallInfo fcinfo, int argument)
{
	if (unlikely(PG_ARGISNULL(argument)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("method must be " METHOD_NAMES ", not NULL"),
				 errhint("Without this argument it is auto.")));
}

/* What fn_extra remembers of the last method, whose label takes a lookup. */
typedef struct MethodCache
{
	Oid			value;
	ForecastMethod method;
} MethodCache;

/*
 * The method that an argument is.
 */
static inline ForecastMethod
get_method(FunctionCallInfo fcinfo, int argument)
{
	MethodCache *cache = fcinfo->flinfo->fn_extra;

	CheckMethod(fcinfo, argument);
	if (unlikely(cache == NULL))
		fcinfo->flinfo->fn_extra = cache = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(MethodCache));
	if (unlikely(cache->value != PG_GETARG_OID(argument)))
	{
		cache->method = forecast_method_labelled(PG_GETARG_OID(argument));
		cache->value = PG_GETARG_OID(argument);
	}
	return cache->method;
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
		CheckSameFirstMonth(state->series.first_month, first_month);
		state->is_made = false;
	}
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		add_amount(state, PG_GETARG_DATEADT(1), PG_GETARG_DATUM(2));
	return state;
}

/*
 * forecast_trans(state internal, month date, amount numeric, as_of date) -> internal
 */
Datum
forecast_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, FORECAST_AUTO, 1));
}

/*
 * forecast_by_method_trans(state internal, month date, amount numeric, as_of date, method forecast_method) -> internal
 */
Datum
forecast_by_method_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, get_method(fcinfo, 4), 1));
}

/*
 * forecast_method_trans(state internal, month date, amount numeric, as_of date, method text) -> internal
 *
 * What 0.1.0 calls, from when the library is installed until its update.
 */
Datum
forecast_method_trans(PG_FUNCTION_ARGS)
{
	CheckMethod(fcinfo, 4);
	PG_RETURN_POINTER(add_row(fcinfo, forecast_method_named(text_to_cstring(PG_GETARG_TEXT_PP(4))), 1));
}

/*
 * forecast_fiscal_year_trans(state internal, month date, amount numeric, as_of date, method forecast_method, first_month integer) -> internal
 */
Datum
forecast_fiscal_year_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, get_method(fcinfo, 4), GetFirstMonth(fcinfo, 5)));
}

/*
 * forecast_combine(state internal, other internal) -> internal
 */
Datum
forecast_combine(PG_FUNCTION_ARGS)
{
	ForecastState *state;
	ForecastState *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (ForecastState *) PG_GETARG_POINTER(1);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	if (PG_ARGISNULL(0))
		state = make_state(GetAggregateContext(fcinfo), other->method, other->as_of, other->series.first_month);
	else
	{
		state = (ForecastState *) PG_GETARG_POINTER(0);
		CheckSameAsOf(state, other->as_of);
		CheckSameMethod(state, other->method);
		state->is_made = false;
	}
	month_series_combine(&state->series, &other->series);
	PG_RETURN_POINTER(state);
}

/*
 * forecast_serialize(state internal) -> bytea
 */
Datum
forecast_serialize(PG_FUNCTION_ARGS)
{
	ForecastState *state = (ForecastState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, FORECAST_FORMAT);
	pq_sendbyte(&buf, state->method);
	pq_sendint32(&buf, state->as_of);
	month_series_send(&buf, &state->series);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * forecast_deserialize(serialized bytea, internal) -> internal
 */
Datum
forecast_deserialize(PG_FUNCTION_ARGS)
{
	ForecastState *state;
	StringInfoData buf;
	MonthSeries sent;
	DateADT		as_of;
	int			method;

	ReadSerialized(&buf, PG_GETARG_BYTEA_PP(0));
	CheckSerializedFormat(&buf, FORECAST_FORMAT);
	method = pq_getmsgbyte(&buf);
	if (method >= FORECAST_METHODS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid method in a serialized forecast: %d", method),
				 ERRHINT_SAME_VERSION));
	as_of = (DateADT) pq_getmsgint(&buf, 4);
	if (!IS_VALID_DATE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid date in a serialized forecast: %d", as_of),
				 ERRHINT_SAME_VERSION));
	month_series_recv(&buf, &sent, CurrentMemoryContext);
	pq_getmsgend(&buf);

	state = make_state(CurrentMemoryContext, method, as_of, sent.first_month);
	for (int32 i = 0; i < sent.months; i++)
		if (month_series_is_booked(&sent, i) && (uint32) (sent.first + i - state->series.first) >= (uint32) state->complete)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("invalid month in a serialized forecast: %d", sent.first + i),
					 ERRHINT_SAME_VERSION));
	month_series_combine(&state->series, &sent);
	PG_RETURN_POINTER(state);
}

/*
 * The forecast from a state, without that of a year that is over, which is its outcome. It is
 * made once, for all the final functions that stand side by side, and forgotten when a row
 * comes. NULL where there is none.
 */
static const ForecastResult *
get_forecast(ForecastState *state, ForecastBook **book)
{
	ForecastTrials trials;

	*book = forecast_book_make(&state->series, state->year - EARLIER_YEARS, EARLIER_YEARS + 1, state->complete);
	if (!forecast_is_booked(&(*book)->year[EARLIER_YEARS], state->months))
		return NULL;
	if (!state->is_made)
	{
		forecast_try(*book, EARLIER_YEARS, state->months, 1 << state->method, &trials);
		forecast_make(*book, &trials, state->method, &state->result);
		state->is_made = true;
	}
	return HAS_VALUE(state->result.year_end) ? &state->result : NULL;
}

/*
 * year_end_forecast_final(state internal) -> numeric
 */
Datum
year_end_forecast_final(PG_FUNCTION_ARGS)
{
	ForecastState *state = (ForecastState *) PG_GETARG_POINTER(0);
	ForecastBook *book;
	const ForecastResult *forecast = get_forecast(state, &book);

	if (forecast == NULL)
		PG_RETURN_NULL();
	if (state->months == MONTHS_PER_YEAR)
		PG_RETURN_NUMERIC(forecast_book_sum(book, &state->series.amount, EARLIER_YEARS, MONTHS_PER_YEAR));
	PG_RETURN_NUMERIC(forecast_book_numeric(book, forecast->year_end));
}

/*
 * year_end_forecast_low_final(state internal) -> numeric
 */
Datum
year_end_forecast_low_final(PG_FUNCTION_ARGS)
{
	ForecastBook *book;
	const ForecastResult *forecast = get_forecast((ForecastState *) PG_GETARG_POINTER(0), &book);

	if (forecast == NULL || !HAS_VALUE(forecast->low))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(forecast_book_numeric(book, forecast->low));
}

/*
 * year_end_forecast_high_final(state internal) -> numeric
 */
Datum
year_end_forecast_high_final(PG_FUNCTION_ARGS)
{
	ForecastBook *book;
	const ForecastResult *forecast = get_forecast((ForecastState *) PG_GETARG_POINTER(0), &book);

	if (forecast == NULL || !HAS_VALUE(forecast->high))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(forecast_book_numeric(book, forecast->high));
}

/*
 * year_end_forecast_method_final(state internal) -> text
 */
Datum
year_end_forecast_method_final(PG_FUNCTION_ARGS)
{
	ForecastBook *book;
	const ForecastResult *forecast = get_forecast((ForecastState *) PG_GETARG_POINTER(0), &book);

	if (forecast == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(forecast_method_name[forecast->used]));
}

/*
 * forecast_earlier_years() -> integer
 */
Datum
forecast_earlier_years(PG_FUNCTION_ARGS pg_attribute_unused())
{
	PG_RETURN_INT32(EARLIER_YEARS);
}
