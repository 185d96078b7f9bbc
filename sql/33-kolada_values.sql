-- kolada_values: figures of Kolada, as its API gives them

CREATE FUNCTION @extschema@.kolada_items(kolada jsonb) RETURNS TABLE (number bigint, item jsonb)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000 COST 10000
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    pages jsonb[];
    first_pages bigint;
    last_pages bigint;
    wrong record;
BEGIN
    -- A page has values, as a figure has, but no kpi.
    SELECT array_agg(p.page ORDER BY p.number) INTO pages
    FROM jsonb_array_elements(CASE jsonb_typeof(kolada) WHEN 'array' THEN kolada ELSE jsonb_build_array(kolada) END) WITH ORDINALITY AS p(page, number);
    SELECT p.number, p.page INTO wrong
    FROM unnest(pages) WITH ORDINALITY AS p(page, number)
    WHERE (jsonb_typeof(p.page) = 'object' AND (jsonb_typeof(p.page -> 'values') = 'array' OR p.page ? 'kpi' OR p.page ? 'id' AND p.page ? 'title')) IS NOT TRUE
    ORDER BY p.number LIMIT 1;
    IF wrong.number IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('page %s is no response of Kolada: %s', wrong.number, left(wrong.page::text, 60)),
            HINT = 'Pass what https://api.kolada.se/v3/data/kpi/... returns, or an array of such pages.';
    END IF;
    -- Each list that comes in pages has a first, which has none before it, and a last, which has none after it.
    SELECT count(*) FILTER (WHERE NOT l.has_previous), count(*) FILTER (WHERE NOT l.has_next) INTO first_pages, last_pages
    FROM unnest(pages) AS p(page)
    CROSS JOIN LATERAL (SELECT coalesce(p.page ->> 'next_url', p.page ->> 'next_page', p.page ->> 'next', '') <> '', coalesce(p.page ->> 'previous_url', p.page ->> 'previous_page', p.page ->> 'previous', '') <> '') AS l(has_next, has_previous)
    WHERE p.page ? 'values' AND NOT p.page ? 'kpi';
    IF first_pages <> last_pages THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('pages are missing: there are %s first pages and %s last ones', first_pages, last_pages),
            HINT = 'Fetch what next_url (next_page) names until there is none, and pass all pages in one array.';
    END IF;
    SELECT p.number, p.page ->> 'count' AS count, jsonb_array_length(p.page -> 'values') AS found INTO wrong
    FROM unnest(pages) WITH ORDINALITY AS p(page, number)
    CROSS JOIN LATERAL (SELECT coalesce(p.page ->> 'next_url', p.page ->> 'next_page', p.page ->> 'next', p.page ->> 'previous_url', p.page ->> 'previous_page', p.page ->> 'previous', '') <> '') AS l(is_one_of_several)
    WHERE p.page ? 'values' AND NOT p.page ? 'kpi' AND jsonb_typeof(p.page -> 'count') = 'number'
      -- Of several pages it may be that of all.
      AND NOT ((p.page ->> 'count')::numeric = jsonb_array_length(p.page -> 'values') OR l.is_one_of_several AND (p.page ->> 'count')::numeric > jsonb_array_length(p.page -> 'values'))
    ORDER BY p.number LIMIT 1;
    IF wrong.number IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('page %s has not as many values (%s) as its count says (%s)', wrong.number, wrong.found, wrong.count),
            HINT = 'Something of it is lost: fetch it anew.';
    END IF;
    RETURN QUERY
    SELECT row_number() OVER (ORDER BY p.number, i.number), i.item
    FROM unnest(pages) WITH ORDINALITY AS p(page, number)
    CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN p.page ? 'values' AND NOT p.page ? 'kpi' THEN p.page -> 'values' ELSE jsonb_build_array(p.page) END) WITH ORDINALITY AS i(item, number);
END
$function$;
COMMENT ON FUNCTION @extschema@.kolada_items(jsonb) IS
'What the pages of one or more responses of Kolada''s API (2 or 3) list, one after another: figures, definitions, municipalities or groups. Refuses what is no such page, pages that are missing by what they say of the next and the previous one, and one whose count is another (22000). For kolada_values and load_kolada.';

CREATE FUNCTION @extschema@.kolada_figures(items jsonb[]) RETURNS TABLE (kpi text, municipality text, ou text, period integer, gender text, value numeric, status text, count integer, is_deleted boolean)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000 COST 10000
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    wrong record;
BEGIN
    SELECT i.number, f.what, f.content INTO wrong
    FROM unnest(items) WITH ORDINALITY AS i(item, number)
    CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(i.item -> 'values') = 'array' AND i.item -> 'values' <> '[]' THEN i.item -> 'values' ELSE '[{}]' END) AS v(entry)
    CROSS JOIN LATERAL (VALUES
        ('values', i.item -> 'values', jsonb_typeof(i.item -> 'values') = 'array'),
        ('one of its values', v.entry, jsonb_typeof(v.entry) = 'object'),
        ('kpi', i.item -> 'kpi', coalesce(i.item ->> 'kpi', '') <> ''),
        ('municipality or ou', i.item -> 'municipality', coalesce(i.item ->> 'municipality', i.item ->> 'ou', '') <> ''),
        ('period', i.item -> 'period', i.item ->> 'period' ~ '^[1-9][0-9]{3}$'),
        ('gender', v.entry -> 'gender', coalesce(v.entry ->> 'gender', 'T') IN ('T', 'K', 'F', 'M')),
        ('value', v.entry -> 'value', CASE coalesce(jsonb_typeof(v.entry -> 'value'), 'null') WHEN 'number' THEN abs((v.entry -> 'value')::numeric) < 1e18 WHEN 'null' THEN true END),
        ('count', v.entry -> 'count', coalesce(v.entry ->> 'count', '1') ~ '^[0-9]{1,9}$')) AS f(what, content, is_right)
    WHERE i.item ? 'kpi' AND f.is_right IS NOT TRUE
    ORDER BY i.number LIMIT 1;
    IF wrong.number IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('figure %s: %s cannot be %s', wrong.number, wrong.what, coalesce(left(wrong.content::text, 60), 'missing')),
            DETAIL = left(items[wrong.number]::text, 300),
            HINT = 'A figure has kpi, municipality or ou, a period that is a year, and values with gender (T, K, M), value (a number below 1e18) and status.';
    END IF;
    RETURN QUERY
    SELECT i.item ->> 'kpi', i.item ->> 'municipality', i.item ->> 'ou', (i.item ->> 'period')::integer, replace(coalesce(v.entry ->> 'gender', 'T'), 'F', 'K'),
           CASE WHEN jsonb_typeof(v.entry -> 'value') = 'number' THEN (v.entry -> 'value')::numeric END, coalesce(v.entry ->> 'status', ''), (v.entry ->> 'count')::integer,
           coalesce(v.entry ->> 'isdeleted', v.entry ->> 'is_deleted', 'false') IN ('1', 'true')
    FROM unnest(items) WITH ORDINALITY AS i(item, number)
    CROSS JOIN LATERAL jsonb_array_elements(i.item -> 'values') WITH ORDINALITY AS v(entry, number)
    WHERE i.item ? 'kpi'
    ORDER BY i.number, v.number;
END
$function$;
COMMENT ON FUNCTION @extschema@.kolada_figures(jsonb[]) IS
'The figures among items of Kolada, as kolada_values says of them. Errors: 22000 for one without a key figure, municipality or year, of another gender, or whose value is no number below 1e18. For kolada_values and load_kolada.';

CREATE FUNCTION @extschema@.kolada_values(kolada jsonb) RETURNS TABLE (kpi text, municipality text, ou text, period integer, gender text, value numeric, status text, count integer, is_deleted boolean)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
    SELECT figure.kpi, figure.municipality, figure.ou, figure.period, figure.gender, figure.value, figure.status, figure.count, figure.is_deleted
    FROM @extschema@.kolada_figures((SELECT pg_catalog.array_agg(listed.item ORDER BY listed.number) FROM @extschema@.kolada_items(kolada) AS listed)) AS figure;
END;
COMMENT ON FUNCTION @extschema@.kolada_values(jsonb) IS
'The figures in a response of Kolada''s API (2 or 3), or in an array of its pages: key figure, municipality (a group''s has its mean) or organisational unit, year, gender (T all, K women, M men), value as Kolada gives it (76.4 for per cent), status ('''' where there is nothing to say), how many municipalities it is of, and whether Kolada has taken it back. What else is listed, such as definitions, is left out. NULL gives no rows. Errors: 22000 for what is no such response, pages that are missing, a count that is another, and a figure without a key figure, municipality or year, of another gender, or whose value is no number below 1e18. Source: github.com/Hypergene/kolada.';
