#!/usr/bin/env bash
# An interim report as a page: its elements are closed, it fetches nothing, and what people call things makes nothing of it but text.
. "$(dirname "$0")/tap.bash"
plan 6

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
cat >"$scratch/names" <<'NAMES'
O'Hara & <b>
<script>alert(1)</script> <img src=x onerror=alert(1)>
"></td></table></main><h1>x</h1>
' onmouseover='alert(1)
&lt;b&gt; &#60;b&#62; &amp; R&D
</title></style><style>body { display: none }
<!-- comment --> <![CDATA[x]]> <?php ?> <!DOCTYPE html>
Räksmörgås 経済学
NAMES

# Whatever is said is an organisation's name, a title, a label, a unit, a cell, a note, and a comment with its signature.
sql --set=names="$(cat "$scratch/names")" >"$scratch/pages" <<'SQL'
SELECT render_interim_report_html('{"words": {"title": "Report of %1$s, %2$s", "version": "Version %1$s, %2$s.", "rounding": "Money in %1$s.", "despite": "Despite: %1$s"}}'::jsonb
           || jsonb_build_object('name', n, 'as_of', '2023-04-30', 'published_despite', n, 'style', jsonb_build_object('language', n, 'money_in_words', n, 'divisor', 1000),
                                 'sections', jsonb_build_array(
               jsonb_build_object('section', 'heads', 'title', n, 'note', n, 'columns', jsonb_build_array(jsonb_build_array('a', n, 'text'), jsonb_build_array('b', n, 'money', n), jsonb_build_array('c', n, 'text')),
                                  'rows', jsonb_build_array(jsonb_build_object('a', n, 'b', -1234567, 'c', n))),
               jsonb_build_object('section', 'comments', 'title', n, 'columns', '[["about", "", "text"]]'::jsonb, 'rows', jsonb_build_array(
                   jsonb_build_object('about', n, 'comment', n, 'signed_by', n, 'signed_on', '2023-05-02'))))), 1, '2023-05-02')
FROM regexp_split_to_table(:'names', '\n') WITH ORDINALITY AS t(n, place) ORDER BY place
SQL
sql --command="SELECT interim_report('lund', '2023-04-30', 'html')" >"$scratch/lund"

# Reads tags one by one, as a browser does: each is closed, the last opened first, but those that have no end.
cat >"$scratch/read.pl" <<'PERL'
use strict;
use warnings;
local $/;
my @pages = grep { /\S/ } split /(?=<!DOCTYPE html>\n)/, <STDIN>;
my (%seen, $wrong);
for my $page (@pages) {
    $page =~ s/^<!DOCTYPE html>\n// or $wrong = 'no doctype';
    my @open;
    while ($page =~ /<([^<>]*)>|([<>])/g) {
        if (defined $2) { $wrong //= "a bare $2" unless @open && $open[-1] eq 'style'; next }
        my $tag = $1;
        if ($tag =~ m{^/(\w+)$}) { my $last = pop @open // ''; $wrong //= "</$1> ends <$last>" if $last ne $1 }
        elsif ($tag =~ /^(\w+)((?: [\w-]+="[^"<>]*")*)$/) { $seen{$1}++; push @open, $1 unless $1 =~ /^(?:meta|br)$/ }
        else { $wrong //= "<$tag>" }
    }
    $wrong //= "open: @open" if @open;
}
print join(' ', map { sprintf '%s:%g', $_, $seen{$_} / @pages } sort keys %seen), "\n", scalar @pages, ' ', $wrong // 'fine', "\n";
PERL
count=$(wc -l <"$scratch/names")
read_by_tags=$(perl "$scratch/read.pl" <"$scratch/pages")
[ "$(tail -n 1 <<<"$read_by_tags")" = "$count fine" ]; ok $? "all elements are closed, and every attribute is quoted"
[ "$(head -n 1 <<<"$read_by_tags")" = 'body:1 br:1 dd:1 dl:1 dt:1 h1:1 h2:2 head:1 html:1 main:1 meta:2 p:4 section:2 small:2 style:1 table:1 tbody:1 td:2 th:4 thead:1 title:1 tr:2' ]
ok $? "no name is an element"
diff "$scratch/names" <(sed -nE 's:^<tr><th scope="row">(.*)</th><td class="number">.*:\1:p' "$scratch/pages" | sed "s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&#39;/'/g; s/&amp;/\&/g")
ok $? "and each is shown as it is"
[ "$(perl "$scratch/read.pl" <"$scratch/lund" | tail -n 1)" = '1 fine' ]; ok $? "the report of the example is as well made"
! grep -qiE '<(script|link|img|iframe|object|a) |src=|href=|url\(|@import|https?:' "$scratch/lund"; ok $? "and fetches nothing"
grep -q '@page { size: A4' "$scratch/lund" && grep -q '<html lang="en">' "$scratch/lund" && [ "$(grep -c '<h1>' "$scratch/lund")" = 1 ]; ok $? "it is made for A4, says its language and has one title"
exit "$tap_status"
