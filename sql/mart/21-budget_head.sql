-- budget_head: what the money is for

CREATE TABLE IF NOT EXISTS budget_head (
    organisation text          NOT NULL REFERENCES organisation,
    code         text          NOT NULL,
    name         text          NOT NULL,
    parent       text,
    statutory    boolean       NOT NULL DEFAULT false,
    pool         text,
    floor_ratio  numeric(12,6) NOT NULL DEFAULT 0,
    priority     integer       NOT NULL DEFAULT 1,
    contingency  boolean       NOT NULL DEFAULT false,
    pays_support boolean       NOT NULL DEFAULT false,
    about_households boolean   NOT NULL DEFAULT false,
    PRIMARY KEY (organisation, code),
    CONSTRAINT budget_head_parent_fkey FOREIGN KEY (organisation, parent) REFERENCES budget_head,
    CONSTRAINT budget_head_code_is_not_blank CHECK (btrim(code) <> ''),
    CONSTRAINT budget_head_name_is_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT budget_head_floor_ratio_is_from_0_to_1 CHECK (floor_ratio BETWEEN 0::numeric AND 1::numeric),
    CONSTRAINT budget_head_priority_is_at_least_1 CHECK (priority >= 1)
);
CALL @extschema@.require_plain_text(pg_catalog.current_schema()::text, 'budget_head'::text, '{code,pool}'::text[], '{name}'::text[]);
-- Of rows with a parent, so that what looks for a head by its code, as foreign keys do, cannot be planned by it.
CREATE INDEX IF NOT EXISTS budget_head_parent ON budget_head (organisation, parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS budget_head_one_pays_support ON budget_head (organisation) WHERE pays_support;
COMMENT ON TABLE  budget_head              IS 'Heads of the budget: what the money is for, as a tree';
COMMENT ON COLUMN budget_head.organisation IS 'Organisation that the head belongs to';
COMMENT ON COLUMN budget_head.code         IS 'Code of the head, unique within the organisation';
COMMENT ON COLUMN budget_head.name         IS 'Name for people';
COMMENT ON COLUMN budget_head.parent       IS 'Code of the head above, or NULL at the top';
COMMENT ON COLUMN budget_head.statutory    IS 'Whether the law obliges the board to grant what is needed; a label, see priority for who is served first';
COMMENT ON COLUMN budget_head.pool         IS 'Heads of one pool share what they have in reallocation_proposal; NULL takes part in none. Transfer rules go by heads, not pools';
COMMENT ON COLUMN budget_head.floor_ratio  IS 'Fraction of its budget that the head always keeps';
COMMENT ON COLUMN budget_head.priority     IS 'Order in which shortfalls are covered, 1 first: in a pool and in the plan by rules. All are equal where all have the usual 1';
COMMENT ON COLUMN budget_head.contingency  IS 'Whether it is a reserve for what cannot be foreseen, which is to be moved to other heads and not spent itself: budget_execution leaves it out of the composition';
COMMENT ON COLUMN budget_head.pays_support IS 'Whether it is the head that payments to households are booked at, with all below it: one of an organisation. support_forecast forecasts it by households';
COMMENT ON COLUMN budget_head.about_households IS 'Whether its amounts by unit are those of households, as placements are, so that readers see them by the groups of units that households are shown in. That of support (pays_support) always is';

DROP TRIGGER IF EXISTS budget_head_is_loaded_one_at_a_time ON budget_head;
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_insert AFTER INSERT ON budget_head
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('budget_head', 'head_move', 'head');
CREATE OR REPLACE TRIGGER budget_head_is_a_tree_on_update AFTER UPDATE ON budget_head
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('budget_head', 'head_move', 'head');
