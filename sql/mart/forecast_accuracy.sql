-- forecast_accuracy: what earlier forecasts said, stated, published or computed, and what came of it

CREATE OR REPLACE VIEW final_outcome AS
SELECT DISTINCT ON (o.organisation, o.fiscal_year)
       o.organisation, o.fiscal_year, o.code AS scenario
FROM scenario o
CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                    WHERE l.organisation = o.organisation AND l.scenario = o.code) m
WHERE o.kind = 'outcome'
  AND make_date(o.fiscal_year, 12, 31) <= least(o.as_of, current_date)
  AND coalesce(m.last_month, make_date(o.fiscal_year, 12, 1)) = make_date(o.fiscal_year, 12, 1)
  AND EXISTS (SELECT FROM ledger l WHERE l.organisation = o.organisation AND l.scenario = o.code)
ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, make_date(o.fiscal_year, 12, 31)) DESC, o.code DESC;
COMMENT ON VIEW   final_outcome              IS 'A fiscal year that is over: the outcome that forecasts are held against';
COMMENT ON COLUMN final_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN final_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN final_outcome.scenario     IS 'Code of the outcome, whole or booked until December; of several the one in force that is latest';

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{interim_report}'::text[], 'ledger'::text, 0, 'fiscal_year'::text);

CREATE OR REPLACE VIEW live_forecast_accuracy AS
SELECT a.organisation,
       a.fiscal_year,
       a.as_of,
       a.unit                                                                         AS unit_code,
       -- Not joins, as in forecast_by_month.
       (SELECT u.name FROM unit u WHERE u.organisation = a.organisation AND u.code = a.unit)        AS unit,
       a.head                                                                         AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = a.organisation AND h.code = a.head) AS head,
       a.source,
       a.scenario,
       a.method,
       a.forecast::numeric(18,2)                                                      AS forecast,
       a.outcome::numeric(18,2)                                                       AS outcome,
       (a.forecast - a.outcome)::numeric(18,2)                                        AS error,
       @extschema@.ratio(a.forecast - a.outcome, abs(a.outcome))::numeric(12,6) AS error_ratio,
       a.low::numeric(18,2)                                                           AS low,
       a.high::numeric(18,2)                                                          AS high,
       a.outcome BETWEEN a.low AND a.high                                             AS is_within
FROM (
    SELECT s.organisation, s.fiscal_year, s.as_of, l.unit, l.head, 'stated' AS source, s.code AS scenario, NULL::text AS method,
           l.forecast, coalesce(l.outcome, 0) AS outcome, NULL::numeric AS low, NULL::numeric AS high
    FROM final_outcome o
    JOIN scenario s ON s.organisation = o.organisation AND s.fiscal_year = o.fiscal_year AND s.kind = 'forecast'
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.net) FILTER (WHERE l.scenario = s.code)     AS forecast,
               sum(n.net) FILTER (WHERE l.scenario = o.scenario) AS outcome
        FROM ledger l
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
        WHERE l.organisation = o.organisation AND l.scenario IN (s.code, o.scenario)
        GROUP BY l.unit, l.head
    ) l
    WHERE l.forecast IS NOT NULL
    UNION ALL
    -- As it was published, whatever was booked later.
    SELECT r.organisation, r.fiscal_year, r.as_of, f.value ->> 'unit_code' AS unit, f.value ->> 'head_code' AS head, 'published' AS source,
           'version ' || r.version AS scenario, f.value ->> 'method' AS method,
           n.forecast, coalesce(l.outcome, 0) AS outcome, n.low, n.high
    FROM final_outcome o
    JOIN interim_report r ON r.organisation = o.organisation AND r.fiscal_year = o.fiscal_year
    CROSS JOIN LATERAL jsonb_path_query(r.figures, 'lax $.forecasts[*]') AS f(value)
    CROSS JOIN LATERAL (
        SELECT max(x.number) FILTER (WHERE x.key = 'forecast'), max(x.number) FILTER (WHERE x.key = 'low'), max(x.number) FILTER (WHERE x.key = 'high')
        FROM (SELECT k.key, CASE WHEN jsonb_typeof(f.value -> k.key) = 'number' THEN (f.value ->> k.key)::numeric END AS number
              FROM (VALUES ('forecast'), ('low'), ('high')) AS k(key)) x
        WHERE abs(x.number) < 1e15
    ) AS n(forecast, low, high)
    CROSS JOIN LATERAL (
        SELECT sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
        FROM ledger l
        WHERE l.organisation = o.organisation AND l.scenario = o.scenario AND l.unit = f.value ->> 'unit_code' AND l.head = f.value ->> 'head_code'
    ) l
    UNION ALL
    SELECT d.organisation, d.fiscal_year, f.as_of, f.unit, f.head, 'computed' AS source, d.scenario, m.method,
           CASE WHEN abs(m.forecast) < 1e15 THEN round(m.forecast, 2) END AS forecast, f.outcome,
           CASE WHEN abs(m.forecast) < 1e15 AND abs(m.low) < 1e15 AND abs(m.high) < 1e15 THEN m.low END AS low,
           CASE WHEN abs(m.forecast) < 1e15 AND abs(m.low) < 1e15 AND abs(m.high) < 1e15 THEN m.high END AS high
    FROM final_outcome d
    JOIN booked_year b ON b.organisation = d.organisation AND b.fiscal_year = d.fiscal_year AND b.scenario = d.scenario
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head, k.as_of,
               coalesce(sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month IS NOT NULL), 0) AS outcome,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'run_rate')      AS run_rate,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'run_rate')  AS run_rate_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'run_rate') AS run_rate_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'last_year')      AS last_year,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'last_year')  AS last_year_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'last_year') AS last_year_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'seasonal')      AS seasonal,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'seasonal')  AS seasonal_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'seasonal') AS seasonal_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'auto')      AS auto,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'auto')  AS auto_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'auto') AS auto_high
        FROM booked_year y
        JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario
        CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
        CROSS JOIN (SELECT make_date(d.fiscal_year, k.months + 1, 1) - 1 FROM (VALUES (3), (4), (6), (8), (9)) AS k(months)) AS k(as_of)
        WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - 10
          AND y.booked_until = make_date(y.fiscal_year, 12, 31)
        GROUP BY l.unit, l.head, k.as_of
    ) f
    CROSS JOIN LATERAL (VALUES ('run_rate', f.run_rate, f.run_rate_low, f.run_rate_high),
                               ('last_year', f.last_year, f.last_year_low, f.last_year_high),
                               ('seasonal', f.seasonal, f.seasonal_low, f.seasonal_high),
                               ('auto', f.auto, f.auto_low, f.auto_high)) AS m(method, forecast, low, high)
) a
WHERE a.forecast IS NOT NULL;
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_accuracy'::text, 'ledger'::text);
COMMENT ON VIEW   forecast_accuracy              IS 'An earlier forecast of a unit and head in a year that is over, and what came of it: as stated, as published, and as each method would have computed it after 3, 4, 6, 8 and 9 months from the books as they are now. Choose source and method before adding up';
COMMENT ON COLUMN forecast_accuracy.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_accuracy.fiscal_year  IS 'Fiscal year that was forecast';
COMMENT ON COLUMN forecast_accuracy.as_of        IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN forecast_accuracy.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_accuracy.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_accuracy.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_accuracy.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_accuracy.source       IS 'stated (a forecast in the ledger), published (frozen in an interim report) or computed (afresh, as of that date)';
COMMENT ON COLUMN forecast_accuracy.scenario     IS 'Code of the stated forecast; version of the interim report; code of the outcome that it is computed from';
COMMENT ON COLUMN forecast_accuracy.method       IS 'run_rate, last_year, seasonal or auto; NULL for a stated forecast';
COMMENT ON COLUMN forecast_accuracy.forecast     IS 'Net cost that was forecast for the year';
COMMENT ON COLUMN forecast_accuracy.outcome      IS 'Net cost that the year came to, beside a computed forecast that of its months; 0 where the final outcome has nothing for this unit and head';
COMMENT ON COLUMN forecast_accuracy.error        IS 'Forecast minus outcome: positive means that it was too high';
COMMENT ON COLUMN forecast_accuracy.error_ratio  IS 'Error as a fraction of the outcome. For several rows use mean_absolute_percentage_error(forecast, outcome) and forecast_bias(forecast, outcome)';
COMMENT ON COLUMN forecast_accuracy.low          IS 'Lower end of the interval, where the forecast had one';
COMMENT ON COLUMN forecast_accuracy.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_accuracy.is_within    IS 'Whether the outcome lies in the interval; four times out of five it should. NULL without one';
