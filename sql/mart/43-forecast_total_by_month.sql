-- forecast_total_by_month: the same for an organisation as a whole

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_total_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       total.as_of,
       total.booked::numeric(18,2)                                            AS booked,
       total.forecast::numeric(18,2)                                          AS forecast,
       (total.forecast - total.margin)::numeric(18,2)                         AS low,
       (total.forecast + total.margin)::numeric(18,2)                         AS high,
       budget.amount                                                          AS budget,
       (budget.amount - total.forecast)::numeric(18,2)                        AS variance,
       CASE WHEN total.forecast > budget.amount THEN total.forecast - budget.amount
            WHEN total.forecast <= budget.amount THEN 0::numeric END::numeric(18,2) AS deficit
FROM @years@ year
CROSS JOIN LATERAL (SELECT own.fiscal_year_start, @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS start(first_month, first_day)
CROSS JOIN LATERAL (
    WITH sum_of_parts AS (
        -- Not shown where too large for the column.
        SELECT part.as_of, sum(part.booked) AS booked,
               CASE WHEN abs(sum(part.forecast)) < 1e15::numeric THEN sum(part.forecast) END AS forecast
        FROM live_forecast_by_month part
        WHERE part.organisation = year.organisation AND part.fiscal_year = year.fiscal_year
        GROUP BY part.as_of
    ), month_of_whole AS (
        SELECT ledger.month, sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS outcome
        FROM booked_year this
        JOIN booked_year earlier ON earlier.organisation = this.organisation
        JOIN ledger ON ledger.organisation = earlier.organisation AND ledger.scenario = earlier.scenario AND ledger.month <= this.booked_until
        WHERE this.organisation = year.organisation AND this.fiscal_year = year.fiscal_year
          AND earlier.organisation = year.organisation AND earlier.fiscal_year <= year.fiscal_year
          AND earlier.fiscal_year >= year.fiscal_year - @extschema@.forecast_earlier_years()
          AND (earlier.fiscal_year = year.fiscal_year OR earlier.booked_until = earlier.last_day)
        GROUP BY ledger.month
    ), margin_of_whole AS (
        -- The whole's own errors: those of the parts partly cancel out.
        SELECT day.as_of,
               @extschema@.year_end_forecast_high(whole.month, whole.outcome, day.as_of, 'seasonal'::text, start.first_month)
               - @extschema@.year_end_forecast(whole.month, whole.outcome, day.as_of, 'seasonal'::text, start.first_month) AS margin
        FROM month_of_whole whole
        CROSS JOIN (SELECT (start.first_day + pg_catalog.make_interval(months => k))::date - 1 FROM generate_series(1, 12) AS k) AS day(as_of)
        GROUP BY day.as_of
    ), sum_or_margin AS (
        SELECT true AS is_sum, as_of, booked, forecast, NULL::numeric AS margin
        FROM sum_of_parts
        UNION ALL
        SELECT false AS is_sum, as_of, NULL::numeric AS booked, NULL::numeric AS forecast,
               CASE WHEN abs(margin) < 1e15::numeric THEN round(margin, 2) END AS margin
        FROM margin_of_whole
    )
    -- Put together and not joined, so that each is computed once.
    SELECT as_of, max(booked) AS booked, max(forecast) AS forecast, max(margin) AS margin
    FROM sum_or_margin
    GROUP BY as_of
    HAVING bool_or(is_sum)
) total
CROSS JOIN LATERAL (
    SELECT sum(@extschema@.net_cost(ledger.flow, ledger.amount))::numeric(18,2) AS amount
    FROM budget_in_force decision
    JOIN ledger ON ledger.organisation = year.organisation AND ledger.scenario = decision.scenario
    CROSS JOIN organisation
    CROSS JOIN LATERAL (SELECT CASE WHEN total.as_of < @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start)
                                    THEN total.as_of ELSE 'infinity'::date END) AS day(held_on)
    WHERE decision.organisation = year.organisation AND decision.fiscal_year = year.fiscal_year AND organisation.organisation = year.organisation
      AND day.held_on >= decision.in_force_from AND coalesce(day.held_on < decision.in_force_until, true)
) budget$view$::text, NULL::text);
COMMENT ON VIEW   forecast_total_by_month              IS 'An organisation after each month of a year: what was booked, and where the year was then to end; the sum of forecast_by_month, with an interval of its own';
COMMENT ON COLUMN forecast_total_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_total_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_total_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_total_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_total_by_month.forecast     IS 'Net cost that the year will come to: the sum of the forecasts of units and heads';
COMMENT ON COLUMN forecast_total_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five, as wide as that of one forecast of the whole: intervals of parts do not add up. NULL with fewer than three earlier years';
COMMENT ON COLUMN forecast_total_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_total_by_month.budget       IS 'Budget in force on as_of, of all units and heads, of those too that nothing is booked for; NULL where none was';
COMMENT ON COLUMN forecast_total_by_month.variance     IS 'Budget minus forecast; positive is favourable';
COMMENT ON COLUMN forecast_total_by_month.deficit      IS 'By how much the forecast exceeds the budget, or 0';
