#!/usr/bin/env bash
# Every view of two marts with pandas, through SQLAlchemy and psycopg2.
. "$(dirname "$0")/clients.bash"
plan 8

pandas() { /usr/bin/python3 test/clients/views.py "$@"; }
types="('text', 'TEXT', NULL, NULL), ('integer', 'INTEGER', NULL, NULL), ('date', 'DATE', NULL, NULL), ('boolean', 'BOOLEAN', NULL, NULL),
       ('numeric(18,2)', 'NUMERIC', 18, 2), ('numeric(12,6)', 'NUMERIC', 12, 6), ('numeric(25,6)', 'NUMERIC', 25, 6)"

for mart in lund synthetic; do
    pandas columns "$mart" >"$scratch/columns"
    expected_columns "$mart" "$types" description >"$scratch/expected"
    same "$scratch/expected" "$scratch/columns" "$mart: columns have their names, order, types, sizes, scales and comments"
    pandas rows "$mart" >"$scratch/rows"
    expected_rows "$mart" >"$scratch/expected"
    same "$scratch/expected" "$scratch/rows" "$mart: every row of every view is as in psql, to the last decimal"
    pandas floats "$mart" >"$scratch/floats"
    [ "$(grep -c . "$scratch/floats")" -gt 20 ]; ok $? "$mart: which without coerce_float=False are floating-point numbers"
done
pandas query "$odd_values" >"$scratch/odd"
same <(sql --command="COPY ($odd_values) TO STDOUT") "$scratch/odd" "odd values arrive: empty and NULL, line ends, letters, greatest numbers"
[ "$(pandas query 'SELECT count(*) FROM lund.ledger' 2>&1 | grep -c 'permission denied for table ledger')" -gt 0 ]; ok $? "tables are refused"
exit "$tap_status"
