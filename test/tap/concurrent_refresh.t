#!/usr/bin/env bash
# A change that is committed while summaries are refreshed shows at once, and a refresh waits for nobody. Several share the
# organisations, and what one has done stays when it is cancelled.
# Waits.
. "$(dirname "$0")/tap.bash"
plan 37

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    sql --command="DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04'" --command="CALL refresh_social_mart('lund')" >/dev/null 2>&1
    sql --command="DROP SCHEMA IF EXISTS six CASCADE" >/dev/null 2>&1
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
# Waits until a query says so.
wait_until() {
    for _ in {1..300}; do
        [ "$(sql --command="$1")" = t ] && return
        sleep 0.1
    done
    return 1
}
# usage: hold STATEMENT: a session that has done that in a transaction, and waits until it is released.
hold() {
    mkfifo "$scratch/hold"
    sql --set=ON_ERROR_STOP=0 --file="$scratch/hold" >"$scratch/held" 2>&1 &
    holder=$!
    exec {held}>"$scratch/hold"
    printf "BEGIN;\n%s;\nSELECT 'held';\n" "$1" >&"$held"
    wait_until "SELECT count(*) = 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND query = 'SELECT ''held'';'"
}
release() {
    echo 'COMMIT;' >&"$held"
    exec {held}>&-
    wait "$holder"
    rm "$scratch/hold"
}

sql --command="CALL refresh_social_mart('lund')" 2>/dev/null
is_fresh; ok $? "all summaries are fresh"

# A writer begins before the refresh and commits after it.
hold "INSERT INTO lund.ledger (organisation, scenario, unit, head, amount) VALUES ('1281', 'forecast-2023-04', 'board', 'other', 5)"
sql --command="UPDATE lund.unit SET name = name WHERE organisation = '1281' AND code = 'board'"
sql --command="SET lock_timeout = 500" --command="CALL refresh_social_mart('lund')" 2>/dev/null; ok $? "a refresh does not wait for a writer"
is_fresh && is_shown 0; ok $? "and knows nothing of what is not committed"
release && ! grep -q ERROR "$scratch/held"; ok $? "nor does the writer mind the refresh"
is_shown 5.00; ok $? "once committed, it shows"
! is_fresh; ok $? "being computed, for the refresh did not know it"

# A writer commits while a refresh is under way: after its list of changes, before it is done.
hold "CALL refresh_social_mart('lund')"
sql --command="SET lock_timeout = 500" --command="UPDATE lund.ledger SET amount = 7 WHERE scenario = 'forecast-2023-04'"; ok $? "a writer does not wait for a refresh"
release
is_shown 7.00 && ! is_fresh; ok $? "and what it wrote shows after the refresh too"

# A reader goes on with an older snapshot while the mart is upgraded: what belongs to that is still there.
count="SELECT count(*) > 0 AND count(*) = (SELECT count(*) FROM lund.live_budget_variance) FROM lund.budget_variance"
sql --command="CALL refresh_social_mart('lund')" 2>/dev/null
hold "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) > 0 FROM lund.unit"
sql --command="CALL upgrade_social_mart('lund')" --command="$count" >"$scratch/upgrade"
[ "$(cat "$scratch/upgrade")" = t ]; ok $? "after an upgrade all is there"
echo "$count;" >&"$held"
release
[ "$(tr '\n' ' ' <"$scratch/held")" = 't held t ' ]; ok $? "also for who began to read before it"

# Who cannot see what another refresh has kept may not keep the same again.
hold "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM lund.unit"
sql --command="CALL refresh_social_mart('lund', anew => true)" 2>/dev/null
printf '%s\n' '\set VERBOSITY sqlstate' "CALL refresh_social_mart('lund', anew => true);" >&"$held"
release
grep -q 40001 "$scratch/held"; ok $? "a refresh that sees the mart as it was before another one is refused"
[ "$(sql --command="$count")" = t ]; ok $? "and nothing is kept twice"

# A change is noted for the year that its scenario has, so the scenario may not move on before that is committed.
sql --command="INSERT INTO lund.ledger (organisation, scenario, unit, head, amount) VALUES ('1281', 'forecast-2023-04', 'board', 'other', 5) ON CONFLICT DO NOTHING"
hold "UPDATE lund.ledger SET amount = amount + 1 WHERE scenario = 'forecast-2023-04'"
! sql --command="SET statement_timeout = 1000" --command="UPDATE lund.scenario SET fiscal_year = 2018 WHERE organisation = '1281' AND code = 'forecast-2023-04'" 2>"$scratch/moved" &&
    grep -q 'statement timeout' "$scratch/moved"
ok $? "a scenario's year waits for changes of its amounts"
sql --command="SET statement_timeout = 60000" --command="UPDATE lund.scenario SET stated_total = stated_total WHERE organisation = '1281' AND code = 'forecast-2023-04'"
ok $? "whatever else is said of it does not"
release

# Six organisations, two tables of each that change.
sql >/dev/null <<'SQL'
SET client_min_messages = warning;
CALL create_social_mart('six', organisation => 'o1');
SET search_path = six, public;
INSERT INTO organisation (organisation, name) SELECT 'o' || n, 'Organisation ' || n FROM generate_series(2, 6) AS n;
INSERT INTO unit (organisation, code, name) SELECT organisation, 'u', 'Unit' FROM organisation;
INSERT INTO budget_head (organisation, code, name) SELECT organisation, 'h', 'Head' FROM organisation;
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT organisation, k || y, k, y FROM organisation, generate_series(2022, 2023) AS y, unnest('{budget,outcome}'::text[]) AS k;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT organisation, code, 'u', 'h', make_date(fiscal_year, m, 1), 100 FROM scenario, generate_series(1, 12) AS m WHERE kind = 'outcome';
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT organisation, code, 'u', 'h', 1300 FROM scenario WHERE kind = 'budget';
INSERT INTO support_payment (organisation, unit, household, month, amount) SELECT organisation, 'u', 1, make_date(2023, m, 1), 9 FROM organisation, generate_series(1, 12) AS m;
CREATE VIEW wrong AS
SELECT 'budget_variance' AS view_name, count(*) AS rows FROM (SELECT v::text, count(*) FROM budget_variance v GROUP BY 1 EXCEPT SELECT v::text, count(*) FROM live_budget_variance v GROUP BY 1) d
UNION ALL
SELECT 'caseload_by_month', count(*) FROM (SELECT v::text, count(*) FROM caseload_by_month v GROUP BY 1 EXCEPT SELECT v::text, count(*) FROM live_caseload_by_month v GROUP BY 1) d;
SQL
ok $? "there is a mart of six organisations"
change="UPDATE six.ledger SET amount = amount + 1; UPDATE six.support_payment SET amount = amount + 1"
# Which organisations are stale, as any session sees it: how far another one has come.
stale() { sql --command="SELECT coalesce(string_agg(DISTINCT organisation, ' ' ORDER BY organisation), 'none') FROM six.stale_summary"; }
# Of each are kept two years of the ledger, one of the caseload and two of people, each once, and what the views say of them is what they compute.
is_right() { [ "$(sql --command="SELECT count(*), count(DISTINCT (about, organisation, fiscal_year)) = count(*) FROM six.summary_note WHERE kind = 'refresh'")" = "30|t" ] &&
    [ "$(sql --command="SELECT sum(rows) FROM six.wrong")" = 0 ]; }
hold_turn() { hold "SELECT FROM six.summary_turn WHERE organisation = '$1' FOR UPDATE"; }
# usage: refresh ARGUMENTS: begins one, which ends with it.
refresh() {
    sql --command="CALL refresh_social_mart('six'${1-})" >"$scratch/refresh" 2>&1 {held}>&- &
    refresh=$!
}
only_is_stale() { wait_until "SELECT array_agg(DISTINCT organisation) = '{$1}' FROM six.stale_summary"; }
refreshes="pg_stat_activity WHERE query LIKE 'CALL refresh_social_mart%' AND state = 'active'"
is_waiting="SELECT count(*) = 1 FROM $refreshes AND wait_event_type = 'Lock'"
cancel() { sql --command="SELECT pg_cancel_backend(pid) FROM $refreshes" >/dev/null; wait "$refresh"; }

# It says how far it is.
sql --command="CALL refresh_social_mart('six')" 2>"$scratch/progress"
grep -qx 'NOTICE:  refreshing six: 6 organisations ...' "$scratch/progress" &&
    grep -qxE 'NOTICE:  refreshing six: 1 of 6 organisations done \(16 %\), about [0-9]+:[0-9]{2}:[0-9]{2} left ...' "$scratch/progress" &&
    tail -n 1 "$scratch/progress" | grep -qxE 'NOTICE:  the summaries of six are up to date: 6 of 6 organisations were computed here(, in [0-9]+:[0-9]{2}:[0-9]{2})?'
ok $? "a refresh says how far it is, and about how long it will take"
[ "$(stale)" = none ] && is_right; ok $? "and has done all"

# A transaction of others' has an organisation to itself until it ends.
sql --command="$change"
hold "CALL refresh_social_mart('six', organisation => 'o3')"
refresh
only_is_stale o3; ok $? "two sessions share the organisations: what one is at the other passes over, and commits the rest"
wait_until "$is_waiting"; ok $? "then it waits for the first one"
release
wait "$refresh"; ok $? "and ends with it"
grep -q 'waiting for another session, which refreshes organisation o3' "$scratch/refresh" && grep -q '5 of 6 organisations were computed here' "$scratch/refresh"
ok $? "having said so, and computed five"
[ "$(stale)" = none ] && is_right; ok $? "all that was stale when it began is up to date when it returns"
# If the other one fails, it does that too.
sql --command="$change"
hold "CALL refresh_social_mart('six', organisation => 'o3')"
refresh
wait_until "$is_waiting"
echo 'ROLLBACK;' >&"$held"
release
wait "$refresh"
grep -q '6 of 6 organisations were computed here' "$scratch/refresh" && [ "$(stale)" = none ] && is_right; ok $? "also if the first one did not keep what it computed"

# Cancelled, it keeps what it has done.
sql --command="$change"
hold_turn o5
refresh
only_is_stale o5
! cancel && grep -q 'canceling statement' "$scratch/refresh" && [ "$(stale)" = o5 ] && is_right; ok $? "one that is cancelled keeps what it has done"
release
sql --command="CALL refresh_social_mart('six')" 2>"$scratch/refresh"
grep -q 'refreshing six: organisation o5' "$scratch/refresh"; ok $? "and the next one does the rest"
sql --command="$change"
hold_turn o5
sql --command="BEGIN" --command="CALL refresh_social_mart('six')" --command="COMMIT" >"$scratch/refresh" 2>&1 &
refresh=$!
wait_until "$is_waiting"
! cancel && [ "$(stale)" = 'o1 o2 o3 o4 o5 o6' ]; ok $? "but in a transaction block all or nothing"
release
# What is to be forgotten may be on its way into a summary.
sql --command="CALL refresh_social_mart('six')" 2>/dev/null
hold_turn o5
refresh ', anew => true'
wait_until "$is_waiting" && [ "$(stale)" = none ]; ok $? "nothing is forgotten while another session is at it"
release
wait "$refresh" && grep -q '6 of 6 organisations were computed here' "$scratch/refresh" && [ "$(stale)" = none ] && is_right; ok $? "then all is, and computed"

# A change in the middle.
sql --command="$change"
hold_turn o6
refresh
only_is_stale o6
sql --command="SET statement_timeout = 60000" --command="UPDATE six.ledger SET amount = amount + 1 WHERE organisation IN ('o2', 'o6')"; ok $? "a writer does not wait in the middle"
release
wait "$refresh"; ok $? "nor is the refresh without an end"
[ "$(stale)" = o2 ] && [ "$(sql --command="SELECT sum(rows) FROM six.wrong")" = 0 ]; ok $? "what was computed before the change is stale, what came after it has it"

# Who sees the mart as it was before another refresh may not keep the same again, if nothing was kept of it before.
sql --command="INSERT INTO six.organisation (organisation, name) VALUES ('o7', 'New')" --command="$change"
hold "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM six.unit"
sql --command="SET default_transaction_isolation = 'serializable'" --command="CALL refresh_social_mart('six')" 2>/dev/null; ok $? "a refresh by itself sees what is there, whatever the session's default is"
printf '%s\n' '\set VERBOSITY sqlstate' "CALL refresh_social_mart('six');" >&"$held"
release
grep -q 40001 "$scratch/held"; ok $? "one in a transaction that began before another is refused"
sql --command="DELETE FROM six.organisation WHERE organisation = 'o7'"

# An upgrade in the middle comes between two steps.
sql --command="$change"
hold_turn o6
refresh
only_is_stale o6
wait_until "$is_waiting"
release
sql --command="CALL upgrade_social_mart('six')" 2>/dev/null; ok $? "an upgrade in the middle of a refresh ends"
wait "$refresh"; ok $? "and so does the refresh"
[ "$(stale)" = none ] && is_right; ok $? "all is up to date"

# Whatever several do at once, it ends, and all is right.
sql --command="$change"
pids=()
for what in "anew => true" "anew => false" "organisation => 'o4'" "anew => true, organisation => 'o2'"; do
    sql --command="CALL refresh_social_mart('six', $what)" --command="CALL refresh_social_mart('six')" >>"$scratch/all" 2>&1 &
    pids+=($!)
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
[ "$failed" = 0 ] && [ "$(stale)" = none ] && is_right; ok $? "four at once, two of which forget: all is up to date, and nothing kept twice"
exit "$tap_status"
