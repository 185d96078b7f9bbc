/*
 * forecast_error.c
 *
 * How far forecasts were off, once the outcomes are known:
 *
 *   SELECT method, mean_absolute_percentage_error(forecast, outcome),
 *          forecast_bias(forecast, outcome),
 *          relative_mean_absolute_error(forecast, outcome, run_rate)
 *   FROM ... GROUP BY method;
 *
 *   mean_absolute_percentage_error = mean of |forecast - outcome| / |outcome|
 *   forecast_bias                  = mean of (forecast - outcome) / |outcome|
 *   relative_mean_absolute_error   = sum |forecast - outcome| / sum |benchmark - outcome|
 *
 * as fractions. The first two leave out outcomes of 0, of which there are no
 * percentages. The third is the error scaled by that of a benchmark, such as the run
 * rate: below 1 the forecasts were better than it. A row in which one of the figures is
 * missing is left out, so that all are judged by the same rows.
 *
 * Formulas: Hyndman and Koehler, Another look at measures of forecast accuracy,
 * International Journal of Forecasting 22 (2006).
 */
#include "decimal_sums.h"

/* The sums of mean_absolute_percentage_error and forecast_bias. */
enum
{
	ABSOLUTE_PERCENTAGE_ERROR,
	PERCENTAGE_ERROR,
	PERCENTAGE_ERROR_SUMS
};

/* The sums of relative_mean_absolute_error. */
enum
{
	ABSOLUTE_ERROR,
	BENCHMARK_ABSOLUTE_ERROR,
	RELATIVE_ERROR_SUMS
};

PG_FUNCTION_INFO_V1(percentage_error_trans);
PG_FUNCTION_INFO_V1(mean_absolute_percentage_error_final);
PG_FUNCTION_INFO_V1(forecast_bias_final);
PG_FUNCTION_INFO_V1(relative_mean_absolute_error_trans);
PG_FUNCTION_INFO_V1(relative_mean_absolute_error_final);

/*
 * percentage_error_trans(state internal, forecast numeric, outcome numeric) -> internal
 */
Datum
percentage_error_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_PERCENTAGE_ERROR, PERCENTAGE_ERROR_SUMS);
	Numeric		forecast = decimal_get_argument(fcinfo, 1, "forecast", true);
	Numeric		outcome = decimal_get_argument(fcinfo, 2, "outcome", true);
	Numeric		error;

	if (forecast == NULL || outcome == NULL || decimal_sign(outcome) == 0)
		PG_RETURN_POINTER(state);
	error = decimal_divide(decimal_subtract(forecast, outcome), decimal_absolute(outcome));
	decimal_sum_add(&state->sum[ABSOLUTE_PERCENTAGE_ERROR], NumericGetDatum(decimal_absolute(error)), "error", fcinfo);
	decimal_sum_add(&state->sum[PERCENTAGE_ERROR], NumericGetDatum(error), "error", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * The mean of the values of a sum, or NULL without any.
 */
static Datum
mean(FunctionCallInfo fcinfo, int sum)
{
	const DecimalSums *state = decimal_sums_given(fcinfo, SUMS_OF_PERCENTAGE_ERROR, PERCENTAGE_ERROR_SUMS);
	int64		count = decimal_sum_count(&state->sum[sum]);

	if (count == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(decimal_divide(decimal_sum_result(&state->sum[sum], fcinfo), int64_to_numeric(count)));
}

/*
 * mean_absolute_percentage_error_final(state internal) -> numeric
 */
Datum
mean_absolute_percentage_error_final(PG_FUNCTION_ARGS)
{
	return mean(fcinfo, ABSOLUTE_PERCENTAGE_ERROR);
}

/*
 * forecast_bias_final(state internal) -> numeric
 */
Datum
forecast_bias_final(PG_FUNCTION_ARGS)
{
	return mean(fcinfo, PERCENTAGE_ERROR);
}

/*
 * relative_mean_absolute_error_trans(state internal, forecast numeric, outcome numeric, benchmark numeric) -> internal
 */
Datum
relative_mean_absolute_error_trans(PG_FUNCTION_ARGS)
{
	DecimalSums *state = decimal_sums_state(fcinfo, SUMS_OF_RELATIVE_ERROR, RELATIVE_ERROR_SUMS);
	Numeric		forecast = decimal_get_argument(fcinfo, 1, "forecast", true);
	Numeric		outcome = decimal_get_argument(fcinfo, 2, "outcome", true);
	Numeric		benchmark = decimal_get_argument(fcinfo, 3, "benchmark", true);

	if (forecast == NULL || outcome == NULL || benchmark == NULL)
		PG_RETURN_POINTER(state);
	decimal_sum_add(&state->sum[ABSOLUTE_ERROR],
					NumericGetDatum(decimal_absolute(decimal_subtract(forecast, outcome))), "error", fcinfo);
	decimal_sum_add(&state->sum[BENCHMARK_ABSOLUTE_ERROR],
					NumericGetDatum(decimal_absolute(decimal_subtract(benchmark, outcome))), "error", fcinfo);
	PG_RETURN_POINTER(state);
}

/*
 * relative_mean_absolute_error_final(state internal) -> numeric
 */
Datum
relative_mean_absolute_error_final(PG_FUNCTION_ARGS)
{
	return decimal_sums_ratio(fcinfo, SUMS_OF_RELATIVE_ERROR, RELATIVE_ERROR_SUMS, ABSOLUTE_ERROR, BENCHMARK_ABSOLUTE_ERROR);
}
