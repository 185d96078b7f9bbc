-- key_figure: what is counted, whoever counts it

CREATE TABLE IF NOT EXISTS key_figure (
    code            text PRIMARY KEY,
    name            text    NOT NULL,
    unit_of_measure text    NOT NULL,
    decimals        integer,
    direction       text,
    aggregation     text,
    source          text,
    definition      text,
    CONSTRAINT key_figure_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT key_figure_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT key_figure_unit_of_measure_is_not_blank CHECK (btrim(unit_of_measure) <> ''),
    CONSTRAINT key_figure_decimals_are_from_0_to_6 CHECK (decimals BETWEEN 0 AND 6),
    CONSTRAINT key_figure_direction_is_known CHECK (direction IN ('at_least', 'at_most')),
    CONSTRAINT key_figure_aggregation_is_known CHECK (aggregation IN ('sum', 'mean', 'last', 'distinct')),
    CONSTRAINT key_figure_aggregation_suits_the_unit_of_measure
        CHECK (CASE unit_of_measure WHEN 'percent' THEN aggregation <> 'sum' WHEN 'yes_no' THEN aggregation NOT IN ('sum', 'mean') ELSE true END)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'key_figure'::text, '{code,unit_of_measure}'::text[], '{name,source}'::text[]);
COMMENT ON TABLE  key_figure                 IS 'Key figures, the same for all organisations, so that they can be compared';
COMMENT ON COLUMN key_figure.code            IS 'Code of the key figure, such as N30005 in Kolada';
COMMENT ON COLUMN key_figure.name            IS 'Name for people';
COMMENT ON COLUMN key_figure.unit_of_measure IS 'percent (as a fraction: 0.91 is 91 %), yes_no (1 and 0), days, or what is counted, for people: households, kr/inv';
COMMENT ON COLUMN key_figure.decimals        IS 'Decimals that people are shown, in the unit of measure: 1 shows 0.764 as 76.4 %. NULL for those that a figure has';
COMMENT ON COLUMN key_figure.direction       IS 'at_least where high is good, at_most where low is, NULL where neither can be said';
COMMENT ON COLUMN key_figure.aggregation     IS 'How figures of months or quarters make a year: sum, mean, last (the state at the end), or distinct: they do not, as of different households, of which months do not tell how many there were. NULL where that is not known';
COMMENT ON COLUMN key_figure.source          IS 'Who publishes it';
COMMENT ON COLUMN key_figure.definition      IS 'What exactly is counted, of any length';

CREATE TABLE IF NOT EXISTS key_figure_break (
    organisation text NOT NULL REFERENCES organisation,
    key_figure   text NOT NULL REFERENCES key_figure,
    from_day     date NOT NULL,
    reason       text NOT NULL,
    PRIMARY KEY (organisation, key_figure, from_day),
    CONSTRAINT key_figure_break_from_day_is_finite CHECK (isfinite(from_day)),
    CONSTRAINT key_figure_break_reason_is_not_blank CHECK (btrim(reason) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'key_figure_break'::text, '{}'::text[], '{reason}'::text[]);
COMMENT ON TABLE  key_figure_break              IS 'Days from which a key figure is counted otherwise: nothing before is compared with anything after';
COMMENT ON COLUMN key_figure_break.organisation IS 'Organisation whose figures break';
COMMENT ON COLUMN key_figure_break.key_figure   IS 'Code of the key figure';
COMMENT ON COLUMN key_figure_break.from_day     IS 'First day that is counted in the new way';
COMMENT ON COLUMN key_figure_break.reason       IS 'What is different, for people';

-- Organisations share key figures, and may read them in different languages.
CREATE OR REPLACE VIEW live_key_figure_name AS
SELECT organisation.organisation, key_figure.code, coalesce(translation.name, key_figure.name) AS name
FROM organisation
CROSS JOIN key_figure
LEFT JOIN translation ON translation.organisation = organisation.organisation AND translation.language = organisation.language
                     AND translation.table_name = 'key_figure' AND translation.column_name = 'name' AND translation.code = key_figure.code;
COMMENT ON VIEW   live_key_figure_name              IS 'A key figure''s name as an organisation reads it';
COMMENT ON COLUMN live_key_figure_name.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_key_figure_name.code         IS 'Code of the key figure';
COMMENT ON COLUMN live_key_figure_name.name         IS 'Its name in the organisation''s language, or as it stands in key_figure';
