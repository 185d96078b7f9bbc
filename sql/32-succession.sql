-- succession: what units and heads of earlier years count as in later ones

-- Each way that a figure can take: from a unit or head as it was in some years (earlier_from to earlier_until), by
-- successions of one year after another, to what it counts as where it is looked at from later ones (seen_from to
-- seen_until). So one list serves every pair of years, and is empty where there are no successions.
--
-- A unit is a stretch from 0 to 1, and each succession takes a stretch of the stretch that the way had before it: all ways
-- of one unit between two years fill 0 to 1 without a gap, and portion() divides any amount by them so that none is lost.
-- What has no share takes a stretch of no length. Each end is rounded to 12 decimals once, and is the beginning of its
-- neighbour: so that a long chain makes no long numbers, and still nothing is lost.
--
-- Of one year, what comes to a unit goes on by that unit's own successions of the year, for it is no more what it was.
CREATE FUNCTION @extschema@.succession_ways(codes text[], successors text[], from_years integer[], shares numeric[],
                                            OUT code text, OUT earlier_from integer, OUT earlier_until integer, OUT successor text, OUT seen_from integer,
                                            OUT next_year integer, OUT is_stated boolean, OUT share_from numeric, OUT share_to numeric) RETURNS SETOF record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE succession AS (
        SELECT code, successor, from_year, share FROM unnest(codes, successors, from_years, shares) AS s(code, successor, from_year, share)
    ), change AS (
        -- The years in which a unit changes.
        SELECT code, from_year, coalesce(sum(share), 0) AS share, lag(from_year) OVER (PARTITION BY code ORDER BY from_year) AS year_before
        FROM succession
        GROUP BY code, from_year
    ), step AS (
        SELECT code, from_year, successor, from_year AS since, share IS NOT NULL AS is_stated,
               coalesce(sum(share) OVER (others ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS share_from,
               coalesce(sum(share) OVER (others ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 0)  AS share_to
        FROM succession
        WINDOW others AS (PARTITION BY code, from_year ORDER BY successor)
        UNION ALL
        -- What stays changes no more in that year.
        SELECT code, from_year, code AS successor, from_year + 1 AS since, true AS is_stated, share AS share_from, 1 AS share_to
        FROM change
        WHERE share < 1
    ), branch AS MATERIALIZED (
        -- With the year in which what it leads to changes next.
        SELECT step.code, step.from_year, step.successor, step.is_stated, step.share_from, step.share_to, min(change.from_year) AS next_year
        FROM step
        LEFT JOIN change ON change.code = step.successor AND change.from_year >= step.since
        GROUP BY step.code, step.from_year, step.successor, step.is_stated, step.share_from, step.share_to
    ), way (code, earlier_from, earlier_until, successor, seen_from, next_year, is_stated, share_from, share_to) AS (
        SELECT change.code, coalesce(change.year_before, 0), change.from_year - 1,
               branch.successor, branch.from_year, branch.next_year, branch.is_stated, branch.share_from, branch.share_to
        FROM change
        JOIN branch ON branch.code = change.code AND branch.from_year = change.from_year
        UNION ALL
        SELECT way.code, way.earlier_from, way.earlier_until, branch.successor, branch.from_year, branch.next_year, way.is_stated AND branch.is_stated,
               trim_scale(round(way.share_from + (way.share_to - way.share_from) * branch.share_from, 12)),
               trim_scale(round(way.share_from + (way.share_to - way.share_from) * branch.share_to, 12))
        FROM way
        JOIN branch ON branch.code = way.successor AND branch.from_year = way.next_year
    )
    SELECT way.code, way.earlier_from, way.earlier_until, way.successor, way.seen_from, way.next_year, way.is_stated, way.share_from, way.share_to
    FROM way
    LIMIT 10001;
END
$function$;
COMMENT ON FUNCTION @extschema@.succession_ways(text[], text[], integer[], numeric[]) IS
'The ways by successions from units (or heads) as they were to what they count as, one row for each step of each way. Element i of the arrays is one succession: of codes[i], from the fiscal year from_years[i] on, the part shares[i] (above 0 to 1; NULL where nobody says how much) counts as successors[i]; what is left stays. A way leads from code as it was in the years earlier_from to earlier_until to successor as seen from the year seen_from on, until next_year changes that (NULL: nothing does); is_stated tells whether every step says how much; share_from and share_to are where its stretch of 0 to 1 begins and ends, see portion(amount, share_from, share_to). No successions, no rows. No more than 10,001 rows, for where each gives a part to each they double from year to year, and a circle has no end: a mart refuses circles, and more than 10,000. For the views of a mart.';
