-- transfer: which money should move where, by rules

-- Not parallel safe: the queries may read temporary tables. Stable: they see what the calling query sees.
CREATE FUNCTION @extschema@.transfer_plan(heads_sql text, rules_sql text, OUT from_head text, OUT to_head text, OUT amount numeric) RETURNS SETOF record
    LANGUAGE c STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 100 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.transfer_plan(text, text) IS
'The best plan of transfers between budget heads, by rules. heads_sql is a query that returns head, budget, need, floor and priority (by name, in any order); rules_sql one that returns from_head, to_head, max_amount (NULL: no limit) and cost (for each unit moved). A head can spare what it holds above the larger of need and floor, and lacks what its need has above its budget. Money moves only where a rule permits it, within max_amount, and on through another head only where rules chain. The plan covers as much as possible of what heads of the smallest priority lack, then of the next; among those plans it is the cheapest, and among those the one that moves least: an exact minimum-cost flow in units of the last decimal that occurs. One row for each rule that is used, in byte order of the heads; the same plan whatever the order of the rows. A NULL need neither gives nor takes; a NULL budget counts as 0, a NULL floor is none, a NULL priority is served last. No rows where an argument is NULL. Both queries run with the rights of the caller and may not change anything, nor may functions that they call. Errors: 25006 where they would, 42703 for a missing column, 42804 for one of another type, 22004 for a NULL head or cost, 22023 for a head or rule that is there twice, a rule that names an unknown head or leads from a head to itself, a negative max_amount or cost; 22003 for NaN, infinity and more digits than fit 64 bits.';

CREATE FUNCTION @extschema@.transfer_plan(heads text[], budgets numeric[], needs numeric[], floors numeric[], priorities integer[],
    givers text[], takers text[], max_amounts numeric[], costs numeric[], OUT from_head text, OUT to_head text, OUT amount numeric)
    RETURNS SETOF record
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10000 ROWS 100 AS 'MODULE_PATHNAME', 'transfer_plan_arrays';
COMMENT ON FUNCTION @extschema@.transfer_plan(text[], numeric[], numeric[], numeric[], integer[], text[], text[], numeric[], numeric[]) IS
'The same plan for heads and rules that are given as arrays, one for each column (givers and takers are the rules'' from_head and to_head), made by array_agg: where the rows cannot be had by a query given as text. An array that is NULL has no elements. Errors: as for queries, and 2202E for arrays of different lengths.';
