-- year_end_forecast: where the year will end, beside what the board states

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
       (v.budget - r.stated)::numeric(18,2)                                         AS stated_variance,
       d.is_latest
FROM (
    SELECT a.organisation, a.fiscal_year, e.as_of, e.stated_scenario, e.is_latest, b.code AS budget_scenario,
           CASE WHEN e.as_of IS NOT NULL AND y.booked_until IS NOT NULL
                THEN (date_trunc('month'::text, (greatest(least(e.as_of, y.booked_until), make_date(a.fiscal_year - 1, 12, 31)) + 1)::timestamp)
                      - interval '1 day')::date END AS booked_until
    FROM @years@ a
    LEFT JOIN LATERAL (SELECT b.booked_until FROM booked_year b
                       WHERE b.organisation = a.organisation AND b.fiscal_year = a.fiscal_year OFFSET 0) y ON true
    CROSS JOIN LATERAL (
        -- Each stated forecast, and each other day that an outcome names or up to which it is booked.
        SELECT k.as_of, k.stated_scenario,
               row_number() OVER (ORDER BY k.adopted OR coalesce(k.as_of <= y.booked_until, false) DESC, k.as_of DESC NULLS LAST, k.adopted DESC, k.stated_scenario DESC) = 1::bigint AS is_latest
        FROM (
            SELECT s.as_of, s.code AS stated_scenario, s.adopted
            FROM scenario s WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year AND s.kind = 'forecast'
            UNION ALL
            SELECT o.as_of, NULL::text AS stated_scenario, true AS adopted
            FROM (SELECT s.as_of FROM scenario s
                  WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year AND s.kind = 'outcome' AND s.as_of IS NOT NULL
                  UNION
                  SELECT y.booked_until WHERE y.booked_until IS NOT NULL) o
            WHERE NOT EXISTS (SELECT FROM scenario s WHERE s.organisation = a.organisation AND s.fiscal_year = a.fiscal_year
                                                       AND s.kind = 'forecast' AND s.as_of = o.as_of)
        ) k
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
               CASE WHEN l.scenario = d.budget_scenario THEN @extschema@.net_cost(l.flow, l.amount) END AS budget,
               CASE WHEN l.scenario = d.stated_scenario THEN @extschema@.net_cost(l.flow, l.amount) END AS stated
        FROM ledger l
        WHERE l.organisation = d.organisation AND l.scenario IN (d.budget_scenario, d.stated_scenario)
    ) a
    GROUP BY a.unit, a.head
) r
CROSS JOIN LATERAL (SELECT CASE WHEN d.budget_scenario IS NOT NULL THEN coalesce(r.budget, 0::numeric) END) AS v(budget)$view$::text, NULL::text);
COMMENT ON VIEW   year_end_forecast                 IS 'A unit and head at a date: where the year will end, computed from the months booked until then, beside the budget and what the board itself stated. Dates are those of the outcomes and forecasts of the year, and the last that is booked. Net cost. WHERE is_latest has each year once';
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
COMMENT ON COLUMN year_end_forecast.is_latest       IS 'Whether this is the date of its year that counts: the latest, and no date last; of two stated forecasts of one date the one in force, then the last code. A date that only a stated forecast that is not in force has, and that the books do not reach, comes last';
