-- latest_scenario: which outcome or forecast of a year counts

-- Nothing of a year is whole before its last day has passed, whatever it says of itself.
CREATE OR REPLACE VIEW live_whole_outcome AS
SELECT scenario.organisation, scenario.fiscal_year, scenario.code AS scenario
FROM scenario
JOIN live_day day ON day.organisation = scenario.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_end(scenario.fiscal_year, day.fiscal_year_start)) AS year(last_day)
LEFT JOIN LATERAL (SELECT booked_scenario.booked_until FROM booked_scenario
                   WHERE booked_scenario.organisation = scenario.organisation AND booked_scenario.fiscal_year = scenario.fiscal_year
                     AND booked_scenario.scenario = scenario.code) booked ON true
WHERE scenario.kind = 'outcome' AND day.today >= year.last_day
  AND coalesce(scenario.as_of >= year.last_day, booked.booked_until >= year.last_day, true);
COMMENT ON VIEW   live_whole_outcome              IS 'An outcome of a whole fiscal year, that is over: by its date, or without one if it is not by month or booked to the end';
COMMENT ON COLUMN live_whole_outcome.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_whole_outcome.fiscal_year  IS 'Fiscal year';
COMMENT ON COLUMN live_whole_outcome.scenario     IS 'Code of the outcome';

-- An outcome of part of a year beside the budget of all of it is no verdict: until the year's own is whole, a forecast is.
CREATE OR REPLACE VIEW latest_scenario AS
SELECT DISTINCT ON (scenario.organisation, scenario.fiscal_year)
       scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.kind AS scenario_kind, scenario.as_of,
       scenario.kind = 'forecast' OR covered.is_whole_year AS is_whole_year
FROM scenario
JOIN organisation ON organisation.organisation = scenario.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start)) AS year(last_day)
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM live_whole_outcome whole
                                   WHERE whole.organisation = scenario.organisation AND whole.fiscal_year = scenario.fiscal_year
                                     AND whole.scenario = scenario.code OFFSET 0) OFFSET 0) AS covered(is_whole_year)
LEFT JOIN LATERAL (SELECT booked_scenario.booked_until FROM booked_scenario
                   WHERE booked_scenario.organisation = scenario.organisation AND booked_scenario.fiscal_year = scenario.fiscal_year
                     AND booked_scenario.scenario = scenario.code OFFSET 0) booked ON true
WHERE scenario.kind IN ('outcome', 'forecast')
  AND EXISTS (SELECT FROM ledger WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                                   AND (scenario.kind <> 'outcome' OR coalesce(ledger.month <= scenario.as_of, true)) OFFSET 0)
ORDER BY scenario.organisation, scenario.fiscal_year, scenario.adopted DESC,
         CASE WHEN scenario.kind = 'forecast' THEN 2
              WHEN covered.is_whole_year THEN 1
              ELSE 3 END,
         CASE scenario.kind WHEN 'outcome' THEN coalesce(scenario.as_of, booked.booked_until, year.last_day) ELSE scenario.as_of END DESC NULLS LAST,
         scenario.code DESC;
COMMENT ON VIEW   latest_scenario               IS 'The outcome or forecast of a fiscal year that counts, which other views mark with is_latest. What is in force comes before what is not; then an outcome of the whole year that is over (by its date; without one, not by month or booked to the end), a forecast, an outcome of a part of it; then the latest date (of an outcome by month without one that until which it is booked), and no date last; then the last code. What has no amounts does not count';
COMMENT ON COLUMN latest_scenario.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN latest_scenario.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN latest_scenario.scenario      IS 'Code of the outcome or forecast';
COMMENT ON COLUMN latest_scenario.scenario_kind IS 'outcome or forecast';
COMMENT ON COLUMN latest_scenario.as_of         IS 'Last day that it knows of, or NULL where nobody says';
COMMENT ON COLUMN latest_scenario.is_whole_year IS 'Whether it is of the whole year: a forecast is, an outcome where its date or months say so';
