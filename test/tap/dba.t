#!/usr/bin/env bash
# The commands of docs/dba.md, in their order, with the real pg_cron: from a bare server to a report, a copy, an upgrade and nothing left.
# Needs no example. Waits for a minute to begin, in a server of its own.
. "$(dirname "$0")/tap.bash"
. scripts/common.bash
set +e

PG_CONFIG=$(find_pg_config)
if ! [ -f "$("$PG_CONFIG" --pkglibdir)/pg_cron.so" ]; then
    echo "1..0 # SKIP pg_cron is not installed for this server"
    exit 0
fi
plan 22

BINDIR=$("$PG_CONFIG" --bindir)
directory=build/test-dba
scratch=$(mktemp -d)
trap 'scripts/server stop "$directory"; rm -rf -- "$scratch"' EXIT
scripts/server start "$directory" fsync=off && use_server "$directory"

# What the commands do to the machine: a server that is there plays a fresh one. All others are run as they stand.
# shellcheck disable=SC2317 # the page's commands call these
{
    sudo() {
        [ "$1" != -u ] || shift 2
        case $1 in
            apt-get) echo "installed ${*:2}" >>"$scratch/installed" ;;
            make) make "${@:2}" ;;
            systemctl) as_server_user "$BINDIR/pg_ctl" restart --silent --pgdata="$(readlink -f "$directory/server")" --options="-p $PGPORT" >/dev/null ;;
            tee) as_server_user tee -a "$(readlink -f "$directory/server")/postgresql.conf" ;;
            psql) psql --no-psqlrc --set=ON_ERROR_STOP=1 "${@:2}" ;;
            *) "$@" ;;
        esac
    }
    make() { echo "made $*" >>"$scratch/installed"; }
}
# Its commands by their headings: `## 4. ...` is part 4.
awk -v scratch="$scratch" '/^## [0-9]/ { part = int($2) } /^```/ { inside = $0 == "```sh"; next } inside { print > (scratch "/part-" part) }' docs/dba.md
sed -i 's:/var/tmp/:'"$scratch"'/:' "$scratch"/part-*
[ "$(cat "$scratch"/part-* | grep -c .)" -gt 50 ]; ok $? "the page has commands"
# usage: run PART     with what they say in a file, and until the first that fails
run() {
    local status=0
    # Beside, for -e means nothing to the left of ||.
    # shellcheck disable=SC1090 # a part of the page
    (set -eo pipefail; . "$scratch/part-$1") >"$scratch/said-$1" 2>&1 &
    wait $! || status=$?
    [ "$status" = 0 ] || sed 's/^/# /' "$scratch/said-$1"
    return "$status"
}
town() { sql --dbname="${2:-town}" --command="$1"; }

run 1; ok $? "1: the extension is installed"
[ "$(wc -l <"$scratch/installed")" = 4 ]; ok $? "after the files"
run 2; ok $? "2: there is a mart"
[ "$(town 'SHOW jit')" = off ] && ! grep -q '(jit)' "$scratch/said-2"; ok $? "whose views are not compiled"
# Where they are, it is told.
PGOPTIONS='-c jit=on' town "BEGIN; CALL social_services.create_social_mart('compiled', '1'); SELECT pg_jit_available(); ROLLBACK" >"$scratch/compiled" 2>&1
[ "$(grep -c '(jit)' "$scratch/compiled")" = "$(grep -c '^t$' "$scratch/compiled")" ] && grep -q '^[tf]$' "$scratch/compiled"; ok $? "where they would be, the mart's maker is told"
run 3; ok $? "3: with figures"
[ "$(town "SET ROLE controller; SELECT budget FROM our_board.budget_variance")" = 120000000.00 ]; ok $? "which the insider reads"
town "SET ROLE bi; SELECT count(*) FROM our_board_released.budget_variance" >/dev/null && ! town "SET ROLE bi; SELECT FROM our_board.budget_variance" 2>/dev/null
ok $? "and the reader not, before they are released"
[[ $(town "SET ROLE controller; SELECT FROM our_board.ledger" 2>&1) == *'permission denied for table ledger'* ]]; ok $? "rows are the owner's"
run 4; ok $? "4: pg_cron takes the jobs"
[ "$(sql --command="SELECT count(*) FROM cron.job WHERE username = 'finance' AND database = 'town'")" = 2 ]; ok $? "which are the owner's"

# The same, without waiting for the night; and one of somebody who has no right to it.
sql >/dev/null <<'SQL'
CREATE ROLE stranger LOGIN;
SELECT cron.schedule_in_database(jobname || ' now', '* * * * *', command, database, username) FROM cron.job;
SELECT cron.schedule_in_database('not theirs', '* * * * *', command, database, 'stranger') FROM cron.job WHERE jobname = 'interim report';
SQL
# What jobs of a name have ended as: pg_cron runs them when a minute begins.
ended() { sql --command="SELECT d.status, d.return_message FROM cron.job_run_details d JOIN cron.job j USING (jobid) WHERE j.jobname = '$1' AND d.status IN ('succeeded', 'failed')"; }
for ((i = 0; i < 80; i++)); do
    [ -n "$(ended 'interim report now')" ] && [ -n "$(ended 'not theirs')" ] && [ -n "$(ended 'refresh now')" ] && break
    sleep 1
done
[[ $(ended 'interim report now') = succeeded\|* ]]; ok $? "the report is published"
[ "$(town "SELECT as_of = (date_trunc('month', now()) - interval '1 day')::date, version, published_by FROM our_board.published_interim_report ORDER BY version LIMIT 1")" = 't|1|finance' ]
ok $? "of last month, by the mart's owner"
town "SELECT social_services.interim_report('our_board', (date_trunc('month', now()) - interval '1 day')::date)" | grep -q 'Income support *| *120 000'
ok $? "and can be shown"
[[ $(ended 'refresh now') = succeeded\|* ]] && [ "$(town "SELECT count(*) FROM our_board.stale_summary")" = 0 ]; ok $? "the mart is refreshed"
[[ $(ended 'not theirs') = failed\|*"must be owner"* ]]; ok $? "a role without the owner's rights publishes nothing, and pg_cron says why"
sql --command="SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname ~ ' now$|^not'" --command='DROP ROLE stranger' >/dev/null

figures="SELECT * FROM our_board.budget_variance; SELECT * FROM our_board.published_interim_report"
before=$(town "$figures")
run 5 && [ "$(town "$figures" town_copy)" = "$before" ]; ok $? "5: a copy says the same"
[ "$(town "SELECT count(*) FROM our_board.stale_summary" town_copy)" = 0 ]; ok $? "and is up to date"
run 6 && [ "$(town "$figures")" = "$before" ]; ok $? "6: an upgrade goes through, and the views say the same"
run 7; ok $? "7: all can be taken away"
[ "$(town "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^(our_board|social_services)'") $(sql --command="SELECT count(*) FROM cron.job") $(sql --command="SELECT count(*) FROM pg_roles WHERE rolname ~ '^(finance|controller|bi)$'")" = '0 0 0' ]
ok $? "and nothing is left"
exit "$tap_status"
