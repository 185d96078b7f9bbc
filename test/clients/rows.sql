-- Rows for views that no example has any of: made up, so that what drivers make of their columns shows.
SET search_path = synthetic;
-- household_check has rows where payments meet reported figures.
INSERT INTO household_month (unit, month, households, payments)
SELECT unit_code, month, households + 1, payments FROM household_cost ORDER BY month, unit_code LIMIT 1;
INSERT INTO key_figure (code, name, unit_of_measure, decimals, direction, aggregation) VALUES ('homes', 'Homes that are looked for', 'persons', 1, 'at_most', 'sum');
INSERT INTO organisation (organisation, name) SELECT 'peer' || i, 'Peer ' || i FROM generate_series(1, 5) AS i;
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, n, published_on)
SELECT o.organisation, 'homes', 'year', make_date(y, 1, 1), y - 1900 + length(o.name) + 0.123456, 100, '2024-02-01'
FROM organisation o, generate_series(2021, 2023) AS y;
INSERT INTO peer_group (code, name, basis) VALUES ('five', 'Five others', 'Made up');
INSERT INTO peer_group_member (peer_group, member, from_day) SELECT 'five', 'peer' || i, '2020-01-01' FROM generate_series(1, 5) AS i;
-- Net cost, reference cost and what it is paid for.
INSERT INTO key_figure (code, name, unit_of_measure, reference_for, volume) VALUES ('days', 'Placement days', 'days/1000 inv', NULL, NULL), ('net', 'Net cost', 'kr/inv', NULL, 'days'), ('reference', 'Reference cost', 'kr/inv', 'net', NULL);
INSERT INTO key_figure_value (organisation, key_figure, period_kind, period_start, value, published_on)
SELECT o.organisation, f.code, 'year', '2023-01-01', f.value + length(o.name) * 7, '2024-06-01' FROM organisation o, (VALUES ('days', 700), ('net', 5000), ('reference', 4800)) AS f(code, value);
INSERT INTO population (year, sex, age, persons) SELECT 2023, s, a, 700 FROM unnest('{women,men}'::text[]) AS s, generate_series(0, 80) AS a;
INSERT INTO indicator_value (fiscal_year, indicator, breakdown, outcome) SELECT 2023, code, 'women', 1234567.890123 FROM indicator WHERE measure = 'count' LIMIT 1;
UPDATE register_item SET likelihood = 2 WHERE code = 'flood';
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, gap, until_year) VALUES (2023, 'temporary', 'For a year', 100.50, NULL, 2023), (2023, 'index', 'Rents', 20.25, 5.75, NULL);
