-- What the upgrade from 0.1.0 cannot be told by comparing its install script with this version's.

-- Renamed, so that the views that call them go on.
ALTER AGGREGATE @extschema@.household_cost(numeric, numeric) RENAME TO cost_per_household;
ALTER FUNCTION @extschema@.household_cost_sums_trans(internal, numeric, numeric) RENAME TO cost_per_household_trans;
ALTER FUNCTION @extschema@.household_cost_sums_final(internal) RENAME TO cost_per_household_final;
ALTER FUNCTION @extschema@.target_status(numeric, numeric, numeric) RENAME TO attainment_status;

-- Has the same arguments, but the body that it had rests on a function that goes.
DROP PROCEDURE @extschema@.upgrade_social_mart(text);
