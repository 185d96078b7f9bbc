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
    reference_for   text,
    volume          text REFERENCES key_figure,
    CONSTRAINT key_figure_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT key_figure_code_is_not_of_the_mart CHECK (code !~ '^mart[.]' OR refuse_code_of_mart(code)),
    CONSTRAINT key_figure_is_no_reference_for_itself CHECK (reference_for <> code),
    CONSTRAINT key_figure_is_no_volume_of_itself CHECK (volume <> code),
    CONSTRAINT key_figure_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT key_figure_unit_of_measure_is_not_blank CHECK (btrim(unit_of_measure) <> ''),
    CONSTRAINT key_figure_decimals_are_from_0_to_6 CHECK (decimals BETWEEN 0 AND 6),
    CONSTRAINT key_figure_direction_is_known CHECK (direction IN ('at_least', 'at_most')),
    CONSTRAINT key_figure_aggregation_is_known CHECK (aggregation IN ('sum', 'mean', 'last', 'distinct')),
    CONSTRAINT key_figure_aggregation_suits_the_unit_of_measure
        CHECK (CASE unit_of_measure WHEN 'percent' THEN aggregation <> 'sum' WHEN 'yes_no' THEN aggregation NOT IN ('sum', 'mean') ELSE true END)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'key_figure'::text, '{code,unit_of_measure,reference_for}'::text[], '{name,source}'::text[]);
COMMENT ON TABLE  key_figure                 IS 'Key figures, the same for all organisations, so that they can be compared';
COMMENT ON COLUMN key_figure.code            IS 'Code of the key figure, such as N30005 in Kolada';
COMMENT ON COLUMN key_figure.name            IS 'Name for people';
COMMENT ON COLUMN key_figure.unit_of_measure IS 'percent (as a fraction: 0.91 is 91 %), yes_no (1 and 0), days, or what is counted, for people: households, kr/inv';
COMMENT ON COLUMN key_figure.decimals        IS 'Decimals that people are shown, in the unit of measure: 1 shows 0.764 as 76.4 %. NULL for those that a figure has';
COMMENT ON COLUMN key_figure.direction       IS 'at_least where high is good, at_most where low is, NULL where neither can be said';
COMMENT ON COLUMN key_figure.aggregation     IS 'How figures of months or quarters make a year: sum, mean, last (the state at the end), or distinct: they do not, as of different households, of which months do not tell how many there were. NULL where that is not known';
COMMENT ON COLUMN key_figure.source          IS 'Who publishes it';
COMMENT ON COLUMN key_figure.definition      IS 'What exactly is counted, of any length';
COMMENT ON COLUMN key_figure.reference_for   IS 'Of a reference cost, code of the key figure of the net cost that is held against it: N30005 for N30007, or mart.net_cost for what is booked here (net_cost_deviation)';
COMMENT ON COLUMN key_figure.volume          IS 'Of a cost, code of the key figure of what it is paid for: days, households or persons, so that it can be told whether many of these or a high price make it (cost_comparison)';

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
