#!/usr/bin/env bash
# The way from this version to the next, walked before there is one: this version is frozen as a release is, a copy of the
# sources is changed, and a mart goes from one to the other. What a change may forget is forgotten on purpose, and shows.
# Needs no example.
. "$(dirname "$0")/tap.bash"
. test/tap/upgrade.bash

plan 12

# usage: next VERSION [FROM]     Makes a copy of the sources the next version: scripts to install it, and to come to it.
sources=$scratch/sources
copy() {
    rm -rf "$sources"
    mkdir -p "$sources/sql/release"
    cp -r scripts "$sources"
    cp -r sql/*-*.sql sql/mart "$sources/sql"
    rm -f "$sources"/sql/social_services--*
    cp "$scratch/frozen" "$sources/sql/release/social_services--$version.sql"
}
next() {
    local from=${2:-$version} script=sql/social_services--$1.sql
    (cd "$sources" && scripts/install-sql >"$script" && scripts/upgrade-sql "$from" "$script" >"sql/social_services--$from--$1.sql") || return
    put_script "$sources/$script"
    put_script "$sources/sql/social_services--$from--$1.sql"
}
# usage: change FILE EXPRESSION ...     Edits a file of the copy, and fails where that changes nothing.
change() {
    local file=$sources/$1
    cp "$file" "$scratch/unchanged"
    sed -i -E "${@:2}" "$file"
    ! cmp -s "$file" "$scratch/unchanged" || { echo "nothing changed in $1" >&2; return 1; }
}
# usage: add_visits YEARS     A new table with a view that is kept: the view of its years is given, or made.
add_visits() {
    cat >"$sources/sql/mart/76-visit.sql" <<SQL
-- visit: visits by year

CREATE TABLE IF NOT EXISTS visit (
    organisation text    NOT NULL REFERENCES organisation,
    fiscal_year  integer NOT NULL,
    visits       integer NOT NULL,
    PRIMARY KEY (organisation, fiscal_year)
);
CREATE OR REPLACE VIEW live_visit_year AS SELECT v.organisation, v.fiscal_year FROM visit v;
CALL @extschema@.note_summary_changes(pg_catalog.current_schema()::text, '{visit}'::text[], 'ledger'::text, 0, 'fiscal_year'::text);
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'visits_by_year'::text, 'ledger'::text, '$1'::text,
    'SELECT y.organisation, y.fiscal_year, v.visits FROM @years@ y JOIN visit v ON v.organisation = y.organisation AND v.fiscal_year = y.fiscal_year'::text, NULL::text);
SQL
}
load_visits() { sql --dbname=upgrade_old --command="INSERT INTO lund.visit VALUES ('1281', 2041, 7) ON CONFLICT DO NOTHING"; }
# usage: shows WHAT OUTPUT
shows() { grep -q -- "$1" <<<"$2" || { printf 'instead of %s: %s\n' "$1" "$2" | head -n 40 >&2; return 1; }; }

scripts/install-sql >"$scratch/frozen"
put_script "$scratch/frozen" "social_services--$version.sql"

# What a version may bring: columns, rules, defaults and indexes of tables that are there; a column at the end of a view; a table with a view.
copy
change sql/mart/23-ledger.sql -e 's/^( *activity +text .*)$/\1\n    note         text NOT NULL DEFAULT '"'none'"',/' -e "s/flow IN \('cost', 'revenue'\)/flow IN ('cost', 'revenue', 'grant')/" \
    -e 's/(INDEX IF NOT EXISTS ledger_month ON ledger) \(organisation, scenario, month\)/\1 (organisation, scenario, month, unit)/'
ok $? "the next version has a column, a rule and an index of a table that are other than before"
change sql/mart/21-budget_head.sql -e 's/(priority .*) DEFAULT 1/\1 DEFAULT 2/' -e 's/budget_head_name_is_not_blank/budget_head_has_a_name/' -e 's/( pool +text),/\1 NOT NULL DEFAULT '"'none'"',/' &&
    change sql/mart/54-deficit_driver.sql 's/ AS is_latest$/ AS is_latest, s.adopted/' && add_visits live_visit_year
ok $? "and a default, a name and a rule against NULL; a column at the end of a view; a table with a view that is kept"
next 0.9.0-rc1 && make_new 0.9.0-rc1
ok $? "it is a pre-release, and can be installed"
well "$(make_old "$version")"
ok $? "a mart of this version has rows in every table"
sql --dbname=upgrade_old --command="UPDATE lund.budget_head SET pool = 'none' WHERE pool IS NULL"
well "$(upgrade_old 0.9.0-rc1)"
ok $? "upgraded, it is defined as a new one, and has lost nothing"
load_visits
well "$(upgrade_again)"
ok $? "and its new view keeps its rows when it is refreshed and upgraded again"
cp "$sources/sql/social_services--0.9.0-rc1.sql" "$sources/sql/release" && next 0.9.0 0.9.0-rc1 && make_new 0.9.0 && well "$(upgrade_old 0.9.0)"
ok $? "from the pre-release it goes to the release"
sql --dbname=upgrade_old --command="UPDATE lund.mart SET version = '0.9.0-rc2'" --command="$quiet" --command="CALL upgrade_social_mart('lund')" &&
    shows 'is of version 0.10.0-rc1, but social_services 0.9.0 is installed' "$(sql --dbname=upgrade_old --command="UPDATE lund.mart SET version = '0.10.0-rc1'" --command="CALL upgrade_social_mart('lund')" 2>&1)"
ok $? "a release comes after its pre-releases, and a mart that is newer is refused"

# A column in the middle of a view.
copy
change sql/mart/54-deficit_driver.sql 's/^( +)d\.cause,$/\1s.adopted, d.cause,/' && next 0.9.1 && make_new 0.9.1 && well "$(make_old "$version")" &&
    shows 'cannot change name of view column' "$(upgrade_old 0.9.1)"
ok $? "a column in the middle of a view shows"

# A rule that is done away with, and stays in marts that have it.
copy
change sql/mart/21-budget_head.sql -e '/budget_head_priority_is_at_least_1/d' -e 's/(floor_ratio BETWEEN 0::numeric AND 1::numeric\)),/\1/' && next 0.9.2 && make_new 0.9.2 && well "$(make_old "$version")" &&
    shows 'mart: < .*budget_head_priority_is_at_least_1' "$(upgrade_old 0.9.2)"
ok $? "a rule that is left in old marts shows"

# A view whose years are those of other tables.
copy
add_visits live_ledger_year && next 0.9.3 && make_new 0.9.3 && well "$(make_old "$version")" && well "$(upgrade_old 0.9.3)" && load_visits &&
    shows 'no view says anything of years of table visit' "$(upgrade_again)"
ok $? "a view that leaves out years of its table shows"

# A function with another result, of which the upgrade is not told by hand.
copy
change sql/21-caseload.sql 's/(FUNCTION @extschema@.household_gap\(.*\) RETURNS) numeric/\1 double precision/' && next 0.9.4 && well "$(make_old "$version")" && shows 'cannot drop function' "$(upgrade_old 0.9.4)"
ok $? "a function that views use and that is made anew shows"
exit "$tap_status"
