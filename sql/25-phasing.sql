-- phasing: a year's budget by month

CREATE FUNCTION @extschema@.budget_months(whole numeric, stated numeric[], earlier numeric[]) RETURNS numeric[]
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.budget_months(numeric, numeric[], numeric[]) IS
'A budget in twelve amounts, from the fiscal year''s first month on, which add up to it exactly: what is stated by month, and what is said for the whole year shared out in proportion to those months; where they are of no use for that, to the months of earlier years; else in twelfths. Months are of no use where all are 0, or some are above and some below 0. Shares are hundredths, what rounding down leaves goes to the largest remainders, the earlier month first. NULL, for an argument or a month, is nothing, 0. Errors: 2202E for an array that does not have twelve elements in one dimension, 22023 for a whole with more than two decimals, 22003 for NaN and infinity.';

CREATE FUNCTION @extschema@.budget_phasing(whole numeric, stated numeric[], earlier numeric[]) RETURNS text
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.budget_phasing(numeric, numeric[], numeric[]) IS
'How budget_months comes to the months of a budget: stated (it has months), seasonal (shared out as the months of earlier years were) or even (twelfths). NULL where there is no budget: no month and no whole, or 0. Errors as those of budget_months.';

CREATE FUNCTION @extschema@.running_sums(amounts numeric[]) RETURNS numeric[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.running_sums(numeric[]) IS
'For each element what all up to it come to, in their unit: amounts by month become amounts to date. An element that is NULL adds nothing. NULL for NULL. Errors: 2202E for more than one dimension, 22003 for NaN and infinity.';

CREATE FUNCTION @extschema@.paired_sums(amounts numeric[], others numeric[]) RETURNS numeric[]
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.paired_sums(numeric[], numeric[]) IS
'For each place what the elements of both arrays there come to, in their unit: cost and revenue by month become net cost by month. An element or an array that is NULL adds nothing. NULL where both arrays are. Errors: 2202E for more than one dimension, or for arrays that do not have as many elements as each other, 22003 for NaN and infinity.';
