-- states: partial states that lie, by hand; test/fuzz/ has lies by the thousand
--
-- One state of each form is sent with one thing changed that the aggregate it is sent to has to find out.

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS states_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA states_test;
SET search_path = states_test, public;
SET enable_partitionwise_aggregate = on;
SET max_parallel_workers_per_gather = 0;

\i test/sql/include/refusal.sql

-- What is sent, and aggregates that take such bytes as partial states, one in each partition.
CREATE AGGREGATE sent_budget(numeric, numeric) (SFUNC = budget_trans, STYPE = internal, FINALFUNC = decimal_sums_serialize);
CREATE AGGREGATE sent_effect(numeric, numeric, numeric, numeric) (SFUNC = decomposition_trans, STYPE = internal, FINALFUNC = decimal_sums_serialize);
CREATE AGGREGATE sent_caseload(numeric, bigint, date) (SFUNC = household_cost_trans, STYPE = internal, FINALFUNC = caseload_serialize);
CREATE AGGREGATE sent_forecast(date, numeric, date) (SFUNC = forecast_trans, STYPE = internal, FINALFUNC = forecast_serialize);
SELECT format('CREATE AGGREGATE received_%s(bytea, bytea) (SFUNC = bytea_string_agg_transfn, STYPE = internal,
    SERIALFUNC = bytea_string_agg_finalfn, DESERIALFUNC = %2$s_deserialize, COMBINEFUNC = %2$s_combine, FINALFUNC = %1$s_final, PARALLEL = SAFE)', final, state)
FROM (VALUES ('budget_variance', 'decimal_sums'), ('attainment_index', 'decimal_sums'), ('volume_effect', 'decimal_sums'),
             ('household_cost', 'caseload'), ('household_count', 'caseload'), ('year_end_forecast', 'forecast')) AS t(final, state) \gexec
CREATE AGGREGATE received_forecast_series_serialize(bytea, bytea) (SFUNC = bytea_string_agg_transfn, STYPE = internal,
    SERIALFUNC = bytea_string_agg_finalfn, DESERIALFUNC = forecast_series_deserialize, COMBINEFUNC = forecast_series_combine, FINALFUNC = forecast_series_serialize, PARALLEL = SAFE);
CREATE TABLE states (id integer, state bytea) PARTITION BY LIST (id);
CREATE TABLE states_1 PARTITION OF states FOR VALUES IN (1);
CREATE TABLE states_2 PARTITION OF states FOR VALUES IN (2);
CREATE FUNCTION answer(final text, VARIADIC sent bytea[]) RETURNS text
    LANGUAGE plpgsql
AS $function$
DECLARE result text;
BEGIN
    DELETE FROM states;
    INSERT INTO states SELECT id, state FROM unnest(sent) WITH ORDINALITY AS s(state, id);
    EXECUTE format('SELECT received_%s(state, NULL) FROM states', final) INTO result;
    RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$function$;
CREATE FUNCTION at(state bytea, place integer, bytes bytea) RETURNS bytea RETURN overlay(state PLACING bytes FROM place + 1);

-- Budgets of 7.50 and an outcome of 1e30, which is not of the kind that is added quickly. Format, kind, how many sums;
-- from 3 on the first, 48 bytes long: 16 of an amount, how many values, how many with fewer decimals, the most
-- decimals, how many others, and -1; from 51 on the other, with numeric's state from 99 on.
SELECT sent_budget(b, o) AS budget FROM (VALUES (7.50, NULL), (NULL, 1e30)) AS t(b, o) \gset
SELECT length(:'budget'::bytea) AS bytes, answer('budget_variance', :'budget') AS once, answer('budget_variance', :'budget', :'budget') AS twice,
       answer('budget_variance', NULL, NULL) AS nothing;
SELECT place, lie, answer('budget_variance', state), left(answer('budget_variance', :'budget', state), 5) = left(answer('budget_variance', state), 5) AS beside_a_true_one
FROM (VALUES ( 1, 'format',                    at(:'budget', 0, '\x0e')),
             ( 2, 'of attainment_index',       at(:'budget', 1, '\x04')),
             ( 3, 'one sum of two',            at(substr(:'budget'::bytea, 1, 51), 2, '\x01')),
             ( 4, 'no sum',                    at(substr(:'budget'::bytea, 1, 3), 2, '\x00')),
             ( 5, 'three sums',                at(:'budget'::bytea || substr(:'budget'::bytea, 4, 48), 2, '\x03')),
             ( 6, 'more than one value has',   at(:'budget', 3, int8send(1000))),
             ( 7, 'less than one value has',   at(:'budget', 3, int8send(-1000))),
             ( 8, '-1 values',                 at(:'budget', 19, int8send(-1))),
             ( 9, 'no value at all',           at(:'budget', 19, int8send(0))),
             (10, 'fewer decimals than most',  at(:'budget', 27, int8send(2))),
             (11, '5 decimals',                at(:'budget', 35, int4send(5))),
             (12, 'another value, not there',  at(:'budget', 39, int8send(1))),
             (13, 'length of -2',              at(:'budget', 47, int4send(-2))),
             (14, 'length beyond the end',     at(:'budget', 95, int4send(2147483647))),
             (15, 'values of numeric',         at(:'budget', 99, int8send(2))),
             (16, '-1 digits',                 at(:'budget', 107, int4send(-1))),
             (17, 'more digits than there',    at(:'budget', 107, int4send(1000000000))),
             (18, 'weight',                    at(:'budget', 111, int4send(32773))),
             (19, 'weight, least of all',      at(:'budget', 111, int4send(-2147483648))),
             (20, 'digits behind the point',   at(:'budget', 111, int4send(-1))),
             (21, 'sign of NaN',               at(:'budget', 115, int4send(49152))),
             (22, 'decimals',                  at(:'budget', 119, int4send(16384))),
             (23, 'a digit of 10000',          at(:'budget', 123, int2send(10000::smallint))),
             (24, 'a digit of -1',             at(:'budget', 123, int2send(-1::smallint))),
             (25, 'most decimals',             at(:'budget', 125, int4send(-1))),
             (26, 'values with most decimals', at(:'budget', 129, int8send(2))),
             (27, 'a NaN',                     at(:'budget', 137, int8send(1))),
             (28, 'an infinity',               at(:'budget', 153, int8send(1)))) AS t(place, lie, state)
ORDER BY place;
-- A true state of another aggregate, as many sums or not.
SELECT answer('attainment_index', :'budget') AS budget_as_index, answer('volume_effect', :'budget') AS budget_as_effect,
       answer('budget_variance', sent_effect(1, 2, 3, 4)) AS effect_as_budget, answer('volume_effect', sent_effect(1, 2, 3, 4)) AS effect
\gx

-- Three households in April 2023. Format, min_months, an amount of 48 bytes, number of years; then for each year its
-- number, the months seen, how many households, the first of them, bytes of a distance, their months, and distances.
SELECT sent_caseload(10, h, m) AS caseload FROM (VALUES (5, date '2023-04-01'), (6, '2023-04-01'), (7, '2023-04-01')) AS t(h, m) \gset
SELECT length(:'caseload'::bytea) AS bytes, answer('household_cost', :'caseload') AS cost, answer('household_count', :'caseload', :'caseload') AS count_twice;
SELECT place, lie, answer('household_count', state), answer('household_cost', :'caseload', state) = answer('household_count', state) AS beside_a_true_one
FROM (VALUES (1, 'min_months',               at(:'caseload', 1, '\x0d')),
             (2, 'format',                   at(:'caseload', 0, '\xff')),
             (3, 'more years than there',    at(:'caseload', 50, int4send(-1))),
             (4, 'fewer years than there',   at(:'caseload', 50, int4send(0))),
             (5, 'the year twice',           at(:'caseload'::bytea || substr(:'caseload'::bytea, 55), 50, int4send(2))),
             (6, 'seen in no month',         at(:'caseload', 58, '\x0000')),
             (7, 'no household',             at(:'caseload', 60, int8send(0))),
             (8, 'so many households',       at(:'caseload', 60, int8send(9223372036854775807))),
             (9, 'distances of 9 bytes',     at(:'caseload', 76, '\x09')),
             (10, 'more than distances',     at(:'caseload'::bytea || decode(repeat('00', 300), 'hex'), 60, int8send(257))),
             (11, 'the same household twice', at(:'caseload', 80, '\x00')),
             (12, 'one too few',             at(:'caseload', 60, int8send(2))),
             (13, 'as 0.1.0 sent it',        substr(at(:'caseload', 49, '\x01'), 2)),
             (14, 'no byte',                 ''),
             (15, 'nothing but its format',  substr(:'caseload'::bytea, 1, 1)),
             (16, 'cut in the amount',       substr(:'caseload'::bytea, 1, 20)),
             (17, 'cut in the households',   substr(:'caseload'::bytea, 1, length(:'caseload'::bytea) - 1))) AS t(place, lie, state)
ORDER BY place;

-- 10 in January of 2022 and of 2023. Format, method, as_of, and from 6 on the series: the month in which years begin, most decimals, the
-- first date, how many years, and from 15 on each of them: its number, the months that are booked, those with a sum and those with
-- one that is numeric, eight bytes for each sum, and the same of one-offs.
SELECT sent_forecast(m, 10, date '2023-04-30') AS forecast FROM (VALUES (date '2022-01-01'), ('2023-01-01')) AS t(m) \gset
SELECT length(:'forecast'::bytea) AS bytes, answer('year_end_forecast', :'forecast') AS once, answer('year_end_forecast', :'forecast', :'forecast') AS twice;
SELECT place, lie, answer('year_end_forecast', state), answer('year_end_forecast', :'forecast', state) = answer('year_end_forecast', state) AS beside_a_true_one
FROM (VALUES ( 1, 'method',                   at(:'forecast', 1, '\x05')),
             ( 2, 'as_of infinity',           at(:'forecast', 2, int4send(2147483647))),
             ( 3, 'as_of -infinity',          at(:'forecast', 2, int4send(-2147483648))),
             ( 4, 'as_of before its bookings', at(:'forecast', 2, int4send(8000))),
             ( 5, 'first month 0',            at(:'forecast', 6, '\x00')),
             ( 6, 'first month 13',           at(:'forecast', 6, '\x0d')),
             ( 7, 'most decimals',            at(:'forecast', 7, '\x4000')),
             ( 8, 'first date in no age',     at(:'forecast', 9, int4send(2147483646))),
             ( 9, 'first date -infinity',     at(:'forecast', 9, int4send(-2147483648))),
             (10, 'fewer years than there',   at(:'forecast', 13, '\x0001')),
             (11, 'more years than there',    at(:'forecast', 13, '\xffff')),
             (12, 'a year in no age',         at(:'forecast', 15, int4send(2147483647))),
             (13, 'the year before twice',    at(:'forecast', 15, int4send(2023))),
             (14, 'no month booked',          at(:'forecast', 19, '\x0000')),
             (15, 'a thirteenth month',       at(:'forecast', 19, '\x1001')),
             (16, 'a sum, but not booked',    at(:'forecast', 21, '\x0003')),
             (17, 'a numeric, but no sum',    at(:'forecast', 23, '\x0002')),
             (18, 'a numeric, not there',     at(:'forecast', 23, '\x0001')),
             (19, 'more decimals than most',  at(:'forecast', 25, int8send(100001))),
             (20, 'as 0.1.0 sent it',         at(substr(:'forecast'::bytea, 1, 6) || substr(:'forecast'::bytea, 8), 0, '\x01'))) AS t(place, lie, state)
ORDER BY place;

-- 1e30 in January 2022, which is sent as numeric, and the same of which 1e-9 is a one-off. The value that forecast_series returns is its state.
SELECT forecast_series('2022-01-01', 1e30, 1, 1e-9) AS series \gset
SELECT length(:'series'::bytea) AS bytes, answer('forecast_series_serialize', :'series') = :'series' AS once,
       (SELECT array_agg(m::text) FROM forecast_series_months(answer('forecast_series_serialize', :'series', :'series')::bytea) AS m) AS twice;
SELECT place, lie, answer('forecast_series_serialize', state), refusal(format('SELECT forecasts(%L)', state)) AS as_value
FROM (VALUES (1, 'format',                    at(:'series', 0, '\x0f')),
             (2, 'length of -1',              at(:'series', 20, int4send(-1))),
             (3, 'length beyond the end',     at(:'series', 20, int4send(1000000))),
             (4, 'length of one byte less',   at(:'series', 20, int4send(9))),
             (5, 'length of one byte more',   at(:'series', 20, int4send(11))),
             (6, 'NaN',                       at(:'series', 28, '\xc000')),
             (7, 'infinity',                  at(:'series', 28, '\xd000')),
             (8, 'too many decimals',         at(:'series', 2, '\x0002')),
             (9, 'a year without its sums',   substr(:'series'::bytea, 1, 16))) AS t(place, lie, state)
ORDER BY place;

-- A true state of another form. Its first byte says so, before anything else is read.
SELECT final, answer(final, state)
FROM (VALUES (1, 'budget_variance', :'caseload'::bytea), (2, 'budget_variance', :'forecast'), (3, 'household_count', :'budget'),
             (4, 'household_cost', :'forecast'), (5, 'year_end_forecast', :'budget'), (6, 'year_end_forecast', :'caseload'),
             (7, 'year_end_forecast', :'series'), (8, 'forecast_series_serialize', :'forecast')) AS t(place, final, state)
ORDER BY place;

SET client_min_messages = warning;
DROP SCHEMA states_test CASCADE;
