# Sourced by the other scripts: messages, root, and which PostgreSQL is meant.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Debian's plain su leaves root without these.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "This needs root, and there is no sudo here: $*"
    fi
}

# What root makes through sudo belongs to the one who called.
give_to_caller() {
    if [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ]; then
        chown "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$@"
    fi
}

new_password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# True if a pg_config belongs to a server, 15 or later, with all that a build needs.
has_server_and_headers() {
    local version bindir
    version=$("$1" --version 2>/dev/null | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p') || return 1
    bindir=$("$1" --bindir 2>/dev/null) || return 1
    [ "${version:-0}" -ge 15 ] && [ -x "$bindir/initdb" ] && [ -x "$bindir/postgres" ] &&
        [ -x "$bindir/psql" ] && [ -f "$("$1" --includedir-server)/postgres.h" ] && [ -f "$("$1" --pgxs)" ]
}

# Prints the pg_config to use: the one asked for with PG_CONFIG, else the
# newest that Debian's layout holds, else the one on the path.
find_pg_config() {
    local candidate
    if [ -n "${PG_CONFIG:-}" ]; then
        has_server_and_headers "$PG_CONFIG" ||
            die "PG_CONFIG=$PG_CONFIG is not the pg_config of a PostgreSQL server, 15 or later, with its headers." \
                "Correct it, or leave it out."
        echo "$PG_CONFIG"
        return
    fi
    for candidate in $(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -t/ -k5,5nr) pg_config; do
        if has_server_and_headers "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# A server cannot run as root, so root runs it as another user.
if [ "$(id -u)" != 0 ]; then
    server_user=$(id -un)
elif id postgres >/dev/null 2>&1; then
    server_user=postgres
else
    server_user=nobody
fi

as_server_user() {
    if [ "$(id -un)" = "$server_user" ]; then
        (cd / && "$@")
    else
        (cd / && runuser -u "$server_user" -- "$@")
    fi
}

# Builds, installs into the private installation, and leaves PG_CONFIG and BINDIR set for what follows.
build_and_install() {
    PG_CONFIG=$(scripts/installation make)
    BINDIR=$("$PG_CONFIG" --bindir)
    export PG_CONFIG
    local log=build/build.log target
    mkdir -p build
    say "Building for $("$PG_CONFIG" --version) ..."
    # One after the other, however many jobs make has: the first makes what the second installs.
    for target in all install; do
        "${MAKE:-make}" --no-print-directory PG_CONFIG="$PG_CONFIG" "$target" >"$log" 2>&1 || { cat "$log" >&2; die "The build failed."; }
    done
    # Or their next make fails. Bitcode is there only if the server has LLVM.
    give_to_caller build build/*.log ./*.so src src/*.o sql sql/*--*.sql
    [ ! -e src/decimal.bc ] || give_to_caller src/*.bc
}

# Points psql and its kin at the private server in a directory, as its superuser.
use_server() {
    export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres PGPASSFILE="$PWD/$1/pgpass"
    PGPORT=$(cat "$1/port")
    export PGPORT
    unset PGSERVICE PGHOSTADDR PGOPTIONS PGSSLMODE PGPASSWORD PGCLIENTENCODING
    PATH=$BINDIR:$PATH
}

# usage: watched PATIENCE LOG COMMAND ...     Runs it as long as it gets on, whatever time that takes on a busy machine. It may hang
# where something fails: what neither writes nor computes for so many seconds is stopped, and why is said. Ctrl-C ends it too.
watched() {
    local patience=$1 log=$2 job status=0 stopped='' size spent seen_size=-1 seen_spent=0 since=$SECONDS begun=$SECONDS told=$SECONDS looked=$SECONDS
    setsid "${@:3}" </dev/null >"$log" 2>&1 &
    job=$!
    trap 'kill -- "-$job"' INT TERM
    while kill -0 "$job" 2>/dev/null; do
        # To look takes processor time, too: fifty times in its patience are enough.
        if [ $((SECONDS - looked)) -lt $((patience / 50)) ]; then sleep 1; continue; fi
        looked=$SECONDS
        # Seconds of processor time of all its processes.
        spent=$({ cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v group="$job" '{ sub(/.*\) /, ""); if ($3 == group) ticks += $12 + $13 + $14 + $15 } END { print int(ticks / 100) }')
        size=$(wc -c <"$log")
        if [ "$size" != "$seen_size" ] || [ $((spent - seen_spent)) -gt $((patience / 60)) ]; then
            seen_size=$size seen_spent=$spent since=$SECONDS
        elif [ $((SECONDS - since)) -ge "$patience" ]; then
            stopped=yes
            kill -- "-$job"
            break
        fi
        if [ $((SECONDS - told)) -ge 180 ]; then
            told=$SECONDS
            say "... at it for $(((SECONDS - begun) / 60)) minutes, $spent seconds of them computing"
        fi
        sleep 1
    done
    wait "$job" || status=$?
    trap - INT TERM
    if [ -n "$stopped" ]; then
        say "Stopped: for $patience seconds it wrote nothing and used no more than $((patience / 60)) seconds of processor time. It waits for" \
            "something that does not answer (the database, the npm registry), or it hangs, which it does where something fails." \
            "Run it again; to let it wait longer: make dashboard DASHBOARD_PATIENCE=$((patience * 6))."
        status=124
    elif [ "$status" -gt 128 ]; then
        say "Signal $((status - 128)) ended it.$([ "$status" != 137 ] || echo ' That is what a machine without free memory does: free some, then run this again.')"
    fi
    return "$status"
}

# Loads Lund 2023 and the synthetic example into the server that use_server chose,
# and writes how to reach them as owner and as reader into uri and uri-reader of a directory.
load_examples() {
    local owner_password reader_password server uri example
    # The owner is nobody special: the extension is trusted, so owning the database is enough.
    owner_password=$(new_password) reader_password=$(new_password)
    psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 <<SQL
CREATE ROLE lund LOGIN PASSWORD '$owner_password';
CREATE ROLE board LOGIN PASSWORD '$reader_password';
-- Who forgets to end a transaction stands in the way of others.
ALTER ROLE board SET idle_in_transaction_session_timeout = '10min';
CREATE DATABASE lund OWNER lund;
ALTER DATABASE lund SET search_path = lund, public;
-- To compile views takes longer than to run them.
ALTER DATABASE lund SET jit = off;
SQL
    server=127.0.0.1:$PGPORT/lund
    (
        umask 077
        echo "postgresql://lund:$owner_password@$server" >"$1/uri"
        echo "postgresql://board:$reader_password@$server" >"$1/uri-reader"
    )
    give_to_caller "$1/uri" "$1/uri-reader"
    uri=$(cat "$1/uri")
    psql --quiet --no-psqlrc "$uri" --command='CREATE EXTENSION social_services SCHEMA public'
    for example in lund-2023 synthetic; do
        # Without what the procedures say of their progress.
        (cd "examples/$example" && PGOPTIONS='-c client_min_messages=warning' psql --quiet --no-psqlrc --set=reader=board "$uri" --file=load.sql)
    done
}
