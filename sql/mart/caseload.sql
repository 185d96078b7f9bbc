-- caseload: households with support and what they are paid, by month, from payments or as reported

CREATE TABLE IF NOT EXISTS household_month (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    month        date    NOT NULL,
    households   integer NOT NULL,
    payments     numeric,
    PRIMARY KEY (organisation, unit, month),
    CONSTRAINT household_month_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT household_month_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric),
    CONSTRAINT household_month_households_are_up_to_ten_million CHECK (households BETWEEN 0 AND 10000000),
    CONSTRAINT household_month_payments_is_finite_with_at_most_two_decimals
        CHECK (abs(payments) < 1e13 AND payments = round(payments, 2))
);
CREATE INDEX IF NOT EXISTS household_month_year ON household_month (organisation, (EXTRACT(year FROM month)::integer));
COMMENT ON TABLE  household_month              IS 'Households with support in a month and what they were paid, as reported: for units without rows in support_payment';
COMMENT ON COLUMN household_month.organisation IS 'Organisation that the figures belong to';
COMMENT ON COLUMN household_month.unit         IS 'Code of the unit';
COMMENT ON COLUMN household_month.month        IS 'First day of the month';
COMMENT ON COLUMN household_month.households   IS 'Households that got support in the month';
COMMENT ON COLUMN household_month.payments     IS 'What they were paid in whole currency units, less what was recovered; NULL where only the households are known';

CREATE TABLE IF NOT EXISTS support_payment (
    organisation text    NOT NULL,
    unit         text    NOT NULL,
    household    bigint  NOT NULL,
    month        date    NOT NULL,
    amount       numeric NOT NULL,
    CONSTRAINT support_payment_unit_fkey FOREIGN KEY (organisation, unit) REFERENCES unit,
    CONSTRAINT support_payment_month_is_a_first_day CHECK (month >= '1000-01-01' AND month <= '9999-12-01' AND EXTRACT(day FROM month) = 1::numeric),
    CONSTRAINT support_payment_amount_is_below_1e9_with_at_most_two_decimals
        CHECK (abs(amount) < 1e9 AND amount = round(amount, 2))
);
CREATE INDEX IF NOT EXISTS support_payment_unit_month ON support_payment (organisation, unit, month);
-- As the views have the year, so that one is computed without the others.
CREATE INDEX IF NOT EXISTS support_payment_year ON support_payment (organisation, (EXTRACT(year FROM month)::integer));
COMMENT ON TABLE  support_payment              IS 'Payments to households, pseudonymous: no view shows a row of it, and no reader may read it';
COMMENT ON COLUMN support_payment.organisation IS 'Organisation that paid';
COMMENT ON COLUMN support_payment.unit         IS 'Code of the unit';
COMMENT ON COLUMN support_payment.household    IS 'Pseudonym of the household: a number that leads to nobody outside this mart, never a personal identity number';
COMMENT ON COLUMN support_payment.month        IS 'First day of the month that the payment is for';
COMMENT ON COLUMN support_payment.amount       IS 'Amount in whole currency units, at most two decimals; negative for a recovery. A household may have several rows in a month';
INSERT INTO microdata VALUES ('support_payment') ON CONFLICT DO NOTHING;

-- The rules for months say how one is written, see refuse_month.
DO $do$
DECLARE
    rule record;
BEGIN
    FOR rule IN
        SELECT c.relname, k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS condition
        FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = pg_catalog.quote_ident(pg_catalog.current_schema()::text)::pg_catalog.regnamespace::oid
          AND c.relname IN ('ledger'::name, 'household_month'::name, 'support_payment'::name)
          AND k.conname = (c.relname::text || '_month_is_a_first_day'::text)::name
          AND pg_catalog.strpos(pg_catalog.pg_get_expr(k.conbin, k.conrelid), 'refuse_month'::text) = 0
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %1$I DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I CHECK (%3$s OR refuse_month(%1$L::text, month))',
                                  rule.relname, rule.conname, rule.condition);
    END LOOP;
END
$do$;

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{household_month,support_payment}'::text[], 'caseload'::text, 0, 'month'::text);

CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{unit}'::text[], 'caseload'::text, 0, ''::text);

-- Looked up one after another: there are many more rows than years. Of an array the planner expects ten.
CREATE OR REPLACE VIEW live_caseload_year AS
SELECT o.organisation, y.fiscal_year
FROM organisation o
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    WITH RECURSIVE year_after_year(fiscal_year) AS (
        SELECT min(EXTRACT(year FROM p.month)::integer) FROM support_payment p WHERE p.organisation = o.organisation
        UNION ALL
        SELECT (SELECT min(EXTRACT(year FROM p.month)::integer) FROM support_payment p
                WHERE p.organisation = o.organisation AND EXTRACT(year FROM p.month)::integer > r.fiscal_year)
        FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
    )
    SELECT r.fiscal_year FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
)) AS y(fiscal_year)
UNION
SELECT o.organisation, y.fiscal_year
FROM organisation o
CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(
    WITH RECURSIVE year_after_year(fiscal_year) AS (
        SELECT min(EXTRACT(year FROM p.month)::integer) FROM household_month p WHERE p.organisation = o.organisation
        UNION ALL
        SELECT (SELECT min(EXTRACT(year FROM p.month)::integer) FROM household_month p
                WHERE p.organisation = o.organisation AND EXTRACT(year FROM p.month)::integer > r.fiscal_year)
        FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
    )
    SELECT r.fiscal_year FROM year_after_year r WHERE r.fiscal_year IS NOT NULL
)) AS y(fiscal_year);
COMMENT ON VIEW   live_caseload_year              IS 'A year of which the organisation has payments or reported households';
COMMENT ON COLUMN live_caseload_year.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_caseload_year.fiscal_year  IS 'Year of the months';

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_month'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT y.organisation,
       y.fiscal_year,
       f.unit                              AS unit_code,
       u.name                              AS unit,
       f.month,
       f.households::integer               AS households,
       f.payments::numeric(18,2)           AS payments,
       f.source
FROM @years@ y
CROSS JOIN LATERAL (
    -- Whoever only pays back gets no support: recoveries count in the payments alone.
    SELECT p.unit, p.month,
           @extschema@.household_count(p.household, p.month) FILTER (WHERE p.amount > 0::numeric) AS households,
           sum(p.amount) AS payments,
           'payments'::text AS source
    FROM support_payment p
    WHERE p.organisation = y.organisation AND EXTRACT(year FROM p.month)::integer = y.fiscal_year
    GROUP BY p.unit, p.month
    UNION ALL
    SELECT h.unit, h.month, h.households::bigint AS households, h.payments, 'reported'::text AS source
    FROM household_month h
    WHERE h.organisation = y.organisation AND EXTRACT(year FROM h.month)::integer = y.fiscal_year
      AND NOT EXISTS (SELECT FROM support_payment p
                      WHERE p.organisation = h.organisation AND p.unit = h.unit AND p.month = h.month)
) f
JOIN unit u ON u.organisation = y.organisation AND u.code = f.unit$view$::text, NULL::text);
COMMENT ON VIEW   caseload_by_month              IS 'A unit and month: households with support and what they were paid. From support_payment where that has the unit and month, else from household_month; all other views of households rest on this one';
COMMENT ON COLUMN caseload_by_month.organisation IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_month.fiscal_year  IS 'Year of the month';
COMMENT ON COLUMN caseload_by_month.unit_code    IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_month.unit         IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_month.month        IS 'First day of the month';
COMMENT ON COLUMN caseload_by_month.households   IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN caseload_by_month.payments     IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN caseload_by_month.source       IS 'payments (counted in support_payment) or reported (from household_month)';

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
COMMENT ON COLUMN household_cost.fiscal_year             IS 'Year of the month';
COMMENT ON COLUMN household_cost.unit_code               IS 'Code of the unit';
COMMENT ON COLUMN household_cost.unit                    IS 'Name of the unit';
COMMENT ON COLUMN household_cost.month                   IS 'First day of the month';
COMMENT ON COLUMN household_cost.households              IS 'Households with support in the month; a household of two units counts in both';
COMMENT ON COLUMN household_cost.payments                IS 'What they were paid, less what was recovered; NULL where not reported';
COMMENT ON COLUMN household_cost.cost_per_household      IS 'Payments divided by households; for several months use household_cost(payments, households)';
COMMENT ON COLUMN household_cost.households_year_ago     IS 'Households in the same month of the year before; NULL where not known';
COMMENT ON COLUMN household_cost.households_change_ratio IS 'Change of the households in a year, as a fraction of those a year ago';
COMMENT ON COLUMN household_cost.source                  IS 'payments (counted in support_payment) or reported (from household_month)';

CREATE OR REPLACE VIEW household_check AS
SELECT r.organisation,
       EXTRACT(year FROM r.month)::integer         AS fiscal_year,
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
JOIN unit u ON u.organisation = r.organisation AND u.code = r.unit
CROSS JOIN LATERAL (
    SELECT @extschema@.household_count(s.household, s.month) FILTER (WHERE s.amount > 0::numeric) AS households,
           sum(s.amount) AS payments
    FROM support_payment s
    WHERE s.organisation = r.organisation AND s.unit = r.unit AND s.month = r.month
    HAVING pg_catalog.count(*) > 0::bigint
) p;
COMMENT ON VIEW   household_check                       IS 'A unit and month that has both payments and reported figures, and whether they agree. The views use the payments';
COMMENT ON COLUMN household_check.organisation          IS 'Code of the organisation';
COMMENT ON COLUMN household_check.fiscal_year           IS 'Year of the month';
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

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'caseload_by_year'::text, 'caseload'::text, 'live_caseload_year'::text, $view$
SELECT a.organisation,
       a.fiscal_year,
       y.unit                                                                  AS unit_code,
       u.name                                                                  AS unit,
       bit_count(coalesce(y.months, 0)::bit(12))::integer                      AS months,
       y.households::integer                                                   AS households,
       y.average_households::numeric(18,2)                                     AS average_households,
       y.long_term_households::integer                                         AS long_term_households,
       @extschema@.ratio(y.long_term_households::numeric, y.households::numeric)::numeric(12,6)  AS long_term_ratio,
       y.payments::numeric(18,2)                                               AS payments,
       (y.payments / nullif(y.household_months, 0::bigint)::numeric)::numeric(18,2)             AS cost_per_household
FROM @years@ a
CROSS JOIN LATERAL (
    SELECT p.unit,
           -- As bits, for count(DISTINCT) would have all payments sorted.
           bit_or(1 << EXTRACT(month FROM p.month)::integer - 1) FILTER (WHERE p.amount > 0::numeric)    AS months,
           @extschema@.household_count(p.household, p.month) FILTER (WHERE p.amount > 0::numeric)        AS households,
           @extschema@.household_months(p.household, p.month) FILTER (WHERE p.amount > 0::numeric)       AS household_months,
           @extschema@.average_households(p.household, p.month) FILTER (WHERE p.amount > 0::numeric)     AS average_households,
           @extschema@.long_term_households(p.household, p.month) FILTER (WHERE p.amount > 0::numeric)   AS long_term_households,
           sum(p.amount) AS payments
    FROM support_payment p
    WHERE p.organisation = a.organisation AND EXTRACT(year FROM p.month)::integer = a.fiscal_year
    GROUP BY p.unit
) y
JOIN unit u ON u.organisation = a.organisation AND u.code = y.unit$view$::text, NULL::text);
COMMENT ON VIEW   caseload_by_year                      IS 'A unit and year, counted in support_payment alone, as different households cannot be counted from figures of months: units and months that are only reported are missing here';
COMMENT ON COLUMN caseload_by_year.organisation         IS 'Code of the organisation';
COMMENT ON COLUMN caseload_by_year.fiscal_year          IS 'Calendar year';
COMMENT ON COLUMN caseload_by_year.unit_code            IS 'Code of the unit';
COMMENT ON COLUMN caseload_by_year.unit                 IS 'Name of the unit';
COMMENT ON COLUMN caseload_by_year.months               IS 'Months in which any household got support; less than 12 while the year lasts';
COMMENT ON COLUMN caseload_by_year.households           IS 'Different households with support in any month of the year';
COMMENT ON COLUMN caseload_by_year.average_households   IS 'Households per month on average';
COMMENT ON COLUMN caseload_by_year.long_term_households IS 'Households with support in at least 10 months of the year';
COMMENT ON COLUMN caseload_by_year.long_term_ratio      IS 'Long-term households as a fraction of all';
COMMENT ON COLUMN caseload_by_year.payments             IS 'What they were paid, less what was recovered; without what is only reported';
COMMENT ON COLUMN caseload_by_year.cost_per_household   IS 'Payments per household and month';

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
