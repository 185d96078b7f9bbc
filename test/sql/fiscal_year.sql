-- fiscal_year: years that begin in any month
--
-- A mart whose years begin in another month says what one with calendar years says of the same figures as many months earlier.

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CREATE SCHEMA our_own;
SET search_path = our_own, public;
\i test/sql/include/refusal.sql

--
-- The functions
--

-- Every day of four years lies in the one year that begins on or before it and ends on or after it; its name is that of the calendar year it ends in.
SELECT first_month, count(*) AS days, min(y) AS first, max(y) AS last,
       bool_and(day BETWEEN fiscal_year_begin(y, first_month) AND fiscal_year_end(y, first_month)) AS lies_in_it,
       bool_and(fiscal_year_end(y, first_month) + 1 = fiscal_year_begin(y + 1, first_month)) AS next_follows,
       bool_and(EXTRACT(year FROM fiscal_year_end(y, first_month)) = y AND EXTRACT(month FROM fiscal_year_begin(y, first_month)) = first_month
                AND EXTRACT(day FROM fiscal_year_begin(y, first_month)) = 1) AS is_named_so
FROM generate_series(1, 12) AS first_month, generate_series(timestamp '2023-01-01', '2026-12-31', '1 day') AS d(on_day),
     LATERAL (SELECT on_day::date) AS a(day), LATERAL (SELECT fiscal_year(day, first_month)) AS b(y)
GROUP BY first_month ORDER BY first_month;
-- A year that begins in March ends on a leap day, or not.
SELECT year, fiscal_year_begin(year, 3), fiscal_year_end(year, 3), fiscal_year_end(year, 3) - fiscal_year_begin(year, 3) + 1 AS days FROM generate_series(2023, 2025) AS year;
SELECT fiscal_year('9999-12-01', 9), fiscal_year(NULL, 9), fiscal_year('2026-01-01', NULL), fiscal_year_begin(1, 12), fiscal_year_end(9999, 1), fiscal_year_end(NULL, 1);
SELECT call, refusal('SELECT ' || call) AS answer
FROM unnest(ARRAY['fiscal_year(''2026-01-01'', 0)', 'fiscal_year(''2026-01-01'', 13)', 'fiscal_year(''infinity'', 1)', 'fiscal_year_begin(0, 1)', 'fiscal_year_begin(10000, 9)',
                  'fiscal_year_end(10000, 1)', 'fiscal_year_end(2026, -1)', 'fiscal_month(''infinity'', 1)', 'fiscal_month(''2023-01-01'', 13)']) AS call;
-- Its months are counted from the one in which it begins.
SELECT first_month, array_agg(fiscal_month(day, first_month) ORDER BY day) AS months
FROM unnest('{1,2,9,12}'::integer[]) AS first_month,
     unnest('{2023-01-01,2023-02-28,2023-08-31,2023-09-01,2023-12-31,2024-02-29}'::date[]) AS day GROUP BY first_month ORDER BY first_month;
SELECT fiscal_month(NULL, 1), fiscal_month('2023-01-01', NULL);


--
-- The same figures, as many months earlier
--

CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lunds kommun');
SET search_path = lund, public;
\i test/sql/include/figures.sql
-- A straight way leads through other figures where months have other lengths: here it is level.
UPDATE household_plan SET opening_households = closing_households;
UPDATE indicator SET due_at_year_end = false;
-- Eight years of bookings with seasons, of which the last is booked until August and a unit until May; budgets that were decided on, added to and moved.
INSERT INTO organisation (organisation, name) VALUES ('1282', 'Drawn');
INSERT INTO unit (organisation, code, name, parent) VALUES ('1282', 'a', 'A', NULL), ('1282', 'b', 'B', 'a'), ('1282', 'c', 'C', 'a');
INSERT INTO budget_head (organisation, code, name, pool, priority) SELECT '1282', 'h' || h, 'Head ' || h, CASE WHEN h < 3 THEN 'pool' END, h FROM generate_series(1, 3) AS h;
INSERT INTO transfer_rule (organisation, from_head, to_head, max_amount, cost, source) VALUES ('1282', 'h1', 'h2', 5000, 1, NULL), ('1282', 'h2', 'h1', NULL, 1, NULL);
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of)
SELECT '1282', kind || '-' || y, kind, y, CASE kind WHEN 'budget' THEN make_date(y - 1, 11, 15) WHEN 'outcome' THEN CASE y WHEN 2024 THEN date '2024-08-31' END ELSE make_date(y, 4, 30) END
FROM generate_series(2017, 2024) AS y, unnest('{budget,outcome,forecast}'::text[]) AS kind WHERE kind <> 'forecast' OR y > 2021;
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES
    ('1282', 'more-2024', 'supplement', 2024, '2024-06-15'), ('1282', 'moved-2023', 'supplement', 2023, '2023-09-01'), ('1282', 'second-2022', 'budget', 2022, '2022-05-20');
CREATE FUNCTION our_own.drawn(key text, low numeric, high numeric) RETURNS numeric IMMUTABLE RETURN round(low + (high - low) * (hashtextextended(key, 0) & 65535) / 65535, 2);
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT '1282', 'outcome-' || y, u, 'h' || h, CASE WHEN h = 3 AND u = 'b' THEN 'revenue' ELSE 'cost' END, make_date(y, m, 1), our_own.drawn(concat_ws(' ', y, m, u, h), 900 + 10 * m * h, 1200 + 20 * (y - 2017))
FROM generate_series(2017, 2024) AS y, generate_series(1, 12) AS m, unnest('{a,b,c}'::text[]) AS u, generate_series(1, 3) AS h
WHERE y < 2024 OR m <= CASE u WHEN 'c' THEN 5 ELSE 8 END;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT '1282', 'budget-' || y, u, 'h' || h, CASE WHEN y > 2020 THEN make_date(y, m, 1) END, 1000 + 10 * h FROM generate_series(2017, 2024) AS y, unnest('{a,b,c}'::text[]) AS u, generate_series(1, 3) AS h,
     generate_series(1, CASE WHEN y > 2020 THEN 12 ELSE 1 END) AS m;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT '1282', 'forecast-' || y, u, 'h' || h, our_own.drawn(concat_ws(' ', y, u, h), 11000, 15000) FROM generate_series(2022, 2024) AS y, unnest('{a,b,c}'::text[]) AS u, generate_series(1, 3) AS h;
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES
    ('1282', 'more-2024', 'a', 'h1', 700), ('1282', 'moved-2023', 'a', 'h1', -300), ('1282', 'moved-2023', 'b', 'h2', 300), ('1282', 'second-2022', 'a', 'h1', 20000);
-- A unit that was divided between two.
INSERT INTO unit (organisation, code, name, parent) VALUES ('1282', 'd', 'D', 'a');
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT '1282', 'outcome-' || y, 'd', 'h1', make_date(y, m, 1), 100 * m FROM generate_series(2017, 2020) AS y, generate_series(1, 12) AS m;
INSERT INTO unit_succession (organisation, unit, successor, from_year, share) VALUES ('1282', 'd', 'a', 2021, 0.25), ('1282', 'd', 'b', 2021, 0.75);
UPDATE budget_head SET pays_support = true WHERE organisation = '1282' AND code = 'h1';
INSERT INTO one_off (organisation, scenario, unit, head, month, amount, reason) VALUES ('1282', 'outcome-2022', 'a', 'h1', '2022-05-01', 300, 'Once');
INSERT INTO closing (organisation, scenario, unit, head, closed_until) VALUES ('1282', 'outcome-2024', 'b', NULL, '2024-07-31');
INSERT INTO unit_succession (organisation, unit, successor, from_year, share) VALUES ('1282', 'b', 'c', 2024, 0.25);
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT '1282', 'b', household, month, 1000 + household FROM generate_series(1, 30) AS household, generate_series(timestamp '2021-01-01', '2024-08-01', interval '1 month') AS month
WHERE our_own.drawn(household || to_char(month, 'Q YYYY'), 0, 1) < 0.8;
INSERT INTO household_month (organisation, unit, month, households, payments)
SELECT '1282', u, month, 20 + our_own.drawn(u || month, 0, 20)::integer, 20000 FROM unnest('{b,c}'::text[]) AS u, generate_series(timestamp '2022-01-01', '2024-03-01', interval '1 month') AS month;
INSERT INTO goal (organisation, code, name) VALUES ('1282', 'g', 'Goal');
INSERT INTO indicator (organisation, code, goal, name, measure, aggregation)
VALUES ('1282', 'jobs', 'g', 'Jobs', 'count', 'sum'), ('1282', 'content', 'g', 'Content', 'percent', 'mean');
INSERT INTO indicator_month (organisation, indicator, month, outcome)
SELECT '1282', i, make_date(y, m, 1), our_own.drawn(concat_ws(' ', i, y, m), 0.5, CASE i WHEN 'content' THEN 1 ELSE 30 END)
FROM unnest('{jobs,content}'::text[]) AS i, generate_series(2020, 2024) AS y, generate_series(1, 12) AS m WHERE (y < 2024 OR m <= 8) AND NOT (i = 'jobs' AND y = 2020 AND m = 5);
INSERT INTO indicator_value (organisation, fiscal_year, indicator, target) SELECT '1282', y, 'jobs', 200 FROM generate_series(2022, 2024) AS y;

-- A text with the dates and months in it as many months earlier as a year begins before January. Days stay as far from the end of a month as they
-- can. Later dates are today's.
CREATE FUNCTION our_own.moved(said text, first_month integer) RETURNS text LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT string_agg(CASE WHEN token !~ '^\d{4}-(0[1-9]|1[0-2])(-[0-3]\d)?$' OR token >= '2026' THEN token
                           WHEN length(token) = 10 THEN to_char((token::date + 1 - earlier)::date - 1, 'YYYY-MM-DD')
                           ELSE to_char((token || '-01')::date - earlier, 'YYYY-MM') END, '' ORDER BY place)
    FROM regexp_matches(said, '\d{4}-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?|\d+|\D+', 'g') WITH ORDINALITY AS t(parts, place), LATERAL (SELECT parts[1]) AS p(token),
         LATERAL (SELECT make_interval(months => (13 - first_month) % 12)) AS e(earlier);
END;
SELECT our_own.moved('{"as_of": "2024-04-30", "code": "forecast-2024-04", "n": 12345, "leap": "2024-02-29", "first": "2023-01-01", "today": "2026-11-26"}', 9) AS september,
       our_own.moved('2024-04-30 2024-02-28 2024-02-29 2023-06', 12) AS december;

-- Makes a mart of all rows of another, moved.
CREATE PROCEDURE our_own.make_moved(schema text, start integer) LANGUAGE plpgsql
AS $procedure$
DECLARE
    relation text;
    columns text;
BEGIN
    CALL create_social_mart(schema, organisation => '1281', organisation_name => 'Lunds kommun');
    EXECUTE format('INSERT INTO %I.organisation SELECT * FROM lund.organisation ON CONFLICT DO NOTHING', schema);
    EXECUTE format('UPDATE %I.organisation SET fiscal_year_start = $1', schema) USING start;
    -- In the order in which they were made, and so refer to each other.
    FOR relation, columns IN
        SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
        WHERE c.relnamespace = 'lund'::regnamespace AND c.relkind = 'r' AND c.relname !~ '_summary$|^summary_'
          AND c.relname NOT IN ('mart', 'organisation', 'mart_reader', 'closed_view', 'microdata', 'insider_view', 'language', 'label', 'translatable', 'scenario_month', 'ledger_period', 'interim_report', 'interim_report_withdrawal')
        GROUP BY c.oid, c.relname ORDER BY c.oid
    LOOP
        EXECUTE format('INSERT INTO %1$I.%2$I (%3$s) SELECT %4$s FROM lund.%2$I t, jsonb_populate_record(NULL::%1$I.%2$I, our_own.moved(to_jsonb(t)::text, $1)::jsonb) AS n',
                       schema, relation, columns, regexp_replace(columns, '(^|, )', '\1n.', 'g')) USING start;
    END LOOP;
END
$procedure$;
CREATE TABLE our_own.compared (view_name text, rows bigint);
-- What a view says there and the other says not as many months later, and the reverse.
CREATE FUNCTION our_own.differences(schema text, start integer, OUT view_name text, OUT rows bigint, OUT sample text) RETURNS SETOF record LANGUAGE plpgsql
AS $function$
DECLARE
    compared bigint;
BEGIN
    -- What day it is, is the same everywhere, and so is what has an id of its own. Months within bytes are not moved: live_spell and caseload_rollup_by_year tell what these hold.
    -- So episode_by_month, which goes on until today, has more months there in which nothing is left: these are not compared.
    FOR view_name IN SELECT r.name FROM social_mart_relations() r WHERE r.kind = 'view' AND r.name NOT IN ('live_day', 'live_summary', 'live_household_set', 'live_booked_series', 'live_restated_series', 'live_forecast_series', 'stale_summary', 'assignment_status') ORDER BY r.name LOOP
        EXECUTE format('WITH here AS (SELECT our_own.moved((to_jsonb(v) - ''{report_json,fiscal_year_start}''::text[])::text, $1) AS said FROM lund.%1$I v WHERE %3$s),
                             there AS (SELECT (to_jsonb(v) - ''{report_json,fiscal_year_start}''::text[])::text AS said FROM %2$I.%1$I v WHERE %3$s),
                             d AS ((TABLE here EXCEPT ALL TABLE there) UNION ALL (TABLE there EXCEPT ALL TABLE here))
                        SELECT count(*), min(said), (SELECT count(*) FROM there) FROM d', view_name, schema, CASE view_name WHEN 'episode_by_month' THEN '(opening, started, ended) <> (0, 0, 0)' ELSE 'true' END) INTO rows, sample, compared USING start;
        INSERT INTO our_own.compared VALUES (view_name, compared);
        IF rows > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$function$;

-- Measures and reports, of which all have ended. By months: days differ from month to month, so placement_cost has a case of its own below.
INSERT INTO lund.episode_kind (organisation, code, name, unit_of_time, known_from) VALUES ('1281', 'measure', 'Measures', 'month', '2021-01-01'), ('1281', 'report', 'Reports', 'month', NULL);
INSERT INTO lund.episode (organisation, kind, person, unit, started_on, ended_on)
SELECT '1281', 'measure', i, u.code, day, (day + make_interval(months => i))::date - 1
FROM (SELECT min(code) AS code FROM lund.unit WHERE organisation = '1281') u, generate_series(1, 12) AS i, LATERAL (SELECT (timestamp '2020-12-01' + make_interval(months => i))::date) AS d(day);
INSERT INTO lund.case_event (organisation, kind, person, unit, happened_on, event, outcome)
SELECT '1281', 'report', i, u.code, (timestamp '2021-12-01' + make_interval(months => i + late))::date, CASE late WHEN 0 THEN 'report' ELSE 'decision' END, ''
FROM (SELECT min(code) AS code FROM lund.unit WHERE organisation = '1281') u, generate_series(1, 12) AS i, generate_series(0, 2, 2) AS late;
INSERT INTO lund.waiting_rule (organisation, code, name, kind, from_event, to_event) VALUES ('1281', 'w', 'Waiting', 'report', 'report', 'decision');
-- Who lives in the drawn households, of whom some move; no year of birth is that of a first month, which may come to lie in the year before.
INSERT INTO lund.household_member (organisation, household, person, birth_year, from_month, to_month)
SELECT '1282', CASE stay WHEN 1 THEN household ELSE household % 30 + 1 END, household * 10 + p, CASE WHEN p < 4 THEN 1960 + household * p % 55 END,
       CASE stay WHEN 1 THEN date '2020-09-01' ELSE date '2022-07-01' END, CASE WHEN stay = 1 AND household % 3 = 0 THEN date '2022-05-01' END
FROM generate_series(1, 30) AS household, generate_series(1, 4) AS p, generate_series(1, 2) AS stay WHERE household % 7 > 0 AND (stay = 1 OR household % 3 = 0);
INSERT INTO lund.household_fact (organisation, household, from_month, household_type, obstacle)
SELECT '1282', household, month, (ARRAY['single', 'couple'])[1 + household % 2], CASE WHEN household % 3 > 0 THEN 'unemployed' END
FROM generate_series(1, 25) AS household, unnest('{2020-09-01,2022-03-01}'::date[]) AS month WHERE household % 2 = 0 OR month > '2021-01-01';
-- What readers would be shown: of two units together.
UPDATE lund.unit SET shown_as = 'c' WHERE organisation = '1282' AND code = 'b';
INSERT INTO lund.released_month (organisation, month, households, payments, corrected, waiting, waiting_payments)
SELECT organisation, date '2024-03-01', 0, 0, 0, 0, 0 FROM unnest('{1281,1282}'::text[]) AS organisation;
INSERT INTO lund.closing (organisation, scenario, closed_until) VALUES ('1282', 'outcome-2023', '2023-12-31');
INSERT INTO lund.one_off (organisation, scenario, unit, head, month, amount, reason) SELECT organisation, scenario, unit, head, month, 1, 'once' FROM lund.ledger WHERE organisation = '1282' AND scenario = 'outcome-2023' AND month = '2023-05-01' AND head = 'h3' ORDER BY unit LIMIT 1;

CALL our_own.make_moved('september', 9);
CALL our_own.make_moved('december', 12);
DO $$
BEGIN
    CALL publish_interim_report('lund', '2024-04-30', '1282');
    CALL publish_interim_report('lund', '2022-12-31', '1281');
    CALL publish_interim_report('september', '2023-12-31', '1282');
    CALL publish_interim_report('september', '2022-08-31', '1281');
    CALL publish_interim_report('december', '2024-03-31', '1282');
    CALL publish_interim_report('december', '2022-11-30', '1281');
END
$$;
SELECT organisation, as_of, fiscal_year, version FROM september.interim_report ORDER BY 1, 2;
-- Computed in one, and from what is kept in the other.
SELECT * FROM our_own.differences('december', 12);
SET client_min_messages = warning;
CALL refresh_social_mart('lund');
CALL refresh_social_mart('september');
SELECT (SELECT count(*) FROM lund.stale_summary) AS lund, (SELECT count(*) FROM september.stale_summary) AS september;
SELECT * FROM our_own.differences('september', 9);
-- Something to compare.
SELECT count(DISTINCT view_name) > 30 AS many, string_agg(view_name, ', ' ORDER BY view_name) FILTER (WHERE rows = 0) AS views_without_rows FROM (SELECT view_name, max(rows) AS rows FROM our_own.compared GROUP BY view_name) c;


--
-- By hand
--

SET search_path = september, our_own, public;
-- Ten months from September to June are long-term support, though no calendar year has ten.
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('s', 'Small', 9);
INSERT INTO unit (organisation, code, name) VALUES ('s', 'u', 'U');
INSERT INTO support_payment (organisation, unit, household, month, amount)
SELECT 's', 'u', 1, month, 100 FROM generate_series(timestamp '2023-09-01', '2024-06-01', interval '1 month') AS month;
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('s', 'u', 2, '2024-08-01', 100), ('s', 'u', 2, '2024-09-01', 100);
SELECT fiscal_year, months, households, average_households, long_term_households, payments FROM caseload_by_year WHERE organisation = 's' ORDER BY 1;
SELECT fiscal_year, min(month) AS first, max(month) AS last FROM caseload_by_month WHERE organisation = 's' GROUP BY fiscal_year ORDER BY 1;
SELECT month, households, households_year_ago FROM household_cost WHERE organisation = 's' AND fiscal_year = 2025;
-- Ten more households a day: on average of a month what it is in the middle of that. 2024 has a leap day.
INSERT INTO household_plan (organisation, fiscal_year, opening_households, closing_households, cost_per_household, budget) VALUES ('s', 2023, 0, 3650, 100, 1000000), ('s', 2024, 0, 3660, 100, 1000000);
SELECT fiscal_year, string_agg(to_char(month, 'YYYY-MM ') || expected, ', ' ORDER BY month) AS path FROM household_path WHERE organisation = 's' GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT fiscal_year, households_on_path FROM household_budget_gap WHERE organisation = 's' ORDER BY fiscal_year;
-- A target that is due at the year's end: 100 days of 366 after its beginning.
INSERT INTO goal (organisation, code, name) VALUES ('s', 'g', 'G');
INSERT INTO indicator (organisation, code, goal, name, measure, baseline) VALUES ('s', 'i', 'g', 'I', 'count', 0);
INSERT INTO indicator_value (organisation, fiscal_year, indicator, outcome, target, as_of) VALUES
    ('s', 2024, 'i', 90, 366, date '2023-08-31' + 100), ('s', 2025, 'i', 90, 365, '2025-08-31'), ('s', 2023, 'i', 1, 365, '2022-09-01');
SELECT fiscal_year, as_of, expected, outcome, attainment, status FROM target_attainment WHERE organisation = 's' ORDER BY fiscal_year;
-- Placements, on both sides of New Year: 31 days of August and 30 of September; 366 days with a leap day.
INSERT INTO episode_kind (organisation, code, name) VALUES ('s', 'p', 'Placements');
INSERT INTO episode (organisation, kind, person, unit, started_on, ended_on, price_per_day) VALUES ('s', 'p', 1, 'u', '2022-08-01', '2022-09-30', 10), ('s', 'p', 2, 'u', '2023-09-01', '2024-08-31', 10);
SELECT fiscal_year, until, days, cost, days_before, cost_before FROM placement_cost WHERE organisation = 's' AND unit_code IS NULL AND form IS NULL AND fiscal_year < 2025 ORDER BY 1;
-- A day in each of two years, one by first and one by last day of the year.
UPDATE indicator_value SET as_of = '2024-09-01' WHERE organisation = 's' AND fiscal_year = 2024;
UPDATE indicator_value SET fiscal_year = 2022 WHERE organisation = 's' AND fiscal_year = 2023;
INSERT INTO indicator_value (organisation, fiscal_year, indicator, as_of) VALUES ('s', 2026, 'i', '2025-08-31');
-- Reports of a year that has no outcome or forecast: households and targets. The day decides the year.
CALL publish_interim_report('september', '2024-08-31', 's');
CALL publish_interim_report('september', '2024-09-01', 's');
SELECT as_of, fiscal_year FROM interim_report WHERE organisation = 's' ORDER BY as_of;
SELECT section, row_number, figure, amount, value_text FROM interim_report_figure WHERE organisation = 's' AND as_of = '2024-08-31' AND section = 'households' AND row_number IN (1, 12) ORDER BY row_number, figure;


--
-- Another beginning
--

-- No month.
UPDATE organisation SET fiscal_year_start = 0 WHERE organisation = 's';
UPDATE organisation SET fiscal_year_start = 13 WHERE organisation = 's';
UPDATE organisation SET fiscal_year_start = NULL WHERE organisation = 's';
-- Not while days and amounts lie in their years by it, nor where readers have seen some.
UPDATE organisation SET fiscal_year_start = 1 WHERE organisation = 's';
UPDATE organisation SET fiscal_year_start = 1 WHERE organisation = '1282';
BEGIN;
ALTER TABLE organisation DISABLE TRIGGER organisation_years_begin_as_released;
UPDATE organisation SET fiscal_year_start = 1 WHERE organisation = '1282';
ROLLBACK;
-- Of payments everything is stale; what was published stays in its year.
CALL refresh_social_mart('september');
UPDATE indicator_value SET as_of = NULL WHERE organisation = 's';
BEGIN;
UPDATE organisation SET fiscal_year_start = 1 WHERE organisation = 's';
SELECT about, array_agg(fiscal_year ORDER BY fiscal_year) AS years FROM stale_summary WHERE organisation = 's' GROUP BY about;
SELECT fiscal_year, months, households, long_term_households FROM caseload_by_year WHERE organisation = 's' ORDER BY 1;
CALL refresh_social_mart('september');
SELECT count(*) AS stale FROM stale_summary;
SELECT fiscal_year, months, households, long_term_households FROM caseload_by_year WHERE organisation = 's' ORDER BY 1;
SELECT as_of, fiscal_year FROM interim_report WHERE organisation = 's' ORDER BY as_of;
ROLLBACK;
-- A payment makes the year stale that its month lies in.
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('s', 'u', 3, '2023-08-01', 100), ('s', 'u', 3, '2024-09-01', 100);
SELECT about, array_agg(fiscal_year ORDER BY fiscal_year) AS years FROM stale_summary WHERE organisation = 's' GROUP BY about;
SELECT fiscal_year, households FROM caseload_by_year WHERE organisation = 's' ORDER BY 1;
-- The first and the last month that a row may have; what begins in 9999 and ends later is no year.
INSERT INTO support_payment (organisation, unit, household, month, amount) VALUES ('s', 'u', 4, '1000-01-01', 100), ('s', 'u', 4, '9999-08-01', 100), ('s', 'u', 4, '9999-09-01', 100), ('s', 'u', 4, '9999-12-01', 100);
SELECT fiscal_year, households, payments FROM caseload_by_year WHERE organisation = 's' AND fiscal_year NOT BETWEEN 2000 AND 2100 ORDER BY 1;
CALL refresh_social_mart('september');
SELECT fiscal_year, households, payments FROM caseload_by_year WHERE organisation = 's' AND fiscal_year NOT BETWEEN 2000 AND 2100 ORDER BY 1;

SET SESSION AUTHORIZATION regress_mart_owner;
DROP SCHEMA september, december, our_own CASCADE;
\i test/sql/include/cleanup.sql
