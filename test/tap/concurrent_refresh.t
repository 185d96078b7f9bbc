#!/usr/bin/env bash
# A change that is committed while summaries are refreshed shows at once, and a refresh waits for nobody.
# Waits.
. "$(dirname "$0")/tap.bash"
plan 14

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    sql --command="DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04'" --command="CALL refresh_social_mart('lund')" >/dev/null 2>&1
    rm -rf -- "$scratch"
}
trap clean_up EXIT

is_fresh() { [ "$(sql --command="SELECT count(*) FROM lund.stale_summary")" = 0 ]; }
# The amount as the view says it, and as it is computed.
amount="SELECT coalesce(sum(outcome), 0) FROM lund.%s WHERE scenario = 'forecast-2023-04' AND head_code = 'other' AND unit_code = 'board'"
is_shown() {
    # shellcheck disable=SC2059 # the name of the view is what is filled in
    [ "$(sql --command="$(printf "$amount" budget_variance)")" = "$1" ] && [ "$(sql --command="$(printf "$amount" live_budget_variance)")" = "$1" ]
}
# Waits until a session sleeps after what it has done.
wait_for_sleep() {
    for _ in {1..50}; do
        [ "$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3);'")" = 1 ] && return
        sleep 0.1
    done
}

sql --command="CALL refresh_social_mart('lund')" 2>/dev/null
is_fresh; ok $? "all summaries are fresh"

# A writer begins before the refresh and commits after it.
sql --file=- >"$scratch/writer" 2>&1 <<'SQL' &
BEGIN;
INSERT INTO lund.ledger (organisation, scenario, unit, head, amount) VALUES ('1281', 'forecast-2023-04', 'board', 'other', 5);
SELECT pg_sleep(3);
COMMIT;
SQL
writer=$!
wait_for_sleep
sql --command="UPDATE lund.unit SET name = name WHERE organisation = '1281' AND code = 'board'"
sql --command="SET statement_timeout = 2500" --command="CALL refresh_social_mart('lund')" 2>/dev/null; ok $? "a refresh does not wait for a writer"
is_fresh && is_shown 0; ok $? "and knows nothing of what is not committed"
wait "$writer"; ok $? "nor does the writer mind the refresh"
is_shown 5.00; ok $? "once committed, it shows"
! is_fresh; ok $? "being computed, for the refresh did not know it"

# A writer commits while a refresh is under way: after its list of changes, before it is done.
sql --file=- >"$scratch/refresh" 2>&1 <<'SQL' &
BEGIN;
CALL refresh_social_mart('lund');
SELECT pg_sleep(3);
COMMIT;
SQL
refresh=$!
wait_for_sleep
sql --command="SET statement_timeout = 2500" --command="UPDATE lund.ledger SET amount = 7 WHERE scenario = 'forecast-2023-04'"; ok $? "a writer does not wait for a refresh"
wait "$refresh"
is_shown 7.00 && ! is_fresh; ok $? "and what it wrote shows after the refresh too"

# A reader goes on with an older snapshot while the mart is upgraded: what belongs to that is still there.
count="SELECT count(*) > 0 AND count(*) = (SELECT count(*) FROM lund.live_budget_variance) FROM lund.budget_variance"
sql --command="CALL refresh_social_mart('lund')" 2>/dev/null
sql --file=- >"$scratch/reader" 2>&1 <<SQL &
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) > 0 FROM lund.unit;
SELECT pg_sleep(3);
$count;
COMMIT;
SQL
reader=$!
wait_for_sleep
sql --command="CALL upgrade_social_mart('lund')" --command="$count" >"$scratch/upgrade"
[ "$(cat "$scratch/upgrade")" = t ]; ok $? "after an upgrade all is there"
wait "$reader"
[ "$(tr -d '\n' <"$scratch/reader")" = tt ]; ok $? "also for who began to read before it"

# Who cannot see what another refresh has kept may not keep the same again.
sql --set=VERBOSITY=sqlstate --file=- >"$scratch/refresh" 2>&1 <<'SQL' &
SET client_min_messages = warning;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) > 0 FROM lund.unit;
SELECT pg_sleep(3);
CALL refresh_social_mart('lund', anew => true);
COMMIT;
SQL
refresh=$!
wait_for_sleep
sql --command="CALL refresh_social_mart('lund', anew => true)" 2>/dev/null
wait "$refresh"
grep -q 40001 "$scratch/refresh"; ok $? "a refresh that sees the mart as it was before another one is refused"
[ "$(sql --command="$count")" = t ]; ok $? "and nothing is kept twice"

# A change is noted for the year that its scenario has, so the scenario may not move on before that is committed.
sql --command="INSERT INTO lund.ledger (organisation, scenario, unit, head, amount) VALUES ('1281', 'forecast-2023-04', 'board', 'other', 5) ON CONFLICT DO NOTHING"
sql --file=- >"$scratch/writer" 2>&1 <<'SQL' &
BEGIN;
UPDATE lund.ledger SET amount = amount + 1 WHERE scenario = 'forecast-2023-04';
SELECT pg_sleep(3);
COMMIT;
SQL
writer=$!
wait_for_sleep
! sql --command="SET statement_timeout = 1000" --command="UPDATE lund.scenario SET fiscal_year = 2018 WHERE organisation = '1281' AND code = 'forecast-2023-04'" 2>"$scratch/moved" &&
    grep -q 'statement timeout' "$scratch/moved"
ok $? "a scenario's year waits for changes of its amounts"
sql --command="SET statement_timeout = 1000" --command="UPDATE lund.scenario SET stated_total = stated_total WHERE organisation = '1281' AND code = 'forecast-2023-04'"
ok $? "whatever else is said of it does not"
wait "$writer"
exit "$tap_status"
