-- live_ledger_suspicion: what looks wrong in the amounts of a year that is booked, by unit and head; a part of data_quality

-- All of it comes out of one pass over the year's outcome and budget.
CREATE OR REPLACE VIEW live_ledger_suspicion AS
WITH booked AS (
    -- The outcome of a year that counts: by month, else for the whole year.
    SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.as_of, by_month.booked_until
    FROM scenario
    LEFT JOIN LATERAL (SELECT year.scenario, year.booked_until FROM booked_year year
                       WHERE year.organisation = scenario.organisation AND year.fiscal_year = scenario.fiscal_year OFFSET 0) by_month ON true
    WHERE scenario.kind = 'outcome'
      AND scenario.code = coalesce(by_month.scenario, (SELECT latest.scenario FROM latest_scenario latest
                                                       WHERE latest.organisation = scenario.organisation AND latest.fiscal_year = scenario.fiscal_year))
)
SELECT booked.organisation, suspicion.rule, booked.fiscal_year, booked.scenario, booked.booked_until,
       suspicion.unit, suspicion.head, suspicion.flow, suspicion.month,
       suspicion.amount::numeric(18,2) AS amount, suspicion.usual::numeric(18,2) AS usual
FROM booked
CROSS JOIN LATERAL (
    SELECT @extschema@.held_on(booked.as_of, @extschema@.fiscal_year_end(booked.fiscal_year, own.fiscal_year_start))
    FROM organisation own WHERE own.organisation = booked.organisation
) AS day(held_on)
CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.array_agg(decision.scenario), '{}'::text[]) AS budgets
    FROM budget_in_force decision
    WHERE decision.organisation = booked.organisation AND decision.fiscal_year = booked.fiscal_year
      AND @extschema@.in_force_on(day.held_on, decision.in_force_from, decision.in_force_until)
) in_force
CROSS JOIN LATERAL (SELECT max(earlier.scenario) AS scenario FROM booked_year earlier
                    WHERE earlier.organisation = booked.organisation AND earlier.fiscal_year = booked.fiscal_year - 1 OFFSET 0) year_before
CROSS JOIN LATERAL (
    WITH account AS MATERIALIZED (
        -- Rows of 0 say no more than no rows.
        SELECT ledger.unit, ledger.head, ledger.flow, sum(ledger.amount) AS amount, count(*) AS rows,
               coalesce(pg_catalog.bit_count(bit_or(1 << @extschema@.fiscal_month(ledger.month, 1))::bit(13)), 0::bigint) AS months,
               min(ledger.month) AS first_month, max(ledger.month) AS last_month,
               min(ledger.amount) AS lowest, max(ledger.amount) AS highest
        FROM ledger
        WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario
          AND coalesce(ledger.month <= booked.booked_until, true) AND ledger.amount <> 0::numeric
        GROUP BY ledger.unit, ledger.head, ledger.flow
    ), booking AS MATERIALIZED (
        SELECT account.unit, account.head, sum(@extschema@.net_cost(account.flow, account.amount)) AS amount
        FROM account
        GROUP BY account.unit, account.head
    ), budget AS MATERIALIZED (
        SELECT ledger.unit, ledger.head, sum(net.cost) AS amount,
               sum(net.cost) FILTER (WHERE coalesce(ledger.month <= booked.booked_until, true)) AS amount_so_far
        FROM ledger
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        WHERE ledger.organisation = booked.organisation AND ledger.scenario = ANY (in_force.budgets) AND ledger.amount <> 0::numeric
        GROUP BY ledger.unit, ledger.head
    ), near_unit AS MATERIALIZED (
        -- A budget decided above the bookings or below them, in either tree, is theirs. Read only where some have none at their own place.
        SELECT place.code, above.code AS near
        FROM live_unit_path place CROSS JOIN LATERAL pg_catalog.unnest(place.path) AS above(code)
        WHERE place.organisation = booked.organisation AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
        UNION
        SELECT above.code, place.code
        FROM live_unit_path place CROSS JOIN LATERAL pg_catalog.unnest(place.path) AS above(code)
        WHERE place.organisation = booked.organisation AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
    ), near_head AS MATERIALIZED (
        SELECT place.code, above.code AS near
        FROM live_head_path place CROSS JOIN LATERAL pg_catalog.unnest(place.path) AS above(code)
        WHERE place.organisation = booked.organisation AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
        UNION
        SELECT above.code, place.code
        FROM live_head_path place CROSS JOIN LATERAL pg_catalog.unnest(place.path) AS above(code)
        WHERE place.organisation = booked.organisation AND booked.fiscal_year BETWEEN place.from_year AND place.until_year
    ), unbooked AS MATERIALIZED (
        SELECT budget.unit, budget.head, budget.amount
        FROM budget
        WHERE budget.amount_so_far <> 0::numeric
          AND NOT EXISTS (SELECT FROM booking WHERE booking.unit = budget.unit AND booking.head = budget.head)
          -- A month that is not complete tells that there is something.
          AND NOT EXISTS (SELECT FROM ledger
                          WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario
                            AND ledger.unit = budget.unit AND ledger.head = budget.head AND ledger.amount <> 0::numeric OFFSET 0)
    ), unbudgeted AS MATERIALIZED (
        SELECT booking.unit, booking.head, booking.amount
        FROM booking
        WHERE pg_catalog.cardinality(in_force.budgets) > 0
          AND NOT EXISTS (SELECT FROM budget WHERE budget.unit = booking.unit AND budget.head = booking.head)
    ), hole AS (
        -- At most one month in four lacks from its first to its last, and none did the year before: what is not booked every month leaves no holes.
        SELECT DISTINCT account.unit, account.head, gap.month
        FROM account
        CROSS JOIN LATERAL (SELECT (EXTRACT(year FROM account.last_month) * 12::numeric + EXTRACT(month FROM account.last_month)
                                    - EXTRACT(year FROM account.first_month) * 12::numeric - EXTRACT(month FROM account.first_month))::bigint + 1::bigint) AS span(months)
        -- There are no more than twelve, which the limit tells the planner.
        CROSS JOIN LATERAL (SELECT series.month::date
                            FROM pg_catalog.generate_series(account.first_month::timestamp, account.last_month::timestamp, '1 month'::interval) AS series(month) LIMIT 12) AS gap(month)
        CROSS JOIN LATERAL (
            SELECT pg_catalog.count(DISTINCT ledger.month) AS months,
                   (EXTRACT(year FROM max(ledger.month)) * 12::numeric + EXTRACT(month FROM max(ledger.month))
                    - EXTRACT(year FROM min(ledger.month)) * 12::numeric - EXTRACT(month FROM min(ledger.month)))::bigint + 1::bigint AS span
            FROM ledger
            WHERE ledger.organisation = booked.organisation AND ledger.scenario = year_before.scenario
              AND ledger.unit = account.unit AND ledger.head = account.head AND ledger.flow = account.flow
              AND ledger.month IS NOT NULL AND ledger.amount <> 0::numeric
        ) before
        WHERE account.months < span.months AND account.months * 4::bigint >= span.months * 3::bigint
          AND coalesce(before.months = before.span, true)
          AND NOT EXISTS (SELECT FROM ledger
                          WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month = gap.month
                            AND ledger.unit = account.unit AND ledger.head = account.head AND ledger.amount <> 0::numeric OFFSET 0)
          -- A month that the outcome lacks altogether is missing_month.
          AND EXISTS (SELECT FROM ledger
                      WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month = gap.month
                        AND ledger.amount <> 0::numeric OFFSET 0)
    ), outlier AS (
        -- The modified z-score of Iglewicz and Hoaglin (How to detect and handle outliers, 1993): 0.6745 (x - median) / MAD, beyond 3.5.
        -- Where more than half of the months are equal (MAD 0) the mean deviation takes its place: times 1.2533 it is the standard
        -- deviation of a normal distribution, as MAD / 0.6745 is. What comes every winter or quarter, or has come to stay, is no surprise:
        -- no other month of this year or the one before may be near, from half to twice as much.
        SELECT account.unit, account.head, account.flow, level.month, level.amount, level.usual
        FROM account
        CROSS JOIN LATERAL (
            WITH level AS MATERIALIZED (
                SELECT ledger.scenario = booked.scenario AS is_this_year, ledger.month, sum(ledger.amount) AS amount, sum(ledger.amount)::double precision AS x
                FROM ledger
                WHERE ledger.organisation = booked.organisation AND ledger.scenario = ANY (ARRAY[booked.scenario, year_before.scenario])
                  AND ledger.unit = account.unit AND ledger.head = account.head AND ledger.flow = account.flow
                  AND ledger.month <= booked.booked_until AND ledger.amount <> 0::numeric
                GROUP BY ledger.scenario, ledger.month
                HAVING sum(ledger.amount) <> 0::numeric
            ), centre AS MATERIALIZED (
                SELECT percentile_cont(0.5::double precision) WITHIN GROUP (ORDER BY level.x) AS x
                FROM level
                WHERE level.is_this_year
            ), spread AS (
                SELECT coalesce(nullif(percentile_cont(0.5::double precision) WITHIN GROUP (ORDER BY abs(level.x - centre.x)) / 0.6745::double precision, 0::double precision),
                                1.2533::double precision * avg(abs(level.x - centre.x))) AS x
                FROM level CROSS JOIN centre
                WHERE level.is_this_year
            )
            SELECT level.month, level.amount, centre.x::numeric AS usual
            FROM level CROSS JOIN centre CROSS JOIN spread
            WHERE level.is_this_year AND abs(level.x - centre.x) > 3.5::double precision * spread.x
              AND NOT EXISTS (SELECT FROM level other
                              WHERE other.month <> level.month AND other.x / level.x BETWEEN 0.5::double precision AND 2::double precision)
        ) level
        WHERE account.months >= 6::bigint
          -- Where no month is twice another, all are near; of months in several accounts the rows do not tell.
          AND NOT (account.rows = account.months AND account.lowest > 0::numeric AND account.highest < account.lowest * 2::numeric)
          AND NOT (account.rows = account.months AND account.highest < 0::numeric AND account.lowest > account.highest * 2::numeric)
          -- Somebody has looked already.
          AND NOT EXISTS (SELECT FROM one_off
                          WHERE one_off.organisation = booked.organisation AND one_off.scenario = booked.scenario
                            AND one_off.unit = account.unit AND one_off.head = account.head AND one_off.month = level.month)
    )
    SELECT 'missing_month_of_unit'::text AS rule, hole.unit, hole.head, NULL::text AS flow, hole.month, NULL::numeric AS amount, NULL::numeric AS usual
    FROM hole
    UNION ALL
    SELECT 'sudden_level'::text, outlier.unit, outlier.head, outlier.flow, outlier.month, outlier.amount, outlier.usual
    FROM outlier
    UNION ALL
    SELECT 'budget_without_bookings'::text, unbooked.unit, unbooked.head, NULL::text, NULL::date, unbooked.amount, NULL::numeric
    FROM unbooked
    WHERE NOT EXISTS (SELECT FROM near_unit JOIN booking ON booking.unit = near_unit.near JOIN near_head ON near_head.near = booking.head
                      WHERE near_unit.code = unbooked.unit AND near_head.code = unbooked.head)
    UNION ALL
    SELECT 'bookings_without_budget'::text, unbudgeted.unit, unbudgeted.head, NULL::text, NULL::date, unbudgeted.amount, NULL::numeric
    FROM unbudgeted
    WHERE NOT EXISTS (SELECT FROM near_unit JOIN budget ON budget.unit = near_unit.near JOIN near_head ON near_head.near = budget.head
                      WHERE near_unit.code = unbudgeted.unit AND near_head.code = unbudgeted.head)
) suspicion;
COMMENT ON VIEW   live_ledger_suspicion              IS 'What looks wrong in the amounts of a unit and head of a year that is booked: a part of data_quality';
COMMENT ON COLUMN live_ledger_suspicion.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_ledger_suspicion.rule         IS 'Rule of data_quality';
COMMENT ON COLUMN live_ledger_suspicion.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_ledger_suspicion.scenario     IS 'Code of the outcome that counts';
COMMENT ON COLUMN live_ledger_suspicion.booked_until IS 'Last day of its last complete month; NULL where it is not by month';
COMMENT ON COLUMN live_ledger_suspicion.unit         IS 'Code of the unit';
COMMENT ON COLUMN live_ledger_suspicion.head         IS 'Code of the budget head';
COMMENT ON COLUMN live_ledger_suspicion.flow         IS 'cost or revenue, or NULL for both';
COMMENT ON COLUMN live_ledger_suspicion.month        IS 'First day of the month, or NULL for the year';
COMMENT ON COLUMN live_ledger_suspicion.amount       IS 'Amount of the month; or net cost of the budget without bookings or of the bookings without budget';
COMMENT ON COLUMN live_ledger_suspicion.usual        IS 'Median of the months';
