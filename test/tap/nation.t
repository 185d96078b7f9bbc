#!/usr/bin/env bash
# Two towns' marts as one nation, through postgres_fdw: each town a database of its own, the hub a third.
# Needs no example.
. "$(dirname "$0")/tap.bash"

if [ "$(sql --dbname=postgres --command="SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'")" = 0 ]; then
    echo "1..0 # SKIP postgres_fdw is not installed for this server"
    exit 0
fi
plan 34

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    for database in regress_hub regress_north regress_south regress_east; do dropdb --force --if-exists "$database" 2>/dev/null; done
    sql --dbname=postgres --command='DROP ROLE IF EXISTS regress_authority, regress_nation_owner, regress_nation_reader' 2>/dev/null
}
trap 'clean_up; rm -rf -- "$scratch"' EXIT
clean_up
on() { sql --dbname="regress_$1" --command="SET client_min_messages = warning" "${@:2}"; }
# What the owner of the nation says on the hub, and what it is answered.
hub() { on hub --command='SET ROLE regress_nation_owner' --command='SET enable_partitionwise_aggregate = on' --command="$1" 2>&1; }

password=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
sql --dbname=postgres --command="CREATE ROLE regress_authority LOGIN PASSWORD '$password'" --command='CREATE ROLE regress_nation_owner' --command='CREATE ROLE regress_nation_reader'
for town in north south; do
    createdb "regress_$town"
    on "$town" --file=- <<SQL
CREATE EXTENSION social_services;
CALL create_social_mart('m', organisation => '$town');
SET search_path = m, public;
INSERT INTO organisation (organisation, name) VALUES ('peer', 'A peer of $town');
INSERT INTO unit (code, name) VALUES ('u', 'Unit'), ('v', 'Unit');
INSERT INTO budget_head (code, name, pays_support) VALUES ('h', 'Head', true), ('k', 'Head', false);
INSERT INTO scenario (code, kind, fiscal_year) SELECT k || y, k, y FROM unnest('{budget,outcome}'::text[]) AS k, generate_series(2021, 2024) AS y;
INSERT INTO ledger (scenario, unit, head, amount) SELECT s.code, u.code, h.code, 100 + s.fiscal_year * length(s.code) + ascii(h.code) * ascii(u.code) + length('$town') FROM scenario s, unit u, budget_head h;
INSERT INTO key_figure (code, name, unit_of_measure, direction) VALUES ('F', 'Figure', 'percent', 'at_most');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value) SELECT 'F', 'year', make_date(y, 1, 1), y - 2000 + ascii('$town') FROM generate_series(2021, 2023) AS y;
INSERT INTO support_payment (unit, household, month, amount) SELECT 'u', h, m, 1000 + h FROM generate_series(1, 40) AS h, generate_series(date '2023-01-01', '2023-12-01', interval '1 month') AS m;
CALL grant_reader('m', 'regress_authority', '$town');
CALL release_month('m', '2023-12-01');
CREATE TABLE m_copy AS SELECT * FROM m_released_$town.budget_variance;
SQL
done
createdb regress_hub
on hub --file=- <<SQL
CREATE EXTENSION social_services;
CREATE EXTENSION postgres_fdw;
GRANT CREATE ON DATABASE regress_hub TO regress_nation_owner;
CREATE SERVER north FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$PGHOST', port '$PGPORT', dbname 'regress_north', extensions 'social_services');
CREATE SERVER south FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$PGHOST', port '$PGPORT', dbname 'regress_south', extensions 'social_services');
GRANT USAGE ON FOREIGN SERVER north, south TO regress_nation_owner;
CREATE USER MAPPING FOR regress_nation_owner SERVER north OPTIONS (user 'regress_authority', password '$password');
CREATE USER MAPPING FOR regress_nation_owner SERVER south OPTIONS (user 'regress_authority', password '$password');
SQL
ok $? "there are two towns and a hub"

said=$(hub "CALL create_social_nation('nation')"); [ -z "$said" ]; ok $? "a role that is nobody special makes a nation $said"
[[ $(hub "CALL create_social_nation('nation')") == *'schema nation exists already'* ]]; ok $? "once"
[[ $(hub "CALL create_social_nation(repeat('n', 41))") == *'must be a name of 1 to 40 bytes'* ]]; ok $? "under a name that leaves room"
[[ $(hub "CALL link_social_mart('public', 'north', 'm_released_north', 'north')") == *'schema public is no nation'* ]]; ok $? "nothing else is a nation"
[[ $(hub "CALL link_social_mart('nation', 'nowhere', 'm_released_north', 'north')") == *"there is no foreign server 'nowhere'"* ]]; ok $? "a server must be there"
[[ $(hub "CALL link_social_mart('nation', 'north', 'm_released_north', NULL)") == *'organisation must be the code of a town'* ]]; ok $? "and a town have a code"
[[ $(hub "CALL link_social_mart('nation', 'north', 'm', 'north')") == *'schema m of server north has not the views of social_services'*'budget_variance cannot be read'* ]]
ok $? "what the town does not let it read is told"
on north --command="GRANT USAGE ON SCHEMA m TO regress_authority" --command="GRANT SELECT ON ALL TABLES IN SCHEMA m TO regress_authority"
[[ $(hub "CALL link_social_mart('nation', 'north', 'm', 'north')") == *"is not of organisation 'north' alone: it has peer"* ]]
ok $? "and a schema of several organisations refused"
said=$(hub "CALL link_social_mart('nation', 'north', 'm_released_north', 'north')")$(hub "CALL link_social_mart('nation', 'south', 'm_released_south', 'south')"); [ -z "$said" ]; ok $? "both towns are linked $said"
said=$(hub "CALL link_social_mart('nation', 'north', 'm_released_north', 'north')"); [ -z "$said" ] && [ "$(hub 'SELECT count(*) FROM nation.linked_mart')" = 2 ]; ok $? "one may be linked anew $said"

# Every view says what the towns' views say.
views=$(hub "SELECT string_agg(v, ' ') FROM unnest(nation_views('nation')) AS v")
# usage: rows SCHEMA ...     every row of every view in these schemas, with the view's name
rows() { for view in $views; do for schema in "$@"; do echo "SELECT '$view', to_jsonb(v) - 'towns_missing' FROM $schema.$view v;"; done; done; }
[ "$(wc -w <<<"$views")" -gt 50 ] && diff <(on hub --command='SET ROLE regress_nation_owner' --file=<(rows nation) | LC_ALL=C sort) \
    <(for town in north south; do on "$town" --file=<(rows "m_released_$town"); done | LC_ALL=C sort) | head -n 5
[ "${PIPESTATUS[0]}" = 0 ]; ok $? "each view says what the towns say"
[ "$(hub "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'nation'::regnamespace AND c.relkind = 'v' AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL")" = 0 ]
ok $? "with a comment on every column"

plan_of() { hub "EXPLAIN (VERBOSE, COSTS OFF) $1"; }
[ "$(plan_of "SELECT organisation, deficit(budget, outcome), count(*) FROM nation.budget_variance WHERE fiscal_year = 2023 GROUP BY organisation" | grep -c 'Relations: Aggregate on')" = 2 ]
ok $? "sums and counts by organisation are sent, with their filter"
[ "$(plan_of "SELECT * FROM nation.budget_variance WHERE organisation = 'south'" | grep -c 'Foreign Scan')" = 1 ]; ok $? "who asks for one town asks one server"
deficits="SELECT organisation, deficit(budget, outcome) FROM %s.budget_variance WHERE fiscal_year = 2023 GROUP BY organisation ORDER BY organisation"
# shellcheck disable=SC2059 # the schema is what is filled in
[ "$(hub "$(printf "$deficits" nation)")" = "$(for town in north south; do on "$town" --command="$(printf "$deficits" "m_released_$town")"; done)" ]; ok $? "and are what the towns say"

# What no town can say: held against what each says.
diff <(hub "SELECT fiscal_year, budget::numeric(20,2), towns_with_budget, outcome::numeric(20,2), towns_with_outcome FROM nation.national_total ORDER BY 1") <(for town in north south; do
    on "$town" --command="SELECT fiscal_year, sum(budget), sum(outcome) FROM m_released_$town.budget_variance WHERE is_latest GROUP BY 1"
done | awk -F'|' '{ budget[$1] += $2; with_budget[$1] += $2 != ""; outcome[$1] += $3; with_outcome[$1] += $3 != "" }
    END { for (year in budget) printf "%s|%.2f|%d|%s|%d\n", year, budget[year], with_budget[year], with_outcome[year] ? sprintf("%.2f", outcome[year]) : "", with_outcome[year] }' | LC_ALL=C sort) >&2
ok $? "all towns by year are the sums of what each says"
[ "$(hub "SELECT organisation, value, towns, towns_mean, towns_median, rank FROM nation.national_key_figure WHERE key_figure_code = 'F' AND period_start = '2022-01-01' ORDER BY 1")" = \
    $'north|132.000000|2|134.500000|134.500000|1\nsouth|137.000000|2|134.500000|134.500000|2' ]
ok $? "and a town's key figure stands beside all towns'"

# Of columns of a table on another server every aggregate is computed there.
on hub --file=- <<'SQL' >"$scratch/pulled" 2>&1
SET ROLE regress_nation_owner;
CREATE TEMPORARY VIEW callable AS
SELECT p.oid::regprocedure AS name, p.prokind = 'a' AS is_aggregate,
       format('EXPLAIN (VERBOSE, COSTS OFF) SELECT ' || CASE p.prokind WHEN 'a' THEN '%s(%s) FROM nation.probe' ELSE 'FROM nation.probe WHERE %s(%s) IS NOT NULL' END, p.oid::regproc,
              string_agg(CASE WHEN p.provariadic <> 0 AND a.place = p.pronargs THEN 'VARIADIC ' ELSE '' END || format('%I', 'of ' || format_type(a.type, NULL)), ', ' ORDER BY a.place)) AS query
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services'
JOIN pg_proc p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
CROSS JOIN unnest(p.proargtypes) WITH ORDINALITY AS a(type, place)
JOIN pg_type t ON t.oid = a.type
-- A function that is not immutable may say something else there, and is never sent. A filter has one value.
WHERE p.prokind = 'a' OR p.prokind = 'f' AND p.provolatile = 'i' AND NOT p.proretset AND (SELECT r.typtype <> 'p' FROM pg_type r WHERE r.oid = p.prorettype)
GROUP BY p.oid HAVING bool_and(t.typtype <> 'p');
SELECT format('CREATE FOREIGN TABLE nation.probe (%s) SERVER north', string_agg(DISTINCT format('%I %s', 'of ' || format_type(a.type, NULL), format_type(a.type, NULL)), ', '))
FROM callable g JOIN pg_proc p ON p.oid = g.name CROSS JOIN unnest(p.proargtypes) AS a(type) \gexec
CREATE FUNCTION pg_temp.is_sent(query text) RETURNS boolean LANGUAGE plpgsql AS $function$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE query LOOP
        IF line ~ 'Relations: Aggregate on|Remote SQL: .* WHERE' THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$function$;
-- These are SQL with texts in it, which take their place in the query and have a collation. Nobody sums by them: they word a report.
SELECT name FROM callable WHERE pg_temp.is_sent(query) IS DISTINCT FROM (name::text !~ '^(measure_in_words|measure_text|interim_report_value)\(');
-- A method that stands in the query, as it is written there.
SELECT method FROM callable CROSS JOIN LATERAL replace(query, '"of forecast_method"', '''seasonal''') AS method
WHERE is_aggregate AND query ~ 'forecast_method' AND NOT pg_temp.is_sent(method);
SELECT 'with a method: ' || count(*) FROM callable WHERE is_aggregate AND query ~ 'of forecast_method';
SELECT 'aggregates: ' || count(*) FROM callable WHERE is_aggregate;
SELECT 'functions: ' || count(*) FROM callable WHERE NOT is_aggregate;
SQL
sed 's/^/# /' "$scratch/pulled" >&2
[ "$(grep -cvE '^(with a method|aggregates|functions): ' "$scratch/pulled")" = 0 ] && [ "$(sed -n 's/^with a method: //p' "$scratch/pulled")" = 8 ] && [ "$(sed -n 's/^aggregates: //p' "$scratch/pulled")" -gt 40 ] && [ "$(sed -n 's/^functions: //p' "$scratch/pulled")" -gt 40 ]
ok $? "every aggregate, also with a method that is written in the query, and every function of rows can be computed by a town"
[ "$(hub "SELECT organisation, year_end_forecast(make_date(fiscal_year, 1, 1), outcome, '2024-12-31', 'run_rate') FROM nation.budget_variance GROUP BY organisation ORDER BY 1")" = \
    "$(for town in north south; do on "$town" --command="SELECT organisation, year_end_forecast(make_date(fiscal_year, 1, 1), outcome, '2024-12-31', 'run_rate') FROM m_released_$town.budget_variance GROUP BY 1"; done)" ]
ok $? "a forecast by a method is what the towns say"

# Different households of several towns' units: each town makes sets, and no payment leaves.
for town in north south; do on "$town" --command='GRANT USAGE ON SCHEMA m TO regress_authority' --command='GRANT SELECT ON m.support_payment TO regress_authority'; done
on hub --command='SET ROLE regress_nation_owner' --command='CREATE TABLE nation.payment (organisation text, unit text, household bigint, month date) PARTITION BY LIST (organisation)' \
    --command="CREATE FOREIGN TABLE nation.payment_north PARTITION OF nation.payment FOR VALUES IN ('north') SERVER north OPTIONS (schema_name 'm', table_name 'support_payment')" \
    --command="CREATE FOREIGN TABLE nation.payment_south PARTITION OF nation.payment FOR VALUES IN ('south') SERVER south OPTIONS (schema_name 'm', table_name 'support_payment')"
sets="SELECT s.unit, household_count(household_set(s.households)), household_months(household_set(s.households))
      FROM (SELECT p.organisation, p.unit, household_set(p.household, p.month) AS households FROM nation.payment p GROUP BY p.organisation, p.unit) s GROUP BY s.unit"
[ "$(plan_of "$sets" | grep -c 'Relations: Aggregate on')" = 2 ] && [ "$(hub "$sets")" = 'u|40|480' ] && [ "$(hub 'SELECT count(DISTINCT p.household), count(DISTINCT (p.household, p.month)) FROM nation.payment p')" = '40|480' ]
ok $? "sets of households are made by the towns and united here"
hub 'DROP TABLE nation.payment' >/dev/null

# Readers of the nation need no password of a town, and see its views only.
hub "GRANT USAGE ON SCHEMA nation TO regress_nation_reader; GRANT SELECT ON nation.budget_variance TO regress_nation_reader" >/dev/null
[ "$(on hub --command='SET ROLE regress_nation_reader' --command='SELECT count(*) FROM nation.budget_variance')" = 32 ]; ok $? "a reader reads the views that the owner grants"
[[ $(on hub --command='SET ROLE regress_nation_reader' --command='SELECT count(*) FROM nation.budget_variance_by_town' 2>&1) == *'permission denied'* ]]; ok $? "and not what they are of"

# What its owner writes into a nation's tables is dropped and run with nobody else's rights.
hub "INSERT INTO nation.linked_mart VALUES ('west', 'north', 'm', 'not_theirs')" >/dev/null
on hub --command='CREATE SCHEMA not_theirs'
refused=0
for call in "unlink_social_mart('nation', 'west')" "link_social_mart('nation', 'north', 'm', 'west')" "check_social_nation('nation', true)"; do
    [[ $(on hub --command="CALL $call" 2>&1) != *'nation nation, with its tables, does not belong to'* ]] || refused=$((refused + 1))
done
[ "$refused" = 3 ] && [ "$(hub "SELECT count(*) FROM pg_namespace WHERE nspname = 'not_theirs'")" = 1 ]; ok $? "a superuser does nothing in another's nation"
hub "DELETE FROM nation.linked_mart WHERE organisation = 'west'" >/dev/null

# A town that is down.
[[ $(hub "CALL check_social_nation('nation')") == '' ]]; ok $? "all towns answer"
sql --dbname=postgres --command='ALTER DATABASE regress_south WITH ALLOW_CONNECTIONS false'
[[ $(hub 'SELECT count(*) FROM nation.budget_variance') == *'could not connect to server "south"'* ]]; ok $? "a town that is down is an error"
[[ $(hub "CALL check_social_nation('nation')") == *'could not connect to server "south"'* ]]; ok $? "also when it is asked for"
hub "CALL check_social_nation('nation', skip_unreachable => true)" >/dev/null
[ "$(hub 'SELECT organisation, count(*), min(towns_missing) FROM nation.budget_variance GROUP BY organisation')" = 'north|16|south' ]; ok $? "or is left out, and every row says so"
sql --dbname=postgres --command='ALTER DATABASE regress_south WITH ALLOW_CONNECTIONS true'
hub "CALL check_social_nation('nation', skip_unreachable => true)" >/dev/null
[ "$(hub 'SELECT count(*), count(towns_missing) FROM nation.budget_variance')" = '32|0' ]; ok $? "it comes back when it answers"

# A town whose database sorts otherwise: its sorted rows would be merged with others' as if they were sorted here, and groups stand in an answer twice.
if sql --dbname=postgres --command="CREATE DATABASE regress_east TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sv'" >/dev/null 2>&1; then
    on east --command='CREATE EXTENSION social_services' --command="CALL create_social_mart('m', organisation => 'east')" --command="CALL grant_reader('m', 'regress_authority', 'east')"
    on hub --command="CREATE SERVER east FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$PGHOST', port '$PGPORT', dbname 'regress_east', extensions 'social_services')" \
        --command='GRANT USAGE ON FOREIGN SERVER east TO regress_nation_owner' --command="CREATE USER MAPPING FOR regress_nation_owner SERVER east OPTIONS (user 'regress_authority', password '$password')"
    [[ $(hub "CALL link_social_mart('nation', 'east', 'm_released_east', 'east')") == *'server east sorts texts by sv of ICU, and this database by '* ]]; ok $? "a town whose database sorts in another order is refused"
else
    ok 0 "a town whose database sorts in another order is refused # SKIP this server has no ICU"
fi

# A town of another version: told, and nothing that was there goes.
on south --command="UPDATE pg_extension SET extversion = '0.2.9' WHERE extname = 'social_services'"
[[ $(hub "CALL link_social_mart('nation', 'south', 'm_released_south', 'south')") == *'server south has social_services 0.2.9, and nation nation is of '* ]] && [[ $(hub "CALL check_social_nation('nation', true)") == *'server south has social_services 0.2.9, and nation nation is of '* ]]
ok $? "a town that would compute by another version is told, also one that is linked"
on south --command="UPDATE pg_extension SET extversion = (SELECT default_version FROM pg_available_extensions WHERE name = 'social_services') WHERE extname = 'social_services'"

on south --command='ALTER VIEW m_released_south.budget_variance RENAME COLUMN utilisation TO used'
[[ $(hub "CALL link_social_mart('nation', 'south', 'm_released_south', 'south')") == *'has not the views of social_services'*'budget_variance: utilisation is missing'* ]] && [ "$(hub 'SELECT count(*) FROM nation.linked_mart')" = 2 ]
ok $? "a town whose views are of another version is told"
[[ $(hub "CALL unlink_social_mart('nation', 'west')") == *"nation nation has no organisation 'west'"* ]]; ok $? "what is not linked cannot be unlinked"
hub "CALL unlink_social_mart('nation', 'south')" >/dev/null
[ "$(hub 'SELECT DISTINCT organisation FROM nation.budget_variance')" = north ]; ok $? "a town can leave"
exit "$tap_status"
