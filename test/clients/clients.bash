# Sourced by the tests of this directory: what psql says, to hold a driver against. All connect
# as an insider of the marts lund and synthetic, whom the environment names.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/../tap/tap.bash"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

# What copies of a view's rows would stumble over, as a query: all ASCII, whatever a program does with letters in SQL.
export odd_values="SELECT ''::text AS empty, NULL::text AS no_text, E'tab\t, back\\\\slash,\nline\r'::text AS special,
    U&'\00C5sa \00D6bergs \00E4lv, 100 \20AC, \+01F3E0'::text AS unicode, repeat(U&'\00E5\00E4\00F6', 1000)::text AS long,
    9999999999999999.99::numeric(18,2) AS most, -0.10::numeric(18,2) AS scaled, NULL::numeric(18,2) AS no_amount,
    -999999.999999::numeric(12,6) AS least_ratio, 0.000001::numeric(12,6) AS small_ratio, (-2147483648)::integer AS least_count,
    NULL::integer AS no_count, date '2024-02-29' AS leap_day, date '9999-12-31' AS last_day, NULL::date AS no_day,
    true AS yes, false AS no, NULL::boolean AS unknown"

# usage: expected_columns MART TYPES REMARKS
# Each column of each view, as a driver should list it. TYPES are rows of a type of
# data_dictionary and the driver's type, size and scale; REMARKS is an expression.
expected_columns() {
    sql --command="COPY (SELECT view_name, position, column_name, type, size, scale, $3 FROM $1.data_dictionary
                         LEFT JOIN (VALUES $2) AS t (data_type, type, size, scale) USING (data_type) WHERE is_own_organisation) TO STDOUT"
}

# usage: expected_views MART REMARKS
expected_views() {
    sql --command="COPY (SELECT DISTINCT view_name, 'VIEW', $2 FROM $1.data_dictionary) TO STDOUT"
}

# usage: expected_rows MART [BOOLEAN]     with the type that booleans come as
expected_rows() {
    sql --set=mart="$1" --set=boolean="${2:-boolean}" <<'SQL' | sql
SELECT format('COPY (SELECT %L, %s FROM %I.%I) TO STDOUT;', view_name,
              string_agg(quote_ident(column_name) || CASE data_type WHEN 'boolean' THEN '::' || :'boolean' ELSE '' END, ', ' ORDER BY position),
              :'mart', view_name)
FROM :"mart".data_dictionary WHERE is_own_organisation GROUP BY view_name
SQL
}

# usage: same EXPECTED GOT WHAT     two files with the same lines, in any order, and some
same() {
    LC_ALL=C sort "$1" >"$scratch/sorted"
    : >"$scratch/differences"
    [ -s "$scratch/sorted" ] && diff "$scratch/sorted" <(LC_ALL=C sort "$2") >"$scratch/differences"; ok $? "$3"
    head -n 6 "$scratch/differences" | cut -c 1-300 | sed 's/^/# /' >&2
}
