#!/usr/bin/env bash
# HUD's LSA sample, which is not part of the project: make test-lsa DIR=... has the directory with tlsa_Enrollment.csv, tlsa_CohortDates.csv, tlsa_Exit.csv and
# tlsa_Household.csv ("Sample LSA Temp Tables" of the public repository HMIS/LSASampleCode). From the enrolments alone live_spell tells who left, when they were back and
# who is new, back or still there, as the sample's rows do. Skipped where there is none.
# Needs no example.
. "$(dirname "$0")/tap.bash"
directory=${LSA_DIR:-}
[ -n "$directory" ] || { echo "1..0 # SKIP there is no sample: make test-lsa DIR=..."; exit 0; }
plan 6

# shellcheck disable=SC2317 # the trap calls it
clean_up() { dropdb --if-exists --force lsa; }
trap clean_up EXIT
clean_up 2>/dev/null
createdb lsa
export PGDATABASE=lsa

sql >/dev/null <<'SQL'
SET client_min_messages = warning;
CREATE EXTENSION social_services;
CALL create_social_mart('lsa', organisation => '0000');
SQL
# Every column is text, by the name in the file's first line.
for file in Enrollment CohortDates Exit Household; do
    columns=$(head -n 1 "$directory/tlsa_$file.csv" | tr -d '\r' | sed 's/[^,]*/"&" text/g')
    sql --command="CREATE TABLE lsa.read_$file ($columns)" --command="\\copy lsa.read_$file FROM '$directory/tlsa_$file.csv' (FORMAT csv, HEADER)" || exit 1
done

# A household of the sample is its head with a type. The type is asked for by cohort, so a kind is a cohort and a type. The day of the exit is no day any more.
# Dates go 20 years back, that none is later than today: leap years stay leap years.
sql >/dev/null <<'SQL'
SET search_path = lsa, public;
CREATE FUNCTION day(text) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT (nullif($1, '')::date - interval '20 years')::date $$;
CREATE TABLE cohort AS
SELECT "Cohort"::integer AS cohort, day("CohortStart") AS first_day, day("CohortEnd") AS last_day, CASE "Cohort" WHEN '-2' THEN 'exit 2' WHEN '-1' THEN 'exit 1' ELSE 'active' END AS of_type
FROM read_CohortDates WHERE "Cohort" IN ('-2', '-1', '0', '1');
CREATE TABLE member AS
SELECT "HouseholdID" AS household, "PersonalID" AS person, "RelationshipToHoH" = '1' AS is_head, "LSAProjectType"::integer AS project_type, day("EntryDate") AS entry, day("ExitDate") AS exit,
       "EntryAge"::integer AS entry_age, "ActiveAge"::integer AS active_age, "Exit1Age"::integer AS exit_1_age, "Exit2Age"::integer AS exit_2_age
FROM read_Enrollment;
-- Of whom it is made up: adults alone 1, adults and children 2, children alone 3, else 99.
CREATE TABLE stay AS
WITH type_of AS (
    SELECT member.household, aged.of_type,
           CASE WHEN bool_or(aged.age BETWEEN 18 AND 65) AND bool_or(aged.age < 18) THEN 2
                WHEN bool_and(aged.age BETWEEN 18 AND 65) THEN 1
                WHEN bool_and(aged.age < 18) THEN 3 ELSE 99 END AS type
    FROM member
    CROSS JOIN LATERAL (VALUES ('entry', entry_age, NULL::integer), ('active', active_age, 1), ('exit 1', exit_1_age, -1), ('exit 2', exit_2_age, -2)) AS aged(of_type, age, cohort)
    LEFT JOIN cohort ON cohort.cohort = aged.cohort
    WHERE cohort.cohort IS NULL OR member.exit IS NULL OR member.exit >= cohort.first_day
    GROUP BY member.household, aged.of_type
)
SELECT cohort.of_type, head.household, head.person AS head, head.project_type, head.entry, head.exit,
       CASE WHEN head.exit < cohort.first_day OR head.entry >= cohort.first_day THEN entry.type ELSE coalesce(own.type, 99) END AS type
FROM member head
CROSS JOIN (SELECT DISTINCT of_type, first_day FROM cohort) AS cohort
JOIN type_of entry ON entry.household = head.household AND entry.of_type = 'entry'
LEFT JOIN type_of own ON own.household = head.household AND own.of_type = cohort.of_type
WHERE head.is_head;
CREATE TABLE head AS SELECT head, row_number() OVER (ORDER BY head) AS person FROM (SELECT DISTINCT head FROM stay) AS s;

INSERT INTO unit (code, name) VALUES ('all', 'All');
-- An exit is one when nobody is back within 14 days.
INSERT INTO episode_kind (code, name, gap, may_overlap) SELECT DISTINCT of_type || ' ' || type, of_type || ' ' || type, 13, true FROM stay;
INSERT INTO episode (kind, person, unit, form, started_on, ended_on)
SELECT s.of_type || ' ' || s.type, h.person, 'all', s.household, s.entry, s.exit - 1 FROM stay s JOIN head h USING (head);
ANALYZE;
CREATE TABLE spell AS
SELECT h.head, split_part(s.kind, ' ', -1)::integer AS type, regexp_replace(s.kind, ' [0-9]+$', '') AS of_type, s.first_day, s.until, s.next_first_day,
       lag(s.until) OVER (PARTITION BY s.kind, s.person ORDER BY s.first_day) AS until_before
FROM live_spell s JOIN head h USING (person) WHERE s.unit IS NULL;

ANALYZE spell;
CREATE TABLE left_of AS
SELECT "Cohort"::integer AS cohort, "HoHID" AS head, "HHType"::integer AS type, "QualifyingExitHHID" AS household, "Stat"::integer AS stat, "ReturnTime"::integer AS days
FROM read_Exit;
CREATE TABLE ours AS
SELECT l.*, own.exit, spell.first_day, spell.until, spell.next_first_day,
       CASE WHEN spell.next_first_day - spell.until BETWEEN 15 AND 730 THEN spell.next_first_day - spell.until ELSE -1 END AS our_days,
       CASE WHEN own.entry > spell.first_day OR own.entry - spell.until_before <= 14 THEN 'continuous'
            WHEN own.entry - spell.until_before <= 730 THEN 'returning' ELSE 'first time' END AS our_stat,
       CASE stat WHEN 1 THEN 'first time' WHEN 5 THEN 'continuous' ELSE 'returning' END AS their_stat
FROM left_of l
JOIN cohort USING (cohort)
LEFT JOIN stay own ON own.household = l.household AND own.of_type = cohort.of_type
LEFT JOIN spell ON spell.head = l.head AND spell.type = l.type AND spell.of_type = cohort.of_type AND spell.until = own.exit;

CREATE TABLE there AS
SELECT "HoHID" AS head, "HHType"::integer AS type, day("FirstEntry") AS first_entry, "Stat"::integer AS stat, "ReturnTime"::integer AS days,
       CASE "Stat" WHEN '1' THEN 'first time' WHEN '5' THEN 'continuous' ELSE 'returning' END AS their_stat
FROM read_Household;
CREATE TABLE our_there AS
WITH report AS (SELECT first_day, last_day FROM cohort WHERE cohort = 1),
active AS (
    SELECT s.head, s.type, min(s.entry) AS first_entry, coalesce(bool_or(s.entry < r.first_day) FILTER (WHERE s.project_type <> 15), false) AS was_there
    FROM stay s CROSS JOIN report r
    WHERE s.of_type = 'active' AND s.entry <= r.last_day AND (s.exit IS NULL OR s.exit >= r.first_day)
    GROUP BY s.head, s.type
)
SELECT a.*, spell.until_before, spell.first_day, c.stat AS our_stat, CASE WHEN c.stat = 'returning' THEN a.first_entry - spell.until_before ELSE -1 END AS our_days
FROM active a
JOIN spell ON spell.of_type = 'active' AND spell.head = a.head AND spell.type = a.type AND a.first_entry >= spell.first_day AND (a.first_entry < spell.until OR spell.until IS NULL)
CROSS JOIN LATERAL (SELECT CASE WHEN a.was_there OR a.first_entry > spell.first_day OR a.first_entry - spell.until_before <= 14 THEN 'continuous'
                                WHEN a.first_entry - spell.until_before <= 730 THEN 'returning' ELSE 'first time' END) AS c(stat);
SQL
none() {
    local found
    found=$(sql --command="SET search_path = lsa, public" --command="$1") || return 1
    [ -z "$found" ] || { echo "# ${found//$'\n'/$'\n# '}"; return 1; }
}

[ "$(sql --command="SELECT count(*) > 0 FROM lsa.left_of")$(sql --command="SELECT count(*) > 0 FROM lsa.there")" = tt ]; ok $? "the sample has rows"
none "SELECT * FROM (SELECT DISTINCT cohort, head, type FROM spell JOIN cohort USING (of_type) WHERE cohort <= 0 AND until BETWEEN cohort.first_day AND last_day) AS ours
      FULL JOIN left_of USING (cohort, head, type) WHERE ours.* IS NULL OR left_of.* IS NULL"
ok $? "the same households left, in each cohort"
none "SELECT * FROM ours WHERE until IS NULL OR our_stat <> their_stat"
ok $? "on the day of the exit that they chose, and were new, back or there before it as they say"
# Who is back on the 14th day has left and is not back, and may be back later: by a spell he has been back since.
none "SELECT * FROM ours WHERE our_days <> days AND next_first_day - until <> 14"
ok $? "they were back after as many days, but for those who were back on the 14th"
none "SELECT * FROM our_there FULL JOIN there USING (head, type) WHERE our_there.* IS NULL OR there.* IS NULL OR our_there.first_entry <> there.first_entry"
ok $? "the same households were there in the year of the report, from the same day"
# Their code asks who was there before of enrolments other than services alone (15), and of exits before the first day. Who has come to such services from
# what lasts until that day or later is new to it then, or back: by days he has been there.
none "SELECT t.* FROM our_there o JOIN there t USING (head, type) WHERE (o.our_stat <> t.their_stat OR o.our_days <> t.days)
      AND NOT (o.our_stat = 'continuous' AND NOT o.was_there
               AND EXISTS (SELECT FROM stay s WHERE s.of_type = 'active' AND s.head = t.head AND s.type = t.type AND s.project_type = 15 AND s.entry = t.first_entry)
               AND EXISTS (SELECT FROM stay s WHERE s.of_type = 'active' AND s.head = t.head AND s.type = t.type AND s.entry < t.first_entry AND s.exit >= t.first_entry))"
ok $? "they were new, back after as many days or there before, but for those who came from elsewhere to services alone"
sql --command="SET search_path = lsa" --command="
SELECT format('# %s rows: %s of %s exits and %s of %s households are equal in all', x.rows + h.rows, x.equal, x.rows, h.equal, h.rows)
FROM (SELECT count(*) AS rows, count(*) FILTER (WHERE our_days = days AND our_stat = their_stat) AS equal FROM ours) AS x,
     (SELECT count(*) AS rows, count(*) FILTER (WHERE o.our_days = t.days AND o.our_stat = t.their_stat) AS equal FROM there t JOIN our_there o USING (head, type)) AS h"
exit "$tap_status"
