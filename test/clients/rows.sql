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
INSERT INTO population (year, sex, age, persons) SELECT 2023, s, a, 700 FROM unnest('{women,men}'::text[]) AS s, generate_series(0, 80) AS a;
INSERT INTO indicator_value (fiscal_year, indicator, breakdown, outcome) SELECT 2023, code, 'women', 1234567.890123 FROM indicator WHERE measure = 'count' LIMIT 1;
INSERT INTO translation (language, table_name, code, name) VALUES ('sv', 'budget_head', 'income-support', 'Försörjningsstöd');
