#!/usr/bin/env bash
# What an aggregate tells the planner of the size of its state (SSPACE) is what the state takes, as the compiler says.
. "$(dirname "$0")/tap.bash"
. scripts/common.bash
set +e

PG_CONFIG=$(find_pg_config)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
plan 8

# usage: sizes SOURCE NAME=EXPRESSION ...     Compiles a source file of ours with an array of the size of each expression, and prints
# the sizes: nothing is linked or run.
sizes() {
    local source=$1 pair
    shift
    {
        echo "#include \"$source\""
        for pair in "$@"; do echo "const char size_of_${pair%%=*}[${pair#*=}] = {0};"; done
    } >"$scratch/sizes.c"
    cc -c -w -I"$("$PG_CONFIG" --includedir-server)" -Isrc -D_GNU_SOURCE -o "$scratch/sizes.o" "$scratch/sizes.c" || return
    nm --radix=d --print-size "$scratch/sizes.o" | sed -n 's/^[0-9]* 0*\([0-9]*\) [A-Za-z] size_of_\(.*\)$/\2 \1/p' | sort
}
# Of every aggregate with such a state, what it declares. A function that has a namesake comes with its schema.
declared() {
    sql --field-separator=' ' --command="
        SELECT DISTINCT a.aggtransfn, a.aggtransspace FROM pg_aggregate a JOIN pg_depend d ON d.objid = a.aggfnoid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
        JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services' WHERE a.aggtranstype = 'internal'::regtype
        UNION SELECT DISTINCT a.aggmtransfn, a.aggmtransspace FROM pg_aggregate a JOIN pg_depend d ON d.objid = a.aggfnoid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
        JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'social_services' WHERE a.aggmtranstype = 'internal'::regtype ORDER BY 1" | sed 's/^[a-z_]*[.]//' | sort -u
}

# Sums: exactly. How many each has stands in its transition function.
sums() { echo "offsetof(DecimalSums, sum) + $1 * sizeof(DecimalSum)"; }
expected=$(for source in budget caseload decomposition target forecast_error; do
    sed -nE "s/.*decimal_sums_state\(fcinfo, SUMS_OF_\w+, ([A-Z_0-9]+)\).*/\1/p" "src/$source.c" | while read -r count; do
        sizes "$source.c" "$source=$(sums "$count")"
    done
done | awk '{ print $2 }' | sort -u)
[ "$(declared | grep -vE '^(survival_\w+|household_set_unite|caseload|long_term_households|household_cost|forecast|forecast_by_method|forecast_fiscal_year|forecast_series|forecast_series_one_off|forecast_series_value|disclosure_safe_sum)_trans ' | awk '{ print $2 }' | sort -u)" = "$expected" ]
ok $? "what aggregates over sums declare is what their sums take"
[ "$(declared | wc -l)" -ge 11 ] && ! declared | grep -q ' 0$'
ok $? "every aggregate with a state of its own declares its size"

# Those that grow: from a state with what one household or one year of bookings adds, to four times that.
within() {
    if [ -z "$1" ] || [ -z "$2" ] || [ "$2" -lt "$1" ] || [ "$2" -gt $((4 * $1)) ]; then
        echo "$2 declared, $1 at least" >&2
        return 1
    fi
}
state=$(sizes caseload.c 'state=sizeof(CaseloadState)' | awk '{ print $2 }')
year=$(sizes household_set.c 'year=sizeof(years_hash) + 2 * sizeof(YearSlot) + sizeof(HouseholdYear) + FIRST_CAPACITY * sizeof(HouseholdMonths)' | awk '{ print $2 }')
caseload=$((state + year))
# Of every month of all years that are looked at, a sum, and of every year the months that are booked.
forecast=$(sizes forecast.c 'state=sizeof(ForecastState) + (EARLIER_YEARS + 1) * (12 * sizeof(int64) + sizeof(uint16))' | awk '{ print $2 }')
series=$(sizes forecast_series.c 'state=sizeof(MonthSeries) + 4 * (12 * sizeof(int64) + sizeof(uint16))' | awk '{ print $2 }')
[ "$(declared | grep -E '^(caseload|long_term_households|household_cost|household_set_unite)_trans ' | awk '{ print $2 }' | sort -u | wc -l)" = 1 ] &&
    within "$caseload" "$(declared | awk '$1 == "caseload_trans" { print $2 }')"
ok $? "those over households declare one of a year"
[ "$(declared | grep -E '^forecast(_by_method|_fiscal_year)?_trans ' | awk '{ print $2 }' | sort -u | wc -l)" = 1 ] && within "$forecast" "$(declared | awk '$1 == "forecast_trans" { print $2 }')"
ok $? "forecasts declare one of all years that are looked at"
[ "$(declared | grep -E '^forecast_series(_one_off|_value)?_trans ' | awk '{ print $2 }' | sort -u | wc -l)" = 1 ] && within "$series" "$(declared | awk '$1 == "forecast_series_trans" { print $2 }')"
ok $? "series declare one of four years or more"
survival=$(sizes survival.c 'state=sizeof(SurvivalState) + 3 * sizeof(float8) + 24 * sizeof(DurationCount)' | awk '{ print $2 }')
[ "$(declared | grep -E '^survival_\w+_trans ' | awk '{ print $2 }' | sort -u | wc -l)" = 1 ] && within "$survival" "$(declared | awk '$1 == "survival_quantile_trans" { print $2 }')"
ok $? "durations declare one of two years by months or more"
# The table that it begins with, for 64 households: 128 places.
safe_sum=$(sizes disclosure.c 'state=sizeof(SafeSum) + sizeof(paid_hash) + 128 * sizeof(Paid)' | awk '{ print $2 }')
[ "$(declared | grep -E '^disclosure_safe_sum_trans ' | awk '{ print $2 }' | sort -u | wc -l)" = 1 ] && within "$safe_sum" "$(declared | awk '$1 == "disclosure_safe_sum_trans" { print $2; exit }')"
ok $? "safe sums declare the table that they begin with"
# It can say no.
! within 100 99 2>/dev/null && ! within 100 401 2>/dev/null && within 100 400
ok $? "a size that is too small or too large is seen"
exit "$tap_status"
