-- forecast_accuracy: what earlier forecasts said, stated, published or computed, and what came of it

-- Until 0.2 published forecasts were kept: to publish made a year stale.
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_insert ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_update ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_delete ON interim_report;
DROP TRIGGER IF EXISTS interim_report_changes_ledger_summaries_on_truncate ON interim_report;

-- Computed at every reading: there are many more of these than of all else.
CREATE OR REPLACE VIEW forecast_accuracy AS
WITH stated AS (
    SELECT year.organisation, year.fiscal_year, forecast.as_of, amount.unit, amount.head,
           'stated'::text AS source, forecast.code AS scenario, NULL::text AS method,
           amount.forecast,
           CASE WHEN amount.outcome <> 0::numeric OR amount.outcome_below IS NOT NULL OR amount.side IS NULL
                THEN coalesce(amount.outcome, 0::numeric) + coalesce(amount.outcome_below, 0::numeric) END AS outcome, NULL::numeric AS low, NULL::numeric AS high
    FROM live_ledger_year year
    CROSS JOIN LATERAL (SELECT final_outcome.scenario FROM final_outcome
                        WHERE final_outcome.organisation = year.organisation AND final_outcome.fiscal_year = year.fiscal_year OFFSET 0) final
    JOIN scenario forecast ON forecast.organisation = year.organisation AND forecast.fiscal_year = year.fiscal_year AND forecast.kind = 'forecast'
    CROSS JOIN LATERAL (
        -- A final outcome has no months after its as_of: what is kept is all of it. Read once: it is much to plan.
        WITH stood AS MATERIALIZED (
            SELECT figure.unit_code AS unit, figure.head_code AS head,
                   sum(figure.outcome) FILTER (WHERE figure.scenario = forecast.code)  AS forecast,
                   sum(figure.outcome) FILTER (WHERE figure.scenario = final.scenario) AS outcome
            FROM budget_variance figure
            WHERE figure.organisation = year.organisation AND figure.fiscal_year = year.fiscal_year AND figure.scenario IN (forecast.code, final.scenario)
              AND figure.outcome IS NOT NULL
            GROUP BY figure.unit_code, figure.head_code
        ), placed AS MATERIALIZED (
            SELECT stood.*, unit_place.path AS unit_path, head_place.path AS head_path,
                   -- Whether what is booked above it, and forecast nowhere, may be of it.
                   @extschema@.meeting_side(unit_place.path, head_place.path, is_unstated.is_true, is_unstated.is_true, false) OVER () AS side
            FROM stood
            CROSS JOIN LATERAL (SELECT stood.forecast IS NULL AND stood.outcome <> 0::numeric) AS is_unstated(is_true)
            JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = stood.unit
                                          AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
            JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = stood.head
                                          AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
        ), met AS (
            -- What is booked below a forecast that was stated above, and has none of its own, is what came of that: of several the nearest.
            SELECT DISTINCT ON (placed.unit, placed.head) placed.outcome, above.unit, above.head
            FROM placed
            CROSS JOIN LATERAL pg_catalog.unnest(placed.unit_path) WITH ORDINALITY AS unit_above(code, level)
            CROSS JOIN LATERAL pg_catalog.unnest(placed.head_path) WITH ORDINALITY AS head_above(code, level)
            JOIN stood above ON above.unit = unit_above.code AND above.head = head_above.code AND above.forecast IS NOT NULL
            WHERE placed.forecast IS NULL AND placed.outcome <> 0::numeric
            ORDER BY placed.unit, placed.head, unit_above.level DESC, head_above.level DESC
        )
        SELECT placed.unit, placed.head, placed.forecast, placed.outcome, placed.side, below.outcome AS outcome_below
        FROM placed
        LEFT JOIN (SELECT met.unit, met.head, sum(met.outcome) AS outcome FROM met GROUP BY met.unit, met.head) below ON below.unit = placed.unit AND below.head = placed.head
    ) amount
    WHERE amount.forecast IS NOT NULL
), account AS (
    SELECT year.organisation, year.fiscal_year, series.scenario, series.unit, series.head, series.series, series.first_day, series.last_day
    FROM live_ledger_year year
    CROSS JOIN LATERAL (SELECT final_outcome.scenario FROM final_outcome
                        WHERE final_outcome.organisation = year.organisation AND final_outcome.fiscal_year = year.fiscal_year OFFSET 0) final
    CROSS JOIN LATERAL (SELECT live_forecast_series.* FROM live_forecast_series
                        WHERE live_forecast_series.organisation = year.organisation AND live_forecast_series.fiscal_year = year.fiscal_year
                          AND live_forecast_series.scenario = final.scenario AND live_forecast_series.booked_until = live_forecast_series.last_day OFFSET 0) series
), computed AS (
    -- What each method makes of the books as they were after so many months, and what they were at the end.
    SELECT account.organisation, account.fiscal_year, (account.first_day + pg_catalog.make_interval(months => after.months))::date - 1 AS as_of,
           account.unit, account.head, account.scenario, path.method,
           path.forecast[after.place] AS forecast, path.booked[6] AS outcome, path.low[after.place] AS low, path.high[after.place] AS high,
           abs(path.low[after.place]) < 1e15::numeric AND abs(path.high[after.place]) < 1e15::numeric AS has_interval
    FROM account
    CROSS JOIN LATERAL @extschema@.forecast_paths(account.series, account.fiscal_year, account.fiscal_year, account.last_day, NULL::@extschema@.forecast_method[], NULL::integer[],
                                                  '{3,4,6,8,9,12}'::integer[]) AS path
    CROSS JOIN (VALUES (1, 3), (2, 4), (3, 6), (4, 8), (5, 9)) AS after(place, months)
    -- Not shown where too large for the column.
    WHERE abs(path.forecast[after.place]) < 1e15::numeric
), published AS (
    SELECT report.organisation, report.fiscal_year, report.as_of, report.version, final.scenario AS final_scenario,
           figure.value ->> 'unit_code'::text AS unit_code, figure.value ->> 'head_code'::text AS head_code,
           figure.value ->> 'method'::text AS method, number.*
    FROM (SELECT shown.organisation, shown.fiscal_year, shown.as_of, shown.version, shown.figures FROM interim_report shown
          WHERE NOT EXISTS (SELECT FROM interim_report_withdrawal gone
                            WHERE gone.organisation = shown.organisation AND gone.as_of = shown.as_of AND gone.version = shown.version)) report
    CROSS JOIN LATERAL (SELECT final_outcome.scenario FROM final_outcome
                        WHERE final_outcome.organisation = report.organisation AND final_outcome.fiscal_year = report.fiscal_year OFFSET 0) final
    -- Of an array the planner expects ten, and does not have code compiled for thousands.
    CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT pg_catalog.jsonb_path_query(report.figures, 'lax $.forecasts[*]'::jsonpath))) AS figure(value)
    CROSS JOIN LATERAL (
        WITH printed AS (
            SELECT name.key, CASE WHEN jsonb_typeof(figure.value -> name.key) = 'number' THEN (figure.value ->> name.key)::numeric END AS amount
            FROM (VALUES ('forecast'::text), ('low'::text), ('high'::text)) AS name(key)
        )
        SELECT max(amount) FILTER (WHERE key = 'forecast') AS forecast,
               max(amount) FILTER (WHERE key = 'low')      AS low,
               max(amount) FILTER (WHERE key = 'high')     AS high
        FROM printed
        WHERE abs(amount) < 1e15::numeric
    ) number
), compared AS (
    SELECT published.*, booked.outcome
    FROM published
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(@extschema@.net_cost(ledger.flow, ledger.amount)), 0::numeric) AS outcome
        FROM ledger
        WHERE ledger.organisation = published.organisation AND ledger.scenario = published.final_scenario
          AND ledger.unit = published.unit_code AND ledger.head = published.head_code
    ) booked
    WHERE published.forecast IS NOT NULL
), earlier AS (
    SELECT * FROM stated
    UNION ALL
    SELECT computed.organisation, computed.fiscal_year, computed.as_of, computed.unit, computed.head,
           'computed'::text AS source, computed.scenario, computed.method,
           round(computed.forecast, 2) AS forecast, computed.outcome,
           CASE WHEN computed.has_interval THEN computed.low END AS low, CASE WHEN computed.has_interval THEN computed.high END AS high
    FROM computed
    UNION ALL
    SELECT compared.organisation, compared.fiscal_year, compared.as_of, compared.unit_code, compared.head_code,
           'published'::text AS source, 'version '::text || compared.version::text AS scenario, compared.method,
           compared.forecast, compared.outcome, compared.low, compared.high
    FROM compared
)
SELECT earlier.organisation,
       earlier.fiscal_year,
       earlier.as_of,
       earlier.unit                                                                  AS unit_code,
       unit.name                                                                     AS unit,
       earlier.head                                                                  AS head_code,
       head.name                                                                     AS head,
       earlier.source,
       earlier.scenario,
       earlier.method,
       earlier.forecast::numeric(18,2)                                               AS forecast,
       earlier.outcome::numeric(18,2)                                                AS outcome,
       (earlier.forecast - earlier.outcome)::numeric(18,2)                           AS error,
       @extschema@.ratio(earlier.forecast - earlier.outcome, abs(earlier.outcome))::numeric(12,6) AS error_ratio,
       earlier.low::numeric(18,2)                                                    AS low,
       earlier.high::numeric(18,2)                                                   AS high,
       earlier.outcome BETWEEN earlier.low AND earlier.high                          AS is_within
FROM earlier
-- Outside the union, and left joins, or they would be looked up for whoever does not ask for them.
LEFT JOIN unit ON unit.organisation = earlier.organisation AND unit.code = earlier.unit
LEFT JOIN budget_head head ON head.organisation = earlier.organisation AND head.code = earlier.head
WHERE earlier.forecast IS NOT NULL;
COMMENT ON VIEW   forecast_accuracy              IS 'An earlier forecast of a unit and head in a year that is over, and what came of it: as stated, as published, and as each method would have computed it after 3, 4, 6, 8 and 9 months from the books as they are now. Choose source and method before adding up';
COMMENT ON COLUMN forecast_accuracy.organisation IS 'Code of the organisation';
COMMENT ON COLUMN forecast_accuracy.fiscal_year  IS 'Fiscal year that was forecast';
COMMENT ON COLUMN forecast_accuracy.as_of        IS 'Date of the forecast; NULL where a stated forecast does not say';
COMMENT ON COLUMN forecast_accuracy.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN forecast_accuracy.unit         IS 'Name of the unit';
COMMENT ON COLUMN forecast_accuracy.head_code    IS 'Code of the budget head';
COMMENT ON COLUMN forecast_accuracy.head         IS 'Name of the budget head';
COMMENT ON COLUMN forecast_accuracy.source       IS 'stated (a forecast in the ledger), published (frozen in an interim report) or computed (afresh, as of that date)';
COMMENT ON COLUMN forecast_accuracy.scenario     IS 'Code of the stated forecast; version of the interim report; code of the outcome that it is computed from';
COMMENT ON COLUMN forecast_accuracy.method       IS 'run_rate, last_year, seasonal, theta or auto; NULL for a stated forecast';
COMMENT ON COLUMN forecast_accuracy.forecast     IS 'Net cost that was forecast for the year';
COMMENT ON COLUMN forecast_accuracy.outcome      IS 'Net cost that the year came to, beside a computed forecast that of its months, beside a stated one also what is booked below without a forecast of its own; 0 where the final outcome has nothing for it, but NULL where that is booked for a unit and head above it without a forecast of their own: how much of it is of this one nobody says';
COMMENT ON COLUMN forecast_accuracy.error        IS 'Forecast minus outcome: positive means that it was too high';
COMMENT ON COLUMN forecast_accuracy.error_ratio  IS 'Error as a fraction of the outcome. For several rows use mean_absolute_percentage_error(forecast, outcome) and forecast_bias(forecast, outcome)';
COMMENT ON COLUMN forecast_accuracy.low          IS 'Lower end of the interval, where the forecast had one';
COMMENT ON COLUMN forecast_accuracy.high         IS 'Upper end of the interval';
COMMENT ON COLUMN forecast_accuracy.is_within    IS 'Whether the outcome lies in the interval; four times out of five it should. NULL without one';
