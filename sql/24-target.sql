-- target: how far a target is met

CREATE TYPE @extschema@.target_direction AS ENUM ('at_least', 'at_most');
COMMENT ON TYPE @extschema@.target_direction IS
'What is good about an outcome: at_least, that it reaches the target; at_most, that it does not exceed it.';

CREATE TYPE @extschema@.target_status AS ENUM ('met', 'on_track', 'at_risk', 'off_track', 'no_data');
COMMENT ON TYPE @extschema@.target_status IS
'How a target stands, best first; no_data where the outcome or the target is missing.';

CREATE FUNCTION @extschema@.target_met(outcome numeric, target numeric, direction @extschema@.target_direction) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.target_met(numeric, numeric, @extschema@.target_direction) IS
'Whether an outcome meets its target: at_least, outcome >= target; at_most, outcome <= target. Yes and no are 1 and 0, with at_least. NULL for NULL. Errors: 22003 for NaN and infinity, 22023 for a direction whose label is neither.';

CREATE FUNCTION @extschema@.target_attainment(outcome numeric, target numeric, direction @extschema@.target_direction, baseline numeric DEFAULT NULL) RETURNS numeric
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.target_attainment(numeric, numeric, @extschema@.target_direction, numeric) IS
'How far a target is met, as a fraction: 1 is just met, more is better. With a baseline the part of the way that is done, (outcome - baseline) / (target - baseline), below 0 for the wrong way; without one, or with one on which the target is met already, outcome / target (at_least) or target / outcome (at_most). Where baseline and target are equal, 1 if the target is met, else NULL. NULL also for a missing outcome, target or direction, for division by zero, and where a ratio would not grow with what is good: without a baseline, a target of 0 or below with at_least, a target below 0 or an outcome of 0 or below with at_most. Rounded as numeric division is. Errors: 22003 for NaN and infinity, 22023 for a direction whose label is neither.';

CREATE FUNCTION @extschema@.target_level(kind text, target numeric, previous_outcome numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE kind WHEN 'level' THEN target WHEN 'change' THEN previous_outcome + target WHEN 'improvement' THEN previous_outcome END;
COMMENT ON FUNCTION @extschema@.target_level(text, numeric, numeric) IS
'What a target comes to, as a level of the outcome: of kind level itself, of change the outcome of the year before and it, of improvement that outcome, which is then to be passed. NULL where that is not known, and for another kind.';

CREATE FUNCTION @extschema@.attainment_status(attainment numeric, on_track numeric DEFAULT 0.9, at_risk numeric DEFAULT 0.75) RETURNS @extschema@.target_status
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.attainment_status(numeric, numeric, numeric) IS
'A word for an attainment: met from 1, on_track from 0.9, at_risk from 0.75, else off_track; no_data for NULL. The two limits can be others, with at_risk <= on_track <= 1, else 22023; 22004 where one is NULL. Errors: 22003 for NaN and infinity, 42704 where the label has been renamed.';

CREATE FUNCTION @extschema@.attainment_index_trans(state internal, attainment numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.attainment_index_trans(internal, numeric) IS
'Transition of attainment_index without weights. Refuses NaN and infinity (22003).';

CREATE FUNCTION @extschema@.attainment_index_trans(state internal, attainment numeric, weight numeric) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.attainment_index_trans(internal, numeric, numeric) IS
'Transition of attainment_index with weights. Refuses NaN and infinity (22003) and negative weights (22023).';

CREATE FUNCTION @extschema@.attainment_index_final(state internal) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.attainment_index_final(internal) IS
'Result of attainment_index from its state.';

CREATE AGGREGATE @extschema@.attainment_index(attainment numeric) (
    SFUNC = @extschema@.attainment_index_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.attainment_index_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.attainment_index(numeric) IS
'Mean of attainments, each limited to 0 ... 1, so that overshooting one target does not make up for another. NULL attainments are left out; NULL when none is given. Rounded as numeric division is. NaN and infinity are refused (22003).';

CREATE AGGREGATE @extschema@.attainment_index(attainment numeric, weight numeric) (
    SFUNC = @extschema@.attainment_index_trans, STYPE = internal, SSPACE = 120,
    FINALFUNC = @extschema@.attainment_index_final, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = @extschema@.decimal_sums_combine,
    SERIALFUNC = @extschema@.decimal_sums_serialize, DESERIALFUNC = @extschema@.decimal_sums_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.attainment_index(numeric, numeric) IS
'Weighted mean of attainments, each limited to 0 ... 1. Rows where the attainment or its weight is NULL are left out; NULL when none is given or the weights sum to 0. Rounded as numeric division is. Errors: 22003 for NaN and infinity, 22023 for a negative weight.';

CREATE FUNCTION @extschema@.number_text(value text, decimal_mark text, group_mark text) RETURNS text
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @extschema@.number_text(text, text, text) IS
'A number as PostgreSQL writes it, with other marks: one between its whole and its decimals (a point where NULL), and one between groups of three digits before it (none where NULL). NULL for NULL.';

CREATE FUNCTION @extschema@.measure_in_words(value numeric, measure text, counted text, words jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN measure = 'yes_no' AND value = 1 THEN words ->> 'yes'::text
                WHEN measure = 'yes_no' AND value = 0 THEN words ->> 'no'::text
                ELSE @extschema@.number_text(trim_scale(CASE WHEN measure = 'percent' THEN value * 100 ELSE value END)::text, words ->> 'decimal_mark'::text, words ->> 'group_mark'::text)
                     || CASE WHEN measure = 'percent' THEN ' %' WHEN measure = 'days' THEN ' ' || (words ->> 'days'::text) ELSE coalesce(' ' || counted, '') END END;
COMMENT ON FUNCTION @extschema@.measure_in_words(numeric, text, text, jsonb) IS
'A figure as people read it in a language: what measure_text writes, with words that are said for yes, no and days, and with decimal_mark and group_mark, where these are said. NULL for a NULL figure. For the views of marts.';

CREATE FUNCTION @extschema@.measure_text(value numeric, measure text, counted text DEFAULT NULL) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN @extschema@.measure_in_words(value, measure, counted, '{"yes": "yes", "no": "no", "days": "days"}'::jsonb);
COMMENT ON FUNCTION @extschema@.measure_text(numeric, text, text) IS
'A figure as people read it, by its measure: yes_no gives yes for 1 and no for 0, percent 91 % for 0.91, days 138 days, anything else the number, with what is counted behind it if given. NULL for a NULL figure.';
