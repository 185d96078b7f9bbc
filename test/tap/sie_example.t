#!/usr/bin/env bash
# The example of an economy system's file goes in by one command, and gives a variance by account.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 8
generate=$(dirname "$0")/../../examples/sie/generate

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() { rm -rf -- "$scratch"; dropdb --if-exists --force sie_example; dropuser --if-exists regress_sie_owner; }
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
grep -q 'checks: holds: complete, readable, imported, balanced, year, result, once, types, declared$' "$scratch/log"; ok $? "and agrees with itself"
# By the lines of the file, without the functions that read it.
grep -a '^#RES 0' "$scratch/books.se" | awk '{ print $3 "|" $4 }' | sort >"$scratch/stated"
sql --command="SELECT head, sum(CASE flow WHEN 'revenue' THEN - amount ELSE amount END) FROM m.ledger WHERE scenario = 'outcome-2028' GROUP BY head" | sort >"$scratch/loaded"
diff "$scratch/stated" "$scratch/loaded"; ok $? "each account has its result"
[ "$(sql --command="SELECT count(*) = 10 AND count(variance) = 10 FROM (SELECT head_code, sum(budget) - sum(outcome) AS variance FROM m.budget_variance GROUP BY head_code) v" \
    --command="SELECT string_agg(as_of::text, ' ') FROM m.scenario WHERE kind = 'outcome'")" = $'t\n2028-02-29' ]
ok $? "and a variance; the outcome knows of all days of February"
out=$(cd "$(dirname "$0")/../../examples/sie" && psql --no-psqlrc --set=ON_ERROR_STOP=1 --file=variance.sql 2>&1); ok $? "the demo's screen runs"
printf '%s\n' "$out" | grep -q '^ *7010 *| Försörjningsstöd' || { printf '%s\n' "$out"; false; }; ok $? "and has the variance by account"

# A load holds the file once, and no more than 64 MB beside it, also one that runs as the mart's owner. What a session learns of the
# mart's tables and views it keeps, whatever it loads: a small file comes first. (Linux alone tells how much a process had.)
if [ -r /proc/self/status ]; then
    "$generate" 2029 2 100000 >"$scratch/large.se"
    chmod -R a+rX "$scratch"
    read -r before after < <(sql 2>"$scratch/log" <<SQL | tr '\n' ' '
SET client_min_messages = warning;
CREATE ROLE regress_sie_owner;
GRANT CREATE ON DATABASE sie_example TO regress_sie_owner;
SET ROLE regress_sie_owner;
CALL create_social_mart('owned', organisation => '0000');
RESET ROLE;
\connect
SET client_min_messages = warning;
CREATE FUNCTION most_memory() RETURNS bigint RETURN 1024 * (regexp_match(pg_read_file('/proc/self/status'), 'VmHWM:\s+(\d+)'))[1]::bigint;
CALL load_sie('owned', pg_read_binary_file('$scratch/books.se'));
SELECT most_memory();
CALL load_sie('owned', pg_read_binary_file('$scratch/large.se'));
SELECT most_memory();
SQL
    )
    size=$(wc -c <"$scratch/large.se")
    cat "$scratch/log"
    echo "# a file of $size bytes took $((${after:?} - before))"
    [ "$size" -gt 16000000 ] && [ $((after - before)) -lt $((size + 64 * 1024 * 1024)) ]
    ok $? "a load takes no more memory than its file and 64 MB"
else
    ok 0 "a load takes no more memory than its file and 64 MB # SKIP there is no /proc"
fi
exit "$tap_status"
