-- adopt_transfers: a plan of moves becomes a decision

-- How much of a head's amount each unit bears is told by apportion, which plpgsql may not call: so the draft says what to share
-- out and by what, the SQL between shares it out, and the last part keeps it.
CREATE FUNCTION @extschema@.draft_transfers(schema text, scenario text, decided_on date, organisation text, unit text, code text,
    OUT head text, OUT at_unit text, OUT amount numeric, OUT weight numeric, OUT maximum numeric) RETURNS SETOF record
    LANGUAGE plpgsql VOLATILE ROWS 100
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET jit = off
AS $function$
#variable_conflict use_variable
DECLARE
    plan record;
    changed record;
BEGIN
    -- What is decided meanwhile would not be seen; and of two who adopt the same plan the second is told. The lock takes no new
    -- look at what the first did: who cannot see that, at repeatable read and above, ends in 40001 by the row that both write.
    EXECUTE format('LOCK TABLE %I.scenario IN SHARE ROW EXCLUSIVE MODE', schema);
    EXECUTE format('UPDATE %I.organisation SET name = name WHERE organisation = $1', schema) USING organisation;

    EXECUTE format('SELECT EXISTS (SELECT FROM %1$I.unit u WHERE u.organisation = $1 AND u.code = $3) AS has_unit,
                           EXISTS (SELECT FROM %1$I.scenario t WHERE t.organisation = $1 AND t.code = $4) AS has_code,
                           s.kind, s.fiscal_year,
                           (SELECT max(b.decided_on) FROM %1$I.budget_in_force b
                            JOIN %1$I.live_year_need n ON n.organisation = b.organisation AND n.fiscal_year = b.fiscal_year AND n.budget_scenario = b.scenario
                            WHERE n.organisation = $1 AND n.fiscal_year = s.fiscal_year AND n.scenario = $2) AS budget_decided_on,
                           (SELECT count(*) FROM %1$I.reallocation_transfer t
                            WHERE t.organisation = $1 AND t.fiscal_year = s.fiscal_year AND t.scenario = $2) AS moves
                    FROM (VALUES (1)) AS one LEFT JOIN %1$I.scenario s ON s.organisation = $1 AND s.code = $2', schema)
        INTO plan USING organisation, scenario, unit, code;
    IF plan.kind IS NULL OR plan.kind NOT IN ('forecast', 'outcome') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('scenario must be a forecast or outcome of organisation %L, not %s%s', organisation, coalesce('a ' || plan.kind || ', ', ''), quote_nullable(scenario)),
            HINT = format('These have a plan: SELECT DISTINCT organisation, scenario FROM %I.reallocation_transfer.', schema);
    ELSIF unit IS NOT NULL AND NOT plan.has_unit THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('organisation %L has no unit %L', organisation, unit),
            HINT = format('Choose one of SELECT code FROM %I.unit WHERE organisation = %L, or leave it out to have the amounts shared out over the units.', schema, organisation);
    ELSIF plan.has_code THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('organisation %L has a scenario %L already', organisation, code),
            HINT = format('Give the supplement another code: CALL adopt_transfers(%L, %L, %L, code => %L).',
                          schema, scenario, decided_on, code || '-2');
    ELSIF plan.moves = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'no_data_found',
            MESSAGE = format('no moves are proposed for %s %L of organisation %L', plan.kind, scenario, organisation),
            HINT = format('A move needs a head that lacks money, one that can spare some, and a row of %1$I.transfer_rule from this to that: SELECT head, spare, shortfall FROM %1$I.reallocation_balance WHERE scenario = %2$L.', schema, scenario);
    ELSIF decided_on <= plan.budget_decided_on THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('decided_on must be after %s, when the budget was decided that the plan of %L was made against, not %s', plan.budget_decided_on, scenario, decided_on),
            HINT = 'A supplement adds to a budget that was decided before it. Give the day of the decision.';
    END IF;

    -- What was decided since would be adopted twice, or undone.
    EXECUTE format('WITH plan AS (
                        SELECT n.unit_code, n.head_code, sum(n.budget) AS budget
                        FROM %1$I.live_year_need n
                        WHERE n.organisation = $1 AND n.fiscal_year = $2 AND n.scenario = $3 GROUP BY n.unit_code, n.head_code
                    ), today AS (
                        SELECT r.unit_code, r.head_code, sum(r.amount) AS budget
                        FROM %1$I.budget_revision r
                        WHERE r.organisation = $1 AND r.fiscal_year = $2 AND (r.decided_on IS NULL OR r.decided_on <= $4) GROUP BY r.unit_code, r.head_code
                    )
                    SELECT head_code, unit_code, coalesce(p.budget, 0) AS planned, coalesce(t.budget, 0) AS decided
                    FROM plan p FULL JOIN today t USING (unit_code, head_code)
                    WHERE coalesce(p.budget, 0) <> coalesce(t.budget, 0)
                      AND EXISTS (SELECT FROM %1$I.reallocation_transfer m
                                  WHERE m.organisation = $1 AND m.fiscal_year = $2 AND m.scenario = $3 AND head_code IN (m.from_head, m.to_head))
                    ORDER BY head_code, unit_code LIMIT 1', schema)
        INTO changed USING organisation, plan.fiscal_year, scenario, decided_on;
    IF changed.head_code IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('the budget of head %L at unit %L is %s on %s, but the plan of %L was made against %s',
                             changed.head_code, changed.unit_code, changed.decided, decided_on, scenario, changed.planned),
            HINT = format('Something else was decided about it (SELECT * FROM %I.budget_revision). Load a forecast or books as of that day, and adopt the plan for that.', schema);
    END IF;

    -- What a head gives or takes in all, and what each of its units can spare or lacks.
    RETURN QUERY EXECUTE format('
        WITH head AS (
            SELECT side.head, sum(side.amount) AS amount
            FROM %1$I.reallocation_transfer t
            CROSS JOIN LATERAL (VALUES (t.from_head, - t.amount), (t.to_head, t.amount)) AS side(head, amount)
            WHERE t.organisation = $1 AND t.fiscal_year = $2 AND t.scenario = $3
            GROUP BY side.head HAVING sum(side.amount) <> 0
        ), part AS (
            SELECT h.head, h.amount, n.unit_code AS unit, greatest(coalesce(n.budget, 0), 0) AS budget,
                   greatest(sign(h.amount) * (coalesce(n.need, 0) - coalesce(n.budget, 0)), 0) AS gap
            FROM head h
            LEFT JOIN %1$I.live_year_need n ON n.organisation = $1 AND n.fiscal_year = $2 AND n.scenario = $3 AND n.head_code = h.head
            WHERE $4 IS NULL
            UNION ALL
            SELECT h.head, h.amount, $4, 1, 0 FROM head h WHERE $4 IS NOT NULL
        ), whole AS (
            SELECT p.*, sum(p.gap) OVER head AS gaps, sum(p.budget) OVER head AS budgets FROM part p WINDOW head AS (PARTITION BY p.head)
        )
        SELECT w.head, w.unit, w.amount,
               CASE WHEN w.gaps > 0 AND w.gaps >= - w.amount THEN w.gap WHEN w.budgets > 0 THEN w.budget ELSE 1 END,
               CASE WHEN w.gaps > 0 AND w.gaps >= - w.amount AND w.amount < 0 THEN w.gap END
        FROM whole w', schema) USING organisation, plan.fiscal_year, scenario, unit;
END
$function$;
COMMENT ON FUNCTION @extschema@.draft_transfers(text, text, date, text, text, text) IS
'What the plan for a forecast or outcome gives to each head or takes from it, and by what that is shared out over its units. The part of adopt_transfers that looks at its arguments. Call that.';

CREATE FUNCTION @extschema@.store_transfers(schema text, scenario text, decided_on date, organisation text, code text, heads text[], units text[], amounts numeric[]) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET social_services.keys_are_noted = 'on'
AS $function$
#variable_conflict use_variable
DECLARE
    missing text;
    plan record;
BEGIN
    SELECT m.head INTO missing FROM unnest(heads, units) AS m(head, unit) WHERE m.unit IS NULL ORDER BY m.head LIMIT 1;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('head %L has no amounts of its own at any unit, so nothing tells where to put what it gives or takes', missing),
            HINT = 'Name the unit: unit => code.';
    END IF;
    -- Before it is adopted: the plan of a year that is over is held against its last budget.
    EXECUTE format('SELECT max(b.fiscal_year) AS fiscal_year, sum(b.shortfall) AS shortfall, sum(b.remaining_shortfall) AS remaining_shortfall,
                           (SELECT count(*) FROM %1$I.reallocation_transfer t WHERE t.organisation = $1 AND t.scenario = $2 AND t.fiscal_year = max(b.fiscal_year)) AS moves,
                           (SELECT sum(t.amount) FROM %1$I.reallocation_transfer t WHERE t.organisation = $1 AND t.scenario = $2 AND t.fiscal_year = max(b.fiscal_year)) AS moved
                    FROM %1$I.reallocation_balance b
                    WHERE b.organisation = $1 AND b.scenario = $2', schema)
        INTO plan USING organisation, scenario;
    EXECUTE format('INSERT INTO %I.scenario (organisation, code, kind, fiscal_year, as_of, adopted) VALUES ($1, $2, ''supplement'', $3, $4, true)', schema)
        USING organisation, code, plan.fiscal_year, decided_on;
    -- A supplement of this code that is gone has left its rows.
    EXECUTE format('INSERT INTO %I.ledger_period (organisation, scenario, unit, head, flow, by_month)
                    SELECT $1, $2, m.unit, m.head, ''cost'', false FROM unnest($3, $4) AS m(unit, head)
                    ON CONFLICT (organisation, scenario, unit, head, flow) DO UPDATE SET by_month = false', schema)
        USING organisation, code, units, heads;
    EXECUTE format('INSERT INTO %I.ledger (organisation, scenario, unit, head, flow, amount)
                    SELECT $1, $2, m.unit, m.head, ''cost'', m.amount FROM unnest($3, $4, $5) AS m(unit, head, amount) WHERE m.amount <> 0', schema)
        USING organisation, code, units, heads, amounts;
    RAISE NOTICE 'supplement % of organisation %, decided on %, moves % (moves: %); what heads lack in % goes from % to %',
        code, organisation, decided_on, plan.moved, plan.moves, plan.fiscal_year, plan.shortfall, plan.remaining_shortfall;
END
$function$;
COMMENT ON FUNCTION @extschema@.store_transfers(text, text, date, text, text, text[], text[], numeric[]) IS
'The part of adopt_transfers that keeps the supplement and tells what it moves. Call that.';

CREATE FUNCTION @extschema@.adopt_transfers_as_owner(schema text, scenario text, decided_on text, organisation text, unit text, code text) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT @extschema@.refuse_others_in_mart(schema, @extschema@.social_services_schema());
    SELECT @extschema@.refuse_released_mart(schema);
    WITH meant AS MATERIALIZED (
        SELECT @extschema@.mart_organisation(schema, organisation) AS organisation, coalesce(code, 'transfer-' || decided_on) AS code
    ), share AS MATERIALIZED (
        SELECT meant.organisation, meant.code, draft.head, draft.at_unit,
               sign(draft.amount) * @extschema@.apportion(abs(draft.amount), draft.weight, 0::numeric, draft.maximum, 2) OVER (PARTITION BY draft.head ORDER BY draft.at_unit) AS amount
        FROM meant
        CROSS JOIN LATERAL @extschema@.draft_transfers(schema, scenario, decided_on::date, meant.organisation, unit, meant.code) draft
    )
    SELECT @extschema@.store_transfers(schema, scenario, decided_on::date, share.organisation, share.code,
                                       pg_catalog.array_agg(share.head), pg_catalog.array_agg(share.at_unit), pg_catalog.array_agg(share.amount))
    FROM share
    GROUP BY share.organisation, share.code;
END;
COMMENT ON FUNCTION @extschema@.adopt_transfers_as_owner(text, text, text, text, text, text) IS
'The part of adopt_transfers that runs with the rights of the mart''s owner. Call that.';

CREATE FUNCTION @extschema@.decision_day(decided_on date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF decided_on IS NULL OR decided_on NOT BETWEEN '1000-01-01'::date AND '9999-12-31'::date THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('decided_on must be the day of the decision, of the years 1000 to 9999, not %s', coalesce(decided_on::text, 'NULL')),
            HINT = 'Give the day on which the board decided: CALL adopt_transfers(''lund'', ''forecast-2023-04'', ''2023-05-17'').';
    END IF;
    RETURN to_char(decided_on, 'YYYY-MM-DD');
END
$function$;
COMMENT ON FUNCTION @extschema@.decision_day(date) IS
'A day that something can be decided on, as ISO writes it, whatever the session''s DateStyle is. 22023 for NULL, infinity and years before 1000 or after 9999. For adopt_transfers.';

CREATE PROCEDURE @extschema@.adopt_transfers(schema text, scenario text, decided_on date, organisation text DEFAULT NULL, unit text DEFAULT NULL, code text DEFAULT NULL)
    LANGUAGE sql
BEGIN ATOMIC
    SELECT @extschema@.run_as_owner(@extschema@.social_mart(schema), '@extschema@.adopt_transfers_as_owner(text, text, text, text, text, text)'::regprocedure,
                                    ARRAY[schema, scenario, @extschema@.decision_day(decided_on), organisation, unit, code]);
END;
COMMENT ON PROCEDURE @extschema@.adopt_transfers(text, text, date, text, text, text) IS
'Adopts the moves that view reallocation_transfer proposes for a forecast or outcome (for those of a computed forecast, the outcome that it is made from), as a decision of a day: an adopted supplement of the same fiscal year whose amounts add up to 0, negative for heads that give and positive for those that take. They stand at unit where one is named, which should be one that forecasts state these heads for; else each head''s amount is shared out over its units to the last decimal, givers'' in proportion to what a unit can spare, and never more than that, takers'' in proportion to what it lacks, and by budgets where no unit has either. code is transfer- with the day unless another is given. A NOTICE tells how much moves, and what heads lack before and after. Forecasts as of that day or later are held against the new budget. One of before, and so the plan itself, stays held against the budget before it; that of a figure without a date or of a year that is over goes, since it is done. Works with the rights of the mart''s owner, whoever calls it; the caller must be the owner or a member of that role. Errors: P0002 where no moves are proposed; 22023 for a day that is missing, not of the years 1000 to 9999 or not after the budget that the plan was made against, and for an unknown organisation, unit or scenario, or one that is neither forecast nor outcome; 55000 where the budget of a head that gives or takes was changed since; 23505 for a code that is there already; 40001 where somebody else has adopted a plan of the organisation since the caller''s transaction began, at REPEATABLE READ and above; 3F000 for a schema that is not a mart, 55000 for what is released of one; 42501 without the owner''s rights, and where others may create objects in the mart''s schema or have done so.';
