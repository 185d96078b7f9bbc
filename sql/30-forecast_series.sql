-- forecast_series: many forecasts from one pass over the bookings

CREATE FUNCTION @extschema@.forecast_series_trans(state internal, month date, amount numeric, first_month integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_trans(internal, date, numeric, integer) IS
'Transition of forecast_series: adds one row''s amount to its month. Refuses a first_month that is not from 1 to 12, NULL or not the same in all rows (22023), infinite dates and those of more than 10000 years (22008), NaN and infinity (22003).';

CREATE FUNCTION @extschema@.forecast_series_one_off_trans(state internal, month date, amount numeric, first_month integer, one_off numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_one_off_trans(internal, date, numeric, integer, numeric) IS
'The same with the part of amounts that is not to be extrapolated.';

CREATE FUNCTION @extschema@.forecast_series_value_trans(state internal, series bytea) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_value_trans(internal, bytea) IS
'Transition of forecast_series over its own values: adds one. Refuses what is none (22P03, 08P01), and another first_month (22023).';

CREATE FUNCTION @extschema@.forecast_series_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_combine(internal, internal) IS
'Adds one partial state of forecast_series to another. Refuses states of different first months (22023).';

CREATE FUNCTION @extschema@.forecast_series_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_serialize(internal) IS
'Writes a state of forecast_series for another process or server, and as its result.';

CREATE FUNCTION @extschema@.forecast_series_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_deserialize(bytea, internal) IS
'Reads what forecast_series_serialize wrote. Refuses another format or length, and what cannot be (22P03, 08P01).';

CREATE AGGREGATE @extschema@.forecast_series(month date, amount numeric, first_month integer) (
    SFUNC = @extschema@.forecast_series_trans, STYPE = internal, SSPACE = 1200,
    FINALFUNC = @extschema@.forecast_series_serialize, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_series_combine,
    SERIALFUNC = @extschema@.forecast_series_serialize, DESERIALFUNC = @extschema@.forecast_series_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.forecast_series(date, numeric, integer) IS
'The exact sums of amounts by month, as a value that forecasts and forecast_series_months read: bytes, about 100 for each year, which any table can keep; the same for the same sums, in whatever order rows came. first_month is the month in which years begin (1 for January), the same in all rows. A date stands for its month; a row without month or amount is left out, and an amount of 0 is no booking. NULL without rows. Errors: 22023 for first_month NULL, not from 1 to 12 or not the same, 22008 for infinite dates and those of more than 10000 years, 22003 for NaN and infinity.';

CREATE AGGREGATE @extschema@.forecast_series(month date, amount numeric, first_month integer, one_off numeric) (
    SFUNC = @extschema@.forecast_series_one_off_trans, STYPE = internal, SSPACE = 1200,
    FINALFUNC = @extschema@.forecast_series_serialize, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_series_combine,
    SERIALFUNC = @extschema@.forecast_series_serialize, DESERIALFUNC = @extschema@.forecast_series_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.forecast_series(date, numeric, integer, numeric) IS
'The same with one_off, the part of amount that counts but is not extrapolated: forecasts learn from, and carry on, amount - one_off, and add the one-offs booked. NULL is 0. It may stand in a row of its own, with an amount of NULL, beside the row whose amount it is a part of.';

CREATE AGGREGATE @extschema@.forecast_series(series bytea) (
    SFUNC = @extschema@.forecast_series_value_trans, STYPE = internal, SSPACE = 1200,
    FINALFUNC = @extschema@.forecast_series_serialize, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_series_combine,
    SERIALFUNC = @extschema@.forecast_series_serialize, DESERIALFUNC = @extschema@.forecast_series_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.forecast_series(bytea) IS
'The series of the sums of several: what forecast_series makes of all their rows together, such as the whole''s of its parts''. NULL is left out; NULL without any. Errors: 22P03 and 08P01 for bytes that are no series, 22023 for series of years that begin in different months.';

CREATE FUNCTION @extschema@.forecast_series_months(series bytea, OUT month date, OUT amount numeric, OUT one_off numeric) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 120 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_series_months(bytea) IS
'What a value of forecast_series holds: a row for each month with a booking, by its first day, with the sum of its amounts and the part of it that is not extrapolated (0 where nothing was said). No row for NULL. 22P03 and 08P01 for bytes that are no series.';

CREATE FUNCTION @extschema@.seasonal_sums(series bytea) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.seasonal_sums(bytea) IS
'How a series goes through the year: for each month of the fiscal year, from its first on, the exact sum of all years'' amounts in it. Twelve elements, NULL where no year has a booking in the month; what budget_months takes as earlier. NULL for NULL. 22P03 and 08P01 for bytes that are no series.';

CREATE FUNCTION @extschema@.forecasts(series bytea, from_year integer DEFAULT NULL, to_year integer DEFAULT NULL, booked_until date DEFAULT NULL,
                                      methods @extschema@.forecast_method[] DEFAULT NULL, unfinished_years integer[] DEFAULT NULL, months integer[] DEFAULT NULL,
                                      OUT fiscal_year integer, OUT as_of date, OUT method text, OUT used_method text,
                                      OUT booked numeric, OUT one_off numeric, OUT forecast numeric, OUT low numeric, OUT high numeric, OUT lowest numeric, OUT highest numeric,
                                      OUT basis_years integer, OUT errors integer, OUT mean_error double precision, OUT error_weight double precision,
                                      OUT why_no_interval text) RETURNS SETOF record
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 ROWS 500 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecasts(bytea, integer, integer, date, @extschema@.forecast_method[], integer[], integer[]) IS
'All forecasts of a series: a row for each fiscal year from from_year to to_year (NULL: the first and the last with a booking), the last day as_of of each of its months until booked_until (NULL: of the last month with a booking) and each of methods (NULL: seasonal, last_year, run_rate, theta and auto) that has one, as year_end_forecast, _low, _high and _method say it as of that day, which see. What is booked later than booked_until is not looked at; unfinished_years are forecast, but not learned from. months (NULL: all) are the months of the fiscal year, from 1 to 12 and in order, after which forecasts are made: what is not asked for costs nothing. booked is the exact sum so far, one_off the part of it that is not extrapolated; used_method is run_rate where another had no earlier year; lowest is booked where no month ever was negative, highest where none was positive: the interval ends there. basis_years tells how many earlier years could be learned from, errors how many errors of these are known, mean_error their mean as a fraction of the forecasts, error_weight what they weigh together (1 for last year''s, 3/4 for the one before, and so on), so that errors of several heads can be put together: the margin is 1.7 mean_error |forecast|; why_no_interval says why low and high are NULL. No row for NULL. Errors: 22023 for a method that is NULL and for months that are NULL, not from 1 to 12 or not in order, 22008 for an infinite date, 22P03 and 08P01 for bytes that are no series.';

CREATE FUNCTION @extschema@.forecast_paths(series bytea, from_year integer DEFAULT NULL, to_year integer DEFAULT NULL, booked_until date DEFAULT NULL,
                                           methods @extschema@.forecast_method[] DEFAULT NULL, unfinished_years integer[] DEFAULT NULL, months integer[] DEFAULT NULL,
                                           OUT fiscal_year integer, OUT as_of date[], OUT method text, OUT used_method text[],
                                           OUT booked numeric[], OUT one_off numeric[], OUT forecast numeric[], OUT low numeric[], OUT high numeric[], OUT lowest numeric[], OUT highest numeric[],
                                           OUT basis_years integer[], OUT errors integer[], OUT mean_error double precision[], OUT error_weight double precision[],
                                           OUT why_no_interval text[]) RETURNS SETOF record
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 100 ROWS 10 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_paths(bytea, integer, integer, date, @extschema@.forecast_method[], integer[], integer[]) IS
'The same forecasts as those of forecasts, which see for arguments, columns and errors: a row for each fiscal year and method that has one, with the other columns as arrays that have an element for each of months (NULL: for each of the twelve), in order. Elements are NULL where forecasts has no row: before the year''s first booking and after booked_until. A year without a forecast by a method has no row; none for NULL.';

CREATE FUNCTION @extschema@.pooled_margin(mean_error numeric, error_weight numeric, pooled_error numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 1.7 * (error_weight * mean_error + 2::numeric * pooled_error) / (error_weight + 2::numeric);
COMMENT ON FUNCTION @extschema@.pooled_margin(numeric, numeric, numeric) IS
'How wide the interval of a forecast is on either side, as a fraction of the forecast, where few errors of its own are known: 1.7 times their mean and that of others, which weighs like two errors of last year. mean_error and error_weight are those of forecasts, pooled_error the weighted mean of the mean_error of others. With a pooled_error like its own it is the margin of forecasts. NULL for a NULL; an error_weight of -2 is a division by zero (22012).';
