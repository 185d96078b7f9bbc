-- interim_report_text: an interim report as people read it, as text and as Markdown

-- In what follows names of people's making are shown: each is one line, and is nothing but text.

CREATE FUNCTION @extschema@.interim_report_unprintable() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    -- Only in these encodings are the second 32 of a half control characters too, and 173 the soft hyphen.
    RETURN CASE WHEN getdatabaseencoding()::text ~ '^(UTF8|LATIN|ISO_8859)' THEN '\u0080-\u009f\u00ad' ELSE '' END
           || '\u0001-\u0009\u000b-\u001f\u007f\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f';
COMMENT ON FUNCTION @extschema@.interim_report_unprintable() IS
'What no interim report may hold as it is, to stand in the brackets of a regular expression: control characters but the line break, and characters that turn the direction of writing or take no room. For interim_report_printable.';

CREATE FUNCTION @extschema@.interim_report_printable(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(value, '[' || @extschema@.interim_report_unprintable() || ']', '?'::text, 'g'::text);
COMMENT ON FUNCTION @extschema@.interim_report_printable(text) IS
'A text with a question mark for each control character but the line break, and for each character that turns the direction of writing or takes no room, so that it can be shown in a terminal. NULL for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_line(value text, format text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- Entities for HTML, which also simple readers of Markdown know, else a backslash. The last two keep addresses from becoming links.
    SELECT CASE WHEN format = 'text' THEN l.line
                ELSE regexp_replace(regexp_replace(regexp_replace(
                         replace(replace(replace(l.line, '&'::text, '&amp;'::text), '<'::text, '&lt;'::text), '>'::text, '&gt;'::text),
                         '[][\\`*_|~^$@]'::text, '\\\&'::text, 'g'::text),
                         '(www)\.'::text, '\1\\.'::text, 'gi'::text),
                         ':(//|[^ ]*\\@)'::text, '\\:\1'::text, 'g'::text)
           END
    FROM (SELECT btrim(@extschema@.interim_report_printable(regexp_replace(value, '[ \t\n\v\f\r]+'::text, ' '::text, 'g'::text))) AS line) AS l;
END;
COMMENT ON FUNCTION @extschema@.interim_report_line(text, text) IS
'A name, title or note as one line of an interim report: printable, and escaped where the format is not text but Markdown, so that it is shown as it is and makes no element, link, image, heading or cell. NULL for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_json(value jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- Beyond the first plane a character has two numbers of four digits.
    SELECT CASE WHEN NOT t.text ~ ('[<' || @extschema@.interim_report_unprintable() || ']') THEN t.text
                ELSE (SELECT string_agg(CASE WHEN NOT p.part ~ ('^[<' || @extschema@.interim_report_unprintable() || ']') THEN p.part
                                             WHEN ascii(p.part) < 65536 THEN '\u' || lpad(to_hex(ascii(p.part)), 4, '0'::text)
                                             ELSE '\u' || to_hex(55232 + (ascii(p.part) >> 10)) || '\u' || to_hex(56320 + (ascii(p.part) & 1023)) END,
                                        ''::text ORDER BY p.place)
                      FROM regexp_matches(t.text, '[^<' || @extschema@.interim_report_unprintable() || ']+|.', 'g'::text) WITH ORDINALITY AS m(parts, place)
                      CROSS JOIN LATERAL (SELECT m.parts[1] AS part, m.place) AS p) END
    FROM (SELECT jsonb_pretty(value) AS text) AS t;
END;
COMMENT ON FUNCTION @extschema@.interim_report_json(jsonb) IS
'JSON with line breaks, to be read by people and programs: what cannot be shown in a terminal, and the sign that begins an element of HTML, are written as \u and four digits, so that it says the same. NULL for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_width(value text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length(value) = length(value) THEN length(value)
                ELSE length(value)
                     + length(regexp_replace(value, '[^\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd]'::text, ''::text, 'g'::text))
                     - length(regexp_replace(value, '[^\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099-\u309a\ufe00-\ufe0f\ufe20-\ufe2f]'::text, ''::text, 'g'::text))
           END;
COMMENT ON FUNCTION @extschema@.interim_report_width(text) IS
'How many places a line takes on a screen: two for a character of East Asia or a picture, none for one that is put on that before it, else one. NULL for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_cut(value text, width integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length(value) = length(value) THEN left(value, width)
                ELSE left(value, (SELECT max(n.length) FROM generate_series(0, 2 * width) AS n(length)
                                  WHERE @extschema@.interim_report_width(left(value, n.length)) <= width)) END;
COMMENT ON FUNCTION @extschema@.interim_report_cut(text, integer) IS
'As much of a line from its beginning as fits into a width of at least 0. NULL for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_value(value jsonb, measure text, style jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN value IS NULL OR jsonb_typeof(value) = 'null' THEN ''
        WHEN jsonb_typeof(value) <> 'number' OR coalesce(measure, '') NOT IN ('money', 'amount', 'count', 'share') THEN value #>> '{}'::text[]
        ELSE @extschema@.number_text(
                 CASE measure WHEN 'share' THEN round((value #>> '{}'::text[])::numeric * 100::numeric, 1)
                              WHEN 'money' THEN round((value #>> '{}'::text[])::numeric / coalesce((style ->> 'divisor'::text)::numeric, 1::numeric), coalesce((style ->> 'decimals'::text)::integer, 0))
                              ELSE round((value #>> '{}'::text[])::numeric) END::text,
                 style ->> 'decimal_mark'::text, style ->> 'group_mark'::text)
             || CASE measure WHEN 'share' THEN ' %' ELSE '' END
    END;
COMMENT ON FUNCTION @extschema@.interim_report_value(jsonb, text, jsonb) IS
'A value of an interim report as people read it in a style, as live_report_style has it: money by its divisor and decimals, an amount or a count in whole units, a share in per cent with one decimal, with its marks for decimals and groups of three digits; anything else as it is. Empty for NULL. For render_interim_report.';

CREATE FUNCTION @extschema@.interim_report_cell(section jsonb, style jsonb, OUT col bigint, OUT row_number bigint, OUT is_first boolean, OUT label text, OUT unit text, OUT is_text boolean, OUT text text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
    WITH cell AS (
        SELECT c.place AS col, w.place AS row_number, c.place = 1 AS is_first, coalesce(c.value ->> 1, '') AS label, c.value ->> 3 AS unit, c.value ->> 2 = 'text' AS is_text,
               @extschema@.interim_report_value(w.value -> (c.value ->> 0), c.value ->> 2, style) AS text
        FROM jsonb_array_elements(section -> 'columns'::text) WITH ORDINALITY AS c(value, place)
        CROSS JOIN jsonb_array_elements(section -> 'rows'::text) WITH ORDINALITY AS w(value, place)
    )
    SELECT c.col, c.row_number, c.is_first, c.label, c.unit, c.is_text, c.text
    FROM cell c
    JOIN (SELECT cell.col FROM cell GROUP BY cell.col HAVING bool_or(cell.text <> '')) filled ON filled.col = c.col;
END;
COMMENT ON FUNCTION @extschema@.interim_report_cell(jsonb, jsonb) IS
'The table of a section of an interim report, a row for each cell, as people read it but not escaped yet; columns without any value are left out. For render_interim_report and render_interim_report_html.';

CREATE FUNCTION @extschema@.interim_report_line_head(figures jsonb, version integer, published_on date, OUT title text, OUT lines text[]) RETURNS record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT ROW(format(figures #>> '{words,title}'::text[], figures ->> 'name'::text, figures ->> 'as_of'::text),
                       array_remove(ARRAY[format(figures #>> '{words,version}'::text[], version, to_char(published_on::timestamp, 'YYYY-MM-DD'::text)),
                                          format(figures #>> '{words,rounding}'::text[], figures #>> '{style,money_in_words}'::text[]),
                                          CASE WHEN figures ->> 'published_despite'::text IS NOT NULL THEN format(figures #>> '{words,despite}'::text[], figures ->> 'published_despite'::text) END],
                                    NULL::text)));
COMMENT ON FUNCTION @extschema@.interim_report_line_head(jsonb, integer, date) IS
'What an interim report begins with, in its language, not escaped yet: its title, and paragraphs below. For render_interim_report and render_interim_report_html.';

CREATE FUNCTION @extschema@.render_interim_report(figures jsonb, version integer, published_on date, format text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    -- To compile its queries (JIT) took a second and more a report, to run them milliseconds.
    SET jit = off
BEGIN ATOMIC
    WITH section AS (
        SELECT s.place, s.value, coalesce(s.value ->> 'section'::text, '') = 'comments' AS is_list, @extschema@.interim_report_line(s.value ->> 'title'::text, format) AS title,
               -- Here a line begins with it: no list, heading or rule.
               CASE format WHEN 'text' THEN n.note ELSE regexp_replace(n.note, '^(?=[-+#=:])|^[0-9]+(?=[.)])'::text, '\&\\'::text) END AS note
        FROM jsonb_array_elements(figures -> 'sections'::text) WITH ORDINALITY AS s(value, place)
        CROSS JOIN LATERAL (SELECT @extschema@.interim_report_line(s.value ->> 'note'::text, format) AS note) AS n
    ), cell AS (
        -- In text a line stays within a page: long texts are cut off, the first column's where others leave no room. There the unit
        -- has a line of its own.
        SELECT s.place AS section, c.col, c.row_number AS row, c.is_first,
               coalesce(@extschema@.interim_report_line(c.label || CASE WHEN format <> 'text' AND c.unit IS NOT NULL THEN ' (' || c.unit || ')' ELSE '' END, format), '') AS label,
               CASE format WHEN 'text' THEN coalesce(@extschema@.interim_report_line(c.unit, format), '') ELSE '' END AS unit, c.is_text,
               CASE WHEN format = 'text' AND c.col > 1 AND @extschema@.interim_report_width(t.text) > 24
                    THEN @extschema@.interim_report_cut(t.text, 22) || '..'
                    ELSE t.text END AS text
        FROM section s
        CROSS JOIN LATERAL @extschema@.interim_report_cell(s.value, figures -> 'style'::text) c
        CROSS JOIN LATERAL (SELECT @extschema@.interim_report_line(c.text, format)) AS t(text)
        WHERE NOT s.is_list
    ), filled AS (
        SELECT section, col, is_first, label, unit, is_text,
               greatest(@extschema@.interim_report_width(label), @extschema@.interim_report_width(unit), max(@extschema@.interim_report_width(text))) AS width
        FROM cell
        GROUP BY section, col, is_first, label, unit, is_text
    ), col AS (
        SELECT section, col, label, unit, is_text,
               CASE WHEN is_first AND format = 'text'
                    THEN least(width, greatest(20, 131 - sum(width + 3) OVER (PARTITION BY section) + width)::integer)
                    ELSE width END AS width
        FROM filled
    ), line AS (
        SELECT c.section, c.row,
               CASE format
                   WHEN 'text' THEN rtrim(' ' || string_agg(CASE WHEN NOT c.is_text THEN repeat(' '::text, k.width - @extschema@.interim_report_width(c.text)) || c.text
                                                                 WHEN @extschema@.interim_report_width(c.text) <= k.width
                                                                 THEN c.text || repeat(' '::text, k.width - @extschema@.interim_report_width(c.text))
                                                                 ELSE (SELECT s.start || '...' || repeat(' '::text, k.width - 3 - @extschema@.interim_report_width(s.start))
                                                                       FROM (SELECT @extschema@.interim_report_cut(c.text, k.width - 3) AS start) AS s) END,
                                                            ' | '::text ORDER BY c.col))
                   ELSE '| ' || string_agg(c.text, ' | '::text ORDER BY c.col) || ' |'
               END AS text
        FROM cell c JOIN col k USING (section, col)
        GROUP BY c.section, c.row
    ), heading AS (
        SELECT section,
               CASE format
                   WHEN 'text' THEN rtrim(' ' || string_agg(CASE WHEN is_text THEN label || repeat(' '::text, width - @extschema@.interim_report_width(label))
                                                                 ELSE repeat(' '::text, width - @extschema@.interim_report_width(label)) || label END, ' | '::text ORDER BY col))
                                    || CASE WHEN bool_or(unit <> '')
                                            THEN E'\n' || rtrim(' ' || string_agg(repeat(' '::text, width - @extschema@.interim_report_width(unit)) || unit, ' | '::text ORDER BY col)) ELSE '' END
                                    || E'\n-' || string_agg(repeat('-'::text, width), '-+-'::text ORDER BY col) || '-'
                   ELSE '| ' || string_agg(label, ' | '::text ORDER BY col) || E' |\n|'
                        || string_agg(CASE WHEN is_text THEN ' --- |' ELSE ' ---: |' END, ''::text ORDER BY col)
               END AS text
        FROM col
        GROUP BY section
    ), body AS (
        SELECT h.section, h.text || E'\n' || (SELECT string_agg(n.text, E'\n'::text ORDER BY n.row) FROM line n WHERE n.section = h.section) AS text
        FROM heading h
        UNION ALL
        -- Comments are read as sentences, and in full.
        SELECT s.place, string_agg(CASE format WHEN 'text' THEN regexp_replace(regexp_replace(said.line, '(.{1,110}|[^ ]{111,})( |$)'::text, '\1' || E'\n   ', 'g'::text), '\n +$'::text, ''::text)
                                                ELSE said.line END, E'\n'::text ORDER BY w.place)
        FROM section s
        CROSS JOIN LATERAL jsonb_array_elements(s.value -> 'rows'::text) WITH ORDINALITY AS w(value, place)
        CROSS JOIN LATERAL (SELECT CASE format WHEN 'text' THEN ' - ' ELSE '- ' END
                                   || @extschema@.interim_report_line(format('%s: %s (%s, %s)', w.value ->> 'about'::text, w.value ->> 'comment'::text, w.value ->> 'signed_by'::text, w.value ->> 'signed_on'::text), format)) AS said(line)
        WHERE s.is_list
        GROUP BY s.place
    )
    SELECT CASE format WHEN 'text' THEN '' ELSE '# ' END || @extschema@.interim_report_line(head.title, format)
           || (SELECT string_agg(E'\n\n' || @extschema@.interim_report_line(l.line, format), ''::text ORDER BY l.place) FROM unnest(head.lines) WITH ORDINALITY AS l(line, place))
           || coalesce((SELECT string_agg(
               E'\n\n' || CASE format WHEN 'text' THEN '' ELSE '## ' END || s.place::text || '. ' || s.title
               || E'\n\n' || b.text || coalesce(E'\n\n' || s.note, ''), ''::text ORDER BY s.place)
              FROM section s JOIN body b ON b.section = s.place), '')
           || E'\n'
    FROM @extschema@.interim_report_line_head(figures, version, published_on) head;
END;
COMMENT ON FUNCTION @extschema@.render_interim_report(jsonb, integer, date, text) IS
'The figures of an interim report, as interim_report_figures of a mart gives them, as text for people (format text: aligned, long texts cut off) or as Markdown (any other format), with names printable and escaped by interim_report_line, in the words and the style that the figures hold. Columns without a value are left out. For publish_interim_report.';
