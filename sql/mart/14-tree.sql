-- tree: units, heads and goals stand above each other, and none above itself

-- Its arguments, of a tree that changes from one fiscal year to another: its table, that of its moves, and the column
-- there that says who moves. Without them the trigger's own table is a tree, the same in all years.
--
-- A row stands where its last move up to a year puts it, else where its own column parent does. So each year from
-- which something moves has a tree of its own, as has the time before all moves (year 0): none may have a circle.
--
-- New rows can only stand in a circle with each other, since nobody can have made a row
-- that is not there yet a parent. Two who move rows at the same time may close one together,
-- so those, and only those, take turns: each writes the row of the organisation, which at
-- read committed waits for the other and then sees what it did, and else ends in 40001. Who takes a move back moves, too.
--
-- A tree has 64 levels at most. No organisation has as many ranks; but a file in which each row has the row before as its
-- parent would make as many, and what views say of a tree grows with the square of its height. So what is below a moved row
-- counts as well. Below a new row there are new rows only.
--
-- Each row, each of its ancestors and, of moved rows, all below them are looked up once a year, whatever the planner believes.
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
    tree CONSTANT text := coalesce(TG_ARGV[0], TG_TABLE_NAME);
    moves CONSTANT text := TG_ARGV[1];
    mover CONSTANT text := TG_ARGV[2];
    is_of_moves CONSTANT boolean := coalesce(TG_TABLE_NAME = moves, false);
    stated CONSTANT text := CASE WHEN is_of_moves THEN format('organisation, %I AS code, parent, from_year', mover) ELSE 'organisation, code, parent' END;
    moved CONSTANT text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %s FROM new_rows', stated)
        WHEN 'DELETE' THEN format('SELECT %s FROM old_rows', stated)
        ELSE format('SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows', stated)
             || CASE WHEN is_of_moves THEN format(' UNION (SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows)', stated) ELSE '' END END;
    max_levels CONSTANT integer := 64;
    of_organisation text;
    organisations text[];
    years integer[];
    codes text[];
    parents integer[];    -- at which place of these arrays the parent stands, or 0
    reached_from integer[];
    levels integer[];
    place integer;
    level integer;
    too_deep integer;
    circle text[] := '{}';
    moved_code text;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    IF is_of_moves OR TG_OP = 'UPDATE' THEN
        FOR of_organisation IN EXECUTE format('SELECT DISTINCT organisation FROM (%s) m ORDER BY organisation', moved) LOOP
            EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', TG_TABLE_SCHEMA) USING of_organisation;
        END LOOP;
        IF of_organisation IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format(
        'WITH RECURSIVE moved AS MATERIALIZED (SELECT DISTINCT organisation, code FROM (%1$s) m),
         year AS MATERIALIZED (%2$s),
         concerned AS (
             SELECT y.organisation, y.year, m.code FROM moved m JOIN year y ON y.organisation = m.organisation
             %4$s
         ),
         up AS (
             SELECT y.organisation, y.year, m.code, stands.parent
             FROM concerned y CROSS JOIN LATERAL (SELECT y.code) m(code)
             CROSS JOIN LATERAL (%3$s) stands
             UNION
             SELECT y.organisation, y.year, m.code, stands.parent
             FROM up y CROSS JOIN LATERAL (SELECT y.parent) m(code)
             CROSS JOIN LATERAL (%3$s) stands
         ),
         placed AS (SELECT organisation, year, code, parent, pg_catalog.row_number() OVER (ORDER BY organisation, year, code)::integer AS place FROM up)
         SELECT pg_catalog.array_agg(p.organisation ORDER BY p.place), pg_catalog.array_agg(p.year ORDER BY p.place), pg_catalog.array_agg(p.code ORDER BY p.place),
                pg_catalog.array_agg(coalesce(above.place, 0) ORDER BY p.place),
                pg_catalog.array_fill(0, ARRAY[pg_catalog.count(*)::integer]), pg_catalog.array_fill(0, ARRAY[pg_catalog.count(*)::integer])
         FROM placed p LEFT JOIN placed above ON above.organisation = p.organisation AND above.year = p.year AND above.code = p.parent',
        moved,
        'SELECT DISTINCT organisation, 0 AS year FROM moved'
        || CASE WHEN moves IS NULL THEN ''
                ELSE format(' UNION SELECT v.organisation, v.from_year FROM (SELECT DISTINCT organisation FROM moved) m
                              CROSS JOIN LATERAL (SELECT v.organisation, v.from_year FROM %I.%I v WHERE v.organisation = m.organisation OFFSET 0) v', TG_TABLE_SCHEMA, moves) END,
        format(CASE WHEN moves IS NULL THEN
                    'SELECT t.parent FROM %1$I.%2$I t WHERE t.organisation = y.organisation AND t.code = m.code OFFSET 0'
               ELSE 'SELECT CASE WHEN last.is_move THEN last.parent ELSE t.parent END AS parent
                     FROM %1$I.%2$I t
                     LEFT JOIN LATERAL (SELECT v.parent, true AS is_move FROM %1$I.%3$I v
                                        WHERE v.organisation = y.organisation AND v.%4$I = m.code AND v.from_year <= y.year
                                        ORDER BY v.from_year DESC LIMIT 1) last ON true
                     WHERE t.organisation = y.organisation AND t.code = m.code OFFSET 0' END, TG_TABLE_SCHEMA, tree, moves, mover),
        CASE WHEN is_of_moves OR TG_OP = 'UPDATE' THEN
            format('UNION SELECT y.organisation, y.year, below.code FROM concerned y CROSS JOIN LATERAL (' ||
                CASE WHEN moves IS NULL THEN
                    'SELECT t.code FROM %1$I.%2$I t WHERE t.organisation = y.organisation AND t.parent = y.code OFFSET 0'
                ELSE
                    'SELECT t.code FROM %1$I.%2$I t
                     WHERE t.organisation = y.organisation AND t.parent = y.code
                       AND NOT EXISTS (SELECT FROM %1$I.%3$I v WHERE v.organisation = y.organisation AND v.%4$I = t.code AND v.from_year <= y.year OFFSET 0)
                     UNION ALL
                     SELECT last.%4$I FROM %1$I.%3$I last
                     WHERE last.organisation = y.organisation AND last.parent = y.code AND last.from_year <= y.year
                       AND NOT EXISTS (SELECT FROM %1$I.%3$I v WHERE v.organisation = y.organisation AND v.%4$I = last.%4$I
                                       AND v.from_year > last.from_year AND v.from_year <= y.year OFFSET 0)' END || ') below', TG_TABLE_SCHEMA, tree, moves, mover)
        ELSE '' END)
        INTO organisations, years, codes, parents, reached_from, levels;
    FOR start IN 1 .. coalesce(cardinality(parents), 0) LOOP
        place := start;
        level := 0;
        WHILE place > 0 AND reached_from[place] = 0 LOOP
            reached_from[place] := start;
            level := level + 1;
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
                MESSAGE = format('%s "%s" of organisation "%s" would stand above itself', tree, coalesce(moved_code, circle[1]), of_organisation)
                          || CASE WHEN years[place] > 0 THEN format(' from fiscal year %s on', years[place]) ELSE '' END,
                HINT = CASE WHEN years[place] > 0 THEN format('Then it would be %s%s below %s. Move another of them from that year on, too: of each, the last row of %s up to a year counts, and before its first the column parent of %s.',
                                                                array_to_string(circle[1:10], ' below '),
                                                                CASE WHEN cardinality(circle) > 10 THEN format(' below %s more', cardinality(circle) - 10) END, circle[1], moves, tree)
                            ELSE 'Follow the column parent upwards: it must end at a row without a parent.' END,
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END IF;
        -- The same way again, now that it is known how far it is from the top.
        level := level + CASE WHEN place > 0 THEN levels[place] ELSE 0 END;
        place := start;
        WHILE place > 0 AND levels[place] = 0 LOOP
            levels[place] := level;
            IF level = max_levels + 1 THEN
                too_deep := place;
            END IF;
            level := level - 1;
            place := parents[place];
        END LOOP;
        IF too_deep > 0 THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('%s "%s" of organisation "%s" would stand at level %s', tree, codes[too_deep], organisations[too_deep], max_levels + 1)
                          || CASE WHEN years[too_deep] > 0 THEN format(' from fiscal year %s on', years[too_deep]) ELSE '' END
                          || format(', and a tree has at most %s', max_levels),
                HINT = 'See whether parent names the row before, where it should name the rank above: rows of one rank have the same parent.',
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION refuse_tree_cycle() FROM PUBLIC;
COMMENT ON FUNCTION refuse_tree_cycle() IS 'Refuses rows of a tree, or of its moves, that would make one of them its own ancestor in any fiscal year, or stand at more than 64 levels (23514). 42501 for a table of another owner';
