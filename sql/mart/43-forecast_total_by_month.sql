-- forecast_total_by_month: the same for an organisation as a whole

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
                SELECT l.month, sum(@extschema@.net_cost(l.flow, l.amount)) AS outcome
                FROM booked_year y
                JOIN booked_year e ON e.organisation = y.organisation
                JOIN ledger l ON l.organisation = e.organisation AND l.scenario = e.scenario AND l.month <= y.booked_until
                WHERE y.organisation = a.organisation AND y.fiscal_year = a.fiscal_year
                  AND e.organisation = a.organisation AND e.fiscal_year <= a.fiscal_year AND e.fiscal_year >= a.fiscal_year - @extschema@.forecast_earlier_years()
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
