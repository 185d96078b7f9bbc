-- indicator_year: what is known of an indicator in a year, stated or by months

-- What is stated counts; else the year of the key figure; else the months, stated or of the key figure.
CREATE OR REPLACE VIEW live_indicator_outcome AS
SELECT value.organisation, value.fiscal_year, value.indicator, value.outcome
FROM indicator_value value
WHERE value.outcome IS NOT NULL AND value.breakdown = 'total'
UNION ALL
SELECT indicator.organisation, year.fiscal_year, indicator.code AS indicator, year.value AS outcome
FROM live_indicator_source indicator
JOIN organisation own ON own.organisation = indicator.organisation
-- By the key of each, and not of all that was published of anybody. Of several years that begin in the fiscal year that counts which begins with it, else the last.
CROSS JOIN LATERAL (SELECT DISTINCT ON (of_year.fiscal_year) of_year.fiscal_year, figure.value
                    FROM key_figure_value figure
                    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year(figure.period_start, own.fiscal_year_start)) AS of_year(fiscal_year)
                    WHERE figure.organisation = indicator.organisation AND figure.key_figure = indicator.key_figure
                      AND figure.period_kind = 'year' AND figure.unit IS NULL AND figure.breakdown = 'total'
                    ORDER BY of_year.fiscal_year, @extschema@.fiscal_month(figure.period_start, own.fiscal_year_start) = 1 DESC, figure.period_start DESC, figure.published_on DESC) year
LEFT JOIN indicator_value value ON value.organisation = indicator.organisation AND value.indicator = indicator.code AND value.fiscal_year = year.fiscal_year AND value.breakdown = 'total'
WHERE indicator.key_figure_period = 'year' AND year.value IS NOT NULL AND value.outcome IS NULL
UNION ALL
SELECT month.organisation, month.fiscal_year, month.indicator, month.value_to_date AS outcome
FROM live_indicator_month month
JOIN live_indicator_source indicator ON indicator.organisation = month.organisation AND indicator.code = month.indicator
LEFT JOIN indicator_value value ON value.organisation = month.organisation AND value.indicator = month.indicator AND value.fiscal_year = month.fiscal_year AND value.breakdown = 'total'
WHERE month.aggregation IS NOT NULL AND month.number = 12 AND month.value_to_date IS NOT NULL AND value.outcome IS NULL AND coalesce(indicator.key_figure_period <> 'year', indicator.stated_key_figure IS NULL);
COMMENT ON VIEW   live_indicator_outcome              IS 'An indicator in a year whose outcome is known: the one stated, else that of its key figure, else what all its months come to';
COMMENT ON COLUMN live_indicator_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_outcome.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_outcome.outcome      IS 'Outcome';

CREATE OR REPLACE VIEW live_target_year AS
SELECT value.organisation, value.fiscal_year FROM indicator_value value
UNION
SELECT known.organisation, known.fiscal_year FROM live_indicator_outcome known;
COMMENT ON VIEW   live_target_year              IS 'A fiscal year of which an outcome or target of any indicator is known';
COMMENT ON COLUMN live_target_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_target_year.fiscal_year  IS 'Fiscal year';

-- Outcomes are joined, not looked up: those that months make are cheap together, and dear one by one.
CREATE OR REPLACE VIEW live_indicator_year AS
SELECT year.organisation, year.fiscal_year, year.indicator,
       year.outcome,
       @extschema@.target_level(value.target_kind, value.target, CASE WHEN year.previous_year = year.fiscal_year - 1 THEN year.previous_outcomes[1] END) AS target,
       CASE WHEN value.outcome IS NOT NULL OR year.outcome IS NULL THEN value.as_of END AS as_of,
       value.outcome                                                   AS stated_outcome,
       year.previous_year,
       year.previous_outcomes[1]                                       AS previous_outcome,
       coalesce(year.baseline, year.previous_outcomes[1])              AS baseline,
       CASE WHEN year.outcome IS NULL THEN value.why_no_outcome END    AS why_no_outcome,
       value.target_kind,
       value.target                                                    AS stated_target
FROM (
    SELECT year.organisation, year.fiscal_year, indicator.code AS indicator, indicator.baseline,
           max(known.outcome) FILTER (WHERE known.fiscal_year = year.fiscal_year)     AS outcome,
           max(known.fiscal_year) FILTER (WHERE known.fiscal_year < year.fiscal_year) AS previous_year,
           pg_catalog.array_agg(known.outcome ORDER BY known.fiscal_year DESC) FILTER (WHERE known.fiscal_year < year.fiscal_year) AS previous_outcomes
    FROM live_target_year year
    JOIN indicator ON indicator.organisation = year.organisation
    LEFT JOIN live_indicator_outcome known ON known.organisation = year.organisation AND known.indicator = indicator.code AND known.fiscal_year <= year.fiscal_year
    GROUP BY year.organisation, year.fiscal_year, indicator.code, indicator.baseline
) year
LEFT JOIN indicator_value value ON value.organisation = year.organisation AND value.indicator = year.indicator AND value.fiscal_year = year.fiscal_year AND value.breakdown = 'total';
COMMENT ON VIEW   live_indicator_year                  IS 'An indicator in a year of which anything is known: every indicator in each such year';
COMMENT ON COLUMN live_indicator_year.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_year.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_year.indicator        IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_year.outcome          IS 'Outcome that is stated, else that of the key figure, else what all months of the year come to';
COMMENT ON COLUMN live_indicator_year.target           IS 'Target, as a level: of a change or an improvement, what that comes to; NULL where the outcome of the year before is not known';
COMMENT ON COLUMN live_indicator_year.as_of            IS 'Day that the outcome is of, where the year was not over';
COMMENT ON COLUMN live_indicator_year.stated_outcome   IS 'Outcome that is stated in indicator_value';
COMMENT ON COLUMN live_indicator_year.previous_year    IS 'Year of the latest earlier outcome';
COMMENT ON COLUMN live_indicator_year.previous_outcome IS 'Latest earlier outcome';
COMMENT ON COLUMN live_indicator_year.baseline         IS 'Where the way to the target begins: what the indicator states, else the latest earlier outcome';
COMMENT ON COLUMN live_indicator_year.why_no_outcome   IS 'Why there is no outcome, where that is known';
COMMENT ON COLUMN live_indicator_year.target_kind      IS 'level, change or improvement; NULL where nothing is stated';
COMMENT ON COLUMN live_indicator_year.stated_target    IS 'Target as it is stated';

-- Looked up one by one, where few are asked for.
CREATE OR REPLACE VIEW live_indicator_target AS
SELECT value.organisation, value.fiscal_year, value.indicator, value.breakdown, level.target, value.target_kind
FROM indicator_value value
-- OFFSET 0, or all of it would be planned again wherever a query names the target once more.
CROSS JOIN LATERAL (
    SELECT CASE value.target_kind WHEN 'level' THEN value.target
                ELSE @extschema@.target_level(value.target_kind, value.target,
                         CASE value.breakdown WHEN 'total' THEN (SELECT known.outcome FROM live_indicator_outcome known
                                                                 WHERE known.organisation = value.organisation AND known.indicator = value.indicator AND known.fiscal_year = value.fiscal_year - 1)
                                              ELSE (SELECT before.outcome FROM indicator_value before
                                                    WHERE before.organisation = value.organisation AND before.indicator = value.indicator AND before.fiscal_year = value.fiscal_year - 1
                                                      AND before.breakdown = value.breakdown) END) END AS target
    OFFSET 0
) level;
COMMENT ON VIEW   live_indicator_target              IS 'A target of an indicator, as a level';
COMMENT ON COLUMN live_indicator_target.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_indicator_target.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_indicator_target.indicator    IS 'Code of the indicator';
COMMENT ON COLUMN live_indicator_target.breakdown    IS 'Whom it is of';
COMMENT ON COLUMN live_indicator_target.target_kind  IS 'level, change or improvement';
COMMENT ON COLUMN live_indicator_target.target       IS 'Target, as a level: of a change or an improvement, what that comes to; NULL where the outcome of the year before is not known';
