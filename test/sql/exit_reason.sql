-- exit_reason_by_year, episode_by_year, episode_by_month and case_event_by_year: by hand, and against plain SQL on random data. Needs no example.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
CREATE EXTENSION IF NOT EXISTS social_services SCHEMA public;
CALL create_social_mart('exit', organisation => 'o');
SET search_path = exit, public;

INSERT INTO unit (code, name, parent) VALUES ('town', 'Town', NULL), ('east', 'East', 'town'), ('west', 'West', 'town');
INSERT INTO episode_kind (code, name, known_from) VALUES ('support-job', 'Support with work', NULL), ('late', 'Known from 2023', '2023-01-01');
SELECT (SELECT count(*) FROM exit_reason_by_year) AS exits, (SELECT count(*) FROM case_event_by_year) AS events;

--
-- Exits
--

-- 2023: 1 leaves by a job. 2024: 2 and 3 by a job, 4 by studies, of 5 nobody says why; 1 goes from one unit to the other without having left, and
-- then moves away. 6 leaves twice. 7 is still there, and 8 ends later than today.
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, end_reason) VALUES
    ('support-job', 1, 'east', 'coach', '2023-01-01', '2023-02-01', 'job'), ('support-job', 1, 'east', 'coach', '2024-01-01', '2024-05-31', 'transferred'), ('support-job', 1, 'west', 'training', '2024-06-01', '2024-07-01', 'moved away'),
    ('support-job', 2, 'east', 'coach', '2023-03-01', '2024-02-01', 'job'), ('support-job', 3, 'west', 'training', '2023-03-01', '2024-02-01', 'job'), ('support-job', 4, 'west', 'coach', '2023-03-01', '2024-12-31', 'studies'),
    ('support-job', 5, 'east', 'coach', '2023-03-01', '2024-03-01', NULL), ('support-job', 6, 'east', 'coach', '2024-03-01', '2024-03-10', 'job'), ('support-job', 6, 'east', 'coach', '2024-05-01', '2024-05-10', 'job'),
    ('support-job', 7, 'east', 'coach', '2024-05-01', NULL, NULL), ('support-job', 8, 'east', 'coach', '2024-05-01', '9999-01-01', 'job');
SELECT unit_code, end_reason, until, ended, all_ended, share, ended_before, ended_change, ended_change_ratio
FROM exit_reason_by_year WHERE form IS NULL AND fiscal_year = 2024 ORDER BY unit_code NULLS FIRST, end_reason;
-- By form: 1 left from the training at west.
SELECT form, end_reason, ended, all_ended, share FROM exit_reason_by_year WHERE form IS NOT NULL AND fiscal_year = 2024 AND unit_code IS NULL ORDER BY form, end_reason;
-- Nobody left in 2025. In 2023 there is no year before of which all is known.
SELECT end_reason, ended, all_ended, share, ended_before, ended_change, ended_change_ratio FROM exit_reason_by_year WHERE form IS NULL AND fiscal_year = 2025 AND unit_code IS NULL ORDER BY end_reason;
SELECT end_reason, ended, ended_before, ended_change FROM exit_reason_by_year WHERE form IS NULL AND fiscal_year = 2023 AND unit_code IS NULL;
-- A year that lasts is held against the same days: of two who left on this day last year and on its last day one counts. Nothing is known of a kind before known_from.
BEGIN;
DELETE FROM episode;
INSERT INTO episode (kind, person, unit, started_on, ended_on, end_reason)
SELECT 'support-job', p, 'east', '2020-01-01', CASE p WHEN 1 THEN today WHEN 2 THEN (today - interval '1 year')::date WHEN 3 THEN make_date(EXTRACT(year FROM today)::integer - 1, 12, 31) ELSE today - interval '2 years' END, 'job'
FROM live_day, generate_series(1, 4) AS p;
INSERT INTO episode (kind, person, unit, started_on, ended_on, end_reason) VALUES ('late', 1, 'east', '2022-01-01', '2022-12-31', 'job'), ('late', 2, 'east', '2022-01-01', '2023-12-31', 'job'), ('late', 3, 'east', '2022-01-01', '2024-01-31', 'job');
SELECT x.fiscal_year - EXTRACT(year FROM today)::integer AS years_from_now, until = today AS until_today, ended, ended_before - CASE WHEN until = today AND to_char(today, 'MM-DD') = '12-31' THEN 1 ELSE 0 END AS ended_before FROM exit_reason_by_year x, live_day
WHERE kind_code = 'support-job' AND form IS NULL AND unit_code IS NULL AND x.fiscal_year >= EXTRACT(year FROM today)::integer - 1 ORDER BY 1;
SELECT fiscal_year, ended, ended_before FROM exit_reason_by_year WHERE kind_code = 'late' AND form IS NULL AND unit_code IS NULL AND fiscal_year < 2026 ORDER BY 1;
ROLLBACK;
-- A month after January 30 is February 28, and a month before that is no way back: of a kind that goes by months, with a gap, too, they leave on the day
-- on which their episode ends. 2 comes on the day before; 3 is back within a month, 4 is not.
BEGIN;
INSERT INTO episode_kind (code, name, unit_of_time, gap) VALUES ('course', 'Courses', 'month', 1);
INSERT INTO episode (kind, person, unit, started_on, ended_on, end_reason) VALUES
    ('course', 1, 'east', '2025-01-10', '2025-01-30', 'done'), ('course', 2, 'east', '2025-01-29', '2025-01-30', 'done'), ('course', 3, 'west', '2025-01-10', '2025-01-30', 'ill'), ('course', 3, 'west', '2025-02-28', '2025-03-31', 'done'),
    ('course', 4, 'west', '2025-01-10', '2025-01-30', 'ill'), ('course', 4, 'west', '2025-03-01', '2025-03-31', 'done');
SELECT person, first_day, until, exit, whole_until FROM live_spell WHERE kind = 'course' AND unit IN ('east', 'west') ORDER BY person, first_day;
SELECT unit_code, end_reason, ended, all_ended FROM exit_reason_by_year WHERE kind_code = 'course' AND form IS NULL AND fiscal_year = 2025 ORDER BY unit_code NULLS FIRST, end_reason;
ROLLBACK;

-- Random: those of all reasons are the ended of case_flow_by_year, and each is the last episode of a run without a break.
DELETE FROM episode;
SELECT setseed(0.4);
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, end_reason)
SELECT 'support-job', person, (ARRAY['east', 'west', 'town'])[1 + floor(random() * 3)], (ARRAY['coach', 'training', ''])[1 + floor(random() * 3)],
       begins, begins + 1 + floor(random() * 200)::integer, (ARRAY['job', 'studies', 'moved', NULL])[1 + floor(random() * 4)]
FROM generate_series(1, 300) AS person, generate_series(0, 3) AS n, LATERAL (SELECT date '2019-01-01' + (n * 400 + person % 97)::integer) AS b(begins);
-- Some go on at once, elsewhere.
INSERT INTO episode (kind, person, unit, form, started_on, ended_on, end_reason)
SELECT kind, person, CASE unit WHEN 'east' THEN 'west' ELSE 'east' END, 'next', ended_on + 1, ended_on + 30, (ARRAY['job', 'studies', NULL])[1 + person % 3] FROM episode WHERE random() < 0.3;
CREATE TEMPORARY TABLE departure AS
SELECT EXTRACT(year FROM e.ended_on)::integer AS fiscal_year, n.node, e.form, coalesce(e.end_reason, '') AS end_reason
FROM episode e CROSS JOIN LATERAL (SELECT DISTINCT node FROM (VALUES (NULL), ('town'), (e.unit)) AS v(node)) n
WHERE NOT EXISTS (SELECT FROM episode later WHERE later.person = e.person AND later.started_on = e.ended_on + 1);
WITH plain AS (
    SELECT fiscal_year, node, form, end_reason, count(*)::integer AS ended FROM departure GROUP BY GROUPING SETS ((fiscal_year, node, form, end_reason), (fiscal_year, node, end_reason))
), said AS (
    SELECT fiscal_year, unit_code, form, end_reason, ended FROM exit_reason_by_year WHERE ended > 0
)
SELECT count(*) > 100 AS many, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say FROM said;
WITH reason AS (
    SELECT fiscal_year, unit_code, sum(ended) AS ended, min(all_ended) AS least, max(all_ended) AS most, sum(share) AS share, sum(ended_before) AS ended_before FROM exit_reason_by_year WHERE form IS NULL GROUP BY fiscal_year, unit_code
)
SELECT count(*) > 10 AS many, count(*) FILTER (WHERE r.ended <> f.ended OR r.least <> f.ended OR r.most <> f.ended) AS other, count(*) FILTER (WHERE f.ended > 0 AND abs(r.share - 1) > 0.00001) AS other_shares,
       count(*) FILTER (WHERE r.ended_before <> b.ended OR f.months = 12 AND f.ended_change <> r.ended - r.ended_before) AS other_before, count(r.ended_before) > 5 AS some_before
FROM reason r
JOIN case_flow_by_year f ON f.fiscal_year = r.fiscal_year AND f.unit_code IS NOT DISTINCT FROM r.unit_code
LEFT JOIN case_flow_by_year b ON b.fiscal_year = r.fiscal_year - 1 AND b.unit_code IS NOT DISTINCT FROM r.unit_code
WHERE r.fiscal_year < 2025;

--
-- Episodes of a year, by form
--

-- Of the persons of each year those with a day in it, whatever their unit; on its last day those who are there.
CREATE TEMPORARY TABLE day_of_year AS
SELECT DISTINCT y AS fiscal_year, n.node, e.form, e.person, e.started_on, e.ended_on BETWEEN make_date(y, 1, 1) AND make_date(y, 12, 31) AS ends, EXTRACT(year FROM e.started_on) = y AS starts, e.ended_on >= make_date(y, 12, 31) AS is_there
FROM episode e CROSS JOIN generate_series(2019, 2024) AS y
CROSS JOIN LATERAL (SELECT DISTINCT node FROM (VALUES (NULL), ('town'), (e.unit)) AS v(node)) n
WHERE e.started_on <= make_date(y, 12, 31) AND e.ended_on >= make_date(y, 1, 1);
WITH plain AS (
    SELECT fiscal_year, node, form, count(DISTINCT person)::integer AS persons, count(*) FILTER (WHERE starts)::integer AS started, count(*) FILTER (WHERE ends)::integer AS ended,
           count(DISTINCT person) FILTER (WHERE is_there)::integer AS there
    FROM day_of_year GROUP BY GROUPING SETS ((fiscal_year, node, form), (fiscal_year, node))
), said AS (
    SELECT fiscal_year, unit_code, form, persons, started, ended, there FROM episode_by_year WHERE persons > 0 AND fiscal_year <= 2024
), before AS (
    SELECT fiscal_year - 1 AS fiscal_year, unit_code, form, persons_before, started_before, there_before FROM episode_by_year WHERE persons_before > 0 AND fiscal_year <= 2024
)
SELECT count(*) > 50 AS many, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say,
       (SELECT count(*) FROM before) > 40 AS many_before, (SELECT count(*) FROM (TABLE before EXCEPT ALL SELECT fiscal_year, node, form, persons, started, there FROM plain) d) AS before_says_else FROM said;
-- Who is there on the last day of a year, and does not end on it, is who is there at its end in case_flow_by_year.
UPDATE episode SET ended_on = ended_on - 1 WHERE to_char(ended_on, 'MM-DD') = '12-31';
SELECT count(*) > 10 AS many, count(*) FILTER (WHERE e.there <> f.closing) AS other
FROM episode_by_year e JOIN case_flow_by_year f USING (fiscal_year, kind_code) WHERE e.unit_code IS NOT DISTINCT FROM f.unit_code AND e.form IS NULL AND f.months = 12;
--
-- Episodes of a month, by form
--

-- Each count by itself, of all episodes and of those that are known from July 2020 on; every month of a year that is told is there, and each opens as the one before closed.
CREATE FUNCTION pg_temp.check_months(known_from date, OUT many boolean, OUT says_else bigint, OUT does_not_say bigint, OUT broken bigint) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE episode_kind k SET known_from = check_months.known_from WHERE code = 'support-job';
    WITH counted AS (
        SELECT m::date AS month, n.node, f.form, c.*
        FROM generate_series((SELECT coalesce(date_trunc('month', check_months.known_from - 1) + interval '1 month', date_trunc('month', min(started_on)::timestamp)) FROM episode WHERE kind = 'support-job'),
                             '2024-12-01', interval '1 month') AS m
        CROSS JOIN (VALUES (NULL), ('town'), ('east'), ('west')) AS n(node)
        CROSS JOIN (SELECT DISTINCT form FROM episode WHERE kind = 'support-job' UNION ALL SELECT NULL) AS f
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE started_on < m AND coalesce(ended_on >= m, true))::integer AS opening,
                   count(*) FILTER (WHERE started_on >= m AND started_on < m + interval '1 month')::integer AS started,
                   count(*) FILTER (WHERE ended_on >= m AND ended_on < m + interval '1 month')::integer AS ended,
                   count(*) FILTER (WHERE started_on < m + interval '1 month' AND coalesce(ended_on >= m + interval '1 month', true))::integer AS closing
            FROM episode e
            WHERE e.kind = 'support-job' AND e.form = coalesce(f.form, e.form) AND coalesce(n.node, 'town') IN ('town', e.unit)) AS c
    ), plain AS (
        SELECT c.month, c.node, c.form, c.opening, c.started, c.ended, c.closing, c.started - b.started AS started_change, c.ended - b.ended AS ended_change, c.closing - b.closing AS closing_change
        FROM counted c LEFT JOIN counted b ON b.month = (c.month - interval '1 year')::date AND b.node IS NOT DISTINCT FROM c.node AND b.form IS NOT DISTINCT FROM c.form
    ), said AS (
        SELECT month, unit_code, form, opening, started, ended, closing, started_change, ended_change, closing_change FROM episode_by_month
        WHERE kind_code = 'support-job' AND month <= '2024-12-01'
    )
    SELECT (SELECT count(*) > 200 FROM said), (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d),
           (SELECT count(*) FROM (SELECT * FROM plain WHERE opening + started + ended > 0 EXCEPT ALL TABLE said) d),
           (SELECT count(*) FROM (SELECT opening <> lag(closing) OVER (PARTITION BY unit_code, form ORDER BY month) AS is_broken FROM said) d WHERE is_broken)
    INTO many, says_else, does_not_say, broken;
    UPDATE episode_kind k SET known_from = NULL WHERE code = 'support-job';
END
$$;
SELECT * FROM pg_temp.check_months(NULL);
SELECT * FROM pg_temp.check_months('2020-07-01');
SELECT * FROM pg_temp.check_months('2020-06-15');

-- While a year lasts, until the same day of the year before: of two who began on this day last year and on its last day one counts. What is to come has not begun.
BEGIN;
DELETE FROM episode;
INSERT INTO episode (kind, person, unit, form, started_on, ended_on)
SELECT 'support-job', p, 'east', 'f', CASE p WHEN 1 THEN today WHEN 2 THEN (today - interval '1 year')::date WHEN 3 THEN make_date(EXTRACT(year FROM today)::integer - 1, 12, 31) WHEN 4 THEN today - interval '3 years' ELSE today + 1 END,
       CASE p WHEN 4 THEN '9000-01-01'::date END
FROM live_day, generate_series(1, 5) AS p;
SELECT until = today AS until_today, persons, started, ended, there, persons_before - last.day AS persons_before, persons_change + last.day AS persons_change, started_before - last.day AS started_before, there_before - last.day AS there_before
FROM episode_by_year e, live_day, LATERAL (SELECT CASE WHEN to_char(today, 'MM-DD') = '12-31' THEN 1 ELSE 0 END) AS last(day)
WHERE form IS NULL AND unit_code IS NULL AND e.fiscal_year = EXTRACT(year FROM today)::integer;
ROLLBACK;

--
-- Events
--

-- 2023: 3 reports of 2 persons, one opened; 2024: 2 of one, dismissed and not said. The year before the first is not known, nor is one that begins within a year.
INSERT INTO case_event (kind, person, unit, happened_on, event, outcome) VALUES
    ('support-job', 1, 'east', '2023-01-10', 'report', 'opened'), ('support-job', 1, 'east', '2023-03-10', 'report', 'dismissed'), ('support-job', 2, 'west', '2023-12-31', 'report', 'dismissed'),
    ('support-job', 1, 'east', '2024-01-10', 'report', 'dismissed'), ('support-job', 1, 'west', '2024-02-10', 'report', ''), ('support-job', 3, 'west', '9000-01-01', 'report', ''),
    ('late', 1, 'east', '2023-06-01', 'report', '');
SELECT unit_code, fiscal_year, outcome, until, events, persons, share, events_before, persons_before, events_change, events_change_ratio
FROM case_event_by_year WHERE kind_code = 'support-job' AND fiscal_year < 2026 AND coalesce(unit_code, '') <> 'town' ORDER BY unit_code NULLS FIRST, fiscal_year, outcome NULLS FIRST;
SELECT fiscal_year, events, events_before FROM case_event_by_year WHERE kind_code = 'late' AND unit_code IS NULL AND outcome IS NULL ORDER BY fiscal_year;
-- Of days before all was known only what went on is there: a report of 2022 that was decided late, and none of those that were decided at once.
BEGIN;
INSERT INTO case_event (kind, person, unit, happened_on, event) VALUES ('late', 7, 'east', '2022-06-01', 'report'), ('late', 7, 'east', '2023-07-01', 'decision'), ('late', 1, 'east', '2023-06-11', 'decision'), ('late', 8, 'east', '2023-01-01', 'report'), ('late', 8, 'east', '2023-01-31', 'decision');
INSERT INTO waiting_rule (code, name, kind, from_event, to_event, limit_days) VALUES ('late', 'Until the decision', 'late', 'report', 'decision', 120);
SELECT month, event, events FROM case_event_by_month WHERE kind_code = 'late' AND unit_code IS NULL ORDER BY month, event;
SELECT fiscal_year, event, events, events_before FROM case_event_by_year WHERE kind_code = 'late' AND unit_code IS NULL AND outcome IS NULL AND fiscal_year <= 2024 ORDER BY fiscal_year, event;
SELECT fiscal_year, started, ended, median_days, share_above_limit FROM waiting_time WHERE unit_code IS NULL ORDER BY fiscal_year;
ROLLBACK;
DELETE FROM case_event;
INSERT INTO case_event (kind, person, unit, happened_on, event, outcome)
SELECT 'support-job', p, 'east', CASE p WHEN 1 THEN today WHEN 2 THEN (today - interval '1 year')::date WHEN 3 THEN make_date(EXTRACT(year FROM today)::integer - 1, 12, 31) ELSE today - interval '3 years' END, 'report', ''
FROM live_day, generate_series(1, 4) AS p;
SELECT e.fiscal_year - EXTRACT(year FROM today)::integer AS years_from_now, until = today AS until_today, events, events_before - CASE WHEN until = today AND to_char(today, 'MM-DD') = '12-31' THEN 1 ELSE 0 END AS events_before FROM case_event_by_year e, live_day
WHERE outcome IS NULL AND unit_code IS NULL AND e.fiscal_year >= EXTRACT(year FROM today)::integer - 1 ORDER BY 1;
DELETE FROM case_event;
INSERT INTO case_event (kind, person, unit, happened_on, event, outcome)
SELECT 'support-job', floor(random() * 200), (ARRAY['east', 'west', 'town'])[1 + floor(random() * 3)], date '2019-01-01' + floor(random() * 1800)::integer,
       (ARRAY['report', 'application'])[1 + floor(random() * 2)], (ARRAY['opened', 'dismissed', ''])[1 + floor(random() * 3)]
FROM generate_series(1, 2000);
WITH plain AS (
    SELECT EXTRACT(year FROM happened_on)::integer AS fiscal_year, n.node, event, outcome, count(*)::integer AS events, count(DISTINCT person)::integer AS persons
    FROM case_event CROSS JOIN LATERAL (SELECT DISTINCT node FROM (VALUES (NULL), ('town'), (unit)) AS v(node)) n
    GROUP BY GROUPING SETS ((1, n.node, event, outcome), (1, n.node, event))
), said AS (
    SELECT fiscal_year, unit_code, event, outcome, events, persons FROM case_event_by_year WHERE events > 0
), before AS (
    SELECT fiscal_year - 1 AS fiscal_year, unit_code, event, outcome, events_before, persons_before FROM case_event_by_year WHERE events_before > 0
)
SELECT count(*) > 100 AS many, (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE plain) d) AS says_else, (SELECT count(*) FROM (TABLE plain EXCEPT ALL TABLE said) d) AS does_not_say,
       (SELECT count(*) FROM before) > 80 AS many_before, (SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE plain) d) AS before_says_else FROM said;
SELECT count(*) AS years, count(*) FILTER (WHERE y.events <> m.events) AS other
FROM case_event_by_year y
JOIN (SELECT fiscal_year, coalesce(unit_code, '-') AS unit_code, event, outcome, sum(events) AS events FROM case_event_by_month GROUP BY 1, 2, 3, 4) m USING (fiscal_year, event, outcome)
WHERE coalesce(y.unit_code, '-') = m.unit_code AND y.events > 0;
SET client_min_messages = error;
DROP SCHEMA exit CASCADE;
