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
