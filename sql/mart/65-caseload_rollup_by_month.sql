-- caseload_rollup_by_month: different households of a month, at every node of the unit tree

-- A unit moves in the tree from a fiscal year on, and with it households count elsewhere.
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit_move}'::text[], 'caseload'::text, 0, ''::text);

-- No payment is read: what is kept of units is united for whatever stands above them.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_caseload_node'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       counted.unit                          AS unit_code,
       counted.month,
       counted.households::integer           AS households,
       counted.reported_households::integer  AS reported_households,
       counted.payments::numeric(18,2)       AS payments,
       counted.recoveries::numeric(18,2)     AS recoveries
FROM @years@ year
-- OFFSET 0 has the days calculated once: they are what tables are read by.
CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                    FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS of_year(first_day, last_day)
CROSS JOIN LATERAL (
    WITH place AS MATERIALIZED (
        SELECT path.code, pg_catalog.array_append(path.path, NULL::text) AS nodes
        FROM live_unit_path path
        WHERE path.organisation = year.organisation AND year.fiscal_year BETWEEN path.from_year AND path.until_year
    ), part AS (
        -- Who they are is not known of households that are only reported.
        SELECT caseload.unit_code AS unit, caseload.month, CASE caseload.source WHEN 'reported' THEN caseload.households ELSE 0 END AS reported_households,
               caseload.payments, CASE WHEN caseload.source <> 'reported' THEN coalesce(taken.amount, 0::numeric) END AS recoveries
        FROM caseload_by_month caseload
        LEFT JOIN (SELECT paid.unit_code AS unit, of_month.month, of_month.recoveries AS amount
                   FROM live_household_set paid
                   CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(paid.recovery_months), pg_catalog.unnest(paid.recoveries_by_month)) AS of_month(month, recoveries)
                   WHERE paid.organisation = year.organisation AND paid.fiscal_year = year.fiscal_year) taken ON taken.unit = caseload.unit_code AND taken.month = caseload.month
        WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = year.fiscal_year
    ), counted AS (
        SELECT node.unit, part.month, sum(part.reported_households) AS reported_households,
               CASE WHEN pg_catalog.count(part.payments) = pg_catalog.count(*) THEN sum(part.payments) END AS payments,
               CASE WHEN pg_catalog.count(part.recoveries) = pg_catalog.count(*) THEN sum(part.recoveries) END AS recoveries
        FROM part
        JOIN place ON place.code = part.unit
        CROSS JOIN LATERAL pg_catalog.unnest(place.nodes) AS node(unit)
        GROUP BY node.unit, part.month
    ), present AS (
        SELECT united.unit, flow.month, flow.closing AS households
        FROM (SELECT node.unit, @extschema@.household_set(@extschema@.household_set(paid.households)) AS households
              FROM live_household_set paid
              JOIN place ON place.code = paid.unit_code
              CROSS JOIN LATERAL pg_catalog.unnest(place.nodes) AS node(unit)
              WHERE paid.organisation = year.organisation AND paid.fiscal_year = year.fiscal_year
              GROUP BY node.unit) united
        CROSS JOIN LATERAL @extschema@.case_flow(united.households, of_year.first_day, of_year.last_day) AS flow
    )
    SELECT counted.unit, counted.month, coalesce(present.households, 0::bigint) + counted.reported_households AS households,
           counted.reported_households, counted.payments, counted.recoveries
    FROM counted
    -- The whole organisation has no code: as no other has.
    LEFT JOIN present ON coalesce(present.unit, '') = coalesce(counted.unit, '') AND present.month = counted.month
) counted$view$::text, NULL::text);
COMMENT ON VIEW   live_caseload_node                     IS 'A unit with all that stands below it, or the whole organisation, and month: the different households of those units that have figures';
COMMENT ON COLUMN live_caseload_node.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN live_caseload_node.fiscal_year         IS 'Fiscal year of the month';
COMMENT ON COLUMN live_caseload_node.unit_code           IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_caseload_node.month               IS 'First day of the month';
COMMENT ON COLUMN live_caseload_node.households          IS 'Different households with support in the month, and those that are only reported';
COMMENT ON COLUMN live_caseload_node.reported_households IS 'How many of them are only reported: who has two such units counts twice';
COMMENT ON COLUMN live_caseload_node.payments            IS 'What they were paid, less what was recovered; NULL where a unit has not told that';
COMMENT ON COLUMN live_caseload_node.recoveries          IS 'What was taken back, as a positive amount; NULL where a unit has not told that';

CREATE OR REPLACE VIEW caseload_rollup_by_month AS
SELECT counted.organisation,
       counted.fiscal_year,
       counted.unit_code,
       unit.name                                                               AS unit,
       counted.month,
       known.households,
       known.payments::numeric(18,2)                                           AS payments,
       (known.payments / nullif(known.households, 0)::numeric)::numeric(18,2)  AS cost_per_household,
       counted.households                                                      AS known_households,
       counted.reported_households,
       'no figures of ' || counted.unreported                                  AS why_unknown,
       known.recoveries::numeric(18,2)                                         AS recoveries
FROM (
    SELECT part.organisation, part.fiscal_year, part.unit_code, part.month, max(part.households) AS households, max(part.reported_households) AS reported_households,
           max(part.payments) AS payments, max(part.recoveries) AS recoveries, max(part.unreported) AS unreported
    FROM (
        SELECT node.organisation, node.fiscal_year, node.unit_code, node.month, node.households, node.reported_households, node.payments, node.recoveries, NULL::text AS unreported
        FROM live_caseload_node node
        UNION ALL
        SELECT missing.organisation, missing.fiscal_year, missing.unit_code, missing.month, NULL::integer AS households, NULL::integer AS reported_households, NULL::numeric(18,2) AS payments,
               NULL::numeric(18,2) AS recoveries, missing.units AS unreported
        FROM live_unreported missing
    ) part
    GROUP BY part.organisation, part.fiscal_year, part.unit_code, part.month
) counted
CROSS JOIN LATERAL (SELECT CASE WHEN counted.unreported IS NULL THEN counted.households END,
                           CASE WHEN counted.unreported IS NULL THEN counted.payments END,
                           CASE WHEN counted.unreported IS NULL THEN counted.recoveries END) AS known(households, payments, recoveries)
LEFT JOIN unit ON unit.organisation = counted.organisation AND unit.code = counted.unit_code;
COMMENT ON VIEW   caseload_rollup_by_month                     IS 'A unit with all that stands below it, or the whole organisation, and month: different households with support, whatever their units, and what they were paid. So the figures of a unit are not the sum of those below it. For insiders: beside those below they tell how few have two units';
COMMENT ON COLUMN caseload_rollup_by_month.organisation        IS 'Code of the organisation';
COMMENT ON COLUMN caseload_rollup_by_month.fiscal_year         IS 'Fiscal year of the month';
COMMENT ON COLUMN caseload_rollup_by_month.unit_code           IS 'Code of the unit, which counts with all that stands below it in the year; NULL for the whole organisation';
COMMENT ON COLUMN caseload_rollup_by_month.unit                IS 'Name of the unit';
COMMENT ON COLUMN caseload_rollup_by_month.month               IS 'First day of the month';
COMMENT ON COLUMN caseload_rollup_by_month.households          IS 'Different households with support in the month; NULL where a unit has not told them yet, see why_unknown';
COMMENT ON COLUMN caseload_rollup_by_month.payments            IS 'What they were paid, less what was recovered; NULL where a unit has not told that';
COMMENT ON COLUMN caseload_rollup_by_month.cost_per_household  IS 'Payments divided by households';
COMMENT ON COLUMN caseload_rollup_by_month.known_households    IS 'Different households of the units that have told them: households, where all have; NULL where none has';
COMMENT ON COLUMN caseload_rollup_by_month.reported_households IS 'How many of these are from household_month, which does not say who they are: who has two such units, or one and payments with another, counts twice';
COMMENT ON COLUMN caseload_rollup_by_month.why_unknown         IS 'The units without figures of the month that had some in the twelve months before: households that were reported, or at least ten with payments. Report 0 where they have none; what lives on in others says so in unit_succession. NULL where all have told';
COMMENT ON COLUMN caseload_rollup_by_month.recoveries          IS 'What was taken back, as a positive amount: payments are less it; NULL where a unit has not told that';
INSERT INTO insider_view VALUES ('caseload_rollup_by_month') ON CONFLICT DO NOTHING;
