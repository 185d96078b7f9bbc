-- interim_report_sections: what a report consists of

-- The sections of a report. Each is a table: columns in order, and rows with a value for
-- each. What is known only since the date is left out. All that a view is to be
-- read for is a parameter, so that it reaches the tables.
CREATE OR REPLACE FUNCTION interim_report_sections(of_organisation text, of_year integer, of_date date, booked_until date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH budget AS (
        -- The one in force on the date, whatever was decided later. A head that it has nothing for has a budget of 0; without one none has one.
        SELECT pg_catalog.array_agg(DISTINCT decision.scenario) AS scenarios, sum(@extschema@.net_cost(l.flow, l.amount)) AS budget, 0::numeric AS nothing
        FROM organisation o
        CROSS JOIN LATERAL (SELECT CASE WHEN of_date < @extschema@.fiscal_year_end(of_year, o.fiscal_year_start) THEN of_date ELSE 'infinity'::date END) AS day(held_on)
        JOIN budget_in_force decision ON decision.organisation = o.organisation AND decision.fiscal_year = of_year
                                     AND day.held_on >= decision.in_force_from AND coalesce(day.held_on < decision.in_force_until, true)
        JOIN ledger l ON l.organisation = o.organisation AND l.scenario = decision.scenario
        WHERE o.organisation = of_organisation
        HAVING count(*) > 0::bigint
    ), stated AS (
        -- The board's own latest forecast. Its amounts give a variance if no unit and head with a budget lacks one.
        SELECT s.code AS scenario, s.as_of, s.stated_total, v.variance_of_amounts
        FROM scenario s
        LEFT JOIN budget b ON true
        CROSS JOIN LATERAL (
            SELECT b.budget - sum(@extschema@.net_cost(l.flow, l.amount))
            FROM ledger l
            WHERE l.organisation = of_organisation AND l.scenario = s.code
              AND NOT EXISTS (SELECT FROM ledger p WHERE p.organisation = of_organisation AND p.scenario = ANY (b.scenarios)
                              AND NOT EXISTS (SELECT FROM ledger o WHERE o.organisation = of_organisation AND o.scenario = s.code
                                                                     AND o.unit = p.unit AND o.head = p.head))
        ) AS v(variance_of_amounts)
        WHERE s.organisation = of_organisation AND s.fiscal_year = of_year AND s.kind = 'forecast' AND s.adopted AND s.as_of <= of_date
        ORDER BY s.as_of DESC, s.code DESC
        LIMIT 1
    ), year_end (place, what, budget, booked, forecast, low, high, variance, variance_ratio) AS (
        SELECT 1, 'Stated by the board as of ' || to_char(s.as_of::timestamp, 'YYYY-MM-DD'::text), b.budget, NULL::numeric, b.budget - v.variance, NULL::numeric, NULL::numeric,
               v.variance, @extschema@.ratio(v.variance, abs(b.budget))
        FROM stated s
        LEFT JOIN budget b ON true
        CROSS JOIN LATERAL (SELECT coalesce(s.stated_total, s.variance_of_amounts)) AS v(variance)
        WHERE v.variance IS NOT NULL
        UNION ALL
        SELECT 2, 'Computed from the months until ' || to_char(interim_report_sections.booked_until::timestamp, 'YYYY-MM-DD'::text), f.budget, f.booked, f.forecast, f.low, f.high,
               f.variance, @extschema@.ratio(f.variance, abs(f.budget))
        FROM forecast_total_by_month f
        WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = interim_report_sections.booked_until
    ), head (place, head, budget, booked, used, forecast, variance, stated_forecast, stated_variance) AS (
        SELECT row_number() OVER (ORDER BY GROUPING(h.code), @extschema@.budget_variance(a.budget, coalesce(a.stated, a.forecast)), sum(a.budget) DESC, h.code),
               coalesce(h.name, 'All heads'), sum(a.budget), sum(a.booked), @extschema@.ratio(sum(a.booked), sum(a.budget)),
               sum(a.forecast), CASE WHEN sum(a.budget) IS NOT NULL THEN @extschema@.budget_variance(a.budget, a.forecast) END,
               sum(a.stated),
               CASE WHEN sum(a.budget) IS NULL OR sum(a.stated) IS NULL THEN NULL
                    WHEN GROUPING(h.code) = 0 THEN @extschema@.budget_variance(a.budget, a.stated)
                    ELSE (SELECT s.variance_of_amounts FROM stated s) END
        FROM (
            SELECT f.head_code, b.nothing AS budget, f.booked, f.forecast, NULL::numeric AS stated
            FROM forecast_by_month f
            LEFT JOIN budget b ON true
            WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = interim_report_sections.booked_until
            UNION ALL
            SELECT l.head AS head_code,
                   CASE WHEN l.scenario = ANY (b.scenarios) THEN n.net ELSE b.nothing END AS budget, NULL::numeric AS booked, NULL::numeric AS forecast,
                   CASE WHEN l.scenario = s.scenario THEN n.net END AS stated
            FROM ledger l
            LEFT JOIN budget b ON true
            LEFT JOIN stated s ON true
            CROSS JOIN LATERAL (SELECT @extschema@.net_cost(l.flow, l.amount)) AS n(net)
            WHERE l.organisation = of_organisation AND l.scenario = ANY (pg_catalog.array_append(b.scenarios, s.scenario))
        ) a
        JOIN budget_head h ON h.organisation = of_organisation AND h.code = a.head_code
        GROUP BY GROUPING SETS ((h.code, h.name), ())
        HAVING count(*) > 0
    ), driver (place, cause, amount) AS (
        SELECT row_number() OVER (ORDER BY d.amount, d.cause), d.cause, d.amount
        FROM stated s JOIN deficit_driver d ON d.scenario = s.scenario
        WHERE d.organisation = of_organisation AND d.fiscal_year = of_year
        UNION ALL
        SELECT 1000000 + k.place, k.what, k.amount
        FROM (SELECT DISTINCT d.explained, d.unexplained, d.stated_total
              FROM stated s JOIN deficit_driver d ON d.scenario = s.scenario
              WHERE d.organisation = of_organisation AND d.fiscal_year = of_year) d
        CROSS JOIN LATERAL (VALUES (1, 'The stated causes together', d.explained), (2, 'Not explained by them', d.unexplained),
                                   (3, 'Variance as stated', d.stated_total)) AS k(place, what, amount)
        WHERE k.amount IS NOT NULL
    ), plan (place, what, households, amount) AS (
        SELECT k.place, k.what, k.households, k.amount
        FROM household_budget_gap g
        CROSS JOIN LATERAL (VALUES (1, 'Expected on average in a month', g.households_expected, g.budget + g.gap),
                                   (2, 'The budget pays for', g.households_funded, g.budget),
                                   (3, 'Missing', g.gap_households, g.gap)) AS k(place, what, households, amount)
        WHERE g.organisation = of_organisation AND g.fiscal_year = of_year
    ), household (place, month, expected, households, deviation, payments, cost_per_household, change_ratio) AS (
        SELECT m.month, to_char(m.month::timestamp, 'YYYY-MM'::text), max(m.expected), sum(m.households), sum(m.households) - max(m.expected),
               sum(m.payments), @extschema@.cost_per_household(m.payments, m.households::numeric),
               @extschema@.ratio((sum(m.households) - sum(m.year_ago))::numeric, sum(m.year_ago)::numeric)
        FROM (
            SELECT p.month, p.expected, NULL::integer AS households, NULL::numeric AS payments, NULL::integer AS year_ago
            FROM household_path p
            WHERE p.organisation = of_organisation AND p.fiscal_year = of_year
            UNION ALL
            SELECT c.month, NULL::integer AS expected, c.households, c.payments, c.households_year_ago AS year_ago
            FROM household_cost c
            WHERE c.organisation = of_organisation AND c.fiscal_year = of_year
        ) m
        WHERE m.month + interval '1 month' - interval '1 day' <= of_date
        GROUP BY m.month
    ), target (place, indicator, target, outcome, status, outcome_before, year_before, status_before) AS (
        SELECT row_number() OVER (ORDER BY t.position, t.indicator_code), t.indicator, t.target_text,
               CASE WHEN o.is_known THEN t.outcome_text END, CASE WHEN o.is_known THEN replace(t.status, '_', ' ') END,
               CASE WHEN t.previous_outcome IS NOT NULL THEN t.previous_text END, CASE WHEN t.previous_outcome IS NOT NULL THEN t.previous_year::text END,
               CASE WHEN t.previous_outcome IS NOT NULL THEN replace(t.previous_status, '_', ' ') END
        FROM target_attainment t
        -- An outcome without a date is that of the whole year.
        CROSS JOIN LATERAL (SELECT t.outcome IS NOT NULL
                                   AND coalesce(t.as_of, (SELECT @extschema@.fiscal_year_end(of_year, own.fiscal_year_start)
                                                          FROM organisation own WHERE own.organisation = of_organisation)) <= of_date) AS o(is_known)
        WHERE t.organisation = of_organisation AND t.fiscal_year = of_year AND t.target IS NOT NULL
    ), section (place, section, title, note, columns, rows) AS (
        VALUES
        (1, 'year_end', 'Where will the year end?',
         CASE WHEN EXISTS (SELECT FROM year_end y WHERE y.low IS NOT NULL)
              THEN 'Low and high are meant to hold the outcome four times out of five.' END,
         '[["what", "", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["forecast", "Forecast", "money"],
           ["low", "Low", "money"], ["high", "High", "money"], ["variance", "Variance", "money"], ["variance_ratio", "of the budget", "share"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM year_end x)),
        (2, 'heads', 'How does each head stand?',
         CASE WHEN NOT EXISTS (SELECT FROM head h WHERE h.forecast IS NOT NULL OR h.stated_forecast IS NOT NULL)
              THEN 'No outcome by month and no forecast by head is known.' END,
         '[["head", "Head", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["used", "Used", "share"],
           ["forecast", "Computed", "money"], ["variance", "Variance", "money"],
           ["stated_forecast", "Stated", "money"], ["stated_variance", "Variance", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM head x)),
        (3, 'drivers', 'How does the board explain it?', NULL,
         '[["cause", "Cause", "text"], ["amount", "Amount", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM driver x)),
        (4, 'household_plan', 'How many households does the budget for support pay for?', NULL,
         '[["what", "", "text"], ["households", "Households", "count"], ["amount", "Amount a year", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM plan x)),
        (5, 'households', 'How many households get support?', NULL,
         '[["month", "Month", "text"], ["expected", "On the way to the target", "count"], ["households", "Households", "count"],
           ["deviation", "Deviation", "count"], ["change_ratio", "in a year", "share"],
           ["payments", "Payments", "money"], ["cost_per_household", "Cost of each", "amount"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM household x)),
        (6, 'targets', 'Which targets are met?', NULL,
         '[["indicator", "Indicator", "text"], ["target", "Target", "text"], ["outcome", "Outcome", "text"], ["status", "Status", "text"],
           ["outcome_before", "Latest before", "text"], ["year_before", "of", "text"], ["status_before", "Status then", "text"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(x) - 'place'::text ORDER BY x.place) FROM target x))
    )
    SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(s) - 'place'::text ORDER BY s.place), '[]') FROM section s WHERE s.rows IS NOT NULL;
END;
COMMENT ON FUNCTION interim_report_sections(text, integer, date, date) IS 'The sections of an interim report of an organisation, for a year, as of a date, with the books complete until a day: for interim_report_figures';

CREATE OR REPLACE FUNCTION interim_report_figures(organisation text, as_of date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT pg_catalog.jsonb_build_object(
        'organisation', o.organisation, 'name', o.name, 'as_of', d.as_of, 'fiscal_year', d.fiscal_year, 'booked_until', d.booked_until,
        'sections', interim_report_sections(o.organisation, d.fiscal_year, d.as_of, d.booked_until),
        'forecasts', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                                 'unit_code', f.unit_code, 'head_code', f.head_code, 'booked', f.booked, 'forecast', f.forecast,
                                 'low', f.low, 'high', f.high, 'method', f.method) ORDER BY f.unit_code, f.head_code), '[]')
                      FROM forecast_by_month f
                      WHERE f.organisation = d.organisation AND f.fiscal_year = d.fiscal_year AND f.as_of = d.booked_until))
    FROM organisation o
    CROSS JOIN LATERAL (
        SELECT o.organisation, interim_report_figures.as_of, y.fiscal_year,
               (SELECT (date_trunc('month', least(interim_report_figures.as_of, b.booked_until) + interval '1 day') - interval '1 day')::date
                FROM booked_year b
                WHERE b.organisation = o.organisation AND b.fiscal_year = y.fiscal_year) AS booked_until
        FROM (SELECT @extschema@.fiscal_year(interim_report_figures.as_of, o.fiscal_year_start) AS fiscal_year) y
    ) d
    WHERE o.organisation = interim_report_figures.organisation;
END;
COMMENT ON FUNCTION interim_report_figures(text, date) IS 'The figures of an interim report as of a date, from what the mart holds now: for publish_interim_report, which keeps them. NULL for an unknown organisation';
