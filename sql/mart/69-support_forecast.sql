-- support_forecast: what support will cost by the households there will be, beside what its months say

-- What is late of the head is not known of any of it: as of the last month that all of it is booked for.
CREATE OR REPLACE VIEW support_forecast AS
WITH figure AS (
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
           by_method.why,
           @extschema@.fiscal_month(said.known_until, EXTRACT(month FROM booked.first_day)::integer) AS months,
           said.known_until = booked.last_day       AS is_over
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
            -- There are no more months, and the planner is to know it.
            LIMIT 12
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
    ) by_method
    -- Years have four digits: all do, but of a calculation the planner expects that few do. Or it would have code compiled (JIT) for
    -- what is computed of each stale year, which takes longer than to compute it.
    WHERE booked.fiscal_year + 0 >= 1000 AND booked.fiscal_year + 0 <= 9999
), judged AS (
    -- Beside what the same way would have said after as many months of each of the earlier years.
    SELECT figure.*, pg_catalog.count(figure.error) OVER earlier AS earlier_years,
           @extschema@.mean_absolute_percentage_error(figure.forecast, figure.outcome) OVER earlier AS mean_absolute_percentage_error,
           @extschema@.forecast_bias(figure.forecast, figure.outcome) OVER earlier AS forecast_bias,
           pg_catalog.array_agg(@extschema@.ratio(abs(figure.error), abs(figure.forecast))) FILTER (WHERE figure.error IS NOT NULL AND figure.forecast <> 0::numeric) OVER earlier AS errors,
           bool_and(figure.outcome >= figure.booked) OVER earlier AS only_rose,
           bool_and(figure.outcome <= figure.booked) OVER earlier AS only_fell
    FROM figure
    WINDOW earlier AS (PARTITION BY figure.organisation, figure.head_code, figure.method, figure.months
                       ORDER BY figure.fiscal_year RANGE BETWEEN @extschema@.forecast_earlier_years() PRECEDING AND 1 PRECEDING)
)
SELECT judged.organisation, judged.fiscal_year, judged.as_of, judged.head_code, judged.head, judged.method, judged.booked_until, judged.booked,
       judged.household_months, judged.cost_per_household, judged.household_months_to_come, judged.forecast, judged.outcome, judged.error, judged.error_ratio, judged.why,
       judged.earlier_years::integer                                                        AS earlier_years,
       @extschema@.ratio(judged.mean_absolute_percentage_error, 1::numeric)::numeric(12,6)  AS mean_absolute_percentage_error,
       @extschema@.ratio(judged.forecast_bias, 1::numeric)::numeric(12,6)                   AS forecast_bias,
       CASE WHEN missing.why IS NULL THEN ends.low END::numeric(18,2)                       AS low,
       CASE WHEN missing.why IS NULL THEN ends.high END::numeric(18,2)                      AS high,
       missing.why                                                                          AS why_no_interval
FROM judged
CROSS JOIN LATERAL (
    -- If years come in no order, the next one's error is as likely to take any place among those of n years: it is not above the k-th of them
    -- in k of n + 1 cases. At least four in five; with fewer than four years none is large enough (split conformal prediction: Lei et al.,
    -- Journal of the American Statistical Association 113, 2018).
    SELECT (SELECT past.error FROM pg_catalog.unnest(judged.errors) AS past(error) ORDER BY past.error
            OFFSET (4 * pg_catalog.cardinality(judged.errors) + 8) / 5 - 1 LIMIT 1)
) AS margin(ratio)
CROSS JOIN LATERAL (
    -- Where no year came to less than was booked by then, this one will not; nor to more where none did.
    SELECT CASE WHEN judged.only_rose THEN greatest(judged.forecast - margin.ratio * abs(judged.forecast), least(judged.booked, judged.forecast))
                ELSE judged.forecast - margin.ratio * abs(judged.forecast) END,
           CASE WHEN judged.only_fell THEN least(judged.forecast + margin.ratio * abs(judged.forecast), greatest(judged.booked, judged.forecast))
                ELSE judged.forecast + margin.ratio * abs(judged.forecast) END
) AS ends(low, high)
CROSS JOIN LATERAL (
    SELECT CASE WHEN judged.is_over THEN 'the year is over'
                WHEN judged.forecast IS NULL THEN 'there is no forecast'
                WHEN margin.ratio IS NULL THEN 'fewer than four earlier years to judge by'
                WHEN margin.ratio = 0::numeric OR judged.forecast = 0::numeric THEN 'nothing tells how far off it may be'
                WHEN abs(ends.low) >= 1e15::numeric OR abs(ends.high) >= 1e15::numeric THEN 'too large to be shown' END
) AS missing(why);
COMMENT ON VIEW   support_forecast                          IS 'A way to forecast what support costs, after each month of a year, for the head that payments belong to (budget_head.pays_support) with all below it: by households, beside its months. Of years that are over with what came of it, and beside each forecast how far off the same way was after as many months of earlier years';
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
COMMENT ON COLUMN support_forecast.earlier_years            IS 'How many earlier years that are over, of the last ten, it forecast after as many months (those of booked_until), from their books, households and plans as they are now';
COMMENT ON COLUMN support_forecast.mean_absolute_percentage_error IS 'Mean error of these years, as a fraction of their outcome; NULL where there are none';
COMMENT ON COLUMN support_forecast.forecast_bias            IS 'Their mean error with its sign: above 0 it was too high';
COMMENT ON COLUMN support_forecast.low                      IS 'Lower end of the interval that is meant to hold the outcome four times out of five: of the errors of these years, as fractions of their forecasts, the smallest that at least four in five of n + 1 do not exceed, on either side. Not below booked where none of these years came to less than was booked by then';
COMMENT ON COLUMN support_forecast.high                     IS 'Upper end of the interval; not above booked where none came to more';
COMMENT ON COLUMN support_forecast.why_no_interval          IS 'Why low and high are NULL: with fewer than four earlier years no interval holds four times out of five; NULL where they are not';
