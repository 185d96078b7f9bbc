-- episode_by_year: how many were in something in a year and on its last day, by form, beside the year before

CREATE OR REPLACE VIEW episode_by_year AS
SELECT organisation.organisation,
       year.fiscal_year,
       year.kind                                        AS kind_code,
       kind.name                                        AS kind,
       year.unit                                        AS unit_code,
       unit.name                                        AS unit,
       year.form,
       year.last_day                                    AS until,
       year.persons::integer                            AS persons,
       year.started::integer                            AS started,
       year.ended::integer                              AS ended,
       year.there::integer                              AS there,
       before.persons::integer                          AS persons_before,
       (year.persons - before.persons)::integer         AS persons_change,
       @extschema@.ratio((year.persons - before.persons)::numeric, before.persons::numeric)::numeric(12,6) AS persons_change_ratio,
       before.started::integer                          AS started_before,
       (year.started - before.started)::integer         AS started_change,
       before.there::integer                            AS there_before,
       (year.there - before.there)::integer             AS there_change
FROM organisation
CROSS JOIN LATERAL (
    WITH year AS (
        -- A year that lasts is held against the same days of the one before.
        SELECT known.code AS kind, known.month_before, of_year.fiscal_year, own.first_day, least(own.last_day, known.until - 1) AS last_day, before.first_day AS first_day_before,
               CASE WHEN own.last_day < known.until THEN own.first_day - 1 ELSE (known.until - 1 - interval '1 year')::date END AS last_day_before
        FROM live_kind known
        CROSS JOIN LATERAL pg_catalog.generate_series(@extschema@.fiscal_year(known.first_day, organisation.fiscal_year_start),
                                                      @extschema@.fiscal_year(known.until - 1, organisation.fiscal_year_start)) AS of_year(fiscal_year)
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(of_year.fiscal_year, organisation.fiscal_year_start), @extschema@.fiscal_year_end(of_year.fiscal_year, organisation.fiscal_year_start)) AS own(first_day, last_day)
        CROSS JOIN LATERAL (SELECT (own.first_day - interval '1 year')::date) AS before(first_day)
        WHERE known.organisation = organisation.organisation AND known.code <> 'support' AND of_year.fiscal_year BETWEEN 1000 AND 9999
    ), stay AS (
        SELECT year.kind, year.month_before, year.fiscal_year, year.last_day, year.first_day_before, episode.unit, episode.form, episode.person,
               episode.started_on <= year.last_day AND coalesce(episode.ended_on >= year.first_day, true)                          AS is_now,
               episode.started_on BETWEEN year.first_day AND year.last_day                                                          AS starts,
               coalesce(episode.ended_on BETWEEN year.first_day AND year.last_day, false)                                           AS ends,
               episode.started_on <= year.last_day AND coalesce(episode.ended_on >= year.last_day, true)                            AS is_there,
               episode.started_on <= year.last_day_before AND coalesce(episode.ended_on >= year.first_day_before, true)             AS is_before,
               episode.started_on BETWEEN year.first_day_before AND year.last_day_before                                            AS starts_before,
               episode.started_on <= year.last_day_before AND coalesce(episode.ended_on >= year.last_day_before, true)              AS is_there_before
        FROM year
        JOIN episode ON episode.organisation = organisation.organisation AND episode.kind = year.kind
                    AND episode.started_on <= year.last_day AND (episode.ended_on IS NULL OR episode.ended_on >= year.first_day_before)
    )
    SELECT stay.kind, stay.fiscal_year, stay.last_day, stay.month_before < stay.first_day_before AS is_known_before, node.unit, stay.form,
           pg_catalog.count(DISTINCT stay.person) FILTER (WHERE stay.is_now)          AS persons,
           pg_catalog.count(*) FILTER (WHERE stay.starts)                             AS started,
           pg_catalog.count(*) FILTER (WHERE stay.ends)                               AS ended,
           pg_catalog.count(DISTINCT stay.person) FILTER (WHERE stay.is_there)        AS there,
           pg_catalog.count(DISTINCT stay.person) FILTER (WHERE stay.is_before)       AS persons_before,
           pg_catalog.count(*) FILTER (WHERE stay.starts_before)                      AS started_before,
           pg_catalog.count(DISTINCT stay.person) FILTER (WHERE stay.is_there_before) AS there_before
    FROM stay
    JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = stay.unit AND stay.fiscal_year BETWEEN place.from_year AND place.until_year
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
    GROUP BY GROUPING SETS ((stay.kind, stay.fiscal_year, stay.last_day, stay.month_before, stay.first_day_before, node.unit, stay.form),
                            (stay.kind, stay.fiscal_year, stay.last_day, stay.month_before, stay.first_day_before, node.unit))
) year
JOIN episode_kind kind ON kind.organisation = organisation.organisation AND kind.code = year.kind
-- Only with a year of which all is known.
CROSS JOIN LATERAL (SELECT CASE WHEN year.is_known_before THEN year.persons_before END, CASE WHEN year.is_known_before THEN year.started_before END,
                           CASE WHEN year.is_known_before THEN year.there_before END) AS before(persons, started, there)
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = year.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY year.persons + 0::bigint;
COMMENT ON VIEW   episode_by_year                      IS 'A kind of episode, unit with all that stands below it, form (NULL for all together) and year: how many persons were in it, how many episodes began and ended, and how many persons are there on the last day, beside the year before. An episode counts as it stands, whatever comes before or after it; who came to the town and left it is in case_flow_by_year. Not of support, see caseload_rollup_by_year. For insiders: figures by unit can be about few';
COMMENT ON COLUMN episode_by_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN episode_by_year.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN episode_by_year.kind_code            IS 'Code of the kind';
COMMENT ON COLUMN episode_by_year.kind                 IS 'Name of the kind';
COMMENT ON COLUMN episode_by_year.unit_code            IS 'Code of the unit, which counts with all that stands below it in the year, those of the year before too; NULL for the whole organisation';
COMMENT ON COLUMN episode_by_year.unit                 IS 'Name of the unit';
COMMENT ON COLUMN episode_by_year.form                 IS 'Form, such as foster home, or the cause of homelessness; NULL for all forms together';
COMMENT ON COLUMN episode_by_year.until                IS 'Last day that the figures reach to: the year''s last, or the last that is known (episode_kind.known_until)';
COMMENT ON COLUMN episode_by_year.persons              IS 'Different persons with any day of it in the year; who has two forms counts with both, and once in all together';
COMMENT ON COLUMN episode_by_year.started              IS 'How many episodes began in the year';
COMMENT ON COLUMN episode_by_year.ended                IS 'How many episodes ended in the year; those that are to end later have not';
COMMENT ON COLUMN episode_by_year.there                IS 'Different persons in it on the last day: what a survey on that day would count';
COMMENT ON COLUMN episode_by_year.persons_before       IS 'Different persons in the year before, until the same day; NULL where not all of that year is known';
COMMENT ON COLUMN episode_by_year.persons_change       IS 'How many more persons than in the year before; NULL where that is not known';
COMMENT ON COLUMN episode_by_year.persons_change_ratio IS 'The change as a fraction of the year before; NULL where that had none';
COMMENT ON COLUMN episode_by_year.started_before       IS 'How many episodes began in the year before, until the same day; NULL where not all of that year is known';
COMMENT ON COLUMN episode_by_year.started_change       IS 'How many more began than in the year before; NULL where that is not known';
COMMENT ON COLUMN episode_by_year.there_before         IS 'Different persons in it on the same day of the year before; NULL where not all of that year is known';
COMMENT ON COLUMN episode_by_year.there_change         IS 'How many more are there than on the same day of the year before; NULL where that is not known';
INSERT INTO insider_view VALUES ('episode_by_year') ON CONFLICT DO NOTHING;
