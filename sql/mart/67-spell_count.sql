-- live_spell_count: how many came and left when, and for how long, from spells

-- A spell rests on all years of its organisation, so a change of any makes all of them stale, and they are computed together.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{support_payment,household_month,episode,episode_kind,unit,unit_move}'::text[], 'people'::text, 0, ''::text);

-- Of support the month after the last can be one of the next year.
CREATE OR REPLACE VIEW live_spell_year AS
SELECT paid.organisation, paid.fiscal_year + later.years AS fiscal_year
FROM live_caseload_year paid
CROSS JOIN (VALUES (0), (1)) AS later(years)
UNION
SELECT own.organisation, @extschema@.fiscal_year(turn.day, own.fiscal_year_start) AS fiscal_year
FROM organisation own
JOIN episode ON episode.organisation = own.organisation
CROSS JOIN LATERAL (VALUES (episode.started_on), (episode.ended_on)) AS turn(day)
WHERE turn.day IS NOT NULL;
COMMENT ON VIEW   live_spell_year              IS 'A year in which anybody can have come or left';
COMMENT ON COLUMN live_spell_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_spell_year.fiscal_year  IS 'Fiscal year';

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_spell_count'::text, 'people'::text, 'live_spell_year'::text, $view$
SELECT year.organisation,
       counted.fiscal_year,
       counted.kind,
       counted.unit,
       counted.what,
       counted.day,
       counted.until,
       counted.spells
-- The years of an organisation together, or its spells would be made anew for each.
FROM (SELECT asked.organisation, pg_catalog.array_agg(asked.fiscal_year) AS years FROM @years@ asked GROUP BY asked.organisation) year
CROSS JOIN LATERAL (
    SELECT event.kind, event.unit, event.what, event.day, event.until, event.spells,
           @extschema@.fiscal_year(CASE WHEN event.what = 'left' AND event.kind <> 'support' THEN event.day - 1 ELSE event.day END, own.fiscal_year_start) AS fiscal_year
    FROM organisation own
    CROSS JOIN LATERAL (
        SELECT turn.kind, turn.unit, turn.what, turn.day, turn.until, turn.spells
        FROM (
            -- Those who came and those who left, counted in one pass.
            SELECT spell.kind, spell.unit, CASE WHEN GROUPING(spell.first_day) = 0 THEN 'came'::text ELSE 'left'::text END AS what,
                   coalesce(spell.first_day, spell.until) AS day, coalesce(spell.whole_until, spell.next_first_day) AS until,
                   coalesce(spell.has_come, spell.has_left) AS is_counted, pg_catalog.count(*)::integer AS spells
            FROM (SELECT spell.kind, spell.unit, spell.first_day, spell.whole_until, spell.until, spell.next_first_day,
                         spell.entry IN ('first time', 'returning') AS has_come, coalesce(spell.exit = 'ended', false) AS has_left
                  FROM live_spell spell WHERE spell.organisation = own.organisation) spell
            GROUP BY GROUPING SETS ((spell.kind, spell.unit, spell.first_day, spell.whole_until, spell.has_come),
                                    (spell.kind, spell.unit, spell.until, spell.next_first_day, spell.has_left))
        ) turn
        WHERE turn.is_counted
    ) event
    -- OFFSET 0 has them made where a year is asked for, and not before it is known that none is.
    WHERE own.organisation = year.organisation OFFSET 0
) counted
WHERE counted.fiscal_year = ANY (year.years)$view$::text, NULL::text);
COMMENT ON VIEW   live_spell_count              IS 'Those who came to the organisation, or left it, on a day, with a kind of episode (support is one) and a unit with what stands below it, and left, or were back, on another: how many spells. entry_cohort, length_of_stay and return_share are made of these; for the owner of the mart alone';
COMMENT ON COLUMN live_spell_count.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_spell_count.fiscal_year  IS 'Fiscal year in which they came, or of their last day; of support that of the first month without';
COMMENT ON COLUMN live_spell_count.kind         IS 'Code of the kind of episode, or support';
COMMENT ON COLUMN live_spell_count.unit         IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_spell_count.what         IS 'came (for the first time or back) or left';
COMMENT ON COLUMN live_spell_count.day          IS 'The first day, or the first that does not belong to it any more';
COMMENT ON COLUMN live_spell_count.until        IS 'Of who came, the first day that does not belong to the whole organisation''s spell any more; of who left, the first of the next one; NULL where there is none';
COMMENT ON COLUMN live_spell_count.spells       IS 'How many';
