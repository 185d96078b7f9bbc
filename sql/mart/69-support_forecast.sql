-- support_forecast: what support will cost by the households there will be, beside what its months say

-- What is late of the head is not known of any of it: as of the last month that all of it is booked for.
CREATE OR REPLACE VIEW support_forecast AS
SELECT booked.organisation,
       booked.fiscal_year,
       said.as_of,
       head.code                                AS head_code,
       head.name                                AS head,
       by_method.method,
       said.known_until                         AS booked_until,
       said.booked::numeric(18,2)               AS booked,
       by_method.household_months,
       by_method.cost_per_household::numeric(18,2) AS cost_per_household,
       by_method.household_months_to_come,
       by_method.forecast::numeric(18,2)        AS forecast,
       said.outcome::numeric(18,2)              AS outcome,
       (by_method.forecast - said.outcome)::numeric(18,2) AS error,
       @extschema@.ratio(by_method.forecast - said.outcome, abs(said.outcome))::numeric(12,6) AS error_ratio,
       by_method.why
FROM booked_year booked
JOIN budget_head head ON head.organisation = booked.organisation AND head.pays_support
CROSS JOIN LATERAL (
    WITH part AS MATERIALIZED (
        SELECT shown.as_of, min(shown.booked_until) AS known_until, sum(shown.booked) AS booked,
               CASE WHEN bool_and(shown.forecast IS NOT NULL) THEN sum(shown.forecast) END AS forecast
        FROM forecast_by_month shown
        JOIN live_head_path place ON place.organisation = booked.organisation AND place.code = shown.head_code
                                 AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
        WHERE shown.organisation = booked.organisation AND shown.fiscal_year = booked.fiscal_year AND head.code = ANY (place.path)
        GROUP BY shown.as_of
    ), month AS MATERIALIZED (
        SELECT path.month, path.expected, path.households
        FROM household_path path
        WHERE path.organisation = booked.organisation AND path.fiscal_year = booked.fiscal_year
    )
    SELECT part.as_of, part.known_until, known.booked, part.forecast AS by_months, once.amount AS one_off, households.*,
           CASE WHEN EXISTS (SELECT FROM final_outcome WHERE final_outcome.organisation = booked.organisation AND final_outcome.fiscal_year = booked.fiscal_year)
                THEN (SELECT ended.booked FROM part ended WHERE ended.as_of = booked.last_day AND ended.known_until = booked.last_day) END AS outcome
    FROM part
    LEFT JOIN part known ON known.as_of = part.known_until
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(one_off.amount), 0::numeric) AS amount
        FROM live_restated_one_off one_off
        JOIN live_head_path place ON place.organisation = booked.organisation AND place.code = one_off.head
                                 AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
        WHERE one_off.organisation = booked.organisation AND one_off.fiscal_year = booked.fiscal_year AND one_off.of_year = booked.fiscal_year
          AND one_off.scenario = booked.scenario AND one_off.month <= part.known_until AND head.code = ANY (place.path)
    ) once
    CROSS JOIN LATERAL (
        SELECT sum(month.households) FILTER (WHERE month.month <= part.known_until) AS so_far,
               min(month.month) FILTER (WHERE month.month <= part.known_until AND month.households IS NULL) AS first_unknown,
               sum(month.expected) FILTER (WHERE month.month > part.known_until)::integer AS to_come
        FROM month
    ) households
) said
CROSS JOIN LATERAL (
    -- Why nothing can be said by households; a year that is over needs none.
    SELECT CASE WHEN said.known_until = booked.last_day THEN NULL
                WHEN said.booked IS NULL THEN 'nothing of it is known'
                WHEN said.to_come IS NULL THEN 'no plan says how many households there will be'
                WHEN said.first_unknown IS NOT NULL THEN 'the households of ' || to_char(said.first_unknown::timestamp, 'YYYY-MM'::text) || ' are not known'
                WHEN said.so_far = 0 THEN 'there were no households yet' END
) AS missing(why)
CROSS JOIN LATERAL (SELECT CASE WHEN missing.why IS NULL AND said.so_far > 0 AND said.first_unknown IS NULL
                                THEN (said.booked - said.one_off) / said.so_far::numeric END) AS each(cost)
CROSS JOIN LATERAL (
    -- Not shown where too large for the column.
    SELECT 'drivers'::text AS method, CASE WHEN said.so_far < 2147483648::bigint THEN said.so_far::integer END AS household_months, each.cost AS cost_per_household,
           coalesce(said.to_come, 0) AS household_months_to_come, CASE WHEN abs(year.ends_at) < 1e15::numeric THEN year.ends_at END AS forecast,
           CASE WHEN abs(year.ends_at) >= 1e15::numeric THEN 'too large to be shown' ELSE missing.why END AS why
    FROM (SELECT CASE WHEN missing.why IS NULL
                      THEN said.booked + CASE WHEN said.known_until = booked.last_day THEN 0::numeric ELSE each.cost * said.to_come::numeric END END) AS year(ends_at)
    UNION ALL
    SELECT 'months'::text, NULL::integer, NULL::numeric, NULL::integer, said.by_months, CASE WHEN said.by_months IS NULL THEN 'too large to be shown' END
) by_method;
COMMENT ON VIEW   support_forecast                          IS 'A way to forecast what support costs, after each month of a year, for the head that payments belong to (budget_head.pays_support) with all below it: by households, beside its months. Of years that are over with what came of it, so that each way has a record of its errors';
COMMENT ON COLUMN support_forecast.organisation             IS 'Code of the organisation';
COMMENT ON COLUMN support_forecast.fiscal_year              IS 'Fiscal year that is forecast';
COMMENT ON COLUMN support_forecast.as_of                    IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN support_forecast.head_code                IS 'Code of the budget head';
COMMENT ON COLUMN support_forecast.head                     IS 'Name of the budget head';
COMMENT ON COLUMN support_forecast.method                   IS 'drivers: booked, and for each month to come the households on the way to the plan''s target (household_path) at what a household has cost in a month so far, net as booked and without one-offs; months: the sum of forecast_by_month over units';
COMMENT ON COLUMN support_forecast.booked_until             IS 'Last day of the last month that all of the head is booked for';
COMMENT ON COLUMN support_forecast.booked                   IS 'Net cost booked in the year until then';
COMMENT ON COLUMN support_forecast.household_months         IS 'Households with support, summed over those months; NULL where none is known, and of months';
COMMENT ON COLUMN support_forecast.cost_per_household       IS 'What is booked, without one-offs, by household and month';
COMMENT ON COLUMN support_forecast.household_months_to_come IS 'Households expected, summed over the months to come';
COMMENT ON COLUMN support_forecast.forecast                 IS 'Net cost that the year will come to';
COMMENT ON COLUMN support_forecast.outcome                  IS 'What it came to; NULL while the year is not over';
COMMENT ON COLUMN support_forecast.error                    IS 'Forecast minus outcome';
COMMENT ON COLUMN support_forecast.error_ratio              IS 'Error as a fraction of the size of the outcome; for several rows use mean_absolute_percentage_error(forecast, outcome)';
COMMENT ON COLUMN support_forecast.why                      IS 'Why there is no forecast; NULL where there is one';
