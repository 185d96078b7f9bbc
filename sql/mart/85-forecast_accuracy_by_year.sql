-- forecast_accuracy_by_year: how far off the forecasts of a year were, all units and heads together

CREATE OR REPLACE VIEW live_accuracy AS
SELECT earlier.organisation, earlier.fiscal_year, earlier.as_of, earlier.source, earlier.scenario, earlier.method,
       pg_catalog.count(*)::integer         AS forecasts,
       -- Not shown where too large for the column.
       CASE WHEN abs(sum(earlier.forecast) FILTER (WHERE earlier.outcome IS NOT NULL)) < 1e15::numeric
            THEN sum(earlier.forecast) FILTER (WHERE earlier.outcome IS NOT NULL) END::numeric(18,2)      AS forecast,
       CASE WHEN abs(sum(earlier.outcome)) < 1e15::numeric THEN sum(earlier.outcome) END::numeric(18,2)   AS outcome,
       @extschema@.ratio(@extschema@.mean_absolute_percentage_error(earlier.forecast, earlier.outcome), 1::numeric)::numeric(12,6) AS mean_absolute_percentage_error,
       @extschema@.ratio(sum(abs(earlier.error)), sum(abs(earlier.outcome)))::numeric(12,6)                                        AS weighted_absolute_percentage_error,
       @extschema@.ratio(@extschema@.forecast_bias(earlier.forecast, earlier.outcome), 1::numeric)::numeric(12,6)                  AS forecast_bias,
       pg_catalog.count(earlier.is_within)::integer    AS intervals,
       @extschema@.ratio(pg_catalog.count(*) FILTER (WHERE earlier.is_within)::numeric, pg_catalog.count(earlier.is_within)::numeric)::numeric(12,6)     AS coverage
FROM forecast_accuracy earlier
GROUP BY earlier.organisation, earlier.fiscal_year, earlier.as_of, earlier.source, earlier.scenario, earlier.method;
COMMENT ON VIEW   live_accuracy                                    IS 'What forecast_accuracy_by_year says, before it is kept';
COMMENT ON COLUMN live_accuracy.organisation                       IS 'Code of the organisation';
COMMENT ON COLUMN live_accuracy.fiscal_year                        IS 'Fiscal year that was forecast';
COMMENT ON COLUMN live_accuracy.as_of                              IS 'Date of the forecasts';
COMMENT ON COLUMN live_accuracy.source                             IS 'stated, published or computed';
COMMENT ON COLUMN live_accuracy.scenario                           IS 'Code of the stated forecast; version of the interim report; code of the outcome that they are computed from';
COMMENT ON COLUMN live_accuracy.method                             IS 'How they were computed';
COMMENT ON COLUMN live_accuracy.forecasts                          IS 'How many forecasts';
COMMENT ON COLUMN live_accuracy.forecast                           IS 'Sum of the forecasts';
COMMENT ON COLUMN live_accuracy.outcome                            IS 'Sum of the outcomes';
COMMENT ON COLUMN live_accuracy.mean_absolute_percentage_error     IS 'Mean error';
COMMENT ON COLUMN live_accuracy.weighted_absolute_percentage_error IS 'Error by the sums';
COMMENT ON COLUMN live_accuracy.forecast_bias                      IS 'Mean error with its sign';
COMMENT ON COLUMN live_accuracy.intervals                          IS 'How many had an interval';
COMMENT ON COLUMN live_accuracy.coverage                           IS 'Share of the intervals that held the outcome';

-- Published forecasts are read as they are: to publish makes nothing stale.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'forecast_accuracy_by_year'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation, year.fiscal_year, accuracy.as_of, accuracy.source, accuracy.scenario, accuracy.method, accuracy.forecasts, accuracy.forecast, accuracy.outcome,
       accuracy.mean_absolute_percentage_error, accuracy.weighted_absolute_percentage_error, accuracy.forecast_bias, accuracy.intervals, accuracy.coverage
FROM @years@ year
-- OFFSET 0 has each year computed by itself.
CROSS JOIN LATERAL (SELECT live_accuracy.* FROM live_accuracy
                    WHERE live_accuracy.organisation = year.organisation AND live_accuracy.fiscal_year = year.fiscal_year AND live_accuracy.source <> 'published' OFFSET 0) accuracy$view$::text,
'SELECT live_accuracy.* FROM live_accuracy WHERE live_accuracy.source = ''published'''::text);
COMMENT ON VIEW   forecast_accuracy_by_year                                    IS 'How far off earlier forecasts of a year that is over were, all units and heads of an organisation together: by source, date and method. Choose source and method before adding up';
COMMENT ON COLUMN forecast_accuracy_by_year.organisation                       IS 'Code of the organisation';
COMMENT ON COLUMN forecast_accuracy_by_year.fiscal_year                        IS 'Fiscal year that was forecast';
COMMENT ON COLUMN forecast_accuracy_by_year.as_of                              IS 'Date of the forecasts; NULL where a stated forecast does not say';
COMMENT ON COLUMN forecast_accuracy_by_year.source                             IS 'stated (a forecast in the ledger), published (frozen in an interim report) or computed (afresh, as of that date)';
COMMENT ON COLUMN forecast_accuracy_by_year.scenario                           IS 'Code of the stated forecast; version of the interim report; code of the outcome that they are computed from';
COMMENT ON COLUMN forecast_accuracy_by_year.method                             IS 'run_rate, last_year, seasonal, theta or auto; NULL for a stated forecast';
COMMENT ON COLUMN forecast_accuracy_by_year.forecasts                          IS 'How many forecasts of a unit and head these are; each has a row in forecast_accuracy';
COMMENT ON COLUMN forecast_accuracy_by_year.forecast                           IS 'Sum of the forecasts whose outcome is known, net cost';
COMMENT ON COLUMN forecast_accuracy_by_year.outcome                            IS 'Sum of the outcomes of the same units and heads';
COMMENT ON COLUMN forecast_accuracy_by_year.mean_absolute_percentage_error     IS 'Mean of the errors without their sign, each as a fraction of its outcome, as mean_absolute_percentage_error: small heads count as much as large ones. NULL where no outcome is other than 0';
COMMENT ON COLUMN forecast_accuracy_by_year.weighted_absolute_percentage_error IS 'Sum of the errors without their sign as a fraction of the sum of the outcomes without theirs: each counts by its amount';
COMMENT ON COLUMN forecast_accuracy_by_year.forecast_bias                      IS 'Mean of the errors with their sign, each as a fraction of its outcome, as forecast_bias: above 0 they were too high';
COMMENT ON COLUMN forecast_accuracy_by_year.intervals                          IS 'How many of the forecasts had an interval';
COMMENT ON COLUMN forecast_accuracy_by_year.coverage                           IS 'Share of the intervals that held the outcome; four of five should. NULL without any';
