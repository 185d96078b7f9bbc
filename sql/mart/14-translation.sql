-- translation: names in other languages than the organisation's own

CREATE TABLE IF NOT EXISTS translatable (
    table_name  text NOT NULL,
    column_name text NOT NULL,
    key_column  text,
    is_shared   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (table_name, column_name)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'translatable'::text, '{table_name,column_name,key_column}'::text[], '{}'::text[]);
COMMENT ON TABLE  translatable             IS 'Columns with names for people that can be translated';
COMMENT ON COLUMN translatable.table_name  IS 'Table';
COMMENT ON COLUMN translatable.column_name IS 'Column of it';
COMMENT ON COLUMN translatable.key_column  IS 'Column with the code by which a translation is found; NULL where it is found by the text itself';
COMMENT ON COLUMN translatable.is_shared   IS 'Whether organisations share the names, so that they stay as they are and views look up the translation';
INSERT INTO translatable (table_name, column_name, key_column, is_shared) VALUES
    ('organisation', 'name', 'organisation', false), ('unit', 'name', 'code', false), ('budget_head', 'name', 'code', false), ('budget_head', 'pool', NULL, false), ('goal', 'name', 'code', false),
    ('indicator', 'name', 'code', false), ('indicator', 'counted', NULL, false), ('key_figure', 'name', 'code', true),
    ('assignment', 'title', 'code', false), ('assignment', 'source', NULL, false), ('assignment', 'decided_by', NULL, false), ('assignment', 'responsible', NULL, false),
    ('register_kind', 'name', 'code', false), ('register_item', 'title', 'code', false), ('register_item', 'measure', NULL, false),
    ('episode_kind', 'name', 'code', false), ('waiting_rule', 'name', 'code', false),
    ('stated_driver', 'cause', NULL, false), ('budget_change', 'cause', NULL, false), ('budget_driver', 'cause', NULL, false), ('transfer_rule', 'source', NULL, false)
ON CONFLICT (table_name, column_name) DO UPDATE SET key_column = excluded.key_column, is_shared = excluded.is_shared;

CREATE TABLE IF NOT EXISTS translation (
    organisation text NOT NULL REFERENCES organisation,
    language     text NOT NULL REFERENCES language,
    table_name   text NOT NULL,
    column_name  text NOT NULL DEFAULT 'name',
    code         text NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (organisation, language, table_name, column_name, code),
    CONSTRAINT translation_is_of_a_known_column FOREIGN KEY (table_name, column_name) REFERENCES translatable,
    CONSTRAINT translation_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT translation_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'translation'::text, '{}'::text[], '{code,name}'::text[]);
COMMENT ON TABLE  translation              IS 'Names of an organisation in other languages than its own. When organisation.language changes, the names of that language go into their tables, and those that stood there come here';
COMMENT ON COLUMN translation.organisation IS 'Organisation whose name it is';
COMMENT ON COLUMN translation.language     IS 'Language; not the organisation''s own, in which the name stands in its table (but for key figures, which organisations share)';
COMMENT ON COLUMN translation.table_name   IS 'Table of what is named: unit, budget_head, goal, indicator, assignment, key_figure, ... (translatable)';
COMMENT ON COLUMN translation.column_name  IS 'Column of it: name, or title of an assignment, counted of an indicator, cause of a stated_driver, ...';
COMMENT ON COLUMN translation.code         IS 'Code of what is named; where translatable has no key_column the text in the organisation''s own language';
COMMENT ON COLUMN translation.name         IS 'Its name in the language';

CREATE OR REPLACE FUNCTION refuse_own_language() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    other text;
BEGIN
    EXECUTE format('SELECT k.key_column IS NULL AND NOT k.is_shared FROM %1$I.organisation o JOIN %1$I.translatable k ON k.table_name = $3 AND k.column_name = $4
                    WHERE o.organisation = $1 AND o.language = $2 AND NOT k.is_shared', TG_TABLE_SCHEMA)
        INTO other USING NEW.organisation, NEW.language, NEW.table_name, NEW.column_name;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('translation of %s.%s "%s" of organisation "%s" is in %s, the organisation''s own language', NEW.table_name, NEW.column_name, NEW.code, NEW.organisation, NEW.language),
            HINT = format('Write it into %s.%s itself. Translations are those into other languages.', NEW.table_name, NEW.column_name),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'language';
    END IF;
    -- Or the way back from it would be lost.
    EXECUTE format('SELECT t.code FROM %1$I.translation t JOIN %1$I.translatable k ON k.table_name = t.table_name AND k.column_name = t.column_name AND k.key_column IS NULL
                    WHERE t.organisation = $1 AND t.language = $2 AND t.table_name = $3 AND t.column_name = $4 AND t.name = $5 AND t.code <> ALL (ARRAY[$6, $7]) LIMIT 1', TG_TABLE_SCHEMA)
        INTO other USING NEW.organisation, NEW.language, NEW.table_name, NEW.column_name, NEW.name, NEW.code, CASE TG_OP WHEN 'UPDATE' THEN OLD.code ELSE NEW.code END;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('"%s" and "%s" of %s.%s have the same translation into %s: "%s"', other, NEW.code, NEW.table_name, NEW.column_name, NEW.language, NEW.name),
            HINT = 'The way back could not be found. Write the same text for both in the table, or translate them differently.',
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION refuse_own_language() IS 'Refuses a translation into the organisation''s own language (23514), and one text for two that are found by their text (23505)';
CREATE OR REPLACE TRIGGER translation_is_into_another_language BEFORE INSERT OR UPDATE ON translation
    FOR EACH ROW EXECUTE FUNCTION refuse_own_language();

-- So a name stands in one place for all views, loaders and summaries, in the language that is read, and no view has to look it up.
CREATE OR REPLACE FUNCTION exchange_names() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    said record;
    was text;
BEGIN
    -- What has a translation into any language is kept in the old one too: where the new one lacks it, a third may have it.
    FOR said IN
        EXECUTE format('SELECT t.table_name, t.column_name, k.key_column, t.code, max(t.name) FILTER (WHERE t.language = $2) AS name
                        FROM %1$I.translation t JOIN %1$I.translatable k ON k.table_name = t.table_name AND k.column_name = t.column_name
                        WHERE t.organisation = $1 AND NOT k.is_shared
                        GROUP BY t.table_name, t.column_name, k.key_column, t.code
                        ORDER BY t.table_name, t.column_name, t.code', TG_TABLE_SCHEMA)
        USING NEW.organisation, NEW.language
    LOOP
        -- What is not there yet keeps its translations.
        EXECUTE format('SELECT max(n.%3$I) FROM %1$I.%2$I n WHERE n.organisation = $1 AND n.%4$I = $2', TG_TABLE_SCHEMA, said.table_name, said.column_name, coalesce(said.key_column, said.column_name))
            INTO was USING NEW.organisation, said.code;
        CONTINUE WHEN was IS NULL;
        IF said.name IS NOT NULL THEN
            EXECUTE format('DELETE FROM %I.translation t WHERE t.organisation = $1 AND t.language = $2 AND t.table_name = $3 AND t.column_name = $4 AND t.code = $5', TG_TABLE_SCHEMA)
                USING NEW.organisation, NEW.language, said.table_name, said.column_name, said.code;
            EXECUTE format('UPDATE %1$I.%2$I n SET %3$I = $3 WHERE n.organisation = $1 AND n.%4$I = $2', TG_TABLE_SCHEMA, said.table_name, said.column_name, coalesce(said.key_column, said.column_name))
                USING NEW.organisation, said.code, said.name;
            -- What a driver is a part of is told by that cause: else it would count again beside it.
            IF said.table_name = 'budget_change' AND said.column_name = 'cause' THEN
                EXECUTE format('UPDATE %I.budget_driver d SET part_of = $3 WHERE d.organisation = $1 AND d.part_of = $2', TG_TABLE_SCHEMA)
                    USING NEW.organisation, said.code, said.name;
            END IF;
            IF said.key_column IS NULL THEN
                EXECUTE format('UPDATE %I.translation t SET code = $5 WHERE t.organisation = $1 AND t.table_name = $2 AND t.column_name = $3 AND t.code = $4', TG_TABLE_SCHEMA)
                    USING NEW.organisation, said.table_name, said.column_name, said.code, said.name;
            END IF;
        END IF;
        EXECUTE format('INSERT INTO %I.translation (organisation, language, table_name, column_name, code, name) VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (organisation, language, table_name, column_name, code) DO UPDATE SET name = excluded.name', TG_TABLE_SCHEMA)
            USING NEW.organisation, OLD.language, said.table_name, said.column_name, CASE WHEN said.key_column IS NULL THEN coalesce(said.name, said.code) ELSE said.code END, was;
    END LOOP;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION exchange_names() IS 'Puts the names of an organisation''s new language into their tables, and those that stood there into translation';
CREATE OR REPLACE TRIGGER organisation_exchanges_names AFTER UPDATE OF language ON organisation
    FOR EACH ROW WHEN (NEW.language IS DISTINCT FROM OLD.language) EXECUTE FUNCTION exchange_names();

-- What was not there when the language changed waits in the organisation's own language for it, and is nobody's translation meanwhile.
CREATE OR REPLACE VIEW live_released_translation AS
SELECT translation.organisation, translation.language, translation.table_name, translation.column_name, translation.code, translation.name
FROM translation
JOIN organisation ON organisation.organisation = translation.organisation
JOIN translatable ON translatable.table_name = translation.table_name AND translatable.column_name = translation.column_name
WHERE translation.language <> organisation.language OR translatable.is_shared;
COMMENT ON VIEW   live_released_translation              IS 'A translation as the released mart has it';
COMMENT ON COLUMN live_released_translation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_released_translation.language     IS 'Language';
COMMENT ON COLUMN live_released_translation.table_name   IS 'Table of what is named';
COMMENT ON COLUMN live_released_translation.column_name  IS 'Column of it';
COMMENT ON COLUMN live_released_translation.code         IS 'Code of what is named, or the text itself';
COMMENT ON COLUMN live_released_translation.name         IS 'Its name in the language';
