-- forecast_by_month: where the year was to end, after each month of it

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       f.as_of,
       f.unit                             AS unit_code,
       -- Not joins: the planner would take them first, and compute all once for each name.
       (SELECT u.name FROM unit u WHERE u.organisation = d.organisation AND u.code = f.unit)        AS unit,
       f.head                             AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = d.organisation AND h.code = f.head) AS head,
       f.booked::numeric(18,2)            AS booked,
       g.forecast::numeric(18,2)          AS forecast,
       g.low::numeric(18,2)               AS low,
       g.high::numeric(18,2)              AS high,
       f.method,
       f.booked_until
FROM @years@ a
-- OFFSET 0 keeps it by the year: joined, the planner would look up all of them.
CROSS JOIN LATERAL (SELECT b.*, EXTRACT(month FROM b.first_day)::integer AS first_month FROM booked_year b
                    WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year OFFSET 0) d
CROSS JOIN LATERAL (
    -- An earlier year teaches only if it is booked to its end. The bookings are read once for all months.
    -- What lags is forecast as of its own last month: what it has not booked yet is no saving.
    SELECT l.unit, l.head, m.as_of, k.booked_until,
           sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month <= k.booked_until) AS booked,
           @extschema@.year_end_forecast(l.month, n.net, k.booked_until, 'seasonal'::text, d.first_month)        AS forecast,
           @extschema@.year_end_forecast_low(l.month, n.net, k.booked_until, 'seasonal'::text, d.first_month)    AS low,
           @extschema@.year_end_forecast_high(l.month, n.net, k.booked_until, 'seasonal'::text, d.first_month)   AS high,
           @extschema@.year_end_forecast_method(l.month, n.net, k.booked_until, 'seasonal'::text, d.first_month) AS method
    FROM booked_year y
    JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= d.booked_until
    CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS n(net)
    LEFT JOIN (SELECT b.unit_code, b.head_code, b.booked_until FROM booked_until b
               WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year AND b.scenario = d.scenario OFFSET 0) p
           ON p.unit_code = l.unit AND p.head_code = l.head
    CROSS JOIN (SELECT (d.first_day + pg_catalog.make_interval(months => k))::date - 1 FROM generate_series(1, 12) AS k) AS m(as_of)
    CROSS JOIN LATERAL (SELECT least(m.as_of, p.booked_until)) AS k(booked_until)
    WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - @extschema@.forecast_earlier_years()
      AND (y.fiscal_year = d.fiscal_year OR y.booked_until = y.last_day)
      AND m.as_of <= d.booked_until
    GROUP BY l.unit, l.head, m.as_of, k.booked_until
) f
CROSS JOIN LATERAL (
    -- Not shown where too large for the column.
    SELECT CASE WHEN abs(f.forecast) < 1e15::numeric THEN f.forecast END,
           CASE WHEN abs(f.forecast) < 1e15::numeric AND abs(f.low) < 1e15::numeric AND abs(f.high) < 1e15::numeric THEN f.low END,
           CASE WHEN abs(f.forecast) < 1e15::numeric AND abs(f.low) < 1e15::numeric AND abs(f.high) < 1e15::numeric THEN f.high END
) AS g(forecast, low, high)
WHERE f.method IS NOT NULL$view$::text, NULL::text);
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
COMMENT ON COLUMN forecast_by_month.booked_until IS 'Last day of the last month that this unit and head is booked for: before as_of where it lags, and then booked and forecast are as of that day';
