-- forecast: where the year will end, from the months booked

-- In the order in which src/forecast_method.h numbers them. No text, for a text that stands in a query has a collation, with which
-- postgres_fdw sends no aggregate to another server.
CREATE TYPE @extschema@.forecast_method AS ENUM ('run_rate', 'last_year', 'seasonal', 'theta', 'auto');
COMMENT ON TYPE @extschema@.forecast_method IS
'How year_end_forecast and its kin forecast, which see. A text becomes one by a cast: method::forecast_method. Results that name a method are texts.';

CREATE FUNCTION @extschema@.forecast_trans(state internal, month date, amount numeric, as_of date) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_trans(internal, date, numeric, date) IS
'Transition of the forecast aggregates: adds one row''s amount to its month. Refuses an as_of that is NULL or not the same in all rows (22023), infinite dates (22008), NaN and infinity (22003).';

CREATE FUNCTION @extschema@.forecast_by_method_trans(state internal, month date, amount numeric, as_of date, method @extschema@.forecast_method) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_by_method_trans(internal, date, numeric, date, @extschema@.forecast_method) IS
'The same with a method. Refuses also a method that is NULL, not the same in all rows, or whose label is none of its type''s own (22023).';

CREATE FUNCTION @extschema@.forecast_fiscal_year_trans(state internal, month date, amount numeric, as_of date, method @extschema@.forecast_method, first_month integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_fiscal_year_trans(internal, date, numeric, date, @extschema@.forecast_method, integer) IS
'The same with a method and the month in which years begin. Refuses also a first_month that is not from 1 to 12, NULL or not the same in all rows (22023).';

CREATE FUNCTION @extschema@.forecast_combine(state internal, other internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_combine(internal, internal) IS
'Adds one partial state of the forecast aggregates to another. Refuses states of different days, methods or first months (22023).';

CREATE FUNCTION @extschema@.forecast_serialize(state internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_serialize(internal) IS
'Writes a partial state of the forecast aggregates for another process or server.';

CREATE FUNCTION @extschema@.forecast_deserialize(serialized bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_deserialize(bytea, internal) IS
'Reads what forecast_serialize wrote. Refuses another format or length, and what cannot be (22P03, 08P01).';

CREATE FUNCTION @extschema@.year_end_forecast_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.year_end_forecast_final(internal) IS
'Result of year_end_forecast from its state.';

CREATE FUNCTION @extschema@.year_end_forecast_low_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.year_end_forecast_low_final(internal) IS
'Result of year_end_forecast_low from its state.';

CREATE FUNCTION @extschema@.year_end_forecast_high_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.year_end_forecast_high_final(internal) IS
'Result of year_end_forecast_high from its state.';

CREATE FUNCTION @extschema@.year_end_forecast_method_final(state internal) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.year_end_forecast_method_final(internal) IS
'Result of year_end_forecast_method from its state.';

CREATE AGGREGATE @extschema@.year_end_forecast(month date, amount numeric, as_of date) (
    SFUNC = @extschema@.forecast_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast(date, numeric, date) IS
'What the calendar year of as_of will come to, from the amounts booked until then, in their unit: several forecasts together, weighted by what earlier years show (auto). as_of is the last day that is booked, the same in all rows. A date stands for its month; months not complete on as_of, and later ones, are left out, and so is a row without month or amount; a complete month without rows counts as 0, and an amount of 0 is no booking. Learned from are the ten years before, those that the bookings cover from January on; run rate without any. After December it is the outcome. An estimate in double precision from exact sums, the same in every order of rows and on every machine, rounded to the decimals of the amounts. NULL where months of the year are complete and nothing is booked in them, or where the forecast is more than double precision holds (amounts some 300 powers of ten apart). Errors: 22023 for as_of NULL or not the same, 22008 for infinite dates, 22003 for NaN and infinity. Sources: Bates and Granger 1969 (combination of forecasts), and those of each method.';

CREATE AGGREGATE @extschema@.year_end_forecast(month date, amount numeric, as_of date, method @extschema@.forecast_method) (
    SFUNC = @extschema@.forecast_by_method_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast(date, numeric, date, @extschema@.forecast_method) IS
'The same by a method. seasonal: B + t (1 - s) (1 + k / (k + 2) (B / (t s) - 1)) for B booked in k months, s the share that the first k months have of a year (recent years weigh more, by 3/4 a year), t the latest earlier year; run rate without any. last_year: B * total / first k months of the year before (NULL without that year; its remaining months unchanged where its first ones come to 0). run_rate: B * 12 / k. theta: B and what the theta method makes of the months of the full years right before, two at least, else NULL, and of this one. auto: the median of all that have a forecast, each weighted by the inverse cube of its mean error in the earlier years, recent ones more, drawn towards equal weights where these are few. The method is the same in all rows, else, and where it is NULL, 22023. Sources: ratio estimator of a partly known sum (Guerrero and Elizondo 1997), growth damped; Assimakopoulos and Nikolopoulos 2000 (theta).';

CREATE AGGREGATE @extschema@.year_end_forecast(month date, amount numeric, as_of date, method @extschema@.forecast_method, first_month integer) (
    SFUNC = @extschema@.forecast_fiscal_year_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast(date, numeric, date, @extschema@.forecast_method, integer) IS
'The same of the fiscal year of as_of that begins in first_month, from 1 (January: the calendar year) to 12; learned from are the ten fiscal years before. first_month is the same in all rows, else, and where it is NULL or no month, 22023.';

CREATE AGGREGATE @extschema@.year_end_forecast_low(month date, amount numeric, as_of date) (
    SFUNC = @extschema@.forecast_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_low_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_low(date, numeric, date) IS
'Lower end of the interval around year_end_forecast, which is meant to hold the outcome four times out of five: the forecast less 1.7 times the mean error that the method would have had, as a fraction of its forecast, in each earlier year with a year right before it, after as many months and from the years before alone (recent ones weigh more, by 3/4 a year). Not below what is booked where no month ever was negative. NULL with fewer than two such errors, that is three years in a row, where none was ever off, and after December. Otherwise like year_end_forecast.';

CREATE AGGREGATE @extschema@.year_end_forecast_low(month date, amount numeric, as_of date, method @extschema@.forecast_method) (
    SFUNC = @extschema@.forecast_by_method_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_low_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_low(date, numeric, date, @extschema@.forecast_method) IS
'The same by a method: seasonal, last_year, run_rate, theta or auto.';

CREATE AGGREGATE @extschema@.year_end_forecast_low(month date, amount numeric, as_of date, method @extschema@.forecast_method, first_month integer) (
    SFUNC = @extschema@.forecast_fiscal_year_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_low_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_low(date, numeric, date, @extschema@.forecast_method, integer) IS
'The same of fiscal years that begin in first_month.';

CREATE AGGREGATE @extschema@.year_end_forecast_high(month date, amount numeric, as_of date) (
    SFUNC = @extschema@.forecast_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_high_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_high(date, numeric, date) IS
'Upper end of the interval around year_end_forecast, as far above it as year_end_forecast_low lies below; not above what is booked where no month ever was positive.';

CREATE AGGREGATE @extschema@.year_end_forecast_high(month date, amount numeric, as_of date, method @extschema@.forecast_method) (
    SFUNC = @extschema@.forecast_by_method_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_high_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_high(date, numeric, date, @extschema@.forecast_method) IS
'The same by a method: seasonal, last_year, run_rate, theta or auto.';

CREATE AGGREGATE @extschema@.year_end_forecast_high(month date, amount numeric, as_of date, method @extschema@.forecast_method, first_month integer) (
    SFUNC = @extschema@.forecast_fiscal_year_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_high_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_high(date, numeric, date, @extschema@.forecast_method, integer) IS
'The same of fiscal years that begin in first_month.';

CREATE AGGREGATE @extschema@.year_end_forecast_method(month date, amount numeric, as_of date) (
    SFUNC = @extschema@.forecast_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_method_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_method(date, numeric, date) IS
'The method that year_end_forecast uses for these rows: auto where it combines several, else the one there is, such as run_rate where there is no earlier year to learn from. NULL where there is no forecast.';

CREATE AGGREGATE @extschema@.year_end_forecast_method(month date, amount numeric, as_of date, method @extschema@.forecast_method) (
    SFUNC = @extschema@.forecast_by_method_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_method_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_method(date, numeric, date, @extschema@.forecast_method) IS
'The method that year_end_forecast uses for these rows: with seasonal run_rate where there is no earlier year, with auto the one there is where it has nothing to combine, else the one given.';

CREATE AGGREGATE @extschema@.year_end_forecast_method(month date, amount numeric, as_of date, method @extschema@.forecast_method, first_month integer) (
    SFUNC = @extschema@.forecast_fiscal_year_trans, STYPE = internal, SSPACE = 1700,
    FINALFUNC = @extschema@.year_end_forecast_method_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.forecast_combine,
    SERIALFUNC = @extschema@.forecast_serialize, DESERIALFUNC = @extschema@.forecast_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.year_end_forecast_method(date, numeric, date, @extschema@.forecast_method, integer) IS
'The same of fiscal years that begin in first_month.';

CREATE FUNCTION @extschema@.forecast_earlier_years() RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.forecast_earlier_years() IS
'How many years before the one of as_of year_end_forecast and its kin look at: 10. Older bookings change no forecast, so a query may leave them out, and a change of a booking changes the forecasts of its own year and of so many later ones. Never NULL, no errors.';
