-- forecast_accuracy: what earlier forecasts said, stated, published or computed, and what came of it

-- Until 0.2 published forecasts were kept: to publish made a year stale.
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_insert ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_update ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_delete ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_truncate ON interim_report;

-- What was published, whatever was booked later, is read as it is and not kept: to publish makes nothing stale.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_accuracy'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       a.as_of,
       a.unit                                                                         AS unit_code,
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
    SELECT y.organisation, y.fiscal_year, s.as_of, l.unit, l.head, 'stated'::text AS source, s.code AS scenario, NULL::text AS method,
           l.forecast, coalesce(l.outcome, 0::numeric) AS outcome, NULL::numeric AS low, NULL::numeric AS high
    FROM @years@ y
    CROSS JOIN LATERAL (SELECT f.* FROM final_outcome f WHERE f.organisation = y.organisation AND f.fiscal_year = y.fiscal_year OFFSET 0) o
    JOIN scenario s ON s.organisation = y.organisation AND s.fiscal_year = y.fiscal_year AND s.kind = 'forecast'
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head,
               sum(n.net) FILTER (WHERE l.scenario = s.code)     AS forecast,
               sum(n.net) FILTER (WHERE l.scenario = o.scenario) AS outcome
        FROM ledger l
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS n(net)
        WHERE l.organisation = y.organisation AND l.scenario IN (s.code, o.scenario)
        GROUP BY l.unit, l.head
    ) l
    WHERE l.forecast IS NOT NULL
    UNION ALL
    SELECT a.organisation, a.fiscal_year, f.as_of, f.unit, f.head, 'computed'::text AS source, d.scenario, m.method,
           CASE WHEN abs(m.forecast) < 1e15::numeric THEN round(m.forecast, 2) END AS forecast, f.outcome,
           CASE WHEN abs(m.forecast) < 1e15::numeric AND abs(m.low) < 1e15::numeric AND abs(m.high) < 1e15::numeric THEN m.low END AS low,
           CASE WHEN abs(m.forecast) < 1e15::numeric AND abs(m.low) < 1e15::numeric AND abs(m.high) < 1e15::numeric THEN m.high END AS high
    FROM @years@ a
    CROSS JOIN LATERAL (SELECT f.* FROM final_outcome f WHERE f.organisation = a.organisation AND f.fiscal_year = a.fiscal_year OFFSET 0) d
    CROSS JOIN LATERAL (SELECT b.first_day, EXTRACT(month FROM b.first_day)::integer AS first_month FROM booked_year b
                        WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year AND b.scenario = d.scenario OFFSET 0) b
    CROSS JOIN LATERAL (
        SELECT l.unit, l.head, k.as_of,
               coalesce(sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month IS NOT NULL), 0::numeric) AS outcome,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'run_rate'::text, b.first_month)      AS run_rate,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'run_rate'::text, b.first_month)  AS run_rate_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'run_rate'::text, b.first_month) AS run_rate_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'last_year'::text, b.first_month)      AS last_year,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'last_year'::text, b.first_month)  AS last_year_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'last_year'::text, b.first_month) AS last_year_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'seasonal'::text, b.first_month)      AS seasonal,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'seasonal'::text, b.first_month)  AS seasonal_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'seasonal'::text, b.first_month) AS seasonal_high,
               @extschema@.year_end_forecast(l.month, n.net, k.as_of, 'auto'::text, b.first_month)      AS auto,
               @extschema@.year_end_forecast_low(l.month, n.net, k.as_of, 'auto'::text, b.first_month)  AS auto_low,
               @extschema@.year_end_forecast_high(l.month, n.net, k.as_of, 'auto'::text, b.first_month) AS auto_high
        FROM booked_year y
        JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS n(net)
        CROSS JOIN (SELECT (b.first_day + pg_catalog.make_interval(months => k.months))::date - 1 FROM (VALUES (3), (4), (6), (8), (9)) AS k(months)) AS k(as_of)
        WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - @extschema@.forecast_earlier_years()
          AND y.booked_until = y.last_day
        GROUP BY l.unit, l.head, k.as_of
    ) f
    CROSS JOIN LATERAL (VALUES ('run_rate'::text, f.run_rate, f.run_rate_low, f.run_rate_high),
                               ('last_year', f.last_year, f.last_year_low, f.last_year_high),
                               ('seasonal', f.seasonal, f.seasonal_low, f.seasonal_high),
                               ('auto', f.auto, f.auto_low, f.auto_high)) AS m(method, forecast, low, high)
) a
WHERE a.forecast IS NOT NULL$view$::text, $view$
SELECT r.organisation, r.fiscal_year, r.as_of,
       f.value ->> 'unit_code'::text AS unit_code, u.name AS unit, f.value ->> 'head_code'::text AS head_code, h.name AS head,
       'published'::text AS source, 'version '::text || r.version::text AS scenario, f.value ->> 'method'::text AS method,
       n.forecast::numeric(18,2), l.outcome::numeric(18,2), (n.forecast - l.outcome)::numeric(18,2) AS error,
       @extschema@.ratio(n.forecast - l.outcome, abs(l.outcome))::numeric(12,6) AS error_ratio,
       n.low::numeric(18,2), n.high::numeric(18,2), l.outcome BETWEEN n.low AND n.high AS is_within
FROM interim_report r
CROSS JOIN LATERAL (SELECT f.scenario FROM final_outcome f WHERE f.organisation = r.organisation AND f.fiscal_year = r.fiscal_year OFFSET 0) o
-- Of an array the planner expects ten, and does not have code compiled for thousands.
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT pg_catalog.jsonb_path_query(r.figures, 'lax $.forecasts[*]'::jsonpath))) AS f(value)
CROSS JOIN LATERAL (
    SELECT max(x.number) FILTER (WHERE x.key = 'forecast'), max(x.number) FILTER (WHERE x.key = 'low'), max(x.number) FILTER (WHERE x.key = 'high')
    FROM (SELECT k.key, CASE WHEN jsonb_typeof(f.value -> k.key) = 'number' THEN (f.value ->> k.key)::numeric END AS number
          FROM (VALUES ('forecast'::text), ('low'::text), ('high'::text)) AS k(key)) x
    WHERE abs(x.number) < 1e15::numeric
) AS n(forecast, low, high)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(@extschema@.net_cost(l.flow, l.amount)), 0::numeric) AS outcome
    FROM ledger l
    WHERE l.organisation = r.organisation AND l.scenario = o.scenario
      AND l.unit = f.value ->> 'unit_code'::text AND l.head = f.value ->> 'head_code'::text
) l
LEFT JOIN unit u ON u.organisation = r.organisation AND u.code = f.value ->> 'unit_code'::text
LEFT JOIN budget_head h ON h.organisation = r.organisation AND h.code = f.value ->> 'head_code'::text
WHERE n.forecast IS NOT NULL$view$::text);
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
