-- placement_cost: days times price, why it changed, and what those who are there cost until the year's end

CREATE OR REPLACE VIEW placement_cost AS
SELECT organisation.organisation,
       placed.fiscal_year,
       placed.kind                                    AS kind_code,
       kind.name                                      AS kind,
       placed.unit                                    AS unit_code,
       unit.name                                      AS unit,
       placed.form,
       placed.last_day                                AS until,
       placed.days::integer                           AS days,
       (placed.days / placed.length)::numeric(18,2)   AS average_placed,
       placed.cost::numeric(18,2)                     AS cost,
       (placed.cost / nullif(placed.days - placed.days_without_price, 0::numeric))::numeric(18,2) AS price_per_day,
       placed.days_without_price::integer             AS days_without_price,
       before.days::integer                           AS days_before,
       before.cost::numeric(18,2)                     AS cost_before,
       effect.volume                                  AS volume_effect,
       (placed.cost - before.cost - effect.volume - effect.price)::numeric(18,2) AS mix_effect,
       effect.price                                   AS price_effect,
       placed.days_to_come::integer                   AS days_to_come,
       placed.cost_to_come::numeric(18,2)             AS cost_to_come,
       (placed.cost + placed.cost_to_come)::numeric(18,2) AS cost_at_year_end,
       CASE WHEN placed.days_available < 2147483648::numeric THEN placed.days_available END::integer AS days_available,
       CASE WHEN placed.days_available IS NOT NULL THEN placed.days_in_places END::integer AS days_in_places,
       @extschema@.ratio(placed.days_in_places, placed.days_available)::numeric(12,6) AS occupancy
FROM organisation
CROSS JOIN LATERAL (
    WITH known AS (
        -- What has neither a price nor a number of places is no placement.
        SELECT episode.kind, coalesce(stated.known_from, min(episode.started_on)) AS first_day, stated.known_from, stated.known_until
        FROM episode
        JOIN live_known_kind stated ON stated.organisation = organisation.organisation AND stated.kind = episode.kind
        WHERE episode.organisation = organisation.organisation
        GROUP BY episode.kind, stated.known_from, stated.known_until
        HAVING pg_catalog.bool_or(episode.price_per_day IS NOT NULL)
            OR EXISTS (SELECT FROM episode_capacity capacity WHERE capacity.organisation = organisation.organisation AND capacity.kind = episode.kind)
    ), year AS (
        -- A year that lasts is held against the same days of the one before. Of days before all was known only those are there who stayed long.
        SELECT known.kind, of_year.fiscal_year, greatest(own.first_day, known.known_from) AS first_day, coalesce(known.known_from <= before.first_day, true) AS is_known_before, least(own.last_day, known.known_until) AS last_day, own.last_day AS year_end, before.first_day AS first_day_before,
               CASE WHEN own.last_day <= known.known_until THEN own.first_day - 1 ELSE (known.known_until - interval '1 year')::date END AS last_day_before
        FROM known
        CROSS JOIN LATERAL pg_catalog.generate_series(@extschema@.fiscal_year(known.first_day, organisation.fiscal_year_start),
                                                      @extschema@.fiscal_year(known.known_until, organisation.fiscal_year_start)) AS of_year(fiscal_year)
        CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(of_year.fiscal_year, organisation.fiscal_year_start), @extschema@.fiscal_year_end(of_year.fiscal_year, organisation.fiscal_year_start)) AS own(first_day, last_day)
        CROSS JOIN LATERAL (SELECT (own.first_day - interval '1 year')::date) AS before(first_day)
        WHERE known.first_day <= known.known_until
    ), room AS MATERIALIZED (
        SELECT capacity.kind, capacity.unit, capacity.form, capacity.places, capacity.from_day,
               pg_catalog.lead(capacity.from_day) OVER (PARTITION BY capacity.kind, capacity.unit, capacity.form ORDER BY capacity.from_day) - 1 AS until
        FROM episode_capacity capacity
        WHERE capacity.organisation = organisation.organisation
    ), placement AS (
        SELECT year.kind, year.fiscal_year, year.first_day, year.last_day, year.is_known_before, episode.unit, episode.form, episode.started_on, episode.ended_on, episode.price_per_day,
               greatest(least(coalesce(episode.ended_on, year.last_day), year.last_day) - greatest(episode.started_on, year.first_day) + 1, 0)::numeric AS days,
               greatest(least(coalesce(episode.ended_on, year.last_day_before), year.last_day_before) - greatest(episode.started_on, year.first_day_before) + 1, 0)::numeric AS days_before,
               greatest(least(coalesce(episode.ended_on, year.year_end), year.year_end) - greatest(episode.started_on - 1, year.last_day), 0)::numeric AS days_to_come
        FROM year
        JOIN episode ON episode.organisation = organisation.organisation AND episode.kind = year.kind
                    AND episode.started_on <= year.year_end AND (episode.ended_on IS NULL OR episode.ended_on >= year.first_day_before)
    ), part AS (
        SELECT placement.kind, placement.fiscal_year, placement.first_day, placement.last_day, placement.is_known_before, placement.unit, placement.form, placement.price_per_day,
               placement.days, placement.days_before, placement.days_to_come, NULL::numeric AS days_available, 0::numeric AS days_in_places
        FROM placement
        UNION ALL
        -- Of a form of which nobody has a place there, too, it is said that the places are empty.
        SELECT year.kind, year.fiscal_year, year.first_day, year.last_day, year.is_known_before, room.unit, room.form, NULL::numeric AS price_per_day,
               0::numeric AS days, 0::numeric AS days_before, 0::numeric AS days_to_come,
               room.places::numeric * (least(coalesce(room.until, year.last_day), year.last_day) - greatest(room.from_day, year.first_day) + 1)::numeric AS days_available,
               0::numeric AS days_in_places
        FROM year
        JOIN room ON room.kind = year.kind AND room.places IS NOT NULL AND room.from_day <= year.last_day AND (room.until IS NULL OR room.until >= year.first_day)
        UNION ALL
        -- Days at a time and unit and form of which it is known how many places there are.
        SELECT placement.kind, placement.fiscal_year, placement.first_day, placement.last_day, placement.is_known_before, placement.unit, placement.form, NULL::numeric AS price_per_day,
               0::numeric AS days, 0::numeric AS days_before, 0::numeric AS days_to_come, NULL::numeric AS days_available,
               greatest(least(coalesce(placement.ended_on, placement.last_day), placement.last_day, coalesce(room.until, placement.last_day))
                        - greatest(placement.started_on, placement.first_day, room.from_day) + 1, 0)::numeric AS days_in_places
        FROM placement
        JOIN room ON room.kind = placement.kind AND room.unit = placement.unit AND room.form = placement.form AND room.places IS NOT NULL
    ), form AS (
        SELECT placement.kind, placement.fiscal_year, placement.first_day, placement.last_day, placement.is_known_before, node.unit, placement.form,
               sum(placement.days) AS days, sum(placement.days * placement.price_per_day) FILTER (WHERE placement.days > 0::numeric) AS cost,
               coalesce(sum(placement.days) FILTER (WHERE placement.price_per_day IS NULL), 0::numeric) AS days_without_price,
               sum(placement.days_before) AS days_before, sum(placement.days_before * placement.price_per_day) FILTER (WHERE placement.days_before > 0::numeric) AS cost_before,
               coalesce(sum(placement.days_before) FILTER (WHERE placement.price_per_day IS NULL), 0::numeric) AS days_without_price_before,
               sum(placement.days_to_come) AS days_to_come, sum(placement.days_to_come * placement.price_per_day) FILTER (WHERE placement.days_to_come > 0::numeric) AS cost_to_come,
               sum(placement.days_available) AS days_available, sum(placement.days_in_places) AS days_in_places
        FROM part placement
        JOIN live_unit_path place ON place.organisation = organisation.organisation AND place.code = placement.unit AND placement.fiscal_year BETWEEN place.from_year AND place.until_year
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.array_append(place.path, NULL::text)) AS node(unit)
        GROUP BY placement.kind, placement.fiscal_year, placement.first_day, placement.last_day, placement.is_known_before, node.unit, placement.form
    ), priced AS (
        -- More decimals than numeric division gives by itself.
        SELECT form.*,
               (form.cost + 0e-30::numeric) / nullif(form.days, 0::numeric) AS price,
               (form.cost_before + 0e-30::numeric) / nullif(form.days_before, 0::numeric) AS price_before
        FROM form
    )
    SELECT priced.kind, priced.fiscal_year, priced.last_day, priced.is_known_before, (priced.last_day - priced.first_day + 1)::numeric AS length, priced.unit, priced.form,
           -- No days cost nothing, and days of which none has a price cost nobody knows what.
           sum(priced.days) AS days, CASE WHEN sum(priced.days) = 0::numeric THEN 0::numeric ELSE sum(priced.cost) END AS cost, sum(priced.days_without_price) AS days_without_price,
           sum(priced.days_before) AS days_before, CASE WHEN sum(priced.days_before) = 0::numeric THEN 0::numeric ELSE sum(priced.cost_before) END AS cost_before,
           sum(priced.days_without_price_before) AS days_without_price_before,
           sum(priced.days_to_come) AS days_to_come, CASE WHEN sum(priced.days_to_come) = 0::numeric THEN 0::numeric ELSE sum(priced.cost_to_come) END AS cost_to_come,
           sum(priced.days_available) AS days_available, sum(priced.days_in_places) AS days_in_places,
           -- Of no day at all, in either year, nothing has changed.
           coalesce(@extschema@.volume_effect(priced.days_before, priced.price_before, priced.days, priced.price), 0::numeric) AS volume,
           coalesce(@extschema@.price_effect(priced.days_before, priced.price_before, priced.days, priced.price), 0::numeric)  AS price
    FROM priced
    GROUP BY GROUPING SETS ((priced.kind, priced.fiscal_year, priced.first_day, priced.last_day, priced.is_known_before, priced.unit, priced.form),
                            (priced.kind, priced.fiscal_year, priced.first_day, priced.last_day, priced.is_known_before, priced.unit))
) placed
JOIN episode_kind kind ON kind.organisation = organisation.organisation AND kind.code = placed.kind
CROSS JOIN LATERAL (SELECT CASE WHEN placed.is_known_before THEN placed.days_before END, CASE WHEN placed.is_known_before THEN placed.cost_before END) AS before(days, cost)
-- Rounded here, and mix is the rest, so that the figures shown add up; by way of 20 decimals, for a price is a division, and half a cent may lack a hair of it. Days without a price have no cost to compare.
CROSS JOIN LATERAL (
    SELECT CASE WHEN placed.is_known_before AND placed.days_without_price + placed.days_without_price_before = 0::numeric AND abs(placed.volume) < 1e15::numeric THEN round(round(placed.volume, 20), 2) END::numeric(18,2),
           CASE WHEN placed.is_known_before AND placed.days_without_price + placed.days_without_price_before = 0::numeric AND abs(placed.price) < 1e15::numeric THEN round(round(placed.price, 20), 2) END::numeric(18,2)
) AS effect(volume, price)
LEFT JOIN unit ON unit.organisation = organisation.organisation AND unit.code = placed.unit
WHERE placed.days > 0::numeric OR before.days > 0::numeric OR placed.days_to_come > 0::numeric OR placed.days_available > 0::numeric
-- Sorted, so that it is computed once wherever it is joined; by nothing that a filter can make superfluous.
ORDER BY placed.days + 0::numeric;
COMMENT ON VIEW   placement_cost                    IS 'Placements of a kind and year, by unit with all that stands below it, in each form and in all: days, price and cost until the year''s end or the last day that is known, why the cost changed from the same days of the year before, and what those who are there or are to begin cost until the year''s end if nobody leaves early and nobody else comes. For insiders: figures by unit can be about few';
COMMENT ON COLUMN placement_cost.organisation       IS 'Code of the organisation';
COMMENT ON COLUMN placement_cost.fiscal_year        IS 'Fiscal year';
COMMENT ON COLUMN placement_cost.kind_code          IS 'Code of the kind of episode, one that has prices or a number of places (episode_capacity)';
COMMENT ON COLUMN placement_cost.kind               IS 'Name of the kind';
COMMENT ON COLUMN placement_cost.unit_code          IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN placement_cost.unit               IS 'Name of the unit';
COMMENT ON COLUMN placement_cost.form               IS 'Form, such as foster home; NULL for all forms together';
COMMENT ON COLUMN placement_cost.until              IS 'Last day that days, cost and what they are compared with reach to: the year''s last, or the last that is known (episode_kind.known_until)';
COMMENT ON COLUMN placement_cost.days               IS 'Days in the year until then, from the day on from which all is known (episode_kind.known_from), first and last day of each placement counted';
COMMENT ON COLUMN placement_cost.average_placed     IS 'How many were placed on average on a day';
COMMENT ON COLUMN placement_cost.cost               IS 'Days times price; without the days that have no price, NULL where none of them has one; 0 where there are no days';
COMMENT ON COLUMN placement_cost.price_per_day      IS 'Average price of the days that have one';
COMMENT ON COLUMN placement_cost.days_without_price IS 'How many of the days have no price: their cost is not known and in no figure here';
COMMENT ON COLUMN placement_cost.days_before        IS 'Days in the year before, until the same day; NULL where not all of that year is known (episode_kind.known_from)';
COMMENT ON COLUMN placement_cost.cost_before        IS 'What those cost, by the same rule; NULL where not all of that year is known, too';
COMMENT ON COLUMN placement_cost.volume_effect      IS 'What the cost changed by because there were more or fewer days, at the average price of the year before; NULL where days of either year have no price, or not all of the one before is known';
COMMENT ON COLUMN placement_cost.mix_effect         IS 'What it changed by because other forms were used; NULL where days of either year have no price, or not all of the one before is known';
COMMENT ON COLUMN placement_cost.price_effect       IS 'What it changed by because a day in the same form costs more or less; NULL where days of either year have no price, or not all of the one before is known';
COMMENT ON COLUMN placement_cost.days_to_come       IS 'Days from then to the year''s end of those who are there or whose placement is to begin, to their last day where that is known; 0 when the year is over';
COMMENT ON COLUMN placement_cost.cost_to_come       IS 'What these will cost, by the same rule';
COMMENT ON COLUMN placement_cost.cost_at_year_end   IS 'Cost until then and cost to come';
COMMENT ON COLUMN placement_cost.days_available     IS 'Places times days until then, where it is known how many places there are (episode_capacity); NULL where it is not known of any';
COMMENT ON COLUMN placement_cost.days_in_places     IS 'How many of the days were in such a unit and form, while the number of places was known; NULL where it is not known of any';
COMMENT ON COLUMN placement_cost.occupancy          IS 'Days in these places as a fraction of the days available: above 1 where more were there than there is room for. What is bought one by one is in neither';
INSERT INTO insider_view VALUES ('placement_cost') ON CONFLICT DO NOTHING;
