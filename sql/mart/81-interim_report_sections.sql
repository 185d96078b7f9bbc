-- interim_report_sections: what a report consists of

-- The sections of a report. Each is a table: columns in order, and rows with a value for
-- each. What is known only since the date is left out. All that a view is to be
-- read for is a parameter, so that it reaches the tables.
CREATE OR REPLACE FUNCTION interim_report_sections(of_organisation text, of_year integer, of_date date, booked_until date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH word AS (
        -- What is published is in the organisation's language of the day.
        SELECT pg_catalog.jsonb_object_agg(label.area || '.' || label.code, label.text) AS words
        FROM live_label label
        WHERE label.organisation = of_organisation AND label.area IN ('section', 'column', 'row', 'sentence', 'status', 'unit')
    ), budget AS (
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
    ), budget_then AS (
        -- What it was stated against. What is decided afterwards changes its variance, and not where the board saw the year end.
        SELECT sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS budget
        FROM latest
        JOIN budget_in_force decision ON decision.organisation = of_organisation AND decision.fiscal_year = of_year
                                     AND @extschema@.in_force_on(latest.as_of, decision.in_force_from, decision.in_force_until)
        JOIN ledger ON ledger.organisation = of_organisation AND ledger.scenario = decision.scenario
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
        SELECT CASE WHEN names.number = 1::bigint OR length(names.listed) <= 40 THEN names.listed WHEN names.number > 1::bigint THEN pg_catalog.format(word.words ->> 'row.number_of_heads'::text, names.number) END AS heads
        FROM word CROSS JOIN (SELECT string_agg(budget_head.name, ', '::text ORDER BY budget_head.code) AS listed, count(*) AS number
              FROM left_out
              JOIN budget_head ON budget_head.organisation = of_organisation AND budget_head.code = left_out.head) names
    ), stated AS (
        -- Its amounts give a variance if none with a budget is left out. The total that it states is held against the budget of this report, as they are.
        SELECT latest.scenario, latest.as_of, latest.stated_total + coalesce(budget.budget - budget_then.budget, 0::numeric) AS stated_total, amounts.variance AS variance_of_amounts
        FROM latest
        CROSS JOIN budget_then
        LEFT JOIN budget ON true
        CROSS JOIN LATERAL (
            SELECT budget.budget - sum(@extschema@.net_cost(ledger.flow, ledger.amount))
            FROM ledger
            WHERE ledger.organisation = of_organisation AND ledger.scenario = latest.scenario AND NOT EXISTS (SELECT FROM left_out)
        ) AS amounts(variance)
    ), previous AS (
        -- The report before this one, as it was published.
        SELECT report.figures
        FROM interim_report report
        WHERE report.organisation = of_organisation AND report.fiscal_year = of_year AND report.as_of < of_date
          AND NOT EXISTS (SELECT FROM interim_report_withdrawal gone WHERE gone.organisation = report.organisation AND gone.as_of = report.as_of AND gone.version = report.version)
        ORDER BY report.as_of DESC, report.version DESC
        LIMIT 1
    ), previous_total AS (
        -- What is computed rests on bookings, what is stated does not.
        SELECT (pg_catalog.jsonb_path_query_first(previous.figures, '$.sections[*] ? (@.section == "year_end").rows[*] ? (@.booked == null).forecast') #>> '{}'::text[])::numeric AS stated,
               (pg_catalog.jsonb_path_query_first(previous.figures, '$.sections[*] ? (@.section == "year_end").rows[*] ? (@.booked != null).forecast') #>> '{}'::text[])::numeric AS computed
        FROM previous
    ), total AS (
        SELECT computed.budget, computed.booked, computed.forecast, computed.low, computed.high, computed.variance, computed.unreconciled
        FROM forecast_total_by_month computed
        WHERE computed.organisation = of_organisation AND computed.fiscal_year = of_year AND computed.as_of = interim_report_sections.booked_until
    ), year_end (place, what, budget, booked, forecast, previous_forecast, low, high, variance, variance_ratio) AS (
        SELECT 1, pg_catalog.format(word.words ->> 'row.stated'::text, to_char(stated.as_of::timestamp, 'YYYY-MM-DD'::text)), budget.budget, NULL::numeric,
               budget.budget - whole.variance, (SELECT previous_total.stated FROM previous_total), NULL::numeric, NULL::numeric,
               whole.variance, @extschema@.ratio(whole.variance, abs(budget.budget))
        FROM stated
        CROSS JOIN word
        LEFT JOIN budget ON true
        CROSS JOIN LATERAL (SELECT coalesce(stated.stated_total, stated.variance_of_amounts)) AS whole(variance)
        WHERE whole.variance IS NOT NULL
        UNION ALL
        SELECT 2, pg_catalog.format(word.words ->> 'row.computed'::text, to_char(interim_report_sections.booked_until::timestamp, 'YYYY-MM-DD'::text)), total.budget, total.booked,
               total.forecast, (SELECT previous_total.computed FROM previous_total), total.low, total.high,
               total.variance, @extschema@.ratio(total.variance, abs(total.budget))
        FROM total
        CROSS JOIN word
    ), unreconciled AS (
        SELECT total.unreconciled FROM total
    ), own_month AS (
        SELECT computed.unit_code, computed.head_code, computed.booked_until
        FROM forecast_by_month computed
        WHERE computed.organisation = of_organisation AND computed.fiscal_year = of_year AND computed.as_of = interim_report_sections.booked_until
    ), head_part AS (
        SELECT true AS is_own, computed.head_code, budget.nothing AS budget, computed.booked, computed.forecast, NULL::numeric AS stated, NULL::numeric AS to_date, NULL::numeric AS previous
        FROM forecast_by_month computed
        LEFT JOIN budget ON true
        WHERE computed.organisation = of_organisation AND computed.fiscal_year = of_year AND computed.as_of = interim_report_sections.booked_until
        UNION ALL
        SELECT true AS is_own, ledger.head AS head_code,
               CASE WHEN ledger.scenario = ANY (budget.scenarios) THEN net.cost ELSE budget.nothing END AS budget, NULL::numeric AS booked, NULL::numeric AS forecast,
               CASE WHEN ledger.scenario = stated.scenario THEN net.cost END AS stated, NULL::numeric AS to_date, NULL::numeric AS previous
        FROM ledger
        LEFT JOIN budget ON true
        LEFT JOIN stated ON true
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        WHERE ledger.organisation = of_organisation AND ledger.scenario = ANY (pg_catalog.array_append(budget.scenarios, stated.scenario))
        UNION ALL
        SELECT false AS is_own, month.head_code, budget.nothing AS budget, NULL::numeric AS booked, NULL::numeric AS forecast, NULL::numeric AS stated, month.budget_to_date AS to_date, NULL::numeric AS previous
        FROM budget_to_date month
        CROSS JOIN budget
        -- Of what lags, the budget until its own last month: the rest of it would look saved.
        LEFT JOIN own_month ON own_month.unit_code = month.unit_code AND own_month.head_code = month.head_code
        WHERE month.organisation = of_organisation AND month.fiscal_year = of_year AND month.month = date_trunc('month', coalesce(own_month.booked_until, interim_report_sections.booked_until)::timestamp)::date
        UNION ALL
        SELECT false AS is_own, before.value ->> 'head_code'::text, NULL::numeric AS budget, NULL::numeric AS booked, NULL::numeric AS forecast, NULL::numeric AS stated, NULL::numeric AS to_date,
               CASE WHEN pg_catalog.jsonb_typeof(before.value -> 'forecast'::text) = 'number' THEN (before.value ->> 'forecast'::text)::numeric END AS previous
        FROM previous
        CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(previous.figures -> 'forecasts'::text) AS before(value)
    ), head (place, head_code, head, budget, budget_to_date, booked, used, forecast, previous_forecast, variance, stated_forecast, stated_variance) AS (
        SELECT row_number() OVER (ORDER BY GROUPING(budget_head.code), @extschema@.budget_variance(part.budget, coalesce(part.stated, part.forecast)), sum(part.budget) DESC, budget_head.code),
               budget_head.code, coalesce(budget_head.name, (SELECT word.words ->> 'row.all_heads'::text FROM word)), sum(part.budget), sum(part.to_date), sum(part.booked), @extschema@.ratio(sum(part.booked), sum(part.budget)),
               sum(part.forecast), sum(part.previous), CASE WHEN sum(part.budget) IS NOT NULL THEN @extschema@.budget_variance(part.budget, part.forecast) END,
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
        -- What is booked later, or what the report before had alone, makes no head of this one.
        HAVING pg_catalog.bool_or(part.is_own)
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
        CROSS JOIN word
        CROSS JOIN LATERAL (VALUES (1, word.words ->> 'row.explained'::text, explained), (2, word.words ->> 'row.unexplained'::text, unexplained),
                                   (3, word.words ->> 'row.stated_total'::text, stated_total)) AS line(place, what, amount)
        WHERE line.amount IS NOT NULL
    ), plan (place, what, households, amount) AS (
        SELECT line.place, line.what, line.households, line.amount
        FROM household_budget_gap gap
        CROSS JOIN word
        CROSS JOIN LATERAL (VALUES (1, word.words ->> 'row.expected'::text, gap.households_expected, gap.budget + gap.gap),
                                   (2, word.words ->> 'row.funded'::text, gap.households_funded, gap.budget),
                                   (3, word.words ->> 'row.missing'::text, gap.gap_households, gap.gap)) AS line(place, what, households, amount)
        WHERE gap.organisation = of_organisation AND gap.fiscal_year = of_year AND (line.households IS NOT NULL OR line.amount IS NOT NULL)
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
               CASE WHEN outcome.is_known THEN attainment.outcome_text END, CASE WHEN outcome.is_known THEN word.words ->> ('status.' || attainment.status) END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN attainment.previous_text END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN attainment.previous_year::text END,
               CASE WHEN attainment.previous_outcome IS NOT NULL THEN word.words ->> ('status.' || attainment.previous_status) END
        FROM target_attainment attainment
        CROSS JOIN word
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
        CROSS JOIN word
        CROSS JOIN LATERAL (VALUES (1, word.words ->> 'row.errors'::text, number.errors), (2, word.words ->> 'row.warnings'::text, number.warnings),
                                   (3, word.words ->> 'row.notes'::text, number.notes)) AS total(place, what, suspicions)
        WHERE total.suspicions > 0::bigint
    ), comment_line (place, about, comment, signed_by, signed_on) AS (
        SELECT row_number() OVER (ORDER BY said.head IS NULL, said.indicator IS NULL, said.head, said.indicator, said.position),
               coalesce(budget_head.name, indicator.name, word.words ->> 'row.report'::text), said.comment, said.signed_by, to_char(said.signed_on::timestamp, 'YYYY-MM-DD'::text)
        FROM report_comment said
        CROSS JOIN word
        LEFT JOIN budget_head ON budget_head.organisation = said.organisation AND budget_head.code = said.head
        LEFT JOIN indicator ON indicator.organisation = said.organisation AND indicator.code = said.indicator
        WHERE said.organisation = of_organisation AND said.as_of = of_date
    ), sentence (section, place, sentence) AS (
        SELECT 'year_end' AS section, 1 AS place, word.words ->> 'sentence.interval'::text FROM word WHERE EXISTS (SELECT FROM year_end WHERE low IS NOT NULL)
        UNION ALL
        SELECT 'year_end' AS section, 2 AS place, word.words ->> 'sentence.no_budget_no_variance'::text FROM word WHERE NOT EXISTS (SELECT FROM budget)
        UNION ALL
        SELECT 'year_end' AS section, 3 AS place, pg_catalog.format(word.words ->> 'sentence.no_whole'::text, to_char(stated.as_of::timestamp, 'YYYY-MM-DD'::text), not_stated.heads)
        FROM word CROSS JOIN stated CROSS JOIN not_stated
        WHERE NOT EXISTS (SELECT FROM year_end WHERE place = 1) AND not_stated.heads IS NOT NULL
        UNION ALL
        SELECT 'heads' AS section, 1 AS place, word.words ->> 'sentence.no_outcome'::text FROM word WHERE NOT EXISTS (SELECT FROM head WHERE forecast IS NOT NULL OR stated_forecast IS NOT NULL)
        UNION ALL
        SELECT 'heads' AS section, 2 AS place, word.words ->> 'sentence.no_budget'::text FROM word WHERE NOT EXISTS (SELECT FROM budget)
        UNION ALL
        SELECT 'heads' AS section, 3 AS place, word.words ->> 'sentence.some_not_computed'::text FROM word
        WHERE EXISTS (SELECT FROM head WHERE forecast IS NOT NULL) AND EXISTS (SELECT FROM head WHERE budget <> 0::numeric AND forecast IS NULL)
        UNION ALL
        SELECT 'heads' AS section, 4 AS place, pg_catalog.format(word.words ->> 'sentence.lacks_units'::text, not_stated.heads)
        FROM word CROSS JOIN not_stated
        WHERE EXISTS (SELECT FROM head WHERE stated_forecast IS NOT NULL) AND not_stated.heads IS NOT NULL
        UNION ALL
        SELECT 'heads' AS section, 5 AS place, pg_catalog.format(CASE WHEN unreconciled.unreconciled < 0::numeric THEN word.words ->> 'sentence.heads_more'::text ELSE word.words ->> 'sentence.heads_less'::text END,
                                             @extschema@.interim_report_value(pg_catalog.to_jsonb(abs(unreconciled.unreconciled)), 'money'::text, style.style) || ' ' || (style.style ->> 'money'::text))
        FROM word CROSS JOIN unreconciled CROSS JOIN live_report_style style
        WHERE style.organisation = of_organisation
          AND round(unreconciled.unreconciled / (style.style ->> 'divisor'::text)::numeric, (style.style ->> 'decimals'::text)::integer) <> 0::numeric
        UNION ALL
        SELECT 'households' AS section, 1 AS place, pg_catalog.format(max(word.words ->> 'sentence.not_known'::text),
                                                  string_agg(to_char(report_month.month::timestamp, 'YYYY-MM'::text) || ' (' || report_month.why_unknown || ')', ', '::text ORDER BY report_month.month))
        FROM word CROSS JOIN report_month
        WHERE report_month.why_unknown IS NOT NULL
        HAVING count(*) > 0::bigint
        UNION ALL
        SELECT 'data_quality' AS section, 1 AS place, word.words ->> 'sentence.see_data_quality'::text FROM word
    ), section (place, section, columns, rows) AS (
        -- Columns have a code and a measure here; label and unit are found below.
        VALUES
        (1, 'year_end',
         '[["what", "text"], ["budget", "money"], ["booked", "money"], ["forecast", "money"], ["previous_forecast", "money"],
           ["low", "money"], ["high", "money"], ["variance", "money"], ["variance_ratio", "share"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM year_end line)),
        (2, 'heads',
         '[["head", "text"], ["budget", "money"], ["budget_to_date", "money"], ["booked", "money"], ["used", "share"], ["forecast", "money"],
           ["previous_forecast", "money"], ["variance", "money"], ["stated_forecast", "money"], ["stated_variance", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text - 'head_code'::text ORDER BY line.place) FROM head line)),
        (3, 'drivers', '[["cause", "text"], ["amount", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM driver line)),
        (4, 'household_plan', '[["what", "text"], ["households", "count"], ["amount", "money"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM plan line)),
        (5, 'households',
         '[["month", "text"], ["expected", "count"], ["households", "count"], ["deviation", "count"], ["change_ratio", "share"],
           ["payments", "money"], ["cost_per_household", "amount"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM household line)),
        (6, 'targets',
         '[["indicator", "text"], ["target", "text"], ["outcome", "text"], ["status", "text"],
           ["outcome_before", "text"], ["year_before", "text"], ["status_before", "text"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM target line)),
        (7, 'comments', '[["about", "text"], ["comment", "text"], ["signed_by", "text"], ["signed_on", "text"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM comment_line line)),
        (8, 'data_quality', '[["what", "text"], ["item", "text"], ["month", "text"], ["suspicions", "count"]]'::jsonb,
         (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(line) - 'place'::text ORDER BY line.place) FROM to_check line))
    ), shown AS (
        SELECT section.place, section.section, word.words ->> ('section.' || section.section) AS title,
               (SELECT string_agg(sentence.sentence, ' '::text ORDER BY sentence.place) FROM sentence WHERE sentence.section = section.section) AS note,
               (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(spec.value ->> 0, coalesce(word.words ->> ('column.' || section.section || '.' || (spec.value ->> 0)), ''), spec.value ->> 1,
                                                                         CASE spec.value ->> 1 WHEN 'money' THEN style.style ->> 'money'::text WHEN 'amount' THEN style.style ->> 'amount'::text
                                                                                               WHEN 'count' THEN word.words ->> 'unit.count'::text WHEN 'share' THEN word.words ->> 'unit.share'::text END)
                                            ORDER BY spec.place)
                FROM pg_catalog.jsonb_array_elements(section.columns) WITH ORDINALITY AS spec(value, place)) AS columns,
               section.rows
        FROM section
        CROSS JOIN word
        JOIN live_report_style style ON style.organisation = of_organisation
        WHERE section.rows IS NOT NULL
    )
    -- Where there are no figures there is nothing to check or to comment on.
    SELECT CASE WHEN pg_catalog.bool_or(shown.section NOT IN ('data_quality', 'comments'))
                THEN pg_catalog.jsonb_agg(pg_catalog.to_jsonb(shown) - 'place'::text ORDER BY shown.place) ELSE '[]' END
    FROM shown;
END;
COMMENT ON FUNCTION interim_report_sections(text, integer, date, date) IS 'The sections of an interim report of an organisation, for a year, as of a date, with the books complete until a day: for interim_report_figures';

-- A row, so that a query can read of many organisations with one plan: to make it takes longer than to run it.
CREATE OR REPLACE FUNCTION interim_report_figures(organisation text, as_of date) RETURNS SETOF jsonb
    LANGUAGE sql STABLE ROWS 1
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
        'style', (SELECT said.style FROM live_report_style said WHERE said.organisation = report.organisation),
        'words', (SELECT pg_catalog.jsonb_object_agg(label.code, label.text) FROM live_label label WHERE label.organisation = report.organisation AND label.area = 'report'),
        'sections', interim_report_sections(report.organisation, report.fiscal_year, report.as_of, report.booked_until),
        'forecasts', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                                 'unit_code', computed.unit_code, 'head_code', computed.head_code, 'booked', computed.booked, 'forecast', computed.forecast,
                                 'low', computed.low, 'high', computed.high, 'method', computed.method) ORDER BY computed.unit_code, computed.head_code), '[]')
                      FROM forecast_by_month computed
                      WHERE computed.organisation = report.organisation AND computed.fiscal_year = report.fiscal_year AND computed.as_of = report.booked_until))
    FROM booked_report report;
END;
COMMENT ON FUNCTION interim_report_figures(text, date) IS 'The figures of an interim report as of a date, from what the mart holds now: for publish_interim_report, which keeps them. No row for an unknown organisation';
