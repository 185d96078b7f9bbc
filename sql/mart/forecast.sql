-- forecast: where the year will end, from the months booked, beside what the board states

-- The last month of a scenario, without reading the others. Without rows of a whole year, so that
-- what looks for a key of the ledger, as foreign keys do, cannot be planned to read a scenario for it.
CREATE INDEX IF NOT EXISTS ledger_month ON ledger (organisation, scenario, month) WHERE month IS NOT NULL;
DROP INDEX IF EXISTS ledger_scenario_month;

CREATE OR REPLACE VIEW booked_year AS
SELECT s.organisation,
       s.fiscal_year,
       s.scenario,
       -- Within the year, whatever as_of says.
       (date_trunc('month'::text, (greatest(least((s.last_month + interval '1 month' - interval '1 day')::date, s.as_of, d.today),
                                      make_date(s.fiscal_year - 1, 12, 31)) + 1)::timestamp) - interval '1 day')::date AS booked_until
FROM (
    -- Of several outcomes of a year the one in force that knows most.
    SELECT DISTINCT ON (o.organisation, o.fiscal_year)
           o.organisation, o.fiscal_year, o.code AS scenario, o.as_of, m.last_month
    FROM scenario o
    CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                        WHERE l.organisation = o.organisation AND l.scenario = o.code) m
    WHERE o.kind = 'outcome' AND m.last_month IS NOT NULL
    ORDER BY o.organisation, o.fiscal_year, o.adopted DESC, coalesce(o.as_of, make_date(o.fiscal_year, 12, 31)) DESC, o.code DESC
) s
JOIN live_day d ON d.organisation = s.organisation;
COMMENT ON VIEW   booked_year              IS 'A fiscal year whose outcome is booked by month';
COMMENT ON COLUMN booked_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_year.scenario     IS 'Code of the outcome; of several the one in force that knows most';
COMMENT ON COLUMN booked_year.booked_until IS 'Last day of the last complete month: all up to then is booked. Limited by the scenario''s as_of and by today';

CREATE OR REPLACE VIEW monthly_outcome AS
SELECT y.organisation,
       y.fiscal_year,
       y.scenario,
       g.month,
       g.unit                    AS unit_code,
       u.name                    AS unit,
       g.head                    AS head_code,
       h.name                    AS head,
       g.outcome::numeric(18,2)  AS outcome
FROM booked_year y
CROSS JOIN LATERAL (
    SELECT l.month, l.unit, l.head,
           sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
    FROM ledger l
    WHERE l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= y.booked_until
    GROUP BY l.month, l.unit, l.head
) g
JOIN unit u ON u.organisation = y.organisation AND u.code = g.unit
JOIN budget_head h ON h.organisation = y.organisation AND h.code = g.head;
COMMENT ON VIEW   monthly_outcome              IS 'A unit and head in a month: net cost booked. Whole months only';
COMMENT ON COLUMN monthly_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN monthly_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN monthly_outcome.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN monthly_outcome.month        IS 'First day of the month';
COMMENT ON COLUMN monthly_outcome.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN monthly_outcome.unit         IS 'Name of the unit';
COMMENT ON COLUMN monthly_outcome.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN monthly_outcome.head         IS 'Name of the budget head';
COMMENT ON COLUMN monthly_outcome.outcome      IS 'Net cost booked in the month';

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
       f.method
FROM @years@ a
-- OFFSET 0 keeps it by the year: joined, the planner would look up all of them.
CROSS JOIN LATERAL (SELECT b.* FROM booked_year b WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year OFFSET 0) d
CROSS JOIN LATERAL (
    -- An earlier year teaches only if it is booked to its end. The bookings are read once for all months.
    SELECT l.unit, l.head, m.as_of,
           sum(n.net) FILTER (WHERE y.fiscal_year = d.fiscal_year AND l.month <= m.as_of) AS booked,
           @extschema@.year_end_forecast(l.month, n.net, m.as_of)        AS forecast,
           @extschema@.year_end_forecast_low(l.month, n.net, m.as_of)    AS low,
           @extschema@.year_end_forecast_high(l.month, n.net, m.as_of)   AS high,
           @extschema@.year_end_forecast_method(l.month, n.net, m.as_of) AS method
    FROM booked_year y
    JOIN ledger l ON l.organisation = y.organisation AND l.scenario = y.scenario AND l.month <= d.booked_until
    CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
    CROSS JOIN (SELECT make_date(d.fiscal_year + k / 12, k % 12 + 1, 1) - 1 FROM generate_series(1, 12) AS k) AS m(as_of)
    WHERE y.organisation = d.organisation AND y.fiscal_year <= d.fiscal_year AND y.fiscal_year >= d.fiscal_year - 10
      AND (y.fiscal_year = d.fiscal_year OR y.booked_until = make_date(y.fiscal_year, 12, 31))
      AND m.as_of <= d.booked_until
    GROUP BY l.unit, l.head, m.as_of
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

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'year_end_forecast'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT d.organisation,
       d.fiscal_year,
       d.as_of,
       d.booked_until,
       r.unit                                                                       AS unit_code,
       (SELECT u.name FROM unit u WHERE u.organisation = d.organisation AND u.code = r.unit)        AS unit,
       r.head                                                                       AS head_code,
       (SELECT h.name FROM budget_head h WHERE h.organisation = d.organisation AND h.code = r.head) AS head,
       r.booked::numeric(18,2)                                               AS booked,
       r.forecast::numeric(18,2)                                             AS forecast,
       r.low::numeric(18,2)                                                  AS low,
       r.high::numeric(18,2)                                                 AS high,
       v.budget::numeric(18,2)                                                      AS budget,
       (v.budget - r.forecast)::numeric(18,2)                                       AS variance,
       CASE WHEN r.forecast > v.budget THEN r.forecast - v.budget WHEN r.forecast <= v.budget THEN 0::numeric END::numeric(18,2) AS deficit,
       r.method,
       d.stated_scenario,
       r.stated::numeric(18,2)                                                      AS stated_forecast,
       (v.budget - r.stated)::numeric(18,2)                                         AS stated_variance
FROM (
    SELECT a.organisation, a.fiscal_year, e.as_of, e.stated_scenario, b.code AS budget_scenario,
           CASE WHEN e.as_of IS NOT NULL AND y.booked_until IS NOT NULL
                THEN (date_trunc('month'::text, (greatest(least(e.as_of, y.booked_until), make_date(a.fiscal_year - 1, 12, 31)) + 1)::timestamp)
                      - interval '1 day')::date END AS booked_until
    FROM @years@ a
    LEFT JOIN LATERAL (SELECT b.booked_until FROM booked_year b
                       WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year OFFSET 0) y ON true
    CROSS JOIN LATERAL (
        -- Each stated forecast, and each other day that an outcome names or up to which it is booked.
        SELECT s.as_of, s.code AS stated_scenario
        FROM scenario s WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year AND s.kind = 'forecast'
        UNION ALL
        SELECT o.as_of, NULL::text AS stated_scenario
        FROM (SELECT s.as_of FROM scenario s
              WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year AND s.kind = 'outcome' AND s.as_of IS NOT NULL
              UNION
              SELECT y.booked_until WHERE y.booked_until IS NOT NULL) o
        WHERE NOT EXISTS (SELECT FROM scenario s WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year
                                                   AND s.kind = 'forecast' AND s.as_of = o.as_of)
    ) e
    LEFT JOIN scenario b ON b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year
                        AND b.kind = 'budget' AND b.adopted
) d
CROSS JOIN LATERAL (
    SELECT a.unit, a.head, max(a.booked) AS booked, max(a.forecast) AS forecast, max(a.low) AS low, max(a.high) AS high,
           max(a.method) AS method, sum(a.budget) AS budget, sum(a.stated) AS stated
    FROM (
        SELECT f.unit_code AS unit, f.head_code AS head, f.booked, f.forecast, f.low, f.high, f.method,
               NULL::numeric AS budget, NULL::numeric AS stated
        FROM live_forecast_by_month f
        WHERE f.organisation = d.organisation AND f.fiscal_year = d.fiscal_year AND f.as_of = d.booked_until
        UNION ALL
        SELECT l.unit, l.head, NULL::numeric AS booked, NULL::numeric AS forecast, NULL::numeric AS low, NULL::numeric AS high,
               NULL::text AS method,
               CASE WHEN l.scenario = d.budget_scenario THEN CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END END AS budget,
               CASE WHEN l.scenario = d.stated_scenario THEN CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END END AS stated
        FROM ledger l
        WHERE l.organisation = d.organisation AND l.scenario IN (d.budget_scenario, d.stated_scenario)
    ) a
    GROUP BY a.unit, a.head
) r
CROSS JOIN LATERAL (SELECT CASE WHEN d.budget_scenario IS NOT NULL THEN coalesce(r.budget, 0::numeric) END) AS v(budget)$view$::text, NULL::text);
COMMENT ON VIEW   year_end_forecast                 IS 'A unit and head at a date: where the year will end, computed from the months booked until then, beside the budget and what the board itself stated. Dates are those of the outcomes and forecasts of the year, and the last that is booked. Net cost';
COMMENT ON COLUMN year_end_forecast.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN year_end_forecast.fiscal_year     IS 'Fiscal year that is forecast';
COMMENT ON COLUMN year_end_forecast.as_of           IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN year_end_forecast.booked_until    IS 'Last day of the last month that the computed forecast knows of: complete by as_of, and booked; NULL where the year is not booked by month, or the stated forecast has no date';
COMMENT ON COLUMN year_end_forecast.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN year_end_forecast.unit            IS 'Name of the unit';
COMMENT ON COLUMN year_end_forecast.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN year_end_forecast.head            IS 'Name of the budget head';
COMMENT ON COLUMN year_end_forecast.booked          IS 'Net cost booked in the year until booked_until; NULL where nothing is';
COMMENT ON COLUMN year_end_forecast.forecast        IS 'Net cost that the year will come to, computed; NULL where nothing is booked in the year';
COMMENT ON COLUMN year_end_forecast.low             IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL with fewer than three earlier years';
COMMENT ON COLUMN year_end_forecast.high            IS 'Upper end of the interval';
COMMENT ON COLUMN year_end_forecast.budget          IS 'Adopted budget; 0 where that has nothing for this unit and head, NULL where the year has none';
COMMENT ON COLUMN year_end_forecast.variance        IS 'Budget minus computed forecast; positive is favourable';
COMMENT ON COLUMN year_end_forecast.deficit         IS 'By how much the computed forecast exceeds the budget, or 0';
COMMENT ON COLUMN year_end_forecast.method          IS 'How forecast was computed: seasonal, from the earlier years'' shares of these months; run_rate where there is no earlier year';
COMMENT ON COLUMN year_end_forecast.stated_scenario IS 'Code of the stated forecast of that date, or NULL; two of one date have rows of their own';
COMMENT ON COLUMN year_end_forecast.stated_forecast IS 'Net cost that the stated forecast says';
COMMENT ON COLUMN year_end_forecast.stated_variance IS 'Budget minus stated forecast; positive is favourable';

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_total_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       f.as_of,
       f.booked::numeric(18,2)                                                AS booked,
       f.forecast::numeric(18,2)                                              AS forecast,
       (f.forecast - f.margin)::numeric(18,2)                                 AS low,
       (f.forecast + f.margin)::numeric(18,2)                                 AS high,
       b.amount                                                               AS budget,
       (b.amount - f.forecast)::numeric(18,2)                                 AS variance,
       CASE WHEN f.forecast > b.amount THEN f.forecast - b.amount WHEN f.forecast <= b.amount THEN 0::numeric END::numeric(18,2) AS deficit
FROM @years@ a
CROSS JOIN LATERAL (
    -- Put together and not joined, so that each is computed once.
    SELECT p.as_of, max(p.booked) AS booked, max(p.forecast) AS forecast, max(p.margin) AS margin
    FROM (
        -- Not shown where too large for the column.
        SELECT true AS is_sum, m.as_of, sum(m.booked) AS booked,
               CASE WHEN abs(sum(m.forecast)) < 1e15::numeric THEN sum(m.forecast) END AS forecast, NULL::numeric AS margin
        FROM live_forecast_by_month m
        WHERE m.organisation = a.organisation AND m.fiscal_year = a.fiscal_year
        GROUP BY m.as_of
        UNION ALL
        -- The whole's own errors: those of the parts partly cancel out.
        SELECT false AS is_sum, w.as_of, NULL::numeric AS booked, NULL::numeric AS forecast,
               CASE WHEN abs(w.margin) < 1e15::numeric THEN round(w.margin, 2) END AS margin
        FROM (
            SELECT k.as_of,
                   @extschema@.year_end_forecast_high(m.month, m.outcome, k.as_of)
                   - @extschema@.year_end_forecast(m.month, m.outcome, k.as_of) AS margin
            FROM (
                SELECT l.month, sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS outcome
                FROM booked_year y
                JOIN booked_year e ON e.organisation = y.organisation
                JOIN ledger l ON l.organisation = e.organisation AND l.scenario = e.scenario AND l.month <= y.booked_until
                WHERE y.organisation = a.organisation AND y.fiscal_year = a.fiscal_year
                  AND e.organisation = a.organisation AND e.fiscal_year <= a.fiscal_year AND e.fiscal_year >= a.fiscal_year - 10
                  AND (e.fiscal_year = a.fiscal_year OR e.booked_until = make_date(e.fiscal_year, 12, 31))
                GROUP BY l.month
            ) m
            CROSS JOIN (SELECT make_date(a.fiscal_year + k / 12, k % 12 + 1, 1) - 1 FROM generate_series(1, 12) AS k) AS k(as_of)
            GROUP BY k.as_of
        ) w
    ) p
    GROUP BY p.as_of
    HAVING bool_or(p.is_sum)
) f
LEFT JOIN LATERAL (SELECT t.amount FROM live_budget_total t
                   WHERE t.organisation = a.organisation AND t.fiscal_year = a.fiscal_year AND t.basis = 'adopted budget' OFFSET 0) b ON true$view$::text, NULL::text);
COMMENT ON VIEW   forecast_total_by_month              IS 'An organisation after each month of a year: what was booked, and where the year was then to end; the sum of forecast_by_month, with an interval of its own';
COMMENT ON COLUMN forecast_total_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_total_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_total_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_total_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_total_by_month.forecast     IS 'Net cost that the year will come to: the sum of the forecasts of units and heads';
COMMENT ON COLUMN forecast_total_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five, as wide as that of one forecast of the whole: intervals of parts do not add up. NULL with fewer than three earlier years';
COMMENT ON COLUMN forecast_total_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_total_by_month.budget       IS 'Adopted budget of all units and heads, of those too that nothing is booked for; NULL where the year has none';
COMMENT ON COLUMN forecast_total_by_month.variance     IS 'Budget minus forecast; positive is favourable';
COMMENT ON COLUMN forecast_total_by_month.deficit      IS 'By how much the forecast exceeds the budget, or 0';
