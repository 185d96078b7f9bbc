-- indicator_by_breakdown: outcomes of women and men, and by age

CREATE OR REPLACE VIEW indicator_by_breakdown AS
SELECT value.organisation,
       value.fiscal_year,
       indicator.code                                                      AS indicator_code,
       indicator.name                                                      AS indicator,
       value.breakdown,
       value.outcome::numeric(25,6)                                        AS outcome,
       level.target::numeric(25,6)                                         AS target,
       coalesce(@extschema@.measure_in_words(value.outcome, indicator.measure, indicator.counted, said.words),
                CASE WHEN value.why_no_outcome IN ('secret', 'not_applicable') THEN said.words ->> value.why_no_outcome END, said.words ->> 'no_outcome'::text) AS outcome_text,
       total.outcome::numeric(25,6)                                        AS total_outcome,
       (value.outcome - total.outcome)::numeric(25,6)                      AS difference_to_total,
       value.why_no_outcome,
       value.as_of,
       indicator.measure,
       indicator.position
FROM indicator_value value
JOIN indicator ON indicator.organisation = value.organisation AND indicator.code = value.indicator
JOIN live_word said ON said.organisation = value.organisation
LEFT JOIN live_indicator_year total ON total.organisation = value.organisation AND total.indicator = value.indicator AND total.fiscal_year = value.fiscal_year
LEFT JOIN live_indicator_target level ON level.organisation = value.organisation AND level.indicator = value.indicator AND level.fiscal_year = value.fiscal_year AND level.breakdown = value.breakdown
WHERE value.breakdown <> 'total';
COMMENT ON VIEW   indicator_by_breakdown                     IS 'An indicator in a year of women, of men or of an age, beside that of all. Those of all are in target_attainment';
COMMENT ON COLUMN indicator_by_breakdown.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN indicator_by_breakdown.fiscal_year         IS 'Fiscal year';
COMMENT ON COLUMN indicator_by_breakdown.indicator_code      IS 'Code of the indicator';
COMMENT ON COLUMN indicator_by_breakdown.indicator           IS 'Name of the indicator';
COMMENT ON COLUMN indicator_by_breakdown.breakdown           IS 'Whom it is of: women, men, an age such as 18-24, or both';
COMMENT ON COLUMN indicator_by_breakdown.outcome             IS 'Outcome of these; NULL where there is none';
COMMENT ON COLUMN indicator_by_breakdown.target              IS 'Target of these, as a level: of a change or an improvement (indicator_value.target_kind), what that comes to; NULL where there is none, and where their outcome of the year before is not known';
COMMENT ON COLUMN indicator_by_breakdown.outcome_text        IS 'Outcome as people read it; secret, not applicable or no outcome where there is none';
COMMENT ON COLUMN indicator_by_breakdown.total_outcome       IS 'Outcome of all';
COMMENT ON COLUMN indicator_by_breakdown.difference_to_total IS 'Their outcome minus that of all, in the indicator''s measure: 0.02 is two percentage points';
COMMENT ON COLUMN indicator_by_breakdown.why_no_outcome      IS 'Why there is no outcome, where that is known: missing, secret or not_applicable';
COMMENT ON COLUMN indicator_by_breakdown.as_of               IS 'Day that the outcome is of, where the year was not over';
COMMENT ON COLUMN indicator_by_breakdown.measure             IS 'yes_no, count, percent (as a fraction) or days';
COMMENT ON COLUMN indicator_by_breakdown.position            IS 'Order in which indicators are shown';
