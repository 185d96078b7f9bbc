-- forecast_series: what forecasts learn from, as one value for each unit and head

-- Of each year's own bookings: a year is learned from by the ten after it, which need not read the ledger again. What is 0 is no booking.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_booked_series'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       account.scenario,
       account.unit,
       account.head,
       account.flow,
       account.series,
       account.first_month
FROM @years@ year
CROSS JOIN LATERAL (
    SELECT booked.scenario, ledger.unit, ledger.head, ledger.flow,
           @extschema@.forecast_series(ledger.month, @extschema@.net_cost(ledger.flow, ledger.amount), booked.first_month) AS series,
           min(ledger.month) AS first_month
    -- OFFSET 0 has the year looked up first: joined, the whole ledger might be read.
    FROM (SELECT booked_year.scenario, booked_year.booked_until, EXTRACT(month FROM booked_year.first_day)::integer AS first_month
          FROM booked_year
          WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked
    JOIN ledger ON ledger.organisation = year.organisation AND ledger.scenario = booked.scenario AND ledger.month <= booked.booked_until
    WHERE ledger.amount <> 0::numeric
    GROUP BY booked.scenario, ledger.unit, ledger.head, ledger.flow
) account$view$::text, NULL::text);
COMMENT ON VIEW   live_booked_series              IS 'A unit and head in a year that is booked by month, its cost or its revenue: bookings of that year alone, until booked_until';
COMMENT ON COLUMN live_booked_series.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_booked_series.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_booked_series.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_booked_series.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_booked_series.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_booked_series.flow         IS 'cost or revenue';
COMMENT ON COLUMN live_booked_series.series       IS 'A value of forecast_series: the sums of its months, revenue below 0';
COMMENT ON COLUMN live_booked_series.first_month  IS 'First month that has a booking which is not 0';

-- Ask for organisation and fiscal_year.
CREATE OR REPLACE VIEW live_restated_series AS
SELECT year.organisation, year.fiscal_year, known.fiscal_year AS of_year, known.scenario, part.unit, part.head, part.flow, part.series
FROM live_ledger_year year
-- An earlier year teaches only if it is booked to its end. OFFSET 0 has years looked up by the one: joined, all would be.
CROSS JOIN LATERAL (SELECT booked_year.* FROM booked_year
                    WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year <= year.fiscal_year
                      AND booked_year.fiscal_year >= year.fiscal_year - @extschema@.forecast_earlier_years()
                      AND (booked_year.fiscal_year = year.fiscal_year OR booked_year.booked_until = booked_year.last_day) OFFSET 0) known
-- Whether what was booked stands by the units and heads of the year that it is looked at from. Asked once, before the ledger is read.
CROSS JOIN LATERAL (
    SELECT known.fiscal_year = year.fiscal_year
           OR NOT EXISTS (SELECT FROM unit_succession move
                          WHERE move.organisation = year.organisation AND move.from_year > known.fiscal_year AND move.from_year <= year.fiscal_year)
              AND NOT EXISTS (SELECT FROM head_succession move
                              WHERE move.organisation = year.organisation AND move.from_year > known.fiscal_year AND move.from_year <= year.fiscal_year)
    OFFSET 0
) AS place(is_the_same)
CROSS JOIN LATERAL (
    SELECT own.unit, own.head, own.flow, own.series
    FROM live_booked_series own
    WHERE place.is_the_same AND own.organisation = known.organisation AND own.fiscal_year = known.fiscal_year AND own.scenario = known.scenario
    UNION ALL
    SELECT ledger.unit, ledger.head, ledger.flow,
           @extschema@.forecast_series(ledger.month, @extschema@.net_cost(ledger.flow, ledger.amount), EXTRACT(month FROM known.first_day)::integer) AS series
    FROM live_succeeded_ledger ledger
    WHERE NOT place.is_the_same AND ledger.organisation = known.organisation AND ledger.scenario = known.scenario
      AND ledger.of_year = known.fiscal_year AND ledger.fiscal_year = year.fiscal_year AND ledger.month IS NOT NULL
    GROUP BY ledger.unit, ledger.head, ledger.flow
    UNION ALL
    -- What of these does not come again, in rows of its own.
    SELECT once.unit, once.head, NULL::text AS flow,
           @extschema@.forecast_series(once.month, NULL::numeric, EXTRACT(month FROM known.first_day)::integer, once.amount) AS series
    FROM live_restated_one_off once
    WHERE once.organisation = known.organisation AND once.scenario = known.scenario AND once.of_year = known.fiscal_year AND once.fiscal_year = year.fiscal_year
      AND once.month <= known.booked_until
    GROUP BY once.unit, once.head
) part;
COMMENT ON VIEW   live_restated_series              IS 'Bookings by month of a year or an earlier one that it learns from, by the units and heads of the later one, and the one-offs among them';
COMMENT ON COLUMN live_restated_series.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_restated_series.fiscal_year  IS 'Fiscal year that it is looked at from';
COMMENT ON COLUMN live_restated_series.of_year      IS 'Fiscal year of the bookings: the same, or an earlier one that is booked to its end';
COMMENT ON COLUMN live_restated_series.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN live_restated_series.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_restated_series.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_restated_series.flow         IS 'cost or revenue; NULL where the series has one-offs alone';
COMMENT ON COLUMN live_restated_series.series       IS 'A value of forecast_series: the sums of its months, revenue below 0';

-- Ask for organisation and fiscal_year.
CREATE OR REPLACE VIEW live_forecast_series AS
SELECT booked.organisation, booked.fiscal_year, booked.scenario, booked.booked_until, booked.is_closed, booked.first_day, booked.last_day,
       account.unit, account.head, account.series, account.is_booked
FROM booked_year booked
CROSS JOIN LATERAL (
    SELECT part.unit, part.head, @extschema@.forecast_series(part.series) AS series,
           bool_or(part.of_year = booked.fiscal_year AND part.flow IS NOT NULL) AS is_booked
    FROM live_restated_series part
    WHERE part.organisation = booked.organisation AND part.fiscal_year = booked.fiscal_year
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
COMMENT ON COLUMN live_forecast_series.is_booked    IS 'Whether it has bookings that are not 0 in the year itself';
