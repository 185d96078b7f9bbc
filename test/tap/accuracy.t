#!/usr/bin/env bash
# On the public series of test/accuracy the forecasts keep the accuracy that docs/forecast.md states.
. "$(dirname "$0")/tap.bash"
plan 15

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

cat >"$scratch/verdict.sql" <<'SQL'
\pset tuples_only on
\pset format unaligned
\echo verdict
WITH error AS (
    SELECT p.part, f.method, f.months, mean_absolute_percentage_error(f.forecast, f.outcome) AS error
    FROM forecast f JOIN part p USING (series) GROUP BY p.part, f.method, GROUPING SETS ((f.months), ())
), by_series AS (
    SELECT p.part, f.series, f.method, mean_absolute_percentage_error(f.forecast, f.outcome) AS error
    FROM forecast f JOIN part p USING (series) GROUP BY p.part, f.series, f.method
)
SELECT (SELECT count(*) FROM error WHERE part = 'reporting half' AND error IS NOT NULL) = 48,
       (SELECT bool_and(a.error < e.error) FROM error a JOIN error e USING (part, months)
        WHERE a.method = 'auto' AND e.method IN ('run_rate', 'last_year', 'seasonal') AND part <> 'not money'),
       (SELECT bool_and(a.error < e.error) FROM error a JOIN error e USING (part)
        WHERE a.method = 'auto' AND e.method IN ('r_theta', 'r_ets') AND part = 'reporting half' AND a.months IS NULL AND e.months IS NULL),
       (SELECT bool_and(a.error <= 1.1 * e.error) FROM by_series a JOIN by_series e USING (series)
        WHERE a.method = 'auto' AND e.method IN ('run_rate', 'last_year') AND a.part <> 'not money'),
       (SELECT bool_and(a.error <= 1.15 * e.error) FROM by_series a JOIN by_series e USING (series)
        WHERE a.method = 'auto' AND e.method IN ('run_rate', 'last_year') AND a.part = 'not money'),
       (SELECT avg((outcome BETWEEN low AND high)::integer) BETWEEN 0.76 AND 0.84 FROM forecast JOIN part USING (series)
        WHERE method = 'auto' AND low IS NOT NULL AND part = 'reporting half'),
       (SELECT count(*) = count(low) FROM forecast WHERE method = 'auto'),
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(r.theta / f.forecast - 1)) < 1e-5
               AND percentile_cont(0.98) WITHIN GROUP (ORDER BY abs(r.theta / f.forecast - 1)) < 3e-4
        FROM rival r JOIN forecast f USING (series, year, months) WHERE f.method = 'theta'),
       (SELECT bool_and(held BETWEEN 0.76 AND 0.84)
        FROM (SELECT avg((abs(outcome - forecast) <= margin)::integer) AS held FROM pooled WHERE part = 'reporting half' GROUP BY others) AS half);
SQL
# The tables, and below them what is to be known of them.
psql --no-psqlrc --file=test/accuracy/accuracy.sql --file="$scratch/verdict.sql" >"$scratch/all" 2>&1 && sed '/^verdict$/,$d' "$scratch/all" >"$scratch/tables" && [ "$(grep -c '|' "$scratch/tables")" -gt 20 ]
ok $? "the tables are printed"
counts=$(tail -n +2 test/accuracy/series.csv | cut -d , -f 1 | LC_ALL=C sort | uniq -c | awk '{ printf "%s %s ", $2, $1 }')
[ "$counts" = "AirPassengers 144 accdeaths 72 drivers 192 fdeaths 72 gas 468 mdeaths 72 wineind 168 " ]; ok $? "the series that are not money are whole"
counts=$(tail -n +2 test/accuracy/money.csv | cut -d , -f 1 | LC_ALL=C sort | uniq -c | awk '{ print $1 }' | sort -n | uniq -c | awk '{ printf "%s of %s ", $1, $2 }')
[ "$counts" = "8 of 180 1 of 204 16 of 264 " ]; ok $? "and those of money"
# usage: written_anew WHICH FILE PACKAGE ...     whether series.R writes a file as it is
written_anew() {
    local which=$1 file=$2
    shift 2
    if Rscript -e 'for (package in commandArgs(TRUE)) loadNamespace(package)' "$@" >/dev/null 2>&1 && { [ "$which" != money ] || [ -e /usr/share/gretl/db/fedstl.bin ]; }; then
        Rscript test/accuracy/series.R "$which" 2>/dev/null | cmp - "$file"; ok $? "series.R writes $file as it is"
    else
        ok 0 "series.R writes $file as it is # SKIP what it needs is not installed"
    fi
}
written_anew earlier test/accuracy/series.csv MASS forecast
written_anew money test/accuracy/money.csv ggplot2 modeldata
missing=$(while IFS= read -r line; do grep -qF -- "$line" docs/forecast.md || echo "$line"; done < <(grep -E '^ .*\|' "$scratch/tables"))
[ -z "$missing" ] || echo "$missing"
[ -z "$missing" ]; ok $? "docs/forecast.md shows them as they are"

IFS='|' read -r all simple rivals worst worst_other held every theta pooled < <(sed '1,/^verdict$/d' "$scratch/all")
[ "${all:-}" = t ]; ok $? "every method and rival forecasts after 3, 4, 6, 8 and 9 months"
[ "${simple:-}" = t ]; ok $? "of money auto is better than run rate, last year and seasonal at each of them, in either half"
[ "${rivals:-}" = t ]; ok $? "on the reporting half it is better than R's thetaf and ets, all together"
[ "${worst:-}" = t ]; ok $? "and on no series of money more than a tenth worse than the better of run rate and last year"
[ "${worst_other:-}" = t ]; ok $? "nor more than 15 per cent where it is not money"
[ "${held:-}" = t ]; ok $? "the interval that is meant to hold 80 per cent of the outcomes holds 76 to 84 of the reporting half's"
[ "${every:-}" = t ]; ok $? "and there is one wherever there are three earlier years"
[ "${pooled:-}" = t ]; ok $? "so do those from two earlier years and the errors of others"
[ "${theta:-}" = t ]; ok $? "theta is R's thetaf, but where R's search ends elsewhere"
exit "$tap_status"
