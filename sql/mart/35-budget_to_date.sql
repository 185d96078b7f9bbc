-- budget_to_date: budget beside outcome, by month and for the year so far

-- What is kept of it, a row for each unit and head with arrays of the fiscal year's twelve months: as rows, those would take many times
-- the room. Readers do not see it, as its name says.
CALL @extschema@.summarise_view(pg_catalog.current_schema()::text, 'live_account_year'::text, 'ledger'::text, 'live_ledger_year'::text, $view$
SELECT year.organisation,
       year.fiscal_year,
       of_year.first_day,
       booked.scenario,
       account.unit                                                         AS unit_code,
       unit.name                                                            AS unit,
       account.head                                                         AS head_code,
       head.name                                                            AS head,
       account.from_month,
       account.until_month,
       how.phasing,
       CASE WHEN decided.is_known THEN @extschema@.running_sums(@extschema@.paired_sums(budget.cost, budget.revenue)) END::numeric(18,2)[] AS budget_to_date,
       CASE WHEN to_date.is_by_month THEN to_date.booked[1:known.months]
            WHEN known.months = 12 THEN year_end.booked END::numeric(18,2)[] AS outcome_to_date,
       closed.months AS closed_months,
       -- Most units and heads have cost alone, and then nothing is kept of it.
       CASE WHEN decided.is_known AND budget.revenue IS NOT NULL THEN @extschema@.running_sums(budget.cost) END::numeric(18,2)[] AS budget_cost_to_date,
       CASE WHEN account.revenue_booked IS NULL THEN NULL::numeric[]
            WHEN to_date.is_by_month THEN to_date.cost[1:known.months]
            WHEN known.months = 12 THEN year_end.cost END::numeric(18,2)[] AS outcome_cost_to_date,
       coalesce(account.has_budget AND coalesce(@extschema@.budget_phasing(account.cost_decided, account.cost_stated, NULL::numeric[]),
                                               @extschema@.budget_phasing(account.revenue_decided, account.revenue_stated, NULL::numeric[])) IS NOT NULL, false) AS is_decided,
       CASE WHEN hidden.head IS NOT NULL THEN 'hidden'::text ELSE account.meets END AS meets
FROM @years@ year
CROSS JOIN LATERAL (SELECT organisation.fiscal_year_start, @extschema@.fiscal_year_begin(year.fiscal_year, organisation.fiscal_year_start),
                           @extschema@.fiscal_year_end(year.fiscal_year, organisation.fiscal_year_start)
                    FROM organisation WHERE organisation.organisation = year.organisation) AS of_year(first_month, first_day, last_day)
-- OFFSET 0 keeps it by the year: joined, the planner would look up all of them.
LEFT JOIN LATERAL (SELECT booked_year.scenario, booked_year.booked_until, booked_year.is_closed FROM booked_year
                   WHERE booked_year.organisation = year.organisation AND booked_year.fiscal_year = year.fiscal_year OFFSET 0) booked ON true
CROSS JOIN LATERAL (
    WITH decision AS MATERIALIZED (
        SELECT in_force.scenario, in_force.kind, in_force.in_force_from, in_force.in_force_until
        FROM budget_in_force in_force
        WHERE in_force.organisation = year.organisation AND in_force.fiscal_year = year.fiscal_year
    ), budget_of_month AS (
        -- The last month is held against the year's last budget, whenever that was decided.
        SELECT month.number, pg_catalog.array_agg(decision.scenario ORDER BY decision.scenario)
                             FILTER (WHERE decision.scenario IS NOT NULL AND @extschema@.in_force_on(day.held_on, decision.in_force_from, decision.in_force_until)) AS scenarios
        FROM generate_series(1, 12) AS month(number)
        CROSS JOIN LATERAL (SELECT @extschema@.held_on((of_year.first_day + pg_catalog.make_interval(months => month.number))::date - 1, of_year.last_day)) AS day(held_on)
        LEFT JOIN decision ON true
        GROUP BY month.number
    ), budget AS MATERIALIZED (
        -- Each budget that was in force on the last day of a month, and the months that are held against it.
        SELECT row_number() OVER (ORDER BY min(budget_of_month.number))::integer AS number, budget_of_month.scenarios, budget_of_month.scenarios IS NOT NULL AS has_budget,
               min(budget_of_month.number) AS from_month, max(budget_of_month.number) AS until_month
        FROM budget_of_month
        GROUP BY budget_of_month.scenarios
        -- All do; but of a calculation the planner expects that few do, as a year seldom has more budgets than one or two. Or
        -- it would have code compiled (JIT).
        HAVING min(budget_of_month.number) >= 1 AND min(budget_of_month.number) <= 12
    ), part AS (
        SELECT budget.number, decision.scenario, decision.kind = 'supplement' AS is_supplement, NULL::date AS as_of
        FROM budget JOIN decision ON decision.scenario = ANY (budget.scenarios)
        UNION ALL
        SELECT 0 AS number, scenario.code AS scenario, false AS is_supplement, scenario.as_of
        FROM scenario WHERE scenario.organisation = year.organisation AND scenario.fiscal_year = year.fiscal_year AND scenario.code = booked.scenario
    ), figure AS MATERIALIZED (
        -- Cost is shared out by months of cost, and revenue by months of revenue: by those of the budget itself. What a supplement
        -- says of a month stays there.
        SELECT ledger.unit, ledger.head, part.number, ledger.flow, part.is_supplement,
               @extschema@.seasonal_sums(@extschema@.forecast_series(ledger.month, net.cost, of_year.first_month)) AS months,
               sum(net.cost) FILTER (WHERE ledger.month IS NULL) AS whole,
               bool_or(net.cost <> 0::numeric) FILTER (WHERE ledger.month IS NULL) AS is_any_whole
        FROM part
        -- An outcome's months after its as_of count nowhere (late_month).
        JOIN ledger ON ledger.organisation = year.organisation AND ledger.scenario = part.scenario AND coalesce(ledger.month <= part.as_of, true)
        CROSS JOIN LATERAL (SELECT @extschema@.net_cost(ledger.flow, ledger.amount)) AS net(cost)
        GROUP BY ledger.unit, ledger.head, part.number, ledger.flow, part.is_supplement
        UNION ALL
        -- The years that forecasts learn from, by the units and heads of this one.
        SELECT earlier.unit, earlier.head, -1 AS number, earlier.flow, false AS is_supplement, @extschema@.seasonal_sums(@extschema@.forecast_series(earlier.series)) AS months,
               NULL::numeric AS whole, NULL::boolean AS is_any_whole
        FROM live_restated_series earlier
        WHERE earlier.organisation = year.organisation AND earlier.fiscal_year = year.fiscal_year AND earlier.of_year < year.fiscal_year AND earlier.flow IS NOT NULL
        GROUP BY earlier.unit, earlier.head, earlier.flow
    ), standing AS MATERIALIZED (
        SELECT budget.number, figure.unit, figure.head,
               coalesce(sum(total.amount) FILTER (WHERE figure.number = budget.number), 0::numeric)                               AS budget,
               coalesce(sum(total.amount) FILTER (WHERE figure.number = budget.number AND NOT figure.is_supplement), 0::numeric)  AS without_supplements,
               -- A month is NULL where nothing but 0 is booked.
               coalesce(bool_or(figure.is_any_whole IS TRUE OR pg_catalog.cardinality(pg_catalog.array_remove(figure.months, NULL::numeric)) > 0)
                        FILTER (WHERE figure.number = 0), false)                                                                  AS is_booked
        -- What another budget of the year alone has something for, too.
        FROM budget CROSS JOIN figure
        CROSS JOIN LATERAL (SELECT coalesce((@extschema@.running_sums(figure.months))[12], 0::numeric) + coalesce(figure.whole, 0::numeric)) AS total(amount)
        WHERE figure.number >= 0
          -- Else all of them meet here.
          AND EXISTS (SELECT FROM figure decided JOIN live_parent above ON above.organisation = year.organisation
                                                 AND above.code = CASE above.kind WHEN 'unit' THEN decided.unit ELSE decided.head END
                      WHERE decided.number > 0)
        GROUP BY budget.number, figure.unit, figure.head
    ), elsewhere AS MATERIALIZED (
        -- As in budget_variance.
        SELECT standing.number, standing.unit, standing.head,
               @extschema@.meeting_side(unit_place.path, head_place.path, standing.budget <> 0::numeric, standing.without_supplements <> 0::numeric, standing.is_booked)
                   OVER (PARTITION BY standing.number) AS meets
        FROM standing
        JOIN live_unit_path unit_place ON unit_place.organisation = year.organisation AND unit_place.code = standing.unit
                                      AND year.fiscal_year BETWEEN unit_place.from_year AND unit_place.until_year
        JOIN live_head_path head_place ON head_place.organisation = year.organisation AND head_place.code = standing.head
                                      AND year.fiscal_year BETWEEN head_place.from_year AND head_place.until_year
    )
    -- Each account beside each of the budgets. There is one figure of a number and flow, and one of supplements: max takes it.
    SELECT figure.unit, figure.head, budget.from_month, budget.until_month, budget.has_budget,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = budget.number AND figure.flow = 'cost' AND NOT figure.is_supplement)    AS cost_stated,
           sum(figure.whole) FILTER (WHERE figure.number = budget.number AND figure.flow = 'cost')                                             AS cost_whole,
           max(figure.whole) FILTER (WHERE figure.number = budget.number AND figure.flow = 'cost' AND NOT figure.is_supplement)                AS cost_decided,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = budget.number AND figure.flow = 'cost' AND figure.is_supplement)        AS cost_added,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = -1 AND figure.flow = 'cost')                                            AS cost_earlier,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = 0 AND figure.flow = 'cost')                                             AS cost_booked,
           max(figure.whole) FILTER (WHERE figure.number = 0 AND figure.flow = 'cost')                                                         AS cost_booked_whole,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = budget.number AND figure.flow = 'revenue' AND NOT figure.is_supplement) AS revenue_stated,
           sum(figure.whole) FILTER (WHERE figure.number = budget.number AND figure.flow = 'revenue')                                          AS revenue_whole,
           max(figure.whole) FILTER (WHERE figure.number = budget.number AND figure.flow = 'revenue' AND NOT figure.is_supplement)             AS revenue_decided,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = budget.number AND figure.flow = 'revenue' AND figure.is_supplement)     AS revenue_added,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = -1 AND figure.flow = 'revenue')                                         AS revenue_earlier,
           pg_catalog.max(figure.months) FILTER (WHERE figure.number = 0 AND figure.flow = 'revenue')                                          AS revenue_booked,
           max(figure.whole) FILTER (WHERE figure.number = 0 AND figure.flow = 'revenue')                                                      AS revenue_booked_whole,
           max(elsewhere.meets)                                                                                                                AS meets
    FROM budget CROSS JOIN figure
    LEFT JOIN elsewhere ON elsewhere.number = budget.number AND elsewhere.unit = figure.unit AND elsewhere.head = figure.head
    GROUP BY figure.unit, figure.head, budget.number, budget.from_month, budget.until_month, budget.has_budget
    -- What had bookings in earlier years alone is no account of this one.
    HAVING max(figure.number) >= 0
) account
LEFT JOIN LATERAL (SELECT booked_until.unit_code, booked_until.head_code, booked_until.booked_until FROM booked_until
                   WHERE booked_until.organisation = year.organisation AND booked_until.fiscal_year = year.fiscal_year
                     AND booked_until.scenario = booked.scenario AND NOT booked.is_closed OFFSET 0) own
          ON own.unit_code = account.unit AND own.head_code = account.head
LEFT JOIN LATERAL (SELECT live_hidden_outcome.head FROM live_hidden_outcome
                   WHERE live_hidden_outcome.organisation = year.organisation AND live_hidden_outcome.fiscal_year = year.fiscal_year AND live_hidden_outcome.scenario = booked.scenario OFFSET 0) hidden ON hidden.head = account.head
CROSS JOIN LATERAL (SELECT coalesce(own.booked_until, booked.booked_until)) AS complete(booked_until)
-- How many months are closed, and until which anything is known.
CROSS JOIN LATERAL (SELECT CASE WHEN complete.booked_until < of_year.first_day OR hidden.head IS NOT NULL THEN 0
                                ELSE @extschema@.fiscal_month(complete.booked_until, of_year.first_month) END) AS closed(months)
CROSS JOIN LATERAL (
    SELECT CASE WHEN closed.months = 12 THEN 12
                ELSE greatest(closed.months, (SELECT max(month.number)::integer
                                              FROM ROWS FROM (pg_catalog.unnest(account.cost_booked), pg_catalog.unnest(account.revenue_booked)) WITH ORDINALITY AS month(cost, revenue, number)
                                              WHERE month.cost <> 0::numeric OR month.revenue <> 0::numeric)) END
    OFFSET 0
) AS known(months)
-- Stated if any month is, else seasonal if any flow is: so the words are in order of the alphabet.
CROSS JOIN LATERAL (
    SELECT CASE WHEN account.has_budget
                THEN greatest(@extschema@.budget_phasing(account.cost_whole, account.cost_stated, account.cost_earlier),
                              @extschema@.budget_phasing(account.revenue_whole, account.revenue_stated, account.revenue_earlier),
                              @extschema@.budget_phasing(NULL::numeric, account.cost_added, NULL::numeric[]),
                              @extschema@.budget_phasing(NULL::numeric, account.revenue_added, NULL::numeric[])) END
    OFFSET 0
) AS how(phasing)
-- How much of what was decided above is for this unit and head, nobody says.
CROSS JOIN LATERAL (SELECT account.has_budget AND (account.meets IS DISTINCT FROM 'above' OR how.phasing IS NOT NULL)) AS decided(is_known)
CROSS JOIN LATERAL (
    SELECT @extschema@.paired_sums(@extschema@.budget_months(account.cost_whole, account.cost_stated, account.cost_earlier), account.cost_added),
           CASE WHEN account.revenue_stated IS NOT NULL OR account.revenue_added IS NOT NULL
                THEN @extschema@.paired_sums(@extschema@.budget_months(account.revenue_whole, account.revenue_stated, account.revenue_earlier), account.revenue_added) END
) AS budget(cost, revenue)
CROSS JOIN LATERAL (
    SELECT @extschema@.running_sums(coalesce(@extschema@.paired_sums(account.cost_booked, account.revenue_booked), none.booked)),
           @extschema@.running_sums(coalesce(account.cost_booked, none.booked)),
           coalesce(account.cost_booked_whole, 0::numeric) = 0::numeric AND coalesce(account.revenue_booked_whole, 0::numeric) = 0::numeric
    FROM (SELECT pg_catalog.array_fill(NULL::numeric, '{12}'::integer[])) AS none(booked)
) AS to_date(booked, cost, is_by_month)
-- What is booked for the whole year is known at its end.
CROSS JOIN LATERAL (
    SELECT pg_catalog.array_fill(to_date.booked[12] + coalesce(account.cost_booked_whole, 0::numeric) + coalesce(account.revenue_booked_whole, 0::numeric), '{1}'::integer[], '{12}'::integer[]),
           pg_catalog.array_fill(to_date.cost[12] + coalesce(account.cost_booked_whole, 0::numeric), '{1}'::integer[], '{12}'::integer[])
) AS year_end(booked, cost)
JOIN unit ON unit.organisation = year.organisation AND unit.code = account.unit
JOIN budget_head head ON head.organisation = year.organisation AND head.code = account.head$view$::text, NULL::text);
COMMENT ON VIEW   live_account_year                 IS 'A unit and head in a fiscal year, beside a budget that is in force on the last day of some of its months: what budget_to_date is made of';
COMMENT ON COLUMN live_account_year.organisation    IS 'Code of the organisation';
COMMENT ON COLUMN live_account_year.fiscal_year     IS 'Fiscal year';
COMMENT ON COLUMN live_account_year.first_day       IS 'First day of the year';
COMMENT ON COLUMN live_account_year.scenario        IS 'Code of the outcome, or NULL where none is booked by month';
COMMENT ON COLUMN live_account_year.unit_code       IS 'Code of the unit';
COMMENT ON COLUMN live_account_year.unit            IS 'Name of the unit';
COMMENT ON COLUMN live_account_year.head_code       IS 'Code of the budget head';
COMMENT ON COLUMN live_account_year.head            IS 'Name of the budget head';
COMMENT ON COLUMN live_account_year.from_month      IS 'First month that is held against the budget, counted from the first of the year, which is 1';
COMMENT ON COLUMN live_account_year.until_month     IS 'Last month that is held against it';
COMMENT ON COLUMN live_account_year.phasing         IS 'How the budget''s months were come by: stated if any is, else seasonal if any of it is, else even; NULL where it has nothing for this unit and head, or none is in force';
COMMENT ON COLUMN live_account_year.budget_to_date  IS 'The budget until the end of each month of the year; NULL where none is in force, or it was decided above and nothing of it for this unit and head';
COMMENT ON COLUMN live_account_year.outcome_to_date IS 'Bookings until the end of each month of the year, as far as anything is known';
COMMENT ON COLUMN live_account_year.closed_months   IS 'How many months of the year are closed for this unit and head; NULL where none is booked';
COMMENT ON COLUMN live_account_year.budget_cost_to_date  IS 'Cost in budget_to_date; NULL where the budget has no revenue for this unit and head, and all of it is cost';
COMMENT ON COLUMN live_account_year.outcome_cost_to_date IS 'Cost in outcome_to_date; NULL where no revenue is booked, and all of it is cost';
COMMENT ON COLUMN live_account_year.is_decided           IS 'Whether the budget itself has something for this unit and head, not a supplement alone, which adds to a budget above where there is one';
COMMENT ON COLUMN live_account_year.meets                IS 'Where its budget and bookings meet: above, where the budget was decided, or below, where the bookings are; hidden, where a released mart does not show those; NULL where they are here';

CREATE OR REPLACE VIEW budget_to_date AS
SELECT account.organisation,
       account.fiscal_year,
       (account.first_day + pg_catalog.make_interval(months => month.number - 1))::date AS month,
       account.scenario,
       account.unit_code,
       account.unit,
       account.head_code,
       account.head,
       (until.budget - before.budget)::numeric(18,2)                         AS budget_month,
       CASE WHEN is_there.booked THEN until.outcome - before.outcome END::numeric(18,2) AS outcome_month,
       until.budget                                                          AS budget_to_date,
       until.outcome                                                         AS outcome_to_date,
       CASE WHEN reason.why_no_verdict IS NULL THEN until.budget - until.outcome END::numeric(18,2) AS variance_to_date,
       account.budget_to_date[12]                                            AS budget_year,
       account.phasing,
       coalesce(month.number <= account.closed_months, false)                AS is_closed,
       (until.budget_cost - before.budget_cost)::numeric(18,2)               AS budget_cost_month,
       CASE WHEN account.budget_cost_to_date IS NOT NULL THEN until.budget_cost - before.budget_cost - until.budget + before.budget
            WHEN account.budget_to_date IS NOT NULL THEN 0::numeric END::numeric(18,2)   AS budget_revenue_month,
       CASE WHEN is_there.booked THEN until.outcome_cost - before.outcome_cost END::numeric(18,2) AS outcome_cost_month,
       CASE WHEN NOT is_there.booked THEN NULL::numeric
            WHEN account.outcome_cost_to_date IS NOT NULL THEN until.outcome_cost - before.outcome_cost - until.outcome + before.outcome
            WHEN is_there.by_month THEN 0::numeric END::numeric(18,2)                    AS outcome_revenue_month,
       until.budget_cost                                                     AS budget_cost_to_date,
       CASE WHEN account.budget_cost_to_date IS NOT NULL THEN until.budget_cost - until.budget
            WHEN account.budget_to_date IS NOT NULL THEN 0::numeric END::numeric(18,2)   AS budget_revenue_to_date,
       until.outcome_cost                                                    AS outcome_cost_to_date,
       CASE WHEN account.outcome_cost_to_date IS NOT NULL THEN until.outcome_cost - until.outcome
            WHEN until.outcome IS NOT NULL THEN 0::numeric END::numeric(18,2)            AS outcome_revenue_to_date,
       cost.budget[12]                                                       AS budget_cost_year,
       CASE WHEN account.budget_cost_to_date IS NOT NULL THEN account.budget_cost_to_date[12] - account.budget_to_date[12]
            WHEN account.budget_to_date IS NOT NULL THEN 0::numeric END::numeric(18,2)   AS budget_revenue_year,
       reason.why_no_verdict
FROM live_account_year account
CROSS JOIN generate_series(1, 12) AS month(number)
-- Without revenue all of it is cost.
CROSS JOIN LATERAL (SELECT coalesce(account.budget_cost_to_date, account.budget_to_date), coalesce(account.outcome_cost_to_date, account.outcome_to_date)) AS cost(budget, outcome)
CROSS JOIN LATERAL (SELECT account.budget_to_date[month.number], account.outcome_to_date[month.number], cost.budget[month.number], cost.outcome[month.number]) AS until(budget, outcome, budget_cost, outcome_cost)
CROSS JOIN LATERAL (SELECT CASE WHEN month.number = 1 THEN 0::numeric ELSE account.budget_to_date[month.number - 1] END,
                           CASE WHEN month.number = 1 THEN 0::numeric ELSE account.outcome_to_date[month.number - 1] END,
                           CASE WHEN month.number = 1 THEN 0::numeric ELSE cost.budget[month.number - 1] END,
                           CASE WHEN month.number = 1 THEN 0::numeric ELSE cost.outcome[month.number - 1] END) AS before(budget, outcome, budget_cost, outcome_cost)
-- What is not closed and has no bookings is not known; nor by month what is booked for the whole year.
CROSS JOIN LATERAL (SELECT coalesce(month.number <= account.closed_months OR until.outcome <> before.outcome OR until.outcome_cost <> before.outcome_cost, false),
                           account.outcome_to_date[1] IS NOT NULL) AS is_there(booked, by_month)
CROSS JOIN LATERAL (
    SELECT CASE WHEN account.budget_to_date IS NULL AND account.meets IS DISTINCT FROM 'above' THEN 'no budget was in force'
                WHEN account.closed_months IS NULL                         THEN 'nothing is booked by month yet'
                WHEN account.meets = 'hidden'                              THEN 'too few households for it to be shown, or none'
                WHEN account.meets = 'above'                               THEN 'its budget was decided above'
                WHEN account.meets = 'below'                               THEN 'its budget is for what lies below, too'
                WHEN coalesce(month.number > account.closed_months, true)  THEN 'the month is not closed'
                WHEN until.outcome IS NULL                                 THEN 'what is booked is of the whole year' END
) AS reason(why_no_verdict)
WHERE month.number >= account.from_month AND month.number <= account.until_month;
COMMENT ON VIEW   budget_to_date                  IS 'A unit and head in a month of a fiscal year: budget beside outcome, of the month and of the year so far. The budget is the one in force on the month''s last day (of the year''s last month the year''s last), so that a month''s figures stay when a later one revises the budget; the outcome is the one that counts (booked_year). Net cost';
COMMENT ON COLUMN budget_to_date.organisation     IS 'Code of the organisation';
COMMENT ON COLUMN budget_to_date.fiscal_year      IS 'Fiscal year';
COMMENT ON COLUMN budget_to_date.month            IS 'First day of the month. There are all twelve for each unit and head that has a budget or bookings in the year';
COMMENT ON COLUMN budget_to_date.scenario         IS 'Code of the outcome, of several the one in force that knows most; NULL where no outcome is booked by month yet';
COMMENT ON COLUMN budget_to_date.unit_code        IS 'Code of the unit';
COMMENT ON COLUMN budget_to_date.unit             IS 'Name of the unit';
COMMENT ON COLUMN budget_to_date.head_code        IS 'Code of the budget head';
COMMENT ON COLUMN budget_to_date.head             IS 'Name of the budget head';
COMMENT ON COLUMN budget_to_date.budget_month     IS 'Budget of the month, see phasing, by the budget in force on its last day. The twelve months of one budget add up to its budget_year exactly; those of a year that was revised are of several. 0 where the budget in force has nothing for this unit and head, NULL where none is in force on the month''s last day, or it was decided for a unit and head above: how much of that is for this one nobody says';
COMMENT ON COLUMN budget_to_date.outcome_month    IS 'Net cost booked in the month; 0 in a closed month without bookings, NULL in one that is not closed and has none, and where the outcome has an amount of the whole year';
COMMENT ON COLUMN budget_to_date.budget_to_date   IS 'Budget from the year''s first month until this one''s end, all of it by the budget in force then; in the last month budget_year. Where a later decision revises the budget it is not the sum of budget_month, of which each month has its own budget''s: take this, do not add those up';
COMMENT ON COLUMN budget_to_date.outcome_to_date  IS 'Net cost booked until the month''s end; NULL after the last month that is closed or has bookings, and before the year''s last where the outcome has an amount of the whole year';
COMMENT ON COLUMN budget_to_date.variance_to_date IS 'budget_to_date minus outcome_to_date; positive is favourable. NULL where why_no_verdict says so: what is not booked yet is no saving, and where the budget was decided for a unit and head above, that one has it and this one the bookings, and only budget_to_date minus outcome_to_date of them together say how they stand. For a total of closed months subtract those sums';
COMMENT ON COLUMN budget_to_date.budget_year      IS 'Budget of the whole year that is in force on the month''s last day; 0 and NULL as budget_month';
COMMENT ON COLUMN budget_to_date.phasing          IS 'How the budget''s months were come by: stated (it has months for this unit and head, its own or a supplement''s), seasonal (it has none; some of it is shared out as the months of the earlier full years were, those that forecasts learn from) or even (twelfths). What is said for the whole year, cost and revenue each for itself, is shared out as the months of the budget itself are, else as those of earlier years were, else in twelfths; what a supplement says of a month stays there and moves nothing else. NULL where the budget in force has nothing for this unit and head, or none is in force';
COMMENT ON COLUMN budget_to_date.is_closed        IS 'Whether the month is complete for this unit and head: its last day is not after booked_until';
COMMENT ON COLUMN budget_to_date.budget_cost_month       IS 'Cost in budget_month, which is budget_cost_month minus budget_revenue_month; each of them shared out for itself';
COMMENT ON COLUMN budget_to_date.budget_revenue_month    IS 'Revenue in budget_month';
COMMENT ON COLUMN budget_to_date.outcome_cost_month      IS 'Cost in outcome_month, which is outcome_cost_month minus outcome_revenue_month: of a month that is not closed what is booked so far of both, or NULL where nothing is';
COMMENT ON COLUMN budget_to_date.outcome_revenue_month   IS 'Revenue in outcome_month';
COMMENT ON COLUMN budget_to_date.budget_cost_to_date     IS 'Cost in budget_to_date, which is budget_cost_to_date minus budget_revenue_to_date';
COMMENT ON COLUMN budget_to_date.budget_revenue_to_date  IS 'Revenue in budget_to_date';
COMMENT ON COLUMN budget_to_date.outcome_cost_to_date    IS 'Cost in outcome_to_date, which is outcome_cost_to_date minus outcome_revenue_to_date';
COMMENT ON COLUMN budget_to_date.outcome_revenue_to_date IS 'Revenue in outcome_to_date';
COMMENT ON COLUMN budget_to_date.budget_cost_year        IS 'Cost in budget_year, which is budget_cost_year minus budget_revenue_year';
COMMENT ON COLUMN budget_to_date.budget_revenue_year     IS 'Revenue in budget_year';
COMMENT ON COLUMN budget_to_date.why_no_verdict          IS 'Why variance_to_date is NULL: no budget, no bookings by month, a month that is not closed, so few households that a released mart does not show it, or a budget that was decided above the bookings (budget_variance); NULL where it is not';
