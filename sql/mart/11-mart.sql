-- mart: whose figures these are, and what works for others with its owner's rights

CREATE TABLE IF NOT EXISTS mart (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    organisation text    NOT NULL,
    reader       text,
    version      text    NOT NULL,
    made_here    oid,
    insider      text,
    reader_id    oid,
    insider_id   oid,
    cluster      bigint,
    minimum_group integer NOT NULL DEFAULT 5,
    released_from text,
    CONSTRAINT mart_minimum_group_is_at_least_3 CHECK (minimum_group >= 3)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'mart'::text, '{organisation}'::text[], '{}'::text[]);
COMMENT ON TABLE  mart              IS 'What this mart is: one row, written by create_social_mart and upgrade_social_mart';
COMMENT ON COLUMN mart.only_row     IS 'Always true: there is one row';
COMMENT ON COLUMN mart.organisation IS 'Organisation that a row belongs to when it does not say otherwise';
COMMENT ON COLUMN mart.reader       IS 'Reader of a mart that was made by 0.1.0, or NULL';
COMMENT ON COLUMN mart.version      IS 'Version of social_services whose tables and views these are';

-- What the functions that work as the owner for others (SECURITY DEFINER) ask first, in the schema that they
-- themselves are in, whatever table they are used on. A mart that a superuser has
-- restored from a dump has them as that dump had them: they do nothing for others until the superuser has upgraded the
-- mart, by which they come from the installed extension.
COMMENT ON COLUMN mart.made_here IS 'Number of this table where create_social_mart or upgrade_social_mart wrote the row: another one after a restore';
CREATE OR REPLACE FUNCTION refuse_others_work(relation oid) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    work record;
    is_made_here boolean;
    anothers record;
    others text;
    written regclass;
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
    -- What was committed after a transaction of a higher level began cannot be seen here, and a trigger runs nevertheless. Rights are
    -- always seen as they are.
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname) INTO others
        FROM pg_roles r
        WHERE NOT r.rolsuper AND r.oid >= 16384 AND NOT pg_has_role(r.oid, work.owner, 'MEMBER')
          AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = work.namespace AND c.relkind IN ('r', 'p') AND has_table_privilege(r.oid, c.oid, 'TRIGGER'));
        IF others IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'insufficient_privilege',
                MESSAGE = format('at isolation level %s triggers of others cannot be ruled out', current_setting('transaction_isolation')),
                DETAIL = format('These may put triggers on tables of mart %I, which would run with the rights of its owner: %s.', work.schema, others),
                HINT = format('Let the owner REVOKE TRIGGER ON ALL TABLES IN SCHEMA %I FROM them; or use READ COMMITTED.', work.schema);
        END IF;
    END IF;
    -- Who could put one there after this has looked has to wait until the end.
    FOR written IN
        SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = work.namespace AND c.relname = ANY ('{summary_note,ledger_period,organisation,scenario_month,episode_kind,register_change}'::name[])
          AND EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.privilege_type = 'TRIGGER' AND a.grantee <> c.relowner)
        ORDER BY c.relname
    LOOP
        EXECUTE format('LOCK TABLE %s IN ROW EXCLUSIVE MODE', written);
    END LOOP;
    -- Who has been granted TRIGGER can put one on what is written here, or one that waits and has the name of a key that is
    -- told to wait no longer. It would run with these rights.
    SELECT t.name, t.relation INTO anothers
    FROM (
        SELECT t.tgname AS name, c.relname AS relation, p.proowner
        FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = work.namespace AND c.relname = ANY ('{summary_note,ledger_period,organisation,scenario_month,episode_kind,register_change}'::name[]) AND NOT t.tgisinternal
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
COMMENT ON FUNCTION refuse_others_work(oid) IS 'Refuses to work as the owner on a table of another owner, beside triggers of others or where at a higher isolation level there could be some, or as a superuser in a mart that was restored from a dump and not upgraded since (42501)';
COMMENT ON COLUMN mart.minimum_group IS 'How many households a figure must be about to be shown to readers of the released mart, 3 at least';
COMMENT ON COLUMN mart.released_from IS 'Of a released mart, whose views are for readers, the schema of the mart that release_month fills it from; else NULL';
