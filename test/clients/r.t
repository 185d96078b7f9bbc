#!/usr/bin/env bash
# Every view of two marts with R, through DBI and RPostgreSQL.
. "$(dirname "$0")/clients.bash"
plan 4

# RPostgreSQL gives days as text, or as Date. Numbers of R have 53 bits: amounts of the examples fit, to the last decimal.
types="('text', 'character', NULL, NULL), ('integer', 'integer', NULL, NULL), ('date', 'day', NULL, NULL), ('boolean', 'logical', NULL, NULL),
       ('numeric(18,2)', 'numeric', NULL, NULL), ('numeric(12,6)', 'numeric', NULL, NULL), ('numeric(25,6)', 'numeric', NULL, NULL)"

for mart in lund synthetic; do
    Rscript --vanilla test/clients/views.R columns "$mart" >"$scratch/columns"
    expected_columns "$mart" "$types" description | cut -f 1-4 >"$scratch/expected"
    same "$scratch/expected" "$scratch/columns" "$mart: columns have their names, order and classes"
    Rscript --vanilla test/clients/views.R rows "$mart" >"$scratch/rows"
    expected_rows "$mart" >"$scratch/expected"
    same "$scratch/expected" "$scratch/rows" "$mart: every row of every view is as in psql"
done
exit "$tap_status"
