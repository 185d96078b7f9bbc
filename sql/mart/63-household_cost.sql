-- household_cost: what a household costs in a month

CREATE OR REPLACE VIEW household_cost AS
SELECT y.organisation,
       y.fiscal_year,
       t.unit_code,
       t.unit,
       t.month,
       t.households,
       t.payments::numeric(18,2)                                                  AS payments,
       (t.payments / nullif(t.households, 0)::numeric)::numeric(18,2)             AS cost_per_household,
       t.households_year_ago,
       @extschema@.ratio((t.households - t.households_year_ago)::numeric, t.households_year_ago::numeric)::numeric(12,6) AS households_change_ratio,
       t.source
FROM live_caseload_year y
-- A filter on the year reaches this one and the one before it. That is calculated first
-- (OFFSET 0): a view with a summary lets no calculation see its rows.
CROSS JOIN LATERAL (SELECT y.fiscal_year - 1 OFFSET 0) AS b(year_before)
CROSS JOIN LATERAL (
    SELECT m.unit_code, m.unit, m.month,
           max(m.households) FILTER (WHERE NOT m.is_before) AS households,
           max(m.payments) FILTER (WHERE NOT m.is_before)   AS payments,
           max(m.households) FILTER (WHERE m.is_before)     AS households_year_ago,
           max(m.source) FILTER (WHERE NOT m.is_before)     AS source
    FROM (
        SELECT c.unit_code, c.unit, c.month, c.households, c.payments, c.source, false AS is_before
        FROM caseload_by_month c
        WHERE c.organisation = y.organisation AND c.fiscal_year = y.fiscal_year
        UNION ALL
        SELECT c.unit_code, c.unit, (c.month + interval '1 year')::date AS month,
               c.households, NULL::numeric AS payments, NULL::text AS source, true AS is_before
        FROM caseload_by_month c
        WHERE c.organisation = y.organisation AND c.fiscal_year = b.year_before
    ) m
    GROUP BY m.unit_code, m.unit, m.month
    HAVING NOT bool_and(m.is_before)
) t;
COMMENT ON VIEW   household_cost                         IS 'A unit and month: households with support, what they were paid, and how many they were a year before';
COMMENT ON COLUMN household_cost.organisation            IS 'Code of the organisation';
COMMENT ON COLUMN household_cost.fiscal_year             IS 'Fiscal year of the month';
COMMENT ON COLUMN household_cost.unit_code               IS 'Code of the unit';
COMMENT ON COLUMN household_cost.unit                    IS 'Name of the unit';
COMMENT ON COLUMN household_cost.month                   IS 'First day of the month';
COMMENT ON COLUMN household_cost.households              IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN household_cost.payments                IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN household_cost.cost_per_household      IS 'Payments divided by households; for several months use cost_per_household(payments, households)';
COMMENT ON COLUMN household_cost.households_year_ago     IS 'Households in the same month of the year before; NULL where not known';
COMMENT ON COLUMN household_cost.households_change_ratio IS 'Change of the households in a year, as a fraction of those a year ago';
COMMENT ON COLUMN household_cost.source                  IS 'payments (counted in support_payment) or reported (from household_month)';
