-- kolada_values: figures of Kolada, as its API gives them

\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
RESET client_min_messages;

-- A response of version 2, and one of version 3. The figures are made up.
SELECT * FROM kolada_values('{"count": 2, "next_page": null, "values": [
    {"kpi": "N31807", "municipality": "1281", "period": "2022", "values": [{"count": 1, "gender": "T", "status": "", "value": 76.4}, {"count": 1, "gender": "K", "status": "Private", "value": null}, {"count": 1, "gender": "M", "status": "Missing", "value": null}]},
    {"kpi": "N31807", "municipality": "G35922", "period": "2022", "values": [{"count": 6, "gender": "T", "status": "", "value": 70.25}]}]}');
SELECT * FROM kolada_values('{"values": [{"kpi": "N15033", "ou": "V15E144001301", "period": 2022, "values": [{"gender": "T", "count": 1, "status": null, "value": -0.5, "isdeleted": false}, {"gender": "F", "value": null, "isdeleted": true}]},
    {"kpi": "N15033", "municipality": "0180", "period": 2022, "values": []}], "next_url": null, "previous_url": null, "count": 2}');
-- Pages in one array; the definition between them is no figure; a figure that stands alone is one.
SELECT kpi, period, value FROM kolada_values('[
    {"values": [{"kpi": "A1", "municipality": "1281", "period": 2021, "values": [{"gender": "T", "value": 1}]}], "count": 2, "next_url": "https://api.kolada.se/v3/data?page=2"},
    {"values": [{"id": "A1", "title": "What, andel (%)"}], "count": 1},
    {"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 2}]}], "count": 2, "previous_url": "https://api.kolada.se/v3/data?page=1"},
    {"kpi": "A1", "municipality": "1281", "period": 2023, "values": [{"value": 3}]}]');
SELECT count(*) FROM kolada_values('{"values": [], "count": 0}');
SELECT count(*) FROM kolada_values('[]');
SELECT count(*) FROM kolada_values(NULL);

-- What is none, or not all of it.
SELECT kolada_values('{"detail": "Not Found"}');
SELECT kolada_values('[{"values": []}, 5]');
SELECT kolada_values('{"values": [], "next_page": "http://api.kolada.se/v2/data?page=2"}');
SELECT kolada_values('{"values": [], "previous_url": "http://api.kolada.se/v2/data?page=1"}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": []}], "count": 3}');
SELECT kolada_values(format('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2021, "values": [{"value": 1}]}, %s]}', item)::jsonb)
FROM unnest('{"{\"kpi\": \"A1\", \"period\": 2022, \"values\": []}"}'::text[]) AS item;
SELECT kolada_values('{"values": [{"kpi": "", "municipality": "1281", "period": 2022, "values": []}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": "2022-Q1", "values": []}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "values": []}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"gender": "X", "value": 1}]}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": "76,4"}]}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 1, "count": -1}]}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": 5}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"value": 1}, 5]}]}');
SELECT kolada_values('{"values": [{"kpi": "A1", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": -1e18}]}]}');
