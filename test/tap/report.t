#!/usr/bin/env bash
# The reports of the examples run without an error and say what they found.
. "$(dirname "$0")/tap.bash"
plan 19

output=$(mktemp) month=$(mktemp) people=$(mktemp) secrecy=$(mktemp)
trap 'rm -f "$output" "$month" "$people" "$secrecy"' EXIT
psql --no-psqlrc --file=examples/lund-2023/report.sql >"$output" 2>&1; ok $? "report.sql runs"
grep -q 'The whole board.*-19 710.*19 710' "$output"; ok $? "it shows the deficit of 2022"
grep -q 'Missing .*| *160 *| *22\.6' "$output"; ok $? "it shows what is missing for income support"
grep -q 'Households with income support.*1 068 households.*950 households.*89 %.*at risk' "$output"; ok $? "it shows a target"
grep -q 'Interim report of Lund as of 2023-04-30' "$output" && grep -q 'Stated by the board as of 2023-04-30 .*712 524 .*-20 000 ' "$output"
ok $? "it shows the interim report"
psql --no-psqlrc --file=examples/synthetic/report.sql >>"$output" 2>&1; ok $? "the report on synthetic payments runs"
grep -qE '^ 2023-04-30 \|.*\| +447 538 ' "$output"; ok $? "it shows a forecast and what came of it"
psql --no-psqlrc --file=examples/synthetic/this_month.sql >"$month" 2>&1; ok $? "the month's report runs"
grep -qE '^ District 1 +\| Activities .*\| +-959 +\| Mar +\| move-2024-03' "$month"; ok $? "it shows what is over budget, since when and by whose decision"
grep -qE '^ District 2 \| +5 \| 2024-07-31 ' "$month"; ok $? "and what is not known yet"
grep -qE '^ warning +\| lags +\| 2024 \| Aug +\| +5 \| district-2' "$month"; ok $? "and what to check first"
psql --no-psqlrc --file=examples/synthetic/people.sql >"$people" 2>&1; ok $? "the report on people runs"
grep -qE '^ 2023 \| +12 \| +985 \| +909 \| +371 \| +1214 \| +1051 \| +\+165 ' "$people"; ok $? "it shows who came and who left"
grep -qE '^ All +\| +[0-9]+ \| +[0-9]+ \|' "$people"; ok $? "and how long people wait"
grep -qE '^ 2023 \| +2002 \| +45 \| +2206 \| +32\.1 % +\| +487 \| ' "$people"; ok $? "and who lives in the households"
psql --no-psqlrc --file=examples/synthetic/secrecy.sql >"$secrecy" 2>&1; ok $? "the report on secrecy runs"
grep -qE '^ Lake +\| +7 \| +54600.00 \| Lake \+ Mine +\| +9 \| +69450.00' "$secrecy" && grep -qE '^ 2024-02-01 +\| 2024-03-01 +\| +2 \| +9 \| +0' "$secrecy"; ok $? "it shows small offices together, and nothing that tells of few"
cat "$month" "$people" "$secrecy" >>"$output"
grep -q 'SYNTHETIC payments' "$output" && grep -q 'SYNTHETIC bookings' "$output"; ok $? "it says that they are synthetic"
[ "$(awk 'length > 130' "$output" | wc -l)" = 0 ]; ok $? "no line is wider than 130 characters"
exit "$tap_status"
