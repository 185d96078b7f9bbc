# Sourced by upgrade.t and release.t: goes from one version of the extension to another as its users do.
# shellcheck shell=bash
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
    dropdb --if-exists upgrade_made 2>/dev/null
    sql --dbname=postgres --command='DROP ROLE IF EXISTS upgrade_reader' --command='DROP ROLE IF EXISTS upgrade_writer' 2>/dev/null
    [ ${#put_there[@]} = 0 ] || as_root rm -f "${put_there[@]}"
    rm -rf -- "$scratch"
}
trap clean_up EXIT
# shellcheck disable=SC2034 # read by the tests
version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" social_services.control)
sql --command='CREATE ROLE upgrade_reader' --command='CREATE ROLE upgrade_writer'

# usage: well OUTPUT     Whether nothing went wrong.
well() { [ -z "$1" ] || { printf '%s\n' "$1" | head -n 40 >&2; return 1; }; }

# usage: put_script FILE [NAME]     Lets CREATE and ALTER EXTENSION find a script, until the test ends.
put_script() {
    local there=$extension_directory/${2:-$(basename "$1")}
    [ -e "$there" ] || put_there+=("$there")
    as_root install -m 644 "$1" "$there"
}

# All that a version of the extension is made of, as the catalogue has it.
members() {
    sql --dbname="$1" --command="
        SELECT pg_describe_object(d.classid, d.objid, 0), obj_description(d.objid, CASE d.classid WHEN 'pg_proc'::regclass THEN 'pg_proc' ELSE 'pg_type' END),
               CASE WHEN p.prokind IN ('f', 'p', 'w') THEN pg_get_functiondef(p.oid) ELSE to_jsonb(a)::text || p.proacl::text END, p.procost, p.prorows
        FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
        LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
        WHERE e.extname = 'social_services' ORDER BY 1" | sed -E 's/"agg[a-z]*fn": [0-9]+|"aggfnoid": "[^"]*"//g'
}

# What a mart is made of, without what differs between databases, and without what the test itself grants.
definitions() { pg_dump --schema=lund --schema-only "$1" | grep -vE '^(--|\\(un)?restrict |$)|upgrade_writer|household_cost TO'; }

# Of the mart in upgrade_old: rows of each table, and rights.
rows() {
    sql --dbname=upgrade_old --command="
        SELECT relname || ' ' || (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM lund.%I', relname), false, true, '')))[1]::text
        FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relkind = 'r' ORDER BY relname"
}
grants() {
    sql --dbname=upgrade_old --command="SELECT relname, relacl FROM pg_class WHERE relnamespace = 'lund'::regnamespace AND relacl IS NOT NULL ORDER BY 1"
}

# Views that do not say what is computed from the tables, or not of all years.
wrong_views() {
    sql --dbname=upgrade_old <<'SQL'
\i test/sql/include/uncovered_years.sql
SELECT 'no view says anything of years of table ' || u.table_name FROM pg_temp.uncovered_years('lund') u GROUP BY u.table_name;
-- Rows that one has more often than the other: so each view is planned once, which takes longer than to read it.
SELECT format('SELECT %L WHERE EXISTS (SELECT FROM (SELECT ROW(%2$s)::text, 1 FROM lund.%3$I UNION ALL SELECT ROW(%2$s)::text, -1 FROM lund.%4$I) s(said, n) GROUP BY s.said HAVING sum(s.n) <> 0)',
              'view ' || v.view_name || ' says something else than its tables', c.columns, v.view_name, 'live_' || v.view_name)
FROM lund.summary_view v
CROSS JOIN LATERAL (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = format('lund.%I', v.view_name)::regclass AND a.attnum > 0) AS c(columns)
\gexec
SQL
}

quiet='SET client_min_messages = warning'
# usage: new_mart VERSION     Whom 0.1.0 let read exact views was a reader; from then on it is an insider.
new_mart() {
    local rank=insider
    [ "$1" != 0.1.0 ] || rank=reader
    echo "CALL create_social_mart('lund', organisation => '1281', $rank => 'upgrade_reader', organisation_name => 'Lund')"
}

# usage: make_new VERSION     A mart of a version in database upgrade_new: what an upgraded one is held against.
make_new() {
    dropdb --if-exists upgrade_new 2>/dev/null
    createdb upgrade_new && sql --dbname=upgrade_new --command="CREATE EXTENSION social_services VERSION '$1'" --command="$(new_mart "$1")" || return
    members upgrade_new >"$scratch/members_new"
    definitions upgrade_new >"$scratch/definitions_new"
    [ "$(grep -c . "$scratch/members_new")" -gt 500 ] && [ "$(grep -c . "$scratch/definitions_new")" -gt 1000 ]
}

# usage: make_old VERSION     A mart of a version in database upgrade_old, made by its SQL and this library, with
# test/release/rows-VERSION.sql (of a pre-release, its release's) in it. Says which tables that leaves empty. Of the same version again, it is a copy.
make_old() {
    dropdb --if-exists upgrade_old 2>/dev/null
    [ "$1" != "$(cat "$scratch/made" 2>/dev/null)" ] || { createdb --template=upgrade_made upgrade_old; return; }
    createdb upgrade_old && sql --dbname=upgrade_old --command="CREATE EXTENSION social_services VERSION '$1'" --command="$(new_mart "$1")" 2>&1
    PGOPTIONS='-c client_min_messages=warning' psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=upgrade_old \
        --command='SET search_path = lund, public' --file=test/sql/include/figures.sql --file="test/release/rows-${1%%-*}.sql" >"$scratch/load" 2>&1 || cat "$scratch/load"
    sql --dbname=upgrade_old --command="$quiet" --command="CALL refresh_social_mart('lund')" \
        --command="CALL publish_interim_report('lund', '2022-12-31')" --command='GRANT SELECT, INSERT ON lund.ledger TO upgrade_writer' \
        --command='REVOKE SELECT ON lund.household_cost FROM upgrade_reader' --command="CALL refresh_social_mart('lund')" 2>&1 >/dev/null
    rows | grep -v '^summary_change ' | sed -n 's/^\(.*\) 0$/table \1 is empty/p'
    rows | grep -vE '^(summary_|.*_summary )' >"$scratch/rows_before"
    grants >"$scratch/grants_before"
    dropdb --if-exists upgrade_made 2>/dev/null
    createdb --template=upgrade_old upgrade_made && echo "$1" >"$scratch/made"
}

# usage: upgrade_old VERSION     Upgrades it, and says what went wrong, and where it then is not as the one in upgrade_new; of one that is, which views are wrong.
upgrade_old() {
    sql --dbname=upgrade_old --command="$quiet" --command="ALTER EXTENSION social_services UPDATE TO '$1'" 2>&1 || return
    sql --dbname=upgrade_old --command="$quiet" --command="CALL upgrade_social_mart('lund', readers => 'exact')" 2>&1 || return
    {
        diff <(members upgrade_old) "$scratch/members_new" | sed 's/^/extension: /'
        diff <(definitions upgrade_old) "$scratch/definitions_new" | sed 's/^/mart: /'
        diff "$scratch/rows_before" <(rows | grep -F -f <(cut -d ' ' -f 1 "$scratch/rows_before" | sed 's/.*/& /') | grep -vE '^(summary_|.*_summary )') | sed 's/^/rows: /'
        diff "$scratch/grants_before" <(grants | grep -F -f <(cut -d '|' -f 1 "$scratch/grants_before" | sed 's/.*/&|/')) | sed 's/^/grants: /'
    } >"$scratch/differences" 2>&1
    if [ -s "$scratch/differences" ]; then cat "$scratch/differences"; else wrong_views; fi
}

# usage: upgrade_again     Refreshes it and upgrades it once more, and says which views are wrong then.
upgrade_again() {
    sql --dbname=upgrade_old --command="$quiet" --command="CALL refresh_social_mart('lund')" --command="CALL upgrade_social_mart('lund')" 2>&1
    wrong_views
    sql --dbname=upgrade_old --command="SELECT 'stale: ' || about || ' ' || fiscal_year FROM lund.stale_summary WHERE fiscal_year < 2025 ORDER BY 1"
}
