-- forecast_series: what forecasts learn from, as one value for each unit and head

-- Of each year's own bookings: a year is learned from by the ten after it, which need not read the ledger again.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_booked_series'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       account.scenario,
       account.unit,
       account.head,
       account.series
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT booked.scenario, ledger.unit, ledger.head,
           @extschema@.forecast_series(ledger.month, @extschema@.net_cost(ledger.flow, ledger.amount), booked.first_month) AS series
    -- OFFSET 0 has the year looked up first: joined, the whole ledger might be read.
    FROM (SELECT booked_year.scenario, booked_year.booked_until, EXTRACT(month FROM booked_year.first_day)::integer AS first_month
          FROM booked_year
          WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked
    JOIN ledger ON ledger.organisation = year.organisation AND ledger.scenario = booked.scenario AND ledger.month <= booked.booked_until
    GROUP BY booked.scenario, ledger.unit, ledger.head
) account$view$::text, NULL::text);
COMMENT ON VIEW   live_booked_series              IS 'A unit and head in a year that is booked by month: its bookings of that year alone';
COMMENT ON COLUMN live_booked_series.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_booked_series.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_booked_series.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_booked_series.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_booked_series.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_booked_series.series       IS 'A value of forecast_series: the sums of its months, net';

-- Ask for organisation and fiscal_year.
CREATE OR REPLACE VIEW live_forecast_series AS
SELECT booked.organisation, booked.fiscal_year, booked.scenario, booked.booked_until, booked.is_closed, booked.first_day, booked.last_day,
       account.unit, account.head, account.series
FROM booked_year booked
CROSS JOIN LATERAL (SELECT EXTRACT(month FROM booked.first_day)::integer OFFSET 0) AS start(first_month)
CROSS JOIN LATERAL (
    SELECT part.unit, part.head, @extschema@.forecast_series(part.series) AS series
    FROM booked_year known
    -- Whether what was booked stands by the units and heads of the year that is forecast. Asked once, before the ledger is read.
    CROSS JOIN LATERAL (
        SELECT known.fiscal_year = booked.fiscal_year
               OR NOT EXISTS (SELECT FROM unit_succession move
                              WHERE move.organisation = booked.organisation AND move.from_year > known.fiscal_year AND move.from_year <= booked.fiscal_year)
                  AND NOT EXISTS (SELECT FROM head_succession move
                                  WHERE move.organisation = booked.organisation AND move.from_year > known.fiscal_year AND move.from_year <= booked.fiscal_year)
        OFFSET 0
    ) AS place(is_the_same)
    CROSS JOIN LATERAL (
        SELECT own.unit, own.head, own.series
        FROM live_booked_series own
        WHERE place.is_the_same AND own.organisation = known.organisation AND own.fiscal_year = known.fiscal_year AND own.scenario = known.scenario
        UNION ALL
        -- live_restated_ledger says the same of both, by as many more steps for each row as to read it takes.
        SELECT ledger.unit, ledger.head, @extschema@.forecast_series(ledger.month, @extschema@.net_cost(ledger.flow, ledger.amount), start.first_month) AS series
        FROM live_restated_ledger ledger
        WHERE NOT place.is_the_same AND ledger.organisation = known.organisation AND ledger.scenario = known.scenario
          AND ledger.of_year = known.fiscal_year AND ledger.fiscal_year = booked.fiscal_year AND ledger.month IS NOT NULL
        GROUP BY ledger.unit, ledger.head
        UNION ALL
        -- What of these does not come again, in rows of its own.
        SELECT once.unit, once.head, @extschema@.forecast_series(once.month, NULL::numeric, start.first_month, once.amount) AS series
        FROM live_restated_one_off once
        WHERE once.organisation = known.organisation AND once.scenario = known.scenario AND once.of_year = known.fiscal_year AND once.fiscal_year = booked.fiscal_year
          AND once.month <= booked.booked_until
        GROUP BY once.unit, once.head
    ) part
    -- An earlier year teaches only if it is booked to its end.
    WHERE known.organisation = booked.organisation AND known.fiscal_year <= booked.fiscal_year
      AND known.fiscal_year >= booked.fiscal_year - @extschema@.forecast_earlier_years()
      AND (known.fiscal_year = booked.fiscal_year OR known.booked_until = known.last_day)
    GROUP BY part.unit, part.head
) account;
COMMENT ON VIEW   live_forecast_series              IS 'A unit and head in a year that is booked by month: its bookings of that year and of the earlier ones that are learned from, as a value of forecast_series, with the one-offs among them';
COMMENT ON COLUMN live_forecast_series.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_forecast_series.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_forecast_series.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_forecast_series.booked_until IS 'Last day of the outcome''s last complete month';
COMMENT ON COLUMN live_forecast_series.is_closed    IS 'Whether the whole year is booked, by all units and heads';
COMMENT ON COLUMN live_forecast_series.first_day    IS 'First day of the fiscal year';
COMMENT ON COLUMN live_forecast_series.last_day     IS 'Last day of the fiscal year';
COMMENT ON COLUMN live_forecast_series.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_forecast_series.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_forecast_series.series       IS 'The sums of its months, net';
