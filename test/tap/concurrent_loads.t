#!/usr/bin/env bash
# Two sessions at once whose rows are each right and together wrong: the second is refused.
. "$(dirname "$0")/tap.bash"
plan 6

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    sql --command="DELETE FROM lund.ledger WHERE scenario = 'forecast-2023-04'" \
        --command="UPDATE lund.unit SET parent = 'board' WHERE code IN ('permits', 'refugees')"
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# usage: second_is_refused FIRST_COMMAND SECOND_COMMAND MESSAGE WHAT COUNT_OF_ONE
second_is_refused() {
    local first refused
    sql --file=- >"$scratch/first" 2>&1 <<SQL &
BEGIN;
$1;
SELECT pg_sleep(2);
COMMIT;
SQL
    first=$!
    # Start the second when the first holds its row, not before.
    for _ in {1..50}; do
        [ "$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(2);'")" = 1 ] && break
        sleep 0.1
    done
    sql --command="$2" >"$scratch/second" 2>&1
    refused=$?
    wait "$first"; ok $? "$4: the first is accepted"
    [ "$refused" != 0 ] && grep -q "$3" "$scratch/second"; ok $? "$4: the second waits for it and is refused"
    [ "$(sql --command="$5")" = 1 ]; ok $? "$4: one of the two is stored"
}

columns="organisation, scenario, unit, head, month, amount"
amount_of="'1281', 'forecast-2023-04', 'board', 'other'"
second_is_refused "INSERT INTO lund.ledger ($columns) VALUES ($amount_of, NULL, 1)" \
    "INSERT INTO lund.ledger ($columns) VALUES ($amount_of, '2023-01-01', 1)" \
    'both by month and for the whole year' 'an amount by month and by year' \
    "SELECT count(*) FROM lund.ledger WHERE scenario = 'forecast-2023-04'"
second_is_refused "UPDATE lund.unit SET parent = 'refugees' WHERE code = 'permits'" \
    "UPDATE lund.unit SET parent = 'permits' WHERE code = 'refugees'" \
    'would stand above itself' 'a circle in a tree' \
    "SELECT count(*) FROM lund.unit WHERE parent IN ('permits', 'refugees')"
exit "$tap_status"
