#!/usr/bin/env bash
# Every SQL block of the README and of docs/ runs, and prints what the block after it says.
. "$(dirname "$0")/tap.bash"

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --if-exists readme_test
    sql --dbname=postgres --command='DROP ROLE IF EXISTS bi'
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# The README, the page on a mart that it leads to, and the others, which ask that mart.
pages=(README.md docs/mart.md)
for page in docs/*.md; do [ "$page" = docs/mart.md ] || pages+=("$page"); done
# Blocks as files: 1.sql, and 1.text where a text block is the next thing after it but prose.
awk -v scratch="$scratch" '
    /^```sql$/  { file = scratch "/" ++n ".sql"; wanted = 1; next }
    /^```text$/ { file = wanted ? scratch "/" n ".text" : ""; wanted = 0; next }
    /^```/      { close(file); file = ""; next }
    file        { print > file }
    END         { print n + 0 > (scratch "/count") }' "${pages[@]}"
count=$(cat "$scratch/count")
plan $((count + 3))

[ "$count" -ge 6 ]; ok $? "there is SQL to run"
! grep -nE '@[a-z_]+@' "${pages[@]}" | grep -v '@social_services@ stands for'; ok $? "nothing is left to be filled in"
createdb readme_test
for ((i = 1; i <= count; i++)); do
    printf '%s\n' "\\echo block $i" "\\i $scratch/$i.sql"
done >"$scratch/all.sql"
# No database is touched but one of this test.
sed -i 's/DATABASE town/DATABASE readme_test/' "$scratch"/*.sql
# One session, as one reader would type it.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=SHOW_CONTEXT=never --pset=footer=off --dbname=readme_test --file="$scratch/all.sql" >"$scratch/output" 2>&1
ok $? "it runs in one session"
awk -v scratch="$scratch" '/^block [0-9]+$/ { n = $2; next } { print > (scratch "/" n ".output") }' "$scratch/output"
for ((i = 1; i <= count; i++)); do
    touch "$scratch/$i.output"
    if [ -f "$scratch/$i.text" ]; then
        diff <(grep . "$scratch/$i.text") <(sed 's/^psql:[^ ]*: //' "$scratch/$i.output" | grep .)
    else
        [ ! -s "$scratch/$i.output" ]
    fi
    ok $? "SQL block $i prints what the text says"
done
exit "$tap_status"
