-- latest_scenario: which outcome or forecast of a year counts

-- An outcome of part of a year beside the budget of all of it is no verdict: until the year's own is whole, a forecast is.
CREATE OR REPLACE VIEW latest_scenario AS
SELECT DISTINCT ON (s.organisation, s.fiscal_year)
       s.organisation, s.fiscal_year, s.code AS scenario, s.kind AS scenario_kind, s.as_of
FROM scenario s
CROSS JOIN LATERAL (SELECT max(l.month) AS last_month FROM ledger l
                    WHERE l.organisation = s.organisation AND l.scenario = s.code) m
WHERE s.kind IN ('outcome', 'forecast')
  AND EXISTS (SELECT FROM ledger l WHERE l.organisation = s.organisation AND l.scenario = s.code
                                     AND (s.kind <> 'outcome' OR coalesce(l.month <= s.as_of, true)) OFFSET 0)
ORDER BY s.organisation, s.fiscal_year, s.adopted DESC,
         CASE WHEN s.kind = 'forecast' THEN 2
              WHEN coalesce(s.as_of >= make_date(s.fiscal_year, 12, 31), m.last_month = make_date(s.fiscal_year, 12, 1), true) THEN 1
              ELSE 3 END,
         CASE s.kind WHEN 'outcome' THEN coalesce(s.as_of, make_date(s.fiscal_year, 12, 31)) ELSE s.as_of END DESC NULLS LAST,
         s.code DESC;
COMMENT ON VIEW   latest_scenario               IS 'The outcome or forecast of a fiscal year that counts, which other views mark with is_latest. What is in force comes before what is not; then an outcome of the whole year (by its date; without one, not by month or until December), a forecast, an outcome of a part of it; then the latest date, and no date last; then the last code. What has no amounts does not count';
COMMENT ON COLUMN latest_scenario.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN latest_scenario.fiscal_year   IS 'Fiscal year';
COMMENT ON COLUMN latest_scenario.scenario      IS 'Code of the outcome or forecast';
COMMENT ON COLUMN latest_scenario.scenario_kind IS 'outcome or forecast';
COMMENT ON COLUMN latest_scenario.as_of         IS 'Last day that it knows of, or NULL where nobody says';
