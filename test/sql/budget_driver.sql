-- budget_driver: what moves a year's budget, what ends, and where prices rise by more than is granted

\pset null NULL
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
CALL create_social_mart('driver_mart', organisation => '00', organisation_name => 'Own');
RESET client_min_messages;
SET search_path = driver_mart, public;
SELECT (SELECT count(*) FROM budget_by_driver) AS drivers, (SELECT count(*) FROM temporary_budget) AS temporary, (SELECT count(*) FROM under_compensation) AS gaps, (SELECT count(*) FROM budget_bridge) AS steps;
INSERT INTO unit (code, name) VALUES ('u', 'Unit'), ('v', 'Other unit');
INSERT INTO budget_head (code, name) VALUES ('h', 'Head'), ('i', 'Other head');
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2023, 'u', 10000), (2024, 'u', 12600.10), (2025, 'u', 12000);

-- Worked out by hand: 10 at 100 become 12 at 110, with 2.5 % granted of 4 % that are met, less 1 %.
-- 1 000; 1 200; 1 320; 1 353; 1 339.47. The gap is 1.5 % of 1 320.
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, volume_before, volume, price_before, price, index_granted, index_met, efficiency)
VALUES (2024, 'u', 'h', 'calculated', 'Placements', 10, 12, 100, 110, 0.025, 0.04, 0.01);
SELECT driver, amount, basis, is_step FROM budget_by_driver ORDER BY array_position('{volume,price,index,efficiency}', driver);
SELECT base, index_granted, index_met, granted, met, gap, basis FROM under_compensation;
-- Only what is said is a driver; the same volume is one of no effect.
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, volume_before, volume, price_before, price, index_granted, index_met) VALUES
    (2024, 'u', 'i', 'calculated', 'The same volume', 3, 3, 7, NULL, NULL, NULL), (2024, 'v', 'i', 'calculated', 'Nothing', 3, NULL, 7, NULL, NULL, NULL), (2024, NULL, NULL, 'calculated', 'From nothing', 0, 5, 0.333, 1.0 / 3, 0.01, -0.02);
SELECT cause, driver, amount FROM budget_by_driver WHERE cause <> 'Placements' ORDER BY cause, amount;
SELECT cause, granted, met, gap FROM under_compensation WHERE cause = 'From nothing';

-- A stated change and its parts, which leave 4; one without parts; steps of their own; a part of what is nowhere stated.
INSERT INTO budget_change (fiscal_year, unit, head, cause, amount, temporary) VALUES (2024, NULL, NULL, 'Prices', 60, false), (2024, 'u', NULL, 'Prices', 40, false), (2024, 'u', 'h', 'Project', 30, true), (2024, NULL, 'i', 'Reform', 500, false);
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, part_of, amount, until_year, gap) VALUES
    (2024, 'u', NULL, 'index',      'Wages',           'Prices', 70,   NULL, NULL),
    (2024, 'v', NULL, 'index',      'Rents',           'Prices', 26,   NULL, 15),
    (2024, NULL, 'h', 'price',      'Bought care',     'Prices', NULL, NULL, 24),
    (2024, NULL, 'i', 'need',       'Posts',           'Reform', 500,  NULL, NULL),
    (2024, 'u', 'h',  'temporary',  'Youth',           NULL,     80,   2024, NULL),
    (2024, 'u', 'i',  'temporary',  'Nobody knows',    NULL,     5,    NULL, NULL),
    (2023, 'u', 'h',  'temporary',  'Two years',       NULL,     12,   2024, NULL),
    (2024, 'u', 'h',  'temporary',  'Two years',       NULL,     3,    2024, NULL),
    (2024, 'u', 'h',  'moved',      'To another',      NULL,     -9,   NULL, NULL),
    (2024, 'v', 'h',  'moved',      'To another',      NULL,     9,    NULL, NULL),
    (2024, 'v', NULL, 'efficiency', 'One per cent',    'Nowhere', -11, NULL, NULL);
SELECT driver, unit_code, head_code, cause, part_of, amount, basis, is_step FROM budget_by_driver WHERE fiscal_year = 2024 AND basis <> 'calculated' ORDER BY basis, position, cause;
SELECT step, cause, amount, running_total, temporary, kind FROM budget_bridge WHERE fiscal_year = 2024 ORDER BY step;
-- What is computed of a driver is named in the board's language.
BEGIN;
UPDATE organisation SET language = 'sv';
SELECT cause FROM budget_bridge WHERE cause ~ ': ' ORDER BY fiscal_year, step;
ROLLBACK;
-- What next year's budget loses.
SELECT fiscal_year, unit_code, head_code, cause, amount, until_year, lost_in, is_over, basis FROM temporary_budget ORDER BY cause, fiscal_year;
-- A part that says only what is lacking says nothing of the money that goes.
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, part_of, gap, position) VALUES (2024, 'u', 'h', 'temporary', 'Dearer', 'Project', 7, 100);
SELECT cause, amount, basis FROM temporary_budget WHERE cause IN ('Project', 'Dearer');
DELETE FROM budget_driver WHERE cause = 'Dearer';
-- A change that is temporary is so wholly: of 30, of which 12 end in a year that is said and 5 are volume, 18 are temporary without one. All that is
-- temporary adds up to it, and so do all of its parts.
BEGIN;
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, part_of, amount, until_year) VALUES (2024, 'u', 'h', 'temporary', 'First half', 'Project', 12, 2026), (2024, 'u', 'h', 'volume', 'Places', 'Project', 5, NULL);
SELECT unit_code, cause, amount, until_year, lost_in, basis FROM temporary_budget WHERE cause IN ('First half', 'Project') ORDER BY basis;
SELECT driver, cause, amount, basis FROM budget_by_driver WHERE fiscal_year = 2024 AND part_of = 'Project' ORDER BY amount DESC;
UPDATE budget_driver SET amount = 30 WHERE cause = 'First half';
SELECT cause, amount, basis FROM temporary_budget WHERE cause IN ('First half', 'Project');
ROLLBACK;
SELECT step, cause, amount, temporary, kind FROM budget_bridge WHERE fiscal_year = 2025 ORDER BY step;
SELECT lost_in, sum(amount) AS lost, (SELECT - sum(d.amount) FROM budget_by_driver d WHERE d.fiscal_year = t.lost_in AND d.driver = 'ending') AS as_drivers FROM temporary_budget t WHERE lost_in IS NOT NULL GROUP BY lost_in;
-- A year that says itself how it ends is believed.
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, amount) VALUES (2025, 'u', 'h', 'ending', 'Youth', -50);
SELECT cause, amount, basis FROM budget_by_driver WHERE fiscal_year = 2025 ORDER BY cause;
-- But not one that says only what its end leaves lacking: the money is gone all the same.
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, gap) VALUES (2025, 'u', 'h', 'ending', 'Two years', 4);
SELECT driver, amount, basis FROM budget_by_driver WHERE fiscal_year = 2025 AND cause = 'Two years';
DELETE FROM budget_driver WHERE fiscal_year = 2025 AND cause = 'Two years';
SELECT cause, driver, granted, met, gap, basis FROM under_compensation WHERE basis = 'stated' ORDER BY cause;

-- What is refused.
INSERT INTO budget_driver (fiscal_year, driver, cause, amount) VALUES (2024, 'luck', 'Unknown', 1);
INSERT INTO budget_driver (fiscal_year, driver, cause) VALUES (2024, 'index', 'Nothing said');
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, volume_before, price_before) VALUES (2024, 'calculated', 'Both', 1, 2, 3);
INSERT INTO budget_driver (fiscal_year, driver, cause, volume_before) VALUES (2024, 'calculated', 'No price', 2);
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, volume) VALUES (2024, 'volume', 'A stated amount and a volume', 2, 3);
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, until_year) VALUES (2024, 'temporary', 'Ends before it begins', 2, 2023);
INSERT INTO budget_driver (fiscal_year, driver, cause, amount, until_year) VALUES (2024, 'index', 'Not temporary', 2, 2024);
INSERT INTO budget_driver (fiscal_year, driver, cause, amount) VALUES (2024, 'index', 'Not a number', 'NaN');
INSERT INTO budget_driver (fiscal_year, driver, cause, volume_before, price_before, index_met) VALUES (2024, 'calculated', 'Per cent', 1, 1, 2.5);
INSERT INTO budget_driver (fiscal_year, driver, cause, volume_before, price_before, efficiency) VALUES (2024, 'calculated', 'Not a number', 1, 1, 'NaN');
INSERT INTO budget_driver (fiscal_year, driver, cause, volume_before, price_before) VALUES (2024, 'calculated', 'Too much', 1e9, 1e9), (2024, 'calculated', 'Infinite', 'Infinity', 1);
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, amount) VALUES (2024, NULL, NULL, 'index', 'Twice', 1), (2024, NULL, NULL, 'index', 'Twice', 2);
INSERT INTO budget_driver (fiscal_year, unit, driver, cause, amount) VALUES (2024, 'w', 'index', 'No such unit', 1);

-- Identities, on 2 000 rows made by a rule: the effects of each add up to its last less its first amount, all of a year to the changes of the bridge, and parts to what is stated.
INSERT INTO appropriation (fiscal_year, unit, amount) SELECT y, 'u', 1000000 + (y * 7919) % 99991 FROM generate_series(2029, 2050) AS y;
INSERT INTO budget_driver (fiscal_year, unit, head, driver, cause, volume_before, volume, price_before, price, index_granted, index_met, efficiency)
SELECT 2030 + i % 20, CASE i % 3 WHEN 0 THEN 'u' WHEN 1 THEN 'v' END, CASE WHEN i % 2 = 0 THEN 'h' END, 'calculated', 'Rule ' || i, (i * 37 % 91) / 7.0, CASE WHEN i % 5 > 0 THEN (i * 53 % 97) / 3.0 END, (i * 71 % 1009) / 13.0,
       CASE WHEN i % 4 > 0 THEN (i * 67 % 1013) / 11.0 END, CASE WHEN i % 6 > 0 THEN (i % 17) / 300.0 END, CASE WHEN i % 7 > 0 THEN (i % 19) / 290.0 END, CASE WHEN i % 3 > 0 THEN (i % 5) / 99.0 END
FROM generate_series(1, 2000) AS i;
INSERT INTO budget_change (fiscal_year, cause, amount) SELECT y, 'Stated', y * 3 FROM generate_series(2030, 2049) AS y;
UPDATE budget_driver SET part_of = 'Stated' WHERE cause LIKE 'Rule %7';
INSERT INTO budget_driver (fiscal_year, unit, driver, cause, amount, until_year) SELECT y, 'u', 'temporary', 'For ' || n, n * 1.01, y + n FROM generate_series(2030, 2049) AS y, generate_series(0, 3) AS n;
SELECT count(*) AS rows, count(*) FILTER (WHERE abs(effects.amount - round(coalesce(d.volume, d.volume_before) * coalesce(d.price, d.price_before) * (1 + coalesce(d.index_granted, 0)) * (1 - coalesce(d.efficiency, 0)), 2)
                                                     + round(d.volume_before * d.price_before, 2)) > 0) AS wrong
FROM budget_driver d CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM budget_by_driver e WHERE e.cause = d.cause AND e.fiscal_year = d.fiscal_year) effects
WHERE d.fiscal_year BETWEEN 2030 AND 2032 AND d.driver = 'calculated';
SELECT count(*) AS years, count(*) FILTER (WHERE d.amount <> b.changes) AS wrong, count(*) FILTER (WHERE b.changes + b.unexplained <> b.grown) AS bridge_wrong
FROM (SELECT fiscal_year, sum(amount) AS amount FROM budget_by_driver GROUP BY fiscal_year) d
JOIN (SELECT fiscal_year, coalesce(sum(amount) FILTER (WHERE kind = 'change'), 0) AS changes, sum(amount) FILTER (WHERE kind = 'unexplained') AS unexplained,
             sum(amount) FILTER (WHERE kind <> 'opening') AS grown FROM budget_bridge GROUP BY fiscal_year) b USING (fiscal_year);
SELECT count(*) AS changes, count(*) FILTER (WHERE c.amount <> p.amount) AS wrong
FROM (SELECT fiscal_year, cause, sum(amount) AS amount FROM budget_change GROUP BY 1, 2) c JOIN (SELECT fiscal_year, part_of, sum(amount) AS amount FROM budget_by_driver WHERE part_of IS NOT NULL GROUP BY 1, 2) p ON p.fiscal_year = c.fiscal_year AND p.part_of = c.cause;
-- What is given for a time goes again: over all years nothing is left of it.
SELECT sum(amount) AS left FROM budget_by_driver WHERE cause LIKE 'For %';
SELECT count(*) AS gaps, count(*) FILTER (WHERE gap <> met - granted) AS wrong FROM under_compensation WHERE granted IS NOT NULL;

-- What is a part of a stated change stays one when the board's language gives that another name, there and back: else it counted twice.
INSERT INTO translation (language, table_name, column_name, code, name) VALUES ('sv', 'budget_change', 'cause', 'Stated', 'Angivet');
CREATE TEMPORARY TABLE in_english AS SELECT fiscal_year, kind, sum(amount) AS amount, count(*) AS steps FROM budget_bridge GROUP BY 1, 2;
UPDATE organisation SET language = 'sv';
SELECT count(*) AS kinds, count(*) FILTER (WHERE (b.amount, b.steps) IS DISTINCT FROM (e.amount, e.steps)) AS wrong FROM in_english e
LEFT JOIN (SELECT fiscal_year, kind, sum(amount) AS amount, count(*) AS steps FROM budget_bridge GROUP BY 1, 2) b USING (fiscal_year, kind);
SELECT part_of, count(*) FROM budget_driver WHERE part_of IN ('Stated', 'Angivet') GROUP BY 1;
UPDATE organisation SET language = 'en';
SELECT part_of, count(*) FROM budget_driver WHERE part_of IN ('Stated', 'Angivet') GROUP BY 1;

SET client_min_messages = warning;
DROP SCHEMA driver_mart CASCADE;
DROP EXTENSION social_services;
