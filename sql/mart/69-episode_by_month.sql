-- episode_by_month: how many episodes were there, began and ended in a month, by form, beside the same month of the year before

CREATE OR REPLACE VIEW episode_by_month AS
SELECT organisation.organisation,
       year.fiscal_year,
       flow.kind                                                      AS kind_code,
       flow.name                                                      AS kind,
       flow.unit                                                      AS unit_code,
       unit.name                                                      AS unit,
       flow.form,
       flow.month,
       (flow.closing - flow.started + flow.ended)::integer            AS opening,
       flow.started::integer                                          AS started,
       flow.ended::integer                                            AS ended,
       flow.closing::integer                                          AS closing,
       CASE WHEN flow.is_known_before THEN (flow.started - flow.started_before)::integer END AS started_change,
       CASE WHEN flow.is_known_before THEN (flow.ended - flow.ended_before)::integer END     AS ended_change,
       CASE WHEN flow.is_known_before THEN (flow.closing - flow.closing_before)::integer END AS closing_change
FROM organisation
-- Of each year what it and the one before need; a filter by year reaches what is computed for it.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year((min(known.month_before) + interval '1 month')::date, organisation.fiscal_year_start),
                           @extschema@.fiscal_year(max(known.until) - 1, organisation.fiscal_year_start)
                    FROM live_kind known
                    WHERE known.organisation = organisation.organisation AND known.code <> 'support') AS known(first_year, last_year)
CROSS JOIN LATERAL pg_catalog.generate_series(known.first_year, known.last_year) AS year(fiscal_year)
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, organisation.fiscal_year_start),
                           @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start) OFFSET 0) AS of_year(first_day, last_day)
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        -- Whole months only.
        SELECT known.code, known.name, known.month_before, least((date_trunc('month'::text, known.until::timestamp) - interval '1 month')::date, of_year.last_day) AS last_month,
               -- What was there before all is known was there when the first month began; and what was there before the year before, when that did.
               greatest(known.month_before, (of_year.first_day - interval '13 months')::date) AS before
        FROM live_kind known
        WHERE known.organisation = organisation.organisation AND known.code <> 'support'
    ), event AS (
        SELECT episode.kind, episode.unit, episode.form, greatest(turn.month, kind.before) AS month, sum(turn.started) AS started, sum(turn.ended) AS ended
        FROM episode
        JOIN kind ON kind.code = episode.kind
        CROSS JOIN LATERAL (VALUES (date_trunc('month'::text, episode.started_on::timestamp)::date, 1, 0), (date_trunc('month'::text, episode.ended_on::timestamp)::date, 0, 1)) AS turn(month, started, ended)
        WHERE episode.organisation = organisation.organisation AND turn.month <= kind.last_month
        GROUP BY episode.kind, episode.unit, episode.form, greatest(turn.month, kind.before)
    ), leaf AS (
        -- Every month from the first on, so that twelve rows before is the year before.
        SELECT part.kind, part.unit, part.form, series.month::date AS month, coalesce(event.started, 0::bigint) AS started, coalesce(event.ended, 0::bigint) AS ended,
               sum(coalesce(event.started, 0::bigint) - coalesce(event.ended, 0::bigint)) OVER so_far AS closing
        FROM (SELECT event.kind, event.unit, event.form, min(event.month) AS first_month FROM event GROUP BY event.kind, event.unit, event.form) part
        JOIN kind ON kind.code = part.kind
        CROSS JOIN LATERAL pg_catalog.generate_series(part.first_month::timestamp, kind.last_month::timestamp, interval '1 month') AS series(month)
        LEFT JOIN event ON event.kind = part.kind AND event.unit = part.unit AND event.form = part.form AND event.month = series.month::date
        WINDOW so_far AS (PARTITION BY part.kind, part.unit, part.form ORDER BY series.month)
    ), beside AS (
        SELECT leaf.kind, leaf.unit, leaf.form, leaf.month, leaf.started, leaf.ended, leaf.closing,
               pg_catalog.lag(leaf.started, 12, 0::bigint) OVER by_month AS started_before,
               pg_catalog.lag(leaf.ended, 12, 0::bigint)   OVER by_month AS ended_before,
               pg_catalog.lag(leaf.closing, 12, 0::numeric) OVER by_month AS closing_before
        FROM leaf
        WINDOW by_month AS (PARTITION BY leaf.kind, leaf.unit, leaf.form ORDER BY leaf.month)
    )
    SELECT beside.kind, kind.name, node.unit, beside.form, beside.month, (beside.month - interval '1 year')::date > kind.month_before AS is_known_before,
           sum(beside.started) AS started, sum(beside.ended) AS ended, sum(beside.closing) AS closing,
           sum(beside.started_before) AS started_before, sum(beside.ended_before) AS ended_before, sum(beside.closing_before) AS closing_before
    FROM beside
    JOIN kind ON kind.code = beside.kind AND beside.month > kind.month_before AND beside.month >= of_year.first_day
    -- Where a unit stood is a question of the fiscal year.
    JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = beside.unit AND year.fiscal_year BETWEEN place.from_year AND place.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
    GROUP BY GROUPING SETS ((beside.kind, kind.name, node.unit, beside.month, kind.month_before, beside.form),
                            (beside.kind, kind.name, node.unit, beside.month, kind.month_before))
) flow
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = flow.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY flow.closing + 0::numeric;
COMMENT ON VIEW   episode_by_month                IS 'A kind of episode, unit with all that stands below it, form (NULL for all together) and month that is over: how many episodes were there, began, ended and are there, beside the same month of the year before. An episode counts as it stands, whatever comes before or after it; who came to the town and left it is in case_flow. Not of support. For insiders: figures by unit can be about few';
COMMENT ON COLUMN episode_by_month.organisation   IS 'Code of the organisation';
COMMENT ON COLUMN episode_by_month.fiscal_year    IS 'Fiscal year of the month';
COMMENT ON COLUMN episode_by_month.kind_code      IS 'Code of the kind';
COMMENT ON COLUMN episode_by_month.kind           IS 'Name of the kind';
COMMENT ON COLUMN episode_by_month.unit_code      IS 'Code of the unit, which counts with all that stands below it in the year, those of the months before too; NULL for the whole organisation';
COMMENT ON COLUMN episode_by_month.unit           IS 'Name of the unit';
COMMENT ON COLUMN episode_by_month.form           IS 'Form, such as foster home; NULL for all forms together';
COMMENT ON COLUMN episode_by_month.month          IS 'First day of the month';
COMMENT ON COLUMN episode_by_month.opening        IS 'Episodes that had begun before the month, and not ended';
COMMENT ON COLUMN episode_by_month.started        IS 'Episodes that began in the month';
COMMENT ON COLUMN episode_by_month.ended          IS 'Episodes whose last day is in the month';
COMMENT ON COLUMN episode_by_month.closing        IS 'Episodes that go on after the month: opening + started - ended';
COMMENT ON COLUMN episode_by_month.started_change IS 'How many more began than in the same month of the year before; NULL where not all of that is known';
COMMENT ON COLUMN episode_by_month.ended_change   IS 'How many more ended than in the same month of the year before; NULL where not all of that is known';
COMMENT ON COLUMN episode_by_month.closing_change IS 'How many more go on than after the same month of the year before; NULL where not all of that is known';
INSERT INTO insider_view VALUES ('episode_by_month') ON CONFLICT DO NOTHING;
