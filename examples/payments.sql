-- SYNTHETIC payments of income support, as many as you like.
--
--   psql -d DATABASE -f examples/payments.sql
--   psql -d DATABASE -v households=50000 -v months=120 -v first_month=2014-01-01 -v units=20 -v seed=7 -f examples/payments.sql
--
-- makes a table synthetic_payment (unit, household, month, amount) in the first
-- schema of the search path, in order of months, as a payment system writes them,
-- and synthetic_household (household, persons, from_month), for who lives there:
-- see episodes.sql.
-- Where that is a mart, SET search_path = public first.
--
--   households   that get support in a month, on average (1000)
--   months       how many, from first_month on (36 from 2021-01-01)
--   units        districts that the households live in, at least 1 (4)
--   seed         another number gives other payments; the same five values give
--                the same ones (1)
--
-- 1000 households and 36 months make about 45 000 rows in a second. Nothing here
-- is about anyone: no figure is taken from a real household, and the shape is
-- made up from what is generally known of income support:
--
--   * spells of support are short for most, and years for some; a third of those
--     who leave come back after some months
--   * more spells begin in June and January than in other months
--   * the amount follows the size of the household, its other income and the
--     month, and a norm that rises by 3 % a year
--   * one household in five gets a second payment in a month, three in a hundred
--     pay something back, as a negative amount
--   * households with children become more over the years, and live in some
--     districts more than in others, so that the cost of a household differs by
--     district and the mix changes
--
-- To fill a mart with it, which examples/synthetic/load.sql does:
--
--   INSERT INTO unit (code, name) SELECT DISTINCT unit, unit FROM synthetic_payment;
--   INSERT INTO support_payment (unit, household, month, amount) SELECT * FROM synthetic_payment;

\set ON_ERROR_STOP on
\if :{?households}  \else \set households 1000 \endif
\if :{?months}      \else \set months 36 \endif
\if :{?first_month} \else \set first_month 2021-01-01 \endif
\if :{?units}       \else \set units 4 \endif
\if :{?seed}        \else \set seed 1 \endif

SET client_min_messages = warning;
DROP TABLE IF EXISTS synthetic_payment, synthetic_household, pg_temp.synthetic_spell;
RESET client_min_messages;
CREATE TABLE synthetic_payment (unit text NOT NULL, household bigint NOT NULL, month date NOT NULL, amount numeric(12,2) NOT NULL);
COMMENT ON TABLE synthetic_payment IS 'Synthetic payments made by examples/payments.sql: nobody''s';

-- A number from 0 up to 1 that depends on nothing but its arguments: draws of one
-- thing have one name, so that they do not depend on those of another.
CREATE OR REPLACE FUNCTION pg_temp.draw(seed bigint, what text, key bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (hashint8extended(key, hashtextextended(what, seed)) & 9007199254740991) / 9007199254740992.0::double precision;

-- So many months as a spell that ends with the same chance each month.
CREATE OR REPLACE FUNCTION pg_temp.spell_length(chance double precision, mean double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 1 + floor(ln(1 - chance) / ln(1 - 1 / mean))::integer;

-- Households enter over whole calendar years, and over ten years before first_month
-- too, so that there are as many at the beginning as at the end. One stays for 14.5
-- months in all.
SELECT 120 + extract(month FROM :'first_month'::date)::integer - 1 AS before \gset
SELECT ceil((:before + :months) / 12.0)::integer AS years \gset
CREATE TEMPORARY TABLE synthetic_spell AS
WITH entry AS (
    SELECT h,
           floor(pg_temp.draw(:seed, 'year', h) * :years)::integer * 12
           -- The month of the year, by how many spells begin in each.
           + width_bucket(pg_temp.draw(:seed, 'month', h),
                          ARRAY[0, .096, .175, .254, .333, .416, .529, .621, .696, .771, .846, .921]) - 1
           - :before AS first,
           pg_temp.draw(:seed, 'kind', h) AS kind
    FROM generate_series(1, (:households * 12.0 * :years / 14.5)::bigint) AS h
), household AS (
    SELECT *,
           CASE WHEN kind < 0.60 THEN 3 WHEN kind < 0.85 THEN 10 ELSE 40 END AS mean,
           -- Later households live more often in the first districts.
           1 + floor(:units * pg_temp.draw(:seed, 'unit', h) ^ (1 + greatest(first, 0) / 60.0))::integer AS district
    FROM entry
), spells AS (
    SELECT *,
           pg_temp.spell_length(pg_temp.draw(:seed, 'spell 1', h), mean) AS length_1,
           pg_temp.spell_length(pg_temp.draw(:seed, 'spell 2', h), mean) AS length_2,
           pg_temp.spell_length(pg_temp.draw(:seed, 'spell 3', h), mean) AS length_3,
           pg_temp.spell_length(pg_temp.draw(:seed, 'break 1', h), 7) AS break_1,
           pg_temp.spell_length(pg_temp.draw(:seed, 'break 2', h), 7) AS break_2,
           pg_temp.draw(:seed, 'return', h) AS return
    FROM household
)
SELECT h,
       -- A pseudonym: one to one, and without an order that would tell anything.
       h * 982451653 % 1099511627776 AS household,
       'district-' || lpad(district::text, length(:units::text), '0') AS unit,
       -- Persons: one in most households, more with children in the first districts.
       CASE WHEN pg_temp.draw(:seed, 'size', h) < 0.45 + 0.35 * district / :units THEN 1
            ELSE 2 + floor(4 * pg_temp.draw(:seed, 'children', h))::integer END AS persons,
       first + start AS first_month, first + start + length AS end_month
FROM spells
CROSS JOIN LATERAL (VALUES (0, length_1),
                           (length_1 + break_1, CASE WHEN return < 0.35 THEN length_2 END),
                           (length_1 + break_1 + length_2 + break_2, CASE WHEN return < 0.12 THEN length_3 END)) AS s(start, length)
WHERE length IS NOT NULL AND first + start < :months AND first + start + length > 0
ORDER BY h;

-- Month by month; when there are many, with a word after each year.
SELECT format($insert$
    INSERT INTO synthetic_payment
    SELECT s.unit, s.household, %1$L::date, p.amount
    FROM (SELECT *, h * 4096 + %2$s AS key FROM synthetic_spell WHERE first_month <= %2$s AND end_month > %2$s) AS s
    CROSS JOIN LATERAL (VALUES
        (round(((4200 + 3300 * s.persons) * %3$s * (0.55 + 0.6 * pg_temp.draw(%4$s, 'income', s.h))
                * (0.85 + 0.3 * pg_temp.draw(%4$s, 'month', s.key)))::numeric,
               CASE WHEN pg_temp.draw(%4$s, 'whole', s.h) < 0.7 THEN 0 ELSE 2 END)),
        (CASE WHEN pg_temp.draw(%4$s, 'second', s.key) < 0.2
              THEN round((200 + 3300 * pg_temp.draw(%4$s, 'extra', s.key) ^ 2)::numeric) END),
        (CASE WHEN pg_temp.draw(%4$s, 'back', s.key) < 0.03
              THEN round((-300 - 4000 * pg_temp.draw(%4$s, 'owed', s.key) ^ 2)::numeric, 2) END)) AS p(amount)
    WHERE p.amount IS NOT NULL$insert$,
           month, m, round((1.03 ^ (extract(year FROM month)::integer - 2021))::numeric, 4)
                     * CASE WHEN extract(month FROM month) IN (12, 1, 2) THEN 1.04 ELSE 1 END, :seed),
       CASE WHEN (extract(month FROM month) = 12 OR m = :months - 1) AND :households::bigint * :months >= 1000000
            THEN format('DO $$ BEGIN RAISE INFO %L; END $$', 'Synthetic payments until ' || to_char(month, 'YYYY-MM')) END
FROM (SELECT m, (date_trunc('month', :'first_month'::timestamp) + make_interval(months => m))::date AS month
      FROM generate_series(0, :months - 1) AS m) AS months
ORDER BY m
\gexec

CREATE TABLE synthetic_household AS
SELECT household, persons, (date_trunc('month', :'first_month'::timestamp) + make_interval(months => min(first_month)))::date AS from_month
FROM pg_temp.synthetic_spell
GROUP BY h, household, persons
ORDER BY h;
COMMENT ON TABLE synthetic_household IS 'How many persons the synthetic households of examples/payments.sql have, and since when: nobody''s';
DROP TABLE pg_temp.synthetic_spell;
ANALYZE synthetic_payment, synthetic_household;
