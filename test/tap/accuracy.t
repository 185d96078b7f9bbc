#!/usr/bin/env bash
# On the public series of test/accuracy the forecasts keep the accuracy that docs/forecast.md states.
. "$(dirname "$0")/tap.bash"
plan 9

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

psql --no-psqlrc --file=test/accuracy/accuracy.sql >"$scratch/tables" 2>&1; ok $? "the tables are printed"
counts=$(tail -n +2 test/accuracy/series.csv | cut -d , -f 1 | LC_ALL=C sort | uniq -c | awk '{ printf "%s %s ", $2, $1 }')
[ "$counts" = "AirPassengers 144 accdeaths 72 drivers 192 fdeaths 72 gas 468 mdeaths 72 wineind 168 " ]; ok $? "the series are whole"
if Rscript -e 'for (package in c("MASS", "forecast")) loadNamespace(package)' >/dev/null 2>&1; then
    Rscript test/accuracy/series.R 2>/dev/null | cmp - test/accuracy/series.csv; ok $? "series.R writes them as they are"
else
    ok 0 "series.R writes them as they are # SKIP R with MASS and forecast is not installed"
fi
missing=$(while IFS= read -r line; do grep -qF -- "$line" docs/forecast.md || echo "$line"; done < <(grep -E '^ .*\|' "$scratch/tables"))
[ -z "$missing" ] || echo "$missing"
[ -z "$missing" ]; ok $? "docs/forecast.md shows them as they are"

cat >"$scratch/verdict.sql" <<'SQL'
\pset tuples_only on
\pset format unaligned
\echo verdict
WITH error AS (
    SELECT method, months, mean_absolute_percentage_error(forecast, outcome) AS error
    FROM forecast GROUP BY method, GROUPING SETS ((months), ())
)
SELECT (SELECT count(*) FROM error WHERE error IS NOT NULL) = 24,
       bool_and(e.error < r.error) FILTER (WHERE e.method = 'seasonal'),
       bool_and(e.error < r.error) FILTER (WHERE e.method = 'auto'),
       bool_and(e.error <= 1.02 * l.error) FILTER (WHERE e.method = 'auto' AND e.months IS NULL),
       (SELECT avg((outcome BETWEEN low AND high)::integer) BETWEEN 0.70 AND 0.90 FROM forecast WHERE method = 'seasonal' AND low IS NOT NULL)
FROM error e
JOIN error r ON r.method = 'run_rate' AND r.months IS NOT DISTINCT FROM e.months
JOIN error l ON l.method = 'last_year' AND l.months IS NOT DISTINCT FROM e.months;
SQL
IFS='|' read -r all seasonal auto beside_last_year held < <(psql --no-psqlrc --file=test/accuracy/accuracy.sql --file="$scratch/verdict.sql" 2>&1 | sed '1,/^verdict$/d')
[ "${all:-}" = t ]; ok $? "every method forecasts after 3, 4, 6, 8 and 9 months"
[ "${seasonal:-}" = t ]; ok $? "seasonal is better than the run rate at each of them"
[ "${auto:-}" = t ]; ok $? "and so is auto"
[ "${beside_last_year:-}" = t ]; ok $? "auto is at most 2 per cent worse than last year's growth, all together"
[ "${held:-}" = t ]; ok $? "the interval that is meant to hold 80 per cent of the outcomes holds 70 to 90"
exit "$tap_status"
