-- year_end_forecast: where the year will end, beside what the board states

CREATE OR REPLACE VIEW year_end_forecast AS
SELECT year.organisation,
       year.fiscal_year,
       figure.as_of,
       coalesce(figure.booked_until, figure.month_until)                     AS booked_until,
       figure.unit                                                           AS unit_code,
       unit.name                                                             AS unit,
       figure.head                                                           AS head_code,
       head.name                                                             AS head,
       figure.booked::numeric(18,2)                                          AS booked,
       figure.forecast::numeric(18,2)                                        AS forecast,
       figure.low::numeric(18,2)                                             AS low,
       figure.high::numeric(18,2)                                            AS high,
       adopted.budget::numeric(18,2)                                         AS budget,
       (held_against.forecast - figure.forecast)::numeric(18,2)              AS variance,
       CASE WHEN figure.forecast > held_against.forecast THEN figure.forecast - held_against.forecast
            WHEN figure.forecast <= held_against.forecast THEN 0::numeric END::numeric(18,2) AS deficit,
       figure.method,
       figure.stated_scenario,
       figure.stated::numeric(18,2)                                          AS stated_forecast,
       (held_against.stated - figure.stated)::numeric(18,2)                  AS stated_variance,
       figure.place = 1::bigint                                              AS is_latest,
       CASE WHEN figure.forecast IS NOT NULL THEN NULL
            WHEN hidden.head IS NOT NULL     THEN 'too few households for it to be shown, or none'
            WHEN figure.number IS NULL       THEN 'nothing is booked by month yet'
            ELSE 'nothing is booked here that could be forecast' END         AS why_no_forecast
FROM live_ledger_year year
CROSS JOIN LATERAL (SELECT organisation.fiscal_year_start, @extschema@.fiscal_year_begin(year.fiscal_year, organisation.fiscal_year_start),
                           @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start)
                    FROM organisation WHERE organisation.organisation = year.organisation) AS of_year(first_month, first_day, last_day)
LEFT JOIN LATERAL (SELECT booked_year.scenario, booked_year.booked_until FROM booked_year
                   WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked ON true
CROSS JOIN LATERAL (
    -- Computed once, on however many days it is looked at.
    WITH account AS MATERIALIZED (
        SELECT account.unit_code, account.head_code, account.first_day, account.known_months, account.booked, account.forecast, account.low, account.high, account.method
        FROM live_forecast_account account
        WHERE account.organisation = year.organisation AND account.fiscal_year = year.fiscal_year
    ), opened AS MATERIALIZED (
        -- Rows of 0 say no more than no rows; a forecast of 0 is one.
        SELECT own.unit, own.head, own.first_month
        FROM live_booked_series own
        WHERE own.organisation = year.organisation AND own.fiscal_year = year.fiscal_year
    )
    SELECT day.as_of, day.stated_scenario, day.place, budget.scenarios, month_end.number, month_end.booked_until AS month_until,
           figure.*, near.side, near.stated_side
    FROM (
        -- Each stated forecast, and each other day that an outcome names or up to which it is booked.
        SELECT stated.as_of, stated.stated_scenario,
               row_number() OVER (ORDER BY stated.adopted OR coalesce(stated.as_of <= booked.booked_until, false) DESC, stated.as_of DESC NULLS LAST, stated.adopted DESC, stated.stated_scenario DESC) AS place
        FROM (
            SELECT scenario.as_of, scenario.code AS stated_scenario, scenario.adopted
            FROM scenario
            WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year AND scenario.kind = 'forecast'
            UNION ALL
            SELECT other.as_of, NULL::text AS stated_scenario, bool_or(other.adopted) AS adopted
            FROM (SELECT scenario.as_of, scenario.adopted FROM scenario
                  WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year
                    AND scenario.kind = 'outcome' AND scenario.as_of IS NOT NULL
                  UNION ALL
                  SELECT booked.booked_until, true WHERE booked.booked_until IS NOT NULL) other
            WHERE NOT EXISTS (SELECT FROM scenario
                              WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year
                                AND scenario.kind = 'forecast' AND scenario.as_of = other.as_of)
            GROUP BY other.as_of
        ) stated
    ) day
    -- The budget in force on that date.
    CROSS JOIN LATERAL (SELECT @extschema@.held_on(day.as_of, of_year.last_day)) AS held(held_on)
    CROSS JOIN LATERAL (
        SELECT pg_catalog.array_agg(decision.scenario) AS scenarios, max(decision.scenario) FILTER (WHERE decision.kind = 'budget') AS scenario
        FROM budget_in_force decision
        WHERE decision.organisation = year.organisation AND decision.fiscal_year = year.fiscal_year
          AND @extschema@.in_force_on(held.held_on, decision.in_force_from, decision.in_force_until)
    ) budget
    CROSS JOIN LATERAL (
        SELECT CASE WHEN day.as_of IS NOT NULL AND booked.booked_until IS NOT NULL
                    THEN (date_trunc('month'::text, (greatest(least(day.as_of, booked.booked_until), of_year.first_day - 1) + 1)::timestamp)
                          - interval '1 day')::date END
    ) AS month(last_day)
    CROSS JOIN LATERAL (
        SELECT month.last_day, CASE WHEN month.last_day >= of_year.first_day THEN @extschema@.fiscal_month(month.last_day, of_year.first_month) END
    ) AS month_end(booked_until, number)
    CROSS JOIN LATERAL (
        SELECT part.unit, part.head, max(part.booked) AS booked, max(part.forecast) AS forecast, max(part.low) AS low, max(part.high) AS high,
               max(part.method) AS method, max(part.booked_until) AS booked_until, sum(part.budget) AS budget, sum(part.stated) AS stated
        FROM (
            SELECT account.unit_code AS unit, account.head_code AS head,
                   account.booked[month_end.number] AS booked, account.forecast[month_end.number] AS forecast,
                   account.low[month_end.number] AS low, account.high[month_end.number] AS high, account.method[month_end.number] AS method,
                   (account.first_day + pg_catalog.make_interval(months => least(month_end.number, account.known_months)))::date - 1 AS booked_until,
                   NULL::numeric AS budget, NULL::numeric AS stated
            FROM account
            WHERE account.method[month_end.number] IS NOT NULL
            UNION ALL
            SELECT ledger.unit, ledger.head, NULL::numeric AS booked, NULL::numeric AS forecast, NULL::numeric AS low, NULL::numeric AS high,
                   NULL::text AS method, NULL::date AS booked_until,
                   CASE WHEN ledger.scenario = ANY (budget.scenarios) THEN @extschema@.net_cost(ledger.flow, ledger.amount) END AS budget,
                   CASE WHEN ledger.scenario = day.stated_scenario THEN @extschema@.net_cost(ledger.flow, ledger.amount) END AS stated
            FROM ledger
            WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_append(budget.scenarios, day.stated_scenario))
        ) part
        GROUP BY part.unit, part.head
    ) figure
    LEFT JOIN LATERAL (
        -- As in budget_variance. Apart from the figures, so that a filter by unit or head reaches those.
        SELECT stood.unit, stood.head,
               @extschema@.meeting_side(unit_place.path, head_place.path, stood.budget <> 0::numeric, stood.without_supplements <> 0::numeric, stood.is_booked) OVER () AS side,
               @extschema@.meeting_side(unit_place.path, head_place.path, stood.budget <> 0::numeric, stood.without_supplements <> 0::numeric, stood.is_stated) OVER () AS stated_side
        FROM (
            SELECT part.unit, part.head, sum(part.budget) AS budget, sum(part.without_supplements) AS without_supplements, bool_or(part.is_booked) AS is_booked, bool_or(part.is_stated) AS is_stated
            FROM (
                SELECT ledger.unit, ledger.head,
                       CASE WHEN ledger.scenario = ANY (budget.scenarios) THEN @extschema@.net_cost(ledger.flow, ledger.amount) END AS budget,
                       CASE WHEN ledger.scenario = budget.scenario THEN @extschema@.net_cost(ledger.flow, ledger.amount) END        AS without_supplements,
                       false AS is_booked, ledger.scenario = day.stated_scenario AS is_stated
                FROM ledger
                WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_append(budget.scenarios, day.stated_scenario))
                UNION ALL
                SELECT opened.unit, opened.head, NULL::numeric AS budget, NULL::numeric AS without_supplements, true AS is_booked, false AS is_stated
                FROM opened
                WHERE opened.first_month <= month_end.booked_until
            ) part
            GROUP BY part.unit, part.head
        ) stood
        JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = stood.unit
                                      AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
        JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = stood.head
                                      AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
    ) near ON near.unit = figure.unit AND near.head = figure.head
) figure
CROSS JOIN LATERAL (SELECT CASE WHEN figure.scenarios IS NOT NULL AND (figure.side IS DISTINCT FROM 'above' OR figure.budget <> 0::numeric) THEN coalesce(figure.budget, 0::numeric) END) AS adopted(budget)
-- What is booked below it is held against the budget too: without that it would look like a saving.
CROSS JOIN LATERAL (SELECT CASE WHEN figure.side IS NULL THEN adopted.budget END,
                           CASE WHEN figure.stated_side IS NULL THEN adopted.budget END) AS held_against(forecast, stated)
LEFT JOIN LATERAL (SELECT live_hidden_outcome.head FROM live_hidden_outcome
                   WHERE live_hidden_outcome.organisation = year.organisation AND live_hidden_outcome.fiscal_year = year.fiscal_year AND live_hidden_outcome.scenario = booked.scenario OFFSET 0) hidden ON hidden.head = figure.head
-- Always there; but the planner would take inner joins first, and compute all once for each name.
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = figure.unit
LEFT JOIN budget_head head ON head.organisation = year.organisation AND head.code = figure.head
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY year.fiscal_year + 0;
COMMENT ON VIEW   year_end_forecast                 IS 'A unit and head at a date: where the year will end, computed from the months booked until then, beside the budget and what the board itself stated. Dates are those of the outcomes and forecasts of the year, and the last that is booked. Net cost. WHERE is_latest has each year once';
COMMENT ON COLUMN year_end_forecast.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN year_end_forecast.fiscal_year     IS 'Fiscal year that is forecast';
COMMENT ON COLUMN year_end_forecast.as_of           IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN year_end_forecast.booked_until    IS 'Last day of the last month that the computed forecast knows of: complete by as_of, and booked by this unit and head, which may lag, or closed for it; NULL where the year is not booked by month, or the stated forecast has no date';
COMMENT ON COLUMN year_end_forecast.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN year_end_forecast.unit            IS 'Name of the unit';
COMMENT ON COLUMN year_end_forecast.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN year_end_forecast.head            IS 'Name of the budget head';
COMMENT ON COLUMN year_end_forecast.booked          IS 'Net cost booked in the year until booked_until; NULL where nothing is';
COMMENT ON COLUMN year_end_forecast.forecast        IS 'Net cost that the year will come to, computed; NULL where the year is not booked by month, or neither bookings nor a budget tell';
COMMENT ON COLUMN year_end_forecast.low             IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL where too little is known of earlier errors';
COMMENT ON COLUMN year_end_forecast.high            IS 'Upper end of the interval';
COMMENT ON COLUMN year_end_forecast.budget          IS 'Budget in force on as_of; 0 where that has nothing for this unit and head, NULL where the year has none, or where it was decided for a unit and head above. A supplement to what was decided above is here, without a verdict';
COMMENT ON COLUMN year_end_forecast.variance        IS 'Budget minus computed forecast; positive is favourable. NULL where the budget was decided for a unit and head above, and there, where bookings below without a budget of their own meet it: budget_rollup has that verdict';
COMMENT ON COLUMN year_end_forecast.deficit         IS 'By how much the computed forecast exceeds the budget, or 0. NULL as variance';
COMMENT ON COLUMN year_end_forecast.method          IS 'How forecast was computed: auto, run_rate or budget, as in forecast_by_month';
COMMENT ON COLUMN year_end_forecast.stated_scenario IS 'Code of the stated forecast of that date, or NULL; two of one date have rows of their own';
COMMENT ON COLUMN year_end_forecast.stated_forecast IS 'Net cost that the stated forecast says';
COMMENT ON COLUMN year_end_forecast.stated_variance IS 'Budget minus stated forecast; positive is favourable. NULL where the budget was decided for a unit and head above, and there, where the forecast states something below without a budget of its own';
COMMENT ON COLUMN year_end_forecast.is_latest       IS 'Whether this is the date of its year that counts: the latest, and no date last; of two stated forecasts of one date the one in force, then the last code. A date that only an outcome or stated forecast that is not in force has, and that the books do not reach, comes last';
COMMENT ON COLUMN year_end_forecast.why_no_forecast IS 'Why forecast is NULL: nothing is booked, or what is booked is of so few households that a released mart does not show it; NULL where it is not';
