-- case_flow: how many came, came back and left in a month

CREATE OR REPLACE VIEW case_flow AS
SELECT organisation.organisation,
       @extschema@.fiscal_year(flow.month, organisation.fiscal_year_start) AS fiscal_year,
       flow.kind                       AS kind_code,
       flow.name                       AS kind,
       flow.unit                       AS unit_code,
       unit.name                       AS unit,
       flow.month,
       (flow.closing - flow.net::numeric)::integer AS opening,
       flow.first_time::integer        AS first_time,
       flow.returning::integer         AS returning,
       flow.moved_in::integer          AS moved_in,
       flow.ended::integer             AS ended,
       flow.moved_out::integer         AS moved_out,
       flow.closing::integer           AS closing
FROM organisation
CROSS JOIN LATERAL (
    WITH kind AS MATERIALIZED (
        -- Whole months only. What nobody is in any more has ended.
        SELECT known.code, known.name, known.month_before, known.first_day, known.gap,
               least((date_trunc('month'::text, known.until::timestamp) - interval '1 month')::date, date_trunc('month'::text, over.last_day::timestamp)::date) AS last_month
        FROM live_kind known
        CROSS JOIN LATERAL (
            SELECT CASE WHEN pg_catalog.count(episode.ended_on) = pg_catalog.count(*) THEN max(episode.ended_on) END
            FROM episode WHERE known.code <> 'support' AND episode.organisation = organisation.organisation AND episode.kind = known.code
        ) AS over(last_day)
        WHERE known.organisation = organisation.organisation
    ), node AS MATERIALIZED (
        -- Where a unit stood is a question of the fiscal year.
        SELECT node.unit, @extschema@.household_set_between(@extschema@.household_set(@extschema@.household_set(part.households)), kind.first_day, kind.last_month) AS households
        FROM kind
        JOIN live_household_set part ON part.organisation = organisation.organisation
        JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = part.unit_code AND part.fiscal_year BETWEEN place.from_year AND place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
        WHERE kind.code = 'support'
        GROUP BY node.unit, kind.first_day, kind.last_month
    ), support AS (
        -- The flow of sets is that of the spells: who ends here and not in the whole moves. It is computed for a thousand years at a time.
        SELECT kind.code AS kind, kind.name, node.unit, flow.month, kind.month_before, flow.first_time, flow.returned AS returning, flow.moved_in, flow.ended, flow.moved_out,
               flow.closing - flow.opening AS net, flow.closing::numeric AS closing
        FROM kind
        CROSS JOIN node
        CROSS JOIN LATERAL pg_catalog.generate_series((kind.month_before + interval '1 month')::timestamp, kind.last_month::timestamp, interval '1000 years') AS part(first_month)
        CROSS JOIN LATERAL @extschema@.case_flow(node.households, part.first_month::date, least((part.first_month + interval '11999 months')::date, kind.last_month), kind.gap,
                                                 CASE WHEN node.unit IS NOT NULL THEN (SELECT whole.households FROM node whole WHERE whole.unit IS NULL) END) AS flow
        -- Of a unit that has had nobody as far as is known, nothing is told.
        WHERE kind.code = 'support' AND @extschema@.household_count(node.households) > 0::bigint
    ), event AS MATERIALIZED (
        -- An episode ends on its last day. Who moves is gone from
        -- the day after, the first with the other unit, or at the turn of a month they would be with neither.
        SELECT spell.kind, spell.unit, greatest(event.month, kind.month_before) AS month,
               pg_catalog.count(*) FILTER (WHERE event.what = 'first time') AS first_time,
               pg_catalog.count(*) FILTER (WHERE event.what = 'returning')  AS returning,
               pg_catalog.count(*) FILTER (WHERE event.what = 'moved in')   AS moved_in,
               pg_catalog.count(*) FILTER (WHERE event.what = 'ended')      AS ended,
               pg_catalog.count(*) FILTER (WHERE event.what = 'moved out')  AS moved_out,
               sum(event.net)                                               AS net
        FROM live_spell spell
        JOIN kind ON kind.code = spell.kind
        CROSS JOIN LATERAL (
            VALUES (date_trunc('month'::text, spell.first_day::timestamp)::date, spell.entry, 1),
                   (date_trunc('month'::text, (CASE WHEN spell.exit = 'moved out' THEN spell.until ELSE spell.until - 1 END)::timestamp)::date, spell.exit, -1)
        ) AS event(month, what, net)
        WHERE spell.organisation = organisation.organisation AND spell.kind <> 'support' AND event.what IS NOT NULL AND event.month <= kind.last_month
        GROUP BY spell.kind, spell.unit, greatest(event.month, kind.month_before)
    ), month AS (
        -- Months without events and those with, put together and not joined: where the planner expects few, it would compare each with each.
        SELECT filled.kind, filled.unit, filled.month, max(filled.first_time) AS first_time, max(filled.returning) AS returning, max(filled.moved_in) AS moved_in,
               max(filled.ended) AS ended, max(filled.moved_out) AS moved_out, sum(filled.net)::bigint AS net
        FROM (
            SELECT event.kind, event.unit, event.month, event.first_time, event.returning, event.moved_in, event.ended, event.moved_out, event.net FROM event
            UNION ALL
            SELECT kind.code, counted.unit, month.first_day::date, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint
            FROM kind
            JOIN (SELECT DISTINCT event.kind, event.unit FROM event) counted ON counted.kind = kind.code
            CROSS JOIN LATERAL pg_catalog.generate_series(kind.month_before::timestamp, kind.last_month::timestamp, interval '1 month') AS month(first_day)
        ) filled
        GROUP BY filled.kind, filled.unit, filled.month
    )
    SELECT month.kind, kind.name, month.unit, month.month, kind.month_before, month.first_time, month.returning, month.moved_in, month.ended, month.moved_out, month.net,
           sum(month.net) OVER (PARTITION BY month.kind, month.unit ORDER BY month.month) AS closing
    FROM month
    JOIN kind ON kind.code = month.kind
    UNION ALL
    SELECT support.kind, support.name, support.unit, support.month, support.month_before, support.first_time, support.returning, support.moved_in, support.ended, support.moved_out, support.net, support.closing
    FROM support
) flow
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = flow.unit
WHERE flow.month > flow.month_before
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY flow.closing + 0::numeric;
COMMENT ON VIEW   case_flow              IS 'A kind of episode (support is one), unit with all that stands below it, and month: who was there before, who came, who left and who is there after it. opening + first_time + returning + moved_in - ended - moved_out = closing in every row, and each opening is the closing before it. Counted from payments and episodes; different households or persons, whatever the units. For insiders: figures by unit can be about few';
COMMENT ON COLUMN case_flow.organisation IS 'Code of the organisation';
COMMENT ON COLUMN case_flow.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN case_flow.kind_code    IS 'Code of the kind; support is what support_payment has';
COMMENT ON COLUMN case_flow.kind         IS 'Name of the kind';
COMMENT ON COLUMN case_flow.unit_code    IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN case_flow.unit         IS 'Name of the unit';
COMMENT ON COLUMN case_flow.month        IS 'First day of the month: from the first of which all is known (of support the second that has payments, for who came in the first is not known) to the last that is over (of support the last that has payments, of a kind that nobody is in any more the last in which anybody was)';
COMMENT ON COLUMN case_flow.opening      IS 'How many were there at the end of the month before';
COMMENT ON COLUMN case_flow.first_time   IS 'How many came who had never been before, as far as the mart knows';
COMMENT ON COLUMN case_flow.returning    IS 'How many came back who had left the whole organisation before';
COMMENT ON COLUMN case_flow.moved_in     IS 'How many came from another unit while they had not left; 0 for the whole organisation';
COMMENT ON COLUMN case_flow.ended        IS 'How many left the whole organisation: of support those with support in the month before and none in this one';
COMMENT ON COLUMN case_flow.moved_out    IS 'How many left for another unit, on the day after their last with this one; 0 for the whole organisation';
COMMENT ON COLUMN case_flow.closing      IS 'How many are there at the end of the month; of support, how many had some in it (or are not away longer than the kind''s gap)';
INSERT INTO insider_view VALUES ('case_flow') ON CONFLICT DO NOTHING;
