-- reader: who sees the mart, and what is closed to whom

-- Roles, not their names: another role that gets the name of one that was dropped is nobody here.
ALTER TABLE mart ADD COLUMN IF NOT EXISTS insider regrole;
COMMENT ON COLUMN mart.insider IS 'Role that may read every view with exact figures, or NULL';

CREATE TABLE IF NOT EXISTS organisation_reader (
    organisation text    NOT NULL REFERENCES organisation,
    role         regrole NOT NULL,
    schema_name  text    NOT NULL,
    PRIMARY KEY (organisation, role)
);
COMMENT ON TABLE  organisation_reader              IS 'Roles that may read the views of one organisation alone. Written by grant_reader and revoke_reader';
COMMENT ON COLUMN organisation_reader.organisation IS 'Organisation that the role may read about';
COMMENT ON COLUMN organisation_reader.role         IS 'The role';
COMMENT ON COLUMN organisation_reader.schema_name  IS 'Schema that has the views of this organisation';

CREATE TABLE IF NOT EXISTS closed_view (
    organisation text,
    role         regrole NOT NULL,
    view_name    text    NOT NULL,
    CONSTRAINT closed_view_key UNIQUE NULLS NOT DISTINCT (organisation, role, view_name)
);
-- A key with NULLs tells no subscriber which row is meant.
ALTER TABLE closed_view REPLICA IDENTITY FULL;
COMMENT ON TABLE  closed_view              IS 'Views that the owner has closed to a reader, as seen at the last upgrade or refresh: they stay closed when they come back after DROP EXTENSION ... CASCADE';
COMMENT ON COLUMN closed_view.organisation IS 'Organisation whose views are meant, or NULL for those of the whole mart';
COMMENT ON COLUMN closed_view.role         IS 'The reader';
COMMENT ON COLUMN closed_view.view_name    IS 'Name of the view';

CREATE TABLE IF NOT EXISTS microdata (
    table_name text PRIMARY KEY
);
COMMENT ON TABLE  microdata            IS 'Tables with rows about households or persons, which no reader may read';
COMMENT ON COLUMN microdata.table_name IS 'Name of the table';

CREATE OR REPLACE FUNCTION view_reader(OUT role regrole, OUT organisation text, OUT schema_name text) RETURNS SETOF record
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT whole.role, NULL::text, n.nspname::text
    FROM mart m
    CROSS JOIN LATERAL (SELECT m.reader AS role UNION SELECT m.insider) AS whole
    JOIN pg_class c ON c.oid = 'mart'::regclass::oid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE whole.role IS NOT NULL
    UNION ALL
    SELECT o.role, o.organisation, o.schema_name FROM organisation_reader o;
END;
COMMENT ON FUNCTION view_reader() IS 'The roles that may read views, of the whole mart (organisation NULL) or of one organisation, and the schema that they read them in';
