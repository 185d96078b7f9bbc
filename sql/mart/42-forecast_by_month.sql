-- forecast_by_month: where the year was to end, after each month of it

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
WITH booked AS (
    -- OFFSET 0 keeps it by the year: joined, the planner would look up all of them.
    SELECT year.organisation, year.fiscal_year, booked.booked_until
    FROM @years@ year
    CROSS JOIN LATERAL (SELECT booked_year.booked_until FROM booked_year
                        WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked
), computed AS (
    SELECT booked.organisation, booked.fiscal_year, month_of_head.*
    FROM booked
    CROSS JOIN LATERAL (
        -- An earlier year teaches only if it is booked to its end. The bookings are read once for all months.
        SELECT ledger.unit, ledger.head, month_end.as_of,
               sum(net.cost) FILTER (WHERE known.fiscal_year = booked.fiscal_year AND ledger.month <= month_end.as_of) AS booked,
               @extschema@.year_end_forecast(ledger.month, net.cost, month_end.as_of)        AS forecast,
               @extschema@.year_end_forecast_low(ledger.month, net.cost, month_end.as_of)    AS low,
               @extschema@.year_end_forecast_high(ledger.month, net.cost, month_end.as_of)   AS high,
               @extschema@.year_end_forecast_method(ledger.month, net.cost, month_end.as_of) AS method
        FROM booked_year known
        JOIN ledger ON ledger.organisation = known.organisation AND ledger.scenario = known.scenario AND ledger.month <= booked.booked_until
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        CROSS JOIN (SELECT make_date(booked.fiscal_year + months / 12, months % 12 + 1, 1) - 1 FROM generate_series(1, 12) AS months) AS month_end(as_of)
        WHERE known.organisation = booked.organisation AND known.fiscal_year <= booked.fiscal_year
          AND known.fiscal_year >= booked.fiscal_year - @extschema@.forecast_earlier_years()
          AND (known.fiscal_year = booked.fiscal_year OR known.booked_until = make_date(known.fiscal_year, 12, 31))
          AND month_end.as_of <= booked.booked_until
        GROUP BY ledger.unit, ledger.head, month_end.as_of
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
       shown.method
FROM shown$view$::text, NULL::text);
COMMENT ON VIEW   forecast_by_month              IS 'A unit and head after each month of a year: what was booked, and where the year was then to end, computed from the books alone. The forecast''s way through the year; net cost';
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
