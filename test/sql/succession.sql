-- succession: unit_succession, head_succession, and the views that compare years by them

\i test/sql/include/setup.sql
\set VERBOSITY default

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => '1281', insider => 'regress_mart_reader');
SET search_path = lund, public;
\i test/sql/include/refusal.sql

-- Stretches that follow each other have portions that add up.
SELECT portion(100.01, 0, 0.5) AS first, portion(100.01, 0.5, 1) AS second, portion(-100.01, 0, 0.5) AS negative, portion(7, 0.3, 1, 0) AS whole,
       portion(NULL, 0, 1) AS no_amount, portion(1, NULL, 1) AS no_share;

INSERT INTO organisation VALUES ('1280', 'Malmö stad');
INSERT INTO unit (organisation, code, name) SELECT o, c, upper(c) FROM unnest('{1281,1280}'::text[]) AS o, unnest('{a,b,c,d,e,f,g}'::text[]) AS c;
INSERT INTO budget_head (organisation, code, name) SELECT o, c, upper(c) FROM unnest('{1281,1280}'::text[]) AS o, unnest('{h,k,m,n}'::text[]) AS c;


--
-- What is refused, each with what to do
--

\set ON_ERROR_STOP off
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'a', 2023);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'a', 2023, NULL);
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'nobody', 2023);
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('nobody', 'a', 2023);
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'b', 23);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 30);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 0);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, -0.1);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 'NaN');
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 0.3333333);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 0.6), ('a', 'c', 2023, 0.400001);
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'b', 2023), ('b', 'a', 2023);
-- In a circle in any order of years, closed by rows of two statements.
BEGIN;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'b', 2023), ('b', 'c', 2021);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('c', 'a', 2019, NULL);
ROLLBACK;
-- By what was there, and by what is changed.
BEGIN;
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'b', 2023, 0.6);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'c', 2024, 1);
SAVEPOINT before;
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('a', 'c', 2023, 0.5);
ROLLBACK TO before;
UPDATE unit_succession SET from_year = 2024;
ROLLBACK TO before;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('b', 'g', 2023);
UPDATE unit_succession SET successor = 'a' WHERE unit = 'b';
ROLLBACK TO before;
-- Each organisation has its own.
INSERT INTO unit_succession (organisation, unit, successor, from_year) VALUES ('1280', 'b', 'a', 2023);
ROLLBACK;
-- And heads.
INSERT INTO head_succession (head, successor, from_year) VALUES ('h', 'h', 2023);
INSERT INTO head_succession (head, successor, from_year) VALUES ('h', 'nothing', 2023);
INSERT INTO head_succession (head, successor, from_year, share) VALUES ('h', 'k', 2023, 50);
INSERT INTO head_succession (head, successor, from_year, share) VALUES ('h', 'k', 2023, 0.6), ('h', 'm', 2023, 0.6);
INSERT INTO head_succession (head, successor, from_year) VALUES ('h', 'k', 2023), ('k', 'm', 2022), ('m', 'h', 2024);
-- More ways than views can bear: each to each by halves, year by year or at once, and a long chain, in any order of years.
BEGIN;
INSERT INTO unit (code, name) SELECT n || '.' || s, 'U' FROM generate_series(1, 1000) AS n, generate_series(0, CASE WHEN n <= 25 THEN 1 ELSE 0 END) AS s;
CREATE TEMPORARY VIEW halves AS
SELECT n, n || '.' || s AS unit, n + 1 || '.' || t AS successor FROM generate_series(1, 24) AS n, generate_series(0, 1) AS s, generate_series(0, 1) AS t;
SAVEPOINT before;
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT unit, successor, 2000 + n, 0.5 FROM halves;
ROLLBACK TO before;
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT unit, successor, 2020, 0.5 FROM halves;
ROLLBACK TO before;
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT unit, successor, 2020, 0.5 FROM halves WHERE n <> 12;
ROLLBACK TO before;
-- What is taken back may have stood in the way of more.
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT unit, successor, CASE WHEN n <= 8 THEN 2020 ELSE 2021 END, 0.5 FROM halves WHERE n <= 8 OR n BETWEEN 10 AND 17;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('9.0', '25.0', 2020), ('9.0', '10.0', 2021);
DELETE FROM unit_succession WHERE unit = '9.0' AND from_year = 2020;
ROLLBACK TO before;
INSERT INTO unit_succession (unit, successor, from_year) SELECT n || '.0', n + 1 || '.0', 2020 FROM generate_series(1, 999) AS n;
ROLLBACK TO before;
INSERT INTO unit_succession (unit, successor, from_year) SELECT n || '.0', n + 1 || '.0', 3000 - n FROM generate_series(1, 999) AS n;
ROLLBACK TO before;
-- A hundred in a row are none too many, nor are their shares numbers without end.
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT n || '.0', n + 1 || '.0', 2000 + n, 0.999999 FROM generate_series(1, 99) AS n;
SELECT count(*), max(scale(share)) AS decimals, min(share) AS least FROM live_lineage WHERE kind = 'unit' AND code = '1.0' AND 2500 BETWEEN seen_from AND seen_until;
ROLLBACK;
-- A unit that is part of a succession stays.
BEGIN;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'b', 2023);
DELETE FROM unit WHERE organisation = '1281' AND code = 'b';
ROLLBACK;
\set ON_ERROR_STOP on
SELECT count(*) FROM unit_succession;


--
-- Ways
--

SELECT count(*) FROM live_lineage;

-- A merger, after which half of the whole is divided; a part that is split off; a rename and one of the same year;
-- something that moved, nobody says how much.
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES
    ('a', 'c', 2022, 1), ('b', 'c', 2022, 1), ('c', 'g', 2023, 0.5),
    ('d', 'e', 2022, 0.3), ('d', 'e', 2024, 0.5),
    ('e', 'f', 2024, 1),
    ('f', 'g', 2021, NULL);
INSERT INTO head_succession (head, successor, from_year) VALUES ('h', 'k', 2021), ('k', 'm', 2021);
SELECT kind, code, successor, earlier_from, earlier_until, seen_from, seen_until, share, share_from, share_to
FROM live_lineage ORDER BY kind DESC, code, earlier_from, seen_from, share_from, successor;
SELECT DISTINCT kind, code FROM live_not_comparable ORDER BY kind, code;


--
-- Budgets
--

INSERT INTO scenario (organisation, code, kind, fiscal_year)
SELECT o, 'budget-' || y, 'budget', y FROM unnest('{1281,1280}'::text[]) AS o, generate_series(2020, 2024) AS y;
-- Before 2022 at a and b; c from then on; d is always there; e begins in 2022.
COPY ledger (scenario, unit, head, flow, amount) FROM stdin (FORMAT csv);
budget-2020,a,h,cost,100.01
budget-2020,a,h,revenue,10
budget-2020,b,k,cost,50
budget-2020,d,m,cost,1000.01
budget-2021,a,m,cost,110
budget-2021,b,m,cost,60.01
budget-2021,d,m,cost,1000
budget-2022,c,m,cost,180
budget-2022,d,m,cost,720
budget-2022,e,m,cost,290
budget-2023,c,m,cost,90.01
budget-2023,g,m,cost,95
budget-2023,d,m,cost,730
budget-2023,e,m,cost,300
budget-2024,c,m,cost,100
budget-2024,g,m,cost,95
budget-2024,d,m,cost,400
budget-2024,f,m,cost,700
budget-2024,f,n,cost,5
\.
INSERT INTO ledger (organisation, scenario, unit, head, flow, amount) SELECT '1280', scenario, unit, head, flow, amount FROM ledger;
SELECT fiscal_year AS year, unit_code AS unit, head_code AS head, budget_before_stated AS stated, budget_before AS before, budget, change, change_ratio AS ratio, comparable
FROM budget_change_by_year WHERE organisation = '1281' ORDER BY fiscal_year, unit_code, head_code;
-- The other organisation has no successions: what is stated is what is compared.
SELECT count(*), bool_and(budget_before_stated IS NOT DISTINCT FROM budget_before) AS as_stated, bool_and(comparable IS NOT DISTINCT FROM CASE WHEN budget_before IS NOT NULL THEN true END) AS comparable
FROM budget_change_by_year WHERE organisation = '1280';
-- Restated or not, a budget is the same as a whole.
SELECT c.fiscal_year, sum(c.budget_before) AS restated, sum(c.budget_before_stated) AS stated, max(b.amount) AS budget
FROM budget_change_by_year c JOIN budget_total b ON b.organisation = c.organisation AND b.fiscal_year = c.fiscal_year - 1
GROUP BY c.organisation, c.fiscal_year HAVING sum(c.budget_before) <> max(b.amount) OR sum(c.budget_before_stated) <> max(b.amount);

INSERT INTO appropriation (fiscal_year, unit, amount) VALUES (2021, 'a', 100), (2021, 'b', 50.01), (2021, 'd', 10.01), (2021, 'f', 7), (2022, 'c', 160), (2022, 'd', 8), (2022, 'e', 3), (2022, 'f', 8);
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('f', 'g', 2022, NULL);
SELECT fiscal_year AS year, unit_code AS unit, amount_before_stated AS stated, amount_before AS before, amount, change, change_ratio AS ratio, comparable
FROM appropriation_change ORDER BY fiscal_year, unit_code;
-- Steps are of the whole, with the unit and head that a change is said of.
INSERT INTO budget_change (fiscal_year, unit, head, cause, amount) VALUES (2022, 'c', NULL, 'Merged', 5), (2022, NULL, 'm', 'Prices', 4), (2022, NULL, NULL, 'Other', 1);
SELECT step, kind, cause, amount, running_total, unit_code, head_code FROM budget_bridge WHERE organisation = '1281' AND fiscal_year = 2022 ORDER BY step;


--
-- What is kept follows
--

CALL refresh_social_mart('lund');
SELECT count(*) FROM stale_summary;
UPDATE unit_succession SET share = 0.4 WHERE unit = 'd' AND from_year = 2024;
SELECT organisation, about, min(fiscal_year), max(fiscal_year), count(*) FROM stale_summary GROUP BY organisation, about;
SELECT unit_code, budget_before FROM budget_change_by_year WHERE organisation = '1281' AND fiscal_year = 2024 AND unit_code IN ('d', 'f') AND head_code = 'm' ORDER BY unit_code;
CALL refresh_social_mart('lund');
DELETE FROM head_succession;
SELECT organisation, about, min(fiscal_year), max(fiscal_year), count(*) FROM stale_summary GROUP BY organisation, about;
TRUNCATE unit_succession;
SELECT organisation, about, min(fiscal_year), max(fiscal_year), count(*) FROM stale_summary GROUP BY organisation, about ORDER BY organisation;
CALL refresh_social_mart('lund');


--
-- Forecasts learn from what was merged as if it had always been one
--

-- Until 2023 at heads h and k of units a and b; from 2024 on at m of c. In the other organisation always there.
INSERT INTO scenario (organisation, code, kind, fiscal_year)
SELECT o, 'outcome-' || y, 'outcome', y FROM unnest('{1281,1280}'::text[]) AS o, generate_series(2018, 2024) AS y;
CREATE TEMPORARY TABLE booking AS
SELECT y AS year, make_date(y, m, 1) AS month, part, round((1000 + 100 * part + 37 * m + 11 * (y - 2018) * part + 50 * sin(m * y * part))::numeric, 2) AS amount
FROM generate_series(2018, 2024) AS y, generate_series(1, 12) AS m, generate_series(1, 2) AS part
WHERE y < 2024 OR m <= 5;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT '1281', 'outcome-' || year, CASE WHEN year >= 2024 THEN 'c' WHEN part = 1 THEN 'a' ELSE 'b' END, CASE WHEN year >= 2024 THEN 'm' WHEN part = 1 THEN 'h' ELSE 'k' END, month, sum(amount)
FROM booking GROUP BY 2, 3, 4, 5
UNION ALL
SELECT '1280', 'outcome-' || year, 'c', 'm', month, sum(amount) FROM booking GROUP BY 2, 5;
UPDATE scenario SET as_of = '2024-05-31' WHERE code = 'outcome-2024';
SELECT organisation, method, low IS NOT NULL AS has_interval FROM forecast_by_month WHERE fiscal_year = 2024 AND as_of = '2024-05-31' AND method <> 'budget' ORDER BY organisation;
INSERT INTO unit_succession (unit, successor, from_year) VALUES ('a', 'c', 2024), ('b', 'c', 2024);
INSERT INTO head_succession (head, successor, from_year) VALUES ('h', 'm', 2024), ('k', 'm', 2024);
CREATE FUNCTION pg_temp.differ(of_view text) RETURNS TABLE (view_name text, rows bigint, differ bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'WITH o AS (SELECT * FROM %1$I WHERE fiscal_year = 2024 AND organisation = ''1281''), t AS (SELECT * FROM %1$I WHERE fiscal_year = 2024 AND organisation = ''1280'')
         SELECT %1$L::text, (SELECT count(*) FROM o),
                (SELECT count(*) FROM (SELECT to_jsonb(o) - ''organisation'' FROM o EXCEPT SELECT to_jsonb(t) - ''organisation'' FROM t) x)
                + (SELECT count(*) FROM (SELECT to_jsonb(t) - ''organisation'' FROM t EXCEPT SELECT to_jsonb(o) - ''organisation'' FROM o) x)', of_view);
END
$$;
SELECT d.* FROM unnest('{forecast_by_month,forecast_total_by_month,year_end_forecast}'::text[]) AS v(name), pg_temp.differ(v.name) AS d;
SELECT count(*), bool_and(method = 'auto' AND low IS NOT NULL) AS learned FROM forecast_by_month WHERE fiscal_year = 2024 AND organisation = '1281' AND method <> 'budget';
-- Earlier years keep what they were forecast by.
SELECT fiscal_year, count(DISTINCT (unit_code, head_code)) FROM forecast_by_month WHERE organisation = '1281' AND fiscal_year >= 2022 GROUP BY fiscal_year ORDER BY fiscal_year;
-- And once the year is over, so are forecasts beside their outcome.
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT o, 'outcome-2024', 'c', 'm', make_date(2024, m, 1), 2000 + m FROM unnest('{1281,1280}'::text[]) AS o, generate_series(6, 12) AS m;
UPDATE scenario SET as_of = '2024-12-31' WHERE code = 'outcome-2024';
SELECT * FROM pg_temp.differ('forecast_accuracy');


--
-- Households
--

-- The same of the one unit and of two that were merged in 2024.
INSERT INTO household_month (organisation, unit, month, households, payments)
SELECT organisation, unit, make_date(year, month, 1), households, payments
FROM (VALUES ('1281', 'a', 2023, 30, 300000.01), ('1281', 'b', 2023, 20, 260000), ('1281', 'd', 2023, 10, 90000),
             ('1281', 'c', 2024, 52, 600000), ('1281', 'd', 2024, 9, 90000),
             ('1280', 'c', 2023, 50, 560000.01), ('1280', 'd', 2023, 10, 90000),
             ('1280', 'c', 2024, 52, 600000), ('1280', 'd', 2024, 9, 90000)) AS v(organisation, unit, year, households, payments)
CROSS JOIN generate_series(1, 3) AS month;
SELECT cost_before, volume_effect, mix_effect, price_effect, cost, household_months_before AS before, household_months AS now, comparable
FROM household_cost_change WHERE fiscal_year = 2024 ORDER BY organisation;
SELECT unit_code, households, households_year_ago, households_change_ratio FROM household_cost
WHERE organisation = '1281' AND month = '2024-02-01' ORDER BY unit_code;
-- What one of the merged has not told of a month is not known of both, until it tells that there were none.
BEGIN;
DELETE FROM household_month WHERE organisation = '1281' AND unit = 'b' AND month = '2023-03-01';
SELECT month, households, households_year_ago, households_change_ratio FROM household_cost WHERE organisation = '1281' AND unit_code = 'c' AND month >= '2024-02-01' ORDER BY month;
INSERT INTO household_month (organisation, unit, month, households) VALUES ('1281', 'b', '2023-03-01', 0);
SELECT month, households, households_year_ago, households_change_ratio FROM household_cost WHERE organisation = '1281' AND unit_code = 'c' AND month >= '2024-02-01' ORDER BY month;
ROLLBACK;
-- Divided, households stay whole, and none is lost.
INSERT INTO unit_succession (unit, successor, from_year, share) VALUES ('d', 'e', 2024, 0.333333);
INSERT INTO household_month (organisation, unit, month, households, payments) VALUES ('1281', 'e', '2024-01-01', 4, 30000);
SELECT cost_before, cost_before + volume_effect + mix_effect + price_effect = cost AS adds_up, household_months_before AS before, household_months AS now, comparable
FROM household_cost_change WHERE fiscal_year = 2024 AND organisation = '1281';
SELECT unit_code, households, households_year_ago FROM household_cost WHERE organisation = '1281' AND month = '2024-01-01' ORDER BY unit_code;


--
-- Any successions
--

TRUNCATE unit_succession, head_succession, ledger;
DELETE FROM scenario;
INSERT INTO unit (code, name) SELECT 'u' || n, 'Unit' FROM generate_series(10, 29) AS n;
INSERT INTO budget_head (code, name) SELECT 'u' || n, 'Head' FROM generate_series(10, 29) AS n;
SELECT setseed(0.4);
-- From a lower to a higher number, so that there is no circle; some fill a year, some leave a rest, some are not said.
CREATE TEMPORARY TABLE random_succession AS
SELECT kind, 'u' || n AS code, 'u' || n + 1 + m AS successor, 2010 + floor(random() * 8)::integer AS from_year,
       CASE WHEN random() < 0.15 THEN NULL WHEN random() < 0.3 THEN 0.25 ELSE round((random() * 0.24 + 0.000001)::numeric, 6) END AS share
FROM unnest('{unit,head}'::text[]) AS kind, generate_series(10, 28) AS n, generate_series(0, 3) AS m
WHERE n + 1 + m <= 29 AND random() < 0.8;
UPDATE random_succession SET share = 1 - coalesce((SELECT sum(o.share) FROM random_succession o WHERE o.kind = r.kind AND o.code = r.code AND o.from_year = r.from_year AND o.successor <> r.successor), 0)
FROM random_succession r WHERE r.ctid = random_succession.ctid AND r.successor = 'u' || substr(r.code, 2)::integer + 1 AND random() < 0.5;
INSERT INTO unit_succession (unit, successor, from_year, share) SELECT code, successor, from_year, share FROM random_succession WHERE kind = 'unit';
INSERT INTO head_succession (head, successor, from_year, share) SELECT code, successor, from_year, share FROM random_succession WHERE kind = 'head';

-- Another way to compute it: year by year, and in a year from low to high.
CREATE FUNCTION pg_temp.moved(of_kind text, of_code text, earlier integer, later integer) RETURNS TABLE (successor text, share numeric) LANGUAGE plpgsql AS $$
DECLARE
    held jsonb := jsonb_build_object(of_code, 1);
    s record;
    whole numeric;
    last_code text;
BEGIN
    FOR year IN earlier + 1 .. later LOOP
        last_code := NULL;
        FOR s IN SELECT * FROM random_succession r WHERE r.kind = of_kind AND r.from_year = year AND r.share IS NOT NULL ORDER BY r.code LOOP
            IF s.code IS DISTINCT FROM last_code THEN
                whole := coalesce((held ->> s.code)::numeric, 0);
                last_code := s.code;
            END IF;
            held := held || jsonb_build_object(s.code, coalesce((held ->> s.code)::numeric, 0) - whole * s.share)
                         || jsonb_build_object(s.successor, coalesce((held ->> s.successor)::numeric, 0) + whole * s.share);
        END LOOP;
    END LOOP;
    RETURN QUERY SELECT h.key, h.value::numeric FROM jsonb_each_text(held) h WHERE h.value::numeric <> 0;
END
$$;
CREATE TEMPORARY VIEW pair AS SELECT earlier, later FROM generate_series(2009, 2018) AS earlier, generate_series(2009, 2018) AS later WHERE earlier < later;
CREATE TEMPORARY TABLE way AS
SELECT p.earlier, p.later, l.kind, l.code, l.successor, l.share, l.share_from, l.share_to
FROM pair p JOIN live_lineage l ON p.earlier BETWEEN l.earlier_from AND l.earlier_until AND p.later BETWEEN l.seen_from AND l.seen_until;
CREATE TEMPORARY TABLE other_way AS
SELECT p.earlier, p.later, k.kind, 'u' || n AS code, m.successor, m.share
FROM pair p, (VALUES ('unit'), ('head')) AS k(kind), generate_series(10, 29) AS n, pg_temp.moved(k.kind, 'u' || n, p.earlier, p.later) m;
SELECT count(*) > 2000 AS many, count(*) FILTER (WHERE share IS NULL) > 100 AS some_not_said FROM way;
-- Ends of stretches are rounded to 12 decimals. What nothing happened to needs no way.
SELECT count(*) FILTER (WHERE abs(coalesce(w.share, 0) - coalesce(o.share, 0)) > 0.0000000001) AS wrong, max(scale(w.share)) AS decimals
FROM (SELECT earlier, later, kind, code, successor, sum(share) AS share FROM way WHERE share > 0 GROUP BY 1, 2, 3, 4, 5) w
FULL JOIN other_way o USING (earlier, later, kind, code, successor)
WHERE NOT (w.share IS NULL AND successor = code AND o.share = 1);
-- The stretches of one fill it without a gap.
SELECT count(*) AS gaps FROM (
    SELECT share_from, share_to, lag(share_to, 1, 0::numeric) OVER w AS end_before, lead(share_from, 1, 1::numeric) OVER w AS next_begin
    FROM way WHERE share_from < share_to WINDOW w AS (PARTITION BY earlier, later, kind, code ORDER BY share_from)) x
WHERE share_from <> end_before OR share_to <> next_begin;

-- Whatever is restated, nothing is lost or doubled, in any month; and each part is what its share is, to the öre.
INSERT INTO scenario (code, kind, fiscal_year) SELECT 'outcome-' || y, 'outcome', y FROM generate_series(2009, 2018) AS y;
INSERT INTO ledger (scenario, unit, head, flow, month, amount)
SELECT 'outcome-' || y, 'u' || u, 'u' || h, CASE WHEN random() < 0.2 THEN 'revenue' ELSE 'cost' END, make_date(y, 1 + floor(random() * 12)::integer, 1), round((random() * 1000 - 100)::numeric, 2)
FROM generate_series(2009, 2018) AS y, generate_series(10, 29) AS u, generate_series(10, 29) AS h WHERE random() < 0.2;
SELECT count(*) AS differ FROM (
    SELECT y.fiscal_year, l.scenario, l.flow, l.month, sum(l.amount)
    FROM live_ledger_year y JOIN scenario s ON s.organisation = y.organisation AND s.fiscal_year <= y.fiscal_year JOIN ledger l ON l.scenario = s.code GROUP BY 1, 2, 3, 4
    EXCEPT
    SELECT fiscal_year, scenario, flow, month, sum(amount) FROM live_restated_ledger GROUP BY 1, 2, 3, 4) x;
SELECT count(*) > 1000 AS many, max(abs(r.amount - e.amount)) < 0.02 AS near FROM (
    SELECT scenario, flow, month, unit, head, sum(amount) AS amount, count(*) AS parts FROM live_restated_ledger WHERE fiscal_year = 2018 GROUP BY 1, 2, 3, 4, 5) r
JOIN (
    SELECT l.scenario, l.flow, l.month, u.successor AS unit, h.successor AS head, sum(l.amount * u.share * h.share) AS amount
    FROM ledger l JOIN scenario s ON s.code = l.scenario
    JOIN LATERAL (SELECT o.successor, o.share FROM other_way o WHERE o.kind = 'unit' AND o.code = l.unit AND o.earlier = s.fiscal_year AND o.later = 2018
                  UNION ALL SELECT l.unit, 1 WHERE s.fiscal_year = 2018) u ON true
    JOIN LATERAL (SELECT o.successor, o.share FROM other_way o WHERE o.kind = 'head' AND o.code = l.head AND o.earlier = s.fiscal_year AND o.later = 2018
                  UNION ALL SELECT l.head, 1 WHERE s.fiscal_year = 2018) h ON true
    GROUP BY 1, 2, 3, 4, 5) e USING (scenario, flow, month, unit, head)
WHERE r.parts = 1;

-- Readers see what is compared, and no successions' tables.
SET SESSION AUTHORIZATION regress_mart_reader;
SELECT count(*) > 0 AS seen FROM lund.household_cost_change;
\set ON_ERROR_STOP off
SELECT * FROM lund.unit_succession;
SELECT * FROM lund.live_restated_ledger;
SELECT * FROM lund.live_lineage;

\i test/sql/include/cleanup.sql
