-- latest_scenario: which outcome or forecast of a year counts

-- An outcome of part of a year beside the budget of all of it is no verdict: until the year's own is whole, a forecast is.
CREATE OR REPLACE VIEW latest_scenario AS
SELECT DISTINCT ON (scenario.organisation, scenario.fiscal_year)
       scenario.organisation, scenario.fiscal_year, scenario.code AS scenario, scenario.kind AS scenario_kind, scenario.as_of,
       scenario.kind = 'forecast' OR covered.is_whole_year AS is_whole_year
FROM scenario
JOIN organisation ON organisation.organisation = scenario.organisation
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_end(scenario.fiscal_year, organisation.fiscal_year_start)) AS year(last_day)
CROSS JOIN LATERAL (SELECT max(ledger.month) AS last_month FROM ledger
                    WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code) booked
CROSS JOIN LATERAL (SELECT coalesce(scenario.as_of >= year.last_day, booked.last_month >= year.last_day - 31, true)) AS covered(is_whole_year)
WHERE scenario.kind IN ('outcome', 'forecast')
  AND EXISTS (SELECT FROM ledger WHERE ledger.organisation = scenario.organisation AND ledger.scenario = scenario.code
                                   AND (scenario.kind <> 'outcome' OR coalesce(ledger.month <= scenario.as_of, true)) OFFSET 0)
ORDER BY scenario.organisation, scenario.fiscal_year, scenario.adopted DESC,
         CASE WHEN scenario.kind = 'forecast' THEN 2
              WHEN covered.is_whole_year THEN 1
              ELSE 3 END,
         CASE scenario.kind WHEN 'outcome' THEN coalesce(scenario.as_of, year.last_day) ELSE scenario.as_of END DESC NULLS LAST,
         scenario.code DESC;
COMMENT ON VIEW   latest_scenario               IS 'The outcome or forecast of a fiscal year that counts, which other views mark with is_latest. What is in force comes before what is not; then an outcome of the whole year (by its date; without one, not by month or until the year''s last month), a forecast, an outcome of a part of it; then the latest date, and no date last; then the last code. What has no amounts does not count';
COMMENT ON COLUMN latest_scenario.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN latest_scenario.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN latest_scenario.scenario      IS 'Code of the outcome or forecast';
COMMENT ON COLUMN latest_scenario.scenario_kind IS 'outcome or forecast';
COMMENT ON COLUMN latest_scenario.as_of         IS 'Last day that it knows of, or NULL where nobody says';
COMMENT ON COLUMN latest_scenario.is_whole_year IS 'Whether it is of the whole year: a forecast is, an outcome where its date or months say so';
