-- length_of_stay: how long those stay who came in a year

CREATE OR REPLACE VIEW length_of_stay AS
SELECT organisation.organisation,
       stay.fiscal_year,
       stay.kind                              AS kind_code,
       stay.name                              AS kind,
       stay.unit                              AS unit_code,
       unit.name                              AS unit,
       stay.unit_of_time,
       stay.entered::integer                  AS entered,
       stay.ended::integer                    AS ended,
       (stay.entered - stay.ended)::integer   AS still_open,
       stay.quartiles[1]::numeric(18,2)       AS first_quartile,
       stay.quartiles[2]::numeric(18,2)       AS median,
       stay.quartiles[3]::numeric(18,2)       AS third_quartile
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        -- Looked up once, not for each spell.
        -- Of support, whoever is there in the last month has not been seen to stay longer than until then: only the next tells who left
        -- after it, and with a gap those after that.
        SELECT known.code, known.name, known.unit_of_time, known.until,
               CASE WHEN known.code = 'support' THEN (known.until - interval '1 month' - known.gap_time)::date ELSE known.until END AS seen_until
        FROM live_kind known WHERE known.organisation = organisation.organisation
    ), time AS (
        SELECT spell.kind, kind.name, kind.unit_of_time, spell.unit, spell.fiscal_year, spell.spells,
               CASE kind.unit_of_time WHEN 'month' THEN (EXTRACT(year FROM whole.age) * 12::numeric + EXTRACT(month FROM whole.age))::integer
                                      ELSE seen.until - spell.day END AS lasted,
               -- A last day that is to come, as of a placement that was decided for a time, is no end yet.
               coalesce(spell.until <= kind.until, false) AS has_ended
        FROM live_spell_count spell
        JOIN kind ON kind.code = spell.kind
        CROSS JOIN LATERAL (SELECT least(spell.until, greatest(kind.seen_until, spell.day))) AS seen(until)
        CROSS JOIN LATERAL (SELECT pg_catalog.age(seen.until::timestamp, spell.day::timestamp)) AS whole(age)
        WHERE spell.organisation = organisation.organisation AND spell.what = 'came' AND spell.day < kind.until
    ), counted AS (
        SELECT time.kind, time.name, time.unit_of_time, time.unit, time.fiscal_year, time.lasted, time.has_ended, sum(time.spells) AS spells
        FROM time
        GROUP BY time.kind, time.name, time.unit_of_time, time.unit, time.fiscal_year, time.lasted, time.has_ended
    )
    SELECT counted.kind, counted.name, counted.unit_of_time, counted.unit, counted.fiscal_year, pg_catalog.count(*) AS entered,
           pg_catalog.count(*) FILTER (WHERE counted.has_ended) AS ended,
           -- Of what lasted more than a hundred years it is enough to know that.
           @extschema@.survival_quantile(least(counted.lasted, 36525), counted.has_ended AND counted.lasted <= 36525, '{0.25,0.5,0.75}'::numeric[]) AS quartiles
    FROM counted
    -- Each of them. Of an array the planner expects ten.
    CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_fill(true, ARRAY[counted.spells::integer])) AS one
    GROUP BY counted.kind, counted.name, counted.unit_of_time, counted.unit, counted.fiscal_year
) stay
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = stay.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY stay.entered + 0;
COMMENT ON VIEW   length_of_stay                IS 'Those who came in a year, for the first time or back, with a kind of episode (support is one) and unit (with all that stands below it): how long they stay until they leave the organisation, by Kaplan and Meier, which takes those who have not left yet for as long as they are known to have stayed and gone on: of support until the month before the last. For insiders: figures by unit can be about few';
COMMENT ON COLUMN length_of_stay.organisation   IS 'Code of the organisation';
COMMENT ON COLUMN length_of_stay.fiscal_year    IS 'Fiscal year in which they came';
COMMENT ON COLUMN length_of_stay.kind_code      IS 'Code of the kind; support is what support_payment has';
COMMENT ON COLUMN length_of_stay.kind           IS 'Name of the kind';
COMMENT ON COLUMN length_of_stay.unit_code      IS 'Code of the unit that they came to, or that it stands below in the year; NULL for the whole organisation';
COMMENT ON COLUMN length_of_stay.unit           IS 'Name of the unit';
COMMENT ON COLUMN length_of_stay.unit_of_time   IS 'day or month: what the time is told in';
COMMENT ON COLUMN length_of_stay.entered        IS 'How many came; who was there before all that is known is not counted. Who comes twice counts twice';
COMMENT ON COLUMN length_of_stay.ended          IS 'How many of them have left';
COMMENT ON COLUMN length_of_stay.still_open     IS 'How many have not, as far as is known';
COMMENT ON COLUMN length_of_stay.first_quartile IS 'Time within which a quarter has left; NULL where not so many have yet';
COMMENT ON COLUMN length_of_stay.median         IS 'Time within which half have left; NULL where not so many have yet';
COMMENT ON COLUMN length_of_stay.third_quartile IS 'Time within which three quarters have left; NULL where not so many have yet';
INSERT INTO insider_view VALUES ('length_of_stay') ON CONFLICT DO NOTHING;
