#!/usr/bin/env bash
# A mart goes through pg_dump into a new database with every row, view, grant and comment.
. "$(dirname "$0")/tap.bash"
plan 7

restored=lund_restored
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"; dropdb --if-exists "$restored" 2>/dev/null' EXIT

# Every table and view as text, in an order of its own.
# usage: contents DATABASE [PATTERN_OF_WHAT_TO_LEAVE_OUT]
contents() {
    local relation
    for relation in $(sql --dbname="$1" --command="SELECT relname FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind IN ('r', 'v')
                                                   AND relname !~ '${2:-^$}' ORDER BY 1"); do
        echo "== $relation"
        sql --dbname="$1" --command="SELECT r::text FROM lund.$relation r ORDER BY 1"
    done
}
# What is defined, granted and said, without what differs between databases.
definitions() { pg_dump --schema=lund --schema-only "$1" | grep -vE '^(--|\\(un)?restrict )'; }

pg_dump --format=custom --file="$scratch/dump" lund_test; ok $? "pg_dump writes the database"
createdb "$restored" && pg_restore --dbname="$restored" "$scratch/dump"
ok $? "pg_restore reads it without an error"
contents lund_test >"$scratch/before"
contents "$restored" >"$scratch/after"
[ "$(grep -c . "$scratch/before")" -gt 700 ]; ok $? "there is something to compare"
cmp "$scratch/before" "$scratch/after"; ok $? "every table and view is equal"
diff <(definitions lund_test) <(definitions "$restored"); ok $? "definitions, grants and comments are equal"
[[ $(sql --dbname="$restored" --command="UPDATE lund.unit SET name = E'a\\nb'" 2>&1) == *'unit.name holds the character U+000A at place 2'* ]]
ok $? "a restored mart refuses what is no plain text"
# Summaries begin anew then; refreshed, they hold the same, of another time.
contents lund_test '^summary_' >"$scratch/before"
sql --dbname="$restored" --command="CALL upgrade_social_mart('lund')" --command="CALL refresh_social_mart('lund')" 2>/dev/null &&
    contents "$restored" '^summary_' | cmp "$scratch/before" -
ok $? "a restored mart can be upgraded, and stays equal"
exit "$tap_status"
