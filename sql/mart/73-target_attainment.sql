-- target_attainment: how far targets are met

-- Of marts of 0.1.0, whose figures had six digits before the point: a view's columns keep their types, so they are made anew, and what rests on them.
DO $do$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass('target_attainment'::text)::oid AND a.attname = 'outcome'::name
                 AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'numeric(12,6)'::text) THEN
        DROP FUNCTION IF EXISTS interim_report_figures(text, date);
        DROP FUNCTION IF EXISTS interim_report_sections(text, integer, date, date);
        DROP VIEW IF EXISTS goal_attainment, target_attainment;
    END IF;
END
$do$;
CREATE OR REPLACE VIEW target_attainment AS
WITH indicator_in_year AS (
    SELECT known.organisation, known.fiscal_year, year.first_day, year.last_day, goal.code AS goal_code, goal.name AS goal,
           indicator.code, indicator.name, indicator.measure, indicator.direction::@extschema@.target_direction AS direction,
           indicator.counted, indicator.weight, indicator.position,
           known.outcome, known.target, coalesce(known.target_kind, 'level') AS target_kind, known.stated_target, known.as_of, known.why_no_outcome, known.previous_year, known.previous_outcome,
           -- What is counted anew each year, half a year cannot be compared.
           coalesce(indicator.baseline = 0::numeric OR source.aggregation = 'sum', false) AS is_counted_anew,
           known.baseline,
           (indicator.due_at_year_end OR before.day IS NOT NULL OR after.day IS NOT NULL) AND coalesce(known.as_of < year.last_day, false) AS is_under_way,
           before.day AS stated_before, before.target AS target_before, after.day AS stated_after, after.target AS target_after
    FROM live_indicator_year known
    JOIN organisation own ON own.organisation = known.organisation
    JOIN indicator ON indicator.organisation = known.organisation AND indicator.code = known.indicator
    JOIN live_indicator_source source ON source.organisation = known.organisation AND source.code = known.indicator
    JOIN goal ON goal.organisation = indicator.organisation AND goal.code = indicator.goal
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(known.fiscal_year, own.fiscal_year_start),
                               @extschema@.fiscal_year_end(known.fiscal_year, own.fiscal_year_start)) AS year(first_day, last_day)
    -- Targets within the year, on either side of the day.
    LEFT JOIN LATERAL (SELECT (within.month + interval '1 month')::date - 1 AS day, within.target FROM indicator_target within
                       WHERE within.organisation = known.organisation AND within.indicator = known.indicator AND within.month >= year.first_day AND (within.month + interval '1 month')::date - 1 <= known.as_of
                       ORDER BY within.month DESC LIMIT 1) before ON true
    LEFT JOIN LATERAL (SELECT (within.month + interval '1 month')::date - 1 AS day, within.target FROM indicator_target within
                       WHERE within.organisation = known.organisation AND within.indicator = known.indicator AND within.month <= year.last_day AND (within.month + interval '1 month')::date - 1 > known.as_of
                       ORDER BY within.month LIMIT 1) after ON true
), expectation AS (
    -- While the year lasts, a target due at its end is judged by the way there, if there is one to go: by what is to be reached within
    -- the year, and a straight line between.
    SELECT indicator_in_year.*,
           measure <> 'yes_no' AND target_kind <> 'improvement' AS is_graded,
           CASE WHEN NOT is_under_way OR measure = 'yes_no' OR target_kind = 'improvement' THEN target
                WHEN stated_before = as_of THEN target_before
                WHEN coalesce(target_before, baseline) IS NOT NULL AND (stated_before IS NOT NULL OR stated_after IS NOT NULL)
                THEN round(@extschema@.glide_path(coalesce(target_before, baseline), coalesce(stated_before, first_day - 1), coalesce(target_after, target), coalesce(stated_after, last_day), as_of), 6)
                WHEN NOT @extschema@.target_met(baseline, target, direction)
                THEN round(@extschema@.glide_path(baseline, first_day - 1, target, last_day, as_of), 6)
                ELSE target END AS expected
    FROM indicator_in_year
), attained AS (
    -- A baseline counts where there is a way to go from it. There is no half of a yes, nor of more than last year, and before it is due a no says nothing.
    SELECT expectation.*,
           CASE WHEN is_graded
                THEN @extschema@.target_attainment(outcome, expected, direction,
                         CASE WHEN NOT @extschema@.target_met(baseline, expected, direction) THEN baseline END)
                WHEN target_kind = 'improvement'
                THEN CASE WHEN @extschema@.target_met(outcome, target, direction) AND outcome <> target THEN 1::numeric WHEN NOT is_under_way AND outcome IS NOT NULL AND target IS NOT NULL THEN 0::numeric END
                WHEN NOT is_under_way OR outcome >= target
                THEN @extschema@.target_attainment(outcome, target, direction) END AS unbounded_attainment,
           -- What is to change since the year before, that year cannot have met.
           CASE WHEN target_kind = 'level' THEN @extschema@.target_attainment(previous_outcome, target, direction) END AS previous_attainment
    FROM expectation
), judged AS (
    SELECT attained.*,
           @extschema@.target_met(outcome, target, direction) AND (target_kind <> 'improvement' OR outcome <> target) AS is_met,
           CASE WHEN unbounded_attainment IS NOT NULL THEN greatest(least(unbounded_attainment, 999999), -999999) END AS attainment
    FROM attained
)
SELECT judged.organisation,
       judged.fiscal_year,
       judged.goal,
       judged.code                                                  AS indicator_code,
       judged.name                                                  AS indicator,
       judged.measure,
       judged.direction::text                                       AS direction,
       judged.baseline::numeric(25,6)                               AS baseline,
       judged.outcome::numeric(25,6)                                AS outcome,
       judged.target::numeric(25,6)                                 AS target,
       judged.attainment::numeric(12,6)                             AS attainment,
       -- To be on the way is not to be there yet; and what meets its target is met even where no ratio says how far. What is not to be
       -- exceeded can be until the year is over.
       CASE WHEN judged.is_met AND NOT (judged.is_under_way AND judged.direction::text = 'at_most') THEN 'met'
            WHEN judged.is_met AND judged.attainment IS NULL                                         THEN 'on_track'
            WHEN judged.attainment >= 1.0 THEN 'on_track'
            ELSE @extschema@.attainment_status(judged.attainment)::text END AS status,
       coalesce(@extschema@.measure_in_words(judged.outcome, judged.measure, judged.counted, said.words),
                CASE WHEN judged.why_no_outcome IN ('secret', 'not_applicable') THEN said.words ->> judged.why_no_outcome END, said.words ->> 'no_outcome'::text) AS outcome_text,
       CASE WHEN judged.target_kind = 'improvement'
            THEN CASE WHEN judged.target IS NULL THEN said.words ->> CASE judged.direction::text WHEN 'at_least' THEN 'more_than_unknown' ELSE 'less_than_unknown' END
                      ELSE pg_catalog.format(said.words ->> CASE judged.direction::text WHEN 'at_least' THEN 'more_than' ELSE 'less_than' END,
                                             @extschema@.measure_in_words(judged.target, judged.measure, judged.counted, said.words)) END
            WHEN judged.target IS NULL AND judged.stated_target IS NOT NULL THEN said.words ->> 'change_unknown'::text
            ELSE coalesce(@extschema@.measure_in_words(judged.target, judged.measure, judged.counted, said.words), said.words ->> 'no_target'::text) END AS target_text,
       CASE WHEN judged.is_counted_anew AND coalesce(judged.as_of < judged.last_day, false)           THEN NULL
            WHEN judged.outcome = judged.previous_outcome                                           THEN 'level'
            WHEN (judged.outcome > judged.previous_outcome) = (judged.direction::text = 'at_least') THEN 'improving'
            WHEN (judged.outcome < judged.previous_outcome) = (judged.direction::text = 'at_least') THEN 'worsening' END AS trend,
       judged.as_of,
       judged.expected::numeric(25,6)                               AS expected,
       judged.previous_year,
       judged.previous_outcome::numeric(25,6)                       AS previous_outcome,
       coalesce(@extschema@.measure_in_words(judged.previous_outcome, judged.measure, judged.counted, said.words), said.words ->> 'no_outcome'::text) AS previous_text,
       CASE WHEN judged.previous_attainment IS NOT NULL
            THEN greatest(least(judged.previous_attainment, 999999), -999999) END::numeric(12,6) AS previous_attainment,
       CASE WHEN judged.target_kind = 'level' AND @extschema@.target_met(judged.previous_outcome, judged.target, judged.direction) THEN 'met'
            ELSE @extschema@.attainment_status(judged.previous_attainment)::text END AS previous_status,
       judged.goal_code,
       judged.weight::numeric(12,6)                                 AS weight,
       judged.position,
       judged.why_no_outcome,
       judged.target_kind
FROM judged
JOIN live_word said ON said.organisation = judged.organisation;
COMMENT ON VIEW   target_attainment                  IS 'An indicator in a year: outcome, target, how far it is met and where it is heading. Every indicator in every year of which anything is known; what has no outcome or no target says so';
COMMENT ON COLUMN target_attainment.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN target_attainment.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN target_attainment.goal             IS 'Name of the goal that the indicator belongs to';
COMMENT ON COLUMN target_attainment.indicator_code   IS 'Code of the indicator';
COMMENT ON COLUMN target_attainment.indicator        IS 'Name of the indicator';
COMMENT ON COLUMN target_attainment.measure          IS 'yes_no, count, percent or days';
COMMENT ON COLUMN target_attainment.direction        IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN target_attainment.baseline         IS 'Where the way to the target begins: what the indicator states, else the latest earlier outcome';
COMMENT ON COLUMN target_attainment.outcome          IS 'Outcome; yes is 1, no is 0, 91 % is 0.91: the one stated, else that of its key figure in the year, else what all months of the year come to (indicator.aggregation). NULL where there is none; indicator_forecast has the months until then';
COMMENT ON COLUMN target_attainment.target           IS 'Target, likewise';
COMMENT ON COLUMN target_attainment.attainment       IS 'How far the outcome has come: the part of the way from the baseline to expected, or without a way to go outcome / target (at_least) or target / outcome (at_most); 1 is just there. Shown up to 999999 either way; NULL where there is no saying';
COMMENT ON COLUMN target_attainment.status           IS 'met (the outcome meets the target, and where it is not to be exceeded and due at the end of the year, that is over); on_track (attainment from 0.9), at_risk (from 0.75), off_track; no_data where there is no saying';
COMMENT ON COLUMN target_attainment.outcome_text     IS 'Outcome as people read it: yes, 91 %, 138 days, 1 068 households; secret, not applicable or no outcome where there is none';
COMMENT ON COLUMN target_attainment.target_text      IS 'Target as people read it; no target where there is none';
COMMENT ON COLUMN target_attainment.trend            IS 'improving, level or worsening against the latest earlier outcome, by the direction; NULL without one, and within a year for what is counted anew each year (indicator.baseline 0, or its months add up)';
COMMENT ON COLUMN target_attainment.as_of            IS 'Day that the outcome is of, where the year was not over';
COMMENT ON COLUMN target_attainment.expected         IS 'What the outcome is judged by: the target, or within a year, for a target due at its end, where the straight way from the baseline to it stands on that day';
COMMENT ON COLUMN target_attainment.previous_year    IS 'Year of the latest earlier outcome';
COMMENT ON COLUMN target_attainment.previous_outcome IS 'Latest earlier outcome';
COMMENT ON COLUMN target_attainment.previous_text    IS 'The same as people read it; no outcome where there is none';
COMMENT ON COLUMN target_attainment.previous_attainment IS 'How far the latest earlier outcome would meet this year''s target, without a baseline: where the year begins';
COMMENT ON COLUMN target_attainment.previous_status  IS 'The same as a status';
COMMENT ON COLUMN target_attainment.goal_code        IS 'Code of the goal';
COMMENT ON COLUMN target_attainment.weight           IS 'Weight of the indicator in its goal';
COMMENT ON COLUMN target_attainment.position         IS 'Order in which indicators are shown';
COMMENT ON COLUMN target_attainment.why_no_outcome   IS 'Why there is no outcome, where that is known: missing, secret or not_applicable';
COMMENT ON COLUMN target_attainment.target_kind         IS 'level, or change or improvement: what the target comes to then follows from the outcome of the year before, and so previous_status is no_data';
