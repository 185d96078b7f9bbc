-- household_cost_change: why the cost changed

CREATE OR REPLACE VIEW household_cost_change AS
SELECT y.organisation,
       y.fiscal_year,
       bit_count(t.months::bit(12))::integer                           AS months,
       t.cost_before::numeric(18,2)                                    AS cost_before,
       e.volume::numeric(18,2)                                         AS volume_effect,
       (t.cost - t.cost_before - e.volume - e.price)::numeric(18,2)    AS mix_effect,
       e.price::numeric(18,2)                                          AS price_effect,
       t.cost::numeric(18,2)                                           AS cost,
       t.households_before::integer                                    AS household_months_before,
       t.households::integer                                           AS household_months,
       (t.cost_before / nullif(t.households_before, 0::numeric))::numeric(18,2) AS cost_per_household_before,
       (t.cost / nullif(t.households, 0::numeric))::numeric(18,2)      AS cost_per_household
FROM live_caseload_year y
CROSS JOIN LATERAL (SELECT y.fiscal_year - 1 OFFSET 0) AS b(year_before)
CROSS JOIN LATERAL (
    SELECT bit_or(g.months) AS months,
           coalesce(sum(g.cost_before), 0::numeric)       AS cost_before,
           coalesce(sum(g.cost), 0::numeric)              AS cost,
           coalesce(sum(g.households_before), 0::numeric) AS households_before,
           coalesce(sum(g.households), 0::numeric)        AS households,
           coalesce(@extschema@.volume_effect(g.households_before, g.price_before, g.households, g.price), 0::numeric) AS volume,
           coalesce(@extschema@.price_effect(g.households_before, g.price_before, g.households, g.price), 0::numeric)  AS price
    FROM (
        -- Units are the groups; more decimals than numeric division gives by itself.
        SELECT s.unit_code, s.months, s.households_before, s.households, s.cost_before, s.cost,
               (s.cost_before + 0e-30::numeric) / nullif(s.households_before, 0::numeric) AS price_before,
               (s.cost + 0e-30::numeric) / nullif(s.households, 0::numeric)               AS price
        FROM (
            SELECT c.unit_code,
                   bit_or(1 << c.month_of_year - 1)                           AS months,
                   (sum(c.households) FILTER (WHERE c.is_before))::numeric     AS households_before,
                   (sum(c.households) FILTER (WHERE NOT c.is_before))::numeric AS households,
                   sum(c.payments) FILTER (WHERE c.is_before)                 AS cost_before,
                   sum(c.payments) FILTER (WHERE NOT c.is_before)             AS cost
            FROM (
                SELECT m.*,
                       bool_or(m.is_before) OVER same_month AND bool_or(NOT m.is_before) OVER same_month AS is_comparable
                FROM (
                    SELECT h.unit_code, EXTRACT(month FROM h.month)::integer AS month_of_year, h.households, h.payments, false AS is_before
                    FROM caseload_by_month h
                    WHERE h.organisation = y.organisation AND h.fiscal_year = y.fiscal_year AND h.payments IS NOT NULL
                    UNION ALL
                    SELECT h.unit_code, EXTRACT(month FROM h.month)::integer AS month_of_year, h.households, h.payments, true AS is_before
                    FROM caseload_by_month h
                    WHERE h.organisation = y.organisation AND h.fiscal_year = b.year_before AND h.payments IS NOT NULL
                ) m
                WINDOW same_month AS (PARTITION BY m.month_of_year)
            ) c
            WHERE c.is_comparable
            GROUP BY c.unit_code
        ) s
    ) g
    HAVING pg_catalog.count(*) > 0::bigint
) t
CROSS JOIN LATERAL (
    -- Rounded here, and mix is the rest, so that the figures shown add up. NULL where too large to show.
    SELECT CASE WHEN abs(t.volume) < 1e15::numeric AND abs(t.price) < 1e15::numeric THEN round(t.volume, 2) END,
           CASE WHEN abs(t.volume) < 1e15::numeric AND abs(t.price) < 1e15::numeric THEN round(t.price, 2) END
) AS e(volume, price);
COMMENT ON VIEW   household_cost_change                           IS 'A fiscal year against the one before, over the months that both have: what more or fewer households, their distribution over units, and the cost of each changed. A unit that has not reported a month counts as having none';
COMMENT ON COLUMN household_cost_change.organisation              IS 'Code of the organisation';
COMMENT ON COLUMN household_cost_change.fiscal_year               IS 'The later year';
COMMENT ON COLUMN household_cost_change.months                    IS 'How many months are compared: those for which the organisation has payments in both years';
COMMENT ON COLUMN household_cost_change.cost_before               IS 'Payments in those months of the year before';
COMMENT ON COLUMN household_cost_change.volume_effect             IS 'Change because there are more or fewer households, at last year''s average cost';
COMMENT ON COLUMN household_cost_change.mix_effect                IS 'Change because households are in units where one costs more or less than the average, and what units without households were paid';
COMMENT ON COLUMN household_cost_change.price_effect              IS 'Change because a household of the same unit costs more or less';
COMMENT ON COLUMN household_cost_change.cost                      IS 'Payments in those months of the year: cost_before plus the three effects, to the last decimal';
COMMENT ON COLUMN household_cost_change.household_months_before   IS 'Sum of the months'' households in the year before';
COMMENT ON COLUMN household_cost_change.household_months          IS 'Sum of the months'' households in the year';
COMMENT ON COLUMN household_cost_change.cost_per_household_before IS 'Cost per household and month in the year before';
COMMENT ON COLUMN household_cost_change.cost_per_household        IS 'Cost per household and month in the year';
