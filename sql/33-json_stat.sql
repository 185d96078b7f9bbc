-- json_stat: the cells of a JSON-stat document, as PX-Web gives statistics

CREATE FUNCTION @extschema@.json_stat(data jsonb) RETURNS TABLE (dataset text, place bigint, codes jsonb, labels jsonb, unit text, value numeric, status text)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000 COST 10000
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    given record;
    names text[];
    sizes numeric[];
    cells numeric;
    entries jsonb[];
    entry jsonb;
    wrong record;
    fault text;
    hint text := 'Fetch it anew in the format json-stat or json-stat2, and pass it as it came.';
BEGIN
    FOR given IN
        -- A dataset of 2.0, those of a collection, or those of a bundle, which is what 1.x wraps even one in.
        SELECT coalesce(d.content ->> 'label', 'dataset') AS name, d.content
        FROM (SELECT data AS content, 1::bigint AS number WHERE data ? 'dimension' AND data ? 'value'
              UNION ALL
              SELECT i.content, i.number
              FROM jsonb_array_elements(CASE WHEN jsonb_typeof(data #> '{link,item}') = 'array' THEN data #> '{link,item}' ELSE '[]' END) WITH ORDINALITY AS i(content, number)
              WHERE data ->> 'class' = 'collection' ORDER BY 2) d
        UNION ALL
        SELECT b.key, b.value
        FROM jsonb_each(CASE WHEN jsonb_typeof(data) = 'object' AND NOT data ? 'class' AND NOT (data ? 'dimension' AND data ? 'value') THEN data ELSE '{}' END) AS b
        WHERE jsonb_typeof(b.value) = 'object'
    LOOP
        fault := NULL;
        entries := '{}';
        IF NOT coalesce(given.content ? 'dimension' AND given.content ? 'value', false) OR jsonb_typeof(given.content -> 'dimension') <> 'object' THEN
            fault := CASE WHEN given.content ? 'href' THEN format('is a link to %s and not a dataset', given.content ->> 'href') ELSE 'has no dimension or no value' END;
        ELSIF jsonb_typeof(coalesce(given.content -> 'id', given.content #> '{dimension,id}')) IS DISTINCT FROM 'array'
              OR jsonb_typeof(coalesce(given.content -> 'size', given.content #> '{dimension,size}')) IS DISTINCT FROM 'array' THEN
            fault := 'does not name its dimensions in id and size';
        ELSE
            SELECT array_agg(e.name ORDER BY e.number) INTO names
            FROM jsonb_array_elements_text(coalesce(given.content -> 'id', given.content #> '{dimension,id}')) WITH ORDINALITY AS e(name, number);
            SELECT array_agg(CASE WHEN jsonb_typeof(e.size) = 'number' THEN e.size::numeric END ORDER BY e.number) INTO sizes
            FROM jsonb_array_elements(coalesce(given.content -> 'size', given.content #> '{dimension,size}')) WITH ORDINALITY AS e(size, number);
            IF cardinality(names) IS DISTINCT FROM cardinality(sizes) OR names IS NULL OR (SELECT bool_or(s IS NULL OR s < 0 OR s <> trunc(s)) FROM unnest(sizes) AS s) THEN
                fault := 'has not one size for each of its dimensions';
            ELSIF EXISTS (SELECT FROM unnest(names) AS n GROUP BY n HAVING count(*) > 1) THEN
                fault := 'names a dimension twice in id';
            END IF;
        END IF;

        -- == The categories of each dimension, in their order ==

        IF fault IS NULL THEN
            cells := 1;
            FOR wrong IN SELECT d.name, d.size, given.content -> 'dimension' -> d.name -> 'category' AS category FROM unnest(names, sizes) WITH ORDINALITY AS d(name, size, number) ORDER BY d.number LOOP
                -- What has one category need not index it.
                SELECT jsonb_agg(jsonb_build_array(i.code, coalesce(wrong.category -> 'label' ->> i.code, i.code),
                                                   coalesce(wrong.category -> 'unit' -> i.code ->> 'base', wrong.category -> 'unit' -> i.code ->> 'label', wrong.category -> 'unit' -> i.code ->> 'symbol')) ORDER BY i.number)
                INTO entry
                FROM (SELECT e.code, e.number - 1 AS number FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(wrong.category -> 'index') = 'array' THEN wrong.category -> 'index' ELSE '[]' END) WITH ORDINALITY AS e(code, number)
                      UNION ALL
                      SELECT e.key, CASE WHEN jsonb_typeof(e.value) = 'number' THEN e.value::numeric END
                      FROM jsonb_each(CASE WHEN jsonb_typeof(wrong.category -> 'index') = 'object' THEN wrong.category -> 'index' ELSE '{}' END) AS e
                      UNION ALL
                      SELECT e.code, 0 FROM jsonb_object_keys(CASE WHEN NOT wrong.category ? 'index' AND jsonb_typeof(wrong.category -> 'label') = 'object' THEN wrong.category -> 'label' ELSE '{}' END) AS e(code)) i
                HAVING count(DISTINCT i.code) = wrong.size AND count(DISTINCT i.number) = wrong.size AND count(*) = wrong.size AND min(i.number) = 0 AND max(i.number) = wrong.size - 1 AND bool_and(i.number = trunc(i.number));
                IF entry IS NULL AND wrong.size > 0 THEN
                    fault := format('has no category for each of the %s places of dimension %L', wrong.size, wrong.name);
                END IF;
                entries := entries || coalesce(entry, '[]');
                cells := cells * wrong.size;
            END LOOP;
            IF fault IS NULL AND cells > 10000000 THEN
                fault := format('has %s cells, more than 10000000', cells);
                hint := 'Ask for fewer categories at a time.';
            END IF;
        END IF;

        -- == What stands in its cells ==

        IF fault IS NULL THEN
            fault := CASE
                WHEN jsonb_typeof(given.content -> 'value') NOT IN ('array', 'object') THEN 'has a value that is neither array nor object'
                WHEN jsonb_typeof(given.content -> 'value') = 'array' AND jsonb_array_length(CASE WHEN jsonb_typeof(given.content -> 'value') = 'array' THEN given.content -> 'value' ELSE '[]' END) <> cells
                THEN format('has not as many values (%s) as its dimensions make (%s)', jsonb_array_length(given.content -> 'value'), cells)
                WHEN jsonb_typeof(given.content -> 'status') = 'array' AND jsonb_array_length(CASE WHEN jsonb_typeof(given.content -> 'status') = 'array' THEN given.content -> 'status' ELSE '[]' END) NOT IN (1, cells)
                THEN format('has %s marks of status, where its dimensions make %s', jsonb_array_length(given.content -> 'status'), cells) END;
        END IF;
        IF fault IS NULL THEN
            SELECT m.what, m.key INTO wrong
            FROM (SELECT w.what, k.key FROM unnest('{value,status}'::text[]) AS w(what)
                  CROSS JOIN LATERAL jsonb_object_keys(CASE WHEN jsonb_typeof(given.content -> w.what) = 'object' THEN given.content -> w.what ELSE '{}' END) AS k(key)) m
            WHERE CASE WHEN m.key ~ '^(0|[1-9][0-9]{0,17})$' THEN m.key::numeric >= cells ELSE true END LIMIT 1;
            IF wrong.key IS NOT NULL THEN
                fault := format('has a %s at place %L, where its dimensions make %s cells', wrong.what, wrong.key, cells);
            END IF;
        END IF;
        IF fault IS NULL THEN
            SELECT f.place, f.content INTO wrong
            FROM (SELECT e.number - 1 AS place, e.content FROM jsonb_array_elements(CASE WHEN jsonb_typeof(given.content -> 'value') = 'array' THEN given.content -> 'value' ELSE '[]' END) WITH ORDINALITY AS e(content, number)
                  UNION ALL
                  SELECT e.key::bigint, e.value FROM jsonb_each(CASE WHEN jsonb_typeof(given.content -> 'value') = 'object' THEN given.content -> 'value' ELSE '{}' END) AS e) f
            WHERE jsonb_typeof(f.content) NOT IN ('number', 'string', 'null') LIMIT 1;
            IF wrong.place IS NOT NULL THEN
                fault := format('has %s at place %s, which is no figure', left(wrong.content::text, 60), wrong.place);
            END IF;
        END IF;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'data_exception',
                MESSAGE = format('JSON-stat: %L %s', given.name, fault),
                HINT = hint;
        END IF;

        RETURN QUERY
        WITH RECURSIVE category AS MATERIALIZED (
            SELECT d.depth::integer AS depth, d.name, jsonb_array_length(d.entries) AS size, c.number - 1 AS number, c.content ->> 0 AS code, c.content ->> 1 AS label, c.content ->> 2 AS unit
            FROM generate_subscripts(entries, 1) AS s(number)
            CROSS JOIN LATERAL (SELECT s.number, names[s.number], entries[s.number]) AS d(depth, name, entries)
            CROSS JOIN LATERAL jsonb_array_elements(d.entries) WITH ORDINALITY AS c(content, number)
        ), cell AS (
            -- One dimension after another, the last of which runs fastest; none where one of them is empty, however many the others make.
            SELECT 0 AS depth, 0::bigint AS place, '{}'::jsonb AS codes, '{}'::jsonb AS labels, NULL::text AS unit WHERE cells > 0
            UNION ALL
            SELECT cell.depth + 1, cell.place * category.size + category.number, cell.codes || jsonb_build_object(category.name, category.code),
                   cell.labels || jsonb_build_object(category.name, category.label), coalesce(category.unit, cell.unit)
            FROM cell JOIN category ON category.depth = cell.depth + 1
        ), figure AS MATERIALIZED (
            SELECT e.number - 1 AS place, e.content FROM jsonb_array_elements(CASE WHEN jsonb_typeof(given.content -> 'value') = 'array' THEN given.content -> 'value' ELSE '[]' END) WITH ORDINALITY AS e(content, number)
            UNION ALL
            SELECT e.key::bigint, e.value FROM jsonb_each(CASE WHEN jsonb_typeof(given.content -> 'value') = 'object' THEN given.content -> 'value' ELSE '{}' END) AS e
        ), mark AS MATERIALIZED (
            SELECT e.number - 1 AS place, e.content FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(given.content -> 'status') = 'array' AND jsonb_array_length(given.content -> 'status') = cells
                                                                                        THEN given.content -> 'status' ELSE '[]' END) WITH ORDINALITY AS e(content, number)
            UNION ALL
            SELECT e.key::bigint, e.value FROM jsonb_each_text(CASE WHEN jsonb_typeof(given.content -> 'status') = 'object' THEN given.content -> 'status' ELSE '{}' END) AS e
        )
        SELECT given.name, cell.place, cell.codes, cell.labels, cell.unit,
               CASE WHEN jsonb_typeof(figure.content) = 'number' THEN figure.content::numeric END,
               -- A word where a figure would stand says why there is none.
               coalesce(mark.content, CASE WHEN jsonb_typeof(given.content -> 'status') = 'string' THEN given.content ->> 'status'
                                           WHEN jsonb_typeof(given.content -> 'status') = 'array' AND jsonb_array_length(given.content -> 'status') = 1 THEN given.content -> 'status' ->> 0 END,
                        CASE WHEN jsonb_typeof(figure.content) = 'string' THEN figure.content #>> '{}' END)
        FROM cell
        LEFT JOIN figure ON figure.place = cell.place
        LEFT JOIN mark ON mark.place = cell.place
        WHERE cell.depth = cardinality(names)
        ORDER BY cell.place;
    END LOOP;
    IF given IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = CASE WHEN jsonb_typeof(data) = 'object' THEN format('JSON-stat: there is no dataset, but %s', coalesce((SELECT string_agg(k, ', ' ORDER BY k) FROM jsonb_object_keys(data) AS k), 'nothing'))
                           ELSE format('JSON-stat: there is no dataset, but one %s', jsonb_typeof(data)) END,
            HINT = hint;
    END IF;
END
$function$;
COMMENT ON FUNCTION @extschema@.json_stat(jsonb) IS
'The cells of a JSON-stat document (1.x or 2.0; a dataset, a bundle or a collection that holds its datasets), as PX-Web of Statistics Sweden and others gives it: name of the dataset, place of the cell in it from 0, codes and labels of its categories by dimension (codes ->> ''Region''), unit of measure where one is said, value and status. Every cell has a row, also one that a document of few values leaves out: NULL where there is no figure, never 0. A word in the place of a figure, such as "..", is its status where it has no other. NULL gives no rows. Errors: 22000 for what is no such document, for sizes, categories, values and marks that do not agree, and for more than 10000000 cells. Format: json-stat.org.';
