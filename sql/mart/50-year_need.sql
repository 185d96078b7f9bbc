-- year_need: what a year needs by unit and head, and on whose word

-- What a forecast states, or the outcome of the whole year; and where neither counts, what is computed from the books at the latest
-- date. The outcome that this is computed from is not whole, or it would be there itself.
CREATE OR REPLACE VIEW live_year_need AS
SELECT variance.organisation, variance.fiscal_year, variance.scenario, variance.scenario_kind, variance.as_of, variance.is_latest,
       CASE variance.scenario_kind WHEN 'outcome' THEN 'outcome'::text ELSE 'stated'::text END AS need_source,
       variance.budget_scenario, variance.unit_code, variance.head_code, variance.budget,
       -- No bookings of a year that is over are 0; a forecast that says nothing is none.
       CASE variance.scenario_kind WHEN 'outcome' THEN coalesce(variance.outcome, 0::numeric) ELSE variance.outcome END AS need,
       NULL::numeric(18,2) AS low, NULL::numeric(18,2) AS high
FROM live_ledger_year year
-- Asked once for the year.
CROSS JOIN LATERAL (SELECT ARRAY(SELECT whole.scenario FROM live_whole_outcome whole
                                 WHERE whole.organisation = year.organisation AND whole.fiscal_year = year.fiscal_year) OFFSET 0) AS whole(scenarios)
JOIN budget_variance variance ON variance.organisation = year.organisation AND variance.fiscal_year = year.fiscal_year
WHERE variance.budget_scenario IS NOT NULL AND (variance.scenario_kind = 'forecast' OR variance.scenario = ANY (whole.scenarios))
UNION ALL
SELECT running.organisation, running.fiscal_year, running.scenario, 'forecast'::text AS scenario_kind, computed.as_of, true AS is_latest,
       'computed'::text AS need_source,
       (SELECT max(decision.scenario)
        FROM ROWS FROM (pg_catalog.unnest(running.decisions), pg_catalog.unnest(running.in_force_from), pg_catalog.unnest(running.in_force_until)) AS decision(scenario, in_force_from, in_force_until)
        WHERE computed.as_of >= running.last_day AND decision.in_force_until IS NULL
           OR computed.as_of < running.last_day AND coalesce(computed.as_of >= decision.in_force_from, true)
                                                AND coalesce(computed.as_of < decision.in_force_until, true)) AS budget_scenario,
       computed.unit_code, computed.head_code, computed.budget, said.need,
       -- What has neither bookings nor a need has nothing to be unsure of.
       CASE WHEN computed.low IS NULL AND computed.method = 'budget' AND said.need = 0::numeric THEN said.need ELSE computed.low END AS low,
       CASE WHEN computed.high IS NULL AND computed.method = 'budget' AND said.need = 0::numeric THEN said.need ELSE computed.high END AS high
FROM (
    -- Asked first: nothing is computed for a year that does not need it.
    -- Its budgets are looked up here, or they would be for each unit and head.
    SELECT booked_year.organisation, booked_year.fiscal_year, booked_year.scenario, booked_year.last_day, budget.decisions, budget.in_force_from, budget.in_force_until
    FROM booked_year
    CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(decision.scenario), pg_catalog.array_agg(decision.in_force_from), pg_catalog.array_agg(decision.in_force_until)
                        FROM budget_in_force decision
                        WHERE decision.organisation = booked_year.organisation AND decision.fiscal_year = booked_year.fiscal_year
                          AND decision.kind = 'budget') AS budget(decisions, in_force_from, in_force_until)
    WHERE NOT EXISTS (SELECT FROM latest_scenario latest
                      WHERE latest.organisation = booked_year.organisation AND latest.fiscal_year = booked_year.fiscal_year AND latest.is_whole_year OFFSET 0)
      AND NOT EXISTS (SELECT FROM live_whole_outcome whole
                      WHERE whole.organisation = booked_year.organisation AND whole.fiscal_year = booked_year.fiscal_year
                        AND whole.scenario = booked_year.scenario OFFSET 0)
) running
JOIN year_end_forecast computed ON computed.organisation = running.organisation AND computed.fiscal_year = running.fiscal_year AND computed.is_latest
-- A reserve is there to be moved: as budgeted, it would be spent.
CROSS JOIN LATERAL (SELECT CASE WHEN computed.method = 'budget'
                                     AND EXISTS (SELECT FROM budget_head WHERE budget_head.organisation = running.organisation AND budget_head.code = computed.head_code AND budget_head.contingency OFFSET 0)
                                THEN computed.booked ELSE computed.forecast END) AS said(need);
COMMENT ON VIEW   live_year_need                 IS 'What a unit and head needs of a year, beside the budget in force on that date: as a forecast states, or as the outcome of the whole year was; where neither counts for the year (latest_scenario), as is computed from its books at their latest date (year_end_forecast). Net cost';
COMMENT ON COLUMN live_year_need.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_year_need.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN live_year_need.scenario        IS 'Code of the forecast or outcome; of the outcome that the need is computed from';
COMMENT ON COLUMN live_year_need.scenario_kind   IS 'What the need is: outcome or forecast, stated or computed';
COMMENT ON COLUMN live_year_need.as_of           IS 'Last day that it knows of; of a computed need its date in year_end_forecast';
COMMENT ON COLUMN live_year_need.is_latest       IS 'Whether it is what counts for the year';
COMMENT ON COLUMN live_year_need.need_source     IS 'stated, outcome or computed';
COMMENT ON COLUMN live_year_need.budget_scenario IS 'Code of the budget in force on as_of';
COMMENT ON COLUMN live_year_need.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN live_year_need.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN live_year_need.budget          IS 'Budget in force on as_of; 0 where that has nothing for this unit and head, NULL where none is, or where it was decided for a unit and head above';
COMMENT ON COLUMN live_year_need.need            IS 'What the year needs; NULL where a forecast does not say';
COMMENT ON COLUMN live_year_need.low             IS 'Lower end of the interval of a computed need, or NULL';
COMMENT ON COLUMN live_year_need.high            IS 'Upper end of it';
