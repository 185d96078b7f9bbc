#!/usr/bin/env bash
# Curves of random episodes, their errors and quantiles, are those of R's survival. Skipped where Debian's r-base-core and r-cran-survival
# are not installed: test/sql/survival.sql has what R says of published data, and needs no R.
# Needs no example.
. "$(dirname "$0")/tap.bash"
Rscript -e 'library(survival)' >/dev/null 2>&1 || { echo "1..0 # SKIP R's survival is not installed"; exit 0; }
plan 4

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() { rm -rf -- "$scratch"; dropdb --if-exists --force survival_r; }
trap clean_up EXIT
createdb survival_r
export PGDATABASE=survival_r

# Groups of 2 to 400 episodes, of few durations and of many, of which none to nearly all are open.
sql >/dev/null <<SQL
CREATE EXTENSION social_services;
SELECT setseed(${SEED:-0.5});
CREATE TABLE episode AS
SELECT g AS grp, trunc((ARRAY[5, 60, 2000])[1 + g % 3] * random() ^ 2)::integer + 1 AS duration, random() >= (g % 5) * 0.24 AS ended
FROM generate_series(1, 150) AS g, generate_series(1, 2 + g * g / 56);
CREATE INDEX ON episode (grp);
ANALYZE episode;
SQL
psql --no-psqlrc --quiet --command="\\copy (SELECT grp, duration, ended::integer FROM episode) TO '$scratch/episodes.csv' (FORMAT csv, HEADER)"; ok $? "there are episodes"
cat >"$scratch/curves.R" <<'R'
library(survival)
d <- read.csv(commandArgs(TRUE)[1])
said <- function(x) ifelse(is.na(x), "", sprintf("%.12f", x))
for (g in unique(d$grp)) {
    f <- survfit(Surv(duration, ended) ~ 1, data = d[d$grp == g, ])
    at <- summary(f, times = sort(unique(d$duration[d$grp == g])))
    cat(paste("p", g, at$time, said(at$surv), said(at$std.err), sep = ","), sep = "\n")
    shares <- c(0.1, 0.25, 0.5, 0.75, 0.9)
    cat(paste("q", g, shares, said(quantile(f, shares, conf.int = FALSE)), "", sep = ","), sep = "\n")
}
R
Rscript "$scratch/curves.R" "$scratch/episodes.csv" >"$scratch/curves.csv"; ok $? "R makes curves of them"
psql --no-psqlrc --quiet --command='CREATE TABLE curve (kind text, grp integer, place numeric, value numeric, error numeric)' \
    --command="\\copy curve FROM '$scratch/curves.csv' (FORMAT csv)"

found=$(sql --field-separator=' ' <<'SQL'
SELECT count(*) > 3000, count(*) FILTER (WHERE NOT (abs(p - value) <= 2e-12 AND (abs(e - error) <= 2e-12 OR (e IS NULL AND (error IS NULL OR value < 1e-12)))))
FROM curve c CROSS JOIN LATERAL (SELECT survival_probability(duration, ended, place::integer), survival_error(duration, ended, place::integer)
                                 FROM episode e WHERE e.grp = c.grp) AS ours(p, e)
WHERE kind = 'p';
SQL
)
[ "$found" = "t 0" ]; ok $? "probabilities and their errors are R's ($found)"
found=$(sql --field-separator=' ' <<'SQL'
SELECT count(*) > 700, count(*) FILTER (WHERE value IS NULL) > 100, count(*) FILTER (WHERE value <> trunc(value)) > 5, count(*) FILTER (WHERE q IS DISTINCT FROM trim_scale(value))
FROM curve c CROSS JOIN LATERAL (SELECT survival_quantile(duration, ended, place) FROM episode e WHERE e.grp = c.grp) AS ours(q)
WHERE kind = 'q';
SQL
)
[ "$found" = "t t t 0" ]; ok $? "quantiles are R's, where they are not reached and in the middle of two too ($found)"
exit "$tap_status"
