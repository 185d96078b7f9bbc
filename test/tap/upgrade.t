#!/usr/bin/env bash
# A mart of each earlier release, with rows in every table, is after the upgrade what a new one is, and has lost nothing.
# Needs no example.
. "$(dirname "$0")/tap.bash"
. test/tap/upgrade.bash

releases=(sql/release/social_services--*.sql)
plan $((1 + 3 * ${#releases[@]}))

make_new "$version"; ok $? "there is a new mart"

for release in "${releases[@]}"; do
    from=$(basename "$release" .sql)
    from=${from#social_services--}
    put_script "$release"
    well "$(make_old "$from")"; ok $? "$from: there is a mart, made by its SQL and this library, with rows in every table"
    well "$(upgrade_old "$version")"
    ok $? "$from: upgraded, extension and mart are defined as new ones, no row is lost, grants are as they were, and views say what is computed"
    well "$(upgrade_again)"; ok $? "$from: and it can be refreshed, and upgraded again, after which what was kept still is"
done
exit "$tap_status"
