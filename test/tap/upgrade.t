#!/usr/bin/env bash
# A mart of each earlier release, with rows in every table, is after the upgrade what a new one is, and has lost nothing.
# Needs no example.
. "$(dirname "$0")/tap.bash"
. test/tap/upgrade.bash

releases=(sql/release/social_services--*.sql)
plan $((3 + 3 * ${#releases[@]}))

make_new "$version"; ok $? "there is a new mart"

for release in "${releases[@]}"; do
    from=$(basename "$release" .sql)
    from=${from#social_services--}
    put_script "$release"
    well "$(make_old "$from")"; ok $? "$from: there is a mart, made by its SQL and this library, with rows in every table"
    well "$(upgrade_old "$version")"
    ok $? "$from: upgraded, extension and mart are defined as new ones, no row is lost, grants are as they were, and views say what is computed"
    well "$(upgrade_again)"; ok $? "$from: and it can be refreshed, and upgraded again, after which what was kept still is"
done

# Whose view calls a forecast of 0.1.0, whose method was a text: one that says it in the query goes on, any other is told.
says() { sql --dbname=upgrade_old --command="$1" 2>&1; }
make_old 0.1.0 >/dev/null
says "CREATE TABLE booking AS SELECT month::date, (random() * 1000)::numeric(18,2) AS amount, 'seasonal'::text AS method FROM generate_series(date '2020-01-01', '2023-04-01', '1 month') AS month"
# shellcheck disable=SC2016 # nothing of it is the shell's
says "CREATE VIEW theirs WITH (security_barrier) AS SELECT year_end_forecast(month, round(amount * (1 + 1)), date '2023-04-30', 'seasonal') AS f, year_end_forecast_low(month, coalesce(amount, 0), '2023-04-30', 'run_rate') AS l,
          year_end_forecast_method(month, amount, '2023-04-30', 'last_year') || ', ''run_rate''::text)' AS m, year_end_forecast(month, amount, '2023-04-30') AS auto FROM booking"
said=$(says 'SELECT f, m, pg_typeof(m) FROM theirs')
says "CREATE VIEW by_column AS SELECT method, year_end_forecast_high(month, amount, '2023-04-30', method) FROM booking GROUP BY method"
[[ $(says "ALTER EXTENSION social_services UPDATE TO '$version'") == *'view public.by_column calls year_end_forecast with a method that is a text'*'method::forecast_method'* ]]; ok $? "0.1.0: who calls a forecast with a method from a column is told"
says 'DROP VIEW by_column'
[ -z "$(says "$quiet; ALTER EXTENSION social_services UPDATE TO '$version'")" ] && [ "$(says 'SELECT f, m, pg_typeof(m) FROM theirs')" = "$said" ] &&
    [ "$(says "SELECT reloptions || pg_get_viewdef(oid) FROM pg_class WHERE relname = 'theirs'" | grep -cE "security_barrier|'(seasonal|run_rate|last_year)'::forecast_method\)|''run_rate''::text")" = 3 ] &&
    [ "$(says "SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND classid = 'pg_class'::regclass")" = 0 ]
ok $? "and a view that names its method goes on, and says the same"
exit "$tap_status"
