#!/usr/bin/env bash
# On a table that Citus divides among two workers every aggregate says what one machine says, to the last digit; and a mart on its coordinator stays there.
# Needs no example.
. "$(dirname "$0")/tap.bash"
cd "$(dirname "$0")/../.." || exit
here=$(dirname "$(command -v psql)")/pg_config
if [ ! -e "$("$here" --sharedir)/extension/citus.control" ]; then
    echo "1..0 # SKIP this server has no Citus: docs/development.md says how to build one, and PG_CONFIG=/path/to/pg_config names it"
    exit 0
fi
plan 15

nodes=(coordinator worker-1 worker-2)
scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() { scripts/server stop "${nodes[@]/#/build/test-citus-}"; rm -rf -- "$scratch"; }
trap clean_up EXIT
export PGHOST=127.0.0.1 PGUSER=postgres
on() { PGPORT=$(cat "build/test-citus-$1/port") sql --dbname=postgres "${@:2}"; }

# The servers connect to each other, as superuser: one password for all.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
for node in "${nodes[@]}"; do
    PG_CONFIG=$here scripts/server start "build/test-citus-$node" shared_preload_libraries=citus "citus.node_conninfo='sslmode=disable'" fsync=off
    PGPASSFILE=$PWD/build/test-citus-$node/pgpass on "$node" --command="ALTER ROLE postgres PASSWORD '$password'"
done
(umask 077 && echo "127.0.0.1:*:*:postgres:$password" >"$scratch/pgpass")
export PGPASSFILE=$scratch/pgpass
for node in "${nodes[@]}"; do
    on "$node" --command='SET client_min_messages = warning' --command='CREATE EXTENSION citus' \
        --command="INSERT INTO pg_dist_authinfo (nodeid, rolename, authinfo) VALUES (0, 'postgres', 'password=$password')"
done
on coordinator --command="SELECT citus_set_coordinator_host('127.0.0.1', $(cat build/test-citus-coordinator/port))" --command='CREATE EXTENSION social_services' >"$scratch/log" 2>&1
for node in "${nodes[@]:1}"; do on coordinator --command="SELECT citus_add_node('127.0.0.1', $(cat "build/test-citus-$node/port"))" >>"$scratch/log" 2>&1; done
[ "$(on coordinator --command='SELECT count(*) FROM citus_get_active_worker_nodes()')" = 2 ] && [ "$(on worker-1 --command="SELECT count(*) FROM pg_extension WHERE extname = 'social_services'")" = 1 ]
ok $? "two workers join, and have the extension from the coordinator"
sed 's/^/# /' "$scratch/log" >&2

# Synthetic payments of three organisations, nobody's: on this machine, by organisation and by household.
on coordinator --file=- >"$scratch/log" 2>&1 <<'SQL'
CREATE TABLE payment AS
SELECT 'o' || o AS organisation, 'u' || (h + m) % 4 AS unit, o * 1000 + h AS household, (date '2021-01-01' + make_interval(months => m))::date AS month, a AS amount,
       a * 1.1 AS budget, a * 0.97 + h AS outcome, 1 + m / 1000.0 AS factor, h::numeric AS case_count, 10.5 + h AS base_quantity, 7.25 + m AS base_price, 11 + m::numeric AS quantity, 8.125 + h AS price,
       (h * 7 + m) % 30 AS duration, (h + m) % 3 = 0 AS ended, (50 + h)::numeric / 97 AS attainment, 1 + m % 5::numeric AS weight, a + h * m AS forecast, a * 1.05 AS benchmark, a / 50 AS one_off
FROM generate_series(1, 3) AS o, generate_series(1, 25) AS h, generate_series(0, 35) AS m, LATERAL (SELECT (1000 + (h * 7919 + m * 104729 + o * 31) % 997 + (h * m % 100) / 100.0)::numeric(12,2) AS a) AS amount
WHERE (h * 5 + m * 3 + o) % 7 > 1;
UPDATE payment SET amount = NULL, budget = NULL WHERE (household + extract(month FROM month)) % 41 = 0;
ALTER TABLE payment ADD households household_set, ADD series bytea;
UPDATE payment SET households = (SELECT household_set(h, m) FROM (VALUES (household::bigint, month)) AS v(h, m)),
                   series = (SELECT forecast_series(m, a, 1) FROM (VALUES (month, amount)) AS v(m, a));
CREATE TABLE payment_by_organisation (LIKE payment);
CREATE TABLE payment_by_household (LIKE payment);
SELECT create_distributed_table('payment_by_organisation', 'organisation', shard_count => 8), create_distributed_table('payment_by_household', 'household', shard_count => 8);
INSERT INTO payment_by_organisation TABLE payment;
INSERT INTO payment_by_household TABLE payment;

-- What stands for each argument of an aggregate: a column, or what is the same for all rows of a call.
CREATE TABLE argument (name text, type text, expression text);
INSERT INTO argument
SELECT attname, NULL, CASE attname WHEN 'household' THEN 'household::bigint' ELSE attname::text END
FROM pg_attribute WHERE attrelid = 'payment'::regclass AND attnum > 0 AND attname <> 'households';
INSERT INTO argument VALUES ('households', 'household_set', 'households'), ('households', 'numeric', 'case_count'), ('at', 'integer', '12'), ('at', 'integer[]', '''{6,12}''::integer[]'),
    ('probability', 'numeric', '0.5'), ('probability', 'numeric[]', '''{0.25,0.5}''::numeric[]'), ('as_of', NULL, 'date ''2023-08-31'''), ('method', NULL, '''seasonal'''), ('first_month', NULL, '1'),
    ('min_months', NULL, '3'), ('minimum', NULL, '4');
CREATE TABLE aggregate AS
SELECT p.oid::regprocedure AS aggregate, p.proname AS name, format('%s(%s)', p.proname, string_agg(g.expression, ', ' ORDER BY a.place)) AS call, count(*) = count(g.expression) AS is_known,
       (SELECT aggtranstype = 'internal'::regtype FROM pg_aggregate WHERE aggfnoid = p.oid) AS has_internal_state
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
JOIN pg_proc p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
CROSS JOIN unnest(p.proargtypes, p.proargnames) WITH ORDINALITY AS a(type, name, place)
LEFT JOIN argument g ON g.name = a.name AND coalesce(g.type = format_type(a.type, NULL), true)
WHERE p.prokind = 'a'
GROUP BY p.oid, p.proname;
INSERT INTO aggregate VALUES (NULL, 'stddev_pop', 'stddev_pop(amount)', true, true);

CREATE FUNCTION says(call text, source text, by text) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    line record;
    whole text := '';
BEGIN
    FOR line IN EXECUTE format('SELECT %1$I, %2$s FROM %3$I GROUP BY %1$I ORDER BY %1$I', by, call, source) LOOP
        whole := whole || line::text || E'\n';
    END LOOP;
    RETURN whole;
END
$function$;
-- sent: the workers' queries have the aggregate; split: they have a part of it; pulled: they have neither.
CREATE FUNCTION way(name text, call text, source text, by text) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    line text;
    asked text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (VERBOSE, COSTS OFF) SELECT %1$I, %2$s FROM %3$I GROUP BY %1$I', by, call, source) LOOP
        asked := asked || CASE WHEN line ~ '^\s*Query: ' THEN line ELSE '' END;
    END LOOP;
    RETURN CASE WHEN asked = '' THEN 'no query was sent' WHEN asked ~ '\mworker_(binary_)?partial_agg\(' THEN 'split' WHEN asked ~ ('\m' || name || '\(') THEN 'sent' ELSE 'pulled' END;
END
$function$;
CREATE TABLE seen AS
SELECT a.*, t.source, t.by, t.is_whole, way(a.name, a.call, t.source, t.by) AS way, says(a.call, t.source, t.by) AS cluster, says(a.call, 'payment', t.by) AS one_machine
FROM aggregate a
CROSS JOIN (VALUES ('payment_by_organisation', 'organisation', true), ('payment_by_organisation', 'unit', false), ('payment_by_household', 'household', true), ('payment_by_household', 'unit', false)) AS t(source, by, is_whole);
SQL
[ ! -s "$scratch/log" ] || sed 's/^/# /' "$scratch/log" >&2
asked() { on coordinator --command="SELECT coalesce(aggregate::text, name), source, by, way FROM seen WHERE $1" >"$scratch/asked" 2>&1; sed 's/^/# /' "$scratch/asked" >&2; [ ! -s "$scratch/asked" ]; }
[ "$(on coordinator --command='SELECT count(DISTINCT aggregate) > 40 AND bool_and(is_known) FROM seen')" = t ] && [ "$(on coordinator --command="SELECT count(*) FROM pg_dist_shard_placement WHERE nodeport <> $(cat build/test-citus-coordinator/port)")" = 16 ]
ok $? "every aggregate is asked of payments that lie with the workers"
asked 'cluster IS DISTINCT FROM one_machine'; ok $? "each says what one machine says, to the last digit"
[ "$(on coordinator --command="SELECT count(*) FROM seen WHERE one_machine ~ '[1-9a-z]'")" = "$(on coordinator --command='SELECT count(*) FROM seen')" ]; ok $? "and none says nothing"
asked "is_whole AND way <> 'sent'"; ok $? "by the column that rows are divided by each is sent whole"
# Releases up to 14 split no aggregate whose state is internal, be it PostgreSQL's own.
asked "NOT is_whole AND way <> CASE WHEN has_internal_state THEN (SELECT min(s.way) FROM seen s WHERE s.name = 'stddev_pop' AND NOT s.is_whole) ELSE 'split' END"
ok $? "by another they go as those of PostgreSQL do"
on coordinator --command="SELECT '# by ' || CASE WHEN is_whole THEN 'the column that rows are divided by' ELSE 'another' END || ': ' || way || ' ' || count(DISTINCT aggregate) FROM seen GROUP BY is_whole, way" >&2

# Add up first, then ours: of each shard only sums are asked. Right for sums, and for what is made of sums.
sums_first="SELECT unit, %s FROM (SELECT organisation, unit, sum(budget) AS budget, sum(outcome) AS outcome FROM %s GROUP BY organisation, unit) s GROUP BY unit ORDER BY unit"
of_sums='budget_variance(budget, outcome), deficit(budget, outcome), surplus(budget, outcome), budget_utilisation(budget, outcome)'
# shellcheck disable=SC2059 # what is asked, and of which table, is filled in
[ "$(on coordinator --command="$(printf "$sums_first" "$of_sums" payment_by_organisation)")" = "$(on coordinator --command="SELECT unit, $of_sums FROM payment GROUP BY unit ORDER BY unit")" ] &&
    [[ $(on coordinator --command="EXPLAIN (VERBOSE, COSTS OFF) $(printf "$sums_first" "$of_sums" payment_by_organisation)") == *'Query: SELECT '*'sum('*'GROUP BY '* ]]
ok $? "sums first, then ours, is what the rows say"
# shellcheck disable=SC2059
[ "$(on coordinator --command="$(printf "$sums_first" 'mean_absolute_percentage_error(budget, outcome)' payment_by_organisation)")" != "$(on coordinator --command="SELECT unit, mean_absolute_percentage_error(budget, outcome) FROM payment GROUP BY unit ORDER BY unit")" ]
ok $? "and is not right for what is no sum of sums"
[ "$(on coordinator --command='SELECT household_count(household_set(households)) FROM (SELECT household_set(household::bigint, month) AS households FROM payment_by_household GROUP BY household) s')" = "$(on coordinator --command='SELECT count(DISTINCT household) FROM payment WHERE month IS NOT NULL')" ]
ok $? "sets of households that are made by the workers unite"

# A mart stays on the coordinator, and nobody is told so at each upgrade.
warned() { on coordinator --command='SET client_min_messages = warning' "$@" >"$scratch/warned" 2>&1; sed 's/^/# /' "$scratch/warned" | head -n 9 >&2; [ -s "$scratch/warned" ]; }
! warned --command="CALL create_social_mart('m', organisation => '1')"; ok $? "a mart is made on the coordinator without a warning"
on coordinator --command="CREATE ROLE regress_reader" >/dev/null 2>&1
! warned --file=- <<'SQL'
INSERT INTO m.unit (code, name) VALUES ('u', 'Unit');
INSERT INTO m.budget_head (code, name, pays_support) VALUES ('h', 'Head', true);
INSERT INTO m.scenario (code, kind, fiscal_year) SELECT k || '-' || y, k, y FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2021, 2023) AS y;
INSERT INTO m.ledger (scenario, unit, head, amount) SELECT code, 'u', 'h', 100 + fiscal_year FROM m.scenario;
INSERT INTO m.support_payment (unit, household, month, amount) SELECT 'u', h, m, 1000 + h FROM generate_series(1, 40) AS h, generate_series(date '2023-01-01', '2023-12-01', interval '1 month') AS m;
CALL refresh_social_mart('m');
CALL grant_reader('m', 'regress_reader', '1');
CALL release_month('m', '2023-12-01');
SQL
ok $? "it is filled, refreshed and released"
! warned --command="CALL upgrade_social_mart('m')"; ok $? "and upgraded"
[ "$(on coordinator --command='SELECT count(*), sum(outcome) FROM m.budget_variance' --command='SET ROLE regress_reader' --command='SELECT count(*), sum(outcome) FROM m_released_1.budget_variance')" = $'3|6366.00\n3|6366.00' ] &&
    [ "$(on worker-1 --command="SELECT count(*) FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^m(_|$)')")" = 0 ]
ok $? "its views say what is in it, and the workers have nothing of it"

# And so does a nation: here it reads what that mart has released, through a connection of its own.
! warned --command='CREATE EXTENSION postgres_fdw' --command="CREATE SERVER town FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '$(cat build/test-citus-coordinator/port)', dbname 'postgres', extensions 'social_services')" \
    --command='CREATE ROLE regress_nation_owner' --command='GRANT CREATE ON DATABASE postgres TO regress_nation_owner' --command='GRANT USAGE ON FOREIGN SERVER town TO regress_nation_owner' \
    --command="CREATE USER MAPPING FOR regress_nation_owner SERVER town OPTIONS (user 'postgres', password '$password')" --command='SET ROLE regress_nation_owner' \
    --command="CALL create_social_nation('nation')" --command="CALL link_social_mart('nation', 'town', 'm_released_1', '1')" --command="CALL check_social_nation('nation', skip_unreachable => true)"
ok $? "a nation is made on the coordinator and linked without a warning"
[ "$(on coordinator --command='SET ROLE regress_nation_owner' --command='SELECT organisation, count(*), sum(outcome) FROM nation.budget_variance GROUP BY organisation')" = '1|3|6366.00' ] &&
    [ "$(on worker-1 --command="SELECT count(*) FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^nation')")" = 0 ]
ok $? "its views say what the mart says, and the workers have nothing of it"
exit "$tap_status"
