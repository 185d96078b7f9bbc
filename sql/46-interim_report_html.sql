-- interim_report_html: an interim report as a page to print

CREATE FUNCTION @extschema@.interim_report_escape(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN replace(replace(replace(replace(replace(@extschema@.interim_report_line(value, 'text'::text),
               '&'::text, '&amp;'::text), '<'::text, '&lt;'::text), '>'::text, '&gt;'::text), '"'::text, '&quot;'::text), ''''::text, '&#39;'::text);
COMMENT ON FUNCTION @extschema@.interim_report_escape(text) IS
'A name, title or note as one line of HTML, also of an attribute: printable, and nothing but text. NULL for NULL. For render_interim_report_html.';

CREATE FUNCTION @extschema@.render_interim_report_html(figures jsonb, version integer, published_on date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET jit = off
BEGIN ATOMIC
    WITH section AS (
        SELECT s.place, s.value, coalesce(s.value ->> 'section'::text, '') = 'comments' AS is_list, @extschema@.interim_report_escape(s.value ->> 'title'::text) AS title,
               @extschema@.interim_report_escape(s.value ->> 'note'::text) AS note
        FROM jsonb_array_elements(figures -> 'sections'::text) WITH ORDINALITY AS s(value, place)
    ), cell AS (
        SELECT s.place AS section, c.col, c.row_number AS row, c.is_first, c.is_text, @extschema@.interim_report_escape(c.label) AS label, @extschema@.interim_report_escape(c.unit) AS unit,
               @extschema@.interim_report_escape(c.text) AS text
        FROM section s
        CROSS JOIN LATERAL @extschema@.interim_report_cell(s.value, figures -> 'style'::text) c
        WHERE NOT s.is_list
    ), heading AS (
        SELECT c.section, string_agg(CASE WHEN c.label = '' THEN '<td></td>'
                                          ELSE '<th scope="col"' || CASE WHEN c.is_text THEN '' ELSE ' class="number"' END || '>' || c.label || coalesce('<br><small>' || c.unit || '</small>', '') || '</th>' END,
                                     ''::text ORDER BY c.col) AS text
        FROM (SELECT DISTINCT section, col, is_text, label, unit FROM cell) c
        GROUP BY c.section
    ), line AS (
        SELECT c.section, c.row,
               '<tr>' || string_agg(CASE WHEN c.is_first THEN '<th scope="row">' || c.text || '</th>'
                                         WHEN c.is_text THEN '<td>' || c.text || '</td>'
                                         -- A figure is not parted from its sign or at its groups.
                                         ELSE '<td class="number">' || c.text || '</td>' END, ''::text ORDER BY c.col) || '</tr>' AS text
        FROM cell c
        GROUP BY c.section, c.row
    ), body AS (
        SELECT h.section, E'<table>\n<thead><tr>' || h.text || E'</tr></thead>\n<tbody>\n'
                          || (SELECT string_agg(l.text, E'\n'::text ORDER BY l.row) FROM line l WHERE l.section = h.section) || E'\n</tbody>\n</table>' AS text
        FROM heading h
        UNION ALL
        SELECT s.place, E'<dl>\n'
                        || string_agg('<dt>' || @extschema@.interim_report_escape(w.value ->> 'about'::text) || '</dt><dd>' || @extschema@.interim_report_escape(w.value ->> 'comment'::text)
                                      || ' <small>' || @extschema@.interim_report_escape(format('%s, %s', w.value ->> 'signed_by'::text, w.value ->> 'signed_on'::text)) || '</small></dd>', E'\n'::text ORDER BY w.place)
                        || E'\n</dl>'
        FROM section s
        CROSS JOIN LATERAL jsonb_array_elements(s.value -> 'rows'::text) WITH ORDINALITY AS w(value, place)
        WHERE s.is_list
        GROUP BY s.place
    )
    SELECT E'<!DOCTYPE html>\n<html lang="' || @extschema@.interim_report_escape(coalesce(figures #>> '{style,language}'::text[], 'en')) || E'">\n<head>\n<meta charset="utf-8">\n'
           || E'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>' || @extschema@.interim_report_escape(head.title) || E'</title>\n<style>\n'
           -- Nothing is fetched: it can be kept, sent and printed anywhere. On paper a title stays with its table, and a row is not cut.
           || E'@page { size: A4; margin: 18mm 15mm }\nbody { font: 10pt/1.4 "Liberation Sans", Arial, sans-serif; color: #111; background: #fff; max-width: 180mm; margin: 0 auto; padding: 1em }\n'
           || E'h1 { font-size: 17pt } h2 { font-size: 12pt; margin-top: 1.6em; break-after: avoid }\ntable { border-collapse: collapse; width: 100%; font-size: 8.5pt }\n'
           || E'thead { display: table-header-group } tr, dd { break-inside: avoid } dt { font-weight: bold; break-after: avoid }\n'
           || E'th, td { padding: 2pt 4pt; border-bottom: 1px solid #999; text-align: left; vertical-align: bottom; font-weight: normal }\nthead th { font-weight: bold; border-bottom: 2px solid #111 }\n'
           || E'.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }\nsmall { color: #444; font-weight: normal }\n'
           || E'@media print { body { padding: 0; max-width: none } }\n@media screen and (max-width: 45em) { table { display: block; overflow-x: auto } }\n</style>\n</head>\n<body>\n<main>\n'
           || '<h1>' || @extschema@.interim_report_escape(head.title) || E'</h1>\n'
           || (SELECT string_agg('<p>' || @extschema@.interim_report_escape(l.line) || E'</p>\n', ''::text ORDER BY l.place) FROM unnest(head.lines) WITH ORDINALITY AS l(line, place))
           || coalesce((SELECT string_agg('<section>' || E'\n<h2>' || s.place::text || '. ' || s.title || E'</h2>\n' || b.text || coalesce(E'\n<p>' || s.note || '</p>', '') || E'\n</section>\n', ''::text ORDER BY s.place)
                        FROM section s JOIN body b ON b.section = s.place), '')
           || E'</main>\n</body>\n</html>\n'
    FROM @extschema@.interim_report_line_head(figures, version, published_on) head;
END;
COMMENT ON FUNCTION @extschema@.render_interim_report_html(jsonb, integer, date) IS
'The figures of an interim report, as interim_report_figures of a mart gives them, as a page of HTML that needs nothing else, to be read and printed on A4: what is in render_interim_report, with names as text. For publish_interim_report.';
