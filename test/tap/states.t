#!/usr/bin/env bash
# Partial states that lie, some thousands of them: test/fuzz/states.sql says how they are made.
# Needs no example.
# By hand more of them, against a server with assertions: MUTATIONS=100000 SEED=0.7 prove test/tap/states.t
. "$(dirname "$0")/tap.bash"
plan 6

# shellcheck disable=SC2317 # the trap calls it
clean_up() { dropdb --if-exists --force states_test; }
trap clean_up EXIT

# usage: finds_nothing WHAT SQL
finds_nothing() {
    local found
    found=$(sql --field-separator=' | ' --command="$2 ORDER BY 1, 2 LIMIT 10") && [ -z "$found" ]; ok $? "$1"
    [ -z "$found" ] || awk '{ print "# " $0 }' <<<"$found" >&2
}

createdb states_test
export PGDATABASE=states_test
sql --command='CREATE EXTENSION social_services'
plan_of_test=$(sql --set=seed="${SEED:-0.3}" --set=mutations="${MUTATIONS:-5000}" --file=test/fuzz/states.sql 2>&1)
ok $? "the server stands what it is sent"
[ "$(grep -c 'Partial Aggregate' <<<"$plan_of_test")" = 2 ]; ok $? "it takes it for partial states"

finds_nothing "true states are read, and are the same when they are sent on" "
    SELECT o.name, o.id, o.answer, o.result, again.answer, again.result
    FROM fuzz.outcome o LEFT JOIN fuzz.outcome again ON again.batch = o.batch AND again.id = -o.id
    WHERE NOT o.changed AND o.id > 0 AND (o.answer, o.result) IS DISTINCT FROM ('accepted', again.result)"
finds_nothing "lies are taken for true, or answered by an error of their kind, soon" "
    SELECT batch, id, name, answer, took FROM fuzz.outcome
    WHERE answer !~ '^accepted\$|^(22P03|08P01|22023|22003|22008) ' OR took > '5 s'"
finds_nothing "what was taken for true is sent on as the same, or found out then" "
    SELECT o.batch, o.id, o.name, o.result, again.answer, again.result
    FROM fuzz.outcome o JOIN fuzz.outcome again ON again.batch = o.batch AND again.id = -o.id
    WHERE o.id > 0 AND again.result IS DISTINCT FROM o.result AND again.answer !~ '^22P03 '"
finds_nothing "every kind of state was true, believed with lies in it, and refused" "
    SELECT name, transition, seen FROM fuzz.kind LEFT JOIN LATERAL (
        SELECT array[count(*) FILTER (WHERE NOT changed AND answer = 'accepted') > 0, count(*) FILTER (WHERE changed AND answer = 'accepted') > 0,
                     count(*) FILTER (WHERE answer LIKE '22P03%') > 0, count(*) FILTER (WHERE answer LIKE '08P01%') > 0] AS seen
        FROM fuzz.outcome o WHERE o.name = kind.name) AS o ON true
    WHERE seen IS DISTINCT FROM '{t,t,t,t}'"
exit "$tap_status"
