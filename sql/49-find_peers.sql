-- find_peers: organisations that are like one, by figures of all of them

-- It runs with the caller's rights, or the owner's (load_as_owner).

CREATE FUNCTION @extschema@.store_peers(schema text, organisation text, peer_group text, key_figures text[], year integer, nearest integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    first_day date;
    compared text;
    found record;
BEGIN
    IF key_figures IS NULL OR cardinality(key_figures) = 0 OR array_position(key_figures, NULL) IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'key_figures names no key figure, or NULL',
            HINT = 'Name those by which organisations shall be alike: key_figures => ''{N01951,N01800}''.';
    ELSIF year IS NULL OR year NOT BETWEEN 1000 AND 9999 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('year must have four digits, not be %s', coalesce(year::text, 'NULL')),
            HINT = 'Give the year whose figures are compared.';
    ELSIF nearest IS NULL OR nearest < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('nearest must be 1 or more, not %s', coalesce(nearest::text, 'NULL')),
            HINT = 'Seven are usual; verdicts need five.';
    ELSIF peer_group IS NULL OR btrim(peer_group) = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'peer_group is blank',
            HINT = 'Give the code that the group has or shall have.';
    END IF;
    first_day := make_date(year, 1, 1);

    -- Each figure by its own spread, or kronor would weigh more than shares of one.
    compared := format($sql$
        WITH chosen AS (
            SELECT DISTINCT c.code FROM unnest($2) AS c(code)
        ), figure AS MATERIALIZED (
            SELECT latest.organisation, latest.key_figure, latest.value
            FROM (SELECT DISTINCT ON (v.organisation, v.key_figure) v.organisation, v.key_figure, v.value
                  FROM %1$I.key_figure_value v JOIN chosen c ON c.code = v.key_figure
                  WHERE v.period_kind = 'year' AND v.period_start = $3 AND v.unit IS NULL AND v.breakdown = 'total'
                  ORDER BY v.organisation, v.key_figure, v.published_on DESC) latest
            WHERE latest.value IS NOT NULL
        ), whole AS MATERIALIZED (
            -- Of whom one of them is not known nothing can be said.
            SELECT f.organisation FROM figure f GROUP BY f.organisation HAVING count(*) = (SELECT count(*) FROM chosen)
        ), spread AS MATERIALIZED (
            SELECT f.key_figure, stddev_samp(f.value) AS deviation FROM figure f JOIN whole w ON w.organisation = f.organisation GROUP BY f.key_figure
        ), distant AS MATERIALIZED (
            SELECT other.organisation, sqrt(sum(((other.value - own.value) / s.deviation) ^ 2)) AS distance
            FROM figure own
            JOIN spread s ON s.key_figure = own.key_figure AND s.deviation > 0
            JOIN figure other ON other.key_figure = own.key_figure AND other.organisation <> own.organisation
            JOIN whole w ON w.organisation = other.organisation
            WHERE own.organisation = $1
            GROUP BY other.organisation
        ), nearest AS MATERIALIZED (
            SELECT d.organisation, d.distance, row_number() OVER (ORDER BY d.distance, d.organisation COLLATE "C") AS place FROM distant d
        )$sql$, schema);
    EXECUTE compared || $sql$
        SELECT (SELECT string_agg(c.code, ', ' ORDER BY c.code) FROM chosen c WHERE NOT EXISTS (SELECT FROM figure f WHERE f.organisation = $1 AND f.key_figure = c.code)) AS lacking,
               (SELECT count(*) FROM whole) AS candidates, (SELECT count(DISTINCT f.organisation) FROM figure f) - (SELECT count(*) FROM whole) AS left_out,
               (SELECT string_agg(s.key_figure, ', ' ORDER BY s.key_figure) FROM spread s WHERE s.deviation = 0) AS alike, (SELECT count(*) FROM spread s WHERE s.deviation > 0) AS telling,
               (SELECT count(*) FROM nearest n WHERE n.place <= $4) AS found,
               (SELECT string_agg(format('%s (%s)', n.organisation, round(n.distance, 4)), ', ' ORDER BY n.place) FROM nearest n WHERE n.place <= least($4, 50)) AS told,
               (SELECT string_agg(n.organisation, ', ' ORDER BY n.place) FROM nearest n WHERE n.place > $4 AND n.distance = (SELECT max(l.distance) FROM nearest l WHERE l.place <= $4)) AS as_near$sql$
        INTO found USING organisation, key_figures, first_day, nearest;
    IF found.lacking IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation "%s" has no figure of %s for %s', organisation, year, found.lacking),
            HINT = 'Load them, or choose other key figures or another year.';
    ELSIF found.telling = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('no organisation can be told from another by %s of %s: %s have them', array_to_string(key_figures, ', '), year, found.candidates),
            HINT = 'Load the figures of others, or choose key figures in which they differ.';
    END IF;

    EXECUTE format('INSERT INTO %I.peer_group AS g (organisation, code, name, basis) VALUES ($1, $2, $2, $3)
                    ON CONFLICT (organisation, code) DO UPDATE SET basis = EXCLUDED.basis', schema)
        USING organisation, peer_group, left(format('the %s nearest of %s by %s of %s', found.found, found.candidates - 1, array_to_string(key_figures, ', '), year), 500);
    -- Who was in the group before stays so for the years before.
    EXECUTE format('DELETE FROM %I.peer_group_member m WHERE m.organisation = $1 AND m.peer_group = $2 AND m.from_day >= $3', schema) USING organisation, peer_group, first_day;
    EXECUTE format('UPDATE %I.peer_group_member m SET until_day = $3 - 1 WHERE m.organisation = $1 AND m.peer_group = $2 AND (m.until_day IS NULL OR m.until_day >= $3)', schema)
        USING organisation, peer_group, first_day;
    EXECUTE compared || format(' INSERT INTO %I.peer_group_member (organisation, peer_group, member, from_day, distance)
                                 SELECT $1, $5, n.organisation, $3, n.distance FROM nearest n WHERE n.place <= $4 ORDER BY n.place', schema)
        USING organisation, key_figures, first_day, nearest, peer_group;
    RAISE NOTICE E'in group % from %, of organisations with all figures % of %: %\nleft out: organisations without one of the figures %; %as near as the last: %', peer_group, first_day, found.found, found.candidates - 1, found.told,
        found.left_out, coalesce('figures that are the same everywhere: ' || found.alike || '; ', ''), coalesce(found.as_near, 'none');
END
$function$;
COMMENT ON FUNCTION @extschema@.store_peers(text, text, text, text[], integer, integer) IS
'The part of find_peers that writes into the mart and tells what it did. Call that.';

CREATE FUNCTION @extschema@.find_peers_as_owner(schema text, peer_group text, key_figures text, year text, nearest text, organisation text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    SELECT @extschema@.store_peers(schema, @extschema@.mart_organisation(schema, organisation), peer_group, key_figures::text[], year::integer, nearest::integer);
END;
COMMENT ON FUNCTION @extschema@.find_peers_as_owner(text, text, text, text, text, text) IS
'The part of find_peers that runs with the rights of the mart''s owner. Call that.';

CREATE PROCEDURE @extschema@.find_peers(schema text, peer_group text, key_figures text[], year integer, nearest integer DEFAULT 7, organisation text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(mart.relation, '@extschema@.find_peers_as_owner(text, text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, peer_group, key_figures::text, year::text, nearest::text, organisation])
    FROM @extschema@.social_mart(schema) AS mart(relation)
    WHERE @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.refuse_released_mart(schema) FROM @extschema@.social_mart(schema) AS mart(relation) WHERE NOT @extschema@.acts_for_owner(mart.relation);
    SELECT @extschema@.store_peers(schema, @extschema@.mart_organisation(schema, organisation), peer_group, key_figures, year, nearest)
    FROM @extschema@.social_mart(schema) AS mart(relation)
    WHERE NOT @extschema@.acts_for_owner(mart.relation);
END;
COMMENT ON PROCEDURE @extschema@.find_peers(text, text, text[], integer, integer, text) IS
'Makes a group of the organisations that are nearest to one (the mart''s own where it is NULL) by key figures of a year, from the first day of that year on, with the caller''s rights, or those of the mart''s owner where the caller is another who could act as him. The distance is the Euclidean one of figures divided by their standard deviation (of the sample of all organisations that have every one of them, that one too), as R''s dist(scale(x)). An organisation without one of the figures is left out; so is a figure that is the same everywhere. Of those that are as near as the last, the first by their codes are taken, and the NOTICE names the others. Members from that day on are replaced; those of the time before stay until the day before. Errors: 22023 for arguments that mean nothing, for an organisation that lacks one of the figures, and where none of them tells anybody apart; 3F000 for a schema that is no mart, 55000 for what is released of one; those of the mart''s tables.';
