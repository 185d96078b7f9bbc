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

-- == Needles: a number that is an amount of one household, or what one differs by ==

CREATE TABLE attack.secret AS
SELECT town, abs(amount) AS amount FROM attack.truth
UNION
SELECT town, abs(amount) FROM attack.truth_by_unit
UNION
SELECT town, abs(coalesce(now.amount, 0) - coalesce(before.amount, 0))
FROM (SELECT town, step, month, household, amount FROM attack.truth) AS now
FULL JOIN (SELECT town, step + 1 AS step, month, household, amount FROM attack.truth) AS before USING (town, step, month, household)
WHERE now.amount IS DISTINCT FROM before.amount;
DELETE FROM attack.secret WHERE amount < 1;

-- Each number of money, how each differs from what it was at the release before, and the books from the payments. Averages and forecasts are
-- of many, and now and then near an amount by chance.
CREATE FUNCTION attack.needles(relation regclass) RETURNS TABLE (town text, step integer, what text, value numeric) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH money AS MATERIALIZED (
            SELECT * FROM %s WHERE name ~ 'payments|outcome|recover|^cost$|^cost_before$'
        ), said AS (
            SELECT town, step, view || '.' || name || ' ' || key AS what, value FROM money
            UNION ALL
            SELECT town, step, 'difference of releases: ' || view || '.' || name || ' ' || key, now.value - before.value
            FROM money now JOIN (SELECT town, step + 1 AS step, view, key, name, value FROM money) before USING (town, step, view, key, name)
        )
        SELECT said.town, said.step, said.what, said.value FROM said JOIN attack.secret ON secret.town = said.town AND secret.amount = abs(said.value)$q$, relation);
END
$$;

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
SELECT 'few left out', town, month, amount, amount, names FROM whole;

COPY (
    SELECT kind, this_case, least, greatest, names FROM (
        SELECT DISTINCT concat_ws(' ', protection, town, month) AS this_case, 'amount' AS kind, name AS least, split_part(name, '/', 2) AS greatest, '' AS names
        FROM attack.figure_of_case, unnest(string_to_array(names, ' ')) AS name
        UNION ALL
        SELECT concat_ws(' ', protection, town, month), 'figure', least::text, greatest::text, names FROM attack.figure_of_case
    ) AS lines
    ORDER BY this_case, kind, least
) TO STDOUT;
