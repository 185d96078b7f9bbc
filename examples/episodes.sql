-- SYNTHETIC placements and reports of concern, as many as you like, and who lives in the households of payments.sql.
--
--   psql -d DATABASE -f examples/episodes.sql
--   psql -d DATABASE -v persons=5000 -v reports=20000 -v months=120 -v first_month=2014-01-01 -v units=20 -v seed=7 -f examples/episodes.sql
--
-- makes tables synthetic_episode (unit, person, form, started_on, ended_on, end_reason, price_per_day) and
-- synthetic_event (unit, person, happened_on, event, outcome) in the first schema of the search path.
-- Where that is a mart, SET search_path = public first.
--
-- Of each household that payments.sql has made before (synthetic_household) it makes synthetic_member (household, person,
-- birth_year, from_month, to_month) and synthetic_fact (household, from_month, household_type, obstacle); and of its payments
-- synthetic_correction (unit, household, month, amount, found_on): what is found out months later to have been too much, as a
-- negative amount of the month that it was paid for.
--
--   persons       who are placed, once or twice (250)
--   reports       reports of concern (1500)
--   months        how many, from first_month on (36 from 2021-01-01); what lasts longer is still open
--   units         districts, of skewed size, at least 1 (4)
--   seed          another number gives others; the same values give the same ones (1)
--
-- Nothing here is about anyone. The shape is made up from what is generally known: family homes last for years and cost
-- least, institutions for months and cost most, prices rise by 3 % a year; most reports are decided within two
-- months, some take more than four, a few are never decided. Of four households with more than one person three have one adult;
-- children are of all ages, and some are born later; couples separate, and one of them moves to another household. Some who are
-- placed again are so by another district from one day to the next. Of two households in a hundred nobody is known. Obstacles
-- change with time. Of a hundred months of support one is corrected, two to fourteen months later, and one of five of these is
-- taken back in full; what would be found after the last month is not known yet.

\set ON_ERROR_STOP on
\if :{?persons}     \else \set persons 250 \endif
\if :{?reports}     \else \set reports 1500 \endif
\if :{?months}      \else \set months 36 \endif
\if :{?first_month} \else \set first_month 2021-01-01 \endif
\if :{?units}       \else \set units 4 \endif
\if :{?seed}        \else \set seed 1 \endif

SET client_min_messages = warning;
DROP TABLE IF EXISTS synthetic_episode, synthetic_event, synthetic_member, synthetic_fact, synthetic_correction;
SELECT to_regclass('synthetic_household') IS NOT NULL AS has_households \gset
RESET client_min_messages;
CREATE TABLE synthetic_episode (unit text NOT NULL, person bigint NOT NULL, form text NOT NULL, started_on date NOT NULL, ended_on date, end_reason text, price_per_day numeric(9,2) NOT NULL);
COMMENT ON TABLE synthetic_episode IS 'Synthetic placements made by examples/episodes.sql: nobody''s';
CREATE TABLE synthetic_event (unit text NOT NULL, person bigint NOT NULL, happened_on date NOT NULL, event text NOT NULL, outcome text NOT NULL);
COMMENT ON TABLE synthetic_event IS 'Synthetic reports of concern made by examples/episodes.sql: nobody''s';

-- As in payments.sql: a number from 0 up to 1 that depends on nothing but its arguments.
CREATE OR REPLACE FUNCTION pg_temp.draw(seed bigint, what text, key bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (hashint8extended(key, hashtextextended(what, seed)) & 9007199254740991) / 9007199254740992.0::double precision;

SELECT :'first_month'::date - 730 AS before, (:'first_month'::date + make_interval(months => :months))::date - 1 AS last_day \gset

-- They begin two years before first_month, so that there are as many at the beginning as at the end.
WITH person AS (
    SELECT p, p * 982451653 % 1099511627776 AS person,
           :'before'::date + floor((:'last_day'::date - :'before'::date) * pg_temp.draw(:seed, 'placed', p))::integer AS started_on
    FROM generate_series(1, :persons::bigint) AS p
), placement AS (
    SELECT person.person, home.unit, form.form, form.price, begin.started_on, length.days, n, move.has_moved
    FROM person
    CROSS JOIN generate_series(1, 2) AS n
    CROSS JOIN LATERAL (SELECT n = 2 AND pg_temp.draw(:seed, 'moved', p) < 0.33) AS move(has_moved)
    CROSS JOIN LATERAL (SELECT 'district-' || lpad((1 + floor(:units * pg_temp.draw(:seed, CASE WHEN move.has_moved THEN 'moved unit' ELSE 'placed unit' END, p) ^ 1.5))::text,
                                                   length(:units::text), '0')) AS home(unit)
    CROSS JOIN LATERAL (SELECT p * 2 + n) AS own(key)
    CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.draw(:seed, 'form', own.key) < 0.5 THEN 1 WHEN pg_temp.draw(:seed, 'form', own.key) < 0.75 THEN 2 ELSE 3 END) AS which(form)
    CROSS JOIN LATERAL (SELECT (ARRAY['family home', 'institution', 'supported housing'])[which.form], (ARRAY[1100, 5200, 2100])[which.form], (ARRAY[500, 120, 300])[which.form])
        AS form(form, price, mean_days)
    CROSS JOIN LATERAL (SELECT 1 + floor(-ln(1 - pg_temp.draw(:seed, 'days', own.key)) * form.mean_days)::integer) AS length(days)
    -- The second comes after the first, and not to all.
    CROSS JOIN LATERAL (SELECT person.started_on + CASE n WHEN 1 THEN 0 ELSE 900 + floor(200 * pg_temp.draw(:seed, 'break', p))::integer END) AS begin(started_on)
    WHERE n = 1 OR pg_temp.draw(:seed, 'again', p) < 0.3
), moved AS (
    -- A third of those who are placed again are so by another district (or the same, by chance), on the day after the first has ended.
    SELECT *, begun.started_on + days AS ended_on
    FROM (SELECT person, unit, form, price, days, n, CASE WHEN has_moved THEN lag(started_on + days) OVER (PARTITION BY person ORDER BY n) + 1 ELSE started_on END AS started_on FROM placement) AS begun
), apart AS (
    -- Where the first lasts into the second, it ends the day before.
    SELECT *, least(ended_on, lead(started_on) OVER (PARTITION BY person ORDER BY n) - 1) AS last_day FROM moved
)
INSERT INTO synthetic_episode
SELECT unit, person, form, started_on, CASE WHEN last_day <= :'last_day' THEN last_day END,
       CASE WHEN last_day <= :'last_day' THEN (ARRAY['moved home', 'own housing', 'another form', 'came of age'])[1 + floor(4 * pg_temp.draw(:seed, 'reason', person + n))::integer] END,
       round((price * (0.8 + 0.4 * pg_temp.draw(:seed, 'price', person + n)) * 1.03 ^ (EXTRACT(year FROM started_on) - 2021))::numeric)
FROM apart
WHERE started_on <= :'last_day' AND (last_day >= :'first_month' OR last_day IS NULL);

WITH report AS (
    SELECT (1 + floor(:reports * 0.8 * pg_temp.draw(:seed, 'about', r))::bigint) * 472882027 % 1099511627776 AS person,
           'district-' || lpad((1 + floor(:units * pg_temp.draw(:seed, 'report unit', r) ^ 1.5))::text, length(:units::text), '0') AS unit,
           -- More from year to year.
           :'first_month'::date + floor((:'last_day'::date - :'first_month'::date + 1) * pg_temp.draw(:seed, 'reported', r) ^ 0.9)::integer AS happened_on,
           CASE WHEN pg_temp.draw(:seed, 'decided', r) < 0.98
                THEN CASE WHEN pg_temp.draw(:seed, 'hard', r) < 0.2 THEN 60 + floor(120 * pg_temp.draw(:seed, 'long', r))::integer
                          ELSE floor(75 * pg_temp.draw(:seed, 'short', r))::integer END END AS days,
           CASE WHEN pg_temp.draw(:seed, 'outcome', r) < 0.45 THEN 'support offered' ELSE 'no action' END AS outcome
    FROM generate_series(1, :reports::bigint) AS r
)
INSERT INTO synthetic_event
SELECT unit, person, happened_on, 'report', '' FROM report
UNION ALL
SELECT unit, person, happened_on + days, 'decision', outcome FROM report WHERE happened_on + days <= :'last_day';
ANALYZE synthetic_episode, synthetic_event;

CREATE TABLE synthetic_member (household bigint NOT NULL, person bigint NOT NULL, birth_year integer, from_month date NOT NULL, to_month date);
COMMENT ON TABLE synthetic_member IS 'Synthetic members of the households of examples/payments.sql, made by examples/episodes.sql: nobody';
CREATE TABLE synthetic_fact (household bigint NOT NULL, from_month date NOT NULL, household_type text, obstacle text);
COMMENT ON TABLE synthetic_fact IS 'Synthetic types and obstacles of the households of examples/payments.sql, made by examples/episodes.sql: nobody''s';
\if :has_households
CREATE TEMPORARY TABLE synthetic_home AS
SELECT household, persons, from_month, EXTRACT(year FROM from_month)::integer AS year,
       CASE WHEN persons > 1 AND pg_temp.draw(:seed, 'couple', household) < 0.25 THEN 2 ELSE 1 END AS adults,
       lead(household) OVER (ORDER BY household) AS another
FROM synthetic_household;
WITH member AS (
    SELECT home.household, hashint8extended(home.household * 8 + n, :seed) & 9223372036854775807 AS person, home.another, home.year, n, own.key,
           CASE WHEN n <= home.adults THEN home.year - 19 - floor(45 * pg_temp.draw(:seed, 'age', own.key) ^ 1.5)::integer
                -- One child in twelve is born in the year after, unless there are no payments of it.
                WHEN pg_temp.draw(:seed, 'born later', own.key) < 0.08 THEN least(home.year + 1, EXTRACT(year FROM :'last_day'::date)::integer)
                ELSE home.year - floor(17 * pg_temp.draw(:seed, 'age', own.key))::integer END AS birth_year,
           home.from_month,
           CASE WHEN n = 2 AND home.adults = 2 AND pg_temp.draw(:seed, 'separated', own.key) < 0.15
                THEN (home.from_month + make_interval(months => 3 + floor(24 * pg_temp.draw(:seed, 'until', own.key))::integer))::date END AS to_month
    FROM pg_temp.synthetic_home home
    CROSS JOIN LATERAL generate_series(1, home.persons) AS n
    CROSS JOIN LATERAL (SELECT home.household * 8 + n) AS own(key)
    WHERE pg_temp.draw(:seed, 'known', home.household) >= 0.02
)
INSERT INTO synthetic_member
SELECT household, person, CASE WHEN pg_temp.draw(:seed, 'birth year', key) >= 0.01 THEN birth_year END,
       CASE WHEN birth_year > year THEN make_date(birth_year, 1 + floor(12 * pg_temp.draw(:seed, 'birth month', key))::integer, 1) ELSE from_month END, to_month
FROM member
UNION ALL
SELECT another, person, CASE WHEN pg_temp.draw(:seed, 'birth year', key) >= 0.01 THEN birth_year END, (to_month + interval '1 month')::date, NULL
FROM member
WHERE to_month IS NOT NULL AND another IS NOT NULL;

INSERT INTO synthetic_fact
SELECT home.household, (home.from_month + make_interval(months => 12 * n))::date,
       CASE home.adults WHEN 1 THEN 'single' ELSE 'couple' END || CASE WHEN home.persons > home.adults THEN ' with children' ELSE '' END,
       (ARRAY['unemployed', 'ill', 'social reasons', 'income too low'])[width_bucket(pg_temp.draw(:seed, 'obstacle', home.household * 8 + n), ARRAY[0, 0.48, 0.70, 0.85, 0.97])]
FROM pg_temp.synthetic_home home
CROSS JOIN generate_series(0, 2) AS n
WHERE (n = 0 OR pg_temp.draw(:seed, 'other obstacle', home.household * 8 + n) < 0.3) AND pg_temp.draw(:seed, 'known', home.household) >= 0.02;
DROP TABLE pg_temp.synthetic_home;
\endif

CREATE TABLE synthetic_correction (unit text NOT NULL, household bigint NOT NULL, month date NOT NULL, amount numeric(12,2) NOT NULL, found_on date NOT NULL);
COMMENT ON TABLE synthetic_correction IS 'Synthetic late corrections of the payments of examples/payments.sql, made by examples/episodes.sql: nobody''s';
\if :has_households
INSERT INTO synthetic_correction
SELECT paid.unit, paid.household, paid.month,
       CASE WHEN pg_temp.draw(:seed, 'in full', own.key) < 0.2 THEN -paid.amount ELSE -ceil(paid.amount * (0.1 + 0.5 * pg_temp.draw(:seed, 'too much', own.key))::numeric) END,
       found.on_day
FROM (SELECT unit, household, month, sum(amount) AS amount FROM synthetic_payment GROUP BY unit, household, month HAVING sum(amount) > 0) AS paid
CROSS JOIN LATERAL (SELECT paid.household * 100000 + (paid.month - date '2000-01-01')) AS own(key)
CROSS JOIN LATERAL (SELECT (paid.month + make_interval(months => 2 + floor(13 * pg_temp.draw(:seed, 'found', own.key))::integer))::date) AS found(on_day)
WHERE pg_temp.draw(:seed, 'corrected', own.key) < 0.01 AND found.on_day <= :'last_day'
ORDER BY found.on_day, paid.household;
\endif
ANALYZE synthetic_member, synthetic_fact, synthetic_correction;
