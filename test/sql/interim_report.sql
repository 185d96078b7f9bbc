-- interim_report: publish_interim_report, interim_report, render_interim_report, interim_report_value,
-- social_mart, and the table and views of what is published

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CREATE SCHEMA our_own;
SET search_path = our_own, public;
\i test/sql/include/refusal.sql
GRANT USAGE ON SCHEMA our_own TO PUBLIC;


--
-- Figures as people read them
--

\set style '''{"decimal_mark": ".", "group_mark": " ", "divisor": 1000, "decimals": 0, "money": "kSEK", "amount": "SEK", "money_in_words": "thousands"}''::jsonb'
\set words 'jsonb_build_object(''style'', ' :style ', ''words'', ''{"title": "Interim report of %1$s as of %2$s", "version": "Version %1$s, published on %2$s.", "rounding": "Money in %1$s.", "despite": "Despite: %1$s"}''::jsonb)'

SELECT value, interim_report_value(value, 'money', :style) AS money, interim_report_value(value, 'amount', :style) AS amount, interim_report_value(value, 'count', :style) AS count,
       interim_report_value(value, 'share', :style) AS share, interim_report_value(value, 'text', :style) AS text, interim_report_value(value, 'other', :style) AS other
FROM (VALUES (1, '0'::jsonb), (2, '499.99'), (3, '500'), (4, '-499.99'), (5, '-500'), (6, '999499.99'), (7, '999500'), (8, '-1234567.89'), (9, '9999999999999.99'),
             (10, '0.12345'), (11, '-0.0005'), (12, '1e20'), (13, 'null'), (14, '""'), (15, '"12 345"'), (16, 'true'), (17, '[1, 2]'), (18, '{"a": 1}'), (19, NULL)) AS v(place, value)
ORDER BY place;

-- Without sections, and without a name.
SELECT format, render_interim_report('{"name": "Lund", "as_of": "2014-04-30", "sections": []}'::jsonb || :words, 3, '2014-05-02', format) AS report,
       render_interim_report('{"sections": []}'::jsonb || :words, 3, '2014-05-02', format) AS unnamed
FROM unnest('{text,markdown}'::text[]) AS format;
-- A column without values is left out, also where its values are empty text; a bar is kept apart in Markdown; a long text is cut where it would not fit.
SELECT render_interim_report(:words || jsonb_build_object('name', 'Lund', 'as_of', '2014-04-30', 'sections', jsonb_build_array(
    jsonb_build_object('section', 'a', 'title', 'First?', 'note', 'A note.',
        'columns', '[["what", "", "text"], ["money", "Money", "money"], ["gone", "Gone", "money"], ["blank", "Blank", "text"]]'::jsonb,
        'rows', jsonb_build_array(jsonb_build_object('what', 'a|b', 'money', 1234567, 'gone', NULL, 'blank', ''), jsonb_build_object('what', repeat('x', 70), 'blank', ''),
                                  jsonb_build_object('what', repeat('å', 71), 'money', -400, 'more', 1))),
    jsonb_build_object('section', 'b', 'title', 'Second?',
        'columns', '[["a", "A", "text"], ["b", "B", "share"], ["c", "C", "count"], ["d", "D", "amount"], ["e", "E", "text"]]'::jsonb,
        'rows', jsonb_build_array(jsonb_build_object('a', repeat('y', 45), 'b', 0.5, 'c', 1000, 'd', 999.5, 'e', 'z'), jsonb_build_object('a', repeat('z', 46)))))),
    1, '2014-05-02', format) AS report
FROM unnest('{text,markdown}'::text[]) AS format;

-- Long numbers take time by their length, and not by its square: 20,000 digits took two seconds, these would have taken a minute and a half.
SET statement_timeout = '5s';
SELECT length(interim_report_value('1e130000', 'amount', :style)) AS amount, length(interim_report_value('-1e130000', 'money', :style)) AS money,
       length(render_interim_report(:words || '{"name": "Lund", "as_of": "2014-04-30", "sections": [{"title": "First?", "columns": [["a", "", "text"], ["b", "B", "amount"]],
                                      "rows": [{"a": "x", "b": 1e130000}]}]}', 1, '2014-05-02', format)) AS report
FROM unnest('{text,markdown}'::text[]) AS format;
RESET statement_timeout;


--
-- Names are data
--

SELECT interim_report_line(name, 'text') AS text, interim_report_line(name, 'markdown') AS markdown
FROM (VALUES (1, E'Income support\\'), (2, E'Housing\\| 1 | 2'), (3, '<script>alert(1)</script> ![x](http://evil.example/p.png) [click](javascript:alert(1))'),
             (4, E'Lund\n\n# The board approves\r\n<img src=x>'), (5, E'\x1b]0;owned\x07\x1b[2J'), (6, U&'Staff \202E001 000 9\202C'), (7, U&'Sta\200Bff\FEFF \00ADX\0085'),
             (8, 'see www.evil.example, WWW.evil.example, ftp://a.example or b@c.example, mailto:b@c.example'), (9, 'a*b_c~d^e`f $1 R&D &lt;'), (10, E' \t '), (11, ''), (12, NULL),
             (13, 'O''Hara 100 %_ "quoted"'), (14, U&'R\00E4ksm\00F6rg\00E5s')) AS n(place, name)
ORDER BY place;
-- A note begins a line, and begins nothing else. Labels and titles are escaped too.
SELECT render_interim_report(:words || jsonb_build_object('name', '[a](b)', 'as_of', '<b>', 'sections', (
    SELECT jsonb_agg(jsonb_build_object('title', '<i>', 'note', note, 'columns', '[["a", "A | B", "text"]]'::jsonb, 'rows', '[{"a": "|"}]'::jsonb) ORDER BY place)
    FROM unnest('{# x,- x,+ x,* x,1. x,23) x,---,===,: x,> x,2014-04-30}'::text[]) WITH ORDINALITY AS n(note, place))), 1, '2014-05-02', 'markdown') AS report;
-- Every character of its own: which are replaced, and nothing but those.
SELECT string_agg(to_hex(first) || CASE WHEN last > first THEN '-' || to_hex(last) ELSE '' END, ' ' ORDER BY first) AS replaced
FROM (SELECT min(code) AS first, max(code) AS last
      FROM (SELECT code, code - row_number() OVER (ORDER BY code) AS run
            FROM generate_series(1, 1114111) AS code WHERE code NOT BETWEEN 55296 AND 57343 AND interim_report_printable(chr(code)) <> chr(code)) AS c
      GROUP BY run) AS r;
-- JSON says the same, and holds none of them.
SELECT interim_report_json(j)::jsonb = j AS same, interim_report_json(j) ~ ('[' || interim_report_unprintable() || '<]') AS unsafe, interim_report_json(j) AS json
FROM (SELECT jsonb_build_object('a', U&'<\202E\+0E0041\+01F600>' || E'\x1b\x7f\n&', E'\u009b', 1) AS j) AS x;
SELECT interim_report_json('[1]') = jsonb_pretty('[1]') AS plain, interim_report_json(NULL) AS "null";
-- Columns stand below each other: two places for wide characters, none for those that are put on others.
SELECT place, length(text), interim_report_width(text) AS width, length(interim_report_cut(text, 3)) AS cut, interim_report_cut(text, 0) AS none
FROM (VALUES (1, 'abcd'), (2, U&'A\030A\030Abcd'), (3, U&'\7D4C\6E08\5B66'), (4, U&'a\7D4C\6E08'), (5, U&'\+01F600\FE0F!!'), (6, ''), (7, NULL)) AS t(place, text) ORDER BY place;
SELECT array_agg(DISTINCT interim_report_width(split_part(line, '|', 1))) AS widths, count(*) AS lines
FROM render_interim_report(:words || jsonb_build_object('name', 'Lund', 'as_of', '2014-04-30', 'sections', jsonb_build_array(jsonb_build_object('title', 'First?',
         'columns', '[["a", "A", "text"], ["b", "B", "text"], ["c", "C", "text"], ["d", "D", "text"], ["e", "E", "text"], ["f", "F", "text"]]'::jsonb,
         'rows', (SELECT jsonb_agg(jsonb_build_object('a', a, 'b', 'b', 'c', repeat('c', 24), 'd', repeat('d', 24), 'e', repeat('e', 24), 'f', repeat(U&'\5B66', 13)))
                  FROM unnest(ARRAY['a', U&'A\030A', repeat(U&'\7D4C', 30), 'a' || repeat(U&'\7D4C', 30), repeat('x', 100)]) AS a)))), 1, '2014-05-02', 'text') AS report,
     regexp_split_to_table(report, '\n') AS line
WHERE line LIKE '%|%';


--
-- A mart with something to report
--

CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader', organisation_name => 'Lunds kommun');
SET search_path = lund, our_own, public;
INSERT INTO organisation VALUES ('1280', 'Malmö stad');
COPY unit (organisation, code, name) FROM stdin (FORMAT csv);
1281,ifo,Individual and family care
1281,lss,Support and service
1280,ifo,Individual and family care
\.
COPY budget_head (organisation, code, name) FROM stdin (FORMAT csv);
1281,fb,Income support
1281,staff,Staff | and others
1281,idle,A head with a budget and with a name that is too long for a table
1280,fb,Income support
\.
COPY scenario (organisation, code, kind, fiscal_year, as_of, stated_total) FROM stdin (FORMAT csv);
1281,outcome-2011,outcome,2011,,
1281,outcome-2012,outcome,2012,,
1281,outcome-2013,outcome,2013,,
1281,outcome-2014,outcome,2014,,
1281,budget-2014,budget,2014,,
1281,forecast-2014-03,forecast,2014,2014-03-31,-500000
1281,forecast-2014-08,forecast,2014,2014-08-31,
1280,outcome-2014,outcome,2014,,
\.
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT '1281', 'outcome-' || y, h.unit, h.head, h.flow, make_date(y, n, 1), h.level + (y - 2011) * 5000 + n * 1000 + (y * 7 + n * 5) % 11 * 500
FROM (VALUES ('ifo', 'fb', 'cost', 400000), ('ifo', 'fb', 'revenue', 50000), ('ifo', 'staff', 'cost', 100000), ('lss', 'staff', 'cost', 200000)) AS h(unit, head, flow, level),
     (VALUES (2011, 12), (2012, 12), (2013, 12), (2014, 6)) AS b(y, months), generate_series(1, 12) AS n
WHERE n <= months
UNION ALL
SELECT '1280', 'outcome-2014', 'ifo', 'fb', 'cost', make_date(2014, n, 1), 70000 FROM generate_series(1, 3) AS n;
INSERT INTO ledger (scenario, unit, head, flow, amount) VALUES
    ('budget-2014', 'ifo', 'fb', 'cost', 4700000), ('budget-2014', 'ifo', 'fb', 'revenue', 600000), ('budget-2014', 'ifo', 'staff', 'cost', 1400000),
    ('budget-2014', 'lss', 'staff', 'cost', 2600000), ('budget-2014', 'lss', 'idle', 'cost', 300000.40),
    ('forecast-2014-03', 'ifo', 'fb', 'cost', 4900000), ('forecast-2014-03', 'ifo', 'fb', 'revenue', 550000), ('forecast-2014-03', 'ifo', 'staff', 'cost', 1400000),
    ('forecast-2014-03', 'lss', 'staff', 'cost', 2700000), ('forecast-2014-03', 'lss', 'idle', 'cost', 300000.40), ('forecast-2014-08', 'ifo', 'fb', 'cost', 5555555);
INSERT INTO stated_driver (scenario, cause, amount) VALUES
    ('forecast-2014-03', 'More households than the budget was made for, and each of them for longer than before', -300000),
    ('forecast-2014-03', 'Less revenue | from the state', -250000), ('forecast-2014-08', 'Known in August', -1);
INSERT INTO household_plan (fiscal_year, opening_households, closing_households, cost_per_household, budget) VALUES (2014, 100, 76, 4000, 4000000);
INSERT INTO household_month (unit, month, households, payments)
SELECT u, make_date(y, n, 1), 50 + n + y % 10, (50 + n) * 4000 FROM unnest('{ifo,lss}'::text[]) AS u, generate_series(2013, 2014) AS y, generate_series(1, 12) AS n WHERE y = 2013 OR n <= 6;
INSERT INTO goal (code, name) VALUES ('work', 'Work');
INSERT INTO indicator (code, goal, name, measure, counted, direction) VALUES
    ('known', 'work', 'Jobs found | by those who seek one', 'count', 'jobs', 'at_least'), ('later', 'work', 'Known in June', 'percent', NULL, 'at_least'),
    ('undated', 'work', 'Known for the whole year', 'days', NULL, 'at_most'), ('none', 'work', 'No target', 'yes_no', NULL, 'at_least');
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES
    (2013, 'known', 80, NULL, NULL), (2014, 'known', 40, 100, '2014-03-31'), (2014, 'later', 0.5, 0.9, '2014-06-30'), (2014, 'undated', 30, 20, NULL), (2014, 'none', 1, NULL, NULL);


--
-- Publishing
--

SELECT refusal(format('CALL publish_interim_report(%L, %L, %L)', schema, as_of, organisation)) AS refused
FROM (VALUES (1, 'lund', NULL, NULL), (2, 'lund', 'infinity', NULL), (3, 'lund', '-infinity', NULL), (4, 'lund', '0999-12-31', NULL), (5, 'lund', '2014-04-30 BC', NULL),
             (6, 'lund', '2014-04-30', '9999'), (7, 'lund', '2014-04-30', ''), (8, 'lund', '2016-04-30', NULL), (9, 'lund', '2015-04-30', '1280'), (10, 'lund', '1000-01-01', NULL),
             (11, NULL, '2014-04-30', NULL), (12, '', '2014-04-30', NULL), (13, 'public', '2014-04-30', NULL), (14, 'no "such" schema', '2014-04-30', NULL)
     ) AS c(place, schema, as_of, organisation) ORDER BY place;
DO $$
BEGIN
    CALL publish_interim_report('lund', current_date + 1);
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE WARNING '%', replace(SQLERRM, (current_date + 1)::text, 'tomorrow');
END
$$;
CALL publish_interim_report(NULL, '2014-04-30');
CALL publish_interim_report('lund', '2014-04-30', 'no "such"');
CALL publish_interim_report('lund', '2016-04-30');
SELECT social_mart('lund'), refusal('SELECT social_mart(NULL)') AS "null", refusal('SELECT social_mart(''Lund'')') AS other, refusal('SELECT social_mart(''our_own'')') AS no_mart;
SELECT count(*) FROM interim_report;

SELECT refusal(format('SELECT interim_report(%s)', arguments)) AS refused
FROM (VALUES (1, '''lund'', ''2014-04-30'''), (2, '''lund'', NULL'), (3, '''lund'', ''2014-04-30'', ''pdf'''), (4, '''lund'', ''2014-04-30'', ''Text'''), (5, '''lund'', ''2014-04-30'', NULL'),
             (6, '''public'', ''2014-04-30'''), (7, 'NULL, ''2014-04-30''')) AS c(place, arguments) ORDER BY place;

SET client_min_messages = notice;
CALL publish_interim_report('lund', '2014-04-30', '1281');
SET client_min_messages = warning;
-- June and August are not known in April, nor what is known only of the whole year.
SELECT replace(interim_report('lund', '2014-04-30'), current_date::text, 'TODAY') AS report;
SELECT replace(interim_report('lund', '2014-04-30', format => 'markdown'), current_date::text, 'TODAY') AS report;
-- In mid-February: booked until January, no forecast stated, and one month of households.
CALL publish_interim_report('lund', '2014-02-15', '1281');
SELECT replace(interim_report('lund', '2014-02-15'), current_date::text, 'TODAY') AS report;
SELECT as_of, max(length(line)) AS longest, max(length(line)) <= 130 AS fits FROM published_interim_report, regexp_split_to_table(report_text, '\n') AS line GROUP BY as_of ORDER BY as_of;

-- JSON has the figures themselves: the totals are those of the views, and every unit and head is there.
CREATE TEMPORARY VIEW json AS SELECT r.as_of, r.version, interim_report('lund', r.as_of, 'json', r.version, r.organisation)::jsonb AS j FROM published_interim_report r;
SELECT j ->> 'organisation' AS organisation, j ->> 'name' AS name, j ->> 'as_of' AS as_of, j ->> 'fiscal_year' AS year, j ->> 'booked_until' AS booked_until, j ->> 'version' AS version,
       j ->> 'published_by' AS by, (j ->> 'published_at')::timestamptz = now() IS NOT NULL AS at, jsonb_path_query_array(j, '$.sections[*].section') AS sections
FROM json ORDER BY as_of;
SELECT count(*) AS rows, count(*) FILTER (WHERE (x.booked, x.forecast, x.low, x.high, x.method) IS DISTINCT FROM (f.booked, f.forecast, f.low, f.high, f.method)) AS others
FROM (SELECT as_of, x.* FROM json, jsonb_to_recordset(j -> 'forecasts') AS x(unit_code text, head_code text, booked numeric, forecast numeric, low numeric, high numeric, method text) WHERE as_of = '2014-04-30') x
FULL JOIN (SELECT * FROM forecast_by_month WHERE organisation = '1281' AND as_of = '2014-04-30') f USING (as_of, unit_code, head_code);
SELECT r.value = jsonb_build_object('what', 'Computed from the months until 2014-04-30', 'budget', t.budget, 'booked', t.booked, 'forecast', t.forecast, 'previous_forecast', NULL, 'low', t.low, 'high', t.high,
                                    'variance', t.variance, 'variance_ratio', ratio(t.variance, t.budget)) AS total_of_the_view
FROM json, jsonb_path_query(j, '$.sections[0].rows[1]') AS r(value), forecast_total_by_month t WHERE json.as_of = '2014-04-30' AND t.as_of = json.as_of AND organisation = '1281';


--
-- What is published stays
--

SELECT md5(string_agg(r::text, ',' ORDER BY as_of)) AS published FROM published_interim_report r \gset
SELECT md5(string_agg(f::text, ',' ORDER BY f::text)) AS figures FROM interim_report_figure f \gset
SELECT interim_report('lund', '2014-04-30') AS first_text \gset
UPDATE ledger SET amount = amount + 100000 WHERE scenario = 'outcome-2014' AND flow = 'cost' AND organisation = '1281';
UPDATE budget_head SET name = 'Renamed' WHERE code = 'fb' AND organisation = '1281';
DELETE FROM stated_driver;
DELETE FROM household_plan;
-- A plan that says nothing of what a budget pays for is no section, and what it says nothing of is no line.
BEGIN;
INSERT INTO household_plan (fiscal_year, norm_gap) VALUES (2017, 100);
INSERT INTO household_plan (fiscal_year, expected_households) VALUES (2018, 70);
SELECT y AS fiscal_year, jsonb_path_query_array(interim_report_figures('1281', make_date(y, 6, 30)), '$.sections[*] ? (@.section == "household_plan").rows') AS rows FROM generate_series(2017, 2018) AS y;
ROLLBACK;
DELETE FROM indicator_value WHERE fiscal_year = 2014;
UPDATE organisation SET name = 'Lund' WHERE organisation = '1281';
SELECT md5(string_agg(r::text, ',' ORDER BY as_of)) = :'published' AS reports_stay FROM published_interim_report r;
SELECT md5(string_agg(f::text, ',' ORDER BY f::text)) = :'figures' AS figures_stay FROM interim_report_figure f;
CALL publish_interim_report('lund', '2014-04-30', '1281');
SELECT as_of, version, fiscal_year, published_on = current_date AS today, published_by FROM published_interim_report ORDER BY as_of, version;
SELECT interim_report('lund', '2014-04-30', version => 1) = :'first_text' AS first_stays, interim_report('lund', '2014-04-30', version => 2) <> :'first_text' AS second_differs,
       interim_report('lund', '2014-04-30') = interim_report('lund', '2014-04-30', 'text', 2, '1281') AS latest_is_second;
SELECT replace(interim_report('lund', '2014-04-30'), current_date::text, 'TODAY') AS report;
SELECT interim_report('lund', '2014-04-30', version => 3);
\set VERBOSITY sqlstate
SELECT interim_report('lund', '2014-04-30', organisation => '1280');
\set VERBOSITY default

-- The other organisation has reports of its own: no budget, so no verdict, nothing of the first, and version 1.
CALL publish_interim_report('lund', '2014-04-30', organisation => '1280');
SELECT replace(interim_report('lund', '2014-04-30', organisation => '1280'), current_date::text, 'TODAY') AS report;
SELECT organisation, as_of, version FROM published_interim_report ORDER BY organisation, as_of, version;
-- Without an organisation, a report of each that has figures.
BEGIN;
SET LOCAL client_min_messages = notice;
CALL publish_interim_report('lund', '2014-03-31');
ROLLBACK;
SELECT interim_report('lund', '2014-04-30') LIKE 'Interim report of Lund as of%' AS own_by_default;

SELECT left(refusal(statement), 5) AS refused, statement
FROM (VALUES (1, 'UPDATE interim_report SET report_text = ''x'''), (2, 'UPDATE interim_report SET version = 1 WHERE false'), (3, 'DELETE FROM interim_report'), (4, 'TRUNCATE interim_report CASCADE'),
             (5, 'TRUNCATE organisation CASCADE'), (6, 'DELETE FROM interim_report WHERE version = 2'), (7, 'DELETE FROM organisation'),
             (8, 'UPDATE organisation SET organisation = ''1'' WHERE organisation = ''1280'''),
             (9, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) SELECT as_of, 77, figures, '''', '''' FROM interim_report LIMIT 1
              ON CONFLICT (organisation, as_of, version) DO UPDATE SET report_text = ''x'''),
             (10, 'MERGE INTO interim_report r USING organisation o ON r.organisation = o.organisation WHEN MATCHED THEN DELETE'),
             (11, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) VALUES (''2014-04-30'', 1, ''{"sections": [], "forecasts": []}'', '''', '''')'),
             (12, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) VALUES (''2014-04-30'', 0, ''{"sections": [], "forecasts": []}'', '''', '''')'),
             (13, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) VALUES (''2014-04-30'', 9, ''{"sections": {}, "forecasts": []}'', '''', '''')'),
             (14, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) VALUES (''2014-04-30'', 9, ''[]'', '''', '''')'),
             (15, 'INSERT INTO interim_report (as_of, version, figures, report_text, report_markdown) VALUES (''infinity'', 9, ''{"sections": [], "forecasts": []}'', '''', '''')')) AS s(place, statement)
ORDER BY place;
SELECT count(*) AS reports FROM interim_report;
RESET SESSION AUTHORIZATION;
DELETE FROM lund.interim_report;
\echo :LAST_ERROR_SQLSTATE


--
-- Whose rights
--

-- A superuser publishes as the owner, under its own name; what the owner put there gets nothing of its rights.
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE TABLE our_own.seen (who text, whom text, climbed boolean);
CREATE FUNCTION our_own.climb() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
    climbed boolean := true;
BEGIN
    BEGIN
        PERFORM set_config('role', 'none', true);
        ALTER ROLE regress_mart_owner SUPERUSER;
    EXCEPTION WHEN OTHERS THEN
        climbed := false;
    END;
    INSERT INTO our_own.seen VALUES (current_user, session_user, climbed);
    RETURN NEW;
END
$function$;
CREATE TRIGGER climb BEFORE INSERT ON lund.interim_report FOR EACH ROW EXECUTE FUNCTION our_own.climb();
RESET SESSION AUTHORIZATION;
CALL publish_interim_report('lund', '2014-05-31', '1281');
SELECT who, whom = session_user AS by_session_user, climbed FROM our_own.seen;
SELECT published_by = session_user AS by_session_user FROM published_interim_report WHERE as_of = '2014-05-31';
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mart_owner';
SELECT current_user = session_user AS myself;
DROP TRIGGER climb ON lund.interim_report;
SET SESSION AUTHORIZATION regress_mart_member;
CALL publish_interim_report('lund', '2014-05-31', '1281');
SELECT version, published_by FROM published_interim_report WHERE as_of = '2014-05-31' AND version = 2;
-- The reader reads, and publishes nothing; a stranger neither.
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT interim_report('lund', '2014-04-30', version => 1) = :'first_text' AS reads, length(interim_report('lund', '2014-04-30', 'json')) > 1000 AS json,
       length(interim_report('lund', '2014-04-30', 'markdown', organisation => '1280')) > 100 AS markdown;
SELECT count(*) > 0 AS some FROM interim_report_figure;
SELECT refusal(statement) AS refused
FROM (VALUES (1, 'CALL publish_interim_report(''lund'', ''2014-04-30'')'), (2, 'SELECT publish_interim_report_as_owner(''lund'', ''2014-04-30'', ''1281'', NULL)'),
             (3, 'SELECT lund.interim_report_figures(''1281'', ''2014-04-30'')'), (4, 'SELECT * FROM lund.interim_report'), (5, 'DELETE FROM lund.interim_report'),
             (6, 'DELETE FROM lund.published_interim_report')) AS s(place, statement) ORDER BY place;
SET SESSION AUTHORIZATION regress_mart_stranger;
SELECT refusal(statement) AS refused
FROM (VALUES (1, 'CALL publish_interim_report(''lund'', ''2014-04-30'')'), (2, 'SELECT interim_report(''lund'', ''2014-04-30'')')) AS s(place, statement) ORDER BY place;
SET SESSION AUTHORIZATION regress_mart_owner;


--
-- A figure of a report as a row
--

SELECT section, row_number AS n, item, figure, measure, amount, ratio, value_text FROM interim_report_figure
WHERE organisation = '1281' AND as_of = '2014-04-30' AND version = 1 AND (section <> 'households' OR row_number = 4) ORDER BY section, row_number, figure COLLATE "C", amount;
-- Every value of the JSON but the first column and what is missing.
SELECT count(*) AS figures, count(*) FILTER (WHERE num_nonnulls(amount, ratio, value_text) <> 1) AS others,
       count(*) = (SELECT count(*) FROM interim_report r, jsonb_path_query(r.figures, '$.sections[*].rows[*].*') AS v WHERE jsonb_typeof(v) <> 'null')
                - (SELECT count(*) FROM interim_report r, jsonb_path_query(r.figures, '$.sections[*].rows[*]')) AS all_of_them
FROM interim_report_figure;
-- Two columns may have one title, and never one code.
SELECT count(*) - count(DISTINCT (organisation, as_of, version, section, row_number, figure_code)) AS twice, count(*) FILTER (WHERE figure_code IS NULL) AS without
FROM interim_report_figure;
SELECT DISTINCT figure, figure_code FROM interim_report_figure WHERE figure = 'Variance' ORDER BY figure_code;

-- Rows that an owner made by hand, against the rules, break no view.
BEGIN;
ALTER TABLE interim_report DISABLE TRIGGER interim_report_is_published;
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('outcome-2010', 'outcome', 2010);
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('outcome-2010', 'ifo', 'fb', 1000);
INSERT INTO interim_report (as_of, version, fiscal_year, figures, report_text, report_markdown)
SELECT '2010-04-30', row_number() OVER (), 2010, figures, '', '' FROM unnest(ARRAY['{"sections": [], "forecasts": []}',
    '{"sections": [null, 1, "x", [], [[]], {}, {"rows": 1, "columns": 2}, {"rows": {"a": 1}, "columns": {"a": 1}}], "forecasts": [null, 1, "x", [], {}, {"forecast": "x"}]}',
    '{"sections": [{"section": 7, "title": [1], "columns": [1, "x", null, [], ["a"], [["a"]], ["a", "A"], ["a", "A", "share"], ["b", "B", "money"], ["c", "C", "count"]],
      "rows": [{"a": 1e30, "b": -1e30, "c": [1]}, {"a": 1e6, "b": 999999999999999, "c": {"d": 1}}, null, 5, "x", {"a": "x", "b": true, "c": 1.005}]}],
      "forecasts": [{"unit_code": "nobody", "head_code": "fb", "forecast": 5}, {"unit_code": "ifo", "head_code": "fb", "forecast": 1e30, "low": 1, "high": 2},
                    {"unit_code": "ifo", "head_code": "fb", "forecast": 900, "low": 1e30, "high": "x", "method": 3}, {"unit_code": "ifo", "head_code": "fb", "forecast": 900, "low": 1000, "high": 1000}]}'
    ]::jsonb[]) AS figures;
SELECT version, section, title, row_number AS n, item, figure, measure, amount, ratio, value_text FROM interim_report_figure WHERE as_of = '2010-04-30' ORDER BY version, row_number, figure, measure;
SELECT scenario, unit_code, unit, head, method, forecast, outcome, error, low, high, is_within FROM forecast_accuracy WHERE fiscal_year = 2010 ORDER BY forecast, high;
SELECT count(report_json::jsonb) AS reports FROM published_interim_report WHERE as_of = '2010-04-30';
ROLLBACK;

-- What an older version published is shown as it is, but not obeyed.
BEGIN;
ALTER TABLE interim_report DISABLE TRIGGER interim_report_is_published;
INSERT INTO interim_report (as_of, version, fiscal_year, figures, report_text, report_markdown)
VALUES ('2009-04-30', 1, 2009, jsonb_build_object('sections', '[]'::jsonb, 'forecasts', '[]'::jsonb, 'name', U&'<\202E'), E'a  b\n\x1b[2Jc', U&'# a\200B' || E'\n');
SELECT interim_report('lund', '2009-04-30'), interim_report('lund', '2009-04-30', 'markdown'), interim_report('lund', '2009-04-30', 'json')::jsonb ->> 'name' = U&'<\202E' AS json,
       interim_report('lund', '2009-04-30', 'json') ~ U&'[<\202E]' AS unsafe;
ROLLBACK;

-- Amounts of any size can be published.
BEGIN;
UPDATE ledger SET amount = 9999999999999.99 WHERE organisation = '1281' AND month >= '2012-01-01';
UPDATE ledger SET amount = 0.01 WHERE organisation = '1281' AND month < '2012-01-01';
CALL publish_interim_report('lund', '2014-04-30', '1281');
CALL publish_interim_report('lund', '2012-04-30', '1281');
SELECT as_of, version, length(report_text) > 500 AS some FROM published_interim_report WHERE organisation = '1281' AND (version = 3 OR as_of < '2013-01-01') ORDER BY as_of;
SELECT as_of, item, figure, amount FROM interim_report_figure WHERE organisation = '1281' AND (version = 3 OR as_of < '2013-01-01') AND section = 'year_end' AND measure = 'money' ORDER BY as_of, item, figure;
ROLLBACK;
-- Names of any kind break no line.
BEGIN;
-- The table takes no line break any more.
ALTER TABLE budget_head DROP CONSTRAINT budget_head_name_is_plain_text;
UPDATE budget_head SET name = E'A | new\nline' WHERE organisation = '1281' AND code = 'fb';
UPDATE indicator SET counted = 'participants in activities' WHERE measure = 'count';
UPDATE indicator SET name = repeat('Jobs ', 40);
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES (2014, 'known', 400, 1000, '2014-03-31');
CALL publish_interim_report('lund', '2014-04-30', '1281');
SELECT max(length(line)) <= 130 AS fits, count(*) FILTER (WHERE line ~ '^ *line') AS broken FROM regexp_split_to_table(interim_report('lund', '2014-04-30'), '\n') AS line;
SELECT count(*) FILTER (WHERE line ~ '^ *line') AS broken FROM regexp_split_to_table(interim_report('lund', '2014-04-30', 'markdown'), '\n') AS line;
ROLLBACK;


--
-- The extension goes, and comes back; a mart is renamed
--

SELECT mart_test.fingerprint('lund', 'r') AS tables, mart_test.fingerprint('lund', 'v') AS views \gset
RESET SESSION AUTHORIZATION;
DROP EXTENSION social_services CASCADE;
SELECT count(*) AS reports, (SELECT count(*) FROM pg_proc WHERE pronamespace = 'lund'::regnamespace AND proname ~ '^interim_report') AS functions,
       (SELECT count(*) FROM pg_views WHERE schemaname = 'lund' AND viewname ~ 'forecast') AS views
FROM lund.interim_report;
DELETE FROM lund.interim_report;
\echo :LAST_ERROR_SQLSTATE
SET search_path = lund, our_own, public;
CREATE EXTENSION social_services SCHEMA public;
CALL upgrade_social_mart('lund');
SELECT mart_test.fingerprint('lund', 'r') = :'tables' AS tables_unchanged, mart_test.fingerprint('lund', 'v') = :'views' AS views_unchanged;
-- What is for insiders alone he is granted here, too.
SELECT format('GRANT SELECT ON lund.%I TO regress_mart_reader', view_name) FROM lund.insider_view ORDER BY view_name \gexec
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT mart_test.fingerprint('lund', 'v') = :'views' AS reader_sees_them, interim_report('lund', '2014-04-30', version => 1) = :'first_text' AS first_stays;
-- Of an older version, whose marts had no reports: they come, with the reader's grants, and can be published.
SET SESSION AUTHORIZATION regress_mart_owner;
BEGIN;
DROP TABLE lund.interim_report, lund.interim_report_withdrawal CASCADE;
DROP FUNCTION IF EXISTS lund.interim_report_figures, lund.interim_report_sections, lund.refuse_change_of_published CASCADE;
DROP VIEW lund.booked_year CASCADE;
UPDATE lund.mart SET version = '0.0.9';
CALL upgrade_social_mart('lund');
CALL publish_interim_report('lund', '2014-04-30', '1281');
SET LOCAL SESSION AUTHORIZATION regress_mart_reader;
SELECT interim_report('lund', '2014-04-30') LIKE 'Interim report of Lund as of 2014-04-30%' AS published;
ROLLBACK;
-- What is decided after a forecast moves its variance, and not where the board saw the year end: 8,900,000.40, as its amounts and its total say of a budget of 8,400,000.40 alone.
BEGIN;
INSERT INTO lund.scenario (code, kind, fiscal_year, as_of) VALUES ('addition-2014-05', 'supplement', 2014, '2014-05-15');
INSERT INTO lund.ledger (scenario, unit, head, amount) VALUES ('addition-2014-05', 'ifo', 'fb', 100000);
SELECT day, line ->> 'budget' AS budget, line ->> 'forecast' AS forecast, line ->> 'variance' AS variance
FROM unnest('{2014-04-30,2014-06-30}'::date[]) AS day, jsonb_path_query(lund.interim_report_sections('1281', 2014, day, NULL), '$[*] ? (@.section == "year_end").rows[*] ? (@.booked == null)') AS line
ORDER BY day;
ROLLBACK;
ALTER SCHEMA lund RENAME TO "Lund's ""2""";
CALL publish_interim_report('Lund''s "2"', '2014-04-30');
SELECT interim_report('Lund''s "2"', '2014-04-30') LIKE '%Version 3, published on%' AS published, refusal('SELECT interim_report(''lund'', ''2014-04-30'')') AS refused;
SELECT interim_report('Lund''s "2"', '2011-01-31');
DELETE FROM "Lund's ""2""".interim_report;
ALTER SCHEMA "Lund's ""2""" RENAME TO lund;
-- Whatever the search path, and wherever the extension is.
RESET SESSION AUTHORIZATION;
ALTER SCHEMA public RENAME TO "odd ""place";
SET search_path = pg_catalog;
CALL "odd ""place".publish_interim_report('lund', '2014-04-30');
SELECT "odd ""place".interim_report('lund', '2014-04-30') LIKE '%Version 4, published on%' AS published;

ALTER SCHEMA "odd ""place" RENAME TO public;
RESET search_path;

DROP SCHEMA our_own CASCADE;
\i test/sql/include/cleanup.sql
