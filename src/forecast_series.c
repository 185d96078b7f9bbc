/*
 * forecast_series.c
 *
 * The months of a group as a value, from one pass over its rows:
 *
 *   SELECT unit, head, forecast_series(month, amount, 1) AS series FROM ... GROUP BY unit, head;
 *
 * Plain bytes (month_series_bytes.c has their form), so that a table that keeps them, or another server that is
 * sent them, needs no type of ours; and small, 8 bytes a month. Values are added by the same name:
 * the series of the whole is that of its parts. forecasts.c makes forecasts of one.
 */
#include "month_series.h"

#include "catalog/pg_type.h"
#include "libpq/pqformat.h"
#include "utils/array.h"

/* Functions in it have parameters that they do not use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "funcapi.h"
#include "utils/tuplestore.h"
#pragma GCC diagnostic pop

PG_FUNCTION_INFO_V1(forecast_series_trans);
PG_FUNCTION_INFO_V1(forecast_series_one_off_trans);
PG_FUNCTION_INFO_V1(forecast_series_value_trans);
PG_FUNCTION_INFO_V1(forecast_series_combine);
PG_FUNCTION_INFO_V1(forecast_series_serialize);
PG_FUNCTION_INFO_V1(forecast_series_deserialize);
PG_FUNCTION_INFO_V1(forecast_series_months);
PG_FUNCTION_INFO_V1(seasonal_sums);

static MonthSeries *
make_series(MemoryContext context, int first_month)
{
	MonthSeries *series = MemoryContextAlloc(context, sizeof(MonthSeries));

	month_series_init(series, first_month, context);
	return series;
}

/*
 * Adds a row, the first argument of which is month.
 */
static MonthSeries *
add_row(FunctionCallInfo fcinfo, bool has_one_off)
{
	MonthSeries *series;
	int			first_month = GetFirstMonth(fcinfo, 3);
	bool		one_off_too = has_one_off && !PG_ARGISNULL(4);
	DateADT		date;
	int32		number;

	if (unlikely(PG_ARGISNULL(0)))
		series = make_series(GetAggregateContext(fcinfo), first_month);
	else
	{
		series = (MonthSeries *) PG_GETARG_POINTER(0);
		CheckSameFirstMonth(series->first_month, first_month);
	}
	if (PG_ARGISNULL(1) || (PG_ARGISNULL(2) && !one_off_too))
		return series;

	date = PG_GETARG_DATEADT(1);
	if (unlikely(DATE_NOT_FINITE(date)))
		CheckFiniteDate(date, "month", true);
	number = fiscal_month_number(date, first_month);
	/* What books nothing takes no room: nothing is added to its month. */
	if (unlikely((uint32) (number - series->first) >= (uint32) series->months) &&
		!((PG_ARGISNULL(2) || month_series_is_zero(PG_GETARG_DATUM(2))) && (!one_off_too || month_series_is_zero(PG_GETARG_DATUM(4)))))
		month_series_make_room(series, number);
	if (!PG_ARGISNULL(2))
		month_series_add(series, number - series->first, date, PG_GETARG_DATUM(2));
	if (one_off_too)
		month_series_add_any(series, &series->one_off, number - series->first, date, PG_GETARG_DATUM(4), "one_off");
	return series;
}

/*
 * forecast_series_trans(state internal, month date, amount numeric, first_month integer) -> internal
 */
Datum
forecast_series_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, false));
}

/*
 * forecast_series_one_off_trans(state internal, month date, amount numeric, first_month integer, one_off numeric) -> internal
 */
Datum
forecast_series_one_off_trans(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_row(fcinfo, true));
}

/*
 * forecast_series_value_trans(state internal, series bytea) -> internal
 */
Datum
forecast_series_value_trans(PG_FUNCTION_ARGS)
{
	MonthSeries *series = PG_ARGISNULL(0) ? NULL : (MonthSeries *) PG_GETARG_POINTER(0);

	if (PG_ARGISNULL(1))
	{
		if (series == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(series);
	}
	PG_RETURN_POINTER(month_series_add_value(series, PG_GETARG_BYTEA_PP(1), GetAggregateContext(fcinfo)));
}

/*
 * forecast_series_combine(state internal, other internal) -> internal
 */
Datum
forecast_series_combine(PG_FUNCTION_ARGS)
{
	MonthSeries *series;
	MonthSeries *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (MonthSeries *) PG_GETARG_POINTER(1);
	series = PG_ARGISNULL(0) ? make_series(GetAggregateContext(fcinfo), other->first_month) : (MonthSeries *) PG_GETARG_POINTER(0);

	/* Other may live shorter than this aggregate: copy, never adopt. */
	month_series_combine(series, other);
	PG_RETURN_POINTER(series);
}

/*
 * forecast_series_serialize(state internal) -> bytea, which is the aggregate's result too
 */
Datum
forecast_series_serialize(PG_FUNCTION_ARGS)
{
	MonthSeries *series = (MonthSeries *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SERIES_FORMAT);
	month_series_send(&buf, series);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * forecast_series_deserialize(serialized bytea, internal) -> internal
 */
Datum
forecast_series_deserialize(PG_FUNCTION_ARGS)
{
	MonthSeries *series = palloc(sizeof(MonthSeries));

	month_series_read(PG_GETARG_BYTEA_PP(0), series);
	PG_RETURN_POINTER(series);
}

/*
 * forecast_series_months(series bytea) -> setof (month date, amount numeric, one_off numeric)
 */
Datum
forecast_series_months(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MonthSeries series;

	month_series_read(PG_GETARG_BYTEA_PP(0), &series);
	InitMaterializedSRF(fcinfo, 0);
	for (int32 i = 0; i < series.months; i++)
	{
		Datum		value[3];
		bool		is_null[3] = {false};

		if (!month_series_is_booked(&series, i))
			continue;
		value[0] = DateADTGetDatum(first_day_of_month_number(series.first + i, series.first_month));
		value[1] = NumericGetDatum(month_series_sum(&series, &series.amount, i, 1));
		value[2] = NumericGetDatum(month_series_sum(&series, &series.one_off, i, 1));
		tuplestore_putvalues(result->setResult, result->setDesc, value, is_null);
	}
	return (Datum) 0;
}

/*
 * seasonal_sums(series bytea) -> numeric[]
 *
 * A month of the fiscal year that has no booking in any year is NULL.
 */
Datum
seasonal_sums(PG_FUNCTION_ARGS)
{
	MonthSeries series;
	Datum		sum[MONTHS_PER_YEAR];
	bool		is_null[MONTHS_PER_YEAR];
	int			elements = MONTHS_PER_YEAR;
	int			lower_bound = 1;

	month_series_read(PG_GETARG_BYTEA_PP(0), &series);
	for (int32 month = 0; month < MONTHS_PER_YEAR; month++)
	{
		is_null[month] = true;
		for (int32 i = month; i < series.months; i += MONTHS_PER_YEAR)
			is_null[month] = is_null[month] && !month_series_is_booked(&series, i);
		if (!is_null[month])
			sum[month] = NumericGetDatum(month_series_sum_every(&series, &series.amount, month, series.months, MONTHS_PER_YEAR));
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(sum, is_null, 1, &elements, &lower_bound, NUMERICOID, -1, false, TYPALIGN_INT));
}
