#!/usr/bin/env bash
# The example of an economy system's file goes in by one command, and gives a variance by account.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 7
generate=$(dirname "$0")/../../examples/sie/generate

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() { rm -rf -- "$scratch"; dropdb --if-exists --force sie_example; }
trap clean_up EXIT
dropdb --if-exists --force sie_example 2>/dev/null
createdb sie_example
export PGDATABASE=sie_example

"$generate" 2028 2 500 >"$scratch/books.se"; ok $? "a file is made"
sql --command='CREATE EXTENSION social_services' --command="CALL create_social_mart('m', organisation => '0000')" 2>/dev/null
# As docs/data-in.md says.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 >"$scratch/log" 2>&1 <<SQL
\set file \`base64 -w0 '$scratch/books.se'\`
CALL load_sie('m', decode(:'file', 'base64'));
SQL
ok $? "it is loaded"
cat "$scratch/log"
grep -q 'checks: holds: complete, readable, imported, balanced, year, result, types, declared$' "$scratch/log"; ok $? "and agrees with itself"
# By the lines of the file, without the functions that read it.
grep -a '^#RES 0' "$scratch/books.se" | awk '{ print $3 "|" $4 }' | sort >"$scratch/stated"
sql --command="SELECT head, sum(CASE flow WHEN 'revenue' THEN - amount ELSE amount END) FROM m.ledger WHERE scenario = 'outcome-2028' GROUP BY head" | sort >"$scratch/loaded"
diff "$scratch/stated" "$scratch/loaded"; ok $? "each account has its result"
[ "$(sql --command="SELECT count(*) = 10 AND count(variance) = 10 FROM (SELECT head_code, sum(budget) - sum(outcome) AS variance FROM m.budget_variance GROUP BY head_code) v" \
    --command="SELECT string_agg(as_of::text, ' ') FROM m.scenario WHERE kind = 'outcome'")" = $'t\n2028-02-29' ]
ok $? "and a variance; the outcome knows of all days of February"
out=$(cd "$(dirname "$0")/../../examples/sie" && psql --no-psqlrc --set=ON_ERROR_STOP=1 --file=variance.sql 2>&1); ok $? "the demo's screen runs"
printf '%s\n' "$out" | grep -q '^ *7010 *| Försörjningsstöd' || { printf '%s\n' "$out"; false; }; ok $? "and has the variance by account"
exit "$tap_status"
