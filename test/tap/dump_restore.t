#!/usr/bin/env bash
# A mart goes through pg_dump into a new database with every row, view, grant and comment. Needs the synthetic example too.
. "$(dirname "$0")/tap.bash"
plan 20

restored=lund_restored
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"; dropdb --if-exists "$restored" 2>/dev/null; sql --command="DROP ROLE IF EXISTS restored_loader, restored_reader, restored_renamed"' EXIT

# Tables and views as text, each in an order of its own below its name.
# usage: contents DATABASE WHICH     WHICH is a condition on relname
contents() {
    sql --dbname="$1" <<SQL
SELECT format('SELECT %L UNION ALL (SELECT (to_jsonb(r) - ''made_here'')::text FROM lund.%I r ORDER BY 1)', '== ' || relname, relname)
FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind IN ('r', 'v') AND $2 ORDER BY relname
\gexec
SQL
}
# usage: part_of FILE NAMES     what contents has written of relations, by a regular expression for their whole names
part_of() { awk -v names="^($2)\$" '/^== / { shown = $2 ~ names } shown' "$1"; }
# Whether each view that keeps what it says (kept) says what is computed for it, by what contents has written of all.
agree() {
    awk -v names="^($kept)\$" '/^== / { name = $2; rows[name] = ""; next } { rows[name] = rows[name] $0 "\n" }
         END { for (name in rows) if (name ~ names && "live_" name in rows) { pairs++; if (rows[name] != rows["live_" name]) { print "wrong: " name; wrong = 1 } }
               exit wrong || pairs < 10 }' "$1"
}
# What is defined, granted and said, without what differs between databases.
definitions() { pg_dump --schema=lund --schema-only "$1" | grep -vE '^(--|\\(un)?restrict )'; }

pg_dump --format=custom --file="$scratch/dump" lund_test; ok $? "pg_dump writes the database"
createdb "$restored" && pg_restore --dbname="$restored" "$scratch/dump"
ok $? "pg_restore reads it without an error"
# What is stale is told of each server: nothing proves there that what is kept here is whole.
everything="relname NOT IN ('stale_summary', 'live_summary')"
contents lund_test "$everything" >"$scratch/before"
contents "$restored" "$everything" >"$scratch/after"
[ "$(grep -c . "$scratch/before")" -gt 700 ]; ok $? "there is something to compare"
cmp "$scratch/before" "$scratch/after"; ok $? "every table and view is equal"
diff <(definitions lund_test) <(definitions "$restored"); ok $? "definitions, grants and comments are equal"
[[ $(sql --dbname="$restored" --command="UPDATE lund.unit SET name = E'a\\nb'" 2>&1) == *'unit.name holds the character U+000A at place 2'* ]]
ok $? "a restored mart refuses what is no plain text"

# Whether any view with a summary says something else than is computed of the same tables, and how many years are stale.
kept=$(sql --dbname="$restored" --command="SELECT string_agg(view_name, '|') FROM lund.summary_view")
views_are_right() { contents "$restored" "relname ~ '^($kept)$'" | cmp - <(part_of "${1:-$scratch/before}" "$kept"); }
stale() { sql --dbname="$restored" --command="SELECT count(*) FROM lund.stale_summary"; }
agree "$scratch/before" && [ "$(stale)" -gt 0 ]; ok $? "nothing kept is read before a refresh"
sql --dbname="$restored" --command="CALL refresh_social_mart('lund')" 2>/dev/null
[ "$(stale)" = 0 ]; ok $? "which makes all fresh again"
says_the_same() {
    contents "$restored" "relname !~ '^live_|^summary_|_summary$'" >"$scratch/after"
    cmp "$scratch/after" <(part_of "$scratch/before" "$(sed -n 's/^== //p' "$scratch/after" | paste -sd '|')") && [ "$(grep -c . "$scratch/after")" -gt 500 ]
}
says_the_same; ok $? "and says the same"
sql --dbname="$restored" --command="CALL upgrade_social_mart('lund')" --command="CALL refresh_social_mart('lund')" 2>/dev/null && says_the_same
ok $? "a restored mart can be upgraded, and stays equal"

# From here on only what lund is made of.
dump() { pg_dump --format=custom --exclude-schema=synthetic --extension=social_services --file="$scratch/dump" "$@" lund_test; }

# Whatever a dump leaves out, or a restore, views say what the tables do.
for left_out in '*.*_summary' '*summary_*' '*.ledger' '*.summary_note'; do
    dropdb "$restored" && createdb "$restored"
    dump --exclude-table-data="$left_out" && pg_restore --dbname="$restored" "$scratch/dump"
    truth=$scratch/before
    if [ "$left_out" = '*.ledger' ]; then
        truth=$scratch/without_ledger
        contents "$restored" "relname ~ '^live_($kept)$'" | sed 's/^== live_/== /' >"$truth"
    fi
    views_are_right "$truth" && sql --dbname="$restored" --command="CALL upgrade_social_mart('lund')" --command="CALL refresh_social_mart('lund')" 2>/dev/null && views_are_right "$truth"
    ok $? "restored without the data of $left_out, no view is wrong"
done
# A table alone, over the triggers that would note it.
dump
sql --dbname="$restored" --command="DELETE FROM lund.support_payment" --command="CALL refresh_social_mart('lund')" 2>/dev/null
pg_restore --data-only --disable-triggers --schema=lund --table=support_payment --dbname="$restored" "$scratch/dump"
views_are_right && [ "$(stale)" -gt 0 ] && ! sql --dbname="$restored" --command="CALL refresh_social_mart('lund')" 2>/dev/null &&
    sql --dbname="$restored" --command="CALL upgrade_social_mart('lund')" --command="CALL refresh_social_mart('lund')" 2>/dev/null && views_are_right && [ "$(stale)" = 0 ]
ok $? "nor after a restore that switches triggers off"

# A superuser who restores what another owned lends nobody a superuser's rights by it, until the mart is upgraded.
dropdb "$restored" && createdb "$restored" && pg_restore --no-owner --dbname="$restored" "$scratch/dump"
sql --dbname="$restored" --command='CREATE ROLE restored_loader' --command='GRANT USAGE ON SCHEMA lund TO restored_loader' --command='GRANT INSERT ON lund.unit TO restored_loader'
load() { sql --dbname="$restored" --command='SET SESSION AUTHORIZATION restored_loader' --command="INSERT INTO lund.unit (code, name) VALUES ('new', 'New')" 2>&1; }
[[ $(load) == *'was restored by a superuser'* ]]; ok $? "what came from the dump works for nobody with a superuser's rights"
sql --dbname="$restored" --command="SET client_min_messages = warning" --command="CALL upgrade_social_mart('lund')" && load; ok $? "until a superuser has upgraded the mart"

# A reader whose role is missing where the dump is read: the mart says so, and lets it read once it is there.
sql --command='CREATE ROLE restored_reader' --command="CALL grant_insider('lund', 'restored_reader')" 2>/dev/null
dump
sql --command="CALL revoke_reader('lund', 'restored_reader')" --command='DROP ROLE restored_reader'
dropdb "$restored" && createdb "$restored" && pg_restore --dbname="$restored" "$scratch/dump" 2>/dev/null
# Another server's dump: its numbers of roles mean nothing here.
upgrade() { sql --dbname="$restored" --command='UPDATE lund.mart SET cluster = 1' --command="CALL upgrade_social_mart('lund')" 2>&1; }
readable() { sql --dbname="$restored" --command="SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'lund'::regnamespace AND has_table_privilege('$1', c.oid, 'SELECT')"; }
[[ $(upgrade) == *'reader restored_reader of mart lund is no role of this server'* ]]; ok $? "a restored mart tells of a reader that is missing"
sql --command='CREATE ROLE restored_reader' && upgrade >/dev/null; [ "$(readable restored_reader)" -gt 30 ] && [ "$(readable restored_reader)" = "$(readable lund_reader)" ]
ok $? "who reads all again once the role is there"
sql --command='ALTER ROLE restored_reader RENAME TO restored_renamed'
sql --dbname="$restored" --command="CALL upgrade_social_mart('lund')" 2>/dev/null
[ "$(sql --dbname="$restored" --command="SELECT role FROM lund.mart_reader")" = restored_renamed ]; ok $? "and is known by its number from then on"
exit "$tap_status"
