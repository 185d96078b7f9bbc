# Sourced by the tests of this directory.
# shellcheck shell=bash
# usage: plan COUNT, then per test: COMMAND; ok $? "what holds"; at the end: exit "$tap_status"
set -uo pipefail

# shellcheck disable=SC2034 # read by the tests
tap_status=0
tap_number=0

plan() { echo "1..$1"; }

ok() {
    tap_number=$((tap_number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $tap_number - $2"
    else
        echo "not ok $tap_number - $2"
        tap_status=1
    fi
}

# Runs SQL from standard input or from what follows, in the database PGDATABASE.
sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }
