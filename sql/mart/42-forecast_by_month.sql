-- forecast_by_month: where the year was to end, after each month of it

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH booked AS (
    -- OFFSET 0 keeps it by the year: joined, the planner would look up all of them.
    SELECT year.organisation, year.fiscal_year, booked.scenario, booked.booked_until, booked.is_closed, booked.first_day, booked.first_month
    FROM @years@ year
    CROSS JOIN LATERAL (SELECT booked_year.*, EXTRACT(month FROM booked_year.first_day)::integer AS first_month FROM booked_year
                        WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked
), computed AS (
    SELECT booked.organisation, booked.fiscal_year, month_of_head.*
    FROM booked
    CROSS JOIN LATERAL (
        -- An earlier year teaches only if it is booked to its end. The bookings are read once for all months.
        -- What lags is forecast as of its own last month: what it has not booked yet is no saving.
        SELECT ledger.unit, ledger.head, month_end.as_of, known_day.booked_until,
               sum(net.cost) FILTER (WHERE known.fiscal_year = booked.fiscal_year AND ledger.month <= known_day.booked_until) AS booked,
               @extschema@.year_end_forecast(ledger.month, net.cost, known_day.booked_until, 'seasonal'::text, booked.first_month)        AS forecast,
               @extschema@.year_end_forecast_low(ledger.month, net.cost, known_day.booked_until, 'seasonal'::text, booked.first_month)    AS low,
               @extschema@.year_end_forecast_high(ledger.month, net.cost, known_day.booked_until, 'seasonal'::text, booked.first_month)   AS high,
               @extschema@.year_end_forecast_method(ledger.month, net.cost, known_day.booked_until, 'seasonal'::text, booked.first_month) AS method
        FROM booked_year known
        CROSS JOIN LATERAL (
            -- Earlier years by the units and heads of the year that is forecast.
            SELECT ledger.unit, ledger.head, ledger.month, ledger.flow, ledger.amount
            FROM ledger
            WHERE known.fiscal_year = booked.fiscal_year AND ledger.organisation = known.organisation AND ledger.scenario = known.scenario
              AND ledger.month <= booked.booked_until
            UNION ALL
            SELECT ledger.unit, ledger.head, ledger.month, ledger.flow, ledger.amount
            FROM live_restated_ledger ledger
            WHERE known.fiscal_year < booked.fiscal_year AND ledger.organisation = known.organisation AND ledger.scenario = known.scenario
              AND ledger.of_year = known.fiscal_year AND ledger.fiscal_year = booked.fiscal_year AND ledger.month IS NOT NULL
        ) ledger
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        CROSS JOIN (SELECT (booked.first_day + pg_catalog.make_interval(months => months))::date - 1 FROM generate_series(1, 12) AS months) AS month_end(as_of)
        LEFT JOIN (SELECT booked_until.unit_code, booked_until.head_code, booked_until.booked_until FROM booked_until
                   WHERE booked_until.organisation = booked.organisation AND booked_until.fiscal_year = booked.fiscal_year
                     AND booked_until.scenario = booked.scenario AND NOT booked.is_closed OFFSET 0) own
               ON own.unit_code = ledger.unit AND own.head_code = ledger.head
        CROSS JOIN LATERAL (SELECT least(month_end.as_of, own.booked_until)) AS known_day(booked_until)
        WHERE known.organisation = booked.organisation AND known.fiscal_year <= booked.fiscal_year
          AND known.fiscal_year >= booked.fiscal_year - @extschema@.forecast_earlier_years()
          AND (known.fiscal_year = booked.fiscal_year OR known.booked_until = known.last_day)
          AND month_end.as_of <= booked.booked_until
        GROUP BY ledger.unit, ledger.head, month_end.as_of, known_day.booked_until
    ) month_of_head
), shown AS (
    -- Not shown where too large for the column.
    SELECT computed.*,
           abs(forecast) < 1e15::numeric                                                              AS has_forecast,
           abs(forecast) < 1e15::numeric AND abs(low) < 1e15::numeric AND abs(high) < 1e15::numeric   AS has_interval
    FROM computed
    WHERE method IS NOT NULL
)
SELECT shown.organisation,
       shown.fiscal_year,
       shown.as_of,
       shown.unit                         AS unit_code,
       -- Not joins: the planner would take them first, and compute all once for each name.
       (SELECT unit.name FROM unit WHERE unit.organisation = shown.organisation AND unit.code = shown.unit)             AS unit,
       shown.head                         AS head_code,
       (SELECT head.name FROM budget_head head WHERE head.organisation = shown.organisation AND head.code = shown.head) AS head,
       shown.booked::numeric(18,2)        AS booked,
       CASE WHEN shown.has_forecast THEN shown.forecast END::numeric(18,2) AS forecast,
       CASE WHEN shown.has_interval THEN shown.low END::numeric(18,2)      AS low,
       CASE WHEN shown.has_interval THEN shown.high END::numeric(18,2)     AS high,
       shown.method,
       shown.booked_until
FROM shown$view$::text, NULL::text);
COMMENT ON VIEW   forecast_by_month              IS 'A unit and head after each month of a year: what was booked, and where the year was then to end, computed from the books alone, those of earlier years restated by unit_succession and head_succession. The forecast''s way through the year; net cost';
COMMENT ON COLUMN forecast_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_by_month.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_by_month.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_by_month.forecast     IS 'Net cost that the year will come to';
COMMENT ON COLUMN forecast_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL with fewer than three earlier years';
COMMENT ON COLUMN forecast_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_by_month.method       IS 'How it was computed: seasonal, from the earlier years'' shares of these months; run_rate where there is no earlier year';
COMMENT ON COLUMN forecast_by_month.booked_until IS 'Last day of the last month that this unit and head is booked for: before as_of where it lags, and then booked and forecast are as of that day';
