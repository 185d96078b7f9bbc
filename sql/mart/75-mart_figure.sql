-- mart_figure: what the mart computes, as key figures

-- Their codes begin with mart., which no key figure that is entered may. Only periods that are over have a figure: one that lasts would be
-- held against a whole one. All of it rests on a dozen views, which take long to plan even where nothing is asked of them: so it is computed when
-- summaries are refreshed, and kept.
CREATE OR REPLACE VIEW live_figure_part AS
SELECT head.organisation, 'mart.net_cost.'::text AS stem, head.code AS part, head.name
FROM budget_head head
UNION ALL
SELECT kind.organisation, flow.stem, kind.code, kind.name
FROM episode_kind kind
CROSS JOIN (VALUES ('mart.entries.'::text), ('mart.exits.')) AS flow(stem)
WHERE kind.code <> 'support'
UNION ALL
SELECT rule.organisation, 'mart.waiting_days.'::text, rule.code, rule.name
FROM waiting_rule rule;
COMMENT ON VIEW   live_figure_part              IS 'A head, kind of episode or waiting rule that the mart computes a key figure of: its code is stem and part';
COMMENT ON COLUMN live_figure_part.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_figure_part.stem         IS 'What the code begins with, and what is computed';
COMMENT ON COLUMN live_figure_part.part         IS 'Code of the head, kind or rule';
COMMENT ON COLUMN live_figure_part.name         IS 'Its name';

CREATE OR REPLACE VIEW live_known_key_figure AS
SELECT stored.code, stored.name, stored.unit_of_measure, stored.decimals, stored.direction, stored.aggregation, stored.source
FROM key_figure stored
UNION ALL
SELECT computed.code, computed.name, computed.unit_of_measure, computed.decimals, computed.direction, computed.aggregation, 'this mart'::text AS source
FROM (VALUES
    ('mart.net_cost', 'Net cost', 'kr', 0, 'at_most', 'sum'),
    ('mart.variance_to_date', 'Budget minus outcome, so far in the year', 'kr', 0, 'at_least', 'last'),
    ('mart.households', 'Households with financial support', 'households', 0, NULL, 'distinct'),
    ('mart.cost_per_household', 'Financial support for each household and month', 'kr', 0, NULL, 'mean'),
    ('mart.long_term_share', 'Households with support in at least 10 months of the year', 'percent', 1, 'at_most', NULL),
    ('mart.entries', 'Households that came or came back', 'households', 0, NULL, 'sum'),
    ('mart.exits', 'Households that left', 'households', 0, NULL, 'sum'),
    ('mart.length_of_stay', 'Median time with support of who came in the year', 'months', 0, 'at_most', NULL),
    ('mart.returned_within_12_months', 'Back within 12 months, of households that left in the year', 'percent', 1, 'at_most', NULL),
    ('mart.cost_per_placement_day', 'Cost of a day in a placement', 'kr', 0, NULL, NULL),
    ('mart.targets_met', 'Targets met, of those with an outcome', 'percent', 0, 'at_least', NULL)
) AS computed(code, name, unit_of_measure, decimals, direction, aggregation)
UNION ALL
SELECT DISTINCT part.stem || part.part, computed.name || ': ' || part.part, computed.unit_of_measure, computed.decimals, computed.direction, computed.aggregation, 'this mart'::text
FROM live_figure_part part
JOIN (VALUES
    ('mart.net_cost.'::text, 'Net cost'::text, 'kr'::text, 0, 'at_most'::text, 'sum'::text),
    ('mart.entries.', 'Persons that came or came back', 'persons', 0, NULL, 'sum'),
    ('mart.exits.', 'Persons that left', 'persons', 0, NULL, 'sum'),
    ('mart.waiting_days.', 'Median days of waiting', 'days', 0, 'at_most', NULL)
) AS computed(stem, name, unit_of_measure, decimals, direction, aggregation) ON computed.stem = part.stem;
COMMENT ON VIEW   live_known_key_figure                 IS 'A key figure: one that is entered, or that the mart computes';
COMMENT ON COLUMN live_known_key_figure.code            IS 'Code of the key figure';
COMMENT ON COLUMN live_known_key_figure.name            IS 'Name for people';
COMMENT ON COLUMN live_known_key_figure.unit_of_measure IS 'percent, yes_no, days, or what is counted';
COMMENT ON COLUMN live_known_key_figure.decimals        IS 'Decimals that people are shown';
COMMENT ON COLUMN live_known_key_figure.direction       IS 'at_least where high is good, at_most where low is';
COMMENT ON COLUMN live_known_key_figure.aggregation     IS 'How periods make a year: sum, mean, last, or distinct: they do not';
COMMENT ON COLUMN live_known_key_figure.source          IS 'Who publishes it';

-- Organisations share key figures, and may read them in different languages. There are labels of those that the mart computes alone, so only those
-- are looked up, one by one: a join would hold each figure against each label.
CREATE OR REPLACE VIEW live_key_figure_name AS
SELECT organisation.organisation, known.code,
       coalesce(translation.name,
                CASE WHEN pg_catalog.starts_with(known.code, 'mart.')
                     THEN coalesce((SELECT word.text FROM label word WHERE word.language = organisation.language AND word.area = 'key_figure' AND word.code = known.code),
                                   (SELECT word.text || ': ' || part.name
                                    FROM live_figure_part part
                                    JOIN label word ON word.language = organisation.language AND word.area = 'key_figure' AND word.code = part.stem
                                    WHERE part.organisation = organisation.organisation AND part.stem || part.part = known.code)) END,
                known.name) AS name,
       known.unit_of_measure, known.decimals, known.direction, known.aggregation, known.source
FROM organisation
CROSS JOIN live_known_key_figure known
LEFT JOIN translation ON translation.organisation = organisation.organisation AND translation.language = organisation.language
                     AND translation.table_name = 'key_figure' AND translation.column_name = 'name' AND translation.code = known.code;
COMMENT ON VIEW   live_key_figure_name                 IS 'A key figure as an organisation reads it';
COMMENT ON COLUMN live_key_figure_name.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_key_figure_name.code            IS 'Code of the key figure';
COMMENT ON COLUMN live_key_figure_name.name            IS 'Its name in the organisation''s language, or as it is entered or computed';
COMMENT ON COLUMN live_key_figure_name.unit_of_measure IS 'What it is measured in';
COMMENT ON COLUMN live_key_figure_name.decimals        IS 'Decimals that people are shown';
COMMENT ON COLUMN live_key_figure_name.direction       IS 'at_least where high is good, at_most where low is';
COMMENT ON COLUMN live_key_figure_name.aggregation     IS 'How periods make a year';
COMMENT ON COLUMN live_key_figure_name.source          IS 'Who publishes it';

-- Net cost and what the budget leaves, of months that are closed for all units and heads of a unit or head with all that stands below it, or of the
-- whole: what is not known of one is not known of a sum that it is in. Bookings that nothing is budgeted for count in full; where a budget was decided
-- above the unit, nobody says how much of it is the unit's, and so not what it leaves.
CREATE OR REPLACE VIEW live_mart_ledger_month AS
SELECT day.organisation, booked.fiscal_year, booked.first_day, booked.number, booked.unit, booked.head, booked.outcome, booked.is_by_month, booked.outcome_to_date, booked.variance_to_date
FROM live_day day
-- An organisation after another: no filter reaches through GROUPING SETS, and all would be computed for each.
CROSS JOIN LATERAL (
    WITH unit_place AS MATERIALIZED (
        -- By number, for texts are slow to group by.
        SELECT path.code, path.path, path.from_year, path.until_year, pg_catalog.row_number() OVER ()::integer AS number
        FROM live_unit_path path WHERE path.organisation = day.organisation
    ), head_place AS MATERIALIZED (
        SELECT path.code, path.path, path.from_year, path.until_year, pg_catalog.row_number() OVER ()::integer AS number
        FROM live_head_path path WHERE path.organisation = day.organisation
    ), account AS (
        SELECT account.fiscal_year, account.first_day, unit_place.number AS unit, head_place.number AS head, account.from_month, account.until_month, account.closed_months,
               account.outcome_to_date, account.budget_to_date,
               CASE WHEN account.meets = 'above' THEN (@extschema@.meeting_node(unit_place.path, head_place.path) OVER (PARTITION BY account.fiscal_year))[1]
                    ELSE pg_catalog.cardinality(unit_place.path) END AS decided_level
        FROM live_account_year account
        JOIN unit_place ON unit_place.code = account.unit_code AND account.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
        JOIN head_place ON head_place.code = account.head_code AND account.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
        WHERE account.organisation = day.organisation
    ), leaf AS (
        -- Fewer rows, before they are counted at each node above.
        SELECT account.fiscal_year, min(account.first_day) AS first_day, month.number, account.unit, account.head,
               sum(month.outcome) AS outcome, sum(month.outcome_before) AS outcome_before, sum(month.budget) AS budget,
               pg_catalog.count(month.outcome_before) = pg_catalog.count(*) AS is_by_month,
               pg_catalog.count(month.outcome) = pg_catalog.count(*) AND pg_catalog.bool_and(month.number <= account.closed_months) AS is_closed,
               pg_catalog.bool_or(account.budget_to_date IS NOT NULL) AS has_budget,
               min(account.decided_level) AS decided_level
        FROM account
        -- The last of the second array, without a number, is dropped by BETWEEN.
        CROSS JOIN LATERAL ROWS FROM (pg_catalog.generate_series(1, 12), pg_catalog.unnest(account.outcome_to_date), pg_catalog.unnest(pg_catalog.array_prepend(0::numeric, account.outcome_to_date)),
                                      pg_catalog.unnest(account.budget_to_date)) AS month(number, outcome, outcome_before, budget)
        WHERE month.number BETWEEN account.from_month AND account.until_month
        GROUP BY GROUPING SETS ((account.fiscal_year, month.number, account.unit), (account.fiscal_year, month.number, account.head))
    )
    SELECT leaf.fiscal_year, leaf.first_day, leaf.number, node.unit, node.head,
           CASE WHEN pg_catalog.bool_and(leaf.is_by_month) THEN sum(leaf.outcome) - sum(leaf.outcome_before) END AS outcome, pg_catalog.bool_and(leaf.is_by_month) AS is_by_month,
           sum(leaf.outcome) AS outcome_to_date,
           CASE WHEN pg_catalog.bool_or(leaf.has_budget) AND pg_catalog.bool_and(leaf.decided_level >= node.level) THEN coalesce(sum(leaf.budget), 0::numeric) - sum(leaf.outcome) END AS variance_to_date
    FROM leaf
    LEFT JOIN unit_place ON unit_place.number = leaf.unit
    LEFT JOIN head_place ON head_place.number = leaf.head
    CROSS JOIN LATERAL (
        SELECT unit_node.code, NULL::text, unit_node.level FROM pg_catalog.unnest(unit_place.path) WITH ORDINALITY AS unit_node(code, level)
        UNION ALL
        SELECT NULL::text, head_node.code, 0::bigint FROM pg_catalog.unnest(head_place.path) AS head_node(code)
        UNION ALL
        -- The whole has what its units have.
        SELECT NULL::text, NULL::text, 0::bigint WHERE leaf.unit IS NOT NULL
    ) AS node(unit, head, level)
    GROUP BY leaf.fiscal_year, leaf.first_day, leaf.number, node.unit, node.head
    HAVING pg_catalog.bool_and(leaf.is_closed)
) booked;
COMMENT ON VIEW   live_mart_ledger_month                  IS 'The books of a month that is closed, of a unit or head with all that stands below it, or of the whole';
COMMENT ON COLUMN live_mart_ledger_month.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN live_mart_ledger_month.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN live_mart_ledger_month.first_day        IS 'First day of the year';
COMMENT ON COLUMN live_mart_ledger_month.number           IS 'Which month of the year, from 1';
COMMENT ON COLUMN live_mart_ledger_month.unit             IS 'Code of the unit, or NULL for a head or the whole';
COMMENT ON COLUMN live_mart_ledger_month.head             IS 'Code of the head, or NULL for a unit or the whole';
COMMENT ON COLUMN live_mart_ledger_month.outcome          IS 'Net cost of the month; NULL where not all of it is booked by month';
COMMENT ON COLUMN live_mart_ledger_month.is_by_month      IS 'Whether all of it is booked by month';
COMMENT ON COLUMN live_mart_ledger_month.outcome_to_date  IS 'Net cost of the year until the end of the month';
COMMENT ON COLUMN live_mart_ledger_month.variance_to_date IS 'Budget minus net cost until then; NULL where there is no budget, or it was decided above the unit';

CREATE OR REPLACE VIEW live_mart_figure AS
SELECT figure.organisation, figure.key_figure, figure.period_kind, figure.unit, figure.period_start, figure.value, figure.numerator, figure.denominator, figure.n
FROM (
    SELECT booked.organisation, part.key_figure, part.period_kind, booked.unit, part.period_start, part.value, NULL::numeric AS numerator, NULL::numeric AS denominator, NULL::integer AS n
    FROM live_mart_ledger_month booked
    CROSS JOIN LATERAL (SELECT (booked.first_day + pg_catalog.make_interval(months => booked.number - 1))::date) AS of_month(first_day)
    CROSS JOIN LATERAL (
        SELECT 'mart.net_cost' || coalesce('.' || booked.head, ''::text), 'month'::text, of_month.first_day, booked.outcome WHERE booked.is_by_month
        UNION ALL
        SELECT 'mart.net_cost' || coalesce('.' || booked.head, ''::text), 'year'::text, booked.first_day, booked.outcome_to_date WHERE booked.number = 12
        UNION ALL
        SELECT 'mart.variance_to_date'::text, 'month'::text, of_month.first_day, booked.variance_to_date WHERE booked.variance_to_date IS NOT NULL AND booked.head IS NULL
    ) AS part(key_figure, period_kind, period_start, value)
    UNION ALL
    SELECT target.organisation, 'mart.targets_met'::text, 'year'::text, NULL::text, year.first_day, (pg_catalog.count(*) FILTER (WHERE target.status = 'met'))::numeric / pg_catalog.count(*)::numeric,
           (pg_catalog.count(*) FILTER (WHERE target.status = 'met'))::numeric, pg_catalog.count(*)::numeric, pg_catalog.count(*)::integer
    FROM target_attainment target
    JOIN live_day day ON day.organisation = target.organisation
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(target.fiscal_year, day.fiscal_year_start)) AS year(first_day)
    WHERE target.outcome IS NOT NULL AND target.target IS NOT NULL
    GROUP BY target.organisation, target.fiscal_year, year.first_day
    UNION ALL
    -- What follows is about households and persons, and for insiders alone, as the views are that it comes from (insider_view).
    SELECT told.organisation, told.key_figure, told.period_kind, told.unit, told.period_start, told.value, told.numerator, told.denominator, told.n
    FROM (
        SELECT counted.organisation, part.key_figure, 'month'::text AS period_kind, counted.unit_code AS unit, counted.month AS period_start, part.value, part.numerator, part.denominator, counted.households AS n
        FROM caseload_rollup_by_month counted
        CROSS JOIN LATERAL (VALUES
            ('mart.households', counted.households::numeric, NULL::numeric, NULL::numeric),
            ('mart.cost_per_household', counted.payments / nullif(counted.households, 0)::numeric, CASE WHEN counted.households > 0 THEN counted.payments END,
             CASE WHEN counted.households > 0 AND counted.payments IS NOT NULL THEN counted.households::numeric END)
        ) AS part(key_figure, value, numerator, denominator)
        UNION ALL
        -- Of units that only report, nobody knows who has been counted before.
        SELECT counted.organisation, part.key_figure, 'year'::text, counted.unit_code, year.first_day, part.value, part.numerator, part.denominator, known.households
        FROM caseload_rollup_by_year counted
        JOIN live_day day ON day.organisation = counted.organisation
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(counted.fiscal_year, day.fiscal_year_start)) AS year(first_day)
        CROSS JOIN LATERAL (SELECT CASE WHEN counted.not_counted IS NULL THEN counted.households END) AS known(households)
        CROSS JOIN LATERAL (VALUES
            ('mart.households', known.households::numeric, NULL::numeric, NULL::numeric),
            ('mart.cost_per_household', CASE WHEN known.households IS NOT NULL THEN counted.cost_per_household END, NULL::numeric, NULL::numeric),
            ('mart.long_term_share', CASE WHEN known.households IS NOT NULL THEN counted.long_term_ratio END,
             CASE WHEN known.households > 0 THEN counted.long_term_households::numeric END, nullif(known.households, 0)::numeric)
        ) AS part(key_figure, value, numerator, denominator)
        UNION ALL
        SELECT flow.organisation, part.key_figure, 'month'::text, flow.unit_code, flow.month, part.households::numeric, NULL::numeric, NULL::numeric, part.households
        FROM case_flow flow
        CROSS JOIN LATERAL (SELECT CASE WHEN flow.kind_code = 'support' THEN ''::text ELSE '.' || flow.kind_code END) AS of_kind(ending)
        CROSS JOIN LATERAL (VALUES ('mart.entries' || of_kind.ending, flow.first_time + flow.returning), ('mart.exits' || of_kind.ending, flow.ended)) AS part(key_figure, households)
        UNION ALL
        SELECT stay.organisation, 'mart.length_of_stay'::text, 'year'::text, stay.unit_code, year.first_day, stay.median, NULL::numeric, NULL::numeric, stay.entered
        FROM length_of_stay stay
        JOIN live_day day ON day.organisation = stay.organisation
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(stay.fiscal_year, day.fiscal_year_start)) AS year(first_day)
        WHERE stay.kind_code = 'support'
        UNION ALL
        SELECT back.organisation, 'mart.returned_within_12_months'::text, 'year'::text, back.unit_code, year.first_day, back.returned_within_12_months,
               round(back.returned_within_12_months * nullif(back.observed_12_months, 0)::numeric), nullif(back.observed_12_months, 0)::numeric, back.observed_12_months
        FROM return_share back
        JOIN live_day day ON day.organisation = back.organisation
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(back.fiscal_year, day.fiscal_year_start)) AS year(first_day)
        WHERE back.kind_code = 'support'
        UNION ALL
        SELECT placed.organisation, 'mart.cost_per_placement_day'::text, 'year'::text, placed.unit_code, min(year.first_day), sum(placed.cost) / nullif(sum(placed.days - placed.days_without_price), 0::bigint)::numeric,
               sum(placed.cost), nullif(sum(placed.days - placed.days_without_price), 0::bigint)::numeric, NULL::integer
        FROM placement_cost placed
        JOIN live_day day ON day.organisation = placed.organisation
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(placed.fiscal_year, day.fiscal_year_start)) AS year(first_day)
        WHERE placed.form IS NULL
        GROUP BY placed.organisation, placed.fiscal_year, placed.unit_code
        UNION ALL
        SELECT waited.organisation, 'mart.waiting_days.' || waited.rule_code, 'year'::text, waited.unit_code, year.first_day, waited.median_days, NULL::numeric, NULL::numeric, waited.started
        FROM waiting_time waited
        JOIN live_day day ON day.organisation = waited.organisation
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(waited.fiscal_year, day.fiscal_year_start)) AS year(first_day)
    ) told
    WHERE (SELECT mart.released_from IS NULL FROM mart)
) figure
JOIN live_day day ON day.organisation = figure.organisation
WHERE figure.period_start + CASE figure.period_kind WHEN 'month' THEN interval '1 month' ELSE interval '1 year' END <= day.today + interval '1 day'
  -- Nothing tells what figures of units would be subtracted from.
  AND (figure.unit IS NULL OR (SELECT mart.released_from IS NULL FROM mart));
COMMENT ON VIEW   live_mart_figure              IS 'A figure that the mart computes, of a period that is over, and of a unit or the whole';
COMMENT ON COLUMN live_mart_figure.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_mart_figure.key_figure   IS 'Code of the key figure: it begins with mart.';
COMMENT ON COLUMN live_mart_figure.period_kind  IS 'month or year';
COMMENT ON COLUMN live_mart_figure.unit         IS 'Code of the unit, or NULL for the whole organisation';
COMMENT ON COLUMN live_mart_figure.period_start IS 'First day of the period';
COMMENT ON COLUMN live_mart_figure.value        IS 'The figure; NULL where it is not known';
COMMENT ON COLUMN live_mart_figure.numerator    IS 'What was divided';
COMMENT ON COLUMN live_mart_figure.denominator  IS 'What it was divided by';
COMMENT ON COLUMN live_mart_figure.n            IS 'How many cases it rests on';

CREATE TABLE IF NOT EXISTS mart_figure_summary (
    organisation text NOT NULL,
    key_figure   text NOT NULL,
    period_kind  text NOT NULL,
    unit         text NOT NULL,
    period_start date NOT NULL,
    value        numeric,
    numerator    numeric,
    denominator  numeric,
    n            integer,
    computed_on  date NOT NULL,
    PRIMARY KEY (organisation, key_figure, period_kind, unit, period_start)
);
COMMENT ON TABLE  mart_figure_summary              IS 'What live_mart_figure said at the last refresh. Written by refresh_social_mart';
COMMENT ON COLUMN mart_figure_summary.organisation IS 'Code of the organisation';
COMMENT ON COLUMN mart_figure_summary.key_figure   IS 'Code of the key figure: it begins with mart.';
COMMENT ON COLUMN mart_figure_summary.period_kind  IS 'month or year';
COMMENT ON COLUMN mart_figure_summary.unit         IS 'Code of the unit, or an empty text for the whole organisation';
COMMENT ON COLUMN mart_figure_summary.period_start IS 'First day of the period';
COMMENT ON COLUMN mart_figure_summary.value        IS 'The figure; NULL where it is not known';
COMMENT ON COLUMN mart_figure_summary.numerator    IS 'What was divided';
COMMENT ON COLUMN mart_figure_summary.denominator  IS 'What it was divided by';
COMMENT ON COLUMN mart_figure_summary.n            IS 'How many cases it rests on';
COMMENT ON COLUMN mart_figure_summary.computed_on  IS 'Day of the refresh';

-- The one place where both are. Where something has changed since the mart computed its own, they are preliminary until the next refresh.
-- The latest of each, with its neighbours in time. All windows are parts of one organisation, key figure, unit and breakdown, so
-- that what is asked of these reaches the tables.
CREATE OR REPLACE VIEW live_known_figure AS
SELECT published.organisation, published.key_figure, published.period_kind, published.unit, published.breakdown, published.period_start,
       published.value, published.numerator, published.denominator, published.n, published.status, published.published_on, published.revised_from, published.revisions
FROM (
    SELECT given.*,
           pg_catalog.lead(given.published_on) OVER by_day IS NULL  AS is_latest,
           pg_catalog.lag(given.value) OVER by_day                  AS revised_from,
           pg_catalog.row_number() OVER by_day - 1                  AS revisions
    FROM (
        SELECT stored.organisation, stored.key_figure, stored.period_kind, stored.unit, stored.breakdown, stored.period_start, stored.value, stored.numerator, stored.denominator, stored.n,
               stored.status, stored.published_on
        FROM key_figure_value stored
        UNION ALL
        SELECT computed.organisation, computed.key_figure, computed.period_kind, nullif(computed.unit, ''), 'total'::text, computed.period_start, computed.value, computed.numerator, computed.denominator, computed.n,
               CASE WHEN computed.value IS NULL THEN 'missing'::text
                    WHEN computed.organisation IN (SELECT change.organisation FROM summary_note change JOIN live_day day ON day.organisation = change.organisation
                                                   WHERE change.kind = 'change' AND change.effective_on <= day.today) THEN 'preliminary'::text
                    ELSE 'ok'::text END, computed.computed_on
        FROM mart_figure_summary computed
    ) given
    WINDOW by_day AS (PARTITION BY given.organisation, given.key_figure, given.period_kind, given.unit, given.breakdown, given.period_start ORDER BY given.published_on)
) published
WHERE published.is_latest;
COMMENT ON VIEW   live_known_figure              IS 'The latest figure of each period, entered or computed by the mart';
COMMENT ON COLUMN live_known_figure.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_known_figure.key_figure   IS 'Code of the key figure';
COMMENT ON COLUMN live_known_figure.period_kind  IS 'day, month, quarter or year';
COMMENT ON COLUMN live_known_figure.unit         IS 'Code of the unit, or NULL for the whole organisation';
COMMENT ON COLUMN live_known_figure.breakdown    IS 'Whom it is of';
COMMENT ON COLUMN live_known_figure.period_start IS 'First day of the period';
COMMENT ON COLUMN live_known_figure.value        IS 'The figure';
COMMENT ON COLUMN live_known_figure.numerator    IS 'What was divided';
COMMENT ON COLUMN live_known_figure.denominator  IS 'What it was divided by';
COMMENT ON COLUMN live_known_figure.n            IS 'How many cases it rests on';
COMMENT ON COLUMN live_known_figure.status       IS 'ok, preliminary, missing, secret or not_applicable';
COMMENT ON COLUMN live_known_figure.published_on IS 'Day on which it was published, or computed';
COMMENT ON COLUMN live_known_figure.revised_from IS 'The figure published before it';
COMMENT ON COLUMN live_known_figure.revisions    IS 'How many were published before it';
