-- mart_table: brings tables that a mart has to what its DDL says of them now

-- A column, a default, a rule or an index is written in one place, in CREATE TABLE or CREATE INDEX. A mart that has the
-- table gets it from there: in an upgrade all tables are made once more beside those that are there, empty and with `_`
-- before all names, and what differs is altered. They refer to each other, so that nobody who reads or writes has to wait
-- for them, and go at the end. What a table has beyond that stays, since it may be its owner's own: what a version does
-- away with is dropped by hand, below the table.

CREATE FUNCTION @extschema@.social_mart_tables(OUT place integer, OUT number bigint, OUT name text, OUT definition text, OUT indexes text[]) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 30
BEGIN ATOMIC
    -- Looked for once, not for each table.
    WITH mart_ddl AS MATERIALIZED (
        SELECT d.place, d.ddl FROM @extschema@.social_mart_ddl() d
    ), created_index AS MATERIALIZED (
        SELECT d.place, found.number, found.match[3] AS table_name, found.match[1] AS is_unique, found.match[2] AS name, found.match[4] AS rest
        FROM mart_ddl d
        CROSS JOIN LATERAL regexp_matches(d.ddl, '^CREATE (UNIQUE )?INDEX IF NOT EXISTS (\w+)\s+ON (\w+) ([^;]+);'::text, 'gw'::text) WITH ORDINALITY AS found(match, number)
    )
    SELECT d.place, found.number, found.match[1],
           format('CREATE TABLE _%s (%s)', found.match[1], regexp_replace(found.match[2], '\m(CONSTRAINT|REFERENCES) (\w)'::text, '\1 _\2'::text, 'g'::text)),
           ARRAY(SELECT format('CREATE %sINDEX _%s ON _%s %s', i.is_unique, i.name, i.table_name, i.rest)
                 FROM created_index i WHERE i.table_name = found.match[1] ORDER BY i.place, i.number)
    FROM mart_ddl d
    CROSS JOIN LATERAL regexp_matches(d.ddl, '^CREATE TABLE IF NOT EXISTS (\w+?) \((.*?)^\);'::text, 'gw'::text) WITH ORDINALITY AS found(match, number);
END;
COMMENT ON FUNCTION @extschema@.social_mart_tables() IS
'The tables of a mart, in the words of social_mart_ddl with `_` before the names of tables, constraints and indexes: what upgrade_mart_table compares with. For the procedures of marts.';

CREATE FUNCTION @extschema@.upgrade_mart_table(schema text, name text, definition text, indexes text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
    there regclass := to_regclass(format('%I.%I', schema, name));
    template regclass;
    command text;
    changes text;
    changed record;
BEGIN
    -- A new mart gets its tables from its DDL alone: it has no table `mart` yet, which comes first.
    IF to_regclass(format('%I.mart', schema)) IS NULL OR name <> 'mart' AND to_regclass(format('%I._mart', schema)) IS NULL THEN
        RETURN;
    END IF;
    -- As the mart's DDL is run: only its own and PostgreSQL's names.
    FOREACH command IN ARRAY ARRAY[definition] || indexes LOOP
        PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
        EXECUTE command;
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    END LOOP;
    IF there IS NULL THEN
        RETURN;
    END IF;
    template := format('%I.%I', schema, '_' || name)::regclass;

    SELECT string_agg(quote_ident(old.attname), ', ' ORDER BY old.attnum) INTO changes
    FROM pg_attribute now
    JOIN pg_attribute old ON old.attrelid = there AND old.attname = now.attname AND NOT old.attisdropped
    LEFT JOIN pg_attrdef now_default ON now_default.adrelid = now.attrelid AND now_default.adnum = now.attnum
    LEFT JOIN pg_attrdef old_default ON old_default.adrelid = old.attrelid AND old_default.adnum = old.attnum
    WHERE now.attrelid = template AND now.attnum > 0
      -- One that is no more generated keeps what it has.
      AND (now.attgenerated <> old.attgenerated AND now.attgenerated <> '' OR now.attidentity <> old.attidentity
           OR now.attgenerated <> '' AND pg_get_expr(now_default.adbin, template) <> pg_get_expr(old_default.adbin, there));
    IF changes IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('table %I.%I has columns that are generated otherwise in this version: %s', schema, name, changes),
            HINT = 'Drop them, with the views that show them: they are made anew, and so are the views.';
    END IF;

    -- All new columns in one command, so that a large table is written once.
    SELECT string_agg(c.change, ', ' ORDER BY c.attnum, c.change) INTO changes
    FROM (
        SELECT now.attnum, CASE
            WHEN old.attname IS NULL THEN
                format('ADD COLUMN %I %s', now.attname, format_type(now.atttypid, now.atttypmod))
                || CASE WHEN now.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, template))
                        WHEN now.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY'
                        WHEN now.attidentity = 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY'
                        WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, template)
                        ELSE '' END
                || CASE WHEN now.attnotnull THEN ' NOT NULL' ELSE '' END
            WHEN format_type(now.atttypid, now.atttypmod) <> format_type(old.atttypid, old.atttypmod) THEN
                format('ALTER COLUMN %I TYPE %s', now.attname, format_type(now.atttypid, now.atttypmod))
            WHEN now.attgenerated = '' AND old.attgenerated <> '' THEN format('ALTER COLUMN %I DROP EXPRESSION', now.attname) END AS change
        FROM pg_attribute now
        LEFT JOIN pg_attribute old ON old.attrelid = there AND old.attname = now.attname AND NOT old.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = now.attrelid AND d.adnum = now.attnum
        WHERE now.attrelid = template AND now.attnum > 0
        UNION ALL
        SELECT now.attnum, format('ALTER COLUMN %I %s NOT NULL', now.attname, CASE WHEN now.attnotnull THEN 'SET' ELSE 'DROP' END)
        FROM pg_attribute now
        JOIN pg_attribute old ON old.attrelid = there AND old.attname = now.attname AND NOT old.attisdropped
        WHERE now.attrelid = template AND now.attnum > 0 AND now.attnotnull <> old.attnotnull
        UNION ALL
        -- A default that is the owner's own stays where the DDL has none.
        SELECT now.attnum, format('ALTER COLUMN %I SET DEFAULT %s', now.attname, pg_get_expr(now_default.adbin, template))
        FROM pg_attribute now
        JOIN pg_attrdef now_default ON now_default.adrelid = now.attrelid AND now_default.adnum = now.attnum
        JOIN pg_attribute old ON old.attrelid = there AND old.attname = now.attname AND NOT old.attisdropped
        LEFT JOIN pg_attrdef old_default ON old_default.adrelid = old.attrelid AND old_default.adnum = old.attnum
        WHERE now.attrelid = template AND now.attnum > 0 AND now.attgenerated = ''
          AND pg_get_expr(now_default.adbin, template) IS DISTINCT FROM pg_get_expr(old_default.adbin, there)
    ) c
    WHERE c.change IS NOT NULL;
    IF changes IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s %s', there, changes);
    END IF;

    -- What is called otherwise now is renamed; a foreign key that only waits otherwise needs no look at the rows.
    FOR changed IN
        SELECT now.name, now.definition, same.conname AS old_name, old.definition AS old_definition,
               now.contype = 'f' AND now.body = old.body AS only_waits, coalesce('DEFERRABLE' || now.waits, 'NOT DEFERRABLE') AS waits
        FROM (SELECT substr(k.conname, 2) AS name, k.contype, d.definition,
                     split_part(d.definition, ' DEFERRABLE', 1) AS body, substring(d.definition FROM ' DEFERRABLE(.*)') AS waits
              FROM pg_constraint k
              CROSS JOIN LATERAL (SELECT replace(pg_get_constraintdef(k.oid), format(' REFERENCES %I._', schema), format(' REFERENCES %I.', schema))) AS d(definition)
              WHERE k.conrelid = template AND k.contype IN ('c', 'f', 'p', 'u', 'x')) now
        LEFT JOIN (SELECT k.conname AS name, pg_get_constraintdef(k.oid) AS definition, split_part(pg_get_constraintdef(k.oid), ' DEFERRABLE', 1) AS body
                   FROM pg_constraint k WHERE k.conrelid = there) old ON old.name = now.name
        LEFT JOIN pg_constraint same ON old.name IS NULL AND same.conrelid = there AND same.contype = now.contype AND pg_get_constraintdef(same.oid) = now.definition
                                    AND NOT EXISTS (SELECT FROM pg_constraint t WHERE t.conrelid = template AND t.conname = '_' || same.conname)
        WHERE now.definition IS DISTINCT FROM old.definition
        -- Keys first, for others may refer to them.
        ORDER BY now.contype NOT IN ('p', 'u'), now.name
    LOOP
        EXECUTE format('ALTER TABLE %s ', there) || CASE
            WHEN changed.old_name IS NOT NULL THEN format('RENAME CONSTRAINT %I TO %I', changed.old_name, changed.name)
            WHEN changed.only_waits THEN format('ALTER CONSTRAINT %I %s', changed.name, changed.waits)
            WHEN changed.old_definition IS NOT NULL THEN format('DROP CONSTRAINT %1$I, ADD CONSTRAINT %1$I %2$s', changed.name, changed.definition)
            ELSE format('ADD CONSTRAINT %I %s', changed.name, changed.definition) END;
    END LOOP;

    -- What is dropped here the DDL makes anew.
    FOR changed IN
        SELECT old.oid::regclass AS index
        FROM pg_index now
        JOIN pg_class n ON n.oid = now.indexrelid
        JOIN pg_class old ON old.relnamespace = n.relnamespace AND old.relname = substr(n.relname, 2)
        JOIN pg_index i ON i.indexrelid = old.oid
        WHERE now.indrelid = template AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = n.oid)
          AND (i.indrelid <> there OR i.indisunique <> now.indisunique
               OR substring(pg_get_indexdef(n.oid) FROM ' USING .*') <> substring(pg_get_indexdef(old.oid) FROM ' USING .*'))
    LOOP
        EXECUTE format('DROP INDEX %s', changed.index);
    END LOOP;
END
$function$;
COMMENT ON FUNCTION @extschema@.upgrade_mart_table(text, text, text, text[]) IS
'Brings a table that a mart has to a definition of social_mart_tables: adds columns, changes types, defaults and whether NULL may be, takes the expression of a column that is no more generated, constraints (those of the same definition are renamed), and drops indexes that are otherwise now. The table that it is compared with stays. Nothing in a new mart. Errors: those of ALTER TABLE, where rows break a new rule; 0A000 for another generated column. For the DDL of a mart.';

CREATE FUNCTION @extschema@.social_mart_steps() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        WITH mart_table AS MATERIALIZED (
            SELECT t.place, t.number, t.name, t.definition, t.indexes FROM @extschema@.social_mart_tables() t
        ), table_to_date AS (
            SELECT t.place, string_agg(format('SELECT %s.upgrade_mart_table(pg_catalog.current_schema()::text, %L::text, %L::text, %L::text[]);', s.name, t.name, t.definition, t.indexes),
                                       ' '::text ORDER BY t.number) AS commands
            FROM mart_table t
            CROSS JOIN @extschema@.social_services_schema() AS s(name)
            GROUP BY t.place
        )
        SELECT array_agg(coalesce(t.commands, ''::text) || replace(d.ddl, '@social_services@'::text, s.name) ORDER BY d.place)
               || (SELECT 'DROP TABLE IF EXISTS _'::text || string_agg(t.name, ', _'::text) FROM mart_table t)
        FROM @extschema@.social_mart_ddl() d
        CROSS JOIN @extschema@.social_services_schema() AS s(name)
        LEFT JOIN table_to_date t ON t.place = d.place);
COMMENT ON FUNCTION @extschema@.social_mart_steps() IS
'What social_mart_ddl says, with the schema of social_services put in, and before each file what brings the tables of it to date that the mart has; at last, what that has left is dropped. For the procedures of marts.';
