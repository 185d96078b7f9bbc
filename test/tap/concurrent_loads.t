#!/usr/bin/env bash
# Sessions at once. What is right by itself and together wrong: the second is refused, at
# every isolation level. What has nothing to do with each other: neither waits, and no
# reader can make anybody wait.
# Waits.
. "$(dirname "$0")/tap.bash"
plan 70

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    exec 3>&- 4>&- 5>&-
    wait
    sql --command="SET client_min_messages = warning" \
        --command="DELETE FROM lund.ledger WHERE scenario IN ('forecast-2023-04', 'forecast-other') AND unit IN ('board', 'permits', 'refugees')" \
        --command="DELETE FROM lund.scenario WHERE code = 'forecast-other'" \
        --command="DELETE FROM lund.unit_succession WHERE unit IN ('permits', 'refugees')" \
        --command="DELETE FROM lund.unit_move WHERE unit IN ('permits', 'refugees')" \
        --command="UPDATE lund.unit SET parent = 'board' WHERE code IN ('permits', 'refugees')" \
        --command="REVOKE INSERT ON lund.ledger FROM lund_reader"
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# Three sessions, each a psql that reads what is said to it: first, second, third.
for session in first second third; do
    mkfifo "$scratch/$session.in"
    : >"$scratch/$session.out"
    PGAPPNAME=loads_$session PGOPTIONS='-c client_min_messages=warning -c deadlock_timeout=200ms' \
        psql --no-psqlrc --quiet --tuples-only --no-align --set=VERBOSITY=verbose <"$scratch/$session.in" >>"$scratch/$session.out" 2>&1 &
done
exec 3>"$scratch/first.in" 4>"$scratch/second.in" 5>"$scratch/third.in"

# usage: say SESSION SQL: does not wait for it to be done
say() {
    local channel
    case $1 in first) channel=3 ;; second) channel=4 ;; third) channel=5 ;; esac
    said=$((said + 1))
    printf '%s\n\\echo done %s\n' "$2" "$said" >&"$channel"
}
said=0

# usage: heard SESSION: waits, 20 seconds at most, until all that was said to it is done
heard() {
    local number
    number=$(eval "echo \$said_$1")
    for _ in {1..200}; do
        grep -q "^done $number\$" "$scratch/$1.out" && return 0
        sleep 0.1
    done
    return 1
}

# usage: tell SESSION SQL: and waits for it
tell() {
    say "$1" "$2"
    eval "said_$1=$said"
    heard "$1"
}

# usage: ask SESSION SQL: returns once it waits for a lock or is done
ask() {
    say "$1" "$2"
    eval "said_$1=$said"
    for _ in {1..100}; do
        grep -q "^done $said\$" "$scratch/$1.out" && return
        [ "$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE application_name = 'loads_$1' AND wait_event_type = 'Lock'")" = 0 ] || return
        sleep 0.1
    done
}

# What a session has said since the last time.
answer() { cat "$scratch/$1.out"; : >"$scratch/$1.out"; }

amount() { # UNIT MONTH
    echo "INSERT INTO lund.ledger (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'forecast-2023-04', '$1', 'other', $2, 1);"
}
move() { echo "UPDATE lund.unit SET parent = '$2' WHERE code = '$1';"; } # CODE PARENT
move_later() { echo "INSERT INTO lund.unit_move (organisation, unit, parent, from_year) VALUES ('1281', '$1', '$2', 2023);"; } # CODE PARENT
anew() {
    sql --command="DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04' AND unit = 'board'" \
        --command="DELETE FROM lund.unit_succession WHERE unit IN ('permits', 'refugees')" \
        --command="DELETE FROM lund.unit_move WHERE unit IN ('permits', 'refugees')" \
        --command="UPDATE lund.unit SET parent = 'board' WHERE code IN ('permits', 'refugees')"
}
mixed() {
    sql --command="SELECT count(*) FROM (SELECT FROM lund.ledger GROUP BY organisation, scenario, unit, head, flow HAVING count(month) > 0 AND count(month) < count(*)) m"
}
succeed() { # UNIT SUCCESSOR SHARE
    echo "INSERT INTO lund.unit_succession (unit, successor, from_year, share) VALUES ('$1', '$2', 2024, $3);"
}
# shellcheck disable=SC2317 # second_is_refused calls it
too_much() { sql --command="SELECT count(*) FROM (SELECT FROM lund.unit_succession GROUP BY organisation, unit, from_year HAVING sum(share) > 1) s"; }
# shellcheck disable=SC2317 # second_is_refused calls it
swapped() { sql --command="SELECT count(*) FROM lund.unit_succession a JOIN lund.unit_succession b ON b.unit = a.successor AND b.successor = a.unit"; }
circles() { sql --command="SELECT count(*) FROM lund.unit a JOIN lund.unit b ON b.code = a.parent AND b.parent = a.code"; }
# shellcheck disable=SC2317 # second_is_refused calls it
later_circles() {
    sql --command="SELECT count(*) FROM lund.unit u WHERE u.organisation = '1281'
                   AND NOT EXISTS (SELECT FROM lund.unit_tree t WHERE t.organisation = u.organisation AND t.fiscal_year = 2023 AND t.code = u.code)"
}

# usage: second_is_refused FIRST SECOND MESSAGE COUNT WHAT
second_is_refused() {
    anew
    tell first "BEGIN; $1"
    ask second "$2"
    [ -z "$(answer second)" ]; ok $? "$5: the second waits"
    tell first "COMMIT;"
    heard second
    answer second | grep -q "$3"; ok $? "$5: and is refused"
    [ "$($4)" = 0 ]; ok $? "$5: one of the two is stored"
}
both_ways='both by month and for the whole year'
second_is_refused "$(amount board NULL)" "$(amount board "'2023-01-01'")" "23514: .*$both_ways" mixed 'an amount by year and by month'
second_is_refused "$(amount board "'2023-01-01'")" "$(amount board NULL)" "23514: .*$both_ways" mixed 'an amount by month and by year'
second_is_refused "$(move permits refugees)" "$(move refugees permits)" '23514: .*would stand above itself' circles 'a circle in a tree'
second_is_refused "$(move refugees permits)" "$(move permits refugees)" '23514: .*would stand above itself' circles 'a circle in a tree, the other way'
second_is_refused "$(succeed permits refugees 1)" "$(succeed refugees permits 1)" '23514: .*would succeed itself' swapped 'a circle of successions'
second_is_refused "$(succeed permits refugees 0.6)" "$(succeed permits board 0.6)" '23514: .*add up to 1.2, more than 1' too_much 'shares of a unit'
second_is_refused "$(move_later permits refugees)" "$(move refugees permits)" '23514: .*would stand above itself from fiscal year 2023 on' later_circles 'a circle of a move and a parent'
second_is_refused "$(move_later permits refugees)" "$(move_later refugees permits)" '23514: .*would stand above itself from fiscal year 2023 on' later_circles 'a circle of two moves'

# At other levels the second does not see what the first did after it began, and so must
# not be believed. The key is there already, of amounts that are gone.
for level in 'REPEATABLE READ' 'SERIALIZABLE'; do
    for forms in "'2023-02-01' NULL" "NULL '2023-02-01'"; do
        read -r form other <<<"$forms"
        anew
        tell first "$(amount board "$form") DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04' AND unit = 'board';"
        tell second "BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM lund.ledger WHERE unit = 'board' AND scenario = 'forecast-2023-04';"
        answer second | grep -q '^0$'; ok $? "$level: the second begins, no amount is there"
        tell first "$(amount board "$form")"
        tell second "$(amount board "$other") COMMIT;"
        answer second | grep -q 'ERROR:  40001: could not serialize access'; ok $? "$level: $other beside $form that it does not see is a serialization failure"
        [ "$(mixed)" = 0 ]; ok $? "$level: one of the two is stored"
        # What it sees it may do, in one transaction: from months to the year, and back.
        tell second "BEGIN ISOLATION LEVEL $level; DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04' AND unit = 'board'; $(amount board "$other") COMMIT;"
        [ "$(mixed)" = 0 ] && ! answer second | grep -q ERROR; ok $? "$level: $form replaced by $other"
    done
    anew
    tell second "BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM lund.unit;"
    tell first "$(move permits refugees)"
    tell second "$(move refugees permits) COMMIT;"
    answer second | grep -q 'ERROR:  40001: could not serialize access'; ok $? "$level: the other half of a circle is a serialization failure"
    [ "$(circles)" = 0 ]; ok $? "$level: no circle is stored"
done

# Unrelated rows, in opposite orders.
sql --command="INSERT INTO lund.scenario (organisation, code, kind, fiscal_year) VALUES ('1281', 'forecast-other', 'forecast', 2023)"
anew
answer first >"$scratch/heard"; answer second >"$scratch/heard"
for round in 1 2 3; do
    tell first "BEGIN; $(amount permits "'2023-0$round-01'")"
    tell second "BEGIN; UPDATE lund.unit SET name = name WHERE code = 'refugees';"
    tell second "INSERT INTO lund.ledger (organisation, scenario, unit, head, month, amount) VALUES ('1281', 'forecast-other', 'refugees', 'other', '2023-0$round-01', 1);"
    tell first "UPDATE lund.unit SET name = name WHERE code = 'permits';"
    tell first 'COMMIT;' && tell second 'COMMIT;'
    ok $? "unrelated rows, round $round: neither waits for the other"
done
# Other months of one key, in opposite orders, while both are open.
tell first "$(amount refugees "'2023-01-01'")"
tell first "BEGIN; $(amount permits "'2023-04-01'")"
tell second "BEGIN; SET lock_timeout = '5s'; $(amount refugees "'2023-05-01'") $(amount permits "'2023-05-01'")"
tell first "$(amount refugees "'2023-06-01'")"
tell second 'COMMIT;' && tell first 'COMMIT;'
ok $? "other months of the same keys: neither waits for the other"
[ "$(cat "$scratch/first.out" "$scratch/second.out" | grep -c ERROR)" = 0 ]; ok $? "and nothing of this fails"

# In which year a month lies is not changed while somebody notes that something changed in it.
sql --command="INSERT INTO lund.organisation (organisation, name) VALUES ('loads', 'Loads')" --command="INSERT INTO lund.unit (organisation, code, name) VALUES ('loads', 'u', 'U')"
paid="INSERT INTO lund.support_payment (organisation, unit, household, month, amount) VALUES ('loads', 'u', 1, '2023-10-01', 5);"
years() { sql --command="SELECT string_agg(coalesce(fiscal_year::text, 'all'), ' ' ORDER BY noted_at, fiscal_year) FROM lund.summary_note WHERE organisation = 'loads' AND about = 'caseload' AND kind = 'change' AND noted_at > '$since'"; }
waits() { [ "$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE application_name = 'loads_$1' AND wait_event_type = 'Lock'")" = 1 ]; }
since=$(sql --command='SELECT clock_timestamp()')
tell first "BEGIN; $paid"
tell second "BEGIN; UPDATE lund.unit SET parent = NULL WHERE organisation = 'loads'; UPDATE lund.organisation SET name = name WHERE organisation = 'loads'; ROLLBACK;"
ok $? "who moves units does not wait for who loads payments"
ask second "UPDATE lund.organisation SET fiscal_year_start = 9 WHERE organisation = 'loads';"
waits second; ok $? "another beginning of years waits for who loads payments"
tell first 'COMMIT;'; heard second
[ "$(years)" = '2023 all' ]; ok $? "and then everything is stale"
since=$(sql --command='SELECT clock_timestamp()')
tell first "BEGIN; UPDATE lund.organisation SET fiscal_year_start = 1 WHERE organisation = 'loads';"
ask second "$paid"
waits second; ok $? "who loads payments waits for another beginning of years"
tell first 'COMMIT;'; heard second
[ "$(years)" = 'all 2023' ]; ok $? "and notes the year that the month lies in then"
answer second >"$scratch/heard"
tell second "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM lund.unit;"
tell first "UPDATE lund.organisation SET fiscal_year_start = 9 WHERE organisation = 'loads';"
tell second "$paid COMMIT;"
answer second | grep -q 'ERROR:  40001: could not serialize access'; ok $? "REPEATABLE READ: where that is not seen it is a serialization failure"
sql --command="DELETE FROM lund.support_payment WHERE organisation = 'loads'" --command="DELETE FROM lund.unit WHERE organisation = 'loads'" --command="DELETE FROM lund.organisation WHERE organisation = 'loads'"

# Two who adopt the same plan, the second before it sees what the first did.
sql --command="INSERT INTO lund.organisation (organisation, name) VALUES ('loads', 'Loads')" --command="INSERT INTO lund.unit (organisation, code, name) VALUES ('loads', 'u', 'U')" \
    --command="INSERT INTO lund.budget_head (organisation, code, name) VALUES ('loads', 'g', 'Gives'), ('loads', 't', 'Takes')" \
    --command="INSERT INTO lund.transfer_rule (organisation, from_head, to_head) VALUES ('loads', 'g', 't')" \
    --command="INSERT INTO lund.scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('loads', 'b', 'budget', 2023, '2022-11-01'), ('loads', 'f', 'forecast', 2023, '2023-04-30')" \
    --command="INSERT INTO lund.ledger (organisation, scenario, unit, head, amount) VALUES ('loads', 'b', 'u', 'g', 1000), ('loads', 'b', 'u', 't', 1000), ('loads', 'f', 'u', 'g', 600), ('loads', 'f', 'u', 't', 1300)"
adopt() { echo "CALL adopt_transfers('lund', 'f', '2023-05-$1', organisation => 'loads', code => 'adopted-$1');"; } # DAY
adopted() { sql --command="SELECT string_agg(code, ' ' ORDER BY code) FROM lund.scenario WHERE organisation = 'loads' AND kind = 'supplement'"; }
take_back() {
    sql --command="DELETE FROM lund.ledger WHERE organisation = 'loads' AND scenario LIKE 'adopted-%'" --command="DELETE FROM lund.scenario WHERE organisation = 'loads' AND code LIKE 'adopted-%'"
}
answer first >"$scratch/heard"; answer second >"$scratch/heard"
tell first "BEGIN; $(adopt 17)"
ask second "$(adopt 20)"
waits second; ok $? "who adopts a plan waits for another who does"
tell first 'COMMIT;'; heard second
answer second | grep -q 'ERROR:  55000'; ok $? "and is told that its budget was changed"
for level in 'REPEATABLE READ' 'SERIALIZABLE'; do
    take_back
    tell second "BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM lund.scenario;"
    tell first "$(adopt 17)"
    tell second "$(adopt 20) COMMIT;"
    answer second | grep -q 'ERROR:  40001: could not serialize access'; ok $? "$level: where that is not seen it is a serialization failure"
    [ "$(adopted)" = adopted-17 ]; ok $? "$level: the plan is adopted once"
done
take_back
tell second "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM lund.scenario; $(adopt 20) COMMIT;"
! answer second | grep -q ERROR; ok $? "REPEATABLE READ: taken back, it can be adopted again"
[ "$(adopted)" = adopted-20 ]; ok $? "and is"
for table in transfer_rule ledger scenario budget_head unit organisation; do sql --command="DELETE FROM lund.$table WHERE organisation = 'loads'"; done

# Episodes of one person that overlap, each half from another session; and a kind that forbids it while they come.
sql --command="INSERT INTO lund.episode_kind (code, name) VALUES ('loads', 'Loads')"
episode() { echo "INSERT INTO lund.episode (kind, person, unit, started_on) VALUES ('loads', 1, '$1', '2023-01-01');"; }
anew
tell first "BEGIN; $(episode board)"
ask second "$(episode permits)"
waits second; ok $? "who loads episodes of a kind waits for another who does"
tell first 'COMMIT;'; heard second
answer second | grep -q 'ERROR:  23P01'; ok $? "and is told that they overlap"
sql --command="DELETE FROM lund.episode WHERE kind = 'loads'" --command="UPDATE lund.episode_kind SET may_overlap = true WHERE code = 'loads'"
tell first "BEGIN; $(episode board) $(episode permits)"
ask second "UPDATE lund.episode_kind SET may_overlap = false WHERE code = 'loads';"
tell first 'COMMIT;'; heard second
answer second | grep -q 'ERROR:  23P01'; ok $? "may_overlap is not taken back beside episodes that are on their way"
sql --command="DELETE FROM lund.episode WHERE kind = 'loads'" --command="DELETE FROM lund.episode_kind WHERE code = 'loads'"

# A person in two households, each from another session.
member() { echo "INSERT INTO lund.household_member (household, person, birth_year, from_month) VALUES ($1, 1, 1980, '2023-0$1-01');"; }
anew
tell first "BEGIN; $(member 1)"
ask second "$(member 2)"
waits second; ok $? "who loads members of an organisation waits for another who does"
tell first 'COMMIT;'; heard second
answer second | grep -q 'ERROR:  23P01'; ok $? "and is told that somebody is with two households"
sql --command="DELETE FROM lund.household_member"

# Whatever a role that may only read, or only add, holds: loads go on.
anew
tell third "SET ROLE lund_reader; BEGIN; SELECT pg_advisory_lock(hashtext('social_services'), c.oid::integer) FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace;
            SELECT pg_advisory_lock(hashtext('social_services'), 'lund.unit'::regclass::oid::integer), pg_advisory_lock(hashtext('social_services'), 'lund.ledger'::regclass::oid::integer);"
tell first "SET lock_timeout = '1s'; $(amount board "'2023-01-01'") UPDATE lund.unit SET parent = 'board' WHERE code = 'permits'; $(move permits refugees)"
[ "$(answer first | grep -c ERROR)" = 0 ]; ok $? "a reader who holds advisory locks stops no load"
tell third "ROLLBACK; RESET ROLE; GRANT INSERT ON lund.ledger TO lund_reader; SET ROLE lund_reader; $(amount permits "'2023-12-01'")"
! answer third | grep -q ERROR; ok $? "who may INSERT needs no other right"
exit "$tap_status"
