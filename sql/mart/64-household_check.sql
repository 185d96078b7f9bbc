-- household_check: whether payments and reported figures agree

CREATE OR REPLACE VIEW household_check AS
SELECT r.organisation,
       @extschema@.fiscal_year(r.month, o.fiscal_year_start) AS fiscal_year,
       r.unit                                      AS unit_code,
       u.name                                      AS unit,
       r.month,
       p.households::integer                       AS households,
       r.households                                AS households_reported,
       (r.households - p.households)::integer      AS households_difference,
       p.payments::numeric(18,2)                   AS payments,
       r.payments::numeric(18,2)                   AS payments_reported,
       (r.payments - p.payments)::numeric(18,2)    AS payments_difference,
       CASE WHEN r.households = p.households AND coalesce(r.payments = p.payments, true)
            THEN 'agrees' ELSE 'disagrees' END     AS verdict
FROM household_month r
JOIN organisation o ON o.organisation = r.organisation
JOIN unit u ON u.organisation = r.organisation AND u.code = r.unit
CROSS JOIN LATERAL (
    SELECT @extschema@.household_count(s.household, s.month) FILTER (WHERE s.net > 0::numeric) AS households,
           sum(s.net) AS payments
    FROM (SELECT p.household, p.month, sum(p.amount) AS net FROM support_payment p
          WHERE p.organisation = r.organisation AND p.unit = r.unit AND p.month = r.month GROUP BY p.household, p.month) s
    HAVING pg_catalog.count(*) > 0::bigint
) p;
COMMENT ON VIEW   household_check                       IS 'A unit and month that has both payments and reported figures, and whether they agree. The views use the payments';
COMMENT ON COLUMN household_check.organisation          IS 'Code of the organisation';
COMMENT ON COLUMN household_check.fiscal_year           IS 'Fiscal year of the month';
COMMENT ON COLUMN household_check.unit_code             IS 'Code of the unit';
COMMENT ON COLUMN household_check.unit                  IS 'Name of the unit';
COMMENT ON COLUMN household_check.month                 IS 'First day of the month';
COMMENT ON COLUMN household_check.households            IS 'Households counted in support_payment';
COMMENT ON COLUMN household_check.households_reported   IS 'Households of household_month';
COMMENT ON COLUMN household_check.households_difference IS 'Reported minus counted';
COMMENT ON COLUMN household_check.payments              IS 'Sum of support_payment';
COMMENT ON COLUMN household_check.payments_reported     IS 'Payments of household_month, or NULL';
COMMENT ON COLUMN household_check.payments_difference   IS 'Reported minus summed';
COMMENT ON COLUMN household_check.verdict               IS 'agrees or disagrees; payments that are not reported agree';
