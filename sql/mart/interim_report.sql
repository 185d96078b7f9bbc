-- interim_report: the figures of a date as they were published, never changed afterwards

CREATE TABLE IF NOT EXISTS interim_report (
    organisation    text        NOT NULL REFERENCES organisation,
    as_of           date        NOT NULL,
    version         integer     NOT NULL,
    fiscal_year     integer     NOT NULL GENERATED ALWAYS AS (EXTRACT(year FROM as_of)::integer) STORED,
    published_at    timestamptz NOT NULL DEFAULT now(),
    published_by    text        NOT NULL DEFAULT session_user,
    figures         jsonb       NOT NULL,
    report_text     text        NOT NULL,
    report_markdown text        NOT NULL,
    PRIMARY KEY (organisation, as_of, version),
    CONSTRAINT interim_report_as_of_has_a_year_of_four_digits CHECK (as_of >= '1000-01-01' AND as_of <= '9999-12-31'),
    CONSTRAINT interim_report_version_is_at_least_1 CHECK (version >= 1),
    CONSTRAINT interim_report_figures_have_sections_and_forecasts
        CHECK (coalesce(jsonb_typeof(figures -> 'sections'::text) = 'array' AND jsonb_typeof(figures -> 'forecasts'::text) = 'array', false))
);
COMMENT ON TABLE  interim_report                 IS 'Interim reports as published: rows are added by publish_interim_report and never changed or removed';
COMMENT ON COLUMN interim_report.organisation    IS 'Organisation that the report is of';
COMMENT ON COLUMN interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN interim_report.fiscal_year     IS 'Year of as_of';
COMMENT ON COLUMN interim_report.published_at    IS 'When it was published';
COMMENT ON COLUMN interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN interim_report.figures         IS 'The figures: sections with columns and rows, and the forecast of every unit and head';
COMMENT ON COLUMN interim_report.report_text     IS 'The report as text, as it was shown';
COMMENT ON COLUMN interim_report.report_markdown IS 'The report as Markdown, as it was shown';

CREATE OR REPLACE FUNCTION refuse_change_of_published() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('rows of %s are published and never changed or removed', TG_TABLE_NAME),
        HINT = format('Publish the date again: CALL publish_interim_report(%L, as_of) makes a new version.', TG_TABLE_SCHEMA),
        SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$function$;
COMMENT ON FUNCTION refuse_change_of_published() IS 'Refuses to change or remove what is published (55000)';

CREATE OR REPLACE TRIGGER interim_report_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON interim_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published();
-- Also where session_replication_role is replica.
ALTER TABLE interim_report ENABLE ALWAYS TRIGGER interim_report_is_never_changed;

CREATE OR REPLACE FUNCTION refuse_unpublished() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF coalesce(current_setting('social_services.publishes', true), '') <> 'on'
       OR NOT EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = TG_RELID AND r.rolname = current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('rows of %s come from publish_interim_report alone', TG_TABLE_NAME),
            HINT = format('Publish a date: CALL publish_interim_report(%L, as_of). To restore rows from a dump use pg_restore --disable-triggers.', TG_TABLE_SCHEMA),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_unpublished() IS 'Refuses rows of published reports that do not come from publish_interim_report (55000)';

CREATE OR REPLACE TRIGGER interim_report_is_published BEFORE INSERT ON interim_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unpublished();
ALTER TABLE interim_report ENABLE ALWAYS TRIGGER interim_report_is_published;

-- The sections of a report. Each is a table: columns in order, and rows with a value for
-- each. What is known only since the date is left out. All that a view is to be
-- read for is a parameter, so that it reaches the tables.
CREATE OR REPLACE FUNCTION interim_report_sections(of_organisation text, of_year integer, of_date date, booked_until date) RETURNS jsonb
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH budget AS (
        -- A head that it has nothing for has a budget of 0; without an adopted budget none has one.
        SELECT s.code AS scenario, t.amount AS budget, 0::numeric AS nothing
        FROM scenario s
        LEFT JOIN budget_total t ON t.organisation = of_organisation AND t.fiscal_year = of_year AND t.basis = 'adopted budget'
        WHERE s.organisation = of_organisation AND s.fiscal_year = of_year AND s.kind = 'budget' AND s.adopted
    ), stated AS (
        -- The board's own latest forecast. Its amounts give a variance if no unit and head with a budget lacks one.
        SELECT s.code AS scenario, s.as_of, s.stated_total, v.variance_of_amounts
        FROM scenario s
        LEFT JOIN budget b ON true
        CROSS JOIN LATERAL (
            SELECT b.budget - sum(CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END)
            FROM ledger l
            WHERE l.organisation = of_organisation AND l.scenario = s.code
              AND NOT EXISTS (SELECT FROM ledger p WHERE p.organisation = of_organisation AND p.scenario = b.scenario
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
        SELECT 2, 'Computed from the months until ' || to_char(booked_until::timestamp, 'YYYY-MM-DD'::text), f.budget, f.booked, f.forecast, f.low, f.high,
               f.variance, @extschema@.ratio(f.variance, abs(f.budget))
        FROM forecast_total_by_month f
        WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = booked_until
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
            WHERE f.organisation = of_organisation AND f.fiscal_year = of_year AND f.as_of = booked_until
            UNION ALL
            SELECT l.head AS head_code,
                   CASE WHEN l.scenario = b.scenario THEN n.net ELSE b.nothing END AS budget, NULL::numeric AS booked, NULL::numeric AS forecast,
                   CASE WHEN l.scenario = s.scenario THEN n.net END AS stated
            FROM ledger l
            LEFT JOIN budget b ON true
            LEFT JOIN stated s ON true
            CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 'cost' THEN l.amount ELSE -l.amount END) AS n(net)
            WHERE l.organisation = of_organisation AND l.scenario IN (b.scenario, s.scenario)
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
               sum(m.payments), @extschema@.household_cost(m.payments, m.households::numeric),
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
        CROSS JOIN LATERAL (SELECT t.outcome IS NOT NULL AND coalesce(t.as_of, make_date(t.fiscal_year, 12, 31)) <= of_date) AS o(is_known)
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
        FROM (SELECT EXTRACT(year FROM interim_report_figures.as_of)::integer AS fiscal_year) y
    ) d
    WHERE o.organisation = interim_report_figures.organisation;
END;
COMMENT ON FUNCTION interim_report_figures(text, date) IS 'The figures of an interim report as of a date, from what the mart holds now: for publish_interim_report, which keeps them. NULL for an unknown organisation';

CREATE OR REPLACE VIEW published_interim_report AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       (r.published_at AT TIME ZONE (SELECT o.time_zone FROM organisation o WHERE o.organisation = r.organisation))::date AS published_on,
       r.published_by,
       r.report_text,
       r.report_markdown,
       jsonb_pretty(r.figures || pg_catalog.jsonb_build_object('version', r.version, 'published_at', to_char(r.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text),
                                                    'published_by', r.published_by)) AS report_json
FROM interim_report r;
COMMENT ON VIEW   published_interim_report                 IS 'An interim report as it was published; the same date published again is another version';
COMMENT ON COLUMN published_interim_report.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN published_interim_report.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN published_interim_report.as_of           IS 'Date that the figures are of';
COMMENT ON COLUMN published_interim_report.version         IS 'Number among the reports of this date, from 1';
COMMENT ON COLUMN published_interim_report.published_on    IS 'Day on which it was published';
COMMENT ON COLUMN published_interim_report.published_by    IS 'Role that published it';
COMMENT ON COLUMN published_interim_report.report_text     IS 'The report as text for people';
COMMENT ON COLUMN published_interim_report.report_markdown IS 'The report as Markdown';
COMMENT ON COLUMN published_interim_report.report_json     IS 'The report as JSON, with the forecast of every unit and head';

CREATE OR REPLACE VIEW interim_report_figure AS
SELECT r.organisation, r.fiscal_year, r.as_of, r.version,
       s.section ->> 'section'::text                        AS section,
       s.section ->> 'title'::text                          AS title,
       w.place::integer                               AS row_number,
       w.value ->> (s.section #>> '{columns,0,0}'::text[])    AS item,
       c.value ->> 1                                  AS figure,
       c.value ->> 2                                  AS measure,
       CASE WHEN v.number < 1e15 AND v.number > -1e15 AND c.value ->> 2 <> 'share' THEN v.number END::numeric(18,2) AS amount,
       CASE WHEN v.number < 1e6 AND v.number > -1e6 AND c.value ->> 2 = 'share' THEN v.number END::numeric(12,6)    AS ratio,
       CASE WHEN v.number IS NULL THEN w.value ->> (c.value ->> 0) END AS value_text
FROM interim_report r
-- A lax path asks for nothing that is not there. There are fewer sections and columns than
-- the limits, which tell the planner so, and of an array it expects ten rows.
CROSS JOIN LATERAL (SELECT q FROM jsonb_path_query(r.figures, 'lax $.sections[*]') AS q LIMIT 20) AS s(section)
CROSS JOIN LATERAL (SELECT q.value, q.place FROM jsonb_path_query(s.section, 'lax $.columns[*]') WITH ORDINALITY AS q(value, place) LIMIT 20) AS c
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT q FROM jsonb_path_query(s.section, 'lax $.rows[*]') AS q)) WITH ORDINALITY AS w(value, place)
CROSS JOIN LATERAL (
    SELECT CASE WHEN jsonb_typeof(w.value -> (c.value ->> 0)) = 'number' THEN (w.value ->> (c.value ->> 0))::numeric END
) AS v(number)
WHERE c.place > 1 AND jsonb_typeof(w.value -> (c.value ->> 0)) <> 'null';
COMMENT ON VIEW   interim_report_figure              IS 'A figure of a published interim report';
COMMENT ON COLUMN interim_report_figure.organisation IS 'Code of the organisation';
COMMENT ON COLUMN interim_report_figure.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN interim_report_figure.as_of        IS 'Date that the figures are of';
COMMENT ON COLUMN interim_report_figure.version      IS 'Version of the report';
COMMENT ON COLUMN interim_report_figure.section      IS 'Code of the section: year_end, heads, drivers, household_plan, households or targets';
COMMENT ON COLUMN interim_report_figure.title        IS 'Title of the section';
COMMENT ON COLUMN interim_report_figure.row_number   IS 'Place of the row in its section, from 1';
COMMENT ON COLUMN interim_report_figure.item         IS 'What the row is about: its first column';
COMMENT ON COLUMN interim_report_figure.figure       IS 'Title of the column';
COMMENT ON COLUMN interim_report_figure.measure      IS 'money and amount (whole currency units), count, share (a fraction) or text';
COMMENT ON COLUMN interim_report_figure.amount       IS 'The figure, where it is money, an amount or a count';
COMMENT ON COLUMN interim_report_figure.ratio        IS 'The figure, where it is a share';
COMMENT ON COLUMN interim_report_figure.value_text   IS 'The figure, where it is text';
