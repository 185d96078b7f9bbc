-- entry_cohort: of those who came in a month, how many are still there after so many months

CREATE OR REPLACE VIEW entry_cohort AS
SELECT cohort.organisation,
       cohort.fiscal_year,
       cohort.kind                  AS kind_code,
       cohort.name                  AS kind,
       cohort.unit                  AS unit_code,
       unit.name                    AS unit,
       cohort.month,
       cohort.entered::integer      AS entered,
       CASE WHEN seen.months >= 1  THEN @extschema@.ratio(cohort.after_1::numeric, cohort.entered::numeric)  END::numeric(12,6) AS active_after_1_month,
       CASE WHEN seen.months >= 3  THEN @extschema@.ratio(cohort.after_3::numeric, cohort.entered::numeric)  END::numeric(12,6) AS active_after_3_months,
       CASE WHEN seen.months >= 6  THEN @extschema@.ratio(cohort.after_6::numeric, cohort.entered::numeric)  END::numeric(12,6) AS active_after_6_months,
       CASE WHEN seen.months >= 12 THEN @extschema@.ratio(cohort.after_12::numeric, cohort.entered::numeric) END::numeric(12,6) AS active_after_12_months,
       CASE WHEN seen.months >= 24 THEN @extschema@.ratio(cohort.after_24::numeric, cohort.entered::numeric) END::numeric(12,6) AS active_after_24_months
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        -- Looked up once, not for each spell.
        -- With a gap it is known later of support who has left: the others may be back.
        SELECT known.code, known.name, known.until, CASE WHEN known.code = 'support' THEN (known.until - known.gap_time)::date ELSE known.until END AS left_until
        FROM live_kind known WHERE known.organisation = organisation.organisation
    )
    SELECT spell.organisation, spell.fiscal_year, spell.kind, kind.name, kind.left_until, spell.unit, date_trunc('month'::text, spell.day::timestamp)::date AS month,
           sum(spell.spells) AS entered,
           coalesce(sum(spell.spells) FILTER (WHERE coalesce(spell.until > spell.day + interval '1 month', true)), 0::bigint)   AS after_1,
           coalesce(sum(spell.spells) FILTER (WHERE coalesce(spell.until > spell.day + interval '3 months', true)), 0::bigint)  AS after_3,
           coalesce(sum(spell.spells) FILTER (WHERE coalesce(spell.until > spell.day + interval '6 months', true)), 0::bigint)  AS after_6,
           coalesce(sum(spell.spells) FILTER (WHERE coalesce(spell.until > spell.day + interval '12 months', true)), 0::bigint) AS after_12,
           coalesce(sum(spell.spells) FILTER (WHERE coalesce(spell.until > spell.day + interval '24 months', true)), 0::bigint) AS after_24
    FROM live_spell_count spell
    JOIN kind ON kind.code = spell.kind
    WHERE spell.organisation = organisation.organisation AND spell.what = 'came'
      -- Whole months only, as in case_flow: what is to begin has not.
      AND spell.day < date_trunc('month'::text, kind.until::timestamp)::date
    GROUP BY spell.organisation, spell.fiscal_year, spell.kind, kind.name, kind.left_until, spell.unit, date_trunc('month'::text, spell.day::timestamp)
) cohort
-- How many months all of them have been observed for: who came on the last day of the month the shortest.
CROSS JOIN LATERAL (
    SELECT CASE WHEN cohort.kind = 'support' THEN cohort.month ELSE (cohort.month + interval '1 month' - interval '1 day')::date END
) AS last_entry(day)
CROSS JOIN LATERAL (
    SELECT pg_catalog.max(after.months) FROM (VALUES (1), (3), (6), (12), (24)) AS after(months) WHERE last_entry.day + pg_catalog.make_interval(months => after.months) < cohort.left_until
) AS seen(months)
LEFT JOIN unit ON unit.organisation = cohort.organisation AND unit.code = cohort.unit
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY cohort.entered + 0;
COMMENT ON VIEW   entry_cohort                        IS 'Those who came, for the first time or back, in a month, with a kind of episode (support is one) and unit (with all that stands below it): what share of them has not left the organisation since, after 1 to 24 months. NULL where that is not over yet for all of them. For insiders: figures by unit can be about few';
COMMENT ON COLUMN entry_cohort.organisation           IS 'Code of the organisation';
COMMENT ON COLUMN entry_cohort.fiscal_year            IS 'Fiscal year of the month';
COMMENT ON COLUMN entry_cohort.kind_code              IS 'Code of the kind; support is what support_payment has';
COMMENT ON COLUMN entry_cohort.kind                   IS 'Name of the kind';
COMMENT ON COLUMN entry_cohort.unit_code              IS 'Code of the unit that they came to, or that it stands below in the year; NULL for the whole organisation';
COMMENT ON COLUMN entry_cohort.unit                   IS 'Name of the unit';
COMMENT ON COLUMN entry_cohort.month                  IS 'First day of the month that they came in';
COMMENT ON COLUMN entry_cohort.entered                IS 'How many came, first or returning; who was there before all that is known is in no cohort';
COMMENT ON COLUMN entry_cohort.active_after_1_month   IS 'Share that has not left one month after the day (of support, the month) of coming, as a fraction; with another unit, too';
COMMENT ON COLUMN entry_cohort.active_after_3_months  IS 'Share that has not left after three months';
COMMENT ON COLUMN entry_cohort.active_after_6_months  IS 'Share that has not left after six months';
COMMENT ON COLUMN entry_cohort.active_after_12_months IS 'Share that has not left after a year';
COMMENT ON COLUMN entry_cohort.active_after_24_months IS 'Share that has not left after two years';
INSERT INTO insider_view VALUES ('entry_cohort') ON CONFLICT DO NOTHING;
