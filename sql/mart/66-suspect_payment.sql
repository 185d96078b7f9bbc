-- live_suspect_payment: payments that look wrong, for those who may see payments: no reader reads it (summary_relation)

-- Apart from data_quality, for each of these can be one household: a number of them, or that it has become another, would tell
-- a reader, as would how many rows of payments were read (EXPLAIN ANALYZE). Of the owner's loads a NOTICE leads here.
CREATE OR REPLACE VIEW live_suspect_payment AS
WITH known (rule, severity, what_to_do) AS (
    VALUES
    ('payment_booked_twice'::text, 'warning'::text, 'Remove what was loaded twice; two real payments of the same amount are right.'::text),
    ('payment_taken_back', 'note', 'If the payment was stopped there is nothing to do.'),
    ('month_lacks_payments', 'warning', 'Load what is missing, or correct the month of what was dated too late.'),
    ('household_without_members', 'warning', 'Load who lives there into household_member. Until then nobody of them counts in person_support_by_year.'),
    ('members_without_payments', 'note', 'See whether pseudonyms of both tables were made with the same secret. Who was turned down may stay as it is.'),
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
    UNION ALL
    -- In months in which members of any household are known that has support.
    SELECT year.organisation, 'household_without_members'::text, year.fiscal_year, lacking.unit, unit.name, lacking.month, lacking.households::integer, NULL::numeric(18,2)
    FROM live_caseload_year year
    CROSS JOIN LATERAL (SELECT @extschema@.fiscal_year_begin(year.fiscal_year, own.fiscal_year_start), @extschema@.fiscal_year_end(year.fiscal_year, own.fiscal_year_start)
                        FROM organisation own WHERE own.organisation = year.organisation OFFSET 0) AS day(first, last)
    CROSS JOIN LATERAL (
        WITH paid AS (
            SELECT payment.unit, payment.household, payment.month
            FROM support_payment payment
            WHERE payment.organisation = year.organisation AND payment.month BETWEEN day.first AND day.last
              AND EXISTS (SELECT FROM household_member any_member WHERE any_member.organisation = year.organisation OFFSET 0)
            GROUP BY payment.unit, payment.household, payment.month
            HAVING sum(payment.amount) > 0::numeric
        ), lived AS (
            SELECT paid.unit, paid.household, paid.month, pg_catalog.count(member.person) > 0::bigint AS has_members
            FROM paid
            LEFT JOIN household_member member ON member.organisation = year.organisation AND member.household = paid.household
                                             AND paid.month BETWEEN member.from_month AND coalesce(member.to_month, '9999-12-01'::date)
            GROUP BY paid.unit, paid.household, paid.month
        ), month AS (
            SELECT lived.unit, lived.has_members, lived.month, pg_catalog.bool_or(lived.has_members) OVER (PARTITION BY lived.month) AS are_known FROM lived
        )
        SELECT month.unit, month.month, pg_catalog.count(*) AS households
        FROM month
        WHERE month.are_known AND NOT month.has_members
        GROUP BY month.unit, month.month
    ) lacking
    JOIN unit ON unit.organisation = year.organisation AND unit.code = lacking.unit
    UNION ALL
    -- By the first month that anybody lived there. A join and no NOT EXISTS, for which all payments would be kept instead of all members.
    SELECT own.organisation, 'members_without_payments'::text, @extschema@.fiscal_year(never.from_month, own.fiscal_year_start), NULL::text, NULL::text, never.from_month,
           pg_catalog.count(*)::integer, NULL::numeric(18,2)
    FROM organisation own
    CROSS JOIN LATERAL (
        SELECT household.household, household.from_month
        FROM (SELECT member.household, min(member.from_month) AS from_month FROM household_member member WHERE member.organisation = own.organisation GROUP BY member.household) household
        LEFT JOIN support_payment payment ON payment.organisation = own.organisation AND payment.household = household.household AND payment.amount > 0::numeric
        WHERE payment.household IS NULL
    ) never
    WHERE EXISTS (SELECT FROM support_payment any_payment WHERE any_payment.organisation = own.organisation OFFSET 0)
    GROUP BY own.organisation, own.fiscal_year_start, never.from_month
)
SELECT suspicion.organisation, suspicion.rule, suspicion.fiscal_year, suspicion.unit_code, suspicion.unit, suspicion.month, suspicion.households, suspicion.amount,
       known.severity,
       suspicion.households::text || CASE suspicion.households WHEN 1 THEN ' household' ELSE ' households' END
       || CASE suspicion.rule
              WHEN 'payment_booked_twice' THEN ' got the same amount more than once in the month. '
              WHEN 'payment_taken_back' THEN ' paid back all that was paid in the month. '
              WHEN 'month_lacks_payments' THEN ' had support in the month, fewer than half as many as in the month before: the others count as having left. '
              WHEN 'household_without_members' THEN ' had support in the month, and nobody is known who lives there, as is of others. '
              WHEN 'members_without_payments' THEN ' with members from the month on never had support. '
              ELSE ' in the month, which is fewer than 5. ' END
       || known.what_to_do AS detail
FROM suspicion
JOIN known ON known.rule = suspicion.rule;
COMMENT ON VIEW   live_suspect_payment              IS 'A unit and month in which payments look wrong, or that has few households, and what to do: as data_quality, of what can tell of one household. For the owner of the mart: no reader may read it';
COMMENT ON COLUMN live_suspect_payment.organisation IS 'Code of the organisation';
COMMENT ON COLUMN live_suspect_payment.rule         IS 'payment_booked_twice (a household got the same amount more than once, less what was taken back), payment_taken_back (its payments add up to 0), month_lacks_payments (of the whole organisation: fewer than half as many households as in the month before, of at least 10), household_without_members (no row of household_member, where others have some), members_without_payments (of the whole organisation, by the first month of household_member: never paid) or unit_too_small (fewer than 5 households)';
COMMENT ON COLUMN live_suspect_payment.fiscal_year  IS 'Fiscal year of the month';
COMMENT ON COLUMN live_suspect_payment.unit_code    IS 'Code of the unit; NULL for the whole organisation';
COMMENT ON COLUMN live_suspect_payment.unit         IS 'Name of the unit';
COMMENT ON COLUMN live_suspect_payment.month        IS 'First day of the month';
COMMENT ON COLUMN live_suspect_payment.households   IS 'How many different households';
COMMENT ON COLUMN live_suspect_payment.amount       IS 'What they got beyond the first time; NULL for the other rules';
COMMENT ON COLUMN live_suspect_payment.severity     IS 'warning or note, as in data_quality';
COMMENT ON COLUMN live_suspect_payment.detail       IS 'What is wrong, and what to do';
