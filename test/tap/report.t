#!/usr/bin/env bash
# The reports of the examples run without an error and say what they found.
. "$(dirname "$0")/tap.bash"
plan 13

output=$(mktemp) month=$(mktemp)
trap 'rm -f "$output" "$month"' EXIT
psql --no-psqlrc --file=examples/lund-2023/report.sql >"$output" 2>&1; ok $? "report.sql runs"
grep -q 'The whole board.*-19 710.*19 710' "$output"; ok $? "it shows the deficit of 2022"
grep -q 'Missing .*| *160 *| *22\.6' "$output"; ok $? "it shows what is missing for income support"
grep -q 'Households with income support.*1068 households.*950 households.*89 %.*at risk' "$output"; ok $? "it shows a target"
grep -q 'Interim report of Lund as of 2023-04-30' "$output" && grep -q 'Stated by the board as of 2023-04-30 .*712 524 .*-20 000 ' "$output"
ok $? "it shows the interim report"
psql --no-psqlrc --file=examples/synthetic/report.sql >>"$output" 2>&1; ok $? "the report on synthetic payments runs"
grep -qE '^ 2023-04-30 \|.*\| +447 538 ' "$output"; ok $? "it shows a forecast and what came of it"
psql --no-psqlrc --file=examples/synthetic/this_month.sql >"$month" 2>&1; ok $? "the month's report runs"
grep -qE '^ District 1 +\| Labour-market wages .*\| +-564 +\| Mar +\| move-2023-03 *$' "$month"; ok $? "it shows what is over budget, since when and by whose decision"
grep -qE '^ District 2 \| +6 \| 2023-03-31 ' "$month"; ok $? "and what is not known yet"
[ "$(psql --no-psqlrc -Atc "SELECT count(*) FROM synthetic.ledger l JOIN synthetic.scenario s ON s.code = l.scenario WHERE s.code = 'outcome-2023' AND l.month = s.as_of - 30")" = 24 ]
ok $? "and changes nothing"
cat "$month" >>"$output"
grep -q 'SYNTHETIC payments' "$output" && grep -q 'SYNTHETIC bookings' "$output"; ok $? "it says that they are synthetic"
[ "$(awk 'length > 130' "$output" | wc -l)" = 0 ]; ok $? "no line is wider than 130 characters"
exit "$tap_status"
