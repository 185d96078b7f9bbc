-- peer_group: an organisation beside its peers, and who is like it; and figures for each inhabitant

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('peer_mart', organisation => '00', organisation_name => 'Own');
RESET client_min_messages;
SET search_path = peer_mart, public;
-- Twelve towns with three figures, made up by a rule that R was given too.
INSERT INTO organisation (organisation, name) SELECT lpad(i::text, 2, '0'), 'Town ' || i FROM generate_series(1, 11) AS i;
INSERT INTO key_figure (code, name, unit_of_measure, direction) VALUES ('a', 'Inhabitants', 'persons', NULL), ('b', 'Share', 'percent', 'at_least'), ('c', 'Net cost', 'kr/inv', 'at_most');
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT lpad(i::text, 2, '0'), f.code, 'year', '2022-01-01', f.value, '2023-06-01'
FROM generate_series(0, 11) AS i, LATERAL (VALUES ('a', 20000 + (i * 7919) % 100003), ('b', 0.05 + ((i * 37) % 23) / 100.0), ('c', 3000 + (i * i * 131) % 1789)) AS f(code, value);
CALL find_peers('peer_mart', 'near', '{a,b,c}', 2022);
SELECT member, round(distance, 10) AS distance, from_day, until_day FROM peer_group_member ORDER BY peer_group_member.distance;
SELECT code, name, basis FROM peer_group;
-- What R's dist(scale(x)) says of all eleven.
CALL find_peers('peer_mart', 'all', '{a,b,c}', 2022, nearest => 50);
SELECT r.town, r.distance, round(m.distance, 10) = r.distance AS is_the_same
FROM (VALUES ('02', 1.2848358336), ('04', 1.8807513609), ('01', 2.0213595091), ('07', 2.8063113921), ('05', 2.9472394852), ('10', 2.9647407058), ('06', 3.3564507683), ('03', 3.4963260508), ('09', 4.1411103154), ('08', 4.1955324684), ('11', 4.6591824583)) AS r(town, distance)
JOIN peer_group_member m ON m.peer_group = 'all' AND m.member = r.town ORDER BY r.distance;
-- What R's mean and quantile (type 7) say of those eleven, of a figure of which little is good, and how Own stands among twelve.
SELECT round(peers_mean, 4) = 3984.2727 AS mean, best_quarter = 3550.5 AS first_quarter, peers_median = 4138 AS median, worst_quarter = 4357 AS third_quarter, peers, peers_reporting, rank, ranked, quartile, verdict
FROM key_figure_comparison WHERE peer_group_code = 'all' AND key_figure_code = 'c';
SELECT rank = 1 + (SELECT count(*) FROM key_figure_value o WHERE o.key_figure = 'c' AND o.value < v.value) AS rank_by_hand FROM key_figure_value v JOIN key_figure_comparison c ON c.key_figure_code = 'c' AND c.peer_group_code = 'all' WHERE v.organisation = '00' AND v.key_figure = 'c';
SELECT peer_group_code, key_figure_code, value, peers_mean, peers_median, difference_to_mean, rank, ranked, quartile, best_quarter, worst_quarter, verdict, why_no_verdict FROM key_figure_comparison ORDER BY 1, 2;

-- Fewer than five, secret figures, those that are missing, nobody, all alike.
INSERT INTO key_figure (code, name, unit_of_measure, direction) VALUES ('few', 'Few', 'persons', 'at_most'), ('alike', 'Alike', 'persons', 'at_most'), ('mine', 'Mine', 'persons', 'at_most'), ('theirs', 'Theirs', 'persons', 'at_most'), ('hidden', 'Hidden', 'persons', 'at_most');
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, breakdown, value, status, published_on) VALUES
    ('00', 'few', 'year', '2022-01-01', 'women', 3, 'ok', '2023-06-01'), ('01', 'few', 'year', '2022-01-01', 'women', 4, 'ok', '2023-06-01'), ('02', 'few', 'year', '2022-01-01', 'women', NULL, 'secret', '2023-06-01'),
    ('03', 'few', 'year', '2022-01-01', 'women', NULL, 'missing', '2023-06-01'), ('04', 'few', 'year', '2022-01-01', 'women', 9, 'ok', '2023-06-01'), ('04', 'few', 'year', '2022-01-01', 'women', 8, 'preliminary', '2023-07-01'),
    ('00', 'mine', 'year', '2022-01-01', 'total', 3, 'ok', '2023-06-01'), ('00', 'hidden', 'year', '2022-01-01', 'total', NULL, 'secret', '2023-06-01');
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT organisation, code, 'year', '2022-01-01', 5, '2023-06-01' FROM organisation, unnest('{alike,theirs,hidden}'::text[]) AS code WHERE code = 'alike' OR organisation > '00';
SELECT key_figure_code, breakdown, value, status, peers_mean, peers_median, peers, peers_reporting, peers_secret, rank, ranked, best_quarter, verdict, why_no_verdict
FROM key_figure_comparison WHERE peer_group_code = 'all' AND key_figure_code NOT IN ('a', 'b', 'c') ORDER BY 1;
-- Places among eight, by hand: 1 is best, those that are alike share the better one, quarters have two places each.
INSERT INTO peer_group (code, name) VALUES ('list', 'A list of seven');
INSERT INTO peer_group_member (peer_group, member, from_day) SELECT 'list', lpad(i::text, 2, '0'), '2000-01-01' FROM generate_series(1, 7) AS i;
INSERT INTO key_figure (code, name, unit_of_measure, direction) SELECT 'p' || own, 'Place', 'persons', 'at_most' FROM generate_series(0, 8) AS own;
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT lpad(i::text, 2, '0'), 'p' || own, 'month', '2022-03-01', CASE i WHEN 0 THEN own + 0.5 ELSE i END, '2022-06-01' FROM generate_series(0, 7) AS i, generate_series(0, 8) AS own;
UPDATE key_figure_value SET value = 4 WHERE key_figure = 'p8' AND organisation IN ('00', '05', '06', '07');
SELECT value, rank, ranked, quartile, verdict, peers_median, best_quarter, worst_quarter FROM key_figure_comparison WHERE peer_group_code = 'list' AND period_kind = 'month' ORDER BY key_figure_code;
-- Verdict and cuts agree: who is worse than the cut of the worst quarter is in it, and of many that share a figure none stands out.
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT lpad((i - 1)::text, 2, '0'), given.code, 'quarter', '2022-04-01', value, '2022-08-01'
FROM (VALUES ('p0', '{5,1,2,3,4,6}'::numeric[]), ('p1', '{0,0,0,0,0,10}'), ('p2', '{0,0,0,0,0,-10}'), ('p3', '{1,1,1,1,5,5}'), ('p4', '{7,1,2,3,4,5}')) AS given(code, figures)
CROSS JOIN unnest(given.figures) WITH ORDINALITY AS figure(value, i);
SELECT key_figure_code, value, rank, ranked, quartile, verdict, why_no_verdict, peers_median, best_quarter, worst_quarter FROM key_figure_comparison WHERE peer_group_code = 'list' AND period_kind = 'quarter' ORDER BY key_figure_code;
DELETE FROM key_figure_value WHERE period_kind = 'quarter';
-- The group is that of the day: who joins and leaves, and is in it twice.
UPDATE peer_group_member SET until_day = '2022-02-28' WHERE peer_group = 'list' AND member = '01';
INSERT INTO peer_group_member (peer_group, member, from_day) VALUES ('list', '02', '2010-01-01'), ('list', '08', '2022-03-02');
SELECT peers, peers_reporting, peers_mean FROM key_figure_comparison WHERE peer_group_code = 'list' AND key_figure_code = 'p0';
SELECT period_kind, peers, peers_reporting FROM key_figure_comparison WHERE peer_group_code = 'list' AND key_figure_code = 'alike';

-- Another year: members from its first day on; those before stay.
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT organisation, key_figure, 'year', '2023-01-01', 30 - value / 10000, '2024-06-01' FROM key_figure_value WHERE key_figure = 'a' AND organisation <> '05';
CALL find_peers('peer_mart', 'near', '{a}', 2023, nearest => 2);
SELECT member, from_day, until_day FROM peer_group_member WHERE peer_group = 'near' ORDER BY from_day, distance;
CALL find_peers('peer_mart', 'near', '{a}', 2023, nearest => 3);
SELECT count(*) FILTER (WHERE until_day IS NULL) AS now, count(*) FILTER (WHERE until_day = '2022-12-31') AS before FROM peer_group_member WHERE peer_group = 'near';
-- Ties go by code, and are told; a figure that is the same everywhere tells nothing.
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('t', 'Ties', 'persons');
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on) SELECT lpad(i::text, 2, '0'), 't', 'year', '2022-01-01', (i + 1) / 2, '2023-06-01' FROM generate_series(0, 8) AS i;
CALL find_peers('peer_mart', 'ties', '{t,alike}', 2022, nearest => 3);
SELECT member, distance > 0 AS is_apart FROM peer_group_member WHERE peer_group = 'ties' ORDER BY member;
-- What is refused.
CALL find_peers('peer_mart', 'x', '{}', 2022);
CALL find_peers('peer_mart', 'x', '{a,NULL}', 2022);
CALL find_peers('peer_mart', 'x', '{a}', NULL);
CALL find_peers('peer_mart', 'x', '{a}', 2022, nearest => 0);
CALL find_peers('peer_mart', ' ', '{a}', 2022);
CALL find_peers('peer_mart', 'x', '{a,few,nothing}', 2022);
CALL find_peers('peer_mart', 'x', '{alike}', 2022);
CALL find_peers('peer_mart', 'x', '{mine}', 2022);
CALL find_peers('peer_mart', 'x', '{a}', 2022, organisation => '99');
CALL find_peers('nowhere', 'x', '{a}', 2022);
INSERT INTO peer_group_member (peer_group, member, from_day) VALUES ('list', '00', '2022-01-01');
INSERT INTO peer_group_member (peer_group, member, from_day) VALUES ('list', '99', '2022-01-01');
INSERT INTO peer_group_member (peer_group, member, from_day, until_day) VALUES ('list', '09', '2022-01-01', '2021-12-31');
INSERT INTO peer_group (code, name) VALUES (' ', 'Blank');

-- Inhabitants: women and men of 0 to 3, and of 4 and above.
INSERT INTO population (year, sex, age, persons) SELECT 2022, sex, age, CASE sex WHEN 'women' THEN 10 ELSE 20 END FROM unnest('{women,men}'::text[]) AS sex, generate_series(0, 4) AS age;
INSERT INTO key_figure (code, name, unit_of_measure, aggregation) VALUES ('n', 'Persons with support', 'persons', 'distinct'), ('kr', 'Net cost', 'kronor', 'sum'), ('share', 'Share', 'percent', 'mean');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, breakdown, value, status, published_on) VALUES
    ('n', 'year', '2022-01-01', 'total', 15, 'ok', '2023-06-01'), ('n', 'year', '2022-01-01', 'women', 5, 'ok', '2023-06-01'), ('n', 'year', '2022-01-01', 'men 2-3', 8, 'ok', '2023-06-01'), ('n', 'year', '2022-01-01', '3+', 6, 'ok', '2023-06-01'),
    ('n', 'year', '2022-01-01', '1', 3, 'ok', '2023-06-01'), ('n', 'year', '2022-01-01', '50-60', NULL, 'secret', '2023-06-01'), ('n', 'year', '2022-01-01', '40-60', 1, 'ok', '2023-06-01'), ('n', 'year', '2021-01-01', 'total', 1, 'ok', '2023-06-01'),
    ('kr', 'year', '2022-01-01', 'total', 1234567, 'ok', '2023-06-01'), ('share', 'year', '2022-01-01', 'total', 0.5, 'ok', '2023-06-01'), ('n', 'month', '2022-01-01', 'total', 2, 'ok', '2023-06-01');
SELECT key_figure_code, period_start, breakdown, value, inhabitants, per_inhabitant, per_1000_inhabitants, why_not FROM key_figure_per_inhabitant ORDER BY 1, 2, 3;
-- Of a year of which only men have been loaded, only figures of men have inhabitants.
BEGIN;
DELETE FROM population WHERE sex = 'women';
SELECT breakdown, inhabitants, per_inhabitant, why_not FROM key_figure_per_inhabitant WHERE key_figure_code = 'n' AND breakdown IN ('total', 'women', 'men 2-3', '3+') AND period_start = '2022-01-01' ORDER BY 1;
ROLLBACK;
-- Nor have those of one year of age, where it is missing of women alone.
BEGIN;
DELETE FROM population WHERE sex = 'women' AND age = 1;
SELECT breakdown, inhabitants, per_inhabitant, why_not FROM key_figure_per_inhabitant WHERE key_figure_code = 'n' AND breakdown = '1' AND period_start = '2022-01-01';
ROLLBACK;
-- Nor have those of several ages, one of which is missing: 20 men of 3 alone would make it twice as much for each. What ends with + goes to the greatest age that is there.
BEGIN;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, breakdown, value, published_on) VALUES ('n', 'year', '2022-01-01', 'women 2+', 6, '2023-06-01'), ('n', 'year', '2022-01-01', '0-1', 6, '2023-06-01'), ('n', 'year', '2022-01-01', '3-5', 6, '2023-06-01');
SELECT breakdown, inhabitants, per_inhabitant, why_not FROM key_figure_per_inhabitant WHERE key_figure_code = 'n' AND breakdown IN ('men 2-3', '3+', 'women 2+', '0-1', '3-5') ORDER BY 1;
DELETE FROM population WHERE sex = 'men' AND age = 2 OR sex = 'women' AND age = 3;
SELECT breakdown, inhabitants, per_inhabitant, why_not FROM key_figure_per_inhabitant WHERE key_figure_code = 'n' AND breakdown IN ('men 2-3', '3+', 'women 2+', '0-1', '3-5') ORDER BY 1;
ROLLBACK;
INSERT INTO population (year, sex, age, persons) VALUES (2022, 'women', 0, 1);
INSERT INTO population (year, sex, age, persons) VALUES (2022, 'women', 151, 1);
INSERT INTO population (year, sex, age, persons) VALUES (2022, 'total', 0, 1);
INSERT INTO population (year, sex, age, persons) VALUES (2022, 'men', 5, -1);

-- What holds of Kolada's figures of individual and family care, for a town of 150 that is made up: net cost 5000 kronor for each inhabitant where the reference cost is
-- 4800 gives a deviation of 4.17 per cent, and of 0.03 million kronor. As Kolada gives them they have been rounded, and so they are compared.
SET client_min_messages = warning;
CALL load_kolada('peer_mart', '[{"values": [{"id": "N30005", "title": "Nettokostnad individ- och familjeomsorg, kr/inv"}, {"id": "N30007", "title": "Referenskostnad individ- och familjeomsorg, kr/inv"},
    {"id": "N30001", "title": "Nettokostnadsavvikelse individ- och familjeomsorg, (%)"}, {"id": "N30026", "title": "Nettokostnadsavvikelse individ- och familjeomsorg, miljoner kronor"}]},
    {"values": [{"kpi": "N30005", "municipality": "00", "period": 2022, "values": [{"gender": "T", "value": 5000}]}, {"kpi": "N30007", "municipality": "00", "period": 2022, "values": [{"gender": "T", "value": 4800}]},
    {"kpi": "N30001", "municipality": "00", "period": 2022, "values": [{"gender": "T", "value": 4.17}]}, {"kpi": "N30026", "municipality": "00", "period": 2022, "values": [{"gender": "T", "value": 0.03}]}]}]');
SELECT net.value AS net_cost, reference.value AS reference_cost, deviation.value_text AS deviation, round(net.value / reference.value - 1, 4) = deviation.value AS per_cent_holds,
       (net.value - reference.value) * people.inhabitants / 1000000 = kronor.value AS kronor_hold
FROM key_figure_trend net, key_figure_trend reference, key_figure_trend deviation, key_figure_trend kronor, (SELECT sum(persons) AS inhabitants FROM population WHERE organisation = '00') people
WHERE net.key_figure_code = 'N30005' AND reference.key_figure_code = 'N30007' AND deviation.key_figure_code = 'N30001' AND kronor.key_figure_code = 'N30026';

DROP SCHEMA peer_mart CASCADE;
