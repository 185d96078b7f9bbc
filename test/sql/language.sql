-- language, label, translation, missing_translation, shown_label, report_comment: what a board reads, in its language

\i test/sql/include/setup.sql
SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CREATE SCHEMA our_own;
SET search_path = our_own, public;
\i test/sql/include/refusal.sql
GRANT USAGE ON SCHEMA our_own TO PUBLIC;

-- Marks of numbers.
SELECT value, number_text(value, ',', '.') AS both, number_text(value, NULL, NULL) AS none, number_text(value, ',', '') AS comma
FROM (VALUES (1, '0'), (2, '999'), (3, '1000'), (4, '-1000'), (5, '-999999.5'), (6, '1234567.890'), (7, '0.0001'), (8, NULL)) AS v(place, value) ORDER BY place;
SELECT value, measure, measure_in_words(value, measure, 'hushåll', '{"yes": "ja", "no": "nej", "days": "dagar", "decimal_mark": ",", "group_mark": " "}') AS swedish,
       measure_text(value, measure, 'households') AS english
FROM (VALUES (1, 1, 'yes_no'), (2, 0, 'yes_no'), (3, 0.915, 'percent'), (4, 1234.5, 'days'), (5, -12345, 'count'), (6, NULL, 'count')) AS v(place, value, measure) ORDER BY place;

CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lund', insider => 'regress_mart_reader');
SET search_path = lund, our_own, public;


--
-- The product's words
--

-- Every word is there in both languages, and has the same places for what is put in.
SELECT area, code, string_agg(language, ', ' ORDER BY language) AS only_in
FROM label WHERE area NOT IN ('rule', 'rule_to_do', 'dictionary') GROUP BY area, code HAVING count(*) FILTER (WHERE language IN ('en', 'sv')) <> 2;
SELECT en.area, en.code FROM label en JOIN label sv ON sv.language = 'sv' AND sv.area = en.area AND sv.code = en.code
WHERE en.language = 'en' AND ARRAY(SELECT DISTINCT m[1] FROM regexp_matches(en.text, '%\d\$s', 'g') AS m ORDER BY 1) <> ARRAY(SELECT DISTINCT m[1] FROM regexp_matches(sv.text, '%\d\$s', 'g') AS m ORDER BY 1);
-- So is every rule of data_quality, and no rule that there is not.
SELECT rule, area FROM data_quality_rule CROSS JOIN (VALUES ('rule'), ('rule_to_do')) AS a(area)
WHERE NOT EXISTS (SELECT FROM label l WHERE l.language = 'sv' AND l.area = a.area AND l.code = rule);
SELECT area, code FROM label WHERE area IN ('rule', 'rule_to_do') AND code NOT IN (SELECT rule FROM data_quality_rule);
-- Every code that a view says of a target, an assignment or a budget has a word.
SELECT 'status' AS area, label::text FROM unnest(enum_range(NULL::target_status)) AS label WHERE NOT EXISTS (SELECT FROM label l WHERE l.area = 'status' AND l.code = label::text)
UNION ALL SELECT 'method', label::text FROM unnest('{seasonal,last_year,run_rate,theta,budget,auto}'::text[]) AS label WHERE NOT EXISTS (SELECT FROM label l WHERE l.area = 'method' AND l.code = label)
UNION ALL SELECT k.conrelid::regclass || '.' || a.area, m[1] FROM (VALUES ('assignment', 'assignment_status_is_known'), ('scenario', 'scenario_kind_is_known'), ('direction', 'indicator_direction_is_known'), ('aggregation', 'key_figure_aggregation_is_known')) AS a(area, name)
          JOIN pg_constraint k ON k.conname = a.name AND k.connamespace = 'lund'::regnamespace CROSS JOIN LATERAL regexp_matches(pg_get_constraintdef(k.oid), '''(\w+)''', 'g') AS m
          WHERE NOT EXISTS (SELECT FROM label l WHERE l.area = a.area AND l.code = m[1]);
SELECT area, code, text FROM shown_label WHERE area IN ('status', 'money') ORDER BY area, code COLLATE "C";
UPDATE organisation SET language = 'sv';
SELECT area, code, text, language FROM shown_label WHERE area IN ('status', 'money', 'figure') ORDER BY area, code COLLATE "C";
SELECT rule, severity, what FROM data_quality_rule WHERE rule IN ('lags', 'sudden_level') ORDER BY rule;
SELECT count(*) AS missing FROM missing_translation;
-- The dictionary is in the language as far as it goes, and says nothing of what is not there.
SELECT view_name, column_name, description, view_description FROM data_dictionary WHERE view_name = 'household_path' AND column_name IN ('organisation', 'month') ORDER BY position;
SELECT DISTINCT view_name AS has_no_swedish FROM data_dictionary
WHERE view_name NOT IN (SELECT code FROM label WHERE area = 'dictionary' AND language = 'sv');
SELECT view_name, column_name AS has_no_swedish FROM data_dictionary d
WHERE NOT EXISTS (SELECT FROM label l WHERE l.area = 'dictionary' AND l.language = 'sv' AND l.text = d.description AND l.code IN ('*.' || d.column_name, d.view_name || '.' || d.column_name));
SELECT code FROM label WHERE area = 'dictionary' AND code NOT LIKE '%.%' AND code NOT IN (SELECT view_name FROM data_dictionary);
SELECT code FROM label WHERE area = 'dictionary' AND code LIKE '*.%' AND substr(code, 3) NOT IN (SELECT column_name FROM data_dictionary);
SELECT code FROM label WHERE area = 'dictionary' AND code ~ '^\w+\.' AND code NOT IN (SELECT view_name || '.' || column_name FROM data_dictionary);
-- What a column means in several views is said once.
SELECT own.code FROM label own JOIN label shared USING (language, area, text) WHERE own.area = 'dictionary' AND own.code ~ '^\w+\.' AND shared.code = '*.' || split_part(own.code, '.', 2);
-- An organisation and how it prints money, as a dashboard asks for it.
SELECT * FROM shown_organisation;
UPDATE organisation SET money_scale = 'millions', currency = 'EUR';
SELECT name, language, currency, money_scale, money_divisor, money_decimals, money, money_in_words, whole_money FROM shown_organisation;
UPDATE organisation SET money_scale = 'thousands', currency = 'SEK';
UPDATE organisation SET language = 'en';

-- An upgrade changes what it shipped, and not what the owner has said otherwise.
UPDATE label SET text = 'Utförare' WHERE language = 'sv' AND area = 'figure' AND code = 'unit';
UPDATE label SET text = 'As of an older version', shipped = 'As of an older version' WHERE language = 'en' AND area = 'figure' AND code = 'unit';
CALL upgrade_social_mart('lund');
SELECT language, text, shipped FROM label WHERE area = 'figure' AND code = 'unit' ORDER BY language;

SELECT refusal(statement) AS refused
FROM (VALUES (1, 'UPDATE organisation SET language = ''xx'''), (2, 'UPDATE organisation SET currency = ''kr'''), (3, 'UPDATE organisation SET money_scale = ''hundreds'''),
             (4, 'INSERT INTO language VALUES (''Finnish'', ''Suomi'', '','', '' '')'), (5, 'INSERT INTO language VALUES (''fi'', ''Suomi'', '','', '','')'),
             (6, 'INSERT INTO label VALUES (''sv'', ''figure'', ''x'', '' '')'), (7, 'INSERT INTO language VALUES (''fi'', ''Suomi'', '';'', '' '')')) AS s(place, statement) ORDER BY place;
-- A sentence that could not be filled in would stop every report: percent signs are places that English has, or doubled.
BEGIN;
SELECT refusal(format('UPDATE label SET text = %L WHERE language = ''sv'' AND area = ''report'' AND code = ''rounding''', text)) AS refused
FROM (VALUES (1, '90 % av %1$s'), (2, 'Belopp i %2$s'), (3, 'Belopp i %s'), (4, '%1$-999999999s'), (5, '100 %% av %1$s och %1$s')) AS s(place, text) ORDER BY place;
SELECT count(*) AS refused_as_shipped FROM label WHERE refusal(format('UPDATE label SET text = text WHERE (language, area, code) = (%L, %L, %L)', language, area, code)) <> 'accepted';
ROLLBACK;


--
-- Names
--

INSERT INTO unit (code, name, parent) VALUES ('board', 'Board', NULL), ('ifo', 'Individual and family care', 'board'), ('lss', 'O''Hara & <b>', 'board');
INSERT INTO budget_head (code, name, pays_support) VALUES ('fb', 'Income support', true), ('staff', 'Staff', false);
INSERT INTO goal (code, name) VALUES ('work', 'Work');
INSERT INTO indicator (code, goal, name, measure, counted) VALUES ('jobs', 'work', 'Jobs found', 'count', 'persons'), ('seekers', 'work', 'Seekers', 'count', 'persons'), ('share', 'work', 'Share in work', 'percent', NULL), ('plan', 'work', 'Plan', 'yes_no', NULL), ('days', 'work', 'Days', 'days', NULL);
INSERT INTO assignment (code, title, source, decided_by) VALUES ('a', 'Find flats', 'Plan', 'Council');
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('N1', 'Net cost', 'kr');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('N1', 'year', '2013-01-01', 12345.5, '2014-02-01');
INSERT INTO translation (language, table_name, column_name, code, name) VALUES
    ('sv', 'organisation', 'name', '1281', 'Lunds kommun'), ('sv', 'unit', 'name', 'board', 'Nämnden'), ('sv', 'unit', 'name', 'ifo', 'Individ- och familjeomsorg'), ('sv', 'unit', 'name', 'not-there', 'Ingen'),
    ('sv', 'budget_head', 'name', 'fb', 'Försörjningsstöd'), ('sv', 'budget_head', 'name', 'staff', 'Personal'), ('sv', 'goal', 'name', 'work', 'Arbete'),
    ('sv', 'indicator', 'name', 'jobs', 'Funna arbeten'), ('sv', 'indicator', 'counted', 'persons', 'personer'), ('sv', 'assignment', 'title', 'a', 'Hitta bostäder'),
    ('sv', 'assignment', 'source', 'Plan', 'Verksamhetsplan'), ('sv', 'key_figure', 'name', 'N1', 'Nettokostnad');
SELECT language, table_name, column_name, code, name FROM missing_translation ORDER BY table_name, column_name, code;
CREATE TEMPORARY TABLE english AS SELECT table_name, column_name, code, name, language FROM translation;
SELECT refusal(statement) AS refused
FROM (VALUES (1, 'INSERT INTO translation (language, table_name, code, name) VALUES (''en'', ''unit'', ''ifo'', ''Care'')'), (2, 'INSERT INTO translation (language, table_name, code, name) VALUES (''sv'', ''ledger'', ''ifo'', ''x'')'),
             (3, 'INSERT INTO translation (language, table_name, column_name, code, name) VALUES (''sv'', ''indicator'', ''counted'', ''people'', ''personer'')'),
             (4, 'INSERT INTO translation (language, table_name, code, name) VALUES (''sv'', ''unit'', ''lss'', '' '')'), (5, 'INSERT INTO translation (language, table_name, code, name) VALUES (''sv'', ''unit'', ''lss'', E''a\nb'')'),
             (6, 'INSERT INTO translation (language, table_name, code, name) VALUES (''no'', ''unit'', ''lss'', ''x'')')) AS s(place, statement) ORDER BY place;
-- All names of a language are there at once, and what has none stays as it is.
UPDATE organisation SET language = 'sv';
SELECT o.name AS organisation, u.code, u.name FROM organisation o JOIN unit u USING (organisation) ORDER BY u.code;
SELECT i.code, i.name, i.counted, g.name AS goal FROM indicator i JOIN goal g ON g.code = i.goal ORDER BY i.code;
SELECT title, source, decided_by FROM assignment_status;
SELECT key_figure, value_text FROM key_figure_trend;
SELECT language, table_name, column_name, code, name FROM translation ORDER BY table_name, column_name, code, language;
-- And back.
UPDATE organisation SET language = 'en';
SELECT count(*) AS differ FROM (SELECT * FROM english EXCEPT SELECT table_name, column_name, code, name, language FROM translation) AS d;
SELECT o.name AS organisation, u.code, u.name FROM organisation o JOIN unit u USING (organisation) ORDER BY u.code;

-- A third language is rows; what it lacks is English.
INSERT INTO language VALUES ('fi', 'Suomi', ',', ' ');
INSERT INTO label (language, area, code, text) VALUES ('fi', 'status', 'met', 'saavutettu'), ('fi', 'measure', 'yes', 'kyllä'), ('fi', 'report', 'title', 'Osavuosikatsaus: %1$s, %2$s'),
    ('fi', 'money', 'SEK.thousands', 'tkr');
INSERT INTO translation (language, table_name, code, name) VALUES ('fi', 'unit', 'ifo', 'Yksilö- ja perhehuolto');
INSERT INTO translation (language, table_name, column_name, code, name) VALUES ('fi', 'indicator', 'counted', 'persons', 'henkilöä');
UPDATE organisation SET language = 'fi';
SELECT code, text, language FROM shown_label WHERE area = 'status' ORDER BY code;
SELECT count(*) FILTER (WHERE table_name = 'label') = (SELECT count(*) FROM label WHERE language = 'en') - 4 AS words, count(*) FILTER (WHERE table_name = 'unit') AS units FROM missing_translation;
SELECT name FROM unit WHERE code = 'ifo';
-- From there to the third, by way of none in between.
UPDATE organisation SET language = 'sv';
SELECT u.name, i.counted FROM unit u, indicator i WHERE u.code = 'ifo' AND i.code = 'jobs';
UPDATE organisation SET language = 'en';
SELECT o.name AS organisation, u.name, i.counted FROM organisation o, unit u, indicator i WHERE u.code = 'ifo' AND i.code = 'jobs';


--
-- A report in Swedish, with the forecast before it and comments
--

INSERT INTO scenario (code, kind, fiscal_year, as_of, stated_total) VALUES ('outcome-2013', 'outcome', 2013, NULL, NULL), ('outcome-2014', 'outcome', 2014, NULL, NULL), ('budget-2014', 'budget', 2014, NULL, NULL), ('forecast-2014-03', 'forecast', 2014, '2014-03-31', -500000);
INSERT INTO ledger (scenario, unit, head, month, amount)
SELECT 'outcome-' || y, u, h, make_date(y, n, 1), 100000 + n * 1000 + (y - 2013) * 5000
FROM (VALUES ('ifo', 'fb'), ('lss', 'staff')) AS a(u, h), (VALUES (2013, 12), (2014, 6)) AS b(y, months), generate_series(1, 12) AS n WHERE n <= months;
INSERT INTO ledger (scenario, unit, head, amount) VALUES ('budget-2014', 'ifo', 'fb', 1200000), ('budget-2014', 'lss', 'staff', 1200000), ('forecast-2014-03', 'ifo', 'fb', 1400000), ('forecast-2014-03', 'lss', 'staff', 1500000);
INSERT INTO stated_driver (scenario, cause, amount) VALUES ('forecast-2014-03', 'Higher rents', -450000.50);
INSERT INTO household_plan (fiscal_year, opening_households, closing_households, cost_per_household, budget) VALUES (2014, 100, 76, 4000, 4000000);
INSERT INTO household_month (unit, month, households, payments) SELECT 'ifo', make_date(y, n, 1), 1050 + n, (1050 + n) * 4000.5 FROM generate_series(2013, 2014) AS y, generate_series(1, 12) AS n WHERE y = 2013 OR n <= 6;
INSERT INTO indicator_value (fiscal_year, indicator, outcome, target, as_of) VALUES (2013, 'jobs', 800, 900, NULL), (2014, 'jobs', 1234, 1000, '2014-04-30'), (2014, 'share', 0.555, 0.6, '2014-04-30'), (2014, 'plan', 0, 1, '2014-04-30'), (2014, 'days', NULL, 20.5, NULL);
CALL publish_interim_report('lund', '2014-03-31');
INSERT INTO report_comment (as_of, head, indicator, comment, signed_by, signed_on) VALUES
    ('2014-04-30', NULL, NULL, 'Vi söker <b>bostäder</b> & "hyror" [länk](javascript:x).', 'Anna O''Hara, direktör', '2014-05-03'),
    ('2014-04-30', 'fb', NULL, 'Fler hushåll än väntat, och de behöver stöd längre än budgeten räknade med; vi prövar varje månad om de kan få arbete, och följer det med kommunens arbetsmarknadsenhet.', 'Enhetschef', '2014-05-02'),
    ('2014-04-30', NULL, 'jobs', 'Målet är nått.', 'Enhetschef', '2014-05-02'), ('2014-03-31', 'fb', NULL, 'Not in this one', 'X', '2014-04-02');
SELECT refusal(statement) AS refused
FROM (VALUES (1, 'INSERT INTO report_comment (as_of, head, indicator, comment, signed_by, signed_on) VALUES (''2014-04-30'', ''fb'', ''jobs'', ''x'', ''y'', ''2014-05-03'')'),
             (2, 'INSERT INTO report_comment (as_of, head, comment, signed_by, signed_on) VALUES (''2014-04-30'', ''none'', ''x'', ''y'', ''2014-05-03'')'),
             (3, 'INSERT INTO report_comment (as_of, comment, signed_by, signed_on) VALUES (''2014-04-30'', E''x\ny'', ''y'', ''2014-05-03'')'), (4, 'INSERT INTO report_comment (as_of, comment, signed_by) VALUES (''2014-04-30'', ''x'', ''y'')')) AS s(place, statement) ORDER BY place;
UPDATE organisation SET language = 'sv', money_scale = 'whole';
CALL publish_interim_report('lund', '2014-04-30');
UPDATE organisation SET money_scale = 'millions', currency = 'EUR';
CALL publish_interim_report('lund', '2014-04-30');
UPDATE organisation SET money_scale = 'thousands', currency = 'SEK';
CALL publish_interim_report('lund', '2014-04-30');
-- The mark between groups of digits is shown as _ here.
SELECT replace(replace(interim_report('lund', '2014-04-30'), current_date::text, 'TODAY'), U&'\202F', '_') AS report;
SELECT replace(replace(interim_report('lund', '2014-04-30', 'markdown'), current_date::text, 'TODAY'), U&'\202F', '_') AS report;
SELECT replace(replace(interim_report('lund', '2014-04-30', 'html'), current_date::text, 'TODAY'), U&'\202F', '_') AS report;
-- In other scales and currencies.
SELECT line FROM generate_series(1, 2) AS version, regexp_split_to_table(replace(interim_report('lund', '2014-04-30', 'markdown', version), U&'\202F', '_'), '\n') WITH ORDINALITY AS l(line, place)
WHERE line ~ '^Belopp|^.Beräknat|Kostnad per|^. 2014-01' OR line ~ '^.*Helårs' ORDER BY version, place;
SELECT section, item, figure, unit_of_measure, amount, ratio, value_text FROM interim_report_figure WHERE version = 3 AND section IN ('year_end', 'comments', 'targets') ORDER BY section, row_number, figure COLLATE "C";
SELECT interim_report('lund', '2014-04-30', 'json')::jsonb -> 'style' ->> 'money' AS money, interim_report('lund', '2014-04-30', 'json')::jsonb ->> 'name' AS name;
-- Published is published, whatever the language is now; what was withdrawn says so in the language of today.
SELECT md5(interim_report('lund', '2014-04-30', 'html') || interim_report('lund', '2014-03-31')) AS before \gset
UPDATE organisation SET language = 'en';
SELECT md5(interim_report('lund', '2014-04-30', 'html') || interim_report('lund', '2014-03-31')) = :'before' AS stays;
CALL withdraw_interim_report('lund', '2014-04-30', 3, 'Wrong <table>');
SELECT replace(interim_report('lund', '2014-04-30', version => 3), current_date::text, 'TODAY') AS withdrawn, interim_report('lund', '2014-04-30', 'html', 3) ~ '&lt;table&gt;' AS escaped;
-- A report without HTML says that there is none.
BEGIN;
ALTER TABLE interim_report DISABLE TRIGGER interim_report_is_published;
INSERT INTO interim_report (as_of, version, fiscal_year, figures, report_text, report_markdown) VALUES ('2009-04-30', 1, 2009, '{"sections": [], "forecasts": []}', 'Old', 'Old');
SELECT interim_report('lund', '2009-04-30', 'html');
ROLLBACK;

-- Readers read the same: names, words, comments.
UPDATE organisation SET language = 'sv';
UPDATE label SET text = 'Rubrik: %1$s, %2$s' WHERE language = 'sv' AND area = 'report' AND code = 'title';
CALL release_month('lund', '2014-04-01');
CALL publish_interim_report('lund', '2014-04-30');
SELECT o.language, o.name, u.name AS unit, h.name AS head FROM lund_released.organisation o JOIN lund_released.unit u ON u.code = 'ifo' JOIN lund_released.budget_head h ON h.code = 'fb';
SELECT split_part(interim_report('lund_released', '2014-04-30'), E'\n', 1) AS title, interim_report('lund_released', '2014-04-30') ~ 'Enhetschef, 2014-05-02' AS comments;
UPDATE organisation SET language = 'en';
CALL release_month('lund', '2014-05-01');
SELECT o.language, o.name, u.name AS unit FROM lund_released.organisation o JOIN lund_released.unit u ON u.code = 'ifo';
SELECT count(*) AS differ FROM (SELECT language, table_name, column_name, code, name FROM lund.translation EXCEPT SELECT language, table_name, column_name, code, name FROM lund_released.translation) AS d;

RESET SESSION AUTHORIZATION;
DROP SCHEMA lund_released CASCADE;
DROP SCHEMA our_own CASCADE;
\i test/sql/include/cleanup.sql
