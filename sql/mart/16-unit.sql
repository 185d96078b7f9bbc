-- unit: who spends

CREATE TABLE IF NOT EXISTS unit (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    parent       text,
    shown_as     text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT unit_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES unit,
    CONSTRAINT unit_shown_as_fkey FOREIGN KEY (organisation, shown_as) REFERENCES unit,
    CONSTRAINT unit_shown_as_is_another CHECK (shown_as <> code),
    CONSTRAINT unit_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT unit_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'unit'::text, '{code}'::text[], '{name}'::text[]);
-- Of rows with a parent, so that what looks for a unit by its code, as foreign keys do, cannot be planned by it.
CREATE INDEX IF NOT EXISTS unit_parent ON unit (organisation, parent) WHERE parent IS NOT NULL;
COMMENT ON TABLE  unit              IS 'Boards, service areas and units, as a tree';
COMMENT ON COLUMN unit.organisation IS 'Organisation that the unit belongs to';
COMMENT ON COLUMN unit.code         IS 'Code of the unit, unique within the organisation';
COMMENT ON COLUMN unit.name         IS 'Name for people';
COMMENT ON COLUMN unit.parent       IS 'Code of the unit above, or NULL at the top';
COMMENT ON COLUMN unit.shown_as     IS 'Code of the unit that shows its households to readers together with others, so that no figure is about few; NULL for itself. Set by group_small_units, only ever coarser once a month has been released';

-- Marts of 0.1.0 let all loads take turns.
DROP TRIGGER IF EXISTS unit_is_loaded_one_at_a_time ON unit;

-- A trigger with a transition table serves one event, hence two.
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_insert AFTER INSERT ON unit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('unit', 'unit_move', 'unit');
CREATE OR REPLACE TRIGGER unit_is_a_tree_on_update AFTER UPDATE ON unit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('unit', 'unit_move', 'unit');
