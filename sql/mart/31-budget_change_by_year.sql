-- budget_change_by_year: this year's budget beside last year's

CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'budget_change_by_year'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       amount.unit                                                                 AS unit_code,
       unit.name                                                                   AS unit,
       amount.head                                                                 AS head_code,
       head.name                                                                   AS head,
       change.budget_before::numeric(18,2)                                         AS budget_before,
       change.budget::numeric(18,2)                                                AS budget,
       verdict.change::numeric(18,2)                                               AS change,
       @extschema@.ratio(verdict.change, abs(change.budget_before))::numeric(12,6) AS change_ratio,
       change.stated::numeric(18,2)                                                AS budget_before_stated,
       CASE WHEN budget.scenarios_before IS NOT NULL
            THEN amount.unit <> ALL (succession.units) AND amount.head <> ALL (succession.heads) END AS comparable,
       CASE WHEN change.budget_before IS NOT NULL THEN coalesce(amount.cost_before, 0::numeric) END::numeric(18,2) AS budget_before_cost,
       (coalesce(amount.cost_before, 0::numeric) - change.budget_before)::numeric(18,2) AS budget_before_revenue,
       CASE WHEN change.budget IS NOT NULL THEN coalesce(amount.cost, 0::numeric) END::numeric(18,2) AS budget_cost,
       (coalesce(amount.cost, 0::numeric) - change.budget)::numeric(18,2)          AS budget_revenue,
       reason.why_no_change
FROM @years@ year
CROSS JOIN LATERAL (
    -- The last budget of both years, with its supplements.
    SELECT pg_catalog.array_agg(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year)     AS scenarios,
           pg_catalog.array_agg(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year - 1) AS scenarios_before,
           max(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year AND decision.kind = 'budget')     AS decided,
           max(decision.scenario) FILTER (WHERE decision.fiscal_year = year.fiscal_year - 1 AND decision.kind = 'budget') AS decided_before
    FROM budget_in_force decision
    WHERE decision.organisation = year.organisation AND decision.fiscal_year IN (year.fiscal_year - 1, year.fiscal_year)
      AND decision.in_force_until IS NULL
) budget
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM unit_succession move WHERE move.organisation = year.organisation AND move.from_year = year.fiscal_year)
           OR EXISTS (SELECT FROM head_succession move WHERE move.organisation = year.organisation AND move.from_year = year.fiscal_year) AS is_there,
           ARRAY(SELECT part.code FROM live_not_comparable part
                 WHERE part.organisation = year.organisation AND part.kind = 'unit'
                   AND year.fiscal_year - 1 BETWEEN part.earlier_from AND part.earlier_until
                   AND year.fiscal_year BETWEEN part.seen_from AND part.seen_until) AS units,
           ARRAY(SELECT part.code FROM live_not_comparable part
                 WHERE part.organisation = year.organisation AND part.kind = 'head'
                   AND year.fiscal_year - 1 BETWEEN part.earlier_from AND part.earlier_until
                   AND year.fiscal_year BETWEEN part.seen_from AND part.seen_until) AS heads
    OFFSET 0
) succession
CROSS JOIN LATERAL (SELECT ARRAY(SELECT above.code FROM live_parent above WHERE above.organisation = year.organisation AND above.kind = 'unit'),
                           ARRAY(SELECT above.code FROM live_parent above WHERE above.organisation = year.organisation AND above.kind = 'head') OFFSET 0) AS parent(units, heads)
-- As in budget_variance; what has moved may stand above others now.
CROSS JOIN LATERAL (
    SELECT bool_or(succession.is_there OR ledger.unit = ANY (parent.units) OR ledger.head = ANY (parent.heads)) FROM ledger
    WHERE ledger.organisation = year.organisation AND ledger.scenario = ANY (pg_catalog.array_cat(budget.scenarios, budget.scenarios_before)) AND ledger.amount <> 0::numeric
) AS above(has_budgets)
CROSS JOIN LATERAL (
    SELECT part.unit, part.head, sum(part.budget_before) AS budget_before, sum(part.budget) AS budget, sum(part.stated) AS stated,
           sum(part.cost_before) AS cost_before, sum(part.cost) AS cost
    FROM (
        SELECT restated.unit, restated.head,
               CASE WHEN restated.scenario = ANY (budget.scenarios_before) THEN net.cost END AS budget_before,
               CASE WHEN restated.scenario = ANY (budget.scenarios) THEN net.cost END AS budget,
               CASE WHEN restated.scenario = ANY (budget.scenarios_before) AND NOT succession.is_there THEN net.cost END AS stated,
               CASE WHEN restated.scenario = ANY (budget.scenarios_before) AND restated.flow = 'cost' THEN restated.amount END AS cost_before,
               CASE WHEN restated.scenario = ANY (budget.scenarios) AND restated.flow = 'cost' THEN restated.amount END AS cost
        FROM live_restated_ledger restated
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(restated.flow, restated.amount)) AS net(cost)
        WHERE restated.organisation = year.organisation AND restated.fiscal_year = year.fiscal_year
          AND restated.of_year >= year.fiscal_year - 1 AND restated.scenario = ANY (pg_catalog.array_cat(budget.scenarios, budget.scenarios_before))
        UNION ALL
        SELECT ledger.unit, ledger.head, NULL::numeric AS budget_before, NULL::numeric AS budget,
               @extschema@.net_cost(ledger.flow, ledger.amount) AS stated, NULL::numeric AS cost_before, NULL::numeric AS cost
        FROM ledger
        WHERE succession.is_there AND ledger.organisation = year.organisation AND ledger.scenario = ANY (budget.scenarios_before)
    ) part
    GROUP BY part.unit, part.head
) amount
LEFT JOIN LATERAL (
    -- As in budget_variance, each of the budgets in the trees of this year: what one has here and the other above or below is no change here.
    -- Apart from the amounts, so that a filter by unit or head reaches those.
    SELECT stood.unit, stood.head,
           @extschema@.meeting_side(unit_place.path, head_place.path, stood.budget <> 0::numeric, stood.decided <> 0::numeric, stood.budget_before <> 0::numeric) OVER ()        AS side,
           @extschema@.meeting_side(unit_place.path, head_place.path, stood.budget_before <> 0::numeric, stood.decided_before <> 0::numeric, stood.budget <> 0::numeric) OVER () AS side_before
    FROM (
        SELECT restated.unit, restated.head,
               sum(@extschema@.net_cost(restated.flow, restated.amount)) FILTER (WHERE restated.scenario = ANY (budget.scenarios))        AS budget,
               sum(@extschema@.net_cost(restated.flow, restated.amount)) FILTER (WHERE restated.scenario = budget.decided)                AS decided,
               sum(@extschema@.net_cost(restated.flow, restated.amount)) FILTER (WHERE restated.scenario = ANY (budget.scenarios_before)) AS budget_before,
               sum(@extschema@.net_cost(restated.flow, restated.amount)) FILTER (WHERE restated.scenario = budget.decided_before)         AS decided_before
        FROM live_restated_ledger restated
        WHERE above.has_budgets AND restated.organisation = year.organisation AND restated.fiscal_year = year.fiscal_year
          AND restated.of_year >= year.fiscal_year - 1 AND restated.scenario = ANY (pg_catalog.array_cat(budget.scenarios, budget.scenarios_before))
        GROUP BY restated.unit, restated.head
    ) stood
    JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = stood.unit
                                  AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
    JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = stood.head
                                  AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
) near ON near.unit = amount.unit AND near.head = amount.head
CROSS JOIN LATERAL (
    -- How much of what was decided above is for this unit and head, nobody says.
    SELECT budget.scenarios_before IS NOT NULL AND (near.side_before IS DISTINCT FROM 'above' OR amount.budget_before <> 0::numeric OR amount.cost_before <> 0::numeric),
           near.side IS DISTINCT FROM 'above' OR amount.budget <> 0::numeric OR amount.cost <> 0::numeric
) AS known(budget_before, budget)
CROSS JOIN LATERAL (SELECT CASE WHEN known.budget_before THEN coalesce(amount.budget_before, 0::numeric) END,
                           CASE WHEN known.budget THEN coalesce(amount.budget, 0::numeric) END,
                           CASE WHEN known.budget_before THEN coalesce(amount.stated, 0::numeric) WHEN amount.stated <> 0::numeric THEN amount.stated END) AS change(budget_before, budget, stated)
CROSS JOIN LATERAL (
    SELECT CASE WHEN budget.scenarios_before IS NULL THEN 'the year before has no budget'
                WHEN near.side_before = 'above'      THEN 'the budget of the year before was decided above'
                WHEN near.side = 'above'             THEN 'the budget was decided above'
                WHEN near.side_before = 'below'      THEN 'the budget of the year before is for what lies below, too'
                WHEN near.side = 'below'             THEN 'the budget is for what lies below, too' END
) AS reason(why_no_change)
CROSS JOIN LATERAL (SELECT CASE WHEN reason.why_no_change IS NULL THEN change.budget - change.budget_before END) AS verdict(change)
JOIN unit ON unit.organisation = year.organisation AND unit.code = amount.unit
JOIN budget_head head ON head.organisation = year.organisation AND head.code = amount.head
WHERE budget.scenarios IS NOT NULL$view$::text, NULL::text);
COMMENT ON VIEW   budget_change_by_year               IS 'A unit and head: this year''s budget beside last year''s, each the last that was adopted, with its supplements; restated by successions, and as it was stated. Net cost. What lives on in another wholly has a row with what was stated of it, and 0';
COMMENT ON COLUMN budget_change_by_year.organisation  IS 'Code of the organisation';
COMMENT ON COLUMN budget_change_by_year.fiscal_year   IS 'Fiscal year of the later budget';
COMMENT ON COLUMN budget_change_by_year.unit_code     IS 'Code of the unit';
COMMENT ON COLUMN budget_change_by_year.unit          IS 'Name of the unit';
COMMENT ON COLUMN budget_change_by_year.head_code     IS 'Code of the budget head';
COMMENT ON COLUMN budget_change_by_year.head          IS 'Name of the budget head';
COMMENT ON COLUMN budget_change_by_year.budget_before IS 'Budget of the year before by the units and heads of this year (unit_succession, head_succession): 0 where that budget has nothing for this unit and head, NULL where there is no adopted budget of that year, or it was decided for a unit and head above: how much of that was for this one nobody says. What a supplement added to it here is here';
COMMENT ON COLUMN budget_change_by_year.budget        IS 'Budget of the fiscal year; 0 where it has nothing for this unit and head, NULL where it was decided above, as budget_before';
COMMENT ON COLUMN budget_change_by_year.change        IS 'Budget minus the budget of the year before; NULL where why_no_change says so. For a total subtract the sums of budget and budget_before, not the sum of this column';
COMMENT ON COLUMN budget_change_by_year.change_ratio  IS 'Change as a fraction of the budget of the year before';
COMMENT ON COLUMN budget_change_by_year.budget_before_stated IS 'Budget of the year before as it was stated for this unit and head; other than budget_before where something of it went to others or came from them. Both add up to the same';
COMMENT ON COLUMN budget_change_by_year.comparable    IS 'Whether budget and budget_before are of the same: false where a part of the unit or head went to another or came from one, so that what is restated rests on a share, or nobody says how much it was. What was merged or renamed as a whole is comparable. NULL where there is no adopted budget of the year before';
COMMENT ON COLUMN budget_change_by_year.budget_before_cost IS 'Cost in the budget of the year before; budget_before is budget_before_cost minus budget_before_revenue';
COMMENT ON COLUMN budget_change_by_year.budget_before_revenue IS 'Revenue in the budget of the year before';
COMMENT ON COLUMN budget_change_by_year.budget_cost    IS 'Cost in the budget; budget is budget_cost minus budget_revenue';
COMMENT ON COLUMN budget_change_by_year.budget_revenue IS 'Revenue in the budget';
COMMENT ON COLUMN budget_change_by_year.why_no_change IS 'Why change is NULL: no budget of the year before, or one of the budgets was decided above, or for what lies below, where the other one is not (budget_variance); NULL where it is not';
