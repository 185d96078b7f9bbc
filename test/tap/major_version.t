#!/usr/bin/env bash
# A mart goes to a newer major version of PostgreSQL by pg_upgrade, with and without --link, and by dump and restore, and says the same.
# The second server is the one of OTHER_PG_CONFIG, or the newest of another version in Debian's layout. The older of the two is the one before.
# Needs no example.
. "$(dirname "$0")/tap.bash"
cd "$(dirname "$0")/../.." || exit
here=$(dirname "$(command -v psql)")/pg_config
. scripts/common.bash
set +e

major() { "$1" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p'; }
other=''
for candidate in ${OTHER_PG_CONFIG:-$(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -t/ -k5,5nr)}; do
    if has_server_and_headers "$candidate" && [ "$(major "$candidate")" != "$(major "$here")" ]; then
        other=$candidate
        break
    fi
done
if [ -z "$other" ]; then
    echo "1..0 # SKIP there is no server of another major version: OTHER_PG_CONFIG=/path/to/pg_config names one"
    exit 0
fi
# Sources and installation of the other server, and all data.
sources=$PWD/build/other-server
where=$(mktemp -d /var/tmp/social_services.XXXXXX)
chmod 755 "$where"
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    for data in "$where"/*/PG_VERSION; do
        [ ! -e "$(dirname "$data")/postmaster.pid" ] || as_server_user "$(cat "$(dirname "$data")/../$(basename "$(dirname "$data")").bin")/pg_ctl" stop --silent --mode=immediate --pgdata="$(dirname "$data")"
    done
    [ ! -d "$sources" ] || (cd "$sources" && scripts/installation remove)
    rm -rf -- "$where" "$sources"
}
trap clean_up EXIT

export PGHOST=$where PGUSER=postgres PGDATABASE=town
unset PGPASSFILE PGOPTIONS
# usage: make_server NAME BINDIR     An empty one. Both have checksums, or none.
make_server() {
    local options=()
    [[ $("$2/initdb" --help) != *--no-data-checksums* ]] || options+=(--no-data-checksums)
    echo "$2" >"$where/$1.bin"
    as_server_user "$2/initdb" --no-sync --pgdata="$where/$1" --username=postgres --encoding=UTF8 --no-locale --auth=trust "${options[@]}" >"$where/log" 2>&1 || { cat "$where/log" >&2; return 1; }
    printf "listen_addresses = ''\nunix_socket_directories = '%s'\nfsync = off\nautovacuum = off\njit = off\nmax_locks_per_transaction = 1024\n" "$where" >>"$where/$1/postgresql.conf"
}
# usage: start NAME PORT
start() {
    PGPORT=$2 bin=$(cat "$where/$1.bin")
    export PGPORT
    as_server_user "$bin/pg_ctl" start --silent --wait --pgdata="$where/$1" --options="-p $2" --log="$where/$1.log" >/dev/null || { tail -n 20 "$where/$1.log" >&2; return 1; }
}
stop() { as_server_user "$(cat "$where/$1.bin")/pg_ctl" stop --silent --mode=fast --pgdata="$where/$1"; }
chown "$server_user" "$where"

# usage: in_order PG_CONFIG PG_CONFIG     Leaves the bin directories of the older and of the newer in before and after.
in_order() {
    before=$1 after=$2
    [ "$(major "$before")" -lt "$(major "$after")" ] || before=$2 after=$1
    echo "# from $("$before" --version) to $("$after" --version)" >&2
    before=$("$before" --bindir) after=$("$after" --bindir)
}

# A minor release of the older one may be of a later date than the newer one, and put into every dump what that does not know: of this no mart can be a test.
in_order "$here" "$other"
make_server before "$before" && start before 54311 && createdb town && sql --command='CREATE TABLE plain (a integer)' && make_server after "$after" && start after 54312 && createdb town || exit 1
if ! refused=$("$after/pg_dump" --port=54311 town 2>&1 | sql 2>&1 >/dev/null); then
    echo "1..0 # SKIP $("$after/postgres" --version) does not read how $("$before/postgres" --version) has a plain table dumped, $(grep -m 1 -o "ERROR: .*" <<<"$refused"): name a release of the same date or later"
    exit 0
fi
stop after && stop before && rm -rf "$where"/{before,after}
plan 14

rm -rf "$sources" && mkdir -p "$sources/sql" && cp -r Makefile social_services.control scripts src "$sources" && cp -r sql/[0-9]*.sql sql/mart sql/release sql/upgrade "$sources/sql" && rm -f "$sources"/src/*.{o,bc} &&
    other=$(cd "$sources" && PG_CONFIG=$other scripts/installation make 2>/dev/null) && (cd "$sources" && for target in all install; do make --silent PG_CONFIG="$other" with_llvm=no "$target" || exit; done) >"$where/log" 2>&1
built=$?
ok $built "the extension is built and installed for another server"
[ $built = 0 ] || { tail -n 20 "$where/log" >&2; exit 1; }
in_order "$here" "$other"

# A mart with rows in every table, one that is divided and released, and values of every type of the extension in a table of one's own.
make_server before "$before" && start before 54311 && createdb town &&
    PGOPTIONS='-c client_min_messages=error' psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 >"$where/log" 2>&1 <<'SQL'
CREATE ROLE upgrade_reader;
CREATE ROLE upgrade_writer;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', insider => 'upgrade_reader', organisation_name => 'Lund');
SET search_path = lund, public;
\i test/sql/include/figures.sql
\i test/release/rows-0.2.0.sql
CALL refresh_social_mart('lund');
CALL publish_interim_report('lund', '2022-12-31');
CALL create_social_mart('divided', organisation => '1', reader => 'upgrade_reader');
SET search_path = divided, public;
INSERT INTO unit (code, name) VALUES ('u', 'Unit');
INSERT INTO budget_head (code, name, pays_support) VALUES ('h', 'Head', true);
INSERT INTO scenario (code, kind, fiscal_year) SELECT k || y, k, y FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2021, 2023) AS y;
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT code, 'u', 'h', make_date(fiscal_year, m, 1), 100 + m FROM scenario, generate_series(1, 12) AS m;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', h, make_date(y, 1 + h % 12, 1), 1000 + h FROM generate_series(1, 60) AS h, generate_series(2021, 2023) AS y;
CALL partition_social_mart('divided');
CALL refresh_social_mart('divided');
CALL release_month('divided', '2023-12-01');
CALL refresh_social_mart('divided');
CREATE TABLE public.kept AS
SELECT public.household_set(household, month) AS households, public.forecast_series(month, amount, 1) AS series, 'theta'::public.forecast_method AS method,
       'at_most'::public.target_direction AS direction, 'met'::public.target_status AS status FROM support_payment;
ANALYZE;
SQL
made=$?
[ $made = 0 ] || tail -n 5 "$where/log" >&2
ok $made "there are two marts on the older server"
[ $made = 0 ] || exit 1

# usage: contents CONDITION     every row of every table and view, as text, in an order of its own below its name; without what views compute anew
contents() {
    sql <<SQL
SELECT format('SELECT %L UNION ALL (SELECT (to_jsonb(r) - ''made_here'')::text FROM %s r ORDER BY 1)', '== ' || c.oid::regclass, c.oid::regclass)
FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('lund', 'divided', 'divided_released', 'public') AND c.relkind IN ('r', 'p', 'v') AND c.relname !~ '^live_' AND $1 ORDER BY c.oid::regclass::text COLLATE "C"
\gexec
SQL
}
# What is stale is told of each server: nothing proves after a restoration that what is kept is whole.
moved="relname <> 'stale_summary'"
contents true >"$where/before.all"
contents "$moved" >"$where/before.moved"
stale() { sql --command='SELECT (SELECT count(*) FROM lund.stale_summary), (SELECT count(*) FROM divided.stale_summary)'; }
stale_before=$(stale)
[ "$stale_before" = '0|0' ] && [ "$(grep -c . "$where/before.all")" -gt 1000 ] && [ "$(grep -c '^== divided_released' "$where/before.all")" -gt 50 ]; ok $? "there is something to compare"
same() { diff "$where/before.$1" <(contents "$2") >"$where/differences" && return; head -n 10 "$where/differences" | cut -c1-300 >&2; return 1; }

"$after/pg_dump" --format=custom --file="$where/dump" town
ok $? "the newer pg_dump reads the older server"
stop before && cp -a "$where/before" "$where/linked_from" && echo "$before" >"$where/linked_from.bin"

port=54312
for way in --copy --link; do
    from=before to=after$way
    [ $way = --copy ] || from=linked_from
    make_server "$to" "$after" && as_server_user bash -c "cd '$where' && '$after/pg_upgrade' $way --old-bindir='$before' --new-bindir='$after' --old-datadir='$where/$from' --new-datadir='$where/$to' --username=postgres" >"$where/log" 2>&1
    upgraded=$?
    [ $upgraded = 0 ] || { tail -n 20 "$where/log"; cat "$where/$to"/pg_upgrade_output.d/*/loadable_libraries.txt "$where/$to"/pg_upgrade_output.d/*/log/*.log 2>/dev/null | grep -iE 'error|could not' | tail -n 20; } >&2
    ok $upgraded "pg_upgrade $way"
    start "$to" $port && same all true; ok $? "every table and view says the same"
    [ "$(stale)" = "$stale_before" ] && sql --command="INSERT INTO divided.support_payment (unit, household, month, amount) VALUES ('u', 999, '2022-02-01', 5000)" &&
        [ "$(sql --command="SELECT count(*) FROM divided.stale_summary WHERE about = 'caseload' AND fiscal_year = 2022")" = 1 ] &&
        [ "$(sql --command="SELECT payments FROM divided.caseload_by_month WHERE month = '2022-02-01'")" = "$(sql --command="SELECT sum(amount)::numeric(18,2) FROM divided.support_payment WHERE month = '2022-02-01'")" ]
    ok $? "what was kept is read, and a payment shows at once"
    PGOPTIONS='-c client_min_messages=error' sql --command="DELETE FROM divided.support_payment WHERE household = 999 AND month = '2022-02-01'" --command="CALL upgrade_social_mart('lund')" \
        --command="CALL upgrade_social_mart('divided')" --command="CALL refresh_social_mart('lund')" --command="CALL refresh_social_mart('divided')" >/dev/null &&
        [ "$(sql --command='SELECT count(*) FROM lund.stale_summary')" = 0 ]
    ok $? "the marts can be upgraded and refreshed"
    if [ $way = --copy ]; then
        createdb restored && "$after/pg_restore" --dbname=restored "$where/dump"
        ok $? "the older server's dump is restored"
        PGDATABASE=restored same moved "$moved"; ok $? "and says the same"
    fi
    stop "$to"
    port=$((port + 1))
done
exit "$tap_status"
