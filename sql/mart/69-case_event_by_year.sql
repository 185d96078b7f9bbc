-- case_event_by_year: how many reports, applications and decisions in a year, beside the year before

CREATE OR REPLACE VIEW case_event_by_year AS
SELECT organisation.organisation,
       year.fiscal_year,
       year.kind                                       AS kind_code,
       kind.name                                       AS kind,
       year.unit                                       AS unit_code,
       unit.name                                       AS unit,
       year.event,
       year.outcome,
       year.last_day                                   AS until,
       year.events::integer                            AS events,
       year.persons::integer                           AS persons,
       @extschema@.ratio(year.events::numeric, year.all_events::numeric)::numeric(12,6) AS share,
       year.events_before::integer                     AS events_before,
       year.persons_before::integer                    AS persons_before,
       (year.events - year.events_before)::integer     AS events_change,
       @extschema@.ratio((year.events - year.events_before)::numeric, year.events_before::numeric)::numeric(12,6) AS events_change_ratio
FROM organisation
CROSS JOIN LATERAL (
    WITH happened AS (
        -- What is dated later than what is known has not happened, and of days before all was known only what went on is in a mart.
        SELECT event.kind, node.unit, of_day.fiscal_year, event.happened_on, event.event, event.outcome, event.person,
               stated.known_from, stated.known_until, @extschema@.fiscal_year(stated.known_until, organisation.fiscal_year_start) AS last_year
        FROM case_event event
        JOIN live_known_kind stated ON stated.organisation = organisation.organisation AND stated.kind = event.kind
                                   AND event.happened_on <= stated.known_until AND coalesce(event.happened_on >= stated.known_from, true)
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(event.happened_on, organisation.fiscal_year_start)) AS of_day(fiscal_year)
        JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = event.unit AND of_day.fiscal_year BETWEEN place.from_year AND place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
        WHERE event.organisation = organisation.organisation
    ), known AS MATERIALIZED (
        SELECT happened.kind, coalesce(happened.known_from, date_trunc('month'::text, min(happened.happened_on)::timestamp)::date) AS first_day
        FROM happened
        GROUP BY happened.kind, happened.known_from
    ), side AS (
        -- Each counts in its year, and in the next as what is compared with: a year that lasts with the same days of the one before.
        SELECT happened.*, happened.fiscal_year AS of_year, true AS is_now FROM happened
        UNION ALL
        SELECT happened.*, happened.fiscal_year + 1 AS of_year, false AS is_now
        FROM happened
        WHERE happened.fiscal_year < happened.last_year
          AND (happened.fiscal_year + 1 < happened.last_year OR happened.happened_on <= (happened.known_until - interval '1 year')::date)
    ), counted AS (
        SELECT side.kind, side.unit, side.of_year, side.known_until, side.event, side.outcome, GROUPING(side.outcome) = 1 AS is_all,
               pg_catalog.count(*) FILTER (WHERE side.is_now) AS events, pg_catalog.count(DISTINCT side.person) FILTER (WHERE side.is_now) AS persons,
               pg_catalog.count(*) FILTER (WHERE NOT side.is_now) AS events_before, pg_catalog.count(DISTINCT side.person) FILTER (WHERE NOT side.is_now) AS persons_before
        FROM side
        GROUP BY GROUPING SETS ((side.kind, side.unit, side.of_year, side.known_until, side.event, side.outcome), (side.kind, side.unit, side.of_year, side.known_until, side.event))
    )
    SELECT counted.kind, counted.unit, counted.of_year AS fiscal_year, counted.event, counted.outcome, counted.events, counted.persons,
           least(of_year.last_day, counted.known_until) AS last_day,
           max(counted.events) FILTER (WHERE counted.is_all) OVER (PARTITION BY counted.kind, counted.unit, counted.of_year, counted.event) AS all_events,
           -- Only with a year of which all is known.
           CASE WHEN known.first_day <= of_year.first_day_before THEN counted.events_before END AS events_before,
           CASE WHEN known.first_day <= of_year.first_day_before THEN counted.persons_before END AS persons_before
    FROM counted
    JOIN known ON known.kind = counted.kind
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(counted.of_year - 1, organisation.fiscal_year_start), @extschema@.fiscal_year_end(counted.of_year, organisation.fiscal_year_start))
        AS of_year(first_day_before, last_day)
) year
JOIN episode_kind kind ON kind.organisation = organisation.organisation AND kind.code = year.kind
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = year.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY year.events + 0::bigint;
COMMENT ON VIEW   case_event_by_year                     IS 'What happened in a year with a kind of case and a unit with all that stands below it, by event and outcome (NULL for all outcomes together): how often, to how many persons, and what that changed from the year before. A row without events is what there was in the year before alone. What is dated before or after the days of which all is known is not counted (episode_kind.known_from, known_until). For insiders: figures by unit can be about few';
COMMENT ON COLUMN case_event_by_year.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN case_event_by_year.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN case_event_by_year.kind_code           IS 'Code of the kind of case';
COMMENT ON COLUMN case_event_by_year.kind                IS 'Name of the kind';
COMMENT ON COLUMN case_event_by_year.unit_code           IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN case_event_by_year.unit                IS 'Name of the unit';
COMMENT ON COLUMN case_event_by_year.event               IS 'What happened';
COMMENT ON COLUMN case_event_by_year.outcome             IS 'What came of it; empty where not said, NULL for all outcomes together';
COMMENT ON COLUMN case_event_by_year.until               IS 'Last day that the figures reach to: the year''s last, or the last that is known (episode_kind.known_until)';
COMMENT ON COLUMN case_event_by_year.events              IS 'How often';
COMMENT ON COLUMN case_event_by_year.persons             IS 'Different persons in the year; who has two outcomes counts with both, and once in all together';
COMMENT ON COLUMN case_event_by_year.share               IS 'Those with this outcome as a fraction of all of the event in the year';
COMMENT ON COLUMN case_event_by_year.events_before       IS 'How often in the year before, until the same day, with the unit as it was then; NULL where not all of that year is known';
COMMENT ON COLUMN case_event_by_year.persons_before      IS 'Different persons in the year before, until the same day; NULL where not all of that year is known';
COMMENT ON COLUMN case_event_by_year.events_change       IS 'How many more than in the year before; NULL where that is not known';
COMMENT ON COLUMN case_event_by_year.events_change_ratio IS 'The change as a fraction of the year before; NULL where that had none';
INSERT INTO insider_view VALUES ('case_event_by_year') ON CONFLICT DO NOTHING;
