-- meeting_node: where budgets and bookings meet that stand at different heights of two trees

CREATE FUNCTION @extschema@.meeting_node(unit_path text[], head_path text[]) RETURNS integer[]
    LANGUAGE c WINDOW IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.meeting_node(text[], text[]) IS
'Window function: at which node of two trees the row can be judged, as the levels {of the unit, of the head} in the row''s own paths, 1 at the top. A row gives its unit and its head by the codes from the top down to it; the partition is what is judged together, such as a budget and a forecast. Rows of which one stands above the other in both trees, or at the same place, are of one group, which meets at its topmost unit and topmost head; where that stands above rows of another group, the two are one. So each row lies below one meeting node, or at it, and all of them together have each row once. Errors: 22004 for a NULL path or one that contains NULL, 2202E for an empty one or one of several dimensions, 54000 for more rows or nodes than an integer counts.';
