-- target_attainment: how far targets are met

CREATE OR REPLACE VIEW target_attainment AS
SELECT j.organisation,
       j.fiscal_year,
       j.goal,
       j.code                                                       AS indicator_code,
       j.name                                                       AS indicator,
       j.measure,
       j.direction::text                                            AS direction,
       j.baseline::numeric(12,6)                                    AS baseline,
       j.outcome::numeric(12,6)                                     AS outcome,
       j.target::numeric(12,6)                                      AS target,
       j.attainment::numeric(12,6)                                  AS attainment,
       -- To be on the way is not to be there yet; and what meets its target is met even where no ratio says how far.
       CASE WHEN j.is_met             THEN 'met'
            WHEN j.attainment >= 1.0   THEN 'on_track'
            ELSE @extschema@.attainment_status(j.attainment)::text END  AS status,
       coalesce(@extschema@.measure_text(j.outcome, j.measure, j.counted), 'no outcome') AS outcome_text,
       coalesce(@extschema@.measure_text(j.target, j.measure, j.counted), 'no target')   AS target_text,
       CASE WHEN j.is_under_way AND j.stated_baseline IS NOT NULL                          THEN NULL
            WHEN j.outcome = j.previous_outcome                                            THEN 'level'
            WHEN (j.outcome > j.previous_outcome) = (j.direction::text = 'at_least')       THEN 'improving'
            WHEN (j.outcome < j.previous_outcome) = (j.direction::text = 'at_least')       THEN 'worsening' END AS trend,
       j.as_of,
       j.expected::numeric(12,6)                                    AS expected,
       j.previous_year,
       j.previous_outcome::numeric(12,6)                            AS previous_outcome,
       coalesce(@extschema@.measure_text(j.previous_outcome, j.measure, j.counted), 'no outcome') AS previous_text,
       CASE WHEN j.previous_attainment IS NOT NULL
            THEN greatest(least(j.previous_attainment, 999999), -999999) END::numeric(12,6) AS previous_attainment,
       CASE WHEN @extschema@.target_met(j.previous_outcome, j.target, j.direction) THEN 'met'
            ELSE @extschema@.attainment_status(j.previous_attainment)::text END AS previous_status,
       j.goal_code,
       j.weight::numeric(12,6)                                      AS weight,
       j.position
FROM (
    SELECT x.*, e.expected,
           @extschema@.target_met(x.outcome, x.target, x.direction) AS is_met,
           CASE WHEN a.attainment IS NOT NULL THEN greatest(least(a.attainment, 999999), -999999) END AS attainment,
           @extschema@.target_attainment(x.previous_outcome, x.target, x.direction) AS previous_attainment
    FROM (
        -- Every indicator in every year of which anything is known.
        SELECT y.organisation, y.fiscal_year, g.code AS goal_code, g.name AS goal,
               i.code, i.name, i.measure, i.direction::@extschema@.target_direction AS direction, i.counted, i.weight, i.position,
               v.outcome, v.target, v.as_of,
               p.fiscal_year                  AS previous_year,
               p.outcome                      AS previous_outcome,
               i.baseline                     AS stated_baseline,
               coalesce(i.baseline, p.outcome) AS baseline,
               i.due_at_year_end AND coalesce(v.as_of < make_date(y.fiscal_year, 12, 31), false) AS is_under_way
        FROM (SELECT DISTINCT n.organisation, n.fiscal_year FROM indicator_value n) y
        JOIN indicator i ON i.organisation = y.organisation
        JOIN goal g ON g.organisation = i.organisation AND g.code = i.goal
        LEFT JOIN indicator_value v ON v.organisation = y.organisation AND v.indicator = i.code
                                   AND v.fiscal_year = y.fiscal_year
        LEFT JOIN LATERAL (
            SELECT o.fiscal_year, o.outcome FROM indicator_value o
            WHERE o.organisation = y.organisation AND o.indicator = i.code
              AND o.fiscal_year < y.fiscal_year AND o.outcome IS NOT NULL
            ORDER BY o.fiscal_year DESC LIMIT 1
        ) p ON true
    ) x
    CROSS JOIN LATERAL (
        -- While the year lasts, a target due at its end is judged by the way there, if there is one to go.
        SELECT CASE WHEN x.is_under_way AND x.measure <> 'yes_no'
                         AND NOT @extschema@.target_met(x.baseline, x.target, x.direction)
                    THEN round(@extschema@.glide_path(x.baseline, make_date(x.fiscal_year - 1, 12, 31),
                                                      x.target, make_date(x.fiscal_year, 12, 31), x.as_of), 6)
                    ELSE x.target END
    ) AS e(expected)
    CROSS JOIN LATERAL (
        -- A baseline counts where there is a way to go from it. There is no half of a yes, and before it is due a no says nothing.
        SELECT CASE WHEN x.measure <> 'yes_no'
                    THEN @extschema@.target_attainment(x.outcome, e.expected, x.direction,
                             CASE WHEN NOT @extschema@.target_met(x.baseline, e.expected, x.direction) THEN x.baseline END)
                    WHEN NOT x.is_under_way OR x.outcome >= x.target
                    THEN @extschema@.target_attainment(x.outcome, x.target, x.direction) END
    ) AS a(attainment)
) j;
COMMENT ON VIEW   target_attainment                  IS 'An indicator in a year: outcome, target, how far it is met and where it is heading. Every indicator in every year of which anything is known; what has no outcome or no target says so';
COMMENT ON COLUMN target_attainment.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN target_attainment.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN target_attainment.goal             IS 'Name of the goal that the indicator belongs to';
COMMENT ON COLUMN target_attainment.indicator_code   IS 'Code of the indicator';
COMMENT ON COLUMN target_attainment.indicator        IS 'Name of the indicator';
COMMENT ON COLUMN target_attainment.measure          IS 'yes_no, count, percent or days';
COMMENT ON COLUMN target_attainment.direction        IS 'at_least: the outcome shall reach the target; at_most: it shall not exceed it';
COMMENT ON COLUMN target_attainment.baseline         IS 'Where the way to the target begins: what the indicator states, else the latest earlier outcome';
COMMENT ON COLUMN target_attainment.outcome          IS 'Outcome; yes is 1, no is 0, 91 % is 0.91. NULL where there is none';
COMMENT ON COLUMN target_attainment.target           IS 'Target, likewise';
COMMENT ON COLUMN target_attainment.attainment       IS 'How far the outcome has come: the part of the way from the baseline to expected, or without a way to go outcome / target (at_least) or target / outcome (at_most); 1 is just there. Shown up to 999999 either way; NULL where there is no saying';
COMMENT ON COLUMN target_attainment.status           IS 'met (the outcome meets the target); on_track (attainment from 0.9), at_risk (from 0.75), off_track; no_data where there is no saying';
COMMENT ON COLUMN target_attainment.outcome_text     IS 'Outcome as people read it: yes, 91 %, 138 days, 1068 households; no outcome where there is none';
COMMENT ON COLUMN target_attainment.target_text      IS 'Target as people read it; no target where there is none';
COMMENT ON COLUMN target_attainment.trend            IS 'improving, level or worsening against the latest earlier outcome, by the direction; NULL without one, and within a year for what is counted anew each year';
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
