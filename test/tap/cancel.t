#!/usr/bin/env bash
# What takes long answers a cancel at once, wherever it is just then: partitions of many rows whose bounds
# cannot be met, and forecasts of amounts of many digits.
. "$(dirname "$0")/tap.bash"
plan 3

# shellcheck disable=SC2317 # the trap calls it
clean_up() { sql --command='DROP TABLE IF EXISTS cancel_row, cancel_booking'; }
trap clean_up EXIT

# The milliseconds that a query takes with a time limit, 0 for none, in a session that is there already.
milliseconds() { sql --command="SET statement_timeout = $1" --command='\timing on' --command="$2" 2>/dev/null | sed -n 's/^Time: \([0-9]*\)[.].*/\1/p'; }

# usage: answers WHAT STEPS PART QUERY. Stopped after each of so many steps of its time, it goes on for no longer
# than such a part of it and 20 ms, in the best of twelve trials: the machine has other things to do.
answers() {
    local whole limit late least allowed step trial
    whole=$(milliseconds 0 "$4")
    allowed=$((whole / $3 + 20))
    for ((step = 1; step < $2; step++)); do
        limit=$((whole * step / $2)) least=$whole
        for ((trial = 0; trial < 12; trial++)); do
            late=$(($(milliseconds "$limit" "$4") - limit))
            [ "$late" -ge "$least" ] || least=$late
            [ "$least" -gt "$allowed" ] || break
        done
        [ "$least" -le "$allowed" ] || break
    done
    [ "$least" -le "$allowed" ]; ok $? "$1"
    [ "$least" -le "$allowed" ] || echo "# of $whole ms, $least ms after a limit of $limit ms" >&2
}

sql <<'SQL'
CREATE TABLE cancel_row AS SELECT 1 + i % 7 + 0.00001 AS weight FROM generate_series(1, 100000) AS i;
CREATE TABLE cancel_booking AS SELECT date '2015-01-01' + 31 * i AS month, (repeat('9', 15000) || '.' || i % 10)::numeric AS amount FROM generate_series(0, 98) AS i;
SQL
ok $? "the tables are there"
answers "apportion within bounds" 16 20 \
    "SELECT count(share) FROM (SELECT apportion(-1e9, weight, -6, -5.001) OVER () AS share FROM cancel_row) AS s"
# Many rows of them: to forecast takes milliseconds.
answers "forecasts of 15,000 digits" 4 5 \
    "SELECT length(year_end_forecast_low(month, amount, '2023-04-30', 'auto')::text) FROM cancel_booking, generate_series(1, 500)"
exit "$tap_status"
