-- unit_move: where a unit stands from a fiscal year on

CREATE TABLE IF NOT EXISTS unit_move (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    parent       text,
    from_year    integer NOT NULL,
    -- What a row breaks says what to do.
    CONSTRAINT unit_move_has_one_row_a_year_change_that PRIMARY KEY (organisation, unit, from_year),
    CONSTRAINT unit_move_needs_its_unit_in_table_unit FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT unit_move_needs_its_parent_in_table_unit FOREIGN KEY (organisation, parent) REFERENCES unit,
    CONSTRAINT unit_move_is_not_below_itself_leave_parent_null_for_the_top CHECK (parent <> unit),
    CONSTRAINT unit_move_from_year_has_four_digits CHECK (from_year BETWEEN 1000 AND 9999)
);
CREATE INDEX IF NOT EXISTS unit_move_parent ON unit_move (organisation, parent);
COMMENT ON TABLE  unit_move              IS 'Where a unit stands from a fiscal year on; before its first move, where unit.parent says';
COMMENT ON COLUMN unit_move.organisation IS 'Organisation that the unit belongs to';
COMMENT ON COLUMN unit_move.unit         IS 'Code of the unit that moves';
COMMENT ON COLUMN unit_move.parent       IS 'Code of the unit above from then on, or NULL at the top';
COMMENT ON COLUMN unit_move.from_year    IS 'First fiscal year of which this holds, until the next move';

CREATE OR REPLACE TRIGGER unit_move_is_a_tree_on_insert AFTER INSERT ON unit_move
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('unit', 'unit_move', 'unit');
CREATE OR REPLACE TRIGGER unit_move_is_a_tree_on_update AFTER UPDATE ON unit_move
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('unit', 'unit_move', 'unit');
CREATE OR REPLACE TRIGGER unit_move_is_a_tree_on_delete AFTER DELETE ON unit_move
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_tree_cycle('unit', 'unit_move', 'unit');

-- A place in the tree shows in every year from then on.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit_move}'::text[], 'ledger'::text, 0, ''::text);

-- Each tree once, not once a year: there are as many as years from which something moves, and one before.
-- A sort keeps its result, so that it is made once, too, where the planner has it read again for each row of
-- another table; this one is by nothing that a filter can make superfluous.
CREATE OR REPLACE VIEW live_unit_path AS
WITH turn AS (
    SELECT all_of.organisation, 1000 AS from_year FROM organisation all_of
    UNION
    SELECT move.organisation, move.from_year FROM unit_move move
), period AS (
    SELECT turn.organisation, turn.from_year,
           coalesce(pg_catalog.lead(turn.from_year) OVER (PARTITION BY turn.organisation ORDER BY turn.from_year) - 1, 9999) AS until_year
    FROM turn
)
SELECT period.organisation, period.from_year, period.until_year, placed.code, placed.path
FROM period
CROSS JOIN LATERAL (
    WITH RECURSIVE standing AS MATERIALIZED (
        SELECT unit.code, CASE WHEN last.is_move THEN last.parent ELSE unit.parent END AS parent
        FROM unit
        LEFT JOIN (
            SELECT DISTINCT ON (move.unit) move.unit, move.parent, true AS is_move
            FROM unit_move move
            WHERE move.organisation = period.organisation AND move.from_year <= period.from_year
            ORDER BY move.unit, move.from_year DESC
        ) last ON last.unit = unit.code
        WHERE unit.organisation = period.organisation
    ), down AS (
        SELECT standing.code, ARRAY[standing.code] AS path FROM standing WHERE standing.parent IS NULL
        UNION ALL
        SELECT standing.code, pg_catalog.array_append(down.path, standing.code) FROM down JOIN standing ON standing.parent = down.code
    )
    SELECT down.code, down.path FROM down
) placed
ORDER BY period.from_year + 0;
COMMENT ON VIEW   live_unit_path              IS 'The way from the top down to a unit, in fiscal years in which no unit moves';
COMMENT ON COLUMN live_unit_path.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_unit_path.from_year    IS 'First fiscal year of which it holds; 1000 for the time before all moves';
COMMENT ON COLUMN live_unit_path.until_year   IS 'Last fiscal year of which it holds; 9999 after all moves';
COMMENT ON COLUMN live_unit_path.code         IS 'Code of the unit';
COMMENT ON COLUMN live_unit_path.path         IS 'Codes from the top down to the unit itself';
