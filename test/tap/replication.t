#!/usr/bin/env bash
# Rows that logical replication applies show at once: summaries of a subscriber are its own, and made stale by them. Its tables are divided by year, those it is sent from are not.
# Needs no example. Waits.
. "$(dirname "$0")/tap.bash"
plan 13

cd "$(dirname "$0")/../.." || exit
directory=build/test-replication
# shellcheck disable=SC2317 # the trap calls it
clean_up() { PG_CONFIG=${PG_CONFIG:-} scripts/server stop "$directory"; }
trap clean_up EXIT
PG_CONFIG="$(dirname "$(command -v psql)")/pg_config" scripts/server start "$directory" wal_level=logical fsync=off
ok $? "a server with wal_level = logical starts"
export PGHOST=127.0.0.1 PGUSER=postgres PGPASSFILE=$PWD/$directory/pgpass PGOPTIONS='-c client_min_messages=warning'
PGPORT=$(cat "$directory/port")
export PGPORT
password=$(cut -d: -f5 "$directory/pgpass")

for database in here there; do
    createdb "$database"
    sql --dbname="$database" <<'SQL'
CREATE EXTENSION social_services;
CALL create_social_mart('m', organisation => '1');
INSERT INTO m.unit (code, name) VALUES ('u', 'Unit');
INSERT INTO m.budget_head (code, name) VALUES ('h', 'Head');
INSERT INTO m.scenario (code, kind, fiscal_year) SELECT k || '-' || y, k, y FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2021, 2023) AS y;
INSERT INTO m.ledger (scenario, unit, head, amount) SELECT code, 'u', 'h', 100 FROM m.scenario;
CALL refresh_social_mart('m');
SQL
done

sql --dbname=there --command="CALL partition_social_mart('m')" --command="CALL refresh_social_mart('m')"

# Views that say something else than they compute, how many years are stale, and the outcome of a year.
state="SELECT (SELECT count(*) FROM ((TABLE m.budget_variance EXCEPT ALL TABLE m.live_budget_variance) UNION ALL (TABLE m.live_budget_variance EXCEPT ALL TABLE m.budget_variance)) d),
              (SELECT count(*) FROM m.stale_summary) > 0, (SELECT outcome FROM m.budget_variance WHERE fiscal_year = 2022)"
says() { [ "$(sql --dbname=there --command="$state")" = "$1" ]; }
says '0|f|100.00'; ok $? "both have the same, and it is fresh"

# No setting of a database keeps a trigger from noting what a subscription applies.
sql --dbname=there --command="ALTER DATABASE there SET social_services.statement_of_ledger = 'seen'" --command="ALTER DATABASE there SET social_services.statement_of_support_payment = 'seen'"
sql --dbname=here --command="CREATE PUBLICATION everything FOR ALL TABLES" --command="SELECT pg_create_logical_replication_slot('to_there', 'pgoutput')" >/dev/null
sql --dbname=there --command="CREATE SUBSCRIPTION from_here CONNECTION 'host=127.0.0.1 port=$PGPORT user=postgres password=$password dbname=here'
                              PUBLICATION everything WITH (create_slot = false, slot_name = 'to_there', copy_data = false)"
ok $? "one subscribes to all tables of the other"
caught_up() {
    local position
    position=$(sql --dbname=here --command="SELECT pg_current_wal_lsn()")
    for _ in {1..100}; do
        [ "$(sql --dbname=here --command="SELECT confirmed_flush_lsn >= '$position' FROM pg_replication_slots")" = t ] && return
        sleep 0.1
    done
    return 1
}

sql --dbname=here --command="INSERT INTO m.ledger (scenario, unit, head, flow, amount) VALUES ('outcome-2022', 'u', 'h', 'revenue', 30)"
caught_up; ok $? "a booking arrives"
says '0|t|70.00'; ok $? "it shows, and its year is stale"
sql --dbname=there --command="CALL refresh_social_mart('m')"
says '0|f|70.00'; ok $? "a refresh mends that"
sql --dbname=here --command="CALL refresh_social_mart('m')" --command="INSERT INTO m.support_payment (unit, household, month, amount) VALUES ('u', 1, '2022-01-01', 9)"
caught_up; ok $? "a refresh of the one does not stop the other"
[ "$(sql --dbname=there --command="SELECT string_agg(about || ' ' || fiscal_year, ', ' ORDER BY about, fiscal_year) FROM m.stale_summary")" = 'caseload 2022, people 2022, people 2023' ]; ok $? "nor count there: only the payment makes something stale"
[ "$(sql --dbname=there --command="SELECT payments FROM m.caseload_by_month")" = 9.00 ]; ok $? "which shows"
# Rows of one's own are of an organisation of one's own: so they are told apart from those that come.
sql --dbname=there <<'SQL'
INSERT INTO m.organisation (organisation, name) VALUES ('2', 'Two');
INSERT INTO m.unit (organisation, code, name) VALUES ('2', 'u', 'Unit');
INSERT INTO m.budget_head (organisation, code, name) VALUES ('2', 'h', 'Head');
INSERT INTO m.scenario (organisation, code, kind, fiscal_year) VALUES ('2', 'outcome-2023', 'outcome', 2023);
INSERT INTO m.ledger (organisation, scenario, unit, head, amount) VALUES ('2', 'outcome-2023', 'u', 'h', 95);
CALL refresh_social_mart('m');
SQL
sql --dbname=here --command="UPDATE m.unit SET name = 'Another'" --command="CALL refresh_social_mart('m')"
caught_up; ok $? "a new name arrives, and a refresh that knows less than the subscriber"
[ "$(sql --dbname=there --command="SELECT unit, outcome FROM m.budget_variance WHERE fiscal_year = 2023 ORDER BY organisation" | tr '\n' ' ')" = 'Another|100.00 Unit|95.00 ' ] && says '0|t|70.00'
ok $? "the subscriber's own row is still there, and the new name"
sql --dbname=there --command="CALL refresh_social_mart('m')"
says '0|f|70.00' && [ "$(sql --dbname=there --command="SELECT sum(outcome) FROM m.budget_variance WHERE fiscal_year = 2023")" = 195.00 ]; ok $? "refreshed, all is whole"
# Divided afterwards, a table would be another, and what comes for it would be passed over without a word.
for database in here there; do sql --dbname="$database" --command="CALL create_social_mart('late', organisation => '1')"; done
sql --dbname=there --command="ALTER SUBSCRIPTION from_here REFRESH PUBLICATION WITH (copy_data = false)"
[[ $(sql --dbname=there --command="CALL partition_social_mart('late')" 2>&1) == *'late.ledger cannot be partitioned: it has a subscription that writes it'* ]]; ok $? "what is subscribed to is not divided any more"
sql --dbname=there --command="DROP SUBSCRIPTION from_here"
exit "$tap_status"
