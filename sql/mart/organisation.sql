-- organisation: whose figures these are, and the units they are kept for

CREATE TABLE IF NOT EXISTS mart (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    organisation text    NOT NULL,
    reader       text,
    version      text    NOT NULL
);
COMMENT ON TABLE  mart              IS 'What this mart is: one row, written by create_social_mart and upgrade_social_mart';
COMMENT ON COLUMN mart.only_row     IS 'Always true: there is one row';
COMMENT ON COLUMN mart.organisation IS 'Organisation that a row belongs to when it does not say otherwise';
COMMENT ON COLUMN mart.reader       IS 'Role that may read every view, or NULL';
COMMENT ON COLUMN mart.version      IS 'Version of social_services whose tables and views these are';

CREATE TABLE IF NOT EXISTS organisation (
    organisation text PRIMARY KEY,
    name         text NOT NULL,
    CONSTRAINT organisation_is_not_blank CHECK (btrim(organisation) <> ''),
    CONSTRAINT organisation_name_is_not_blank CHECK (btrim(name) <> '')
);
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
COMMENT ON TABLE  unit              IS 'Boards, service areas and units, as a tree';
COMMENT ON COLUMN unit.organisation IS 'Organisation that the unit belongs to';
COMMENT ON COLUMN unit.code         IS 'Code of the unit, unique within the organisation';
COMMENT ON COLUMN unit.name         IS 'Name for people';
COMMENT ON COLUMN unit.parent       IS 'Code of the unit above, or NULL at the top';

-- Rules that look at other rows than the one at hand hold only if nobody else
-- is adding rows meanwhile, and if all that others have added can be seen.
CREATE OR REPLACE FUNCTION load_one_at_a_time() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('rows of %s cannot be checked at isolation level %s', TG_TABLE_NAME, current_setting('transaction_isolation')),
            HINT = 'Load them at the default level: BEGIN ISOLATION LEVEL READ COMMITTED.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('social_services'), TG_RELID::integer);
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION load_one_at_a_time() IS 'Lets loads of one table wait for each other until they commit, so that the rules between its rows hold (0A000 at other isolation levels than read committed)';

CREATE OR REPLACE TRIGGER unit_is_loaded_one_at_a_time BEFORE INSERT OR UPDATE ON unit
    FOR EACH STATEMENT EXECUTE FUNCTION load_one_at_a_time();

-- The tables are found through the trigger, so that a mart can be renamed.
CREATE OR REPLACE FUNCTION refuse_tree_cycle() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    in_cycle record;
BEGIN
    EXECUTE format(
        'WITH RECURSIVE up AS (
             SELECT organisation, code, parent FROM new_rows WHERE parent IS NOT NULL
             UNION ALL
             SELECT t.organisation, t.code, t.parent
             FROM up JOIN %I.%I t ON t.organisation = up.organisation AND t.code = up.parent
         ) CYCLE organisation, code SET is_cycle USING path
         SELECT organisation, code FROM up WHERE is_cycle ORDER BY 1, 2 LIMIT 1',
        TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO in_cycle;
    IF in_cycle.code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%s "%s" of organisation "%s" would stand above itself', TG_TABLE_NAME, in_cycle.code, in_cycle.organisation),
            HINT = 'Follow the column parent upwards: it must end at a row without a parent.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_tree_cycle() IS 'Refuses rows of a tree that would make one of them its own ancestor (23514)';

-- A trigger with a transition table serves one event, hence two.
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_insert AFTER INSERT ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_update AFTER UPDATE ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
