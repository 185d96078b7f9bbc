#!/usr/bin/env bash
# Two sessions that load the same amount, one for the whole year and one by month: the second is refused.
. "$(dirname "$0")/tap.bash"
plan 3

columns="organisation, scenario, unit, head, month, amount"
amount_of="'1281', 'forecast-2023-04', 'board', 'other'"
stored="FROM lund.ledger WHERE scenario = 'forecast-2023-04'"
scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    sql --command="DELETE $stored"
    rm -rf -- "$scratch"
}
trap clean_up EXIT

sql --file=- >"$scratch/first" 2>&1 <<SQL &
BEGIN;
INSERT INTO lund.ledger ($columns) VALUES ($amount_of, NULL, 1);
SELECT pg_sleep(2);
COMMIT;
SQL
first=$!
# Start the second when the first holds its row, not before.
for _ in {1..50}; do
    [ "$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(2);'")" = 1 ] && break
    sleep 0.1
done
sql --command="INSERT INTO lund.ledger ($columns) VALUES ($amount_of, '2023-01-01', 1)" >"$scratch/second" 2>&1
refused=$?
wait "$first"; ok $? "the first load is accepted"
[ "$refused" != 0 ] && grep -q 'both by month and for the whole year' "$scratch/second"
ok $? "the second waits for it and is refused"
[ "$(sql --command="SELECT count(*) $stored")" = 1 ]; ok $? "one of the two is stored"
exit "$tap_status"
