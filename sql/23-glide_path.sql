-- glide_path: the straight way from a baseline to a target

CREATE FUNCTION @extschema@.glide_path(baseline numeric, baseline_on date, target numeric, target_on date, at date) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.glide_path(numeric, date, numeric, date, date) IS
'Where the straight line from a baseline on one day to a target on another stands at a third: baseline + (target - baseline) * days since baseline_on / days from baseline_on to target_on, in the unit of baseline and target, rounded as numeric division is. Level before baseline_on and after target_on, so at may be infinite. Where both are one day it is a step, and the target holds on that day. NULL for NULL. Errors: 22003 for NaN and infinity, 22008 for another infinite date, 22023 where baseline_on is after target_on.';

CREATE FUNCTION @extschema@.glide_path_mean(baseline numeric, baseline_on date, target numeric, target_on date, from_date date, to_date date) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.glide_path_mean(numeric, date, numeric, date, date, date) IS
'Mean of glide_path over every day of a period, from_date and to_date included: what an average over a month or a year is expected to be on the way to a target. NULL for NULL. Errors: 22003 for NaN and infinity, 22008 for infinite dates, 22023 where a first date is after its last.';
