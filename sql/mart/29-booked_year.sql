-- booked_year: which outcome a year is booked in, and until when

-- Rows of 0 say no more than no rows.
CREATE OR REPLACE VIEW booked_scenario AS
SELECT scenario.organisation,
       scenario.fiscal_year,
       scenario.code AS scenario,
       scenario.adopted,
       scenario.as_of,
       year.first_day,
       year.last_day,
       -- The end of a month within the year, whatever is said.
       (date_trunc('month'::text, (greatest(least(known.last_day, day.today, year.last_day), year.first_day - 1) + 1)::timestamp) - interval '1 day')::date AS booked_until,
       -- What is late shows for two months after the year; then, or where closing says so, nothing is.
       known.last_day >= year.last_day AND day.today >= CASE WHEN closing.closed_until IS NOT NULL THEN year.last_day
                                                             ELSE (year.last_day + 1 + interval '2 months')::date - 1 END
       AND closing.of_parts = 0::bigint AS is_closed,
       day.today
FROM scenario
JOIN live_day day ON day.organisation = scenario.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(scenario.fiscal_year, day.fiscal_year_start),
                           @extschema@.fiscal_year_end(scenario.fiscal_year, day.fiscal_year_start)) AS year(first_day, last_day)
-- One look at what is said of the whole and of parts.
CROSS JOIN LATERAL (SELECT max(closing.closed_until) FILTER (WHERE closing.unit IS NULL AND closing.head IS NULL),
                           count(*) FILTER (WHERE closing.unit IS NOT NULL OR closing.head IS NOT NULL)
                    FROM closing
                    WHERE closing.organisation = scenario.organisation AND closing.scenario = scenario.code) AS closing(closed_until, of_parts)
LEFT JOIN LATERAL (SELECT ledger.month FROM ledger
                   WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                     AND ledger.month IS NOT NULL AND ledger.amount <> 0::numeric
                   ORDER BY ledger.month DESC LIMIT 1) last ON true
CROSS JOIN LATERAL (
    SELECT CASE WHEN closing.closed_until IS NOT NULL THEN closing.closed_until
                -- Invoices of the last month that has any are still on their way.
                WHEN scenario.as_of IS NULL AND day.today < (last.month + interval '3 months' - interval '1 day')::date THEN last.month - 1
                ELSE least((last.month + interval '1 month' - interval '1 day')::date, scenario.as_of) END
) AS known(last_day)
WHERE scenario.kind = 'outcome' AND (last.month IS NOT NULL OR closing.closed_until IS NOT NULL);
COMMENT ON VIEW   booked_scenario              IS 'An outcome that is booked by month, and until when: as closing says, or until the last month that has bookings, limited by the scenario''s as_of and by today; without an as_of that month is open until two months have passed after it';
COMMENT ON COLUMN booked_scenario.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_scenario.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_scenario.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN booked_scenario.adopted      IS 'Whether the outcome is in force';
COMMENT ON COLUMN booked_scenario.as_of        IS 'Last day that the outcome says it knows of, or NULL';
COMMENT ON COLUMN booked_scenario.first_day    IS 'First day of the fiscal year';
COMMENT ON COLUMN booked_scenario.last_day     IS 'Last day of the fiscal year';
COMMENT ON COLUMN booked_scenario.booked_until IS 'Last day of the last complete month: all up to then is booked, but for what lags (booked_until)';
COMMENT ON COLUMN booked_scenario.today        IS 'Today, to the organisation';
COMMENT ON COLUMN booked_scenario.is_closed    IS 'Whether the whole year is booked, by all units and heads: closing says so, or two months have passed since';

-- Of several outcomes of a year the one in force that knows most.
CREATE OR REPLACE VIEW booked_year AS
SELECT DISTINCT ON (booked.organisation, booked.fiscal_year)
       booked.organisation, booked.fiscal_year, booked.scenario, booked.booked_until, booked.first_day, booked.last_day, booked.is_closed
FROM booked_scenario booked
ORDER BY booked.organisation, booked.fiscal_year, booked.adopted DESC, booked.booked_until DESC, coalesce(booked.as_of, booked.last_day) DESC, booked.scenario DESC;
COMMENT ON VIEW   booked_year              IS 'A fiscal year whose outcome is booked by month';
COMMENT ON COLUMN booked_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_year.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_year.scenario     IS 'Code of the outcome; of several the one in force that knows most';
COMMENT ON COLUMN booked_year.booked_until IS 'Last day of the last complete month: all up to then is booked, but for what lags (booked_until)';
COMMENT ON COLUMN booked_year.first_day    IS 'First day of the fiscal year';
COMMENT ON COLUMN booked_year.last_day     IS 'Last day of the fiscal year';
COMMENT ON COLUMN booked_year.is_closed    IS 'Whether the whole year is booked, by all units and heads: closing says so, or two months have passed since';

-- A unit and head that has no bookings in the last complete month is late if it had some in the missing months a year before;
-- or, where it had none in that year, in most of the months before the last of this one. What is late is no saving. Cost that
-- is missing is not hidden by revenue. Once the year is closed nothing is late.
CREATE OR REPLACE VIEW booked_until AS
SELECT booked.organisation,
       booked.fiscal_year,
       booked.scenario,
       part.unit AS unit_code,
       part.head AS head_code,
       coalesce(closing.closed_until,
                CASE WHEN late.lags THEN (part.last_month + interval '1 month' - interval '1 day')::date ELSE booked.booked_until END) AS booked_until,
       closing.closed_until IS NULL AND late.lags AS lags
FROM booked_scenario booked
JOIN organisation ON organisation.organisation = booked.organisation
CROSS JOIN LATERAL (
    -- A bit for each month of the year that has bookings, from 1 to 12.
    SELECT ledger.unit, ledger.head,
           coalesce(max(ledger.month) FILTER (WHERE ledger.flow = 'cost'), max(ledger.month)) AS last_month,
           coalesce(bit_or(1 << @extschema@.fiscal_month(ledger.month, organisation.fiscal_year_start)) FILTER (WHERE ledger.flow = 'cost'),
                    bit_or(1 << @extschema@.fiscal_month(ledger.month, organisation.fiscal_year_start))) AS months
    FROM ledger
    WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario
      AND ledger.month <= booked.booked_until AND ledger.amount <> 0::numeric
    GROUP BY ledger.unit, ledger.head
) part
LEFT JOIN LATERAL (
    SELECT ledger.unit, ledger.head, bit_or(1 << @extschema@.fiscal_month(ledger.month, organisation.fiscal_year_start)) AS months
    FROM booked_year before
    JOIN ledger ON ledger.organisation = before.organisation AND ledger.scenario = before.scenario
    WHERE before.organisation = booked.organisation AND before.fiscal_year = booked.fiscal_year - 1 AND NOT booked.is_closed
      AND ledger.month IS NOT NULL AND ledger.amount <> 0::numeric
    GROUP BY ledger.unit, ledger.head
    OFFSET 0
) before ON before.unit = part.unit AND before.head = part.head
-- Once for all of them: few outcomes have any.
LEFT JOIN LATERAL (
    SELECT live_closing.unit, live_closing.head, live_closing.closed_until FROM live_closing
    WHERE live_closing.organisation = booked.organisation AND live_closing.scenario = booked.scenario
    OFFSET 0
) closing ON closing.unit = part.unit AND closing.head = part.head
CROSS JOIN LATERAL (
    -- Of how many months the last is complete, and how many its own are.
    SELECT @extschema@.fiscal_month(booked.booked_until, organisation.fiscal_year_start), @extschema@.fiscal_month(part.last_month, organisation.fiscal_year_start)
) AS month(number, own)
CROSS JOIN LATERAL (
    SELECT NOT booked.is_closed AND booked.booked_until >= booked.first_day AND month.own < month.number
           AND CASE WHEN before.months IS NOT NULL THEN before.months & ((1 << (month.number + 1)) - (1 << (month.own + 1))) <> 0
                    ELSE pg_catalog.bit_count((part.months & ((1 << month.number) - 2))::bit(13)) * 2::bigint > (month.number - 1)::bigint END
) AS late(lags)
UNION ALL
-- What closing says holds without bookings, too.
SELECT booked.organisation, booked.fiscal_year, booked.scenario, closing.unit, closing.head, closing.closed_until, false
FROM booked_scenario booked
JOIN live_closing closing ON closing.organisation = booked.organisation AND closing.scenario = booked.scenario
WHERE NOT EXISTS (SELECT FROM ledger
                  WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.unit = closing.unit AND ledger.head = closing.head
                    AND ledger.month <= booked.booked_until AND ledger.amount <> 0::numeric);
COMMENT ON VIEW   booked_until              IS 'A unit and head in an outcome that is booked by month, and until when it is: as closing says, also without bookings; until its own last month where it lags; else until the outcome''s last complete month. What is not there has no bookings by then, and closing says nothing else of it than of all';
COMMENT ON COLUMN booked_until.organisation IS 'Code of the organisation';
COMMENT ON COLUMN booked_until.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN booked_until.scenario     IS 'Code of the outcome';
COMMENT ON COLUMN booked_until.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN booked_until.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN booked_until.booked_until IS 'Last day of its last complete month';
COMMENT ON COLUMN booked_until.lags         IS 'Whether it is late: it has no bookings in the outcome''s last complete month, but had some in the missing months a year before, or, without bookings a year before, in most of this year''s months; and the year is not closed';
