#!/usr/bin/env bash
# What the documentation repeats of the SQL's comments is what they say, and every link of the documentation leads somewhere.
. "$(dirname "$0")/tap.bash"
plan 7

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

scripts/reference "$scratch" >"$scratch/log" 2>&1; ok $? "the reference is made"
cat "$scratch/log"
for page in docs/functions.md docs/views.md docs/data_quality.md; do
    diff -u "$page" "$scratch/$page"
    ok $? "$page says what the comments say (else: make reference, and commit what it writes)"
done

# Nothing is left out by mistake: a helper is one whose comment says what it is for, and no aggregate is one.
missing=$(sql --command="SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid
    WHERE e.extname = 'social_services' AND p.prokind IN ('a', 'w')" | while read -r name; do grep -q "^### $name\$" docs/functions.md || echo "$name"; done)
[ -z "$missing" ]; ok $? "every aggregate and window function has an entry $missing"

# Links to files and to headings, as GitHub names them: small letters, hyphens for blanks, no other signs.
headings() { sed -nE 's/^#+ //p' "$1" | tr '[:upper:]' '[:lower:]' | sed -E 's/[^a-z0-9_ -]//g; s/ /-/g'; }
# shellcheck disable=SC2016 # fences of Markdown, no commands
links() { sed '/^```/,/^```/d' "$1" | grep -oE '\]\([^) ]+\)' | sed -E 's/^\]\((.*)\)$/\1/'; }
broken=()
mapfile -t pages < <(git ls-files '*.md' 2>/dev/null | grep . || printf '%s\n' ./*.md docs/*.md examples/*/README.md)
for page in "${pages[@]}"; do
    case $page in examples/dashboard/pages/*) continue ;; esac
    while read -r link; do
        case $link in http://* | https://* | mailto:*) continue ;; esac
        file=${link%%#*} anchor=''
        [ "$file" = "$link" ] || anchor=${link#*#}
        if [ -n "$file" ]; then file=$(dirname "$page")/$file; else file=$page; fi
        if [ ! -e "$file" ]; then
            broken+=("$page: $link")
        elif [ -n "$anchor" ] && ! headings "$file" | grep -qxF -- "$anchor"; then
            broken+=("$page: $link")
        fi
    done < <(links "$page")
done
printf '%s\n' "${broken[@]}" | sed '/^$/d'
[ ${#broken[@]} = 0 ]; ok $? "every link leads to a file and a heading that are there"

# A page that nothing leads to is read by nobody.
lost=$(for page in docs/*.md; do grep -qE "\]\((docs/)?${page##*/}(#[^)]*)?\)" README.md docs/*.md || echo "$page"; done)
[ -z "$lost" ]; ok $? "every page of docs/ is linked $lost"
exit "$tap_status"
