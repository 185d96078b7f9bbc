-- succession: what units and heads of earlier years live on in, so that years can be compared

CREATE TABLE IF NOT EXISTS unit_succession (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    successor    text    NOT NULL,
    from_year    integer NOT NULL,
    share        numeric DEFAULT 1,
    PRIMARY KEY (organisation, unit, successor, from_year),
    CONSTRAINT unit_succession_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT unit_succession_successor_fkey FOREIGN KEY (organisation, successor) REFERENCES unit,
    CONSTRAINT unit_succession_is_to_another CHECK (unit <> successor OR refuse_succession('unit'::text, unit, from_year)),
    CONSTRAINT unit_succession_from_year_has_four_digits CHECK (from_year BETWEEN 1000 AND 9999),
    CONSTRAINT unit_succession_share_is_above_0_and_at_most_1
        CHECK (share > 0::numeric AND share <= 1::numeric AND share = round(share, 6) OR refuse_succession_share('unit'::text, unit, successor, share))
);
COMMENT ON TABLE  unit_succession              IS 'What units live on in from a fiscal year on: mergers, splits, renames. Earlier years are restated by it where years are compared and where forecasts learn; rows of other tables stay as they are. What is given away in a year is what the unit is then, with what came to it before and in that year; of several years the earlier comes first. What no row gives away stays in the unit itself';
COMMENT ON COLUMN unit_succession.organisation IS 'Organisation that the units belong to';
COMMENT ON COLUMN unit_succession.unit         IS 'Code of the unit as it was before';
COMMENT ON COLUMN unit_succession.successor    IS 'Code of the unit that it lives on in';
COMMENT ON COLUMN unit_succession.from_year    IS 'First fiscal year in which it does';
COMMENT ON COLUMN unit_succession.share        IS 'Fraction of the unit that lives on there, at most six decimals; those of one unit and year add up to 1 at most, and below 1 the rest stays in the unit itself (it was split off). NULL where something moved and nobody says how much: then nothing is restated, and views say that the years are not comparable';

CREATE TABLE IF NOT EXISTS head_succession (
    organisation text    NOT NULL,
    head         text    NOT NULL,
    successor    text    NOT NULL,
    from_year    integer NOT NULL,
    share        numeric DEFAULT 1,
    PRIMARY KEY (organisation, head, successor, from_year),
    CONSTRAINT head_succession_head_fkey FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT head_succession_successor_fkey FOREIGN KEY (organisation, successor) REFERENCES budget_head,
    CONSTRAINT head_succession_is_to_another CHECK (head <> successor OR refuse_succession('head'::text, head, from_year)),
    CONSTRAINT head_succession_from_year_has_four_digits CHECK (from_year BETWEEN 1000 AND 9999),
    CONSTRAINT head_succession_share_is_above_0_and_at_most_1
        CHECK (share > 0::numeric AND share <= 1::numeric AND share = round(share, 6) OR refuse_succession_share('head'::text, head, successor, share))
);
COMMENT ON TABLE  head_succession              IS 'What budget heads live on in from a fiscal year on: accounts that were merged, divided or renumbered. As unit_succession';
COMMENT ON COLUMN head_succession.organisation IS 'Organisation that the heads belong to';
COMMENT ON COLUMN head_succession.head         IS 'Code of the head as it was before';
COMMENT ON COLUMN head_succession.successor    IS 'Code of the head that it lives on in';
COMMENT ON COLUMN head_succession.from_year    IS 'First fiscal year in which it does';
COMMENT ON COLUMN head_succession.share        IS 'Fraction of the head that lives on there, at most six decimals; those of one head and year add up to 1 at most, and below 1 the rest stays in the head itself. NULL where nobody says how much: then nothing is restated, and views say that the years are not comparable';

-- Two who load successions of an organisation may together close a circle or give away more than there is, so they take
-- turns: each writes the row of the organisation, which at read committed waits for the other and then sees what it did,
-- and else ends in 40001. As refuse_tree_cycle, it works as the owner, serves no table of others, and finds its table
-- through the trigger.
--
-- A circle in any order of years: nobody could say what a figure is called that comes back to where it was. Codes that
-- are swapped are new codes.
--
-- Ways are as many as paths in a graph: two units that each give half to each of two others, ten times, make a thousand of
-- each. All views of a mart that compare years follow them, so that there may be 10,000 in an organisation, which takes a
-- twentieth of a second. To delete a row may make more of them, too: what another row led to then goes on further.
CREATE OR REPLACE FUNCTION hold_successions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
DECLARE
    kind CONSTANT text := TG_ARGV[0];    -- unit or head, as the column and the table are called
    max_ways CONSTANT integer := 10000;    -- succession_ways shows one more
    of_organisation text;
    wrong record;
    ways bigint;
BEGIN
    EXECUTE (SELECT format('SELECT %s.refuse_others_work($1)', p.pronamespace::regnamespace)
             FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = TG_RELID AND t.tgname = TG_NAME) USING TG_RELID;
    FOR of_organisation IN SELECT DISTINCT n.organisation FROM changed_rows n ORDER BY n.organisation LOOP
        EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', TG_TABLE_SCHEMA) USING of_organisation;
    END LOOP;
    IF of_organisation IS NULL THEN
        RETURN NULL;
    END IF;

    EXECUTE format(
        'SELECT n.organisation, n.%2$I AS code, n.from_year, s.share
         FROM (SELECT DISTINCT organisation, %2$I, from_year FROM changed_rows) n
         CROSS JOIN LATERAL (SELECT sum(s.share) AS share FROM %1$I.%3$I s
                             WHERE s.organisation = n.organisation AND s.%2$I = n.%2$I AND s.from_year = n.from_year) s
         WHERE s.share > 1::numeric ORDER BY 1, 2, 3 LIMIT 1', TG_TABLE_SCHEMA, kind, TG_TABLE_NAME)
        INTO wrong;
    IF wrong.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('shares of %s "%s" of organisation "%s" from %s on add up to %s, more than 1', kind, wrong.code, wrong.organisation, wrong.from_year, trim_scale(wrong.share)),
            HINT = 'Lower them until they add up to 1 at most, or correct from_year. To change several in one statement, use UPDATE ... FROM (VALUES ...) or delete the rows first.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;

    -- The way that comes back, to name it. No further than there may be ways.
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format(
            'WITH RECURSIVE reached (organisation, start, code) AS (
                 SELECT organisation, %2$I, successor FROM changed_rows
                 UNION
                 SELECT r.organisation, r.start, s.successor
                 FROM reached r JOIN %1$I.%3$I s ON s.organisation = r.organisation AND s.%2$I = r.code
                 WHERE r.code <> r.start
             ), looked_at AS MATERIALIZED (
                 SELECT r.* FROM reached r LIMIT %4$s
             )
             SELECT r.organisation, r.start AS code, r.code = r.start AS is_circle, count(*) OVER () AS ways
             FROM looked_at r ORDER BY r.code = r.start DESC, 1, 2 LIMIT 1', TG_TABLE_SCHEMA, kind, TG_TABLE_NAME, max_ways + 1)
            INTO wrong;
        IF wrong.is_circle THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('%s "%s" of organisation "%s" would succeed itself', kind, wrong.code, wrong.organisation),
                HINT = format('Follow %s from %s to successor, whatever the years: it must end at a %2$s that has none. Give a new code to what takes the place of an older %2$s.', TG_TABLE_NAME, kind),
                SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END IF;
        ways := wrong.ways;
    END IF;

    FOR of_organisation IN SELECT DISTINCT n.organisation FROM changed_rows n ORDER BY n.organisation LOOP
        EXIT WHEN ways > max_ways;
        EXECUTE format('SELECT w.organisation, w.code, sum(count(*)) OVER () AS ways
                        FROM %I.live_succession_way w WHERE w.organisation = $1 AND w.kind = $2
                        GROUP BY w.organisation, w.code ORDER BY count(*) DESC, w.code LIMIT 1', TG_TABLE_SCHEMA)
            INTO wrong USING of_organisation, kind;
        ways := wrong.ways;
    END LOOP;
    IF ways > max_ways THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%ss of organisation "%s" would live on in more than %s ways, those of "%s" among them', kind, wrong.organisation, max_ways, wrong.code),
            HINT = 'A way is what all successions in a row make of one code; where each gives a part to each, every year more, they double from year to year. Say what became of the last code in one row, and leave out the years between.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION hold_successions() FROM PUBLIC;
COMMENT ON FUNCTION hold_successions() IS 'Refuses successions in a circle, shares of one unit or head and year that add up to more than 1, and more than 10,000 ways in an organisation (23514). 42501 for a table of another owner';

CREATE OR REPLACE TRIGGER unit_succession_holds_on_insert AFTER INSERT ON unit_succession
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('unit');
CREATE OR REPLACE TRIGGER unit_succession_holds_on_update AFTER UPDATE ON unit_succession
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('unit');
CREATE OR REPLACE TRIGGER unit_succession_holds_on_delete AFTER DELETE ON unit_succession
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('unit');
CREATE OR REPLACE TRIGGER head_succession_holds_on_insert AFTER INSERT ON head_succession
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('head');
CREATE OR REPLACE TRIGGER head_succession_holds_on_update AFTER UPDATE ON head_succession
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('head');
CREATE OR REPLACE TRIGGER head_succession_holds_on_delete AFTER DELETE ON head_succession
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hold_successions('head');

-- They show in the years that look back beyond from_year.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit_succession,head_succession}'::text[], 'ledger'::text, @extschema@.forecast_earlier_years(), 'from_year'::text);

-- Not computed here: it would be planned with every view that looks back, in each of its places, even where nothing was ever succeeded.
CREATE OR REPLACE VIEW live_succession_way AS
SELECT succession.organisation, succession.kind, way.code, way.successor, way.earlier_from, way.earlier_until, way.seen_from, way.next_year,
       way.is_stated, way.share_from, way.share_to
FROM (
    SELECT organisation, 'unit'::text AS kind, pg_catalog.array_agg(unit) AS codes, pg_catalog.array_agg(successor) AS successors,
           pg_catalog.array_agg(from_year) AS from_years, pg_catalog.array_agg(share) AS shares
    FROM unit_succession
    GROUP BY organisation
    UNION ALL
    SELECT organisation, 'head'::text AS kind, pg_catalog.array_agg(head) AS codes, pg_catalog.array_agg(successor) AS successors,
           pg_catalog.array_agg(from_year) AS from_years, pg_catalog.array_agg(share) AS shares
    FROM head_succession
    GROUP BY organisation
) succession
CROSS JOIN LATERAL @extschema@.succession_ways(succession.codes, succession.successors, succession.from_years, succession.shares) AS way;
COMMENT ON VIEW   live_succession_way               IS 'A way by unit_succession or head_succession from a unit or head as it was, as far as each step of it. What hold_successions counts';
COMMENT ON COLUMN live_succession_way.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN live_succession_way.kind          IS 'unit or head';
COMMENT ON COLUMN live_succession_way.code          IS 'Code of the unit or head in the earlier year';
COMMENT ON COLUMN live_succession_way.successor     IS 'Code of what it counts as after this step';
COMMENT ON COLUMN live_succession_way.earlier_from  IS 'First earlier fiscal year that this holds for';
COMMENT ON COLUMN live_succession_way.earlier_until IS 'Last earlier fiscal year that this holds for';
COMMENT ON COLUMN live_succession_way.seen_from     IS 'Fiscal year of the step';
COMMENT ON COLUMN live_succession_way.next_year     IS 'Fiscal year of the next step, which may be the same; NULL where there is none';
COMMENT ON COLUMN live_succession_way.is_stated     IS 'Whether each step says how much';
COMMENT ON COLUMN live_succession_way.share_from    IS 'Where its stretch begins, see portion(amount, share_from, share_to)';
COMMENT ON COLUMN live_succession_way.share_to      IS 'Where its stretch ends; share_from where nobody says how much';

CREATE OR REPLACE VIEW live_lineage AS
SELECT way.organisation, way.kind, way.code, way.successor, way.earlier_from, way.earlier_until, way.seen_from,
       coalesce(way.next_year - 1, 9999) AS seen_until,
       CASE WHEN way.is_stated THEN way.share_to - way.share_from END AS share, way.share_from, way.share_to
FROM live_succession_way way
WHERE coalesce(way.next_year, 10000) > way.seen_from;
COMMENT ON VIEW   live_lineage               IS 'What a unit or head of earlier years counts as where it is looked at from later ones: one row for each way by unit_succession or head_succession, to itself for what stays. What has no row between two years is the same in both';
COMMENT ON COLUMN live_lineage.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN live_lineage.kind          IS 'unit or head';
COMMENT ON COLUMN live_lineage.code          IS 'Code of the unit or head in the earlier year';
COMMENT ON COLUMN live_lineage.successor     IS 'Code of what it counts as; its own for the part that stays';
COMMENT ON COLUMN live_lineage.earlier_from  IS 'First earlier fiscal year that this holds for';
COMMENT ON COLUMN live_lineage.earlier_until IS 'Last earlier fiscal year that this holds for';
COMMENT ON COLUMN live_lineage.seen_from     IS 'First fiscal year from which it looks so';
COMMENT ON COLUMN live_lineage.seen_until    IS 'Last fiscal year from which it looks so';
COMMENT ON COLUMN live_lineage.share         IS 'Fraction that it is; NULL where nobody says how much, and then no amount goes this way';
COMMENT ON COLUMN live_lineage.share_from    IS 'Where its stretch begins, see portion(amount, share_from, share_to)';
COMMENT ON COLUMN live_lineage.share_to      IS 'Where its stretch ends; share_from where nobody says how much';

CREATE OR REPLACE VIEW live_not_comparable AS
SELECT lineage.organisation, lineage.kind, side.code, lineage.earlier_from, lineage.earlier_until, lineage.seen_from, lineage.seen_until
FROM live_lineage lineage
CROSS JOIN LATERAL (VALUES (lineage.code), (lineage.successor)) AS side(code)
WHERE lineage.share IS DISTINCT FROM 1::numeric;
COMMENT ON VIEW   live_not_comparable               IS 'A unit or head of which a part went to another, or came from one, between two fiscal years: what is restated of it rests on a share, or nobody says how much it was. What has wholly gone into another is comparable';
COMMENT ON COLUMN live_not_comparable.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN live_not_comparable.kind          IS 'unit or head';
COMMENT ON COLUMN live_not_comparable.code          IS 'Code of the unit or head';
COMMENT ON COLUMN live_not_comparable.earlier_from  IS 'First of the earlier fiscal years';
COMMENT ON COLUMN live_not_comparable.earlier_until IS 'Last of the earlier fiscal years';
COMMENT ON COLUMN live_not_comparable.seen_from     IS 'First of the later fiscal years';
COMMENT ON COLUMN live_not_comparable.seen_until    IS 'Last of the later fiscal years';
