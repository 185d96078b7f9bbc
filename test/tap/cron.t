#!/usr/bin/env bash
# pg_cron, the real one, publishes an interim report by the line that docs/interim_report.md shows, and refreshes, which commits.
# Needs no example. Waits for a minute to begin, in a server of its own.
. "$(dirname "$0")/tap.bash"
. scripts/common.bash
set +e

PG_CONFIG=$(find_pg_config)
if ! [ -f "$("$PG_CONFIG" --pkglibdir)/pg_cron.so" ]; then
    echo "1..0 # SKIP pg_cron is not installed for this server"
    exit 0
fi
plan 8

BINDIR=$("$PG_CONFIG" --bindir)
directory=build/test-cron
trap 'scripts/server stop "$directory"' EXIT
scripts/server start "$directory" fsync=off "shared_preload_libraries = 'pg_cron'" "cron.use_background_workers = on" && use_server "$directory"
sql --command="CREATE EXTENSION pg_cron" --command="CREATE ROLE lund LOGIN" --command="CREATE ROLE stranger LOGIN" \
    --command="CREATE DATABASE lund OWNER lund"
# A mart whose owner is nobody special, with a budget of the year that last month lies in.
PGOPTIONS="-c role=lund" sql --dbname=lund <<'SQL'
CREATE EXTENSION social_services SCHEMA public;
CALL create_social_mart('lund', organisation => '1281');
SET search_path = lund;
INSERT INTO unit (code, name) VALUES ('board', 'The board');
INSERT INTO budget_head (code, name) VALUES ('support', 'Income support');
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('budget', 'budget', EXTRACT(year FROM date_trunc('month', now()) - interval '1 day')::integer);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget', 'board', 'support', 120000000);
SQL
ok $? "there is a mart"

# As docs/interim_report.md shows it, and with a schedule that does not take a month.
line=$(grep "^SELECT cron.schedule_in_database" docs/interim_report.md)
[ "$(wc -l <<<"$line")" = 1 ]; ok $? "one line schedules it"
sql --command="$line" >/dev/null; ok $? "which pg_cron takes"
sql >/dev/null <<'SQL'
SELECT cron.schedule_in_database('now', '* * * * *', command, database, username),
       cron.schedule_in_database('not theirs', '* * * * *', command, database, 'stranger'),
       cron.schedule_in_database('refresh', '* * * * *', 'CALL refresh_social_mart(''lund'')', database, username) FROM cron.job WHERE jobname = 'interim report';
SQL

# What jobs of a name have ended as: pg_cron runs them when a minute begins.
ended() { sql --command="SELECT d.status, d.return_message FROM cron.job_run_details d JOIN cron.job j USING (jobid) WHERE j.jobname = '$1' AND d.status IN ('succeeded', 'failed')"; }
for ((i = 0; i < 80; i++)); do
    [ -n "$(ended now)" ] && [ -n "$(ended 'not theirs')" ] && [ -n "$(ended refresh)" ] && break
    sleep 1
done
[[ $(ended now) = succeeded\|* ]]; ok $? "it has run"
[ "$(sql --dbname=lund --command="SELECT as_of = (date_trunc('month', now()) - interval '1 day')::date, version, published_by FROM lund.published_interim_report ORDER BY version LIMIT 1")" = 't|1|lund' ]
ok $? "the report of last month is published, by the mart's owner"
sql --dbname=lund --command="SELECT interim_report('lund', (date_trunc('month', now()) - interval '1 day')::date)" | grep -q 'Income support *| *120 000'
ok $? "and can be shown"
[[ $(ended refresh) = succeeded\|* ]] && [ "$(sql --dbname=lund --command="SELECT count(*) FROM lund.stale_summary")" = 0 ]; ok $? "the mart is refreshed"
[[ $(ended 'not theirs') = failed\|*"must be owner"* ]]; ok $? "a role without the owner's rights publishes nothing, and pg_cron says why"
exit "$tap_status"
