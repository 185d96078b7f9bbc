-- year_need: reallocation_proposal, reallocation_transfer and reallocation_balance of a year for which nobody has stated a forecast
--
-- What forecasts come to is other tests' matter. Here budgets are put where the forecasts, their low and high ends are, so
-- that it is known what has to move, and everything is held against year_end_forecast in plain SQL.

\i test/sql/include/setup.sql

SET SESSION AUTHORIZATION regress_mart_owner;
CREATE EXTENSION social_services;
CALL create_social_mart('lund', organisation => 'A', insider => 'regress_mart_reader');
SET search_path = lund, public;
\i test/sql/include/refusal.sql

--
-- Five earlier years and half a sixth
--

-- In A the fiscal year begins in January; in J, which has the same figures, in July.
INSERT INTO organisation (organisation, name, fiscal_year_start) VALUES ('J', 'Town J', 7), ('S', 'Town S', 1), ('T', 'Town T', 1), ('N', 'Town N', 1);
INSERT INTO unit (organisation, code, name) SELECT o, u, 'Unit ' || u FROM unnest('{A,J,S,N}'::text[]) AS o, unnest('{n,s}'::text[]) AS u;
INSERT INTO budget_head (organisation, code, name, pool, priority)
SELECT o, h, initcap(h), CASE WHEN h IN ('give', 'sure', 'take', 'maybe') THEN 'known' WHEN h IN ('new', 'spend', 'minus') THEN 'other' END,
       CASE WHEN h = 'maybe' THEN 2 ELSE 1 END
FROM unnest('{A,J,S,N}'::text[]) AS o, unnest('{give,sure,take,maybe,minus,idle,new,spend}'::text[]) AS h;
INSERT INTO transfer_rule (organisation, from_head, to_head, cost, max_amount, source) SELECT o, r.*, 'Board'
FROM unnest('{A,J,S,N}'::text[]) AS o,
     (VALUES ('sure', 'take', 1, NULL), ('sure', 'maybe', 1, NULL), ('give', 'minus', 0, NULL), ('spend', 'new', 0, NULL), ('spend', 'idle', 0, 300), ('idle', 'take', 0, NULL)) AS r(f, t, c, m);
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT o, 'o' || y, 'outcome', y FROM unnest('{A,J,S}'::text[]) AS o, generate_series(2019, 2024) AS y;
INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES ('N', 'o2024', 'outcome', 2024);
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) SELECT o, 'b2024', 'budget', 2024, '2023-06-01' FROM unnest('{A,J,S,N}'::text[]) AS o;
SELECT setseed(0.17);
-- All heads have the same bookings, so their intervals are of one width; new has them from this year on, spend in one unit alone.
CREATE TEMPORARY TABLE booking AS
SELECT y, m, unit, h AS head, CASE h WHEN 'minus' THEN 'revenue' ELSE 'cost' END AS flow, amount
FROM (SELECT y, m, u AS unit, round((1000 + 200 * m + 2000 * random())::numeric, 2) AS amount
      FROM generate_series(2019, 2024) AS y, generate_series(0, 11) AS m, unnest('{n,s}'::text[]) AS u OFFSET 0) AS drawn,
     unnest('{give,sure,take,maybe,minus,new,spend}'::text[]) AS h
WHERE (y < 2024 OR m < 6) AND (h <> 'new' OR y = 2024) AND (h <> 'spend' OR unit = 'n');
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT o, 'o' || y, unit, head, flow, make_date(y, 1, 1) + make_interval(months => m - CASE o WHEN 'J' THEN 6 ELSE 0 END), amount
FROM booking, unnest('{A,J,S}'::text[]) AS o;
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT 'N', 'o2024', unit, head, flow, make_date(y, 1, 1) + make_interval(months => m), amount FROM booking WHERE y = 2024;

-- A year without a budget has nothing to move.
SELECT count(*) FROM reallocation_proposal;

-- Where budgets lie, in widths of the interval: give can spare something in the middle, not at its high end; sure and spend at any end. take
-- and minus (of which less revenue comes than budgeted) lack something at any end, maybe not at its low end. idle has no bookings and passes on.
CREATE TEMPORARY TABLE ending AS
SELECT organisation, unit_code AS unit, head_code AS head, forecast, low, high FROM year_end_forecast WHERE organisation IN ('A', 'J', 'S') AND fiscal_year = 2024 AND is_latest;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT organisation, 'b2024', unit, head,
       round(CASE head WHEN 'give' THEN (forecast + high) / 2 WHEN 'sure' THEN high + 2 * (high - low) WHEN 'take' THEN low - (high - low) WHEN 'maybe' THEN (low + forecast) / 2
                       WHEN 'minus' THEN low - (high - low) / 10 WHEN 'new' THEN forecast - 100 WHEN 'spend' THEN high + 2 * (high - low) END, 2)
FROM ending;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT o, 'b2024', u, 'idle', CASE u WHEN 'n' THEN 4000 ELSE 0 END FROM unnest('{A,J,S}'::text[]) AS o, unnest('{n,s}'::text[]) AS u;

SELECT head_code, need_source, scenario, scenario_kind, as_of, is_latest, need IS NOT NULL AS is_forecast, spare > 0 AS gives, shortfall > 0 AS lacks,
       spare_at_high > 0 AS gives_at_high, shortfall_at_low > 0 AS lacks_at_low, why_no_interval
FROM reallocation_proposal WHERE organisation = 'A' AND fiscal_year = 2024 ORDER BY head_code;
SELECT organisation, min(as_of) AS as_of, count(*) FROM reallocation_proposal GROUP BY organisation ORDER BY organisation;
-- Who begins in July sees the same.
SELECT count(*) AS heads, count(*) FILTER (WHERE to_jsonb(a) - '{organisation,as_of}'::text[] IS DISTINCT FROM to_jsonb(j) - '{organisation,as_of}'::text[]) AS different
FROM (SELECT * FROM reallocation_balance WHERE organisation = 'A' AND fiscal_year = 2024) a FULL JOIN (SELECT * FROM reallocation_balance WHERE organisation = 'J' AND fiscal_year = 2024) j USING (head_code);

SELECT from_head, to_head, amount > 0 AS moves, survives_low, survives_high, amount_at_low > 0 AS some_at_low, amount_at_high > 0 AS some_at_high, why_no_interval
FROM reallocation_transfer WHERE organisation = 'A' AND fiscal_year = 2024 ORDER BY from_head, to_head;
SELECT head_code, sign(change) AS change, sign(change_at_low) AS at_low, sign(change_at_high) AS at_high, change_at_low = change AS all_at_low, change_at_high = change AS all_at_high
FROM reallocation_proposal WHERE organisation = 'A' AND fiscal_year = 2024 AND pool IS NOT NULL ORDER BY pool, head_code;


--
-- In plain SQL
--

-- What the views say now, read once.
CREATE TEMPORARY TABLE forecast_now AS SELECT * FROM year_end_forecast WITH NO DATA;
CREATE TEMPORARY TABLE proposal_now AS SELECT * FROM reallocation_proposal WITH NO DATA;
CREATE TEMPORARY TABLE transfer_now AS SELECT * FROM reallocation_transfer WITH NO DATA;
CREATE TEMPORARY TABLE balance_now AS SELECT * FROM reallocation_balance WITH NO DATA;
CREATE PROCEDURE pg_temp.look(pattern text) LANGUAGE sql AS $$
    TRUNCATE forecast_now, proposal_now, transfer_now, balance_now;
    INSERT INTO forecast_now SELECT f.* FROM year_end_forecast f WHERE f.organisation ~ pattern AND f.fiscal_year = 2024 AND f.is_latest;
    INSERT INTO proposal_now SELECT p.* FROM reallocation_proposal p WHERE p.organisation ~ pattern AND p.fiscal_year = 2024;
    INSERT INTO transfer_now SELECT t.* FROM reallocation_transfer t WHERE t.organisation ~ pattern AND t.fiscal_year = 2024;
    INSERT INTO balance_now SELECT b.* FROM reallocation_balance b WHERE b.organisation ~ pattern AND b.fiscal_year = 2024;
$$;
-- What is needed is what year_end_forecast says, of all units; the ends add up. Heads whose forecast, or one of its ends, is missing have none.
CREATE TEMPORARY VIEW plain AS
SELECT h.*, CASE WHEN h.without = 0 THEN greatest(h.low - h.budget, 0) END AS lacks_at_low,
       CASE WHEN h.without = 0 THEN greatest(h.budget - greatest(h.high, 0), 0) END AS spare_at_high
FROM (SELECT organisation, fiscal_year, head_code, sum(coalesce(budget, 0)) AS budget, sum(forecast) AS need, sum(low) AS low, sum(high) AS high,
             count(*) FILTER (WHERE low IS NULL AND (forecast <> 0 OR method <> 'budget')) AS without
      FROM forecast_now GROUP BY organisation, fiscal_year, head_code) AS h;
CREATE TEMPORARY VIEW wrong_need AS
SELECT r.organisation, r.head_code
FROM proposal_now r
LEFT JOIN plain p USING (organisation, fiscal_year, head_code)
WHERE need_source = 'computed'
  AND ((r.budget, r.need, r.spare, r.shortfall) IS DISTINCT FROM (p.budget, p.need, greatest(p.budget - greatest(p.need, 0), 0), greatest(p.need - p.budget, 0))
       OR (r.need_low, r.need_high, r.shortfall_at_low, r.spare_at_high)
          IS DISTINCT FROM (CASE p.without WHEN 0 THEN p.low END, CASE p.without WHEN 0 THEN p.high END, p.lacks_at_low, p.spare_at_high)
       OR (r.why_no_interval IS NULL) <> (p.without = 0));
-- Of what a head gives, in a plan without chains, so much is possible at the high end as it can spare there, and of what it takes so much
-- is needed at the low end as it lacks there; together no more than before. In chains nobody gives more than it can spare, and gets.
CREATE TEMPORARY VIEW side AS
SELECT t.organisation, t.fiscal_year, s.head_code, s.is_giver, sum(amount) AS amount, sum(amount_at_low) AS at_low, sum(amount_at_high) AS at_high,
       count(*) - count(amount_at_low) AS without_low, count(*) - count(amount_at_high) AS without_high,
       bool_or(EXISTS (SELECT FROM transfer_now o WHERE o.organisation = t.organisation AND o.fiscal_year = t.fiscal_year
                                                           AND (o.from_head = t.to_head OR o.to_head = t.from_head))) AS is_chain
FROM transfer_now t CROSS JOIN LATERAL (VALUES (from_head, true), (to_head, false)) AS s(head_code, is_giver)
WHERE need_source = 'computed' GROUP BY 1, 2, 3, 4;
CREATE TEMPORARY VIEW wrong_move AS
SELECT s.organisation, s.head_code, s.is_giver
FROM side s JOIN plain p USING (organisation, fiscal_year, head_code)
WHERE at_low > amount OR at_high > amount OR at_low < 0 OR at_high < 0
   OR NOT is_chain AND CASE WHEN is_giver THEN without_high = 0 AND at_high IS DISTINCT FROM least(amount, spare_at_high)
                            ELSE without_low = 0 AND at_low IS DISTINCT FROM least(amount, lacks_at_low) END
UNION ALL
SELECT organisation, head_code, NULL
FROM (SELECT organisation, fiscal_year, head_code, sum(CASE WHEN is_giver THEN at_high ELSE - at_high END) AS given, sum(without_high) AS without
      FROM side GROUP BY 1, 2, 3) s
JOIN plain p USING (organisation, fiscal_year, head_code)
WHERE s.without = 0 AND given > spare_at_high;
-- In a pool so much is left as those that give can spare at their high ends, and as those that take lack at their low ends.
CREATE TEMPORARY VIEW pool_end AS
SELECT organisation, fiscal_year, pool, sum(r.change) AS change, sum(r.change_at_low) AS change_at_low, sum(r.change_at_high) AS change_at_high,
       sum(greatest(r.change, 0)) AS moved, sum(greatest(r.change_at_low, 0)) AS moved_at_low, sum(greatest(r.change_at_high, 0)) AS moved_at_high,
       sum(least(r.change, p.lacks_at_low)) FILTER (WHERE r.change > 0) AS needed, sum(least(- r.change, p.spare_at_high)) FILTER (WHERE r.change < 0) AS possible,
       bool_and(p.without = 0) FILTER (WHERE r.change > 0) AS knows_needed, bool_and(p.without = 0) FILTER (WHERE r.change < 0) AS knows_possible,
       bool_or(abs(r.change_at_low) > abs(r.change) OR abs(r.change_at_high) > abs(r.change) OR r.change_at_low * r.change < 0 OR r.change_at_high * r.change < 0) AS is_more,
       count(*) - count(change_at_low) AS unknown_low, count(*) - count(change_at_high) AS unknown_high
FROM proposal_now r JOIN plain p USING (organisation, fiscal_year, head_code)
WHERE need_source = 'computed' GROUP BY organisation, fiscal_year, pool;
CREATE TEMPORARY VIEW wrong_pool AS
SELECT organisation, pool FROM pool_end
WHERE change <> 0 OR is_more OR (unknown_low > 0) <> (knows_needed IS FALSE) OR (unknown_high > 0) <> (knows_possible IS FALSE)
   OR unknown_low = 0 AND (change_at_low <> 0 OR moved_at_low <> coalesce(needed, 0)) OR unknown_high = 0 AND (change_at_high <> 0 OR moved_at_high <> coalesce(possible, 0));
CALL pg_temp.look('^[AJS]$');
SELECT (SELECT count(*) FROM wrong_need) AS wrong_needs, (SELECT count(*) FROM wrong_move) AS wrong_moves, (SELECT count(*) FROM wrong_pool) AS wrong_pools,
       (SELECT count(*) FROM side) AS sides, (SELECT count(*) FROM pool_end WHERE moved > 0) AS pools;

-- The balance is that of the transfers, and its ends are.
SELECT count(*) AS heads, count(*) FILTER (WHERE b.budget_after <> b.budget + coalesce(m.net, 0) OR b.need_source <> 'computed'
           OR b.remaining_shortfall_at_low IS DISTINCT FROM greatest(p.low - b.budget_after, 0) AND p.without = 0 OR b.remaining_shortfall_at_low IS NOT NULL AND p.without > 0
           OR b.remaining_shortfall_at_high IS DISTINCT FROM greatest(p.high - b.budget_after, 0) AND p.without = 0) AS wrong
FROM balance_now b
JOIN plain p USING (organisation, fiscal_year, head_code)
LEFT JOIN (SELECT organisation, fiscal_year, head_code, sum(CASE WHEN is_giver THEN - amount ELSE amount END) AS net FROM side GROUP BY 1, 2, 3) m USING (organisation, fiscal_year, head_code);


--
-- Who has the word
--

CREATE TEMPORARY VIEW word AS
SELECT need_source, scenario, scenario_kind, as_of, is_latest, count(*) AS heads, count(need_low) AS intervals, count(change_at_low) AS changes, min(why_no_interval) AS why
FROM reallocation_proposal WHERE organisation = 'S' AND fiscal_year = 2024 GROUP BY 1, 2, 3, 4, 5 ORDER BY is_latest, scenario;
-- A stated forecast goes before the computed one, be it of later or of earlier than the books.
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('S', 'f', 'forecast', 2024, '2024-08-31');
INSERT INTO ledger (organisation, scenario, unit, head, amount) SELECT 'S', 'f', unit, head, round(forecast, 0) FROM ending WHERE organisation = 'S';
TABLE word;
SELECT need_source, count(*) AS moves, count(amount_at_low) + count(amount_at_high) + count(survives_low) + count(survives_high) AS ends, min(why_no_interval) AS why
FROM reallocation_transfer WHERE organisation = 'S' AND fiscal_year = 2024 GROUP BY 1;
UPDATE scenario SET as_of = '2024-03-31' WHERE organisation = 'S' AND code = 'f';
TABLE word;
UPDATE scenario SET as_of = NULL WHERE organisation = 'S' AND code = 'f';
TABLE word;
-- One that is not in force stands beside it.
UPDATE scenario SET adopted = false, as_of = '2024-06-30' WHERE organisation = 'S' AND code = 'f';
TABLE word;
UPDATE scenario SET as_of = '2024-08-31' WHERE organisation = 'S' AND code = 'f';
TABLE word;
-- Without amounts it says nothing.
UPDATE scenario SET adopted = true WHERE organisation = 'S' AND code = 'f';
DELETE FROM ledger WHERE organisation = 'S' AND scenario = 'f';
TABLE word;
DELETE FROM scenario WHERE organisation = 'S' AND code = 'f';
-- A supplement after the date is not in force on it; one before is.
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('S', 'more', 'supplement', 2024, '2024-07-01');
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('S', 'more', 'n', 'take', 7);
CREATE TEMPORARY VIEW take AS
SELECT s.budget - a.budget AS more FROM reallocation_proposal s JOIN reallocation_proposal a USING (head_code) WHERE s.organisation = 'S' AND s.fiscal_year = 2024 AND a.organisation = 'A' AND a.fiscal_year = 2024 AND head_code = 'take';
TABLE take;
UPDATE scenario SET as_of = '2024-06-30' WHERE organisation = 'S' AND code = 'more';
TABLE take;
-- No month is complete; then no budget is in force; then the year is over.
UPDATE scenario SET as_of = '2024-01-15' WHERE organisation = 'S' AND code = 'o2024';
TABLE word;
UPDATE scenario SET as_of = NULL WHERE organisation = 'S' AND code = 'o2024';
UPDATE scenario SET as_of = '2024-07-15' WHERE organisation = 'S' AND code = 'b2024';
TABLE word;
UPDATE scenario SET as_of = '2024-01-15' WHERE organisation = 'S' AND code = 'b2024';
INSERT INTO closing (organisation, scenario, closed_until) VALUES ('S', 'o2024', '2024-12-31');
TABLE word;
DELETE FROM closing WHERE organisation = 'S';
-- An outcome of the whole year that is not in force, beside one of a part of it that is.
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of, adopted) VALUES ('S', 'late', 'outcome', 2024, '2024-12-31', false);
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('S', 'late', 'n', 'take', '2024-12-01', 7);
TABLE word;
DELETE FROM ledger WHERE organisation = 'S' AND scenario = 'late';
DELETE FROM scenario WHERE organisation = 'S' AND code = 'late';


--
-- Nothing is known of errors: no earlier year
--

INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT 'N', 'b2024', unit_code, head_code, CASE WHEN head_code IN ('take', 'new') THEN 1000 ELSE 90000 END
FROM year_end_forecast WHERE organisation = 'N' AND fiscal_year = 2024 AND is_latest AND head_code <> 'minus';
SELECT count(*) AS heads, count(need) AS forecast, count(need_low) AS intervals, count(change_at_low) FILTER (WHERE change <> 0) AS changes, min(why_no_interval) AS why
FROM reallocation_proposal WHERE organisation = 'N' AND fiscal_year = 2024;
SELECT from_head, to_head, amount > 0 AS moves, amount_at_low, amount_at_high, survives_low, survives_high, why_no_interval FROM reallocation_transfer WHERE organisation = 'N' AND fiscal_year = 2024 ORDER BY 1, 2;


--
-- A budget above its bookings
--

INSERT INTO unit (organisation, code, name, parent) VALUES ('T', 'board', 'Board', NULL), ('T', 'n', 'North', 'board'), ('T', 's', 'South', 'board');
INSERT INTO budget_head (organisation, code, name, parent, pool) VALUES ('T', 'support', 'Support', NULL, 'p'), ('T', 'grant', 'Grants', 'support', 'p'), ('T', 'help', 'Help', 'support', 'p'), ('T', 'house', 'Housing', NULL, 'p');
INSERT INTO transfer_rule (organisation, from_head, to_head) VALUES ('T', 'house', 'support'), ('T', 'house', 'grant');
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT 'T', 'o' || y, 'outcome', y FROM generate_series(2019, 2024) AS y;
INSERT INTO scenario (organisation, code, kind, fiscal_year) VALUES ('T', 'b2024', 'budget', 2024);
INSERT INTO ledger (organisation, scenario, unit, head, month, amount)
SELECT 'T', 'o' || y, unit, h.to_head, make_date(y, m + 1, 1), amount
FROM booking JOIN (VALUES ('give', 'grant'), ('take', 'help'), ('sure', 'house')) AS h(head, to_head) USING (head);
-- Support was decided for the whole board, grants and help have nothing of their own; housing for each unit.
CREATE TEMPORARY TABLE tree_ending AS SELECT unit_code AS unit, head_code AS head, forecast, low, high FROM year_end_forecast WHERE organisation = 'T' AND fiscal_year = 2024 AND is_latest;
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT 'T', 'b2024', 'board', 'support', sum(forecast) - 1000 FROM tree_ending WHERE head IN ('grant', 'help')
UNION ALL SELECT 'T', 'b2024', unit, head, high + 600 FROM tree_ending WHERE head = 'house';
CREATE TEMPORARY VIEW tree_move AS
SELECT r.head_code, r.need = e.need AS need, r.need_low = e.low AS low, r.need_high = e.high AS high, r.budget - r.need AS variance, r.shortfall, r.change, r.change_at_low, r.change_at_high
FROM reallocation_proposal r
JOIN (SELECT place.node AS head_code, sum(forecast) AS need, sum(low) AS low, sum(high) AS high
      FROM tree_ending JOIN (VALUES ('grant', 'support'), ('help', 'support'), ('house', 'house')) AS place(head, node) USING (head) GROUP BY 1) e USING (head_code)
WHERE r.organisation = 'T' AND r.fiscal_year = 2024;
SELECT * FROM tree_move WHERE head_code = 'support';
SELECT count(*) AS heads, bool_and(why_no_interval IS NULL) AS all_have_intervals FROM reallocation_proposal WHERE organisation = 'T' AND fiscal_year = 2024;
SELECT from_head, to_head, amount, amount_at_low, survives_low, survives_high FROM reallocation_transfer WHERE organisation = 'T' AND fiscal_year = 2024;
-- One unit decides about grants for itself: nothing is lost, and nothing counts twice.
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('T', 'b2024', 'n', 'grant', 100);
SELECT string_agg(head_code, ' ' ORDER BY head_code) AS heads, sum(budget) - (SELECT sum(amount) FROM ledger WHERE organisation = 'T' AND scenario = 'b2024') AS budget_beside,
       sum(need) - (SELECT sum(forecast) FROM tree_ending) AS need_beside, sum(need_low) - (SELECT sum(low) FROM tree_ending) AS low_beside, sum(change) AS change
FROM reallocation_proposal WHERE organisation = 'T' AND fiscal_year = 2024;


--
-- Kept and computed
--

SET client_min_messages = warning;
CALL refresh_social_mart('lund');
SELECT count(*) FROM stale_summary;
CREATE TEMPORARY VIEW differs AS
SELECT 'proposal' AS view, count(*) FROM (SELECT to_jsonb(k) FROM reallocation_proposal k EXCEPT ALL SELECT to_jsonb(l) FROM live_reallocation_proposal l) AS d
UNION ALL SELECT 'transfer', count(*) FROM (SELECT to_jsonb(k) FROM live_reallocation k EXCEPT ALL SELECT to_jsonb(l) FROM live_live_reallocation l) AS d;
TABLE differs;
CREATE TEMPORARY TABLE kept AS SELECT head_code, need, need_high FROM reallocation_proposal WHERE organisation = 'A' AND fiscal_year = 2024;
-- An earlier year changes what is forecast, and so what moves.
UPDATE ledger SET amount = amount * 3 WHERE organisation = 'A' AND scenario = 'o2021' AND head = 'give' AND month > '2021-06-30';
SELECT head_code, r.need <> k.need AS other_need, r.need_high <> k.need_high AS other_high FROM reallocation_proposal r JOIN kept k USING (head_code)
WHERE organisation = 'A' AND fiscal_year = 2024 AND (r.need, r.need_high) IS DISTINCT FROM (k.need, k.need_high) ORDER BY 1;
TABLE differs;
-- So does a rule, and a booking of the year.
SELECT from_head FROM reallocation_transfer WHERE organisation = 'J' AND fiscal_year = 2024 AND to_head = 'new';
DELETE FROM transfer_rule WHERE organisation = 'J' AND to_head = 'new';
SELECT from_head FROM reallocation_transfer WHERE organisation = 'J' AND fiscal_year = 2024 AND to_head = 'new';
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('J', 'o2024', 'n', 'new', '2024-01-01', 5);
SELECT DISTINCT as_of FROM reallocation_balance WHERE organisation = 'J' AND fiscal_year = 2024;
TABLE differs;


--
-- Random towns
--

INSERT INTO organisation (organisation, name, fiscal_year_start) SELECT 'r' || o, 'Random ' || o, 1 + o % 12 FROM generate_series(1, 10) AS o;
INSERT INTO unit (organisation, code, name) SELECT 'r' || o, u, u FROM generate_series(1, 10) AS o, unnest('{n,s}'::text[]) AS u;
INSERT INTO budget_head (organisation, code, name, pool, priority) SELECT 'r' || o, 'h' || h, 'Head', 'p' || h % 3, 1 + h % 2 FROM generate_series(1, 10) AS o, generate_series(1, 9) AS h;
-- In every other town no head both gives and takes.
INSERT INTO transfer_rule (organisation, from_head, to_head, max_amount, cost)
SELECT 'r' || o, 'h' || f, 'h' || t, CASE WHEN random() < 0.3 THEN round((random() * 2000)::numeric, 2) END, round((random() * 3)::numeric, 2)
FROM generate_series(1, 10) AS o, generate_series(1, 9) AS f, generate_series(1, 9) AS t WHERE f <> t AND random() < 0.4 AND (o % 2 = 0 OR f <= 4 AND t > 4);
INSERT INTO scenario (organisation, code, kind, fiscal_year) SELECT 'r' || o, k || y, CASE k WHEN 'b' THEN 'budget' ELSE 'outcome' END, y
FROM generate_series(1, 10) AS o, generate_series(2019, 2024) AS y, unnest('{o,b}'::text[]) AS k WHERE k = 'o' OR y = 2024;
INSERT INTO ledger (organisation, scenario, unit, head, flow, month, amount)
SELECT 'r' || o, 'o' || y, u, 'h' || h, CASE WHEN h = 9 THEN 'revenue' ELSE 'cost' END, make_date(y - (CASE WHEN o % 12 = 0 THEN 0 ELSE 1 END), 1 + o % 12, 1) + make_interval(months => m),
       round((500 + 1500 * random())::numeric, 2)
FROM generate_series(1, 10) AS o, generate_series(2019, 2024) AS y, generate_series(0, 11) AS m, unnest('{n,s}'::text[]) AS u, generate_series(1, 9) AS h
WHERE (y < 2024 OR m < 3 + o % 7) AND (h <> 8 OR y = 2024 OR o % 3 > 0);
INSERT INTO ledger (organisation, scenario, unit, head, amount)
SELECT organisation, 'b2024', unit_code, head_code, round(forecast + (random() - 0.5)::numeric * 8 * coalesce(high - low, 900), 2)
FROM year_end_forecast WHERE organisation ~ '^r' AND fiscal_year = 2024 AND is_latest;
CALL pg_temp.look('^r');
SELECT (SELECT count(*) FROM wrong_need) AS wrong_needs, (SELECT count(*) FROM wrong_move) AS wrong_moves, (SELECT count(*) FROM wrong_pool) AS wrong_pools,
       (SELECT count(*) FROM side) > 50 AS many_sides, (SELECT count(*) FROM side WHERE is_chain) > 20 AS many_chains, (SELECT count(*) FROM pool_end WHERE moved > 0) > 15 AS many_pools;
-- Moves of all kinds are among them.
SELECT survives_low, survives_high, count(*) > 2 AS several FROM transfer_now WHERE survives_low IS NOT NULL AND survives_high IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2;


--
-- Adopted
--

-- The plan goes over units by what each of them is forecast to spare or lack; nobody gives more.
CREATE TEMPORARY TABLE planned AS SELECT * FROM reallocation_balance WHERE organisation = 'S' AND fiscal_year = 2024;
CREATE TEMPORARY TABLE unit_before AS SELECT unit_code AS unit, head_code AS head, variance FROM year_end_forecast WHERE organisation = 'S' AND fiscal_year = 2024 AND is_latest;
SELECT max(as_of) AS as_of FROM planned;
CALL adopt_transfers('lund', 'o2024', '2024-07-10', organisation => 'S');
SELECT count(*) > 5 AS many, sum(amount) AS sum, count(*) FILTER (WHERE l.amount < - greatest(b.variance, 0) AND l.head <> 'idle') AS gave_too_much
FROM ledger l JOIN unit_before b USING (unit, head) WHERE l.organisation = 'S' AND l.scenario = 'transfer-2024-07-10';
-- The plan stays as it was until the next month is booked; then its budgets are those that were planned.
SELECT count(*) AS changed FROM (SELECT to_jsonb(p) FROM planned p EXCEPT ALL SELECT to_jsonb(b) FROM reallocation_balance b WHERE organisation = 'S' AND fiscal_year = 2024) AS d;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT 'S', 'o2024', unit, head, '2024-07-01', 2500 FROM booking WHERE y = 2024 AND m = 0 AND head <> 'minus';
SELECT max(b.as_of) AS as_of, count(*) AS heads, count(*) FILTER (WHERE b.budget <> p.budget_after) AS not_as_planned
FROM reallocation_balance b JOIN planned p USING (head_code) WHERE b.organisation = 'S' AND b.fiscal_year = 2024 AND head_code <> 'take';
-- What was decided since is not adopted twice; what is not whole and not forecast has no plan.
SELECT left(refusal($$CALL adopt_transfers('lund', 'o2024', '2024-06-20', organisation => 'S', code => 'again')$$), 40) AS of_another_budget,
       refusal($$CALL adopt_transfers('lund', 'o2023', '2024-06-20', organisation => 'S', code => 'again')$$) AS without_plan;
SELECT refusal($$CALL adopt_transfers('lund', 'o2024', '2024-01-15', organisation => 'S', code => 'again')$$) AS before_the_budget;

-- A reserve that nothing is booked on can be moved before anybody states a forecast: 300 of it cover what housing lacks. What is booked on it is needed.
INSERT INTO organisation (organisation, name) VALUES ('R', 'Town R');
INSERT INTO unit (organisation, code, name) VALUES ('R', 'u', 'Unit');
INSERT INTO budget_head (organisation, code, name, contingency) VALUES ('R', 'housing', 'Housing', false), ('R', 'idle', 'Not begun', false), ('R', 'reserve', 'Reserve', true);
INSERT INTO transfer_rule (organisation, from_head, to_head, cost) VALUES ('R', 'reserve', 'housing', 0), ('R', 'idle', 'housing', 1);
INSERT INTO scenario (organisation, code, kind, fiscal_year, as_of) VALUES ('R', 'b2024', 'budget', 2024, NULL), ('R', 'o2024', 'outcome', 2024, '2024-06-30');
INSERT INTO ledger (organisation, scenario, unit, head, amount) VALUES ('R', 'b2024', 'u', 'housing', 1200), ('R', 'b2024', 'u', 'idle', 500), ('R', 'b2024', 'u', 'reserve', 400);
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) SELECT 'R', 'o2024', 'u', 'housing', make_date(2024, m, 1), 125 FROM generate_series(1, 6) AS m;
SELECT head_code, forecast, variance FROM year_end_forecast WHERE organisation = 'R' AND is_latest ORDER BY head_code;
SELECT head_code, need, need_low, need_high, spare, shortfall FROM reallocation_proposal WHERE organisation = 'R' ORDER BY head_code;
SELECT from_head, to_head, amount, survives_high FROM reallocation_transfer WHERE organisation = 'R';
BEGIN;
CALL adopt_transfers('lund', 'o2024', '2024-07-10', organisation => 'R');
SELECT unit, head, amount FROM ledger WHERE organisation = 'R' AND scenario = 'transfer-2024-07-10' ORDER BY head;
ROLLBACK;
INSERT INTO ledger (organisation, scenario, unit, head, month, amount) VALUES ('R', 'o2024', 'u', 'reserve', '2024-06-01', 250);
SELECT head_code, need, spare FROM reallocation_proposal WHERE organisation = 'R' AND head_code = 'reserve';

DROP VIEW word, take, tree_move, differs, wrong_need, wrong_move, wrong_pool, pool_end, side, plain;
\i test/sql/include/cleanup.sql
