#!/usr/bin/env bash
# On a hot standby every view says what it says on the server it follows, before a change, after it, and while that server refreshes; promoted, it goes on.
# Needs no example.
. "$(dirname "$0")/tap.bash"
cd "$(dirname "$0")/../.." || exit
. scripts/common.bash
set +e
plan 9

directory=build/test-standby
bin=$(dirname "$(command -v psql)")
standby=$(mktemp -d /var/tmp/social_services.XXXXXX)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    [ ! -e "$standby/data/postmaster.pid" ] || as_server_user "$bin/pg_ctl" stop --silent --mode=immediate --pgdata="$standby/data"
    PG_CONFIG=$bin/pg_config scripts/server stop "$directory"
    rm -rf -- "$standby"
}
trap clean_up EXIT
PG_CONFIG=$bin/pg_config scripts/server start "$directory" fsync=off && export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
PGPASSWORD=$(cut -d: -f5 "$directory/pgpass") primary=$(cat "$directory/port") follower=$(cat "$directory/port")
export PGPASSWORD
while (exec 3<>"/dev/tcp/127.0.0.1/$follower") 2>/dev/null; do follower=$((follower + 1)); done
here() { PGPORT=$primary sql "$@"; }
there() { PGPORT=$follower sql "$@"; }

here --file=- <<'SQL'
CREATE EXTENSION social_services;
CALL create_social_mart('m', organisation => '1');
SET search_path = m, public;
INSERT INTO unit (code, name) VALUES ('u', 'Unit');
INSERT INTO budget_head (code, name, pays_support) VALUES ('h', 'Head', true);
INSERT INTO scenario (code, kind, fiscal_year) SELECT k || '-' || y, k, y FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2021, 2023) AS y;
INSERT INTO ledger (scenario, unit, head, amount) SELECT code, 'u', 'h', 100 FROM scenario;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', h, m, 1000 + h FROM generate_series(1, 20) AS h, generate_series(date '2022-01-01', '2023-12-01', interval '1 month') AS m;
CALL release_month('m', '2023-12-01');
CALL refresh_social_mart('m');
SQL
pg_basebackup --host=127.0.0.1 --port="$primary" --username=postgres --pgdata="$standby/data" --checkpoint=fast --write-recovery-conf --no-sync &&
    echo "port = $follower" >>"$standby/data/postgresql.auto.conf" && echo 'max_standby_streaming_delay = -1' >>"$standby/data/postgresql.auto.conf" && chown -R "$server_user" "$standby" &&
    as_server_user "$bin/pg_ctl" start --silent --wait --pgdata="$standby/data" --log="$standby/log" >/dev/null && [ "$(there --command='SELECT pg_is_in_recovery()')" = t ]
ok $? "a standby follows a server that has a mart"

# Every row of every view of a mart and of what it has released, as what it is a copy of says it.
views=$(here --command="SELECT string_agg(oid::regclass::text, ' ' ORDER BY oid) FROM pg_class WHERE relkind = 'v' AND relnamespace IN ('m'::regnamespace, 'm_released'::regnamespace) AND relname NOT IN (SELECT relation_name FROM m.summary_relation)")
for view in $views; do echo "SELECT '$view', count(*), md5(string_agg(v::text, chr(10) ORDER BY v::text)) FROM $view v;"; done >"$standby/said.sql"
caught_up() {
    local position
    position=$(here --command='SELECT pg_current_wal_lsn()')
    for _ in {1..200}; do
        [ "$(there --command="SELECT pg_last_wal_replay_lsn() >= '$position'")" = t ] && return
        sleep 0.1
    done
    return 1
}
same() { caught_up && diff <(here --file="$standby/said.sql") <(there --file="$standby/said.sql") | head -n 5 >&2 && [ "${PIPESTATUS[0]}" = 0 ]; }
stale() { there --command='SELECT count(*) FROM m.stale_summary'; }
[ "$(wc -w <<<"$views")" -gt 100 ] && same; ok $? "every view can be read, and says the same"
[ "$(stale)" = 0 ]; ok $? "also what is kept is read"
here --command="INSERT INTO m.support_payment (unit, household, month, amount) VALUES ('u', 99, '2022-02-01', 7)" --command="UPDATE m.ledger SET amount = 130 WHERE scenario = 'outcome-2022'"
same && [ "$(stale)" -gt 0 ] && [ "$(there --command='SELECT outcome FROM m.budget_variance WHERE fiscal_year = 2022')" = 130.00 ]; ok $? "a change shows, and is known to be one"

# Who reads while the other server refreshes, in one snapshot and by one statement after another.
asked='SELECT outcome FROM m.budget_variance WHERE fiscal_year = 2022;'
coproc reader { PGPORT=$follower sql; }
printf '%s\n' 'BEGIN ISOLATION LEVEL REPEATABLE READ;' "$asked" >&"${reader[1]}"
read -r before <&"${reader[0]}"
here --command="UPDATE m.ledger SET amount = 150 WHERE scenario = 'outcome-2022'" --command="CALL refresh_social_mart('m')"
caught_up
printf '%s\n' "$asked" >&"${reader[1]}"
read -r after <&"${reader[0]}"
[ "$before|$after" = '130.00|130.00' ]; ok $? "who reads in one snapshot sees no refresh"
printf '%s\n' 'COMMIT;' "$asked" >&"${reader[1]}"
read -r after <&"${reader[0]}"
[ "$after" = 150.00 ] && [ "$(stale)" = 0 ] && same; ok $? "and then all of it"
[[ $(there --command="CALL refresh_social_mart('m')" 2>&1) == *'cannot execute '*' in a read-only transaction'* || $(there --command="CALL refresh_social_mart('m')" 2>&1) == *'during recovery'* ]]
ok $? "a standby is not refreshed"

here --command='CHECKPOINT' && [ "$(there --command='SELECT pg_promote()')" = t ] && [ "$(stale)" = 0 ]; ok $? "promoted, it reads what is kept"
there --command="UPDATE m.ledger SET amount = 170 WHERE scenario = 'outcome-2022'" && [ "$(stale)" -gt 0 ] && [ "$(there --command="$asked")" = 170.00 ] && there --command="CALL refresh_social_mart('m')" &&
    [ "$(stale)" = 0 ] && [ "$(there --command="$asked")" = 170.00 ]
ok $? "and is a mart of its own"
exit "$tap_status"
