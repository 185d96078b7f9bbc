-- counted_year: different households of a year as readers are told them

CREATE TABLE IF NOT EXISTS counted_year (
    organisation         text    NOT NULL,
    fiscal_year          integer NOT NULL,
    unit                 text    NOT NULL,
    units                integer NOT NULL,
    households           integer NOT NULL,
    long_term_households integer,
    PRIMARY KEY (organisation, fiscal_year, unit),
    CONSTRAINT counted_year_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit
);
COMMENT ON TABLE  counted_year                      IS 'A group of units and year that is released to its end: different households as readers were told them last. Written by release_month';
COMMENT ON COLUMN counted_year.organisation         IS 'Organisation that paid';
COMMENT ON COLUMN counted_year.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN counted_year.unit                 IS 'Code of the unit that shows the group; in a released mart that of the group';
COMMENT ON COLUMN counted_year.units                IS 'How many units the group had; 0 where readers are no longer told';
COMMENT ON COLUMN counted_year.households           IS 'Different households with support in any month of the year';
COMMENT ON COLUMN counted_year.long_term_households IS 'Households with support in at least 10 of its months; NULL where they, or the others, are too few to be told of';
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{counted_year}'::text[], 'caseload'::text, 0, 'fiscal_year'::text);

-- What a group was told to have before it became larger is not told of it now.
CREATE OR REPLACE VIEW live_released_counted_year AS
SELECT counted.organisation, counted.fiscal_year, shown.code AS unit, counted.units, counted.households, counted.long_term_households
FROM counted_year counted
JOIN live_shown_unit shown ON shown.organisation = counted.organisation AND shown.unit = counted.unit AND shown.shown_as = counted.unit
WHERE counted.units = (SELECT count(*) FROM live_shown_unit part WHERE part.organisation = counted.organisation AND part.shown_as = counted.unit);
COMMENT ON VIEW   live_released_counted_year                      IS 'Different households of a group and year as readers are told them';
COMMENT ON COLUMN live_released_counted_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN live_released_counted_year.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN live_released_counted_year.unit                 IS 'Code of the unit or group';
COMMENT ON COLUMN live_released_counted_year.units                IS 'How many units it has';
COMMENT ON COLUMN live_released_counted_year.households           IS 'Different households in the year';
COMMENT ON COLUMN live_released_counted_year.long_term_households IS 'Long-term households; NULL where they, or the others, are too few';
