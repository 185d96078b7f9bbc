-- reader: who sees the mart, and what is closed to whom

-- A role is known by its number in the cluster that wrote it down, so that another role that gets the name of one that
-- was dropped is nobody here; in another cluster, after a restore, by its name, as grants in a dump are. Not as regrole:
-- a dump with a role that is missing elsewhere could not be restored.
COMMENT ON COLUMN mart.insider    IS 'Role that may read every view with exact figures, or NULL';
COMMENT ON COLUMN mart.reader_id  IS 'Number of the role reader in the cluster, or NULL where it has not been looked up';
COMMENT ON COLUMN mart.insider_id IS 'Number of the role insider in the cluster';
COMMENT ON COLUMN mart.cluster    IS 'Cluster that the numbers of roles are of: pg_control_system().system_identifier';

CREATE TABLE IF NOT EXISTS mart_reader (
    organisation text REFERENCES organisation,
    role         text NOT NULL,
    role_id      oid,
    schema_name  text,
    is_insider   boolean NOT NULL DEFAULT false,
    CONSTRAINT mart_reader_key UNIQUE NULLS NOT DISTINCT (organisation, role)
);
COMMENT ON TABLE  mart_reader              IS 'Readers and insiders beside mart.reader and mart.insider, of all organisations or of one alone. Written by grant_reader, grant_insider and revoke_reader';
COMMENT ON COLUMN mart_reader.organisation IS 'Organisation that the role may read about, or NULL for all';
COMMENT ON COLUMN mart_reader.role         IS 'The role';
COMMENT ON COLUMN mart_reader.role_id      IS 'Number of the role in the cluster, see mart.cluster';
COMMENT ON COLUMN mart_reader.schema_name  IS 'Schema that has the views of this organisation, or NULL for the mart''s own';
COMMENT ON COLUMN mart_reader.is_insider   IS 'Whether the role reads exact figures by right. A mart''s other readers read its released mart; of one that has been upgraded from 0.1.0 they read the mart itself until upgrade_social_mart is told what they are to read';

CREATE TABLE IF NOT EXISTS closed_view (
    organisation text,
    role         text NOT NULL,
    view_name    text NOT NULL,
    CONSTRAINT closed_view_key UNIQUE NULLS NOT DISTINCT (organisation, role, view_name)
);
COMMENT ON TABLE  closed_view              IS 'Views that the owner has closed to a reader, as seen at the last upgrade or refresh: they stay closed when they come back after DROP EXTENSION ... CASCADE';
COMMENT ON COLUMN closed_view.organisation IS 'Organisation whose views are meant, or NULL for those of the whole mart';
COMMENT ON COLUMN closed_view.role         IS 'The reader';
COMMENT ON COLUMN closed_view.view_name    IS 'Name of the view';

CREATE TABLE IF NOT EXISTS microdata (
    table_name text PRIMARY KEY
);
COMMENT ON TABLE  microdata            IS 'Tables with rows about households or persons, which no reader may read';
COMMENT ON COLUMN microdata.table_name IS 'Name of the table';

CREATE TABLE IF NOT EXISTS insider_view (
    view_name text PRIMARY KEY
);
COMMENT ON TABLE  insider_view           IS 'Views for insiders alone: their figures can be about so few that they tell of one household or person';
COMMENT ON COLUMN insider_view.view_name IS 'Name of the view';

-- Who may load every table is not thereby let decide who reads what.
CREATE OR REPLACE FUNCTION refuse_others_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('rows of %I.%I are written by the owner of the mart alone', TG_TABLE_SCHEMA, TG_TABLE_NAME),
            HINT = 'They say who reads what. The owner changes them with grant_reader and revoke_reader.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_others_change() IS 'Refuses to write into tables that say who reads what (42501) to all but the owner of the mart';
CREATE OR REPLACE TRIGGER mart_is_written_by_the_owner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON mart
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_others_change();
CREATE OR REPLACE TRIGGER mart_reader_is_written_by_the_owner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON mart_reader
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_others_change();
CREATE OR REPLACE TRIGGER closed_view_is_written_by_the_owner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON closed_view
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_others_change();
CREATE OR REPLACE TRIGGER insider_view_is_written_by_the_owner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON insider_view
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_others_change();
CREATE OR REPLACE TRIGGER microdata_is_written_by_the_owner BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON microdata
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_others_change();

CREATE OR REPLACE FUNCTION view_reader(OUT role_id oid, OUT role text, OUT organisation text, OUT schema_name text, OUT is_insider boolean) RETURNS SETOF record
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH own (schema_name) AS (
        SELECT n.nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = 'mart'::regclass::oid
    ), named (role_id, role, organisation, schema_name, is_insider) AS (
        SELECT m.reader_id, m.reader, NULL::text, own.schema_name, false FROM mart m CROSS JOIN own WHERE m.reader_id IS NOT NULL
        UNION ALL
        SELECT m.insider_id, m.insider, NULL::text, own.schema_name, true FROM mart m CROSS JOIN own WHERE m.insider_id IS NOT NULL
        UNION ALL
        SELECT r.role_id, r.role, r.organisation, coalesce(r.schema_name, own.schema_name), r.is_insider FROM mart_reader r CROSS JOIN own WHERE r.role_id IS NOT NULL
    )
    SELECT n.role_id, n.role, n.organisation, n.schema_name, bool_or(n.is_insider) FROM named n GROUP BY n.role_id, n.role, n.organisation, n.schema_name;
END;
COMMENT ON FUNCTION view_reader() IS 'The roles that may read views, of the whole mart (organisation NULL) or of one organisation, the schema that they read them in, and whether they are insiders';
