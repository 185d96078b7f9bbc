-- data_quality: what looks wrong in the figures, and what to do about it

-- Nothing here reads payments: what looks wrong in them can be one household, and whoever reads a view again after each load,
-- or has it explained, learns of each. Those stand in live_suspect_payment.

CREATE OR REPLACE VIEW data_quality AS
WITH revenue AS (
    -- A supplement may well lower what was budgeted.
    SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.kind, part.head, part.is_whole, part.amount
    FROM scenario
    CROSS JOIN LATERAL (
        SELECT by_head.head, by_head.is_whole, by_head.amount,
               pg_catalog.bool_or(by_head.is_whole AND by_head.amount < 0::numeric) OVER () AS is_whole_negative
        FROM (SELECT ledger.head, GROUPING(ledger.head) = 1 AS is_whole, sum(ledger.amount) AS amount
              FROM ledger
              WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code AND ledger.flow = 'revenue'
              GROUP BY GROUPING SETS ((ledger.head), ())) by_head
    ) part
    WHERE scenario.kind <> 'supplement' AND part.amount < 0::numeric AND part.is_whole = part.is_whole_negative
), negative_revenue AS (
    SELECT revenue.organisation, 'negative_revenue'::text AS rule, CASE WHEN revenue.is_whole THEN 'scenario' ELSE 'ledger' END AS table_name,
           CASE WHEN revenue.is_whole THEN revenue.scenario ELSE revenue.scenario || ' / ' || revenue.head END AS item,
           revenue.fiscal_year, NULL::date AS month,
           'Revenue of ' || revenue.kind || ' "' || revenue.scenario || '"' || CASE WHEN revenue.is_whole THEN '' ELSE ', head "' || revenue.head || '",' END
           || ' adds up to ' || revenue.amount::numeric(18,2)::text || '.' AS found,
           revenue.amount
    FROM revenue
), late_month AS (
    SELECT scenario.organisation, 'late_month'::text AS rule, 'scenario'::text AS table_name, scenario.code AS item, scenario.fiscal_year, late.last_month AS month,
           'Outcome "' || scenario.code || '" knows of days until ' || to_char(scenario.as_of::timestamp, 'YYYY-MM-DD'::text) || ', but its ledger has months until '
           || to_char(late.last_month::timestamp, 'YYYY-MM'::text) || '.' AS found,
           late.amount
    FROM scenario
    CROSS JOIN LATERAL (
        SELECT max(ledger.month) AS last_month, sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount
        FROM ledger
        WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code AND ledger.month > scenario.as_of
    ) late
    WHERE scenario.kind = 'outcome' AND late.last_month IS NOT NULL
), missing_month AS (
    SELECT booked.organisation, 'missing_month'::text AS rule, 'scenario'::text AS table_name, booked.scenario AS item, booked.fiscal_year, gap.month,
           'Outcome "' || booked.scenario || '" has no bookings in ' || to_char(gap.month::timestamp, 'YYYY-MM'::text) || ', but before and after it.' AS found,
           NULL::numeric AS amount
    FROM booked_year booked
    CROSS JOIN LATERAL (SELECT ledger.month FROM ledger
                        WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.amount <> 0::numeric
                          AND ledger.month IS NOT NULL
                        ORDER BY ledger.month LIMIT 1) first
    -- There are no more than twelve, which the limit tells the planner.
    CROSS JOIN LATERAL (SELECT series.month::date
                        FROM pg_catalog.generate_series(first.month::timestamp, booked.booked_until::timestamp, '1 month'::interval) AS series(month) LIMIT 12) AS gap(month)
    WHERE NOT EXISTS (SELECT FROM ledger
                      WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month = gap.month
                        AND ledger.amount <> 0::numeric OFFSET 0)
      AND EXISTS (SELECT FROM ledger
                  WHERE ledger.organisation = booked.organisation AND ledger.scenario = booked.scenario AND ledger.month > gap.month
                    AND ledger.amount <> 0::numeric OFFSET 0)
), ledger_of_unit AS (
    SELECT suspicion.organisation, suspicion.rule, 'ledger'::text AS table_name,
           suspicion.unit || ' / ' || suspicion.head || coalesce(' / ' || suspicion.flow, '') AS item,
           suspicion.fiscal_year, suspicion.month,
           unit.name || ', ' || head.name || ': '
           || CASE suspicion.rule
                  WHEN 'missing_month_of_unit' THEN 'no bookings in ' || month.said || ', but before and after it.'
                  WHEN 'sudden_level' THEN suspicion.flow || ' of ' || suspicion.amount::text || ' in ' || month.said || ', where a month usually has '
                                           || suspicion.usual::text || '.'
                  WHEN 'budget_without_bookings' THEN 'a budget of ' || suspicion.amount::text || ' and no bookings'
                                                      || coalesce(' until ' || to_char(suspicion.booked_until::timestamp, 'YYYY-MM-DD'::text), '') || '.'
                  ELSE 'bookings of ' || suspicion.amount::text || ' and no budget.' END AS found,
           suspicion.amount::numeric AS amount
    FROM live_ledger_suspicion suspicion
    CROSS JOIN LATERAL (SELECT to_char(suspicion.month::timestamp, 'YYYY-MM'::text)) AS month(said)
    JOIN unit ON unit.organisation = suspicion.organisation AND unit.code = suspicion.unit
    JOIN budget_head head ON head.organisation = suspicion.organisation AND head.code = suspicion.head
), lags AS (
    SELECT booked.organisation, 'lags'::text AS rule, 'ledger'::text AS table_name, late.unit_code || ' / ' || late.head_code AS item, booked.fiscal_year,
           late.booked_until + 1 AS month,
           unit.name || ', ' || head.name || ': booked until ' || to_char(late.booked_until::timestamp, 'YYYY-MM-DD'::text) || ', where the others are until '
           || to_char(booked.booked_until::timestamp, 'YYYY-MM-DD'::text) || '.' AS found,
           NULL::numeric AS amount
    FROM booked_year booked
    CROSS JOIN LATERAL (SELECT part.unit_code, part.head_code, part.booked_until
                        FROM booked_until part
                        WHERE part.organisation = booked.organisation AND part.fiscal_year = booked.fiscal_year AND part.scenario = booked.scenario
                          AND part.lags OFFSET 0) late
    JOIN unit ON unit.organisation = booked.organisation AND unit.code = late.unit_code
    JOIN budget_head head ON head.organisation = booked.organisation AND head.code = late.head_code
    -- Once a year is over nothing lags.
    WHERE booked.booked_until < booked.last_day
), one_off_beyond_bookings AS (
    -- Cost once beside revenue as usual may well be more than the net.
    SELECT booked.organisation, 'one_off_beyond_bookings'::text AS rule, 'one_off'::text AS table_name, once.unit || ' / ' || once.head AS item, booked.fiscal_year, once.month,
           unit.name || ', ' || head.name || ': a one-off of ' || once.amount::numeric(18,2)::text || ' in ' || to_char(once.month::timestamp, 'YYYY-MM'::text)
           || CASE WHEN booking.net IS NULL THEN ', where nothing is booked.' ELSE ', where net ' || booking.net::numeric(18,2)::text || ' is booked.' END AS found,
           once.amount
    FROM booked_year booked
    JOIN one_off once ON once.organisation = booked.organisation AND once.scenario = booked.scenario AND once.month <= booked.booked_until
    CROSS JOIN LATERAL (
        SELECT sum(net.cost) AS net, coalesce(sum(net.cost) FILTER (WHERE net.cost > 0::numeric), 0::numeric) AS cost,
               coalesce(sum(net.cost) FILTER (WHERE net.cost < 0::numeric), 0::numeric) AS revenue
        FROM (SELECT @extschema@.net_cost(ledger.flow, sum(ledger.amount)) AS cost
              FROM ledger
              WHERE ledger.organisation = once.organisation AND ledger.scenario = once.scenario AND ledger.unit = once.unit AND ledger.head = once.head
                AND ledger.month = once.month AND ledger.amount <> 0::numeric
              GROUP BY ledger.flow) net
    ) booking
    JOIN unit ON unit.organisation = booked.organisation AND unit.code = once.unit
    JOIN budget_head head ON head.organisation = booked.organisation AND head.code = once.head
    WHERE once.amount > booking.cost OR once.amount < booking.revenue
), budget_without_rows AS (
    SELECT scenario.organisation, 'budget_without_rows'::text AS rule, 'scenario'::text AS table_name, scenario.code AS item, scenario.fiscal_year, NULL::date AS month,
           'The adopted ' || scenario.kind || ' "' || scenario.code || '" has no amounts.' AS found,
           NULL::numeric AS amount
    FROM scenario
    WHERE scenario.kind IN ('budget', 'supplement') AND scenario.adopted
      AND NOT EXISTS (SELECT FROM ledger WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code OFFSET 0)
), supplement_not_in_force AS (
    SELECT decision.organisation,
           CASE WHEN same_day.budget IS NULL THEN 'supplement_without_budget' ELSE 'supplement_on_budget_day' END AS rule,
           'scenario'::text AS table_name, decision.scenario AS item, decision.fiscal_year, NULL::date AS month,
           CASE WHEN same_day.budget IS NULL THEN 'Supplement "' || decision.scenario || '" of ' || to_char(decision.decided_on::timestamp, 'YYYY-MM-DD'::text)
                                                  || ': until then no budget of ' || decision.fiscal_year::text || ' with amounts was adopted.'
                ELSE 'Supplement "' || decision.scenario || '" was decided on ' || to_char(decision.decided_on::timestamp, 'YYYY-MM-DD'::text)
                     || ', as budget "' || same_day.budget || '" was.' END AS found,
           content.amount
    FROM budget_in_force decision
    CROSS JOIN LATERAL (
        SELECT max(budget.scenario) AS budget
        FROM budget_in_force budget
        WHERE budget.organisation = decision.organisation AND budget.fiscal_year = decision.fiscal_year AND budget.kind = 'budget'
          AND budget.decided_on = decision.decided_on
    ) same_day
    CROSS JOIN LATERAL (
        SELECT sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount
        FROM ledger
        WHERE ledger.organisation = decision.organisation AND ledger.scenario = decision.scenario
    ) content
    WHERE decision.kind = 'supplement' AND decision.in_force_until <= decision.in_force_from
), budget_below_half AS (
    SELECT budget.organisation, 'budget_below_half'::text AS rule, 'scenario'::text AS table_name, budget.scenario AS item, budget.fiscal_year, NULL::date AS month,
           'Budget "' || budget.scenario || '" of ' || to_char(budget.decided_on::timestamp, 'YYYY-MM-DD'::text) || ' has ' || content.amount::numeric(18,2)::text
           || ', where until then it was ' || replaced.amount::numeric(18,2)::text || '.' AS found,
           content.amount
    FROM budget_in_force budget
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(@extschema@.net_cost(ledger.flow, ledger.amount)), 0::numeric) AS amount
        FROM ledger
        WHERE ledger.organisation = budget.organisation AND ledger.scenario = budget.scenario
    ) content
    CROSS JOIN LATERAL (
        -- What was in force until then; what never was has no days between.
        SELECT sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount
        FROM budget_in_force decision
        JOIN ledger ON ledger.organisation = decision.organisation AND ledger.scenario = decision.scenario
        WHERE decision.organisation = budget.organisation AND decision.fiscal_year = budget.fiscal_year
          AND decision.in_force_until = budget.in_force_from AND coalesce(decision.in_force_from < decision.in_force_until, true)
    ) replaced
    WHERE budget.kind = 'budget' AND NOT budget.is_original AND abs(content.amount) * 2::numeric < abs(replaced.amount)
), supplement_after_the_year AS (
    SELECT scenario.organisation, 'supplement_after_the_year'::text AS rule, 'scenario'::text AS table_name, scenario.code AS item, scenario.fiscal_year, NULL::date AS month,
           'Supplement "' || scenario.code || '" was decided on ' || to_char(scenario.as_of::timestamp, 'YYYY-MM-DD'::text) || ', when fiscal year '
           || scenario.fiscal_year::text || ' was over.' AS found,
           NULL::numeric AS amount
    FROM scenario
    JOIN organisation own ON own.organisation = scenario.organisation
    WHERE scenario.kind = 'supplement' AND scenario.adopted AND scenario.as_of > @extschema@.fiscal_year_end(scenario.fiscal_year, own.fiscal_year_start)
), succession AS (
    SELECT gone.organisation, suspicion.rule, gone.table_name, gone.code AS item, suspicion.fiscal_year, NULL::date AS month,
           gone.code || ' lives on in others from ' || gone.from_year::text || suspicion.reason AS found,
           suspicion.amount
    FROM (
        SELECT part.*, coalesce(pg_catalog.lead(part.from_year) OVER (PARTITION BY part.organisation, part.table_name, part.code ORDER BY part.from_year), 10000) AS until_year
        FROM (
            SELECT unit_succession.organisation, 'unit_succession'::text AS table_name, unit_succession.unit AS code, unit_succession.from_year,
                   sum(unit_succession.share) AS share
            FROM unit_succession
            GROUP BY unit_succession.organisation, unit_succession.unit, unit_succession.from_year
            UNION ALL
            SELECT head_succession.organisation, 'head_succession'::text, head_succession.head, head_succession.from_year, sum(head_succession.share)
            FROM head_succession
            GROUP BY head_succession.organisation, head_succession.head, head_succession.from_year
        ) part
    ) gone
    CROSS JOIN LATERAL (
        -- Where a part stays, that may well be booked.
        SELECT 'predecessor_booked'::text AS rule, scenario.fiscal_year, sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount,
               ' on, and has bookings of ' || scenario.fiscal_year::text || '.' AS reason
        FROM scenario
        JOIN ledger ON ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                   AND CASE gone.table_name WHEN 'unit_succession' THEN ledger.unit ELSE ledger.head END = gone.code
        WHERE scenario.organisation = gone.organisation AND scenario.kind = 'outcome' AND gone.share = 1::numeric AND gone.from_year <= scenario.fiscal_year
          AND ledger.amount <> 0::numeric AND coalesce(ledger.month <= scenario.as_of, true)
          -- Of several outcomes of a year the one that counts, or each would be counted.
          AND scenario.code = coalesce((SELECT year.scenario FROM booked_year year
                                        WHERE year.organisation = scenario.organisation AND year.fiscal_year = scenario.fiscal_year),
                                       (SELECT latest.scenario FROM latest_scenario latest
                                        WHERE latest.organisation = scenario.organisation AND latest.fiscal_year = scenario.fiscal_year))
          -- What came back and went again is told of once.
          AND scenario.fiscal_year < gone.until_year
        GROUP BY scenario.fiscal_year
        UNION ALL
        -- In the year's last budget.
        SELECT 'predecessor_budgeted'::text, part.fiscal_year, sum(part.amount), ' on, and has a budget of ' || part.fiscal_year::text || '.'
        FROM (
            SELECT decision.fiscal_year, ledger.unit, ledger.head, sum(@extschema@.net_cost(ledger.flow, ledger.amount)) AS amount
            FROM budget_in_force decision
            JOIN ledger ON ledger.organisation = decision.organisation AND ledger.scenario = decision.scenario
                       AND CASE gone.table_name WHEN 'unit_succession' THEN ledger.unit ELSE ledger.head END = gone.code
            WHERE decision.organisation = gone.organisation AND decision.in_force_until IS NULL AND gone.share = 1::numeric AND gone.from_year <= decision.fiscal_year
              AND decision.fiscal_year < gone.until_year
            GROUP BY decision.fiscal_year, ledger.unit, ledger.head
        ) part
        WHERE part.amount <> 0::numeric
        GROUP BY part.fiscal_year
        UNION ALL
        SELECT 'succession_without_bookings'::text, gone.from_year, NULL::numeric, ' on, and had no amounts of the years before.'::text
        WHERE NOT EXISTS (SELECT FROM scenario
                          JOIN ledger ON ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                                     AND CASE gone.table_name WHEN 'unit_succession' THEN ledger.unit ELSE ledger.head END = gone.code
                          WHERE scenario.organisation = gone.organisation AND scenario.fiscal_year < gone.from_year AND ledger.amount <> 0::numeric OFFSET 0)
    ) suspicion
), move_without_bookings AS (
    SELECT move.organisation, 'move_without_bookings'::text AS rule, move.table_name, move.code AS item, move.from_year AS fiscal_year, NULL::date AS month,
           move.code || ' moves from ' || move.from_year::text || ' on, and neither it nor what is below it has amounts in the ledger or reported households.' AS found,
           NULL::numeric AS amount
    FROM (
        SELECT unit_move.organisation, 'unit_move'::text AS table_name, unit_move.unit AS code, unit_move.from_year
        FROM unit_move
        WHERE NOT EXISTS (
            SELECT FROM live_unit_path place
            WHERE place.organisation = unit_move.organisation AND unit_move.from_year BETWEEN place.from_year AND place.until_year AND unit_move.unit = ANY (place.path)
              AND (EXISTS (SELECT FROM scenario JOIN ledger ON ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code AND ledger.unit = place.code
                           WHERE scenario.organisation = place.organisation)
                   OR EXISTS (SELECT FROM household_month WHERE household_month.organisation = place.organisation AND household_month.unit = place.code)) OFFSET 0)
        UNION ALL
        SELECT head_move.organisation, 'head_move'::text, head_move.head, head_move.from_year
        FROM head_move
        WHERE NOT EXISTS (
            SELECT FROM live_head_path place
            JOIN ledger ON ledger.organisation = place.organisation AND ledger.head = place.code
            WHERE place.organisation = head_move.organisation AND head_move.from_year BETWEEN place.from_year AND place.until_year AND head_move.head = ANY (place.path) OFFSET 0)
    ) move
), indicator_of_year AS (
    SELECT stated.organisation, suspicion.rule, 'indicator_value'::text AS table_name, stated.indicator AS item, stated.fiscal_year, NULL::date AS month,
           indicator.name || ': an outcome of ' || coalesce(trim_scale(stated.outcome)::text, 'nothing yet') || ' and a target of '
           || coalesce(replace(indicator.direction, '_'::text, ' '::text) || ' ' || trim_scale(stated.target)::text, 'nothing') || suspicion.reason AS found,
           NULL::numeric AS amount
    FROM live_indicator_year stated
    JOIN indicator ON indicator.organisation = stated.organisation AND indicator.code = stated.indicator
    CROSS JOIN LATERAL (SELECT greatest(abs(stated.stated_outcome), abs(stated.target)), stated.baseline) AS known(largest, start)
    CROSS JOIN LATERAL (
        SELECT 'percent_as_number'::text AS rule, ', which reads as ' || trim_scale(known.largest * 100::numeric)::text || ' %.' AS reason
        WHERE indicator.measure = 'percent' AND known.largest > 1.5
        UNION ALL
        -- An outcome is rarely its target exactly: 50 times apart is nearer to a hundred than to one. 8 of 500 in January are a beginning.
        SELECT 'target_hundredfold'::text, '.'::text
        WHERE indicator.measure <> 'yes_no' AND NOT (indicator.measure = 'percent' AND greatest(known.largest, abs(stated.outcome)) > 1.5) AND stated.outcome * stated.target > 0::numeric
          AND (abs(stated.outcome) >= abs(stated.target) * 50::numeric
               OR abs(stated.target) >= abs(stated.outcome) * 50::numeric AND (indicator.measure <> 'count' OR stated.as_of IS NULL))
        UNION ALL
        SELECT 'direction_doubtful'::text, ', where ' || trim_scale(known.start)::text || ' was reached before.'
        WHERE CASE indicator.direction WHEN 'at_least' THEN known.start > stated.target ELSE known.start < stated.target END
    ) suspicion
), months_differ AS (
    -- By the last decimal that is stated: 0.91 is right of a mean of 0.9083.
    SELECT stated.organisation, 'months_differ_from_year'::text AS rule, 'indicator_value'::text AS table_name, stated.indicator AS item, stated.fiscal_year, NULL::date AS month,
           indicator.name || ': an outcome of ' || trim_scale(stated.outcome)::text || ', where the months until ' || to_char(month.as_of::timestamp, 'YYYY-MM-DD'::text)
           || ' come to ' || trim_scale(month.value_to_date)::text || ' (' || indicator.aggregation || ').' AS found,
           NULL::numeric AS amount
    FROM indicator_value stated
    JOIN indicator ON indicator.organisation = stated.organisation AND indicator.code = stated.indicator
    JOIN live_indicator_month month ON month.organisation = stated.organisation AND month.fiscal_year = stated.fiscal_year AND month.indicator = stated.indicator
                                   AND CASE WHEN stated.as_of IS NULL THEN month.number = 12 ELSE month.as_of = stated.as_of END
    WHERE stated.breakdown = 'total' AND indicator.aggregation IS NOT NULL AND round(month.value_to_date, min_scale(stated.outcome)) <> stated.outcome
), other_measure AS (
    SELECT source.organisation, CASE WHEN source.key_figure IS NULL THEN 'measure_of_key_figure'::text ELSE 'unit_of_key_figure'::text END AS rule, 'indicator'::text AS table_name, source.code AS item,
           NULL::integer AS fiscal_year, NULL::date AS month,
           source.name || ': in ' || CASE WHEN source.key_figure IS NULL THEN source.measure ELSE source.counted END || ', where key figure ' || source.stated_key_figure || ' is in ' || source.unit_of_measure || '.' AS found,
           NULL::numeric AS amount
    FROM live_indicator_source source
    WHERE source.stated_key_figure IS NOT NULL AND (source.key_figure IS NULL OR source.measure = 'count' AND source.counted <> source.unit_of_measure)
), other_period AS (
    -- Each key figure once, in the last such period.
    SELECT source.organisation, 'period_of_key_figure'::text AS rule, 'indicator'::text AS table_name, source.code AS item,
           @extschema@.fiscal_year(askew.period_start, own.fiscal_year_start) AS fiscal_year, askew.period_start AS month,
           source.name || ': key figure ' || source.key_figure || ' has a ' || source.key_figure_period || ' from ' || to_char(askew.period_start::timestamp, 'YYYY-MM-DD'::text) || '.' AS found,
           NULL::numeric AS amount
    FROM live_indicator_source source
    JOIN organisation own ON own.organisation = source.organisation
    CROSS JOIN LATERAL (SELECT max(figure.period_start) AS period_start
                        FROM key_figure_value figure
                        WHERE figure.organisation = source.organisation AND figure.key_figure = source.key_figure AND figure.period_kind = source.key_figure_period
                          AND figure.unit IS NULL AND figure.breakdown = 'total'
                          AND @extschema@.fiscal_month(figure.period_start, own.fiscal_year_start) % CASE source.key_figure_period WHEN 'quarter' THEN 3 ELSE 12 END <> 1) askew
    WHERE source.key_figure_period IN ('quarter', 'year') AND askew.period_start IS NOT NULL
), given_month AS (
    SELECT given.organisation, given.indicator, indicator.name, indicator.measure, indicator.aggregation, given.month, given.outcome, day.today, day.fiscal_year_start,
           pg_catalog.lead(given.month) OVER (PARTITION BY given.organisation, given.indicator ORDER BY given.month) AS next_month
    FROM indicator_month given
    JOIN indicator ON indicator.organisation = given.organisation AND indicator.code = given.indicator
    JOIN live_day day ON day.organisation = given.organisation
), nothing_recorded AS (
    -- A pause that is longer than any before it, and two months at least.
    SELECT kind.organisation, 'nothing_recorded'::text AS rule, 'episode_kind'::text AS table_name, kind.code AS item,
           @extschema@.fiscal_year(recorded.last_day, known.fiscal_year_start) AS fiscal_year, NULL::date AS month,
           kind.name || ': nothing since ' || to_char(recorded.last_day::timestamp, 'YYYY-MM-DD'::text) || '.' AS found,
           NULL::numeric AS amount
    FROM episode_kind kind
    JOIN live_known_kind known ON known.organisation = kind.organisation AND known.kind = kind.code
    CROSS JOIN LATERAL (
        SELECT max(happened.day) AS last_day, max(happened.pause) AS longest_pause
        FROM (SELECT happening.day, happening.day - pg_catalog.lag(happening.day) OVER (ORDER BY happening.day) AS pause
              FROM (SELECT episode.started_on FROM episode WHERE episode.organisation = kind.organisation AND episode.kind = kind.code
                    UNION
                    SELECT episode.ended_on FROM episode WHERE episode.organisation = kind.organisation AND episode.kind = kind.code
                    UNION
                    SELECT event.happened_on FROM case_event event WHERE event.organisation = kind.organisation AND event.kind = kind.code) AS happening(day)
              WHERE happening.day <= known.known_until) happened
    ) recorded
    WHERE kind.known_until IS NULL AND known.known_until - recorded.last_day > greatest(recorded.longest_pause, 62)
), month_of_indicator AS (
    -- A gap is told of once, in its first month.
    SELECT given.organisation, suspicion.rule, 'indicator_month'::text AS table_name, given.indicator AS item,
           @extschema@.fiscal_year(suspicion.month, given.fiscal_year_start) AS fiscal_year, suspicion.month,
           given.name || suspicion.reason AS found,
           NULL::numeric AS amount
    FROM given_month given
    CROSS JOIN LATERAL (
        SELECT 'missing_month_of_indicator'::text AS rule, (given.month + interval '1 month')::date AS month,
               ': no outcome after ' || to_char(given.month::timestamp, 'YYYY-MM'::text) || ' until ' || to_char(given.next_month::timestamp, 'YYYY-MM'::text) || '.' AS reason
        WHERE given.next_month > (given.month + interval '1 month')::date AND given.next_month <= given.today AND given.aggregation IN ('sum', 'mean')
        UNION ALL
        SELECT 'month_not_begun'::text, given.month, ': an outcome of ' || to_char(given.month::timestamp, 'YYYY-MM'::text) || '.'
        WHERE given.month > given.today
        UNION ALL
        SELECT 'percent_as_number'::text, given.month, ': ' || trim_scale(given.outcome)::text || ' in ' || to_char(given.month::timestamp, 'YYYY-MM'::text)
                                                       || ', which reads as ' || trim_scale(given.outcome * 100::numeric)::text || ' %.'
        WHERE given.measure = 'percent' AND abs(given.outcome) > 1.5
    ) suspicion
)
SELECT suspicion.organisation,
       suspicion.rule,
       known.severity,
       suspicion.table_name,
       suspicion.item,
       suspicion.fiscal_year,
       suspicion.month,
       suspicion.found || ' ' || known.what_to_do AS detail,
       suspicion.amount::numeric(18,2)            AS amount
FROM (
    SELECT * FROM negative_revenue
    UNION ALL SELECT * FROM late_month
    UNION ALL SELECT * FROM missing_month
    UNION ALL SELECT * FROM ledger_of_unit
    UNION ALL SELECT * FROM lags
    UNION ALL SELECT * FROM one_off_beyond_bookings
    UNION ALL SELECT * FROM budget_without_rows
    UNION ALL SELECT * FROM supplement_not_in_force
    UNION ALL SELECT * FROM budget_below_half
    UNION ALL SELECT * FROM supplement_after_the_year
    UNION ALL SELECT * FROM succession
    UNION ALL SELECT * FROM move_without_bookings
    UNION ALL SELECT * FROM indicator_of_year
    UNION ALL SELECT * FROM months_differ
    UNION ALL SELECT * FROM other_measure
    UNION ALL SELECT * FROM other_period
    UNION ALL SELECT * FROM nothing_recorded
    UNION ALL SELECT * FROM month_of_indicator
) suspicion
JOIN data_quality_rule known ON known.organisation = suspicion.organisation AND known.rule = suspicion.rule;
COMMENT ON VIEW   data_quality              IS 'A suspicion: something in the figures that may be meant, and is more often a mistake, by a rule of data_quality_rule. Nothing is left out of the figures because it stands here. What looks wrong in payments is the owner''s to see: live_suspect_payment';
COMMENT ON COLUMN data_quality.organisation IS 'Code of the organisation';
COMMENT ON COLUMN data_quality.rule         IS 'Code of the rule (data_quality_rule)';
COMMENT ON COLUMN data_quality.severity     IS 'error (figures that rest on it are wrong, unless it is meant), warning (something is missing or counts nowhere) or note (to be looked at)';
COMMENT ON COLUMN data_quality.table_name   IS 'Table whose rows to look at';
COMMENT ON COLUMN data_quality.item         IS 'What it is about: code of the scenario, unit or indicator; unit / head, unit / head / flow or scenario / head';
COMMENT ON COLUMN data_quality.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN data_quality.month        IS 'First day of the month, or NULL where it is about the year';
COMMENT ON COLUMN data_quality.detail       IS 'What is wrong, and what to do';
COMMENT ON COLUMN data_quality.amount       IS 'Amount that it is about: net cost, but for revenue that adds up to less than 0 and for a month that stands out, which are of one flow; NULL where there is none';
