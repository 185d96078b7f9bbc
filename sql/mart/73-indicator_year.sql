-- indicator_year: what is known of an indicator in a year, stated or by months

-- A year is known by what is stated of it, or where months tell all of it; what an outcome cannot be stated as, months do not make.
CREATE OR REPLACE VIEW live_target_year AS
SELECT value.organisation, value.fiscal_year FROM indicator_value value
UNION
SELECT month.organisation, month.fiscal_year FROM live_indicator_month month WHERE month.as_of = month.last_day AND abs(month.value_to_date) < 1e6;
COMMENT ON VIEW   live_target_year              IS 'A fiscal year of which an outcome or target of any indicator is known';
COMMENT ON COLUMN live_target_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_target_year.fiscal_year  IS 'Fiscal year';

-- Months are looked at where nothing is stated, and only of indicators that they can make a year of.
CREATE OR REPLACE VIEW live_indicator_year AS
SELECT year.organisation, year.fiscal_year, indicator.code AS indicator,
       coalesce(value.outcome, whole.outcome)                          AS outcome,
       value.target,
       CASE WHEN value.outcome IS NOT NULL OR whole.outcome IS NULL THEN value.as_of END AS as_of,
       value.outcome                                                   AS stated_outcome,
       previous.fiscal_year                                            AS previous_year,
       previous.outcome                                                AS previous_outcome,
       coalesce(indicator.baseline, previous.outcome)                  AS baseline
FROM live_target_year year
JOIN indicator ON indicator.organisation = year.organisation
LEFT JOIN indicator_value value ON value.organisation = year.organisation AND value.indicator = indicator.code AND value.fiscal_year = year.fiscal_year
LEFT JOIN LATERAL (
    SELECT month.value_to_date AS outcome FROM live_indicator_month month
    WHERE indicator.aggregation IS NOT NULL AND value.outcome IS NULL
      AND month.organisation = year.organisation AND month.indicator = indicator.code AND month.fiscal_year = year.fiscal_year AND month.as_of = month.last_day
      AND abs(month.value_to_date) < 1e6
) whole ON true
LEFT JOIN LATERAL (
    SELECT earlier.fiscal_year, earlier.outcome
    FROM ((SELECT stated.fiscal_year, stated.outcome, true AS is_stated FROM indicator_value stated
           WHERE stated.organisation = year.organisation AND stated.indicator = indicator.code
             AND stated.fiscal_year < year.fiscal_year AND stated.outcome IS NOT NULL
           ORDER BY stated.fiscal_year DESC LIMIT 1)
          UNION ALL
          (SELECT month.fiscal_year, month.value_to_date AS outcome, false AS is_stated FROM live_indicator_month month
           WHERE indicator.aggregation IS NOT NULL AND month.organisation = year.organisation AND month.indicator = indicator.code
             AND month.fiscal_year < year.fiscal_year AND month.as_of = month.last_day AND abs(month.value_to_date) < 1e6
           ORDER BY month.fiscal_year DESC LIMIT 1)) earlier
    ORDER BY earlier.fiscal_year DESC, earlier.is_stated DESC LIMIT 1
) previous ON true;
COMMENT ON VIEW   live_indicator_year                  IS 'An indicator in a year of which anything is known: every indicator in each such year';
COMMENT ON COLUMN live_indicator_year.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_year.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_year.indicator        IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_year.outcome          IS 'Outcome that is stated, else what all months of the year come to';
COMMENT ON COLUMN live_indicator_year.target           IS 'Target';
COMMENT ON COLUMN live_indicator_year.as_of            IS 'Day that the outcome is of, where the year was not over';
COMMENT ON COLUMN live_indicator_year.stated_outcome   IS 'Outcome that is stated in indicator_value';
COMMENT ON COLUMN live_indicator_year.previous_year    IS 'Year of the latest earlier outcome';
COMMENT ON COLUMN live_indicator_year.previous_outcome IS 'Latest earlier outcome';
COMMENT ON COLUMN live_indicator_year.baseline         IS 'Where the way to the target begins: what the indicator states, else the latest earlier outcome';
