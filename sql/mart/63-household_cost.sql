-- household_cost: what a household costs in a month

CREATE OR REPLACE VIEW household_cost AS
SELECT year.organisation,
       year.fiscal_year,
       cost.unit_code,
       cost.unit,
       cost.month,
       cost.households,
       cost.payments::numeric(18,2)                                               AS payments,
       (cost.payments / nullif(cost.households, 0)::numeric)::numeric(18,2)       AS cost_per_household,
       cost.households_year_ago,
       @extschema@.ratio((cost.households - cost.households_year_ago)::numeric, cost.households_year_ago::numeric)::numeric(12,6) AS households_change_ratio,
       cost.source
FROM live_caseload_year year
-- A filter on the year reaches this one and the one before it. That is calculated first
-- (OFFSET 0): a view with a summary lets no calculation see its rows.
CROSS JOIN LATERAL (SELECT year.fiscal_year - 1 OFFSET 0) AS before(fiscal_year)
CROSS JOIN LATERAL (
    WITH unit_month AS (
        SELECT caseload.unit_code, caseload.unit, caseload.month, caseload.households, caseload.payments, caseload.source, false AS is_before, false AS is_missing
        FROM caseload_by_month caseload
        WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = year.fiscal_year
        UNION ALL
        SELECT caseload.unit_code, caseload.unit, (caseload.month + interval '1 year')::date AS month,
               caseload.households, NULL::numeric AS payments, NULL::text AS source, true AS is_before, false AS is_missing
        FROM caseload_by_month caseload
        WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = before.fiscal_year
        UNION ALL
        -- Those of units that live on in others count there, and no more where they were.
        SELECT side.unit_code, unit.name AS unit, (caseload.month + interval '1 year')::date AS month,
               side.households, NULL::numeric AS payments, NULL::text AS source, true AS is_before, false AS is_missing
        FROM live_lineage way
        JOIN caseload_by_month caseload ON caseload.organisation = way.organisation AND caseload.fiscal_year = before.fiscal_year
                                       AND caseload.unit_code = way.code
        CROSS JOIN LATERAL (SELECT @extschema@.portion(caseload.households::numeric, way.share_from, way.share_to, 0)::integer) AS part(households)
        CROSS JOIN LATERAL (VALUES (way.code, -part.households), (way.successor, part.households)) AS side(unit_code, households)
        JOIN unit ON unit.organisation = way.organisation AND unit.code = side.unit_code
        WHERE way.organisation = year.organisation AND way.kind = 'unit' AND way.share_from < way.share_to
          AND before.fiscal_year BETWEEN way.earlier_from AND way.earlier_until
          AND year.fiscal_year BETWEEN way.seen_from AND way.seen_until
        UNION ALL
        -- A month that one of these has not told, as it has others of that year, is not known of all of them. Of few households with payments
        -- all may have left (live_unreported has the same limit).
        SELECT way.successor AS unit_code, unit.name AS unit, missing.month, NULL::integer AS households, NULL::numeric AS payments, NULL::text AS source, true AS is_before, true AS is_missing
        FROM live_lineage way
        JOIN unit ON unit.organisation = way.organisation AND unit.code = way.successor
        JOIN organisation own ON own.organisation = way.organisation
        CROSS JOIN LATERAL (
            SELECT part.code, pg_catalog.array_agg((caseload.month + interval '1 year')::date) AS told
            FROM (VALUES (way.code), (way.successor)) AS part(code)
            JOIN caseload_by_month caseload ON caseload.organisation = year.organisation AND caseload.fiscal_year = before.fiscal_year AND caseload.unit_code = part.code
            GROUP BY part.code
            HAVING bool_or(caseload.source = 'reported' OR caseload.households >= 10)
        ) AS part
        CROSS JOIN LATERAL (SELECT (@extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start) + pg_catalog.make_interval(months => series.number))::date
                            FROM pg_catalog.generate_series(0, 11) AS series(number)) AS missing(month)
        WHERE way.organisation = year.organisation AND way.kind = 'unit' AND way.share_from < way.share_to
          AND before.fiscal_year BETWEEN way.earlier_from AND way.earlier_until
          AND year.fiscal_year BETWEEN way.seen_from AND way.seen_until
          AND missing.month <> ALL (part.told)
    )
    SELECT unit_code, unit, month,
           max(households) FILTER (WHERE NOT is_before) AS households,
           max(payments) FILTER (WHERE NOT is_before)   AS payments,
           CASE WHEN NOT bool_or(is_missing) THEN (sum(households) FILTER (WHERE is_before))::integer END AS households_year_ago,
           max(source) FILTER (WHERE NOT is_before)     AS source
    FROM unit_month
    GROUP BY unit_code, unit, month
    HAVING NOT bool_and(is_before)
) cost;
COMMENT ON VIEW   household_cost                         IS 'A unit and month: households with support, what they were paid, and how many they were a year before';
COMMENT ON COLUMN household_cost.organisation            IS 'Code of the organisation';
COMMENT ON COLUMN household_cost.fiscal_year             IS 'Fiscal year of the month';
COMMENT ON COLUMN household_cost.unit_code               IS 'Code of the unit';
COMMENT ON COLUMN household_cost.unit                    IS 'Name of the unit';
COMMENT ON COLUMN household_cost.month                   IS 'First day of the month';
COMMENT ON COLUMN household_cost.households              IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN household_cost.payments                IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN household_cost.cost_per_household      IS 'Payments divided by households; for several months use cost_per_household(payments, households)';
COMMENT ON COLUMN household_cost.households_year_ago     IS 'Households in the same month of the year before, by the units of this year (unit_succession); NULL where not known, also of one that lives on here';
COMMENT ON COLUMN household_cost.households_change_ratio IS 'Change of the households in a year, as a fraction of those a year ago';
COMMENT ON COLUMN household_cost.source                  IS 'payments (counted in support_payment) or reported (from household_month)';
