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
INSERT INTO register_kind (code, name, amount_is) VALUES ('risk', 'Risks', 'damage if it happens'), ('decision', 'Decisions', NULL);
INSERT INTO register_level (kind, level, likelihood, consequence) VALUES ('risk', 1, 'Unlikely', 'Small'), ('risk', 2, 'Probable', 'Severe');
INSERT INTO register_item (code, kind, title, owner, unit, from_day, to_day, review_by, likelihood, consequence, amount, measure, sample, deviations, source)
SELECT 'r', 'risk', 'Phones fail', 'Head', (SELECT min(code) FROM unit), '2023-01-01', '2033-12-31', '2023-06-30', 1, 2, 1234567.89, 'Radios', 30, 1, 'Made up';
INSERT INTO register_item (code, kind, title, about, decided_on, decided_by, meeting_item, report_as_of, report_version) VALUES ('d', 'decision', 'Radios are bought', 'r', '2023-05-17', 'Board', '4', '2023-04-30', 1);
UPDATE register_item SET likelihood = 2 WHERE code = 'r';
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, gap, until_year) VALUES (2023, 'temporary', 'For a year', 100.50, NULL, 2023), (2023, 'index', 'Rents', 20.25, 5.75, NULL);
