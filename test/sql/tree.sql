-- tree: units and heads that move, who stands below whom in which year, and budgets that meet bookings at every height

\i test/sql/include/setup.sql
SET statement_timeout = '2min';

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', organisation_name => 'Lunds kommun');
SET search_path = lund, public;


--
-- Trees by year
--

INSERT INTO unit (code, name, parent) VALUES
    ('board', 'Board', NULL), ('adults', 'Adults', 'board'), ('children', 'Children', 'board'), ('school', 'School', 'children'), ('office', 'Office', NULL);
INSERT INTO budget_head (code, name, parent) VALUES ('support', 'Support', NULL), ('grant', 'Grants', 'support'), ('staff', 'Staff', NULL);
-- Every kind of figures makes a year: scenarios, appropriations, payments, reported households.
INSERT INTO scenario (code, kind, fiscal_year) VALUES ('b21', 'budget', 2021);
INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2022, 'board', 1);
INSERT INTO support_payment (unit, household, month, amount) VALUES ('school', 1, '2023-02-01', 1);
INSERT INTO household_month (unit, month, households) VALUES ('adults', '2024-02-01', 1);
SELECT fiscal_year, count(*), sum(distance) FROM unit_tree GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT fiscal_year, string_agg(ancestor_code || '>' || code, ' ' ORDER BY ancestor_code, code) FROM head_tree WHERE distance > 0 GROUP BY fiscal_year ORDER BY fiscal_year;

-- School moves to adults, and back; the office below the board.
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'adults', 2022), ('school', 'children', 2024), ('office', 'board', 2023);
INSERT INTO head_move (head, parent, from_year) VALUES ('grant', NULL, 2022), ('staff', 'support', 2024);
SELECT fiscal_year, string_agg(ancestor_code || '>' || code || ' ' || distance, ', ' ORDER BY ancestor_code, code) FROM unit_tree WHERE distance > 0 GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT fiscal_year, string_agg(ancestor_code || '>' || code || ' ' || distance, ', ' ORDER BY ancestor_code, code) FROM head_tree WHERE distance > 0 GROUP BY fiscal_year ORDER BY fiscal_year;
SELECT count(*) FROM unit u CROSS JOIN (SELECT DISTINCT fiscal_year FROM unit_tree) y
WHERE NOT EXISTS (SELECT FROM unit_tree t WHERE t.fiscal_year = y.fiscal_year AND t.code = u.code AND t.ancestor_code = u.code AND t.distance = 0);

-- Refused with what to do: codes that are not there, below itself, twice from one year, years that are none.
INSERT INTO unit_move (unit, parent, from_year) VALUES ('nobody', 'board', 2024);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'nobody', 2025);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'school', 2025);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'board', 2022);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'board', 20);
INSERT INTO head_move (head, parent, from_year) VALUES ('nothing', 'support', 2024);
INSERT INTO head_move (head, parent, from_year) VALUES ('grant', 'grant', 2024);
INSERT INTO head_move (head, parent, from_year) VALUES ('grant', 'support', 2022);
DELETE FROM unit WHERE code = 'office';

-- Circles, in whichever year they would arise and whichever table is written. A circle of three, ...
INSERT INTO unit_move (unit, parent, from_year) VALUES ('board', 'school', 2024);
-- ... which stands in one year only, ...
INSERT INTO unit_move (unit, parent, from_year) VALUES ('adults', 'school', 2023);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('adults', 'school', 2023), ('school', 'board', 2023);
-- ... or comes with a later move of another, or when one is taken back or put off.
UPDATE unit_move SET parent = 'adults' WHERE unit = 'school' AND from_year = 2024;
DELETE FROM unit_move WHERE unit = 'school' AND from_year = 2023;
UPDATE unit_move SET from_year = 2025 WHERE unit = 'school' AND from_year = 2023;
-- The unit's own parent, before its first move: the board below the office is a circle once the office has moved there.
UPDATE unit SET parent = 'office' WHERE code = 'board';
UPDATE unit SET parent = 'school' WHERE code = 'board';
UPDATE unit SET parent = 'adults' WHERE code = 'school';
UPDATE unit SET parent = 'children' WHERE code = 'school';
INSERT INTO head_move (head, parent, from_year) VALUES ('support', 'staff', 2023);
INSERT INTO head_move (head, parent, from_year) VALUES ('support', 'staff', 2025), ('staff', NULL, 2025);
UPDATE budget_head SET parent = 'staff' WHERE code = 'support';
-- Two at once, in the other order of codes, and nobody moved: as good as nothing.
UPDATE unit_move SET parent = parent;
INSERT INTO unit_move (unit, parent, from_year) VALUES ('school', 'adults', 2022) ON CONFLICT (organisation, unit, from_year) DO UPDATE SET parent = EXCLUDED.parent;
INSERT INTO unit_move (unit, parent, from_year) VALUES ('children', 'office', 2030), ('office', 'children', 2030);
SELECT unit, parent, from_year FROM unit_move ORDER BY unit, from_year;
SELECT fiscal_year, string_agg(ancestor_code || '>' || code || ' ' || distance, ', ' ORDER BY ancestor_code, code) FROM unit_tree WHERE distance > 0 GROUP BY fiscal_year ORDER BY fiscal_year;

-- Who may write moves needs nothing else, and makes no trigger of the check.
GRANT USAGE ON SCHEMA lund TO regress_mart_stranger;
GRANT INSERT, SELECT, DELETE ON unit_move TO regress_mart_stranger;
SET SESSION AUTHORIZATION regress_mart_stranger;
INSERT INTO unit_move (unit, parent, from_year) VALUES ('office', 'adults', 2040);
INSERT INTO unit_move (unit, parent, from_year) VALUES ('board', 'office', 2040);
DELETE FROM unit_move WHERE from_year = 2040;
SET SESSION AUTHORIZATION regress_mart_owner;
REVOKE ALL ON unit_move FROM regress_mart_stranger;

-- What is kept rests on them.
CALL refresh_social_mart('lund');
SELECT count(*) FROM stale_summary WHERE about = 'ledger';
UPDATE unit_move SET from_year = 2041 WHERE unit = 'office';
SELECT count(*) > 0 AS is_stale FROM stale_summary WHERE about = 'ledger';
CALL refresh_social_mart('lund');
TRUNCATE head_move;
SELECT count(*) > 0 AS is_stale FROM stale_summary WHERE about = 'ledger';
TRUNCATE unit_move;


--
-- A budget above its bookings, and below them, in either tree and in both
--

INSERT INTO organisation VALUES ('meet', 'Meeting places');
INSERT INTO unit (organisation, code, name, parent) VALUES ('meet', 'board', 'Board', NULL), ('meet', 'north', 'North', 'board'), ('meet', 'south', 'South', 'board'), ('meet', 'school', 'School', 'north');
INSERT INTO budget_head (organisation, code, name, parent, pool) VALUES
    ('meet', 'support', 'Support', NULL, 'p'), ('meet', 'grant', 'Grants', 'support', 'p'), ('meet', 'one-off', 'One-off grants', 'grant', NULL), ('meet', 'housing', 'Housing', NULL, 'p');
-- One case a year, with a forecast and an outcome of the same amounts.
CREATE TABLE mart_case (fiscal_year integer, side text, unit text, head text, amount numeric);
INSERT INTO mart_case VALUES
    -- 2001: case 6, above in both.
    (2001, 'budget', 'board', 'support', 5400000), (2001, 'stated', 'north', 'grant', 5220000),
    -- 2002: below in both.
    (2002, 'budget', 'north', 'grant', 100), (2002, 'stated', 'board', 'support', 130),
    -- 2003: above in one, below in the other: they meet nowhere.
    (2003, 'budget', 'board', 'grant', 100), (2003, 'stated', 'north', 'support', 60),
    -- 2004: ... unless something lies below both.
    (2004, 'budget', 'board', 'grant', 100), (2004, 'stated', 'north', 'support', 60), (2004, 'stated', 'north', 'grant', 30),
    -- 2005: budgets of their own; the one above joins what is below it.
    (2005, 'budget', 'north', 'grant', 100), (2005, 'stated', 'north', 'grant', 130), (2005, 'budget', 'south', 'grant', 100), (2005, 'stated', 'south', 'grant', 80),
    (2006, 'budget', 'north', 'grant', 100), (2006, 'stated', 'north', 'grant', 130), (2006, 'budget', 'south', 'grant', 100), (2006, 'stated', 'south', 'grant', 80),
    (2006, 'budget', 'board', 'support', 10),
    -- 2007: one unit is not there yet.
    (2007, 'budget', 'north', 'grant', 100), (2007, 'stated', 'north', 'grant', 130), (2007, 'budget', 'south', 'grant', 100),
    -- 2008: budget of nothing, and bookings without one.
    (2008, 'budget', 'north', 'grant', 0), (2008, 'stated', 'south', 'grant', 80), (2008, 'budget', 'board', 'housing', 5),
    -- 2009: no budget; 2010: nothing but a budget; 2011: net revenue.
    (2009, 'stated', 'north', 'grant', 80), (2009, 'stated', 'board', 'support', 20),
    (2010, 'budget', 'board', 'support', 100),
    (2011, 'budget', 'board', 'support', -100), (2011, 'stated', 'north', 'one-off', -120);
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of)
SELECT DISTINCT 'meet', k.code || fiscal_year, k.kind, fiscal_year, CASE k.kind WHEN 'forecast' THEN make_date(fiscal_year, 4, 30) END
FROM mart_case JOIN (VALUES ('budget', 'b', 'budget'), ('stated', 'f', 'forecast'), ('stated', 'o', 'outcome')) AS k(side, code, kind) USING (side);
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT 'meet', s.code, c.unit, c.head, c.amount FROM mart_case c
JOIN scenario s ON s.organisation = 'meet' AND s.fiscal_year = c.fiscal_year AND (c.side = 'budget') = (s.kind = 'budget');
SELECT fiscal_year AS year, unit_code AS unit, unit_level AS ul, head_code AS head, head_level AS hl, is_leaf AS leaf, budget, outcome, variance, deficit, surplus, utilisation
FROM budget_rollup WHERE organisation = 'meet' AND scenario_kind IS DISTINCT FROM 'outcome' ORDER BY fiscal_year, unit_level, unit_code, head_level, head_code;
-- Outcomes say the same, save that no bookings are none.
SELECT fiscal_year AS year, unit_code AS unit, head_code AS head, is_leaf AS leaf, budget, o.outcome, o.variance, f.outcome AS forecast, f.variance AS forecast_variance
FROM budget_rollup o
JOIN budget_rollup f USING (organisation, fiscal_year, unit_code, head_code, unit, head, is_leaf, budget, unit_level, head_level)
WHERE organisation = 'meet' AND o.scenario_kind = 'outcome' AND f.scenario_kind = 'forecast' AND (o.outcome, o.variance, o.deficit) IS DISTINCT FROM (f.outcome, f.variance, f.deficit)
ORDER BY 1, 2, 3;
SELECT (SELECT count(*) FROM budget_rollup WHERE organisation = 'meet' AND scenario_kind = 'outcome') = (SELECT count(*) FROM budget_rollup WHERE organisation = 'meet' AND scenario_kind = 'forecast') AS as_many;

-- A move takes the same amounts elsewhere from its year on: the school's bookings met north's budget, and then south's.
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT 'meet', k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'outcome' END, y FROM generate_series(2021, 2022) AS y, unnest('{b,o}'::text[]) AS k;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT 'meet', s || y, u, 'housing', a FROM generate_series(2021, 2022) AS y, (VALUES ('b', 'north', 50), ('b', 'south', 30), ('o', 'school', 45), ('o', 'south', 20)) AS t(s, u, a);
INSERT INTO unit_move (organisation, unit, parent, from_year) VALUES ('meet', 'school', 'south', 2022);
SELECT fiscal_year, unit_code, unit_level, is_leaf, budget, outcome, variance FROM budget_rollup WHERE organisation = 'meet' AND fiscal_year > 2020 ORDER BY 1, 3, 2;

-- Need and budget where the budget was decided; nobody else lacks or has.
SELECT fiscal_year, head_code, pool, budget, need, spare, shortfall FROM reallocation_proposal WHERE organisation = 'meet' AND scenario_kind = 'forecast' ORDER BY 1, 2;
SELECT fiscal_year, head_code, budget, need FROM reallocation_balance WHERE organisation = 'meet' AND fiscal_year = 2001 AND scenario_kind = 'forecast';
-- A forecast stated for a unit above, or below, is not lacking; one for another beside is.
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT 'meet', k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'forecast' END, y FROM generate_series(2031, 2034) AS y, unnest('{b,f}'::text[]) AS k;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT 'meet', s || y, u, 'housing', a
FROM (VALUES (2031, 'b', 'north', 50), (2031, 'b', 'south', 50), (2031, 'f', 'board', 90), (2032, 'b', 'board', 100), (2032, 'f', 'south', 90),
             (2033, 'b', 'north', 50), (2033, 'b', 'south', 50), (2033, 'f', 'north', 90), (2034, 'b', 'board', 10), (2034, 'b', 'north', 50), (2034, 'f', 'south', 90)) AS t(y, s, u, a);
SELECT fiscal_year, head_code, budget, need, spare FROM reallocation_proposal WHERE organisation = 'meet' AND fiscal_year > 2030 ORDER BY 1, 2;


--
-- Random forests, moves and amounts
--

INSERT INTO organisation SELECT 'r' || o, 'Random ' || o FROM generate_series(1, 12) AS o;
SELECT setseed(0.16);
INSERT INTO unit (organisation, code, name, parent)
SELECT 'r' || o, 'u' || u, 'Unit', CASE WHEN u > 1 AND random() < 0.8 THEN 'u' || 1 + floor(random() * (u - 1))::integer END FROM generate_series(1, 12) AS o, generate_series(1, 12) AS u;
INSERT INTO budget_head (organisation, code, name, parent)
SELECT 'r' || o, 'h' || h, 'Head', CASE WHEN h > 1 AND random() < 0.7 THEN 'h' || 1 + floor(random() * (h - 1))::integer END FROM generate_series(1, 12) AS o, generate_series(1, 6) AS h;
-- Below one of a lower number, so that none can be refused; many that are refused come one by one.
INSERT INTO unit_move (organisation, unit, parent, from_year)
SELECT 'r' || o, 'u' || u, CASE WHEN u > 1 AND random() < 0.8 THEN 'u' || 1 + floor(random() * (u - 1))::integer END, y
FROM generate_series(1, 12) AS o, generate_series(1, 12) AS u, generate_series(2021, 2023) AS y WHERE random() < 0.2;
INSERT INTO head_move (organisation, head, parent, from_year)
SELECT 'r' || o, 'h' || h, CASE WHEN h > 1 AND random() < 0.8 THEN 'h' || 1 + floor(random() * (h - 1))::integer END, y
FROM generate_series(1, 12) AS o, generate_series(1, 6) AS h, generate_series(2021, 2023) AS y WHERE random() < 0.2;
DO $do$
DECLARE
    accepted integer := 0;
    refused integer := 0;
BEGIN
    FOR i IN 1 .. 400 LOOP
        BEGIN
            CASE i % 4
            WHEN 0 THEN UPDATE unit SET parent = 'u' || 1 + floor(random() * 12)::integer WHERE organisation = 'r' || 1 + i % 12 AND code = 'u' || 1 + floor(random() * 12)::integer;
            WHEN 1 THEN DELETE FROM unit_move WHERE organisation = 'r' || 1 + i % 12 AND unit = 'u' || 1 + floor(random() * 12)::integer AND from_year = 2021 + floor(random() * 3)::integer;
            WHEN 2 THEN UPDATE unit_move SET parent = 'u' || 1 + floor(random() * 12)::integer, from_year = from_year + 1
                        WHERE organisation = 'r' || 1 + i % 12 AND unit = 'u' || 1 + floor(random() * 12)::integer AND from_year = 2021 + floor(random() * 3)::integer;
            ELSE INSERT INTO unit_move (organisation, unit, parent, from_year)
                 VALUES ('r' || 1 + i % 12, 'u' || 1 + floor(random() * 12)::integer, 'u' || 1 + floor(random() * 12)::integer, 2021 + floor(random() * 3)::integer);
            END CASE;
            accepted := accepted + 1;
        EXCEPTION WHEN check_violation OR unique_violation THEN
            refused := refused + 1;
        END;
    END LOOP;
    RAISE WARNING 'many accepted: %, many refused: %', accepted > 100, refused > 50;
END
$do$;
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of)
SELECT organisation, k.kind || '-' || y, k.kind, y, CASE k.kind WHEN 'forecast' THEN make_date(y, 8, 31) END
FROM organisation, generate_series(2020, 2024) AS y, unnest('{budget,forecast,outcome}'::text[]) AS k(kind) WHERE organisation LIKE 'r%' AND (kind <> 'budget' OR y <> 2024);
INSERT INTO ledger (organisation, scenario, unit, head, flow, amount)
SELECT s.organisation, s.code, u.code, h.code, f, round((random() * 1000 - 100)::numeric, 2)
FROM scenario s JOIN unit u ON u.organisation = s.organisation JOIN budget_head h ON h.organisation = s.organisation CROSS JOIN unnest('{cost,revenue}'::text[]) AS f
WHERE s.organisation LIKE 'r%' AND random() < CASE substr(s.organisation, 2)::integer % 3 WHEN 0 THEN 0.02 WHEN 1 THEN 0.06 ELSE 0.2 END + 0 * length(u.code || h.code || f);

-- No circle has come in: every unit is in every year.
SELECT count(*) FROM unit u CROSS JOIN generate_series(2020, 2024) AS y
WHERE u.organisation LIKE 'r%' AND NOT EXISTS (SELECT FROM unit_tree t WHERE t.organisation = u.organisation AND t.fiscal_year = y AND t.code = u.code AND t.distance = 0);
-- The tree as the tables say it, step by step.
SELECT count(*) FROM unit_tree t
WHERE t.organisation LIKE 'r%' AND t.distance = 1
  AND t.ancestor_code IS DISTINCT FROM (SELECT CASE WHEN m.unit IS NULL THEN u.parent ELSE m.parent END
                                        FROM unit u LEFT JOIN LATERAL (SELECT m.* FROM unit_move m WHERE m.organisation = u.organisation AND m.unit = u.code AND m.from_year <= t.fiscal_year
                                                                       ORDER BY m.from_year DESC LIMIT 1) m ON true
                                        WHERE u.organisation = t.organisation AND u.code = t.code);

-- Every node is the sum of what stands below it, as the trees have it.
CREATE TABLE mart_node AS
SELECT v.organisation, v.fiscal_year, v.scenario, v.scenario_kind, u.ancestor_code AS unit_code, h.ancestor_code AS head_code, sum(v.budget) AS budget, sum(v.outcome) AS outcome, bool_or(v.budget <> 0) AS has_budget
FROM budget_variance v
JOIN unit_tree u ON u.organisation = v.organisation AND u.fiscal_year = v.fiscal_year AND u.code = v.unit_code
JOIN head_tree h ON h.organisation = v.organisation AND h.fiscal_year = v.fiscal_year AND h.code = v.head_code
WHERE v.organisation LIKE 'r%' AND v.scenario IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
SELECT count(*) > 2000 AS many, count(*) FILTER (WHERE r.organisation IS NULL OR n.organisation IS NULL) AS missing,
       count(*) FILTER (WHERE coalesce(r.outcome, 0) <> coalesce(n.outcome, 0)) AS outcomes_differ,
       count(*) FILTER (WHERE r.budget IS DISTINCT FROM n.budget AND NOT (r.budget IS NULL AND NOT coalesce(n.has_budget, false))) AS budgets_differ
FROM (SELECT * FROM budget_rollup WHERE organisation LIKE 'r%' AND scenario IS NOT NULL) r
FULL JOIN mart_node n USING (organisation, fiscal_year, scenario, unit_code, head_code);
-- Leaves add up to the whole, each amount once.
SELECT count(*) AS scenarios, count(*) FILTER (WHERE leaf.budget IS DISTINCT FROM whole.budget) AS budgets_differ, count(*) FILTER (WHERE leaf.outcome IS DISTINCT FROM whole.outcome) AS outcomes_differ
FROM (SELECT organisation, fiscal_year, scenario, sum(budget) AS budget, coalesce(sum(outcome), 0) AS outcome FROM budget_rollup WHERE is_leaf GROUP BY 1, 2, 3) leaf
FULL JOIN (SELECT organisation, fiscal_year, scenario, sum(budget) AS budget, coalesce(sum(outcome), 0) AS outcome FROM budget_variance GROUP BY 1, 2, 3) whole
    ON (leaf.organisation, leaf.fiscal_year) = (whole.organisation, whole.fiscal_year) AND leaf.scenario IS NOT DISTINCT FROM whole.scenario;
SELECT count(DISTINCT (organisation, fiscal_year)) AS years, sum(outcome) = (SELECT sum(outcome) FROM budget_variance WHERE is_latest AND organisation LIKE 'r%') AS is_whole
FROM budget_rollup WHERE is_latest AND is_leaf AND organisation LIKE 'r%';
-- A verdict stands at leaves and above, never below one; it is that of the node's whole; without a budget there is none.
CREATE TABLE mart_rollup AS SELECT * FROM budget_rollup WHERE organisation LIKE 'r%';
SELECT count(*) FILTER (WHERE variance IS NOT NULL) > 500 AS many_verdicts,
       count(*) FILTER (WHERE variance <> budget - outcome OR deficit <> greatest(outcome - budget, 0) OR surplus <> greatest(budget - outcome, 0)) AS wrong,
       count(*) FILTER (WHERE variance IS NOT NULL AND (deficit IS NULL OR surplus IS NULL) OR variance IS NULL AND (deficit IS NOT NULL OR surplus IS NOT NULL OR utilisation IS NOT NULL)) AS partly,
       count(*) FILTER (WHERE budget_scenario IS NULL AND (variance IS NOT NULL OR budget IS NOT NULL)) AS without_budget
FROM mart_rollup;
SELECT count(*) FILTER (WHERE node.variance IS NOT NULL AND EXISTS (
           SELECT FROM mart_rollup leaf
           JOIN unit_tree u ON u.organisation = leaf.organisation AND u.fiscal_year = leaf.fiscal_year AND u.ancestor_code = leaf.unit_code AND u.code = node.unit_code
           JOIN head_tree h ON h.organisation = leaf.organisation AND h.fiscal_year = leaf.fiscal_year AND h.ancestor_code = leaf.head_code AND h.code = node.head_code
           WHERE (leaf.organisation, leaf.fiscal_year, leaf.scenario) = (node.organisation, node.fiscal_year, node.scenario) AND leaf.is_leaf AND u.distance + h.distance > 0)) AS verdict_below_a_leaf,
       count(*) FILTER (WHERE node.is_leaf AND node.scenario_kind = 'outcome' AND node.budget_scenario IS NOT NULL AND node.variance IS NULL) AS leaf_without_verdict,
       count(*) FILTER (WHERE node.is_leaf AND node.scenario_kind = 'forecast' AND node.outcome IS NULL AND (node.budget = 0 OR node.variance IS NOT NULL)) AS wrongly_missing
FROM mart_rollup node WHERE node.organisation IN ('r1', 'r2', 'r3', 'r4', 'r5', 'r6');
-- Forests in which nothing stands above anything are as they were.
UPDATE unit SET parent = NULL WHERE organisation LIKE 'r%';
UPDATE budget_head SET parent = NULL WHERE organisation LIKE 'r%';
DELETE FROM unit_move;
DELETE FROM head_move;
SELECT count(*) FILTER (WHERE NOT r.is_leaf OR r.unit_level <> 1 OR r.head_level <> 1) AS not_flat, count(*) FILTER (WHERE v.organisation IS NULL OR r.organisation IS NULL) AS missing,
       count(*) FILTER (WHERE r.variance <> v.variance OR r.deficit <> v.deficit OR r.surplus <> v.surplus OR r.utilisation <> v.utilisation OR r.budget <> v.budget OR r.outcome <> v.outcome) AS differ
FROM (SELECT * FROM budget_rollup WHERE organisation LIKE 'r%' AND scenario IS NOT NULL) r
FULL JOIN (SELECT * FROM budget_variance WHERE organisation LIKE 'r%' AND scenario IS NOT NULL) v USING (organisation, fiscal_year, scenario, unit_code, head_code);
DROP TABLE mart_case, mart_node, mart_rollup;
-- A forecast that lacks a unit gives no surplus, whatever little is decided above it.
INSERT INTO organisation (organisation, name) VALUES ('lacks', 'Lacks');
INSERT INTO unit (organisation, code, name, parent) VALUES ('lacks', 'board', 'Board', NULL), ('lacks', 'north', 'North', 'board'), ('lacks', 'south', 'South', 'board');
INSERT INTO budget_head (organisation, code, name) VALUES ('lacks', 'support', 'Support');
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('lacks', 'b', 'budget', 2023, NULL), ('lacks', 'f', 'forecast', 2023, '2023-04-30');
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('lacks', 'b', 'board', 'support', 100), ('lacks', 'b', 'north', 'support', 1000), ('lacks', 'b', 'south', 'support', 1000), ('lacks', 'f', 'north', 'support', 990);
SELECT unit_code, is_leaf, budget, outcome, variance FROM budget_rollup WHERE organisation = 'lacks' ORDER BY 1;
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('lacks', 'f', 'south', 'support', 1005);
SELECT unit_code, is_leaf, budget, outcome, variance FROM budget_rollup WHERE organisation = 'lacks' ORDER BY 1;

\i test/sql/include/cleanup.sql
