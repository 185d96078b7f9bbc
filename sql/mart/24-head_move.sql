-- head_move: where a budget head stands from a fiscal year on

CREATE TABLE IF NOT EXISTS head_move (
    organisation text    NOT NULL,
    head         text    NOT NULL,
    parent       text,
    from_year    integer NOT NULL,
    -- What a row breaks says what to do.
    CONSTRAINT head_move_has_one_row_a_year_change_that PRIMARY KEY (organisation, head, from_year),
    CONSTRAINT head_move_needs_its_head_in_table_budget_head FOREIGN KEY (organisation, head) REFERENCES budget_head,
    CONSTRAINT head_move_needs_its_parent_in_table_budget_head FOREIGN KEY (organisation, parent) REFERENCES budget_head,
    CONSTRAINT head_move_is_not_below_itself_leave_parent_null_for_the_top CHECK (parent <> head),
    CONSTRAINT head_move_from_year_has_four_digits CHECK (from_year BETWEEN 1000 AND 9999)
);
CREATE INDEX IF NOT EXISTS head_move_parent ON head_move (organisation, parent);
COMMENT ON TABLE  head_move              IS 'Where a budget head stands from a fiscal year on; before its first move, where budget_head.parent says';
COMMENT ON COLUMN head_move.organisation IS 'Organisation that the budget head belongs to';
COMMENT ON COLUMN head_move.head         IS 'Code of the budget head that moves';
COMMENT ON COLUMN head_move.parent       IS 'Code of the budget head above from then on, or NULL at the top';
COMMENT ON COLUMN head_move.from_year    IS 'First fiscal year of which this holds, until the next move';

CREATE OR REPLACE TRIGGER head_move_is_a_tree_on_insert AFTER INSERT ON head_move
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('budget_head', 'head_move', 'head');
CREATE OR REPLACE TRIGGER head_move_is_a_tree_on_update AFTER UPDATE ON head_move
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('budget_head', 'head_move', 'head');
CREATE OR REPLACE TRIGGER head_move_is_a_tree_on_delete AFTER DELETE ON head_move
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('budget_head', 'head_move', 'head');

-- A place in the tree shows in every year from then on.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{head_move}'::text[], 'ledger'::text, 0, ''::text);

-- Each tree once, not once a year: there are as many as years from which something moves, and one before.
-- A sort keeps its result, so that it is made once, too, where the planner has it read again for each row of
-- another table; this one is by nothing that a filter can make superfluous.
CREATE OR REPLACE VIEW live_head_path AS
WITH turn AS (
    SELECT all_of.organisation, 1000 AS from_year FROM organisation all_of
    UNION
    SELECT move.organisation, move.from_year FROM head_move move
), period AS (
    SELECT turn.organisation, turn.from_year,
           coalesce(pg_catalog.lead(turn.from_year) OVER (PARTITION BY turn.organisation ORDER BY turn.from_year) - 1, 9999) AS until_year
    FROM turn
)
SELECT period.organisation, period.from_year, period.until_year, placed.code, placed.path
FROM period
CROSS JOIN LATERAL (
    WITH RECURSIVE standing AS MATERIALIZED (
        SELECT budget_head.code, CASE WHEN last.is_move THEN last.parent ELSE budget_head.parent END AS parent
        FROM budget_head
        LEFT JOIN (
            SELECT DISTINCT ON (move.head) move.head, move.parent, true AS is_move
            FROM head_move move
            WHERE move.organisation = period.organisation AND move.from_year <= period.from_year
            ORDER BY move.head, move.from_year DESC
        ) last ON last.head = budget_head.code
        WHERE budget_head.organisation = period.organisation
    ), down AS (
        SELECT standing.code, ARRAY[standing.code] AS path FROM standing WHERE standing.parent IS NULL
        UNION ALL
        SELECT standing.code, pg_catalog.array_append(down.path, standing.code) FROM down JOIN standing ON standing.parent = down.code
    )
    SELECT down.code, down.path FROM down
) placed
ORDER BY period.from_year + 0;
COMMENT ON VIEW   live_head_path              IS 'The way from the top down to a budget head, in fiscal years in which no budget head moves';
COMMENT ON COLUMN live_head_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_head_path.from_year    IS 'First fiscal year of which it holds; 1000 for the time before all moves';
COMMENT ON COLUMN live_head_path.until_year   IS 'Last fiscal year of which it holds; 9999 after all moves';
COMMENT ON COLUMN live_head_path.code         IS 'Code of the budget head';
COMMENT ON COLUMN live_head_path.path         IS 'Codes from the top down to the budget head itself';

CREATE OR REPLACE VIEW live_parent AS
SELECT unit.organisation, 'unit'::text AS kind, unit.parent AS code FROM unit WHERE unit.parent IS NOT NULL
UNION
SELECT move.organisation, 'unit'::text AS kind, move.parent AS code FROM unit_move move WHERE move.parent IS NOT NULL
UNION
SELECT head.organisation, 'head'::text AS kind, head.parent AS code FROM budget_head head WHERE head.parent IS NOT NULL
UNION
SELECT move.organisation, 'head'::text AS kind, move.parent AS code FROM head_move move WHERE move.parent IS NOT NULL;
COMMENT ON VIEW   live_parent              IS 'A unit or budget head that another stands below in some year';
COMMENT ON COLUMN live_parent.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_parent.kind         IS 'unit or head';
COMMENT ON COLUMN live_parent.code         IS 'Code of the unit or head';
