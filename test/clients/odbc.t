#!/usr/bin/env bash
# Every view of two marts through psqlODBC, as Excel, Power BI and Tableau read it.
. "$(dirname "$0")/clients.bash"
plan 27

odbc() { "$scratch/odbc" "$@"; }

# By default a text says that it has at most 8190 characters, and a boolean that it is a text, 1 or 0.
default=''
default_types="('text', 'WLONGVARCHAR', 8190, 0), ('integer', 'INTEGER', 10, 0), ('date', 'DATE', 10, 0), ('boolean', 'VARCHAR', 5, 0),
               ('numeric(18,2)', 'NUMERIC', 18, 2), ('numeric(12,6)', 'NUMERIC', 12, 6), ('numeric(25,6)', 'NUMERIC', 25, 6)"
advised='BoolsAsChar=0;MaxLongVarcharSize=65536'
advised_types="('text', 'WLONGVARCHAR', 65536, 0), ('integer', 'INTEGER', 10, 0), ('date', 'DATE', 10, 0), ('boolean', 'BIT', 1, 0),
               ('numeric(18,2)', 'NUMERIC', 18, 2), ('numeric(12,6)', 'NUMERIC', 12, 6), ('numeric(25,6)', 'NUMERIC', 25, 6)"

cc -O2 -Wall -Wextra -Werror -o "$scratch/odbc" test/clients/odbc.c -lodbc; ok $? "the program with ODBC compiles"

# usage: columns_and_rows MART NAME-OF-SETTINGS SETTINGS TYPES BOOLEAN
columns_and_rows() {
    # It has no scale for what is no number.
    odbc "$3" columns "$1" | awk -F '\t' -v OFS='\t' '$6 == "\\N" { $6 = 0 } 1' >"$scratch/columns"
    expected_columns "$1" "$4" "''" >"$scratch/expected"
    same "$scratch/expected" "$scratch/columns" "$1, $2: columns have their names, order, types, sizes and scales; no comment arrives"
    odbc "$3" results "$1" >"$scratch/results"
    cut -f 1-6 "$scratch/columns" >"$scratch/expected"
    same "$scratch/expected" "$scratch/results" "$1, $2: SELECT * gives the same types as the catalogue"
    odbc "$3" rows "$1" >"$scratch/rows" 2>"$scratch/too_long"
    expected_rows "$1" "$5" >"$scratch/expected"
    same "$scratch/expected" "$scratch/rows" "$1, $2: every row of every view is as in psql"
}

for mart in lund synthetic; do
    odbc '' tables "$mart" >"$scratch/tables"
    expected_views "$mart" "''" >"$scratch/expected"
    grep VIEW "$scratch/tables" | grep -v ^live_ >"$scratch/views"
    same "$scratch/expected" "$scratch/views" "$mart: its views are listed as views; no comment arrives"
    odbc '' refused "$mart" >"$scratch/refused"
    sed -nE 's/\tTABLE\t$|^(live_[^\t]*).*$/\1\t42501/p' "$scratch/tables" >"$scratch/expected"
    same "$scratch/expected" "$scratch/refused" "$mart: tables, and what summaries are computed by, are listed too, and refused"
    odbc 'AB=0x10' tables "$mart" >"$scratch/accessible"
    same "$scratch/views" "$scratch/accessible" "$mart: with AB=0x10 (accessible only) they are not"

    columns_and_rows "$mart" default "$default" "$default_types" integer
    [[ $(sed 's/ .*//' "$scratch/too_long" | sort -u | paste -sd ' ') =~ ^(report_html )?report_json$ ]]
    ok $? "$mart, default: only report_json, and report_html of a long report, have more characters than their columns say"
    columns_and_rows "$mart" advised "$advised" "$advised_types" boolean
    cut -f 1 "$scratch/rows" >>"$scratch/views_with_rows"
    [ ! -s "$scratch/too_long" ]; ok $? "$mart, advised: no text is longer than its column says"
done
sort -u "$scratch/views_with_rows" | sed 's/$/\tVIEW\t/' >"$scratch/got"
same <(expected_views lund "''") "$scratch/got" "every view has rows in one of the marts"

odbc "$advised" query "$odd_values" | tail -n 1 >"$scratch/odd"
same <(sql --command="COPY ($odd_values) TO STDOUT") "$scratch/odd" "odd values arrive: empty and NULL, line ends, letters, greatest numbers"
odbc LFConversion=1 rows lund 2>/dev/null | sed 's/\\r\\n/\\n/g' >"$scratch/rows"
expected_rows lund integer >"$scratch/expected"
same "$scratch/expected" "$scratch/rows" "with LFConversion=1, the default on Windows, only line ends differ: CR LF"

# Why no view has a bare numeric: the driver makes up its scale, from the data or, without any, out of nothing.
described() { odbc '' query "SELECT $1" | head -n 1 | cut -f 3-5 | tr '\t' ' '; }
[ "$(described '1::numeric')" = 'NUMERIC 28 0' ] && [ "$(described '1.2345678::numeric')" = 'NUMERIC 28 7' ] &&
    [ "$(described '1::numeric WHERE false')" = 'NUMERIC 28 6' ]
ok $? "a bare numeric has 28 digits, and the scale of the first rows that came, or 6"
exit "$tap_status"
