-- load_kolada: figures of Kolada become outcomes of a mart's indicators

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('kolada_mart', organisation => '1281', organisation_name => 'Lund');
INSERT INTO kolada_mart.organisation VALUES ('0180', 'Stockholm');
INSERT INTO kolada_mart.goal (organisation, code, name) VALUES ('1281', 'good', 'Good'), ('0180', 'good', 'Good');
RESET client_min_messages;

-- What a title says that a figure is measured in.
SELECT title, (kolada_measure(title)).* FROM unnest('{
    "Ej återaktualiserade personer ett år efter avslutat försörjningsstöd, andel (%)",
    "Nettokostnadsavvikelse individ- och familjeomsorg, (%)",
    "Nettokostnadsavvikelse individ- och familjeomsorg, miljoner kronor",
    "Nettokostnad individ- och familjeomsorg, kr/inv",
    "Väntetid i antal dagar från ansökan till beslut om försörjningsstöd, medelvärde",
    "Vårdtid, antal dagar",
    "Ansökningar avgjorda inom 30 dagar, andel (%)",
    "Planen är antagen, Ja=1, Nej=0",
    "Invånare totalt, antal (modell)",
    "Invånare"}'::text[]) AS title;
SELECT kolada_measure(NULL);

-- Figures as the API gives them, made up, and their definitions. Stockholm shares the definitions; Malmö is not in the mart; the group is a mean.
SELECT $json$[
{"values": [{"id": "N31807", "title": "Ej återaktualiserade personer, andel (%)", "description": "Shares", "is_divided_by_gender": 1, "municipality_type": "K"},
            {"id": "N30005", "title": "Nettokostnad individ- och familjeomsorg, kr/inv", "municipality_type": "K"}], "count": 2},
{"count": 6, "next_page": null, "values": [
    {"kpi": "N31807", "municipality": "1281", "period": "2022", "values": [{"count": 1, "gender": "T", "status": "", "value": 76.4}, {"count": 1, "gender": "K", "status": "Private", "value": null}, {"count": 1, "gender": "M", "status": "", "value": 80.123456789}]},
    {"kpi": "N31807", "municipality": "1281", "period": "2023", "values": [{"count": 1, "gender": "T", "status": "Missing", "value": null}]},
    {"kpi": "N30005", "municipality": "1281", "period": "2022", "values": [{"count": 1, "gender": "T", "status": "Preliminary", "value": 4321.5}]},
    {"kpi": "N30005", "municipality": "0180", "period": "2022", "values": [{"count": 1, "gender": "T", "status": "Curious", "value": 12345678.25}]},
    {"kpi": "N30005", "municipality": "1280", "period": "2022", "values": [{"count": 1, "gender": "T", "status": "", "value": 5000}]},
    {"kpi": "N30005", "municipality": "G35922", "period": "2022", "values": [{"count": 6, "gender": "T", "status": "", "value": 4500}]}]},
{"values": [{"kpi": "N15033", "ou": "V15E144001301", "period": 2022, "values": [{"gender": "T", "value": 1}]}], "count": 1}]$json$ AS page \gset
-- Without a goal, key figures alone; with one, indicators too.
CALL load_kolada('kolada_mart', :'page', published_on => '2023-06-01');
SELECT code, name, unit_of_measure, source, definition FROM kolada_mart.key_figure ORDER BY code;
SELECT organisation, key_figure, period_kind, period_start, breakdown, value, status, published_on FROM kolada_mart.key_figure_value ORDER BY 1, 2, 4, 5;
CALL load_kolada('kolada_mart', :'page', goal => 'good', published_on => '2023-06-01');
SELECT organisation, code, name, measure, counted FROM kolada_mart.indicator ORDER BY organisation, code;
SELECT organisation, indicator, fiscal_year, breakdown, outcome, why_no_outcome FROM kolada_mart.indicator_value ORDER BY organisation, indicator, fiscal_year, breakdown;
SELECT organisation, fiscal_year, indicator_code, outcome, outcome_text, why_no_outcome FROM kolada_mart.target_attainment ORDER BY organisation, indicator_code, fiscal_year;
SELECT fiscal_year, indicator_code, breakdown, outcome, outcome_text, total_outcome, difference_to_total, why_no_outcome FROM kolada_mart.indicator_by_breakdown ORDER BY breakdown;
-- Once more nothing changes; what is another is refused; with replace it takes the place, and the target stays.
CALL load_kolada('kolada_mart', :'page', published_on => '2023-06-02');
UPDATE kolada_mart.indicator_value SET target = 0.8 WHERE indicator = 'N31807' AND breakdown = 'total';
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, target) VALUES (2021, 'N31807', 0.7);
SELECT $json$ {"values": [{"kpi": "N31807", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 77}]}, {"kpi": "N31807", "municipality": "1281", "period": 2021, "values": [{"gender": "T", "value": 70}]},
    {"kpi": "N31807", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": 71, "isdeleted": true}]}]} $json$ AS later \gset
CALL load_kolada('kolada_mart', :'later', published_on => '2024-06-01');
CALL load_kolada('kolada_mart', :'later', replace => true, published_on => '2024-06-01');
-- The key figure is revised: both stand there. What comes later of an earlier day is history, and a correction of the same day is none.
SELECT period_start, value, status, published_on FROM kolada_mart.key_figure_value WHERE organisation = '1281' AND key_figure = 'N31807' AND breakdown = 'total' ORDER BY 1, 4;
SELECT period_start, value_text, revised_from, published_on FROM kolada_mart.key_figure_trend WHERE organisation = '1281' AND key_figure_code = 'N31807' AND breakdown = 'total' ORDER BY 1;
CALL load_kolada('kolada_mart', '[{"kpi": "N31807", "municipality": "1281", "period": 2022, "values": [{"value": 75}]}]', replace => true, published_on => '2022-12-31');
CALL load_kolada('kolada_mart', '[{"kpi": "N31807", "municipality": "1281", "period": 2022, "values": [{"value": 77}]}]', replace => true, published_on => '2024-06-01');
SELECT value, published_on FROM kolada_mart.key_figure_value WHERE organisation = '1281' AND key_figure = 'N31807' AND breakdown = 'total' AND period_start = '2022-01-01' ORDER BY 2;
SELECT outcome FROM kolada_mart.indicator_value WHERE organisation = '1281' AND indicator = 'N31807' AND breakdown = 'total' AND fiscal_year = 2022;
SELECT fiscal_year, outcome, target, why_no_outcome FROM kolada_mart.indicator_value WHERE indicator = 'N31807' AND breakdown = 'total' ORDER BY fiscal_year;
-- Nothing says what N17 is measured in, until units does; an indicator in days takes no per cent.
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '{"values": [{"kpi": "N17", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 76.4}]}]}', goal => 'good');
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '{"values": [{"kpi": "N17", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 76.4}]}]}', goal => 'good', units => '{"N17": "percent"}');
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '{"values": [{"kpi": "N18", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 76.4}]}]}', goal => 'good', units => '{"N18": "kr/inv"}');
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '{"values": [{"kpi": "N18", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": 76.4}]}]}', units => '{"N18": "percent"}');
SELECT indicator, outcome FROM kolada_mart.indicator_value WHERE indicator IN ('N17', 'N18') ORDER BY indicator;
-- Twice the same is once; twice another, nothing, a goal that is not there, a year that is not the calendar's, no mart.
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '[{"kpi": "N18", "municipality": "1281", "period": 2023, "values": [{"value": 1}, {"value": 1.0}]}]');
CALL load_kolada('kolada_mart', published_on => '2024-06-01', kolada => '[{"kpi": "N18", "municipality": "1281", "period": 2024, "values": [{"value": 1}, {"value": 2}]}]');
CALL load_kolada('kolada_mart', '[]');
CALL load_kolada('kolada_mart', NULL);
CALL load_kolada('kolada_mart', '{"values": [{"id": "N31807", "title": "Ej återaktualiserade personer, andel (%)"}]}');
CALL load_kolada('kolada_mart', '[{"kpi": "N19", "municipality": "1281", "period": 2023, "values": [{"value": 1}]}]', goal => 'better', units => '{"N19": "number"}');
CALL load_kolada('nowhere', '[]');
SET client_min_messages = warning;
UPDATE kolada_mart.organisation SET fiscal_year_start = 9 WHERE organisation = '0180';
RESET client_min_messages;
CALL load_kolada('kolada_mart', '[{"kpi": "N30005", "municipality": "0180", "period": 2023, "values": [{"value": 1}]}]');
SELECT count(*) FROM kolada_mart.indicator_value WHERE fiscal_year > 2023;

-- Any figure below a trillion millions has its own decimals, and no view falls over it.
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, outcome, target) VALUES (2020, 'N18', 123456789012345678.0123456789, -999999999999999999.99999949);
SELECT outcome FROM kolada_mart.indicator_value WHERE fiscal_year = 2020;
SELECT outcome, target, attainment, outcome_text FROM kolada_mart.target_attainment WHERE fiscal_year = 2020 AND indicator_code = 'N18';
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, breakdown, outcome) SELECT 2019, 'N18', b, 1 FROM unnest('{women,men 18-24,65+,0-17,85}'::text[]) AS b;
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, breakdown) VALUES (2019, 'N18', 'Women');
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, breakdown) VALUES (2019, 'N18', 'total 18-24');
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, breakdown, outcome, why_no_outcome) VALUES (2019, 'N18', 'men', 1, 'secret');
INSERT INTO kolada_mart.indicator_value (fiscal_year, indicator, breakdown, why_no_outcome) VALUES (2019, 'N18', 'men', 'lost');

-- Municipalities become organisations, by the names in their list; an indicator that takes its outcome from the key figure is left to it.
INSERT INTO kolada_mart.key_figure (code, name, unit_of_measure) VALUES ('N20', 'In per cent', 'percent');
INSERT INTO kolada_mart.indicator (code, goal, name, measure, key_figure) VALUES ('N20', 'good', 'In per cent', 'percent', 'N20');
CALL load_kolada('kolada_mart', '[{"values": [{"id": "1280", "title": "Malmö", "type": "K"}]},
    {"kpi": "N20", "municipality": "1280", "period": 2022, "values": [{"value": 12.5}]}, {"kpi": "N20", "municipality": "1281", "period": 2022, "values": [{"value": 13}]},
    {"kpi": "N20", "municipality": "1290", "period": 2022, "values": [{"value": 14}]}, {"kpi": "N20", "municipality": "G1", "period": 2022, "values": [{"value": 14}]}]', add_organisations => true, published_on => '2024-06-01');
SELECT organisation, name FROM kolada_mart.organisation ORDER BY 1;
SELECT count(*) FROM kolada_mart.indicator_value WHERE indicator = 'N20';
SELECT outcome_text FROM kolada_mart.target_attainment WHERE indicator_code = 'N20' AND fiscal_year = 2022;
CALL load_kolada('kolada_mart', '[{"kpi": "N20", "municipality": "1281", "period": 2022, "values": [{"value": 13}]}]', units => '{"N20": "kr/inv"}');
CALL load_kolada('kolada_mart', '[{"kpi": "N21", "municipality": "1281", "period": 2022, "values": [{"value": 13}]}]', units => '{"N21": " "}');
CALL load_kolada('kolada_mart', '[{"kpi": "N21", "municipality": "1281", "period": 2022, "values": [{"value": 13}]}]', units => '["N21"]');

-- With no more rights than the caller's.
CREATE ROLE regress_kolada;
GRANT USAGE ON SCHEMA kolada_mart TO regress_kolada;
GRANT SELECT ON kolada_mart.mart TO regress_kolada;
SET ROLE regress_kolada;
CALL load_kolada('kolada_mart', :'page');
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA kolada_mart CASCADE;
DROP OWNED BY regress_kolada;
DROP ROLE regress_kolada;
