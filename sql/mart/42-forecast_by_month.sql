-- forecast_by_month: where the year was to end, after each month of it

-- What is kept of it, a row for each unit and head with arrays of the fiscal year's twelve months: as rows, those would take many times
-- the room. Readers do not see it, as its name says.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_forecast_account'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       account.first_day,
       account.unit           AS unit_code,
       unit.name              AS unit,
       account.head           AS head_code,
       head.name              AS head,
       account.known_months,
       account.booked,
       account.forecast,
       account.low,
       account.high,
       account.method,
       account.basis_years
FROM @years@ year
CROSS JOIN LATERAL (
    WITH booked AS MATERIALIZED (
        SELECT booked_year.scenario, booked_year.booked_until, booked_year.is_closed, booked_year.first_day, of_year.first_month,
               CASE WHEN booked_year.booked_until < booked_year.first_day THEN 0
                    ELSE @extschema@.fiscal_month(booked_year.booked_until, of_year.first_month) END AS months
        FROM booked_year
        CROSS JOIN LATERAL (SELECT EXTRACT(month FROM booked_year.first_day)::integer) AS of_year(first_month)
        WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year
    ), own AS MATERIALIZED (
        SELECT booked_until.unit_code AS unit, booked_until.head_code AS head, booked_until.booked_until,
               CASE WHEN booked_until.booked_until < booked.first_day THEN 0 ELSE @extschema@.fiscal_month(booked_until.booked_until, booked.first_month) END AS months
        FROM booked
        JOIN booked_until ON booked_until.organisation = year.organisation AND booked_until.fiscal_year = year.fiscal_year
                         AND booked_until.scenario = booked.scenario AND NOT booked.is_closed
    ), series AS MATERIALIZED (
        -- Read once: it is much to plan. A filter by unit or head reaches what is computed of it.
        SELECT known.unit, known.head, known.series, known.is_booked, known.booked_until
        FROM live_forecast_series known
        WHERE known.organisation = year.organisation AND known.fiscal_year = year.fiscal_year
    ), pooled AS MATERIALIZED (
        -- How far off forecasts of earlier years were, all units and heads together that tell it. Asked by those that have one error alone.
        -- Added up as whole numbers, which come to the same in any order.
        SELECT month.number, sum((month.error_weight * least(month.mean_error, 1::double precision) * 1e9::double precision)::bigint)
                             / nullif(sum((month.error_weight * 1e9::double precision)::bigint), 0::numeric) AS error
        FROM series
        CROSS JOIN LATERAL @extschema@.forecast_paths(series.series, year.fiscal_year, year.fiscal_year, series.booked_until, '{auto}'::@extschema@.forecast_method[]) AS path
        CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(path.mean_error), pg_catalog.unnest(path.error_weight)) WITH ORDINALITY AS month(mean_error, error_weight, number)
        WHERE month.mean_error IS NOT NULL
        GROUP BY month.number
        HAVING count(*) >= 5::bigint
    ), computed AS (
        -- What lags is forecast as of its own last month: what it has not booked yet is no saving. After that month, what that says still holds.
        SELECT series.unit, series.head, known.months AS known_months, path.booked, path.forecast, path.low, path.high, path.used_method, path.basis_years,
               path.lowest, path.highest,
               -- Half an interval, in months that have one error of their own. Of arrays, for few have any.
               CASE WHEN 1 = ANY (path.errors)
                    THEN (SELECT pg_catalog.array_agg(CASE WHEN path.errors[month.number] = 1 AND path.basis_years[month.number] = 2
                                                           THEN nullif(round(@extschema@.pooled_margin(path.mean_error[month.number]::numeric, path.error_weight[month.number]::numeric, pooled.error)
                                                                             * abs(path.forecast[month.number] - path.one_off[month.number]), scale(path.forecast[month.number])), 0::numeric) END
                                                      ORDER BY month.number)
                          FROM pg_catalog.generate_series(1, 12) AS month(number)
                          LEFT JOIN pooled ON pooled.number = month.number) END AS margin,
               -- Most are forecast from themselves after each month: then these arrays are what is kept.
               (known.months = booked.months AND (1 = ANY (path.errors)) IS NOT TRUE
                AND pg_catalog.array_position(path.used_method[1:booked.months], NULL::text) IS NULL AND 0 <> ALL (path.basis_years[1:booked.months])
                AND 1e15::numeric > ALL (path.forecast[1:booked.months]) AND -1e15::numeric < ALL (path.forecast[1:booked.months])
                AND (1e15::numeric > ALL (path.high)) IS NOT FALSE AND (-1e15::numeric < ALL (path.low)) IS NOT FALSE) IS TRUE AS is_whole
        FROM booked
        CROSS JOIN series
        LEFT JOIN own ON own.unit = series.unit AND own.head = series.head
        CROSS JOIN LATERAL (SELECT least(own.booked_until, booked.booked_until)) AS until(last_day)
        CROSS JOIN LATERAL (SELECT CASE WHEN until.last_day >= booked.first_day THEN @extschema@.fiscal_month(until.last_day, booked.first_month) END OFFSET 0) AS known(months)
        CROSS JOIN LATERAL @extschema@.forecast_paths(series.series, year.fiscal_year, year.fiscal_year, until.last_day, '{auto}'::@extschema@.forecast_method[]) AS path
    ), budget AS MATERIALIZED (
        -- Each unit and head that is booked or budgeted, beside each budget that was in force in part of the year.
        SELECT account.unit_code AS unit, account.head_code AS head, account.from_month, account.until_month, account.phasing, account.is_decided, account.budget_to_date
        FROM live_account_year account
        WHERE account.organisation = year.organisation AND account.fiscal_year = year.fiscal_year AND account.meets IS DISTINCT FROM 'hidden'
    ), unbudgeted AS MATERIALIZED (
        -- A bit for each month: without a budget of its own, and without one but for supplements.
        SELECT booking.unit, booking.head, 4095 & ~coalesce(budgeted.months, 0) AS months, 4095 & ~coalesce(budgeted.decided_months, 0) AS undecided_months
        FROM series booking
        LEFT JOIN (SELECT budget.unit, budget.head, bit_or((1 << budget.until_month) - (1 << (budget.from_month - 1))) AS months,
                          bit_or((1 << budget.until_month) - (1 << (budget.from_month - 1))) FILTER (WHERE budget.is_decided) AS decided_months
                   FROM budget WHERE budget.phasing IS NOT NULL GROUP BY budget.unit, budget.head) budgeted ON budgeted.unit = booking.unit AND budgeted.head = booking.head
        WHERE booking.is_booked AND budgeted.decided_months IS DISTINCT FROM 4095
    ), met AS MATERIALIZED (
        -- Where bookings without a budget of their own stand below: these are forecast from themselves, and held against the budget there.
        -- A supplement alone is none where the budget was decided above.
        SELECT unit_above.code AS unit, head_above.code AS head, bit_or(unbudgeted.months) AS months,
               bit_or(unbudgeted.undecided_months) FILTER (WHERE unit_above.code <> unbudgeted.unit OR head_above.code <> unbudgeted.head) AS undecided_months
        FROM unbudgeted
        JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = unbudgeted.unit
                                      AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
        JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = unbudgeted.head
                                      AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(unit_place.path) AS unit_above(code)
        CROSS JOIN LATERAL pg_catalog.unnest(head_place.path) AS head_above(code)
        GROUP BY unit_above.code, head_above.code
    ), month AS (
        SELECT unit, head, booked.first_day, booked.months, month.number, computed.known_months, own.months AS closed_months, known.months AS known, budget.budget_to_date,
               computed.booked[known.months] AS booked, computed.forecast[known.months] AS forecast,
               coalesce(computed.low[known.months], greatest(computed.forecast[known.months] - margin.amount, ends.lowest)) AS low,
               coalesce(computed.high[known.months], least(computed.forecast[known.months] + margin.amount, ends.highest)) AS high,
               computed.used_method[known.months] AS method, computed.basis_years[known.months] AS basis_years,
               -- A budget that meets bookings below forecasts nothing here.
               CASE WHEN coalesce(CASE WHEN budget.is_decided THEN met.undecided_months ELSE met.months END & (1 << (month.number - 1)), 0) = 0 THEN budget.phasing END AS phasing,
               coalesce(computed.is_whole, false) AS is_whole,
               CASE WHEN computed.is_whole THEN computed.booked END AS all_booked, CASE WHEN computed.is_whole THEN computed.forecast END AS all_forecast,
               CASE WHEN computed.is_whole THEN computed.low END AS all_low, CASE WHEN computed.is_whole THEN computed.high END AS all_high,
               CASE WHEN computed.is_whole THEN computed.used_method END AS all_method, CASE WHEN computed.is_whole THEN computed.basis_years END AS all_basis_years
        FROM booked
        CROSS JOIN budget
        LEFT JOIN computed USING (unit, head)
        LEFT JOIN own USING (unit, head)
        LEFT JOIN met USING (unit, head)
        -- Of a series between two that it does not know, the planner expects a thousand rows. Of what is whole, one will do.
        JOIN pg_catalog.generate_series(1, 12) AS month(number)
          ON month.number BETWEEN budget.from_month AND CASE WHEN computed.is_whole THEN budget.from_month ELSE least(budget.until_month, booked.months) END
        CROSS JOIN LATERAL (SELECT least(month.number, computed.known_months) OFFSET 0) AS known(months)
        CROSS JOIN LATERAL (SELECT computed.margin[known.months]) AS margin(amount)
        CROSS JOIN LATERAL (SELECT CASE WHEN margin.amount IS NULL THEN NULL WHEN computed.lowest[known.months] IS NULL THEN computed.forecast[known.months] - margin.amount
                                        ELSE least(computed.lowest[known.months], computed.forecast[known.months]) END,
                                   CASE WHEN margin.amount IS NULL THEN NULL WHEN computed.highest[known.months] IS NULL THEN computed.forecast[known.months] + margin.amount
                                        ELSE greatest(computed.highest[known.months], computed.forecast[known.months]) END) AS ends(lowest, highest)
    ), judged AS (
        -- Where nothing is booked, or no earlier year tells how the months go but the budget does, the rest of the year is as budgeted.
        -- What was to come by now and did not is late, until the year is over.
        SELECT month.*, by_budget.is_true AS is_by_budget,
               CASE WHEN NOT by_budget.is_true THEN month.forecast
                    WHEN month.method IS NOT NULL THEN month.booked + month.budget_to_date[12] - coalesce(month.budget_to_date[month.known], 0::numeric)
                    WHEN month.number < 12 THEN month.budget_to_date[12]
                    ELSE 0::numeric END AS year_end,
               NOT by_budget.is_true AND abs(month.forecast) < 1e15::numeric AND abs(month.low) < 1e15::numeric AND abs(month.high) < 1e15::numeric AS has_interval
        FROM month
        CROSS JOIN LATERAL (SELECT month.phasing IS NOT NULL
                                   AND (month.method IS NULL OR month.basis_years = 0 AND month.phasing = 'stated' AND month.method <> 'outcome')) AS by_budget(is_true)
    )
    -- Not shown where too large for the column.
    SELECT judged.first_day, judged.unit, judged.head, coalesce(max(judged.known_months) FILTER (WHERE judged.method IS NOT NULL), max(judged.closed_months)) AS known_months,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_booked))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN judged.method IS NOT NULL OR judged.is_by_budget THEN coalesce(judged.booked, 0::numeric) END) END::numeric(18,2)[] AS booked,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_forecast))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN abs(judged.year_end) < 1e15::numeric THEN judged.year_end END) END::numeric(18,2)[] AS forecast,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_low))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN judged.has_interval THEN judged.low END) END::numeric(18,2)[] AS low,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_high))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN judged.has_interval THEN judged.high END) END::numeric(18,2)[] AS high,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_method))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN judged.is_by_budget THEN 'budget' ELSE judged.method END) END AS method,
           CASE WHEN bool_and(judged.is_whole) THEN (pg_catalog.max(judged.all_basis_years))[1:max(judged.months)]
                ELSE pg_catalog.array_agg(CASE WHEN judged.method IS NOT NULL THEN judged.basis_years END) END AS basis_years
    -- Sorted once: an ORDER BY in each of the aggregates would sort the months of each unit and head six times before PostgreSQL 16.
    FROM (SELECT judged.* FROM judged ORDER BY judged.first_day, judged.unit, judged.head, judged.number) judged
    GROUP BY judged.first_day, judged.unit, judged.head
    HAVING bool_or(judged.method IS NOT NULL OR judged.is_by_budget)
) account
-- Always there; but the planner would take inner joins first, and compute all once for each name.
LEFT JOIN unit ON unit.organisation = year.organisation AND unit.code = account.unit
LEFT JOIN budget_head head ON head.organisation = year.organisation AND head.code = account.head$view$::text, NULL::text);
COMMENT ON VIEW   live_forecast_account              IS 'A unit and head in a fiscal year that is booked by month: what forecast_by_month says of its months, in arrays of these';
COMMENT ON COLUMN live_forecast_account.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_forecast_account.fiscal_year  IS 'Fiscal year that is forecast';
COMMENT ON COLUMN live_forecast_account.first_day    IS 'First day of the fiscal year';
COMMENT ON COLUMN live_forecast_account.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN live_forecast_account.unit         IS 'Name of the unit';
COMMENT ON COLUMN live_forecast_account.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN live_forecast_account.head         IS 'Name of the budget head';
COMMENT ON COLUMN live_forecast_account.known_months IS 'Of how many months its own bookings are known; of what has none, how many are closed, NULL where closing says nothing of it';
COMMENT ON COLUMN live_forecast_account.booked       IS 'Net cost booked until the end of each month that the year is booked for; NULL before anything is known, as all arrays';
COMMENT ON COLUMN live_forecast_account.forecast     IS 'Net cost that the year will come to, after each month';
COMMENT ON COLUMN live_forecast_account.low          IS 'Lower end of the interval, after each month';
COMMENT ON COLUMN live_forecast_account.high         IS 'Upper end of the interval, after each month';
COMMENT ON COLUMN live_forecast_account.method       IS 'How it was computed, after each month';
COMMENT ON COLUMN live_forecast_account.basis_years  IS 'How many earlier years could be learned from, after each month; NULL where nothing is booked';

CREATE OR REPLACE VIEW forecast_by_month AS
SELECT account.organisation,
       account.fiscal_year,
       month.last_day                        AS as_of,
       account.unit_code,
       account.unit,
       account.head_code,
       account.head,
       account.booked[month.number]          AS booked,
       account.forecast[month.number]        AS forecast,
       account.low[month.number]             AS low,
       account.high[month.number]            AS high,
       account.method[month.number]          AS method,
       known.booked_until,
       pg_catalog.concat_ws('; '::text,
                 CASE WHEN account.method[month.number] = 'budget' AND account.basis_years[month.number] IS NULL THEN 'nothing is booked: as budgeted'
                      WHEN account.method[month.number] = 'budget' THEN 'no earlier year: the rest as budgeted by month'
                      WHEN account.basis_years[month.number] = 0 THEN 'no earlier year'
                      WHEN account.basis_years[month.number] = 1 THEN '1 earlier year'
                      ELSE account.basis_years[month.number]::text || ' earlier years' END,
                 -- Of itself it would have none.
                 CASE WHEN account.basis_years[month.number] = 2 AND account.low[month.number] IS NOT NULL THEN 'interval also from the errors of others' END,
                 CASE WHEN known.booked_until < month.last_day THEN 'late: booked until ' || to_char(known.booked_until::timestamp, 'YYYY-MM-DD'::text) END) AS basis
FROM live_forecast_account account
CROSS JOIN LATERAL (SELECT number, (account.first_day + pg_catalog.make_interval(months => number))::date - 1
                    FROM pg_catalog.generate_series(1, 12) AS number) AS month(number, last_day)
CROSS JOIN LATERAL (SELECT (account.first_day + pg_catalog.make_interval(months => least(month.number, account.known_months)))::date - 1) AS known(booked_until)
WHERE account.method[month.number] IS NOT NULL;
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
COMMENT ON COLUMN forecast_by_month.low          IS 'Lower end of the interval that is meant to hold the outcome four times out of five; NULL where too little is known of earlier errors, and where the budget is all there is. With two earlier years also from the errors of other units and heads (basis)';
COMMENT ON COLUMN forecast_by_month.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_by_month.method       IS 'How it was computed: auto, from earlier years by several methods, weighted by what these show; run_rate where there is no earlier year; budget, as the budget in force has the months to come, where nothing is booked, or where there is no earlier year and the budget has months';
COMMENT ON COLUMN forecast_by_month.booked_until IS 'Last day of the last month that this unit and head is booked for: before as_of where it lags, and then booked and forecast are as of that day';
COMMENT ON COLUMN forecast_by_month.basis        IS 'What the forecast rests on, and what is missing';
