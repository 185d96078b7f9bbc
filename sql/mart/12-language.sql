-- language: in which words and digits a board reads

CREATE TABLE IF NOT EXISTS language (
    code         text PRIMARY KEY,
    name         text NOT NULL,
    decimal_mark text NOT NULL,
    group_mark   text NOT NULL,
    CONSTRAINT language_code_is_two_or_three_letters CHECK (code ~ '^[a-z]{2,3}$'),
    CONSTRAINT language_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT language_decimal_mark_is_a_comma_or_a_point CHECK (decimal_mark IN (',', '.')),
    CONSTRAINT language_group_mark_is_no_digit_or_sign_and_not_decimal_mark CHECK (length(group_mark) <= 1 AND group_mark !~ '[-0-9\\]' AND group_mark <> decimal_mark)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'language'::text, '{code,group_mark}'::text[], '{name}'::text[]);
COMMENT ON TABLE  language              IS 'Languages that organisations can be shown in. Another language is a row here, rows in label and rows in translation';
COMMENT ON COLUMN language.code         IS 'Code by ISO 639, such as sv; that of a web page''s lang';
COMMENT ON COLUMN language.name         IS 'Its own name';
COMMENT ON COLUMN language.decimal_mark IS 'Comma or point, between a number''s whole and its decimals';
COMMENT ON COLUMN language.group_mark   IS 'What stands between groups of three digits; empty for nothing';

-- An owner who has changed a row keeps it. What cannot be written in the database's encoding is a plain space.
INSERT INTO language (code, name, decimal_mark, group_mark)
VALUES ('en', 'English', '.', ' '),
       ('sv', 'Svenska', ',', CASE WHEN pg_catalog.getdatabaseencoding()::text = 'UTF8' THEN pg_catalog.chr(8239) ELSE ' ' END)
ON CONFLICT (code) DO NOTHING;
