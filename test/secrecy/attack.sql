-- What the attacker makes of what was kept of random towns (test/secrecy/town.sql): a row for each thing that was learned.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET enable_nestloop = off;
SET jit = off;

-- == Atoms: who was in the same figures of a kind at every release ==

-- Sums are about all who are paid or pay back, numbers about those with support.
CREATE VIEW attack.atom AS
WITH membership AS (
    SELECT 'sum' AS figure, * FROM attack.shown
    UNION ALL
    SELECT 'number', * FROM attack.shown WHERE amount > 0
), household AS (
    SELECT figure, town, month, household, string_agg(step || ' ' || unit, ', ' ORDER BY step) AS figures FROM membership GROUP BY 1, 2, 3, 4
)
SELECT figure, town, month, figures, count(*) AS households FROM household GROUP BY 1, 2, 3, 4;

-- == Differences: whose amounts make what a figure of one release has more than the same of any release before ==

CREATE VIEW attack.difference AS
SELECT town, month, unit, before, step, count(*) AS households
FROM (SELECT town, b.step AS before, s.step, month, unit, household, amount FROM attack.shown s JOIN (SELECT DISTINCT town, step FROM attack.shown) b USING (town) WHERE b.step < s.step) AS now
FULL JOIN (SELECT town, s.step AS before, n.step, month, unit, household, amount FROM attack.shown s JOIN (SELECT DISTINCT town, step FROM attack.shown) n USING (town) WHERE s.step < n.step) AS was
     USING (town, before, step, month, unit, household)
WHERE now.amount IS DISTINCT FROM was.amount
GROUP BY town, month, unit, before, step;

-- == Needles: a number that is an amount of one household, or what one differs by ==

CREATE TABLE attack.secret AS
SELECT town, abs(amount) AS amount FROM attack.truth
UNION
SELECT town, abs(amount) FROM attack.truth_by_unit
UNION
SELECT town, abs(amount) FROM attack.erased_amount
UNION
SELECT DISTINCT town, abs(coalesce(now.amount, 0) - coalesce(before.amount, 0))
FROM (SELECT town, b.step AS before, t.step, month, household, amount FROM attack.truth t JOIN (SELECT DISTINCT town, step FROM attack.truth) b USING (town) WHERE b.step < t.step) AS now
FULL JOIN (SELECT town, t.step AS before, n.step, month, household, amount FROM attack.truth t JOIN (SELECT DISTINCT town, step FROM attack.truth) n USING (town) WHERE t.step < n.step) AS before
     USING (town, before, step, month, household)
WHERE now.amount IS DISTINCT FROM before.amount;
DELETE FROM attack.secret WHERE amount < 1;

-- Each number of money, how each differs from what it was at any release before, and the books from the payments. Averages and forecasts are
-- of many, and now and then near an amount by chance.
CREATE FUNCTION attack.needles(relation regclass) RETURNS TABLE (town text, step integer, what text, value numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH money AS MATERIALIZED (
            SELECT * FROM %s WHERE name ~ 'payments|outcome|recover|^cost$|^cost_before$'
        ), said AS (
            SELECT town, step, view || '.' || name || ' ' || key AS what, value FROM money
            UNION ALL
            SELECT town, now.step, 'difference of releases: ' || view || '.' || name || ' ' || key, now.value - before.value
            FROM money now JOIN money before USING (town, view, key, name) WHERE before.step < now.step AND before.value <> now.value
        )
        SELECT said.town, said.step, said.what, said.value FROM said JOIN attack.secret ON secret.town = said.town AND secret.amount = abs(said.value)$q$, relation);
END
$$;

-- Of every number of every view: a figure may be near an amount by chance, as averages and forecasts are. So each is held against the amounts of its own
-- town and against those of another one. A column that meets its own much oftener tells them.
CREATE FUNCTION attack.meets(relation regclass) RETURNS TABLE (what text, own bigint, others bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH town AS (
            SELECT town, lead(town, 1, first) OVER (ORDER BY town) AS other FROM (SELECT town, min(town) OVER () AS first FROM (SELECT DISTINCT town FROM %1$s) t) t
        ), figure AS MATERIALIZED (
            -- Counts and shares are no amounts.
            SELECT DISTINCT f.town, town.other, f.view || '.' || f.name AS what, abs(f.value) AS value FROM %1$s f JOIN town USING (town) WHERE abs(f.value) >= 1000
        )
        SELECT figure.what, count(own.amount), count(other.amount)
        FROM figure
        LEFT JOIN (SELECT DISTINCT town, amount FROM attack.secret) own ON own.town = figure.town AND own.amount = figure.value
        LEFT JOIN (SELECT DISTINCT town, amount FROM attack.secret) other ON other.town = figure.other AND other.amount = figure.value
        GROUP BY figure.what$q$, relation);
END
$$;
CREATE FUNCTION attack.telling(relation regclass) RETURNS TABLE (what text, own bigint, others bigint) LANGUAGE sql AS $$
    SELECT * FROM attack.meets(relation) WHERE own > 2 + 3 * others
$$;

-- Who is an insider of one organisation and a reader of all: each figure less the same of his own, of which he knows every unit. Numbers in words have no such keys.
CREATE VIEW attack.coalition AS
SELECT f.town, f.step, f.view, f.key, f.name, f.value - own.value AS value
FROM attack.any_figure f
JOIN attack.any_exact_figure own ON own.view = f.view AND own.name = f.name AND own.town <> f.town AND replace(own.key, own.town, f.town) = f.key
WHERE f.name !~ ' in words$'
UNION ALL
-- And his own as readers see it: what it is less than he knows are the units that it is shown with.
SELECT f.town, f.step, f.view, f.key, f.name, f.value - other.value
FROM attack.any_figure f
JOIN attack.any_figure other ON other.view = f.view AND other.name = f.name AND other.town <> f.town AND replace(other.key, other.town, f.town) = f.key
WHERE f.name !~ ' in words$';

-- What the books of support have beside the payments of a group and month, as readers see both, and if the books were told as they are but for what waits.
CREATE VIEW attack.beside AS
WITH shown AS (
    SELECT town, step, unit, month, sum(amount) AS amount FROM attack.shown GROUP BY 1, 2, 3, 4
), book AS (
    SELECT town, step, split_part(key, '|', 8) AS unit, split_part(key, '|', 4)::date AS month, sum(value) AS amount
    FROM attack.figure WHERE view = 'budget_to_date' AND name = 'outcome_month' AND split_part(key, '|', 3) = 'support' GROUP BY 1, 2, 3, 4
)
SELECT 'books as told' AS what, town, step, unit, month, book.amount - shown.amount AS amount FROM book JOIN shown USING (town, step, unit, month)
UNION ALL
SELECT 'books as they are', town, step, unit, month, book.amount - coalesce(waiting.amount, 0) - shown.amount
FROM attack.book JOIN shown USING (town, step, unit, month) LEFT JOIN attack.waiting USING (town, step, unit, month);

-- == What was told of a month of a head about households that payments are not of, and is told otherwise later: what came late can be one household's ==

CREATE FUNCTION attack.told_otherwise(relation regclass) RETURNS TABLE (town text, step integer, month date, more numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH home AS (
            SELECT town, step, split_part(key, '|', 4)::date AS month, sum(value) AS amount
            FROM %1$s JOIN attack.style USING (town)
            WHERE view = 'budget_to_date' AND name = 'outcome_month' AND split_part(key, '|', 3) = 'foster homes' AND books NOT LIKE 'by year%%' GROUP BY 1, 2, 3
        )
        SELECT town, now.step, month, now.amount - was.amount FROM home now JOIN home was USING (town, month) WHERE was.step < now.step AND was.amount <> now.amount$q$, relation);
END
$$;

-- == Different households of a year beside those of a month, and at the release before ==

CREATE FUNCTION attack.few_of_year(relation regclass) RETURNS TABLE (town text, step integer, what text, households numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH year AS (
            SELECT town, step, split_part(key, '|', 1) AS fiscal_year, split_part(key, '|', 4) AS unit, name, value FROM %1$s WHERE view = 'caseload_by_year' AND name IN ('households', 'long_term_households')
        ), month AS (
            SELECT town, step, split_part(key, '|', 1) AS fiscal_year, split_part(key, '|', 6) AS unit, value FROM %1$s WHERE view = 'caseload_by_month' AND name = 'households' AND key LIKE '%%|payments|%%'
        ), difference AS (
            SELECT year.town, year.step, 'not there in a month' AS what, year.value - month.value AS value FROM year JOIN month USING (town, step, fiscal_year, unit) WHERE name = 'households'
            UNION ALL
            SELECT town, step, 'more or fewer than at the release before: ' || name, abs(now.value - before.value)
            FROM year now JOIN (SELECT town, step + 1 AS step, fiscal_year, unit, name, value FROM year) before USING (town, step, fiscal_year, unit, name)
            UNION ALL
            SELECT year.town, year.step, 'long-term', year.value FROM year WHERE name = 'long_term_households'
            UNION ALL
            SELECT town, step, 'not long-term', all_of_them.value - long.value
            FROM (SELECT * FROM year WHERE name = 'households') all_of_them JOIN (SELECT * FROM year WHERE name = 'long_term_households') long USING (town, step, fiscal_year, unit)
        )
        SELECT town, step, what, value FROM difference WHERE value BETWEEN 1 AND 4$q$, relation);
END
$$;

-- == For the linear program: what is shown of each month, and what would be with other protection ==

-- Of those towns of which every view was read, as it takes long.
CREATE TABLE attack.last_step AS SELECT town, max(step) AS step FROM attack.truth WHERE town IN (SELECT any_figure.town FROM attack.any_figure) GROUP BY town;
-- Units below one unit, a line, at each release: left out where they have fewer than five households, and where that is one alone, the next smallest too.
-- Of each line there is a total. What changes from release to release is left out otherwise each time.
CREATE TABLE attack.cell_of_line AS
WITH cell AS (
    SELECT t.town, t.step, t.month, coalesce(u.parent, u.code) AS line, t.unit, count(*) AS households, sum(t.amount) AS amount, string_agg(t.household || '/' || t.amount, ' ') AS names
    FROM attack.truth t JOIN town.unit u ON u.organisation = t.town AND u.code = t.unit
    WHERE t.town IN (SELECT any_figure.town FROM attack.any_figure)
    GROUP BY 1, 2, 3, 4, 5
), ranked AS (
    SELECT cell.*, count(*) FILTER (WHERE households < 5) OVER line AS few, row_number() OVER (PARTITION BY town, step, month, line ORDER BY households, unit) AS place
    FROM cell WINDOW line AS (PARTITION BY town, step, month, line)
)
SELECT ranked.*, households >= 5 AND NOT (few = 1 AND place = 2) AS is_shown FROM ranked;

-- A figure: the least and the greatest that it can be, and whose amounts it is of. An amount that was corrected is another.
CREATE VIEW attack.figure_of_case AS
WITH truth AS (
    SELECT t.town, t.month, t.household, t.unit, t.amount
    FROM attack.truth t
    JOIN (SELECT town, max(step) AS step FROM attack.truth GROUP BY town) last USING (town, step)
), unit AS (
    SELECT town, month, unit, count(*) AS households, sum(amount) AS amount, string_agg(household || '/' || amount, ' ') AS names
    FROM truth GROUP BY town, month, unit
), whole AS (
    -- Of a unit with those right below it, as a report may have them.
    SELECT unit.town, unit.month, coalesce(part.parent, part.code) AS above, sum(unit.amount) AS amount, string_agg(unit.names, ' ') AS names
    FROM unit JOIN town.unit part ON part.organisation = unit.town AND part.code = unit.unit
    GROUP BY 1, 2, 3
)
SELECT DISTINCT 'released' AS protection, s.town, s.month, sum(s.amount) AS least, sum(s.amount) AS greatest, string_agg(s.household || '/' || s.amount, ' ' ORDER BY s.household) AS names
FROM attack.shown s GROUP BY s.town, s.month, s.unit, s.step
UNION ALL
SELECT 'none', town, month, amount, amount, names FROM unit
UNION ALL
SELECT 'rounded to hundreds', town, month, round(amount, -2) - 50, round(amount, -2) + 50, names FROM unit
UNION ALL
SELECT 'few left out', town, month, amount, amount, names FROM unit WHERE households >= 5
UNION ALL
SELECT 'few left out', town, month, amount, amount, names FROM whole
UNION ALL
SELECT 'two left out in each line', town, month, amount, amount, names FROM attack.cell_of_line WHERE is_shown
UNION ALL
SELECT 'two left out in each line', town, month, sum(amount), sum(amount), string_agg(names, ' ') FROM attack.cell_of_line GROUP BY town, step, month, line
UNION ALL
-- Groups as they are shown, and the units of them that are large by themselves.
SELECT 'groups refined', s.town, s.month, sum(s.amount), sum(s.amount), string_agg(s.household || '/' || s.amount, ' ')
FROM attack.shown s JOIN attack.last_step USING (town, step) GROUP BY s.town, s.month, s.unit
UNION ALL
SELECT 'groups refined', t.town, t.month, sum(t.amount), sum(t.amount), string_agg(t.household || '/' || t.amount, ' ')
FROM attack.truth t JOIN attack.last_step USING (town, step)
JOIN attack.shown s USING (town, step, month, household, amount)
GROUP BY t.town, t.month, t.unit HAVING count(*) >= 5;

COPY (
    SELECT kind, this_case, least, greatest, names FROM (
        SELECT DISTINCT concat_ws(' ', protection, town, month) AS this_case, 'amount' AS kind, name AS least, split_part(name, '/', 2) AS greatest, '' AS names
        FROM attack.figure_of_case, unnest(string_to_array(names, ' ')) AS name
        UNION ALL
        SELECT concat_ws(' ', protection, town, month), 'figure', least::text, greatest::text, names FROM attack.figure_of_case
    ) AS lines
    ORDER BY this_case, kind, least
) TO STDOUT;
