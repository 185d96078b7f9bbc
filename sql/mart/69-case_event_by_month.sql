-- case_event_by_month: how many reports, applications and decisions

CREATE OR REPLACE VIEW case_event_by_month AS
WITH month AS (
    SELECT event.organisation, @extschema@.fiscal_year(event.happened_on, known.fiscal_year_start) AS fiscal_year, event.kind,
           node.unit, date_trunc('month'::text, event.happened_on::timestamp)::date AS month, event.event, event.outcome,
           pg_catalog.count(*) AS events, pg_catalog.count(DISTINCT event.person) AS persons
    FROM case_event event
    -- What is dated later than what is known has not happened, and of days before all was known only what went on is in a mart.
    JOIN live_known_kind known ON known.organisation = event.organisation AND known.kind = event.kind
                              AND event.happened_on <= known.known_until AND coalesce(event.happened_on >= known.known_from, true)
    JOIN live_unit_path place ON place.organisation = event.organisation AND place.code = event.unit
                             AND @extschema@.fiscal_year(event.happened_on, known.fiscal_year_start) BETWEEN place.from_year AND place.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
    GROUP BY event.organisation, @extschema@.fiscal_year(event.happened_on, known.fiscal_year_start), event.kind,
             node.unit, date_trunc('month'::text, event.happened_on::timestamp), event.event, event.outcome
)
SELECT month.organisation,
       month.fiscal_year,
       month.kind              AS kind_code,
       kind.name               AS kind,
       month.unit              AS unit_code,
       unit.name               AS unit,
       month.month,
       month.event,
       month.outcome,
       month.events::integer   AS events,
       month.persons::integer  AS persons
FROM month
JOIN episode_kind kind ON kind.organisation = month.organisation AND kind.code = month.kind
LEFT JOIN unit ON unit.organisation = month.organisation AND unit.code = month.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY month.events + 0;
COMMENT ON VIEW   case_event_by_month              IS 'What happened in a month with a kind of case and a unit with all that stands below it, by event and outcome: how often, and to how many persons. No row is none. What is dated before or after the days of which all is known is not counted (episode_kind.known_from, known_until). For insiders: figures by unit can be about few';
COMMENT ON COLUMN case_event_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN case_event_by_month.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN case_event_by_month.kind_code    IS 'Code of the kind of case';
COMMENT ON COLUMN case_event_by_month.kind         IS 'Name of the kind';
COMMENT ON COLUMN case_event_by_month.unit_code    IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN case_event_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN case_event_by_month.month        IS 'First day of the month';
COMMENT ON COLUMN case_event_by_month.event        IS 'What happened';
COMMENT ON COLUMN case_event_by_month.outcome      IS 'What came of it; empty where not said';
COMMENT ON COLUMN case_event_by_month.events       IS 'How often';
COMMENT ON COLUMN case_event_by_month.persons      IS 'Different persons; who has two outcomes counts with both';
INSERT INTO insider_view VALUES ('case_event_by_month') ON CONFLICT DO NOTHING;
