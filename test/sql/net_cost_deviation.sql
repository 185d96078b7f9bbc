-- net_cost_deviation: net cost beside the reference cost, and the difference to a peer by volume and price

\set SHOW_CONTEXT never
\pset null NULL
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('cost_mart', organisation => '1281', organisation_name => 'Town of 150');
SET search_path = cost_mart, public;
SELECT * FROM net_cost_deviation;
SELECT count(*) FROM cost_comparison;

-- Kolada's identities, on figures that are made up and in its format: N30005 is net cost and N30007 reference cost, in kronor for each inhabitant; N30001 is
-- the deviation in per cent, N30026 that in million kronor, as Kolada would round them.
CALL load_kolada('cost_mart', '[{"values": [{"id": "N30005", "title": "Nettokostnad individ- och familjeomsorg, kr/inv"}, {"id": "N30007", "title": "Referenskostnad individ- och familjeomsorg, kr/inv"},
    {"id": "N30001", "title": "Nettokostnadsavvikelse individ- och familjeomsorg, (%)"}, {"id": "N30026", "title": "Nettokostnadsavvikelse individ- och familjeomsorg, miljoner kronor"}]},
    {"values": [{"kpi": "N30005", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 5000}]}, {"kpi": "N30007", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 4800}]},
    {"kpi": "N30001", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 4.17}]}, {"kpi": "N30026", "municipality": "1281", "period": 2022, "values": [{"gender": "T", "value": 0.03}]},
    {"kpi": "N30005", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": 4321}]}, {"kpi": "N30007", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": 4800}]},
    {"kpi": "N30001", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": -9.98}]}, {"kpi": "N30026", "municipality": "1281", "period": 2023, "values": [{"gender": "T", "value": -0.07}]}]}]');
RESET client_min_messages;
UPDATE key_figure SET reference_for = 'N30005' WHERE code = 'N30007';
INSERT INTO population (year, sex, age, persons) SELECT year, sex, age, 75 FROM generate_series(2022, 2023) AS year, unnest('{women,men}'::text[]) AS sex, unnest('{40}'::integer[]) AS age;
SELECT fiscal_year, key_figure_code, reference_code, net_cost, inhabitants, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation_ratio, deviation_per_inhabitant AS each, deviation, why_no_deviation FROM net_cost_deviation ORDER BY 1;
SELECT d.fiscal_year, round(d.deviation_ratio, 4) = per_cent.value AS per_cent_holds, round(d.deviation / 1000000, 2) = kronor.value AS kronor_hold
FROM net_cost_deviation d
JOIN key_figure_trend per_cent ON per_cent.key_figure_code = 'N30001' AND per_cent.fiscal_year = d.fiscal_year
JOIN key_figure_trend kronor ON kronor.key_figure_code = 'N30026' AND kronor.fiscal_year = d.fiscal_year ORDER BY 1;

-- What is not known, is 0 or below, or is in another unit; a revision, and preliminary.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, status, published_on) VALUES
    ('N30005', 'year', '2010-01-01', 5000, 'ok', '2023-01-01'),
    ('N30005', 'year', '2011-01-01', NULL, 'secret', '2023-01-01'), ('N30007', 'year', '2011-01-01', 4800, 'ok', '2023-01-01'),
    ('N30007', 'year', '2012-01-01', 4800, 'ok', '2023-01-01'),
    ('N30005', 'year', '2013-01-01', 5000, 'ok', '2023-01-01'), ('N30007', 'year', '2013-01-01', NULL, 'missing', '2023-01-01'),
    ('N30005', 'year', '2014-01-01', 5000, 'ok', '2023-01-01'), ('N30007', 'year', '2014-01-01', 0, 'ok', '2023-01-01'),
    ('N30005', 'year', '2015-01-01', -100, 'ok', '2023-01-01'), ('N30007', 'year', '2015-01-01', 400, 'ok', '2023-01-01'),
    ('N30005', 'year', '2016-01-01', 5000, 'ok', '2023-01-01'), ('N30007', 'year', '2016-01-01', 4000, 'ok', '2023-01-01'), ('N30007', 'year', '2016-01-01', 5000, 'preliminary', '2023-02-01'),
    ('N30005', 'year', '2017-01-01', 9e17, 'ok', '2023-01-01'), ('N30007', 'year', '2017-01-01', 1e-9, 'ok', '2023-01-01');
INSERT INTO population (year, sex, age, persons) VALUES (2014, 'men', 1, 10), (2015, 'men', 1, 10), (2017, 'men', 1, 1000), (2014, 'women', 1, 0), (2015, 'women', 1, 0), (2017, 'women', 1, 0);
SELECT fiscal_year, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation_ratio AS ratio, deviation_per_inhabitant AS each, deviation, is_preliminary AS preliminary, why_no_deviation FROM net_cost_deviation WHERE fiscal_year < 2022 ORDER BY 1;
-- A year of which only one sex has been loaded is not known: half of them would make the cost of each twice as high.
BEGIN;
DELETE FROM population WHERE year = 2023 AND sex = 'men';
SELECT fiscal_year, inhabitants, net_cost, deviation, why_no_deviation FROM net_cost_deviation WHERE fiscal_year = 2023;
ROLLBACK;
-- In kronor and not for each inhabitant: it is divided. In thousands: nobody guesses. Of a code that is nobody's: that is said.
INSERT INTO key_figure (code, name, unit_of_measure, reference_for) VALUES ('net', 'Net cost', 'kr', NULL), ('thousands', 'Net cost', 'tkr', NULL), ('r1', 'Reference', 'kr/inv', 'net'), ('r2', 'Reference', 'kr/inv', 'thousands'), ('r3', 'Reference', 'kr/inv', 'nobody');
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) SELECT code, 'year', start, CASE code WHEN 'net' THEN 750000 WHEN 'thousands' THEN 750 ELSE 4800 END, '2023-06-01' FROM key_figure, unnest('{2021-01-01,2022-01-01}'::date[]) AS start WHERE source IS NULL;
SELECT fiscal_year, key_figure_code, reference_code, net_cost, net_cost_per_inhabitant AS net, deviation_ratio, deviation, why_no_deviation FROM net_cost_deviation WHERE reference_code IN ('r1', 'r2', 'r3') ORDER BY 3, 1;

-- A reference cost that is not for each inhabitant is held against nothing: 50000 kronor more would be that times all inhabitants.
BEGIN;
UPDATE key_figure SET unit_of_measure = 'kr' WHERE code = 'r1';
SELECT fiscal_year, net_cost, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation, why_no_deviation FROM net_cost_deviation WHERE reference_code = 'r1' ORDER BY 1;
ROLLBACK;
-- What is booked here, in fiscal years that begin in July: 750000 kronor of the year from July 2021. The reference cost of the calendar year 2022 is of other months: nothing is said until there is one of the same, and people are then
-- those of the end of 2021. Where both are of the calendar year, they are held against each other with the people of its end.
SET client_min_messages = warning;
BEGIN;
UPDATE organisation SET fiscal_year_start = 7;
INSERT INTO population (year, sex, age, persons) VALUES (2021, 'men', 40, 100), (2021, 'women', 40, 0);
UPDATE key_figure SET reference_for = 'mart.net_cost' WHERE code = 'r1';
INSERT INTO unit (code, name) VALUES ('board', 'Board');
INSERT INTO budget_head (code, name) VALUES ('all', 'All');
INSERT INTO scenario (code, kind, fiscal_year, as_of) VALUES ('o', 'outcome', 2022, '2022-06-30');
INSERT INTO ledger (scenario, unit, head, month, amount) SELECT 'o', 'board', 'all', month::date, 62500 FROM generate_series(timestamp '2021-07-01', '2022-06-01', '1 month') AS month;
CALL refresh_social_mart('cost_mart');
SELECT fiscal_year, period_start, net_cost, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation, why_no_deviation FROM net_cost_deviation WHERE reference_code = 'r1' ORDER BY 1;
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('r1', 'year', '2021-07-01', 4700, '2023-06-01');
SELECT fiscal_year, period_start, key_figure_code, key_figure, net_cost, inhabitants, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation, support_per_household, cost_per_placement_day FROM net_cost_deviation WHERE reference_code = 'r1' AND fiscal_year = 2022;
SELECT fiscal_year, period_start, inhabitants, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation_ratio, why_no_deviation FROM net_cost_deviation WHERE reference_code = 'N30007' AND fiscal_year >= 2022 ORDER BY 1;
-- Two of each in a fiscal year: the fiscal year's own count, together, and a net cost of those months alone does not displace the two that belong together.
INSERT INTO key_figure_value (key_figure, period_kind, period_start, value, published_on) VALUES ('N30005', 'year', '2021-07-01', 9999, '2023-06-01'), ('N30005', 'year', '2022-07-01', 3000, '2023-06-01'), ('N30007', 'year', '2022-07-01', 2000, '2023-06-01');
SELECT fiscal_year, period_start, inhabitants, net_cost_per_inhabitant AS net, reference_cost_per_inhabitant AS reference, deviation_ratio, why_no_deviation FROM net_cost_deviation WHERE reference_code = 'N30007' AND fiscal_year >= 2022 ORDER BY 1;
ROLLBACK;
RESET client_min_messages;

-- Beside peers: 5000 kronor are 20 days for each inhabitant at 250, against 3000 of 10 days at 300. By hand: 10 days more at 300, and 50 less for each of 20.
INSERT INTO key_figure (code, name, unit_of_measure) VALUES ('days', 'Placement days', 'days/1000 inv'), ('persons', 'Persons', 'persons');
UPDATE key_figure SET volume = CASE code WHEN 'N30005' THEN 'days' ELSE 'persons' END WHERE code IN ('N30005', 'net');
INSERT INTO organisation (organisation, name) VALUES ('01', 'Peer'), ('02', 'Without volume'), ('03', 'With none'), ('04', 'Secret');
INSERT INTO peer_group (code, name) VALUES ('p', 'P');
INSERT INTO peer_group_member (peer_group, member, from_day) SELECT 'p', organisation, '2022-01-01' FROM organisation WHERE organisation <> '1281';
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, status, published_on) VALUES
    ('1281', 'days', 'year', '2022-01-01', 20000, 'ok', '2023-06-01'), ('01', 'N30005', 'year', '2022-01-01', 3000, 'ok', '2023-06-01'), ('01', 'days', 'year', '2022-01-01', 10000, 'ok', '2023-06-01'),
    ('02', 'N30005', 'year', '2022-01-01', 3000, 'ok', '2023-06-01'), ('03', 'N30005', 'year', '2022-01-01', 3000, 'ok', '2023-06-01'), ('03', 'days', 'year', '2022-01-01', 0, 'ok', '2023-06-01'), ('04', 'N30005', 'year', '2022-01-01', NULL, 'secret', '2023-06-01'),
    ('1281', 'days', 'year', '2023-01-01', 20000, 'ok', '2023-06-01'), ('01', 'N30005', 'year', '2021-01-01', 3000, 'ok', '2023-06-01'),
    ('1281', 'persons', 'year', '2022-01-01', 30, 'ok', '2023-06-01'), ('01', 'net', 'year', '2022-01-01', 100000, 'ok', '2023-06-01'), ('01', 'persons', 'year', '2022-01-01', 7, 'ok', '2023-06-01');
INSERT INTO population (organisation, year, sex, age, persons) VALUES ('01', 2022, 'men', 40, 33), ('01', 2022, 'women', 40, 0);
SELECT key_figure_code, period_start, peer_code, cost_per_inhabitant AS own, peer_cost_per_inhabitant AS peer, difference, volume_effect, price_effect, volume_per_inhabitant AS days, peer_volume_per_inhabitant AS peer_days, cost_per_volume AS price, peer_cost_per_volume AS peer_price, why_no_effects
FROM cost_comparison ORDER BY 1, 2, 3;
-- The same costs for each thousand inhabitants have the same effects.
BEGIN;
UPDATE key_figure SET unit_of_measure = 'kr/1000 inv' WHERE code = 'N30005';
UPDATE key_figure_value SET value = value * 1000 WHERE key_figure = 'N30005' AND period_start = '2022-01-01';
SELECT cost_per_inhabitant AS own, peer_cost_per_inhabitant AS peer, volume_effect, price_effect, cost_per_volume AS price FROM cost_comparison WHERE key_figure_code = 'N30005' AND fiscal_year = 2022 AND peer_code = '01';
ROLLBACK;
-- What the two effects are as differences, by themselves; and a cost that others bear alone (volume).
SELECT bool_and(volume_effect + price_effect = difference) AS adds_up, bool_and(abs(volume_effect - (volume_per_inhabitant - peer_volume_per_inhabitant) * peer_cost_per_volume) < 0.01) AS is_volume,
       bool_and(abs(price_effect - volume_per_inhabitant * (cost_per_volume - peer_cost_per_volume)) < 0.01) AS is_price FROM cost_comparison WHERE why_no_effects IS NULL;
-- The days are so many for each thousand inhabitants: 20 of each of 150 are 3000, at 250 as above.
SELECT organisation, fiscal_year, volume_code, volume, cost_per_volume FROM net_cost_deviation WHERE reference_code IN ('N30007', 'r1') AND volume_code IS NOT NULL ORDER BY 1, 3, 2;
-- Figures so large or small that nothing can be said of them break no view.
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on) VALUES
    ('1281', 'N30005', 'year', '2024-01-01', 9e17, '2025-06-01'), ('01', 'N30005', 'year', '2024-01-01', -9e17, '2025-06-01'), ('1281', 'days', 'year', '2024-01-01', 9e17, '2025-06-01'), ('01', 'days', 'year', '2024-01-01', 1e-9, '2025-06-01');
SELECT net_cost, volume, cost_per_volume FROM net_cost_deviation WHERE fiscal_year IN (2017, 2024) ORDER BY organisation, fiscal_year;
SELECT difference, volume_effect, price_effect, cost_per_volume, peer_cost_per_volume, why_no_effects FROM cost_comparison WHERE fiscal_year = 2024;
INSERT INTO key_figure (code, name, unit_of_measure, reference_for) VALUES ('x', 'X', 'kr/inv', 'x');
INSERT INTO key_figure (code, name, unit_of_measure, volume) VALUES ('x', 'X', 'kr/inv', 'x');
INSERT INTO key_figure (code, name, unit_of_measure, volume) VALUES ('x', 'X', 'kr/inv', 'nothing');
SET client_min_messages = warning;
DROP SCHEMA cost_mart CASCADE;
