-- budget_bridge: the steps from last year's budget to this year's

CREATE OR REPLACE VIEW budget_bridge AS
WITH year AS (
    -- The appropriation where both years have one, else the adopted budget.
    SELECT DISTINCT ON (total.organisation, total.fiscal_year)
           total.organisation, total.fiscal_year, total.basis, before.amount AS amount_before, total.amount
    FROM budget_total total
    JOIN budget_total before ON before.organisation = total.organisation AND before.basis = total.basis
                            AND before.fiscal_year = total.fiscal_year - 1
    ORDER BY total.organisation, total.fiscal_year, total.basis = 'appropriation' DESC
), stated AS NOT MATERIALIZED (
    SELECT change.organisation, change.fiscal_year, 1 AS origin, change.position, 0 AS place, change.unit, change.head, change.cause, change.amount, change.temporary
    FROM budget_change change
    UNION ALL
    SELECT driver.organisation, driver.fiscal_year, 2 AS origin, driver.position, pg_catalog.array_position('{volume,price,index,efficiency}'::text[], driver.driver) AS place, driver.unit_code AS unit, driver.head_code AS head,
           driver.cause || CASE WHEN driver.basis = 'stated' THEN '' ELSE ': ' || coalesce(word.text, driver.driver) END AS cause, driver.amount, driver.driver = 'temporary' AS temporary
    FROM budget_by_driver driver
    LEFT JOIN live_label word ON word.organisation = driver.organisation AND word.area = 'driver' AND word.code = driver.driver
    WHERE driver.is_step
), step AS (
    SELECT year.organisation, year.fiscal_year, year.basis, chapter.kind, chapter.place AS chapter,
           change.origin, change.position, change.place, change.unit, change.head,
           CASE chapter.kind WHEN 'opening' THEN 'Budget ' || (year.fiscal_year - 1)::text
                             WHEN 'change'  THEN change.cause
                             ELSE 'Not explained' END AS cause,
           CASE chapter.kind WHEN 'opening' THEN year.amount_before
                             WHEN 'change'  THEN change.amount
                             ELSE year.amount - year.amount_before
                                  - coalesce((SELECT sum(explained.amount) FROM stated explained
                                              WHERE explained.organisation = year.organisation
                                                AND explained.fiscal_year = year.fiscal_year), 0) END AS amount,
           change.temporary
    FROM year
    CROSS JOIN (VALUES (1, 'opening'), (2, 'change'), (3, 'unexplained')) AS chapter(place, kind)
    LEFT JOIN stated change ON chapter.kind = 'change'
                                  AND change.organisation = year.organisation AND change.fiscal_year = year.fiscal_year
    WHERE chapter.kind <> 'change' OR change.cause IS NOT NULL
)
SELECT step.organisation,
       step.fiscal_year,
       (row_number() OVER steps - 1)::integer        AS step,
       step.cause,
       step.amount::numeric(18,2)                    AS amount,
       (sum(step.amount) OVER steps)::numeric(18,2)  AS running_total,
       step.temporary,
       step.kind,
       step.basis,
       step.unit                                     AS unit_code,
       step.head                                     AS head_code
FROM step
WINDOW steps AS (PARTITION BY step.organisation, step.fiscal_year
                 ORDER BY step.chapter, step.origin, step.position, step.place, step.cause, step.unit, step.head
                 ROWS UNBOUNDED PRECEDING);
COMMENT ON VIEW   budget_bridge               IS 'One step from last year''s budget to this year''s, in order: last year''s budget, the stated changes and drivers (budget_change, budget_driver), and what they leave unexplained. Of the whole organisation, which successions of units and heads do not change. Years whose budget and the one before are both known';
COMMENT ON COLUMN budget_bridge.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_bridge.fiscal_year   IS 'Fiscal year that the steps lead to';
COMMENT ON COLUMN budget_bridge.step          IS 'Number of the step; 0 is last year''s budget';
COMMENT ON COLUMN budget_bridge.cause         IS 'What the step is';
COMMENT ON COLUMN budget_bridge.amount        IS 'Amount of the step, negative for a cut; all steps add up to this year''s budget';
COMMENT ON COLUMN budget_bridge.running_total IS 'Sum of the steps so far; after the last it is this year''s budget';
COMMENT ON COLUMN budget_bridge.temporary     IS 'Whether the change ends again; NULL where the step is not a stated change';
COMMENT ON COLUMN budget_bridge.kind          IS 'opening, change or unexplained';
COMMENT ON COLUMN budget_bridge.basis         IS 'Which budget is bridged: appropriation where both years have one, else adopted budget';
COMMENT ON COLUMN budget_bridge.unit_code     IS 'Code of the unit that a stated change concerns; NULL where it concerns all, and where the step is not a stated change';
COMMENT ON COLUMN budget_bridge.head_code     IS 'Code of the budget head that a stated change concerns; NULL as unit_code';
