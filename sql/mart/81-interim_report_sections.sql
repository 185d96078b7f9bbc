-- interim_report_sections: what a report consists of

-- The sections of a report. Each is a table: columns in order, and rows with a value for
-- each. What is known only since the date is left out. All that a view is to be
-- read for is a parameter, so that it reaches the tables.
CREATE OR REPLACE FUNCTION interim_report_sections(of_organisation text, of_year integer, of_date date, booked_until date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH budget AS (
        -- The one in force on the date, whatever was decided later. A head that it has nothing for has a budget of 0; without one none has one.
        SELECT pg_catalog.array_agg(DISTINCT decision.scenario) AS scenarios, max(decision.scenario) FILTER (WHERE decision.kind = 'budget') AS scenario,
               sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS budget, 0::numeric AS nothing
        FROM organisation
        CROSS JOIN LATERAL (SELECT @extschema@.held_on(of_date, @extschema@.fiscal_year_end(of_year, organisation.fiscal_year_start))) AS day(held_on)
        JOIN budget_in_force decision ON decision.organisation = organisation.organisation AND decision.fiscal_year = of_year
                                     AND @extschema@.in_force_on(day.held_on, decision.in_force_from, decision.in_force_until)
        JOIN ledger ON ledger.organisation = organisation.organisation AND ledger.scenario = decision.scenario
        WHERE organisation.organisation = of_organisation
        HAVING count(*) > 0::bigint
    ), latest AS (
        -- The board's own latest forecast.
        SELECT scenario.code AS scenario, scenario.as_of, scenario.stated_total
        FROM scenario
        WHERE scenario.organisation = of_organisation AND scenario.fiscal_year = of_year AND scenario.kind = 'forecast' AND scenario.adopted
          AND scenario.as_of <= of_date
        ORDER BY scenario.as_of DESC, scenario.code DESC
        LIMIT 1
    ), budgeted AS (
        SELECT pg_catalog.array_agg(DISTINCT amount.head) AS heads
        FROM (SELECT ledger.head
              FROM budget
              -- A supplement adds to what the budget was decided for, also where that is a head above.
              JOIN ledger ON ledger.organisation = of_organisation AND ledger.scenario = budget.scenario
              GROUP BY ledger.unit, ledger.head
              HAVING sum(@extschema@.net_cost(ledger.flow, ledger.amount)) <> 0::numeric) amount
    ), deciding_head AS (
        -- Bookings and forecasts count in the head that the budget was decided for.
        SELECT place.code, @extschema@.deciding_code(place.path, budgeted.heads) AS head
        FROM live_head_path place
        CROSS JOIN budgeted
        WHERE place.organisation = of_organisation AND of_year BETWEEN place.from_year AND place.until_year
    ), decided AS (
        SELECT deciding_head.head, unit_place.code AS unit, unit_place.path,
               sum(net.cost) FILTER (WHERE ledger.scenario = ANY (budget.scenarios)) AS budget,
               sum(net.cost) FILTER (WHERE ledger.scenario = latest.scenario)        AS stated
        FROM budget
        CROSS JOIN latest
        JOIN ledger ON ledger.organisation = of_organisation AND ledger.scenario = ANY (pg_catalog.array_append(budget.scenarios, latest.scenario))
        JOIN deciding_head ON deciding_head.code = ledger.head
        JOIN live_unit_path unit_place ON unit_place.organisation = of_organisation AND unit_place.code = ledger.unit
                                      AND of_year BETWEEN unit_place.from_year AND unit_place.until_year
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        GROUP BY deciding_head.head, unit_place.code, unit_place.path
    ), left_out AS (
        -- Of which the forecast says nothing, nor of a unit above or below.
        SELECT DISTINCT decided.head
        FROM decided
        WHERE decided.budget <> 0::numeric AND decided.stated IS NULL
          AND NOT EXISTS (SELECT FROM decided near
                          WHERE near.head = decided.head AND near.stated IS NOT NULL AND @extschema@.same_branch(near.path, decided.path))
    ), not_stated AS (
        SELECT CASE WHEN names.number = 1::bigint OR length(names.listed) <= 40 THEN names.listed WHEN names.number > 1::bigint THEN names.number::text || ' heads' END AS heads
        FROM (SELECT string_agg(budget_head.name, ', '::text ORDER BY budget_head.code) AS listed, count(*) AS number
              FROM left_out
              JOIN budget_head ON budget_head.organisation = of_organisation AND budget_head.code = left_out.head) names
    ), stated AS (
        -- Its amounts give a variance if none with a budget is left out.
        SELECT latest.scenario, latest.as_of, latest.stated_total, amounts.variance AS variance_of_amounts
        FROM latest
        LEFT JOIN budget ON true
        CROSS JOIN LATERAL (
            SELECT budget.budget - sum(@extschema@.net_cost(ledger.flow, ledger.amount))
            FROM ledger
            WHERE ledger.organisation = of_organisation AND ledger.scenario = latest.scenario AND NOT EXISTS (SELECT FROM left_out)
        ) AS amounts(variance)
    ), total AS (
        SELECT computed.budget, computed.booked, computed.forecast, computed.low, computed.high, computed.variance, computed.unreconciled
        FROM forecast_total_by_month computed
        WHERE computed.organisation = of_organisation AND computed.fiscal_year = of_year AND computed.as_of = interim_report_sections.booked_until
    ), year_end (place, what, budget, booked, forecast, low, high, variance, variance_ratio) AS (
        SELECT 1, 'Stated by the board as of ' || to_char(stated.as_of::timestamp, 'YYYY-MM-DD'::text), budget.budget, NULL::numeric,
               budget.budget - whole.variance, NULL::numeric, NULL::numeric,
               whole.variance, @extschema@.ratio(whole.variance, abs(budget.budget))
        FROM stated
        LEFT JOIN budget ON true
        CROSS JOIN LATERAL (SELECT coalesce(stated.stated_total, stated.variance_of_amounts)) AS whole(variance)
        WHERE whole.variance IS NOT NULL
        UNION ALL
        SELECT 2, 'Computed from the months until ' || to_char(interim_report_sections.booked_until::timestamp, 'YYYY-MM-DD'::text), total.budget, total.booked,
               total.forecast, total.low, total.high,
               total.variance, @extschema@.ratio(total.variance, abs(total.budget))
        FROM total
    ), unreconciled AS (
        SELECT round(total.unreconciled / 1000::numeric) AS thousands FROM total
    ), head_part AS (
        SELECT computed.head_code, budget.nothing AS budget, computed.booked, computed.forecast, NULL::numeric AS stated
        FROM forecast_by_month computed
        LEFT JOIN budget ON true
        WHERE computed.organisation = of_organisation AND computed.fiscal_year = of_year AND computed.as_of = interim_report_sections.booked_until
        UNION ALL
        SELECT ledger.head AS head_code,
               CASE WHEN ledger.scenario = ANY (budget.scenarios) THEN net.cost ELSE budget.nothing END AS budget, NULL::numeric AS booked, NULL::numeric AS forecast,
               CASE WHEN ledger.scenario = stated.scenario THEN net.cost END AS stated
        FROM ledger
        LEFT JOIN budget ON true
        LEFT JOIN stated ON true
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        WHERE ledger.organisation = of_organisation AND ledger.scenario = ANY (pg_catalog.array_append(budget.scenarios, stated.scenario))
    ), head (place, head, budget, booked, used, forecast, variance, stated_forecast, stated_variance) AS (
        SELECT row_number() OVER (ORDER BY GROUPING(budget_head.code), @extschema@.budget_variance(part.budget, coalesce(part.stated, part.forecast)), sum(part.budget) DESC, budget_head.code),
               coalesce(budget_head.name, 'All heads'), sum(part.budget), sum(part.booked), @extschema@.ratio(sum(part.booked), sum(part.budget)),
               sum(part.forecast), CASE WHEN sum(part.budget) IS NOT NULL THEN @extschema@.budget_variance(part.budget, part.forecast) END,
               sum(part.stated),
               CASE WHEN sum(part.budget) IS NULL OR sum(part.stated) IS NULL THEN NULL
                    WHEN GROUPING(budget_head.code) = 0
                    THEN CASE WHEN NOT EXISTS (SELECT FROM left_out WHERE left_out.head = budget_head.code)
                              THEN @extschema@.budget_variance(part.budget, part.stated) END
                    ELSE (SELECT stated.variance_of_amounts FROM stated) END
        FROM head_part part
        JOIN deciding_head ON deciding_head.code = part.head_code
        JOIN budget_head ON budget_head.organisation = of_organisation AND budget_head.code = deciding_head.head
        GROUP BY GROUPING SETS ((budget_head.code, budget_head.name), ())
        HAVING count(*) > 0
    ), stated_cause AS (
        SELECT deficit_driver.cause, deficit_driver.amount, deficit_driver.explained, deficit_driver.unexplained, deficit_driver.stated_total
        FROM stated
        JOIN deficit_driver ON deficit_driver.scenario = stated.scenario
        WHERE deficit_driver.organisation = of_organisation AND deficit_driver.fiscal_year = of_year
    ), all_causes AS (
        SELECT DISTINCT explained, unexplained, stated_total FROM stated_cause
    ), driver (place, cause, amount) AS (
        SELECT row_number() OVER (ORDER BY amount, cause), cause, amount FROM stated_cause
        UNION ALL
        SELECT 1000000 + line.place, line.what, line.amount
        FROM all_causes
        CROSS JOIN LATERAL (VALUES (1, 'The stated causes together', explained), (2, 'Not explained by them', unexplained),
                                   (3, 'Variance as stated', stated_total)) AS line(place, what, amount)
        WHERE line.amount IS NOT NULL
    ), plan (place, what, households, amount) AS (
        SELECT line.place, line.what, line.households, line.amount
        FROM household_budget_gap gap
        CROSS JOIN LATERAL (VALUES (1, 'Expected on average in a month', gap.households_expected, gap.budget + gap.gap),
                                   (2, 'The budget pays for', gap.households_funded, gap.budget),
                                   (3, 'Missing', gap.gap_households, gap.gap)) AS line(place, what, households, amount)
        WHERE gap.organisation = of_organisation AND gap.fiscal_year = of_year
    ), month_part AS (
        SELECT household_path.month, household_path.expected, NULL::integer AS households, NULL::numeric AS payments, NULL::integer AS year_ago, NULL::text AS why_unknown
        FROM household_path
        WHERE household_path.organisation = of_organisation AND household_path.fiscal_year = of_year
        UNION ALL
        -- Of the whole organisation: who has two units is one household.
        SELECT whole.month, NULL::integer AS expected, whole.households, whole.payments, NULL::integer AS year_ago, whole.why_unknown
        FROM caseload_rollup_by_month whole
        WHERE whole.organisation = of_organisation AND whole.fiscal_year = of_year AND whole.unit_code IS NULL
        UNION ALL
        SELECT (whole.month + interval '1 year')::date AS month, NULL::integer AS expected, NULL::integer AS households, NULL::numeric AS payments,
               whole.households AS year_ago, NULL::text AS why_unknown
        FROM caseload_rollup_by_month whole
        WHERE whole.organisation = of_organisation AND whole.fiscal_year = of_year - 1 AND whole.unit_code IS NULL
    ), report_month AS (
        SELECT month, max(expected) AS expected, max(households) AS households, max(payments) AS payments, max(year_ago) AS year_ago, max(why_unknown) AS why_unknown
        FROM month_part
        WHERE month + interval '1 month' - interval '1 day' <= of_date
        GROUP BY month
        HAVING max(expected) IS NOT NULL OR max(households) IS NOT NULL OR max(why_unknown) IS NOT NULL
    ), household (place, month, expected, households, deviation, payments, cost_per_household, change_ratio) AS (
        SELECT month, to_char(month::timestamp, 'YYYY-MM'::text), expected, households, households - expected,
               payments, payments / nullif(households, 0)::numeric, @extschema@.ratio((households - year_ago)::numeric, year_ago::numeric)
        FROM report_month
    ), target (place, indicator, target, outcome, status, outcome_before, year_before, status_before) AS (
        SELECT row_number() OVER (ORDER BY attainment.position, attainment.indicator_code), attainment.indicator, attainment.target_text,
               CASE WHEN outcome.is_known THEN attainment.outcome_text END, CASE WHEN outcome.is_known THEN replace(attainment.status, '_', ' ') END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN attainment.previous_text END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN attainment.previous_year::text END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN replace(attainment.previous_status, '_', ' ') END
        FROM target_attainment attainment
        -- An outcome without a date is that of the whole year.
        CROSS JOIN LATERAL (SELECT attainment.outcome IS NOT NULL
                                   AND coalesce(attainment.as_of, (SELECT @extschema@.fiscal_year_end(of_year, organisation.fiscal_year_start)
                                                                   FROM organisation WHERE organisation.organisation = of_organisation)) <= of_date) AS outcome(is_known)
        WHERE attainment.organisation = of_organisation AND attainment.fiscal_year = of_year AND attainment.target IS NOT NULL
    ), suspicion AS (
        SELECT suspected.rule, suspected.severity, suspected.item, suspected.month, known.what
        FROM data_quality suspected
        JOIN data_quality_rule known ON known.organisation = of_organisation AND known.rule = suspected.rule
        WHERE suspected.organisation = of_organisation AND suspected.fiscal_year = of_year
          AND coalesce(suspected.month <= of_date, true)
          -- What was decided or forecast later is no matter of this report. An outcome goes on.
          AND NOT EXISTS (SELECT FROM scenario
                          WHERE scenario.organisation = of_organisation AND scenario.fiscal_year = of_year AND scenario.kind <> 'outcome' AND scenario.as_of > of_date
                            AND (suspected.table_name = 'scenario' AND suspected.item = scenario.code
                                 OR suspected.rule = 'negative_revenue' AND pg_catalog.starts_with(suspected.item, scenario.code || ' / ')))
    ), to_check (place, what, item, month, suspicions) AS (
        -- The errors one by one; of the others how many there are.
        SELECT row_number() OVER (ORDER BY suspicion.rule, suspicion.item, suspicion.month), suspicion.what, suspicion.item,
               to_char(suspicion.month::timestamp, 'YYYY-MM'::text), NULL::bigint
        FROM suspicion
        WHERE suspicion.severity = 'error'
        UNION ALL
        SELECT 1000000 + total.place, total.what, NULL::text, NULL::text, total.suspicions
        FROM (SELECT count(*) FILTER (WHERE suspicion.severity = 'error') AS errors, count(*) FILTER (WHERE suspicion.severity = 'warning') AS warnings,
                     count(*) FILTER (WHERE suspicion.severity = 'note') AS notes
              FROM suspicion) number
        CROSS JOIN LATERAL (VALUES (1, 'Errors, unless they are meant', number.errors), (2, 'Warnings', number.warnings),
                                   (3, 'Notes', number.notes)) AS total(place, what, suspicions)
        WHERE total.suspicions > 0::bigint
    ), section (place, section, title, note, columns, rows) AS (
        VALUES
        (1, 'year_end', 'Where will the year end?',
         (SELECT string_agg(said.sentence, ' '::text ORDER BY said.place)
          FROM (VALUES
              (1, CASE WHEN EXISTS (SELECT FROM year_end WHERE low IS NOT NULL)
                       THEN 'Low and high are meant to hold the outcome four times out of five.' END),
              (2, CASE WHEN NOT EXISTS (SELECT FROM budget) THEN 'No budget is in force, so there is no variance.' END),
              (3, (SELECT 'The board''s forecast as of ' || to_char(stated.as_of::timestamp, 'YYYY-MM-DD'::text)
                          || ' is no whole: it lacks units with a budget, of ' || not_stated.heads || '.'
                   FROM stated CROSS JOIN not_stated
                   WHERE NOT EXISTS (SELECT FROM year_end WHERE place = 1))))
              AS said(place, sentence)),
         '[["what", "", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["forecast", "Forecast", "money"],
           ["low", "Low", "money"], ["high", "High", "money"], ["variance", "Variance", "money"], ["variance_ratio", "of the budget", "share"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM year_end line)),
        (2, 'heads', 'How does each head stand?',
         (SELECT string_agg(said.sentence, ' '::text ORDER BY said.place)
          FROM (VALUES
              (1, CASE WHEN NOT EXISTS (SELECT FROM head WHERE forecast IS NOT NULL OR stated_forecast IS NOT NULL)
                       THEN 'No outcome by month and no forecast by head is known.' END),
              (2, CASE WHEN NOT EXISTS (SELECT FROM budget) THEN 'No budget is in force.' END),
              (3, CASE WHEN EXISTS (SELECT FROM head WHERE forecast IS NOT NULL) AND EXISTS (SELECT FROM head WHERE budget <> 0::numeric AND forecast IS NULL)
                       THEN 'A head without bookings by month has no computed figure.' END),
              (4, (SELECT 'The board''s forecast lacks units with a budget, of ' || not_stated.heads || '.' FROM not_stated
                   WHERE EXISTS (SELECT FROM head WHERE stated_forecast IS NOT NULL))),
              (5, (SELECT 'Each head is computed from its own months: together they come to ' || abs(thousands)::text || ' thousand '
                          || CASE WHEN thousands < 0::numeric THEN 'more' ELSE 'less' END || ' than the whole.'
                   FROM unreconciled WHERE abs(thousands) >= 1::numeric)))
              AS said(place, sentence)),
         '[["head", "Head", "text"], ["budget", "Budget", "money"], ["booked", "Booked", "money"], ["used", "Used", "share"],
           ["forecast", "Computed", "money"], ["variance", "Variance", "money"],
           ["stated_forecast", "Stated", "money"], ["stated_variance", "Variance", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM head line)),
        (3, 'drivers', 'How does the board explain it?', NULL,
         '[["cause", "Cause", "text"], ["amount", "Amount", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM driver line)),
        (4, 'household_plan', 'How many households does the budget for support pay for?', NULL,
         '[["what", "", "text"], ["households", "Households", "count"], ["amount", "Amount a year", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM plan line)),
        (5, 'households', 'How many households get support?',
         (SELECT 'Not known of a month in which a unit has told nothing: ' || string_agg(to_char(month::timestamp, 'YYYY-MM'::text) || ' (' || why_unknown || ')', ', '::text ORDER BY month) || '.'
          FROM report_month WHERE why_unknown IS NOT NULL),
         '[["month", "Month", "text"], ["expected", "On the way to the target", "count"], ["households", "Households", "count"],
           ["deviation", "Deviation", "count"], ["change_ratio", "in a year", "share"],
           ["payments", "Payments", "money"], ["cost_per_household", "Cost of each", "amount"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM household line)),
        (6, 'targets', 'Which targets are met?', NULL,
         '[["indicator", "Indicator", "text"], ["target", "Target", "text"], ["outcome", "Outcome", "text"], ["status", "Status", "text"],
           ["outcome_before", "Latest before", "text"], ["year_before", "of", "text"], ["status_before", "Status then", "text"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM target line)),
        (7, 'data_quality', 'What is to be checked in these figures?', 'The view data_quality says of each what is wrong, and what to do.',
         '[["what", "What", "text"], ["item", "Where", "text"], ["month", "Month", "text"], ["suspicions", "How many", "count"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM to_check line))
    )
    -- Where there are no figures there is nothing to check.
    SELECT CASE WHEN pg_catalog.bool_or(shown.section <> 'data_quality')
                THEN pg_catalog.jsonb_agg(pg_catalog.to_jsonb(shown) - 'place'::text ORDER BY shown.place) ELSE '[]' END
    FROM section shown
    WHERE shown.rows IS NOT NULL;
END;
COMMENT ON FUNCTION interim_report_sections(text, integer, date, date) IS 'The sections of an interim report of an organisation, for a year, as of a date, with the books complete until a day: for interim_report_figures';

CREATE OR REPLACE FUNCTION interim_report_figures(organisation text, as_of date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH report AS (
        SELECT organisation.organisation, organisation.name, interim_report_figures.as_of,
               @extschema@.fiscal_year(interim_report_figures.as_of, organisation.fiscal_year_start) AS fiscal_year
        FROM organisation
        WHERE organisation.organisation = interim_report_figures.organisation
    ), booked_report AS (
        SELECT report.*,
               (SELECT (date_trunc('month', least(report.as_of, booked_year.booked_until) + interval '1 day') - interval '1 day')::date
                FROM booked_year
                WHERE booked_year.organisation = report.organisation AND booked_year.fiscal_year = report.fiscal_year) AS booked_until
        FROM report
    )
    SELECT pg_catalog.jsonb_build_object(
        'organisation', report.organisation, 'name', report.name, 'as_of', report.as_of, 'fiscal_year', report.fiscal_year, 'booked_until', report.booked_until,
        'sections', interim_report_sections(report.organisation, report.fiscal_year, report.as_of, report.booked_until),
        'forecasts', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                                 'unit_code', computed.unit_code, 'head_code', computed.head_code, 'booked', computed.booked, 'forecast', computed.forecast,
                                 'low', computed.low, 'high', computed.high, 'method', computed.method) ORDER BY computed.unit_code, computed.head_code), '[]')
                      FROM forecast_by_month computed
                      WHERE computed.organisation = report.organisation AND computed.fiscal_year = report.fiscal_year AND computed.as_of = report.booked_until))
    FROM booked_report report;
END;
COMMENT ON FUNCTION interim_report_figures(text, date) IS 'The figures of an interim report as of a date, from what the mart holds now: for publish_interim_report, which keeps them. NULL for an unknown organisation';
