#!/usr/bin/env bash
# transfer_plan finds the best plan: as stated where it is plain to see, as GLPK finds it elsewhere.
# Needs no example.
. "$(dirname "$0")/tap.bash"
plan 15

scratch=$(mktemp -d)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    dropdb --if-exists transfer_test
    rm -rf -- "$scratch"
}
trap clean_up EXIT

# usage: finds_nothing WHAT SQL. The first column of what is found is an instance.
finds_nothing() {
    local found
    found=$(sql --field-separator=' | ' --command="$2 ORDER BY 1, 2, 3") && [ -z "$found" ]; ok $? "$1"
    if [ -n "$found" ]; then
        head -n 5 <<<"$found"
        echo "The first of these instances:"
        awk -F '\t' -v instance="${found%% *}" '$2 == instance' "$scratch/instances"
    fi | sed 's/^/# /' >&2
}

cc -O2 -Wall -Wextra -o "$scratch/optimum" test/glpk/optimum.c -lglpk -lm; ok $? "the program with GLPK compiles"
createdb transfer_test
export PGDATABASE=transfer_test

sql <<'SQL'
CREATE EXTENSION social_services;

CREATE TABLE instance (instance integer PRIMARY KEY, about text);
CREATE TABLE head (
    instance integer REFERENCES instance,
    head text,
    budget numeric,
    need numeric,
    floor numeric,
    priority integer,
    PRIMARY KEY (instance, head)
);
CREATE TABLE rule (
    instance integer,
    from_head text,
    to_head text CHECK (to_head <> from_head),
    max_amount numeric,
    cost numeric,
    PRIMARY KEY (instance, from_head, to_head),
    FOREIGN KEY (instance, from_head) REFERENCES head,
    FOREIGN KEY (instance, to_head) REFERENCES head
);

-- What is stated by hand: what a plan reaches, and the one plan that does, where there is only one.
CREATE TABLE stated (instance integer REFERENCES instance, what text, value numeric);
CREATE TABLE stated_plan (instance integer REFERENCES instance, from_head text, to_head text, amount numeric);
SQL
ok $? "the extension and the tables are there"

# Each instance: what it is about, heads, rules, then what is stated of it.
sql <<'SQL'
INSERT INTO instance VALUES (-1, 'a chain: money passes through a head without a need');
INSERT INTO head VALUES (-1, 'a', 10, 0, NULL, NULL), (-1, 'b', 3, NULL, NULL, NULL), (-1, 'c', 1, 8, NULL, 1);
INSERT INTO rule VALUES (-1, 'a', 'b', NULL, 1), (-1, 'b', 'c', NULL, 2);
INSERT INTO stated VALUES (-1, 'covered 1', 7), (-1, 'cost', 21), (-1, 'moved', 14);
INSERT INTO stated_plan VALUES (-1, 'a', 'b', 7), (-1, 'b', 'c', 7);

INSERT INTO instance VALUES (-2, 'a limit, and one of 0');
INSERT INTO head VALUES (-2, 'a', 10, 0, NULL, NULL), (-2, 'b', 10, 0, NULL, NULL), (-2, 'c', 0, 10, NULL, 1);
INSERT INTO rule VALUES (-2, 'a', 'c', 4.25, 1), (-2, 'b', 'c', 0, 0);
INSERT INTO stated VALUES (-2, 'covered 1', 4.25), (-2, 'cost', 4.25), (-2, 'moved', 4.25);
INSERT INTO stated_plan VALUES (-2, 'a', 'c', 4.25);

INSERT INTO instance VALUES (-3, 'a cheaper way round, for as much as its limit lets through');
INSERT INTO head VALUES (-3, 'a', 10, 0, NULL, NULL), (-3, 'b', 0, NULL, NULL, NULL), (-3, 'c', 0, 10, NULL, 1);
INSERT INTO rule VALUES (-3, 'a', 'c', NULL, 5), (-3, 'a', 'b', NULL, 1), (-3, 'b', 'c', 3, 0.5);
INSERT INTO stated VALUES (-3, 'covered 1', 10), (-3, 'cost', 39.5), (-3, 'moved', 13);
INSERT INTO stated_plan VALUES (-3, 'a', 'b', 3), (-3, 'b', 'c', 3), (-3, 'a', 'c', 7);

INSERT INTO instance VALUES (-4, 'a is cheapest for the first priority, and all that the second has');
INSERT INTO head VALUES (-4, 'a', 10, 0, NULL, NULL), (-4, 'b', 10, 0, NULL, NULL),
    (-4, 'x', 0, 10, NULL, 1), (-4, 'y', 0, 10, NULL, 2);
INSERT INTO rule VALUES (-4, 'a', 'x', NULL, 0), (-4, 'b', 'x', NULL, 5), (-4, 'a', 'y', NULL, 1);
INSERT INTO stated VALUES (-4, 'covered 1', 10), (-4, 'covered 2', 10), (-4, 'cost', 60), (-4, 'moved', 20);
INSERT INTO stated_plan VALUES (-4, 'b', 'x', 10), (-4, 'a', 'y', 10);

INSERT INTO instance VALUES (-5, 'one donor: the first priority takes its own and passes on the rest');
INSERT INTO head VALUES (-5, 'a', 10, 0, NULL, NULL), (-5, 'x', 0, 4, NULL, 1), (-5, 'y', 0, 10, NULL, 2);
INSERT INTO rule VALUES (-5, 'a', 'x', NULL, 1), (-5, 'x', 'y', NULL, 1);
INSERT INTO stated VALUES (-5, 'covered 1', 4), (-5, 'covered 2', 6), (-5, 'cost', 16), (-5, 'moved', 16);
INSERT INTO stated_plan VALUES (-5, 'a', 'x', 10), (-5, 'x', 'y', 6);

INSERT INTO instance VALUES (-6, 'floors above and below the need; no priority comes last; no budget is 0');
INSERT INTO head VALUES (-6, 'a', 10, 2, 7, NULL), (-6, 'b', 10, 8.5, 3, NULL), (-6, 'c', 5, 2, 6, NULL),
    (-6, 'x', NULL, 4, NULL, 2147483647), (-6, 'y', 1, 4, 9, NULL);
INSERT INTO rule SELECT -6, f.head, t.head, NULL, 1 FROM head AS f, head AS t
    WHERE f.instance = -6 AND t.instance = -6 AND f.head < 'x' AND t.head >= 'x';
INSERT INTO stated VALUES (-6, 'covered 2147483647', 4), (-6, 'covered', 0.5),
    (-6, 'cost', 4.5), (-6, 'moved', 4.5);

INSERT INTO instance VALUES (-7, 'ways that cost nothing: the shortest, and no circle');
INSERT INTO head VALUES (-7, 'a', 10, 0, NULL, NULL), (-7, 'b', 0, NULL, NULL, NULL), (-7, 'c', 0, 10, NULL, 1);
INSERT INTO rule VALUES (-7, 'a', 'b', NULL, 0), (-7, 'b', 'a', NULL, 0), (-7, 'b', 'c', NULL, 0),
    (-7, 'c', 'b', NULL, 0), (-7, 'a', 'c', 8, 0);
INSERT INTO stated VALUES (-7, 'covered 1', 10), (-7, 'cost', 0), (-7, 'moved', 12);
INSERT INTO stated_plan VALUES (-7, 'a', 'c', 8), (-7, 'a', 'b', 2), (-7, 'b', 'c', 2);

INSERT INTO instance VALUES (-8, 'a donor on the way adds what it can spare');
INSERT INTO head VALUES (-8, 'a', 2, 0, NULL, NULL), (-8, 'b', 5, 0, NULL, NULL), (-8, 'c', 0, 6, NULL, 1);
INSERT INTO rule VALUES (-8, 'b', 'a', NULL, 1), (-8, 'a', 'c', NULL, 1);
INSERT INTO stated VALUES (-8, 'covered 1', 6), (-8, 'cost', 10), (-8, 'moved', 10);
INSERT INTO stated_plan VALUES (-8, 'b', 'a', 4), (-8, 'a', 'c', 6);

INSERT INTO instance VALUES (-9, 'covering comes before cost, however dear');
INSERT INTO head VALUES (-9, 'a', 0.01, 0, NULL, NULL), (-9, 'x', 0, 5, NULL, 1), (-9, 'y', 0, 5, NULL, 2);
INSERT INTO rule VALUES (-9, 'a', 'y', NULL, 0), (-9, 'y', 'x', NULL, 1000000.25);
INSERT INTO stated VALUES (-9, 'covered 1', 0.01), (-9, 'covered 2', 0),
    (-9, 'cost', 10000.0025), (-9, 'moved', 0.02);
INSERT INTO stated_plan VALUES (-9, 'a', 'y', 0.01), (-9, 'y', 'x', 0.01);

INSERT INTO instance VALUES (-10, 'no rules');
INSERT INTO head VALUES (-10, 'a', 10, 0, NULL, NULL), (-10, 'x', 0, 5, NULL, 1);
INSERT INTO stated VALUES (-10, 'covered 1', 0), (-10, 'cost', 0), (-10, 'moved', 0);

INSERT INTO instance VALUES (-11, 'nothing lacks');
INSERT INTO head VALUES (-11, 'a', 10, 0, NULL, NULL), (-11, 'b', 5, 5, NULL, 1);
INSERT INTO rule VALUES (-11, 'a', 'b', NULL, 0), (-11, 'b', 'a', NULL, 0);
INSERT INTO stated VALUES (-11, 'cost', 0), (-11, 'moved', 0);
SQL
ok $? "instances to state the optimum of are there"

# Two to twelve heads and up to thirty rules between any two of them, so that there
# are chains, rules both ways and heads without rules. A third have amounts as small
# as 0 to 5, for ties; a third whole ones; a third with two decimals.
sql <<'SQL'
SELECT setseed(0.5) \g /dev/null
INSERT INTO instance SELECT i, 'random' FROM generate_series(1, 400) AS i ORDER BY i;

INSERT INTO head
    SELECT instance, chr(96 + h),
           CASE WHEN random() < 0.95 THEN round((random() * size)::numeric, decimals) END,
           CASE WHEN random() < 0.85 THEN round((random() * size)::numeric, decimals) END,
           CASE WHEN random() < 0.5 THEN round((random() * size * 0.7)::numeric, decimals) END,
           nullif(floor(random() * (priorities + 1))::integer, 0)
    FROM (SELECT instance, least(2 + instance % 17, 12) AS heads, 1 + instance % 4 AS priorities,
                 (ARRAY[5, 100, 1000])[1 + instance % 3] AS size, (ARRAY[0, 0, 2])[1 + instance % 3] AS decimals
          FROM instance WHERE instance > 0) AS i
    CROSS JOIN LATERAL generate_series(1, heads) AS h
    ORDER BY instance, h;

INSERT INTO rule
    SELECT instance, from_head, to_head,
           CASE WHEN random() < 0.1 THEN 0
                WHEN random() < 0.5 THEN round((random() * budget)::numeric, scale(budget)) END,
           (ARRAY[0, 0, 0.5, 1, 1, 1.25, 2, 3, 7.5, 9])[1 + floor(random() * 10)]
    FROM (SELECT instance, f.head AS from_head, t.head AS to_head, f.budget,
                 row_number() OVER (PARTITION BY instance ORDER BY random()) AS place
          FROM head AS f JOIN head AS t USING (instance)
          WHERE instance > 0 AND f.head <> t.head) AS pair
    WHERE place <= least(instance * 7 % 43, 30)
    ORDER BY instance, place;
SQL
ok $? "random instances are made"

# Every plan three times: the rows in order, in the opposite order, and shuffled.
sql <<'SQL'
CREATE TABLE plan_by_order AS
SELECT row_order, instance, plan.*
FROM (VALUES ('in order', 'head', 'from_head, to_head'),
             ('backwards', 'head DESC', 'from_head DESC, to_head DESC'),
             ('shuffled', 'md5(head)', 'md5(from_head || to_head)')) AS o(row_order, head_order, rule_order)
CROSS JOIN instance
CROSS JOIN LATERAL transfer_plan(
    format('SELECT head, budget, need, floor, priority FROM head WHERE instance = %s ORDER BY %s',
           instance, head_order),
    format('SELECT from_head, to_head, max_amount, cost FROM rule WHERE instance = %s ORDER BY %s',
           instance, rule_order)) AS plan;

CREATE VIEW plan AS SELECT instance, from_head, to_head, amount FROM plan_by_order WHERE row_order = 'in order';

-- What each head has before and after.
CREATE VIEW change AS
SELECT instance, head, coalesce(budget, 0) AS before, need, floor, priority,
       coalesce(budget, 0) + coalesce(received, 0) - coalesce(given, 0) AS after
FROM head
LEFT JOIN (SELECT instance, to_head AS head, sum(amount) AS received FROM plan GROUP BY instance, to_head) AS t
    USING (instance, head)
LEFT JOIN (SELECT instance, from_head AS head, sum(amount) AS given FROM plan GROUP BY instance, from_head) AS f
    USING (instance, head);

-- What the plans reach, as the program says it of the best.
CREATE VIEW reached AS
SELECT instance, concat_ws(' ', 'covered', priority) AS what, sum(after - before) AS value
FROM change WHERE need > before GROUP BY instance, priority
UNION ALL
SELECT instance, 'cost', coalesce(sum(amount * cost), 0)
FROM instance LEFT JOIN (plan JOIN rule USING (instance, from_head, to_head)) USING (instance) GROUP BY instance
UNION ALL
SELECT instance, 'moved', coalesce(sum(amount), 0)
FROM instance LEFT JOIN plan USING (instance) GROUP BY instance;
SQL
ok $? "transfer_plan plans all of them"

# Sorted: instance after instance, the heads of each before its rules.
sql <<'SQL' | sort --field-separator=$'\t' --key=2,2n --key=1,1 >"$scratch/instances"
COPY (SELECT 'head', instance, head, budget, need, floor, priority FROM head) TO STDOUT;
COPY (SELECT 'rule', instance, from_head, to_head, max_amount, cost FROM rule) TO STDOUT;
SQL
"$scratch/optimum" <"$scratch/instances" >"$scratch/optima" &&
    sql --command='CREATE TABLE best (instance integer, what text, value numeric)' \
        --command="\\copy best FROM '$scratch/optima'"
ok $? "GLPK solves all of them"

# usage: equal WHAT TABLE OTHER_TABLE, both of instance, what, value. Of instances that the first one has.
equal() {
    finds_nothing "$1" "
        SELECT instance, what, '$2', a.value, '$3', b.value
        FROM $2 AS a
        FULL JOIN (SELECT * FROM $3 WHERE instance IN (SELECT instance FROM $2)) AS b USING (instance, what)
        WHERE a.value IS DISTINCT FROM b.value"
}
equal "GLPK finds what is stated" stated best
equal "transfer_plan finds what is stated" stated reached
finds_nothing "its plan is the one stated" "
    SELECT instance, from_head, to_head, 'stated_plan', s.amount, 'plan', p.amount
    FROM stated_plan AS s
    FULL JOIN (SELECT * FROM plan WHERE instance IN (SELECT instance FROM stated_plan)) AS p
        USING (instance, from_head, to_head)
    WHERE s.amount IS DISTINCT FROM p.amount"
equal "all: as much is covered by priority, at as low a cost, with as little moved, as GLPK finds" reached best

[ "$(sql <<'SQL'
SELECT count(*) FILTER (WHERE moved > covered) > 100 AND count(*) FILTER (WHERE priorities > 1) > 100
FROM (SELECT sum(value) FILTER (WHERE what = 'moved') AS moved,
             sum(value) FILTER (WHERE what LIKE 'covered%') AS covered,
             count(*) FILTER (WHERE what LIKE 'covered%' AND value > 0) AS priorities
      FROM best GROUP BY instance) AS b
SQL
)" = t ]; ok $? "it takes moves through other heads, and more than one priority gets something"

finds_nothing "every move is along a rule, within its limit, above 0, and in one row" "
    SELECT instance, from_head, to_head, array_agg(amount), max(max_amount)
    FROM plan LEFT JOIN rule USING (instance, from_head, to_head)
    GROUP BY instance, from_head, to_head
    HAVING count(*) > 1 OR count(cost) = 0
        OR bool_and(amount > 0 AND amount <= coalesce(max_amount, 'infinity')) IS NOT TRUE"
finds_nothing "donors keep their need and floor, takers get no more than their need, others keep what they had" "
    SELECT * FROM change
    WHERE CASE WHEN need < before THEN after BETWEEN least(greatest(need, floor), before) AND before
               WHEN need > before THEN after BETWEEN before AND need
               ELSE after = before END IS NOT TRUE"
finds_nothing "no money moves in a circle" "
    WITH RECURSIVE reached_from AS (
        SELECT instance, from_head, to_head FROM plan
        UNION
        SELECT instance, r.from_head, p.to_head
        FROM reached_from AS r JOIN plan AS p USING (instance) WHERE p.from_head = r.to_head
    )
    SELECT instance, from_head, to_head FROM reached_from WHERE from_head = to_head"
finds_nothing "the plan does not depend on the order of the rows" "
    SELECT instance, from_head, to_head, amount, array_agg(row_order)
    FROM plan_by_order GROUP BY instance, from_head, to_head, amount HAVING count(*) <> 3"
exit "$tap_status"
