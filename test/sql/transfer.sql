-- transfer: transfer_plan
--
-- Plans are decided by hand or published. That plans of random heads are the best is
-- held against GLPK in test/tap/transfer_optimum.t; here only what holds of every plan.

\encoding UTF8
\pset null NULL
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS social_services;
DROP SCHEMA IF EXISTS transfer_test CASCADE;
RESET client_min_messages;
CREATE SCHEMA transfer_test;
SET search_path = transfer_test, public;

-- 'a 5 0 1 3, b 0 2' for two heads: budget, need, priority and floor; the last two may be left out, - is NULL.
CREATE FUNCTION heads(list text) RETURNS TABLE (head text, budget numeric, need numeric, priority integer, floor numeric)
BEGIN ATOMIC
    SELECT figure[1], figure[2]::numeric, figure[3]::numeric, figure[4]::integer, figure[5]::numeric
    FROM unnest(string_to_array(list, ', ')) AS item
    CROSS JOIN LATERAL string_to_array(item, ' ', '-') AS figure;
END;
-- 'a>b 2 10, a>c' for two rules: cost, which is 0 if left out, and limit.
CREATE FUNCTION rules(list text) RETURNS TABLE (from_head text, to_head text, cost numeric, max_amount numeric)
BEGIN ATOMIC
    SELECT figure[1], figure[2], coalesce(figure[3]::numeric, 0), figure[4]::numeric
    FROM unnest(string_to_array(list, ', ')) AS item
    CROSS JOIN LATERAL string_to_array(replace(item, '>', ' '), ' ') AS figure;
END;
-- The plan written likewise, in the order in which its rows come.
CREATE FUNCTION planned(heads text, rules text) RETURNS text
    RETURN (SELECT string_agg(from_head || '>' || to_head || ' ' || amount, ', ' ORDER BY ordinality)
            FROM transfer_plan(format('SELECT * FROM heads(%L)', heads), format('SELECT * FROM rules(%L)', rules))
                WITH ORDINALITY);

-- Errors with their hints.
CREATE FUNCTION refusal(query text) RETURNS text
    LANGUAGE plpgsql
AS $function$
DECLARE
    hint text;
BEGIN
    EXECUTE query;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(hint, ''));
END
$function$;
CREATE FUNCTION plan_refusal(heads_sql text, rules_sql text) RETURNS text
    RETURN refusal(format('SELECT * FROM transfer_plan(%L, %L)', heads_sql, rules_sql));


--
-- By hand
--

CREATE TABLE ladder (place integer, input text, heads text, rules text);
INSERT INTO ladder VALUES
    -- One rule.
    ( 1, 'enough',                      'a 5 0, b 0 3',                  'a>b'),
    ( 2, 'not enough',                  'a 2 0, b 0 3',                  'a>b'),
    ( 3, 'just enough',                 'a 5 2, b 1 4',                  'a>b 7'),
    ( 4, 'the other way',               'a 5 0, b 0 3',                  'b>a'),
    ( 5, 'limit',                       'a 5 0, b 0 5',                  'a>b 0 2'),
    ( 6, 'limit of 0',                  'a 5 0, b 0 5',                  'a>b 0 0'),
    ( 7, 'limit with decimals',         'a 5 0, b 0 5',                  'a>b 0 2.50'),
    ( 8, 'limit that does not matter',  'a 5 0, b 0 3',                  'a>b 0 1e30'),
    -- Chains.
    (10, 'through one that has enough', 'a 5 0, b 4 4, c 0 3',           'a>b, b>c'),
    (11, 'through one that gives',      'a 5 0, b 1 0, c 0 3',           'a>b 1, b>c 1'),
    (12, 'through one that takes',      'a 5 0, b 0 2, c 0 3',           'a>b 1, b>c 1'),
    (13, 'likewise, the last first',    'a 4 0, b 0 2 2, c 0 3 1',       'a>b, b>c 9'),
    (14, 'likewise, the last last',     'a 4 0, b 0 2 1, c 0 3 2',       'a>b 9, b>c'),
    (15, 'limit on the way',            'a 5 0, b 0 0, c 0 5',           'a>b 0 3, b>c 0 2'),
    (16, 'limit on the way, others',    'a 5 0, b 1 0, c 0 5',           'a>b 0 3, b>c 0 10'),
    (17, 'no way all through',          'a 5 0, b 0 0, c 0 5',           'a>b, c>b'),
    (18, 'against the alphabet',        'c 5 0, b 0 0, a 0 5',           'c>b, b>a'),
    -- Costs.
    (20, 'the cheaper way',             'a 5 0, x 0 0, y 0 0, b 0 3',    'a>x 1, x>b 1, a>y 2, y>b 2'),
    (21, 'as far as it goes',           'a 5 0, x 0 0, y 0 0, b 0 3',    'a>x 1 2, x>b 1, a>y 2, y>b 2'),
    (22, 'the longer is the cheaper',   'a 5 0, x 0 0, b 0 3',           'a>b 5, a>x 2, x>b 2'),
    (23, 'the shorter of equal cost',   'a 5 0, x 0 0, b 0 3',           'a>b 4, a>x 2, x>b 2'),
    (24, 'the shorter of no cost',      'a 5 0, x 0 0, b 0 3',           'a>b, a>x, x>b'),
    (25, 'the cheaper giver',           'a 3 0, b 3 0, c 0 4',           'a>c 2, b>c 1'),
    (26, 'the cheaper taker',           'a 4 0, b 0 3, c 0 3',           'a>b 2, a>c 1'),
    (27, 'not each the cheapest',       'a 3 0, b 3 0, c 0 3, d 0 3',    'a>c 1, a>d 2, b>c 3, b>d 9'),
    (28, 'nor any turned away',         'a 3 0, b 3 0, c 0 3, d 0 3',    'a>c 1, a>d 1000000, b>c 1'),
    (29, 'costs add up as decimals',    'a 5 0, x 0 0, b 0 3',           'a>b 0.31, a>x 0.1, x>b 0.2'),
    (30, 'and equal as decimals',       'a 5 0, x 0 0, b 0 3',           'a>b 0.3, a>x 0.1, x>b 0.2'),
    (31, 'the twelfth decimal',         'a 3 0, b 3 0, c 0 3',           'a>c 1.000000000002, b>c 1.000000000001'),
    (32, 'the nineteenth digit',        'a 3 0, b 3 0, c 0 3',           'a>c 92233720368547758.07, b>c 92233720368547758.06'),
    -- Cycles of no cost.
    (35, 'beside the way',              'a 5 0, b 0 0, c 0 3',           'a>b, b>a, b>c, c>b, c>a'),
    (36, 'of heads that have enough',   'a 5 0, b 5 5, c 5 5, d 5 5',    'b>c, c>d, d>b, a>b, d>a'),
    (37, 'of heads that lack',          'a 5 0, b 0 1, c 0 1, d 0 1',    'a>b, b>c, c>d, d>b'),
    -- Priorities.
    (40, 'before cost',                 'a 4 0, b 0 3 1, c 0 3 2',       'a>b 1000000000, a>c'),
    (41, 'and by a long way',           'a 4 0, x 0 0, b 0 3 1, c 0 3 2', 'a>x 500, x>b 500, a>c'),
    (42, 'NULL last',                   'a 4 0, b 0 3, c 0 3 99',        'a>b, a>c 7'),
    (43, 'all there are',               'a 4 0, b 0 3 -2147483648, c 0 3 2147483647, d 0 3', 'a>b 2, a>c 1, a>d'),
    (44, 'of givers do not count',      'a 3 0 2, b 3 0 1, c 0 3 5',     'a>c 1, b>c 2'),
    (45, 'the only giver of the other', 'a 3 0, d 3 0, b 0 3 1, c 0 3 2', 'a>b, a>c, d>b 9'),
    (46, 'and not enough of it',        'a 3 0, d 2 0, b 0 3 1, c 0 3 2', 'a>b, a>c, d>b 9'),
    (47, 'the last by two detours',     'a 1 0, d 1 0, e 1 0, b 0 1 1, c 0 1 2, f 0 1 3', 'a>b, a>f, d>b, d>c, e>c'),
    (48, 'one first, not two second',   'a 1 0, d 1 0, b 0 1 1, c 0 1 2, e 0 1 2', 'a>b, a>c, d>e 3'),
    (49, 'through the second',          'a 3 0, b 0 3 2, c 0 2 1',       'a>b, b>c 50'),
    -- Figures.
    (50, 'floor above need',            'a 5 0 - 3, b 0 9',              'a>b'),
    (51, 'floor above budget',          'a 5 0 - 9, b 0 9',              'a>b'),
    (52, 'floor below need',            'a 5 3 - 1, b 0 9',              'a>b'),
    (53, 'floor below 0',               'a 5 0 - -3, b 0 9',             'a>b'),
    (54, 'floor of one that lacks',     'a 9 0, b 1 3 - 8',              'a>b'),
    (55, 'no need given',               'a 5 -, b 0 3',                  'a>b'),
    (56, 'likewise of the taker',       'a 5 0, b 0 - 1 3',              'a>b'),
    (57, 'likewise on the way',         'a 5 0, b 9 -, c 0 3',           'a>b, b>c'),
    (58, 'no budget',                   'a 5 0, b - 3',                  'a>b'),
    (59, 'no budget, need below 0',     'a - -5, b 0 3',                 'a>b'),
    (60, 'nothing but a head',          'a - - - -, b 0 3',              'a>b'),
    (61, 'budget below 0',              'a 5 0, b -2 1',                 'a>b'),
    (62, 'all below 0',                 'a -1 -4, b -5 -3',              'a>b'),
    (63, 'floor below 0 counts',        'a -1 -4 - -3, b -5 0',          'a>b'),
    -- Digits.
    (70, 'two decimals',                'a 10.10 0, b 0 3.33',           'a>b'),
    (71, 'twelve decimals',             'a 1.000000000001 0, b 0 2',     'a>b'),
    (72, 'the most decimals of all',    'a 0.5 0, c 0.25 0, b 0 9',      'a>b, c>b'),
    (73, 'zeros at the end are none',   'a 5.000 0, b 0 3.500',          'a>b 0 9.0000'),
    (74, 'nor those that cancel out',   'a 5.25 0.25, b 0.75 3.75',      'a>b'),
    (75, 'decimals of a limit',         'a 5 0, b 0 3',                  'a>b 0 4.25'),
    (76, 'thirty decimals',             'a 0.000000000000000000000000000001 0, b 0 2', 'a>b'),
    (77, 'ten thousand millions',       'a 12345678901.23 0, b 0 12345678901.24', 'a>b'),
    (78, 'more spare than fits',        'a 1e30 0, b 0 0.01',            'a>b'),
    (79, 'more lacking than fits',      'a 0.01 0, b 0 1e30',            'a>b'),
    (80, 'all that fits',               'a 9223372036854775806 0, b 0 9223372036854775806', 'a>b'),
    (81, 'likewise of two heads',       'a 92233720368547758 0, b 0.06 0, c 0 1e30', 'a>c, b>c'),
    (82, 'huge, but not what moves',    'a 1000000000000000000005 1e21, b -1e21 -999999999999999999997', 'a>b');
SELECT place, input, heads, rules, planned(heads, rules) FROM ladder ORDER BY place;

-- The same whatever the order of the rows.
SELECT count(*) AS changed
FROM ladder,
     LATERAL (SELECT string_agg(item, ', ' ORDER BY item DESC) FROM unnest(string_to_array(heads, ', ')) AS item) AS h(turned),
     LATERAL (SELECT string_agg(item, ', ' ORDER BY item DESC) FROM unnest(string_to_array(rules, ', ')) AS item) AS r(turned)
WHERE planned(heads, rules) IS DISTINCT FROM planned(h.turned, r.turned);

-- Nothing at all, and nothing on one side.
SELECT input, coalesce(planned(heads, rules), 'nothing') AS plan
FROM (VALUES (1, 'no heads', '', ''), (2, 'no rules', 'a 5 0, b 0 3', ''), (3, 'one head', 'a 5 0', ''),
             (4, 'nothing lacking', 'a 5 0, b 3 3', 'a>b'), (5, 'nothing to spare', 'a 0 0, b 0 3', 'a>b'),
             (6, 'all in balance', 'a 1 1, b 2 2', 'a>b, b>a'), (7, 'all lacking', 'a 0 1, b 0 2', 'a>b, b>a')
     ) AS t(place, input, heads, rules)
ORDER BY place;
-- An argument that is NULL; the other is not even looked at.
SELECT count(*) FROM transfer_plan(NULL, 'SELECT nonsense');
SELECT count(*) FROM transfer_plan('SELECT nonsense', NULL);
SELECT count(*) FROM transfer_plan(NULL, NULL);

-- The example of docs/transfer.md.
CREATE TABLE budget_of_year (head text, budget numeric, need numeric, floor numeric, priority integer);
INSERT INTO budget_of_year VALUES
    ('income support', 117.5, 133.5,  0, 1),
    ('placements',     159.0, 160.0,  0, 1),
    ('wages',           11.5,  27.0,  0, 2),
    ('staff',           16.1,  15.3,  0, 2),
    ('housing',        124.0, 120.6,  0, 2),
    ('reserve',          2.7,     0,  0, 2);
CREATE TABLE permitted (from_head text, to_head text, max_amount numeric, cost numeric);
INSERT INTO permitted VALUES
    ('reserve', 'placements',     NULL, 0),
    ('reserve', 'income support', NULL, 0),
    ('reserve', 'wages',          NULL, 0),
    ('staff',   'income support', NULL, 1),
    ('staff',   'wages',          NULL, 1),
    ('housing', 'placements',      3.0, 2);
SELECT * FROM transfer_plan('SELECT * FROM budget_of_year', 'SELECT * FROM permitted');
INSERT INTO permitted VALUES ('placements', 'income support', NULL, 1);
SELECT * FROM transfer_plan('SELECT * FROM budget_of_year', 'SELECT * FROM permitted');


--
-- Published, large, random
--

-- What a plan reaches: what heads are brought nearer to their needs, what it costs and what is moved; and its faults:
-- moves of nothing or beyond a limit, and heads that give more than they can spare, or get more than they lack.
CREATE FUNCTION reached(heads_sql text, rules_sql text, OUT covered numeric, OUT cost numeric, OUT moved numeric, OUT faults bigint)
    LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE format(
        $query$
            WITH rule AS (%s),
                 head AS (SELECT head::text, coalesce(budget, 0) AS budget, need, greatest(need, floor) AS kept FROM (%s) AS h),
                 plan AS (SELECT * FROM transfer_plan(%L, %L)),
                 move AS (SELECT p.amount, r.cost, r.max_amount
                          FROM plan AS p LEFT JOIN rule AS r ON (p.from_head, p.to_head) = (r.from_head::text, r.to_head::text)),
                 gain AS (SELECT h.*, coalesce(m.gain, 0) AS gain
                          FROM head AS h
                          LEFT JOIN (SELECT head, sum(amount) AS gain
                                     FROM (SELECT to_head, amount FROM plan UNION ALL SELECT from_head, -amount FROM plan)
                                         AS p(head, amount) GROUP BY head) AS m USING (head))
            SELECT (SELECT sum(gain) FROM gain WHERE gain > 0),
                   (SELECT sum(amount * cost) FROM move),
                   (SELECT sum(amount) FROM move),
                   (SELECT count(*) FROM move WHERE amount <= 0 OR amount > max_amount OR cost IS NULL)
                   + (SELECT count(*) FROM gain
                      WHERE gain NOT BETWEEN CASE WHEN budget > kept THEN kept - budget ELSE 0 END
                                         AND CASE WHEN need > budget THEN need - budget ELSE 0 END)
        $query$, rules_sql, heads_sql, heads_sql, rules_sql) INTO covered, cost, moved, faults;
END
$function$;
SELECT place, r.* FROM ladder, reached(format('SELECT * FROM heads(%L)', heads), format('SELECT * FROM rules(%L)', rules)) AS r
WHERE place IN (4, 12, 21, 27, 40, 63) OR faults <> 0 ORDER BY place;

-- The transportation problem of many textbooks: 300, 400 and 500 to be brought where 250, 350, 400 and 200 are wanted.
-- The northwest corner rule brings them for 4400; no plan for less than 2850.
SELECT * FROM reached($$SELECT * FROM heads('f1 300 0, f2 400 0, f3 500 0, w1 0 250, w2 0 350, w3 0 400, w4 0 200')$$,
                      $$SELECT * FROM rules('f1>w1 3, f1>w2 1, f1>w3 7, f1>w4 4, f2>w1 2, f2>w2 6, f2>w3 5, f2>w4 9, '
                                            'f3>w1 8, f3>w2 3, f3>w3 3, f3>w4 2')$$);
-- The lucky trucks of Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, figure 26.1: no more than 23 get through.
SELECT covered, faults
FROM reached($$SELECT * FROM heads('s 100 0, t 0 100, v1 0 0, v2 0 0, v3 0 0, v4 0 0')$$,
             $$SELECT * FROM rules('s>v1 0 16, s>v2 0 13, v1>v3 0 12, v2>v1 0 4, v2>v4 0 14, v3>v2 0 9, v3>t 0 20, '
                                   'v4>v3 0 7, v4>t 0 4')$$);

-- A chain of 5000 heads that goes both ways, used from end to end. Either end has little.
SELECT budget, need, count(*) AS rows, min(amount) AS min, max(amount) AS max,
       bool_and(to_head::integer = from_head::integer + 1) AS forwards
FROM (VALUES (7.25, 9), (9, 7.5)) AS v(budget, need),
     transfer_plan(format('SELECT i AS head, CASE i WHEN 1 THEN %s END AS budget, CASE i WHEN 5000 THEN %s ELSE 0 END AS need,
                                  NULL AS floor, NULL AS priority FROM generate_series(1, 5000) AS i', budget, need),
                   'SELECT i AS from_head, i + 1 AS to_head, NULL AS max_amount, 1 AS cost FROM generate_series(1, 4999) AS i
                    UNION ALL SELECT i + 1, i, NULL, 0 FROM generate_series(1, 4999) AS i')
GROUP BY budget, need ORDER BY budget;
-- Beside it one rule from end to end, which costs 0.01 less, as much, or 0.01 more.
SELECT v.cost, count(*) AS rows, min(amount) AS min, max(amount) AS max
FROM unnest(ARRAY[49.98, 49.99, 50.00]) AS v(cost),
     transfer_plan('SELECT i AS head, CASE i WHEN 5000 THEN 3 END AS budget, CASE i WHEN 1 THEN 3 ELSE 0 END AS need,
                           NULL AS floor, NULL AS priority FROM generate_series(1, 5000) AS i',
                   format('SELECT i + 1 AS from_head, i AS to_head, NULL AS max_amount, 0.01 AS cost
                           FROM generate_series(1, 4999) AS i UNION ALL SELECT 5000, 1, NULL, %s', v.cost))
GROUP BY v.cost ORDER BY v.cost;
-- All have 1 to spare but the last, which lacks 2500: the nearest give, and money adds up on the way.
SELECT count(*) AS rows, min(from_head::integer) AS first, bool_and(amount = from_head::integer - 2499) AS adds_up
FROM transfer_plan('SELECT i AS head, (i < 5000)::integer AS budget, CASE i WHEN 5000 THEN 2500 ELSE 0 END AS need,
                           NULL AS floor, NULL AS priority FROM generate_series(1, 5000) AS i',
                   'SELECT i AS from_head, i + 1 AS to_head, NULL AS max_amount, 0 AS cost FROM generate_series(1, 4999) AS i');
-- A star: the more urgent, the dearer. The last one gets half.
SELECT count(*) AS rows, min(to_head::integer) AS first, max(to_head::integer) AS last,
       array_agg(DISTINCT amount) AS amounts, max(amount) FILTER (WHERE to_head = '1001') AS last_amount
FROM transfer_plan('SELECT i AS head, CASE i WHEN 0 THEN 1000.5 END AS budget, (i > 0)::integer AS need, NULL AS floor,
                           i AS priority FROM generate_series(0, 5000) AS i',
                   'SELECT 0 AS from_head, i AS to_head, NULL AS max_amount, 5000 - i AS cost FROM generate_series(1, 5000) AS i');
-- Two stars: 2500 give to a hub, it gives to 2500.
SELECT count(*) AS rows, sum(amount) AS moved, count(*) FILTER (WHERE to_head = '0') AS to_hub
FROM transfer_plan('SELECT i AS head, (i > 0)::integer AS budget, (i < 0)::integer AS need, NULL AS floor, NULL AS priority
                    FROM generate_series(-2500, 2500) AS i',
                   'SELECT greatest(i, 0) AS from_head, least(i, 0) AS to_head, NULL AS max_amount, 0 AS cost
                    FROM generate_series(-2500, 2500) AS i WHERE i <> 0');
-- 1000 priorities. Heads t1 to t1000 lack 1; s1 to s999 have it, each for the head of its number and, for 5, the next.
-- The head at the end that is served last goes without.
SELECT first, r.*
FROM (VALUES ('t1', 'i'), ('t1000', '-i')) AS v(first, priority),
     reached(format('SELECT ''t'' || i AS head, 0 AS budget, 1 AS need, NULL::integer AS floor, %s AS priority
                     FROM generate_series(1, 1000) AS i
                     UNION ALL SELECT ''s'' || i, 1, 0, NULL, NULL FROM generate_series(1, 999) AS i', priority),
             'SELECT ''s'' || i AS from_head, ''t'' || i + step AS to_head, NULL::integer AS max_amount, 5 * step AS cost
              FROM generate_series(1, 999) AS i, unnest(ARRAY[0, 1]) AS step') AS r
ORDER BY first;

-- 300 heads and nearly 3000 rules, with limits, ties, decimals and NULLs.
SELECT setseed(0.1281);
CREATE TABLE head AS
SELECT i::text AS head, CASE WHEN random() > 0.05 THEN (random() * 1000)::numeric(8,2) END AS budget,
       CASE WHEN random() > 0.05 THEN (random() * 1000)::numeric(8,2) END AS need,
       CASE WHEN random() < 0.30 THEN (random() * 1000)::numeric(8,2) END AS floor,
       CASE WHEN random() > 0.10 THEN trunc(random() * 5)::integer END AS priority
FROM generate_series(1, 300) AS i;
CREATE TABLE rule AS
SELECT from_head::text, to_head::text, CASE WHEN random() > 0.30 THEN trunc(random() * 90)::numeric / 2 END AS max_amount,
       trunc(random() * 30)::numeric / 10 AS cost
FROM (SELECT DISTINCT 1 + trunc(random() * 300)::integer AS from_head, 1 + trunc(random() * 300)::integer AS to_head
      FROM generate_series(1, 3050)) AS r
WHERE from_head <> to_head;
CREATE TABLE plan AS SELECT * FROM transfer_plan('TABLE head', 'TABLE rule');
SELECT (SELECT count(*) > 2900 FROM rule) AS rules, count(*) > 200 AS moves,
       count(*) FILTER (WHERE amount = max_amount) > 50 AS full
FROM plan JOIN rule USING (from_head, to_head);
SELECT covered > 1000 AS covered, cost > 1000 AS cost, moved > covered AS moved, faults FROM reached('TABLE head', 'TABLE rule');
-- In another order, in thousandths, from another zero: the same.
SELECT change, count(*) FILTER (WHERE planned IS DISTINCT FROM amount * factor) AS changed
FROM (VALUES (1, 'order of heads', 'SELECT * FROM head ORDER BY md5(head)', 'TABLE rule', 1),
             (2, 'order of rules', 'TABLE head', 'SELECT * FROM rule ORDER BY md5(from_head || to_head)', 1),
             (3, 'thousandths',
              'SELECT head, budget / 1000 AS budget, need / 1000 AS need, floor / 1000 AS floor, priority FROM head',
              'SELECT from_head, to_head, max_amount / 1000 AS max_amount, cost FROM rule', 0.001),
             (4, 'zero',
              'SELECT head, coalesce(budget, 0) - 5000 AS budget, need - 5000 AS need, floor - 5000 AS floor, priority FROM head',
              'TABLE rule', 1)) AS v(place, change, heads_sql, rules_sql, factor)
CROSS JOIN LATERAL (SELECT plan.amount, p.amount AS planned
                    FROM plan FULL JOIN transfer_plan(heads_sql, rules_sql) AS p USING (from_head, to_head)) AS p
GROUP BY place, change ORDER BY place;
-- At three times the cost, three times the cost; also where that takes numbers of more than 64 bits.
SELECT factor, dear.covered = cheap.covered AS covered, dear.cost = factor * cheap.cost AS cost, dear.moved = cheap.moved AS moved
FROM unnest(ARRAY[3, 1e15, 3e18]) AS factor, reached('TABLE head', 'TABLE rule') AS cheap,
     reached('TABLE head', format('SELECT from_head, to_head, max_amount, %s * cost AS cost FROM rule', factor)) AS dear
ORDER BY factor;
-- Once it is done, nothing more can be done.
SELECT count(*) AS left_to_do
FROM transfer_plan($$SELECT head, coalesce(budget, 0) + coalesce((SELECT sum(CASE head WHEN to_head THEN amount ELSE -amount END)
                                                                  FROM plan WHERE head IN (from_head, to_head)), 0) AS budget,
                            need, floor, priority FROM head$$,
                   $$SELECT from_head, to_head, max_amount - coalesce(amount, 0) AS max_amount, cost
                     FROM rule LEFT JOIN plan USING (from_head, to_head)$$);


--
-- The queries
--

-- Columns in another order and others beside them; any exact number, NULL without a cast; heads of any type.
CREATE DOMAIN money_amount AS numeric(12,2) CHECK (value >= 0);
CREATE DOMAIN level AS smallint;
SELECT * FROM transfer_plan(
    $$SELECT now() AS changed, 5::smallint AS need, 1::level AS priority, 8::bigint AS budget, 'x' AS other,
             NULL AS floor, 10 AS head
      UNION ALL SELECT NULL, 7, 2, 4, 'y', NULL, 9$$,
    $$SELECT 1::level AS cost, ARRAY[1] AS other, 9::smallint AS to_head, 2.50::money_amount AS max_amount,
             10::bigint AS from_head$$);
SELECT * FROM transfer_plan(
    $$SELECT 'a'::varchar AS head, 8.00::money_amount AS budget, NULL::level AS need, 3::level AS floor, NULL::bigint AS priority
      UNION ALL SELECT 'b', NULL, 0, NULL, NULL UNION ALL SELECT 'c', 9, 2, 3, NULL
      UNION ALL SELECT 'd', NULL, 3, NULL, 5000000000 UNION ALL SELECT 'e', NULL, 7, NULL, 4999999999$$,
    $$SELECT giver::name AS from_head, taker::"char" AS to_head, NULL::integer AS max_amount, 0::smallint AS cost
      FROM unnest('{a,b,c}'::text[]) AS giver, unnest('{d,e}'::text[]) AS taker$$);
SELECT * FROM transfer_plan($$SELECT 'a' AS head, NULL AS budget, NULL AS need, NULL AS floor, NULL AS priority$$,
                            $$SELECT 'a' AS from_head, 'a' AS to_head, NULL AS max_amount, 0 AS cost WHERE false$$);
-- All that is a query, with comments and a semicolon.
SELECT count(*) FROM transfer_plan('TABLE budget_of_year', 'WITH p AS (TABLE permitted) SELECT * FROM p -- as they are');
SELECT count(*) FROM transfer_plan(' TABLE budget_of_year ;', E'\n/* a comment */ TABLE permitted;\n');
SELECT * FROM transfer_plan($$SELECT head, budget, need, NULL AS floor, 1 AS priority
                              FROM (VALUES ('a', 5, 0), ('b', 0, 3)) AS v(head, budget, need)$$,
                            $$SELECT * FROM json_to_recordset('[{"from_head": "a", "to_head": "b", "cost": 0}]')
                                  AS r(from_head text, to_head text, max_amount numeric, cost numeric)$$);

-- Codes of all kinds come back as they were given, in byte order. Case, spaces and accents matter.
CREATE TABLE code (code text);
INSERT INTO code VALUES
    (''), (' '), ('a'), ('A'), (' a'), ('a '), ('O''Brien'), ('"quoted"'), ('a, b > c'), ('%s'), ('\'), ('NULL'),
    ('Försörjningsstöd'), (U&'F\00F6'), (U&'Fo\0308'), ('住房'), (U&'\+01F3E0'), (E'two\nlines'), (E'tab\t'), (repeat('x', 3000));
SELECT count(*) AS rows, bool_and(to_head = from_head || '!') AS taker, bool_and(amount = octet_length(from_head) + 1) AS amount,
       array_agg(from_head ORDER BY place) = (SELECT array_agg(code ORDER BY code COLLATE "C") FROM code) AS all_in_order
FROM transfer_plan($$SELECT code AS head, 10000 AS budget, 0 AS need, 0 AS floor, 1 AS priority FROM code
                     UNION ALL SELECT code || '!', 0, octet_length(code) + 1, 0, 1 FROM code$$,
                   $$SELECT code AS from_head, code || '!' AS to_head, NULL AS max_amount, 1 AS cost FROM code$$)
    WITH ORDINALITY AS t(from_head, to_head, amount, place);
SELECT quote_literal(from_head) AS from_head, quote_literal(to_head) AS to_head, amount
FROM transfer_plan($$SELECT code AS head, CASE code WHEN '' THEN 100 END AS budget, CASE code WHEN '' THEN 0 ELSE 1 END AS need,
                            0 AS floor, 1 AS priority FROM code WHERE length(code) < 20$$,
                   $$SELECT '' AS from_head, code AS to_head, 1 AS max_amount, 1 AS cost
                     FROM code WHERE length(code) BETWEEN 1 AND 19$$);


--
-- Called from everywhere
--

-- For each group, in FROM and in the list; twice in a query.
CREATE TABLE pool (pool text, heads text);
INSERT INTO pool VALUES ('Norr', 'a 5 0, b 0 3, c 0 4'), ('Syd', 'a 1.50 0, b 0 3, c 0 0'), ('Öst', 'a 0 0, b 0 3, c 0 3'),
                        ('Väst', NULL), (NULL, 'a 1 0, b 0 0, c 0 1');
SELECT pool, t.*
FROM pool LEFT JOIN LATERAL transfer_plan('SELECT * FROM heads(' || quote_literal(heads) || ')',
                                          $$SELECT * FROM rules('a>b, a>c 1')$$) AS t ON true
ORDER BY pool COLLATE "C", from_head, to_head;
SELECT pool, transfer_plan(format('SELECT * FROM heads(%L)', heads), $$SELECT * FROM rules('a>b, a>c 1')$$) AS t
FROM pool WHERE heads <> '' ORDER BY pool COLLATE "C", t;
SELECT (transfer_plan(format('SELECT * FROM heads(%L)', heads), $$SELECT * FROM rules('a>b, a>c 1')$$)).*
FROM pool WHERE pool = 'Norr';
SELECT s.from_head, s.to_head, s.amount AS all_rules, l.amount AS of_reserve
FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted') AS s
LEFT JOIN transfer_plan('TABLE budget_of_year',
                        $$SELECT * FROM permitted WHERE from_head = 'reserve' AND to_head <> 'placements'$$) AS l
    USING (from_head, to_head)
ORDER BY s.from_head;

-- In a view, a CTE, a function.
CREATE VIEW best_plan AS SELECT * FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
SELECT attname, atttypid::regtype FROM pg_attribute WHERE attrelid = 'best_plan'::regclass ORDER BY attnum;
WITH p AS (SELECT * FROM best_plan), q AS MATERIALIZED (SELECT sum(amount) AS total FROM p)
SELECT p.*, round(amount / total, 3) AS share FROM p, q WHERE from_head <> 'reserve';
CREATE FUNCTION moved_from(giver text) RETURNS numeric
    LANGUAGE plpgsql STABLE
AS $function$
DECLARE
    move record;
    total numeric := 0;
BEGIN
    FOR move IN SELECT * FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted') LOOP
        EXIT WHEN move.from_head > giver;
        IF move.from_head = giver THEN
            total := total + move.amount;
        END IF;
    END LOOP;
    RETURN total;
END
$function$;
SELECT head, moved_from(head) FROM budget_of_year ORDER BY head;

-- Within itself: the heads after one plan are those of the next, two deep, each by another rule.
CREATE FUNCTION heads_after(heads_sql text, rules text) RETURNS text
    RETURN format($$SELECT head, budget + coalesce((SELECT sum(CASE head WHEN to_head THEN amount ELSE -amount END)
                                                    FROM transfer_plan(%L, %L) WHERE head IN (from_head, to_head)), 0) AS budget,
                           need, priority, floor FROM (%s) AS h$$,
                  heads_sql, format('SELECT * FROM rules(%L)', rules), heads_sql);
SELECT * FROM transfer_plan(heads_after(heads_after($$SELECT * FROM heads('a 9 1, b 0 2, c 0 3, d 0 4')$$, 'a>d'), 'a>b'),
                            $$SELECT * FROM rules('a>b, a>c, a>d')$$);

-- Some of the rows, and back and forth.
SELECT * FROM best_plan LIMIT 1;
SELECT * FROM best_plan OFFSET 3;
SELECT (SELECT amount FROM best_plan LIMIT 1) AS first, EXISTS (SELECT FROM best_plan) AS any,
       'staff' IN (SELECT from_head FROM best_plan) AS listed;
BEGIN;
DECLARE moves SCROLL CURSOR FOR SELECT * FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
FETCH 2 FROM moves;
DELETE FROM permitted;
FETCH ALL FROM moves;
FETCH ABSOLUTE 1 FROM moves;
CLOSE moves;
ROLLBACK;

-- What the calling query sees: earlier changes of its transaction, none of its own, and temporary tables.
BEGIN;
INSERT INTO budget_of_year VALUES ('windfall', 100, 0);
INSERT INTO permitted VALUES ('windfall', 'wages', NULL, 0);
SELECT * FROM best_plan WHERE from_head = 'windfall';
WITH gone AS (DELETE FROM budget_of_year WHERE head = 'windfall' RETURNING head)
SELECT b.* FROM gone JOIN best_plan AS b ON from_head = gone.head;
SELECT * FROM best_plan WHERE from_head = 'windfall';
ROLLBACK;
BEGIN;
CREATE TEMPORARY TABLE permitted ON COMMIT DROP AS SELECT 'staff' AS from_head, 'wages' AS to_head, 0.50 AS max_amount, 3 AS cost;
SELECT * FROM best_plan;
ROLLBACK;
PREPARE best AS SELECT count(*) AS rows, sum(amount) AS moved FROM transfer_plan($1, $2);
SET plan_cache_mode = force_generic_plan;
EXECUTE best('TABLE budget_of_year', 'TABLE permitted');
BEGIN;
DELETE FROM permitted WHERE from_head = 'reserve';
EXECUTE best('TABLE budget_of_year', 'TABLE permitted');
ROLLBACK;
EXECUTE best('TABLE budget_of_year', 'TABLE permitted');
EXECUTE best(NULL, 'TABLE permitted');
RESET plan_cache_mode;
DEALLOCATE best;


--
-- Errors
--

-- Some in full; the rest come in numbers.
SELECT * FROM transfer_plan('SELECT head, budget, need, priority FROM budget_of_year', 'TABLE permitted');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM transfer_plan('TABLE budget_of_year', 'SELECT from_head, to_head, max_amount FROM permitted');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM transfer_plan('SELECT head, budget::float8, need, floor, priority FROM budget_of_year', 'TABLE permitted');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM transfer_plan('TABLE budget_of_year', 'nonsense');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM transfer_plan('TABLE budget_of_year', 'DELETE FROM permitted');
\echo :LAST_ERROR_SQLSTATE

-- Heads and rules of which no plan can be made.
SELECT input, plan_refusal(format('SELECT * FROM heads(%L)', heads), format('SELECT * FROM rules(%L)', rules)) AS error
FROM (VALUES
    ( 1, 'no head',                   'a 5 0, - 0 3',    'a>b'),
    ( 2, 'head twice',                'a 5 0, b 0 3, a 5 0', 'a>b'),
    ( 3, 'rule twice',                'a 5 0, b 0 3',    'a>b 0, b>a 0, a>b 1'),
    ( 4, 'unknown taker',             'a 5 0, b 0 3',    'a>b, a>c'),
    ( 5, 'unknown giver',             'a 5 0, b 0 3',    'A>b'),
    ( 6, 'rules without heads',       '',                'a>b'),
    ( 7, 'to itself',                 'a 5 0, b 0 3',    'a>b, b>b'),
    ( 8, 'limit below 0',             'a 5 0, b 0 3',    'a>b 0 -0.01'),
    ( 9, 'cost below 0',              'a 5 0, b 0 3',    'a>b -0.01'),
    (10, 'budget NaN',                'a NaN 0',         ''),
    (11, 'likewise, without a need',  'a NaN -',         ''),
    (12, 'need Infinity',             'a 5 Infinity',    ''),
    (13, 'floor -Infinity',           'a 5 0 - -Infinity', ''),
    (14, 'limit Infinity',            'a 5 0, b 0 3',    'a>b 0 Infinity'),
    (15, 'limit -Infinity',           'a 5 0, b 0 3',    'a>b 0 -Infinity'),
    (16, 'cost NaN',                  'a 5 0, b 0 3',    'a>b NaN'),
    (17, 'both sides huge',           'a 1e30 0, b 0 1e30', 'a>b'),
    (18, 'too large by one',          'a 9223372036854775807 0, b 0 9223372036854775807', 'a>b'),
    (19, 'likewise in sum',           'a 9223372036854775806 0, b 1 0, c 0 9223372036854775806, d 0 1', 'a>c'),
    (20, 'too large in hundredths',   'a 92233720368547758.07 0, b 0 92233720368547759', 'a>b'),
    (21, 'in units of a limit',       'a 1000000000 0, b 0 1000000000', 'a>b 0 0.0000000001'),
    (22, 'cost too large',            'a 5 0, b 0 3',    'a>b 9223372036854775808'),
    (23, 'in units of another',       'a 5 0, b 0 3',    'a>b 92233720368547759, b>a 0.01'),
    (24, 'too many decimals in cost', 'a 5 0, b 0 3',    'a>b 1.0000000000000000001')) AS t(place, input, heads, rules)
ORDER BY place;
-- NULL in rules.
SELECT input, plan_refusal($$SELECT * FROM heads('a 5 0, b 0 3')$$,
                           'SELECT * FROM (VALUES ' || rules || ') AS r(from_head, to_head, max_amount, cost)') AS error
FROM (VALUES (1, 'no giver', $$(NULL, 'b', 1, 1)$$), (2, 'no taker', $$('a', NULL, 1, 1)$$),
             (3, 'neither', '(NULL, NULL, NULL, NULL)'),
             (4, 'no cost', $$('a', 'b', 1, 0), ('b', 'a', 1, NULL)$$), (5, 'no cost at all', $$('a', 'b', 1, NULL)$$),
             (6, 'no limit at all', $$('a', 'b', NULL, 1)$$)) AS t(place, input, rules)
ORDER BY place;

-- A column that is missing, is called otherwise, or holds something else. Where hints are left out, they stand above.
CREATE FUNCTION refusal_with(name text, column_list text) RETURNS text
    RETURN split_part(plan_refusal(
        format('SELECT %s FROM budget_of_year',
               array_to_string(array_replace('{head,budget,need,floor,priority}'::text[], name, column_list), ', ')),
        format('SELECT %s FROM permitted',
               array_to_string(array_replace('{from_head,to_head,max_amount,cost}'::text[], name, column_list), ', '))), E'\n', 1);
SELECT name, refusal_with(name, '1') AS error
FROM unnest('{head,budget,need,floor,priority,from_head,to_head,max_amount,cost}'::text[]) WITH ORDINALITY AS n(name, place)
ORDER BY place;
SELECT refusal_with('head', 'head AS "HEAD"') AS capitals, refusal_with('cost', 'cost, cost') AS twice,
       plan_refusal('SELECT FROM budget_of_year', 'TABLE permitted') = plan_refusal('TABLE permitted', 'TABLE permitted') AS none;
SELECT value, name, refusal_with(name, value || ' AS ' || name) AS error
FROM unnest(ARRAY['1::float8', 'NULL::float8', '''1''::text', '''1''', 'true', '''1 day''::interval', '''{1}''::numeric[]'])
         WITH ORDINALITY AS v(value, kind),
     unnest('{budget,priority,cost}'::text[]) WITH ORDINALITY AS n(name, place)
ORDER BY kind, place;
SELECT name, refusal_with(name, '1::money AS ' || name) AS error
FROM unnest('{need,floor,max_amount}'::text[]) WITH ORDINALITY AS n(name, place) ORDER BY place;
SELECT plan_refusal('SELECT head, budget, need, floor, 1.0 AS priority FROM budget_of_year', 'TABLE permitted');
-- Where there are no rows, nothing is wrong in them.
SELECT plan_refusal('SELECT 1 AS head, true AS budget, 1 AS need, now() AS floor, 1.5 AS priority WHERE false',
                    'SELECT 1 AS from_head, 2 AS to_head, true AS max_amount, true AS cost WHERE false');

-- Not a query, not one query, or one that would change something: that it did not do.
CREATE TABLE untouched AS SELECT 'a' AS head, 5 AS budget, 0 AS need, 0 AS floor, 1 AS priority;
SELECT query, split_part(plan_refusal(query, 'TABLE permitted'), E'\n', 1) AS as_heads,
       replace(plan_refusal(query, 'TABLE permitted'), 'heads_sql', 'rules_sql') LIKE
           split_part(plan_refusal('TABLE budget_of_year', query), E'\n', 1) || '%' AS as_rules_too
FROM unnest(ARRAY['', ' ; ', '-- nothing', 'untouched', 'TABLE untouched; TABLE untouched', 'TABLE missing',
                  'SELECT $1 AS head', 'SELECT 1 / 0 AS head', 'EXPLAIN TABLE untouched', 'SELECT * FROM untouched FOR UPDATE',
                  'INSERT INTO untouched TABLE untouched', 'UPDATE untouched SET need = 1', 'TRUNCATE untouched',
                  'DROP TABLE untouched', 'SELECT * INTO copied FROM untouched', 'CREATE TABLE copied AS TABLE untouched',
                  'COPY untouched TO STDOUT', 'COMMIT', 'INSERT INTO untouched TABLE untouched RETURNING *',
                  'DELETE FROM untouched RETURNING *', 'WITH d AS (DELETE FROM untouched RETURNING *) SELECT * FROM d',
                  'WITH d AS (DELETE FROM untouched) TABLE untouched']) WITH ORDINALITY AS q(query, place)
ORDER BY place;
TABLE untouched;
-- Nor by a function that it calls. Around the plan the transaction goes on to write, after an error too.
CREATE FUNCTION touch() RETURNS integer VOLATILE LANGUAGE plpgsql AS $$ BEGIN UPDATE untouched SET need = need + 1; RETURN 1; END $$;
SELECT plan_refusal('SELECT head, budget, need, floor, touch() AS priority FROM untouched', 'TABLE permitted') AS heads,
       plan_refusal('TABLE budget_of_year', 'SELECT from_head, to_head, max_amount, touch() AS cost FROM permitted') AS rules;
BEGIN;
SELECT touch();
SAVEPOINT plan;
SELECT * FROM transfer_plan('SELECT head, budget, need, floor, touch() AS priority FROM untouched', 'TABLE permitted');
ROLLBACK TO plan;
SELECT touch(), count(*) FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
SELECT touch(), need FROM untouched;
TABLE untouched;
ROLLBACK;

-- An error in the midst of the rows, or of a nested call; afterwards all is as before, also in the same transaction.
CREATE FUNCTION after_errors() RETURNS TABLE (attempt integer, error text, moved numeric)
    LANGUAGE plpgsql
AS $function$
BEGIN
    FOREACH attempt IN ARRAY ARRAY[1, 2, 3, 2, 1] LOOP
        error := plan_refusal(
            CASE attempt
                WHEN 1 THEN 'SELECT i AS head, 1 / (1500 - i) AS budget, 0 AS need, 0 AS floor, 1 AS priority
                             FROM generate_series(1, 2000) AS i'
                WHEN 2 THEN 'SELECT from_head AS head, amount AS budget, 0 AS need, 0 AS floor, 1 AS priority
                             FROM transfer_plan(''TABLE untouched'', ''TABLE permitted'')'
                ELSE 'TABLE budget_of_year' END,
            CASE attempt
                WHEN 3 THEN 'SELECT from_head, to_head, max_amount, 1 / (moved_from(from_head) - 3.0) AS cost FROM permitted'
                ELSE 'TABLE permitted' END);
        moved := sum(amount) FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
        RETURN NEXT;
    END LOOP;
END
$function$;
SELECT attempt, error, moved FROM after_errors();
BEGIN;
SAVEPOINT before;
SELECT * FROM transfer_plan('TABLE budget_of_year', $$SELECT t.*, NULL AS max_amount, -amount AS cost FROM best_plan AS t$$);
ROLLBACK TO before;
SELECT count(*) FROM best_plan;
COMMIT;


--
-- Rights
--

CREATE ROLE regress_transfer_reader;
GRANT USAGE ON SCHEMA transfer_test TO regress_transfer_reader;
GRANT SELECT ON permitted, best_plan TO regress_transfer_reader;
CREATE FUNCTION plan_of_owner() RETURNS TABLE (from_head text, to_head text, amount numeric)
    SECURITY DEFINER SET search_path = transfer_test, public, pg_temp
BEGIN ATOMIC
    SELECT * FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
END;
SET ROLE regress_transfer_reader;
-- The caller's, also in a view of another's: the queries are text. A function can lend its owner's.
SELECT * FROM transfer_plan('TABLE budget_of_year', 'TABLE permitted');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM best_plan;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM plan_of_owner();
RESET ROLE;
GRANT SELECT ON budget_of_year TO regress_transfer_reader;
SET ROLE regress_transfer_reader;
SELECT count(*) FROM best_plan;
RESET ROLE;


--
-- Arrays
--

-- The same plans.
CREATE FUNCTION planned_by_arrays(heads text, rules text) RETURNS text
    RETURN (SELECT string_agg(t.from_head || '>' || t.to_head || ' ' || amount, ', ' ORDER BY place)
            FROM (SELECT array_agg(head), array_agg(budget), array_agg(need), array_agg(floor), array_agg(priority)
                  FROM heads(heads)) AS h(head, budget, need, floor, priority),
                 (SELECT array_agg(from_head), array_agg(to_head), array_agg(max_amount), array_agg(cost)
                  FROM rules(rules)) AS r(from_head, to_head, max_amount, cost),
                 transfer_plan(h.head, h.budget, h.need, h.floor, h.priority, r.from_head, r.to_head, r.max_amount, r.cost)
                     WITH ORDINALITY AS t(from_head, to_head, amount, place));
SELECT count(*) AS plans, count(*) FILTER (WHERE planned_by_arrays(heads, rules) IS DISTINCT FROM planned(heads, rules)) AS others
FROM ladder;
SELECT count(*) FILTER (WHERE plan.amount IS DISTINCT FROM t.amount) AS others
FROM plan FULL JOIN (
    SELECT t.*
    FROM (SELECT array_agg(head ORDER BY md5(head)) AS head, array_agg(budget ORDER BY md5(head)) AS budget,
                 array_agg(need ORDER BY md5(head)) AS need, array_agg(floor ORDER BY md5(head)) AS floor,
                 array_agg(priority ORDER BY md5(head)) AS priority FROM head) AS h,
         (SELECT array_agg(from_head) AS from_head, array_agg(to_head) AS to_head, array_agg(max_amount) AS max_amount,
                 array_agg(cost) AS cost FROM rule) AS r,
         transfer_plan(h.head, budget, need, floor, priority, r.from_head, r.to_head, max_amount, cost) AS t) AS t
USING (from_head, to_head);

-- Of no elements, NULL, with another lower bound, of short and of compressed values.
SELECT count(*) FROM transfer_plan('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
SELECT count(*) FROM transfer_plan(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT * FROM transfer_plan('{a,b}', '{5,0}', '[0:1]={0,3}', '{NULL,NULL}', '{1,NULL}', '[7:7]={a}', '{b}', '{NULL}', '{0}');
CREATE TABLE arrays AS
SELECT array_agg(repeat('x', i) ORDER BY i) AS head, array_agg((i = 1)::integer::numeric ORDER BY i) AS budget,
       array_agg((i = 500)::integer::numeric ORDER BY i) AS need, array_agg(NULL::numeric) AS floor,
       array_agg(NULL::integer) AS priority,
       array_agg(repeat('x', i) ORDER BY i) FILTER (WHERE i < 500) AS giver,
       array_agg(repeat('x', i + 1) ORDER BY i) FILTER (WHERE i < 500) AS taker,
       array_agg(1.5) FILTER (WHERE i < 500) AS max_amount, array_agg(0.5) FILTER (WHERE i < 500) AS cost
FROM generate_series(1, 500) AS i;
SELECT count(*), sum(length(from_head)) AS givers, sum(length(to_head)) AS takers
FROM arrays AS a, transfer_plan(a.head, budget, need, floor, priority, giver, taker, max_amount, cost);

-- In a view they are read with the rights of its owner.
CREATE VIEW best_plan_by_arrays AS
SELECT t.*
FROM (SELECT array_agg(head) AS head, array_agg(budget) AS budget, array_agg(need) AS need, array_agg(floor) AS floor,
             array_agg(priority) AS priority FROM budget_of_year) AS h,
     (SELECT array_agg(from_head) AS giver, array_agg(to_head) AS taker, array_agg(max_amount) AS max_amount,
             array_agg(cost) AS cost FROM permitted) AS r,
     transfer_plan(head, budget, need, floor, priority, giver, taker, max_amount, cost) AS t;
REVOKE SELECT ON ALL TABLES IN SCHEMA transfer_test FROM regress_transfer_reader;
GRANT SELECT ON best_plan_by_arrays TO regress_transfer_reader;
SET ROLE regress_transfer_reader;
SELECT * FROM best_plan_by_arrays;
RESET ROLE;

-- One of each kind in full; those of heads and rules are the same as for queries.
SELECT * FROM transfer_plan('{a,b}', '{5,0}', '{0}', '{0,0}', '{1,1}', '{a}', '{b}', '{NULL}', '{0}');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM transfer_plan('{a,b}', '{5,0}', '{0,3}', '{{0,0}}', '{1,1}', '{a}', '{b}', '{NULL}', '{0}');
\echo :LAST_ERROR_SQLSTATE
SELECT call, refusal('SELECT * FROM transfer_plan(' || call || ')') AS error
FROM unnest(ARRAY[$$NULL, '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{0}'$$,
                  $$'{a,b}', '{5,0}', '{0,3}', '{0,0}', NULL, '{a}', '{b}', '{9}', '{0}'$$,
                  $$'{a,b}', '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b,a}', '{9,9}', '{0,0}'$$,
                  $$'{a,b}', '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{0,0}'$$,
                  $$'{a,NULL}', '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{0}'$$,
                  $$'{a,b}', '{5,NaN}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{0}'$$,
                  $$'{a,b}', '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{c}', '{9}', '{0}'$$,
                  $$'{a,b}', '{5,0}', '{0,3}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{NULL}'$$,
                  $$'{a,b}', '{1e30,0}', '{0,1e30}', '{0,0}', '{1,1}', '{a}', '{b}', '{9}', '{0}'$$])
         WITH ORDINALITY AS c(call, place)
ORDER BY place;

DROP OWNED BY regress_transfer_reader;
DROP ROLE regress_transfer_reader;
