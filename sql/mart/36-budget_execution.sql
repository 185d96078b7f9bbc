-- budget_execution: how far a year was carried out as its first budget said

-- PEFA, Framework for assessing public financial management (2016), indicators PI-1 and PI-2. Scores look at three years.
CREATE OR REPLACE VIEW budget_execution AS
WITH measured AS (
    SELECT latest.organisation, latest.fiscal_year, latest.scenario, of_year.aggregate_outturn, of_year.composition_variance, of_year.contingency_share
    FROM latest_scenario latest
    -- A year after another: a filter by organisation reaches what is computed, and nothing is compared with other years.
    CROSS JOIN LATERAL (
        WITH figure AS MATERIALIZED (
            SELECT variance.scenario_kind, variance.unit_code, variance.head_code, variance.original_budget AS budget, variance.outcome
            FROM budget_variance variance
            WHERE variance.organisation = latest.organisation AND variance.fiscal_year = latest.fiscal_year AND variance.scenario = latest.scenario
              AND variance.is_latest
        ), budgeted AS MATERIALIZED (
            -- It has no row where there was no original budget.
            SELECT pg_catalog.array_agg(DISTINCT figure.head_code) FILTER (WHERE figure.budget <> 0::numeric) AS heads
            FROM figure
            HAVING bool_or(figure.budget IS NOT NULL)
        ), decided AS MATERIALIZED (
            -- The heads are those that the original budget was decided for: what is booked below one of them is its outturn.
            SELECT figure.scenario_kind, figure.unit_code, @extschema@.deciding_code(place.path, budgeted.heads) AS head_code,
                   sum(figure.budget) AS budget, sum(figure.outcome) AS outturn
            FROM budgeted
            CROSS JOIN figure
            JOIN live_head_path place ON place.organisation = latest.organisation AND place.code = figure.head_code
                                     AND latest.fiscal_year BETWEEN place.from_year AND place.until_year
            GROUP BY figure.scenario_kind, figure.unit_code, @extschema@.deciding_code(place.path, budgeted.heads)
        ), stated AS MATERIALIZED (
            SELECT decided.head_code, decided.budget, decided.outturn, place.path
            FROM decided
            JOIN live_unit_path place ON place.organisation = latest.organisation AND place.code = decided.unit_code
                                     AND latest.fiscal_year BETWEEN place.from_year AND place.until_year
            WHERE decided.scenario_kind = 'forecast'
        ), known AS MATERIALIZED (
            -- A forecast that lacks a unit does not say that nothing will be spent there. What it states for a unit above or below is not lacking.
            SELECT NOT EXISTS (SELECT FROM stated
                               WHERE stated.outturn IS NULL AND stated.budget <> 0::numeric
                                 AND NOT EXISTS (SELECT FROM stated near
                                                 WHERE near.head_code = stated.head_code AND near.outturn IS NOT NULL
                                                   AND @extschema@.same_branch(near.path, stated.path)))
                   -- Nor does an outcome of so few households that it is not shown.
                   AND NOT EXISTS (SELECT FROM figure
                                   JOIN live_hidden_outcome hidden ON hidden.organisation = latest.organisation AND hidden.fiscal_year = latest.fiscal_year AND hidden.scenario = latest.scenario AND hidden.head = figure.head_code) AS is_whole
        ), head_of_year AS (
            SELECT head.contingency, sum(decided.budget) AS budget, sum(coalesce(decided.outturn, 0::numeric)) AS outturn
            FROM decided
            JOIN budget_head head ON head.organisation = latest.organisation AND head.code = decided.head_code
            GROUP BY decided.head_code, head.contingency
        ), year_of_organisation AS (
            SELECT head_of_year.*,
                   -- What is left of a head's deviation once all of them are as much above or below the budget as the whole is.
                   sum(head_of_year.budget) FILTER (WHERE NOT head_of_year.contingency) OVER ()  AS allocated_budget,
                   sum(head_of_year.outturn) FILTER (WHERE NOT head_of_year.contingency) OVER () AS allocated_outturn
            FROM head_of_year
        )
        SELECT CASE WHEN known.is_whole AND sum(head.budget) > 0::numeric
                    THEN @extschema@.ratio(sum(head.outturn), sum(head.budget)) END AS aggregate_outturn,
               -- Adjusted budgets add up to the outturn; multiplied out, so that it is divided once.
               CASE WHEN known.is_whole AND max(head.allocated_budget) > 0::numeric AND max(head.allocated_outturn) > 0::numeric
                    THEN @extschema@.ratio(sum(abs(head.outturn * head.allocated_budget - head.budget * head.allocated_outturn)) FILTER (WHERE NOT head.contingency),
                                           max(head.allocated_budget) * max(head.allocated_outturn)) END AS composition_variance,
               CASE WHEN known.is_whole AND sum(head.budget) > 0::numeric
                    THEN @extschema@.ratio(coalesce(sum(head.outturn) FILTER (WHERE head.contingency), 0::numeric), sum(head.budget)) END AS contingency_share
        FROM known
        CROSS JOIN year_of_organisation head
        GROUP BY known.is_whole
    ) of_year
    WHERE latest.is_whole_year
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
