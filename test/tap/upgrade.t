#!/usr/bin/env bash
# A mart of each earlier release, with rows in every table, is after the upgrade what a new one is, and has lost nothing.
# Needs no example.
. "$(dirname "$0")/tap.bash"
. scripts/common.bash
set +e

PG_CONFIG=$(find_pg_config)
extension_directory=$("$PG_CONFIG" --sharedir)/extension
scratch=$(mktemp -d)
put_there=()
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --if-exists upgrade_new 2>/dev/null
    dropdb --if-exists upgrade_old 2>/dev/null
    sql --dbname=postgres --command='DROP ROLE IF EXISTS upgrade_reader' --command='DROP ROLE IF EXISTS upgrade_writer'
    [ ${#put_there[@]} = 0 ] || as_root rm -f "${put_there[@]}"
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# All that a version of the extension is made of, as the catalogue has it.
members() {
    sql --dbname="$1" --command="
        SELECT pg_describe_object(d.classid, d.objid, 0), obj_description(d.objid, CASE d.classid WHEN 'pg_proc'::regclass THEN 'pg_proc' ELSE 'pg_type' END),
               CASE WHEN p.prokind IN ('f', 'p', 'w') THEN pg_get_functiondef(p.oid) ELSE to_jsonb(a)::text || p.proacl::text END, p.procost, p.prorows
        FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
        LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
        WHERE e.extname = 'social_services' ORDER BY 1" | sed -E 's/"agg[a-z]*fn": [0-9]+|"aggfnoid": "[^"]*"//g'
}
# What a mart is made of, without what differs between databases.
definitions() { pg_dump --schema=lund --schema-only "$1" | grep -vE '^(--|\\(un)?restrict |$)'; }
rows() {
    local relation
    for relation in $(sql --dbname=upgrade_old --command="SELECT relname FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind = 'r' ORDER BY 1"); do
        echo "$relation $(sql --dbname=upgrade_old --command="SELECT count(*) FROM lund.$relation")"
    done
}
grants() {
    sql --dbname=upgrade_old --command="SELECT relname, relacl FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relacl IS NOT NULL ORDER BY 1"
}

releases=(sql/release/social_services--*.sql)
plan $((3 + 10 * ${#releases[@]}))

sql --command='CREATE ROLE upgrade_reader' --command='CREATE ROLE upgrade_writer'
createdb upgrade_new && sql --dbname=upgrade_new --command='CREATE EXTENSION social_services' \
    --command="CALL create_social_mart('lund', organisation => '1281', reader => 'upgrade_reader', organisation_name => 'Lund')"
ok $? "there is a new mart"
members upgrade_new >"$scratch/members_new"
[ "$(grep -c . "$scratch/members_new")" -gt 500 ]; ok $? "and an extension to compare with"
definitions upgrade_new >"$scratch/definitions_new"
[ "$(grep -c . "$scratch/definitions_new")" -gt 1000 ]; ok $? "and definitions"

for release in "${releases[@]}"; do
    version=$(basename "$release" .sql)
    version=${version#social_services--}
    [ -e "$extension_directory/$(basename "$release")" ] || put_there+=("$extension_directory/$(basename "$release")")
    as_root install -m 644 "$release" "$extension_directory"
    dropdb --if-exists upgrade_old 2>/dev/null
    createdb upgrade_old && sql --dbname=upgrade_old --command="CREATE EXTENSION social_services VERSION '$version'" \
        --command="CALL create_social_mart('lund', organisation => '1281', reader => 'upgrade_reader', organisation_name => 'Lund')"
    ok $? "$version: there is a mart, made by its SQL and this library"
    PGOPTIONS='-c client_min_messages=warning' psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=upgrade_old \
        --command='SET search_path = lund, public' --file=test/sql/include/figures.sql --file="test/release/rows-$version.sql" >"$scratch/load" 2>&1 || cat "$scratch/load"
    sql --dbname=upgrade_old --command="SET client_min_messages = warning" --command="CALL refresh_social_mart('lund')" \
        --command="CALL publish_interim_report('lund', '2022-12-31')" --command='GRANT SELECT, INSERT ON lund.ledger TO upgrade_writer' \
        --command='REVOKE SELECT ON lund.household_cost FROM upgrade_reader' >/dev/null
    empty=$(rows | grep -v '^summary_change ' | grep ' 0$')
    [ -z "$empty" ]; ok $? "$version: it has rows in every table"
    rows | grep -vE '^(summary_|.*_summary )' >"$scratch/rows_before"
    grants >"$scratch/grants_before"

    sql --dbname=upgrade_old --command='ALTER EXTENSION social_services UPDATE'; ok $? "$version: ALTER EXTENSION UPDATE"
    diff <(members upgrade_old) "$scratch/members_new"; ok $? "$version: the extension is that of a new installation"
    sql --dbname=upgrade_old --command="SET client_min_messages = warning" --command="CALL upgrade_social_mart('lund')"; ok $? "$version: upgrade_social_mart"
    diff <(definitions upgrade_old | grep -vE 'upgrade_writer|household_cost TO') <(grep -v 'household_cost TO' "$scratch/definitions_new"); ok $? "$version: the mart is defined as a new one"
    diff "$scratch/rows_before" <(rows | grep -F -f <(cut -d ' ' -f 1 "$scratch/rows_before" | sed 's/.*/& /') | grep -vE '^(summary_|.*_summary )'); ok $? "$version: no row is lost"
    diff "$scratch/grants_before" <(grants | grep -F -f <(cut -d '|' -f 1 "$scratch/grants_before" | sed 's/.*/&|/')); ok $? "$version: grants are as they were"
    wrong=$(sql --dbname=upgrade_old --command="SELECT view_name FROM lund.summary_view" | while read -r view; do
        columns=$(sql --dbname=upgrade_old --command="SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'lund.$view'::regclass AND attnum > 0")
        sql --dbname=upgrade_old --command="SELECT '$view' WHERE EXISTS (SELECT $columns FROM lund.$view EXCEPT ALL SELECT $columns FROM lund.live_$view)
                                                       OR EXISTS (SELECT $columns FROM lund.live_$view EXCEPT ALL SELECT $columns FROM lund.$view)"
    done)
    [ -z "$wrong" ] && [ "$(sql --dbname=upgrade_old --command='SELECT count(*) FROM lund.budget_variance')" -gt 0 ]; ok $? "$version: every view says what is computed"
    sql --dbname=upgrade_old --command="SET client_min_messages = warning" --command="CALL refresh_social_mart('lund')" --command="CALL upgrade_social_mart('lund')" \
        --command="SELECT count(*) FROM lund.stale_summary" >/dev/null; ok $? "$version: and it can be refreshed, and upgraded again"
done
exit "$tap_status"
