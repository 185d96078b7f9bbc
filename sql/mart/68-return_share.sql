-- return_share: of those who left, how many were back within so many months

CREATE OR REPLACE VIEW return_share AS
SELECT organisation.organisation,
       gone.fiscal_year,
       gone.kind                       AS kind_code,
       gone.name                       AS kind,
       gone.unit                       AS unit_code,
       unit.name                       AS unit,
       gone.ended::integer             AS ended,
       gone.observed_6::integer        AS observed_6_months,
       @extschema@.ratio(gone.returned_6::numeric, gone.observed_6::numeric)::numeric(12,6)   AS returned_within_6_months,
       gone.observed_12::integer       AS observed_12_months,
       @extschema@.ratio(gone.returned_12::numeric, gone.observed_12::numeric)::numeric(12,6) AS returned_within_12_months,
       gone.observed_24::integer       AS observed_24_months,
       @extschema@.ratio(gone.returned_24::numeric, gone.observed_24::numeric)::numeric(12,6) AS returned_within_24_months
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        -- Looked up once, not for each spell.
        SELECT known.code, known.name, known.first_day, known.until FROM live_kind known WHERE known.organisation = organisation.organisation
    )
    SELECT spell.kind, known.name, spell.unit, spell.fiscal_year, sum(spell.spells) AS ended,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_6 <= known.until), 0::bigint)                                    AS observed_6,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_6 <= known.until AND spell.until < after.months_6), 0::bigint)   AS returned_6,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_12 <= known.until), 0::bigint)                                   AS observed_12,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_12 <= known.until AND spell.until < after.months_12), 0::bigint) AS returned_12,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_24 <= known.until), 0::bigint)                                   AS observed_24,
           coalesce(sum(spell.spells) FILTER (WHERE after.months_24 <= known.until AND spell.until < after.months_24), 0::bigint) AS returned_24
    FROM live_spell_count spell
    JOIN kind known ON known.code = spell.kind
    CROSS JOIN LATERAL (SELECT spell.day + interval '6 months', spell.day + interval '12 months', spell.day + interval '24 months') AS after(months_6, months_12, months_24)
    WHERE spell.organisation = organisation.organisation AND spell.what = 'left' AND spell.day > known.first_day AND spell.day <= known.until
    GROUP BY spell.kind, known.name, spell.unit, spell.fiscal_year
) gone
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = gone.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY gone.ended + 0;
COMMENT ON VIEW   return_share                           IS 'Those who left the organisation in a year, with a kind of episode (support is one) and the unit that they left from (with all that stands below it): what share of them was back within 6, 12 and 24 months. Who has not been gone that long, as far as is known, is not in that share. Who leaves twice counts twice. For insiders: figures by unit can be about few';
COMMENT ON COLUMN return_share.organisation              IS 'Code of the organisation';
COMMENT ON COLUMN return_share.fiscal_year               IS 'Fiscal year in which they left; of support that of the first month without';
COMMENT ON COLUMN return_share.kind_code                 IS 'Code of the kind; support is what support_payment has';
COMMENT ON COLUMN return_share.kind                      IS 'Name of the kind';
COMMENT ON COLUMN return_share.unit_code                 IS 'Code of the unit that they left from, or that it stands below in the year; NULL for the whole organisation';
COMMENT ON COLUMN return_share.unit                      IS 'Name of the unit';
COMMENT ON COLUMN return_share.ended                     IS 'How many left';
COMMENT ON COLUMN return_share.observed_6_months         IS 'How many of them left at least 6 months before the end of what is known';
COMMENT ON COLUMN return_share.returned_within_6_months  IS 'Share of these that was back, with whatever unit, before 6 months without had passed, as a fraction; NULL for none';
COMMENT ON COLUMN return_share.observed_12_months        IS 'How many of them left at least 12 months before the end of what is known';
COMMENT ON COLUMN return_share.returned_within_12_months IS 'Share of these that was back before 12 months without had passed';
COMMENT ON COLUMN return_share.observed_24_months        IS 'How many of them left at least 24 months before the end of what is known';
COMMENT ON COLUMN return_share.returned_within_24_months IS 'Share of these that was back before 24 months without had passed';
INSERT INTO insider_view VALUES ('return_share') ON CONFLICT DO NOTHING;
