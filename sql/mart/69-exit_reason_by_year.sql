-- exit_reason_by_year: why those left who left in a year, beside the year before

-- Who has left is known from the spells, as in case_flow: one whose placement ends on one day and who is placed elsewhere on the next has
-- not left. The reason is that of the episode which ended on the last day of the spell.
CREATE OR REPLACE VIEW exit_reason_by_year AS
SELECT organisation.organisation,
       reason.fiscal_year,
       reason.kind                                     AS kind_code,
       reason.name                                     AS kind,
       reason.unit                                     AS unit_code,
       unit.name                                       AS unit,
       reason.form,
       reason.end_reason,
       reason.last_day                                 AS until,
       reason.ended::integer                           AS ended,
       reason.all_ended::integer                       AS all_ended,
       @extschema@.ratio(reason.ended::numeric, reason.all_ended::numeric)::numeric(12,6) AS share,
       reason.ended_before::integer                    AS ended_before,
       (reason.ended - reason.ended_before)::integer   AS ended_change,
       @extschema@.ratio((reason.ended - reason.ended_before)::numeric, reason.ended_before::numeric)::numeric(12,6) AS ended_change_ratio
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        SELECT known.code, known.name, known.month_before, known.until - 1 AS known_until, @extschema@.fiscal_year(known.until - 1, organisation.fiscal_year_start) AS last_year
        FROM live_kind known
        WHERE known.organisation = organisation.organisation AND known.code <> 'support'
    ), left_by AS MATERIALIZED (
        -- Of two that end on one day, one: a person leaves once.
        SELECT DISTINCT ON (episode.kind, episode.person, episode.ended_on, node.unit)
               episode.kind, episode.person, episode.ended_on, node.unit, episode.form, episode.end_reason
        FROM episode
        JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = episode.unit
                                 AND @extschema@.fiscal_year(episode.ended_on, organisation.fiscal_year_start) BETWEEN place.from_year AND place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
        WHERE episode.organisation = organisation.organisation AND episode.ended_on IS NOT NULL
        ORDER BY episode.kind, episode.person, episode.ended_on, node.unit, episode.end_reason, episode.form
    ), departure AS (
        SELECT spell.kind, kind.name, kind.month_before, kind.known_until, kind.last_year, spell.unit, coalesce(left_by.form, ''::text) AS form, coalesce(left_by.end_reason, ''::text) AS end_reason,
               spell.until - 1 AS day, @extschema@.fiscal_year(spell.until - 1, organisation.fiscal_year_start) AS fiscal_year
        FROM live_spell spell
        JOIN kind ON kind.code = spell.kind
        LEFT JOIN left_by ON left_by.kind = spell.kind AND left_by.person = spell.person AND left_by.ended_on = spell.until - 1 AND left_by.unit IS NOT DISTINCT FROM spell.unit
        WHERE spell.organisation = organisation.organisation AND spell.kind <> 'support' AND spell.exit = 'ended' AND spell.until - 1 <= kind.known_until
          -- Of months before all was known nothing is said.
          AND spell.until - 1 >= (kind.month_before + interval '1 month')::date
    ), side AS (
        -- Each counts in its year, and in the next as what is compared with: a year that lasts with the same days of the one before.
        SELECT departure.*, departure.fiscal_year AS of_year, true AS is_now FROM departure
        UNION ALL
        SELECT departure.*, departure.fiscal_year + 1 AS of_year, false AS is_now
        FROM departure
        WHERE departure.fiscal_year < departure.last_year
          AND (departure.fiscal_year + 1 < departure.last_year OR departure.day <= (departure.known_until - interval '1 year')::date)
    ), counted AS (
        SELECT side.kind, side.name, side.month_before, side.known_until, side.unit, side.of_year, side.form, side.end_reason,
               pg_catalog.count(*) FILTER (WHERE side.is_now) AS ended, pg_catalog.count(*) FILTER (WHERE NOT side.is_now) AS ended_before
        FROM side
        GROUP BY GROUPING SETS ((side.kind, side.name, side.month_before, side.known_until, side.unit, side.of_year, side.form, side.end_reason),
                                (side.kind, side.name, side.month_before, side.known_until, side.unit, side.of_year, side.end_reason))
    )
    SELECT counted.kind, counted.name, counted.unit, counted.of_year AS fiscal_year, counted.form, counted.end_reason, counted.ended,
           least(of_year.last_day, counted.known_until) AS last_day,
           sum(counted.ended) OVER (PARTITION BY counted.kind, counted.unit, counted.of_year, counted.form) AS all_ended,
           -- Only with a year of which all is known.
           CASE WHEN counted.month_before < of_year.first_day_before THEN counted.ended_before END AS ended_before
    FROM counted
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(counted.of_year - 1, organisation.fiscal_year_start), @extschema@.fiscal_year_end(counted.of_year, organisation.fiscal_year_start))
        AS of_year(first_day_before, last_day)
) reason
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = reason.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY reason.ended + 0::bigint;
COMMENT ON VIEW   exit_reason_by_year                    IS 'Why those left who left in a year: a kind of episode and unit with all that stands below it, by form (of the last episode; NULL for all together) and reason. Those of all reasons are the ended of case_flow_by_year, but for the month that is not over. Not of support, of which payments say no reason. For insiders: figures by unit can be about few';
COMMENT ON COLUMN exit_reason_by_year.organisation       IS 'Code of the organisation';
COMMENT ON COLUMN exit_reason_by_year.fiscal_year        IS 'Fiscal year in which they left';
COMMENT ON COLUMN exit_reason_by_year.kind_code          IS 'Code of the kind';
COMMENT ON COLUMN exit_reason_by_year.kind               IS 'Name of the kind';
COMMENT ON COLUMN exit_reason_by_year.unit_code          IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN exit_reason_by_year.unit               IS 'Name of the unit';
COMMENT ON COLUMN exit_reason_by_year.form               IS 'Form of the episode that they left from, such as foster home; NULL for all forms together';
COMMENT ON COLUMN exit_reason_by_year.end_reason         IS 'Why they left, as episode.end_reason says; empty where not said';
COMMENT ON COLUMN exit_reason_by_year.until              IS 'Last day that the figures reach to: the year''s last, or the last that is known (episode_kind.known_until)';
COMMENT ON COLUMN exit_reason_by_year.ended              IS 'How many left for this reason; who leaves twice in the year counts twice';
COMMENT ON COLUMN exit_reason_by_year.all_ended          IS 'How many left for any reason, those of whom none is said among them';
COMMENT ON COLUMN exit_reason_by_year.share              IS 'Those for this reason as a fraction of all who left';
COMMENT ON COLUMN exit_reason_by_year.ended_before       IS 'How many left for this reason in the year before, until the same day, with the unit as it was then; NULL where not all of that year is known';
COMMENT ON COLUMN exit_reason_by_year.ended_change       IS 'How many more than in the year before; NULL where that is not known';
COMMENT ON COLUMN exit_reason_by_year.ended_change_ratio IS 'The change as a fraction of the year before; NULL where that had none';
INSERT INTO insider_view VALUES ('exit_reason_by_year') ON CONFLICT DO NOTHING;
