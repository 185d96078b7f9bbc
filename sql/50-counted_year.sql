-- counted_year: different households of a year, told where no few come, leave or move within it

CREATE FUNCTION @extschema@.release_years(schema text, released_schema text, extension_schema text, organisation text, months date[], is_regrouped boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET jit = off
AS $function$
#variable_conflict use_variable
BEGIN
    -- Of a year that is not over different households would tell, release by release, how many come that were not there before.
    EXECUTE format('
        WITH year AS (
            SELECT y.fiscal_year, y.first_day, y.last_day, CASE WHEN y.first_month = 1 THEN 0 ELSE 13 - y.first_month END AS months_ahead, m.minimum_group
            FROM (SELECT DISTINCT k.fiscal_year, %3$s.fiscal_year_begin(k.fiscal_year, o.fiscal_year_start) AS first_day,
                         %3$s.fiscal_year_end(k.fiscal_year, o.fiscal_year_start) AS last_day, o.fiscal_year_start AS first_month
                  FROM %1$I.organisation o
                  CROSS JOIN LATERAL (SELECT %3$s.fiscal_year(month, o.fiscal_year_start) AS fiscal_year FROM unnest($2) AS month
                                      UNION
                                      SELECT c.fiscal_year FROM %1$I.counted_year c WHERE c.organisation = $1 AND $3) k
                  WHERE o.organisation = $1) y
            CROSS JOIN %1$I.mart m
            WHERE y.last_day <= (SELECT d.last_day FROM %1$I.live_released_day d WHERE d.organisation = $1)
        ), part AS MATERIALIZED (
            SELECT g.unit, g.shown_as, count(*) OVER (PARTITION BY g.shown_as)::integer AS units FROM %1$I.live_shown_unit g WHERE g.organisation = $1
        ), paid AS (
            SELECT year.fiscal_year, coalesce(u.shown_as, u.code) AS unit, p.month, p.household, (p.month + make_interval(months => year.months_ahead))::date AS as_of_calendar, year.minimum_group
            FROM year
            JOIN %2$I.support_payment p ON p.organisation = $1 AND p.month BETWEEN year.first_day AND year.last_day AND p.amount > 0
            JOIN %2$I.unit u ON u.organisation = $1 AND u.code = p.unit
        ), counted AS (
            SELECT fiscal_year, unit, %3$s.household_count(household, as_of_calendar)::integer AS households, %3$s.long_term_households(household, as_of_calendar)::integer AS long_term,
                   max(minimum_group) AS minimum
            FROM paid GROUP BY fiscal_year, unit
        ), of_month AS (
            SELECT fiscal_year, unit, count(*) AS households FROM paid GROUP BY fiscal_year, unit, month
        ), told AS (
            -- Of the units that are one group now.
            SELECT c.fiscal_year, part.shown_as AS unit, c.households, c.long_term_households AS long_term,
                   sum(c.households) OVER of_group AS households_together, sum(c.long_term_households) OVER of_group AS long_term_together
            FROM %1$I.counted_year c
            JOIN part ON part.unit = c.unit
            WHERE c.organisation = $1
            WINDOW of_group AS (PARTITION BY c.fiscal_year, part.shown_as)
        ), final AS MATERIALIZED (
            SELECT counted.fiscal_year, counted.unit, counted.households, CASE WHEN of_all.is_safe THEN counted.long_term END AS long_term
            FROM counted
            CROSS JOIN LATERAL (
                SELECT %3$s.disclosure_safe(counted.long_term, counted.minimum, counted.households)
                       -- As many more or fewer than were told of.
                       AND NOT EXISTS (SELECT FROM told WHERE told.fiscal_year = counted.fiscal_year AND told.unit = counted.unit
                                         AND (abs(counted.long_term - told.long_term) BETWEEN 1 AND counted.minimum - 1
                                              OR abs(counted.long_term - told.long_term_together) BETWEEN 1 AND counted.minimum - 1)) AS is_safe
            ) of_all
            WHERE NOT EXISTS (SELECT FROM told WHERE told.fiscal_year = counted.fiscal_year AND told.unit = counted.unit
                                AND (abs(counted.households - told.households) BETWEEN 1 AND counted.minimum - 1
                                     OR abs(counted.households - told.households_together) BETWEEN 1 AND counted.minimum - 1
                                     -- What was told of stays, or a later one would be held against nothing.
                                     OR NOT of_all.is_safe AND told.long_term IS NOT NULL))
              -- Who is not there in a month although in the year.
              AND NOT EXISTS (SELECT FROM of_month WHERE of_month.fiscal_year = counted.fiscal_year AND of_month.unit = counted.unit
                                AND counted.households - of_month.households BETWEEN 1 AND counted.minimum - 1)
              -- Nor who is there in more than one month: of two months these are who was in both.
              AND (SELECT sum(of_month.households) FROM of_month WHERE of_month.fiscal_year = counted.fiscal_year AND of_month.unit = counted.unit) - counted.households
                  NOT BETWEEN 1 AND counted.minimum - 1
        ), gone AS (
            DELETE FROM %1$I.counted_year c USING part, final f
            WHERE c.organisation = $1 AND c.unit = part.unit AND part.shown_as = f.unit AND c.fiscal_year = f.fiscal_year AND c.unit <> f.unit
        ), hidden AS (
            -- What was told before, and is otherwise or would tell of few beside its months as they are now. It is kept, to be held against what is told next.
            UPDATE %1$I.counted_year c SET units = 0 FROM year
            WHERE c.organisation = $1 AND c.fiscal_year = year.fiscal_year AND c.units > 0
              AND NOT EXISTS (SELECT FROM final f JOIN part ON part.shown_as = f.unit WHERE f.fiscal_year = c.fiscal_year AND part.unit = c.unit)
        )
        INSERT INTO %1$I.counted_year AS kept (organisation, fiscal_year, unit, units, households, long_term_households)
        SELECT $1, f.fiscal_year, f.unit, part.units, f.households, f.long_term FROM final f JOIN part ON part.unit = f.unit
        ON CONFLICT (organisation, fiscal_year, unit) DO UPDATE SET units = excluded.units, households = excluded.households, long_term_households = excluded.long_term_households
        WHERE (kept.units, kept.households, kept.long_term_households) IS DISTINCT FROM (excluded.units, excluded.households, excluded.long_term_households)',
        schema, released_schema, extension_schema) USING organisation, months, is_regrouped;
END
$function$;
COMMENT ON FUNCTION @extschema@.release_years(text, text, text, text, date[], boolean) IS
'The part of release_month that decides what is told of different households of years that are over: they are not where fewer than the minimum would be told apart by them, beside each month and beside what was told before. Call that.';
