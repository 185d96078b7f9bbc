-- SYNTHETIC bookings of a board of social services, month by month.
--
--   psql -d DATABASE -f examples/bookings.sql
--   psql -d DATABASE -v units=20 -v first_year=2004 -v years=20 -v seed=7 -f examples/bookings.sql
--
-- makes a table synthetic_booking (unit, head, month, amount) in the first schema
-- of the search path, in order of months. Where that is a mart, SET search_path =
-- public first.
--
--   units        districts that the money is booked on, at least 1 (3)
--   first_year   the first calendar year (2014)
--   years        how many, from first_year on, all twelve months of each (10)
--   seed         another number gives other bookings; the same four values give
--                the same ones (1)
--
-- 3 units and 10 years make about 1700 rows in less than a second. Amounts are costs
-- in kronor: about 200 million in the first year and somewhat more than 300 million
-- in the tenth, in all units together. More years leave the earlier ones as
-- they are; more units divide the same costs. Nothing here is from anybody's
-- ledger: no published figure is used, and nobody's figures come out. The shape is
-- made up from what is generally known of such ledgers, so how well a method
-- forecasts these years says little of how well it forecasts yours:
--
--   placements   prices and cases grow by 4 to 8 % a year together; costly cases
--                begin at any time and last 3 to 12 months. Invoices come late: of a
--                month's costs 15 to 35 % are booked in the next, but those of
--                December still in the old year, so January is low, December high
--   housing      more in the heating season, and more still in a cold winter
--   staff        less from June to August, when holiday pay that was set aside is
--                used; the salary revision is in April, not in January
--   wages        labour-market wages: a project begins in September to November and
--                ends with June, larger in one year than in another
--   other        invoices by quarter; in many months between there is no row, and
--                in a few only a correction, which is negative
--
--   * prices rise by 2 to 4 % in January, the same for all heads but staff
--   * once a year, in any month, a head's level changes for good by up to 6 % up or
--     down, placements by up to 12 %; besides each unit and head has better and
--     worse years, by up to 4 %, and months, by up to 5 %
--   * units differ in size, and by head

\set ON_ERROR_STOP on
\if :{?units}      \else \set units 3 \endif
\if :{?first_year} \else \set first_year 2014 \endif
\if :{?years}      \else \set years 10 \endif
\if :{?seed}       \else \set seed 1 \endif

SET client_min_messages = warning;
DROP TABLE IF EXISTS synthetic_booking;
RESET client_min_messages;
CREATE TABLE synthetic_booking (unit text NOT NULL, head text NOT NULL, month date NOT NULL, amount numeric(14,2) NOT NULL);
COMMENT ON TABLE synthetic_booking IS 'Synthetic bookings made by examples/bookings.sql: nobody''s';

-- A number from 0 up to 1 that depends on nothing but its arguments, as in payments.sql.
CREATE OR REPLACE FUNCTION pg_temp.draw(seed bigint, what text, key bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (hashint8extended(key, hashtextextended(what, seed)) & 9007199254740991) / 9007199254740992.0::double precision;

-- A factor from 1 - size to 1 + size, near 1 more often than not.
CREATE OR REPLACE FUNCTION pg_temp.around_one(size double precision, seed bigint, what text, key bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 1 + size * (pg_temp.draw(seed, what || ' a', key) + pg_temp.draw(seed, what || ' b', key) - 1);

INSERT INTO synthetic_booking (unit, head, month, amount)
WITH head (head, level) AS (
    -- What a month costs at first, in all units.
    VALUES ('placements', 5200000), ('housing', 4500000), ('staff', 5000000), ('wages', 1100000), ('other', 900000)
), calendar AS (
    SELECT y, m, 12 * y + m AS month_number, make_date(y, m, 1) AS month
    FROM generate_series(:first_year, :first_year + :years - 1) AS y
    CROSS JOIN generate_series(1, 12) AS m
), head_month AS (
    -- What a head costs in a month, before what differs by unit.
    SELECT h.head, c.*,
           level
           * exp(sum(CASE WHEN m = 1 AND head <> 'staff' THEN ln(1.02 + 0.02 * pg_temp.draw(:seed, 'price', y)) ELSE 0 END
                     + CASE WHEN m = 4 AND head = 'staff' THEN ln(1.02 + 0.02 * pg_temp.draw(:seed, 'salary', y)) ELSE 0 END
                     + CASE WHEN head = 'placements' THEN ln(1.02 + 0.02 * pg_temp.draw(:seed, 'cases', y)) / 12 ELSE 0 END
                     + CASE WHEN m = 1 + floor(12 * pg_temp.draw(:seed, head || ' change month', y))
                            THEN ln(pg_temp.around_one(CASE head WHEN 'placements' THEN 0.12 ELSE 0.06 END, :seed, head || ' change', y)) ELSE 0 END)
                 OVER (PARTITION BY head ORDER BY month_number))
           * CASE head
                 WHEN 'housing' THEN 1 + 0.08 * cos(2 * pi() * (m - 1) / 12)
                                         -- A winter is of the year that it ends in.
                                         * pg_temp.around_one(0.4, :seed, 'winter', (month_number + 5) / 12)
                 WHEN 'staff'   THEN CASE m WHEN 6 THEN 0.95 WHEN 7 THEN 0.82 WHEN 8 THEN 0.93 ELSE 1 END
                 WHEN 'wages'   THEN 1 + CASE WHEN m <= 6 THEN 0.1 + 0.5 * pg_temp.draw(:seed, 'project', y - 1)
                                              WHEN m >= 9 + floor(3 * pg_temp.draw(:seed, 'project month', y))
                                              THEN 0.1 + 0.5 * pg_temp.draw(:seed, 'project', y) ELSE 0 END
                 ELSE 1
             END AS cost
    FROM head AS h
    CROSS JOIN calendar AS c
), unit_head AS (
    SELECT u, head, 'district-' || lpad(u::text, length(:units::text), '0') AS unit,
           weight / sum(weight) OVER (PARTITION BY head) AS share
    FROM generate_series(1, :units) AS u
    CROSS JOIN head
    CROSS JOIN LATERAL (SELECT 0.6 + 0.8 * pg_temp.draw(:seed, head || ' size', u)) AS s(weight)
), unit_month AS (
    SELECT *,
           cost * share
           * pg_temp.around_one(0.04, :seed, head || ' year', u * 10000::bigint + y)
           * pg_temp.around_one(0.05, :seed, head || ' month', u * 1000000::bigint + month_number)
           * CASE head
                 WHEN 'placements' THEN 1 + (
                     -- Costly cases that began in these months and still last.
                     SELECT coalesce(sum(0.03 + 0.06 * pg_temp.draw(:seed, 'case size', u * 1000000::bigint + began)), 0)
                     FROM generate_series(month_number - 11, month_number) AS began
                     WHERE pg_temp.draw(:seed, 'case', u * 1000000::bigint + began) < 0.15
                       AND 3 + floor(10 * pg_temp.draw(:seed, 'case length', u * 1000000::bigint + began)) > month_number - began)
                 WHEN 'other' THEN CASE
                     WHEN m % 3 = 0         THEN 2.5
                     WHEN other_draw < 0.03 THEN -0.2
                     WHEN other_draw < 0.60 THEN 0.3 END
                 ELSE 1
             END AS unit_cost,
           CASE WHEN head = 'placements' AND m < 12
                THEN 0.15 + 0.2 * pg_temp.draw(:seed, 'late', u * 1000000::bigint + month_number) ELSE 0 END AS late
    FROM head_month
    JOIN unit_head USING (head)
    CROSS JOIN LATERAL (SELECT pg_temp.draw(:seed, 'other', u * 1000000::bigint + month_number)) AS o(other_draw)
)
SELECT unit, head, month,
       round((unit_cost * (1 - late) + lag(unit_cost * late, 1, 0) OVER (PARTITION BY unit, head, y ORDER BY m))::numeric, 2)
FROM unit_month
WHERE unit_cost IS NOT NULL
ORDER BY month, unit, head;

ANALYZE synthetic_booking;
