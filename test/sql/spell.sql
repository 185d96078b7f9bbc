-- case_flow and what else is counted from spells: by hand, and against plain SQL on random data. Needs no example.
\set VERBOSITY terse
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION social_services SCHEMA public;
CREATE ROLE spell_reader;
CREATE ROLE spell_insider;
CALL create_social_mart('flow', organisation => 'o', reader => 'spell_reader', insider => 'spell_insider');
SET search_path = flow, public;

--
-- By hand
--

INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town');
-- 1 stays; 2 leaves and is back after two months; 3 moves from east to west in April; 4 comes in March; 5 is there in the first month only;
-- 6 gets support that is taken back in the month; 7 only pays back, also in months before and after all payments, which tell of nobody who came or left.
INSERT INTO support_payment (unit, household, month, amount)
SELECT 'east', 1, month, 100 FROM generate_series(timestamp '2026-01-01', '2026-06-01', interval '1 month') AS month
UNION ALL VALUES ('east', 2, date '2026-01-01', 100), ('east', 2, '2026-02-01', 100), ('east', 2, '2026-05-01', 100), ('east', 2, '2026-06-01', 100),
    ('east', 3, '2026-01-01', 100), ('east', 3, '2026-02-01', 100), ('east', 3, '2026-03-01', 100), ('west', 3, '2026-04-01', 100), ('west', 3, '2026-05-01', 100),
    ('west', 4, '2026-03-01', 100), ('west', 4, '2026-04-01', 100), ('west', 4, '2026-05-01', 100), ('west', 4, '2026-06-01', 100),
    ('west', 5, '2026-01-01', 100), ('west', 6, '2026-04-01', 100), ('west', 6, '2026-04-01', -100), ('east', 7, '2026-02-01', -50),
    ('east', 7, '2025-11-01', -50), ('east', 7, '2026-07-01', -50);
SELECT unit_code, month, opening, first_time, f.returning, moved_in, ended, moved_out, closing FROM case_flow f ORDER BY unit_code NULLS FIRST, month;
SELECT unit_code, months, opening, first_time, f.returning, moved_in, ended, moved_out, closing, entered_change FROM case_flow_by_year f ORDER BY unit_code NULLS FIRST;
-- Who was there in the first month is in no cohort. Of those who came in May nobody has been seen for three months.
SELECT unit_code, month, entered, active_after_1_month AS after_1, active_after_3_months AS after_3, active_after_6_months AS after_6
FROM entry_cohort ORDER BY unit_code NULLS FIRST, month;
-- 2 and 5 have left, and 3, who has no payment in June. None for six months.
SELECT unit_code, ended, observed_6_months, returned_within_6_months FROM return_share ORDER BY unit_code NULLS FIRST;
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '2026-09-01', 100), ('east', 4, '2026-09-01', 100);
-- 2 and 5 have been gone for six months when September is over; 2 was back before. Three months without payments, in which all have left.
SELECT unit_code, ended, observed_6_months, returned_within_6_months FROM return_share ORDER BY unit_code NULLS FIRST;
SELECT month, opening, ended, closing FROM case_flow WHERE unit_code IS NULL AND month > '2026-06-01' ORDER BY month;
DELETE FROM support_payment WHERE month = '2026-09-01';
-- What is dated later than today has not happened: a payment of the last year adds no months, and nobody leaves or comes by it.
INSERT INTO support_payment (unit, household, month, amount) VALUES ('east', 1, '9999-12-01', 100), ('east', 99, '9999-12-01', 100);
SELECT max(month) AS last_month, count(*) FILTER (WHERE unit_code IS NULL) AS months FROM case_flow;
SELECT max(fiscal_year) AS fiscal_year, sum(entered) FILTER (WHERE unit_code IS NULL) AS entered, (SELECT max(month) FROM entry_cohort) AS last_cohort FROM length_of_stay;
DELETE FROM support_payment WHERE month = '9999-12-01';

-- Two months away are no leave where the kind says so; and who has no payment in the last two months may go on.
INSERT INTO episode_kind (code, name, unit_of_time, gap) VALUES ('support', 'Support', 'month', 2);
SELECT month, opening, first_time, f.returning, ended, closing FROM case_flow f WHERE unit_code IS NULL ORDER BY month;
-- So nobody knows in June whether who came in March has left since May.
SELECT month, entered, active_after_1_month AS after_1, active_after_3_months AS after_3 FROM entry_cohort WHERE unit_code IS NULL ORDER BY month;
-- Payments before the day do not count.
UPDATE episode_kind SET gap = 0, known_from = '2026-02-15';
SELECT month, opening, first_time, f.returning, ended, closing FROM case_flow f WHERE unit_code IS NULL ORDER BY month;
-- Nor do those of a month of which all is not known yet: none of May says that all have left.
UPDATE episode_kind SET known_until = '2026-05-30';
SELECT month, opening, first_time, f.returning, ended, closing FROM case_flow f WHERE unit_code IS NULL ORDER BY month;
-- A unit that had its first household later has no rows yet, not even of nobody.
INSERT INTO unit (code, name, parent) VALUES ('harbour', 'Harbour', 'town');
INSERT INTO support_payment (unit, household, month, amount) VALUES ('harbour', 1, '2026-06-01', 100);
SELECT unit_code, count(*) AS months FROM case_flow GROUP BY unit_code ORDER BY unit_code NULLS FIRST;
DELETE FROM support_payment WHERE unit = 'harbour';
DELETE FROM unit WHERE code = 'harbour';
DELETE FROM episode_kind;

-- A unit that stands elsewhere from a year on takes its households with it: they move at the node above.
DELETE FROM support_payment;
INSERT INTO unit (code, name) VALUES ('county', 'County');
INSERT INTO unit_move (unit, parent, from_year) VALUES ('west', 'county', 2026);
INSERT INTO support_payment (unit, household, month, amount) SELECT 'west', 8, month, 100 FROM generate_series(timestamp '2025-06-01', '2026-02-01', interval '1 month') AS month;
SELECT unit_code, month, opening, first_time, moved_in, ended, moved_out, closing FROM case_flow
WHERE month BETWEEN '2025-12-01' AND '2026-01-01' AND coalesce(unit_code, '') <> 'east' ORDER BY unit_code NULLS FIRST, month;
DELETE FROM unit_move;
DELETE FROM support_payment;

-- Ten come in March, of whom five leave after a month. Ten more come in the last month: of whether they will stay for another nothing is known, and
-- they do not make it three quarters who did. With a gap of a month nobody is known to have left yet, nor, after a month, to have stayed.
INSERT INTO support_payment (unit, household, month, amount)
SELECT 'east', household, month, 100
FROM (VALUES (0, 0, '2025-01-01', '2025-04-01'), (1, 5, '2025-03-01', '2025-04-01'), (6, 10, '2025-03-01', '2025-03-01'), (11, 20, '2025-04-01', '2025-04-01')) AS paid(first, last, from_month, to_month),
     generate_series(first, last) AS household, generate_series(from_month::timestamp, to_month::timestamp, interval '1 month') AS month;
SELECT entered, ended, still_open, first_quartile, median, third_quartile FROM length_of_stay WHERE unit_code IS NULL;
SELECT month, entered, active_after_1_month FROM entry_cohort WHERE unit_code IS NULL ORDER BY month;
INSERT INTO episode_kind (code, name, unit_of_time, gap) VALUES ('support', 'Support', 'month', 1);
SELECT entered, ended, still_open, first_quartile, median, third_quartile FROM length_of_stay WHERE unit_code IS NULL;
SELECT month, entered, active_after_1_month FROM entry_cohort WHERE unit_code IS NULL ORDER BY month;
-- Once May and June are known, too, what was NULL is as it was without a gap.
INSERT INTO support_payment (unit, household, month, amount) SELECT 'east', 0, month, 100 FROM generate_series(timestamp '2025-05-01', '2025-06-01', interval '1 month') AS month;
SELECT month, entered, active_after_1_month FROM entry_cohort WHERE unit_code IS NULL ORDER BY month;
DELETE FROM episode_kind;
DELETE FROM support_payment;

-- Episodes go by days, and their last day belongs to them. One of a day comes and goes in a month.
INSERT INTO episode_kind (code, name) VALUES ('placement', 'Placements'), ('shelter', 'Shelter');
UPDATE episode_kind SET may_overlap = true WHERE code = 'shelter';
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES
    ('placement', 1, 'east', '2024-01-31', '2024-01-31'), ('placement', 2, 'east', '2024-01-01', '2024-02-29'), ('placement', 2, 'west', '2024-03-01', NULL),
    ('placement', 3, 'west', '2024-02-10', '2024-03-31'), ('placement', 3, 'west', '2024-05-01', '2024-06-30'),
    ('shelter', 1, 'east', '2024-01-01', '2024-01-10'), ('shelter', 1, 'west', '2024-01-05', '2024-02-10');
SELECT kind, unit_code, month, opening, first_time, f.returning, moved_in, ended, moved_out, closing FROM case_flow f
WHERE month < '2024-07-01' AND (unit_code IS NULL OR unit_code = 'west') ORDER BY kind, unit_code NULLS FIRST, month;
SELECT unit_code, fiscal_year, ended, observed_6_months, returned_within_6_months FROM return_share WHERE kind_code = 'placement' ORDER BY unit_code NULLS FIRST;
-- One of 1 day, one of 51, one of 61, and one that lasts since January.
SELECT unit_code, unit_of_time, entered, ended, still_open, first_quartile, median, CASE WHEN still_open = 0 THEN third_quartile END AS third_quartile
FROM length_of_stay WHERE kind_code = 'placement' AND coalesce(unit_code, '') <> 'east' ORDER BY unit_code NULLS FIRST;
-- Who is to leave later has not left, and who is to come has not come; nor is a kind known that nobody has been in.
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES
    ('placement', 20, 'east', '2024-01-15', '9999-12-31'), ('placement', 21, 'east', '9999-12-30', '9999-12-31');
SELECT fiscal_year, entered, ended, still_open FROM length_of_stay WHERE kind_code = 'placement' AND unit_code IS NULL ORDER BY fiscal_year;
SELECT max(month) AS last_cohort FROM entry_cohort WHERE kind_code = 'placement';
DELETE FROM episode WHERE person >= 20;
-- What is known of a kind is looked up once, not for each spell, and no episode of a person is compared with each other.
SET statement_timeout = '5s';
INSERT INTO episode (kind, person, unit, started_on, ended_on)
SELECT 'placement', 30, 'east', day, day FROM generate_series(date '1990-01-01', date '2023-10-01', interval '2 days') AS d(day);
SELECT sum(entered) AS of_6164_spells FROM length_of_stay WHERE fiscal_year < 2024 AND unit_code IS NULL;
SELECT sum(entered) AS of_6164_spells FROM entry_cohort WHERE fiscal_year < 2024 AND unit_code IS NULL;
SELECT sum(ended) AS of_6164_spells FROM return_share WHERE fiscal_year < 2024 AND unit_code IS NULL;
RESET statement_timeout;
DELETE FROM episode WHERE person = 30;
-- As many months of the year before as of this one; 2024 is compared with nothing.
SELECT fiscal_year, months, entered_change, ended_change FROM case_flow_by_year WHERE kind_code = 'placement' AND unit_code IS NULL AND fiscal_year <= 2025 ORDER BY fiscal_year;
-- Who moves at the turn of a month, or whose unit does in the tree at that of the year, is with one unit or the other: the units of a level add up to the whole.
INSERT INTO unit_move (unit, parent, from_year) VALUES ('west', 'county', 2026);
SELECT month, max(closing) FILTER (WHERE unit_code IS NULL) AS whole, sum(closing) FILTER (WHERE unit_code IN ('town', 'county')) AS above, sum(closing) FILTER (WHERE unit_code IN ('east', 'west')) AS below,
       sum(moved_in) FILTER (WHERE unit_code = 'county') AS to_county, sum(moved_out) FILTER (WHERE unit_code = 'town') AS from_town
FROM case_flow WHERE kind_code = 'placement' AND month IN ('2024-02-01', '2024-03-01', '2025-12-01', '2026-01-01') GROUP BY month ORDER BY month;
DELETE FROM unit_move;
-- What is to begin has not begun, and what is to end has not ended.
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('placement', 5, 'east', '2023-01-01', '9000-01-01'), ('placement', 6, 'east', '9000-01-01', NULL);
SELECT fiscal_year, entered, ended, still_open FROM length_of_stay WHERE kind_code = 'placement' AND unit_code IS NULL ORDER BY fiscal_year;
SELECT max(month) FROM entry_cohort WHERE kind_code = 'placement';
DELETE FROM episode WHERE person IN (5, 6);
-- Known from a day on: who came before is there, and did not come.
UPDATE episode_kind SET known_from = '2024-02-15';
SELECT month, opening, first_time, f.returning, ended, closing FROM case_flow f
WHERE kind_code = 'placement' AND unit_code IS NULL AND month < '2024-07-01' ORDER BY month;

--
-- What is refused
--

INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('placement', 2, 'east', '2024-02-29', '2024-02-29');
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('placement', 9, 'east', '2025-01-01', '2025-01-31'), ('placement', 9, 'west', '2025-01-31', NULL);
UPDATE episode SET ended_on = '2024-03-01' WHERE kind = 'placement' AND person = 2 AND ended_on IS NOT NULL;
UPDATE episode_kind SET may_overlap = false WHERE code = 'shelter';
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('placement', 9, 'east', '2025-01-02', '2025-01-01');
INSERT INTO episode (kind, person, unit, started_on) VALUES ('support', 9, 'east', '2025-01-02');
INSERT INTO episode (kind, person, unit, started_on) VALUES ('placement', 9, 'east', 'infinity');
INSERT INTO episode (kind, person, unit, started_on, price_per_day) VALUES ('placement', 9, 'east', '2025-01-02', 'NaN');
INSERT INTO episode (kind, person, unit, started_on, price_per_day) VALUES ('placement', 9, 'east', '2025-01-02', -1);
INSERT INTO episode (kind, person, unit, started_on, end_reason) VALUES ('placement', 9, 'east', '2025-01-02', 'job');
INSERT INTO episode_kind (code, name, gap) VALUES ('k', 'K', -1);
INSERT INTO episode_kind (code, name, unit_of_time, gap) VALUES ('k', 'K', 'month', 13);
INSERT INTO episode_kind (code, name, unit_of_time) VALUES ('support', 'K', 'day');

--
-- For insiders
--

SELECT v.view_name, has_table_privilege('spell_insider', 'flow.' || v.view_name, 'SELECT') AS insider, has_table_privilege('spell_reader', 'flow_released.' || v.view_name, 'SELECT') AS reader
FROM (VALUES ('caseload_by_month'), ('case_flow'), ('case_flow_by_year'), ('entry_cohort'), ('length_of_stay'), ('return_share'), ('live_spell'), ('episode')) AS v(view_name);
-- That the reader does not read them is no wish of the owner's; one view that he closes to the insider stays closed.
REVOKE SELECT ON return_share FROM spell_insider;
CALL refresh_social_mart('flow');
SELECT role, view_name FROM closed_view;
DROP EXTENSION social_services CASCADE;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('flow');
SELECT v.view_name, has_table_privilege('spell_insider', 'flow.' || v.view_name, 'SELECT') AS insider, has_table_privilege('spell_reader', 'flow_released.' || v.view_name, 'SELECT') AS reader
FROM (VALUES ('caseload_by_month'), ('case_flow'), ('return_share')) AS v(view_name);

--
-- Against plain SQL, on random data: 400 households of a town with three units, in some with two at a time
--

SELECT setseed(0.18);
DELETE FROM episode;
DELETE FROM episode_kind;
INSERT INTO unit (code, name, parent) VALUES ('north', 'North', 'west');
INSERT INTO support_payment (unit, household, month, amount)
SELECT (ARRAY['east', 'west', 'north'])[1 + floor(random() * 3)], household, month, 100 + floor(random() * 3) * 50
FROM generate_series(1, 400) AS household, generate_series(timestamp '2020-03-01', '2023-08-01', interval '1 month') AS month,
     generate_series(1, 2) AS payment
WHERE random() < 0.25 + 0.3 * (household % 2);
INSERT INTO support_payment (unit, household, month, amount) SELECT unit, household, month, -amount FROM support_payment WHERE random() < 0.1;
ANALYZE support_payment;
CREATE TEMPORARY TABLE paid AS
SELECT node, household, month::date FROM (
    SELECT unit, household, month FROM support_payment GROUP BY unit, household, month HAVING sum(amount) > 0
) p CROSS JOIN LATERAL (SELECT NULL UNION ALL SELECT t.ancestor_code FROM (VALUES ('east', 'east'), ('east', 'town'), ('west', 'west'), ('west', 'town'),
                                                                         ('north', 'north'), ('north', 'west'), ('north', 'town')) AS t(code, ancestor_code) WHERE t.code = p.unit) AS n(node)
GROUP BY node, household, month;
CREATE INDEX ON paid (household, month);
CREATE INDEX ON paid (node, month);
ANALYZE paid;
-- Every month by itself: who is in it and was not in the one before, and the reverse.
CREATE TEMPORARY TABLE plain AS
SELECT c.node AS unit_code, m.month::date,
       (SELECT count(*) FROM paid p WHERE p.node IS NOT DISTINCT FROM c.node AND p.month = m.month - interval '1 month') AS opening,
       came.first_time, came.again, came.moved_in, went.ended, went.moved_out,
       (SELECT count(*) FROM paid p WHERE p.node IS NOT DISTINCT FROM c.node AND p.month = m.month) AS closing
FROM (SELECT DISTINCT node FROM paid) c
CROSS JOIN generate_series(timestamp '2020-04-01', '2023-08-01', interval '1 month') AS m(month)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT w.was_here AND NOT w.was_ever) AS first_time, count(*) FILTER (WHERE NOT w.was_here AND w.was_ever) AS again, count(*) FILTER (WHERE w.was_here) AS moved_in
    FROM paid p
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM paid q WHERE q.node IS NULL AND q.household = p.household AND q.month = m.month - interval '1 month') AS was_here,
                               EXISTS (SELECT FROM paid q WHERE q.node IS NULL AND q.household = p.household AND q.month < m.month) AS was_ever) w
    WHERE p.node IS NOT DISTINCT FROM c.node AND p.month = m.month
      AND NOT EXISTS (SELECT FROM paid q WHERE q.node IS NOT DISTINCT FROM p.node AND q.household = p.household AND q.month = m.month - interval '1 month')
) came
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT w.is_here) AS ended, count(*) FILTER (WHERE w.is_here) AS moved_out
    FROM paid p
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM paid q WHERE q.node IS NULL AND q.household = p.household AND q.month = m.month) AS is_here) w
    WHERE p.node IS NOT DISTINCT FROM c.node AND p.month = m.month - interval '1 month'
      AND NOT EXISTS (SELECT FROM paid q WHERE q.node IS NOT DISTINCT FROM p.node AND q.household = p.household AND q.month = m.month)
) went;
WITH said AS (SELECT unit_code, month, opening, first_time, f.returning, moved_in, ended, moved_out, closing FROM case_flow f WHERE kind_code = 'support')
SELECT (SELECT count(*) FROM plain) AS months, (SELECT sum(moved_in) > 100 FROM plain WHERE unit_code IS NOT NULL) AS many_moves,
       (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say;
SELECT count(*) FILTER (WHERE opening + first_time + f.returning + moved_in - ended - moved_out <> closing) AS wrong_rows,
       count(*) FILTER (WHERE before <> opening) AS broken_chains
FROM (SELECT *, lag(closing) OVER (PARTITION BY kind_code, unit_code ORDER BY month) AS before FROM case_flow) f;
-- Runs as gaps and islands, and the next run of each household.
CREATE TEMPORARY TABLE island AS
SELECT node, household, min(month) AS first_month, max(month) AS last_month,
       lead(min(month)) OVER (PARTITION BY node, household ORDER BY min(month)) AS next_month
FROM (SELECT *, month - make_interval(months => row_number() OVER (PARTITION BY node, household ORDER BY month)::integer) AS island FROM paid) p
GROUP BY node, household, island;
WITH plain AS (
    SELECT EXTRACT(year FROM last_month + interval '1 month')::integer AS fiscal_year, count(*) AS ended,
           count(*) FILTER (WHERE last_month + interval '12 months' <= '2023-08-01') AS observed,
           round(count(*) FILTER (WHERE last_month + interval '12 months' <= '2023-08-01' AND next_month <= last_month + interval '12 months')
                 / nullif(count(*) FILTER (WHERE last_month + interval '12 months' <= '2023-08-01'), 0)::numeric, 6) AS back
    FROM island WHERE node IS NULL AND last_month < '2023-08-01' GROUP BY 1
), said AS (
    SELECT fiscal_year, ended, observed_12_months, returned_within_12_months FROM return_share WHERE unit_code IS NULL
)
SELECT (SELECT count(*) FROM said) AS years, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) + (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS differences;
WITH plain AS (
    SELECT first_month AS month, count(*) AS entered,
           CASE WHEN first_month + interval '6 months' <= '2023-08-01' THEN round(count(*) FILTER (WHERE last_month >= first_month + interval '6 months') / count(*)::numeric, 6) END AS after_6
    FROM island WHERE node IS NULL AND first_month > '2020-03-01' GROUP BY 1
), said AS (
    SELECT month, entered, active_after_6_months FROM entry_cohort WHERE unit_code IS NULL
)
SELECT (SELECT count(*) FROM said) AS months, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) + (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS differences;
-- The first duration after which at most three quarters, half and a quarter are left, or the middle of two where exactly so many are, by the product of
-- what each month leaves. Who is there in the last month has stayed for all months but that one, and longer.
WITH RECURSIVE stay AS (
    SELECT EXTRACT(year FROM first_month)::integer AS fiscal_year, last_month < '2023-08-01' AS ended,
           (EXTRACT(year FROM last_month) - EXTRACT(year FROM first_month))::integer * 12 + EXTRACT(month FROM last_month)::integer - EXTRACT(month FROM first_month)::integer + (last_month < '2023-08-01')::integer AS months
    FROM island WHERE node IS NULL AND first_month > '2020-03-01'
), step AS (
    SELECT fiscal_year, months, count(*) FILTER (WHERE ended) AS ended, sum(count(*)) OVER (PARTITION BY fiscal_year ORDER BY months DESC) AS at_risk,
           row_number() OVER (PARTITION BY fiscal_year ORDER BY months) AS n
    FROM stay GROUP BY fiscal_year, months
), curve AS (
    SELECT fiscal_year, n, months, ended, 1 - ended / at_risk AS alive FROM step WHERE n = 1
    UNION ALL
    SELECT s.fiscal_year, s.n, s.months, s.ended, c.alive * (1 - s.ended / s.at_risk) FROM curve c JOIN step s ON s.fiscal_year = c.fiscal_year AND s.n = c.n + 1
), plain AS (
    SELECT fiscal_year, part, min(months) FILTER (WHERE round(alive, 9) <= 1 - part) AS at_most, bool_or(round(alive, 9) = 1 - part) AS is_exact,
           coalesce(min(months) FILTER (WHERE round(alive, 9) < 1 - part AND ended > 0), max(months)) AS below
    FROM curve CROSS JOIN (VALUES (0.25), (0.5), (0.75)) AS quarter(part) GROUP BY fiscal_year, part
)
SELECT count(DISTINCT p.fiscal_year) AS years,
       count(*) FILTER (WHERE (CASE part WHEN 0.25 THEN l.first_quartile WHEN 0.5 THEN l.median ELSE l.third_quartile END)
                              IS DISTINCT FROM (CASE WHEN p.is_exact THEN (p.at_most + p.below) / 2.0 ELSE p.at_most END)) AS differences,
       bool_and(l.entered = (SELECT count(*) FROM stay s WHERE s.fiscal_year = p.fiscal_year) AND l.ended = (SELECT count(*) FROM stay s WHERE s.fiscal_year = p.fiscal_year AND s.ended)) AS counts_agree
FROM plain p JOIN length_of_stay l ON l.fiscal_year = p.fiscal_year AND l.unit_code IS NULL;

--
-- Kept: the same as computed, and stale on the day that something which lay ahead has come
--

CREATE TEMPORARY VIEW said AS
SELECT 'entry_cohort' AS view_name, v::text AS said FROM entry_cohort v
UNION ALL SELECT 'length_of_stay', v::text FROM length_of_stay v
UNION ALL SELECT 'return_share', v::text FROM return_share v;
INSERT INTO episode_kind (code, name, gap, may_overlap) VALUES ('placement', 'Placements', 5, true);
INSERT INTO episode (kind, person, unit, started_on, ended_on)
SELECT 'placement', 1 + floor(random() * 60), (ARRAY['east', 'west', 'north'])[1 + n % 3], day, CASE WHEN n % 7 > 0 THEN day + floor(random() * 200)::integer END
FROM generate_series(1, 200) AS n, LATERAL (SELECT date '2022-01-01' + n * 5) AS d(day);
CREATE TEMPORARY TABLE computed AS TABLE said;
CALL refresh_social_mart('flow');
SELECT count(*) AS stale FROM stale_summary WHERE about = 'people';
SELECT what, sum(spells) > 500 AS many FROM live_spell_count_summary WHERE place > 0 GROUP BY what ORDER BY what;
SELECT (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE computed) d) + (SELECT count(*) FROM (TABLE computed EXCEPT ALL TABLE said) d) AS differences;
-- A payment of an early month can show in every later year: who came then was not here for the first time later.
INSERT INTO support_payment (unit, household, month, amount) SELECT 'east', household, '2020-04-01', 100 FROM generate_series(1, 400) AS household;
SELECT count(DISTINCT fiscal_year) > 3 AS all_stale FROM stale_summary WHERE about = 'people';
CREATE TEMPORARY TABLE changed AS TABLE said;
SELECT (SELECT count(*) FROM (TABLE changed EXCEPT ALL TABLE computed) d) > 0 AS it_shows;
CALL refresh_social_mart('flow');
SELECT (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE changed) d) + (SELECT count(*) FROM (TABLE changed EXCEPT ALL TABLE said) d) AS differences;
-- What lies ahead, of a kind that nobody was in before.
INSERT INTO episode_kind (code, name) VALUES ('ahead', 'Ahead');
INSERT INTO episode (kind, person, unit, started_on) SELECT 'ahead', 1, 'east', today + 3 FROM live_day;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'east', 1, date_trunc('month', (today + 62)::timestamp)::date, 100 FROM live_day;
CALL refresh_social_mart('flow');
SELECT n.effective_on - d.today AS days, count(*) > 3 AS years FROM summary_note n JOIN live_day d USING (organisation) WHERE n.about = 'people' AND n.kind = 'change' GROUP BY 1;
SELECT count(*) AS stale FROM stale_summary WHERE about = 'people';
BEGIN;
SET LOCAL social_services.writes_summaries = on;
UPDATE summary_note SET effective_on = effective_on - 3 WHERE about = 'people' AND kind = 'change';
SELECT count(*) > 3 AS stale FROM stale_summary WHERE about = 'people';
ROLLBACK;
DROP VIEW said;
DROP SCHEMA flow, flow_released CASCADE;
DROP ROLE spell_reader;
DROP ROLE spell_insider;
