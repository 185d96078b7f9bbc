-- placement_cost, case_event_by_month and waiting_time: by hand, and against plain SQL, a day a row, on random data. Needs no example.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('care', organisation => 'o');
SET search_path = care, public;

INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town');
INSERT INTO episode_kind (code, name) VALUES ('placement', 'Placements'), ('report', 'Reports of concern'), ('contract', 'Housing contracts');
SELECT count(*) AS of_nothing FROM placement_cost;

--
-- Placements, in years that are over
--

-- 2023: 31 days of home at 1000. 2024: 29 + 31 of home at 1100 (a leap year), 10 of foster at 500; one day has no price at west.
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, price_per_day) VALUES
    ('placement', 1, 'east', 'home', '2023-01-01', '2023-01-31', 1000), ('placement', 1, 'east', 'home', '2024-02-01', '2024-03-31', 1100),
    ('placement', 2, 'east', 'foster', '2024-12-22', '2024-12-31', 500), ('placement', 3, 'west', 'foster', '2024-05-01', '2024-05-01', NULL),
    ('contract', 1, 'east', '', '2024-01-01', NULL, NULL);
SELECT unit_code, form, until, days, average_placed, cost, price_per_day, days_without_price, days_before, cost_before, volume_effect, mix_effect, price_effect, cost_to_come, cost_at_year_end
FROM placement_cost WHERE fiscal_year = 2024 ORDER BY unit_code NULLS FIRST, form NULLS FIRST;
-- By themselves the days at east compare: 70 instead of 31 at 1000, of which 10 in a form that costs half, and 60 dearer by 100.
SELECT cost - cost_before AS change, volume_effect + mix_effect + price_effect AS effects FROM placement_cost WHERE fiscal_year = 2024 AND unit_code = 'east' AND form IS NULL;
-- A year after: nobody is there, and nothing is to come.
SELECT form, days, cost, days_before, volume_effect, days_to_come, cost_to_come FROM placement_cost WHERE fiscal_year = 2025 AND unit_code = 'east' ORDER BY form NULLS FIRST;
-- Who is there is there until the year's end: with the days so far, each day of the year once.
INSERT INTO episode (kind, person, unit, form, started_on, price_per_day) VALUES ('placement', 9, 'west', 'home', make_date(EXTRACT(year FROM now())::integer, 1, 1), 100);
SELECT days + days_to_come = year_end - make_date(fiscal_year, 1, 1) + 1 AS all_days, cost_at_year_end = 100 * (days + days_to_come) AS all_cost, average_placed
FROM placement_cost CROSS JOIN LATERAL (SELECT make_date(fiscal_year, 12, 31)) AS y(year_end)
WHERE unit_code = 'west' AND form IS NULL AND fiscal_year = EXTRACT(year FROM (SELECT today FROM live_day));
DELETE FROM episode;

-- What was loaded of days before all was known are those who were there for long: nothing is said of such a year, of a part of one, or of what changed
-- since. 1 came in 2022, 2 in April 2024, 3 in 2025; all is known from April 2024 on.
BEGIN;
UPDATE episode_kind SET known_from = '2024-04-01' WHERE code = 'placement';
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, price_per_day) VALUES
    ('placement', 1, 'east', 'home', '2022-01-01', '2025-12-31', 100), ('placement', 2, 'east', 'home', '2024-04-01', '2024-04-10', 100), ('placement', 3, 'east', 'home', '2025-01-01', '2025-01-31', 100);
INSERT INTO episode_capacity (kind, unit, form, from_day, places) VALUES ('placement', 'east', 'home', '2022-01-01', 2), ('placement', 'east', 'home', '2026-01-01', 0);
SELECT fiscal_year, days, average_placed, cost, days_available, days_before, cost_before, volume_effect, mix_effect, price_effect
FROM placement_cost WHERE unit_code IS NULL AND form IS NULL AND fiscal_year <= 2025 ORDER BY fiscal_year;
-- From a first of January the year after it is held against it.
UPDATE episode_kind SET known_from = '2024-01-01' WHERE code = 'placement';
SELECT fiscal_year, days, cost, days_before, cost_before, volume_effect FROM placement_cost WHERE unit_code IS NULL AND form IS NULL AND fiscal_year <= 2025 ORDER BY fiscal_year;
ROLLBACK;

-- Occupancy, where it is known how many places there are: two at east in the home, one from July on, of which nobody knows in November and December; none at
-- west. 1 is there for 100 days of the first half, 2 for all of the year, 3 in a foster home, of which there is no number. Four of 2025 are left empty.
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, price_per_day) VALUES ('placement', 1, 'east', 'home', '2023-01-01', '2023-04-10', 1000),
    ('placement', 2, 'east', 'home', '2023-01-01', '2023-12-31', 1000), ('placement', 3, 'east', 'foster', '2023-01-01', '2023-12-31', 500), ('placement', 3, 'west', 'home', '2024-01-01', '2024-01-10', 1000);
INSERT INTO episode_capacity (kind, unit, form, from_day, places) VALUES ('placement', 'east', 'home', '2022-07-01', 2), ('placement', 'east', 'home', '2023-07-01', 1), ('placement', 'east', 'home', '2023-11-01', NULL),
    ('placement', 'west', 'home', '2024-01-01', 0), ('placement', 'west', 'home', '2025-01-01', 4), ('placement', 'west', 'home', '2026-01-01', 0);
SELECT fiscal_year, unit_code, form, days, cost, days_available, days_in_places, occupancy
FROM placement_cost WHERE fiscal_year BETWEEN 2023 AND 2025 AND coalesce(unit_code, '') <> 'town' ORDER BY fiscal_year, unit_code NULLS FIRST, form NULLS FIRST;
SELECT 2 * 181 + 1 * 123 AS available, 100 + 304 AS used, round(404 / 485.0, 6) AS occupancy;
-- A home that stands empty costs nothing, and nothing has changed. What has no price costs nobody knows what, though another form had one the year before.
BEGIN;
INSERT INTO episode_capacity (kind, unit, form, from_day, places) VALUES ('placement', 'west', 'new home', '2025-01-01', 3), ('placement', 'west', 'new home', '2026-01-01', 0);
SELECT days, cost, days_before, cost_before, volume_effect, mix_effect, price_effect, cost_to_come, cost_at_year_end FROM placement_cost WHERE fiscal_year = 2025 AND unit_code = 'west' AND form = 'new home';
INSERT INTO episode (kind, person, unit, form, started_on, ended_on) VALUES ('placement', 4, 'west', 'new home', '2025-01-01', '2025-01-10');
SELECT form, days, cost, price_per_day, days_without_price, days_before, cost_before, volume_effect, cost_at_year_end FROM placement_cost WHERE fiscal_year = 2025 AND unit_code = 'west' ORDER BY form NULLS FIRST;
ROLLBACK;
-- A kind without prices has places all the same.
INSERT INTO episode (kind, person, unit, started_on, ended_on) VALUES ('contract', 1, 'east', '2024-01-01', '2024-06-30');
INSERT INTO episode_capacity (kind, unit, from_day, places) VALUES ('contract', 'east', '2024-01-01', 1), ('contract', 'east', '2025-01-01', 0);
SELECT fiscal_year, unit_code, days, cost, days_available, days_in_places, occupancy FROM placement_cost WHERE kind_code = 'contract' AND fiscal_year = 2024 AND form IS NULL ORDER BY unit_code NULLS FIRST;
INSERT INTO episode_capacity (kind, unit, from_day, places) VALUES ('contract', 'east', '2026-01-01', -1);
INSERT INTO episode_capacity (kind, unit, from_day, places) VALUES ('contract', 'east', 'infinity', 1);
INSERT INTO episode_capacity (kind, unit, from_day, places) VALUES ('contract', 'nowhere', '2026-01-01', 1);
DELETE FROM episode_capacity;
DELETE FROM episode;

-- A day a row.
SELECT setseed(0.5);
UPDATE episode_kind SET may_overlap = true;
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, price_per_day)
SELECT 'placement', person, (ARRAY['east', 'west'])[1 + person % 2], (ARRAY['home', 'foster', 'institution'])[1 + floor(random() * 3)],
       date '2019-06-01' + floor(random() * 1500)::integer, NULL, 500 + floor(random() * 300000) / 100
FROM generate_series(1, 300) AS person;
UPDATE episode SET ended_on = started_on + floor(random() * 500)::integer;
CREATE TEMPORARY TABLE day AS
SELECT EXTRACT(year FROM day)::integer AS fiscal_year, n.node, form, price_per_day
FROM episode CROSS JOIN LATERAL generate_series(started_on::timestamp, ended_on::timestamp, interval '1 day') AS day
CROSS JOIN LATERAL (VALUES (NULL), ('town'), (unit)) AS n(node);
WITH plain AS (
    SELECT fiscal_year, node, form, count(*) AS days, sum(price_per_day) AS cost FROM day GROUP BY GROUPING SETS ((fiscal_year, node, form), (fiscal_year, node))
), both_years AS (
    SELECT coalesce(p.fiscal_year, b.fiscal_year + 1) AS fiscal_year, coalesce(p.node, b.node) AS node, coalesce(p.form, b.form) AS form,
           coalesce(p.days, 0)::integer AS days, coalesce(p.cost, 0)::numeric(18,2) AS cost, coalesce(b.days, 0)::integer AS days_before, coalesce(b.cost, 0)::numeric(18,2) AS cost_before
    FROM plain p FULL JOIN plain b ON b.fiscal_year = p.fiscal_year - 1 AND coalesce(b.node, '') = coalesce(p.node, '') AND coalesce(b.form, '') = coalesce(p.form, '')
), said AS (
    SELECT fiscal_year, unit_code, form, days, cost, days_before, cost_before FROM placement_cost
)
SELECT count(*) > 50 AS many, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE both_years) d) AS says_else, (SELECT count(*) FROM (TABLE both_years EXCEPT ALL TABLE said) d) AS does_not_say FROM said;
SELECT count(*) FILTER (WHERE cost - cost_before <> volume_effect + mix_effect + price_effect) AS wrong, count(*) FILTER (WHERE mix_effect <> 0 AND form IS NULL) > 5 AS some_mix,
       count(*) FILTER (WHERE abs(mix_effect) > 0.01 AND form IS NOT NULL) AS mix_of_one_form
FROM placement_cost;

-- Volume, mix and price by their own formulas: of all forms at a node, the change of days at last year's average price, what the forms' shares did to that price, and what each form's own price did.
WITH form AS (
    SELECT fiscal_year, node, form, count(*)::numeric AS q, sum(price_per_day) AS c FROM day GROUP BY fiscal_year, node, form
), pair AS (
    SELECT coalesce(n.fiscal_year, b.fiscal_year + 1) AS fiscal_year, coalesce(n.node, b.node, '') AS node, coalesce(n.q, 0) AS q, coalesce(n.c, 0) AS c, coalesce(b.q, 0) AS q0, coalesce(b.c, 0) AS c0
    FROM form n FULL JOIN form b ON b.fiscal_year = n.fiscal_year - 1 AND coalesce(b.node, '') = coalesce(n.node, '') AND b.form = n.form
), plain AS (
    SELECT fiscal_year, node, (sum(q) - sum(q0)) * sum(c0) / sum(q0) AS volume,
           sum(CASE WHEN q0 > 0 THEN c - q * c0 / q0 ELSE 0 END) AS price, sum(c) - sum(c0) AS change
    FROM pair GROUP BY fiscal_year, node HAVING bool_and(q > 0 AND q0 > 0)
)
SELECT count(*) > 5 AS many, count(*) FILTER (WHERE abs(p.volume_effect - plain.volume) > 0.005 OR abs(p.price_effect - plain.price) > 0.005 OR abs(p.mix_effect - (plain.change - plain.volume - plain.price)) > 0.01) AS other
FROM plain JOIN placement_cost p ON p.fiscal_year = plain.fiscal_year AND coalesce(p.unit_code, '') = plain.node AND p.form IS NULL;
-- Places on random days: those of a day are what was said last.
INSERT INTO episode_capacity (kind, unit, form, from_day, places)
SELECT 'placement', unit, form, date '2018-01-01' + floor(random() * 2500)::integer, CASE WHEN random() < 0.8 THEN floor(random() * 40) END
FROM unnest('{east,west}'::text[]) AS unit, unnest('{home,foster}'::text[]) AS form, generate_series(1, 6) ON CONFLICT DO NOTHING;
WITH every_day AS (
    SELECT unit, form, d::date AS day, EXTRACT(year FROM d)::integer AS fiscal_year FROM unnest('{east,west}'::text[]) AS unit, unnest('{home,foster}'::text[]) AS form, generate_series(timestamp '2019-01-01', '2024-12-31', interval '1 day') AS d
), room AS (
    SELECT e.*, (SELECT c.places FROM episode_capacity c WHERE c.kind = 'placement' AND c.unit = e.unit AND c.form = e.form AND c.from_day <= e.day ORDER BY c.from_day DESC LIMIT 1) AS places,
           (SELECT count(*) FROM episode p WHERE p.kind = 'placement' AND p.unit = e.unit AND p.form = e.form AND e.day BETWEEN p.started_on AND p.ended_on) AS used
    FROM every_day e
), plain AS (
    SELECT fiscal_year, n.node, form, sum(places)::integer AS available, sum(used)::integer AS used, round(sum(used) / nullif(sum(places), 0), 6) AS occupancy
    FROM room CROSS JOIN LATERAL (VALUES (NULL), ('town'), (unit)) AS n(node) WHERE places IS NOT NULL
    GROUP BY GROUPING SETS ((fiscal_year, n.node, form), (fiscal_year, n.node))
), said AS (
    SELECT fiscal_year, unit_code, form, days_available, days_in_places, occupancy FROM placement_cost WHERE days_available IS NOT NULL AND fiscal_year BETWEEN 2019 AND 2024
)
SELECT count(*) > 30 AS many, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say FROM said;

--
-- Events
--

INSERT INTO case_event (kind, person, unit, happened_on, event, outcome) VALUES
    ('report', 1, 'east', '2025-01-10', 'report', ''), ('report', 1, 'east', '2025-01-10', 'report', ''), ('report', 1, 'east', '2025-03-11', 'decision', 'opened'),
    ('report', 2, 'west', '2025-01-31', 'report', ''), ('report', 2, 'west', '2025-01-31', 'decision', 'dismissed'),
    ('report', 3, 'west', '2025-02-01', 'report', ''), ('report', 3, 'west', '2025-07-01', 'decision', 'opened'),
    ('report', 4, 'east', '2025-12-01', 'report', ''), ('report', 5, 'east', '2026-01-01', 'decision', 'opened'), ('report', 6, 'east', '9000-01-01', 'report', '');
SELECT unit_code, month, event, outcome, events, persons FROM case_event_by_month WHERE month < '2026-01-01' ORDER BY unit_code NULLS FIRST, month, event, outcome;
INSERT INTO waiting_rule (code, name, kind, from_event, to_event, limit_days, source) VALUES
    ('investigation', 'From report to decision', 'report', 'report', 'decision', 120, 'Four months'), ('no-limit', 'Without a limit', 'report', 'report', 'decision', NULL, NULL);
-- 60 days twice, 0, 150, and one who still waits. Of 5 one had not ended after 120 days or waits longer, but for that one who may: 2 of 5.
SELECT rule_code, unit_code, limit_days, started, ended, still_waiting, median_days, mean_days_of_ended, share_above_limit, waiting_above_limit,
       oldest_waiting_days = (SELECT today FROM live_day) - date '2025-12-01' AS oldest
FROM waiting_time WHERE fiscal_year = 2025 ORDER BY rule_code, unit_code NULLS FIRST;
-- What is dated later than today has not happened.
SELECT DISTINCT fiscal_year FROM waiting_time;
SELECT max(fiscal_year) FROM case_event_by_month;
SELECT count(*) AS shown_to_nobody_else FROM insider_view;
INSERT INTO waiting_rule (code, name, kind, from_event, to_event) VALUES ('w', 'W', 'report', 'report', 'report');
INSERT INTO waiting_rule (code, name, kind, from_event, to_event, limit_days) VALUES ('w', 'W', 'report', 'report', 'decision', -1);
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES ('report', 1, 'east', '-infinity', 'report');
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES ('report', 1, 'east', '2025-01-01', ' ');
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES ('unknown', 1, 'east', '2025-01-01', 'report');

--
-- Known until a day: an export ends in June, and nobody came, left or was decided about since only as far as is known
--

DELETE FROM episode;
DELETE FROM case_event;
UPDATE episode_kind SET known_from = NULL, may_overlap = false;
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, end_reason, price_per_day) VALUES
    ('placement', 1, 'east', 'home', '2024-01-01', NULL, NULL, 100), ('placement', 2, 'east', 'home', '2024-03-01', '2024-07-31', 'home', 100),
    ('placement', 3, 'west', 'home', '2024-06-20', NULL, NULL, 100);
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES
    ('report', 1, 'east', '2024-05-01', 'report'), ('report', 1, 'east', '2024-06-20', 'decision'), ('report', 2, 'east', '2024-06-18', 'report');
-- Not said, today is the last day, and it is told that months may not be loaded.
SELECT max(month) = date_trunc('month', (SELECT today FROM live_day)) - interval '1 month' AS until_now FROM case_flow WHERE kind_code = 'placement';
SELECT rule, severity, table_name, item, fiscal_year, detail FROM data_quality WHERE rule = 'nothing_recorded' ORDER BY item;
UPDATE episode_kind SET known_until = '2024-06-15' WHERE code <> 'contract';
SELECT * FROM data_quality WHERE rule = 'nothing_recorded';
-- Days of 1: 167; of 2: 107. To come until New Year: 199, 46, and 195 of who begins on June 20.
SELECT fiscal_year, until, days, cost, days_to_come, days + days_to_come = 167 + 107 + 199 + 46 + 195 AS of_all FROM placement_cost WHERE unit_code IS NULL AND form IS NULL;
SELECT month, opening, first_time, "returning", ended, closing FROM case_flow WHERE kind_code = 'placement' AND unit_code IS NULL ORDER BY month;
SELECT month, opening, started, ended, closing FROM episode_by_month WHERE unit_code IS NULL AND form IS NULL ORDER BY month;
SELECT fiscal_year, until, persons, started, ended, there FROM episode_by_year WHERE unit_code IS NULL AND form IS NULL;
SELECT count(*) AS exits FROM exit_reason_by_year;
SELECT fiscal_year, entered, ended, still_open FROM length_of_stay WHERE kind_code = 'placement' AND unit_code IS NULL;
SELECT month, event, events FROM case_event_by_month WHERE unit_code IS NULL;
SELECT fiscal_year, event, until, events FROM case_event_by_year WHERE unit_code IS NULL AND outcome IS NULL;
-- From May 1 to June 15.
SELECT started, ended, still_waiting, oldest_waiting_days FROM waiting_time WHERE rule_code = 'no-limit' AND unit_code IS NULL;
-- A day that is to come says nothing of what has not happened yet.
UPDATE episode_kind SET known_until = '9000-01-01' WHERE code = 'placement';
SELECT max(until) = (SELECT today FROM live_day) AS today FROM placement_cost;
UPDATE episode_kind SET known_from = '2024-02-01', known_until = '2024-01-31' WHERE code = 'placement';
UPDATE episode_kind SET known_until = 'infinity' WHERE code = 'placement';
DROP SCHEMA care CASCADE;
