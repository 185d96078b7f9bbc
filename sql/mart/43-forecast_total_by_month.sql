-- forecast_total_by_month: the same for an organisation as a whole

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_total_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       total.as_of,
       total.booked::numeric(18,2)                                            AS booked,
       total.forecast::numeric(18,2)                                          AS forecast,
       total.low::numeric(18,2)                                               AS low,
       total.high::numeric(18,2)                                              AS high,
       total.budget                                                           AS budget,
       (held_against.amount - total.forecast)::numeric(18,2)                  AS variance,
       CASE WHEN total.forecast > held_against.amount THEN total.forecast - held_against.amount
            WHEN total.forecast <= held_against.amount THEN 0::numeric END::numeric(18,2) AS deficit,
       (total.forecast - total.of_parts)::numeric(18,2)                       AS unreconciled,
       CASE WHEN total.budget IS NULL  THEN 'no budget was in force'
            WHEN total.is_hidden       THEN 'too few households for it to be shown, or none'
            WHEN total.forecast IS NULL THEN 'no forecast' END                AS why_no_verdict
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.array_agg(hidden.head), '{}'::text[])
    FROM live_hidden_outcome hidden
    JOIN booked_year ON booked_year.organisation = hidden.organisation AND booked_year.fiscal_year = hidden.fiscal_year AND booked_year.scenario = hidden.scenario
    WHERE hidden.organisation = year.organisation AND hidden.fiscal_year = year.fiscal_year
) AS hidden(heads)
CROSS JOIN LATERAL (
    WITH part AS MATERIALIZED (
        -- What the months of the whole cannot tell stands apart: it is late, or has only a budget.
        SELECT account.unit_code, account.head_code, account.first_day, account.booked, account.forecast,
               account.known_months < pg_catalog.cardinality(account.method) OR 'budget' = ANY (account.method) AS is_apart
        FROM live_forecast_account account
        WHERE account.organisation = year.organisation AND account.fiscal_year = year.fiscal_year
    ), whole AS MATERIALIZED (
        SELECT path.forecast, path.low, path.high
        FROM (SELECT @extschema@.forecast_series(own.series) AS series, max(own.booked_until) AS booked_until
              FROM live_forecast_series own
              WHERE own.organisation = year.organisation AND own.fiscal_year = year.fiscal_year AND own.head <> ALL (hidden.heads)
                AND NOT EXISTS (SELECT FROM part WHERE part.is_apart AND part.unit_code = own.unit AND part.head_code = own.head)) series
        CROSS JOIN LATERAL @extschema@.forecast_paths(series.series, year.fiscal_year, year.fiscal_year, series.booked_until, '{auto}'::@extschema@.forecast_method[]) AS path
        -- It is one, of the one year.
        LIMIT 1
    ), month AS (
        -- Twelve at most, and the planner is to know it: for each, the budget in force is added up.
        SELECT month.number, (known.first_day + pg_catalog.make_interval(months => month.number))::date - 1 AS as_of, known.booked, known.of_parts, known.apart
        FROM pg_catalog.generate_series(1, 12) AS month(number)
        CROSS JOIN LATERAL (
            SELECT min(part.first_day) AS first_day, sum(part.booked[month.number]) AS booked, sum(part.forecast[month.number]) AS of_parts,
                   sum(part.forecast[month.number]) FILTER (WHERE part.is_apart) AS apart
            FROM part
            WHERE part.booked[month.number] IS NOT NULL
        ) known
        WHERE known.first_day IS NOT NULL
    ), decided AS MATERIALIZED (
        -- Added up once, and in force in many months.
        SELECT decision.in_force_from, decision.in_force_until, account.amount, account.is_hidden
        FROM budget_in_force decision
        CROSS JOIN LATERAL (SELECT sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount, coalesce(bool_or(ledger.head = ANY (hidden.heads)), false) AS is_hidden
                            FROM ledger WHERE ledger.organisation = year.organisation AND ledger.scenario = decision.scenario) account
        WHERE decision.organisation = year.organisation AND decision.fiscal_year = year.fiscal_year
    )
    -- Not shown where too large for the column.
    SELECT month.as_of, month.booked, month.of_parts, budget.amount AS budget, budget.is_hidden,
           CASE WHEN abs(sum_of.forecast) < 1e15::numeric THEN sum_of.forecast END AS forecast,
           CASE WHEN abs(sum_of.low) < 1e15::numeric AND abs(sum_of.high) < 1e15::numeric THEN sum_of.low END AS low,
           CASE WHEN abs(sum_of.low) < 1e15::numeric AND abs(sum_of.high) < 1e15::numeric THEN sum_of.high END AS high
    FROM month
    LEFT JOIN whole ON true
    CROSS JOIN LATERAL (SELECT CASE WHEN whole.forecast[month.number] IS NOT NULL OR month.apart IS NOT NULL
                                    THEN coalesce(whole.forecast[month.number], 0::numeric) + coalesce(month.apart, 0::numeric) END,
                               whole.low[month.number] + coalesce(month.apart, 0::numeric), whole.high[month.number] + coalesce(month.apart, 0::numeric)) AS sum_of(forecast, low, high)
    CROSS JOIN organisation
    CROSS JOIN LATERAL (SELECT @extschema@.held_on(month.as_of, @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start))) AS day(held_on)
    CROSS JOIN LATERAL (
        SELECT sum(decided.amount)::numeric(18,2) AS amount, coalesce(bool_or(decided.is_hidden), false) AS is_hidden
        FROM decided
        WHERE @extschema@.in_force_on(day.held_on, decided.in_force_from, decided.in_force_until)
    ) budget
    WHERE organisation.organisation = year.organisation
) total
-- Part of what it is for is not shown.
CROSS JOIN LATERAL (SELECT CASE WHEN NOT total.is_hidden THEN total.budget END) AS held_against(amount)$view$::text, NULL::text);
COMMENT ON VIEW   forecast_total_by_month              IS 'An organisation after each month of a year: what was booked, and where the year was then to end, from the months of the whole';
COMMENT ON COLUMN forecast_total_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_total_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_total_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_total_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_total_by_month.forecast     IS 'Net cost that the year will come to: forecast from the months of the whole, but for units and heads that are late or have only a budget, whose own forecasts are added';
COMMENT ON COLUMN forecast_total_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five, from the errors of the whole in earlier years; NULL where too little is known of these';
COMMENT ON COLUMN forecast_total_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_total_by_month.budget       IS 'Budget in force on as_of, of all units and heads, of those too that nothing is booked for; NULL where none was';
COMMENT ON COLUMN forecast_total_by_month.variance     IS 'Budget minus forecast; positive is favourable';
COMMENT ON COLUMN forecast_total_by_month.deficit      IS 'By how much the forecast exceeds the budget, or 0';
COMMENT ON COLUMN forecast_total_by_month.unreconciled IS 'Forecast minus the sum of the forecasts of units and heads (forecast_by_month), which are made each from its own months';
COMMENT ON COLUMN forecast_total_by_month.why_no_verdict IS 'Why variance and deficit are NULL: no budget, no forecast, or part of what the budget is for is of so few households that a released mart does not show it; NULL where they are not';
