-- goal: what is to be reached

CREATE TABLE IF NOT EXISTS goal (
    organisation text NOT NULL REFERENCES organisation,
    code         text NOT NULL,
    name         text NOT NULL,
    parent       text,
    PRIMARY KEY (organisation, code),
    CONSTRAINT goal_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES goal,
    CONSTRAINT goal_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT goal_name_is_not_blank CHECK (btrim(name) <> '')
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'goal'::text, '{code}'::text[], '{name}'::text[]);
-- Of rows with a parent, so that what looks for a goal by its code, as foreign keys do, cannot be planned by it.
CREATE INDEX IF NOT EXISTS goal_parent ON goal (organisation, parent) WHERE parent IS NOT NULL;
COMMENT ON TABLE  goal              IS 'Goals as a tree: the council''s, and below each the board''s that contribute to it';
COMMENT ON COLUMN goal.organisation IS 'Organisation whose goal it is';
COMMENT ON COLUMN goal.code         IS 'Code of the goal, unique within the organisation';
COMMENT ON COLUMN goal.name         IS 'Name for people';
COMMENT ON COLUMN goal.parent       IS 'Code of the goal above, or NULL at the top';

-- Of marts of 0.1.0, whose other triggers of this kind went before.
DROP TRIGGER IF EXISTS goal_is_loaded_one_at_a_time ON goal;
DROP FUNCTION IF EXISTS load_one_at_a_time();
CREATE OR REPLACE TRIGGER goal_is_a_tree_on_insert AFTER INSERT ON goal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
CREATE OR REPLACE TRIGGER goal_is_a_tree_on_update AFTER UPDATE ON goal
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle();
