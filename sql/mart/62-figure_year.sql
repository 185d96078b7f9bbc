-- figure_year: the years that an organisation has figures of, of whatever kind

CREATE OR REPLACE VIEW live_figure_year AS
SELECT booked.organisation, booked.fiscal_year FROM live_budget_year booked
UNION
SELECT paid.organisation, paid.fiscal_year FROM live_caseload_year paid;
COMMENT ON VIEW   live_figure_year              IS 'A fiscal year that the organisation has a scenario, an appropriation, payments or reported households of';
COMMENT ON COLUMN live_figure_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_figure_year.fiscal_year  IS 'Fiscal year';
