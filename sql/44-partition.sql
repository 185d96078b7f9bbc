-- partition: the ledger and the payments of a mart, divided by the calendar year of their months

-- A statement that names a partition runs the triggers of that one alone, and DROP, DETACH and ATTACH run none. So:
--
--   a partition has copies of the triggers that note changes, which summary_trigger lists like all others; the one that is by row
--   PostgreSQL itself makes with ATTACH and takes away with DETACH. It is listed as ENABLE ALWAYS, and the table's own is not: so
--   what was away, and changed there by another way, is known by it
--   rows are written through the table that is divided, whose triggers hold them to its keys (refuse_write_of_partition)
--
-- Whatever is not so, nothing kept is read: at once, in the same transaction. The next refresh lists anew what there is.

CREATE FUNCTION @extschema@.watch_partitions(schema text, extension_schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET social_services.writes_summaries = 'on'
AS $function$
#variable_conflict use_variable
DECLARE
    divided oid[];
    is_as_listed boolean;
    copy record;
    tables text[];
    triggers text[];
    parents text[];
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT c.oid) FILTER (WHERE c.relkind = ''p''), bool_or(e.partition_of IS NOT NULL)
                    FROM %I.summary_trigger e LEFT JOIN pg_class c ON c.relname = e.table_name AND c.relnamespace = to_regnamespace(%L) AND e.partition_of IS NULL', schema, quote_ident(schema))
        INTO divided, is_as_listed;
    IF divided IS NULL AND is_as_listed IS NOT TRUE THEN
        RETURN;
    END IF;
    -- Partitions neither come nor go meanwhile.
    FOR copy IN SELECT d.relation::regclass AS relation FROM unnest(divided) AS d(relation) LOOP
        EXECUTE format('LOCK TABLE %s IN ACCESS SHARE MODE', copy.relation);
    END LOOP;
    EXECUTE format('SELECT count(*) = %1$s.triggers_in_place($1, array_agg(e.table_name), array_agg(e.trigger_name), array_agg(e.enabled)) FROM %2$I.summary_trigger e', extension_schema, schema)
        INTO is_as_listed USING format('%I.mart', schema)::regclass;
    IF is_as_listed THEN
        RETURN;
    END IF;

    FOR copy IN
        EXECUTE format('SELECT p.relname::text AS parent, l.relname::text AS name, l.oid::regclass AS relation, t.tgname::text AS trigger_name, t.tgtype & 1 = 1 AS is_by_row,
                               pg_get_triggerdef(t.oid) AS definition, format('' ON %%I.%%I '', $2, p.relname) AS place
                        FROM unnest($1) AS d(relation)
                        JOIN pg_class p ON p.oid = d.relation
                        JOIN pg_inherits i ON i.inhparent = p.oid AND NOT i.inhdetachpending
                        JOIN pg_class l ON l.oid = i.inhrelid AND l.relkind = ''r'' AND l.relnamespace = p.relnamespace
                        JOIN pg_trigger t ON t.tgrelid = p.oid
                        JOIN %1$I.summary_trigger e ON e.table_name = p.relname AND e.trigger_name = t.tgname AND e.partition_of IS NULL
                        ORDER BY p.relname, l.relname, t.tgname', schema) USING divided, schema
    LOOP
        IF NOT copy.is_by_row THEN
            EXECUTE overlay(overlay(copy.definition PLACING format(' ON %s ', copy.relation) FROM position(copy.place IN copy.definition) FOR length(copy.place))
                            PLACING 'CREATE OR REPLACE TRIGGER' FROM 1 FOR length('CREATE TRIGGER'));
        END IF;
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', copy.relation, copy.trigger_name);
        IF copy.name <> ALL (coalesce(tables, '{}')) THEN
            EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %I.refuse_write_of_partition(%L)',
                           left(copy.name, 30) || '_is_written_through_its_table', copy.relation, schema, copy.parent);
        END IF;
        tables := tables || copy.name;
        triggers := triggers || copy.trigger_name;
        parents := parents || copy.parent;
    END LOOP;
    EXECUTE format('DELETE FROM %I.summary_trigger WHERE partition_of IS NOT NULL', schema);
    EXECUTE format('INSERT INTO %I.summary_trigger (table_name, trigger_name, enabled, partition_of) SELECT s.name, s.trigger_name, ''A'', s.parent FROM unnest($1, $2, $3) AS s(name, trigger_name, parent)', schema) USING tables, triggers, parents;
    -- What was there while others were listed proves nothing about these.
    EXECUTE format('DELETE FROM %I.summary_note WHERE kind = ''refresh''', schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.watch_partitions(text, text) IS
'Gives the partitions of a mart''s tables the triggers that note changes, lists them, and forgets what was proven, where partitions have come or gone, or anything listed is not in place. For refresh_social_mart, upgrade_social_mart and partition_social_mart.';

-- One table, and what of it a partition has to have.
CREATE FUNCTION @extschema@.partition_mart_table(schema text, name text, version text) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
    SET lock_timeout = '10s'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    there regclass := format('%I.%I', schema, name)::regclass;
    old_name text := name || '_unpartitioned';
    other_name text := name || '_other';
    me oid := (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user);
    is_divided boolean := (SELECT c.relkind = 'p' FROM pg_class c WHERE c.oid = there);
    source regclass;
    mart_version text;
    why text;
    columns text;
    commands text[];
    command text;
    sequence_place record;
    years integer[];
    year integer;
    leaf record;
    keys record;
BEGIN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', there);
    EXECUTE format('SELECT m.version FROM %I.mart m', schema) INTO mart_version;
    IF mart_version IS DISTINCT FROM version THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('mart %I is of version %s, but social_services %s is installed', schema, mart_version, version),
            HINT = format('Upgrade it first: CALL upgrade_social_mart(%L).', schema);
    END IF;
    SELECT concat_ws(', ', CASE WHEN c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) THEN 'row security' END,
                     CASE WHEN c.relhasrules THEN 'rules' END,
                     CASE WHEN EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)) THEN 'tables that inherit' END,
                     CASE WHEN EXISTS (SELECT FROM pg_publication_rel p WHERE p.prrelid = c.oid) THEN 'a publication of its own' END,
                     -- What it is sent would be passed over without a word: a subscription knows tables by number.
                     CASE WHEN EXISTS (SELECT FROM pg_subscription_rel s WHERE s.srrelid = c.oid) THEN 'a subscription that writes it' END) INTO why
    FROM pg_class c WHERE c.oid = there AND NOT is_divided;
    IF why <> '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('%s cannot be partitioned: it has %s', there, why),
            HINT = 'Nothing was changed. Take that away, partition, and put it back.';
    END IF;

    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a WHERE a.attrelid = there AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';

    IF is_divided THEN
        source := (SELECT nullif(p.partdefid, 0)::regclass FROM pg_partitioned_table p WHERE p.partrelid = there);
        commands := '{}';
    ELSE
        -- All that the table has beside its columns, as SQL, before its name is another.
        SELECT array_agg(s.command ORDER BY s.place, s.name) INTO commands
        FROM (
            -- A key that does not tell the year is each partition's own.
            SELECT 1 + (k.contype = 'f')::integer AS place, k.conname::text AS name, format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', schema, name, k.conname, pg_get_constraintdef(k.oid)) AS command
            FROM pg_constraint k WHERE k.conrelid = there AND k.contype IN ('u', 'f')
            UNION ALL
            SELECT 3, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            FROM pg_index i WHERE i.indrelid = there AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
            UNION ALL
            SELECT 4, t.tgname, pg_get_triggerdef(t.oid) || format('; ALTER TABLE %I.%I %s TRIGGER %I', schema, name,
                                                                   CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE' END, t.tgname)
            FROM pg_trigger t WHERE t.tgrelid = there AND NOT t.tgisinternal
            UNION ALL
            SELECT 5, a.privilege_type, format('GRANT %s ON %I.%I TO %s%s', a.privilege_type, schema, name, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                                               CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE c.oid = there AND a.grantee <> me
            UNION ALL
            SELECT 5, a.privilege_type, format('GRANT %s (%I) ON %I.%I TO %s%s', a.privilege_type, c.attname, schema, name, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                                               CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_attribute c CROSS JOIN LATERAL aclexplode(c.attacl) a WHERE c.attrelid = there AND c.attnum > 0 AND NOT c.attisdropped AND a.grantee <> me
            UNION ALL
            SELECT 6, '', format('COMMENT ON TABLE %I.%I IS %L', schema, name, obj_description(there, 'pg_class'))
            UNION ALL
            SELECT 6, k.conname, format('COMMENT ON CONSTRAINT %I ON %I.%I IS %L', k.conname, schema, name, obj_description(k.oid, 'pg_constraint'))
            FROM pg_constraint k WHERE k.conrelid = there AND k.contype IN ('u', 'f') AND obj_description(k.oid, 'pg_constraint') IS NOT NULL
            UNION ALL
            SELECT 6, t.tgname, format('COMMENT ON TRIGGER %I ON %I.%I IS %L', t.tgname, schema, name, obj_description(t.oid, 'pg_trigger'))
            FROM pg_trigger t WHERE t.tgrelid = there AND obj_description(t.oid, 'pg_trigger') IS NOT NULL
            UNION ALL
            SELECT 6, i.indexrelid::regclass::text, format('COMMENT ON INDEX %s IS %L', i.indexrelid::regclass, obj_description(i.indexrelid, 'pg_class'))
            FROM pg_index i WHERE i.indrelid = there AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL AND NOT i.indisprimary
        ) s;
        -- Names of indexes and sequences are for one in a schema.
        FOR command IN
            SELECT format('ALTER INDEX %s RENAME TO %I', i.indexrelid::regclass, 'unpartitioned_' || i.indexrelid) FROM pg_index i WHERE i.indrelid = there
            UNION ALL
            SELECT format('ALTER SEQUENCE %s RENAME TO %I', d.objid::regclass, 'unpartitioned_' || d.objid)
            FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = d.classid AND d.refobjid = there AND d.deptype = 'i'
        LOOP
            EXECUTE command;
        END LOOP;
        source := there;
        EXECUTE format('ALTER TABLE %s RENAME TO %I', there, old_name);
        EXECUTE format('CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (month)', schema, name, source);
        there := format('%I.%I', schema, name)::regclass;
        FOR command IN SELECT format('REVOKE ALL ON %s FROM %s', there, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
                       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE c.oid = there AND a.grantee <> me LOOP
            EXECUTE command;
        END LOOP;
        FOREACH command IN ARRAY commands LOOP
            EXECUTE command;
        END LOOP;
        FOR sequence_place IN
            SELECT pg_get_serial_sequence(source::text, a.attname) AS old, pg_get_serial_sequence(there::text, a.attname) AS new
            FROM pg_attribute a WHERE a.attrelid = there AND a.attnum > 0 AND a.attidentity <> ''
        LOOP
            EXECUTE format('SELECT setval(%L::regclass, s.last_value, s.is_called) FROM %s s', sequence_place.new, sequence_place.old);
        END LOOP;
    END IF;

    -- == Partitions: the years that there are rows of, this one and the next, and what is of none ==

    IF source IS NOT NULL THEN
        EXECUTE format('SELECT array_agg(DISTINCT EXTRACT(year FROM r.month)::integer) FROM %s r WHERE r.month IS NOT NULL', source) INTO years;
    END IF;
    FOR leaf IN
        SELECT format('%s_%s', name, y.year) AS name, format('FROM (%L) TO (%L)', make_date(y.year, 1, 1), make_date(y.year + 1, 1, 1)) AS bounds,
               format('month >= %L AND month < %L', make_date(y.year, 1, 1), make_date(y.year + 1, 1, 1)) AS rows,
               format('Rows of table %s whose month is in %s: a partition of it', name, y.year) AS meaning
        FROM (SELECT unnest(years) UNION SELECT EXTRACT(year FROM now())::integer + n FROM generate_series(0, 1) AS n) AS y(year)
        WHERE NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = there AND i.inhrelid = to_regclass(format('%I.%I', schema, format('%s_%s', name, y.year))))
        UNION ALL
        SELECT other_name, NULL, 'month IS NULL', format('Rows of table %s that are of no month, or of one whose year has no partition: CALL partition_social_mart gives it one', name)
        WHERE NOT is_divided OR source IS NULL
        ORDER BY name
    LOOP
        EXECUTE format('CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING IDENTITY EXCLUDING INDEXES EXCLUDING STATISTICS)', schema, leaf.name, there);
        FOR command IN SELECT format('REVOKE ALL ON %s FROM %s', c.oid::regclass, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
                       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE c.oid = format('%I.%I', schema, leaf.name)::regclass AND a.grantee <> me LOOP
            EXECUTE command;
        END LOOP;
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', schema, leaf.name, leaf.meaning);
        IF source IS NOT NULL THEN
            PERFORM set_config('social_services.moves_rows', 'on', true);
            EXECUTE format(CASE WHEN is_divided THEN 'WITH moved AS (DELETE FROM %4$s WHERE %5$s RETURNING %3$s) INSERT INTO %1$I.%2$I (%3$s) SELECT %3$s FROM moved'
                                ELSE 'INSERT INTO %1$I.%2$I (%3$s) SELECT %3$s FROM %4$s WHERE %5$s' END, schema, leaf.name, columns, source, leaf.rows);
            PERFORM set_config('social_services.moves_rows', '', true);
        END IF;
        -- Named as the table's, which a message names.
        FOR keys IN
            SELECT leaf.name || substr(k.conname, length(name) + 1) AS name, pg_get_constraintdef(k.oid) AS definition
            FROM pg_constraint k WHERE k.conrelid = there AND k.contype = 'u' AND starts_with(k.conname, name)
            UNION ALL
            SELECT leaf.name || '_pkey', pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.conrelid = source AND k.contype = 'p'
        LOOP
            EXECUTE format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', schema, leaf.name, keys.name, keys.definition);
        END LOOP;
        IF NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = format('%I.%I', schema, leaf.name)::regclass AND i.indisprimary) THEN
            EXECUTE format('ALTER TABLE %I.%I REPLICA IDENTITY FULL', schema, leaf.name);
        END IF;
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I.%I %s', there, schema, leaf.name, coalesce('FOR VALUES ' || leaf.bounds, 'DEFAULT'));
    END LOOP;
    EXECUTE format('ANALYZE %s', there);
END
$function$;
COMMENT ON FUNCTION @extschema@.partition_mart_table(text, text, text) IS
'Divides a table of a mart by the year of column month, and gives partitions to years that have none. The table that it was stays, as NAME_unpartitioned, until views read the other. For partition_social_mart.';

CREATE FUNCTION @extschema@.drop_unpartitioned(schema text, tables text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    name text;
    detail text;
    partitions bigint;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        BEGIN
            IF to_regclass(format('%I.%I', schema, name || '_unpartitioned')) IS NOT NULL THEN
                EXECUTE format('DROP TABLE %I.%I', schema, name || '_unpartitioned');
            END IF;
        EXCEPTION WHEN dependent_objects_still_exist THEN
            GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
            RAISE EXCEPTION USING
                ERRCODE = 'dependent_objects_still_exist',
                MESSAGE = format('%I.%I cannot be partitioned: what is not the mart''s own rests on it', schema, name),
                DETAIL = replace(detail, name || '_unpartitioned', name),
                HINT = 'Nothing was changed. Drop that, partition, and create it again.';
        END;
        SELECT count(*) INTO partitions FROM pg_inherits i WHERE i.inhparent = format('%I.%I', schema, name)::regclass;
        RAISE NOTICE 'partitions of %.%: %', quote_ident(schema), quote_ident(name), partitions;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.drop_unpartitioned(text, text[]) IS
'Drops what tables were before they were divided, and says how many partitions they have. 2BP01 where a view or key of others rests on them. For partition_social_mart.';
