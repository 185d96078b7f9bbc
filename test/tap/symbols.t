#!/usr/bin/env bash
# The library shows only what SQL calls: what other libraries could call by accident, or be called instead of, is hidden.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 2

if ! command -v nm >/dev/null; then
    for i in 1 2; do ok 0 "symbols $i # SKIP nm is not installed"; done
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

nm --dynamic --defined-only social_services.so | awk '{ print $NF }' | LC_ALL=C sort >"$scratch/shown"
# Each function that SQL calls shows itself and its record.
sed -nE -e 's/^PG_FUNCTION_INFO_V1\(([a-z0-9_]+)\);.*/\1/p' -e 's/^RENAMED\(([a-z0-9_]+), .*/\1/p' src/*.c | LC_ALL=C sort -u >"$scratch/declared"
{ cat "$scratch/declared"; sed 's/^/pg_finfo_/' "$scratch/declared"; echo Pg_magic_func; } | LC_ALL=C sort >"$scratch/wanted"
[ "$(grep -c . "$scratch/declared")" -gt 50 ]; ok $? "there are functions that SQL calls"
diff "$scratch/wanted" "$scratch/shown"; ok $? "they, their records and the magic are all that is shown"
exit "$tap_status"
