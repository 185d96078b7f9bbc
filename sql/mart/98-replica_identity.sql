-- replica_identity: what tells a subscriber of logical replication which row was changed or deleted

-- Without it a publication of all tables refuses every UPDATE and DELETE. Tables that have no
-- key are known by the whole row (not the ledger, whose columns are partly generated: PostgreSQL
-- 18 refuses that); what the owner chose himself stays.
DO $do$
DECLARE
    without_key record;
BEGIN
    FOR without_key IN
        SELECT c.relname FROM pg_catalog.pg_class c
        WHERE c.relnamespace = pg_catalog.quote_ident(pg_catalog.current_schema()::text)::pg_catalog.regnamespace::oid AND c.relkind = 'r'::"char" AND c.relreplident = 'd'::"char"
          AND (c.relname IN ('support_payment'::name, 'budget_change'::name)
               OR c.relname IN (SELECT (v.view_name || '_summary'::text)::name FROM summary_view v))
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %I REPLICA IDENTITY FULL', without_key.relname);
    END LOOP;
END
$do$;
