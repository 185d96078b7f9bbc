-- live_suspect_payment: payments that look wrong, for those who may see payments: no reader reads it (summary_relation)

-- Apart from data_quality, for each of these can be one household: a number of them, or that it has become another, would tell
-- a reader, as would how many rows of payments were read (EXPLAIN ANALYZE). Of the owner's loads a NOTICE leads here.
CREATE OR REPLACE VIEW live_suspect_payment AS
WITH known (rule, severity, what_to_do) AS (
    VALUES
    ('payment_booked_twice'::text, 'warning'::text, 'Remove what was loaded twice; two real payments of the same amount are right.'::text),
    ('payment_taken_back', 'note', 'If the payment was stopped there is nothing to do.'),
    ('month_lacks_payments', 'warning', 'Load what is missing, or correct the month of what was dated too late.'),
    ('unit_too_small', 'note', 'Its figures can tell what one household gets: show it together with another unit.')
), suspicion AS (
    SELECT year.organisation,
           suspect.rule,
           year.fiscal_year,
           suspect.unit                    AS unit_code,
           unit.name                       AS unit,
           suspect.month,
           suspect.households::integer     AS households,
           suspect.amount::numeric(18,2)   AS amount
    FROM live_caseload_year year
    -- OFFSET 0 has the days calculated once: they are what the table is read by.
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                        FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS day(first, last)
    CROSS JOIN LATERAL (
        WITH often AS MATERIALIZED (
            -- First by numbers alone, which is fast: few are paid more than once a month.
            SELECT support_payment.household, support_payment.month
            FROM support_payment
            WHERE support_payment.organisation = year.organisation AND support_payment.month BETWEEN day.first AND day.last
            GROUP BY support_payment.household, support_payment.month
            HAVING count(*) > 1::bigint
        ), paid AS MATERIALIZED (
            SELECT support_payment.unit, support_payment.month, support_payment.household, abs(support_payment.amount) AS amount,
                   sum(sign(support_payment.amount)) AS times, sum(support_payment.amount) AS total
            FROM often
            JOIN support_payment ON support_payment.household = often.household AND support_payment.month = often.month
            WHERE support_payment.organisation = year.organisation AND support_payment.month BETWEEN day.first AND day.last
            GROUP BY support_payment.unit, support_payment.month, support_payment.household, abs(support_payment.amount)
        ), same_amount AS (
            -- What was taken back was not paid.
            SELECT paid.unit, paid.month, paid.household, paid.amount, paid.times FROM paid WHERE paid.times > 1::numeric AND paid.amount > 0::numeric
        ), taken_back AS (
            SELECT paid.unit, paid.month, paid.household
            FROM paid
            GROUP BY paid.unit, paid.month, paid.household
            HAVING sum(paid.total) = 0::numeric AND max(paid.amount) > 0::numeric
        )
        SELECT 'payment_booked_twice'::text AS rule, same_amount.unit, same_amount.month, pg_catalog.count(DISTINCT same_amount.household) AS households,
               sum(same_amount.amount * (same_amount.times - 1::numeric)) AS amount
        FROM same_amount
        GROUP BY same_amount.unit, same_amount.month
        UNION ALL
        SELECT 'payment_taken_back'::text AS rule, taken_back.unit, taken_back.month, count(*) AS households, NULL::numeric AS amount
        FROM taken_back
        GROUP BY taken_back.unit, taken_back.month
    ) suspect
    JOIN unit ON unit.organisation = year.organisation AND unit.code = suspect.unit
    UNION ALL
    SELECT caseload.organisation, 'unit_too_small'::text, caseload.fiscal_year, caseload.unit_code, caseload.unit, caseload.month, caseload.households, NULL::numeric(18,2)
    FROM caseload_by_month caseload
    WHERE caseload.households BETWEEN 1 AND 4
    UNION ALL
    -- Of the whole organisation, up to the last month with a payment. Of few households half may well have left.
    SELECT year.organisation, 'month_lacks_payments'::text, year.fiscal_year, NULL::text, NULL::text, lacking.month, lacking.households::integer, NULL::numeric(18,2)
    FROM live_caseload_year year
    CROSS JOIN LATERAL (SELECT year.fiscal_year - 1 OFFSET 0) AS before(fiscal_year)
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                        FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS day(first, last)
    CROSS JOIN LATERAL (SELECT max(payment.month) FROM support_payment payment WHERE payment.organisation = year.organisation AND payment.amount > 0::numeric) AS paid(last_month)
    CROSS JOIN LATERAL (
        WITH counted AS (
            SELECT caseload.month, caseload.households FROM caseload_by_month caseload
            WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = year.fiscal_year AND caseload.source = 'payments'
            UNION ALL
            SELECT caseload.month, caseload.households FROM caseload_by_month caseload
            WHERE caseload.organisation = year.organisation AND caseload.fiscal_year = before.fiscal_year AND caseload.source = 'payments'
        ), month AS (
            SELECT counted.month, sum(counted.households) AS households FROM counted GROUP BY counted.month
        )
        SELECT next.month, coalesce(there.households, 0::bigint) AS households
        FROM month
        CROSS JOIN LATERAL (SELECT (month.month + interval '1 month')::date) AS next(month)
        LEFT JOIN month there ON there.month = next.month
        WHERE month.households >= 10::bigint AND coalesce(there.households, 0::bigint) * 2::bigint < month.households
          AND next.month BETWEEN day.first AND least(day.last, paid.last_month)
    ) lacking
)
SELECT suspicion.organisation, suspicion.rule, suspicion.fiscal_year, suspicion.unit_code, suspicion.unit, suspicion.month, suspicion.households, suspicion.amount,
       known.severity,
       suspicion.households::text || CASE suspicion.households WHEN 1 THEN ' household' ELSE ' households' END
       || CASE suspicion.rule
              WHEN 'payment_booked_twice' THEN ' got the same amount more than once in the month. '
              WHEN 'payment_taken_back' THEN ' paid back all that was paid in the month. '
              WHEN 'month_lacks_payments' THEN ' had support in the month, fewer than half as many as in the month before: the others count as having left. '
              ELSE ' in the month, which is fewer than 5. ' END
       || known.what_to_do AS detail
FROM suspicion
JOIN known ON known.rule = suspicion.rule;
COMMENT ON VIEW   live_suspect_payment              IS 'A unit and month in which payments look wrong, or that has few households, and what to do: as data_quality, of what can tell of one household. For the owner of the mart: no reader may read it';
COMMENT ON COLUMN live_suspect_payment.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_suspect_payment.rule         IS 'payment_booked_twice (a household got the same amount more than once, less what was taken back), payment_taken_back (its payments add up to 0), month_lacks_payments (of the whole organisation: fewer than half as many households as in the month before, of at least 10) or unit_too_small (fewer than 5 households)';
COMMENT ON COLUMN live_suspect_payment.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN live_suspect_payment.unit_code    IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_suspect_payment.unit         IS 'Name of the unit';
COMMENT ON COLUMN live_suspect_payment.month        IS 'First day of the month';
COMMENT ON COLUMN live_suspect_payment.households   IS 'How many different households';
COMMENT ON COLUMN live_suspect_payment.amount       IS 'What they got beyond the first time; NULL for the other rules';
COMMENT ON COLUMN live_suspect_payment.severity     IS 'warning or note, as in data_quality';
COMMENT ON COLUMN live_suspect_payment.detail       IS 'What is wrong, and what to do';
