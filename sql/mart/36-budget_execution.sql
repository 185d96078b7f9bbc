-- budget_execution: how far a year was carried out as its first budget said

-- PEFA, Framework for assessing public financial management (2016), indicators PI-1 and PI-2. Scores look at three years.
CREATE OR REPLACE VIEW budget_execution AS
WITH figure AS (
    SELECT variance.organisation, variance.fiscal_year, variance.scenario, variance.scenario_kind, variance.unit_code, variance.head_code,
           variance.original_budget AS budget, variance.outcome
    FROM budget_variance variance
    JOIN latest_scenario latest ON latest.organisation = variance.organisation AND latest.fiscal_year = variance.fiscal_year
                               AND latest.scenario = variance.scenario AND latest.is_whole_year
    WHERE variance.is_latest AND variance.original_budget IS NOT NULL
), budgeted AS MATERIALIZED (
    SELECT figure.organisation, figure.fiscal_year, pg_catalog.array_agg(DISTINCT figure.head_code) AS heads
    FROM figure
    WHERE figure.budget <> 0::numeric
    GROUP BY figure.organisation, figure.fiscal_year
), decided AS (
    -- The heads are those that the original budget was decided for: what is booked below one of them is its outturn.
    SELECT figure.organisation, figure.fiscal_year, figure.scenario, figure.scenario_kind, figure.unit_code,
           @extschema@.deciding_code(place.path, budgeted.heads) AS head_code, sum(figure.budget) AS budget, sum(figure.outcome) AS outturn
    FROM figure
    JOIN live_head_path place ON place.organisation = figure.organisation AND place.code = figure.head_code
                             AND figure.fiscal_year BETWEEN place.from_year AND place.until_year
    LEFT JOIN budgeted ON budgeted.organisation = figure.organisation AND budgeted.fiscal_year = figure.fiscal_year
    GROUP BY figure.organisation, figure.fiscal_year, figure.scenario, figure.scenario_kind, figure.unit_code,
             @extschema@.deciding_code(place.path, budgeted.heads)
), stated AS (
    SELECT decided.*, place.path
    FROM decided
    JOIN live_unit_path place ON place.organisation = decided.organisation AND place.code = decided.unit_code
                             AND decided.fiscal_year BETWEEN place.from_year AND place.until_year
    WHERE decided.scenario_kind = 'forecast'
), lacking AS MATERIALIZED (
    -- A forecast that lacks a unit does not say that nothing will be spent there. What it states for a unit above or below is not lacking.
    SELECT DISTINCT stated.organisation, stated.fiscal_year
    FROM stated
    WHERE stated.outturn IS NULL AND stated.budget <> 0::numeric
      AND NOT EXISTS (SELECT FROM stated near
                      WHERE near.organisation = stated.organisation AND near.fiscal_year = stated.fiscal_year AND near.head_code = stated.head_code
                        AND near.outturn IS NOT NULL AND @extschema@.same_branch(near.path, stated.path))
), head_of_year AS (
    SELECT decided.organisation, decided.fiscal_year, decided.scenario, head.contingency,
           sum(decided.budget)                           AS budget,
           sum(coalesce(decided.outturn, 0::numeric))    AS outturn,
           bool_and(lacking.organisation IS NULL)        AS is_known
    FROM decided
    JOIN budget_head head ON head.organisation = decided.organisation AND head.code = decided.head_code
    LEFT JOIN lacking ON lacking.organisation = decided.organisation AND lacking.fiscal_year = decided.fiscal_year
    GROUP BY decided.organisation, decided.fiscal_year, decided.scenario, decided.head_code, head.contingency
), year_of_organisation AS (
    SELECT head_of_year.*,
           -- What is left of a head's deviation once all of them are as much above or below the budget as the whole is.
           sum(head_of_year.budget) FILTER (WHERE NOT head_of_year.contingency) OVER whole  AS allocated_budget,
           sum(head_of_year.outturn) FILTER (WHERE NOT head_of_year.contingency) OVER whole AS allocated_outturn
    FROM head_of_year
    WINDOW whole AS (PARTITION BY head_of_year.organisation, head_of_year.fiscal_year, head_of_year.scenario)
), measured AS (
    SELECT organisation, fiscal_year, scenario,
           CASE WHEN bool_and(is_known) AND sum(budget) > 0::numeric
                THEN @extschema@.ratio(sum(outturn), sum(budget)) END AS aggregate_outturn,
           -- Adjusted budgets add up to the outturn; multiplied out, so that it is divided once.
           CASE WHEN bool_and(is_known) AND max(allocated_budget) > 0::numeric AND max(allocated_outturn) > 0::numeric
                THEN @extschema@.ratio(sum(abs(outturn * allocated_budget - budget * allocated_outturn)) FILTER (WHERE NOT contingency),
                                       max(allocated_budget) * max(allocated_outturn)) END AS composition_variance,
           CASE WHEN bool_and(is_known) AND sum(budget) > 0::numeric
                THEN @extschema@.ratio(coalesce(sum(outturn) FILTER (WHERE contingency), 0::numeric), sum(budget)) END AS contingency_share
    FROM year_of_organisation
    GROUP BY organisation, fiscal_year, scenario
), seen_back AS (
    SELECT measured.*,
           pg_catalog.count(measured.aggregate_outturn) OVER three_years                                                              AS years_1,
           pg_catalog.count(measured.composition_variance) OVER three_years                                                           AS years_2,
           count(*) FILTER (WHERE measured.aggregate_outturn BETWEEN 0.95 AND 1.05) OVER three_years                        AS within_5,
           count(*) FILTER (WHERE measured.aggregate_outturn BETWEEN 0.90 AND 1.10) OVER three_years                        AS within_10,
           count(*) FILTER (WHERE measured.aggregate_outturn BETWEEN 0.85 AND 1.15) OVER three_years                        AS within_15,
           count(*) FILTER (WHERE measured.composition_variance < 0.05) OVER three_years                                    AS below_5,
           count(*) FILTER (WHERE measured.composition_variance < 0.10) OVER three_years                                    AS below_10,
           count(*) FILTER (WHERE measured.composition_variance < 0.15) OVER three_years                                    AS below_15,
           sum(measured.contingency_share) OVER three_years                                                                AS charged_in_three_years
    FROM measured
    WINDOW three_years AS (PARTITION BY measured.organisation ORDER BY measured.fiscal_year RANGE BETWEEN 2 PRECEDING AND CURRENT ROW)
)
SELECT seen_back.organisation,
       seen_back.fiscal_year,
       seen_back.scenario,
       seen_back.aggregate_outturn::numeric(12,6)    AS aggregate_outturn,
       seen_back.composition_variance::numeric(12,6) AS composition_variance,
       seen_back.contingency_share::numeric(12,6)    AS contingency_share,
       CASE WHEN seen_back.years_1 = 3::bigint
            THEN CASE WHEN seen_back.within_5 >= 2::bigint THEN 'A' WHEN seen_back.within_10 >= 2::bigint THEN 'B'
                      WHEN seen_back.within_15 >= 2::bigint THEN 'C' ELSE 'D' END END AS score_1,
       -- The weakest dimension (PEFA's method M1), with + where the other one is better.
       CASE WHEN dimension.composition = dimension.contingency THEN dimension.composition
            WHEN dimension.composition <> dimension.contingency THEN greatest(dimension.composition, dimension.contingency) || '+' END AS score_2,
       least(seen_back.years_1, seen_back.years_2)::integer AS years
FROM seen_back
LEFT JOIN LATERAL (
    SELECT CASE WHEN seen_back.below_5 >= 2::bigint THEN 'A' WHEN seen_back.below_10 >= 2::bigint THEN 'B'
                WHEN seen_back.below_15 >= 2::bigint THEN 'C' ELSE 'D' END,
           CASE WHEN seen_back.charged_in_three_years < 0.09 THEN 'A' WHEN seen_back.charged_in_three_years <= 0.18 THEN 'B'
                WHEN seen_back.charged_in_three_years < 0.30 THEN 'C' ELSE 'D' END
    WHERE seen_back.years_1 = 3::bigint AND seen_back.years_2 = 3::bigint
) AS dimension(composition, contingency) ON true;
COMMENT ON VIEW   budget_execution                      IS 'A fiscal year of an organisation: what was spent (the outcome, or a forecast in its place) beside the original budget, as PEFA measures it (Framework 2016, PI-1 and PI-2). PEFA measures expenditure; a mart holds what is to be met by the organisation''s own budget, so this is net cost. Only figures of the whole year that count (latest_scenario)';
COMMENT ON COLUMN budget_execution.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN budget_execution.fiscal_year          IS 'Fiscal year';
COMMENT ON COLUMN budget_execution.scenario             IS 'Code of the outcome or forecast';
COMMENT ON COLUMN budget_execution.aggregate_outturn    IS 'PI-1: outturn as a fraction of the original budget, reserves included. NULL where a forecast lacks a unit and head that had a budget, and says nothing of those above and below it, or the budget is not above 0';
COMMENT ON COLUMN budget_execution.composition_variance IS 'PI-2.1, by the head that the original budget was decided for, with what is booked below it: sum of |outturn - adjusted budget| as a fraction of the sum of adjusted budgets. A head''s adjusted budget is its original budget, times the whole outturn over the whole budget. Reserves (budget_head.contingency) are left out of all of it. NULL as for aggregate_outturn';
COMMENT ON COLUMN budget_execution.contingency_share    IS 'PI-2.3: outturn on reserves as a fraction of the original budget; what was moved from them to other heads is theirs. 0 where there are no reserves';
COMMENT ON COLUMN budget_execution.score_1              IS 'PI-1 over this year and the two before. A: 95 to 105 % in at least two of the three; B: 90 to 110; C: 85 to 115; D: else. NULL where one of the three years is not known (years)';
COMMENT ON COLUMN budget_execution.score_2              IS 'PI-2 over the same three years, by PEFA''s M1: the weaker of two dimensions, with + where the other is better. PI-2.1: A where the variance is below 5 % in at least two of the three years, B below 10, C below 15, else D. PI-2.3: A where the share was on average below 3 %, B to 6, C below 10, else D. PI-2.2, by economic type, is not measured. NULL as for score_1';
COMMENT ON COLUMN budget_execution.years                IS 'Of how many of this year and the two before the measures are known: scores need all three';
