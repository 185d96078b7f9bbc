-- json_stat: the cells of a JSON-stat document, as PX-Web gives statistics

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- 1.x, as PX-Web writes json-stat: one dataset in a bundle, id and size in dimension, index as an object whose keys jsonb sorts otherwise.
SELECT codes ->> 'Region' AS region, labels ->> 'Region' AS region_name, codes ->> 'Kon' AS sex, codes ->> 'Tid' AS year, place, unit, value, status
FROM json_stat('{"dataset": {"dimension": {
    "Region": {"label": "region", "category": {"index": {"1281": 0, "128": 1}, "label": {"1281": "Lund", "128": "Area"}}},
    "Kon": {"label": "sex", "category": {"index": {"women": 1, "men": 0}, "label": {"men": "Men", "women": "Women"}}},
    "ContentsCode": {"label": "content", "category": {"index": {"BE0101N1": 0}, "label": {"BE0101N1": "Population"}, "unit": {"BE0101N1": {"base": "persons", "decimals": 0}}}},
    "Tid": {"label": "year", "category": {"index": {"2022": 0, "2023": 1}, "label": {"2022": "2022", "2023": "2023"}}},
    "id": ["Region", "Kon", "ContentsCode", "Tid"], "size": [2, 2, 1, 2], "role": {"time": ["Tid"], "metric": ["ContentsCode"]}},
    "label": "Population", "source": "SCB", "updated": "2024-02-22T08:00:00Z",
    "value": [1, 2, 3, 4, null, 6.50, "..", 8], "status": {"4": "-"}}}');
-- 2.0: id and size beside dimension, few values as an object, an array as index, a dimension of one category without index. Every cell has a row.
SELECT dataset, place, codes, value, status
FROM json_stat('{"version": "2.0", "class": "dataset", "label": "Homeless", "id": ["area", "year", "what"], "size": [2, 2, 1],
    "dimension": {"area": {"category": {"index": ["b", "a"]}}, "year": {"category": {"index": ["2021", "2022"]}}, "what": {"category": {"label": {"n": "Number"}}}},
    "value": {"0": 5, "3": 7}, "status": {"1": "c"}}');
-- The same cells as an array; one mark for all; as an array of one; one for each.
SELECT array_agg(value ORDER BY place) AS figures, array_agg(m.status ORDER BY place) AS marks
FROM (VALUES ('"p"'), ('["p"]'), ('["p", null, "q", "r"]'), ('null')) AS v(status),
     json_stat(format('{"class": "dataset", "id": ["area", "year"], "size": [2, 2], "dimension": {"area": {"category": {"index": ["b", "a"]}}, "year": {"category": {"index": ["2021", "2022"]}}},
                        "value": [5, null, null, 7], "status": %s}', v.status)::jsonb)
     AS s(dataset, place, codes, labels, unit, value, mark) CROSS JOIN LATERAL (SELECT s.mark) AS m(status)
GROUP BY v.status ORDER BY v.status;
-- A bundle of two, a collection that holds its datasets, a dimension without categories.
SELECT dataset, place, value FROM json_stat('{"one": {"dimension": {"id": ["d"], "size": [1], "d": {"category": {"index": ["x"]}}}, "value": [1]}, "two": {"dimension": {"id": ["d"], "size": [2], "d": {"category": {"index": ["x", "y"]}}}, "value": [2, 3]}}');
SELECT dataset, place, value FROM json_stat('{"class": "collection", "link": {"item": [{"class": "dataset", "label": "B", "id": ["d"], "size": [1], "dimension": {"d": {"category": {"index": ["x"]}}}, "value": [1]}, {"class": "dataset", "label": "A", "id": ["d"], "size": [1], "dimension": {"d": {"category": {"index": ["x"]}}}, "value": [2]}]}}');
SELECT count(*) FROM json_stat('{"class": "dataset", "id": ["d"], "size": [0], "dimension": {"d": {"category": {"index": []}}}, "value": []}');
-- And one that is empty beside others, which together make more cells than there is room for.
SELECT count(*) FROM json_stat((SELECT jsonb_build_object('class', 'dataset', 'id', jsonb_agg('d' || d) || '["none"]', 'size', jsonb_agg(100) || '[0]', 'value', '[]'::jsonb,
    'dimension', jsonb_object_agg('d' || d, jsonb_build_object('category', jsonb_build_object('index', (SELECT jsonb_agg('c' || c) FROM generate_series(1, 100) AS c)))) || '{"none": {"category": {"index": []}}}')
    FROM generate_series(1, 8) AS d));
SELECT count(*) FROM json_stat(NULL);
-- The last dimension runs fastest: place is what the codes come to, whatever the sizes.
SELECT bool_and(place = (codes ->> 'a')::integer * 35 + (codes ->> 'b')::integer * 7 + (codes ->> 'c')::integer AND value = place) AS in_order, count(*)
FROM (SELECT jsonb_build_object('class', 'dataset', 'id', '["a", "b", "c"]'::jsonb, 'size', '[3, 5, 7]'::jsonb,
             'dimension', (SELECT jsonb_object_agg(name, jsonb_build_object('category', jsonb_build_object('index', (SELECT jsonb_object_agg(n, n) FROM generate_series(0, size - 1) AS n))))
                           FROM (VALUES ('a', 3), ('b', 5), ('c', 7)) AS d(name, size)),
             'value', (SELECT jsonb_agg(n) FROM generate_series(0, 104) AS n)) AS document) d, json_stat(d.document);

-- What does not agree is refused, and says what it is.
SELECT json_stat('[1]');
SELECT json_stat('{"error": "Not found"}');
SELECT json_stat('{"dataset": {"value": [1]}}');
SELECT json_stat('{"class": "collection", "link": {"item": [{"class": "dataset", "label": "A", "href": "https://example.org/a.json"}]}}');
SELECT json_stat('{"class": "dimension", "category": {"index": ["x"]}}');
SELECT json_stat('{"class": "dataset", "dimension": {}, "value": []}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [1, 2], "dimension": {"d": {"category": {"index": ["x"]}}}, "value": [1]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": ["1"], "dimension": {"d": {"category": {"index": ["x"]}}}, "value": [1]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x"]}}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": {"x": 0, "y": 0}}}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": {"x": 0, "y": "1"}}}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [3], "dimension": {"d": {"category": {"index": {"x": 0, "y": 0.5, "z": 2}}}}, "value": [1, 2, 3]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "x"]}}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d", "d"], "size": [2, 2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": [1, 2, 3, 4]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"label": {"x": "X"}}}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"e": {}}, "value": [1, 2]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": [1]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": {"2": 1}}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": {"-1": 1}}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": {"1": 1, "01": 2}}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": [1, true]}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [2], "dimension": {"d": {"category": {"index": ["x", "y"]}}}, "value": 1}');
SELECT json_stat('{"class": "dataset", "id": ["d"], "size": [3], "dimension": {"d": {"category": {"index": ["x", "y", "z"]}}}, "value": [1, 2, 3], "status": ["a", "b"]}');
SELECT json_stat((SELECT jsonb_build_object('class', 'dataset', 'id', '["a", "b", "c"]'::jsonb, 'size', '[300, 300, 300]'::jsonb, 'value', '{}'::jsonb,
    'dimension', (SELECT jsonb_object_agg(name, jsonb_build_object('category', jsonb_build_object('index', (SELECT jsonb_agg(n::text) FROM generate_series(1, 300) AS n)))) FROM unnest('{a,b,c}'::text[]) AS name))));
