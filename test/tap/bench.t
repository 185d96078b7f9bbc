#!/usr/bin/env bash
# What `make bench` says at its end agrees with itself.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 5

export PGDATABASE=bench_test
trap 'dropdb --if-exists bench_test 2>/dev/null' EXIT
createdb bench_test && sql --file=test/bench/harness.sql; ok $? "the harness is there"
sql <<'SQL'
INSERT INTO bench.comparison (what, ours, other, bar, measure) VALUES
    ('sums', '', '', 1.5, 'ratio'), ('counts', '', '', NULL, 'ratio'), ('two', '', '', 1.8, 'speed-up');
INSERT INTO bench.timing SELECT id, round, 90, 100 FROM bench.comparison, generate_series(1, 3) AS round WHERE measure = 'ratio';
INSERT INTO bench.timing SELECT id, 1, 50, 100 FROM bench.comparison WHERE measure = 'speed-up';
INSERT INTO bench.verdict (what, verdict, bar) SELECT what, verdict, bar FROM bench.report;
SQL
says() { [ "$(sql --command='SELECT bench.conclusion()')" = "$1" ]; }
says $'Nothing here is slower than plain SQL.\nBars missed: 0 of 2.'; ok $? "nothing slower, no bar missed"
sql --command="INSERT INTO bench.verdict (what, verdict, bar) VALUES ('all of a view', 'MISSED', 1000)"
says 'Bars missed: 1 of 3: all of a view.'; ok $? "beside a missed bar it does not say that nothing is slower"
sql --command="UPDATE bench.timing SET ours = 120 WHERE comparison = 1"
says $'Slower than plain SQL: sums (1.200).\nBars missed: 1 of 3: all of a view.'; ok $? "what is slower is told though it keeps its bar"
sql --command="TRUNCATE bench.comparison CASCADE"
says 'Bars missed: 1 of 3: all of a view.'; ok $? "without a comparison there is no word of plain SQL"
exit "$tap_status"
