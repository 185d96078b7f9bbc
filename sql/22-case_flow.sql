-- case_flow: who comes, who leaves and who returns

CREATE FUNCTION @extschema@.entries_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.entries_final(internal) IS
'Result of entries over households and months from its state.';

CREATE FUNCTION @extschema@.exits_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.exits_final(internal) IS
'Result of exits over households and months from its state.';

CREATE FUNCTION @extschema@.returns_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.returns_final(internal) IS
'Result of returns over households and months from its state.';

CREATE FUNCTION @extschema@.episodes_final(state internal) RETURNS bigint
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.episodes_final(internal) IS
'Result of episodes over households and months from its state.';

CREATE AGGREGATE @extschema@.entries(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.entries_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.entries(bigint, date) IS
'Number of episodes, runs of months with support, that begin after the first month of all rows: first ones and returns. A date stands for its month; rows without household or month are not counted. Shares its state with household_count and the other counts of the same arguments. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.exits(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.exits_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.exits(bigint, date) IS
'Number of episodes, runs of months with support, whose last month comes before the last month of all rows: they have ended. A date stands for its month; rows without household or month are not counted. Shares its state with household_count and the other counts of the same arguments. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.returns(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.returns_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.returns(bigint, date) IS
'Number of episodes, runs of months with support, of households that had one before. A date stands for its month; rows without household or month are not counted. Shares its state with household_count and the other counts of the same arguments. Infinite dates are refused (22008).';

CREATE AGGREGATE @extschema@.episodes(household bigint, month date) (
    SFUNC = @extschema@.caseload_trans, STYPE = internal, SSPACE = 1024,
    FINALFUNC = @extschema@.episodes_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.caseload_combine,
    SERIALFUNC = @extschema@.caseload_serialize, DESERIALFUNC = @extschema@.caseload_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.episodes(bigint, date) IS
'Number of episodes, runs of months with support: a household with support from January to March and in May has two. A date stands for its month; rows without household or month are not counted. Shares its state with household_count and the other counts of the same arguments. Infinite dates are refused (22008).';

CREATE FUNCTION @extschema@.entries(households @extschema@.household_set, first_month date, last_month date, gap integer DEFAULT 0) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_entries';
COMMENT ON FUNCTION @extschema@.entries(@extschema@.household_set, date, date, integer) IS
'Number of episodes of a set that begin in the months from first_month to last_month: first ones and returns. In the first month of the data everybody seems to begin: give a later one. gap is how many months without support make no end (0). NULL for NULL. Errors: 22023 for a gap below 0 or first_month after last_month, 22008 for infinite dates.';

CREATE FUNCTION @extschema@.exits(households @extschema@.household_set, first_month date, last_month date, gap integer DEFAULT 0) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_exits';
COMMENT ON FUNCTION @extschema@.exits(@extschema@.household_set, date, date, integer) IS
'Number of episodes of a set that have ended in the months from first_month to last_month: the month after the last one with support. The data are known until last_month, or until the last month of the set where that is later: an episode is open as long as it is not longer over than gap. gap is how many months without support make no end (0). NULL for NULL. Errors: 22023 for a gap below 0 or first_month after last_month, 22008 for infinite dates.';

CREATE FUNCTION @extschema@.returns(households @extschema@.household_set, first_month date, last_month date, gap integer DEFAULT 0) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_returns';
COMMENT ON FUNCTION @extschema@.returns(@extschema@.household_set, date, date, integer) IS
'Number of episodes of a set that begin in the months from first_month to last_month, of households that had one before, as far as the set goes back. gap is how many months without support make no end (0). NULL for NULL. Errors: 22023 for a gap below 0 or first_month after last_month, 22008 for infinite dates.';

CREATE FUNCTION @extschema@.episodes(households @extschema@.household_set, first_month date, last_month date, gap integer DEFAULT 0) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'household_set_episodes';
COMMENT ON FUNCTION @extschema@.episodes(@extschema@.household_set, date, date, integer) IS
'Number of episodes of a set that have a month from first_month to last_month. gap is how many months without support make no end (0). NULL for NULL. Errors: 22023 for a gap below 0 or first_month after last_month, 22008 for infinite dates.';

CREATE FUNCTION @extschema@.case_flow(households @extschema@.household_set, first_month date, last_month date, gap integer DEFAULT 0, whole @extschema@.household_set DEFAULT NULL,
    OUT month date, OUT opening bigint, OUT first_time bigint, OUT returned bigint, OUT moved_in bigint, OUT moved_out bigint, OUT ended bigint, OUT closing bigint) RETURNS SETOF record
    LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1000 ROWS 120 AS 'MODULE_PATHNAME', 'household_set_case_flow';
COMMENT ON FUNCTION @extschema@.case_flow(@extschema@.household_set, date, date, integer, @extschema@.household_set) IS
'Households that come and leave, a row for each month from first_month to last_month; in each, opening + first_time + returned + moved_in - moved_out - ended = closing. opening: in an episode in the month before; first_time: begin one and had none before, as far as the set goes back; returned: begin one and had one; ended: had their last month in the month before; closing: in an episode in the month. With a whole, of which the set is a part, who begins here while in an episode of the whole has moved in, who ends here while one of the whole goes on has moved out, and who has been in the whole before returns; else nobody moves. In the first month of the data everybody seems to begin: give a later one as first_month. The data are known until last_month, or until the last month of the sets: an episode that is not longer over than gap is open. gap is how many months without support make no end (0). No rows for NULL, but for whole. Errors: 22023 for a gap below 0, first_month after last_month and more than 12000 months, 22008 for infinite dates.';

CREATE FUNCTION @extschema@.household_episodes(households @extschema@.household_set, known_until date, gap integer DEFAULT 0,
    OUT household bigint, OUT ordinal integer, OUT first_month date, OUT last_month date, OUT months integer, OUT is_open boolean) RETURNS SETOF record
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000 AS 'MODULE_PATHNAME', 'household_set_episode_list';
COMMENT ON FUNCTION @extschema@.household_episodes(@extschema@.household_set, date, integer) IS
'The episodes of each household of a set: runs of months with support, the first of a household has ordinal 1. The data are known until known_until, or until the last month of the set where that is later; an episode is open where it is not longer over than gap. months is its length with the gaps in it, for an open one until the data end: the duration that survival_probability and its kin take, with NOT is_open as ended. Those that begin in the first month of the data may have begun before. gap is how many months without support make no end (0). No rows for NULL. Errors: 22023 for a gap below 0, 22008 for infinite dates. The rows name households: for the owner only.';
