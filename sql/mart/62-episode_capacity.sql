-- episode_capacity: how many places there are, where that is known

CREATE TABLE IF NOT EXISTS episode_capacity (
    organisation text    NOT NULL,
    kind         text    NOT NULL,
    unit         text    NOT NULL,
    form         text    NOT NULL DEFAULT '',
    from_day     date    NOT NULL,
    places       integer,
    PRIMARY KEY (organisation, kind, unit, form, from_day),
    CONSTRAINT episode_capacity_kind_fkey FOREIGN KEY (organisation, kind) REFERENCES episode_kind,
    CONSTRAINT episode_capacity_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT episode_capacity_from_day_has_a_year_of_four_digits CHECK (from_day >= '1000-01-01' AND from_day <= '9999-12-31' OR refuse_day('episode_capacity'::text, 'from_day'::text, from_day)),
    CONSTRAINT episode_capacity_places_are_up_to_ten_million CHECK (places BETWEEN 0 AND 10000000
        OR refuse_value('episode_capacity'::text, 'places'::text, 'episode_capacity_places_are_up_to_ten_million'::text, 'from 0 to 10000000'::text, places::text,
                     'Write how many places there are from that day on, 0 where there are none.'::text))
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'episode_capacity'::text, '{form}'::text[], '{}'::text[]);
COMMENT ON TABLE  episode_capacity              IS 'How many places a unit has in a form of a kind, from a day until the next row of the same: those of a home, not what can be bought elsewhere one by one, of which there is no number';
COMMENT ON COLUMN episode_capacity.organisation IS 'Organisation that the places belong to';
COMMENT ON COLUMN episode_capacity.kind         IS 'Code of the kind, of episode_kind';
COMMENT ON COLUMN episode_capacity.unit         IS 'Code of the unit, the same that the episodes in these places have';
COMMENT ON COLUMN episode_capacity.form         IS 'Form, as in episode; empty where there is one form';
COMMENT ON COLUMN episode_capacity.from_day     IS 'First day of which it holds';
COMMENT ON COLUMN episode_capacity.places       IS 'How many persons there is room for at a time; 0 when it is closed, NULL when it is not known any more';
