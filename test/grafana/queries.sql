-- Every query of the Grafana dashboard, as Grafana would send it and as the reader runs it.
--
--   GRAFANA_DASHBOARD=examples/grafana/social_services.json psql -d DATABASE -f test/grafana/queries.sql
--
-- The database has pgTAP, and the marts `lund` and `synthetic`, whose insider and reader is lund_reader.
\set ON_ERROR_STOP on
\pset tuples_only on
\pset format unaligned
\set QUIET on
\set content `cat "$GRAFANA_DASHBOARD"`
\set rule `cat "$(dirname "$GRAFANA_DASHBOARD")/alert.json"`

BEGIN;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

CREATE TEMP TABLE dashboard AS SELECT :'content'::jsonb AS doc;
-- A collapsed row holds its panels.
CREATE TEMP TABLE panel AS
SELECT (p->>'id')::integer AS id, p->>'type' AS type, p->>'title' AS title, p->>'description' AS description, p AS doc,
       p#>>'{targets,0,rawSql}' AS query, p#>>'{targets,0,format}' AS format, r.id AS row_id,
       (p#>>'{gridPos,x}')::integer AS x, (p#>>'{gridPos,y}')::integer AS y, (p#>>'{gridPos,w}')::integer AS w, (p#>>'{gridPos,h}')::integer AS h
FROM dashboard, jsonb_array_elements(doc->'panels') WITH ORDINALITY AS o(outer_panel, place)
CROSS JOIN LATERAL (SELECT outer_panel WHERE outer_panel->>'type' <> 'row'
                    UNION ALL SELECT jsonb_array_elements(outer_panel->'panels') WHERE outer_panel->>'type' = 'row') AS inner_panel(p)
CROSS JOIN LATERAL (SELECT CASE outer_panel->>'type' WHEN 'row' THEN outer_panel->>'id' END) AS r(id);
-- The variables in the order that they depend on each other.
CREATE TEMP TABLE variable AS
SELECT v->>'name' AS name, v->>'query' AS query, v->'current' AS current, coalesce((v->>'multi')::boolean, false) AS multi, place
FROM dashboard, jsonb_array_elements(doc#>'{templating,list}') WITH ORDINALITY AS list(v, place)
WHERE v->>'type' = 'query';
\ir include/grafana.sql
CREATE TEMP TABLE alert AS
SELECT pg_temp.ask(replace(data#>>'{model,rawSql}', 'our_board_released', 'synthetic_released'), '{}') AS answer
FROM jsonb_path_query(:'rule'::jsonb, '$.groups[*].rules[*].data[*] ? (@.model.rawSql != null)') AS data;

-- The file as a whole.
SELECT is((SELECT array_agg(r->>'title' ORDER BY r->>'title')::text FROM dashboard, jsonb_array_elements(doc->'panels') AS r WHERE r->>'type' = 'row'),
          '{"1. Deficits and their drivers","2. Income support","3. Targets","4. Reallocation"}', 'four pages');
SELECT cmp_ok((SELECT count(*) FROM panel), '>=', 30::bigint, 'the panels are found');
SELECT is((SELECT array_agg(DISTINCT type ORDER BY type)::text FROM panel), '{barchart,stat,table,timeseries}', 'four types of panel');
SELECT is_empty('SELECT id FROM panel GROUP BY id HAVING count(*) > 1', 'each panel has an id of its own');
SELECT is_empty($$ SELECT a.title, b.title FROM panel AS a JOIN panel AS b ON a.id < b.id AND a.row_id IS NOT DISTINCT FROM b.row_id
                   WHERE a.x < b.x + b.w AND b.x < a.x + a.w AND a.y < b.y + b.h AND b.y < a.y + a.h $$, 'no panel lies on another');
SELECT is_empty('SELECT title FROM panel WHERE x < 0 OR x + w > 24', 'all lie within 24 columns');
SELECT is((SELECT doc->'schemaVersion' FROM dashboard), '42', 'the schema is that of Grafana 13');
SELECT ok(NOT (SELECT doc ? '__inputs' OR doc ? 'id' FROM dashboard), 'it needs no input and belongs to no installation');
SELECT is_empty($$ SELECT DISTINCT d FROM dashboard, jsonb_path_query(doc, '$.**.datasource') AS d
                   WHERE d <> '{"type": "grafana-postgresql-datasource", "uid": "${datasource}"}' $$, 'the data source is the one that is chosen');
-- The palette of Okabe and Ito without its yellow and black.
SELECT is_empty($$ SELECT c FROM dashboard, jsonb_path_query(doc, '$.**.fixedColor') AS c
                   UNION SELECT c FROM dashboard, jsonb_path_query(doc, '$.**.color ? (@.type() == "string")') AS c
                   EXCEPT SELECT to_jsonb(unnest('{#0072B2,#56B4E9,#009E73,#E69F00,#D55E00,#CC79A7,#999999}'::text[])) $$,
                'colours that the colour-blind can tell apart');
SELECT is_empty($$ SELECT title FROM panel WHERE format <> CASE type WHEN 'timeseries' THEN 'time_series' ELSE 'table' END
                                             OR doc#>>'{targets,0,rawQuery}' <> 'true' OR jsonb_array_length(doc->'targets') <> 1 $$, 'one query each, as SQL');
SELECT is_empty($$ SELECT title FROM panel WHERE type = 'timeseries' AND query NOT LIKE '%$\_\_timeFilter(%' $$, 'a series stays within the time range');
SELECT is_empty($$ SELECT title FROM panel WHERE query NOT LIKE '%${schema:raw}%' OR title NOT LIKE '%${schema:text}%' $$, 'each title says which mart it is from');
SELECT is_empty($$ SELECT title FROM panel WHERE query NOT LIKE '%organisation = ${organisation:sqlstring}%' $$, 'each is of the chosen organisation');
SELECT is((SELECT array_agg(v->>'name' ORDER BY place)::text FROM dashboard, jsonb_array_elements(doc#>'{templating,list}') WITH ORDINALITY AS list(v, place)),
          '{datasource,schema,organisation,year,scenario,unit}', 'one choice of mart, organisation, year, scenario and unit');
-- Links lead to panels that there are, and set choices that there are.
SELECT isnt_empty($$ SELECT l FROM dashboard, jsonb_path_query(doc, '$.**.url') AS l $$, 'panels have links');
SELECT is_empty($$ SELECT l#>>'{}' FROM dashboard, jsonb_path_query(doc, '$.**.url') AS l, regexp_matches(l#>>'{}', 'viewPanel=(\d+)', 'g') AS m
                   WHERE m[1]::integer NOT IN (SELECT id FROM panel) $$, 'links lead to panels');
SELECT is_empty($$ SELECT m[1] FROM dashboard, jsonb_path_query(doc, '$.**.url') AS l, regexp_matches(l#>>'{}', 'var-(\w+)=', 'g') AS m
                   WHERE m[1] NOT IN (SELECT name FROM variable) $$, 'and set choices');
SELECT is_empty($$ SELECT title, v.name FROM panel, regexp_matches(query, '\$\{schema:raw\}\.(\w+)', 'g') AS m,
                          LATERAL (SELECT m[1] AS name) AS v
                   WHERE position(v.name || ': ' || obj_description(('lund.' || v.name)::regclass, 'pg_class') IN description) = 0 $$,
                'each description has the comments of its views');
-- A macro's argument ends at the first parenthesis that closes, and at a comma.
SELECT is_empty($$ SELECT title FROM panel WHERE query ~ '\$__\w+\([^)]*[(,]' $$, 'macros have plain columns as arguments');
SELECT ok(NOT has_table_privilege('lund_reader', 'lund.ledger', 'SELECT'), 'the reader sees no table');

-- As it opens.
CREATE TEMP TABLE opened AS SELECT pg_temp.open_dashboard('{}') AS state;
SELECT is((SELECT state#>>'{schema,text}' FROM opened), 'lund, published', 'it opens with the published mart');
SELECT is((SELECT state#>>'{year,value,0}' FROM opened), '2022', 'on the year that has a forecast');
SELECT is((SELECT state#>>'{scenario,value,0}' FROM opened), 'forecast-2022', 'with that forecast');
SELECT ok((SELECT jsonb_path_exists(state, '$.year.options[*] ? (@.value == "2023")') FROM opened), 'and with the year that has a plan');
SELECT is((SELECT state#>>'{organisation,value,0}' FROM opened), '1281', 'for Lund');
SELECT is((SELECT array_agg(o->>'value' ORDER BY o->>'value')::text FROM opened, jsonb_array_elements(state#>'{unit,options}') AS o),
          (SELECT array_agg(DISTINCT code ORDER BY code)::text FROM lund.unit_tree WHERE fiscal_year = 2022), 'for all units of the year');
SELECT is((SELECT o->>'text' FROM jsonb_array_elements(pg_temp.open_dashboard('{"schema": ["synthetic_released"]}')#>'{unit,options}') AS o WHERE o->>'value' = 'district-1'),
          '– – District 1 (synthetic)', 'a unit stands below the one that it belongs to');
SELECT is((SELECT pg_temp.open_dashboard('{"schema": ["synthetic_released"], "year": ["2023"]}')#>>'{scenario,value,0}'), 'outcome-2023', 'the outcome of a whole year comes before forecasts');
SELECT is((SELECT pg_temp.open_dashboard('{"schema": ["synthetic_released"]}')#>>'{scenario,value,0}'), 'forecast-2024-04', 'and a forecast before the bookings of a running year');

-- Lund as it opens, its next year, and the mart that has figures by month: each panel has figures in one of them.
CREATE TEMP TABLE answer AS
SELECT id, type, title, chosen.of, pg_temp.ask(query, chosen.state) AS answer
FROM panel, (SELECT '2022' AS of, state FROM opened
             UNION ALL SELECT '2023', pg_temp.open_dashboard('{"year": ["2023"]}')
             UNION ALL SELECT 'months', pg_temp.open_dashboard('{"schema": ["synthetic_released"]}')) AS chosen;
SELECT is(answer->>'error', NULL, title || ' runs, ' || of) FROM answer ORDER BY id, of;
SELECT cmp_ok(max(jsonb_array_length(answer->'rows')), '>', 0, title || ' has rows') FROM answer GROUP BY id, title ORDER BY id;
SELECT ok(jsonb_path_exists(answer, '$.columns[*] ? (@.category == "N")'), title || ' has a number') FROM answer ORDER BY id;
SELECT ok(bool_or(jsonb_path_exists(answer, '$.rows[*].* ? (@.type() == "number")')), title || ' has a number that is not NULL') FROM answer GROUP BY id, title ORDER BY id;
SELECT ok(answer#>>'{columns,0,name}' = 'time' AND answer#>>'{columns,0,category}' = 'D', title || ' begins with a time')
FROM answer WHERE type = 'timeseries' ORDER BY id;
SELECT ok(pg_temp.is_ascending(answer->'rows', 'time'), title || ' has its times in order') FROM answer WHERE type = 'timeseries' ORDER BY id;
SELECT ok(NOT jsonb_path_exists(answer, '$.columns[*] ? (@.category == "S")'), title || ' has one series for each column')
FROM answer WHERE type = 'timeseries' ORDER BY id;
SELECT is(max(jsonb_array_length(answer->'rows')), 1, title || ' is one row') FROM answer WHERE type = 'stat' GROUP BY id, title ORDER BY id;
SELECT is(p.doc#>>'{options,xField}', answer#>>'{columns,0,name}', p.title || ' has bars for its first column')
FROM answer JOIN panel AS p USING (id) WHERE p.type = 'barchart' ORDER BY id;
SELECT is(answer#>>'{columns,0,category}', 'S', title || ' names its bars') FROM answer WHERE type = 'barchart' ORDER BY id;
SELECT is_empty($$ SELECT a.title, o#>>'{matcher,options}' FROM answer AS a JOIN panel AS p USING (id), jsonb_path_query(p.doc, '$.fieldConfig.overrides[*]') AS o
                   WHERE NOT jsonb_path_exists(answer, '$.columns[*] ? (@.name == $name)', jsonb_build_object('name', o#>'{matcher,options}')) $$,
                'colours and units are for columns that there are');
SELECT is_empty($$ SELECT a.title, c->>'name' FROM answer AS a JOIN panel AS p USING (id), jsonb_path_query(answer, '$.columns[*] ? (@.category == "N")') AS c
                   WHERE a.type IN ('barchart', 'timeseries')
                     AND NOT jsonb_path_exists(p.doc, '$.fieldConfig.overrides[*] ? (@.matcher.options == $name && @.properties[*].id == "color")',
                                               jsonb_build_object('name', c->'name')) $$,
                'each bar and line has a colour of its own');

-- What is known of Lund.
SELECT is(pg_temp.figure('Deficit', 'Deficit'), 19710000.00, 'the deficit of 2022');
SELECT is(pg_temp.figure('Budget', 'Budget'), 670866000.00, 'the budget of 2022');
SELECT is(round(pg_temp.figure('Used of the budget', 'Used'), 3), 1.029, 'and the part of it that is used');
SELECT is(pg_temp.figure('Stated deficit', 'Stated deficit', of => '2023'), -20000000.00, 'the deficit stated in 2023');
SELECT is(pg_temp.figure('Left unexplained by the stated causes', 'Unexplained', of => '2023'), 3000000.00, 'its causes exceed it');
SELECT is(pg_temp.figure('Households the budget pays for', 'Paid for', of => '2023'), 850::numeric, 'the households that the budget pays for');
SELECT is(pg_temp.figure('Households expected', 'Expected', of => '2023'), 1010::numeric, 'the households expected');
SELECT is(pg_temp.figure('Money missing', 'Missing', of => '2023'), 22567000.00, 'the money missing');
SELECT is(pg_temp.figure('Indicators by status', 'Met', of => '2023'), 5::numeric, 'the targets met');
SELECT is(pg_temp.figure('Indicators by status', 'At risk', of => '2023'), 1::numeric, 'the target at risk');
SELECT is(pg_temp.figure('Heads lack', 'Lacking'), 35893000.00, 'what heads lack');
SELECT is(pg_temp.figure('Moves would cover', 'Covered'), 16183000.00, 'what moves cover');
SELECT is(pg_temp.figure('Heads still lack', 'Still lacking'), 19710000.00, 'what heads still lack');
SELECT is(pg_temp.figure('Of it statutory', 'Statutory'), 3817000.00, 'and what of it is statutory');
SELECT is(pg_temp.figure('Deviation by head', 'Deficit', 'Income support%'), 16000000.00, 'the deficit of income support');
SELECT is(pg_temp.figure('Where the year will end, as seen after each month', 'Budget', '2023-04-30', 'months'), 425570000.00, 'the synthetic budget');
SELECT is(pg_temp.figure('Cost per household and month', 'Cost per household', '2023-01-01', 'months'),
          (SELECT sum(payments) / sum(households) FROM synthetic_released.household_cost WHERE month = '2023-01-01'), 'a household''s cost is payments by households');
SELECT is(pg_temp.figure('Net cost by month', 'A year before', '2023-01-01', 'months'), pg_temp.figure('Net cost by month', 'Net cost', '2022-01-01', 'months'), 'a year before is a year before');

SELECT is((SELECT (r->>'Budget')::numeric FROM answer, jsonb_array_elements(answer->'rows') AS r WHERE of = '2022' AND title LIKE 'Units, each%' AND r->>'Unit' NOT LIKE '– %'),
          pg_temp.figure('Budget', 'Budget'), 'the topmost unit has all that stands below it');
SELECT is((SELECT pg_temp.ask(query, pg_temp.open_dashboard('{"schema": ["synthetic_released"], "unit": ["board"]}'))#>>'{rows,0,Budget}' FROM panel WHERE title LIKE 'Budget (%')::numeric,
          (SELECT (answer#>>'{rows,0,Budget}')::numeric FROM answer WHERE of = 'months' AND title LIKE 'Budget (%'), 'a unit is chosen with all below it');

-- The example of an alert: it runs as the reader, and finds what its words say.
SELECT is(answer->>'error', NULL, 'the alert runs') FROM alert;
SELECT isnt_empty('SELECT FROM alert, jsonb_array_elements(answer->''rows'')', 'and has a unit and head to say of each');
SELECT is_empty($$ SELECT r->>'unit', r->>'head', (r->>'over')::numeric FROM alert, jsonb_array_elements(answer->'rows') AS r
                   EXCEPT SELECT now.unit, now.head, now.forecast - before.high
                   FROM synthetic_released.forecast_by_month AS now JOIN synthetic_released.forecast_by_month AS before
                     ON before.fiscal_year = now.fiscal_year AND before.unit_code = now.unit_code AND before.head_code = now.head_code
                    AND before.as_of = (date_trunc('month', now.as_of) - interval '2 months' - interval '1 day')::date
                   WHERE now.as_of = (SELECT max(as_of) FROM synthetic_released.forecast_by_month) $$, 'by how much a forecast is above the upper end of three months ago');

-- Whatever else is chosen.
CALL create_social_mart('Empty mart, O''Hara "100 %_"', organisation => '9999', insider => 'lund_reader');
TRUNCATE sent_before;
CREATE TEMP TABLE other AS SELECT state FROM pg_temp.other_states() AS s(state);
SELECT cmp_ok((SELECT count(*) FROM other), '>=', 25::bigint, 'years, scenarios, units and marts are gone through');
SELECT is_empty($$ SELECT state#>>'{schema,text}', state->'year', o.answer FROM other, LATERAL pg_temp.ask_variables(state) AS o(answer)
                   WHERE o.answer IS NOT NULL $$, 'the variables run whatever is chosen');
CREATE TEMP TABLE failure AS
SELECT id, pg_temp.ask(query, state)->>'error' AS error
FROM (SELECT DISTINCT ON (id, pg_temp.with_variables(query, state), state->'from') id, query, state FROM panel, other) AS different;
SELECT cmp_ok((SELECT count(*) FROM failure), '>=', 300::bigint, 'that makes hundreds of queries');
SELECT is((SELECT string_agg(DISTINCT error, '; ') FROM failure AS f WHERE f.id = p.id), NULL, title || ' runs whatever is chosen') FROM panel AS p ORDER BY id;

-- A code that would end a string or be a pattern is taken for what it is, and for nothing else.
INSERT INTO lund.unit (code, name) VALUES ('O''Hara 100 %_', 'O''Hara 100 %_'), ('O''Hara 100 xx', 'Another');
INSERT INTO lund.scenario (code, kind, fiscal_year, as_of) VALUES ('forecast ''100 %_', 'forecast', 2022, '2022-09-30');
INSERT INTO lund.ledger (scenario, unit, head, amount)
SELECT s.scenario, u.unit, h.code, u.amount
FROM (VALUES ((SELECT code FROM lund.scenario WHERE kind = 'budget' AND adopted AND fiscal_year = 2022)), ('forecast ''100 %_')) AS s(scenario),
     (VALUES ('O''Hara 100 %_', 100), ('O''Hara 100 xx', 7000)) AS u(unit, amount), (SELECT min(code) AS code FROM lund.budget_head) AS h;
TRUNCATE sent_before;
CREATE TEMP TABLE odd AS
SELECT id, title, pg_temp.ask(query, jsonb_set(pg_temp.open_dashboard('{"year": ["2022"], "scenario": ["forecast ''100 %_"]}'),
                                               '{unit,value}', '["O''Hara 100 %_"]')) AS answer FROM panel WHERE title LIKE 'Budget (%' OR title LIKE 'Outcome or forecast (%';
SELECT is(answer#>>'{rows,0,Budget}', '100.00', 'one unit''s budget, by its odd code') FROM odd WHERE title LIKE 'Budget (%';
SELECT is(answer#>>'{rows,0,Outcome or forecast}', '100.00', 'and its forecast, by an odd scenario') FROM odd WHERE title LIKE 'Outcome%';

SELECT * FROM finish();
ROLLBACK;
