#!/usr/bin/env bash
# What the scripts say and stop: a build that stands still, and files that go while databases use them.
# Waits.
. "$(dirname "$0")/tap.bash"
plan 10

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
watched() { bash -c '. scripts/common.bash; watched "$@"' watched "$@" 2>"$scratch/said"; }

# What the commands say is for them to expand.
# shellcheck disable=SC2016
watched 2 "$scratch/log" bash -c 'for i in {1..4}; do echo "$i"; sleep 0.8; done' && [ "$(wc -l <"$scratch/log")" = 4 ] && [ ! -s "$scratch/said" ]
ok $? "what writes may take longer than it may stand still"
# shellcheck disable=SC2016
watched 4 "$scratch/log" bash -c 'end=$((SECONDS + 8)); while [ $SECONDS -lt $end ]; do :; done'; ok $? "and what computes"
! watched 2 "$scratch/log" sleep 600 && grep -q 'for 2 seconds it wrote nothing' "$scratch/said" && grep -q 'DASHBOARD_PATIENCE=12' "$scratch/said"
ok $? "what stands still is stopped, and the reason and what to do are said"
# shellcheck disable=SC2016
! watched 2 "$scratch/log" bash -c 'kill -KILL $$' && grep -q 'Signal 9 ended it' "$scratch/said"; ok $? "a signal from elsewhere is told too"
! watched 2 "$scratch/log" bash -c 'echo wrong; exit 3' && grep -q wrong "$scratch/log" && [ ! -s "$scratch/said" ]; ok $? "what fails fails"

said=$(scripts/who-uses-it 2>&1); [ $? = 1 ]; ok $? "who-uses-it fails where a database uses the extension"
[[ $said == *"Still in use"*"lund_test ("* ]]; ok $? "and names it"
said=$(PGHOST=127.0.0.1 PGPORT=1 scripts/who-uses-it 2>&1) && [[ $said == *"No server could be asked"* ]]; ok $? "it only says so when no server answers"
# An installation that is there for this test alone: what stays, and what goes.
mkdir "$scratch/files" && touch "$scratch/files/social_services.so"
uninstall() { "${MAKE:-make}" --no-print-directory uninstall pkglibdir="$scratch/files" datadir="$scratch/files" "$@" 2>&1; }
! said=$(uninstall) && [[ $said == *"No file was removed"*ANYWAY=yes* ]] && [ -e "$scratch/files/social_services.so" ]
ok $? "make uninstall removes nothing that a database uses"
said=$(uninstall ANYWAY=yes) && [ ! -e "$scratch/files/social_services.so" ]; ok $? "unless it is told to all the same"
exit "$tap_status"
