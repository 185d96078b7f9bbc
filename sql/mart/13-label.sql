-- label: the product's own words in each language

CREATE TABLE IF NOT EXISTS label (
    language text NOT NULL REFERENCES language,
    area     text NOT NULL,
    code     text NOT NULL,
    text     text NOT NULL,
    shipped  text,
    PRIMARY KEY (language, area, code),
    CONSTRAINT label_area_is_not_blank CHECK (btrim(area) <> ''),
    CONSTRAINT label_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT label_text_is_not_blank CHECK (btrim(text) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'label'::text, '{area,code}'::text[], '{text,shipped}'::text[]);
COMMENT ON TABLE  label          IS 'Words of the product in a language: titles, labels of columns, names for the codes in views. English and Swedish come with it, others are rows';
COMMENT ON COLUMN label.language IS 'Language';
COMMENT ON COLUMN label.area     IS 'What kind of word it is: report, section, column, row or sentence of an interim report; measure, status, phasing, scenario, ... for the codes in columns of views; rule, rule_to_do; key_figure for those that a mart computes';
COMMENT ON COLUMN label.code     IS 'What it stands for: a code as views have it, or a part of the report';
COMMENT ON COLUMN label.text     IS 'The word or sentence; %1$s, %2$s, ... stand for what is put in';
COMMENT ON COLUMN label.shipped  IS 'What came with the product, or NULL for the owner''s own: an upgrade changes text only where it is still that';

-- A sentence that could not be filled in would stop every report of the language.
CREATE OR REPLACE FUNCTION refuse_other_places() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    refused record;
BEGIN
    EXECUTE format($refused$
        SELECT w.*
        FROM (SELECT new.language, new.area, new.code, new.text, english.text AS english,
                     (SELECT max(m.parts[1]::integer) FROM regexp_matches(english.text, '%%([1-9])\$s', 'g') AS m(parts)) AS places
              FROM changed_rows new
              LEFT JOIN %I.label said ON said.language = 'en' AND said.area = new.area AND said.code = new.code
              CROSS JOIN LATERAL (SELECT CASE WHEN new.language = 'en' THEN new.shipped ELSE coalesce(said.shipped, said.text) END) AS english(text)
              WHERE new.text LIKE '%%\%%%%') w
        WHERE regexp_replace(w.text, '%%%%|%%[1-' || w.places || ']\$s', '', 'g') LIKE '%%\%%%%'
        ORDER BY w.language, w.area, w.code
        LIMIT 1$refused$, TG_TABLE_SCHEMA) INTO refused;
    IF refused.text IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('label %s.%s in language %s has a %% that is no place for what is put in', refused.area, refused.code, refused.language),
            DETAIL = format('It is "%s".', refused.text),
            HINT = format('Write %%%% for a percent sign, and %s where something is put in, as in English: %s', CASE refused.places WHEN 1 THEN '%1$s' ELSE format('%%1$s to %%%s$s', refused.places) END, refused.english),
            SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'text';
    END IF;
    RETURN NULL;
END
$function$;
COMMENT ON FUNCTION refuse_other_places() IS 'Refuses a word into which something is put in, where a percent sign is anything but such a place or doubled (23514)';
CREATE OR REPLACE TRIGGER label_has_places_as_in_english_on_insert AFTER INSERT ON label
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_places();
CREATE OR REPLACE TRIGGER label_has_places_as_in_english_on_update AFTER UPDATE ON label
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_places();

-- Where a language lacks a word it is said in English.
CREATE OR REPLACE VIEW live_label AS
SELECT organisation.organisation, english.area, english.code, coalesce(own.language, english.language) AS language, coalesce(own.text, english.text) AS text
FROM organisation
CROSS JOIN label english
LEFT JOIN label own ON own.language = organisation.language AND own.area = english.area AND own.code = english.code
WHERE english.language = 'en';
COMMENT ON VIEW   live_label              IS 'A word of the product as an organisation reads it';
COMMENT ON COLUMN live_label.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_label.area         IS 'What kind of word it is';
COMMENT ON COLUMN live_label.code         IS 'What it stands for';
COMMENT ON COLUMN live_label.language     IS 'Language that it is in: English where the organisation''s own has none';
COMMENT ON COLUMN live_label.text         IS 'The word or sentence';

CREATE OR REPLACE VIEW live_word AS
SELECT organisation.organisation,
       pg_catalog.jsonb_build_object('decimal_mark', language.decimal_mark, 'group_mark', language.group_mark)
       || pg_catalog.jsonb_object_agg(word.code, word.text) AS words
FROM organisation
JOIN language ON language.code = organisation.language
JOIN live_label word ON word.organisation = organisation.organisation AND word.area = 'measure'
GROUP BY organisation.organisation, language.decimal_mark, language.group_mark;
COMMENT ON VIEW   live_word              IS 'How figures of indicators are written for an organisation';
COMMENT ON COLUMN live_word.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_word.words        IS 'What measure_in_words wants: marks, and words for yes, no, days and for what is missing';
