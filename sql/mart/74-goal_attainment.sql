-- goal_attainment: how far goals are reached

CREATE OR REPLACE VIEW goal_attainment AS
WITH RECURSIVE part AS (
    SELECT goal.organisation, goal.code AS goal, goal.code AS part FROM goal
    UNION ALL
    SELECT part.organisation, part.goal, goal.code
    FROM part JOIN goal ON goal.organisation = part.organisation AND goal.parent = part.part
), indicator_of_goal AS (
    -- The indicators of a goal and of those below it, and every goal, also without one.
    SELECT target.organisation, target.fiscal_year, part.goal,
           target.indicator_code, target.status, target.previous_status, target.attainment, target.weight
    FROM target_attainment target
    JOIN part ON part.organisation = target.organisation AND part.part = target.goal_code
    UNION ALL
    SELECT year.organisation, year.fiscal_year, goal.code AS goal, NULL::text, NULL::text, NULL::text, NULL::numeric, NULL::numeric
    FROM live_target_year year
    JOIN goal ON goal.organisation = year.organisation
), goal_in_year AS (
    SELECT organisation, fiscal_year, goal,
           pg_catalog.count(indicator_code)                      AS indicators,
           count(*) FILTER (WHERE status = 'met')                AS met,
           count(*) FILTER (WHERE status = 'no_data')            AS no_data,
           @extschema@.attainment_index(CASE status WHEN 'met' THEN 1 ELSE attainment END, weight) AS attainment_index,
           count(*) FILTER (WHERE status = 'on_track')           AS on_track,
           count(*) FILTER (WHERE status = 'at_risk')            AS at_risk,
           count(*) FILTER (WHERE status = 'off_track')          AS off_track,
           count(*) FILTER (WHERE previous_status = 'met')       AS previously_met,
           count(*) FILTER (WHERE previous_status = 'no_data')   AS previously_no_data
    FROM indicator_of_goal
    GROUP BY organisation, fiscal_year, goal
)
SELECT total.organisation,
       total.fiscal_year,
       goal.name                            AS goal,
       total.indicators::integer            AS indicators,
       total.met::integer                   AS met,
       total.no_data::integer               AS no_data,
       total.attainment_index::numeric(12,6) AS attainment_index,
       total.on_track::integer              AS on_track,
       total.at_risk::integer               AS at_risk,
       total.off_track::integer             AS off_track,
       total.previously_met::integer        AS previously_met,
       total.previously_no_data::integer    AS previously_no_data,
       goal.code                            AS goal_code,
       goal.parent                          AS parent_code
FROM goal_in_year total
JOIN goal ON goal.organisation = total.organisation AND goal.code = total.goal;
COMMENT ON VIEW   goal_attainment                  IS 'A goal in a year, with all indicators of the goals below it';
COMMENT ON COLUMN goal_attainment.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN goal_attainment.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN goal_attainment.goal             IS 'Name of the goal';
COMMENT ON COLUMN goal_attainment.indicators       IS 'Indicators of the goal and of those below it';
COMMENT ON COLUMN goal_attainment.met              IS 'How many of them meet their target';
COMMENT ON COLUMN goal_attainment.no_data          IS 'Of how many there is no saying: no outcome, no target, or neither due nor met';
COMMENT ON COLUMN goal_attainment.attainment_index IS 'Weighted mean of the attainments, each limited to 0 ... 1; what there is no saying of is left out, so look at no_data too';
COMMENT ON COLUMN goal_attainment.on_track         IS 'How many are on track';
COMMENT ON COLUMN goal_attainment.at_risk          IS 'How many are at risk';
COMMENT ON COLUMN goal_attainment.off_track        IS 'How many are off track';
COMMENT ON COLUMN goal_attainment.previously_met   IS 'How many targets of the year the latest earlier outcome meets already';
COMMENT ON COLUMN goal_attainment.previously_no_data IS 'For how many of them there is no saying so: no earlier outcome, or no target';
COMMENT ON COLUMN goal_attainment.goal_code        IS 'Code of the goal';
COMMENT ON COLUMN goal_attainment.parent_code      IS 'Code of the goal above, or NULL at the top';
