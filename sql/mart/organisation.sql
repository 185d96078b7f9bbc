-- organisation: whose figures these are, and the units they are kept for

CREATE TABLE IF NOT EXISTS mart (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    organisation text    NOT NULL,
    reader       text,
    version      text    NOT NULL
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'mart'::text, '{organisation}'::text[], '{}'::text[]);
COMMENT ON TABLE  mart              IS 'What this mart is: one row, written by create_social_mart and upgrade_social_mart';
COMMENT ON COLUMN mart.only_row     IS 'Always true: there is one row';
COMMENT ON COLUMN mart.organisation IS 'Organisation that a row belongs to when it does not say otherwise';
COMMENT ON COLUMN mart.reader       IS 'Role that may read every view, or NULL';
COMMENT ON COLUMN mart.version      IS 'Version of social_services whose tables and views these are';

-- What the functions that work as the owner for others (SECURITY DEFINER) ask first, in the schema that they
-- themselves are in, whatever table they are used on. A mart that a superuser has
-- restored from a dump has them as that dump had them: they do nothing for others until the superuser has upgraded the
-- mart, by which they come from the installed extension.
ALTER TABLE mart ADD COLUMN IF NOT EXISTS made_here oid;
COMMENT ON COLUMN mart.made_here IS 'Number of this table where create_social_mart or upgrade_social_mart wrote the row: another one after a restore';
CREATE OR REPLACE FUNCTION refuse_others_work(relation oid) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    work record;
    is_made_here boolean;
    anothers record;
BEGIN
    SELECT n.oid AS namespace, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, o.rolsuper AND NOT s.rolsuper AS lends_superuser INTO work
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN pg_roles o CROSS JOIN pg_roles s
    WHERE c.oid = relation AND o.rolname = current_user AND s.rolname = session_user;
    IF work.owner <> current_user THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('table %I.%I does not belong to the owner of the mart', work.schema, work.name),
            HINT = format('Give it back: ALTER TABLE %I.%I OWNER TO %I.', work.schema, work.name, current_user);
    ELSIF work.lends_superuser THEN
        EXECUTE format('SELECT bool_and(m.made_here = c.oid) FROM %1$I.mart m, pg_class c WHERE c.oid = %2$L::regclass', work.schema, format('%I.mart', work.schema))
            INTO is_made_here;
        IF is_made_here IS NOT TRUE THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('mart %I was restored by a superuser, whose rights it would lend to what came from the dump', work.schema),
                HINT = format('Let a superuser CALL upgrade_social_mart(%L), which makes its functions anew, or restore it as an ordinary owner (pg_restore --no-owner --role=...).', work.schema);
        END IF;
    END IF;
    -- Who has been granted TRIGGER can put one on what is written here, or one that waits and has the name of a key that is
    -- told to wait no longer. It would run with these rights.
    SELECT t.name, t.relation INTO anothers
    FROM (
        SELECT t.tgname AS name, c.relname AS relation, p.proowner
        FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = work.namespace AND c.relname = ANY ('{summary_note,ledger_period,organisation}'::name[]) AND NOT t.tgisinternal
        UNION ALL
        SELECT t.tgname, c.relname, p.proowner
        FROM pg_constraint k JOIN pg_trigger t ON t.tgconstraint = k.oid JOIN pg_class c ON c.oid = k.conrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE k.connamespace = work.namespace AND k.contype = 't'
          AND k.conname = ANY ('{ledger_scenario_fkey,ledger_unit_fkey,ledger_head_fkey,ledger_month_is_in_the_scenarios_fiscal_year,ledger_is_by_month_or_for_the_whole_year}'::name[])
    ) t
    JOIN pg_roles r ON r.oid = t.proowner
    WHERE r.rolname <> work.owner AND NOT r.rolsuper
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('trigger %I on table %I.%I runs a routine of another than the owner of the mart', anothers.name, work.schema, anothers.relation),
            DETAIL = 'It would run with the rights of the owner.',
            HINT = format('Let the owner DROP TRIGGER %I ON %I.%I; and REVOKE TRIGGER ON ALL TABLES IN SCHEMA %2$I from whoever has it.', anothers.name, work.schema, anothers.relation);
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION refuse_others_work(oid) FROM PUBLIC;
COMMENT ON FUNCTION refuse_others_work(oid) IS 'Refuses to work as the owner on a table of another owner, beside triggers of others, or as a superuser in a mart that was restored from a dump and not upgraded since (42501)';

CREATE TABLE IF NOT EXISTS organisation (
    organisation text PRIMARY KEY,
    name         text NOT NULL,
    CONSTRAINT organisation_is_not_blank CHECK (btrim(organisation) <> ''),
    CONSTRAINT organisation_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'organisation'::text, '{organisation}'::text[], '{name}'::text[]);
-- What is no time zone is refused by PostgreSQL's own message (22023).
ALTER TABLE organisation ADD COLUMN IF NOT EXISTS time_zone text NOT NULL DEFAULT 'Europe/Stockholm'
    CONSTRAINT organisation_time_zone_is_known CHECK (timestamptz '2000-01-01 00:00:00+00' AT TIME ZONE time_zone IS NOT NULL);
COMMENT ON TABLE  organisation              IS 'Municipalities or other bodies whose figures the mart holds';
COMMENT ON COLUMN organisation.organisation IS 'Code of the organisation; in Sweden the municipality code, such as 1281 for Lund';
COMMENT ON COLUMN organisation.name         IS 'Name for people';
COMMENT ON COLUMN organisation.time_zone    IS 'Time zone that decides what day it is, such as Europe/Stockholm; that of a session does not matter';

-- A view and not a function: a reader's views would call that with the reader's rights.
CREATE OR REPLACE VIEW live_day AS
SELECT o.organisation, (pg_catalog.now() AT TIME ZONE o.time_zone)::date AS today
FROM organisation o;
COMMENT ON VIEW   live_day              IS 'What day it is in an organisation, whatever the time zone of the session: the only place where the mart asks';
COMMENT ON COLUMN live_day.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_day.today        IS 'Today';

CREATE TABLE IF NOT EXISTS unit (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    parent       text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT unit_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES unit,
    CONSTRAINT unit_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT unit_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'unit'::text, '{code}'::text[], '{name}'::text[]);
COMMENT ON TABLE  unit              IS 'Boards, service areas and units, as a tree';
COMMENT ON COLUMN unit.organisation IS 'Organisation that the unit belongs to';
COMMENT ON COLUMN unit.code         IS 'Code of the unit, unique within the organisation';
COMMENT ON COLUMN unit.name         IS 'Name for people';
COMMENT ON COLUMN unit.parent       IS 'Code of the unit above, or NULL at the top';

-- Marts of 0.1.0 let all loads take turns.
DROP TRIGGER IF EXISTS unit_is_loaded_one_at_a_time ON unit;

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

-- A trigger with a transition table serves one event, hence two.
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_insert AFTER INSERT ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_update AFTER UPDATE ON unit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();

-- What the rules for months call where they are broken, so that the message says what to
-- write; a load whose months are right pays nothing for it.
CREATE OR REPLACE FUNCTION refuse_month(relation text, month date) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('month of %s must be the first day of a month, not %s', relation, month),
        HINT = CASE WHEN month >= '1000-01-01'::date AND month <= '9999-12-31'::date AND EXTRACT(day FROM month) <> 1::numeric
                    THEN format('Write %s; for a column of days: date_trunc(''month'', day)::date.', date_trunc('month', month::timestamp)::date)
                    ELSE 'Write for example 2026-01-01: a year of four digits, the month, and day 01.' END,
        TABLE = relation, CONSTRAINT = relation || '_month_is_a_first_day';
END
$function$;
COMMENT ON FUNCTION refuse_month(text, date) IS 'Refuses a month of a table, and says how it is written (23514)';
