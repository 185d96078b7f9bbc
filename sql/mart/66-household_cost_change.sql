-- household_cost_change: why the cost changed

CREATE OR REPLACE VIEW household_cost_change AS
SELECT year.organisation,
       year.fiscal_year,
       bit_count(change.months::bit(12))::integer                      AS months,
       change.cost_before::numeric(18,2)                               AS cost_before,
       effect.volume::numeric(18,2)                                    AS volume_effect,
       (change.cost - change.cost_before - effect.volume - effect.price)::numeric(18,2) AS mix_effect,
       effect.price::numeric(18,2)                                     AS price_effect,
       change.cost::numeric(18,2)                                      AS cost,
       change.households_before::integer                               AS household_months_before,
       change.households::integer                                      AS household_months,
       (change.cost_before / nullif(change.households_before, 0::numeric))::numeric(18,2) AS cost_per_household_before,
       (change.cost / nullif(change.households, 0::numeric))::numeric(18,2) AS cost_per_household,
       NOT EXISTS (SELECT FROM live_not_comparable part
                   WHERE part.organisation = year.organisation AND part.kind = 'unit'
                     AND before.fiscal_year BETWEEN part.earlier_from AND part.earlier_until
                     AND year.fiscal_year BETWEEN part.seen_from AND part.seen_until) AS comparable
FROM live_caseload_year year
CROSS JOIN LATERAL (SELECT year.fiscal_year - 1 OFFSET 0) AS before(fiscal_year)
CROSS JOIN LATERAL (
    WITH month_of_unit AS (
        SELECT caseload.unit_code, EXTRACT(month FROM caseload.month)::integer AS month_of_year, caseload.households, caseload.payments, false AS is_before
        FROM caseload_by_month caseload
        WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = year.fiscal_year AND caseload.payments IS NOT NULL
        UNION ALL
        -- By the units of the later year; a household of two that were merged counts twice, as it did.
        SELECT coalesce(lineage.successor, caseload.unit_code) AS unit_code, EXTRACT(month FROM caseload.month)::integer AS month_of_year,
               @extschema@.portion(caseload.households::numeric, coalesce(lineage.share_from, 0::numeric), coalesce(lineage.share_to, 1::numeric), 0)::integer AS households,
               @extschema@.portion(caseload.payments, coalesce(lineage.share_from, 0::numeric), coalesce(lineage.share_to, 1::numeric), 2) AS payments,
               true AS is_before
        FROM caseload_by_month caseload
        LEFT JOIN live_lineage lineage ON lineage.organisation = year.organisation AND lineage.kind = 'unit' AND lineage.code = caseload.unit_code
                         AND before.fiscal_year BETWEEN lineage.earlier_from AND lineage.earlier_until
                         AND year.fiscal_year BETWEEN lineage.seen_from AND lineage.seen_until
                         AND lineage.share_from < lineage.share_to
        WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = before.fiscal_year AND caseload.payments IS NOT NULL
    ), comparable AS (
        SELECT month_of_unit.*,
               bool_or(is_before) OVER same_month AND bool_or(NOT is_before) OVER same_month AS is_comparable
        FROM month_of_unit
        WINDOW same_month AS (PARTITION BY month_of_year)
    ), unit_sum AS (
        SELECT unit_code,
               bit_or(1 << month_of_year - 1)                           AS months,
               (sum(households) FILTER (WHERE is_before))::numeric      AS households_before,
               (sum(households) FILTER (WHERE NOT is_before))::numeric  AS households,
               sum(payments) FILTER (WHERE is_before)                   AS cost_before,
               sum(payments) FILTER (WHERE NOT is_before)               AS cost
        FROM comparable
        WHERE is_comparable
        GROUP BY unit_code
    ), unit_price AS (
        -- Units are the groups; more decimals than numeric division gives by itself.
        SELECT unit_sum.*,
               (cost_before + 0e-30::numeric) / nullif(households_before, 0::numeric) AS price_before,
               (cost + 0e-30::numeric) / nullif(households, 0::numeric)               AS price
        FROM unit_sum
    )
    SELECT bit_or(months)                               AS months,
           coalesce(sum(cost_before), 0::numeric)       AS cost_before,
           coalesce(sum(cost), 0::numeric)              AS cost,
           coalesce(sum(households_before), 0::numeric) AS households_before,
           coalesce(sum(households), 0::numeric)        AS households,
           coalesce(@extschema@.volume_effect(households_before, price_before, households, price), 0::numeric) AS volume,
           coalesce(@extschema@.price_effect(households_before, price_before, households, price), 0::numeric)  AS price
    FROM unit_price
    HAVING pg_catalog.count(*) > 0::bigint
) change
CROSS JOIN LATERAL (
    -- Rounded here, and mix is the rest, so that the figures shown add up. NULL where too large to show.
    SELECT CASE WHEN abs(change.volume) < 1e15::numeric AND abs(change.price) < 1e15::numeric THEN round(change.volume, 2) END,
           CASE WHEN abs(change.volume) < 1e15::numeric AND abs(change.price) < 1e15::numeric THEN round(change.price, 2) END
) AS effect(volume, price);
COMMENT ON VIEW   household_cost_change                           IS 'A fiscal year against the one before, over the months that both have: what more or fewer households, their distribution over units, and the cost of each changed. A unit that has not reported a month counts as having none. The year before is by the units of the later year (unit_succession)';
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
COMMENT ON COLUMN household_cost_change.comparable                IS 'Whether the units of both years are the same: false where a part of one went to another, so that mix and price rest on a share, or nobody says how much it was. What was merged or renamed as a whole is comparable; cost, volume and the sums are true in any case';
