#!/usr/bin/env bash
# Who reads a released mart, keeps all that it ever showed and knows linear programming learns nothing of few households.
# Needs no example. By hand more random towns: SEEDS="$(seq 1 100)" prove test/tap/secrecy.t
. "$(dirname "$0")/tap.bash"
plan 23

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --if-exists --force secrecy_test
    psql --no-psqlrc --quiet --command='DROP ROLE IF EXISTS secrecy_reader' postgres
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# usage: finds_nothing WHAT SQL
finds_nothing() {
    local found
    found=$(sql --field-separator=' | ' --command="$2 LIMIT 10") && [ -z "$found" ]; ok $? "$1"
    [ -z "$found" ] || awk '{ print "# " $0 }' <<<"$found" >&2
}
# usage: finds_some WHAT SQL. Negative controls: what the attacker would find where readers are protected otherwise.
finds_some() {
    [ -n "$(sql --command="$2 LIMIT 1")" ]; ok $? "$1"
}

cc -O2 -Wall -Wextra -o "$scratch/bounds" test/secrecy/bounds.c -lglpk -lm; ok $? "the program with GLPK compiles"
createdb secrecy_test
export PGDATABASE=secrecy_test
sql --command='CREATE EXTENSION social_services'
sql --file=test/secrecy/town.sql >/dev/null
for seed in ${SEEDS:-6 31}; do
    sql --command='SET client_min_messages = warning' --command='SET jit = off' --command="CALL attack.play($seed)" || exit 1
done
ok 0 "towns were released"
sql --file=test/secrecy/attack.sql >"$scratch/figures"
ok $? "the attacker has his figures"

finds_nothing "nothing that readers see changes between releases" "SELECT * FROM attack.seen_change WHERE mart = 'town_released'"
finds_some "the mart itself does" "SELECT * FROM attack.seen_change WHERE mart = 'town'"
finds_nothing "no fewer than five were in the same figures at every release" "SELECT * FROM attack.atom WHERE households < 5"
finds_nothing "nor do fewer make the difference of any two releases" "SELECT * FROM attack.difference WHERE households < 5"
finds_nothing "no number is one household's, nor what two releases or books and payments differ by" "
    SELECT town, step, what, value FROM attack.needles('attack.figure')
    UNION ALL
    SELECT b.town, b.step, b.what || ': ' || b.unit || ' ' || b.month, b.amount
    FROM attack.beside AS b JOIN attack.secret AS s ON s.town = b.town AND s.amount = abs(b.amount) WHERE b.what = 'books as told'"
finds_some "in the mart itself some are" "SELECT * FROM attack.needles('attack.exact_figure')"
finds_nothing "no column of any view that readers read meets amounts of its own town oftener than those of another" "SELECT what, own, others FROM attack.telling('attack.any_figure')"
[ "$(sql --command="SELECT count(DISTINCT view) > 25 AND count(DISTINCT view || '.' || name) > 150 FROM attack.any_figure")" = t ]; ok $? "these are many"
finds_nothing "these are of every view that readers read, but for those that have no rows here, being of no households or of nothing released" "
    SELECT v.relname FROM pg_class v
    WHERE v.relnamespace = 'town_released'::regnamespace AND v.relkind = 'v' AND has_table_privilege('secrecy_reader', v.oid, 'SELECT')
      AND v.relname NOT IN (SELECT view FROM attack.any_figure)
      AND v.relname <> ALL ('{appropriation_change,assignment_status,budget_by_driver,cost_comparison,decision_log,deficit_driver,goal_attainment,household_check,indicator_by_breakdown}')
      AND v.relname <> ALL ('{indicator_forecast,key_figure_comparison,key_figure_per_inhabitant,key_figure_trend,missing_translation,net_cost_deviation,reallocation_transfer}')
      AND v.relname <> ALL ('{reconciliation,register_history,register_status,risk_matrix,target_attainment,temporary_budget,under_compensation}')"
finds_nothing "what readers do not read is said to be insiders', or a part of other views" "
    SELECT v.relname FROM pg_class v
    WHERE v.relnamespace = 'town_released'::regnamespace AND v.relkind = 'v' AND NOT has_table_privilege('secrecy_reader', v.oid, 'SELECT')
      AND v.relname NOT IN (SELECT view_name FROM town_released.insider_view) AND v.relname !~ '^live_'"
finds_some "in the mart itself some columns do" "SELECT what FROM attack.telling('attack.any_exact_figure')"
finds_nothing "nor does an insider of one organisation who reads the others, by what he knows of his own" "SELECT what, own, others FROM attack.telling('attack.coalition')"
finds_nothing "of every view that readers read, each row is of an organisation, or it has no numbers" "
    SELECT v.relname, a.attname FROM pg_class v JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0 JOIN pg_type t ON t.oid = a.atttypid AND t.typcategory = 'N'
    WHERE v.relnamespace = 'town_released'::regnamespace AND v.relkind = 'v' AND has_table_privilege('secrecy_reader', v.oid, 'SELECT')
      AND NOT EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = v.oid AND o.attname = 'organisation')"
finds_nothing "a month of another head about households is told once" "SELECT * FROM attack.told_otherwise('attack.figure')"
finds_some "in the mart itself it changes" "SELECT * FROM attack.told_otherwise('attack.exact_figure')"
finds_nothing "different households of a year tell of no few" "SELECT * FROM attack.few_of_year('attack.figure')"
finds_some "in the mart itself they do" "SELECT * FROM attack.few_of_year('attack.exact_figure')"
"$scratch/bounds" <"$scratch/figures" >"$scratch/bounds.found"
ok $? "the linear programs are solved"
! grep '^released' "$scratch/bounds.found" >&2; ok $? "no amount can be told to a fifth of it"
found=$(cut -f 1 "$scratch/bounds.found" | sed 's/ s[0-9].*//' | sort -u)
controls=$(printf '%s\n' all 'few left out' 'groups refined' none 'rounded to hundreds' 'two left out in each line' | sort)
[ "$found" = "$controls" ]; ok $? "some could be without protection, rounded to hundreds, where figures of few are left out, also two in each line, and where groups are refined"
[ "$found" = "$controls" ] || awk '{ print "# " $0 }' <<<"$found" >&2
exit "$tap_status"
