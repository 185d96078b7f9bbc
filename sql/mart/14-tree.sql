-- tree: units, heads and goals stand above each other, and none above itself

-- New rows can only stand in a circle with each other, since nobody can have made a row
-- that is not there yet a parent. Two who move rows at the same time may close one together,
-- so those, and only those, take turns: each writes the row of the organisation, which at
-- read committed waits for the other and then sees what it did, and else ends in 40001.
--
-- Each row and each of its ancestors is looked up once, whatever the planner believes.
--
-- It works as the owner, so that whoever may move units need not be allowed to write
-- organisation. Hence nobody else may make a trigger of it, and it serves no table of others.
-- The tables are found through the trigger, so that a mart can be renamed.
CREATE OR REPLACE FUNCTION refuse_tree_cycle() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off
    SET enable_nestloop = off
    SET jit = off
AS $function$
DECLARE
    moved CONSTANT text := 'SELECT organisation, code, parent FROM new_rows WHERE parent IS NOT NULL'
                           || CASE TG_OP WHEN 'UPDATE' THEN ' EXCEPT SELECT organisation, code, parent FROM old_rows' ELSE '' END;
    of_organisation text;
    organisations text[];
    codes text[];
    parents integer[];    -- at which place of these arrays the parent stands, or 0
    reached_from integer[];
    place integer;
    circle text[] := '{}';
    moved_code text;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF TG_OP = 'UPDATE' THEN
        FOR of_organisation IN EXECUTE format('SELECT DISTINCT organisation FROM (%s) m ORDER BY organisation', moved) LOOP
            EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', TG_TABLE_SCHEMA) USING of_organisation;
        END LOOP;
        IF of_organisation IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format(
        'WITH RECURSIVE up AS (
             %s
             UNION
             SELECT t.organisation, t.code, t.parent
             FROM up CROSS JOIN LATERAL (SELECT t.organisation, t.code, t.parent FROM %I.%I t
                                         WHERE t.organisation = up.organisation AND t.code = up.parent OFFSET 0) t
         ),
         placed AS (SELECT organisation, code, parent, pg_catalog.row_number() OVER (ORDER BY organisation, code)::integer AS place FROM up)
         SELECT pg_catalog.array_agg(p.organisation ORDER BY p.place), pg_catalog.array_agg(p.code ORDER BY p.place),
                pg_catalog.array_agg(coalesce(above.place, 0) ORDER BY p.place), pg_catalog.array_fill(0, ARRAY[pg_catalog.count(*)::integer])
         FROM placed p LEFT JOIN placed above ON above.organisation = p.organisation AND above.code = p.parent',
        moved, TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO organisations, codes, parents, reached_from;
    FOR start IN 1 .. coalesce(cardinality(parents), 0) LOOP
        place := start;
        WHILE place > 0 AND reached_from[place] = 0 LOOP
            reached_from[place] := start;
            place := parents[place];
        END LOOP;
        IF place > 0 AND reached_from[place] = start THEN
            -- Round the circle once more, to name who was moved.
            of_organisation := organisations[place];
            WHILE reached_from[place] = start LOOP
                circle := circle || codes[place];
                reached_from[place] := 0;
                place := parents[place];
            END LOOP;
            EXECUTE format('SELECT m.code FROM (%s) m WHERE m.organisation = $1 AND m.code = ANY ($2) ORDER BY m.code LIMIT 1', moved)
                INTO moved_code USING of_organisation, circle;
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('%s "%s" of organisation "%s" would stand above itself', TG_TABLE_NAME, coalesce(moved_code, circle[1]), of_organisation),
                HINT = 'Follow the column parent upwards: it must end at a row without a parent.',
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION refuse_tree_cycle() FROM PUBLIC;
COMMENT ON FUNCTION refuse_tree_cycle() IS 'Refuses rows of a tree that would make one of them its own ancestor (23514). 42501 for a table of another owner';
