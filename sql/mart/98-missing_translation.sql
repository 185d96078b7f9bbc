-- missing_translation: what has no name in a language yet

CREATE OR REPLACE VIEW missing_translation AS
WITH named (organisation, table_name, column_name, code, name) AS (
    SELECT organisation, 'organisation'::text AS table_name, 'name'::text AS column_name, organisation, name FROM organisation
    UNION ALL SELECT organisation, 'unit'::text AS table_name, 'name'::text AS column_name, code, name FROM unit
    UNION ALL SELECT organisation, 'budget_head'::text AS table_name, 'name'::text AS column_name, code, name FROM budget_head
    UNION ALL SELECT organisation, 'goal'::text AS table_name, 'name'::text AS column_name, code, name FROM goal
    UNION ALL SELECT organisation, 'indicator'::text AS table_name, 'name'::text AS column_name, code, name FROM indicator
    UNION ALL SELECT organisation, 'assignment'::text AS table_name, 'title'::text AS column_name, code, title FROM assignment
    UNION ALL SELECT organisation, 'register_kind'::text AS table_name, 'name'::text AS column_name, code, name FROM register_kind
    UNION ALL SELECT organisation, 'register_item'::text AS table_name, 'title'::text AS column_name, code, title FROM register_item
    UNION ALL SELECT organisation, 'episode_kind'::text AS table_name, 'name'::text AS column_name, code, name FROM episode_kind
    UNION ALL SELECT organisation, 'waiting_rule'::text AS table_name, 'name'::text AS column_name, code, name FROM waiting_rule
    UNION ALL SELECT DISTINCT organisation, 'register_item'::text AS table_name, 'measure'::text AS column_name, measure, measure FROM register_item WHERE measure IS NOT NULL
    UNION ALL SELECT DISTINCT organisation, 'indicator'::text AS table_name, 'counted'::text AS column_name, counted, counted FROM indicator WHERE counted IS NOT NULL
    UNION ALL SELECT DISTINCT organisation, 'assignment'::text AS table_name, 'source'::text AS column_name, source, source FROM assignment
    UNION ALL SELECT DISTINCT organisation, 'assignment'::text AS table_name, 'decided_by'::text AS column_name, decided_by, decided_by FROM assignment
    UNION ALL SELECT DISTINCT organisation, 'assignment'::text AS table_name, 'responsible'::text AS column_name, responsible, responsible FROM assignment WHERE responsible IS NOT NULL
    UNION ALL SELECT DISTINCT organisation, 'stated_driver'::text AS table_name, 'cause'::text AS column_name, cause, cause FROM stated_driver
    UNION ALL SELECT DISTINCT organisation, 'budget_change'::text AS table_name, 'cause'::text AS column_name, cause, cause FROM budget_change
    UNION ALL SELECT DISTINCT organisation, 'transfer_rule'::text AS table_name, 'source'::text AS column_name, source, source FROM transfer_rule WHERE source IS NOT NULL
), spoken AS (
    SELECT DISTINCT translation.organisation, translation.language, translation.table_name = 'key_figure' AS is_of_key_figures FROM translation
), lacking AS (
    -- A name counts as complete in the organisation's own language, in which it stands in its table.
    SELECT named.organisation, spoken.language, named.table_name, named.column_name, named.code, named.name
    FROM named
    JOIN organisation ON organisation.organisation = named.organisation
    JOIN spoken ON spoken.organisation = named.organisation AND spoken.language <> organisation.language AND NOT spoken.is_of_key_figures
    UNION ALL
    SELECT spoken.organisation, spoken.language, 'key_figure'::text AS table_name, 'name'::text AS column_name, key_figure.code, key_figure.name
    FROM spoken CROSS JOIN key_figure
    WHERE spoken.is_of_key_figures
)
SELECT lacking.organisation, lacking.language, lacking.table_name, lacking.column_name, lacking.code, lacking.name
FROM lacking
WHERE NOT EXISTS (SELECT FROM translation
                  WHERE translation.organisation = lacking.organisation AND translation.language = lacking.language
                    AND translation.table_name = lacking.table_name AND translation.column_name = lacking.column_name AND translation.code = lacking.code)
UNION ALL
SELECT word.organisation, organisation.language, 'label'::text AS table_name, word.area, word.code, word.text
FROM live_label word
JOIN organisation ON organisation.organisation = word.organisation
WHERE word.language <> organisation.language;
COMMENT ON VIEW   missing_translation              IS 'A name or word that is lacking in a language: of the organisation''s own a word of the product, of the others that it has translations into a name. It is shown as it stands in name';
COMMENT ON COLUMN missing_translation.organisation IS 'Code of the organisation';
COMMENT ON COLUMN missing_translation.language     IS 'Language that it is lacking in';
COMMENT ON COLUMN missing_translation.table_name   IS 'Where the translation belongs: table_name of a row in translation; or label, for a word of the product, which belongs there';
COMMENT ON COLUMN missing_translation.column_name  IS 'Column that is named; of a word its area';
COMMENT ON COLUMN missing_translation.code         IS 'code of the row that is lacking';
COMMENT ON COLUMN missing_translation.name         IS 'What stands there instead';
