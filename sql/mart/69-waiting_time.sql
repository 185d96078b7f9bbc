-- waiting_time: how long people wait, those who still do among them

CREATE OR REPLACE VIEW waiting_time AS
SELECT rule.organisation,
       waited.fiscal_year,
       rule.code                                     AS rule_code,
       rule.name                                     AS rule,
       rule.kind                                     AS kind_code,
       waited.unit                                   AS unit_code,
       unit.name                                     AS unit,
       rule.limit_days,
       waited.started::integer                       AS started,
       waited.ended::integer                         AS ended,
       (waited.started - waited.ended)::integer      AS still_waiting,
       waited.median::numeric(18,2)                  AS median_days,
       waited.mean::numeric(18,2)                    AS mean_days_of_ended,
       CASE WHEN rule.limit_days IS NOT NULL THEN waited.above END::numeric(12,6)  AS share_above_limit,
       CASE WHEN rule.limit_days IS NOT NULL THEN waited.waiting_above END::integer AS waiting_above_limit,
       waited.oldest                                 AS oldest_waiting_days
FROM waiting_rule rule
CROSS JOIN LATERAL (
    WITH wait AS (
        SELECT start.unit, start.happened_on, finish.happened_on IS NOT NULL AS is_over, coalesce(finish.happened_on, known.known_until) - start.happened_on AS days, known.fiscal_year_start
        FROM case_event start
        JOIN live_known_kind known ON known.organisation = start.organisation AND known.kind = start.kind
        LEFT JOIN LATERAL (SELECT min(event.happened_on) AS happened_on
                           FROM case_event event
                           WHERE event.organisation = start.organisation AND event.kind = start.kind AND event.person = start.person
                             AND event.event = rule.to_event AND event.happened_on BETWEEN start.happened_on AND known.known_until) finish ON true
        -- What is dated later than what is known has not happened. Of waits that began before all was known only the long ones are in a mart.
        WHERE start.organisation = rule.organisation AND start.kind = rule.kind AND start.event = rule.from_event AND start.happened_on <= known.known_until
          AND coalesce(start.happened_on >= known.known_from, true)
    )
    SELECT of_year.fiscal_year, node.unit, pg_catalog.count(*) AS started, pg_catalog.count(*) FILTER (WHERE wait.is_over) AS ended,
           -- Of what takes more than a hundred years it is enough to know that.
           @extschema@.survival_quantile(least(wait.days, 36525), wait.is_over AND wait.days <= 36525, 0.5::numeric) AS median,
           pg_catalog.avg(wait.days) FILTER (WHERE wait.is_over) AS mean,
           @extschema@.survival_probability(least(wait.days, 36525), wait.is_over AND wait.days <= 36525, coalesce(rule.limit_days, 0)) AS above,
           pg_catalog.count(*) FILTER (WHERE NOT wait.is_over AND wait.days > rule.limit_days) AS waiting_above,
           max(wait.days) FILTER (WHERE NOT wait.is_over) AS oldest
    FROM wait
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(wait.happened_on, wait.fiscal_year_start)) AS of_year(fiscal_year)
    JOIN live_unit_path place ON place.organisation = rule.organisation AND place.code = wait.unit AND of_year.fiscal_year BETWEEN place.from_year AND place.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
    GROUP BY of_year.fiscal_year, node.unit
) waited
LEFT JOIN unit ON unit.organisation = rule.organisation AND unit.code = waited.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY waited.started + 0;
COMMENT ON VIEW   waiting_time                     IS 'Those whose wait began in a year, by waiting_rule and unit with all that stands below it: how long until it ends, by Kaplan and Meier, which takes those who still wait for as long as they have. Waits that began before all is known (episode_kind.known_from) are left out, for of them only the long ones may be there. For insiders: figures by unit can be about few';
COMMENT ON COLUMN waiting_time.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN waiting_time.fiscal_year         IS 'Fiscal year in which the wait began';
COMMENT ON COLUMN waiting_time.rule_code           IS 'Code of the rule';
COMMENT ON COLUMN waiting_time.rule                IS 'Name of the rule';
COMMENT ON COLUMN waiting_time.kind_code           IS 'Code of the kind of case';
COMMENT ON COLUMN waiting_time.unit_code           IS 'Code of the unit that the wait began with, or that it stands below in the year; NULL for the whole organisation';
COMMENT ON COLUMN waiting_time.unit                IS 'Name of the unit';
COMMENT ON COLUMN waiting_time.limit_days          IS 'Days that it may take at most, or NULL';
COMMENT ON COLUMN waiting_time.started             IS 'How many waits began; each event is one';
COMMENT ON COLUMN waiting_time.ended               IS 'How many of them have ended';
COMMENT ON COLUMN waiting_time.still_waiting       IS 'How many have not';
COMMENT ON COLUMN waiting_time.median_days         IS 'Days within which half have ended; NULL where not so many have yet';
COMMENT ON COLUMN waiting_time.mean_days_of_ended  IS 'Days that those took on average that have ended: too short while many still wait. NULL for none';
COMMENT ON COLUMN waiting_time.share_above_limit   IS 'Share that takes longer than limit_days, as a fraction; NULL without a limit, and where nobody has been followed so long';
COMMENT ON COLUMN waiting_time.waiting_above_limit IS 'How many of those who still wait have done so for longer than limit_days';
COMMENT ON COLUMN waiting_time.oldest_waiting_days IS 'Days that the one has waited who has waited longest and still does; NULL where nobody waits';
INSERT INTO insider_view VALUES ('waiting_time') ON CONFLICT DO NOTHING;
