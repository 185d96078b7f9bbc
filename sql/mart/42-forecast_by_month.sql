-- forecast_by_month: where the year was to end, after each month of it

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_by_month'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       shown.as_of,
       shown.unit                         AS unit_code,
       -- Not joins: the planner would take them first, and compute all once for each name.
       (SELECT unit.name FROM unit WHERE unit.organisation = year.organisation AND unit.code = shown.unit)             AS unit,
       shown.head                         AS head_code,
       (SELECT head.name FROM budget_head head WHERE head.organisation = year.organisation AND head.code = shown.head) AS head,
       coalesce(shown.booked, 0::numeric)::numeric(18,2) AS booked,
       CASE WHEN abs(shown.year_end) < 1e15::numeric THEN shown.year_end END::numeric(18,2) AS forecast,
       CASE WHEN shown.has_interval THEN shown.low END::numeric(18,2)      AS low,
       CASE WHEN shown.has_interval THEN shown.high END::numeric(18,2)     AS high,
       CASE WHEN shown.is_by_budget THEN 'budget' ELSE shown.method END    AS method,
       shown.booked_until,
       pg_catalog.concat_ws('; '::text,
                 CASE WHEN shown.is_by_budget AND shown.method IS NULL THEN 'nothing is booked: as budgeted'
                      WHEN shown.is_by_budget THEN 'no earlier year: the rest as budgeted by month'
                      WHEN shown.basis_years = 0 THEN 'no earlier year'
                      WHEN shown.basis_years = 1 THEN '1 earlier year'
                      ELSE shown.basis_years::text || ' earlier years' END,
                 CASE WHEN shown.booked_until < shown.as_of THEN 'late: booked until ' || to_char(shown.booked_until::timestamp, 'YYYY-MM-DD'::text) END) AS basis
FROM @years@ year
CROSS JOIN LATERAL (
    WITH booked AS MATERIALIZED (
        SELECT booked_year.organisation, booked_year.fiscal_year, booked_year.scenario, booked_year.booked_until, booked_year.is_closed, booked_year.first_day,
               EXTRACT(month FROM booked_year.first_day)::integer AS first_month
        FROM booked_year
        WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year
    ), series AS (
        SELECT booked.*, account.unit, account.head, account.series, own.booked_until AS own_until
        FROM booked
        CROSS JOIN LATERAL (SELECT live_forecast_series.unit, live_forecast_series.head, live_forecast_series.series FROM live_forecast_series
                            WHERE live_forecast_series.organisation = year.organisation AND live_forecast_series.fiscal_year = year.fiscal_year) account
        -- What lags is forecast as of its own last month: what it has not booked yet is no saving.
        LEFT JOIN LATERAL (SELECT booked_until.unit_code, booked_until.head_code, booked_until.booked_until FROM booked_until
                           WHERE booked_until.organisation = booked.organisation AND booked_until.fiscal_year = booked.fiscal_year
                             AND booked_until.scenario = booked.scenario AND NOT booked.is_closed OFFSET 0) own
                  ON own.unit_code = account.unit AND own.head_code = account.head
    ), computed AS (
        -- A row for each month until the outcome's last: after its own last month, what that says still holds.
        SELECT series.organisation, series.fiscal_year, series.first_day, series.first_month, month_end.as_of, series.unit, series.head, forecast.as_of AS booked_until,
               forecast.booked, forecast.forecast, forecast.low, forecast.high, forecast.used_method AS method, forecast.basis_years
        FROM series
        CROSS JOIN LATERAL (SELECT least(series.own_until, series.booked_until)) AS own(until)
        CROSS JOIN LATERAL @extschema@.forecasts(series.series, series.fiscal_year, series.fiscal_year, own.until, '{auto}'::text[]) AS forecast
        CROSS JOIN LATERAL (SELECT forecast.as_of
                            UNION ALL
                            SELECT (series.first_day + pg_catalog.make_interval(months => number))::date - 1
                            FROM pg_catalog.generate_series(1, 12) AS number
                            WHERE forecast.as_of = own.until AND (series.first_day + pg_catalog.make_interval(months => number))::date - 1 > forecast.as_of
                              AND (series.first_day + pg_catalog.make_interval(months => number))::date - 1 <= series.booked_until) AS month_end(as_of)
    ), budget_account AS MATERIALIZED (
        SELECT account.unit_code AS unit, account.head_code AS head, account.from_month, account.until_month, account.phasing, account.budget_to_date
        FROM live_live_account_year account
        WHERE account.organisation = year.organisation AND account.fiscal_year = year.fiscal_year AND account.phasing IS NOT NULL
    ), booking AS MATERIALIZED (
        SELECT DISTINCT ledger.unit, ledger.head
        FROM booked
        JOIN ledger ON ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month <= booked.booked_until
        WHERE ledger.amount <> 0::numeric
    ), unbudgeted AS MATERIALIZED (
        SELECT booking.unit, booking.head, month.number
        FROM booking
        CROSS JOIN pg_catalog.generate_series(1, 12) AS month(number)
        WHERE NOT EXISTS (SELECT FROM budget_account own WHERE own.unit = booking.unit AND own.head = booking.head
                                                           AND month.number BETWEEN own.from_month AND own.until_month)
    ), unit_place AS MATERIALIZED (
        SELECT place.code, place.path FROM live_unit_path place
        WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
    ), head_place AS MATERIALIZED (
        SELECT place.code, place.path FROM live_head_path place
        WHERE place.organisation = year.organisation AND year.fiscal_year BETWEEN place.from_year AND place.until_year
    ), met AS MATERIALIZED (
        -- Where bookings without a budget of their own stand below: these are forecast from themselves, and held against the budget there.
        SELECT DISTINCT unit_above.code AS unit, head_above.code AS head, unbudgeted.number
        FROM unbudgeted
        JOIN unit_place ON unit_place.code = unbudgeted.unit
        JOIN head_place ON head_place.code = unbudgeted.head
        CROSS JOIN LATERAL pg_catalog.unnest(unit_place.path) AS unit_above(code)
        CROSS JOIN LATERAL pg_catalog.unnest(head_place.path) AS head_above(code)
    ), budgeted AS (
        -- What the budget in force then still had for the months that are not booked.
        SELECT booked.organisation, booked.fiscal_year, booked.first_day, booked.first_month,
               (booked.first_day + pg_catalog.make_interval(months => month.number))::date - 1 AS as_of, account.unit, account.head,
               account.phasing, account.budget_to_date
        FROM booked
        CROSS JOIN budget_account account
        CROSS JOIN LATERAL pg_catalog.generate_series(account.from_month, account.until_month) AS month(number)
        WHERE (booked.first_day + pg_catalog.make_interval(months => month.number))::date - 1 <= booked.booked_until
          AND NOT EXISTS (SELECT FROM met WHERE met.unit = account.unit AND met.head = account.head AND met.number = month.number)
    ), part AS (
        SELECT organisation, fiscal_year, first_day, first_month, as_of, unit, head, booked_until, booked, forecast, low, high, method, basis_years,
               NULL::text AS phasing, NULL::numeric(18,2)[] AS budget_to_date
        FROM computed
        UNION ALL
        SELECT organisation, fiscal_year, first_day, first_month, as_of, unit, head, NULL::date AS booked_until, NULL::numeric AS booked, NULL::numeric AS forecast,
               NULL::numeric AS low, NULL::numeric AS high, NULL::text AS method, NULL::integer AS basis_years, phasing, budget_to_date
        FROM budgeted
    ), account AS (
        -- There is one of each at most: max takes it.
        SELECT organisation, fiscal_year, first_day, first_month, as_of, unit, head, coalesce(max(booked_until), as_of) AS booked_until, max(booked) AS booked,
               max(forecast) AS forecast, max(low) AS low, max(high) AS high, max(method) AS method, max(basis_years) AS basis_years,
               max(phasing) AS phasing, pg_catalog.max(budget_to_date) AS budget_to_date
        FROM part
        GROUP BY organisation, fiscal_year, first_day, first_month, as_of, unit, head
    ), judged AS (
        -- Where nothing is booked, or no earlier year tells how the months go but the budget does, the rest of the year is as budgeted.
        SELECT account.*,
               account.phasing IS NOT NULL AND (account.method IS NULL OR account.basis_years = 0 AND account.phasing = 'stated' AND account.method <> 'outcome') AS is_by_budget,
               -- What was to come by now and did not is late, until the year is over.
               CASE WHEN account.method IS NULL AND known.months < 12 THEN account.budget_to_date[12]
                    ELSE account.budget_to_date[12] - coalesce(account.budget_to_date[known.months], 0::numeric) END AS rest
        FROM account
        CROSS JOIN LATERAL (SELECT CASE WHEN account.booked_until < account.first_day THEN 0
                                        ELSE @extschema@.fiscal_month(account.booked_until, account.first_month) END) AS known(months)
    )
    -- Not shown where too large for the column.
    SELECT judged.*,
           CASE WHEN judged.is_by_budget THEN coalesce(judged.booked, 0::numeric) + judged.rest ELSE judged.forecast END AS year_end,
           abs(judged.forecast) < 1e15::numeric AND abs(judged.low) < 1e15::numeric AND abs(judged.high) < 1e15::numeric AND NOT judged.is_by_budget AS has_interval
    FROM judged
    WHERE judged.method IS NOT NULL OR judged.is_by_budget
) shown$view$::text, NULL::text);
COMMENT ON VIEW   forecast_by_month              IS 'A unit and head after each month of a year: what was booked, and where the year was then to end, computed from the books, those of earlier years restated by unit_succession and head_succession. The forecast''s way through the year; net cost';
COMMENT ON COLUMN forecast_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_by_month.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN forecast_by_month.as_of        IS 'Last day of the last month that the forecast knows of';
COMMENT ON COLUMN forecast_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_by_month.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_by_month.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_by_month.booked       IS 'Net cost booked in the year until as_of';
COMMENT ON COLUMN forecast_by_month.forecast     IS 'Net cost that the year will come to';
COMMENT ON COLUMN forecast_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL where too little is known of earlier errors, and where the budget is all there is';
COMMENT ON COLUMN forecast_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_by_month.method       IS 'How it was computed: auto, from earlier years by several methods, weighted by what these show; run_rate where there is no earlier year; budget, as the budget in force has the months to come, where nothing is booked, or where there is no earlier year and the budget has months';
COMMENT ON COLUMN forecast_by_month.booked_until IS 'Last day of the last month that this unit and head is booked for: before as_of where it lags, and then booked and forecast are as of that day';
COMMENT ON COLUMN forecast_by_month.basis        IS 'What the forecast rests on, and what is missing';
