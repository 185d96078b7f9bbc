-- goal_attainment: how far goals are reached

CREATE OR REPLACE VIEW goal_attainment AS
WITH RECURSIVE part AS (
    SELECT g.organisation, g.code AS goal, g.code AS part FROM goal g
    UNION ALL
    SELECT p.organisation, p.goal, g.code
    FROM part p JOIN goal g ON g.organisation = p.organisation AND g.parent = p.part
)
SELECT t.organisation,
       t.fiscal_year,
       g.name                                                                     AS goal,
       t.indicators::integer                                                      AS indicators,
       t.met::integer                                                             AS met,
       t.no_data::integer                                                         AS no_data,
       t.attainment_index::numeric(12,6)                                          AS attainment_index,
       t.on_track::integer                                                        AS on_track,
       t.at_risk::integer                                                         AS at_risk,
       t.off_track::integer                                                       AS off_track,
       t.previously_met::integer                                                  AS previously_met,
       t.previously_no_data::integer                                              AS previously_no_data,
       g.code                                                                     AS goal_code,
       g.parent                                                                   AS parent_code
FROM (
    SELECT i.organisation, i.fiscal_year, i.goal,
           pg_catalog.count(i.indicator_code)                                 AS indicators,
           count(*) FILTER (WHERE i.status = 'met')                AS met,
           count(*) FILTER (WHERE i.status = 'no_data')            AS no_data,
           @extschema@.attainment_index(CASE i.status WHEN 'met' THEN 1 ELSE i.attainment END, i.weight) AS attainment_index,
           count(*) FILTER (WHERE i.status = 'on_track')           AS on_track,
           count(*) FILTER (WHERE i.status = 'at_risk')            AS at_risk,
           count(*) FILTER (WHERE i.status = 'off_track')          AS off_track,
           count(*) FILTER (WHERE i.previous_status = 'met')       AS previously_met,
           count(*) FILTER (WHERE i.previous_status = 'no_data')   AS previously_no_data
    FROM (
        -- The indicators of a goal and of those below it, and every goal, also without one.
        SELECT t.organisation, t.fiscal_year, p.goal, t.indicator_code, t.status, t.previous_status, t.attainment, t.weight
        FROM target_attainment t
        JOIN part p ON p.organisation = t.organisation AND p.part = t.goal_code
        UNION ALL
        SELECT y.organisation, y.fiscal_year, o.code AS goal, NULL::text, NULL::text, NULL::text, NULL::numeric, NULL::numeric
        FROM (SELECT DISTINCT n.organisation, n.fiscal_year FROM indicator_value n) y
        JOIN goal o ON o.organisation = y.organisation
    ) i
    GROUP BY i.organisation, i.fiscal_year, i.goal
) t
JOIN goal g ON g.organisation = t.organisation AND g.code = t.goal;
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
