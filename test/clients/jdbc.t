#!/usr/bin/env bash
# Every view of two marts through pgjdbc, as Metabase, DBeaver and Tableau read it.
. "$(dirname "$0")/clients.bash"
plan 15

javac -Xlint:all -Werror -d "$scratch" test/clients/Jdbc.java; ok $? "the program with JDBC compiles"
jdbc() { java -cp "$scratch:/usr/share/java/postgresql.jar" Jdbc "$@"; }

# A text has no limit, and a boolean is a BIT, which is a java.lang.Boolean.
types="('text', 'VARCHAR', 2147483647, 0), ('integer', 'INTEGER', 10, 0), ('date', 'DATE', 13, 0), ('boolean', 'BIT', 1, 0),
       ('numeric(18,2)', 'NUMERIC', 18, 2), ('numeric(12,6)', 'NUMERIC', 12, 6), ('numeric(25,6)', 'NUMERIC', 25, 6)"

for mart in lund synthetic; do
    jdbc '' tables "$mart" >"$scratch/tables"
    expected_views "$mart" view_description >"$scratch/expected"
    grep $'\tVIEW\t' "$scratch/tables" | grep -v ^live_ >"$scratch/views"
    same "$scratch/expected" "$scratch/views" "$mart: its views are listed as views, with their comments"
    jdbc '' refused "$mart" >"$scratch/refused"
    sed -nE 's/\tTABLE\t.*$|^(live_[^\t]*).*$/\1\t42501/p' "$scratch/tables" >"$scratch/expected"
    same "$scratch/expected" "$scratch/refused" "$mart: tables, and what summaries are computed by, are listed too, and refused"
    jdbc hideUnprivilegedObjects=true tables "$mart" >"$scratch/accessible"
    same "$scratch/views" "$scratch/accessible" "$mart: with hideUnprivilegedObjects=true they are not"

    jdbc '' columns "$mart" >"$scratch/columns"
    expected_columns "$mart" "$types" description >"$scratch/expected"
    same "$scratch/expected" "$scratch/columns" "$mart: columns have their names, order, types, sizes, scales and comments"
    jdbc '' results "$mart" >"$scratch/results"
    cut -f 1-6 "$scratch/columns" >"$scratch/expected"
    same "$scratch/expected" "$scratch/results" "$mart: SELECT * gives the same types as the catalogue"
    jdbc '' rows "$mart" >"$scratch/rows"
    expected_rows "$mart" >"$scratch/expected"
    same "$scratch/expected" "$scratch/rows" "$mart: every row of every view is as in psql"
done

jdbc '' query "$odd_values" | tail -n 1 >"$scratch/odd"
same <(sql --command="COPY ($odd_values) TO STDOUT") "$scratch/odd" "odd values arrive: empty and NULL, line ends, letters, greatest numbers"

# Why no view has a bare numeric: a program that believes this shows no decimals.
jdbc '' query 'SELECT 1.2345678::numeric' | head -n 1 | grep -q 'NUMERIC.0.0$'; ok $? "a bare numeric has 0 digits and scale 0"
exit "$tap_status"
